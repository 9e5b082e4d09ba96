//! Who has what open at which keyboard, to be seen before one opens it too (S17). Help that may be lost: it keeps nobody out.

use uuid::Uuid;

use super::id::AccountId;
use super::moment::Moment;
use super::rules::LimitRules;

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

/// Another keyboard that works for a table, or did until it broke off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sitting {
    pub table: u8,
    /// What people call whoever sits there.
    pub by: String,
    /// Its program lives.
    pub is_in: bool,
    /// When something was done or typed there last.
    pub seen: Moment,
}

/// Whoever a talk at a table is not taken over from yet (S16).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub by: Sitting,
    /// How long they have to be silent, in seconds.
    pub seconds: u16,
}

impl Held {
    /// By a keyboard that is there, or that was silent for less long than the rules say.
    pub fn of(all: &[Sitting], table: u8, now: Moment, limits: &LimitRules) -> Option<Self> {
        let seconds = limits.silent_seconds;
        let there = all.iter().filter(|sits| sits.table == table);
        let holds = there.filter(|sits| sits.is_in || now.0 - sits.seen.0 < i64::from(seconds) * 1000);
        let by = holds.max_by_key(|sits| (sits.is_in, sits.seen))?.clone();
        Some(Self { by, seconds })
    }
}

impl Present {
    /// Whether they have a matter open, or what is told in a visit.
    pub fn has_open(&self, target: Uuid) -> bool {
        self.here.is_some_and(|here| here.target == target)
    }
}
