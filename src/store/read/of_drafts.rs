//! Drafts of what became confidential for whoever typed them: what they typed is theirs, what the record said goes. And which of
//! what is open at a keyboard that has happened to.

use rusqlite::Connection;
use uuid::Uuid;

use crate::domain::id::AccountId;
use crate::domain::moment::Day;
use crate::domain::permit::{Reach, Reading};
use crate::domain::view::{Draft, Held};
use crate::store::error::StoreError;
use crate::store::read::draft_about::{ids, own_words};
use crate::store::read::gate::Seen;
use crate::store::read::withheld::{Gate, is_withheld};
use crate::store::{rows, who};

/// Whether anything of an id is withheld, by the SQL of that: a matter, a visit it was told in, the promise of one, or a draft
/// about any of them.
fn is_about(conn: &Connection, is: &str, id: Uuid) -> Result<bool, StoreError> {
    let key = id.to_string();
    let target: Option<Option<String>> = rows::one(conn, "SELECT target FROM draft WHERE id = ?1", [&key], |c| {
        c.get("target")
    })?;
    if let Some(target) = target {
        return any(conn, is, &target.unwrap_or_default());
    }
    let sql = format!(
        "SELECT 1 FROM opinion o WHERE o.id = ?1 AND {is} UNION ALL SELECT 1 FROM opinion o WHERE o.visit = ?1 AND {is} \
         UNION ALL SELECT 1 FROM promise p JOIN opinion o ON o.visit = p.visit WHERE p.id = ?1 AND {is} LIMIT 1"
    );
    Ok(conn.prepare_cached(&sql)?.exists([&key])?)
}

/// Whether any of what a draft is about is.
fn any(conn: &Connection, is: &str, target: &str) -> Result<bool, StoreError> {
    for id in ids(target) {
        if is_about(conn, is, id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes out of a draft, and of the line that is one, what is said besides what was typed.
pub(super) fn leave(gate: &Gate<'_>, held: &mut Held<'_>) -> Result<(), StoreError> {
    let (conn, is) = (gate.conn, &gate.is_withheld);
    if let Held::Line(line) = held {
        if let Some(draft) = line.draft
            && is_about(conn, is, draft.0)?
        {
            line.person = None;
        }
    } else if let Held::Draft(draft) = held {
        keep_own(conn, is, draft)?;
    }
    Ok(())
}

fn keep_own(conn: &Connection, is: &str, draft: &mut Draft) -> Result<(), StoreError> {
    if any(conn, is, &draft.target)? {
        draft.body = own_words(&draft.body);
    }
    Ok(())
}

/// A draft as an account may go on with it.
pub(in crate::store) fn taken(
    conn: &Connection,
    account: Option<AccountId>,
    today: Day,
    draft: &mut Draft,
) -> Result<(), StoreError> {
    let who = account.map(|account| who::somebody(conn, account, today)).transpose()?;
    let is = is_withheld(&who.flatten().unwrap_or_default());
    is.map_or(Ok(()), |is| keep_own(conn, &is, draft))
}

/// Those of some matters, visits, promises and drafts of which whoever asks may know nothing.
pub(super) fn withheld(conn: &Connection, seen: &Seen, ids: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    let Seen::As(who) = seen else { return Ok(Vec::new()) };
    if who.role.is_some() && Reading::Records.reach(who.role) == Reach::Nothing {
        return Ok(ids.to_vec());
    }
    let Some(is) = is_withheld(who) else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for id in ids {
        if is_about(conn, &is, *id)? {
            found.push(*id);
        }
    }
    Ok(found)
}
