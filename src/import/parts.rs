//! Where in its sheet a row stands: what the headings above it say of everybody below.

use super::dictionary::Dictionary;
use super::field::Field;
use super::remark::Stand;
use super::section::Section;
use super::table::{Row, Sheet};

/// The headings that hold for the next row.
pub(super) struct Parts<'a> {
    words: &'a Dictionary,
    sheet: &'a str,
    /// The last that names a level or a kind, or is numbered.
    section: Section,
    /// The last of any sort. It ends what the one before said of being in office.
    last: Section,
    /// Whether a section has been opened.
    is_open: bool,
}

impl<'a> Parts<'a> {
    /// At the first row below the headings, with what stands above them. Names stand in this column.
    pub fn begin(sheet: &'a Sheet, above: Option<&Row>, name: usize, words: &'a Dictionary) -> Self {
        let opened = above.and_then(|row| Section::of_row(row, false, words));
        let named = || Section::named(&sheet.name);
        let last = above.and_then(|row| Section::alone(row, name, words));
        Self {
            words,
            sheet: &sheet.name,
            is_open: opened.is_some(),
            last: opened.clone().or(last).unwrap_or_else(named),
            section: opened.unwrap_or_else(named),
        }
    }

    /// A row is passed that may be a heading; in a list of one column a line alone is one of the list.
    pub fn pass(&mut self, row: &Row, name: usize, is_narrow: bool) {
        if let Some(heading) = Section::alone(row, name, self.words).filter(|_| !is_narrow) {
            self.last = heading;
        }
    }

    /// A row opens a section.
    pub fn open(&mut self, section: Section) {
        self.last = section.clone();
        self.section = section;
        self.is_open = true;
    }

    /// Whether a section has been opened.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The section in which the next row stands.
    pub fn section(&self) -> &Section {
        &self.section
    }

    /// The team of everybody below the last heading, or else of the sheet.
    pub fn team(&self) -> Option<String> {
        let named = Section::named(self.sheet);
        let team = self.last.team(self.words).or_else(|| named.team(self.words));
        team.map(str::to_owned)
    }

    /// What the last heading says of all below it, or else the sheet of all in it, and in which words.
    pub fn stand<F: Field>(&self) -> Option<(Stand, String)> {
        let said = |name: &str| self.words.stand::<F>(name).map(|stand| (stand, name.to_owned()));
        said(self.last.words())
            .or_else(|| said(self.sheet))
            .filter(|(stand, _)| *stand != Stand::There)
    }
}
