//! Who changed what since a place in the log: what a screen says about other people's work.

use rusqlite::Connection;
use uuid::Uuid;

use crate::domain::moment::Moment;
use crate::store::error::StoreError;
use crate::store::{codec, migrate, rows};

/// One event in short, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Place in the log.
    pub seq: i64,
    /// When it was entered.
    pub at: Moment,
    /// What people call the account.
    pub by: String,
    /// Table it was entered for.
    pub table: Option<u8>,
    /// Kind of event.
    pub kind: String,
    /// What it is about.
    pub subject: Uuid,
    /// The command it belongs to, by which a session knows its own.
    pub command: Uuid,
}

/// Events after a place in the log, oldest first, at most `limit`.
pub fn changes_since(conn: &Connection, seq: i64, limit: u32) -> Result<Vec<Changed>, StoreError> {
    let tx = conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose()?;
    migrate::check(conn)?;
    let changed = rows::all(
        conn,
        "SELECT seq, at_ms, account, table_no, kind, subject, command FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2",
        rusqlite::params![seq, limit],
        |c| {
            let (account, by) = codec::who(c.get::<Option<String>>("account")?.as_deref());
            Ok(Changed {
                seq: c.get("seq")?,
                at: c.moment("at_ms")?,
                by: account.map_or(Ok(by), |id| c.called(id, "seq"))?,
                table: c.get("table_no")?,
                kind: c.get("kind")?,
                subject: c.id("subject", |id| id)?,
                command: c.id("command", |id| id)?,
            })
        },
    )?;
    if let Some(tx) = tx {
        tx.finish()?;
    }
    Ok(changed)
}
