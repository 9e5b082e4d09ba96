//! The forms engine: fields, text, checking and layout. It knows nothing of the desk.
//!
//! The caller describes a form (`spec`), feeds it keys (`state`), asks for rows to draw (`layout`) and, in the end,
//! for its values. No IO, no clock, no drawing: labels arrive in the language of the screen and rows leave as plain
//! data with their columns. `cells` is the only other module of ours it uses.

pub mod buffer;
pub mod fold;
mod history;
pub mod wrap;
