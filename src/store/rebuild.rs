//! State made anew from the log, in the file itself: what there is instead of steps for the state tables.
//!
//! All of it is one transaction: steps of the log and the working tables, the old state dropped, the new one made from its
//! text, the log applied to it, the search indexes filled, everything compared with the file as it was. So whatever goes
//! wrong, and whenever the power goes, the file is the old one or the new one.

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::compare::{compare_common, left_out};
use super::desk::OsRandom;
use super::error::StoreError;
use super::integrity::{quoted, references};
use super::keys::Vault;
use super::migrate::{self, Schema};
use super::sealing::Sealing;
use super::{drafts, index, log, open, replay, rules, turn};

/// Kilobytes of pages at hand while a file is rebuilt; an open desk makes do with two thousand.
const CACHE: i64 = 64 << 10;

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Another program has its turn.
    Waiting,
    /// The file is copied.
    Copying,
    /// The copy is checked.
    Checking,
    /// The chain of events of the copy is walked.
    Walking,
    Replaying,
    /// The search indexes are filled.
    Indexing,
    /// Everything is compared with the file as it was.
    Comparing,
    /// It is being made last.
    Placing,
}

/// How far it is; `total` is 0 where nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub stage: Stage,
    /// Bytes, events or rows done.
    pub done: u64,
    pub total: u64,
}

/// Hears how far it is, often; must be quick. Answering false calls it off, and the file stays as it was.
pub type Say<'a> = dyn FnMut(Progress) -> bool + 'a;

/// Says something and heeds the answer.
pub(super) fn tell(say: &mut Say<'_>, stage: Stage, done: u64, total: u64) -> Result<(), StoreError> {
    if say(Progress { stage, done, total }) {
        Ok(())
    } else {
        Err(StoreError::Cancelled)
    }
}

/// Brings a file to a schema; none when it is there already. `before` is called with the file locked against all writers and
/// answers with a copy of it as it is now, which the new state is compared with, and with whatever else the caller
/// wants to know afterwards.
pub(super) fn rebuild<T>(
    conn: &mut Connection,
    schema: &Schema<'_>,
    before: impl FnOnce(&Transaction<'_>, &mut Say<'_>) -> Result<(Connection, T), StoreError>,
    say: &mut Say<'_>,
) -> Result<Option<T>, StoreError> {
    let cache: i64 = conn.query_row("PRAGMA cache_size", [], |row| row.get(0))?;
    // Neither can be changed inside a transaction. Rows refer to tables that are dropped for a moment, so references are
    // checked once, in the end.
    open::set(conn, "foreign_keys", 0)?;
    open::set(conn, "cache_size", -CACHE)?;
    let made = within(conn, schema, before, say);
    let as_before = open::set(conn, "cache_size", cache).and_then(|()| open::set(conn, "foreign_keys", 1));
    // What went wrong first is the cause.
    let made = made?;
    as_before.map(|()| made)
}

fn within<T>(
    conn: &mut Connection,
    schema: &Schema<'_>,
    before: impl FnOnce(&Transaction<'_>, &mut Say<'_>) -> Result<(Connection, T), StoreError>,
    say: &mut Say<'_>,
) -> Result<Option<T>, StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again now that nobody else can write: of two programs that start at once, the second finds the work done.
    if !schema.is_behind(&tx)? {
        return Ok(None);
    }
    let (_, made_by) = migrate::parts_of(migrate::version(&tx)?);
    let vault = Vault::unlock(&tx, None)?;
    let (copy, kept) = before(&tx, say)?;
    drop_views(&tx)?;
    migrate::steps(&tx, schema)?;
    vault.bring_up(&tx, log::head(&tx)?.at_ms, &mut OsRandom)?;
    make_anew(&tx, &vault, schema, say)?;
    drafts::own(&tx)?;
    equal(&tx, &copy, schema, made_by, say)?;
    if let Some(first) = references(&tx)?.first() {
        return Err(StoreError::Rebuild {
            what: first.to_string(),
        });
    }
    migrate::sign(&tx, schema)?;
    tell(say, Stage::Placing, 0, 0)?;
    turn::commit(tx)?;
    Ok(Some(kept))
}

