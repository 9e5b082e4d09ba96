//! What one keyboard does is seen at the others, and whoever looks or types there is not moved by it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use std::time::{Duration, Instant};

use seat::reception::{number, open, together};
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

/// Chooses the row of a menu that says this, by its digit.
fn choose(seat: &mut Seat, words: &str) {
    let screen = seat.wait(words);
    let row = screen.lines().find(|line| line.contains(words)).unwrap();
    let before = row.split(words).next().unwrap();
    let digit = before.chars().rev().find(char::is_ascii_digit).unwrap();
    seat.press(&digit.to_string());
}

#[test]
fn a_talk_whose_program_was_killed_is_taken_over_and_its_words_are_in_what_is_not_written_yet() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    open(&mut a);
    number(&mut a, 1);
    b.wait("001");
    a.press("F4");
    a.wait("请 001 到 1 桌");
    a.press("F5");
    a.wait("照原话记");
    a.text("排水沟堵了").press("Esc");
    a.wait("没写完1");
    a.press("F5");
    a.wait("排水沟堵了");
    b.press("Tab");
    b.tab_to("桌在谈");
    b.press("Enter");
    choose(&mut b, "接手到本桌");
    b.wait("林晓的值班台还开着");
    b.press("Esc");
    a.cut_power();
    // The menu asks for who is there; the next one knows.
    b.press("Enter");
    b.wait("接手到本桌");
    b.settle();
    b.press("Esc Enter");
    choose(&mut b, "接手到本桌");
    b.wait("林晓刚有过动静");
    b.press("Esc");
    assert_eq!(town.visit(1)["table"], 1);
    town.clock("2026-11-23T08:53:00");
    b.press("Enter");
    choose(&mut b, "接手到本桌");
    b.wait("*理由");
    b.text("停电").press("F9");
    b.wait("已转到 2 桌");
    assert_eq!(town.visit(1)["table"], 2);
    assert!(town.log_of(1).contains(&"visit_moved".to_owned()));
    // Whoever comes back has their words.
    let back = town.seat_with(&["--account", "林晓", "--table", "1"], (80, 24));
    back.wait("没写完1");
}

#[test]
fn of_two_who_take_the_same_talk_over_at_once_one_does() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    let accounts = town.ok(&["--account", "林晓", "accounts", "list", "--json"]);
    let accounts: serde_json::Value = serde_json::from_str(&accounts).unwrap();
    let login = accounts[0]["login"].as_str().unwrap().to_owned();
    town.ok(&[
        "--account",
        "林晓",
        "accounts",
        "add",
        "--name",
        "何敏",
        "--os",
        &login,
        "--role",
        "clerk",
    ]);
    a.palette("开始接待");
    a.wait("今天的接待");
    a.press("Tab Tab Tab Delete Backspace").text("3");
    a.press("Tab Tab Tab").text("zjj").press("1 F9");
    a.wait("工作人员代接");
    a.press("2");
    a.wait("已接");
    number(&mut a, 1);
    a.press("F4");
    a.wait("请 001 到 1 桌");
    let mut c = town.seat_with(&["--account", "何敏", "--table", "3"], (80, 24));
    c.wait("001");
    b.wait("001");
    a.cut_power();
    town.clock("2026-11-23T08:53:00");
    for seat in [&mut b, &mut c] {
        seat.press("Tab");
        seat.tab_to("1桌");
        seat.press("Enter");
        seat.wait("接手到本桌");
        seat.settle();
        seat.press("Esc Enter");
        choose(seat, "接手到本桌");
        seat.wait("*理由");
        seat.text("停电");
    }
    together(&mut b, &mut c, ("F9", "F9"));
    let (b, c) = (b.settle(), c.settle());
    let moved = |screen: &str| screen.contains("已转到");
    assert!(moved(&b) != moved(&c), "{b}\n{c}");
    let other = if moved(&b) { &c } else { &b };
    assert!(other.contains("001") && other.contains("08:53"), "{other}");
    let moves = town.log_of(1).iter().filter(|kind| *kind == "visit_moved").count();
    assert_eq!(moves, 1);
}
