//! Writes about the end of a visit, and a visit from paper (design section 5; S7).

use super::queue::{AT_TABLE, ENDED, called, first_waiting, in_queue, named, next_for, seen, table_exists};
use crate::domain::change::may_be_called;
use crate::domain::code::{Channel, VisitState};
use crate::domain::decide::shared::{Decision, all_known, must, rules, rung_at, said, still_known};
use crate::domain::entry::LateVisit;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, SameName};
use crate::domain::id::{SessionId, VisitId};
use crate::domain::life::grid::{FREE, visit};
use crate::domain::life::visit;
use crate::domain::life::visit::OUTCOMES;
use crate::domain::moment::{Day, Moment};
use crate::domain::record::{Rev, Visit};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::rules::Reason;
use crate::domain::stake::Part;

writes! { ($) talk_rows
    /// Talk is over (谈完); never waits for text. What is unwritten keeps its words.
    Visit "queue.finish" FinishVisit {
        visit: VisitId,
        rev: Rev,
        consult_only: bool,
        unwritten: bool,
        call_next: bool,
    } by Head Clerk, own Deputy;
    life visit(&visit::FINISH);
    names w, n => {
        in_queue(n, w.visit);
        n.sits = true;
    };
    stake w, _ => if w.unwritten && !w.consult_only {
        seen(w.visit, w.rev, AT_TABLE)
    } else {
        seen(w.visit, w.rev, ENDED)
    };
    rule w, facts, ctx => finish((w.consult_only, w.unwritten), w.call_next, facts, ctx);
    makes {
        Visit VisitFinished "visit_finished" 1 {
            Open consult_only: bool,
            Open unwritten: bool,
        } moves [Part::State, Part::Unwritten, Part::Arrival, Part::Note];
    }

    /// What was unwritten is written, or needs no writing.
    Visit "queue.settle" SettleUnwritten { visit: VisitId } by Head Clerk, own Deputy;
    life visit(&visit::SETTLE);
    names w, n => (n.visit, n.sits) = (Some(w.visit), true);
    stake _, _ => None;
    rule _, facts, ctx => {
        let v = named(facts)?;
        Ok(vec![ctx.event(v.id.0, Kind::UnwrittenSettled {})])
    };
    makes {
        Visit UnwrittenSettled "unwritten_settled" 1 {} moves [Part::Unwritten, Part::Arrival, Part::Note];
    }

    /// It needed writing after all.
    Visit "queue.unsettle" UnsettleUnwritten { visit: VisitId, rev: Rev } by Head Clerk, own Deputy;
    life visit(&visit::UNSETTLE);
    names w, n => (n.visit, n.forgotten) = (Some(w.visit), true);
    stake w, _ => seen(w.visit, w.rev, [Part::State]);
    rule _, facts, ctx => {
        let v = named(facts)?;
        still_known(v, facts)?;
        Ok(vec![ctx.event(v.id.0, Kind::UnwrittenAgain {})])
    };
    makes {
        Visit UnwrittenAgain "unwritten_again" 1 {} moves [Part::Unwritten];
    }

    /// The person left, or gets a named outcome at closing. Whoever was shown the way is so by one of the reasons of guidance;
    /// where that keeps nothing, who it was is wiped with the act, and what was said of it is not noted.
    Visit "queue.end" EndVisit {
        visit: VisitId,
        rev: Rev,
        outcome: VisitState,
        reason: Option<String> as WORDS,
        guidance: Option<String>,
    } by Head Clerk;
    life visit(&visit::END);
    names w, n => (n.visit, n.taken_up) = (Some(w.visit), true);
    stake w, _ => seen(w.visit, w.rev, ENDED);
    rule w, facts, ctx => end(w, facts, ctx);
    makes {
        Visit VisitEnded "visit_ended" 2 {
            Open outcome: VisitState,
            Kept "the visit's key goes soon after, and why nobody was received is asked later than that" reason: Option<String>,
        } moves [Part::State, Part::Arrival, Part::Note];
        Visit VisitWordsDropped "visit_words_dropped" 1 {} moves [Part::Arrival, Part::Note];
    }

    /// Entered by mistake. Whoever was promised its number is still waited for.
    Visit "queue.void" VoidVisit { visit: VisitId, rev: Rev, reason: String as WORDS } by Head Clerk;
    life visit(&visit::VOID);
    names w, n => (n.visit, n.taken_up, n.sits) = (Some(w.visit), true, true);
    stake w, _ => seen(w.visit, w.rev, ENDED);
    rule Self { reason, .. }, facts, ctx => {
        let v = named(facts)?;
        if v.opinions > 0 {
            return Err(Refusal::HasOpinions { count: v.opinions });
        }
        let reason = must(reason, Missing::Reason)?;
        let mut events = vec![ctx.event(v.id.0, Kind::VisitVoided { reason: Some(reason) })];
        events.extend(facts.promise.as_ref().map(|p| ctx.event(p.id.0, Kind::PromiseReopened {})));
        Ok(events)
    };
    makes {
        Visit VisitVoided "visit_voided" 2 {
            Kept "the visit's key is gone with this very act, and why a visit does not count is asked afterwards" reason: Option<String>,
        } moves [Part::State, Part::Unwritten, Part::Arrival, Part::Note];
        Promise PromiseReopened "promise_reopened" 1 {} moves [Part::State, Part::Contact];
    }

    /// A visit from paper.
    Visit "visit.enter" EnterVisit(LateVisit) by Head Clerk;
    life FREE;
    names w, n => {
        n.session = w.session;
        n.deputies.extend(w.arrival.asked);
        n.same_name = w.ticket.map(|ticket| SameName::Numbered(w.arrived.day(), ticket));
    };
    stake _, _ => None;
    rule w, facts, ctx => enter(w, facts, ctx);
    makes {
        Visit VisitEntered "visit_entered" 1 {
            Open ticket: Option<u16>,
            Open session: Option<SessionId>,
            Open day: Day,
            Open channel: Channel,
            Open heads: u32,
            Open asked: Option<DeputyId>,
            Open table: Option<u8>,
            Open arrived: Moment,
            Open talked: Option<Moment>,
            Open done: Moment,
            Open after_close: bool,
        } moves [Part::Whole];
    }

    /// Not received now and first next time, with what it takes to ring the person before.
    Visit "promise.make" PromiseNext {
        visit: VisitId,
        rev: Rev,
        label: Option<String>,
        phone: Option<String>,
        reason: Option<String> as WORDS,
    } by Head Clerk;
    life visit(&visit::PROMISE);
    names w, n => (n.visit, n.taken_up) = (Some(w.visit), true);
    stake w, _ => seen(w.visit, w.rev, ENDED);
    rule w, facts, ctx => promised((w.label.as_ref(), w.phone.as_ref()), w.reason.as_ref(), facts, ctx);
    makes {
        Promise PromiseMade "promise_made" 2 {
            Open visit: VisitId,
            Sealed label: Option<String>,
            Sealed first_words: Option<String>,
            Sealed priority_reason: Option<String>,
            Sealed phone: Option<String>,
        } moves [Part::Whole];
    }
}

