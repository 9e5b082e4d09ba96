//! The schema's steps: forward only, numbered, each built from SQL files shipped in the binary.
//!
//! All pending steps run in one IMMEDIATE transaction that also moves `user_version`, so a crash leaves the old schema or
//! the new one, never something between; the version is read again inside it, so of two processes starting at once
//! one migrates and the other finds the work done.

use rusqlite::{Connection, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;

/// One step of the schema.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The `user_version` the file has afterwards; steps are numbered 1, 2, 3 …
    pub version: i64,
    /// What the step brings, for people reading the `migration` table.
    pub name: &'static str,
    /// The SQL files it is built from, in order.
    pub parts: &'static [&'static str],
}

/// Every step there is, oldest first.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "the ground",
        parts: &[include_str!("sql/0001_base.sql"), include_str!("sql/0001_state.sql")],
    },
    Migration {
        version: 2,
        name: "promises",
        parts: &[include_str!("sql/0002_promise.sql")],
    },
    Migration {
        version: 3,
        name: "leases of drafts",
        parts: &[include_str!("sql/0003_lease.sql")],
    },
    Migration {
        version: 4,
        name: "sections of the rules",
        parts: &[include_str!("sql/0004_rules.sql")],
    },
];

/// The log: neither state nor working table, never rewritten.
pub const LOG: &[&str] = &["event"];

/// State tables of the base (written by `apply`, replayed, compared): none, they all belong to the desk.
pub const STATE_BASE: &[&str] = &[];

/// Working tables of the base: never replayed, never compared.
pub const WORKING_BASE: &[&str] = &[
    "draft",
    "draft_end",
    "import_memory",
    "key",
    "meta",
    "migration",
    "presence",
];

/// The newest schema version this binary knows.
pub fn newest() -> i64 {
    MIGRATIONS.last().map_or(0, |m| m.version)
}

/// The version written in the file.
pub fn version(conn: &Connection) -> Result<i64, StoreError> {
    // Asked at the beginning of every write.
    let mut asked = conn.prepare_cached("PRAGMA user_version")?;
    Ok(asked.query_row([], |row| row.get(0))?)
}

/// Refuses a file that is newer or older than this binary; every write transaction begins with it, because a session
/// of an older program may live on while a newer one migrates the file.
pub fn check(conn: &Connection) -> Result<(), StoreError> {
    let (found, known) = (version(conn)?, newest());
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known }),
        std::cmp::Ordering::Less => Err(StoreError::Older { found, known }),
    }
}

/// Brings the file up to [`newest`]; answers how many steps ran.
pub fn run(conn: &mut Connection) -> Result<usize, StoreError> {
    run_list(conn, MIGRATIONS)
}

/// As [`run`], with a given list (tests walk through lists of their own).
pub fn run_list(conn: &mut Connection, list: &[Migration]) -> Result<usize, StoreError> {
    let known = list.last().map_or(0, |m| m.version);
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&tx)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    let mut ran = 0;
    for step in list.iter().filter(|step| step.version > found) {
        for part in step.parts {
            tx.execute_batch(part)?;
        }
        tx.execute(
            "INSERT INTO migration (version, name, sum) VALUES (?1, ?2, ?3)",
            params![step.version, step.name, sum(step)],
        )?;
        tx.pragma_update(None, "user_version", step.version)?;
        ran += 1;
    }
    super::turn::commit(tx)?;
    Ok(ran)
}

/// Versions whose text in the file's record is not the text in this binary: somebody edited a shipped step.
pub fn altered(conn: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut rows = conn.prepare("SELECT version, sum FROM migration ORDER BY version")?;
    let found = rows.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut odd = Vec::new();
    for row in found {
        let (version, recorded) = row?;
        let ours = MIGRATIONS.iter().find(|step| step.version == version).map(sum);
        if ours.as_deref() != Some(recorded.as_str()) {
            odd.push(version);
        }
    }
    Ok(odd)
}

/// Tables of the file that stand in none of the lists (our own three and the caller's), full-text shadow tables
/// counted with the table they serve. Empty in a healthy program; a test asserts it.
pub fn unlisted_tables(conn: &Connection, more: &[&str]) -> Result<Vec<String>, StoreError> {
    let listed: Vec<&str> = [LOG, STATE_BASE, WORKING_BASE, more].concat();
    let mut rows = conn.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )?;
    let names = rows.query_map([], |row| row.get::<_, String>(0))?;
    let mut odd = Vec::new();
    for name in names {
        let name = name?;
        if listed.iter().filter(|other| **other == name).count() != 1 {
            odd.push(name);
        }
    }
    Ok(odd)
}

/// Fingerprint of a step's text; the parts are length-prefixed so that moving a line between files shows.
fn sum(step: &Migration) -> String {
    let mut hash = Sha256::new();
    for part in step.parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    super::chain::hex(&hash.finalize())
}
