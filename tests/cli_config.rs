//! `config` with the real binary: what ships is offered, adopted by section on the version that was seen, and nonsense is
//! refused where it stands.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use rusqlite::Connection;
use seat::Town;
use serde_json::Value;
use zhiban::config::{RULES, default_rules};

/// A station whose rules were adopted from a file that differs from what ships.
fn town_of_its_own() -> Town {
    let town = Town::new();
    let own = RULES
        .replacen("last_number = 999", "last_number = 60", 1)
        .replacen("phone = \"12333\"", "phone = \"0577-123\"", 1)
        .replacen(
            "[[category]]\ncode = \"lamp\"\nparent = \"town\"\nlabel = { zh = \"路灯\", en = \"Street lights\" }\n",
            "",
            1,
        )
        .replacen("year = 2026", "year = 2026 # ours", 1)
        .replacen("to = \"2026-01-03\"", "to = \"2026-01-02\"", 1);
    assert_ne!(own, RULES);
    adopt(&town, &own, &["--whole"]);
    town
}

/// Adopts a text, which has to be taken.
fn adopt(town: &Town, text: &str, more: &[&str]) -> String {
    let out = try_adopt(town, text, more);
    assert_eq!(out.0, Some(0), "{}", out.1);
    out.1
}

/// Exit code, and everything that was said.
fn try_adopt(town: &Town, text: &str, more: &[&str]) -> (Option<i32>, String) {
    let path = town.path("rules.toml");
    std::fs::write(&path, text).unwrap();
    let path = path.display().to_string();
    let mut args = vec!["config", "adopt", path.as_str()];
    args.extend(more);
    said(town, &args)
}

fn said(town: &Town, args: &[&str]) -> (Option<i32>, String) {
    let out = town.run(args);
    let all = [out.stdout, out.stderr].concat();
    (out.status.code(), String::from_utf8_lossy(&all).into_owned())
}

fn offered(town: &Town) -> Value {
    serde_json::from_str(&town.ok(&["config", "offer", "--json"])).unwrap()
}

