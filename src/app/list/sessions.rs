//! 排班: the receptions.

use serde_json::{Value, json};

use super::column::{List, cell, fits, flex};
use super::reception;
use super::told::{Column, Listed, Told, column, day, iso, shown, worded};
use crate::app::action::Act;
use crate::app::model::screen::{Filter, Frame};
use crate::app::session::plan;
use crate::domain::code::{Agreement, SessionState};
use crate::domain::mask::without_numbers;
use crate::domain::record::Attendance;
use crate::domain::shape::Class::{Kept, Open};
use crate::domain::view::{Query, SessionRow};
use crate::i18n::{self, Lang, code, fill};

pub(super) static LIST: List<SessionRow> = List {
    cells: &[
        cell(
            Open,
            |t| t.ask.day,
            fits(24),
            |s, state| i18n::day(state.lang, s.session.plan.day, state.today()),
        ),
        cell(
            Open,
            |t| t.ask.time,
            fits(11),
            |s, _| format!("{}-{}", s.session.plan.starts, s.session.plan.ends),
        ),
        cell(
            Open,
            |t| t.desk.state,
            fits(9),
            |s, state| code::session_state(state.lang, s.session.state).to_owned(),
        ),
        cell(
            Open,
            |t| t.ask.deputy,
            flex(12),
            |s, _| {
                let names: Vec<&str> = s.attendance.iter().map(|a| a.name.as_str()).collect();
                names.join(" ")
            },
        ),
        cell(
            Open,
            |t| t.desk.result,
            fits(20),
            |s, state| {
                let t = &state.texts().desk;
                let agreed = s.attendance.iter().filter(|a| a.agreed == Agreement::Yes).count();
                let (text, n, m) = if s.session.state.is_open() || s.session.state == SessionState::Closed {
                    (t.came, s.received as usize, s.opinions as usize)
                } else {
                    (t.agreed, agreed, s.attendance.len())
                };
                fill(text, &[("n", &n.to_string()), ("m", &m.to_string())])
            },
        ),
        cell(Kept, |t| t.ask.place, flex(8), |s, _| s.session.plan.place.clone()),
    ],
    told: Told::By(SESSION),
    frame: Frame {
        title: 0,
        empty: |t| t.empty.no_sessions,
        filter: Filter {
            count: SessionState::ALL.len(),
            word: |lang, n| SessionState::ALL.get(n).map_or("", |s| code::session_state(lang, *s)),
            counted: None,
        },
        ask: |w| Query::Sessions {
            state: w.only.and_then(|n| SessionState::ALL.get(n)).copied(),
            limit: w.limit,
        },
        add: Some(Act::SessionPlan),
        finds: None,
        long: false,
        of_records: false,
        marked: None,
    },
    page: None,
    open: |state, row| match row {
        Some(s) => reception::menu(state, &s.session),
        None => plan::open(state),
    },
};

pub(super) static LISTED: Listed = Listed::of("sessions", |t| t.action.screen_sessions, &LIST);

/// What is told of a reception and of who sat there.
const SESSION: &[Column<SessionRow>] = &[
    shown("day", Open, |s| day(Some(s.session.plan.day))),
    shown("ordinal", Open, |s| json!(s.session.ordinal)),
    worded("state", Open, |s| json!(s.session.state), state_word),
    column("kind", Open, |s| json!(s.session.plan.kind)),
    column("starts", Open, |s| json!(s.session.plan.starts.to_string())),
    column("ends", Open, |s| json!(s.session.plan.ends.to_string())),
    shown("place", Kept, |s| json!(s.session.plan.place)),
    column("tables", Open, |s| json!(s.session.plan.tables)),
    column("theme", Kept, |s| json!(s.session.plan.theme)),
    column("presence", Open, |s| json!(s.session.presence)),
    column("opened_at", Open, |s| iso(s.session.opened_at)),
    column("closed_at", Open, |s| iso(s.session.closed_at)),
    worded(
        "deputies",
        Open,
        |s| s.attendance.iter().map(|a| attendance(a, &s.attendance)).collect(),
        names,
    ),
    shown("received", Open, |s| json!(s.received)),
    shown("opinions", Open, |s| json!(s.opinions)),
    column("rev", Open, |s| json!(s.session.rev)),
    column("id", Open, |s| json!(s.session.id)),
];

fn state_word(lang: Lang, value: &Value) -> Value {
    let state = value.as_str().and_then(SessionState::from_code);
    state.map(|s| code::session_state(lang, s)).into()
}

/// Of a deputy the name.
fn names(_: Lang, value: &Value) -> Value {
    let all = value.as_array().into_iter().flatten();
    all.filter_map(|d| d.get("name")).cloned().collect()
}

fn attendance(a: &Attendance, all: &[Attendance]) -> Value {
    let name = |id: Option<crate::domain::id::DeputyId>| {
        id.and_then(|id| all.iter().find(|b| b.deputy == id))
            .map(|b| b.name.clone())
    };
    json!({
        "name": a.name,
        "state": a.state,
        "agreed": a.agreed,
        "table": a.table,
        "in_at": iso(a.in_at),
        "out_at": iso(a.out_at),
        "reason": a.reason.as_deref().map(|reason| without_numbers(Kept, reason)),
        "stands_for": name(a.stands_for),
        "substituted_by": name(a.substituted_by),
    })
}
