//! A file in the making. It is built under another name and moved in when it is whole, so nobody ever meets half of one
//! and an existing file is never touched.
//!
//! Until then nobody else reads it and a power cut loses nothing that was promised, so it is written straight into place:
//! no log to look pages up in, no waiting for the disk, a large cache. A made-up station of a million opinions is one
//! transaction, and its log would have to be searched for every page of it.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::anchor;
use super::desk::Desk;
use super::error::StoreError;
use super::index;
use super::migrate::{self, Schema};
use super::open::{
    self, APPLICATION_ID, Access, Place, beside, close_whole, connect, folder, harden, linked_version, local, move_new,
    real, sync_folder,
};
use super::temporary;

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
        temporary::sweep(&path, WHAT)?;
        // A restore that was cut short between its renames leaves no file here for a moment; starting afresh would hide that.
        let unfinished = temporary::leftovers(&path, "restore")?;
        for taken in [path.clone(), beside(&path, "-wal")].into_iter().chain(unfinished) {
            if taken.symlink_metadata().is_ok() {
                return Err(StoreError::Exists { path: taken });
            }
        }
        // Numbers were given in one that was here, and a new one would give them again.
        if let Some(gone) = anchor::gone(&path)? {
            return Err(StoreError::LostTail(gone));
        }
        let (name, held) = temporary::take_name(&path, WHAT)?;
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
        anchor::put_aside(&self.path)?;
        move_new(&self.name, &self.path)?;
        self.is_moved = true;
        sync_folder(&self.path)
    }

    /// As [`Building::end`], and opens the file like any other.
    pub fn finish(self, desk: Desk) -> Result<Desk, StoreError> {
        let path = self.path.clone();
        self.end(desk.conn)?;
        Desk::open(&path, None)
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.is_moved {
            temporary::remove_all(&self.name);
        }
    }
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
