//! Actions by name: Chinese, pinyin, initials or id.

use crate::app::action::{ACTIONS, Act, Action, Screen};
use crate::app::layer::{digit, moved};
use crate::app::model::{Choice, Next, Palette, State, Step};
use crate::domain::pinyin;
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::i18n::Lang;
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// Rows on one page.
pub const PAGE: usize = 9;

impl Palette {
    /// Everything, before anything is typed.
    pub fn new(state: &State) -> Self {
        let mut out = Self {
            typed: TextBuffer::new(Lines::Single, Some(30)),
            found: Vec::new(),
            at: 0,
        };
        out.refresh(state.lang);
        out
    }

    fn refresh(&mut self, lang: Lang) {
        let typed = self.typed.text().trim().to_lowercase();
        let mut found: Vec<&Action> = ACTIONS
            .iter()
            .filter(|a| a.palette && matches(a, &typed, lang))
            .collect();
        // Without anything typed it is also the list of the screens that have no digit.
        let is_further = |a: &Action| Screen::further().any(|screen| a.act == Act::Screen(screen));
        found.sort_by_key(|a| (!typed.is_empty() || !is_further(a), a.danger));
        self.found = found.into_iter().map(|a| a.act).collect();
        self.at = 0;
    }

    /// Answers a key.
    pub fn key(&mut self, state: &State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if chord.is_text() {
            return None;
        }
        match (chord.code, act) {
            (_, Some(Act::AppBack | Act::AppPalette)) => Some(Next::Close.into()),
            (KeyCode::Enter, _) => Some(self.take(self.at)),
            (KeyCode::Backspace, _) => {
                if self.typed.backspace() {
                    self.refresh(state.lang);
                }
                Some(Next::Stay.into())
            }
            (_, Some(act)) => {
                self.at = moved(self.at, act, self.found.len(), PAGE)?;
                Some(Next::Stay.into())
            }
            _ => None,
        }
    }

    /// Takes text: one digit chooses, everything else filters.
    pub fn text(&mut self, state: &State, text: &str) -> Step {
        let mut chars = text.chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && let Some(n) = digit(Chord::char(c))
        {
            return self.take(self.at - self.at % PAGE + n - 1);
        }
        if self.typed.insert(text) == Ok(true) {
            self.refresh(state.lang);
        }
        Next::Stay.into()
    }

    fn take(&self, at: usize) -> Step {
        self.found
            .get(at)
            .map_or(Next::Stay.into(), |act| Next::Do(Choice::Act(*act)).into())
    }
}

fn matches(a: &Action, typed: &str, lang: Lang) -> bool {
    let zh = (a.label)(Lang::Zh.texts());
    typed.is_empty()
        || a.id.contains(typed)
        || (a.label)(lang.texts()).to_lowercase().contains(typed)
        || pinyin::matches(typed, zh, &pinyin::search_key(zh))
        || initials(zh).starts_with(typed)
}

/// First letters of the pinyin of a label: `jh` for 叫号.
fn initials(label: &str) -> String {
    label
        .chars()
        .filter_map(|c| {
            let key = pinyin::search_key(c.encode_utf8(&mut [0; 4]));
            key.chars().next()
        })
        .collect()
}
