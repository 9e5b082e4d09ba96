//! A day, a time of day or hours in free text, read by the caller's function and echoed beside what was typed.

use crossterm::event::KeyCode;

use super::{Handled, text};
use crate::form::buffer::TextBuffer;
use crate::form::event::FormInput;
use crate::form::fold::fold;
use crate::form::spec::{Problem, ReadWhen, StepWhen};

/// Most graphemes.
pub(in crate::form) const MAX: usize = 30;

/// Answers a key; PageUp and PageDown go a day back and on when the caller can step.
pub(in crate::form) fn handle(
    b: &mut TextBuffer,
    input: FormInput<'_>,
    step: Option<StepWhen>,
    now_ms: i64,
) -> Handled {
    let days = match input {
        FormInput::Key(KeyCode::PageUp) => -1,
        FormInput::Key(KeyCode::PageDown) => 1,
        other => return text::handle(b, other, fold),
    };
    match step.and_then(|step| step(b.text(), now_ms, days)) {
        Some(text) => text::edited(b.replace_all(&text)),
        None => Handled::Ignored,
    }
}

/// What is wrong with a text that is not blank.
pub(in crate::form) fn check(text: &str, parse: ReadWhen, now_ms: i64) -> Option<Problem> {
    parse(&fold(text), now_ms).err().map(Problem::Text)
}

/// What to show beside the text, when it can be read.
pub(in crate::form) fn echo(text: &str, parse: ReadWhen, now_ms: i64) -> Option<String> {
    parse(&fold(text), now_ms).ok().filter(|echo| !echo.is_empty())
}
