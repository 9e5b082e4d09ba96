//! What is said is the thing itself: a disk that cannot be read is no damage, words that were kept do not say that an act can be
//! filed, and what is wrong is said once, in the language of the person.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::failures::has_strace;
use super::release;
use super::seat::line::Start;
use super::seat::{Seat, Town, ZHIBAN, reception};

const ACT: &str = "{\"act\":\"opinion.file\",\"words\":\"路灯不亮\",\"person\":\"王秀英\"}\n";
const TALK: &str = "2\n王秀英\n\n路灯不亮\n\n\n\n1\n0\n";

fn said(out: &Output) -> String {
    String::from_utf8([out.stdout.clone(), out.stderr.clone()].concat()).unwrap()
}

fn beside(path: &Path, tail: &str) -> PathBuf {
    PathBuf::from(format!("{}{tail}", path.display()))
}

fn by_hand(town: &Town, sql: &str) {
    #[allow(clippy::disallowed_methods)] // whoever plants a fault does not ask the store
    let conn = rusqlite::Connection::open(town.db()).unwrap();
    conn.execute_batch(sql).unwrap();
}

/// Runs a command while calls about one file fail.
fn failing(town: &Town, of: &Path, inject: &str, args: &[&str], input: &str) -> Output {
    failing_at(town, &[of.to_str().unwrap()], inject, args, input)
}

fn failing_at(town: &Town, of: &[&str], inject: &str, args: &[&str], input: &str) -> Output {
    failing_of(town, (&town.db(), of), inject, args, input)
}

/// The same of any file.
fn failing_of(town: &Town, (db, of): (&Path, &[&str]), inject: &str, args: &[&str], input: &str) -> Output {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(of.iter().flat_map(|path| ["-P", path]))
        .args(["-e", &format!("inject={inject}")])
        .arg(ZHIBAN)
        .arg("--db")
        .arg(db)
        .args(args)
        .env("LC_ALL", "zh_CN.UTF-8")
        .env_remove("ZHIBAN_DB")
        .envs(town.env.clone())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    super::seat::say_all(&mut child, input.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn i1_words_that_are_kept_do_not_say_that_the_note_can_be_written() {
    let town = Town::new();
    let mut seat = town.seat();
    reception::open(&mut seat);
    reception::number(&mut seat, 1);
    let (note, aside) = (beside(&town.db(), ".anchor"), beside(&town.db(), ".kept-aside"));
    fs::rename(&note, &aside).unwrap();
    fs::create_dir(&note).unwrap();
    seat.press("F3");
    seat.wait("取号");
    seat.text("王二").press("F9");
    seat.wait("只能看");
    seat.press("F5").text("路灯不亮");
    // A second later by the clock of the desk the words are saved, and again.
    for at in ["08:50:10", "08:50:20"] {
        town.clock(&format!("2026-11-23T{at}"));
        seat.text("。");
        std::thread::sleep(std::time::Duration::from_millis(1_500));
        let shown = seat.settle();
        assert!(shown.contains("只能看") && !shown.contains("又能写了"), "{shown}");
    }
    fs::remove_dir(&note).unwrap();
    fs::rename(&aside, &note).unwrap();
    town.clock("2026-11-23T08:51:00");
    seat.wait_gone("只能看");
}

/// Of the group that shares the file, and the note another's: read, and not written.
#[test]
fn i1_a_note_that_can_only_be_read_is_said_when_the_desk_is_opened() {
    if !rustix::process::geteuid().is_root() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "this needs root");
        return;
    }
    let town = Town::empty();
    town.run_with(&["do"], ACT);
    town.ok(&["accounts", "add", "--name", "小何", "--os", "nobody", "--role", "clerk"]);
    let open = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let data = town.db().parent().unwrap().to_owned();
    open(data.parent().unwrap(), 0o755);
    open(&data, 0o777);
    for entry in fs::read_dir(&data).unwrap() {
        open(&entry.unwrap().path(), 0o666);
    }
    open(&beside(&town.db(), ".anchor"), 0o644);
    let binary = town.path("zhiban");
    fs::copy(ZHIBAN, &binary).unwrap();
    let as_nobody: Vec<OsString> = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        .map(OsString::from)
        .to_vec();
    let argv = [as_nobody, vec![binary.into(), "--db".into(), town.db().into()]].concat();
    let seat = Seat::at(&Start {
        argv,
        ..town.start(&[])
    });
    let shown = seat.wait("只能看");
    assert!(shown.contains(".anchor"), "{shown}");
    assert_eq!(
        fs::read_dir(&data)
            .unwrap()
            .filter(|e| e.as_ref().unwrap().path().is_dir())
            .count(),
        0
    );
}

