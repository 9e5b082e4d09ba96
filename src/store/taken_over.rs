//! Somebody's draft that another goes on with, because no keyboard of theirs gives a sign of life (S16): with a reason, and they
//! are told when they are back.

use rusqlite::{Connection, Transaction, params};

use super::error::StoreError;
use super::keys::{Random, Vault};
use super::read::draft_about::{about_whom, says_confidential};
use super::sealing::Sealing;
use super::{drafts, rows, rules, who};
use crate::domain::id::{AccountId, DraftId};
use crate::domain::lease::TakenOver;
use crate::domain::moment::Moment;
use crate::domain::permit::of_draft;

fn aad(id: &str) -> Vec<u8> {
    format!("zhiban draft taken over\u{0}{id}").into_bytes()
}

/// Makes a draft somebody else's, where its author gives no sign of life and they may; otherwise nothing happens, and whoever
/// asks for it then is told whose it is.
pub(super) fn take_over(
    tx: &Transaction<'_>,
    (vault, random): (&Vault, &mut dyn Random),
    id: DraftId,
    (account, reason): (AccountId, &str),
    now: Moment,
) -> Result<(), StoreError> {
    let (Some(author), Some(draft)) = (drafts::author(tx, id)?, drafts::find(tx, vault, id)?) else {
        return Ok(());
    };
    let hand = Sealing {
        vault,
        keys: tx,
        index: false,
    };
    let is_confidential = says_confidential(&draft.body) || about_whom(tx, &hand, &draft.target)?.confidential;
    let theirs = of_draft(&drafts::acts(tx, account, now.day())?, &author);
    let limits = rules::kept(tx)?.unwrap_or_default().limits;
    // What somebody withdrawn left is the head's.
    let may = !author.withdrawn
        && theirs.takes_over(is_confidential)
        && author.is_silent(now, &limits)
        && !reason.trim().is_empty();
    let Some(of) = author.accounts.first().filter(|_| may) else {
        return Ok(());
    };
    let key = id.to_string();
    let sealed = vault.seal(tx, &key, &aad(&key), reason.trim().as_bytes(), random)?;
    tx.prepare_cached("INSERT INTO draft_taken (draft, of, by, at_ms, reason) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![key, of.to_string(), account.to_string(), now.0, sealed])?;
    tx.prepare_cached("UPDATE draft SET account = ?2 WHERE id = ?1")?
        .execute(params![key, account.to_string()])?;
    Ok(())
}

/// What was taken over and its author was not told of yet.
pub(super) fn untold(conn: &Connection, vault: &Vault) -> Result<Vec<TakenOver>, StoreError> {
    let sql = "SELECT n, draft, of, by, at_ms, reason FROM draft_taken WHERE told_ms IS NULL ORDER BY n";
    rows::all(conn, sql, [], |c| {
        let key: String = c.get("draft")?;
        let (of, by): (AccountId, AccountId) = (c.get("of")?, c.get("by")?);
        let reason = vault.open_or_gone(conn, &key, &aad(&key), &c.get::<Vec<u8>>("reason")?)?;
        Ok(TakenOver {
            n: c.get("n")?,
            from: of,
            by: who::called(conn, by)?,
            at: c.get("at_ms")?,
            reason: reason.map(|text| String::from_utf8_lossy(&text).into_owned()),
        })
    })
}

/// They were told.
pub(super) fn told(tx: &Transaction<'_>, n: i64, now: Moment) -> Result<(), StoreError> {
    tx.execute("UPDATE draft_taken SET told_ms = ?2 WHERE n = ?1", [n, now.0])?;
    Ok(())
}
