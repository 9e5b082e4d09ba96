//! The form for a matter (意见) and what follows it. This is the seam: everything that leads to the form calls
//! [`open`]; [`pane`] says what the opinion pane of the first screen shows.

use super::input::Effect;
use super::state::{Mood, State};
use crate::domain::id::{DraftId, OpinionId, VisitId};

/// What the form is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Somebody in the queue or at a table.
    Visit(VisitId),
    /// No visit: a letter, a call, somebody at the door on a quiet day.
    Quiet,
    /// Something typed and not filed.
    Draft(DraftId),
    /// A filed matter, to read and act on.
    Filed(OpinionId),
}

/// Opens the form, or the record of a filed matter.
pub fn open(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::Filed(id) => super::layer::Record::open(state, id),
        Target::Visit(_) | Target::Quiet | Target::Draft(_) => {
            let text = state.texts().say.no_form;
            state.say(Mood::Warn, text);
            Vec::new()
        }
    }
}

/// F8 and Enter on a line of what is owed.
pub fn tell(state: &mut State) -> Vec<Effect> {
    let Some(f) = state.selected_owing().cloned() else {
        let text = state.texts().say.nothing_owed;
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    match (f.opinion, f.visit, f.draft) {
        (Some((id, _)), ..) => open(state, Target::Filed(id)),
        (None, Some((visit, _)), _) => open(state, Target::Visit(visit)),
        (None, None, Some(draft)) => open(state, Target::Draft(draft)),
        (None, None, None) => Vec::new(),
    }
}
