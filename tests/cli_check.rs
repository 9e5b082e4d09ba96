//! Faults planted into a made-up station by hand; `check --deep` names each.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

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
            "rules",
            "UPDATE rules SET body = json_set(body, '$.planted', 1) WHERE n = (SELECT max(n) FROM rules)",
        ),
        ("Gap", "event", "DELETE FROM event WHERE kind = 'unit_added'"),
        ("Schema", "sqlite_master", "DROP TABLE draft"),
        ("Schema", "telling", "DROP TABLE telling"),
        // A condition taken out of a table, in place.
        (
            "Schema",
            "sqlite_master",
            "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = replace(sql, 'CHECK (confidential IN (0, 1))', '') \
             WHERE name = 'opinion'; PRAGMA writable_schema = RESET",
        ),
        ("Schema", "sqlite_master", "CREATE TABLE of_somebody (n INTEGER)"),
        (
            "Missing",
            "account",
            "UPDATE event SET account = '00000000-0000-7000-8000-0000000000ff' WHERE seq = 400",
        ),
        (
            "Missing",
            "account",
            "UPDATE event SET body = CAST(json_set(CAST(body AS TEXT), '$.acting_for', \
             '00000000-0000-7000-8000-0000000000ff') AS BLOB) WHERE seq = 400",
        ),
        (
            "Extra",
            "key",
            "UPDATE key SET wrapped = zeroblob(32), gone_ms = NULL \
             WHERE owner = (SELECT id FROM promise WHERE state <> 'open' LIMIT 1)",
        ),
        (
            "Extra",
            "key",
            "UPDATE key SET wrapped = zeroblob(32), gone_ms = NULL \
             WHERE owner = (SELECT id FROM visit WHERE state = 'done' AND unwritten = 0 \
             AND id IN (SELECT owner FROM key) AND id NOT IN (SELECT owner FROM forgetting) LIMIT 1)",
        ),
        (
            "Extra",
            "key",
            "INSERT INTO key VALUES ('00000000-0000-7000-8000-0000000000fe', 'draft', 'none', zeroblob(32), 1, NULL)",
        ),
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

#[test]
fn the_deep_check_names_whatever_the_quick_one_does_and_nothing_that_is_no_name() {
    let town = made_up();
    let whole = std::fs::read(town.db()).unwrap();
    let pages = whole.len() / 4096;
    for page in (20..pages).step_by(pages / 8) {
        let mut bytes = whole.clone();
        let mut odd = u32::try_from(page).unwrap();
        for byte in &mut bytes[page * 4096..(page + 1) * 4096] {
            odd = odd.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = odd.to_be_bytes()[0];
        }
        std::fs::write(town.db(), bytes).unwrap();
        let named = |args: &[&str]| -> Vec<(String, String)> {
            let out = town.run(args);
            let all: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
            let of = |fault: &Value, key: &str| fault[key].as_str().unwrap().to_owned();
            all.iter().map(|f| (of(f, "table"), of(f, "detail"))).collect()
        };
        let (quick, deep) = (named(&["check", "--json"]), named(&["check", "--deep", "--json"]));
        // That pages of a table cannot be read is said where nothing nearer is known of it.
        let is_said = |found: &(String, String)| {
            deep.contains(found) || found.1 == zhiban::store::error::PAGE && deep.iter().any(|f| f.0 == found.0)
        };
        let untold: Vec<_> = quick.iter().filter(|found| !is_said(found)).collect();
        assert!(untold.is_empty(), "page {page}: {untold:?} of {deep:?}");
        let said = String::from_utf8(town.run(&["check", "--deep"]).stdout).unwrap();
        assert!(!said.contains("索引 of "), "{said}");
    }
}

