//! Pieces shared by tests and benches.

pub mod desk;
pub mod model;
