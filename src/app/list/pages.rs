//! Pages of rows, which lie over their list and say what it says.

use super::of;
use crate::app::model::screen::Wanted;
use crate::app::model::{Effect, Layer, Page, Rows, State, Ticket};
use crate::domain::view::{Answer, Stretch};

/// More rows than any list has that opens on pages.
const ALL: u32 = 1_000_000;

/// New rows came. One that is not among them, because it is not what is looked for any more, is asked for by itself.
pub(super) fn renew(state: &mut State) -> Vec<Effect> {
    if !state.layers.iter().any(is_of_row) {
        return Vec::new();
    }
    let rows = state.browse.get(&state.screen).map(|b| b.rows.clone());
    let rows = rows.unwrap_or_default();
    each(state, |page, state| {
        let list = of(state.screen)?;
        if put(page, state, &rows) {
            return None;
        }
        let (ticket, effect) = state.ask((list.frame().ask)(Wanted {
            matching: String::new(),
            lang: state.lang,
            only: None,
            today: state.now.day(),
            stretch: Stretch::Newest,
            limit: ALL,
        }));
        page.ticket = Some(ticket);
        Some(effect)
    })
}

/// Rows came that no list asked for.
pub(super) fn answer(state: &mut State, ticket: Ticket, answer: Answer) -> Vec<Effect> {
    let Some(rows) = Rows::of(answer) else {
        return Vec::new();
    };
    each(state, |page, state| {
        if page.ticket == Some(ticket) {
            put(page, state, &rows);
        }
        None
    })
}

fn is_of_row(layer: &Layer) -> bool {
    if let Layer::Page(page) = layer {
        page.row().is_some()
    } else {
        false
    }
}

/// Does something with every page of a row.
fn each(state: &mut State, mut does: impl FnMut(&mut Page, &mut State) -> Option<Effect>) -> Vec<Effect> {
    let mut layers = std::mem::take(&mut state.layers);
    let mut effects = Vec::new();
    for layer in layers.iter_mut().filter(|layer| is_of_row(layer)) {
        if let Layer::Page(page) = layer {
            effects.extend(does(page, state));
        }
    }
    state.layers = layers;
    effects
}

/// Whether its row is among these; it says what stands there then.
fn put(page: &mut Page, state: &State, rows: &Rows) -> bool {
    let at = page.row().and_then(|id| rows.ids().iter().position(|row| *row == id));
    let now = at.and_then(|at| of(state.screen)?.page(state, rows, at));
    now.map(|now| page.renew(now)).is_some()
}
