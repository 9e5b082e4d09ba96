//! Popups: a box of blanks under a reverse-video bar, and the digits before the rows of a numbered list.
//!
//! No box drawing: those characters are one cell on some terminals and two on others. The menu shows a digit before
//! each entry, because digits arrive with an input method on and letters do not.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::bar;
use super::put::{fill, put, usable};
use super::theme::{Role, Theme};

/// Blank cells left and right of what is in a popup.
const MARGIN: u16 = 2;

/// Blank cells left and right of a popup.
const GUTTER: u16 = 2;

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
/// inside would like; bars and margins come on top and the blank rows go first when there is not enough. `place` says
/// where in a longer list one is; empty when all of it is seen.
pub fn frame(
    outer: Rect,
    buf: &mut Buffer,
    theme: &Theme,
    (title, place, footer): (&str, &str, &str),
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
    bar::title(area, buf, theme, title, place, true);
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
