//! Writes about those who go first next time (下次优先). A promise is open or it is not there.

use super::item::of;
use super::queue::ENDED;
use crate::domain::code::Struck;
use crate::domain::decide::{promise, visit as queue};
use crate::domain::id::{PromiseId, SessionId, VisitId};
use crate::domain::life::grid::{FREE, visit};
use crate::domain::life::visit;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::stake::Part;

writes! {
    /// Not received now and first next time, with what it takes to ring the person before.
    PromiseNext { visit: VisitId, rev: Rev, label: Option<String>, phone: Option<String>, reason: Option<String> }
    life visit(&visit::PROMISE);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => of(Subject::Visit, w.visit.0, w.rev, ENDED);
    rule w, facts, ctx => queue::promise((w.label.as_ref(), w.phone.as_ref()), w.reason.as_ref(), facts, ctx);

    /// Another name, mark or phone of somebody promised.
    ChangePromise { promise: PromiseId, rev: Rev, label: Option<String>, phone: Option<String> }
    life FREE;
    names w, n => n.promise = Some(w.promise);
    stake w, _ => of(Subject::Promise, w.promise.0, w.rev, [Part::Contact]);
    rule w, facts, ctx => promise::change((w.label.as_ref(), w.phone.as_ref()), facts, ctx);

    /// Somebody promised has come: a number with priority, linked to the earlier visit. The name goes on to the new number as
    /// it stands by then; the phone has done its work.
    ReceivePromised { promise: PromiseId, rev: Rev, session: Option<SessionId>, reason: String }
    life FREE;
    names w, n => (n.promise, n.session) = (Some(w.promise), w.session);
    stake w, _ => of(Subject::Promise, w.promise.0, w.rev, [Part::State]);
    rule w, facts, ctx => promise::receive(w.session, &w.reason, facts, ctx);

    /// Off the list of those promised, with the reason.
    StrikePromise { promise: PromiseId, rev: Rev, why: Struck }
    life FREE;
    names w, n => n.promise = Some(w.promise);
    stake w, _ => of(Subject::Promise, w.promise.0, w.rev, [Part::State, Part::Contact]);
    rule w, facts, ctx => promise::strike(w.why, facts, ctx);
}
