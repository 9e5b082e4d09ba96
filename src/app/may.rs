//! Whether whoever sits here may do what is offered, and whether it could be kept: said before anything is opened, with the
//! reason, from what each choice and each form writes in the end. The rules have the final say.

use crate::app::action::Act;
use crate::app::model::form::{Asking, Number, Plan, PromiseForm};
use crate::app::model::{Choice, Do, Flow, Form, Layer, Matter, MatterAct, Menu, State, Target};
use crate::domain::code::Role;
use crate::domain::command::Command;
use crate::domain::deed::Deed;
use crate::domain::id::{DeputyId, VisitId};
use crate::domain::own;
use crate::domain::permit::{Reach, Reading, Whose};
use crate::domain::record::{Deputy, Unit};
use crate::domain::refusal::{NotOwn, Refusal};
use crate::i18n::refusal::{no_phone, sentence};
use crate::i18n::rights::no_records;
use crate::i18n::{Lang, fill};

/// Why a write cannot be done by whoever sits here now; none when it can.
pub fn why_not(state: &State, deed: Deed) -> Option<String> {
    let refused = state.role().filter(|role| !deed.may(Some(*role)));
    match refused {
        Some(role) => {
            let may = deed.row().roles;
            Some(sentence(state.lang, &Refusal::NotPermitted { role, may }, None))
        }
        None => state.cannot_write.clone(),
    }
}

/// Why a write is not for whoever sits here, whose right ends at their own table, at this one.
pub fn why_not_at(state: &State, deed: Deed, table: Option<u8>) -> Option<String> {
    let who = state.somebody()?;
    if deed.reach(who.role) != Reach::Own {
        return None;
    }
    let refused = own::at_table(table?, &state.snap.attendance, &who).err()?;
    Some(sentence(state.lang, &refused, None))
}

/// The same of a command, by all that is not theirs in it.
fn why_not_own(state: &State, command: &Command) -> Option<String> {
    let who = state.somebody()?;
    if command.deed().reach(who.role) != Reach::Own {
        return None;
    }
    let mut facts = state.facts();
    let named = command.needs().visit;
    facts.visit = state.visits().find(|v| Some(v.id) == named).cloned();
    let refused = own::within(command, &facts, &who).err()?;
    Some(sentence(state.lang, &refused, None))
}

/// Why a choice is not theirs where others receive.
fn why_not_theirs(state: &State, choice: &Choice) -> Option<String> {
    let table = |visit: VisitId| state.visits().find(|v| v.id == visit)?.table;
    if let Choice::Run(command, _) = choice {
        why_not_own(state, command)
    } else if let Choice::Flow(Flow::Finish(visit, ..))
    | Choice::Opinion(Target::Visit(visit) | Target::Another(visit)) = choice
    {
        why_not_at(state, deed_of(choice)?, table(*visit))
    } else if let Choice::Flow(Flow::Reason(Asking::StandIn(account, _))) = choice {
        let (own, deed) = (state.account.as_ref().map(|a| a.id), Deed::SetStandIn);
        let is_beyond = deed.reach(state.role()) == Reach::Own && own != Some(*account);
        is_beyond.then(|| sentence(state.lang, &Refusal::NotOwn(NotOwn::Account), None))
    } else {
        None
    }
}

/// Why whoever sits here is not shown by what number to reach somebody whose matter these deputies received; none when they
/// are.
pub fn why_no_phone(state: &State, received_by: &[DeputyId]) -> Option<String> {
    let who = state.somebody()?;
    let whose = Whose {
        keeper: None,
        received_by,
    };
    let is_for = who.reads(Reading::WholePhone, whose);
    let role = who.role?;
    (!is_for).then(|| no_phone(state.lang, role))
}

/// Why whoever sits here reads nothing of people and their matters; none when they do.
pub fn why_no_records(state: &State) -> Option<String> {
    no_records(state.lang, state.role()?)
}

/// What is said where nothing is owed that a role may read.
pub fn nothing_owed(lang: Lang, role: Role) -> String {
    no_records(lang, role).unwrap_or_else(|| lang.texts().follow.empty.to_owned())
}

/// What is said where what was typed finds no matter that a role may read.
pub fn none_found(lang: Lang, role: Role, typed: &str) -> String {
    let none = || fill(lang.texts().plain.none_found, &[("typed", typed)]);
    no_records(lang, role).unwrap_or_else(none)
}

/// Whether whoever sits here sees who was shown whose number, and not only what they looked at themselves.
pub fn sees_all_looks(state: &State) -> bool {
    Reading::Traces.reach(state.role()) == Reach::All
}

