//! The base of the store: keys, backups, checks, and noticing other sessions.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_base_common/mod.rs"]
mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use common::{event, id, no_hooks, raw, set_up, station};
use rusqlite::{Connection, Transaction};
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::store::anchor::{self, Anchor, Anchored};
use zhiban::store::backup::{self, Control, Hooks};
use zhiban::store::compare;
use zhiban::store::integrity::{self, FaultKind, FullText};
use zhiban::store::keys::{self, Seeded, Sensitive, Vault};
use zhiban::store::log::{self, Station};
use zhiban::store::notice::{Notice, Watch, data_version};
use zhiban::store::open::{self, Access};
use zhiban::store::{StoreError, turn};

#[test]
fn sealed_words_open_only_where_they_belong_and_never_after_erasure() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut conn = open::create(&path).unwrap();
    let (mut random, vault) = (Seeded::new(5), Vault::unlock(&conn, None).unwrap());
    let tx = turn::begin(&mut conn).unwrap();
    vault.prepare(&tx, 1, &mut random).unwrap();
    for owner in ["wang", "zhao"] {
        vault.ensure(&tx, owner, "citizen", 1, &mut random).unwrap();
        vault.ensure(&tx, owner, "citizen", 2, &mut random).unwrap();
    }
    let sealed = vault
        .seal(&tx, "wang", b"phone", "13800138000".as_bytes(), &mut random)
        .unwrap();
    assert_eq!(&*vault.open(&tx, "wang", b"phone", &sealed).unwrap(), b"13800138000");
    assert!(matches!(
        vault.open(&tx, "wang", b"name", &sealed),
        Err(StoreError::Sealed)
    ));
    assert!(matches!(
        vault.open(&tx, "zhao", b"phone", &sealed),
        Err(StoreError::Sealed)
    ));
    assert!(matches!(
        vault.open(&tx, "nobody", b"phone", &sealed),
        Err(StoreError::NoKey)
    ));
    for cut in 0..sealed.len() {
        assert!(matches!(
            vault.open(&tx, "wang", b"phone", &sealed[..cut]),
            Err(StoreError::Sealed)
        ));
    }
    let token = vault.lookup(&tx, "phone", "13800138000").unwrap();
    assert_eq!(token, vault.lookup(&tx, "phone", "13800138000").unwrap());
    assert_ne!(token, vault.lookup(&tx, "phone4", "13800138000").unwrap());
    let key: Vec<u8> = tx
        .query_row("SELECT wrapped FROM key WHERE owner = 'wang'", [], |row| row.get(0))
        .unwrap();
    turn::commit(tx).unwrap();

    let tx = turn::begin(&mut conn).unwrap();
    assert!(keys::forget(&tx, "wang", 9).unwrap());
    assert!(!keys::forget(&tx, "wang", 9).unwrap());
    assert!(!keys::forget(&tx, "lookup", 9).unwrap(), "the look-up key is nobody's");
    turn::commit(tx).unwrap();
    assert!(matches!(
        vault.open(&conn, "wang", b"phone", &sealed),
        Err(StoreError::Erased)
    ));
    assert!(vault.open_or_gone(&conn, "wang", b"phone", &sealed).unwrap().is_none());
    assert_eq!(keys::erased(&conn).unwrap(), [("wang".to_owned(), 9)]);
    let tx = turn::begin(&mut conn).unwrap();
    assert!(matches!(
        vault.ensure(&tx, "wang", "citizen", 10, &mut random),
        Err(StoreError::Erased)
    ));
    drop(tx);
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let mut bytes = fs::read(dir.path().join("desk.db-wal")).unwrap();
    drop(conn);
    bytes.extend(fs::read(&path).unwrap());
    assert!(
        !bytes.windows(key.len()).any(|part| part == key),
        "the key is gone from the file too"
    );
}

