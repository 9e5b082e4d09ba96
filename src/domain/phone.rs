//! Telephone numbers as people write them in rosters, and the one form we keep.

use std::fmt;

use super::fold::{draws_nothing, is_selector};
use super::text::fold;

/// What sort of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// A mainland mobile number, eleven digits.
    Mobile,
    /// A fixed line, with or without its area code.
    Landline,
    /// A service number: `12345`, `95598`, `400-…`.
    Service,
}

/// A number that can be dialled, in normal form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Phone {
    kind: PhoneKind,
    area: String,
    local: String,
    extension: String,
}

/// Why a text is not a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PhoneProblem {
    Empty,
    /// There is something in it that is not part of a number.
    NotANumber,
    /// This many digits are too few.
    TooShort(usize),
    /// This many digits are too many.
    TooLong(usize),
    /// Eleven digits beginning with 1, but no mobile number begins like this.
    NoSuchPrefix,
    /// It begins with 0, but area code and number do not fit.
    BadAreaCode,
    /// A spreadsheet has rounded it (`1.86E+10`): the last digits are lost.
    Rounded,
    /// There is more than one number in it.
    Several,
}

impl fmt::Display for PhoneProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no number was given"),
            Self::NotANumber => f.write_str("it has something in it that is not a digit"),
            Self::TooShort(n) => write!(f, "{n} digits are too few"),
            Self::TooLong(n) => write!(f, "{n} digits are too many"),
            Self::NoSuchPrefix => f.write_str("no mobile number begins like this"),
            Self::BadAreaCode => f.write_str("area code and number do not fit"),
            Self::Rounded => f.write_str("the spreadsheet has rounded it and lost digits"),
            Self::Several => f.write_str("there is more than one number"),
        }
    }
}

impl std::error::Error for PhoneProblem {}

impl Phone {
    #[cfg(any(test, feature = "rings"))]
    /// What sort of number it is.
    pub fn kind(&self) -> PhoneKind {
        self.kind
    }

    /// Whether it is somebody's own, and no line of a house.
    pub fn is_mobile(&self) -> bool {
        self.kind == PhoneKind::Mobile
    }

    /// The area code with its zero, if there is one.
    pub fn area(&self) -> Option<&str> {
        (!self.area.is_empty()).then_some(self.area.as_str())
    }

    /// The number without area code and extension.
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The extension, if there is one.
    pub fn extension(&self) -> Option<&str> {
        (!self.extension.is_empty()).then_some(self.extension.as_str())
    }

    /// The one string we store and compare: digits, and `x8` for an extension. Parsing it gives the same phone.
    pub fn canonical(&self) -> String {
        let mark = if self.extension.is_empty() { "" } else { "x" };
        format!("{}{}{mark}{}", self.area, self.local, self.extension)
    }

    /// How it is shown: `13712344410`, `0719-3584331`, `0719-3584331转8`.
    pub fn display(&self) -> String {
        let mut out = self.area.clone();
        if !out.is_empty() {
            out.push('-');
        }
        out.push_str(&self.local);
        if !self.extension.is_empty() {
            out.push('转');
            out.push_str(&self.extension);
        }
        out
    }

    /// The last four digits of the number, the extension left out; fewer when it is shorter.
    pub fn last_four(&self) -> &str {
        let from = self.local.len().saturating_sub(4);
        self.local.get(from..).unwrap_or_default()
    }

    /// Digits as somebody said them, which are no number we know.
    pub(super) fn as_said(digits: &str) -> Self {
        Self::new(PhoneKind::Service, "", digits)
    }

    fn new(kind: PhoneKind, area: &str, local: &str) -> Self {
        Self {
            kind,
            area: area.to_owned(),
            local: local.to_owned(),
            extension: String::new(),
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.display())
    }
}

/// What a sentence or a list leaves behind a number.
const ENDS: [char; 9] = ['。', '.', ',', '，', ';', '；', '、', '!', '｡'];

const LABELS: [&str; 11] = [
    "联系电话",
    "电话号码",
    "手机号码",
    "办公电话",
    "手机号",
    "电话",
    "手机",
    "mobile",
    "phone",
    "tel",
    "号码",
];

