//! Names and numbers with their middle covered, safe to show.

use super::phone::parse_phone;
use super::text::{fold, fold_char};

/// From so many digits on a number may be one to ring somebody up by.
const RINGS: usize = 5;

/// So many blanks, hyphens and brackets may stand between two digits of one number.
const BETWEEN: usize = 3;

/// A note on how somebody is reached, in which every number that may be a telephone's is safe to show; the rest is left as it was
/// said.
pub fn mask_numbers(note: &str) -> String {
    with_numbers(note, |typed| {
        let digits = typed.chars().filter(|c| c.is_numeric()).count();
        (digits >= RINGS).then(|| mask_phone(typed))
    })
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
pub fn cover_numbers(remark: &str) -> String {
    with_numbers(remark, covered_number)
}

/// A text with what `cover` makes of each number in it; where it makes nothing the number stays.
fn with_numbers(text: &str, cover: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(char::is_numeric) {
        let (before, from) = rest.split_at(at);
        let (number, after) = from.split_at(length_of_number(from));
        out.push_str(before);
        match cover(number) {
            Some(covered) => out.push_str(&covered),
            None => out.push_str(number),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How many bytes belong to the number that begins here: groups of digits with blanks, hyphens or brackets between them, and the
/// letter an identity card may end in.
fn length_of_number(text: &str) -> usize {
    let (mut end, mut digits, mut between) = (0, 0, 0);
    for (at, c) in text.char_indices() {
        if c.is_numeric() {
            digits += 1;
            between = 0;
            end = at + c.len_utf8();
        } else if digits == 17 && matches!(fold_char(c), 'x' | 'X') {
            return at + c.len_utf8();
        } else if between < BETWEEN && matches!(fold_char(c), ' ' | '-' | '(' | ')' | '（' | '）') {
            between += 1;
        } else {
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
            ("137 - 1234 - 4410", "137****4410"),
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
        for number in [
            "1370000441",
            "１３７００００４４１０",
            "0719-3584331",
            "35 84 33 1",
            "137 - 1234 - 4410",
        ] {
            assert!(!mask_numbers(number).contains(number), "{number}");
        }
        assert_eq!(mask_numbers("137****4410"), "137****4410");
        assert_eq!(mask_numbers("写信 "), "写信 ");
    }
}
