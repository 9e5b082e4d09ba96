//! `zhiban do` with the real binary: acts from other programs, one to a line, by the rules and rights of the desk.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use seat::{Town, ZHIBAN};
use serde_json::{Value, json};

/// A `do` that goes on reading.
struct Door {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Door {
    fn open(town: &Town, args: &[&str]) -> Self {
        let mut command = Command::new(ZHIBAN);
        command
            .arg("--db")
            .arg(town.db())
            .args(args)
            .args(["do", "--json", "-"])
            .env("LC_ALL", "zh_CN.UTF-8")
            .env("ZHIBAN_NOW", format!("@{}", town.path("clock").display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        Self {
            to: child.stdin.take().unwrap(),
            from: BufReader::new(child.stdout.take().unwrap()),
            child,
        }
    }

    fn send(&mut self, line: &Value) {
        writeln!(self.to, "{line}").unwrap();
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn ask(&mut self, line: &Value) -> Value {
        self.send(line);
        self.answer()
    }

    /// An act that has to be done.
    fn ok(&mut self, line: &Value) -> Value {
        let answer = self.ask(line);
        assert_eq!(answer["ok"], true, "{line} {answer}");
        answer
    }

    /// An act that has to be refused, with the code and the sentence.
    fn no(&mut self, line: &Value) -> (String, String) {
        let answer = self.ask(line);
        assert_eq!(answer["ok"], false, "{line} {answer}");
        let text = |key: &str| answer[key].as_str().unwrap().to_owned();
        (text("refused"), text("say"))
    }

    /// Nothing more comes.
    fn end(mut self) -> Option<i32> {
        drop(self.to);
        self.child.wait().unwrap().code()
    }
}

/// All answers to some lines, and how it ended.
fn answers(town: &Town, args: &[&str], lines: &str) -> (Vec<Value>, Option<i32>) {
    let mut all = args.to_vec();
    all.extend(["do", "--json"]);
    let out = town.run_with(&all, lines);
    let said = String::from_utf8(out.stdout).unwrap();
    let read = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (read, out.status.code())
}

/// A reception that is open, with two tables and the deputies there.
fn open(town: &Town) -> Door {
    let mut door = Door::open(town, &[]);
    door.ok(&json!({"act": "day.confirm", "day": "2026-11-23"}));
    for name in ["张建军", "李桂兰"] {
        door.ok(&json!({"act": "deputy.add", "name": name, "levels": ["town"]}));
    }
    door.ok(&json!({
        "act": "session.plan", "day": "2026-11-23", "starts": "09:00", "ends": "11:30", "place": "联络站", "tables": 2,
        "deputies": ["张建军", "李桂兰"],
    }));
    door.ok(&json!({"act": "session.open", "session": "2026-11-23", "presence": "deputies"}));
    door
}

fn number(door: &mut Door) -> u64 {
    door.ok(&json!({"act": "queue.number"}))["ticket"].as_u64().unwrap()
}

#[test]
fn two_programs_that_call_at_once_never_call_the_same_and_skip_nobody() {
    let town = Town::new();
    let mut a = open(&town);
    let mut b = Door::open(&town, &[]);
    for round in 0..40 {
        let waiting = BTreeSet::from([number(&mut a), number(&mut b)]);
        assert_eq!(waiting, BTreeSet::from([round * 2 + 1, round * 2 + 2]), "numbers go on");
        a.send(&json!({"act": "queue.call", "table": 1}));
        b.send(&json!({"act": "queue.call", "table": 2}));
        let called: BTreeSet<u64> = [a.answer(), b.answer()]
            .iter()
            .map(|x| x["ticket"].as_u64().unwrap())
            .collect();
        assert_eq!(called, waiting);
        for ticket in waiting {
            let visit = format!("2026-11-23/{ticket:03}");
            a.ok(&json!({"act": "queue.sit", "visit": visit}));
            a.ok(&json!({"act": "queue.finish", "visit": visit, "consult_only": true}));
        }
    }
    assert_eq!((a.end(), b.end()), (Some(0), Some(0)));
    town.ok(&["check", "--deep"]);
}

#[test]
fn who_called_first_is_said_and_a_wrong_call_is_taken_back_to_its_old_place() {
    let town = Town::new();
    let mut a = open(&town);
    let mut b = Door::open(&town, &[]);
    let seen = a.ok(&json!({"act": "queue.number"}));
    number(&mut a);
    a.ok(&json!({"act": "queue.call", "visit": "001", "table": 1}));
    // S2: B saw it waiting.
    let (code, say) = b.no(&json!({"act": "queue.call", "visit": "001", "table": 2, "rev": seen["rev"]}));
    assert_eq!(code, "changed");
    assert!(say.contains("001") && say.contains("叫走"), "{say}");
    // S3: the table is taken, then the call is taken back.
    let (code, _) = a.no(&json!({"act": "queue.call", "visit": "002", "table": 1}));
    assert_eq!(code, "table_busy");
    a.ok(&json!({"act": "queue.take_back", "visit": "001"}));
    assert_eq!(a.ok(&json!({"act": "queue.call", "table": 1}))["ticket"], 1);
}

#[test]
fn a_no_show_comes_back_and_numbers_begin_anew_each_day() {
    let town = Town::new();
    let mut a = open(&town);
    for _ in 0..4 {
        number(&mut a);
    }
    a.ok(&json!({"act": "queue.call", "table": 1}));
    town.clock("2026-11-23T09:10:00");
    a.ok(&json!({"act": "queue.missed", "visit": "001"}));
    a.ok(&json!({"act": "queue.back", "visit": "001"}));
    assert_eq!(town.visit(1)["missed"], 1);
    for ticket in 1..=4 {
        a.ok(&json!({"act": "queue.end", "visit": format!("{ticket:03}"), "outcome": "left"}));
    }
    a.ok(&json!({"act": "session.start_closing"}));
    a.ok(&json!({"act": "session.close"}));
    // S5: the day has to be confirmed, then numbers begin anew.
    town.clock("2026-11-25T09:00:00");
    let (code, say) = a.no(&json!({"act": "queue.number"}));
    assert_eq!(code, "day_unconfirmed", "{say}");
    a.ok(&json!({"act": "day.confirm", "day": "2026-11-25"}));
    assert_eq!(number(&mut a), 1);
    let (code, _) = a.no(&json!({"act": "queue.call", "visit": "2026-11-23/001", "table": 1}));
    assert_eq!(code, "visit_state", "yesterday's first is still found by its day");
}

#[test]
fn one_visitor_with_five_matters_is_one_visit_and_five_numbers() {
    let town = Town::new();
    let mut door = open(&town);
    door.ok(&json!({"act": "queue.number", "label": "王秀英", "id": "v"}));
    door.ok(&json!({"act": "queue.call", "visit": "@v", "table": 1}));
    let first = door.ok(&json!({
        "act": "opinion.file", "visit": "@v", "words": "第1件", "person": "王秀英", "phone": "137 1234 4410", "id": "first",
    }));
    let mut numbers = vec![first["number"].clone()];
    for n in 2..=5 {
        let filed =
            door.ok(&json!({"act": "opinion.file", "visit": "@v", "words": format!("第{n}件"), "citizen": "王秀英"}));
        numbers.push(filed["number"].clone());
    }
    door.ok(&json!({"act": "queue.finish", "visit": "@v"}));
    let wanted: Vec<Value> = (1..=5).map(|n| json!(format!("03-2026-{n:04}"))).collect();
    assert_eq!(numbers, wanted);
    assert_eq!(town.visit(1)["opinions"], 5);
    let all = town.list(&["opinions"]);
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|o| o["person"] == "王秀英" && o["phone"] == "137****4410")
    );
}

/// One line for every act there is, each of which is done. The rules it adopts are those that ship.
fn every() -> String {
    let rules = json!({"act": "rules.adopt", "seen": 1, "rules": changed_rules()});
    let off = json!([{"label": {"zh": "元旦"}, "from": "2027-01-01"}]);
    let year = json!({"year": 2027, "off": off, "work": ["2027-02-20"]});
    let holidays = json!({"act": "rules.holidays", "seen": 2, "calendar": year});
    format!("{}{rules}\n{holidays}\n", include_str!("do_acts/every.jsonl"))
}

fn changed_rules() -> Value {
    let mut rules = serde_json::to_value(zhiban::config::default_rules().unwrap()).unwrap();
    rules["queue"]["last_number"] = json!(500);
    rules
}

#[test]
fn every_act_is_done_as_its_help_says() {
    let every = every();
    let town = Town::new();
    let help: Value = serde_json::from_str(&town.ok(&["do", "--acts", "--json"])).unwrap();
    let help = help.as_array().unwrap();
    let mut used = BTreeSet::new();
    for line in every.lines() {
        let said: Value = serde_json::from_str(line).unwrap();
        let act = said["act"].as_str().unwrap();
        used.insert(act.to_owned());
        let fields = &help.iter().find(|h| h["act"] == act).unwrap_or_else(|| panic!("{act}"))["fields"];
        let known: Vec<&str> = fields
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f["key"].as_str().unwrap())
            .collect();
        for (key, _) in said.as_object().unwrap().iter().filter(|(key, _)| *key != "act") {
            assert!(known.contains(&key.as_str()), "{act} {key}");
        }
    }
    let all: BTreeSet<String> = help.iter().map(|h| h["act"].as_str().unwrap().to_owned()).collect();
    assert_eq!(used, all);
    let (tried, code) = answers(&town, &["--account", "林晓"], &every);
    let refused: Vec<&Value> = tried.iter().filter(|a| a["ok"] != true).collect();
    assert!(refused.is_empty(), "{refused:#?}");
    assert_eq!((tried.len(), code), (every.lines().count(), Some(0)));
    // Sent again, what has an id is not done twice.
    let again: Vec<&str> = every.lines().filter(|line| line.contains("\"id\"")).collect();
    let (repeated, code) = answers(&town, &["--account", "林晓"], &again.join("\n"));
    assert!(repeated.iter().all(|a| a["repeated"] == true), "{repeated:#?}");
    assert_eq!(code, Some(0));
    town.ok(&["check", "--deep"]);
}

#[test]
fn a_try_does_everything_and_leaves_nothing() {
    let every = every();
    let town = Town::new();
    let before = town.ok(&["check"]);
    let out = town.run_with(&["--account", "林晓", "do", "--dry-run", "--json"], &every);
    let said = String::from_utf8(out.stdout).unwrap();
    assert_eq!(said.lines().count(), every.lines().count());
    for line in said.lines() {
        assert!(line.contains("\"ok\":true"), "{line}");
    }
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(town.ok(&["check"]), before);
    assert_eq!(town.list(&["opinions"]), json!([]));
}

#[test]
fn rights_late_entry_and_what_was_seen_hold_here_too() {
    let town = Town::new();
    town.ok(&[
        "accounts",
        "add",
        "--os",
        &whoami(),
        "--name",
        "镇人大办",
        "--role",
        "viewer",
    ]);
    let viewer = town.run_with(
        &["--account", "镇人大办", "do", "--json"],
        "{\"act\":\"queue.number\"}\n",
    );
    let said = String::from_utf8(viewer.stdout).unwrap();
    assert!(said.contains("\"refused\":\"not_permitted\""), "{said}");
    assert_eq!(viewer.status.code(), Some(77));
    let mut door = Door::open(&town, &["--account", "林晓"]);
    door.ok(&json!({"act": "day.confirm", "day": "2026-11-23"}));
    let late = json!({
        "act": "opinion.file", "words": "停电时写在纸上的", "person": "赵明", "happened": "2026-11-23 08:10", "paper_no": "纸-3", "id": "l",
    });
    let filed = door.ok(&late);
    let listed = town.list(&["opinions"]);
    assert_eq!(listed[0]["paper_no"], "纸-3");
    assert_eq!(listed[0]["history"][0]["happened"], "2026-11-23T08:10:00+08:00");
    // The same line again says what it did, and does nothing.
    let again = door.ok(&late);
    assert_eq!((&again["repeated"], &again["number"]), (&json!(true), &filed["number"]));
    let (code, _) = door.no(&json!({"act": "opinion.keep", "opinion": "@l", "happened": "2027-01-01 08:00"}));
    assert_eq!(code, "in_future");
    door.ok(&json!({"act": "opinion.correct", "opinion": "@l", "set": {"words": "甲"}, "reason": "写错"}));
    let stale = json!({
        "act": "opinion.correct", "opinion": "@l", "set": {"words": "乙"}, "reason": "写错", "rev": filed["rev"],
    });
    let (code, say) = door.no(&stale);
    assert_eq!(code, "changed");
    assert!(say.contains("林晓"), "{say}");
    let (code, say) = door.no(&json!({"act": "opinion.chase", "opinion": "03-2026-0009", "way": "phone"}));
    assert_eq!(
        (code.as_str(), say.as_str()),
        ("not_found", "找不到叫「03-2026-0009」的意见，没有办")
    );
    let (code, say) = door.no(&json!({"act": "opinion.tell", "opinion": "@l", "way": "pigeon", "reached": "told"}));
    assert_eq!(code, "wrong");
    assert!(
        say.contains("way") && say.contains("phone in_person") && say.contains("pigeon"),
        "{say}"
    );
    assert_eq!(door.end(), Some(65));
}

#[test]
fn a_used_id_is_known_by_everybody_and_refused_for_something_else() {
    let town = Town::new();
    town.second_clerk();
    let mut door = Door::open(&town, &["--account", "林晓"]);
    door.ok(&json!({"act": "day.confirm", "day": "2026-11-23"}));
    let line = json!({"act": "opinion.file", "words": "村口路灯不亮", "person": "王秀英", "id": "1"});
    let number = door.ok(&line)["number"].clone();
    let mut other = Door::open(&town, &["--account", "周敏"]);
    let again = other.ok(&line);
    assert_eq!((&again["number"], &again["repeated"]), (&number, &json!(true)));
    let (code, _) = door.no(&json!({"act": "opinion.file", "words": "今天的话", "id": "1"}));
    assert_eq!(code, "used_id");
    let (code, _) = door.no(&json!({"act": "opinion.keep", "opinion": number, "id": "1"}));
    assert_eq!(code, "used_id");
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 1);
    // What it was used for is done, and is meant by it.
    door.ok(&json!({"act": "opinion.keep", "opinion": "@1"}));
    assert_eq!(town.list(&["opinions"])[0]["state"], "reference");
}

