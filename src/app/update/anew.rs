//! All that is on the screen, asked for anew.

use super::rights;
use crate::app::forms::{draft, withheld};
use crate::app::list;
use crate::app::model::{Effect, Screen, State};

/// Asks again for all that is on the screen. What others wrote before that is read needs no asking of its own then.
pub fn anew(state: &mut State) -> Vec<Effect> {
    state.stale = false;
    let mut effects: Vec<Effect> = rights::ask(state).into_iter().collect();
    if state.rights.shut {
        return effects;
    }
    effects.push(state.ask_snapshot());
    state.anew_ticket = state.snapshot_ticket;
    if state.screen != Screen::Today {
        effects.extend(list::refresh(state));
    }
    effects.extend(layers(state));
    effects.extend(draft::ask(state));
    effects.extend(withheld::ask(state));
    effects
}

/// Something may have been done with what lies over the screen, here or elsewhere. Where the person was reading stays.
fn layers(state: &mut State) -> Vec<Effect> {
    let mut layers = std::mem::take(&mut state.layers);
    let effects = layers.iter_mut().filter_map(|layer| layer.refresh(state)).collect();
    layers.append(&mut state.layers);
    state.layers = layers;
    effects
}
