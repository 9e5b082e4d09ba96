//! Whoever was here and is gone: what is known of them is kept for as long as they can be brought back, and then wiped with
//! their key.
//!
//! What the rules keep no longer goes with the next act of whatever program, on the one road of writes, and when a file is
//! opened. It is no event: like that of a draft, the key is destroyed beside the log, and what stood of it in clear with it, so
//! that the tables say what a replay without the key says.

use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use super::apply::{self, Forgotten};
use super::cleanup::Cleanup;
use super::desk::Desk;
use super::error::StoreError;
use super::rows::unnamed;
use super::rules::RulesCache;
use super::{drafts, facts, keys, promises, rows, rules};
use crate::domain::moment::{Moment, TimeOfDay};
use crate::domain::rules::LimitRules;

const DAY_MS: i64 = 86_400_000;

/// Puts off what one event left to be forgotten, where the rules keep it for a while; answers whose key goes with this very act.
pub(super) fn put_off(tx: &Transaction<'_>, left: &Forgotten, at: Moment, kept: bool) -> Result<Vec<Uuid>, StoreError> {
    let mut now = left.forget.clone();
    if let Some(id) = left.dropped {
        // Whoever is gone already does not come to an end any more.
        if put_off_of(tx, id)? == PutOff::Over {
            now.push(id);
        } else {
            put(tx, id, None)?;
        }
    }
    if let Some(id) = left.over {
        if !kept || put_off_of(tx, id)? == PutOff::UntilOver {
            now.push(id);
        } else {
            put(tx, id, Some(at))?;
        }
    }
    if let Some(id) = left.back {
        tx.prepare_cached("DELETE FROM forgetting WHERE owner = ?1 AND at_ms IS NOT NULL")?
            .execute([id.to_string()])?;
    }
    Ok(now)
}

/// What is put off of a visit.
#[derive(PartialEq, Eq)]
enum PutOff {
    Nothing,
    /// It goes as soon as the visit is over.
    UntilOver,
    /// The visit is over.
    Over,
}

fn put_off_of(tx: &Transaction<'_>, id: Uuid) -> Result<PutOff, StoreError> {
    let sql = "SELECT at_ms FROM forgetting WHERE owner = ?1";
    let found = rows::one(tx, sql, [id.to_string()], |c| {
        let over: Option<Moment> = c.get("at_ms")?;
        Ok(if over.is_some() {
            PutOff::Over
        } else {
            PutOff::UntilOver
        })
    });
    Ok(found?.unwrap_or(PutOff::Nothing))
}

/// Whoever is wiped already has nothing to lose. Of whom nothing is known it is kept that they can be brought back.
fn put(tx: &Transaction<'_>, id: Uuid, at: Option<Moment>) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO forgetting (owner, at_ms) \
         SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM key WHERE owner = ?1 AND wrapped IS NULL)",
    )?
    .execute(params![id.to_string(), at.map(|at| at.0)])?;
    Ok(())
}

/// Whether somebody who is gone can be brought back: what is due is wiped before anybody asks.
pub(super) fn is_kept(conn: &Connection, id: Uuid) -> Result<bool, StoreError> {
    let mut asked = conn.prepare_cached("SELECT 1 FROM forgetting WHERE owner = ?1 AND at_ms IS NOT NULL")?;
    Ok(asked.exists([id.to_string()])?)
}

/// Forgets an owner, with what the tables hold of them in clear, and of a visit the promise that gave its number; answers
/// whom. Where there is no key, nothing is known.
pub(super) fn forget(tx: &Transaction<'_>, owner: Uuid, now: Moment) -> Result<Vec<Uuid>, StoreError> {
    let id = owner.hyphenated().to_string();
    let mut gone = Vec::new();
    for owner in promises::taken_up(tx, &id)?.into_iter().chain([owner]) {
        if keys::forget(tx, &owner.hyphenated().to_string(), now.0)? {
            apply::wipe(tx, owner)?;
            gone.push(owner);
        }
    }
    tx.prepare_cached("DELETE FROM forgetting WHERE owner = ?1")?
        .execute([id])?;
    Ok(gone)
}

