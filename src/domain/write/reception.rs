//! Writes about a reception: its plan, its door, its end (design section 5; research `domain.md` 3.1).

use super::duty::{assigned, signed_out};
use super::item::of;
use super::talk::ended;
use crate::domain::code::{Presence, VisitState};
use crate::domain::decide::shared::{Decision, all_known, desk_day, must, reception as session, rules, said};
use crate::domain::entry::LateSession;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{DeputyId, SessionId};
use crate::domain::life::grid::{FREE, reception};
use crate::domain::life::reception;
use crate::domain::moment::{Day, Moment, year_of};
use crate::domain::record::{Rev, SessionPlan, Visit};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::stake::Part;

writes! { ($) reception_rows
    /// Plan a reception.
    Session "session.plan" PlanSession { plan: SessionPlan, deputies: Vec<DeputyId> } by Head Clerk;
    life FREE;
    names w, n => n.deputies.clone_from(&w.deputies);
    stake _, _ => None;
    rule Self { plan, deputies }, facts, ctx => {
        check_plan(plan)?;
        ahead(plan.day, ctx)?;
        has_tables(plan, 0, facts)?;
        let deputies = distinct(deputies);
        all_known(facts, &deputies)?;
        let id = ctx.supply.id();
        Ok(planned(id, plan, &deputies, ctx))
    };
    makes {
        Session SessionPlanned "session_planned" 2 {
            Open "a day, times and codes; place and theme stand beside it" plan: SessionFrame,
            Kept place: Option<String>,
            Kept theme: Option<String>,
        } moves [Part::Whole];
    }

    /// Change the plan before it closes.
    Session "session.change" ChangePlan { session: SessionId, rev: Rev, plan: SessionPlan } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::Plan]);
    rule w, facts, ctx => change_plan(&w.plan, facts, ctx);
    makes {
        Session PlanChanged "plan_changed" 2 {
            Open "a day, times and codes; place and theme stand beside it" plan: SessionFrame,
            Kept place: Option<String>,
            Kept theme: Option<String>,
        } moves [Part::Plan];
    }

    /// The notice is posted: it says day, hours and place.
    Session "session.notice" MarkNoticed { session: SessionId, rev: Rev } by Head Clerk;
    life reception(&reception::NOTICE);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State, Part::Plan]);
    rule _, facts, ctx => {
        let s = session(facts)?;
        Ok(vec![ctx.event(s.id.0, Kind::SessionNoticed {})])
    };
    makes {
        Session SessionNoticed "session_noticed" 1 {} moves [Part::State];
    }

    /// Postpone to another day; a new planned reception is linked, and takes the plan along.
    Session "session.postpone" PostponeSession { session: SessionId, rev: Rev, day: Day } by Head Clerk;
    life reception(&reception::POSTPONE);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State, Part::Plan]);
    rule &Self { day, .. }, facts, ctx => {
        let s = session(facts)?;
        if day <= s.plan.day {
            return Err(Refusal::NotAfter { day: s.plan.day });
        }
        ahead(day, ctx)?;
        let to = ctx.supply.id();
        let deputies: Vec<_> = facts.attendance.iter().map(|a| a.deputy).collect();
        let mut events = planned(to, &SessionPlan { day, ..s.plan.clone() }, &deputies, ctx);
        events.push(ctx.event(s.id.0, Kind::SessionPostponed { to: SessionId(to) }));
        Ok(events)
    };
    makes {
        Session SessionPostponed "session_postponed" 1 {
            Open to: SessionId,
        } moves [Part::State];
    }

    /// Cancel with a reason.
    Session "session.cancel" CancelSession { session: SessionId, rev: Rev, reason: String as WORDS } by Head Clerk;
    life reception(&reception::CANCEL);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State]);
    rule Self { reason, .. }, facts, ctx => {
        let s = session(facts)?;
        let reason = must(reason, Missing::Reason)?;
        Ok(vec![ctx.event(s.id.0, Kind::SessionCancelled { reason: Some(reason) })])
    };
    makes {
        Session SessionCancelled "session_cancelled" 2 {
            Kept reason: Option<String>,
        } moves [Part::State];
    }

    /// Open the door.
    Session "session.open" OpenSession { session: SessionId, rev: Rev, presence: Presence } by Head Clerk;
    life reception(&reception::OPEN);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State]);
    rule w, facts, ctx => open(w.presence, facts, ctx);
    makes {
        Session SessionOpened "session_opened" 1 {
            Open year: i32,
            Open ordinal: u32,
            Open presence: Presence,
        } moves [Part::State, Part::Presence];
    }

    /// No new numbers from now on.
    Session "session.start_closing" StartClosing { session: SessionId, rev: Rev } by Head Clerk;
    life reception(&reception::START_CLOSING);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State]);
    rule _, facts, ctx => {
        let s = session(facts)?;
        Ok(vec![ctx.event(s.id.0, Kind::ClosingStarted {})])
    };
    makes {
        Session ClosingStarted "closing_started" 1 {} moves [Part::State];
    }

    /// Go on after all.
    Session "session.go_on" StopClosing { session: SessionId } by Head Clerk;
    life reception(&reception::GO_ON);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake _, _ => None;
    rule _, facts, ctx => {
        let s = session(facts)?;
        Ok(vec![ctx.event(s.id.0, Kind::ClosingStopped {})])
    };
    makes {
        Session ClosingStopped "closing_stopped" 1 {} moves [Part::State];
    }

    /// Close the day.
    Session "session.close" CloseSession { session: SessionId, note: Option<String> as WORDS } by Head Clerk;
    life reception(&reception::CLOSE);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake _, _ => None;
    rule w, facts, ctx => close(w.note.as_ref(), facts, ctx);
    makes {
        Session SessionClosed "session_closed" 2 {
            Kept note: Option<String>,
        } moves [Part::State];
    }

    /// A whole reception from paper.
    Session "session.enter" EnterSession(LateSession) by Head Clerk;
    life FREE;
    names w, n => {
        n.held_on = Some(w.plan.day);
        n.deputies.clone_from(&w.deputies);
    };
    stake _, _ => None;
    rule w, facts, ctx => enter(w, facts, ctx);
    makes {
        /// A whole reception, written down from paper.
        Session SessionEntered "session_entered" 2 {
            Open "a day, times and codes; place and theme stand beside it" plan: SessionFrame,
            Open year: i32,
            Open ordinal: u32,
            Open presence: Presence,
            Open deputies: Vec<DeputyId>,
            Open opened: Moment,
            Open closed: Moment,
            Kept place: Option<String>,
            Kept theme: Option<String>,
            Kept note: Option<String>,
        } moves [Part::Whole];
    }
}

