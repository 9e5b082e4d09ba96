//! One row of data being read: its cells by field, and what is said of it.

use super::dictionary::Dictionary;
use super::ends::End;
use super::field::{Behind, Field};
use super::header::Header;
use super::phones;
use super::problem::{Place, Problem, ProblemKind};
use super::section::Section;
use super::table::{Cell, Row, Sheet};
use crate::domain::phone::Phone;
use crate::domain::phones::Prefer;
use crate::domain::text::{name_key, squeeze, tidy};

/// Rows of one merged cell that are looked at.
const FAR: usize = 1_000;

/// Rows below the headings by which a column is known to hold ticks.
const NEAR: usize = 50;

/// One row of data being read.
pub(super) struct Line<'a, F> {
    pub sheet: &'a Sheet,
    pub(super) row: &'a Row,
    pub header: &'a Header<F>,
    pub words: &'a Dictionary,
    pub(super) problems: &'a mut Vec<Problem>,
    /// What the heading above says of the rows below it.
    pub section: &'a Section,
    /// The column of names.
    pub name: Option<usize>,
    /// Which of those read so far the name goes on with: this row tells more about the same one.
    pub goes_on: Option<usize>,
    /// What the heading above or the sheet says of all in it: that they are no more.
    pub gone: Option<&'a str>,
    /// The team that the heading above or the sheet names.
    pub team: Option<&'a str>,
    /// What they say of all in it that speaks of another time: 上届代表. Whoever is in it may be in office, or not.
    pub former: Option<&'a str>,
    /// Whether nothing but one cell is filled in.
    pub is_alone: bool,
    /// Whether it holds a name and nothing else, where the rows of the list say more of theirs.
    pub is_name_alone: bool,
}

