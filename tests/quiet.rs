//! When nothing happens, nothing is sent, nothing runs, nobody wakes; when something happens, one write says so. What
//! others do waits while a field has the focus, and shows at once elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;
mod town;

use std::time::{Duration, Instant};

use seat::{Seat, Town};
use town::open_day;

/// What a process has used so far.
#[derive(Debug, PartialEq, Eq)]
struct Used {
    /// Bytes it has sent to its terminal.
    bytes: usize,
    /// Ticks of the processor, of all its threads.
    ticks: u64,
    /// How often any of its threads went to sleep by itself, which is how often it had woken.
    sleeps: u64,
}

fn proc_file(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn number_after(text: &str, name: &str) -> u64 {
    let found = text.lines().find_map(|l| l.strip_prefix(name));
    found.unwrap_or_else(|| panic!("no {name}")).trim().parse().unwrap()
}

fn used(a: &Seat) -> Used {
    let pid = a.pid();
    let stat = proc_file(&format!("/proc/{pid}/stat"));
    // After the name in brackets; the times are the 14th and 15th field of the line.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks = |n: usize| fields[n - 3].parse::<u64>().unwrap();
    let mut sleeps = 0;
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
        let status = proc_file(&task.unwrap().path().join("status").display().to_string());
        sleeps += number_after(&status, "voluntary_ctxt_switches:");
    }
    Used {
        bytes: a.sent().len(),
        ticks: ticks(14) + ticks(15),
        sleeps,
    }
}

/// Writes of the thread that draws, which writes to nothing but its terminal.
fn writes(a: &Seat) -> (u64, u64) {
    let pid = a.pid();
    let io = proc_file(&format!("/proc/{pid}/task/{pid}/io"));
    (number_after(&io, "syscw:"), number_after(&io, "wchar:"))
}

/// Waits until the program has not woken for two seconds: longer than it waits for a terminal that answers nothing.
fn at_rest(a: &Seat) -> Used {
    let mut last = used(a);
    for _ in 0..20 {
        std::thread::sleep(Duration::from_secs(2));
        let now = used(a);
        if now == last {
            return now;
        }
        last = now;
    }
    panic!("it never rests: {last:?}\n{}", a.screen());
}

#[test]
fn ten_idle_seconds_cost_nothing_in_a_field_and_on_a_list() {
    let mut town = Town::new();
    // Drafts are kept by the clock, so it has to run; the minute is far from turning.
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
    let mut field = town.seat();
    field.wait("林晓");
    field.press("F5");
    field.wait("照原话记");
    field.text("村口弯道看不见");
    field.wait("已存");
    let mut list = town.seat();
    list.wait("林晓");
    list.press("3");
    list.wait("1-18/76");
    let before = (at_rest(&field), at_rest(&list));
    std::thread::sleep(Duration::from_secs(10));
    assert_eq!((used(&field), used(&list)), before);
}

#[test]
fn the_clock_in_the_bar_costs_one_wake_up_a_minute_and_few_bytes() {
    let mut town = Town::new();
    // A clock that runs, some seconds before the minute turns: a terminal that answers nothing is waited for once.
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T09:41:46".into()));
    let a = town.seat();
    a.wait("09:41");
    let before = at_rest(&a);
    a.wait("09:42");
    a.settle();
    let after = used(&a);
    let bytes = after.bytes - before.bytes;
    println!("{bytes} bytes, {} sleeps", after.sleeps - before.sleeps);
    assert!(bytes <= 40, "{bytes} bytes for a minute");
    assert!(after.sleeps - before.sleeps <= 2, "{before:?} {after:?}");
    // In a field not even that.
    let mut a = a;
    a.press("F5");
    a.wait("照原话记");
}

