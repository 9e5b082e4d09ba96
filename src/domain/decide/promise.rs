//! Next time with priority (下次优先, S7): a promise outlives its visit until the person has come or is struck off. So
//! long what identifies them is kept, under a key of its own, and no longer.

use super::shared::{Decision, desk_day, said};
use super::visit::{Contact, admits, arrived};
use crate::domain::code::{Priority, Struck};
use crate::domain::entry::Arrival;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{SessionId, VisitId};
use crate::domain::record::Promise;
use crate::domain::refusal::{Missing, Refusal, Subject};

/// The number somebody promised had, or what else they are called.
pub(super) fn called(p: &Promise) -> String {
    let number = p.ticket.map(|t| format!("{t:03}"));
    number.or_else(|| p.label.clone()).unwrap_or_default()
}

/// The promise named, not settled.
fn open(facts: &Facts) -> Result<&Promise, Refusal> {
    let open = facts.promise.as_ref().filter(|p| p.open);
    open.ok_or(Refusal::NotFound(Subject::Promise))
}

pub(in crate::domain) fn change((label, phone): Contact<'_>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let p = open(facts)?;
    let (label, phone) = (said(label).or_else(|| p.label.clone()), said(phone));
    if (&label, &phone) == (&p.label, &p.phone) {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(p.id.0, Kind::PromiseChanged { label, phone })])
}

pub(in crate::domain) fn strike(why: Struck, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let p = open(facts)?;
    Ok(vec![ctx.event(p.id.0, Kind::PromiseStruck { why })])
}

/// A number like any other, before the others, with what was known of the person the last time.
pub(in crate::domain) fn receive(
    session: Option<SessionId>,
    reason: &str,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    let p = open(facts)?;
    let after_close = admits(facts, session, true)?;
    let (day, mut events) = desk_day(facts, ctx)?;
    let arrival = Arrival {
        label: p.label.clone(),
        first_words: p.first_words.clone(),
        heads: p.heads,
        asked: None,
        priority: Some((Priority::First, reason.to_owned())),
    };
    let mut kind = arrived(session, &arrival, day, (after_close, true), facts)?;
    // Whom they asked for was checked when they first came. Why they went first then is why they go first now; that they
    // were promised is said by the visit they come from.
    if let Kind::VisitArrived {
        asked,
        carried_from,
        priority_reason,
        ..
    } = &mut kind
    {
        (*asked, *carried_from) = (p.asked, Some(p.visit));
        if p.priority_reason.is_some() {
            priority_reason.clone_from(&p.priority_reason);
        }
    }
    let by = VisitId(ctx.supply.id());
    events.push(ctx.event(by.0, kind));
    events.push(ctx.event(p.id.0, Kind::PromiseKept { by }));
    Ok(events)
}
