//! Everything about a matter (意见): the form that files it, the acts that follow, the record. Everything that leads
//! here calls [`open`]; commands that come back pass [`done`].
//!
//! A matter's layers are one kind of layer to the desk: [`Matter`]. What a numbered choice does is a [`Do`](crate::app::model::Do).

pub mod acts;
pub mod answers;
mod apart;
pub mod batch;
#[macro_use]
pub mod choices;
pub mod correct;
pub mod defaults;
pub mod entry;
pub mod facts;
pub mod fields;
mod further;
mod keeper;
mod limit;
pub mod matter;
pub mod menus;
pub mod presence;
pub mod receipt;
pub mod record;
mod sheet;
pub mod spec;
mod taken_back;
#[macro_use]
pub mod task;
pub mod traces;
mod whom;

use crate::app::action::Act;
use crate::app::forms::file::filed;
use crate::app::forms::parted;
use crate::app::may::why_not;
use crate::app::model::form::Kind;
use crate::app::model::pending::send;
use crate::app::model::{
    Choice, Effect, Form, Item, Layer, Matter, Menu, Mood, Receipt, Record, State, Target, Task, Then,
};
use crate::app::queue::visits;
use crate::app::said;
use crate::domain::code::{Channel, VisitState};
use crate::domain::command::{Command, Request, StartTalk};
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::record::Visit;
use crate::domain::refusal::Subject;
use crate::domain::view::{FollowUp, Outcome};
use crate::form::{Pick, Value};
use crate::i18n::fill;

pub use choices::carry_out;
pub use sheet::open as open_task;

/// What is to be written down beside the log of what the screen shows by now.
pub fn written_beside(state: &mut State) -> impl Iterator<Item = Effect> + use<> {
    let (looked, here) = (traces::note(state), presence::note(state));
    looked.into_iter().chain(here)
}

/// Opens the form, or the record of a filed matter.
pub fn open(state: &mut State, target: Target) -> Vec<Effect> {
    match target {
        Target::Filed(id) => Record::open(state, id),
        // What was told is written down once: whoever goes on with a talk is asked about the words of whoever began it.
        Target::Visit(visit) if state.left_by_others(visit).next().is_some() => {
            let menu = state.menu_of_people(|state| begun_by_others(state, visit));
            state.layers.push(menu.layer());
            Vec::new()
        }
        Target::Visit(visit) | Target::Another(visit) => {
            let mut effects = sits_down(state, visit);
            effects.extend(open_task(state, Task::file(Some(visit))));
            effects
        }
        Target::Quiet => open_task(state, Task::file(None)),
        Target::Draft(draft) if parted::take(state, draft) => Vec::new(),
        Target::Draft(draft) => Matter::await_draft(state, draft),
    }
}

/// What others began to write of a visit and left, to be taken over, or to be left where it is.
fn begun_by_others(state: &State, visit: VisitId) -> Menu {
    let t = &state.texts().matter;
    let item = |line: &FollowUp| {
        let brief = if state.masked { "" } else { state.brief(line) };
        Some(state.go_on(line)?.note(brief))
    };
    let mut items: Vec<Item> = state.left_by_others(visit).filter_map(item).collect();
    items.push(Item::new(t.act_another, Choice::Opinion(Target::Another(visit))));
    let mut by: Vec<&str> = Vec::new();
    for author in state.left_by_others(visit).filter_map(|line| line.author.as_ref()) {
        if !by.contains(&author.name.as_str()) {
            by.push(&author.name);
        }
    }
    let who = state.visits().find(|v| v.id == visit);
    let who = who.map(|v| visits::who(state, v)).unwrap_or_default();
    let and = if state.lang.is_zh() { "、" } else { ", " };
    let asked = fill(t.begun_by, &[("who", &who), ("by", &by.join(and))]);
    Menu::new(Act::OpinionNew.label(state.lang), items).asking(asked)
}

