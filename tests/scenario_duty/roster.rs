//! The duty roster on the day (S14): who stands in, why somebody is away, nobody there.

use crate::seat::Town;
use crate::town::{act, on_duty, only, open_day, session, sound, visit};

#[test]
fn s14_a_substitute_stands_in_with_three_keys_and_earlier_visits_stay() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let b = town.seat_with(&["--table", "2"], (80, 24));
    open_day(&mut a, 2, &["xzg", "dtl"]);
    // One visit with the first deputy, before anything changes.
    a.press("BackTab Enter 1");
    a.wait("谢志贵 到了");
    a.press("Tab F4");
    a.wait("照原话记");
    a.text("老街路灯不亮")
        .press("PageDown")
        .text("王秀英")
        .press("PageDown 4 F9");
    a.wait("03-2026-0001");
    a.press("2");
    a.wait("谈完；没有人在等");
    let before = visit(&town, 1);
    let filed = only(&town);

    // The second asks leave and somebody else comes.
    a.keys = 0;
    a.press("Ctrl-r 1").text("twm").press("1");
    a.wait("段涛力 请假，已换人");
    assert_eq!(a.keys, 3, "two or three keys");
    for screen in [a.screen(), b.wait("陶武敏代")] {
        let line = screen.lines().find(|l| l.contains("段涛力")).unwrap();
        assert!(line.contains("请假 陶武敏代"), "{screen}");
        let line = screen.lines().find(|l| l.contains("  陶武敏  ")).unwrap();
        assert!(
            line.contains("2 桌") && line.contains("08:50"),
            "at the free table:\n{screen}"
        );
    }
    let (p, q) = (on_duty(&town, "段涛力"), on_duty(&town, "陶武敏"));
    assert_eq!(
        (p["state"].as_str(), p["substituted_by"].as_str()),
        (Some("leave"), Some("陶武敏"))
    );
    assert_eq!(p["reason"], "请假");
    assert_eq!(
        (q["state"].as_str(), q["stands_for"].as_str()),
        (Some("in"), Some("段涛力"))
    );
    assert_eq!(visit(&town, 1), before, "what was before stays");
    assert_eq!(only(&town), filed);
    sound(&town);
}

#[test]
fn s14_the_reason_of_a_leave_stays_when_somebody_stands_in_later() {
    let town = Town::new();
    let mut a = town.seat();
    open_day(&mut a, 1, &["xzg"]);
    a.press("BackTab Enter 2 1");
    a.wait("请假 生病");
    a.press("Ctrl-r 1").text("twm").press("1");
    a.wait("陶武敏代");
    let p = on_duty(&town, "谢志贵");
    assert_eq!(
        (p["reason"].as_str(), p["state"].as_str()),
        (Some("生病"), Some("leave"))
    );
    assert_eq!(p["substituted_by"], "陶武敏");
}

#[test]
fn s14_with_nobody_there_the_staff_receive_and_it_says_so() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let b = town.seat();
    open_day(&mut a, 1, &["xzg"]);
    assert_eq!(session(&town)["presence"], "on_the_way");
    act(&mut a, "工作人员代接");
    a.wait("工作人员");
    a.until("it is marked", |_| session(&town)["presence"] == "staff_only");
    b.until("the other screen says so", |s| {
        s.lines().any(|l| l.contains("值班代表") && l.contains("工作"))
    });
    a.press("F4");
    a.wait("照原话记");
    a.text("问低保").press("Esc F7");
    a.wait("没写完");
    assert_eq!(session(&town)["received"], 1);
    sound(&town);
}
