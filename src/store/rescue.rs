//! Backups that have what a file has lost. They are looked for beside the file and in its folder of copies, and only looked
//! at: nothing is made beside them.

use std::fs::OpenOptions;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::Connection;

use super::anchor::{self, Note, Rescue};
use super::backup::{Control, pour, read_sum};
use super::chain::{hex, stored_digest};
use super::error::StoreError;
use super::log::{self, Head};
use super::{look, open};

/// So many of the newest are looked at; who keeps more has found one by then.
const ENOUGH: usize = 200;

/// What was put aside or is in the making is no backup.
const TEMPORARY: [&str; 4] = [".aside-", ".part-", ".restore-", ".new-"];

/// The beginning of every file of SQLite's, and where it says whose format it holds.
const MAGIC: &[u8] = b"SQLite format 3\0";
const APPLICATION: std::ops::Range<usize> = 68..72;

/// Whether a file is one of this program's, by its first bytes. Never asked of a file this process has open.
pub fn is_ours(path: &Path) -> bool {
    let mut head = [0; 72];
    let read =
        open::plain(path, OpenOptions::new().read(true)).is_ok_and(|mut file| file.read_exact(&mut head).is_ok());
    let ours = u32::try_from(open::APPLICATION_ID).unwrap_or_default().to_be_bytes();
    read && head.starts_with(MAGIC) && head.get(APPLICATION) == Some(&ours)
}

/// The best backup there is: the newest that has all that is remembered, else the one that has most of this history and more
/// than the file.
pub(super) fn find(database: &Path, note: &Note, head: Head) -> Option<Rescue> {
    let mut best: Option<Rescue> = None;
    for path in candidates(database) {
        let Some(found) = look(&path, note, head) else { continue };
        if found.has_all && is_whole(&path) {
            return Some(found);
        }
        if best.as_ref().is_none_or(|b| b.seq < found.seq) && is_whole(&path) {
            best = Some(found);
        }
    }
    best
}

/// A backup, and what it goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// The last event in it.
    pub head: Head,
}

/// Whether a backup is sound as far as a quick look sees, and is what its sum says: none is recommended that a restore would
/// refuse.
fn is_whole(path: &Path) -> bool {
    let looked = || -> Result<bool, StoreError> {
        let conn = open::open_still(path)?;
        let said: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        let Some(wanted) = read_sum(path)? else {
            return Ok(said == "ok");
        };
        Ok(said == "ok" && pour(path, &Control::default(), &mut |_| Ok(()))? == wanted)
    };
    looked().unwrap_or(false)
}

/// The newest backup beside a file or in its folder of copies that is whole and goes the way of the file.
pub fn newest(database: &Path) -> Option<Found> {
    let known = Known {
        // Whose file it is it may not be able to say itself any more.
        note: anchor::kept(database),
        file: look::open_to_look(database).ok(),
    };
    candidates(database).into_iter().find_map(|path| {
        let name = path.file_name()?.to_str()?;
        if TEMPORARY.iter().any(|what| name.contains(what)) || !is_ours(&path) || is_worked_in(&path) {
            return None;
        }
        let conn = open::open_still(&path).ok()?;
        let head = log::head(&conn).ok()?;
        (known.is_way_of(&conn, head)? && is_whole(&path)).then_some(Found { path, head })
    })
}

/// Whether a file was filed in by itself: then it is nobody's backup, and what was filed in it is another history.
fn is_worked_in(path: &Path) -> bool {
    anchor::name(path).symlink_metadata().is_ok()
}

/// What is known of a file whose backup is looked for.
struct Known {
    note: Option<Note>,
    file: Option<Connection>,
}

impl Known {
    /// Whether a backup holds the history of the file and no other; none where it cannot say whose it is.
    fn is_way_of(&self, theirs: &Connection, head: Head) -> Option<bool> {
        let station = log::station(theirs).ok()??;
        let id = station.id.to_string();
        if let Some(note) = &self.note {
            if !note.station.is_empty() && note.station != id {
                return Some(false);
            }
            if head.seq >= note.seq {
                return has(theirs, note.seq, &note.digest);
            }
        }
        // Of a history that is known only by its end, what is called the same is taken for the same.
        let is_called_so = self.note.as_ref().is_none_or(|note| note.lineage == station.lineage);
        let Some(ours) = &self.file else {
            return Some(is_called_so);
        };
        let (Ok(last), Ok(Some(own))) = (log::head(ours), log::station(ours)) else {
            return Some(is_called_so);
        };
        let is_same = if last.seq < head.seq {
            has(theirs, last.seq, &hex(&last.digest)).map(|has| has && is_called_so)
        } else {
            has(ours, head.seq, &hex(&head.digest))
        };
        Some(own.id == station.id && is_same.unwrap_or(is_called_so))
    }
}

/// Whether an event stands in a file; none where that cannot be read.
fn has(conn: &Connection, seq: i64, digest: &str) -> Option<bool> {
    let stored = stored_digest(conn, seq).ok()?;
    Some(stored.is_some_and(|stored| hex(&stored) == digest))
}

/// Files that may be backups, the newest first.
fn candidates(database: &Path) -> Vec<PathBuf> {
    let live = database.symlink_metadata().ok();
    let beside = open::folder(database).to_owned();
    let copies = database.with_file_name(open::COPIES);
    let mut found: Vec<(SystemTime, PathBuf)> = [beside, copies]
        .iter()
        .filter_map(|folder| std::fs::read_dir(folder).ok())
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| open::beside(path, "-wal").symlink_metadata().is_err())
        .filter_map(|path| {
            let facts = path.symlink_metadata().ok()?;
            // The file itself is never touched here: closing it would drop its locks.
            let is_other = live.as_ref().is_none_or(|live| !open::is_same(live, &facts));
            is_other.then_some((facts.modified().ok()?, path))
        })
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).take(ENOUGH).collect()
}

/// What a file has of the history that is remembered; none when it is no backup of it, or no better than the file.
fn look(path: &Path, note: &Note, head: Head) -> Option<Rescue> {
    if !is_ours(path) || is_worked_in(path) {
        return None;
    }
    let conn = open::open_still(path).ok()?;
    let seq = log::head(&conn).ok()?.seq;
    let has_all = has(&conn, note.seq, &note.digest)?;
    let is_called_so = || Some(note.lineage.is_empty() || log::station(&conn).ok()??.lineage == note.lineage);
    let is_same = (head.seq == 0 || has(&conn, head.seq, &hex(&head.digest))?) && is_called_so()?;
    // One that came as far and has another event there went its own way: what was lost is not in it.
    let is_fork = seq >= note.seq && !has_all;
    (has_all || (is_same && seq > head.seq && !is_fork)).then(|| Rescue {
        path: path.to_owned(),
        seq,
        has_all,
    })
}