/// What was deleted and can be had back.
pub fn deleted_drafts(state: &mut State) -> Vec<Effect> {
    Matter::await_deleted(state)
}

/// A draft was deleted: how to have it back is said.
pub fn draft_deleted(state: &mut State, done: Result<bool, String>) -> Vec<Effect> {
    let t = &state.texts().matter;
    let days = state.snap.rules.as_deref().map_or(0, |r| r.limits.deleted_draft_days);
    let said = fill(&state.keyed(t.draft_deleted), &[("n", &days.to_string())]);
    changed_draft(state, done, said)
}

/// A deletion was taken back.
pub fn draft_restored(state: &mut State, done: Result<bool, String>) -> Vec<Effect> {
    let said = state.texts().matter.draft_restored.to_owned();
    changed_draft(state, done, said)
}

fn changed_draft(state: &mut State, done: Result<bool, String>, said: String) -> Vec<Effect> {
    match done {
        Ok(true) => state.say(Mood::Good, said),
        // What was never on the disk has been said.
        Ok(false) if state.toast.is_some() => {}
        Ok(false) => state.say(Mood::Warn, state.texts().matter.row_gone),
        Err(why) => state.say(Mood::Bad, why),
    }
    vec![state.ask_snapshot()]
}

/// Whoever was called and is listened to has sat down.
fn sits_down(state: &mut State, visit: VisitId) -> Vec<Effect> {
    let is_called = |v: &&Visit| v.id == visit && v.state == VisitState::Called;
    let Some(rev) = state.snap.queue.iter().find(is_called).map(|v| v.rev) else {
        return Vec::new();
    };
    if why_not(state, Deed::StartTalk).is_some() {
        return Vec::new();
    }
    let command = Command::StartTalk(StartTalk { visit, rev });
    vec![send(state, command, Then::Nothing, None)]
}

/// F5: the visit at one's own table, else the selected one that talks, else nobody in the queue.
pub fn new(state: &mut State) -> Vec<Effect> {
    let target = state.speaks();
    open(state, target.map_or(Target::Quiet, Target::Visit))
}

/// Somebody calls while somebody else sits there: a matter of nobody at a table.
pub fn beside(state: &mut State) -> Vec<Effect> {
    let effects = open_task(state, Task::file(None));
    sheet::on_top(state, |sheet, host, state| {
        let came_by = Value::Pick(Pick::of(Channel::Phone.code(), ""));
        host.form.prefill("channel", &came_by);
        host.title = format!("{}  {}", sheet.task.title(state.lang), state.texts().matter.beside);
    });
    effects
}

/// A command about a matter was carried out. `None` for commands of others.
pub fn done(state: &mut State, request: &Request, outcome: &Outcome) -> Option<Vec<Effect>> {
    let deed = request.command.deed();
    let is_late = [Act::VisitLate, Act::SessionLate]
        .iter()
        .any(|act| act.row().deed == Some(deed));
    if !is_late && deed.row().noun != Subject::Opinion && deed.row().noun != Subject::Citizen {
        return None;
    }
    let text = said::of(state, request, outcome);
    if !text.is_empty() {
        state.say(Mood::Good, text);
    }
    let mut effects = Vec::new();
    if let Some(Form { kind, mut host }) = filed(state, request.id) {
        if let Command::CountAccusation(counted) = &request.command {
            let receipt = Receipt::counted(state, &counted.reason, outcome);
            state.layers.push(Layer::Matter(Box::new(Matter::Receipt(receipt))));
        } else if let Kind::Matter(sheet) = kind
            && sheet.task.files()
        {
            let receipt = Receipt::of(state, &sheet, &mut host, outcome);
            state.layers.push(Layer::Matter(Box::new(Matter::Receipt(receipt))));
        } else if let Some(visit) = outcome.visit.filter(|_| deed == Deed::EnterVisit) {
            effects.extend(choices::after_paper(state, &host.form, visit));
        }
    }
    Some(effects)
}
