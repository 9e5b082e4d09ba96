//! Two databases side by side: the live one and its log replayed into an empty one, or a file as two programs made it.

use std::cmp::Ordering;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};
use serde_json::Value as Json;

use super::chain;
use super::error::StoreError;
use super::integrity::{Fault, FaultKind, fault, quoted};

/// Stop reporting about a table after so many rows: by then it is the table, not the rows.
const ENOUGH: usize = 1000;

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
        let columns: Vec<Shown> = columns.into_iter().map(Shown::plain).collect();
        let both = (live, replayed);
        faults.extend(compare_table(both, (table, table), &columns, &mut |_| true)?);
    }
    Ok(faults)
}

/// Name, and place in the primary key (0 = none).
type Column = (String, i64);

fn columns(conn: &Connection, table: &str) -> Result<Vec<Column>, StoreError> {
    let mut rows = conn.prepare(
        "SELECT c.name, c.pk FROM sqlite_master m JOIN pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND m.name = ?1 ORDER BY c.cid",
    )?;
    Ok(rows
        .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// What the file of before says of a column, or of a table where the column is `*`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// The same, under the same name, if it had it.
    Same,
    /// The same, or, where it is JSON, less: keys that have come since are not there.
    Less,
    /// As [`Before::Less`], told as SQL over its own row; of a table the name it had.
    As(&'static str),
    /// Something else.
    Other,
}

/// Compares what two databases both have: `new` and `old` hold the same tables as two programs made them, and every column
/// of a table that has the same name in both has to be equal, row by row, unless `before` says where it stood or that its
/// meaning has changed. `step` hears how many rows were compared and may call it off.
pub fn compare_common(
    new: &Connection,
    old: &Connection,
    tables: &[String],
    before: &dyn Fn(&str, &str) -> Before,
    step: &mut dyn FnMut(u64) -> bool,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let mut rows = 0;
    for table in tables {
        let stood = match before(table, "*") {
            Before::Same | Before::Less => table.as_str(),
            Before::As(name) => name,
            Before::Other => continue,
        };
        let (ours, theirs) = (columns(new, table)?, columns(old, stood)?);
        if theirs.is_empty() {
            continue;
        }
        let has = |name: &str| theirs.iter().any(|other| other.0 == name);
        let shown = |column: &Column| {
            let plain = Shown::plain(column.clone());
            match before(table, &column.0) {
                Before::Same => has(&column.0).then_some(plain),
                Before::Less => has(&column.0).then_some(Shown {
                    may_grow: true,
                    ..plain
                }),
                Before::As(sql) => Some(Shown {
                    left: sql.to_owned(),
                    may_grow: true,
                    ..plain
                }),
                Before::Other => None,
            }
        };
        let mut common: Vec<Shown> = ours.iter().filter_map(shown).collect();
        if common.is_empty() {
            continue;
        }
        // Rows are only paired by a key that is the same in both; otherwise by everything they have in common.
        let key =
            |columns: &[Column]| -> Vec<Column> { columns.iter().filter(|column| column.1 > 0).cloned().collect() };
        let (mut wanted, mut found) = (key(&ours), key(&theirs));
        wanted.sort();
        found.sort();
        let left = common.iter().filter(|column| column.place > 0).count();
        if wanted != found || left != wanted.len() {
            for column in &mut common {
                column.place = 0;
            }
        }
        let mut step = |_| {
            rows += 1;
            rows % 4_096 != 0 || step(rows)
        };
        let found = compare_table((old, new), (stood, table), &common, &mut step)?;
        faults.extend(found);
    }
    Ok(faults)
}

/// A column to compare.
#[derive(Debug)]
struct Shown {
    name: String,
    /// Place in the primary key, 0 for none.
    place: i64,
    /// How the first of the two files says it.
    left: String,
    /// JSON of the second one may have keys more.
    may_grow: bool,
}

impl Shown {
    fn plain((name, place): Column) -> Self {
        Self {
            left: quoted(&name),
            name,
            place,
            may_grow: false,
        }
    }
}

/// Whether the second of two values is the JSON of the first and more.
fn has_grown(old: ValueRef<'_>, new: ValueRef<'_>) -> bool {
    let json = |value: ValueRef<'_>| match value {
        ValueRef::Text(text) => serde_json::from_slice::<Json>(text).ok(),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    };
    json(old).zip(json(new)).is_some_and(|(old, new)| covers(&old, &new))
}

/// Whether JSON still says what it said: objects may have grown, lists may not.
fn covers(old: &Json, new: &Json) -> bool {
    match (old, new) {
        (Json::Object(old), Json::Object(new)) => {
            let same = |(key, old): (&String, &Json)| new.get(key).is_some_and(|new| covers(old, new));
            old.iter().all(same)
        }
        (Json::Array(old), Json::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| covers(old, new))
        }
        _ => old == new,
    }
}

