//! 取号: everything may stay empty, and Enter at once gives a number.

use crate::app::fields::{optional, options, say};
use crate::app::model::form::{Bad, Kind, Manner, Number, Submit, Want};
use crate::app::model::{Choice, Effect, Form, Host, Item, Layer, Menu, Next, Noun, State, Step};
use crate::app::queue::promise;
use crate::domain::code::Priority;
use crate::domain::command::{Arrival, ChangeVisit, Command, TakeNumber};
use crate::domain::deed::Deed;
use crate::domain::guess::heads_in;
use crate::domain::id::{DeputyId, PromiseId, VisitId};
use crate::domain::record::{Promise, Visit};
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, Query};
use crate::form::{self, ChoiceOption, FieldId, FieldSpec, FormSpec, FormState, Pick, Value, Values, Visible};
use crate::i18n::{code, fill};

/// Whether whoever has come is somebody promised: there once their name fits.
const PROMISED: FieldId = "promised";

/// The answer that they are somebody else.
const NOBODY: &str = "no";

fn is_promised(form: &FormState) -> bool {
    form.spec(PROMISED)
        .is_some_and(|spec| matches!(&spec.kind, form::Kind::Choice { options } if !options.is_empty()))
}

/// Whoever is promised and called as it stands there, to be said yes to.
fn offer_promises(host: &mut Host, state: &State) {
    let label = host.form.text("label").to_owned();
    let known = promise::fitting(state, &label).map(|p| ChoiceOption::new(p.id.to_string(), promise::line(state, p)));
    let mut options: Vec<ChoiceOption> = known.collect();
    if !options.is_empty() {
        options.push(ChoiceOption::new(NOBODY, state.texts().ask.promised_other));
    }
    let chosen = host.form.code(PROMISED);
    let is_there = chosen.is_some_and(|code| options.iter().any(|option| option.code == code));
    if chosen.is_some() && !is_there {
        host.form.prefill(PROMISED, &Value::Empty);
    }
    host.form.set_options(PROMISED, options);
}

/// Who is promised and is not asked about yet: a digit gives the number before the others, or one like any other.
fn ask_of_promise(host: &Host, state: &mut State) -> Option<Menu> {
    let label = host.form.text("label");
    promise::fitting(state, label)
        .next()
        .filter(|_| host.form.code(PROMISED).is_none())?;
    let settle = |code: String| Choice::Settle(PROMISED, Value::Pick(Pick::of(code, "")));
    Some(state.menu_of_people(|state| {
        let t = &state.texts().ask;
        let item = |p: &Promise| Item::new(promise::line(state, p), settle(p.id.to_string()));
        let mut items: Vec<Item> = promise::fitting(state, label).map(item).collect();
        items.push(Item::new(t.promised_other, settle(NOBODY.to_owned())));
        Menu::new(t.promised_before, items).asking(t.promised_ask)
    }))
}

fn spec(state: &State, number: Number) -> FormState {
    let t = &state.texts().ask;
    let text = |id, label, max| FieldSpec::new(id, label, form::Kind::Text { max });
    let many = form::Kind::Number { min: 1, max: 999 };
    let deputy = form::Kind::Lookup {
        max: 20,
        free: false,
        digits: true,
    };
    let priority = form::Kind::Choice {
        options: options(state.lang, Priority::ALL, Priority::code, code::priority),
    };
    let first = Visible::OneOf("priority", &["first"]);
    let mut fields = vec![
        text("label", t.label, 20).help(t.label_help),
        FieldSpec::new("heads", t.heads, many).width(4).help(t.heads_help),
        text("first_words", t.first_words, 60).help(t.first_words_help),
        FieldSpec::new("deputy", t.asked_deputy, deputy).help(t.pinyin_help),
        FieldSpec::new("priority", t.priority, priority).help(t.priority_help),
        text("reason", t.reason, 40).when(first).required(),
    ];
    // Whoever waits has their number already.
    if number == Number::New {
        let promised = form::Kind::Choice { options: Vec::new() };
        let promised = FieldSpec::new(PROMISED, t.promised_before, promised);
        fields.insert(1, promised.when(Visible::Test(is_promised)));
    }
    FormState::new(FormSpec::new("number", 1, say(state.lang), fields))
}

/// Opens the form; asked for again in it, it gives the number.
pub fn ask(state: &mut State) -> Step {
    let is_there = matches!(state.layers.last(), Some(Layer::Form(f)) if matches!(f.kind, Kind::Number(Number::New)));
    if is_there {
        return Next::Keep(Choice::File).into();
    }
    open(state).into()
}

