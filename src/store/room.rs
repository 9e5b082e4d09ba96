//! Is there room for what is about to be begun? Asked before, because a disk that fills up half-way costs the person the time
//! and tells them nothing of how much to clear.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::error::{StoreError, Trouble, trouble};
use super::open::folder;

/// What is left free beside what is asked for, for the work of others.
const MARGIN: u64 = 64 << 20;

/// With less than this free the map of a log, which grows by 32 KiB, has no room.
const MAP: u64 = 64 << 10;

/// Bytes that may still be written in a folder.
pub(super) fn free(folder: &Path) -> Result<u64, StoreError> {
    let facts = rustix::fs::statvfs(folder)?;
    Ok(facts.f_bavail.saturating_mul(facts.f_frsize))
}

/// Refuses when a folder has not so many bytes and a margin.
pub(super) fn check(folder: &Path, bytes: u64, free: u64) -> Result<(), StoreError> {
    let needed = bytes.saturating_add(MARGIN);
    if bytes == 0 || free >= needed {
        return Ok(());
    }
    Err(StoreError::NoRoom {
        folder: folder.to_owned(),
        needed,
        free,
    })
}

/// Whether two folders share their room.
pub(super) fn is_shared(a: &Path, b: &Path) -> Result<bool, StoreError> {
    Ok(a.metadata()?.dev() == b.metadata()?.dev())
}

/// Whether it was for want of room that the map of the log could not grow, which SQLite does not say.
pub(super) fn or_full(error: StoreError, path: &Path) -> StoreError {
    let is_unmapped = matches!(&error, StoreError::Io(met) if trouble(met) == Some(Trouble::Unmapped));
    if is_unmapped && free(folder(path)).is_ok_and(|free| free < MAP) {
        StoreError::DiskFull
    } else {
        error
    }
}
