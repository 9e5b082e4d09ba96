//! What may follow what: the life of everything that has a state, as small grids. A row says of one write what it does in
//! each state; `decide` refuses by it, menus and the line dialogue offer by it, a page of the handbook is written from it,
//! and a test walks every cell (design section 5).
//!
//! What grids are made of is in `grid`, which knows of no write. What else stands against an act (somebody at the table, a class
//! that is not given) is said when it is tried.

/// Rows of a grid, which keep their columns under each other.
macro_rules! grid {
    ($row:ty: $($name:ident = $($cell:ident)+;)+) => {$(
        pub(in crate::domain) const $name: $row = [$($cell),+];
    )+};
}

pub(super) mod grid;
pub(super) mod matter;
pub(super) mod reception;
pub(super) mod visit;

use super::deed::Deed;

pub use visit::{OUTCOMES, WayBack};

pub use grid::{Hearing, Life, PartState, Stateful, Step, Turn, Why};

#[cfg(any(test, feature = "rings"))]
/// What a write does with a record as it stands; none where it has nothing to do with such records.
pub fn step<R: Stateful>(deed: Deed, record: &R) -> Option<&'static Step<R>> {
    deed.life().step(record)
}

/// Why a write is not possible with a record as it stands.
pub fn why_not<R: Stateful>(deed: Deed, record: &R) -> Option<Why> {
    deed.life().why_not(record)
}

/// Whether a write is possible with a record as it stands.
pub fn may<R: Stateful>(deed: Deed, record: &R) -> bool {
    why_not(deed, record).is_none()
}

#[cfg(test)]
mod tests;
