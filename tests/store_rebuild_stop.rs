//! An upgrade is called off by Ctrl+C, or by being asked to end: nothing half done is left, and a sentence says that nothing
//! was changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use release::raw;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;
use zhiban::store::migrate::{newest, version};

const MOMENTS: u32 = 12;
const DEPUTIES: u32 = 2_500;
/// What is said of it.
const SAID: &str = "已停止，什么都没改";

fn program(path: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhiban"));
    command.args(["--lang", "zh", "--db"]).arg(path).args(args);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Files in a folder that were only half made.
fn halves(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let names = entries.map(|e| e.unwrap().file_name().into_string().unwrap());
    names
        .filter(|name| name.contains(".part-") || name.contains(".restore-"))
        .collect()
}

#[test]
fn called_off_at_any_moment_an_upgrade_leaves_no_half_and_says_so() {
    let town = TempDir::new().unwrap();
    let pristine = town.path().join("zhiban.db");
    release::grown(&pristine, DEPUTIES);
    let fresh = || {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("zhiban.db");
        fs::copy(&pristine, &path).unwrap();
        (folder, path)
    };
    let (_whole, path) = fresh();
    let begun = Instant::now();
    assert!(program(&path, &["check"]).status().unwrap().success());
    let whole = begun.elapsed();

    let mut met = BTreeSet::new();
    for moment in 0..MOMENTS {
        for signal in [Signal::INT, Signal::TERM] {
            let (folder, path) = fresh();
            let child = program(&path, &["check"]).spawn().unwrap();
            std::thread::sleep(whole * moment / MOMENTS + Duration::from_millis(15));
            let _ = kill_process(Pid::from_child(&child), signal);
            let out = child.wait_with_output().unwrap();
            let said = String::from_utf8(out.stderr).unwrap();
            let copies = folder.path().join("backups");
            assert_eq!(halves(&copies), Vec::<String>::new(), "{moment}: {said}");
            let is_new = version(&raw(&path)).unwrap() == newest();
            match out.status.code() {
                Some(0) => assert!(is_new, "{moment}: {said}"),
                // It came before the upgrade had begun, or after it had ended.
                None => assert!(is_new == said.contains("升级好了") && out.status.signal().is_some()),
                code => {
                    assert_eq!((code, is_new), (Some(69), false), "{moment}: {said}");
                    assert!(said.contains(SAID), "{moment}: {said}");
                    met.insert(copies.join("zhiban-version-3.db").exists());
                }
            }
        }
    }
    assert_eq!(
        met,
        BTreeSet::from([false, true]),
        "before the copy was whole, and after"
    );
}

#[test]
fn whoever_waits_for_another_upgrade_may_leave() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    release::file(&path);
    let turn = fs::File::create(folder.path().join("zhiban.db.turn")).unwrap();
    rustix::fs::flock(&turn, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let child = program(&path, &["check"]).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(3));
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let begun = Instant::now();
    let out = child.wait_with_output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.code() == Some(69) && said.contains(SAID), "{said}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_backup_that_is_called_off_leaves_no_half() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    release::grown(&path, DEPUTIES);
    assert!(program(&path, &["check"]).status().unwrap().success());
    // A copy is for those who have an account: whoever runs the tests is the head there.
    release::lend(&path, &release::me());
    let mut stopped = 0;
    for moment in 0..10 {
        let dest = folder.path().join(format!("saved-{moment}.db"));
        let child = program(&path, &["backup", dest.to_str().unwrap()]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 + 15 * moment));
        let _ = kill_process(Pid::from_child(&child), Signal::INT);
        let out = child.wait_with_output().unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(halves(folder.path()), Vec::<String>::new(), "{said}");
        stopped += u32::from(out.status.code() == Some(69) && said.contains(SAID));
    }
    assert!(stopped > 0);
}
