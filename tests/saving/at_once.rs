//! What is said while somebody works: at once, one sentence at a time, and no longer than it is so.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use zhiban::domain::command::Command;
use zhiban::i18n::Lang;
use zhiban::runtime::words::of_store;
use zhiban::store::execute::ExecuteError;
use zhiban::store::turn::fold;
use zhiban::store::{Desk, StoreError};

use super::common::{Bench, person};
use super::seat::{Seat, Town, reception};

fn beside(path: &Path, tail: &str) -> PathBuf {
    PathBuf::from(format!("{}{tail}", path.display()))
}

fn filed(bench: &mut Bench) {
    let entry = bench.entry("路灯不亮", person("王秀英", "13800001111"));
    bench.act(Command::FileOpinion(Box::new(entry)));
}

fn is_replaced<T>(done: &Result<T, ExecuteError>) -> bool {
    matches!(done, Err(ExecuteError::Store(StoreError::Replaced { .. })))
}

/// A file that is gone and one that was exchanged are two things, and of neither is leaving the first advice.
#[test]
fn i2_a_file_that_is_gone_and_one_that_was_exchanged_are_told_apart() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    let mut bench = Bench::over(Desk::create(&path).unwrap());
    filed(&mut bench);
    let refused = |bench: &mut Bench, lang| {
        let entry = bench.entry("水渠堵了", person("李桂兰", "13800002222"));
        let Err(ExecuteError::Store(error)) = bench.try_act(Command::FileOpinion(Box::new(entry))) else {
            panic!()
        };
        of_store(lang, &error)
    };
    let away = beside(&path, ".away");
    fs::rename(&path, &away).unwrap();
    let gone = refused(&mut bench, Lang::Zh);
    assert!(gone.contains("不在原处") && gone.contains("先别退出"), "{gone}");
    fs::copy(&away, &path).unwrap();
    let other = refused(&mut bench, Lang::Zh);
    assert!(other.contains("换成了另一份") && other.contains("先别退出"), "{other}");
    let other = refused(&mut bench, Lang::En);
    assert!(other.contains("Another file lies in the place"), "{other}");
    // Once it is back, all goes on.
    fs::rename(&away, &path).unwrap();
    filed(&mut bench);
    bench.sound();
}

/// Another one is copied over the open file while the log beside it holds what was filed last.
#[test]
fn i1_an_older_copy_over_the_open_file_is_seen_behind_its_log_and_by_drafts_too() {
    for (before, between, after) in [(1, 1, 1), (2, 3, 0), (1, 2, 4), (5, 1, 2)] {
        for is_known in [true, false] {
            let folder = TempDir::new().unwrap();
            let path = folder.path().join("zhiban.db");
            let mut bench = Bench::over(Desk::create(&path).unwrap());
            (0..before).for_each(|_| filed(&mut bench));
            fold(bench.desk.conn()).unwrap();
            let old = fs::read(&path).unwrap();
            (0..between).for_each(|_| filed(&mut bench));
            fold(bench.desk.conn()).unwrap();
            let entry = bench.entry("水渠堵了", person("李桂兰", "13800002222"));
            if is_known {
                // Somebody who came later, and has not written yet.
                bench.desk.know_file();
            }
            (0..after).for_each(|_| filed(&mut bench));
            fs::write(&path, &old).unwrap();
            let what = format!("{before} {between} {after} {is_known}");
            let draft = bench.desk.keep_meta("looks/x", "1");
            assert!(matches!(draft, Err(StoreError::Replaced { .. })), "{what}: {draft:?}");
            let act = bench.try_act(Command::FileOpinion(Box::new(entry)));
            assert!(is_replaced(&act), "{what}");
            let wal = fs::read(beside(&path, "-wal")).unwrap();
            drop(bench);
            // What the log holds is not folded into somebody else's file.
            assert!(fs::read(&path).unwrap() == old, "{what}");
            assert!(fs::read(beside(&path, "-wal")).unwrap() == wal, "{what}");
        }
    }
}

/// Folds of the log by this desk and by others change the file in order.
#[test]
fn i1_a_file_that_was_written_in_order_is_not_taken_for_another() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    let mut bench = Bench::over(Desk::create(&path).unwrap());
    let mut other = Desk::open(&path, None).unwrap();
    for n in 0..6 {
        filed(&mut bench);
        other.keep_meta("looks/x", &n.to_string()).unwrap();
        let by = if n % 2 == 0 { bench.desk.conn() } else { other.conn() };
        fold(by).unwrap();
    }
    bench.sound();
}

/// Makes the note impossible to write, as a folder does.
fn bar(town: &Town) -> PathBuf {
    let note = beside(&town.db(), ".anchor");
    let aside = beside(&town.db(), ".kept-aside");
    fs::rename(&note, aside).unwrap();
    fs::create_dir(&note).unwrap();
    note
}

