//! A file as the release before made it, whose state came by steps: the one that lies in `tests/data`, in tables of fewer
//! steps, or grown.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};
use serde_json::json;
use uuid::Uuid;
use zhiban::domain::record::DeputyProfile;
use zhiban::store::chain::{hash, hex};
use zhiban::store::log::{self, RawEvent};
use zhiban::store::open::APPLICATION_ID;

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

/// Has the head's account in a file be another login's; whose it was. Whoever runs the tests has none there.
pub fn lend(path: &Path, to: &str) -> String {
    let conn = raw(path);
    let sql = "SELECT os_name FROM account WHERE name = '周站长'";
    let was: String = conn.query_row(sql, [], |row| row.get(0)).unwrap();
    let sql = "UPDATE account SET os_name = ?1 WHERE name = '周站长'";
    assert_eq!(conn.execute(sql, [to]).unwrap(), 1);
    was
}

/// By which login the tests are run.
pub fn me() -> String {
    let out = std::process::Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

/// Any SQLite file, without our checks: what a tool would do.
pub fn raw(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE).unwrap()
}

fn kept() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/release-0003.db")
}

/// A file of the release before.
pub fn file(path: &Path) {
    fs::copy(kept(), path).unwrap();
    // As the program makes it; a checkout knows no such rights.
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// The same in tables made by so many of that release's steps, without what came later.
pub fn made_before(path: &Path, steps: usize) {
    // What is remembered of the file came later, too.
    let _ = fs::remove_file(format!("{}.anchor", path.display()));
    let old = raw(path);
    old.pragma_update(None, "application_id", APPLICATION_ID).unwrap();
    old.pragma_update(None, "foreign_keys", false).unwrap();
    for (version, parts, sum) in &STEPS[..steps] {
        let text = parts
            .iter()
            .flat_map(|part| [&(part.len() as u64).to_be_bytes()[..], part.as_bytes()].concat());
        assert_eq!(
            hex(&hash(&text.collect::<Vec<u8>>())),
            *sum,
            "not the text of that release"
        );
        for part in *parts {
            old.execute_batch(part).unwrap();
        }
        let row = rusqlite::params![version, "of before", sum];
        old.execute("INSERT INTO migration VALUES (?1, ?2, ?3)", row).unwrap();
        old.pragma_update(None, "user_version", version).unwrap();
    }
    old.execute("ATTACH ?1 AS source", [kept().to_str().unwrap()]).unwrap();
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
    old.execute_batch("DETACH source").unwrap();
    let mode: String = old
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
        .unwrap();
    assert_eq!(mode, "wal");
}

/// The same with so many deputies more, so that bringing it up to date takes a while.
pub fn grown(path: &Path, deputies: u32) {
    file(path);
    let mut conn = raw(path);
    let tx = conn.transaction().unwrap();
    let station = log::station(&tx).unwrap().unwrap();
    let at = log::head(&tx).unwrap().at_ms + 1;
    let by = "周站长";
    for n in 0..deputies {
        let profile = DeputyProfile {
            name: format!("第{n}位代表"),
            post: Some("村党支部书记，兼管水利和道路".to_owned()),
            note: Some("周三不便，下午可以来".repeat(8)),
            ..DeputyProfile::default()
        };
        let id = Uuid::now_v7();
        let event = RawEvent {
            at_ms: at,
            happened_ms: at,
            clock_flag: false,
            day: "2026-11-24".to_owned(),
            account: Some(by.to_owned()),
            table_no: None,
            command: Uuid::now_v7(),
            ordinal: 0,
            kind: "deputy_added".to_owned(),
            ver: 1,
            subject: id,
            body: serde_json::to_vec(&json!({"kind": "deputy_added", "profile": profile})).unwrap(),
            sealed: None,
        };
        let seq = log::append(&tx, &station, &event).unwrap();
        tx.execute(
            "INSERT INTO deputy (n, id, name, profile, active, rev, touch_by, touch_at) VALUES (?1, ?2, ?3, ?4, 1, 1, ?5, ?6)",
            rusqlite::params![
                seq,
                id.to_string(),
                profile.name,
                serde_json::to_string(&profile).unwrap(),
                by,
                at
            ],
        )
        .unwrap();
    }
    tx.commit().unwrap();
}
