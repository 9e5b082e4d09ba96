//! Things typed and not filed (没写完). Not events: they are nobody's record until they are filed. The text is sealed under
//! a key of the draft's own, which goes with it.

use rusqlite::{Connection, Transaction, params};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::keys::{self, Random, Vault};
use super::rows;
use crate::domain::id::DraftId;
use crate::domain::view::Draft;

#[derive(Serialize, Deserialize)]
struct Sealed {
    label: String,
    body: String,
}

fn aad(id: &str) -> Vec<u8> {
    format!("zhiban draft\u{0}{id}").into_bytes()
}

/// Saves a draft, anew or over its last version.
pub fn save(tx: &Transaction<'_>, vault: &Vault, random: &mut dyn Random, draft: &Draft) -> Result<(), StoreError> {
    let id = draft.id.to_string();
    vault.ensure(tx, &id, "draft", draft.saved_at.0, random)?;
    let sealed = Sealed {
        label: draft.label.clone(),
        body: draft.body.clone(),
    };
    let plain =
        Zeroizing::new(serde_json::to_vec(&sealed).map_err(|_| StoreError::corrupt("a draft that is no JSON"))?);
    let body = vault.seal(tx, &id, &aad(&id), &plain, random)?;
    tx.prepare_cached(
        "INSERT INTO draft (id, account, form, target, body, made_ms, saved_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6) \
         ON CONFLICT (id) DO UPDATE SET form = ?3, target = ?4, body = ?5, saved_ms = ?6",
    )?
    .execute(params![
        id,
        draft.account,
        draft.form,
        draft.target,
        body,
        draft.saved_at.0
    ])?;
    Ok(())
}

/// Removes a draft and its key; false when it was not there (any more).
pub fn remove(tx: &Transaction<'_>, id: DraftId) -> Result<bool, StoreError> {
    let id = id.to_string();
    let gone = tx.prepare_cached("DELETE FROM draft WHERE id = ?1")?.execute([&id])? > 0;
    keys::discard(tx, &id)?;
    Ok(gone)
}

/// Drafts of an account, or all of them, oldest first.
pub fn list(conn: &Connection, vault: &Vault, account: Option<&str>) -> Result<Vec<Draft>, StoreError> {
    let found = rows::all(
        conn,
        "SELECT * FROM draft WHERE ?1 IS NULL OR account = ?1 ORDER BY saved_ms, id",
        [account],
        |c| {
            let id: String = c.get("id")?;
            let sealed: Vec<u8> = c.get("body")?;
            let Some(plain) = vault.open_or_gone(conn, &id, &aad(&id), &sealed)? else {
                return Ok(None);
            };
            let Sealed { label, body } = serde_json::from_slice(&plain).map_err(|_| StoreError::Sealed)?;
            Ok(Some(Draft {
                id: c.id("id", DraftId)?,
                form: c.get("form")?,
                target: c.get::<Option<String>>("target")?.unwrap_or_default(),
                label,
                body,
                account: c.get("account")?,
                saved_at: c.moment("saved_ms")?,
            }))
        },
    )?;
    Ok(found.into_iter().flatten().collect())
}
