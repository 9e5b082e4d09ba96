//! How the cells of an old workbook show a date, and which of them are struck out, which its reader does not tell: the format of
//! the number and the font stand apart, in lists of the book that another list of the book points into, and each cell points into
//! that one.

use std::collections::{BTreeMap, BTreeSet};

use super::struck::Cells;
use super::xls_extent::{of_book, u16_at, u32_at};
use super::xls_texts::{Texts, strikes};

/// The formats of a book.
#[derive(Debug, Default)]
pub(super) struct Formats {
    /// As they are written out, by their numbers.
    codes: BTreeMap<u16, String>,
    /// The number of the format, by what cells point at.
    looks: Vec<u16>,
    /// Whether a font strikes out, in their order.
    fonts: Vec<bool>,
    /// Whether what cells point at strikes out.
    strikes: Vec<bool>,
    /// The cells that are struck out, by sheet and row, columns counted from 0.
    struck: BTreeMap<String, BTreeMap<u32, BTreeSet<usize>>>,
    /// The texts that cells share.
    texts: Texts,
    /// The cells of which a part is struck out, by sheet.
    parts: BTreeMap<String, Cells>,
    /// What the cells with a number point at, by sheet, row and column counted from 0; of those alone whose look is no plain one.
    cells: BTreeMap<String, BTreeMap<(u32, u32), u16>>,
}

impl Formats {
    /// Of a book as it lies in the file.
    pub(super) fn of(data: &[u8]) -> Self {
        let mut found = Self::default();
        of_book(data, &mut |sheet, kind, body| match (sheet, kind) {
            (None, 0x041E) => found.codes.extend(u16_at(body, 0).zip(body.get(2..).map(code))),
            (None, 0x0031) => found.fonts.extend(u16_at(body, 2).map(|marks| marks & 0x08 != 0)),
            (None, 0x00E0) => {
                found.looks.extend(u16_at(body, 2));
                // Nobody has a fourth font: they are counted past it.
                let font = u16_at(body, 0).map(|font| usize::from(font) - usize::from(font > 4));
                let strikes = font.and_then(|font| found.fonts.get(font).copied());
                found.strikes.push(strikes.unwrap_or_default());
            }
            (None, kind) => found.texts.put(kind, body),
            // A text, one that lies apart, one with parts of their own look.
            (Some(sheet), 0x0204) => found.strike(sheet, body, (0, 4)),
            (Some(sheet), 0x00FD) => {
                found.strike(sheet, body, (0, 4));
                found.share(sheet, body);
            }
            (Some(sheet), 0x00D6) => {
                found.strike(sheet, body, (0, 4));
                if strikes(body, &found.fonts) {
                    found.mark(sheet, body, 0);
                }
            }
            // A number, a short one, what a formula came to.
            (Some(sheet), 0x0203 | 0x027E | 0x0006) => found.put(sheet, body, (0, 4)),
            // Short ones side by side, six bytes each.
            (Some(sheet), 0x00BD) => {
                for (at, after) in (4..body.len().saturating_sub(2)).step_by(6).zip(0..) {
                    found.put(sheet, body, (after, at));
                }
            }
            _ => {}
        });
        found
    }

    /// Notes whether a cell is struck out, so many columns after the one its record names.
    fn strike(&mut self, sheet: &str, body: &[u8], (after, at): (u32, usize)) {
        let strikes = u16_at(body, at).and_then(|look| self.strikes.get(usize::from(look)).copied());
        if strikes == Some(true) {
            self.mark(sheet, body, after);
        }
    }

    /// Notes that a cell is struck out, so many columns after the one its record names.
    fn mark(&mut self, sheet: &str, body: &[u8], after: u32) {
        if let Some((row, first)) = u16_at(body, 0).zip(u16_at(body, 2)) {
            let rows = self.struck.entry(sheet.to_owned()).or_default();
            let column = usize::from(first).saturating_add(after as usize);
            rows.entry(u32::from(row)).or_default().insert(column);
        }
    }

    /// Notes what is struck out of a text that lies apart, where the whole cell is not.
    fn share(&mut self, sheet: &str, body: &[u8]) {
        let Some(((row, column), text)) = u16_at(body, 0).zip(u16_at(body, 2)).zip(u32_at(body, 6)) else {
            return;
        };
        let is_whole = |rows: &BTreeMap<u32, BTreeSet<usize>>| {
            let columns = rows.get(&u32::from(row));
            columns.is_some_and(|columns| columns.contains(&usize::from(column)))
        };
        if self.struck.get(sheet).is_some_and(is_whole) {
            return;
        }
        if let Some(said) = self.texts.struck(text, &self.fonts) {
            let cells = self.parts.entry(sheet.to_owned()).or_default();
            cells.insert((u32::from(row), u32::from(column)), said);
        }
    }

    /// The cells of a sheet of which a part is struck out.
    pub(super) fn parts(&mut self, sheet: &str) -> Cells {
        self.parts.remove(sheet).unwrap_or_default()
    }

    /// The cells of a sheet that are struck out, by row.
    pub(super) fn struck(&mut self, sheet: &str) -> BTreeMap<u32, BTreeSet<usize>> {
        self.struck.remove(sheet).unwrap_or_default()
    }

    /// Notes what a cell points at, so many columns after the one its record names.
    fn put(&mut self, sheet: &str, body: &[u8], (after, at): (u32, usize)) {
        self.strike(sheet, body, (after, at));
        let place = u16_at(body, 0).zip(u16_at(body, 2));
        let format = u16_at(body, at).and_then(|look| self.looks.get(usize::from(look)).copied());
        if let (Some((row, first)), Some(format @ 1..)) = (place, format) {
            let cells = self.cells.entry(sheet.to_owned()).or_default();
            cells.insert((u32::from(row), u32::from(first) + after), format);
        }
    }

    /// The code of a cell's format and its number, where it has one of its own.
    pub(super) fn of_cell(&self, sheet: &str, place: (u32, u32)) -> Option<(&str, u32)> {
        let number = self.cells.get(sheet)?.get(&place)?;
        let code = self.codes.get(number).map_or("General", String::as_str);
        Some((code, u32::from(*number)))
    }
}

/// The code of a format: its length, then letters of one byte or two; before Unicode no mark between them says which.
fn code(said: &[u8]) -> String {
    if let Some((&[length, 0, flags @ (0 | 1)], text)) = said.split_first_chunk::<3>() {
        let units = text.chunks_exact(2).filter_map(|pair| u16_at(pair, 0));
        if flags == 1 {
            return String::from_utf16_lossy(&units.take(usize::from(length)).collect::<Vec<_>>());
        }
        return text
            .iter()
            .take(usize::from(length))
            .map(|byte| char::from(*byte))
            .collect();
    }
    let text = said.split_first().map_or(said, |(_, text)| text);
    text.iter().map(|byte| char::from(*byte)).collect()
}
