//! The one function that opens the file.
//!
//! Everything that keeps a shared SQLite file whole is decided at opening: which disk, which file, which settings. So no
//! other code opens a connection, and every setting is read back, because a setting that silently did not take is
//! the kind of fault that shows months later.
//!
//! Nothing here opens the file, its `-wal` or its `-shm` by descriptor: on POSIX, closing any descriptor of a file drops
//! every record lock this process holds on it, SQLite's included. Metadata is asked for by path only.

use std::ffi::OsString;
use std::fs::{File, Metadata};
use std::io::ErrorKind;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, types::Value};

use super::anchor;
pub use super::building::create;
use super::error::{Odd, StoreError};
use super::migrate::{self, Schema};
pub use super::own::copies;
pub(super) use super::own::{
    append, at, copies_made, denied, disk_of, local, or_no_files, plain, plain_log, read_text,
};
use super::{again, laid_over, room};

/// Marks a file as ours in its header: "ZhiB".
pub const APPLICATION_ID: i64 = 0x5a68_6942;

/// The first SQLite without the WAL-reset race.
const OLDEST_SQLITE: i32 = 3_051_003;

/// How often a file that came to be open for reading only is opened again, and how long between.
const TRIES: u8 = 3;
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// How long SQLite itself waits for a lock. Fairness is the turnstile's business; this is the safety net.
const BUSY: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The one writer thread of a session.
    Writer,
    /// The interruptible reader thread: read-only at the file and again by `query_only`.
    Reader,
    /// A long piece of work beside them: backup, import, export.
    Job,
}

/// What the file has to be for the settings to hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A live file, shared through a log.
    Live,
    /// A finished copy nobody writes to: kept byte for byte as it is, so never turned to WAL.
    Copy,
    /// Memory, for tests and replays.
    Memory,
    /// A file in the making that nobody else has open: see [`super::building`].
    Building,
}

/// Opens the desk's file, or says exactly why not.
pub fn open(path: &Path, access: Access) -> Result<Connection, StoreError> {
    let open = || open_any_version(path, access);
    again::twice(|| open().and_then(|conn| migrate::check_mark(&conn).map(|()| conn)))
}

/// As [`open`], but lets an older schema through: for bringing it up to date, which is preceded by a verified backup, and
/// nothing else.
pub fn open_any_version(path: &Path, access: Access) -> Result<Connection, StoreError> {
    let mut opened = open_once(path, access);
    for _ in 1..TRIES {
        // What the system does not give for a moment, a descriptor say, it may give in the next.
        if !matches!(opened, Err(StoreError::Io(_) | StoreError::ReadOnly)) {
            break;
        }
        std::thread::sleep(TRY_AGAIN);
        opened = open_once(path, access);
    }
    opened
}

fn open_once(path: &Path, access: Access) -> Result<Connection, StoreError> {
    linked_version()?;
    let (path, before) = look(path)?;
    let conn = connect(&path, access)?;
    let opened = ours(&conn, &path).and_then(|()| {
        laid_over::check(&conn, &path)?;
        if access == Access::Writer && !is_shared(&conn)? {
            // A finished copy is told by its bytes: it stays as it is where nothing may be filed in it.
            anchor::check(&conn, &path)?;
        }
        harden(&conn, access, Place::Live)
    });
    opened.map_err(|error| laid_over::instead(or_no_files(room::or_full(error, &path)), &conn, &path))?;
    newer(&conn)?;
    // A restore moves the old file aside and a new one in. Had it done so just now, this connection would write into the
    // file that was put away.
    let after = regular(&path)?;
    if !is_same(&before, &after) {
        return Err(StoreError::replaced(&path));
    }
    Ok(conn)
}

/// Looks whether there is a file that may be opened, by its path alone and without making anything beside it.
pub(super) fn look(path: &Path) -> Result<(PathBuf, Metadata), StoreError> {
    let path = real(path)?;
    local(&path)?;
    let facts = regular(&path)?;
    plain_log(&path)?;
    writable(&path)?;
    Ok((path, facts))
}

