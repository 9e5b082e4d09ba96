//! What a form about a matter knows besides its fields.

use super::Task;
use super::page::Line;
use crate::domain::id::CitizenId;
use crate::domain::record::{Citizen, Visit};
use crate::domain::view::OpinionFile;

/// A matter filed in this visit, for the read-back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub number: String,
    /// The words, or a short form.
    pub words: String,
    /// Where it goes and by when, said to the person.
    pub goes: Vec<Line>,
}

/// What a form about a matter is for and knows.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub task: Task,
    /// The filed matter as it was read.
    pub file: Option<Box<OpinionFile>>,
    /// The visit a matter is moved to, and the people of it already written down.
    pub moves_to: Option<(Visit, Vec<Citizen>)>,
    /// What is odd and stops nobody.
    pub doubt: Option<String>,
    /// What follows from handing over.
    pub proposed: Proposed,
    /// Whoever was told already, when it was asked whether they were told once more.
    pub told_before: Option<CitizenId>,
    /// Of several, under whom the words were typed.
    pub words_of: Option<String>,
}

/// What a form that hands over proposes, to know whether the person typed something else.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// Why the due day is what it is.
    pub limit: String,
    /// The due day by the rules.
    pub due: String,
    /// Whom the unit names for itself.
    pub contact: String,
    /// What to say to somebody who is shown the way.
    pub say: String,
    /// Whom to ring at the unit that is asked.
    pub call: String,
    /// That it is not noted under whoever sits there.
    pub apart: String,
    /// That whoever receives visitors is ticked no more.
    pub receivers: String,
    /// A letter was sent, by which they are told.
    pub sent: bool,
}

impl Sheet {
    /// Of a task, when nothing is known yet.
    pub fn new(task: Task) -> Self {
        Self {
            task,
            file: None,
            moves_to: None,
            doubt: None,
            proposed: Proposed::default(),
            told_before: None,
            words_of: None,
        }
    }
}
