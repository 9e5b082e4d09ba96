//! The turnstile before the write lock, and the two ends of every write transaction.
//!
//! SQLite's own waiting is no queue: newcomers overtake and somebody waits a second. So writers line up in the kernel, on a
//! `flock` of a file of its own, held from before BEGIN until after COMMIT and given back by the kernel when a holder
//! dies. It is for fairness and never for safety: after a while the writer goes on without it.
//!
//! Blocking in `flock` keeps one's place in the line, asking again and again loses it. A thread therefore does the
//! waiting, and hands the turn to the writer over a channel, where waiting can have an end.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use rustix::fs::FlockOperation;

use super::error::StoreError;
use super::{again, migrate, open};

/// The file writers line up at, behind the database's name. It holds one byte, written at the end of each turn for those who
/// watch the folder.
pub const TURN_FILE: &str = ".turn";
/// The file every open session holds a shared lock on, behind the database's name; who gets it alone knows that nobody is in.
pub const SESSION_FILE: &str = ".open";
/// The same of earlier programs, which had one for all files of a folder. Whoever is in by that one is respected.
pub(super) const SHARED_SESSION_FILE: &str = "desk.open";
/// How long a writer waits for its turn before it goes on without.
pub const CAP: Duration = Duration::from_secs(2);
/// How often somebody who waits long is asked whether to go on.
const MOMENT: Duration = Duration::from_millis(200);
/// How long a loop of writes rests after each release; without it the same process takes every turn.
pub const REST: Duration = Duration::from_millis(1);

/// A session's place at the turnstile.
#[derive(Debug)]
pub struct Turnstile {
    asks: Sender<Sender<Turn>>,
    session: Session,
    /// The same file, opened once more: a lock belongs to an opening, and the thread in line has the other.
    free: Arc<File>,
    /// That other opening holds the lock. It would be given it again, so it has to know by itself.
    is_held: Arc<AtomicBool>,
}

/// A turn: leave to write, given back when dropped.
#[derive(Debug)]
#[must_use = "a turn ends when it is dropped"]
pub struct Turn {
    /// The wait had reached its cap, so this turn holds nothing and somebody else may be writing.
    pub late: bool,
    _held: Option<Held>,
}

#[derive(Debug)]
struct Held {
    file: Arc<File>,
    /// Set while the turn was free for the asking.
    is_held: Option<Arc<AtomicBool>>,
    /// Dropped after the unlock; tells the waiting thread that the descriptor is free again, where it was waited for.
    _done: Option<Sender<()>>,
}

impl Drop for Held {
    fn drop(&mut self) {
        // The write to the log is told to watchers before the commit can be seen, and nothing is told when it can. This
        // byte is; should it fail, they find out with the next write.
        let _ = self.file.write_at(b"\n", 0);
        // Fails only for a descriptor that is none, and there is nobody to tell.
        let _ = retry(|| rustix::fs::flock(&*self.file, FlockOperation::Unlock));
        if let Some(is_held) = &self.is_held {
            is_held.store(false, Ordering::Release);
        }
    }
}

impl Turnstile {
    /// Takes a place at the turnstile of a file, and marks the file as in use for as long as it lives.
    pub fn open(database: &Path) -> Result<Self, StoreError> {
        let session = Session::join(database)?;
        let file = Arc::new(lock_file(&open::beside(database, TURN_FILE))?);
        let free = Arc::new(lock_file(&open::beside(database, TURN_FILE))?);
        let (asks, asked) = channel();
        std::thread::Builder::new()
            .name("turnstile".to_owned())
            .spawn(move || wait_in_line(&file, &asked))?;
        Ok(Self {
            asks,
            session,
            free,
            is_held: Arc::default(),
        })
    }

    /// Leaves the sign of an open session, for whoever comes after a power cut.
    pub(super) fn sign(&self) -> Result<(), StoreError> {
        self.session.sign()
    }

    /// The last session was torn off, and nobody has seen to it yet.
    pub(super) fn unclean_end(&self) -> Option<UncleanEnd> {
        self.session.unclean_end.clone()
    }

