//! Which layer takes a key, a text, an answer.

use crate::app::action::Act;
use crate::app::model::{Effect, Layer, Next, State, Step, Taken, Ticket};
use crate::domain::view::Answer;
use crate::keys::Chord;

impl Layer {
    /// Answers a key; `None` when it is not for this layer. `act` is what the keymap says of it.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        match self {
            Self::Menu(m) => m.key(state, chord, act),
            Self::Form(f) => f.key(state, chord, act),
            Self::Picker(p) => p.key(state, chord, act),
            Self::Page(p) => p.key(state, chord, act),
            Self::Help(h) => h.key(state, chord, act),
            Self::Palette(p) => p.key(state, chord, act),
            Self::Record(r) => r.key(state, chord, act),
            Self::Matter(m) => m.key(state, chord, act),
            Self::Importing(i) => i.key(state, chord, act),
            Self::Closing(c) => c.key(state, chord, act),
            Self::SelfTest(s) => Some(s.key(state, chord)),
        }
    }

    /// Takes committed or pasted text.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        match self {
            Self::Form(f) => f.text(state, text, pasted),
            Self::Picker(p) => p.text(state, text),
            Self::Palette(p) => p.text(state, text),
            Self::SelfTest(s) => s.text(state, text, pasted),
            Self::Importing(i) => i.text(state, text),
            Self::Menu(_) | Self::Page(_) | Self::Help(_) | Self::Record(_) | Self::Matter(_) | Self::Closing(_) => {
                Next::Stay.into()
            }
        }
    }

    /// Takes an answer if it asked the question; gives it back otherwise.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        match self {
            Self::Form(f) => f.answer(state, ticket, answer),
            Self::Matter(m) => m.answer(state, ticket, answer),
            Self::Picker(p) => p.answer(state, ticket, answer),
            Self::Page(p) => p.answer(state, ticket, answer),
            Self::Record(r) => r.answer(ticket, answer),
            Self::Menu(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => Err(answer),
        }
    }

    /// Asks for what it says as it is now. What is being decided or typed is not changed under a finger: an act says what
    /// changed meanwhile.
    pub(super) fn refresh(&mut self, state: &mut State) -> Option<Effect> {
        match self {
            Self::Record(r) => Some(r.refresh(state)),
            Self::Page(p) => p.refresh(state),
            Self::Menu(_)
            | Self::Form(_)
            | Self::Picker(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Matter(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => None,
        }
    }
}
