//! What each action starts: the one place that knows all of them.

use super::action::Act;
use super::importing::Table;
use super::input::Effect;
use super::layer::{Help, Layer, Palette, moved};
use super::opinion::Task;
use super::screen::{self, Screen};
use super::state::{Pane, State};
use super::{flow, follow, forms, looks, opinion};
use flow::{duty, importing, promise, queue, session};

/// Starts an action that is possible.
pub(super) fn start(state: &mut State, act: Act) -> Vec<Effect> {
    match act {
        Act::ScreenToday => screen::show(state, Screen::Today),
        Act::ScreenOpinions => screen::show(state, Screen::Opinions),
        Act::ScreenDeputies => screen::show(state, Screen::Deputies),
        Act::ScreenSessions => screen::show(state, Screen::Sessions),
        Act::ScreenUnits => screen::show(state, Screen::Units),
        Act::ScreenFigures => screen::show(state, Screen::Figures),
        Act::AppHelp => help(state),
        Act::AppPalette => {
            let palette = Palette::new(state);
            state.layers.push(Layer::Palette(Box::new(palette)));
            Vec::new()
        }
        Act::AppFind => screen::find(state),
        Act::AppRedraw => vec![Effect::Redraw],
        Act::AppMask => {
            state.masked = !state.masked;
            Vec::new()
        }
        Act::AppSelfTest => looks::test(state),
        Act::AppQuit => flow::quit(state),
        Act::AppBack => back(state),
        Act::PaneNext => turn(state, 1),
        Act::PanePrev => turn(state, Pane::ALL.len() - 1),
        Act::ListOpen => flow::open_row(state),
        Act::ListAdd => flow::add(state),
        Act::ListUp | Act::ListDown | Act::ListPageUp | Act::ListPageDown | Act::ListFirst | Act::ListLast => {
            walk(state, act)
        }
        // Of the form or the list on top, which has had the key.
        Act::FormFile | Act::FormNext | Act::FormPrev | Act::FormUndo | Act::FormLate | Act::ListFilter => Vec::new(),

        Act::QueueNumber => queue::number(state),
        Act::QueueCall => queue::call(state),
        Act::QueueMissed | Act::QueueAgain | Act::QueueTakeBack | Act::QueueBack | Act::QueueMove | Act::QueueLeft => {
            queue::act_on(state, act)
        }
        Act::QueuePromised => promise::came(state),
        Act::QueueFinishNext => queue::finish(state, true),
        Act::QueueFinish => queue::finish(state, false),
        Act::TableSwitch => queue::switch_table(state),
        Act::OpinionNew => flow::new_opinion(state),
        Act::OpinionTell => opinion::tell(state),
        Act::OpinionNoAnswer => follow::quick::no_answer(state),
        Act::VisitLate => opinion::open_task(state, Task::LateVisit),
        Act::SessionLate => opinion::open_task(state, Task::LateSession),
        Act::DutySignIn => duty::sign_in(state),
        Act::DutySubstitute => duty::substitute(state),
        Act::DutyStaffOnly => duty::staff_only(state),
        Act::SessionPlan => forms::plan::open(state),
        Act::SessionOpen => session::open(state),
        Act::SessionClose => session::close(state),
        Act::DeputyImport => importing::open(state, Table::Deputies),
        Act::UnitImport => importing::open(state, Table::Units),
        Act::DeputyAdd => forms::people::deputy(state),
        Act::UnitAdd => forms::people::unit(state),
        Act::StationEdit => forms::station::open(state),
    }
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
    screen::show(state, Screen::Today)
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
    let page = screen::rows_of(state, pane);
    if let Some(c) = state.cursor_mut(pane)
        && let Some(to) = moved(c.at, act, ids.len(), page)
    {
        c.put(to, &ids, false);
    }
    Vec::new()
}
