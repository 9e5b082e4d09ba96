//! A list to choose from: typing filters (name, pinyin, initials), digits choose among the first nine.

use crate::app::action::Act;
use crate::app::layer::{digit, moved, picker};
use crate::app::model::picker::{Purpose, Row, Source};
use crate::app::model::{Choice, Effect, Flow, Next, Picker, State, Step, Taken, Ticket};
use crate::domain::record::{Deputy, Unit};
use crate::domain::view::{Answer, Query};
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::i18n::{Lang, code};
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// Rows on one page.
pub const PAGE: usize = 9;

/// Rows asked for at once.
const MOST: u32 = 45;

impl Picker {
    /// A picker and its first question, if it asks any.
    pub fn open(
        state: &mut State,
        title: impl Into<String>,
        source: Source,
        purpose: Purpose,
        typed: &str,
    ) -> (Self, Vec<Effect>) {
        let mut buffer = TextBuffer::new(Lines::Single, Some(40));
        buffer.set(typed);
        let mut out = Self {
            title: title.into(),
            source,
            typed: buffer,
            rows: Vec::new(),
            at: 0,
            ticket: None,
            purpose,
        };
        let effects = out.refresh(state);
        (out, effects)
    }

    fn refresh(&mut self, state: &mut State) -> Vec<Effect> {
        let matching = self.typed.text().trim().to_owned();
        let query = match &self.source {
            Source::Deputies => Query::Deputies { matching, limit: MOST },
            Source::Fixed(rows) => {
                let key = crate::domain::pinyin::search_key;
                let fits = |r: &&Row| crate::domain::pinyin::matches(&matching, &r.label, &key(&r.label));
                self.rows = rows.iter().filter(fits).cloned().collect();
                self.at = 0;
                return Vec::new();
            }
        };
        let (ticket, effect) = state.ask(query);
        self.ticket = Some(ticket);
        vec![effect]
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if chord.is_text() {
            return None;
        }
        match (chord.code, act) {
            (_, Some(Act::AppBack)) => Some(Next::Close.into()),
            (KeyCode::Enter, _) => Some(self.take(self.at)),
            (KeyCode::Backspace, _) if self.typed.backspace() => Some(Step {
                next: Next::Stay,
                effects: self.refresh(state),
            }),
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
        if self.typed.insert(text.trim()) != Ok(true) {
            return Next::Stay.into();
        }
        Step {
            next: Next::Stay,
            effects: self.refresh(state),
        }
    }

    fn take(&mut self, at: usize) -> Step {
        let Some(row) = self.rows.get(at) else {
            return Next::Stay.into();
        };
        let choice = match &self.purpose {
            Purpose::Flow(pick) => Choice::Flow(Flow::Picked(pick.clone(), row.clone())),
            Purpose::Field(field) => Choice::Flow(Flow::Field(field, row.clone())),
        };
        Next::Do(choice).into()
    }

    /// Takes the rows when they are what was asked for last.
    pub fn answer(&mut self, state: &State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        if self.ticket != Some(ticket) {
            return Err(answer);
        }
        self.rows = picker::rows(state.lang, *answer);
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        Ok(Vec::new())
    }
}

/// Rows to choose from.
pub fn rows(lang: Lang, answer: Answer) -> Vec<Row> {
    let unit = |u: &Unit| Row {
        code: u.id.to_string(),
        label: u.profile.short.clone(),
        note: u.profile.scope.clone().unwrap_or_else(|| u.profile.name.clone()),
    };
    if let Answer::Deputies(list) = answer {
        list.iter().map(|d| deputy_row(lang, d)).collect()
    } else if let Answer::Units(list) = answer {
        list.iter().map(unit).collect()
    } else {
        Vec::new()
    }
}

/// A deputy as a row: name, levels, post.
fn deputy_row(lang: Lang, d: &Deputy) -> Row {
    let levels: String = d.profile.levels.iter().map(|l| code::level_short(lang, *l)).collect();
    let post = d.profile.post.clone().or_else(|| d.profile.constituency.clone());
    Row {
        code: d.id.to_string(),
        label: d.profile.name.clone(),
        note: format!("{levels} {}", post.unwrap_or_default()).trim().to_owned(),
    }
}
