//! Fields to fill in. The engine in `form` knows fields; this knows the keys, the row that files and the command under
//! way. The draft is in `kept`. What the fields are and what is made of them is in the folder of its noun.

use crate::app::action::{Act, keys_of};
use crate::app::editing::form_input;
use crate::app::model::form::Submit;
use crate::app::model::pending::send;
use crate::app::model::{Effect, Form, Mood, Next, State, Step, Taken, Ticket};
use crate::app::{fields, forms};
use crate::domain::view::Answer;
use crate::form::{FieldId, FormInput, FormOutcome};
use crate::i18n::fill;
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// So many forms left with something typed are remembered.
const MOST_LAID: usize = 8;

/// A sentence with the key that takes back.
fn with_undo(state: &State, sentence: &str) -> String {
    let keys = keys_of(Act::FormUndo, &state.keymap, state.lang);
    let key = keys.split(' ').next().unwrap_or_default();
    fill(sentence, &[("key", key)])
}

impl Form {
    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        self.fit(state);
        if self.busy.is_some() && act != Some(Act::AppBack) {
            return (act != Some(Act::AppRedraw)).then(|| Next::Stay.into());
        }
        match act {
            Some(Act::FormFile) => return Some(self.file(state)),
            Some(Act::AppBack) => return Some(self.back(state)),
            Some(Act::FormNext) => return Some(self.feed(state, FormInput::Key(KeyCode::Tab))),
            Some(Act::FormPrev) => return Some(self.feed(state, FormInput::Key(KeyCode::BackTab))),
            Some(Act::FormUndo) if self.take_back(state) => return Some(Next::Stay.into()),
            Some(Act::FormUndo) => return Some(self.feed(state, FormInput::Undo)),
            _ => {}
        }
        let files = chord.code == KeyCode::Enter && (self.at_end || self.kind.is_quick() && !self.form.is_dirty());
        if files {
            return Some(self.file(state));
        }
        let input = form_input(chord)?;
        Some(self.feed(state, input))
    }

    /// Takes text.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        self.fit(state);
        let input = if pasted {
            FormInput::Paste(text)
        } else {
            FormInput::Text(text)
        };
        self.feed(state, input)
    }

    fn feed(&mut self, state: &mut State, input: FormInput<'_>) -> Step {
        if self.at_end {
            if matches!(input, FormInput::Key(KeyCode::Up | KeyCode::BackTab)) {
                self.at_end = false;
            }
            return Next::Stay.into();
        }
        let before = self.form.revision();
        let outcome = self.form.handle(input);
        if self.form.revision() != before {
            self.typed(state);
        }
        match outcome {
            FormOutcome::AtEnd if self.kind.only_looks() && input == FormInput::Key(KeyCode::Enter) => self.file(state),
            FormOutcome::AtEnd => {
                self.at_end = true;
                Next::Stay.into()
            }
            FormOutcome::Refused(why) => {
                state.say(Mood::Warn, fields::refused(state.lang, why));
                Next::Stay.into()
            }
            FormOutcome::LookupChanged(field, typed) => self.look_up(state, field, typed),
            FormOutcome::OpenPicker(field, typed) => match forms::pick_list(state, &self.form, field, &typed) {
                Some(layer) => Next::Push(Box::new(layer)).into(),
                None => Next::Stay.into(),
            },
            FormOutcome::Ignored | FormOutcome::Moved | FormOutcome::Edited | FormOutcome::Picked(_) => {
                Next::Stay.into()
            }
        }
    }

    fn look_up(&mut self, state: &mut State, field: FieldId, typed: String) -> Step {
        let Some(query) = forms::query(field, &typed) else {
            return Next::Stay.into();
        };
        let (ticket, effect) = state.ask(query);
        self.lookup = Some((ticket, field, typed));
        Step::with(effect)
    }

    /// Shows candidates when they are what was asked for last.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        match self.lookup.take() {
            Some((asked, field, typed)) if asked == ticket => {
                let list = forms::candidates(state, *answer);
                self.form.offer(field, &typed, list);
                Ok(Vec::new())
            }
            other => {
                self.lookup = other;
                Err(answer)
            }
        }
    }

    /// Esc: the list of candidates, the filing row, then the form.
    fn back(&mut self, state: &mut State) -> Step {
        if self.form.close_list() {
            return Next::Stay.into();
        }
        if self.at_end {
            self.at_end = false;
            return Next::Stay.into();
        }
        if self.kind.is_modal() {
            return Next::Stay.into();
        }
        self.lay_aside(state);
        Next::Close.into()
    }

    /// Whether another is the same form about the same thing.
    fn is_like(&self, other: &Self) -> bool {
        self.form.id() == other.form.id() && self.kind.target() == other.kind.target()
    }

    /// What was typed into a form that is left stays within reach as long as the desk is open. It does not come back by
    /// itself: the next one at the counter is somebody else.
    fn lay_aside(&self, state: &mut State) {
        if self.busy.is_some() || self.kind.only_looks() || !self.form.is_dirty() {
            return;
        }
        state.laid.retain(|other| !self.is_like(other));
        state.laid.push(self.clone());
        if state.laid.len() > MOST_LAID {
            state.laid.remove(0);
        }
        state.say(Mood::Warn, with_undo(state, state.texts().ask.laid_aside));
    }

    /// What to say of words that can be had back, as long as nothing new is typed.
    pub fn laid_note(&self, state: &State) -> Option<String> {
        let is_there = !self.form.is_dirty() && state.laid.iter().any(|other| self.is_like(other));
        is_there.then(|| with_undo(state, state.texts().ask.laid))
    }

    fn take_back(&mut self, state: &mut State) -> bool {
        let at = state.laid.iter().position(|other| self.is_like(other));
        let Some(at) = at.filter(|_| !self.form.is_dirty()) else {
            return false;
        };
        self.form = state.laid.remove(at).form;
        self.typed(state);
        self.at_end = false;
        self.fit(state);
        true
    }

    /// F9, or Enter on the filing row.
    pub fn file(&mut self, state: &mut State) -> Step {
        if self.busy.is_some() {
            return Next::Stay.into();
        }
        let values = match self.form.submit() {
            Ok(values) => values,
            Err(problems) => {
                self.at_end = false;
                let first = problems.first().map(|(_, p)| fields::words(state.lang, p));
                state.say(Mood::Warn, first.unwrap_or_default());
                return Next::Stay.into();
            }
        };
        match self.kind.submit(state, &values) {
            Submit::Send(command, then) => {
                state.laid.retain(|other| !self.is_like(other));
                let source = self.source(state);
                let effect = send(state, *command, then, source);
                if let Effect::Execute(r) = &effect {
                    self.busy = Some(r.id);
                    self.sent = Some(r.id);
                }
                Step::with(effect)
            }
            Submit::Do(choice) => Next::Do(choice).into(),
            Submit::Bad(field, words) => {
                self.at_end = false;
                self.form.focus_on(field);
                self.form.show(field, crate::form::Problem::Text(words.clone()));
                state.say(Mood::Warn, words);
                Next::Stay.into()
            }
        }
    }
}
