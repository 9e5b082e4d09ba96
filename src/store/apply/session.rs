//! Receptions: planned, noticed, opened, closed.

use super::{Act, Col, attendance};
use crate::domain::code::{Presence, SessionState};
use crate::domain::event::Kind;
use crate::domain::id::SessionId;
use crate::domain::record::SessionFrame;
use crate::store::error::StoreError;

type Words<'a> = Option<&'a String>;

pub(super) fn state(act: &Act<'_>, to: SessionState) -> Result<(), StoreError> {
    act.change("session", "state = :state", &[(":state", &to.code())])
}

pub(super) fn planned(
    act: &Act<'_>,
    plan: &SessionFrame,
    place: Words<'_>,
    theme: Words<'_>,
) -> Result<(), StoreError> {
    let more: [Col<'_>; 2] = [
        ("state", &SessionState::Planned.code()),
        ("presence", &Presence::Deputies.code()),
    ];
    create(act, plan, (place, theme), &more)
}

fn create(
    act: &Act<'_>,
    plan: &SessionFrame,
    (place, theme): (Words<'_>, Words<'_>),
    more: &[Col<'_>],
) -> Result<(), StoreError> {
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

pub(super) fn plan_changed(
    act: &Act<'_>,
    plan: &SessionFrame,
    place: Words<'_>,
    theme: Words<'_>,
) -> Result<(), StoreError> {
    act.change(
        "session",
        "day = :day, starts = :starts, ends = :ends, place = :place, kind = :kind, tables = :tables, theme = :theme",
        &[
            (":day", &plan.day.to_string()),
            (":starts", &plan.starts.0),
            (":ends", &plan.ends.0),
            (":place", &place.map(String::as_str).unwrap_or_default()),
            (":kind", &plan.kind.code()),
            (":tables", &plan.tables),
            (":theme", &theme),
        ],
    )
}

pub(super) fn postponed(act: &Act<'_>, to: SessionId) -> Result<(), StoreError> {
    act.change(
        "session",
        "state = 'postponed', postponed_to = :to",
        &[(":to", &to.to_string())],
    )
}

pub(super) fn cancelled(act: &Act<'_>, reason: Words<'_>) -> Result<(), StoreError> {
    act.change(
        "session",
        "state = 'cancelled', cancel_reason = :reason",
        &[(":reason", &reason)],
    )
}

pub(super) fn opened(act: &Act<'_>, year: i32, ordinal: u32, presence: Presence) -> Result<(), StoreError> {
    act.count("session", &year.to_string(), i64::from(ordinal))?;
    act.change(
        "session",
        "state = 'open', year = :year, ordinal = :ordinal, presence = :presence, opened_at = :at",
        &[
            (":year", &year),
            (":ordinal", &ordinal),
            (":presence", &presence.code()),
            (":at", &act.ev.happened.0),
        ],
    )
}

pub(super) fn presence(act: &Act<'_>, presence: Presence) -> Result<(), StoreError> {
    act.change("session", "presence = :presence", &[(":presence", &presence.code())])
}

pub(super) fn closed(act: &Act<'_>, note: Words<'_>) -> Result<(), StoreError> {
    act.change(
        "session",
        "state = 'closed', closed_at = :at, note = :note",
        &[(":at", &act.ev.happened.0), (":note", &note)],
    )
}

pub(super) fn entered(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::SessionEntered {
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
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
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
