//! The words by which headings, levels and kinds are recognised; data, in `config/import.toml`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;

use super::error::ImportError;
use super::field::{DeputyField, Field, UnitField};
use super::level::level_stem;
use super::named::{CLOSE, OPEN};
use super::whose::Whose;
use crate::domain::code::{Level, UnitKind};
use crate::domain::column::Choice;
use crate::domain::fold::alike;
use crate::domain::text::{fold, is_han};

/// The heading words of one kind of table.
#[derive(Clone, Debug)]
pub struct Headings<F> {
    words: BTreeMap<F, Vec<String>>,
    /// Words that head a column without being a field, such as one column for each level.
    beside: Vec<String>,
    /// Whose heading says that it is of somebody else: 家属姓名.
    others: Vec<String>,
    /// Whose a heading says that a column is.
    whose: Whose,
    /// Words that are no guess where a heading only ends with them.
    only_whole: Vec<String>,
    /// Words that are no more than a guess where they are the heading.
    guesses: Vec<String>,
    /// What a person said, which comes before every word.
    chosen: Vec<(Choice, Option<F>)>,
}

/// What a person said of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said<F> {
    Nothing,
    OfNoUse,
    Is(F),
}

/// How well a heading is recognised: smaller is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// A person said so.
    Chosen,
    /// The word itself, by its place in the list.
    Word(usize),
    /// The heading ends with the word.
    Ending,
}

/// A heading is recognised by its ending only up to this length; longer ones are titles.
const LONGEST_HEADING: usize = 12;

/// Digits as they are written in words.
const HAN_DIGITS: &str = "〇零一二两三四五六七八九十百";

impl<F: Field> Headings<F> {
    fn new(
        words: BTreeMap<F, Vec<String>>,
        beside: Vec<String>,
        (whose, others): (&Whose, &[String]),
        (only_whole, guesses): (&[String], &[String]),
    ) -> Self {
        let bared = |words: &[String]| -> Vec<String> { words.iter().map(|word| bare(word)).collect() };
        let words = words.into_iter().map(|(field, words)| (field, bared(&words))).collect();
        Self {
            words,
            beside,
            others: bared(others),
            whose: whose.bared(),
            only_whole: bared(only_whole),
            guesses: bared(guesses),
            chosen: Vec::new(),
        }
    }

    /// With what a person said of the columns; what names no field says that the column is of no use.
    #[must_use]
    pub fn choosing(mut self, choices: &[Choice]) -> Self {
        let field = |key: &str| self.words.keys().copied().find(|field| field.key() == key);
        self.chosen = choices
            .iter()
            .map(|choice| (choice.clone(), choice.field.as_deref().and_then(field)))
            .collect();
        self
    }

