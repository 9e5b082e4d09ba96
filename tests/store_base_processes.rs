//! The base of the store among several processes: taking turns, being killed, a session that stops.
//!
//! The other processes are this very test binary, started again with one of the `child_` tests named; without their
//! variable set those do nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_base_common/mod.rs"]
mod common;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use common::{event, set_up, station};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use uuid::Uuid;
use zhiban::store::anchor::{self, Anchor, Anchored};
use zhiban::store::backup::{self, Control, Hooks};
use zhiban::store::notice::Watch;
use zhiban::store::open::{self, Access};
use zhiban::store::turn::{self, Session, Turnstile};
use zhiban::store::{StoreError, integrity, log};

const PATH: &str = "ZHIBAN_TEST_PATH";
const SEED: &str = "ZHIBAN_TEST_SEED";

fn child(test: &str, path: &Path, seed: u64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(PATH, path)
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn orders() -> Option<(PathBuf, u128)> {
    Some((std::env::var_os(PATH)?.into(), std::env::var(SEED).ok()?.parse().ok()?))
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{line}").unwrap();
    out.flush().unwrap();
}

/// Files one command after another, two events each, and says so only after the commit.
#[test]
fn child_writes_until_killed() {
    let Some((path, seed)) = orders() else { return };
    let turnstile = Turnstile::open(&path).unwrap();
    let mut conn = open::open(&path, Access::Writer).unwrap();
    for n in 0..u128::MAX {
        let command = Uuid::from_u128(seed << 64 | n);
        let turn = turnstile.take(turn::CAP);
        let tx = turn::begin(&mut conn).unwrap();
        log::append(&tx, &station(), &event(command, 0, command)).unwrap();
        log::append(&tx, &station(), &event(command, 1, command)).unwrap();
        turn::commit(tx).unwrap();
        drop(turn);
        say(&format!("ack {command}"));
        std::thread::sleep(turn::REST);
    }
}

/// Holds its turn and an open transaction for ever.
#[test]
fn child_holds_its_turn() {
    let Some((path, _)) = orders() else { return };
    let turnstile = Turnstile::open(&path).unwrap();
    let _turn = turnstile.take(turn::CAP);
    say("held");
    std::thread::sleep(Duration::from_mins(1));
}

#[test]
fn nothing_acknowledged_is_lost_when_writers_are_killed() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    set_up(&mut open::create(&path).unwrap(), 1);
    let mut acknowledged = Vec::new();
    for round in 0..6_u64 {
        let mut writers: Vec<Child> = (0..2)
            .map(|n| child("child_writes_until_killed", &path, round * 10 + n + 1))
            .collect();
        let heard: Vec<_> = writers
            .iter_mut()
            .map(|writer| {
                let lines = BufReader::new(writer.stdout.take().unwrap())
                    .lines()
                    .map_while(Result::ok);
                let acks = lines.filter_map(|line| line.strip_prefix("ack ").map(str::to_owned));
                let mut acks = acks.filter_map(|id| Uuid::parse_str(&id).ok());
                // On a loaded machine starting takes longer than the whole round: the clock runs from the first word.
                let first = acks.next().unwrap();
                std::thread::spawn(move || std::iter::once(first).chain(acks).collect::<Vec<_>>())
            })
            .collect();
        std::thread::sleep(Duration::from_millis(60 + round * 37));
        for writer in &mut writers {
            writer.kill().unwrap();
            writer.wait().unwrap();
        }
        for listener in heard {
            acknowledged.extend(listener.join().unwrap());
        }
        // Whoever comes next finds a whole file.
        let conn = open::open(&path, Access::Writer).unwrap();
        assert_eq!(integrity::deep(&conn, &[], &mut |_| true).unwrap(), [], "round {round}");
    }
    assert!(
        acknowledged.len() > 20,
        "the writers got to work: {}",
        acknowledged.len()
    );
    let conn = open::open(&path, Access::Reader).unwrap();
    for command in &acknowledged {
        assert_eq!(
            log::by_command(&conn, *command).unwrap().len(),
            2,
            "{command} was acknowledged"
        );
    }
    // What was in flight is there whole or not at all, and at most one per writer was.
    let mut counts: BTreeMap<Uuid, u32> = BTreeMap::new();
    for event in log::read(&conn, 2, usize::MAX).unwrap() {
        *counts.entry(event.event.command).or_default() += 1;
    }
    assert!(counts.values().all(|count| *count == 2));
    assert!(
        counts.len() - acknowledged.len() <= 12,
        "{} against {}",
        counts.len(),
        acknowledged.len()
    );
}

