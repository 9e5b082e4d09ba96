//! What became of a commit that ended with an error: unknown until nothing can bring it back any more, and then known.

use super::desk::Desk;
use super::error::StoreError;
use super::execute::ExecuteError;
use super::outcome::first_outcome;
use crate::domain::command::Request;
use crate::domain::id::CommandId;
use crate::domain::view::Outcome;

/// What became of a request whose commit ended with an error; an error as long as that cannot be told.
fn look_up(desk: &mut Desk, request: &Request) -> Result<Option<Outcome>, StoreError> {
    let turn = desk.turn();
    desk.make_certain()?;
    let found = desk.read(|conn, vault| first_outcome(conn, vault, request))?;
    if found.is_some() {
        desk.remember();
    }
    drop(turn);
    Ok(found)
}

/// Finds out whether a commit with an error happened, once nothing can bring it back any more.
pub(super) fn settle(desk: &mut Desk, request: &Request, cause: Box<StoreError>) -> Result<Outcome, ExecuteError> {
    if desk.make_certain().is_err() {
        return Err(StoreError::Unknown { cause }.into());
    }
    match desk.read(|conn, vault| first_outcome(conn, vault, request)) {
        Ok(Some(outcome)) => Ok(Outcome {
            repeated: false,
            ..outcome
        }),
        Ok(None) => Err((*cause).into()),
        Err(_) => Err(StoreError::Unknown { cause }.into()),
    }
}

/// Acts of which it is not known whether they were carried out: every one is kept until it is.
#[derive(Debug, Default)]
pub struct Doubts(Vec<Request>);

impl Doubts {
    /// An act came back: it is one of them now, or is not any more, because the same again settles it.
    pub fn heard(&mut self, request: &Request, came: &Result<Outcome, ExecuteError>) {
        let is_unknown = matches!(came, Err(ExecuteError::Store(StoreError::Unknown { .. })));
        let is_settled = matches!(came, Ok(_) | Err(ExecuteError::Refused(_)));
        if is_unknown || is_settled {
            self.0.retain(|doubt| doubt.id != request.id);
        }
        if is_unknown {
            self.0.push(request.clone());
        }
    }

    /// Looks all of them up, and forgets those that are known now.
    /// With it why one cannot be told yet.
    pub fn look_up(&mut self, desk: &mut Desk) -> (Vec<(CommandId, Option<Outcome>)>, Option<StoreError>) {
        let (mut known, mut failed) = (Vec::new(), None);
        self.0.retain(|request| match look_up(desk, request) {
            Ok(found) => {
                known.push((request.id, found));
                false
            }
            Err(error) => {
                failed = Some(error);
                true
            }
        });
        (known, failed)
    }
}
