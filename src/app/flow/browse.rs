//! Enter and filters on the list screens.

use super::Step;
use crate::app::action::Act;
use crate::app::forms::small::Asking;
use crate::app::input::Effect;
use crate::app::layer::{Choice, Item, Layer, Menu, Page};
use crate::app::opinion::{self, Target};
use crate::app::pending::Then;
use crate::app::screen::{Rows, Screen, anew};
use crate::app::state::State;
use crate::domain::code::{OpinionState, SessionState};
use crate::domain::command::Command;
use crate::domain::record::Session;
use crate::i18n::code;

/// Opens the row under the marker.
pub fn open(state: &mut State) -> Vec<Effect> {
    let Some(b) = state.browse.get(&state.screen) else {
        return Vec::new();
    };
    let at = b.cursor.at;
    match &b.rows {
        Rows::Opinions(r) => match r.get(at).map(|o| o.id) {
            Some(id) => opinion::open(state, Target::Filed(id)),
            None => Vec::new(),
        },
        Rows::Deputies(r) => match r.get(at).cloned() {
            Some(d) => page(state, |s| Page::deputy(s, &d)),
            None => crate::app::forms::people::deputy(state),
        },
        Rows::Units(r) => match r.get(at).cloned() {
            Some(u) => page(state, |s| Page::unit(s, &u)),
            None => crate::app::forms::people::unit(state),
        },
        Rows::Sessions(r) => match r.get(at).map(|s| s.session.clone()) {
            Some(s) => session(state, &s),
            None => crate::app::forms::plan::open(state),
        },
        Rows::None => Vec::new(),
    }
}

fn page(state: &mut State, make: impl Fn(&State) -> Page) -> Vec<Effect> {
    let page = make(state);
    state.layers.push(Layer::Page(page));
    Vec::new()
}

/// What can be done with a reception of the list.
fn session(state: &mut State, s: &Session) -> Vec<Effect> {
    let t = state.texts();
    let (session, rev) = (s.id, s.rev);
    let run = |label: &str, c| Item::new(label, Choice::Run(Box::new(c), Then::Nothing));
    let asking = |label: &str, a| Item::new(label, Choice::Flow(Step::Reason(a)));
    let change = Item::new(t.ask.plan_change, Choice::Flow(Step::ChangePlan(Box::new(s.clone()))));
    let items = match s.state {
        SessionState::Open | SessionState::Closing => {
            let mut items = vec![
                change,
                Item::new(t.action.session_close, Choice::Act(Act::SessionClose)),
                Item::new(
                    t.ask.see_day,
                    Choice::Flow(Step::Reason(Asking::Show(s.plan.day, s.plan.day))),
                ),
            ];
            if s.state == SessionState::Closing {
                items.push(run(t.ask.go_on, Command::StopClosing { session }));
            }
            items
        }
        SessionState::Planned | SessionState::Noticed => vec![
            change,
            run(t.ask.noticed, Command::MarkNoticed { session, rev })
                .unless((s.state == SessionState::Noticed).then(|| t.desk.noticed.to_owned())),
            Item::new(t.ask.assign, Choice::Flow(Step::Deputies(super::Pick::Assign(session)))),
            asking(t.ask.postpone, Asking::Postpone(session, rev)),
            asking(t.ask.cancel, Asking::Cancel(session, rev)),
        ],
        _ => {
            let day = s.plan.day;
            return super::figures::show(state, day, day);
        }
    };
    let title = format!(
        "{}  {}",
        crate::i18n::day(state.lang, s.plan.day),
        code::session_state(state.lang, s.state)
    );
    state.layers.push(Menu::new(title, items).layer());
    Vec::new()
}

/// The next state in the ring: all, then each.
pub fn filter(state: &mut State) -> Vec<Effect> {
    fn next<T: Copy + PartialEq>(now: Option<T>, all: &[T]) -> Option<T> {
        match now {
            None => all.first().copied(),
            Some(s) => all.iter().position(|o| *o == s).and_then(|i| all.get(i + 1)).copied(),
        }
    }
    let screen = state.screen;
    let Some(b) = state.browse.get_mut(&screen) else {
        return Vec::new();
    };
    match screen {
        Screen::Opinions => b.opinion_state = next(b.opinion_state, OpinionState::ALL),
        Screen::Sessions => b.session_state = next(b.session_state, SessionState::ALL),
        _ => return Vec::new(),
    }
    b.cursor = crate::app::state::Cursor::default();
    anew(state)
}