#[test]
fn no_word_of_a_sentence_is_taken_for_a_name() {
    use zhiban::store::integrity::{Place, place};
    for said in [
        "wrong # of entries in index visit_day",
        "row 12 missing from index visit_day",
        "row 12 values differ from index visit_day",
        "non-unique entry in index visit_day",
    ] {
        assert_eq!(place(said), Place::Index("visit_day"));
    }
    assert_eq!(
        place("Tree 9 page 61 cell 3: 2nd reference to page 7"),
        Place::Page("61")
    );
    assert_eq!(
        place("Page 90: btreeInitPage() returns error code 11"),
        Place::Page("90")
    );
    assert_eq!(place("Page 90: never used"), Place::Free);
    for said in [
        zhiban::store::error::PAGE,
        "invalid utf-8 sequence of 1 bytes from index 0 at index 16",
    ] {
        assert_eq!(place(said), Place::Elsewhere);
    }
}

#[test]
fn every_table_has_a_name_for_people() {
    use zhiban::store::integrity::{Fault, FaultKind};
    let town = made_up();
    #[allow(clippy::disallowed_methods)] // the names are asked of the file itself
    let conn = Connection::open(town.db()).unwrap();
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut tables = conn.prepare(sql).unwrap();
    for table in tables.query_map([], |row| row.get::<_, String>(0)).unwrap() {
        let table = table.unwrap();
        let fault = Fault {
            kind: FaultKind::Page,
            table: table.clone(),
            id: String::new(),
            detail: "Page 7: x".into(),
        };
        let said = zhiban::runtime::file_words::fault(zhiban::i18n::Lang::Zh, &fault);
        assert!(said.ends_with("的第7页坏了") && !said.contains(&table), "{said}");
    }
}

