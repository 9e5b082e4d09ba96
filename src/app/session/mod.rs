//! Receptions: planned, opened, closed, and their figures.

pub mod closing;
pub mod day;
pub mod figures;
pub mod plan;
pub mod roster;
