//! Several lines of text: Enter is a line break; Tab, or Down past the last row, moves on.

use crossterm::event::KeyCode;

use super::{Handled, text};
use crate::form::buffer::TextBuffer;
use crate::form::event::FormInput;

/// Answers a key in a text wrapped to `width`.
pub(in crate::form) fn handle(b: &mut TextBuffer, input: FormInput<'_>, width: usize, page: usize) -> Handled {
    let page = isize::try_from(page.saturating_sub(1).max(1)).unwrap_or(1);
    match input {
        FormInput::Key(KeyCode::Tab) => Handled::Next,
        FormInput::Key(KeyCode::BackTab) => Handled::Previous,
        FormInput::Key(KeyCode::Up) => moved_or(b.up(width), Handled::Previous),
        FormInput::Key(KeyCode::Down) => moved_or(b.down(width), Handled::Next),
        FormInput::Key(KeyCode::PageUp) => moved_or(b.rows(width, -page), Handled::Moved),
        FormInput::Key(KeyCode::PageDown) => moved_or(b.rows(width, page), Handled::Moved),
        FormInput::Key(KeyCode::Enter) => text::edited(b.insert("\n")),
        FormInput::Text(t) => text::edited(b.insert(t)),
        FormInput::Paste(t) => text::edited(b.paste(t)),
        other => text::common(b, other),
    }
}

fn moved_or(moved: bool, otherwise: Handled) -> Handled {
    if moved { Handled::Moved } else { otherwise }
}
