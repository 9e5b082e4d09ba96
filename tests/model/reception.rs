//! Receptions in the model: the plan, the roster, who really came, opening and closing.

use zhiban::domain::code::{Agreement, AttendanceState as There, Presence, SessionState as State, VisitState};
use zhiban::domain::command::{
    AssignDeputy, CancelSession, ChangePlan, CloseSession, Command, MarkNoticed, NoteAgreement, OpenSession,
    PlanSession, PostponeSession, SeatDeputy, SetPresence, SignIn, SignOut, StartClosing, StopClosing, Substitute,
    TakeBackAttendance, TakeLeave, UnassignDeputy,
};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::{DeputyId, SessionId};
use zhiban::domain::moment::{Day, Moment, year_of};
use zhiban::domain::record::{Attendance, Rev, Session, SessionPlan, Visit};
use zhiban::domain::refusal::{Missing, Refusal, Subject};

use super::desk::{Act, Desk, Done, need};
use super::queue::Ends as _;
use super::trail::Part;

/// Not over, one way or another.
const ALIVE: &[State] = &[State::Planned, State::Noticed, State::Open, State::Closing];
const AHEAD: &[State] = &[State::Planned, State::Noticed];
const DOORS_OPEN: &[State] = &[State::Open, State::Closing];

fn ahead(day: Day, act: &Act) -> Done {
    if day < act.happened.day() {
        return Err(Refusal::GoneBy { day });
    }
    Ok(())
}

fn sane(plan: &SessionPlan) -> Done {
    if plan.ends <= plan.starts {
        return Err(Refusal::EndsBeforeStart);
    }
    if plan.tables == 0 {
        return Err(Refusal::NoSuchTable { table: 0, tables: 0 });
    }
    Ok(())
}

fn once_each(deputies: &[DeputyId]) -> Vec<DeputyId> {
    let mut out: Vec<DeputyId> = Vec::new();
    for d in deputies {
        if !out.contains(d) {
            out.push(*d);
        }
    }
    out
}

impl Desk {
    pub fn session(&self, id: SessionId) -> Result<&Session, Refusal> {
        let found = self.sessions.iter().find(|s| s.id == id);
        found.ok_or(Refusal::NotFound(Subject::Session))
    }

    fn in_state(&self, id: SessionId, allowed: &[State]) -> Result<Session, Refusal> {
        let s = self.session(id)?.clone();
        if !allowed.contains(&s.state) {
            return Err(Refusal::SessionState { state: s.state });
        }
        Ok(s)
    }

    fn as_seen(&self, (id, rev): (SessionId, Rev), parts: &[Part], allowed: &[State]) -> Result<Session, Refusal> {
        let day = self.session(id)?.plan.day.to_string();
        self.unmoved((id.0, rev), parts, Subject::Session, &day)?;
        self.in_state(id, allowed)
    }

    fn change_session(&mut self, id: SessionId, act: &Act, moved: &[Part], change: impl FnOnce(&mut Session)) {
        let s = self.sessions.iter_mut().find(|s| s.id == id).expect("it was found");
        change(s);
        s.touch = act.touch();
        self.count(id, act);
        self.moved(id.0, act, moved);
    }

    /// A line of the roster is not the plan: it says nothing of who changed that last.
    fn count(&mut self, id: SessionId, act: &Act) {
        let s = self.sessions.iter_mut().find(|s| s.id == id).expect("it was found");
        s.rev = act.number;
    }

    pub fn line(&mut self, session: SessionId, deputy: DeputyId) -> Option<&mut Attendance> {
        self.roster
            .iter_mut()
            .find(|a| a.session == session && a.deputy == deputy)
    }

    fn on_roster(&mut self, session: SessionId, deputy: DeputyId) -> Result<&mut Attendance, Refusal> {
        self.in_state(session, ALIVE)?;
        self.line(session, deputy).ok_or(Refusal::NotOnRoster)
    }

    fn put_on(&mut self, session: SessionId, deputy: DeputyId) {
        let name = &self
            .deputies
            .iter()
            .find(|d| d.id == deputy)
            .expect("known")
            .profile
            .name;
        self.roster.push(Attendance {
            session,
            deputy,
            name: name.clone(),
            agreed: Agreement::Unasked,
            state: There::Expected,
            table: None,
            in_at: None,
            out_at: None,
            reason: None,
            stands_for: None,
            substituted_by: None,
        });
    }

    fn plan(&mut self, plan: &SessionPlan, deputies: &[DeputyId], act: &mut Act) {
        let id = SessionId(act.births.id());
        self.sessions.push(Session {
            id,
            plan: plan.clone(),
            ordinal: None,
            state: State::Planned,
            presence: Presence::Deputies,
            opened_at: None,
            closed_at: None,
            rev: act.number,
            touch: act.touch(),
        });
        for d in deputies {
            self.put_on(id, *d);
        }
    }

