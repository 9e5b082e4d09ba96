//! Receptions and the visits of a day.

use rusqlite::{Connection, ToSql};

use super::opinions;
use crate::domain::code::SessionState;
use crate::domain::id::VisitId;
use crate::domain::moment::Day;
use crate::domain::record::{Attendance, Visit};
use crate::domain::view::{Came, SessionRow};
use crate::store::error::StoreError;
use crate::store::named::{self, name};
use crate::store::sealing::Sealing;
use crate::store::{facts, rows};

/// How many visits a row of `session` received: those that belong to it, and on its day those of nobody's before it was opened.
pub(super) const RECEIVED: &str = "((SELECT count(*) FROM visit WHERE session = session.id AND state IN ('talking', 'done') AND talk_at IS NOT NULL) \
     + (SELECT count(*) FROM visit v WHERE v.session IS NULL AND v.day = session.day AND v.arrived_at < session.opened_at \
     AND v.state IN ('talking', 'done') AND v.talk_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM session e \
     WHERE e.day = v.day AND e.opened_at >= v.arrived_at AND e.opened_at < session.opened_at)))";

/// Receptions, the latest day first.
pub(super) fn sessions(
    conn: &Connection,
    state: Option<SessionState>,
    limit: u32,
) -> Result<Vec<SessionRow>, StoreError> {
    let (only, order, mut values): (&str, &str, Vec<Box<dyn ToSql>>) = match state {
        Some(state) => ("WHERE state = ?2", "day DESC, n DESC", vec![Box::new(state.code())]),
        None => ("", "day DESC, starts DESC, n DESC", Vec::new()),
    };
    values.insert(0, Box::new(limit));
    let sql = format!(
        "SELECT *, {RECEIVED} AS received, (SELECT count(*) FROM opinion WHERE session = session.id AND state <> 'void') \
         AS opinions FROM session {only} ORDER BY {order} LIMIT ?1"
    );
    let mut found = rows::all(conn, &sql, rusqlite::params_from_iter(values), |c| {
        Ok(SessionRow {
            session: rows::session(c)?,
            attendance: Vec::new(),
            received: c.get("received")?,
            opinions: c.get("opinions")?,
        })
    })?;
    let ids: Vec<_> = found.iter().map(|row| row.session.id).collect();
    let mut roster = rows::attendance(conn, &ids)?;
    for row in &mut found {
        let of = |a: &mut Attendance| a.session == row.session.id;
        row.attendance = roster.extract_if(.., of).collect();
    }
    Ok(found)
}

const NAME: &str = name!("c");

/// Who came on a day, in the order they came: by the name that was written down once what the queue called them is gone,
/// and with the first matter they brought.
pub(super) fn came(conn: &Connection, hand: &Sealing<'_>, day: Day) -> Result<Vec<Came>, StoreError> {
    rows::all(
        conn,
        &format!(
            "SELECT v.*, coalesce((SELECT {NAME} FROM citizen c WHERE c.visit = v.id AND coalesce(c.name, c.name_mac) IS NOT NULL AND {} \
             ORDER BY c.n LIMIT 1), (SELECT {NAME} FROM citizen c WHERE c.id = o.citizen)) AS spoke, o.number AS brought, o.words AS about \
             FROM visit v LEFT JOIN opinion o ON o.n = (SELECT min(o.n) FROM opinion o WHERE o.visit = v.id \
             AND o.state <> 'void' AND {}) WHERE v.day = ?1 ORDER BY v.n",
            facts::came_to("v.id"),
            facts::told_there(),
        ),
        [day.to_string()],
        |c| {
            let visit = rows::visit(c)?;
            let about: Option<String> = c.get("about")?;
            Ok(Came {
                name: visit.label.clone().or(named::read(hand, c.get("spoke")?)?),
                number: c.get("brought")?,
                about: about.map(|words| opinions::brief(Some(&words))),
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

/// Visits by their ids; those that are not there are left out.
pub(super) fn these_visits(conn: &Connection, ids: &[VisitId]) -> Result<Vec<Visit>, StoreError> {
    let visits = rows::all(
        conn,
        "SELECT * FROM visit WHERE id IN (SELECT value FROM json_each(?1))",
        [rows::listed(ids.iter())],
        rows::visit,
    )?;
    let of = |id: &VisitId| visits.iter().find(|v| v.id == *id).cloned();
    Ok(ids.iter().filter_map(of).collect())
}
