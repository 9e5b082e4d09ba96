//! What the columns of somebody else's table are taken for, as far as a person sees it and may say otherwise.

use serde::{Deserialize, Serialize};

/// How it is known what a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// A person said so.
    Chosen,
    /// By a word of `config/import.toml`.
    Known,
    /// By the ending of its heading.
    Guessed,
    /// It looks like a field, and may be somebody else's; of no use until a person says.
    Doubted,
    /// It is not; the column is of no use.
    Unknown,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub sheet: String,
    /// The column, from 0.
    pub at: usize,
    /// Its heading, as it stands in the file.
    pub heading: String,
    /// The first texts in it.
    pub samples: Vec<String>,
    /// The name of the field it is taken for.
    pub field: Option<&'static str>,
    pub how: How,
}

impl Column {
    /// What a spreadsheet program calls it: `A`, `AB`.
    pub fn letters(&self) -> String {
        letters(self.at)
    }

    /// Whether this is the column of which somebody said something, by what its heading says.
    pub fn is_meant(&self, choice: &Choice, same: impl Fn(&str, &str) -> bool) -> bool {
        same(&self.heading, &choice.heading) && (self.at == choice.at || !choice.heading.is_empty())
    }

    /// It said by a person: this field, or none.
    pub fn said(&self, field: Option<&str>) -> Choice {
        Choice {
            at: self.at,
            heading: self.heading.clone(),
            field: field.map(str::to_owned),
        }
    }
}

/// What a spreadsheet program calls a column counted from 0.
pub fn letters(at: usize) -> String {
    let (mut at, mut out) = (at + 1, Vec::new());
    while at > 0 {
        out.push(char::from(b'A' + u8::try_from((at - 1) % 26).unwrap_or_default()));
        at = (at - 1) / 26;
    }
    out.iter().rev().collect()
}

/// What somebody said that a column is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The column, from 0.
    pub at: usize,
    /// Its heading, as it stands in the file.
    pub heading: String,
    /// The name of the field; none where the column is of no use.
    pub field: Option<String>,
}
