//! What could not be read in a table that could.

use crate::domain::phone::PhoneProblem;
use crate::domain::typed_date::DateProblem;

/// Where a row stands, as the person finds it in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub sheet: String,
    /// The row number, from 1.
    pub row: u32,
}

/// What is wrong with a row of a spreadsheet.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// A row without a name; it is left out.
    NoName,
    /// What stands in the name's place is no name; the row is left out.
    NotAName,
    /// A wrong telephone number; it is left empty.
    Phone(PhoneProblem),
    /// More than one number in a cell; the first good one is taken.
    SeveralPhones,
    /// A wrong date; it is left empty.
    Date(DateProblem),
    /// A number such as 1982.1 may be January or October; the year is kept.
    DoubtfulMonth,
    /// Neither man nor woman; it is left empty.
    Sex,
    /// A level we do not know; the others are kept.
    Level,
    /// A kind of unit we do not know; it is left open.
    UnitKind,
    /// Characters that could not be decoded; left empty, or the row left out when it is the name.
    Garbled,
    /// A formula that shows an error; left empty.
    FormulaError,
    /// The same row stands above; left out.
    Duplicate(Place),
    /// The same person or unit stands above with other details; both rows are taken together.
    SameAs(Place),
    /// A sheet without a row of headings; left out.
    NoHeader,
}

impl ProblemKind {
    /// Whether the row, or the sheet, is left out because of it.
    pub fn leaves_out(&self) -> bool {
        matches!(
            self,
            Self::NoName | Self::NotAName | Self::Duplicate(_) | Self::NoHeader
        )
    }
}

/// One thing that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub at: Place,
    /// The heading of the column, as it stands in the file; empty for a whole row or sheet.
    pub column: String,
    pub kind: ProblemKind,
    /// What was written there.
    pub seen: String,
}

/// Rows that are no data and were passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Skipped {
    /// Titles above the headings, and section titles or signatures below.
    pub titles: usize,
    pub totals: usize,
    /// Rows with nothing, or with a serial number only.
    pub blank: usize,
    /// Headings repeated further down.
    pub headers: usize,
}

/// Puts problems in the order of the file.
pub(super) fn in_order(problems: &mut [Problem], sheets: &[super::table::Sheet]) {
    problems.sort_by_cached_key(|problem| {
        let sheet = sheets.iter().position(|sheet| sheet.name == problem.at.sheet);
        (sheet, problem.at.row)
    });
}

/// What was read out of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<T> {
    /// The rows that go in.
    pub rows: Vec<T>,
    /// What is to be reported, in the order of the file.
    pub problems: Vec<Problem>,
    /// What was passed over.
    pub skipped: Skipped,
}
