//! Popups: numbered choices with or without a question, lists to choose from by typing, the palette.

use super::list::{page_top, window_top};
use super::popup::{digit_of, frame};
use super::put::{put, put_right, usable};
use super::theme::{Role, Theme};
use crate::app::layer::{palette, picker};
use crate::app::model::{MENU_PAGE, Menu, Palette, Picker, State};
use crate::cells;
use crate::form::buffer::TextBuffer;
use crate::form::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A line that its digit chooses.
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) note: String,
    pub(super) enabled: bool,
}

/// Cells that what a line is called keeps beside its note, however short it is.
const CALLED: usize = 8;

fn natural(entries: &[Entry]) -> usize {
    let width = |e: &Entry| 4 + (cells::width(&e.text) + 2).max(CALLED) + cells::width(&e.note);
    entries.iter().map(width).max().unwrap_or(0)
}

/// Draws lines with their digits and returns the marker of the selected one.
pub(super) fn entries(
    area: Rect,
    (entries, at, page): (&[Entry], usize, usize),
    (theme, ground): (&Theme, Role),
    buf: &mut Buffer,
) -> Option<(u16, u16)> {
    let area = usable(buf, area);
    // Where there is no room for a page of them, each keeps the digit its key takes it by.
    let (whole, page) = (page, page.min(usize::from(area.height)).max(1));
    let digit = |n: usize| digit_of(n % whole).filter(|_| n / whole == at / whole);
    // A page of digits begins with its first; where the room is less than that, it is filled.
    let top = if page < whole {
        window_top(at, entries.len(), page)
    } else {
        page_top(0, at, page)
    };
    let mut caret = None;
    let ground = theme.style(ground);
    let shown = entries.iter().enumerate().skip(top).take(page);
    for ((n, e), y) in shown.zip(area.top()..area.bottom()) {
        let mut style = ground.patch(theme.style(if e.enabled { Role::Text } else { Role::Muted }));
        if n == at {
            put(buf, area.x, y, ">", ground.patch(theme.style(Role::Mark)), 1);
            caret = Some((area.x, y));
            style = style.patch(theme.style(Role::Select));
        }
        if let Some(d) = digit(n) {
            let key = ground.patch(theme.style(if e.enabled { Role::Key } else { Role::Muted }));
            put(buf, area.x + 2, y, d.encode_utf8(&mut [0; 4]), key, 1);
        }
        let room = area.width.saturating_sub(4);
        // What it is called comes first; of a long reason the middle goes, for what to do stands at its end.
        let left = room.saturating_sub(cells::width(&e.text) as u16 + 2);
        let whole = cells::width(&e.note) as u16;
        let note = if e.enabled { whole } else { whole.min(left) };
        let beside = note > 0 && note.saturating_add(CALLED as u16) <= room;
        let text_room = if beside { room - note - 2 } else { room };
        let text = cells::fit(&e.text, usize::from(text_room));
        put(buf, area.x + 4, y, &text, style, text_room);
        if beside {
            put_right(
                buf,
                area.right(),
                y,
                &cells::fit_ends(&e.note, usize::from(note)),
                ground.patch(theme.style(Role::Muted)),
                note,
            );
        }
    }
    caret
}

/// Where in a list one is, such as `3/41`; empty when one page holds all of it.
pub(super) fn place(at: usize, all: usize, page: usize) -> String {
    if all > page {
        format!("{}/{all}", at + 1)
    } else {
        String::new()
    }
}

/// Rows of a list that are seen under its bars and the line to type in.
fn seen(outer: Rect, page: usize) -> usize {
    usize::from(outer.height.saturating_sub(3)).min(page)
}

/// A menu, with its question above.
pub fn menu(outer: Rect, m: &Menu, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    // Of a menu that has no words of its own for a covered screen, what the desk knows of people goes.
    let words = m.words(state.masked);
    let safe = |text: &String| state.said(text);
    let question: Vec<String> = words.text.iter().map(safe).collect();
    let title = safe(&words.title);
    let list: Vec<Entry> = m
        .items
        .iter()
        .zip(&words.items)
        .map(|(i, words)| Entry {
            text: safe(&words.label),
            // Why it cannot be chosen is said before it is tried.
            note: match &words.why_not {
                Some(why) if words.note.is_empty() => safe(why),
                Some(_) | None => safe(&words.note),
            },
            enabled: i.why_not.is_none(),
        })
        .collect();
    let footer = state.texts().common.menu_footer;
    let most = usize::from(outer.width.saturating_sub(8));
    let ask = question.iter().map(|t| cells::width(t)).max().unwrap_or(0);
    let bars = cells::width(&title).max(cells::width(footer));
    let width = natural(&list).max(ask).max(bars).min(most);
    // Bars take two rows. The choices come first: a long question gives way to them.
    let room = usize::from(outer.height.saturating_sub(2));
    let least = list.len().min(MENU_PAGE) + 1;
    let text = cut(&question, width, room.saturating_sub(least).max(room / 3));
    let above = if text.is_empty() { 0 } else { text.len() + 1 };
    let height = above + list.len().min(MENU_PAGE);
    let place = place(m.at, list.len(), room.saturating_sub(above).min(MENU_PAGE));
    let bar = (title.as_str(), place.as_str(), footer);
    let inner = frame(outer, buf, theme, bar, (width as u16, height as u16));
    let question = Rect {
        height: (text.len() as u16).min(inner.height),
        ..inner
    };
    let style = theme.style(Role::Popup).patch(theme.style(Role::Text));
    super::put::wrapped(buf, usable(buf, question), &text, style);
    let below = Rect {
        y: inner.y + (above as u16).min(inner.height),
        height: inner.height.saturating_sub(above as u16),
        ..inner
    };
    entries(below, (&list, m.at, MENU_PAGE), (theme, Role::Popup), buf)
}

