//! The line mode of the built binary: through a pipe, on a terminal that can do nothing, and told to go.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use encoding_rs::GB18030;
use rustix::process::{Pid, Signal, kill_process};
use seat::{Seat, Town, ZHIBAN, say_all};

fn start(town: &Town, args: &[&str]) -> Child {
    let mut c = Command::new(ZHIBAN);
    c.arg("--db").arg(town.db()).arg("--plain").args(args);
    c.env("LC_ALL", "zh_CN.UTF-8");
    for (k, v) in &town.env {
        c.env(k, v);
    }
    let piped = c.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().unwrap()
}

/// A whole conversation; what was said, the exit code and the complaint.
fn talk(town: &Town, args: &[&str], script: &str) -> (String, Option<i32>, String) {
    let mut child = start(town, args);
    say_all(&mut child, script.as_bytes());
    let out = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(out.stdout), out.status.code(), text(out.stderr))
}

fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn a_matter_goes_in_through_a_pipe_and_the_lists_show_it() {
    let town = Town::new();
    // A number for somebody of this name about this; the rest stays empty.
    let (said, code, complaint) = talk(&town, &[], "2\n王秀英\n\n路灯不亮\n\n\n\n1\n0\n");
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "{said}");
    has(&said, &["练习", "柳河镇联络站", "发出 001", "等候 001 王秀英", "再见"]);
    assert!(!said.contains('\u{1b}') && !said.contains('\r'), "{said}");
    let queue = town.list(&["queue"]);
    assert_eq!(queue[0]["label"], "王秀英");
    assert_eq!(queue[0]["ticket"], 1);
    let (said, code, _) = talk(&town, &["--lang", "en"], "1\n0\n");
    assert_eq!(code, Some(0));
    has(&said, &["1 waiting", "Goodbye"]);
}

#[test]
fn what_was_typed_stays_when_the_system_asks_it_to_go() {
    for signal in [Signal::TERM, Signal::HUP] {
        let town = Town::new();
        let mut child = start(&town, &[]);
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all("5\n2\n路灯不亮三个晚上了\n".as_bytes()).unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("反映内容") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "ended too soon");
        }
        // The line is in the pipe; that it has been read is not to be seen, so it gets a moment.
        std::thread::sleep(std::time::Duration::from_millis(500));
        kill_process(Pid::from_child(&child), signal).unwrap();
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal:?}: {rest}");
        has(&rest, &["输入结束，再见"]);
        drop(stdin);
        let (said, ..) = talk(&town, &[], "5\n0\n0\n");
        has(&said, &["没写完", "接着写：路灯不亮三个晚上了"]);
        assert_eq!(town.list(&["opinions"]), serde_json::json!([]));
    }
}

#[test]
fn a_colleague_s_draft_is_not_gone_on_with_and_a_viewer_reads_no_word_of_it() {
    let town = Town::new();
    town.second_clerk();
    let login =
        serde_json::from_str::<serde_json::Value>(&town.ok(&["accounts", "list", "--json"])).unwrap()[0]["login"]
            .as_str()
            .unwrap()
            .to_owned();
    let viewer = ["accounts", "add", "--name", "何看", "--os", &login, "--role", "viewer"];
    town.ok(&[&["--account", "林晓"], &viewer[..]].concat());
    talk(&town, &["--account", "林晓"], "5\n2\n路灯不亮三个晚上了\n");
    let refused = "这是林晓写的，由本人接着写、删掉；站长写明原因也能接手";
    let at_work = "林晓刚写过，75秒没有动静才能接手";
    for (digit, why) in [("1", at_work), ("2", refused)] {
        let script = format!("7\n1\n{digit}\n0\n0\n");
        let (said, ..) = talk(&town, &["--account", "周敏"], &script);
        has(&said, &["路灯不亮三个晚上了", "林晓写的", "接手来写", "删掉草稿", why]);
        assert!(!said.contains("怎么用"), "{said}");
    }
    let (said, ..) = talk(&town, &["--account", "何看"], "7\n1\n0\n0\n");
    has(&said, &["没写完", "林晓写的", refused]);
    assert!(!said.contains("路灯"), "{said}");
    let (said, ..) = talk(&town, &["--account", "林晓"], "7\n1\n1\n0\n0\n");
    has(&said, &["以前写的：路灯不亮三个晚上了"]);
}

