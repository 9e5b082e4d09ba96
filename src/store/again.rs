//! A disk that fails to read once. SQLite calls that damage wherever a statement meets it; so what failed is done once more before
//! anything is called damaged, and where it goes well then, it is said that the disk failed once.

use std::sync::atomic::{AtomicBool, Ordering};

use super::error::{HEADER, PAGE, StoreError, Trouble, trouble};

/// The disk of this process failed once, and nobody has said so yet.
static STUMBLED: AtomicBool = AtomicBool::new(false);

/// Whether the disk failed once since this was asked, and gave the same in the next moment.
pub fn stumbled() -> bool {
    STUMBLED.swap(false, Ordering::AcqRel)
}

/// What failed went well in the next moment.
pub(super) fn stumble() {
    STUMBLED.store(true, Ordering::Release);
}

/// Whether the disk may have failed, and not what is on it.
pub(super) fn is_of_disk(error: &StoreError) -> bool {
    if let StoreError::Corrupt { what } = error {
        return what == PAGE || what == HEADER;
    }
    let StoreError::Io(met) = error else { return false };
    trouble(met) == Some(Trouble::Failed) || rustix::io::Errno::from_io_error(met) == Some(rustix::io::Errno::IO)
}

/// Does something that only reads, or leaves nothing where it fails, once more where the disk failed.
pub(super) fn twice<T>(mut done: impl FnMut() -> Result<T, StoreError>) -> Result<T, StoreError> {
    let first = done();
    if !first.as_ref().is_err_and(is_of_disk) {
        return first;
    }
    done().inspect(|_| stumble())
}

#[cfg(test)]
mod tests {
    use super::{StoreError, stumbled, twice};
    use crate::store::error::{BEHIND, PAGE};

    #[test]
    fn what_the_disk_failed_at_once_is_done_once_more_and_what_is_wrong_twice_is_wrong() {
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
        assert_eq!(tried(&[PAGE, PAGE]), (false, 2, false));
        // Our own rules say so of what was read well.
        assert_eq!(tried(&[BEHIND]), (false, 1, false));
    }
}
