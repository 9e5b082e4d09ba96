//! `due`: a due date that explains itself, by the rules in force here or else the shipped ones.

use serde_json::{Value, json};

use super::args;
use super::here::Here;
use super::{Done, fill, say, say_data};
use crate::config::default_rules;
use crate::domain::deadline::Deadline;
use crate::domain::due::{DayKind, due as count, due_after, kind};
use crate::domain::fold::ordinary;
use crate::domain::moment::{Day, TimeOfDay};
use crate::domain::rules::Ruleset;
use crate::domain::text::fold;
use crate::domain::typed_date::{Lean, parse_due};
use crate::domain::typed_limit::{TypedLimit, parse_limit};
use crate::error::{CONFIG, Fail, USAGE};
use crate::i18n::history::label as label_of;
use crate::i18n::{Lang, full_day, full_deadline};

/// A day with its year, and the time of day where a limit in hours begins at one.
fn start(text: &str) -> Option<(Day, Option<TimeOfDay>)> {
    let text = fold(&ordinary(text));
    let year: Option<i32> = text.trim().get(..4).and_then(|year| year.parse().ok());
    // Nothing here depends on what day it is.
    year.filter(|year| (1900..=2200).contains(year))?;
    let (day, time) = parse_due(&text, Day::default(), Lean::Nearest).ok()?;
    Some((day, time.map(TimeOfDay::of)))
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
        && let Ok(file) = here.reading_nobody()
        && let Some(now) = file.rules().map_err(here.store(&here.db))?
    {
        return Ok(now.rules);
    }
    default_rules().map_err(|e| Fail::with(CONFIG, here.texts().cli.bad_rules, "what", e))
}

/// Prints the due date.
pub fn due(here: &Here, what: &args::Due) -> Done {
    let t = &here.texts().cli;
    let (start, time) = start(&what.start).ok_or_else(|| Fail::with(USAGE, t.bad_day, "what", &what.start))?;
    let limit = parse_limit(&what.limit).ok_or_else(|| Fail::with(USAGE, t.bad_limit, "what", &what.limit))?;
    let rules = rules(here)?;
    let (due, until) = match (limit, time) {
        (TypedLimit::Hours(hours), Some(time)) => due_after(&rules, (start, time), hours),
        (limit, _) => (count(&rules, start, limit.in_days()), None),
    };
    let at = |day, time| Deadline {
        time,
        ..Deadline::on(day)
    };
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
            "start": at(start, time).to_string(),
            "limit": what.limit,
            "due": at(due.day, until).to_string(),
            "provisional": due.provisional,
            "counted": due.counted,
            "skipped": skipped,
        });
        return say_data(&all.to_string());
    }
    let day = |d: Day| full_day(here.lang, d);
    say(&fill(
        t.due_is,
        &[("day", &full_deadline(here.lang, at(due.day, until)))],
    ))?;
    if time.is_none() && matches!(limit, TypedLimit::Hours(_)) {
        say(t.due_touched)?;
    }
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
