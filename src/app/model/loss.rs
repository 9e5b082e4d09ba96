//! A form whose draft is held elsewhere, or has ended.

use super::State;
use crate::domain::id::DraftId;
use crate::domain::lease::Lost;

/// What a form knows once its draft is not its own any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// How it was lost.
    pub why: Lost,
    /// The draft its last words are kept as.
    pub aside: Option<DraftId>,
    /// The sentence in the form.
    pub said: String,
}

impl Loss {
    /// What the one key does that goes on from here; none when nothing is left to go on with.
    pub(in crate::app) fn press(&self, state: &State) -> Option<String> {
        let t = &state.texts().lease;
        match (&self.why, self.aside) {
            (Lost::Taken, _) => Some(state.keyed(t.press_take)),
            (Lost::Dropped, None) => Some(state.keyed(t.press_anew)),
            (Lost::Dropped | Lost::Filed { .. } | Lost::Counted, Some(_)) => Some(state.keyed(t.press_aside)),
            // What is another's is not theirs to go on with, nor what was kept aside of it.
            (Lost::Anothers(_), _) | (Lost::Filed { .. } | Lost::Counted, None) => None,
        }
    }
}
