//! What a command did, made of its events: the same whether they were just filed or are read again.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::error::StoreError;
use super::keys::Vault;
use super::sealing::Sealing;
use super::{codec, facts, log, rows};
use crate::domain::code::NumberFamily;
use crate::domain::command::Request;
use crate::domain::event::{Happened, Kind};
use crate::domain::id::{CitizenId, CommandId, OpinionId, SessionId, VisitId};
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::text::number_key;
use crate::domain::view::Outcome;

/// The record of a request that was carried out before, where somebody else had acted on it meanwhile.
fn unseen(conn: &Connection, request: &Request) -> Result<Option<(Uuid, Rev)>, StoreError> {
    let Some((subject, seen)) = facts::seen(request, log::station(conn)?.as_ref()) else {
        return Ok(None);
    };
    let own = log::command_after(conn, subject, seen)? == Some(request.id.0);
    Ok((!own).then_some((subject, seen)))
}

/// What a request did when it was first carried out; none when it never was.
pub fn first_outcome(conn: &Connection, vault: &Vault, request: &Request) -> Result<Option<Outcome>, StoreError> {
    let Some(mut outcome) = done(conn, vault, request.id)? else {
        return Ok(None);
    };
    outcome.unseen(unseen(conn, request)?);
    Ok(Some(outcome))
}

/// A command whose id begins so, written with hyphens; none when there was none.
pub fn begins(conn: &Connection, half: &str) -> Result<Option<Uuid>, StoreError> {
    let found = rows::one(
        conn,
        "SELECT command FROM event WHERE command >= ?1 AND command < ?1 || 'g' LIMIT 1",
        [half],
        |c| c.get::<String>("command"),
    )?;
    Ok(found.and_then(|id| Uuid::parse_str(&id).ok()))
}

/// What a command of this id did; none when it was never carried out. For whoever sends one again before they know the rest
/// of it.
pub fn done(conn: &Connection, vault: &Vault, id: CommandId) -> Result<Option<Outcome>, StoreError> {
    let stored = log::by_command(conn, id.0)?;
    if stored.is_empty() {
        return Ok(None);
    }
    let events: Vec<Happened> = stored
        .iter()
        .map(|e| codec::read(e, vault, conn))
        .collect::<Result<_, _>>()?;
    let mut outcome = outcome(conn, vault, &events)?;
    outcome.repeated = true;
    Ok(Some(outcome))
}

/// What the events of a request made or touched.
pub(super) fn outcome(conn: &Connection, vault: &Vault, events: &[Happened]) -> Result<Outcome, StoreError> {
    let mut o = Outcome {
        seq: match events.last() {
            Some(e) => e.seq,
            None => log::head(conn)?.seq,
        },
        ..Outcome::default()
    };
    for e in events {
        match o.revs.iter_mut().find(|(id, _)| *id == e.subject) {
            Some((_, rev)) => *rev = e.seq,
            None => o.revs.push((e.subject, e.seq)),
        }
        match e.kind.noun() {
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
            Subject::Station | Subject::Account | Subject::Deputy | Subject::Unit | Subject::Promise => {}
        }
        if let Kind::VisitArrived { ticket, arrival, .. } = &e.kind {
            (o.ticket, o.heads) = (*ticket, arrival.heads);
        } else if let Kind::VisitCalled { .. } | Kind::VisitReturned { .. } = e.kind {
            o.ticket = rows::one(
                conn,
                "SELECT ticket FROM visit WHERE id = ?1",
                [e.subject.hyphenated().to_string()],
                |c| c.get("ticket"),
            )?
            .flatten();
        } else if let Kind::CitizenRecorded {
            claim_code: Some(code), ..
        } = &e.kind
        {
            o.claim_code = Some(code.clone());
        } else if let Kind::OpinionFiled {
            number,
            citizen: Some(citizen),
            ..
        } = &e.kind
        {
            // Whoever gave no name asks for a second matter by the code of the first.
            o.number = Some(number.clone());
            o.claim_code = rows::one(
                conn,
                "SELECT claim_code FROM citizen WHERE id = ?1",
                [citizen.0.hyphenated().to_string()],
                |c| c.get("claim_code"),
            )?
            .flatten();
        } else if let Kind::OpinionFiled { number, .. } | Kind::NumberGiven { number, .. } = &e.kind {
            o.number = Some(number.clone());
        }
        if let Kind::NumberNoted {
            family,
            system,
            number: Some(number),
        } = &e.kind
        {
            let hand = Sealing {
                vault,
                keys: conn,
                index: false,
            };
            o.also = same_number(&hand, e.subject, *family, system.as_ref(), number)?;
        }
        if let Kind::VisitCalled { .. } = e.kind {
            o.called = Some(VisitId(e.subject));
        }
    }
    // A split files the second matter before it says what of the first one it came from.
    let split = events.iter().find_map(|e| {
        if let Kind::OpinionSplit { into } = e.kind {
            return Some((OpinionId(e.subject), into));
        }
        None
    });
    if let Some((from, into)) = split {
        (o.opinion, o.other_opinion) = (Some(from), Some(into));
    }
    Ok(o)
}

/// The other matters that have a number of the same system, oldest first: who noted it is told.
fn same_number(
    hand: &Sealing<'_>,
    opinion: Uuid,
    family: NumberFamily,
    system: Option<&String>,
    number: &str,
) -> Result<Vec<String>, StoreError> {
    let key = number_key(number);
    let mut found = rows::all(
        hand.keys,
        "SELECT o.number AS own FROM number y CROSS JOIN opinion o ON o.id = y.opinion \
         WHERE (y.key = ?1 OR y.token = ?5) AND y.family = ?2 AND y.system IS ?3 AND y.opinion <> ?4 AND o.state <> 'void' ORDER BY o.n",
        params![
            key,
            family.code(),
            system,
            opinion.to_string(),
            hand.number_token(&key)?
        ],
        |c| c.get::<String>("own"),
    )?;
    found.dedup();
    Ok(found)
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
