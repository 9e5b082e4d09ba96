//! How many terminal cells text takes: the only module that counts.
//!
//! The layout never depends on the terminal. East Asian *ambiguous* characters (“ ” ① ·) and characters whose
//! width terminals disagree on always take two cells; how they reach a narrow or a wide terminal is the
//! painter's business (research `terminal_cjk.md` 1.7 and section 7, rules 1-5). A leaf: no ring is imported here
//! and `form`, `term` and `ui` may all ask it.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

/// The symbol of the hidden second cell of a two-cell glyph.
pub const HIDDEN: &str = "\u{FFFE}";

/// How a grapheme behaves on real terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Draws nothing: controls, joiners, marks alone, variation selectors.
    Zero,
    /// One cell everywhere.
    One,
    /// Two cells everywhere (Han, full-width forms).
    Wide,
    /// One or two cells depending on the terminal; two in our layout.
    Ambiguous,
    /// Terminals disagree beyond class A (emoji, late extensions, private use); two in our layout.
    Uncertain,
}

/// The class of one character.
pub fn class_of(c: char) -> Class {
    let n = u32::from(c);
    if c.is_control()
        || matches!(n, 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFE00..=0xFE0F | 0xFEFF | 0xAD | 0xE0000..=0xE0FFF)
    {
        return Class::Zero;
    }
    if matches!(n, 0xE000..=0xF8FF | 0xF0000..=0x0010_FFFF | 0x4DC0..=0x4DFF | 0x1F000..=0x1FAFF | 0x2EBF0..=0x2F7FF | 0x2FA20..=0x2FFFF | 0x31350..=0x3FFFF)
    {
        return Class::Uncertain;
    }
    match (c.width().unwrap_or(0), c.width_cjk().unwrap_or(0)) {
        (0, _) => Class::Zero,
        (1, 2) => Class::Ambiguous,
        (1, _) => Class::One,
        _ => Class::Wide,
    }
}

/// The class of one grapheme: that of its first visible character.
pub fn class(grapheme: &str) -> Class {
    grapheme
        .chars()
        .map(class_of)
        .find(|c| *c != Class::Zero)
        .unwrap_or(Class::Zero)
}

/// Cells one grapheme takes: 0, 1 or 2.
pub fn of(grapheme: &str) -> usize {
    match class(grapheme) {
        Class::Zero => 0,
        Class::One => 1,
        Class::Wide | Class::Ambiguous | Class::Uncertain => 2,
    }
}

/// Cells a text takes on one line.
pub fn width(text: &str) -> usize {
    graphemes(text).map(of).sum()
}

/// The graphemes of a text: what a person calls a character.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// The text cut to at most `cells`, ending in `..` when something was left out.
pub fn fit(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let room = cells.saturating_sub(2);
    let (mut out, mut used) = (String::new(), 0);
    for g in graphemes(text) {
        if used + of(g) > room {
            break;
        }
        used += of(g);
        out.push_str(g);
    }
    out.extend(std::iter::repeat_n('.', cells.saturating_sub(used).min(2)));
    out
}

/// The text cut or filled with blanks to exactly `cells`.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = fit(text, cells);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ambiguous_characters_take_two_cells() {
        assert_eq!(width("“路”①·"), 10);
        assert_eq!(width("a\u{200B}b"), 2);
        assert_eq!(of("𠀀"), 2);
    }

    #[test]
    fn fit_never_exceeds_and_marks_the_cut() {
        assert_eq!(fit("石桥村口弯道", 7), "石桥..");
        assert_eq!(fit("石桥村", 6), "石桥村");
        assert_eq!(pad("石桥", 6), "石桥  ");
        assert_eq!(fit("石桥村", 1), ".");
    }
}
