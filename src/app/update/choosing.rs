//! Choices of what lies on top: it goes with the choice, and comes back where that is refused.

use super::perform;
use crate::app::model::pending::Left;
use crate::app::model::{Choice, Effect, Layer, Mood, State};

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
    let then = state.layers.len();
    if let Some(pending) = sent.and_then(|id| state.pending.get_mut(&id)) {
        pending.left = left.map(|layer| Left {
            layer: Box::new(layer),
            under,
            then,
        });
    }
    effects
}

/// A choice was refused: what it was made in lies on top again, with what is so now, unless somebody went on to something
/// else meanwhile. A digit pressed after the sentence is pressed for it, not for what lies behind.
pub(super) fn come_back(state: &mut State, left: Option<Left>) -> Vec<Effect> {
    let Some(Left { layer, under, .. }) = left.filter(|left| left.then == state.layers.len()) else {
        return Vec::new();
    };
    state.layers.truncate(under);
    let mut layer = *layer;
    let effect = if let Layer::Matter(matter) = &mut layer {
        matter.again(state)
    } else {
        None
    };
    state.layers.push(layer);
    effect.into_iter().collect()
}
