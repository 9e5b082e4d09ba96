//! Rows that hold a name and nothing else, in a list that says more of the others.

use std::collections::BTreeSet;

use super::dictionary::Dictionary;
use super::field::Field;
use super::header::Header;
use super::table::{Row, Sheet};

/// As many lines below a list of any length may be words and nobody.
const WORDS_BELOW: usize = 3;

/// The rows of a list that hold a name and nothing else although the others say more, and are asked about where they are few.
/// Below the last that says more they may be as many as those: most are words for whoever reads the table.
pub(super) fn lone_names<F: Field>(
    sheet: &Sheet,
    header: &Header<F>,
    (words, name): (&Dictionary, F),
) -> BTreeSet<u32> {
    let names = header.columns_of(name);
    let says_more = |row: &&Row| {
        let mut cells = row.cells.iter().enumerate();
        cells.any(|(column, cell)| !cell.is_empty() && !names.contains(&column))
    };
    let rows: Vec<&Row> = sheet.rows.iter().skip(header.index + 1).collect();
    let full = rows.iter().filter(|row| says_more(row)).count();
    let lone = |rows: &[&Row]| -> BTreeSet<u32> {
        let is_words = |row: &Row| row.own().any(|(_, cell)| F::is_words(words, &cell.shown()));
        let lone = rows
            .iter()
            .filter(|row| !says_more(row) && !row.is_blank() && !is_words(row));
        lone.map(|row| row.number).collect()
    };
    let end = rows.iter().rposition(says_more).map_or(0, |last| last + 1);
    let (among, below) = rows.split_at(end);
    let (mut out, below) = (lone(among), lone(below));
    if out.len() * 4 > full {
        out.clear();
    }
    if full > 0 && below.len() <= full.max(WORDS_BELOW) {
        out.extend(below);
    }
    out
}
