//! Columns of a roster that look like a field and may be somebody else's: the number of a village secretary is not the deputy's.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::dictionary::{Headings, Match, bare, outside_brackets};
use super::field::{Behind, Field};
use super::named::{is_whole_name, name_and_remark};
use super::table::Sheet;

/// The words by which a heading is known to be another person's, or their own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Whose {
    /// A heading with one of these is another's whatever it ends with: 家属姓名.
    pub deputies: Vec<String>,
    /// The same of lists of units.
    pub units: Vec<String>,
    /// A heading that ends so is of a person who is not the deputy: 包村干部.
    people: Vec<String>,
    /// A heading with one of these is of whoever was there before, when it is of a name: 离任代表姓名.
    gone: Vec<String>,
    /// And one with these of whoever came instead: 新任.
    came: Vec<String>,
    /// And is not where it has one of these in it: 是否党员, 曾用名.
    nobody: Vec<String>,
    /// What may stand before a telephone's heading without making it another's: 办公.
    own: Vec<String>,
}

impl Whose {
    /// Its words in the form in which headings are compared; the longest of their own first.
    pub(super) fn bared(&self) -> Self {
        let bared = |words: &[String]| -> Vec<String> { words.iter().map(|word| bare(word)).collect() };
        let mut own = bared(&self.own);
        own.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self {
            deputies: bared(&self.deputies),
            units: bared(&self.units),
            people: bared(&self.people),
            gone: bared(&self.gone),
            came: bared(&self.came),
            nobody: bared(&self.nobody),
            own,
        }
    }

    /// Whether a heading, or what stands in it before a field's word, is of a person who is not the deputy.
    pub(super) fn is_person(&self, words: &str) -> bool {
        let ends = |word: &String| words.ends_with(word.as_str());
        let has = |word: &String| words.contains(word.as_str());
        self.people.iter().any(ends) && !self.nobody.iter().any(has)
    }

    /// Whether a heading speaks of whoever was there before.
    fn is_gone(&self, heading: &str) -> bool {
        let heading = bare(heading);
        self.gone.iter().any(|word| heading.contains(word.as_str()))
    }

    /// Whether it speaks of whoever came instead.
    fn is_come(&self, heading: &str) -> bool {
        let heading = bare(heading);
        self.came.iter().any(|word| heading.contains(word.as_str()))
    }

    /// What is left of such words without those that say nothing but what sort of number it is, and that it is their own.
    pub(super) fn beyond(&self, words: &str) -> String {
        let left = self
            .own
            .iter()
            .fold(words.to_owned(), |left, word| left.replace(word.as_str(), ""));
        left.chars().filter(|c| !c.is_ascii_digit()).collect()
    }
}

impl<F: Field> Headings<F> {
    /// Which of the columns with these titles, below a row of headings, look like a field and may be somebody else's: their heading
    /// says another person or office, or they stand behind the column of another person. `found` is what each looks like.
    pub(super) fn anothers(
        &self,
        (sheet, index): (&Sheet, usize),
        titles: &[String],
        found: &[Option<(F, Match)>],
    ) -> BTreeSet<usize> {
        let mut out = BTreeSet::new();
        let mut seen: BTreeSet<F> = BTreeSet::new();
        // Whether the last column with a heading is another person's.
        let mut is_beside = false;
        let is_name = |at: usize| {
            found
                .get(at)
                .is_some_and(|found| found.is_some_and(|(field, _)| field.is_name()))
        };
        let is_guess = |at: usize| matches!(found.get(at), Some(Some((_, Match::Ending))));
        let names = || (0..titles.len()).filter(|at| is_name(*at));
        let has_sure = names().any(|at| !is_guess(at));
        // 离任 beside 新任: it says that somebody else left.
        let mut taken = names().filter(|at| !has_sure || !is_guess(*at));
        let replaces = taken.any(|at| titles.get(at).is_some_and(|title| self.whose().is_come(title)));
        for ((column, title), found) in titles.iter().enumerate().zip(found) {
            let Some((field, how)) = found else {
                if replaces && self.whose().is_gone(title) {
                    out.insert(column);
                }
                if !title.is_empty() {
                    is_beside = self.whose().is_person(&bare(title)) && holds_names(sheet, index, column);
                }
                continue;
            };
            let by_name = field.is_name() && *how == Match::Ending && (self.whose().is_gone(title) || has_sure);
            let is_of_gone = !field.is_name() && replaces && self.whose().is_gone(title);
            let is_named = holds_names(sheet, index, column);
            if *how != Match::Chosen && (is_of_gone || by_name && is_named) {
                out.insert(column);
                is_beside = is_named;
                continue;
            }
            let named = *how != Match::Chosen && self.names_another(title, *field, *how);
            let theirs = *how != Match::Chosen
                && match field.behind() {
                    Behind::Own => false,
                    Behind::OwnOnce => is_beside && seen.contains(field),
                    Behind::Theirs { .. } => is_beside,
                };
            if named || theirs {
                out.insert(column);
                // Where their number has a heading that says so, the next one is no longer theirs.
                is_beside = theirs && !named;
            } else {
                is_beside = false;
                seen.insert(*field);
            }
        }
        out
    }

    /// Whether a heading without a field of its own is of somebody who is not the deputy.
    pub(super) fn is_of_another(&self, title: &str) -> bool {
        let title = bare(title);
        let is_other = |word: &String| title.contains(word.as_str());
        self.whose().is_person(&title) || self.others().iter().any(is_other)
    }

    /// Whether a heading says beside the word of its field whose it is, and it is not the deputy.
    fn names_another(&self, title: &str, field: F, how: Match) -> bool {
        let whose = self.whose();
        let Behind::Theirs { number } = field.behind() else {
            return field.behind() != Behind::Own
                && how == Match::Ending
                && whose.is_person(&self.before(title, field));
        };
        let inside = name_and_remark(title).1;
        let in_brackets = || inside.iter().any(|word| whose.is_person(&whose.beyond(&bare(word))));
        let before = whose.beyond(&self.before(title, field));
        match how {
            // Nobody knows all offices there are: what is not known to be their own is not.
            Match::Ending if number => !before.is_empty() || in_brackets(),
            Match::Ending => whose.is_person(&before),
            Match::Chosen | Match::Word(_) => number && in_brackets(),
        }
    }

    /// What stands in a heading before the longest word of a field that it ends with.
    fn before(&self, title: &str, field: F) -> String {
        let title = bare(&outside_brackets(title));
        let words = self.words_of(field).iter();
        let rest = words.filter_map(|word| title.strip_suffix(word.as_str()));
        rest.min_by_key(|rest| rest.len()).unwrap_or_default().to_owned()
    }
}

/// Whether a person's name stands in a column below the headings: of one with ticks nobody else is the owner.
fn holds_names(sheet: &Sheet, index: usize, column: usize) -> bool {
    let mut below = sheet.rows.iter().skip(index + 1);
    below.any(|row| is_whole_name(&row.cell(column).shown()))
}
