//! Copies of the file: which there are, and whether another is due.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use chrono::Days;
use rusqlite::Connection;

use crate::domain::backups::{self, Backup, Due, Found};
use crate::domain::code::SecondCopy;
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::rules::Ruleset;
use crate::store::backup::{Control, sum_of};
use crate::store::copies::SECOND;
use crate::store::error::StoreError;
use crate::store::{log, open, rows, rules as ruleset};

/// Whether a good copy is still there and as long as it was. One that was put elsewhere is believed: its stick need not be in
/// place.
fn is_there(conn: &Connection, folder: Option<&String>, name: &str, bytes: i64) -> bool {
    let Some(database) = conn.path().filter(|path| !path.is_empty() && folder.is_none()) else {
        return true;
    };
    let copy = Path::new(database).with_file_name(open::COPIES).join(name);
    of_length(&copy, bytes) == Found::There
}

/// What lies at a path where a copy of so many bytes was put.
fn of_length(copy: &Path, bytes: i64) -> Found {
    match copy.symlink_metadata() {
        Err(_) => Found::Missing,
        Ok(facts) if facts.is_file() && i64::try_from(facts.len()) == Ok(bytes) => Found::There,
        Ok(_) => Found::WrongSize,
    }
}

/// The same, told from its bytes where they were written to after its hash was: that is seen by the times of the two.
fn as_noted(copy: &Path, bytes: i64, sum: &str) -> Found {
    let found = of_length(copy, bytes);
    let at = |path: &Path| path.metadata().and_then(|facts| facts.modified()).ok();
    let is_touched = at(copy) > at(&open::beside(copy, ".sha256"));
    if found == Found::There && is_touched {
        return of_bytes(copy, sum);
    }
    found
}

/// The same, told from all its bytes.
fn of_bytes(copy: &Path, sum: &str) -> Found {
    match sum_of(copy, &Control::default()) {
        Ok(now) if now == sum => Found::There,
        Ok(_) => Found::Changed,
        Err(_) => Found::Unread,
    }
}

/// The copies beside the file that are not as they were made, by every byte of each. One that somebody took away is none.
pub fn not_as_made(conn: &Connection) -> Result<Vec<(PathBuf, Found)>, StoreError> {
    let Some(folder) = conn
        .path()
        .filter(|path| !path.is_empty())
        .map(|path| Path::new(path).with_file_name(open::COPIES))
    else {
        return Ok(Vec::new());
    };
    let all = written(conn, u32::MAX)?.into_iter();
    let ours = all.filter(|(copy, _)| copy.ok && !copy.gone && copy.folder.is_none());
    let found = ours.map(|(copy, sum)| {
        let path = folder.join(&copy.name);
        let mut found = of_length(&path, copy.bytes);
        if found == Found::There {
            found = of_bytes(&path, &sum);
        }
        (path, found)
    });
    Ok(found
        .filter(|(_, found)| !matches!(found, Found::There | Found::Missing))
        .collect())
}

/// Where second copies are put, as far as whoever reads knows: the folder of a server, or that of the rules.
fn second_of(database: &Path, asked: &str) -> PathBuf {
    let fixed = database.with_file_name(SECOND);
    if fixed.is_dir() { fixed } else { PathBuf::from(asked) }
}

/// What lies in the folder of second copies; a stick that is not in place leaves an empty folder on the disk of the data.
fn in_second(folder: &Path, database: &Path, copy: &Backup) -> Found {
    let (there, here) = (folder.metadata(), open::folder(database).metadata());
    match (there, here) {
        (Ok(there), Ok(here)) if there.is_dir() && there.dev() != here.dev() => {
            of_length(&folder.join(&copy.name), copy.bytes)
        }
        _ => Found::Away,
    }
}

/// Copies and attempts, the newest first, as they are now: one that somebody took away or changed is told from one that newer
/// ones stand for, and of the second copies only that of the last one is owed.
pub(super) fn list(conn: &Connection, limit: u32) -> Result<Vec<Backup>, StoreError> {
    let mut all = written(conn, limit)?;
    let asked = ruleset::in_force(conn)?.map_or_else(String::new, |rules| rules.rules.limits.backup_to.clone());
    let last = all.iter().find(|(copy, _)| copy.ok).map(|(copy, _)| copy.n);
    let database = conn.path().filter(|path| !path.is_empty()).map(Path::new);
    for (copy, sum) in &mut all {
        if copy.gone {
            copy.found = Found::NotKept;
        } else if let Some(database) = database.filter(|_| copy.ok && copy.folder.is_none()) {
            copy.found = as_noted(&database.with_file_name(open::COPIES).join(&copy.name), copy.bytes, sum);
            copy.gone = [Found::Missing, Found::WrongSize].contains(&copy.found);
        }
        if let Some(database) = database.filter(|_| copy.second == SecondCopy::There && copy.found != Found::NotKept) {
            copy.second_found = in_second(&second_of(database, &asked), database, copy);
        }
        if copy.second == SecondCopy::Owed && (asked.is_empty() || last != Some(copy.n)) {
            copy.second = SecondCopy::Unasked;
        }
    }
    Ok(all.into_iter().map(|(copy, _)| copy).collect())
}

/// The same as they were noted, each with its hash.
fn written(conn: &Connection, limit: u32) -> Result<Vec<(Backup, String)>, StoreError> {
    rows::all(
        conn,
        "SELECT * FROM backup ORDER BY n DESC LIMIT ?1",
        [i64::from(limit)],
        |c| {
            let copy = Backup {
                n: c.get("n")?,
                touch: c.touched_by("by", None, c.get("at")?, "n")?,
                name: c.get("name")?,
                folder: c.get("folder")?,
                ok: c.get("ok")?,
                upto: c.get("upto")?,
                bytes: c.get("bytes")?,
                second: c.get("second")?,
                gone: c.get("gone")?,
                found: Found::default(),
                second_found: Found::default(),
            };
            Ok((copy, c.get("sum")?))
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
