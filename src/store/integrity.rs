//! Is the file whole? Quick questions for every start, deep ones for the night and for `check`.

use std::cmp::Ordering;
use std::fmt;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, Rows};

use super::chain;
use super::error::StoreError;
use super::migrate;

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// A page, an index or a constraint of SQLite's.
    Page,
    /// A reference to a row that is not there.
    ForeignKey,
    /// A number of the log is missing.
    Gap,
    /// A row of the log is not as it was filed.
    Digest,
    /// An event stands in the wrong place.
    Order,
    /// A full-text index does not match its table.
    FullText,
    /// Tables, columns or migrations are not what this program made.
    Schema,
    /// A row differs from what the log says.
    Differs,
    /// A row that the log says should be there is not.
    Missing,
    /// A row is there that the log knows nothing of.
    Extra,
}

/// One thing that is wrong. Never carries a stored value: a report may be printed and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What.
    pub kind: FaultKind,
    /// In which table; empty for the file as a whole.
    pub table: String,
    /// Which row: its number, or its primary key.
    pub id: String,
    /// For a person who repairs it.
    pub detail: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} {}: {}", self.kind, self.table, self.id, self.detail)
    }
}

/// A full-text index to check.
#[derive(Clone, Copy, Debug)]
pub struct FullText<'a> {
    /// The virtual table.
    pub table: &'a str,
    /// Compare with the content table too: only where that one holds the very text that was indexed.
    pub against_content: bool,
}

/// Stop reporting about a table after so many rows: by then it is the table, not the rows.
const ENOUGH: usize = 1000;

/// For every start: SQLite's quick check and the last `tail` events of the chain.
pub fn quick(conn: &Connection, tail: i64) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pages(conn, "quick_check")?;
    let from = damaged(
        "event",
        &mut faults,
        super::log::head(conn).map(|head| head.seq - tail + 1),
    )?;
    if let Some(from) = from {
        let found = damaged("event", &mut faults, chain::verify(conn, from))?;
        faults.extend(found.unwrap_or_default());
    }
    Ok(faults)
}

/// For the night, after an unclean end, and for `check`: pages, indexes, references, the whole chain, the full-text
/// indexes and the schema's record. `step` hears each event's number and may call it off. Wants a connection that may
/// write when full-text tables are named, because FTS5 takes its check as an insert; nothing is changed.
pub fn deep(
    conn: &Connection,
    full_text: &[FullText<'_>],
    step: &mut dyn FnMut(i64) -> bool,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = pages(conn, "integrity_check")?;
    let found = damaged("", &mut faults, references(conn))?;
    faults.extend(found.unwrap_or_default());
    let found = damaged("event", &mut faults, chain::walk(conn, 1, step))?;
    faults.extend(found.unwrap_or_default());
    for table in full_text {
        faults.extend(full_text_check(conn, *table)?);
    }
    for version in migrate::altered(conn)? {
        let detail = "the step was made from another text than this program's";
        faults.push(fault(FaultKind::Schema, "migration", version.to_string(), detail));
    }
    Ok(faults)
}

/// SQLite's own check of its pages, by the name of the pragma.
fn pages(conn: &Connection, pragma: &str) -> Result<Vec<Fault>, StoreError> {
    let ask = || -> Result<Vec<String>, StoreError> {
        let mut rows = conn.prepare(&format!("PRAGMA {pragma}({ENOUGH})"))?;
        Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    };
    let mut faults = Vec::new();
    let lines = damaged("", &mut faults, ask())?.unwrap_or_default();
    faults.extend(
        lines
            .into_iter()
            .filter(|line| line != "ok")
            .map(|line| fault(FaultKind::Page, "", String::new(), &line)),
    );
    Ok(faults)
}

/// References to rows that are not there.
fn references(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let mut rows = conn.prepare("PRAGMA foreign_key_check")?;
    let rows = rows.query_map([], |row| {
        let id = row
            .get::<_, Option<i64>>(1)?
            .map_or_else(String::new, |id| id.to_string());
        let table: String = row.get(0)?;
        let parent: String = row.get(2)?;
        Ok(fault(
            FaultKind::ForeignKey,
            &table,
            id,
            &format!("points to a row of {parent} that is not there"),
        ))
    })?;
    Ok(rows.take(ENOUGH).collect::<Result<_, _>>()?)
}

/// Asks a full-text index whether it is whole.
pub fn full_text_check(conn: &Connection, index: FullText<'_>) -> Result<Vec<Fault>, StoreError> {
    let name = quoted(index.table);
    let sql = format!("INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', ?1)");
    match conn
        .execute(&sql, [i64::from(index.against_content)])
        .map_err(StoreError::from)
    {
        Ok(_) => Ok(Vec::new()),
        Err(StoreError::Corrupt { .. }) => {
            let detail = "the index does not match what it indexes; build it anew";
            Ok(vec![fault(FaultKind::FullText, index.table, String::new(), detail)])
        }
        Err(error) => Err(error),
    }
}

/// Compares tables of two databases (the live one, and the log replayed into an empty one) column by column. Rows are
/// paired by primary key, in plain byte order; a table without one is compared as a heap of whole rows.
pub fn compare_state(live: &Connection, replayed: &Connection, tables: &[&str]) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    for table in tables {
        let columns = columns(live, table)?;
        if columns.is_empty() || columns != self::columns(replayed, table)? {
            let detail = "the columns are not the same in both";
            faults.push(fault(FaultKind::Schema, table, String::new(), detail));
            continue;
        }
        faults.extend(compare_table(live, replayed, table, &columns)?);
    }
    Ok(faults)
}

