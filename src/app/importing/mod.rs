//! Bringing in a table: how it begins, and how what the work outside says finds its way.

mod columns;
pub mod layer;

use crate::app::model::importing::{News, Table};
use crate::app::model::{Effect, Importing, Layer, Mood, State, Ticket};

/// Begins with the tables that lie about.
pub fn open(state: &mut State, table: Table) -> Vec<Effect> {
    let going_on = state
        .layers
        .iter()
        .any(|l| matches!(l, Layer::Importing(i) if i.is_writing()));
    if going_on {
        let text = state.texts().importing.one_at_a_time;
        state.say(Mood::Warn, text);
        return Vec::new();
    }
    let (layer, effect) = Importing::open(state, table);
    state.layers.push(Layer::Importing(Box::new(layer)));
    vec![effect]
}

/// A path was typed over the list of files.
pub fn read(state: &mut State, path: String) -> Vec<Effect> {
    with_top(state, |i, state| i.read(state, path))
}

fn with_top(state: &mut State, act: impl FnOnce(&mut Importing, &mut State) -> Effect) -> Vec<Effect> {
    let Some(mut top) = state.layers.pop() else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    if let Layer::Importing(i) = &mut top {
        effects.push(act(i, state));
    }
    state.layers.push(top);
    effects
}

/// The work outside says something. What nobody waits for any more is of no interest.
pub fn news(state: &mut State, ticket: Ticket, news: News) -> Vec<Effect> {
    for layer in &mut state.layers {
        if let Layer::Importing(i) = layer
            && i.ticket == ticket
        {
            i.news(news);
            break;
        }
    }
    Vec::new()
}
