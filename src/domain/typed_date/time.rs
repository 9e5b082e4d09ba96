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

/// Midnight at the end of a day, which no clock shows on that day.
const END_OF_DAY: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartOfDay {
    Unsaid,
    /// Before dawn: its twelve is the beginning of the day.
    Night,
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
        ("凌晨", PartOfDay::Night),
        ("午夜", PartOfDay::Evening),
        ("半夜", PartOfDay::Evening),
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
    for (word, said) in [("am", PartOfDay::Night), ("pm", PartOfDay::Afternoon)] {
        if let (PartOfDay::Unsaid, Some(before)) = (half, rest.strip_suffix(word)) {
            (half, rest) = (said, before);
        }
    }
    let rest = with_digits(rest);
    let (hour, minute) = clock(&rest).ok_or(TimeProblem::NotATime)?;
    let hour = match half {
        PartOfDay::Afternoon if hour < 12 => hour + 12,
        PartOfDay::Evening if (5..=12).contains(&hour) => hour + 12,
        PartOfDay::Noon if hour < 3 => hour + 12,
        PartOfDay::Night if hour == 12 => 0,
        PartOfDay::Unsaid
        | PartOfDay::Night
        | PartOfDay::Morning
        | PartOfDay::Noon
        | PartOfDay::Afternoon
        | PartOfDay::Evening => hour,
    };
    if (hour, minute) == (24, 0) {
        return Ok((END_OF_DAY, half));
    }
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
        let (later, days) = end.overflowing_add_signed(chrono::TimeDelta::hours(12));
        end = match days {
            0 => later,
            // Twelve in the evening.
            _ if later == NaiveTime::MIN => END_OF_DAY,
            _ => end,
        };
    }
    if end <= start {
        return Err(TimeProblem::EndsBeforeStart);
    }
    Ok((start, end))
}

/// Parts of the day, and digits: where a time begins in what stands before it.
const BEGINS: [&str; 12] = [
    "上午", "早上", "早晨", "凌晨", "清早", "中午", "下午", "傍晚", "晚上", "夜里", "午夜", "半夜",
];

/// The first time in words about opening hours that no clock shows, or that ends before it begins, with what it is; none when
/// the words can stand. They may say anything else, but not nothing.
pub fn impossible_hours(text: &str) -> Option<(String, TimeProblem)> {
    let folded = fold(text);
    let says = |c: char| c.is_alphanumeric();
    if !folded.trim().is_empty() && !folded.contains(says) {
        return Some((text.trim().to_owned(), TimeProblem::NotATime));
    }
    let apart = [
        ' ', '\u{3000}', ',', '、', ';', '；', '，', '\n', '(', ')', '（', '）', '和', '及',
    ];
    folded.split(apart).find_map(|piece| {
        let words = BEGINS.iter().filter_map(|word| piece.find(word));
        let from = words.chain(piece.find(|c: char| c.is_ascii_digit())).min()?;
        let times = piece.get(from..).filter(|times| times.contains([':', '点', '时']))?;
        let read = match parse_hours(times) {
            Err(TimeProblem::NotATime) => parse_time(times).map(|_| ()),
            read => read.map(|_| ()),
        };
        match read.err()? {
            TimeProblem::NotATime | TimeProblem::Empty => beyond_the_clock(times),
            why @ (TimeProblem::NoSuchTime | TimeProblem::EndsBeforeStart) => Some(why),
        }
        .map(|why| (piece.to_owned(), why))
    })
}

/// Figures around a colon that no clock shows.
fn beyond_the_clock(text: &str) -> Option<TimeProblem> {
    let mut colons = text.match_indices(':').map(|(at, _)| text.split_at(at));
    let number = |digits: String| digits.parse::<u32>().ok();
    let wrong = colons.any(|(before, after)| {
        let is_digit = |c: &char| c.is_ascii_digit();
        let hour: String = before.chars().rev().take_while(is_digit).collect();
        let hour = number(hour.chars().rev().collect());
        let minute = number(after.chars().skip(1).take_while(is_digit).collect());
        hour.is_some_and(|h| h > 24) || minute.is_some_and(|m| m > 59)
    });
    wrong.then_some(TimeProblem::NoSuchTime)
}
