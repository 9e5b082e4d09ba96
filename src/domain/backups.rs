//! Copies of the file: what is known of each, how long each is kept, and when the last one is too old.

use chrono::Datelike as _;

pub use super::code::Found;
use super::code::SecondCopy;
use super::moment::{Day, Moment};
use super::rules::LimitRules;
use super::touch::Touch;

/// A copy that was taken, or an attempt that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The entry that says it.
    pub n: i64,
    /// Who took it, and when.
    pub touch: Touch,
    pub name: String,
    /// Where it lies; none among the copies beside the file.
    pub folder: Option<String>,
    /// It was read back whole and is as the file was.
    pub ok: bool,
    /// The last entry in it.
    pub upto: i64,
    pub bytes: i64,
    pub second: SecondCopy,
    /// It was thrown away for newer ones, or is not there any more as it was made.
    pub gone: bool,
    /// What lies in its place now.
    pub found: Found,
    /// The same of the second one, where there was one.
    pub second_found: Found,
}

impl Backup {
    /// What lies in its place, where it was made at all.
    pub fn state(&self) -> Option<Found> {
        self.ok.then_some(self.found)
    }

    /// The same of its second one; why there is none, where there never was one.
    pub fn second_state(&self) -> Result<Found, SecondCopy> {
        if self.second == SecondCopy::There {
            Ok(self.second_found)
        } else {
            Err(self.second)
        }
    }
}

/// That the last good copy is too old, or is missing in the second folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// When the last good one was taken; none where there never was one.
    pub last: Option<Moment>,
    /// So many days ago, or since the station began; 0 where it is only missing in the second folder.
    pub days: i64,
}

/// Whether a copy is due on a day. `last` is the last good one, `lost` the first thing that would be lost without another.
pub fn due(limits: &LimitRules, today: Day, last: Option<(Moment, SecondCopy)>, lost: Option<Moment>) -> Option<Due> {
    let at = last.map(|(at, _)| at);
    // Where nothing was filed since, the last one is as good as one of now.
    // One of a day that has not come says nothing of how long it is ago; what was filed since does.
    let known = at.filter(|at| at.day() <= today);
    let age = lost.map_or(0, |lost| (today - known.unwrap_or(lost).day()).num_days());
    let is_old = limits.backup_days > 0 && age > i64::from(limits.backup_days);
    let is_owed = last.is_some_and(|(_, second)| second == SecondCopy::Owed) && !limits.backup_to.is_empty();
    (is_old || is_owed).then_some(Due {
        last: at,
        days: if is_old { age } else { 0 },
    })
}

/// A copy among those the program may throw away: it gave it its name and found it good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The entry that says it.
    pub n: i64,
    pub at: Moment,
}

/// Of so many days, weeks and months the newest copy stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    pub daily: u16,
    pub weekly: u16,
    pub monthly: u16,
}

impl From<&LimitRules> for Keep {
    fn from(limits: &LimitRules) -> Self {
        Self {
            daily: limits.keep_daily,
            weekly: limits.keep_weekly,
            monthly: limits.keep_monthly,
        }
    }
}

/// A span of time that one copy stands for.
type Span = fn(Day) -> (i32, u32);

const DAY: Span = |day| (day.year(), day.ordinal());
const WEEK: Span = |day| (day.iso_week().year(), day.iso_week().week());
const MONTH: Span = |day| (day.year(), day.month());

/// Which of these copies go. `is_good` looks whether one still is what it was when it was found good, and is asked only where any
/// might go: one that is not stands for nothing and stays, for whoever looks into it. The newest good one always stays.
pub fn to_go(all: &[Kept], keep: Keep, is_good: &mut dyn FnMut(Kept) -> bool) -> Vec<Kept> {
    // Whatever stays beside all of them stays beside some of them too.
    if beyond(all.to_vec(), keep).is_empty() {
        return Vec::new();
    }
    beyond(all.iter().copied().filter(|copy| is_good(*copy)).collect(), keep)
}

