//! Where an upgrade and a backup put their copies: what may lie in the way there, what is said of it, what is left behind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/release.rs"]
mod release;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use release::{lend, me, raw};
use tempfile::TempDir;
use zhiban::store::StoreError;
use zhiban::store::backup::{self, Control};
use zhiban::store::keys::ERASED_LIST;
use zhiban::store::migrate::{Schema, newest, version};
use zhiban::store::upgrade::{Stage, upgrade, upgrade_to};

struct Station {
    folder: TempDir,
    path: PathBuf,
}

/// A station whose file is of the release before.
fn old() -> Station {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("zhiban.db");
    release::file(&path);
    Station { folder, path }
}

impl Station {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhiban"));
        command.args(["--lang", "zh", "--db"]).arg(&self.path).args(args);
        command.output().unwrap()
    }

    /// What is said on the way to a refusal, with its exit code.
    fn refused(&self, args: &[&str]) -> (i32, String) {
        let out = self.run(args);
        assert!(!out.status.success());
        (out.status.code().unwrap(), String::from_utf8(out.stderr).unwrap())
    }

    fn version(&self) -> i64 {
        version(&raw(&self.path)).unwrap()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn mkfifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn nothing_is_written_through_a_link_among_the_copies() {
    for what in ["link", "hard link", "pipe", "folder"] {
        let town = old();
        let (folder, victim) = (town.at("backups"), town.at("victim"));
        fs::create_dir(&folder).unwrap();
        fs::write(&victim, "somebody else's").unwrap();
        let list = folder.join(ERASED_LIST);
        match what {
            "link" => symlink(&victim, &list).unwrap(),
            "hard link" => fs::hard_link(&victim, &list).unwrap(),
            "pipe" => mkfifo(&list),
            _ => fs::create_dir(&list).unwrap(),
        }
        let (code, said) = town.refused(&["list", "sessions"]);
        assert_eq!(code, 73, "{what}: {said}");
        assert!(said.contains(list.to_str().unwrap()), "{what}: {said}");
        assert_eq!(fs::read(&victim).unwrap(), b"somebody else's", "{what}");
        assert_eq!(
            (town.version(), names(&folder)),
            (3, vec![ERASED_LIST.to_owned()]),
            "{what}"
        );
    }
    // The other files are taken only where nothing lies, wherever it would lead.
    let town = old();
    let (folder, victim) = (town.at("backups"), town.at("victim"));
    fs::create_dir(&folder).unwrap();
    symlink(&victim, folder.join("zhiban-version-3.db.sha256")).unwrap();
    symlink(&victim, folder.join("zhiban-version-3.db")).unwrap();
    let copy = upgrade(&town.path, &mut |_| true).unwrap().unwrap();
    assert!(copy.ends_with("zhiban-version-3-2.db"), "{copy:?}");
    assert!(!victim.exists());
}

#[test]
fn no_lock_file_of_a_desk_is_followed_either() {
    for name in ["zhiban.db.turn", "zhiban.db.open", "zhiban.db.anchor", "desk.open"] {
        let town = old();
        let victim = town.at("victim");
        fs::write(&victim, "somebody else's").unwrap();
        symlink(&victim, town.at(name)).unwrap();
        let (code, said) = town.refused(&["list", "sessions"]);
        assert!(code == 73 && said.contains(town.at(name).to_str().unwrap()), "{said}");
        assert_eq!(fs::read(&victim).unwrap(), b"somebody else's");
    }
}

#[test]
fn what_lies_where_the_folder_of_copies_belongs_is_named() {
    for what in ["file", "pipe", "dangling link"] {
        let town = old();
        let folder = town.at("backups");
        match what {
            "file" => fs::write(&folder, "x").unwrap(),
            "pipe" => mkfifo(&folder),
            _ => symlink(town.at("nowhere"), &folder).unwrap(),
        }
        let (code, said) = town.refused(&["list", "sessions"]);
        assert!(
            code == 73 && said.contains(folder.to_str().unwrap()) && !said.contains("os error"),
            "{what}: {said}"
        );
        assert_eq!(town.version(), 3, "{what}");
        assert!(!town.at("nowhere").exists(), "{what}");
    }
}

#[test]
fn copies_go_where_a_linked_folder_leads() {
    let town = old();
    let (disk, link) = (TempDir::new().unwrap(), town.at("backups"));
    symlink(disk.path(), &link).unwrap();
    let out = town.run(&["check"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(town.version(), newest());
    let there = names(disk.path());
    assert!(there.contains(&"zhiban-version-3.db".to_owned()), "{there:?}");
    lend(&town.path, &me());
    let out = town.run(&["backup", link.join("by hand.db").to_str().unwrap()]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    backup::verify(&disk.path().join("by hand.db"), &Control::default()).unwrap();
}

#[test]
fn with_too_little_room_no_folder_is_left() {
    let town = old();
    let few = upgrade_to(&Schema::ours(), &town.path, &|_| Ok(4096), &mut |_| true);
    assert!(matches!(few, Err(StoreError::NoRoom { .. })), "{few:?}");
    assert!(!town.at("backups").exists());
}

#[test]
fn a_copy_that_serves_again_has_its_list_of_the_erased() {
    let town = old();
    assert!(upgrade(&town.path, &mut |p| p.stage != Stage::Placing).is_err());
    let list = town.at("backups").join(ERASED_LIST);
    let was = fs::read(&list).unwrap();
    assert!(!was.is_empty(), "somebody is erased in it");
    fs::remove_file(&list).unwrap();
    let copy = upgrade(&town.path, &mut |_| true).unwrap().unwrap();
    assert!(copy.ends_with("zhiban-version-3.db"), "{copy:?}");
    assert_eq!(fs::read(&list).unwrap(), was);
}

#[test]
fn a_full_disk_is_called_full() {
    for cause in [std::io::ErrorKind::StorageFull, std::io::ErrorKind::QuotaExceeded] {
        let error = StoreError::from(std::io::Error::from(cause));
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
    }
}

#[test]
fn when_the_last_write_fails_it_is_found_out_what_became_of_the_file() {
    let town = old();
    assert!(upgrade(&town.path, &mut |p| p.stage != Stage::Placing).is_err());
    // The copy is there already; of what is left only the log grows beyond so little.
    let line = "trap '' XFSZ; ulimit -f 64; exec \"$0\" --lang zh --db \"$1\" list sessions";
    let out = Command::new("bash")
        .args(["-c", line, env!("CARGO_BIN_EXE_zhiban")])
        .arg(&town.path)
        .output()
        .unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(74), "{said}");
    assert!(said.contains("系统读写出错") && !said.contains("不知道"), "{said}");
    assert_eq!(town.version(), 3);
    let pages: String = raw(&town.path)
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(pages, "ok");
    assert!(town.run(&["check"]).status.success());
    assert_eq!(town.version(), newest());
}

/// A command of somebody who may do with the file only what its mode says: for others where tests run as root, who takes
/// another user's place, and for the owner elsewhere.
fn run_as_another(town: &Station, mode: u32, args: &[&str]) -> Output {
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    open(town.folder.path(), 0o777);
    let program = PathBuf::from(env!("CARGO_BIN_EXE_zhiban"));
    let mut command = if rustix::process::geteuid().is_root() {
        open(&town.path, 0o600 | mode);
        // Where it was built, nobody else may go.
        let place = TempDir::new().unwrap().keep();
        open(&place, 0o755);
        let here = place.join("zhiban");
        fs::copy(&program, &here).unwrap();
        let mut command = Command::new(here);
        command.uid(4003).gid(4003);
        command
    } else {
        open(&town.path, mode << 6);
        Command::new(&program)
    };
    command.args(["--lang", "zh", "--db"]).arg(&town.path).args(args);
    // A process that another test is starting may hold the copy open for writing until it has become its own program.
    let out = loop {
        match command.output() {
            Err(e) if e.kind() == std::io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            out => break out.unwrap(),
        }
    };
    if rustix::process::geteuid().is_root() {
        fs::remove_dir_all(Path::new(command.get_program()).parent().unwrap()).unwrap();
    }
    open(&town.path, 0o644);
    out
}

#[test]
fn whoever_may_only_read_the_file_leaves_nothing_beside_it() {
    for is_new in [false, true] {
        let town = old();
        if is_new {
            upgrade(&town.path, &mut |_| true).unwrap();
            fs::remove_dir_all(town.at("backups")).unwrap();
            for name in ["zhiban.db.turn", "zhiban.db.open"] {
                fs::remove_file(town.at(name)).unwrap();
            }
        }
        let before = names(town.folder.path());
        let saved = town.at("saved.db");
        let lines: [&[&str]; 6] = [
            &["check"],
            &["check", "--deep"],
            &["list", "sessions"],
            &["accounts", "list"],
            &["backup", saved.to_str().unwrap()],
            &["restore", "nothing.db"],
        ];
        for line in lines {
            let out = run_as_another(&town, 0o4, line);
            let said = String::from_utf8(out.stderr).unwrap();
            assert_eq!(out.status.code(), Some(77), "{line:?}: {said}");
            assert!(said.contains(town.path.to_str().unwrap()), "{line:?}: {said}");
            assert_eq!(names(town.folder.path()), before, "{line:?}");
        }
        // And whoever may write is not kept out by it.
        assert!(town.run(&["check"]).status.success());
    }
}

#[test]
fn a_folder_of_copies_that_is_closed_is_named() {
    for closed in [0o5, 0o1] {
        let town = old();
        let folder = town.at("backups");
        fs::create_dir(&folder).unwrap();
        let mode = if rustix::process::geteuid().is_root() {
            0o700 | closed
        } else {
            closed << 6
        };
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
        let out = run_as_another(&town, 0o6, &["list", "sessions"]);
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(77), "{said}");
        let named = format!("没有读写的权限：文件夹 {}。", folder.display());
        assert!(said.contains(&named), "{said}");
        assert_eq!((town.version(), names(&folder)), (3, Vec::new()));
    }
}

#[test]
fn a_file_of_before_is_backed_up_as_it_is_and_put_back() {
    let town = old();
    let saved = town.at("saved.db");
    let was = lend(&town.path, &me());
    let out = town.run(&["backup", saved.to_str().unwrap()]);
    lend(&town.path, &was);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!((town.version(), version(&raw(&saved)).unwrap()), (3, 3));
    backup::verify(&saved, &Control::default()).unwrap();
    // One in which nobody was changed by hand.
    let saved = town.at("of before.db");
    release::file(&saved);
    assert!(town.run(&["check"]).status.success());
    assert_eq!(town.version(), newest());
    // Whoever runs tests has no account in it again; where there is no file, nobody is asked.
    let (code, said) = town.refused(&["restore", saved.to_str().unwrap(), "--yes"]);
    assert!(code == 77 && said.contains("没有账号"), "{said}");
    fs::remove_file(&town.path).unwrap();
    let out = town.run(&["restore", saved.to_str().unwrap(), "--yes"]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    assert_eq!(town.version(), newest());
    assert!(town.run(&["check", "--deep"]).status.success());
    // One of a newer program is left alone.
    raw(&town.path)
        .pragma_update(None, "user_version", newest() + 1)
        .unwrap();
    let (code, said) = town.refused(&["backup", town.at("newer.db").to_str().unwrap()]);
    assert!(code == 65 && said.contains("新版"), "{said}");
    assert!(!town.at("newer.db").exists());
}
