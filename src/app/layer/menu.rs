//! Numbered choices: by digit, or by arrows and Enter. Confirmations are menus with a text above; nothing is ever
//! confirmed by a letter, which an input method would swallow.

use crate::app::action::Act;
use crate::app::layer::{digit, moved};
use crate::app::model::{MENU_PAGE, Menu, Mood, Next, State, Step};
use crate::keys::Chord;

impl Menu {
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
        // Whoever presses a key that stands in the menu means whom the menu is about, whoever sits there by now.
        if let Some(at) = self.items.iter().position(|item| item.act == Some(act)) {
            return Some(self.take(state, at));
        }
        if let Some(to) = moved(self.at, act, self.items.len(), MENU_PAGE) {
            self.at = to;
            return Some(Next::Stay.into());
        }
        if act == Act::ListOpen {
            return Some(self.take(state, self.at));
        }
        if act != Act::AppBack {
            return None;
        }
        Some(match self.back {
            Some(at) => self.take(state, at),
            None if self.modal => Next::Stay.into(),
            None => Next::Close.into(),
        })
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
