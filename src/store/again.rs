//! A disk that fails to read. SQLite calls that damage wherever a statement meets it, and the bytes that were never read may be
//! as right as ever. So what failed is done again, a moment later each time, and where it goes well then, it is said that the
//! disk failed. Where it does not, only bytes that were read and are wrong are damage: see [`super::look::unread`].

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, ffi};

use super::error::{HEADER, PAGE, StoreError, Trouble, trouble};
use super::open;

/// The disk of this process failed once, and nobody has said so yet.
static STUMBLED: AtomicBool = AtomicBool::new(false);

/// How often it is done at most, and how long between: what fails twice in a row may do so for a moment.
const TIMES: u8 = 4;
const MOMENT: Duration = Duration::from_millis(20);

/// Whether the disk failed once since this was asked, and gave the same in the next moment.
pub fn stumbled() -> bool {
    STUMBLED.swap(false, Ordering::AcqRel)
}

/// What failed went well in the next moment.
pub(super) fn stumble() {
    STUMBLED.store(true, Ordering::Release);
}

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
    let mut is_first = true;
    for _ in 1..TIMES {
        let made = done();
        if !made.as_ref().is_err_and(is_of_disk) {
            if !is_first && made.is_ok() {
                stumble();
            }
            return made;
        }
        is_first = false;
        std::thread::sleep(MOMENT);
    }
    done().inspect(|_| stumble())
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
    use super::{StoreError, TIMES, stumbled, sure, twice};
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
            (done.is_ok(), calls, stumbled())
        };
        assert_eq!(tried(&[]), (true, 1, false));
        assert_eq!(tried(&[PAGE]), (true, 2, true));
        assert_eq!(tried(&[PAGE, PAGE, PAGE]), (true, 4, true));
        assert_eq!(tried(&[PAGE; TIMES as usize]), (false, usize::from(TIMES), false));
        // Our own rules say so of what was read well.
        assert_eq!(tried(&[BEHIND]), (false, 1, false));
    }

    #[test]
    fn a_fault_is_one_that_two_looks_in_a_row_find() {
        let looked = |finds: &[&[u8]]| {
            let conn = rusqlite::Connection::open_in_memory().unwrap();
            let mut looks = finds.iter();
            let mut look = || Ok(looks.next().map(|found| found.to_vec()).unwrap_or_default());
            (sure(&conn, &mut look).unwrap(), stumbled())
        };
        assert_eq!(looked(&[]), (vec![], false));
        assert_eq!(looked(&[&[1]]), (vec![], true));
        assert_eq!(looked(&[&[1, 2], &[1], &[1]]), (vec![1], true));
        assert_eq!(looked(&[&[1], &[1]]), (vec![1], false));
    }
}
