//! What can go wrong under the desk, sorted by what the person at the desk can do about it.
//!
//! Messages here are for logs and for developers; what a person reads is worded elsewhere, from the variant. No variant
//! carries a stored value, so an error may be logged whole without leaking what a citizen said.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;

use super::again;
use super::anchor::LostTail;

/// Damage people meet, which has words of its own in their language: a page or an index.
pub const PAGE: &str = "a page or index of the file is malformed";
/// The first page.
pub const HEADER: &str = "the file header is not a database's";
/// Rows that do not belong together, which a check names.
pub const FOUND: &str = "a check of the file finds faults";
/// A counter would give a number that was given before.
pub const BEHIND: &str = "a counter is behind the numbers that were given";
/// A copy that is not as it was made.
pub const CHANGED: &str = "the backup is not the file its hash was taken of";

/// What lies at a path in place of a plain file of one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Odd {
    /// A symbolic link.
    Link,
    /// A plain file with hard links.
    SeveralNames,
    /// A folder.
    Folder,
    /// A pipe, a socket, a device.
    Device,
}

/// Why a file is no backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBackup {
    /// It is the file that was to be replaced.
    LiveFile,
    /// Part of it stands in a log beside it: it is in use, or was copied so.
    HasLog,
}

/// Everything the storage base may refuse or fail with.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process holds the write lock (or the file) longer than we wait.
    #[error("the file is locked by another process")]
    Busy,
    /// Another process has the file open, and what was asked needs it alone.
    #[error("the file is in use by another session")]
    InUse,
    /// The file's schema is newer than this binary: it must not be touched.
    #[error("the file has schema {found}, this program knows up to {known}")]
    Newer {
        /// Version written in the file.
        found: i64,
        /// Newest version this binary knows.
        known: i64,
    },
    /// The log holds an event that a newer program wrote.
    #[error("an event of a kind or version this program does not know: {kind}")]
    NewerEvent { kind: String },
    /// The file's schema is older and has to be migrated first.
    #[error("the file has schema {found} and must be brought to {known} first")]
    Older {
        /// Version written in the file.
        found: i64,
        /// Version this binary works with.
        known: i64,
    },
    /// A file, but not one of ours.
    #[error("{} is not a zhiban file", path.display())]
    NotOurs { path: PathBuf },
    #[error("{} does not exist", path.display())]
    Missing { path: PathBuf },
    /// A file is already there and is never overwritten.
    #[error("{} exists already", path.display())]
    Exists { path: PathBuf },
    /// Shared memory does not work across hosts, so a network disk loses data.
    #[error("the folder is on a network file system ({kind})")]
    NetworkDisk {
        /// The file system's usual name.
        kind: &'static str,
    },
    /// The path leads to no plain file of one name: one file under two names gets two logs.
    #[error("{} is no plain file: {is:?}", path.display())]
    NotPlain { path: PathBuf, is: Odd },
    /// What was given to be put back is no backup.
    #[error("{} is no backup: {is:?}", path.display())]
    NotBackup { path: PathBuf, is: NotBackup },
    /// Something else lies where a file or folder of ours belongs: a link, a pipe, a file in place of a folder.
    #[error("{} is a link or something else that is not ours", path.display())]
    InTheWay { path: PathBuf },
    /// The file at the path was exchanged while we opened it.
    #[error("{} is not the file that was opened", path.display())]
    Replaced {
        path: PathBuf,
        /// Nothing lies there in its place.
        is_gone: bool,
    },
    /// The linked SQLite has the WAL-reset race (anything under 3.51.3).
    #[error("the linked SQLite ({found}) is older than 3.51.3")]
    TooOldSqlite {
        /// Version number as SQLite gives it.
        found: i32,
    },
    /// A setting did not read back as written.
    #[error("setting {name} reads back as {got}")]
    Pragma { name: &'static str, got: String },
    /// The content is damaged.
    #[error("damaged: {what}")]
    Corrupt { what: String },
    /// Events that were filed and acknowledged are not in the file any more.
    #[error("events up to {} were filed and the file ends at {}", .0.note.seq, .0.head)]
    LostTail(Box<LostTail>),
    /// The log beside the file is another's: somebody copied the one over the other. By itself the file ends at `head`.
    #[error("{} lies under the log of another file", path.display())]
    LaidOver { path: PathBuf, head: i64 },
    /// The note beside the file, by which a lost end is noticed, cannot be kept; nothing is filed until it can.
    #[error("the note {} cannot be kept: {cause}", path.display())]
    Unkept { path: PathBuf, cause: Box<StoreError> },
    /// A backup that is not whole, told from the file it was to take the place of.
    #[error("the backup {} is damaged: {what}", path.display())]
    BadBackup { path: PathBuf, what: String },
    /// Whoever asks has no account here that acts.
    #[error("whoever asks has no account in the station")]
    Stranger,
    #[error("the disk is full")]
    DiskFull,
    /// Too little space for what is about to be begun; nothing was.
    #[error("{needed} bytes are needed in {} and {free} are free", folder.display())]
    NoRoom { folder: PathBuf, needed: u64, free: u64 },
    /// State made anew from the log is not what the file had; the file was left as it was.
    #[error("made anew from the log the file would not say the same: {what}")]
    Rebuild {
        /// Where the first difference is, without values.
        what: String,
    },
    /// The file or folder cannot be written.
    #[error("the file is read-only")]
    ReadOnly,
    /// A file or folder beside the data may not be read or written; it is told from the data itself, because the
    /// administrator has to open that one.
    #[error("no permission for {}", path.display())]
    Denied { path: PathBuf },
    /// The system failed to read or write.
    #[error("input/output: {0}")]
    Io(#[source] std::io::Error),
    /// COMMIT reported an error, so the outcome must be looked up by the command's id after reopening.
    /// `cause` is for the sentence afterwards ("not saved, the disk is full"), not for guessing the outcome.
    #[error("the outcome of the commit is unknown: {cause}")]
    Unknown { cause: Box<StoreError> },
    /// The command's event is in the log already.
    #[error("this command was filed before")]
    Repeated,
    /// Somebody else takes a copy of the file.
    #[error("a copy is being taken")]
    BeingCopied,
    /// The person, or the desk, called it off.
    #[error("cancelled")]
    Cancelled,
    /// The owner's key was never made.
    #[error("no key for this record")]
    NoKey,
    /// A key of the file itself, which is nobody's and is made once, when the station is founded, is not there.
    #[error("the key of the file ({owner}) is not there")]
    FileKey { owner: &'static str },
    /// The owner's key was deleted: the content is gone for good.
    #[error("the record was erased")]
    Erased,
    /// Sealed bytes that do not open: changed, or opened under the wrong key or context.
    #[error("sealed content does not open")]
    Sealed,
    /// The station key is needed, or the one given is another one.
    #[error("the station key is missing or wrong")]
    StationKey,
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Random,
    /// Anything else SQLite said.
    #[error("sqlite: {0}")]
    Sql(rusqlite::Error),
}

impl StoreError {
    /// Whether nothing can be written into the file until somebody has changed something about it, or it is known what became of
    /// the last thing that was.
    pub fn bars_writing(&self) -> bool {
        matches!(
            self,
            Self::ReadOnly
                | Self::Replaced { .. }
                | Self::Denied { .. }
                | Self::Missing { .. }
                | Self::Unkept { .. }
                | Self::Unknown { .. }
        )
    }

    /// Another file lies at the path than was opened, or none.
    pub fn replaced(path: &Path) -> Self {
        Self::Replaced {
            path: path.to_owned(),
            is_gone: path.symlink_metadata().is_err(),
        }
    }

    /// Whether the system did not do what was asked of it, or may not have; what is in the file has no part in that.
    pub(super) fn is_of_system(&self) -> bool {
        matches!(
            self,
            Self::Busy
                | Self::DiskFull
                | Self::NoRoom { .. }
                | Self::ReadOnly
                | Self::Io(_)
                | Self::Cancelled
                | Self::Random
        ) || again::is_of_disk(self)
    }

    /// Damage of an event, by its number. What the disk may have failed at stays that.
    pub(super) fn of_event(self, seq: i64) -> Self {
        if let Self::Corrupt { what } = &self
            && !again::is_of_disk(&self)
        {
            return Self::corrupt(format!("event {seq}: {what}"));
        }
        self
    }

    /// Shorthand for damage found by our own checks.
    pub fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        if is_full(&error) {
            Self::DiskFull
        } else {
            Self::Io(error)
        }
    }
}

/// What SQLite met when the system failed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file, its log or the map of that could not be opened.
    Unopened,
    /// Reading or writing failed.
    Failed,
    /// The map of the log could not grow, and whether for want of room is not said.
    Unmapped,
}

