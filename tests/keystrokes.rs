//! The keystroke table of the plan (section 6): every key sent to the pty counted, from the first screen, text not; the
//! outcome read by `list --json`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;
mod town;

use seat::{Seat, Town};
use town::{kinds, only, open_day, sound, today, visit};

/// A reception that runs, one keyboard at one table, on the first screen.
fn desk(town: &Town) -> Seat {
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.keys = 0;
    a
}

/// Keys since the last count.
fn took(a: &mut Seat) -> usize {
    std::mem::take(&mut a.keys)
}

#[test]
fn the_queue_costs_what_the_plan_says() {
    let town = Town::new();
    let mut a = desk(&town);
    a.press("F3 Enter");
    a.wait("发出 001");
    assert_eq!(took(&mut a), 2, "take a number");
    a.press("F3").text("蓝布衫大姐").press("F9");
    a.wait("发出 002");
    assert_eq!(took(&mut a), 2, "take a number with a mark");
    assert_eq!(today(&town).iter().filter(|v| v["state"] == "waiting").count(), 2);

    a.press("F4");
    a.wait("请 001 到 1 桌");
    assert_eq!(took(&mut a), 1, "call next");
    assert_eq!(visit(&town, 1)["state"], "called");

    a.press("F6");
    a.until("the no-show is noted", |_| visit(&town, 1)["state"] == "missed");
    assert_eq!(took(&mut a), 1, "no-show");
    sound(&town);
}

#[test]
fn receiving_filing_and_handing_over_cost_what_the_plan_says() {
    let town = Town::new();
    let mut a = desk(&town);
    a.press("F4");
    a.wait("照原话记");
    assert_eq!(took(&mut a), 1, "number, call and form in one when nobody waits");
    assert_eq!(visit(&town, 1)["state"], "talking");
    a.text("村口弯道看不见对面来车，希望装一面凸面镜。").press("Tab 1");
    a.wait("道路交通");
    assert_eq!(took(&mut a), 2, "category");
    a.press("PageDown").text("王秀英");
    assert_eq!(took(&mut a), 1, "on to the name");
    a.press("PageDown 2 1");
    a.wait("村建办");
    assert_eq!(took(&mut a), 3, "handed over, with the unit");
    a.press("F9");
    a.wait("03-2026-0001");
    assert_eq!(took(&mut a), 1, "file");
    let o = only(&town);
    assert_eq!(
        (o["state"].as_str(), o["unit"].as_str()),
        (Some("handed_over"), Some("村建办"))
    );
    assert_eq!(
        (o["category"].as_str(), o["person"].as_str()),
        (Some("road"), Some("王秀英"))
    );
    assert!(o["due"].is_string());
    sound(&town);
}

#[test]
fn a_unit_that_is_not_guessed_costs_its_initials_and_three_keys() {
    let town = Town::new();
    let mut a = desk(&town);
    a.press("F4");
    a.wait("照原话记");
    a.text("王秀英说孩子上学远").press("Tab 1 PageDown").text("王秀英");
    a.keys = 0;
    a.press("PageDown 2").text("xjyj").press("1");
    assert_eq!(took(&mut a), 3, "unit");
    a.press("F9");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["unit"], "县教育局");
}

#[test]
fn answered_on_the_spot_and_satisfied_costs_two() {
    let town = Town::new();
    let mut a = desk(&town);
    a.press("F4");
    a.wait("照原话记");
    a.text("低保要带什么材料")
        .press("Tab 1 PageDown")
        .text("孙国芳")
        .press("PageDown");
    a.keys = 0;
    a.press("1 1");
    assert_eq!(took(&mut a), 2, "answered on the spot and satisfied");
    a.text("身份证和户口本，材料齐了当天就能办").press("F9");
    a.wait("03-2026-0001");
    let o = only(&town);
    assert_eq!((o["on_spot"].as_bool(), o["told"].as_bool()), (Some(true), Some(true)));
    assert_eq!(
        (o["grade"].as_str(), o["state"].as_str()),
        (Some("satisfied"), Some("closed"))
    );
    assert_eq!(kinds(&o), ["opinion_filed", "answered_on_spot"]);
    sound(&town);
}

/// One matter that was answered and waits to be told.
fn answered(town: &Town, a: &mut Seat) {
    a.press("F4");
    a.wait("照原话记");
    a.text("老街路灯不亮")
        .press("Tab 1 PageDown")
        .text("王秀英")
        .press("Tab")
        .text("13700004410");
    a.press("PageDown 2 1 F9");
    a.wait("03-2026-0001");
    a.press("2");
    a.wait("谈完；没有人在等");
    a.press("BackTab BackTab Enter 2");
    a.wait("记答复");
    a.text("换了新灯").press("Tab 1 F9");
    a.wait("待反馈1");
    a.press("Tab Tab");
    assert_eq!(only(town)["state"], "answered");
    a.keys = 0;
}

#[test]
fn told_and_satisfied_costs_two() {
    let town = Town::new();
    let mut a = desk(&town);
    answered(&town, &mut a);
    a.press("F8");
    a.wait("13700004410");
    a.press("1");
    a.wait_gone("待反馈1");
    assert_eq!(took(&mut a), 2, "told and satisfied");
    let o = only(&town);
    assert_eq!(
        (o["told"].as_bool(), o["grade"].as_str()),
        (Some(true), Some("satisfied"))
    );
    assert_eq!(o["state"], "closed");
    sound(&town);
}

#[test]
fn nobody_answered_costs_one() {
    let town = Town::new();
    let mut a = desk(&town);
    answered(&town, &mut a);
    a.press("Ctrl-n");
    a.until("the attempt is filed", |_| only(&town)["failed_tellings"] == 1);
    assert_eq!(took(&mut a), 1, "nobody answered");
    let o = only(&town);
    assert_eq!(
        (o["told"].as_bool(), o["state"].as_str()),
        (Some(false), Some("answered"))
    );
    // With the page of the call open it is one key more, by its digit or by the same key. An hour later it is another.
    town.clock("2026-11-23T10:40:00");
    a.press("F8");
    a.wait("13700004410");
    a.press("Ctrl-n");
    a.until("the second attempt is filed", |_| only(&town)["failed_tellings"] == 2);
    a.wait_gone("13700004410");
    town.clock("2026-11-23T11:50:00");
    a.press("F8 3");
    a.until("the third attempt is filed", |_| only(&town)["failed_tellings"] == 3);
    sound(&town);
}
