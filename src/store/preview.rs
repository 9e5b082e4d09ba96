//! What putting a backup in the place of the live file would take away and bring, asked before anything is done.

use std::path::Path;

use rusqlite::Connection;

use super::chain::stored_digest;
use super::error::{NotBackup, StoreError};
use super::turn::Session;
use super::{again, anchor, log, look, open, rows};

/// What one of the two files has and the other has not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Side {
    /// Entries of the log.
    pub events: i64,
    /// Matters that were filed, and visits.
    pub matters: i64,
    /// Whoever came, with a number or without.
    pub visits: i64,
    /// Number and day of the first of those matters, and of the last.
    pub first: Option<(String, String)>,
    pub last: Option<(String, String)>,
    /// What was done with matters that both have: the number, and what.
    pub done: Vec<(String, Vec<Done>)>,
    /// Which matters they are is not told.
    pub is_covered: bool,
    /// Whose words are typed and not filed there, and how many of each: drafts the other has not, or not as they stand.
    pub drafts: Vec<(String, usize)>,
}

/// What was done with a matter, where it would be missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Voided,
    HandedOver,
    Answered,
    Told,
    Closed,
}

/// What each of these is called in the log.
const DONE: [(&str, Done); 6] = [
    ("opinion_voided", Done::Voided),
    ("handed_over", Done::HandedOver),
    ("answered", Done::Answered),
    ("answered_on_spot", Done::Answered),
    ("person_told", Done::Told),
    ("opinion_closed", Done::Closed),
];

/// A backup beside the live file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// Name of the station the backup is of; none when it was made before the set-up.
    pub station: Option<String>,
    /// Name of the station of the live file, where it is another one.
    pub other: Option<String>,
    /// Number of the backup's last entry, and when it was made.
    pub head: log::Head,
    /// What would be gone, and what would come; none where the live file is not there or cannot be read.
    pub change: Option<(Side, Side)>,
    /// The entry the live file is known to have reached, where neither it nor the backup has it: what was lost does not come back.
    pub lacks: Option<i64>,
    /// A live file is there.
    pub is_live: bool,
}

impl Preview {
    /// Takes out of it which matters it is about; how many they are stays.
    pub fn cover(&mut self) {
        if let Some((gone, come)) = &mut self.change {
            for side in [gone, come] {
                (side.first, side.last, side.is_covered) = (None, None, true);
                side.done.iter_mut().for_each(|(number, _)| number.clear());
            }
        }
    }
}

/// Refuses what is no backup, by its path alone: nothing is opened that may do something or never come back.
pub(super) fn source(backup: &Path, dest: &Path) -> Result<(), StoreError> {
    let facts = open::regular(backup)?;
    let not = |is| StoreError::NotBackup {
        path: backup.to_owned(),
        is,
    };
    if dest.symlink_metadata().is_ok_and(|live| open::is_same(&live, &facts)) {
        return Err(not(NotBackup::LiveFile));
    }
    // A live file, not a backup; copying it as one file would lose what is in its log.
    if open::beside(backup, "-wal").metadata().is_ok_and(|log| log.len() > 0) {
        return Err(not(NotBackup::HasLog));
    }
    Ok(())
}

/// Compares a backup with the live file, while nobody has that open.
pub fn preview(backup: &Path, dest: &Path) -> Result<Preview, StoreError> {
    open::writable(dest)?;
    source(backup, dest)?;
    drop(Session::alone(dest)?);
    again::twice(|| beside(backup, dest)).map_err(|error| super::restore::of_backup(error, backup))
}

/// A backup beside the live file, each as it is read now.
fn beside(backup: &Path, dest: &Path) -> Result<Preview, StoreError> {
    let theirs = open::open_still(backup)?;
    let is_live = dest.symlink_metadata().is_ok();
    let ours = if is_live { look::open_to_look(dest).ok() } else { None };
    let lacks = anchor::lacking(dest, ours.as_ref(), &theirs);
    // Where the disk fails at it once it is not the file that cannot be read.
    let compared = ours.and_then(|ours| again::twice(|| compare(&ours, &theirs)).ok());
    let (other, change) = compared.map_or((None, None), |(other, change)| (other, Some(change)));
    let head = log::head(&theirs)?;
    Ok(Preview {
        station: name(&theirs)?,
        other,
        head,
        change,
        lacks,
        is_live,
    })
}

