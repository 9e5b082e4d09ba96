//! Bytes above ASCII into characters, one byte at a time, without ever dropping one unseen.
//!
//! What is not UTF-8 is collected and judged as a run: whole GB18030 pairs mean that the client's charset is wrong. A
//! character of two bytes (a dot in a name, but also 路 or 石 in GBK) waits in the run until what follows tells which.

use encoding_rs::GB18030;

use super::input::BadBytes;

/// The charset the terminal sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    #[default]
    Utf8,
    /// GB18030, and so GBK and GB2312.
    Gb18030,
}

impl Charset {
    /// The charset of this name: `utf8`, `gb18030`, `gbk`.
    pub fn named(name: &str) -> Option<Self> {
        super::locale::named(name)
    }
}

/// What became of a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It completed a character.
    Char(char),
    Kept,
    /// It does not belong to what came before, which now counts as bad; it is still to be taken.
    Refused,
}

/// A run longer than this is judged in pieces: between pairs if there are any, and in any case at twice that.
const LONGEST_RUN: usize = 256;

/// In a run of at least so many bytes that is not UTF-8, three that happen to be a character may be pairs too.
const CERTAIN_RUN: usize = 3;

#[derive(Debug, Default)]
pub(super) struct Decoder {
    pub(super) charset: Charset,
    open: Vec<u8>,
    /// Bytes that wait to be judged together.
    run: Vec<u8>,
}

/// What a run turned out to be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Judged {
    /// What can be read in it.
    pub(super) text: String,
    pub(super) bad: Option<BadBytes>,
}

impl Decoder {
    /// Whether a character is half received.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether bytes wait to be judged.
    pub(super) fn has_run(&self) -> bool {
        !self.run.is_empty()
    }

    /// Whether what waits cannot be all that was meant.
    pub(super) fn has_bad(&self) -> bool {
        std::str::from_utf8(&self.run).is_err()
    }

    /// Whether so many wait that they must not wait longer.
    pub(super) fn is_full(&self) -> bool {
        let n = self.run.len();
        n >= 2 * LONGEST_RUN || (n >= LONGEST_RUN && gb18030(&self.run).is_some())
    }

    /// The half-received character will not be completed.
    pub(super) fn give_up(&mut self) {
        self.run.append(&mut self.open);
    }

    /// Judges and forgets the bytes that wait.
    pub(super) fn judge(&mut self) -> Option<Judged> {
        let run = std::mem::take(&mut self.run);
        (!run.is_empty()).then(|| match self.charset {
            Charset::Utf8 => judge(&run),
            Charset::Gb18030 => Judged {
                bad: Some(BadBytes::Unknown(run.len())),
                ..Judged::default()
            },
        })
    }

    /// Takes one byte: any above ASCII, and any at all while a character is open.
    pub(super) fn push(&mut self, b: u8) -> Step {
        let belongs = match (self.charset, self.open.as_slice()) {
            (Charset::Utf8, []) => matches!(b, 0xC2..=0xF4),
            (Charset::Utf8, [0xE0]) => matches!(b, 0xA0..=0xBF),
            (Charset::Utf8, [0xED]) => matches!(b, 0x80..=0x9F),
            (Charset::Utf8, [0xF0]) => matches!(b, 0x90..=0xBF),
            (Charset::Utf8, [0xF4]) => matches!(b, 0x80..=0x8F),
            (Charset::Utf8, _) => matches!(b, 0x80..=0xBF),
            (Charset::Gb18030, [] | [_, _]) => matches!(b, 0x81..=0xFE),
            (Charset::Gb18030, [_]) => matches!(b, 0x30..=0x39 | 0x40..=0x7E | 0x80..=0xFE),
            (Charset::Gb18030, _) => matches!(b, 0x30..=0x39),
        };
        if !belongs {
            if self.open.is_empty() {
                self.run.push(b);
                return Step::Kept;
            }
            self.give_up();
            return Step::Refused;
        }
        self.open.push(b);
        if !self.is_whole() {
            return Step::Kept;
        }
        let found = match self.charset {
            Charset::Utf8 => std::str::from_utf8(&self.open).ok().and_then(|s| s.chars().next()),
            Charset::Gb18030 => gb18030(&self.open).and_then(|s| s.chars().next()),
        };
        match found {
            Some(c) if !self.is_of_the_run() => {
                self.open.clear();
                Step::Char(c)
            }
            _ => {
                self.give_up();
                Step::Kept
            }
        }
    }

