//! Writes about a reception: its plan, its door, its end.

use super::item::of;
use crate::domain::code::Presence;
use crate::domain::decide::session;
use crate::domain::entry::LateSession;
use crate::domain::id::{DeputyId, SessionId};
use crate::domain::life::grid::{FREE, reception};
use crate::domain::life::reception;
use crate::domain::moment::Day;
use crate::domain::record::{Rev, SessionPlan};
use crate::domain::refusal::Subject;
use crate::domain::stake::Part;

writes! {
    /// Plan a reception.
    PlanSession { plan: SessionPlan, deputies: Vec<DeputyId> }
    life FREE;
    names w, n => n.deputies.clone_from(&w.deputies);
    stake _, _ => None;
    rule w, facts, ctx => session::plan_session(&w.plan, &w.deputies, facts, ctx);

    /// Change the plan before it closes.
    ChangePlan { session: SessionId, rev: Rev, plan: SessionPlan }
    life reception(&reception::LIVE);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::Plan]);
    rule w, facts, ctx => session::change_plan(&w.plan, facts, ctx);

    /// The notice is posted: it says day, hours and place.
    MarkNoticed { session: SessionId, rev: Rev }
    life reception(&reception::NOTICE);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State, Part::Plan]);
    rule _, facts, ctx => session::mark_noticed(facts, ctx);

    /// Postpone to another day; a new planned reception is linked, and takes the plan along.
    PostponeSession { session: SessionId, rev: Rev, day: Day }
    life reception(&reception::POSTPONE);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State, Part::Plan]);
    rule w, facts, ctx => session::postpone(w.day, facts, ctx);

    /// Cancel with a reason.
    CancelSession { session: SessionId, rev: Rev, reason: String }
    life reception(&reception::CANCEL);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State]);
    rule w, facts, ctx => session::cancel(&w.reason, facts, ctx);

    /// Open the door.
    OpenSession { session: SessionId, rev: Rev, presence: Presence }
    life reception(&reception::OPEN);
    names w, n => n.session = Some(w.session);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State]);
    rule w, facts, ctx => session::open(w.presence, facts, ctx);

    /// Change who receives.
    SetPresence { session: SessionId, presence: Presence }
    life reception(&reception::RUNNING);
    names w, n => n.session = Some(w.session);
    stake _, _ => None;
    rule w, facts, ctx => session::set_presence(w.presence, facts, ctx);

    /// No new numbers from now on.
    StartClosing { session: SessionId, rev: Rev }
    life reception(&reception::START_CLOSING);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake w, _ => of(Subject::Session, w.session.0, w.rev, [Part::State]);
    rule _, facts, ctx => session::start_closing(facts, ctx);

    /// Go on after all.
    StopClosing { session: SessionId }
    life reception(&reception::GO_ON);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake _, _ => None;
    rule _, facts, ctx => session::stop_closing(facts, ctx);

    /// Close the day.
    CloseSession { session: SessionId, note: Option<String> }
    life reception(&reception::CLOSE);
    names w, n => (n.session, n.queue) = (Some(w.session), true);
    stake _, _ => None;
    rule w, facts, ctx => session::close(w.note.as_ref(), facts, ctx);
}

// A whole reception from paper.
write! {
    LateSession:
    life FREE;
    names w, n => n.deputies.clone_from(&w.deputies);
    stake _, _ => None;
    rule w, facts, ctx => session::enter(w, facts, ctx);
}
