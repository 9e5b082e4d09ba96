//! Receptions and the visits of a day.

use rusqlite::{Connection, params};

use crate::domain::code::{Agreement, SessionState};
use crate::domain::moment::Day;
use crate::domain::record::{Session, Visit};
use crate::domain::view::{Came, SessionRow};
use crate::store::error::StoreError;
use crate::store::rows;

/// Receptions, the latest day first.
pub(super) fn sessions(
    conn: &Connection,
    state: Option<SessionState>,
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    let found = match state {
        Some(state) => rows::all(
            conn,
            "SELECT * FROM session WHERE state = ?1 ORDER BY day DESC, n DESC LIMIT ?2",
            params![state.code(), limit],
            rows::session,
        )?,
        None => rows::all(
            conn,
            "SELECT * FROM session ORDER BY day DESC, starts DESC, n DESC LIMIT ?1",
            [limit],
            rows::session,
        )?,
    };
    found.into_iter().map(|s| row(conn, s)).collect()
}

fn row(conn: &Connection, session: Session) -> Result<SessionRow, StoreError> {
    let attendance = rows::attendance(conn, session.id)?;
    let id = session.id.to_string();
    Ok(SessionRow {
        agreed: attendance.iter().filter(|a| a.agreed == Agreement::Yes).count() as u32,
        deputies: attendance.into_iter().map(|a| a.name).collect(),
        received: rows::count(
            conn,
            "SELECT count(*) FROM visit WHERE session = ?1 AND state IN ('talking', 'done') AND talk_at IS NOT NULL",
            [&id],
        )?,
        opinions: rows::count(
            conn,
            "SELECT count(*) FROM opinion WHERE session = ?1 AND state <> 'void'",
            [&id],
        )?,
        session,
    })
}

/// Who came on a day, in the order they came: by the name that was written down once what the queue called them is gone,
/// and with the first matter they brought.
pub(super) fn came(conn: &Connection, day: Day) -> Result<Vec<Came>, StoreError> {
    rows::all(
        conn,
        "SELECT v.*, (SELECT c.name FROM citizen c WHERE c.visit = v.id AND c.name IS NOT NULL ORDER BY c.n LIMIT 1) AS spoke, \
         (SELECT o.number FROM opinion o WHERE o.visit = v.id AND o.state <> 'void' ORDER BY o.n LIMIT 1) AS brought \
         FROM visit v WHERE v.day = ?1 ORDER BY v.n",
        [day.to_string()],
        |c| {
            let visit = rows::visit(c)?;
            Ok(Came {
                name: visit.label.clone().or(c.get("spoke")?),
                number: c.get("brought")?,
                visit,
            })
        },
    )
}

/// Visits of a day in the order they came.
pub(super) fn visits(conn: &Connection, day: Day) -> Result<Vec<Visit>, StoreError> {
    rows::all(
        conn,
        "SELECT * FROM visit WHERE day = ?1 ORDER BY n",
        [day.to_string()],
        rows::visit,
    )
}