/// Forgets who ended before a moment; answers whom.
fn wipe(tx: &Transaction<'_>, before: Moment, now: Moment) -> Result<Vec<Uuid>, StoreError> {
    let sql = "SELECT owner FROM forgetting WHERE at_ms < ?1";
    let old: Vec<Uuid> = rows::all(tx, sql, [before.0], |c| c.get("owner"))?;
    let mut gone = Vec::new();
    for owner in old {
        gone.extend(forget(tx, owner, now)?);
    }
    Ok(gone)
}

/// When the first and the last of those ended that can be brought back.
fn span(conn: &Connection) -> Result<Option<(Moment, Moment)>, StoreError> {
    let (first, last) = conn
        .prepare_cached("SELECT min(at_ms), max(at_ms) FROM forgetting")?
        .query_row([], |row| {
            Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?))
        })?;
    Ok(first.zip(last).map(|(first, last)| (Moment(first), Moment(last))))
}

/// Wipes the drafts that were deleted, and who came and is gone, where the rules keep them no longer: by the desk's day, so that a
/// clock that jumped, or moved on by more than a day that nobody confirmed, wipes nobody. Before every act, so that it knows
/// who is left, and after it, because it may have turned the day or the rules.
pub(super) fn wipe_due(
    tx: &Transaction<'_>,
    rules: &mut RulesCache,
    left: &mut Cleanup,
    (now, doubtful): (Moment, bool),
) -> Result<(), StoreError> {
    let (draft, visits) = (drafts::oldest_deleted(tx)?, span(tx)?);
    if draft.is_none() && visits.is_none() {
        return Ok(());
    }
    let business = facts::business_day(tx)?;
    let day = if let Some((day, _)) = business.filter(|_| doubtful) {
        day
    } else {
        let receiving = facts::open_session(tx, unnamed(rows::session))?.is_some();
        facts::desk_day(business, now.day(), receiving)
    };
    let rules = rules.get(tx)?;
    let usual = LimitRules::default();
    let limits = rules.as_deref().map_or(&usual, |rules| &rules.limits);
    let so_far = if now.day() == day {
        now
    } else {
        TimeOfDay::default().on(day)
    };
    let before = Moment(so_far.0 - i64::from(limits.deleted_draft_days) * DAY_MS);
    if draft.is_some_and(|oldest| oldest < before) {
        left.forgot |= drafts::wipe(tx, before)?;
    }
    let Some((first, last)) = visits else { return Ok(()) };
    if last.day() > day && now.day() == day && !doubtful {
        // A clock that was wrong by then would keep them until it is right.
        tx.prepare_cached("UPDATE forgetting SET at_ms = ?1 WHERE at_ms > ?1")?
            .execute([now.0])?;
    }
    let before = limits.ended_kept_since(day);
    if first < before {
        let gone = wipe(tx, before, now)?;
        left.forgot |= !gone.is_empty();
        left.gone.extend(gone);
    }
    Ok(())
}

/// Whom the rules would not keep any more on the day the file says it is.
pub(super) fn overdue(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let Some((day, _)) = facts::business_day(conn)? else {
        return Ok(Vec::new());
    };
    let limits = rules::kept(conn)?.map_or_else(LimitRules::default, |rules| rules.limits);
    let sql = "SELECT owner FROM forgetting WHERE at_ms < ?1 ORDER BY owner LIMIT 1000";
    rows::all(conn, sql, [limits.ended_kept_since(day).0], |c| c.get("owner"))
}

impl Desk {
    /// The same when the file is opened, for a desk nobody acts at.
    ///
    /// # Errors
    /// The file says no. The next act tries again.
    pub fn wipe_due(&mut self, now: Moment, doubtful: bool) -> Result<(), StoreError> {
        if self.read(|conn, _| Ok(drafts::oldest_deleted(conn)?.is_none() && span(conn)?.is_none()))? {
            return Ok(());
        }
        let (mut rules, mut left) = (RulesCache::default(), Cleanup::default());
        self.write(|tx, _, _| wipe_due(tx, &mut rules, &mut left, (now, doubtful)))?;
        self.left.forgot |= left.forgot;
        self.left.gone.extend(left.gone);
        Ok(())
    }
}
