//! Rows for people and for programs: JSON, CSV, or columns of cells.

use std::io::{self, BufWriter, Write};

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value;

use super::{charset, written};
use crate::app::list::told::{Flow, Keys, Line, Sink, Word};
use crate::cells;
use crate::error::Fail;
use crate::i18n::{Lang, field};
use crate::term::{self, Charset};

struct Object<'a>(&'a Line);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// Rows, handed on one by one as often as they are asked for.
pub type Each<'a> = &'a dyn Fn(Sink<'_, Line>) -> Result<(), Fail>;

/// Writes rows as they come; nothing more is asked for once they cannot be written.
fn write(each: Each<'_>, mut put: impl FnMut(Line) -> io::Result<()>) -> Result<(), Fail> {
    let mut done = Ok(());
    each(&mut |row| {
        done = put(row);
        if done.is_ok() {
            Flow::Continue(())
        } else {
            Flow::Break(())
        }
    })?;
    written(done)
}

/// How rows are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Csv,
    /// In columns, for people.
    Table(Lang),
}

/// Prints rows on stdout as they come, and says whether there was one where that is known. Programs are promised UTF-8
/// wherever they run.
pub fn print(form: Form, keys: &Keys, each: Each<'_>) -> Result<bool, Fail> {
    let of = |charset| term::writing(charset, BufWriter::new(io::stdout().lock()));
    match form {
        Form::Json => json(&mut of(Charset::Utf8), each).map(|()| true),
        Form::Csv => {
            let keys: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
            csv(&mut of(Charset::Utf8), &keys, each).map(|()| true)
        }
        Form::Table(lang) => {
            let shown: Vec<_> = keys.iter().filter_map(|(key, word)| Some((*key, (*word)?))).collect();
            table(&mut of(charset()), &shown, lang, each)
        }
    }
}

/// One array of objects.
fn json(out: &mut dyn Write, each: Each<'_>) -> Result<(), Fail> {
    let mut before = "[";
    write(each, |row| {
        out.write_all(before.as_bytes())?;
        before = ",";
        Ok(serde_json::to_writer(&mut *out, &Object(&row))?)
    })?;
    let none = if before == "[" { before } else { "" };
    written(
        out.write_all([none, "]\n"].concat().as_bytes())
            .and_then(|()| out.flush()),
    )
}

/// What stands in a cell of a table.
fn text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Bool(true) => "1".to_owned(),
        Value::Null | Value::Bool(false) => String::new(),
        Value::Array(all) if all.iter().all(|v| !v.is_object()) => all.iter().map(text).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A spreadsheet that opens a cell with one of these calculates it; an apostrophe keeps it text.
fn harmless(value: String) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return ["'", &value].concat();
    }
    value
}

