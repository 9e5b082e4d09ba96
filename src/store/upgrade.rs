//! Bringing the live file of an older program up to date: a verified copy of it first, then everything in one transaction
//! ([`super::rebuild`]). Sessions of the older program that are still open notice at their next read or write, and read and
//! write no more.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Duration;

use rusqlite::{Connection, Transaction};

use super::backup::{self, Control, Step, backup};
use super::compare::{Before, compare_common};
use super::error::StoreError;
use super::migrate::{self, Schema, WORKING_BASE};
use super::open::{self, Access};
use super::rebuild::{rebuild, tell};
use super::turn::{self, CAP, Turnstile};
use super::{again, keys, log, room, temporary};

pub use super::rebuild::{Progress, Say, Stage};

/// What their names begin with, before the number of the version.
const NAME: &str = "zhiban-version-";
/// How long to wait for another program that is at it. A million opinions take it some minutes.
const PATIENCE: Duration = Duration::from_mins(20);

/// Brings a file up to date; answers where the copy of before lies, none when there was nothing to do.
pub fn upgrade(path: &Path, say: &mut Say<'_>) -> Result<Option<PathBuf>, StoreError> {
    upgrade_to(&Schema::ours(), path, &room::free, say)
}

/// As [`upgrade`], to a given schema and with a given opinion of how many bytes are free in a folder: for tests.
pub fn upgrade_to(
    schema: &Schema<'_>,
    path: &Path,
    free: &dyn Fn(&Path) -> Result<u64, StoreError>,
    say: &mut Say<'_>,
) -> Result<Option<PathBuf>, StoreError> {
    open::writable(path)?;
    let line = Turnstile::open(path)?;
    let mut turn = line.take(CAP);
    if turn.late {
        turn = line.take_while(PATIENCE, &mut || tell(say, Stage::Waiting, 0, 0).is_ok())?;
    }
    // What failed was rolled back; the copy that was made is as good the second time.
    let made = again::twice(|| bring(schema, path, free, say))?;
    drop(turn);
    Ok(made)
}

/// Does it, where nobody else writes; answers where the copy of before lies.
fn bring(
    schema: &Schema<'_>,
    path: &Path,
    free: &dyn Fn(&Path) -> Result<u64, StoreError>,
    say: &mut Say<'_>,
) -> Result<Option<PathBuf>, StoreError> {
    let mut conn = open::open_any_version(path, Access::Writer)?;
    let mut kept = None;
    let before = |tx: &Transaction<'_>, say: &mut Say<'_>| {
        let (copy, at) = keep_copy(tx, path, free, say)?;
        kept = Some(at);
        Ok((copy, ()))
    };
    let made = match rebuild(&mut conn, schema, before, say) {
        Err(StoreError::Unknown { cause }) => {
            conn = settle(conn, schema, path, cause)?;
            kept
        }
        made => made?.and(kept),
    };
    if made.is_some() {
        // It is done and lasts. As long as somebody reads, the log stays, and what goes wrong here is met again by whoever
        // folds it in next.
        let _ = turn::fold(&conn);
    }
    Ok(made)
}

/// After a COMMIT that failed: the file is opened anew and asked which it is. Old, and what the commit met is what went
/// wrong; new, and nothing did.
fn settle(
    conn: Connection,
    schema: &Schema<'_>,
    path: &Path,
    cause: Box<StoreError>,
) -> Result<Connection, StoreError> {
    drop(conn);
    let asked = open::open_any_version(path, Access::Writer).and_then(|conn| Ok((schema.is_behind(&conn)?, conn)));
    match asked {
        Ok((false, conn)) => Ok(conn),
        Ok((true, _)) => Err(*cause),
        Err(_) => Err(StoreError::Unknown { cause }),
    }
}

/// A verified copy of the file as it is while `tx` keeps everybody from writing, and its name. One that an earlier try left is
/// as good, if it holds the same.
fn keep_copy(
    tx: &Transaction<'_>,
    path: &Path,
    free: &dyn Fn(&Path) -> Result<u64, StoreError>,
    say: &mut Say<'_>,
) -> Result<(Connection, PathBuf), StoreError> {
    let folder = path.with_file_name(open::COPIES);
    let version = migrate::version(tx)?;
    let there = open::copies_made(&folder)?;
    let made = match &there {
        Some(there) => {
            sweep(there)?;
            made_before(tx, there, version, say)?
        }
        None => None,
    };
    let (pages, unused, size) = tx.query_row(
        "SELECT page_count, freelist_count, page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size",
        [],
        |row| {
            Ok((
                row.get::<_, i64>(0)? as u64,
                row.get::<_, i64>(1)? as u64,
                row.get::<_, i64>(2)? as u64,
            ))
        },
    )?;
    // A page stands in the log once, however often it is written, and those of the events not at all: less than half of the
    // file when it was measured. The rest is for a new state that is larger than the old one.
    let log = pages * size;
    let copy = if made.is_some() { 0 } else { (pages - unused) * size };
    let home = open::folder(path);
    match &there {
        Some(there) if !room::is_shared(home, there)? => {
            room::check(home, log, free(home)?)?;
            room::check(there, copy, free(there)?)?;
        }
        _ => room::check(home, copy + log, free(home)?)?,
    }
    // Made only now: a refusal leaves nothing behind.
    let folder = open::copies(&folder)?;
    let copy = if let Some(copy) = made {
        // Whoever made it may have been stopped before this.
        keys::note_erased(&folder, &keys::erased(tx)?)?;
        copy
    } else {
        make(path, &folder, version, say)?
    };
    Ok((open::open_copy(&copy)?, copy))
}