#[test]
fn a_list_finds_what_it_shows_in_the_language_it_shows_it_in() {
    let town = Town::new();
    let mut door = Door::open(&town, &["--account", "林晓"]);
    door.ok(&json!({"act": "day.confirm", "day": "2026-11-23"}));
    door.ok(&json!({"act": "queue.number", "label": "周德旺"}));
    let shows = |args: &[&str]| town.ok(args).contains("周德旺");
    for list in ["queue", "today"] {
        let found = |lang: &str, word: &str| shows(&["--lang", lang, "list", list, "--match", word]);
        assert!(found("zh", "等候") && found("en", "waiting"), "{list}");
        assert!(!found("zh", "waiting") && !found("en", "等候"), "{list}");
        assert_eq!(town.list(&[list, "--match", "waiting"])[0]["label"], "周德旺");
    }
}

#[test]
fn what_is_said_of_an_act_are_the_keys_it_takes() {
    let town = Town::new();
    let all: Value = serde_json::from_str(&town.ok(&["do", "--acts", "--json"])).unwrap();
    let field = |act: &str, key: &str| {
        let mut acts = all.as_array().unwrap().iter();
        let fields = &acts.find(|a| a["act"] == act).unwrap()["fields"];
        let mut fields = fields.as_array().unwrap().iter();
        fields.find(|f| f["key"] == key).unwrap().clone()
    };
    for (act, key) in [("opinion.file", "representatives"), ("citizen.correct", "set")] {
        let takes = field(act, key)["takes"].to_string();
        assert!(takes.contains("person"), "{takes}");
        assert!(!takes.contains("name") && !takes.contains("pinyin"), "{takes}");
    }
    for key in ["unit", "units"] {
        assert_eq!(field("opinion.hand_over", key)["needed"], false, "{key}");
    }
}