    /// As [`Turnstile::take`], for somebody who waits long and may call it off: `goes_on` is asked every moment.
    pub fn take_while(&self, cap: Duration, goes_on: &mut dyn FnMut() -> bool) -> Result<Turn, StoreError> {
        let (give, given) = channel();
        let end = Instant::now() + cap;
        let is_asked = self.asks.send(give).is_ok();
        while is_asked && Instant::now() < end {
            match given.recv_timeout(MOMENT) {
                Ok(turn) => return Ok(turn),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) if goes_on() => {}
                Err(RecvTimeoutError::Timeout) => return Err(StoreError::Cancelled),
            }
        }
        Ok(Turn {
            late: true,
            _held: None,
        })
    }

    /// Waits for a turn, `cap` at most ([`CAP`] at a desk). Always answers; see [`Turn::late`].
    ///
    /// One turn at a time: asked for a second one while the first is held, it waits for the first to end.
    pub fn take(&self, cap: Duration) -> Turn {
        // Most times nobody is there, and a turn costs one call of the system. It overtakes nobody who would not be overtaken
        // by asking in line: whoever is woken there has to ask anew, too.
        if !self.is_held.swap(true, Ordering::AcqRel) {
            if flock(&self.free, FlockOperation::NonBlockingLockExclusive).unwrap_or(false) {
                let held = Held {
                    file: Arc::clone(&self.free),
                    is_held: Some(Arc::clone(&self.is_held)),
                    _done: None,
                };
                return Turn {
                    late: false,
                    _held: Some(held),
                };
            }
            self.is_held.store(false, Ordering::Release);
        }
        let (give, given) = channel();
        let turn = self.asks.send(give).ok().and_then(|()| given.recv_timeout(cap).ok());
        turn.unwrap_or(Turn {
            late: true,
            _held: None,
        })
    }
}

/// The thread's whole life. A turn nobody waits for any more goes to whoever asked next, so that the place in the line
/// that was waited for is not thrown away.
fn wait_in_line(file: &Arc<File>, asked: &Receiver<Sender<Turn>>) {
    while let Ok(first) = asked.recv() {
        if retry(|| rustix::fs::flock(&**file, FlockOperation::LockExclusive)).is_err() {
            // Without locks there is no line: drop the ask, the writer goes on late.
            continue;
        }
        let (done, released) = channel();
        let mut turn = Turn {
            late: false,
            _held: Some(Held {
                file: Arc::clone(file),
                is_held: None,
                _done: Some(done),
            }),
        };
        let mut ask = Some(first);
        while let Some(writer) = ask {
            match writer.send(turn) {
                Ok(()) => break,
                Err(back) => turn = back.0,
            }
            ask = asked.try_recv().ok();
            if ask.is_none() {
                drop(turn);
                break;
            }
        }
        // Ends when the turn is dropped, wherever it went.
        let _ = released.recv();
    }
}

/// The mark of an open session: a shared lock on [`SESSION_FILE`] that the kernel takes back when the process ends, and
/// words in that file that the last one out takes away. Whoever finds the words and nobody in knows that the last session
/// did not end in order.
#[derive(Debug)]
pub struct Session {
    file: File,
    unclean_end: Option<UncleanEnd>,
    /// Held too by whoever has the file alone, so that no earlier program comes in.
    _shared: Option<File>,
}

/// The last session was torn off. Until somebody has seen to it, the sign stays for the next one to find.
#[derive(Clone, Debug, Default)]
pub struct UncleanEnd(Arc<AtomicBool>);

