//! The list: rows in columns, a marker in the gutter, pages that turn whole.
//!
//! Moving inside a page changes the two markers and the two titles and nothing else, which is what keeps the Down
//! key to a few dozen bytes over a bad line.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::{put, put_hits, put_right, usable};
use super::theme::{Role, Theme};
pub use crate::app::list::column::Size;
use crate::cells;
use crate::form::wrap;

/// Cells of the gutter: the marker and a blank (`*` there when the row is marked).
pub const GUTTER: u16 = 2;

/// A column as it is drawn: heading, width, side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column<'a> {
    /// Shown above when the list has a header.
    pub name: &'a str,
    pub size: Size,
    /// Against the right edge: waits, counts.
    pub right: bool,
}

/// One value in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'a> {
    pub text: Cow<'a, str>,
    /// What it is for.
    pub role: Role,
}

/// The cells of a row, with what is marked in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row<'a> {
    /// One value for each column; missing ones are blank.
    pub cells: Vec<Cell<'a>>,
    /// Chosen together with others.
    pub marked: bool,
}

/// A list to draw.
#[derive(Clone, Copy, Debug)]
pub struct ListView<'a> {
    pub columns: &'a [Column<'a>],
    /// The column whose text shows the selection; it is the last to be given up.
    pub title: usize,
    /// The rows of this page, the first being number `top`.
    pub rows: &'a [Row<'a>],
    /// Number of the first row of this page in the whole list.
    pub top: usize,
    /// Number of the selected row in the whole list.
    pub selected: usize,
    pub gap: u16,
    /// Names of columns above the rows.
    pub header: bool,
    /// The pane has the focus: only then is the selection reversed and a caret returned.
    pub focused: bool,
    /// Letters to mark in the rows; empty for none.
    pub needle: &'a str,
    /// What an empty list says: what is missing and which key helps.
    pub empty: &'a str,
}

impl<'a> Cell<'a> {
    /// A value with its role.
    pub fn new(text: impl Into<Cow<'a, str>>, role: Role) -> Self {
        Self {
            text: text.into(),
            role,
        }
    }

    /// A value in the colour of ordinary text.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, Role::Text)
    }
}

/// The first row of the page that shows `selected`. The page stays while the row is on it and turns whole otherwise.
pub fn page_top(top: usize, selected: usize, height: usize) -> usize {
    if height == 0 {
        return selected;
    }
    if (top..top.saturating_add(height)).contains(&selected) {
        return top;
    }
    selected - selected % height
}

/// The first row of the window that shows `selected` of `all`: it turns whole, and the last one stays full, so that what comes
/// before is seen where there is room for it.
pub fn window_top(selected: usize, all: usize, height: usize) -> usize {
    page_top(0, selected, height).min(all.saturating_sub(height))
}

/// Which rows are on the screen: `20-38/340`, or `20/340` of one row. Empty for an empty list.
pub fn position(top: usize, height: usize, total: usize) -> String {
    let last = (top + height).min(total);
    match (top + 1, last) {
        (_, 0) => String::new(),
        (first, last) if first >= last => format!("{last}/{total}"),
        (first, last) => format!("{first}-{last}/{total}"),
    }
}

/// Cells that words have before a column shows that is one to spare: a sentence.
const SENTENCE: u16 = 36;

/// Wider than this no line is read with ease.
const LINE: u16 = 76;

