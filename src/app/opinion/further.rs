//! What is offered after a telling that reached nobody, while that is still being written down.

use super::menus::{act_items, pick};
use crate::app::model::{Acts, Choice, Do, Item, MatterAct, Menu, Seen, State};
use crate::domain::code::{Reached, Way};
use crate::domain::id::CommandId;
use crate::i18n::fill;

/// Offered after the last failure of the usual way.
pub fn another_way(state: &mut State, seen: &Seen, failed: u16, act: CommandId) {
    let title = fill(state.texts().matter.another_way, &[("n", &failed.to_string())]);
    let menu = Menu::new(title, other_ways(state, seen));
    push_ahead(state, menu, act);
}

/// Shows a menu of what follows an act that was sent and has not come back.
fn push_ahead(state: &mut State, menu: Menu, act: CommandId) {
    let acts = Acts {
        ahead_of: Some(act),
        ..Acts::of(menu.at_rest())
    };
    state.layers.push(acts.layer());
}

/// Offered where the number is somebody else's: the right one, which is the speaker's to be put right, or another way.
pub fn wrong_number(state: &mut State, seen: &Seen, is_speaker: bool, act: CommandId) {
    let mut items = other_ways(state, seen);
    if is_speaker {
        items.splice(0..0, act_items(state, seen, &[MatterAct::Person]));
    }
    let menu = Menu::new(state.texts().matter.wrong_number, items);
    push_ahead(state, menu, act);
}

fn other_ways(state: &State, seen: &Seen) -> Vec<Item> {
    let t = &state.texts().matter;
    let by = |label: &str, way: Way| {
        let values = vec![("reached", pick(Reached::Told.code())), ("way", pick(way.code()))];
        let choice = Do::Form(MatterAct::Tell, seen.clone(), values);
        Item::new(label, Choice::Matter(Box::new(choice)))
    };
    vec![
        by(t.tell_by_message, Way::Message),
        by(t.tell_at_home, Way::InPerson),
        by(t.tell_by_paper, Way::Paper),
        Item::new(t.tell_wait, Choice::Close),
    ]
}
