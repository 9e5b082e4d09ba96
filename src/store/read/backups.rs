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

/// What a look at every byte of all copies finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies {
    /// Those that are not as they were made, beside the file and in the second folder where that is there. One that somebody
    /// took away is none.
    pub bad: Vec<(PathBuf, Found)>,
    /// Good ones were made, and none is left that anybody can see. One that was put elsewhere is believed.
    pub none_left: bool,
}

/// Looks at every byte of all copies.
pub fn look_at_all(conn: &Connection) -> Result<Copies, StoreError> {
    let mut seen = Copies::default();
    let Some(database) = conn.path().filter(|path| !path.is_empty()).map(Path::new) else {
        return Ok(seen);
    };
    let asked = asked(conn)?;
    let (mut is_any, mut is_good) = (false, false);
    for (copy, sum) in written(conn, u32::MAX)? {
        if !copy.ok || copy.gone {
            continue;
        }
        is_any = true;
        is_good |= copy.folder.is_some();
        let beside = copy
            .folder
            .is_none()
            .then(|| database.with_file_name(open::COPIES).join(&copy.name));
        let second = (copy.second == SecondCopy::There)
            .then(|| second_of(database, &asked))
            .filter(|folder| is_second(folder, database))
            .map(|folder| folder.join(&copy.name));
        for path in beside.into_iter().chain(second) {
            let mut found = of_length(&path, copy.bytes);
            if found == Found::There {
                found = of_bytes(&path, &sum);
            }
            is_good |= found == Found::There;
            if ![Found::There, Found::Missing].contains(&found) {
                seen.bad.push((path, found));
            }
        }
    }
    seen.none_left = is_any && !is_good;
    Ok(seen)
}

/// Where second copies are put, as far as whoever reads knows: the folder of a server, or that of the rules.
fn second_of(database: &Path, asked: &str) -> PathBuf {
    let fixed = database.with_file_name(SECOND);
    if fixed.is_dir() { fixed } else { PathBuf::from(asked) }
}

/// Whether the folder of second copies is there: a stick that is not in place leaves an empty folder on the disk of the data.
fn is_second(folder: &Path, database: &Path) -> bool {
    let (there, here) = (folder.metadata(), open::folder(database).metadata());
    matches!((there, here), (Ok(there), Ok(here)) if there.is_dir() && there.dev() != here.dev())
}

/// What the rules name as the folder of second copies.
fn asked(conn: &Connection) -> Result<String, StoreError> {
    Ok(ruleset::in_force(conn)?.map_or_else(String::new, |rules| rules.rules.limits.backup_to.clone()))
}

/// Copies and attempts, the newest first, as they are now: one that somebody took away or changed is told from one that newer
/// ones stand for, and of the second copies only that of the last one is owed.
pub(super) fn list(conn: &Connection, limit: u32) -> Result<Vec<Backup>, StoreError> {
    let mut all = written(conn, limit)?;
    let asked = asked(conn)?;
    let last = all.iter().find(|(copy, _)| copy.ok).map(|(copy, _)| copy.n);
    let database = conn.path().filter(|path| !path.is_empty()).map(Path::new);
    for (copy, sum) in &mut all {
        if copy.gone {
            copy.found = Found::NotKept;
        } else if let Some(database) = database.filter(|_| copy.ok && copy.folder.is_none()) {
            copy.found = as_noted(&database.with_file_name(open::COPIES).join(&copy.name), copy.bytes, sum);
            copy.gone = [Found::Missing, Found::WrongSize].contains(&copy.found);
        }
        if let Some(database) = database.filter(|_| copy.second == SecondCopy::There) {
            let folder = second_of(database, &asked);
            copy.second_found = if is_second(&folder, database) {
                as_noted(&folder.join(&copy.name), copy.bytes, sum)
            } else {
                Found::Away
            };
            // It went with the other, as far as anybody can see.
            if copy.found == Found::NotKept && [Found::Away, Found::Missing].contains(&copy.second_found) {
                copy.second_found = Found::NotKept;
            }
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
