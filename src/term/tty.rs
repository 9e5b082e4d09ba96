//! The line itself: raw mode and back, reading, writing without ever waiting for a slow reader.
//!
//! Whatever ends the program (drop, panic, error), the terminal is put back in one write. A line that is gone is never
//! written to. Output goes through a descriptor of our own: making the shared one non-blocking would
//! leave the shell behind us with it.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::panic::PanicHookInfo;
use std::sync::{Mutex, Once, PoisonError};
use std::thread::ThreadId;
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode, window_size};
use rustix::fs::{Mode, OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};
use rustix::termios::{isatty, tcgetattr, tcgetpgrp, tcgetwinsize, ttyname};

use super::error::{Stream, TermError};
use super::watch::{self, Want};

/// The other screen, marked pastes, no wrapping.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[m";
/// The way back. Where there is no other screen, it is at least empty and the prompt comes at its end.
const LEAVE: &[u8] = b"\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[2J\x1b[999H\x1b[?1049l";
/// Esc, and keys with something held, come as sequences of their own on our screen; and no longer.
pub(super) const NAME_KEYS: &str = "\x1b[=1;1u";
const NAME_NO_KEYS: &[u8] = b"\x1b[=0;1u";
/// No screen is larger, whatever the line says: one of all that two bytes can say would not fit into the memory.
const LARGEST: (u16, u16) = (1000, 500);
/// How long a blocked line may hold up the way back.
const PATIENCE: Duration = Duration::from_millis(300);

/// What has to be put back; the modes of the line lie with crossterm, which knows no panics and no thread to ask for.
struct Before {
    flags: Option<OFlags>,
    /// It was asked to name its keys.
    names_keys: bool,
    owner: ThreadId,
}

/// There is one terminal in a process, and a panic has to find it.
static BEFORE: Mutex<Option<Before>> = Mutex::new(None);
/// The panic hook is set once in a process.
static HOOK: Once = Once::new();

/// What a read from the terminal came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Got {
    Bytes(usize),
    Nothing,
    Gone,
}

/// The line in our hands.
#[derive(Debug)]
pub(super) struct Tty {
    out: OwnedFd,
    /// What the line has not taken yet of a frame that has begun.
    tail: Vec<u8>,
    sent: u64,
    is_gone: bool,
}

impl Tty {
    /// Takes the terminal; `more` goes out in the same write.
    pub(super) fn open(more: &str) -> Result<Self, TermError> {
        for (is_tty, stream) in [(isatty(stdin()), Stream::Input), (isatty(stdout()), Stream::Output)] {
            if !is_tty {
                return Err(TermError::NoTty(stream));
            }
        }
        let mut before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
        if before.is_some() {
            return Err(TermError::InUse);
        }
        let (out, flags) = own_output()?;
        *before = Some(Before {
            flags,
            names_keys: false,
            owner: std::thread::current().id(),
        });
        drop(before);
        watch_panics();
        // From here on a failure drops `tty` and so puts everything back.
        let mut tty = Self {
            out,
            tail: Vec::new(),
            sent: 0,
            is_gone: false,
        };
        tty.take_hold(more)?;
        Ok(tty)
    }

    /// Raw mode and our screen; again after a stop.
    pub(super) fn take_hold(&mut self, more: &str) -> Result<(), TermError> {
        // After a stop the line is in somebody else's modes while crossterm takes it for raw and would do nothing: off, then on.
        // Neither call throws away what was typed before we were ready.
        disable_raw_mode()
            .and_then(|()| enable_raw_mode())
            .map_err(TermError::doing("raw mode"))?;
        self.write_frame(format!("{ENTER}{more}").as_bytes());
        Ok(())
    }