fn compare(ours: &Connection, theirs: &Connection) -> Result<(Option<String>, (Side, Side)), StoreError> {
    let (here, there) = (log::station(ours)?, log::station(theirs)?);
    let both = here.as_ref().zip(there.as_ref());
    // Made-up stations of one seed have one number and lives of their own: not even how they were founded is the same.
    let is_other = match both {
        Some((here, there)) => here.id != there.id || common(ours, theirs)? == 0,
        None => false,
    };
    let other = if is_other {
        Some(name(ours)?.unwrap_or_default())
    } else {
        None
    };
    let common = if is_other { 0 } else { common(ours, theirs)? };
    let mut change = (side(ours, common)?, side(theirs, common)?);
    let (here, there) = (drafts(ours)?, drafts(theirs)?);
    (change.0.drafts, change.1.drafts) = (typed(&here, &there), typed(&there, &here));
    Ok((other, change))
}

/// The last entry both have. Each is chained to all before it, so where one is the same all before it are.
fn common(one: &Connection, other: &Connection) -> Result<i64, StoreError> {
    let (mut same, mut differs) = (0, log::head(one)?.seq.min(log::head(other)?.seq) + 1);
    while differs - same > 1 {
        let middle = same + (differs - same) / 2;
        if stored_digest(one, middle)? == stored_digest(other, middle)? {
            same = middle;
        } else {
            differs = middle;
        }
    }
    Ok(same)
}

/// What a file has after an entry.
fn side(conn: &Connection, after: i64) -> Result<Side, StoreError> {
    let count = |table: &str| -> Result<i64, StoreError> {
        let sql = format!("SELECT count(*) FROM {table} WHERE n > ?1");
        Ok(conn.query_row(&sql, [after], |row| row.get(0))?)
    };
    let matter = |order: &str| {
        let sql = format!("SELECT number, day FROM opinion WHERE n > ?1 ORDER BY n {order} LIMIT 1");
        rows::one(conn, &sql, [after], |c| Ok((c.get("number")?, c.get("day")?)))
    };
    Ok(Side {
        // That a copy was taken is nothing anybody would miss.
        events: conn.query_row(
            "SELECT count(*) FROM event WHERE seq > ?1 AND kind <> 'backup_taken'",
            [after],
            |row| row.get(0),
        )?,
        matters: count("opinion")?,
        visits: count("visit")?,
        first: matter("ASC")?,
        last: matter("DESC")?,
        done: done(conn, after)?,
        is_covered: false,
        drafts: Vec::new(),
    })
}

/// A draft as it stands in a file: which, when it was saved last, and whose it is.
type Typed = (String, i64, String);

fn drafts(conn: &Connection) -> Result<Vec<Typed>, StoreError> {
    let sql = "SELECT d.id, d.saved_ms, coalesce(a.name, d.account) AS whose FROM draft d \
               LEFT JOIN account a ON a.id = d.account ORDER BY whose, d.saved_ms";
    rows::all(conn, sql, [], |c| {
        Ok((c.get("id")?, c.get("saved_ms")?, c.get("whose")?))
    })
}

/// How many of whose drafts one file has and the other has not as they stand.
fn typed(here: &[Typed], there: &[Typed]) -> Vec<(String, usize)> {
    let mut out: Vec<(String, usize)> = Vec::new();
    for (id, saved, whose) in here {
        if there.iter().any(|(other, at, _)| other == id && at >= saved) {
            continue;
        }
        match out.last_mut() {
            Some((name, n)) if name == whose => *n += 1,
            _ => out.push((whose.clone(), 1)),
        }
    }
    out
}

/// What was done after an entry with matters that were there by then, in the order of their numbers.
fn done(conn: &Connection, after: i64) -> Result<Vec<(String, Vec<Done>)>, StoreError> {
    let sql = "SELECT o.number AS number, e.kind AS kind FROM event e JOIN opinion o ON o.id = e.subject \
               WHERE e.seq > ?1 AND o.n <= ?1 ORDER BY o.n, e.seq";
    let all = rows::all(conn, sql, [after], |c| {
        Ok((c.get::<String>("number")?, c.get::<String>("kind")?))
    })?;
    let mut out: Vec<(String, Vec<Done>)> = Vec::new();
    for (number, kind) in all {
        let Some((_, done)) = DONE.iter().find(|(name, _)| *name == kind) else {
            continue;
        };
        match out.last_mut() {
            Some((of, all)) if *of == number => all.extend(Some(*done).filter(|done| !all.contains(done))),
            _ => out.push((number, vec![*done])),
        }
    }
    Ok(out)
}

fn name(conn: &Connection) -> Result<Option<String>, StoreError> {
    rows::one(conn, "SELECT name FROM station", [], |c| c.get("name"))
}
