//! Rows for people and for programs: JSON, CSV, or columns of cells.

use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use serde_json::Value;

use crate::cells;
use crate::i18n::{Lang, field};

/// One row: keys in the order they are printed.
pub type Row = Vec<(&'static str, Value)>;

struct Object<'a>(&'a Row);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.0.len()))?;
        for (key, value) in self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// One array of objects.
pub fn json(rows: &[Row]) -> String {
    let objects: Vec<Object<'_>> = rows.iter().map(Object).collect();
    serde_json::to_string(&objects).unwrap_or_else(|_| "[]".to_owned())
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

/// CSV with a byte-order mark, so that a spreadsheet program shows Chinese.
pub fn csv(rows: &[Row], keys: &[&'static str]) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let _ = out.write_record(keys);
    for row in rows {
        let cell = |key: &&str| {
            let found = row.iter().find(|(k, _)| k == key);
            let value = found.map(|(_, v)| v);
            match value {
                Some(v @ Value::Number(_)) => text(v),
                Some(v) => harmless(text(v)),
                None => String::new(),
            }
        };
        let _ = out.write_record(keys.iter().map(cell));
    }
    let bytes = out.into_inner().unwrap_or_default();
    ["\u{feff}", &String::from_utf8_lossy(&bytes)].concat()
}

/// The widest a column gets.
const WIDEST: usize = 40;

/// Columns with headings.
pub fn table(rows: &[Row], keys: &[&'static str], lang: Lang) -> String {
    let of = |row: &Row, key: &str| {
        let found = row.iter().find(|(k, _)| *k == key);
        let value = found.map(|(_, v)| text(v)).unwrap_or_default();
        cells::clean(&value.replace('\n', " ")).into_owned()
    };
    let mut lines = vec![
        keys.iter()
            .map(|k| field::label(lang, k).to_owned())
            .collect::<Vec<_>>(),
    ];
    lines.extend(rows.iter().map(|row| keys.iter().map(|k| of(row, k)).collect()));
    let widths: Vec<usize> = (0..keys.len())
        .map(|i| {
            let widest = lines.iter().filter_map(|l| l.get(i)).map(|c| cells::width(c)).max();
            widest.unwrap_or_default().min(WIDEST)
        })
        .collect();
    let mut out = String::new();
    for line in lines {
        let padded = line
            .iter()
            .zip(&widths)
            .map(|(cell, width)| cells::pad(&cells::fit(cell, *width), *width));
        let joined = padded.collect::<Vec<_>>().join("  ");
        out.push_str(joined.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row> {
        vec![vec![
            ("number", Value::from("03-2026-0001")),
            ("words", Value::from("=1+1,路灯")),
            ("heads", Value::from(23)),
            ("told", Value::from(false)),
            ("deputies", Value::from(vec!["张建军", "李桂兰"])),
        ]]
    }

    #[test]
    fn keys_keep_their_order_in_json() {
        assert_eq!(
            json(&rows()),
            r#"[{"number":"03-2026-0001","words":"=1+1,路灯","heads":23,"told":false,"deputies":["张建军","李桂兰"]}]"#
        );
        assert_eq!(json(&[]), "[]");
    }

    #[test]
    fn a_spreadsheet_does_not_calculate_what_somebody_said() {
        let text = csv(&rows(), &["number", "words", "deputies", "nothing"]);
        assert!(text.starts_with('\u{feff}'));
        assert!(text.ends_with("03-2026-0001,\"'=1+1,路灯\",张建军 李桂兰,\n"), "{text}");
    }

    #[test]
    fn columns_stand_under_each_other() {
        let text = table(&rows(), &["words", "heads"], Lang::Zh);
        assert_eq!(text, "反映内容   人数\n=1+1,路灯  23\n");
    }
}