/// Finishing never waits for text: what is unwritten goes to 没写完 and the next one may come.
fn finish((consult_only, unwritten): (bool, bool), and_call: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let finished = Kind::VisitFinished {
        consult_only,
        unwritten: unwritten && !consult_only,
    };
    let mut events = vec![ctx.event(v.id.0, finished)];
    let running = facts.session.as_ref().is_none_or(|s| s.state.is_open());
    if let Some((table, next)) = v.table.filter(|_| and_call).and_then(|t| {
        // Of a reception that is over nobody is called any more; whoever waits, waits since.
        let next = if running {
            next_for(t, v.session, facts)
        } else {
            first_waiting(facts)
        };
        Some((t, next?))
    }) {
        events.push(called(next.id, table, ctx));
    }
    Ok(events)
}

pub(super) fn ended(v: &Visit, outcome: VisitState, reason: Option<String>, ctx: &Ctx<'_>) -> NewEvent {
    ctx.event(v.id.0, Kind::VisitEnded { outcome, reason })
}

fn end(w: &EndVisit, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let outcome = w.outcome;
    if !OUTCOMES.contains(&outcome) {
        return Err(Refusal::NotAnOutcome { outcome });
    }
    let rules = rules(facts)?;
    let guidance = said(w.guidance.as_ref());
    let by = guidance.map(|code| rules.reason(&code).ok_or(Refusal::UnknownCode { code }));
    let by = by.transpose()?;
    let reason = said(w.reason.as_ref());
    if outcome == VisitState::NextTime {
        return promised((None, None), reason.as_ref(), facts, ctx);
    }
    // Whoever writes what the reason is called means it.
    let spelt = |r: &Reason| {
        let names = [Some(&r.label.zh), r.label.en.as_ref()].into_iter().flatten();
        let mut names = names.filter(|name| !name.trim().is_empty());
        reason
            .as_ref()
            .is_some_and(|text| names.any(|name| text.contains(name.trim())))
    };
    let of_nobody = rules.reasons.iter().filter(|r| r.keeps_nothing);
    let is_spelt = outcome == VisitState::Guided && of_nobody.into_iter().any(spelt);
    if is_spelt || by.is_some_and(|r| r.keeps_nothing) {
        let ended = ended(v, outcome, None, ctx);
        return Ok(words_dropped(v, ctx).into_iter().chain([ended]).collect());
    }
    let reason = reason.or_else(|| by.and_then(|r| said(Some(&whereto(r)))));
    Ok(vec![ended(v, outcome, reason, ctx)])
}

