//! What each action starts: the one place that knows all of them.

use super::run;
use crate::app::action::Act;
use crate::app::follow::{self, quick};
use crate::app::layer::moved;
use crate::app::model::importing::Table;
use crate::app::model::{Choice, Effect, Help, Item, Layer, Menu, Next, Palette, Pane, Screen, State, Step, Task};
use crate::app::queue::{promise, visits};
use crate::app::session::{day, plan};
use crate::app::station::profile;
use crate::app::{duty, importing, list, looks, opinion, people};

/// Starts an action that is possible.
pub(super) fn start(state: &mut State, act: Act) -> Step {
    let effects = match act {
        Act::Screen(screen) => list::show(state, screen),
        Act::AppHelp => help(state),
        Act::AppPalette => {
            let palette = Palette::new(state);
            state.layers.push(Layer::Palette(Box::new(palette)));
            Vec::new()
        }
        Act::AppFind => list::find(state),
        Act::AppRedraw => vec![Effect::Redraw],
        Act::AppMask => {
            state.masked = !state.masked;
            Vec::new()
        }
        Act::AppSelfTest => looks::test(state),
        Act::AppQuit => quit(state),
        Act::AppBack => back(state),
        Act::PaneNext => turn(state, 1),
        Act::PanePrev => turn(state, Pane::ALL.len() - 1),
        Act::ListOpen => return open_row(state),
        Act::ListAdd => add(state),
        Act::ListUp | Act::ListDown | Act::ListPageUp | Act::ListPageDown | Act::ListFirst | Act::ListLast => {
            walk(state, act)
        }
        // Of the form or the list on top, which has had the key.
        Act::FormFile | Act::FormNext | Act::FormPrev | Act::FormUndo | Act::FormLate | Act::ListFilter => Vec::new(),

        Act::QueueNumber => return visits::number(state),
        Act::QueueCall => visits::call(state),
        Act::QueueMissed | Act::QueueAgain | Act::QueueTakeBack | Act::QueueBack | Act::QueueMove | Act::QueueLeft => {
            return visits::act_on(state, act);
        }
        Act::QueuePromised => promise::came(state),
        Act::QueueFinishNext => visits::finish(state, true),
        Act::QueueFinish => visits::finish(state, false),
        Act::TableSwitch => return visits::switch_table(state),
        Act::OpinionNew => opinion::new(state),
        Act::OpinionTell => follow::tell(state),
        Act::OpinionNoAnswer => return quick::no_answer(state),
        Act::VisitLate => opinion::open_task(state, Task::LateVisit(Vec::new())),
        Act::SessionLate => opinion::open_task(state, Task::LateSession),
        Act::DutySignIn => duty::sign_in(state),
        Act::DutySubstitute => duty::substitute(state),
        Act::DutyStaffOnly => duty::staff_only(state),
        Act::SessionPlan => plan::open(state),
        Act::SessionOpen => day::open(state),
        Act::SessionClose => day::close(state),
        Act::DeputyImport => importing::open(state, Table::Deputies),
        Act::UnitImport => importing::open(state, Table::Units),
        Act::DeputyAdd => people::deputy(state),
        Act::UnitAdd => people::unit(state),
        Act::StationEdit => profile::open(state),
    };
    effects.into()
}

fn help(state: &mut State) -> Vec<Effect> {
    let help = Help::new(state);
    if !matches!(state.layers.last(), Some(Layer::Help(_))) {
        state.layers.push(Layer::Help(help));
    }
    Vec::new()
}

fn back(state: &mut State) -> Vec<Effect> {
    if state.screen == Screen::Today {
        return Vec::new();
    }
    list::show(state, Screen::Today)
}

fn turn(state: &mut State, by: usize) -> Vec<Effect> {
    let at = Pane::ALL.iter().position(|p| *p == state.focus).unwrap_or_default();
    state.focus = Pane::ALL.get((at + by) % Pane::ALL.len()).copied().unwrap_or_default();
    Vec::new()
}

/// Moves the marker of the focused pane. Pages are as long as the pane shows.
fn walk(state: &mut State, act: Act) -> Vec<Effect> {
    let pane = state.focus;
    let ids = state.ids_of(pane);
    let page = list::rows_of(state, pane);
    if let Some(c) = state.cursor_mut(pane)
        && let Some(to) = moved(c.at, act, ids.len(), page)
    {
        c.put(to, &ids, false);
    }
    Vec::new()
}

/// Enter on the desk.
fn open_row(state: &mut State) -> Step {
    if state.screen != Screen::Today {
        return Next::Stay.into();
    }
    match state.focus {
        Pane::Duty => duty::menu(state).into(),
        Pane::Queue => visits::menu(state),
        Pane::Opinion => opinion::new(state).into(),
        Pane::Follow => follow::open_row(state).into(),
    }
}

/// `+`: one more of what the list holds.
fn add(state: &mut State) -> Vec<Effect> {
    let act = match (list::of(state.screen), state.focus) {
        (Some(list), _) => match list.add() {
            Some(act) => act,
            None => return Vec::new(),
        },
        (None, Pane::Duty) => Act::DutySignIn,
        (None, Pane::Queue) => Act::QueueNumber,
        (None, Pane::Opinion | Pane::Follow) => Act::OpinionNew,
    };
    run(state, act)
}

/// Leaving is asked once: visits stay at their tables, drafts are kept.
fn quit(state: &mut State) -> Vec<Effect> {
    let t = state.texts();
    let items = vec![
        Item::new(t.ask.quit_yes, Choice::Quit),
        Item::new(t.ask.quit_no, Choice::Close),
    ];
    let menu = Menu::new(t.action.app_quit, items).asking(t.ask.quit_text);
    state.layers.push(menu.layer());
    Vec::new()
}
