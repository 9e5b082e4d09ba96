//! 谁看过: whose whole number the screen shows is written down once it stands there, with no question where what is being done
//! is the reason; elsewhere the reason is asked first. Nobody waits for it.

use crate::app::may;
use crate::app::model::form::{Kind, PromiseForm};
use crate::app::model::page::{Line, line};
use crate::app::model::{Choice, Do, Effect, Item, Layer, Matter, MatterAct, Menu, Sheet, State, Task};
use crate::app::opinion::whom;
use crate::app::queue::promise;
use crate::domain::beside::Beside;
use crate::domain::code::{Reach, Shown};
use crate::domain::fields::CitizenField as P;
use crate::domain::id::{CitizenId, OpinionId};
use crate::domain::record::Citizen;
use crate::domain::trace::{On, Trace, Traced};
use crate::domain::view::OpinionFile;
use crate::form::FormState;
use crate::i18n::history::label;
use crate::i18n::{code, fill, rights};

/// Writes down what the screen shows by now and did not show before.
pub fn note(state: &mut State) -> Option<Effect> {
    let shown = on_top(state);
    let is_news = shown != state.traced;
    state.traced.clone_from(&shown);
    shown
        .filter(|_| is_news)
        .map(|trace| Effect::Beside(Beside::Looked(trace)))
}

/// The number that stands on what lies on top, where what is done there is the reason.
fn on_top(state: &State) -> Option<Trace> {
    match state.layers.last()? {
        Layer::Menu(menu) => rings(state, menu),
        Layer::Matter(matter) => match matter.as_ref() {
            Matter::Acts(acts) => rings(state, &acts.menu),
            Matter::Receipt(_) | Matter::Awaiting(..) => None,
        },
        Layer::Form(form) => match &form.kind {
            Kind::Matter(sheet) => on_sheet(state, sheet, &form.host.form),
            Kind::Promise(PromiseForm::Change(id, _)) => {
                let p = promise::of(state, *id)?;
                promise::trace(state, p, Shown::Correcting).filter(|_| !state.masked)
            }
            Kind::Promise(PromiseForm::Make(..) | PromiseForm::Ring(..))
            | Kind::SetUp(_)
            | Kind::Number(_)
            | Kind::Plan(_)
            | Kind::Small(_)
            | Kind::Station(_)
            | Kind::Deputy(_)
            | Kind::Unit(_)
            | Kind::Holidays(_)
            | Kind::Batch(_) => None,
        },
        Layer::Picker(_)
        | Layer::Page(_)
        | Layer::Help(_)
        | Layer::Palette(_)
        | Layer::Record(_)
        | Layer::Importing(_)
        | Layer::Closing(_)
        | Layer::SelfTest(_) => None,
    }
}

fn rings(state: &State, menu: &Menu) -> Option<Trace> {
    menu.rings.as_deref().cloned().filter(|_| !state.masked)
}

fn on_sheet(state: &State, sheet: &Sheet, form: &FormState) -> Option<Trace> {
    let file = sheet.file.as_deref()?;
    match &sheet.task {
        Task::On(MatterAct::Tell, _) => rung(state, file, whom::chosen(form)),
        Task::On(MatterAct::Person, _) => whose(state, file, file.person(whom::chosen(form))?, Shown::Correcting),
        Task::On(..) | Task::File(_) | Task::LateVisit(_) | Task::LateSession => None,
    }
}

/// Whose number stands above the ways a telling can go.
pub(super) fn rung(state: &State, file: &OpinionFile, whom: Option<CitizenId>) -> Option<Trace> {
    let citizen = whom::told_now(file, whom)?;
    let is_rung = citizen.details.reach.is_none_or(Reach::is_by_number);
    whose(state, file, citizen, Shown::Telling).filter(|_| is_rung)
}

fn whose(state: &State, file: &OpinionFile, citizen: &Citizen, shown: Shown) -> Option<Trace> {
    let o = &file.opinion;
    let is_shown = !file.withheld && !state.masked && may::why_no_phone(state, &o.details.deputies).is_none();
    (is_shown && has_number(citizen)).then_some(Trace {
        on: On::Opinion(o.id),
        citizen: Some(citizen.id),
        shown,
        reason: None,
    })
}

/// What is shown of it only where it is wanted.
fn has_number(citizen: &Citizen) -> bool {
    let d = &citizen.details;
    d.phone.is_some() || d.text(P::ReachNote).is_some() || citizen.claim_code.is_some()
}

/// Shows the number of the record on top when it is said why; covers it again where it is shown.
pub(super) fn turn(state: &mut State) -> Vec<Effect> {
    let Some(Layer::Record(record)) = state.layers.last_mut() else {
        return Vec::new();
    };
    let has_any = |file: &OpinionFile| file.citizen.as_ref().is_some_and(has_number);
    if record.revealed || !record.file.as_deref().is_some_and(has_any) {
        record.revealed = !record.revealed;
        return Vec::new();
    }
    let id = record.id;
    let rules = state.snap.rules.clone();
    let reasons = rules.iter().flat_map(|rules| rules.offered_reveals());
    let look = |code: Option<String>| Choice::Matter(Box::new(Do::Look(id, code)));
    let items: Vec<Item> = reasons
        .map(|r| Item::new(label(state.lang, &r.label), look(Some(r.code.clone()))))
        .collect();
    if items.is_empty() {
        return look_at(state, id, None);
    }
    let t = &state.texts().matter;
    state
        .layers
        .push(Menu::new(t.why_reveal, items).asking(t.why_noted).layer());
    Vec::new()
}

/// Shows the number of the record on top, for a reason that is written down.
pub(super) fn look_at(state: &mut State, id: OpinionId, reason: Option<String>) -> Vec<Effect> {
    let Some(Layer::Record(record)) = state.layers.last_mut() else {
        return Vec::new();
    };
    if record.id != id {
        return Vec::new();
    }
    record.revealed = true;
    let citizen = record.file.as_ref().and_then(|file| file.citizen.as_ref());
    let trace = Trace {
        on: On::Opinion(id),
        citizen: citizen.map(|c| c.id),
        shown: Shown::Asked,
        reason,
    };
    vec![Effect::Beside(Beside::Looked(trace))]
}

/// What a look was for, in words.
pub fn why(state: &State, traced: &Traced) -> String {
    match &traced.reason {
        Some((_, reason)) => label(state.lang, reason).to_owned(),
        None => code::shown(state.lang, traced.shown).to_owned(),
    }
}

/// 谁看过, below what happened: the newest, and how many there are besides.
pub(super) fn lines(state: &State, file: &OpinionFile) -> Vec<Line> {
    let t = &state.texts().record;
    if file.looks.is_empty() {
        return Vec::new();
    }
    let title = Line {
        quiet: true,
        ..line("", t.looked)
    };
    let entries = file.looks.iter().map(|l| {
        let when = format!("{} {}", l.at.day().format("%y-%m-%d"), l.at.clock());
        line(
            when,
            format!(
                "{}  {}",
                rights::by_whom(state.lang, &l.by, l.whom.as_deref()),
                why(state, l)
            ),
        )
    });
    let rest = file.looked as usize - file.looks.len().min(file.looked as usize);
    let rest = (rest > 0).then(|| line("", fill(t.looked_before, &[("n", &rest.to_string())])));
    [line("", ""), title].into_iter().chain(entries).chain(rest).collect()
}
