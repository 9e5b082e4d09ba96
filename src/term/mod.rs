//! Bytes and ttys: what comes in from a terminal and what goes out to it.
//!
//! Imports no ring but the leaf `cells`.

mod caps;
mod emit;
mod paint;
mod pen;
mod spot;
mod substitute;

pub use caps::{Ambiguous, Caps, Colours, Emission, Kind};
pub use paint::Painter;
