//! Keys: chords and the keymap as data.
//!
//! A leaf ring. It turns what a person pressed into the id of an action and knows nothing of what the action does;
//! the list of ids comes in from the action table, so a typing mistake in a keymap is reported, never obeyed.

pub mod chord;
pub mod keymap;

pub use chord::{Chord, first_of, fold, is_commit};
pub use keymap::{Keymap, Problem, Warning};
