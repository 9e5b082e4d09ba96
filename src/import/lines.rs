//! Walking the rows below the headings: what is data, what is not, and reading one cell.

use super::abreast::lists;
use super::dictionary::{Dictionary, Headings};
use super::error::ImportError;
use super::header::{Header, find_header};
use super::problem::{Parsed, Place, Problem, ProblemKind, Skipped};
use super::section::Section;
use super::table::{Cell, Row, Sheet};
use crate::domain::phone::{Phone, PhoneProblem, parse_phone};
use crate::domain::text::{squeeze, tidy};

/// One row of data being read.
pub(super) struct Line<'a, F> {
    sheet: &'a Sheet,
    row: &'a Row,
    pub header: &'a Header<F>,
    pub words: &'a Dictionary,
    problems: &'a mut Vec<Problem>,
    /// What the heading above says of the rows below it.
    pub section: &'a Section,
    /// Whether the name is merged with the row above: this row tells more about the same one.
    pub continues: bool,
}

impl<F: Copy + Ord> Line<'_, F> {
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

    /// The cells of a field that say something, the preferred column first.
    pub fn cells(&mut self, field: F) -> Vec<(usize, Cell)> {
        let (header, row) = (self.header, self.row);
        let mut found = Vec::new();
        for &column in header.columns_of(field) {
            let cell = row.cell(column);
            match cell {
                Cell::Empty => {}
                Cell::Error(error) => self.report(Some(column), ProblemKind::FormulaError, error),
                Cell::Text(text) if text.contains(char::REPLACEMENT_CHARACTER) => {
                    self.report(Some(column), ProblemKind::Garbled, text);
                }
                Cell::Text(text) if self.words.is_blank(text) => {}
                cell => found.push((column, cell.clone())),
            }
        }
        found
    }

    /// A field in the form of a label: folded and closed up.
    pub fn label(&mut self, field: F) -> (Option<usize>, String) {
        let first = self.cells(field).into_iter().next();
        first.map_or((None, String::new()), |(column, cell)| {
            (Some(column), squeeze(&cell.shown()))
        })
    }

    /// A field in the form of prose: white space tidied, the rest as written.
    pub fn prose(&mut self, field: F) -> String {
        self.cells(field)
            .first()
            .map(|(_, cell)| tidy(&cell.shown()))
            .unwrap_or_default()
    }

    /// A field that lists words: the blanks between them are what keeps them apart.
    pub fn list(&mut self, field: F) -> String {
        let first = self.cells(field).first().map(|(_, cell)| cell.shown());
        let words: Vec<String> = first.iter().flat_map(|t| t.split_whitespace()).map(tidy).collect();
        words.join(" ")
    }

    /// The first good number of a field; the wrong ones are reported.
    pub fn phone(&mut self, field: F) -> Option<Phone> {
        let mut found = None;
        for (column, cell) in self.cells(field) {
            let (phone, problem) = read_phone(&cell);
            if let Some(problem) = problem {
                let kind = match problem {
                    PhoneProblem::Several if phone.is_some() => ProblemKind::SeveralPhones,
                    problem => ProblemKind::Phone(problem),
                };
                self.report(Some(column), kind, &cell.shown());
            }
            found = found.or(phone);
        }
        found
    }

    /// Columns that belong to no field and say something, with their headings.
    pub fn others(&self) -> Vec<(&str, String)> {
        let known: Vec<usize> = self.header.columns.values().flatten().copied().collect();
        let others = self.row.cells.iter().enumerate();
        others
            .filter(|(column, cell)| !cell.is_empty() && !known.contains(column))
            .map(|(column, cell)| (self.header.title(column), cell.shown()))
            .collect()
    }
}

fn read_phone(cell: &Cell) -> (Option<Phone>, Option<PhoneProblem>) {
    let text = cell.shown();
    match parse_phone(&text) {
        Ok(phone) => (Some(phone), None),
        // A cell that holds a number has lost the zero of the area code.
        Err(problem) if matches!(cell, Cell::Number(_)) && text.len() < 12 => match parse_phone(&format!("0{text}")) {
            Ok(phone) => (Some(phone), None),
            Err(_) => (None, Some(problem)),
        },
        Err(PhoneProblem::Several) => {
            let first = text
                .split(['/', '、', ',', ';', '，', '；', '或', '和', '|'])
                .find_map(|part| parse_phone(part).ok());
            (first, Some(PhoneProblem::Several))
        }
        Err(problem) => {
            // Two numbers on two lines of one cell.
            let mut lines = text.lines().filter_map(|line| parse_phone(line).ok());
            match (lines.next(), lines.next()) {
                (Some(first), Some(_)) => (Some(first), Some(PhoneProblem::Several)),
                _ => (None, Some(problem)),
            }
        }
    }
}

/// What a row below the headings is.
enum Sort {
    Blank,
    Total,
    Title,
    Section(Section),
    Header,
    Data,
}