    fn next_reception(&mut self, year: i32) -> u32 {
        let last = self.receptions.entry(year).or_default();
        *last += 1;
        *last
    }

    pub fn reception(&mut self, command: &Command, act: &mut Act) -> Done {
        use Command as C;
        match command {
            C::PlanSession(PlanSession { plan, deputies }) => {
                sane(plan)?;
                ahead(plan.day, act)?;
                self.known(deputies)?;
                self.plan(plan, &once_each(deputies), act);
            }
            C::ChangePlan(ChangePlan { session, rev, plan }) => {
                let s = self.as_seen((*session, *rev), &[Part::Plan], ALIVE)?;
                sane(plan)?;
                let sits = |v: &&Visit| v.session == Some(*session) && v.state.is_open() && v.table > Some(plan.tables);
                if let Some(v) = self.visits.iter().filter(sits).max_by_key(|v| v.table) {
                    let table = v.table.expect("at a table");
                    return Err(Refusal::TableInUse {
                        table,
                        ticket: v.ticket,
                    });
                }
                if s.plan == *plan {
                    return Err(Refusal::Missing(Missing::Change));
                }
                if s.state.is_open() && s.plan.day != plan.day {
                    return Err(Refusal::NotToday { day: s.plan.day });
                }
                if s.plan.day != plan.day {
                    ahead(plan.day, act)?;
                }
                self.change_session(*session, act, &[Part::Plan], |s| s.plan = plan.clone());
            }
            C::MarkNoticed(MarkNoticed { session, rev }) => {
                self.as_seen((*session, *rev), &[Part::State, Part::Plan], &[State::Planned])?;
                self.change_session(*session, act, &[Part::State], |s| s.state = State::Noticed);
            }
            C::PostponeSession(PostponeSession { session, rev, day }) => {
                let s = self.as_seen((*session, *rev), &[Part::State, Part::Plan], AHEAD)?;
                if *day <= s.plan.day {
                    return Err(Refusal::NotAfter { day: s.plan.day });
                }
                ahead(*day, act)?;
                let of = self.roster.iter().filter(|a| a.session == *session);
                let deputies: Vec<_> = of.map(|a| a.deputy).collect();
                self.plan(&SessionPlan { day: *day, ..s.plan }, &deputies, act);
                self.change_session(*session, act, &[Part::State], |s| s.state = State::Postponed);
            }
            C::CancelSession(CancelSession { session, rev, reason }) => {
                self.as_seen((*session, *rev), &[Part::State], AHEAD)?;
                need(reason, Missing::Reason)?;
                self.change_session(*session, act, &[Part::State], |s| s.state = State::Cancelled);
            }
            C::OpenSession(OpenSession { session, rev, presence }) => {
                let s = self.as_seen((*session, *rev), &[Part::State], AHEAD)?;
                if self.sessions.iter().any(|s| s.state.is_open()) {
                    return Err(Refusal::AnotherOpen);
                }
                let day = self.today(act)?;
                if s.plan.day != day {
                    return Err(Refusal::NotToday { day: s.plan.day });
                }
                let ordinal = self.next_reception(year_of(day));
                let at = act.happened;
                self.change_session(*session, act, &[Part::State], |s| {
                    s.state = State::Open;
                    s.presence = *presence;
                    s.ordinal = Some(ordinal);
                    s.opened_at = Some(at);
                });
            }
            C::SetPresence(SetPresence { session, presence }) => {
                let s = self.in_state(*session, DOORS_OPEN)?;
                if s.presence == *presence {
                    return Err(Refusal::Missing(Missing::Change));
                }
                self.change_session(*session, act, &[], |s| s.presence = *presence);
            }
            C::StartClosing(StartClosing { session, rev }) => {
                self.as_seen((*session, *rev), &[Part::State], &[State::Open])?;
                self.change_session(*session, act, &[Part::State], |s| s.state = State::Closing);
            }
            C::StopClosing(StopClosing { session }) => {
                self.in_state(*session, &[State::Closing])?;
                self.change_session(*session, act, &[Part::State], |s| s.state = State::Open);
            }
            C::CloseSession(CloseSession { session, .. }) => self.close(*session, act)?,
            C::EnterSession(entry) => {
                sane(&entry.plan)?;
                self.known(&entry.deputies)?;
                let (from, to) = (entry.plan.starts.on(entry.plan.day), entry.plan.ends.on(entry.plan.day));
                if to > act.now {
                    return Err(Refusal::InFuture);
                }
                let ordinal = self.next_reception(year_of(entry.plan.day));
                self.plan(&entry.plan, &[], act);
                let s = self.sessions.last_mut().expect("just planned");
                s.state = State::Closed;
                s.ordinal = Some(ordinal);
                (s.opened_at, s.closed_at) = (Some(from), Some(to));
                if entry.staff_only {
                    s.presence = Presence::StaffOnly;
                }
                let id = s.id;
                for d in once_each(&entry.deputies) {
                    self.put_on(id, d);
                    let line = self.line(id, d).expect("just put on");
                    (line.state, line.in_at, line.out_at) = (There::Out, Some(from), Some(to));
                }
            }
            C::AssignDeputy(AssignDeputy { session, .. })
            | C::UnassignDeputy(UnassignDeputy { session, .. })
            | C::NoteAgreement(NoteAgreement { session, .. })
            | C::SignIn(SignIn { session, .. })
            | C::TakeLeave(TakeLeave { session, .. })
            | C::Substitute(Substitute { session, .. })
            | C::TakeBackAttendance(TakeBackAttendance { session, .. })
            | C::SeatDeputy(SeatDeputy { session, .. })
            | C::SignOut(SignOut { session, .. }) => {
                self.attendance(command, act)?;
                self.count(*session, act);
            }
            _ => unreachable!("not about a reception: {command:?}"),
        }
        Ok(())
    }

