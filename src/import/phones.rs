//! Whose number stands in a cell: what brackets and words beside it say of it.

use super::dictionary::Dictionary;
use super::named::{CLOSE, OPEN, listed, split_outside};
use super::problem::ProblemKind;
use super::table::Cell;
use crate::domain::phone::Phone;
use crate::domain::phones::{Among, Prefer, phone_among};
use crate::domain::text::{is_han, tidy};

/// What a cell of telephone numbers says.
pub(super) struct Said {
    /// The number of whom the row is about.
    pub phone: Option<Phone>,
    /// What is to be said of the cell.
    pub problems: Vec<ProblemKind>,
    /// What of it is not their number, as it was written.
    pub aside: Vec<String>,
}

/// Reads a cell.
pub(super) fn read(cell: &Cell, words: &Dictionary, prefer: Prefer) -> Said {
    let text = cell.shown();
    let mut said = Said {
        phone: None,
        problems: Vec::new(),
        aside: Vec::new(),
    };
    let own = if text.contains(|c| OPEN.contains(&c) || is_han(c)) {
        own(&text, words, &mut said)
    } else {
        text.clone()
    };
    if own.is_empty() && !said.problems.is_empty() {
        return said;
    }
    let (phone, problem) = match among(cell, &own, prefer) {
        Among::One(phone) => (Some(phone), None),
        Among::Several(phone) => (Some(phone), Some(ProblemKind::SeveralPhones)),
        Among::Words(phone) => (Some(phone), Some(ProblemKind::PhoneWithWords)),
        // As this program shows a number it keeps: nothing to learn from it, and nothing wrong.
        Among::None(_) if text.contains("**") => (None, Some(ProblemKind::MaskedPhone)),
        Among::None(problem) => (None, Some(ProblemKind::Phone(problem))),
    };
    said.phone = phone;
    if let Some(problem) = problem {
        said.problems.retain(|known| *known == ProblemKind::NotTheirs);
        said.problems.push(problem);
    }
    said
}

/// What of a text is a number of their own: not that of a wife, not one that nobody answers. What brackets say besides is kept.
fn own(text: &str, words: &Dictionary, said: &mut Said) -> String {
    let mut own: Vec<String> = Vec::new();
    for part in split_outside(text, |c| listed(c) || matches!(c, '\n' | '\r')) {
        let (outside, inside) = apart(part);
        let beside: String = outside.chars().filter(|c| is_han(*c)).collect();
        let is_number = |text: &String| text.chars().filter(char::is_ascii_digit).count() > 6;
        let of_others = |text: &String| words.is_others_number(text);
        if of_others(&beside) || inside.iter().any(|text| of_others(text) && !is_number(text)) {
            said.problems.push(ProblemKind::NotTheirs);
            said.aside.push(tidy(part));
            continue;
        }
        for text in inside {
            if of_others(&text) {
                said.problems.push(ProblemKind::NotTheirs);
                said.aside.push(tidy(&text));
            } else if !words.is_own_number(&text) {
                said.problems.push(ProblemKind::PhoneWithWords);
                said.aside.push(tidy(&text));
            }
        }
        own.push(outside);
    }
    said.problems.dedup();
    own.join("、").trim().to_owned()
}

/// A text without the brackets that hold words, and what they hold; a bracketed area code is part of a number.
fn apart(part: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let mut open: Option<(char, String)> = None;
    for c in part.chars() {
        match &mut open {
            None if OPEN.contains(&c) => open = Some((c, String::new())),
            None => outside.push(c),
            Some((bracket, text)) if CLOSE.contains(&c) => {
                if text.chars().any(char::is_alphabetic) {
                    inside.push(std::mem::take(text));
                } else {
                    outside.push(*bracket);
                    outside.push_str(text);
                    outside.push(c);
                }
                // Two numbers with a word between them stay two.
                outside.push(' ');
                open = None;
            }
            Some((_, text)) => text.push(c),
        }
    }
    // A bracket that is never closed goes on to the end.
    if let Some((_, text)) = open.filter(|(_, text)| !text.is_empty()) {
        inside.push(text);
    }
    (outside, inside)
}

fn among(cell: &Cell, text: &str, prefer: Prefer) -> Among {
    match phone_among(text, prefer) {
        // A cell that holds a number has lost the zero of the area code.
        Among::None(problem) if matches!(cell, Cell::Number(_)) && text.len() < 12 => {
            match phone_among(&format!("0{text}"), prefer) {
                Among::One(phone) => Among::One(phone),
                Among::Several(_) | Among::Words(_) | Among::None(_) => Among::None(problem),
            }
        }
        among => among,
    }
}