#[test]
fn a_station_key_wraps_every_data_key_and_is_asked_for() {
    let mut conn = open::open_in_memory().unwrap();
    let (mut random, plain) = (Seeded::new(5), Vault::unlock(&conn, None).unwrap());
    let tx = turn::begin(&mut conn).unwrap();
    plain.prepare(&tx, 1, &mut random).unwrap();
    plain.ensure(&tx, "wang", "citizen", 1, &mut random).unwrap();
    let sealed = plain.seal(&tx, "wang", b"", b"words", &mut random).unwrap();
    let token = plain.lookup(&tx, "phone", "1").unwrap();
    let wrapped = plain.rewrap(&tx, Some([9; 32]), &mut random).unwrap();
    turn::commit(tx).unwrap();
    assert!(wrapped.is_wrapped());
    assert_eq!(&*wrapped.open(&conn, "wang", b"", &sealed).unwrap(), b"words");
    assert_eq!(wrapped.lookup(&conn, "phone", "1").unwrap(), token);
    assert!(matches!(
        plain.open(&conn, "wang", b"", &sealed),
        Err(StoreError::StationKey)
    ));
    assert!(matches!(Vault::unlock(&conn, None), Err(StoreError::StationKey)));
    assert!(matches!(
        Vault::unlock(&conn, Some([8; 32])),
        Err(StoreError::StationKey)
    ));
    let again = Vault::unlock(&conn, Some([9; 32])).unwrap();
    let tx = turn::begin(&mut conn).unwrap();
    again.rewrap(&tx, None, &mut random).unwrap();
    turn::commit(tx).unwrap();
    assert_eq!(&*plain.open(&conn, "wang", b"", &sealed).unwrap(), b"words");
    Vault::unlock(&conn, None).unwrap();
    let phone = Sensitive::new("13800138000".to_owned());
    assert_eq!(format!("{phone} {phone:?}"), "*** Sensitive(***)");
    assert!(!format!("{again:?}").contains('9'));
}

#[test]
fn a_backup_is_read_back_and_named_last() {
    let dir = TempDir::new().unwrap();
    let (path, dest) = (dir.path().join("desk.db"), dir.path().join("b1.db"));
    let mut conn = open::create(&path).unwrap();
    set_up(&mut conn, 400);
    let steps = Arc::new(AtomicUsize::new(0));
    let heard = Arc::clone(&steps);
    let control = Control {
        progress: Arc::new(move |p| {
            heard.fetch_or(1 << (p.step as usize), Ordering::Relaxed);
        }),
        ..Control::default()
    };
    let report = backup::backup(&mut conn, &dest, &control).unwrap();
    assert_eq!((report.head.seq, report.tables["event"]), (800, 800));
    assert_eq!(steps.load(Ordering::Relaxed), 0b1111, "every step was told");
    assert_eq!(dest.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(backup::verify(&dest, &Control::default()).unwrap(), report);
    assert!(matches!(
        backup::backup(&mut conn, &dest, &control),
        Err(StoreError::Exists { .. })
    ));
    // Called off: nothing is left behind.
    let cancelled = Control {
        cancel: Arc::new(AtomicBool::new(true)),
        ..Control::default()
    };
    let other = dir.path().join("b2.db");
    assert!(matches!(
        backup::backup(&mut conn, &other, &cancelled),
        Err(StoreError::Cancelled)
    ));
    assert!(
        fs::read_dir(dir.path())
            .unwrap()
            .all(|e| !e.unwrap().file_name().to_string_lossy().contains("b2"))
    );
    // The connection works on afterwards.
    assert_eq!(log::head(&conn).unwrap().seq, 800);
    // Any flipped bit shows.
    let good = fs::read(&dest).unwrap();
    for at in (0..good.len()).step_by(good.len() / 40) {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&dest, &bad).unwrap();
        assert!(backup::verify(&dest, &Control::default()).is_err(), "byte {at}");
    }
}

