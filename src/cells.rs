//! How many terminal cells text takes: the only module that counts.
//!
//! The layout never depends on the terminal. East Asian *ambiguous* characters (“ ” ① ·) and characters whose
//! width terminals disagree on always take two cells; how they reach a narrow or a wide terminal is the
//! painter's business (research `terminal_cjk.md` 1.7 and section 7, rules 1-5). The classes are pinned in
//! `table`, so that updating a crate cannot shift a layout silently. A leaf: no ring is imported here and
//! `form`, `term` and `ui` may all ask it.

mod table;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;

/// What the second cell of a two-cell glyph holds in a buffer, so that no blank is taken for it. It is a
/// noncharacter: no text a person types can contain it after [`clean`].
pub const HIDDEN: &str = "\u{FFFE}";

/// Asks for the emoji picture of the character before it; terminals disagree on what that does to the width.
const VS16: char = '\u{FE0F}';

/// How a grapheme behaves on real terminals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Draws nothing: controls, joiners, marks alone, variation selectors.
    Zero,
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
    match n {
        0x20..=0x7E => Class::One,
        0x4E00..=0x9FFF => Class::Wide,
        _ => {
            let at = table::TABLE.partition_point(|(_, last, _)| *last < n);
            match table::TABLE.get(at) {
                Some((first, _, class)) if *first <= n => *class,
                _ => Class::One,
            }
        }
    }
}

/// The class of one grapheme: that of its only visible character, or uncertain when it has several or asks for
/// an emoji picture.
pub fn class(grapheme: &str) -> Class {
    let mut found = Class::Zero;
    let mut picture = false;
    for c in grapheme.chars() {
        picture |= c == VS16;
        match (found, class_of(c)) {
            (_, Class::Zero) => {}
            (Class::Zero, one) => found = one,
            _ => return Class::Uncertain,
        }
    }
    if picture && found != Class::Zero {
        return Class::Uncertain;
    }
    found
}

/// The character that stands for a grapheme on the screen: the first one that draws anything. Marks and joiners
/// are left out because terminals count them differently.
pub fn visible(grapheme: &str) -> Option<char> {
    grapheme.chars().find(|c| class_of(*c) != Class::Zero)
}

/// Cells one grapheme takes: 0, 1 or 2.
pub fn of(grapheme: &str) -> usize {
    match class(grapheme) {
        Class::Zero => 0,
        Class::One => 1,
        Class::Wide | Class::Ambiguous | Class::Uncertain => 2,
    }
}

/// The class of one grapheme and the character that stands for it; a blank for one that draws nothing.
#[inline]
pub fn seen(grapheme: &str) -> (Class, char) {
    if let [b @ b' '..=b'~'] = grapheme.as_bytes() {
        return (Class::One, char::from(*b));
    }
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => match class_of(c) {
            Class::Zero => (Class::Zero, ' '),
            class => (class, c),
        },
        _ => (class(grapheme), visible(grapheme).unwrap_or(' ')),
    }
}

/// Cells a text takes on one line.
pub fn width(text: &str) -> usize {
    let mut cells = 0;
    for c in text.chars() {
        if !is_plain(c) {
            return graphemes(text).map(of).sum();
        }
        cells += plain_cells(c);
    }
    cells
}

/// The graphemes of a text: what a person calls a character.
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    Graphemes(text)
}

/// Graphemes with a short cut: between two characters that never join, no table is asked.
struct Graphemes<'a>(&'a str);

impl<'a> Iterator for Graphemes<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let len = if let [b' '..=b'~', b' '..=b'~', ..] | [b' '..=b'~'] = self.0.as_bytes() {
            1
        } else {
            let mut chars = self.0.chars();
            let first = chars.next()?;
            if is_plain(first) && chars.next().is_none_or(is_plain) {
                first.len_utf8()
            } else {
                self.0.graphemes(true).next()?.len()
            }
        };
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }
}

