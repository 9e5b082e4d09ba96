//! What is different between two rulesets, line by line. It goes over what the rules are written as, so that a key nobody
//! thought of when this was written is found too.

use serde_json::{Map, Value};

use super::items::{known_by, named};
use super::ruleset::{Ruleset, changed};
use crate::domain::code::Section;

/// One line that is different. A side is none where the line is not there: added, or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub section: Section,
    /// Where in it: what its items are known by, and keys; `T1`, `phone`. `order` when the items only stand otherwise.
    pub path: Vec<String>,
    /// What ours says: a whole item, or the value of a key.
    pub ours: Option<Value>,
    pub theirs: Option<Value>,
}

/// What is different, in the order of the sections and of the lines in them.
pub fn differences(ours: &Ruleset, theirs: &Ruleset) -> Vec<Difference> {
    let (a, b) = (written(ours), written(theirs));
    let mut walk = Walk::default();
    for section in changed(ours, theirs) {
        walk.section(section, &a, &b);
    }
    walk.found
}

fn written(rules: &Ruleset) -> Value {
    serde_json::to_value(rules).unwrap_or_default()
}

/// Whether something is said as one, and not key by key: a label in two languages, a limit with its unit.
fn is_one(value: &Map<String, Value>) -> bool {
    value.contains_key("zh") || value.contains_key("count")
}

#[derive(Default)]
struct Walk {
    path: Vec<String>,
    found: Vec<Difference>,
}

impl Walk {
    fn section(&mut self, section: Section, ours: &Value, theirs: &Value) {
        let name = section.code();
        let of = |rules: &Value| rules.get(name).cloned().unwrap_or_default();
        self.both(section, name, &of(ours), &of(theirs));
    }

    fn both(&mut self, section: Section, name: &str, ours: &Value, theirs: &Value) {
        if ours == theirs {
            return;
        }
        if let Some(key) = known_by(name) {
            return self.lists(section, key, ours, theirs);
        }
        match (ours, theirs) {
            (Value::Object(a), Value::Object(b)) if !is_one(a) && !is_one(b) => {
                let more = b.keys().filter(|k| !a.contains_key(*k));
                for key in a.keys().chain(more) {
                    let of = |map: &Map<String, Value>| map.get(key).cloned().unwrap_or_default();
                    self.at(key, |walk| walk.both(section, key, &of(a), &of(b)));
                }
            }
            _ => self.note(section, ours, theirs),
        }
    }

    /// Two lists of items. The same name a second time is an item of its own, so that nothing is passed over.
    fn lists(&mut self, section: Section, key: &str, ours: &Value, theirs: &Value) {
        let (a, b) = (named(key, ours), named(key, theirs));
        let in_list =
            |list: &[(String, Value)], name: &str| list.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        for (name, item) in &a {
            let other = in_list(&b, name).unwrap_or_default();
            self.at(name, |walk| walk.both(section, "", item, &other));
        }
        for (name, item) in b.iter().filter(|(name, _)| in_list(&a, name).is_none()) {
            self.at(name, |walk| walk.note(section, &Value::Null, item));
        }
        let common = |list: &[(String, Value)], other: &[(String, Value)]| -> Vec<String> {
            let there = list.iter().filter(|(name, _)| in_list(other, name).is_some());
            there.map(|(name, _)| name.clone()).collect()
        };
        let (before, after) = (common(&a, &b), common(&b, &a));
        // New ones between the old do not move the old; new ones alone at another place are said as added.
        if before != after {
            self.at("order", |walk| walk.note(section, &before.into(), &after.into()));
        }
    }

    fn at(&mut self, name: &str, go: impl FnOnce(&mut Self)) {
        self.path.push(name.to_owned());
        go(self);
        self.path.pop();
    }

    fn note(&mut self, section: Section, ours: &Value, theirs: &Value) {
        let there = |value: &Value| (!value.is_null()).then(|| value.clone());
        self.found.push(Difference {
            section,
            path: self.path.clone(),
            ours: there(ours),
            theirs: there(theirs),
        });
    }
}
