//! 待办: all that is owed, kind by kind.

use serde_json::{Value, json};

use super::column::{List, Table, Width, cell, fits};
use super::told::{Column, Listed, Told, by_word, column, day, shown, worded};
use crate::app::follow::{self, line};
use crate::app::model::State;
use crate::app::model::screen::{Filter, Frame};
use crate::app::opinion::presence;
use crate::domain::owed::{Counted, Owing};
use crate::domain::shape::Class::{Open, Sealed};
use crate::domain::view::{FollowUp, Query};
use crate::i18n::{self, Lang, code};

/// No count of days is ever cut.
const WHOLE: u16 = 24;

/// Lines of what is owed as the list says them, for the pane that shows the first of them.
pub fn lines(state: &State, lines: &[FollowUp]) -> Table {
    LIST.rows(state, lines, false)
}

pub(super) static LIST: List<FollowUp> = List {
    cells: &[
        cell(Open, |t| t.ask.kind, fits(WHOLE), |f, state| line::why(state.lang, f)),
        cell(
            Open,
            |t| t.desk.number,
            fits(18),
            |f, state| i18n::short_number(&f.number, state.today()).to_owned(),
        ),
        cell(
            Sealed,
            |t| t.desk.brief,
            Width::Words,
            |f, state| presence::marked(state, presence::of_line(f), state.brief(f)),
        ),
        cell(Open, |t| t.desk.unit, fits(8), |f, state| line::holder(state.lang, f)),
        cell(
            Sealed,
            |t| t.desk.result,
            // Where a day is all there is to say, it is said.
            Width::Note(|f, state| line::is_day(state, f)),
            |f, state| line::last(state, f),
        ),
        cell(
            Sealed,
            |t| t.ask.name,
            fits(8),
            |f, state| state.name(f.person.as_deref()),
        ),
        cell(
            Open,
            |t| t.desk.due,
            Width::Extra(10),
            |f, _| f.day.map(|d| d.day.to_string()).unwrap_or_default(),
        ),
    ],
    told: Told::By(LINE),
    frame: Frame {
        title: 2,
        empty: |t| t.empty.none_owed,
        filter: Filter {
            count: Owing::ALL.len(),
            word: |lang, n| Owing::ALL.get(n).map_or("", |owing| code::owing(lang, *owing)),
            counted: Some(|state, n| Owing::ALL.get(n).map_or(0, |owing| state.snap.owed.of(*owing))),
        },
        ask: |w| Query::Owed {
            today: w.today,
            // Search looks through all of it.
            kind: w
                .only
                .filter(|_| w.matching.is_empty())
                .and_then(|n| Owing::ALL.get(n))
                .copied(),
            matching: w.matching,
            called: code::owings(w.lang),
            stretch: w.stretch,
            limit: w.limit,
        },
        add: None,
        finds: Some(|t| t.empty.none_owed_sought),
        long: true,
        of_records: true,
        marked: None,
    },
    page: None,
    open: |state, row| row.map_or_else(Vec::new, |f| follow::open(state, &f)),
};

pub(super) static LISTED: Listed = Listed::of("owed", |t| t.action.screen_owed, &LIST);

const LINE: &[Column<FollowUp>] = &[
    worded("owing", Open, |f| json!(f.owing.code()), kind_word),
    shown("late", Open, |f| {
        json!(f.owing.lateness().is_said(f.days).then_some(f.days))
    }),
    shown("number", Open, |f| json!(f.number)),
    by_word(shown("words", Sealed, |f| json!(f.brief))),
    shown("unit", Open, |f| json!(f.unit)),
    shown("person", Sealed, |f| json!(f.person)),
    shown("due", Open, |f| day(f.day.map(|d| d.day))),
    column("due_provisional", Open, |f| json!(f.day.map(|d| d.provisional))),
    column("result", Sealed, |f| json!(f.note)),
    column("opinion", Open, |f| json!(f.opinion.map(|(id, _)| id))),
    column("visit", Open, |f| json!(f.visit.map(|(id, _)| id))),
    column("draft", Open, |f| json!(f.draft)),
    worded(
        "late_in",
        Open,
        |f| json!(f.owing.lateness().late(f.days).map(Counted::code)),
        in_words,
    ),
];

fn in_words(lang: Lang, value: &Value) -> Value {
    let counted = Counted::ALL.iter().find(|counted| value == counted.code());
    counted.map(|counted| i18n::owed::counted(lang, *counted)).into()
}

fn kind_word(lang: Lang, value: &Value) -> Value {
    let owing = value.as_str().and_then(Owing::from_code);
    owing.map(|owing| code::owing(lang, owing)).into()
}
