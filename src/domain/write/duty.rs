//! Writes about the roster of a reception: who should sit, who agreed, who came.

use uuid::Uuid;

use crate::domain::code::{Agreement, AttendanceState, Presence};
use crate::domain::decide::shared::{Decision, all_known, must, reception as session};
use crate::domain::event::{Kind, NewEvent};
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
    /// Change who receives.
    Session "session.presence" SetPresence { session: SessionId, presence: Presence } by Head Clerk;
    life reception(&reception::RUNNING);
    names w, n => n.session = Some(w.session);
    stake _, _ => None;
    rule &Self { presence, .. }, facts, ctx => {
        let s = session(facts)?;
        if s.presence == presence {
            return Err(Refusal::Missing(Missing::Change));
        }
        Ok(vec![ctx.event(s.id.0, Kind::PresenceChanged { presence })])
    };
    makes {
        Session PresenceChanged "presence_changed" 1 {
            Open presence: Presence,
        } moves [Part::Presence];
    }

    /// Put a deputy on the roster.
    Session "duty.assign" AssignDeputy { session: SessionId, deputy: DeputyId } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule &Self { deputy, .. }, facts, ctx => {
        let s = session(facts)?;
        all_known(facts, &[deputy])?;
        if line(deputy, facts).is_some() {
            return Err(Refusal::AlreadyThere(Subject::Deputy));
        }
        Ok(vec![assigned(s.id.0, deputy, ctx)])
    };
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
    rule &Self { deputy, .. }, facts, ctx => {
        let (s, a) = on_roster(deputy, facts)?;
        expect_attendance(a, &[AttendanceState::Expected])?;
        Ok(vec![ctx.event(s.id.0, Kind::DeputyUnassigned { deputy })])
    };
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
    rule &Self { deputy, agreed, .. }, facts, ctx => {
        let (s, _) = on_roster(deputy, facts)?;
        Ok(vec![ctx.event(s.id.0, Kind::DeputyAgreed { deputy, agreed })])
    };
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
    } by Head Clerk, own Deputy;
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
    Session "duty.leave" TakeLeave { session: SessionId, deputy: DeputyId, reason: String as WORDS } by Head Clerk;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule &Self { deputy, ref reason, .. }, facts, ctx => {
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
    };
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
        reason: String as WORDS,
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
    Session "duty.sign_out" SignOut { session: SessionId, deputy: DeputyId } by Head Clerk, own Deputy;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule &Self { deputy, .. }, facts, ctx => {
        let (s, a) = on_roster(deputy, facts)?;
        expect_attendance(a, &[AttendanceState::In, AttendanceState::Late])?;
        Ok(vec![signed_out(s, deputy, ctx)])
    };
    makes {
        Session DeputySignedOut "deputy_signed_out" 1 {
            Open deputy: DeputyId,
        } moves [Part::Line(*deputy)];
    }

    /// A deputy was signed in or out by mistake.
    Session "duty.take_back" TakeBackAttendance { session: SessionId, deputy: DeputyId } by Head Clerk, own Deputy;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule &Self { deputy, .. }, facts, ctx => {
        let (s, a) = on_roster(deputy, facts)?;
        taken_back(a)?;
        Ok(vec![ctx.event(s.id.0, Kind::AttendanceTakenBack { deputy })])
    };
    makes {
        Session AttendanceTakenBack "attendance_taken_back" 1 {
            Open deputy: DeputyId,
        } moves [Part::Line(*deputy)];
    }

    /// A deputy who is here gets a table, or another one.
    Session "duty.seat" SeatDeputy { session: SessionId, deputy: DeputyId, table: u8 } by Head Clerk, own Deputy;
    life reception(&reception::LIVE);
    names w, n => of_roster(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule &Self { deputy, table, .. }, facts, ctx => {
        let (s, a) = on_roster(deputy, facts)?;
        expect_attendance(a, &[AttendanceState::In, AttendanceState::Late])?;
        check_table(Some(table), s)?;
        if a.table == Some(table) {
            return Err(Refusal::Missing(Missing::Change));
        }
        Ok(vec![ctx.event(s.id.0, Kind::DeputySeated { deputy, table })])
    };
    makes {
        Session DeputySeated "deputy_seated" 1 {
            Open deputy: DeputyId,
            Open table: u8,
        } moves [Part::Line(*deputy)];
    }
}

/// Back to what it was before: whoever went is here again, whoever came is expected, or on leave as before.
fn taken_back(a: &Attendance) -> Result<(), Refusal> {
    expect_attendance(a, &[AttendanceState::In, AttendanceState::Late, AttendanceState::Out])
}

/// The roster line of a deputy.
fn line(deputy: DeputyId, facts: &Facts) -> Option<&Attendance> {
    facts.attendance.iter().find(|a| a.deputy == deputy)
}

fn on_roster(deputy: DeputyId, facts: &Facts) -> Result<(&Session, &Attendance), Refusal> {
    let s = session(facts)?;
    Ok((s, line(deputy, facts).ok_or(Refusal::NotOnRoster)?))
}

pub(super) fn assigned(session: Uuid, deputy: DeputyId, ctx: &Ctx<'_>) -> NewEvent {
    ctx.event(session, Kind::DeputyAssigned { deputy })
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
    let s = session(facts)?;
    all_known(facts, &[deputy])?;
    check_table(table, s)?;
    let mut events = Vec::new();
    match line(deputy, facts) {
        Some(a) => expect_attendance(
            a,
            &[AttendanceState::Expected, AttendanceState::Leave, AttendanceState::Out],
        )?,
        None => events.push(assigned(s.id.0, deputy, ctx)),
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

pub(super) fn signed_out(s: &Session, deputy: DeputyId, ctx: &Ctx<'_>) -> NewEvent {
    ctx.event(s.id.0, Kind::DeputySignedOut { deputy })
}
