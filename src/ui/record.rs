//! 一事一档: one matter with everything around it, and its history in words, on one scrolling page.

use super::reading::{paragraphs, shown};
use super::theme::{Role, Theme};
use super::{bar, put};
use crate::app::model::{Record, State};
use crate::app::opinion::facts;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a record and returns the cell where the cursor waits.
pub fn draw(area: Rect, r: &Record, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let t = &state.texts().record;
    let title = Rect { height: 1, ..area };
    let inner = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(3),
        height: area.height.saturating_sub(1),
    };
    let Some(file) = &r.file else {
        let text = if r.ticket.is_some() { t.loading } else { t.missing };
        bar::title(title, buf, theme, t.title, "", true);
        put::put(buf, inner.x, inner.y, text, theme.style(Role::Muted), inner.width);
        return Some((inner.x, inner.y));
    };
    bar::title(title, buf, theme, &facts::title(state, file), t.hint, true);
    paragraphs(inner, &shown(facts::lines(state, file, r.revealed)), r.top, theme, buf)
}
