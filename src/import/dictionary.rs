//! The words by which headings, levels and kinds are recognised; data, in `config/import.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::error::ImportError;
use crate::domain::code::{Level, UnitKind};
use crate::domain::text::{fold, is_han};

/// A column of a roster of deputies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeputyField {
    /// 序号
    Serial,
    /// 姓名
    Name,
    /// 性别
    Sex,
    /// 民族
    Nation,
    /// 出生年月
    Born,
    /// 党派
    Party,
    /// 单位及职务
    Post,
    /// 代表层级
    Levels,
    /// 选区
    Constituency,
    /// 代表小组
    Group,
    /// 专业小组
    Speciality,
    /// 联系电话
    Phone,
    /// 备注
    Note,
}

/// A column of a list of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitField {
    /// 序号
    Serial,
    /// 单位名称
    Name,
    /// 简称
    Short,
    /// 类别
    Kind,
    /// 联系人
    Contact,
    /// 联系电话
    Phone,
    /// 承办范围
    Scope,
    /// 上级
    Via,
}

/// The heading words of one kind of table.
#[derive(Clone, Debug)]
pub struct Headings<F> {
    words: BTreeMap<F, Vec<String>>,
    /// Words that head a column without being a field, such as one column for each level.
    beside: Vec<String>,
}

/// How well a heading is recognised: smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// The word itself, by its place in the list.
    Word(usize),
    /// The heading ends with the word.
    Ending,
}

/// A heading is recognised by its ending only up to this length; longer ones are titles.
const LONGEST_HEADING: usize = 12;

impl<F: Copy + Ord> Headings<F> {
    fn new(words: BTreeMap<F, Vec<String>>, beside: Vec<String>) -> Self {
        let words = words
            .into_iter()
            .map(|(field, words)| (field, words.iter().map(|word| bare(word)).collect()))
            .collect();
        Self { words, beside }
    }

    /// The first word of a field, for telling people what is missing.
    pub fn first_word(&self, field: F) -> String {
        self.words
            .get(&field)
            .and_then(|words| words.first())
            .cloned()
            .unwrap_or_default()
    }

    pub(super) fn stands_beside(&self, heading: &str) -> bool {
        let heading = bare(heading);
        self.beside.contains(&heading)
    }

    pub(super) fn recognise(&self, heading: &str) -> Option<(F, Match)> {
        let (without, with) = (bare(&outside_brackets(heading)), bare(heading));
        for heading in [&without, &with] {
            for (field, words) in &self.words {
                if let Some(place) = words.iter().position(|word| word == heading) {
                    return Some((*field, Match::Word(place)));
                }
            }
        }
        if without.chars().count() > LONGEST_HEADING {
            return None;
        }
        self.words
            .iter()
            .flat_map(|(field, words)| words.iter().map(move |word| (*field, word)))
            .filter(|(_, word)| word.chars().count() > 1 && without.ends_with(word.as_str()))
            .max_by_key(|(_, word)| word.len())
            .map(|(field, _)| (field, Match::Ending))
    }
}

/// What is compared of a heading: letters, digits and Han characters, folded, in lower case.
pub(super) fn bare(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|c| c.is_alphanumeric() || is_han(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A text without what stands in brackets.
pub(super) fn outside_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in fold(text).chars() {
        match c {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    deputies: BTreeMap<DeputyField, Vec<String>>,
    units: BTreeMap<UnitField, Vec<String>>,
    levels: BTreeMap<Level, Vec<String>>,
    unit_kinds: BTreeMap<UnitKind, Vec<String>>,
    words: Words,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    village_endings: Vec<String>,
    totals: Vec<String>,
    footers: Vec<String>,
    blanks: Vec<String>,
}

/// All the words by which a table is understood.
#[derive(Clone, Debug)]
pub struct Dictionary {
    /// Headings of a roster.
    pub deputies: Headings<DeputyField>,
    /// Headings of a list of units.
    pub units: Headings<UnitField>,
    levels: Vec<(String, Level)>,
    kinds: Vec<(String, UnitKind)>,
    words: Words,
}

/// Longest first, so that `县级市` is not read as `县`.
fn by_length<T: Copy>(words: BTreeMap<T, Vec<String>>) -> Vec<(String, T)> {
    let mut all: Vec<(String, T)> = words
        .into_iter()
        .flat_map(|(value, words)| words.into_iter().map(move |word| (bare(&word), value)))
        .filter(|(word, _)| !word.is_empty())
        .collect();
    all.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    all
}

impl Dictionary {
    /// The words we ship.
    pub fn shipped() -> Result<Self, ImportError> {
        Self::from_toml(include_str!("../../config/import.toml"))
    }

    /// Words from a file of the same form.
    pub fn from_toml(text: &str) -> Result<Self, ImportError> {
        let written: Written =
            toml::from_str(text).map_err(|error| ImportError::Dictionary(error.message().to_owned()))?;
        let levels = by_length(written.levels);
        let beside = levels.iter().map(|(word, _)| word.clone()).collect();
        Ok(Self {
            deputies: Headings::new(written.deputies, beside),
            units: Headings::new(written.units, Vec::new()),
            levels,
            kinds: by_length(written.unit_kinds),
            words: written.words,
        })
    }

    /// The level a whole word names.
    pub fn level(&self, word: &str) -> Option<Level> {
        let word = bare(word);
        self.levels
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, level)| *level)
    }

    /// The level at the beginning of a text, and what follows.
    pub(super) fn level_before<'t>(&self, text: &'t str) -> Option<(Level, &'t str)> {
        self.levels
            .iter()
            .find_map(|(word, level)| text.strip_prefix(word.as_str()).map(|rest| (*level, rest)))
    }

    /// The kind a label names.
    pub fn unit_kind(&self, label: &str) -> Option<UnitKind> {
        let label = bare(label);
        self.kinds
            .iter()
            .find(|(known, _)| *known == label)
            .map(|(_, kind)| *kind)
    }

    /// Whether a unit's name is that of a village.
    pub fn is_village(&self, name: &str) -> bool {
        let name = outside_brackets(name);
        self.words
            .village_endings
            .iter()
            .any(|ending| name.trim_end().ends_with(ending.as_str()))
    }

    /// Whether a cell says in words that there is nothing.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        let text = fold(text);
        let text = text.trim();
        self.words.blanks.iter().any(|blank| blank.eq_ignore_ascii_case(text))
    }

    /// Whether a cell opens a totals row: `合 计`, `总计：76`, `共76人`.
    pub(super) fn is_total(&self, text: &str) -> bool {
        let text = bare(text);
        let rest = self
            .words
            .totals
            .iter()
            .find_map(|word| text.strip_prefix(word.as_str()))
            .or_else(|| {
                text.strip_prefix('共')
                    .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            });
        rest.is_some_and(|rest| {
            rest.chars()
                .all(|c| c.is_ascii_digit() || "人名数个家件共计".contains(c))
        })
    }

    /// Whether a cell opens the signatures or remarks below a table: `填表人：…`, `注：…`.
    pub(super) fn is_footer(&self, text: &str) -> bool {
        let text: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
        self.words.footers.iter().any(|word| {
            text.strip_prefix(word.as_str())
                .is_some_and(|rest| rest.starts_with(':'))
        })
    }
}
