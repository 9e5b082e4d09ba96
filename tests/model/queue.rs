//! The queue in the model: who waits, who is where, who went how.

use zhiban::domain::code::{AttendanceState as There, Priority, SessionState, VisitState as State};
use zhiban::domain::command::{
    Arrival, CallAgain, CallNext, CallVisit, Command, FinishVisit, MarkMissed, MoveVisit, ReceiveNow, ReturnMissed,
    StartTalk, TakeBackCall, TakeNumber,
};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::{DeputyId, SessionId, VisitId};
use zhiban::domain::moment::{Day, Moment};
use zhiban::domain::record::{Rev, Visit};
use zhiban::domain::refusal::{Missing, Refusal, Subject};

use super::blank;
use super::desk::{Act, Desk, Done, any, need};
use super::trail::Part;

/// Room between two places in the line.
pub const STEP: i64 = 1_000_000;

/// What being called moves, and being in the line again.
const CALLED: &[Part] = &[Part::State, Part::Table, Part::Calls];
/// What somebody who sits at a table is seen by.
const SEATED: &[Part] = &[Part::State, Part::Table];
/// Whoever ends a visit throws away what was written of it.
pub const ENDED: &[Part] = &[Part::State, Part::Table, Part::Arrival, Part::Note];

/// Tables of a quiet day.
const TABLES: u8 = 9;

pub trait Ends {
    fn end(&mut self, state: State, reason: Option<String>, at: Moment);
    fn forget(&mut self);
}

impl Ends for Visit {
    fn end(&mut self, state: State, reason: Option<String>, at: Moment) {
        self.state = state;
        self.over_at = Some(at);
        self.outcome_reason = reason;
    }

    /// Who it was is nobody's business any more.
    fn forget(&mut self) {
        (self.label, self.first_words, self.note) = (None, None, None);
        self.priority_reason = None;
    }
}

/// A visit nobody has done anything with yet.
pub fn newcomer(id: VisitId, session: Option<SessionId>, day: Day, at: Moment, act: &Act) -> Visit {
    Visit {
        session,
        doubtful: act.doubtful,
        rev: act.number,
        touch: act.touch(),
        ..blank::visit(id, day, at)
    }
}

impl Desk {
    pub fn visit(&self, id: VisitId) -> Result<&Visit, Refusal> {
        let found = self.visits.iter().find(|v| v.id == id);
        found.ok_or(Refusal::NotFound(Subject::Visit))
    }

    pub fn change_visit(&mut self, id: VisitId, act: &Act, moved: &[Part], change: impl FnOnce(&mut Visit, Moment)) {
        let v = self.visits.iter_mut().find(|v| v.id == id).expect("it was found");
        change(v, act.happened);
        v.rev = act.number;
        v.doubtful |= act.doubtful || act.happened < v.arrived_at;
        v.touch = act.touch();
        self.moved(id.0, act, moved);
    }

    /// Whoever is gone can be brought back for as long as the rules say; of a visit of which nothing may be kept nothing is.
    pub fn over(&mut self, id: VisitId, act: &Act) {
        if self.dropped.contains(&id) {
            let v = self.visits.iter_mut().find(|v| v.id == id).expect("it was found");
            v.forget();
            self.forget_taken(id);
        } else if self.rules().limits.ended_visit_days > 0 {
            self.kept.insert(id, act.now);
        }
    }

    /// The days are over for whoever went longer ago, by the day the desk knows.
    pub fn forget_due(&mut self, now: Moment, doubtful: bool) {
        self.clock = Some(now.day());
        let known = self.day.map(|(day, _)| day);
        let today = if doubtful { known } else { self.day_now() };
        let Some(today) = today else { return };
        let days = i64::from(self.rules().limits.ended_visit_days);
        if !doubtful && today == now.day() && self.kept.values().any(|at| at.day() > today) {
            self.kept.values_mut().for_each(|at| *at = (*at).min(now));
        }
        let over = |at: &Moment| (today - at.day()).num_days() >= days;
        let due: Vec<_> = self.kept.iter().filter(|(_, at)| over(at)).map(|(id, _)| *id).collect();
        for id in due {
            self.kept.remove(&id);
            self.visits.iter_mut().filter(|v| v.id == id).for_each(Ends::forget);
            self.forget_taken(id);
        }
    }

