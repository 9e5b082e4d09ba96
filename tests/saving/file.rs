//! Files that are damaged, odd, in the way, somebody else's, or open to anybody; backups, and putting one back.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, SystemTime};

use super::seat::Town;

const ACT: &str = "{\"act\":\"opinion.file\",\"words\":\"路灯不亮\",\"person\":\"王秀英\"}\n";

/// A station with `n` matters.
fn town(n: usize) -> Town {
    let town = Town::empty();
    let out = town.run_with(&["do"], &ACT.repeat(n));
    assert!(out.status.success(), "{}", said(&out));
    town
}

fn said(out: &Output) -> String {
    String::from_utf8([out.stdout.clone(), out.stderr.clone()].concat()).unwrap()
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn folder(town: &Town) -> PathBuf {
    town.db().parent().unwrap().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    all.sort();
    all
}

/// Runs a command that is refused: its code, and all it says.
fn refused(town: &Town, args: &[&str], code: i32, parts: &[&str]) {
    let out = town.run(args);
    let said = said(&out);
    assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
    for part in parts {
        assert!(said.contains(part), "{args:?}: {part}: {said}");
    }
    assert!(!said.contains("没有丢东西"), "{args:?}: {said}");
}

#[test]
fn h2_a_restore_says_what_would_go_and_does_nothing_before_it_was_agreed_to() {
    let town = town(2);
    let copy = text(&town.path("b.db"));
    town.ok(&["backup", &copy]);
    town.run_with(&["do"], &ACT.repeat(3));
    let before = fs::read(town.db()).unwrap();
    let gone = [
        "意见3件（03-2026-0003，2026-11-23 到 03-2026-0005，2026-11-23）",
        "来访3批",
    ];
    refused(
        &town,
        &["restore", &copy],
        64,
        &[gone[0], gone[1], "什么都没动", "--yes"],
    );
    assert_eq!(fs::read(town.db()).unwrap(), before);
    // On a terminal it is asked, and only the word does it.
    for (answer, is_done) in [("", false), ("1", false), ("换回", true)] {
        let mut seat = town.seat_with(&["restore", &copy], (100, 24));
        let shown = seat.wait("要换回请打");
        assert!(shown.contains("意见3件"), "{shown}");
        seat.text(answer).press("Enter");
        let shown = seat.wait(if is_done {
            "原来的文件在"
        } else {
            "什么都没动"
        });
        assert_eq!(seat.ended(), 0, "{shown}");
    }
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 2);
    // What was replaced is kept, and the way back from a mistake shows what it would bring.
    let aside = names(&folder(&town))
        .into_iter()
        .find(|n| n.contains(".aside-") && !n.ends_with("anchor"))
        .unwrap();
    let aside = text(&folder(&town).join(aside));
    refused(&town, &["restore", &aside], 64, &["换回会多出：", "意见3件"]);
}

/// What goes back is more than what is new: what was done meanwhile with matters of before, by number.
#[test]
fn a_restore_names_the_matters_of_before_that_would_go_back() {
    let town = town(2);
    let setup = "{\"act\":\"unit.add\",\"name\":\"供电所\"}\n\
                 {\"act\":\"opinion.file\",\"words\":\"老街没有电\",\"person\":\"李四\",\"category\":\"road\"}\n";
    let acts = [
        setup,
        "{\"act\":\"opinion.hand_over\",\"opinion\":\"03-2026-0003\",\"units\":[\"供电所\"],\"way\":\"paper\"}\n\
         {\"act\":\"opinion.answer\",\"opinion\":\"03-2026-0003\",\"way\":\"phone\",\"text\":\"修好了\",\"class\":\"A\"}\n\
         {\"act\":\"opinion.tell\",\"opinion\":\"03-2026-0003\",\"way\":\"phone\",\"reached\":\"told\"}\n\
         {\"act\":\"opinion.void\",\"opinion\":\"03-2026-0002\",\"reason\":\"重复了\"}\n",
    ];
    let [copy, later] = ["b.db", "c.db"].map(|name| text(&town.path(name)));
    for (n, acts) in acts.iter().enumerate() {
        if n == 1 {
            town.ok(&["backup", &copy]);
        }
        let out = town.run_with(&["do"], acts);
        assert!(out.status.success(), "{}", said(&out));
    }
    let gone = ["03-2026-0002 的作废", "03-2026-0003 的交办、答复、回话"];
    refused(&town, &["restore", &copy], 64, &[&["退回去"], &gone[..]].concat());
    assert!(!said(&town.run(&["restore", &copy])).contains("会多出这些"));
    // What a later copy has is said of it.
    town.ok(&["backup", &later]);
    town.ok(&["restore", &copy, "--yes"]);
    refused(&town, &["restore", &later], 64, &[&["会多出这些"], &gone[..]].concat());
}

