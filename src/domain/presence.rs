//! Who has what open at which keyboard, to be seen before one opens it too (S17). Help that may be lost: it keeps nobody out.

use uuid::Uuid;

use super::id::AccountId;

pub use super::code::Doing;

/// What a keyboard has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    pub doing: Doing,
    /// The matter, or the visit in which one is being written down.
    pub target: Uuid,
}

/// Somebody at another keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    pub account: AccountId,
    /// What people call them.
    pub by: String,
    pub table: Option<u8>,
    /// What they have open; none while that is nothing.
    pub here: Option<Here>,
}

impl Present {
    /// Whether they have a matter open, or what is told in a visit.
    pub fn has_open(&self, target: Uuid) -> bool {
        self.here.is_some_and(|here| here.target == target)
    }
}
