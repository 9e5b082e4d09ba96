//! Promises of the next time as records: who, from which reception, and the phone out of its sealed column.

use rusqlite::Connection;
use uuid::Uuid;

use super::error::StoreError;
use super::rows::{self, Cols, record};
use super::sealing::{PRIVATE, Private, Sealing, open_all};
use crate::domain::fields::CitizenField;
use crate::domain::id::{PromiseId, VisitId};
use crate::domain::record::Promise;

const WHOLE: &str = "SELECT p.*, v.day, v.ticket, v.heads, v.asked, s.ordinal FROM promise p \
     JOIN visit v ON v.id = p.visit LEFT JOIN session s ON s.id = v.session WHERE ";

fn read(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Promise, StoreError> {
    let id: PromiseId = c.get("id")?;
    let private = c.get::<Option<Vec<u8>>>("private")?;
    let mut private: Private = open_all(hand, &id.to_string(), PRIVATE, private.as_deref())?;
    Ok(record!(
        c,
        Promise {
            id: id,
            visit,
            open: c.get::<String>("state")? == "open",
            withheld: None,
            label,
            first_words,
            priority_reason,
            phone: private.take(CitizenField::Phone),
            rev,
            touch: c.touch()?,
            day,
            ticket,
            heads,
            asked,
            ordinal,
        }
    ))
}

/// One of them, settled or not.
pub(super) fn one(conn: &Connection, id: PromiseId, hand: &Sealing<'_>) -> Result<Option<Promise>, StoreError> {
    let sql = format!("{WHOLE}p.id = ?1");
    rows::one(conn, &sql, [id.to_string()], |c| read(c, hand))
}

/// The promise that gave a visit its number, where it is known whom it was given to and it was no mistake itself.
pub(super) fn taken_up_by(
    conn: &Connection,
    visit: VisitId,
    hand: &Sealing<'_>,
) -> Result<Option<Promise>, StoreError> {
    let sql = format!(
        "{WHOLE}p.taken_by = ?1 AND p.state = 'kept' AND v.state <> 'void' \
         AND NOT EXISTS (SELECT 1 FROM key k WHERE k.owner = p.id AND k.wrapped IS NULL)"
    );
    rows::one(conn, &sql, [visit.to_string()], |c| read(c, hand))
}

/// Whose number a visit has that was promised them.
pub(super) fn taken_up(conn: &Connection, visit: &str) -> Result<Vec<Uuid>, StoreError> {
    let sql = "SELECT id FROM promise WHERE taken_by = ?1 AND state = 'kept'";
    rows::all(conn, sql, [visit], |c| c.get("id"))
}

/// Everybody promised and not settled, the oldest first.
pub(super) fn open(conn: &Connection, hand: &Sealing<'_>, most: usize) -> Result<Vec<Promise>, StoreError> {
    let sql = format!("{WHOLE}p.state = 'open' ORDER BY p.n LIMIT ?1");
    rows::all(conn, &sql, [most as i64], |c| read(c, hand))
}
