//! A file in the making. It is built under another name and moved in when it is whole, so nobody ever meets half of one
//! and an existing file is never touched.
//!
//! Until then nobody else reads it and a power cut loses nothing that was promised, so it is written straight into place:
//! no log to look pages up in, no waiting for the disk, a large cache. A made-up station of a million opinions is one
//! transaction, and its log would have to be searched for every page of it.

use std::fs::{DirBuilder, File};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::desk::Desk;
use super::error::StoreError;
use super::index;
use super::migrate::{self, Schema};
use super::open::{
    self, APPLICATION_ID, Access, Place, beside, close_whole, connect, folder, harden, leftovers, linked_version,
    local, move_new, real, remove_all, sync_folder, temporary,
};
use super::turn::retry;

/// Behind the name of what is being built.
const WHAT: &str = "new";

/// The place where a file is being made. Dropped before its end it leaves nothing behind.
#[derive(Debug)]
pub struct Building {
    path: PathBuf,
    name: PathBuf,
    is_moved: bool,
    /// Says that somebody builds here. The system takes it back from whoever dies.
    _held: File,
}

impl Building {
    /// Begins a file (folder 0700, file 0600) with the newest schema.
    pub fn begin(path: &Path) -> Result<(Self, Connection), StoreError> {
        linked_version()?;
        DirBuilder::new().recursive(true).mode(0o700).create(folder(path))?;
        let path = real(path)?;
        local(&path)?;
        sweep(&path)?;
        // A restore that was cut short between its renames leaves no file here for a moment; starting afresh would hide that.
        let unfinished = leftovers(&path, "restore")?;
        for taken in [path.clone(), beside(&path, "-wal")].into_iter().chain(unfinished) {
            if taken.symlink_metadata().is_ok() {
                return Err(StoreError::Exists { path: taken });
            }
        }
        let (name, held) = take_name(&path)?;
        let site = Self {
            path,
            name,
            is_moved: false,
            _held: held,
        };
        let mut conn = connect(&site.name, Access::Writer)?;
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
        harden(&conn, Access::Writer, Place::Building)?;
        migrate::create(&mut conn, &Schema::ours())?;
        Ok((site, conn))
    }

    /// Makes what was built last, and moves it in.
    pub fn end(mut self, conn: Connection) -> Result<(), StoreError> {
        // What grew in many pieces is searched in one: walking along a common word costs half of what it did.
        index::purge(&conn)?;
        // From the first reader on it is shared through a log.
        conn.pragma_update(None, "locking_mode", "NORMAL")?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        close_whole(conn, &self.name)?;
        File::open(&self.name)?.sync_all()?;
        move_new(&self.name, &self.path)?;
        self.is_moved = true;
        sync_folder(&self.path)
    }

    /// As [`Building::end`], and opens the file like any other.
    pub fn finish(self, desk: Desk) -> Result<Desk, StoreError> {
        let path = self.path.clone();
        self.end(desk.into_conn())?;
        Desk::open(&path, None)
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.is_moved {
            remove_all(&self.name);
        }
    }
}

/// A name of one's own to build under, held.
fn take_name(path: &Path) -> Result<(PathBuf, File), StoreError> {
    loop {
        let name = temporary(path, WHAT)?;
        // Before it was held somebody sweeping may have taken it for left over; then it is theirs, and another is made.
        if let Some(held) = hold(&name)? {
            return Ok((name, held));
        }
    }
}

/// Removes what builders left behind that were killed: megabytes of made-up people, or the beginning of a station. What
/// somebody still builds is theirs.
fn sweep(path: &Path) -> Result<(), StoreError> {
    for left in leftovers(path, WHAT)? {
        if is_name(path, &left)
            && let Some(_held) = hold(&left)?
        {
            remove_all(&left);
        }
    }
    Ok(())
}

/// `zhiban.db.new-4711-0`, and not SQLite's files beside it, which go with it.
fn is_name(path: &Path, left: &Path) -> bool {
    let start = beside(path, &format!(".{WHAT}-"));
    let numbers = left.to_str().zip(start.to_str()).and_then(|(l, s)| l.strip_prefix(s));
    let parts = numbers.and_then(|n| n.split_once('-'));
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    parts.is_some_and(|(pid, count)| is_number(pid) && is_number(count))
}

/// Takes hold of a file under this name; none when somebody else has it, or it is no longer there.
fn hold(name: &Path) -> Result<Option<File>, StoreError> {
    // What is no file of ours is not opened: opening alone may do something, or never come back.
    if !name.symlink_metadata().is_ok_and(|m| m.is_file() && m.nlink() == 1) {
        return Ok(None);
    }
    let file = match File::open(name) {
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => return Ok(None),
        opened => opened?,
    };
    match retry(|| rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)) {
        Err(Errno::WOULDBLOCK) => return Ok(None),
        locked => locked?,
    }
    // It may have been moved in, or swept, while it was being opened.
    let is_here = name.symlink_metadata().is_ok_and(|there| {
        let opened = file.metadata();
        opened.is_ok_and(|o| (o.dev(), o.ino()) == (there.dev(), there.ino()))
    });
    Ok(is_here.then_some(file))
}

/// Makes a new file, with the newest schema, and opens it for writing.
pub fn create(path: &Path) -> Result<Connection, StoreError> {
    let (site, conn) = Building::begin(path)?;
    site.end(conn)?;
    open::open(path, Access::Writer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_moved_in_with_its_search_index_in_one_piece() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zhiban.db");
        let (site, conn) = Building::begin(&path).unwrap();
        let pieces = |conn: &Connection| -> i64 {
            let sql = "SELECT count(DISTINCT segid) FROM opinion_index_idx";
            conn.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        for n in 1..=5 {
            let sql = "INSERT INTO opinion_index (rowid, words) VALUES (?1, '路灯 灯')";
            conn.execute(sql, [n]).unwrap();
        }
        conn.execute("DELETE FROM opinion_index WHERE rowid = 2", []).unwrap();
        assert!(pieces(&conn) > 1);
        site.end(conn).unwrap();

        let conn = open::open(&path, Access::Reader).unwrap();
        assert_eq!(pieces(&conn), 1);
        let sql = "SELECT rowid FROM opinion_index WHERE opinion_index MATCH '\"路灯\"' ORDER BY rowid DESC";
        let mut found = conn.prepare(sql).unwrap();
        let found: Vec<i64> = found
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(found, [5, 4, 3, 1]);
    }
}
