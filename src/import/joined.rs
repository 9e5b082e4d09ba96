//! A name over several columns, whose heading is one cell over all of them: written once across, or 姓 beside 名.

use std::borrow::Cow;

use super::field::Field;
use super::header::Header;
use super::table::{Cell, Row};

/// A row with the whole name in the first of its columns.
pub(super) fn close_up<'r, F: Field>(row: &'r Row, header: &Header<F>, name: F) -> Cow<'r, Row> {
    let names = header.columns_of(name);
    let Some(first) = names.first().copied() else {
        return Cow::Borrowed(row);
    };
    let others: Vec<usize> = (first + 1..header.titles.len())
        .take_while(|column| header.joined.contains(column) && names.contains(column))
        .collect();
    if others.is_empty() {
        return Cow::Borrowed(row);
    }
    let mut out = row.clone();
    let is_own = |column: &usize| !row.cell(*column).is_empty() && !row.filled.contains(column);
    let own = std::iter::once(first).chain(others.iter().copied()).filter(is_own);
    let pieces: Vec<String> = own.map(|column| row.cell(column).shown()).collect();
    for column in others {
        if let Some(cell) = out.cells.get_mut(column) {
            *cell = Cell::Empty;
        }
        out.filled.remove(&column);
        out.from_above.remove(&column);
    }
    if let (false, Some(cell)) = (pieces.is_empty(), out.cells.get_mut(first)) {
        *cell = Cell::text(F::of_pieces(&pieces));
    }
    Cow::Owned(out)
}