/// What the output itself said: that nobody reads on is no failure.
fn of_output(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// CSV with a byte-order mark, so that a spreadsheet program shows Chinese.
fn csv(out: &mut dyn Write, keys: &[&str], each: Each<'_>) -> Result<(), Fail> {
    written(out.write_all("\u{feff}".as_bytes()))?;
    let mut out = csv::Writer::from_writer(out);
    let done = out.write_record(keys);
    written(done.map_err(of_output))?;
    write(each, |row| {
        let cell = |key: &&str| {
            let found = row.iter().find(|(k, _)| k == key);
            let value = found.map(|(_, v)| v);
            match value {
                Some(v @ Value::Number(_)) => text(v),
                Some(v) => harmless(text(v)),
                None => String::new(),
            }
        };
        out.write_record(keys.iter().map(cell)).map_err(of_output)
    })?;
    written(out.flush())
}

/// The widest a column gets.
const WIDEST: usize = 40;

/// Columns with headings, and whether there was a row. Rows are asked for twice, because a column is as wide as the widest
/// of them.
fn table(out: &mut dyn Write, keys: &[(&'static str, Word)], lang: Lang, each: Each<'_>) -> Result<bool, Fail> {
    let heads: Vec<String> = keys.iter().map(|(k, _)| field::label(lang, k).to_owned()).collect();
    let cells = |row: &Line| -> Vec<String> {
        let of = |(key, word): &(&str, Word)| {
            let value = row.iter().find(|(k, _)| k == key);
            let value = value.map(|(_, v)| text(&word(lang, v)));
            cells::clean(&value.unwrap_or_default().replace('\n', " ")).into_owned()
        };
        keys.iter().map(of).collect()
    };
    let mut widths: Vec<usize> = heads.iter().map(|head| cells::width(head).min(WIDEST)).collect();
    let mut any = false;
    write(each, |row| {
        any = true;
        for (width, cell) in widths.iter_mut().zip(cells(&row)) {
            *width = (*width).max(cells::width(&cell).min(WIDEST));
        }
        Ok(())
    })?;
    if !any {
        return Ok(false);
    }
    let mut put = |line: &[String]| {
        let padded = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| cells::pad(&cells::fit(cell, *width), *width));
        let joined = padded.collect::<Vec<_>>().join("  ");
        writeln!(out, "{}", joined.trim_end())
    };
    written(put(&heads))?;
    write(each, |row| put(&cells(&row)))?;
    written(out.flush())?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::list::told::as_it_is;

    fn rows() -> Vec<Line> {
        vec![vec![
            ("number", Value::from("03-2026-0001")),
            ("words", Value::from("=1+1,路灯")),
            ("heads", Value::from(23)),
            ("told", Value::from(false)),
            ("deputies", Value::from(vec!["张建军", "李桂兰"])),
        ]]
    }

    fn printed(print: impl Fn(&mut dyn Write, Each<'_>) -> Result<(), Fail>, rows: &[Line]) -> String {
        let mut out = Vec::new();
        let each = |to: Sink<'_, Line>| {
            let _ = rows.iter().cloned().try_for_each(to);
            Ok(())
        };
        print(&mut out, &each).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn keys_keep_their_order_in_json() {
        assert_eq!(
            printed(json, &[rows(), rows()].concat()),
            "[".to_owned()
                + &[r#"{"number":"03-2026-0001","words":"=1+1,路灯","heads":23,"told":false,"deputies":["张建军","李桂兰"]}"#; 2].join(",")
                + "]\n"
        );
        assert_eq!(printed(json, &[]), "[]\n");
    }

    #[test]
    fn a_spreadsheet_does_not_calculate_what_somebody_said() {
        let keys = ["number", "words", "deputies", "nothing"];
        let text = printed(|out, each| csv(out, &keys, each), &rows());
        assert!(text.starts_with('\u{feff}'));
        assert!(text.ends_with("03-2026-0001,\"'=1+1,路灯\",张建军 李桂兰,\n"), "{text}");
    }

    #[test]
    fn columns_stand_under_each_other() {
        let print = |out: &mut dyn Write, each: Each<'_>| {
            table(out, &[("words", as_it_is), ("heads", as_it_is)], Lang::Zh, each).map(drop)
        };
        assert_eq!(printed(print, &rows()), "反映内容   人数\n=1+1,路灯  23\n");
    }

    #[test]
    fn nothing_more_is_read_once_nobody_reads_on() {
        struct Shut;
        impl Write for Shut {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        struct Begun(bool);
        impl Write for Begun {
            fn write(&mut self, text: &[u8]) -> io::Result<usize> {
                if std::mem::replace(&mut self.0, true) {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                Ok(text.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let asked = std::cell::Cell::new(0);
        let each = |to: Sink<'_, Line>| {
            while to(rows().remove(0)).is_continue() {
                asked.set(asked.get() + 1);
            }
            Ok(())
        };
        json(&mut Shut, &each).unwrap();
        assert_eq!(asked.get(), 0);
        // What is told in rows gathers before it goes out; nothing is asked for once it cannot.
        csv(&mut Begun(false), &["words"], &each).unwrap();
        assert!(asked.get() > 0);
    }
}
