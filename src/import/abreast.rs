//! Two lists side by side on one page: `姓名 电话 | 姓名 电话`. Each becomes a sheet of its own, so that nobody on the right
//! is lost.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use super::dictionary::{Dictionary, Headings};
use super::field::{Behind, Field};
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
    let beside = || header.as_ref().map(|header| beside(header, must)).unwrap_or_default();
    let (spans, is_shared) = if spans.len() > 1 {
        (spans, false)
    } else {
        (beside(), true)
    };
    let (Some(header), true) = (header, spans.len() > 1) else {
        return vec![Cow::Borrowed(sheet)];
    };
    let all = spans.clone();
    spans
        .into_iter()
        .enumerate()
        .map(|(place, span)| {
            let of_none = |column: &usize| is_shared && !all.iter().any(|span| span.contains(column));
            // What stands in no list of several that share the rest is said of all of them once.
            let is_own = |row: &&Row| {
                let has = |span: &Range<usize>| row.own().any(|(column, _)| span.contains(&column));
                !is_shared || has(&span) || place == 0 && !all.iter().any(has)
            };
            // What stands above the headings belongs to the page, and is counted once.
            let above = if place == 0 { 0 } else { header.index.saturating_sub(1) };
            let rows = sheet.rows.iter().skip(above);
            let rows = rows.filter(is_own);
            let rows = rows.map(|row| cut(row, |column| span.contains(column) || of_none(column), words));
            let rows = rows.filter(|row| !row.is_blank());
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

/// The columns of lists that share what stands before or behind them: 选区 | 姓名 电话 | 姓名 电话. None where that may be a number,
/// because nobody knows whose.
fn beside<F: Field>(header: &Header<F>, must: F) -> Vec<Range<usize>> {
    let named = header.columns_of(must).first().map(|column| header.title(*column));
    let own = |column: &usize| !header.joined.contains(column) && !header.title(*column).is_empty();
    let starts: Vec<usize> = (0..header.titles.len())
        .filter(own)
        .filter(|c| Some(header.title(*c)) == named)
        .collect();
    let [first, second, ..] = starts.as_slice() else {
        return Vec::new();
    };
    let long = second - first;
    let titles = |from: usize| (from..from + long).map(|at| header.title(at)).collect::<Vec<_>>();
    let alike = starts
        .iter()
        .enumerate()
        .all(|(n, at)| *at == first + n * long && titles(*at) == titles(*first));
    let spans: Vec<Range<usize>> = starts.iter().map(|at| *at..at + long).collect();
    let is_number = |column: &usize| {
        header
            .field_of(*column)
            .is_some_and(|field| field.behind() == Behind::Theirs { number: true })
    };
    let shares = |column: &usize| !spans.iter().any(|span| span.contains(column));
    let number = (0..header.titles.len()).filter(shares).any(|column| is_number(&column));
    if long > 1 && alike && !number {
        spans
    } else {
        Vec::new()
    }
}

/// A row with nothing but what stands in these columns; a heading of a part is a heading for all lists.
fn cut(row: &Row, within: impl Fn(&usize) -> bool, words: &Dictionary) -> Row {
    let mut row = row.clone();
    if Section::of_row(&row, false, words).is_some() {
        return row;
    }
    for (column, cell) in row.cells.iter_mut().enumerate() {
        if !within(&column) {
            *cell = Cell::Empty;
        }
    }
    row.filled.retain(|column| within(column));
    row.covered.retain(|(column, _)| within(column));
    row.struck_out.retain(|(column, _)| within(column));
    row
}
