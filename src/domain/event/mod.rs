//! What happened (办理经过): the only thing ever stored for good. State tables are made from events by `store::apply`.

mod happened;
mod kind;

pub use super::shape::{Class, Field, Shape};
pub use happened::{About, Happened, NewEvent};
pub(crate) use kind::with_payload;
pub use kind::*;
