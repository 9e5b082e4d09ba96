//! What one keyboard does is seen at the others, and whoever looks or types there is not moved by it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use std::time::{Duration, Instant};

use seat::reception::{number, open};
use seat::{Seat, Town};

/// A matter that both have in their list of what is owed.
fn filed(a: &mut Seat, words: &str) {
    a.press("F5");
    a.wait("照原话记");
    a.text(words);
    a.press("F9");
    a.wait("不留名");
    a.press("1");
    a.wait("0001");
    a.press("Esc");
}

/// How long what somebody pressed takes to another's screen. The figure is printed and not asserted: it is the machine's.
#[test]
fn what_one_keyboard_does_shows_at_the_other_where_selection_and_caret_stay() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    open(&mut a);
    number(&mut a, 1);
    b.wait("001");
    // The marker of the other keyboard stands on somebody, and stays there while others come.
    b.press("Tab");
    b.tab_to("001");
    let mut took = Vec::new();
    for n in 2..=22_u16 {
        a.press("F3");
        a.wait("取号");
        a.settle();
        let begun = Instant::now();
        a.press("F9");
        b.until("the number", |screen| screen.contains(&format!("等候{n}")));
        took.push(begun.elapsed());
        assert!(b.cursor_line().contains("001"), "{}", b.screen());
    }
    took.sort();
    println!(
        "key at one keyboard to the other's screen, median of {}: {:?}",
        took.len(),
        took[took.len() / 2]
    );
    // Whoever types is not moved by it, and sees it with their own next key elsewhere.
    b.press("F5");
    b.wait("照原话记");
    b.text("路灯不亮");
    let (screen, caret) = (b.settle(), b.cursor());
    number(&mut a, 23);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(b.cursor(), caret);
    assert!(screen.contains("路灯不亮") && b.screen().contains("路灯不亮"));
    b.text("了");
    b.wait("路灯不亮了");
}

#[test]
fn who_has_a_record_open_is_seen_before_it_is_opened_and_goes_with_them() {
    let town = Town::empty();
    let (mut a, mut b) = town.two_seats();
    filed(&mut a, "村口弯道看不见对面来车");
    for seat in [&mut a, &mut b] {
        seat.press("2");
        seat.wait("村口弯道");
    }
    assert!(!b.screen().contains("[林晓]"));
    a.press("Enter");
    a.wait("办理经过");
    b.wait("[林晓]");
    b.press("Enter");
    b.wait("林晓正开着这件");
    // The first hears of the second, too.
    a.wait("周敏正开着这件");
    a.press("Esc");
    b.wait_gone("林晓正开着这件");
    b.press("Esc");
    b.wait_gone("[林晓]");
    // Whoever is torn off has nothing open any more.
    a.press("Enter");
    b.wait("[林晓]");
    a.cut_power();
    b.press("Enter");
    b.wait("办理经过");
    b.press("Esc");
    b.wait_gone("[林晓]");
}
