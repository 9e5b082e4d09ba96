//! Everything about a matter (意见): the form that files it, the acts that follow, the record. Everything that leads
//! here calls [`open`] or [`tell`]; commands that come back pass [`done`] and [`refused`].
//!
//! A matter's layers are one kind of layer to the desk: [`Matter`]. What a numbered choice does is a [`Do`].

pub mod answers;
pub mod choices;
pub mod correct;
pub mod defaults;
pub mod entry;
pub mod fields;
mod filing;
pub mod lease;
pub mod lists;
pub mod matter;
pub mod receipt;
pub mod record;
pub mod sheet;
pub mod spec;
pub mod task;

use super::follow;
use super::input::{Effect, Failure};
use super::layer::Layer;
use super::said;
use super::state::{Mood, State};
use crate::domain::code::{Grade, Reached, Way};
use crate::domain::command::Request;
use crate::domain::deed::Deed;
use crate::domain::id::{CitizenId, DraftId, OpinionId, VisitId};
use crate::domain::lease::Lost;
use crate::domain::record::Citizen;
use crate::domain::refusal::{Refusal, Subject};
use crate::domain::view::{Outcome, Query};
use crate::form::{FieldId, Value};
use crate::i18n::fill;
use crate::i18n::refusal::sentence;

pub use choices::carry_out;
pub use matter::Matter;
pub use receipt::Receipt;
pub use record::Record;
pub use sheet::Sheet;
pub use task::{MatterAct, Seen, Task};

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

/// What a numbered choice about a matter does.
#[derive(Clone, Debug)]
pub enum Do {
    /// A value for a field of the form below.
    Field(FieldId, Value),
    /// One accusation is counted and everything typed is forgotten.
    Count(String),
    /// File without a name: anonymously with a claim code, or just so.
    FileNameless(bool),
    /// Open the form of an act, with some fields filled.
    Form(MatterAct, Seen, Vec<(FieldId, Value)>),
    /// One attempt to tell the person.
    Tell(Telling),
    /// The choices for telling the person.
    TellMenu(Seen),
    /// The record.
    Record(OpinionId),
    /// Everything that can be done with the record below.
    Acts,
    /// Show or cover the phone in the record below.
    Reveal,
    /// Give a draft up.
    DropDraft(DraftId),
    /// Choose the visit a matter is moved to.
    PickVisit(Seen, VisitId, crate::domain::moment::Day),
    /// Move it to this visit.
    MoveTo(Seen, VisitId),
    /// One more matter of the same person.
    Again(Box<Citizen>),
    /// A form for something from paper.
    Late(Task),
}

/// An attempt to tell, as a menu knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    /// The matter.
    pub seen: Seen,
    /// One of a group; none when there is only one.
    pub whom: Option<CitizenId>,
    /// By what way.
    pub way: Way,
    /// What came of it.
    pub reached: Reached,
    /// What the person said.
    pub grade: Option<Grade>,
    /// It fails for the last time before another way is offered: attempts with this one.
    pub another_way: Option<u16>,
}

/// Opens the form, or the record of a filed matter.
pub fn open(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::Filed(id) => Record::open(state, id),
        Target::Visit(visit) => open_task(state, Task::File { visit: Some(visit) }),
        Target::Quiet => open_task(state, Task::File { visit: None }),
        Target::Draft(draft) => Matter::await_draft(state, draft),
    }
}

/// Opens the form of a task.
pub fn open_task(state: &mut State, task: Task) -> Vec<Effect> {
    let Some(mut sheet) = Sheet::new(state, task) else {
        let text = state.texts().say.loading;
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    let effects = answers::ask(&mut sheet, state);
    state.layers.push(sheet.layer());
    effects
}

/// F8: tell the person of the selected matter, or of the first one that waits to be told.
pub fn tell(state: &mut State) -> Vec<Effect> {
    follow::tell(state)
}

fn sheet_of<'a>(state: &'a mut State, request: &Request) -> Option<(usize, &'a mut Sheet)> {
    let draft = request.draft.as_ref()?.lease.draft;
    let mut sheets = state.layers.iter_mut().enumerate();
    sheets.find_map(|(at, l)| l.sheet_mut().filter(|s| s.draft == draft).map(|s| (at, s)))
}