fn compare_table(
    (live, replayed): (&Connection, &Connection),
    (stood, table): (&str, &str),
    columns: &[Shown],
    step: &mut dyn FnMut(usize) -> bool,
) -> Result<Vec<Fault>, StoreError> {
    let (mut key, mut rest): (Vec<&Shown>, Vec<&Shown>) = columns.iter().partition(|column| column.place > 0);
    key.sort_by_key(|column| column.place);
    if key.is_empty() {
        std::mem::swap(&mut key, &mut rest);
    }
    // Key columns first, so that a row can be split without looking names up.
    let all: Vec<&Shown> = key.iter().chain(&rest).copied().collect();
    let order: Vec<String> = (1..=key.len()).map(|place| place.to_string()).collect();
    let sql = |columns: Vec<String>, table: &str| {
        let (list, order) = (columns.join(", "), order.join(", "));
        format!("SELECT {list} FROM {} ORDER BY {order}", quoted(table))
    };
    let theirs = sql(all.iter().map(|column| quoted(&column.name)).collect(), table);
    let ours = sql(all.iter().map(|column| column.left.clone()).collect(), stood);
    let (mut ours, mut theirs) = (live.prepare(&ours)?, replayed.prepare(&theirs)?);
    let (mut ours, mut theirs) = (ours.query([])?, theirs.query([])?);
    let (mut left, mut right) = (ours.next()?, theirs.next()?);
    let (mut faults, mut met) = (Vec::new(), 0);
    while faults.len() < ENOUGH {
        met += 1;
        if !step(met) {
            return Err(StoreError::Cancelled);
        }
        match (left, right) {
            (None, None) => break,
            (Some(a), Some(b)) => match by_key(a, b, key.len())? {
                Ordering::Less => {
                    faults.push(fault(FaultKind::Extra, table, name(a, key.len())?, "not in the log"));
                    left = ours.next()?;
                }
                Ordering::Greater => {
                    let id = name(b, key.len())?;
                    faults.push(fault(FaultKind::Missing, table, id, "in the log, not in the table"));
                    right = theirs.next()?;
                }
                Ordering::Equal => {
                    let odd = different(a, b, &all)?;
                    if !odd.is_empty() {
                        let id = name(a, key.len())?;
                        let detail = format!("columns {}", odd.join(", "));
                        faults.push(fault(FaultKind::Differs, table, id, &detail));
                    }
                    left = ours.next()?;
                    right = theirs.next()?;
                }
            },
            (Some(a), None) => {
                faults.push(fault(FaultKind::Extra, table, name(a, key.len())?, "not in the log"));
                left = ours.next()?;
            }
            (None, Some(b)) => {
                let id = name(b, key.len())?;
                faults.push(fault(FaultKind::Missing, table, id, "in the log, not in the table"));
                right = theirs.next()?;
            }
        }
    }
    Ok(faults)
}

/// Names of the columns in which two rows differ.
fn different<'a>(a: &Row<'_>, b: &Row<'_>, all: &[&'a Shown]) -> Result<Vec<&'a str>, StoreError> {
    let mut odd = Vec::new();
    for (index, column) in all.iter().enumerate() {
        let (a, b) = (a.get_ref(index)?, b.get_ref(index)?);
        if a != b && !(column.may_grow && has_grown(a, b)) {
            odd.push(column.name.as_str());
        }
    }
    Ok(odd)
}

fn by_key(a: &Row<'_>, b: &Row<'_>, width: usize) -> Result<Ordering, StoreError> {
    for index in 0..width {
        let order = sqlite_order(a.get_ref(index)?, b.get_ref(index)?);
        if order.is_ne() {
            return Ok(order);
        }
    }
    Ok(Ordering::Equal)
}

/// The order in which SQLite sorts values: nothing, numbers, text by bytes, blobs by bytes.
fn sqlite_order(a: ValueRef<'_>, b: ValueRef<'_>) -> Ordering {
    let class = |value: ValueRef<'_>| match value {
        ValueRef::Null => 0,
        ValueRef::Integer(_) | ValueRef::Real(_) => 1,
        ValueRef::Text(_) => 2,
        ValueRef::Blob(_) => 3,
    };
    match (a, b) {
        (ValueRef::Integer(a), ValueRef::Integer(b)) => a.cmp(&b),
        (ValueRef::Real(a), ValueRef::Real(b)) => a.total_cmp(&b),
        (ValueRef::Integer(a), ValueRef::Real(b)) => (a as f64).total_cmp(&b),
        (ValueRef::Real(a), ValueRef::Integer(b)) => a.total_cmp(&(b as f64)),
        (ValueRef::Text(a), ValueRef::Text(b)) | (ValueRef::Blob(a), ValueRef::Blob(b)) => a.cmp(b),
        _ => class(a).cmp(&class(b)),
    }
}

/// What a row is called: numbers and ids of its key, never longer text, which might be somebody's name.
fn name(row: &Row<'_>, width: usize) -> Result<String, StoreError> {
    let part = |value: Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(n) => n.to_string(),
        Value::Real(n) => n.to_string(),
        Value::Text(text) if text.is_ascii() && text.len() <= 36 => text,
        Value::Text(text) => format!("text#{:.8}", chain::hex(&chain::hash(text.as_bytes()))),
        Value::Blob(bytes) => format!("blob#{:.8}", chain::hex(&chain::hash(&bytes))),
    };
    let parts = (0..width).map(|index| Ok(part(row.get(index)?)));
    Ok(parts.collect::<Result<Vec<_>, rusqlite::Error>>()?.join("/"))
}
