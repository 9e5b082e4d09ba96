//! Text as people type it: folding, names, masks, and the cutter behind full-text search.

use super::fold::{alike, draws_nothing, ordinary};

/// The dot between the parts of a minority name, in its one accepted form.
pub const NAME_DOT: char = '·';

/// Folds one full-width ASCII character or ideographic space to half width.
pub fn fold_char(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Folds full-width ASCII and the ideographic space to half width; prose punctuation such as `。` stays.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// What stands in a [`number_key`] where two groups would otherwise run into one.
pub const NUMBER_MARK: char = '-';

/// A number as it is compared and searched by: its letters and digits, half width and large. What stands between them is
/// written in as many ways as there are people, `W12345-2026-00078`, `w12345 2026—00078`; that something stands between
/// two digits, or two Latin letters, tells `2026-1-12` from `2026-11-2` and is one mark, whatever it was.
pub fn number_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    let mut gap = false;
    for c in fold(text).chars() {
        if !c.is_alphanumeric() {
            gap = true;
            continue;
        }
        let runs_on = |before: char| {
            (before.is_numeric() && c.is_numeric()) || (before.is_ascii_alphabetic() && c.is_ascii_alphabetic())
        };
        if gap && last.is_some_and(runs_on) {
            key.push(NUMBER_MARK);
        }
        gap = false;
        last = Some(c);
        key.push(c.to_ascii_uppercase());
    }
    key
}

/// A [`number_key`] without its marks: a number as somebody reads it out.
pub fn bare_number(key: &str) -> String {
    key.replace(NUMBER_MARK, "")
}

/// Whether this is a Han character, rare extensions included.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3007}' | '\u{2E80}'..='\u{2FDF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}')
}

fn is_invisible(c: char) -> bool {
    draws_nothing(c) || (c.is_control() && !c.is_whitespace())
}

fn is_dot(c: char) -> bool {
    matches!(
        c,
        '·' | '・' | '･' | '•' | '‧' | '⋅' | '∙' | '᛫' | '\u{2024}' | '\u{0387}' | '●'
    )
}

/// Most characters of what is one line of a form: a name, a place, a number.
pub const LINE: usize = 120;

/// Most characters of what somebody says in their own words.
pub const WORDS: usize = 30_000;

/// Whether this is a number and nobody's name: digits enough for a telephone, and not a letter.
pub fn is_a_number(name: &str) -> bool {
    let digits = name.chars().filter(|c| c.is_numeric()).count();
    digits > 4 && !name.chars().any(char::is_alphabetic)
}

/// The first character that has no place in a label: a control (escape among them), one that turns the direction of text,
/// or one that cannot be seen. Joiners belong to some characters, and stay.
pub fn unseen(text: &str) -> Option<char> {
    text.chars().find(|c| is_unseen(*c))
}

/// Whether a character has no place in a label, see [`unseen`].
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{61C}' | '\u{AD}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Most characters of somebody else's text that a sentence repeats.
const REPEATED: usize = 1_000;

/// Somebody else's text as a sentence may repeat it: one line of bounded length, of nothing but what can be seen.
pub fn one_line(text: &str) -> String {
    let is_break = |c: char| c.is_control() && c.is_whitespace();
    let seen = text.chars().map(|c| if is_break(c) { ' ' } else { c });
    let mut chars = seen.filter(|c| !is_unseen(*c));
    let mut line: String = chars.by_ref().take(REPEATED).collect();
    if chars.next().is_some() {
        line.push('…');
    }
    line
}

/// Drops what cannot be seen, trims, and closes up white space: between Han characters it goes, elsewhere
/// a run becomes one space. Nothing is folded, so prose keeps its punctuation.
pub fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last: Option<char> = None;
    let mut gap = false;
    for c in text.chars().filter(|c| !is_invisible(*c)) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && last.is_some_and(|before| !(closes_up(before) && closes_up(c))) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
        last = Some(c);
    }
    out
}

fn closes_up(c: char) -> bool {
    is_han(c) || is_dot(c) || matches!(c, '\u{3001}'..='\u{301F}' | '\u{FF00}'..='\u{FFEF}')
}

/// A name or a short label in the form we keep: half width but for brackets, which are part of a Chinese name, ordinary
/// characters for radicals, dots unified, `张 伟` closed up, `Li Wei` left apart.
pub fn squeeze(text: &str) -> String {
    let narrow = |c: char| if matches!(c, '（' | '）') { c } else { fold_char(c) };
    let tidy = tidy(&ordinary(text).chars().map(narrow).collect::<String>());
    let chars: Vec<char> = tidy.chars().collect();
    let mut out = String::with_capacity(tidy.len());
    for (i, &c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|j| chars.get(j)).copied();
        let after = chars.get(i + 1).copied();
        let between_han = before.is_some_and(is_han) && after.is_some_and(is_han);
        if is_dot(c) || (c == '.' && between_han) {
            out.push(NAME_DOT);
        } else {
            out.push(c);
        }
    }
    out
}

