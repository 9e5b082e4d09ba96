//! Who works for the villages a matter is about, by the lists of units and deputies.

use rusqlite::Connection;

use super::error::StoreError;
use super::rows;
use crate::domain::code::UnitKind;
use crate::domain::record::Opinion;

/// By name and by what people call them; none where it is about no village, and where nobody was named to tell the person.
pub(super) fn of(conn: &Connection, o: &Opinion) -> Result<Vec<String>, StoreError> {
    if o.relay().is_none() {
        return Ok(Vec::new());
    }
    let villages = "SELECT * FROM unit WHERE kind = ?1";
    let villages = rows::all(conn, villages, [UnitKind::Village.code()], rows::unit)?;
    let deputies = "SELECT * FROM deputy WHERE json_extract(profile, '$.post') IS NOT NULL";
    let deputies = rows::all(conn, deputies, [], rows::deputy)?;
    Ok(o.cadres(&villages, &deputies))
}
