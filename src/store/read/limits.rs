//! The limits of what is with a unit.

use rusqlite::Connection;

use crate::domain::moment::Moment;
use crate::domain::recount::Limited;
use crate::store::error::StoreError;
use crate::store::rows;

/// All of them, the soonest matter first, and of each the unit that leads before those that help.
pub(super) fn limits(conn: &Connection) -> Result<Vec<Limited>, StoreError> {
    let sql = "SELECT o.id, o.number, r.due, r.due_time, r.due_provisional, r.unit_name, r.part, r.lead, \
               r.counted_by, r.counted_from, r.handed_at FROM opinion o INDEXED BY opinion_due JOIN handover r ON r.opinion = o.id \
               AND r.round = o.round_no AND r.answered_at IS NULL AND r.due IS NOT NULL \
               WHERE o.state = 'handed_over' AND o.due IS NOT NULL ORDER BY o.due, o.n, r.lead DESC, r.part";
    let found = rows::all(conn, sql, [], |c| {
        let Some(due) = rows::deadline(c)? else {
            return Ok(None);
        };
        let handed = c.get::<Moment>("handed_at")?.day();
        Ok(Some(Limited {
            opinion: c.get("id")?,
            number: c.get("number")?,
            unit: c.get("unit_name")?,
            part: c.get("part")?,
            lead: c.get("lead")?,
            limit: c.get("counted_by")?,
            from: c.get::<Option<_>>("counted_from")?.unwrap_or(handed),
            due,
        }))
    })?;
    Ok(found.into_iter().flatten().collect())
}