/// Whoever reads no matters may put a copy back, and is told how many go and not which.
#[test]
fn a_restore_tells_an_administrator_no_number() {
    let town = town(2);
    town.second_clerk();
    town.ok(&[
        "--account",
        "林晓",
        "accounts",
        "change",
        "周敏",
        "--role",
        "administrator",
    ]);
    let copy = text(&town.path("b.db"));
    town.ok(&["--account", "林晓", "backup", &copy]);
    let acts = ACT.to_owned() + "{\"act\":\"opinion.void\",\"opinion\":\"03-2026-0002\",\"reason\":\"重复了\"}\n";
    assert!(town.run_with(&["--account", "林晓", "do"], &acts).status.success());
    let seen = |account: &str| said(&town.run(&["--account", account, "restore", &copy]));
    let head = seen("林晓");
    assert!(head.contains("03-2026-0003") && head.contains("03-2026-0002"), "{head}");
    let told = seen("周敏");
    assert!(
        told.contains("其中意见1件、来访1批") && told.contains("有1件的办理也会退回去"),
        "{told}"
    );
    assert!(!told.contains("03-2026-"), "{told}");
}

/// What was typed and saved as a draft is in no entry, and goes all the same.
#[test]
fn a_restore_says_whose_drafts_would_go_and_whose_come_back() {
    let town = town(1);
    let [copy, later] = ["b.db", "c.db"].map(|name| text(&town.path(name)));
    town.ok(&["backup", &copy]);
    let type_in = |words: &str| {
        let mut seat = town.seat();
        seat.wait("待办");
        seat.press("F5").text(words).press("Esc");
        seat.wait("没写完1");
    };
    type_in("村口弯道看不见");
    let out = said(&town.run(&["restore", &copy]));
    assert!(out.contains("没登记的") && out.contains("林晓1件"), "{out}");
    assert!(!out.contains("不会少东西"), "{out}");
    assert!(out.contains("登记过的一条也不差"), "{out}");
    town.ok(&["backup", &later]);
    assert!(said(&town.run(&["restore", &later])).contains("不会少东西"));
    town.ok(&["restore", &copy, "--yes"]);
    assert_eq!(
        town.list(&["owed"]).as_array().unwrap().len(),
        1,
        "what is filed is there"
    );
    let out = said(&town.run(&["restore", &later]));
    assert!(out.contains("回到备份时的样子：林晓1件"), "{out}");
    town.ok(&["restore", &later, "--yes"]);
    let owed = town.list(&["owed"]).to_string();
    assert!(owed.contains("村口弯道"), "{owed}");
}

