//! Spans of days that figures are counted over: those with a name, the same days a year before, and the months they are made
//! of.

use crate::domain::moment::Day;
use chrono::{Datelike as _, Months};

/// A span of days, by what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Month,
    Quarter,
    Year,
    /// The whole year before this one.
    LastYear,
    /// From one day to another.
    Days(Day, Day),
}

impl Span {
    /// Those with a name.
    pub const NAMED: [Self; 4] = [Self::Month, Self::Quarter, Self::Year, Self::LastYear];

    /// Its first and its last day; what is not over yet ends today.
    pub fn days(self, today: Day) -> (Day, Day) {
        let day = |year, month, day| Day::from_ymd_opt(year, month, day).unwrap_or(today);
        let (year, month) = (today.year(), today.month());
        match self {
            Self::Month => (day(year, month, 1), today),
            Self::Quarter => (day(year, (month - 1) / 3 * 3 + 1, 1), today),
            Self::Year => (day(year, 1, 1), today),
            Self::LastYear => (day(year - 1, 1, 1), day(year - 1, 12, 31)),
            Self::Days(from, to) => (from, to),
        }
    }
}

/// The same days a year before; 29 February is the 28th there.
pub fn year_before((from, to): (Day, Day)) -> (Day, Day) {
    let back = |day: Day| day.checked_sub_months(Months::new(12)).unwrap_or(day);
    (back(from), back(to))
}

/// Parts that are looked over at a glance.
const MOST: usize = 12;

/// A span cut at the beginning of so many months, counted from January.
fn cut((from, to): (Day, Day), months: u32) -> Option<Vec<(Day, Day)>> {
    let mut parts = Vec::new();
    let mut first = from;
    while first <= to {
        if parts.len() == MOST {
            return None;
        }
        let begins = first.with_day(1)?.with_month(first.month0() / months * months + 1)?;
        let next = begins.checked_add_months(Months::new(months))?;
        parts.push((first, next.pred_opt()?.min(to)));
        first = next;
    }
    Some(parts)
}

/// The months of a span; its years where those would be too many, and nothing where it is one of them or too many again.
pub fn parts(span: (Day, Day)) -> Vec<(Day, Day)> {
    let all = cut(span, 1).or_else(|| cut(span, 12));
    all.filter(|all| all.len() > 1).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn said((from, to): (Day, Day)) -> String {
        format!("{from} {to}")
    }

    #[test]
    fn a_span_with_a_name_ends_today_and_last_year_with_its_last_day() {
        let of = |today: &str| Span::NAMED.map(|span| said(span.days(day(today))));
        assert_eq!(
            of("2026-11-23"),
            [
                "2026-11-01 2026-11-23",
                "2026-10-01 2026-11-23",
                "2026-01-01 2026-11-23",
                "2025-01-01 2025-12-31"
            ]
        );
        assert_eq!(of("2026-01-01")[1], "2026-01-01 2026-01-01");
        assert_eq!(of("2026-06-30")[1], "2026-04-01 2026-06-30");
    }

    #[test]
    fn the_year_before_has_the_same_days() {
        let before = |from, to| said(year_before((day(from), day(to))));
        assert_eq!(before("2026-01-01", "2026-11-23"), "2025-01-01 2025-11-23");
        assert_eq!(before("2024-02-29", "2024-02-29"), "2023-02-28 2023-02-28");
    }

    #[test]
    fn a_span_falls_into_months_or_years_without_a_gap() {
        let of = |from, to| parts((day(from), day(to))).into_iter().map(said).collect::<Vec<_>>();
        assert_eq!(
            of("2025-12-15", "2026-02-03"),
            [
                "2025-12-15 2025-12-31",
                "2026-01-01 2026-01-31",
                "2026-02-01 2026-02-03"
            ]
        );
        assert_eq!(
            of("2026-11-01", "2026-11-23"),
            Vec::<String>::new(),
            "one month is no part"
        );
        assert_eq!(of("2025-01-01", "2025-12-31").len(), 12);
        assert_eq!(
            of("2025-06-30", "2026-07-01"),
            ["2025-06-30 2025-12-31", "2026-01-01 2026-07-01"]
        );
        assert_eq!(of("2001-01-01", "2026-01-01"), Vec::<String>::new());
    }
}
