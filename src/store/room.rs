//! Is there room for what is about to be begun? Asked before, because a disk that fills up half-way costs the person the time
//! and tells them nothing of how much to clear.

use std::fs::File;
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use super::error::{StoreError, Trouble, is_full, trouble};
use super::open::{denied, folder};

/// What is left free beside what is asked for, for the work of others.
const MARGIN: u64 = 64 << 20;

/// With less than this free the map of a log, which grows by 32 KiB, has no room.
const MAP: usize = 64 << 10;

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

/// What SQLite does not say: that the folder is closed in which the log could not be made, or that it was for want of room that
/// the map of the log could not grow. For that something is written there that has no name and is gone at once.
pub(super) fn or_full(error: StoreError, path: &Path) -> StoreError {
    use rustix::fs::{Access, AtFlags, CWD};
    let met = if let StoreError::Io(met) = &error {
        trouble(met)
    } else {
        None
    };
    if met == Some(Trouble::Unopened) || matches!(error, StoreError::ReadOnly) {
        let folder = folder(path);
        let may = rustix::fs::accessat(CWD, folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS);
        return may.map_or_else(|_| denied(folder), |()| error);
    }
    if met != Some(Trouble::Unmapped) {
        return error;
    }
    let is_full = match written(folder(path)) {
        Err(met) if is_full(&met) => true,
        // Not every disk keeps what has no name.
        _ => free(folder(path)).is_ok_and(|free| free < MAP as u64),
    };
    if is_full { StoreError::DiskFull } else { error }
}

/// Writes as much as a map grows by.
fn written(folder: &Path) -> std::io::Result<()> {
    let flags = rustix::fs::OFlags::TMPFILE.bits() as i32;
    let file = File::options()
        .write(true)
        .custom_flags(flags)
        .mode(0o600)
        .open(folder)?;
    file.write_all_at(&vec![0; MAP].into_boxed_slice(), 0)
}