    /// Whether a visit that is over can still go on.
    pub fn still_known(&self, v: &Visit) -> Done {
        if self.kept.contains_key(&v.id) {
            Ok(())
        } else {
            Err(Refusal::VisitWiped { ticket: v.ticket })
        }
    }

    /// Everybody waiting of the day, and of the open reception on whatever day they came, the first one first: those who go
    /// first before the others, then by place; of two who came back to one place the one with the smaller number.
    pub fn line_up(&self, session: Option<SessionId>) -> Vec<&Visit> {
        let today = self.day_now();
        let open = session.is_some_and(|s| self.session(s).is_ok_and(|s| s.state.is_open()));
        let mine = |v: &&Visit| v.state == State::Waiting && v.session == session && (open || Some(v.day) == today);
        let mut line: Vec<_> = self.visits.iter().filter(mine).collect();
        line.sort_by_key(|v| (v.priority != Priority::First, v.rank));
        line
    }

    /// Somebody who asked for a deputy waits for that one's table, unless the deputy is not receiving any more or never was
    /// to come; whoever asked for nobody goes anywhere.
    fn next_for(&self, table: u8, session: Option<SessionId>) -> Option<VisitId> {
        let suits = |v: &&&Visit| {
            let line = |d: DeputyId| self.roster.iter().find(|a| Some(a.session) == session && a.deputy == d);
            match v.asked.and_then(line) {
                None => true,
                Some(a) => match a.state {
                    There::In | There::Late => a.table.is_none() || a.table == Some(table),
                    There::Expected => false,
                    There::Leave | There::Out => true,
                },
            }
        };
        self.line_up(session).iter().find(suits).map(|v| v.id)
    }

    /// Whoever waits first, of whatever reception.
    fn first_waiting(&self) -> Option<VisitId> {
        let today = self.day_now();
        let open = |s: SessionId| self.session(s).is_ok_and(|s| s.state.is_open());
        let waits = |v: &&Visit| v.state == State::Waiting && (Some(v.day) == today || v.session.is_some_and(open));
        let first = self.visits.iter().filter(waits);
        first
            .min_by_key(|v| (v.priority != Priority::First, v.rank))
            .map(|v| v.id)
    }

    fn free(&self, table: u8, session: Option<SessionId>) -> Done {
        self.table_there(table, session)?;
        let sitting = self.visits.iter().find(|v| v.state.is_open() && v.table == Some(table));
        match sitting {
            None => Ok(()),
            Some(v) => Err(Refusal::TableBusy {
                table,
                visit: v.id,
                ticket: v.ticket,
            }),
        }
    }

    pub fn table_there(&self, table: u8, session: Option<SessionId>) -> Done {
        let tables = session.map_or(Ok(TABLES), |s| self.session(s).map(|s| s.plan.tables));
        let tables = tables.unwrap_or(TABLES);
        if table == 0 || table > tables {
            return Err(Refusal::NoSuchTable { table, tables });
        }
        Ok(())
    }

    /// The visit as it was seen; the loser of a race reads who won and is offered the next one (S2).
    pub fn visit_seen(&self, (id, rev): (VisitId, Rev), parts: &[Part]) -> Result<&Visit, Refusal> {
        let v = self.visit(id)?;
        let number = v.ticket.map(|t| format!("{t:03}"));
        let what = number.or(v.label.clone()).unwrap_or_default();
        match self.unmoved((id.0, rev), parts, Subject::Visit, &what) {
            // Where only words or a table changed, they are still whom it is about.
            Err(Refusal::Changed {
                subject, what, touch, ..
            }) if self.newest((id.0, rev), parts).is_some_and(|m| m.moves(Part::State)) => Err(Refusal::Changed {
                subject,
                what,
                touch,
                visit: Some(v.state),
                next: self.line_up(v.session).iter().map(|v| v.id).find(|w| *w != id),
            }),
            said => said.map(|()| v),
        }
    }

    pub fn step(&self, seen: (VisitId, Rev), parts: &[Part], allowed: &[State]) -> Result<&Visit, Refusal> {
        let v = self.visit_seen(seen, parts)?;
        if allowed.contains(&v.state) {
            return Ok(v);
        }
        Err(wrong(v))
    }

