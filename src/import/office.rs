//! Whether whoever a row is about is in office, as its other columns say: `状态：离任`, `离任时间：2025.3`, a remark, a name that is
//! struck out. What nobody understands is asked about; nobody comes in as active without it having been said.

use super::dictionary::{Dictionary, bare};
use super::field::DeputyField as Field;
use super::line::Line;
use crate::domain::text::{fold, tidy};
use crate::domain::typed_date::{Lean, parse_date_leaning};
use chrono::NaiveDate;

/// What the columns of a row say of being in office.
pub(super) enum Office {
    /// Nothing, or that they are in it.
    In,
    /// In office no more, in these words.
    Gone(String),
    /// In office until a day that has not come: in which column, and what it says; and whether that stands in no remark.
    Later(usize, String, bool),
    /// Something that may say so; in which column, and what.
    Unclear(usize, String),
}

/// Reads the columns that speak of office, and what the others say of it by the way.
pub(super) fn office(line: &Line<'_, Field>) -> Office {
    let words = line.words;
    let (mut unclear, mut later) = (None, None);
    let titled = |column: usize, text: &str| [line.header.title(column), text].join("：");
    for (column, cell) in line.cells(Field::Status) {
        let text = cell.shown();
        if words.is_ahead(&text) && words.speaks_of_leaving(&text) {
            later = Some(Office::Later(column, titled(column, &tidy(&text)), true));
            continue;
        }
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
        if !is_not && words.is_ahead(&text) {
            later = Some(Office::Later(column, titled(column, &tidy(&text)), true));
        } else if !is_not {
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
        } else if words.is_ahead(&text) && words.speaks_of_leaving(&text) {
            later = later.or(Some(Office::Later(column, tidy(&text), false)));
        }
    }
    let others = line.others_at().into_iter();
    let unclear = unclear.or_else(|| {
        others
            .filter(|(column, title, text)| !line.header.doubted.contains(column) && speaks(words, title, text))
            .map(|(c, _, t)| (c, t))
            .next()
    });
    // Of a column of ticks a cell without one says no.
    let unticked = || line.unticked(Field::Status).map(|column| (column, String::new()));
    match unclear.or_else(unticked) {
        Some((column, text)) => Office::Unclear(column, text),
        None => later.unwrap_or(Office::In),
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

    /// Whether the last day that words speak of has not come.
    pub(super) fn is_ahead(&self, text: &str) -> bool {
        let said = self.today.and_then(|today| Some((last_day(text, today)?, today)));
        said.is_some_and(|(day, today)| day > today)
    }

    /// Whether a name says that nobody is there yet: 空缺, 待补选代表. In no name are these words, but for those of one character.
    pub(super) fn is_vacant(&self, name: &str) -> bool {
        let name = bare(name);
        let says = |word: &String| word.chars().nth(1).is_some() && name.contains(word.as_str());
        self.words.vacant.iter().any(|word| bare(word) == name || says(word))
    }

    /// Whether there is a word for leaving in it.
    fn speaks_of_leaving(&self, text: &str) -> bool {
        self.words.departed.iter().any(|word| text.contains(word.as_str()))
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

/// The last day that a text speaks of, with its year; of a month or a year the first.
fn last_day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = fold(text);
    let is_of_date = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '.' | '-' | '/');
    let runs = text.split(|c: char| !is_of_date(c)).rev();
    let read = |run: &str| {
        let run = run.trim_matches(['.', '-', '/']);
        let has_year = run.starts_with("19") || run.starts_with("20");
        let typed = parse_date_leaning(run, today, Lean::Past).ok().filter(|_| has_year)?;
        let (year, month) = typed.month();
        typed
            .day()
            .or_else(|| NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1))
    };
    runs.into_iter().find_map(read)
}
