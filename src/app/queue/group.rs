//! A group (集体访): the station head is told by phone, and one key notes that it was done (S10).

use crate::app::action::Act;
use crate::app::available::why_not;
use crate::app::model::{Choice, Effect, Item, Menu, State, Then};
use crate::app::queue::visits;
use crate::domain::guess::party;
use crate::domain::id::VisitId;
use crate::domain::phone::parse_phone;
use crate::i18n::fill;

/// What somebody is called, with how many they are; said once, whoever wrote it.
pub(super) fn called(state: &State, label: Option<&str>, heads: u32) -> String {
    let (label, heads) = match label {
        Some(label) if !state.masked => {
            let (label, heads) = party(label, heads);
            (Some(label), heads)
        }
        label => (label, Some(heads).filter(|n| *n > 1)),
    };
    let mut out = state.name(label);
    out.extend(heads.map(|n| fill(state.texts().desk.heads, &[("n", &n.to_string())])));
    out
}

/// The head's phone as one dials it.
pub(super) fn phone(state: &State) -> Option<String> {
    let phone = state.snap.station.as_ref()?.head_phone.as_ref()?;
    Some(parse_phone(phone).map_or_else(|_| phone.clone(), |p| p.display()))
}

/// The act that notes the call, with the number to call beside it.
pub fn told(state: &State, visit: VisitId) -> Item {
    let told = Choice::Run(Box::new(visits::informed(visit)), Then::Nothing);
    Item::new(state.texts().ask.told_head, told).note(phone(state).unwrap_or_default())
}

/// Where the number is, or where it is entered.
fn head(state: &State) -> String {
    let t = &state.texts().ask;
    match phone(state) {
        Some(phone) => fill(t.head_phone_is, &[("phone", &phone)]),
        None => fill(t.head_phone_missing, &[("name", state.texts().action.station_edit)]),
    }
}

/// The call, later, and the way to the number as long as there is none.
fn items(state: &State, visit: VisitId) -> Vec<Item> {
    let t = state.texts();
    let mut items = vec![told(state, visit), Item::new(t.ask.later, Choice::Close)];
    if phone(state).is_none() {
        let why = why_not(Act::StationEdit, state);
        items.push(Item::new(t.action.station_edit, Choice::Act(Act::StationEdit)).unless(why));
    }
    items
}

/// A group has come: the call, and that too many representatives is said, not forbidden.
pub fn warning(state: &mut State, heads: u32, visit: Option<VisitId>) -> Vec<Effect> {
    let Some(rules) = state.snap.rules.as_ref().map(|r| r.queue.clone()) else {
        return Vec::new();
    };
    let Some(visit) = visit.filter(|_| state.snap.is_group(heads)) else {
        return Vec::new();
    };
    let t = state.texts();
    let text = fill(t.ask.group_text, &[("heads", &heads.to_string())]);
    let few = fill(t.ask.group_few, &[("n", &rules.representatives.to_string())]);
    let menu = Menu::new(t.ask.group, items(state, visit)).asking(text);
    state.layers.push(menu.asking(head(state)).asking(few).layer());
    Vec::new()
}

/// Enter on 待告站长.
pub fn row(state: &mut State, visit: VisitId, title: impl Fn(&State) -> String) -> Vec<Effect> {
    let menu = state.menu_of_people(|state| Menu::new(title(state), items(state, visit)).asking(head(state)));
    state.layers.push(menu.at_rest().layer());
    Vec::new()
}
