//! Dates and hours as people type and write them. The reference day is always given, never read from a clock.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};

use super::fold::{draws_nothing, ordinary};
use super::text::fold;

mod digits;
mod time;

pub(in crate::domain) use digits::with_digits;
pub use time::{TimeProblem, impossible_hours, parse_hours, parse_time};

/// What a date text says, to the precision it says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    Day(NaiveDate),
    /// A month of a year.
    Month(i32, u32),
    Year(i32),
}

impl Typed {
    /// The day, if it says one.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Day(day) => Some(day),
            Self::Month(..) | Self::Year(_) => None,
        }
    }

    /// The year, and the month if it says one.
    pub fn month(self) -> (i32, Option<u32>) {
        match self {
            Self::Day(day) => (day.year(), Some(day.month())),
            Self::Month(year, month) => (year, Some(month)),
            Self::Year(year) => (year, None),
        }
    }
}

/// Which year, week or month is meant where the text does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lean {
    /// The year that brings it nearest to the reference day; a bare weekday is the coming one.
    #[default]
    Nearest,
    /// On or after the reference day: a promise, a deadline.
    Future,
    /// On or before the reference day: late entry, a birthday.
    Past,
}

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateProblem {
    Empty,
    /// It is not written like a date.
    NotADate,
    /// It is written like a date, but the calendar has no such day.
    NoSuchDay,
    /// The year is not between 1900 and 2200.
    OutOfRange,
}

impl fmt::Display for DateProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "no date was given",
            Self::NotADate => "it is not written like a date",
            Self::NoSuchDay => "the calendar has no such day",
            Self::OutOfRange => "the year is out of range",
        })
    }
}

impl std::error::Error for DateProblem {}

const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Reads a date that must be a day.
pub fn parse_day(text: &str, today: NaiveDate, lean: Lean) -> Result<NaiveDate, DateProblem> {
    parse_date_leaning(text, today, lean)?
        .day()
        .ok_or(DateProblem::NotADate)
}

/// Reads a date, and says how to choose what the text leaves open.
pub fn parse_date_leaning(text: &str, today: NaiveDate, lean: Lean) -> Result<Typed, DateProblem> {
    let folded = fold(&ordinary(text));
    let text = without_time(folded.trim());
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !draws_nothing(*c))
        .collect();
    if text.is_empty() {
        return Err(DateProblem::Empty);
    }
    if let Some(day) = relative(&text, today, lean) {
        return day.map(Typed::Day);
    }
    let text = with_digits(&text);
    if let Some(day) = weekday(&text, today, lean).or_else(|| of_month(&text, today, lean)) {
        return day.map(Typed::Day);
    }
    written(&text, today, lean)
}

/// Reads a day that is said with its year, as programs say it, and a time of day where one is said: nothing depends on what day
/// it is.
pub fn parse_whole(text: &str) -> Option<(NaiveDate, Option<NaiveTime>)> {
    let text = fold(&ordinary(text));
    let year: Option<i32> = text.trim().get(..4).and_then(|year| year.parse().ok());
    year.filter(|year| YEARS.contains(year))?;
    parse_due(&text, NaiveDate::default(), Lean::Nearest).ok()
}

/// Reads a day with a time of day behind it, where one is said: `2027-1-8 17:00`, `明天下午5点`, `8号17点前`.
pub fn parse_due(text: &str, today: NaiveDate, lean: Lean) -> Result<(NaiveDate, Option<NaiveTime>), DateProblem> {
    let text = fold(&ordinary(text));
    let text = text.trim().trim_end_matches('前');
    let is_time = |text: &str| text.contains([':', '点', '时']);
    if !is_time(text) {
        return parse_day(text, today, lean).map(|day| (day, None));
    }
    let apart = text.char_indices().filter_map(|(at, _)| text.split_at_checked(at));
    let mut read = apart.filter(|(_, time)| is_time(time)).filter_map(|(day, time)| {
        let time = parse_time(time.trim_start_matches([' ', 'T', 't'])).ok()?;
        let day = parse_day(day, today, lean).ok()?;
        // Spreadsheets write midnight behind a day that has no time.
        Some((day, Some(time).filter(|time| *time != NaiveTime::MIN)))
    });
    // A time that is none is not passed over.
    read.next().ok_or(DateProblem::NotADate)
}

