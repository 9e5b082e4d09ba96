//! The arrangement of a year when another notice of it comes: what the notice speaks of is as it says, what it does not speak
//! of stays, and only a notice of the whole year takes the place of the one there was.

use super::moment::Day;
use super::rules::{DayRange, Label, Ruleset, YearCalendar};
use super::statutory::statutory;

/// Days between the beginnings of two runs of one name that may be one holiday: a year speaks of two New Years.
const ONE_HOLIDAY: i64 = 31;

impl DayRange {
    fn holds(&self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The holidays by law it is for: those it is named after, and those in it.
    fn holidays(&self) -> Vec<&'static Label> {
        let inside = |label: &Label| {
            let days = self.from.iter_days().take_while(|day| *day <= self.to);
            days.filter_map(|day| statutory().holiday(day))
                .any(|there| there == label)
        };
        let is_for = |label: &&Label| self.label.zh.contains(&label.zh) || inside(label);
        statutory().names().iter().filter(is_for).collect()
    }
}

impl YearCalendar {
    /// Holidays of the year that it does not speak of: they are off by law all the same.
    pub fn unsaid(&self) -> Vec<(Day, &'static Label)> {
        let is_said = |day: Day| self.off.iter().any(|run| run.holds(day));
        let of_year = statutory().of_year(self.year);
        of_year.filter(|(day, _)| !is_said(*day)).collect()
    }

    /// It speaks of every holiday of its year.
    fn is_whole(&self) -> bool {
        statutory().knows(self.year) && self.unsaid().is_empty()
    }

    /// As another notice of the year leaves it.
    fn amended(&self, by: &Self) -> Self {
        let source = match (self.source.trim(), by.source.trim()) {
            (old, new) if old.is_empty() || (by.is_whole() && !new.is_empty()) => new.to_owned(),
            (old, new) if old.contains(new) => old.to_owned(),
            (old, new) => format!("{old}；{new}"),
        };
        if by.is_whole() || (&self.off, &self.work) == (&by.off, &by.work) {
            return Self { source, ..by.clone() };
        }
        let mut off: Vec<DayRange> = Vec::new();
        for run in self.off.iter().filter(|run| !by.takes_place_of(run)) {
            off.extend(by.rest_of(run));
        }
        off.extend(by.off.iter().cloned());
        off.sort_by_key(|run| run.from);
        let still = self
            .work
            .iter()
            .filter(|day| !by.off.iter().any(|run| run.holds(**day)));
        let mut work: Vec<Day> = still.chain(&by.work).copied().collect();
        work.sort_unstable();
        work.dedup();
        Self {
            year: self.year,
            source,
            off,
            work,
        }
    }

    /// Every holiday a run was for is said anew.
    fn takes_place_of(&self, run: &DayRange) -> bool {
        let near = self
            .off
            .iter()
            .filter(|new| (new.from - run.from).num_days().abs() <= ONE_HOLIDAY);
        let anew: Vec<&Label> = near.flat_map(DayRange::holidays).collect();
        let holidays = run.holidays();
        !holidays.is_empty() && holidays.iter().all(|holiday| anew.contains(holiday))
    }

    /// What is left of a run without the days it speaks of.
    fn rest_of(&self, run: &DayRange) -> Vec<DayRange> {
        let is_said = |day: Day| self.off.iter().any(|new| new.holds(day)) || self.work.contains(&day);
        let days = run.from.iter_days().take_while(|day| *day <= run.to);
        let mut rest: Vec<DayRange> = Vec::new();
        for day in days.filter(|day| !is_said(*day)) {
            match rest.last_mut().filter(|piece| piece.to.succ_opt() == Some(day)) {
                Some(piece) => piece.to = day,
                None => rest.push(DayRange {
                    label: run.label.clone(),
                    from: day,
                    to: day,
                }),
            }
        }
        rest
    }
}

/// The rules with a notice of a year.
pub fn with_notice(rules: &Ruleset, notice: &YearCalendar) -> Ruleset {
    let before = rules.calendars.iter().find(|c| c.year == notice.year);
    let calendar = before.map_or_else(|| notice.clone(), |before| before.amended(notice));
    rules.with_year(&calendar)
}
