//! Writes about the roster of a reception: who should sit, who agreed, who came.

use super::reception::named;
use crate::domain::code::{Agreement, AttendanceState, Presence};
use crate::domain::decide::shared::{Decision, all_known, must};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts, Needs};
use crate::domain::id::{DeputyId, SessionId};
use crate::domain::life::grid::reception;
use crate::domain::life::reception;
use crate::domain::record::{Attendance, Session};
use crate::domain::refusal::{Missing, Refusal, Subject};

fn of_roster(n: &mut Needs, session: SessionId, deputies: &[DeputyId]) {
    n.session = Some(session);
    n.deputies.extend(deputies);
}

writes! { ($) duty_rows
    /// Put a deputy on the roster.
    Session "duty.assign" AssignDeputy { session: SessionId, deputy: DeputyId } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => assign(w.deputy, facts, ctx);
    makes {
        Session DeputyAssigned "deputy_assigned" 1 {
            Open deputy: DeputyId,
        } moves [Part::Line(*deputy)];
    }

    /// Take a deputy off the roster.
    Session "duty.unassign" UnassignDeputy { session: SessionId, deputy: DeputyId } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => unassign(w.deputy, facts, ctx);
    makes {
        Session DeputyUnassigned "deputy_unassigned" 1 {
            Open deputy: DeputyId,
        } moves [Part::Line(*deputy)];
    }

    /// Note what a deputy said.
    Session "duty.agree" NoteAgreement { session: SessionId, deputy: DeputyId, agreed: Agreement } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => note_agreement(w.deputy, w.agreed, facts, ctx);
    makes {
        Session DeputyAgreed "deputy_agreed" 1 {
            Open deputy: DeputyId,
            Open agreed: Agreement,
        } moves [Part::Line(*deputy)];
    }

    /// A deputy came.
    Session "duty.sign_in" SignIn {
        session: SessionId,
        deputy: DeputyId,
        table: Option<u8>,
        late: bool,
    } by Head Clerk Deputy;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => sign_in(w.deputy, w.table, w.late, facts, ctx);
    makes {
        Session DeputySignedIn "deputy_signed_in" 2 {
            Open deputy: DeputyId,
            Open table: Option<u8>,
            Open came_late: bool,
        } moves [Part::Line(*deputy)];
    }

    /// A deputy asks leave.
    Session "duty.leave" TakeLeave { session: SessionId, deputy: DeputyId, reason: String } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => take_leave(w.deputy, &w.reason, facts, ctx);
    makes {
        Session DeputyOnLeave "deputy_on_leave" 2 {
            Open deputy: DeputyId,
            Kept reason: Option<String>,
        } moves [Part::Line(*deputy)];
    }

    /// Another deputy comes instead.
    Session "duty.substitute" Substitute {
        session: SessionId,
        absent: DeputyId,
        by: DeputyId,
        table: Option<u8>,
        reason: String,
    } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.absent, w.by]);
    stake _, _ => None;
    rule w, facts, ctx => substitute((w.absent, w.by), w.table, &w.reason, facts, ctx);
    makes {
        Session DeputySubstituted "deputy_substituted" 2 {
            Open absent: DeputyId,
            Open by: DeputyId,
            Open table: Option<u8>,
            Kept reason: Option<String>,
        } moves [Part::Line(*absent), Part::Line(*by)];
    }

    /// A deputy goes.
    Session "duty.sign_out" SignOut { session: SessionId, deputy: DeputyId } by Head Clerk Deputy;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => sign_out(w.deputy, facts, ctx);
    makes {
        Session DeputySignedOut "deputy_signed_out" 1 {
            Open deputy: DeputyId,
        } moves [Part::Line(*deputy)];
    }
}

/// The roster line of a deputy.
fn line(deputy: DeputyId, facts: &Facts) -> Option<&Attendance> {
    facts.attendance.iter().find(|a| a.deputy == deputy)
}

fn on_roster(deputy: DeputyId, facts: &Facts) -> Result<(&Session, &Attendance), Refusal> {
    let s = named(facts)?;
    Ok((s, line(deputy, facts).ok_or(Refusal::NotOnRoster)?))
}

fn assign(deputy: DeputyId, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let s = named(facts)?;
    all_known(facts, &[deputy])?;
    if line(deputy, facts).is_some() {
        return Err(Refusal::AlreadyThere(Subject::Deputy));
    }
    Ok(vec![ctx.event(s.id.0, Kind::DeputyAssigned { deputy })])
}

fn unassign(deputy: DeputyId, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
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

fn note_agreement(deputy: DeputyId, agreed: Agreement, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (s, _) = on_roster(deputy, facts)?;
    Ok(vec![ctx.event(s.id.0, Kind::DeputyAgreed { deputy, agreed })])
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
fn sign_in(deputy: DeputyId, table: Option<u8>, late: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
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

fn take_leave(deputy: DeputyId, reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
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

fn substitute(
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

fn sign_out(deputy: DeputyId, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (s, a) = on_roster(deputy, facts)?;
    expect_attendance(a, &[AttendanceState::In, AttendanceState::Late])?;
    Ok(vec![ctx.event(s.id.0, Kind::DeputySignedOut { deputy })])
}
