//! The only ring that speaks SQL: one SQLite file, shared by every process at the station.
//!
//! The lower half knows files, locks, bytes and keys ([`open`], [`turn`], [`log`], [`keys`], [`chain`], [`anchor`], [`backup`]); the
//! upper half knows the desk: [`execute()`] carries out a command, [`apply`] turns what happened into the state tables,
//! [`read`] answers questions, [`threads`] keeps all of it away from the screen.

// A new kind, command or state is asked for wherever somebody decides by it.
#![deny(clippy::wildcard_enum_match_arm)]

pub mod again;
pub mod anchor;
pub mod apply;
pub mod backup;
pub mod batch;
mod beside;
pub mod building;
mod cadres;
pub mod chain;
pub mod check;
mod cleanup;
pub mod codec;
pub mod compare;
pub mod copies;
pub mod desk;
pub mod drafts;
pub mod error;
mod exchange;
pub mod excused;
pub mod execute;
pub mod facts;
mod forgetting;
mod gaps;
mod given_up;
pub mod going_on;
pub mod half_restored;
mod head_note;
mod inbox;
pub mod index;
pub mod integrity;
mod jobs;
pub mod kept_drafts;
pub mod keys;
pub mod known;
pub mod laid_over;
pub mod log;
pub mod look;
pub mod looks;
pub mod migrate;
mod named;
mod noted;
pub mod notice;
pub mod open;
pub mod outcome;
mod own;
pub mod presence;
pub mod preview;
mod promises;
pub mod read;
pub mod read_only;
pub mod rebuild;
pub mod replay;
pub mod rescue;
mod restore;
mod room;
mod rows;
pub mod rules;
pub mod sealing;
mod secret_names;
mod sensitive;
mod settle;
mod standing;
#[cfg(test)]
mod statements;
pub mod tables;
mod taken_over;
mod temporary;
pub mod threads;
pub mod touched;
pub mod traces;
pub mod turn;
pub mod unclean_end;
pub mod upgrade;
mod wake;
pub mod weekly;
mod who;

pub use batch::execute_many;
pub use desk::Desk;
pub use error::StoreError;
pub use execute::{ExecuteError, execute};
pub use look::Look;
pub use read_only::ReadOnly;
pub use settle::Doubts;
