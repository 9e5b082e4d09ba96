//! Hours of the day as people type them.

use std::fmt;

use chrono::NaiveTime;

use super::digits::with_digits;
use crate::domain::text::fold;

/// Why a text is not a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeProblem {
    Empty,
    /// It is not written like a time.
    NotATime,
    /// The clock has no such time.
    NoSuchTime,
    /// Hours that end before they begin.
    EndsBeforeStart,
}

impl fmt::Display for TimeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "no time was given",
            Self::NotATime => "it is not written like a time",
            Self::NoSuchTime => "the clock has no such time",
            Self::EndsBeforeStart => "the end is not after the start",
        })
    }
}

impl std::error::Error for TimeProblem {}

/// Reads a time of day: `9:30`, `0930`, `9点半`, `上午9点`, `下午3点半`, `15时20分`.
pub fn parse_time(text: &str) -> Result<NaiveTime, TimeProblem> {
    read_time(text).map(|(time, _)| time)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartOfDay {
    Unsaid,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

fn read_time(text: &str) -> Result<(NaiveTime, PartOfDay), TimeProblem> {
    let text: String = fold(text)
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if text.is_empty() {
        return Err(TimeProblem::Empty);
    }
    let halves = [
        ("上午", PartOfDay::Morning),
        ("早上", PartOfDay::Morning),
        ("早晨", PartOfDay::Morning),
        ("凌晨", PartOfDay::Morning),
        ("清早", PartOfDay::Morning),
        ("中午", PartOfDay::Noon),
        ("下午", PartOfDay::Afternoon),
        ("傍晚", PartOfDay::Afternoon),
        ("晚上", PartOfDay::Evening),
        ("夜里", PartOfDay::Evening),
        ("晚", PartOfDay::Evening),
        ("早", PartOfDay::Morning),
    ];
    let (mut half, rest) = halves
        .iter()
        .find_map(|(word, half)| text.strip_prefix(word).map(|rest| (*half, rest)))
        .unwrap_or((PartOfDay::Unsaid, text.as_str()));
    let mut rest = rest;
    for (word, said) in [("am", PartOfDay::Morning), ("pm", PartOfDay::Afternoon)] {
        if let (PartOfDay::Unsaid, Some(before)) = (half, rest.strip_suffix(word)) {
            (half, rest) = (said, before);
        }
    }
    let rest = with_digits(rest);
    let (hour, minute) = clock(&rest).ok_or(TimeProblem::NotATime)?;
    let hour = match half {
        PartOfDay::Afternoon if hour < 12 => hour + 12,
        PartOfDay::Evening if (5..12).contains(&hour) => hour + 12,
        PartOfDay::Noon if hour < 3 => hour + 12,
        PartOfDay::Unsaid | PartOfDay::Morning | PartOfDay::Noon | PartOfDay::Afternoon | PartOfDay::Evening => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
        .map(|time| (time, half))
        .ok_or(TimeProblem::NoSuchTime)
}

/// Hour and minute as written, not yet checked against the clock.
fn clock(text: &str) -> Option<(u32, u32)> {
    let figure = |part: &str| -> Option<u32> {
        let plain = (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    if let Some((hour, minute)) = text.split_once([':', '点', '时', '.', '：']) {
        // Seconds as a spreadsheet prints them are dropped.
        let minute = match minute.split_once(':') {
            Some((minute, seconds)) if figure(seconds).is_some() => minute,
            _ => minute,
        };
        let minute = match minute.trim_end_matches(['分', '钟']) {
            "" | "整" => 0,
            "半" => 30,
            "1刻" => 15,
            "3刻" => 45,
            minute => figure(minute.trim_start_matches("过"))?,
        };
        return Some((figure(hour)?, minute));
    }
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        1 | 2 => Some((figure(text)?, 0)),
        3 | 4 => {
            let (hour, minute) = text.split_at_checked(text.len() - 2)?;
            Some((figure(hour)?, figure(minute)?))
        }
        _ => None,
    }
}

/// Reads hours: `9:00-11:00`, `9点到11点半`, `下午2点半至5点`. The end takes over the start's half of the day.
pub fn parse_hours(text: &str) -> Result<(NaiveTime, NaiveTime), TimeProblem> {
    let text: String = fold(text).chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Err(TimeProblem::Empty);
    }
    let (start, end) = text
        .split_once(['-', '~', '–', '—', '−', '到', '至', '～'])
        .ok_or(TimeProblem::NotATime)?;
    let end = end.trim_start_matches(['-', '~', '–', '—']);
    let (start, half) = read_time(start)?;
    let (mut end, said) = read_time(end)?;
    if said == PartOfDay::Unsaid
        && end <= start
        && matches!(half, PartOfDay::Noon | PartOfDay::Afternoon | PartOfDay::Evening)
    {
        end += chrono::TimeDelta::hours(12);
    }
    if end <= start {
        return Err(TimeProblem::EndsBeforeStart);
    }
    Ok((start, end))
}