fn unbar(town: &Town, note: &Path) {
    fs::remove_dir(note).unwrap();
    fs::rename(beside(&town.db(), ".kept-aside"), note).unwrap();
}

#[test]
fn i1_a_note_that_cannot_be_kept_is_said_at_the_desk_at_once_and_no_longer_than_it_is_so() {
    let town = Town::new();
    let mut seat = town.seat();
    reception::open(&mut seat);
    reception::number(&mut seat, 1);
    let note = bar(&town);
    seat.press("F3");
    seat.wait("取号");
    seat.text("王二").press("F9");
    let shown = seat.wait("写不进去");
    assert!(shown.contains("都存上了") && shown.contains("只能看"), "{shown}");
    unbar(&town, &note);
    // It is tried again by the clock of the desk.
    town.clock("2026-11-23T08:51:00");
    let shown = seat.wait("又能写了");
    assert!(!shown.contains("只能看") && !shown.contains("写不进去"), "{shown}");
    assert_eq!(town.list(&["queue"]).as_array().unwrap().len(), 2, "it was saved");
}

#[test]
fn i1_a_note_that_cannot_be_kept_is_said_by_the_line_dialogue_at_once() {
    let town = Town::empty();
    let mut seat = town.seat_with(&["--plain"], (100, 60));
    seat.wait("：");
    number(&mut seat, "王秀英");
    let note = bar(&town);
    number(&mut seat, "李桂兰");
    let shown = seat.screen();
    assert!(
        shown.contains("发出 002") && shown.contains("都存上了，只是"),
        "{shown}"
    );
    unbar(&town, &note);
    assert_eq!(town.list(&["queue"]).as_array().unwrap().len(), 2);
}

/// Takes a number in the line dialogue.
fn number(seat: &mut Seat, name: &str) {
    for answer in ["2", name, "", "路灯不亮", "", "", "1"] {
        seat.settle();
        seat.text(answer).press("Enter");
    }
    seat.settle();
}

/// What somebody with a tool does, a long time after the last look.
fn changed_by_hand(path: &Path) {
    #[allow(clippy::disallowed_methods)] // whoever plants a fault does not ask the store
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(
        "DROP TRIGGER event_no_update; UPDATE event SET day = '2020-01-01' WHERE seq = 2; \
         INSERT OR REPLACE INTO meta (name, value) VALUES ('checked_ms', '0')",
    )
    .unwrap();
}

#[test]
fn i13_what_the_look_of_every_week_finds_stays_in_sight_and_is_said_by_the_line_dialogue() {
    for is_practice in [false, true] {
        let town = Town::bare();
        let found = ["init", "--name", "柳河", "--code", "03", "--person", "林晓", "--demo"];
        town.ok(&found[..if is_practice { 8 } else { 7 }]);
        changed_by_hand(&town.db());
        let mut seat = town.seat();
        seat.wait("定期核对");
        seat.press("Esc").press("2");
        seat.press("1").press("Down");
        let shown = seat.settle();
        assert!(shown.contains("数据有错"), "{shown}");
        drop(seat);
        let mut plain = town.seat_with(&["--plain"], (100, 60));
        says_in_time(&mut plain, "定期核对");
    }
}

/// The line dialogue says it before its next question.
fn says_in_time(plain: &mut Seat, what: &str) {
    for _ in 0..60 {
        plain.press("Enter");
        if plain.settle().contains(what) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    panic!("{}", plain.screen());
}

/// What is typed at two keyboards while the file is away is called saved when it is, and is there after a power cut.
#[test]
fn i2_drafts_of_two_keyboards_outlast_a_file_that_is_away_for_a_while() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
    town.ok(&["init", "--name", "柳河", "--code", "03", "--person", "林晓", "--demo"]);
    let mut seats = [town.seat(), town.seat()];
    let words = ["北街路灯", "南沟水渠"];
    for (seat, words) in seats.iter_mut().zip(words) {
        seat.wait("林晓");
        seat.press("F5");
        seat.wait("反映内容");
        seat.text(words);
        seat.wait("已存 ");
    }
    let away = beside(&town.db(), ".away");
    fs::rename(town.db(), &away).unwrap();
    for seat in &mut seats {
        seat.text("又坏了");
        let shown = seat.wait("未存");
        assert!(!shown.contains("已存 "), "{shown}");
        let shown = seat.wait("数据文件不在原处");
        assert!(shown.contains("被挪走或删掉"), "{shown}");
    }
    fs::rename(&away, town.db()).unwrap();
    for seat in &mut seats {
        seat.wait("已存 ");
        seat.wait_gone("先别退出");
    }
    let [a, mut b] = seats;
    a.cut_power();
    b.press("Esc");
    b.wait("已存");
    b.cut_power();
    let owed = town.ok(&["--account", "林晓", "list", "owed", "--json"]);
    for words in words {
        assert!(owed.contains(&format!("{words}又坏了")), "{owed}");
    }
    town.ok(&["check", "--deep"]);
}
