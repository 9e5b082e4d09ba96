//! Facts as one line each.

use super::talk::Talk;
use crate::app::follow::line;
use crate::domain::code::{Priority, VisitState};
use crate::domain::guess::heads_beside;
use crate::domain::moment::Moment;
use crate::domain::record::{Attendance, Visit};
use crate::domain::view::{FollowUp, OpinionRow, Owing, Snapshot};
use crate::i18n::{self, Lang, code, fill};

/// Lines with their numbers.
pub(super) fn numbered<S: AsRef<str>>(lines: &[S]) -> Vec<String> {
    (1..)
        .zip(lines)
        .map(|(n, line)| format!("{n} {}", line.as_ref()))
        .collect()
}

/// Parts that say something, with blanks between.
pub(super) fn join<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let parts = parts.into_iter().map(|part| part.as_ref().trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

pub(super) fn table(lang: Lang, n: u8) -> String {
    fill(lang.texts().plain.table, &[("n", &n.to_string())])
}

/// `003`, or the name of somebody without a number.
pub(super) fn who(lang: Lang, v: &Visit) -> String {
    let no = v.ticket.map(|n| format!("{n:03}"));
    let said = join(no.iter().chain(&v.label));
    if said.is_empty() {
        lang.texts().refusal.without_number.to_owned()
    } else {
        said
    }
}

/// A visit as a line: who, how many, how long, where, what first.
pub(super) fn visit(lang: Lang, v: &Visit, now: Moment, s: &Snapshot) -> String {
    let t = &lang.texts().plain;
    let talks = (v.state == VisitState::Talking).then_some(v.talk_at);
    let called = (v.state == VisitState::Called).then_some(v.called_at);
    let since = called.or(talks).unwrap_or(Some(v.arrived_at));
    let is_open = v.state.is_open();
    let is_cut = s.broken_off.contains(&v.id) && is_open;
    let state = if is_cut {
        t.broken_off
    } else {
        code::visit_state(lang, v.state)
    };
    let asked = s.attendance.iter().find(|a| Some(a.deputy) == v.asked);
    let n_of = |text, n: u32| fill(text, &[("n", &n.to_string())]);
    let parts = [
        Some(state.to_owned()),
        Some(who(lang, v)),
        heads_beside(v.label.as_deref(), v.heads).map(|n| n_of(t.heads_n, n)),
        v.table.filter(|_| is_open).map(|n| table(lang, n)),
        since.map(|at| match at.day() {
            // Nobody has waited through the night.
            day if day < now.day() => i18n::days_ago(lang, day, now.day()),
            _ => i18n::minutes(lang, now.minutes_since(at)),
        }),
        (v.calls > 1 && v.state == VisitState::Called).then(|| n_of(t.called_times, v.calls.into())),
        (v.priority == Priority::First).then(|| code::priority(lang, v.priority).to_owned()),
        asked.map(|a| fill(t.asked_for, &[("name", &a.name)])),
        v.first_words.clone(),
        v.note.clone(),
    ];
    join(parts.into_iter().flatten())
}

/// A deputy on duty as a line.
pub(super) fn on_duty(lang: Lang, a: &Attendance) -> String {
    use crate::domain::code::AttendanceState as S;
    let came = match (a.state, a.in_at, a.out_at) {
        (S::In | S::Late, Some(at), _) | (S::Out, _, Some(at)) => Some(at.clock()),
        _ => None,
    };
    let parts = [
        Some(a.name.clone()),
        a.table.map(|n| table(lang, n)),
        Some(code::attendance(lang, a.state).to_owned()),
        (a.state == S::Expected).then(|| code::agreement(lang, a.agreed).to_owned()),
        came,
        a.reason.clone(),
    ];
    join(parts.into_iter().flatten())
}

/// One line of what is owed.
pub(super) fn owed(said: &Talk<'_>, f: &FollowUp) -> String {
    let (lang, t) = (said.lang(), said.texts());
    // How late it is has been said; of a draft it is the day it was saved.
    let day = f.day.filter(|_| f.owing != Owing::Overdue);
    let day = day.map(|day| i18n::deadline(lang, day, said.now().day()));
    // The others are days something was on, and nothing is due by them.
    let is_due = matches!(
        f.owing,
        Owing::ToTell | Owing::AskToday | Owing::DueSoon | Owing::InHand
    );
    let by = if is_due { t.plain.by_day } else { "{day}" };
    let due = match (f.opinion, &f.note) {
        // Since when it waits to be written, or when somebody came.
        (None, None) => Some(line::note(lang, f, said.now().day())),
        _ => day.map(|day| fill(by, &[("day", &day)])),
    };
    let parts = [
        Some(line::why(lang, f)),
        due,
        f.person.clone(),
        Some(line::brief(lang, f).to_owned()),
        Some(f.number.clone()),
        f.unit.clone(),
        f.note.clone(),
        line::author(lang, f),
    ];
    join(parts.into_iter().flatten())
}

/// An opinion of a list as a line.
pub(super) fn row(t: &Talk<'_>, o: &OpinionRow) -> String {
    join([
        o.number.as_str(),
        code::opinion_state(t.lang(), o.state),
        i18n::day(t.lang(), o.day, t.now().day()).as_str(),
        o.person.as_deref().unwrap_or_default(),
        o.village.as_deref().unwrap_or_default(),
        crate::app::list::opinions::brief(t.lang(), o),
        o.unit.as_deref().unwrap_or_default(),
    ])
}

/// Words after words, on lines of their own.
pub(super) fn lines(before: &str, more: &str) -> String {
    if before.is_empty() {
        more.to_owned()
    } else {
        format!("{before}\n{more}")
    }
}

/// A phone as it is read aloud: a mobile number in three parts.
pub(super) fn phone(number: &str) -> String {
    let shown = crate::domain::phone::parse_phone(number).map_or_else(|_| number.to_owned(), |p| p.display());
    match (shown.get(..3), shown.get(3..7), shown.get(7..)) {
        (Some(a), Some(b), Some(c)) if shown.len() == 11 && shown.bytes().all(|b| b.is_ascii_digit()) => {
            join([a, b, c])
        }
        _ => shown,
    }
}
