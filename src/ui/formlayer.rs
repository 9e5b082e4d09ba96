//! A form on the whole screen: its bar, what to see while filling it in, the fields, what is known of the person, the row
//! that files, help for the field.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::theme::{Role, Theme};
use super::{bar, formview, put, words};
use crate::app::action::{Act, keys_of};
use crate::app::available::press_word;
use crate::app::model::covered::in_a_line;
use crate::app::model::form::{Kind, Manner};
use crate::app::model::{Form, State};
use crate::cells;
use crate::domain::view::Earlier;
use crate::i18n::{code, fill};
use crate::keys::Chord;

/// Draws a form and returns the caret.
pub fn draw(area: Rect, form: &Form, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let row = |y| Rect { y, height: 1, ..area };
    let host = &form.host;
    let saved = words::saved(state).unwrap_or_default();
    bar::title(row(area.y), buf, theme, &title(form, state), &saved, true);
    let frame = form.frame((area.width, area.height + 2));
    let lines = |y: u16, height: usize| Rect {
        x: area.x + 1,
        y,
        width: frame.width as u16,
        height: height as u16,
    };
    let is_long = form.manner() == Manner::Long;
    let mut y = area.y + 1;
    let above = form.above(frame.width);
    let (above, role) = match form.laid_note(state) {
        Some(note) => (vec![note], Role::Warn),
        None => (above, Role::Muted),
    };
    if !state.masked {
        let mut at = lines(y, frame.above);
        at.x += u16::from(!is_long);
        put::wrapped(buf, at, &above, theme.style(role));
    }
    y += frame.above as u16;
    let look = (theme, state.lang);
    let caret = formview::draw(lines(y, frame.form), buf, look, (&host.form, state.masked));
    y += frame.form as u16;
    let below = if state.masked {
        Vec::new()
    } else {
        cut(form.below(frame.width), frame.below, state)
    };
    put::wrapped(buf, lines(y, frame.below), &below, theme.style(Role::Warn));
    y += frame.below as u16;
    let at_end = filing_row(row(y), form, state, theme, buf);
    // What to type where nothing can be typed helps nobody.
    let foot = match host.loss {
        Some(_) => String::new(),
        None => formview::help_line(&host.form, frame.width as u16),
    };
    let key = Chord::key(KeyCode::PageDown).label(state.lang.is_zh());
    let parts = fill(state.texts().matter.parts, &[("key", &key)]);
    // The help of the field goes before the key for the next part, when there is no room for both.
    if is_long && cells::width(&foot) + cells::width(&parts) + 4 <= usize::from(area.width) {
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
    if host.at_end { Some(at_end) } else { caret }
}

/// As many lines as there is room for; that there are more is said by the last.
fn cut(mut lines: Vec<String>, room: usize, state: &State) -> Vec<String> {
    let over = lines.len().saturating_sub(room);
    if over > 0 && room > 0 {
        lines.truncate(room - 1);
        lines.push(fill(state.texts().common.rows_below, &[("n", &(over + 1).to_string())]));
    }
    lines
}

fn title(form: &Form, state: &State) -> String {
    let covered = form.sheet().filter(|_| state.masked);
    match covered {
        Some(sheet) => sheet.task.title(state.lang),
        None if state.masked => form.bare_title().to_owned(),
        None => form.host.title.clone(),
    }
}

/// `F9 登记`, and beside it the newest thing known of the person or typed before.
fn filing_row(row: Rect, form: &Form, state: &State, theme: &Theme, buf: &mut Buffer) -> (u16, u16) {
    let t = &state.texts().matter;
    let host = &form.host;
    let label = match form.manner() {
        _ if host.loss.is_some() => host.press(state).unwrap_or_default(),
        Manner::Long if host.busy.is_some() => match form.kind.noun().progress() {
            Some((n, all)) => format!("{} {n}/{all}", t.filing),
            None => t.filing.to_owned(),
        },
        Manner::Long => state.keyed(match &form.kind {
            Kind::Batch(_) => t.press_hand,
            _ if form.files() => t.press_file,
            _ => t.press_save,
        }),
        Manner::First | Manner::Looks | Manner::Quick | Manner::Short => {
            let keys = keys_of(Act::FormFile, &state.keymap, state.lang);
            let key = keys.split(' ').next().unwrap_or_default();
            fill(
                state.texts().desk.file_row,
                &[("key", key), ("act", press_word(form, state.lang))],
            )
        }
    };
    let mark = if host.at_end { ">" } else { " " };
    put::put(buf, row.x, row.y, mark, theme.style(Role::Mark), 1);
    let role = if host.at_end { Role::Select } else { Role::Muted };
    let x = put::put(buf, row.x + 2, row.y, &label, theme.style(role), row.width);
    let room = row.width.saturating_sub(x + 3);
    let beside = beside(form, state);
    let text = cells::fit(&beside, usize::from(room));
    put::put(buf, x + 2, row.y, &text, theme.style(Role::Warn), room);
    (row.x, row.y)
}

fn beside(form: &Form, state: &State) -> String {
    if let Some(new) = form.sheet().and_then(|sheet| sheet.task.new_matter())
        && let Some(first) = new.earlier.first()
    {
        return earlier(first, new.earlier.len(), state);
    }
    let t = &state.texts().matter;
    form.host.leftover.as_ref().map_or_else(String::new, |d| {
        let label = if state.masked { "" } else { in_a_line(&d.label) };
        fill(
            &state.keyed(t.offered),
            &[("time", &d.saved_at.clock()), ("label", label)],
        )
    })
}

fn earlier(e: &Earlier, all: usize, state: &State) -> String {
    let t = &state.texts().matter;
    let lead = if e.by_phone { t.earlier_phone } else { t.earlier_name };
    let brief = if state.masked { "****" } else { in_a_line(&e.row.brief) };
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
