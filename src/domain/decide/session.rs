//! Receptions: plan, roster, attendance, opening and closing (design section 5; research `domain.md` 3.1).

use super::shared::{Decision, all_known, desk_day, must, rules, said};
use crate::domain::code::{Agreement, AttendanceState, Presence, VisitState};
use crate::domain::entry::LateSession;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::DeputyId;
use crate::domain::moment::{Day, year_of};
use crate::domain::record::{Attendance, Session, SessionPlan};
use crate::domain::refusal::{Missing, Refusal, Subject};

fn named(facts: &Facts) -> Result<&Session, Refusal> {
    facts.session.as_ref().ok_or(Refusal::NotFound(Subject::Session))
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

fn planned(id: uuid::Uuid, plan: &SessionPlan, deputies: &[DeputyId], ctx: &Ctx<'_>) -> Vec<NewEvent> {
    let assigned = deputies
        .iter()
        .map(|d| ctx.event(id, Kind::DeputyAssigned { deputy: *d }));
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

pub(in crate::domain) fn plan_session(
    plan: &SessionPlan,
    deputies: &[DeputyId],
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    check_plan(plan)?;
    let deputies = distinct(deputies);
    all_known(facts, &deputies)?;
    let id = ctx.supply.id();
    Ok(planned(id, plan, &deputies, ctx))
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

pub(in crate::domain) fn change_plan(plan: &SessionPlan, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    check_plan(plan)?;
    if s.plan == *plan {
        return Err(Refusal::Missing(Missing::Change));
    }
    // A reception that is running keeps its day: its numbers belong to it.
    if s.state.is_open() && s.plan.day != plan.day {
        return Err(Refusal::NotToday { day: s.plan.day });
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

pub(in crate::domain) fn mark_noticed(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    Ok(vec![ctx.event(s.id.0, Kind::SessionNoticed {})])
}

pub(in crate::domain) fn postpone(day: Day, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let s = named(facts)?;
    if day <= s.plan.day {
        return Err(Refusal::EndsBeforeStart);
    }
    let to = ctx.supply.id();
    let deputies: Vec<_> = facts.attendance.iter().map(|a| a.deputy).collect();
    let mut events = planned(to, &SessionPlan { day, ..s.plan.clone() }, &deputies, ctx);
    events.push(ctx.event(
        s.id.0,
        Kind::SessionPostponed {
            to: crate::domain::id::SessionId(to),
        },
    ));
    Ok(events)
}

pub(in crate::domain) fn cancel(reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    let reason = must(reason, Missing::Reason)?;
    Ok(vec![ctx.event(s.id.0, Kind::SessionCancelled { reason: Some(reason) })])
}

/// The roster line of a deputy.
fn line(deputy: DeputyId, facts: &Facts) -> Option<&Attendance> {
    facts.attendance.iter().find(|a| a.deputy == deputy)
}

fn on_roster(deputy: DeputyId, facts: &Facts) -> Result<(&Session, &Attendance), Refusal> {
    let s = named(facts)?;
    Ok((s, line(deputy, facts).ok_or(Refusal::NotOnRoster)?))
}

pub(in crate::domain) fn assign(deputy: DeputyId, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    all_known(facts, &[deputy])?;
    if line(deputy, facts).is_some() {
        return Err(Refusal::AlreadyThere(Subject::Deputy));
    }
    Ok(vec![ctx.event(s.id.0, Kind::DeputyAssigned { deputy })])
}

pub(in crate::domain) fn unassign(deputy: DeputyId, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (s, a) = on_roster(deputy, facts)?;
    expect_attendance(a, &[AttendanceState::Expected])?;
    Ok(vec![ctx.event(s.id.0, Kind::DeputyUnassigned { deputy })])
}

fn expect_attendance(a: &Attendance, allowed: &[AttendanceState]) -> Result<(), Refusal> {
    if allowed.contains(&a.state) {
        Ok(())
    } else {
        Err(Refusal::AttendanceState {
            name: a.name.clone(),
            state: a.state,
        })
    }
}

pub(in crate::domain) fn note_agreement(deputy: DeputyId, agreed: Agreement, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (s, _) = on_roster(deputy, facts)?;
    Ok(vec![ctx.event(s.id.0, Kind::DeputyAgreed { deputy, agreed })])
}

pub(in crate::domain) fn open(presence: Presence, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
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

pub(in crate::domain) fn set_presence(presence: Presence, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    if s.presence == presence {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(s.id.0, Kind::PresenceChanged { presence })])
}

fn check_table(table: Option<u8>, s: &Session) -> Result<(), Refusal> {
    match table {
        Some(t) if t == 0 || t > s.plan.tables => Err(Refusal::NoSuchTable {
            table: t,
            tables: s.plan.tables,
        }),
        _ => Ok(()),
    }
}

/// Whoever comes is welcome: a deputy not on the roster is put on it in the same act.
pub(in crate::domain) fn sign_in(
    deputy: DeputyId,
    table: Option<u8>,
    late: bool,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let s = named(facts)?;
    all_known(facts, &[deputy])?;
    check_table(table, s)?;
    let mut events = Vec::new();
    match line(deputy, facts) {
        Some(a) => expect_attendance(
            a,
            &[AttendanceState::Expected, AttendanceState::Leave, AttendanceState::Out],
        )?,
        None => events.push(ctx.event(s.id.0, Kind::DeputyAssigned { deputy })),
    }
    events.push(ctx.event(
        s.id.0,
        Kind::DeputySignedIn {
            deputy,
            table,
            came_late: late,
        },
    ));
    // Staff who received alone until now hand over to the first deputy who comes.
    let alone = s.state.is_open() && s.presence != Presence::Deputies;
    if alone {
        events.push(ctx.event(
            s.id.0,
            Kind::PresenceChanged {
                presence: Presence::Deputies,
            },
        ));
    }
    Ok(events)
}

const NOT_GONE: &[AttendanceState] = &[AttendanceState::Expected, AttendanceState::In, AttendanceState::Late];

pub(in crate::domain) fn take_leave(deputy: DeputyId, reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (s, a) = on_roster(deputy, facts)?;
    expect_attendance(a, NOT_GONE)?;
    let reason = must(reason, Missing::Reason)?;
    Ok(vec![ctx.event(
        s.id.0,
        Kind::DeputyOnLeave {
            deputy,
            reason: Some(reason),
        },
    )])
}

pub(in crate::domain) fn substitute(
    (absent, by): (DeputyId, DeputyId),
    table: Option<u8>,
    reason: &str,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let (s, a) = on_roster(absent, facts)?;
    all_known(facts, &[by])?;
    check_table(table, s)?;
    if a.substituted_by.is_some() || !(a.state == AttendanceState::Leave || NOT_GONE.contains(&a.state)) {
        return Err(Refusal::AttendanceState {
            name: a.name.clone(),
            state: a.state,
        });
    }
    if by == absent {
        return Err(Refusal::AlreadyThere(Subject::Deputy));
    }
    if let Some(b) = line(by, facts) {
        expect_attendance(b, &[AttendanceState::Expected])?;
    }
    // The leave that was given keeps its own reason.
    let reason = a.reason.clone().map_or_else(|| must(reason, Missing::Reason), Ok)?;
    let table = table.or(a.table);
    Ok(vec![ctx.event(
        s.id.0,
        Kind::DeputySubstituted {
            absent,
            by,
            table,
            reason: Some(reason),
        },
    )])
}

pub(in crate::domain) fn sign_out(deputy: DeputyId, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (s, a) = on_roster(deputy, facts)?;
    expect_attendance(a, &[AttendanceState::In, AttendanceState::Late])?;
    Ok(vec![ctx.event(s.id.0, Kind::DeputySignedOut { deputy })])
}

pub(in crate::domain) fn start_closing(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    Ok(vec![ctx.event(s.id.0, Kind::ClosingStarted {})])
}

pub(in crate::domain) fn stop_closing(facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    Ok(vec![ctx.event(s.id.0, Kind::ClosingStopped {})])
}

/// Closing never pretends: everybody waiting has a named outcome first (S7). No-shows that stayed away have left.
pub(in crate::domain) fn close(note: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
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
    let left = of(|v| v == VisitState::Missed).into_iter().map(|v| {
        ctx.event(
            v.id.0,
            Kind::VisitEnded {
                outcome: VisitState::Left,
                reason: Some("missed".to_owned()),
            },
        )
    });
    let out = facts
        .attendance
        .iter()
        .filter(|a| a.is_present())
        .map(|a| ctx.event(s.id.0, Kind::DeputySignedOut { deputy: a.deputy }));
    let mut events: Vec<_> = left.chain(out).collect();
    events.push(ctx.event(s.id.0, Kind::SessionClosed { note: said(note) }));
    Ok(events)
}

pub(in crate::domain) fn enter(entry: &LateSession, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
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
