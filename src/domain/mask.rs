//! Names and numbers with their middle covered, safe to show.

use super::phone::parse_phone;
use super::shape::Class;
use super::text::fold_char;

/// From so many digits on a number may be one to ring somebody up by.
const RINGS: usize = 5;

/// So many signs may stand between two digits of one number.
const BETWEEN: usize = 3;

/// Of so many digits and more in one piece is the number of an identity card or of a bank's.
const CARD: usize = 15;

/// From so many on digits written in Han are read one by one.
const SPELT: usize = 3;

/// A note on how somebody is reached, in which every number that may be a telephone's is safe to show; the rest is left as it was
/// said.
pub fn mask_numbers(note: &str) -> String {
    with_numbers(note, |run| {
        let mut found = numbers(note, run);
        // What is left beside them may be one of a line without its area code.
        let mut from = 0;
        let mut rest = Vec::new();
        for at in found
            .iter()
            .map(|n| (n.first, n.last + 1))
            .chain([(run.len(), run.len())])
        {
            rest.extend(run.get(from..at.0).and_then(|left| rings(note, left, from)));
            from = at.1;
        }
        found.extend(rest);
        found.sort_by_key(|n| n.first);
        found
    })
}

/// Groups of digits as one number, where they are enough to ring somebody up.
fn rings(text: &str, groups: &[Group], first: usize) -> Option<Number> {
    let (begins, ends) = (groups.first()?, groups.last()?);
    let digits: usize = groups.iter().map(|g| g.digits.len()).sum();
    let typed = text.get(begins.from..ends.to).filter(|_| digits >= RINGS)?;
    Some(Number {
        first,
        last: first + groups.len() - 1,
        to: ends.to,
        covered: mask_phone(typed),
    })
}

