//! Sizes: storms of them, none at all, too little room. Nothing typed is lost and nothing is drawn twice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod seat;

use std::time::Duration;

use rustix::termios::ttyname;
use seat::line::Start;
use seat::{Seat, Town};

fn typing(town: &Town) -> Seat {
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.press("F5");
    seat.wait("照原话记");
    seat.text("老街路灯不亮");
    seat
}

#[test]
fn a_window_dragged_through_fifty_sizes_is_drawn_once_or_twice() {
    let town = Town::new();
    let mut seat = typing(&town);
    seat.settle();
    let before = seat.sent().len();
    seat.raw(b"\x0c");
    seat.settle();
    let full = seat.sent().len() - before;
    let before = seat.sent().len();
    for n in 0..50 {
        seat.line.resize(80 + n % 7, 24 + n % 5);
        std::thread::sleep(Duration::from_millis(20));
    }
    seat.line.resize(80, 24);
    let screen = seat.settle();
    let drawn = seat.sent().len() - before;
    println!("a full frame is {full} bytes, fifty-one sizes in a second were {drawn}");
    assert!(drawn > full / 2, "it was drawn at all");
    assert!(drawn < 5 * full / 2, "at most two frames: {drawn} bytes, one is {full}");
    assert!(screen.contains("老街路灯不亮"), "{screen}");
    seat.text("晚上");
    seat.wait("老街路灯不亮晚上");
}

#[test]
fn a_desk_put_on_another_terminal_has_the_size_of_that_one() {
    let town = Town::empty();
    let other = Seat::at(&Start {
        argv: vec!["sleep".into(), "60".into()],
        size: (100, 30),
        ..Start::default()
    });
    let place = ttyname(other.line.their_end(), Vec::new()).unwrap();
    let put = format!("exec \"$@\" <{0} >{0} 2>&1", place.to_str().unwrap());
    let mut start = town.start(&[]);
    start
        .argv
        .splice(0..0, ["sh", "-c", put.as_str(), "sh"].map(Into::into));
    let _own = Seat::at(&start);
    // The frame may arrive in pieces.
    other.until("thirty rows and 林晓 on", |screen| {
        screen.lines().count() == 30 && screen.contains("林晓")
    });
}

#[test]
fn too_small_a_window_says_so_and_keeps_what_is_typed_meanwhile() {
    let town = Town::new();
    let mut seat = typing(&town);
    seat.resize(30, 6);
    let screen = seat.wait("窗口太小");
    assert!(screen.contains("30x6"), "{screen}");
    seat.text("，晚上看不见");
    seat.press("Backspace").text("清");
    seat.resize(80, 24);
    seat.wait("老街路灯不亮，晚上看不清");
    // And what is typed in a window of one cell is kept when the line breaks.
    seat.resize(1, 1);
    seat.text("，请修");
    let gone = seat.hang_up();
    assert!(gone < Duration::from_secs(2), "{gone:?}");
    let mut seat = town.seat();
    seat.wait("没写完1");
    seat.press("BackTab BackTab Enter");
    seat.wait("接着写");
    seat.press("1");
    seat.wait("老街路灯不亮，晚上看不清，请修");
}

#[test]
fn a_key_that_acts_does_nothing_in_a_window_that_shows_nothing() {
    let town = Town::new();
    let mut seat = typing(&town);
    seat.resize(30, 6);
    seat.wait("窗口太小");
    // Filing, giving a number, leaving the form, answering whatever might ask: nobody would see it.
    for key in ["F9", "F3", "Esc", "F5"] {
        seat.press(key);
    }
    seat.text("，晚上看不见");
    seat.resize(80, 24);
    let screen = seat.wait("老街路灯不亮，晚上看不见");
    assert!(screen.contains("F9 登记"), "{screen}");
    seat.press("Esc");
    seat.wait("没写完1");
    assert!(
        town.list(&["queue"]).as_array().unwrap().is_empty(),
        "no number was given"
    );
    // The same on the desk itself.
    seat.resize(30, 6);
    seat.wait("窗口太小");
    seat.press("F3");
    seat.press("Enter");
    seat.text("7");
    seat.resize(80, 24);
    let screen = seat.wait("没写完1");
    assert!(screen.contains("等候 0"), "{screen}");
    assert!(town.list(&["queue"]).as_array().unwrap().is_empty());
    // And in a list where a digit chooses.
    seat.text(":");
    seat.text("取号");
    seat.wait("1 取号");
    seat.resize(30, 6);
    seat.wait("窗口太小");
    seat.text("1");
    seat.press("Enter");
    seat.resize(80, 24);
    seat.wait("1 取号");
    assert!(town.list(&["queue"]).as_array().unwrap().is_empty());
}

#[test]
fn a_line_that_claims_an_impossible_size_is_drawn_as_far_as_anybody_reads() {
    let town = Town::new();
    let mut seat = typing(&town);
    seat.line.claim(u16::MAX, u16::MAX);
    std::thread::sleep(Duration::from_millis(300));
    seat.resize(80, 24);
    seat.text("，请修");
    seat.wait("老街路灯不亮，请修");
}

fn sized(town: &Town, env: &[(&str, &str)]) -> Seat {
    let mut start = Start {
        size: (0, 0),
        ..town.start(&[])
    };
    start
        .env
        .extend(env.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())));
    Seat::at(&start)
}

/// The widest row it draws: the title bar is filled to the last column but one.
fn rows_and_bar(seat: &Seat) -> (usize, usize) {
    let screen = seat.settle();
    let first = screen.lines().next().unwrap_or_default();
    let cells = first.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    (screen.lines().count(), cells)
}

#[test]
fn a_line_that_does_not_know_its_size_asks_the_environment_then_the_terminal() {
    let town = Town::new();
    // Nobody says anything.
    let seat = sized(&town, &[]);
    seat.wait("林晓");
    assert_eq!(rows_and_bar(&seat).0, 24);
    // The environment knows: it is asked nothing.
    let seat = sized(&town, &[("COLUMNS", "70"), ("LINES", "20")]);
    seat.wait("林晓");
    let (rows, bar) = rows_and_bar(&seat);
    assert!((rows, bar <= 70) == (20, true), "{rows} {bar}");
    assert!(!seat.sent().windows(8).any(|w| w == b"[999;999"));
    // The terminal answers: it is 100 by 30.
    let mut seat = sized(&town, &[]);
    seat.wait("林晓");
    seat.line
        .parser
        .lock()
        .unwrap()
        .screen_mut()
        .set_size(30.try_into().unwrap(), 100.try_into().unwrap());
    seat.raw(b"\x1b[30;100R\x1b[1;2R\x1b[1;2R\x1b[1;2R\x1b[1;5R\x1b[?6c");
    seat.until("30 rows on", |screen| screen.lines().count() == 30);
    // An answer out of all proportion is not believed; the answers to the other questions are still read.
    let mut seat = sized(&town, &[]);
    seat.wait("林晓");
    seat.raw(b"\x1b[9999;9999R\x1b[1;2R\x1b[1;2R\x1b[1;2R\x1b[1;5R\x1b[?6c");
    assert_eq!(rows_and_bar(&seat).0, 24);
    // A size that is lost on the way changes nothing.
    let mut seat = typing(&town);
    seat.resize(0, 0);
    seat.text("晚上");
    seat.wait("老街路灯不亮晚上");
}
