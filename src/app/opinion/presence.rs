//! Who else has a matter open: said before it is opened and while it is, and told to the other keyboards of this one.

use crate::app::model::{Effect, Layer, State, Task};
use crate::domain::beside::Beside;
use crate::domain::id::OpinionId;
use crate::domain::presence::{Doing, Here};
use crate::i18n::fill;

/// Tells the others what is open here by now, where that has changed.
pub fn note(state: &mut State) -> Option<Effect> {
    let here = open_here(state);
    // Nobody in particular has anything open.
    if here == state.here || state.account.is_none() {
        return None;
    }
    state.here = here;
    Some(Effect::Beside(Beside::Here(here)))
}

/// The topmost of what is open that others may want too.
fn open_here(state: &State) -> Option<Here> {
    state.layers.iter().rev().find_map(|layer| {
        if let Layer::Record(record) = layer {
            return Some(Here {
                doing: Doing::Reading,
                target: record.id.0,
            });
        }
        let Task::On(_, seen) = &layer.form()?.sheet()?.task else {
            return None;
        };
        Some(Here {
            doing: Doing::Writing,
            target: seen.id.0,
        })
    })
}

/// Who has a matter open at another keyboard, in a sentence; none where nobody has.
pub fn open_elsewhere(state: &State, id: OpinionId) -> Option<String> {
    let there = state.snap.present.iter().filter(|p| p.has_open(id));
    let t = &state.texts().record;
    let said = there.map(|p| {
        let is_writing = p.here.is_some_and(|here| here.doing == Doing::Writing);
        fill(if is_writing { t.writes_it } else { t.reads_it }, &[("by", &p.by)])
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("  "))
}

/// The words of a line of a list, behind the names of those who have it open.
pub fn marked(state: &State, id: Option<OpinionId>, words: &str) -> String {
    let there = state
        .snap
        .present
        .iter()
        .filter(|p| id.is_some_and(|id| p.has_open(id)));
    there.fold(String::new(), |names, p| names + "[" + &p.by + "]") + words
}
