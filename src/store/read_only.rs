//! The file open for reading only, for one question after the other without a thread of its own.

use std::fmt;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rusqlite::Connection;

use super::anchor::{self, Anchored, LostTail};
use super::error::StoreError;
use super::half_restored::{CutShort, cut_short};
use super::keys::Vault;
use super::open::{self, Access};
use super::rules::{self, InForce};
use super::{again, log, look, migrate, read};
use crate::domain::view::{Answer, Asker, Query};

/// The file, read-only.
#[derive(Debug)]
pub struct ReadOnly {
    conn: Connection,
    vault: Vault,
    file: FileId,
    lost: Option<Box<LostTail>>,
}

/// Which file it is, whatever its name: device and number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileId(u64, u64);

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.0, self.1)
    }
}

impl FileId {
    /// Of the file that a path leads to.
    pub(super) fn of(path: &Path) -> Result<Self, StoreError> {
        let facts = path.symlink_metadata()?;
        Ok(Self(facts.dev(), facts.ino()))
    }

    /// Whether the path still leads to this file: a restore puts another one in its place.
    pub fn is_at(self, path: &Path) -> Result<bool, StoreError> {
        Ok(self == Self::of(path)?)
    }
}

impl ReadOnly {
    /// Opens the file of a station.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        again::twice(|| Self::over(open::open(path, Access::Reader)?, path))
    }

    fn over(conn: Connection, path: &Path) -> Result<Self, StoreError> {
        let file = FileId::of(path)?;
        let vault = Vault::unlock(&conn, None)?;
        let lost = match anchor::compare(&conn, path)? {
            Anchored::Behind(lost) => Some(lost),
            Anchored::Good | Anchored::Unknown => None,
        };
        Ok(Self {
            conn,
            vault,
            file,
            lost,
        })
    }

    /// The same where there is no room for the map of the log: nobody else has the file then, and while this one has it nobody
    /// else may.
    pub fn open_alone(path: &Path) -> Result<Self, StoreError> {
        let conn = look::open_to_look(path)?;
        migrate::check_mark(&conn)?;
        open::set(&conn, "query_only", 1)?;
        Self::over(conn, path)
    }

    /// The end of the log that was lost, if it was: what can be read is all there, and it is not all.
    pub fn lost_tail(&self) -> Option<&LostTail> {
        self.lost.as_deref()
    }

    /// What became of a restore that was cut short, if one was. What cannot be asked is met by whoever reads on.
    pub fn half_restored(&self, path: &Path) -> Option<CutShort> {
        again::twice(|| cut_short(&self.conn, path)).ok().flatten()
    }

    /// Which file this is.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// The connection and its keys, for the reader thread.
    pub(super) fn into_parts(self) -> (Connection, Vault) {
        (self.conn, self.vault)
    }

    /// Answers a question.
    pub fn answer(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
        read::answer(&self.conn, &self.vault, asker, query)
    }

    /// Whether somebody reads here at all.
    pub fn admits(&self, asker: Asker) -> Result<(), StoreError> {
        again::twice(|| read::gate::admit(&self.conn, asker).map(drop))
    }

    /// Whether a station was set up in the file.
    pub fn has_station(&self) -> Result<bool, StoreError> {
        again::twice(|| Ok(log::station(&self.conn)?.is_some()))
    }

    /// A small fact about the file.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        again::twice(|| log::meta(&self.conn, name))
    }

    /// The rules in force; none before a station was set up.
    pub fn rules(&self) -> Result<Option<InForce>, StoreError> {
        again::twice(|| rules::in_force(&self.conn))
    }
}