#[test]
fn the_words_of_a_draft_pass_one_gate_in_lists_and_in_the_line_dialogue() {
    let town = Town::new();
    town.second_clerk();
    let accounts: serde_json::Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let login = accounts[0]["login"].as_str().unwrap().to_owned();
    let roles = [("何看", "viewer"), ("张建军", "deputy"), ("镇人大办", "administrator")];
    for (name, role) in roles {
        let add = ["accounts", "add", "--name", name, "--os", &login, "--role", role];
        town.ok(&[&["--account", "林晓"], &add[..]].concat());
    }
    talk(&town, &["--account", "周敏"], "5\n2\n路灯不亮三个晚上了\n");
    let shows = |said: &str| said.contains("路灯");
    let mut seen = Vec::new();
    for name in ["林晓", "周敏", "何看", "张建军"] {
        let lists: Vec<bool> = [&[][..], &["--json"], &["--csv"]]
            .map(|form| shows(&town.ok(&[&["--account", name, "list", "owed"], form].concat())))
            .to_vec();
        let (said, ..) = talk(&town, &["--account", name], "7\n1\n0\n0\n");
        has(&said, &["没写完", "周敏写的"]);
        assert_eq!(lists, [shows(&said); 3], "{name}: {said}");
        seen.push(shows(&said));
    }
    assert_eq!(seen, [true, true, false, false]);
    // Whoever looks after the machine is told of no matter at all.
    let refused = town.run(&["--account", "镇人大办", "list", "owed"]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(77), 0));
    let (said, ..) = talk(&town, &["--account", "镇人大办"], "7\n1\n0\n0\n");
    has(&said, &["管理员账号看不到来访和意见"]);
    assert!(!shows(&said) && !said.contains("周敏"), "{said}");
    // Where several could be meant and none is named, nobody reads; a name that is nobody's is refused as everywhere.
    assert!(!shows(&town.ok(&["list", "owed", "--json"])));
    for list in ["owed", "opinions", "deputies", "queue"] {
        let refused = town.run(&["--account", "并无此人", "list", list]);
        assert_eq!(refused.status.code(), Some(77), "{list}");
        assert!(refused.stdout.is_empty(), "{list}");
    }
}

#[test]
fn several_accounts_are_told_apart_first() {
    let town = Town::new();
    let login =
        serde_json::from_str::<serde_json::Value>(&town.ok(&["accounts", "list", "--json"])).unwrap()[0]["login"]
            .as_str()
            .unwrap()
            .to_owned();
    town.ok(&["accounts", "add", "--name", "何敏", "--os", &login, "--role", "viewer"]);
    // A viewer may not take numbers.
    let (said, code, _) = talk(&town, &[], "3\n２\n2\n王秀英\n\n\n\n\n\n0\n0\n");
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["您是哪一位", "1 林晓 站长", "2 何敏", "没有 3 这一项"]);
    assert_eq!(town.list(&["queue"]), serde_json::json!([]), "{said}");
    let (said, ..) = talk(&town, &["--account", "林晓"], "2\n王秀英\n\n\n\n\n\n0\n0\n");
    assert!(!said.contains("您是哪一位"), "{said}");
    assert_eq!(town.list(&["queue"]).as_array().unwrap().len(), 1, "{said}");
    let (said, code, _) = talk(&town, &[], "");
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["输入结束"]);
    let (_, code, complaint) = talk(&town, &["--account", "没有"], "0\n");
    assert_eq!(code, Some(77));
    has(&complaint, &["没有"]);
}