#[test]
fn i5_only_a_plain_backup_of_this_station_is_put_back() {
    let town = town(1);
    let here = |name: &str| town.path(name);
    town.ok(&["backup", &text(&here("b.db"))]);
    symlink(here("b.db"), here("link.db")).unwrap();
    fs::hard_link(here("b.db"), here("hard.db")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        here("pipe"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    fs::create_dir(here("folder")).unwrap();
    fs::write(here("letter"), "no database at all\n".repeat(400)).unwrap();
    let (live, missing) = (text(&town.db()), text(&here("none")));
    let before = fs::read(town.db()).unwrap();
    for (what, code, part) in [
        (live.as_str(), 65, "就是正在用的数据文件"),
        ("/dev/zero", 65, "管道或设备"),
        (&text(&here("pipe")), 65, "管道或设备"),
        (&text(&here("folder")), 65, "是文件夹"),
        (&text(&here("link.db")), 65, "是一个链接"),
        (&text(&here("hard.db")), 65, "几个名字"),
        (&text(&here("letter")), 65, "不是值班台的数据文件"),
        (&missing, 69, "不存在"),
    ] {
        refused(&town, &["restore", what, "--yes"], code, &[part, what]);
    }
    fs::remove_file(here("hard.db")).unwrap();
    // A copy of a file in use, with a log beside it.
    fs::copy(here("b.db"), here("used.db")).unwrap();
    fs::write(here("used.db-wal"), [1; 100]).unwrap();
    refused(
        &town,
        &["restore", &text(&here("used.db")), "--yes"],
        65,
        &["-wal", "backup"],
    );
    // Another station's.
    let other = Town::empty();
    let theirs = text(&here("theirs.db"));
    other.ok(&["backup", &theirs]);
    refused(
        &town,
        &["restore", &theirs, "--yes"],
        65,
        &["另一个站", "--other-station"],
    );
    assert_eq!(fs::read(town.db()).unwrap(), before, "none of them touched the file");
    town.ok(&["restore", &theirs, "--yes", "--other-station"]);
    town.ok(&["check"]);
}

#[test]
fn h3_a_copy_opens_and_is_checked_without_being_changed() {
    let town = town(2);
    let copies = town.path("copies");
    fs::create_dir(&copies).unwrap();
    let copy = copies.join("b.db");
    town.ok(&["backup", &text(&copy)]);
    let (bytes, beside) = (fs::read(&copy).unwrap(), names(&copies));
    for args in [
        &["check"][..],
        &["check", "--deep"],
        &["list", "opinions"],
        &["accounts"],
    ] {
        let mut line = vec!["--db"];
        let copy = text(&copy);
        line.push(&copy);
        line.extend(args);
        let out = std::process::Command::new(super::seat::ZHIBAN)
            .args(&line)
            .output()
            .unwrap();
        assert!(out.status.success(), "{args:?}: {}", said(&out));
        assert_eq!(names(&copies), beside, "{args:?}");
        assert!(fs::read(copy).unwrap() == bytes, "{args:?} changed it");
    }
    // So it is put back as what it was.
    town.ok(&["restore", &text(&copy), "--yes"]);
    // And one that was put by `cp` where the file was works like any other.
    fs::copy(&copy, town.db()).unwrap();
    fs::remove_file(format!("{}.anchor", town.db().display())).unwrap();
    let out = town.run_with(&["do"], ACT);
    assert!(out.status.success(), "{}", said(&out));
}

#[test]
fn h4_what_is_wrong_with_a_file_is_said_with_the_way_back() {
    let town = town(3);
    fs::create_dir(folder(&town).join("backups")).unwrap();
    let copy = text(&folder(&town).join("backups").join("b.db"));
    town.ok(&["backup", &copy]);
    let whole = fs::read(town.db()).unwrap();
    let way_back = format!("zhiban restore {copy}");
    for (bytes, parts) in [
        (&whole[..5000], &["有损坏", "有的页读不出来", way_back.as_str()][..]),
        (&whole[..whole.len() / 2], &["有损坏", &way_back]),
        (&[0; 8192], &["不是值班台的数据文件"]),
        (&[], &["不是值班台的数据文件"]),
        (b"dear colleague, ", &["不是值班台的数据文件"]),
    ] {
        fs::write(town.db(), bytes).unwrap();
        for args in [&["list", "opinions"][..], &["check"], &["check", "--deep"], &["do"]] {
            refused(&town, args, 65, parts);
        }
    }
    // A folder, a pipe, a link and a file of two names are called so.
    fs::remove_file(town.db()).unwrap();
    fs::create_dir(town.db()).unwrap();
    refused(&town, &["check"], 65, &["是文件夹"]);
    fs::remove_dir(town.db()).unwrap();
    symlink(&copy, town.db()).unwrap();
    refused(&town, &["list", "today"], 65, &["是一个链接"]);
}

#[test]
fn i8_a_deep_check_goes_on_after_bad_pages_and_names_the_matters_they_touch() {
    let town = town(40);
    let whole = fs::read(town.db()).unwrap();
    let pages = whole.len() / 4096;
    let (mut named, mut found) = (0, 0);
    // Every page of the middle in turn, but the first, without which nothing can be read.
    for page in (2..pages).step_by(7) {
        let mut bytes = whole.clone();
        bytes[page * 4096..(page + 1) * 4096].fill(0xa5);
        fs::write(town.db(), &bytes).unwrap();
        let out = town.run(&["check", "--deep"]);
        let said = said(&out);
        if out.status.success() {
            // Nothing stands on it.
            continue;
        }
        found += 1;
        assert_eq!(out.status.code(), Some(65), "{page}: {said}");
        assert!(said.contains("没有改动"), "{page}: {said}");
        assert!(fs::read(town.db()).unwrap() == bytes, "{page}: a check repairs nothing");
        let names = said.contains("03-2026-00");
        named += usize::from(names);
        assert!(
            names || said.contains("每一件意见都读得出来") || said.contains("数据文件有损坏"),
            "{page}: {said}"
        );
    }
    assert!(found > 8 && named > 1, "{found} {named}");
}

#[test]
fn i6_nothing_is_followed_and_who_else_may_get_at_the_file_is_said() {
    let town = town(1);
    let victim = town.path("victim");
    for tail in [".open", ".turn", ".anchor"] {
        let name = PathBuf::from(format!("{}{tail}", town.db().display()));
        for hard in [false, true] {
            fs::write(&victim, "somebody else's").unwrap();
            let _ = fs::remove_file(&name);
            if hard {
                fs::hard_link(&victim, &name).unwrap();
            } else {
                symlink(&victim, &name).unwrap();
            }
            let out = town.run_with(&["do"], ACT);
            assert_eq!(out.status.code(), Some(73), "{tail}: {}", said(&out));
            assert!(said(&out).contains(&text(&name)), "{}", said(&out));
            assert_eq!(fs::read(&victim).unwrap(), b"somebody else's");
        }
        fs::remove_file(&name).unwrap();
    }
    // The note that was taken away for it is missed.
    town.ok(&["check", "--go-on"]);
    for (file, folder_mode, part) in [(0o666, 0o700, "0666"), (0o604, 0o700, "0604"), (0o600, 0o777, "0777")] {
        fs::set_permissions(town.db(), fs::Permissions::from_mode(file)).unwrap();
        fs::set_permissions(folder(&town), fs::Permissions::from_mode(folder_mode)).unwrap();
        let out = town.run(&["list", "opinions"]);
        assert!(out.status.success() && said(&out).contains(part), "{}", said(&out));
    }
    fs::set_permissions(folder(&town), fs::Permissions::from_mode(0o770)).unwrap();
    fs::set_permissions(town.db(), fs::Permissions::from_mode(0o660)).unwrap();
    assert!(
        town.run(&["list", "opinions"]).stderr.is_empty(),
        "a group that shares it is no fault"
    );
    // Without a home nothing is made anywhere.
    let out = std::process::Command::new(super::seat::ZHIBAN)
        .args(["init", "--name", "x", "--code", "1"])
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(78), "{}", said(&out));
    assert!(said(&out).contains("--db"), "{}", said(&out));
}

#[test]
fn i7_two_stations_in_one_folder_share_nothing_but_the_folder() {
    let town = town(2);
    let second = folder(&town).join("second.db");
    let as_second = |args: &[&str]| {
        let second = text(&second);
        let mut line = vec!["--db", &second];
        line.extend(args);
        std::process::Command::new(super::seat::ZHIBAN)
            .args(&line)
            .env("LC_ALL", "zh_CN.UTF-8")
            .output()
            .unwrap()
    };
    let out = as_second(&["init", "--name", "南沟", "--code", "04", "--person", "乙"]);
    assert!(out.status.success(), "{}", said(&out));
    let copy = text(&town.path("second.copy"));
    assert!(as_second(&["backup", &copy]).status.success());
    // The first is in use, and the second is restored beside it.
    let desk = zhiban::store::Desk::open(&town.db(), None).unwrap();
    let out = as_second(&["restore", &copy, "--yes"]);
    assert!(out.status.success(), "{}", said(&out));
    drop(desk);
    assert!(as_second(&["check"]).status.success());
    town.ok(&["check", "--deep"]);
    let out = town.run_with(&["do"], ACT);
    assert!(
        said(&out).contains("03-2026-0003"),
        "no lineage of the other's: {}",
        said(&out)
    );
    // Whoever is in by an earlier program, by the name all shared, is respected.
    let shared = fs::File::create(folder(&town).join("desk.open")).unwrap();
    rustix::fs::flock(&shared, rustix::fs::FlockOperation::LockShared).unwrap();
    let out = as_second(&["restore", &copy, "--yes"]);
    assert_eq!(out.status.code(), Some(69), "{}", said(&out));
}

#[test]
fn i9_what_is_repeated_of_an_argument_or_a_path_cannot_command_a_terminal() {
    let town = Town::bare();
    let hostile = "\u{1b}[31m\u{9b}2J\u{202e}\u{e0041}甲\nzhiban: 备份好了";
    let long = "x".repeat(100_000);
    for args in [
        &["list", hostile][..],
        &["list", "opinions", hostile],
        &[hostile],
        &["--db", hostile, "check"],
        &["--db", hostile, "list", "today"],
        &["restore", hostile],
        &["backup", hostile],
        &["import", "deputies", hostile],
        &["import", "units", hostile, "--dry-run"],
        &["do", hostile],
        &["config", "adopt", hostile],
        &["due", hostile, "5wd"],
        &["due", "2026-11-23", hostile],
        &["--account", hostile, "accounts"],
        &["--theme", hostile],
        &["--lang", hostile, "list"],
        &["init", "--name", hostile, "--code", "1"],
        &["init", "--name", "x", "--code", hostile],
        &["init", "--name", "x", "--code", "1", "--person", hostile],
        &["list", &long],
        &["restore", &long],
    ] {
        let out = town.run(args);
        assert!(!out.status.success(), "{args:?}");
        let said = said(&out);
        for odd in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{e0041}'] {
            assert!(!said.contains(odd), "{args:?}: {said:?}");
        }
        assert!(!said.contains("\nzhiban: 备份好了"), "{args:?}: {said}");
        assert!(said.len() < 3_000, "{args:?}: {} bytes", said.len());
    }
    assert!(!town.db().exists());
}

