//! The one place that reads a clock.
//!
//! A wall clock may be set back or forward under a running desk. The time is kept as read, but from then on this
//! process marks what it enters as doubtful, until the day is over: waits measured across the jump would be nonsense.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::time::{ClockId, clock_gettime};

use crate::domain::moment::{Day, Moment};

/// Wall clock and steady clock may drift apart by this much (time synchronisation slews) before it is a jump.
const JUMP_MS: i64 = 90_000;

/// Where the time comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Real,
    /// A demonstration that began at this moment when the process began.
    From(Moment),
    /// A demonstration that reads its moment from a file at each event.
    File(PathBuf),
}

#[derive(Debug)]
struct Seen {
    wall: i64,
    steady: i64,
    doubtful_on: Option<Day>,
}

/// A clock that can be handed to threads.
#[derive(Clone, Debug)]
pub struct Clock {
    source: Source,
    began: i64,
    seen: Arc<Mutex<Option<Seen>>>,
}

/// Time that goes on in sleep and cannot be set.
fn steady_ms() -> i64 {
    let t = clock_gettime(ClockId::Boottime);
    t.tv_sec * 1000 + t.tv_nsec / 1_000_000
}

#[allow(clippy::disallowed_methods)] // this is the place
fn wall_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

impl Clock {
    /// One that has seen no time yet; the first reading is taken as it is.
    pub fn new(source: Source) -> Self {
        Self {
            source,
            began: steady_ms(),
            seen: Arc::default(),
        }
    }

    /// The clock of `ZHIBAN_NOW`: `@FILE`, or a moment such as `2026-11-23T09:00` to start from. A real database
    /// never gets one.
    pub fn of_demo(text: &str) -> Option<Self> {
        if let Some(file) = text.strip_prefix('@') {
            return Some(Self::new(Source::File(PathBuf::from(file))));
        }
        read_moment(text).map(|m| Self::new(Source::From(m)))
    }

    fn wall(&self) -> i64 {
        match &self.source {
            Source::Real => wall_ms(),
            Source::From(start) => start.0 + steady_ms() - self.began,
            Source::File(path) => std::fs::read_to_string(path)
                .ok()
                .and_then(|t| read_moment(t.trim()))
                .map_or_else(wall_ms, |m| m.0),
        }
    }

    /// Now, and whether the clock has jumped today while this process ran.
    pub fn now(&self) -> (Moment, bool) {
        let (wall, steady) = (self.wall(), steady_ms());
        let now = Moment(wall);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.take();
        // A clock read from a file stands still and is set by hand; forward is its normal step, back is a jump.
        let jumped = before.as_ref().is_some_and(|b| match self.source {
            Source::File(_) => wall < b.wall,
            _ => ((wall - b.wall) - (steady - b.steady)).abs() > JUMP_MS,
        });
        let day = now.day();
        let doubtful_on = if jumped {
            Some(day)
        } else {
            before.and_then(|b| b.doubtful_on)
        };
        *seen = Some(Seen {
            wall,
            steady,
            doubtful_on,
        });
        (now, doubtful_on == Some(day))
    }
}

/// `2026-11-23T09:00` or with seconds, in the station's zone.
fn read_moment(text: &str) -> Option<Moment> {
    let text = text.trim().trim_end_matches("+08:00");
    let (day, time) = text.split_once(['T', ' '])?;
    let time = chrono::NaiveTime::parse_from_str(time, "%H:%M:%S")
        .or_else(|_| chrono::NaiveTime::parse_from_str(time, "%H:%M"))
        .ok()?;
    Some(Moment::at(day.parse().ok()?, time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_demo_clock_starts_where_it_is_told() {
        let clock = Clock::of_demo("2026-11-23T09:00").unwrap();
        let (now, jumped) = clock.now();
        assert_eq!(now.clock(), "09:00");
        assert!(!jumped);
        assert!(Clock::of_demo("yesterday").is_none());
    }

    #[test]
    fn a_clock_set_back_is_doubtful_for_the_rest_of_its_day() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let set = |t: &str| std::fs::write(file.path(), t).unwrap();
        let clock = Clock::of_demo(&format!("@{}", file.path().display())).unwrap();
        set("2026-11-23T10:05");
        assert!(!clock.now().1);
        set("2026-11-23T09:30");
        assert!(clock.now().1);
        set("2026-11-23T09:40");
        assert!(clock.now().1);
        set("2026-11-24T09:00");
        assert!(!clock.now().1);
    }
}
