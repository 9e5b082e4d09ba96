//! Who acted, for people: what an account is called so that two of one name are told apart, and which account a name in an
//! old row meant.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rusqlite::{Connection, Params, params};
use uuid::Uuid;

use super::error::StoreError;
use super::{codec, presence, rows};
use crate::domain::code::Role;
use crate::domain::event::Happened;
use crate::domain::id::AccountId;
use crate::domain::lease::Author;
use crate::domain::moment::{Day, Moment};
use crate::domain::permit::Somebody;
use crate::domain::record::StandIn;

/// What an account has been called, for people: each name with the login behind it where another account bore the same.
#[derive(Debug)]
struct Names(Vec<(i64, String)>);

impl Names {
    fn of(conn: &Connection, account: AccountId) -> Result<Self, StoreError> {
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
    fn only(&self) -> Option<&str> {
        match self.0.as_slice() {
            [(_, name)] => Some(name),
            _ => None,
        }
    }

    /// The name borne at a place in the log: what was done under one stays said under it. Whoever founds a station acts
    /// a few events before the account is there.
    fn at(&self, seq: i64) -> &str {
        let borne = self.0.iter().rev().find(|(from, _)| *from <= seq);
        borne.or(self.0.first()).map_or("", |(_, name)| name)
    }
}

/// Who has borne a name: of each account that ever did, from where in the log it bore this one, or another.
#[derive(Debug)]
struct NameHistory(Vec<(AccountId, i64, bool)>);

impl NameHistory {
    fn of(conn: &Connection, name: &str) -> Result<Self, StoreError> {
        let mut asked = conn.prepare_cached(
            "SELECT b.account, b.n, b.name = ?1 AND b.active FROM account_name a \
             CROSS JOIN account_name b ON b.account = a.account WHERE a.name = ?1",
        )?;
        let rows = asked.query_map([name], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?)))?;
        let rows: Vec<(String, i64, bool)> = rows.collect::<Result<_, _>>()?;
        let known = |(id, from, bears): (String, i64, bool)| Some((AccountId(Uuid::try_parse(&id).ok()?), from, bears));
        let mut bore: Vec<_> = rows.into_iter().filter_map(known).collect();
        bore.sort_unstable();
        Ok(Self(bore))
    }

    /// Every account that bore it when an event was entered. What the event itself says of names came after: `apply` does
    /// not see it either.
    fn at(&self, seq: i64) -> Vec<AccountId> {
        let mut last = BTreeMap::new();
        for (account, from, bears) in &self.0 {
            if *from < seq {
                last.insert(*account, *bears);
            }
        }
        last.into_iter().filter(|(_, bears)| *bears).map(|(id, _)| id).collect()
    }

    /// The one that bore it; none when nobody did, or several.
    fn one_at(&self, seq: i64) -> Option<AccountId> {
        match self.at(seq).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

/// What was met of accounts so far, each asked for once: the rows of a list, and a history, are the work of a few.
#[derive(Debug, Default)]
pub(super) struct AccountsMet {
    names: RefCell<BTreeMap<AccountId, Names>>,
    bore: RefCell<BTreeMap<String, NameHistory>>,
}

impl AccountsMet {
    /// What an account was called at a place in the log, which is asked for where it matters only.
    pub(super) fn called_at(
        &self,
        conn: &Connection,
        account: AccountId,
        seq: impl FnOnce() -> Result<i64, StoreError>,
    ) -> Result<String, StoreError> {
        let mut known = self.names.borrow_mut();
        let names = match known.entry(account) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(Names::of(conn, account)?),
        };
        Ok(match names.only() {
            Some(name) => name,
            None => names.at(seq()?),
        }
        .to_owned())
    }

    /// Says in an event for people who acted.
    pub(super) fn introduce(&self, conn: &Connection, event: &mut Happened) -> Result<(), StoreError> {
        if event.account.is_none() && !event.by.is_empty() {
            let mut known = self.bore.borrow_mut();
            let bore = match known.entry(event.by.clone()) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(NameHistory::of(conn, &event.by)?),
            };
            event.account = bore.one_at(event.seq);
        }
        if let Some(id) = event.account {
            event.by = self.called_at(conn, id, || Ok(event.seq))?;
        }
        Ok(())
    }
}

