//! What a form about a matter knows besides its fields.

use super::Task;
use crate::domain::id::SessionId;
use crate::domain::moment::Day;
use crate::domain::record::{Citizen, Visit};
use crate::domain::view::{Earlier, OpinionFile};

/// A matter filed in this visit, for the read-back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub number: String,
    /// The words, or a short form.
    pub words: String,
    /// Where it goes and by when, said to the person.
    pub goes: Vec<(String, String)>,
}

/// What a form about a matter is for and knows.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub task: Task,
    /// People of this visit already written down.
    pub known: Vec<Citizen>,
    /// The visit a matter is moved to.
    pub visit: Option<Visit>,
    /// What was filed in this visit before.
    pub filed: Vec<Filed>,
    /// Earlier open matters of the person.
    pub earlier: Vec<Earlier>,
    /// Of whom they were asked: phone, name, village.
    pub asked_of: (String, String, String),
    /// What is odd and stops nobody.
    pub doubt: Option<String>,
    /// Why the due day is what it is.
    pub limit: String,
    /// The due day by the rules, to know whether the person chose another.
    pub due: String,
    /// Whom the unit names for itself, to know whether somebody else was typed.
    pub contact: String,
    /// Receptions held, by day.
    pub sessions: Vec<(Day, SessionId)>,
    /// The filed matter as it was read.
    pub file: Option<Box<OpinionFile>>,
    /// Somebody without a name was confirmed.
    pub nameless_ok: bool,
}

impl Sheet {
    /// Of a task, when nothing is known yet.
    pub fn new(task: Task) -> Self {
        Self {
            task,
            known: Vec::new(),
            visit: None,
            filed: Vec::new(),
            earlier: Vec::new(),
            asked_of: Default::default(),
            doubt: None,
            limit: String::new(),
            due: String::new(),
            contact: String::new(),
            sessions: Vec::new(),
            file: None,
            nameless_ok: false,
        }
    }
}