fn make_anew(tx: &Transaction<'_>, vault: &Vault, schema: &Schema<'_>, say: &mut Say<'_>) -> Result<(), StoreError> {
    let total = log::head(tx)?.seq as u64;
    tell(say, Stage::Replaying, 0, total)?;
    drop_state(tx)?;
    tx.execute_batch(schema.state)?;
    let hand = Sealing {
        vault,
        keys: tx,
        // One by one they cost many times what they cost together.
        index: false,
    };
    let mut last = 0;
    let mut step = |seq: i64| seq % 256 != 0 || tell(say, Stage::Replaying, seq as u64, total).is_ok();
    while let Some(end) = replay::chunk(tx, last, tx, &hand, &mut step)? {
        last = end;
    }
    tell(say, Stage::Replaying, total, total)?;
    index::fill(tx, vault, &mut |done, total| tell(say, Stage::Indexing, done, total))?;
    // In one piece, as in a file that was just made.
    index::purge(tx)
}

/// Empties every table before it is dropped. Dropping alone keeps all its pages in memory until the statement is over, so that
/// it could be undone by itself: a gigabyte in a file of a million opinions.
fn drop_state(tx: &Transaction<'_>) -> Result<(), StoreError> {
    for index in migrate::search_indexes(tx)? {
        let name = quoted(&index);
        // One that holds its own content cannot be emptied like this; it is dropped all the same.
        let _ = tx.execute(&format!("INSERT INTO {name} ({name}) VALUES ('delete-all')"), []);
        tx.execute_batch(&format!("DROP TABLE {name}"))?;
    }
    for table in migrate::state_tables(tx)? {
        for trigger in triggers(tx, &table)? {
            tx.execute_batch(&format!("DROP TRIGGER {}", quoted(&trigger)))?;
        }
        let name = quoted(&table);
        tx.execute_batch(&format!("DELETE FROM {name}; DROP TABLE {name}"))?;
    }
    Ok(())
}

/// Before anything else: SQLite alters no table while a view looks for one that is not there, as those do that a desk of
/// before meets.
fn drop_views(tx: &Transaction<'_>) -> Result<(), StoreError> {
    let mut views = tx.prepare("SELECT name FROM sqlite_master WHERE type = 'view'")?;
    let views: Vec<String> = views.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for view in views {
        tx.execute_batch(&format!("DROP VIEW {}", quoted(&view)))?;
    }
    Ok(())
}

/// The guards of a table, which might not let it be emptied.
fn triggers(tx: &Transaction<'_>, table: &str) -> Result<Vec<String>, StoreError> {
    let mut rows = tx.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1")?;
    Ok(rows.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Everything that both the file of before and the new one have has to be the same, but for what is known to be another.
fn equal(
    tx: &Transaction<'_>,
    copy: &Connection,
    schema: &Schema<'_>,
    made_by: u32,
    say: &mut Say<'_>,
) -> Result<(), StoreError> {
    let before = |table: &str, column: &str| schema.before(made_by, table, column);
    let tables = migrate::state_tables(tx)?;
    let mut total = 0;
    for table in &tables {
        let sql = format!("SELECT count(*) FROM {}", quoted(table));
        total += tx.query_row(&sql, [], |row| row.get::<_, i64>(0))? as u64;
    }
    tell(say, Stage::Comparing, 0, total)?;
    let mut step = |rows| tell(say, Stage::Comparing, rows, total).is_ok();
    let mut faults = left_out(&tables, &migrate::state_tables(copy)?, &before);
    let known = |table: &str| rules::known_to(made_by, table);
    faults.extend(compare_common(tx, copy, &tables, &before, &known, &mut step)?);
    match faults.first() {
        None => Ok(()),
        Some(first) => Err(StoreError::Rebuild {
            what: first.to_string(),
        }),
    }
}
