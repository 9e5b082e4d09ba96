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
    let looks = Looks::of(text, separator, typical);
    while !rest.is_empty() {
        let (mut record, after) = record(rest, separator, typical, &looks).ok_or(line)?;
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

/// What the rows look like that have no quotation mark: by this a line inside one is known as a row of the sheet.
struct Looks {
    /// Whether a column holds numbers.
    digits: Vec<bool>,
    /// The longest first cell.
    longest: usize,
}

impl Looks {
    fn of(text: &str, separator: char, typical: usize) -> Self {
        let plain = text.lines().filter(|line| !line.contains('"'));
        let whole = plain.filter(|line| is_whole(line, separator, typical)).skip(1);
        let rows: Vec<Vec<&str>> = whole.take(200).map(|line| line.split(separator).collect()).collect();
        let numbers = |column: usize| {
            let said = rows
                .iter()
                .filter_map(|row| row.get(column))
                .filter(|cell| !cell.trim().is_empty());
            let (all, digits) = said.fold((0, 0), |(all, digits), cell| {
                (all + 1, digits + usize::from(is_number(cell)))
            });
            digits * 2 > all
        };
        Self {
            digits: (0..typical).map(numbers).collect(),
            longest: rows
                .iter()
                .filter_map(|row| row.first())
                .map(|cell| cell.trim().chars().count())
                .max()
                .unwrap_or(0),
        }
    }

    /// Whether a line is a row of the sheet by its cells too. `surely`: there must be a number where numbers stand.
    fn fit(&self, line: &str, separator: char, surely: bool) -> bool {
        let cells: Vec<&str> = line
            .split(separator)
            .map(|cell| cell.trim().trim_matches('"'))
            .collect();
        let mut numbers = cells
            .iter()
            .zip(&self.digits)
            .filter(|(_, digits)| **digits)
            .map(|(cell, _)| *cell);
        let first = cells.first().map_or(0, |cell| cell.chars().count());
        let is_first = first > 0 && first <= self.longest.max(3) + 1;
        is_first
            && numbers.clone().all(|cell| cell.is_empty() || is_number(cell))
            && (!surely || numbers.any(is_number))
    }
}

fn is_number(cell: &str) -> bool {
    let cell = cell.trim();
    cell.contains(|c: char| c.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '.'))
}

/// The record a text begins with, and what follows it.
fn record<'t>(text: &'t str, separator: char, typical: usize, looks: &Looks) -> Option<(Record, &'t str)> {
    let mut out = Record::default();
    let mut opened = None;
    let mut rest = text;
    loop {
        let ends = |c: char| c == separator || c == '\n';
        let field = match quoted(rest, separator) {
            Quoted::Field(value, after)
                if !swallows(text, rest, after, separator, typical)
                    && !holds_a_row(text, rest, after, separator, typical, looks) =>
            {
                Some((value, after))
            }
            Quoted::Open
                if !is_whole(first_line(text), separator, typical)
                    && !holds_a_row(text, rest, "", separator, typical, looks) =>
            {
                return None;
            }
            Quoted::Field(..) | Quoted::Open => {
                out.loose_quote = true;
                opened = opened.or(Some(out.fields.len()));
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
        if let Some(next) = after.strip_prefix(separator) {
            rest = next;
            continue;
        }
        if let Some(at) = opened {
            close_up(&mut out.fields, at, separator, typical);
        }
        return Some((out, after.strip_prefix('\n').unwrap_or(after)));
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

/// Whether a line inside a field in quotation marks is a row of the sheet, by its separators and its cells: up to the closing mark, or
/// with what follows it where a number stands where numbers stand.
fn holds_a_row(record: &str, from: &str, after: &str, separator: char, typical: usize, looks: &Looks) -> bool {
    // A line that is not a whole row goes on in the next.
    if first_line(record).matches(separator).count() + 1 < typical {
        return false;
    }
    let field = from.get(..from.len() - after.len()).unwrap_or_default().trim_end();
    let inside = field.strip_suffix('"').unwrap_or(field);
    let is_row = |line: &str, surely: bool| is_whole(line, separator, typical) && looks.fit(line, separator, surely);
    let ends = from.len() - after.len() + after.find('\n').unwrap_or(after.len());
    let last = from
        .get(..ends)
        .unwrap_or_default()
        .rsplit_once('\n')
        .map(|(_, last)| last);
    inside.split('\n').skip(1).any(|line| is_row(line, typical < 3)) || last.is_some_and(|last| is_row(last, true))
}

/// A comma in the words behind a loose mark belongs to them, where the row has more cells than the others.
fn close_up(fields: &mut Vec<String>, at: usize, separator: char, typical: usize) {
    let extra = fields.len().saturating_sub(typical);
    if extra > 0 && at + extra < fields.len() {
        let words = fields
            .drain(at..=at + extra)
            .collect::<Vec<_>>()
            .join(&separator.to_string());
        fields.insert(at, words);
    }
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
    fn a4_a_stray_quotation_mark_before_words_with_a_comma_swallows_no_row() {
        let heading = "姓名,选区,电话,备注\n";
        let rest = "甲三,三选区,13800000003,\n甲四,四选区,13800000004,另\n";
        for (stray, words) in [
            (
                "甲一,一选区,13800000001,\"见,下\n甲二,二选区,13800000002,见下\"\n",
                ["13800000001", "见,下"],
            ),
            (
                "甲一,一选区,13800000001,\"见,下\n甲二,二选区,13800000002,见下\n",
                ["13800000001", "见,下"],
            ),
            (
                "甲一,\"一选区,二选区,13800000001,下\n甲二,\"二选区\",13800000002,见下\n",
                ["13800000001", "下"],
            ),
        ] {
            let text = [heading, stray, rest].concat();
            let cut = cut(&text);
            assert_eq!(cut.len(), 5, "{text}{cut:?}");
            assert_eq!(cut[1][2..], words, "{text}");
            assert_eq!(
                (cut[2][0].as_str(), cut[2][2].as_str()),
                ("甲二", "13800000002"),
                "{text}"
            );
            assert_eq!(cut[4][0], "甲四", "{text}");
        }
        let post = cut(
            "姓名,职务,电话\n甲一,\"书记,主任,13800000001\n甲二,村医,13800000002\n甲三,会计\",13800000003\n甲四,农民,13800000004\n甲五,农民,\n",
        );
        assert_eq!(post[1], ["甲一", "书记,主任", "13800000001"]);
        assert_eq!(post.len(), 6, "{post:?}");
        // An address over lines, with commas and all, is one cell.
        let address = cut(
            "姓名,电话,住址\n甲一,13800000001,\"江苏,徐州\n王集镇,石桥村,3组\"\n甲二,13800000002,镇上\n甲三,13800000003,村里\n",
        );
        assert_eq!(address[1][2], "江苏,徐州\n王集镇,石桥村,3组");
        assert_eq!(address.len(), 4);
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
