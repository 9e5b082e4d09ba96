//! Receptions: planned, noticed, opened, closed.

use super::{Act, Col, Done, attendance};
use crate::domain::code::{Presence, SessionState};
use crate::domain::event::{
    ClosingStarted, ClosingStopped, PlanChanged, PresenceChanged, SessionCancelled, SessionClosed, SessionEntered,
    SessionNoticed, SessionOpened, SessionPlanned, SessionPostponed,
};
use crate::domain::record::SessionFrame;

type Words<'a> = Option<&'a String>;

pub(super) fn state(act: &Act<'_>, to: SessionState) -> Done {
    act.change("session", "state = :state", &[(":state", &to.code())])
}

effects! { act;
    SessionPlanned<'_>, e => {
        let more: [Col<'_>; 2] = [
            ("state", &SessionState::Planned.code()),
            ("presence", &Presence::Deputies.code()),
        ];
        create(act, e.plan, (e.place.as_ref(), e.theme.as_ref()), &more)
    };
}

fn create(act: &Act<'_>, plan: &SessionFrame, (place, theme): (Words<'_>, Words<'_>), more: &[Col<'_>]) -> Done {
    let (day, kind) = (plan.day.to_string(), plan.kind.code());
    let place = place.map(String::as_str).unwrap_or_default();
    let mut columns: Vec<Col<'_>> = vec![
        ("day", &day),
        ("starts", &plan.starts.0),
        ("ends", &plan.ends.0),
        ("place", &place),
        ("kind", &kind),
        ("tables", &plan.tables),
        ("theme", &theme),
    ];
    columns.extend_from_slice(more);
    act.create("session", &columns)
}

effects! { act;
    PlanChanged<'_>, e => {
        act.change(
            "session",
            "day = :day, starts = :starts, ends = :ends, place = :place, kind = :kind, tables = :tables, theme = :theme",
            &[
                (":day", &e.plan.day.to_string()),
                (":starts", &e.plan.starts.0),
                (":ends", &e.plan.ends.0),
                (":place", &e.place.as_deref().unwrap_or_default()),
                (":kind", &e.plan.kind.code()),
                (":tables", &e.plan.tables),
                (":theme", e.theme),
            ],
        )
    };

    SessionPostponed<'_>, e => {
        act.change(
            "session",
            "state = 'postponed', postponed_to = :to",
            &[(":to", &e.to.to_string())],
        )
    };

    SessionCancelled<'_>, e => {
        act.change(
            "session",
            "state = 'cancelled', cancel_reason = :reason",
            &[(":reason", e.reason)],
        )
    };

    SessionOpened<'_>, e => {
        act.count("session", &e.year.to_string(), i64::from(*e.ordinal))?;
        act.change(
            "session",
            "state = 'open', year = :year, ordinal = :ordinal, presence = :presence, opened_at = :at",
            &[
                (":year", e.year),
                (":ordinal", e.ordinal),
                (":presence", &e.presence.code()),
                (":at", &act.ev.happened.0),
            ],
        )
    };

    PresenceChanged<'_>, e => {
        act.change(
            "session",
            "presence = :presence",
            &[(":presence", &e.presence.code())],
        )
    };

    SessionClosed<'_>, e => {
        act.change(
            "session",
            "state = 'closed', closed_at = :at, note = :note",
            &[(":at", &act.ev.happened.0), (":note", e.note)],
        )
    };

    SessionEntered<'_>, Self {
        plan,
        year,
        ordinal,
        presence,
        deputies,
        opened,
        closed,
        place,
        theme,
        note,
    } => {
        act.count("session", &year.to_string(), i64::from(*ordinal))?;
        let more: [Col<'_>; 7] = [
            ("state", &SessionState::Closed.code()),
            ("presence", &presence.code()),
            ("year", year),
            ("ordinal", ordinal),
            ("opened_at", &opened.0),
            ("closed_at", &closed.0),
            ("note", note),
        ];
        create(act, plan, (place.as_ref(), theme.as_ref()), &more)?;
        for (place, deputy) in deputies.iter().enumerate() {
            attendance::sat(act, *deputy, place, *opened, *closed)?;
        }
        Ok(())
    };

    SessionNoticed, _ => state(act, SessionState::Noticed);

    ClosingStarted, _ => state(act, SessionState::Closing);

    ClosingStopped, _ => state(act, SessionState::Open);
}
