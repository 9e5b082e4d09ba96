//! Drafts: a form as JSON and back, and the clock that says when to save one.
//!
//! A draft outlives the program that wrote it. Fields that are gone, or that can no longer hold what was typed, come
//! back as text by name, so a new version of the program never loses a word of an old draft.

use super::spec::{ChoiceOption, Kind};
use super::state::{Field, FormState};
use super::value::{FieldId, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Saved this long after the last key.
pub const IDLE_MS: u64 = 800;

/// And this often while typing goes on: with the way to the disk it makes the second that may be lost.
pub const LONGEST_MS: u64 = 990;

/// A form as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub form: String,
    /// The form's schema when it was saved.
    pub schema: u32,
    #[serde(default)]
    pub focus: Option<String>,
    /// What was seen when the words were begun, by whatever number its owner counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<i64>,
    /// What the fields held; left open, since another version may have written it. What a record says and nobody changed is
    /// not among it: the record says it again.
    #[serde(default)]
    pub fields: BTreeMap<String, serde_json::Value>,
    /// Those of the fields in which words of a record stand besides what was typed: whoever may not read it any more is shown
    /// none of them. None in a draft of before, which does not tell them apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_record: Option<Vec<String>>,
    /// What the record said in those that were changed, as their author saw it last: what somebody else changes meanwhile is
    /// told by it from what was typed. Of none in a draft of before.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub base: BTreeMap<String, serde_json::Value>,
}

/// Why a draft could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// Not JSON, or not a draft.
    #[error("not a draft: {0}")]
    Unreadable(#[from] serde_json::Error),
}

/// Text of a draft that found no place in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// The name of the field it was in.
    pub field: String,
    pub text: String,
}

impl Draft {
    /// The draft as JSON.
    pub fn to_json(&self) -> Result<String, DraftError> {
        Ok(serde_json::to_string(self)?)
    }

    /// A draft from JSON.
    pub fn parse(json: &str) -> Result<Self, DraftError> {
        Ok(serde_json::from_str(json)?)
    }
}

impl FormState {
    /// The form as a draft, hidden fields included.
    pub fn snapshot(&self) -> Draft {
        let typed = self.fields.iter().filter(|f| !f.is_as_seen() || f.names_somebody());
        let fields = typed.filter_map(|f| {
            let value = serde_json::to_value(f.content.value()).ok()?;
            Some((f.spec.id.to_owned(), value))
        });
        let mixed = self
            .fields
            .iter()
            .filter(|f| f.edited && f.record.words || f.names_somebody());
        let is_told = |f: &&Field| f.edited && !f.record.unsure;
        let base = self.fields.iter().filter(is_told).filter_map(|f| {
            let seen = serde_json::to_value(f.record.seen.as_ref()?).ok()?;
            Some((f.spec.id.to_owned(), seen))
        });
        Draft {
            form: self.id.to_owned(),
            schema: self.schema,
            focus: self.focus().map(str::to_owned),
            seen: None,
            fields: fields.collect(),
            of_record: Some(mixed.map(|f| f.spec.id.to_owned()).collect()),
            base: base.collect(),
        }
    }

    /// Everything as it was before anybody typed.
    pub fn restart(&mut self) {
        for f in &mut self.fields {
            f.content.set(&f.spec.kind, &f.initial);
            (f.touched, f.edited, f.shown) = (false, false, None);
            (f.record.unsure, f.record.note) = (false, None);
        }
        self.settle();
        self.follow();
    }

    /// Puts a draft into the form: fields it does not name stay as they are, what finds no place comes back. A draft
    /// of another form is taken the same way, field by field of the same name. Where the record says something else by now, see
    /// [`Self::take_apart`].
    pub fn restore(&mut self, draft: &Draft) -> Vec<Leftover> {
        let mut leftovers = Vec::new();
        // A mark that nobody types follows from the record as it is now.
        let marks = self.fields.iter().filter(|f| f.spec.label.is_empty());
        let marks: Vec<FieldId> = marks.map(|f| f.spec.id).collect();
        for (name, json) in draft.fields.iter().filter(|(name, _)| !marks.contains(&name.as_str())) {
            let id = self.fields.iter().map(|f| f.spec.id).find(|id| id == name);
            let lost = match (id, serde_json::from_value::<Value>(json.clone())) {
                (Some(id), Ok(value)) => {
                    let base = draft.base.get(name);
                    let base = base.and_then(|json| serde_json::from_value(json.clone()).ok());
                    self.remember_whom(id, &value);
                    self.type_over(id, &value, base)
                }
                (_, Ok(value)) => Some(value.text()),
                (_, Err(_)) => Some(strings(json)),
            };
            if let Some(text) = lost.filter(|t| !t.is_empty()) {
                leftovers.push(Leftover {
                    field: name.clone(),
                    text,
                });
            }
        }
        for f in &mut self.fields {
            f.record.words |= draft.of_record.iter().flatten().any(|id| id == f.spec.id);
        }
        let focus = draft.focus.as_deref();
        if let Some(at) = self.fields.iter().position(|f| Some(f.spec.id) == focus) {
            self.focus = at;
        }
        self.settle();
        self.follow();
        leftovers
    }
}

