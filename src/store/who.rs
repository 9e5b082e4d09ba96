//! Who acted, for people: what an account is called so that two of one name are told apart, and which account a name in an
//! old row meant.

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::event::Happened;
use crate::domain::id::AccountId;

/// What people call an account: its name, with the login behind it where another account bears the same.
pub(super) fn called(conn: &Connection, account: AccountId) -> Result<String, StoreError> {
    let found = conn
        .prepare_cached(
            "SELECT a.name || CASE WHEN EXISTS (SELECT 1 FROM account b WHERE b.name = a.name AND b.id <> a.id) \
             THEN '（' || a.os_name || '）' ELSE '' END FROM account a WHERE a.id = ?1",
        )?
        .query_row([account.to_string()], |row| row.get(0))
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// The one account that bore a name at a place in the log; none when nobody did, or several.
pub(super) fn bearer(conn: &Connection, name: &str, seq: i64) -> Result<Option<AccountId>, StoreError> {
    let mut asked = conn.prepare_cached(
        "SELECT a.account FROM account_name a WHERE a.name = ?1 AND a.active = 1 \
         AND a.n = (SELECT max(b.n) FROM account_name b WHERE b.account = a.account AND b.n <= ?2) LIMIT 2",
    )?;
    let found: Vec<String> = asked
        .query_map(params![name, seq], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    match found.as_slice() {
        [one] => Ok(Uuid::try_parse(one).ok().map(AccountId)),
        _ => Ok(None),
    }
}

/// The account of an event: the one it names, or the one its row of before means.
pub(super) fn account(conn: &Connection, event: &Happened) -> Result<Option<AccountId>, StoreError> {
    match event.account {
        None if !event.by.is_empty() => bearer(conn, &event.by, event.seq),
        named => Ok(named),
    }
}

/// Says in an event for people who acted.
pub(super) fn introduce(conn: &Connection, event: &mut Happened) -> Result<(), StoreError> {
    event.account = account(conn, event)?;
    if let Some(id) = event.account {
        event.by = called(conn, id)?;
    }
    Ok(())
}
