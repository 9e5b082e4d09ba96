//! Who has what open at which keyboard, to be seen before one opens it too (S17). Help that may be lost: it keeps nobody out.

use uuid::Uuid;

use super::id::{AccountId, OpinionId};

pub use super::code::Doing;

/// What a keyboard has open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Here {
    pub doing: Doing,
    /// The matter.
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
    /// Whether they have a matter open.
    pub fn has_open(&self, id: OpinionId) -> bool {
        self.here.is_some_and(|here| here.target == id.0)
    }
}
