//! Words for the fields of every form: what is wrong with one, what stands in a list, what a day or a phone means.

use crate::app::model::State;
use crate::app::model::form::Bad;
use crate::domain::due::{DayKind, kind};
use crate::domain::moment::Moment;
use crate::domain::phone::{PhoneProblem, parse_phone};
use crate::domain::typed_date::{Lean, TimeProblem, parse_day, parse_due, parse_hours, parse_time};
use crate::form::spec::Say;
use crate::form::{self, ChoiceOption, FieldId, Problem, Values};
use crate::i18n::history::label;
use crate::i18n::{self, Lang, fill};
use chrono::{Datelike as _, Months, TimeDelta};

/// The words for the engine's problems; forms carry a plain function, so there is one for each language.
pub const fn say(lang: Lang) -> Say {
    match lang {
        Lang::Zh => |p| words(Lang::Zh, p),
        Lang::En => |p| words(Lang::En, p),
    }
}

/// The words for a problem.
pub fn words(lang: Lang, problem: &Problem) -> String {
    let t = &lang.texts().ask;
    match problem {
        Problem::Required => t.required.to_owned(),
        Problem::TooLong { max } => fill(t.too_long, &[("n", &max.to_string())]),
        Problem::NotInList => t.not_in_list.to_owned(),
        Problem::NotANumber => t.not_a_number.to_owned(),
        Problem::OutOfRange { min, max } => {
            fill(t.out_of_range, &[("min", &min.to_string()), ("max", &max.to_string())])
        }
        Problem::Text(words) => words.clone(),
    }
}

/// Why a key changed nothing.
pub fn refused(lang: Lang, why: form::Refusal) -> String {
    let t = &lang.texts().ask;
    match why {
        form::Refusal::TooLong { max, wanted } => {
            fill(t.no_room, &[("n", &max.to_string()), ("wanted", &wanted.to_string())])
        }
        form::Refusal::NotADigit => t.digits_only.to_owned(),
        form::Refusal::NotInList => t.not_in_list.to_owned(),
        form::Refusal::Closed => t.not_now.to_owned(),
        form::Refusal::NotADigitKey => t.keys_only.to_owned(),
        form::Refusal::NotAKey => lang.texts().common.input_method.to_owned(),
    }
}

/// The options of a closed list.
pub fn options<T: Copy + 'static>(
    lang: Lang,
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(Lang, T) -> &'static str,
) -> Vec<ChoiceOption> {
    all.iter()
        .map(|v| ChoiceOption::new(code(*v), label(lang, *v)))
        .collect()
}

/// A text field's value, or none when it says nothing.
pub fn optional(values: &Values, field: FieldId) -> Option<String> {
    Some(values.text(field).trim().to_owned()).filter(|t| !t.is_empty())
}

/// A date field that reads what people type, as it will be read when the form is filed; the echo says the weekday.
pub const fn date(lang: Lang, lean: Lean) -> form::Kind {
    match (lang, lean) {
        (Lang::Zh, Lean::Nearest) => leaning::<true, 0>(),
        (Lang::Zh, Lean::Future) => leaning::<true, 1>(),
        (Lang::Zh, Lean::Past) => leaning::<true, -1>(),
        (Lang::En, Lean::Nearest) => leaning::<false, 0>(),
        (Lang::En, Lean::Future) => leaning::<false, 1>(),
        (Lang::En, Lean::Past) => leaning::<false, -1>(),
    }
}

const fn leaning<const ZH: bool, const LEAN: i8>() -> form::Kind {
    const fn lang<const ZH: bool>() -> Lang {
        if ZH { Lang::Zh } else { Lang::En }
    }
    const fn lean<const LEAN: i8>() -> Lean {
        match LEAN {
            1 => Lean::Future,
            -1 => Lean::Past,
            _ => Lean::Nearest,
        }
    }
    form::Kind::When {
        parse: |text, now| echo((lang::<ZH>(), lean::<LEAN>()), text, now),
        step: Some(|text, now, days| step(lean::<LEAN>(), text, now, days)),
        doubt: Some(|text, now| far((lang::<ZH>(), lean::<LEAN>()), text, now)),
    }
}

fn echo((lang, lean): (Lang, Lean), text: &str, now_ms: i64) -> Result<String, String> {
    parse_day(text, Moment(now_ms).day(), lean)
        .map(|day| i18n::full_day(lang, day))
        .map_err(|_| lang.texts().ask.no_date.to_owned())
}

/// Days back within which a day gone by needs no year.
const NEAR: i64 = 30;

/// Days ahead within which a day of the next year needs no year: in December people plan for January.
const COMING: i64 = 61;

