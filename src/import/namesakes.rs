//! Marks by which a list tells people of one name apart: 钱家栋（小）, 钱家栋2, 钱家栋（石桥村）. Whoever bears one is not the
//! one of the name who is known without it, until something else says so.

use serde::Deserialize;

use super::dictionary::{Dictionary, bare};
use super::named::{is_whole_name, name_and_remark, without_marks};
use crate::domain::pinyin::is_compound_surname;
use crate::domain::record::DeputyProfile;
use crate::domain::text::{is_han, name_key};

/// The words of such marks.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Apart {
    /// The whole of a mark: 小.
    words: Vec<String>,
    /// What a mark that is a place ends with: 东头, 三组.
    endings: Vec<String>,
}

/// What may stand between a name and a mark without a bracket.
const BETWEEN: [char; 7] = ['-', '－', '—', '–', '_', '＿', '~'];

/// A number or a letter: 2, 02, B. Chinese ones are words.
fn is_count(mark: &str) -> bool {
    let is_number = mark.chars().all(char::is_numeric) && mark.chars().count() < 3;
    let is_letter = mark.len() == 1 && mark.chars().all(|c| c.is_ascii_alphabetic());
    !mark.is_empty() && (is_number || is_letter)
}

impl Dictionary {
    fn is_apart_word(&self, mark: &str) -> bool {
        self.words.apart.words.iter().any(|word| bare(word) == mark)
    }

    /// Whether what stands in the bracket beside a name tells whoever bears it apart from others: 小, 男, 2, 东头, 石桥村.
    pub(super) fn tells_apart(&self, remark: &str) -> bool {
        let mark = bare(remark);
        let ends = |ending: &String| mark.ends_with(ending.as_str()) && mark.chars().count() < 8;
        let is_place = || self.is_village(&mark) || self.words.apart.endings.iter().any(ends);
        is_count(&mark) || self.is_apart_word(&mark) || !self.is_post(&mark) && is_place()
    }

    /// A name and the mark right behind it: 钱家栋2, 钱家栋B, 钱家栋-小.
    pub(super) fn mark_behind<'n>(&self, name: &'n str) -> Option<(&'n str, &'n str)> {
        let is_name = |head: &str| is_whole_name(head) && head.chars().all(is_han);
        let head = name.trim_end_matches(|c: char| !is_han(c) && c.is_alphanumeric());
        let count = name.get(head.len()..).filter(|count| is_count(count));
        let head = head.trim_end_matches(BETWEEN);
        if let Some(count) = count.filter(|_| is_name(head)) {
            return Some((head, count));
        }
        let (head, mark) = name.rsplit_once(BETWEEN)?;
        let head = head.trim_end_matches(BETWEEN);
        (is_name(head) && self.is_apart_word(&bare(mark))).then_some((head, mark))
    }

    /// Whom a name may mean that has a mark and no bracket, and may as well be a name: 钱家栋小, 小钱家栋.
    pub(super) fn perhaps_marked(&self, name: &str) -> Vec<String> {
        let all: Vec<char> = name.chars().collect();
        if !all.iter().copied().all(is_han) || is_compound_surname(&all.iter().take(2).collect::<String>()) {
            return Vec::new();
        }
        let is_mark = |c: Option<&char>| c.is_some_and(|c| self.is_apart_word(&bare(&c.to_string())));
        let ahead = all
            .split_first()
            .filter(|(first, _)| all.len() > 2 && is_mark(Some(first)));
        // Of three 王建中 is a name, and 王建 another.
        let behind = all
            .split_last()
            .filter(|(last, _)| all.len() > 3 && is_mark(Some(last)));
        let of = |rest: &[char]| rest.iter().collect::<String>();
        ahead.into_iter().chain(behind).map(|(_, rest)| of(rest)).collect()
    }

    /// Who is meant where somebody is named with such a mark: 钱家栋 of 钱家栋（小）. None where there is none.
    pub(super) fn stem(&self, name: &str) -> Option<String> {
        let (head, remark) = name_and_remark(name);
        if remark.iter().any(|word| self.tells_apart(word)) {
            return Some(head).filter(|head| !head.is_empty());
        }
        self.mark_behind(without_marks(name)).map(|(head, _)| head.to_owned())
    }
}

/// Whether what is known of somebody says a mark: it was read before, or it is where they live or what they do.
pub(super) fn has_mark(known: &DeputyProfile, mark: &str) -> bool {
    let mark = name_key(mark);
    let parts = |text: &str| {
        let parts = text.split([',', '，', '。', ';', '；', '、', ' ']);
        parts.map(name_key).any(|part| part == mark)
    };
    let is_long = mark.chars().nth(1).is_some();
    let within = |text: &String| parts(text) || is_long && name_key(text).contains(&mark);
    [&known.note, &known.constituency, &known.post, &known.team]
        .into_iter()
        .flatten()
        .any(within)
}
