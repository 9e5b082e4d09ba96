//! Everything about a matter (意见): the form that files it, the acts that follow, the record. Everything that leads
//! here calls [`open`]; commands that come back pass [`done`] and [`refused`].
//!
//! A matter's layers are one kind of layer to the desk: [`Matter`]. What a numbered choice does is a [`Do`](crate::app::model::Do).

pub mod acts;
pub mod answers;
pub mod choices;
pub mod correct;
pub mod defaults;
pub mod entry;
pub mod facts;
pub mod fields;
mod filing;
pub mod lease;
pub mod lists;
pub mod matter;
pub mod menus;
pub mod receipt;
pub mod record;
pub mod sheet;
pub mod spec;
pub mod task;

use crate::app::model::sheet::Want;
use crate::app::model::{Effect, Failure, Layer, Matter, Mood, Pane, Receipt, Record, Sheet, State, Target, Task};
use crate::app::said;
use crate::domain::code::VisitState;
use crate::domain::command::Request;
use crate::domain::deed::Deed;
use crate::domain::id::DraftId;
use crate::domain::lease::{Lease, Lost};
use crate::domain::refusal::{Refusal, Subject};
use crate::domain::view::{Outcome, Query};
use crate::i18n::fill;
use crate::i18n::refusal::sentence;

pub use choices::carry_out;

/// Opens the form, or the record of a filed matter.
pub fn open(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::Filed(id) => Record::open(state, id),
        Target::Visit(visit) => open_task(state, Task::File { visit: Some(visit) }),
        Target::Quiet => open_task(state, Task::File { visit: None }),
        Target::Draft(draft) => Matter::await_draft(state, draft),
    }
}

/// F5: the visit at one's own table, else the selected one that talks, else nobody in the queue.
pub fn new(state: &mut State) -> Vec<Effect> {
    let target = state
        .at_own_table()
        .or_else(|| {
            state
                .selected_visit()
                .filter(|v| state.focus == Pane::Queue && v.state == VisitState::Talking)
        })
        .map(|v| v.id);
    open(state, target.map_or(Target::Quiet, Target::Visit))
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

/// The draft of a form is held elsewhere or has ended, so nothing was filed: how it was held, how it was lost, and what its
/// words are kept as. `None` where that is not why, or the form has gone.
pub fn draft_lost(state: &mut State, request: &Request, why: &Failure) -> Option<(Lease, Lost, Option<DraftId>)> {
    let Failure::Refused(refusal) = why else { return None };
    let Refusal::DraftLost { why, aside } = refusal.as_ref() else {
        return None;
    };
    let source = request.draft.as_ref()?;
    let (_, sheet) = sheet_of(state, request)?;
    (sheet.busy, sheet.last) = (None, None);
    if source.unsaved.is_some() {
        sheet.save.sent();
    }
    let text = fill(
        state.texts().matter.refused,
        &[("why", &crate::i18n::lease::what(state.lang, why))],
    );
    state.say(Mood::Warn, text);
    Some((source.lease, why.clone(), *aside))
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
                    sheet.asked.push((ticket, Want::File));
                }
                effects.push(effect);
            }
            Some(effects)
        }
    }
}
