//! What actions do, step by step: the flows of the queue, the duty roster, the reception and the start of the day.

pub mod browse;
pub mod duty;
pub mod figures;
pub mod group;
pub mod importing;
pub mod promise;
pub mod queue;
pub mod session;
pub mod setup;

use super::action::Act;
use super::forms::resume::Subject;
use super::input::Effect;
use super::layer::picker::Row;
use super::layer::{Choice, Item, Layer, Menu};
use super::opinion;
use super::screen::Screen;
use super::state::{Pane, State};
use crate::domain::code::VisitState;
use crate::domain::id::{DeputyId, SessionId, VisitId};
use crate::domain::record::{Deputy, Rev, Session, Unit};
use crate::domain::view::Draft;
use crate::form::{FieldId, Pick as FieldPick, Value};

/// A step of a flow, as a choice can name it.
#[derive(Clone, Debug)]
pub enum Step {
    /// A row of a picker, for a purpose.
    Picked(Pick, Row),
    /// A row of a picker, for a field of the form below.
    Field(FieldId, Row),
    /// Open a picker of deputies.
    Deputies(Pick),
    /// Ask for a reason in one's own words.
    Reason(super::forms::small::Asking),
    /// Choose a table to move a visit to.
    MoveTo(VisitId, Rev, u8),
    /// Change what is known of a waiting visit.
    EditVisit(VisitId),
    /// Promise this visit the next reception, or change by what the person is found again.
    Promise(VisitId),
    /// Plan a reception.
    Plan,
    /// Change the plan of this one.
    ChangePlan(Box<Session>),
    /// Change what is known of a deputy, as it was shown.
    EditDeputy(Box<Deputy>),
    /// Change what is known of a unit, as it was shown.
    EditUnit(Box<Unit>),
    /// Go on with a form that was not finished.
    Resume(Box<Draft>),
    /// The same, with what it changes.
    ResumeOn(Box<Draft>, Subject),
    /// Plan a reception for today and open it.
    PlanToday,
    /// Open the reception.
    OpenDay,
    /// The list of everybody who still needs an outcome.
    Closing,
    /// The figures of the day, and then the end.
    LastPage(SessionId),
    /// Read the table at this path.
    ReadTable(String),
}

/// What a deputy is chosen for.
#[derive(Clone, Debug)]
pub enum Pick {
    /// 签到.
    SignIn(SessionId),
    /// 代 this one.
    Substitute(SessionId, DeputyId),
    /// 排班.
    Assign(SessionId),
}

/// Takes a step.
pub fn go(state: &mut State, step: Step) -> Vec<Effect> {
    match step {
        Step::Picked(pick, row) => duty::picked(state, &pick, &row),
        Step::Field(field, row) => {
            if let Some(Layer::Form(f)) = state.layers.last_mut() {
                f.form.choose(field, &Value::Pick(FieldPick::of(row.code, row.label)));
            }
            Vec::new()
        }
        Step::Deputies(pick) => duty::pick(state, pick),
        Step::Reason(asking) => super::forms::small::open(state, asking),
        Step::MoveTo(visit, rev, to) => queue::move_to(state, visit, rev, to),
        Step::EditVisit(visit) => super::forms::number::edit(state, visit),
        Step::Promise(visit) => super::forms::promise::open(state, visit),
        Step::Plan => super::forms::plan::open(state),
        Step::ChangePlan(session) => super::forms::plan::change(state, &session),
        Step::EditDeputy(d) => super::forms::people::edit_deputy(state, &d),
        Step::EditUnit(u) => super::forms::people::edit_unit(state, &u),
        Step::Resume(draft) => super::forms::resume::open(state, &draft),
        Step::ResumeOn(draft, subject) => super::forms::resume::open_on(state, &draft, &subject),
        Step::PlanToday => super::forms::plan::today(state),
        Step::OpenDay => session::open(state),
        Step::Closing => session::closing(state),
        Step::LastPage(session) => figures::last_page(state, session),
        Step::ReadTable(path) => importing::read(state, path),
    }
}

/// F5: the visit at one's own table, else the selected one that talks, else nobody in the queue.
pub(super) fn new_opinion(state: &mut State) -> Vec<Effect> {
    let target = state
        .at_own_table()
        .or_else(|| {
            state
                .selected_visit()
                .filter(|v| state.focus == Pane::Queue && v.state == VisitState::Talking)
        })
        .map(|v| v.id);
    opinion::open(state, target.map_or(opinion::Target::Quiet, opinion::Target::Visit))
}

/// Enter on the desk.
pub fn open_row(state: &mut State) -> Vec<Effect> {
    if state.screen != Screen::Today {
        return Vec::new();
    }
    match state.focus {
        Pane::Duty => duty::menu(state),
        Pane::Queue => queue::menu(state),
        Pane::Opinion => new_opinion(state),
        Pane::Follow => super::follow::open_row(state),
    }
}

/// `+`: one more of what the list holds.
pub fn add(state: &mut State) -> Vec<Effect> {
    let act = match (state.screen, state.focus) {
        (Screen::Deputies, _) => Act::DeputyAdd,
        (Screen::Units, _) => Act::UnitAdd,
        (Screen::Sessions, _) => Act::SessionPlan,
        (Screen::Today, Pane::Duty) => Act::DutySignIn,
        (Screen::Today, Pane::Queue) => Act::QueueNumber,
        _ => Act::OpinionNew,
    };
    crate::app::update::run(state, act)
}

/// Leaving is asked once: visits stay at their tables, drafts are kept.
pub fn quit(state: &mut State) -> Vec<Effect> {
    let t = state.texts();
    let items = vec![
        Item::new(t.ask.quit_yes, Choice::Quit),
        Item::new(t.ask.quit_no, Choice::Close),
    ];
    let menu = Menu::new(t.action.app_quit, items).asking(t.ask.quit_text);
    state.layers.push(menu.layer());
    Vec::new()
}
