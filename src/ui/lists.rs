//! The list screens, as their definitions say.

use super::list::{self, Cell, Column, ListView, Row, Size, position};
use super::theme::{Role, Theme};
use super::{bar, put, rows};
use crate::app;
use crate::app::action::Act;
use crate::app::list::column::Table;
use crate::app::model::{Browse, State};
use crate::cells;
use crate::domain::view::Pressing;
use crate::i18n::fill;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the list on the screen and returns the marker, or the caret of the filter.
pub fn draw(area: Rect, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let empty = Browse::default();
    let b = state.browse.get(&state.screen).unwrap_or(&empty);
    let row = |y| Rect { y, height: 1, ..area };
    let head = app::list::head::lines(state);
    let above = 1 + (head.len() as u16).max(1);
    let height = usize::from(area.height.saturating_sub(above + 1)).max(1);
    let right = shown(state, b, height);
    bar::title(
        row(area.y),
        buf,
        theme,
        &title(state, b),
        &right,
        state.layers.is_empty(),
    );
    let caret = filter(row(area.y + 1), b, state, theme, buf);
    // What is looked for stands in place of the first line of the head.
    let sought = usize::from(b.typing || !b.find.is_empty());
    for (kinds, y) in head.iter().zip(area.y + 1..).skip(sought) {
        kinds_line(row(y), kinds, theme, buf);
    }
    let inner = Rect {
        y: area.y + above,
        height: area.height.saturating_sub(above),
        ..area
    };
    let found = table(inner, b, state, theme, buf);
    caret.or(found)
}

/// A line of a numbered head: each kind with its digit and how much there is of it.
pub(super) fn kinds_line(row: Rect, kinds: &[app::list::head::Kind], theme: &Theme, buf: &mut Buffer) {
    let mut x = row.x + 2;
    for kind in kinds {
        let room = row.right().saturating_sub(x);
        if let Some(key) = kind.key {
            x = put::put(buf, x, row.y, &key.to_string(), theme.style(Role::Key), room);
        }
        let role = if kind.is_chosen { Role::Select } else { Role::Text };
        x = put::put(
            buf,
            x,
            row.y,
            &kind.text,
            theme.style(role),
            row.right().saturating_sub(x),
        ) + 1;
    }
}

/// Which rows are on the screen. The page and not the row: a number that changed with every step would cost as much as
/// the step. Nor what happens to be at hand: a number that changed when rows come would draw every page twice.
fn shown(state: &State, b: &Browse, height: usize) -> String {
    let leaf = b.leaf(height);
    let (first, last) = leaf.span;
    let (a, z) = (first.to_string(), last.to_string());
    match leaf
        .total
        .or_else(|| app::list::head::total(state).filter(|_| !leaf.backwards))
    {
        _ if b.rows.is_empty() => String::new(),
        Some(total) => position(first - 1, last + 1 - first, total),
        None if leaf.backwards => fill(state.texts().desk.from_end, &[("a", &a), ("z", &z)]),
        None => format!("{first}-{last}+"),
    }
}

fn title(state: &State, b: &Browse) -> String {
    let name = Act::Screen(state.screen).label(state.lang);
    let list = app::list::of(state.screen);
    // Search looks everywhere, whatever the filter was left on.
    let only = b.only.filter(|_| b.find.is_empty());
    let only = only.and_then(|n| Some((list?.frame().filter.word)(state.lang, n)));
    let t = &state.texts().desk;
    let marked = match b.marks.0.len() {
        0 => String::new(),
        n => fill(t.marked, &[("n", &n.to_string())]),
    };
    let cut = if b.is_cut && !b.find.is_empty() {
        t.secret_cut
    } else {
        ""
    };
    format!("{name}  {}{marked}{cut}", only.unwrap_or(t.all))
}

/// The line of the filter, and its caret while it is typed in.
fn filter(row: Rect, b: &Browse, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    if !b.typing && b.find.is_empty() {
        return None;
    }
    let label = format!("{} ", state.texts().common.find);
    let x = put::put(buf, row.x + 2, row.y, &label, theme.style(Role::Muted), row.width);
    let typed = b.find.text();
    // Whom one looks for is a name as well.
    let typed = if state.masked {
        "*".repeat(cells::width(typed))
    } else {
        typed.to_owned()
    };
    put::put(
        buf,
        x,
        row.y,
        &typed,
        theme.style(if b.typing && b.replaces {
            Role::Select
        } else {
            Role::Input
        }),
        row.width.saturating_sub(x),
    );
    let before: usize = (0..b.find.caret()).map(|i| cells::of(b.find.grapheme(i))).sum();
    let at = x.saturating_add(before as u16).min(row.right().saturating_sub(2));
    (b.typing && state.layers.is_empty()).then_some((at, row.y))
}

fn table(area: Rect, b: &Browse, state: &State, theme: &Theme, buf: &mut Buffer) -> Option<(u16, u16)> {
    let height = usize::from(area.height.saturating_sub(1)).max(1);
    let top = b.leaf(height).top;
    let table = app::list::of(state.screen)?.table(state, &b.rows, (top, height));
    let columns = columns(&table);
    let ids = b.rows.ids();
    let mut page = as_rows(table.rows, table.pressing);
    for (row, id) in page.iter_mut().zip(ids.iter().skip(top)) {
        row.marked = b.marks.has(&id.to_string());
    }
    let view = ListView {
        columns: &columns,
        title: table.title,
        rows: &page,
        top,
        selected: b.cursor.at,
        gap: 1,
        header: !page.is_empty(),
        focused: state.layers.is_empty(),
        needle: if state.masked { "" } else { b.find.text() },
        empty: &table.empty,
    };
    list::draw(area, buf, theme, &view)
}

/// The columns of a list.
pub fn columns(table: &Table) -> Vec<Column<'static>> {
    let column = |(name, size): &(&'static str, Size)| Column {
        name,
        size: *size,
        right: false,
    };
    table.columns.iter().map(column).collect()
}

/// Its rows, of which the first cell says how much they press.
pub fn as_rows(rows: Vec<Vec<String>>, pressing: Vec<Pressing>) -> Vec<Row<'static>> {
    let row = |(cells, how): (Vec<String>, Pressing)| {
        let roles = std::iter::once(rows::pressing(how)).chain(std::iter::repeat(Role::Text));
        let cells = cells.into_iter().zip(roles);
        Row {
            cells: cells.map(|(text, role)| Cell::new(text, role)).collect(),
            marked: false,
        }
    };
    rows.into_iter().zip(pressing).map(row).collect()
}
