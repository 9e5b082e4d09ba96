//! Is there room for what is about to be begun? Asked before, because a disk that fills up half-way costs the person the time
//! and tells them nothing of how much to clear.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::error::StoreError;

/// What is left free beside what is asked for, for the work of others.
const MARGIN: u64 = 64 << 20;

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