/// A telephone number safe to show: `137****4410`, `0719-35***31`. One that is covered already stays as it is, and another beside
/// it does not.
pub fn mask_phone(phone: &str) -> String {
    if phone.contains('*') {
        return cover_numbers(phone);
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

/// A text as whoever may not read whole numbers reads it, by its class.
pub fn without_numbers(class: Class, text: &str) -> String {
    match class {
        Class::Open => text.to_owned(),
        Class::Sealed | Class::Private | Class::OwnOrKept | Class::Kept => cover_numbers(text),
    }
}

/// A remark with the numbers of people in it covered: mobile phones, those with an area code, and numbers of identity cards,
/// however they are parted and whatever other digits stand beside them. Amounts, days and short numbers stay, and so do the
/// numbers of the house: what tells nobody who somebody is. What may be the one or the other is covered.
pub fn cover_numbers(remark: &str) -> String {
    with_numbers(remark, |run| numbers(remark, run))
}

/// Digits in one piece.
struct Group {
    from: usize,
    to: usize,
    digits: String,
}

/// Somebody's number: from which group to which, how far it goes in the text, and how it is shown.
struct Number {
    first: usize,
    last: usize,
    to: usize,
    covered: String,
}

/// A text with the numbers that are found in each run of groups covered.
fn with_numbers(text: &str, found: impl Fn(&[Group]) -> Vec<Number>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for run in runs(text) {
        for number in found(&run) {
            let from = run.get(number.first).map_or(at, |group| group.from);
            out.push_str(text.get(at..from).unwrap_or_default());
            out.push_str(&number.covered);
            at = number.to;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Groups of digits with only a few signs between them, whatever those are; hours and what is covered part them.
fn runs(text: &str) -> Vec<Vec<Group>> {
    let mut runs: Vec<Vec<Group>> = Vec::new();
    let mut between = BETWEEN + 1;
    let mut chars = text.char_indices().peekable();
    while let Some((from, c)) = chars.next() {
        let Some((digit, by_word)) = digit(c) else {
            let parts = c.is_alphabetic() || matches!(fold_char(c), ':' | '*');
            between = if parts { BETWEEN + 1 } else { between + 1 };
            continue;
        };
        let mut group = Group {
            from,
            to: from + c.len_utf8(),
            digits: digit.to_string(),
        };
        while let Some((at, next)) = chars.next_if(|(_, next)| self::digit(*next).is_some_and(|(_, w)| w == by_word)) {
            group.to = at + next.len_utf8();
            group.digits.extend(self::digit(next).map(|(digit, _)| digit));
        }
        if by_word && group.digits.len() < SPELT {
            // A dash is written like a one.
            let is_dash = text.get(from..group.to).is_some_and(|t| t.chars().all(|c| c == '一'));
            between = if is_dash {
                between + group.digits.len()
            } else {
                BETWEEN + 1
            };
            continue;
        }
        match runs.last_mut() {
            Some(run) if between <= BETWEEN => run.push(group),
            _ => runs.push(vec![group]),
        }
        between = 0;
    }
    runs
}

/// A digit, and whether it is a word.
fn digit(c: char) -> Option<(char, bool)> {
    let words = ["〇零", "一幺", "二", "三", "四", "五", "六", "七", "八", "九"];
    if let Some(value) = words.iter().position(|all| all.contains(c)) {
        return Some((char::from_digit(u32::try_from(value).ok()?, 10)?, true));
    }
    Some(fold_char(c))
        .filter(char::is_ascii_digit)
        .map(|digit| (digit, false))
}

/// The numbers of people in a run, in order. Those that share digits are one: which of them it is nobody knows.
fn numbers(text: &str, run: &[Group]) -> Vec<Number> {
    let days: Vec<usize> = (0..run.len()).filter(|at| is_day(text, run, *at)).collect();
    let mut out: Vec<Number> = Vec::new();
    for first in 0..run.len() {
        let (mut digits, mut ends) = (String::new(), Vec::new());
        for (last, group) in run.iter().enumerate().skip(first) {
            digits.push_str(&group.digits);
            ends.push(digits.len());
            let cuts = |day: &usize| {
                let shared = (*day..day + 3).filter(|at| (first..=last).contains(at)).count();
                matches!(shared, 1 | 2)
            };
            if days.iter().any(cuts) {
                continue;
            }
            let card = check_letter(text, group.to).filter(|_| digits.len() == 17);
            let covered = match card {
                Some(_) => Some(ends_of(&format!("{digits}X"), 3, 2)),
                None => covered_number(&digits, &ends),
            };
            let Some(covered) = covered else { continue };
            let number = Number {
                first,
                last,
                to: card.unwrap_or(group.to),
                covered,
            };
            match out.last_mut().filter(|before| before.last >= first) {
                Some(before) => *before = both(run, before, &number),
                None => out.push(number),
            }
        }
    }
    out
}

/// Two that share digits as one, of which nothing but the end is shown.
fn both(run: &[Group], one: &Number, other: &Number) -> Number {
    let (first, last) = (one.first.min(other.first), one.last.max(other.last));
    let digits: String = run
        .iter()
        .take(last + 1)
        .skip(first)
        .map(|g| g.digits.as_str())
        .collect();
    Number {
        first,
        last,
        to: one.to.max(other.to),
        covered: ends_of(&digits, 0, 2),
    }
}

/// How far a text goes with the letter that an identity card may end in.
fn check_letter(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let (at, letter) = rest.char_indices().find(|(_, c)| c.is_alphanumeric())?;
    let near = rest.get(..at)?.chars().count() <= BETWEEN;
    (near && matches!(fold_char(letter), 'x' | 'X')).then(|| from + at + letter.len_utf8())
}

/// Whether three groups from this one on are a day as it is written, `2026-11-23`.
fn is_day(text: &str, run: &[Group], at: usize) -> bool {
    let Some([year, month, day]) = run.get(at..at + 3) else {
        return false;
    };
    let sign = |a: &Group, b: &Group| text.get(a.to..b.from).filter(|sign| ["-", ".", "/"].contains(sign));
    let up_to = |group: &Group, most: u32| {
        group.digits.len() <= 2 && group.digits.parse().is_ok_and(|n: u32| (1..=most).contains(&n))
    };
    let is_year = year.digits.len() == 4 && (year.digits.starts_with("19") || year.digits.starts_with("20"));
    let is_written = sign(year, month).is_some() && sign(year, month) == sign(month, day);
    is_year && is_written && up_to(month, 12) && up_to(day, 31)
}

/// How digits are shown where they are somebody's number; `ends` says where their groups end.
fn covered_number(digits: &str, ends: &[usize]) -> Option<String> {
    let is_whole = ends.len() == 1;
    let mobile = |digits: &str| digits.len() == 11 && parse_phone(digits).is_ok_and(|phone| phone.is_mobile());
    if mobile(digits) {
        return Some(mask_phone(digits));
    }
    let holds_one = || (0..digits.len()).any(|at| digits.get(at..at + 11).is_some_and(mobile));
    if is_whole && (digits.len() >= CARD || holds_one()) || !is_whole && is_card(digits) {
        return Some(ends_of(digits, 3, 2));
    }
    // The number of a matter is parted elsewhere than behind an area code.
    let (spelt, before) = match digits.strip_prefix("86") {
        Some(_) => (format!("00{digits}"), 1),
        None => (digits.to_owned(), 0),
    };
    let phone = parse_phone(&spelt).ok()?;
    let area = phone
        .area()
        .filter(|area| area.starts_with("010") || !area.starts_with("01"))?;
    let is_parted = spelt.starts_with("0086") || ends.contains(&(area.len() + before));
    (is_whole || is_parted).then(|| mask_phone(&spelt))
}

/// Whether it may be the number of an identity card: the day somebody was born stands in it.
fn is_card(digits: &str) -> bool {
    let (month, is_year) = match digits.len() {
        18 => (
            10,
            digits.get(6..8).is_some_and(|century| ["19", "20"].contains(&century)),
        ),
        15 => (8, true),
        _ => return false,
    };
    let up_to = |at: usize, most: u32| {
        let number = digits.get(at..at + 2).and_then(|two| two.parse().ok());
        number.is_some_and(|n: u32| (1..=most).contains(&n))
    };
    is_year && up_to(month, 12) && up_to(month + 2, 31)
}

fn ends_of(digits: &str, head: usize, tail: usize) -> String {
    masked_middle(&digits.chars().collect::<Vec<_>>(), head, tail)
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
    use proptest::prelude::*;

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
            ("石桥村3 13712344410", "石桥村3 137****4410"),
            ("晚上9:00 13712344410", "晚上9:00 137****4410"),
            ("13712344410 13798765432", "137****4410 137****5432"),
            ("手机13712344410(0719)3584331", "手机137****4410(0719-35***31"),
            ("137.1234.4410，137/1234/4410", "137****4410，137****4410"),
            ("137_1234_4410或137。1234、4410", "137****4410或137****4410"),
            ("+86 719 3584331", "+0719-35***31"),
            ("8613712344410", "861********10"),
            ("420321 19700101 1231", "420*************31"),
            ("420321 19780101 123 X户", "***************23户"),
            (
                "一三七一二三四四四一〇打，二〇二六年三四五日",
                "137****4410打，二〇二六年三四五日",
            ),
            ("137一1234一4410", "137****4410"),
            ("2026-11-13、2026-11-30 9:00", "2026-11-13、2026-11-30 9:00"),
            ("2026-0113、2026-0114，欠1350.00", "2026-0113、2026-0114，欠1350.00"),
            ("137****4410 13712344411", "137****4410 137****4411"),
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

    #[test]
    fn in_a_note_on_how_somebody_is_reached_signs_between_the_digits_hide_none() {
        assert_eq!(
            mask_numbers("打137.1234.4410或137—1234—4411、137/1234/4412"),
            "打137****4410或137****4411、137****4412"
        );
        assert_eq!(mask_numbers("2组3584331 13712344410"), "2组35***31 137****4410");
        assert_eq!(mask_phone("137****4410/13712344411"), "137****4410/137****4411");
    }

    fn phone() -> impl Strategy<Value = Vec<String>> {
        let parted = |lengths: Vec<usize>| {
            move |digits: String| {
                let mut rest = digits.as_str();
                let mut groups = Vec::new();
                for length in &lengths {
                    let (group, after) = rest.split_at_checked(*length).unwrap_or((rest, ""));
                    groups.push(group.to_owned());
                    rest = after;
                }
                groups
            }
        };
        let mobile = || "1[3-9][0-9]{9}";
        prop_oneof![
            mobile().prop_map(parted(vec![11])),
            mobile().prop_map(parted(vec![3, 4, 4])),
            mobile().prop_map(parted(vec![3, 3, 5])),
            mobile().prop_map(parted(vec![4, 3, 4])),
            mobile().prop_map(parted(vec![1; 11])),
            "0719[2-9][0-9]{6}".prop_map(parted(vec![4, 7])),
            "0719[2-9][0-9]{6}".prop_map(parted(vec![4, 3, 4])),
            "010[2-9][0-9]{7}".prop_map(parted(vec![3, 8])),
        ]
    }

    proptest! {
        #[test]
        fn no_telephone_is_read_whole_whatever_stands_in_it_and_beside_it(
            groups in phone(),
            sign in r"[-./_—–· ()（）．／＿－　。、]{1,3}",
            before in "([0-9]{1,6} ){0,2}",
            after in "( [0-9]{1,6}){0,2}",
        ) {
            let digits = groups.concat();
            let text = format!("村{before}{}{after}号", groups.join(&sign));
            for covered in [cover_numbers(&text), mask_numbers(&text)] {
                // Where other digits may belong to it nothing but its end is seen.
                let stars = covered.chars().filter(|c| *c == '*').count();
                let is_covered = covered.contains(&mask_phone(&digits)) || stars >= digits.len() - 2;
                prop_assert!(is_covered, "{text}: {covered}");
            }
        }
    }
}
