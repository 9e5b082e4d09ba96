//! One of a list. Up to nine options are chosen in place by digit, Left and Right, or Space; a longer list asks the
//! caller for a picker when anything is typed, and on Enter while nothing is chosen.

use crossterm::event::KeyCode;

use super::{Handled, Refusal};
use crate::form::event::FormInput;
use crate::form::fold::{digit, fold, fold_char};
use crate::form::spec::{ChoiceOption, INLINE};
use crate::form::value::{Pick, Value};

/// Answers a key.
pub(in crate::form) fn handle(chosen: &mut Option<Pick>, options: &[ChoiceOption], input: FormInput<'_>) -> Handled {
    let inline = options.len() <= INLINE;
    match input {
        FormInput::Key(KeyCode::Enter) if !inline && chosen.is_none() => Handled::Picker(String::new()),
        FormInput::Key(KeyCode::Enter | KeyCode::Tab | KeyCode::Down) => Handled::Next,
        FormInput::Key(KeyCode::BackTab | KeyCode::Up) => Handled::Previous,
        FormInput::Key(KeyCode::Left) => step(chosen, options, -1),
        FormInput::Key(KeyCode::Right) => step(chosen, options, 1),
        FormInput::Key(KeyCode::Backspace | KeyCode::Delete) | FormInput::KillLine => match chosen.take() {
            Some(_) => Handled::Edited,
            None => Handled::Moved,
        },
        FormInput::Text(t) | FormInput::Paste(t) if !inline => Handled::Picker(fold(t).trim().to_owned()),
        FormInput::Text(t) => keys(chosen, options, t),
        FormInput::Paste(t) if t.chars().count() == 1 => keys(chosen, options, t),
        FormInput::Paste(t) => Handled::Refused(Refusal::of_keys(t)),
        _ => Handled::Ignored,
    }
}

/// The option a stored value stands for: by code, else by the label if one option alone has it. Forms of before kept a place in
/// the list as the code of a person.
pub(in crate::form) fn find(options: &[ChoiceOption], value: &Value) -> Option<Pick> {
    let by_label = |label: &str| {
        let mut called = options.iter().filter(|o| o.label == label && !label.is_empty());
        called.next().filter(|_| called.next().is_none())
    };
    let option = match value {
        Value::Pick(Pick {
            code: Some(code),
            label,
        }) => options.iter().find(|o| o.code == *code).or_else(|| by_label(label)),
        Value::Pick(Pick { code: None, label }) => by_label(label),
        Value::Text(t) => options.iter().find(|o| o.code == *t).or_else(|| by_label(t)),
        _ => None,
    }?;
    Some(Pick::of(&option.code, &option.label))
}

/// Several keys may arrive at once; one that is no key spoils them all, so that nothing is half done.
fn keys(chosen: &mut Option<Pick>, options: &[ChoiceOption], text: &str) -> Handled {
    let is_key = |c: char| fold_char(c) == ' ' || digit(c).is_some();
    if text.is_empty() || !text.chars().all(is_key) {
        return Handled::Refused(Refusal::of_keys(text));
    }
    let mut last = Handled::Moved;
    for c in text.chars() {
        last = match digit(c) {
            None => step(chosen, options, 0),
            Some(n) => match options.get(n - 1) {
                Some(o) if o.why_not.is_some() => Handled::Refused(Refusal::Closed),
                Some(o) => put(chosen, o),
                None => Handled::Refused(Refusal::NotInList),
            },
        };
    }
    last
}

/// One option back or on, stopping at the ends; by 0, one on and round. Those that cannot be chosen are passed by.
fn step(chosen: &mut Option<Pick>, options: &[ChoiceOption], by: isize) -> Handled {
    let options: Vec<&ChoiceOption> = options.iter().filter(|o| o.why_not.is_none()).collect();
    let at = chosen
        .as_ref()
        .and_then(|p| options.iter().position(|o| Some(&o.code) == p.code.as_ref()));
    let to = match (at, by) {
        (None, -1) => options.len().saturating_sub(1),
        (None, _) => 0,
        (Some(i), 0) => (i + 1) % options.len().max(1),
        (Some(i), by) => i.saturating_add_signed(by).min(options.len().saturating_sub(1)),
    };
    options.get(to).map_or(Handled::Moved, |o| put(chosen, o))
}

fn put(chosen: &mut Option<Pick>, option: &ChoiceOption) -> Handled {
    let pick = Some(Pick::of(&option.code, &option.label));
    if *chosen == pick {
        return Handled::Moved;
    }
    *chosen = pick;
    Handled::Edited
}