/// Reads one telephone number; see [`PhoneProblem`] for what it may refuse.
pub fn parse_phone(text: &str) -> Result<Phone, PhoneProblem> {
    let text = bare(text);
    if text.is_empty() {
        return Err(PhoneProblem::Empty);
    }
    let text = match spelled_as_float(&text) {
        Some(whole) => whole?,
        None => text,
    };
    let (mut number, mut extension) = split_extension(&text);
    if extension.is_empty()
        && let Some((head, tail)) = trailing_extension(number)
    {
        (number, extension) = (head, tail);
    }
    match classify(&international(&digits_of(number)?)) {
        Ok(mut phone) => {
            extension.clone_into(&mut phone.extension);
            Ok(phone)
        }
        Err(_) if several(number) => Err(PhoneProblem::Several),
        Err(problem) => Err(problem),
    }
}

/// What of a number was typed: `尾号4410` and `138****4410` say how it ends.
pub fn phone_typed(typed: &str) -> String {
    let is_covered = typed.contains('*') && typed.chars().all(|c| c.is_ascii_digit() || c == '*');
    let end = if is_covered {
        typed.rsplit('*').next().unwrap_or_default()
    } else {
        let said = typed.trim_start_matches(|c: char| "手机电话号码尾末后四位".contains(c));
        said.trim_start_matches([':', ' ', '：'])
    };
    let is_end = end.len() >= 4 && end.chars().all(may_stand_in);
    if is_end { end.to_owned() } else { typed.to_owned() }
}

/// A number as one dials it; what is none stays as it is.
pub fn dialled(text: &str) -> String {
    parse_phone(text).map_or_else(|_| text.to_owned(), |phone| phone.display())
}

/// Whether a character may stand in a number as people write it.
pub fn may_stand_in(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '+' | '(' | ')' | '.' | '转' | 'x') || is_hyphen(c)
}

/// Folded, without white space, a leading label or a remark such as `(微信同号)`.
fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut remark: Option<String> = None;
    for c in fold(text).to_lowercase().chars() {
        match (c, &mut remark) {
            ('(' | '[' | '【', _) => remark = Some(String::new()),
            (')' | ']' | '】', Some(inside)) => {
                // A bracketed area code is part of the number, a remark is not.
                if inside.chars().all(|c| c.is_ascii_digit() || c == '+') {
                    out.push_str(inside);
                }
                remark = None;
            }
            (c, _) if c.is_whitespace() || draws_nothing(c) || is_selector(c) => {}
            (c, Some(inside)) => inside.push(c),
            (c, None) => out.push(c),
        }
    }
    if let Some(inside) = remark {
        out.push_str(&inside);
    }
    for label in LABELS {
        if let Some(rest) = out.strip_prefix(label) {
            return rest.trim_start_matches([':', '.']).trim_end_matches(ENDS).to_owned();
        }
    }
    out.trim_start_matches('\'').trim_end_matches(ENDS).to_owned()
}

/// `18626097212.0` and `1.8626097212E10` as a spreadsheet spells a number it took for a quantity.
fn spelled_as_float(text: &str) -> Option<Result<String, PhoneProblem>> {
    let (mantissa, exponent) = match text.split_once('e') {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let Some(exponent) = exponent else {
        let zeros = !fraction.is_empty() && fraction.chars().all(|c| c == '0');
        return zeros.then(|| Ok(whole.to_owned()));
    };
    let shift: usize = exponent.trim_start_matches('+').parse().ok()?;
    if shift > 15 || whole.len() != 1 {
        return None;
    }
    let fraction = fraction.trim_end_matches('0');
    // Seven figures and more are what a program prints; what a narrow column shows is less, and is lost.
    if fraction.len() < 7 || fraction.len() > shift {
        return Some(Err(PhoneProblem::Rounded));
    }
    let mut out = format!("{whole}{fraction}");
    out.extend(std::iter::repeat_n('0', shift - fraction.len()));
    Some(Ok(out))
}

fn is_extension(tail: &str) -> bool {
    (1..=6).contains(&tail.len()) && tail.chars().all(|c| c.is_ascii_digit())
}

fn split_extension(text: &str) -> (&str, &str) {
    for mark in ["转分机", "分机", "转", "ext.", "ext", "x", "#"] {
        if let Some((head, tail)) = text.split_once(mark) {
            let tail = tail.trim_matches([':', '-', '.']);
            if is_extension(tail) {
                return (head.trim_end_matches([',', '-', '，', '、']), tail);
            }
        }
    }
    (text, "")
}

/// `0719-3584331-8`: a whole number stands before the last hyphen, unlike in `138-1234-5678`.
fn trailing_extension(number: &str) -> Option<(&str, &str)> {
    let (head, tail) = number.rsplit_once(is_hyphen)?;
    let whole = head.rsplit(is_hyphen).next().unwrap_or_default().len() >= 7;
    let complete = whole && classify(&international(&digits_of(head).ok()?)).is_ok();
    (complete && is_extension(tail)).then_some((head, tail))
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '一' | '－' | '_')
}

