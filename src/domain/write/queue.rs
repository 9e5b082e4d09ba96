//! Writes about somebody who waits: numbers, calls, no-shows, moves (design section 5; S1-S5, S8).

use super::item::of;
use crate::domain::change::may_be_called;
use crate::domain::code::{AttendanceState, Priority, SessionState, VisitState};
use crate::domain::decide::shared::{Decision, all_known, desk_day, rules, said, still_known};
use crate::domain::entry::Arrival;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, Needs};
use crate::domain::guess::heads_in;
use crate::domain::id::{SessionId, VisitId};
use crate::domain::life::grid::{FREE, reception, visit};
use crate::domain::life::{reception, visit};
use crate::domain::moment::Day;
use crate::domain::record::{Promise, Rev, Visit};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::stake::{Part, Stake};

/// These parts of a visit, as it was seen.
pub(super) fn seen(visit: VisitId, rev: Rev, parts: impl Into<Vec<Part>>) -> Option<Stake> {
    of(Subject::Visit, visit.0, rev, parts)
}

/// The words typed of a visit go with its end, so nobody ends one over words they have not seen.
pub(super) const ENDED: [Part; 4] = [Part::State, Part::Table, Part::Arrival, Part::Note];

/// Whoever was moved to another table is somebody else's to seat or to miss.
pub(super) const AT_TABLE: [Part; 2] = [Part::State, Part::Table];

pub(super) fn in_queue(n: &mut Needs, visit: VisitId) {
    (n.visit, n.queue) = (Some(visit), true);
}

