//! A line as it is typed at a terminal that draws nothing: taken byte by byte, taken back character by character, shown as
//! it grows.

use std::collections::VecDeque;

use super::Charset;
use crate::cells;

/// Stands in a line for a line end that was pasted: it ends nothing.
pub const PASTED_END: u8 = 0x0b;

/// What is being typed.
#[derive(Debug)]
pub(super) struct LineEdit {
    charset: Charset,
    line: Vec<u8>,
    sequence: Sequence,
    pasting: bool,
}

/// How far a sequence of a key has come.
#[derive(Debug, Default, PartialEq, Eq)]
enum Sequence {
    #[default]
    None,
    Begun,
    /// One more byte ends it.
    Short,
    /// Parameters so far.
    Long(Vec<u8>),
}

impl LineEdit {
    pub(super) fn new(charset: Charset) -> Self {
        Self {
            charset,
            line: Vec::new(),
            sequence: Sequence::None,
            pasting: false,
        }
    }

    /// What stands there without a line end.
    pub(super) fn rest(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.line)
    }

    /// Takes a byte; lines that are done go to `done`, what is to be seen to `shown`. True at the end of the input.
    pub(super) fn take(&mut self, byte: u8, done: &mut VecDeque<u8>, shown: &mut Vec<u8>) -> bool {
        if self.in_sequence(byte) {
            return false;
        }
        match byte {
            0x1b => self.sequence = Sequence::Begun,
            b'\r' | b'\n' if self.pasting => {
                self.line.push(PASTED_END);
                shown.push(b'\n');
            }
            b'\r' | b'\n' => {
                done.extend(self.rest());
                done.push_back(b'\n');
                shown.push(b'\n');
            }
            // Backspace as terminals send it, Ctrl-W, Ctrl-U.
            0x7f | 0x08 => self.take_back(shown),
            0x17 => {
                while self.line.last() == Some(&b' ') {
                    self.take_back(shown);
                }
                while self.line.last().is_some_and(|last| *last != b' ') {
                    self.take_back(shown);
                }
            }
            0x15 => {
                while !self.line.is_empty() {
                    self.take_back(shown);
                }
            }
            // Ctrl-D ends the input where nothing is typed.
            0x04 => return self.line.is_empty(),
            // Ctrl-R shows the line anew.
            0x12 => {
                shown.push(b'\n');
                shown.extend(&self.line);
            }
            b'\t' => {
                self.line.push(b' ');
                shown.push(b' ');
            }
            0..0x20 => {}
            byte => {
                self.line.push(byte);
                shown.push(byte);
            }
        }
        false
    }

    /// Whether a byte belongs to the sequence of a key, which types nothing.
    fn in_sequence(&mut self, byte: u8) -> bool {
        match std::mem::take(&mut self.sequence) {
            Sequence::None => return false,
            Sequence::Begun => match byte {
                b'[' => self.sequence = Sequence::Long(Vec::new()),
                b'O' => self.sequence = Sequence::Short,
                // A lone escape.
                _ => return false,
            },
            Sequence::Short => {}
            Sequence::Long(mut so_far) => match byte {
                b' '..=b'?' if so_far.len() < 32 => {
                    so_far.push(byte);
                    self.sequence = Sequence::Long(so_far);
                }
                b'~' if so_far == b"200" => self.pasting = true,
                b'~' if so_far == b"201" => self.pasting = false,
                _ => {}
            },
        }
        true
    }

    /// Takes the last character back, as it is read, and as many cells of the screen as it has.
    fn take_back(&mut self, shown: &mut Vec<u8>) {
        let (bytes, cells) = self.last();
        self.line.truncate(self.line.len().saturating_sub(bytes));
        for _ in 0..cells {
            shown.extend(b"\x08 \x08");
        }
    }

    /// Bytes and cells of the last character.
    fn last(&self) -> (usize, usize) {
        if self.line.last() == Some(&PASTED_END) {
            return (1, 0);
        }
        match self.charset {
            Charset::Utf8 => {
                let tail = self.line.len().saturating_sub(64);
                let text = String::from_utf8_lossy(self.line.get(tail..).unwrap_or_default());
                match cells::graphemes(&text).last() {
                    Some(g) if !g.contains(char::REPLACEMENT_CHARACTER) => (g.len(), cells::of(g)),
                    Some(_) => (1, 1),
                    None => (0, 0),
                }
            }
            Charset::Gb18030 => {
                let (mut at, mut last) = (0, (0, 0));
                while let Some(lead) = self.line.get(at) {
                    let long = self.line.get(at + 1).is_some_and(u8::is_ascii_digit);
                    last = match lead {
                        0..0x80 => (1, 1),
                        _ if long => (4, 2),
                        _ => (2, 2),
                    };
                    at += last.0;
                }
                last
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(charset: Charset, bytes: &[u8]) -> (Vec<u8>, Vec<u8>) {
        let (mut edit, mut done, mut shown) = (LineEdit::new(charset), VecDeque::new(), Vec::new());
        for byte in bytes {
            edit.take(*byte, &mut done, &mut shown);
        }
        (done.into(), shown)
    }

    fn line(bytes: &[u8]) -> String {
        String::from_utf8(typed(Charset::Utf8, bytes).0).unwrap()
    }

    #[test]
    fn a2_backspace_takes_a_whole_character_and_its_cells() {
        assert_eq!(line("路灯\x7f桥e\u{301}\x7fx\r".as_bytes()), "路桥x\n");
        let (done, shown) = typed(Charset::Utf8, "路灯\x7f\r".as_bytes());
        assert_eq!(done, "路\n".as_bytes());
        assert_eq!(shown, "路灯\x08 \x08\x08 \x08\n".as_bytes());
        assert_eq!(line(b"\x7f\x7fa b c\x17\x17d\r"), "a d\n");
        assert_eq!(line("整行不要\x15另写\r".as_bytes()), "另写\n");
        let gb = encoding_rs::GB18030.encode("路灯𠮷\x7f\x7f桥\r").0.into_owned();
        let (done, _) = typed(Charset::Gb18030, &gb);
        assert_eq!(encoding_rs::GB18030.decode(&done).0, "路桥\n");
    }

    #[test]
    fn a2_a_line_has_no_end_but_its_own() {
        let long = "路灯不亮".repeat(5_000);
        assert_eq!(line(format!("{long}\r").as_bytes()), format!("{long}\n"));
    }

    #[test]
    fn a2_line_ends_that_were_pasted_end_nothing() {
        assert_eq!(line(b"\x1b[200~a\r\nb\n\x1b[201~c\r"), "a\u{b}\u{b}b\u{b}c\n");
        assert_eq!(line(b"\x1b[A\x1bOP\x1b[1;5Cx\r"), "x\n", "keys type nothing");
    }

    #[test]
    fn ctrl_d_ends_the_input_only_where_nothing_is_typed() {
        let (mut edit, mut done, mut shown) = (LineEdit::new(Charset::Utf8), VecDeque::new(), Vec::new());
        assert!(edit.take(4, &mut done, &mut shown));
        edit.take(b'a', &mut done, &mut shown);
        assert!(!edit.take(4, &mut done, &mut shown));
        assert_eq!(edit.rest(), b"a");
    }
}
