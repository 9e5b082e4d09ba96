//! Pages to read on the whole screen: figures and profiles, help, the list of closing time.

use super::list::{self, Cell, Column, ListView, Row, Size, window_top};
use super::page::Extent;
use super::theme::{Role, Theme};
use super::{bar, lists, page, put};
use crate::app::list::head::Kind;
use crate::app::model::page::Turn;
use crate::app::model::{self, Closing, Help, Page, State};
use crate::app::session::closing::{Line, lines, said};
use crate::i18n::fill;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The bar at the top, the room below it.
pub(super) fn whole(area: Rect, title: &str, right: &str, theme: &Theme, buf: &mut Buffer) -> Rect {
    bar::title(Rect { height: 1, ..area }, buf, theme, title, right, true);
    room(area)
}

/// The room below the bar.
pub(super) fn room(area: Rect) -> Rect {
    Rect {
        x: area.x + 2,
        y: area.y + 2,
        width: area.width.saturating_sub(3),
        height: area.height.saturating_sub(2),
    }
}

/// Lines of a page as they are drawn.
pub(super) fn shown(lines: Vec<model::page::Line>) -> Vec<(String, String, Role)> {
    let role = |quiet| if quiet { Role::Muted } else { Role::Text };
    lines.into_iter().map(|l| (l.label, l.text, role(l.quiet))).collect()
}

fn as_paragraphs(lines: &[(String, String, Role)]) -> Vec<page::Paragraph<'_>> {
    lines
        .iter()
        .map(|(label, text, role)| page::Paragraph {
            label,
            text,
            role: *role,
        })
        .collect()
}

/// What is seen of these lines in a room, from the row they are moved to.
pub(super) fn extent(area: Rect, lines: &[(String, String, Role)], top: usize) -> Extent {
    let wrapped = page::lines(&as_paragraphs(lines), area.width);
    Extent::of(top, usize::from(area.height), wrapped.len())
}

