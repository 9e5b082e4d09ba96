//! Writes about the roster of a reception: who should sit, who agreed, who came.

use crate::domain::code::Agreement;
use crate::domain::decide::session;
use crate::domain::facts::Needs;
use crate::domain::id::{DeputyId, SessionId};
use crate::domain::life::grid::reception;
use crate::domain::life::reception;

fn line(n: &mut Needs, session: SessionId, deputies: &[DeputyId]) {
    n.session = Some(session);
    n.deputies.extend(deputies);
}

writes! {
    /// Put a deputy on the roster.
    AssignDeputy { session: SessionId, deputy: DeputyId }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => session::assign(w.deputy, facts, ctx);

    /// Take a deputy off the roster.
    UnassignDeputy { session: SessionId, deputy: DeputyId }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => session::unassign(w.deputy, facts, ctx);

    /// Note what a deputy said.
    NoteAgreement { session: SessionId, deputy: DeputyId, agreed: Agreement }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => session::note_agreement(w.deputy, w.agreed, facts, ctx);

    /// A deputy came.
    SignIn { session: SessionId, deputy: DeputyId, table: Option<u8>, late: bool }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => session::sign_in(w.deputy, w.table, w.late, facts, ctx);

    /// A deputy asks leave.
    TakeLeave { session: SessionId, deputy: DeputyId, reason: String }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => session::take_leave(w.deputy, &w.reason, facts, ctx);

    /// Another deputy comes instead.
    Substitute { session: SessionId, absent: DeputyId, by: DeputyId, table: Option<u8>, reason: String }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.absent, w.by]);
    stake _, _ => None;
    rule w, facts, ctx => session::substitute((w.absent, w.by), w.table, &w.reason, facts, ctx);

    /// A deputy goes.
    SignOut { session: SessionId, deputy: DeputyId }
    life reception(&reception::LIVE);
    names w, n => line(n, w.session, &[w.deputy]);
    stake _, _ => None;
    rule w, facts, ctx => session::sign_out(w.deputy, facts, ctx);
}