fn several(number: &str) -> bool {
    let long = |part: &str| part.chars().filter(char::is_ascii_digit).count() >= 7;
    number
        .split(['/', '、', ',', ';', '，', '；', '或', '和', '|'])
        .filter(|part| long(part))
        .count()
        > 1
}

fn digits_of(number: &str) -> Result<String, PhoneProblem> {
    let mut out = String::new();
    for (i, c) in number.chars().enumerate() {
        match c {
            '0'..='9' => out.push(c),
            '+' if i == 0 => out.push_str("00"),
            '.' | '/' | '·' => {}
            c if is_hyphen(c) => {}
            _ if several(number) => return Err(PhoneProblem::Several),
            _ => return Err(PhoneProblem::NotANumber),
        }
    }
    if out.is_empty() {
        return Err(PhoneProblem::NotANumber);
    }
    Ok(out)
}

/// Takes `+86`, `0086` and a bare `86` before a mobile number off; puts the area code's zero back.
fn international(digits: &str) -> String {
    if let Some(rest) = digits.strip_prefix("0086") {
        let home = rest.starts_with('0') || (rest.starts_with('1') && rest.len() == 11);
        return if home || rest.len() < 9 || rest.starts_with("400") {
            rest.to_owned()
        } else {
            format!("0{rest}")
        };
    }
    match digits.strip_prefix("86") {
        Some(rest) if rest.len() == 11 && rest.starts_with('1') => rest.to_owned(),
        _ => digits.to_owned(),
    }
}

fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && digits.starts_with(|c| matches!(c, '2'..='9'))
}

