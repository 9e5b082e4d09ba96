//! What a draft is about, as far as its line among what is owed says it.

use rusqlite::Connection;

use crate::store::error::StoreError;
use crate::store::named::{self, name};
use crate::store::rows;
use crate::store::sealing::Sealing;

/// Whether the mark of a confidential matter is set in a form that was kept.
pub(in crate::store) fn says_confidential(body: &str) -> bool {
    let form: Option<serde_json::Value> = serde_json::from_str(body).ok();
    form.is_some_and(|form| form.pointer("/fields/confidential/flag") == Some(&true.into()))
}

/// The number and the name of whom a draft is about, of a visit or of a matter, and whether that matter is confidential.
pub(in crate::store) fn about_whom(
    conn: &Connection,
    hand: &Sealing<'_>,
    target: &str,
) -> Result<(String, Option<String>, bool), StoreError> {
    let is_id = |part: &&str| uuid::Uuid::parse_str(part).is_ok();
    let Some(id) = target.split([':', ',']).find(is_id) else {
        return Ok(Default::default());
    };
    let of_visit = "SELECT ticket, label FROM visit WHERE id = ?1";
    let visit = rows::one(conn, of_visit, [id], |c| {
        let ticket: Option<u16> = c.get("ticket")?;
        let number = ticket.map(|t| format!("{t:03}")).unwrap_or_default();
        Ok((number, c.get("label")?, false))
    })?;
    if let Some(visit) = visit {
        return Ok(visit);
    }
    let of_matter = concat!(
        "SELECT o.number, o.confidential, ",
        name!("c"),
        " AS name FROM opinion o LEFT JOIN citizen c ON c.id = o.citizen WHERE o.id = ?1"
    );
    let matter = rows::one(conn, of_matter, [id], |c| {
        let name = named::read(hand, c.get("name")?)?;
        Ok((c.get("number")?, name, c.get("confidential")?))
    })?;
    Ok(matter.unwrap_or_default())
}
