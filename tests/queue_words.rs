//! The queue, the duty and the words at the built program, pressed as a clerk presses them: every line of the list of faults
//! of these has its test here or beside what it is about, named after it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

#[path = "support/queue_rules.rs"]
mod queue_rules;
mod seat;
mod town;

use seat::{Seat, Town, bytes_of};
use serde_json::Value;
use town::open_day;
use zhiban::domain::view::{Answer, Asker, Query};

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, of: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % of
    }
}

/// What hands do at the desk; what is no name of a key is text, which stands alone: an input method that is on commits all of it
/// at once, and nobody can tell from the bytes where it did.
const HANDS: [&str; 34] = [
    "F3",
    "F3",
    "F4",
    "F5",
    "F6",
    "F7",
    "F8",
    "F9",
    "F9",
    "Enter",
    "Enter",
    "Enter",
    "Tab",
    "Tab",
    "BackTab",
    "Esc",
    "Esc",
    "Down",
    "Up",
    "PageDown",
    "1",
    "2",
    "3",
    "9",
    "赵六",
    "12",
    "修路的事",
    "石桥村口",
    "王秀英",
    "13712344410",
    "Backspace",
    "?",
    "Space",
    "村口弯道看不见对面来车",
];

/// What was kept, without what differs from file to file.
fn kept(town: &Town) -> Vec<Value> {
    let mut all: Vec<Value> = ["today", "opinions"]
        .into_iter()
        .flat_map(|list| town.list(&[list]).as_array().unwrap().clone())
        .collect();
    for row in &mut all {
        row.as_object_mut().unwrap().retain(|name, _| !name.ends_with("id"));
    }
    all
}

/// Presses a script and says what was kept, and what the screen shows in the end.
fn pressed(script: &[&str], size: (u16, u16), press: impl Fn(&mut Seat, &[&str])) -> (Vec<Value>, String) {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.resize(size.0, size.1);
    press(&mut a, script);
    // Whatever is under way is over when nothing comes any more, also on a machine that does much else.
    for _ in 0..5 {
        a.settle();
    }
    let screen: Vec<String> = a.settle().lines().map(|l| l.trim_end().to_owned()).collect();
    let screen = screen.join("\n");
    drop(a);
    (kept(&town), screen)
}

fn one_by_one(a: &mut Seat, script: &[&str]) {
    for key in script {
        a.raw(&bytes_of(key));
        a.settle();
    }
}

fn at_once(a: &mut Seat, script: &[&str]) {
    let all: Vec<u8> = script.iter().flat_map(|key| bytes_of(key)).collect();
    a.raw(&all);
}

/// In pieces that know no keys, with pauses shorter than what a lone escape is waited for.
fn in_pieces(a: &mut Seat, script: &[&str]) {
    let all: Vec<u8> = script.iter().flat_map(|key| bytes_of(key)).collect();
    let mut dice = Dice(all.len() as u64);
    let mut rest = all.as_slice();
    while !rest.is_empty() {
        let (piece, more) = rest.split_at((1 + dice.roll(7)).min(rest.len()));
        a.raw(piece);
        std::thread::sleep(std::time::Duration::from_millis(dice.roll(8) as u64));
        rest = more;
    }
}

#[test]
fn a1_a_script_gives_the_same_however_the_line_stalls() {
    let mut scripts: Vec<Vec<&str>> = vec![
        vec!["F3", "王二", "Enter", "3", "Enter", "石桥村口"],
        vec![
            "F3",
            "赵六",
            "Enter",
            "12",
            "Enter",
            "修路的事",
            "Enter",
            "F9",
            "F4",
            "F5",
            "Esc",
            "2",
            "Enter",
        ],
        vec!["F3", "F9", "F3", "F9", "F3", "F9", "F4", "F4", "F6", "Down", "F4"],
        vec![
            "F4",
            "村口弯道看不见对面来车",
            "Tab",
            "1",
            "PageDown",
            "王秀英",
            "PageDown",
            "2",
            "1",
            "F9",
            "Esc",
            "2",
        ],
        vec!["F3", "赵六", "Esc", "3", "Down", "Enter", "Esc", "1", "F3", "F9"],
    ];
    let mut dice = Dice(20_261_123);
    for _ in 0..5 {
        let mut script: Vec<&str> = Vec::new();
        while script.len() < 14 {
            let key = HANDS[dice.roll(HANDS.len())];
            let is_text = |key: &str| !key.is_ascii() || key.len() > 9 || key.parse::<u64>().is_ok();
            if !is_text(key) || !script.last().is_some_and(|last| is_text(last)) {
                script.push(key);
            }
        }
        scripts.push(script);
    }
    for (n, script) in scripts.iter().enumerate() {
        let size = [(80, 24), (120, 36), (60, 16)][n % 3];
        let (whole, stalled, pieces) = std::thread::scope(|s| {
            let whole = s.spawn(|| pressed(script, size, one_by_one));
            let stalled = s.spawn(|| pressed(script, size, at_once));
            let pieces = pressed(script, size, in_pieces);
            (whole.join().unwrap(), stalled.join().unwrap(), pieces)
        });
        assert_eq!(stalled.0, whole.0, "{script:?} at once");
        assert_eq!(stalled.1, whole.1, "{script:?} at once");
        assert_eq!(pieces.0, whole.0, "{script:?} in pieces");
        assert_eq!(pieces.1, whole.1, "{script:?} in pieces");
    }
}

