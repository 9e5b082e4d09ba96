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
    use crate::domain::due::{due, is_working, working_days_between};
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
        assert_eq!(working_days_between(&r, day("2026-09-30"), d.day), 5);
        assert_eq!(working_days_between(&r, d.day, day("2026-09-30")), -5);
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
