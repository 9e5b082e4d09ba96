//! Looking for something in what is owed: whoever searches there means its own lines, and they keep their places.

use super::gate::Seen;
use crate::domain::fold::alike;
use crate::domain::pinyin;
use crate::domain::view::{FollowUp, Owing, Stretch};
use crate::store::error::StoreError;

/// What somebody looks for.
pub(super) struct Sought<'a> {
    pub typed: &'a str,
    pub called: &'a [&'static str],
    pub seen: &'a Seen,
}

impl Sought<'static> {
    /// All there is.
    pub(super) const ALL: Self = Self {
        typed: "",
        called: &[],
        seen: &Seen::All,
    };
}

/// The first line is number -1 and numbers fall, as those of matters do.
pub(super) fn place(n: i64) -> usize {
    usize::try_from(-n).unwrap_or_default()
}

/// Lines that are looked through at once.
const AT_ONCE: usize = 2_000;

/// A stretch of those among the lines that `read` finds, each in its place among all: from a place on, or up to one.
pub(super) fn sought(
    read: impl Fn((usize, usize)) -> Result<(Vec<FollowUp>, usize), StoreError>,
    all: impl FnOnce() -> Result<usize, StoreError>,
    stretch: Stretch,
    limit: usize,
) -> Result<(Vec<FollowUp>, bool), StoreError> {
    let mut lines = Vec::new();
    let (mut from, below) = match stretch {
        Stretch::Newest => (0, true),
        Stretch::Before(n) => (place(n), true),
        Stretch::After(n) => (place(n).saturating_sub(1), false),
        Stretch::Oldest => (all()?, false),
    };
    while lines.len() <= limit {
        if below {
            let (found, walked) = read((from, AT_ONCE))?;
            lines.extend(found);
            from += walked;
            if walked < AT_ONCE {
                break;
            }
        } else {
            let first = from.saturating_sub(AT_ONCE);
            let (found, _) = read((first, from - first))?;
            lines.splice(0..0, found);
            from = first;
            if first == 0 {
                break;
            }
        }
    }
    let more = lines.len() > limit;
    if below {
        lines.truncate(limit);
    } else {
        lines.drain(..lines.len().saturating_sub(limit));
    }
    Ok((lines, more))
}

/// Whether each word that was typed is in the line, in what it is short for or in what its kind is called; a name may be spelt
/// by its sounds, and a program calls a kind by its code.
pub(super) fn is_meant(line: &FollowUp, words: &[String], Sought { typed, called, .. }: &Sought<'_>) -> bool {
    if typed.trim().is_empty() {
        return true;
    }
    let kind = Owing::ALL
        .iter()
        .zip(called.iter())
        .find(|(kind, _)| **kind == line.owing);
    let kind = alike(kind.map_or("", |(_, called)| called));
    let person = line.person.iter().chain(line.author.as_ref().map(|a| &a.name));
    let texts = [&line.number, &line.brief].into_iter();
    let texts = texts
        .chain(&line.unit)
        .chain(&line.note)
        .chain(person.clone())
        .chain(words);
    let texts: Vec<String> = texts.map(|text| alike(text)).collect();
    let sounds = |word: &str| {
        person
            .clone()
            .any(|name| pinyin::matches(word, name, &pinyin::search_key(name)))
    };
    let typed = alike(typed);
    let mut typed = typed.split_whitespace();
    let is_kind = |word: &str| kind.contains(word) || word == line.owing.code();
    typed.all(|word| texts.iter().any(|text| text.contains(word)) || sounds(word) || is_kind(word))
}
