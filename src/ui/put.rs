//! The one way text reaches the buffer.
//!
//! Every glyph takes the cells our layout says, whatever the terminal thinks. The second cell of a two-cell glyph
//! holds [`crate::cells::HIDDEN`]: with a blank there, replacing the glyph by one-cell text would compare
//! blank to blank and leave half a glyph on the screen. The last column of the buffer never holds a glyph, since a
//! terminal that has just filled it is in a state we cannot step back from.

use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::cells::{self, Class, HIDDEN};
use crate::domain::private_use::standard;

/// Draws text from `(x, y)` in at most `max_cells` and returns the column after it.
///
/// Controls, joiners and marks are left out. A glyph that does not fit whole ends the text; its cell becomes
/// blank. The style is laid over what is there, so text on a bar stays on the bar.
pub fn put(buf: &mut Buffer, x: u16, y: u16, text: &str, style: Style, max_cells: u16) -> u16 {
    let area = buf.area;
    if y < area.top() || y >= area.bottom() || x < area.left() {
        return x;
    }
    let end = x.saturating_add(max_cells).min(area.right().saturating_sub(1));
    let left = area.left();
    let row = row(buf, y);
    let mut at = x;
    for g in cells::graphemes(text) {
        // Only the first visible character: marks and joined emoji are where terminals disagree.
        let (class, c) = cells::seen(g);
        if class == Class::Zero {
            continue;
        }
        let wide = class != Class::One;
        let next = at.saturating_add(if wide { 2 } else { 1 });
        let cell = usize::from(at - left);
        if next > end {
            if at < end {
                set(row, cell, ' ', style);
            }
            break;
        }
        // Older data holds some characters as private use; no font draws those, and the real ones are as wide.
        let real = standard(c);
        set(row, cell, real, style);
        if wide {
            second_half(row, cell, cells::class_of(real), style);
        }
        at = next;
    }
    at
}

/// What stands in the cell after a glyph that takes two.
fn second_half(row: &mut [Cell], glyph: usize, class: Class, style: Style) {
    if class == Class::One {
        // A keycap, an emoji made of a digit: what is drawn of it is one cell, the other is a blank.
        set(row, glyph + 1, ' ', style);
        return;
    }
    hide(row, glyph + 1, style);
    if matches!(class, Class::Ambiguous | Class::Uncertain)
        && let Some(cell) = row.get_mut(glyph)
        && let Some(two) = NonZeroU16::new(2)
    {
        cell.set_diff_option(CellDiffOption::ForcedWidth(two));
    }
}

/// The cells of a row; none when there is no such row.
fn row(buf: &mut Buffer, y: u16) -> &mut [Cell] {
    let width = usize::from(buf.area.width);
    let from = y.checked_sub(buf.area.top()).map(|n| usize::from(n) * width);
    from.and_then(|from| buf.content.get_mut(from..from + width))
        .unwrap_or_default()
}

/// The part of a rectangle that may hold glyphs: inside the buffer and without its last column.
pub fn usable(buf: &Buffer, area: Rect) -> Rect {
    let glyphs = Rect {
        width: buf.area.width.saturating_sub(1),
        ..buf.area
    };
    area.intersection(glyphs)
}

/// Draws text so that it ends just before column `right`, in at most `max_cells`; returns its first column.
pub fn put_right(buf: &mut Buffer, right: u16, y: u16, text: &str, style: Style, max_cells: u16) -> u16 {
    let right = right.min(buf.area.right().saturating_sub(1));
    let room = max_cells.min(right.saturating_sub(buf.area.left()));
    let text = cells::fit(text, usize::from(room));
    let x = right.saturating_sub(cells::width(&text) as u16);
    put(buf, x, y, &text, style, room);
    x
}

/// Draws text with every occurrence of `needle` in the style `hit`. Letter case does not count.
pub fn put_hits(buf: &mut Buffer, x: u16, y: u16, text: &str, needle: &str, styles: (Style, Style), max: u16) -> u16 {
    let (plain, hit) = styles;
    let needle: Vec<char> = needle.chars().map(|c| c.to_ascii_lowercase()).collect();
    let end = x.saturating_add(max);
    let (mut at, mut rest) = (x, text);
    while !rest.is_empty() {
        let found = if needle.is_empty() { None } else { find(rest, &needle) };
        let (start, stop) = found.unwrap_or((rest.len(), rest.len()));
        at = put(
            buf,
            at,
            y,
            rest.get(..start).unwrap_or_default(),
            plain,
            end.saturating_sub(at),
        );
        at = put(
            buf,
            at,
            y,
            rest.get(start..stop).unwrap_or_default(),
            hit,
            end.saturating_sub(at),
        );
        rest = rest.get(stop..).unwrap_or_default();
    }
    at
}

/// The bytes of the first occurrence of a lower-cased needle.
fn find(text: &str, needle: &[char]) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(start, _)| {
        let mut chars = text.get(start..)?.char_indices();
        let mut stop = start;
        for n in needle {
            let (i, c) = chars.next()?;
            if c.to_ascii_lowercase() != *n {
                return None;
            }
            stop = start + i + c.len_utf8();
        }
        Some((start, stop))
    })
}

