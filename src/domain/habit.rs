//! On which day the next reception probably is: what the receptions so far have in common (research `domain.md` 3.1:
//! a fixed weekday, every other week, the first Friday of the month, the 15th). Only ever a proposal in a form.

use chrono::{Datelike as _, Days, Months};

use super::due::is_working;
use super::moment::Day;
use super::rules::Ruleset;

/// Receptions that must agree before they count as a habit.
const HABIT: usize = 3;

/// Farther than this nobody plans; it also bounds the search.
const FAR: u64 = 370;

/// The day to propose: not before `today`, and after every reception that is known. `known` holds the days of the
/// receptions held and planned, in any order.
///
/// Three that agree make a habit: the same day of the month, the same weekday at the same distance, or the same week of
/// the month. Two make a rhythm in whole weeks, one a week. Without any it is the next working day.
pub fn next_day(rules: &Ruleset, known: &[Day], today: Day) -> Day {
    let mut days = known.to_vec();
    days.sort_unstable_by(|a, b| b.cmp(a));
    days.dedup();
    let newest = days.first().copied();
    let from = newest.and_then(|d| d.succ_opt()).map_or(today, |d| d.max(today));
    // A station that has received on days off goes on doing so.
    let fits = |day: Day| days.iter().any(|d| !is_working(rules, *d)) || is_working(rules, day);
    let next = newest.and_then(|newest| {
        by_date(&days, from)
            .map(|day| rolled(day, fits))
            .or_else(|| by_distance(&days, newest, from, fits))
    });
    next.unwrap_or_else(|| {
        let tomorrow = from.max(today.succ_opt().unwrap_or(today));
        rolled(tomorrow, |day| is_working(rules, day))
    })
}

/// The first day from this one on that fits.
fn rolled(day: Day, fits: impl Fn(Day) -> bool) -> Day {
    day.iter_days().take(FAR as usize).find(|d| fits(*d)).unwrap_or(day)
}

/// What the newest ones share, if there are enough of them.
fn shared<T: PartialEq>(days: &[Day], of: impl Fn(Day) -> T) -> Option<T> {
    let newest = days.get(..HABIT)?;
    let first = of(*newest.first()?);
    newest.iter().all(|d| of(*d) == first).then_some(first)
}

/// The same day of every month, or of every other one: `每月15日`.
fn by_date(days: &[Day], from: Day) -> Option<Day> {
    let number = shared(days, |d| d.day())?;
    let step = months(days)?;
    let mut day = *days.first()?;
    for _ in 0..12 {
        day = day.checked_add_months(Months::new(step))?;
        let day = day.with_day(number)?;
        if day >= from {
            return Some(day);
        }
    }
    None
}

/// Months between neighbours, when it is always the same number and not none.
fn months(days: &[Day]) -> Option<u32> {
    let at = |d: &Day| d.year() * 12 + d.month0() as i32;
    let pairs: Vec<i32> = days
        .windows(2)
        .take(HABIT - 1)
        .filter_map(|w| Some(at(w.first()?) - at(w.last()?)))
        .collect();
    let first = *pairs.first()?;
    (first > 0 && pairs.iter().all(|p| *p == first)).then_some(first as u32)
}

/// The same weekday: of the same week of the month where that is what they share, else at the usual distance. A day that
/// does not fit is passed over, because who comes on Mondays does not look for the desk on a Tuesday.
fn by_distance(days: &[Day], newest: Day, from: Day, fits: impl Fn(Day) -> bool) -> Option<Day> {
    let weeks = weeks(days);
    let of_month = |d: Day| (d.weekday(), d.day0() / 7);
    let monthly = weeks
        .is_none()
        .then(|| shared(days, of_month))
        .flatten()
        .zip(months(days));
    let each_week = newest.iter_weeks().skip(1).take(FAR as usize / 7);
    if let Some((place, step)) = monthly {
        let at = |d: Day| d.year() * 12 + d.month0() as i32;
        let in_step = |d: &Day| (at(*d) - at(newest)).rem_euclid(step as i32) == 0;
        let mut all = each_week.filter(in_step).filter(|d| of_month(*d) == place);
        return all.find(|d| *d >= from && fits(*d));
    }
    let step = weeks.or_else(|| rhythm(days)).unwrap_or(1).max(1);
    let by = Days::new(step * 7);
    let mut all = std::iter::successors(newest.checked_add_days(by), |d| d.checked_add_days(by)).take(FAR as usize);
    all.find(|d| *d >= from && fits(*d))
}

