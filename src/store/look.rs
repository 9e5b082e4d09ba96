//! A file opened to be looked at: nothing in it or beside it is changed, whatever it is found to be. A finished copy stays byte
//! for byte what it was, and the log of a live one is left as it lies.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::anchor::{self, Anchored, LostTail, Unfit};
use super::error::StoreError;
use super::half_restored::{self, CutShort, cut_short};
use super::integrity::{self, Fault, FaultKind};
use super::keys::Vault;
use super::open::{self, Access, Place};
pub use super::read::backups::Copies;
use super::{again, check, kept_drafts, laid_over, log, migrate, restore, room, temporary, touched, turn};
use super::{read, rescue};
use crate::domain::lease::Missed;

/// A file to look at.
#[derive(Debug)]
pub struct Look {
    conn: Connection,
    /// None of a file of an earlier program, or when the keys cannot be read.
    vault: Option<Vault>,
    lost: Option<Box<LostTail>>,
}

impl Look {
    /// Opens a file. A live one of an earlier program has to be brought up to date first; a finished copy of one is looked at as
    /// it is.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        again::twice(|| Self::open_once(path))
    }

    fn open_once(path: &Path) -> Result<Self, StoreError> {
        let conn = open_to_look(path)?;
        let is_older = match migrate::check(&conn) {
            Ok(()) => false,
            Err(older @ StoreError::Older { .. }) if open::is_shared(&conn)? => return Err(older),
            Err(StoreError::Older { .. }) => true,
            Err(error) => return Err(error),
        };
        let lost = match anchor::compare(&conn, path) {
            Ok(Anchored::Behind(lost)) => Some(lost),
            // A log that cannot be read is named by the check.
            Ok(Anchored::Good | Anchored::Unknown) | Err(StoreError::Corrupt { .. }) => None,
            Err(error) => return Err(error),
        };
        let vault = match Vault::unlock(&conn, None) {
            _ if is_older => None,
            Ok(vault) => Some(vault),
            Err(StoreError::Corrupt { .. }) => None,
            Err(error) => return Err(error),
        };
        Ok(Self { conn, vault, lost })
    }

    /// The end of the log that was lost, if it was.
    pub fn lost_tail(&self) -> Option<&LostTail> {
        self.lost.as_deref()
    }

    /// Drafts that were saved and are lost, of which neither whoever wrote them nor the head has heard.
    pub fn missed_drafts(&self, path: &Path) -> Result<Vec<Missed>, StoreError> {
        again::twice(|| kept_drafts::unheard(&self.conn, path))
    }

    /// What became of a restore that was cut short, if one was.
    pub fn half_restored(&self, path: &Path) -> Option<CutShort> {
        again::twice(|| cut_short(&self.conn, path)).ok().flatten()
    }

    /// Whether a station was set up in the file.
    pub fn has_station(&self) -> Result<bool, StoreError> {
        Ok(log::station(&self.conn)?.is_some())
    }

    /// The number of the last event.
    pub fn last_event(&self) -> Result<i64, StoreError> {
        Ok(log::head(&self.conn)?.seq)
    }

    /// What is wrong as far as a quick check sees.
    pub fn quick(&self) -> Result<Vec<Fault>, StoreError> {
        Ok(self.with_tail(check::quick(&self.conn)?))
    }

    /// What is wrong at all. `step` hears each event's number and may call it off.
    pub fn deep(&self, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
        let found = match &self.vault {
            Some(vault) => check::deep(&self.conn, vault, step),
            None => integrity::deep(&self.conn, &[], step),
        };
        Ok(self.with_tail(found?))
    }

    /// What every byte of its copies says of them.
    pub fn copies(&self) -> Result<Copies, StoreError> {
        read::backups::look_at_all(&self.conn)
    }

    /// Numbers of the matters that faults are about.
    pub fn touched(&self, faults: &[Fault]) -> BTreeSet<String> {
        touched::touched(&self.conn, faults)
    }

    /// Whether every matter can be found in its table.
    pub fn reads_all(&self) -> bool {
        touched::reads_all(&self.conn)
    }

    fn with_tail(&self, mut faults: Vec<Fault>) -> Vec<Fault> {
        if let Some(lost) = &self.lost {
            if lost.unfit.is_some_and(Unfit::is_copy) {
                return faults;
            }
            if lost.unfit.is_some() {
                let detail = "how far the file went is not known";
                faults.insert(
                    0,
                    integrity::fault(FaultKind::Note, "event", lost.head.to_string(), detail),
                );
                return faults;
            }
            let id = format!("{}-{}", (lost.head + 1).min(lost.note.seq), lost.note.seq);
            let tail = integrity::fault(FaultKind::Tail, "event", id, "filed and not in the file any more");
            faults.insert(0, tail);
        }
        faults
    }
}

/// What an error is about a file, where it says the one for the other. One that is not there is missed where it is remembered.
/// A disk that fails to read is damage to SQLite wherever a statement meets it: what it says to be damage is so where every byte
/// could be read, and its own check finds what is wrong with them.
pub fn unread(path: &Path, error: &StoreError) -> Option<StoreError> {
    if let StoreError::Missing { path: missing } = error {
        let is_it = missing == path || open::real(path).is_ok_and(|path| path == *missing);
        let gone = anchor::gone(path).ok().flatten().filter(|_| is_it);
        return gone.map(StoreError::LostTail);
    }
    let may_be_disk = again::is_of_disk(error);
    if !may_be_disk && !matches!(error, StoreError::Corrupt { .. }) || matches!(error, StoreError::Io(_)) {
        return None;
    }
    match open::real(path).and_then(|path| is_wrong(&path)) {
        Err(met @ StoreError::Io(_)) => Some(met),
        Ok(false) if may_be_disk => Some(StoreError::Io(rustix::io::Errno::IO.into())),
        _ => None,
    }
}