/// Name, and place in the primary key (0 = none).
type Column = (String, i64);

fn columns(conn: &Connection, table: &str) -> Result<Vec<Column>, StoreError> {
    let mut rows = conn.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
    Ok(rows
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

fn compare_table(
    live: &Connection,
    replayed: &Connection,
    table: &str,
    columns: &[Column],
) -> Result<Vec<Fault>, StoreError> {
    let mut key: Vec<&Column> = columns.iter().filter(|column| column.1 > 0).collect();
    key.sort_by_key(|column| column.1);
    if key.is_empty() {
        key = columns.iter().collect();
    }
    // Key columns first, so that a row can be split without looking names up.
    let rest: Vec<&Column> = columns.iter().filter(|column| !key.contains(column)).collect();
    let list = |columns: &[&Column]| {
        columns
            .iter()
            .map(|column| quoted(&column.0))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let all: Vec<&Column> = key.iter().chain(&rest).copied().collect();
    let sql = format!("SELECT {} FROM {} ORDER BY {}", list(&all), quoted(table), list(&key));
    let (mut ours, mut theirs) = (live.prepare(&sql)?, replayed.prepare(&sql)?);
    let (mut ours, mut theirs) = (ours.query([])?, theirs.query([])?);
    let (mut left, mut right) = (take(&mut ours, all.len())?, take(&mut theirs, all.len())?);
    let mut faults = Vec::new();
    while faults.len() < ENOUGH {
        let order = match (&left, &right) {
            (None, None) => break,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => by_key(a, b, key.len()),
        };
        match order {
            Ordering::Less => {
                let id = name(left.as_deref(), key.len());
                faults.push(fault(FaultKind::Extra, table, id, "not in the log"));
                left = take(&mut ours, all.len())?;
            }
            Ordering::Greater => {
                let id = name(right.as_deref(), key.len());
                faults.push(fault(FaultKind::Missing, table, id, "in the log, not in the table"));
                right = take(&mut theirs, all.len())?;
            }
            Ordering::Equal => {
                let pairs = left.iter().flatten().zip(right.iter().flatten());
                let odd: Vec<&str> = all
                    .iter()
                    .zip(pairs)
                    .filter(|(_, (a, b))| a != b)
                    .map(|(column, _)| column.0.as_str())
                    .collect();
                if !odd.is_empty() {
                    let id = name(left.as_deref(), key.len());
                    faults.push(fault(
                        FaultKind::Differs,
                        table,
                        id,
                        &format!("columns {}", odd.join(", ")),
                    ));
                }
                left = take(&mut ours, all.len())?;
                right = take(&mut theirs, all.len())?;
            }
        }
    }
    Ok(faults)
}

fn take(rows: &mut Rows<'_>, width: usize) -> Result<Option<Vec<Value>>, StoreError> {
    let whole = |row: &Row<'_>| {
        (0..width)
            .map(|index| row.get::<_, Value>(index))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(rows.next()?.map(whole).transpose()?)
}

fn by_key(a: &[Value], b: &[Value], width: usize) -> Ordering {
    a.iter()
        .zip(b)
        .take(width)
        .map(|(a, b)| sqlite_order(a, b))
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

/// The order in which SQLite sorts values: nothing, numbers, text by bytes, blobs by bytes.
fn sqlite_order(a: &Value, b: &Value) -> Ordering {
    let class = |value: &Value| match value {
        Value::Null => 0,
        Value::Integer(_) | Value::Real(_) => 1,
        Value::Text(_) => 2,
        Value::Blob(_) => 3,
    };
    match (a, b) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Real(a), Value::Real(b)) => a.total_cmp(b),
        (Value::Integer(a), Value::Real(b)) => (*a as f64).total_cmp(b),
        (Value::Real(a), Value::Integer(b)) => a.total_cmp(&(*b as f64)),
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Blob(a), Value::Blob(b)) => a.cmp(b),
        _ => class(a).cmp(&class(b)),
    }
}

/// What a row is called: numbers and ids of its key, never longer text, which might be somebody's name.
fn name(row: Option<&[Value]>, width: usize) -> String {
    let part = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) if text.is_ascii() && text.len() <= 36 => text.clone(),
        Value::Text(text) => format!("text#{:.8}", chain::hex(&chain::hash(text.as_bytes()))),
        Value::Blob(bytes) => format!("blob#{:.8}", chain::hex(&chain::hash(bytes))),
    };
    row.unwrap_or_default()
        .iter()
        .take(width)
        .map(part)
        .collect::<Vec<_>>()
        .join("/")
}

/// Turns "the file is damaged", met on the way, into a finding, so that the rest of a check still runs.
fn damaged<T>(table: &str, faults: &mut Vec<Fault>, asked: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match asked {
        Ok(value) => Ok(Some(value)),
        Err(StoreError::Corrupt { what }) => {
            faults.push(fault(FaultKind::Page, table, String::new(), &what));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn fault(kind: FaultKind, table: &str, id: String, detail: &str) -> Fault {
    Fault {
        kind,
        table: table.to_owned(),
        id,
        detail: detail.to_owned(),
    }
}
