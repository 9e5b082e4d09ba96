//! A list to choose from: typing filters (name, pinyin, initials), digits choose among the first nine. Where several are
//! chosen a digit or Space turns a mark, and Enter takes what is marked.

use crate::app::action::Act;
use crate::app::layer::{digit, moved};
use crate::app::model::picker::{Chosen, Row};
use crate::app::model::{Choice, Effect, Flow, Marks, Next, Picker, State, Step, Taken, Ticket};
use crate::domain::record::Deputy;
use crate::domain::view::{Answer, Query};
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::form::{Pick, Value};
use crate::i18n::{Lang, code};
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// Rows on one page.
pub const PAGE: usize = 9;

/// Rows asked for at once.
const MOST: u32 = 45;

impl Picker {
    /// A picker and its first question.
    pub fn open(state: &mut State, title: impl Into<String>, chosen: Chosen, typed: &str) -> (Self, Effect) {
        let mut filter = TextBuffer::new(Lines::Single, Some(40));
        filter.set(typed);
        let mut out = Self {
            title: title.into(),
            typed: filter,
            rows: Vec::new(),
            at: 0,
            ticket: None,
            chosen,
            settled: false,
        };
        let effect = out.refresh(state);
        (out, effect)
    }

    fn refresh(&mut self, state: &mut State) -> Effect {
        let matching = self.typed.text().trim().to_owned();
        let (ticket, effect) = state.ask(Query::Deputies { matching, limit: MOST });
        self.ticket = Some(ticket);
        effect
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if chord.is_text() {
            return None;
        }
        match (chord.code, act) {
            (_, Some(Act::AppBack)) => Some(Next::Close.into()),
            (KeyCode::Enter, _) => Some(match &self.chosen {
                Chosen::Several(field, marked) if self.typed.is_empty() || self.settled => {
                    Next::Do(Choice::Field(field, Value::Picks(marked.0.clone()))).into()
                }
                Chosen::One(_) => self.take(self.at),
                Chosen::Several(..) => self.take_found(state),
            }),
            (KeyCode::Backspace, _) if self.typed.backspace() => {
                self.settled = false;
                Some(Step::with(self.refresh(state)))
            }
            (KeyCode::Backspace, _) => Some(Next::Stay.into()),
            (_, Some(act)) => {
                self.at = moved(self.at, act, self.rows.len(), PAGE)?;
                Some(Next::Stay.into())
            }
            _ => None,
        }
    }

    /// Takes text: one digit chooses, everything else filters.
    pub fn text(&mut self, state: &mut State, text: &str) -> Step {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && let Some(n) = digit(Chord::char(c))
        {
            return self.take(self.at - self.at % PAGE + n - 1);
        }
        if matches!(self.chosen, Chosen::Several(..)) && text.trim().is_empty() {
            return self.take(self.at);
        }
        if std::mem::take(&mut self.settled) {
            self.typed.set("");
        }
        if self.typed.insert(text.trim()) != Ok(true) {
            return Next::Stay.into();
        }
        Step::with(self.refresh(state))
    }

    /// Marks the one that was looked for, and shows everybody again.
    fn take_found(&mut self, state: &mut State) -> Step {
        self.take(self.at);
        self.settled = false;
        self.typed.set("");
        Step::with(self.refresh(state))
    }

    /// Takes a row, or turns its mark.
    fn take(&mut self, at: usize) -> Step {
        let Some(row) = self.rows.get(at) else {
            return Next::Stay.into();
        };
        match &mut self.chosen {
            Chosen::One(pick) => return Next::Do(Choice::Flow(Flow::Picked(pick.clone(), row.clone()))).into(),
            Chosen::Several(_, marked) => marked.turn(Pick::of(&row.code, &row.label)),
        }
        (self.at, self.settled) = (at, !self.typed.is_empty());
        Next::Stay.into()
    }

    /// What is marked; none where only one is chosen.
    pub fn marked(&self) -> Option<&Marks> {
        match &self.chosen {
            Chosen::One(_) => None,
            Chosen::Several(_, marked) => Some(marked),
        }
    }

    /// Takes the rows when they are what was asked for last.
    pub fn answer(&mut self, state: &State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        if self.ticket != Some(ticket) {
            return Err(answer);
        }
        let Answer::Deputies(list) = *answer else {
            return Err(answer);
        };
        self.rows = list.iter().map(|d| deputy_row(state.lang, d)).collect();
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        Ok(Vec::new())
    }
}

/// A deputy as a row: name, levels, post.
pub fn deputy_row(lang: Lang, d: &Deputy) -> Row {
    let levels = code::levels_short(lang, &d.profile.levels);
    let post = d.profile.post.clone().or_else(|| d.profile.constituency.clone());
    Row {
        code: d.id.to_string(),
        label: d.profile.name.clone(),
        note: format!("{levels} {}", post.unwrap_or_default()).trim().to_owned(),
    }
}
