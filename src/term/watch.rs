//! Sleeping until something happens: one poll on the line, the signals, the workers and whatever else is given.
//!
//! Nothing here wakes up by itself; an idle desk costs no processor time at all.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use rustix::event::{EventfdFlags, PollFd, PollFlags, Timespec, eventfd, poll};

use super::error::TermError;

/// Wakes the sleeping terminal from any thread.
#[derive(Clone, Debug)]
pub struct Waker(Arc<OwnedFd>);

impl Waker {
    /// One for a terminal to be; see [`super::Terminal::open_with`].
    pub fn open() -> Result<Self, TermError> {
        let fd = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC).map_err(TermError::doing("wake pipe"))?;
        Ok(Self(Arc::new(fd)))
    }

    /// Makes the present or next sleep end at once. Any number of calls before it make one wake-up.
    pub fn wake(&self) {
        // It can only fail when the counter is full, and then a wake-up is due anyway.
        let _ = rustix::io::write(&*self.0, &1_u64.to_ne_bytes());
    }

    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    /// Forgets the calls so far; true when there were any.
    pub(super) fn take(&self) -> bool {
        rustix::io::read(&*self.0, &mut [0_u8; 8]).is_ok()
    }
}

/// What to sleep on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    Read,
    Write,
    Nothing,
}

/// What one descriptor is ready for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ready {
    pub(super) read: bool,
    pub(super) write: bool,
    pub(super) gone: bool,
}

impl Ready {
    /// Whether anything happened to it.
    pub(super) fn is_any(self) -> bool {
        self.read || self.write || self.gone
    }
}

/// Sleeps until one of the descriptors is ready, a signal comes, or the time is over; one answer for each descriptor.
pub(super) fn wait(wants: &[(BorrowedFd<'_>, Want)], timeout: Option<Duration>) -> Vec<Ready> {
    // One that is not wanted must not be polled at all: a line that is gone would end every sleep at once.
    let mut fds: Vec<PollFd<'_>> = wants
        .iter()
        .filter(|(_, want)| *want != Want::Nothing)
        .map(|(fd, want)| {
            let flags = if *want == Want::Read {
                PollFlags::IN
            } else {
                PollFlags::OUT
            };
            PollFd::from_borrowed_fd(*fd, flags)
        })
        .collect();
    let timeout = timeout.map(|t| Timespec {
        tv_sec: i64::try_from(t.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: i64::from(t.subsec_nanos()),
    });
    // With open descriptors only a signal can fail it, and that one comes by its pipe.
    let is_valid = poll(&mut fds, timeout.as_ref()).is_ok();
    let mut answers = fds.iter().map(PollFd::revents);
    wants
        .iter()
        .map(|(_, want)| {
            if *want == Want::Nothing || !is_valid {
                return Ready::default();
            }
            let found = answers.next().unwrap_or(PollFlags::empty());
            Ready {
                read: found.contains(PollFlags::IN),
                write: found.contains(PollFlags::OUT),
                gone: found.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
            }
        })
        .collect()
}
