//! Bringing in a table: what there is to say, and the numbered choices below it.

use super::overlay::{self, Entry, entries};
use super::page::Extent;
use super::reading::{self, paragraphs, place, room, whole};
use super::theme::{Role, Theme};
use crate::app::model::{Importing, MENU_PAGE, State};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The room for what there is to say, and below it that for so many choices.
fn rooms(area: Rect, choices: usize) -> (Rect, Rect) {
    let inner = room(area);
    let below = (choices.min(MENU_PAGE) as u16).min(inner.height.saturating_sub(2));
    let above = Rect {
        height: inner.height.saturating_sub(below + 1),
        ..inner
    };
    let choices = Rect {
        y: above.bottom() + 1,
        height: below,
        ..inner
    };
    (above, choices)
}

fn lines(i: &Importing, state: &State) -> Vec<(String, String, Role)> {
    if state.masked {
        // A roster is nothing but names and numbers.
        let why = state.keyed(state.texts().record.masked);
        return vec![(String::new(), why, Role::Text)];
    }
    let lines = i.lines(state).into_iter();
    lines.map(|l| (l.label, l.text, Role::Text)).collect()
}

/// What is seen of what there is to say.
pub fn extent(area: Rect, i: &Importing, state: &State) -> Extent {
    let (above, _) = rooms(area, i.items(state).len());
    reading::extent(above, &lines(i, state), i.top)
}

/// Draws it; the marker is on a choice.
pub fn draw(area: Rect, i: &Importing, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let items = i.items(state);
    // Where there are more choices than one page holds, which of them the marker is on.
    let place = Some(overlay::place(i.at, items.len(), MENU_PAGE))
        .filter(|place| !place.is_empty())
        .unwrap_or_else(|| place(extent(area, i, state), state));
    whole(area, &i.title(state), &place, theme, buf);
    let lines = lines(i, state);
    let (above, below) = rooms(area, items.len());
    let page = paragraphs(above, &lines, i.top, theme, buf);
    let list: Vec<Entry> = items
        .into_iter()
        .map(|item| Entry {
            text: item.label,
            note: if state.masked { String::new() } else { item.note },
            enabled: item.why_not.is_none(),
        })
        .collect();
    entries(below, (&list, i.at, MENU_PAGE), (theme, Role::Text), buf).or(page)
}
