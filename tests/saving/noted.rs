//! The note that says how far a file went: taken away it is missed, a copy without it is known as one, and no file that went its
//! own way is taken for a backup.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::seat::{Seat, Town, ZHIBAN};

pub const ACT: &str = "{\"act\":\"opinion.file\",\"words\":\"路灯不亮\",\"person\":\"王秀英\"}\n";

pub fn said(out: &Output) -> String {
    String::from_utf8([out.stdout.clone(), out.stderr.clone()].concat()).unwrap()
}

/// A real station, which is not for practice.
pub fn real() -> Town {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河", "--code", "03", "--person", "林晓"]);
    file(&town, &town.db(), 2);
    town
}

pub fn at(town: &Town, path: &Path, args: &[&str], input: &str) -> Output {
    let path = path.display().to_string();
    let mut command = Command::new(ZHIBAN);
    command
        .args(["--db", &path])
        .args(args)
        .env("LC_ALL", "zh_CN.UTF-8")
        .env_remove("ZHIBAN_DB")
        .envs(town.env.clone());
    command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    super::seat::say_all(&mut child, input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Whether a number is said whose lineage has this letter and three that were drawn: of `03-2026-B` and `1003`, `03-2026-BKRX1003`.
pub fn is_drawn(said: &str, before: &str, after: &str) -> bool {
    said.split(before).skip(1).any(|rest| {
        let drawn = rest.trim_start_matches(|c: char| c.is_ascii_uppercase());
        rest.len() == drawn.len() + 3 && drawn.starts_with(after)
    })
}

pub fn file(town: &Town, path: &Path, n: usize) {
    let out = at(town, path, &["do"], &ACT.repeat(n));
    assert!(out.status.success(), "{}", said(&out));
}

pub fn beside(path: &Path, tail: &str) -> PathBuf {
    PathBuf::from(format!("{}{tail}", path.display()))
}

/// Each of these commands ends so and says all this; none changes the file.
pub fn all_say(town: &Town, path: &Path, commands: &[(&[&str], i32)], parts: &[&str]) {
    let before = fs::read(path).unwrap();
    for (args, code) in commands {
        let out = at(town, path, args, ACT);
        let said = said(&out);
        assert_eq!(out.status.code(), Some(*code), "{args:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "{args:?}: {part}: {said}");
        }
        assert!(fs::read(path).unwrap() == before, "{args:?} changed it");
    }
}

const ALL: [(&[&str], i32); 6] = [
    (&["list", "opinions"], 0),
    (&["check"], 65),
    (&["check", "--deep"], 65),
    (&["do"], 65),
    (&["--plain"], 65),
    (&["config", "adopt", "--shipped"], 65),
];

#[test]
fn i1_a_note_that_was_taken_away_is_missed_and_nothing_is_written() {
    for is_real in [false, true] {
        let town = if is_real { real() } else { Town::empty() };
        let note = beside(&town.db(), ".anchor");
        // After the founding alone, after more, and after each going on.
        for n in 0..3 {
            fs::remove_file(&note).unwrap();
            all_say(&town, &town.db(), &ALL, &[".anchor", "不见了", "末尾少没少看不出来"]);
            assert!(!note.exists(), "{n}");
            let went = town.ok(&["check", "--go-on"]);
            assert!(went.contains(["带 B", "带 C", "带 D"][n]), "{went}");
            file(&town, &town.db(), 1);
            town.ok(&["check", "--deep"]);
        }
        // What an earlier program left for all files of the folder is no note of this one.
        fs::remove_file(&note).unwrap();
        fs::write(town.db().with_file_name("head.anchor"), "1 00\n").unwrap();
        all_say(&town, &town.db(), &ALL, &["不见了"]);
    }
}

#[test]
fn i1_a_lost_end_is_not_hidden_by_taking_the_note_away_with_it() {
    let town = Town::empty();
    file(&town, &town.db(), 1);
    let old = fs::read(town.db()).unwrap();
    file(&town, &town.db(), 2);
    fs::write(town.db(), &old).unwrap();
    fs::remove_file(beside(&town.db(), ".anchor")).unwrap();
    all_say(&town, &town.db(), &ALL, &["不见了"]);
    // With what is gone on with none of the numbers is given again.
    town.ok(&["check", "--go-on"]);
    let out = at(&town, &town.db(), &["do"], ACT);
    assert!(is_drawn(&said(&out), "03-2026-B", "1"), "{}", said(&out));
}

#[test]
fn h3_a_copy_of_a_station_is_read_as_it_is_and_gone_on_with_under_another_letter() {
    let town = real();
    let made = town.path("made");
    fs::create_dir(&made).unwrap();
    let (copied, backup) = (made.join("copied.db"), made.join("backup.db"));
    fs::copy(town.db(), &copied).unwrap();
    town.ok(&["backup", &backup.display().to_string()]);
    for path in [&copied, &backup] {
        all_say(
            &town,
            path,
            &[(&["list", "opinions"], 0), (&["check"], 0), (&["check", "--deep"], 0)],
            &["复制来的一份"],
        );
        all_say(
            &town,
            path,
            &[(&["do"], 65), (&["--plain"], 65)],
            &["复制来的一份", "zhiban check --go-on"],
        );
    }
    // A copy that was refused is as good a backup as before.
    town.ok(&["restore", &backup.display().to_string(), "--yes"]);
    let out = at(&town, &copied, &["check", "--go-on"], "");
    assert!(out.status.success(), "{}", said(&out));
    let out = at(&town, &copied, &["do"], ACT);
    assert!(is_drawn(&said(&out), "-B", "1"), "{}", said(&out));
    // At the desk it is asked.
    let other = made.join("other.db");
    fs::copy(&backup, &other).unwrap();
    let mut start = town.start(&[]);
    (start.argv[2], start.size) = (other.into_os_string(), (100, 24));
    let mut seat = Seat::at(&start);
    let shown = seat.wait("请打 1 或 2");
    assert!(shown.contains("用原来那份"), "{shown}");
    seat.text("1").press("Enter");
    assert_eq!(seat.ended(), 65);
}

#[test]
fn h3_a_copy_for_practice_is_worked_in_at_once() {
    let town = Town::empty();
    file(&town, &town.db(), 2);
    let copied = town.path("copied.db");
    fs::copy(town.db(), &copied).unwrap();
    file(&town, &copied, 1);
    let out = at(&town, &copied, &["check", "--deep"], "");
    assert!(out.status.success() && !said(&out).contains("复制"), "{}", said(&out));
    // From then on it has a note of its own, which is missed in turn.
    fs::remove_file(beside(&copied, ".anchor")).unwrap();
    all_say(&town, &copied, &ALL, &["不见了"]);
}

#[test]
fn i8_a_file_that_went_its_own_way_is_never_the_way_back() {
    let town = Town::empty();
    file(&town, &town.db(), 2);
    let (old, fork) = (fs::read(town.db()).unwrap(), town.db().with_file_name("fork.db"));
    // Three that went their own way: worked in, worked in without its note, and a backup of one.
    fs::copy(town.db(), &fork).unwrap();
    file(&town, &fork, 9);
    let third = town.db().with_file_name("third.db");
    let out = at(&town, &fork, &["backup", &third.display().to_string()], "");
    assert!(out.status.success());
    let second = town.db().with_file_name("second.db");
    fs::copy(&fork, &second).unwrap();
    file(&town, &town.db(), 3);
    let whole = fs::read(town.db()).unwrap();
    let none = |what: &str, args: &[&str]| {
        let out = town.run(args);
        let said = said(&out);
        assert_eq!(out.status.code(), Some(65), "{what}: {said}");
        for name in ["fork.db", "second.db", "third.db"] {
            assert!(!said.contains(name), "{what}: {said}");
        }
        said
    };
    // Its end is lost.
    fs::write(town.db(), &old).unwrap();
    let said = none("an older one over it", &["check"]);
    assert!(said.contains("没有找到含这些的备份"), "{said}");
    // Its pages are damaged.
    fs::write(
        town.db(),
        [&whole[..3 * 4096], &vec![0xa5; whole.len() - 3 * 4096]].concat(),
    )
    .unwrap();
    let said = none("damaged", &["check", "--deep"]);
    assert!(said.contains("没有找到备份"), "{said}");
    // One that has what is remembered is named all the same.
    fs::write(town.db(), &whole).unwrap();
    let good = town.db().with_file_name("good.db");
    town.ok(&["backup", &good.display().to_string()]);
    // That it was taken was filed, and is remembered like the rest.
    let note = fs::read(beside(&town.db(), ".anchor")).unwrap();
    fs::write(town.db(), &old).unwrap();
    assert!(none("with a backup", &["check"]).contains("good.db"));
    fs::write(
        town.db(),
        [&whole[..3 * 4096], &vec![0xa5; whole.len() - 3 * 4096]].concat(),
    )
    .unwrap();
    assert!(none("damaged, with a backup", &["check", "--deep"]).contains("good.db"));
    assert_eq!(fs::read(beside(&town.db(), ".anchor")).unwrap(), note);
}

#[test]
fn i1_another_stations_file_in_its_place_is_said_by_name_and_stays_as_it_is() {
    let other = Town::bare();
    other.ok(&["init", "--name", "南沟联络站", "--code", "04", "--person", "乙"]);
    file(&other, &other.db(), 1);
    let backup = other.path("b.db");
    other.ok(&["backup", &backup.display().to_string()]);
    // While nobody is in, by `cp` over it and by another file under its name.
    for (from, is_moved) in [
        (&other.db(), false),
        (&other.db(), true),
        (&backup, false),
        (&backup, true),
    ] {
        let town = Town::empty();
        file(&town, &town.db(), 2);
        if is_moved {
            fs::remove_file(town.db()).unwrap();
        }
        fs::copy(from, town.db()).unwrap();
        all_say(&town, &town.db(), &ALL, &["换成了另一个站的", "「南沟联络站」"]);
    }
}

#[test]
fn i8_a_check_says_what_it_looked_at_and_what_to_do_in_both_languages() {
    let town = Town::empty();
    file(&town, &town.db(), 3);
    let by_hand = |sql: &str| {
        #[allow(clippy::disallowed_methods)] // whoever plants a fault does not ask the store
        let conn = rusqlite::Connection::open(town.db()).unwrap();
        conn.execute_batch(sql).unwrap();
    };
    let check = |args: &[&str], code: i32, parts: &[&str]| {
        let out = town.run(args);
        let said = said(&out);
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "{args:?}: {part}: {said}");
        }
        said
    };
    check(&["check", "--deep"], 0, &["都核对、重算过"]);
    by_hand("UPDATE opinion SET place = '别处'");
    let said = check(&["check"], 0, &["查过的完好", "没有查", "check --deep"]);
    assert!(!said.contains("没有发现问题"), "{said}");
    check(&["--lang", "en", "check"], 0, &["were not checked"]);
    check(&["check", "--deep"], 65, &["和记录说的不一样（place）", "03-2026-0001"]);
    by_hand("UPDATE counter SET last = 1 WHERE kind = 'opinion'");
    check(&["check", "--deep"], 65, &["再发会重号"]);
    by_hand("PRAGMA foreign_keys = 0; DELETE FROM account");
    check(&["check", "--deep"], 65, &["账号里没有这个人"]);
    // The keys of the file itself, which nothing else is.
    by_hand("DELETE FROM key WHERE length(owner) <> 36");
    let said = check(&["check", "--deep"], 65, &["从备份里把 key 表的这一行放回"]);
    assert!(!said.contains("Missing key"), "{said}");
    let said = check(&["--lang", "en", "check", "--deep"], 65, &["put back from a backup"]);
    assert!(said.lines().count() > 3 && said.is_ascii(), "{said}");
}
