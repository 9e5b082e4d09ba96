//! What is at stake in an act: which parts of a record it needs as they were seen, or writes. Two people work on one record;
//! the second is refused only when something after what they saw moved a part that is at stake for them (S2). Each
//! write says its parts once, each kind of event the parts it moves.

use uuid::Uuid;

use super::event::Kind;
use super::record::Rev;
use super::refusal::Subject;

pub use super::part::Part;

/// What a command is about, as its author saw it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stake {
    /// What kind of record.
    pub subject: Subject,
    /// Which; none is the station.
    pub id: Option<Uuid>,
    /// Its last event, as seen.
    pub seen: Rev,
    /// What it needs as it was, or writes.
    pub parts: Vec<Part>,
}

impl Stake {
    /// Whether an event moved something that is at stake.
    pub fn is_moved_by(&self, kind: &Kind) -> bool {
        kind.moves().iter().any(|m| self.parts.iter().any(|p| p.meets(m)))
    }
}
