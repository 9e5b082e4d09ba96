//! The queue: numbers, calls, no-shows, moves, endings (design section 5; S1-S5, S7, S8).

use super::shared::{Decision, all_known, desk_day, must, rules, said};
use crate::domain::code::{AttendanceState, Channel, Priority, SessionState, VisitState};
use crate::domain::entry::{Arrival, LateVisit};
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{SessionId, VisitId};
use crate::domain::moment::Day;
use crate::domain::record::Visit;
use crate::domain::refusal::{Missing, Refusal, Subject};

/// The visit named.
pub(super) fn named(facts: &Facts) -> Result<&Visit, Refusal> {
    facts.visit.as_ref().ok_or(Refusal::NotFound(Subject::Visit))
}

/// The number of a visit for people, or what else it is called.
pub(super) fn ticket(v: &Visit) -> String {
    v.ticket
        .map_or_else(|| v.label.clone().unwrap_or_default(), |t| format!("{t:03}"))
}

/// Who may be called instead of somebody that another keyboard was quicker with.
pub(super) fn next_after(v: &Visit, facts: &Facts) -> Option<VisitId> {
    waiting(facts, v.session).find(|w| w.id != v.id).map(|w| w.id)
}

pub(super) const fn wrong_state(v: &Visit) -> Refusal {
    Refusal::VisitState {
        ticket: v.ticket,
        state: v.state,
    }
}

fn waiting(facts: &Facts, session: Option<SessionId>) -> impl Iterator<Item = &Visit> {
    facts
        .queue
        .iter()
        .filter(move |v| v.state == VisitState::Waiting && v.session == session)
}

/// Those who asked for nobody, for a deputy at this table, or for one who is not receiving any more.
fn is_for_table(v: &Visit, table: u8, facts: &Facts) -> bool {
    let Some(asked) = v.asked else { return true };
    match facts.attendance.iter().find(|a| a.deputy == asked) {
        Some(a) if a.is_present() => a.table.is_none_or(|t| t == table),
        Some(a) => a.state != AttendanceState::Expected,
        None => true,
    }
}

/// The next one for a table, in queue order.
pub fn next_for(table: u8, session: Option<SessionId>, facts: &Facts) -> Option<&Visit> {
    waiting(facts, session).find(|v| is_for_table(v, table, facts))
}

/// The table exists, and nobody is at it.
fn free_table(table: u8, facts: &Facts) -> Result<(), Refusal> {
    table_exists(table, facts)?;
    match &facts.at_table {
        Some(v) => Err(Refusal::TableBusy {
            table,
            visit: v.id,
            ticket: v.ticket,
        }),
        None => Ok(()),
    }
}

fn table_exists(table: u8, facts: &Facts) -> Result<(), Refusal> {
    // A reception says how many it has; a day without one may use all there are.
    let tables = match &facts.session {
        Some(session) => session.plan.tables,
        None => rules(facts)?.queue.tables,
    };
    if table == 0 || table > tables {
        return Err(Refusal::NoSuchTable { table, tables });
    }
    Ok(())
}

/// Whether somebody who comes now is received in this reception, and whether that is after its closing.
pub(super) fn admits(facts: &Facts, session: Option<SessionId>, queue: bool) -> Result<bool, Refusal> {
    if session.is_none() {
        return Ok(false);
    }
    let s = facts.session.as_ref().ok_or(Refusal::NotFound(Subject::Session))?;
    match s.state {
        SessionState::Closing if queue => Err(Refusal::NumbersStopped),
        SessionState::Open | SessionState::Closing => Ok(false),
        SessionState::Closed => Ok(true),
        SessionState::Planned | SessionState::Noticed | SessionState::Postponed | SessionState::Cancelled => {
            Err(Refusal::SessionState { state: s.state })
        }
    }
}