#[test]
fn a_change_keeps_what_it_leaves_out_and_null_empties_what_may_be_empty() {
    let town = Town::new();
    let mut door = Door::open(&town, &[]);
    door.ok(&json!({
        "act": "unit.add", "name": "村镇建设办公室", "short": "甲办", "kind": "town_office", "contact": "孙国芳", "phone": "0577-6123456",
    }));
    let unit = || {
        let all = town.list(&["units"]);
        all.as_array()
            .unwrap()
            .iter()
            .find(|u| u["short"] == "甲办")
            .unwrap()
            .clone()
    };
    door.ok(&json!({"act": "unit.change", "unit": "甲办", "scope": "修路", "kind": null, "name": null}));
    let kept = unit();
    assert_eq!(
        (&kept["name"], &kept["kind"], &kept["contact"], &kept["scope"]),
        (
            &json!("村镇建设办公室"),
            &json!("town_office"),
            &json!("孙国芳"),
            &json!("修路")
        )
    );
    door.ok(&json!({"act": "unit.change", "unit": kept["id"], "phone": null, "contact": " "}));
    assert_eq!((&unit()["phone"], &unit()["contact"]), (&Value::Null, &Value::Null));
    // One that is withdrawn is only changed, and of two of a name a whole name is meant before a short one.
    door.ok(&json!({"act": "unit.add", "name": "甲办", "short": "乙办"}));
    door.ok(&json!({"act": "unit.change", "unit": "甲办", "short": "丙办"}));
    assert_eq!(unit()["name"], "村镇建设办公室");
    door.ok(&json!({"act": "deputy.add", "name": "甲代表", "levels": ["town"]}));
    door.ok(&json!({"act": "deputy.change", "deputy": "甲代表", "active": false}));
    let (code, _) = door.no(&json!({"act": "opinion.file", "words": "路灯不亮", "deputies": ["甲代表"]}));
    assert_eq!(code, "not_found");
    door.ok(&json!({"act": "deputy.change", "deputy": "甲代表", "active": true}));
}

