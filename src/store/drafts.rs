//! Things typed and not filed (没写完). Not events: they are nobody's record until they are filed. The text is sealed under
//! a key of the draft's own, which goes with it.
//!
//! A draft has a generation: whoever takes it to go on makes the next one, and a program that holds an older one neither
//! saves over it nor files it. What such a program sends is kept as a draft of its own, in the same transaction. A draft
//! that ended leaves a mark, so that it never comes back.

use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::error::StoreError;
use super::keys::{self, Random, Vault};
use super::read::of_drafts;
use super::{codec, presence, rows, rules, who};
use crate::domain::drafted;
use crate::domain::id::{AccountId, DraftId};
use crate::domain::lease::{Author, Deleted, Lease, Lost, Saved, Unsaved};
use crate::domain::moment::{Day, Moment};
use crate::domain::permit::{OfDraft, Somebody, of_draft};
use crate::domain::view::Draft;

#[derive(Serialize, Deserialize)]
struct Sealed {
    label: String,
    body: String,
}

fn aad(id: &str) -> Vec<u8> {
    format!("zhiban draft\u{0}{id}").into_bytes()
}

/// Saves words in their draft, anew or over its last version; aside when the draft was lost.
pub fn save(
    tx: &Transaction<'_>,
    vault: &Vault,
    random: &mut dyn Random,
    words: &Unsaved,
) -> Result<Saved, StoreError> {
    if let Some(why) = lost(tx, words.draft.lease())? {
        let aside = set_aside(tx, vault, random, &why, words)?;
        return Ok(Saved::Refused { why, aside });
    }
    write(tx, vault, random, &words.draft)?;
    if let Some(account) = words.draft.account {
        presence::sign_in(tx, account, None, words.draft.saved_at)?;
    }
    // What is typed while the account is withdrawn stands in its draft like everything before it.
    Ok(left(tx, words.draft.id)?.map_or(Saved::Kept, |why| Saved::Refused { why, aside: None }))
}

/// Why a lease does not hold; none when it does, also when the draft was never saved yet.
pub fn lost(conn: &Connection, lease: Lease) -> Result<Option<Lost>, StoreError> {
    Ok(match generation(conn, lease.draft)? {
        Some(newest) => (newest != lease.generation).then_some(Lost::Taken),
        None => ended(conn, lease.draft)?,
    })
}

/// Why nobody at this draft's own keyboard goes on with it, though it holds: its author was withdrawn meanwhile.
fn left(conn: &Connection, id: DraftId) -> Result<Option<Lost>, StoreError> {
    let author = author(conn, id)?;
    let is_gone = |author: &Author| author.withdrawn || author.left_by.is_some();
    Ok(author.filter(is_gone).map(Lost::Anothers))
}

/// Those of some leases that do not hold, or whose author may not go on.
pub fn all_lost(conn: &Connection, leases: &[Lease]) -> Result<Vec<(Lease, Lost)>, StoreError> {
    let mut found = Vec::new();
    for lease in leases {
        let why = match lost(conn, *lease)? {
            None => left(conn, lease.draft)?,
            lost => lost,
        };
        found.extend(why.map(|why| (*lease, why)));
    }
    Ok(found)
}

/// Keeps the words of a program that lost its draft as a draft of their own; answers which. None when they are word for
/// word what stands there, or when nothing of the matter may be kept.
pub fn set_aside(
    tx: &Transaction<'_>,
    vault: &Vault,
    random: &mut dyn Random,
    why: &Lost,
    words: &Unsaved,
) -> Result<Option<DraftId>, StoreError> {
    let stands = find(tx, vault, words.draft.id)?.is_some_and(|d| d.body == words.draft.body);
    if stands || *why == Lost::Counted {
        return Ok(None);
    }
    // The spare may have been saved before and taken up or filed since; then these words need another.
    let wanted = Lease::first(words.spare.id);
    let id = match lost(tx, wanted)? {
        None => wanted.draft,
        Some(_) => DraftId(Uuid::now_v7()),
    };
    let draft = Draft {
        id,
        label: words.spare.label.clone(),
        generation: 1,
        ..words.draft.clone()
    };
    write(tx, vault, random, &draft)?;
    Ok(Some(id))
}

