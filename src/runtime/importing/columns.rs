//! What is remembered of columns from one file to the next of the same shape, and how the command line says and reads it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::app::model::importing::Table;
use crate::domain::column::{Choice, Column, How, letters};
use crate::domain::text::{fold, one_line};
use crate::i18n::importing::of_field;
use crate::i18n::{Lang, fill};
use crate::import::{Dictionary, bare, shape as headings};
use crate::store::{Desk, ReadOnly, StoreError};

/// The name under which the columns of files with these headings are remembered. A digest, because a row that was taken for
/// headings may hold people.
pub fn shape(table: Table, columns: &[Column]) -> String {
    let what = match table {
        Table::Deputies => "deputies",
        Table::Units => "units",
    };
    let mut digest = Sha256::new();
    for heading in headings(columns) {
        digest.update(bare(heading));
        digest.update([0]);
    }
    let mut out = format!("columns/{what}/");
    for byte in digest.finalize().iter().take(16) {
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// What was said of the columns of the last file of a shape.
pub fn remembered(store: &ReadOnly, shape: &str) -> Result<Vec<Choice>, StoreError> {
    let found = store.meta(shape)?;
    // What a newer program wrote is no reason to stop this one.
    Ok(found
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Keeps what was said of the columns for the next file of the shape.
pub fn remember(desk: &mut Desk, shape: &str, columns: &[Column]) -> Result<(), StoreError> {
    let said = chosen(columns);
    let text = serde_json::to_string(&said).unwrap_or_default();
    if said.is_empty() || desk.meta(shape)?.as_ref() == Some(&text) {
        return Ok(());
    }
    desk.keep_meta(shape, &text)
}

/// What a person said of these columns.
pub fn chosen(columns: &[Column]) -> Vec<Choice> {
    let said = columns.iter().filter(|column| column.how == How::Chosen);
    said.map(|column| column.said(column.field)).collect()
}

/// The columns as lines, which [`read`] understands.
pub fn lines(lang: Lang, columns: &[Column]) -> String {
    let t = &lang.texts().importing;
    let (mut out, mut sheet) = (String::new(), None);
    for column in columns {
        if sheet != Some(&column.sheet) {
            let _ = writeln!(out, "{}", fill(t.columns_of, &[("sheet", &column.sheet)]));
            sheet = Some(&column.sheet);
        }
        let values = [
            ("letters", column.letters()),
            ("heading", column.heading.clone()),
            ("field", of_field(lang, column.field).to_owned()),
        ];
        let _ = write!(
            out,
            "{}",
            fill(t.column, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
        );
        let how = match column.how {
            How::Chosen => t.by_person,
            How::Guessed => t.by_guess,
            How::Doubted => t.by_doubt,
            How::Known | How::Unknown => "",
        };
        let samples = column.samples.join(t.between);
        let parts = [how, &samples].into_iter().filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.collect();
        let _ = writeln!(out, "{}{}", if parts.is_empty() { "" } else { "   " }, parts.join("  "));
    }
    out
}

/// A column as such a line names it.
pub fn named(lang: Lang, choice: &Choice) -> String {
    let line = lang.texts().importing.column;
    let (letters, heading) = (letters(choice.at), one_line(&choice.heading));
    let values = [("letters", &*letters), ("heading", &heading), ("field", "")];
    fill(line, &values).trim_end_matches([' ', '=']).to_owned()
}

/// A line of a file of columns that cannot be followed, counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub enum Unread {
    /// Its word is none of a field.
    Word(usize, String),
    /// It speaks of a column of which an earlier line of the sheet speaks.
    Twice(usize, usize),
    /// It begins as one that speaks of a column, and does not go on like it.
    Line(usize, String),
}

/// Reads lines as [`lines`] writes them, whatever else stands between; the word behind the sign of equality may be a field's
/// name in either language, or a heading it is known by.
/// Each is with its line, counted from 1.
pub fn read(table: Table, text: &str, fields: &[&'static str]) -> Result<Vec<(usize, Choice)>, Unread> {
    let words = Dictionary::shipped().ok();
    let heading_of = |word: &str| match table {
        Table::Deputies => words.as_ref()?.deputies.key_of(word),
        Table::Units => words.as_ref()?.units.key_of(word),
    };
    let mut out = Vec::new();
    let mut of_sheet: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, line) in text.lines().enumerate() {
        let Some((column, heading, word)) = parts(line) else {
            if speaks_of_a_column(line) {
                return Err(Unread::Line(at + 1, line.trim().to_owned()));
            }
            // Another sheet begins with a line of its own.
            of_sheet.clear();
            continue;
        };
        if let Some(before) = of_sheet.insert(column, at + 1) {
            return Err(Unread::Twice(at + 1, before));
        }
        let both = [Lang::Zh, Lang::En];
        let called = |key: Option<&'static str>| both.iter().any(|lang| bare(of_field(*lang, key)) == bare(word));
        let known = fields.iter().find(|key| bare(key) == bare(word) || called(Some(key)));
        let known = known.copied().or_else(|| heading_of(word));
        if known.is_none() && !called(None) && !word.is_empty() && word != "-" {
            return Err(Unread::Word(at + 1, word.to_owned()));
        }
        let choice = Choice {
            at: column,
            heading: heading.to_owned(),
            field: known.map(str::to_owned),
        };
        out.push((at + 1, choice));
    }
    Ok(out)
}

/// Whether a line begins as those that speak of a column: 列, or column, and its letters.
fn speaks_of_a_column(line: &str) -> bool {
    let folded = fold(line).to_ascii_lowercase();
    let line = folded.trim();
    [Lang::Zh, Lang::En].iter().any(|lang| {
        // What stands before the letters in a line of ours.
        let begins = lang.texts().importing.column.split('{').next().unwrap_or_default();
        let rest = line.strip_prefix(begins.trim_end());
        let is_apart = |rest: &&str| lang.is_zh() || !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let of_letters = |rest: &str| {
            rest.trim_start()
                .starts_with(|c: char| c.is_ascii_alphanumeric() || c == '「')
        };
        rest.filter(is_apart).is_some_and(of_letters)
    })
}

/// `列B「姓名」= 姓名   张伟、李桂兰`: the column, its heading, the word.
fn parts(line: &str) -> Option<(usize, &str, &str)> {
    // In Chinese and in English.
    let (before, heading, rest) =
        [("「", "」=", "」 ="), ("'", "'=", "' =")]
            .into_iter()
            .find_map(|(open, close, apart)| {
                let (before, rest) = line.split_once(open)?;
                let (heading, rest) = rest.split_once(close).or_else(|| rest.split_once(apart))?;
                Some((before.trim_end(), heading, rest))
            })?;
    let letters = before.trim_start_matches(|c: char| !c.is_ascii()).rsplit(' ').next()?;
    let word = rest.trim_start();
    let word = word.find("  ").and_then(|at| word.get(..at)).unwrap_or(word).trim();
    let mut column = 0usize;
    for letter in letters.chars() {
        let digit = letter.to_digit(36).filter(|_| letter.is_ascii_alphabetic())? as usize;
        column = column.checked_mul(26)?.checked_add(digit - 9)?;
    }
    Some((column.checked_sub(1)?, heading, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(at: usize, heading: &str, field: Option<&'static str>) -> Column {
        Column {
            sheet: "名册".into(),
            at,
            heading: heading.into(),
            samples: vec!["张伟".into(), "男  女".into()],
            field,
            how: How::Guessed,
        }
    }

    #[test]
    fn what_is_written_of_columns_is_read_again_in_both_languages() {
        let fields = ["serial", "name", "phone"];
        let columns = [
            column(0, "序号", Some("serial")),
            column(27, "姓 「名」", Some("name")),
            column(3, "", None),
        ];
        for lang in [Lang::Zh, Lang::En] {
            let text = lines(lang, &columns);
            let read = read(Table::Deputies, &text, &fields).unwrap();
            let said: Vec<_> = columns.iter().map(|c| c.said(c.field)).collect();
            let read: Vec<_> = read.into_iter().map(|(_, choice)| choice).collect();
            assert_eq!(read, said, "{text}");
        }
        let wrong = read(Table::Deputies, "别的话\n列A「姓名」= 性命\n", &fields);
        assert_eq!(wrong, Err(Unread::Word(2, "性命".into())));
        for odd in [
            "列B 姓名 = 姓名",
            "列2「姓名」= 姓名",
            "列「姓名」= 姓名",
            "  列B「姓名」姓名",
            "column B name = name",
        ] {
            let found = super::read(Table::Deputies, &format!("名册：\n{odd}\n"), &fields);
            assert_eq!(found, Err(Unread::Line(2, odd.trim().into())), "{odd}");
        }
        let other = super::read(
            Table::Deputies,
            "排列如下\n列表：哪一列当什么\n会新增1，更新0\ncolumns of it\n",
            &fields,
        );
        assert_eq!(other, Ok(Vec::new()));
    }

    #[test]
    fn the_shape_of_a_file_is_its_headings_and_nothing_else() {
        let one = [column(0, "姓 名", None)];
        let mut other = [column(3, "姓名", Some("name"))];
        other[0].sheet = "六月".into();
        assert_eq!(shape(Table::Units, &one), shape(Table::Units, &other));
        assert_ne!(shape(Table::Units, &one), shape(Table::Deputies, &one));
        other[0].heading = "名".into();
        assert_ne!(shape(Table::Units, &one), shape(Table::Units, &other));
    }
}
