//! A due date as it is kept: a day, a time of day where the limit counts hours, and whether it still has to be confirmed.

use serde::{Deserialize, Serialize};

use super::moment::{Day, TimeOfDay};
use super::rules::Limit;
use super::typed_date::parse_whole;

/// What set a due day. The limit it was counted by stays with it: rules that are adopted later give other limits to what is
/// handed over later, and only holidays move a day that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetBy {
    /// The rules, by this limit.
    Limit(Limit),
    /// Somebody's own word.
    Word,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Deadline {
    pub day: Day,
    /// Until when on that day; none is its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    /// An arrangement of holidays that is not published yet may move it (暂定).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}

impl Deadline {
    /// The end of a day.
    pub const fn on(day: Day) -> Self {
        Self {
            day,
            time: None,
            provisional: false,
        }
    }
}

/// What stands behind a provisional one.
const PROVISIONAL: char = '?';

impl std::fmt::Display for Deadline {
    /// `2026-12-21`, `2026-12-21T17:00`, with `?` behind it while provisional.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.day)?;
        if let Some(time) = self.time {
            write!(f, "T{time}")?;
        }
        if self.provisional {
            write!(f, "{PROVISIONAL}")?;
        }
        Ok(())
    }
}

impl Deadline {
    /// Reads the form of `Display`, or a day with its year and a time of day as people write them.
    pub fn said(text: &str) -> Option<Self> {
        let written = || {
            let (day, time) = parse_whole(text)?;
            Some(Self {
                time: time.map(TimeOfDay::of),
                ..Self::on(day)
            })
        };
        text.parse().ok().or_else(written)
    }
}

impl std::str::FromStr for Deadline {
    type Err = ();

    /// Reads the form of `Display`; what people type goes through `typed_date`.
    fn from_str(s: &str) -> Result<Self, ()> {
        let bare = s.strip_suffix(PROVISIONAL);
        let (day, time) = match bare.unwrap_or(s).split_once('T') {
            Some((day, time)) => (day, Some(time.parse()?)),
            None => (bare.unwrap_or(s), None),
        };
        Ok(Self {
            day: day.parse().map_err(|_| ())?,
            time,
            provisional: bare.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_date_reads_back_with_its_time_and_its_doubt() {
        for text in ["2026-12-21", "2026-12-21?", "2026-12-21T17:00", "2026-12-21T08:05?"] {
            let due: Deadline = text.parse().unwrap();
            assert_eq!(due.to_string(), text);
            let json = serde_json::to_string(&due).unwrap();
            assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), due);
        }
        for odd in ["", "?", "2026-12", "2026-12-21T", "2026-12-21T25:00", "2026-13-01"] {
            assert!(odd.parse::<Deadline>().is_err(), "{odd}");
        }
        let bare: Deadline = serde_json::from_str(r#"{"day":"2026-12-21"}"#).unwrap();
        assert_eq!(bare, Deadline::on(bare.day));
    }
}
