//! The records of a text table. A quotation mark that somebody typed and never closed must not swallow the rows below it:
//! where every line it would swallow is a whole row by itself, it is a character like any other.

/// What may stand between two fields, the likeliest first; the last one only where nothing else does.
const SEPARATORS: [char; 5] = [',', '\t', ';', '|', '，'];

/// One record: a row as a spreadsheet program shows it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Record {
    pub fields: Vec<String>,
    /// A quotation mark in it is never closed.
    pub loose_quote: bool,
}

/// The separator that splits most of the first lines and most evenly, and into how many fields it splits most of them.
pub(super) fn shape(text: &str) -> (char, usize) {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(60).collect();
    let said = text.strip_prefix("sep=").and_then(|rest| rest.chars().next());
    let mut best = (0, 0, ',', 1);
    for candidate in SEPARATORS {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, candidate)).collect();
        let used = counts.iter().filter(|count| **count > 0).count();
        let most = counts.iter().copied().max().unwrap_or(0);
        // Prose in a cell has commas too: it is the first lines that tell, and how many agree with one another.
        let frequency = |n: usize| counts.iter().filter(|count| **count == n).count();
        let typical = (1..=most).max_by_key(|n| (frequency(*n), *n)).unwrap_or(0);
        let full_width = candidate == '，';
        let better = (used, most) > (best.0, best.1) && !(full_width && best.0 * 2 >= lines.len());
        if said.map_or(better, |said| said == candidate) {
            best = (used, most, candidate, typical + 1);
        }
    }
    (best.2, best.3)
}

/// How often a character stands outside quotation marks. A tab beside another separator or at the end of a line keeps a program
/// from taking a number for a quantity, and separates nothing.
fn outside_quotes(line: &str, wanted: char) -> usize {
    let mut quoted = false;
    let chars: Vec<char> = line.chars().collect();
    let padding = |at: usize| {
        let beside = |c: Option<&char>| c.is_none_or(|c| matches!(c, ',' | ';' | '，' | '|'));
        beside(chars.get(at + 1)) || at.checked_sub(1).is_some_and(|before| beside(chars.get(before)))
    };
    let all = chars.iter().enumerate();
    all.filter(|(at, c)| {
        quoted ^= **c == '"';
        !quoted && **c == wanted && !(wanted == '\t' && padding(*at))
    })
    .count()
}

/// Cuts a text into records; the line of a quotation mark that cannot be made sense of where there is one.
pub(super) fn records(text: &str, separator: char, typical: usize) -> Result<Vec<Record>, usize> {
    let mut out = Vec::new();
    let mut rest = text;
    let mut line = 1;
    while !rest.is_empty() {
        let (mut record, after) = record(rest, separator, typical).ok_or(line)?;
        line += rest
            .get(..rest.len() - after.len())
            .unwrap_or_default()
            .matches('\n')
            .count();
        rest = after;
        // A line typed with the other comma.
        if let ([only], Some(other)) = (record.fields.as_slice(), sibling(separator))
            && typical > 1
            && only.matches(other).count() + 1 == typical
        {
            record.fields = only.split(other).map(str::to_owned).collect();
        }
        out.push(record);
    }
    Ok(out)
}

fn sibling(separator: char) -> Option<char> {
    match separator {
        ',' => Some('，'),
        '，' => Some(','),
        _ => None,
    }
}