#[test]
fn others_are_not_seen_in_a_field_and_are_seen_everywhere_else() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    open_day(&mut a, 2, &["xzg"]);
    b.wait("已接");
    a.press("F3").text("陈");
    a.wait("未存");
    // A second goes by, and what is typed is on the disk.
    town.clock("2026-11-23T08:50:02");
    a.wait("已存");
    at_rest(&a);
    let before = a.sent();
    // Another keyboard takes numbers, calls and files, over several minutes of the clock.
    for (n, minute) in [(1, "09:01"), (2, "09:02"), (3, "09:03")] {
        town.clock(&format!("2026-11-23T{minute}:00"));
        b.press("F3 Enter");
        b.wait(&format!("发出 {n:03}"));
    }
    b.press("F4");
    b.wait("请 001 到 2 桌");
    b.press("F5");
    b.wait("照原话记");
    b.text("村口弯道看不见").press("F9 2");
    b.wait("03-2026-0001");
    std::thread::sleep(Duration::from_secs(1));
    let sent = a.sent();
    assert_eq!(
        String::from_utf8_lossy(&sent[before.len()..]),
        "",
        "something was drawn under the hands of the one who types"
    );
    // The next key draws what it did, and leaving the field shows the rest.
    a.text("某");
    a.wait("陈某");
    a.press("Esc");
    a.wait("003");

    // Elsewhere it shows by itself.
    b.press("Esc Esc");
    let mut worst = Duration::ZERO;
    for n in 4..=8 {
        b.tap("F3");
        b.tap("Enter");
        b.wait(&format!("发出 {n:03}"));
        let start = Instant::now();
        a.wait(&format!("{n:03}"));
        worst = worst.max(start.elapsed());
    }
    println!("others' changes showed after at most {worst:?}");
    assert!(worst < Duration::from_secs(5), "{worst:?}");
}

/// One frame, one write: whoever reads the line never sees half of one.
#[test]
fn every_key_is_answered_with_one_write() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("待办");
    at_rest(&a);
    // By the time of day somebody may be at the table, and the desk says so until the first key.
    a.press("Ctrl-q");
    let one = |a: &mut Seat, key: &str, what: &str, times: u64| {
        let (calls, bytes) = writes(a);
        let seen = a.sent().len();
        a.press(key);
        let (calls, bytes) = (writes(a).0 - calls, writes(a).1 - bytes);
        let sent = a.sent().split_off(seen);
        let seen = sent.len();
        println!("{what:<32} {calls} writes, {bytes} bytes");
        let tail = String::from_utf8_lossy(&sent[seen.saturating_sub(200)..]);
        assert_eq!(calls, times, "{what}: {bytes} bytes, at the end {tail:?}");
        assert_eq!(bytes, seen as u64, "{what}");
        seen
    };
    assert_eq!(one(&mut a, "Ctrl-q", "a key that does nothing", 0), 0);
    // All rows of this list are there at once; a list that fetches ahead counts what came by a frame of its own.
    a.press("3");
    a.wait("1-18/76");
    a.settle();
    assert_eq!(one(&mut a, "Up", "an unchanged frame", 0), 0);
    one(&mut a, "Down", "Down inside the page", 1);
    for _ in 0..16 {
        let bytes = one(&mut a, "Down", "Down inside the page", 1);
        assert!(bytes <= 60, "{bytes} bytes");
    }
    one(&mut a, "Down", "Down turning the page", 1);
    one(&mut a, "PageDown", "page down", 1);
    let full = one(&mut a, "Ctrl-l", "a full repaint", 1);
    assert!(full > 1000, "{full}");
    a.press("Esc Esc F5");
    a.wait("照原话记");
    a.settle();
    // Typing draws the character; the draft that follows within a second draws its mark.
    let (calls, _) = writes(&a);
    let start = Instant::now();
    for (n, c) in "弯道看不见对面".chars().enumerate() {
        a.raw(c.to_string().as_bytes());
        let shown: String = "弯道看不见对面".chars().take(n + 1).collect();
        a.wait(&shown);
    }
    a.settle();
    let calls = writes(&a).0 - calls;
    let drafts = 2 * (start.elapsed().as_secs() + 1);
    println!("seven characters: {calls} writes in {:?}", start.elapsed());
    assert!((7..=7 + drafts).contains(&calls), "{calls} writes for seven characters");
    // In all this the cursor was shown once, by the first frame and by the repaint that owes nothing to what was there.
    let all = String::from_utf8_lossy(&a.sent()).into_owned();
    assert_eq!(
        (all.matches("\x1b[?25h").count(), all.matches("\x1b[?25l").count()),
        (2, 0)
    );
}

