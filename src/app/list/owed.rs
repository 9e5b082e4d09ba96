//! 待办: all that is owed, kind by kind.

use serde_json::{Value, json};

use super::column::{List, Size, Width, cell, flex};
use super::told::{Column, Listed, Told, by_word, column, day, shown, worded};
use crate::app::follow::{self, line};
use crate::app::model::screen::{Filter, Frame};
use crate::app::opinion::presence;
use crate::cells;
use crate::domain::owed::{Counted, Owing};
use crate::domain::shape::Class::{Open, Sealed};
use crate::domain::view::{FollowUp, Query};
use crate::i18n::{self, Lang, code};

/// From this width on there is room for the day it is due.
const ROOMY: u16 = 100;

/// Cells at most for what was said last, on a narrower screen.
const NOTE: usize = 16;

/// Cells for what is short as a rule, as the page needs them: what nobody on it has takes none.
fn of_page(page: &[FollowUp], width: impl Fn(&FollowUp) -> usize) -> Size {
    let widest = page.iter().map(width).fold(0, usize::max);
    Size::Fixed(if widest == 0 { 0 } else { widest.clamp(6, 8) } as u16)
}

pub(super) static LIST: List<FollowUp> = List {
    cells: &[
        cell(
            Open,
            |t| t.ask.kind,
            Width::Shown(|page, state| Size::Fixed(line::why_width(state.lang, page.iter()))),
            |f, state| line::why(state.lang, f),
        ),
        cell(
            Open,
            |t| t.desk.number,
            Width::Shown(|page, state| {
                let width = |f: &FollowUp| cells::width(i18n::short_number(&f.number, state.today()));
                Size::Fixed(page.iter().map(width).fold(4, usize::max) as u16)
            }),
            |f, state| i18n::short_number(&f.number, state.today()).to_owned(),
        ),
        cell(
            Sealed,
            |t| t.desk.brief,
            flex(16),
            |f, state| presence::marked(state, presence::of_line(f), state.brief(f)),
        ),
        cell(
            Open,
            |t| t.desk.unit,
            Width::Shown(|page, state| of_page(page, |f| cells::width(&line::holder(state.lang, f)))),
            |f, state| line::holder(state.lang, f),
        ),
        cell(
            Sealed,
            |t| t.desk.result,
            Width::Shown(|page, state| {
                let said = |f: &FollowUp| cells::width(&line::last(state, f));
                let widest = page.iter().map(said).fold(0, usize::max).min(NOTE);
                let least = line::note_width(state.lang, page.iter(), state.today()).max(widest as u16);
                // Where there is little room it is the words that get what is left.
                if state.size.0 >= ROOMY {
                    Size::Flex(least)
                } else {
                    Size::Fixed(least)
                }
            }),
            |f, state| line::last(state, f),
        ),
        cell(
            Sealed,
            |t| t.ask.name,
            Width::Shown(|page, state| of_page(page, |f| cells::width(&state.name(f.person.as_deref())))),
            |f, state| state.name(f.person.as_deref()),
        ),
        cell(
            Open,
            |t| t.desk.due,
            Width::By(|_, width| Size::Fixed(if width >= ROOMY { 10 } else { 0 })),
            |f, _| f.day.map(|d| d.day.to_string()).unwrap_or_default(),
        ),
    ],
    told: Told::By(LINE),
    frame: Frame {
        title: 2,
        empty: Some(|t| t.follow.empty),
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
        finds: true,
        long: true,
        of_records: true,
        marked: None,
    },
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
