//! The program is killed at fifty moments of an upgrade: the file is the old one or the new one, and the next start goes on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use release::raw;
use tempfile::TempDir;
use zhiban::store::compare::{Before, compare_common};
use zhiban::store::migrate::{self, Schema, newest, version};
use zhiban::store::{Desk, check};

const ZHIBAN: &str = env!("CARGO_BIN_EXE_zhiban");

/// With so many deputies more an upgrade takes long enough to be met at each of its stages.
const DEPUTIES: u32 = 2_500;
const MOMENTS: u32 = 50;

/// A command that brings the file up to date first.
fn program(path: &Path) -> Command {
    let mut command = Command::new(ZHIBAN);
    command
        .args(["--lang", "en", "--db"])
        .arg(path)
        .arg("check")
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    command
}

/// A folder with the old file in it and nothing else.
fn folder(pristine: &Path) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    fs::copy(pristine, &path).unwrap();
    (folder, path)
}

/// Everything both files hold is the same, the log and what was typed too.
fn assert_same(path: &Path, pristine: &Path) {
    let (here, there) = (raw(path), raw(pristine));
    let is_new = version(&here).unwrap() == newest();
    let mut tables = migrate::state_tables(&here).unwrap();
    tables.extend(["event", "key", "draft", "import_memory"].map(str::to_owned));
    let before = |table: &str, column: &str| match (table, column) {
        _ if !is_new => Before::Same,
        ("draft", "account") => Before::Other,
        _ => Schema::ours().before(0, table, column),
    };
    let faults = compare_common(&here, &there, &tables, &before, &|_| None, &mut |_| true).unwrap();
    // The key that stays came with the upgrade, and with it alone.
    let new: Vec<&str> = faults.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(new, if is_new { vec!["standing"] } else { Vec::new() }, "{faults:?}");
}

fn assert_new(path: &Path, pristine: &Path) {
    assert_eq!(version(&raw(path)).unwrap(), newest());
    let desk = Desk::open(path, None).unwrap();
    assert_eq!(check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap(), []);
    assert_same(path, pristine);
}

/// What of an upgrade can be seen from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Seen {
    Nothing,
    HalfACopy,
    Copy,
    New,
}

fn seen(path: &Path) -> Seen {
    if version(&raw(path)).unwrap() == newest() {
        return Seen::New;
    }
    let Ok(names) = fs::read_dir(path.with_file_name("backups")) else {
        return Seen::Nothing;
    };
    let names: Vec<PathBuf> = names.map(|e| e.unwrap().path()).collect();
    let is = |tail: &str| names.iter().any(|n| n.to_str().unwrap().contains(tail));
    match (
        is(".db.part-"),
        names.iter().any(|n| n.extension().is_some_and(|e| e == "db")),
    ) {
        (_, true) => Seen::Copy,
        (true, _) => Seen::HalfACopy,
        _ => Seen::Nothing,
    }
}

#[test]
fn killed_at_any_moment_of_an_upgrade_the_file_is_the_old_one_or_the_new_one() {
    let town = TempDir::new().unwrap();
    let pristine = town.path().join("zhiban.db");
    release::grown(&pristine, DEPUTIES);
    let (_whole, path) = folder(&pristine);
    let begun = Instant::now();
    let out = program(&path).output().unwrap();
    let whole = begun.elapsed();
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success() && said.contains("Upgraded"), "{said}");
    assert_new(&path, &pristine);

    let mut met = BTreeSet::new();
    for moment in 0..MOMENTS {
        let (_folder, path) = folder(&pristine);
        let mut child = program(&path).spawn().unwrap();
        std::thread::sleep(whole * moment / MOMENTS + Duration::from_millis(3));
        child.kill().unwrap();
        child.wait().unwrap();
        let seen = seen(&path);
        met.insert(seen);
        if seen == Seen::New {
            assert_new(&path, &pristine);
            continue;
        }
        let conn = raw(&path);
        assert_eq!(version(&conn).unwrap(), 3, "moment {moment}");
        let pages: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(pages, "ok", "moment {moment}");
        drop(conn);
        assert_same(&path, &pristine);
        // Killed once more, a little later, and then let through.
        if moment % 5 == 0 {
            let mut child = program(&path).spawn().unwrap();
            std::thread::sleep(whole * (moment + 7) / (2 * MOMENTS));
            child.kill().unwrap();
            child.wait().unwrap();
            let out = program(&path).output().unwrap();
            assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
            assert_new(&path, &pristine);
            let left = fs::read_dir(path.with_file_name("backups")).unwrap();
            let left: Vec<String> = left.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
            assert!(left.iter().all(|name| !name.contains("part")), "{left:?}");
            let copies = left
                .iter()
                .filter(|name| Path::new(name).extension().is_some_and(|e| e == "db"))
                .count();
            assert_eq!(copies, 1, "one that was whole is not made again: {left:?}");
        }
    }
    assert!(met.contains(&Seen::HalfACopy) && met.contains(&Seen::Copy), "{met:?}");
}
