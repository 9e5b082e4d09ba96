//! Bringing in a table: what there is to say, and the numbered choices below it.

use super::overlay::{Entry, entries};
use super::reading::{paragraphs, whole};
use super::theme::{Role, Theme};
use crate::app::model::{Importing, MENU_PAGE, State};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws it; the marker is on a choice.
pub fn draw(area: Rect, i: &Importing, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let inner = whole(area, &i.title(state), "", theme, buf);
    let items = i.items(state);
    let lines: Vec<_> = i
        .lines(state)
        .into_iter()
        .map(|l| (l.label, l.text, Role::Text))
        .collect();
    let below = (items.len().min(MENU_PAGE) as u16).min(inner.height.saturating_sub(2));
    let above = Rect {
        height: inner.height.saturating_sub(below + 1),
        ..inner
    };
    let page = paragraphs(above, &lines, i.top, theme, buf);
    let list: Vec<Entry> = items
        .into_iter()
        .map(|item| Entry {
            text: item.label,
            note: item.note,
            enabled: item.why_not.is_none(),
        })
        .collect();
    let choices = Rect {
        y: above.bottom() + 1,
        height: below,
        ..inner
    };
    entries(choices, (&list, i.at, MENU_PAGE), (theme, Role::Text), buf).or(page)
}
