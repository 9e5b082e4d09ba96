//! The deputies of a reception, on a page of their own.

use crate::app::model::page::line;
use crate::app::model::{Effect, Layer, Page, State};
use crate::domain::id::SessionId;
use crate::domain::moment::Day;
use crate::domain::view::Query;
use crate::i18n;

/// Shows the page, which is filled when they come.
pub fn show(state: &mut State, session: SessionId, day: Day) -> Vec<Effect> {
    let (ticket, effect) = state.ask(Query::Attendance(session));
    let day = i18n::full_day(state.lang, day);
    let t = state.texts();
    let lines = vec![line("", t.record.loading)];
    let mut page = Page::new(format!("{}  {day}", t.ask.roster), lines);
    page.ticket = Some(ticket);
    state.layers.push(Layer::Page(page));
    vec![effect]
}
