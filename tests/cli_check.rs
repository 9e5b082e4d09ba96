//! Faults planted into a made-up station by hand; `check --deep` names each.
#![allow(clippy::unwrap_used, clippy::panic)]

mod seat;

use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;

use rusqlite::Connection;
use seat::Town;
use serde_json::Value;

fn made_up() -> Town {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T09:42:00".into()));
    town.ok(&["demo", "--opinions", "40", "--no-open"]);
    town
}

/// Runs statements past all guards of the program. Triggers of the log are put back as they were.
fn by_hand(db: &Path, sql: &str) {
    #[allow(clippy::disallowed_methods)] // whoever plants a fault does not ask the store
    let conn = Connection::open(db).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    let mut guards = conn
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        .unwrap();
    let guards: Vec<(String, String)> = guards
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for (name, _) in &guards {
        conn.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    conn.execute_batch(sql).unwrap();
    for (_, made) in &guards {
        conn.execute_batch(made).unwrap();
    }
}

fn faults(town: &Town) -> Vec<(String, String)> {
    let out = town.run(&["check", "--deep", "--json"]);
    let Ok(all) = serde_json::from_slice::<Value>(&out.stdout) else {
        return vec![("not checked".into(), String::from_utf8_lossy(&out.stderr).into_owned())];
    };
    assert_eq!(
        out.status.code() == Some(65),
        all != Value::Array(Vec::new()),
        "the exit code says it too"
    );
    let text = |v: &Value| v.as_str().unwrap().to_owned();
    all.as_array()
        .unwrap()
        .iter()
        .map(|f| (text(&f["kind"]), text(&f["table"])))
        .collect()
}

#[test]
fn every_planted_fault_is_named() {
    let whole = made_up();
    whole.ok(&["check", "--deep"]);
    let planted: &[(&str, &str, &str)] = &[
        (
            "Differs",
            "opinion",
            "UPDATE opinion SET state = 'reference' WHERE n = (SELECT max(n) FROM opinion WHERE state = 'closed')",
        ),
        (
            "Differs",
            "deputy",
            "UPDATE deputy SET name = name || '2' WHERE n = (SELECT min(n) FROM deputy)",
        ),
        (
            "Missing",
            "telling",
            "DELETE FROM telling WHERE n = (SELECT min(n) FROM telling)",
        ),
        (
            "Missing",
            "visit_span",
            "DELETE FROM visit_span WHERE n = (SELECT min(n) FROM visit_span)",
        ),
        (
            "Extra",
            "chase",
            "INSERT INTO chase SELECT n + 1000000, opinion, round, part, at, way, person, person_sealed, promised_for, text, text_sealed FROM chase LIMIT 1",
        ),
        (
            "ForeignKey",
            "attendance",
            "DELETE FROM deputy WHERE id = (SELECT deputy FROM attendance LIMIT 1)",
        ),
        ("Gap", "event", "DELETE FROM event WHERE seq = 500"),
        ("Digest", "event", "UPDATE event SET account = '别人' WHERE seq = 400"),
        (
            "Digest",
            "event",
            "UPDATE event SET seq = -1 WHERE seq = 300; UPDATE event SET seq = 300 WHERE seq = 301; UPDATE event SET seq = 301 WHERE seq = -1",
        ),
        (
            "Missing",
            "key",
            "DELETE FROM key WHERE owner = (SELECT id FROM opinion WHERE state = 'closed' LIMIT 1)",
        ),
        (
            "Differs",
            "counter",
            "UPDATE counter SET last = 1 WHERE kind = 'opinion'",
        ),
        ("Schema", "", "DROP INDEX opinion_state"),
        (
            "Digest",
            "event",
            "UPDATE event SET body = CAST(replace(CAST(body AS TEXT), ':', ': ') AS BLOB) WHERE seq = 450",
        ),
        (
            "Digest",
            "event",
            "UPDATE event SET sealed = zeroblob(length(sealed)) \
             WHERE seq = (SELECT max(seq) FROM event WHERE sealed IS NOT NULL)",
        ),
        (
            "Digest",
            "event",
            "UPDATE event SET digest = zeroblob(32) WHERE seq = 480",
        ),
        (
            "Differs",
            "ruleset",
            "UPDATE ruleset SET body = json_set(body, '$.planted', 1) WHERE n = (SELECT max(n) FROM ruleset)",
        ),
        ("Gap", "event", "DELETE FROM event WHERE kind = 'unit_added'"),
        ("Schema", "sqlite_master", "DROP TABLE draft"),
        ("Schema", "telling", "DROP TABLE telling"),
        (
            "Differs",
            "event",
            "UPDATE key SET wrapped = zeroblob(length(wrapped)) WHERE wrapped IS NOT NULL",
        ),
        (
            "FullText",
            "opinion_index",
            "DELETE FROM opinion_index WHERE rowid = (SELECT max(n) FROM opinion)",
        ),
    ];
    let mut unnamed = Vec::new();
    for (kind, table, sql) in planted {
        let town = Town::bare();
        std::fs::create_dir_all(town.db().parent().unwrap()).unwrap();
        std::fs::copy(whole.db(), town.db()).unwrap();
        by_hand(&town.db(), sql);
        let found = faults(&town);
        let named = |(k, t): &(String, String)| k == kind && (table.is_empty() || t == table);
        if !found.iter().any(named) {
            unnamed.push(format!("{kind} {table}: found {found:?}"));
        }
    }
    assert!(unnamed.is_empty(), "not named:\n{}", unnamed.join("\n"));
}

#[test]
fn a_page_of_rubbish_is_named_and_nothing_is_written() {
    let town = made_up();
    let mut file = std::fs::OpenOptions::new().write(true).open(town.db()).unwrap();
    let middle = std::fs::metadata(town.db()).unwrap().len() / 2 / 4096 * 4096;
    file.seek(SeekFrom::Start(middle)).unwrap();
    file.write_all(&[0xa5; 4096]).unwrap();
    drop(file);
    let before = std::fs::read(town.db()).unwrap();
    let out = town.run(&["check", "--deep"]);
    assert_eq!(out.status.code(), Some(65), "{out:?}");
    assert!(before == std::fs::read(town.db()).unwrap(), "a check repairs nothing");
}