writes! { ($) queue_rows
    /// Take a number. Who comes now is received in an open reception, after it, or on a quiet day: a rule of the queue.
    Visit "queue.number" TakeNumber { session: Option<SessionId>, arrival: Arrival } by Head Clerk Deputy;
    life FREE;
    names w, n => {
        (n.session, n.queue) = (w.session, true);
        n.deputies.extend(w.arrival.asked);
    };
    stake _, _ => None;
    rule &Self { session, ref arrival, .. }, facts, ctx => {
        take_number(session, arrival, true, facts, ctx).map(|(events, _)| events)
    };
    makes {
        Visit VisitArrived "visit_arrived" 2 {
            Open session: Option<SessionId>,
            Open ticket: Option<u16>,
            Open day: Day,
            Open after_close: bool,
            Open rank: Option<i64>,
            Open carried_from: Option<VisitId>,
            Sealed note: Option<String>,
        } whole arrival: Arrival moves [Part::Whole];
    }

    /// Change what is known of a waiting visit.
    Visit "queue.change" ChangeVisit { visit: VisitId, rev: Rev, arrival: Arrival } by Head Clerk;
    life visit(&visit::CHANGE);
    names w, n => {
        (n.visit, n.sits) = (Some(w.visit), true);
        n.deputies.extend(w.arrival.asked);
    };
    stake w, _ => seen(w.visit, w.rev, [Part::Arrival]);
    rule w, facts, ctx => change(&w.arrival, facts, ctx);
    makes {
        Visit VisitChanged "visit_changed" 2 {} whole arrival: Arrival moves [Part::Arrival];
    }

    /// The station head was told of a large group.
    Visit "queue.inform_head" InformHead { visit: VisitId } by Head Clerk;
    life visit(&visit::ANY);
    names w, n => n.visit = Some(w.visit);
    stake _, _ => None;
    rule _, facts, ctx => {
        let v = named(facts)?;
        if v.head_informed {
            return Err(Refusal::HeadInformed);
        }
        Ok(vec![ctx.event(v.id.0, Kind::HeadInformed {})])
    };
    makes {
        Visit HeadInformed "head_informed" 1 {} moves [Part::HeadInformed];
    }

    /// Call the next one for a table.
    Visit "queue.call_next" CallNext { session: Option<SessionId>, table: u8 } by Head Clerk, own Deputy;
    life reception(&reception::RUNNING);
    names w, n => (n.session, n.table, n.queue) = (w.session, Some(w.table), true);
    stake _, _ => None;
    rule &Self { session, table, .. }, facts, ctx => {
        if session.is_some() && facts.session.is_none() {
            return Err(Refusal::NotFound(Subject::Session));
        }
        free_table(table, facts)?;
        let v = next_for(table, session, facts).ok_or(Refusal::NobodyWaits)?;
        Ok(vec![called(v.id, table, ctx)])
    };
    makes {
        Visit VisitCalled "visit_called" 1 {
            Open table: u8,
        } moves [Part::State, Part::Table, Part::Calls];
    }

    /// Call a chosen one.
    Visit "queue.call" CallVisit { visit: VisitId, rev: Rev, table: u8 } by Head Clerk, own Deputy;
    life visit(&visit::CALL);
    names w, n => {
        in_queue(n, w.visit);
        n.table = Some(w.table);
    };
    stake w, _ => seen(w.visit, w.rev, [Part::State]);
    rule &Self { table, .. }, facts, ctx => {
        let v = named(facts)?;
        free_table(table, facts)?;
        Ok(vec![called(v.id, table, ctx)])
    };
    makes {}

    /// Call the same one again.
    Visit "queue.again" CallAgain { visit: VisitId, rev: Rev } by Head Clerk, own Deputy;
    life visit(&visit::CALL_AGAIN);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, [Part::State, Part::Calls]);
    rule _, facts, ctx => {
        let v = named(facts)?;
        Ok(vec![ctx.event(v.id.0, Kind::VisitCalledAgain {})])
    };
    makes {
        Visit VisitCalledAgain "visit_called_again" 1 {} moves [Part::Calls];
    }

    /// Take a wrong call back.
    Visit "queue.take_back" TakeBackCall { visit: VisitId, rev: Rev } by Head Clerk, own Deputy;
    life visit(&visit::TAKE_BACK);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, [Part::State, Part::Table, Part::Calls]);
    // A wrong call goes back to its old place with its old arrival time; both acts stay in the history (S3).
    rule _, facts, ctx => {
        let v = named(facts)?;
        let minutes = rules(facts)?.queue.take_back_minutes;
        if v.first_called_at
            .is_some_and(|at| ctx.happened.minutes_since(at) > i64::from(minutes))
        {
            return Err(Refusal::TooLateToTakeBack { minutes });
        }
        Ok(vec![ctx.event(v.id.0, Kind::CallTakenBack {})])
    };
    makes {
        Visit CallTakenBack "call_taken_back" 1 {} moves [Part::State, Part::Table, Part::Calls];
    }

    /// The person sat down.
    Visit "queue.sit" StartTalk { visit: VisitId, rev: Rev } by Head Clerk, own Deputy;
    life visit(&visit::SIT);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, AT_TABLE);
    rule _, facts, ctx => {
        let v = named(facts)?;
        let table = v.table.unwrap_or(1);
        Ok(vec![ctx.event(v.id.0, Kind::TalkStarted { table })])
    };
    makes {
        Visit TalkStarted "talk_started" 1 {
            Open table: u8,
        } moves [Part::State, Part::Table];
    }

    /// Number, call and talk in one, when nobody waits.
    Visit "queue.receive" ReceiveNow { session: Option<SessionId>, arrival: Arrival, table: u8 } by Head Clerk, own Deputy;
    life FREE;
    names w, n => {
        (n.session, n.table, n.queue) = (w.session, Some(w.table), true);
        n.deputies.extend(w.arrival.asked);
    };
    stake _, _ => None;
    rule &Self { session, ref arrival, table, .. }, facts, ctx => {
        free_table(table, facts)?;
        let (mut events, id) = take_number(session, arrival, false, facts, ctx)?;
        // Seen with nobody waiting; whoever took a number meanwhile was here first.
        if let Some(first) = waiting(facts, session).next() {
            return Err(Refusal::SomebodyWaits { ticket: first.ticket });
        }
        events.push(called(id, table, ctx));
        events.push(ctx.event(id.0, Kind::TalkStarted { table }));
        Ok(events)
    };
    makes {}

    /// Did not come when called (过号).
    Visit "queue.missed" MarkMissed { visit: VisitId, rev: Rev } by Head Clerk, own Deputy;
    life visit(&visit::MISS);
    names w, n => in_queue(n, w.visit);
    stake w, _ => seen(w.visit, w.rev, AT_TABLE);
    rule _, facts, ctx => mark_missed(facts, ctx);
    makes {
        Visit VisitMissed "visit_missed" 1 {} moves [Part::State];
    }

    /// Came back, or was let go by mistake.
    Visit "queue.back" ReturnMissed { visit: VisitId, rev: Rev } by Head Clerk Deputy;
    life visit(&visit::COME_BACK);
    names w, n => {
        in_queue(n, w.visit);
        n.forgotten = true;
    };
    stake w, _ => seen(w.visit, w.rev, [Part::State]);
    // Back into the queue behind the next few, same number, marked as missed (S4). Whoever was let go has their old place: they
    // missed nothing.
    rule _, facts, ctx => {
        let v = named(facts)?;
        if v.state != VisitState::Missed {
            still_known(v, facts)?;
            return Ok(vec![ctx.event(v.id.0, Kind::VisitReturned { rank: v.rank })]);
        }
        let behind = usize::from(rules(facts)?.queue.return_behind);
        let ahead: Vec<_> = waiting(facts, v.session)
            .filter(|w| w.priority == v.priority)
            .take(behind)
            .collect();
        let rank = ahead.last().map_or(v.rank, |w| w.rank + 1);
        Ok(vec![ctx.event(v.id.0, Kind::VisitReturned { rank })])
    };
    makes {
        Visit VisitReturned "visit_returned" 1 {
            Open rank: i64,
        } moves [Part::State, Part::Table, Part::Calls];
    }

    /// To another table, with a note.
    Visit "queue.move" MoveVisit { visit: VisitId, rev: Rev, to: u8, note: Option<String> as WORDS } by Head Clerk;
    life visit(&visit::MOVE);
    names w, n => (n.visit, n.table, n.sits) = (Some(w.visit), Some(w.to), true);
    stake w, _ => seen(w.visit, w.rev, AT_TABLE);
    rule w, facts, ctx => move_visit(w.to, w.note.as_ref(), facts, ctx);
    makes {
        Visit VisitMoved "visit_moved" 2 {
            Open from: Option<u8>,
            Open to: u8,
            Sealed note: Option<String>,
        } moves [Part::Table, Part::Note];
    }
}

