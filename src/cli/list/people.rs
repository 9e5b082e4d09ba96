//! Deputies and units.

use serde_json::json;

use super::super::here::Reading;
use super::super::rows::Row;
use super::ENOUGH;
use super::values::phone;
use crate::domain::record::{Deputy, Unit};
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
pub fn deputies(reading: &Reading, matching: &str) -> Result<Vec<Row>, Fail> {
    let row = |d: &Deputy| {
        let p = &d.profile;
        vec![
            ("name", json!(p.name)),
            ("levels", json!(p.levels)),
            ("sex", json!(p.sex)),
            ("nation", json!(p.nation)),
            ("born", json!(p.born)),
            ("party", json!(p.party)),
            ("post", json!(p.post)),
            ("constituency", json!(p.constituency)),
            ("team", json!(p.team)),
            ("speciality", json!(p.speciality)),
            ("phone", phone(p.phone.as_ref())),
            ("note", json!(p.note)),
            ("active", json!(d.active)),
            ("rev", json!(d.rev)),
        ]
    };
    Ok(all_deputies(reading, matching)?.iter().map(row).collect())
}

/// Rows of units.
pub fn units(reading: &Reading, matching: &str) -> Result<Vec<Row>, Fail> {
    let query = Query::Units {
        matching: matching.to_owned(),
        kind: None,
        limit: ENOUGH,
    };
    let Answer::Units(all) = reading.ask(&query)? else {
        return Ok(Vec::new());
    };
    let row = |u: &Unit| {
        let p = &u.profile;
        vec![
            ("name", json!(p.name)),
            ("short", json!(p.short)),
            ("kind", json!(p.kind)),
            ("contact", json!(p.contact)),
            ("phone", phone(p.phone.as_ref())),
            ("scope", json!(p.scope)),
            ("via", json!(p.via)),
            ("active", json!(u.active)),
            ("rev", json!(u.rev)),
        ]
    };
    Ok(all.iter().map(row).collect())
}
