//! Days that are off by law in every year (全国年节及纪念日放假办法), as data: what is known of a year before its arrangement
//! is published, and beneath it afterwards.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use chrono::{Datelike as _, Days};
use serde::Deserialize;

use super::moment::Day;
use super::rules::Label;

#[derive(Default, Deserialize)]
struct Written {
    reach_days: u16,
    holiday: Vec<Holiday>,
}

#[derive(Deserialize)]
struct Holiday {
    label: Label,
    /// Month and day, where it is the same in every year.
    every_year: Option<String>,
    /// Where it is not: the day of each year.
    #[serde(default)]
    dates: String,
    /// Days off from that day on.
    count: u8,
    /// The first year in which it is off.
    from: i32,
}

/// The holidays by law.
#[derive(Debug, Default)]
pub struct Statutory {
    off: BTreeMap<Day, Label>,
    /// What they are called, in the order of the year.
    names: Vec<Label>,
    /// Years of which all of them are known.
    years: BTreeSet<i32>,
    /// Days around a holiday that an arrangement may still take from work.
    reach: u16,
}

impl Statutory {
    fn of(written: &Written) -> Self {
        let dates = |h: &Holiday| -> Vec<Day> { h.dates.split_whitespace().filter_map(|d| d.parse().ok()).collect() };
        // A year is known when every holiday that moves has its day in it.
        let moving = written.holiday.iter().filter(|h| h.every_year.is_none());
        let of_each = moving.map(|h| (h.from, dates(h).iter().map(Day::year).collect::<BTreeSet<i32>>()));
        let of_each: Vec<(i32, BTreeSet<i32>)> = of_each.collect();
        let all = of_each.iter().flat_map(|(_, years)| years).copied();
        let is_known = |year: &i32| {
            let mut each = of_each.iter();
            each.all(|(from, years)| year < from || years.contains(year))
        };
        let years: BTreeSet<i32> = all.filter(is_known).collect();
        let mut off = BTreeMap::new();
        for holiday in &written.holiday {
            let fixed = |year: &i32| format!("{year}-{}", holiday.every_year.as_ref()?).parse().ok();
            let firsts = years.iter().filter_map(fixed).chain(dates(holiday));
            for first in firsts.filter(|day: &Day| day.year() >= holiday.from) {
                for later in first.iter_days().take(holiday.count.into()) {
                    off.entry(later).or_insert_with(|| holiday.label.clone());
                }
            }
        }
        let mut names: Vec<Label> = written.holiday.iter().map(|holiday| holiday.label.clone()).collect();
        names.dedup();
        Self {
            off,
            names,
            years,
            reach: written.reach_days,
        }
    }

    /// The holiday a day is off for.
    pub fn holiday(&self, day: Day) -> Option<&Label> {
        self.off.get(&day)
    }

    /// What the holidays are called.
    pub fn names(&self) -> &[Label] {
        &self.names
    }

    /// Whether all holidays of a year are known.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Holidays so near to a day that their arrangement may speak of it.
    pub fn near(&self, day: Day) -> impl Iterator<Item = Day> + '_ {
        let by = Days::new(self.reach.into());
        let ends = day.checked_sub_days(by).zip(day.checked_add_days(by));
        let around: RangeInclusive<Day> = ends.map_or(day..=day, |(from, to)| from..=to);
        self.off.range(around).map(|(day, _)| *day)
    }

    /// The days of a year. Asked for every weekend of every limit that is shown, so the other years are not looked through.
    pub fn of_year(&self, year: i32) -> impl Iterator<Item = (Day, &Label)> {
        let first = Day::from_ymd_opt(year, 1, 1).unwrap_or(Day::MAX);
        let all = self.off.range(first..).take_while(move |(day, _)| day.year() == year);
        all.map(|(day, label)| (*day, label))
    }
}

static STATUTORY: LazyLock<Statutory> = LazyLock::new(|| {
    // What ships reads; a test says so.
    Statutory::of(&toml::from_str(include_str!("../../config/statutory.toml")).unwrap_or_default())
});

/// Those that ship.
pub fn statutory() -> &'static Statutory {
    &STATUTORY
}
