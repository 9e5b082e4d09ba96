//! The start: a station that is not there yet, and who sits at the keyboard.

use crate::app::model::state::is_typing;
use crate::app::model::{Choice, Effect, Item, Menu, Mood, State, Ticket, Toast};
use crate::app::queue::visits;
use crate::app::station::{holidays, setup, start};
use crate::domain::record::Account;
use crate::domain::view::Query;
use crate::i18n::code;

/// The first snapshot came.
pub fn begin(state: &mut State) -> Vec<Effect> {
    if state.snap.station.is_none() {
        return setup::open(state);
    }
    resume(state);
    say_note(state);
    let is_settled = state.accounts_ticket.is_none();
    if is_settled && state.account.is_none() && state.layers.is_empty() {
        state.say(Mood::Bad, state.texts().say.no_account);
    }
    holidays::ask(state).into_iter().collect()
}

/// Something is to be said of the session before: once somebody sits here, beside what else is said then, and not while
/// a field has the focus.
pub fn note(state: &mut State, mood: Mood, text: String) -> Vec<Effect> {
    state.note = Some(Toast { text, mood });
    say_note(state);
    Vec::new()
}

/// Why nothing can be written by now, or that it can be again.
pub fn cannot_write(state: &mut State, why: Option<String>) -> Vec<Effect> {
    let was = std::mem::replace(&mut state.cannot_write, why);
    // What was to be said once nobody types, and is not so any more.
    state
        .note
        .take_if(|note| was.as_ref().is_some_and(|was| was.contains(&note.text)));
    if was.is_some() && state.cannot_write.is_none() && state.toast.as_ref().is_none_or(|t| t.mood == Mood::Bad) {
        // What stands there is not so any more.
        state.say(Mood::Good, state.texts().trouble.writes_again);
    }
    Vec::new()
}

/// What was asked for could not be read. Of the picture that is so until one is read.
pub fn unread(state: &mut State, ticket: Ticket, why: String) {
    if state.snapshot_ticket.take_if(|asked| *asked == ticket).is_some() {
        state.unread = Some(why);
    } else {
        state.say(Mood::Bad, why);
    }
}

/// Says it as soon as it may be said.
pub fn say_note(state: &mut State) {
    if !state.loaded || state.account.is_none() || is_typing(state) {
        return;
    }
    let Some(note) = state.note.take() else { return };
    let text = match state.toast.take().filter(|t| t.mood == Mood::Good) {
        Some(said) if state.lang.is_zh() => format!("{}；{}", said.text, note.text),
        Some(said) => format!("{}; {}", said.text, note.text),
        None => note.text,
    };
    state.say(note.mood, text);
}

/// Somebody this person called before the line broke is still at the table: the keyboard works for it again (S16).
fn resume(state: &mut State) {
    let Some(own) = state.account.as_ref().map(|a| a.id) else {
        return;
    };
    if state.table.is_some() {
        return;
    }
    let mine = |v: &&crate::domain::record::Visit| v.state.is_open() && v.touch.account == Some(own);
    let Some(v) = state.snap.queue.iter().find(mine).cloned() else {
        return;
    };
    state.table = v.table;
    let table = v.table.unwrap_or(1).to_string();
    let who = visits::who(state, &v);
    let said = crate::i18n::fill(state.texts().say.resumed, &[("n", &table), ("who", &who)]);
    state.say(Mood::Good, said);
}

/// Sits down as an account.
pub fn sit(state: &mut State, account: Account) {
    state.account = Some(account);
    resume(state);
    say_note(state);
}

/// The accounts of this login came: one is taken, several are chosen from by digit.
pub fn accounts(state: &mut State, list: Vec<Account>) -> Vec<Effect> {
    let active: Vec<Account> = list.into_iter().filter(|a| a.active).collect();
    let wanted = state.wanted_account.clone();
    let named = wanted.and_then(|name| active.iter().find(|a| a.name == name).cloned());
    if let Some(a) = named {
        sit(state, a);
        return Vec::new();
    }
    let t = state.texts();
    match active.as_slice() {
        [] => {
            if state.snap.station.is_some() {
                state.say(Mood::Bad, t.say.no_account);
            }
        }
        [one] => sit(state, one.clone()),
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
    start::start(state)
}

/// The first questions of a fresh desk. Who sits here comes first: what they chose for this terminal is then asked for while
/// all the rest is read, and not after it.
pub fn start(state: &mut State) -> Vec<Effect> {
    let os_name = Some(state.os_name.clone());
    let (ticket, accounts) = state.ask(Query::Accounts { os_name });
    state.accounts_ticket = Some(ticket);
    let snapshot = state.ask_snapshot();
    state.anew_ticket = state.snapshot_ticket;
    vec![accounts, snapshot]
}
