//! Headings inside a table: `一、县人大代表（12人）` says of all rows below it what each would otherwise say itself.

use super::dictionary::{Dictionary, bare, outside_brackets};
use super::table::Row;
use crate::domain::text::fold;

/// Words a section, a sheet or a file is named with beside what it is about.
const ENDINGS: [&str; 6] = ["花名册", "名册", "名单", "一览表", "情况表", "登记表"];

/// Digits of ordinals.
const HAN_ORDINALS: &str = "一二三四五六七八九十";

/// What is said of the rows below: the words of the last section heading, or of the sheet's name.
#[derive(Clone, Debug, Default)]
pub(super) struct Section(String);

impl Section {
    /// From a sheet's name or a heading; ordinals, head counts and words such as 名册 are left out.
    pub fn named(text: &str) -> Self {
        let text = bare(&outside_brackets(after_ordinal(&fold(text))));
        let text = text.trim_end_matches(['人', '名', '个', '家']);
        let text = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let text = text.trim_end_matches('共');
        let ending = ENDINGS.iter().find_map(|ending| text.strip_suffix(ending));
        Self(ending.unwrap_or(text).to_owned())
    }

    /// The section a row opens: its only cell is numbered as sections are, or names a level or a kind of unit.
    /// Where a table has one column only, a numbered cell may as well be one of the list.
    pub fn of_row(row: &Row, is_list: bool, words: &Dictionary) -> Option<Self> {
        let (_, text) = alone(row)?;
        let section = Self::named(&text);
        let is_numbered = after_ordinal(&fold(&text)).len() < fold(&text).trim().len();
        let is_known = words.unit_kind(section.words()).is_some()
            || words.levels_of(section.words()).is_some()
            || words.is_of_office(section.words());
        let is_heading = is_known || is_numbered && !is_list && !section.0.is_empty();
        is_heading.then_some(section)
    }

    /// What a row says that holds no more than words about those below it, in the column of names or before it.
    pub fn alone(row: &Row, name: usize, words: &Dictionary) -> Option<Self> {
        let (_, text) = alone(row).filter(|(column, _)| *column <= name)?;
        let opened = || Self::of_row(row, false, words).is_some();
        (words.heads_alone(&text) || opened()).then(|| Self::named(&text))
    }

    /// The team it names: 第一代表小组.
    pub fn team(&self, words: &Dictionary) -> Option<&str> {
        let is_named = |ending: &String| self.0.ends_with(ending.as_str()) && self.0.len() > ending.len();
        let is_alone = words.words.team_endings.contains(&self.0);
        (!is_alone && words.words.team_endings.iter().any(is_named)).then_some(self.words())
    }

    /// What is left of it, for the dictionary.
    pub fn words(&self) -> &str {
        &self.0
    }
}

/// The only text of a row, but for how many it heads: `离任代表 | 3人`.
fn alone(row: &Row) -> Option<(usize, String)> {
    let mut own = row.own().peekable();
    let (mut column, mut cell) = own.next()?;
    // 一 | 镇直部门: the ordinal has a cell of its own.
    let shown = cell.shown();
    let ordinal = shown.trim().trim_matches(['(', ')', '（', '）', '、']);
    if !ordinal.is_empty() && ordinal.chars().all(|c| HAN_ORDINALS.contains(c)) && own.peek().is_some() {
        (column, cell) = own.next()?;
    }
    let is_count = |text: &str| {
        let count = text.trim().trim_end_matches(['人', '名', '位', '家', '个']);
        count.len() < text.trim().len() && !count.is_empty() && count.chars().all(|c| c.is_ascii_digit())
    };
    own.all(|(_, cell)| is_count(&cell.shown()))
        .then(|| (column, cell.shown()))
}

/// The text after `一、` `（二）` `3.` and the like; all of it when it has no ordinal.
pub(super) fn after_ordinal(text: &str) -> &str {
    let text = text.trim();
    let is_digit = |c: char| c.is_ascii_digit() || HAN_ORDINALS.contains(c);
    let inner = text.strip_prefix(['(', '（']).unwrap_or(text);
    let rest = inner.trim_start_matches(is_digit);
    if rest.len() == inner.len() {
        return text;
    }
    let marks: &[char] = if inner.len() < text.len() {
        &[')', '）']
    } else {
        &['、', '.', ',', ':']
    };
    rest.strip_prefix(marks).unwrap_or(text)
}
