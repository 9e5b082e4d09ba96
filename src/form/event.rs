//! What goes into a form and what comes out of it.

use crossterm::event::KeyCode;

use super::kinds::Refusal;
use super::value::FieldId;

/// A key, or text, meant for the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormInput<'a> {
    /// Typed or committed text.
    Text(&'a str),
    Paste(&'a str),
    /// A key that moves or takes away; one that means nothing to a field is left to the caller.
    Key(KeyCode),
    Undo,
    Redo,
    /// Delete to the end of the line.
    KillLine,
}

/// What became of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormOutcome {
    /// Not the form's: the caller may use it (Up and Shift-Tab on the first field come back this way).
    Ignored,
    /// The caret or the focus may have moved; no value changed.
    Moved,
    /// The focused field changed.
    Edited,
    /// Nothing changed, and why.
    Refused(Refusal),
    /// Past the last field: the caller shows the filing row.
    AtEnd,
    /// The caller opens a pick list for a field, with what was typed as its first query.
    OpenPicker(FieldId, String),
    /// The text of a lookup changed: the caller looks for candidates and calls `offer`.
    LookupChanged(FieldId, String),
    /// A candidate was picked; the focus has moved on.
    Picked(FieldId),
}
