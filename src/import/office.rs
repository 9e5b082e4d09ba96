//! Whether whoever a row is about is in office, as its other columns say: `状态：离任`, `离任时间：2025.3`, a remark, a name that is
//! struck out. What nobody understands is asked about; nobody comes in as active without it having been said.

use super::dictionary::{Dictionary, bare};
use super::field::DeputyField as Field;
use super::line::Line;
use crate::domain::text::tidy;

/// What the columns of a row say of being in office.
pub(super) enum Office {
    /// Nothing, or that they are in it.
    In,
    /// In office no more, in these words.
    Gone(String),
    /// Something that may say so; in which column, and what.
    Unclear(usize, String),
}

/// Reads the columns that speak of office, and what the others say of it by the way.
pub(super) fn office(line: &Line<'_, Field>) -> Office {
    let words = line.words;
    let mut unclear = None;
    let titled = |column: usize, text: &str| [line.header.title(column), text].join("：");
    for (column, cell) in line.cells(Field::Status) {
        let text = cell.shown();
        match words.says_in_office(&text) {
            Some(true) => {}
            Some(false) if words.has_departed(&text) => return Office::Gone(tidy(&text)),
            Some(false) => return Office::Gone(titled(column, &tidy(&text))),
            None => unclear = Some((column, text)),
        }
    }
    for (column, cell) in line.cells(Field::Left) {
        let text = cell.shown();
        // It did not come to that, or they are there.
        let is_not =
            words.is_no(&text) || words.says_in_office(&text) == Some(true) && !super::deputies::is_tick(&text);
        if !is_not {
            return Office::Gone(titled(column, &tidy(&text)));
        }
    }
    for (column, cell) in line.cells(Field::Note) {
        let text = cell.shown();
        if words.says_departed(&text) {
            return Office::Gone(tidy(&text));
        }
        if words.may_depart(&text) {
            unclear = Some((column, text));
        }
    }
    let others = line.others_at().into_iter();
    let unclear = unclear.or_else(|| {
        others
            .filter(|(_, title, text)| speaks(words, title, text))
            .map(|(c, _, t)| (c, t))
            .next()
    });
    // Of a column of ticks a cell without one says no.
    let unticked = || line.unticked(Field::Status).map(|column| (column, String::new()));
    match unclear.or_else(unticked) {
        Some((column, text)) => Office::Unclear(column, text),
        None => Office::In,
    }
}

/// Whether a column that is no field speaks of leaving, by its heading or by what it says.
fn speaks(words: &Dictionary, title: &str, text: &str) -> bool {
    if words.is_blank(text) || words.is_no(text) || words.deputies.is_of_another(title) {
        return false;
    }
    words.has_departed(&bare(title)) || words.says_departed(text)
}

impl Dictionary {
    /// Whether a cell of a column on being in office says that they are; nothing where nobody can tell.
    fn says_in_office(&self, text: &str) -> Option<bool> {
        let said = bare(text);
        let has = |words: &[String]| words.iter().any(|word| said.contains(bare(word).as_str()));
        let is = |words: &[String]| words.iter().any(|word| said == bare(word));
        if self.is_no(text) || has(&self.words.departed) && !self.may_depart(text) {
            return Some(false);
        }
        let is_there = super::deputies::is_tick(text) || is(&self.words.serving) || has(&self.words.there);
        (is_there && !self.may_depart(text)).then_some(true)
    }

    /// Whether a cell says no and nothing else.
    fn is_no(&self, text: &str) -> bool {
        let said = text.trim().to_lowercase();
        self.words.no.contains(&said)
    }

    /// Whether words may say that somebody leaves, and need not: 停权, 请辞.
    pub(super) fn may_depart(&self, text: &str) -> bool {
        self.words
            .perhaps_departed
            .iter()
            .any(|word| text.contains(word.as_str()))
    }
}
