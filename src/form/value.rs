//! What fields hold: one closed type for prefilling, submitting and drafts.

use super::fold::fold;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The name of a field, fixed in the program.
pub type FieldId = &'static str;

/// Something chosen from a list, with the label it had when it was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// The code; none when the person typed free text instead.
    pub code: Option<String>,
    /// What the screen says.
    pub label: String,
}

impl Pick {
    /// A choice from a list.
    pub fn of(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            label: label.into(),
        }
    }

    /// Free text.
    pub fn free(label: impl Into<String>) -> Self {
        Self {
            code: None,
            label: label.into(),
        }
    }
}

/// The value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Value {
    Empty,
    /// Text as typed: text, area, date, phone and number fields.
    Text(String),
    /// One of a list: choice and lookup fields.
    Pick(Pick),
    /// Several of a list.
    Picks(Vec<Pick>),
    Flag(bool),
}

impl Value {
    /// What a person would read in it; empty for a flag.
    pub fn text(&self) -> String {
        match self {
            Value::Empty | Value::Flag(_) => String::new(),
            Value::Text(t) => t.clone(),
            Value::Pick(p) => p.label.clone(),
            Value::Picks(p) => p.iter().map(|p| p.label.as_str()).collect::<Vec<_>>().join(" "),
        }
    }

    /// Equal to whoever reads it, however it is stored: forms of before hold other codes, or the words alone.
    pub fn reads_as(&self, other: &Self) -> bool {
        let (one, two) = (self.text(), other.text());
        self.is_same(other) || !one.trim().is_empty() && one.trim() == two.trim()
    }

    /// Equal in what is stored: labels may differ by language, and several are no others in another order.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Value::Pick(a), Value::Pick(b)) if a.code.is_some() || b.code.is_some() => a.code == b.code,
            (Value::Picks(a), Value::Picks(b)) => codes(a) == codes(b),
            (Value::Text(a), Value::Text(b)) => a.trim() == b.trim(),
            (Value::Text(t), Value::Empty) | (Value::Empty, Value::Text(t)) => t.trim().is_empty(),
            (a, b) => a == b,
        }
    }
}

fn codes(picks: &[Pick]) -> BTreeSet<Option<&str>> {
    picks.iter().map(|p| p.code.as_deref()).collect()
}

/// The values of the visible fields of a submitted form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<FieldId, Value>);

impl Values {
    /// The value of a field; none when it was not on the form.
    pub fn get(&self, id: FieldId) -> Option<&Value> {
        self.0.get(id)
    }

    /// The text of a text field or the label of a pick; empty when there is none.
    pub fn text(&self, id: FieldId) -> &str {
        match self.get(id) {
            Some(Value::Text(t)) => t,
            Some(Value::Pick(p)) => &p.label,
            _ => "",
        }
    }

    /// The code picked.
    pub fn code(&self, id: FieldId) -> Option<&str> {
        match self.get(id) {
            Some(Value::Pick(p)) => p.code.as_deref(),
            _ => None,
        }
    }

    /// The codes of a field that takes several.
    pub fn codes(&self, id: FieldId) -> Vec<&str> {
        match self.get(id) {
            Some(Value::Picks(p)) => p.iter().filter_map(|p| p.code.as_deref()).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether a yes-or-no field says yes.
    pub fn flag(&self, id: FieldId) -> bool {
        matches!(self.get(id), Some(Value::Flag(true)))
    }

    /// The number in a number field.
    pub fn number(&self, id: FieldId) -> Option<i64> {
        fold(self.text(id)).trim().parse().ok()
    }

    /// All of them, by field name.
    pub fn iter(&self) -> impl Iterator<Item = (FieldId, &Value)> {
        self.0.iter().map(|(id, v)| (*id, v))
    }
}

impl FromIterator<(FieldId, Value)> for Values {
    fn from_iter<T: IntoIterator<Item = (FieldId, Value)>>(pairs: T) -> Self {
        Self(pairs.into_iter().collect())
    }
}
