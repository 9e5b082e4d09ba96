//! Which row holds the headings, and which column is which.

use std::collections::{BTreeMap, BTreeSet};

use super::dictionary::{Dictionary, Headings, Match, Said, bare};
use super::error::ImportError;
use super::field::Field;
use super::table::{Cell, Row, Sheet};
use crate::domain::text::squeeze;

/// How far down headings are looked for.
const DEEPEST: usize = 20;

/// A heading is no longer than this; a longer cell is a title or a sentence.
const LONGEST: usize = 24;

/// The row of headings of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Header<F> {
    /// Its place in [`Sheet::rows`].
    pub index: usize,
    /// The row number people see.
    pub row: u32,
    /// The columns of each field, the preferred one first.
    pub columns: BTreeMap<F, Vec<usize>>,
    /// How many columns are headed by a word that is no field, such as a level, or of which a person said what they are.
    pub beside: usize,
    /// What each column of the sheet is headed with, nothing where it has no heading; group titles stand in where a column has
    /// nothing of its own.
    pub titles: Vec<String>,
    /// Columns that are taken by the ending of their heading alone.
    pub guessed: Vec<usize>,
    /// Columns whose heading is one cell with that to the left.
    pub joined: BTreeSet<usize>,
    /// Columns that look like a field and may be somebody else's: not taken until a person says.
    pub doubted: BTreeSet<usize>,
    /// Columns of which a person said what they are.
    pub chosen: Vec<usize>,
}

