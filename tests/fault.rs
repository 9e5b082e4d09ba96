//! The program fails: the terminal is given back, the words are kept, a report without anybody's words is left and named,
//! and nothing hangs. No input makes it fail, so a build for tests can be asked to (`ZHIBAN_FAULT`).
#![cfg(debug_assertions)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::time::Duration;

use seat::{Seat, Town};
use zhiban::store::{Desk, drafts};

const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[2J\x1b[999H\x1b[?1049l";
/// What the message of a panic may quote, and what nobody but the desk may ever see.
const SECRET: &str = "王秀英13700004410";
const WORDS: &str = "石桥村老街路灯不亮";

fn town_with(fault: &str) -> Town {
    let mut town = Town::new();
    town.env.push(("ZHIBAN_FAULT".into(), format!("{fault} {SECRET}")));
    town
}

fn typing(town: &Town) -> Seat {
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.press("F5");
    seat.wait("照原话记");
    seat.text(WORDS);
    seat.wait("未存");
    seat
}

fn reports(town: &Town) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(town.db().with_file_name("faults"));
    let mut all: Vec<PathBuf> = folder.map_or_else(|_| Vec::new(), |f| f.map(|e| e.unwrap().path()).collect());
    all.sort();
    all
}

/// The only report: private, with the place, without a word of anybody's.
fn the_report(town: &Town, place: &str) -> (String, String) {
    let all = reports(town);
    assert_eq!(all.len(), 1, "{all:?}");
    let mode = std::fs::metadata(&all[0]).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for nobody else to read");
    let text = std::fs::read_to_string(&all[0]).unwrap();
    for part in ["version: ", "time: ", place, "place: src/runtime/fault.rs:"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    for word in [
        SECRET,
        "王秀英",
        "1370000",
        WORDS,
        "路灯",
        "林晓",
        "柳河",
        &town.db().display().to_string(),
    ] {
        assert!(!text.contains(word), "{word}\n{text}");
    }
    let name = all[0].file_name().unwrap().to_string_lossy().into_owned();
    (name, text)
}

fn kept(town: &Town) -> String {
    let desk = Desk::open(&town.db(), None).unwrap();
    let all = drafts::list(desk.conn(), desk.vault(), None).unwrap();
    all.into_iter().map(|d| d.body).collect()
}

#[test]
fn a_fault_of_the_desk_gives_the_terminal_back_and_keeps_the_words() {
    let mut town = town_with("screen 1");
    let mut seat = typing(&town);
    let start = std::time::Instant::now();
    seat.raw(b"\x0c");
    let end = seat.line.end();
    assert_eq!(end.status.code(), Some(70));
    assert!(start.elapsed() < Duration::from_secs(2));
    seat.settle();
    let sent = String::from_utf8(seat.sent()).unwrap();
    let (_, after) = sent
        .split_once(std::str::from_utf8(LEAVE).unwrap())
        .expect("given back");
    assert!(seat.line.is_cooked());
    let (name, text) = the_report(&town, "thread: main\n");
    for part in [
        "screen: Today\n",
        "above: opinion\n",
        "act: app.redraw\n",
        "input: key Char('l') ctrl\n",
        "size: 80x24\n",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let lines: Vec<&str> = after.trim().lines().collect();
    assert_eq!(lines.len(), 1, "one line and no message of the machine: {after}");
    assert!(
        lines[0].starts_with("zhiban: 程序出了错") && lines[0].contains(&name),
        "{after}"
    );
    assert!(!sent.contains(SECRET));
    assert!(kept(&town).contains(WORDS));
    // And it opens again.
    town.env.pop();
    town.seat().wait("没写完1");
}

#[test]
fn a_writer_that_fails_is_said_and_replaced_and_the_words_are_saved_by_the_next() {
    let town = town_with("writer 1");
    let mut seat = typing(&town);
    seat.raw(b"\x0c");
    // The clock of the station stands still; a key after its second is what saves.
    town.clock("2026-11-23T08:52:00");
    seat.text("，");
    // Typed before it strikes, however busy the machine is.
    seat.wait("不亮，");
    town.clock("2026-11-23T08:52:02");
    let screen = seat.wait("后台出错，已接好");
    let (name, _) = the_report(&town, "thread: writer\n");
    assert!(screen.contains(&name), "{screen}");
    town.clock("2026-11-23T08:54:00");
    seat.text("晚上看不见");
    seat.wait("晚上看不见");
    town.clock("2026-11-23T08:54:02");
    seat.wait("已存 08:54");
    assert!(kept(&town).contains("晚上看不见"));
    // An act goes through the new one.
    seat.press("PageDown PageDown 4 F9");
    seat.wait("03-2026-0001");
    assert!(!String::from_utf8(seat.sent()).unwrap().contains(SECRET));
    drop(seat);
    town.ok(&["check", "--deep"]);
}

#[test]
fn an_act_in_hand_when_the_writer_fails_comes_back_as_unknown() {
    let town = town_with("writer 1");
    let mut seat = typing(&town);
    seat.press("PageDown PageDown 4");
    seat.raw(b"\x0c\x1b[20~");
    seat.wait("后台出错，已接好");
    // The form is still there with its words, and filing it now files it once.
    seat.press("F9");
    seat.wait("03-2026-0001");
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_writer_that_keeps_failing_is_given_up_and_the_desk_can_still_be_left() {
    let town = town_with("writer 99");
    let mut seat = typing(&town);
    seat.raw(b"\x0c");
    for minute in 52..59 {
        town.clock(&format!("2026-11-23T08:{minute}:00"));
        seat.text("字");
        seat.wait(&"字".repeat(minute - 51));
        town.clock(&format!("2026-11-23T08:{minute}:02"));
        std::thread::sleep(Duration::from_millis(100));
    }
    seat.wait("后台线程停了");
    assert_eq!(reports(&town).len(), 4, "three were replaced");
    assert!(
        seat.screen().contains("路灯不亮"),
        "the words are there to be noted down"
    );
    assert!(seat.hang_up() < Duration::from_secs(2));
}

#[test]
fn a_reader_that_fails_is_said_and_replaced() {
    let town = town_with("reader 1");
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.raw(b"\x0c");
    seat.press("3");
    let screen = seat.wait("查询出错，已接好");
    let (name, _) = the_report(&town, "thread: reader\n");
    assert!(screen.contains(&name), "{screen}");
    seat.press("1 3");
    seat.wait("谢志贵");
}

#[test]
fn long_work_that_fails_is_said_and_the_desk_goes_on() {
    let town = town_with("import 1");
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.raw(b"\x0c");
    seat.palette("导入名册");
    let screen = seat.wait("程序出了错，这件事停了");
    let (name, _) = the_report(&town, "thread: import\n");
    assert!(screen.contains(&name), "{screen}");
    // Once more, and it looks; then the desk as ever.
    seat.press("Esc");
    seat.wait("写路径");
    seat.press("Esc 3");
    seat.wait("谢志贵");
}

#[test]
fn a_command_that_fails_says_so_in_one_line() {
    let town = town_with("command 1");
    let out = town.run(&["list", "opinions"]);
    assert_eq!(out.status.code(), Some(70));
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    let (name, _) = the_report(&town, "thread: main\n");
    assert!(said.starts_with("zhiban: 程序出了错") && said.contains(&name), "{said}");
    assert!(!said.contains(SECRET));
}
