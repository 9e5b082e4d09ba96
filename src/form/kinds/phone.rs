//! A phone number: full-width forms become ASCII, and beyond that the text stays as the person gave it
//! (extensions, "ask for Wang", two numbers).

use super::{Handled, text};
use crate::form::buffer::TextBuffer;
use crate::form::event::FormInput;
use crate::form::fold::fold;

/// Most graphemes.
pub(in crate::form) const MAX: usize = 40;

/// Answers a key.
pub(in crate::form) fn handle(b: &mut TextBuffer, input: FormInput<'_>) -> Handled {
    text::handle(b, input, fold)
}