/// Where one is, such as `第1/3页`; empty where one page holds all of it.
pub(super) fn place(seen: Extent, state: &State) -> String {
    seen.page().map_or_else(String::new, |(n, all)| {
        let values = [("n", n.to_string()), ("all", all.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        fill(state.texts().common.page, &values)
    })
}

/// What is seen of a page.
pub fn page_extent(area: Rect, p: &Page, state: &State) -> Extent {
    let inner = room(area);
    extent(inner, &shown(p.laid(usize::from(inner.width), state.masked)), p.top)
}

/// What is seen of the page of keys.
pub fn help_extent(area: Rect, h: &Help) -> Extent {
    Extent::of(h.top, usize::from(room(area).height), h.rows.len())
}

pub(super) fn paragraphs(
    area: Rect,
    lines: &[(String, String, Role)],
    top: usize,
    theme: &Theme,
    buf: &mut Buffer,
) -> Option<(u16, u16)> {
    let wrapped = page::lines(&as_paragraphs(lines), area.width);
    let top = page::clamp(top, usize::from(area.height), wrapped.len());
    page::draw(area, buf, theme, &wrapped, top)
}

/// Draws a page of text, wrapped, from the line it is moved to.
pub fn page(area: Rect, p: &Page, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let go = p.leads();
    let right = go.map(|(words, _)| {
        let key = crate::keys::Chord::key(crossterm::event::KeyCode::Enter).label(state.lang.is_zh());
        format!("{key} {words}")
    });
    let place = place(page_extent(area, p, state), state);
    let right = format!("{place}  {}", right.unwrap_or_default());
    let inner = whole(area, &p.title, right.trim(), theme, buf);
    let gap = if state.lang.is_zh() { "" } else { " " };
    let turn = |(turn, key): (&Turn, char)| Kind {
        key: Some(key),
        text: format!("{gap}{}", turn.text),
        is_chosen: turn.is_here,
    };
    let turns: Vec<Kind> = p.head.iter().zip('1'..='9').map(turn).collect();
    let below_title = Rect {
        y: area.y + 1,
        height: 1,
        ..area
    };
    lists::kinds_line(below_title, &turns, theme, buf);
    let lines = shown(p.laid(usize::from(inner.width), state.masked));
    paragraphs(inner, &lines, p.top, theme, buf)
}

/// Draws the keys that work on the screen below, with why some do not.
pub fn help(area: Rect, h: &Help, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let t = state.texts();
    let rows = (1..)
        .zip(Help::DIGITS)
        .map(|(n, act)| format!("{n} {}", act.label(state.lang)));
    let leads_to: Vec<String> = rows.collect();
    let place = place(help_extent(area, h), state);
    let right = format!("{}  {place}", leads_to.join("  "));
    let title = format!("{}  {}", t.action.app_help, h.of);
    let inner = whole(area, title.trim(), right.trim(), theme, buf);
    let columns = [
        column(Size::Fixed(Help::KEYS)),
        column(Size::Fixed(h.names)),
        column(Size::Flex(10)),
    ];
    let height = usize::from(inner.height);
    let rows: Vec<Row<'_>> = h
        .rows
        .iter()
        .skip(h.top)
        .take(height)
        .map(|r| {
            let role = if r.enabled { Role::Text } else { Role::Muted };
            Row {
                cells: vec![
                    Cell::new(r.keys.as_str(), Role::Key),
                    Cell::new(r.label.as_str(), role),
                    Cell::new(r.does.as_str(), Role::Muted),
                ],
                marked: false,
            }
        })
        .collect();
    let listing = Listing {
        columns: &columns,
        title: 1,
        all: &rows,
        top: h.top,
        at: h.top,
        gap: 1,
    };
    listed((area, inner), &listing, theme, buf)
}

/// Draws whoever still waits at closing, each with what was settled.
pub fn closing(area: Rect, c: Closing, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let t = state.texts();
    let inner = whole(area, t.ask.closing_title, "", theme, buf);
    put::put(
        buf,
        inner.x,
        area.y + 1,
        &state.keyed(t.ask.closing_hint),
        theme.style(Role::Muted),
        inner.width,
    );
    let all = lines(state);
    let at = c.cursor.at.min(all.len().saturating_sub(1));
    let height = usize::from(inner.height);
    let top = window_top(at, all.len(), height);
    let rows: Vec<Row<'_>> = all
        .iter()
        .skip(top)
        .take(height)
        .map(|l| closing_row(state, *l))
        .collect();
    let columns = [column(Size::Flex(16)), column(Size::Flex(16))];
    let listing = Listing {
        columns: &columns,
        title: 0,
        all: &rows,
        top,
        at,
        gap: 2,
    };
    listed((area, inner), &listing, theme, buf)
}

const fn column(size: Size) -> Column<'static> {
    Column {
        name: "",
        size,
        right: false,
    }
}

/// Rows that take a page to themselves.
struct Listing<'a> {
    columns: &'a [Column<'a>],
    title: usize,
    all: &'a [Row<'a>],
    top: usize,
    at: usize,
    gap: u16,
}

/// Draws them over the whole width of the page, because the marker stands in its margin.
fn listed((area, inner): (Rect, Rect), page: &Listing<'_>, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let view = ListView {
        columns: page.columns,
        title: page.title,
        rows: page.all,
        top: page.top,
        selected: page.at,
        gap: page.gap,
        header: false,
        focused: true,
        needle: "",
        empty: "",
    };
    let whole = Rect {
        x: area.x,
        width: area.width,
        ..inner
    };
    list::draw(whole, buf, theme, &view)
}

fn closing_row(state: &State, line: Line) -> Row<'static> {
    let role = match line {
        Line::Waiting(..) => Role::Waiting,
        Line::Talking(..) => Role::Talking,
        Line::Unwritten(_) => Role::Warn,
        Line::Deputy(_) | Line::Figures => Role::Text,
    };
    let [left, right] = said(state, line);
    Row {
        cells: vec![Cell::text(left), Cell::new(right, role)],
        marked: false,
    }
}
