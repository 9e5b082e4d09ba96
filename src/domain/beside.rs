//! What is written beside the log, with nobody waiting for it: it changes no record.

use super::id::DraftId;
use super::presence::Here;
use super::trace::Trace;

/// Something to be written down so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Whoever sits here was shown a number.
    Looked(Trace),
    /// What is open here from now on; none while nothing is.
    Here(Option<Here>),
    /// Somebody's draft is ours from now on, for a reason: they gave no sign of life.
    TakenOver(DraftId, String),
    /// Whoever it was of was told so, by its place among all.
    Told(i64),
    /// Whoever sits here was told that these were lost.
    ToldMissed(Vec<DraftId>),
}
