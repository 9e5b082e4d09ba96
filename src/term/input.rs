//! What comes from the terminal, as values. Nothing here knows a byte.

use crossterm::event::KeyEvent;

/// One thing that happened at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key that is not text; Shift is only told where there is no character.
    ///
    /// Enter, Tab and Backspace carry no modifiers unless Alt: terminals disagree on them, so nothing may depend on one.
    Key(KeyEvent),
    /// Printable characters as typed: one, or a run that came at once (an input method commits several). Screens of
    /// commands take them one by one with [`Input::chars`].
    Text(String),
    /// Pasted text, lines ending in `\n`. Some terminals send what an input method commits this way too.
    Paste(String),
    /// The screen has another size.
    Resize { cols: u16, rows: u16 },
    /// The line is gone, or so the system says: save and go.
    Hangup,
    /// Asked to end (SIGTERM, SIGINT, SIGQUIT).
    Terminate,
    /// Running again after a stop: everything has to be drawn anew.
    Resumed,
    /// Bytes that are not UTF-8: the terminal has another charset, or the line garbles.
    BadBytes(BadBytes),
    /// An answer of the terminal to a question.
    Report(Report),
    /// The terminal has answered what it is, or has not in good time; see `Terminal::caps`.
    Probed,
    /// The bytes behind the inputs since the last of these, where they were asked for (`Terminal::set_echo`). With no input
    /// before it, they are a sequence nobody knows, which was left out whole.
    Echo(Echo),
}

impl Input {
    /// The characters of typed text, one by one; nothing for everything else.
    #[cfg(any(test, feature = "rings"))]
    pub fn chars(&self) -> impl Iterator<Item = char> + '_ {
        let text = match self {
            Self::Text(text) => text.as_str(),
            _ => "",
        };
        text.chars()
    }
}

/// Bytes as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Echo {
    /// The first of them.
    pub bytes: Vec<u8>,
    /// How many there were.
    pub of: usize,
}

/// What bytes that are not UTF-8 look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadBytes {
    /// Whole GB18030 pairs: the client's charset is wrong, and this is what was meant.
    Gb18030(String),
    /// Nothing known; how many bytes were lost.
    Unknown(usize),
}

/// An answer of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    /// Where the cursor is, from 1.
    Cursor { row: u16, col: u16 },
    /// The primary device attributes: every terminal answers this, so it ends a probe.
    Primary(Attributes),
    /// It can name Esc, and keys with something held, by sequences of their own.
    Explicit,
    /// The secondary device attributes.
    Secondary { kind: u16, version: u16 },
}

/// The numbers of a terminal's primary device attributes: what it says it can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    list: [u16; Self::MOST],
    n: u8,
}

impl Attributes {
    /// More are not kept.
    pub const MOST: usize = 8;

    /// From the numbers as they came.
    pub fn new(numbers: impl IntoIterator<Item = u16>) -> Self {
        let mut all = Self::default();
        for (slot, number) in all.list.iter_mut().zip(numbers) {
            *slot = number;
            all.n += 1;
        }
        all
    }

    /// The numbers of an answer in the order they came.
    pub fn list(&self) -> &[u16] {
        self.list.get(..usize::from(self.n)).unwrap_or_default()
    }
}