#[test]
fn a_key_of_the_file_itself_that_is_gone_is_named_and_never_made_anew() {
    let town = made_up();
    let count = |sql: &str| {
        #[allow(clippy::disallowed_methods)] // whoever looks behind the store does not ask it
        let conn = Connection::open(town.db()).unwrap();
        conn.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    for owner in ["standing", "lookup"] {
        by_hand(
            &town.db(),
            &format!(
                "CREATE TABLE aside AS SELECT * FROM key WHERE owner = '{owner}'; DELETE FROM key WHERE owner = '{owner}'"
            ),
        );
        assert_eq!(count("SELECT count(*) FROM aside"), 1);
        let events = count("SELECT count(*) FROM event");
        for how in [&["check", "--json"][..], &["check", "--deep", "--json"]] {
            let out = town.run(how);
            assert_eq!(out.status.code(), Some(65));
            let all: Value = serde_json::from_slice(&out.stdout).unwrap();
            let named = |f: &Value| f["kind"] == "Missing" && f["table"] == "key" && f["id"] == owner;
            assert!(all.as_array().unwrap().iter().any(named), "{how:?}: {all}");
        }
        for act in [
            &[
                "accounts",
                "add",
                "--account",
                "系统管理",
                "--name",
                "高敏",
                "--os",
                "gao",
                "--role",
                "clerk",
            ][..],
            &[
                "config",
                "adopt",
                "--account",
                "系统管理",
                "--shipped",
                "--section",
                "queue",
            ],
        ] {
            let out = town.run(act);
            let said = String::from_utf8_lossy(&out.stderr).into_owned();
            assert_eq!(out.status.code(), Some(65), "{act:?}: {said}");
            for part in ["数据文件自己的钥匙", "什么都没写", "备份"] {
                assert!(said.contains(part), "{act:?}: {said}");
            }
        }
        assert_eq!(count("SELECT count(*) FROM event"), events);
        assert_eq!(count(&format!("SELECT count(*) FROM key WHERE owner = '{owner}'")), 0);
        // The row of a backup makes it whole.
        by_hand(&town.db(), "INSERT INTO key SELECT * FROM aside; DROP TABLE aside");
        assert_eq!(faults(&town), []);
        town.ok(&["check"]);
    }
    town.ok(&[
        "accounts",
        "add",
        "--account",
        "系统管理",
        "--name",
        "高敏",
        "--os",
        "gao",
        "--role",
        "clerk",
    ]);
    town.ok(&["check", "--deep"]);
}

#[test]
fn a_damaged_row_of_the_log_is_named_by_its_number() {
    let town = made_up();
    by_hand(
        &town.db(),
        "PRAGMA writable_schema = 1; \
         UPDATE sqlite_master SET sql = replace(sql, 'INTEGER NOT NULL', 'INTEGER') WHERE name = 'event'; \
         PRAGMA writable_schema = RESET; UPDATE event SET ordinal = NULL WHERE seq = 400",
    );
    let out = town.run(&["check", "--deep"]);
    let said = [out.stdout, out.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert_eq!(out.status.code(), Some(65), "{said}");
    for part in ["第400条不在它该在的地方", "event 400: column ordinal", "用备份换回"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for part in ["没有丢东西", "--deep"] {
        assert!(!said.contains(part), "{part}: {said}");
    }
}

/// Puts something in the way at a path.
type Lay<'l> = &'l dyn Fn(&str);

/// Nothing could be saved, and the file was called whole.
#[test]
fn what_keeps_everybody_from_writing_is_named_and_goes_away_with_it() {
    let town = made_up();
    let db = town.db().display().to_string();
    let said = |deep: &[&str]| {
        let out = town.run(&[&["check"], deep].concat());
        let text = [out.stdout, out.stderr].concat();
        (out.status.code(), String::from_utf8(text).unwrap())
    };
    let link = |path: &str| std::os::unix::fs::symlink("/dev/null", path).unwrap();
    let pipe = |path: &str| {
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    let folder = |path: &str| std::fs::create_dir(path).unwrap();
    let ways: [(&str, Lay<'_>); 5] = [
        (".open", &link),
        (".turn", &pipe),
        (".lineages", &link),
        (".lineages", &pipe),
        (".turn", &folder),
    ];
    for (tail, lay) in ways {
        let path = [&db, tail].concat();
        let _ = std::fs::remove_file(&path);
        lay(&path);
        for deep in [&[][..], &["--deep"]] {
            let (code, text) = said(deep);
            assert_eq!(code, Some(65), "{tail}: {text}");
            assert!(text.contains(&path) && text.contains("存不进去"), "{tail}: {text}");
            assert!(!text.contains("完好"), "{tail}: {text}");
        }
        assert_eq!(faults(&town), [("InTheWay".to_owned(), String::new())]);
        let _ = std::fs::remove_file(&path).or_else(|_| std::fs::remove_dir(&path));
    }
    let (code, text) = said(&[]);
    assert_eq!(code, Some(0), "{text}");
}

/// What is said of a file that is none is said in the desk's own words.
#[test]
fn a_folder_or_nothing_at_all_in_place_of_acts_is_said_in_our_words() {
    let town = Town::empty();
    for (file, why) in [
        (".", "文件夹"),
        ("/dev/null/no", "系统错误 20"),
        ("no-such-file", "没有这个文件"),
    ] {
        let out = town.run(&["do", file]);
        let text = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(69), "{text}");
        assert!(text.contains(why) && !text.contains("os error"), "{text}");
    }
}

#[test]
fn a_head_who_was_told_is_not_told_again_and_that_is_said() {
    let town = Town::empty();
    let acts = "{\"act\":\"queue.number\",\"label\":\"周德旺\",\"heads\":30,\"id\":\"g\"}\n\
                {\"act\":\"queue.inform_head\",\"visit\":\"@g\"}\n\
                {\"act\":\"queue.inform_head\",\"visit\":\"@g\"}\n";
    let out = town.run_with(&["do", "--json"], acts);
    let text = String::from_utf8(out.stdout).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let oks: Vec<_> = lines.iter().map(|line| line["ok"].as_bool().unwrap()).collect();
    assert_eq!(oks, [true, true, false], "{text}");
    assert_eq!(lines[2]["refused"], "head_informed");
    assert!(lines[2]["say"].as_str().unwrap().contains("已经告诉过站长"), "{text}");
}
