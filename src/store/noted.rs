//! Whether a note was ever kept beside a file, said in the file itself: a note that somebody took away is missed, and a copy made
//! without it is known as one.

use std::path::Path;

use rusqlite::Connection;

use super::anchor::Unfit;
use super::error::StoreError;
use super::read_only::FileId;
use super::{log, turn};

/// Of which file a note was kept: its device and number.
const NOTED: &str = "noted";

/// Says that a note of the file lies beside it; to be called once one does, and between two writes.
pub(super) fn mark(conn: &mut Connection, database: &Path) -> Result<(), StoreError> {
    let file = FileId::of(database)?.to_string();
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

/// What it means that no note lies beside a file; none where there never was one, or of a made-up station that was copied.
pub(super) fn missing(conn: &Connection, database: &Path) -> Result<Option<Unfit>, StoreError> {
    let Some(noted) = log::meta(conn, NOTED)? else {
        return Ok(None);
    };
    if noted == FileId::of(database)?.to_string() {
        return Ok(Some(Unfit::Gone));
    }
    let is_practice = log::meta(conn, log::PRACTICE)?.is_some();
    Ok((!is_practice).then_some(Unfit::Copy))
}