impl DoubleEndedIterator for Graphemes<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let mut chars = self.0.chars();
        let last = chars.next_back()?;
        let len = if is_plain(last) && chars.next_back().is_none_or(is_plain) {
            last.len_utf8()
        } else {
            self.0.graphemes(true).next_back()?.len()
        };
        let (rest, tail) = self.0.split_at_checked(self.0.len() - len)?;
        self.0 = rest;
        Some(tail)
    }
}

/// Characters that never join a neighbour of the same kind into one grapheme: nearly all of what we draw.
fn is_plain(c: char) -> bool {
    matches!(u32::from(c), 0x20..=0x7E | 0x3001..=0x3029 | 0x4E00..=0x9FFF | 0xFF01..=0xFF60)
}

/// Cells of a plain character.
fn plain_cells(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// The text without what must never reach a screen: controls (escape among them), text direction controls,
/// zero-width characters standing alone. Tabs and line ends become one blank each; what is stored is never touched.
///
/// Marks and joiners inside a visible grapheme stay, so that the text measures the same before and after; tags, which spell
/// out what nobody sees, do not.
pub fn clean(text: &str) -> Cow<'_, str> {
    if graphemes(text).all(|g| class(g) != Class::Zero) && !text.contains(is_tag) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for g in graphemes(text) {
        if class(g) != Class::Zero {
            out.extend(g.chars().filter(|c| !is_tag(*c)));
        } else if g.contains(['\t', '\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) {
            out.push(' ');
        }
    }
    Cow::Owned(out)
}

/// A tag or a mark of direction.
fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{61C}' | '\u{200E}' | '\u{200F}')
}

/// Whether a label right behind a digit would be read as one number with it: `1` and `12345热线`.
pub fn runs_on(label: &str) -> bool {
    label.starts_with(char::is_numeric)
}

/// The text cut to at most `cells`, ending in `..` when something was left out.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
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
    Cow::Owned(out)
}

/// The text cut to at most `cells` with `..` in its middle: what it begins with, and what it ends with, stay.
pub fn fit_ends(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    let (mut end, mut used) = (text.len(), 0);
    for g in graphemes(text).rev() {
        if used + of(g) > cells / 2 {
            break;
        }
        used += of(g);
        end -= g.len();
    }
    let tail = text.get(end..).unwrap_or_default();
    let head = fit(text, cells - used);
    Cow::Owned([&head, tail].concat())
}

/// The characters of these texts that not every terminal draws, each once, with its code point: `〓 U+31350`.
pub fn rare<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut found: Vec<char> = Vec::new();
    for c in texts.into_iter().flat_map(str::chars) {
        if class_of(c) == Class::Uncertain && !found.contains(&c) {
            found.push(c);
        }
    }
    let all: Vec<String> = found.iter().map(|c| format!("{c} U+{:04X}", u32::from(*c))).collect();
    all.join("  ")
}