fn check_plan(plan: &SessionPlan) -> Result<(), Refusal> {
    if plan.ends <= plan.starts {
        return Err(Refusal::EndsBeforeStart);
    }
    if plan.tables == 0 {
        return Err(Refusal::NoSuchTable { table: 0, tables: 0 });
    }
    Ok(())
}

/// Nobody is received on a day gone by; what was held then is entered late.
fn ahead(day: Day, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if day < ctx.happened.day() {
        return Err(Refusal::GoneBy { day });
    }
    Ok(())
}

/// No more tables than the station can set up, or than were planned before it could no more. From paper it had what it had.
fn has_tables(plan: &SessionPlan, before: u8, facts: &Facts) -> Result<(), Refusal> {
    let tables = facts.rules.as_ref().map_or(u8::MAX, |r| r.queue.tables.max(before));
    if plan.tables > tables {
        let table = plan.tables;
        return Err(Refusal::NoSuchTable { table, tables });
    }
    Ok(())
}

fn planned(id: uuid::Uuid, plan: &SessionPlan, deputies: &[DeputyId], ctx: &Ctx<'_>) -> Vec<NewEvent> {
    let assigned = deputies.iter().map(|d| assigned(id, *d, ctx));
    std::iter::once(ctx.event(
        id,
        Kind::SessionPlanned {
            plan: plan.frame(),
            place: said(Some(&plan.place)),
            theme: said(plan.theme.as_ref()),
        },
    ))
    .chain(assigned)
    .collect()
}

fn distinct(deputies: &[DeputyId]) -> Vec<DeputyId> {
    let mut out = Vec::new();
    for d in deputies {
        if !out.contains(d) {
            out.push(*d);
        }
    }
    out
}

