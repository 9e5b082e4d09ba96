//! What becomes of every row: the one place where a row ends. All rows of a file are in it from the beginning, so that
//! no reader can lose one without a word.

use std::collections::BTreeMap;

use super::problem::Place;
use super::table::Sheet;

/// Where a row ends; what comes later in the list counts where a row holds two lists side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// It is no data: a title, a blank row with a serial number, words beside the table.
    Title,
    /// Nothing is in it but what a merged range above shows, or a serial number.
    Blank,
    /// Headings, also repeated further down.
    Heading,
    Total,
    /// Of a sheet that the workbook hides.
    Hidden,
    /// Of a sheet without headings, or of another kind of table.
    Unheaded,
    /// Left out, and said why.
    LeftOut,
    /// Taken together with a row above.
    Together,
    /// It may be one of several who are there; left to the person.
    Unsure,
    /// It goes in.
    Taken,
}

/// The end of every row of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ends(BTreeMap<Place, End>);

impl Ends {
    pub(super) fn of(sheets: &[Sheet]) -> Self {
        let rows = sheets.iter().flat_map(|sheet| {
            let at = |row: u32| Place {
                sheet: sheet.name.clone(),
                row,
            };
            sheet.rows.iter().map(move |row| (at(row.number), End::Title))
        });
        Self(rows.collect())
    }

    /// How a row of one list ends; of a row in two lists the stronger end stays.
    pub(super) fn reach(&mut self, at: &Place, end: End) {
        if let Some(there) = self.0.get_mut(at) {
            *there = end.max(*there);
        }
    }

    /// A row that was taken ends otherwise after all.
    pub fn change(&mut self, at: &Place, end: End) {
        if let Some(there) = self.0.get_mut(at) {
            *there = end;
        }
    }

    /// How a row ends.
    #[cfg(any(test, feature = "rings"))]
    pub fn end(&self, at: &Place) -> Option<End> {
        self.0.get(at).copied()
    }

    /// How many rows end so.
    pub fn count(&self, end: End) -> usize {
        self.0.values().filter(|there| **there == end).count()
    }

    /// How many rows the file has.
    #[cfg(any(test, feature = "rings"))]
    pub fn all(&self) -> usize {
        self.0.len()
    }
}