/// The paragraphs of a question in at most `rows` lines: the longest is cut first, so that a telephone number under a
/// long story stays.
fn cut(paragraphs: &[String], width: usize, rows: usize) -> Vec<String> {
    let mut all: Vec<Vec<String>> = paragraphs
        .iter()
        .map(|p| wrap::lines(p, width).into_iter().map(str::to_owned).collect())
        .collect();
    let mut over = all.iter().map(Vec::len).sum::<usize>().saturating_sub(rows);
    while over > 0 {
        // Of equals the first is cut: what stands nearest to the choices is what they are about.
        let Some(longest) = all.iter_mut().rev().max_by_key(|p| p.len()) else {
            break;
        };
        longest.pop();
        if let Some(last) = longest.last_mut() {
            let kept = last.strip_suffix("..").unwrap_or(last);
            *last = cells::fit(&format!("{kept}.."), width).into_owned();
        }
        over -= 1;
    }
    all.concat()
}

/// A line to type in, over a list.
fn typed(
    inner: Rect,
    (prompt, text): (&str, &TextBuffer),
    theme: &Theme,
    buf: &mut Buffer,
) -> (Rect, Option<(u16, u16)>) {
    let inner = usable(buf, inner);
    let style = theme.style(Role::Popup);
    let x = put(
        buf,
        inner.x,
        inner.y,
        prompt,
        style.patch(theme.style(Role::Muted)),
        inner.width,
    );
    let x = x.saturating_add(1);
    let room = inner.right().saturating_sub(x);
    put(
        buf,
        x,
        inner.y,
        text.text(),
        style.patch(theme.style(Role::Input)),
        room,
    );
    let before: usize = (0..text.caret()).map(|i| cells::of(text.grapheme(i))).sum();
    let at = x.saturating_add(before as u16).min(inner.right().saturating_sub(1));
    let below = Rect {
        y: inner.y + 1,
        height: inner.height.saturating_sub(1),
        ..inner
    };
    (below, (!inner.is_empty()).then_some((at, inner.y)))
}

/// Draws a list to choose from; the caret stands in what is typed.
pub fn picker(outer: Rect, p: &Picker, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let list: Vec<Entry> = p
        .rows
        .iter()
        .map(|r| Entry {
            text: match p.marked() {
                None => r.label.clone(),
                Some(marked) if marked.has(&r.code) => format!("[x] {}", r.label),
                Some(_) => format!("[ ] {}", r.label),
            },
            note: r.note.clone(),
            enabled: true,
        })
        .collect();
    let t = state.texts();
    let width = outer.width.saturating_sub(10).min(60);
    let height = picker::PAGE as u16 + 1;
    // Who is marked may stand on another page of the list.
    let (title, footer) = match p.marked() {
        None => (p.title.clone(), t.desk.pick_footer),
        Some(marked) => {
            let names: Vec<&str> = marked.0.iter().map(|m| m.label.as_str()).collect();
            (format!("{}  {}", p.title, names.join(" ")), t.desk.mark_footer)
        }
    };
    let place = place(p.at, list.len(), seen(outer, picker::PAGE));
    let inner = frame(outer, buf, theme, (&title, &place, footer), (width, height));
    let (below, caret) = typed(inner, (t.common.find, &p.typed), theme, buf);
    entries(below, (&list, p.at, picker::PAGE), (theme, Role::Popup), buf);
    caret
}

/// Draws the acts found by name; the caret stands in what is typed.
pub fn palette(outer: Rect, p: &Palette, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let list: Vec<Entry> = p
        .found
        .iter()
        .map(|a| Entry {
            text: a.label(state).to_owned(),
            note: a.note(state),
            enabled: a.why_not(state).is_none(),
        })
        .collect();
    let t = state.texts();
    let width = outer.width.saturating_sub(10).min(62);
    let height = palette::PAGE as u16 + 1;
    let place = place(p.at, list.len(), seen(outer, palette::PAGE));
    let bar = (t.action.app_palette, place.as_str(), t.desk.pick_footer);
    let inner = frame(outer, buf, theme, bar, (width, height));
    let (below, caret) = typed(inner, (t.common.find, &p.typed), theme, buf);
    if list.is_empty() {
        put(
            buf,
            below.x,
            below.y,
            t.desk.no_command,
            theme.style(Role::Muted),
            below.width,
        );
    }
    entries(below, (&list, p.at, palette::PAGE), (theme, Role::Popup), buf);
    caret
}