/// What an error of a connection is about its file, see [`unread`].
pub(super) fn told(conn: &Connection, error: StoreError) -> StoreError {
    let path = conn.path().filter(|path| !path.is_empty() && again::is_of_disk(&error));
    path.and_then(|path| unread(Path::new(path), &error)).unwrap_or(error)
}

/// Whether bytes of a file that were read are wrong, as far as SQLite's own check sees; fails where they cannot be read.
fn is_wrong(path: &Path) -> Result<bool, StoreError> {
    again::reads(path)?;
    again::twice(|| {
        let conn = open::connect_still(path)?;
        conn.prepare("SELECT 1 FROM sqlite_schema")?;
        let is_wrong = |conn: &Connection, pragma| Ok(!integrity::pages(conn, pragma)?.is_empty());
        if is_wrong(&conn, "quick_check")? {
            return Ok(true);
        }
        // Nothing else is asked of what lies in the log.
        is_wrong(&open_to_look(path)?, "integrity_check")
    })
}

/// What lies beside a file and was never swept: what restores put aside, and halves of copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Left {
    /// What restores replaced.
    pub aside: Vec<PathBuf>,
    /// What restores that were cut short had made ready.
    pub unplaced: Vec<PathBuf>,
    /// Copies that were not finished.
    pub halves: Vec<PathBuf>,
}

/// Looks for what was left beside a file.
pub fn left(path: &Path) -> Left {
    let mut aside = temporary::leftovers(path, "aside").unwrap_or_default();
    // Their logs go with them, where they are there themselves.
    aside.retain(|left| {
        let of = left.to_str().and_then(|name| name.strip_suffix("-wal"));
        rescue::is_ours(left) || of.is_some_and(|of| Path::new(of).symlink_metadata().is_err())
    });
    let mut unplaced = again::twice(|| half_restored::unplaced(path)).unwrap_or_default();
    aside.retain(|left| !unplaced.contains(left));
    let making = temporary::leftovers(path, half_restored::MAKING).unwrap_or_default();
    // What SQLite has beside one goes with it.
    let is_beside = |left: &PathBuf, of: &PathBuf| {
        let name = left.as_os_str().as_encoded_bytes();
        name.strip_prefix(of.as_os_str().as_encoded_bytes())
            .is_some_and(|tail| tail.starts_with(b"-"))
    };
    let alone = making
        .iter()
        .filter(|left| !making.iter().any(|of| is_beside(left, of)));
    unplaced.extend(alone.cloned());
    let mut halves = temporary::halves(open::folder(path));
    halves.extend(temporary::halves(&path.with_file_name(open::COPIES)));
    Left {
        aside,
        unplaced,
        halves,
    }
}

/// What lies where the small files beside a file should, and is none of ours: a link, a pipe, a folder. Nobody can write then.
pub fn in_the_way(path: &Path) -> Vec<PathBuf> {
    let Ok(path) = open::real(path) else { return Vec::new() };
    let own = [turn::TURN_FILE, turn::SESSION_FILE, restore::LINEAGES].map(|tail| open::beside(&path, tail));
    let shared = [turn::SHARED_SESSION_FILE, restore::SHARED_LINEAGES].map(|name| path.with_file_name(name));
    let odd = |path: &PathBuf| {
        let opened = open::plain(path, OpenOptions::new().read(true));
        matches!(opened, Err(StoreError::InTheWay { .. }))
    };
    let all = own.into_iter().chain(shared).chain([anchor::name(&path)]);
    all.filter(odd).collect()
}

/// Opens a file of any version to look at it, changing nothing: a copy stays as it is, and a log is not folded in. Where there is no room for the map of the log, nobody else has it, and it is done without.
pub fn open_to_look(path: &Path) -> Result<Connection, StoreError> {
    again::twice(|| open_to_look_once(path))
}

fn open_to_look_once(path: &Path) -> Result<Connection, StoreError> {
    open::linked_version()?;
    let (path, _) = open::look(path)?;
    let has_log = open::beside(&path, "-wal")
        .metadata()
        .is_ok_and(|facts| facts.len() > 0);
    let opened = |alone: bool| -> Result<Connection, StoreError> {
        let conn = open::connect(&path, Access::Writer)?;
        if alone {
            let _: String = conn.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |row| row.get(0))?;
        }
        let ours = open::ours(&conn, &path).and_then(|()| laid_over::check(&conn, &path));
        ours.map_err(|error| laid_over::instead(open::or_no_files(room::or_full(error, &path)), &conn, &path))?;
        Ok(conn)
    };
    let conn = match opened(false) {
        Err(StoreError::DiskFull | StoreError::Io(_)) => opened(true)?,
        opened => opened?,
    };
    // Where there is none, the last one out takes away what it made.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log)?;
    open::harden(&conn, Access::Reader, Place::Copy)?;
    // A search index takes its check as an insert.
    open::set(&conn, "query_only", 0)?;
    Ok(conn)
}
