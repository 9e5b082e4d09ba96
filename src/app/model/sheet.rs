//! A form about a matter as it stands on the screen.

use super::{State, Task, Ticket};
use crate::domain::command::Request;
use crate::domain::id::{CommandId, DraftId, SessionId};
use crate::domain::lease::Lost;
use crate::domain::moment::Day;
use crate::domain::record::{Citizen, Deputy, Rev, Unit, Visit};
use crate::domain::view::{Draft, Earlier, OpinionFile};
use crate::form::{Autosave, FormState};
use crate::i18n::fill;
use crate::i18n::lease::what;

/// A question the form asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Units,
    Deputies,
    /// Who spoke in the visit before.
    Visit,
    /// Earlier matters of the person.
    Earlier,
    /// Things typed and not filed.
    Drafts,
    /// A draft to go on with.
    Lease,
    File,
    /// Receptions, for a visit from paper.
    Sessions,
}

/// A matter filed in this visit, for the read-back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub number: String,
    /// The words, or a short form.
    pub words: String,
    /// Where it goes and by when, said to the person.
    pub goes: Vec<(String, String)>,
}

/// Rows of a form on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Cells of a row.
    pub width: usize,
    /// Rows above the fields.
    pub above: usize,
    pub form: usize,
    /// Rows below the fields.
    pub below: usize,
}

/// A form about a matter.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub task: Task,
    pub title: String,
    /// What to see while filling it in: the matter, whom to call.
    pub intro: Vec<String>,
    pub form: FormState,
    /// The row that files has the focus.
    pub at_end: bool,
    /// The command that files it, under way.
    pub busy: Option<CommandId>,
    /// What it is kept as until it is filed.
    pub draft: DraftId,
    /// In which generation it is held here.
    pub generation: u32,
    /// What its last words are kept as when it is lost.
    pub spare: DraftId,
    /// The draft is held elsewhere or has ended: the form is only to read.
    pub loss: Option<Loss>,
    /// When to keep it.
    pub save: Autosave,
    /// The number of the matter's last event when its words were begun.
    pub begun: Option<Rev>,
    /// Questions under way, the newest last.
    pub asked: Vec<(Ticket, Want)>,
    pub lists: Lists,
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
    /// Something typed earlier for the same, not filed.
    pub leftover: Option<Draft>,
    /// What happened meanwhile: somebody else's change, words without a place.
    pub alerts: Vec<String>,
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
    /// The last request that did not come through; the same one goes out under the same id again.
    pub last: Option<Box<Request>>,
    /// Somebody without a name was confirmed.
    pub nameless_ok: bool,
}

/// What lookups search.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub units: Vec<Unit>,
    pub deputies: Vec<Deputy>,
}

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

impl Sheet {
    /// What stands on the row that files, while the form is only to read.
    pub fn press(&self, state: &State) -> Option<String> {
        let loss = self.loss.as_ref()?;
        Some(
            loss.press(state)
                .unwrap_or_else(|| state.texts().lease.press_back.to_owned()),
        )
    }

    /// Why nothing can be typed or filed here.
    pub fn why_read_only(&self, state: &State) -> Option<String> {
        let lang = state.lang;
        let loss = self.loss.as_ref()?;
        let values = [("what", what(lang, &loss.why)), ("press", self.press(state)?)];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Some(fill(lang.texts().lease.short, &values))
    }
}
