//! Due dates: a start, a limit and a calendar give a day and its explanation (Civil Code art. 201-204; research
//! `domain.md` 6.1). The start day is not counted; a limit in months ends on the same day number or the month's last.

use chrono::{Datelike as _, Days, Months, Weekday};

use super::deadline::Deadline;
use super::moment::Day;
use super::rules::{Limit, LimitUnit, Ruleset, YearCalendar};

/// A due date that can explain itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub day: Day,
    /// Some day counted lies in a year whose calendar is not loaded (暂按周末推算).
    pub provisional: bool,
    /// Days that counted, in order; only for working-day limits.
    pub counted: Vec<Day>,
    pub skipped: Vec<Day>,
}

impl Due {
    /// As it is kept: the day and the doubt about it.
    pub const fn deadline(&self) -> Deadline {
        Deadline {
            day: self.day,
            time: None,
            provisional: self.provisional,
        }
    }
}

fn calendar(rules: &Ruleset, year: i32) -> Option<&YearCalendar> {
    rules.calendars.iter().find(|c| c.year == year)
}

/// Whether people work on this day: decreed make-up days first, then holidays, then weekends.
pub fn is_working(rules: &Ruleset, day: Day) -> bool {
    if let Some(c) = calendar(rules, day.year()) {
        if c.work.contains(&day) {
            return true;
        }
        if c.off.iter().any(|r| r.from <= day && day <= r.to) {
            return false;
        }
    }
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The last day of a limit that starts on `start`.
pub fn due(rules: &Ruleset, start: Day, limit: Limit) -> Due {
    let (mut day, mut counted, mut skipped) = (start, Vec::new(), Vec::new());
    match limit.unit {
        LimitUnit::WorkingDays => {
            while counted.len() < usize::from(limit.count) {
                let Some(next) = day.checked_add_days(Days::new(1)) else {
                    break;
                };
                day = next;
                if is_working(rules, day) {
                    counted.push(day);
                } else {
                    skipped.push(day);
                }
            }
        }
        LimitUnit::Days => day = start.checked_add_days(Days::new(limit.count.into())).unwrap_or(start),
        LimitUnit::Months => {
            day = start
                .checked_add_months(Months::new(limit.count.into()))
                .unwrap_or(start);
        }
    }
    // A last day that is off moves to the next working day (art. 203); working-day limits never end on one.
    while !is_working(rules, day) {
        skipped.push(day);
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => break,
        }
    }
    let provisional = (start.year()..=day.year()).any(|y| calendar(rules, y).is_none());
    Due {
        day,
        provisional,
        counted,
        skipped,
    }
}

/// Working days from `from` (not counted) to `to` (counted); negative when `to` is earlier. Bounded to ten years.
pub fn working_days_between(rules: &Ruleset, from: Day, to: Day) -> i64 {
    if to < from {
        return -working_days_between(rules, to, from);
    }
    from.iter_days()
        .skip(1)
        .take(3_660)
        .take_while(|d| *d <= to)
        .filter(|d| is_working(rules, *d))
        .count() as i64
}
