//! The forms: for each, which fields it has and what command they make. A new form is a file here, a variant of
//! [`Kind`] and its arms below; keys and drawing come from `layer::form` and `ui::form`.

pub mod number;
pub mod people;
pub mod plan;
pub mod promise;
pub mod resume;
pub mod setup;
pub mod small;
pub mod station;

use chrono::TimeDelta;

use super::input::Ticket;
use super::layer::picker::{Picker, Purpose, Row, Source};
use super::layer::{Choice, Layer, Taken};
use super::pending::Then;
use super::state::State;
use crate::domain::command::Command;
use crate::domain::moment::Moment;
use crate::domain::phone::parse_phone;
use crate::domain::record::{Deputy, Station, Unit};
use crate::domain::typed_date::{Lean, parse_day};
use crate::domain::view::{Answer, Query};
use crate::form::spec::Say;
use crate::form::{self, Candidate, ChoiceOption, FieldId, FormState, Problem, Values};
use crate::i18n::{self, Lang, code, fill};

/// Which form, with what it is about.
#[derive(Clone, Debug)]
pub enum Kind {
    /// First run.
    SetUp,
    /// 取号, or a change of what is known of a waiting visit.
    Number(number::Number),
    /// 安排接待.
    Plan(plan::Plan),
    /// One or two fields.
    Small(small::Asking),
    /// 下次优先: by what the person is found again.
    Promise(promise::Next),
    /// 联络站资料, as they were shown.
    Station(Box<Station>),
    /// 添代表, or a change of the one shown.
    Deputy(Option<Box<Deputy>>),
    /// 添单位, or a change of the one shown.
    Unit(Option<Box<Unit>>),
}

/// What a filed form becomes.
#[derive(Clone, Debug)]
pub enum Submit {
    /// A command; the form goes when it is carried out.
    Send(Box<Command>, Then),
    /// Something without a command; the form goes at once.
    Do(Choice),
    /// A field is wrong in a way only the desk knows.
    Bad(FieldId, String),
}

impl Kind {
    /// Enter on an untouched form files it. Once something is typed, Enter leads to the filing row: an input method ends
    /// what it commits with Enter too, and a person who presses it once too often must not file.
    pub const fn is_quick(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Small(_) | Self::Promise(_))
    }

    /// It only looks: filing it writes nothing, so Enter on the last field may.
    pub const fn only_looks(&self) -> bool {
        matches!(
            self,
            Self::Small(small::Asking::Span | small::Asking::Path(_) | small::Asking::Show(..))
        )
    }

    /// Esc does not leave it.
    pub const fn is_modal(&self) -> bool {
        matches!(self, Self::SetUp)
    }

    /// Called after every change of a value.
    pub fn edited(&mut self, _lang: Lang, _form: &mut FormState) {}

    /// Takes an answer to a question of the form's own.
    pub fn answer(&mut self, _ticket: Ticket, answer: Box<Answer>, _form: &mut FormState) -> Taken {
        Err(answer)
    }

    /// What the values become.
    pub fn submit(&mut self, state: &mut State, values: &Values) -> Submit {
        match self {
            Self::SetUp => setup::submit(state, values),
            Self::Number(n) => n.submit(state, values),
            Self::Plan(p) => p.submit(state, values),
            Self::Small(a) => a.submit(state, values),
            Self::Promise(n) => n.submit(state, values),
            Self::Station(s) => station::submit(state, s, values),
            Self::Deputy(d) => people::submit_deputy(d.as_deref(), values),
            Self::Unit(u) => people::submit_unit(u.as_deref(), values),
        }
    }
}

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

/// A date field that reads what people type; the echo says the weekday.
pub const fn date(lang: Lang) -> form::Kind {
    form::Kind::Date {
        parse: match lang {
            Lang::Zh => |text, now| echo(Lang::Zh, text, now),
            Lang::En => |text, now| echo(Lang::En, text, now),
        },
        step: Some(step),
    }
}

fn echo(lang: Lang, text: &str, now_ms: i64) -> Result<String, String> {
    parse_day(text, Moment(now_ms).day(), Lean::Nearest)
        .map(|day| i18n::full_day(lang, day))
        .map_err(|_| lang.texts().ask.no_date.to_owned())
}

fn step(text: &str, now_ms: i64, days: i64) -> Option<String> {
    let today = Moment(now_ms).day();
    let day = if text.trim().is_empty() {
        today
    } else {
        parse_day(text, today, Lean::Nearest).ok()?
    };
    Some(day.checked_add_signed(TimeDelta::days(days))?.to_string())
}

/// The question behind a lookup field.
pub fn query(field: FieldId, typed: &str) -> Option<Query> {
    let matching = typed.trim().to_owned();
    if field.starts_with("deputy") {
        return Some(Query::Deputies { matching, limit: 9 });
    }
    if field.starts_with("unit") || field.starts_with("village") {
        let village = crate::domain::code::UnitKind::Village;
        return Some(Query::Units {
            matching,
            kind: field.starts_with("village").then_some(village),
            limit: 9,
        });
    }
    None
}

/// The lines under a lookup field.
pub fn candidates(state: &State, answer: Answer) -> Vec<Candidate> {
    rows(state.lang, answer)
        .into_iter()
        .map(|r| Candidate {
            code: r.code,
            label: r.label,
            note: r.note,
        })
        .collect()
}

/// Rows to choose from.
pub fn rows(lang: Lang, answer: Answer) -> Vec<Row> {
    let unit = |u: &Unit| Row {
        code: u.id.to_string(),
        label: u.profile.short.clone(),
        note: u.profile.scope.clone().unwrap_or_else(|| u.profile.name.clone()),
    };
    if let Answer::Deputies(list) = answer {
        list.iter().map(|d| deputy_row(lang, d)).collect()
    } else if let Answer::Units(list) = answer {
        list.iter().map(unit).collect()
    } else {
        Vec::new()
    }
}

/// A deputy as a row: name, levels, post.
fn deputy_row(lang: Lang, d: &Deputy) -> Row {
    let levels: String = d.profile.levels.iter().map(|l| code::level_short(lang, *l)).collect();
    let post = d.profile.post.clone().or_else(|| d.profile.constituency.clone());
    Row {
        code: d.id.to_string(),
        label: d.profile.name.clone(),
        note: format!("{levels} {}", post.unwrap_or_default()).trim().to_owned(),
    }
}

/// A phone that can be dialled, none when the field is empty; otherwise what is wrong with it.
pub fn phone(lang: Lang, values: &Values, field: FieldId) -> Result<Option<String>, Submit> {
    let text = values.text(field);
    match (parse_phone(text), super::opinion::entry::phone_problem(lang, text)) {
        (Ok(phone), _) => Ok(Some(phone.canonical())),
        (Err(_), Some(why)) => Err(Submit::Bad(field, why)),
        (Err(_), None) => Ok(None),
    }
}

/// A picker for a choice with more options than digits.
pub fn pick_list(state: &mut State, form: &FormState, field: FieldId, typed: &str) -> Option<Layer> {
    let options = form.options(field)?;
    let rows = options
        .iter()
        .map(|o| Row {
            code: o.code.clone(),
            label: o.label.clone(),
            note: o.group.clone(),
        })
        .collect();
    let (picker, _) = Picker::open(
        state,
        form.label(field).unwrap_or_default(),
        Source::Fixed(rows),
        Purpose::Field(field),
        typed,
    );
    Some(Layer::Picker(Box::new(picker)))
}