#[test]
fn a_backup_taken_under_load_is_a_whole_prefix() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut conn = open::create(&path).unwrap();
    set_up(&mut conn, 200);
    let mut writer = child("child_writes_until_killed", &path, 1);
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let acked = lines
        .by_ref()
        .map_while(Result::ok)
        .filter(|line| line.starts_with("ack "))
        .take(5)
        .count();
    assert_eq!(acked, 5);
    let drain = std::thread::spawn(move || lines.count());
    let mut job = open::open(&path, Access::Job).unwrap();
    for n in 0..3 {
        let before = log::head(&conn).unwrap().seq;
        let report = backup::backup(&mut job, &dir.path().join(format!("b{n}.db")), &Control::default()).unwrap();
        assert!((before..=log::head(&conn).unwrap().seq).contains(&report.head.seq));
        assert_eq!(report.tables["event"] as i64, report.head.seq);
        assert_eq!(report.head.seq % 2, 0, "never half a command");
    }
    writer.kill().unwrap();
    writer.wait().unwrap();
    drain.join().unwrap();
}

#[test]
fn turns_are_shared_evenly() {
    // Four desks in one line, each with a descriptor of its own, which is all the kernel looks at.
    let dir = TempDir::new().unwrap();
    let (start, stop) = (Arc::new(Barrier::new(4)), Arc::new(AtomicBool::new(false)));
    let inside = Arc::new(AtomicU64::new(0));
    let desks: Vec<_> = (0..4)
        .map(|_| {
            let (start, stop, inside) = (Arc::clone(&start), Arc::clone(&stop), Arc::clone(&inside));
            let turnstile = Turnstile::open(&dir.path().join("desk.db")).unwrap();
            std::thread::spawn(move || {
                let mut count = 0_u32;
                start.wait();
                while !stop.load(Ordering::Relaxed) {
                    let turn = turnstile.take(Duration::from_secs(30));
                    assert!(!turn.late);
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "two desks inside at once");
                    std::thread::sleep(Duration::from_micros(500));
                    inside.fetch_sub(1, Ordering::SeqCst);
                    drop(turn);
                    count += 1;
                    if count == 150 {
                        stop.store(true, Ordering::Relaxed);
                    }
                    std::thread::sleep(turn::REST);
                }
                count
            })
        })
        .collect();
    let counts: Vec<u32> = desks.into_iter().map(|desk| desk.join().unwrap()).collect();
    let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
    assert!(least * 10 >= most * 7, "nobody is left standing: {counts:?}");
}

#[test]
fn a_stopped_holder_costs_a_wait_and_a_killed_one_nothing() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    drop(open::create(&path).unwrap());
    let mut holder = child("child_holds_its_turn", &path, 1);
    let held = BufReader::new(holder.stdout.take().unwrap())
        .lines()
        .map_while(Result::ok)
        .any(|line| line == "held");
    assert!(held);
    assert!(matches!(Session::alone(&path), Err(StoreError::InUse)));
    let pid = Pid::from_raw(holder.id() as i32).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    let turnstile = Turnstile::open(&path).unwrap();
    let turn = turnstile.take(Duration::from_millis(30));
    assert!(turn.late, "goes on without a turn");
    drop(turn);
    // Asked again, the place in the line is still ours; the turn goes to the ask that is still waiting.
    let waiting = std::thread::spawn(move || {
        let turn = turnstile.take(Duration::from_secs(30));
        (turn.late, Instant::now(), turnstile)
    });
    std::thread::sleep(Duration::from_millis(50));
    assert!(!waiting.is_finished());
    holder.kill().unwrap();
    holder.wait().unwrap();
    let (late, _, turnstile) = waiting.join().unwrap();
    assert!(!late, "the kernel gives back what the dead held");
    // Given back, and nobody inherits a turn nobody waits for.
    let other = Turnstile::open(&path).unwrap();
    assert!(!other.take(Duration::from_secs(30)).late);
    assert!(!turnstile.take(Duration::from_secs(30)).late);
    let first = turnstile.take(Duration::from_secs(30));
    assert!(turnstile.take(Duration::from_millis(20)).late, "one turn at a time");
    drop(first);
    assert!(!turnstile.take(Duration::from_secs(30)).late);
}

