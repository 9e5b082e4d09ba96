//! Numbers of matters as people write them: a number in any form finds its matter.

use super::text::fold;

/// The number of a matter as people write it: its code or none, its year or none, its serial with noughts before it or without.
#[derive(Debug, PartialEq, Eq)]
pub struct OwnNumber {
    pub code: Option<String>,
    pub year: Option<i32>,
    pub serial: i64,
}

/// What stands between the parts of a number, or around them.
const PARTS: [char; 28] = [
    '-', '\u{2010}', '\u{2011}', '\u{2015}', '\u{2212}', '/', '_', '.', ':', ',', '#', '(', ')', '[', ']', '{', '}',
    '\u{2013}', '\u{2014}', '\u{2012}', '\u{3014}', '\u{3015}', '\u{3010}', '\u{3011}', '年', '第', '字', '号',
];

/// Signs by which a serial alone is said to be one.
const SIGNS: [char; 3] = ['第', '号', '#'];

/// The most letters before a serial.
pub const LETTERS_MOST: usize = 5;

/// The longest code and serial there are.
const CODE_MOST: usize = 12;
const SERIAL_MOST: usize = 7;

/// The year that four figures say.
fn year_of(text: &str) -> Option<i32> {
    let year = text.parse().ok()?;
    (1990..2100).contains(&year).then_some(year)
}

/// Whether a part of a code would be read as the year of a number.
pub fn is_year(text: &str) -> bool {
    text.len() == 4 && year_of(text).is_some()
}

impl OwnNumber {
    /// From what was typed; none where that is no number of a matter, or may as well be anything.
    pub fn of(typed: &str) -> Option<Self> {
        let typed = fold(typed).to_ascii_uppercase();
        let is_part = |c: char| c.is_whitespace() || PARTS.contains(&c);
        if !typed.chars().all(|c| c.is_ascii_alphanumeric() || is_part(c)) {
            return None;
        }
        let parts: Vec<&str> = typed.split(is_part).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [one] if typed.contains(SIGNS) => Self::new(None, None, one),
            // Typed in one go, as it is read out.
            [one] => {
                let at = one.len().checked_sub(8)?;
                let (code, rest) = one.split_at_checked(at)?;
                let (year, serial) = rest.split_at_checked(4)?;
                Self::new(Some(code).filter(|code| !code.is_empty()), Some(year), serial)
            }
            [year, serial] if typed.contains('年') && year.len() == 2 => {
                Self::new(None, Some(&["20", year].concat()), serial)
            }
            [year, serial] => {
                let (code, year) = year.split_at_checked(year.len().checked_sub(4)?)?;
                Self::new(Some(code).filter(|code| !code.is_empty()), Some(year), serial)
            }
            [code @ .., year, serial] => Self::new(Some(&code.join("-")), Some(year), serial),
            _ => None,
        }
    }

    fn new(code: Option<&str>, year: Option<&str>, serial: &str) -> Option<Self> {
        // After a restore there are letters before it: which history it is of, and some that were drawn.
        let digits = serial.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let is_serial = serial.len() - digits.len() <= LETTERS_MOST && (1..=SERIAL_MOST).contains(&digits.len());
        let year = match year {
            Some(year) => Some(year_of(year)?),
            None => None,
        };
        Some(Self {
            code: code.map(str::to_owned),
            year,
            serial: digits.parse().ok().filter(|serial| *serial > 0 && is_serial)?,
        })
        .filter(|number| number.code.as_ref().is_none_or(|code| code.len() <= CODE_MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d10_a_number_is_meant_in_every_form_in_which_people_write_it() {
        let of = |typed: &str| OwnNumber::of(typed).map(|own| (own.code, own.year, own.serial));
        let whole = Some((Some("03".to_owned()), Some(2025), 13));
        for typed in [
            "03-2025-0013",
            "03-2025-13",
            "03 2025 0013",
            "03/2025/13",
            "03－2025－0013",
            "03—2025—0013",
            "０３－２０２５－００１３",
            "0320250013",
            "032025-13",
            "03-2025-b13",
            "03-2025-BKR0013",
            "03-2025-aakr13",
            "03-2025年-13号",
        ] {
            assert_eq!(of(typed), whole, "{typed}");
        }
        let of_year = Some((None, Some(2025), 13));
        for typed in [
            "2025-0013",
            "2025-13",
            "2025 13",
            "2025年13号",
            "2025年第0013号",
            "〔2025〕13号",
            "[2025] 第13号",
            "25年13号",
            "20250013",
            "2025/13",
            "2025-B0013",
        ] {
            assert_eq!(of(typed), of_year, "{typed}");
        }
        let of_group = Some((Some("LH-03".to_owned()), Some(2026), 1));
        for typed in ["LH-03-2026-0001", "lh 03 2026 1", "LH-03/2026/1"] {
            assert_eq!(of(typed), of_group, "{typed}");
        }
        for typed in ["13号", "第13号", "第 0013 号", "#13", "＃13"] {
            assert_eq!(of(typed), Some((None, None, 13)), "{typed}");
        }
        for typed in [
            "13",
            "0013",
            "路灯13号",
            "13700004410",
            "2025",
            "2025-",
            "0516-83962262",
            "a-b-c",
            "03-2025-0",
            "03-2025-LIGHTS1",
        ] {
            assert_eq!(of(typed), None, "{typed}");
        }
    }
}
