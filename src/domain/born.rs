//! When somebody was born, in the one form that is kept.

use super::text::fold;

/// A year of birth with its month or without, `1982` or `1982-11`, however it is written; none where it is neither.
pub fn born_form(said: &str) -> Option<String> {
    let said = fold(said);
    let is_apart = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '年' | '月' | '日' | '—' | '、');
    if !said.chars().all(|c| c.is_ascii_digit() || is_apart(c)) {
        return None;
    }
    let mut parts = said.split(is_apart).filter(|part| !part.is_empty());
    let (first, month, day, more) = (parts.next()?, parts.next(), parts.next(), parts.next());
    let (year, month) = match (first.len(), month) {
        (4, month) => (first, month),
        (6 | 8, None) => (first.get(..4)?, first.get(4..6)),
        _ => return None,
    };
    let number = |text: &str, most: u32| text.parse().ok().filter(|n: &u32| (1..=most).contains(n));
    let is_year = number(year, 2100).is_some_and(|year| year >= 1900);
    if !is_year || more.is_some() || day.is_some_and(|day| number(day, 31).is_none()) {
        return None;
    }
    match month {
        Some(month) => Some(format!("{year}-{:02}", number(month, 12)?)),
        None => Some(year.to_owned()),
    }
}
