//! What scenarios of a reception with two seats begin with.

use std::sync::Barrier;

use super::Seat;

/// A reception of today at two tables, staff receiving until a deputy comes.
pub fn open(a: &mut Seat) {
    a.palette("开始接待");
    a.wait("今天的接待");
    a.press("Tab Tab Tab Delete Backspace").text("2");
    a.press("Tab Tab Tab").text("zjj").press("1 F9");
    a.wait("工作人员代接");
    a.press("2");
    a.wait("已接");
}

/// Gives the next number, which has to be this one.
pub fn number(a: &mut Seat, n: u16) {
    a.press("F3");
    a.wait("取号");
    a.press("Enter");
    a.wait(&format!("发出 {n:03}"));
}

/// A key at either seat, in the same instant.
pub fn together(a: &mut Seat, b: &mut Seat, keys: (&str, &str)) {
    let gate = Barrier::new(2);
    std::thread::scope(|s| {
        for (seat, key) in [(a, keys.0), (b, keys.1)] {
            let gate = &gate;
            s.spawn(move || {
                gate.wait();
                seat.tap(key);
            });
        }
    });
}
