//! Values as lists show them.

use serde_json::Value;

use super::super::args::What;
use super::super::rows::Row;
use crate::domain::code::{Level, OpinionState, SessionState, UnitKind, VisitState};
use crate::domain::mask::mask_phone;
use crate::domain::moment::{Day, Moment};
use crate::i18n::{Lang, code};

/// A moment, for programs.
pub fn iso(at: Option<Moment>) -> Value {
    at.map_or(Value::Null, |m| Value::from(m.iso()))
}

/// A day.
pub fn day(day: Option<Day>) -> Value {
    day.map_or(Value::Null, |d| Value::from(d.to_string()))
}

/// A phone number, masked.
pub fn phone(digits: Option<&str>) -> Value {
    digits.map_or(Value::Null, |d| Value::from(mask_phone(d)))
}

/// In columns a time is hour and minute, a deputy a name, and a code the word of the screen.
pub fn for_people(what: What, lang: Lang, mut row: Row) -> Row {
    for (key, value) in &mut row {
        match value {
            Value::String(s) if key.ends_with("_at") => {
                *value = Value::from(s.get(11..16).unwrap_or_default());
            }
            Value::String(s) => {
                if let Some(word) = word(what, key, s, lang) {
                    *value = Value::from(word);
                }
            }
            Value::Array(all) if *key == "deputies" => {
                let names = all.iter().filter_map(|d| d.get("name").or(Some(d))).cloned().collect();
                *value = Value::Array(names);
            }
            Value::Array(all) if *key == "levels" => {
                let level = |v: &Value| Level::from_code(v.as_str()?).map(|l| Value::from(code::level(lang, l)));
                *value = all.iter().filter_map(level).collect();
            }
            _ => {}
        }
    }
    row
}

fn word(what: What, key: &str, value: &str, lang: Lang) -> Option<&'static str> {
    match (what, key) {
        (What::Today | What::Queue, "state") => VisitState::from_code(value).map(|s| code::visit_state(lang, s)),
        (What::Sessions, "state") => SessionState::from_code(value).map(|s| code::session_state(lang, s)),
        (What::Opinions, "state") => OpinionState::from_code(value).map(|s| code::opinion_state(lang, s)),
        (What::Units, "kind") => UnitKind::from_code(value).map(|k| code::unit_kind(lang, k)),
        _ => None,
    }
}
