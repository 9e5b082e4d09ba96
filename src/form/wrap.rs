//! Soft wrapping by cells, and the way between a caret and its place on the rows.
//!
//! A row breaks between Han characters and at the edges of ASCII words. Closing punctuation does not begin a row,
//! opening punctuation does not end one, a number stays with its unit; where a row holds no such place it is cut at
//! the edge. Rows never overlap, never lose a character, and never exceed the width (a width under 2 counts as 2,
//! the room of one Han character). Called by the buffer for Up and Down and by the layout.

use crate::cells::{self, Class};

/// One row of wrapped text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrapRow<'a> {
    /// What the row shows, without the line break that may end it.
    pub text: &'a str,
    /// Index of its first grapheme in the whole text.
    pub start: usize,
    /// Index after its last grapheme; the line break, if any, is the grapheme at `end`.
    pub end: usize,
    /// Cells the row takes.
    pub cells: usize,
    /// Whether the text goes on in the next row without a line break.
    pub soft: bool,
}

/// A text laid out in rows; there is always at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped<'a> {
    rows: Vec<WrapRow<'a>>,
}

impl<'a> Wrapped<'a> {
    /// The rows, top to bottom.
    pub fn rows(&self) -> &[WrapRow<'a>] {
        &self.rows
    }

    /// Row and column of a caret before grapheme `caret`. At a soft break that is the start of the lower row.
    pub fn position(&self, caret: usize) -> (usize, usize) {
        let at = self.rows.partition_point(|r| r.start <= caret).saturating_sub(1);
        let Some(row) = self.rows.get(at) else { return (0, 0) };
        let before = caret.saturating_sub(row.start);
        (at, cells::graphemes(row.text).take(before).map(cells::of).sum())
    }

    /// The caret nearest to a column on a row, not beyond it; on a soft row never past its last grapheme, since
    /// that place belongs to the row below.
    pub fn caret(&self, row: usize, col: usize) -> usize {
        let Some(r) = self.rows.get(row.min(self.rows.len().saturating_sub(1))) else {
            return 0;
        };
        let (mut at, mut used) = (r.start, 0);
        for g in cells::graphemes(r.text) {
            used += cells::of(g);
            if used > col {
                break;
            }
            at += 1;
        }
        if r.soft {
            at.min(r.end.saturating_sub(1).max(r.start))
        } else {
            at
        }
    }
}

/// Wraps a text to rows of at most `width` cells.
pub fn wrap(text: &str, width: usize) -> Wrapped<'_> {
    let width = width.max(2);
    let mut rows = Vec::new();
    let mut row = Mark::default();
    let mut here = Mark::default();
    let mut last: Option<Mark> = None;
    let mut previous: Option<&str> = None;
    for g in cells::graphemes(text) {
        if matches!(g, "\n" | "\r\n" | "\r") {
            rows.push(cut(text, row, here, false));
            here = Mark {
                index: here.index + 1,
                byte: here.byte + g.len(),
                cells: here.cells,
            };
            (row, last, previous) = (here, None, None);
            continue;
        }
        let w = cells::of(g);
        if previous.is_some_and(|p| may_break(p, g)) {
            last = Some(here);
        }
        while here.cells - row.cells + w > width && here.index > row.index {
            let end = last.take().unwrap_or(here);
            rows.push(cut(text, row, end, true));
            row = end;
        }
        here = Mark {
            index: here.index + 1,
            byte: here.byte + g.len(),
            cells: here.cells + w,
        };
        previous = Some(g);
    }
    rows.push(cut(text, row, here, false));
    Wrapped { rows }
}

/// The lines of a text to be read, `width` cells at most each: the rows of [`wrap`] without the blanks where one was
/// broken. Never empty: a text without lines is one empty line.
pub fn lines(text: &str, width: usize) -> Vec<&str> {
    let mut out = Vec::new();
    let mut is_broken = false;
    for row in wrap(text, width).rows() {
        let mut line = row.text.trim_end_matches([' ', '\r']);
        if is_broken {
            line = line.trim_start_matches(' ');
        }
        if !(is_broken && line.is_empty()) {
            out.push(line);
        }
        is_broken = row.soft;
    }
    out
}

/// A place in the text: grapheme, byte and cells before it.
#[derive(Clone, Copy, Default)]
struct Mark {
    index: usize,
    byte: usize,
    cells: usize,
}

fn cut(text: &str, from: Mark, to: Mark, soft: bool) -> WrapRow<'_> {
    WrapRow {
        text: text.get(from.byte..to.byte).unwrap_or_default(),
        start: from.index,
        end: to.index,
        cells: to.cells - from.cells,
        soft,
    }
}

/// Whether a row may end after `a` and the next begin with `b`.
fn may_break(a: &str, b: &str) -> bool {
    let (Some(x), Some(y)) = (a.chars().next(), b.chars().next()) else {
        return true;
    };
    if no_start(y) || no_end(x) || (x == '—' && y == '—') {
        return false;
    }
    if x.is_ascii_digit() && is_unit(y) {
        return false;
    }
    !(is_word(x, a) && is_word(y, b))
}

fn is_word(c: char, grapheme: &str) -> bool {
    !c.is_whitespace() && cells::class(grapheme) == Class::One
}

/// Closing punctuation, which a row does not begin with.
fn no_start(c: char) -> bool {
    matches!(
        c,
        '。' | '，'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '】'
            | '”'
            | '’'
            | '」'
            | '』'
            | '〉'
            | '〕'
            | '］'
            | '｝'
            | '…'
            | '·'
            | '～'
            | '％'
            | '℃'
            | ','
            | '.'
            | ';'
            | ':'
            | '?'
            | '!'
            | ')'
            | ']'
            | '}'
            | '%'
    )
}

