//! Whom a cell names: names apart from the marks, brackets and words around them.

use super::dictionary::{Dictionary, outside_brackets};
use crate::domain::code::Sex;
use crate::domain::fold::is_selector;
use crate::domain::pinyin::is_compound_surname;
use crate::domain::text::{NAME_DOT, is_han, squeeze};

/// A name without the marks beside it: `★张三`, `*李四`. What only says how its last character is drawn belongs to it.
pub(super) fn without_marks(name: &str) -> &str {
    let is_mark =
        |c: char| !c.is_alphanumeric() && !is_han(c) && !matches!(c, '(' | ')' | '（' | '）' | '\u{E000}'..='\u{F8FF}');
    let from = name.trim_start_matches(is_mark);
    let bare = from.trim_end_matches(is_mark);
    let behind = from.get(bare.len()..).unwrap_or_default();
    let drawn = behind.len() - behind.trim_start_matches(is_selector).len();
    from.get(..bare.len() + drawn).unwrap_or(bare)
}

/// Words that stand between two names.
const AND: [char; 3] = ['和', '与', '及'];

/// Characters of a name that may stand alone, at most; one from abroad has dots in it.
const LONGEST: usize = 12;

/// Whether a word is a name by itself: two Han characters or more, with or without dots, and no surname alone.
pub(super) fn is_whole_name(word: &str) -> bool {
    let bare = squeeze(without_marks(word));
    let name: Vec<char> = bare.chars().filter(|c| !is_selector(*c)).collect();
    let (dots, han): (Vec<char>, Vec<char>) = name.iter().partition(|c| **c == NAME_DOT);
    han.iter().all(|c| is_han(*c))
        && (2..=LONGEST).contains(&han.len())
        && (!dots.is_empty() || name.len() == han.len())
}

/// Whether what stands in a cell is one name, however it is spread out: `张 三`, `欧阳 娜娜`, `Li Wei`.
pub(super) fn is_one_name(cell: &str) -> bool {
    let words: Vec<&str> = cell.split_whitespace().collect();
    let surname_apart = matches!(words.as_slice(), [first, _] if is_compound_surname(first));
    words.len() < 2 || surname_apart || words.iter().all(|word| word.chars().nth(1).is_none())
}

/// Two names with a word between them: `李四和王五`. In a name itself the word has no name on both sides.
fn apart_by_and(word: &str) -> Vec<&str> {
    let sides = word
        .char_indices()
        .filter(|(_, c)| AND.contains(c))
        .filter_map(|(at, c)| {
            let (before, after) = (word.get(..at)?, word.get(at + c.len_utf8()..)?);
            (is_whole_name(before) && is_whole_name(after)).then_some((before, after))
        });
    match sides.into_iter().next() {
        Some((before, after)) => std::iter::once(before).chain(apart_by_and(after)).collect(),
        None => vec![word],
    }
}

/// Whom a cell names, each with what stands in the bracket beside: on lines of their own, listed, with a word between them, or
/// apart by blanks where each is a name by itself. One name that was spread out or a surname of two characters before a blank is
/// one person.
pub(super) fn people_in(cell: &str, said: &Dictionary) -> Vec<(String, Vec<String>)> {
    let mut all: Vec<(String, Vec<String>)> = Vec::new();
    // What stands before the name it is said of.
    let mut ahead: Vec<String> = Vec::new();
    for part in split_outside(cell, listed) {
        let mut words: Vec<(String, Vec<String>)> = Vec::new();
        let apart = split_outside(part, char::is_whitespace);
        for word in apart.into_iter().flat_map(apart_by_and) {
            let (name, mut remark) = name_and_remark(word);
            let behind = said.departed_behind(&name);
            remark.extend(behind.map(|(_, behind)| behind.to_owned()));
            let name = behind.map_or(name.as_str(), |(head, _)| head).to_owned();
            match words.last_mut() {
                Some((_, before)) if without_marks(&name).is_empty() => before.extend(remark),
                // What stands behind a name, apart by a blank, and is nobody's.
                Some((_, before)) if said.says_departed(&name) || said.is_post(&name) => {
                    before.push(name);
                    before.extend(remark);
                }
                Some((whose, before)) if is_said_of(&name) && is_whole_name(whose) && !is_compound_surname(whose) => {
                    before.push(name);
                    before.extend(remark);
                }
                None if said.is_post(&name) => ahead.push(name),
                _ => words.push((name, [std::mem::take(&mut ahead), remark].concat())),
            }
        }
        // 甲一、组长
        if let (Some((_, before)), true) = (all.last_mut(), words.is_empty()) {
            before.append(&mut ahead);
        }
        // 周明、男
        if let (Some((_, before)), [(word, remark)]) = (all.last_mut(), words.as_slice())
            && is_said_of(word)
        {
            before.push(word.clone());
            before.extend(remark.iter().cloned());
            continue;
        }
        let surname_apart = words.len() == 2 && words.first().is_some_and(|(word, _)| is_compound_surname(word));
        if words.len() > 1 && words.iter().all(|(name, _)| is_whole_name(name)) && !surname_apart {
            all.extend(words);
        } else if !words.is_empty() {
            let (names, remarks): (Vec<String>, Vec<Vec<String>>) = words.into_iter().unzip();
            all.push((squeeze(&names.join(" ")), remarks.concat()));
        }
    }
    // An office and nobody.
    let mut ahead = ahead.into_iter();
    all.extend(ahead.next().map(|word| (word, ahead.collect())));
    all
}