fn classify(digits: &str) -> Result<Phone, PhoneProblem> {
    let count = digits.len();
    if digits.starts_with('0') {
        let area = if digits.starts_with("010") || digits.starts_with("02") {
            3
        } else {
            4
        };
        let (area, local) = digits.split_at_checked(area).unwrap_or((digits, ""));
        return match local.len() {
            0..=6 => Err(PhoneProblem::TooShort(count)),
            9.. => Err(PhoneProblem::TooLong(count)),
            _ if is_local(local) && !area.starts_with("00") => Ok(Phone::new(PhoneKind::Landline, area, local)),
            _ => Err(PhoneProblem::BadAreaCode),
        };
    }
    if count == 10 && (digits.starts_with("400") || digits.starts_with("800")) {
        return Ok(Phone::new(PhoneKind::Service, "", digits));
    }
    let mut chars = digits.chars();
    match (chars.next(), chars.next()) {
        (Some('1'), Some('3'..='9')) if count == 11 => Ok(Phone::new(PhoneKind::Mobile, "", digits)),
        (Some('1'), _) if count == 11 => Err(PhoneProblem::NoSuchPrefix),
        // Not every short number beginning with 1: `137` is a mobile cut off.
        (Some('1'), Some('0'..='2')) if (3..=5).contains(&count) => Ok(Phone::new(PhoneKind::Service, "", digits)),
        (Some('9'), Some('5' | '6')) if count == 5 => Ok(Phone::new(PhoneKind::Service, "", digits)),
        _ if is_local(digits) => Ok(Phone::new(PhoneKind::Landline, "", digits)),
        _ if count > 11 => Err(PhoneProblem::TooLong(count)),
        _ if count == 11 => Err(PhoneProblem::NoSuchPrefix),
        _ => Err(PhoneProblem::TooShort(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(text: &str) -> String {
        parse_phone(text).map_or_else(|problem| format!("{problem:?}"), |phone| phone.canonical())
    }

    #[test]
    fn mobiles_in_every_spelling_give_one_string() {
        for text in [
            "18626097212",
            "186 2609 7212",
            "186-2609-7212",
            "１８６２６０９７２１２",
            "+86 186 2609 7212",
            "+8618626097212",
            "0086-18626097212",
            "86 18626097212",
            "18626097212.0",
            "1.8626097212E10",
            "1.8626097212e+10",
            "电话：18626097212",
            "18626097212（微信同号）",
            "'18626097212",
            "\u{200B}18626097212\n",
        ] {
            assert_eq!(canonical(text), "18626097212", "{text}");
        }
    }

    #[test]
    fn landlines_extensions_and_service_numbers() {
        for text in [
            "0719-3584331",
            "(0719)3584331",
            "（0719）358 4331",
            "07193584331",
            "0719—3584331",
            "+86 719 3584331",
            "+86-0719-3584331",
            "0719/3584331",
        ] {
            assert_eq!(canonical(text), "07193584331", "{text}");
        }
        assert_eq!(parse_phone("07193584331").unwrap().display(), "0719-3584331");
        assert_eq!(parse_phone("01088886666").unwrap().display(), "010-88886666");
        assert_eq!(canonical("3584331"), "3584331");
        assert_eq!(canonical("53584331"), "53584331");
        for text in [
            "0719-3584331转8",
            "0719-3584331-8",
            "07193584331 分机8",
            "0719-3584331转分机:8",
        ] {
            assert_eq!(canonical(text), "07193584331x8", "{text}");
            assert_eq!(parse_phone(text).unwrap().display(), "0719-3584331转8");
        }
        assert_eq!(canonical("07193584331-8"), "07193584331x8");
        assert_eq!(canonical("3584331-801"), "3584331x801");
        for text in ["12345", "110", "95598", "96333"] {
            assert_eq!(parse_phone(text).unwrap().kind(), PhoneKind::Service);
        }
        assert_eq!(canonical("400-123-4567"), "4001234567");
        assert_eq!(parse_phone("13712344410").unwrap().last_four(), "4410");
        assert_eq!(parse_phone("110").unwrap().last_four(), "110");
    }

    #[test]
    fn refusals_say_why() {
        for (text, problem) in [
            ("", PhoneProblem::Empty),
            (" 　", PhoneProblem::Empty),
            ("1390000", PhoneProblem::TooShort(7)),
            ("137", PhoneProblem::TooShort(3)),
            ("1862609721", PhoneProblem::TooShort(10)),
            ("186260972123", PhoneProblem::TooLong(12)),
            ("12026097212", PhoneProblem::NoSuchPrefix),
            ("88626097212", PhoneProblem::NoSuchPrefix),
            ("0719-358", PhoneProblem::TooShort(7)),
            ("0719-1584331", PhoneProblem::BadAreaCode),
            ("问村委会", PhoneProblem::NotANumber),
            ("18626o97212", PhoneProblem::NotANumber),
            ("1.86E+10", PhoneProblem::Rounded),
            ("1.8626E10", PhoneProblem::Rounded),
            ("18626097212/13712344410", PhoneProblem::Several),
            ("18626097212、0719-3584331", PhoneProblem::Several),
        ] {
            assert_eq!(parse_phone(text), Err(problem), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = parse_phone(&text);
        }

        #[test]
        fn near_numbers_are_answered_and_canonical_is_stable(text in "[0-9+() eE.转一x/,#-]{0,20}") {
            if let Ok(phone) = parse_phone(&text) {
                prop_assert_eq!(parse_phone(&phone.canonical()), Ok(phone.clone()));
                prop_assert_eq!(parse_phone(&phone.display()), Ok(phone));
            }
        }

        #[test]
        fn every_mobile_is_taken(rest in "[3-9][0-9]{9}") {
            prop_assert_eq!(canonical(&format!("1{rest}")), format!("1{rest}"));
        }
    }
}
