//! Receptions and the visits of a day.

use rusqlite::{Connection, params};

use crate::domain::code::{Agreement, SessionState};
use crate::domain::moment::Day;
use crate::domain::record::{Session, Visit};
use crate::domain::view::SessionRow;
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

/// Visits of a day in the order they came.
pub(super) fn visits(conn: &Connection, day: Day) -> Result<Vec<Visit>, StoreError> {
    rows::all(
        conn,
        "SELECT * FROM visit WHERE day = ?1 ORDER BY n",
        [day.to_string()],
        rows::visit,
    )
}