/// The cells of each column, the only place where they are shared out; those without room have none. Each has its least, those
/// to spare only beside a sentence; columns go from the right until that fits, the title last. What is left goes to the words
/// up to a sentence, to what is said after them, to the words until they are whole, and then to all that take more; words that
/// are short end where a sentence would, so that what stands after them is read with them.
pub fn widths(columns: &[Column<'_>], title: usize, gap: u16, width: u16) -> Vec<u16> {
    let least = |c: &Column<'_>| match c.size {
        Size::Fixed(n) | Size::Flex(n) | Size::Extra(n) => n,
        Size::Words { least, .. } | Size::Note { least, .. } => least,
    };
    let is_words = |c: &Column<'_>| matches!(c.size, Size::Words { .. } | Size::Flex(_));
    let needed = |out: &[u16]| {
        let there = out.iter().filter(|w| **w > 0);
        let sum = there.fold(0_u16, |sum, w| sum.saturating_add(*w).saturating_add(gap));
        sum.saturating_sub(gap)
    };
    let mut out: Vec<u16> = columns.iter().map(least).collect();
    let sentence = columns.iter().filter(|c| is_words(c)).map(least).fold(0, u16::max);
    let for_words = SENTENCE.saturating_sub(sentence);
    for (is_spare, room) in [(true, width.saturating_sub(for_words)), (false, width)] {
        for (i, column) in columns.iter().enumerate().rev() {
            let may_go = i != title && (!is_spare || matches!(column.size, Size::Extra(_)));
            if may_go
                && needed(&out) > room
                && let Some(w) = out.get_mut(i)
            {
                *w = 0;
            }
        }
    }
    let mut spare = width.saturating_sub(needed(&out));
    for turn in 0..3 {
        for (column, w) in columns.iter().zip(&mut out).filter(|(_, w)| **w > 0) {
            let wanted = match (turn, column.size) {
                (0, Size::Words { whole, .. }) => whole.min(SENTENCE),
                (1, Size::Note { whole, .. }) | (2, Size::Words { whole, .. }) => whole.min(LINE),
                _ => 0,
            };
            let more = wanted.saturating_sub(*w).min(spare);
            (*w, spare) = (*w + more, spare - more);
        }
    }
    let flexes = columns
        .iter()
        .zip(&out)
        .filter(|(c, w)| **w > 0 && matches!(c.size, Size::Flex(_)));
    let mut left = flexes.count() as u16;
    for (column, w) in columns.iter().zip(&mut out).filter(|(_, w)| **w > 0) {
        let more = match column.size {
            Size::Flex(_) => spare.div_ceil(left.max(1)),
            Size::Words { .. } if left == 0 => SENTENCE.saturating_sub(*w).min(spare),
            Size::Fixed(_) | Size::Words { .. } | Size::Note { .. } | Size::Extra(_) => continue,
        };
        left = left.saturating_sub(1);
        (*w, spare) = (*w + more, spare - more);
    }
    out
}

