//! What was typed before the last act came back.

use super::Input;
use crate::domain::id::CommandId;
use crate::domain::moment::Moment;
use crate::keys::Chord;
use uuid::Uuid;

/// What was typed before an act came back.
#[derive(Clone, Debug, Default)]
pub struct TypeAhead {
    /// The form it was typed at; none for the desk.
    pub(in crate::app) form: Option<Uuid>,
    /// The act with which what it was typed at was opened, where that had not come back.
    pub(in crate::app) act: Option<CommandId>,
    pub(in crate::app) inputs: Vec<Input>,
    /// Inputs beyond the most.
    pub(in crate::app) lost: usize,
    /// An act of this keyboard came back and the picture that shows it has not come yet.
    pub(in crate::app) refreshing: bool,
    /// Keys and texts that were not held, ever.
    pub(in crate::app) let_in: u64,
    /// The digit that noted how a call went last, and when.
    pub(in crate::app) chose: Option<(Chord, Moment)>,
    /// Something outside is broken: nothing is waited for.
    pub(in crate::app) broken: bool,
}

impl TypeAhead {
    /// What was held, and how many inputs beyond.
    pub(in crate::app) fn take(&mut self) -> (Vec<Input>, usize) {
        (std::mem::take(&mut self.inputs), std::mem::take(&mut self.lost))
    }
}
