//! What a file is made of, and which program made it.
//!
//! The log and the working tables hold what cannot be made again, so they change by steps: forward only, numbered, each
//! built from SQL files shipped in the binary. Everything else is state and has one text, `sql/state.sql`: a file made from another
//! text, or by another `apply`, gets its state anew from the log ([`super::rebuild`]).
//!
//! `PRAGMA user_version` orders both at once: the step times 1,000 plus [`APPLY`]. So one number, asked for at each write
//! and each read, tells a session that a newer program has been there. Below 1,000 it is a file from before, the step alone.

use std::sync::OnceLock;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use sha2::{Digest as _, Sha256};

use super::compare::Before;
use super::error::StoreError;
use super::excused::{ANY, EXCUSED, Excused};
use super::log;

/// One step of the log and the working tables.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The number the file's steps have reached afterwards.
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
        parts: &[include_str!("sql/0001_base.sql")],
    },
    Migration {
        version: 3,
        name: "leases of drafts",
        parts: &[include_str!("sql/0003_lease.sql")],
    },
    Migration {
        version: 4,
        name: "state from one text",
        parts: &[],
    },
    Migration {
        version: 5,
        name: "deleted drafts in reach of an undo",
        parts: &[include_str!("sql/0005_deleted_drafts.sql")],
    },
    Migration {
        version: 6,
        name: "visits in reach of an undo",
        parts: &[include_str!("sql/0006_forgetting.sql")],
    },
    Migration {
        version: 7,
        name: "looks that leave a trace",
        parts: &[include_str!("sql/0007_looks.sql")],
    },
    Migration {
        version: 8,
        name: "drafts taken over",
        parts: &[include_str!("sql/0008_taken_over.sql")],
    },
    Migration {
        version: 9,
        name: "looks at the number of a visit",
        parts: &[include_str!("sql/0009_looks_of_visits.sql")],
    },
];

/// Steps as earlier programs recorded them, when state had steps too. Their texts are not needed any more.
const RECORDED: &[(i64, &str)] = &[
    (1, "aaec40de7868dfe277a9cad3a4a66a916c07c8a7e1551aff0de6d85a66ce5825"),
    (2, "cc7b19d70f2ea8c2eeda3f40b3fea29327074066293431909048ea75006b44c6"),
];

/// Raised by one whenever `sql/state.sql` changes, or what `apply` writes does, if only by a field more in JSON: two tests
/// pin both. Never above 999.
pub const APPLY: u32 = 14;

/// A step is worth so much in `user_version`; what is below belongs to [`APPLY`].
const STEP: i64 = 1_000;

/// Where a file keeps the fingerprint of its state's text.
const MARK: &str = "state_mark";

/// What a program makes of a file.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'a> {
    /// Steps of the log and the working tables.
    pub steps: &'a [Migration],
    /// The text of the state tables and search indexes.
    pub state: &'a str,
    /// The number of that text and of `apply`.
    pub apply: u32,
    /// What may differ after a rebuild.
    pub excused: &'a [Excused],
}

impl Schema<'static> {
    /// The schema this program writes.
    pub const fn ours() -> Self {
        Self {
            steps: MIGRATIONS,
            state: include_str!("sql/state.sql"),
            apply: APPLY,
            excused: EXCUSED,
        }
    }
}