/// Makes a rectangle blank in exactly this style.
pub fn fill(buf: &mut Buffer, area: Rect, style: Style) {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return;
    }
    let left = usize::from(area.left() - buf.area.left());
    let cells = left..left + usize::from(area.width);
    let mut blank = Cell::EMPTY;
    blank.set_style(style);
    for y in area.top()..area.bottom() {
        let row = row(buf, y);
        // Only at its two edges can it cut a glyph in half.
        unpair(row, cells.start);
        unpair(row, cells.end - 1);
        if let Some(cells) = row.get_mut(cells.clone()) {
            cells.fill(blank.clone());
        }
    }
}

/// Draws lines that are wrapped already, one a row; returns how many had room.
pub fn wrapped<S: AsRef<str>>(buf: &mut Buffer, area: Rect, lines: &[S], style: Style) -> u16 {
    let area = area.intersection(buf.area);
    let mut drawn = 0;
    for (y, line) in (area.top()..area.bottom()).zip(lines) {
        put(buf, area.x, y, line.as_ref(), style, area.width);
        drawn += 1;
    }
    drawn
}

/// What the buffer says, one string a row without the blanks at its end.
#[cfg(any(test, feature = "rings"))]
pub fn lines_of(buf: &Buffer) -> Vec<String> {
    let area = buf.area;
    let row = |y| {
        let symbols = (area.left()..area.right()).filter_map(|x| buf.cell((x, y)).map(Cell::symbol));
        let line: String = symbols.filter(|s| *s != HIDDEN).collect();
        line.trim_end_matches(' ').to_owned()
    };
    (area.top()..area.bottom()).map(row).collect()
}

/// The symbols whose width depends on the terminal. Screens drawn without data have none.
#[cfg(any(test, feature = "rings"))]
pub fn doubtful(buf: &Buffer) -> Vec<String> {
    let doubt = |s: &&str| *s != HIDDEN && matches!(cells::class(s), Class::Ambiguous | Class::Uncertain);
    let symbols = buf.content().iter().map(Cell::symbol);
    symbols.filter(doubt).map(str::to_owned).collect()
}

/// Writes one cell, and blanks what would be left of a two-cell glyph it cuts in half.
fn set(row: &mut [Cell], at: usize, c: char, style: Style) {
    unpair(row, at);
    if let Some(cell) = row.get_mut(at) {
        cell.set_char(c).set_style(style);
        cell.set_diff_option(CellDiffOption::None);
    }
}

/// Makes a cell the second half of the one before it.
fn hide(row: &mut [Cell], at: usize, style: Style) {
    // The first half is new already; only what follows can be an orphan.
    orphan(row, at);
    if let Some(cell) = row.get_mut(at) {
        cell.set_symbol(HIDDEN).set_style(style);
        cell.set_diff_option(CellDiffOption::None);
    }
}

fn is_hidden(row: &[Cell], at: usize) -> bool {
    row.get(at).is_some_and(|c| c.symbol() == HIDDEN)
}

fn unpair(row: &mut [Cell], at: usize) {
    if is_hidden(row, at)
        && let Some(left) = at.checked_sub(1)
        && let Some(cell) = row.get_mut(left)
    {
        cell.set_char(' ').set_diff_option(CellDiffOption::None);
    }
    orphan(row, at);
}