impl<F: Field> Header<F> {
    /// The columns of a field.
    pub fn columns_of(&self, field: F) -> &[usize] {
        self.columns.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    /// What a column is taken for.
    pub fn field_of(&self, column: usize) -> Option<F> {
        let found = self.columns.iter().find(|(_, columns)| columns.contains(&column));
        found.map(|(field, _)| *field)
    }

    /// Columns of which a person said that they are of no use.
    pub(super) fn unused(&self) -> Vec<usize> {
        let chosen = self.chosen.iter().copied();
        chosen.filter(|column| self.field_of(*column).is_none()).collect()
    }

    fn known(&self) -> usize {
        self.columns.len() + self.beside + self.doubted.len()
    }

    /// Whether nothing but the first column has a heading.
    pub(super) fn is_narrow(&self) -> bool {
        self.titles.iter().skip(1).all(String::is_empty)
    }

    /// The heading of a column.
    pub fn title(&self, column: usize) -> &str {
        self.titles.get(column).map(String::as_str).unwrap_or_default()
    }
}

/// Finds the row among the first twenty that has the most known headings, `must` among them. A second row of
/// headings below group titles is read together with the first.
pub fn find_header<F: Field>(sheet: &Sheet, headings: &Headings<F>, must: F) -> Option<Header<F>> {
    let width = sheet.reach();
    let mut best: Option<Header<F>> = None;
    let mut above: Option<&Row> = None;
    for (index, row) in sheet.rows.iter().enumerate().take(DEEPEST) {
        let candidates = [
            Some(read((sheet, index, width), row, None, headings)),
            above.map(|a| read((sheet, index, width), row, Some(a), headings)),
        ];
        for header in candidates.into_iter().flatten() {
            let named = header.columns_of(must);
            // One word that is known for certain is enough where all cells of the row may be headings.
            let certain =
                || named.iter().any(|c| !header.guessed.contains(c)) && row.own().all(|(_, cell)| is_short(cell));
            let enough = header.columns.len() > 1 || row.own().count() == 1 || certain();
            // Headings that reach down into a row that has some of its own go as far as that row.
            let reaches = || named.iter().any(|c| row.from_above.contains(c)) && !row.is_blank();
            let better = best
                .as_ref()
                .is_none_or(|best| header.known() > best.known() || header.known() == best.known() && reaches());
            if !named.is_empty() && enough && better {
                best = Some(header);
            }
        }
        above = Some(row);
    }
    best
}

/// The row most like headings where none has a word that is known: the first of those with the most texts.
pub(super) fn likely_header<F: Field>(sheet: &Sheet, headings: &Headings<F>) -> Option<Header<F>> {
    let texts = |row: &Row| row.own().filter(|(_, cell)| is_short(cell)).count();
    let rows = sheet.rows.iter().enumerate().take(DEEPEST);
    let (index, row) = rows
        .rev()
        .max_by_key(|(_, row)| texts(row))
        .filter(|(_, row)| texts(row) > 1)?;
    Some(read((sheet, index, sheet.reach()), row, None, headings))
}

fn is_short(cell: &Cell) -> bool {
    matches!(cell, Cell::Text(text) if text.chars().count() <= LONGEST)
}

/// Whether a row below the headings says them again, in this order or another.
pub(super) fn repeats<F: Field>(row: &Row, header: &Header<F>, headings: &Headings<F>, must: F) -> bool {
    let own: Vec<(usize, String)> = row.own().map(|(column, cell)| (column, cell.shown())).collect();
    let names = header.columns_of(must);
    // The heading of the names goes on into this row.
    let goes_on =
        |column: &usize| row.from_above.contains(column) && row.cell(*column).shown() == header.title(*column);
    if names.first().is_some_and(goes_on) {
        return true;
    }
    let same = |(column, text): &&(usize, String)| {
        let text = bare(text);
        !text.is_empty() && text == bare(header.title(*column))
    };
    if own.iter().any(|cell| names.contains(&cell.0) && same(&cell)) {
        return true;
    }
    let field = |text: &str| headings.recognise(text);
    let alike =
        |(column, text): &&(usize, String)| field(text).is_some_and(|(f, _)| header.columns_of(f).contains(column));
    if own.iter().filter(alike).count() * 2 > own.len()
        && own.iter().any(|cell| names.contains(&cell.0) && alike(&cell))
    {
        return true;
    }
    let words: Vec<F> = own
        .iter()
        .filter_map(|(_, text)| field(text))
        .filter(|(_, how)| *how != Match::Ending)
        .map(|(field, _)| field)
        .collect();
    words.contains(&must) && words.len() > 2 && words.len() * 2 > own.len()
}

/// Whether a table lies on its side: what should be names below the heading are headings themselves, each with its value beside.
pub(super) fn lies_on_its_side<F: Field>(
    sheet: &Sheet,
    header: &Header<F>,
    (headings, words): (&Headings<F>, &Dictionary),
    must: F,
) -> bool {
    let Some(column) = header.columns_of(must).first() else {
        return false;
    };
    let is_heading = |cell: &Cell| matches!(headings.recognise(&cell.shown()), Some((_, Match::Word(_))));
    let below = || {
        sheet
            .rows
            .iter()
            .skip(header.index + 1)
            .filter(|row| !row.cell(*column).is_empty())
    };
    let heads = |row: &&Row| {
        let text = row.cell(*column).shown();
        let other = headings.recognise(&text);
        let other = other.is_some_and(|(field, how)| field != must && how != Match::Ending);
        let values = row.own().filter(|(_, cell)| !is_heading(cell)).count();
        // Words below a table begin with some of these too.
        other && values > 0 && !words.is_footer(&[&text, ":"].concat())
    };
    let found = below().filter(heads).count();
    found > 0 && found * 3 >= below().count()
}

/// A row of a sheet so wide read as headings, with the row of group titles above it where there is one.
pub(super) fn read<F: Field>(
    (sheet, index, width): (&Sheet, usize, usize),
    row: &Row,
    above: Option<&Row>,
    headings: &Headings<F>,
) -> Header<F> {
    let width = width
        .max(row.cells.len())
        .max(above.map_or(0, |above| above.cells.len()));
    let title = |column: usize| {
        let own = row.cell(column);
        let cell = match above {
            Some(above) if own.is_empty() => above.cell(column),
            _ => own,
        };
        squeeze(&cell.shown())
    };
    let mut titles: Vec<String> = (0..width).map(title).collect();
    // 姓 beside 名 is one name over two columns.
    let is_apart = |at: &usize| {
        let title = |at: usize| titles.get(at).map(|title| bare(title)).unwrap_or_default();
        matches!(title(*at).as_str(), "姓" | "姓氏") && matches!(title(at + 1).as_str(), "名" | "名字")
    };
    let apart: Vec<usize> = (0..width).filter(is_apart).collect();
    for at in apart.iter().flat_map(|at| [*at, at + 1]) {
        if let Some((title, name)) = titles.get_mut(at).zip(headings.name_title()) {
            title.clone_from(name);
        }
    }
    let is_joined = |column: &usize| match above {
        Some(above) if row.cell(*column).is_empty() => above.wide.contains(column),
        _ => row.wide.contains(column),
    };
    let joined = (0..width)
        .filter(is_joined)
        .chain(apart.iter().map(|at| at + 1))
        .collect();
    let (mut beside, mut chosen) = (0, Vec::new());
    let mut looks_like = |(column, title): (usize, &String)| {
        let said = headings.choice(&titles, column);
        if said != Said::Nothing {
            chosen.push(column);
            beside += 1;
        }
        match said {
            Said::Is(field) => Some((field, Match::Chosen)),
            Said::OfNoUse => None,
            Said::Nothing => {
                let known = headings.recognise(title);
                beside += usize::from(known.is_none() && headings.stands_beside(title));
                known
            }
        }
    };
    let alike: Vec<Option<(F, Match)>> = titles.iter().enumerate().map(&mut looks_like).collect();
    let doubted = headings.anothers((sheet, index), &titles, &alike);
    let mut found: BTreeMap<F, Vec<(Match, usize)>> = BTreeMap::new();
    let all = alike.into_iter().enumerate();
    for (column, (field, how)) in all.filter_map(|(column, alike)| Some((column, alike?))) {
        if !doubted.contains(&column) {
            found.entry(field).or_default().push((how, column));
        }
    }
    let mut guessed = Vec::new();
    let columns = found
        .into_iter()
        .map(|(field, mut columns)| {
            columns.sort_unstable();
            // An ending is a guess: it serves where nothing better is there, and only once.
            let exact = columns.iter().filter(|(how, _)| *how != Match::Ending).count();
            columns.truncate(exact.max(1));
            guessed.extend(
                columns
                    .iter()
                    .filter(|(how, _)| *how == Match::Ending)
                    .map(|(_, column)| *column),
            );
            (field, columns.into_iter().map(|(_, column)| column).collect())
        })
        .collect();
    Header {
        index,
        row: row.number,
        columns,
        beside,
        titles,
        guessed,
        joined,
        doubted,
        chosen,
    }
}

/// Whether the first sheet with headings knows more of them as the other kind of table.
pub(super) fn is_other_kind<F: Field, G: Field>(
    sheets: &[Sheet],
    (own, must): (&Headings<F>, F),
    (other, other_must): (&Headings<G>, G),
) -> bool {
    let seen = || sheets.iter().filter(|sheet| !sheet.hidden);
    let Some((sheet, header)) = seen().find_map(|sheet| Some((sheet, find_header(sheet, own, must)?))) else {
        return false;
    };
    // What is the name here may stand beside one there: it speaks for neither.
    let names = header.columns_of(must);
    let beside = |columns: &&Vec<usize>| columns.iter().any(|column| !names.contains(column));
    let known = find_header(sheet, other, other_must).map_or(0, |other| other.columns.values().filter(beside).count());
    header.chosen.is_empty() && known > header.columns.len() + header.doubted.len()
}

/// Says so when the table would do as the other kind.
pub(super) fn no_header<F: Field>(error: ImportError, sheets: &[Sheet], other: &Headings<F>, must: F) -> ImportError {
    match error {
        ImportError::NoHeader { wanted, .. } => ImportError::NoHeader {
            wanted,
            other_kind: sheets.iter().any(|sheet| find_header(sheet, other, must).is_some()),
        },
        error => error,
    }
}
