//! Standard input for the line mode: an ordinary stream of bytes that also ends when the system asks the program to go,
//! so that what was typed is kept before it does.
//!
//! On a terminal lines are edited here and not by the kernel. It holds no more of a line than 4,095 bytes and says nothing of
//! the rest, and without a flag that not every login sets it takes a Han character back by a third.

use std::collections::VecDeque;
use std::io::{self, Read};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, isatty, tcgetattr, tcsetattr};

use super::Charset;
use super::error::TermError;
use super::line_edit::LineEdit;
use super::signals::Signals;

/// A client that knows them puts marks around what is pasted.
const MARK_PASTES: &[u8] = b"\x1b[?2004h";
const NO_MARKS: &[u8] = b"\x1b[?2004l";

/// Standard input until it ends, the line is cut or the program is asked to end.
#[derive(Debug)]
pub struct LineInput {
    signals: Signals,
    over: bool,
    edit: Option<Edited>,
}

/// A terminal whose lines are edited here, and how it was before.
#[derive(Debug)]
struct Edited {
    before: Termios,
    line: LineEdit,
    /// Bytes of lines that are done.
    done: VecDeque<u8>,
    marks_pastes: bool,
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
            edit: None,
        })
    }

    /// Edits the lines of a terminal here, in its charset; whatever else the input is stays as it is. `marks_pastes` asks for
    /// marks around what is pasted, which a terminal that can do nothing would print.
    #[must_use]
    pub fn editing(mut self, charset: Charset, marks_pastes: bool) -> Self {
        let Some(before) = isatty(stdin()).then(|| tcgetattr(stdin()).ok()).flatten() else {
            return self;
        };
        let mut raw = before.clone();
        raw.local_modes
            .remove(LocalModes::ICANON | LocalModes::ECHO | LocalModes::IEXTEN);
        raw.special_codes[SpecialCodeIndex::VMIN] = 1;
        raw.special_codes[SpecialCodeIndex::VTIME] = 0;
        if tcsetattr(stdin(), OptionalActions::Now, &raw).is_err() {
            return self;
        }
        if marks_pastes {
            echo(MARK_PASTES);
        }
        self.edit = Some(Edited {
            before,
            line: LineEdit::new(charset),
            done: VecDeque::new(),
            marks_pastes,
        });
        self
    }

    /// Waits for bytes; none at the end.
    fn wait(&mut self, room: &mut [u8]) -> io::Result<usize> {
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

impl Read for LineInput {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(edit) = &mut self.edit else {
                return self.wait(room);
            };
            if !edit.done.is_empty() {
                return edit.done.read(room);
            }
            if self.over {
                return Ok(0);
            }
            let mut typed = [0; 4096];
            let n = self.wait(&mut typed)?;
            let Some(edit) = &mut self.edit else { continue };
            if n == 0 {
                // What stood there without a line end is part of it.
                self.over = true;
                edit.done.extend(edit.line.rest());
                continue;
            }
            let mut shown = Vec::new();
            for byte in typed.iter().take(n) {
                let is_over = edit.line.take(*byte, &mut edit.done, &mut shown);
                self.over |= is_over;
            }
            echo(&shown);
        }
    }
}

impl Drop for LineInput {
    fn drop(&mut self) {
        if let Some(edit) = &self.edit {
            if edit.marks_pastes {
                echo(NO_MARKS);
            }
            // Fails only for a terminal that has gone.
            let _ = tcsetattr(stdin(), OptionalActions::Now, &edit.before);
        }
    }
}

/// Shows on the terminal that is typed at. One that has gone shows nothing.
fn echo(mut bytes: &[u8]) {
    while !bytes.is_empty() {
        match rustix::io::write(stdin(), bytes) {
            Ok(n) if n > 0 => bytes = bytes.get(n..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            _ => return,
        }
    }
}
