//! Rules somebody wrote laid over those in force: what they do not write stays as it is, down to a key of one item.

use serde_json::{Map, Value};

use super::items::{known_by, named};
use super::ruleset::{Ruleset, merge};
use crate::domain::code::Section;

/// Ours with what is written of these sections. An item of a list is met by what it is known by, and one that is not
/// written stays; a list of bare values is one value. None when what is written is no part of a ruleset.
pub fn lay_over(ours: &Ruleset, written: &Value, sections: &[Section]) -> Option<Ruleset> {
    let mut whole = serde_json::to_value(ours).ok()?;
    for section in sections {
        let name = section.code();
        if let (Some(whole), Some(new)) = (whole.as_object_mut(), written.get(name)) {
            let old = whole.remove(name).unwrap_or_default();
            whole.insert(name.to_owned(), laid(name, old, new));
        }
    }
    let laid: Ruleset = serde_json::from_value(whole).ok()?;
    Some(merge(ours, &laid, sections))
}

fn laid(name: &str, old: Value, new: &Value) -> Value {
    match (old, new, known_by(name)) {
        (Value::Object(mut old), Value::Object(new), _) => {
            for (key, value) in new {
                let before = old.remove(key).unwrap_or_default();
                old.insert(key.clone(), laid(key, before, value));
            }
            Value::Object(old)
        }
        (old @ Value::Array(_), Value::Array(_), Some(key)) if is_of_items(key, &old) && is_of_items(key, new) => {
            Value::Array(lists(named(key, &old), named(key, new)))
        }
        (_, new, _) => new.clone(),
    }
}

/// Whoever writes a rhythm may call anything by the name of a list.
fn is_of_items(key: &str, list: &Value) -> bool {
    let is_known = |item: &Value| item.get(key).is_some();
    list.as_array().is_some_and(|items| items.iter().all(is_known))
}

/// Whoever writes every item of ours writes their order too. Otherwise ours stay in their places, and a new one goes behind
/// the one it is written behind.
fn lists(ours: Vec<(String, Value)>, theirs: Vec<(String, Value)>) -> Vec<Value> {
    let is_in = |list: &[(String, Value)], name: &str| list.iter().any(|(n, _)| n == name);
    let all = ours.iter().all(|(name, _)| is_in(&theirs, name));
    let mut left = ours;
    let mut out: Vec<(String, Value)> = if all { Vec::new() } else { std::mem::take(&mut left) };
    let mut before: Option<usize> = None;
    for (name, new) in theirs {
        if let Some(at) = out.iter().position(|(n, _)| *n == name) {
            if let Some((_, item)) = out.get_mut(at) {
                *item = laid("", std::mem::take(item), &new);
            }
            before = Some(at);
            continue;
        }
        let old = left.iter().position(|(n, _)| *n == name).map(|at| left.remove(at).1);
        let item = laid("", old.unwrap_or(Value::Object(Map::new())), &new);
        let at = before.map_or(out.len(), |at| at + 1);
        out.insert(at, (name, item));
        before = Some(at);
    }
    out.into_iter().map(|(_, item)| item).collect()
}
