//! Two lists side by side on one page: `姓名 电话 | 姓名 电话`. Each becomes a sheet of its own, so that nobody on the right
//! is lost.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::dictionary::{Dictionary, Headings};
use super::field::Field;
use super::header::{Header, find_header};
use super::section::Section;
use super::table::{Cell, Row, Sheet};

/// The lists of a sheet from left to right; the sheet itself where there is only one.
pub(super) fn lists<'s, F: Field>(
    sheet: &'s Sheet,
    words: &Dictionary,
    headings: &Headings<F>,
    must: F,
) -> Vec<Cow<'s, Sheet>> {
    let header = find_header(sheet, headings, must);
    let spans = header.as_ref().map(|header| spans(header, must)).unwrap_or_default();
    let (Some(header), true) = (header, spans.len() > 1) else {
        return vec![Cow::Borrowed(sheet)];
    };
    spans
        .into_iter()
        .enumerate()
        .map(|(place, span)| {
            // What stands above the headings belongs to the page, and is counted once.
            let above = if place == 0 { 0 } else { header.index.saturating_sub(1) };
            let rows = sheet.rows.iter().skip(above);
            let rows = rows.map(|row| cut(row, &span, words)).filter(|row| !row.is_blank());
            Cow::Owned(Sheet {
                name: sheet.name.clone(),
                hidden: sheet.hidden,
                hidden_columns: sheet.hidden_columns.clone(),
                from_1904: sheet.from_1904,
                rows: rows.collect(),
            })
        })
        .collect()
}

/// The columns of each list: the first heading of all comes back as often as the one that must be there.
fn spans<F: Field>(header: &Header<F>, must: F) -> Vec<Range<usize>> {
    let known: BTreeSet<usize> = header.columns.values().flatten().copied().collect();
    let first = known.first().map(|column| header.title(*column));
    // Columns without a heading are alike in nothing.
    let Some(first) = first.filter(|title| !title.is_empty()) else {
        return Vec::new();
    };
    // A heading over several columns is one.
    let own = || (0..header.titles.len()).filter(|column| !header.joined.contains(column));
    let with = |title: &str| own().filter(|c| header.title(*c) == title).count();
    let named = header.columns_of(must).first().map(|column| header.title(*column));
    if named.is_none_or(|named| with(named) != with(first)) {
        return Vec::new();
    }
    let starts: Vec<usize> = own().filter(|c| header.title(*c) == first).collect();
    let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
    starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect()
}

/// A row with nothing but what stands in these columns; a heading of a part is a heading for all lists.
fn cut(row: &Row, span: &Range<usize>, words: &Dictionary) -> Row {
    let mut row = row.clone();
    if Section::of_row(&row, false, words).is_some() {
        return row;
    }
    for (column, cell) in row.cells.iter_mut().enumerate() {
        if !span.contains(&column) {
            *cell = Cell::Empty;
        }
    }
    row.filled.retain(|column| span.contains(column));
    row.covered.retain(|(column, _)| span.contains(column));
    row
}
