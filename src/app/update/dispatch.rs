//! What each action starts, and what those of the desk itself do.

use super::run;
use crate::app::action::Act;
use crate::app::follow::{self, quick};
use crate::app::forms::leaving;
use crate::app::layer::moved;
use crate::app::model::importing::Table;
use crate::app::model::{Effect, Help, Layer, Palette, Pane, Screen, State, Step, Task};
use crate::app::queue::{finish, letgo, promise, tables, visits};
use crate::app::session::{day, plan};
use crate::app::station::{backup, holidays, profile, standing};
use crate::app::{duty, importing, list, looks, opinion, people};

acts! { ($) form_acts
    FormFile "form.file" form_file Form false false [] [] on_top;
}

acts! { ($) desk_acts
    AppHelp "app.help" + app_help app_help Everywhere true false [] [] help;
    AppPalette "app.palette" app_palette Everywhere false false [] [] palette;
    AppFind "app.find" + app_find app_find Everywhere true false [] [] list::find;
    AppBack "app.back" app_back Everywhere false false [] [] back;
    AppRedraw "app.redraw" + app_redraw app_redraw Everywhere true false [] [] redraw;
    AppMask "app.mask" + app_mask app_mask Everywhere true false [] [] mask;
    AppSelfTest "app.selftest" + app_selftest app_selftest Everywhere true false [] [] looks::test;
    AppQuit "app.quit" + app_quit app_quit Everywhere true true [] [] quit;
    PaneNext "pane.next" pane_next Desk false false [] [] |s| turn(s, 1);
    PanePrev "pane.prev" pane_prev Desk false false [] [] |s| turn(s, Pane::ALL.len() - 1);
    ListUp "list.up" list_up List false false [] [] |s| walk(s, Act::ListUp);
    ListDown "list.down" list_down List false false [] [] |s| walk(s, Act::ListDown);
    ListPageUp "list.page_up" list_page_up List false false [] [] |s| walk(s, Act::ListPageUp);
    ListPageDown "list.page_down" list_page_down List false false [] [] |s| walk(s, Act::ListPageDown);
    ListFirst "list.first" list_first List false false [] [] |s| walk(s, Act::ListFirst);
    ListLast "list.last" list_last List false false [] [] |s| walk(s, Act::ListLast);
    ListOpen "list.open" list_open List false false [] [] open_row;
    ListAdd "list.add" list_add List false false [] [] add;
    ListFilter "list.filter" list_filter List false false [] [] on_top;
    ListMark "list.mark" list_mark List false false [] [] on_top;
    ListUnmark "list.unmark" list_unmark List true false [] [|s| s.is_marked(s.screen), |t| t.say.none_marked] list::unmark;
    FormNext "form.next" form_next Form false false [] [] on_top;
    FormPrev "form.prev" form_prev Form false false [] [] on_top;
    FormUndo "form.undo" form_undo Form false false [] [] on_top;
    FormLate "form.late" form_late Form false false [] [] on_top;
}

macro_rules! starts {
    ([$($act:ident $id:literal $(+ $also:ident)? $text:ident $scope:ident $palette:literal $danger:literal [$($deed:ident)?] [$($need:tt)*]
        $start:expr;)+]) => {
        /// Starts an action that is possible.
        pub(super) fn start(state: &mut State, act: Act) -> Step {
            match act {
                Act::Screen(screen) => list::show(state, screen).into(),
                $(Act::$act => with(state, $start)),+
            }
        }
    };
}

all_acts! { starts }

fn with<S: Into<Step>>(state: &mut State, start: impl FnOnce(&mut State) -> S) -> Step {
    start(state).into()
}

/// Of the form or the list on top, which has had the key.
const fn on_top(_: &mut State) -> Vec<Effect> {
    Vec::new()
}

fn palette(state: &mut State) -> Vec<Effect> {
    let palette = Palette::new(state);
    state.layers.push(Layer::Palette(Box::new(palette)));
    Vec::new()
}

const fn mask(state: &mut State) -> Vec<Effect> {
    state.masked = !state.masked;
    Vec::new()
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
        return list::open_row(state).into();
    }
    match state.focus {
        Pane::Duty => duty::menu(state).into(),
        Pane::Queue => visits::menu(state),
        Pane::Opinion => opinion::new(state).into(),
        Pane::Follow => follow::open_row(state),
    }
}

/// `+`: one more of what the list holds.
fn add(state: &mut State) -> Vec<Effect> {
    let act = match (list::of(state.screen), state.focus) {
        (Some(list), _) => list.frame().add,
        (None, Pane::Duty) => Some(Act::DutySignIn),
        (None, Pane::Queue) => Some(Act::QueueNumber),
        (None, Pane::Opinion | Pane::Follow) => Some(Act::OpinionNew),
    };
    act.map_or_else(Vec::new, |act| run(state, act))
}

/// Paints anew, and reads anew what could not be read.
fn redraw(state: &mut State) -> Vec<Effect> {
    let again = state.unread.is_some().then(|| state.ask_snapshot());
    std::iter::once(Effect::Redraw).chain(again).collect()
}

fn quit(state: &mut State) -> Vec<Effect> {
    leaving::ask(state);
    Vec::new()
}
