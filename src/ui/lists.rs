//! The list screens: opinions, deputies, receptions, units.

use super::list::{self, Column, ListView, Row, Size, position};
use super::theme::{Role, Theme};
use super::{bar, put, rows};
use crate::app::model::{Browse, Rows, Screen, State};
use crate::cells;
use crate::domain::view::OpinionRow;
use crate::i18n::{code, fill};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// From this width on a list of opinions has room for everything.
const ROOMY: u16 = 88;

/// Cells for the words of a matter on a narrower screen: nine characters and the sign that there are more.
const BRIEF: u16 = 20;

/// Cells for the numbers of a page: the usual twelve, more where one has a letter after a restore or a longer serial.
fn number_width<'a>(page: impl Iterator<Item = &'a OpinionRow>) -> u16 {
    let longest = page.map(|o| cells::width(&o.number)).max().unwrap_or_default();
    longest.clamp(12, 18) as u16
}

/// Draws the list on the screen and returns the marker, or the caret of the filter.
pub fn draw(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let empty = Browse::default();
    let b = state.browse.get(&state.screen).unwrap_or(&empty);
    let row = |y| Rect { y, height: 1, ..area };
    let right = shown(state, b, height_of(area));
    bar::title(
        row(area.y),
        buf,
        theme,
        &title(state, b),
        &right,
        state.layers.is_empty(),
    );
    let caret = filter(row(area.y + 1), b, state, theme, buf);
    let inner = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2),
        ..area
    };
    let found = table(inner, b, state, theme, buf);
    caret.or(found)
}

/// Rows on the screen at once.
fn height_of(area: Rect) -> usize {
    usize::from(area.height.saturating_sub(3)).max(1)
}

/// Which rows are on the screen. The page and not the row: a number that changed with every step would cost as much as
/// the step. Nor what happens to be at hand: a number that changed when rows come would draw every page twice.
fn shown(state: &State, b: &Browse, height: usize) -> String {
    let leaf = b.leaf(height);
    let (first, last) = leaf.span;
    let (a, z) = (first.to_string(), last.to_string());
    match leaf.total {
        _ if b.rows.is_empty() => String::new(),
        Some(total) => position(first - 1, last + 1 - first, total),
        None if leaf.backwards => fill(state.texts().desk.from_end, &[("a", &a), ("z", &z)]),
        None => format!("{first}-{last}+"),
    }
}

fn title(state: &State, b: &Browse) -> String {
    let name = state.screen.act().label(state.lang);
    let only = match state.screen {
        Screen::Opinions => b.opinion_state.map(|s| code::opinion_state(state.lang, s)),
        Screen::Sessions => b.session_state.map(|s| code::session_state(state.lang, s)),
        _ => None,
    };
    format!("{name}  {}", only.unwrap_or(state.texts().desk.all))
}

/// The line of the filter, and its caret while it is typed in.
fn filter(row: Rect, b: &Browse, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    if !b.typing && b.find.is_empty() {
        return None;
    }
    let label = format!("{} ", state.texts().common.find);
    let x = put::put(buf, row.x + 2, row.y, &label, theme.style(Role::Muted), row.width);
    put::put(
        buf,
        x,
        row.y,
        b.find.text(),
        theme.style(Role::Input),
        row.width.saturating_sub(x),
    );
    let before: usize = (0..b.find.caret()).map(|i| cells::of(b.find.grapheme(i))).sum();
    let at = x.saturating_add(before as u16).min(row.right().saturating_sub(2));
    (b.typing && state.layers.is_empty()).then_some((at, row.y))
}

fn table(area: Rect, b: &Browse, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let t = state.texts();
    let height = usize::from(area.height.saturating_sub(1)).max(1);
    let top = b.leaf(height).top;
    let fixed = |name, n| Column {
        name,
        size: Size::Fixed(n),
        right: false,
    };
    let flex = |name, n| Column {
        name,
        size: Size::Flex(n),
        right: false,
    };
    // What seldom differs from page to page comes first and what is often empty last: neither is sent again then. At
    // eighty columns the village, which the words mostly name, gives way, so that a page down fits a slow line.
    let roomy = area.width >= ROOMY;
    let brief = if roomy {
        flex(t.desk.brief, 16)
    } else {
        fixed(t.desk.brief, BRIEF.min(area.width.saturating_sub(40).max(16)))
    };
    let (columns, page, title, empty): (Vec<Column<'_>>, Vec<Row<'_>>, usize, String) = match &b.rows {
        Rows::None => (vec![flex("", 1)], Vec::new(), 0, t.say.loading.to_owned()),
        Rows::Opinions(r) => (
            vec![
                fixed(t.ask.day, 5),
                fixed(t.desk.number, number_width(r.iter().skip(top).take(height))),
                brief,
                fixed(t.ask.name, 8),
                fixed(t.desk.state, if state.lang.is_zh() { 6 } else { 11 }),
                if roomy {
                    fixed(t.desk.unit, 8)
                } else {
                    flex(t.desk.unit, 8)
                },
                fixed(t.desk.village, if roomy { 8 } else { 0 }),
            ],
            r.iter()
                .skip(top)
                .take(height)
                .map(|o| rows::opinion(state, o))
                .collect(),
            // The number, which is narrow: of the words both rows would be sent again at every step.
            1,
            t.desk.no_opinions.to_owned(),
        ),
        Rows::Deputies(r) => (
            vec![
                fixed(t.ask.name, 8),
                fixed(t.ask.levels, 10),
                flex(t.ask.post, 12),
                flex(t.ask.team, 8),
                fixed(t.ask.phone, 13),
            ],
            r.iter()
                .skip(top)
                .take(height)
                .map(|d| rows::deputy(state, d))
                .collect(),
            0,
            fill(t.desk.no_rows, &[("name", t.action.deputy_add)]),
        ),
        Rows::Units(r) => (
            vec![
                fixed(t.ask.unit_short, 12),
                fixed(t.ask.kind, if state.lang.is_zh() { 6 } else { 13 }),
                flex(t.ask.unit_name, 16),
                fixed(t.ask.contact, 8),
                fixed(t.ask.phone, 13),
            ],
            r.iter().skip(top).take(height).map(|u| rows::unit(state, u)).collect(),
            0,
            fill(t.desk.no_rows, &[("name", t.action.unit_add)]),
        ),
        Rows::Sessions(r) => (
            vec![
                fixed(t.ask.day, 12),
                fixed(t.ask.time, 11),
                fixed(t.desk.state, if state.lang.is_zh() { 6 } else { 9 }),
                flex(t.ask.deputy, 12),
                fixed(t.desk.result, if state.lang.is_zh() { 13 } else { 20 }),
                flex(t.ask.place, 8),
            ],
            r.iter()
                .skip(top)
                .take(height)
                .map(|s| rows::session(state, s))
                .collect(),
            0,
            fill(t.desk.no_rows, &[("name", t.action.session_plan)]),
        ),
    };
    let view = ListView {
        columns: &columns,
        title,
        rows: &page,
        top,
        selected: b.cursor.at,
        gap: 1,
        header: !page.is_empty(),
        focused: state.layers.is_empty(),
        needle: b.find.text(),
        empty: &empty,
    };
    list::draw(area, buf, theme, &view)
}