/// Where each column starts and how wide it is.
pub fn layout(columns: &[Column<'_>], title: usize, gap: u16, width: u16) -> Vec<(u16, u16)> {
    let mut x = 0_u16;
    let placed = widths(columns, title, gap, width).into_iter().map(|w| {
        let (at, w) = (x, w.min(width.saturating_sub(x)));
        x = x.saturating_add(if w > 0 { w.saturating_add(gap) } else { 0 });
        (at, w)
    });
    placed.collect()
}

/// Draws a list and returns the marker cell of the selected row when the list has the focus.
pub fn draw(area: Rect, buf: &mut Buffer, theme: &Theme, view: &ListView<'_>) -> Option<(u16, u16)> {
    let area = usable(buf, area);
    if area.is_empty() {
        return None;
    }
    if view.rows.is_empty() {
        let (x, width) = (area.x.saturating_add(GUTTER), area.width.saturating_sub(GUTTER));
        let mut lines: Vec<Cow<'_, str>> = wrap::lines(view.empty, width.into())
            .into_iter()
            .map(Cow::from)
            .collect();
        if lines.len() > usize::from(area.height) {
            lines = vec![cells::fit(view.empty, width.into())];
        }
        for (line, y) in lines.iter().zip(area.y..) {
            put(buf, x, y, line, theme.style(Role::Muted), width);
        }
        return view.focused.then_some((area.x, area.y));
    }
    let columns = layout(view.columns, view.title, view.gap, area.width.saturating_sub(GUTTER));
    let mut y = area.y;
    if view.header {
        let names = view.columns.iter().map(|c| Cell::new(c.name, Role::Muted)).collect();
        draw_row(
            area,
            y,
            buf,
            theme,
            view,
            &columns,
            &Row {
                cells: names,
                marked: false,
            },
            false,
        );
        y += 1;
    }
    let mut caret = None;
    for ((y, row), number) in (y..area.bottom()).zip(view.rows).zip(view.top..) {
        let selected = number == view.selected;
        if selected {
            let role = if view.focused { Role::Mark } else { Role::Muted };
            put(buf, area.x, y, ">", theme.style(role), 1);
            caret = view.focused.then_some((area.x, y));
        }
        if row.marked {
            put(buf, area.x + 1, y, "*", theme.style(Role::Mark), 1);
        }
        draw_row(area, y, buf, theme, view, &columns, row, selected && view.focused);
    }
    caret
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row of the loop above; a struct would only rename it"
)]
fn draw_row(
    area: Rect,
    y: u16,
    buf: &mut Buffer,
    theme: &Theme,
    view: &ListView<'_>,
    columns: &[(u16, u16)],
    row: &Row<'_>,
    selected: bool,
) {
    for (i, ((column, (x, width)), cell)) in view.columns.iter().zip(columns).zip(&row.cells).enumerate() {
        let x = area.x.saturating_add(GUTTER).saturating_add(*x);
        let width = (*width).min(area.right().saturating_sub(x));
        let mut style = theme.style(cell.role);
        if selected && i == view.title {
            style = style.patch(theme.style(Role::Select));
        }
        let text = cells::fit(&cell.text, usize::from(width));
        if column.right {
            put_right(buf, x.saturating_add(width), y, &text, style, width);
        } else if view.needle.is_empty() {
            put(buf, x, y, &text, style, width);
        } else {
            let hit = style.patch(theme.style(Role::Match));
            put_hits(buf, x, y, &text, view.needle, (style, hit), width);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::put::lines_of;
    use super::*;

    const COLUMNS: &[Column<'_>] = &[
        Column {
            name: "号",
            size: Size::Fixed(3),
            right: false,
        },
        Column {
            name: "反映人",
            size: Size::Flex(6),
            right: false,
        },
        Column {
            name: "等",
            size: Size::Fixed(4),
            right: true,
        },
    ];

    fn row<'a>(texts: &[&'a str]) -> Row<'a> {
        Row {
            cells: texts.iter().map(|t| Cell::text(*t)).collect(),
            marked: false,
        }
    }

    fn view<'a>(rows: &'a [Row<'a>]) -> ListView<'a> {
        ListView {
            columns: COLUMNS,
            title: 1,
            rows,
            top: 0,
            selected: 0,
            gap: 1,
            header: false,
            focused: true,
            needle: "",
            empty: "今天还没有来访。按 F3 取号",
        }
    }

    fn drawn(w: u16, h: u16, view: &ListView<'_>) -> (Vec<String>, Option<(u16, u16)>, Buffer) {
        let area = Rect::new(0, 0, w, h);
        let mut buf = Buffer::empty(area);
        let caret = draw(area, &mut buf, &Theme::shipped("mono", false), view);
        (lines_of(&buf), caret, buf)
    }

    #[test]
    fn columns_line_up_by_cells() {
        let mut rows = [
            row(&["008", "周德旺等23人", "9分"]),
            row(&["006", "陈某“小名”①", "18分"]),
            row(&["007", "一二三四五六七八九十一二三四五六七八九十", "112分"]),
        ];
        rows[2].marked = true;
        let mut view = view(&rows);
        view.selected = 1;
        let (lines, caret, _) = drawn(28, 4, &view);
        assert_eq!(
            lines,
            [
                "  008 周德旺等23人      9分",
                "> 006 陈某“小名”①   18分",
                " *007 一二三四五六七.. 11..",
                ""
            ]
        );
        assert_eq!(caret, Some((0, 1)));
        view.header = true;
        let (lines, caret, _) = drawn(28, 4, &view);
        assert_eq!(lines[0], "  号  反映人             等");
        assert_eq!(caret, Some((0, 2)));
    }

    #[test]
    fn only_the_title_of_the_selected_row_is_reversed() {
        let rows = [row(&["008", "周德旺", "9分"])];
        let mut view = view(&rows);
        let (.., buf) = drawn(28, 1, &view);
        let reversed = |buf: &Buffer| -> Vec<usize> {
            let modifiers = buf.content().iter().map(|c| c.modifier).enumerate();
            modifiers
                .filter(|(_, m)| m.contains(ratatui::style::Modifier::REVERSED))
                .map(|(i, _)| i)
                .collect()
        };
        assert_eq!(reversed(&buf), [6, 7, 8, 9, 10, 11]);
        view.focused = false;
        let (lines, caret, buf) = drawn(28, 1, &view);
        assert_eq!((reversed(&buf), caret), (vec![], None));
        assert!(lines[0].starts_with("> 008"));
    }

    #[test]
    fn a_later_page_marks_the_right_row() {
        let rows = [row(&["021", "甲", ""]), row(&["022", "乙", ""])];
        let mut view = view(&rows);
        (view.top, view.selected) = (20, 21);
        assert_eq!(drawn(28, 5, &view).1, Some((0, 1)));
    }

    #[test]
    fn narrow_lists_give_up_columns_from_the_right() {
        assert_eq!(layout(COLUMNS, 1, 1, 25), [(0, 3), (4, 16), (21, 4)]);
        assert_eq!(layout(COLUMNS, 1, 1, 14), [(0, 3), (4, 10), (15, 0)]);
        assert_eq!(layout(COLUMNS, 1, 1, 8), [(0, 0), (0, 8), (9, 0)]);
        assert_eq!(layout(COLUMNS, 1, 1, 3), [(0, 0), (0, 3), (4, 0)]);
        assert_eq!(layout(&[], 0, 1, 3), []);
    }

    #[test]
    fn an_empty_list_says_what_to_do() {
        let (lines, caret, _) = drawn(40, 3, &view(&[]));
        assert_eq!(lines[0], "  今天还没有来访。按 F3 取号");
        assert_eq!(caret, Some((0, 0)));
        assert_eq!(drawn(12, 1, &view(&[])).0, ["  今天还.."]);
    }

    #[test]
    fn pages_turn_whole() {
        assert_eq!(page_top(0, 9, 10), 0);
        assert_eq!(page_top(0, 10, 10), 10);
        assert_eq!(page_top(10, 9, 10), 0);
        assert_eq!(page_top(0, 339, 10), 330);
        assert_eq!(page_top(3, 12, 10), 3);
        assert_eq!(page_top(0, 5, 0), 5);
        assert_eq!(window_top(8, 13, 9), 0);
        assert_eq!(window_top(9, 13, 9), 4, "the last window is full");
        assert_eq!(window_top(12, 13, 9), 4);
        assert_eq!(window_top(2, 5, 9), 0);
        assert_eq!(window_top(3, 5, 0), 3);
        assert_eq!(position(0, 10, 340), "1-10/340");
        assert_eq!(position(330, 15, 340), "331-340/340");
        assert_eq!(position(10, 10, 11), "11/11");
        assert_eq!(position(0, 10, 0), "");
    }

    #[test]
    fn tiny_rects_do_not_panic() {
        let rows = [row(&["008", "周德旺等23人", "9分"]), Row::default()];
        for (w, h) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 1), (80, 0)] {
            for header in [true, false] {
                let mut view = view(&rows);
                view.header = header;
                drawn(w, h, &view);
                view.rows = &[];
                drawn(w, h, &view);
            }
        }
    }
}
