//! The layers of a matter: the read-back, the numbered acts.

mod receipt;

use super::overlay;
use super::theme::{Role, Theme};
use crate::app::model::{Matter, State};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Whether it takes the whole screen.
pub const fn is_whole(matter: &Matter) -> bool {
    matches!(matter, Matter::Receipt(_))
}

/// Draws a layer and returns the cell of the cursor.
pub fn draw(area: Rect, matter: &Matter, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    match matter {
        Matter::Receipt(r) => receipt::draw(area, r, state, theme, buf),
        Matter::Acts(a) if state.masked && a.menu.covered.is_none() => {
            let mut menu = a.menu.clone();
            menu.text.clear();
            // Whom it is about is hidden, which matter it is is not.
            menu.title = a.telling.as_ref().map_or_else(
                || state.texts().matter.acts.to_owned(),
                |seen| format!("{} {}", state.texts().matter.act_tell, seen.number),
            );
            overlay::menu(area, &menu, state, theme, buf)
        }
        Matter::Acts(a) => overlay::menu(area, &a.menu, state, theme, buf),
        Matter::Awaiting(..) => {
            let text = state.texts().record.loading;
            let inner = super::popup::frame(area, buf, theme, ("", "", ""), (20, 1));
            let style = theme.style(Role::Popup).patch(theme.style(Role::Muted));
            super::put::put(buf, inner.x, inner.y, text, style, inner.width);
            Some((inner.x, inner.y))
        }
    }
}
