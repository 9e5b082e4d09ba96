//! Numbered choices: by digit, or by arrows and Enter. Confirmations are menus with a text above; nothing is ever
//! confirmed by a letter, which an input method would swallow.

use super::{Choice, Next, Step, digit, moved};
use crate::app::action::Act;
use crate::app::state::{Mood, State};
use crate::keys::Chord;

/// Choices on one page: the digits 1 to 9 and 0.
pub const MENU_PAGE: usize = 10;

/// One choice.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it says.
    pub label: String,
    /// Its key, or a remark.
    pub note: String,
    /// Why it cannot be chosen now.
    pub why_not: Option<String>,
    /// What it does.
    pub choice: Choice,
}

impl Item {
    /// A choice that can be made.
    pub fn new(label: impl Into<String>, choice: Choice) -> Self {
        Self {
            label: label.into(),
            note: String::new(),
            why_not: None,
            choice,
        }
    }

    /// The same with a remark at its right.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same, greyed with a reason if there is one.
    #[must_use]
    pub fn unless(mut self, why_not: Option<String>) -> Self {
        self.why_not = why_not;
        self
    }
}

/// A menu.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    /// Over it.
    pub title: String,
    /// The question, a paragraph each.
    pub text: Vec<String>,
    /// The choices.
    pub items: Vec<Item>,
    /// The one with the marker.
    pub at: usize,
    /// Esc does not leave it.
    pub modal: bool,
}

impl Menu {
    /// A menu with the marker on the first choice.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            title: title.into(),
            items,
            ..Self::default()
        }
    }

    /// The same with a question above.
    #[must_use]
    pub fn asking(mut self, text: impl Into<String>) -> Self {
        self.text.push(text.into());
        self
    }

    /// As a layer.
    pub fn layer(self) -> super::Layer {
        super::Layer::Menu(self)
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if let Some(n) = digit(chord) {
            let first = self.at - self.at % MENU_PAGE;
            let at = first + n - 1;
            return Some(if n <= MENU_PAGE && at < self.items.len() {
                self.take(state, at)
            } else {
                Next::Stay.into()
            });
        }
        let act = act?;
        if let Some(to) = moved(self.at, act, self.items.len(), MENU_PAGE) {
            self.at = to;
            return Some(Next::Stay.into());
        }
        if act == Act::ListOpen {
            return Some(self.take(state, self.at));
        }
        let back = || if self.modal { Next::Stay } else { Next::Close }.into();
        (act == Act::AppBack).then(back)
    }

    fn take(&mut self, state: &mut State, at: usize) -> Step {
        self.at = at;
        let Some(item) = self.items.get(at) else {
            return Next::Stay.into();
        };
        match &item.why_not {
            Some(why) => {
                state.say(Mood::Warn, why.clone());
                Next::Stay.into()
            }
            None => Next::Do(item.choice.clone()).into(),
        }
    }
}
