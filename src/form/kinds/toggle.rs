//! Yes or no: Space turns it, Left and 1 say yes, Right and 2 say no.

use crossterm::event::KeyCode;

use super::{Handled, Refusal};
use crate::form::event::FormInput;
use crate::form::fold::fold_char;

/// Answers a key.
pub(in crate::form) fn handle(flag: &mut bool, input: FormInput<'_>) -> Handled {
    let to = match input {
        FormInput::Key(KeyCode::Enter | KeyCode::Tab | KeyCode::Down) => return Handled::Next,
        FormInput::Key(KeyCode::BackTab | KeyCode::Up) => return Handled::Previous,
        FormInput::Key(KeyCode::Left) => true,
        FormInput::Key(KeyCode::Right) => false,
        FormInput::Text(t) | FormInput::Paste(t) => {
            let mut keys = t.chars().map(fold_char);
            match (keys.next(), keys.next()) {
                (Some(' '), None) => !*flag,
                (Some('1'), None) => true,
                (Some('2'), None) => false,
                _ => return Handled::Refused(Refusal::of_keys(t)),
            }
        }
        _ => return Handled::Ignored,
    };
    if *flag == to {
        return Handled::Moved;
    }
    *flag = to;
    Handled::Edited
}
