//! What screens, lists and JSON are made of. Plain data; `store` fills it, `app` keeps it, `ui` draws it.

mod held;
mod pieces;
mod query;
mod shown;

pub use super::lease::Draft;
pub use super::owed::{MANY, Owed, Owing, counted};
pub use held::{Held, Keep};
pub use pieces::Pieces;
pub use query::{Answer, Asker, Called, Query, Sight};
pub use shown::*;
