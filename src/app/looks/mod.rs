//! How the desk is drawn here: what was chosen at this kind of terminal, the choices themselves, and the offer to speak
//! GB18030 to a terminal that does not read UTF-8.

pub mod selftest;

use crate::app::action::Act;
use crate::app::model::form::Manner;
use crate::app::model::state::is_typing;
use crate::app::model::{Choice, Effect, Item, Layer, Menu, Mood, SelfTest, State};
use crate::app::terminal::Facts;
use crate::domain::looks::{Looks, Seat};
use crate::domain::view::Query;

/// The themes one can choose here, by their names in the file of themes. The first is nobody's choice.
pub const THEMES: [&str; 3] = ["plain", "contrast", "mono"];

/// The terminal has said more of itself.
pub fn found(state: &mut State, facts: Facts) -> Vec<Effect> {
    let is_news =
        facts.known && (!state.terminal.facts.known || facts.fingerprint() != state.terminal.facts.fingerprint());
    state.terminal.facts = facts;
    if is_news { ask(state) } else { Vec::new() }
}

/// Asks what was chosen here, once the terminal is known and it is settled who sits here.
pub fn ask(state: &mut State) -> Vec<Effect> {
    if !state.terminal.facts.known || state.accounts_ticket.is_some() {
        return Vec::new();
    }
    if state.terminal.touched {
        return save(state);
    }
    let seat = seat(state);
    let (ticket, effect) = state.ask(Query::Looks(seat));
    state.terminal.ticket = Some(ticket);
    vec![effect]
}

/// What was chosen came.
pub fn came(state: &mut State, looks: Looks) {
    state.terminal.ticket = None;
    if state.terminal.touched {
        return;
    }
    if !state.terminal.theme_fixed {
        let theme = looks.theme.as_deref().filter(|t| THEMES.contains(t));
        state.theme = theme.unwrap_or(THEMES[0]).to_owned();
    }
    state.terminal.looks = looks;
    offer(state);
}

/// A terminal that does not read UTF-8: says so in ASCII, and offers to speak GB18030.
fn offer(state: &mut State) {
    let terminal = &mut state.terminal;
    if terminal.told || !terminal.facts.is_garbled() || terminal.gb18030() == Some(true) {
        return;
    }
    terminal.told = true;
    let t = &state.texts().selftest;
    if is_busy(state) || state.terminal.gb18030() == Some(false) {
        state.say(Mood::Warn, t.hint);
        return;
    }
    let items = vec![
        Item::new(t.offer_yes, Choice::Gb18030),
        Item::new(t.offer_no, Choice::Close),
        Item::new(t.offer_test, Choice::Act(Act::AppSelfTest)),
    ];
    let menu = Menu::new(t.offer_title, items).asking(t.offer_ascii).asking(t.offer);
    state.layers.push(menu.layer());
}

/// Somebody types: a menu over it would take their digits. The questions of the first start wait for it, as long as none is
/// answered.
fn is_busy(state: &State) -> bool {
    match state.layers.last() {
        Some(Layer::Form(f)) if f.manner() == Manner::First => f.host.form.is_dirty(),
        _ => is_typing(state),
    }
}

fn seat(state: &State) -> Seat {
    Seat {
        login: state.os_name.clone(),
        account: state.account.as_ref().map(|a| a.id),
        client: state.terminal.facts.fingerprint(),
    }
}

fn save(state: &State) -> Vec<Effect> {
    vec![Effect::SaveLooks {
        seat: seat(state),
        looks: state.terminal.looks.clone(),
    }]
}

fn choose(state: &mut State, choice: impl FnOnce(&mut Looks)) -> Vec<Effect> {
    choice(&mut state.terminal.looks);
    state.terminal.touched = true;
    save(state)
}

/// GB18030 from now on.
pub fn speak_gb18030(state: &mut State) -> Vec<Effect> {
    let said = state.texts().selftest.gb_on;
    state.say(Mood::Good, said);
    choose_gb18030(state, true)
}

/// 替代显示: as found out, always, never, and round again.
pub fn next_substitute(state: &mut State) -> Vec<Effect> {
    choose(state, |looks| {
        looks.substitute = match looks.substitute {
            None => Some(true),
            Some(true) => Some(false),
            Some(false) => None,
        };
    })
}

/// Takes the theme after the one in use, and remembers it for this login.
pub fn next_theme(state: &mut State) -> Vec<Effect> {
    let at = THEMES.iter().position(|t| *t == state.theme).unwrap_or_default();
    let next = THEMES.get(at + 1).copied().unwrap_or(THEMES[0]);
    next.clone_into(&mut state.theme);
    choose(state, |looks| looks.theme = Some(next.to_owned()))
}

/// GB18030 on or off; nothing where the terminal reads UTF-8.
pub fn switch_gb18030(state: &mut State) -> Vec<Effect> {
    if state.terminal.facts.utf8 == Some(true) {
        return Vec::new();
    }
    let is_on = state.terminal.gb18030().unwrap_or(state.terminal.facts.gb18030);
    choose_gb18030(state, !is_on)
}

/// What is chosen now counts more than what the command line said at the start.
fn choose_gb18030(state: &mut State, on: bool) -> Vec<Effect> {
    state.terminal.gb18030_fixed = None;
    choose(state, |looks| looks.gb18030 = Some(on))
}

/// Opens the page on which a person sees whether their terminal draws everything right.
pub fn test(state: &mut State) -> Vec<Effect> {
    if !shows_keys(state) {
        state.layers.push(Layer::SelfTest(SelfTest::default()));
    }
    Vec::new()
}

/// Keys are shown as they arrive: their bytes are wanted.
pub fn shows_keys(state: &State) -> bool {
    matches!(state.layers.last(), Some(Layer::SelfTest(_)))
}
