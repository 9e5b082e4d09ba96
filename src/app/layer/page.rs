//! A page to read: Enter does what it leads to, if anything. What figures are, stands below each.

use crate::app::action::Act;
use crate::app::layer::{moved, roster};
use crate::app::model::page::{Below, Line, Source, line};
use crate::app::model::{Effect, Next, Page, State, Step, Taken, Ticket};
use crate::domain::shape::Class;
use crate::domain::view::{Answer, Figures, OpinionRow, Query};
use crate::i18n::{self, Lang, code, fill};

impl Page {
    /// A page that asks for what it says, and what it says until that has come.
    pub fn asking(state: &mut State, title: &str, until: &str, (query, below): (Query, Below)) -> (Self, Effect) {
        let (ticket, effect) = state.ask(query.clone());
        let page = Self {
            source: Source::Asked(Box::new(query), below),
            ticket: Some(ticket),
            filled: false,
            ..Self::new(title, vec![line("", until)])
        };
        (page, effect)
    }

    /// Asks again for what it says; a row comes with its list.
    pub fn refresh(&mut self, state: &mut State) -> Option<Effect> {
        let Source::Asked(query, _) = &self.source else {
            return None;
        };
        let (ticket, effect) = state.ask(query.as_ref().clone());
        self.ticket = Some(ticket);
        Some(effect)
    }

    /// Answers a key.
    pub fn key(&mut self, state: &State, act: Option<Act>) -> Option<Step> {
        let act = act?;
        let page = usize::from(state.size.1.saturating_sub(6)).max(1);
        // Rows after wrapping are the drawing's business; it stops at the end.
        if let Some(to) = moved(
            self.top,
            act,
            last_top(&self.laid(room(state.size.0), state.masked), state.size, 0),
            page,
        ) {
            self.top = to;
            return Some(Next::Stay.into());
        }
        let go = self.leads().filter(|_| act == Act::ListOpen);
        if let Some((_, choice)) = go {
            return Some(Next::Keep(choice.clone()).into());
        }
        let closes = act == Act::AppBack || act == Act::ListOpen;
        closes.then(|| Next::Close.into())
    }

    /// Takes what it asked for.
    pub fn answer(&mut self, state: &State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        let Source::Asked(query, below) = &self.source else {
            return Err(answer);
        };
        if self.ticket != Some(ticket) {
            return Err(answer);
        }
        let below = below(state, query);
        if let Answer::Attendance(all) = *answer {
            self.table = roster::table(state, &all);
            let none = all.is_empty().then(|| line("", state.texts().plain.no_duty));
            self.lines = none.into_iter().collect();
        } else if let Answer::Opinions(rows, ..) = *answer {
            self.lines = kept(state, &rows);
        } else if let Answer::Figures(f) = *answer {
            self.title = fill(
                state.texts().say.figures_of,
                &[
                    ("from", &i18n::full_day(state.lang, f.from)),
                    ("to", &i18n::full_day(state.lang, f.to)),
                ],
            );
            self.lines = figure_lines(state.lang, &f);
        } else {
            return Err(answer);
        }
        self.lines.extend(below);
        (self.ticket, self.filled) = (None, true);
        Ok(Vec::new())
    }
}

/// What is looked after, as lines of the page of whoever leaves.
fn kept(state: &State, rows: &[OpinionRow]) -> Vec<Line> {
    let t = &state.texts().rights;
    let count = fill(t.count, &[("n", &rows.len().to_string())]);
    let each = rows.iter().map(|row| {
        let person = row.person.as_deref().unwrap_or_default();
        line(&row.number, format!("{person}  {}", row.brief)).of(Class::Sealed)
    });
    [line(t.kept, count)].into_iter().chain(each).collect()
}

/// Cells of a line of a page on a screen of so many columns.
pub fn room(columns: u16) -> usize {
    usize::from(columns.saturating_sub(3))
}

/// The rows a page of these lines can be moved by on a screen of this size, with some rows taken below it; at least
/// so many, because where lines wrap is the drawing's business.
pub(in crate::app) fn last_top(lines: &[Line], (cols, rows): (u16, u16), below: u16) -> usize {
    let width = usize::from(cols.saturating_sub(20)).max(10);
    let rows_of = |l: &Line| crate::cells::width(&l.text).div_ceil(width).max(1);
    let all: usize = lines.iter().map(rows_of).sum();
    let room = usize::from(rows.saturating_sub(6 + below));
    all.saturating_sub(room) + 1
}

/// A figure and, apart from it, what it counts.
fn counted(value: &str, what: &str) -> String {
    let room = crate::cells::width(value).max(4) + 2;
    format!("{}{what}", crate::cells::pad(value, room))
}

/// Figures as lines, each followed by what it counts.
pub fn figure_lines(lang: Lang, f: &Figures) -> Vec<Line> {
    let t = &lang.texts().say;
    let n = |v: u32| v.to_string();
    let mut out = Vec::new();
    for (label, value, what) in [
        (t.f_sessions, n(f.sessions), t.d_sessions),
        (t.f_batches, n(f.batches), t.d_batches),
        (t.f_persons, n(f.persons), t.d_persons),
        (t.f_groups, n(f.groups), t.d_groups),
        (t.f_consult, n(f.consultations), t.d_consult),
        (t.f_opinions, n(f.opinions), t.d_opinions),
        (t.f_spot, n(f.on_spot), t.d_spot),
        (t.f_handed, n(f.handed_over), t.d_handed),
        (t.f_guided, n(f.guided), t.d_guided),
        (t.f_reference, n(f.reference), t.d_reference),
        (t.f_undecided, n(f.undecided), t.d_undecided),
        (t.f_closed, n(f.closed), t.d_closed),
        (t.f_void, n(f.void), t.d_void),
    ] {
        out.push(line(label, counted(&value, what)));
    }
    let not: Vec<String> = f
        .not_received
        .iter()
        .map(|(s, n)| format!("{} {n}", code::visit_state(lang, *s)))
        .collect();
    let not = if not.is_empty() { "0".to_owned() } else { not.join("  ") };
    out.push(line(t.f_not_received, counted(&not, t.d_not_received)));
    let wait = f
        .mean_wait
        .map_or_else(|| "-".to_owned(), |m| i18n::minutes(lang, i64::from(m)));
    let doubtful = fill(t.d_wait, &[("n", &f.doubtful.to_string())]);
    out.push(line(t.f_wait, counted(&wait, &doubtful)));
    out
}
