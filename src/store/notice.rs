//! Noticing what other sessions did, without ever opening the database's own files.
//!
//! A commit always writes to the `-wal` file, and the end of a turn to [`TURN_FILE`], and the kernel tells a watch on the
//! *folder* so; the first comes before the commit can be seen, the second after. The watch only says
//! "something was written", also for our own writes and for rolled-back ones; whether it concerns us is answered by
//! [`data_version`] on a kept connection, and what it was by the events after our last number.

use std::ffi::{OsStr, OsString};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
use rustix::io::Errno;

use super::error::StoreError;
use super::turn::TURN_FILE;

/// More than this is not read before the desk gets to draw; each read holds about a hundred events.
const READS_AT_ONCE: u8 = 8;

/// What the folder has been up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notice {
    /// Nothing that concerns the database.
    Quiet,
    /// The log was written to: ask [`data_version`].
    Written,
    /// The file itself was moved or exchanged (a restore): stop, and open anew.
    Moved,
}

/// A watch on the data folder. Its descriptor goes into the poll beside the terminal's; when it is readable, [`Watch::drain`].
///
/// An account may have only so many watches (often 128, all sessions of a service account together). When none is to be
/// had, [`Watch::new`] fails and the caller asks [`data_version`] a few times a second instead.
#[derive(Debug)]
pub struct Watch {
    fd: OwnedFd,
    database: OsString,
    log: OsString,
    turn: OsString,
}

impl Watch {
    /// Watches the folder of a database.
    pub fn new(database: &Path) -> Result<Self, StoreError> {
        let name = |path: &Path| path.file_name().unwrap_or_default().to_owned();
        let folder: PathBuf = match database.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let fd = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        let what = WatchFlags::MODIFY
            | WatchFlags::CREATE
            | WatchFlags::MOVED_FROM
            | WatchFlags::MOVED_TO
            | WatchFlags::DELETE
            | WatchFlags::ONLYDIR;
        inotify::add_watch(&fd, &folder, what)?;
        Ok(Self {
            fd,
            database: name(database),
            log: name(&super::open::beside(database, "-wal")),
            turn: name(&super::open::beside(database, TURN_FILE)),
        })
    }

    /// Takes in what waits, without blocking, and answers the gravest of it. Somebody who writes in the folder as fast as
    /// this reads would keep it here for ever: after some of it the rest is left, and the descriptor stays readable.
    pub fn drain(&self) -> Result<Notice, StoreError> {
        let mut room = [MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(&self.fd, &mut room);
        let mut notice = Notice::Quiet;
        let mut reads = 0;
        loop {
            // Only between two reads: what has been read and not looked at would be lost.
            if reader.is_buffer_empty() {
                if reads == READS_AT_ONCE {
                    return Ok(notice);
                }
                reads += 1;
            }
            match reader.next() {
                Ok(event) => {
                    let name = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes()));
                    notice = notice.max(self.judge(event.events(), name));
                }
                Err(Errno::AGAIN) => return Ok(notice),
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn judge(&self, events: ReadFlags, name: Option<&OsStr>) -> Notice {
        if events.contains(ReadFlags::QUEUE_OVERFLOW) {
            return Notice::Written;
        }
        if events.contains(ReadFlags::IGNORED) {
            return Notice::Moved;
        }
        let moved = ReadFlags::MOVED_FROM | ReadFlags::MOVED_TO | ReadFlags::CREATE | ReadFlags::DELETE;
        match name {
            Some(name) if name == self.database && events.intersects(moved) => Notice::Moved,
            // Written without a log when the last other session folded it in and left.
            Some(name) if name == self.database || name == self.log => Notice::Written,
            // The end of a turn: whatever it wrote can be seen now.
            Some(name) if name == self.turn => Notice::Written,
            _ => Notice::Quiet,
        }
    }
}

impl AsFd for Watch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

/// A number that changes when another connection has committed, and only then. Comparable with itself on one kept
/// connection; a connection's own commits do not move it.
pub fn data_version(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?)
}