/// Opens the form of a new number.
pub fn open(state: &mut State) -> Vec<Effect> {
    let form = spec(state, Number::New);
    let t = &state.texts().ask;
    let form = Form::new(state, Kind::Number(Number::New), t.number_title, form);
    form.noting(t.number_note).open(state)
}

/// Opens the form on somebody who waits.
pub fn edit(state: &mut State, visit: VisitId) -> Vec<Effect> {
    let Some(v) = state.visits().find(|v| v.id == visit).cloned() else {
        return Vec::new();
    };
    let number = Number::Edit(visit, v.rev);
    let mut form = spec(state, number);
    for (field, value) in values(state, &v) {
        form.show_record(field, &value);
    }
    let title = fill(
        state.texts().ask.visit_title,
        &[("who", &crate::i18n::refusal::ticket(state.lang, v.ticket))],
    );
    Form::new(state, Kind::Number(number), title, form).open(state)
}

/// What is known of a visit, as the values of its form.
fn values(state: &State, v: &Visit) -> Vec<(FieldId, Value)> {
    let text = |t: &Option<String>| Value::Text(t.clone().unwrap_or_default());
    let heads = Some(v.heads).filter(|heads| *heads > 1).map(|heads| heads.to_string());
    let asked = v.asked.map_or(Value::Empty, |asked| {
        let known = state.snap.attendance.iter().find(|a| a.deputy == asked);
        Value::Pick(Pick::of(asked.to_string(), known.map_or("", |a| a.name.as_str())))
    });
    vec![
        ("label", text(&v.label)),
        ("first_words", text(&v.first_words)),
        ("heads", text(&heads)),
        ("priority", Value::Text(v.priority.code().to_owned())),
        ("reason", text(&v.priority_reason)),
        ("deputy", asked),
    ]
}

impl Noun for Number {
    fn manner(&self) -> Manner {
        Manner::Quick
    }

    fn deed(&self) -> Option<Deed> {
        Some(match self {
            Self::New => Deed::TakeNumber,
            Self::Edit(..) => Self::EDITS,
        })
    }

    fn target(&self) -> String {
        match self {
            Self::New => String::new(),
            Self::Edit(visit, _) => format!("edit:{visit}"),
        }
    }

    fn changed(&mut self, host: &mut Host, state: &State) {
        if *self == Self::New {
            offer_promises(host, state);
        }
        let (label, form) = (host.form.text("label"), &host.form);
        let is_theirs = form.is_touched("heads") || !form.is_touched("label");
        let told = heads_in(label).map(|n| n.to_string());
        // What is known of somebody who waits stays unless another number is said.
        let is_kept = told.is_none() && *self != Self::New;
        let told = told.unwrap_or_default();
        if !is_theirs && !is_kept && form.text("heads") != told {
            host.form.propose("heads", &Value::Text(told));
        }
    }

    fn submit(&mut self, host: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        if *self == Self::New {
            if let Some(menu) = ask_of_promise(host, state) {
                return Ok(Submit::Ask(menu));
            }
            let meant = values.code(PROMISED).and_then(|code| code.parse().ok());
            if let Some(p) = meant.and_then(|id| promise::of(state, PromiseId(id))) {
                return Ok(promise::receive(state.lang, &state.snap, p).into());
            }
        }
        let heads = values.number("heads").and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
        let asked = values.code("deputy").and_then(|c| c.parse().ok()).map(DeputyId);
        let first = values.code("priority") == Some(Priority::First.code());
        let arrival = Arrival {
            label: optional(values, "label"),
            first_words: optional(values, "first_words"),
            heads,
            asked,
            priority: if first { Priority::First } else { Priority::Normal },
            priority_reason: optional(values, "reason").filter(|_| first),
        };
        let command = match *self {
            Self::New => Command::TakeNumber(TakeNumber {
                session: state.day_session(),
                arrival,
            }),
            Self::Edit(visit, rev) => Command::ChangeVisit(ChangeVisit { visit, rev, arrival }),
        };
        Ok(command.into())
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, _: Want, answer: Answer) {
        if let (Self::Edit(visit, rev), Answer::Visits(all)) = (self, answer)
            && let Some(now) = all.into_iter().find(|v| v.id == *visit)
        {
            host.meet(state, values(state, &now), |_| None);
            *rev = now.rev;
        }
    }

    fn refused(&self, why: &Refusal) -> Option<(Want, Query)> {
        let Self::Edit(visit, _) = self else { return None };
        let is_behind = matches!(why, Refusal::Changed { .. });
        is_behind.then(|| (Want::Fresh, Query::TheseVisits(vec![*visit])))
    }
}

impl Number {
    /// What changing a visit writes.
    pub const EDITS: Deed = Deed::ChangeVisit;
}
