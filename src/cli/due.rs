//! `due`: a due date that explains itself, by the rules in force here or else the shipped ones.

use serde_json::{Value, json};

use super::args;
use super::here::Here;
use super::{Done, fill, say, say_data};
use crate::config::default_rules;
use crate::demo;
use crate::domain::deadline::Deadline;
use crate::domain::due::{DayKind, due as count, due_after, kind};
use crate::domain::moment::{Day, TimeOfDay};
use crate::domain::rules::Ruleset;
use crate::domain::typed_date::{Lean, parse_due, parse_whole};
use crate::domain::typed_limit::{TypedLimit, parse_limit_alone};
use crate::error::{CONFIG, Fail, USAGE};
use crate::i18n::history::label as label_of;
use crate::i18n::{Lang, full_day, full_deadline};

/// A day as forms read it, and the time of day where a limit in hours begins at one.
fn start(text: &str, today: Day) -> Option<(Day, Option<TimeOfDay>)> {
    let (day, time) = parse_due(text, today, Lean::Nearest).ok()?;
    Some((day, time.map(TimeOfDay::of)))
}

/// What day it is; of a demo the day it stands at.
fn today(here: &Here) -> Result<Day, Fail> {
    let file = here.db.exists().then(|| here.reading_nobody()).and_then(Result::ok);
    let mark = file.map(|file| file.meta(demo::MARK).map_err(here.store(&here.db)));
    let is_demo = mark.transpose()?.flatten().is_some();
    Ok(here.clock(is_demo)?.now().0.day())
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
    let said = match parse_whole(&what.start) {
        Some((day, time)) => Some((day, time.map(TimeOfDay::of))),
        None => start(&what.start, today(here)?),
    };
    let (start, time) = said.ok_or_else(|| Fail::with(USAGE, t.bad_day, "what", &what.start))?;
    let limit = parse_limit_alone(&what.limit).ok_or_else(|| Fail::with(USAGE, t.bad_limit, "what", &what.limit))?;
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