#[test]
fn i12_halves_of_killed_backups_are_swept_when_old_and_nobodys_and_what_was_put_aside_is_named() {
    let town = town(1);
    let copies = town.path("copies");
    fs::create_dir(&copies).unwrap();
    let half = |name: &str, hours: u64| {
        let path = copies.join(name);
        fs::copy(town.db(), &path).unwrap();
        #[allow(clippy::disallowed_methods)] // the age of a file is told by the clock of the machine
        let old = SystemTime::now() - Duration::from_secs(hours * 3_600);
        fs::File::options()
            .write(true)
            .open(&path)
            .unwrap()
            .set_modified(old)
            .unwrap();
        path
    };
    let (old, fresh) = (half("a.db.part-4711-0", 5), half("a.db.part-4712-0", 0));
    let (held, other) = (half("b.db.part-4713-1", 5), half("my.part-time-list", 5));
    let hold = fs::File::open(&held).unwrap();
    rustix::fs::flock(&hold, rustix::fs::FlockOperation::LockExclusive).unwrap();
    town.ok(&["backup", &text(&copies.join("c.db"))]);
    assert!(!old.exists(), "nobody has it any more");
    assert!(
        fresh.exists() && held.exists() && other.exists(),
        "{:?}",
        names(&copies)
    );
    // Those beside the file, or in its folder of copies, and what restores put aside, are named.
    town.ok(&["restore", &text(&copies.join("c.db")), "--yes"]);
    let beside = folder(&town).join("z.db.part-4714-0");
    fs::copy(&other, &beside).unwrap();
    let said = town.ok(&["check"]);
    assert!(said.contains(".aside-") && said.contains(&text(&beside)), "{said}");
    assert!(!said.contains(".anchor"), "{said}");
}