/// The text cut or filled with blanks to exactly `cells`.
pub fn pad(text: &str, cells: usize) -> String {
    let mut out = fit(text, cells).into_owned();
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
        assert_eq!(class("Ж"), Class::Ambiguous);
    }

    #[test]
    fn fit_never_exceeds_and_marks_the_cut() {
        assert_eq!(fit("石桥村口弯道", 7), "石桥..");
        assert_eq!(fit("石桥村", 6), "石桥村");
        assert_eq!(pad("石桥", 6), "石桥  ");
        assert_eq!(fit("石桥村", 1), ".");
        assert_eq!(fit_ends("石桥村口弯道看不见", 12), "石桥..看不见");
        assert_eq!(fit_ends("石桥村", 6), "石桥村");
    }

    #[test]
    fn rare_characters_are_told_by_their_code_points() {
        let texts = ["王\u{31350}𠮷“", "\u{2EBF0}\u{31350}"];
        assert_eq!(rare(texts), "\u{31350} U+31350  \u{2EBF0} U+2EBF0");
        assert_eq!(rare(["张三", "𰻞"]), "");
    }

    #[test]
    fn joined_pictures_are_one_uncertain_grapheme() {
        for g in [
            "👨\u{200D}👩\u{200D}👧",
            "❤\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "🇨🇳",
            "😀",
            "✅",
        ] {
            assert_eq!((graphemes(g).count(), class(g), of(g)), (1, Class::Uncertain, 2), "{g}");
        }
        assert_eq!((class("e\u{301}"), visible("e\u{301}")), (Class::One, Some('e')));
        assert_eq!(class("葛\u{E0100}"), Class::Wide);
        assert_eq!((class(HIDDEN), visible("\u{200D}")), (Class::Zero, None));
    }

    #[test]
    fn clean_drops_what_must_not_reach_a_screen() {
        assert_eq!(
            clean("\u{1b}[2J石桥\u{202E}村\t口\u{FEFF}\r\n弯\u{FFFE}"),
            "[2J石桥村 口 弯"
        );
        assert_eq!(clean("\u{9b}31m\u{7f}\u{301}a\u{61C}"), "31ma");
        assert!(matches!(clean("张三e\u{301}“A”"), Cow::Borrowed(_)));
        // Words spelt in tags behind a character are seen by nobody, and a terminal or a file is not to get them.
        assert_eq!(clean("好\u{E0041}\u{E007F}人"), "好人");
        assert_eq!(clean("葛\u{E0100}飾"), "葛\u{E0100}飾");
    }

    #[test]
    fn plain_characters_take_the_cells_the_table_says() {
        let plain = ('\0'..=char::MAX).filter(|c| is_plain(*c));
        for c in plain {
            let text = c.to_string();
            assert_eq!((plain_cells(c), seen(&text)), (of(&text), (class(&text), c)), "{c:?}");
        }
    }

    #[test]
    fn what_is_seen_of_a_grapheme_is_its_class_and_its_visible_character() {
        for g in [
            "a",
            "石",
            "“",
            "e\u{301}",
            "葛\u{E0100}",
            "1\u{FE0F}\u{20E3}",
            "👨\u{200D}👩",
            "\u{200B}",
            "",
        ] {
            assert_eq!(seen(g), (class(g), visible(g).unwrap_or(' ')), "{g:?}");
        }
    }

    #[test]
    fn the_short_cut_cuts_where_the_full_rules_cut() {
        for text in [
            "a石e\u{301}か\u{3099}👨\u{200D}👩x\r\n、\u{3099}🇨🇳🇨",
            "\u{600}1中\u{302A}文",
            "각가",
        ] {
            let all: Vec<&str> = text.graphemes(true).collect();
            assert_eq!(graphemes(text).collect::<Vec<_>>(), all);
            let mut back: Vec<&str> = graphemes(text).rev().collect();
            back.reverse();
            assert_eq!(back, all);
        }
    }

    proptest::proptest! {
        #[test]
        fn from_either_end_the_graphemes_are_those_of_the_full_rules(
            text in "[a石，e\u{301}\u{3099}👨\u{200D}🇨각\r\n\u{600}]{0,60}",
            ends in proptest::collection::vec(proptest::bool::ANY, 0..70),
        ) {
            let (mut ours, mut theirs) = (graphemes(&text), text.graphemes(true));
            for back in ends {
                let pair = if back { (ours.next_back(), theirs.next_back()) } else { (ours.next(), theirs.next()) };
                proptest::prop_assert_eq!(pair.0, pair.1);
            }
            proptest::prop_assert_eq!(ours.collect::<String>(), theirs.collect::<String>());
        }

        #[test]
        fn a_text_is_as_wide_as_its_graphemes(text in "[a石，“e\u{301}👨\u{200D}\u{1b}]{0,40}") {
            proptest::prop_assert_eq!(width(&text), text.graphemes(true).map(of).sum::<usize>());
        }
    }
}