/// Refuses somebody who may not write the file before anything is made beside it, for reading too: locks and logs made by
/// whoever may only read belong to them, and then shut out those who may write.
pub(super) fn writable(path: &Path) -> Result<(), StoreError> {
    use rustix::fs::{AtFlags, CWD};
    use rustix::io::Errno;
    match rustix::fs::accessat(CWD, path, rustix::fs::Access::WRITE_OK, AtFlags::EACCESS) {
        Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Err(denied(path)),
        // Whatever else is wrong is met, and named, by whoever opens it.
        _ => Ok(()),
    }
}

/// An empty desk in memory, hardened and with the newest schema: for tests and for replaying the log.
pub fn open_in_memory() -> Result<Connection, StoreError> {
    linked_version()?;
    let mut conn = Connection::open_in_memory()?;
    conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    harden(&conn, Access::Writer, Place::Memory)?;
    migrate::create(&mut conn, &Schema::ours())?;
    Ok(conn)
}

/// An empty database of no name: in memory, on the disk where it does not fit, and gone with the connection.
pub(super) fn open_scratch() -> Result<Connection, StoreError> {
    Ok(Connection::open_with_flags(
        "",
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
    )?)
}

/// Opens a finished copy (a backup) for reading only. One of an older version is as good: a restore brings it up to date.
pub(super) fn open_copy(path: &Path) -> Result<Connection, StoreError> {
    again::twice(|| open_still(path))
}

/// Opens a file nobody writes to, without making or locking anything.
pub(super) fn open_still(path: &Path) -> Result<Connection, StoreError> {
    linked_version()?;
    let path = real(path)?;
    let conn = connect_still(&path)?;
    ours(&conn, &path)?;
    harden(&conn, Access::Reader, Place::Copy)?;
    newer(&conn)?;
    Ok(conn)
}

/// The same of whatever is in it: nothing is read yet.
pub(super) fn connect_still(path: &Path) -> Result<Connection, StoreError> {
    regular(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_NOFOLLOW
        | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(still(path), flags)?)
}

/// The address of a file that is promised not to change.
fn still(path: &Path) -> PathBuf {
    let mut name = b"file:".to_vec();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'?' | b'#' | b'%' => name.extend(format!("%{byte:02x}").bytes()),
            byte => name.push(*byte),
        }
    }
    name.extend(b"?immutable=1");
    PathBuf::from(OsString::from_vec(name))
}

/// Whether a file is shared through a log, as those in use are; a finished copy is not.
pub(super) fn is_shared(conn: &Connection) -> Result<bool, StoreError> {
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    Ok(mode == "wal")
}

/// Opens a copy that is about to become the live file: everything but its version is checked.
pub(super) fn open_candidate(path: &Path) -> Result<Connection, StoreError> {
    let conn = connect(path, Access::Writer)?;
    ours(&conn, path)?;
    harden(&conn, Access::Writer, Place::Live)?;
    Ok(conn)
}

/// Opens a live file to look at it when nobody else has it open, leaving its log as found. [`StoreError::InUse`] when
/// somebody does, [`StoreError::Corrupt`] when it is beyond reading.
pub(super) fn open_alone(path: &Path) -> Result<Connection, StoreError> {
    regular(path)?;
    let conn = connect(path, Access::Writer)?;
    conn.busy_timeout(Duration::ZERO)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let lock = || -> Result<i64, StoreError> {
        let _: String = conn.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |row| row.get(0))?;
        conn.execute_batch("BEGIN EXCLUSIVE; ROLLBACK")?;
        Ok(conn.query_row("PRAGMA application_id", [], |row| row.get(0))?)
    };
    match lock() {
        Ok(APPLICATION_ID) => Ok(conn),
        Ok(_) => Err(StoreError::NotOurs { path: path.to_owned() }),
        Err(StoreError::Busy) => Err(StoreError::InUse),
        Err(error) => Err(error),
    }
}

/// The same name with something behind it: SQLite's own siblings (`-wal`) and ours.
pub(super) fn beside(path: &Path, tail: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}

/// Where copies lie, beside the file.
pub const COPIES: &str = "backups";