impl<F: Field> Line<'_, F> {
    /// Where the line stands, for people.
    pub fn place(&self) -> Place {
        Place {
            sheet: self.sheet.name.clone(),
            row: self.row.number,
        }
    }

    /// Notes what is wrong in a column of it.
    pub fn report(&mut self, column: Option<usize>, kind: ProblemKind, seen: &str) {
        let problem = Problem {
            at: self.place(),
            column: column
                .map(|column| self.header.title(column).to_owned())
                .unwrap_or_default(),
            kind,
            seen: tidy(seen),
        };
        self.problems.push(problem);
    }

    /// The row stays out, and this is why: the only way in which one does.
    pub fn leave_out(&mut self, column: Option<usize>, kind: ProblemKind, seen: &str) -> End {
        self.report(column, kind, seen);
        End::LeftOut
    }

    /// The row is left to the person, and this is why.
    pub fn ask(&mut self, column: Option<usize>, kind: ProblemKind, seen: &str) -> End {
        self.report(column, kind, seen);
        End::Unsure
    }

    /// A row that goes on with nobody, or with nobody knows whom, shares what became of the row it goes on from.
    pub(super) fn share(&mut self, column: Option<usize>, (end, row): (End, u32)) -> End {
        let there = Place { row, ..self.place() };
        self.report(column, ProblemKind::GoesOn(end, there), "");
        if end == End::LeftOut { end } else { End::Unsure }
    }

    /// Reports what nobody can use, wherever it stands in a known column.
    pub(super) fn report_unusable(&mut self) {
        let (header, row) = (self.header, self.row);
        let mut known: Vec<usize> = header.columns.values().flatten().copied().collect();
        known.sort_unstable();
        for column in known {
            match row.cell(column) {
                Cell::Error(error) => self.report(Some(column), ProblemKind::FormulaError, error),
                Cell::Uncalculated => self.report(Some(column), ProblemKind::Uncalculated, ""),
                Cell::Text(text) if text.contains(char::REPLACEMENT_CHARACTER) => {
                    self.report(Some(column), ProblemKind::Garbled, text);
                }
                Cell::Empty | Cell::Text(_) | Cell::Number(_) | Cell::Date(_) => {}
            }
        }
        self.report_struck();
        self.report_passed_over();
        for (column, text) in &row.covered {
            self.report(Some(*column), ProblemKind::Covered, text);
        }
        if row.loose_quote {
            self.report(None, ProblemKind::LooseQuote, "");
        }
    }

    /// Reports what is struck out. Where the name is, that alone is asked about.
    fn report_struck(&mut self) {
        let (header, row) = (self.header, self.row);
        let known = |column: usize| header.field_of(column);
        let is_asked = self.is_struck(self.name);
        for column in row.struck.iter().copied().filter(|_| !is_asked) {
            if let Some(field) = known(column).filter(|_| !row.filled.contains(&column)) {
                let is_number = field.behind() == Behind::Theirs { number: true };
                let kind = if is_number {
                    ProblemKind::StruckNumber
                } else {
                    ProblemKind::StruckCell
                };
                self.report(Some(column), kind, &row.cell(column).shown());
            }
        }
        for (column, text) in row.struck_out.iter().filter(|(column, _)| known(*column).is_some()) {
            self.report(Some(*column), ProblemKind::StruckPart, text);
        }
    }

    /// Reports what another column of a field says otherwise than the one that is taken.
    fn report_passed_over(&mut self) {
        let fields = self
            .header
            .columns
            .iter()
            .filter(|(field, columns)| columns.len() > 1 && !field.takes_all());
        let fields: Vec<F> = fields.map(|(field, _)| *field).collect();
        for field in fields {
            let mut cells = self.cells(field).into_iter();
            let taken = cells.next().map(|(_, cell)| name_key(&cell.shown()));
            for (column, cell) in cells {
                let text = cell.shown();
                if Some(name_key(&text)) != taken {
                    self.report(Some(column), ProblemKind::PassedOver, &text);
                }
            }
        }
    }

    /// Whether what stands in a column is struck out.
    pub fn is_struck(&self, column: Option<usize>) -> bool {
        column.is_some_and(|column| self.row.struck.contains(&column))
    }

    /// Whether the cell of a column is one with those of rows with other names.
    pub fn is_shared(&self, column: usize) -> bool {
        let Some((&(first, last), name)) = self.row.tall.get(&column).zip(self.name) else {
            return false;
        };
        let named = |row: &Row| Some(name_key(&row.cell(name).shown())).filter(|name| !name.is_empty());
        let own = named(self.row);
        let from = self.sheet.rows.partition_point(|row| row.number < first);
        let rows = self.sheet.rows.iter().skip(from).take_while(|row| row.number <= last);
        // Whom a row of so many belongs to is seen in the first of them.
        let mut rows = rows
            .take(FAR)
            .filter(|row| !self.words.is_ditto(&row.cell(name).shown()));
        rows.any(|row| named(row).is_some_and(|name| Some(name) != own))
    }

    /// Reports the cells of a field that are shared with other people, whether or not anything stands in this part of them.
    pub fn report_shared(&mut self, field: F) {
        for column in self.header.columns_of(field).to_vec() {
            if self.is_shared(column) {
                let seen = self.row.cell(column).shown();
                self.report(Some(column), ProblemKind::SharedCell, &seen);
            }
        }
    }

    /// The cells of a field that say something, the preferred column first. What is struck out says nothing; of a name it is asked.
    pub fn cells(&self, field: F) -> Vec<(usize, Cell)> {
        let mut all = self.written(field);
        all.retain(|(column, _)| !self.is_struck(Some(*column)) || self.name == Some(*column));
        all
    }

    /// The same with those that are struck out.
    fn written(&self, field: F) -> Vec<(usize, Cell)> {
        let says = |cell: &Cell| match cell {
            Cell::Empty | Cell::Error(_) | Cell::Uncalculated => false,
            Cell::Text(text) => !text.contains(char::REPLACEMENT_CHARACTER) && !self.words.is_blank(text),
            Cell::Number(_) | Cell::Date(_) => true,
        };
        let all = self
            .header
            .columns_of(field)
            .iter()
            .map(|column| (*column, self.row.cell(*column)));
        all.filter(|(_, cell)| says(cell))
            .map(|(column, cell)| (column, cell.clone()))
            .collect()
    }

    /// A field in the form of a label: folded and closed up.
    pub fn label(&self, field: F) -> (Option<usize>, String) {
        let first = self.cells(field).into_iter().next();
        first.map_or((None, String::new()), |(column, cell)| {
            (Some(column), squeeze(&cell.shown()))
        })
    }

    /// What all columns of a field say, in the order of the table; what another says already is not said twice.
    pub fn texts(&self, field: F) -> Vec<String> {
        let mut cells = self.cells(field);
        cells.sort_by_key(|(column, _)| *column);
        let mut said: Vec<String> = Vec::new();
        for text in cells.iter().map(|(_, cell)| tidy(&cell.shown())) {
            if said.iter().any(|before| before.contains(&text)) {
                continue;
            }
            said.retain(|before| !text.contains(before.as_str()));
            said.push(text);
        }
        said
    }

    /// A field that lists words: the blanks between them are what keeps them apart.
    pub fn list(&self, field: F) -> String {
        let mut cells = self.cells(field);
        cells.sort_by_key(|(column, _)| *column);
        let shown: Vec<String> = cells.iter().map(|(_, cell)| cell.shown()).collect();
        let words: Vec<String> = shown.iter().flat_map(|t| t.split_whitespace()).map(tidy).collect();
        words.join(" ")
    }

    /// The good number of a field that is wanted, and what stands there and is not their number; whatever else stands there is
    /// reported.
    pub fn phone(&mut self, field: F, prefer: Prefer) -> (Option<Phone>, Vec<String>) {
        let (mut found, mut aside) = (Vec::new(), Vec::new());
        let is_own = field.behind() != Behind::Own;
        if is_own {
            self.report_shared(field);
        }
        for (column, cell) in self.written(field) {
            if is_own && self.is_shared(column) {
                continue;
            }
            // Of what is struck out it has been said.
            if self.is_struck(Some(column)) {
                continue;
            }
            let text = cell.shown();
            let said = phones::read(&cell, self.words, prefer);
            for kind in said.problems {
                self.report(Some(column), kind, &text);
            }
            aside.extend(said.aside);
            found.extend(said.phone.map(|phone| (column, text, phone)));
        }
        let mobile = found.iter().find(|(.., phone)| phone.is_mobile());
        let wanted = mobile.filter(|_| prefer == Prefer::Mobile).or(found.first());
        let kept = wanted.map(|(.., phone)| phone.clone());
        // Another column may hold a second one, and only one is kept.
        for (column, text, phone) in found {
            if Some(&phone) != kept.as_ref() {
                self.report(Some(column), ProblemKind::SeveralPhones, &text);
            }
        }
        (kept, aside)
    }

    /// The column of a field that holds ticks where it holds none here.
    pub fn unticked(&self, field: F) -> Option<usize> {
        let is_ticked = |column: &usize| {
            let below = self.sheet.rows.iter().skip(self.header.index + 1).take(NEAR);
            let mut cells = below.map(|row| row.cell(*column).shown());
            cells.any(|text| super::deputies::is_tick(&text))
        };
        let columns = self.header.columns_of(field).iter().copied();
        columns
            .filter(|column| self.row.cell(*column).is_empty())
            .find(is_ticked)
    }

    /// Columns that belong to no field and say something, with their headings.
    pub fn others(&self) -> Vec<(&str, String)> {
        self.others_at()
            .into_iter()
            .map(|(_, title, text)| (title, text))
            .collect()
    }

    /// The same, each with its place.
    pub fn others_at(&self) -> Vec<(usize, &str, String)> {
        let known: Vec<usize> = self.header.columns.values().flatten().copied().collect();
        let others = self.row.cells.iter().enumerate();
        others
            .filter(|(column, cell)| !cell.is_empty() && !known.contains(column))
            .map(|(column, cell)| (column, self.header.title(column), cell.shown()))
            .collect()
    }
}
