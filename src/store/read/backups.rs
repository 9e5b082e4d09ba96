//! Copies of the file: which there are, and whether another is due.

use rusqlite::Connection;

use crate::domain::backups::{self, Backup, Due};
use crate::domain::moment::{Day, Moment};
use crate::domain::rules::Ruleset;
use crate::store::error::StoreError;
use crate::store::{log, rows};

/// Copies and attempts, the newest first.
pub(super) fn list(conn: &Connection, limit: u32) -> Result<Vec<Backup>, StoreError> {
    rows::all(
        conn,
        "SELECT * FROM backup ORDER BY n DESC LIMIT ?1",
        [i64::from(limit)],
        |c| {
            Ok(Backup {
                n: c.get("n")?,
                touch: c.touched_by("by", None, c.get("at")?, "n")?,
                name: c.get("name")?,
                folder: c.get("folder")?,
                ok: c.get("ok")?,
                upto: c.get("upto")?,
                bytes: c.get("bytes")?,
                second: c.get("second")?,
                gone: c.get("gone")?,
            })
        },
    )
}

/// Whether another is due. A made-up station, and a desk in memory, have nothing to lose.
pub(super) fn due(conn: &Connection, rules: &Ruleset, today: Day) -> Result<Option<Due>, StoreError> {
    if conn.path().is_none_or(str::is_empty) || log::meta(conn, log::PRACTICE)?.is_some() {
        return Ok(None);
    }
    let last = rows::one(
        conn,
        "SELECT at, upto, second FROM backup WHERE ok = 1 ORDER BY n DESC LIMIT 1",
        [],
        |c| Ok(((c.get("at")?, c.get("second")?), c.get::<i64>("upto")?)),
    )?;
    let (last, upto) = last.map_or((None, 0), |(last, upto)| (Some(last), upto));
    // That a copy was taken, and what day it is, is no loss.
    let lost: Option<Moment> = rows::one(
        conn,
        "SELECT at_ms FROM event WHERE seq > ?1 AND kind NOT IN ('backup_taken', 'day_turned') ORDER BY seq LIMIT 1",
        [upto],
        |c| c.get("at_ms"),
    )?;
    Ok(backups::due(&rules.limits, today, last, lost))
}