#[test]
fn what_would_be_lost_or_cannot_be_is_refused_with_its_reason() {
    let town = Town::new();
    let mut door = Door::open(&town, &[]);
    door.ok(&json!({"act": "day.confirm", "day": "2026-11-23"}));
    let filed = |more: &Value| {
        let mut line = json!({"act": "opinion.file", "words": "路灯不亮"});
        for (key, value) in more.as_object().unwrap() {
            line[key] = value.clone();
        }
        line
    };
    for (code, more) in [
        ("missing", json!({"paper_no": "纸-7"})),
        ("wrong", json!({"happened": "2026-11-22T20:30:00-05:00"})),
        ("wrong", json!({"happened": "2026-11-22T20:30:00Z"})),
        ("wrong", json!({"happened": "0001-01-01 00:00"})),
        ("unfit", json!({"person": "长".repeat(121)})),
        ("unfit", json!({"person": "王\n秀英"})),
        ("unfit", json!({"place": "长".repeat(121)})),
        ("unfit", json!({"papers_at": "两\n行"})),
        (
            "unfit",
            json!({"handling": {"act": "opinion.guide", "reason": "T1", "to": "长".repeat(121)}}),
        ),
        ("unfit", json!({"words": "看不见的\u{202e}字"})),
        ("unfit", json!({"words": "长".repeat(30_001)})),
        ("unfit", json!({"id": "长".repeat(30)})),
        ("clash", json!({"anonymous": true, "person": "王秀英"})),
        ("clash", json!({"heads": 3, "visit": "001"})),
    ] {
        let (refused, say) = door.no(&filed(&more));
        assert_eq!(refused, code, "{more} {say}");
        assert!(say.contains("没有办") && say.chars().count() < 120, "{say}");
    }
    door.ok(&filed(
        &json!({"person": "长".repeat(120), "happened": "2026-11-23T08:10:30+08:00"}),
    ));
    // What somebody says in their own words takes more than a line wherever it stands.
    let spot = json!({"act": "opinion.answer_on_spot", "class": "A", "text": "长".repeat(121)});
    door.ok(&filed(
        &json!({"papers": "长".repeat(121), "summary": "两\n行", "handling": spot}),
    ));
    // Nobody's name and no way to reach them: anonymous, as at the desk, with a code to ask by.
    assert!(door.ok(&filed(&json!({})))["claim_code"].is_string());
    assert_eq!(town.list(&["opinions"])[0]["anonymous"], true);
    door.no(&json!({"act": "queue.number", "heads": [], "id": "v"}));
    let (code, say) = door.no(&json!({"act": "queue.sit", "visit": "@v"}));
    assert_eq!(
        (code.as_str(), say.as_str()),
        ("not_done", "「@v」那一行没有办成，这一行也没有办")
    );
    let twice = "{\"act\":\"opinion.file\",\"words\":\"x\",\"words\":\"y\"}\n{\"act\":\"opinion.file\",\"words\":\"z\",\"handling\":{\"act\":\"opinion.keep\",\"act\":\"opinion.keep\"}}";
    let (said, code) = answers(&town, &[], twice);
    assert_eq!(
        (&said[0]["refused"], &said[1]["refused"], code),
        (&json!("twice"), &json!("twice"), Some(65))
    );
    town.ok(&["check", "--deep"]);
}

