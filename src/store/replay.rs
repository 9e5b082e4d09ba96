//! The log once more, from the beginning, into an empty database.

use rusqlite::{Connection, Transaction};

use super::apply::apply;
use super::compare::compare_state;
use super::error::StoreError;
use super::integrity::{Fault, FaultKind};
use super::keys::Vault;
use super::sealing::Sealing;
use super::tables::STATE;
use super::{codec, log, open};

/// Events applied per transaction.
const CHUNK: usize = 2_000;

/// Replays the whole log of `source` into a new database in memory. Secrets open with the keys as they are now, so what
/// was erased since is empty. `step` hears each number and may call it off.
pub fn replay(source: &Connection, vault: &Vault, step: &mut dyn FnMut(i64) -> bool) -> Result<Connection, StoreError> {
    let mut empty = open::open_in_memory()?;
    let hand = Sealing {
        vault,
        keys: source,
        index: false,
    };
    let mut last = 0;
    loop {
        let tx = empty.transaction()?;
        let Some(end) = chunk(source, last, &tx, &hand, step)? else {
            tx.finish()?;
            return Ok(empty);
        };
        last = end;
        // Where an event is missing, what refers to it has nothing to refer to.
        tx.commit()
            .map_err(|error| odd(error.into(), &format!("events up to {last} do not hold together")))?;
    }
}

/// Applies the next events after a number, read from `source`, which may be the very file they go into; answers the number of
/// the last one, none at the end of the log. What they leave to be forgotten is forgotten already, where the keys stand.
pub(super) fn chunk(
    source: &Connection,
    after: i64,
    into: &Transaction<'_>,
    hand: &Sealing<'_>,
    step: &mut dyn FnMut(i64) -> bool,
) -> Result<Option<i64>, StoreError> {
    let events = log::read(source, after, CHUNK)?;
    for stored in &events {
        if !step(stored.seq) {
            return Err(StoreError::Cancelled);
        }
        let happened = codec::read(stored, hand.vault, hand.keys).map_err(|error| {
            if matches!(error, StoreError::Sealed) {
                return StoreError::corrupt(format!("event {}: {error}", stored.seq));
            }
            error
        })?;
        apply(into, &happened, hand).map_err(|error| odd(error, &format!("event {} does not apply", stored.seq)))?;
    }
    Ok(events.last().map(|end| end.seq))
}

/// What does not follow from the log is wrong with it; what the system or the disk failed at is nothing of the kind.
fn odd(error: StoreError, place: &str) -> StoreError {
    if error.is_of_system() {
        error
    } else {
        StoreError::corrupt(format!("{place}: {error}"))
    }
}

/// Every difference between the state tables and what the log says they should be.
pub fn compare(live: &Connection, vault: &Vault, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
    let replayed = replay(live, vault, step)?;
    let mut faults = compare_state(live, &replayed, STATE)?;
    for lost in faults
        .iter_mut()
        .filter(|f| f.kind == FaultKind::Missing && f.table == "opinion")
    {
        // The log knows by what number people know it.
        let number = "SELECT number FROM opinion WHERE n = ?1 OR id = ?1";
        if let Ok(number) = replayed.query_row(number, [&lost.id], |row| row.get(0)) {
            lost.id = number;
        }
    }
    Ok(faults)
}
