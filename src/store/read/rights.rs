//! As what somebody reads and acts, for a desk that stays open while others write: what it shows was read for whoever they were.

use rusqlite::{Connection, params};

use super::gate::Seen;
use crate::domain::view::{Asker, Rights};
use crate::store::error::StoreError;
use crate::store::{rows, who};

/// The last event there is.
pub(super) fn upto(conn: &Connection) -> Result<i64, StoreError> {
    let newest = conn
        .prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?
        .query_row([], |row| row.get(0));
    Ok(newest?)
}

/// Who has by now what an account left that acts here no longer; none where nobody has.
pub(super) fn left_to(conn: &Connection, asker: Asker) -> Result<Option<String>, StoreError> {
    let Asker::Person(Some(account), _) = asker else {
        return Ok(None);
    };
    who::heir(conn, account)?
        .map(|heir| who::called(conn, heir))
        .transpose()
}

/// None for the program itself, and for whoever has not said who they are.
pub(super) fn rights(conn: &Connection, seen: &Seen, since: i64) -> Result<Option<Rights>, StoreError> {
    let Seen::As(who) = seen else { return Ok(None) };
    let Some(id) = who.account else { return Ok(None) };
    let account = rows::one(
        conn,
        "SELECT * FROM account WHERE id = ?1",
        [id.to_string()],
        rows::account,
    )?;
    let withheld = match seen.is_withheld() {
        None => Vec::new(),
        Some(is_withheld) => {
            let sql = format!(
                "SELECT o.id, o.visit FROM opinion o WHERE o.confidential = 1 AND o.rev > ?1 AND {is_withheld}"
            );
            rows::all(conn, &sql, params![since], |c| Ok((c.get("id")?, c.get("visit")?)))?
        }
    };
    let upto = upto(conn)?;
    Ok(account.map(|account| Rights {
        account,
        who: who.clone(),
        withheld,
        upto,
    }))
}