/// What somebody or something is called, as it is kept on whatever way it comes in; none when nothing is left. What is rather
/// said of them, in a sentence with its stops, is only tidied.
pub fn called(name: Option<&String>) -> Option<String> {
    let is_said = |name: &str| name.contains(['，', '。', '；', '：', '！', '？']);
    let kept = |name: &String| if is_said(name) { tidy(name) } else { squeeze(name) };
    name.map(kept).filter(|name| !name.is_empty())
}

/// The form in which two spellings of one name compare equal: what looks alike is alike, no spaces, dots or hyphens.
pub fn name_key(name: &str) -> String {
    alike(&squeeze(name))
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '·' | '-' | '\'' | '.'))
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Han,
    Word,
}

/// Runs of one class, in the form that is compared; everything else only separates.
fn runs(text: &str) -> Vec<Vec<char>> {
    let mut runs: Vec<Vec<char>> = Vec::new();
    let mut open: Option<Class> = None;
    let all: Vec<char> = alike(text).chars().collect();
    for (at, c) in all.iter().copied().enumerate() {
        // A dot inside a name is written or left out.
        let beside = |at: Option<usize>| at.and_then(|at| all.get(at)).copied().is_some_and(is_han);
        if (is_dot(c) || c == '.') && beside(at.checked_sub(1)) && beside(Some(at + 1)) {
            continue;
        }
        // A place of private use that nobody knows is still somebody's name.
        let class = if is_han(c) || matches!(c, '\u{E000}'..='\u{F8FF}') {
            Some(Class::Han)
        } else if c.is_alphanumeric() {
            Some(Class::Word)
        } else {
            None
        };
        match (class, runs.last_mut()) {
            (Some(_), Some(run)) if class == open => run.push(c),
            (Some(_), _) => runs.push(vec![c]),
            (None, _) => {}
        }
        open = class;
    }
    runs
}

fn push_token(out: &mut String, token: &[char]) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.extend(token);
}

/// What the index stores for a text: `ABCD` becomes `AB BC CD D`, the same for Han, Latin and digits.
pub fn search_tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for run in runs(text) {
        run.windows(2).for_each(|pair| push_token(&mut out, pair));
        push_token(&mut out, run.get(run.len() - 1..).unwrap_or_default());
    }
    out
}

/// The MATCH expression that finds a text inside what [`search_tokens`] stored, or `None` when nothing in it
/// can be searched. Words apart by spaces must all be there. Only letters and digits reach the expression, so no
/// input can change its meaning.
pub fn search_query(text: &str) -> Option<String> {
    let as_written = |(phrase, goes_on)| format!("\"{phrase}\"{}", if goes_on { " *" } else { "" });
    let terms: Vec<String> = phrases(text).into_iter().map(as_written).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

/// What is searched for in texts that stand in no index: found there by the same rule by which [`search_query`] finds it in one.
#[derive(Debug)]
pub struct Sought(Vec<(String, bool)>);

impl Sought {
    /// What somebody typed.
    pub fn of(typed: &str) -> Self {
        Self(phrases(typed))
    }

    /// Whether each of its words is in one of these texts.
    pub fn is_in<'t>(&self, texts: impl Iterator<Item = &'t str>) -> bool {
        let stored: Vec<String> = texts.map(|text| format!(" {} ", search_tokens(text))).collect();
        let held = |(phrase, goes_on): &(String, bool)| {
            let phrase = format!(" {phrase}{}", if *goes_on { "" } else { " " });
            stored.iter().any(|text| text.contains(&phrase))
        };
        !self.0.is_empty() && self.0.iter().all(held)
    }
}

/// The words that were typed as phrases of an index, and whether the last token of one may go on.
fn phrases(typed: &str) -> Vec<(String, bool)> {
    alike(typed).split_whitespace().filter_map(search_phrase).collect()
}

