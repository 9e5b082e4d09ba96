//! Who else has a matter open: said before it is opened and while it is, and told to the other keyboards of this one.

use crate::app::model::{Effect, Layer, State, Task};
use crate::domain::beside::Beside;
use crate::domain::presence::{Doing, Here, Present};
use crate::domain::view::FollowUp;
use crate::i18n::fill;
use uuid::Uuid;

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
        let target = match &layer.form()?.sheet()?.task {
            Task::On(_, seen) => seen.id.0,
            Task::File(new) => new.visit?.0,
            Task::LateVisit(_) | Task::LateSession => return None,
        };
        Some(Here {
            doing: Doing::Writing,
            target,
        })
    })
}

/// Who has a matter, or what is told in a visit, open at another keyboard, in a sentence; none where nobody has.
pub fn open_elsewhere(state: &State, target: Uuid) -> Option<String> {
    let there = state.snap.present.iter().filter(|p| p.has_open(target));
    let t = &state.texts().record;
    let said = there.map(|p| {
        let is_writing = p.here.is_some_and(|here| here.doing == Doing::Writing);
        fill(if is_writing { t.writes_it } else { t.reads_it }, &[("by", &p.by)])
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join("  "))
}

/// What others may have open of a line of what is owed: the matter, or the visit of which something is to be written.
pub fn of_line(line: &FollowUp) -> Option<Uuid> {
    line.opinion.map(|(id, _)| id.0).or(line.visit.map(|(id, _)| id.0))
}

/// The words of a line of a list, behind the names of those who have it open.
pub fn marked(state: &State, target: Option<Uuid>, words: &str) -> String {
    let is_there = |p: &&Present| target.is_some_and(|target| p.has_open(target));
    let there = state.snap.present.iter().filter(is_there);
    there.fold(String::new(), |names, p| names + "[" + &p.by + "]") + words
}
