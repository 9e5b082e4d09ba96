//! Text looked up in a list that the caller keeps supplying.
//!
//! Typing changes the query and forgets the pick. While candidates are shown, Up and Down walk them, Enter takes the
//! one under the cursor, and digits take one where the spec says so. In a field that takes free text the cursor
//! stands in the text until Down is pressed, so Enter keeps what was typed; elsewhere it stands on the first one.

use crossterm::event::KeyCode;

use super::{Handled, Refusal, text};
use crate::form::buffer::TextBuffer;
use crate::form::event::FormInput;
use crate::form::fold::{self, Lines, digit};
use crate::form::spec::INLINE;
use crate::form::value::Pick;

/// A line of the pick list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub code: String,
    /// What becomes the text.
    pub label: String,
    /// What tells it apart from others of the same label; may be empty.
    pub note: String,
}

/// The text, what was picked for it, and the list on screen.
#[derive(Clone, Debug)]
pub(in crate::form) struct Lookup {
    buffer: TextBuffer,
    code: Option<String>,
    list: Vec<Candidate>,
    cursor: Option<usize>,
}

impl Lookup {
    /// An empty one.
    pub fn new(max: usize) -> Self {
        Self {
            buffer: TextBuffer::new(Lines::Single, Some(max)),
            code: None,
            list: Vec::new(),
            cursor: None,
        }
    }

    /// The buffer.
    pub fn buffer(&self) -> &TextBuffer {
        &self.buffer
    }

    /// What stands in the field.
    pub fn text(&self) -> &str {
        self.buffer.text()
    }

    /// The code picked, if the text is a pick.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The list on screen, nine lines at most.
    pub fn list(&self) -> &[Candidate] {
        &self.list
    }

    /// The line under the cursor.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// Puts a value in.
    pub fn set(&mut self, pick: &Pick) {
        self.buffer.set(&pick.label);
        self.code.clone_from(&pick.code);
        self.close();
    }

    /// Shows what was found for what is typed now.
    pub fn offer(&mut self, mut list: Vec<Candidate>, free: bool) {
        list.truncate(INLINE);
        self.cursor = (!free && !list.is_empty()).then_some(0);
        self.list = list;
    }

    /// Takes the list away.
    pub fn close(&mut self) {
        self.list.clear();
        self.cursor = None;
    }

    /// Answers a key.
    pub fn handle(&mut self, input: FormInput<'_>, free: bool, digits: bool) -> Handled {
        let last = self.list.len().saturating_sub(1);
        match (input, self.cursor) {
            // Leaving takes what is marked, as Enter does.
            (FormInput::Key(KeyCode::Enter | KeyCode::Tab), Some(at)) => self.take(at),
            (FormInput::Key(KeyCode::Enter), None) if !free && self.code.is_none() && !fold::is_blank(self.text()) => {
                Handled::Refused(Refusal::NotInList)
            }
            (FormInput::Key(KeyCode::Down), at) if !self.list.is_empty() && at != Some(last) => {
                self.cursor = Some(at.map_or(0, |i| i + 1));
                Handled::Moved
            }
            (FormInput::Key(KeyCode::Up), Some(at)) if at > 0 || free => {
                self.cursor = at.checked_sub(1);
                Handled::Moved
            }
            (FormInput::Text(t), _) if digits && !self.list.is_empty() => {
                let mut keys = t.chars();
                match (keys.next().and_then(digit), keys.next()) {
                    (Some(n), None) if n <= self.list.len() => self.take(n - 1),
                    _ => self.typed(input),
                }
            }
            _ => self.typed(input),
        }
    }

    fn typed(&mut self, input: FormInput<'_>) -> Handled {
        let handled = text::handle(&mut self.buffer, input, str::to_owned);
        if handled != Handled::Edited {
            return handled;
        }
        self.code = None;
        self.close();
        Handled::Query
    }

    fn take(&mut self, at: usize) -> Handled {
        let Some(c) = self.list.get(at).cloned() else {
            return Handled::Refused(Refusal::NotInList);
        };
        if self.buffer.replace_all(&c.label).is_err() {
            self.buffer.set(&c.label);
        }
        self.code = Some(c.code);
        self.close();
        Handled::Picked
    }
}
