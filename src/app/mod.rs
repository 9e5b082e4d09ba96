//! The desk as a value: what is on the screen, and what every key makes of it. No IO, no clock, no randomness: time and
//! answers come in as [`input::Input`], wishes go out as [`input::Effect`], and the same inputs give the same screen.
//!
//! A key becomes an [`action::Act`] (`keys`), the act starts a flow (`dispatch`, `flow`), a flow pushes a layer (`layer`)
//! or sends a command (`pending`). The topmost layer gets the keys first; while it files, they wait (`type_ahead`).

#![deny(clippy::wildcard_enum_match_arm)]

pub mod action;
pub mod available;
mod dispatch;
mod editing;
pub mod flow;
pub mod follow;
pub mod forms;
pub mod handbook;
pub mod ids;
pub mod importing;
pub mod input;
pub mod layer;
pub mod looks;
pub mod offer;
pub mod opinion;
pub mod pending;
pub mod room;
pub mod said;
pub mod screen;
pub mod state;
pub mod stretch;
pub mod terminal;
pub mod type_ahead;
pub mod update;

pub use input::{Effect, Failure, Input, Ticket};
pub use looks::shows_keys;
pub use state::{Mood, Pane, State};
pub use update::{is_typing, save_all, start, update, wake_at};