#[test]
fn whoever_may_not_is_not_told_who_is_known() {
    let town = Town::new();
    town.ok(&[
        "accounts",
        "add",
        "--os",
        &whoami(),
        "--name",
        "镇人大办",
        "--role",
        "viewer",
    ]);
    let mut door = Door::open(&town, &["--account", "镇人大办"]);
    for name in ["没有这个人", "林晓"] {
        let (code, _) = door.no(&json!({"act": "account.change", "account": name}));
        assert_eq!(code, "not_permitted");
    }
}

#[test]
fn a_busy_file_refuses_one_line_and_the_next_is_done() {
    let town = Town::new();
    let mut door = Door::open(&town, &[]);
    door.ok(&json!({"act": "day.confirm", "day": "2026-11-23"}));
    let held = zhiban::store::open::open(&town.db(), zhiban::store::open::Access::Writer).unwrap();
    held.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (code, say) = door.no(&json!({"act": "queue.number"}));
    assert_eq!(code, "busy");
    assert!(say.contains("没有写入"), "{say}");
    held.execute_batch("ROLLBACK").unwrap();
    assert_eq!(number(&mut door), 1);
    assert_eq!(door.end(), Some(69));
}

fn whoami() -> String {
    let out = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

/// A line that cannot be done, made of one that can.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let lines: Vec<String> = every().lines().map(str::to_owned).collect();
    let line = prop::sample::select(lines);
    let odd = prop::sample::select(vec![
        json!({"a": 1}),
        json!([[1]]),
        json!("\u{1b}[2J"),
        json!("@nobody"),
        json!(-1.5),
        json!(1e300),
        json!("没有这个"),
    ]);
    prop_oneof![
        // Cut off.
        (line.clone(), any::<prop::sample::Index>()).prop_map(|(line, at)| {
            let cut = at.index(line.len() - 1);
            line.as_bytes()[..cut.max(1)].to_vec()
        }),
        // A field it does not have.
        (line.clone(), odd.clone()).prop_map(|(line, odd)| {
            let mut said: Value = serde_json::from_str(&line).unwrap();
            said["zz"] = odd;
            said.to_string().into_bytes()
        }),
        // Another act, or none.
        (line.clone(), odd.clone()).prop_map(|(line, odd)| {
            let mut said: Value = serde_json::from_str(&line).unwrap();
            said["act"] = odd;
            said.to_string().into_bytes()
        }),
        // A time that is none.
        (line, odd).prop_map(|(line, odd)| {
            let mut said: Value = serde_json::from_str(&line).unwrap();
            said["happened"] = odd;
            said.to_string().into_bytes()
        }),
        // Anything.
        prop::collection::vec(any::<u8>(), 1..200).prop_map(|mut bytes| {
            bytes.retain(|b| *b != b'\n');
            bytes.insert(0, b'x');
            bytes
        }),
        (1_usize..3000).prop_map(|deep| "[".repeat(deep).into_bytes()),
    ]
}

