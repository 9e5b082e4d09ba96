//! Choices of what lies on top: it goes with the choice, and comes back where that is refused.

use super::perform;
use crate::app::model::pending::Left;
use crate::app::model::{Choice, Effect, Layer, Matter, Mood, State};
use crate::domain::id::CommandId;

/// Carries out a choice of what lies on top, which goes with it and comes back where nothing came of it but a word why.
pub(super) fn choose(state: &mut State, choice: Choice) -> Vec<Effect> {
    let left = state.layers.pop();
    let comes_back = |layer: &Layer| matches!(layer, Layer::Menu(_) | Layer::Matter(_));
    let left = left.filter(comes_back);
    let (under, said) = (state.layers.len(), state.toast.take());
    let effects = perform(state, choice);
    let is_refused = state.toast.as_ref().is_some_and(|toast| toast.mood != Mood::Good);
    if state.toast.is_none() {
        state.toast = said;
    }
    if is_refused && effects.is_empty() && state.layers.len() == under {
        state.layers.extend(left);
        return effects;
    }
    let sent = effects.iter().find_map(|effect| {
        if let Effect::Execute(request) = effect {
            Some(request.id)
        } else {
            None
        }
    });
    // What opened with the choice is what the next key is meant for: nothing changes places with it under a finger.
    let left = left.filter(|_| state.layers.len() == under);
    let let_in = state.type_ahead.let_in;
    if let Some(pending) = sent.and_then(|id| state.pending.get_mut(&id)) {
        pending.left = left.map(|layer| Left {
            layer: Box::new(layer),
            under,
            let_in,
        });
    }
    effects
}

/// A choice that was made before the answer it needed had come.
pub(super) fn chosen_before(state: &mut State) -> Vec<Effect> {
    let Some(Layer::Matter(matter)) = state.layers.last_mut() else {
        return Vec::new();
    };
    let Some(choice) = matter.chosen() else {
        return Vec::new();
    };
    if matter.is_telling() {
        return choose(state, choice);
    }
    // It only led on: there is nothing in it to come back to.
    state.layers.pop();
    perform(state, choice)
}

/// An act came to nothing: what was opened with it goes, which is never anything typed into.
pub(super) fn close_ahead(state: &mut State, act: CommandId) {
    state.layers.retain(|layer| layer.ahead_of() != Some(act));
}

/// A choice was refused: what it was made in lies on top again, with what is so now, unless
/// somebody went on to something else meanwhile: then only the sentence says so, and what they opened stays as it is.
/// A digit pressed after the sentence is pressed for it, not for what lies behind. What stands in a menu is of what was
/// seen, so none comes back of what `is_moved` since: every choice in it would be refused.
pub(super) fn come_back(state: &mut State, left: Option<Left>, is_moved: bool) -> Vec<Effect> {
    let is_as_left = |left: &Left| left.let_in == state.type_ahead.let_in && left.under == state.layers.len();
    let Some(Left { mut layer, .. }) = left.filter(is_as_left) else {
        return Vec::new();
    };
    let effect = if let Layer::Matter(matter) = layer.as_mut() {
        matter.again(state)
    } else {
        None
    };
    if effect.is_some() || !is_moved {
        state.layers.push(*layer);
    }
    effect.into_iter().collect()
}

impl Layer {
    /// The act it was opened with, where that may still be refused: it is shown at once, and what is pressed for it waits.
    pub(super) fn ahead_of(&self) -> Option<CommandId> {
        if let Some(Matter::Acts(acts)) = self.matter() {
            acts.ahead_of
        } else {
            None
        }
    }
}
