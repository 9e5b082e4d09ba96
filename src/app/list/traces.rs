//! 看过的记录: who was shown whose number, when and why.

use serde_json::{Value, json};

use super::column::{List, cell, fits, flex};
use super::told::{Column, Listed, Told, column, iso, shown, worded};
use crate::app::model::screen::{Frame, NO_FILTER};
use crate::app::model::{Mood, State, Target};
use crate::app::opinion::{self, traces};
use crate::domain::code::Shown;
use crate::domain::shape::Class::Open;
use crate::domain::trace::{On, Traced};
use crate::domain::view::Query;
use crate::i18n::{self, Lang, code};

/// When it was, to the minute.
fn at(l: &Traced, state: &State) -> String {
    let day = i18n::day(state.lang, l.at.day(), state.today());
    format!("{day} {}", l.at.clock())
}

/// The number of the matter; of a visit the day and its ticket.
fn number(l: &Traced, state: &State) -> String {
    if let On::Opinion(_) = l.on {
        return i18n::short_number(&l.number, state.today()).to_owned();
    }
    let year = state.today().format("%Y-").to_string();
    l.number.strip_prefix(&year).unwrap_or(&l.number).to_owned()
}

pub(super) static LIST: List<Traced> = List {
    cells: &[
        cell(Open, |t| t.field.at, fits(30), at),
        cell(Open, |t| t.field.by, fits(8), |l, _| l.by.clone()),
        cell(Open, |t| t.desk.number, fits(18), number),
        cell(
            Open,
            |t| t.field.shown,
            fits(13),
            |l, state| code::shown(state.lang, l.shown).to_owned(),
        ),
        cell(
            Open,
            |t| t.field.why,
            flex(16),
            |l, state| l.reason.as_ref().map_or_else(String::new, |_| traces::why(state, l)),
        ),
        cell(
            Open,
            |t| t.field.beyond,
            fits(8),
            |l, _| l.beyond.map_or_else(String::new, |n| n.to_string()),
        ),
    ],
    told: Told::By(TRACED),
    frame: Frame {
        title: 0,
        empty: |t| t.empty.none_looked,
        filter: NO_FILTER,
        ask: |w| Query::Traces {
            matching: w.matching,
            today: w.today,
            limit: w.limit,
        },
        add: None,
        finds: Some(|t| t.empty.none_looked_sought),
        long: false,
        of_records: true,
        marked: None,
    },
    page: None,
    open: |state, row| match row {
        Some(Traced {
            on: On::Opinion(id), ..
        }) => opinion::open(state, Target::Filed(id)),
        Some(_) => {
            let why = state.texts().say.look_at_visit;
            state.say(Mood::Warn, why);
            Vec::new()
        }
        None => Vec::new(),
    },
};

pub(super) static LISTED: Listed = Listed::of("looks", |t| t.action.screen_looks, &LIST);

/// What is told of a look.
const TRACED: &[Column<Traced>] = &[
    shown("at", Open, |l| iso(Some(l.at))),
    shown("by", Open, |l| json!(l.by)),
    shown("number", Open, |l| json!(l.number)),
    worded("shown", Open, |l| json!(l.shown), shown_word),
    column("reason", Open, |l| json!(l.reason.as_ref().map(|(code, _)| code))),
    shown("why", Open, |l| json!(l.reason.as_ref().map(|(_, label)| &label.zh))),
    shown("beyond", Open, |l| json!(l.beyond)),
    column("table", Open, |l| json!(l.table)),
    column("account", Open, |l| json!(l.account)),
    column("opinion", Open, |l| match l.on {
        On::Opinion(id) => json!(id),
        On::Visit(_) => Value::Null,
    }),
    column("citizen", Open, |l| json!(l.citizen)),
    column("visit", Open, |l| match l.on {
        On::Visit(id) => json!(id),
        On::Opinion(_) => Value::Null,
    }),
];

fn shown_word(lang: Lang, value: &Value) -> Value {
    let shown = value.as_str().and_then(Shown::from_code);
    shown.map(|shown| code::shown(lang, shown)).into()
}
