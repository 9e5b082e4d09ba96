//! Whether an action can be done now, and the sentence that says why not. The same reasons the rules would give, from
//! what the screen shows; the rules have the final say.

use super::action::{Act, DIGITS, Scope};
use super::layer::Layer;
use super::screen::Screen;
use super::state::{Pane, State};
use crate::domain::refusal::Refusal;
use crate::i18n::refusal::sentence;

/// The reason an action cannot be done now; none when it can.
pub fn why_not(act: Act, state: &State) -> Option<String> {
    let t = state.texts();
    let in_form = state.layers.iter().any(Layer::is_form);
    if in_form && (Screen::of(act).is_some() || matches!(act, Act::AppFind | Act::OpinionNoAnswer)) {
        return Some(t.say.form_first.to_owned());
    }
    if act.row().scope == Scope::Form {
        let read_only = match state.layers.last() {
            Some(Layer::Matter(m)) => m.read_only(state.lang),
            _ => None,
        };
        return read_only.or_else(|| (!in_form).then(|| t.say.nothing_to_file.to_owned()));
    }
    if act == Act::ListFilter {
        let lists = matches!(state.screen, Screen::Opinions | Screen::Sessions);
        return (!lists).then(|| t.say.no_filter.to_owned());
    }
    // Looking at another pane needs nobody's leave, nor has it to wait until the account is known.
    if act.row().scope != Scope::Desk || matches!(act, Act::PaneNext | Act::PanePrev) {
        return None;
    }
    if !state.loaded {
        return Some(t.say.loading.to_owned());
    }
    if state.snap.station.is_none() {
        return Some(sentence(state.lang, &Refusal::NoStation, None));
    }
    if state.account.is_none() {
        // Until the answer comes nobody knows that there is none.
        let asking = state.accounts_ticket.is_some();
        return Some(if asking { t.say.loading } else { t.say.no_account }.to_owned());
    }
    if let Some(role) = state.role()
        && act.row().deed.is_some_and(|deed| !deed.may(Some(role)))
    {
        return Some(sentence(state.lang, &Refusal::NotPermitted { role }, None));
    }
    by_state(act, state)
}

fn by_state(act: Act, state: &State) -> Option<String> {
    let t = state.texts();
    let lang = state.lang;
    let fits = || state.snap.queue.iter().any(|v| act.fits(v));
    match act {
        Act::QueueMissed | Act::QueueAgain | Act::QueueTakeBack if !fits() => Some(t.say.nobody_called.to_owned()),
        Act::QueuePromised if state.snap.promised.is_empty() => Some(t.say.nobody_promised.to_owned()),
        Act::QueueBack if !fits() => Some(t.say.nobody_missed.to_owned()),
        Act::QueueFinish | Act::QueueFinishNext | Act::QueueMove if !fits() => Some(t.say.nobody_here.to_owned()),
        Act::TableSwitch if state.tables() < 2 => Some(t.say.one_table.to_owned()),
        Act::OpinionTell | Act::OpinionNoAnswer if state.snap.follow_up.is_empty() => {
            Some(t.say.nothing_owed.to_owned())
        }
        Act::SessionClose | Act::DutyStaffOnly if state.open().is_none() => Some(t.say.no_reception.to_owned()),
        Act::DutySignIn | Act::DutySubstitute if super::pending::reception(state).is_none() => {
            Some(t.say.no_reception.to_owned())
        }
        Act::SessionOpen if state.open().is_some() => Some(sentence(lang, &Refusal::AnotherOpen, None)),
        _ => None,
    }
}

/// What a digit starts now. Of the acts at the door only one is possible at a time.
pub fn on_digit(n: usize, state: &State) -> Option<Act> {
    let mut acts = DIGITS.get(n.checked_sub(1)?)?.iter().copied();
    acts.find(|act| match act {
        act if Screen::of(*act).is_some() => true,
        Act::AppPalette => true,
        _ if state.snap.station.is_none() => false,
        Act::SessionOpen => state.open().is_none(),
        Act::SessionClose => state.open().is_some(),
        _ => true,
    })
}

/// What stands after the screens in the line of digits.
pub fn strip(state: &State) -> Vec<Act> {
    let rest = Screen::ALL.len() + 1..=DIGITS.len();
    rest.filter_map(|n| on_digit(n, state)).collect()
}

/// The hints of the bottom line: fixed for each list, so that moving inside it changes nothing there.
pub fn hints(state: &State) -> Vec<Act> {
    match state.layers.last() {
        Some(Layer::Form(_)) => return vec![Act::FormFile, Act::FormNext, Act::AppBack],
        Some(l) if l.is_form() => return vec![Act::FormFile, Act::FormNext, Act::FormLate, Act::AppBack],
        Some(Layer::Menu(_) | Layer::Picker(_) | Layer::Palette(_) | Layer::Closing(_) | Layer::Matter(_)) => {
            return vec![Act::ListOpen, Act::AppBack];
        }
        Some(Layer::Record(_)) => return vec![Act::ListOpen, Act::ListPageDown, Act::OpinionTell, Act::AppBack],
        Some(Layer::Importing(_)) => return vec![Act::ListOpen, Act::ListPageDown, Act::AppBack],
        Some(Layer::SelfTest(_)) => return Vec::new(),
        Some(Layer::Page(_) | Layer::Help(_)) => return vec![Act::ListPageDown, Act::AppBack],
        None => {}
    }
    let desk = [
        Act::QueueNumber,
        Act::QueueCall,
        Act::OpinionNew,
        Act::QueueMissed,
        Act::QueueFinishNext,
        Act::OpinionTell,
    ];
    match (state.screen, state.focus) {
        (Screen::Today, Pane::Duty) => [Act::ListOpen, Act::ListAdd].into_iter().chain(desk).collect(),
        (Screen::Today, _) => desk.into_iter().chain([Act::PaneNext, Act::AppPalette]).collect(),
        (Screen::Opinions | Screen::Sessions, _) => {
            vec![Act::ListOpen, Act::AppFind, Act::ListFilter, Act::AppBack]
        }
        _ => vec![Act::ListOpen, Act::AppFind, Act::ListAdd, Act::AppBack],
    }
}
