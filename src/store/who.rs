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

/// The one account that bore a name when an event was entered; none when nobody did, or several. What the event itself
/// says of names came after: `apply` does not see it either.
pub(super) fn bearer(conn: &Connection, name: &str, seq: i64) -> Result<Option<AccountId>, StoreError> {
    let mut asked = conn.prepare_cached(
        "SELECT a.account FROM account_name a WHERE a.name = ?1 AND a.active = 1 \
         AND a.n = (SELECT max(b.n) FROM account_name b WHERE b.account = a.account AND b.n < ?2) LIMIT 2",
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_renames_themselves_did_it_under_the_name_they_had() {
        let conn = super::super::open::open_in_memory().unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        let her = AccountId(Uuid::from_u128(5));
        for (n, name) in [(3, "何敏"), (9, "何晓敏")] {
            conn.execute(
                "INSERT INTO account_name VALUES (?1, ?2, ?3, 1)",
                params![her.to_string(), n, name],
            )
            .unwrap();
        }
        let bore = |name, seq| bearer(&conn, name, seq).unwrap();
        assert_eq!((bore("何敏", 3), bore("何敏", 4)), (None, Some(her)));
        assert_eq!((bore("何敏", 9), bore("何晓敏", 9)), (Some(her), None));
        assert_eq!((bore("何敏", 10), bore("何晓敏", 10)), (None, Some(her)));
    }
}
