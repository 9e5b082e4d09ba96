//! Exit codes and sentences: what a script and a person learn when something does not work.
#![allow(clippy::unwrap_used)]

mod seat;

use std::process::Output;

use seat::Town;

fn sentence(out: &Output) -> String {
    let text = String::from_utf8(out.stderr.clone()).unwrap();
    assert_eq!(text.lines().count(), 1, "one sentence: {text}");
    assert!(text.starts_with("zhiban: "), "{text}");
    text
}

#[test]
fn a_wrong_line_is_64_in_the_language_of_the_person() {
    let town = Town::bare();
    for (args, part) in [
        (&["frobnicate"][..], "frobnicate"),
        (&["list"], "WHAT"),
        (&["list", "opinions", "--nope"], "--nope"),
        (&["list", "everything"], "everything"),
        (&["list", "opinions", "--json", "--csv"], "--"),
        (&["init", "--name", "x"], "--code"),
        (&["--table", "0"], "--table"),
        (&["due", "tomorrow", "5wd"], "tomorrow"),
        (&["due", "2026-01-01", "5"], "5"),
    ] {
        let out = town.run(args);
        assert_eq!(out.status.code(), Some(64), "{args:?}");
        assert!(sentence(&out).contains(part), "{args:?}: {}", sentence(&out));
        assert!(out.stdout.is_empty());
        let mut english = vec!["--lang", "en"];
        english.extend(args);
        assert!(sentence(&town.run(&english)).is_ascii(), "{args:?}");
    }
    assert!(!town.db().exists(), "a wrong line makes nothing");
}

#[test]
fn no_terminal_is_64_and_makes_no_file() {
    let town = Town::bare();
    let out = town.run(&[]);
    assert_eq!(out.status.code(), Some(64));
    sentence(&out);
    assert!(!town.db().exists());
}

#[test]
fn nothing_there_is_69() {
    let town = Town::bare();
    for args in [
        &["list", "opinions"][..],
        &["check"],
        &["check", "--deep"],
        &["backup", "/tmp/none"],
        &["accounts"],
    ] {
        let out = town.run(args);
        assert_eq!(out.status.code(), Some(69), "{args:?}");
        assert!(sentence(&out).contains("init"), "what to do next");
    }
}

#[test]
fn a_file_of_somebody_else_is_65_and_stays_as_it_was() {
    let town = Town::bare();
    std::fs::create_dir_all(town.db().parent().unwrap()).unwrap();
    let text = "not a database, but somebody's letter\n".repeat(50);
    std::fs::write(town.db(), &text).unwrap();
    for args in [
        &["list", "opinions"][..],
        &["init", "--name", "x", "--code", "1"],
        &["check"],
    ] {
        let out = town.run(args);
        assert_eq!(out.status.code(), Some(65), "{args:?} {}", sentence(&out));
    }
    assert_eq!(std::fs::read_to_string(town.db()).unwrap(), text);
}

#[test]
fn a_newer_file_is_65() {
    let town = Town::new();
    #[allow(clippy::disallowed_methods)] // a newer program's work, done by hand
    let conn = rusqlite::Connection::open(town.db()).unwrap();
    conn.pragma_update(None, "user_version", 999_999).unwrap();
    drop(conn);
    let out = town.run(&["list", "opinions"]);
    assert_eq!(out.status.code(), Some(65));
    assert!(sentence(&out).contains("999999"), "{}", sentence(&out));
}

#[test]
fn a_folder_that_cannot_be_made_is_73_or_77() {
    let town = Town::bare();
    std::fs::write(town.db().parent().unwrap(), "a file where the folder should be").unwrap();
    let out = town.run(&["init", "--name", "x", "--code", "1"]);
    assert!(matches!(out.status.code(), Some(73 | 74 | 77)), "{out:?}");
    sentence(&out);
}

#[test]
fn who_may_not_is_77() {
    let town = Town::new();
    let out = town.run(&[
        "--account",
        "没这个人",
        "accounts",
        "add",
        "--name",
        "a",
        "--os",
        "b",
        "--role",
        "clerk",
    ]);
    assert_eq!(out.status.code(), Some(77));
    assert!(sentence(&out).contains("没这个人"));
}

#[test]
fn several_accounts_have_to_be_told_apart() {
    let town = Town::new();
    let accounts = town.ok(&["accounts", "list", "--json"]);
    let login = serde_json::from_str::<serde_json::Value>(&accounts).unwrap()[0]["login"]
        .as_str()
        .unwrap()
        .to_owned();
    town.ok(&[
        "accounts",
        "add",
        "--name",
        "只看的",
        "--os",
        &login,
        "--role",
        "viewer",
    ]);
    let add = ["accounts", "add", "--name", "a", "--os", "b", "--role", "clerk"];
    let out = town.run(&add);
    assert_eq!(out.status.code(), Some(64));
    assert!(sentence(&out).contains("林晓 只看的"), "{}", sentence(&out));
    let mut as_viewer = vec!["--account", "只看的"];
    as_viewer.extend(add);
    assert_eq!(town.run(&as_viewer).status.code(), Some(77), "a viewer may not");
    let mut as_head = vec!["--account", "林晓"];
    as_head.extend(add);
    assert!(town.run(&as_head).status.success());
}

#[test]
fn a_clock_that_does_not_read_is_78_for_a_made_up_station_only() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "yesterday".into()));
    town.ok(&["init", "--name", "柳河", "--code", "03"]);
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "yesterday".into()));
    let out = town.run(&["init", "--name", "柳河", "--code", "03", "--demo"]);
    assert_eq!(out.status.code(), Some(78));
    sentence(&out);
}

#[test]
fn help_and_version_need_no_file() {
    let town = Town::bare();
    assert!(town.ok(&["--help"]).contains("用法"));
    assert!(town.ok(&["help", "import"]).contains("--dry-run"));
    assert!(town.ok(&["--lang", "en", "--help"]).contains("Usage"));
    assert!(town.ok(&["--version"]).starts_with("zhiban "));
    assert!(town.ok(&["completions", "bash"]).contains("zhiban"));
    assert!(!town.db().exists());
}