/// The record a text begins with, and what follows it.
fn record(text: &str, separator: char, typical: usize) -> Option<(Record, &str)> {
    let mut out = Record::default();
    let mut rest = text;
    loop {
        let ends = |c: char| c == separator || c == '\n';
        let field = match quoted(rest, separator) {
            Quoted::Field(value, after) if !swallows(text, rest, after, separator, typical) => Some((value, after)),
            Quoted::Open if !is_whole(first_line(text), separator, typical) => return None,
            Quoted::Field(..) | Quoted::Open => {
                out.loose_quote = true;
                None
            }
            Quoted::No => None,
        };
        let (value, after) = field.unwrap_or_else(|| {
            let end = rest.find(ends).unwrap_or(rest.len());
            let (value, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            // One mark alone in a field is a way to write ditto.
            let is_open = out.loose_quote && value.trim() != "\"" && value.matches('"').count() % 2 == 1;
            let value = if is_open {
                value.replacen('"', "", 1)
            } else {
                value.to_owned()
            };
            (value, after)
        });
        out.fields.push(value);
        match after.strip_prefix(separator) {
            Some(next) => rest = next,
            None => return Some((out, after.strip_prefix('\n').unwrap_or(after))),
        }
    }
}

enum Quoted<'t> {
    /// A field in quotation marks, and what follows it, which begins with a separator or the end of the line.
    Field(String, &'t str),
    /// The mark is never closed.
    Open,
    /// There is none, or words follow the closing one: `"长城"宾馆`.
    No,
}

fn quoted(text: &str, separator: char) -> Quoted<'_> {
    let Some(mut rest) = text.trim_start_matches([' ', '\u{3000}']).strip_prefix('"') else {
        return Quoted::No;
    };
    let mut value = String::new();
    while let Some((before, after)) = rest.split_once('"') {
        value.push_str(before);
        if let Some(more) = after.strip_prefix('"') {
            value.push('"');
            rest = more;
            continue;
        }
        let padded = after.trim_start_matches(|c| c != separator && matches!(c, ' ' | '\t'));
        if padded.is_empty() || padded.starts_with([separator, '\n']) {
            return Quoted::Field(value, padded);
        }
        // Words after the mark: on one line somebody quoted a part of a name; over several the mark was never closed.
        return if value.contains('\n') { Quoted::Open } else { Quoted::No };
    }
    Quoted::Open
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn is_whole(line: &str, separator: char, typical: usize) -> bool {
    typical > 1 && line.matches(separator).count() + 1 == typical
}

/// Whether a field in quotation marks, which begins where `from` does and ends where `after` does, is made of whole rows: the line it
/// is opened in is one, and most of those after it are.
fn swallows(record: &str, from: &str, after: &str, separator: char, typical: usize) -> bool {
    let ends = after.find('\n').unwrap_or(after.len());
    let length = from.len() - after.len() + ends;
    let mut lines = from.get(..length).unwrap_or_default().split('\n').skip(1).peekable();
    if lines.peek().is_none() || !is_whole(first_line(record), separator, typical) {
        return false;
    }
    let lines: Vec<&str> = lines.collect();
    let whole = lines.iter().filter(|line| is_whole(line, separator, typical)).count();
    whole * 2 > lines.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<Vec<String>> {
        let (separator, typical) = shape(text);
        let all = records(text, separator, typical).unwrap();
        all.into_iter().map(|record| record.fields).collect()
    }

    #[test]
    fn a4_a_stray_quotation_mark_swallows_no_row() {
        let rows = [
            "甲一,一选区,见下",
            "甲二,二选区,普通",
            "甲三,三选区,另",
            "甲四,四选区,好",
        ];
        // The mark before any of two cells, or after one, or alone.
        for first in 0..3 {
            for second in 0..3 {
                for closes in [false, true] {
                    let mark = |row: &str, at: usize, behind: bool| {
                        let one = |(i, cell): (usize, &str)| match (i == at, behind) {
                            (true, false) => format!("\"{cell}"),
                            (true, true) => format!("{cell}\""),
                            (false, _) => cell.to_owned(),
                        };
                        row.split(',').enumerate().map(one).collect::<Vec<_>>().join(",")
                    };
                    let text = format!(
                        "姓名,选区,备注\n{}\n{}\n{}\n{}\n",
                        mark(rows[0], first, false),
                        rows[1],
                        mark(rows[2], second, closes),
                        rows[3]
                    );
                    let cut = cut(&text);
                    assert_eq!(cut.len(), 5, "{text}{cut:?}");
                    assert_eq!(cut[2], ["甲二", "二选区", "普通"], "{text}");
                    assert_eq!(cut[4], ["甲四", "四选区", "好"], "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_quoted_well_is_read_as_before() {
        assert_eq!(
            cut("姓名,单位,备注\n\"张\n伟\",\"石桥村\n村医, 书记\",\"说\"\"好\"\"\"\n\"长城\"宾馆,二,三\n"),
            [
                vec!["姓名", "单位", "备注"],
                vec!["张\n伟", "石桥村\n村医, 书记", "说\"好\""],
                vec!["\"长城\"宾馆", "二", "三"],
            ]
        );
        assert_eq!(records("姓名,电话\n\"张伟\n李桂兰,2\n赵明,3\n", ',', 2), Err(2));
    }

    #[test]
    fn every_separator_and_two_kinds_of_comma_in_one_file() {
        for separator in ["，", ";", "\t", "|", "\t,"] {
            let text =
                ["姓名", "选区", "电话"].join(separator) + "\n" + &["甲一", "一选区", "13800000001"].join(separator);
            let cut = cut(&text);
            assert_eq!(cut[1].len(), 3, "{separator:?} {cut:?}");
            assert_eq!(cut[1][1].trim(), "一选区");
        }
        let mixed = cut("姓名，性别，电话\n甲一,男,1\n甲二,女,2\n");
        assert_eq!(mixed[0], ["姓名", "性别", "电话"]);
        let prose = cut("姓名,备注\n甲一,修路，修桥，通水\n甲二,无\n");
        assert_eq!(prose[1], ["甲一", "修路，修桥，通水"]);
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_lose_a_line_without_a_word(text in "[a,，;\"\t\n|石]{0,60}") {
            let (separator, typical) = shape(&text);
            if let Ok(all) = records(&text, separator, typical) {
                let kept: usize = all.iter().flat_map(|r| &r.fields).map(|f| f.matches('石').count()).sum();
                proptest::prop_assert_eq!(kept, text.matches('石').count());
            }
        }
    }
}
