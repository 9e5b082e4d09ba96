//! Records as rows: one function for each kind of list.

use super::list::{Cell, Row};
use super::theme::Role;
use crate::app::model::State;
pub use crate::app::opinion::facts::name;
use crate::domain::code::{AttendanceState, Priority, VisitState};
use crate::domain::lease::Author;
use crate::domain::record::{Attendance, Visit};
use crate::domain::view::{FollowUp, Owing};
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

/// `005 王秀英等23人`.
pub fn visit_name(state: &State, v: &Visit) -> String {
    let no = i18n::refusal::ticket(state.lang, v.ticket);
    format!("{no} {}", label(state, v)).trim_end().to_owned()
}

fn label(state: &State, v: &Visit) -> String {
    let mut out = name(state, v.label.as_deref());
    if v.heads > 1 {
        out.push_str(&fill(state.texts().desk.heads, &[("n", &v.heads.to_string())]));
    }
    out
}

/// A visit in the queue.
pub fn queue(state: &State, v: &Visit) -> Row<'static> {
    let t = state.texts();
    let no = v.ticket.map_or_else(|| "---".to_owned(), |n| format!("{n:03}"));
    let mut text = label(state, v);
    if v.priority == Priority::First {
        text = format!("{} {text}", code::priority(state.lang, v.priority));
    }
    if let Some(w) = v.first_words.as_deref().filter(|_| !state.masked) {
        text = format!("{text} {w}");
    }
    if let Some(a) = v
        .asked
        .and_then(|d| state.snap.attendance.iter().find(|a| a.deputy == d))
    {
        text = format!("{text} {}", fill(t.desk.asks_for, &[("name", &a.name)]));
    }
    if v.missed > 0 && v.state == VisitState::Waiting {
        text = format!("{text} {}", fill(t.desk.missed_once, &[("n", &v.missed.to_string())]));
    }
    if v.after_close {
        text = format!("{text} {}", t.field.after_close);
    }
    let table = v.table.map_or_else(String::new, |n| n.to_string());
    let (right, role) = match v.state {
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

/// A line of what is owed.
pub fn owing(state: &State, f: &FollowUp) -> Row<'static> {
    let days = f.days.unsigned_abs().to_string();
    let (why, role) = match f.owing {
        // The last day was a rest day or is today: no working day has passed yet.
        Owing::Overdue if f.days == 0 => (code::owing(state.lang, f.owing).to_owned(), Role::Overdue),
        Owing::DueSoon if f.days == 0 => (state.texts().desk.due_today.to_owned(), Role::DueSoon),
        Owing::Overdue => (fill(state.texts().follow.overdue, &[("n", &days)]), Role::Overdue),
        Owing::DueSoon => (fill(state.texts().desk.due_in, &[("n", &days)]), Role::DueSoon),
        o => (code::owing(state.lang, o).to_owned(), Role::Text),
    };
    let note = f
        .note
        .clone()
        .or_else(|| f.day.map(|d| i18n::deadline(state.lang, d, state.today())))
        .unwrap_or_default();
    // Where another line says who has the matter.
    let by = |a: &Author| fill(state.texts().follow.written_by, &[("who", &a.name)]);
    let holder = f.unit.clone().or_else(|| f.author.as_ref().map(by));
    row(vec![
        cell(why, role),
        plain(i18n::short_number(&f.number, state.today())),
        plain(state.brief(f)),
        plain(holder.unwrap_or_default()),
        plain(note),
        plain(name(state, f.person.as_deref())),
    ])
}