/// A whole conversation in a charset under a locale; everything said, decoded.
fn talk_gb(town: &Town, locale: &str, args: &[&str], script: &[u8]) -> (String, Option<i32>) {
    let mut town_there = Command::new(ZHIBAN);
    town_there.arg("--db").arg(town.db()).arg("--plain").args(args);
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
        town_there.env_remove(name);
    }
    town_there.envs(town.env.iter().map(|(k, v)| (k, v)));
    let (name, value) = locale.split_once('=').unwrap();
    town_there.env(name, value);
    let piped = town_there
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped.spawn().unwrap();
    say_all(&mut child, script);
    let out = child.wait_with_output().unwrap();
    let said = [out.stdout, out.stderr].concat();
    let (text, bad) = GB18030.decode_without_bom_handling(&said);
    assert!(!bad, "not GB18030: {}", String::from_utf8_lossy(&said));
    (text.into_owned(), out.status.code())
}

fn gb(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

#[test]
fn under_a_locale_in_gb18030_lines_are_read_and_written_so() {
    let locales = ["LC_ALL=zh_CN.GB18030", "LC_CTYPE=zh_CN.GBK", "LANG=zh_CN.gb2312"];
    for (locale, ticket) in locales.into_iter().zip(1..) {
        let town = Town::new();
        let script = gb("2\n王秀英\n\n“路灯”①不亮，𠮷先生家门口\n\n\n\n1\n0\n");
        let (said, code) = talk_gb(&town, locale, &[], &script);
        assert_eq!(code, Some(0), "{ticket} {said}");
        has(&said, &["练习", "柳河镇联络站", "发出 001", "等候 001 王秀英", "再见"]);
        let queue = town.list(&["queue"]);
        assert_eq!(queue[0]["label"], "王秀英");
        assert_eq!(queue[0]["first_words"], "“路灯”①不亮，𠮷先生家门口");
    }
    // What goes wrong before anything is asked, too.
    let (said, code) = talk_gb(&Town::bare(), "LANG=zh_CN.GBK", &[], b"");
    assert_eq!(code, Some(69));
    has(&said, &["init", "不存在"]);
}

#[test]
fn a_line_that_is_not_gb18030_is_named_and_what_was_answered_stays() {
    let town = Town::new();
    // UTF-8 from somewhere else: an odd number of its bytes ends inside a character.
    let script = [&gb("2\n王秀英\n"), "石".as_bytes(), &gb("\n\n路灯不亮\n\n\n\n1\n0\n")].concat();
    let (said, code) = talk_gb(&town, "LANG=zh_CN.GBK", &[], &script);
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["这一行不是 GB18030，没有收下", "--charset"]);
    let queue = town.list(&["queue"]);
    assert_eq!(queue[0]["label"], "王秀英", "{said}");
    assert_eq!(queue[0]["first_words"], "路灯不亮", "{said}");
    // A line cut by the end of the input keeps all of it that can be read.
    let script = gb("5\n2\n路灯不亮三个晚上了");
    let (said, _) = talk_gb(&town, "LANG=zh_CN.GBK", &[], &script[..script.len() - 1]);
    has(&said, &["再见"]);
    let (said, ..) = talk(&town, &[], "5\n0\n0\n");
    has(&said, &["路灯不亮三个晚上"]);
}

#[test]
fn what_is_said_on_the_line_wins_over_the_locale_and_programs_get_utf8() {
    let town = Town::new();
    let mut child = start(&town, &["--charset", "gbk"]);
    say_all(&mut child, &gb("2\n王秀英\n\n\n\n\n\n0\n0\n"));
    let out = child.wait_with_output().unwrap();
    assert!(GB18030.decode(&out.stdout).0.contains("王秀英"), "{out:?}");
    let piped = |args: &[&str]| {
        let mut c = Command::new(ZHIBAN);
        c.arg("--db").arg(town.db()).args(args).env("LC_ALL", "zh_CN.GBK");
        c.envs(town.env.iter().map(|(k, v)| (k, v)));
        c.output().unwrap().stdout
    };
    let json = piped(&["list", "queue", "--json"]);
    assert!(String::from_utf8(json).unwrap().contains("王秀英"));
    let table = piped(&["list", "queue"]);
    assert!(GB18030.decode(&table).0.contains("王秀英"), "people read it in theirs");
    let table = piped(&["list", "queue", "--charset=utf8"]);
    assert!(String::from_utf8(table).unwrap().contains("王秀英"));
}

