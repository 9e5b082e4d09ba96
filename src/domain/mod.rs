//! The rules of the desk: pure values and functions. No clock, no file, no SQL, no terminal, no randomness.
//!
//! A write travels [`command::Request`] -> [`decide`] over [`facts::Facts`] -> [`event::NewEvent`]s or a
//! [`refusal::Refusal`]. The nouns are those of section 2 of the plan, one word per thing.

// A new kind, command or state is asked for wherever somebody decides by it.
#![deny(clippy::wildcard_enum_match_arm)]

#[macro_use]
pub mod write;

pub mod amend;
pub mod backups;
pub mod beside;
pub mod born;
pub mod change;
pub mod code;
pub mod column;
pub mod command;
pub mod deadline;
pub mod decide;
pub mod deed;
pub mod drafted;
pub mod due;
pub mod entry;
pub mod event;
pub mod facts;
pub mod fields;
pub mod fit;
pub mod fold;
pub mod group;
pub mod guess;
pub mod habit;
pub mod id;
pub mod lease;
pub mod level;
pub mod life;
pub mod looks;
pub mod mask;
pub mod moment;
pub mod noted;
pub mod notice;
pub mod owed;
pub mod own;
pub mod own_number;
pub mod part;
pub mod permit;
pub mod phone;
pub mod phones;
pub mod pinyin;
pub mod presence;
pub mod private_use;
pub mod profile;
pub mod record;
pub mod recount;
pub mod refusal;
pub mod rights;
pub mod rules;
pub mod shape;
pub mod span;
pub mod spelling;
pub mod stake;
pub mod station;
pub mod statutory;
pub mod text;
pub mod touch;
pub mod trace;
pub mod typed_date;
pub mod typed_limit;
pub mod upcast;
pub mod view;
pub mod village;
