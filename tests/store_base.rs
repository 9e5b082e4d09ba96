//! The base of the store: opening, schema, log, chain.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_base_common/mod.rs"]
mod common;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};

use common::{event, id, raw, set_up, station, unguard};
use rusqlite::Connection;
use tempfile::TempDir;
use zhiban::store::anchor::{self, Anchor, Anchored, Unfit};
use zhiban::store::chain;
use zhiban::store::integrity::{self, FaultKind};
use zhiban::store::log;
use zhiban::store::migrate::{self, Migration, Schema};
use zhiban::store::open::{self, Access};
use zhiban::store::{StoreError, tables, turn};

#[test]
fn a_new_file_is_private_whole_and_opens_with_every_setting() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("data").join("desk.db");
    let conn = open::create(&path).unwrap();
    assert_eq!(path.metadata().unwrap().mode() & 0o777, 0o600);
    assert_eq!(path.parent().unwrap().metadata().unwrap().mode() & 0o777, 0o700);
    let read = |conn: &Connection, name: &str| -> String {
        let value: rusqlite::types::Value = conn.pragma_query_value(None, name, |row| row.get(0)).unwrap();
        format!("{value:?}")
    };
    assert_eq!(read(&conn, "journal_mode"), "Text(\"wal\")");
    for (name, value) in [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("mmap_size", 0),
    ] {
        assert_eq!(read(&conn, name), format!("Integer({value})"), "{name}");
    }
    let reader = open::open(&path, Access::Reader).unwrap();
    assert!(
        matches!(reader.execute("DELETE FROM draft", []), Err(e) if matches!(e.sqlite_error_code(), Some(rusqlite::ErrorCode::ReadOnly)))
    );
    assert!(
        reader.execute("SELECT \"no such column\"", []).is_err(),
        "double quotes are never strings"
    );
    drop((conn, reader));
    assert!(matches!(open::create(&path), Err(StoreError::Exists { .. })));
    // A reader may be the first one in.
    let reader = open::open(&path, Access::Reader).unwrap();
    assert_eq!(log::head(&reader).unwrap().seq, 0);
    let names: Vec<_> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert!(names.iter().all(|n| !n.to_string_lossy().contains("new")), "{names:?}");
}

#[test]
fn what_is_not_ours_is_refused_and_left_alone() {
    let dir = TempDir::new().unwrap();
    let other = dir.path().join("other.db");
    raw(&other)
        .execute_batch("CREATE TABLE t (x); PRAGMA user_version = 9;")
        .unwrap();
    let text = dir.path().join("notes.txt");
    fs::write(&text, "a long enough text that is certainly no database ".repeat(100)).unwrap();
    for path in [&other, &text] {
        let before = fs::read(path).unwrap();
        assert!(matches!(
            open::open(path, Access::Writer),
            Err(StoreError::NotOurs { .. })
        ));
        assert_eq!(fs::read(path).unwrap(), before);
    }
    assert!(matches!(
        open::open(&dir.path().join("none.db"), Access::Writer),
        Err(StoreError::Missing { .. })
    ));
    assert!(matches!(
        open::open(&dir.path().join("no/ne.db"), Access::Writer),
        Err(StoreError::Missing { .. })
    ));
    let path = dir.path().join("desk.db");
    drop(open::create(&path).unwrap());
    symlink(&path, dir.path().join("link.db")).unwrap();
    assert!(matches!(
        open::open(&dir.path().join("link.db"), Access::Writer),
        Err(StoreError::NotPlain { .. })
    ));
    fs::hard_link(&path, dir.path().join("twin.db")).unwrap();
    assert!(matches!(
        open::open(&path, Access::Writer),
        Err(StoreError::NotPlain { .. })
    ));
    assert!(matches!(
        open::open(dir.path(), Access::Writer),
        Err(StoreError::NotPlain { .. })
    ));
    // A folder reached through a link is one folder all the same.
    fs::remove_file(dir.path().join("twin.db")).unwrap();
    symlink(dir.path(), dir.path().join("way")).unwrap();
    open::open(&dir.path().join("way/desk.db"), Access::Writer).unwrap();
}