/// Blanks the hidden cell after a glyph when that is the one it belongs to.
fn orphan(row: &mut [Cell], at: usize) {
    if is_hidden(row, at + 1)
        && !is_hidden(row, at)
        && let Some(cell) = row.get_mut(at + 1)
    {
        cell.set_char(' ').set_diff_option(CellDiffOption::None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(w: u16, h: u16) -> Buffer {
        Buffer::empty(Rect::new(0, 0, w, h))
    }

    fn line(w: u16, text: &str, max: u16) -> (String, u16) {
        let mut buf = buffer(w, 1);
        let next = put(&mut buf, 0, 0, text, Style::new(), max);
        (lines_of(&buf).remove(0), next)
    }

    #[test]
    fn glyphs_take_the_cells_the_layout_says() {
        assert_eq!(line(20, "“路灯”①", 20), ("“路灯”①".into(), 10));
        let mut buf = buffer(20, 1);
        put(&mut buf, 0, 0, "①a", Style::new(), 20);
        assert_eq!(buf[(1, 0)].symbol(), HIDDEN);
        assert_eq!(buf[(2, 0)].symbol(), "a");
        assert_eq!(
            buf[(0, 0)].diff_option,
            CellDiffOption::ForcedWidth(NonZeroU16::new(2).unwrap())
        );
        assert_eq!(buf[(2, 0)].diff_option, CellDiffOption::None);
        put(&mut buf, 0, 0, "王", Style::new(), 20);
        assert_eq!(buf[(0, 0)].diff_option, CellDiffOption::None);
    }

    #[test]
    fn controls_marks_and_escapes_do_not_reach_the_screen() {
        assert_eq!(line(20, "a\u{1b}[31m\tb\u{200b}\r\nc", 20), ("a[31mbc".into(), 7));
        assert_eq!(line(20, "e\u{301}x", 20), ("ex".into(), 2));
        assert_eq!(line(20, "👨\u{200d}👩\u{200d}👧x", 20), ("👨x".into(), 3));
        assert_eq!(line(20, "1\u{fe0f}\u{20e3}x", 20), ("1 x".into(), 3));
    }

    #[test]
    fn a_known_place_of_private_use_shows_the_real_character_in_the_same_cells() {
        assert_eq!(line(20, "王\u{E81E}|", 20), ("王\u{9FB4}|".into(), 5));
        assert_eq!(
            line(20, "王\u{E000}|", 20),
            ("王\u{E000}|".into(), 5),
            "an unknown one stays"
        );
        let mut buf = buffer(20, 1);
        put(&mut buf, 0, 0, "\u{E81E}\u{E000}", Style::new(), 20);
        assert_eq!(buf[(0, 0)].diff_option, CellDiffOption::None);
        assert_ne!(buf[(2, 0)].diff_option, CellDiffOption::None);
    }

    #[test]
    fn the_last_column_stays_blank_and_no_glyph_is_cut() {
        assert_eq!(line(6, "石桥村", 9), ("石桥".into(), 4));
        assert_eq!(line(7, "石桥村", 9), ("石桥村".into(), 6));
        assert_eq!(line(20, "石桥村", 5), ("石桥".into(), 4));
        assert_eq!(line(4, "abcdef", 9), ("abc".into(), 3));
        let mut buf = buffer(6, 1);
        assert_eq!(put_right(&mut buf, 6, 0, "12/340", Style::new(), 9), 0);
        assert_eq!(lines_of(&buf), ["12/.."]);
    }

    #[test]
    fn half_of_a_glyph_is_never_left() {
        let mut buf = buffer(10, 1);
        put(&mut buf, 0, 0, "石桥村", Style::new(), 9);
        put(&mut buf, 1, 0, "x", Style::new(), 9);
        assert_eq!(lines_of(&buf), [" x桥村"]);
        put(&mut buf, 2, 0, "y", Style::new(), 9);
        assert_eq!(lines_of(&buf), [" xy 村"]);
        put(&mut buf, 3, 0, "口", Style::new(), 9);
        assert_eq!(lines_of(&buf), [" xy口"]);
        assert_eq!(buf[(5, 0)].symbol(), " ");
        fill(&mut buf, Rect::new(0, 0, 4, 1), Style::new());
        assert_eq!(lines_of(&buf), [""]);
        assert_eq!(buf[(4, 0)].symbol(), " ");
    }

    #[test]
    fn matches_are_marked_and_nothing_moves() {
        let mut buf = buffer(30, 1);
        let hit = Style::new().add_modifier(ratatui::style::Modifier::BOLD);
        let next = put_hits(&mut buf, 0, 0, "石桥Ab桥", "桥aB", (Style::new(), hit), 29);
        assert_eq!((lines_of(&buf), next), (vec!["石桥Ab桥".to_owned()], 8));
        let bold = |x: u16| buf[(x, 0)].modifier == ratatui::style::Modifier::BOLD;
        assert_eq!(
            (0..8).map(bold).collect::<Vec<_>>(),
            [false, false, true, true, true, true, false, false]
        );
    }

    proptest::proptest! {
        #[test]
        fn every_wide_glyph_has_its_second_half_and_no_half_is_alone(
            acts in proptest::collection::vec((0u16..12, 0u16..3, "[a石“ 👨\u{301}\u{E81E}]{0,8}", 0u16..14, 0u8..3), 0..24),
        ) {
            let mut buf = buffer(11, 2);
            for (x, y, text, cells, act) in acts {
                if act == 0 {
                    fill(&mut buf, Rect::new(x, y, cells, 1), Style::new());
                } else {
                    put(&mut buf, x, y, &text, Style::new(), cells);
                }
            }
            for row in buf.content().chunks(11) {
                for (at, cell) in row.iter().enumerate() {
                    let next = row.get(at + 1).map_or("", Cell::symbol);
                    proptest::prop_assert_eq!(cells::of(cell.symbol()) == 2, next == HIDDEN, "{:?}", lines_of(&buf));
                }
                proptest::prop_assert!(row.last().is_some_and(|c| c.symbol() == " "));
            }
        }
    }

    #[test]
    fn nothing_panics_outside() {
        for (w, h) in [(0, 0), (1, 1), (2, 1), (0, 3)] {
            let mut buf = buffer(w, h);
            for (x, y) in [(0, 0), (5, 5), (u16::MAX, u16::MAX)] {
                put(&mut buf, x, y, "石桥①abc", Style::new(), u16::MAX);
                put_right(&mut buf, x, y, "石桥①abc", Style::new(), u16::MAX);
                put_hits(&mut buf, x, y, "石桥", "桥", (Style::new(), Style::new()), 3);
                fill(&mut buf, Rect::new(x.min(9), y.min(9), 99, 99), Style::new());
                wrapped(&mut buf, Rect::new(0, 0, 9, 9), &["a", "b"], Style::new());
            }
        }
    }
}