#[test]
fn without_a_station_it_says_how_to_make_one() {
    let (said, code, complaint) = talk(&Town::bare(), &[], "1\n");
    assert_eq!((code, said.as_str()), (Some(69), ""));
    has(&complaint, &["init"]);
    assert_eq!(complaint.lines().count(), 1);
}

#[test]
fn a_terminal_that_can_do_nothing_gets_lines() {
    let mut town = Town::new();
    town.env.push(("TERM".into(), "dumb".into()));
    let mut seat: Seat = town.seat();
    seat.wait("0 退出");
    assert!(
        !seat.sent().contains(&0x1b),
        "{:?}",
        String::from_utf8_lossy(&seat.sent())
    );
    seat.text("1\n");
    seat.wait("没有排班");
    seat.raw(b"0\n");
    assert_eq!(seat.ended(), 0);
    let seat = town.seat();
    seat.wait("0 退出");
    // A cut line ends it.
    assert!(seat.hang_up() < std::time::Duration::from_secs(2));
}

/// Says some lines, and reads until the last of them has been answered by a question about this.
fn say_until(child: &mut Child, lines: &str, question: &str) -> String {
    child.stdin.as_mut().unwrap().write_all(lines.as_bytes()).unwrap();
    let out = child.stdout.as_mut().unwrap();
    let (mut said, mut byte) = (Vec::new(), [0]);
    while !String::from_utf8_lossy(&said).contains(question) {
        assert_eq!(out.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&said));
        said.push(byte[0]);
    }
    String::from_utf8(said).unwrap_or_default()
}

fn rest(mut child: Child, lines: &str) -> (String, Option<i32>) {
    say_all(&mut child, lines.as_bytes());
    let out = child.wait_with_output().unwrap();
    (String::from_utf8(out.stdout).unwrap(), out.status.code())
}

#[test]
fn i2_words_that_the_file_does_not_take_are_said_back_and_the_end_is_74() {
    for (to, question, more, words) in [
        (
            "5\n2\n",
            "反映内容",
            "路灯不亮三个晚上了\n第二句\n\n",
            vec!["路灯不亮三个晚上了", "第二句"],
        ),
        (
            "2\n",
            "姓名或特征",
            "蓝布衫大姐\n\n修路的事\n",
            vec!["蓝布衫大姐", "修路的事"],
        ),
    ] {
        let town = Town::new();
        let mut child = start(&town, &[]);
        say_until(&mut child, to, question);
        let (there, away) = (town.db(), town.path("away.db"));
        std::fs::rename(&there, &away).unwrap();
        let (said, code) = rest(child, more);
        assert_eq!(code, Some(74), "{said}");
        has(&said, &["没存上，字还留着", "不在原处", "请抄下来"]);
        assert!(!said.contains("已留在没写完") && !said.contains("没有丢东西"), "{said}");
        let back = said.split("请抄下来").nth(1).unwrap();
        has(back, &words);
        std::fs::rename(&away, &there).unwrap();
        assert_eq!(town.list(&["queue"]), serde_json::json!([]));
    }
}

#[test]
fn i2_what_could_not_be_kept_is_kept_as_soon_as_that_works_again() {
    let town = Town::new();
    let mut child = start(&town, &[]);
    say_until(&mut child, "5\n2\n", "反映内容");
    let (there, away) = (town.db(), town.path("away.db"));
    std::fs::rename(&there, &away).unwrap();
    say_until(&mut child, "路灯不亮三个晚上了\n\n", "类别，请输入");
    std::fs::rename(&away, &there).unwrap();
    // Out of the form, to the menu.
    let (said, code) = rest(child, "0\n0\n0\n0\n0\n");
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("请抄下来"), "{said}");
    let (said, ..) = talk(&town, &[], "5\n0\n0\n");
    has(&said, &["接着写：路灯不亮三个晚上了"]);
}

