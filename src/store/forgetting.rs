//! Whoever was here and is gone: what is known of them is kept for as long as they can be brought back, and then wiped with
//! their key.

use rusqlite::{Connection, Transaction, params};
use uuid::Uuid;

use super::apply::{self, Forgotten};
use super::desk::Desk;
use super::error::StoreError;
use super::{drafts, keys, rows, rules};
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

/// Who never had a key has nothing to lose.
fn put(tx: &Transaction<'_>, id: Uuid, at: Option<Moment>) -> Result<(), StoreError> {
    tx.prepare_cached(
        "INSERT OR REPLACE INTO forgetting (owner, at_ms) \
         SELECT owner, ?2 FROM key WHERE owner = ?1 AND wrapped IS NOT NULL",
    )?
    .execute(params![id.to_string(), at.map(|at| at.0)])?;
    Ok(())
}

/// Forgets an owner, with what the tables hold of them in clear; false where there is no key, and so nothing known.
pub(super) fn forget(tx: &Transaction<'_>, owner: Uuid, now: Moment) -> Result<bool, StoreError> {
    let is_known = keys::forget(tx, &owner.hyphenated().to_string(), now.0)?;
    if is_known {
        apply::wipe(tx, owner)?;
    }
    tx.prepare_cached("DELETE FROM forgetting WHERE owner = ?1")?
        .execute([owner.to_string()])?;
    Ok(is_known)
}

/// Forgets who ended before a moment; answers whom.
fn wipe(tx: &Transaction<'_>, before: Moment, now: Moment) -> Result<Vec<Uuid>, StoreError> {
    let sql = "SELECT owner FROM forgetting WHERE at_ms < ?1";
    let old: Vec<Uuid> = rows::all(tx, sql, [before.0], |c| c.get("owner"))?;
    for owner in &old {
        forget(tx, *owner, now)?;
    }
    Ok(old)
}

/// When the first of those ended that can be brought back.
fn oldest(conn: &Connection) -> Result<Option<Moment>, StoreError> {
    let oldest = conn
        .prepare_cached("SELECT min(at_ms) FROM forgetting")?
        .query_row([], |row| row.get::<_, Option<i64>>(0))?;
    Ok(oldest.map(Moment))
}

impl Desk {
    /// Wipes the drafts that were deleted, and who came and is gone, where that is longer ago than the rules keep them.
    pub fn wipe_deleted(&mut self, now: Moment) -> Result<(), StoreError> {
        self.wiped_on = Some(now.day());
        let (draft, visit) = (drafts::oldest_deleted(&self.conn)?, oldest(&self.conn)?);
        if draft.is_none() && visit.is_none() {
            return Ok(());
        }
        let limits = rules::in_force(&self.conn)?.map_or_else(LimitRules::default, |r| r.rules.limits);
        let before = Moment(now.0 - i64::from(limits.deleted_draft_days) * DAY_MS);
        if draft.is_some_and(|oldest| oldest < before) {
            self.left.forgot |= self.write(|tx, _, _| drafts::wipe(tx, before))?;
        }
        // A visit is kept through the whole of its last day.
        let midnight = TimeOfDay::default().on(now.day());
        let before = Moment(midnight.0 - (i64::from(limits.ended_visit_days) - 1) * DAY_MS);
        if visit.is_some_and(|oldest| oldest < before) {
            let gone = self.write(|tx, _, _| wipe(tx, before, now))?;
            self.left.forgot |= !gone.is_empty();
            self.left.gone.extend(gone);
        }
        Ok(())
    }

    /// The same when a day has begun since it was done last.
    pub(super) fn wipe_daily(&mut self, now: Moment) {
        if self.wiped_on != Some(now.day()) {
            // An error here is met again by the next act, which says it.
            let _ = self.wipe_deleted(now);
        }
    }
}
