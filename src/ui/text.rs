//! Wrapping paragraphs by cells, with the Chinese rules for the ends of lines (禁则).
//!
//! No line starts with closing punctuation or ends with an opening mark; Latin words and numbers stay whole, and
//! a number keeps its measure word (`2026年`) when the line has room for both.

use crate::cells;

/// Never at the start of a line.
const NO_START: &str = "。，、；：？！）》】”’〉」』〕％℃…—·.,;:?!)]}%";

/// Never at the end of a line.
const NO_END: &str = "（《【“‘〈「『〔￥([{$";

/// Words that stay with the number before them.
const MEASURES: &str = "年月日号时分秒元个人件次户岁天周批桌届级组米亩";

/// The lines of a text, `width` cells at most each; a line break in the text begins a new line. Blanks where a line
/// was broken are left out. Never empty: a text without lines is one empty line.
pub fn wrap(text: &str, width: usize) -> Vec<&str> {
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, width.max(2), &mut out);
    }
    out
}

/// Cuts one paragraph: fill the line, then go back to the last place where a break is allowed.
fn wrap_paragraph<'a>(text: &'a str, width: usize, out: &mut Vec<&'a str>) {
    let (mut start, mut used) = (0, 0);
    // The last allowed break on this line: its byte, and the cells before it.
    let mut allowed: Option<(usize, usize)> = None;
    let mut at = 0;
    let mut before: Option<&str> = None;
    for g in cells::graphemes(text) {
        let w = cells::of(g);
        if let Some(b) = before
            && may_break(b, g)
        {
            allowed = Some((at, used));
        }
        // A blank hangs over the edge rather than start a line.
        // Twice when what moves down with the glyph, all glued together, is itself too long for a line.
        while used + w > width && g != " " {
            let (cut, cells_before) = allowed.take().filter(|(cut, _)| *cut > start).unwrap_or((at, used));
            out.push(text.get(start..cut).unwrap_or_default().trim_end_matches(' '));
            (start, used) = (cut, used - cells_before);
        }
        used += w;
        at += g.len();
        before = Some(g);
    }
    out.push(text.get(start..).unwrap_or_default().trim_end_matches([' ', '\r']));
}

/// True when a line may end between these two.
fn may_break(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (a.chars().next(), b.chars().next()) else {
        return false;
    };
    let word = |c: char| c.is_ascii_graphic();
    let joined = NO_END.contains(a)
        || NO_START.contains(b)
        || b == ' '
        || (word(a) && word(b))
        || (a.is_ascii_digit() && MEASURES.contains(b));
    !joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn punctuation_keeps_to_its_side() {
        assert_eq!(
            wrap("村口弯道看不见，希望装镜。", 14),
            ["村口弯道看不", "见，希望装镜。"]
        );
        assert_eq!(wrap("他说“路灯”坏了", 6), ["他说", "“路", "灯”坏", "了"]);
        assert_eq!(wrap("见《通知》第三条", 8), ["见《通", "知》第三", "条"]);
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(wrap("到2026年底前答复", 8), ["到2026年", "底前答复"]);
        assert_eq!(wrap("拨打13700004410找熊所长", 12), ["拨打", "13700004410", "找熊所长"]);
        assert_eq!(wrap("the mirror is small", 10), ["the mirror", "is small"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn lines_of_the_text_stay_lines() {
        assert_eq!(wrap("", 10), [""]);
        assert_eq!(wrap("甲\r\n\n乙", 10), ["甲", "", "乙"]);
        assert_eq!(wrap("石桥", 0), ["石", "桥"]);
        assert_eq!(wrap("。。。。", 4), ["。。", "。。"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_long(text in "[a-c0-2 石桥，。“”（）①]{0,60}", width in 2usize..20) {
            let lines = wrap(&text, width);
            for line in &lines {
                prop_assert!(cells::width(line) <= width, "{line:?} over {width}");
            }
            let solid = |s: &str| s.replace(' ', "");
            prop_assert_eq!(solid(&lines.concat()), solid(&text));
        }

        #[test]
        fn marks_keep_to_their_side_unless_nothing_else_is_possible(
            // A blank behind an opening mark is no typesetting of ours to mend.
            text in "[a-c0-2石桥，。“”（）①]{0,60}",
            width in 4usize..20,
        ) {
            let lines = wrap(&text, width);
            for pair in lines.windows(2) {
                let (upper, lower) = (pair[0], pair[1]);
                let breaks = |s: &str| {
                    let g: Vec<&str> = cells::graphemes(s).collect();
                    g.windows(2).any(|p| may_break(p[0], p[1]))
                };
                if lower.starts_with(|c| NO_START.contains(c)) || upper.ends_with(|c| NO_END.contains(c)) {
                    prop_assert!(!breaks(upper), "{upper:?} | {lower:?}");
                }
            }
        }
    }
}
