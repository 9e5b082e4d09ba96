//! Due dates: a start, a limit and a calendar give a day and its explanation (Civil Code art. 201-204; research
//! `domain.md` 6.1). The start day is not counted; a limit in months ends on the same day number or the month's last.

use chrono::{Datelike as _, Days, Months, TimeDelta, Weekday};

use super::deadline::Deadline;
use super::moment::{Day, TimeOfDay};
use super::rules::{Label, Limit, LimitUnit, Ruleset, YearCalendar};
use super::statutory::statutory;

/// A due date that can explain itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub day: Day,
    /// An arrangement that is not published yet may still move it (暂定).
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

/// Why a day is worked or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind<'r> {
    /// A day like others.
    Working,
    /// A weekend day that is worked by the arrangement of a year (调休上班).
    MadeUp,
    /// A holiday, by the arrangement of a year or by law.
    Holiday(&'r Label),
    Weekend,
}

/// The arrangements whose notice may speak of a day: its own year's, and those of the years beside it, because a New Year
/// begins before its year.
fn arrangements(rules: &Ruleset, day: Day) -> impl Iterator<Item = &YearCalendar> {
    let beside = move |c: &&YearCalendar| c.year.abs_diff(day.year()) <= 1;
    rules.calendars.iter().filter(beside)
}

/// What an arrangement says of a day, if one speaks of it: make-up days before holidays.
fn arranged(rules: &Ruleset, day: Day) -> Option<DayKind<'_>> {
    if arrangements(rules, day).any(|c| c.work.contains(&day)) {
        return Some(DayKind::MadeUp);
    }
    let mut off = arrangements(rules, day).flat_map(|c| &c.off);
    let run = off.find(|r| r.from <= day && day <= r.to)?;
    Some(DayKind::Holiday(&run.label))
}

/// What a day is: as arranged, else a holiday by law, else by the day of the week.
pub fn kind(rules: &Ruleset, day: Day) -> DayKind<'_> {
    if let Some(arranged) = arranged(rules, day) {
        return arranged;
    }
    match statutory().holiday(day) {
        Some(label) => DayKind::Holiday(label),
        None if is_weekend(day) => DayKind::Weekend,
        None => DayKind::Working,
    }
}

fn is_weekend(day: Day) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether people work on this day.
pub fn is_working(rules: &Ruleset, day: Day) -> bool {
    matches!(kind(rules, day), DayKind::Working | DayKind::MadeUp)
}

/// Days from a holiday within which weekends were ever worked for it.
const MADE_UP_WITHIN: i64 = 14;

/// Whether an arrangement that is not published yet may still make something else of a day. Whatever is off by law, or spoken
/// of already, stays. Of a year without an arrangement any weekend may be worked; of one with it, whatever lies near a holiday
/// it does not speak of (a notice adopted in part), or near the New Year of the next.
pub fn may_change(rules: &Ruleset, day: Day) -> bool {
    let is_arranged = |holiday: Day| arranged(rules, holiday).is_some();
    let is_published = |year: i32| rules.calendars.iter().any(|c| c.year == year);
    if arranged(rules, day).is_some() || statutory().holiday(day).is_some() {
        return false;
    }
    if !is_published(day.year()) && (is_weekend(day) || !statutory().knows(day.year())) {
        return true;
    }
    let is_made_up = |holiday: Day| (holiday - day).num_days().abs() <= MADE_UP_WITHIN && !is_arranged(holiday);
    if is_weekend(day) && statutory().of_year(day.year()).any(|(holiday, _)| is_made_up(holiday)) {
        return true;
    }
    statutory().near(day).any(|holiday| !is_arranged(holiday))
}

/// The last day of a limit that starts on `start`.
pub fn due(rules: &Ruleset, start: Day, limit: Limit) -> Due {
    let (mut counted, mut skipped, mut provisional) = (Vec::new(), Vec::new(), false);
    let mut day = match limit.unit {
        LimitUnit::WorkingDays => start,
        LimitUnit::Days => start.checked_add_days(Days::new(limit.count.into())).unwrap_or(start),
        LimitUnit::Months => start
            .checked_add_months(Months::new(limit.count.into()))
            .unwrap_or(start),
    };
    // Working days are counted from the day after the start. Another limit's last day that is off moves to the next working
    // day (art. 203), and of the days before it none matters.
    let wanted = match limit.unit {
        LimitUnit::WorkingDays => usize::from(limit.count),
        LimitUnit::Days | LimitUnit::Months => 0,
    };
    if wanted == 0 {
        while !is_working(rules, day) {
            provisional |= may_change(rules, day);
            skipped.push(day);
            let Some(next) = day.succ_opt() else { break };
            day = next;
        }
        provisional |= may_change(rules, day);
    }
    while counted.len() < wanted {
        let Some(next) = day.succ_opt() else { break };
        day = next;
        provisional |= may_change(rules, day);
        if is_working(rules, day) {
            counted.push(day);
        } else {
            skipped.push(day);
        }
    }
    Due {
        day,
        provisional,
        counted,
        skipped,
    }
}

/// The end of a limit in hours that begins at a time of a day: to the minute, and where that day is off at the same time of the
/// next working day. Midnight is the end of the day before it, which has no time.
pub fn due_after(rules: &Ruleset, (start, time): (Day, TimeOfDay), hours: u16) -> (Due, Option<TimeOfDay>) {
    let minutes = u32::from(time.0) + u32::from(hours) * 60;
    let [count, time] = [minutes.saturating_sub(1) / DAY, minutes % DAY].map(|n| u16::try_from(n).unwrap_or_default());
    let unit = LimitUnit::Days;
    let until = Some(TimeOfDay(time)).filter(|_| time > 0);
    (due(rules, start, Limit { count, unit }), until)
}

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Working days from one day to others. Each day is looked at once: the lines of a list all count from today, and some of them
/// have been owed for months.
pub struct WorkingDays<'r> {
    rules: &'r Ruleset,
    from: Day,
    /// Of so many days from there on, how many are worked.
    after: Vec<i64>,
    /// Of so many days up to there.
    before: Vec<i64>,
}

impl<'r> WorkingDays<'r> {
    /// Counts from a day on, which is not counted.
    pub fn from(rules: &'r Ruleset, from: Day) -> Self {
        let (after, before) = (vec![0], vec![0]);
        Self {
            rules,
            from,
            after,
            before,
        }
    }

    /// To a day, which is counted; negative when it is earlier, as from it to the other. Bounded to ten years.
    pub fn to(&mut self, day: Day) -> i64 {
        let away = (day - self.from).num_days().clamp(-3_660, 3_660);
        let (known, first) = match away {
            0.. => (&mut self.after, 1),
            _ => (&mut self.before, 0),
        };
        let step = if away < 0 { -1 } else { 1 };
        for i in known.len() as i64..=away.abs() {
            let next = self.from.checked_add_signed(TimeDelta::days((i - 1) * step + first));
            let is_worked = next.is_some_and(|day| is_working(self.rules, day));
            known.push(known.last().copied().unwrap_or_default() + i64::from(is_worked));
        }
        step * known.get(away.unsigned_abs() as usize).copied().unwrap_or_default()
    }
}