/// The folder a path lies in.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Makes a rename last through a power cut.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    Ok(File::open(folder(path))?.sync_all()?)
}

/// Renames without ever replacing what is there.
pub(super) fn move_new(from: &Path, to: &Path) -> Result<(), StoreError> {
    use rustix::fs::{CWD, RenameFlags};
    use rustix::io::Errno;
    let exists = || StoreError::Exists { path: to.to_owned() };
    match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Ok(()),
        // Some disks a backup may go to do not know the flag.
        Err(Errno::INVAL | Errno::NOSYS) if to.symlink_metadata().is_err() => Ok(std::fs::rename(from, to)?),
        Err(Errno::EXIST | Errno::INVAL | Errno::NOSYS) => Err(exists()),
        Err(other) => Err(other.into()),
    }
}

pub(super) fn linked_version() -> Result<(), StoreError> {
    let found = rusqlite::version_number();
    if found < OLDEST_SQLITE {
        return Err(StoreError::TooOldSqlite { found });
    }
    Ok(())
}

/// What the system says of a file: one that is not there has a sentence of its own.
pub(super) fn about(path: &Path, error: std::io::Error) -> StoreError {
    if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) {
        StoreError::Missing { path: path.to_owned() }
    } else if error.kind() == ErrorKind::PermissionDenied {
        denied(path)
    } else {
        error.into()
    }
}

/// The path with its folder resolved, so that every process names the log beside the file the same way; the last part is
/// left as it is, so that a link there is seen.
pub(super) fn real(path: &Path) -> Result<PathBuf, StoreError> {
    let name = path
        .file_name()
        .ok_or_else(|| StoreError::Missing { path: path.to_owned() })?;
    let folder = folder(path).canonicalize().map_err(|error| about(path, error))?;
    Ok(folder.join(name))
}

/// What the path says of a file; refuses whatever is no plain file of one name.
pub(super) fn regular(path: &Path) -> Result<Metadata, StoreError> {
    let facts = path.symlink_metadata().map_err(|error| about(path, error))?;
    let kind = facts.file_type();
    let is = if kind.is_symlink() {
        Odd::Link
    } else if kind.is_dir() {
        Odd::Folder
    } else if !kind.is_file() {
        Odd::Device
    } else if facts.nlink() != 1 {
        Odd::SeveralNames
    } else {
        return Ok(facts);
    };
    let path = path.to_owned();
    Err(StoreError::NotPlain { path, is })
}

/// Whether both are the same file, whatever their names.
pub(super) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

pub(super) fn connect(path: &Path, access: Access) -> Result<Connection, StoreError> {
    let rights = match access {
        Access::Reader => OpenFlags::SQLITE_OPEN_READ_ONLY,
        Access::Writer | Access::Job => OpenFlags::SQLITE_OPEN_READ_WRITE,
    };
    // NO_MUTEX: a connection belongs to one thread, and the type system already says so.
    let flags = rights | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    // SQLite opens what it cannot open for writing for reading, and says nothing: for want of a descriptor, say.
    for _ in 0..TRIES {
        let conn = Connection::open_with_flags(path, flags).map_err(|error| or_no_files(error.into()))?;
        if access == Access::Reader || !conn.is_readonly(rusqlite::MAIN_DB)? {
            return Ok(conn);
        }
        std::thread::sleep(TRY_AGAIN);
    }
    // Whoever may not write it was refused before.
    Err(or_no_files(StoreError::ReadOnly))
}

/// Nothing may be written, not even the journal mode, before the file is known to be ours.
pub(super) fn ours(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    conn.busy_timeout(BUSY)?;
    match conn.query_row("PRAGMA application_id", [], |row| row.get::<_, i64>(0)) {
        Ok(APPLICATION_ID) => newer(conn),
        Ok(_) => Err(StoreError::NotOurs { path: path.to_owned() }),
        Err(error) => match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Err(StoreError::NotOurs { path: path.to_owned() }),
            _ => Err(error.into()),
        },
    }
}

fn newer(conn: &Connection) -> Result<(), StoreError> {
    match migrate::check(conn) {
        Err(StoreError::Older { .. }) => Ok(()),
        other => other,
    }
}

