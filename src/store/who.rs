//! Who acted, for people: what an account is called so that two of one name are told apart, and which account a name in an
//! old row meant.

use rusqlite::{Connection, Params, params};
use uuid::Uuid;

use super::error::StoreError;
use super::rows;
use crate::domain::event::Happened;
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;

/// What an account has been called, for people: each name with the login behind it where another account bore the same.
#[derive(Debug)]
pub(super) struct Names(Vec<(i64, String)>);

impl Names {
    pub(super) fn of(conn: &Connection, account: AccountId) -> Result<Self, StoreError> {
        let mut asked = conn.prepare_cached(
            "SELECT b.n, b.name || CASE WHEN EXISTS \
             (SELECT 1 FROM account_name c WHERE c.name = b.name AND c.account <> b.account) \
             THEN '（' || a.os_name || '）' ELSE '' END \
             FROM account_name b JOIN account a ON a.id = b.account WHERE b.account = ?1 ORDER BY b.n",
        )?;
        let rows = asked.query_map([account.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self(rows.collect::<Result<_, _>>()?))
    }

    /// The one name of whoever has never borne another.
    pub(super) fn only(&self) -> Option<&str> {
        match self.0.as_slice() {
            [(_, name)] => Some(name),
            _ => None,
        }
    }

    /// The name borne at a place in the log: what was done under one stays said under it. Whoever founds a station acts
    /// a few events before the account is there.
    pub(super) fn at(&self, seq: i64) -> &str {
        let borne = self.0.iter().rev().find(|(from, _)| *from <= seq);
        borne.or(self.0.first()).map_or("", |(_, name)| name)
    }
}

/// What an account was called at a place in the log.
pub(super) fn called_at(conn: &Connection, account: AccountId, seq: i64) -> Result<String, StoreError> {
    Ok(Names::of(conn, account)?.at(seq).to_owned())
}

/// What an account is called now.
pub(super) fn called(conn: &Connection, account: AccountId) -> Result<String, StoreError> {
    called_at(conn, account, i64::MAX)
}

/// The one account that bore a name when an event was entered; none when nobody did, or several. What the event itself
/// says of names came after: `apply` does not see it either.
pub(super) fn bearer(conn: &Connection, name: &str, seq: i64) -> Result<Option<AccountId>, StoreError> {
    match bearers(conn, name, seq)?.as_slice() {
        [one] => Ok(Some(*one)),
        _ => Ok(None),
    }
}

/// Every account that bore a name when an event was entered.
fn bearers(conn: &Connection, name: &str, seq: i64) -> Result<Vec<AccountId>, StoreError> {
    accounts(
        conn,
        "SELECT a.account FROM account_name a WHERE a.name = ?1 AND a.active = 1 \
         AND a.n = (SELECT max(b.n) FROM account_name b WHERE b.account = a.account AND b.n < ?2)",
        params![name, seq],
    )
}

/// Every account that bore a name at a time: after the last event entered by then. Where nobody did, by a clock that was
/// set, everybody who ever has.
pub(super) fn bearers_at(conn: &Connection, name: &str, at: Moment) -> Result<Vec<AccountId>, StoreError> {
    let newest = "SELECT seq FROM event WHERE at_ms <= ?1 ORDER BY seq DESC LIMIT 1";
    let newest = rows::one(conn, newest, [at.0], |c| c.get::<i64>("seq"))?.unwrap_or_default();
    let bore = bearers(conn, name, newest + 1)?;
    if !bore.is_empty() {
        return Ok(bore);
    }
    let ever = "SELECT DISTINCT account FROM account_name WHERE name = ?1";
    accounts(conn, ever, params![name])
}

fn accounts(conn: &Connection, sql: &str, values: impl Params) -> Result<Vec<AccountId>, StoreError> {
    let mut asked = conn.prepare_cached(sql)?;
    let found = asked.query_map(values, |row| row.get::<_, String>(0))?;
    let found: Vec<String> = found.collect::<Result<_, _>>()?;
    Ok(found
        .iter()
        .filter_map(|id| Uuid::try_parse(id).ok())
        .map(AccountId)
        .collect())
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
        event.by = called_at(conn, id, event.seq)?;
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
