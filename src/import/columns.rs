//! What each column of a file is taken for, with what stands in it, so that a person can see it and say otherwise.

use super::abreast::lists;
use super::dictionary::{Dictionary, Headings};
use super::field::{DeputyField, Field};
use super::header::{Header, find_header, likely_header};
use super::named::is_one_name;
use super::table::{Cell, Sheet};
use crate::domain::column::{Column, How};
use crate::domain::text::squeeze;

/// Samples of a column.
const SAMPLES: usize = 2;

/// The columns of every sheet that is no hidden one and has something like headings.
pub fn columns<F: Field>(sheets: &[Sheet], words: &Dictionary, headings: &Headings<F>, must: F) -> Vec<Column> {
    let mut out = Vec::new();
    for sheet in sheets.iter().filter(|sheet| !sheet.hidden) {
        let mut of_sheet: Vec<Column> = Vec::new();
        // Lists side by side are read each for itself.
        for list in lists(sheet, words, headings, must) {
            let header = find_header(&list, headings, must).or_else(|| likely_header(&list, headings));
            let Some(header) = header.filter(|header| !words.is_register(&header.titles)) else {
                continue;
            };
            let of_list = (0..header.titles.len()).filter_map(|at| column(&list, headings, &header, at));
            let is_new = |column: &Column| of_sheet.iter().all(|known| known.at != column.at);
            let new: Vec<Column> = of_list.filter(is_new).collect();
            of_sheet.extend(new);
        }
        of_sheet.sort_by_key(|column| column.at);
        out.append(&mut of_sheet);
    }
    out
}

/// Whether another column of the field says something wherever this one does, so that it is never read.
fn is_idle<F: Field>(sheet: &Sheet, header: &Header<F>, (field, at): (F, usize)) -> bool {
    let Some(first) = header.columns_of(field).first().filter(|first| **first != at) else {
        return false;
    };
    let mut rows = sheet.rows.iter().skip(header.index + 1);
    !field.takes_all() && rows.all(|row| row.cell(at).is_empty() || !row.cell(*first).is_empty())
}

/// The first texts of a column: those beside others alone, or all.
fn samples<F: Field>(sheet: &Sheet, header: &Header<F>, at: usize, beside: bool) -> Vec<String> {
    let mut samples: Vec<String> = Vec::new();
    for row in sheet.rows.iter().skip(header.index + 1) {
        let text = sample(row.cell(at));
        if (!beside || row.own().nth(1).is_some()) && !text.is_empty() && !samples.contains(&text) {
            samples.push(text);
        }
        if samples.len() == SAMPLES {
            break;
        }
    }
    samples
}

/// What a cell says, on one line; what keeps its names apart stays.
fn sample(cell: &Cell) -> String {
    let shown = cell.shown();
    if is_one_name(&shown) {
        return squeeze(&shown);
    }
    let words: Vec<String> = shown.split_whitespace().map(squeeze).collect();
    words.join(" ").trim().to_owned()
}

fn column<F: Field>(sheet: &Sheet, headings: &Headings<F>, header: &Header<F>, at: usize) -> Option<Column> {
    let heading = header.title(at).to_owned();
    let mut samples = samples(sheet, header, at, true);
    // What stands alone in its row is no sample of a column with a heading; without one it has nothing else.
    if heading.is_empty() && samples.is_empty() {
        samples = self::samples(sheet, header, at, false);
    }
    if heading.is_empty() && samples.is_empty() {
        return None;
    }
    let field = header
        .field_of(at)
        .filter(|field| !is_idle(sheet, header, (*field, at)));
    // A column of a level holds ticks, and is read.
    let field = field.map(Field::key).or_else(|| {
        (!header.chosen.contains(&at) && headings.stands_beside(&heading)).then(|| DeputyField::Levels.key())
    });
    let how = if header.chosen.contains(&at) {
        How::Chosen
    } else if header.doubted.contains(&at) {
        How::Doubted
    } else if header.guessed.contains(&at) {
        How::Guessed
    } else if field.is_some() {
        How::Known
    } else {
        How::Unknown
    };
    Some(Column {
        sheet: sheet.name.clone(),
        at,
        heading,
        samples,
        field,
        how,
    })
}

/// The headings that make a shape: files with the same ones are read alike. What somebody wrote beside a table, where no
/// heading stands, makes no other shape of it.
pub fn shape(columns: &[Column]) -> Vec<&str> {
    let is_within = |column: &&Column| {
        let headed = |other: &Column| other.sheet == column.sheet && other.at >= column.at && !other.heading.is_empty();
        columns.iter().any(headed)
    };
    columns
        .iter()
        .filter(is_within)
        .map(|column| column.heading.as_str())
        .collect()
}
