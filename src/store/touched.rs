//! Which matters a damage touches, by the numbers people have on paper.
//!
//! Whatever can still be read is asked; what cannot is passed over, because it is what the question is about.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Params, Row};

use super::integrity::{Fault, FaultKind, quoted};

/// Numbers of the matters that faults are about.
pub fn touched(conn: &Connection, faults: &[Fault]) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = faults.iter().filter_map(|fault| of_fault(conn, fault)).collect();
    // A damaged page says nothing of what stood on it: every matter is read, with all that was filed of it.
    if faults.iter().any(|fault| fault.kind == FaultKind::Page) {
        found.extend(unreadable(conn));
    }
    found
}

fn one(conn: &Connection, sql: &str, params: impl Params) -> Option<String> {
    conn.query_row(sql, params, |row| row.get(0)).ok()
}

fn of_fault(conn: &Connection, fault: &Fault) -> Option<String> {
    let id = fault.id.as_str();
    match fault.table.as_str() {
        "" => None,
        "event" => {
            let of_seq =
                "SELECT o.number FROM event e JOIN opinion o ON o.id = e.subject WHERE e.seq = CAST(?1 AS INTEGER)";
            one(conn, of_seq, [id])
        }
        "opinion" if fault.kind == FaultKind::Missing && id.parse::<i64>().is_err() => Some(fault.id.clone()),
        "opinion" => one(conn, "SELECT number FROM opinion WHERE n = ?1 OR id = ?1", [id]),
        table => {
            let table = quoted(table);
            let of_row = format!(
                "SELECT o.number FROM {table} t JOIN opinion o ON o.id = t.opinion WHERE t.n = CAST(?1 AS INTEGER)"
            );
            one(conn, &of_row, [id])
        }
    }
}

/// Matters of which something cannot be read. Their numbers come from wherever they can still be read: the index of numbers is
/// another part of the file than the table, and a table with a damaged page is read up to it from both ends.
fn unreadable(conn: &Connection) -> Vec<String> {
    let mut matters: BTreeMap<i64, String> = BTreeMap::new();
    for numbered in [
        "SELECT n, number FROM opinion ORDER BY number",
        "SELECT n, number FROM opinion ORDER BY number DESC",
        "SELECT n, number FROM opinion NOT INDEXED ORDER BY n",
        "SELECT n, number FROM opinion NOT INDEXED ORDER BY n DESC",
    ] {
        let _ = each(conn, numbered, |row| {
            let (n, number) = (row.get(0)?, row.get(1)?);
            matters.insert(n, number);
            Ok(())
        });
    }
    matters.retain(|n, _| !is_whole(conn, *n));
    matters.into_values().collect()
}

/// Whether the table of matters can be read from one end to the other.
pub fn reads_all(conn: &Connection) -> bool {
    let whole = "SELECT * FROM opinion NOT INDEXED ORDER BY n";
    each(conn, whole, |row| row.get::<_, i64>("n").map(drop)).is_ok()
}

/// Takes rows until one cannot be read.
fn each(conn: &Connection, sql: &str, mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let mut rows = conn.prepare(sql)?;
    let mut rows = rows.query([])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

/// Whether a matter, its entries in the log and what hangs on it can be read.
fn is_whole(conn: &Connection, n: i64) -> bool {
    let reads = |sql: &str| -> Result<(), rusqlite::Error> {
        let mut rows = conn.prepare_cached(sql)?;
        let columns = rows.column_count();
        let mut rows = rows.query([n])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                row.get_ref(column)?;
            }
        }
        Ok(())
    };
    [
        "SELECT * FROM opinion WHERE n = ?1",
        "SELECT e.* FROM opinion o JOIN event e ON e.subject = o.id WHERE o.n = ?1",
        "SELECT h.* FROM opinion o JOIN handover h ON h.opinion = o.id WHERE o.n = ?1",
        "SELECT c.* FROM opinion o JOIN chase c ON c.opinion = o.id WHERE o.n = ?1",
        "SELECT t.* FROM opinion o JOIN telling t ON t.opinion = o.id WHERE o.n = ?1",
        "SELECT v.* FROM opinion o JOIN evaluation v ON v.opinion = o.id WHERE o.n = ?1",
        "SELECT y.* FROM opinion o JOIN number y ON y.opinion = o.id WHERE o.n = ?1",
        "SELECT c.* FROM opinion o JOIN opinion_party p ON p.opinion = o.id JOIN citizen c ON c.id = p.citizen WHERE o.n = ?1",
        "SELECT v.* FROM opinion o JOIN visit v ON v.id = o.visit WHERE o.n = ?1",
        "SELECT d.* FROM opinion o JOIN opinion_deputy d ON d.opinion = o.id WHERE o.n = ?1",
    ]
    .into_iter()
    .all(|sql| reads(sql).is_ok())
}
