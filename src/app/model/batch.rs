//! Several matters handed over with one form.

use super::Seen;
use crate::domain::id::OpinionId;

/// What the form knows: each matter gets a command of its own, which may be refused for itself.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Which were marked, in that order.
    pub ids: Vec<OpinionId>,
    /// The same as they were read; none before they have come.
    pub matters: Vec<Given>,
    /// How many of them could go when they were read.
    pub all: usize,
    /// Whom the unit names for itself.
    pub contact: String,
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Given {
    pub seen: Seen,
    /// It has no category, and is given one along with its unit.
    pub unsorted: bool,
    pub fate: Fate,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It may go, and no answer has come that it did.
    Waits,
    Gone,
    /// It cannot go, or was refused: the sentence that says why.
    Stays(String),
}
