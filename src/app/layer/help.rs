//! The keys that work here, and why some do not.

use crate::app::action::{ACTIONS, Act, Action, Scope, keys_of};
use crate::app::available::why_not;
use crate::app::layer::palette::initials;
use crate::app::layer::{digit, moved};
use crate::app::model::help::Row;
use crate::app::model::{Choice, Help, Layer, Next, State, Step};
use crate::i18n::Lang;
use crate::keys::Chord;

/// The keys of an action; without any, those of the list of names and the letters that find it there.
fn reached(a: &Action, state: &State) -> String {
    let keys = keys_of(a.act, &state.keymap, state.lang);
    if !keys.is_empty() {
        return keys;
    }
    let list = keys_of(Act::AppPalette, &state.keymap, state.lang);
    let first = list.split(' ').next().unwrap_or_default();
    format!("{first}-{}", initials((a.label)(Lang::Zh.texts())))
}

impl Help {
    /// What works on the screen below: its own keys first, then those that work everywhere.
    pub fn new(state: &State) -> Self {
        let in_form = matches!(state.layers.last(), Some(Layer::Form(_)));
        let rank = |s: Scope| match (s, in_form) {
            (Scope::Form, true) => 0,
            (Scope::Desk, _) => 1,
            (Scope::List, _) => 2,
            (Scope::Everywhere, _) => 3,
            (Scope::Form, false) => 4,
        };
        let mut actions: Vec<_> = ACTIONS.iter().collect();
        actions.sort_by_key(|a| rank(a.scope));
        let rows = actions
            .into_iter()
            .map(|a| {
                let why = why_not(a.act, state);
                Row {
                    keys: reached(a, state),
                    label: a.act.label(state.lang).to_owned(),
                    enabled: why.is_none(),
                    does: why.unwrap_or_else(|| (a.does)(state.texts()).to_owned()),
                }
            })
            .collect();
        Self { rows, top: 0 }
    }

    /// What its digits lead on to: the terminal's self-test, for whoever came because keys do not work, and everything
    /// there is by name.
    pub const DIGITS: [Act; 2] = [Act::AppSelfTest, Act::AppPalette];

    /// Answers a key.
    pub fn key(&mut self, state: &State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if let Some(n) = digit(chord) {
            let chosen = n.checked_sub(1).and_then(|at| Self::DIGITS.get(at));
            return Some(chosen.map_or_else(|| Next::Stay.into(), |act| Next::Do(Choice::Act(*act)).into()));
        }
        let act = act?;
        let page = usize::from(state.size.1.saturating_sub(4)).max(1);
        if let Some(to) = moved(self.top, act, self.rows.len().saturating_sub(page) + 1, page) {
            self.top = to;
            return Some(Next::Stay.into());
        }
        let closes = [Act::AppBack, Act::AppHelp, Act::ListOpen].contains(&act);
        closes.then(|| Next::Close.into())
    }
}
