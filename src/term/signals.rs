//! Signals as bytes on a socket, so that one poll sleeps on everything.
//!
//! SIGPIPE needs nothing: the Rust runtime ignores it, and a write to a line that is gone fails instead. SIGTSTP
//! is taken and forgotten, because behind a forced command there is no shell to stop to; so are the two that mean
//! nothing here and would otherwise end the program with the terminal in its hands.

use std::io::Read as _;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::SigId;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH};
use signal_hook::{flag, low_level};

use super::error::TermError;

/// What the signals since the last look ask for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) hangup: bool,
    pub(super) terminate: bool,
    pub(super) resumed: bool,
    pub(super) resized: bool,
}

/// Signals that are heard as long as this lives.
#[derive(Debug)]
pub(super) struct Signals {
    pipe: UnixStream,
    hangup: Arc<AtomicBool>,
    terminate: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
    resized: Arc<AtomicBool>,
    ids: Vec<SigId>,
}

impl Signals {
    /// Registers all of them.
    pub(super) fn open() -> Result<Self, TermError> {
        let (pipe, write) = UnixStream::pair().map_err(TermError::doing("signal pipe"))?;
        pipe.set_nonblocking(true).map_err(TermError::doing("signal pipe"))?;
        let mut signals = Self {
            pipe,
            hangup: Arc::default(),
            terminate: Arc::default(),
            resumed: Arc::default(),
            resized: Arc::default(),
            ids: Vec::new(),
        };
        let ignored = Arc::default();
        let all = [
            (SIGHUP, &signals.hangup),
            (SIGTERM, &signals.terminate),
            (SIGINT, &signals.terminate),
            (SIGQUIT, &signals.terminate),
            (SIGCONT, &signals.resumed),
            (SIGWINCH, &signals.resized),
            (SIGTSTP, &ignored),
            (SIGUSR1, &ignored),
            (SIGUSR2, &ignored),
        ];
        let mut ids = Vec::new();
        for (signal, seen) in all {
            // The flag first: whoever is woken must find it set.
            ids.push(flag::register(signal, Arc::clone(seen)).map_err(TermError::doing("signal"))?);
            if !Arc::ptr_eq(seen, &ignored) {
                let write = write.try_clone().map_err(TermError::doing("signal pipe"))?;
                ids.push(low_level::pipe::register(signal, write).map_err(TermError::doing("signal"))?);
            }
        }
        signals.ids = ids;
        Ok(signals)
    }

    /// What to poll for reading.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.pipe.as_fd()
    }

    /// What was asked since the last call.
    pub(super) fn take(&mut self) -> Asked {
        let mut bytes = [0; 64];
        while matches!(self.pipe.read(&mut bytes), Ok(n) if n > 0) {}
        let seen = |flag: &AtomicBool| flag.swap(false, Ordering::Relaxed);
        Asked {
            hangup: seen(&self.hangup),
            terminate: seen(&self.terminate),
            resumed: seen(&self.resumed),
            resized: seen(&self.resized),
        }
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
    }
}
