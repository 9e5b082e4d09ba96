//! Figures of a span of days. Visits and opinions count on their own business day, closings on the day they were closed.

use rusqlite::{Connection, params};

use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::view::Figures;
use crate::store::error::StoreError;
use crate::store::rows::{self, Cols};
use crate::store::rules;

/// A visit that waited over a night, by the days of +08:00: how long says nothing about a reception.
const OVER_NIGHT: &str = "(arrived_at + 28800000) / 86400000 <> (talk_at + 28800000) / 86400000";

pub(super) fn figures(conn: &Connection, from: Day, to: Day) -> Result<Figures, StoreError> {
    let (first, last) = (from.to_string(), to.to_string());
    let group = rules::kept(conn)?.unwrap_or_default().queue.group_from;
    let n = |c: &Cols<'_, '_>, name: &str| -> Result<u32, StoreError> {
        Ok(c.get::<Option<u32>>(name)?.unwrap_or_default())
    };
    let sessions = rows::count(
        conn,
        "SELECT count(*) FROM session WHERE day BETWEEN ?1 AND ?2 AND state IN ('open', 'closing', 'closed', 'archived')",
        params![first, last],
    )?;
    let visits = rows::one(
        conn,
        &format!(
            "SELECT count(*) AS batches, sum(heads) AS persons, sum(heads >= ?3) AS groups, sum(consult_only) AS consultations, \
         sum(doubtful OR {OVER_NIGHT}) AS doubtful FROM visit \
         WHERE day BETWEEN ?1 AND ?2 AND state IN ('talking', 'done') AND talk_at IS NOT NULL"
        ),
        params![first, last, group],
        |c| {
            Ok((
                n(c, "batches")?,
                n(c, "persons")?,
                n(c, "groups")?,
                n(c, "consultations")?,
                n(c, "doubtful")?,
            ))
        },
    )?;
    let (batches, persons, groups, consultations, doubtful) = visits.unwrap_or_default();
    let not_received = rows::all(
        conn,
        // Whoever was called in vain and stayed away has left by the closing, and is counted as before it.
        "SELECT CASE WHEN state = 'left' AND outcome_reason = 'missed' THEN 'missed' ELSE state END AS state, \
         count(*) AS number FROM visit \
         WHERE day BETWEEN ?1 AND ?2 AND state IN ('missed', 'left', 'next_time', 'by_phone', 'guided') \
         GROUP BY 1 ORDER BY 1",
        params![first, last],
        |c| Ok((c.get("state")?, c.get("number")?)),
    )?;
    let mean_wait = rows::one(
        conn,
        &format!("SELECT avg(wait) AS mean FROM (SELECT sum(max(s.to_at - s.from_at, 0)) AS wait FROM visit v \
         JOIN visit_span s ON s.visit = v.id AND s.kind = 'waiting' AND s.to_at IS NOT NULL \
         WHERE v.day BETWEEN ?1 AND ?2 AND v.state IN ('talking', 'done') AND v.talk_at IS NOT NULL AND v.doubtful = 0 AND NOT ({OVER_NIGHT}) \
         GROUP BY v.id)"),
        params![first, last],
        |c| c.get::<Option<f64>>("mean"),
    )?
    .flatten();
    let opinions = rows::one(
        conn,
        // Each stands in one of them, whatever came of it later. What the station answered by itself and had yet to tell was
        // answered here like what was told at the table.
        "SELECT sum(way <> 'void') AS opinions, sum(way = 'here') AS on_spot, sum(way = 'unit') AS handed_over, \
         sum(way = 'guided') AS guided, sum(way = 'reference') AS reference, sum(way = 'filed') AS undecided, \
         sum(way = 'void') AS void FROM (SELECT CASE WHEN state = 'void' THEN state WHEN round_no IS NOT NULL THEN 'unit' \
         WHEN state IN ('guided', 'reference', 'filed') THEN state ELSE 'here' END AS way \
         FROM opinion WHERE day BETWEEN ?1 AND ?2)",
        params![first, last],
        |c| {
            Ok(Figures {
                opinions: n(c, "opinions")?,
                on_spot: n(c, "on_spot")?,
                handed_over: n(c, "handed_over")?,
                guided: n(c, "guided")?,
                reference: n(c, "reference")?,
                undecided: n(c, "undecided")?,
                void: n(c, "void")?,
                ..Figures::default()
            })
        },
    )?
    .unwrap_or_default();
    let midnight = TimeOfDay::default();
    let end = to.succ_opt().map_or(Moment(i64::MAX), |d| midnight.on(d));
    let closed = rows::count(
        conn,
        "SELECT count(*) FROM opinion WHERE closed_at >= ?1 AND closed_at < ?2 AND state <> 'void'",
        params![midnight.on(from).0, end.0],
    )?;
    Ok(Figures {
        from,
        to,
        sessions,
        batches,
        persons,
        groups,
        consultations,
        closed,
        not_received,
        mean_wait: mean_wait.map(|ms| (ms / 60_000.0).round() as u32),
        doubtful,
        ..opinions
    })
}
