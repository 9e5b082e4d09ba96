//! A file that somebody copied over the one whose log still lies beside it. Nothing in a log says which file it is of, and SQLite
//! reads the one through the other: pages of two files, which may even look whole. What was filed tells them apart: a file holds
//! the beginning of what is read through its own log, and goes as far as it was ever folded.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::anchor;
use super::chain::stored_digest;
use super::error::StoreError;
use super::log::Head;
use super::open::{self, Access};
use super::standing::head_itself;
use super::turn::{CAP, Session, Turnstile};
use crate::domain::moment::Moment;

/// What belongs to a log.
const LOG: [&str; 2] = ["-wal", "-shm"];

fn has_log(database: &Path) -> bool {
    let log = open::beside(database, "-wal").symlink_metadata();
    log.is_ok_and(|facts| facts.len() > 0)
}

/// The last event in the file by itself, where the log beside it is another's.
fn apart(conn: &Connection, database: &Path) -> Result<Option<Head>, StoreError> {
    // One that cannot be read so is no proof of anything: a fold may have been broken off.
    let Some(head) = head_itself(database) else {
        return Ok(None);
    };
    let folded = anchor::kept(database).map_or(0, |note| note.folded);
    let is_its_own = head.seq >= folded && (head.seq == 0 || stored_digest(conn, head.seq)? == Some(head.digest));
    Ok((!is_its_own).then_some(head))
}

/// Refuses a file that lies under the log of another, and sees to it that the one is not folded into the other.
pub(super) fn check(conn: &Connection, database: &Path) -> Result<(), StoreError> {
    if !has_log(database) || apart(conn, database)?.is_none() {
        return Ok(());
    }
    // Somebody may be folding the log just now; while the turn is held nobody is.
    let Ok(line) = Turnstile::open(database) else {
        return Ok(());
    };
    let turn = line.take(CAP);
    if turn.late {
        return Ok(());
    }
    let Some(head) = apart(conn, database)? else {
        return Ok(());
    };
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Err(StoreError::LaidOver {
        path: database.to_owned(),
        head: head.seq,
    })
}

/// What is wrong with a file that cannot be read through the log beside it, and can without: the log is another's.
pub(super) fn instead(error: StoreError, conn: &Connection, database: &Path) -> StoreError {
    if !matches!(error, StoreError::Corrupt { .. }) || !has_log(database) {
        return error;
    }
    let is_whole = open::open_still(database).and_then(|alone| {
        let said: String = alone.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        Ok(said == "ok")
    });
    match head_itself(database).filter(|_| is_whole.unwrap_or(false)) {
        Some(head)
            if conn
                .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
                .is_ok() =>
        {
            StoreError::LaidOver {
                path: database.to_owned(),
                head: head.seq,
            }
        }
        _ => error,
    }
}

/// Puts the log of another file aside, for whoever looks into it later; where it went, none where it is the file's own.
pub fn part(database: &Path, now: Moment) -> Result<Option<PathBuf>, StoreError> {
    match open::open(database, Access::Reader) {
        Err(StoreError::LaidOver { .. }) => {}
        _ => return Ok(None),
    }
    let _alone = Session::alone(database)?;
    let aside = open::beside(database, &format!(".aside-{}", now.0));
    for tail in LOG {
        let log = open::beside(database, tail);
        if log.symlink_metadata().is_ok() {
            open::move_new(&log, &open::beside(&aside, tail))?;
        }
    }
    open::sync_folder(database)?;
    Ok(Some(open::beside(&aside, "-wal")))
}
