//! A restore that was cut short: whoever opens the file next is told which of the two it is.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::restore::RESTORED;
use super::{log, open};

/// Stands behind the database's name while a backup is put in its place, with the moment of that in it.
const TAIL: &str = ".restoring";

/// A restore that did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CutShort {
    /// The file is as it was before.
    Before,
    /// The backup is in its place; where the old file went, if it lies there.
    After(Option<PathBuf>),
}

/// The sign of a restore that is under way; it goes with its end, whatever that is.
#[derive(Debug)]
pub(super) struct Sign(PathBuf);

impl Sign {
    /// Leaves it, for good. Without it a restore that is cut short is not spoken of, and nothing else is lost.
    pub fn leave(dest: &Path, now_ms: i64) -> Result<Self, StoreError> {
        let sign = Self(open::beside(dest, TAIL));
        let mut how = OpenOptions::new();
        how.write(true).create(true).truncate(true).mode(0o600);
        let mut file = open::plain(&sign.0, &mut how)?;
        file.write_all(now_ms.to_string().as_bytes())?;
        file.sync_all()?;
        open::sync_folder(dest)?;
        Ok(sign)
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// What became of a restore that was cut short, if one was.
pub fn cut_short(conn: &Connection, database: &Path) -> Result<Option<CutShort>, StoreError> {
    let Some(begun) = open::read_text(&open::beside(database, TAIL))? else {
        return Ok(None);
    };
    if log::meta(conn, RESTORED)?.as_deref() != Some(begun.trim()) {
        return Ok(Some(CutShort::Before));
    }
    let aside = open::beside(database, &format!(".aside-{}", begun.trim()));
    Ok(Some(CutShort::After(Some(aside).filter(|aside| aside.is_file()))))
}

/// It has been told.
pub fn told(database: &Path) {
    let _ = std::fs::remove_file(open::beside(database, TAIL));
}