/// What an account is called now.
pub(super) fn called(conn: &Connection, account: AccountId) -> Result<String, StoreError> {
    Ok(Names::of(conn, account)?.at(i64::MAX).to_owned())
}

/// Whom a row means that holds an account, or the name of one.
pub(super) fn meant(
    conn: &Connection,
    account: Option<AccountId>,
    name: &str,
    at: Moment,
) -> Result<Vec<AccountId>, StoreError> {
    account.map_or_else(|| bearers_at(conn, name, at), |account| Ok(vec![account]))
}

/// Every account that bore a name at a time: after the last event entered by then. Where nobody did, by a clock that was
/// set, everybody who ever has.
fn bearers_at(conn: &Connection, name: &str, at: Moment) -> Result<Vec<AccountId>, StoreError> {
    let newest = "SELECT seq FROM event WHERE at_ms <= ?1 ORDER BY seq DESC LIMIT 1";
    let newest = rows::one(conn, newest, [at.0], |c| c.get::<i64>("seq"))?.unwrap_or_default();
    let bore = NameHistory::of(conn, name)?.at(newest + 1);
    if !bore.is_empty() {
        return Ok(bore);
    }
    let ever = "SELECT DISTINCT account FROM account_name WHERE name = ?1";
    accounts(conn, ever, params![name])
}

/// As what an account acts here; none when it is withdrawn or not there.
pub(super) fn role(conn: &Connection, account: AccountId) -> Result<Option<Role>, StoreError> {
    Ok(acting(conn, account)?.and_then(|who| who.role))
}

/// The day by which it is asked who stands in for whom, of all who read and act alike: the clock's, and never one before the
/// desk's own, which nobody turns back by setting a clock.
fn today(conn: &Connection, clock: Day) -> Result<Day, StoreError> {
    let sql = "SELECT day FROM business_day ORDER BY n DESC LIMIT 1";
    let desk: Option<Day> = rows::one(conn, sql, [], |c| c.get("day"))?;
    Ok(desk.map_or(clock, |desk| desk.max(clock)))
}

/// Whom an account acts for: of some days, or for good where they left theirs to it.
fn stands_for(conn: &Connection, account: AccountId, clock: Day) -> Result<Vec<AccountId>, StoreError> {
    let sql = "SELECT DISTINCT account FROM stand_in WHERE by = ?1 AND ended IS NULL \
               AND (until_day IS NULL OR from_day <= ?2 AND until_day >= ?2)";
    let today = today(conn, clock)?;
    accounts(conn, sql, params![account.to_string(), today.to_string()])
}

/// Whose a draft is that was saved so, by what its row says.
pub(super) fn author_of(conn: &Connection, account: &str, saved: Moment) -> Result<Author, StoreError> {
    let (account, name) = codec::who(Some(account));
    let mut accounts = meant(conn, account, &name, saved)?;
    let mut name = account.map_or(Ok(name), |account| called(conn, account))?;
    let (mut withdrawn, mut left_by) = (none_sits(conn, &accounts)?, None);
    if let Some(heir) = account
        .filter(|_| withdrawn)
        .map_or(Ok(None), |left| heir(conn, left))?
    {
        left_by = Some(std::mem::replace(&mut name, called(conn, heir)?));
        (accounts, withdrawn) = (vec![heir], false);
    }
    let is_in = presence::is_in(conn, &accounts)?;
    Ok(Author {
        accounts,
        name,
        left_by,
        withdrawn,
        is_in,
        saved,
        only: None,
    })
}