/// Locks the kernel knows of on a file, held by this process.
fn locks(path: &Path) -> usize {
    let inode = format!(":{}", path.metadata().unwrap().ino());
    let pid = std::process::id().to_string();
    let table = std::fs::read_to_string("/proc/locks").unwrap();
    let ours = |line: &&str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.contains(&"POSIX") && words.contains(&pid.as_str()) && words.iter().any(|word| word.ends_with(&inode))
    };
    table.lines().filter(ours).count()
}

/// Whether a file is locked. The kernel's list may leave one out while others come and go; what was dropped never comes
/// back, so seeing it once is enough.
fn holds(path: &Path) -> bool {
    (0..100).any(|_| locks(path) > 0)
}

#[test]
fn a_full_session_never_drops_the_locks_of_sqlite() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut conn = open::create(&path).unwrap();
    set_up(&mut conn, 3);
    let reader = open::open(&path, Access::Reader).unwrap();
    let watch = Watch::new(&path).unwrap();
    let _turnstile = Turnstile::open(&path).unwrap();
    Anchor::of(&path).keep(&reader, false).unwrap();
    assert_eq!(anchor::compare(&reader, &path).unwrap(), Anchored::Good);
    let mut job = open::open(&path, Access::Job).unwrap();
    backup::backup(&mut job, &dir.path().join("b.db"), &Control::default()).unwrap();
    let hooks = Hooks {
        erase: &|_, _| Ok(()),
        renumber: &|_, _| Ok(()),
    };
    let put = backup::restore(&dir.path().join("b.db"), &path, 1, &hooks, &Control::default());
    assert!(matches!(put, Err(StoreError::InUse)));
    drop(job);
    watch.drain().unwrap();
    integrity::deep(&reader, &[], &mut |_| true).unwrap();
    let shared = dir.path().join("desk.db-shm");
    assert!(holds(&path) && holds(&shared), "{} {}", locks(&path), locks(&shared));
    // The proof that this test sees: one careless open and close, and they are gone.
    drop(std::fs::File::open(&shared).unwrap());
    assert_eq!(locks(&shared), 0);
}

#[test]
fn the_log_is_folded_in_unless_somebody_still_reads_it() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let mut conn = open::create(&path).unwrap();
    let mut reader = open::open(&path, Access::Reader).unwrap();
    set_up(&mut conn, 20);
    let slow = reader.transaction().unwrap();
    log::head(&slow).unwrap();
    let command = Uuid::from_u128(5);
    let tx = turn::begin(&mut conn).unwrap();
    log::append(&tx, &station(), &event(command, 0, command)).unwrap();
    turn::commit(tx).unwrap();
    assert!(!turn::fold(&conn).unwrap());
    drop(slow);
    assert!(turn::fold(&conn).unwrap());
    assert_eq!(dir.path().join("desk.db-wal").metadata().unwrap().len(), 0);
}

#[test]
fn two_creating_at_once_make_one_file() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("desk.db");
    let start = Arc::new(Barrier::new(2));
    // Two threads share the process number, so this is the harder case.
    let made: Vec<bool> = {
        let (a, b) = (path.clone(), path.clone());
        let (one, two) = (Arc::clone(&start), start);
        let first = std::thread::spawn(move || {
            one.wait();
            open::create(&a).is_ok()
        });
        let second = std::thread::spawn(move || {
            two.wait();
            open::create(&b).is_ok()
        });
        vec![first.join().unwrap(), second.join().unwrap()]
    };
    assert_eq!(made.iter().filter(|ok| **ok).count(), 1, "{made:?}");
    let conn = open::open(&path, Access::Writer).unwrap();
    assert_eq!(integrity::deep(&conn, &[], &mut |_| true).unwrap(), []);
}