/// The visit named.
pub(super) fn named(facts: &Facts) -> Result<&Visit, Refusal> {
    facts.visit.as_ref().ok_or(Refusal::NotFound(Subject::Visit))
}

/// The number of a visit for people, or what else it is called.
pub(in crate::domain) fn ticket(v: &Visit) -> String {
    v.ticket
        .map_or_else(|| v.label.clone().unwrap_or_default(), |t| format!("{t:03}"))
}

/// Who may be called instead of somebody that another keyboard was quicker with.
pub(in crate::domain) fn next_after(v: &Visit, facts: &Facts) -> Option<VisitId> {
    waiting(facts, v.session).find(|w| w.id != v.id).map(|w| w.id)
}

pub(in crate::domain) const fn wrong_state(v: &Visit) -> Refusal {
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

/// Whoever waits first, of whatever reception.
pub(super) fn first_waiting(facts: &Facts) -> Option<&Visit> {
    facts.queue.iter().find(|v| v.state == VisitState::Waiting)
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

pub(super) fn table_exists(table: u8, facts: &Facts) -> Result<(), Refusal> {
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

/// A number for somebody. Of one who was promised whom they asked for was checked when they first came; why they went first
/// then is why they go first now, and that they were promised is said by the visit they come from.
pub(super) fn arrived(
    session: Option<SessionId>,
    arrival: &Arrival,
    promised: Option<&Promise>,
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
    let mut arrival = settled(arrival)?;
    if let Some(p) = promised {
        arrival.asked = p.asked;
        arrival.priority_reason = p.priority_reason.clone().or(arrival.priority_reason);
    }
    Ok(Kind::VisitArrived {
        session,
        ticket,
        day,
        after_close,
        rank: None,
        carried_from: promised.map(|p| p.visit),
        note: None,
        arrival,
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
    let kind = arrived(session, arrival, None, day, (after_close, queue), facts)?;
    let id = VisitId(ctx.supply.id());
    events.push(ctx.event(id.0, kind));
    Ok((events, id))
}

fn change(arrival: &Arrival, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    all_known(facts, arrival.asked.as_slice())?;
    let arrival = settled(arrival)?;
    Ok(vec![ctx.event(v.id.0, Kind::VisitChanged { arrival })])
}

/// What was said, as it is kept: whoever goes first goes so for a reason, and there is somebody.
fn settled(said_of: &Arrival) -> Result<Arrival, Refusal> {
    let why = said(said_of.priority_reason.as_ref()).filter(|_| said_of.priority == Priority::First);
    if said_of.priority == Priority::First && why.is_none() {
        return Err(Refusal::Missing(Missing::Reason));
    }
    // Whoever says no number may have said it in the mark.
    let told = said_of.label.as_deref().and_then(heads_in).unwrap_or(1);
    Ok(Arrival {
        label: may_be_called(said_of.label.as_ref())?,
        first_words: said(said_of.first_words.as_ref()),
        heads: if said_of.heads == 0 { told } else { said_of.heads },
        priority_reason: why,
        ..*said_of
    })
}

pub(super) fn called(visit: VisitId, table: u8, ctx: &Ctx<'_>) -> NewEvent {
    ctx.event(visit.0, Kind::VisitCalled { table })
}

fn mark_missed(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    if v.opinions > 0 {
        return Err(Refusal::HasSpoken { ticket: v.ticket });
    }
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

fn move_visit(to: u8, note: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let v = named(facts)?;
    if v.table == Some(to) {
        return Err(Refusal::Missing(Missing::Change));
    }
    let held = facts.held.clone();
    held.map_or(Ok(()), |held| Err(Refusal::TableHeld(Box::new(held))))?;
    free_table(to, facts)?;
    let moved = Kind::VisitMoved {
        from: v.table,
        to,
        note: said(note),
    };
    Ok(vec![ctx.event(v.id.0, moved)])
}