#[test]
fn a_restore_starts_a_new_lineage_and_deletes_nothing() {
    let dir = TempDir::new().unwrap();
    let backups = dir.path().join("backups");
    fs::create_dir(&backups).unwrap();
    let (path, copy) = (dir.path().join("desk.db"), backups.join("b1.db"));
    let mut conn = open::create(&path).unwrap();
    let mut random = set_up(&mut conn, 5);
    let vault = Vault::unlock(&conn, None).unwrap();
    let tx = turn::begin(&mut conn).unwrap();
    for owner in ["noted", "forgotten-about", "kept"] {
        vault.ensure(&tx, owner, "citizen", 1, &mut random).unwrap();
    }
    turn::commit(tx).unwrap();
    backup::backup(&mut conn, &copy, &Control::default()).unwrap();
    let tx = turn::begin(&mut conn).unwrap();
    let command = id(&mut random);
    log::append(&tx, &station(), &event(command, 0, command)).unwrap();
    keys::forget(&tx, "forgotten-about", 5).unwrap();
    turn::commit(tx).unwrap();
    keys::note_erased(&backups, &[("noted".to_owned(), 4)]).unwrap();
    Anchor::of(&path).keep(&conn, false).unwrap();

    let refuse = |now| backup::restore(&copy, &path, now, &no_hooks(), &Control::default());
    assert!(matches!(refuse(1), Err(StoreError::InUse)), "a connection is open");
    drop(conn);
    let turnstile = turn::Turnstile::open(&path).unwrap();
    assert!(matches!(refuse(1), Err(StoreError::InUse)), "a session is open");
    drop(turnstile);

    let renumber = |tx: &Transaction<'_>, new: &Station| {
        let command = Uuid::from_u128(99);
        log::append(tx, new, &event(command, 0, command)).map(drop)
    };
    let cleared = std::cell::RefCell::new(Vec::new());
    let erase = |_: &Transaction<'_>, owner: &str| {
        cleared.borrow_mut().push(owner.to_owned());
        Ok(())
    };
    let hooks = Hooks {
        erase: &erase,
        renumber: &renumber,
    };
    let done = backup::restore(&copy, &path, 1000, &hooks, &Control::default()).unwrap();
    let begun = done.station.unwrap();
    assert_eq!((begun.id, log::ordinal(&begun.lineage)), (station().id, "B"));
    assert_eq!((done.head.seq, done.erased, done.sum_matched), (11, 2, true));
    assert_eq!(cleared.take(), ["forgotten-about", "noted"]);
    let conn = open::open(&path, Access::Writer).unwrap();
    assert_eq!(integrity::deep(&conn, &[], &mut |_| true).unwrap(), []);
    assert_eq!(anchor::compare(&conn, &path).unwrap(), Anchored::Good);
    let last = &log::read(&conn, 10, 9).unwrap()[0];
    assert_eq!(last.station.lineage, begun.lineage);
    drop(conn);
    let aside = open::open(&done.aside.unwrap(), Access::Reader).unwrap();
    assert_eq!(
        log::head(&aside).unwrap().seq,
        11,
        "the newer work is still there to look at"
    );
    drop(aside);
    // The same backup once more is a third history, also when the live file cannot be read any more.
    fs::write(&path, vec![7; 5000]).unwrap();
    let done = backup::restore(&copy, &path, 2000, &no_hooks(), &Control::default()).unwrap();
    assert_eq!(log::ordinal(&done.station.unwrap().lineage), "C");
    assert_eq!(fs::read(done.aside.unwrap()).unwrap(), vec![7; 5000]);
    // A backup that is not what it was is not put back, and the live file stays.
    let mut bytes = fs::read(&copy).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 4;
    fs::write(&copy, bytes).unwrap();
    let before = fs::read(&path).unwrap();
    assert!(matches!(refuse(3000), Err(StoreError::BadBackup { path, .. }) if path == copy));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(
        fs::read_dir(dir.path())
            .unwrap()
            .all(|e| !e.unwrap().file_name().to_string_lossy().contains("restore"))
    );
    // Somebody else's file is never moved.
    let other = dir.path().join("other.db");
    raw(&other).execute_batch("CREATE TABLE t (x)").unwrap();
    let put = backup::restore(&copy, &other, 1, &no_hooks(), &Control::default());
    assert!(matches!(put, Err(StoreError::NotOurs { .. })));
}

