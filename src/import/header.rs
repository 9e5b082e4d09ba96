//! Which row holds the headings, and which column is which.

use std::collections::BTreeMap;

use super::dictionary::{Headings, Match};
use super::table::{Row, Sheet};
use crate::domain::text::squeeze;

/// How far down headings are looked for.
const DEEPEST: usize = 20;

/// The row of headings of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Header<F> {
    /// Its place in [`Sheet::rows`].
    pub index: usize,
    /// The row number people see.
    pub row: u32,
    /// The columns of each field, the preferred one first.
    pub columns: BTreeMap<F, Vec<usize>>,
    /// How many columns are headed by a word that is no field, such as a level.
    pub beside: usize,
    /// What each column is headed with; group titles stand in where a column has nothing of its own.
    pub titles: Vec<String>,
}

impl<F: Copy + Ord> Header<F> {
    /// The columns of a field.
    pub fn columns_of(&self, field: F) -> &[usize] {
        self.columns.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    fn known(&self) -> usize {
        self.columns.len() + self.beside
    }

    /// The heading of a column.
    pub fn title(&self, column: usize) -> &str {
        self.titles.get(column).map(String::as_str).unwrap_or_default()
    }
}

/// Finds the row among the first twenty that has the most known headings, `must` among them. A second row of
/// headings below group titles is read together with the first.
pub fn find_header<F: Copy + Ord>(sheet: &Sheet, headings: &Headings<F>, must: F) -> Option<Header<F>> {
    let mut best: Option<Header<F>> = None;
    let mut above: Option<&Row> = None;
    for (index, row) in sheet.rows.iter().enumerate().take(DEEPEST) {
        let candidates = [
            Some(read(index, row, None, headings)),
            above.map(|a| read(index, row, Some(a), headings)),
        ];
        for header in candidates.into_iter().flatten() {
            let named = header.columns.contains_key(&must);
            let enough = header.columns.len() > 1 || row.own().count() == 1;
            let better = best.as_ref().is_none_or(|best| header.known() > best.known());
            if named && enough && better {
                best = Some(header);
            }
        }
        above = Some(row);
    }
    best
}

fn read<F: Copy + Ord>(index: usize, row: &Row, above: Option<&Row>, headings: &Headings<F>) -> Header<F> {
    let width = row.cells.len().max(above.map_or(0, |above| above.cells.len()));
    let mut found: BTreeMap<F, Vec<(Match, usize)>> = BTreeMap::new();
    let mut titles = Vec::with_capacity(width);
    let mut beside = 0;
    for column in 0..width {
        let own = row.cell(column);
        let cell = match above {
            Some(above) if own.is_empty() => above.cell(column),
            _ => own,
        };
        let title = squeeze(&cell.shown());
        if let Some((field, how)) = headings.recognise(&title) {
            found.entry(field).or_default().push((how, column));
        } else if headings.stands_beside(&title) {
            beside += 1;
        }
        titles.push(title);
    }
    let columns = found
        .into_iter()
        .map(|(field, mut columns)| {
            columns.sort_unstable();
            // An ending is a guess: it serves where nothing better is there, and only once.
            let exact = columns.iter().filter(|(how, _)| *how != Match::Ending).count();
            columns.truncate(exact.max(1));
            (field, columns.into_iter().map(|(_, column)| column).collect())
        })
        .collect();
    Header {
        index,
        row: row.number,
        columns,
        beside,
        titles,
    }
}
