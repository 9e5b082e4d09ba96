//! What a command did, made of its events: the same whether they were just filed or are read again.

use super::error::StoreError;
use super::{codec, facts, log};
use crate::domain::event::{Happened, Kind};
use crate::domain::id::{CitizenId, OpinionId, SessionId, VisitId};
use crate::domain::refusal::Subject;
use crate::domain::view::Outcome;

/// What the events of a command made or touched.
pub(super) fn outcome(conn: &rusqlite::Connection, events: &[Happened]) -> Result<Outcome, StoreError> {
    let mut o = Outcome {
        seq: match events.last() {
            Some(e) => e.seq,
            None => log::head(conn)?.seq,
        },
        ..Outcome::default()
    };
    for e in events {
        match codec::noun(&e.kind) {
            Subject::Visit => {
                o.visit.get_or_insert(VisitId(e.subject));
            }
            Subject::Citizen => {
                o.citizen.get_or_insert(CitizenId(e.subject));
            }
            Subject::Session => {
                o.session.get_or_insert(SessionId(e.subject));
            }
            Subject::Opinion => touched(&mut o, e),
            _ => {}
        }
        match &e.kind {
            Kind::VisitArrived { ticket, .. } => o.ticket = *ticket,
            Kind::VisitCalled { .. } => {
                o.called = Some(VisitId(e.subject));
                o.ticket = facts::visit(conn, VisitId(e.subject))?.and_then(|v| v.ticket);
            }
            Kind::VisitReturned { .. } => {
                o.ticket = facts::visit(conn, VisitId(e.subject))?.and_then(|v| v.ticket);
            }
            Kind::CitizenRecorded {
                claim_code: Some(code), ..
            } => o.claim_code = Some(code.clone()),
            Kind::OpinionFiled { number, .. } => o.number = Some(number.clone()),
            _ => {}
        }
    }
    // A split files the second matter before it says what of the first one it came from.
    let split = events.iter().find_map(|e| match e.kind {
        Kind::OpinionSplit { into } => Some((OpinionId(e.subject), into)),
        _ => None,
    });
    if let Some((from, into)) = split {
        (o.opinion, o.other_opinion) = (Some(from), Some(into));
    }
    Ok(o)
}

fn touched(o: &mut Outcome, e: &Happened) {
    let id = OpinionId(e.subject);
    match o.opinion {
        None => o.opinion = Some(id),
        Some(first) if first != id => {
            o.other_opinion.get_or_insert(id);
        }
        Some(_) => {}
    }
}