fn write(tx: &Transaction<'_>, vault: &Vault, random: &mut dyn Random, draft: &Draft) -> Result<(), StoreError> {
    let id = draft.id.to_string();
    let key = vault.ensure(tx, &id, "draft", draft.saved_at.0, random)?;
    let sealed = Sealed {
        label: draft.label.clone(),
        body: draft.body.clone(),
    };
    let plain =
        Zeroizing::new(serde_json::to_vec(&sealed).map_err(|_| StoreError::corrupt("a draft that is no JSON"))?);
    let body = key.seal(&aad(&id), &plain, random)?;
    tx.prepare_cached(
        "INSERT INTO draft (id, account, form, target, body, made_ms, saved_ms, generation) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7) \
         ON CONFLICT (id) DO UPDATE SET form = ?3, target = ?4, body = ?5, saved_ms = ?6",
    )?
    .execute(params![
        id,
        draft.account.map(|id| id.to_string()).unwrap_or_default(),
        draft.form,
        draft.target,
        body,
        draft.saved_at.0,
        draft.generation
    ])?;
    Ok(())
}

/// Takes a draft to go on with: from now on nobody else may save or file it, and whoever takes it is its author. Answers what was saved last, or why there
/// is nothing to take; without a reason when there never was such a draft.
pub fn take(
    tx: &Transaction<'_>,
    vault: &Vault,
    id: DraftId,
    account: Option<AccountId>,
    today: Day,
) -> Result<Result<Draft, Option<Lost>>, StoreError> {
    if let Some(why) = anothers(tx, id, account, today)? {
        return Ok(Err(Some(why)));
    }
    let Some(mut draft) = find(tx, vault, id)? else {
        return Ok(Err(ended(tx, id)?));
    };
    draft.generation += 1;
    draft.account = account.or(draft.account);
    tx.prepare_cached("UPDATE draft SET generation = ?2, account = coalesce(?3, account) WHERE id = ?1")?
        .execute(params![
            id.to_string(),
            draft.generation,
            account.map(|account| account.to_string())
        ])?;
    of_drafts::taken(tx, account, today, &mut draft)?;
    Ok(Ok(draft))
}

/// Gives a draft up; false when it was not there (any more). Somebody else's is not theirs to give up.
pub fn give_up(
    tx: &Transaction<'_>,
    id: DraftId,
    account: Option<AccountId>,
    now: Moment,
) -> Result<Result<bool, Lost>, StoreError> {
    if let Some(why) = anothers(tx, id, account, now.day())? {
        return Ok(Err(why));
    }
    let there = generation(tx, id)?.is_some();
    if there {
        end(tx, id, &Lost::Dropped, now)?;
    }
    Ok(Ok(there))
}

/// What of a draft that was deleted is sealed besides its words.
fn reason_aad(id: &str) -> Vec<u8> {
    format!("zhiban draft deleted\u{0}{id}").into_bytes()
}

/// Deletes a draft for somebody: it stays sealed in reach of an undo. False when it was not there (any more). The head deletes
/// what is another's, and says why.
pub fn delete(
    tx: &Transaction<'_>,
    (vault, random): (&Vault, &mut dyn Random),
    id: DraftId,
    (account, reason): (AccountId, Option<&str>),
    now: Moment,
) -> Result<Result<bool, Lost>, StoreError> {
    let Some(author) = author(tx, id)? else {
        return Ok(Ok(false));
    };
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    match of_draft(&acts(tx, account, now.day())?, &author).deletes() {
        Some(has_to_say) if !has_to_say || reason.is_some() => {}
        Some(_) | None => return Ok(Err(Lost::Anothers(author))),
    }
    let limits = rules::kept(tx)?.unwrap_or_default().limits;
    if !author.is(account) && !author.withdrawn && !author.is_silent(now, &limits) {
        return Ok(Err(Lost::StillWritten(author, limits.silent_seconds)));
    }
    let key = id.to_string();
    let sealed = match reason {
        Some(reason) => Some(vault.seal(tx, &key, &reason_aad(&key), reason.as_bytes(), random)?),
        None => None,
    };
    tx.prepare_cached(
        "INSERT INTO draft_deleted \
         SELECT id, account, form, target, body, made_ms, saved_ms, generation, ?2, ?3, ?4 FROM draft WHERE id = ?1",
    )?
    .execute(params![key, account.to_string(), sealed, now.0])?;
    tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([&key])?;
    mark(tx, &key, ("dropped", None), Some(account), now)?;
    Ok(Ok(true))
}

