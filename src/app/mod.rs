//! The desk as a value: what is on the screen, and what every key makes of it. No IO, no clock, no randomness: time and
//! answers come in as [`Input`], wishes go out as [`Effect`], and the same inputs give the same screen.
//!
//! The topmost layer gets a key first; while it files, keys wait (`update::type_ahead`). What it does not want becomes an
//! [`action::Act`], which `update::dispatch` starts in the folder of its noun.
//!
//! Folders, and the files beside this one, use each other one way, from the top of this list down to the bottom, and
//! `tests/arch.rs` looks for circles. Whoever wants something of those above returns a [`model::Step`]: what becomes of its
//! layer, and a [`model::Choice`] that `update` carries out.
//!
//! | folder | what it is |
//! |---|---|
//! | `update` | one input in: which layer takes it, what an act starts, what a choice wants, what a command came back with |
//! | `list` `follow` `opinion` `queue` `session` `duty` `station` `people` `importing` `looks` | a noun each: its acts, its forms, its menus and pages; `said`: what was done, as a sentence |
//! | `asking` | questions of one field |
//! | `forms` | the form host: keys, lookups, filing and drafts of every form |
//! | `layer` `fields` | what nouns share: numbered choices, lists to choose from, pages; words and kinds of fields |
//! | `available` `may` `room` `handbook` | what follows from the model: why an act cannot be done now, who may do what is offered, how panes share the screen |
//! | `model` | State, layers, messages: data |
//! | `acts` `offer` `action` `editing` `ids` `terminal` | what may be done, as tables made of rows that stand in the nouns; keys that edit; ids; what a terminal can |

#![deny(clippy::wildcard_enum_match_arm)]

#[macro_use]
mod acts;
#[macro_use]
pub mod offer;
#[macro_use]
pub mod duty;
#[macro_use]
pub mod opinion;
#[macro_use]
pub mod people;
#[macro_use]
pub mod queue;
#[macro_use]
pub mod session;
#[macro_use]
pub mod station;
#[macro_use]
pub mod update;

pub mod action;
pub mod asking;
pub mod available;
mod editing;
pub mod fields;
pub mod follow;
pub mod forms;
#[cfg_attr(not(feature = "rings"), allow(dead_code))] // prints pages of the README
pub mod handbook;
pub mod ids;
pub mod importing;
pub mod layer;
pub mod list;
pub mod looks;
pub mod may;
pub mod model;
pub mod room;
mod said;
pub mod terminal;

pub use forms::leaving::{is_waited_for, unsaved};
pub use looks::shows_keys;
pub use model::state::is_typing;
pub use model::{Effect, Failure, Input, Mood, Pane, State, Ticket};
pub use station::start::start;
pub use update::type_ahead::{Asked, unread};
pub use update::{save_all, update, wake_at};
