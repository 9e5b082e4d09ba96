//! Copies that are known to be good, and putting one back.
//!
//! A backup counts when a copy of it was opened and walked, not when bytes were written. So it is built under another
//! name, read back whole, and renamed last; and a hash lies beside it, because most flipped bits in a copy pass SQLite's
//! own checks. Putting one back never deletes anything and never goes on under the old lineage: numbers that were
//! handed to people after the backup was made must not be handed out again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, Transaction};
use sha2::{Digest as _, Sha256};

use super::chain::hex;
use super::error::StoreError;
use super::log::{self, Head, Station};
use super::migrate::Schema;
use super::turn::{self, Session};
use super::{chain, index, integrity, keys, open, rebuild};

/// The lineages ever used, beside the database.
pub const LINEAGE_LIST: &str = "lineage.used";

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
    fn tell(&self, step: Step, done: u64, total: u64) -> Result<(), StoreError> {
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

/// What the desk does inside a restore's transaction.
pub struct Hooks<'a> {
    /// Clears the readable copies of an erased owner; the key is gone already.
    pub erase: &'a dyn Fn(&Transaction<'_>, &str) -> Result<(), StoreError>,
    /// Lets every counter jump by 1,000 and files the event that says so, under the new lineage. Called last.
    pub renumber: &'a dyn Fn(&Transaction<'_>, &Station) -> Result<(), StoreError>,
}

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// Whose file, under its new lineage; none when the backup was taken before the set-up.
    pub station: Option<Station>,
    /// The last event of the restored file.
    pub head: Head,
    /// How many owners were erased again.
    pub erased: usize,
    /// Where the old file went, if there was one; its log has the same name with `-wal` behind it.
    pub aside: Option<PathBuf>,
    /// True when a hash lay beside the backup and matched.
    pub sum_matched: bool,
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
    let building = open::temporary(dest, "part")?;
    let made = copy_out(conn, &building, control).and_then(|mut report| {
        control.tell(Step::Placing, 0, 0)?;
        // Before the copy has its name: however this ends, none lies there without its list.
        keys::note_erased(open::folder(dest), &keys::erased(conn)?)?;
        write_sum(&sum_file, &report.sum, dest)?;
        open::move_new(&building, dest).inspect_err(|_| open::remove_all(&sum_file))?;
        open::sync_folder(dest)?;
        named.clone_into(&mut report.path);
        Ok(report)
    });
    made.inspect_err(|_| open::remove_all(&building))
}

