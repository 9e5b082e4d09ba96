//! What every scenario at the counter begins with, and what it looks at in the end.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc
)]

use serde_json::Value;

use crate::seat::{Seat, Town};

/// Opens today's reception with this many tables and these deputies, by initials; nobody has signed in.
pub fn open_day(a: &mut Seat, tables: u8, deputies: &[&str]) {
    a.wait("林晓");
    act(a, "开始接待");
    a.wait("今天的接待");
    a.press("Tab Tab Tab Backspace").text(&tables.to_string());
    a.press("Tab Tab Tab");
    for d in deputies {
        a.text(d);
        a.press("1");
    }
    a.press("F9");
    a.wait("代表在路上，先接待");
    a.press("1");
    a.wait("已接");
}

/// Starts an act by its name, as somebody does who knows no key.
pub fn act(a: &mut Seat, name: &str) {
    a.press(":");
    a.wait("打字筛选");
    a.text(name);
    a.press("Enter");
}

/// Types into the form that is open: text and keys in turn. `#` before a word makes it keys.
pub fn fill(a: &mut Seat, steps: &[&str]) {
    for s in steps {
        match s.strip_prefix('#') {
            Some(keys) => a.press(keys),
            None => a.text(s),
        };
    }
}

/// The visits of the day.
pub fn today(town: &Town) -> Vec<Value> {
    town.list(&["today"]).as_array().unwrap().clone()
}

/// The visit of a number.
pub fn visit(town: &Town, ticket: u64) -> Value {
    let all = today(town);
    let found = all.iter().find(|v| v["ticket"] == ticket);
    found.unwrap_or_else(|| panic!("no {ticket} in {all:#?}")).clone()
}

/// The matters, oldest first.
pub fn opinions(town: &Town) -> Vec<Value> {
    let mut all = town.list(&["opinions"]).as_array().unwrap().clone();
    all.reverse();
    all
}

/// The only matter there is.
pub fn only(town: &Town) -> Value {
    let all = opinions(town);
    assert_eq!(all.len(), 1, "{all:#?}");
    all[0].clone()
}

/// The newest reception.
pub fn session(town: &Town) -> Value {
    town.list(&["sessions"])[0].clone()
}

/// A deputy's line of the newest reception.
pub fn on_duty(town: &Town, name: &str) -> Value {
    let s = session(town);
    let all = s["deputies"].as_array().unwrap();
    let found = all.iter().find(|d| d["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {all:#?}")).clone()
}

/// The kinds of the history of a matter.
pub fn kinds(opinion: &Value) -> Vec<String> {
    let all = opinion["history"].as_array().unwrap();
    all.iter().map(|h| h["kind"].as_str().unwrap().to_owned()).collect()
}

/// The station's books are in order: everything counted again from its history.
pub fn sound(town: &Town) {
    town.ok(&["check", "--deep"]);
}
