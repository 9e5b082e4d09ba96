//! Keys that edit text or move between fields, the same in every form.

use crossterm::event::KeyCode::{self, Backspace, Delete, Down, End, Enter, Home, Left, PageDown, PageUp, Right, Up};

use crate::form::FormInput;
use crate::keys::Chord;

/// What a key means to the fields of a form; none when it means nothing there.
pub(crate) fn form_input(chord: Chord) -> Option<FormInput<'static>> {
    Some(match (chord.code, chord.is_ctrl()) {
        (Enter | Up | Down | Left | Right | Home | End | PageUp | PageDown | Backspace | Delete, _) => {
            FormInput::Key(chord.code)
        }
        (KeyCode::Char('y'), true) => FormInput::Redo,
        (KeyCode::Char('k'), true) => FormInput::KillLine,
        _ => return None,
    })
}