    /// Nobody is left standing in the hall: whoever waits needs an outcome first, on whatever day they came (S7).
    fn close(&mut self, id: SessionId, act: &mut Act) -> Done {
        self.in_state(id, DOORS_OPEN)?;
        let here = |s: VisitState| move |v: &&Visit| v.session == Some(id) && v.state == s;
        let count = |s| self.visits.iter().filter(here(s)).count() as u32;
        let waiting = count(VisitState::Waiting);
        let talking = count(VisitState::Called) + count(VisitState::Talking);
        if waiting + talking > 0 {
            return Err(Refusal::PeopleLeft { waiting, talking });
        }
        let away: Vec<_> = self
            .visits
            .iter()
            .filter(here(VisitState::Missed))
            .map(|v| v.id)
            .collect();
        // Ended on another day it was over as planned.
        let plan = self
            .sessions
            .iter()
            .find(|s| s.id == id)
            .map(|s| (s.plan.day, s.plan.ends, s.opened_at));
        let (day, ends, opened) = plan.unwrap();
        let is_later = !act.late && act.happened.day() > day;
        let now = act.happened;
        let then = |begun: Option<Moment>| {
            let over = ends.on(day);
            if is_later {
                begun.map_or(over, |begun| begun.max(over))
            } else {
                now
            }
        };
        for v in away {
            self.change_visit(v, act, &[Part::State, Part::Arrival, Part::Note], |v, _| {
                let at = then(Some(v.arrived_at));
                v.end(VisitState::Left, Some("missed".to_owned()), at)
            });
            self.over(v, act);
        }
        let present = |a: &&mut Attendance| a.session == id && matches!(a.state, There::In | There::Late);
        for a in self.roster.iter_mut().filter(present) {
            (a.state, a.out_at) = (There::Out, Some(then(a.in_at)));
        }
        let at = then(opened);
        self.change_session(id, act, &[Part::State], |s| {
            s.state = State::Closed;
            s.closed_at = Some(at);
        });
        Ok(())
    }