/// Removes what tries that were killed left behind: halves of copies that nobody has, and sums without a copy.
fn sweep(folder: &Path) -> Result<(), StoreError> {
    for half in temporary::halves(folder) {
        let is_ours = half
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(NAME));
        if is_ours && let Some(_held) = temporary::hold(&half)? {
            temporary::remove_all(&half);
        }
    }
    for entry in std::fs::read_dir(folder).map_err(open::at(folder))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let copy = name.strip_suffix(".sha256").filter(|copy| copy.starts_with(NAME));
        if copy.is_some_and(|copy| folder.join(copy).symlink_metadata().is_err()) {
            temporary::remove_all(&path);
        }
    }
    Ok(())
}

/// Names of copies of a version: a file may be upgraded a second time, after a restore.
fn names(folder: &Path, version: i64) -> impl Iterator<Item = PathBuf> {
    let name = move |folder: &Path, tail: &str| folder.join(format!("{NAME}{version}{tail}.db"));
    let (first, folder) = (name(folder, ""), folder.to_owned());
    std::iter::once(first).chain((2..1_000).map(move |n| name(&folder, &format!("-{n}"))))
}

/// The newest copy of this version, if it was verified when it was made, still is what it was then, and holds what the file
/// holds now: the end of the log, and every row of every other table.
fn made_before(
    tx: &Transaction<'_>,
    folder: &Path,
    version: i64,
    say: &mut Say<'_>,
) -> Result<Option<PathBuf>, StoreError> {
    let is_there = |copy: &PathBuf| copy.symlink_metadata().is_ok();
    let Some(newest) = names(folder, version).take_while(is_there).last() else {
        return Ok(None);
    };
    tell(say, Stage::Checking, 0, 0)?;
    let mut holds_the_same = || -> Result<bool, StoreError> {
        let copy = open::open_copy(&newest)?;
        if migrate::version(&copy)? != version || log::head(&copy)? != log::head(tx)? {
            return Ok(false);
        }
        if !backup::is_intact(&newest)? {
            return Ok(false);
        }
        let there = "SELECT count(*) FROM sqlite_master WHERE name = ?1";
        let mut tables = migrate::state_tables(tx)?;
        // Who is in at the moment comes and goes.
        for table in WORKING_BASE.iter().filter(|table| **table != "presence") {
            if tx.query_row(there, [table], |row| row.get::<_, bool>(0))? {
                tables.push((*table).to_owned());
            }
        }
        let mut step = |rows| tell(say, Stage::Checking, rows, 0).is_ok();
        Ok(compare_common(tx, &copy, &tables, &|_, _| Before::Same, &|_| None, &mut step)?.is_empty())
    };
    match holds_the_same() {
        Ok(true) => Ok(Some(newest)),
        Err(StoreError::Cancelled) => Err(StoreError::Cancelled),
        // One that cannot be read is no reason not to make another.
        Ok(false) | Err(_) => Ok(None),
    }
}

/// Makes a copy on a connection and a thread of its own, saying how far it is.
fn make(path: &Path, folder: &Path, version: i64, say: &mut Say<'_>) -> Result<PathBuf, StoreError> {
    let is_free = |copy: &PathBuf| copy.symlink_metadata().is_err();
    let taken = || StoreError::Exists {
        path: folder.to_owned(),
    };
    let copy = names(folder, version).find(is_free).ok_or_else(taken)?;
    let (heard, hears) = channel();
    let cancel = Arc::new(AtomicBool::new(false));
    let control = Control {
        cancel: Arc::clone(&cancel),
        progress: Arc::new(move |progress| {
            let _ = heard.send(progress);
        }),
    };
    std::thread::scope(|scope| {
        let copy = &copy;
        let work = move || -> Result<(), StoreError> {
            again::twice(|| {
                let mut job = open::open_any_version(path, Access::Job)?;
                backup(&mut job, copy, &control).map(|_| ())
            })
        };
        let thread = std::thread::Builder::new()
            .name("copy".to_owned())
            .spawn_scoped(scope, work)?;
        // Ends when the thread has let go of its control.
        for progress in hears {
            let stage = match progress.step {
                Step::Copying => Stage::Copying,
                Step::Checking | Step::Placing | Step::Second | Step::Rebuilding => Stage::Checking,
                Step::Walking => Stage::Walking,
            };
            if tell(say, stage, progress.done, progress.total).is_err() {
                cancel.store(true, Ordering::Relaxed);
            }
        }
        let stopped = || StoreError::Io(std::io::Error::other("the copying stopped"));
        thread.join().unwrap_or_else(|_| Err(stopped()))
    })?;
    // A small copy may be made before the thread hears of it.
    if cancel.load(Ordering::Relaxed) {
        return Err(StoreError::Cancelled);
    }
    Ok(copy.clone())
}