#[test]
fn i2_the_desk_names_what_it_cannot_save_and_leaves_its_words_on_the_screen() {
    let town = Town::new();
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.press("F5").text("路灯不亮");
    seat.wait("照原话记");
    let (there, away) = (town.db(), town.path("away.db"));
    std::fs::rename(&there, &away).unwrap();
    seat.text("三个晚上了");
    seat.press("Esc");
    seat.wait("没存上");
    let screen = seat.wait("未存");
    assert!(!screen.contains("已存"), "{screen}");
    seat.palette("退出");
    seat.wait("存好了才退出");
    seat.text("1");
    seat.wait("还有字没存上");
    seat.text("2");
    assert_eq!(seat.ended(), 74);
    let screen = seat.settle();
    assert!(
        screen.contains("请抄下来") && screen.contains("路灯不亮三个晚上了"),
        "{screen}"
    );
    std::fs::rename(&away, &there).unwrap();
    assert_eq!(town.list(&["opinions"]), serde_json::json!([]));
}

#[test]
fn a2_a_line_on_a_terminal_is_taken_whole_and_backspace_takes_back_a_whole_character() {
    let town = Town::new();
    let mut seat = town.seat_with(&["--plain"], (80, 24));
    seat.wait("0 退出");
    seat.text("5\n2\n");
    seat.wait("反映内容");
    // Far beyond what the kernel holds of a line, as an input method or a paste sends it.
    let words = "路灯不亮三个晚上了".repeat(400);
    seat.text(&words);
    seat.raw("错字\u{7f}\u{7f}。\n\n".as_bytes());
    seat.wait("类别");
    seat.raw(b"\x04");
    assert_eq!(seat.ended(), 0);
    assert!(seat.line.is_cooked(), "the terminal is as it was");
    let desk = zhiban::store::Desk::open(&town.db(), None).unwrap();
    let kept = zhiban::store::drafts::list(desk.conn(), desk.vault(), None).unwrap();
    assert!(kept[0].body.contains(&format!("{words}。\"")), "{}", kept[0].body.len());
}

#[test]
fn a2_many_lines_pasted_into_words_are_words_and_answer_no_question() {
    let town = Town::new();
    let mut seat = town.seat_with(&["--plain"], (80, 24));
    seat.wait("0 退出");
    seat.text("5\n2\n");
    seat.wait("反映内容");
    seat.raw("\u{1b}[200~第一段\r\n\r\n2\r\n第三段\u{1b}[201~\n\n".as_bytes());
    seat.wait("类别，请输入");
    seat.raw(b"\x04");
    assert_eq!(seat.ended(), 0);
    let desk = zhiban::store::Desk::open(&town.db(), None).unwrap();
    let kept = zhiban::store::drafts::list(desk.conn(), desk.vault(), None).unwrap();
    for part in ["第一段", "2", "第三段"] {
        assert!(kept[0].body.contains(part), "{}", kept[0].body);
    }
}

#[test]
fn i10_of_an_accusation_told_in_the_line_mode_no_key_is_left_in_any_file_while_it_runs() {
    let town = Town::new();
    let mut child = start(&town, &[]);
    say_until(&mut child, "5\n2\n", "反映内容");
    say_until(&mut child, "某某收了钱\n\n", "类别，请输入");
    let key: Vec<u8> = {
        let desk = zhiban::store::Desk::open(&town.db(), None).unwrap();
        let sql = "SELECT wrapped FROM key WHERE kind = 'draft'";
        desk.conn().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let holding = || {
        let folder = town.db().parent().unwrap().to_owned();
        let files = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path());
        let holds = |path: &std::path::PathBuf| {
            std::fs::read(path).is_ok_and(|whole| whole.windows(key.len()).any(|part| part == key))
        };
        files.filter(holds).collect::<Vec<_>>()
    };
    assert!(!holding().is_empty(), "it is there while the draft is");
    say_until(&mut child, "\n\n\n\n\n3\n4\n1\n", "内容没有保留");
    say_until(&mut child, "1\n", "没有排班");
    assert_eq!(holding(), Vec::<std::path::PathBuf>::new());
    let (_, code) = rest(child, "0\n");
    assert_eq!(code, Some(0));
}

#[test]
fn g13_the_line_mode_says_who_got_a_number_and_an_empty_line_reads_nothing_long() {
    let town = Town::new();
    let (said, code, _) = talk(&town, &[], "2\n王秀英\n\n路灯不亮\n\n\n\n\n0\n");
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["发出 001 王秀英", "空行=念数"]);
    let after = said.split("发出 001").nth(1).unwrap();
    assert!(after.contains("等候1") && !after.contains("没有排班"), "{said}");
}

