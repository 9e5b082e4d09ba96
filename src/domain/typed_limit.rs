//! Limits as people write them: `5wd`, `5个工作日`, `15天`, `两周`, `3个月`, `半年`, `24小时`.

use super::fold::ordinary;
use super::rules::{Limit, LimitUnit};
use super::text::fold;
use super::typed_date::with_digits;

/// A limit as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedLimit {
    Of(Limit),
    /// From the minute on.
    Hours(u16),
}

impl TypedLimit {
    /// In days where nothing says at what time it begins: hours are the days they touch.
    pub fn in_days(self) -> Limit {
        match self {
            Self::Of(limit) => limit,
            Self::Hours(hours) => Limit {
                count: hours.div_ceil(24),
                unit: LimitUnit::Days,
            },
        }
    }
}

/// What a unit counts.
#[derive(Clone, Copy)]
enum Unit {
    Of(LimitUnit, u16),
    Hours,
}

/// Units as they are written, the longer words first.
const UNITS: [(&str, Unit); 19] = [
    ("个工作日", Unit::Of(LimitUnit::WorkingDays, 1)),
    ("工作日", Unit::Of(LimitUnit::WorkingDays, 1)),
    ("wd", Unit::Of(LimitUnit::WorkingDays, 1)),
    ("个自然日", Unit::Of(LimitUnit::Days, 1)),
    ("自然日", Unit::Of(LimitUnit::Days, 1)),
    ("个星期", Unit::Of(LimitUnit::Days, 7)),
    ("星期", Unit::Of(LimitUnit::Days, 7)),
    ("个礼拜", Unit::Of(LimitUnit::Days, 7)),
    ("周", Unit::Of(LimitUnit::Days, 7)),
    ("w", Unit::Of(LimitUnit::Days, 7)),
    ("天", Unit::Of(LimitUnit::Days, 1)),
    ("d", Unit::Of(LimitUnit::Days, 1)),
    ("个月", Unit::Of(LimitUnit::Months, 1)),
    ("mo", Unit::Of(LimitUnit::Months, 1)),
    ("年", Unit::Of(LimitUnit::Months, 12)),
    ("y", Unit::Of(LimitUnit::Months, 12)),
    ("个小时", Unit::Hours),
    ("小时", Unit::Hours),
    ("h", Unit::Hours),
];

/// Half of something, in a unit of its own.
const HALVES: [(&str, u16, LimitUnit); 3] = [
    ("半年", 6, LimitUnit::Months),
    ("半个月", 15, LimitUnit::Days),
    ("半月", 15, LimitUnit::Days),
];

/// Ten years are more than any instrument gives, in working days and in days; a limit in months of as much.
const MOST: u16 = 3_660;

/// As [`parse_limit`], where nothing but a limit can stand: `30日` is no day of a month there.
pub fn parse_limit_alone(text: &str) -> Option<TypedLimit> {
    let days = || {
        let text = fold(&ordinary(text));
        let count = text
            .trim()
            .trim_end_matches(['内', '之', '以'])
            .strip_suffix('日')?
            .to_owned();
        parse_limit(&(count + "天"))
    };
    parse_limit(text).or_else(days)
}

/// Reads a limit. A bare number is none: nobody knows of what.
pub fn parse_limit(text: &str) -> Option<TypedLimit> {
    let text: String = fold(&ordinary(text)).split_whitespace().collect();
    let text = text.to_ascii_lowercase();
    let text = text.trim_end_matches(['内', '之', '以']);
    if let Some((_, count, unit)) = HALVES.iter().find(|(word, ..)| *word == text) {
        let (count, unit) = (*count, *unit);
        return Some(TypedLimit::Of(Limit { count, unit }));
    }
    let (number, unit) = UNITS
        .iter()
        .find_map(|(word, unit)| Some((text.strip_suffix(word)?, *unit)))?;
    let number = with_digits(number);
    let plain = (1..=4).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit());
    let number: u16 = plain.then(|| number.parse().ok()).flatten()?;
    let fits = |count: u16| (1..=MOST).contains(&count);
    match unit {
        Unit::Hours => fits(number).then_some(TypedLimit::Hours(number)),
        Unit::Of(unit, each) => {
            let count = number.checked_mul(each).filter(|count| fits(*count))?;
            Some(TypedLimit::Of(Limit { count, unit }))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_however_they_are_written() {
        let read = |text: &str| match parse_limit(text)? {
            TypedLimit::Of(limit) => Some((limit.count, Some(limit.unit))),
            TypedLimit::Hours(hours) => Some((hours, None)),
        };
        let (wd, d, mo) = (LimitUnit::WorkingDays, LimitUnit::Days, LimitUnit::Months);
        for (text, count, unit) in [
            ("5wd", 5, Some(wd)),
            ("５wd", 5, Some(wd)),
            ("5个工作日", 5, Some(wd)),
            ("五个工作日内", 5, Some(wd)),
            ("十五 工作日", 15, Some(wd)),
            ("5 WD", 5, Some(wd)),
            ("15d", 15, Some(d)),
            ("10天", 10, Some(d)),
            ("十天以内", 10, Some(d)),
            ("两周", 14, Some(d)),
            ("一个星期", 7, Some(d)),
            ("半个月", 15, Some(d)),
            ("3mo", 3, Some(mo)),
            ("三个月", 3, Some(mo)),
            ("3个⽉", 3, Some(mo)),
            ("半年", 6, Some(mo)),
            ("1y", 12, Some(mo)),
            ("一年", 12, Some(mo)),
            ("24h", 24, None),
            ("２４小时", 24, None),
            ("48个小时", 48, None),
        ] {
            assert_eq!(read(text), Some((count, unit)), "{text}");
        }
        for bad in [
            "",
            "5",
            "wd",
            "0d",
            "-1d",
            "99999d",
            "工作日",
            "5日",
            "3月",
            "几天",
            "9999y",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
        for (text, count) in [
            ("30日", 30),
            ("三十日", 30),
            ("三十日内", 30),
            ("５ 日以内", 5),
            ("1日", 1),
        ] {
            let limit = Limit { count, unit: d };
            assert_eq!(parse_limit_alone(text), Some(TypedLimit::Of(limit)), "{text}");
            assert_eq!(
                parse_limit(text.trim_end_matches(['内', '以'])),
                None,
                "{text} may be a day of the month"
            );
        }
        for text in ["5wd", "5个工作日", "两周", "24h", "日", "5", "5月5日", "0日"] {
            assert_eq!(parse_limit_alone(text), parse_limit(text), "{text}");
        }
        assert_eq!(TypedLimit::Hours(25).in_days(), Limit { count: 2, unit: d });
    }
}
