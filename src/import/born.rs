//! When somebody was born, as rosters write it: a year, and a month where it is said.

use chrono::{Datelike, Months, NaiveDate};

use super::field::DeputyField as Field;
use super::line::Line;
use super::problem::ProblemKind;
use super::table::Cell;
use crate::domain::text::fold;
use crate::domain::typed_date::{DateProblem, Lean, Typed, from_serial, parse_date_leaning};

/// `1982` or `1982-11`.
pub(super) fn born(line: &mut Line<'_, Field>, reference: NaiveDate) -> Option<String> {
    let (column, cell) = line.cells(Field::Born).into_iter().next()?;
    let text = cell.shown();
    if line.is_shared(column) {
        line.report(Some(column), ProblemKind::SharedCell, &text);
        return None;
    }
    let read = match &cell {
        Cell::Date(day) => Ok(Typed::Day(*day)),
        // A day that is only kept as its number counts from where the workbook counts.
        Cell::Number(serial) if line.sheet.from_1904 && *serial > 9_999.0 && text.len() == 5 => {
            from_serial(serial + DAYS_1904)
                .map(Typed::Day)
                .ok_or(DateProblem::NotADate)
        }
        _ if !says_year(&text) => {
            line.report(Some(column), ProblemKind::NoYear, &text);
            return None;
        }
        _ => parse_date_leaning(&text, reference, Lean::Past),
    };
    let (year, mut month) = match read {
        Ok(typed) => typed.month(),
        Err(problem) => {
            line.report(Some(column), ProblemKind::Date(problem), &text);
            return None;
        }
    };
    let begins = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1);
    // A program that was given no year writes this one: no deputy is younger than eighteen.
    let youngest = reference
        .with_day(1)
        .and_then(|first| first.checked_sub_months(Months::new(18 * 12)));
    let kind = match begins.zip(youngest) {
        Some((begins, _)) if year < FIRST_BEYOND && begins > reference => Some(ProblemKind::BornAhead),
        Some((begins, youngest)) if year >= 1900 && begins <= youngest => None,
        Some((begins, _)) if begins <= reference && year >= 1900 => Some(ProblemKind::TooYoung),
        _ => Some(ProblemKind::Date(DateProblem::OutOfRange)),
    };
    if let Some(kind) = kind {
        line.report(Some(column), kind, &text);
        return None;
    }
    // As a number, October has lost its zero.
    if matches!(cell, Cell::Number(_)) && text.ends_with(".1") {
        line.report(Some(column), ProblemKind::DoubtfulMonth, &text);
        month = None;
    }
    Some(month.map_or_else(|| year.to_string(), |month| format!("{year}-{month:02}")))
}

/// Later years are no years of anybody's birth.
const FIRST_BEYOND: i32 = 2201;

/// Between the two ways of counting days.
pub(super) const DAYS_1904: f64 = 1462.0;

/// Whether a date says its year: `3月8日`, `12.5` and `0308` do not, and what is no date at all is told elsewhere.
fn says_year(text: &str) -> bool {
    let text = fold(text);
    let groups: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .collect();
    let is_year = |group: &&str| match group.len() {
        4 => group.starts_with("19") || group.starts_with("20"),
        5.. => true,
        _ => false,
    };
    // Two groups of a digit or two, or four digits together, are a day of some year, where the first is no year of two digits.
    let is_month = |group: &str| group.parse::<u8>().is_ok_and(|n| n <= 31);
    let is_day = matches!(groups.as_slice(), [a, b] if a.len() <= 2 && b.len() <= 2 && is_month(a))
        || matches!(groups.as_slice(), [one] if one.len() == 4);
    let is_day = is_day || text.contains('月');
    !is_day || text.contains('年') || groups.iter().any(is_year)
}
