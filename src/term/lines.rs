//! Standard input for the line mode: an ordinary stream of bytes that also ends when the system asks the program to go,
//! so that what was typed is kept before it does.

use std::io::{self, Read};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;

use super::error::TermError;
use super::signals::Signals;

/// Standard input until it ends, the line is cut or the program is asked to end.
#[derive(Debug)]
pub struct LineInput {
    signals: Signals,
    over: bool,
}

impl LineInput {
    /// Takes hold of the signals.
    ///
    /// # Errors
    /// The system gives no more handlers or sockets.
    pub fn open() -> Result<Self, TermError> {
        Ok(Self {
            signals: Signals::open()?,
            over: false,
        })
    }
}

impl Read for LineInput {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            let asked = self.signals.take();
            self.over |= asked.hangup || asked.terminate;
            if self.over {
                return Ok(0);
            }
            let mut both = [
                PollFd::from_borrowed_fd(stdin(), PollFlags::IN),
                PollFd::from_borrowed_fd(self.signals.fd(), PollFlags::IN),
            ];
            match poll(&mut both, None) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(e) => return Err(e.into()),
            }
            let [input, _] = both;
            if input.revents().is_empty() {
                continue;
            }
            match rustix::io::read(stdin(), &mut *room) {
                Err(Errno::INTR | Errno::AGAIN) => {}
                // What a terminal says that has gone.
                Err(Errno::IO) => return Ok(0),
                Err(e) => return Err(e.into()),
                Ok(n) => return Ok(n),
            }
        }
    }
}