#[test]
fn i2_a_log_that_could_not_be_opened_for_a_moment_is_opened_again() {
    if !has_strace() {
        return;
    }
    for error in ["EMFILE", "EACCES"] {
        for nth in 1..=3 {
            let town = Town::empty();
            let wal = beside(&town.db(), "-wal");
            let inject = format!("openat:error={error}:when={nth}");
            let out = failing(&town, &wal, &inject, &["--plain"], TALK);
            let said = said(&out);
            assert!(!said.contains("没有写入权限"), "{error} {nth}: {said}");
            assert!(said.contains("发出 001"), "{error} {nth}: {said}");
        }
    }
}

#[test]
fn i8_a_disk_that_cannot_be_read_is_no_damage_and_no_backup_is_named() {
    if !has_strace() {
        return;
    }
    let town = Town::empty();
    town.run_with(&["do"], ACT);
    town.ok(&["backup", &town.path("b.db").display().to_string()]);
    for args in [
        &["list", "opinions"][..],
        &["check"],
        &["check", "--deep"],
        &["--plain"],
        &["do"],
    ] {
        for from in [1, 4] {
            let out = failing(&town, &town.db(), &format!("pread64:error=EIO:when={from}+"), args, ACT);
            let said = said(&out);
            assert!(said.contains("磁盘读写出错"), "{args:?} {from}: {said}");
            assert!(
                !said.contains("损坏") && !said.contains("备份"),
                "{args:?} {from}: {said}"
            );
            assert_eq!(out.status.code(), Some(74), "{args:?} {from}: {said}");
        }
    }
    // And damage is damage.
    let bytes = fs::read(town.db()).unwrap();
    let mut bad = bytes.clone();
    bad[4096 * 3..4096 * 20].fill(0);
    fs::write(town.db(), bad).unwrap();
    assert_eq!(town.run(&["check", "--deep"]).status.code(), Some(65));
}

/// Each read fails once: it is done once more, and never called damage.
#[test]
fn i8_a_disk_that_fails_once_and_is_right_the_next_time_is_said_and_is_no_damage() {
    if !has_strace() {
        return;
    }
    let town = Town::empty();
    town.run_with(&["do"], &ACT.repeat(3));
    let (copy, roster) = (town.path("copy.db"), super::seat::data("代表名册.xlsx"));
    for (args, input) in [
        (&["list", "opinions"][..], ""),
        (&["check"], ""),
        (&["check", "--deep"], ""),
        (&["do"], ACT),
        (&["--plain"], TALK),
        (&["backup", &copy.display().to_string()], ""),
        (&["import", "deputies", &roster, "--yes"], ""),
    ] {
        let mut once = 0;
        // Further on they read what is one page like another: of every few one.
        let points = (1..=60).filter(|nth| ["do", "--plain"].contains(&args[0]) || nth % 3 == 0);
        for nth in points {
            for half in [&copy, &beside(&copy, ".sha256")] {
                let _ = fs::remove_file(half);
            }
            let out = failing(&town, &town.db(), &format!("pread64:error=EIO:when={nth}"), args, input);
            let said = said(&out);
            let case = format!("{args:?} {nth}: {said}");
            assert!(!said.contains("损坏") && !said.contains("处问题"), "{case}");
            if out.status.success() {
                once += usize::from(said.contains("磁盘刚才读错了一次"));
            } else {
                assert_eq!(out.status.code(), Some(74), "{case}");
                assert!(said.contains("磁盘读写出错"), "{case}");
            }
        }
        assert!(once > 3, "{args:?}: {once}");
    }
}

