//! The words of a notice: days, holidays, off and worked, and what means nothing here.

use chrono::Weekday;

use crate::domain::rules::Label;
use crate::domain::statutory::statutory;

/// What is said of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    Off,
    Work,
}

/// A day as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    pub year: Option<i32>,
    pub month: Option<u32>,
    pub day: u32,
    pub text: String,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Day(Said),
    To,
    Keyword(Keyword),
    /// One in the bracket behind a day, said of that day alone.
    Beside(Keyword),
    /// Days moved (调休), off or worked as the days themselves say.
    Moved,
    Count(usize),
    /// A holiday by its name.
    Name(&'static Label),
    Comma,
    /// Joins a day to those before it: 、 and the like.
    And,
    /// From that day on (起).
    Since,
    /// For some people only, or for half a day.
    Partial,
    /// A holiday is made longer (延长).
    Extend,
    /// The day of the week said behind a day.
    Weekday(Weekday),
    Other(char),
}

/// Holidays as a notice calls them for short, and whole; by their whole names the law has them. The eve of the year is a part of
/// its holiday.
const SHORT: [(&str, &str); 6] = [
    ("除夕", "春节"),
    ("清明", "清明节"),
    ("五一", "劳动节"),
    ("端午", "端午节"),
    ("中秋", "中秋节"),
    ("国庆", "国庆节"),
];

/// The holiday a text begins with, whole or for short, and what follows.
pub fn holiday(text: &str) -> Option<(&'static Label, &str)> {
    let names = statutory().names();
    let whole = names.iter().map(|label| (label.zh.as_str(), label));
    let short = SHORT
        .iter()
        .filter_map(|(word, zh)| Some((*word, names.iter().find(|label| label.zh == *zh)?)));
    let all = whole.chain(short).filter(|(word, _)| text.starts_with(word));
    let (word, label) = all.max_by_key(|(word, _)| word.len())?;
    Some((label, text.get(word.len()..).unwrap_or_default()))
}

/// Off and worked, the longer words first: what says that nobody works stands before the work it speaks of.
const KEYWORDS: [(&str, Keyword); 22] = [
    ("不需要上班", Keyword::Off),
    ("不用上班", Keyword::Off),
    ("不必上班", Keyword::Off),
    ("不需上班", Keyword::Off),
    ("无需上班", Keyword::Off),
    ("无须上班", Keyword::Off),
    ("不上班", Keyword::Off),
    ("照常放假", Keyword::Off),
    ("照常休息", Keyword::Off),
    ("放假调休", Keyword::Off),
    ("调休放假", Keyword::Off),
    ("休假调休", Keyword::Off),
    ("放假", Keyword::Off),
    ("休假", Keyword::Off),
    ("休息", Keyword::Off),
    ("照常上班", Keyword::Work),
    ("调休上班", Keyword::Work),
    ("调休补班", Keyword::Work),
    ("正常上班", Keyword::Work),
    ("上班", Keyword::Work),
    ("补班", Keyword::Work),
    ("休", Keyword::Off),
];

/// Words of a notice that, not understood, may say the opposite of what was taken, or except days from it.
const TURNING: [&str; 16] = [
    "不", "除", "外", "无", "非", "未", "勿", "免", "没", "别", "改", "取消", "照常", "停", "提前", "推迟",
];

/// Half days, and days that the law gives to some people: nobody else rests on them, and no limit stands still.
const PARTIAL: [&str; 24] = [
    "半天",
    "半日",
    "上午",
    "下午",
    "妇女",
    "女职工",
    "女干部",
    "女同志",
    "女性",
    "儿童",
    "少年",
    "青年",
    "学生",
    "师生",
    "学校",
    "教师",
    "教职",
    "幼儿",
    "军人",
    "官兵",
    "少数民族",
    "穆斯林",
    "族职工",
    "族群众",
];

/// Whether words speak of some people only, or of half a day.
fn is_partial(words: &str) -> bool {
    PARTIAL.iter().any(|word| words.contains(word))
}

/// What makes a holiday longer.
const EXTEND: [&str; 2] = ["延长", "顺延"];

/// Whether words may turn what is said beside them.
pub fn may_turn(words: &str) -> bool {
    // The eve of the year is written with one of them.
    let words = words.replace("除夕", "");
    TURNING.iter().any(|turn| words.contains(turn))
}

/// The keyword a text begins with. 双休日 and 休息日 are days of the week, and nobody is given them.
fn keyword(text: &str) -> Option<(Keyword, &str)> {
    KEYWORDS.iter().find_map(|(word, keyword)| {
        let rest = text.strip_prefix(word)?;
        let is_name = word.starts_with('休') && rest.starts_with('日');
        (!is_name).then_some((*keyword, rest))
    })
}

/// What stands around days and means nothing by itself, the longer words first.
const FILLING: [&str; 23] = [
    "与周末连休",
    "不调休",
    "期间",
    "假期",
    "其中",
    "分别",
    "时间",
    "日期",
    "安排",
    "一律",
    "共计",
    "共",
    "为",
    "是",
    "均",
    "都",
    "的",
    "在",
    ":",
    "第",
    "年",
    "自",
    "从",
];