    pub fn arrive(
        &mut self,
        session: Option<SessionId>,
        arrival: &Arrival,
        queue: bool,
        act: &mut Act,
    ) -> Result<VisitId, Refusal> {
        let mut after_close = false;
        if let Some(id) = session {
            match self.session(id)?.state {
                SessionState::Open => {}
                SessionState::Closing => return Err(Refusal::NumbersStopped),
                SessionState::Closed => after_close = true,
                state => return Err(Refusal::SessionState { state }),
            }
        }
        let day = self.today(act)?;
        self.known(arrival.asked.as_slice())?;
        let last = self.rules().queue.last_number;
        // A reception that goes on over the night goes on with its numbers.
        let in_session = self.visits.iter().filter(|v| session.is_some() && v.session == session);
        let in_session = in_session.filter_map(|v| v.ticket).max().unwrap_or_default();
        let given = self.tickets.get(&day).copied().unwrap_or_default().max(in_session);
        // When the numbers are used up, only somebody who sits down at once gets in, without one.
        let ticket = (given < last).then_some(given + 1);
        if queue && ticket.is_none() {
            return Err(Refusal::NumbersUsedUp { last });
        }
        let (priority, why) = first(arrival)?;
        if let Some(ticket) = ticket {
            self.tickets.insert(day, ticket);
        }
        let id = VisitId(act.births.id());
        let place = (self.visits.len() as i64 + 1) * STEP;
        self.visits.push(Visit {
            ticket,
            label: any(&arrival.label),
            first_words: any(&arrival.first_words),
            heads: arrival.heads.max(1),
            asked: arrival.asked,
            priority,
            priority_reason: why,
            rank: place,
            after_close,
            ..newcomer(id, session, day, act.happened, act)
        });
        Ok(id)
    }

    fn call(&mut self, id: VisitId, table: u8, act: &Act) {
        self.change_visit(id, act, CALLED, |v, at| {
            (v.state, v.table, v.called_at) = (State::Called, Some(table), Some(at));
            v.first_called_at = Some(at);
            v.calls += 1;
        });
    }

    pub fn talk(&mut self, id: VisitId, act: &Act) {
        self.change_visit(id, act, &[Part::State, Part::Table], |v, at| {
            v.state = State::Talking;
            v.talk_at = v.talk_at.or(Some(at));
        });
    }

