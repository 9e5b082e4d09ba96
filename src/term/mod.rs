//! Bytes and ttys: what comes in from a terminal and what goes out to it.
//!
//! [`Terminal`] is what the runtime holds. Beneath it two pure halves: [`Parser`] turns bytes into [`Input`]s and
//! [`Painter`] turns buffers into bytes; both can be tested and measured without a terminal. Only `tty`, `lines`, `signals`
//! and `watch` touch the system. Imports no ring but the leaf `cells`.

mod backend;
mod caps;
mod charset;
mod decode;
mod distance;
mod echo;
mod emit;
mod error;
mod frame;
mod input;
mod line_edit;
mod lines;
mod locale;
mod paint;
mod parse;
mod probe;
mod recode;
mod sequence;
mod sgr;
mod signals;
pub mod stopping;
mod substitute;
mod terminal;
mod tty;
mod watch;
mod wish;

pub use caps::{Ambiguous, Caps, Colours, Emission, Kind};
pub use decode::Charset;
pub use distance::Distance;
pub use error::{Stream, TermError};
pub use input::{Attributes, BadBytes, Echo, Input, Report};
pub use line_edit::PASTED_END;
pub use lines::LineInput;
pub use paint::Painter;
pub use parse::Parser;
pub use recode::{reading, writing};
pub use terminal::{Env, Happened, Terminal};
pub use tty::note_panics;
pub use watch::Waker;
pub use wish::{Options, Wish};
