//! `--plain`: the desk as questions and answers, one line per fact, for screen readers, dumb terminals, very bad lines
//! and scripts through a pipe.
//!
//! [`converse`] holds the conversation and does nothing itself: it says lines, listens, and names what it wishes done. What
//! does that, [`Outside`], is `runtime::lines`. Nothing is ever drawn over: no cursor movement, no colour, and what was said
//! stays said.

#![deny(clippy::wildcard_enum_match_arm)]

mod desk;
mod dialogue;
mod fields;
mod find;
mod layers;
mod menu;
mod opinion;
mod outside;
mod queue;
mod reception;
mod talk;
mod today;
mod words;

pub use dialogue::{Context, Ended, converse};
pub use outside::{Line, Outside, Reply, Stored, Wish};
