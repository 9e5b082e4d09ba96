//! A disk that fails to read. SQLite calls that damage wherever a statement meets it, and the bytes that were never read may be
//! as right as ever. So what failed is done again, a moment later each time, and where it goes well then, it is said that the
//! disk failed. Where it does not, only bytes that were read and are wrong are damage: see [`super::look::unread`].

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, ffi};

use super::error::{HEADER, PAGE, StoreError, Trouble, trouble};
use super::open;

/// What the disk of this process failed at once, and nobody has said so yet: a bit for each kind.
static STUMBLED: AtomicU8 = AtomicU8::new(0);
const READ: u8 = 1;
const WRITE: u8 = 2;

/// What a disk failed at once, and did in the next moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stumble {
    /// It gave no bytes, or others than it gave then.
    Read,
    /// It did not say that something lies there for good: it was written anew. There may have been a failed reading besides.
    Write,
}

/// How often it is done at most, and how long between: what fails twice in a row may do so for a moment.
const TIMES: u8 = 4;
const MOMENT: Duration = Duration::from_millis(20);

/// What the disk failed at once since this was asked, where that went well in the next moment.
pub fn stumbled() -> Option<Stumble> {
    match STUMBLED.swap(0, Ordering::AcqRel) {
        0 => None,
        READ => Some(Stumble::Read),
        _ => Some(Stumble::Write),
    }
}

/// A reading that failed went well in the next moment.
pub(super) fn stumble() {
    note(READ);
}

fn note(failed: u8) {
    STUMBLED.fetch_or(failed, Ordering::AcqRel);
}

/// Waits until a file lies on the disk. What cannot be confirmed is called what SQLite calls it of its own files: the system says
/// the same of a failed reading.
pub(super) fn sync(file: &File) -> Result<(), StoreError> {
    file.sync_all().map_err(|error| {
        if rustix::io::Errno::from_io_error(&error) != Some(rustix::io::Errno::IO) {
            return error.into();
        }
        rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_FSYNC), None).into()
    })
}

/// What the disk failed at, by what is said of it.
fn failed_at(error: &StoreError) -> u8 {
    let met: Option<&rusqlite::Error> = if let StoreError::Io(error) = error {
        error.get_ref().and_then(|inner| inner.downcast_ref())
    } else {
        None
    };
    let code = met.and_then(rusqlite::Error::sqlite_error).map(|met| met.extended_code);
    let is_write = code.is_some_and(|code| WRITES.contains(&code));
    if is_write { WRITE } else { READ }
}

/// What SQLite says where it could not write, or did not hear that what it wrote lies there.
const WRITES: [i32; 4] = [
    ffi::SQLITE_IOERR_WRITE,
    ffi::SQLITE_IOERR_FSYNC,
    ffi::SQLITE_IOERR_DIR_FSYNC,
    ffi::SQLITE_IOERR_TRUNCATE,
];

/// Whether the disk may have failed, and not what is on it. What SQLite could not read of its own tables, or of a search index,
/// it says to be a mistake in the question.
pub(super) fn is_of_disk(error: &StoreError) -> bool {
    if let StoreError::Corrupt { what } = error {
        return what == PAGE || what == HEADER;
    }
    if let StoreError::Sql(error) = error {
        let met = error.sqlite_error();
        return met.is_some_and(|met| met.code == ErrorCode::Unknown && met.extended_code & 0xff == ffi::SQLITE_ERROR);
    }
    let StoreError::Io(met) = error else { return false };
    trouble(met) == Some(Trouble::Failed) || rustix::io::Errno::from_io_error(met) == Some(rustix::io::Errno::IO)
}

/// Does something that only reads, or leaves nothing where it fails, again where the disk failed.
pub(super) fn twice<T>(mut done: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let mut failed = 0;
    for _ in 1..TIMES {
        match done() {
            Err(error) if is_of_disk(&error) => failed |= failed_at(&error),
            made => return made.inspect(|_| note(failed)),
        }
        std::thread::sleep(MOMENT);
    }
    done().inspect(|_| note(failed))
}

/// Looks for faults until two looks in a row find the same, or one finds none; between them every byte of the file has been
/// read, so that no fault is of a disk that fails to read.
pub(super) fn sure<F: PartialEq>(
    conn: &Connection,
    look: &mut dyn FnMut() -> Result<Vec<F>, StoreError>,
) -> Result<Vec<F>, StoreError> {
    let path = conn.path().filter(|path| !path.is_empty());
    let mut found = twice(&mut *look)?;
    for _ in 1..TIMES {
        if found.is_empty() {
            break;
        }
        path.map_or(Ok(()), |path| reads(Path::new(path)))?;
        let next = twice(&mut *look)?;
        if next == found {
            break;
        }
        stumble();
        found = next;
    }
    Ok(found)
}

/// Reads a file and its log, whatever is in them; fails where the disk does.
pub(super) fn reads(path: &Path) -> Result<(), StoreError> {
    for path in [path.to_owned(), open::beside(path, "-wal")] {
        let Ok(file) = File::open(path) else { continue };
        let (mut part, mut at) = (vec![0; 1 << 20], 0);
        loop {
            let count = twice(|| Ok(file.read_at(&mut part, at)?))?;
            if count == 0 {
                break;
            }
            at += count as u64;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{StoreError, Stumble, TIMES, ffi, stumbled, sure, twice};
    use crate::store::error::{BEHIND, PAGE};

    #[test]
    fn what_the_disk_failed_at_is_done_again_and_what_is_wrong_each_time_is_wrong() {
        let tried = |fails: &[&str]| {
            let mut calls = 0;
            let done = twice(|| {
                calls += 1;
                fails
                    .get(calls - 1)
                    .map_or(Ok(calls), |what| Err(StoreError::corrupt(*what)))
            });
            (done.is_ok(), calls, stumbled().is_some())
        };
        assert_eq!(tried(&[]), (true, 1, false));
        assert_eq!(tried(&[PAGE]), (true, 2, true));
        assert_eq!(tried(&[PAGE, PAGE, PAGE]), (true, 4, true));
        assert_eq!(tried(&[PAGE; TIMES as usize]), (false, usize::from(TIMES), false));
        // Our own rules say so of what was read well.
        assert_eq!(tried(&[BEHIND]), (false, 1, false));
    }

    #[test]
    fn a_write_that_was_done_again_is_no_reading() {
        let tried = |code| {
            let mut calls = 0;
            let done = twice(|| {
                calls += 1;
                let failed = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
                if calls == 1 { Err(failed.into()) } else { Ok(()) }
            });
            (done.is_ok(), stumbled())
        };
        for code in super::WRITES {
            assert_eq!(tried(code), (true, Some(Stumble::Write)), "{code}");
        }
        assert_eq!(tried(ffi::SQLITE_IOERR_READ), (true, Some(Stumble::Read)));
    }

    #[test]
    fn a_fault_is_one_that_two_looks_in_a_row_find() {
        let looked = |finds: &[&[u8]]| {
            let conn = rusqlite::Connection::open_in_memory().unwrap();
            let mut looks = finds.iter();
            let mut look = || Ok(looks.next().map(|found| found.to_vec()).unwrap_or_default());
            (sure(&conn, &mut look).unwrap(), stumbled().is_some())
        };
        assert_eq!(looked(&[]), (vec![], false));
        assert_eq!(looked(&[&[1]]), (vec![], true));
        assert_eq!(looked(&[&[1, 2], &[1], &[1]]), (vec![1], true));
        assert_eq!(looked(&[&[1], &[1]]), (vec![1], false));
    }
}