impl Schema<'_> {
    /// The number a file of this schema has in `user_version`.
    pub fn number(&self) -> i64 {
        self.steps.last().map_or(0, |step| step.version) * STEP + i64::from(self.apply)
    }

    /// Fingerprint of the state's text and number.
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.apply.to_be_bytes());
        hash.update(self.state.as_bytes());
        super::chain::hex(&hash.finalize())
    }

    /// Whether a file is not yet as this schema makes it. [`StoreError::Newer`] when it is beyond it.
    pub fn is_behind(&self, conn: &Connection) -> Result<bool, StoreError> {
        match self.compare(conn) {
            Ok(()) => Ok(log::meta(conn, MARK)? != Some(self.mark())),
            Err(StoreError::Older { .. }) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// What a file whose state was made by a given [`APPLY`] says of a column, or of a table where the column is `*`.
    pub fn before(&self, made_by: u32, table: &str, column: &str) -> Before {
        let newer = |e: &&Excused| made_by < e.since && e.column == column && [table, ANY].contains(&e.table);
        self.excused.iter().find(newer).map_or(Before::Less, |e| e.before)
    }

    fn compare(&self, conn: &Connection) -> Result<(), StoreError> {
        let (found, known) = (version(conn)?, self.number());
        let (reached, last) = (parts_of(found).0, parts_of(known).0);
        if reached > last && found < STEP {
            // The step alone, and none this program knows.
            return Err(StoreError::Newer { found, known: last });
        }
        match found.cmp(&known) {
            std::cmp::Ordering::Equal => Ok(()),
            std::cmp::Ordering::Greater => Err(StoreError::Newer { found, known }),
            std::cmp::Ordering::Less => Err(StoreError::Older { found, known }),
        }
    }
}

/// The log: neither state nor working table, never rewritten.
pub const LOG: &[&str] = &["event"];

/// Working tables of the base: never replayed, never compared.
pub const WORKING_BASE: &[&str] = &[
    "draft",
    "draft_deleted",
    "draft_end",
    "draft_taken",
    "forgetting",
    "import_memory",
    "key",
    "look",
    "meta",
    "migration",
    "presence",
];

/// The newest schema this binary knows, as a file says it in `user_version`.
#[cfg(any(test, feature = "rings"))]
pub fn newest() -> i64 {
    Schema::ours().number()
}

/// The version written in the file.
pub fn version(conn: &Connection) -> Result<i64, StoreError> {
    // Asked at the beginning of every write and of every read.
    let mut asked = conn.prepare_cached("PRAGMA user_version")?;
    Ok(asked.query_row([], |row| row.get(0))?)
}

/// The last step in a version, and the number of what its state was made by (0 in a file from before).
pub fn parts_of(version: i64) -> (i64, u32) {
    if version < STEP {
        return (version, 0);
    }
    (version / STEP, u32::try_from(version % STEP).unwrap_or_default())
}

/// Refuses a file that is newer or older than this binary; every write and every read begins with it, because a session
/// of an older program may live on while a newer one brings the file up to date.
pub fn check(conn: &Connection) -> Result<(), StoreError> {
    Schema::ours().compare(conn)
}

/// As [`check`], for opening: a file of our number whose state was made from another text (by a program between two
/// releases) is older too.
pub fn check_mark(conn: &Connection) -> Result<(), StoreError> {
    // Asked at every opening, and always the same.
    static MARKED: OnceLock<String> = OnceLock::new();
    let ours = Schema::ours();
    ours.compare(conn)?;
    if log::meta(conn, MARK)?.as_ref() == Some(MARKED.get_or_init(|| ours.mark())) {
        return Ok(());
    }
    let (found, known) = (ours.number(), ours.number());
    Err(StoreError::Older { found, known })
}

/// Makes everything in an empty database.
pub fn create(conn: &mut Connection, schema: &Schema<'_>) -> Result<(), StoreError> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    steps(&tx, schema)?;
    tx.execute_batch(schema.state)?;
    sign(&tx, schema)?;
    super::turn::commit(tx)
}

/// Runs the steps that a file has not seen yet.
pub(super) fn steps(tx: &Transaction<'_>, schema: &Schema<'_>) -> Result<(), StoreError> {
    let (reached, _) = parts_of(version(tx)?);
    for step in schema.steps.iter().filter(|step| step.version > reached) {
        for part in step.parts {
            tx.execute_batch(part)?;
        }
        tx.execute(
            "INSERT INTO migration (version, name, sum) VALUES (?1, ?2, ?3)",
            params![step.version, step.name, sum(step)],
        )?;
    }
    Ok(())
}

/// Writes down which schema the file is of.
pub(super) fn sign(tx: &Transaction<'_>, schema: &Schema<'_>) -> Result<(), StoreError> {
    log::set_meta(tx, MARK, &schema.mark())?;
    Ok(tx.pragma_update(None, "user_version", schema.number())?)
}

/// Steps whose text in the file's record is neither the text in this binary nor one an earlier program shipped: somebody
/// edited a shipped step.
pub fn altered(conn: &Connection) -> Result<Vec<i64>, StoreError> {
    let mut rows = conn.prepare("SELECT version, sum FROM migration ORDER BY version")?;
    let found = rows.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let mut odd = Vec::new();
    for row in found {
        let (version, recorded) = row?;
        let ours = MIGRATIONS.iter().find(|step| step.version == version).map(sum);
        let before = RECORDED.iter().any(|(v, sum)| *v == version && *sum == recorded);
        if !before && ours.as_deref() != Some(recorded.as_str()) {
            odd.push(version);
        }
    }
    Ok(odd)
}

/// The tables of a file that hold neither the log nor working data.
pub fn state_tables(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let kept = [LOG, WORKING_BASE].concat();
    let all = tables(conn, "table")?.into_iter();
    Ok(all.filter(|table| !kept.contains(&table.as_str())).collect())
}

/// The full-text indexes of a file; their shadow tables go with them.
pub fn search_indexes(conn: &Connection) -> Result<Vec<String>, StoreError> {
    tables(conn, "virtual")
}

/// Tables of the file that stand in none of the lists (our own three and the caller's), full-text shadow tables
/// counted with the table they serve. Empty in a healthy program; a test asserts it.
#[cfg(any(test, feature = "rings"))]
pub fn unlisted_tables(conn: &Connection, more: &[&str]) -> Result<Vec<String>, StoreError> {
    let listed: Vec<&str> = [LOG, WORKING_BASE, more].concat();
    let once = |name: &String| listed.iter().filter(|other| *other == name).count() == 1;
    let mut all = [tables(conn, "table")?, search_indexes(conn)?].concat();
    all.sort();
    Ok(all.into_iter().filter(|name| !once(name)).collect())
}

fn tables(conn: &Connection, of: &str) -> Result<Vec<String>, StoreError> {
    let mut rows = conn.prepare(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ?1 \
         AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )?;
    Ok(rows.query_map([of], |row| row.get(0))?.collect::<Result<_, _>>()?)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tables::{STATE, WORKING};
    use super::*;

    /// What was released under which number. The newest line is the one to change.
    const PINNED: (u32, &str) = (14, "13f24bca62c2ed78a9cf20ef8c872c6eac401a445681d2947f3c605bfbfc3824");

    #[test]
    fn whoever_changes_the_text_of_the_state_raises_its_number() {
        let ours = Schema::ours();
        assert_eq!(
            (ours.apply, ours.mark().as_str()),
            PINNED,
            "src/store/sql/state.sql (or APPLY) has changed: raise APPLY in src/store/migrate.rs by one if it was not \
             raised since the last release, so that files of before are rebuilt from their log, and write the pair on the \
             left into PINNED"
        );
    }

    #[test]
    fn steps_go_up_and_leave_room_for_the_number_of_the_state() {
        assert!(MIGRATIONS.is_sorted_by(|a, b| a.version < b.version));
        assert!(i64::from(APPLY) < STEP);
        assert_eq!(parts_of(newest()), (9, APPLY));
        assert_eq!(parts_of(3), (3, 0), "a file from before");
    }

    #[test]
    fn the_text_makes_the_tables_of_the_lists_and_a_file_has_these_and_no_others() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
        let made = |conn: &Connection| {
            let (state, search) = (tables(conn, "table").unwrap(), search_indexes(conn).unwrap());
            (BTreeSet::from_iter(state), BTreeSet::from_iter(search))
        };
        // The text alone, and a whole file.
        let alone = Connection::open_in_memory().unwrap();
        alone.execute_batch(Schema::ours().state).unwrap();
        assert_eq!(made(&alone), (set(STATE), set(WORKING)));
        let file = super::super::open::open_in_memory().unwrap();
        let all = [LOG, STATE, WORKING_BASE].concat();
        assert_eq!(made(&file), (set(&all), set(WORKING)));
        assert_eq!(all.len(), set(&all).len(), "none stands in two lists");
        assert_eq!(BTreeSet::from_iter(state_tables(&file).unwrap()), set(STATE));
        assert_eq!(
            unlisted_tables(&file, &[STATE, WORKING].concat()).unwrap(),
            Vec::<String>::new()
        );
    }

    #[test]
    fn no_list_of_the_rules_is_known_since_a_number_that_was_not_given() {
        for section in crate::domain::rules::Section::ALL {
            assert!(section.since() <= APPLY, "{section:?}");
        }
    }

    #[test]
    fn every_excuse_names_a_column_there_is_and_a_number_that_was_given() {
        let conn = super::super::open::open_in_memory().unwrap();
        for excused in EXCUSED {
            let sql = "SELECT count(*) FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                       WHERE m.type = 'table' AND (m.name = ?1 OR ?1 = '*') AND (c.name = ?2 OR ?2 = '*')";
            let there: i64 = conn
                .query_row(sql, [excused.table, excused.column], |row| row.get(0))
                .unwrap();
            assert!(
                (there > 0) == (excused.before != Before::Gone) && excused.since <= APPLY && !excused.why.is_empty(),
                "{excused:?}"
            );
        }
    }
}