#[test]
fn a_restore_cut_short_is_completed_by_running_it_again() {
    let dir = TempDir::new().unwrap();
    let (path, copy) = (dir.path().join("desk.db"), dir.path().join("b1.db"));
    let mut conn = open::create(&path).unwrap();
    set_up(&mut conn, 5);
    backup::backup(&mut conn, &copy, &Control::default()).unwrap();
    // The power fails when the file has gone aside and its log has not: the log must not meet the file that comes.
    let stray = open::open(&path, Access::Reader).unwrap();
    set_up_more(&mut conn);
    let log_bytes = fs::read(dir.path().join("desk.db-wal")).unwrap();
    drop((conn, stray));
    fs::rename(&path, dir.path().join("desk.db.aside-1")).unwrap();
    fs::write(dir.path().join("desk.db-wal"), &log_bytes).unwrap();
    assert!(
        matches!(open::create(&path), Err(StoreError::Exists { .. })),
        "no fresh desk over the remains"
    );
    assert!(matches!(
        open::open(&path, Access::Writer),
        Err(StoreError::Missing { .. })
    ));
    let stale = dir.path().join("desk.db.restore-1-0");
    fs::write(&stale, "half a copy").unwrap();
    let done = backup::restore(&copy, &path, 2, &no_hooks(), &Control::default()).unwrap();
    assert!(!stale.exists());
    assert_eq!(fs::read(dir.path().join("desk.db.aside-1-wal")).unwrap(), log_bytes);
    let conn = open::open(&path, Access::Writer).unwrap();
    assert_eq!(log::head(&conn).unwrap(), done.head);
    assert_eq!(integrity::deep(&conn, &[], &mut |_| true).unwrap(), []);
}

fn set_up_more(conn: &mut Connection) {
    let tx = turn::begin(conn).unwrap();
    let command = Uuid::from_u128(4);
    log::append(&tx, &station(), &event(command, 0, command)).unwrap();
    turn::commit(tx).unwrap();
}

#[test]
fn checks_find_references_indexes_and_full_text_that_do_not_match() {
    let conn = open::open_in_memory().unwrap();
    conn.execute_batch(
        "CREATE TABLE parent (n INTEGER PRIMARY KEY) STRICT;
         CREATE TABLE child (n INTEGER PRIMARY KEY, p INTEGER REFERENCES parent) STRICT;
         PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (4, 77); PRAGMA foreign_keys = ON;",
    )
    .unwrap();
    let faults = integrity::deep(&conn, &[], &mut |_| true).unwrap();
    assert!(
        faults
            .iter()
            .any(|f| (f.kind, f.table.as_str(), f.id.as_str()) == (FaultKind::ForeignKey, "child", "4"))
    );
    conn.execute_batch(
        "CREATE TABLE words (n INTEGER PRIMARY KEY, words TEXT) STRICT;
         CREATE VIRTUAL TABLE fw USING fts5(words, content='words', content_rowid='n');
         INSERT INTO words VALUES (1, 'water'); INSERT INTO fw(rowid, words) VALUES (1, 'water');",
    )
    .unwrap();
    let index = FullText {
        table: "fw",
        against_content: true,
    };
    assert_eq!(integrity::full_text_check(&conn, index).unwrap(), []);
    conn.execute("UPDATE words SET words = 'fire'", []).unwrap();
    let faults = integrity::full_text_check(&conn, index).unwrap();
    assert_eq!(faults[0].kind, FaultKind::FullText);
}