    pub fn queue(&mut self, command: &Command, act: &mut Act) -> Done {
        use Command as C;
        match command {
            C::TakeNumber(TakeNumber { session, arrival }) => {
                self.arrive(*session, arrival, true, act)?;
            }
            C::ReceiveNow(ReceiveNow {
                session,
                arrival,
                table,
            }) => {
                self.free(*table, *session)?;
                let id = self.arrive(*session, arrival, false, act)?;
                if let Some(first) = self.line_up(*session).iter().find(|v| v.id != id) {
                    return Err(Refusal::SomebodyWaits { ticket: first.ticket });
                }
                self.call(id, *table, act);
                self.talk(id, act);
            }
            C::CallNext(CallNext { session, table }) => {
                if let Some(id) = session {
                    let state = self.session(*id)?.state;
                    if !state.is_open() {
                        return Err(Refusal::SessionState { state });
                    }
                }
                self.free(*table, *session)?;
                let next = self.next_for(*table, *session).ok_or(Refusal::NobodyWaits)?;
                self.call(next, *table, act);
            }
            C::CallVisit(CallVisit { visit, rev, table }) => {
                let session = self.step((*visit, *rev), &[Part::State], &[State::Waiting])?.session;
                self.free(*table, session)?;
                self.call(*visit, *table, act);
            }
            C::CallAgain(CallAgain { visit, rev }) => {
                self.step((*visit, *rev), &[Part::State, Part::Calls], &[State::Called])?;
                self.change_visit(*visit, act, &[Part::Calls], |v, at| {
                    v.calls += 1;
                    v.called_at = Some(at);
                });
            }
            C::TakeBackCall(TakeBackCall { visit, rev }) => {
                let v = self.step((*visit, *rev), CALLED, &[State::Called])?;
                let minutes = self.rules().queue.take_back_minutes;
                let gone = act.happened.minutes_since(v.first_called_at.expect("it was called"));
                if gone > i64::from(minutes) {
                    return Err(Refusal::TooLateToTakeBack { minutes });
                }
                self.change_visit(*visit, act, CALLED, |v, _| v.wait_again());
            }
            C::StartTalk(StartTalk { visit, rev }) => {
                self.step((*visit, *rev), SEATED, &[State::Called])?;
                self.talk(*visit, act);
            }
            C::MarkMissed(MarkMissed { visit, rev }) => {
                let v = self.step((*visit, *rev), SEATED, &[State::Called])?;
                if v.opinions > 0 {
                    return Err(Refusal::HasSpoken { ticket: v.ticket });
                }
                let q = &self.rules().queue;
                let (calls, needed) = (v.calls, q.calls_before_missed);
                let gone = act.happened.minutes_since(v.first_called_at.expect("it was called"));
                let minutes = (i64::from(q.pause_minutes) - gone).max(0);
                if calls < needed || minutes > 0 {
                    return Err(Refusal::CallAgainFirst { calls, needed, minutes });
                }
                self.change_visit(*visit, act, &[Part::State], |v, _| {
                    v.state = State::Missed;
                    v.missed += 1;
                });
            }
            C::ReturnMissed(ReturnMissed { visit, rev }) => {
                let let_go = &[
                    State::Missed,
                    State::Left,
                    State::NextTime,
                    State::ByPhone,
                    State::Guided,
                ];
                let v = self.step((*visit, *rev), &[Part::State], let_go)?.clone();
                if v.state != State::Missed {
                    self.still_known(&v)?;
                    self.kept.remove(visit);
                    self.change_visit(*visit, act, CALLED, |v, _| {
                        v.wait_again();
                        (v.over_at, v.outcome_reason) = (None, None);
                    });
                    self.unpromise(*visit, act);
                    return Ok(());
                }
                let behind = usize::from(self.rules().queue.return_behind);
                let equals = self.line_up(v.session).into_iter().filter(|w| w.priority == v.priority);
                let place = equals.take(behind).last().map_or(v.rank, |w| w.rank + 1);
                self.change_visit(*visit, act, CALLED, |v, _| {
                    v.wait_again();
                    v.rank = place;
                });
            }
            C::MoveVisit(MoveVisit { visit, rev, to, note }) => {
                let v = self.step((*visit, *rev), SEATED, &[State::Called, State::Talking])?;
                if v.table == Some(*to) {
                    return Err(Refusal::Missing(Missing::Change));
                }
                self.free(*to, v.session)?;
                self.change_visit(*visit, act, &[Part::Table, Part::Note], |v, _| {
                    v.table = Some(*to);
                    v.note = any(note).or(v.note.take());
                });
            }
            C::FinishVisit(FinishVisit {
                visit,
                rev,
                consult_only,
                unwritten,
                call_next,
            }) => {
                let keeps = *unwritten && !consult_only;
                let stands_on = if keeps { SEATED } else { ENDED };
                let v = self.step((*visit, *rev), stands_on, &[State::Called, State::Talking])?;
                let (table, session) = (v.table.expect("called to a table"), v.session);
                self.change_visit(*visit, act, &[Part::State, Part::Arrival, Part::Note], |v, at| {
                    v.state = State::Done;
                    v.over_at = Some(at);
                    v.talk_at = v.talk_at.or(v.called_at);
                    v.consult_only = *consult_only;
                    v.unwritten = keeps;
                });
                if !keeps {
                    self.over(*visit, act);
                }
                let running = session.is_none_or(|s| self.session(s).is_ok_and(|s| s.state.is_open()));
                // Of a reception that is over nobody is called any more; whoever waits, waits since.
                let next = if running {
                    self.next_for(table, session)
                } else {
                    self.first_waiting()
                };
                let next = next.filter(|_| *call_next);
                if let Some(next) = next {
                    self.call(next, table, act);
                }
            }
            _ => self.visit_papers(command, act)?,
        }
        Ok(())
    }
}

trait Waits {
    fn wait_again(&mut self);
}

impl Waits for Visit {
    fn wait_again(&mut self) {
        self.state = State::Waiting;
        (self.table, self.first_called_at, self.called_at, self.calls) = (None, None, None, 0);
    }
}

pub fn wrong(v: &Visit) -> Refusal {
    Refusal::VisitState {
        ticket: v.ticket,
        state: v.state,
    }
}

/// Going first needs a reason.
pub fn first(arrival: &Arrival) -> Result<(Priority, Option<String>), Refusal> {
    match (arrival.priority, &arrival.priority_reason) {
        (Priority::First, why) => Ok((
            Priority::First,
            Some(need(why.as_deref().unwrap_or_default(), Missing::Reason)?),
        )),
        (Priority::Normal, _) => Ok((Priority::Normal, None)),
    }
}