/// Weeks between neighbours, when it is always the same whole number.
fn weeks(days: &[Day]) -> Option<u64> {
    let gaps = days.get(..HABIT)?.windows(2).filter_map(gap).collect::<Vec<_>>();
    let first = *gaps.first()?;
    (first % 7 == 0 && gaps.iter().all(|g| *g == first)).then_some(first / 7)
}

/// Weeks between the last two, to the nearest.
fn rhythm(days: &[Day]) -> Option<u64> {
    days.windows(2).next().and_then(gap).map(|days| (days + 3) / 7)
}

fn gap(pair: &[Day]) -> Option<u64> {
    let (later, earlier) = (pair.first()?, pair.last()?);
    u64::try_from(later.signed_duration_since(*earlier).num_days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::default_rules;

    /// Days of 2026 as `(month, day)`.
    fn next(known: &[(u32, u32)], today: (u32, u32)) -> String {
        let day = |(m, d): (u32, u32)| Day::from_ymd_opt(2026, m, d).unwrap();
        let known: Vec<Day> = known.iter().copied().map(day).collect();
        next_day(&default_rules().unwrap(), &known, day(today)).to_string()
    }

    #[test]
    fn without_any_reception_it_is_the_next_working_day() {
        assert_eq!(next(&[], (11, 23)), "2026-11-24");
        // A Friday, and the eve of National Day.
        assert_eq!(next(&[], (11, 20)), "2026-11-23");
        assert_eq!(next(&[], (9, 30)), "2026-10-08");
    }

    #[test]
    fn one_reception_says_the_weekday_and_two_say_the_rhythm() {
        assert_eq!(next(&[(11, 23)], (11, 23)), "2026-11-30");
        assert_eq!(next(&[(11, 9), (11, 23)], (11, 23)), "2026-12-07");
        // A day later than usual is still every other week.
        assert_eq!(next(&[(11, 9), (11, 24)], (11, 24)), "2026-12-08");
        // Two in one week: a week on, never the same day.
        assert_eq!(next(&[(11, 23), (11, 25)], (11, 25)), "2026-12-02");
    }

    #[test]
    fn the_same_weekday_at_the_same_distance_is_a_habit() {
        assert_eq!(next(&[(11, 2), (11, 9), (11, 16)], (11, 16)), "2026-11-23");
        // Long not used: the habit goes on from where it would be today, today included.
        assert_eq!(next(&[(10, 12), (10, 19), (10, 26)], (11, 23)), "2026-11-23");
        // A holiday is passed over, not moved to another weekday.
        assert_eq!(next(&[(9, 17), (9, 23), (9, 24)], (9, 24)), "2026-10-08");
        assert_eq!(next(&[(9, 10), (9, 17), (9, 24)], (9, 24)), "2026-10-08");
    }

    #[test]
    fn a_day_of_the_month_is_kept_and_rolls_to_a_working_day() {
        assert_eq!(next(&[(7, 15), (8, 17), (9, 15)], (9, 15)), "2026-10-13");
        assert_eq!(next(&[(4, 15), (5, 15), (6, 15)], (6, 15)), "2026-07-15");
        // 15 November 2026 is a Sunday.
        assert_eq!(next(&[(7, 15), (9, 15), (5, 15)], (9, 15)), "2026-11-16");
        assert_eq!(next(&[(6, 10), (7, 10), (8, 10)], (11, 23)), "2026-12-10");
    }

    #[test]
    fn a_week_of_the_month_is_kept() {
        // First Fridays.
        assert_eq!(next(&[(6, 5), (7, 3), (8, 7)], (8, 7)), "2026-09-04");
        // The first Friday of October is a holiday; the one of November is next.
        assert_eq!(next(&[(7, 3), (8, 7), (9, 4)], (9, 4)), "2026-11-06");
    }

    #[test]
    fn what_is_planned_already_is_not_proposed_again() {
        assert_eq!(next(&[(11, 16), (11, 23), (11, 30), (12, 7)], (11, 23)), "2026-12-14");
    }

    #[test]
    fn a_station_that_receives_on_sundays_goes_on() {
        assert_eq!(next(&[(11, 8), (11, 15), (11, 22)], (11, 23)), "2026-11-29");
    }
}