#[test]
fn a_newer_schema_is_refused_at_opening_and_by_a_session_already_open() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut old_session = open::create(&path).unwrap();
    raw(&path).execute_batch("PRAGMA user_version = 99000").unwrap();
    assert!(matches!(
        open::open(&path, Access::Reader),
        Err(StoreError::Newer { found: 99_000, .. })
    ));
    assert!(matches!(
        turn::begin(&mut old_session),
        Err(StoreError::Newer { found: 99_000, .. })
    ));
    raw(&path).execute_batch("PRAGMA user_version = 0").unwrap();
    assert!(matches!(
        open::open(&path, Access::Writer),
        Err(StoreError::Older { found: 0, .. })
    ));
    open::open_any_version(&path, Access::Writer).unwrap();
}

#[test]
fn a_file_is_made_by_every_step_or_by_none_and_says_which() {
    let next = migrate::MIGRATIONS.last().unwrap().version + 1;
    let second = Migration {
        version: next,
        name: "b",
        parts: &["CREATE TABLE b (x INTEGER) STRICT;"],
    };
    let broken = Migration {
        version: next + 1,
        name: "c",
        parts: &["CREATE TABLE c (x INTEGER) STRICT;", "CREATE nonsense"],
    };
    let with = |more: &[Migration]| [migrate::MIGRATIONS, more].concat();
    let mut conn = Connection::open_in_memory().unwrap();
    let (whole, torn) = (with(&[second]), with(&[second, broken]));
    let schema = |steps| Schema {
        steps,
        ..Schema::ours()
    };
    assert!(migrate::create(&mut conn, &schema(&torn)).is_err());
    assert_eq!(migrate::version(&conn).unwrap(), 0);
    let tables: i64 = conn
        .query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))
        .unwrap();
    assert_eq!(tables, 0);
    migrate::create(&mut conn, &schema(&whole)).unwrap();
    let found = migrate::version(&conn).unwrap();
    assert_eq!(migrate::parts_of(found), (next, migrate::APPLY));
    assert_eq!(migrate::unlisted_tables(&conn, &more()).unwrap(), ["b"]);
    let newer = migrate::check(&conn);
    assert!(matches!(newer, Err(StoreError::Newer { found: f, known }) if (f, known) == (found, migrate::newest())));
    assert_eq!(migrate::altered(&conn).unwrap(), [next]);
}

/// The lists of the layers above; the test of that layer asserts the same with its own.
fn more() -> Vec<&'static str> {
    [tables::STATE, tables::WORKING].concat()
}

#[test]
fn every_table_is_strict_and_in_exactly_one_list() {
    let conn = open::open_in_memory().unwrap();
    assert_eq!(migrate::unlisted_tables(&conn, &more()).unwrap(), Vec::<String>::new());
    assert_eq!(
        migrate::unlisted_tables(&conn, &[more(), vec!["event"]].concat()).unwrap(),
        ["event"],
        "twice is as wrong as never"
    );
    let loose: i64 = conn
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict \
             AND name NOT LIKE 'sqlite%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(loose, 0);
}