/// A day more than a year off is asked about: nearly always it is a slip in the year, or a day that only another year has.
/// So is one that says no year where that may be meant of another: a day gone by that lies further back than a month, because
/// tomorrow's would be one of last year, and one that has gone by in this year and would be far in the next.
pub fn far((lang, lean): (Lang, Lean), text: &str, now_ms: i64) -> Option<String> {
    let today = Moment(now_ms).day();
    let (day, _) = parse_due(text, today, lean).ok()?;
    let year = Months::new(12);
    let near = today.checked_sub_months(year)?..=today.checked_add_months(year)?;
    let n = (day - today).num_days().abs().to_string();
    let said = || fill(lang.texts().ask.far, &[("day", &i18n::full_day(lang, day)), ("n", &n)]);
    let read = |lean| parse_day(text, today, lean).ok();
    let is_yearless = || read(Lean::Past) != read(Lean::Future);
    let is_guessed = match (day - today).num_days() {
        back @ ..0 => lean == Lean::Past && -back > NEAR && is_yearless(),
        ahead => {
            let has_gone_by = || read(Lean::Past).is_some_and(|gone| gone.year() == today.year());
            ahead > COMING && day.year() > today.year() && is_yearless() && has_gone_by()
        }
    };
    (is_guessed || !near.contains(&day)).then(said)
}

/// What is to be remarked of a day for a reception: that it is off, or that it is worked though it is a weekend day.
pub fn rest_remark(state: &State, text: &str, lean: Lean) -> Option<String> {
    let rules = state.snap.rules.as_deref()?;
    let (lang, t) = (state.lang, &state.texts().ask);
    let day = parse_day(text, state.today(), lean).ok()?;
    let said = i18n::full_day(lang, day);
    Some(match kind(rules, day) {
        DayKind::Working => return None,
        DayKind::MadeUp => fill(t.made_up, &[("day", &said)]),
        DayKind::Weekend => fill(t.rests_weekend, &[("day", &said)]),
        DayKind::Holiday(name) => fill(t.rests, &[("day", &said), ("name", label(lang, name))]),
    })
}

/// A time of day, as people write one: `9`, `900`, `9:00`, `9点半`.
pub const fn time(lang: Lang) -> form::Kind {
    form::Kind::When {
        parse: match lang {
            Lang::Zh => |text, _| time_echo(Lang::Zh, text),
            Lang::En => |text, _| time_echo(Lang::En, text),
        },
        step: None,
        doubt: None,
    }
}

fn time_echo(lang: Lang, text: &str) -> Result<String, String> {
    let time = parse_time(text).map_err(|_| lang.texts().sheet.bad_time.to_owned())?;
    Ok(unless_plain(text, time.format("%H:%M").to_string()))
}

/// From what time to what time.
pub const fn hours(lang: Lang) -> form::Kind {
    form::Kind::When {
        parse: match lang {
            Lang::Zh => |text, _| hours_echo(Lang::Zh, text),
            Lang::En => |text, _| hours_echo(Lang::En, text),
        },
        step: None,
        doubt: None,
    }
}

fn hours_echo(lang: Lang, text: &str) -> Result<String, String> {
    let t = lang.texts();
    let (from, to) = parse_hours(text).map_err(|why| match why {
        TimeProblem::EndsBeforeStart => t.refusal.ends_before.to_owned(),
        TimeProblem::Empty | TimeProblem::NotATime | TimeProblem::NoSuchTime => t.ask.no_hours.to_owned(),
    })?;
    Ok(unless_plain(
        text,
        format!("{}-{}", from.format("%H:%M"), to.format("%H:%M")),
    ))
}

/// What was understood, where the text does not say it in the same figures.
fn unless_plain(text: &str, understood: String) -> String {
    let figures = |text: &str| {
        text.split('-')
            .map(|t| t.trim().trim_start_matches('0').to_owned())
            .collect::<Vec<_>>()
    };
    let is_plain = figures(text) == figures(&understood);
    if is_plain { String::new() } else { understood }
}

fn step(lean: Lean, text: &str, now_ms: i64, days: i64) -> Option<String> {
    let today = Moment(now_ms).day();
    let day = if text.trim().is_empty() {
        today
    } else {
        parse_day(text, today, lean).ok()?
    };
    Some(day.checked_add_signed(TimeDelta::days(days))?.to_string())
}

/// A phone that can be dialled, none when the field is empty; otherwise what is wrong with it.
pub fn phone(lang: Lang, values: &Values, field: FieldId) -> Result<Option<String>, Bad> {
    let text = values.text(field);
    match (parse_phone(text), phone_problem(lang, text)) {
        (Ok(phone), _) => Ok(Some(phone.canonical())),
        (Err(_), Some(why)) => Err((field, why)),
        (Err(_), None) => Ok(None),
    }
}

/// What is odd about a phone; none when it can be dialled or is empty.
pub fn phone_problem(lang: Lang, text: &str) -> Option<String> {
    let t = &lang.texts().sheet;
    Some(match parse_phone(text) {
        Ok(_) | Err(PhoneProblem::Empty) => return None,
        Err(PhoneProblem::TooShort(n)) if (8..11).contains(&n) => fill(t.phone_short, &[("n", &(11 - n).to_string())]),
        Err(PhoneProblem::TooLong(n)) if n > 11 => fill(t.phone_long, &[("n", &(n - 11).to_string())]),
        Err(PhoneProblem::Several) => t.phone_several.to_owned(),
        Err(_) => t.phone_odd.to_owned(),
    })
}
