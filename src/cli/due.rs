//! `due`: a due date that explains itself, by the rules in force here or else the shipped ones.

use serde_json::{Value, json};

use super::args;
use super::here::Here;
use super::{Done, fill, say, say_data};
use crate::config::default_rules;
use crate::domain::due::{DayKind, due as count, kind};
use crate::domain::moment::Day;
use crate::domain::rules::{Limit, LimitUnit, Ruleset};
use crate::domain::view::{Answer, Query};
use crate::error::{CONFIG, Fail, USAGE};
use crate::i18n::history::label as label_of;
use crate::i18n::{Lang, full_day};

/// `5wd`, `15d`, `3mo`, `1y`, `24h`. Hours count as the days they touch, because nobody at a station counts minutes.
fn limit(text: &str) -> Option<Limit> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let number: u16 = digits.parse().ok()?;
    let (count, unit) = match text.strip_prefix(digits.as_str())? {
        "wd" => (number, LimitUnit::WorkingDays),
        "d" => (number, LimitUnit::Days),
        "mo" => (number, LimitUnit::Months),
        "y" => (number.checked_mul(12)?, LimitUnit::Months),
        "h" => (number.div_ceil(24), LimitUnit::Days),
        _ => return None,
    };
    // Ten years are more than any instrument gives.
    (count > 0 && count <= 3_660).then_some(Limit { count, unit })
}

/// Why a day is passed over: the holiday's name, or the weekend.
fn reason(rules: &Ruleset, day: Day, lang: Lang) -> String {
    match kind(rules, day) {
        DayKind::Holiday(label) => label_of(lang, label).to_owned(),
        DayKind::Weekend | DayKind::Working | DayKind::MadeUp => lang.texts().cli.weekend.to_owned(),
    }
}

/// The rules of the file if there is one with a station, else the shipped ones.
fn rules(here: &Here) -> Result<Ruleset, Fail> {
    if here.db.exists()
        && let Ok(reading) = here.reading()
    {
        let today = reading.now(here)?.day();
        if let Answer::Snapshot(snap) = reading.ask(&Query::Snapshot { today })?
            && let Some(rules) = snap.rules
        {
            return Ok(std::sync::Arc::unwrap_or_clone(rules));
        }
    }
    default_rules().map_err(|e| Fail::with(CONFIG, here.texts().cli.bad_rules, "what", e))
}

/// Prints the due date.
pub fn due(here: &Here, what: &args::Due) -> Done {
    let t = &here.texts().cli;
    let start: Day = what
        .start
        .parse()
        .map_err(|_| Fail::with(USAGE, t.bad_day, "what", &what.start))?;
    let limit = limit(&what.limit).ok_or_else(|| Fail::with(USAGE, t.bad_limit, "what", &what.limit))?;
    let rules = rules(here)?;
    let due = count(&rules, start, limit);
    let skipped: Vec<(Day, String)> = due
        .skipped
        .iter()
        .map(|d| (*d, reason(&rules, *d, here.lang)))
        .collect();
    if what.json {
        let skipped: Vec<Value> = skipped
            .iter()
            .map(|(d, why)| json!({"date": d, "reason": why}))
            .collect();
        let all = json!({
            "start": start,
            "limit": what.limit,
            "due": due.day,
            "provisional": due.provisional,
            "counted": due.counted,
            "skipped": skipped,
        });
        return say_data(&all.to_string());
    }
    let day = |d: Day| full_day(here.lang, d);
    say(&fill(t.due_is, &[("day", &day(due.day))]))?;
    if due.provisional {
        say(t.due_provisional)?;
    }
    let mut lines: Vec<(Day, String)> = due
        .counted
        .iter()
        .map(|d| (*d, fill(t.due_counted, &[("day", &day(*d))])))
        .chain(skipped.iter().map(|(d, why)| {
            let values = [("day", day(*d)), ("reason", why.clone())];
            (
                *d,
                fill(t.due_skipped, &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
            )
        }))
        .collect();
    lines.sort();
    for (_, line) in lines {
        say(&line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read() {
        let read = |text: &str| limit(text).map(|l| (l.count, l.unit));
        assert_eq!(read("5wd"), Some((5, LimitUnit::WorkingDays)));
        assert_eq!(read("15d"), Some((15, LimitUnit::Days)));
        assert_eq!(read("3mo"), Some((3, LimitUnit::Months)));
        assert_eq!(read("1y"), Some((12, LimitUnit::Months)));
        assert_eq!(read("24h"), Some((1, LimitUnit::Days)));
        assert_eq!(read("25h"), Some((2, LimitUnit::Days)));
        for bad in ["", "5", "wd", "0d", "5 wd", "-1d", "99999d", "5天"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
