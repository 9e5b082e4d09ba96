//! From what a terminal sends to what the screen understands.

use crossterm::event::KeyModifiers;

use crate::app::Input;
use crate::i18n::{Lang, fill};
use crate::keys::Chord;
use crate::term::{self, BadBytes};

/// Appends what the screen should get. Runs of text become one input: a burst of an input method, or of an unmarked
/// paste, must not lay the form out once per character.
pub(super) fn input(input: term::Input, out: &mut Vec<Input>) {
    match input {
        term::Input::Key(key) => out.extend(Chord::pressed(key).map(Input::Key)),
        term::Input::Text(text) => match out.last_mut() {
            Some(Input::Text(before)) => before.push_str(&text),
            _ => out.push(Input::Text(text)),
        },
        term::Input::Paste(text) => out.push(Input::Paste(text)),
        term::Input::Resize { cols, rows } => out.push(Input::Resized(cols, rows)),
        // The painter already knows what these mean for it; the bytes of keys, and those nobody can read, go another way.
        term::Input::Resumed
        | term::Input::Probed
        | term::Input::Echo(_)
        | term::Input::BadBytes(_)
        | term::Input::Report(_)
        | term::Input::Hangup
        | term::Input::Terminate => {}
    }
}

/// What came in one go and was not taken: bytes that are not UTF-8, and keys with Alt. It is said after everything else of that go: any key takes the line at the bottom away, and nobody
/// would have read it.
#[derive(Debug, Default)]
pub(super) struct Garbled {
    meant: String,
    is_lost: bool,
    is_alt: bool,
}

impl Garbled {
    /// Notes what came in a charset the desk does not speak, to judge which one it is.
    pub(super) fn hear(&mut self, input: &term::Input) {
        match input {
            term::Input::BadBytes(BadBytes::Gb18030(text)) => self.meant.push_str(text),
            term::Input::BadBytes(BadBytes::Unknown(_)) => self.is_lost = true,
            term::Input::Key(key) => self.is_alt |= key.modifiers.contains(KeyModifiers::ALT),
            _ => {}
        }
    }

    /// What the screen says of it.
    pub(super) fn say(self, lang: Lang) -> Option<Input> {
        let t = &lang.texts().trouble;
        if !self.meant.is_empty() {
            return Some(Input::Garbled(fill(t.charset_gb, &[("text", &self.meant)])));
        }
        let said = match (self.is_lost, self.is_alt) {
            (true, _) => t.charset,
            (false, true) => t.alt,
            (false, false) => return None,
        };
        Some(Input::Garbled(said.to_owned()))
    }
}
