//! The tables of a reception: which one a keyboard works for, who sits at each, and who may be sent there.

use crate::app::action::Act;
use crate::app::model::form::Asking;
use crate::app::model::{Choice, Effect, Flow, Item, Menu, Next, State, Step, Then};
use crate::app::queue::visits::who;
use crate::domain::command::{CallVisit, Command};
use crate::domain::presence::Held;
use crate::domain::record::Visit;
use crate::i18n::{fill, lease};

/// A key to change the table, and the question when it is not clear.
pub fn switch_table(state: &mut State) -> Step {
    let tables = state.tables();
    if tables == 2 {
        let other = if state.own_table() == Some(1) { 2 } else { 1 };
        return Next::Keep(Choice::UseTable(other, None)).into();
    }
    choose_table(state, None).into()
}

pub(super) fn choose_table(state: &mut State, then: Option<Act>) -> Vec<Effect> {
    let menu = state.menu_of_people(|state| tables(state, |n| (Choice::UseTable(n, then), None)));
    state.layers.push(menu.layer());
    Vec::new()
}

/// All tables, so that the digit is the table's number, each with who sits there; and why one cannot be chosen.
pub(super) fn tables(state: &State, choose: impl Fn(u8) -> (Choice, Option<String>)) -> Menu {
    let t = state.texts();
    let item = |n: u8| {
        let (choice, why_not) = choose(n);
        let here = state
            .snap
            .attendance
            .iter()
            .filter(|a| a.is_present() && a.table == Some(n));
        let visitor = state.at_table(n).map(|v| who(state, v));
        let there: Vec<String> = here.map(|a| a.name.clone()).chain(visitor).collect();
        let label = fill(t.ask.table_n, &[("n", &n.to_string())]);
        // A number alone would not say that nobody is there.
        let note = if there.is_empty() {
            t.ask.table_free.to_owned()
        } else {
            there.join("  ")
        };
        Item::new(label, choice).note(note).unless(why_not)
    };
    Menu::new(t.ask.which_table, (1..=state.tables()).map(item).collect())
}

/// Why nobody can be sent to a table now: somebody sits there, whom only that table's keyboard ends with.
pub(super) fn taken(state: &State, table: u8) -> Option<String> {
    let there = state.at_table(table)?;
    let values = [("n", table.to_string()), ("who", who(state, there))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let t = &state.texts().say;
    let is_own = state.own_table() == Some(table);
    Some(fill(if is_own { t.own_table_taken } else { t.table_taken }, &values))
}

/// Why the talk of a visit is not ended here: it goes on at another table than this keyboard works for.
pub(super) fn not_ours(state: &State, v: &Visit) -> Option<String> {
    let table = v.table.filter(|table| Some(*table) != state.own_table())?;
    let t = &state.texts().say;
    let values = [("who", who(state, v)), ("n", table.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(state.keyed(&fill(t.others_table, &values)))
}

/// Taking a talk over from a keyboard that gives no sign of life, to this one's own table; none where it is no other's.
pub(super) fn take_over(state: &State, v: &Visit) -> Option<Item> {
    let own = state.own_table()?;
    state.taken_from(v.id, own)?;
    let limits = state.snap.rules.as_deref().map(|rules| &rules.limits);
    let held = v.table.zip(limits).and_then(|(table, limits)| {
        let held = Held::of(&state.snap.sitting, table, state.now, limits)?;
        Some(lease::held(state.lang, &held))
    });
    let label = fill(state.texts().say.take_table, &[("n", &own.to_string())]);
    let ask = Choice::Flow(Flow::Reason(Asking::Move(v.id, v.rev, own)));
    Some(Item::new(label, ask).unless(held.or_else(|| taken(state, own))))
}

/// Somebody is called to one of the tables.
pub(super) fn call_to_menu(state: &State, v: &Visit) -> Item {
    let menu = tables(state, |n| {
        let command = Command::CallVisit(CallVisit {
            visit: v.id,
            rev: v.rev,
            table: n,
        });
        (Choice::Run(Box::new(command), Then::Nothing), taken(state, n))
    });
    Item::new(state.texts().ask.call_one, Choice::Push(Box::new(menu.layer())))
}
