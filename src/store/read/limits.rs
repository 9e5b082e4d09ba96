//! The limits of what is with a unit.

use rusqlite::Connection;

use crate::domain::code::Urgency;
use crate::domain::id::OpinionId;
use crate::domain::recount::Limited;
use crate::store::error::StoreError;
use crate::store::rows;

/// All of them, the soonest first.
pub(super) fn limits(conn: &Connection) -> Result<Vec<Limited>, StoreError> {
    let sql = "SELECT o.id, o.number, o.urgency, o.due, o.due_time, o.due_provisional, r.unit_name, r.counted_from, \
               r.handed_at FROM opinion o INDEXED BY opinion_due JOIN handover r ON r.opinion = o.id AND r.round = o.round_no \
               AND r.lead = 1 WHERE o.state = 'handed_over' AND o.due IS NOT NULL ORDER BY o.due, o.n";
    let found = rows::all(conn, sql, [], |c| {
        let handed = c.moment("handed_at")?.day();
        Ok(rows::deadline(c)?.zip(Some((
            c.id("id", OpinionId)?,
            c.get("number")?,
            c.get("unit_name")?,
            c.code("urgency", Urgency::from_code)?,
            c.opt_day("counted_from")?.unwrap_or(handed),
        ))))
    })?;
    let limited = found
        .into_iter()
        .flatten()
        .map(|(due, (opinion, number, unit, urgency, from))| Limited {
            opinion,
            number,
            unit,
            urgency,
            from,
            due,
        });
    Ok(limited.collect())
}
