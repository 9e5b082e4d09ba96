//! The deputies of a reception, on a page of their own.

use crate::app::model::page::Below;
use crate::app::model::{Effect, Layer, Page, State};
use crate::domain::id::SessionId;
use crate::domain::moment::Day;
use crate::domain::view::Query;
use crate::i18n;

/// Shows the page, which is filled when they come.
pub fn show(state: &mut State, session: SessionId, day: Day) -> Vec<Effect> {
    let day = i18n::full_day(state.lang, day);
    let t = state.texts();
    let title = format!("{}  {day}", t.ask.roster);
    let asks = (Query::Attendance(session), (|_, _| Vec::new()) as Below);
    let (page, effect) = Page::asking(state, &title, t.record.loading, asks);
    state.layers.push(Layer::Page(page));
    vec![effect]
}
