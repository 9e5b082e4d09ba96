//! Lists whose items are known by something: what it is, and each item with it.

use serde_json::Value;

/// What the items of a list are known by. These are the only keys without a default.
const KNOWN_BY: &[(&str, &str)] = &[
    ("reason", "code"),
    ("category", "code"),
    ("class", "code"),
    ("uphold", "code"),
    ("reveal", "code"),
    ("calendar", "year"),
    ("template", "name"),
    ("rhythm", "name"),
    ("answer", "urgency"),
    ("off", "from"),
];

/// What the items of the list under this key are known by; none when it is no list of items.
pub fn known_by(list: &str) -> Option<&'static str> {
    KNOWN_BY.iter().find(|(name, _)| *name == list).map(|(_, key)| *key)
}

/// The items of a list with what each is known by. The same name a second time gets a mark, so that none is passed over.
pub fn named(key: &str, list: &Value) -> Vec<(String, Value)> {
    let mut named: Vec<(String, Value)> = Vec::new();
    for item in list.as_array().into_iter().flatten() {
        let name = match item.get(key) {
            Some(Value::String(name)) => name.clone(),
            Some(other) => other.to_string(),
            None => String::new(),
        };
        let mut unlike = name.clone();
        while named.iter().any(|(there, _)| *there == unlike) {
            unlike.push('\'');
        }
        named.push((unlike, item.clone()));
    }
    named
}
