//! Files in the making beside where they will go: taken by making them, held while somebody builds, swept when nobody does.

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::FlockOperation;
use rustix::io::Errno;

use super::error::StoreError;
use super::open::{at, beside, folder};
use super::turn::retry;

/// Behind the name of a copy in the making.
pub(super) const HALF: &str = "part";
/// Longer than any copy takes.
const OLD: Duration = Duration::from_hours(1);

/// An empty file of our own to build in, beside where the result will go. The name is taken by making the file, so two
/// builders never meet, also not two with one process number (containers); what a crash left behind is stepped over.
pub(super) fn temporary(path: &Path, what: &str) -> Result<PathBuf, StoreError> {
    let mut count = 0;
    loop {
        let name = beside(path, &format!(".{what}-{}-{count}", std::process::id()));
        match touch(&name) {
            Err(StoreError::Exists { .. }) => count += 1,
            made => return made.map(|()| name),
        }
    }
}

/// Temporary files of this kind that a crash left behind.
pub(super) fn leftovers(path: &Path, what: &str) -> Result<Vec<PathBuf>, StoreError> {
    let start = beside(Path::new(path.file_name().unwrap_or_default()), &format!(".{what}-"));
    let start = start.as_os_str().as_encoded_bytes();
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder(path))? {
        let name = entry?.file_name();
        if name.as_encoded_bytes().starts_with(start) {
            found.push(path.with_file_name(name));
        }
    }
    Ok(found)
}

/// Removes what was built in a temporary file, and SQLite's files beside it; what is not there need not be removed.
pub(super) fn remove_all(building: &Path) {
    for tail in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(beside(building, tail));
    }
}

/// An empty file that only we may read; fails when the name is taken.
pub(super) fn touch(path: &Path) -> Result<(), StoreError> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(StoreError::Exists { path: path.to_owned() }),
        // The folder is what cannot be written.
        Err(error) => Err(at(folder(path))(error)),
    }
}

/// A name of one's own to build under, held. The system takes the hold back from whoever dies.
pub(super) fn take_name(path: &Path, what: &str) -> Result<(PathBuf, File), StoreError> {
    loop {
        let name = temporary(path, what)?;
        // Before it was held somebody sweeping may have taken it for left over; then it is theirs, and another is made.
        if let Some(held) = hold(&name)? {
            return Ok((name, held));
        }
    }
}

/// Removes what was left under such names of a file by those who were killed: megabytes of made-up people, or the beginning of
/// a station. What somebody still builds is theirs.
pub(super) fn sweep(path: &Path, what: &str) -> Result<(), StoreError> {
    for left in leftovers(path, what)? {
        if made_of(&left, what).is_some()
            && let Some(_held) = hold(&left)?
        {
            remove_all(&left);
        }
    }
    Ok(())
}

/// Removes halves of copies that were left in a folder, of whatever name, by those who were killed: nobody has them, and they
/// are old enough to be no earlier program's that is still at it. Whoever comes to make a copy does not fail for them.
pub(super) fn sweep_halves(folder: &Path) {
    for half in halves(folder) {
        let is_old = half
            .symlink_metadata()
            .and_then(|facts| facts.modified())
            .is_ok_and(|at| at.elapsed().is_ok_and(|age| age >= OLD));
        if is_old && let Ok(Some(_held)) = hold(&half) {
            remove_all(&half);
        }
    }
}

/// Halves of copies in a folder.
pub(super) fn halves(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths.filter(|path| made_of(path, HALF).is_some()).collect()
}

/// What a temporary file was to become: `zhiban.db` of `zhiban.db.new-4711-0`, and not of `SQLite`'s files beside it, which go
/// with it.
fn made_of<'a>(left: &'a Path, what: &str) -> Option<&'a str> {
    let (name, numbers) = left.file_name()?.to_str()?.rsplit_once(&format!(".{what}-"))?;
    let (pid, count) = numbers.split_once('-')?;
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    (is_number(pid) && is_number(count)).then_some(name)
}

/// Takes hold of a file under this name; none when somebody else has it, or it is no longer there.
pub(super) fn hold(name: &Path) -> Result<Option<File>, StoreError> {
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