/// What SQLite met, where it was SQLite that met it.
pub fn trouble(error: &std::io::Error) -> Option<Trouble> {
    let met = error.get_ref()?.downcast_ref::<rusqlite::Error>()?;
    let is_unmapped = met
        .sqlite_error()
        .is_some_and(|code| code.extended_code == ffi::SQLITE_IOERR_SHMSIZE);
    Some(match met.sqlite_error_code() {
        Some(ErrorCode::CannotOpen) => Trouble::Unopened,
        _ if is_unmapped => Trouble::Unmapped,
        _ => Trouble::Failed,
    })
}

/// Whether the system has no room left, or gives this user no more.
pub(super) fn is_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

impl From<rusqlite::Error> for StoreError {
    // SQLite may have codes that the crate does not know yet, so its list has no end to write down.
    #[expect(clippy::wildcard_enum_match_arm)]
    fn from(error: rusqlite::Error) -> Self {
        // The tables are strict: whatever does not read as what it is was not written by us.
        if let rusqlite::Error::InvalidColumnType(_, name, _) = &error {
            return Self::corrupt(format!("column {name} holds a value that is none"));
        }
        let rusqlite::Error::SqliteFailure(code, _) = &error else {
            return Self::Sql(error);
        };
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::FileLockingProtocolFailed => {
                Self::Io(std::io::Error::other(error))
            }
            ErrorCode::OutOfMemory => rustix::io::Errno::NOMEM.into(),
            ErrorCode::DatabaseCorrupt => Self::corrupt(PAGE),
            ErrorCode::NotADatabase => Self::corrupt(HEADER),
            ErrorCode::ReadOnly => Self::ReadOnly,
            ErrorCode::OperationInterrupted => Self::Cancelled,
            ErrorCode::ConstraintViolation if repeated(code.extended_code, &error) => Self::Repeated,
            _ => Self::Sql(error),
        }
    }
}

impl From<rustix::io::Errno> for StoreError {
    fn from(errno: rustix::io::Errno) -> Self {
        std::io::Error::from(errno).into()
    }
}

/// The one unique constraint that means "this command ran before", told apart from every other one.
fn repeated(extended: i32, error: &rusqlite::Error) -> bool {
    extended == ffi::SQLITE_CONSTRAINT_UNIQUE && error.to_string().contains("event.command, event.ordinal")
}