/// Opening punctuation, which a row does not end with.
fn no_end(c: char) -> bool {
    matches!(
        c,
        '（' | '《' | '【' | '“' | '‘' | '「' | '『' | '〈' | '〔' | '［' | '｛' | '￥' | '(' | '[' | '{'
    )
}

/// Units that stay with their number.
fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '时'
            | '分'
            | '秒'
            | '岁'
            | '元'
            | '万'
            | '亿'
            | '米'
            | '亩'
            | '人'
            | '户'
            | '件'
            | '次'
            | '天'
            | '周'
            | '个'
            | '名'
            | '桌'
            | '批'
            | '届'
            | '级'
            | '组'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).rows().iter().map(|r| r.text).collect()
    }

    #[test]
    fn punctuation_keeps_to_its_side() {
        assert_eq!(rows("石桥村口弯道。路窄", 12), ["石桥村口弯", "道。路窄"]);
        assert_eq!(rows("村民（石桥）说", 6), ["村民", "（石", "桥）说"]);
        assert_eq!(rows("他说“不行”了", 6), ["他说", "“不", "行”了"]);
        assert_eq!(rows("等等……好", 6), ["等", "等……", "好"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(rows("装LED路灯", 6), ["装LED", "路灯"]);
        assert_eq!(rows("到 2026年底", 8), ["到 ", "2026年底"]);
        assert_eq!(rows("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(rows("one two", 5), ["one ", "two"]);
    }

    #[test]
    fn breaks_end_rows_and_the_last_one_opens_a_row() {
        assert_eq!(rows("一\n\n二\n", 10), ["一", "", "二", ""]);
        assert_eq!(rows("", 10), [""]);
    }

    #[test]
    fn to_be_read_blanks_at_a_break_are_left_out() {
        assert_eq!(lines("one two", 3), ["one", "two"]);
        assert_eq!(lines("到 2026年底前答复", 8), ["到", "2026年底", "前答复"]);
        assert_eq!(
            lines("拨打13700004410找熊所长", 12),
            ["拨打", "13700004410", "找熊所长"]
        );
        assert_eq!(lines("甲\r\n\n乙  ", 10), ["甲", "", "乙"]);
        assert_eq!(lines("", 10), [""]);
    }

    #[test]
    fn a_caret_on_a_soft_break_stands_on_the_lower_row() {
        let w = wrap("一二三四", 4);
        assert_eq!(w.position(2), (1, 0));
        assert_eq!(w.position(4), (1, 4));
        assert_eq!(w.caret(0, 99), 1);
        assert_eq!(w.caret(1, 99), 4);
        assert_eq!(w.caret(9, 1), 2);
    }

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("路".to_owned()),
            Just("。".to_owned()),
            Just("（".to_owned()),
            Just("“".to_owned()),
            Just("…".to_owned()),
            Just(" ".to_owned()),
            Just("\n".to_owned()),
            Just("e\u{301}".to_owned()),
            Just("葛\u{E0100}".to_owned()),
            Just("\u{200B}".to_owned()),
            Just("👨\u{200D}👩".to_owned()),
            "[a-z0-9年,]{1,5}",
            "\\PC{0,3}",
        ];
        proptest::collection::vec(piece, 0..40).prop_map(|v| v.concat())
    }

    proptest! {
        #[test]
        fn lines_to_be_read_lose_nothing_but_blanks(t in text(), width in 0usize..30) {
            let solid = |s: &str| s.replace([' ', '\r', '\n'], "");
            let read = lines(&t, width);
            prop_assert!(read.iter().all(|line| cells::width(line) <= width.max(2)));
            prop_assert_eq!(solid(&read.concat()), solid(&t));
        }

        #[test]
        fn rows_hold_all_the_text_within_the_width(t in text(), width in 0usize..30) {
            let w = wrap(&t, width);
            let mut back = String::new();
            for r in w.rows() {
                prop_assert!(r.cells <= width.max(2));
                prop_assert_eq!(r.cells, cells::width(r.text));
                back.push_str(r.text);
                if !r.soft { back.push('\n'); }
            }
            prop_assert_eq!(back, format!("{t}\n"));
        }

        #[test]
        fn caret_and_place_agree(t in text(), width in 0usize..30) {
            let w = wrap(&t, width);
            for i in 0..=cells::graphemes(&t).count() {
                let (row, col) = w.position(i);
                prop_assert!(col <= width.max(2));
                let j = w.caret(row, col);
                prop_assert_eq!(w.position(j), (row, col));
                if !t.contains('\u{200B}') && cells::graphemes(&t).all(|g| g == "\n" || cells::of(g) > 0) {
                    prop_assert_eq!(j, i);
                }
            }
        }

        #[test]
        fn opening_marks_end_a_row_only_when_nothing_else_is_possible(t in text(), width in 4usize..30) {
            let w = wrap(&t, width);
            for pair in w.rows().windows(2) {
                let (upper, lower) = (&pair[0], &pair[1]);
                if upper.soft && upper.text.ends_with(no_end) && !lower.text.is_empty() {
                    let g: Vec<&str> = cells::graphemes(upper.text).collect();
                    prop_assert!(!g.windows(2).any(|p| may_break(p[0], p[1])), "{:?} {:?}", upper.text, lower.text);
                }
            }
        }

        #[test]
        fn closing_marks_begin_a_row_only_when_nothing_else_is_possible(t in text(), width in 2usize..30) {
            let w = wrap(&t, width);
            for pair in w.rows().windows(2) {
                let (upper, lower) = (&pair[0], &pair[1]);
                if upper.soft && lower.text.starts_with(no_start) {
                    let g: Vec<&str> = cells::graphemes(upper.text).collect();
                    prop_assert!(!g.windows(2).any(|p| may_break(p[0], p[1])));
                }
            }
        }
    }
}
