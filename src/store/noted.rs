//! Whether a note was ever kept beside a file, and of which file, said in the file itself: a note that somebody took away is
//! missed, and a copy is known as one, whether it was made without the note or with it.
//!
//! A file is known by its number on its disk and by when that was made there. A rename keeps both, and so does another name
//! of the disk; a copy has others. What copies a whole disk, byte for byte, is not seen.

use std::path::Path;
use std::time::UNIX_EPOCH;

use rusqlite::Connection;

use super::anchor::Unfit;
use super::error::StoreError;
use super::{log, open, turn};

/// Of which file a note was kept.
const NOTED: &str = "noted";

/// Disks that number a file anew whenever they like: FAT, exFAT, and whatever a program serves.
const FLEETING: [u64; 3] = [0x4d44, 0x2011_bab0, 0x6573_5546];

/// A file, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Which {
    number: u64,
    /// The second it was made in, where its disk says that.
    made: Option<u64>,
}

impl Which {
    fn at(path: &Path) -> Result<Self, StoreError> {
        use std::os::unix::fs::MetadataExt as _;
        let facts = path.symlink_metadata().map_err(open::at(path))?;
        let made = facts.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        Ok(Self {
            number: facts.ino(),
            made: made.map(|made| made.as_secs()),
        })
    }

    fn text(self) -> String {
        let made = self.made.map(|made| made.to_string()).unwrap_or_default();
        format!("{}@{made}", self.number)
    }

    /// Earlier programs wrote the number behind that of the disk.
    fn read(text: &str) -> Option<Self> {
        let (number, made) = match text.split_once('@') {
            Some((number, made)) => (number, made.parse().ok()),
            None => (text.rsplit_once(':')?.1, None),
        };
        let number = number.parse().ok()?;
        Some(Self { number, made })
    }

    /// Whether this is the file that was noted; a disk whose numbers do not last is believed.
    fn is(self, noted: Self, path: &Path) -> Result<bool, StoreError> {
        if self.made.is_some() && noted.made.is_some() && self.made != noted.made {
            return Ok(false);
        }
        Ok(self.number == noted.number || FLEETING.contains(&open::disk_of(path)?))
    }
}

/// What a file says of the note beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noted {
    /// None was ever kept, or it does not matter: of a made-up station that was copied.
    Never,
    /// One was kept of this file.
    Here,
    /// One was kept of another, which this is a copy of.
    Elsewhere,
}

fn noted(conn: &Connection, database: &Path) -> Result<Noted, StoreError> {
    let Some(noted) = log::meta(conn, NOTED)?.as_deref().and_then(Which::read) else {
        return Ok(Noted::Never);
    };
    if Which::at(database)?.is(noted, database)? {
        return Ok(Noted::Here);
    }
    let is_practice = log::meta(conn, log::PRACTICE)?.is_some();
    Ok(if is_practice { Noted::Never } else { Noted::Elsewhere })
}

/// Says that a note of the file lies beside it; to be called once one does, and between two writes.
pub(super) fn mark(conn: &mut Connection, database: &Path) -> Result<(), StoreError> {
    let file = Which::at(database)?.text();
    if log::meta(conn, NOTED)?.as_ref() == Some(&file) {
        return Ok(());
    }
    let tx = turn::begin(conn)?;
    log::set_meta(&tx, NOTED, &file)?;
    turn::commit(tx)
}

/// Takes it back, of a file that is given another name, or has nothing a note could tell.
pub(super) fn unmark(conn: &Connection) -> Result<(), StoreError> {
    conn.execute("DELETE FROM meta WHERE name = ?1", [NOTED])?;
    Ok(())
}

/// Whether nothing of a note was ever said in a file, or that was taken back.
pub(super) fn is_unmarked(conn: &Connection) -> Result<bool, StoreError> {
    Ok(log::meta(conn, NOTED)?.is_none())
}

/// What it means that no note lies beside a file; none where there never was one.
pub(super) fn missing(conn: &Connection, database: &Path) -> Result<Option<Unfit>, StoreError> {
    Ok(match noted(conn, database)? {
        Noted::Never => None,
        Noted::Here => Some(Unfit::Gone),
        Noted::Elsewhere => Some(Unfit::Copy),
    })
}

/// Whether a file was copied together with the note beside it.
pub(super) fn is_copied(conn: &Connection, database: &Path) -> Result<bool, StoreError> {
    Ok(noted(conn, database)? == Noted::Elsewhere)
}

#[cfg(test)]
mod tests {
    use super::Which;

    #[test]
    fn a_file_is_known_under_another_name_of_its_disk_and_a_copy_is_not_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "x").unwrap();
        let file = Which::at(&path).unwrap();
        assert_eq!(Which::read(&file.text()), Some(file));
        assert!(file.is(file, &path).unwrap());
        // As earlier programs noted it, on a disk that had another number then.
        for noted in [
            format!("1:{}", file.number),
            format!("64769:{}", file.number),
            format!("{}@", file.number),
        ] {
            assert!(file.is(Which::read(&noted).unwrap(), &path).unwrap(), "{noted}");
        }
        let other = |number, made| Which { number, made };
        assert!(!file.is(other(file.number + 1, file.made), &path).unwrap());
        // A number is given again once its file is gone.
        let reused = other(file.number, file.made.map(|made| made - 9));
        assert_eq!(file.is(reused, &path).unwrap(), file.made.is_none());
        assert_eq!(Which::read("nonsense"), None);
    }
}
