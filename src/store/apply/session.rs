//! Receptions and who sits at them.

use super::Act;
use crate::domain::code::{Agreement, AttendanceState, Presence, SessionState};
use crate::domain::event::Kind;
use crate::domain::id::DeputyId;
use crate::domain::record::SessionPlan;
use crate::store::error::StoreError;
use crate::store::rows;

pub(super) fn apply(act: &Act<'_>) -> Result<(), StoreError> {
    let at = act.ev.happened.0;
    let state = |to: SessionState| act.change("session", "state = :state", &[(":state", &to.code())]);
    match &act.ev.kind {
        Kind::SessionPlanned { plan } => planned(act, plan, &[
            ("state", &SessionState::Planned.code()),
            ("presence", &Presence::Deputies.code()),
        ]),
        Kind::PlanChanged { plan } => act.change(
            "session",
            "day = :day, starts = :starts, ends = :ends, place = :place, kind = :kind, tables = :tables, theme = :theme",
            &[
                (":day", &plan.day.to_string()),
                (":starts", &plan.starts.0),
                (":ends", &plan.ends.0),
                (":place", &plan.place),
                (":kind", &plan.kind.code()),
                (":tables", &plan.tables),
                (":theme", &plan.theme),
            ],
        ),
        Kind::SessionNoticed {} => state(SessionState::Noticed),
        Kind::SessionPostponed { to } => act.change(
            "session",
            "state = 'postponed', postponed_to = :to",
            &[(":to", &to.to_string())],
        ),
        Kind::SessionCancelled { reason } => act.change(
            "session",
            "state = 'cancelled', cancel_reason = :reason",
            &[(":reason", reason)],
        ),
        Kind::SessionOpened {
            year,
            ordinal,
            presence,
        } => {
            act.count("session", &year.to_string(), i64::from(*ordinal))?;
            act.change(
                "session",
                "state = 'open', year = :year, ordinal = :ordinal, presence = :presence, opened_at = :at",
                &[
                    (":year", year),
                    (":ordinal", ordinal),
                    (":presence", &presence.code()),
                    (":at", &at),
                ],
            )
        }
        Kind::PresenceChanged { presence } => {
            act.change("session", "presence = :presence", &[(":presence", &presence.code())])
        }
        Kind::ClosingStarted {} => state(SessionState::Closing),
        Kind::ClosingStopped {} => state(SessionState::Open),
        Kind::SessionClosed { note } => act.change(
            "session",
            "state = 'closed', closed_at = :at, note = :note",
            &[(":at", &at), (":note", note)],
        ),
        Kind::SessionEntered {
            plan,
            year,
            ordinal,
            presence,
            deputies,
            opened,
            closed,
            note,
        } => {
            act.count("session", &year.to_string(), i64::from(*ordinal))?;
            planned(act, plan, &[
                ("state", &SessionState::Closed.code()),
                ("presence", &presence.code()),
                ("year", year),
                ("ordinal", ordinal),
                ("opened_at", &opened.0),
                ("closed_at", &closed.0),
                ("note", note),
            ])?;
            for (place, deputy) in deputies.iter().enumerate() {
                roster(act, *deputy, place, AttendanceState::Out)?;
                line(act, *deputy, "in_at = :in_at, out_at = :out_at", &[
                    (":in_at", &opened.0),
                    (":out_at", &closed.0),
                ])?;
            }
            Ok(())
        }
        _ => attendance(act, at),
    }
}

fn planned(act: &Act<'_>, plan: &SessionPlan, more: &[super::Col<'_>]) -> Result<(), StoreError> {
    let day = plan.day.to_string();
    let kind = plan.kind.code();
    let mut columns: Vec<super::Col<'_>> = vec![
        ("day", &day),
        ("starts", &plan.starts.0),
        ("ends", &plan.ends.0),
        ("place", &plan.place),
        ("kind", &kind),
        ("tables", &plan.tables),
        ("theme", &plan.theme),
    ];
    columns.extend_from_slice(more);
    act.create("session", &columns)
}

