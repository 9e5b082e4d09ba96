//! Bytes and ttys: what comes in from a terminal and what goes out to it.
//!
//! Imports no ring but the leaf `cells`.

mod caps;
mod decode;
mod emit;
mod input;
mod paint;
mod parse;
mod pen;
mod sequence;
mod spot;
mod substitute;

pub use caps::{Ambiguous, Caps, Colours, Emission, Kind};
pub use decode::Charset;
pub use input::{BadBytes, Code, Input, Key, Report};
pub use paint::Painter;
pub use parse::Parser;
