//! Next time with priority (下次优先, S7): a promise outlives its visit until the person has come or is struck off. So
//! long what identifies them is kept, under a key of its own, and no longer.

use super::visit::{admits, arrived, step};
use super::{Decision, desk_day, fresh, said};
use crate::domain::code::{Priority, VisitState};
use crate::domain::command::{Arrival, Command};
use crate::domain::event::{Kind, Secret};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{SessionId, VisitId};
use crate::domain::record::Promise;
use crate::domain::refusal::{Missing, Refusal, Subject};

/// What a person is called by and rung at, as somebody typed it.
type Contact<'a> = (Option<&'a String>, Option<&'a String>);

pub(super) fn decide(command: &Command, facts: &Facts, ctx: &mut Ctx<'_>) -> Option<Decision> {
    Some(match command {
        Command::PromiseNext {
            rev,
            label,
            phone,
            reason,
            ..
        } => promise(*rev, (label.as_ref(), phone.as_ref()), reason.as_ref(), facts, ctx),
        Command::ChangePromise { rev, label, phone, .. } => change(*rev, (label.as_ref(), phone.as_ref()), facts, ctx),
        Command::ReceivePromised {
            rev, session, reason, ..
        } => receive(*rev, *session, reason, facts, ctx),
        Command::StrikePromise { rev, why, .. } => {
            open(*rev, facts).map(|p| vec![ctx.event(p.id.0, Kind::PromiseStruck { why: *why })])
        }
        _ => return None,
    })
}

/// The promise named, unchanged since it was seen and not settled.
fn open(rev: u32, facts: &Facts) -> Result<&Promise, Refusal> {
    let gone = Refusal::NotFound(Subject::Promise);
    let p = facts.promise.as_ref().ok_or_else(|| gone.clone())?;
    let number = p.ticket.map(|t| format!("{t:03}"));
    let what = number.or_else(|| p.label.clone()).unwrap_or_default();
    fresh(rev, p.rev, Subject::Promise, &what, &p.touch)?;
    if p.open { Ok(p) } else { Err(gone) }
}

/// Ends a visit that was not received with a promise, which takes over what is known of the person.
pub(super) fn promise(
    rev: u32,
    (label, phone): Contact<'_>,
    reason: Option<&String>,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    let not_received = [VisitState::Waiting, VisitState::Called, VisitState::Missed];
    let v = step(rev, facts, &not_received)?;
    let secret = Secret {
        name: said(label).or_else(|| v.label.clone()),
        words: v.first_words.clone(),
        phone: said(phone),
        ..Secret::default()
    };
    let ended = Kind::VisitEnded {
        outcome: VisitState::NextTime,
        reason: said(reason),
    };
    let made = Kind::PromiseMade { visit: v.id };
    let id = ctx.supply.id();
    Ok(vec![ctx.event(v.id.0, ended), ctx.event(id, made).sealed(secret)])
}

fn change(rev: u32, (label, phone): Contact<'_>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let p = open(rev, facts)?;
    let (name, phone) = (said(label).or_else(|| p.label.clone()), said(phone));
    if (&name, &phone) == (&p.label, &p.phone) {
        return Err(Refusal::Missing(Missing::Change));
    }
    let secret = Secret {
        name,
        phone,
        ..Secret::default()
    };
    Ok(vec![ctx.event(p.id.0, Kind::PromiseChanged {}).sealed(secret)])
}

/// A number like any other, before the others, with what was known of the person the last time.
fn receive(rev: u32, session: Option<SessionId>, reason: &str, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let p = open(rev, facts)?;
    let after_close = admits(facts, session, true)?;
    let (day, mut events) = desk_day(facts, ctx)?;
    let arrival = Arrival {
        label: p.label.clone(),
        first_words: p.first_words.clone(),
        heads: p.heads,
        asked: None,
        priority: Some((Priority::First, reason.to_owned())),
    };
    let (mut kind, secret) = arrived(session, &arrival, day, (after_close, true), facts)?;
    // Whom they asked for was checked when they first came.
    if let Kind::VisitArrived {
        asked, carried_from, ..
    } = &mut kind
    {
        (*asked, *carried_from) = (p.asked, Some(p.visit));
    }
    let by = VisitId(ctx.supply.id());
    events.push(ctx.event(by.0, kind).sealed(secret));
    events.push(ctx.event(p.id.0, Kind::PromiseKept { by }));
    Ok(events)
}
