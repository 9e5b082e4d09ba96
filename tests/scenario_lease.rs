//! One person, one draft, two programs: the line hung, they logged in anew, and then it came back (terminal rule 28).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use std::process::Command;
use std::time::Duration;

use seat::{Seat, Town};
use zhiban::domain::view::Draft;
use zhiban::store::{Desk, drafts};

/// A station whose clock runs, as saving by time needs.
fn town() -> Town {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
    let init = "init --name 柳河镇联络站 --code 03 --person 林晓 --demo";
    town.ok(&init.split(' ').collect::<Vec<_>>());
    town
}

fn drafts_of(town: &Town) -> Vec<Draft> {
    let desk = Desk::open(&town.db(), None).unwrap();
    drafts::list(desk.conn(), desk.vault(), None).unwrap()
}

fn labels(town: &Town) -> Vec<String> {
    drafts_of(town).into_iter().map(|d| d.label).collect()
}

/// Words and numbers of what was filed, newest first.
fn filed(town: &Town) -> Vec<(String, String)> {
    let all = town.list(&["opinions"]);
    let text = |o: &serde_json::Value, key: &str| o[key].as_str().unwrap().to_owned();
    let rows = all.as_array().unwrap().iter();
    rows.map(|o| (text(o, "number"), text(o, "words"))).collect()
}

/// Sends a signal to a program: a line that hangs, and comes back.
fn signal(seat: &Seat, name: &str) {
    let args = [format!("-{name}"), seat.pid().to_string()];
    assert!(Command::new("kill").args(args).status().unwrap().success());
}

/// The first program has begun a matter, and it is saved.
fn begun(town: &Town, words: &str) -> Seat {
    let mut a = town.seat();
    a.wait("林晓");
    a.press("F5");
    a.wait("照原话记");
    a.text(words);
    a.wait("已存");
    a
}

/// The second program takes the draft from what is owed.
fn taken(town: &Town, words: &str) -> Seat {
    let mut b = town.seat();
    b.wait("没写完");
    b.tab_to(words);
    b.press("Enter");
    b.wait("接着写");
    b.press("1");
    b.wait("照原话记");
    b
}

#[test]
fn the_same_draft_in_two_programs_is_filed_once_and_every_word_is_found() {
    let town = town();
    let mut a = begun(&town, "村口弯道看不见对面来车");
    // The line hangs. What is typed into it meanwhile has not arrived when the same person logs in again.
    signal(&a, "STOP");
    a.raw("，今年摔了三个".as_bytes());
    let mut b = taken(&town, "村口弯道");
    b.text("，想装一面镜");
    b.wait("已存");
    assert_eq!(labels(&town), ["村口弯道看不见对面来车，想装一面镜"]);
    // It comes back: its words are kept apart, and it can only be read.
    signal(&a, "CONT");
    let shown = a.wait("只读");
    assert!(
        shown.contains("今年摔了三个") && shown.contains("这份没写完的已在别处接着写"),
        "{shown}"
    );
    a.wait("另存在没写完里");
    assert_eq!(
        labels(&town),
        [
            "村口弯道看不见对面来车，想装一面镜",
            "另存：村口弯道看不见对面来车，今年摔了三个"
        ]
    );
    a.text("还有一句");
    let shown = a.wait("这里只能看：F5 接着在这里写");
    assert!(!shown.contains("还有一句"), "{shown}");
    a.press("F9");
    assert_eq!(filed(&town), []);

    // The new program files; the old one neither files it again nor brings it back.
    b.press("F9");
    b.wait("没有名字");
    b.press("2");
    b.wait("03-2026-0001");
    a.press("F9");
    a.wait("编号 03-2026-0001");
    let words = "村口弯道看不见对面来车，想装一面镜";
    assert_eq!(filed(&town), [("03-2026-0001".to_owned(), words.to_owned())]);
    assert_eq!(labels(&town), ["另存：村口弯道看不见对面来车，今年摔了三个"]);
    // What stood apart is gone on with by one key, and is a matter of its own.
    a.press("F5");
    a.wait_gone("只读");
    a.text("，有老人");
    a.press("F9");
    a.wait("没有名字");
    a.press("2");
    a.wait("03-2026-0002");
    assert_eq!(filed(&town)[0].1, "村口弯道看不见对面来车，今年摔了三个，有老人");
    assert_eq!(labels(&town), Vec::<String>::new());
    town.ok(&["check", "--deep"]);
}

