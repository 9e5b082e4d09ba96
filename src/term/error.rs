//! Why no terminal could be had. Text for people is made elsewhere; this carries what happened.

use std::io;

/// One of the standard streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Input,
    Output,
}

/// Why no terminal could be had.
#[derive(Debug, thiserror::Error)]
pub enum TermError {
    /// A stream is a file or a pipe: `ssh` without `-t`, or redirected.
    #[error("standard {0:?} is not a terminal")]
    NoTty(Stream),
    /// Another `Terminal` is open in this process.
    #[error("the terminal is in use")]
    InUse,
    /// The system refused something.
    #[error("{doing}: {source}")]
    Io {
        /// What was being done.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

impl TermError {
    /// For `map_err`: adds what was being done.
    pub(super) fn doing<E: Into<io::Error>>(doing: &'static str) -> impl FnOnce(E) -> Self {
        move |e| Self::Io {
            doing,
            source: e.into(),
        }
    }
}
