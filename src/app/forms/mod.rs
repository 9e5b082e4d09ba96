//! The form host: keys, lookups, filing and drafts of every form. What the fields of a form are, what follows from them and
//! what command they make is in the folder of its noun, which answers as a [`Noun`](crate::app::model::Noun).

mod asked;
pub mod draft;
pub mod file;
pub mod host;
pub mod leaving;
mod lists;
mod meet;
mod open;
pub mod parted;
pub mod withheld;
