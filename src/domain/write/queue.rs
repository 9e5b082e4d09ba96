//! Writes about somebody who came: from the number to the end of the talk.

use super::item::of;
use crate::domain::code::VisitState;
use crate::domain::decide::visit as queue;
use crate::domain::entry::{Arrival, LateVisit};
use crate::domain::facts::Needs;
use crate::domain::id::{SessionId, VisitId};
use crate::domain::life::grid::{FREE, reception, visit};
use crate::domain::life::{reception, visit};
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::stake::{Part, Stake};

/// These parts of a visit, as it was seen.
fn seen(visit: VisitId, rev: Rev, parts: impl Into<Vec<Part>>) -> Option<Stake> {
    of(Subject::Visit, visit.0, rev, parts)
}

/// The words typed of a visit go with its end, so nobody ends one over words they have not seen.
pub(super) const ENDED: [Part; 4] = [Part::State, Part::Table, Part::Arrival, Part::Note];

/// Whoever was moved to another table is somebody else's to seat or to miss.
const AT_TABLE: [Part; 2] = [Part::State, Part::Table];

fn in_queue(n: &mut Needs, visit: VisitId) {
    (n.visit, n.queue) = (Some(visit), true);
}

writes! {
    /// Take a number. Who comes now is received in an open reception, after it, or on a quiet day: a rule of the queue.
    TakeNumber { session: Option<SessionId>, arrival: Arrival }
    life FREE;
    names w, n => {
        (n.session, n.queue) = (w.session, true);
        n.deputies.extend(w.arrival.asked);
    };
    stake _, _ => None;
    rule w, facts, ctx => queue::number(w.session, &w.arrival, facts, ctx);

    /// Change what is known of a waiting visit.
    ChangeVisit { visit: VisitId, rev: Rev, arrival: Arrival }
    life visit(&visit::CHANGE);
    names w, n => {
        n.visit = Some(w.visit);
        n.deputies.extend(w.arrival.asked);
    };
    stake w, _ => seen(w.visit, w.rev, [Part::Arrival]);
    rule w, facts, ctx => queue::change(&w.arrival, facts, ctx);

    /// The station head was told of a large group.
    InformHead { visit: VisitId }
    life visit(&visit::ANY);
    names w, n => n.visit = Some(w.visit);
    stake _, _ => None;
    rule _, facts, ctx => queue::inform_head(facts, ctx);

    /// Call the next one for a table.
    CallNext { session: Option<SessionId>, table: u8 }
    life reception(&reception::RUNNING);
    names w, n => (n.session, n.table, n.queue) = (w.session, Some(w.table), true);
    stake _, _ => None;
    rule w, facts, ctx => queue::call_next(w.session, w.table, facts, ctx);

    /// Call a chosen one.
    CallVisit { visit: VisitId, rev: Rev, table: u8 }
    life visit(&visit::CALL);
    names w, n => {
        in_queue(n, w.visit);
        n.table = Some(w.table);
    };
    stake w, _ => seen(w.visit, w.rev, [Part::State]);
    rule w, facts, ctx => queue::call_visit(w.table, facts, ctx);

    /// Call the same one again.
    CallAgain { visit: VisitId, rev: Rev }
    life visit(&visit::CALL_AGAIN);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, [Part::State, Part::Calls]);
    rule _, facts, ctx => queue::call_again(facts, ctx);

    /// Take a wrong call back.
    TakeBackCall { visit: VisitId, rev: Rev }
    life visit(&visit::TAKE_BACK);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, [Part::State, Part::Table, Part::Calls]);
    rule _, facts, ctx => queue::take_back(facts, ctx);

    /// The person sat down.
    StartTalk { visit: VisitId, rev: Rev }
    life visit(&visit::SIT);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, AT_TABLE);
    rule _, facts, ctx => queue::start_talk(facts, ctx);

    /// Number, call and talk in one, when nobody waits.
    ReceiveNow { session: Option<SessionId>, arrival: Arrival, table: u8 }
    life FREE;
    names w, n => {
        (n.session, n.table, n.queue) = (w.session, Some(w.table), true);
        n.deputies.extend(w.arrival.asked);
    };
    stake _, _ => None;
    rule w, facts, ctx => queue::receive_now(w.session, &w.arrival, w.table, facts, ctx);

    /// Did not come when called (过号).
    MarkMissed { visit: VisitId, rev: Rev }
    life visit(&visit::MISS);
    names w, n => in_queue(n, w.visit);
    stake w, _ => seen(w.visit, w.rev, AT_TABLE);
    rule _, facts, ctx => queue::mark_missed(facts, ctx);

    /// Came back.
    ReturnMissed { visit: VisitId, rev: Rev }
    life visit(&visit::COME_BACK);
    names w, n => in_queue(n, w.visit);
    stake w, _ => seen(w.visit, w.rev, [Part::State]);
    rule _, facts, ctx => queue::return_missed(facts, ctx);

    /// To another table, with a note.
    MoveVisit { visit: VisitId, rev: Rev, to: u8, note: Option<String> }
    life visit(&visit::MOVE);
    names w, n => (n.visit, n.table) = (Some(w.visit), Some(w.to));
    stake w, _ => seen(w.visit, w.rev, AT_TABLE);
    rule w, facts, ctx => queue::move_visit(w.to, w.note.as_ref(), facts, ctx);

    /// Talk is over (谈完); never waits for text. What is unwritten keeps its words.
    FinishVisit { visit: VisitId, rev: Rev, consult_only: bool, unwritten: bool, call_next: bool }
    life visit(&visit::FINISH);
    names w, n => in_queue(n, w.visit);
    stake w, _ => if w.unwritten && !w.consult_only {
        seen(w.visit, w.rev, AT_TABLE)
    } else {
        seen(w.visit, w.rev, ENDED)
    };
    rule w, facts, ctx => queue::finish((w.consult_only, w.unwritten), w.call_next, facts, ctx);

    /// What was unwritten is written, or needs no writing.
    SettleUnwritten { visit: VisitId }
    life visit(&visit::SETTLE);
    names w, n => n.visit = Some(w.visit);
    stake _, _ => None;
    rule _, facts, ctx => queue::settle(facts, ctx);

    /// The person left, or gets a named outcome at closing.
    EndVisit { visit: VisitId, rev: Rev, outcome: VisitState, reason: Option<String> }
    life visit(&visit::END);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, ENDED);
    rule w, facts, ctx => queue::end(w.outcome, w.reason.as_ref(), facts, ctx);

    /// Entered by mistake.
    VoidVisit { visit: VisitId, rev: Rev, reason: String }
    life visit(&visit::VOID);
    names w, n => n.visit = Some(w.visit);
    stake w, _ => seen(w.visit, w.rev, ENDED);
    rule w, facts, ctx => queue::void(&w.reason, facts, ctx);
}

// A visit from paper.
write! {
    LateVisit:
    life FREE;
    names w, n => {
        n.session = w.session;
        n.deputies.extend(w.arrival.asked);
    };
    stake _, _ => None;
    rule w, facts, ctx => queue::enter(w, facts, ctx);
}
