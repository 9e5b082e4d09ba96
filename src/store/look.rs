//! The file open for reading only, for one question after the other without a thread of its own.

use std::path::Path;

use rusqlite::Connection;

use super::error::StoreError;
use super::integrity::Fault;
use super::keys::Vault;
use super::open::{self, Access};
use super::{check, log, read};
use crate::domain::view::{Answer, Query};

/// The file, read-only.
pub struct Look {
    conn: Connection,
    vault: Vault,
}

impl Look {
    /// Opens the file of a station.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let conn = open::open(path, Access::Reader)?;
        let vault = Vault::unlock(&conn, None)?;
        Ok(Self { conn, vault })
    }

    /// Answers a question.
    pub fn answer(&self, query: &Query) -> Result<Answer, StoreError> {
        read::answer(&self.conn, &self.vault, query)
    }

    /// Whether a station was set up in the file.
    pub fn has_station(&self) -> Result<bool, StoreError> {
        Ok(log::station(&self.conn)?.is_some())
    }

    /// A small fact about the file.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        log::meta(&self.conn, name)
    }

    /// The number of the last event.
    pub fn last_event(&self) -> Result<i64, StoreError> {
        Ok(log::head(&self.conn)?.seq)
    }

    /// The quick check.
    pub fn check(&self) -> Result<Vec<Fault>, StoreError> {
        check::quick(&self.conn)
    }
}