/// What the line dialogue made of a script: the queue, the matters and what was not finished, without what differs from file
/// to file.
fn dialogue(script: &str, say: impl Fn(&mut Seat, &str)) -> Vec<String> {
    let town = Town::new();
    let mut seat = town.seat_with(&["--plain"], (80, 24));
    seat.wait("0 退出");
    say(&mut seat, script);
    assert_eq!(seat.ended(), 0);
    let without_ids = |list: &str| {
        let mut all = town.list(&[list]);
        for row in all.as_array_mut().unwrap() {
            row.as_object_mut().unwrap().retain(|name, _| !name.ends_with("id"));
        }
        all
    };
    let lists = ["queue", "opinions"].map(|list| without_ids(list).to_string());
    let desk = zhiban::store::Desk::open(&town.db(), None).unwrap();
    let drafts = zhiban::store::drafts::list(desk.conn(), desk.vault(), None).unwrap();
    lists.into_iter().chain(drafts.into_iter().map(|d| d.body)).collect()
}

#[test]
fn a1_the_line_dialogue_gives_the_same_however_the_line_stalls() {
    // A number with its first words, a matter in full, a mistake taken back, a line that is no answer.
    let scripts = [
        "2\n王秀英\n\n路灯不亮\n\n\n\n1\n\u{4}",
        "5\n2\n石桥村口弯道看不见对面来车\n\n道路交通\n\n\n\n\n\n\n\n1\n\u{4}",
        "2\n王二错\u{7f}\n3\n修路的事\n\n\n\n1\n九\n\n2\n赵不凡\n\n\n\n\n\n1\n\u{4}",
    ];
    for script in scripts {
        let line_by_line = |seat: &mut Seat, script: &str| {
            for line in script.split_inclusive('\n') {
                seat.text(line);
                seat.settle();
            }
        };
        let at_once = |seat: &mut Seat, script: &str| seat.raw(script.as_bytes());
        // Inside characters too.
        let in_pieces = |seat: &mut Seat, script: &str| {
            for (n, piece) in script.as_bytes().chunks(5).enumerate() {
                seat.raw(piece);
                std::thread::sleep(std::time::Duration::from_millis([0, 3, 40, 250][n % 4]));
            }
        };
        let whole = dialogue(script, line_by_line);
        assert!(whole.concat().contains("不"), "{script}: {whole:?}");
        assert_eq!(dialogue(script, at_once), whole, "{script} at once");
        assert_eq!(dialogue(script, in_pieces), whole, "{script} in pieces");
    }
}

/// What a clerk who has left looked after, by the numbers of it, and what they have begun to write.
const BEGUN: [&str; 2] = ["水渠塌了一段", "桥栏松了"];