#[test]
fn what_ships_is_offered_by_section_and_one_section_is_adopted() {
    let town = town_of_its_own();
    let text = town.ok(&["config", "offer"]);
    for line in [
        "本站规矩第2版",
        "1 等候 (queue)",
        "  一天最多叫到几号：60 改为 999",
        "3 办事指引 (reason)",
        "  T2 电话：0577-123 改为 12333",
        "4 类别 (category)",
        "  添上 lamp：路灯",
        "8 节假日 (calendar)",
        "  2026年 放假 2026-01-01 最后一天：2026-01-02 改为 2026-01-03",
        "--seen 2",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("(limits)") && !text.contains("(class)"), "{text}");
    let english = town.ok(&["--lang", "en", "config", "offer"]);
    assert!(english.contains("last number of a day: 60 becomes 999"), "{english}");
    assert!(english.is_ascii(), "{english}");
    let before = offered(&town);
    assert_eq!(before["version"], 2, "nothing was written by looking");
    let numbers: Vec<&Value> = before["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["number"])
        .collect();
    assert_eq!(numbers, [1, 3, 4, 8]);
    assert_eq!(before["sections"][1]["lines"][0]["theirs"], "12333");

    let done = town.ok(&[
        "config",
        "adopt",
        "--shipped",
        "--section",
        "4",
        "--section",
        "calendar",
        "--seen",
        "2",
    ]);
    assert!(
        done.contains("添上 lamp") && done.contains("现在是第3版") && !done.contains("T2"),
        "{done}"
    );
    let after = offered(&town);
    let left: Vec<&Value> = after["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["section"])
        .collect();
    assert_eq!(
        (after["version"].as_u64(), left),
        (Some(3), vec![&Value::from("queue"), &Value::from("reason")])
    );
    town.ok(&["config", "adopt", "--shipped"]);
    assert!(town.ok(&["config", "offer"]).contains("没有不同"));
    let again = said(&town, &["config", "adopt", "--shipped"]);
    assert_eq!(again.0, Some(65), "{}", again.1);
    town.ok(&["check", "--deep"]);
}

#[test]
fn a_file_may_speak_of_one_section_and_the_others_stay() {
    let town = town_of_its_own();
    adopt(
        &town,
        "[queue]\nlast_number = 80\n\n[[template]]\nname = \"交办单\"\ntext = \"请按期答复\"\n",
        &[],
    );
    let shown = town.ok(&["config", "show", "--station"]);
    for part in ["第3版", "last_number = 80", "0577-123", "交办单", "请按期答复"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    adopt(&town, "[[rhythm]]\nname = \"每月\"\n[rhythm.body]\nday = 15\n", &[]);
    let shown = town.ok(&["config", "show", "--station"]);
    assert!(shown.contains("day = 15") && shown.contains("交办单"), "{shown}");
    let same = try_adopt(&town, &shown, &[]);
    assert_eq!(same.0, Some(65), "what is printed is what is in force: {}", same.1);
    let absent = try_adopt(&town, "[queue]\n", &["--section", "class"]);
    assert!(absent.0 == Some(64) && absent.1.contains("class"), "{absent:?}");
    assert!(
        offered(&town)["sections"]
            .as_array()
            .unwrap()
            .iter()
            .all(|s| s["section"] != "template")
    );
    town.ok(&["check", "--deep"]);
}

/// What is shown of an adoption: its lines without the sections' names and the sentence at the end.
fn lines(said: &str) -> Vec<&str> {
    said.lines().filter_map(|l| l.strip_prefix("  ")).collect()
}

#[test]
fn a_key_an_item_and_a_year_that_a_file_does_not_write_stay_the_stations() {
    let town = Town::empty();
    adopt(&town, "[queue]\ncalls_before_missed = 3\n", &[]);
    let said = adopt(&town, "[queue]\nlast_number = 400\n", &[]);
    assert_eq!(lines(&said), ["一天最多叫到几号：999 改为 400"], "{said}");
    let shown = town.ok(&["config", "show", "--station"]);
    assert!(
        shown.contains("calls_before_missed = 3\n") && shown.contains("last_number = 400\n"),
        "{shown}"
    );

    let said = adopt(
        &town,
        "[[limits.answer]]\nurgency = \"urgent\"\nlimit = { count = 2 }\n",
        &[],
    );
    assert_eq!(
        lines(&said),
        ["承办单位答复期限 紧急 期限：3个工作日 改为 2个工作日"],
        "{said}"
    );
    let limits = town.ok(&["config", "show", "--station"]);
    for urgency in ["normal", "urgent", "critical"] {
        assert!(limits.contains(&format!("urgency = \"{urgency}\"")), "{limits}");
    }

    let due = ["due", "2026-09-30", "1wd"];
    let before = town.ok(&due);
    assert!(before.contains("到期 2026年10月8日"), "{before}");
    let next = "[[calendar]]\nyear = 2027\n[[calendar.off]]\nlabel.zh = \"元旦\"\nfrom = \"2027-01-01\"\n";
    let said = adopt(&town, next, &[]);
    assert_eq!(lines(&said), ["添上 2027年：放假1段、调休上班0天"], "{said}");
    assert_eq!(town.ok(&due), before);
    // A year that is written keeps the days it does not write.
    let said = adopt(&town, "[[calendar]]\nyear = 2026\nwork = [\"2026-10-10\"]\n", &[]);
    assert_eq!(lines(&said).len(), 1, "{said}");
    assert_eq!(town.ok(&due), before);

    let said = adopt(&town, "[[reason]]\ncode = \"T2\"\nphone = \"0577-123\"\n", &[]);
    assert_eq!(lines(&said), ["T2 电话：12333 改为 0577-123"], "{said}");
    let own = "[[category]]\ncode = \"pier\"\nparent = \"town\"\nlabel.zh = \"码头\"\n";
    let said = adopt(&town, own, &[]);
    assert_eq!(lines(&said), ["添上 pier：码头"], "{said}");

    // What ships knows neither the year nor the category, and takes neither away.
    let offered = town.ok(&["config", "offer"]);
    let said = town.ok(&["config", "adopt", "--shipped"]);
    assert_eq!(lines(&said), lines(&offered), "what was offered is what is done");
    assert!(!said.contains("去掉"), "{said}");
    let shown = town.ok(&["config", "show", "--station"]);
    assert!(
        shown.contains("year = 2027") && shown.contains("code = \"pier\""),
        "{shown}"
    );
    assert_eq!(town.ok(&due), before);
    town.ok(&["check", "--deep"]);
}

#[test]
fn only_the_word_for_it_takes_away_what_a_file_does_not_write() {
    let town = Town::empty();
    adopt(&town, "[queue]\ncalls_before_missed = 3\n", &[]);
    let next = "[queue]\nlast_number = 400\n[[calendar]]\nyear = 2026\n[[calendar.off]]\nlabel.zh = \"元旦\"\nfrom = \"2026-01-01\"\n";
    let said = adopt(&town, next, &["--whole", "--section", "queue"]);
    assert_eq!(
        lines(&said),
        ["叫几遍没来才可以过号：3 改为 1", "一天最多叫到几号：999 改为 400"],
        "{said}"
    );
    let said = adopt(&town, next, &["--whole", "--section", "calendar"]);
    assert!(lines(&said).contains(&"去掉 2025年：放假6段、调休上班5天"), "{said}");
    // What is wrong is said where the file writes it, not where it comes to stand.
    let own = "[[reason]]\ncode = \"T13\"\nlabel.zh = \"重复\"\n\n[[reason]]\ncode = \"X\"\nlabel.zh = \"\"\n";
    let (code, said) = try_adopt(&town, own, &[]);
    assert_eq!(code, Some(78));
    assert!(said.contains("第7行：办事指引 第2项 名称 没有中文"), "{said}");
    // A holiday that was moved would come beside the old one.
    let moved = "[[calendar]]\nyear = 2025\n[[calendar.off]]\nlabel.zh = \"国庆\"\nfrom = \"2025-10-02\"\nto = \"2025-10-09\"\n";
    let town = Town::empty();
    let (code, said) = try_adopt(&town, moved, &[]);
    assert_eq!(code, Some(78));
    assert!(said.contains("第5行") && said.contains("--whole"), "{said}");
}

#[test]
fn nothing_a_terminal_obeys_gets_into_the_rules_or_out_of_a_file() {
    let town = Town::empty();
    let has_controls = |text: &str| text.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202E}');
    for (text, what) in [
        (
            "[[category]]\ncode = \"bad\"\nlabel = { zh = \"坏\\u001b[31m红\\u202e\\n第二行\" }\n",
            "第3行：类别 第1项 名称 中文 有看不见的字符（U+001B）",
        ),
        (
            "[[category]]\ncode = \"bad\"\nlabel = { zh = \"坏\u{202E}红\" }\n",
            "第3行：类别 第1项 名称 中文 有看不见的字符（U+202E）",
        ),
        ("[[category]]\ncode = \"b\\u009b\"\nlabel.zh = \"坏\"\n", "第2行"),
        (
            "[[reason]]\ncode = \"T1\"\nphone = \"1\\u0007\"\n",
            "第3行：办事指引 第1项 电话",
        ),
        (
            "[[template]]\nname = \"单\"\ntext = \"一\\n二\\u001b\"\n",
            "第3行：文书 第1项 文字",
        ),
        ("[\"que\\u001b[31mue\"]\n", "第1行：规矩里没有"),
        ("[queue]\n\"\\u202e\" = 1\n", "第2行：规矩里没有"),
    ] {
        let (code, said) = try_adopt(&town, text, &[]);
        assert_eq!(code, Some(78), "{text:?}: {said:?}");
        assert!(said.contains(what), "{text:?}: {said}");
        assert!(!has_controls(&said), "{said:?}");
    }
    let long = |n: usize| format!("[[category]]\ncode = \"long\"\nlabel.zh = \"{}\"\n", "长".repeat(n));
    let (code, said) = try_adopt(&town, &long(100_000), &[]);
    assert_eq!(code, Some(78));
    assert!(
        said.contains("第3行：类别 第1项 名称 中文 有100000个字，最多60个"),
        "{said}"
    );
    adopt(&town, &long(60), &[]);
    // Several lines of a paper are no control.
    adopt(
        &town,
        "[[template]]\nname = \"单\"\ntext = \"\"\"\n一\n\t二\n\"\"\"\n",
        &[],
    );
    assert_eq!(offered(&town)["version"], 3);

    // Rules of before may hold them; they are shown without.
    #[allow(clippy::disallowed_methods)] // whoever makes an old file does not ask the store
    let conn = Connection::open(town.db()).unwrap();
    let changed = conn.execute(
        "UPDATE code_list SET body = replace(body, '路灯', ?1) WHERE list = 'category' AND body LIKE '%路灯%'",
        ["路\\u001b[31m灯\u{9b}\u{202E}"],
    );
    assert!(changed.unwrap() > 0);
    drop(conn);
    for args in [
        &["config", "offer"][..],
        &["config", "offer", "--json"],
        &["config", "show", "--station"],
        &["config", "adopt", "--shipped", "--section", "category"],
    ] {
        let (code, shown) = self::said(&town, args);
        assert!(code == Some(0) && shown.contains('路'), "{args:?}: {shown}");
        assert!(!has_controls(&shown), "{args:?}: {shown:?}");
    }
}

#[test]
fn a_file_is_read_in_the_encodings_people_save_in_and_what_is_no_file_of_rules_is_not() {
    let town = Town::empty();
    let path = town.path("rules.toml");
    let write = |bytes: &[u8]| std::fs::write(&path, bytes).unwrap();
    let file = path.display().to_string();
    let adopt = || said(&town, &["config", "adopt", &file]);
    let text = "[[category]]\ncode = \"pier\"\nlabel.zh = \"码头\"\n";
    let (in_gb, ..) = encoding_rs::GB18030.encode(text);
    write(&in_gb);
    let (code, done) = adopt();
    assert!(code == Some(0) && done.contains("添上 pier：码头"), "{done}");
    // A program of Windows puts a mark before the text.
    write(format!("\u{FEFF}{}", text.replace("码头", "渡口")).as_bytes());
    let (code, done) = adopt();
    assert!(code == Some(0) && done.contains("渡口"), "{done}");
    let mut broken = text.replace("码头", "一条很长的名称好让别的字都对").into_bytes();
    broken[40] = 0xFF;
    write(&broken);
    let (code, said_of_it) = adopt();
    assert_eq!(code, Some(65), "{said_of_it}");
    for part in ["没有采用", "不是 UTF-8", "第3行"] {
        assert!(said_of_it.contains(part), "{said_of_it}");
    }
    std::fs::File::create(&path).unwrap().set_len(5 << 20).unwrap();
    let (code, said_of_it) = adopt();
    assert!(code == Some(65) && said_of_it.contains("超过4MB"), "{said_of_it}");
    for (no_file, what) in [("/dev/zero", "不是普通文件"), ("/", "文件夹")] {
        let (code, said_of_it) = said(&town, &["config", "adopt", no_file]);
        assert!(code == Some(65) && said_of_it.contains(what), "{said_of_it}");
    }
    assert_eq!(offered(&town)["version"], 3);
}

#[test]
fn a_version_that_is_no_longer_in_force_is_refused_with_who_and_when() {
    let town = town_of_its_own();
    town.clock("2026-11-23T09:14:00");
    town.ok(&["config", "adopt", "--shipped", "--section", "queue", "--seen", "2"]);
    let (code, text) = said(
        &town,
        &["config", "adopt", "--shipped", "--section", "reason", "--seen", "2"],
    );
    assert_eq!(code, Some(65), "{text}");
    for part in ["林晓", "11月23日", "09:14", "第3版", "第2版"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(offered(&town)["version"], 3, "nothing was written");
}

#[test]
fn rules_are_the_heads_to_adopt_and_anybodys_to_read() {
    let town = town_of_its_own();
    town.second_clerk();
    let (code, text) = said(&town, &["--account", "周敏", "config", "adopt", "--shipped"]);
    assert_eq!(code, Some(77), "{text}");
    town.ok(&["--account", "周敏", "config", "offer"]);
    assert_eq!(offered(&town)["version"], 2);
    for line in [
        &["config", "adopt"][..],
        &["config", "adopt", "--shipped", "x.toml"],
        &["config", "adopt", "--shipped", "--section", "9"],
    ] {
        assert_eq!(said(&town, line).0, Some(64), "{line:?}");
    }
}

#[test]
fn nothing_to_adopt_is_said_and_what_may_be_adopted_is_named() {
    let town = Town::empty();
    let same = said(&town, &["config", "adopt", "--shipped", "--section", "1"]);
    assert_eq!(same.0, Some(65));
    assert!(
        same.1.contains("和出厂规矩没有不同，不用采用") && !same.1.contains("还缺"),
        "{}",
        same.1
    );
    let (code, same) = try_adopt(&town, RULES, &[]);
    assert_eq!(code, Some(65));
    assert!(same.contains("和本站现在的规矩没有不同，不用采用"), "{same}");
    let bare = said(&town, &["config", "adopt"]);
    assert!(bare.1.contains("FILE") && bare.1.contains("--shipped"), "{}", bare.1);
    let both = said(&town, &["config", "adopt", "--shipped", "x.toml"]);
    assert_eq!(both.0, Some(64), "{}", both.1);
}

#[test]
fn nonsense_is_refused_with_its_line_and_nothing_is_adopted() {
    let town = Town::empty();
    let line_of = |text: &str, what: &str| text.lines().position(|l| l.contains(what)).unwrap() + 1;
    for (from, to) in [
        ("last_number = 999", "last_number = 0"),
        ("tell = { count = 3", "tell = { count = 0"),
        ("code = \"T13\"", "code = \"T12\" # again"),
        ("parent = \"utility\"", "parent = \"nowhere\""),
        ("to = \"2026-02-23\"", "to = \"2026-02-14\""),
        ("to = \"2026-10-07\"", "to = \"2026-12-31\""),
        ("\"2026-10-10\"]", "\"2026-10-10\", \"2026-10-02\"]"),
        ("to = \"2025-06-02\"", "to = \"2027-06-02\""),
        ("zh = \"已解决\", ", "zhh = \"已解决\", "),
        ("group_from = 5", "groups_from = 5"),
        ("last_number = 999", "last_number = \"many\""),
        ("urgency = \"urgent\"", "urgency = \"sometimes\""),
    ] {
        let text = RULES.replacen(from, to, 1);
        assert_ne!(text, RULES, "{from}");
        let (code, said) = try_adopt(&town, &text, &[]);
        assert_eq!(code, Some(78), "{to}: {said}");
        let line = format!("第{}行", line_of(&text, to));
        assert!(said.contains(&line), "{to} in {line}: {said}");
    }
    // What the parser stumbles over is said in words, by the key.
    for (from, to, zh, en) in [
        (
            "last_number = 999",
            "last_number = \"many\"",
            "last_number 要写数字，0 到 65535",
            "last_number takes a number from 0 to 65535",
        ),
        (
            "last_number = 999",
            "last_number = 70000",
            "last_number 要写数字，0 到 65535",
            "last_number takes a number from 0 to 65535",
        ),
        (
            "last_number = 999",
            "last_number = 1\nlast_number = 2",
            "last_number 出现了两次",
            "last_number stands there twice",
        ),
        (
            "unit = \"working_days\"",
            "unit = \"weeks\"",
            "unit 没有这种写法",
            "unit has no such value",
        ),
        (
            "tell = { count = 3, unit = \"working_days\" }",
            "tell = 3",
            "tell 要写几项",
            "tell takes keys of its own",
        ),
        (
            "zh = \"已解决\"",
            "zh = 7",
            "zh 要写文字",
            "zh takes text in double quotes",
        ),
    ] {
        let text = RULES.replacen(from, to, 1);
        let said = |more: &[&str]| try_adopt(&town, &text, more).1;
        let line = format!("第{}行", line_of(&text, to.lines().next_back().unwrap()));
        assert!(said(&[]).contains(&format!("{line}：{zh}")), "{to}: {}", said(&[]));
        assert!(
            said(&["--lang", "en"]).contains(en),
            "{to}: {}",
            said(&["--lang", "en"])
        );
    }
    let two = RULES.replacen("last_number = 999", "last_number = 0", 1).replacen(
        "code = \"T13\"",
        "code = \"T12\" # again",
        1,
    );
    let (_, all) = try_adopt(&town, &two, &[]);
    assert!(all.contains("规矩有2处不对"), "each is said: {all}");
    let english = try_adopt(&town, &two, &["--lang", "en"]);
    let first = format!(
        "line {}: queue last number of a day cannot be 0",
        line_of(&two, "last_number = 0")
    );
    assert!(english.1.contains(&first), "{}", english.1);
    assert_eq!(offered(&town)["version"], 1);
    // What is wrong in a section that is not adopted bars nobody.
    let partly = try_adopt(
        &town,
        &two.replacen("last_number = 0", "last_number = 7", 1),
        &["--section", "queue"],
    );
    assert_eq!(partly.0, Some(0), "{}", partly.1);
}

#[test]
fn a_code_that_matters_use_cannot_be_taken_away_but_retired() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T09:42:00".into()));
    town.ok(&["demo", "--opinions", "40", "--no-open"]);
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let head = accounts
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["role"] == "head")
        .unwrap();
    let head = head["name"].as_str().unwrap().to_owned();
    let used: Value = town.list(&["opinions"]);
    let of_class = |class: &str| used.as_array().unwrap().iter().filter(|o| o["class"] == class).count();
    let a = of_class("A");
    assert!(a > 0, "{used}");
    let entry = |code: &str| {
        let head = format!("[[class]]\ncode = \"{code}\"");
        let rest = RULES.split_once(&head).unwrap().1;
        let end = rest.split("[[class]]").next().unwrap();
        [head.as_str(), end].concat()
    };
    let without = RULES.replacen(&entry("A"), "", 1);
    let (code, said) = try_adopt(&town, &without, &["--whole", "--section", "class", "--account", &head]);
    assert_eq!(code, Some(78), "{said}");
    let names = said
        .split("A 有")
        .nth(1)
        .and_then(|rest| rest.split('件').next()?.parse::<usize>().ok());
    assert!(names.is_some_and(|n| n >= a), "{a}: {said}");
    assert!(said.contains("retired = true"), "{said}");
    // Nor can it change whether anything is kept of those that were filed under a reason.
    let guided = used
        .as_array()
        .unwrap()
        .iter()
        .find_map(|o| o["guidance"].as_str())
        .unwrap();
    let head_of = format!("code = \"{guided}\"\n");
    let turned = RULES.replacen(&head_of, &format!("{head_of}keeps_nothing = true # now\n"), 1);
    let (code, said) = try_adopt(&town, &turned, &["--section", "reason", "--account", &head]);
    assert_eq!(code, Some(78), "{said}");
    let line = turned.lines().position(|l| l == "keeps_nothing = true # now").unwrap() + 1;
    let there = format!("第{line}行：办事指引");
    let what = format!("不留内容 {guided} 有");
    assert!(
        said.contains(&there) && said.contains(&what) && said.contains("另立一个代码"),
        "{said}"
    );
    let retired = RULES.replacen(
        &entry("A"),
        &entry("A").replacen("solved = true", "solved = true\nretired = true", 1),
        1,
    );
    let done = try_adopt(&town, &retired, &["--section", "class", "--account", &head]);
    assert!(done.0 == Some(0) && done.1.contains("添上 A 停用：是"), "{done:?}");
    assert_eq!(town.list(&["opinions"]), used, "old matters read as before");
    town.ok(&["check", "--deep"]);
}

#[test]
fn a_file_of_before_the_sections_is_brought_up_to_date_and_equals_its_replay() {
    let town = town_of_its_own();
    #[allow(clippy::disallowed_methods)] // whoever makes an old file does not ask the store
    let conn = Connection::open(town.db()).unwrap();
    // As a program wrote it that knew of no sections: one row with all of the rules, and the event that founded it.
    conn.execute_batch(
        "DROP VIEW ruleset; DROP VIEW round; ALTER TABLE rules RENAME TO ruleset; \
         DROP TABLE handover; DROP TABLE number; DROP TABLE account_name; DROP TABLE code_list; DROP TABLE calendar; DROP TABLE template; DROP TABLE rhythm; \
         DROP TABLE draft_deleted; DROP TABLE forgetting; DROP TABLE look; DROP TABLE draft_taken; ALTER TABLE draft_end DROP COLUMN ended_by; \
         DELETE FROM meta WHERE name = 'noted'; DELETE FROM migration WHERE version >= 4; PRAGMA user_version = 3; DELETE FROM ruleset WHERE version > 1; \
         UPDATE counter SET last = 1 WHERE kind = 'ruleset'; DROP TRIGGER event_no_delete; \
         DELETE FROM event WHERE kind = 'section_adopted'; \
         CREATE TRIGGER event_no_delete BEFORE DELETE ON event\nBEGIN\n    SELECT RAISE(ABORT, 'event: rows are never deleted');\nEND;",
    )
    .unwrap();
    let whole = serde_json::to_string(&default_rules().unwrap()).unwrap();
    conn.execute("UPDATE ruleset SET body = ?1", [whole]).unwrap();
    drop(conn);
    // What is remembered of the file came later, too.
    std::fs::remove_file(format!("{}.anchor", town.db().display())).unwrap();
    assert!(town.ok(&["config", "offer"]).contains("没有不同"));
    town.ok(&["check", "--deep"]);
}
