//! Receptions: planned, opened, closed, and their figures.

pub mod closing;
#[macro_use]
pub mod day;
pub mod figures;
pub mod overnight;
#[macro_use]
pub mod plan;
pub mod roster;
