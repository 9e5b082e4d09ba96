//! Parts of a record, as acts need them and events move them.

use super::id::{CitizenId, DeputyId};

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Everything: records that are written whole.
    Whole,
    State,
    /// Day, hours, place of a reception.
    Plan,
    Presence,
    /// One line of the roster.
    Line(DeputyId),
    /// What is known of a visitor, and whether they go first.
    Arrival,
    /// What was noted for the table somebody was moved to.
    Note,
    Table,
    /// How often somebody was called.
    Calls,
    /// Something said is unwritten.
    Unwritten,
    /// The head was told.
    HeadInformed,
    /// Whom to ring before the next reception.
    Contact,
    /// A field, by the code of `domain::change`.
    Field(String),
    /// Which units handle it.
    Units,
    /// When a unit promised, by its part in the handling; none is all of them.
    Promised(Option<u16>),
    /// What a unit that helps answered, by its part in the handling; none is all of them.
    Helped(Option<u16>),
    /// Who knows the answer: one person, or all of them.
    Told(Option<CitizenId>),
    /// Attempts that reached nobody.
    Tries,
    /// Held until the person asks.
    Held,
    /// What one person said of it, or all of them.
    Grade(Option<CitizenId>),
    /// Whose visit it belongs to.
    Visit,
    /// Who looks after it.
    Keeper,
}

impl Part {
    /// A field by its code.
    pub fn field(code: &str) -> Self {
        Self::Field(code.to_owned())
    }

    /// Whether moving one moves the other.
    pub(super) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Whole, _)
            | (_, Self::Whole)
            | (Self::Told(None), Self::Told(_))
            | (Self::Told(_), Self::Told(None))
            | (Self::Grade(None), Self::Grade(_))
            | (Self::Grade(_), Self::Grade(None))
            | (Self::Helped(None), Self::Helped(_))
            | (Self::Helped(_), Self::Helped(None))
            | (Self::Promised(None), Self::Promised(_))
            | (Self::Promised(_), Self::Promised(None)) => true,
            _ => self == other,
        }
    }
}
