//! Lists to choose from by typing: of records, and of actions.

use super::{Pick, Ticket};
use crate::app::action::Act;
use crate::form::buffer::TextBuffer;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: String,
    pub label: String,
    /// What tells it apart.
    pub note: String,
}

/// A list of deputies to choose one from.
#[derive(Clone, Debug)]
pub struct Picker {
    pub title: String,
    pub typed: TextBuffer,
    pub rows: Vec<Row>,
    /// The one with the marker.
    pub at: usize,
    pub ticket: Option<Ticket>,
    /// What one is chosen for.
    pub pick: Pick,
}

/// The palette.
#[derive(Clone, Debug)]
pub struct Palette {
    pub typed: TextBuffer,
    pub found: Vec<Act>,
    /// The one with the marker.
    pub at: usize,
}
