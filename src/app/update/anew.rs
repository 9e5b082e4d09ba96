//! All that is on the screen, asked for anew.

use super::rights;
use crate::app::forms::{draft, withheld};
use crate::app::model::{Effect, Screen, State};
use crate::app::{list, opinion};

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
    effects.extend(opinion::refresh_records(state));
    effects.extend(draft::ask(state));
    effects.extend(withheld::ask(state));
    effects
}