/// A disk of three megabytes, for as long as it lives. None for whoever may not mount.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn at(folder: &Path) -> Option<Self> {
        fs::create_dir_all(folder).unwrap();
        let mount = ["-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs"];
        let out = std::process::Command::new("mount").args(mount).arg(folder).output();
        if out.is_ok_and(|out| out.status.success()) {
            return Some(Self(folder.to_owned()));
        }
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "a disk has to be mounted");
        eprintln!("LEFT OUT: only root can mount a small disk");
        None
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = std::process::Command::new("umount").arg(&self.0).output();
    }
}

#[test]
fn h4_on_a_full_disk_all_can_be_read_and_nothing_is_called_written() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T09:42:00".into()));
    let Some(_disk) = SmallDisk::at(&folder(&town)) else {
        return;
    };
    town.ok(&super::seat::STATION);
    assert!(town.run_with(&["do"], &ACT.repeat(3)).status.success());
    let mut fill = fs::File::create(folder(&town).join("fill")).unwrap();
    while std::io::Write::write_all(&mut fill, &[0; 4096]).is_ok() {}
    drop(fill);
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 3);
    town.ok(&["check"]);
    town.ok(&["check", "--deep"]);
    town.ok(&["backup", &text(&town.path("elsewhere.db"))]);
    let here = text(&folder(&town).join("b.db"));
    for args in [&["do"][..], &["backup", &here], &["config", "adopt", "--shipped"]] {
        let out = town.run_with(args, ACT);
        let said = said(&out);
        assert!(matches!(out.status.code(), Some(74)), "{args:?}: {said}");
        assert!(
            said.contains("磁盘满了") && said.contains("没有写入"),
            "{args:?}: {said}"
        );
    }
    assert!(
        !names(&folder(&town)).iter().any(|n| n.contains(".part-")),
        "{:?}",
        names(&folder(&town))
    );
    fs::remove_file(folder(&town).join("fill")).unwrap();
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 3);
    town.ok(&["check", "--deep"]);
    assert!(town.run_with(&["do"], ACT).status.success());
}

#[test]
fn h5_another_users_file_is_called_so_with_whose_it_is() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("LEFT OUT: only root can be somebody else");
        return;
    }
    let town = town(1);
    let nobody = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"];
    fs::set_permissions(
        town.db().parent().unwrap().parent().unwrap(),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    let binary = town.path("zhiban");
    fs::copy(super::seat::ZHIBAN, &binary).unwrap();
    for mode in [0o755, 0o700] {
        fs::set_permissions(folder(&town), fs::Permissions::from_mode(mode)).unwrap();
        for args in [&["list", "today"][..], &["check"], &["check", "--deep"], &["do"]] {
            let out = std::process::Command::new(nobody[0])
                .args(&nobody[1..])
                .arg(&binary)
                .arg("--db")
                .arg(town.db())
                .args(args)
                .env("LC_ALL", "zh_CN.UTF-8")
                .output()
                .unwrap();
            let said = said(&out);
            assert_eq!(out.status.code(), Some(77), "{args:?}: {said}");
            assert!(
                said.contains("它是 root 的") && said.contains("管理员"),
                "{args:?}: {said}"
            );
        }
    }
}
