//! The line is cut, closed, ended or refused to listen: the words are on the disk, the process is gone, nothing is held
//! and nothing is burnt. The built binary on a pseudo-terminal whose other end is really closed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod seat;

use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use rustix::process::{Pid, Signal, kill_process};
use seat::line::{Bond, End, Start, process};
use seat::{Seat, Town};
use zhiban::store::{Desk, drafts};

/// What the way back to the shell looks like, all of it at once.
const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[2J\x1b[999H\x1b[?1049l";
/// Who goes may take so long, whoever holds the file.
const SOON: Duration = Duration::from_secs(2);
/// Processor time that going may take: saving a draft is a few milliseconds, a loop on a dead line is all of it.
const LITTLE: Duration = Duration::from_millis(400);
const WORDS: &str = "村口弯道看不见对面来车，今年已经摔了三起";

/// Somebody who has opened the form and typed; the clock stands still, so nothing is saved by its time.
fn typing(town: &Town, bond: Bond) -> Seat {
    let mut seat = Seat::at(&Start {
        bond,
        ..town.start(&[])
    });
    seat.wait("林晓");
    seat.press("F5");
    seat.wait("照原话记");
    seat.text(WORDS);
    seat.wait("未存");
    seat
}

/// What is kept of what was typed, as text.
fn kept(town: &Town) -> Vec<String> {
    let desk = Desk::open(&town.db(), None).unwrap();
    let all = drafts::list(desk.conn(), desk.vault(), None).unwrap();
    all.into_iter().map(|d| d.body).collect()
}

/// Nobody holds anything: not the turn to write, not the mark of a session, not the file.
fn nothing_is_held(town: &Town) {
    for name in ["zhiban.db.turn", "zhiban.db.open"] {
        let path = town.db().with_file_name(name);
        let file = std::fs::File::options().write(true).open(path).unwrap();
        // A child that a neighbouring test is about to start bears for a moment what this process had open.
        let start = Instant::now();
        while let Err(e) = flock(&file, FlockOperation::NonBlockingLockExclusive) {
            assert!(start.elapsed() < SOON, "{name} is held: {e}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    let start = Instant::now();
    town.second_clerk();
    assert!(start.elapsed() < SOON, "another process writes at once");
}

fn signal(seat: &Seat, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(seat.pid()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

fn cpu(seat: &Seat) -> Duration {
    process(seat.pid()).expect("it runs").1
}

fn gone_well(end: End, before: Duration) {
    gone(end, before, 0);
}

fn gone(end: End, before: Duration, code: i32) {
    assert!(end.took < SOON, "it took {:?}", end.took);
    assert!(end.cpu.saturating_sub(before) < LITTLE, "it used {:?}", end.cpu);
    assert_eq!(end.status.code(), Some(code), "{:?}", end.status);
}

#[test]
fn a_closed_window_keeps_every_word_whether_a_signal_comes_or_not() {
    for bond in [Bond::Own, Bond::Deaf, Bond::Loose] {
        let town = Town::new();
        let mut seat = typing(&town, bond);
        // The last character is on its way while the line closes.
        seat.raw("。".as_bytes());
        seat.wait("三起。");
        let before = cpu(&seat);
        seat.line.close();
        gone_well(seat.line.end(), before);
        nothing_is_held(&town);
        let kept = kept(&town);
        assert_eq!(kept.len(), 1, "{bond:?}");
        assert!(kept[0].contains(&format!("{WORDS}。")), "{bond:?} {kept:?}");
    }
}

#[test]
fn a_short_form_is_kept_too_and_gone_on_with_at_the_next_login() {
    let town = Town::new();
    let mut seat = Seat::at(&town.start(&[]));
    seat.wait("林晓");
    seat.press("F3");
    seat.wait("取号");
    seat.text("蓝布衫大姐");
    seat.wait("未存");
    seat.line.close();
    assert!(seat.line.end().took < SOON);
    assert!(kept(&town)[0].contains("蓝布衫大姐"));
    let mut seat = town.seat();
    seat.wait("没写完");
    seat.tab_to("蓝布衫大姐");
    seat.press("Enter");
    seat.wait("接着写");
    seat.press("1");
    seat.wait("F9");
    seat.wait("蓝布衫大姐");
    seat.press("F9");
    seat.wait("发出");
    let queue = town.list(&["queue"]);
    assert_eq!(queue[0]["label"], "蓝布衫大姐");
    assert_eq!(kept(&town), Vec::<String>::new());
}

#[test]
fn who_is_cut_off_before_the_first_screen_goes_too() {
    let town = Town::new();
    // Also while a process that was stopped in the middle of a write holds the file.
    let mut holder = Desk::open(&town.db(), None).unwrap();
    let cut_after = |wait: u64, bond: Bond| {
        let mut seat = Seat::at(&Start {
            bond,
            ..town.start(&[])
        });
        std::thread::sleep(Duration::from_millis(wait));
        seat.line.close();
        let end = seat.line.end();
        assert!(end.took < SOON, "after {wait} ms {bond:?}: {:?}", end.took);
        assert!(end.cpu < LITTLE, "after {wait} ms {bond:?}: {:?}", end.cpu);
    };
    let all = || {
        for wait in [0, 3, 6, 12, 25, 50] {
            cut_after(wait, Bond::Own);
            cut_after(wait, Bond::Loose);
        }
    };
    all();
    let held = holder.write(|_, _, _| {
        all();
        Ok(())
    });
    held.unwrap();
    drop(holder);
    nothing_is_held(&town);
}

#[test]
fn what_was_typed_after_a_save_had_set_out_is_kept_too() {
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    let mut holder = Desk::open(&town.db(), None).unwrap();
    let held = holder.write(|_, _, _| {
        // The time to save has come; the save stands in line behind this one.
        town.clock("2026-11-23T08:50:02");
        seat.text("；再说一句");
        seat.line.close();
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    });
    held.unwrap();
    assert!(seat.line.end().took < SOON);
    assert!(kept(&town)[0].contains("三起；再说一句"));
}

#[test]
fn what_was_being_filed_and_is_refused_is_kept_after_all() {
    let town = Town::new();
    town.second_clerk();
    let mut seat = Seat::at(&town.start(&["--account", "周敏"]));
    seat.wait("周敏");
    seat.press("F5");
    seat.wait("照原话记");
    seat.text(WORDS).press("PageDown PageDown 4");
    // Meanwhile she may no longer file, and she does not know.
    town.ok(&["--account", "林晓", "accounts", "change", "周敏", "--role", "viewer"]);
    let mut holder = Desk::open(&town.db(), None).unwrap();
    let held = holder.write(|_, _, _| {
        seat.raw(b"\x1b[20~");
        std::thread::sleep(Duration::from_millis(150));
        // The act stands in line behind this one when the line breaks.
        seat.line.close();
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    });
    held.unwrap();
    assert!(seat.line.end().took < SOON);
    assert_eq!(town.list(&["opinions"]), serde_json::json!([]), "it was refused");
    assert!(kept(&town).first().is_some_and(|d| d.contains(WORDS)), "and is kept");
}

#[test]
fn what_was_typed_while_a_matter_was_being_filed_is_kept_beside_it() {
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    seat.press("PageDown PageDown 4");
    let mut holder = Desk::open(&town.db(), None).unwrap();
    let held = holder.write(|_, _, _| {
        seat.raw(b"\x1b[20~");
        std::thread::sleep(Duration::from_millis(150));
        // The act stands in line behind this one, and somebody types on.
        seat.raw("还有老街的路灯".as_bytes());
        std::thread::sleep(Duration::from_millis(150));
        seat.line.close();
        std::thread::sleep(Duration::from_millis(300));
        Ok(())
    });
    held.unwrap();
    assert!(seat.line.end().took < SOON);
    let filed = town.list(&["opinions"]);
    assert_eq!(filed.as_array().unwrap().len(), 1);
    assert_eq!(filed[0]["words"], serde_json::json!(WORDS));
    let kept = kept(&town);
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(
        kept[0].contains("还有老街的路灯") && !kept[0].contains(WORDS),
        "{kept:?}"
    );
}

#[test]
fn what_was_half_pasted_when_the_line_broke_is_kept_too() {
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    seat.raw("\x1b[200~；一直没人来修".as_bytes());
    std::thread::sleep(Duration::from_millis(150));
    seat.line.close();
    assert!(seat.line.end().took < SOON);
    assert!(kept(&town)[0].contains("三起；一直没人来修"));
}

#[test]
fn a_hangup_with_the_terminal_still_there_gives_it_back_and_waits_for_nobody_to_read() {
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    let before = cpu(&seat);
    signal(&seat, Signal::HUP);
    gone_well(seat.line.end(), before);
    seat.settle();
    assert!(seat.sent().ends_with(LEAVE) && seat.line.is_cooked());
    assert!(kept(&town)[0].contains(WORDS));

    // A client that stands still: the line takes no more, and still the words are kept and the process goes.
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    seat.line.stop_listening();
    for _ in 0..60 {
        seat.raw(b"\x0c");
        std::thread::sleep(Duration::from_millis(5));
    }
    seat.raw("。".as_bytes());
    std::thread::sleep(Duration::from_millis(50));
    let before = cpu(&seat);
    signal(&seat, Signal::HUP);
    gone_well(seat.line.end(), before);
    assert!(kept(&town)[0].contains(&format!("{WORDS}。")));
}

#[test]
fn who_cannot_save_goes_all_the_same() {
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    // A process that was stopped in the middle of a write holds everything, and for ever.
    let mut holder = Desk::open(&town.db(), None).unwrap();
    let took = holder.write(|_, _, _| {
        let before = cpu(&seat);
        seat.line.close();
        let end = seat.line.end();
        // What it was saving is on no disk.
        gone(end, before, 74);
        Ok(end.took)
    });
    println!("with the file held it took {:?}", took.unwrap());
    drop(holder);
    nothing_is_held(&town);
    town.ok(&["check", "--deep"]);
}

#[test]
fn asked_to_end_it_gives_the_terminal_back_before_it_waits_for_anything() {
    for asked in [Signal::TERM, Signal::INT, Signal::QUIT] {
        let town = Town::new();
        let mut seat = typing(&town, Bond::Own);
        let before = cpu(&seat);
        signal(&seat, asked);
        gone_well(seat.line.end(), before);
        seat.settle();
        let sent = seat.sent();
        assert!(sent.ends_with(LEAVE), "all of it, once and last");
        assert_eq!(sent.windows(LEAVE.len()).filter(|w| *w == LEAVE).count(), 1);
        assert!(seat.line.is_cooked(), "{asked:?}");
        assert!(kept(&town)[0].contains(WORDS), "{asked:?}");
        nothing_is_held(&town);
    }
    // The same while the file is held: the person has the shell back, the process a moment later.
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    let mut holder = Desk::open(&town.db(), None).unwrap();
    let back = holder.write(|_, _, _| {
        let start = Instant::now();
        signal(&seat, Signal::TERM);
        while !seat.sent().ends_with(LEAVE) {
            assert!(start.elapsed() < SOON, "the terminal is not given back");
            std::thread::sleep(Duration::from_millis(5));
        }
        let back = start.elapsed();
        assert!(
            process(seat.pid()).is_some_and(|(state, _)| state != b'Z'),
            "it still tries to save"
        );
        assert!(seat.line.is_cooked());
        assert!(seat.line.end().took < SOON);
        Ok(back)
    });
    assert!(back.unwrap() < Duration::from_millis(700));
}

#[test]
fn nobody_suspends_it_by_accident_and_after_a_stop_it_draws_anew() {
    let town = Town::new();
    let mut seat = typing(&town, Bond::Own);
    for stray in [Signal::TSTP, Signal::USR1, Signal::USR2, Signal::PIPE] {
        signal(&seat, stray);
    }
    seat.text("甲");
    seat.wait("三起甲");
    assert!(
        process(seat.pid()).is_some_and(|(state, _)| state != b'T'),
        "it was not stopped"
    );

    // Somebody else has the terminal meanwhile and leaves it cooked and full of their own.
    signal(&seat, Signal::STOP);
    let theirs = seat.line.their_end();
    let sane = std::process::Command::new("stty")
        .arg("sane")
        .stdin(theirs.try_clone().unwrap())
        .status();
    assert!(sane.unwrap().success() && seat.line.is_cooked());
    rustix::io::write(&theirs, b"\x1b[?1049l\x1b[2J\x1b[Hsomebody else's words").unwrap();
    drop(theirs);
    seat.wait("somebody else");
    let sent = seat.sent().len();
    signal(&seat, Signal::CONT);
    let screen = seat.wait("三起甲");
    assert!(!screen.contains("somebody else"), "{screen}");
    assert!(!seat.line.is_cooked(), "raw again");
    let again = seat.sent().split_off(sent);
    assert!(
        again.starts_with(b"\x1b[?1049h\x1b[?2004h\x1b[?7l"),
        "its own screen again"
    );
    seat.text("乙");
    seat.wait("三起甲乙");
}