/// A command about a matter was carried out. `None` for commands of others.
pub fn done(state: &mut State, request: &Request, outcome: &Outcome) -> Option<Vec<Effect>> {
    let deed = request.command.deed();
    let is_late = deed == Deed::EnterVisit || deed == Deed::EnterSession;
    if !is_late && deed.row().noun != Subject::Opinion && deed.row().noun != Subject::Citizen {
        return None;
    }
    let text = said::of(state, request, outcome);
    if !text.is_empty() {
        state.say(Mood::Good, text);
    }
    let mut effects = Vec::new();
    if let Some((at, sheet)) = sheet_of(state, request) {
        let sheet = sheet.clone();
        state.layers.remove(at);
        if deed == Deed::FileOpinion {
            let receipt = Receipt::of(state, sheet, outcome);
            state.layers.push(Layer::Matter(Box::new(Matter::Receipt(receipt))));
        } else if let Some(visit) = outcome.visit.filter(|_| deed == Deed::EnterVisit) {
            effects.extend(choices::after_paper(state, &sheet, visit));
        }
    }
    Some(effects)
}

/// The draft is held elsewhere or has ended, so nothing was filed. What was typed meanwhile belongs to the form all the
/// same, before it is one to read only.
fn lost(state: &mut State, request: &Request, why: &Lost, aside: Option<DraftId>) -> Vec<Effect> {
    let t = &state.texts().matter;
    let text = fill(t.refused, &[("why", &crate::i18n::lease::what(state.lang, why))]);
    state.say(Mood::Warn, text);
    let Some(source) = &request.draft else {
        return Vec::new();
    };
    if let Some((_, sheet)) = sheet_of(state, request).filter(|_| source.unsaved.is_some()) {
        sheet.save.sent();
    }
    let mut effects = super::type_ahead::settle(state);
    effects.extend(lease::refused(state, source.lease, why.clone(), aside));
    effects
}

/// Records on the screen are read anew: something may have been done with one of them, here or elsewhere. Where the person
/// was reading stays.
pub fn refresh_records(state: &mut State) -> Vec<Effect> {
    let mut layers = std::mem::take(&mut state.layers);
    let mut effects = Vec::new();
    for layer in &mut layers {
        if let Layer::Record(r) = layer {
            effects.push(r.refresh(state));
        }
    }
    layers.append(&mut state.layers);
    state.layers = layers;
    effects
}

/// A command about a matter was not carried out. The form stays as it is; when somebody else was quicker, the matter
/// is read anew and the person may press again. `None` leaves the sentence to the desk.
pub fn refused(state: &mut State, request: &Request, why: &Failure) -> Option<Vec<Effect>> {
    let now = state.now.0.max(0).unsigned_abs();
    let (_, sheet) = sheet_of(state, request)?;
    sheet.busy = None;
    let opinion = sheet.task.seen().map(|s| s.id);
    match why {
        // Nobody knows whether it was carried out: the same request goes out again.
        Failure::Trouble(_) => None,
        Failure::Refused(r) => {
            sheet.last = None;
            if let Refusal::DraftLost { why, aside } = r.as_ref() {
                return Some(lost(state, request, why, *aside));
            }
            sheet.save.failed(now);
            let (Refusal::Changed { .. } | Refusal::OpinionState { .. }) = r.as_ref() else {
                return None;
            };
            let said = sentence(state.lang, r, None);
            state.say(Mood::Warn, said);
            let mut effects = Vec::new();
            if let Some(id) = opinion {
                let (ticket, effect) = state.ask(Query::File(id));
                if let Some((_, sheet)) = sheet_of(state, request) {
                    sheet.asked.push((ticket, sheet::Want::File));
                }
                effects.push(effect);
            }
            Some(effects)
        }
    }
}
