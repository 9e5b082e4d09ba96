//! The start: a station that is not there yet, and who sits at the keyboard.

use crate::app::forms;
use crate::app::input::Effect;
use crate::app::layer::{Choice, Item, Menu};
use crate::app::state::{Mood, State};
use crate::domain::record::Account;
use crate::i18n::code;

/// The first snapshot came.
pub fn begin(state: &mut State) -> Vec<Effect> {
    if state.snap.station.is_none() {
        return forms::setup::open(state);
    }
    Vec::new()
}

/// The accounts of this login came: one is taken, several are chosen from by digit.
pub fn accounts(state: &mut State, list: Vec<Account>) -> Vec<Effect> {
    let active: Vec<Account> = list.into_iter().filter(|a| a.active).collect();
    let wanted = state.wanted_account.clone();
    let named = wanted.and_then(|name| active.iter().find(|a| a.name == name).cloned());
    if let Some(a) = named {
        state.account = Some(a);
        return Vec::new();
    }
    let t = state.texts();
    match active.as_slice() {
        [] => {
            if state.snap.station.is_some() {
                state.say(Mood::Bad, t.say.no_account);
            }
        }
        [one] => state.account = Some(one.clone()),
        _ => {
            let items = active
                .iter()
                .map(|a| {
                    Item::new(&a.name, Choice::UseAccount(Box::new(a.clone()))).note(code::role(state.lang, a.role))
                })
                .collect();
            let mut menu = Menu::new(t.ask.who_are_you, items);
            menu.modal = true;
            state.layers.push(menu.layer());
        }
    }
    Vec::new()
}

/// The station was founded: ask who may sit here.
pub fn founded(state: &mut State) -> Vec<Effect> {
    crate::app::update::start(state)
}