    /// Asks the terminal to name every key; the way back takes it back.
    pub(super) fn name_keys(&mut self) {
        if let Some(before) = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            before.names_keys = true;
        }
        self.write_frame(NAME_KEYS.as_bytes());
    }

    /// Columns and rows. Serial lines and some scripts say 0x0; then the environment may know, or nobody does. crossterm's
    /// `size` would start a child there.
    pub(super) fn size(env: &dyn Fn(&str) -> Option<String>) -> Option<(u16, u16)> {
        // crossterm asks the terminal that belongs to us; a desk that was put on another one asks that.
        let told = match tcgetpgrp(stdout()) {
            Ok(_) => window_size().map_or((0, 0), |s| (s.columns, s.rows)),
            Err(_) => tcgetwinsize(stdout()).map_or((0, 0), |s| (s.ws_col, s.ws_row)),
        };
        let or = |n: u16, name: &str| match n {
            0 => env(name).and_then(|v| v.trim().parse().ok()).filter(|n| *n > 0),
            n => Some(n),
        };
        let (cols, rows) = (or(told.0, "COLUMNS")?, or(told.1, "LINES")?);
        Some((cols.min(LARGEST.0), rows.min(LARGEST.1)))
    }

    /// What to poll for input.
    pub(super) fn input() -> BorrowedFd<'static> {
        stdin()
    }

    /// What to poll for output.
    pub(super) fn output(&self) -> BorrowedFd<'_> {
        self.out.as_fd()
    }

    /// One read; to be called when poll says that there is something.
    pub(super) fn read(&mut self, bytes: &mut [u8]) -> Got {
        match rustix::io::read(stdin(), bytes) {
            Ok(0) => {
                self.is_gone = true;
                Got::Gone
            }
            Ok(n) => Got::Bytes(n),
            Err(Errno::INTR | Errno::AGAIN) => Got::Nothing,
            Err(_) => {
                self.is_gone = true;
                Got::Gone
            }
        }
    }

    /// The line was found to be gone.
    pub(super) fn lose(&mut self) {
        self.is_gone = true;
    }

    /// Whether the line is gone.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone
    }

    /// Bytes the line has taken.
    pub(super) fn sent(&self) -> u64 {
        self.sent
    }

    /// Whether a frame may be given: the one before has gone out whole.
    pub(super) fn writable(&self) -> bool {
        self.tail.is_empty() && !self.is_gone
    }

    /// Sends one frame. What the line does not take now follows by [`Tty::flush`]; it is never thrown away, because a
    /// sequence cut in half would garble the next.
    pub(super) fn write_frame(&mut self, bytes: &[u8]) {
        if bytes.is_empty() || self.is_gone {
            return;
        }
        if !self.tail.is_empty() {
            self.tail.extend_from_slice(bytes);
            self.flush();
            return;
        }
        let n = self.write(bytes);
        self.tail.extend(bytes.get(n..).unwrap_or_default());
    }

    /// Sends what is left of a frame.
    pub(super) fn flush(&mut self) {
        let tail = std::mem::take(&mut self.tail);
        let n = self.write(&tail);
        self.tail.extend(tail.get(n..).unwrap_or_default());
    }

    /// What the line takes without waiting; all of it, as far as anybody cares, when the line is gone.
    fn write(&mut self, bytes: &[u8]) -> usize {
        let mut done = 0;
        while let Some(rest) = bytes.get(done..).filter(|r| !r.is_empty()) {
            match rustix::io::write(&self.out, rest) {
                Ok(n) if n > 0 => {
                    done += n;
                    self.sent += n as u64;
                }
                Err(Errno::INTR) => {}
                Ok(_) | Err(Errno::AGAIN) => break,
                Err(_) => {
                    self.is_gone = true;
                    return bytes.len();
                }
            }
        }
        done
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        put_back();
    }
}

/// A non-blocking descriptor of the terminal; failing that, the shared one made so, with its flags to put back.
fn own_output() -> Result<(OwnedFd, Option<OFlags>), TermError> {
    let flags = OFlags::WRONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    if let Ok(path) = ttyname(stdout(), Vec::new())
        && let Ok(fd) = rustix::fs::open(path.as_c_str(), flags, Mode::empty())
    {
        return Ok((fd, None));
    }
    // After `su` the device belongs to somebody else.
    let shared = stdout().try_clone_to_owned().map_err(TermError::doing("dup"))?;
    let before = fcntl_getfl(&shared).map_err(TermError::doing("fcntl"))?;
    fcntl_setfl(&shared, before | OFlags::NONBLOCK).map_err(TermError::doing("fcntl"))?;
    Ok((shared, Some(before)))
}

/// Puts the terminal back, once; writes nothing to a line that is gone.
fn put_back() {
    let Some(before) = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take() else {
        return;
    };
    if tcgetattr(stdout()).is_ok() {
        let all = if before.names_keys {
            [NAME_NO_KEYS, LEAVE].concat()
        } else {
            LEAVE.to_vec()
        };
        let mut rest = all.as_slice();
        while !rest.is_empty() {
            let ready = watch::wait(&[(stdout(), Want::Write)], Some(PATIENCE));
            if ready.first().is_none_or(|r| !r.write || r.gone) {
                break;
            }
            match rustix::io::write(stdout(), rest) {
                Ok(n) if n > 0 => rest = rest.get(n..).unwrap_or_default(),
                Err(Errno::INTR | Errno::AGAIN) => {}
                _ => break,
            }
        }
    }
    if let Some(flags) = before.flags {
        let _ = fcntl_setfl(stdout(), flags);
    }
    // With its line gone crossterm would turn to `/dev/tty`, which may be another.
    if isatty(stdin()) {
        let _ = disable_raw_mode();
    }
}

/// A panic of the thread that owns the terminal puts it back before anything is said. Another thread's message would
/// be printed into the screen: it is kept back, whoever joins the thread tells of it.
fn watch_panics() {
    HOOK.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |what| match owner() {
            Some(id) if id != std::thread::current().id() => {}
            Some(_) => {
                put_back();
                print(what);
            }
            None => print(what),
        }));
    });
}

/// From here on `note` is called at each panic of any thread, and nothing is printed: the message of a panic may hold
/// what somebody has typed. A terminal in the hands of the panicking thread is put back first.
pub fn note_panics(note: fn(&PanicHookInfo<'_>)) {
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(move |what| {
            if owner() == Some(std::thread::current().id()) {
                put_back();
            }
            note(what);
        }));
    });
}

fn owner() -> Option<ThreadId> {
    let before = BEFORE.lock().unwrap_or_else(PoisonError::into_inner);
    before.as_ref().map(|b| b.owner)
}
