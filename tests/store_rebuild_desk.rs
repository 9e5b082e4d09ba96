//! A newer program brings the file up to date while people sit at the older one: what they are told, what is kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;
mod seat;

use std::time::Duration;

use seat::Town;
use uuid::Uuid;
use zhiban::domain::id::DraftId;
use zhiban::domain::lease::{Draft, Spare, Unsaved};
use zhiban::store::migrate::{APPLY, Schema};
use zhiban::store::upgrade::upgrade_to;
use zhiban::store::{Desk, drafts};

/// What is said of it.
const SAID: &str = "新版程序已升级数据，这里不能再读写；存过的都在。没存的字请抄下，退出再打开";

/// A program with another text of the state comes, brings the file up to date, and goes.
fn newer_program(town: &Town) {
    let state = Schema::ours()
        .state
        .replace("    theme         TEXT,\n", "    weather TEXT,\n    theme TEXT,\n");
    let schema = Schema {
        state: &state,
        apply: APPLY + 1,
        ..Schema::ours()
    };
    upgrade_to(&schema, &town.db(), &|_| Ok(u64::MAX), &mut |_| true)
        .unwrap()
        .unwrap();
}

#[test]
fn somebody_who_types_is_told_once_and_may_leave_and_what_was_saved_is_there() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
    town.ok(&seat::STATION);
    let mut a = town.seat();
    a.wait("林晓");
    a.press("F5");
    a.wait("照原话记");
    a.text("路灯不亮");
    a.wait("已存");
    newer_program(&town);
    a.wait("新版程序已升级数据");
    // What cannot be saved stays on the screen, and nobody is told that it will be.
    a.text("三天了");
    a.wait("未存");
    std::thread::sleep(Duration::from_millis(2_500));
    let shown = a.settle();
    assert!(shown.contains("路灯不亮三天了") && shown.contains(SAID), "{shown}");
    assert!(!shown.contains("还会再试"), "{shown}");
    // Filing is refused, and the words are still there.
    a.press("F9");
    a.wait("没有名字");
    a.press("2");
    a.wait(SAID);
    let shown = a.settle();
    assert!(
        shown.contains("路灯不亮三天了") && !shown.contains("03-2026-0001"),
        "{shown}"
    );
    // So is what is asked.
    a.press("Esc Esc 2");
    a.wait(SAID);
    // Whoever leaves gets out, and of this program nobody gets in again.
    a.palette("退出");
    a.wait("不退出");
    a.press("1");
    a.wait("还有字没存上");
    a.press("2");
    assert_eq!(a.ended(), 74, "the words were not kept");
    let out = town.run(&["list", "opinions"]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(
        out.status.code() == Some(65) && said.contains("请用新版程序打开"),
        "{said}"
    );
    // What was saved before is in the file for the newer one.
    let drafts = "SELECT count(*) FROM draft";
    let conn = release::raw(&town.db());
    assert_eq!(conn.query_row(drafts, [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn the_line_mode_says_it_at_the_next_question_and_at_the_next_act() {
    let town = Town::empty();
    let mut seat = town.seat_with(&["--plain"], (80, 40));
    seat.wait("0 退出");
    newer_program(&town);
    let times = |screen: &str| screen.matches("新版程序已升级数据").count();
    seat.text("1").press("Enter");
    let asked = times(&seat.wait("新版程序已升级数据"));
    seat.text("2").press("Enter");
    for _ in 0..8 {
        if times(&seat.settle()) > asked {
            break;
        }
        seat.press("Enter");
    }
    let shown = seat.settle();
    assert!(times(&shown) > asked, "{shown}");
    assert!(!shown.contains("发出 001"), "{shown}");
    for _ in 0..8 {
        seat.text("0").press("Enter");
        if seat.settle().contains("再见") {
            break;
        }
    }
    assert_eq!(seat.ended(), 0);
}

#[test]
fn on_a_terminal_how_far_it_is_stands_in_one_line_that_goes_when_it_is_done() {
    let town = Town::bare();
    std::fs::create_dir(town.db().parent().unwrap()).unwrap();
    release::file(&town.db());
    let mut seat = town.seat_with(&["check"], (80, 24));
    let shown = seat.wait("升级好了");
    assert!(!shown.contains("正在备份"), "{shown}");
    assert_eq!(seat.ended(), 0);
    let sent = String::from_utf8_lossy(&seat.sent()).into_owned();
    assert!(sent.contains("\r正在备份 "), "{sent:?}");
    assert!(!sent.contains('\u{1b}'), "{sent:?}");
    // Through a pipe it is a line like any other.
    let town = Town::bare();
    std::fs::create_dir(town.db().parent().unwrap()).unwrap();
    release::file(&town.db());
    let said = String::from_utf8(town.run(&["check"]).stderr).unwrap();
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.len() == 3 && lines[1].starts_with("zhiban: 正在备份 "), "{said}");
    assert!(
        lines[2].contains("zhiban-version-3.db") && !said.contains('\r'),
        "{said}"
    );
}

#[test]
fn a_draft_that_holds_a_name_goes_to_whoever_bore_it_when_it_was_saved() {
    let town = Town::empty();
    let account = |os: &str| {
        let all: serde_json::Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
        let found = all.as_array().unwrap().iter().find(|a| a["login"] == os).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    let add = |os: &str| town.ok(&["accounts", "add", "--name", "何敏", "--os", os, "--role", "clerk"]);
    let save = |n: u128, at: &str| {
        let saved_at = zhiban::runtime::clock::Clock::of_demo(at).unwrap().now().0;
        let draft = Draft {
            id: DraftId(Uuid::from_u128(n)),
            form: "opinion".into(),
            target: String::new(),
            label: "路灯".into(),
            body: "{}".into(),
            account: None,
            saved_at,
            generation: 1,
        };
        let spare = Spare {
            id: DraftId(Uuid::from_u128(n + 100)),
            label: "另存".into(),
        };
        let words = Unsaved { draft, spare };
        let mut desk = Desk::open(&town.db(), None).unwrap();
        desk.write(|tx, vault, random| drafts::save(tx, vault, random, &words))
            .unwrap();
        let sql = "UPDATE draft SET account = '何敏' WHERE id = ?1";
        desk.conn().execute(sql, [Uuid::from_u128(n).to_string()]).unwrap();
    };
    town.clock("2026-11-23T09:00:00");
    add("he1");
    save(1, "2026-11-23T09:10:00");
    town.clock("2026-11-23T09:20:00");
    town.ok(&["accounts", "change", "何敏", "--name", "何大"]);
    add("he2");
    save(2, "2026-11-23T09:30:00");
    town.clock("2026-11-23T09:40:00");
    add("he3");
    save(3, "2026-11-23T09:50:00");
    let wanted = [account("he1"), account("he2"), "何敏".to_owned()];
    newer_program(&town);
    #[allow(clippy::disallowed_methods)] // the newer program's file is not ours to open
    let conn = rusqlite::Connection::open(town.db()).unwrap();
    let mut asked = conn.prepare("SELECT account FROM draft ORDER BY id").unwrap();
    let found = asked.query_map([], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(found.map(Result::unwrap).collect::<Vec<_>>(), wanted);
}
