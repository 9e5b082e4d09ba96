//! The last session did not end in order: power went, or every program was killed.
//!
//! Whoever comes first finds the mark of an open session with nobody in it ([`super::turn::Session`]). Then two things
//! are owed to people: that the file was looked at, with what was found; and that a visit that was being served then was
//! broken off, so that its times are no measure of anything. The second is remembered in `meta` by the last event filed
//! before the break, and holds until something happens to that visit.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction};

use super::error::StoreError;
use super::open::{self, Access};
use super::turn::{self, Turnstile};
use super::{check, log, rows};
use crate::domain::id::VisitId;

/// The last event before the break.
const META: &str = "torn";

/// SQLite asks this often, in steps of its machine, whether to go on.
const STEPS: i32 = 50_000;

/// What a look at the file after an unclean end found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Whole,
    /// So many things are wrong.
    Faults(usize),
    /// The file is too large to be looked at in the time given; nothing wrong was met until then.
    Unfinished,
}

/// Remembers where the break was and looks at the file, on a connection of its own and no longer than `patience`.
pub fn tend(path: &Path, patience: Duration) -> Result<Verdict, StoreError> {
    let mut conn = open::open(path, Access::Job)?;
    {
        // In turn, because the end of a turn is what other screens are told of.
        let turnstile = Turnstile::open(path)?;
        let _turn = turnstile.take(turn::CAP);
        let tx = turn::begin(&mut conn)?;
        note(&tx)?;
        turn::commit(tx)?;
    }
    let end = Instant::now() + patience;
    conn.progress_handler(STEPS, Some(move || Instant::now() >= end))?;
    match check::quick(&conn) {
        Ok(faults) if faults.is_empty() => Ok(Verdict::Whole),
        Ok(faults) => Ok(Verdict::Faults(faults.len())),
        Err(StoreError::Cancelled) => Ok(Verdict::Unfinished),
        Err(error) => Err(error),
    }
}

fn note(tx: &Transaction<'_>) -> Result<(), StoreError> {
    log::set_meta(tx, META, &log::head(tx)?.seq.to_string())
}

/// The visits that were being served at the break and that nothing has happened to since.
pub fn broken_off(conn: &Connection) -> Result<Vec<VisitId>, StoreError> {
    let Some(seq) = log::meta(conn, META)?.and_then(|seq| seq.parse::<i64>().ok()) else {
        return Ok(Vec::new());
    };
    rows::all(
        conn,
        "SELECT id FROM visit WHERE state IN ('called', 'talking') \
         AND (SELECT max(e.seq) FROM event e WHERE e.subject = visit.id) <= ?1",
        [seq],
        |c| c.get("id"),
    )
}