    /// The name of the field that a word of the list is for.
    pub fn key_of(&self, word: &str) -> Option<&'static str> {
        let word = bare(word);
        let found = self.words.iter().find(|(_, words)| words.contains(&word));
        found.map(|(field, _)| field.key())
    }

    /// The names of all fields there are, in order.
    pub fn keys(&self) -> Vec<&'static str> {
        self.words.keys().map(|field| field.key()).collect()
    }

    /// What a person said of a column of a row with these titles.
    pub(super) fn choice(&self, titles: &[String], column: usize) -> Said<F> {
        let title = |at: usize| titles.get(at).map(|title| bare(title)).unwrap_or_default();
        let own = title(column);
        let fits = |choice: &Choice| {
            let heading = bare(&choice.heading);
            // Of two lists side by side each is read without the titles of the other: what was said of one is not said of both.
            let is_of_other = || titles.get(choice.at).is_some_and(String::is_empty);
            let once = || !is_of_other() && (0..titles.len()).filter(|at| title(*at) == heading).count() == 1;
            if heading.is_empty() {
                choice.at == column && own.is_empty() && self.is_chosen(titles)
            } else {
                heading == own && (choice.at == column || once())
            }
        };
        let found = self.chosen.iter().find(|(choice, _)| fits(choice));
        found.map_or(Said::Nothing, |(_, field)| field.map_or(Said::OfNoUse, Said::Is))
    }

    /// Whether anything a person said is of a row with these titles.
    pub(super) fn is_chosen(&self, titles: &[String]) -> bool {
        let said = |title: &String| {
            let title = bare(title);
            !title.is_empty() && self.chosen.iter().any(|(choice, _)| bare(&choice.heading) == title)
        };
        titles.iter().any(said)
    }

    /// The first word of a field, for telling people what is missing.
    pub fn first_word(&self, field: F) -> String {
        self.words
            .get(&field)
            .and_then(|words| words.first())
            .cloned()
            .unwrap_or_default()
    }

    /// The first word for what people are called.
    pub(super) fn name_title(&self) -> Option<&String> {
        self.words.iter().find(|(field, _)| field.is_name())?.1.first()
    }

    pub(super) fn others(&self) -> &[String] {
        &self.others
    }

    pub(super) fn whose(&self) -> &Whose {
        &self.whose
    }

    /// The words of a field, in the form in which headings are compared.
    pub(super) fn words_of(&self, field: F) -> &[String] {
        self.words.get(&field).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn stands_beside(&self, heading: &str) -> bool {
        let heading = bare(heading);
        self.beside.contains(&heading) || self.beside.contains(&level_stem(&heading))
    }

    pub(super) fn recognise(&self, heading: &str) -> Option<(F, Match)> {
        let (without, with) = (bare(&outside_brackets(heading)), bare(heading));
        let is_known = |heading: &String| self.words.values().any(|words| words.contains(heading));
        if !is_known(&with) && self.others.iter().any(|other| with.contains(other.as_str())) {
            return None;
        }
        for heading in [&without, &with] {
            for (field, words) in &self.words {
                if let Some(place) = words.iter().position(|word| word == heading) {
                    let is_guess = self.guesses.contains(heading);
                    return Some((*field, if is_guess { Match::Ending } else { Match::Word(place) }));
                }
            }
        }
        if without.chars().count() > LONGEST_HEADING {
            return None;
        }
        self.words
            .iter()
            .filter(|(field, _)| field.by_ending())
            .flat_map(|(field, words)| words.iter().map(move |word| (*field, word)))
            .filter(|(_, word)| {
                word.chars().count() > 1 && !self.only_whole.contains(word) && !self.guesses.contains(word)
            })
            .filter(|(_, word)| without.ends_with(word.as_str()))
            .max_by_key(|(_, word)| word.len())
            .map(|(field, _)| (field, Match::Ending))
    }
}

/// What is compared of a heading: letters, digits and Han characters in the form in which alike is equal.
pub fn bare(text: &str) -> String {
    let compared = alike(text);
    compared.chars().filter(|c| c.is_alphanumeric() || is_han(*c)).collect()
}

