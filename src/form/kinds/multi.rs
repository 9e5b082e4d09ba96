//! Several of a list: a digit turns one of the first nine on or off, Left and Right walk, Space turns the one under
//! the cursor. Picks are kept in the order of the list. Where there are more than the list holds, a letter looks for them.

use crossterm::event::KeyCode;

use super::{Handled, Refusal};
use crate::form::event::FormInput;
use crate::form::fold::{digit, fold_char};
use crate::form::spec::ChoiceOption;
use crate::form::value::Pick;

/// What is picked and where the cursor stands.
#[derive(Clone, Debug, Default)]
pub(in crate::form) struct Multi {
    picks: Vec<Pick>,
    cursor: usize,
}

impl Multi {
    /// What is picked.
    pub fn picks(&self) -> &[Pick] {
        &self.picks
    }

    /// The option under the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether a code is picked.
    pub fn has(&self, code: &str) -> bool {
        self.picks.iter().any(|p| p.code.as_deref() == Some(code))
    }

    /// Takes the picks that are in the list; the labels of the others come back.
    pub fn set(&mut self, options: &[ChoiceOption], picks: &[Pick]) -> Option<String> {
        let known = |p: &Pick| options.iter().any(|o| Some(&o.code) == p.code.as_ref());
        let wanted: Vec<&str> = picks.iter().filter_map(|p| p.code.as_deref()).collect();
        self.picks = options
            .iter()
            .filter(|o| wanted.contains(&o.code.as_str()))
            .map(|o| Pick::of(&o.code, &o.label))
            .collect();
        let lost: Vec<&str> = picks.iter().filter(|p| !known(p)).map(|p| p.label.as_str()).collect();
        (!lost.is_empty()).then(|| lost.join(" "))
    }

    /// Answers a key.
    pub fn handle(&mut self, options: &[ChoiceOption], more: bool, input: FormInput<'_>) -> Handled {
        let last = options.len().saturating_sub(1);
        match input {
            FormInput::Key(KeyCode::Enter | KeyCode::Tab | KeyCode::Down) => Handled::Next,
            FormInput::Key(KeyCode::BackTab | KeyCode::Up) => Handled::Previous,
            FormInput::Key(KeyCode::Left) => self.walk(self.cursor.saturating_sub(1)),
            FormInput::Key(KeyCode::Right) => self.walk((self.cursor + 1).min(last)),
            FormInput::Key(KeyCode::Home) => self.walk(0),
            FormInput::Key(KeyCode::End) => self.walk(last),
            FormInput::Text(t) | FormInput::Paste(t) => {
                let mut keys = t.chars();
                let key = keys.next().filter(|_| keys.next().is_none());
                match (key.map(fold_char), key.and_then(digit)) {
                    (Some(' '), _) => self.turn(options, self.cursor),
                    (_, Some(n)) => self.turn(options, n - 1),
                    _ if more => Handled::Picker(t.trim().to_owned()),
                    _ => Handled::Refused(Refusal::of_keys(t)),
                }
            }
            _ => Handled::Ignored,
        }
    }

    fn walk(&mut self, to: usize) -> Handled {
        self.cursor = to;
        Handled::Moved
    }

    fn turn(&mut self, options: &[ChoiceOption], at: usize) -> Handled {
        let Some(option) = options.get(at) else {
            return Handled::Refused(Refusal::NotInList);
        };
        self.cursor = at;
        if self.has(&option.code) {
            self.picks.retain(|p| p.code.as_ref() != Some(&option.code));
        } else {
            self.picks.push(Pick::of(&option.code, &option.label));
            self.picks
                .sort_by_key(|p| options.iter().position(|o| Some(&o.code) == p.code.as_ref()));
        }
        Handled::Edited
    }
}