/// The day a spreadsheet means by a serial number (the 1900 system), whatever its time of day.
pub fn from_serial(serial: f64) -> Option<NaiveDate> {
    if !(1.0..110_000.0).contains(&serial) {
        return None;
    }
    let whole = serial.floor() as u64;
    // The 1900 system counts a 29 February 1900 that never was.
    let days = if whole < 60 { whole } else { whole - 1 };
    NaiveDate::from_ymd_opt(1899, 12, 31)?.checked_add_days(Days::new(days))
}

/// `2025-01-09 00:00:00` and `2025-01-09T00:00` lose their time.
fn without_time(text: &str) -> &str {
    let Some((date, time)) = text.split_once([' ', 'T']) else {
        return text;
    };
    if time.contains(':') && date.contains(|c: char| c.is_ascii_digit()) {
        date
    } else {
        text
    }
}

fn shift(day: NaiveDate, days: i64) -> Result<NaiveDate, DateProblem> {
    let amount = Days::new(days.unsigned_abs());
    let day = if days < 0 {
        day.checked_sub_days(amount)
    } else {
        day.checked_add_days(amount)
    };
    day.filter(|day| YEARS.contains(&day.year()))
        .ok_or(DateProblem::OutOfRange)
}

/// What is counted from today on: days, or months.
const COUNTED: [(&str, i64, i32); 8] = [
    ("天", 1, 0),
    ("日", 1, 0),
    ("周", 7, 0),
    ("个星期", 7, 0),
    ("星期", 7, 0),
    ("个礼拜", 7, 0),
    ("个月", 0, 1),
    ("年", 0, 12),
];

/// Which of these say a day to come also without a word behind them: `10天`, and not `10日` or `27年`.
fn is_bare(unit: &str) -> bool {
    !matches!(unit, "日" | "年")
}

/// `今天`, `+3`, `3天后`, `两周后`, `月底`. `None` when it is not written like this.
fn relative(text: &str, today: NaiveDate, lean: Lean) -> Option<Result<NaiveDate, DateProblem>> {
    let fixed = match text {
        "今天" | "今日" | "今" | "当天" | "当日" => Some(0),
        "明天" | "明日" | "明" | "次日" => Some(1),
        "后天" | "后日" => Some(2),
        "大后天" => Some(3),
        "昨天" | "昨日" | "昨" => Some(-1),
        "前天" | "前日" => Some(-2),
        "大前天" => Some(-3),
        _ => None,
    };
    if let Some(days) = fixed {
        return Some(shift(today, days));
    }
    let first = today.with_day(1);
    match text {
        "月底" | "月末" | "本月底" | "本月末" => return Some(month_end(first)),
        "下月底" | "下个月底" => return Some(month_end(first.and_then(next_month))),
        "年底" | "年末" | "今年底" => {
            let last = NaiveDate::from_ymd_opt(today.year(), 12, 31);
            return Some(last.ok_or(DateProblem::OutOfRange));
        }
        _ => {}
    }
    for (sign, factor) in [('+', 1), ('-', -1)] {
        if let Some(rest) = text.strip_prefix(sign) {
            let days = rest.trim_end_matches(['天', '日']);
            return small(days).map(|days| shift(today, factor * days));
        }
    }
    for (unit, days, months) in COUNTED {
        let bare: &[&str] = if lean == Lean::Future && is_bare(unit) {
            &[""]
        } else {
            &[]
        };
        let words = ["以后", "之后", "后"].iter().chain(bare).map(|word| (*word, 1));
        for (word, factor) in words.chain(["以前", "之前", "前"].map(|word| (word, -1))) {
            let count = text.strip_suffix(word).and_then(|t| t.strip_suffix(unit));
            if let Some(count) = count.and_then(|t| small(&with_digits(t))) {
                let then = month_shift(today, count as i32 * months * factor as i32);
                return Some(then.and_then(|then| shift(then, count * days * factor)));
            }
        }
    }
    None
}

fn month_shift(day: NaiveDate, months: i32) -> Result<NaiveDate, DateProblem> {
    let by = Months::new(months.unsigned_abs());
    let then = if months < 0 {
        day.checked_sub_months(by)
    } else {
        day.checked_add_months(by)
    };
    then.ok_or(DateProblem::OutOfRange)
}

