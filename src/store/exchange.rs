//! One file in the place of another: what was there goes aside with all that belongs to it under one number, and until the last
//! step is done every one before it can be taken back. The files themselves change places in one step where the disk can, so
//! that there is always one under the name.

use std::fs::File;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::error::StoreError;
use super::{anchor, kept_drafts, laid_over, open, temporary};

/// Renames that were made, to be taken back in the other order.
#[derive(Debug, Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn make(&mut self, from: &Path, to: &Path) -> Result<(), StoreError> {
        open::move_new(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    /// The same of what may not be there; true where it was.
    fn make_if_there(&mut self, from: &Path, to: &Path) -> Result<bool, StoreError> {
        let is_there = from.symlink_metadata().is_ok();
        if is_there {
            self.make(from, to)?;
        }
        Ok(is_there)
    }

    fn take_back(self) {
        for (from, to) in self.0.iter().rev() {
            // What cannot go back lies under a name that says what it is.
            let _ = open::move_new(to, from);
        }
    }
}

/// Folds the log into its file, which nobody else has open, so that the one is whole without the other. The log of another file
/// stays what it is, and that of a file beyond reading goes aside with it.
pub(super) fn fold(conn: Connection, database: &Path) -> Result<(), StoreError> {
    match laid_over::check(&conn, database) {
        Err(StoreError::LaidOver { .. } | StoreError::Corrupt { .. } | StoreError::Sql(_)) => return Ok(()),
        checked => checked?,
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    match open::close_whole(conn, database) {
        Err(StoreError::Corrupt { .. } | StoreError::Sql(_)) => Ok(()),
        closed => closed,
    }
}

/// Moves a file that was built into its place; where what was there went, if anything was. After an error all is as it was.
pub(super) fn place(building: &Path, dest: &Path, now_ms: i64) -> Result<Option<PathBuf>, StoreError> {
    let aside = open::beside(dest, &format!(".aside-{}", number(dest, now_ms)?));
    let folder = open::folder(dest);
    // Opened before anything is moved: afterwards it could only be said that it failed.
    let held = File::open(folder).map_err(open::at(folder))?;
    let is_shared = anchor::is_alone(dest)?;
    let mut moves = Moves::default();
    let moved = all(building, dest, &aside, is_shared, &mut moves).and_then(|was_there| {
        held.sync_all()?;
        Ok(was_there)
    });
    match moved {
        Ok(was_there) => Ok(was_there.then_some(aside)),
        Err(error) => {
            moves.take_back();
            Err(error)
        }
    }
}

fn all(building: &Path, dest: &Path, aside: &Path, is_shared: bool, moves: &mut Moves) -> Result<bool, StoreError> {
    let mut was_there = false;
    // There is one only where it could not be folded, and the file that comes must not meet it.
    for tail in ["-wal", "-shm"] {
        was_there |= moves.make_if_there(&open::beside(dest, tail), &open::beside(aside, tail))?;
    }
    if dest.symlink_metadata().is_err() {
        moves.make(building, dest)?;
    } else {
        was_there = true;
        moves.make(building, aside)?;
        if swap(aside, dest)? {
            moves.0.pop();
            moves.0.extend([
                (dest.to_owned(), aside.to_owned()),
                (building.to_owned(), dest.to_owned()),
            ]);
        } else {
            open::move_new(aside, building)?;
            moves.0.pop();
            moves.make(dest, aside)?;
            moves.make(building, dest)?;
        }
    }
    moves.make_if_there(&anchor::name(dest), &open::beside(aside, ".anchor"))?;
    // What was typed beside the old file is in no other.
    moves.make_if_there(&kept_drafts::name(dest), &kept_drafts::name(aside))?;
    if is_shared {
        let shared = dest.with_file_name(anchor::SHARED);
        moves.make_if_there(&shared, &open::beside(aside, ".head.anchor"))?;
    }
    Ok(was_there)
}

/// Lets two files change places in one step; false where the disk does not know how.
fn swap(one: &Path, other: &Path) -> Result<bool, StoreError> {
    use rustix::fs::{CWD, RenameFlags};
    use rustix::io::Errno;
    match rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS) => Ok(false),
        Err(other) => Err(other.into()),
    }
}

/// The number of what goes aside: that of an exchange which was cut short, where part of one lies there and its rest does not.
fn number(dest: &Path, now_ms: i64) -> Result<i64, StoreError> {
    let is_here = |tail: &str| open::beside(dest, tail).symlink_metadata().is_ok();
    let begun = temporary::leftovers(dest, "aside")?.into_iter().filter_map(|left| {
        let name = left.to_str()?.rsplit_once(".aside-")?.1;
        let number: i64 = name.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()?;
        let is_there = |tail: &str| is_here(&format!(".aside-{number}{tail}"));
        let is_half = if is_there("") { !is_here("") } else { is_there("-wal") };
        let is_met = ["", "-wal", "-shm", ".anchor"]
            .iter()
            .any(|tail| is_here(tail) && is_there(tail));
        (is_half && !is_met).then_some(number)
    });
    Ok(begun.max().unwrap_or(now_ms))
}