/// Greys what the menu on top offers and whoever sits here cannot do.
pub fn grey(state: &mut State) {
    let Some(mut layer) = state.layers.pop() else { return };
    if let Layer::Menu(menu) = &mut layer {
        grey_menu(state, menu);
    } else if let Layer::Matter(matter) = &mut layer
        && let Matter::Acts(acts) = matter.as_mut()
    {
        grey_menu(state, &mut acts.menu);
    }
    state.layers.push(layer);
}

/// The same of a menu that lies on no screen. Who may not do it at all is told that, and not what else stands in the way.
pub fn grey_menu(state: &State, menu: &mut Menu) {
    for item in &mut menu.items {
        let refused = deed_of(&item.choice).and_then(|deed| why_not(state, deed));
        let refused = refused.or_else(|| why_not_theirs(state, &item.choice));
        item.why_not = refused.or_else(|| item.why_not.take());
    }
}

impl Form {
    /// Why it would not be filed for whoever sits here; none when it may.
    pub fn why_not_opened(&self, state: &State) -> Option<String> {
        why_not(state, self.kind.noun().deed()?)
    }
}

/// What a choice writes in the end; none where it only leads somewhere.
fn deed_of(choice: &Choice) -> Option<Deed> {
    match choice {
        Choice::Run(command, _) => Some(command.deed()),
        Choice::Act(act) | Choice::UseTable(_, Some(act)) => act.row().deed,
        Choice::Push(layer) => of_layer(layer),
        Choice::Flow(flow) => of_flow(flow),
        Choice::Opinion(Target::Visit(_) | Target::Another(_) | Target::Quiet) => Act::OpinionNew.row().deed,
        Choice::Matter(what) => of_do(what),
        Choice::Opinion(Target::Draft(_) | Target::Filed(_))
        | Choice::Close
        | Choice::UseTable(_, None)
        | Choice::UseAccount(_)
        | Choice::Field(..)
        | Choice::Settle(..)
        | Choice::Gb18030
        | Choice::File
        | Choice::Quit
        | Choice::QuitUnsaved(_) => None,
    }
}

/// Of a menu, what its first line writes: the others are about the same.
fn of_layer(layer: &Layer) -> Option<Deed> {
    if let Layer::Menu(menu) = layer {
        return menu.items.iter().find_map(|item| deed_of(&item.choice));
    }
    layer.form()?.kind.noun().deed()
}

fn of_flow(flow: &Flow) -> Option<Deed> {
    Some(match flow {
        Flow::Picked(pick, _) | Flow::Deputies(pick) => pick.deed(),
        Flow::Reason(asking) => return asking.deed(),
        Flow::MoveTo(..) => Asking::MOVES,
        Flow::Finish(..) => return Act::QueueFinish.row().deed,
        Flow::EditVisit(_) => Number::EDITS,
        Flow::Promise(_) | Flow::Ring(_) => PromiseForm::MAKES,
        Flow::ChangePlan(_) => Plan::CHANGES,
        Flow::EditDeputy(_) => Deputy::CHANGES,
        Flow::EditUnit(_) => Unit::CHANGES,
        Flow::PlanToday => return Act::SessionPlan.row().deed,
        Flow::Holidays => return Act::StationHolidays.row().deed,
        Flow::GoOn(_, act) => return act.row().deed,
        Flow::Leaving(_) => Deed::HandOverAll,
        Flow::Resume(_)
        | Flow::ResumeOn(..)
        | Flow::Figures(..)
        | Flow::Span(_)
        | Flow::LastPage(_)
        | Flow::Roster(..)
        | Flow::Backup
        | Flow::StopBackup
        | Flow::ReadTable(_) => return None,
    })
}

fn of_do(what: &Do) -> Option<Deed> {
    Some(match what {
        Do::Count(_) => Deed::CountAccusation,
        Do::FileNameless(_) | Do::Again(..) => return Act::OpinionNew.row().deed,
        Do::Form(act, ..) => act.deed(),
        Do::Tell(_) | Do::TellMenu(_) => MatterAct::Tell.deed(),
        Do::PickVisit(..) | Do::MoveTo(..) => MatterAct::MOVES,
        Do::Record(_)
        | Do::Acts
        | Do::Reveal
        | Do::Look(..)
        | Do::DeleteDraft(..)
        | Do::TakeOver(..)
        | Do::RestoreDraft(_) => {
            return None;
        }
    })
}
