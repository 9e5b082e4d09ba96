//! 终端自检: samples, what is known about the terminal, what to change; and the keys as they arrive.
//!
//! Here a key is shown and does nothing: whoever tests F5 must not open a form. Only digits choose, and Esc twice leaves.

use crate::app::layer::digit;
use crate::app::looks;
use crate::app::model::looks::Press;
use crate::app::model::{Next, SelfTest, State, Step};
use crate::i18n::fill;
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// Keys that are remembered.
const MOST: usize = 12;

impl SelfTest {
    /// Answers a key; all of them are for this layer.
    pub fn key(&mut self, state: &mut State, chord: Chord) -> Step {
        if chord.code == KeyCode::Esc {
            let leaves = std::mem::replace(&mut self.escaped, true);
            return if leaves { Next::Close } else { Next::Stay }.into();
        }
        self.escaped = false;
        digit(chord).map_or_else(|| Next::Stay.into(), |n| self.choose(state, n))
    }

    /// Takes text: a single digit chooses, however wide; what is pasted never does.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        let mut chars = text.chars();
        if let (Some(c), None, false) = (chars.next(), chars.next(), pasted) {
            return self.key(state, Chord::char(c));
        }
        self.escaped = false;
        Next::Stay.into()
    }

    fn choose(&mut self, state: &mut State, n: usize) -> Step {
        let effects = match n {
            1 => {
                self.page += 1;
                Vec::new()
            }
            2 => looks::next_substitute(state),
            3 => looks::next_theme(state),
            4 => looks::switch_gb18030(state),
            10 => return Next::Close.into(),
            _ => Vec::new(),
        };
        Step {
            next: Next::Stay,
            effects,
        }
    }

    /// A key came, as these bytes of so many; without a name it is one nobody knows.
    pub fn pressed(&mut self, state: &State, name: &str, bytes: &[u8], of: usize) {
        let t = &state.texts().selftest;
        let mut hex = bytes.iter().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(" ");
        if of > bytes.len() {
            hex = format!("{}  {hex}", fill(t.bytes, &[("n", &of.to_string())]));
        }
        let press = Press {
            name: if name.is_empty() { t.unknown_key } else { name }.to_owned(),
            bytes: hex,
        };
        self.presses.insert(0, press);
        self.presses.truncate(MOST);
    }
}