impl UncleanEnd {
    /// It has been seen to.
    pub fn settle(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// Stands in [`SESSION_FILE`] while anybody is in.
const OPEN: &[u8] = b"open\n";
/// Whoever finds the file held alone asks again this often: somebody may be looking whether it is the first.
const ASKS: u32 = 50;

impl Session {
    /// Joins those who have the file open. Fails with [`StoreError::InUse`] while somebody has it alone (a restore).
    pub fn join(database: &Path) -> Result<Self, StoreError> {
        let name = open::beside(database, SESSION_FILE);
        // The sign an earlier program left is the first one's to see, once.
        let was_torn_before = name.symlink_metadata().is_err() && has_shared_sign(database)?;
        let file = lock_file(&name)?;
        let is_first = flock(&file, FlockOperation::NonBlockingLockExclusive)?;
        if is_first && was_torn_before {
            file.write_at(OPEN, 0)?;
        }
        let was_torn_off = is_first && file.metadata()?.len() > 0;
        for _ in 0..ASKS {
            if flock(&file, FlockOperation::NonBlockingLockShared)? {
                let unclean_end = was_torn_off.then(UncleanEnd::default);
                return Ok(Self {
                    file,
                    unclean_end,
                    _shared: None,
                });
            }
            std::thread::sleep(REST);
        }
        Err(StoreError::InUse)
    }

    /// Takes the file alone, for exchanging it. Fails with [`StoreError::InUse`] while anybody is in, by an earlier program too.
    pub fn alone(database: &Path) -> Result<Self, StoreError> {
        let shared = shared_session(database)?;
        let file = lock_file(&open::beside(database, SESSION_FILE))?;
        for held in shared.iter().chain([&file]) {
            if !flock(held, FlockOperation::NonBlockingLockExclusive)? {
                return Err(StoreError::InUse);
            }
        }
        Ok(Self {
            file,
            unclean_end: None,
            _shared: shared,
        })
    }

    /// Leaves the sign that somebody is in. Waits for the disk, once for all who are in.
    fn sign(&self) -> Result<(), StoreError> {
        if self.file.metadata()?.len() == 0 {
            self.file.write_at(OPEN, 0)?;
            self.file.sync_data()?;
        }
        Ok(())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let is_settled = self.unclean_end.as_ref().is_none_or(|t| t.0.load(Ordering::Acquire));
        // The last one out: nobody else holds it, and whoever comes now waits until it is given back.
        if is_settled && flock(&self.file, FlockOperation::NonBlockingLockExclusive).unwrap_or(false) {
            // A sign that could not be taken away costs a look at the file the next time.
            let _ = self.file.set_len(0);
        }
    }
}

/// The file earlier programs held while they were in, if they ever were.
fn shared_session(database: &Path) -> Result<Option<File>, StoreError> {
    match open::plain(
        &database.with_file_name(SHARED_SESSION_FILE),
        OpenOptions::new().read(true).write(true),
    ) {
        Ok(file) => Ok(Some(file)),
        Err(StoreError::Missing { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether an earlier program was torn off: its sign is there, and none of them is in.
fn has_shared_sign(database: &Path) -> Result<bool, StoreError> {
    let Some(file) = shared_session(database)? else {
        return Ok(false);
    };
    Ok(file.metadata()?.len() > 0 && flock(&file, FlockOperation::NonBlockingLockExclusive)?)
}

/// True when the lock was given, false when somebody else stands in the way.
fn flock(file: &File, how: FlockOperation) -> Result<bool, StoreError> {
    match retry(|| rustix::fs::flock(file, how)) {
        Ok(()) => Ok(true),
        Err(rustix::io::Errno::WOULDBLOCK) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Begins a write: the lock first (so nothing read inside can be out of date), then the schema's version, because a newer
/// program may have migrated the file since we opened it.
pub fn begin(conn: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    let conn: &Connection = conn;
    again::twice(|| {
        let tx = Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
        migrate::check(&tx)?;
        Ok(tx)
    })
}

/// Ends a write. [`StoreError::Unknown`] means just that: reopen, look the command up, then tell the person which it was.
pub fn commit(tx: Transaction<'_>) -> Result<(), StoreError> {
    tx.commit().map_err(|error| match error.sqlite_error_code() {
        // The first two are refusals made before anything was written. A full disk did not take the last frame, without which
        // nothing before it counts.
        Some(ErrorCode::ConstraintViolation | ErrorCode::DatabaseBusy | ErrorCode::DiskFull) => error.into(),
        _ => StoreError::Unknown {
            cause: Box::new(error.into()),
        },
    })
}

/// Folds the whole log into the file and empties it: on idle ticks, and after an erasure, because until then the log still
/// holds pages as they were. Waits for nobody longer than a tenth of a second; false when somebody was still reading.
pub fn fold(conn: &Connection) -> Result<bool, StoreError> {
    let patience: i64 = conn.query_row("PRAGMA busy_timeout", [], |row| row.get(0))?;
    conn.busy_timeout(Duration::from_millis(100))?;
    let busy = conn.query_row("PRAGMA main.wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    conn.busy_timeout(Duration::from_millis(u64::try_from(patience).unwrap_or_default()))?;
    Ok(busy? == 0)
}

fn lock_file(path: &Path) -> Result<File, StoreError> {
    let mut how = OpenOptions::new();
    how.read(true).write(true).create(true).truncate(false).mode(0o600);
    open::plain(path, &mut how)
}

/// A call of the system that a signal may have broken off.
pub(super) fn retry(mut call: impl FnMut() -> rustix::io::Result<()>) -> rustix::io::Result<()> {
    loop {
        match call() {
            Err(rustix::io::Errno::INTR) => {}
            other => return other,
        }
    }
}