fn sort_of<F: Copy + Ord>(
    row: &Row,
    header: &Header<F>,
    headings: &Headings<F>,
    words: &Dictionary,
    fields: (F, F),
) -> Sort {
    let (name, serial) = fields;
    let names = header.columns_of(name);
    let serials = header.columns_of(serial);
    let own: Vec<(usize, String)> = row.own().map(|(column, cell)| (column, cell.shown())).collect();
    let Some((_, text)) = own.first() else {
        return Sort::Blank;
    };
    let is_list = header.columns.len() == 1;
    if let Some(section) = Section::of_row(row, is_list, words) {
        return Sort::Section(section);
    }
    let is_serial = |text: &str| text.chars().count() <= 5 && !words.is_total(text);
    if own
        .iter()
        .all(|(column, text)| serials.contains(column) && is_serial(text))
    {
        return Sort::Blank;
    }
    let name_column = names.first().copied().unwrap_or(0);
    let unnamed = row.cell(name_column).is_empty();
    if own
        .iter()
        .any(|(column, text)| (*column <= name_column || unnamed) && words.is_total(text))
    {
        return Sort::Total;
    }
    if words.is_footer(text) {
        return Sort::Title;
    }
    let headed = |column: &usize, text: &str| {
        headings
            .recognise(text)
            .is_some_and(|(field, _)| header.columns_of(field).contains(column))
    };
    let alike = own.iter().filter(|(column, text)| headed(column, text)).count();
    if alike * 2 > own.len()
        && own
            .iter()
            .any(|(column, text)| names.contains(column) && headed(column, text))
    {
        return Sort::Header;
    }
    let known = |column: &usize| header.columns.values().any(|columns| columns.contains(column));
    if unnamed && !own.iter().any(|(column, _)| known(column) && !serials.contains(column)) {
        return Sort::Title;
    }
    Sort::Data
}

/// Walks every sheet that has headings. `fields` are the field that must be there and the serial number's.
pub(super) fn walk<F: Copy + Ord, T>(
    sheets: &[Sheet],
    words: &Dictionary,
    headings: &Headings<F>,
    fields: (F, F),
    mut make: impl FnMut(&mut Line<'_, F>, &mut Vec<T>),
) -> Result<Parsed<T>, ImportError> {
    let mut parsed = Parsed {
        rows: Vec::new(),
        problems: Vec::new(),
        skipped: Skipped::default(),
    };
    let mut headed = false;
    let lists = sheets.iter().flat_map(|sheet| lists(sheet, words, headings, fields.0));
    for sheet in lists {
        let sheet = sheet.as_ref();
        let Some(header) = find_header(sheet, headings, fields.0) else {
            if let (Some(first), false) = (sheet.rows.first(), sheet.hidden) {
                parsed.problems.push(Problem {
                    at: Place {
                        sheet: sheet.name.clone(),
                        row: first.number,
                    },
                    column: String::new(),
                    kind: ProblemKind::NoHeader,
                    seen: String::new(),
                });
            }
            continue;
        };
        headed = true;
        parsed.skipped.titles += header.index;
        let name = header.columns_of(fields.0).first().copied().unwrap_or(0);
        let mut last = header.row;
        let above = header.index.checked_sub(1).and_then(|above| sheet.rows.get(above));
        let mut section = above
            .and_then(|row| Section::of_row(row, false, words))
            .unwrap_or_else(|| Section::named(&sheet.name));
        for row in sheet.rows.iter().skip(header.index + 1) {
            // Rows that are not in the file's list at all were blank too.
            parsed.skipped.blank += (row.number - last).saturating_sub(1) as usize;
            last = row.number;
            let skipped = match sort_of(row, &header, headings, words, fields) {
                Sort::Blank => &mut parsed.skipped.blank,
                Sort::Total => &mut parsed.skipped.totals,
                Sort::Title => &mut parsed.skipped.titles,
                Sort::Section(opened) => {
                    section = opened;
                    &mut parsed.skipped.titles
                }
                Sort::Header => &mut parsed.skipped.headers,
                Sort::Data => {
                    let continues = row.filled.contains(&name);
                    let problems = &mut parsed.problems;
                    let mut line = Line {
                        sheet,
                        row,
                        header: &header,
                        words,
                        problems,
                        section: &section,
                        continues,
                    };
                    make(&mut line, &mut parsed.rows);
                    continue;
                }
            };
            *skipped += 1;
        }
    }
    if headed {
        return Ok(parsed);
    }
    Err(ImportError::NoHeader {
        wanted: headings.first_word(fields.0),
        other_kind: false,
    })
}

/// Says so when the table would do as the other kind.
pub(super) fn no_header<F: Copy + Ord>(
    error: ImportError,
    sheets: &[Sheet],
    other: &Headings<F>,
    must: F,
) -> ImportError {
    match error {
        ImportError::NoHeader { wanted, .. } => ImportError::NoHeader {
            wanted,
            other_kind: sheets.iter().any(|sheet| find_header(sheet, other, must).is_some()),
        },
        error => error,
    }
}
