//! The queue, the duty and the words at the built program, pressed as a clerk presses them: every line of the list of faults
//! of these has its test here or beside what it is about, named after it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;
mod town;

use seat::{Seat, Town, bytes_of};
use serde_json::Value;
use town::open_day;

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