pub(super) fn arrived(
    session: Option<SessionId>,
    arrival: &Arrival,
    day: Day,
    (after_close, queue): (bool, bool),
    facts: &Facts,
) -> Result<Kind, Refusal> {
    all_known(facts, arrival.asked.as_slice())?;
    let last = rules(facts)?.queue.last_number;
    // Of the day the number will belong to: one that turns in this act starts at one, unless it had been here before.
    let given = facts.counters.ticket;
    // At the end of the band nobody can be queued, but whoever sits down at once needs no number (S5).
    let ticket = (given < last).then_some(given + 1);
    if ticket.is_none() && queue {
        return Err(Refusal::NumbersUsedUp { last });
    }
    let (priority, priority_reason) = match &arrival.priority {
        Some((Priority::First, why)) => (Priority::First, Some(must(why, Missing::Reason)?)),
        _ => (Priority::Normal, None),
    };
    Ok(Kind::VisitArrived {
        session,
        ticket,
        day,
        heads: arrival.heads.max(1),
        asked: arrival.asked,
        priority,
        after_close,
        rank: None,
        carried_from: None,
        label: said(arrival.label.as_ref()),
        first_words: said(arrival.first_words.as_ref()),
        note: None,
        priority_reason,
    })
}

fn take_number(
    session: Option<SessionId>,
    arrival: &Arrival,
    queue: bool,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Result<(Vec<NewEvent>, VisitId), Refusal> {
    let after_close = admits(facts, session, true)?;
    let (day, mut events) = desk_day(facts, ctx)?;
    let kind = arrived(session, arrival, day, (after_close, queue), facts)?;
    let id = VisitId(ctx.supply.id());
    events.push(ctx.event(id.0, kind));
    Ok((events, id))
}

pub(in crate::domain) fn number(
    session: Option<SessionId>,
    arrival: &Arrival,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    take_number(session, arrival, true, facts, ctx).map(|(events, _)| events)
}

pub(in crate::domain) fn receive_now(
    session: Option<SessionId>,
    arrival: &Arrival,
    table: u8,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    free_table(table, facts)?;
    let (mut events, id) = take_number(session, arrival, false, facts, ctx)?;
    // Seen with nobody waiting; whoever took a number meanwhile was here first.
    if let Some(first) = waiting(facts, session).next() {
        return Err(Refusal::SomebodyWaits { ticket: first.ticket });
    }
    events.push(ctx.event(id.0, Kind::VisitCalled { table }));
    events.push(ctx.event(id.0, Kind::TalkStarted { table }));
    Ok(events)
}

pub(in crate::domain) fn change(arrival: &Arrival, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    all_known(facts, arrival.asked.as_slice())?;
    let (priority, priority_reason) = match &arrival.priority {
        Some((Priority::First, why)) => (Priority::First, Some(must(why, Missing::Reason)?)),
        _ => (Priority::Normal, None),
    };
    let kind = Kind::VisitChanged {
        heads: arrival.heads.max(1),
        asked: arrival.asked,
        priority,
        label: said(arrival.label.as_ref()),
        first_words: said(arrival.first_words.as_ref()),
        priority_reason,
    };
    Ok(vec![ctx.event(v.id.0, kind)])
}

pub(in crate::domain) fn inform_head(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    if v.head_informed {
        return Err(Refusal::AlreadyThere(Subject::Visit));
    }
    Ok(vec![ctx.event(v.id.0, Kind::HeadInformed {})])
}

pub(in crate::domain) fn call_next(session: Option<SessionId>, table: u8, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    if session.is_some() && facts.session.is_none() {
        return Err(Refusal::NotFound(Subject::Session));
    }
    free_table(table, facts)?;
    let v = next_for(table, session, facts).ok_or(Refusal::NobodyWaits)?;
    Ok(vec![ctx.event(v.id.0, Kind::VisitCalled { table })])
}

pub(in crate::domain) fn call_visit(table: u8, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    free_table(table, facts)?;
    Ok(vec![ctx.event(v.id.0, Kind::VisitCalled { table })])
}

pub(in crate::domain) fn call_again(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    Ok(vec![ctx.event(v.id.0, Kind::VisitCalledAgain {})])
}

pub(in crate::domain) fn start_talk(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let table = v.table.unwrap_or(1);
    Ok(vec![ctx.event(v.id.0, Kind::TalkStarted { table })])
}

/// A wrong call goes back to its old place with its old arrival time; both acts stay in the history (S3).
pub(in crate::domain) fn take_back(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let minutes = rules(facts)?.queue.take_back_minutes;
    if v.first_called_at
        .is_some_and(|at| ctx.happened.minutes_since(at) > i64::from(minutes))
    {
        return Err(Refusal::TooLateToTakeBack { minutes });
    }
    Ok(vec![ctx.event(v.id.0, Kind::CallTakenBack {})])
}

pub(in crate::domain) fn mark_missed(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let q = &rules(facts)?.queue;
    let waited = v.first_called_at.map_or(i64::MAX, |at| ctx.happened.minutes_since(at));
    let minutes = i64::from(q.pause_minutes) - waited;
    if v.calls < q.calls_before_missed || minutes > 0 {
        let (calls, needed) = (v.calls, q.calls_before_missed);
        return Err(Refusal::CallAgainFirst {
            calls,
            needed,
            minutes: minutes.max(0),
        });
    }
    Ok(vec![ctx.event(v.id.0, Kind::VisitMissed {})])
}

/// Back into the queue behind the next few, same number, marked as missed (S4).
pub(in crate::domain) fn return_missed(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    let behind = usize::from(rules(facts)?.queue.return_behind);
    let ahead: Vec<_> = waiting(facts, v.session)
        .filter(|w| w.priority == v.priority)
        .take(behind)
        .collect();
    let rank = ahead.last().map_or(v.rank, |w| w.rank + 1);
    Ok(vec![ctx.event(v.id.0, Kind::VisitReturned { rank })])
}

pub(in crate::domain) fn move_visit(to: u8, note: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    if v.table == Some(to) {
        return Err(Refusal::Missing(Missing::Change));
    }
    free_table(to, facts)?;
    let moved = Kind::VisitMoved {
        from: v.table,
        to,
        note: said(note),
    };
    Ok(vec![ctx.event(v.id.0, moved)])
}

/// Finishing never waits for text: what is unwritten goes to 没写完 and the next one may come.
pub(in crate::domain) fn finish(
    (consult_only, unwritten): (bool, bool),
    and_call: bool,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let v = named(facts)?;
    let finished = Kind::VisitFinished {
        consult_only,
        unwritten: unwritten && !consult_only,
    };
    let mut events = vec![ctx.event(v.id.0, finished)];
    let running = facts.session.as_ref().is_none_or(|s| s.state.is_open());
    if let Some((table, next)) = v
        .table
        .filter(|_| and_call && running)
        .and_then(|t| Some((t, next_for(t, v.session, facts)?)))
    {
        events.push(ctx.event(next.id.0, Kind::VisitCalled { table }));
    }
    Ok(events)
}

pub(in crate::domain) fn settle(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    Ok(vec![ctx.event(v.id.0, Kind::UnwrittenSettled {})])
}

pub(in crate::domain) fn end(
    outcome: VisitState,
    reason: Option<&String>,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    let v = named(facts)?;
    let named = [
        VisitState::Left,
        VisitState::NextTime,
        VisitState::ByPhone,
        VisitState::Guided,
    ];
    if !named.contains(&outcome) {
        return Err(Refusal::VisitState {
            ticket: v.ticket,
            state: outcome,
        });
    }
    if outcome == VisitState::NextTime {
        return promise((None, None), reason, facts, ctx);
    }
    Ok(vec![ctx.event(
        v.id.0,
        Kind::VisitEnded {
            outcome,
            reason: said(reason),
        },
    )])
}

pub(in crate::domain) fn void(reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    if v.opinions > 0 {
        return Err(Refusal::HasOpinions { count: v.opinions });
    }
    let reason = must(reason, Missing::Reason)?;
    Ok(vec![ctx.event(v.id.0, Kind::VisitVoided { reason: Some(reason) })])
}

pub(in crate::domain) fn enter(entry: &LateVisit, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
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
pub(in crate::domain) fn promise(
    (label, phone): Contact<'_>,
    reason: Option<&String>,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    let v = named(facts)?;
    let ended = Kind::VisitEnded {
        outcome: VisitState::NextTime,
        reason: said(reason),
    };
    let made = Kind::PromiseMade {
        visit: v.id,
        label: said(label).or_else(|| v.label.clone()),
        first_words: v.first_words.clone(),
        priority_reason: v.priority_reason.clone(),
        phone: said(phone),
    };
    let id = ctx.supply.id();
    Ok(vec![ctx.event(v.id.0, ended), ctx.event(id, made)])
}
