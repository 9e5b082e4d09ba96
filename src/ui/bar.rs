//! The one-line widgets: bars over panes, the hints at the bottom, the status line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::{fill, put, put_right, usable};
use super::theme::{Role, Theme};
use crate::cells;

/// Cells the left text of a bar keeps before the right one is given up.
const LEFT_MIN: usize = 8;

/// A key and what it does. The key is a label, already in the language of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint<'a> {
    /// `F4`, `?`, `回车`.
    pub key: &'a str,
    /// What it does, in a word or two.
    pub text: &'a str,
    /// False greys it; pressing the key still says why.
    pub enabled: bool,
}

/// Draws the reverse-video bar over a pane: one row, a blank at either end, `right` against the edge. Without room
/// for both, the right text goes.
pub fn title(area: Rect, buf: &mut Buffer, theme: &Theme, left: &str, right: &str, focused: bool) {
    let bar = Rect {
        height: area.height.min(1),
        ..area
    }
    .intersection(buf.area);
    if bar.is_empty() {
        return;
    }
    let style = theme.style(if focused { Role::TitleFocus } else { Role::Title });
    fill(buf, bar, style);
    both(bar, buf, (left, style), (right, style));
}

/// Cells the texts of a bar over this pane may take: what is left of its blank ends.
pub fn room(area: Rect, buf: &Buffer) -> usize {
    usize::from(inside(area, buf).width)
}

fn inside(row: Rect, buf: &Buffer) -> Rect {
    let inner = Rect {
        x: row.x.saturating_add(1),
        width: row.width.saturating_sub(2),
        ..row
    };
    usable(buf, inner)
}

/// Draws one line with a text at either end and one blank margin: what the program has to say, and its clock or save
/// state.
pub fn status(area: Rect, buf: &mut Buffer, theme: &Theme, (left, role): (&str, Role), right: &str) {
    let line = Rect {
        height: area.height.min(1),
        ..area
    }
    .intersection(buf.area);
    if line.is_empty() {
        return;
    }
    fill(buf, line, theme.style(Role::Text));
    both(line, buf, (left, theme.style(role)), (right, theme.style(Role::Muted)));
}

type Styled<'a> = (&'a str, ratatui::style::Style);

/// A text at either end of a row.
fn both(row: Rect, buf: &mut Buffer, left: Styled<'_>, right: Styled<'_>) {
    let inner = inside(row, buf);
    let room = usize::from(inner.width);
    let right_width = cells::width(right.0);
    let keeps = cells::width(left.0).min(LEFT_MIN);
    let mut left_room = room;
    if right_width > 0 && right_width + 2 + keeps <= room {
        put_right(buf, inner.right(), inner.y, right.0, right.1, inner.width);
        left_room = room - right_width - 2;
    }
    put(
        buf,
        inner.x,
        inner.y,
        &cells::fit(left.0, left_room),
        left.1,
        left_room as u16,
    );
}

/// Draws as many hints as fit, in their order, and always `tail` (`?帮助`) after them.
pub fn hints(area: Rect, buf: &mut Buffer, theme: &Theme, hints: &[Hint<'_>], tail: Hint<'_>) {
    let line = Rect {
        height: area.height.min(1),
        ..area
    }
    .intersection(buf.area);
    if line.is_empty() {
        return;
    }
    fill(buf, line, theme.style(Role::Hint));
    let inner = usable(
        buf,
        Rect {
            x: line.x.saturating_add(1),
            width: line.width.saturating_sub(1),
            ..line
        },
    );
    let width = |h: &Hint<'_>| cells::width(h.key) + cells::width(h.text);
    let room = usize::from(inner.width).saturating_sub(width(&tail));
    let mut used = 0;
    let fitting = hints.iter().take_while(|h| {
        used += width(h) + 1;
        used <= room
    });
    let mut x = inner.x;
    for hint in fitting.chain(std::iter::once(&tail)) {
        let (key, text) = if hint.enabled {
            (Role::Key, Role::Hint)
        } else {
            (Role::Muted, Role::Muted)
        };
        let left = inner.right().saturating_sub(x);
        x = put(buf, x, inner.y, hint.key, theme.style(key), left);
        x = put(
            buf,
            x,
            inner.y,
            hint.text,
            theme.style(text),
            inner.right().saturating_sub(x),
        );
        x = x.saturating_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::super::put::lines_of;
    use super::*;

    fn drawn(w: u16, h: u16, draw: impl Fn(Rect, &mut Buffer, &Theme)) -> Vec<String> {
        let area = Rect::new(0, 0, w, h);
        let mut buf = Buffer::empty(area);
        draw(area, &mut buf, &Theme::shipped("plain", false));
        lines_of(&buf)
    }

    #[test]
    fn a_bar_holds_both_ends_while_it_can() {
        let bar = |w| drawn(w, 1, |a, b, t| title(a, b, t, "值班代表 2/3", "1桌 2桌", true)).remove(0);
        assert_eq!(bar(26), " 值班代表 2/3     1桌 2桌");
        assert_eq!(bar(20), " 值班代..   1桌 2桌");
        assert_eq!(bar(15), " 值班代表 2/3");
        assert_eq!(bar(8), " 值班..");
    }

    #[test]
    fn a_bar_is_reversed_over_its_whole_width() {
        let area = Rect::new(0, 0, 10, 1);
        let mut buf = Buffer::empty(area);
        title(area, &mut buf, &Theme::shipped("mono", false), "等候", "", false);
        let reversed = ratatui::style::Modifier::REVERSED;
        assert!(buf.content().iter().all(|c| c.modifier.contains(reversed)));
    }

    fn hint<'a>(key: &'a str, text: &'a str) -> Hint<'a> {
        Hint {
            key,
            text,
            enabled: true,
        }
    }

    #[test]
    fn hints_end_with_help_at_every_width() {
        let all = [hint("F3", "取号"), hint("F4", "叫号"), hint("F5", "记意见")];
        let line = |w| drawn(w, 1, |a, b, t| hints(a, b, t, &all, hint("?", "帮助"))).remove(0);
        assert_eq!(line(80), " F3取号 F4叫号 F5记意见 ?帮助");
        assert_eq!(line(25), " F3取号 F4叫号 ?帮助");
        assert_eq!(line(21), " F3取号 F4叫号 ?帮助");
        assert_eq!(line(20), " F3取号 ?帮助");
        assert_eq!(line(7), " ?帮助");
        assert_eq!(line(5), " ?帮");
        assert_eq!(line(0), "");
    }

    #[test]
    fn the_status_line_says_it_and_when() {
        let line = |w| drawn(w, 1, |a, b, t| status(a, b, t, ("已登记 0113", Role::Ok), "已存 09:42")).remove(0);
        assert_eq!(line(30), " 已登记 0113       已存 09:42");
        assert_eq!(line(14), " 已登记 0113");
    }

    #[test]
    fn tiny_rects_do_not_panic() {
        for (w, h) in [(0, 0), (1, 1), (2, 1), (3, 2), (1, 0)] {
            drawn(w, h, |a, b, t| {
                title(a, b, t, "值班台", "09:42", true);
                status(a, b, t, ("“好”", Role::Ok), "09:42");
                hints(a, b, t, &[hint("F3", "取号")], hint("?", "帮助"));
                title(Rect::new(7, 7, 7, 7), b, t, "a", "b", false);
            });
        }
    }
}
