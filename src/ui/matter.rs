//! The selected matter below the follow-up on a quiet day: what the row had no room for, and what Enter leads to. It is
//! made of what the row holds, so that walking through the list asks nothing of the file.

use super::theme::{Role, Theme};
use super::{bar, page, put};
use crate::app::model::{Pane, State};
use crate::app::opinion::presence;
use crate::domain::shape::Class;
use crate::domain::view::{FollowUp, Owing};
use crate::i18n::{self, code};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the bar and the particulars.
pub fn draw(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer) {
    let Some(f) = state.selected_owing() else {
        return;
    };
    if area.is_empty() {
        return;
    }
    let title = format!("{} {}", code::owing(state.lang, f.owing), f.number);
    bar::title(Rect { height: 1, ..area }, buf, theme, title.trim_end(), "", false);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(3),
        height: area.height - 1,
    };
    let t = state.texts();
    let note = state.pass(Class::Sealed, f.note.clone().unwrap_or_default());
    let (who, day) = (who(state, f), day(state, f));
    let author = f
        .author
        .as_ref()
        .map_or_else(String::new, |a| i18n::lease::author(state.lang, a));
    let line = |label, text, role| page::Paragraph { label, text, role };
    let there = presence::of_line(f).and_then(|target| presence::open_elsewhere(state, target));
    let mut paragraphs = Vec::new();
    paragraphs.extend(there.as_deref().map(|there| line("", there, Role::Warn)));
    paragraphs.push(line(t.desk.brief, state.brief(f), Role::Text));
    for (label, text) in [
        (t.desk.who, who.as_str()),
        (t.follow.author, author.as_str()),
        (t.desk.result, note.as_str()),
        (t.desk.due, day.as_str()),
    ] {
        if !text.is_empty() {
            paragraphs.push(line(label, text, Role::Text));
        }
    }
    let last = inner.bottom().saturating_sub(1);
    let above = Rect {
        height: inner.height.saturating_sub(1),
        ..inner
    };
    page::draw(above, buf, theme, &page::lines(&paragraphs, above.width), 0);
    let hint = match (state.focus == Pane::Follow, f.owing == Owing::BackUp) {
        (true, true) => t.backup.enter,
        (true, false) => t.desk.enter_acts,
        (false, _) => t.desk.tab_acts,
    };
    put::put(buf, inner.x, last, hint, theme.style(Role::Muted), inner.width);
}

/// Who said it, and who has it now.
fn who(state: &State, f: &FollowUp) -> String {
    let person = state.name(f.person.as_deref());
    let unit = f.unit.as_ref().map(|u| format!("{} {u}", state.texts().desk.unit));
    let parts = [Some(person).filter(|p| !p.is_empty()), unit];
    parts.into_iter().flatten().collect::<Vec<_>>().join("   ")
}

fn day(state: &State, f: &FollowUp) -> String {
    // Of a draft it is the day it was saved, which the list shows; nothing falls due then.
    f.day
        .filter(|_| f.opinion.is_some())
        .map_or_else(String::new, |d| i18n::deadline(state.lang, d, state.today()))
}
