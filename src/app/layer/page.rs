//! A page to read: Enter does what it leads to, if anything, and digits lead to others like it.

use crate::app::action::Act;
use crate::app::layer::{digit, moved, roster};
use crate::app::model::counts::{Counts, defined};
use crate::app::model::page::{Below, Line, Source, Turn, line};
use crate::app::model::{Choice, Effect, Layer, Next, Page, State, Step, Taken, Ticket};
use crate::domain::shape::Class;
use crate::domain::view::{Answer, Figures, OpinionRow, Query};
use crate::i18n::{self, fill};
use crate::keys::Chord;

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
    pub fn key(&mut self, state: &State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if let Some(n) = digit(chord).filter(|_| !self.head.is_empty()) {
            let turn = n.checked_sub(1).and_then(|at| self.head.get(at));
            return Some(turn.map_or(Next::Stay, |turn| Next::Keep(turn.choice.clone())).into());
        }
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
        } else if let Answer::Figures(all) = *answer {
            self.counted(state, all);
        } else {
            return Err(answer);
        }
        self.lines.extend(below);
        (self.ticket, self.filled) = (None, true);
        Ok(Vec::new())
    }

    /// Shows figures: with bars and those of the year before where spans can be chosen, else each with what it counts.
    fn counted(&mut self, state: &State, all: Vec<Figures>) {
        let mut all = all.into_iter();
        let Some(now) = all.next() else { return };
        let days = [("from", now.from), ("to", now.to)].map(|(key, day)| (key, i18n::full_day(state.lang, day)));
        let t = &state.texts().say;
        self.title = fill(t.figures_of, &days.each_ref().map(|(key, day)| (*key, day.as_str())));
        let terms = defined(state.lang, &now);
        if self.head.is_empty() {
            self.lines = terms;
            return;
        }
        self.lines.clear();
        self.head.retain(|turn| !matches!(turn.choice, Choice::Push(_)));
        self.head.push(Turn {
            text: t.terms,
            is_here: false,
            choice: Choice::Push(Box::new(Layer::Page(Self::new(&self.title, terms)))),
        });
        self.counts = Some(Box::new(Counts {
            lang: state.lang,
            now,
            before: all.next().unwrap_or_default(),
            parts: all.collect(),
        }));
    }
}

/// What is looked after, as lines of the page of whoever leaves.
fn kept(state: &State, rows: &[OpinionRow]) -> Vec<Line> {
    let t = &state.texts().rights;
    let count = fill(t.count, &[("n", &rows.len().to_string())]);
    let each = rows.iter().map(|row| {
        let person = row.person.as_deref().unwrap_or(state.texts().record.nameless);
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
