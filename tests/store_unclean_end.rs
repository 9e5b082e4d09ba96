//! The sign of a session that did not end in order: who finds it, who takes it away, and what is done about it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "store_base_common/mod.rs"]
mod common;

use std::path::{Path, PathBuf};
use std::time::Duration;

use zhiban::store::Desk;
use zhiban::store::turn::{SESSION_FILE, Session};
use zhiban::store::unclean_end::{Verdict, tend};

const PATIENCE: Duration = Duration::from_secs(20);

fn place() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("desk.db");
    drop(Desk::create(&path).unwrap());
    (dir, path)
}

fn session_file(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}{SESSION_FILE}", path.display()))
}

fn sign_of(path: &Path) -> Vec<u8> {
    std::fs::read(session_file(path)).unwrap()
}

/// As the kernel leaves it: the words are there, the lock is not.
fn tear(path: &Path) {
    let desk = Desk::open(path, None).unwrap();
    desk.sign().unwrap();
    let words = sign_of(path);
    assert!(!words.is_empty());
    drop(desk);
    std::fs::write(session_file(path), words).unwrap();
}

#[test]
fn the_last_one_out_in_order_leaves_no_sign() {
    let (_dir, path) = place();
    let (a, b) = (Desk::open(&path, None).unwrap(), Desk::open(&path, None).unwrap());
    a.sign().unwrap();
    b.sign().unwrap();
    assert!(a.unclean_end().is_none() && b.unclean_end().is_none());
    drop(a);
    assert!(!sign_of(&path).is_empty(), "somebody is still in");
    drop(b);
    assert!(sign_of(&path).is_empty());
    assert!(Desk::open(&path, None).unwrap().unclean_end().is_none());
}

#[test]
fn the_first_one_after_a_break_finds_it_until_somebody_has_seen_to_it() {
    let (_dir, path) = place();
    tear(&path);
    // A command on the way that does not look at the file leaves the sign for whoever does.
    assert!(Desk::open(&path, None).unwrap().unclean_end().is_some());
    let first = Desk::open(&path, None).unwrap();
    let second = Desk::open(&path, None).unwrap();
    assert!(second.unclean_end().is_none(), "one looks, not all");
    drop(second);
    let end = first.unclean_end().unwrap();
    assert_eq!(tend(&path, PATIENCE).unwrap(), Verdict::Whole);
    end.settle();
    drop(first);
    assert!(sign_of(&path).is_empty());
    assert!(Desk::open(&path, None).unwrap().unclean_end().is_none());
}

#[test]
fn looking_ends_when_its_time_is_over() {
    let (_dir, path) = place();
    let _desk = Desk::open(&path, None).unwrap();
    let conn = zhiban::store::open::open(&path, zhiban::store::open::Access::Job).unwrap();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
                INSERT INTO meta (name, value) SELECT 'filler/' || i, hex(randomblob(200)) FROM n";
    conn.execute_batch(many).unwrap();
    assert_eq!(tend(&path, Duration::ZERO).unwrap(), Verdict::Unfinished);
    assert_eq!(tend(&path, PATIENCE).unwrap(), Verdict::Whole);
}

#[test]
fn what_is_wrong_is_counted() {
    let (_dir, path) = place();
    let _desk = Desk::open(&path, None).unwrap();
    let conn = common::raw(&path);
    // A row that no rule of its table allows.
    let row = "PRAGMA ignore_check_constraints = 1; INSERT INTO business_day VALUES (1, 'x', 'x', 0, '', 0)";
    conn.execute_batch(row).unwrap();
    assert!(matches!(tend(&path, PATIENCE).unwrap(), Verdict::Faults(1..)));
}

/// Two who come in the same instant: one of them looks whether it is alone, and the other is not sent away for that.
#[test]
fn coming_at_once_keeps_nobody_out() {
    let (_dir, path) = place();
    for _ in 0..200 {
        std::thread::scope(|s| {
            let all: Vec<_> = (0..4).map(|_| s.spawn(|| Session::join(&path))).collect();
            for joined in all {
                joined.join().unwrap().expect("nobody has it alone");
            }
        });
    }
    let held = Session::alone(&path).unwrap();
    assert!(Session::join(&path).is_err());
    drop(held);
}