fn change_plan(plan: &SessionPlan, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = session(facts)?;
    check_plan(plan)?;
    has_tables(plan, s.plan.tables, facts)?;
    let beyond = |v: &&Visit| v.session == Some(s.id) && v.state.is_open() && v.table > Some(plan.tables);
    if let Some(v) = facts.queue.iter().filter(beyond).max_by_key(|v| v.table) {
        let table = v.table.unwrap_or_default();
        return Err(Refusal::TableInUse {
            table,
            ticket: v.ticket,
        });
    }
    if s.plan == *plan {
        return Err(Refusal::Missing(Missing::Change));
    }
    // A reception that is running keeps its day: its numbers belong to it.
    if s.state.is_open() && s.plan.day != plan.day {
        return Err(Refusal::NotToday { day: s.plan.day });
    }
    if s.plan.day != plan.day {
        ahead(plan.day, ctx)?;
    }
    Ok(vec![ctx.event(
        s.id.0,
        Kind::PlanChanged {
            plan: plan.frame(),
            place: said(Some(&plan.place)),
            theme: said(plan.theme.as_ref()),
        },
    )])
}

fn open(presence: Presence, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = session(facts)?;
    if facts.open_session.is_some() {
        return Err(Refusal::AnotherOpen);
    }
    let (day, mut events) = desk_day(facts, ctx)?;
    if s.plan.day != day {
        return Err(Refusal::NotToday { day: s.plan.day });
    }
    let opened = Kind::SessionOpened {
        year: year_of(day),
        ordinal: facts.counters.session + 1,
        presence,
    };
    events.push(ctx.event(s.id.0, opened));
    Ok(events)
}

/// Closing never pretends: everybody waiting has a named outcome first (S7). No-shows that stayed away have left.
fn close(note: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = session(facts)?;
    let of = |f: fn(VisitState) -> bool| {
        facts
            .queue
            .iter()
            .filter(|v| v.session == Some(s.id) && f(v.state))
            .collect::<Vec<_>>()
    };
    let (waiting, talking) = (of(|v| v == VisitState::Waiting), of(VisitState::is_open));
    if !(waiting.is_empty() && talking.is_empty()) {
        return Err(Refusal::PeopleLeft {
            waiting: waiting.len() as u32,
            talking: talking.len() as u32,
        });
    }
    // Whoever ends a reception on another day ends one that was over as planned: nobody sat there through the night.
    let over = s.plan.ends.on(s.plan.day);
    let is_later = !ctx.is_late && ctx.happened.day() > s.plan.day;
    let then = |event: NewEvent, begun: Option<Moment>| NewEvent {
        happened: is_later
            .then(|| begun.map_or(over, |begun| begun.max(over)))
            .or(event.happened),
        ..event
    };
    let left = of(|v| v == VisitState::Missed);
    let left = left.into_iter().map(|v| {
        then(
            ended(v, VisitState::Left, Some("missed".to_owned()), ctx),
            Some(v.arrived_at),
        )
    });
    let out = facts
        .attendance
        .iter()
        .filter(|a| a.is_present())
        .map(|a| then(signed_out(s, a.deputy, ctx), a.in_at));
    let mut events: Vec<_> = left.chain(out).collect();
    events.push(then(
        ctx.event(s.id.0, Kind::SessionClosed { note: said(note) }),
        s.opened_at,
    ));
    Ok(events)
}

fn enter(entry: &LateSession, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    rules(facts)?;
    check_plan(&entry.plan)?;
    let deputies = distinct(&entry.deputies);
    all_known(facts, &deputies)?;
    let (opened, closed) = (entry.plan.starts.on(entry.plan.day), entry.plan.ends.on(entry.plan.day));
    if closed > ctx.now {
        return Err(Refusal::InFuture);
    }
    let presence = if entry.staff_only {
        Presence::StaffOnly
    } else {
        Presence::Deputies
    };
    let kind = Kind::SessionEntered {
        plan: entry.plan.frame(),
        year: year_of(entry.plan.day),
        ordinal: facts.counters.session + 1,
        presence,
        deputies,
        opened,
        closed,
        place: said(Some(&entry.plan.place)),
        theme: said(entry.plan.theme.as_ref()),
        note: said(entry.note.as_ref()),
    };
    let id = ctx.supply.id();
    Ok(vec![NewEvent {
        happened: Some(opened),
        ..ctx.event(id, kind)
    }])
}