/// Drafts that can be had back, the newest first.
pub fn deleted(conn: &Connection, vault: &Vault) -> Result<Vec<Deleted>, StoreError> {
    let sql = "SELECT * FROM draft_deleted ORDER BY at_ms DESC, id";
    let found = rows::all(conn, sql, [], |c| {
        let Some(draft) = opened(conn, vault, c)? else {
            return Ok(None);
        };
        let id = draft.id.to_string();
        let reason = match c.get::<Option<Vec<u8>>>("reason")? {
            Some(sealed) => vault.open_or_gone(conn, &id, &reason_aad(&id), &sealed)?,
            None => None,
        };
        let by: String = c.get("deleted_by")?;
        Ok(Some(Deleted {
            id: draft.id,
            label: draft.label,
            author: wrote(conn, c)?,
            by: by.parse().map_or(Ok(by), |id| who::called(conn, AccountId(id)))?,
            reason: reason.map(|text| String::from_utf8_lossy(&text).into_owned()),
            at: c.get("at_ms")?,
        }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// Takes a deletion back: whoever could delete it may. False when there is nothing (any more).
pub fn restore(
    tx: &Transaction<'_>,
    id: DraftId,
    account: AccountId,
    today: Day,
) -> Result<Result<bool, Lost>, StoreError> {
    let key = id.to_string();
    let sql = "SELECT account, saved_ms, form, target FROM draft_deleted WHERE id = ?1";
    let Some(author) = rows::one(tx, sql, [&key], |c| wrote(tx, c))? else {
        return Ok(Ok(false));
    };
    if of_draft(&acts(tx, account, today)?, &author).deletes().is_none() {
        return Ok(Err(Lost::Anothers(author)));
    }
    // Whoever still has it open holds an older generation.
    tx.prepare_cached(
        "INSERT INTO draft (id, account, form, target, body, made_ms, saved_ms, generation) \
         SELECT id, account, form, target, body, made_ms, saved_ms, generation + 1 FROM draft_deleted WHERE id = ?1",
    )?
    .execute([&key])?;
    tx.prepare_cached("DELETE FROM draft_deleted WHERE id = ?1")?
        .execute([&key])?;
    tx.prepare_cached("DELETE FROM draft_end WHERE id = ?1")?
        .execute([&key])?;
    Ok(Ok(true))
}

/// When the oldest that can be had back was deleted.
pub fn oldest_deleted(conn: &Connection) -> Result<Option<Moment>, StoreError> {
    let oldest = conn
        .prepare_cached("SELECT min(at_ms) FROM draft_deleted")?
        .query_row([], |row| row.get::<_, Option<i64>>(0))?;
    Ok(oldest.map(Moment))
}

/// Wipes what was deleted before a moment, key and all; true when there was something.
pub fn wipe(tx: &Transaction<'_>, before: Moment) -> Result<bool, StoreError> {
    let sql = "SELECT id FROM draft_deleted WHERE at_ms < ?1";
    let old: Vec<String> = rows::all(tx, sql, [before.0], |c| c.get("id"))?;
    for id in &old {
        tx.prepare_cached("DELETE FROM draft_deleted WHERE id = ?1")?
            .execute([id])?;
        keys::discard(tx, id)?;
    }
    Ok(!old.is_empty())
}

/// Remembers how a draft ended.
fn mark(
    tx: &Transaction<'_>,
    id: &str,
    (how, number): (&str, Option<&str>),
    by: Option<AccountId>,
    now: Moment,
) -> Result<(), StoreError> {
    let by = by.map(|account| account.to_string());
    tx.prepare_cached(
        "INSERT OR IGNORE INTO draft_end (id, how, number, at_ms, ended_by) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![id, how, number, now.0, by])?;
    Ok(())
}

/// Removes a draft and its key, and remembers how it ended.
pub fn end(tx: &Transaction<'_>, id: DraftId, why: &Lost, now: Moment) -> Result<(), StoreError> {
    let (how, number) = match why {
        Lost::Filed { number } => ("filed", number.as_deref()),
        Lost::Counted => ("counted", None),
        Lost::Dropped | Lost::Taken | Lost::Anothers(_) | Lost::StillWritten(..) | Lost::Withheld => ("dropped", None),
    };
    let id = id.to_string();
    tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([&id])?;
    mark(tx, &id, (how, number), None, now)?;
    keys::discard(tx, &id)?;
    Ok(())
}

fn generation(conn: &Connection, id: DraftId) -> Result<Option<u32>, StoreError> {
    let sql = "SELECT generation FROM draft WHERE id = ?1";
    rows::one(conn, sql, [id.to_string()], |c| c.get("generation"))
}

fn ended(conn: &Connection, id: DraftId) -> Result<Option<Lost>, StoreError> {
    let sql = "SELECT how, number FROM draft_end WHERE id = ?1";
    rows::one(conn, sql, [id.to_string()], |c| {
        let how: String = c.get("how")?;
        Ok(match how.as_str() {
            "filed" => Lost::Filed {
                number: c.get("number")?,
            },
            "counted" => Lost::Counted,
            _ => Lost::Dropped,
        })
    })
}

pub(super) fn find(conn: &Connection, vault: &Vault, id: DraftId) -> Result<Option<Draft>, StoreError> {
    let sql = "SELECT * FROM draft WHERE id = ?1";
    let found = rows::one(conn, sql, [id.to_string()], |c| opened(conn, vault, c))?;
    Ok(found.flatten())
}

/// Gives drafts that hold a name the account that bore it when they were saved, where no other did: in a file of before.
pub(super) fn own(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let all = rows::all(tx, "SELECT id, account, saved_ms FROM draft", [], |c| {
        Ok((c.get::<String>("id")?, authors(tx, c)?))
    })?;
    for (id, authors) in all {
        if let [one] = authors[..] {
            tx.execute(
                "UPDATE draft SET account = ?2 WHERE id = ?1",
                params![id, one.to_string()],
            )?;
        }
    }
    Ok(())
}

/// Whose a row is. Some rows of before hold a name that several bore, and are everybody's who was called so then.
fn authors(conn: &Connection, c: &rows::Cols<'_, '_>) -> Result<Vec<AccountId>, StoreError> {
    let (account, name) = codec::who(Some(&c.get::<String>("account")?));
    who::meant(conn, account, &name, c.get("saved_ms")?)
}

/// Who wrote a draft; none when it is not there.
pub(super) fn author(conn: &Connection, id: DraftId) -> Result<Option<Author>, StoreError> {
    let sql = "SELECT account, saved_ms, form, target FROM draft WHERE id = ?1";
    rows::one(conn, sql, [id.to_string()], |c| wrote(conn, c))
}

/// Who wrote the draft of a row.
fn wrote(conn: &Connection, c: &rows::Cols<'_, '_>) -> Result<Author, StoreError> {
    let target: Option<String> = c.get("target")?;
    Ok(Author {
        only: drafted::only(&c.get::<String>("form")?, target.as_deref().unwrap_or_default()),
        ..who::author_of(conn, &c.get::<String>("account")?, c.get("saved_ms")?)?
    })
}

/// How many there are of which somebody does not see that there is one.
pub(super) fn unseen(conn: &Connection, who: &Somebody) -> Result<u32, StoreError> {
    let all = rows::all(conn, "SELECT account, saved_ms, form, target FROM draft", [], |c| {
        wrote(conn, c)
    })?;
    let unseen = all.iter().filter(|author| of_draft(who, author) == OfDraft::Unseen);
    Ok(u32::try_from(unseen.count()).unwrap_or(u32::MAX))
}

/// As what an account acts on a day; nobody where it does not act.
pub(super) fn acts(conn: &Connection, account: AccountId, today: Day) -> Result<Somebody, StoreError> {
    Ok(who::somebody(conn, account, today)?.unwrap_or_default())
}

/// Why an account may not touch a draft; none when it may, or when there is none.
fn anothers(
    conn: &Connection,
    id: DraftId,
    account: Option<AccountId>,
    today: Day,
) -> Result<Option<Lost>, StoreError> {
    let (Some(author), Some(account)) = (author(conn, id)?, account) else {
        return Ok(None);
    };
    let theirs = of_draft(&acts(conn, account, today)?, &author).is_theirs();
    Ok((!theirs).then_some(Lost::Anothers(author)))
}

/// Drafts of an account, what was left to it among them, or all there are, oldest first.
pub fn list(conn: &Connection, vault: &Vault, account: Option<AccountId>) -> Result<Vec<Draft>, StoreError> {
    let found = rows::all(
        conn,
        "SELECT * FROM draft WHERE ?1 IS NULL OR account = ?1 OR length(account) <> 36 OR account IN \
         (SELECT account FROM stand_in WHERE by = ?1 AND ended IS NULL AND until_day IS NULL) ORDER BY saved_ms, id",
        [account.map(|id| id.to_string())],
        |c| match account {
            Some(account) if !wrote(conn, c)?.is(account) => Ok(None),
            _ => opened(conn, vault, c),
        },
    )?;
    Ok(found.into_iter().flatten().collect())
}

/// A row with its words; none when its key is gone.
fn opened(conn: &Connection, vault: &Vault, c: &rows::Cols<'_, '_>) -> Result<Option<Draft>, StoreError> {
    let id: String = c.get("id")?;
    let sealed: Vec<u8> = c.get("body")?;
    let Some(plain) = vault.open_or_gone(conn, &id, &aad(&id), &sealed)? else {
        return Ok(None);
    };
    let Sealed { label, body } = serde_json::from_slice(&plain).map_err(|_| StoreError::Sealed)?;
    Ok(Some(Draft {
        id: c.get("id")?,
        form: c.get("form")?,
        target: c.get::<Option<String>>("target")?.unwrap_or_default(),
        label,
        body,
        account: codec::who(Some(&c.get::<String>("account")?)).0,
        saved_at: c.get("saved_ms")?,
        generation: c.get("generation")?,
    }))
}
