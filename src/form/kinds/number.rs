//! A whole number within limits.

use super::{Handled, Refusal, text};
use crate::form::buffer::TextBuffer;
use crate::form::event::FormInput;
use crate::form::fold::fold;
use crate::form::spec::Problem;

/// Most graphemes: the digits of the largest number and a sign.
pub(in crate::form) const MAX: usize = 20;

/// Answers a key; anything that is not a digit is refused, a sign only taken where numbers under zero are.
pub(in crate::form) fn handle(b: &mut TextBuffer, input: FormInput<'_>, min: i64) -> Handled {
    let fits = |t: &str| {
        fold(t)
            .trim()
            .chars()
            .all(|c| c.is_ascii_digit() || (c == '-' && min < 0))
    };
    match input {
        FormInput::Text(t) | FormInput::Paste(t) if !fits(t) => match with_unit(&fold(t)) {
            Some(number) => text::handle(b, FormInput::Text(number), str::to_owned),
            None => Handled::Refused(Refusal::NotADigit),
        },
        other => text::handle(b, other, |t| fold(t).trim().to_owned()),
    }
}

/// The number of `23人` and `约 12 户`, which an input method commits at once; none where there are several or none.
fn with_unit(text: &str) -> Option<&str> {
    let mut numbers = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    numbers
        .next()
        .filter(|_| numbers.next().is_none() && !text.contains(['-', '.']))
}

/// What is wrong with a text that is not blank.
pub(in crate::form) fn check(text: &str, min: i64, max: i64) -> Option<Problem> {
    match fold(text).trim().parse::<i64>() {
        Err(_) => Some(Problem::NotANumber),
        Ok(n) => (n < min || n > max).then_some(Problem::OutOfRange { min, max }),
    }
}
