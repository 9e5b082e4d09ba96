//! A form that is only to read: its draft is held elsewhere, has ended, or is about what is not for whoever sits here.

use super::{Host, State};
use crate::domain::id::DraftId;
use crate::domain::lease::Lost;
use crate::i18n::fill;
use crate::i18n::lease::what;

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
            (Lost::Anothers(_) | Lost::Withheld | Lost::StillWritten(..), _)
            | (Lost::Filed { .. } | Lost::Counted, None) => None,
        }
    }
}

impl Host {
    /// What stands on the row that files, while the form is only to read.
    pub fn press(&self, state: &State) -> Option<String> {
        let loss = self.loss.as_ref()?;
        Some(
            loss.press(state)
                .unwrap_or_else(|| state.texts().lease.press_back.to_owned()),
        )
    }

    /// Why nothing can be typed or filed here; none when it can.
    pub fn why_read_only(&self, state: &State) -> Option<String> {
        let what = what(state.lang, &self.loss.as_ref()?.why);
        let press = self.press(state)?;
        let values = [("what", what.as_str()), ("press", press.as_str())];
        Some(fill(state.texts().lease.short, &values))
    }
}
