//! The end of a reception day: everybody waiting gets an outcome, and the next one begins with whom it did not get to.

use super::Door;
use super::filing;
use super::reception::{Day, arrival, end, number, receive};
use super::world::World;
use crate::domain::code::{Struck, VisitState};
use crate::domain::command::{
    CloseSession, Command, FinishVisit, PromiseNext, ReceivePromised, StartClosing, StrikePromise,
};
use crate::domain::id::VisitId;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::view::{Answer, Query};

/// So many of those promised stay away for the time being.
const NOT_YET: usize = 3;

/// Whom the last receptions did not get to: most come and go first, the others are struck off.
pub(super) fn keep_promises<D: Door>(w: &mut World<'_, D>, day: &mut Day) -> Result<(), D::Error> {
    let today = w.now.day();
    let Answer::Snapshot(snap) = w.door.ask(&Query::Snapshot { today })? else {
        return Ok(());
    };
    let settled = snap.promised.len().saturating_sub(NOT_YET);
    for p in snap.promised.iter().take(settled) {
        w.wait(10, 40);
        let (promise, rev) = (p.id, p.rev);
        let why = match w.dice.weighted(&[70, 12, 12, 6]) {
            1 => Struck::Came,
            2 => Struck::Declined,
            3 => Struck::Unreachable,
            _ => {
                let reason = format!("第{}次接待留下", p.ordinal.unwrap_or_default());
                let session = Some(day.session);
                let came = w.act(Command::ReceivePromised(ReceivePromised {
                    promise,
                    rev,
                    session,
                    reason,
                }))?;
                day.waiting.extend(came.visit);
                continue;
            }
        };
        w.act(Command::StrikePromise(StrikePromise { promise, rev, why }))?;
    }
    Ok(())
}

fn promise<D: Door>(w: &mut World<'_, D>, visit: VisitId, rev: Rev, reason: &str) -> Result<(), D::Error> {
    let phone = w.dice.chance(80).then(|| filing::phone(w));
    w.act(Command::PromiseNext(PromiseNext {
        visit,
        rev,
        label: None,
        phone,
        reason: Some(reason.to_owned()),
    }))?;
    Ok(())
}

const OUTCOMES: &[(VisitState, &str)] = &[
    (VisitState::NextTime, "下次优先"),
    (VisitState::ByPhone, "留了电话，下午打过去"),
    (VisitState::Guided, "指到便民服务大厅"),
    (VisitState::Left, "等不及走了"),
];

pub(super) fn close<D: Door>(w: &mut World<'_, D>, day: &mut Day) -> Result<(), D::Error> {
    w.table = None;
    w.at(day.ends);
    let session = day.session;
    // Somebody arrives in the last minute; nobody has time any more.
    for i in 0..(day.index % 5) {
        let arrival = arrival(w, day, 20 + i);
        if let Some(visit) = number(w, Some(session), arrival)? {
            day.waiting.push_back(visit);
        }
        w.wait(5, 20);
    }
    let rev = w.rev(Subject::Session, session.0)?;
    w.act(Command::StartClosing(StartClosing { session, rev }))?;
    for (i, visit) in day.waiting.drain(..).collect::<Vec<_>>().into_iter().enumerate() {
        w.wait(10, 40);
        let rev = w.rev(Subject::Visit, visit.0)?;
        let at = (i + day.index as usize) % OUTCOMES.len();
        let (outcome, reason) = OUTCOMES.get(at).copied().unwrap_or((VisitState::Left, ""));
        if outcome == VisitState::NextTime {
            promise(w, visit, rev, reason)?;
            continue;
        }
        end(w, (visit, rev), outcome, reason)?;
    }
    w.wait(60, 300);
    let note = day
        .index
        .is_multiple_of(4)
        .then(|| "道路问题多，建议专题视察".to_owned());
    w.act(Command::CloseSession(CloseSession { session, note }))?;
    if day.index % 5 == 1 {
        let arrival = arrival(w, day, 30);
        w.wait(600, 1200);
        if let Some(visit) = receive(w, Some(session), arrival, 1)? {
            w.wait(300, 600);
            let rev = w.rev(Subject::Visit, visit.0)?;
            w.act(Command::FinishVisit(FinishVisit {
                visit,
                rev,
                consult_only: true,
                unwritten: false,
                call_next: false,
            }))?;
        }
    }
    Ok(())
}
