//! One line of text, and the keys every line shares.

use crossterm::event::KeyCode;

use super::{Handled, Refusal};
use crate::form::buffer::{TextBuffer, TooLong};
use crate::form::event::FormInput;

/// Answers a key on one line; `fold` is applied to what comes in.
pub(in crate::form) fn handle(b: &mut TextBuffer, input: FormInput<'_>, fold: fn(&str) -> String) -> Handled {
    match input {
        FormInput::Key(KeyCode::Enter | KeyCode::Tab | KeyCode::Down) => Handled::Next,
        FormInput::Key(KeyCode::BackTab | KeyCode::Up) => Handled::Previous,
        FormInput::Text(t) => edited(b.insert(&fold(t))),
        FormInput::Paste(t) => edited(b.paste(&fold(t))),
        other => common(b, other),
    }
}

/// The keys that mean the same in every text.
pub(in crate::form) fn common(b: &mut TextBuffer, input: FormInput<'_>) -> Handled {
    match input {
        FormInput::Key(KeyCode::Left) => moved(b.left()),
        FormInput::Key(KeyCode::Right) => moved(b.right()),
        FormInput::Key(KeyCode::Home) => moved(b.home()),
        FormInput::Key(KeyCode::End) => moved(b.end()),
        FormInput::Key(KeyCode::Backspace) => changed(b.backspace()),
        FormInput::Key(KeyCode::Delete) => changed(b.delete()),
        FormInput::KillLine => changed(b.kill_line()),
        FormInput::Undo => changed(b.undo()),
        FormInput::Redo => changed(b.redo()),
        _ => Handled::Ignored,
    }
}

/// What the result of putting text in means to the form.
pub(in crate::form) fn edited(result: Result<bool, TooLong>) -> Handled {
    match result {
        Ok(done) => changed(done),
        Err(TooLong { max, wanted }) => Handled::Refused(Refusal::TooLong { max, wanted }),
    }
}

fn changed(done: bool) -> Handled {
    if done { Handled::Edited } else { Handled::Moved }
}

/// A key at the edge of the text still belongs to the field: nothing happens, and nothing else may.
fn moved(_: bool) -> Handled {
    Handled::Moved
}
