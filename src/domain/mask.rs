//! Names and numbers with their middle covered, safe to show.

use super::phone::parse_phone;
use super::text::{fold, fold_char};

/// From so many digits on a number may be one to ring somebody up by.
const RINGS: usize = 5;

/// A text in which every number that may be a telephone's is safe to show; the rest is left as it was said.
pub fn mask_numbers(text: &str) -> String {
    let is_part = |c: char| c.is_numeric() || c == '-' || c == ' ';
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(char::is_numeric) {
        let (before, number) = rest.split_at(at);
        let end = number.find(|c| !is_part(c)).unwrap_or(number.len());
        let (number, after) = number.split_at(end);
        let (number, gap) = number.split_at(number.trim_end_matches(|c: char| !c.is_numeric()).len());
        out.push_str(before);
        if number.chars().filter(|c| c.is_numeric()).count() < RINGS {
            out.push_str(number);
        } else {
            out.push_str(&mask_phone(number));
        }
        out.push_str(gap);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A telephone number safe to show: `137****4410`, `0719-35***31`. One that is covered already stays as it is.
pub fn mask_phone(phone: &str) -> String {
    if phone.contains('*') {
        return phone.to_owned();
    }
    if let Ok(phone) = parse_phone(phone) {
        let local: Vec<char> = phone.local().chars().collect();
        let mut out = String::new();
        if let Some(area) = phone.area() {
            out.push_str(area);
            out.push('-');
        }
        out.push_str(&match local.len() {
            11 => masked_middle(&local, 3, 4),
            7.. => masked_middle(&local, 2, 2),
            _ => masked_middle(&local, 1, 1),
        });
        return out;
    }
    let chars: Vec<char> = phone.chars().collect();
    masked_middle(&chars, 0, 2)
}

/// A remark with the numbers of people in it covered: mobile phones, those with an area code, and numbers of identity cards,
/// however they are parted. Amounts, days and short numbers stay, and so do the numbers of the house: what tells nobody who
/// somebody is.
pub fn cover_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let rest = chars.get(at..).unwrap_or_default();
        let run = if c.is_ascii_digit() || fold_char(*c).is_ascii_digit() {
            run_of(rest)
        } else {
            0
        };
        if run == 0 {
            out.push(*c);
            at += 1;
            continue;
        }
        let typed: String = rest.iter().take(run).collect();
        out.push_str(&covered_number(&typed).unwrap_or(typed));
        at += run;
    }
    out
}

/// How many characters belong to the number that begins here: groups of digits with a blank, a hyphen or brackets between two of
/// them, and the letter an identity card may end in.
fn run_of(chars: &[char]) -> usize {
    let mut end = 0;
    let mut digits = 0;
    for (i, c) in chars.iter().enumerate() {
        let c = fold_char(*c);
        if c.is_ascii_digit() {
            digits += 1;
            end = i + 1;
        } else if digits == 17 && matches!(c, 'x' | 'X') {
            return i + 1;
        } else if !matches!(c, ' ' | '-' | '(' | ')' | '（' | '）') || i > end {
            break;
        }
    }
    end
}

fn covered_number(typed: &str) -> Option<String> {
    let plain: Vec<char> = fold(typed).chars().filter(char::is_ascii_alphanumeric).collect();
    if matches!(plain.len(), 15 | 18) {
        return Some(masked_middle(&plain, 3, 2));
    }
    let phone = parse_phone(typed).ok()?;
    // The number of a matter is parted elsewhere than behind an area code.
    let groups = fold(typed).replace(|c: char| !c.is_ascii_digit(), " ");
    let first = groups.split_whitespace().next().unwrap_or_default();
    let by_area = |area: &str| first == area || first.len() > area.len() + 6;
    (phone.is_mobile() || phone.area().is_some_and(by_area)).then(|| mask_phone(typed))
}

fn masked_middle(chars: &[char], head: usize, tail: usize) -> String {
    let mut out = String::new();
    if chars.len() <= head + tail {
        stars(&mut out, chars.len());
        return out;
    }
    out.extend(chars.iter().take(head));
    stars(&mut out, chars.len() - head - tail);
    out.extend(chars.iter().skip(chars.len() - tail));
    out
}

fn stars(text: &mut String, count: usize) {
    text.extend(std::iter::repeat_n('*', count));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_number_its_ends_are_seen_and_of_a_name_its_beginning() {
        assert_eq!(mask_phone("13712344410"), "137****4410");
        assert_eq!(mask_phone("0719-3584331"), "0719-35***31");
        assert_eq!(mask_phone("07555358433"), "0755-53***33");
        assert_eq!(mask_phone("3584331"), "35***31");
        for (remark, covered) in [
            ("找他女儿13712344410，晚上打", "找他女儿137****4410，晚上打"),
            ("137 1234 4410或0719-3584331", "137****4410或0719-35***31"),
            ("家里１３７１２３４４４１０", "家里137****4410"),
            ("42032119700101123X的户", "420*************3X的户"),
            (
                "2026-11-23 9:00来，12345登记过，欠3584元",
                "2026-11-23 9:00来，12345登记过，欠3584元",
            ),
            (
                "编号03-2026-0113、03-2026-01134、20261123",
                "编号03-2026-0113、03-2026-01134、20261123",
            ),
            ("", ""),
        ] {
            assert_eq!(cover_numbers(remark), covered);
        }
        assert_eq!(mask_phone("蓝布衫"), "*布衫");
        assert_eq!(mask_phone(""), "");
        assert_eq!(mask_phone("137****4410"), "137****4410");
    }

    #[test]
    fn whatever_may_be_a_telephone_number_in_a_text_is_covered_and_the_rest_stays() {
        assert_eq!(
            mask_numbers("晚上7点后打 137 1234 4410，找2组老李"),
            "晚上7点后打 137****4410，找2组老李"
        );
        assert_eq!(mask_numbers("1370000441"), mask_phone("1370000441"));
        for number in ["1370000441", "１３７００００４４１０", "0719-3584331", "35 84 33 1"] {
            assert!(!mask_numbers(number).contains(number), "{number}");
        }
        assert_eq!(mask_numbers("137****4410"), "137****4410");
        assert_eq!(mask_numbers("写信 "), "写信 ");
    }
}
