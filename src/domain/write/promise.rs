//! Writes about those who go first next time (下次优先, S7). A promise is open or it is not there; it outlives its visit until
//! the person has come or is struck off. So long what identifies them is kept, under a key of its own, and no longer than what is
//! known of the visit they came in, whose number may turn out to be a mistake.

use super::item::of;
use super::queue::{admits, arrived};
use super::talk::Contact;
use crate::domain::change::may_be_called;
use crate::domain::code::{Priority, Struck};
use crate::domain::decide::shared::{Decision, desk_day, rung_at};
use crate::domain::entry::Arrival;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{PromiseId, SessionId, VisitId};
use crate::domain::life::grid::FREE;
use crate::domain::record::{Promise, Rev};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::stake::Part;

writes! { ($) promise_rows
    /// Another name, mark or phone of somebody promised.
    Promise "promise.change" ChangePromise {
        promise: PromiseId,
        rev: Rev,
        label: Option<String>,
        phone: Option<String>,
    } by Head Clerk;
    life FREE;
    names w, n => n.promise = Some(w.promise);
    stake w, _ => of(Subject::Promise, w.promise.0, w.rev, [Part::Contact]);
    rule w, facts, ctx => change((w.label.as_ref(), w.phone.as_ref()), facts, ctx);
    makes {
        Promise PromiseChanged "promise_changed" 2 {
            Sealed label: Option<String>,
            Sealed phone: Option<String>,
        } moves [Part::Contact];
    }

    /// Somebody promised has come: a number with priority, linked to the earlier visit. The name goes on to the new number as
    /// it stands by then; the phone has done its work.
    Promise "promise.receive" ReceivePromised {
        promise: PromiseId,
        rev: Rev,
        session: Option<SessionId>,
        reason: String as WORDS,
    } by Head Clerk Deputy;
    life FREE;
    names w, n => (n.promise, n.session) = (Some(w.promise), w.session);
    stake w, _ => of(Subject::Promise, w.promise.0, w.rev, [Part::State]);
    rule w, facts, ctx => receive(w.session, &w.reason, facts, ctx);
    makes {
        /// They came and got this visit's number.
        Promise PromiseKept "promise_kept" 1 {
            Open by: VisitId,
        } moves [Part::State, Part::Contact];
    }

    /// Off the list of those promised, with the reason.
    Promise "promise.strike" StrikePromise { promise: PromiseId, rev: Rev, why: Struck } by Head Clerk;
    life FREE;
    names w, n => n.promise = Some(w.promise);
    stake w, _ => of(Subject::Promise, w.promise.0, w.rev, [Part::State, Part::Contact]);
    rule &Self { why, .. }, facts, ctx => {
        let p = open(facts)?;
        Ok(vec![ctx.event(p.id.0, Kind::PromiseStruck { why })])
    };
    makes {
        Promise PromiseStruck "promise_struck" 1 {
            Open why: Struck,
        } moves [Part::State, Part::Contact];
    }
}

/// The number somebody promised had, or what else they are called.
pub(in crate::domain) fn called(p: &Promise) -> String {
    let number = p.ticket.map(|t| format!("{t:03}"));
    number.or_else(|| p.label.clone()).unwrap_or_default()
}

/// The promise named, not settled.
fn open(facts: &Facts) -> Result<&Promise, Refusal> {
    let open = facts.promise.as_ref().filter(|p| p.open);
    open.ok_or(Refusal::NotFound(Subject::Promise))
}

fn change((label, phone): Contact<'_>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let p = open(facts)?;
    let (label, phone) = (may_be_called(label)?.or_else(|| p.label.clone()), rung_at(phone));
    if (&label, &phone) == (&p.label, &p.phone) {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(p.id.0, Kind::PromiseChanged { label, phone })])
}

/// A number like any other, before the others, with what was known of the person the last time.
fn receive(session: Option<SessionId>, reason: &str, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let p = open(facts)?;
    let after_close = admits(facts, session, true)?;
    let (day, mut events) = desk_day(facts, ctx)?;
    let arrival = Arrival {
        label: p.label.clone(),
        first_words: p.first_words.clone(),
        heads: p.heads,
        asked: None,
        priority: Priority::First,
        priority_reason: Some(reason.to_owned()),
    };
    let kind = arrived(session, &arrival, Some(p), day, (after_close, true), facts)?;
    let by = VisitId(ctx.supply.id());
    events.push(ctx.event(by.0, kind));
    events.push(ctx.event(p.id.0, Kind::PromiseKept { by }));
    Ok(events)
}