#[test]
fn ten_thousand_broken_lines_get_a_sentence_each_and_write_nothing() {
    let town = Town::new();
    let before = town.ok(&["check"]);
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = broken();
    let mut lines = Vec::new();
    for _ in 0..10_000 {
        let line = strategy.new_tree(&mut runner).unwrap().current();
        lines.extend(line);
        lines.push(b'\n');
    }
    let path = town.path("broken.jsonl");
    std::fs::write(&path, &lines).unwrap();
    let out = town.run(&["do", "--json", &path.display().to_string()]);
    let said = String::from_utf8(out.stdout).unwrap();
    assert_eq!(said.lines().count(), 10_000);
    for line in said.lines() {
        let answer: Value = serde_json::from_str(line).unwrap();
        let say = answer["say"].as_str().unwrap_or_default();
        assert!(answer["ok"] == false && say.contains("没有"), "{line}");
    }
    assert_eq!(out.status.code(), Some(65));
    assert_eq!(town.ok(&["check"]), before);
}

#[test]
fn a_line_longer_than_a_megabyte_is_refused_and_the_next_one_is_read() {
    let town = Town::new();
    let long = format!("{{\"act\":\"queue.number\",\"label\":\"{}\"}}", "长".repeat(500_000));
    let (said, code) = answers(
        &town,
        &[],
        &format!("{long}\n\u{FEFF}{{\"act\":\"day.confirm\",\"day\":\"2026-11-23\"}}\n\n"),
    );
    assert_eq!(said[0]["refused"], "too_long");
    assert_eq!((said[1]["ok"].as_bool(), said.len(), code), (Some(true), 2, Some(65)));
}
