//! Lists to choose from by typing: of records, and of actions.

use super::{Pick, Ticket};
use crate::app::action::Act;
use crate::form::buffer::TextBuffer;

/// Where the rows come from.
#[derive(Clone, Debug)]
pub enum Source {
    Deputies,
    Fixed(Vec<Row>),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: String,
    pub label: String,
    /// What tells it apart.
    pub note: String,
}

/// What happens with the row chosen.
#[derive(Clone, Debug)]
pub enum Purpose {
    /// A step of a flow, with the code chosen.
    Flow(Pick),
    /// The value of a field of the form below.
    Field(crate::form::FieldId),
}

/// A picker.
#[derive(Clone, Debug)]
pub struct Picker {
    pub title: String,
    /// Where the rows come from.
    pub source: Source,
    pub typed: TextBuffer,
    pub rows: Vec<Row>,
    /// The one with the marker.
    pub at: usize,
    pub ticket: Option<Ticket>,
    /// What it is for.
    pub purpose: Purpose,
}

/// The palette.
#[derive(Clone, Debug)]
pub struct Palette {
    pub typed: TextBuffer,
    pub found: Vec<Act>,
    /// The one with the marker.
    pub at: usize,
}