/// Several reads in a row fail, of whatever file, also of one that is in the making: nothing that was never read is called damage,
/// in whatever words, and what could not be done says that it was not and leaves everything as it was.
#[test]
fn reads_that_keep_failing_for_a_moment_are_no_damage_of_a_file_a_backup_or_a_copy() {
    if !has_strace() {
        return;
    }
    let town = Town::empty();
    town.run_with(&["do"], &ACT.repeat(3));
    let (backup, copy) = (town.path("b.db"), town.path("c.db"));
    town.ok(&["backup", &backup.display().to_string()]);
    let (backup, made) = (backup.display().to_string(), copy.display().to_string());
    let mut met = 0;
    for (args, input, points) in [
        (&["backup", &made][..], "", &[30, 60, 150, 240, 330][..]),
        (&["check"], "", &[12, 30, 60]),
        (&["check", "--deep"], "", &[30, 120, 300]),
        (&["restore", &backup, "--yes"], "", &[60, 300, 420, 600, 601]),
        (&["do", "--dry-run"], ACT, &[20, 45, 60]),
        (&["--plain"], TALK, &[20, 45, 60]),
        (&["accounts", "list"], "", &[9, 20]),
        (&["config", "show"], "", &[9, 20]),
    ] {
        for (first, many) in points.iter().flat_map(|first| [(first, 1), (first, 2), (first, 5)]) {
            for half in [&copy, &beside(&copy, ".sha256")] {
                let _ = fs::remove_file(half);
            }
            let inject = format!("pread64:error=EIO:when={first}..{}", first + many);
            let out = failing_at(&town, &[], &inject, args, input);
            let said = said(&out);
            let case = format!("{args:?} {inject}: {said}");
            for word in [
                "损坏",
                "处问题",
                "处不对",
                "opinion_index",
                "migration",
                "malformed",
                " of ",
            ] {
                assert!(!said.contains(word), "{word} {case}");
            }
            assert!(
                out.status.success() || out.status.code() == Some(74) && said.contains("磁盘读写出错"),
                "{:?} {case}",
                out.status
            );
            met += usize::from(said.contains("磁盘"));
        }
        assert!(town.run(&["check", "--deep"]).status.success(), "{args:?}");
    }
    assert!(met > 20, "{met}");
}

/// One read of either file fails once under a restore that is asked about, and the same under the upgrade of a file that a
/// release before has made: it is done once more or said, nothing is called damage, and the file stays whole.
#[test]
fn i8_a_read_that_fails_once_under_a_restore_or_an_upgrade_is_no_damage() {
    if !has_strace() {
        return;
    }
    let town = Town::empty();
    town.run_with(&["do"], &ACT.repeat(3));
    let copy = town.path("b.db");
    town.ok(&["backup", &copy.display().to_string()]);
    town.run_with(&["do"], ACT);
    let number = town.list(&["opinions"]).as_array().unwrap().len();
    let is_told = |out: &Output, case: &str| {
        for part in ["损坏", "处问题"] {
            assert!(!case.contains(part), "{case}");
        }
        out.status.success() || case.contains("磁盘读写出错") && out.status.code() == Some(74)
    };
    let mut met = 0;
    for nth in (1..=40).step_by(3) {
        for of in [&copy, &town.db()] {
            let args = ["restore", copy.to_str().unwrap()];
            // Nobody agrees: it says what would go and does nothing.
            let out = failing(&town, of, &format!("pread64:error=EIO:when={nth}"), &args, "");
            let case = format!("restore {nth} {}: {}", of.display(), said(&out));
            let is_asked = out.status.code() == Some(64) || out.status.code() == Some(65);
            assert!(
                is_told(&out, &case) || is_asked && case.contains("--yes"),
                "{:?} {case}",
                out.status
            );
            met += usize::from(case.contains("磁盘"));
        }
        assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), number, "{nth}");
    }
    assert!(met > 0);
    // And where it is agreed to.
    for nth in (1..=40).step_by(9) {
        let args = ["restore", copy.to_str().unwrap(), "--yes"];
        for of in [&copy, &town.db()] {
            let out = failing(&town, of, &format!("pread64:error=EIO:when={nth}"), &args, "");
            let case = format!("restored {nth} {}: {}", of.display(), said(&out));
            assert!(is_told(&out, &case), "{:?} {case}", out.status);
            town.ok(&["check", "--deep"]);
        }
    }
    let mut met = 0;
    let old = town.path("old/zhiban.db");
    for nth in (1..=40).step_by(3) {
        let folder = old.parent().unwrap();
        let _ = fs::remove_dir_all(folder);
        fs::create_dir(folder).unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
        release::file(&old);
        let inject = format!("pread64:error=EIO:when={nth}");
        let out = failing_of(
            &town,
            (&old, &[old.to_str().unwrap()]),
            &inject,
            &["list", "opinions"],
            "",
        );
        let case = format!("upgrade {nth}: {}", said(&out));
        // Whoever runs the tests has no account in it.
        assert!(
            is_told(&out, &case) || out.status.code() == Some(77),
            "{:?} {case}",
            out.status
        );
        met += usize::from(case.contains("磁盘刚才读错了一次"));
        // And the next opening finds all of it.
        zhiban::store::upgrade::upgrade(&old, &mut |_| true).unwrap();
        let desk = zhiban::store::Desk::open(&old, None).unwrap();
        let faults = zhiban::store::check::deep(desk.conn(), desk.vault(), &mut |_| true).unwrap();
        assert_eq!(faults, [], "{nth}");
    }
    assert!(met > 0);
}

