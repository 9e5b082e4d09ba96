//! What is marked in a list, to do one thing with all of it.

use crate::form::Pick;

/// Rows that are marked, in the order of their marks: each by its id, with what it is called. They stay while their list is
/// narrowed, turned and left, so they know their rows by nothing else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks(pub Vec<Pick>);

impl Marks {
    /// Whether the row of this id is marked.
    pub fn has(&self, id: &str) -> bool {
        self.0.iter().any(|row| row.code.as_deref() == Some(id))
    }

    /// Marks a row, or takes its mark away.
    pub fn turn(&mut self, row: Pick) {
        let before = self.0.len();
        self.0.retain(|marked| marked.code != row.code);
        if self.0.len() == before {
            self.0.push(row);
        }
    }
}
