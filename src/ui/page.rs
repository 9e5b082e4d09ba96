//! A page to read: labelled paragraphs, wrapped, with scroll. The read-back before filing, a record, help.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::{put, usable};
use super::theme::{Role, Theme};
use crate::cells;
use crate::form::wrap;

/// A paragraph with an optional label to its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paragraph<'a> {
    /// Before the first line; all lines hang beside it. Empty for none.
    pub label: &'a str,
    /// The text; line breaks are kept.
    pub text: &'a str,
    /// What the text is for.
    pub role: Role,
}

/// One line ready to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The label, on the first line of its paragraph only.
    pub label: &'a str,
    /// Cells before the text.
    pub indent: u16,
    pub text: &'a str,
    /// What the text is for.
    pub role: Role,
}

/// The cells labels take: the widest of them and two blanks, at most a third of the page.
fn indent_of(paragraphs: &[Paragraph<'_>], width: u16) -> u16 {
    let widest = paragraphs.iter().map(|p| cells::width(p.label)).max().unwrap_or(0);
    match widest {
        0 => 0,
        n => (n as u16).saturating_add(2).min(width / 3),
    }
}

/// The lines of a page this wide. Wrap once and draw many times: only a change of text or width changes them.
pub fn lines<'a>(paragraphs: &[Paragraph<'a>], width: u16) -> Vec<Line<'a>> {
    let indent = indent_of(paragraphs, width);
    let room = usize::from(width.saturating_sub(indent));
    let line = |p: &Paragraph<'a>, (i, text): (usize, &'a str)| Line {
        label: if i == 0 { p.label } else { "" },
        indent,
        text,
        role: p.role,
    };
    paragraphs
        .iter()
        .flat_map(|p| {
            wrap::lines(p.text, room)
                .into_iter()
                .enumerate()
                .map(|l| line(p, l))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What is seen of a text that may be longer than its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The first row in view.
    pub top: usize,
    /// Rows in view.
    pub height: usize,
    /// Rows there are.
    pub total: usize,
}

impl Extent {
    /// From this row on, as far as the text has rows.
    pub fn of(top: usize, height: usize, total: usize) -> Self {
        Self {
            top: clamp(top, height, total),
            height: height.max(1),
            total,
        }
    }

    /// Rows below what is seen.
    pub const fn below(self) -> usize {
        self.total.saturating_sub(self.top + self.height)
    }

    /// There is something below what is seen.
    pub const fn has_next(self) -> bool {
        self.below() > 0
    }

    /// Which page of how many; none where one holds all of it.
    pub const fn page(self) -> Option<(usize, usize)> {
        if self.total <= self.height {
            return None;
        }
        let pages = self.total.div_ceil(self.height);
        // The last page is as full as the others and may begin in the middle of one.
        let page = if self.has_next() {
            self.top / self.height + 1
        } else {
            pages
        };
        Some((page, pages))
    }
}

/// The first line to show so that the page stays inside the text.
pub fn clamp(top: usize, height: usize, total: usize) -> usize {
    top.min(total.saturating_sub(height.max(1)))
}

/// Draws the lines from `top` on. Returns the first cell, where the caret waits while the page has the focus.
pub fn draw(area: Rect, buf: &mut Buffer, theme: &Theme, lines: &[Line<'_>], top: usize) -> Option<(u16, u16)> {
    let area = usable(buf, area);
    if area.is_empty() {
        return None;
    }
    for (line, y) in lines.iter().skip(top).zip(area.top()..area.bottom()) {
        let label_room = line.indent.saturating_sub(2);
        let label = cells::fit(line.label, usize::from(label_room));
        put(
            buf,
            area.x,
            y,
            &label,
            theme.style(Role::Muted),
            label_room.min(area.width),
        );
        let x = area.x.saturating_add(line.indent);
        put(
            buf,
            x,
            y,
            line.text,
            theme.style(line.role),
            area.right().saturating_sub(x),
        );
    }
    Some((area.x, area.y))
}

#[cfg(test)]
mod tests {
    use super::super::put::lines_of;
    use super::*;

    const PAGE: [Paragraph<'static>; 3] = [
        Paragraph {
            label: "反映内容",
            text: "村口“弯道”看不见对面来车，希望装一面凸面镜。",
            role: Role::Text,
        },
        Paragraph {
            label: "地点",
            text: "石桥村口",
            role: Role::Text,
        },
        Paragraph {
            label: "",
            text: "①先看现场\n②再答复",
            role: Role::Muted,
        },
    ];

    fn drawn(w: u16, h: u16, top: usize) -> Vec<String> {
        let area = Rect::new(0, 0, w, h);
        let mut buf = Buffer::empty(area);
        let lines = lines(&PAGE, w.saturating_sub(1));
        draw(area, &mut buf, &Theme::shipped("plain", false), &lines, top);
        lines_of(&buf)
    }

    #[test]
    fn paragraphs_hang_beside_their_labels() {
        assert_eq!(
            drawn(33, 7, 0),
            [
                "反映内容  村口“弯道”看不见对面",
                "          来车，希望装一面凸面",
                "          镜。",
                "地点      石桥村口",
                "          ①先看现场",
                "          ②再答复",
                ""
            ]
        );
        assert_eq!(drawn(33, 2, 4), ["          ①先看现场", "          ②再答复"]);
        assert_eq!(drawn(33, 1, 99), [""]);
    }

    #[test]
    fn scrolling_stops_at_the_end() {
        assert_eq!(clamp(9, 3, 5), 2);
        assert_eq!(clamp(1, 9, 5), 0);
        assert_eq!(clamp(9, 0, 0), 0);
    }

    #[test]
    fn tiny_rects_do_not_panic() {
        for (w, h) in [(0, 0), (1, 1), (2, 1), (3, 2), (6, 4)] {
            drawn(w, h, 0);
        }
    }
}
