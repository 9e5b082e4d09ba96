//! Copies of the file: which there are, and whether another is due.

use std::path::Path;

use chrono::Days;
use rusqlite::Connection;

use crate::domain::backups::{self, Backup, Due};
use crate::domain::code::SecondCopy;
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::rules::Ruleset;
use crate::store::error::StoreError;
use crate::store::{log, open, rows, rules as ruleset};

/// Whether a good copy is still there and as long as it was. One that was put elsewhere is believed: its stick need not be in
/// place.
fn is_there(conn: &Connection, folder: Option<&String>, name: &str, bytes: i64) -> bool {
    let Some(database) = conn.path().filter(|path| !path.is_empty() && folder.is_none()) else {
        return true;
    };
    let copy = Path::new(database).with_file_name(open::COPIES).join(name);
    copy.symlink_metadata()
        .is_ok_and(|facts| facts.is_file() && i64::try_from(facts.len()) == Ok(bytes))
}

/// Copies and attempts, the newest first, as they are now: one that somebody took away is gone, and of the second copies only
/// that of the last one is owed.
pub(super) fn list(conn: &Connection, limit: u32) -> Result<Vec<Backup>, StoreError> {
    let mut all = written(conn, limit)?;
    let asked = ruleset::in_force(conn)?.is_some_and(|rules| !rules.rules.limits.backup_to.is_empty());
    let last = all.iter().find(|copy| copy.ok).map(|copy| copy.n);
    for copy in &mut all {
        copy.gone |= copy.ok && !is_there(conn, copy.folder.as_ref(), &copy.name, copy.bytes);
        if copy.second == SecondCopy::Owed && !(asked && last == Some(copy.n)) {
            copy.second = SecondCopy::Unasked;
        }
    }
    Ok(all)
}

/// The same as they were noted.
fn written(conn: &Connection, limit: u32) -> Result<Vec<Backup>, StoreError> {
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

/// Newer copies that may all have been taken away, before an older one is no longer looked for.
const LOOKED_AT: i64 = 30;

/// Whether another is due. A made-up station, and a desk in memory, have nothing to lose.
pub(super) fn due(conn: &Connection, rules: &Ruleset, today: Day) -> Result<Option<Due>, StoreError> {
    if conn.path().is_none_or(str::is_empty) || log::meta(conn, log::PRACTICE)?.is_some() {
        return Ok(None);
    }
    let good = rows::all(
        conn,
        "SELECT at, upto, second, folder, name, bytes FROM backup WHERE ok = 1 AND gone = 0 ORDER BY n DESC LIMIT ?1",
        [LOOKED_AT],
        |c| {
            let (folder, name): (Option<String>, String) = (c.get("folder")?, c.get("name")?);
            let is_there = is_there(conn, folder.as_ref(), &name, c.get("bytes")?);
            Ok(is_there.then_some(((c.get("at")?, c.get("second")?), c.get::<i64>("upto")?)))
        },
    )?;
    let last: Option<((Moment, SecondCopy), i64)> = good.into_iter().flatten().next();
    let (last, upto) = last.map_or((None, 0), |(last, upto)| (Some(last), upto));
    // That a copy was taken, and what day it is, is no loss.
    let lost = |before: Moment| -> Result<Option<Moment>, StoreError> {
        rows::one(
            conn,
            "SELECT at_ms FROM event WHERE seq > ?1 AND at_ms < ?2 AND kind NOT IN ('backup_taken', 'day_turned') \
             ORDER BY seq LIMIT 1",
            [upto, before.0],
            |c| c.get("at_ms"),
        )
    };
    // A copy of a day that has not come was taken by a clock that was wrong, as was what it then wrote down first.
    let is_ahead = last.is_some_and(|(at, _)| at.day() > today);
    let until = if is_ahead {
        TimeOfDay(0).on(today + Days::new(1))
    } else {
        Moment(i64::MAX)
    };
    Ok(backups::due(&rules.limits, today, last, lost(until)?))
}
