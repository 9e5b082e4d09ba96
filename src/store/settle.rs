//! What became of a commit that ended with an error: unknown until nothing can bring it back any more, and then known.

use super::desk::Desk;
use super::error::StoreError;
use super::execute::ExecuteError;
use super::outcome::first_outcome;
use crate::domain::command::Request;
use crate::domain::view::Outcome;

/// What became of a request whose commit ended with an error; an error as long as that cannot be told.
pub fn look_up(desk: &mut Desk, request: &Request) -> Result<Option<Outcome>, StoreError> {
    let turn = desk.turn();
    desk.make_certain()?;
    let found = first_outcome(&desk.conn, &desk.vault, request)?;
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
    match first_outcome(&desk.conn, &desk.vault, request) {
        Ok(Some(outcome)) => Ok(Outcome {
            repeated: false,
            ..outcome
        }),
        Ok(None) => Err((*cause).into()),
        Err(_) => Err(StoreError::Unknown { cause }.into()),
    }
}
