//! Keys that edit text or move between fields, the same in every form.

use crate::form::FormInput;
use crate::keys::{Chord, Code};

/// What a key means to the fields of a form; none when it means nothing there.
pub(crate) fn form_input(chord: Chord) -> Option<FormInput<'static>> {
    Some(match (chord.code, chord.ctrl) {
        (Code::Enter, _) => FormInput::Enter,
        (Code::Up, _) => FormInput::Up,
        (Code::Down, _) => FormInput::Down,
        (Code::Left, _) => FormInput::Left,
        (Code::Right, _) => FormInput::Right,
        (Code::Home, _) => FormInput::Home,
        (Code::End, _) => FormInput::End,
        (Code::PageUp, _) => FormInput::PageUp,
        (Code::PageDown, _) => FormInput::PageDown,
        (Code::Backspace, _) => FormInput::Backspace,
        (Code::Delete, _) => FormInput::Delete,
        (Code::Char('y'), true) => FormInput::Redo,
        (Code::Char('k'), true) => FormInput::KillLine,
        _ => return None,
    })
}