/// Whether a word says of somebody what a column mostly does: 男, 回族.
pub(super) fn is_said_of(word: &str) -> bool {
    Sex::said(word).is_some() || word.ends_with('族') && word.chars().nth(1).is_some()
}

/// Whether a name is spread out over three or more characters of which the last says a sex: `张 伟 男` may be 张伟, and 张亚男.
pub(super) fn is_sex_or_name(cell: &str) -> bool {
    let words: Vec<&str> = cell.split_whitespace().collect();
    words.len() > 2 && is_one_name(cell) && words.last().is_some_and(|word| Sex::said(word).is_some())
}

/// Whether names are listed here.
pub(super) fn listed(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | ';' | '；' | '/')
}

/// The parts of a text between separators that stand in no bracket, without the empty ones.
pub(super) fn split_outside(text: &str, separates: impl Fn(char) -> bool) -> Vec<&str> {
    let mut depth = 0usize;
    let parts = text.split(move |c: char| {
        if OPEN.contains(&c) {
            depth += 1;
        } else if CLOSE.contains(&c) {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && separates(c)
    });
    parts.filter(|part| !part.trim().is_empty()).collect()
}

/// Brackets of all kinds, each with the one that closes it in the same place.
pub(super) const OPEN: [char; 14] = [
    '(', '（', '[', '［', '{', '｛', '<', '＜', '【', '〔', '〈', '《', '「', '『',
];
pub(super) const CLOSE: [char; 14] = [
    ')', '）', ']', '］', '}', '｝', '>', '＞', '】', '〕', '〉', '》', '」', '』',
];

/// `李梅（女，回族）` is a name and two remarks, `（女）李梅` a name and one.
pub(super) fn name_and_remark(written: &str) -> (String, Vec<String>) {
    let mut inside = String::new();
    let mut depth = 0usize;
    for c in written.chars() {
        if OPEN.contains(&c) {
            depth += 1;
            inside.push('，');
        } else if CLOSE.contains(&c) {
            depth = depth.saturating_sub(1);
        } else if depth > 0 {
            inside.push(c);
        }
    }
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let remark = inside.split(apart).filter(|word| !word.is_empty()).map(str::to_owned);
    (squeeze(&outside_brackets(written)), remark.collect())
}

/// A name and the office behind it: `周涛书记`. A surname alone before one is no name, and a village has a secretary too.
pub(super) fn without_title<'n>(name: &'n str, said: &'n Dictionary) -> Option<(&'n str, &'n str)> {
    let (bare, title) = said.title_behind(name)?;
    let long = bare.chars().count();
    let is_whole = bare.chars().all(is_han) && (2..=4).contains(&long) && !(long == 2 && is_compound_surname(bare));
    (is_whole && !said.is_village(bare)).then_some((bare, title))
}

pub(super) fn is_name(name: &str) -> bool {
    let fine = |c: char| c.is_alphabetic() || is_han(c) || is_selector(c) || matches!(c, '·' | ' ' | '-' | '\'' | '.');
    name.chars().any(|c| c.is_alphabetic() || is_han(c)) && name.chars().all(fine) && name.chars().count() <= 30
}
