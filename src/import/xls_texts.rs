//! The texts that cells of an old workbook share, of which parts may be struck out by fonts of their own: its reader hands on the
//! letters alone. They lie in one record of the book that goes on in as many others as it needs, cut anywhere.

use std::collections::BTreeMap;

use super::struck::Struck;
use super::xls_extent::u16_at;

/// The list of texts.
const LIST: u16 = 0x00FC;
/// What goes on with the record before it.
const MORE: u16 = 0x003C;
/// Texts that are looked at; no sheet has as many cells.
const MOST: u32 = 10_000_000;

/// Texts that cells share: as they lie in the book, and once one is asked for those with anything struck out.
#[derive(Debug, Default)]
pub(super) struct Texts {
    records: Vec<Vec<u8>>,
    is_list: bool,
    struck: Option<BTreeMap<u32, Struck>>,
}

impl Texts {
    /// A record of the book.
    pub(super) fn put(&mut self, kind: u16, body: &[u8]) {
        self.is_list = kind == LIST || kind == MORE && self.is_list;
        if self.is_list {
            self.records.push(body.to_vec());
        }
    }

    /// What is struck out of a text and what is not, where anything is. `fonts` says which strike out.
    pub(super) fn struck(&mut self, text: u32, fonts: &[bool]) -> Option<Struck> {
        // Most books strike nothing out.
        if !fonts.contains(&true) {
            return None;
        }
        let records = std::mem::take(&mut self.records);
        self.struck
            .get_or_insert_with(|| read(&records, fonts))
            .get(&text)
            .cloned()
    }
}

/// Whether a font of a run strikes out. Nobody has a fourth font: they are counted past it.
fn is_struck(fonts: &[bool], font: u16) -> bool {
    let place = usize::from(font) - usize::from(font > 4);
    fonts.get(place).copied().unwrap_or_default()
}

/// From which letter on which font.
type Runs = Vec<(u16, u16)>;

/// A place in the records.
struct Reader<'r> {
    records: &'r [Vec<u8>],
    record: usize,
    at: usize,
}

impl Reader<'_> {
    /// The next byte, in this record or the one that goes on with it.
    fn byte(&mut self) -> Option<u8> {
        loop {
            let record = self.records.get(self.record)?;
            if let Some(byte) = record.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            self.record += 1;
            self.at = 0;
        }
    }

    fn word(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn double(&mut self) -> Option<u32> {
        Some(u32::from(self.word()?) | u32::from(self.word()?) << 16)
    }

    /// Letters of one byte or two. Where a record ends among them the next says anew which.
    fn letters(&mut self, count: u16, mut is_wide: bool) -> Option<Vec<u16>> {
        let mut out = Vec::new();
        for _ in 0..count {
            let record = self.records.get(self.record)?;
            if self.at >= record.len() {
                (self.record, self.at) = (self.record + 1, 0);
                is_wide = self.byte()? & 1 == 1;
            }
            out.push(if is_wide { self.word()? } else { u16::from(self.byte()?) });
        }
        Some(out)
    }

    /// One text, with its runs.
    fn text(&mut self) -> Option<(Vec<u16>, Runs)> {
        let (count, marks) = (self.word()?, self.byte()?);
        let runs = if marks & 8 == 0 { 0 } else { self.word()? };
        let beyond = if marks & 4 == 0 { 0 } else { self.double()? };
        let letters = self.letters(count, marks & 1 == 1)?;
        let runs = (0..runs)
            .map(|_| Some((self.word()?, self.word()?)))
            .collect::<Option<_>>()?;
        for _ in 0..beyond {
            self.byte()?;
        }
        Some((letters, runs))
    }
}

/// The texts with anything struck out, by their place, as far as the list can be followed.
fn read(records: &[Vec<u8>], fonts: &[bool]) -> BTreeMap<u32, Struck> {
    let mut reader = Reader {
        records,
        record: 0,
        at: 0,
    };
    let mut out = BTreeMap::new();
    let Some(count) = reader.double().and_then(|_| reader.double()) else {
        return out;
    };
    for place in 0..count.min(MOST) {
        let Some((letters, runs)) = reader.text() else { break };
        out.extend(apart(&letters, &runs, fonts).map(|said| (place, said)));
    }
    out
}

/// A text apart by what its runs strike out; before the first run it looks as its cell does.
fn apart(letters: &[u16], runs: &[(u16, u16)], fonts: &[bool]) -> Option<Struck> {
    let (mut rest, mut out, mut runs) = (Vec::new(), Vec::new(), runs.iter().peekable());
    let mut strikes = false;
    for (at, letter) in letters.iter().enumerate() {
        while let Some((_, font)) = runs.next_if(|(from, _)| usize::from(*from) <= at) {
            strikes = is_struck(fonts, *font);
        }
        if strikes { &mut out } else { &mut rest }.push(*letter);
    }
    let (rest, out) = (String::from_utf16_lossy(&rest), String::from_utf16_lossy(&out));
    (!out.trim().is_empty()).then_some(Struck { rest, out })
}

/// Whether any run of a text that lies in its cell strikes out. Its letters are of a charset of their own in the oldest books,
/// so that the cell is struck out as a whole, and its words are shown to the person.
pub(super) fn strikes(body: &[u8], fonts: &[bool]) -> bool {
    let found = || {
        let length = usize::from(u16_at(body, 6)?);
        let said = body.get(8..)?;
        let runs = said.get(length..).filter(|rest| {
            let count = rest.first().map(|count| usize::from(*count));
            count.is_some_and(|count| rest.len() == 1 + 2 * count)
        });
        if let Some(runs) = runs {
            let fonts_of = runs.get(1..)?.chunks_exact(2).filter_map(|run| run.get(1).copied());
            return Some(fonts_of.map(u16::from).collect::<Vec<_>>());
        }
        let wide = usize::from(said.first()? & 1) + 1;
        let runs = said.get(1 + length * wide + 2..)?;
        Some(runs.chunks_exact(4).filter_map(|run| u16_at(run, 2)).collect())
    };
    found().is_some_and(|all| all.into_iter().any(|font| is_struck(fonts, font)))
}
