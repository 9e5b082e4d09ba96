//! Lists to choose from by typing: of records, and of actions.

use super::{Marks, MatterAct, Pick, Ticket};
use crate::app::action::Act;
use crate::form::FieldId;
use crate::form::buffer::TextBuffer;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: String,
    pub label: String,
    /// What tells it apart.
    pub note: String,
}

/// What becomes of what is chosen.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// One, for a step of a flow.
    One(Pick),
    /// As many as are marked, for a field of the form below.
    Several(FieldId, Marks),
}

/// A list of deputies to choose from.
#[derive(Clone, Debug)]
pub struct Picker {
    pub title: String,
    pub typed: TextBuffer,
    pub rows: Vec<Row>,
    /// The one with the marker.
    pub at: usize,
    pub ticket: Option<Ticket>,
    pub chosen: Chosen,
    /// A mark was turned among the rows found: they and their digits stay, and the next letter looks for somebody else.
    pub settled: bool,
}

/// Something found by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Act(Act),
    /// With the record that is open.
    Matter(MatterAct),
}

/// What was found by name, and what was typed to find it.
#[derive(Clone, Debug)]
pub struct Palette {
    pub typed: TextBuffer,
    pub found: Vec<Found>,
    /// The one with the marker.
    pub at: usize,
}
