//! 一事一档: one matter with everything around it, and its history in words, on one scrolling page.

use super::page::Extent;
use super::reading::{self, paragraphs, place, shown};
use super::theme::{Role, Theme};
use super::{bar, put};
use crate::app::may::why_no_phone;
use crate::app::model::{Record, State};
use crate::app::opinion::facts;
use crate::cells;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const fn room(area: Rect) -> Rect {
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(3),
        height: area.height.saturating_sub(1),
    }
}

/// What is seen of a record that has come.
pub fn extent(area: Rect, r: &Record, state: &State) -> Option<Extent> {
    let file = r.file.as_ref()?;
    let lines = shown(facts::lines(state, file, r.revealed));
    Some(reading::extent(room(area), &lines, r.top))
}

/// Draws a record and returns the cell where the cursor waits.
pub fn draw(area: Rect, r: &Record, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let t = &state.texts().record;
    let title = Rect { height: 1, ..area };
    let inner = room(area);
    let Some(file) = &r.file else {
        let text = if r.ticket.is_some() { t.loading } else { t.missing };
        bar::title(title, buf, theme, t.title, "", true);
        put::put(buf, inner.x, inner.y, text, theme.style(Role::Muted), inner.width);
        return Some((inner.x, inner.y));
    };
    let name = facts::title(state, file);
    let place = extent(area, r, state).map_or_else(String::new, |seen| place(seen, state));
    // Whoever may not see a number is not shown the key for it.
    let hint = match why_no_phone(state, &file.opinion.details.deputies) {
        _ if file.withheld => t.hint_withheld,
        Some(_) => t.hint_covered,
        None => t.hint,
    };
    let with_place = format!("{place}  {hint}");
    // The page one is on gives way to the keys, these to the name.
    let fits = cells::width(&name) + 2 + cells::width(&with_place) <= bar::room(title, buf);
    let right = if fits { with_place.trim() } else { hint };
    bar::title(title, buf, theme, &name, right, true);
    paragraphs(inner, &shown(facts::lines(state, file, r.revealed)), r.top, theme, buf)
}
