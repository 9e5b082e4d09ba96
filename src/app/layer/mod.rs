//! How the layers every noun uses answer keys: numbered choices, lists to choose from, pages, and what the keys are.

pub mod help;
pub mod menu;
pub mod page;
pub mod palette;
pub mod picker;
mod roster;

use crate::app::action::{Act, Walk};
use crate::keys::Chord;

/// The digit of a key, full-width included; 0 is ten.
pub fn digit(chord: Chord) -> Option<usize> {
    match chord.command().text()?.to_digit(10)? {
        0 => Some(10),
        n => Some(n as usize),
    }
}

/// Where a list cursor goes by an act, in a list of `len` rows and pages of `page`.
pub fn moved(at: usize, act: Act, len: usize, page: usize) -> Option<usize> {
    let last = len.saturating_sub(1);
    let page = page.max(1);
    let to = match act.walk()? {
        Walk::Up => at.saturating_sub(1),
        Walk::Down => at + 1,
        Walk::PageUp => at.saturating_sub(page),
        Walk::PageDown => at + page,
        Walk::First => 0,
        Walk::Last => last,
    };
    Some(to.min(last))
}
