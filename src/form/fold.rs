//! Cleaning and folding of what arrives in a field.
//!
//! `clean` is for every field: nothing that could drive a terminal gets into stored text, and nothing else is taken
//! away (variation selectors, the dot in a minority name, private-use characters all stay). `fold` is only for
//! fields whose content is not prose: dates, phones, numbers, and the digits that pick from a list.

use crate::cells;

/// Whether a text may hold line breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One line: breaks become blanks.
    Single,
    /// Any number of lines.
    Many,
}

/// The text as it may be stored: line breaks in one form, tabs as blanks, no other C0 or C1 control.
///
/// In a single line every break is one blank; breaks at the end (a copied line usually brings one) are dropped.
pub fn clean(text: &str, lines: Lines) -> String {
    let text = match lines {
        Lines::Single => text.trim_end_matches(is_break),
        Lines::Many => text,
    };
    let mut out = String::with_capacity(text.len());
    let mut previous = '\0';
    for c in text.chars() {
        match c {
            '\n' if previous == '\r' => {}
            c if is_break(c) => out.push(if lines == Lines::Many { '\n' } else { ' ' }),
            '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
        previous = c;
    }
    out
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// One character with its full-width or Chinese form brought to ASCII.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        '。' | '｡' => '.',
        '、' | '､' => ',',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '—' | '–' | '‐' | '‑' | '−' => '-',
        '〜' => '~',
        '￥' => '\u{A5}',
        c => c,
    }
}

/// A text folded for a field that is not prose.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The digit 1-9 a character stands for, full-width included.
pub fn digit(c: char) -> Option<usize> {
    match fold_char(c).to_digit(10) {
        Some(0) | None => None,
        Some(n) => Some(n as usize),
    }
}

/// Whether a text says nothing: empty, or only blanks, breaks and characters that draw nothing.
pub fn is_blank(text: &str) -> bool {
    cells::graphemes(text).all(|g| {
        g.chars()
            .all(|c| c.is_whitespace() || cells::class_of(c) == cells::Class::Zero)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_go_and_breaks_take_one_form() {
        assert_eq!(
            clean("a\tb\u{1b}[31m\u{9b}c\r\nd\re\u{85}f", Lines::Many),
            "a b[31mc\nd\ne\nf"
        );
        assert_eq!(clean("王\r\n秀英\r\n", Lines::Single), "王 秀英");
        assert_eq!(clean("\n", Lines::Single), "");
    }

    #[test]
    fn names_keep_every_character_that_is_not_a_control() {
        let name = "阿卜杜拉·买买提葛\u{E0100}\u{E863}𠀀\u{200D}";
        assert_eq!(clean(name, Lines::Single), name);
    }

    #[test]
    fn folding_reaches_digits_and_punctuation() {
        assert_eq!(fold("１３７－１２３４，（转８）　：。"), "137-1234,(转8) :.");
        assert_eq!(digit('３'), Some(3));
        assert_eq!(digit('0'), None);
        assert_eq!(digit('三'), None);
    }

    #[test]
    fn blank_means_nothing_to_read() {
        assert!(is_blank(" \u{3000}\n\u{200B}"));
        assert!(!is_blank(" 。"));
    }
}
