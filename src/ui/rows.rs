//! Records as rows: one function for each kind of list.

use super::list::{Cell, Row};
use super::theme::Role;
use crate::app::model::State;
use crate::app::queue::visits::called;
use crate::domain::code::{AttendanceState, Priority, VisitState};
use crate::domain::record::{Attendance, Visit};
use crate::domain::shape::Class;
use crate::domain::view::{Pressing, counted};
use crate::i18n::{self, code, fill};

fn row(cells: Vec<Cell<'static>>) -> Row<'static> {
    Row { cells, marked: false }
}

fn cell(text: impl Into<String>, role: Role) -> Cell<'static> {
    Cell::new(text.into(), role)
}

/// An ordinary value of a row.
fn plain(text: impl Into<String>) -> Cell<'static> {
    Cell::text(text.into())
}

/// A visit in the queue.
pub fn queue(state: &State, v: &Visit) -> Row<'static> {
    let t = state.texts();
    let no = v.ticket.map_or_else(|| "---".to_owned(), |n| format!("{n:03}"));
    // What decides when somebody is called stands first: the end of a row is cut on a narrow terminal.
    let asked = v
        .asked
        .and_then(|d| state.snap.attendance.iter().find(|a| a.deputy == d));
    let was_missed = v.missed > 0 && v.state == VisitState::Waiting;
    let words = v.first_words.as_deref().filter(|_| !state.masked);
    // Numbers begin anew with each day.
    let of_before = matches!(v.state, VisitState::Called | VisitState::Talking) && v.day < state.today();
    let parts = [
        of_before.then(|| i18n::days_ago(state.lang, v.day, state.today())),
        (v.priority == Priority::First).then(|| code::priority(state.lang, v.priority).to_owned()),
        asked.map(|a| fill(t.desk.asks_for, &[("name", &a.name)])),
        was_missed.then(|| fill(t.desk.missed_once, &[("n", &v.missed.to_string())])),
        Some(called(state, v)),
        words.map(str::to_owned),
        v.after_close.then(|| t.field.after_close.to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let text = parts.join(" ");
    let table = v.table.map_or_else(String::new, |n| n.to_string());
    let (right, role) = match v.state {
        // Nobody has waited through the night.
        VisitState::Waiting if v.arrived_at.day() < state.today() => (
            i18n::days_ago(state.lang, v.arrived_at.day(), state.today()),
            Role::Warn,
        ),
        _ if state.is_left_over(v.id) => (i18n::days_ago(state.lang, v.day, state.today()), Role::Warn),
        VisitState::Called | VisitState::Talking if state.snap.broken_off.contains(&v.id) => {
            (fill(t.desk.broken_at, &[("n", &table)]), Role::Warn)
        }
        VisitState::Called => (fill(t.desk.called_to, &[("n", &table)]), Role::Called),
        VisitState::Talking => (fill(t.desk.talking_at, &[("n", &table)]), Role::Talking),
        VisitState::Waiting => (
            i18n::minutes(state.lang, state.now.minutes_since(v.arrived_at)),
            Role::Waiting,
        ),
        s => (code::visit_state(state.lang, s).to_owned(), Role::Muted),
    };
    row(vec![plain(no), plain(text.trim()), cell(right, role)])
}

/// A deputy on duty, or on the roster of the next reception.
pub fn duty(state: &State, a: &Attendance) -> Row<'static> {
    let t = state.texts();
    if state.open().is_none() && a.state == AttendanceState::Expected {
        let said = code::agreement(state.lang, a.agreed);
        return row(vec![plain(&a.name), plain(""), plain(said)]);
    }
    let at = a.in_at.map_or_else(String::new, crate::domain::moment::Moment::clock);
    let serving = a
        .table
        .filter(|_| a.is_present())
        .and_then(|n| state.at_table(n))
        .filter(|v| v.state == VisitState::Talking)
        .and_then(|v| Some((v.ticket?, state.snap.broken_off.contains(&v.id))));
    let word = code::attendance(state.lang, a.state);
    let (text, role) = match a.state {
        AttendanceState::In | AttendanceState::Late => match (serving, a.table) {
            (Some((no, true)), _) => (fill(t.desk.broken_with, &[("no", &format!("{no:03}"))]), Role::Warn),
            (Some((no, false)), _) => (fill(t.desk.talks_to, &[("no", &format!("{no:03}"))]), Role::Talking),
            (None, Some(n)) => (fill(t.ask.table_n, &[("n", &n.to_string())]), Role::Ok),
            (None, None) => (word.to_owned(), Role::Ok),
        },
        AttendanceState::Leave => {
            let by = a
                .substituted_by
                .and_then(|d| state.snap.attendance.iter().find(|o| o.deputy == d));
            let reason = a.reason.clone().filter(|r| r != word);
            let reason = reason.map(|said| state.pass(Class::Sealed, said));
            let more = by.map(|o| fill(t.desk.by, &[("name", &o.name)])).or(reason);
            let text = match more {
                Some(more) => format!("{word} {more}"),
                None => word.to_owned(),
            };
            (text, Role::Muted)
        }
        AttendanceState::Expected | AttendanceState::Out => (word.to_owned(), Role::Muted),
    };
    row(vec![plain(&a.name), plain(at), cell(text, role)])
}

/// How a line that presses is marked; how late it is stands in its words.
pub fn pressing(how: Pressing) -> Role {
    match how {
        Pressing::Late => Role::Overdue,
        Pressing::Soon => Role::DueSoon,
        Pressing::No => Role::Text,
    }
}

/// Under the last line of what is owed that the pane holds: how many more there are.
pub fn owed_beyond(state: &State) -> Row<'static> {
    let text = fill(state.texts().follow.beyond, &[("n", &counted(state.owed_beyond()))]);
    row(vec![plain(""), plain(""), plain(text)])
}
