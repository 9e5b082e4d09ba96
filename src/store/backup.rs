//! Copies that are known to be good.
//!
//! A backup counts when a copy of it was opened and walked, not when bytes were written. So it is built under another
//! name, read back whole, and renamed last; and a hash lies beside it, because most flipped bits in a copy pass SQLite's
//! own checks.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::chain::hex;
use super::error::{CHANGED, FOUND, PAGE, StoreError};
use super::log::{self, Head};
use super::{again, chain, integrity, keys, open, temporary};

pub use super::restore::{Hooks, Restored, restore};

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Copying,
    /// Pages, indexes and references are checked.
    Checking,
    /// The chain of events is walked.
    Walking,
    /// The finished file is put in its place; can no longer be called off.
    Placing,
    /// A finished copy is put into a second folder and read back there.
    Second,
    /// A backup of an older program is brought up to date, before it is put in its place.
    Rebuilding,
}

/// How far it is; `total` is 0 where nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    /// Bytes or events done.
    pub done: u64,
    pub total: u64,
}

/// Watching, and calling off, from another thread.
#[derive(Clone)]
pub struct Control {
    /// Set to call it off; nothing but a removed temporary file remains.
    pub cancel: Arc<AtomicBool>,
    /// Hears of progress, often; must be quick.
    pub progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Default for Control {
    fn default() -> Self {
        Self {
            cancel: Arc::default(),
            progress: Arc::new(|_| {}),
        }
    }
}

impl Control {
    pub(super) fn tell(&self, step: Step, done: u64, total: u64) -> Result<(), StoreError> {
        (self.progress)(Progress { step, done, total });
        if self.cancel.load(Ordering::Relaxed) {
            Err(StoreError::Cancelled)
        } else {
            Ok(())
        }
    }
}

/// What a verified copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub path: PathBuf,
    pub bytes: u64,
    /// The last event in it.
    pub head: Head,
    /// Rows of each table, by name.
    pub tables: BTreeMap<String, u64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sum: String,
}

/// Copies the database to `dest` while others work on, reads the copy back and only then gives it its name. An existing
/// file is never replaced. Use a connection of its own ([`open::Access::Job`]).
pub fn backup(conn: &mut Connection, dest: &Path, control: &Control) -> Result<Report, StoreError> {
    let (named, dest) = (dest, &open::real(dest)?);
    let sum_file = open::beside(dest, ".sha256");
    // Asked before, because a copy that was made must not end in a refusal.
    keys::read_erased(open::folder(dest))?;
    for taken in [dest, &sum_file] {
        if taken.symlink_metadata().is_ok() {
            return Err(StoreError::Exists { path: taken.to_owned() });
        }
    }
    temporary::sweep_halves(open::folder(dest));
    let (building, _held) = temporary::take_name(dest, temporary::HALF)?;
    let mut copy = || {
        // What the disk failed at lies in it.
        File::options().write(true).open(&building)?.set_len(0)?;
        copy_out(conn, &building, control)
    };
    let made = again::twice(&mut copy).and_then(|mut report| {
        control.tell(Step::Placing, 0, 0)?;
        // Before the copy has its name: however this ends, none lies there without its list.
        keys::note_erased(open::folder(dest), &keys::erased(conn)?)?;
        give_name(&building, dest, &report.sum)?;
        named.clone_into(&mut report.path);
        Ok(report)
    });
    made.inspect_err(|_| temporary::remove_all(&building))
}

/// Reads a backup whole: its hash if one lies beside it, pages, references, the chain, the rows.
pub fn verify(path: &Path, control: &Control) -> Result<Report, StoreError> {
    let sum = sum_of(path, control)?;
    if read_sum(path)?.is_some_and(|wanted| wanted != sum) {
        return Err(StoreError::corrupt(CHANGED));
    }
    let mut conn = open::open_copy(path)?;
    watch(&mut conn, Step::Checking, None, control)?;
    let (head, tables) = whole(&conn, control)?;
    Ok(Report {
        path: path.to_owned(),
        bytes: path.metadata()?.len(),
        head,
        tables,
        sum,
    })
}

/// Whether a copy is still the file that was verified when it was made.
pub(super) fn is_intact(path: &Path) -> Result<bool, StoreError> {
    Ok(read_sum(path)? == Some(sum_of(path, &Control::default())?))
}