    fn attendance(&mut self, command: &Command, act: &mut Act) -> Done {
        use Command as C;
        let at = act.happened;
        match command {
            C::AssignDeputy(AssignDeputy { session, deputy }) => {
                self.in_state(*session, ALIVE)?;
                self.known(&[*deputy])?;
                if self.line(*session, *deputy).is_some() {
                    return Err(Refusal::AlreadyThere(Subject::Deputy));
                }
                self.put_on(*session, *deputy);
            }
            C::UnassignDeputy(UnassignDeputy { session, deputy }) => {
                let a = self.on_roster(*session, *deputy)?;
                only(a, &[There::Expected])?;
                self.roster.retain(|a| (a.session, a.deputy) != (*session, *deputy));
            }
            C::NoteAgreement(NoteAgreement {
                session,
                deputy,
                agreed,
            }) => {
                self.on_roster(*session, *deputy)?.agreed = *agreed;
            }
            C::SignIn(SignIn {
                session,
                deputy,
                table,
                late,
            }) => {
                let s = self.in_state(*session, ALIVE)?;
                self.known(&[*deputy])?;
                table_of(*table, &s)?;
                if let Some(a) = self.line(*session, *deputy) {
                    only(a, &[There::Expected, There::Leave, There::Out])?;
                } else {
                    self.put_on(*session, *deputy);
                }
                let a = self.line(*session, *deputy).expect("on the roster by now");
                a.come(*late, *table, at);
                if *late {
                    self.late.insert((*session, *deputy));
                } else {
                    self.late.remove(&(*session, *deputy));
                }
                if s.state.is_open() && s.presence != Presence::Deputies {
                    self.change_session(*session, act, &[], |s| s.presence = Presence::Deputies);
                }
            }
            C::TakeLeave(TakeLeave {
                session,
                deputy,
                reason,
            }) => {
                let a = self.on_roster(*session, *deputy)?;
                only(a, &[There::Expected, There::In, There::Late])?;
                a.reason = Some(need(reason, Missing::Reason)?);
                a.leave(at);
            }
            C::TakeBackAttendance(TakeBackAttendance { session, deputy }) => {
                let key = (*session, *deputy);
                let was_late = self.late.contains(&key);
                let a = self.on_roster(*session, *deputy)?;
                only(a, &[There::In, There::Late, There::Out])?;
                a.out_at = None;
                if a.state == There::Out {
                    a.state = if was_late { There::Late } else { There::In };
                } else {
                    let away = a.reason.is_some();
                    a.state = if away { There::Leave } else { There::Expected };
                    a.in_at = None;
                    self.late.remove(&key);
                }
            }
            C::SeatDeputy(SeatDeputy { session, deputy, table }) => {
                let s = self.session(*session)?.clone();
                let a = self.on_roster(*session, *deputy)?;
                only(a, &[There::In, There::Late])?;
                table_of(Some(*table), &s)?;
                if a.table == Some(*table) {
                    return Err(Refusal::Missing(Missing::Change));
                }
                a.table = Some(*table);
            }
            C::SignOut(SignOut { session, deputy }) => {
                let a = self.on_roster(*session, *deputy)?;
                only(a, &[There::In, There::Late])?;
                (a.state, a.out_at) = (There::Out, Some(at));
            }
            C::Substitute(Substitute {
                session,
                absent,
                by,
                table,
                reason,
            }) => {
                let a = self.on_roster(*session, *absent)?.clone();
                let s = self.session(*session)?.clone();
                self.known(&[*by])?;
                table_of(*table, &s)?;
                if a.substituted_by.is_some() || a.state == There::Out {
                    let (name, state) = (a.name, a.state);
                    return Err(Refusal::AttendanceState { name, state });
                }
                if by == absent {
                    return Err(Refusal::AlreadyThere(Subject::Deputy));
                }
                if let Some(b) = self.line(*session, *by) {
                    only(b, &[There::Expected])?;
                }
                let reason = match a.reason {
                    Some(given) => given,
                    None => need(reason, Missing::Reason)?,
                };
                if self.line(*session, *by).is_none() {
                    self.put_on(*session, *by);
                }
                let b = self.line(*session, *by).expect("on the roster by now");
                // Agreed beforehand they are expected like everybody; in a running reception they are there.
                if s.state.is_open() {
                    b.come(false, None, at);
                }
                (b.table, b.stands_for) = (table.or(a.table), Some(*absent));
                let a = self.line(*session, *absent).expect("found above");
                (a.reason, a.substituted_by) = (Some(reason), Some(*by));
                if a.state != There::Leave {
                    a.leave(at);
                }
            }
            _ => unreachable!("not about a reception: {command:?}"),
        }
        Ok(())
    }
}

fn only(a: &Attendance, allowed: &[There]) -> Done {
    if allowed.contains(&a.state) {
        return Ok(());
    }
    Err(Refusal::AttendanceState {
        name: a.name.clone(),
        state: a.state,
    })
}

fn table_of(table: Option<u8>, s: &Session) -> Done {
    let tables = s.plan.tables;
    match table {
        Some(table) if !(1..=tables).contains(&table) => Err(Refusal::NoSuchTable { table, tables }),
        _ => Ok(()),
    }
}

trait Comes {
    fn come(&mut self, late: bool, table: Option<u8>, at: zhiban::domain::moment::Moment);
    fn leave(&mut self, at: zhiban::domain::moment::Moment);
}

impl Comes for Attendance {
    fn come(&mut self, late: bool, table: Option<u8>, at: zhiban::domain::moment::Moment) {
        self.state = if late { There::Late } else { There::In };
        self.table = table;
        self.in_at = self.in_at.or(Some(at));
        self.out_at = None;
    }

    fn leave(&mut self, at: zhiban::domain::moment::Moment) {
        if matches!(self.state, There::In | There::Late) {
            self.out_at = Some(at);
        }
        self.state = There::Leave;
    }
}