/// Words of the old calendar, whose days are no days here.
const OLD_CALENDAR: [&str; 6] = ["农历", "阴历", "旧历", "夏历", "正月", "腊月"];

/// What stands in a bracket that was opened before the text, with the brackets in it, and what follows.
fn bracket(text: &str) -> (&str, &str) {
    let mut depth = 0_usize;
    let mut ends = text.char_indices().filter(|(_, c)| match c {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        c => *c == ')',
    });
    let end = ends.next().map_or(text.len(), |(at, _)| at);
    let (within, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    (within, rest.strip_prefix(')').unwrap_or(rest))
}

/// Whether a bracket holds days: 放假(10月1日至7日).
fn holds_days(within: &str) -> bool {
    let is_old = OLD_CALENDAR.iter().any(|word| within.contains(word));
    !is_old && !may_turn(within) && tokens(within).iter().any(|token| matches!(token, Token::Day(_)))
}

/// Whether what stands in a bracket is said of days by the word before it: 放假(10月1日至7日,10月9日上班).
fn goes_on(before: &str, within: &str) -> bool {
    let all = tokens(before);
    let mut ahead = all.iter().rev();
    let ahead = ahead.find(|token| !matches!(token, Token::Count(_) | Token::Other(':')));
    let first = clauses(within).into_iter().next().map(tokens).unwrap_or_default();
    matches!(ahead, Some(Token::Keyword(_))) && !first.iter().any(|token| matches!(token, Token::Keyword(_)))
}

/// The sentence with the days in its brackets, and behind it what stands in its brackets and says of days itself what they are:
/// 2月5日至13日(2月20日上班)放假.
pub fn unbracketed(sentence: &str) -> Vec<String> {
    let (mut plain, mut inside) = (String::new(), Vec::new());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('(') {
        let (within, tail) = bracket(after);
        let all = tokens(within);
        let says = all.iter().any(|t| matches!(t, Token::Keyword(_))) && all.iter().any(|t| matches!(t, Token::Day(_)));
        plain.push_str(before);
        if says && !goes_on(&plain, within) {
            inside.push(within.to_owned());
        } else if holds_days(within) {
            if plain.ends_with(|c: char| c.is_ascii_digit()) {
                plain.push(' ');
            }
            plain.push_str(within);
        } else {
            plain.extend(["(", within, ")"]);
        }
        rest = tail;
    }
    plain.push_str(rest);
    inside.insert(0, plain);
    inside
}

/// What stands between commas, but for those in brackets.
pub fn clauses(sentence: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let is_comma = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        c == ',' && depth <= 0
    };
    sentence.split(is_comma).collect()
}

/// Said of days that are moved, whichever way.
pub const MOVED: &str = "调休";

/// The sentence in pieces.
pub fn tokens(sentence: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = without_ordinal(sentence);
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if let Some((token, tail)) = figures(rest, matches!(out.last(), Some(Token::To))) {
            out.push(token);
            rest = tail;
        } else if let Some(tail) = year(rest) {
            rest = tail;
        } else if c == '(' {
            let (inside, tail) = bracket(after);
            out.extend(weekday(inside).map(Token::Weekday));
            let said = tokens(inside);
            let is = |keyword: Keyword| {
                said.contains(&Token::Keyword(keyword))
                    .then_some(Token::Beside(keyword))
            };
            let moved = said.contains(&Token::Moved).then_some(Token::Moved);
            let said_beside = is(Keyword::Work).or(is(Keyword::Off)).or(moved);
            if holds_days(inside) {
                out.extend(said);
            } else if is_partial(inside) {
                out.push(Token::Partial);
            } else if may_turn(inside) {
                out.extend(inside.chars().map(Token::Other));
            } else if matches!(out.last(), Some(Token::Day(_) | Token::Weekday(_))) {
                out.extend(said_beside);
            }
            rest = tail;
        } else if let (Some(Token::Day(_)), Some((weekday, tail))) = (out.last(), bare_weekday(rest)) {
            out.push(Token::Weekday(weekday));
            rest = tail;
        } else if let Some(word) = PARTIAL.iter().find(|word| rest.starts_with(**word)) {
            out.push(Token::Partial);
            rest = rest.get(word.len()..).unwrap_or_default();
        } else if let Some(word) = EXTEND.iter().find(|word| rest.starts_with(**word)) {
            out.push(Token::Extend);
            rest = rest.get(word.len()..).unwrap_or_default();
        } else if let Some((keyword, tail)) = keyword(rest) {
            out.push(Token::Keyword(keyword));
            rest = tail;
        } else if let Some((label, tail)) = holiday(rest) {
            out.push(Token::Name(label));
            rest = tail;
        } else if let Some(tail) = rest.strip_prefix(MOVED) {
            out.push(Token::Moved);
            rest = tail;
        } else if let Some(word) = FILLING.iter().find(|word| rest.starts_with(**word)) {
            rest = rest.get(word.len()..).unwrap_or_default();
        } else {
            match c {
                '至' | '到' | '-' | '~' | '—' | '–' | '−'
                    if matches!(out.last(), Some(Token::Day(_) | Token::Weekday(_))) =>
                {
                    out.push(Token::To);
                }
                '—' | '-' if matches!(out.last(), Some(Token::To)) => {}
                '至' | '到' if matches!(out.last(), Some(Token::Extend | Token::Name(_))) => {}
                '起' if matches!(out.last(), Some(Token::Day(_) | Token::Weekday(_))) => out.push(Token::Since),
                ',' => out.push(Token::Comma),
                '、' | '和' | '及' => out.push(Token::And),
                c => out.push(Token::Other(c)),
            }
            rest = after;
        }
    }
    out
}

