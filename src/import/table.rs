//! Cells and rows, however the file was written.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::domain::fold::draws_nothing;

/// What a cell holds; a formula is its cached value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text as it was written.
    Text(String),
    Number(f64),
    /// A date cell, its time of day left out.
    Date(NaiveDate),
    /// A formula's error, such as `#REF!`.
    Error(String),
    /// A formula whose result was never stored: the program that wrote the file has not worked it out.
    Uncalculated,
}

impl Cell {
    /// A text, or [`Cell::Empty`] when there is nothing to see in it.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let text = written_as_formula(&text).unwrap_or(text);
        if text.chars().all(|c| c.is_whitespace() || draws_nothing(c)) {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// What a person sees: whole numbers without a point, dates as `2025-01-08`.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty | Self::Uncalculated => String::new(),
            Self::Text(text) | Self::Error(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => day.format("%Y-%m-%d").to_string(),
        }
    }
}

/// `="0516"` is how an export keeps a program from taking a number for a quantity: what is meant stands between the marks.
fn written_as_formula(text: &str) -> Option<String> {
    let inner = text.trim().strip_prefix("=\"")?.strip_suffix('"')?;
    Some(inner.replace("\"\"", "\""))
}

/// A row with the number a spreadsheet program shows beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    pub number: u32,
    /// From column A on.
    pub cells: Vec<Cell>,
    /// Columns whose cell was filled in from a merged range.
    pub filled: BTreeSet<usize>,
    /// Columns that go on from a row above: merged with it, or said to be as there.
    pub from_above: BTreeSet<usize>,
    /// Columns whose cell is struck out.
    pub struck: BTreeSet<usize>,
    /// What of a cell's text is struck out, where some of it is not: which column, and the text.
    pub struck_out: Vec<(usize, String)>,
    /// Columns whose cell is one with those of other rows, with the numbers of the first and the last.
    pub tall: BTreeMap<usize, (u32, u32)>,
    /// Columns whose cell is one with that to the left.
    pub wide: BTreeSet<usize>,
    /// What lies under a merged range, where nobody sees it: which column, and the text.
    pub covered: Vec<(usize, String)>,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// A quotation mark was opened in it and never closed, and is taken as a character.
    pub loose_quote: bool,
}

impl Row {
    /// The cell of a column counted from 0.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// Whether nothing was written in this row itself.
    pub fn is_blank(&self) -> bool {
        self.own().next().is_none()
    }

    /// It without what stands in some columns, as if nobody had written there.
    pub(super) fn without(mut self, columns: &[usize]) -> Self {
        for column in columns {
            if let Some(cell) = self.cells.get_mut(*column) {
                *cell = Cell::Empty;
            }
            self.filled.remove(column);
            self.from_above.remove(column);
            self.struck.remove(column);
        }
        self.covered.retain(|(column, _)| !columns.contains(column));
        self.struck_out.retain(|(column, _)| !columns.contains(column));
        self
    }

    /// Columns and cells that are not empty and not filled in from a merged range.
    pub fn own(&self) -> impl Iterator<Item = (usize, &Cell)> {
        self.cells
            .iter()
            .enumerate()
            .filter(|(column, cell)| !cell.is_empty() && !self.filled.contains(column))
    }
}

/// One sheet; a CSV file is one sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its name; for a CSV file the file's name.
    pub name: String,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// Columns that the workbook hides, counted from 0.
    pub hidden_columns: BTreeSet<usize>,
    /// Whether its serial numbers count from 1904 on.
    pub from_1904: bool,
    /// The rows that hold anything, in order.
    pub rows: Vec<Row>,
}

/// A merged range, both corners included, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Merge {
    pub top: u32,
    pub left: usize,
    pub bottom: u32,
    pub right: usize,
}

impl Sheet {
    /// Columns up to the last in which anything stands, whether or not a heading stands above it.
    pub(super) fn reach(&self) -> usize {
        let last = |row: &Row| row.own().last().map(|(column, _)| column + 1);
        self.rows.iter().filter_map(last).max().unwrap_or_default()
    }

    /// Copies the text or date of each merged range into all of its cells; what lies under it is taken away, because nobody
    /// sees it, and kept to be reported. Numbers are not copied: a serial number or a total repeated would be a lie.
    pub(super) fn fill_merges(&mut self, merges: &[Merge]) {
        // Real tables need a few thousand; overlapping ranges without end must not hold up the desk.
        let mut budget = 2_000_000usize;
        for merge in merges {
            let from = self.rows.partition_point(|row| row.number <= merge.top);
            let top = merge.top.saturating_add(1);
            let anchor = self.rows.get(from).filter(|row| row.number == top);
            let anchor = anchor.map(|row| row.cell(merge.left).clone()).unwrap_or_default();
            let copied = matches!(anchor, Cell::Text(_) | Cell::Date(_));
            let last = merge.bottom.saturating_add(1);
            for row in self.rows.iter_mut().skip(from).take_while(|row| row.number <= last) {
                // Never wider than the table is, whatever the range claims.
                let right = merge.right.min(row.cells.len().saturating_sub(1).max(merge.left));
                if row.cells.len() <= right {
                    row.cells.resize(right + 1, Cell::Empty);
                }
                budget = budget.saturating_sub(right - merge.left + 1);
                if budget == 0 {
                    return;
                }
                row.wide.extend(merge.left + 1..=right);
                if last > top {
                    row.tall
                        .extend((merge.left..=right).map(|column| (column, (top, last))));
                }
                for column in merge.left..=right {
                    if row.number == top && column == merge.left {
                        continue;
                    }
                    if let Some(cell) = row.cells.get_mut(column) {
                        if !cell.is_empty() && *cell != anchor && !row.filled.contains(&column) {
                            row.covered.push((column, cell.shown()));
                        }
                        *cell = if copied { anchor.clone() } else { Cell::Empty };
                        if copied {
                            row.filled.insert(column);
                        }
                        if copied && row.number > top {
                            row.from_above.insert(column);
                        }
                    }
                }
            }
        }
    }
}
