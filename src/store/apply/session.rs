//! Receptions: planned, noticed, opened, closed.

use super::{Act, Apply, Col, Done, attendance};
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

impl Apply for SessionPlanned<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        let more: [Col<'_>; 2] = [
            ("state", &SessionState::Planned.code()),
            ("presence", &Presence::Deputies.code()),
        ];
        create(act, self.plan, (self.place.as_ref(), self.theme.as_ref()), &more)
    }
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

impl Apply for PlanChanged<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        act.change(
            "session",
            "day = :day, starts = :starts, ends = :ends, place = :place, kind = :kind, tables = :tables, theme = :theme",
            &[
                (":day", &self.plan.day.to_string()),
                (":starts", &self.plan.starts.0),
                (":ends", &self.plan.ends.0),
                (":place", &self.place.as_deref().unwrap_or_default()),
                (":kind", &self.plan.kind.code()),
                (":tables", &self.plan.tables),
                (":theme", self.theme),
            ],
        )
    }
}

impl Apply for SessionPostponed<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        act.change(
            "session",
            "state = 'postponed', postponed_to = :to",
            &[(":to", &self.to.to_string())],
        )
    }
}

impl Apply for SessionCancelled<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        act.change(
            "session",
            "state = 'cancelled', cancel_reason = :reason",
            &[(":reason", self.reason)],
        )
    }
}

impl Apply for SessionOpened<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        act.count("session", &self.year.to_string(), i64::from(*self.ordinal))?;
        act.change(
            "session",
            "state = 'open', year = :year, ordinal = :ordinal, presence = :presence, opened_at = :at",
            &[
                (":year", self.year),
                (":ordinal", self.ordinal),
                (":presence", &self.presence.code()),
                (":at", &act.ev.happened.0),
            ],
        )
    }
}

impl Apply for PresenceChanged<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        act.change(
            "session",
            "presence = :presence",
            &[(":presence", &self.presence.code())],
        )
    }
}

impl Apply for SessionClosed<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        act.change(
            "session",
            "state = 'closed', closed_at = :at, note = :note",
            &[(":at", &act.ev.happened.0), (":note", self.note)],
        )
    }
}

impl Apply for SessionEntered<'_> {
    fn apply(&self, act: &Act<'_>) -> Done {
        let Self {
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
        } = *self;
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
    }
}

impl Apply for SessionNoticed {
    fn apply(&self, act: &Act<'_>) -> Done {
        state(act, SessionState::Noticed)
    }
}

impl Apply for ClosingStarted {
    fn apply(&self, act: &Act<'_>) -> Done {
        state(act, SessionState::Closing)
    }
}

impl Apply for ClosingStopped {
    fn apply(&self, act: &Act<'_>) -> Done {
        state(act, SessionState::Open)
    }
}