/// `一、元旦` and `1.元旦` are the holiday.
pub fn without_ordinal(sentence: &str) -> &str {
    let Some((before, after)) = sentence.split_once(['、', '.']) else {
        return sentence;
    };
    let is_ordinal = before
        .chars()
        .all(|c| "一二三四五六七八九十".contains(c) || c.is_ascii_digit());
    let is_day = sentence.get(before.len()..).is_some_and(|rest| rest.starts_with('.'))
        && after.starts_with(|c: char| c.is_ascii_digit());
    if is_ordinal && !is_day { after } else { sentence }
}

/// A year that no day follows: `2027年元旦`.
fn year(text: &str) -> Option<&str> {
    let (year, rest) = number(text)?;
    let rest = rest.strip_prefix('年').filter(|_| year >= 1000)?;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// The digits a text begins with, and what follows.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    let n = digits.parse().ok().filter(|_| digits.len() <= 4)?;
    Some((n, rest))
}

/// A day, or a number of days. A bare number is a day only where one must follow.
fn figures(text: &str, ends: bool) -> Option<(Token, &str)> {
    let (first, rest) = number(text)?;
    let said = |year, month, day, tail: &'_ str| {
        let text = text.get(..text.len() - tail.len()).unwrap_or(text).to_owned();
        Token::Day(Said { year, month, day, text })
    };
    if let Some(tail) = rest.strip_prefix('天') {
        return Some((Token::Count(first as usize), tail));
    }
    if let Some(tail) = rest.strip_prefix(['日', '号']) {
        return Some((said(None, None, first, tail), tail));
    }
    let of_day = |tail| -> &str { str::strip_prefix(tail, ['日', '号']).unwrap_or(tail) };
    let in_month = |year: Option<i32>, month: u32, rest| {
        let (day, tail) = number(rest)?;
        let tail = of_day(tail);
        Some((said(year, Some(month), day, tail), tail))
    };
    if let Some(rest) = rest.strip_prefix('月') {
        return in_month(None, first, rest);
    }
    if first >= 1000 {
        let rest = rest.strip_prefix(['年', '-', '/', '.'])?;
        let (month, rest) = number(rest)?;
        return in_month(
            i32::try_from(first).ok(),
            month,
            rest.strip_prefix(['月', '-', '/', '.'])?,
        );
    }
    if let Some(rest) = rest.strip_prefix(['.', '/']) {
        return in_month(None, first, rest);
    }
    ends.then(|| (said(None, None, first, rest), rest))
}

/// `周六`, `农历除夕、星期二`.
fn weekday(text: &str) -> Option<Weekday> {
    let day = ["星期", "礼拜", "周"].iter().find_map(|word| text.split_once(word))?.1;
    Some(match day.chars().next()? {
        '一' => Weekday::Mon,
        '二' => Weekday::Tue,
        '三' => Weekday::Wed,
        '四' => Weekday::Thu,
        '五' => Weekday::Fri,
        '六' => Weekday::Sat,
        '日' | '天' => Weekday::Sun,
        _ => return None,
    })
}

/// A day of the week a text begins with, and what follows.
fn bare_weekday(text: &str) -> Option<(Weekday, &str)> {
    let rest = ["星期", "礼拜", "周"].iter().find_map(|word| text.strip_prefix(word))?;
    let c = rest.chars().next()?;
    let word = text.get(..text.len() - rest.len() + c.len_utf8())?;
    Some((weekday(word)?, rest.get(c.len_utf8()..).unwrap_or_default()))
}

/// Whether a word stands before days and is said of them: a day follows in the same piece, and no other such word.
pub fn heads(behind: &[Token]) -> bool {
    let mut piece = behind.iter().take_while(|token| **token != Token::Comma).peekable();
    let is_day = |token: &&Token| matches!(token, Token::Day(_));
    let first = piece.peek().is_some_and(is_day);
    first && !piece.any(|token| matches!(token, Token::Keyword(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_short_name_is_that_of_a_holiday_by_law() {
        for (word, zh) in SHORT {
            for said in [word, zh] {
                let (label, rest) = holiday(said).unwrap();
                assert_eq!((label.zh.as_str(), rest), (zh, ""), "{said}");
            }
        }
        for label in statutory().names() {
            assert!(label.en.is_some() && holiday(&label.zh).is_some(), "{}", label.zh);
        }
    }
}
