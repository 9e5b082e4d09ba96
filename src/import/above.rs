//! What stands above a row that says "as above", in one cell or in its name: the cells it repeats, and whom it goes on with.

use std::borrow::Cow;
use std::ops::Range;

use super::dictionary::Dictionary;
use super::ends::End;
use super::problem::ProblemKind;
use super::table::{Cell, Row};

/// What was read last of a list.
#[derive(Default)]
pub(super) struct Above {
    /// The last row of data, as it was read.
    row: Option<Row>,
    /// The last row that says something of itself: its number, how it ended and what it made.
    ended: Option<(u32, End, Range<usize>)>,
}

impl Above {
    /// A row in which every cell that says "as above" says what stands above, with the columns where nothing does; and those that
    /// say what nobody can follow, which are emptied.
    pub fn without_dittos<'r>(&self, row: &'r Row, words: &Dictionary) -> (Cow<'r, Row>, Vec<(usize, ProblemKind)>) {
        let is_ditto = |cell: &Cell| matches!(cell, Cell::Text(text) if words.is_ditto(text));
        let is_unclear = |cell: &Cell| matches!(cell, Cell::Text(text) if words.is_unclear(text));
        if !row.cells.iter().any(|cell| is_ditto(cell) || is_unclear(cell)) {
            return (Cow::Borrowed(row), Vec::new());
        }
        let (mut out, mut lost) = (row.clone(), Vec::new());
        for (column, cell) in out.cells.iter_mut().enumerate() {
            if is_unclear(cell) {
                *cell = Cell::Empty;
                lost.push((column, ProblemKind::Unclear));
            } else if is_ditto(cell) {
                let above = self.row.as_ref().map(|above| above.cell(column).clone());
                *cell = above.unwrap_or_default();
                if cell.is_empty() {
                    lost.push((column, ProblemKind::NothingAbove));
                }
                out.from_above.insert(column);
            }
        }
        (Cow::Owned(out), lost)
    }

    /// Whom a row goes on with: the only one whom the row above made; or how that row ended, and its number. None above the
    /// first.
    pub fn whom(&self) -> Option<Result<usize, (End, u32)>> {
        let (number, end, made) = self.ended.as_ref()?;
        Some(match end {
            End::Taken if made.len() == 1 => Ok(made.start),
            end => Err((*end, *number)),
        })
    }

    /// How a row ended and what it made. One that goes on with another shares its end, and a blank one has none.
    pub fn keep(&mut self, row: &Row, end: End, made: Range<usize>, goes_on: bool) {
        if end != End::Blank && !goes_on {
            self.ended = Some((row.number, end, made));
        }
    }

    /// A row of data, as it was read.
    pub fn read(&mut self, row: Row) {
        self.row = Some(row);
    }
}
