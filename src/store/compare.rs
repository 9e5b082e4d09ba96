//! Two databases side by side: the live one and its log replayed into an empty one, or a file as two programs made it.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row};
use serde_json::Value as Json;

use super::chain;
use super::error::StoreError;
use super::integrity::{COLUMNS, Fault, FaultKind, fault, quoted};

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
        faults.extend(compare_table(
            both,
            (table, table, None),
            (&columns, &Names::new()),
            &mut |_| true,
        )?);
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
    /// No more: it counted the events of a record and is the number of the last one.
    Fewer,
    /// The same, or the name of the account whose id stands there now.
    Named,
    /// The same, unless this holds of its row, told as SQL that reads alike in both files.
    Unless(&'static str),
    Other,
    /// What is not there any more: a column, or a table where the column is `*`, of the file of before alone.
    Gone,
}

/// Tables of the file of before that are none of the new ones, became none of them and are not known to be gone: a table
/// renamed and not named would otherwise pass unseen.
pub fn left_out(tables: &[String], old: &[String], before: &dyn Fn(&str, &str) -> Before) -> Vec<Fault> {
    let stood = |table: &String| match before(table, "*") {
        Before::As(name) => name.to_owned(),
        Before::Same
        | Before::Less
        | Before::Fewer
        | Before::Named
        | Before::Unless(_)
        | Before::Other
        | Before::Gone => table.clone(),
    };
    let became: Vec<String> = tables.iter().map(stood).collect();
    let is_lost = |table: &&String| !became.contains(table) && before(table, "*") != Before::Gone;
    let detail = "the table is not among those of this program";
    let lost = old.iter().filter(is_lost);
    lost.map(|table| fault(FaultKind::Schema, table, String::new(), detail))
        .collect()
}

/// Columns of a table of before that the new one neither has nor makes another of, and that are not known to be gone.
fn lost_columns(table: &str, ours: &[Column], theirs: &[Column], before: &dyn Fn(&str, &str) -> Before) -> Vec<Fault> {
    let names = |sql: &str, name: &str| {
        sql.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .any(|word| word == name)
    };
    let is_kept = |name: &str| {
        ours.iter().any(|(column, _)| match before(table, column) {
            Before::As(sql) => names(sql, name),
            Before::Same | Before::Less | Before::Fewer | Before::Named | Before::Unless(_) | Before::Other => {
                column == name
            }
            Before::Gone => false,
        })
    };
    let detail = "the column is not among those of this program";
    let lost = theirs.iter().map(|(name, _)| name);
    lost.filter(|name| !is_kept(name) && before(table, name) != Before::Gone)
        .map(|name| fault(FaultKind::Schema, table, name.clone(), detail))
        .collect()
}

/// Compares what two databases both have: `new` and `old` hold the same tables as two programs made them, and every column
/// of a table that has the same name in both has to be equal, row by row, unless `before` says where it stood or that its
/// meaning has changed; and none may be left out. Of a table whose rows of before are not of every kind there is now, `known` tells
/// those that are, as SQL that reads alike in both. `step` hears how many rows were compared and may call it off.
pub fn compare_common(
    new: &Connection,
    old: &Connection,
    tables: &[String],
    before: &dyn Fn(&str, &str) -> Before,
    known: &dyn Fn(&str) -> Option<String>,
    step: &mut dyn FnMut(u64) -> bool,
) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let names = bearers(new)?;
    let mut rows = 0;
    for table in tables {
        let stood = match before(table, "*") {
            Before::As(name) => name,
            Before::Same | Before::Less | Before::Fewer | Before::Named | Before::Unless(_) => table.as_str(),
            Before::Other | Before::Gone => continue,
        };
        let (ours, theirs) = (columns(new, table)?, columns(old, stood)?);
        if theirs.is_empty() {
            continue;
        }
        faults.extend(lost_columns(table, &ours, &theirs, before));
        let has = |name: &str| theirs.iter().any(|other| other.0 == name);
        let shown = |column: &Column| {
            let plain = Shown::plain(column.clone());
            match before(table, &column.0) {
                Before::As(sql) => Some(Shown {
                    left: sql.to_owned(),
                    before: Before::Less,
                    ..plain
                }),
                Before::Unless(so) if has(&column.0) => {
                    let shown = format!("CASE WHEN {so} THEN NULL ELSE {} END", plain.left);
                    Some(Shown {
                        left: shown.clone(),
                        right: shown,
                        ..plain
                    })
                }
                before @ (Before::Same | Before::Less | Before::Fewer | Before::Named) => {
                    has(&column.0).then_some(Shown { before, ..plain })
                }
                Before::Unless(_) | Before::Other | Before::Gone => None,
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
            common.retain(|column| !matches!(column.before, Before::Fewer | Before::Named));
            for column in &mut common {
                column.place = 0;
            }
        }
        let mut step = |_| {
            rows += 1;
            rows % 4_096 != 0 || step(rows)
        };
        let found = compare_table((old, new), (stood, table, known(table)), (&common, &names), &mut step)?;
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
    /// How the second does.
    right: String,
    /// How they may differ.
    before: Before,
}

impl Shown {
    fn plain((name, place): Column) -> Self {
        Self {
            left: quoted(&name),
            right: quoted(&name),
            name,
            place,
            before: Before::Same,
        }
    }
}

/// Names that accounts bore: the id, and each name.
type Names = BTreeSet<(String, String)>;

fn bearers(conn: &Connection) -> Result<Names, StoreError> {
    if columns(conn, "account_name")?.is_empty() {
        return Ok(Names::new());
    }
    let mut rows = conn.prepare("SELECT DISTINCT account, name FROM account_name")?;
    Ok(rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// Whether the second of two values is the account that bore the first one for a name.
fn bore(names: &Names, name: ValueRef<'_>, account: ValueRef<'_>) -> bool {
    let text = |value: ValueRef<'_>| match value {
        ValueRef::Text(text) => std::str::from_utf8(text).ok().map(str::to_owned),
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Blob(_) => None,
    };
    text(account).zip(text(name)).is_some_and(|pair| names.contains(&pair))
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
    (stood, table, known): (&str, &str, Option<String>),
    (columns, names): (&[Shown], &Names),
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
        let those = known.as_ref().map(|known| format!("WHERE {known}"));
        let those = those.unwrap_or_default();
        format!("SELECT {list} FROM {} {those} ORDER BY {order}", quoted(table))
    };
    let theirs = sql(all.iter().map(|column| column.right.clone()).collect(), table);
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
                    let odd = different(a, b, (&all, names))?;
                    if !odd.is_empty() {
                        let id = name(a, key.len())?;
                        let detail = [COLUMNS, &odd.join(", ")].concat();
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
fn different<'a>(a: &Row<'_>, b: &Row<'_>, (all, names): (&[&'a Shown], &Names)) -> Result<Vec<&'a str>, StoreError> {
    let mut odd = Vec::new();
    for (index, column) in all.iter().enumerate() {
        let (a, b) = (a.get_ref(index)?, b.get_ref(index)?);
        let is_kept = match column.before {
            Before::Less => has_grown(a, b),
            Before::Fewer => matches!((a, b), (ValueRef::Integer(a), ValueRef::Integer(b)) if a < b),
            Before::Named => bore(names, a, b),
            Before::Same | Before::As(_) | Before::Unless(_) | Before::Other | Before::Gone => false,
        };
        if a != b && !is_kept {
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