fn search_phrase(term: &str) -> Option<(String, bool)> {
    let runs = runs(term);
    let (last, before) = runs.split_last()?;
    let mut phrase = String::new();
    for run in before {
        // The text's run ends where the term's does, so its closing single is there to be matched.
        run.windows(2).for_each(|pair| push_token(&mut phrase, pair));
        push_token(&mut phrase, run.get(run.len() - 1..).unwrap_or_default());
    }
    if last.len() == 1 {
        push_token(&mut phrase, last);
        return Some((phrase, true));
    }
    last.windows(2).for_each(|pair| push_token(&mut phrase, pair));
    Some((phrase, false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        let key = "W12345-2026-00078";
        for typed in [
            "W12345-2026-00078",
            "w12345 2026 00078",
            "Ｗ１２３４５—２０２６－00078",
            "W12345/2026.00078",
        ] {
            assert_eq!(number_key(typed), key, "{typed}");
        }
        assert_eq!(number_key("XF/2026（九）77号"), number_key("xf 2026〔九〕77 号"));
        assert_eq!(number_key("XF-77"), number_key("xf77"), "no two groups run into one");
        for other in ["2026-1-13", "2026-11-2", "2026-112", "20261-12", "2026112"] {
            assert_ne!(number_key("2026-1-12"), number_key(other), "{other}");
        }
        assert_ne!(number_key("AB-C1"), number_key("A-BC1"));
        assert_eq!(number_key("２０２６－１——１２"), "2026-1-12");
        assert_eq!(bare_number("2026-1-12"), "2026112");
        assert_eq!(number_key("—（）"), "");
    }

    #[test]
    fn names_close_up_and_dots_agree() {
        assert_eq!(squeeze(" 张\u{3000}伟 "), "张伟");
        assert_eq!(squeeze("王\n建国\u{200B}"), "王建国");
        assert_eq!(squeeze("\u{202E}王\u{2066}建国\u{2069}"), "王建国");
        for dot in ["・", "•", "‧", "･", " · ", "."] {
            assert_eq!(squeeze(&format!("阿依古丽{dot}买买提")), "阿依古丽·买买提", "{dot}");
        }
        assert_eq!(squeeze("Ｌｉ   Wei"), "Li Wei");
        assert_eq!(name_key("阿依古丽买买提"), name_key("阿依古丽 • 买买提"));
        assert_eq!(name_key("LI WEI"), name_key("Li Wei"));
    }

    #[test]
    fn a_name_from_older_data_is_found_by_the_real_character_and_kept_as_it_came() {
        // 龴 lay at U+E81E, 䲣 at U+E856.
        let (old, new) = ("王\u{E81E}\u{E856}", "王\u{9FB4}\u{4CA3}");
        assert_eq!(name_key(old), name_key(new));
        assert_eq!(search_tokens(old), search_tokens(new));
        assert_eq!(search_query(old), search_query(new));
        assert_eq!(squeeze(old), old, "what is stored is what was given");
        assert_eq!(tidy(old), old);
    }

    #[test]
    fn a_character_nobody_knows_is_found_all_the_same() {
        assert_eq!(search_tokens("王\u{E000}"), "王\u{E000} \u{E000}");
        assert_eq!(search_query("\u{E000}").as_deref(), Some("\"\u{E000}\" *"));
    }

    #[test]
    fn every_assigned_character_of_a_name_is_kept_and_found() {
        for name in [
            "㛃",
            "𠮷野",
            "𪜀",
            "𫝀",
            "𫠠",
            "𬺰",
            "𬀩",
            "𰻞",
            "\u{31350}",
            "\u{2EBF0}",
            "阿依古丽·买买提",
        ] {
            assert_eq!(squeeze(name), name);
            assert!(search_query(name).is_some(), "{name}");
            assert!(!name_key(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn prose_is_tidied_and_not_folded() {
        assert_eq!(tidy("村委会\n主任 ， 书记  Li  Wei"), "村委会主任，书记 Li Wei");
    }

    #[test]
    fn tokens_are_bigrams_with_a_closing_single() {
        assert_eq!(search_tokens("路灯不亮"), "路灯 灯不 不亮 亮");
        assert_eq!(search_tokens("石桥村3组，ＡＢ12"), "石桥 桥村 村 3 组 ab b1 12 2");
        assert_eq!(search_tokens("。!"), "");
    }

    #[test]
    fn queries_are_phrases_and_harmless() {
        assert_eq!(search_query("路灯").as_deref(), Some("\"路灯\""));
        assert_eq!(search_query("路灯不亮").as_deref(), Some("\"路灯 灯不 不亮\""));
        assert_eq!(search_query("王").as_deref(), Some("\"王\" *"));
        assert_eq!(search_query("桥村3组").as_deref(), Some("\"桥村 村 3 组\" *"));
        assert_eq!(search_query("王 路灯").as_deref(), Some("\"王\" * AND \"路灯\""));
        assert_eq!(
            search_query("a\" OR *:^(路灯)").as_deref(),
            Some("\"a\" * AND \"or\" AND \"路灯\"")
        );
        assert_eq!(search_query(" ;\"* "), None);
    }

    /// The phrase of a part must be found among the tokens of the whole, wherever it is cut out.
    #[test]
    fn every_part_of_a_text_is_found_by_its_query() {
        let text = "石桥村3组AB12号路灯坏了";
        let tokens: Vec<String> = search_tokens(text).split(' ').map(str::to_owned).collect();
        let chars: Vec<char> = text.chars().collect();
        for from in 0..chars.len() {
            for to in from + 1..=chars.len() {
                let part: String = chars[from..to].iter().collect();
                let query = search_query(&part).unwrap();
                let prefix = query.ends_with('*');
                let phrase: Vec<&str> = query
                    .trim_end_matches(['*', ' '])
                    .trim_matches('"')
                    .split(' ')
                    .collect();
                let found = tokens.windows(phrase.len()).any(|window| {
                    window.iter().enumerate().all(|(i, token)| {
                        if prefix && i + 1 == phrase.len() {
                            token.starts_with(phrase[i])
                        } else {
                            token == phrase[i]
                        }
                    })
                });
                assert!(found, "{part} as {query} in {tokens:?}");
            }
        }
    }
}
