//! What a command did, made of its events: the same whether they were just filed or are read again.

use rusqlite::Connection;
use uuid::Uuid;

use super::error::{BEHIND, StoreError};
use super::execute::ExecuteError;
use super::keys::Vault;
use super::{apply, codec, facts, log, rows};
use crate::domain::command::Request;
use crate::domain::event::Happened;
use crate::domain::id::{CitizenId, CommandId, OpinionId, SessionId, VisitId};
use crate::domain::record::Rev;
use crate::domain::refusal::{Refusal, Subject};
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
        apply::tell(conn, vault, e, &mut o)?;
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

/// Uniqueness is the last word where two of the same would do harm; what it refuses has a name of its own.
pub(super) fn taken(error: StoreError) -> ExecuteError {
    if let StoreError::Sql(rusqlite::Error::SqliteFailure(_, Some(text))) = &error {
        for (columns, subject) in [
            ("visit_one_per_table", Subject::Visit),
            ("visit.table_no", Subject::Visit),
        ] {
            if text.contains(columns) {
                return Refusal::AlreadyThere(subject).into();
            }
        }
        // Counters give these, and what somebody typed is looked up before.
        let given = ["visit.day, visit.ticket", ": opinion.number"];
        if given.iter().any(|columns| text.contains(columns)) {
            return StoreError::corrupt(BEHIND).into();
        }
    }
    error.into()
}
