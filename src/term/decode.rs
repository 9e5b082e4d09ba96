//! Bytes above ASCII into characters, one byte at a time, without ever dropping one unseen.
//!
//! What is not UTF-8 is collected and judged as a run: whole GB18030 pairs mean that the client's charset is wrong.

use encoding_rs::GB18030;

use super::input::BadBytes;

/// The charset the terminal sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
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
    /// It was kept.
    Kept,
    /// It does not belong to what came before, which now counts as bad; it is still to be taken.
    Refused,
}

/// A run of bad bytes longer than this is reported in pieces.
const LONGEST_RUN: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Decoder {
    pub(super) charset: Charset,
    open: Vec<u8>,
    bad: Vec<u8>,
}

impl Decoder {
    /// Whether a character is half received.
    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Whether bad bytes wait to be reported.
    pub(super) fn has_bad(&self) -> bool {
        !self.bad.is_empty()
    }

    /// Whether so many wait that they must not wait longer.
    pub(super) fn is_full(&self) -> bool {
        self.bad.len() >= LONGEST_RUN
    }

    /// The half-received character will not be completed.
    pub(super) fn give_up(&mut self) {
        self.bad.append(&mut self.open);
    }

    /// Reports and forgets the bad bytes.
    pub(super) fn take_bad(&mut self) -> Option<BadBytes> {
        let run = std::mem::take(&mut self.bad);
        (!run.is_empty()).then(|| judge(&run))
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
                self.bad.push(b);
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
            Some(c) if !self.is_pair_of_a_run() => {
                self.open.clear();
                Step::Char(c)
            }
            _ => {
                self.give_up();
                Step::Kept
            }
        }
    }

    /// Whether two bytes that happen to be UTF-8 only go on with a run of pairs: the last character of 王秀英 in GBK is a
    /// Cyrillic letter in UTF-8, and nobody typed that.
    fn is_pair_of_a_run(&self) -> bool {
        self.charset == Charset::Utf8
            && self.open.len() == 2
            && !self.bad.is_empty()
            && gb18030(&[self.bad.as_slice(), &self.open].concat()).is_some()
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

/// A whole pasted text; what had to be guessed or given up is told beside it.
pub(super) fn text(bytes: Vec<u8>, charset: Charset) -> (String, Option<BadBytes>) {
    if charset == Charset::Gb18030
        && let Some(text) = gb18030(&bytes)
    {
        return (text, None);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(e) => {
            let bytes = e.into_bytes();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let bad = match gb18030(&bytes) {
                Some(meant) => BadBytes::Gb18030(meant),
                None => BadBytes::Unknown(text.matches('\u{FFFD}').count()),
            };
            (text, Some(bad))
        }
    }
}

fn judge(run: &[u8]) -> BadBytes {
    // Half of a UTF-8 character may look like a pair, but is more likely what it is: half of one.
    let is_half = std::str::from_utf8(run).is_err_and(|e| e.error_len().is_none());
    let meant = if is_half { None } else { gb18030(run) };
    meant.map_or(BadBytes::Unknown(run.len()), BadBytes::Gb18030)
}

fn gb18030(bytes: &[u8]) -> Option<String> {
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
}
