//! Deputies and units.

use serde_json::Value;
use uuid::Uuid;

use super::super::here::Reading;
use super::super::rows::{Row, Sink};
use super::ENOUGH;
use super::values::phone;
use crate::domain::record::{Deputy, DeputyProfile, Rev, UnitProfile};
use crate::domain::shape::Class;
use crate::domain::view::{Answer, Query};
use crate::error::Fail;

/// Deputies found by name or pinyin.
pub fn all_deputies(reading: &Reading, matching: &str) -> Result<Vec<Deputy>, Fail> {
    let query = Query::Deputies {
        matching: matching.to_owned(),
        limit: ENOUGH,
    };
    Ok(match reading.ask(&query)? {
        Answer::Deputies(all) => all,
        _ => Vec::new(),
    })
}

/// Rows of deputies.
pub fn deputies(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    let all = all_deputies(reading, matching)?;
    let rows = all.iter().map(|d| row(d.profile.said(), d.active, d.rev, d.id.0));
    let _ = { rows }.try_for_each(to);
    Ok(())
}

/// Rows of units.
pub fn units(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    let query = Query::Units {
        matching: matching.to_owned(),
        kind: None,
        limit: ENOUGH,
    };
    let Answer::Units(all) = reading.ask(&query)? else {
        return Ok(());
    };
    let rows = all.iter().map(|u| row(u.profile.said(), u.active, u.rev, u.id.0));
    let _ = { rows }.try_for_each(to);
    Ok(())
}

/// What a profile says, and what is known beside it.
fn row(said: Vec<(&'static str, Class, Value)>, active: bool, rev: Rev, id: Uuid) -> Row {
    let shown = said.into_iter().map(|(key, class, value)| match class {
        Class::Private => (key, phone(value.as_str())),
        _ => (key, value),
    });
    shown
        .chain([
            ("active", active.into()),
            ("rev", rev.into()),
            ("id", id.to_string().into()),
        ])
        .collect()
}

/// What of a deputy and of a unit stands in the columns for people.
const SHOWN: [&str; 8] = [
    "name",
    "short",
    "kind",
    "levels",
    "post",
    "constituency",
    "contact",
    "phone",
];

fn keys(said: Vec<(&'static str, Class, Value)>, only_shown: bool) -> Vec<&'static str> {
    let all = row(said, true, 0, Uuid::nil()).into_iter().map(|(key, _)| key);
    all.filter(|key| !only_shown || SHOWN.contains(key)).collect()
}

/// The keys of a deputy, those for people alone where that is asked.
pub fn deputy_keys(only_shown: bool) -> Vec<&'static str> {
    keys(DeputyProfile::default().said(), only_shown)
}

/// The keys of a unit, those for people alone where that is asked.
pub fn unit_keys(only_shown: bool) -> Vec<&'static str> {
    keys(UnitProfile::default().said(), only_shown)
}