impl FormState {
    /// Whom words are about stands in their field before it is known who there is to choose from: they are nobody else's.
    pub fn remember_whom(&mut self, id: FieldId, value: &Value) {
        let Value::Pick(pick) = value else { return };
        if let Some(f) = self.fields.iter_mut().find(|f| f.spec.id == id && f.spec.personal)
            && let Kind::Choice { options } = &mut f.spec.kind
            && options.is_empty()
        {
            options.extend(
                pick.code
                    .clone()
                    .map(|code| ChoiceOption::new(code, pick.label.clone())),
            );
        }
    }
}

/// All the words in a piece of JSON.
fn strings(json: &serde_json::Value) -> String {
    let mut parts = Vec::new();
    gather(json, &mut parts);
    parts.join(" ")
}

fn gather(json: &serde_json::Value, into: &mut Vec<String>) {
    match json {
        serde_json::Value::String(s) => into.push(s.clone()),
        serde_json::Value::Number(n) => into.push(n.to_string()),
        serde_json::Value::Array(items) => items.iter().for_each(|i| gather(i, into)),
        serde_json::Value::Object(map) => map.values().for_each(|v| gather(v, into)),
        serde_json::Value::Null | serde_json::Value::Bool(_) => {}
    }
}

/// When to save: 800 ms after the last key, and before a second is over while keys keep coming. Times are
/// milliseconds of a clock that the caller reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Autosave {
    dirty_since: Option<u64>,
    last_key: u64,
    /// Saves on their way: whoever leaves sends another beside one that is.
    in_flight: u32,
    saved_at: Option<u64>,
}

impl Autosave {
    /// A key changed the form.
    pub fn typed(&mut self, now_ms: u64) {
        self.dirty_since.get_or_insert(now_ms);
        self.last_key = now_ms;
    }

    /// When a save is due next; none while there is nothing to save or one is on its way.
    pub fn deadline(&self) -> Option<u64> {
        let since = self.dirty_since.filter(|_| self.in_flight == 0)?;
        Some((self.last_key + IDLE_MS).min(since + LONGEST_MS))
    }

    /// Whether to save now; also when the clock went back.
    pub fn due(&self, now_ms: u64) -> bool {
        self.deadline().is_some_and(|at| now_ms >= at || now_ms < self.last_key)
    }

    /// A snapshot was taken and sent off; keys from now on belong to the next one.
    pub fn sent(&mut self) {
        self.dirty_since = None;
        self.in_flight += 1;
    }

    /// The snapshot is safe.
    pub fn saved(&mut self, now_ms: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.saved_at = Some(now_ms);
    }

    /// The snapshot could not be saved: the form is unsaved again and will be tried again.
    pub fn failed(&mut self, now_ms: u64) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.dirty_since = Some(now_ms);
        self.last_key = now_ms;
    }

    /// Whether something was typed that no snapshot holds, be one on its way or not: who closes the form or goes has to send
    /// another.
    pub fn is_unsent(&self) -> bool {
        self.dirty_since.is_some()
    }

    /// Whether anything was typed at all.
    pub fn is_used(&self) -> bool {
        self.is_unsent() || self.is_begun()
    }

    /// Whether everything typed is safe.
    pub fn is_clean(&self) -> bool {
        self.dirty_since.is_none() && self.in_flight == 0
    }

    /// Whether there is a draft of it, or will be in a moment.
    pub fn is_begun(&self) -> bool {
        self.in_flight > 0 || self.saved_at.is_some()
    }

    /// Whether a save is on its way, so that nobody knows yet.
    pub fn is_in_flight(&self) -> bool {
        self.in_flight > 0
    }

    /// When a draft was last saved.
    pub fn saved_at(&self) -> Option<u64> {
        self.saved_at
    }
}

#[cfg(test)]
mod tests;
