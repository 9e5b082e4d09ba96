//! Options in a line, each with its digit: ` 1当场 *2交办  3指引`.
//!
//! The blank before an option is the place of its mark, so choosing moves nothing. The chosen one is reversed as well;
//! neither sign needs colour. A label that begins with a digit keeps a blank from the one before it, or the two would be
//! read as one number: `1 12345热线`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::{put, usable};
use super::theme::{Role, Theme};
use crate::cells;

/// One option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chip<'a> {
    /// The digit that chooses it, if it has one.
    pub digit: Option<char>,
    /// What it says.
    pub text: &'a str,
    /// It is chosen.
    pub chosen: bool,
    /// False greys it.
    pub enabled: bool,
}

/// Whether the label is kept a blank away from its digit.
fn apart(chip: &Chip<'_>) -> bool {
    chip.digit.is_some() && cells::runs_on(chip.text)
}

/// Cells of an option, its mark and digit included.
fn width(chip: &Chip<'_>) -> u16 {
    1 + u16::from(chip.digit.is_some()) + u16::from(apart(chip)) + cells::width(chip.text) as u16
}

/// Where each option goes, as (x, row): in a line with a blank between, and on to the next row where one does not fit.
fn places(chips: &[Chip<'_>], room: u16) -> Vec<(u16, u16)> {
    let (mut x, mut y) = (0_u16, 0_u16);
    let mut out = Vec::with_capacity(chips.len());
    for chip in chips {
        if x > 0 && x.saturating_add(width(chip)) > room {
            (x, y) = (0, y.saturating_add(1));
        }
        out.push((x, y));
        x = x.saturating_add(width(chip)).saturating_add(1);
    }
    out
}

/// Rows these options need in a place this wide.
pub fn rows(chips: &[Chip<'_>], width: u16) -> u16 {
    places(chips, width).last().map_or(0, |(_, y)| y.saturating_add(1))
}

/// Draws options and returns the mark cell of number `at`, where the caret is while they have the focus.
pub fn draw(area: Rect, buf: &mut Buffer, theme: &Theme, chips: &[Chip<'_>], at: Option<usize>) -> Option<(u16, u16)> {
    let area = usable(buf, area);
    let mut caret = None;
    for (i, (chip, (dx, dy))) in chips.iter().zip(places(chips, area.width)).enumerate() {
        let (mut x, y) = (area.x.saturating_add(dx), area.y.saturating_add(dy));
        if y >= area.bottom() || x >= area.right() {
            break;
        }
        if at == Some(i) {
            caret = Some((x, y));
        }
        let (key, text) = match (chip.enabled, chip.chosen) {
            (false, _) => (Role::Muted, Role::Muted),
            (true, true) => (Role::Select, Role::Select),
            (true, false) => (Role::Key, Role::Text),
        };
        let right = area.right();
        let mark = if chip.chosen { "*" } else { " " };
        x = put(buf, x, y, mark, theme.style(Role::Mark), right - x);
        if let Some(digit) = chip.digit {
            x = put(
                buf,
                x,
                y,
                digit.encode_utf8(&mut [0; 4]),
                theme.style(key),
                right.saturating_sub(x),
            );
        }
        if apart(chip) {
            x = put(buf, x, y, " ", theme.style(text), right.saturating_sub(x));
        }
        let room = right.saturating_sub(x);
        put(
            buf,
            x,
            y,
            &cells::fit(chip.text, usize::from(room)),
            theme.style(text),
            room,
        );
    }
    caret
}

#[cfg(test)]
mod tests {
    use super::super::put::lines_of;
    use super::*;

    const CHIPS: [Chip<'static>; 4] = [
        Chip {
            digit: Some('1'),
            text: "当场",
            chosen: false,
            enabled: true,
        },
        Chip {
            digit: Some('2'),
            text: "交办",
            chosen: true,
            enabled: true,
        },
        Chip {
            digit: Some('3'),
            text: "指引",
            chosen: false,
            enabled: false,
        },
        Chip {
            digit: None,
            text: "其他",
            chosen: false,
            enabled: true,
        },
    ];

    fn drawn(w: u16, h: u16, at: Option<usize>) -> (Vec<String>, Option<(u16, u16)>, Buffer) {
        let area = Rect::new(0, 0, w, h);
        let mut buf = Buffer::empty(area);
        let caret = draw(area, &mut buf, &Theme::shipped("mono", false), &CHIPS, at);
        (lines_of(&buf), caret, buf)
    }

    #[test]
    fn the_chosen_one_has_a_star_and_is_reversed() {
        let (lines, caret, buf) = drawn(40, 1, Some(1));
        assert_eq!(lines, [" 1当场 *2交办  3指引  其他"]);
        assert_eq!(caret, Some((7, 0)));
        let reversed = buf.content().iter().map(|c| c.modifier);
        let reversed = reversed.filter(|m| m.contains(ratatui::style::Modifier::REVERSED));
        assert_eq!(reversed.count(), 5);
    }

    #[test]
    fn a_label_that_begins_with_a_digit_is_not_read_as_one_number_with_its_own() {
        let chip = |digit, text, chosen| Chip {
            digit: Some(digit),
            text,
            chosen,
            enabled: true,
        };
        let chips = [chip('1', "12345热线", true), chip('2', "信访系统", false)];
        let area = Rect::new(0, 0, 30, 1);
        let mut buf = Buffer::empty(area);
        draw(area, &mut buf, &Theme::shipped("mono", false), &chips, None);
        assert_eq!(lines_of(&buf), ["*1 12345热线  2信访系统"]);
        assert_eq!((rows(&chips, 23), rows(&chips, 22)), (1, 2));
    }

    #[test]
    fn options_flow_to_the_next_row() {
        assert_eq!(rows(&CHIPS, 13), 2);
        assert_eq!(rows(&CHIPS, 12), 3);
        assert_eq!(rows(&[], 12), 0);
        let (lines, caret, _) = drawn(14, 3, Some(2));
        assert_eq!(lines, [" 1当场 *2交办", " 3指引  其他", ""]);
        assert_eq!(caret, Some((0, 1)));
        assert_eq!(drawn(14, 1, Some(2)).1, None);
    }

    #[test]
    fn tiny_rects_do_not_panic() {
        for (w, h) in [(0, 0), (1, 1), (2, 1), (3, 2), (4, 9)] {
            drawn(w, h, Some(3));
        }
    }
}
