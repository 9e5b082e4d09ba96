//! Defaults that ship in the binary, from the commented files in `config/`.

pub mod rules_text;

use crate::domain::rules::Ruleset;

/// The shipped ruleset as text, for `config` to print.
pub const RULES: &str = include_str!("../../config/rules.toml");

/// The shipped ruleset.
///
/// # Errors
/// The sentence of the parser when the text is not a ruleset; the shipped one is tested.
pub fn default_rules() -> Result<Ruleset, toml::de::Error> {
    toml::from_str(RULES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::due::{WorkingDays, due, is_working};
    use crate::domain::moment::Day;
    use crate::domain::rules::{Limit, LimitUnit};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_rules_are_whole() {
        let r = default_rules().unwrap();
        assert_eq!(r.reasons.len(), 13);
        assert!(r.reason("T4").unwrap().keeps_nothing);
        for c in &r.categories {
            assert!(c.label.en.is_some(), "{} has no English label", c.code);
            if let Some(p) = &c.parent {
                assert!(r.category(p).is_some(), "{p} is no category");
            }
        }
        let mut codes: Vec<_> = r.categories.iter().map(|c| &c.code).collect();
        codes.sort();
        codes.dedup();
        assert_eq!(codes.len(), r.categories.len(), "a code is used twice");
        assert!(
            r.reasons
                .iter()
                .all(|x| x.label.en.is_some() && x.say.en.is_some() && x.destination.en.is_some())
        );
    }

    #[test]
    fn working_days_know_holidays_and_make_up_days() {
        let r = default_rules().unwrap();
        let five = Limit {
            count: 5,
            unit: LimitUnit::WorkingDays,
        };
        // Handed over on the last working day before National Day 2026; Saturday 10 October is worked.
        let d = due(&r, day("2026-09-30"), five);
        assert_eq!(d.day, day("2026-10-13"));
        assert!(d.counted.contains(&day("2026-10-10")));
        assert_eq!(d.skipped.len(), 8);
        assert!(!d.provisional);
        assert!(is_working(&r, day("2026-10-10")) && !is_working(&r, day("2026-10-11")));
        assert_eq!(WorkingDays::from(&r, day("2026-09-30")).to(d.day), 5);
        assert_eq!(WorkingDays::from(&r, d.day).to(day("2026-09-30")), -5);
    }

    #[test]
    fn days_counted_once_for_many_are_those_counted_for_each() {
        let r = default_rules().unwrap();
        let today = day("2026-10-09");
        let each = |to: Day| {
            let (from, to, sign) = if to < today { (to, today, -1) } else { (today, to, 1) };
            let days = from.iter_days().skip(1).take_while(|d| *d <= to);
            sign * days.filter(|d| is_working(&r, *d)).count() as i64
        };
        let mut counted = WorkingDays::from(&r, today);
        // Far and near, before and after, in no order.
        for away in [-400, -1, 0, 1, 30, -8, 200, -9, 8, 9, 10, -399, 13] {
            let to = today + chrono::TimeDelta::days(away);
            assert_eq!(counted.to(to), each(to), "{away}");
        }
    }

    #[test]
    fn months_end_on_the_last_day_and_move_off_rest_days() {
        let r = default_rules().unwrap();
        let d = due(
            &r,
            day("2026-11-30"),
            Limit {
                count: 3,
                unit: LimitUnit::Months,
            },
        );
        assert_eq!(d.day, day("2027-03-01"));
        assert!(d.provisional, "2027 is not loaded");
    }
}