/// Puts a deputy on the roster unless they are there.
fn roster(act: &Act<'_>, deputy: DeputyId, place: usize, state: AttendanceState) -> Result<(), StoreError> {
    act.run(
        "INSERT INTO attendance (n, place, session, deputy, agreed, state, came_late, touch_by, touch_table, touch_at) \
         VALUES (:n, :place, :id, :deputy, :agreed, :state, 0, :by, :by_table, :by_at) \
         ON CONFLICT (session, deputy) DO NOTHING",
        &[
            (":n", &act.ev.seq),
            (":place", &(place as i64)),
            (":id", &act.id),
            (":deputy", &deputy.to_string()),
            (":agreed", &Agreement::Unasked.code()),
            (":state", &state.code()),
            (":by", &act.ev.by),
            (":by_table", &act.by_table),
            (":by_at", &act.ev.at.0),
        ],
    )?;
    Ok(())
}

/// Changes a line of the roster. The reception's own revision stays: a clerk who closes it has not missed anything.
fn line(act: &Act<'_>, deputy: DeputyId, set: &str, params: &[super::Col<'_>]) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE attendance SET {set}, touch_by = :by, touch_table = :by_table, touch_at = :by_at \
         WHERE session = :id AND deputy = :deputy"
    );
    let deputy = deputy.to_string();
    let mut whole: Vec<super::Col<'_>> = vec![
        (":by", &act.ev.by),
        (":by_table", &act.by_table),
        (":by_at", &act.ev.at.0),
        (":id", &act.id),
        (":deputy", &deputy),
    ];
    whole.extend_from_slice(params);
    match act.run(&sql, &whole)? {
        1 => Ok(()),
        _ => Err(act.missing("attendance")),
    }
}

/// Somebody who had come and does not stay: when they went.
const GONE: &str = "out_at = CASE WHEN state IN ('in', 'late') THEN :at ELSE out_at END";

fn attendance(act: &Act<'_>, at: i64) -> Result<(), StoreError> {
    match &act.ev.kind {
        Kind::DeputyAssigned { deputy } => roster(act, *deputy, 0, AttendanceState::Expected),
        Kind::DeputyUnassigned { deputy } => {
            act.run(
                "DELETE FROM attendance WHERE session = :id AND deputy = :deputy",
                &[(":id", &act.id), (":deputy", &deputy.to_string())],
            )?;
            Ok(())
        }
        Kind::DeputyAgreed { deputy, agreed } => line(act, *deputy, "agreed = :agreed", &[(":agreed", &agreed.code())]),
        Kind::DeputySignedIn { deputy, table, late } => {
            roster(act, *deputy, 0, AttendanceState::Expected)?;
            let state = if *late {
                AttendanceState::Late
            } else {
                AttendanceState::In
            };
            line(
                act,
                *deputy,
                "state = :state, came_late = :late, table_no = :table, in_at = coalesce(in_at, :at), out_at = NULL",
                &[
                    (":state", &state.code()),
                    (":late", late),
                    (":table", table),
                    (":at", &at),
                ],
            )
        }
        Kind::DeputyOnLeave { deputy, reason } => line(
            act,
            *deputy,
            &format!("{GONE}, state = 'leave', reason = :reason"),
            &[(":at", &at), (":reason", reason)],
        ),
        Kind::DeputySubstituted {
            absent,
            by,
            table,
            reason,
        } => {
            line(
                act,
                *absent,
                &format!("{GONE}, state = 'leave', reason = :reason, substituted_by = :other"),
                &[(":at", &at), (":reason", reason), (":other", &by.to_string())],
            )?;
            roster(act, *by, 0, AttendanceState::Expected)?;
            // Agreed beforehand they are expected; in a running reception they are there.
            let running = rows::one(act.tx, "SELECT state FROM session WHERE id = ?1", [&act.id], |c| {
                c.code("state", SessionState::from_code)
            })?
            .is_some_and(SessionState::is_open);
            line(
                act,
                *by,
                "stands_for = :other, table_no = :table, \
                 state = CASE WHEN :running THEN 'in' ELSE state END, \
                 in_at = CASE WHEN :running THEN :at ELSE in_at END",
                &[
                    (":other", &absent.to_string()),
                    (":table", table),
                    (":running", &running),
                    (":at", &at),
                ],
            )
        }
        Kind::DeputySignedOut { deputy } => line(act, *deputy, "state = 'out', out_at = :at", &[(":at", &at)]),
        _ => Ok(()),
    }
}
