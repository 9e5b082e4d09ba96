//! The lines of a notice as sentences. Lines of running text are broken wherever they were full; a line that begins with a
//! holiday begins a sentence, and a row of a table is one, with what its columns say of the days in them.

use chrono::{Datelike as _, Weekday};

use super::words::{Keyword, Token, holiday, tokens, without_ordinal};
use crate::domain::fold::{draws_nothing, ordinary};
use crate::domain::moment::Day;
use crate::domain::text::fold;
use crate::domain::typed_date::with_digits;

/// What the lines say.
pub struct Lines {
    /// In one piece.
    pub text: String,
    /// Cells of which nothing says whether their days are off or worked.
    pub unsure: Vec<String>,
}

/// What stands in a cell for nothing.
const NOTHING: [&str; 6] = ["", "无", "-", "/", "—", "——"];

/// Joins the lines of a notice.
pub fn joined(text: &str, year: i32) -> Lines {
    let text: String = fold(&ordinary(text)).chars().filter(|c| !draws_nothing(*c)).collect();
    let mut lines = Lines {
        text: String::new(),
        unsure: Vec::new(),
    };
    let mut columns: Vec<Option<Keyword>> = Vec::new();
    for line in text.lines() {
        let cells = cells(line);
        if cells.len() < 3 {
            let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            let line = numerals(&line);
            if begins(&lines.text, &line) {
                lines.text.push('。');
            }
            lines.text.push_str(&line);
            continue;
        }
        if !cells.iter().any(|cell| has_day(cell)) {
            columns = cells.iter().map(|cell| column(cell)).collect();
            continue;
        }
        let row = row(&cells, &columns, year, &mut lines.unsure);
        lines.text.push('。');
        lines.text.push_str(&row);
        lines.text.push('。');
    }
    lines
}

/// The cells of a row, apart by tabs or by room between them; one of a line of running text.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim_matches(' ');
    let bare = |cell: &str| -> String { numerals(&cell.split_whitespace().collect::<String>()) };
    let mut cells: Vec<String> = if line.contains('\t') {
        line.split('\t').map(bare).collect()
    } else {
        line.split("  ").map(bare).filter(|cell| !cell.is_empty()).collect()
    };
    let says = |cell: &String| has_day(cell) || column(cell).is_some();
    if cells.first().is_some_and(|name| has_day(name)) || !cells.iter().skip(1).any(says) {
        cells.truncate(1);
    }
    cells
}

fn has_day(cell: &str) -> bool {
    tokens(cell).iter().any(|token| matches!(token, Token::Day(_)))
}

/// What the heading of a column says of the days under it.
fn column(heading: &str) -> Option<Keyword> {
    let says = |words: &[&str]| words.iter().any(|word| heading.contains(word));
    if says(&["天数"]) {
        None
    } else if says(&["上班", "补班"]) {
        Some(Keyword::Work)
    } else if says(&["放假", "休假"]) {
        Some(Keyword::Off)
    } else {
        says(&["调休"]).then_some(Keyword::Work)
    }
}

/// A row as a sentence: every cell with days says what they are. In a table without headings the first are off, and weekend
/// days behind them make up for them.
fn row(cells: &[String], columns: &[Option<Keyword>], year: i32, unsure: &mut Vec<String>) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut is_first = true;
    let full = cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| !NOTHING.contains(&cell.as_str()));
    let full: Vec<(usize, &String)> = full.collect();
    for (n, (place, cell)) in full.iter().enumerate() {
        let all = tokens(cell);
        let says = |all: &[Token]| all.iter().any(|token| matches!(token, Token::Keyword(_)));
        let follows = full.get(n + 1).map(|(_, next)| tokens(next)).unwrap_or_default();
        let is_said = says(&all) || (says(&follows) && !follows.iter().any(|t| matches!(t, Token::Day(_))));
        if !has_day(cell) || is_said {
            is_first &= !has_day(cell);
            said.push((*cell).clone());
            continue;
        }
        let heading = columns.get(*place).copied().flatten();
        let made_up = || is_weekend(&all, year).then_some(Keyword::Work);
        let keyword = heading.or_else(|| if is_first { Some(Keyword::Off) } else { made_up() });
        is_first = false;
        match keyword {
            Some(Keyword::Off) => said.push(format!("{cell}放假")),
            Some(Keyword::Work) => said.push(format!("{cell}上班")),
            None => unsure.push((*cell).clone()),
        }
    }
    said.join(",")
}

/// Single days of a weekend.
fn is_weekend(all: &[Token], year: i32) -> bool {
    let day = |token: &Token| {
        let Token::Day(said) = token else { return None };
        Day::from_ymd_opt(said.year.unwrap_or(year), said.month?, said.day)
    };
    let mut days = all.iter().filter_map(day);
    !all.contains(&Token::To) && days.all(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun))
}

/// Whether a line begins a sentence of its own: with a holiday, where the one before is not in the middle of something.
fn begins(before: &str, line: &str) -> bool {
    let is_open = before.matches('(').count() > before.matches(')').count();
    let goes_on = before.ends_with(['、', ',', '和', '及', '与', '年', '至', '到', '将']) || before.is_empty();
    // The eve of the year stands in the middle of its holiday.
    let begins = |line: &str| !line.starts_with("除夕") && holiday(line).is_some();
    !is_open && !goes_on && begins(without_ordinal(line))
}

/// Months, days and counts in Han numerals, as figures; holidays, days of the week and of the old calendar stay.
fn numerals(text: &str) -> String {
    let is_numeral = |c: char| "〇零一二两三四五六七八九十廿卅".contains(c);
    let (mut out, mut run) = (String::new(), String::new());
    for c in text.chars() {
        if is_numeral(c) {
            run.push(c);
            continue;
        }
        let is_figure = "年月日号天".contains(c) && !out.ends_with(['周', '期', '拜', '初', '月']);
        let is_day = "日号天".contains(c) && out.ends_with('月') && !out.ends_with("正月") && !out.ends_with("腊月");
        out.push_str(&if is_figure || is_day {
            with_digits(&run)
        } else {
            run.clone()
        });
        run.clear();
        out.push(c);
    }
    out + &run
}