/// Sets every setting and reads it back.
pub(super) fn harden(conn: &Connection, access: Access, place: Place) -> Result<(), StoreError> {
    for (name, option, value) in [
        ("defensive", DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        ("dqs_dml", DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        ("dqs_ddl", DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        ("trusted_schema", DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        // A plan does not depend on the values. Otherwise SQLite prepares a statement anew for every new value of a
        // parameter it looked at while planning (a LIMIT, a column of a partial index): a sixth of the work of an act.
        ("enable_qpsg", DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        if conn.set_db_config(option, value)? != value {
            return Err(StoreError::Pragma {
                name,
                got: (!value).to_string(),
            });
        }
    }
    if place == Place::Live {
        // A copy that was put back, or is only looked at, is not in WAL mode yet. Whoever writes turns it; whoever reads leaves it
        // as it is, and their locks keep it so while they read.
        if access != Access::Reader {
            conn.pragma_update(None, "journal_mode", "WAL")?;
            expect(conn, "journal_mode", &Value::Text("wal".to_owned()))?;
        }
    }
    let is_built = place == Place::Building;
    if is_built {
        // Nobody else has it, and nothing of it is promised before it is whole.
        let _: String = conn.pragma_update_and_check(None, "locking_mode", "EXCLUSIVE", |row| row.get(0))?;
        let _: String = conn.pragma_update_and_check(None, "journal_mode", "MEMORY", |row| row.get(0))?;
    }
    set(conn, "cell_size_check", 1)?;
    set(conn, "temp_store", 2)?;
    set(conn, "cache_size", if is_built { -65_536 } else { -2048 })?;
    if place != Place::Memory {
        keep(conn, "mmap_size", 0)?;
    }
    if access == Access::Reader {
        // How it would write is not asked of what never does.
        set(conn, "query_only", 1)?;
    } else {
        keep(conn, "busy_timeout", BUSY.as_millis() as i64)?;
        keep(conn, "synchronous", if is_built { 0 } else { 2 })?;
        keep(conn, "foreign_keys", 1)?;
        set(conn, "recursive_triggers", 1)?;
        set(conn, "secure_delete", 1)?;
        if place != Place::Memory {
            set(conn, "journal_size_limit", 64 << 20)?;
            // Sixteen megabytes. Folding the log in every fifty acts made one act in fifty wait for it; an idle writer folds
            // it in long before (`threads`), and somebody who never pauses waits once in some two hundred acts.
            set(conn, "wal_autocheckpoint", 4000)?;
        }
    }
    conn.set_prepared_statement_cache_capacity(96);
    Ok(())
}

pub(super) fn set(conn: &Connection, name: &'static str, value: i64) -> Result<(), StoreError> {
    conn.pragma_update(None, name, value)?;
    expect(conn, name, &Value::Integer(value))
}

/// The same of a setting that is most times as it should be already.
fn keep(conn: &Connection, name: &'static str, value: i64) -> Result<(), StoreError> {
    match expect(conn, name, &Value::Integer(value)) {
        Err(StoreError::Pragma { .. }) => set(conn, name, value),
        kept => kept,
    }
}

fn expect(conn: &Connection, name: &'static str, wanted: &Value) -> Result<(), StoreError> {
    let got: Value = conn.pragma_query_value(None, name, |row| row.get(0))?;
    if got == *wanted {
        Ok(())
    } else {
        Err(StoreError::Pragma {
            name,
            got: format!("{got:?}"),
        })
    }
}

/// Closes the only connection of a file. The last one out folds the log into the file and removes it, so that the file can
/// be renamed alone; a log left behind would later be taken for another file's.
pub(super) fn close_whole(conn: Connection, path: &Path) -> Result<(), StoreError> {
    // Closing says nothing of a fold that failed.
    let is_busy: bool = conn.query_row("PRAGMA main.wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if is_busy {
        return Err(StoreError::InUse);
    }
    conn.close().map_err(|(_, error)| error)?;
    if beside(path, "-wal").symlink_metadata().is_ok() {
        return Err(StoreError::InUse);
    }
    Ok(())
}
