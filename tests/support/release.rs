//! A file as the release before made it, whose state came by steps: the one that lies in `tests/data`, or, where there is
//! none, a made-up station written into tables made from that release's own texts.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;
use zhiban::config::default_rules;
use zhiban::demo::{self, Plan};
use zhiban::domain::moment::{Day, TimeOfDay};
use zhiban::store::open::APPLICATION_ID;
use zhiban::store::{Desk, index};

/// Its steps: number, texts, and the fingerprint it recorded of them.
const STEPS: [(i64, &[&str], &str); 3] = [
    (
        1,
        &[
            include_str!("../data/old_schema/0001_base.sql"),
            include_str!("../data/old_schema/0001_state.sql"),
        ],
        "aaec40de7868dfe277a9cad3a4a66a916c07c8a7e1551aff0de6d85a66ce5825",
    ),
    (
        2,
        &[include_str!("../data/old_schema/0002_promise.sql")],
        "cc7b19d70f2ea8c2eeda3f40b3fea29327074066293431909048ea75006b44c6",
    ),
    (
        3,
        &[include_str!("../data/old_schema/0003_lease.sql")],
        "d09362ebaf12daa60373ab34224812388792f90fbbefb0f5e758653984da3565",
    ),
];

/// Any SQLite file, without our checks: what a tool would do.
pub fn raw(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).unwrap()
}

/// A made-up station of this program.
pub fn made_up(path: &Path, opinions: u32) {
    let day: Day = "2026-11-23".parse().unwrap();
    let plan = Plan {
        opinions,
        seed: 7,
        until: TimeOfDay(9 * 60 + 42).on(day),
        os_name: "lin".to_owned(),
        rules: default_rules().unwrap(),
    };
    let (site, desk) = Desk::building(path).unwrap();
    let (desk, _) = demo::fill(desk, &plan, &mut |_| {}).unwrap();
    drop(site.finish(desk).unwrap());
}

/// A file of the release before.
pub fn file(path: &Path) {
    // Made once for all tests of a binary.
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/release-0003.db");
    if kept.exists() {
        fs::copy(kept, path).unwrap();
        return;
    }
    let made = MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        made_before(&folder.path().join("zhiban.db"), STEPS.len());
        folder
    });
    fs::copy(made.path().join("zhiban.db"), path).unwrap();
}

/// A made-up station in tables made by so many of that release's steps.
pub fn made_before(path: &Path, steps: usize) {
    let source = path.with_extension("source");
    made_up(&source, 120);
    let old = raw(path);
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    old.pragma_update(None, "foreign_keys", false).unwrap();
    for (version, parts, sum) in &STEPS[..steps] {
        for part in *parts {
            old.execute_batch(part).unwrap();
        }
        let row = rusqlite::params![version, "of before", sum];
        old.execute("INSERT INTO migration VALUES (?1, ?2, ?3)", row).unwrap();
        old.pragma_update(None, "user_version", version).unwrap();
    }
    old.execute("ATTACH ?1 AS source", [source.to_str().unwrap()]).unwrap();
    let tables = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
                  AND name NOT LIKE 'sqlite%' AND name <> 'migration'";
    let columns = "SELECT group_concat(name, ', ') FROM pragma_table_info(?1)";
    let names: Vec<String> = {
        let mut names = old.prepare(tables).unwrap();
        let names = names.query_map([], |row| row.get(0)).unwrap();
        names.map(Result::unwrap).collect()
    };
    for name in names {
        let list: String = old.query_row(columns, [&name], |row| row.get(0)).unwrap();
        let order = if name == "event" { "ORDER BY seq" } else { "" };
        let sql = format!("INSERT INTO main.{name} ({list}) SELECT {list} FROM source.{name} {order}");
        old.execute(&sql, []).unwrap();
    }
    old.execute("DELETE FROM meta WHERE name = 'state_mark'", []).unwrap();
    old.execute_batch("DETACH source").unwrap();
    index::rebuild(&old).unwrap();
    let mode: String = old
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
    drop(old);
    fs::remove_file(source).unwrap();
}