fn small(digits: &str) -> Option<i64> {
    let plain = (1..=4).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn next_month(first: NaiveDate) -> Option<NaiveDate> {
    first.checked_add_months(Months::new(1))
}

fn month_end(first: Option<NaiveDate>) -> Result<NaiveDate, DateProblem> {
    let next = first.and_then(next_month);
    next.and_then(|next| next.pred_opt()).ok_or(DateProblem::OutOfRange)
}

/// `周五`, `下周五`, `上星期日`, `本周三`.
fn weekday(text: &str, today: NaiveDate, lean: Lean) -> Option<Result<NaiveDate, DateProblem>> {
    let mut rest = text;
    let mut weeks: i64 = 0;
    let mut said = false;
    while let Some(after) = rest.strip_prefix('下') {
        (rest, weeks, said) = (after, weeks + 1, true);
    }
    while let Some(after) = rest.strip_prefix('上') {
        (rest, weeks, said) = (after, weeks - 1, true);
    }
    if let Some(after) = rest.strip_prefix(['本', '这']) {
        (rest, said) = (after, true);
    }
    rest = rest.strip_prefix('个').unwrap_or(rest);
    let day = ["周", "星期", "礼拜"].iter().find_map(|word| rest.strip_prefix(word))?;
    let day: i64 = match day {
        "日" | "天" | "7" => 6,
        day => small(day).filter(|d| (1..=6).contains(d))? - 1,
    };
    let from_monday = i64::from(today.weekday().num_days_from_monday());
    let offset = weeks * 7 + day - from_monday;
    let offset = match lean {
        _ if said => offset,
        Lean::Past if offset > 0 => offset - 7,
        Lean::Nearest | Lean::Future if offset < 0 => offset + 7,
        Lean::Past | Lean::Nearest | Lean::Future => offset,
    };
    Some(shift(today, offset))
}

/// `24日`, `本月24日`, `下月5号`. A day without its month is, of days to come, the next of this number, and of those gone by
/// the last.
fn of_month(text: &str, today: NaiveDate, lean: Lean) -> Option<Result<NaiveDate, DateProblem>> {
    let day = text.strip_suffix(['日', '号'])?;
    let (months, day) = [
        ("下个月", 1),
        ("下月", 1),
        ("本月", 0),
        ("这个月", 0),
        ("上个月", -1),
        ("上月", -1),
    ]
    .iter()
    .find_map(|(word, months)| day.strip_prefix(word).map(|day| (*months, day)))
    .map_or((None, day), |(months, day)| (Some(months), day));
    let day = u32::try_from(small(day).filter(|_| day.len() <= 2)?).ok()?;
    let first = today.with_day(1)?;
    let of = |months: i32| month_shift(first, months).ok()?.with_day(day);
    let found = match (months, lean) {
        (None, Lean::Future) => (0..12).filter_map(of).find(|day| *day >= today),
        (None, Lean::Past) => (0..12).filter_map(|months| of(-months)).find(|day| *day <= today),
        (months, Lean::Nearest | Lean::Future | Lean::Past) => of(months.unwrap_or_default()),
    };
    Some(found.ok_or(DateProblem::NoSuchDay))
}

/// What is written with digits: `1982.3`, `2025年1月8日`, `0124`, `45678`.
fn written(text: &str, today: NaiveDate, lean: Lean) -> Result<Typed, DateProblem> {
    let said_year = [("今年", 0), ("本年", 0), ("去年", -1), ("前年", -2), ("明年", 1)]
        .iter()
        .find_map(|(word, years)| text.strip_prefix(word).map(|rest| (today.year() + years, rest)));
    let (fixed, text) = match said_year {
        Some((year, rest)) => (Some(year), rest),
        None => (None, text),
    };
    let text = text.trim_end_matches(['.', '。', '生', '起', '前']);
    let month_only = text.ends_with('月') || text.ends_with("月份");
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split(['.', '-', '/', '年', '月', '日', '号', '份', '–', '—', '－', '、', ',']) {
        if !part.is_empty() {
            parts.push(part);
        }
    }
    if parts
        .iter()
        .any(|p| p.len() > 8 || !p.chars().all(|c| c.is_ascii_digit()))
    {
        return Err(DateProblem::NotADate);
    }
    let number = |part: &str| part.parse::<u32>().unwrap_or(u32::MAX);
    match (parts.as_slice(), fixed) {
        ([y, m, d], None) if matches!(y.len(), 2 | 4) && m.len() <= 2 && d.len() <= 2 => {
            day(full_year(number(y), y.len(), today), number(m), number(d))
        }
        ([y, m], None) if y.len() == 4 && m.len() <= 2 => month(number(y) as i32, number(m)),
        // A year of two digits that cannot be a month and day, or says so: 82.3, 82年3月, 82年.
        ([y, m], None) if y.len() == 2 && m.len() <= 2 && (number(y) > 31 || text.starts_with(&[y, "年"].concat())) => {
            month(full_year(number(y), 2, today), number(m))
        }
        ([y], None) if y.len() == 2 && text.starts_with(&[y, "年"].concat()) => {
            Ok(Typed::Year(full_year(number(y), 2, today)))
        }
        ([m], year) if month_only && m.len() <= 2 => {
            let year = year.unwrap_or_else(|| near_month(number(m), today, lean));
            month(year, number(m))
        }
        ([m, d], Some(year)) if m.len() <= 2 && d.len() <= 2 => day(year, number(m), number(d)),
        ([m, d], None) if m.len() <= 2 && d.len() <= 2 => yearless(number(m), number(d), today, lean),
        ([digits], None) => solid(digits, text, today, lean),
        ([], Some(year)) => Ok(Typed::Year(year)),
        _ => Err(DateProblem::NotADate),
    }
}

fn full_year(year: u32, digits: usize, today: NaiveDate) -> i32 {
    let year = year as i32;
    if digits == 4 {
        return year;
    }
    let century = today.year() - today.year().rem_euclid(100);
    if year <= today.year().rem_euclid(100) + 10 {
        century + year
    } else {
        century - 100 + year
    }
}

fn day(year: i32, month: u32, day: u32) -> Result<Typed, DateProblem> {
    if !YEARS.contains(&year) {
        return Err(DateProblem::OutOfRange);
    }
    NaiveDate::from_ymd_opt(year, month, day)
        .map(Typed::Day)
        .ok_or(DateProblem::NoSuchDay)
}

fn month(year: i32, month: u32) -> Result<Typed, DateProblem> {
    if !YEARS.contains(&year) {
        return Err(DateProblem::OutOfRange);
    }
    if (1..=12).contains(&month) {
        Ok(Typed::Month(year, month))
    } else {
        Err(DateProblem::NoSuchDay)
    }
}

fn near_month(month: u32, today: NaiveDate, lean: Lean) -> i32 {
    let ahead = month as i32 - today.month() as i32;
    match lean {
        Lean::Nearest if ahead > 6 => today.year() - 1,
        Lean::Nearest if ahead < -6 => today.year() + 1,
        Lean::Future if ahead < 0 => today.year() + 1,
        Lean::Past if ahead > 0 => today.year() - 1,
        Lean::Nearest | Lean::Future | Lean::Past => today.year(),
    }
}

fn yearless(m: u32, d: u32, today: NaiveDate, lean: Lean) -> Result<Typed, DateProblem> {
    // 29 February is looked for in every year within reach, other days have three candidates.
    let years = (-8..=8).map(|offset| today.year() + offset);
    let mut candidates = years.filter_map(|year| NaiveDate::from_ymd_opt(year, m, d));
    let distance = |day: &NaiveDate| day.signed_duration_since(today).num_days().abs();
    let found = match lean {
        Lean::Nearest => candidates.min_by_key(distance),
        Lean::Future => candidates.find(|day| *day >= today),
        Lean::Past => candidates.rfind(|day| *day <= today),
    };
    found.map(Typed::Day).ok_or(DateProblem::NoSuchDay)
}

/// Digits with nothing between them.
fn solid(digits: &str, text: &str, today: NaiveDate, lean: Lean) -> Result<Typed, DateProblem> {
    let number: u32 = digits.parse().map_err(|_| DateProblem::NotADate)?;
    match digits.len() {
        8 => day((number / 10_000) as i32, number / 100 % 100, number % 100),
        6 => month((number / 100) as i32, number % 100),
        5 if text == digits => from_serial(f64::from(number))
            .filter(|day| YEARS.contains(&day.year()) && number >= 20_000)
            .map(Typed::Day)
            .ok_or(DateProblem::NotADate),
        4 if YEARS.contains(&(number as i32)) => Ok(Typed::Year(number as i32)),
        4 if text == digits => yearless(number / 100, number % 100, today, lean),
        _ => Err(DateProblem::NotADate),
    }
}

#[cfg(test)]
mod tests;