/// A reason of guidance in words, with its place.
fn whereto(r: &Reason) -> String {
    let phone = r.phone.as_deref().unwrap_or_default();
    [&r.label.zh, &r.destination.zh, phone].join(" ")
}

/// What is known of who came in a visit is wiped now, and its key as soon as it is over.
pub(super) fn words_dropped(v: &Visit, ctx: &Ctx<'_>) -> Option<NewEvent> {
    v.says_who().then(|| ctx.event(v.id.0, Kind::VisitWordsDropped {}))
}

/// Whoever took no number and sat at no table: a call, a letter, somebody at the door on a quiet day. It is over as it begins.
pub(super) struct Beside {
    pub session: Option<SessionId>,
    pub day: Day,
    pub channel: Channel,
    pub heads: u32,
    pub at: Moment,
    pub after_close: bool,
}

impl Beside {
    /// A visit of its own.
    pub(super) fn entered(self, ctx: &mut Ctx<'_>) -> (VisitId, NewEvent) {
        let id = VisitId(ctx.supply.id());
        let entered = Kind::VisitEntered {
            ticket: None,
            session: self.session,
            day: self.day,
            channel: self.channel,
            heads: self.heads,
            asked: None,
            table: None,
            arrived: self.at,
            talked: None,
            done: self.at,
            after_close: self.after_close,
        };
        (id, ctx.event(id.0, entered))
    }
}

fn enter(entry: &LateVisit, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    if entry.session.is_some() && facts.session.is_none() {
        return Err(Refusal::NotFound(Subject::Session));
    }
    all_known(facts, entry.arrival.asked.as_slice())?;
    table_exists(entry.table, facts)?;
    if entry.done > ctx.now {
        return Err(Refusal::InFuture);
    }
    if entry.talked < entry.arrived || entry.done < entry.talked {
        return Err(Refusal::EndsBeforeStart);
    }
    if let Some(ticket) = entry.ticket.filter(|_| facts.same_name) {
        let day = entry.arrived.day();
        let today = day == ctx.now.day();
        return Err(Refusal::TicketTaken { day, ticket, today });
    }
    let kind = Kind::VisitEntered {
        ticket: entry.ticket,
        session: entry.session,
        day: entry.arrived.day(),
        channel: Channel::Visit,
        heads: entry.arrival.heads.max(1),
        asked: entry.arrival.asked,
        table: Some(entry.table),
        arrived: entry.arrived,
        talked: Some(entry.talked),
        done: entry.done,
        after_close: false,
    };
    let id = ctx.supply.id();
    Ok(vec![NewEvent {
        happened: Some(entry.arrived),
        ..ctx.event(id, kind)
    }])
}

/// What a person is called by and rung at, as somebody typed it.
pub(super) type Contact<'a> = (Option<&'a String>, Option<&'a String>);

/// Ends a visit that was not received with a promise, which takes over what is known of the person.
fn promised((label, phone): Contact<'_>, reason: Option<&String>, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let ended = ended(v, VisitState::NextTime, said(reason), ctx);
    let made = Kind::PromiseMade {
        visit: v.id,
        label: may_be_called(label)?.or_else(|| v.label.clone()),
        first_words: v.first_words.clone(),
        priority_reason: v.priority_reason.clone(),
        // Not received a second time either, they are rung as before.
        phone: rung_at(phone).or_else(|| facts.promise.as_ref()?.phone.clone()),
    };
    let id = ctx.supply.id();
    Ok(vec![ended, ctx.event(id, made)])
}