/// Reads a backup whole: its hash if one lies beside it, pages, references, the chain, the rows.
pub fn verify(path: &Path, control: &Control) -> Result<Report, StoreError> {
    let sum = sum_of(path, control)?;
    if read_sum(path)?.is_some_and(|wanted| wanted != sum) {
        return Err(StoreError::corrupt("the backup is not the file its hash was taken of"));
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

/// Puts a backup in the place of the live file `dest` (or of none). Refuses while any session has the folder or the file
/// open. The old file goes aside under a name with `now_ms` in it, with its log, whole or broken, for whoever has to look into it.
pub fn restore(
    backup: &Path,
    dest: &Path,
    now_ms: i64,
    hooks: &Hooks<'_>,
    control: &Control,
) -> Result<Restored, StoreError> {
    open::local(dest)?;
    open::writable(dest)?;
    let _alone = Session::alone(open::folder(dest))?;
    if open::beside(backup, "-wal").symlink_metadata().is_ok() {
        // A live file, not a backup; copying it as one file would lose what is in its log.
        return Err(StoreError::InUse);
    }
    // Copies a crash left behind hold citizens' words; nobody else builds here while we have the folder alone.
    open::leftovers(dest, "restore")?
        .iter()
        .for_each(|left| open::remove_all(left));
    let mut used = read_lineages(dest)?;
    let (lineage, newly_erased) = ask_live(dest)?;
    used.extend(lineage);
    keys::note_erased(open::folder(backup), &newly_erased)?;
    let building = open::temporary(dest, "restore")?;
    let made = copy_in(backup, &building, control).and_then(|sum_matched| {
        let (station, head, erased) = refit(&building, backup, &used, now_ms, hooks, control)?;
        control.tell(Step::Placing, 0, 0)?;
        Ok(Restored {
            station,
            head,
            erased,
            aside: None,
            sum_matched,
        })
    });
    let mut restored = made.map_err(|error| {
        open::remove_all(&building);
        // Nobody has seen that file, so it is known what became of it.
        let error = if let StoreError::Unknown { cause } = error {
            *cause
        } else {
            error
        };
        of_backup(error, backup)
    })?;
    if let Some(station) = &restored.station {
        used.push(station.lineage.clone());
        write_lineages(dest, &used)?;
    }
    // From here on only renames. Should the power fail between them, the verified file and the old one both lie there under
    // names that say what they are, and running the restore again completes it.
    let aside = open::beside(dest, &format!(".aside-{now_ms}"));
    for tail in ["", "-wal", "-shm"] {
        let from = open::beside(dest, tail);
        if from.symlink_metadata().is_ok() {
            open::move_new(&from, &open::beside(&aside, tail))?;
            restored.aside = Some(aside.clone());
        }
    }
    let anchor = dest.with_file_name(chain::ANCHOR);
    if anchor.symlink_metadata().is_ok() {
        open::move_new(&anchor, &open::beside(&aside, ".anchor"))?;
    }
    open::move_new(&building, dest)?;
    open::sync_folder(dest)?;
    Ok(restored)
}

/// What is wrong with a copy that nobody but us has seen is wrong with the backup, under the name it was given by.
fn of_backup(error: StoreError, backup: &Path) -> StoreError {
    let path = backup.to_owned();
    if let StoreError::NotOurs { .. } = error {
        return StoreError::NotOurs { path };
    }
    let what = if let StoreError::Corrupt { what } = error {
        what
    } else if let StoreError::Sql(error) = error {
        error.to_string()
    } else {
        return error;
    };
    StoreError::BadBackup { path, what }
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
    File::open(building)?.sync_all()?;
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
fn whole(conn: &Connection, control: &Control) -> Result<(Head, BTreeMap<String, u64>), StoreError> {
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
        return Err(StoreError::corrupt(format!("{first} (of {} findings)", faults.len())));
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
fn watch(
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

/// A lineage, and erased owners with the time.
type LineageAndErased = (Option<String>, Vec<(String, i64)>);

/// The live file's lineage and who was erased in it, and the proof that nobody has it open. A file too broken to be asked
/// may be replaced all the same: that is what restoring is for.
fn ask_live(dest: &Path) -> Result<LineageAndErased, StoreError> {
    if dest.symlink_metadata().is_err() {
        return Ok((None, Vec::new()));
    }
    let asked = open::open_alone(dest).and_then(|conn| Ok((log::station(&conn)?, keys::erased(&conn)?)));
    match asked {
        Ok((station, erased)) => Ok((station.map(|station| station.lineage), erased)),
        Err(StoreError::Corrupt { .. } | StoreError::Sql(_)) => Ok((None, Vec::new())),
        Err(error) => Err(error),
    }
}

/// Copies a backup beside the live file and compares its hash; true when there was one to compare with.
fn copy_in(backup: &Path, building: &Path, control: &Control) -> Result<bool, StoreError> {
    let mut to = open::plain(building, File::options().write(true))?;
    let sum = pour(backup, control, &mut |part| Ok(to.write_all(part)?))?;
    to.sync_all()?;
    match read_sum(backup)? {
        Some(wanted) if wanted != sum => Err(StoreError::corrupt("the backup is not the file its hash was taken of")),
        wanted => Ok(wanted.is_some()),
    }
}

/// Makes a copied backup into a live file of the next lineage.
fn refit(
    path: &Path,
    backup: &Path,
    used: &[String],
    now_ms: i64,
    hooks: &Hooks<'_>,
    control: &Control,
) -> Result<(Option<Station>, Head, usize), StoreError> {
    let mut conn = open::open_candidate(path)?;
    watch(&mut conn, Step::Checking, None, control)?;
    let mut heard = |p: rebuild::Progress| control.tell(Step::Rebuilding, p.done, p.total).is_ok();
    let before = |_: &Transaction<'_>, _: &mut rebuild::Say<'_>| Ok((open::open_copy(backup)?, ()));
    rebuild::rebuild(&mut conn, &Schema::ours(), before, &mut heard)?;
    whole(&conn, control)?;
    let tx = turn::begin(&mut conn)?;
    let mut count = 0;
    for (owner, at_ms) in keys::read_erased(open::folder(backup))? {
        if keys::forget(&tx, &owner, at_ms)? {
            (hooks.erase)(&tx, &owner)?;
            count += 1;
        }
    }
    if count > 0 {
        index::purge(&tx)?;
    }
    let station = log::station(&tx)?.map(|old| {
        let newest = used
            .iter()
            .chain([&old.lineage])
            .max_by_key(|letters| (letters.len(), letters.as_str()));
        Station {
            id: old.id,
            lineage: log::next_lineage(newest.map_or("A", String::as_str)),
        }
    });
    if let Some(station) = &station {
        log::set_station(&tx, station)?;
        log::set_meta(&tx, "restored_ms", &now_ms.to_string())?;
        (hooks.renumber)(&tx, station)?;
    }
    turn::commit(tx)?;
    let head = log::head(&conn)?;
    conn.progress_handler(0, None::<fn() -> bool>)?;
    open::close_whole(conn, path)?;
    File::open(path)?.sync_all()?;
    Ok((station, head, count))
}

fn sum_of(path: &Path, control: &Control) -> Result<String, StoreError> {
    pour(path, control, &mut |_| Ok(()))
}

/// Reads a finished file (never a live one) in parts, hashing as it goes.
fn pour(
    path: &Path,
    control: &Control,
    to: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<String, StoreError> {
    let mut file = File::open(path).map_err(|error| open::about(path, error))?;
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

/// Writes the hash in the form `sha256sum -c` reads.
fn write_sum(path: &Path, sum: &str, of: &Path) -> Result<(), StoreError> {
    open::touch(path)?;
    let mut file = open::plain(path, File::options().write(true))?;
    writeln!(file, "{sum}  {}", of.file_name().unwrap_or_default().display())?;
    Ok(file.sync_all()?)
}

fn read_sum(backup: &Path) -> Result<Option<String>, StoreError> {
    let text = open::read_text(&open::beside(backup, ".sha256"))?;
    Ok(text.map(|text| text.split_whitespace().next().unwrap_or_default().to_owned()))
}

fn read_lineages(dest: &Path) -> Result<Vec<String>, StoreError> {
    let text = open::read_text(&dest.with_file_name(LINEAGE_LIST))?.unwrap_or_default();
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

fn write_lineages(dest: &Path, used: &[String]) -> Result<(), StoreError> {
    let path = dest.with_file_name(LINEAGE_LIST);
    let known = read_lineages(dest)?;
    let new = used.iter().filter(|letters| !known.contains(letters));
    let lines: Vec<&str> = new.flat_map(|letters| [letters.as_str(), "\n"]).collect();
    open::append(&path, &lines.concat())
}