#[test]
fn the_log_gives_back_what_was_filed_and_takes_nothing_twice() {
    let mut conn = open::open_in_memory().unwrap();
    let mut random = set_up(&mut conn, 3);
    let all = log::read(&conn, 0, 100).unwrap();
    assert_eq!(all.iter().map(|e| e.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    let command = all[2].event.command;
    assert_eq!(all[2].event, event(command, 0, command));
    assert_eq!(all[2].station, station());
    assert_eq!(log::by_command(&conn, command).unwrap(), all[2..4]);
    assert_eq!(log::by_subject(&conn, command, 0).unwrap(), all[2..4]);
    assert_eq!(log::read(&conn, 4, 1).unwrap(), all[4..5]);
    assert_eq!(log::by_command(&conn, id(&mut random)).unwrap(), []);
    assert_eq!(log::station(&conn).unwrap(), Some(station()));
    let tx = turn::begin(&mut conn).unwrap();
    assert!(matches!(
        log::append(&tx, &station(), &event(command, 1, command)),
        Err(StoreError::Repeated)
    ));
    drop(tx);
    for sql in [
        "UPDATE event SET kind = 'x'",
        "DELETE FROM event WHERE seq = 6",
        "INSERT INTO event SELECT 9, station_id, lineage, at_ms, happened_ms, clock_flag, day, account, table_no, \
         subject, 7, kind, ver, subject, body, sealed, alg, digest FROM event WHERE seq = 1",
        "REPLACE INTO event SELECT * FROM event WHERE seq = 6",
    ] {
        let error = conn.execute(sql, []).unwrap_err().to_string();
        assert!(error.contains("event:"), "{sql}: {error}");
    }
    assert_eq!(chain::verify(&conn, 1).unwrap(), []);
}

#[test]
fn the_chain_names_the_row_that_was_touched() {
    for (sql, seq, kind) in [
        ("UPDATE event SET body = x'00' WHERE seq = 3", "3", FaultKind::Digest),
        ("UPDATE event SET sealed = NULL WHERE seq = 3", "3", FaultKind::Digest),
        ("UPDATE event SET account = NULL WHERE seq = 3", "3", FaultKind::Digest),
        (
            "UPDATE event SET day = '2026-05-29' WHERE seq = 6",
            "6",
            FaultKind::Digest,
        ),
        ("DELETE FROM event WHERE seq = 4", "4", FaultKind::Gap),
    ] {
        let mut conn = open::open_in_memory().unwrap();
        set_up(&mut conn, 3);
        unguard(&conn);
        conn.execute(sql, []).unwrap();
        let faults = chain::verify(&conn, 1).unwrap();
        assert_eq!(
            (faults[0].kind, faults[0].id.as_str()),
            (kind, seq),
            "{sql}: {faults:?}"
        );
        assert!(
            kind != FaultKind::Digest || faults.len() == 1,
            "one change, one finding: {faults:?}"
        );
        assert!(!integrity::quick(&conn, 4).unwrap().is_empty(), "{sql}");
    }
    let mut conn = open::open_in_memory().unwrap();
    set_up(&mut conn, 3);
    assert_eq!(chain::verify(&conn, 5).unwrap(), []);
    unguard(&conn);
    // Text moved from one column to its neighbour is not the same row.
    conn.execute(
        "UPDATE event SET lineage = lineage || substr(day, 1, 1), day = '026-05-28A' WHERE seq = 2",
        [],
    )
    .unwrap();
    assert_eq!(chain::verify(&conn, 1).unwrap().len(), 1);
}

#[test]
fn the_anchor_knows_of_a_lost_tail_and_of_another_history() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut conn = open::create(&path).unwrap();
    let behind = |conn: &rusqlite::Connection| {
        let Anchored::Behind(lost) = anchor::compare(conn, &path).unwrap() else {
            panic!("not behind")
        };
        (lost.note.seq, lost.head, lost.is_other)
    };
    assert_eq!(anchor::compare(&conn, &path).unwrap(), Anchored::Unknown);
    set_up(&mut conn, 2);
    Anchor::of(&path).keep(&conn, false).unwrap();
    assert_eq!(anchor::compare(&conn, &path).unwrap(), Anchored::Good);
    unguard(&conn);
    conn.execute("UPDATE event SET digest = zeroblob(32) WHERE seq = 4", [])
        .unwrap();
    assert_eq!(behind(&conn), (4, 4, true));
    conn.execute("DELETE FROM event WHERE seq > 2", []).unwrap();
    assert_eq!(behind(&conn), (4, 2, false));
    Anchor::of(&path).keep(&conn, false).unwrap();
    assert_eq!(behind(&conn), (4, 2, false), "a note does not go back");
    // Of a note that was cut or changed nothing is believed, and that is said.
    let whole = std::fs::read(anchor::name(&path)).unwrap();
    for bytes in [&whole[..40], &[]] {
        std::fs::write(anchor::name(&path), bytes).unwrap();
        let Anchored::Behind(lost) = anchor::compare(&conn, &path).unwrap() else {
            panic!("a broken note is passed over")
        };
        assert_eq!((lost.unfit, lost.head), (Some(Unfit::Broken), 2));
    }
    // What an earlier program left under a name for the whole folder is this file's where there is no other.
    std::fs::remove_file(anchor::name(&path)).unwrap();
    let shared = dir.path().join(anchor::SHARED);
    std::fs::write(&shared, format!("9 {}\n", "0".repeat(64))).unwrap();
    assert_eq!(behind(&conn), (9, 2, false));
    drop(open::create(&dir.path().join("other.db")).unwrap());
    assert_eq!(anchor::compare(&conn, &path).unwrap(), Anchored::Unknown);
}
