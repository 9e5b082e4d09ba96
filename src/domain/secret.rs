//! What of an event is personal: sealed under the key of its subject, and gone with that key.

use serde::{Deserialize, Serialize};

/// A corrected field with both values as text: codes, ISO dates, ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field (`change::Field::code`).
    pub field: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// The sealed part of an event. Each kind fills what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Secret {
    /// Name of a citizen, or the mark of a visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Pinyin of the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinyin: Option<String>,
    /// Phone, digits only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Through whom or when the person is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach_note: Option<String>,
    /// On whose behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// The person's words, or first words at the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Place in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// An answer, a promise, a note, a reason in the person's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Papers left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub papers: Option<String>,
    /// Corrected personal fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
}

impl Secret {
    /// Nothing to seal.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