/// Those that stand for no day, week or month by themselves.
fn beyond(mut all: Vec<Kept>, keep: Keep) -> Vec<Kept> {
    all.sort_by_key(|copy| std::cmp::Reverse((copy.at, copy.n)));
    let newest = all.first().copied();
    let mut spans =
        [(DAY, keep.daily), (WEEK, keep.weekly), (MONTH, keep.monthly)].map(|(span, most)| (span, most, Vec::new()));
    all.retain(|copy| {
        let mut stays = Some(*copy) == newest;
        for (span, most, taken) in &mut spans {
            let span = span(copy.at.day());
            if taken.len() < usize::from(*most) && !taken.contains(&span) {
                taken.push(span);
                stays = true;
            }
        }
        !stays
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::moment::TimeOfDay;

    const KEEP: Keep = Keep {
        daily: 7,
        weekly: 5,
        monthly: 12,
    };

    fn on(day: Day, minute: u16) -> Moment {
        TimeOfDay(minute).on(day)
    }

    fn first() -> Day {
        "2024-01-01".parse().unwrap()
    }

    fn copies(days: impl Iterator<Item = u64>) -> Vec<Kept> {
        let kept = |(n, day): (i64, u64)| Kept {
            n,
            at: on(first() + chrono::Days::new(day), 1_050),
        };
        (1..).zip(days).map(kept).collect()
    }

    /// Days of those that stay.
    fn stay(all: &[Kept], keep: Keep) -> Vec<String> {
        let gone = to_go(all, keep, &mut |_| true);
        let left = all.iter().filter(|copy| !gone.contains(copy));
        left.map(|copy| copy.at.day().to_string()).collect()
    }

    #[test]
    fn of_two_years_of_evenings_seven_days_five_weeks_and_twelve_months_stay() {
        let all = copies(0..731);
        assert_eq!(
            stay(&all, KEEP),
            [
                "2025-01-31",
                "2025-02-28",
                "2025-03-31",
                "2025-04-30",
                "2025-05-31",
                "2025-06-30",
                "2025-07-31",
                "2025-08-31",
                "2025-09-30",
                "2025-10-31",
                "2025-11-30",
                "2025-12-07",
                "2025-12-14",
                "2025-12-21",
                "2025-12-25",
                "2025-12-26",
                "2025-12-27",
                "2025-12-28",
                "2025-12-29",
                "2025-12-30",
                "2025-12-31"
            ]
        );
    }

    #[test]
    fn the_last_of_a_day_stands_for_it_and_nothing_goes_while_there_are_few() {
        let day = first();
        let all = [(1, 500), (2, 600), (3, 700)].map(|(n, minute)| Kept { n, at: on(day, minute) });
        let gone = to_go(&all, KEEP, &mut |_| true);
        assert_eq!(gone.iter().map(|copy| copy.n).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(to_go(&copies(0..7), KEEP, &mut |_| true), []);
        let none = Keep {
            daily: 0,
            weekly: 0,
            monthly: 0,
        };
        assert_eq!(stay(&copies(0..9), none), ["2024-01-09"], "the newest always stays");
    }

    /// A little generator, so that the same lives come every time.
    fn dice(state: &mut u64) -> u64 {
        *state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    }

    #[test]
    fn in_any_life_the_newest_good_one_stays_bad_ones_are_let_be_and_none_of_them_pushes_a_good_one_out() {
        let mut seed = 7;
        for _ in 0..500 {
            let n = dice(&mut seed) % 60;
            let mut day = 0;
            let all = copies((0..n).map(|_| {
                day += dice(&mut seed) % 9;
                day
            }));
            let bad: Vec<i64> = all
                .iter()
                .map(|c| c.n)
                .filter(|_| dice(&mut seed).is_multiple_of(4))
                .collect();
            let keep = Keep {
                daily: (dice(&mut seed) % 4) as u16,
                weekly: (dice(&mut seed) % 4) as u16,
                monthly: (dice(&mut seed) % 4) as u16,
            };
            let good = |copy: &Kept| !bad.contains(&copy.n);
            let gone = to_go(&all, keep, &mut |copy| good(&copy));
            assert!(
                gone.iter().all(|copy| all.contains(copy)),
                "what is not ours is not named"
            );
            if let Some(newest) = all
                .iter()
                .filter(|copy| good(copy))
                .max_by_key(|copy| (copy.at, copy.n))
            {
                assert!(!gone.contains(newest));
            }
            // The bad ones are as if they were not there.
            let alone: Vec<Kept> = all.iter().copied().filter(good).collect();
            let without = to_go(&alone, keep, &mut |_| true);
            let of_good: Vec<Kept> = gone.iter().copied().filter(good).collect();
            assert_eq!(of_good, without);
            assert_eq!(of_good, gone, "a bad one is let be");
            // Asked again, nothing more goes.
            let left: Vec<Kept> = all.iter().copied().filter(|copy| !gone.contains(copy)).collect();
            assert_eq!(to_go(&left, keep, &mut |copy| good(&copy)), []);
        }
    }

    #[test]
    fn it_is_due_when_something_would_be_lost_and_the_last_is_older_than_the_rules_say() {
        let mut limits = LimitRules::default();
        let today: Day = "2026-11-23".parse().unwrap();
        let before = |days: u64| on(today - chrono::Days::new(days), 1_050);
        let good = |days| Some((before(days), SecondCopy::Unasked));
        let is = |last, lost| due(&limits, today, last, lost).map(|due| due.days);
        assert_eq!(is(good(1), Some(before(1))), None, "of last evening");
        assert_eq!(is(good(2), Some(before(0))), Some(2));
        assert_eq!(is(good(60), None), None, "nothing was filed since");
        assert_eq!(is(None, None), None);
        let ahead = Some((on(today + chrono::Days::new(400), 600), SecondCopy::Unasked));
        assert_eq!(is(ahead, Some(before(3))), Some(3), "of a clock that was set ahead");
        assert_eq!(is(ahead, None), None);
        assert_eq!(is(None, Some(before(1))), None, "a station of yesterday");
        assert_eq!(is(None, Some(before(3))), Some(3));
        let owed = Some((before(0), SecondCopy::Owed));
        assert_eq!(is(owed, None), None, "no second folder is asked for any more");
        limits.backup_to = "/media/usb".into();
        assert_eq!(due(&limits, today, owed, None).map(|due| due.days), Some(0));
        (limits.backup_days, limits.backup_to) = (0, String::new());
        assert_eq!(due(&limits, today, good(60), Some(before(50))), None);
    }
}
