//! A form about a matter: its bar, what to see while filling it in, the fields, what is known of the person, the row
//! that files.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::theme::{Role, Theme};
use super::super::{bar, formview, put, words};
use crate::app::model::{Sheet, State, Task};
use crate::cells;
use crate::domain::view::Earlier;
use crate::i18n::{code, fill};
use crate::keys::Chord;

/// Draws a form and returns the caret.
pub fn draw(area: Rect, sheet: &Sheet, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let row = |y| Rect { y, height: 1, ..area };
    let saved = words::saved(state).unwrap_or_default();
    bar::title(row(area.y), buf, theme, &title(sheet, state), &saved, true);
    let frame = sheet.frame((area.width, area.height + 2));
    let lines = |y: u16, height: usize| Rect {
        x: area.x + 1,
        y,
        width: frame.width as u16,
        height: height as u16,
    };
    let mut y = area.y + 1;
    let above = sheet.above(frame.width);
    if !state.masked {
        put::wrapped(buf, lines(y, frame.above), &above, theme.style(Role::Muted));
    }
    y += frame.above as u16;
    let caret = formview::draw(lines(y, frame.form), buf, theme, &sheet.form);
    y += frame.form as u16;
    let below = sheet.below(frame.width);
    put::wrapped(buf, lines(y, frame.below), &below, theme.style(Role::Warn));
    y += frame.below as u16;
    let at_end = filing_row(row(y), sheet, state, theme, buf);
    // What to type where nothing can be typed helps nobody.
    let foot = match sheet.loss {
        Some(_) => String::new(),
        None => formview::help_line(&sheet.form, frame.width as u16),
    };
    let key = Chord::key(KeyCode::PageDown).label(state.lang.is_zh());
    let parts = fill(state.texts().matter.parts, &[("key", &key)]);
    // The help of the field goes before the key for the next part, when there is no room for both.
    if cells::width(&foot) + cells::width(&parts) + 4 <= usize::from(area.width) {
        put::put_right(buf, area.right() - 1, y + 1, &parts, theme.style(Role::Muted), 24);
    }
    put::put(
        buf,
        area.x + 2,
        y + 1,
        &foot,
        theme.style(Role::Muted),
        frame.width as u16,
    );
    if sheet.at_end { Some(at_end) } else { caret }
}

fn title(sheet: &Sheet, state: &State) -> String {
    if state.masked {
        sheet.task.title(state.lang)
    } else {
        sheet.title.clone()
    }
}

/// `F9 登记`, and beside it the newest thing known of the person or typed before.
fn filing_row(row: Rect, sheet: &Sheet, state: &State, theme: &Theme, buf: &mut Buffer) -> (u16, u16) {
    let t = &state.texts().matter;
    let label = match (&sheet.task, sheet.busy) {
        _ if sheet.loss.is_some() => sheet.press(state).unwrap_or_default(),
        (_, Some(_)) => t.filing.to_owned(),
        (Task::File { .. }, None) => state.keyed(t.press_file),
        (_, None) => state.keyed(t.press_save),
    };
    let mark = if sheet.at_end { ">" } else { " " };
    put::put(buf, row.x, row.y, mark, theme.style(Role::Mark), 1);
    let role = if sheet.at_end { Role::Select } else { Role::Muted };
    let x = put::put(buf, row.x + 2, row.y, &label, theme.style(role), row.width);
    let room = row.width.saturating_sub(x + 3);
    let beside = beside(sheet, state);
    let text = cells::fit(&beside, usize::from(room));
    put::put(buf, x + 2, row.y, &text, theme.style(Role::Warn), room);
    (row.x, row.y)
}

fn beside(sheet: &Sheet, state: &State) -> String {
    if let Some(first) = sheet.earlier.first() {
        return earlier(first, sheet.earlier.len(), state);
    }
    let t = &state.texts().matter;
    sheet.leftover.as_ref().map_or_else(String::new, |d| {
        let label = if state.masked { "" } else { &d.label };
        fill(
            &state.keyed(t.offered),
            &[("time", &d.saved_at.clock()), ("label", label)],
        )
    })
}

fn earlier(e: &Earlier, all: usize, state: &State) -> String {
    let t = &state.texts().matter;
    let lead = if e.by_phone { t.earlier_phone } else { t.earlier_name };
    let brief = if state.masked { "****" } else { e.row.brief.as_str() };
    let values = [
        ("number", e.row.number.as_str()),
        ("brief", brief),
        ("state", code::opinion_state(state.lang, e.row.state)),
    ];
    let mut out = format!("{lead}{}", fill(t.like, &values));
    if let Some(unit) = &e.row.unit {
        out.push_str(&fill(t.with_unit, &[("unit", unit)]));
    }
    if all > 1 {
        out.push(' ');
        out.push_str(&fill(t.and_more, &[("n", &all.to_string())]));
    }
    out
}