fn copy_out(conn: &mut Connection, building: &Path, control: &Control) -> Result<Report, StoreError> {
    let name = building
        .to_str()
        .ok_or_else(|| std::io::Error::new(ErrorKind::InvalidInput, "no UTF-8 name"))?;
    let before = log::head(conn)?;
    let total: i64 = conn.query_row(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    // SQLite would make the file with the umask's rights; the empty one that is there it takes as it is.
    watch(conn, Step::Copying, Some((building.to_owned(), total as u64)), control)?;
    let copied = conn.execute("VACUUM INTO ?1", [name]);
    conn.progress_handler(0, None::<fn() -> bool>)?;
    copied?;
    again::sync(&File::open(building)?)?;
    let report = verify(building, control)?;
    let held = open::open_copy(building).and_then(|copy| chain::stored_digest(&copy, before.seq))?;
    if before.seq > 0 && held != Some(before.digest) {
        return Err(StoreError::corrupt(
            "the copy does not hold what the log held when it was begun",
        ));
    }
    Ok(report)
}

/// Everything that can be known of a file from within.
pub(super) fn whole(conn: &Connection, control: &Control) -> Result<(Head, BTreeMap<String, u64>), StoreError> {
    control.tell(Step::Checking, 0, 0)?;
    let head = log::head(conn)?;
    let mut stopped = Ok(());
    let faults = integrity::deep(conn, &[], &mut |seq| {
        if seq % 256 == 0 || seq == head.seq {
            stopped = control.tell(Step::Walking, seq as u64, head.seq as u64);
        }
        stopped.is_ok()
    })?;
    if let Some(first) = faults.first() {
        let is_page = first.kind == integrity::FaultKind::Page;
        return Err(StoreError::corrupt(if is_page { PAGE } else { FOUND }));
    }
    let mut tables = BTreeMap::new();
    let mut names = conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")?;
    for name in names.query_map([], |row| row.get::<_, String>(0))? {
        let name = name?;
        let quoted = name.replace('"', "\"\"");
        let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM \"{quoted}\""), [], |row| row.get(0))?;
        tables.insert(name, rows as u64);
    }
    Ok((head, tables))
}

/// Lets long statements of a connection be watched and called off.
pub(super) fn watch(
    conn: &mut Connection,
    step: Step,
    growing: Option<(PathBuf, u64)>,
    control: &Control,
) -> Result<(), StoreError> {
    let control = control.clone();
    let handler = move || {
        let (done, total) = match &growing {
            Some((path, total)) => (path.metadata().map_or(0, |facts| facts.len()).min(*total), *total),
            None => (0, 0),
        };
        control.tell(step, done, total).is_err()
    };
    Ok(conn.progress_handler(50_000, Some(handler))?)
}

pub(super) fn sum_of(path: &Path, control: &Control) -> Result<String, StoreError> {
    pour(path, control, &mut |_| Ok(()))
}

/// Reads a finished file (never a live one) in parts, hashing as it goes.
pub(super) fn pour(
    path: &Path,
    control: &Control,
    to: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<String, StoreError> {
    let mut file = open::plain(path, File::options().read(true))?;
    let total = file.metadata()?.len();
    let (mut hash, mut done, mut part) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let count = file.read(&mut part)?;
        let Some(read) = part.get(..count).filter(|read| !read.is_empty()) else {
            return Ok(hex(&hash.finalize()));
        };
        hash.update(read);
        to(read)?;
        done += count as u64;
        control.tell(Step::Copying, done, total)?;
    }
}

/// Gives a finished copy its name, with its hash beside it. On an error neither lies there: what is said not to be written must
/// not stand in the way of the next try.
pub(super) fn give_name(building: &Path, dest: &Path, sum: &str) -> Result<(), StoreError> {
    let sum_file = open::beside(dest, ".sha256");
    temporary::touch(&sum_file)?;
    let placed = write_sum(&sum_file, sum, dest)
        .and_then(|()| open::move_new(building, dest))
        // From here on the name is ours.
        .and_then(|()| open::sync_folder(dest).inspect_err(|_| temporary::remove_all(dest)));
    placed.inspect_err(|_| temporary::remove_all(&sum_file))
}

/// Writes the hash in the form `sha256sum -c` reads.
fn write_sum(path: &Path, sum: &str, of: &Path) -> Result<(), StoreError> {
    let mut file = open::plain(path, File::options().write(true))?;
    writeln!(file, "{sum}  {}", of.file_name().unwrap_or_default().display())?;
    Ok(file.sync_all()?)
}

pub(super) fn read_sum(backup: &Path) -> Result<Option<String>, StoreError> {
    let text = open::read_text(&open::beside(backup, ".sha256"))?;
    Ok(text.map(|text| text.split_whitespace().next().unwrap_or_default().to_owned()))
}