/// 何敏 with 34 matters of which four are promised for a day, and two that were not finished; then all of it goes to 周敏.
fn handed_over(town: &Town) -> Vec<String> {
    town.second_clerk();
    let accounts: serde_json::Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let login = accounts[0]["login"].as_str().unwrap().to_owned();
    for name in ["何敏", "李强"] {
        let add = ["accounts", "add", "--name", name, "--os", &login, "--role", "clerk"];
        town.ok(&[&["--account", "林晓"], &add[..]].concat());
    }
    let mut acts = String::new();
    for n in 0..34 {
        let handling = r#"{"act":"opinion.hand_over","unit":"村建办","way":"phone","due":"2026-12-14"}"#;
        let _ = writeln!(
            acts,
            "{{\"act\":\"opinion.file\",\"words\":\"第{n}件路灯不亮\",\"person\":\"王秀英\",\"category\":\"road\",\"handling\":{handling},\"id\":\"o{n}\"}}"
        );
    }
    for n in 30..34 {
        let _ = writeln!(
            acts,
            "{{\"act\":\"opinion.answer\",\"opinion\":\"@o{n}\",\"way\":\"phone\",\"text\":\"列入计划\",\"class\":\"B\",\"class_date\":\"2026-12-13\"}}"
        );
    }
    let did = |account: &str, acts: &str| {
        let out = town.run_with(&["--account", account, "do", "-"], acts);
        let said = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
        assert_eq!(out.status.code(), Some(0), "{said}");
    };
    did("何敏", &acts);
    // Once there is one it is asked first whether that is gone on with.
    for (words, digits) in BEGUN.iter().zip(["2", "1\n2"]) {
        talk(town, &["--account", "何敏"], &format!("5\n{digits}\n{words}\n"));
    }
    did(
        "林晓",
        "{\"act\":\"account.hand_over\",\"account\":\"何敏\",\"to\":\"周敏\",\"reason\":\"调到县里\"}\n",
    );
    town.clock("2026-11-24T08:30:00");
    let all = town.list(&["--account", "林晓", "opinions"]);
    let all = all.as_array().unwrap().iter();
    all.map(|row| row["number"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_a_clerk_left_stands_the_next_morning_in_every_list_of_whoever_it_went_to_and_they_act_on_it() {
    let town = Town::new();
    let numbers = handed_over(&town);
    assert_eq!(numbers.len(), 34);
    // Programs are told.
    let kept = town.list(&["--account", "周敏", "opinions"]);
    assert!(
        kept.as_array().unwrap().iter().all(|row| row["keeper"] == "周敏"),
        "{kept}"
    );
    let owed = town.list(&["--account", "周敏", "owed"]).to_string();
    for text in numbers.iter().map(String::as_str).chain(BEGUN) {
        assert!(owed.contains(text), "{text} is owed by nobody:\n{owed}");
    }
    // So is whoever uses the line dialogue: every row of what is owed, page after page.
    let pages = "10\n".repeat(4);
    let (said, ..) = talk(&town, &["--account", "周敏"], &format!("7\n1\n{pages}0\n0\n"));
    for text in numbers.iter().map(String::as_str).chain(BEGUN) {
        assert!(said.contains(text), "{text} is not said:\n{said}");
    }
    has(&said, &["何敏写的，归周敏"]);
    // What was begun is offered where a matter is written down, and gone on with, by them alone.
    let (said, ..) = talk(&town, &["--account", "周敏"], "5\n0\n0\n");
    for words in BEGUN {
        has(&said, &[&format!("接着写：{words}")]);
    }
    let of_draft = |account: &str, then: &str| {
        let kinds = town.list(&["--account", account, "owed"]);
        let is_draft = |row: &serde_json::Value| !row["draft"].is_null();
        assert_eq!(
            kinds.as_array().unwrap().iter().filter(|row| is_draft(row)).count(),
            2,
            "{kinds}"
        );
        let (menu, ..) = talk(&town, &["--account", account], "7\n0\n0\n");
        let line = menu
            .lines()
            .find(|line| line.contains("没写完 2") && !line.contains('：'))
            .unwrap_or_else(|| panic!("{menu}"));
        let digit = line.split_whitespace().next().unwrap().trim_end_matches('.').to_owned();
        talk(&town, &["--account", account], &format!("7\n{digit}\n1\n{then}")).0
    };
    // A third clerk is told whose they are and who may; the head is asked why, as with any draft.
    let third = of_draft("李强", "2\n0\n0\n0\n");
    has(
        &third,
        &["这是何敏写的，已移交给周敏，由周敏接着写、删掉；站长写明原因也能接手"],
    );
    let head = of_draft("林晓", "1\n\n0\n0\n0\n");
    has(&head, &["接手来写", "理由，请输入"]);
    assert!(!head.contains("以前写的"), "{head}");
    let heir = of_draft("周敏", "1\n0\n0\n0\n");
    // Both were saved at one moment of a clock that stands still, so either comes first.
    let is_there = |words: &&str| heir.contains(&format!("以前写的：{words}"));
    assert!(BEGUN.iter().any(is_there), "{heir}");
    // And by programs: what is theirs is theirs to act on.
    let answer = format!(
        "{{\"act\":\"opinion.answer\",\"opinion\":\"{}\",\"way\":\"phone\",\"text\":\"换好了\",\"class\":\"A\"}}\n",
        numbers[33]
    );
    let out = town.run_with(&["--account", "周敏", "do", "-"], &answer);
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
}
