//! `--plain`: the desk as questions and answers, one line per fact, for screen readers, dumb terminals, very bad lines
//! and scripts through a pipe.
//!
//! [`Dialogue`] holds the conversation and does nothing itself: it says lines and names the one thing it waits for. The
//! loop around it, which reads, writes and carries out its wishes, is `runtime::lines`. Nothing is ever drawn over: no
//! cursor movement, no colour, and what was said stays said.

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

pub use dialogue::{Context, Dialogue, Step, Then};
pub use outside::{Reply, Stored, Wish};