/// What a message to all terminals or a bad line leaves on the screen goes with the next one; a key inside one stays cheap.
#[test]
fn another_screen_is_drawn_whole_and_nothing_else_is() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    at_rest(&a);
    // The bar at the top does not change: it is sent only when everything is.
    let mut is_whole = |keys: &str, shows: &str| {
        let before = a.sent().len();
        a.press(keys);
        a.wait(shows);
        std::thread::sleep(Duration::from_millis(300));
        let sent = a.sent();
        let new = String::from_utf8_lossy(&sent[before..]);
        assert!(!new.contains("\x1b[2J"), "nothing is erased first: {keys}");
        new.contains("柳河镇")
    };
    assert!(is_whole("2", ">2意见"));
    assert!(is_whole("1", ">1今日"));
    // What lies over the screen leaves it where it is.
    assert!(!is_whole("F3", "指名代表"));
    assert!(!is_whole("Esc", ">1今日"));
    assert!(!is_whole(":", "打字筛选"));
    assert!(!is_whole("Esc", ">1今日"));
}

/// Threads of a process that bear a name, and how often they went to sleep by themselves: as often as they had been woken.
fn sleeps_of(a: &Seat, name: &str) -> u64 {
    let tasks = std::fs::read_dir(format!("/proc/{}/task", a.pid())).unwrap();
    let mut sleeps = 0;
    for task in tasks {
        let path = task.unwrap().path();
        if proc_file(&path.join("comm").display().to_string()).trim() == name {
            let status = proc_file(&path.join("status").display().to_string());
            sleeps += number_after(&status, "voluntary_ctxt_switches:");
        }
    }
    sleeps
}

/// An act writes to the folder some thirty times. The screen is read once for all of them, when they are through.
#[test]
fn an_act_of_ones_own_is_read_once_and_wakes_nobody_for_its_own_stir() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    for n in 1..=3 {
        a.press("F3");
        at_rest(&a);
        let (reader, writes_before) = (sleeps_of(&a, "reader"), writes(&a).0);
        a.press("Enter");
        a.wait(&format!("发出 {n:03}"));
        at_rest(&a);
        let (reader, calls) = (sleeps_of(&a, "reader") - reader, writes(&a).0 - writes_before);
        println!("number {n}: the reader slept {reader} times, {calls} writes to the terminal");
        // The first screen, and afterwards whether anybody else has written; a lock may cost a short sleep more.
        assert!(reader <= 4, "the reader was woken {reader} times for one act");
        // With what the act has changed, or, on a slow machine, once more for that.
        assert!(calls <= 2, "{calls} frames for one act");
    }
}

/// Nobody is told of others while an act of one's own is under way, and nothing they did is lost by that.
#[test]
fn what_others_write_during_ones_own_act_is_seen_with_it_or_after_it() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    a.wait("林晓");
    b.wait("周敏");
    for round in 0..8 {
        for seat in [&mut a, &mut b] {
            seat.press("F3");
            seat.wait("指名代表");
        }
        a.tap("Enter");
        b.tap("Enter");
        let both = format!(">等候 {} ", 2 * round + 2);
        a.wait(&both);
        b.wait(&both);
        let said = format!("发出 {:03}", 2 * round + 1);
        assert!(
            a.screen().contains(&said) || b.screen().contains(&said),
            "{}",
            a.screen()
        );
    }
}