#[test]
fn a_file_of_the_program_before_is_brought_up_to_date_when_it_is_opened() {
    let town = town();
    begun(&town, "路灯不亮").press("Esc Esc");
    {
        let desk = Desk::open(&town.db(), None).unwrap();
        let old = "DROP VIEW ruleset; DROP VIEW round; DROP TABLE draft_end; DROP TABLE draft_deleted; DROP TABLE forgetting; DROP TABLE look; DROP TABLE draft_taken; ALTER TABLE draft DROP COLUMN generation; \
                   DELETE FROM migration WHERE version >= 3; PRAGMA user_version = 2004;";
        desk.conn().execute_batch(old).unwrap();
    }
    let out = town.run(&["list", "opinions", "--json"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{said}");
    assert_eq!(String::from_utf8_lossy(&out.stdout).trim(), "[]");
    assert!(
        said.contains("先备份，再升级") && said.contains("zhiban-version-2004.db"),
        "{said}"
    );
    let again = town.run(&["list", "opinions", "--json"]);
    assert!(again.status.success() && again.stderr.is_empty(), "{again:?}");
    // What was not filed is gone on with.
    let mut b = taken(&town, "路灯不亮");
    b.text("三天了");
    b.wait("已存");
    assert_eq!(labels(&town), ["路灯不亮三天了"]);
}

#[test]
fn with_a_field_focused_the_loss_is_drawn_at_the_persons_own_next_key_and_taken_back_at_one() {
    let town = town();
    let mut a = begun(&town, "路灯不亮");
    // A terminal that answers nothing is waited for at first, and the end of that is drawn.
    std::thread::sleep(Duration::from_secs(2));
    a.settle();
    let before = a.sent().len();
    let mut b = taken(&town, "路灯不亮");
    b.text("三天了");
    b.wait("已存");
    std::thread::sleep(Duration::from_millis(1_500));
    let drawn = String::from_utf8_lossy(&a.sent()[before..]).into_owned();
    assert_eq!(drawn, "", "nothing is drawn for what others do");
    a.text("五");
    let shown = a.wait("这里只能看：F5 接着在这里写");
    assert!(shown.contains("只读") && !shown.contains("路灯不亮五"), "{shown}");
    assert!(shown.contains("这里的字都存上了"), "{shown}");
    // Moving and reading go on.
    a.press("Home Right End Tab BackTab");
    a.press("F5");
    a.wait("路灯不亮三天了");
    a.wait_gone("只读");
    a.text("，请来修");
    a.wait("已存");
    b.text("六");
    b.wait("只读");
    assert_eq!(labels(&town), ["路灯不亮三天了，请来修"]);
    // Given up elsewhere it does not come back either.
    b.press("Esc");
    b.wait("没写完1");
    b.tab_to("路灯不亮");
    b.press("Enter");
    b.wait("删掉草稿");
    b.press("2");
    b.wait_gone("没写完1");
    a.text("早");
    let shown = a.wait("已在别处删掉");
    assert!(!shown.contains("请来修早"), "{shown}");
    assert_eq!(labels(&town), Vec::<String>::new());
    // The words are still on the screen, and one key makes another draft of them.
    assert!(shown.contains("路灯不亮三天了，请来修"), "{shown}");
    a.press("F5").text("，早");
    a.wait("已存");
    assert_eq!(labels(&town), ["路灯不亮三天了，请来修，早"]);
}
