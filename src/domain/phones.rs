//! Telephone numbers among whatever else somebody wrote.

use super::fold::draws_nothing;
use super::phone::{Phone, PhoneProblem, is_hyphen, parse_phone};
use super::text::fold;

/// So many digits may be a number somebody left, although none that we know.
const AS_SAID: std::ops::RangeInclusive<usize> = 7..=13;

/// What a cell with a number in it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Among {
    /// One number and nothing else.
    One(Phone),
    /// This one and others.
    Several(Phone),
    /// One and words that are no label of a number.
    Words(Phone),
    /// None, and why not.
    None(PhoneProblem),
}

/// Which of several numbers is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefer {
    /// Of a person: a mobile one, wherever it stands.
    Mobile,
    /// Of an office: the first, unless another is said to be the mobile one.
    First,
}

/// All numbers somebody wrote into a cell, in order.
pub fn phones_among(text: &str) -> Vec<Phone> {
    parse_phone(text).map_or_else(|_| all_among(text).1, |phone| vec![phone])
}

/// The numbers somebody may be found by in what was written down: those that can be dialled, and the digits of others as they
/// were said, which is how they are asked for.
pub fn numbers_said(text: &str) -> Vec<Phone> {
    if let Ok(phone) = parse_phone(text) {
        return vec![phone];
    }
    let as_said = |part: &String| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        AS_SAID.contains(&digits.len()).then(|| Phone::as_said(&digits))
    };
    let number = |part: &String| parse_phone(part).ok().filter(is_long).or_else(|| as_said(part));
    parts_among(&folded(text)).iter().filter_map(number).collect()
}

/// The number among whatever somebody wrote into a cell.
pub fn phone_among(text: &str, prefer: Prefer) -> Among {
    let problem = match parse_phone(text) {
        Ok(phone) => return Among::One(phone),
        Err(problem) => problem,
    };
    let (folded, found, numbers) = all_among(text);
    let mobile_first = prefer == Prefer::Mobile || folded.contains("手机") || folded.contains("移动");
    let wanted = found.iter().find(|phone| phone.is_mobile()).filter(|_| mobile_first);
    match wanted.or(found.first()).cloned() {
        Some(phone) if numbers > 1 => Among::Several(phone),
        Some(phone) => Among::Words(phone),
        None => Among::None(problem),
    }
}

/// The text in the form that is read, the numbers in it, and how many groups of digits there are.
fn all_among(text: &str) -> (String, Vec<Phone>, usize) {
    let folded = folded(text);
    let parts = parts_among(&folded);
    let numbers = parts
        .iter()
        .filter(|part| part.chars().filter(char::is_ascii_digit).count() > 1)
        .count();
    let found = parts.iter().filter_map(|part| parse_phone(part).ok().filter(is_long));
    let found = found.collect();
    (folded, found, numbers)
}

/// In the form that is read.
fn folded(text: &str) -> String {
    let lower = fold(text).to_lowercase();
    lower.chars().filter(|c| !draws_nothing(*c)).collect()
}

/// No service number, which may as well be a house number.
fn is_long(phone: &Phone) -> bool {
    phone.local().len() > 4
}

/// What may be a number of its own in a text.
fn parts_among(folded: &str) -> Vec<String> {
    let part_of = |c: char| c.is_ascii_digit() || c == '+' || is_hyphen(c);
    let pieces = folded.split(|c: char| !(part_of(c) || matches!(c, ' ' | '转' | 'x' | '#' | '.')));
    let parts = pieces.map(str::trim).flat_map(|piece| match parse_phone(piece) {
        Ok(_) => vec![piece],
        Err(_) => piece.split_whitespace().collect(),
    });
    parts.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f9_the_first_number_of_a_cell_is_found_among_what_stands_there() {
        let found = |text: &str| match phone_among(text, Prefer::First) {
            Among::One(phone) => format!("{phone}"),
            Among::Several(phone) => format!("{phone} +"),
            Among::Words(phone) => format!("{phone} w"),
            Among::None(problem) => format!("{problem:?}"),
        };
        for (text, expected) in [
            ("13800000001 13800000002", "13800000001 +"),
            ("0516-83962262 83962265", "0516-83962262 +"),
            ("13800000001(南)13900000002(北)", "13800000001 +"),
            ("办：83962262 手机：13800000001", "13800000001 +"),
            ("025-52070641/47", "025-52070641 +"),
            ("13800000001张三", "13800000001 w"),
            ("13800000001。", "13800000001"),
            ("0516-83962262；", "0516-83962262"),
            ("13800000001\n13800000002", "13800000001 +"),
            ("138 0000 0001 或 139 0000 0002", "13800000001 +"),
            ("张三 13800000001", "13800000001 w"),
            ("宅83962262 转 801", "83962262转801 w"),
            ("13800000001（微信同号）", "13800000001"),
            ("13800000001/0516-83962262", "13800000001 +"),
            ("问村里", "NotANumber"),
            ("1380000000", "TooShort(10)"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn every_number_somebody_left_is_found_by_it_or_by_the_digits_it_was_said_with() {
        for (text, found) in [
            (
                "电话原样：13812345678、0376-1234567",
                &["13812345678", "03761234567"][..],
            ),
            (
                "白天 0516-83962262转801，晚上 138 0000 0001",
                &["051683962262x801", "13800000001"],
            ),
            ("微信 123456789", &["123456789"]),
            ("身份证 320382196610040015", &[]),
            ("3组12号，周五下午", &[]),
            ("13800000001", &["13800000001"]),
        ] {
            let said: Vec<String> = numbers_said(text).iter().map(Phone::canonical).collect();
            assert_eq!(said, found, "{text}");
        }
    }
}
