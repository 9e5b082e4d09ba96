//! What a draft is about, as far as its line among what is owed says it.

use rusqlite::Connection;
use uuid::Uuid;

use crate::domain::moment::Day;
use crate::store::error::StoreError;
use crate::store::named::{self, name};
use crate::store::rows;
use crate::store::sealing::Sealing;

/// Where a form that was kept names the fields with words of a record in them.
const OF_RECORD: &str = "of_record";

/// Where it keeps what the record said in them.
const BASE: &str = "base";

/// Whether the mark of a confidential matter is set in a form that was kept.
pub(in crate::store) fn says_confidential(body: &str) -> bool {
    let form: Option<serde_json::Value> = serde_json::from_str(body).ok();
    form.is_some_and(|form| form.pointer("/fields/confidential/flag") == Some(&true.into()))
}

/// Whether a form that was kept tells apart what was typed and what the record said.
pub(in crate::store) fn tells_apart(body: &str) -> bool {
    let form: Option<serde_json::Value> = serde_json::from_str(body).ok();
    form.is_some_and(|form| form.get(OF_RECORD).is_some())
}

/// A form that was kept, without the words of the record in it; of one of before, that does not tell them apart, without any.
pub(super) fn own_words(body: &str) -> String {
    let Ok(mut form) = serde_json::from_str::<serde_json::Value>(body) else {
        return String::new();
    };
    let of_record: Option<Vec<String>> = form
        .get(OF_RECORD)
        .and_then(|ids| serde_json::from_value(ids.clone()).ok());
    if let Some(form) = form.as_object_mut() {
        form.remove(BASE);
    }
    if let Some(fields) = form.get_mut("fields").and_then(serde_json::Value::as_object_mut) {
        fields.retain(|id, _| of_record.as_ref().is_some_and(|of_record| !of_record.contains(id)));
    }
    form.to_string()
}

/// The matters, visits or promises a draft is about.
pub(super) fn ids(target: &str) -> impl Iterator<Item = Uuid> {
    target.split([':', ',']).filter_map(|part| Uuid::parse_str(part).ok())
}

/// Whom a draft is about, of a visit or of a matter.
#[derive(Default)]
pub(in crate::store) struct About {
    pub number: String,
    pub name: Option<String>,
    /// The day of the visit; none of a matter.
    pub came: Option<Day>,
    /// The matter is confidential.
    pub confidential: bool,
}

/// Whom the draft of a target is about.
pub(in crate::store) fn about_whom(conn: &Connection, hand: &Sealing<'_>, target: &str) -> Result<About, StoreError> {
    let is_id = |part: &&str| Uuid::parse_str(part).is_ok();
    let Some(id) = target.split([':', ',']).find(is_id) else {
        return Ok(About::default());
    };
    let of_visit = "SELECT ticket, label, day FROM visit WHERE id = ?1";
    let visit = rows::one(conn, of_visit, [id], |c| {
        let ticket: Option<u16> = c.get("ticket")?;
        let number = ticket.map(|t| format!("{t:03}")).unwrap_or_default();
        Ok(About {
            number,
            name: c.get("label")?,
            came: Some(c.get("day")?),
            confidential: false,
        })
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
        Ok(About {
            number: c.get("number")?,
            name,
            came: None,
            confidential: c.get("confidential")?,
        })
    })?;
    Ok(matter.unwrap_or_default())
}
