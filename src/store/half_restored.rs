//! A restore that was cut short: whoever opens the file is told which of the two it is, until somebody who may restore has said
//! that they know.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::FlockOperation;

use super::error::StoreError;
use super::kept_drafts;
use super::restore::RESTORED;
use super::turn::{Session, retry};
use super::{log, look, open, temporary};
use crate::domain::lease::Missed;

/// Stands behind the database's name while a backup is put in its place, with the moment of that in it.
const TAIL: &str = ".restoring";

/// What a restore has in the making is called so.
pub(super) const MAKING: &str = "restore";

/// A restore that did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CutShort {
    /// The file is as it was before.
    Before,
    /// The backup is in its place.
    After {
        /// Where the old file went, if it lies there.
        aside: Option<PathBuf>,
        /// Whose drafts lie in that one, and not in the backup.
        drafts: Vec<Missed>,
    },
}

/// The sign of a restore that is under way; it goes when that has done its work, and stays where one before was cut short and
/// this one changed nothing.
#[derive(Debug)]
pub(super) struct Sign {
    path: PathBuf,
    /// Held for as long as it is under way.
    held: File,
    /// What one before has left.
    before: Option<String>,
    is_done: bool,
}

impl Sign {
    /// Leaves it, for good. Without it a restore that is cut short is not spoken of, and nothing else is lost.
    pub fn leave(dest: &Path, now_ms: i64) -> Result<Self, StoreError> {
        let path = open::beside(dest, TAIL);
        let before = open::read_text(&path)?.filter(|text| !text.is_empty());
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(false).mode(0o600);
        let held = open::plain(&path, &mut how)?;
        retry(|| rustix::fs::flock(&held, FlockOperation::NonBlockingLockExclusive))?;
        let mut sign = Self {
            path,
            held,
            before,
            is_done: false,
        };
        sign.write(&now_ms.to_string())?;
        open::sync_folder(dest)?;
        Ok(sign)
    }

    fn write(&mut self, text: &str) -> Result<(), StoreError> {
        use std::io::Seek as _;
        self.held.set_len(0)?;
        self.held.rewind()?;
        self.held.write_all(text.as_bytes())?;
        Ok(self.held.sync_all()?)
    }

    /// The backup is in its place, with all that belongs to it.
    pub fn done(mut self) {
        self.is_done = true;
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        match self.before.take().filter(|_| !self.is_done) {
            Some(before) => _ = self.write(&before),
            None => _ = std::fs::remove_file(&self.path),
        }
    }
}

/// What became of a restore that was cut short, if one was; none while one is under way.
pub fn cut_short(conn: &Connection, database: &Path) -> Result<Option<CutShort>, StoreError> {
    let sign = open::beside(database, TAIL);
    let Some(begun) = open::read_text(&sign)? else {
        return Ok(None);
    };
    let held = open::plain(&sign, OpenOptions::new().read(true))?;
    if retry(|| rustix::fs::flock(&held, FlockOperation::NonBlockingLockShared)).is_err() {
        return Ok(None);
    }
    if log::meta(conn, RESTORED)?.as_deref() != Some(begun.trim()) {
        return Ok(Some(CutShort::Before));
    }
    let aside = aside(database, begun.trim())?;
    let noted = aside.as_ref().filter(|aside| kept_drafts::name(aside).is_file());
    let drafts = kept_drafts::missing(conn, noted.map_or(database, PathBuf::as_path))?;
    Ok(Some(CutShort::After { aside, drafts }))
}

/// Ends what a restore began: what was noted of drafts of the old file goes with that one. Whoever opens the file for writing
/// does so before they note others.
pub fn finish(conn: &Connection, database: &Path) -> Result<(), StoreError> {
    let Some(CutShort::After { aside: Some(aside), .. }) = cut_short(conn, database)? else {
        return Ok(());
    };
    let (here, there) = (kept_drafts::name(database), kept_drafts::name(&aside));
    if here.symlink_metadata().is_err() || there.symlink_metadata().is_ok() {
        return Ok(());
    }
    open::move_new(&here, &there)
}

/// Where the old file went: under the number of the restore, or of one before that this one went on with.
fn aside(database: &Path, number: &str) -> Result<Option<PathBuf>, StoreError> {
    let named = open::beside(database, &format!(".aside-{number}"));
    if named.is_file() {
        return Ok(Some(named));
    }
    Ok(asides(database)?.into_iter().max())
}

/// Files beside a database under names of what goes aside, without what belongs to them.
fn asides(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let is_file = |left: &PathBuf| {
        let number = left.to_str().and_then(|name| name.rsplit_once(".aside-"));
        number.is_some_and(|(_, number)| number.bytes().all(|b| b.is_ascii_digit())) && left.is_file()
    };
    let mut all = temporary::leftovers(database, "aside")?;
    all.retain(is_file);
    Ok(all)
}

/// Copies that a restore had made ready under the name of what goes aside, and that came into no place: each says that it was
/// put back by the restore that was cut short, and the file does not. None while one is under way.
pub(super) fn unplaced(database: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let sign = open::beside(database, TAIL);
    let Some(begun) = open::read_text(&sign)?.filter(|text| !text.trim().is_empty()) else {
        return Ok(Vec::new());
    };
    let held = open::plain(&sign, OpenOptions::new().read(true))?;
    if retry(|| rustix::fs::flock(&held, FlockOperation::NonBlockingLockShared)).is_err() {
        return Ok(Vec::new());
    }
    let is_of = |conn: Connection| log::meta(&conn, RESTORED).is_ok_and(|at| at.as_deref() == Some(begun.trim()));
    if look::open_to_look(database).is_ok_and(is_of) {
        return Ok(Vec::new());
    }
    let mut all = asides(database)?;
    all.retain(|aside| open::open_still(aside).is_ok_and(is_of));
    Ok(all)
}

/// Takes away what a restore that was cut short had made ready, for whoever has the file alone: what it had in the making, and
/// what lies under the name of an old file and is none. True where there was anything.
pub(super) fn sweep(database: &Path) -> Result<bool, StoreError> {
    let making = temporary::leftovers(database, MAKING)?;
    for left in &making {
        temporary::remove_all(left);
    }
    Ok(sweep_unplaced(database)? || !making.is_empty())
}

/// A log beside it is that of the old file, and stays.
fn sweep_unplaced(database: &Path) -> Result<bool, StoreError> {
    let all = unplaced(database)?;
    for copy in &all {
        std::fs::remove_file(copy).map_err(open::at(copy))?;
    }
    Ok(!all.is_empty())
}

/// Somebody who may restore knows; true where there was something to know. What a restore had made ready goes; what it may still
/// be making, only where nobody is in.
pub fn known(database: &Path) -> Result<bool, StoreError> {
    let sign = open::beside(database, TAIL);
    // Before the sign goes: without it nobody could tell what lies there.
    let is_swept = match Session::alone(database) {
        Ok(_alone) => sweep(database)?,
        Err(_) => sweep_unplaced(database)?,
    };
    match std::fs::remove_file(&sign) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(is_swept),
        Err(error) => Err(open::at(&sign)(error)),
    }
}
