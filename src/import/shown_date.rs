//! A date cell as its sheet shows it: what its number format leaves out is not there for anybody who reads the sheet, and is not
//! made up here. Reading the number of a day alone gives every cell a year, a month and a day.

use chrono::{Datelike as _, NaiveDate};

use super::table::Cell;

/// Which parts of a day a number format shows.
#[derive(Default)]
struct Parts {
    year: bool,
    month: bool,
    day: bool,
}

/// The formats that a program knows by their number alone, a Chinese one more than others, where no file writes them out.
const BY_NUMBER: [(u32, &str); 13] = [
    (16, "d-mmm"),
    (17, "mmm-yy"),
    (27, "yyyy年m月"),
    (28, "m月d日"),
    (29, "m月d日"),
    (36, "yyyy年m月"),
    (50, "yyyy年m月"),
    (51, "m月d日"),
    (52, "yyyy年m月"),
    (53, "m月d日"),
    (54, "m月d日"),
    (57, "yyyy年m月"),
    (58, "m月d日"),
];

/// A program that is given a day without its year takes the year it is; of earlier years somebody wrote the year.
const FIRST_MADE_UP: i32 = 2000;

/// The day as a format shows it, given by its code and its number: a day, or the text of its year and month, its year, or a day
/// of no year.
pub(super) fn as_shown(day: NaiveDate, code: &str, number: Option<u32>) -> Cell {
    let by_number = BY_NUMBER.iter().find(|(known, _)| Some(*known) == number);
    // Known by its number alone, and none of those above: it shows all of the day.
    if by_number.is_none() && code.eq_ignore_ascii_case("General") {
        return Cell::Date(day);
    }
    let parts = parts(by_number.map_or(code, |(_, code)| code));
    match (parts.year, parts.month, parts.day) {
        (true, true, false) => Cell::text(day.format("%Y-%m").to_string()),
        (true, false, false) => Cell::text(format!("{}年", day.year())),
        (false, true, _) if day.year() < FIRST_MADE_UP => Cell::Date(day),
        (false, true, true) => Cell::text(format!("{}月{}日", day.month(), day.day())),
        (false, true, false) => Cell::text(format!("{}月", day.month())),
        _ => Cell::Date(day),
    }
}

/// What the letters of a format stand for; those in quotation marks, behind a backslash or in square brackets stand for nothing,
/// and only what comes before the first semicolon is for a day.
fn parts(code: &str) -> Parts {
    let mut runs: Vec<(char, usize)> = Vec::new();
    let mut chars = code.chars();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => drop(chars.by_ref().take_while(|c| *c != '"').last()),
            '[' => drop(chars.by_ref().take_while(|c| *c != ']').last()),
            '\\' | '_' | '*' => drop(chars.next()),
            c => match (c.to_ascii_lowercase(), runs.last_mut()) {
                (letter, Some((before, n))) if letter == last && *before == letter => *n += 1,
                (letter @ ('y' | 'e' | 'm' | 'd' | 'h' | 's'), _) => runs.push((letter, 1)),
                _ => {}
            },
        }
        last = c.to_ascii_lowercase();
    }
    let mut parts = Parts::default();
    for (at, (letter, n)) in runs.iter().enumerate() {
        let beside =
            |at: Option<usize>, letter: char| at.and_then(|at| runs.get(at)).is_some_and(|run| run.0 == letter);
        match letter {
            'y' | 'e' => parts.year = true,
            // Minutes stand behind hours or before seconds.
            'm' => parts.month |= !beside(at.checked_sub(1), 'h') && !beside(Some(at + 1), 's'),
            // Three and more are the day of the week.
            'd' => parts.day |= *n < 3,
            _ => {}
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_a_date_says_what_its_format_shows_and_no_more() {
        let day = NaiveDate::from_ymd_opt(2005, 5, 1).unwrap();
        for (code, number, shown) in [
            ("yyyy\"年\"m\"月\"", None, "2005-05"),
            ("[$-804]yyyy\"年\"m\"月\"d\"日\";@", None, "2005-05-01"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"", None, "2005-05"),
            ("m\"月\"d\"日\"", None, "5月1日"),
            ("m/d", None, "5月1日"),
            ("d-mmm", Some(16), "5月1日"),
            ("mmm-yy", Some(17), "2005-05"),
            ("yy\\/m", None, "2005-05"),
            ("yyyy", None, "2005年"),
            ("yyyy\"年代\"", None, "2005年"),
            ("e\"年\"m\"月\"", None, "2005-05"),
            ("mm-dd-yy", Some(14), "2005-05-01"),
            ("m/d/yy h:mm", Some(22), "2005-05-01"),
            ("General", Some(57), "2005-05"),
            ("General", Some(58), "5月1日"),
            ("General", Some(31), "2005-05-01"),
            ("yyyy年m月d日 dddd", None, "2005-05-01"),
            ("m\"月\"", None, "5月"),
            // A time of day leaves the day as it is.
            ("h:mm", Some(20), "2005-05-01"),
            ("mm:ss", Some(45), "2005-05-01"),
        ] {
            assert_eq!(as_shown(day, code, number).shown(), shown, "{code}");
        }
        let written = NaiveDate::from_ymd_opt(1982, 3, 8).unwrap();
        assert_eq!(as_shown(written, "m/d", None), Cell::Date(written));
    }
}
