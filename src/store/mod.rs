//! The only ring that speaks SQL: one SQLite file, shared by every process at the station.

pub mod backup;
pub mod chain;
pub mod error;
pub mod integrity;
pub mod keys;
pub mod log;
pub mod migrate;
pub mod notice;
pub mod open;
pub mod turn;

pub use error::StoreError;
