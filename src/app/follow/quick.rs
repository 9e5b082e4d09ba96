//! 没人接 in one key: the commonest end of a call, many times a day.

use super::{Acts, tell_items};
use crate::app::input::Effect;
use crate::app::layer::Layer;
use crate::app::opinion::Matter;
use crate::app::state::{Mood, Pane, State};
use crate::domain::view::{FollowUp, Owing};

/// Where the choice stands among those for telling.
const NO_ANSWER: usize = 2;

/// Notes that nobody answered: for the person being called, for the row under the marker, or for the only one who
/// waits to be told. With several and no marker it only goes to the pane: a failure is never noted for a guess.
pub fn no_answer(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().matter;
    let item = match state.layers.last() {
        Some(Layer::Matter(m)) => match m.as_ref() {
            Matter::Acts(Acts {
                menu, telling: Some(_), ..
            }) => menu.items.get(NO_ANSWER).cloned(),
            _ => None,
        },
        Some(_) => None,
        None => return on_desk(state),
    };
    let Some(item) = item else {
        state.say(Mood::Warn, t.nobody_to_tell);
        return Vec::new();
    };
    state.layers.pop();
    crate::app::update::perform(state, item.choice)
}

fn on_desk(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().matter;
    let waits = |f: &&FollowUp| f.owing == Owing::ToTell;
    let row = if state.focus == Pane::Follow && !state.follow.gone {
        state.selected_owing().filter(waits).cloned()
    } else {
        let mut all = state.snap.follow_up.iter().filter(waits);
        let first = all.next().cloned();
        if all.next().is_some() {
            state.focus = Pane::Follow;
            state.say(Mood::Warn, t.choose_whom);
            return Vec::new();
        }
        first
    };
    let Some(seen) = row.as_ref().and_then(super::seen_of) else {
        state.say(Mood::Warn, t.nobody_to_tell);
        return Vec::new();
    };
    let items = tell_items(state, &seen, None);
    match items.into_iter().nth(NO_ANSWER) {
        Some(item) if item.why_not.is_none() => crate::app::update::perform(state, item.choice),
        Some(item) => {
            state.say(Mood::Warn, item.why_not.unwrap_or_default());
            Vec::new()
        }
        None => Vec::new(),
    }
}
