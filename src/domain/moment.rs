//! Time as values. Nothing in `domain` reads a clock.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Timelike as _};
use serde::{Deserialize, Serialize};

/// A calendar day in the station's fixed zone (+08:00).
pub type Day = NaiveDate;

/// An instant: milliseconds since 1970 UTC, as the clock said it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// China has one zone and no summer time, so the offset is a constant.
    const OFFSET_SECONDS: i32 = 8 * 3600;

    fn local(self) -> DateTime<FixedOffset> {
        let zone = FixedOffset::east_opt(Self::OFFSET_SECONDS);
        let utc = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        match zone {
            Some(zone) => utc.with_timezone(&zone),
            None => utc.fixed_offset(),
        }
    }

    /// The day in the station's zone.
    pub fn day(self) -> Day {
        self.local().date_naive()
    }

    /// Hour and minute in the station's zone.
    pub fn hour_minute(self) -> (u32, u32) {
        let t = self.local().time();
        (t.hour(), t.minute())
    }

    /// `09:42`.
    pub fn clock(self) -> String {
        self.local().format("%H:%M").to_string()
    }

    /// `09:42:07`.
    pub fn clock_seconds(self) -> String {
        self.local().format("%H:%M:%S").to_string()
    }

    /// `2026-11-23T09:42:07+08:00`, for JSON.
    pub fn iso(self) -> String {
        self.local().format("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The instant of a day and a time of day in the station's zone.
    pub fn at(day: Day, time: NaiveTime) -> Self {
        let local = day.and_time(time) - TimeDelta::seconds(i64::from(Self::OFFSET_SECONDS));
        Self(local.and_utc().timestamp_millis())
    }

    /// Whole minutes from `earlier` to `self`, never negative (a clock set back must not give a negative wait).
    pub fn minutes_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).max(0) / 60_000
    }
}

/// A time of day typed by people, minutes since midnight; `9:30` is 570.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeOfDay(pub u16);

impl TimeOfDay {
    /// From hour and minute; `None` when there is no such time.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
    }

    /// The minute of a time.
    pub fn of(time: NaiveTime) -> Self {
        Self(u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or_default())
    }

    /// The instant of this time on a day.
    pub fn on(self, day: Day) -> Moment {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.0) * 60, 0).unwrap_or_default();
        Moment::at(day, time)
    }
}

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl std::str::FromStr for TimeOfDay {
    type Err = ();

    /// Reads the stored form `09:30`; what people type goes through `typed_date`.
    fn from_str(s: &str) -> Result<Self, ()> {
        let (h, m) = s.split_once(':').ok_or(())?;
        Self::new(h.parse().map_err(|_| ())?, m.parse().map_err(|_| ())?).ok_or(())
    }
}

/// The calendar year numbers restart in.
pub fn year_of(day: Day) -> i32 {
    day.year()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_china() {
        let before = Moment(1_795_449_599_000); // 2026-11-23 23:59:59 +08:00
        assert_eq!(before.day().to_string(), "2026-11-23");
        assert_eq!(Moment(before.0 + 1000).day().to_string(), "2026-11-24");
        assert_eq!(before.clock_seconds(), "23:59:59");
    }

    #[test]
    fn a_time_on_a_day_reads_back() {
        let day = Day::from_ymd_opt(2026, 11, 23).unwrap();
        let t: TimeOfDay = "09:30".parse().unwrap();
        assert_eq!(t.on(day).clock(), "09:30");
        assert_eq!(t.on(day).day(), day);
        assert_eq!(Moment(0).minutes_since(Moment(5_000_000)), 0);
    }
}
