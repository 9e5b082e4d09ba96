//! Who sits at a reception: the roster, and who came.

use super::{Act, Done};
use crate::domain::code::{Agreement, AttendanceState, SessionState};
use crate::domain::event::{
    AttendanceTakenBack, DeputyAgreed, DeputyAssigned, DeputyOnLeave, DeputySeated, DeputySignedIn, DeputySignedOut,
    DeputySubstituted, DeputyUnassigned,
};
use crate::domain::id::DeputyId;
use crate::domain::moment::Moment;
use crate::store::rows;

/// The reception has had another event. Who changed the plan last stays: a line of the roster is not the plan.
fn numbered(act: &Act<'_>) -> Done {
    act.run(
        "UPDATE session SET rev = :seq WHERE id = :id",
        &[(":seq", &act.ev.seq), (":id", &act.id)],
    )?;
    Ok(())
}

/// Puts a deputy on the roster unless they are there.
fn roster(act: &Act<'_>, deputy: DeputyId, place: usize, state: AttendanceState) -> Done {
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
            (":by", &act.by),
            (":by_table", &act.by_table),
            (":by_at", &act.ev.at.0),
        ],
    )?;
    Ok(())
}

/// Changes a line of the roster.
fn line(act: &Act<'_>, deputy: DeputyId, set: &str, params: &[super::Col<'_>]) -> Done {
    let sql = format!(
        "UPDATE attendance SET {set}, touch_by = :by, touch_table = :by_table, touch_at = :by_at \
         WHERE session = :id AND deputy = :deputy"
    );
    let deputy = deputy.to_string();
    let mut whole: Vec<super::Col<'_>> = vec![
        (":by", &act.by),
        (":by_table", &act.by_table),
        (":by_at", &act.ev.at.0),
        (":id", &act.id),
        (":deputy", &deputy),
    ];
    whole.extend_from_slice(params);
    match act.run(&sql, &whole)? {
        1 => numbered(act),
        _ => Err(act.missing("attendance")),
    }
}

/// Somebody who had come and does not stay: when they went.
const GONE: &str = "out_at = CASE WHEN state IN ('in', 'late') THEN :at ELSE out_at END";

/// Was there from beginning to end, as the paper says.
pub(super) fn sat(act: &Act<'_>, deputy: DeputyId, place: usize, opened: Moment, closed: Moment) -> Done {
    roster(act, deputy, place, AttendanceState::Out)?;
    line(
        act,
        deputy,
        "in_at = :in_at, out_at = :out_at",
        &[(":in_at", &opened.0), (":out_at", &closed.0)],
    )
}

effects! { act;
    DeputyAssigned<'_>, e => {
        roster(act, *e.deputy, 0, AttendanceState::Expected)?;
        numbered(act)
    };

    DeputyUnassigned<'_>, e => {
        act.run(
            "DELETE FROM attendance WHERE session = :id AND deputy = :deputy",
            &[(":id", &act.id), (":deputy", &e.deputy.to_string())],
        )?;
        numbered(act)
    };

    DeputyAgreed<'_>, e => {
        line(
            act,
            *e.deputy,
            "agreed = :agreed",
            &[(":agreed", &e.agreed.code())],
        )
    };

    DeputySignedIn<'_>, e => {
        roster(act, *e.deputy, 0, AttendanceState::Expected)?;
        let state = if *e.came_late {
            AttendanceState::Late
        } else {
            AttendanceState::In
        };
        line(
            act,
            *e.deputy,
            "state = :state, came_late = :late, table_no = :table, in_at = coalesce(in_at, :at), out_at = NULL",
            &[
                (":state", &state.code()),
                (":late", e.came_late),
                (":table", e.table),
                (":at", &act.ev.happened.0),
            ],
        )
    };

    DeputyOnLeave<'_>, e => {
        line(
            act,
            *e.deputy,
            &format!("{GONE}, state = 'leave', reason = :reason"),
            &[(":at", &act.ev.happened.0), (":reason", e.reason)],
        )
    };

    DeputySubstituted<'_>, Self { absent, by, table, reason } => {
        let at = act.ev.happened.0;
        line(
            act,
            *absent,
            &format!("{GONE}, state = 'leave', reason = :reason, substituted_by = :other"),
            &[(":at", &at), (":reason", reason), (":other", &by.to_string())],
        )?;
        roster(act, *by, 0, AttendanceState::Expected)?;
        // Agreed beforehand they are expected; in a running reception they are there.
        let running = rows::one(act.tx, "SELECT state FROM session WHERE id = ?1", [&act.id], |c| {
            c.get("state")
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
    };

    AttendanceTakenBack<'_>, e => {
        // Who went is here as they came; who came is expected again, or on leave where a reason says so.
        line(
            act,
            *e.deputy,
            "in_at = CASE state WHEN 'out' THEN in_at END, out_at = NULL, \
             came_late = CASE state WHEN 'out' THEN came_late ELSE 0 END, \
             state = CASE WHEN state = 'out' AND came_late THEN 'late' WHEN state = 'out' THEN 'in' \
             WHEN reason IS NOT NULL THEN 'leave' ELSE 'expected' END",
            &[],
        )
    };

    DeputySeated<'_>, e => line(act, *e.deputy, "table_no = :table", &[(":table", e.table)]);

    DeputySignedOut<'_>, e => {
        line(
            act,
            *e.deputy,
            "state = 'out', out_at = :at",
            &[(":at", &act.ev.happened.0)],
        )
    };
}