/// To whom whoever left has left what was theirs, as long as that one acts here.
pub(super) fn heir(conn: &Connection, left: AccountId) -> Result<Option<AccountId>, StoreError> {
    let sql = "SELECT w.by FROM stand_in w JOIN account a ON a.id = w.by AND a.active = 1 \
               WHERE w.account = ?1 AND w.ended IS NULL AND w.until_day IS NULL ORDER BY w.n DESC LIMIT 1";
    rows::one(conn, sql, [left.to_string()], |c| c.get("by"))
}

/// Whether somebody stands in for an account to a last day that has not gone by.
pub(super) fn is_stood_in(conn: &Connection, account: AccountId, clock: Day) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM stand_in WHERE account = ?1 AND ended IS NULL AND until_day >= ?2";
    let today = today(conn, clock)?;
    Ok(conn
        .prepare_cached(sql)?
        .exists([account.to_string(), today.to_string()])?)
}

/// Everybody who stands in for somebody to a last day that has not gone by.
pub(super) fn standing(conn: &Connection, clock: Day) -> Result<Vec<StandIn>, StoreError> {
    let sql = "SELECT w.account, a.name AS called, w.by, b.name AS by_called, w.from_day, w.until_day FROM stand_in w \
               JOIN account a ON a.id = w.account JOIN account b ON b.id = w.by \
               WHERE w.ended IS NULL AND w.until_day >= ?1 ORDER BY w.n";
    rows::all(conn, sql, [today(conn, clock)?.to_string()], |c| {
        Ok(StandIn {
            account: c.get("account")?,
            called: c.get("called")?,
            by: c.get("by")?,
            by_called: c.get("by_called")?,
            from: c.get("from_day")?,
            until: c.get("until_day")?,
        })
    })
}

/// The same with all that rights ask, on a day by the clock.
pub(super) fn somebody(conn: &Connection, account: AccountId, clock: Day) -> Result<Option<Somebody>, StoreError> {
    let Some(mut who) = acting(conn, account)? else {
        return Ok(None);
    };
    who.stands_for = stands_for(conn, account, clock)?;
    Ok(Some(who))
}

/// The same but for whom it acts besides.
fn acting(conn: &Connection, account: AccountId) -> Result<Option<Somebody>, StoreError> {
    let sql = "SELECT role, deputy, coalesce((SELECT one_person FROM station), 0) AS one_person \
               FROM account WHERE id = ?1 AND active = 1";
    rows::one(conn, sql, [account.to_string()], |c| {
        Ok(Somebody {
            account: Some(account),
            role: Some(c.get::<Role>("role")?.acts_as(c.get("one_person")?)),
            deputy: c.get("deputy")?,
            stands_for: Vec::new(),
        })
    })
}

/// Whether there is any account: before that nobody could have one.
pub(super) fn is_anybody(conn: &Connection) -> Result<bool, StoreError> {
    Ok(conn.prepare_cached("SELECT 1 FROM account LIMIT 1")?.exists([])?)
}

/// Whether all of some accounts are withdrawn.
pub(super) fn none_sits(conn: &Connection, accounts: &[AccountId]) -> Result<bool, StoreError> {
    for account in accounts {
        if role(conn, *account)?.is_some() {
            return Ok(false);
        }
    }
    Ok(!accounts.is_empty())
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
        None if !event.by.is_empty() => Ok(NameHistory::of(conn, &event.by)?.one_at(event.seq)),
        named => Ok(named),
    }
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
        let bore = |name, seq| NameHistory::of(&conn, name).unwrap().one_at(seq);
        assert_eq!((bore("何敏", 3), bore("何敏", 4)), (None, Some(her)));
        assert_eq!((bore("何敏", 9), bore("何晓敏", 9)), (Some(her), None));
        assert_eq!((bore("何敏", 10), bore("何晓敏", 10)), (None, Some(her)));
    }
}
