//! Putting a backup in the place of the live file.
//!
//! It never deletes anything and never goes on under the old lineage: numbers that were handed to people after the backup was
//! made must not be handed out again.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};

use super::anchor::{self, Given};
use super::backup::{Control, Step, pour, read_sum, watch, whole};
use super::chain::hex;
use super::desk::OsRandom;
use super::error::{CHANGED, StoreError};
use super::log::{self, Head, Station};
use super::migrate::Schema;
use super::turn::{self, Session};
use super::{again, exchange, going_on, half_restored, index, keys, look, noted, open, preview, rebuild, temporary};

/// The lineages ever used, behind the database's name.
pub(super) const LINEAGES: &str = ".lineages";
/// Those earlier programs noted for all files of a folder.
pub(super) const SHARED_LINEAGES: &str = "lineage.used";

/// When a file was put back.
pub(super) const RESTORED: &str = "restored_ms";

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
    /// The highest numbers in it.
    pub given: Vec<Given>,
    /// How many owners were erased again.
    pub erased: usize,
    /// Where the old file went, if there was one; its log has the same name with `-wal` behind it.
    pub aside: Option<PathBuf>,
    /// True when a hash lay beside the backup and matched.
    pub sum_matched: bool,
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
    preview::source(backup, dest)?;
    let _alone = Session::alone(dest)?;
    // Copies a crash left behind hold citizens' words; nobody else builds here while we have the folder alone. The sign says of
    // them what they are, so they go before it speaks of this one.
    half_restored::sweep(dest)?;
    let sign = half_restored::Sign::leave(dest, now_ms).ok();
    let mut used = read_lineages(dest)?;
    let live = ask_live(dest)?;
    let (lineages, newly_erased) = (live.lineages, live.erased);
    used.extend(lineages);
    keys::note_erased(open::folder(backup), &newly_erased)?;
    let made = again::twice(|| {
        let building = temporary::temporary(dest, half_restored::MAKING)?;
        let made = copy_in(backup, &building, control).and_then(|sum_matched| {
            let (station, head, given, erased) =
                refit(&building, backup, (&used, &live.given), now_ms, hooks, control)?;
            control.tell(Step::Placing, 0, 0)?;
            Ok(Restored {
                station,
                head,
                given,
                erased,
                aside: None,
                sum_matched,
            })
        });
        match made {
            Ok(restored) => Ok((building, restored)),
            Err(error) => {
                temporary::remove_all(&building);
                // Nobody has seen that file, so it is known what became of it.
                Err(if let StoreError::Unknown { cause } = error {
                    *cause
                } else {
                    error
                })
            }
        }
    });
    let (building, mut restored) = made.map_err(|error| of_backup(error, backup))?;
    if let Some(station) = &restored.station {
        used.push(station.lineage.clone());
        write_lineages(dest, &used)?;
    }
    let placed = exchange::place(&building, dest, now_ms);
    restored.aside = placed.inspect_err(|_| temporary::remove_all(&building))?;
    remember(dest, &restored);
    sign.into_iter().for_each(half_restored::Sign::done);
    Ok(restored)
}

/// The head of what was put back. It is a witness and not the record: the next writer remembers what this could not.
fn remember(dest: &Path, restored: &Restored) {
    let Some(station) = &restored.station else { return };
    let note = anchor::Note {
        station: station.id.to_string(),
        lineage: station.lineage.clone(),
        seq: restored.head.seq,
        digest: hex(&restored.head.digest),
        folded: 0,
        given: restored.given.clone(),
    };
    let _ = anchor::Anchor::of(dest).put(&note);
}

/// Whether a note is of what a restore replaced, and that was cut short before it put its own there: the file has just begun its
/// lineage, the note is of an earlier one, and its numbers were passed over.
pub(super) fn is_of_replaced(conn: &Connection, note: &anchor::Note) -> Result<bool, StoreError> {
    let Some(station) = log::station(conn)?.filter(|s| s.id.to_string() == note.station) else {
        return Ok(false);
    };
    let is_later = !note.lineage.is_empty() && by_age(&note.lineage) < by_age(&station.lineage);
    if !is_later || !noted::is_unmarked(conn)? || log::meta(conn, RESTORED)?.is_none() {
        return Ok(false);
    }
    let last = "SELECT kind FROM event ORDER BY seq DESC LIMIT 1";
    let last: String = conn.query_row(last, [], |row| row.get(0))?;
    Ok(last == "lineage_begun")
}

