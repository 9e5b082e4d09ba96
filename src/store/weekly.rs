//! A look at the whole file every few days, also when every session ended in order: most damage is met long after it was done,
//! and by then the good backups are gone.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, Transaction};

use super::error::StoreError;
use super::integrity::met;
use super::open::{self, Access};
use super::turn::{self, CAP, Turnstile};
use super::unclean_end::Verdict;
use super::{integrity, keys, log, rules};
use crate::domain::moment::Moment;

/// When the file was last found whole.
const META: &str = "checked_ms";
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// More entries than anybody files for practice.
const MADE_UP: i64 = 2_000;
/// After so many entries it rests, so that whoever works is not kept.
const PIECE: i64 = 256;
const REST: Duration = Duration::from_millis(2);

/// Whether the days its rules give are over since the file was last found whole.
pub fn is_due(conn: &Connection, now: Moment) -> Result<bool, StoreError> {
    let Some(rules) = rules::in_force(conn)? else {
        return Ok(false);
    };
    let days = i64::from(rules.rules.limits.check_days);
    let last = match log::meta(conn, META)?.and_then(|at| at.parse().ok()) {
        Some(at) => Some(at),
        // A life that was made up is read when it is a week older.
        None if log::meta(conn, log::PRACTICE)?.is_some() && log::head(conn)?.seq > MADE_UP => None,
        None => log::read(conn, 0, 1)?.first().map(|first| first.event.at_ms),
    };
    Ok(days > 0 && last.is_some_and(|last| now.0 - last >= days * DAY_MS))
}

/// Notes that the file is whole, for whoever has just made it, or looked.
pub fn seen_whole(tx: &Transaction<'_>, now: Moment) -> Result<(), StoreError> {
    log::set_meta(tx, META, &now.0.to_string())
}

/// Looks at the file, if [`is_due`]; none when not.
pub fn check_if_due(path: &Path, now: Moment) -> Result<Option<Verdict>, StoreError> {
    let conn = open::open(path, Access::Reader)?;
    if !is_due(&conn, now)? {
        return Ok(None);
    }
    let mut step = |seq: i64| {
        if seq % PIECE == 0 {
            std::thread::sleep(REST);
        }
        true
    };
    let mut faults = integrity::deep(&conn, &[], &mut step)?;
    let lost = met("key", &mut faults, keys::missing(&conn))?;
    let count = faults.len() + lost.map_or(0, |lost| lost.len());
    drop(conn);
    if count > 0 {
        return Ok(Some(Verdict::Faults(count)));
    }
    let mut conn = open::open(path, Access::Job)?;
    let turnstile = Turnstile::open(path)?;
    let _turn = turnstile.take(CAP);
    let tx = turn::begin(&mut conn)?;
    seen_whole(&tx, now)?;
    turn::commit(tx)?;
    Ok(Some(Verdict::Whole))
}
