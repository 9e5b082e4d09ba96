//! The read-back: what was filed, to be said aloud, and what comes next.

use super::super::reading::{extent, paragraphs};
use super::super::theme::{Role, Theme};
use super::super::{bar, put};
use crate::app::action::{Act, keys_of};
use crate::app::model::{Menu, Receipt, State};
use crate::domain::shape::Class;
use crate::i18n::fill;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

type Line = (String, String, Role);

/// Draws the page and returns the marker of the choices.
pub fn draw(area: Rect, r: &Receipt, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let t = &state.texts().matter;
    let title = Rect { height: 1, ..area };
    let many = fill(t.visit_total, &[("n", &r.filed.len().to_string())]);
    let right = if r.filed.len() > 1 { many.as_str() } else { "" };
    bar::title(
        title,
        buf,
        theme,
        &format!("{}  {}", t.receipt, if r.unheard { t.read_over } else { t.read_back }),
        right,
        true,
    );
    let choices = (r.menu.items.len() as u16).min(area.height.saturating_sub(2));
    let text = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(choices + 2),
    };
    let lines = lines(r, state);
    paragraphs(text, &lines, r.top, theme, buf);
    let seen = extent(text, &lines, r.top);
    if seen.page().is_some() {
        // What is below the fold is to be read aloud too.
        let key = |act| {
            let keys = keys_of(act, &state.keymap, state.lang);
            keys.split(' ').next().unwrap_or_default().to_owned()
        };
        let (down, up) = (key(Act::ListPageDown), key(Act::ListPageUp));
        let sign = if seen.has_next() {
            fill(t.more_below, &[("n", &seen.below().to_string()), ("key", &down)])
        } else {
            fill(t.more_above, &[("n", &seen.top.to_string()), ("key", &up)])
        };
        put::put(buf, text.x, text.bottom(), &sign, theme.style(Role::Warn), text.width);
    }
    menu(area, area.bottom().saturating_sub(choices), &r.menu, theme, buf)
}

/// What is said to the person: the newest matter first, then the others of this visit.
fn lines(r: &Receipt, state: &State) -> Vec<Line> {
    let t = &state.texts().matter;
    let line = |label: &str, text: &str, role| (label.to_owned(), text.to_owned(), role);
    let mut out = Vec::new();
    for (i, filed) in r.filed.iter().rev().enumerate() {
        if i > 0 {
            out.push(line("", "", Role::Text));
        }
        out.push(line(t.number, &filed.number, Role::Ok));
        let words = state.pass(Class::Sealed, filed.words.clone());
        // Of an accusation nothing is kept, and nothing is read back.
        if !filed.words.is_empty() {
            out.push(line(state.texts().sheet.words, &words, Role::Text));
        }
        out.extend(
            filed
                .goes
                .iter()
                .map(|l| line(&l.label, &state.pass(l.class, l.text.clone()), Role::Text)),
        );
        if i == 0 {
            if let Some(code) = &r.claim {
                // Whoever knows the code is told of the matter.
                let code = state.pass(Class::Sealed, code.clone());
                out.push(line(t.claim, &format!("{code}  {}", t.claim_hint), Role::Warn));
            }
            if !r.ask.is_empty() {
                out.push(line(t.ask_whom, &r.ask, Role::Text));
            }
        }
    }
    out
}

fn menu(area: Rect, from: u16, m: &Menu, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let mut caret = None;
    for ((n, item), y) in m.items.iter().enumerate().zip(from..area.bottom()) {
        let chosen = n == m.at;
        if chosen {
            put::put(buf, area.x, y, ">", theme.style(Role::Mark), 1);
            caret = Some((area.x, y));
        }
        let digit = (n + 1).to_string();
        put::put(buf, area.x + 2, y, &digit, theme.style(Role::Key), 1);
        let role = if chosen { Role::Select } else { Role::Text };
        let x = put::put(buf, area.x + 4, y, &item.label, theme.style(role), area.width);
        put::put(buf, x + 2, y, &item.note, theme.style(Role::Muted), area.width);
    }
    caret
}