/// What is wrong with a copy that nobody but us has seen is wrong with the backup, under the name it was given by.
pub(super) fn of_backup(error: StoreError, backup: &Path) -> StoreError {
    let path = backup.to_owned();
    if let StoreError::NotOurs { .. } = error {
        return StoreError::NotOurs { path };
    }
    if let Some(unread) = again::is_of_disk(&error)
        .then(|| look::unread(backup, &error))
        .flatten()
    {
        return unread;
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

/// What a restore takes over from the file it replaces.
#[derive(Debug, Default)]
struct Live {
    /// Those its events are of, its own, and that of the note beside it.
    lineages: Vec<String>,
    /// Erased owners with the time.
    erased: Vec<(String, i64)>,
    /// The highest numbers it gave, by itself and by what is remembered beside it.
    given: Vec<Given>,
}

/// Asks the live file, and proves that nobody has it open. A file too broken to be asked may be replaced all the same: that is
/// what restoring is for.
fn ask_live(dest: &Path) -> Result<Live, StoreError> {
    let mut live = Live {
        given: anchor::remembered(dest)?,
        lineages: anchor::kept(dest).into_iter().map(|note| note.lineage).collect(),
        ..Live::default()
    };
    live.lineages.retain(|lineage| !lineage.is_empty());
    if dest.symlink_metadata().is_err() {
        return Ok(live);
    }
    let ask = |conn| {
        let facts = (
            log::station(&conn)?,
            log::lineages(&conn).unwrap_or_default(),
            keys::erased(&conn)?,
        );
        // A file of an earlier program counts otherwise.
        let given = anchor::given(&conn).unwrap_or_default();
        exchange::fold(conn, dest)?;
        Ok((facts, given))
    };
    // What was erased and numbered must not be forgotten because the disk failed once.
    match again::twice(|| open::open_alone(dest).and_then(ask)) {
        Ok(((station, lineages, erased), given)) => {
            live.lineages.extend(lineages);
            live.lineages.extend(station.map(|station| station.lineage));
            live.erased = erased;
            live.given.extend(given);
            Ok(live)
        }
        Err(StoreError::Corrupt { .. } | StoreError::Sql(_)) => Ok(live),
        Err(error) => Err(error),
    }
}

/// Copies a backup beside the live file and compares its hash; true when there was one to compare with.
fn copy_in(backup: &Path, building: &Path, control: &Control) -> Result<bool, StoreError> {
    let mut to = open::plain(building, File::options().write(true))?;
    let sum = pour(backup, control, &mut |part| Ok(to.write_all(part)?))?;
    again::sync(&to)?;
    match read_sum(backup)? {
        Some(wanted) if wanted != sum => Err(StoreError::corrupt(CHANGED)),
        wanted => Ok(wanted.is_some()),
    }
}

/// Makes a copied backup into a live file of the next lineage.
fn refit(
    path: &Path,
    backup: &Path,
    (used, given): (&[String], &[Given]),
    now_ms: i64,
    hooks: &Hooks<'_>,
    control: &Control,
) -> Result<(Option<Station>, Head, Vec<Given>, usize), StoreError> {
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
    let station = match log::station(&tx)? {
        Some(old) => Some(next_of(&old, &[used, &log::lineages(&tx)?].concat())?),
        None => None,
    };
    if let Some(station) = &station {
        log::set_station(&tx, station)?;
        noted::unmark(&tx)?;
        log::set_meta(&tx, RESTORED, &now_ms.to_string())?;
        going_on::floors(&tx, given)?;
        (hooks.renumber)(&tx, station)?;
    }
    turn::commit(tx)?;
    let (head, given) = (log::head(&conn)?, anchor::given(&conn)?);
    conn.progress_handler(0, None::<fn() -> bool>)?;
    open::close_whole(conn, path)?;
    again::sync(&File::open(path)?)?;
    Ok((station, head, given, count))
}

/// A station under a lineage after all that were used, and that no other file takes.
pub(super) fn next_of(old: &Station, used: &[String]) -> Result<Station, StoreError> {
    let newest = used.iter().chain([&old.lineage]).max_by_key(|letters| by_age(letters));
    let lineage = log::drawn_lineage(newest.map_or("A", String::as_str), used, &mut OsRandom)?;
    Ok(Station { id: old.id, lineage })
}

/// What lineages are sorted by.
fn by_age(lineage: &str) -> (usize, &str) {
    let ordinal = log::ordinal(lineage);
    (ordinal.len(), ordinal)
}

/// The lineages that were ever used by a file. What another station of the folder used, by an earlier program, does no harm.
pub(super) fn read_lineages(dest: &Path) -> Result<Vec<String>, StoreError> {
    let mut used = Vec::new();
    for list in [dest.with_file_name(SHARED_LINEAGES), open::beside(dest, LINEAGES)] {
        let text = open::read_text(&list)?.unwrap_or_default();
        used.extend(text.split_whitespace().map(str::to_owned));
    }
    Ok(used)
}

/// Notes lineages, durably.
pub(super) fn write_lineages(dest: &Path, used: &[String]) -> Result<(), StoreError> {
    let path = open::beside(dest, LINEAGES);
    let known = read_lineages(dest)?;
    let new: BTreeSet<&String> = used.iter().filter(|letters| !known.contains(letters)).collect();
    let lines: Vec<&str> = new.into_iter().flat_map(|letters| [letters.as_str(), "\n"]).collect();
    open::append(&path, &lines.concat())
}
