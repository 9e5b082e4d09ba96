//! Popups: a box of blanks between two reverse-video bars, and the numbered menu.
//!
//! No box drawing: those characters are one cell on some terminals and two on others. The menu shows a digit before
//! each entry, because digits arrive with an input method on and letters do not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::bar;
use super::list::page_top;
use super::put::{fill, put, put_right, usable};
use super::theme::{Role, Theme};
use crate::cells;

/// Most entries one page of a menu shows: the digits 1 to 9 and 0.
pub const DIGITS: usize = 10;

/// Blank cells left and right of what is in a popup.
const MARGIN: u16 = 2;

/// Blank cells left and right of a popup.
const GUTTER: u16 = 2;

/// One entry of a menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// What it says.
    pub text: &'a str,
    /// Its key, or why it cannot be chosen now.
    pub note: &'a str,
    /// False greys it; choosing it still says why.
    pub enabled: bool,
}

/// A numbered menu.
#[derive(Clone, Copy, Debug)]
pub struct Menu<'a> {
    /// Over it.
    pub title: &'a str,
    /// Under it: which keys choose and which go back.
    pub footer: &'a str,
    /// The entries.
    pub items: &'a [Item<'a>],
    /// The entry with the marker.
    pub selected: usize,
}

/// A rectangle in the middle of another, no larger than it.
pub fn centred(outer: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(outer.width), height.min(outer.height));
    Rect {
        x: outer.x + (outer.width - width) / 2,
        y: outer.y + (outer.height - height) / 2,
        width,
        height,
    }
}

/// Draws an empty popup in the middle of `outer` and returns the room inside. `width` and `height` are what the
/// inside would like; bars and margins come on top and the blank rows go first when there is not enough.
pub fn frame(
    outer: Rect,
    buf: &mut Buffer,
    theme: &Theme,
    (title, footer): (&str, &str),
    (width, height): (u16, u16),
) -> Rect {
    let outer = outer.intersection(buf.area);
    let airy = outer.height >= height.saturating_add(4);
    let blank = u16::from(airy);
    let tall = height.saturating_add(2 + 2 * blank);
    let area = centred(outer, width.saturating_add(2 * MARGIN), tall);
    if area.is_empty() {
        return area;
    }
    // A blank gutter all round, and no second bar at the foot: beside the bars of the panes below it, a popup would
    // have no edge.
    let gutter = Rect {
        x: area.x.saturating_sub(GUTTER),
        width: area.width + 2 * GUTTER,
        ..area
    };
    fill(buf, gutter.intersection(outer), theme.style(Role::Popup));
    bar::title(area, buf, theme, title, "", true);
    if area.height > 1 {
        let room = area.width.saturating_sub(2 * MARGIN);
        let foot = usable(
            buf,
            Rect {
                x: area.x.saturating_add(MARGIN),
                y: area.bottom() - 1,
                width: room,
                height: 1,
            },
        );
        let style = theme.style(Role::Popup).patch(theme.style(Role::Muted));
        put(buf, foot.x, foot.y, footer, style, foot.width);
    }
    let inner = Rect {
        x: area.x.saturating_add(MARGIN),
        y: area.y.saturating_add(1 + blank),
        width: area.width.saturating_sub(2 * MARGIN),
        height: area.height.saturating_sub(2 + 2 * blank),
    };
    inner.intersection(area)
}

/// The digit before the entry at this place of its page.
pub fn digit_of(place: usize) -> Option<char> {
    match place {
        0..=8 => char::from_digit(place as u32 + 1, 10),
        9 => Some('0'),
        _ => None,
    }
}

/// The entry a digit chooses, given how many entries a page has and which one is selected.
pub fn item_of(digit: char, selected: usize, page: usize, total: usize) -> Option<usize> {
    let place = (0..page.min(DIGITS)).find(|p| digit_of(*p) == Some(digit))?;
    let item = page_top(0, selected, page.min(DIGITS)).saturating_add(place);
    (item < total).then_some(item)
}

/// Entries a menu shows at once in a place of this height; the page for [`item_of`].
pub fn menu_page(outer_height: u16, total: usize) -> usize {
    usize::from(outer_height.saturating_sub(2)).min(DIGITS).min(total)
}