#[test]
fn i6_who_may_get_at_a_file_is_said_of_a_stations_file_alone() {
    let town = Town::empty();
    let text = town.path("notes.txt");
    fs::write(&text, "买菜").unwrap();
    let empty = town.path("empty");
    fs::write(&empty, "").unwrap();
    for path in [&text, &empty] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
    }
    let pipe = town.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    fs::set_permissions(&pipe, fs::Permissions::from_mode(0o666)).unwrap();
    for path in [
        &text,
        &empty,
        &pipe,
        &PathBuf::from("/dev/null"),
        &PathBuf::from("/tmp"),
    ] {
        let out = Command::new(ZHIBAN)
            .arg("--db")
            .arg(path)
            .args(["list", "opinions"])
            .env("LC_ALL", "zh_CN.UTF-8")
            .output()
            .unwrap();
        assert!(
            !out.status.success() && !said(&out).contains("chmod"),
            "{}: {}",
            path.display(),
            said(&out)
        );
    }
}

#[test]
fn i4_a_file_of_a_step_nobody_knows_is_a_newer_programs_and_nothing_is_tried() {
    let next = zhiban::store::migrate::MIGRATIONS.last().unwrap().version + 1;
    for version in [99, next, 999, next * 1_000, 99_000] {
        let town = Town::empty();
        by_hand(&town, &format!("PRAGMA user_version = {version}"));
        let before = fs::read(town.db()).unwrap();
        for args in [&["list", "opinions"][..], &["check"], &["do"], &["--plain"]] {
            let out = town.run_with(args, ACT);
            let said = said(&out);
            assert_eq!(out.status.code(), Some(65), "{version} {args:?}: {said}");
            assert!(
                said.contains("新版程序") && !said.contains("升级"),
                "{version} {args:?}: {said}"
            );
        }
        assert!(fs::read(town.db()).unwrap() == before, "{version}");
        assert!(!town.db().with_file_name("backups").exists(), "{version}");
    }
}

#[test]
fn i5_a_password_file_that_cannot_be_read_is_not_taken_for_a_stranger() {
    if !has_strace() {
        return;
    }
    let town = Town::empty();
    // Root is known without it where the system's own names are asked too.
    let more =
        ["/lib", "/usr/lib"].map(|lib| format!("{lib}/{}-linux-gnu/libnss_systemd.so.2", std::env::consts::ARCH));
    let passwd: Vec<&str> = ["/etc/passwd"]
        .into_iter()
        .chain(more.iter().map(String::as_str))
        .collect();
    for error in ["EMFILE", "EACCES"] {
        let out = failing_at(&town, &passwd, &format!("openat:error={error}:when=1"), &["do"], ACT);
        assert!(out.status.success(), "{}", said(&out));
        let out = failing_at(&town, &passwd, &format!("openat:error={error}:when=1+"), &["do"], ACT);
        let said = said(&out);
        assert_eq!(out.status.code(), Some(69), "{said}");
        assert!(said.contains("没说出您是谁") && !said.contains("没有账号"), "{said}");
    }
}

#[test]
fn i8_what_a_deep_check_finds_is_said_once_in_the_language_of_the_person_and_by_number() {
    let town = Town::empty();
    town.run_with(&["do"], &ACT.repeat(3));
    by_hand(
        &town,
        "PRAGMA foreign_keys = 0; DELETE FROM opinion WHERE number = '03-2026-0002'; \
         UPDATE counter SET last = 0 WHERE kind = 'opinion'",
    );
    let out = town.run(&["check", "--deep"]);
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("意见 03-2026-0002 应该有，却没有"), "{text}");
    assert_eq!(text.matches("再发会重号").count(), 1, "{text}");
    let mut lines: Vec<&str> = text.lines().collect();
    for word in ["Missing", "Differs", "ForeignKey", "opinion 0", "第行", " 行指向"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
    let count = lines.len();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines.len(), count, "{text}");
}

#[test]
fn i8_a_counter_that_is_behind_is_said_and_not_that_there_is_one_of_the_name() {
    let town = Town::empty();
    town.run_with(&["do"], &ACT.repeat(2));
    by_hand(&town, "UPDATE counter SET last = 0 WHERE kind = 'opinion'");
    let out = town.run_with(&["do"], ACT);
    let said = said(&out);
    assert_eq!(out.status.code(), Some(65), "{said}");
    assert!(
        said.contains("编号记到的比已经发出去的少") && said.contains("check --deep"),
        "{said}"
    );
    assert!(!said.contains("同名"), "{said}");
}
