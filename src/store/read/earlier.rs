//! Earlier matters of, as it seems, the same person.

use rusqlite::{Connection, ToSql};

use super::opinions::{COLUMNS, JOINS, line, opened};
use crate::domain::guess::tells_who;
use crate::domain::id::{OpinionId, UnitId};
use crate::domain::phones::numbers_said;
use crate::domain::text::squeeze;
use crate::domain::view::Earlier;
use crate::store::error::StoreError;
use crate::store::sealing::Sealing;
use crate::store::{named, rows};

/// At most so many earlier matters are proposed.
const EARLIER: u32 = 20;

/// Open matters of, as it seems, the same person: by phone, else by name and village. Newest first, those by phone ahead.
pub(super) fn earlier(
    conn: &Connection,
    hand: &Sealing<'_>,
    phone: Option<&str>,
    name: Option<&str>,
    village: Option<UnitId>,
) -> Result<Vec<Earlier>, StoreError> {
    let open = "o.state IN ('filed', 'handed_over', 'answered', 'told')";
    let find = |by: &str, values: &[&dyn ToSql], by_phone: bool| {
        let sql = format!(
            "SELECT {COLUMNS} FROM citizen q CROSS JOIN opinion_party y ON y.citizen = q.id CROSS JOIN opinion o ON o.id = y.opinion {JOINS} \
             WHERE {by} AND {open} ORDER BY o.n DESC LIMIT {EARLIER}"
        );
        let rows = opened(conn, hand, rows::all(conn, &sql, values, line)?)?;
        let earlier = rows.into_iter().map(|row| Earlier { row, by_phone });
        Ok::<_, StoreError>(earlier.collect::<Vec<_>>())
    };
    let mut out = Vec::new();
    let add = |out: &mut Vec<Earlier>, more: Vec<Earlier>| {
        let known: Vec<OpinionId> = out.iter().map(|e| e.row.id).collect();
        out.extend(more.into_iter().filter(|e| !known.contains(&e.row.id)));
    };
    let whose = "q.id IN (SELECT citizen FROM citizen_number WHERE phone_mac = ?1)";
    for phone in phone.map(numbers_said).unwrap_or_default() {
        let token = hand.phone_token(&phone.canonical())?;
        add(&mut out, find(whose, &[&token], true)?);
    }
    // 蓝布衫大姐 of today and of last year are two.
    let name = name.map(squeeze).filter(|name| tells_who(name));
    if let (Some(name), Some(village)) = (name, village) {
        let village = village.to_string();
        let more = find("q.name = ?1 AND q.village = ?2", &[&name, &village], false)?;
        add(&mut out, more);
        let token = named::token(hand, &name)?;
        let more = find("q.name_mac = ?1 AND q.village = ?2", &[&token, &village], false)?;
        add(&mut out, more);
    }
    Ok(out)
}