/// Draws a menu in the middle of `outer` and returns the marker cell of the selected entry.
pub fn menu(outer: Rect, buf: &mut Buffer, theme: &Theme, menu: &Menu<'_>) -> Option<(u16, u16)> {
    let outer = outer.intersection(buf.area);
    let page = menu_page(outer.height, menu.items.len());
    let top = page_top(0, menu.selected, page);
    let entry = |i: &Item<'_>| {
        let note = if i.note.is_empty() { 0 } else { 2 + cells::width(i.note) };
        4 + cells::width(i.text) + note
    };
    let bars = cells::width(menu.title).max(cells::width(menu.footer));
    let width = menu.items.iter().map(entry).max().unwrap_or(0).max(bars);
    let inner = frame(
        outer,
        buf,
        theme,
        (menu.title, menu.footer),
        (width as u16, page as u16),
    );
    let inner = usable(buf, inner);
    let mut caret = None;
    let rows = menu.items.iter().enumerate().skip(top).take(page);
    for ((place, (number, item)), y) in rows.enumerate().zip(inner.top()..inner.bottom()) {
        let selected = number == menu.selected;
        let role = if item.enabled { Role::Text } else { Role::Muted };
        let mut style = theme.style(Role::Popup).patch(theme.style(role));
        if selected {
            put(buf, inner.x, y, ">", theme.style(Role::Mark), inner.width);
            caret = Some((inner.x, y));
        }
        if let Some(digit) = digit_of(place) {
            let key = theme.style(if item.enabled { Role::Key } else { Role::Muted });
            let room = inner.width.saturating_sub(2);
            put(buf, inner.x + 2, y, digit.encode_utf8(&mut [0; 4]), key, room);
        }
        if selected {
            style = style.patch(theme.style(Role::Select));
        }
        let room = inner.width.saturating_sub(4);
        let note = cells::width(item.note) as u16;
        let beside = note > 0 && note.saturating_add(6) <= room;
        let text_room = if beside { room - note - 2 } else { room };
        put(
            buf,
            inner.x + 4,
            y,
            &cells::fit(item.text, usize::from(text_room)),
            style,
            text_room,
        );
        if beside {
            put_right(buf, inner.right(), y, item.note, theme.style(Role::Muted), note);
        }
    }
    caret
}

#[cfg(test)]
mod tests {
    use super::super::put::lines_of;
    use super::*;

    fn item(text: &str) -> Item<'_> {
        Item {
            text,
            note: "",
            enabled: true,
        }
    }

    fn drawn(w: u16, h: u16, items: &[Item<'_>], selected: usize) -> (Vec<String>, Option<(u16, u16)>) {
        let area = Rect::new(0, 0, w, h);
        let mut buf = Buffer::empty(area);
        for y in 0..h {
            put(&mut buf, 0, y, &"底".repeat(99), ratatui::style::Style::new(), w);
        }
        let view = Menu {
            title: "怎么处理",
            footer: "回车选 Esc返回",
            items,
            selected,
        };
        let caret = menu(area, &mut buf, &Theme::shipped("plain", false), &view);
        (lines_of(&buf), caret)
    }

    #[test]
    fn a_menu_has_digits_a_marker_and_notes() {
        let mut items = [item("当场答复"), item("交办"), item("指引")];
        items[1].note = "F5";
        items[2] = Item {
            text: "指引",
            note: "先填内容",
            enabled: false,
        };
        let (lines, caret) = drawn(27, 9, &items, 1);
        assert_eq!(
            lines,
            [
                "底底底底底底底底底底底底底",
                "   怎么处理",
                "",
                "      1 当场答复",
                "    > 2 交办        F5",
                "      3 指引  先填内容",
                "",
                "    回车选 Esc返回",
                "底底底底底底底底底底底底底",
            ]
        );
        assert_eq!(caret, Some((4, 4)));
        let (lines, _) = drawn(39, 9, &items, 1);
        assert_eq!(
            lines[4], "底底底    > 2 交办        F5    底底底",
            "a gutter at either side"
        );
    }

    #[test]
    fn digits_choose_what_the_page_shows() {
        assert_eq!(item_of('1', 0, 10, 12), Some(0));
        assert_eq!(item_of('0', 3, 10, 12), Some(9));
        assert_eq!(item_of('2', 11, 10, 12), Some(11));
        assert_eq!(item_of('3', 11, 10, 12), None);
        assert_eq!(item_of('5', 0, 4, 12), None);
        assert_eq!(item_of('x', 0, 10, 12), None);
        assert_eq!(item_of('1', 0, 0, 0), None);
    }

    #[test]
    fn long_menus_turn_pages_and_small_screens_still_choose() {
        let names: Vec<String> = (1..=12).map(|n| format!("单位{n}")).collect();
        let items: Vec<Item<'_>> = names.iter().map(|n| item(n)).collect();
        let (lines, caret) = drawn(40, 24, &items, 11);
        assert!(lines.iter().any(|l| l.contains("> 2 单位12")), "{lines:?}");
        assert!(!lines.iter().any(|l| l.contains("单位10")));
        assert!(caret.is_some());
        let (lines, caret) = drawn(20, 5, &items, 4);
        assert!(lines[2].contains("> 2 单位5"), "{lines:?}");
        assert_eq!(caret.map(|c| c.1), Some(2));
    }

    #[test]
    fn tiny_rects_do_not_panic() {
        let items = [item("当场“答复”"), item("交办")];
        for (w, h) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (6, 3), (80, 1), (1, 80)] {
            drawn(w, h, &items, 1);
            drawn(w, h, &[], 0);
        }
    }
}
