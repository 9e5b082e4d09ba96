//! The ruleset: everything that differs between places, as data (design section 4, "Rules are data by event").
//!
//! The defaults ship in `config/rules.toml`; adopting a set is an event that carries the whole of it, so an old
//! matter can always be read with the rules of its day. Codes are never reused.
//!
//! A ruleset reads for ever: whatever key an older one does not have gets the default that stands here, once. Only what an
//! item of a list is known by ([`known_by`]) has none, because an item without it is nothing.

mod differences;
mod items;
mod laying;
mod limit;
mod offered;
mod problems;
mod ruleset;

pub use super::code::Section;
pub use differences::{Difference, differences};
pub use items::{known_by, named};
pub use laying::lay_over;
pub use limit::*;
pub(in crate::domain) use problems::problems;
pub use problems::{InUse, Problem, Step, Wrong, kept_otherwise, removed};
pub use ruleset::*;
