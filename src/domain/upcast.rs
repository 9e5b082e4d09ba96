//! Bodies of older versions as today's. A kind that changes raises its version in its row and gets a step here, from the
//! version before; steps are taken one after the other, so a body of any age arrives. Bytes in the log are never touched.

use serde_json::{Map, Value};

/// What an event says, sorted by where it was kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// In the open body.
    pub open: Map<String, Value>,
    /// Under the subject's key; none when that key is gone.
    pub sealed: Option<Map<String, Value>>,
    /// Under the key that stays.
    pub kept: Map<String, Value>,
}

/// What one step does.
type Step = fn(&mut Parts);

/// The step from a version of a kind to the next; a test asks for every one there has to be.
fn step(kind: &str, ver: u32) -> Option<Step> {
    let step: Step = match (kind, ver) {
        ("visit_arrived", 1) => |p| {
            rename(p.sealed.as_mut(), "name", "label");
            rename(p.sealed.as_mut(), "words", "first_words");
            rename(p.sealed.as_mut(), "text", "note");
        },
        ("visit_changed" | "promise_made" | "promise_changed", 1) => |p| {
            rename(p.sealed.as_mut(), "name", "label");
            rename(p.sealed.as_mut(), "words", "first_words");
        },
        ("visit_moved" | "person_told", 1) => |p| rename(p.sealed.as_mut(), "text", "note"),
        // Every attempt was counted.
        ("person_told", 2) => |p| {
            p.open.insert("another".to_owned(), true.into());
        },
        ("evaluated", 1) => |p| rename(p.sealed.as_mut(), "text", "said"),
        ("answered_on_spot", 1) => |p| rename(p.sealed.as_mut(), "text", "answer"),
        ("session_planned" | "plan_changed" | "session_entered", 1) => |p| {
            let mut plan = p.open.get_mut("plan").and_then(Value::as_object_mut);
            for field in ["place", "theme"] {
                let value = plan.as_mut().and_then(|plan| plan.remove(field));
                p.kept.extend(value.map(|value| (field.to_owned(), value)));
            }
        },
        ("deputy_signed_in", 1) => |p| rename(Some(&mut p.open), "late", "came_late"),
        // The number of the paper stood there a second time.
        ("opinion_filed", 1) => |p| {
            if let Some(paper) = p.open.remove("paper_no").filter(|paper| !paper.is_null()) {
                p.open.entry("paper").or_insert(paper);
            }
            p.open
                .entry("representatives")
                .or_insert_with(|| Value::Array(Vec::new()));
        },
        ("opinion_corrected" | "citizen_corrected", 1) => |p| {
            rename(p.sealed.as_mut(), "changes", "sealed_changes");
            seal_words(p);
        },
        // There was one unit to a round, and its limit ran from the day it was given.
        ("handed_over", 1) => |p| {
            rename(p.sealed.as_mut(), "text", "note");
            p.open.insert("part".to_owned(), 1.into());
            p.open.insert("lead".to_owned(), true.into());
            let provisional = p.open.remove("provisional").unwrap_or_default();
            if let Some(day) = p.open.remove("due").filter(|day| !day.is_null()) {
                let due = [("day".to_owned(), day), ("provisional".to_owned(), provisional)];
                p.open
                    .insert("due".to_owned(), Value::Object(due.into_iter().collect()));
            }
        },
        // By what limit a day was counted is told by the rules that were in force, which only the log knows.
        ("handed_over" | "answered" | "guided_elsewhere", 2) => |_| {},
        ("chased" | "answered", 1) => |p| {
            p.open.insert("part".to_owned(), 1.into());
            p.open.insert("lead".to_owned(), true.into());
        },
        // Nothing but the class of a field changed: fields are known by name, wherever they were kept.
        (
            "station_founded" | "station_changed" | "account_added" | "account_changed" | "deputy_added"
            | "deputy_changed" | "unit_added" | "unit_changed" | "session_cancelled" | "session_closed"
            | "deputy_on_leave" | "deputy_substituted" | "visit_ended" | "visit_voided" | "citizen_recorded"
            | "guided_elsewhere" | "opinion_voided",
            1,
        ) => |_| {},
        // Nobody said why, where somebody was not content; everybody counted as told at once; and it was the newest telling.
        ("opinion_closed" | "telling_taken_back", 1) | ("answered_on_spot", 2 | 3) => |_| {},
        // No word was on its way: whoever was told through somebody or by letter was noted as told.
        ("person_told", 3) => |_| {},
        ("opinion_moved", 1) => |p| {
            p.open.insert("anew".to_owned(), true.into());
            p.open.insert("representatives".to_owned(), Value::Array(Vec::new()));
        },
        _ => return None,
    };
    Some(step)
}

/// Brings what a body of version `from` says to version `to`.
pub fn upcast(kind: &str, from: u32, to: u32, parts: &mut Parts) {
    for ver in from..to {
        if let Some(step) = step(kind, ver) {
            step(parts);
        }
    }
}

fn rename(fields: Option<&mut Map<String, Value>>, from: &str, to: &str) {
    if let Some(fields) = fields
        && let Some(value) = fields.remove(from)
    {
        fields.insert(to.to_owned(), value);
    }
}

/// Where the original lies was once an open field; its corrections are words like any others.
fn seal_words(p: &mut Parts) {
    let Some(Value::Array(open)) = p.open.get_mut("changes") else {
        return;
    };
    let is_words = |change: &Value| change.get("field").and_then(Value::as_str) == Some("papers_at");
    let (words, codes) = std::mem::take(open).into_iter().partition(is_words);
    *open = codes;
    let words: Vec<Value> = words;
    if let (Some(sealed), false) = (&mut p.sealed, words.is_empty()) {
        let changes = sealed
            .entry("sealed_changes")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(changes) = changes {
            changes.extend(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::Kind;
    use super::step;

    #[test]
    fn every_version_of_every_kind_has_its_step_to_the_next_and_there_are_no_others() {
        for shape in Kind::ALL {
            for ver in 0..=shape.ver {
                assert_eq!(
                    step(shape.name, ver).is_some(),
                    (1..shape.ver).contains(&ver),
                    "the step of {} from version {ver}: what has nothing to change says so in its arm",
                    shape.name
                );
            }
        }
    }
}
