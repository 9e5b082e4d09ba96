//! A form on the whole screen: its bar, a remark, the fields, the row that files, help for the field.

use super::theme::{Role, Theme};
use super::words::saved;
use super::{bar, formview, put};
use crate::app::action::{Act, keys_of};
use crate::app::model::form::room;
use crate::app::model::{Form, State};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a form and returns the caret.
pub fn draw(area: Rect, form: &Form, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let row = |y| Rect { y, height: 1, ..area };
    let saved = saved(state).unwrap_or_default();
    bar::title(row(area.y), buf, theme, &form.title, &saved, true);
    let line = area.width.saturating_sub(3);
    let laid = form.laid_note(state);
    let (note, role) = match &laid {
        Some(note) => (note, Role::Warn),
        None => (&form.note, Role::Muted),
    };
    put::put(buf, area.x + 2, area.y + 1, note, theme.style(role), line);
    let (width, height) = room((area.width, area.height + 2));
    let fields = Rect {
        x: area.x + 1,
        y: area.y + 2,
        width: width as u16,
        height: height as u16,
    };
    let caret = formview::draw(fields, buf, theme, &form.form);
    let file = area.bottom().saturating_sub(2);
    let label = format!(
        "{} {}",
        keys_of(Act::FormFile, &state.keymap, state.lang)
            .split(' ')
            .next()
            .unwrap_or_default(),
        state.texts().desk.file_row
    );
    let role = if form.at_end { Role::Select } else { Role::Muted };
    let mark = if form.at_end { ">" } else { " " };
    put::put(buf, area.x, file, mark, theme.style(Role::Mark), 1);
    put::put(buf, area.x + 2, file, &label, theme.style(role), line);
    let help = formview::help_line(&form.form, width as u16);
    put::put(buf, area.x + 2, file + 1, &help, theme.style(Role::Muted), line);
    if form.at_end { Some((area.x, file)) } else { caret }
}
