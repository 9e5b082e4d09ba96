//! Bringing the live file of an older program up to date: a verified copy of it first, then every step in one transaction.
//! Sessions of the older program that are still open notice at their next write, and write no more.

use std::path::{Path, PathBuf};

use super::backup::{Control, backup};
use super::error::StoreError;
use super::migrate;
use super::open::{self, Access};
use super::turn::{CAP, Turnstile};

/// Where copies lie, beside the file.
const COPIES: &str = "backups";

/// Brings a file up to date; answers where the copy of before lies, none when there was nothing to do.
pub fn upgrade(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    let line = Turnstile::open(open::folder(path))?;
    // Of two programs that start at once, the second finds the work done.
    let _turn = line.take(CAP);
    let mut conn = open::open_any_version(path, Access::Writer)?;
    let found = migrate::version(&conn)?;
    if found == migrate::newest() {
        return Ok(None);
    }
    let copy = free_name(path, found)?;
    let mut job = open::open_any_version(path, Access::Job)?;
    backup(&mut job, &copy, &Control::default())?;
    migrate::run(&mut conn)?;
    Ok(Some(copy))
}

/// A name that is not taken: a file may be upgraded a second time, after a restore.
fn free_name(path: &Path, version: i64) -> Result<PathBuf, StoreError> {
    let folder = path.with_file_name(COPIES);
    std::fs::create_dir_all(&folder)?;
    let name = |tail: &str| folder.join(format!("zhiban-version-{version}{tail}.db"));
    let free = |copy: &PathBuf| copy.symlink_metadata().is_err();
    let more = (2..1_000).map(|n| name(&format!("-{n}")));
    let found = std::iter::once(name("")).chain(more).find(free);
    found.ok_or(StoreError::Exists { path: folder.clone() })
}