#[test]
fn two_databases_are_compared_row_by_row_without_showing_values() {
    let make = |rows: &str| {
        let conn = open::open_in_memory().unwrap();
        conn.execute_batch(&format!(
            "CREATE TABLE s (id TEXT, part INTEGER, name TEXT, PRIMARY KEY (id, part)) STRICT, WITHOUT ROWID;
             CREATE TABLE heap (a INTEGER, b TEXT) STRICT; {rows}"
        ))
        .unwrap();
        conn
    };
    let a = make(
        "INSERT INTO s VALUES ('a', 1, 'x'), ('a', 2, 'secret'), ('b', 1, 'y'); INSERT INTO heap VALUES (1, 'p'), (1, 'p');",
    );
    let b =
        make("INSERT INTO s VALUES ('a', 1, 'x'), ('a', 2, 'other'), ('c', 1, 'z'); INSERT INTO heap VALUES (1, 'p');");
    assert_eq!(compare::compare_state(&a, &a, &["s", "heap"]).unwrap(), []);
    let faults = compare::compare_state(&a, &b, &["s", "heap", "gone"]).unwrap();
    let seen: Vec<_> = faults
        .iter()
        .map(|f| (f.kind, f.table.as_str(), f.id.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            (FaultKind::Differs, "s", "a/2"),
            (FaultKind::Extra, "s", "b/1"),
            (FaultKind::Missing, "s", "c/1"),
            (FaultKind::Extra, "heap", "1/p"),
            (FaultKind::Schema, "gone", ""),
        ]
    );
    assert!(faults.iter().all(|f| !f.to_string().contains("secret")));
}

#[test]
fn a_commit_elsewhere_is_noticed_and_nothing_else_is() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut writer = open::create(&path).unwrap();
    let reader = open::open(&path, Access::Reader).unwrap();
    let watch = Watch::new(&path).unwrap();
    let before = data_version(&reader).unwrap();
    assert_eq!(watch.drain().unwrap(), Notice::Quiet);
    fs::write(dir.path().join("unrelated"), "x").unwrap();
    assert_eq!(watch.drain().unwrap(), Notice::Quiet);
    set_up(&mut writer, 1);
    assert_eq!(watch.drain().unwrap(), Notice::Written);
    assert_eq!(watch.drain().unwrap(), Notice::Quiet);
    let after = data_version(&reader).unwrap();
    assert_ne!(before, after);
    let tx = turn::begin(&mut writer).unwrap();
    drop(tx);
    assert_eq!(data_version(&reader).unwrap(), after);
    fs::rename(&path, dir.path().join("aside.db")).unwrap();
    assert_eq!(watch.drain().unwrap(), Notice::Moved);
}

#[test]
fn the_end_of_a_turn_is_noticed_when_its_commit_can_be_read() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut writer = open::create(&path).unwrap();
    set_up(&mut writer, 1);
    let turnstile = turn::Turnstile::open(&path).unwrap();
    let reader = open::open(&path, Access::Reader).unwrap();
    let before = data_version(&reader).unwrap();
    let watch = Watch::new(&path).unwrap();
    let turn = turnstile.take(turn::CAP);
    let tx = turn::begin(&mut writer).unwrap();
    tx.execute(
        "UPDATE meta SET value = value || '.' WHERE name = (SELECT min(name) FROM meta)",
        [],
    )
    .unwrap();
    turn::commit(tx).unwrap();
    // Whoever was woken by the log itself may have looked too early; the bell rings after that.
    watch.drain().unwrap();
    drop(turn);
    assert_eq!(watch.drain().unwrap(), Notice::Written);
    assert_ne!(data_version(&reader).unwrap(), before);
}

/// A program that writes in the folder without a pause (a log, a copy) may not keep the desk from drawing.
#[test]
fn a_busy_folder_is_looked_at_in_parts_and_nothing_of_it_is_missed() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    drop(open::create(&path).unwrap());
    let watch = Watch::new(&path).unwrap();
    // In turns, because the kernel tells the same thing twice in a row only once.
    let others = ["noise", "clamour"].map(|name| dir.path().join(name));
    for other in others.iter().cycle().take(2_000) {
        fs::write(other, "x").unwrap();
    }
    fs::rename(&path, dir.path().join("aside.db")).unwrap();
    assert_eq!(watch.drain().unwrap(), Notice::Quiet, "not all of it at once");
    let rest = std::iter::repeat_with(|| watch.drain().unwrap()).take(20);
    assert!(rest.into_iter().any(|notice| notice == Notice::Moved));
    assert_eq!(watch.drain().unwrap(), Notice::Quiet);
}