    /// Whether a character only happens to be UTF-8, or may: a pair (the last character of 王秀英 in GBK is a Cyrillic letter
    /// in UTF-8, the first of 石桥 one of no language here), or three bytes in the middle of pairs.
    fn is_of_the_run(&self) -> bool {
        if self.charset == Charset::Gb18030 {
            return false;
        }
        match self.open.len() {
            2 => true,
            3 => {
                self.run.len() >= CERTAIN_RUN
                    && self.has_bad()
                    && begins_with_pairs(&[self.run.as_slice(), &self.open].concat())
            }
            _ => false,
        }
    }

    fn is_whole(&self) -> bool {
        match (self.charset, self.open.as_slice()) {
            (_, []) => false,
            (Charset::Utf8, [lead, ..]) => {
                let len = match lead {
                    0xF0.. => 4,
                    0xE0.. => 3,
                    _ => 2,
                };
                self.open.len() >= len
            }
            (Charset::Gb18030, [_, second]) => *second >= 0x40,
            (Charset::Gb18030, all) => all.len() == 4,
        }
    }
}

/// A whole pasted text; what was given up is told beside it. A text in another charset is told and not taken, as when typed.
pub(super) fn text(bytes: Vec<u8>, charset: Charset) -> (String, Option<BadBytes>) {
    if charset == Charset::Gb18030
        && let Some(text) = gb18030(&bytes)
    {
        return (text, None);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(e) => e.into_bytes(),
    };
    if let Some(bad @ BadBytes::Gb18030(_)) = judge(&bytes).bad {
        return (String::new(), Some(bad));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let lost = text.matches('\u{FFFD}').count();
    (text, Some(BadBytes::Unknown(lost)))
}

/// A text with its lines ending in `\n`, and without what drives a terminal.
pub(super) fn lines(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                text.push('\n');
            }
            '\n' | '\t' => text.push(c),
            _ if c.is_control() => {}
            _ => text.push(c),
        }
    }
    text
}

fn judge(run: &[u8]) -> Judged {
    // Half of a UTF-8 character may look like a pair, but is more likely what it is: half of one.
    let is_half = std::str::from_utf8(run).is_err_and(|e| e.error_len().is_none());
    let mut found = Judged::default();
    let (mut lost, mut read) = (0, 0);
    for chunk in run.utf8_chunks() {
        let valid = chunk.valid().chars();
        read += valid.clone().map(char::len_utf8).filter(|n| *n > 2).sum::<usize>();
        found.text.extend(valid.filter(|c| !c.is_control()));
        lost += chunk.invalid().len();
    }
    if lost == 0 {
        return found;
    }
    // A line that garbles leaves more than half of the text readable.
    match gb18030(run).filter(|_| !is_half && read * 2 < run.len()) {
        Some(meant) => Judged {
            bad: Some(BadBytes::Gb18030(meant)),
            ..Judged::default()
        },
        None => Judged {
            bad: Some(BadBytes::Unknown(lost)),
            ..found
        },
    }
}

/// Whether bytes are whole pairs, or whole pairs and the first byte of one more.
fn begins_with_pairs(bytes: &[u8]) -> bool {
    let and_a_half = || {
        bytes
            .split_last()
            .is_some_and(|(last, rest)| matches!(last, 0x81..=0xFE) && gb18030(rest).is_some())
    };
    gb18030(bytes).is_some() || and_a_half()
}

fn gb18030(bytes: &[u8]) -> Option<String> {
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}