/// A text without what stands in brackets.
pub(super) fn outside_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut out = String::new();
    for c in fold(text).chars() {
        match c {
            c if OPEN.contains(&c) => depth += 1,
            c if CLOSE.contains(&c) => depth = depth.saturating_sub(1),
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
    others: Whose,
    words: Words,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    only_whole: Vec<String>,
    pub(super) vacant: Vec<String>,
    dittos: Vec<String>,
    pub(super) departed: Vec<String>,
    pub(super) closed: Vec<String>,
    pub(super) before_departed: Vec<String>,
    pub(super) perhaps_departed: Vec<String>,
    pub(super) serving: Vec<String>,
    pub(super) no: Vec<String>,
    pub(super) there: Vec<String>,
    pub(super) former: Vec<String>,
    pub(super) below: Vec<String>,
    pub(super) captions: Vec<String>,
    register: Vec<String>,
    village_endings: Vec<String>,
    unit_endings: Vec<String>,
    totals: Vec<String>,
    pub(super) footers: Vec<String>,
    pub(super) lines: Vec<String>,
    pub(super) stamps: Vec<String>,
    pub(super) not_people: Vec<String>,
    pub(super) titles: Vec<String>,
    pub(super) roles: Vec<String>,
    unclear: Vec<String>,
    pub(super) team_endings: Vec<String>,
    pub(super) phone_others: Vec<String>,
    pub(super) phone_own: Vec<String>,
    pub(super) phone_words: Vec<String>,
    pub(super) phone_fillers: Vec<String>,
    perhaps_names: Vec<String>,
    blanks: Vec<String>,
    pub(super) apart: super::namesakes::Apart,
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
    pub(super) words: Words,
    /// The day on which a table is read, where it is known: who leaves later is there.
    pub(super) today: Option<NaiveDate>,
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

/// Takes in what is not known yet.
fn also<T: Copy>(known: &mut Vec<(String, T)>, more: &[(&str, T)]) {
    for (word, value) in more {
        let word = bare(word);
        if !word.is_empty() && known.iter().all(|(known, _)| *known != word) {
            known.push((word, *value));
        }
    }
    known.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
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
            deputies: Headings::new(
                written.deputies,
                beside,
                (&written.others, &written.others.deputies),
                (&written.words.only_whole, &written.words.perhaps_names),
            ),
            units: Headings::new(
                written.units,
                Vec::new(),
                (&written.others, &written.others.units),
                (&written.words.only_whole, &written.words.perhaps_names),
            ),
            levels,
            kinds: by_length(written.unit_kinds),
            words: written.words,
            today: None,
        })
    }

    /// With what a desk calls them: a table copied from it says the same.
    #[must_use]
    pub fn with_labels(mut self, kinds: &[(&str, UnitKind)], levels: &[(&str, Level)]) -> Self {
        also(&mut self.kinds, kinds);
        also(&mut self.levels, levels);
        self
    }

    /// As it is understood on a day.
    pub(super) fn on(&self, today: NaiveDate) -> Self {
        Self {
            today: Some(today),
            ..self.clone()
        }
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

    /// Whether a name ends as those of units do.
    pub(super) fn is_unit_named(&self, name: &str) -> bool {
        let name = outside_brackets(name);
        let ends = |ending: &String| name.trim_end().ends_with(ending.as_str());
        self.words.unit_endings.iter().any(ends) || self.is_village(&name)
    }

    /// Whether a cell says in words that there is nothing.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        let text = fold(text);
        let text = text.trim();
        self.words.blanks.iter().any(|blank| blank.eq_ignore_ascii_case(text))
    }

    /// Whether a cell says that it is as the one above: 同上.
    pub(super) fn is_ditto(&self, text: &str) -> bool {
        let text = text.trim();
        self.words.dittos.iter().any(|word| word == text)
    }

    /// Whether a cell says nothing that can be followed: 同左, or dots.
    pub(super) fn is_unclear(&self, text: &str) -> bool {
        let text = text.trim();
        self.words.unclear.iter().any(|word| word == text)
    }

    /// Whether a remark says that somebody is in office no more: 已调离.
    pub(super) fn has_departed(&self, remark: &str) -> bool {
        let has_word = || self.words.departed.iter().any(|word| remark.contains(word.as_str()));
        !self.is_ahead(remark) && (self.says_departed(remark) || has_word() && !self.may_depart(remark))
    }

    /// Whether the titles are those of a register of matters, which is neither roster nor list of units.
    pub(super) fn is_register(&self, titles: &[String]) -> bool {
        let known = |title: &&String| {
            let title = bare(title);
            self.words.register.iter().any(|word| bare(word) == title)
        };
        titles.iter().filter(known).count() > 1
    }

    /// Whether a cell opens a totals row: `合 计`, `总计：76`, `共76人`.
    pub(super) fn is_total(&self, text: &str) -> bool {
        let text = bare(text);
        // A sum says how many, whatever of.
        let is_sum = |rest: &str| rest.chars().any(|c| c.is_ascii_digit()) && rest.chars().count() < 10;
        let counts = |c: char| c.is_ascii_digit() || HAN_DIGITS.contains(c);
        let of_words = self.words.totals.iter();
        let of_words = of_words.filter_map(|word| text.strip_prefix(word.as_str()));
        let in_all = text.strip_prefix('共').filter(|rest| rest.starts_with(counts));
        of_words.chain(in_all).any(|rest| {
            is_sum(rest)
                || rest
                    .chars()
                    .all(|c| c.is_ascii_digit() || HAN_DIGITS.contains(c) || "人名数个家件共计".contains(c))
        })
    }

    /// Whether a cell opens the signatures or remarks below a table: `填表人：…`, `注：…`.
    pub(super) fn is_footer(&self, text: &str) -> bool {
        let folded = fold(text);
        let text: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let is_apart = |rest: &str| rest.starts_with(char::is_whitespace);
        self.words.footers.iter().any(|word| {
            let behind = |text: &str| text.trim_start().strip_prefix(word.as_str()).map(str::to_owned);
            behind(&text).is_some_and(|rest| rest.starts_with(':'))
                || behind(&folded).is_some_and(|rest| is_apart(&rest))
        })
    }
}