/// Two keyboards, one a table, pressing what they like: nobody's talk is ended from the other one, no number stands twice, no
/// table has two people, and whoever has said something is no no-show.
#[test]
fn c1_to_c5_two_keyboards_never_touch_each_others_table() {
    let keys = [
        "F3", "F4", "F5", "F6", "F7", "Enter", "1", "2", "6", "Esc", "Esc", "Down", "Up", "Ctrl-k", "F9",
    ];
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    open_day(&mut a, 2, &["xzg", "dtl"]);
    b.wait("已接");
    let mut dice = Dice(77);
    for n in 0..200 {
        let key = keys[dice.roll(keys.len())];
        let seat = if dice.roll(2) == 0 { &mut a } else { &mut b };
        seat.raw(&bytes_of(key));
        // Every so often both at once.
        if n % 3 == 0 {
            let other = keys[dice.roll(keys.len())];
            let seat = if dice.roll(2) == 0 { &mut a } else { &mut b };
            seat.raw(&bytes_of(other));
        }
        std::thread::sleep(std::time::Duration::from_millis(20 + dice.roll(40) as u64));
    }
    for _ in 0..3 {
        a.settle();
        b.settle();
    }
    let screens = [a.screen(), b.screen()];
    drop((a, b));
    let conn = zhiban::store::open::open(&town.db(), zhiban::store::open::Access::Reader).unwrap();
    let happened = queue_rules::holds(&conn);
    assert!(happened > 10, "{happened} events\n{screens:?}");
}

/// Case 32: the night between two days in an open reception.
#[test]
fn b10_a_night_in_an_open_reception_gives_no_number_twice_and_no_wait_of_a_night() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    for n in ["001", "002"] {
        a.press("F3 Enter");
        a.wait(&format!("发出 {n}"));
    }
    town.clock("2026-11-24T08:40:00");
    a.press("F3");
    a.wait("昨天的接待还没结束");
    a.press("2");
    a.wait("发号");
    a.press("Enter");
    let screen = a.until("a third number", |s| s.contains("发出 003") || s.contains("确认日子"));
    if screen.contains("确认日子") {
        a.press("1");
        a.wait("发出 003");
    }
    a.press("F4");
    a.wait("请 001 到 1 桌");
    a.press("F7");
    a.press("3");
    a.settle();
    drop(a);
    let desk = zhiban::store::Desk::open(&town.db(), None).unwrap();
    let day = |n| zhiban::domain::moment::Day::from_ymd_opt(2026, 11, n).unwrap();
    let query = Query::Figures {
        spans: vec![(day(23), day(24))],
    };
    let answer = zhiban::store::read::answer(desk.conn(), desk.vault(), Asker::Person(None, day(24)), &query).unwrap();
    let Answer::Figures(figures) = answer else { panic!() };
    assert_eq!((figures[0].mean_wait, figures[0].doubtful), (None, 1), "{figures:?}");
    drop(desk);
    // A line of another program that names no reception does not mean yesterday's.
    let out = town.run_with(
        &["do", "-", "--json"],
        "{\"act\":\"queue.number\",\"label\":\"晚来的\"}\n",
    );
    let said: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(said["ok"], true, "{said}");
    let conn = zhiban::store::open::open(&town.db(), zhiban::store::open::Access::Reader).unwrap();
    let newest = "SELECT session IS NULL FROM visit ORDER BY n DESC LIMIT 1";
    assert!(
        conn.query_row(newest, [], |row| row.get::<_, bool>(0)).unwrap(),
        "no reception of yesterday"
    );
}
