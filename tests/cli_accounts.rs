//! Accounts from the command line: two of one name are never guessed between.
#![allow(clippy::unwrap_used, clippy::panic)]

mod seat;

use rusqlite::{Connection, OpenFlags};
use seat::Town;
use serde_json::Value;

#[test]
fn of_two_accounts_of_one_name_the_login_says_which() {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河镇联络站", "--code", "03", "--person", "林晓"]);
    for login in ["liwei1", "liwei2"] {
        town.ok(&["accounts", "add", "--name", "李伟", "--os", login, "--role", "clerk"]);
    }
    let either = town.run(&["accounts", "change", "李伟", "--role", "viewer"]);
    let said = String::from_utf8_lossy(&either.stderr).into_owned();
    assert_eq!(either.status.code(), Some(64), "{said}");
    assert!(said.contains("liwei1 liwei2") && said.contains("--os"), "{said}");
    town.ok(&["accounts", "change", "李伟", "--os", "liwei2", "--active", "no"]);
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let of = |login: &str| {
        let all = accounts.as_array().unwrap();
        all.iter().find(|a| a["login"] == login).unwrap()["active"].clone()
    };
    assert_eq!((of("liwei1"), of("liwei2")), (true.into(), false.into()));
    let nobody = town.run(&["accounts", "change", "李伟", "--os", "wang", "--active", "no"]);
    assert_eq!(nobody.status.code(), Some(64));
}

#[test]
fn nobody_is_renamed_into_an_account_there_is_and_a_renaming_is_undone_by_login() {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河镇联络站", "--code", "03", "--person", "林晓"]);
    for (name, login) in [("李伟", "liwei"), ("李卫", "liwei"), ("李卫", "other")] {
        town.ok(&["accounts", "add", "--name", name, "--os", login, "--role", "clerk"]);
    }
    let refused = |args: &[&str]| {
        let out = town.run(args);
        assert_eq!(out.status.code(), Some(65), "{args:?}");
        String::from_utf8(out.stderr).unwrap()
    };
    let added = refused(&["accounts", "add", "--name", "李卫", "--os", "liwei", "--role", "clerk"]);
    let renamed = refused(&["accounts", "change", "李伟", "--name", " 李卫 "]);
    assert_eq!(renamed, added);
    // Withdrawn, it still is somebody.
    town.ok(&["accounts", "change", "李卫", "--os", "liwei", "--active", "no"]);
    assert_eq!(refused(&["accounts", "change", "李伟", "--name", "李卫"]), added);
    // Another login has room for the name; and the way back is by login.
    town.ok(&["accounts", "change", "李卫", "--os", "other", "--name", "李伟"]);
    town.ok(&["accounts", "change", "李伟", "--os", "other", "--name", "李卫"]);
    let accounts: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let named: Vec<(&str, &str)> = accounts
        .as_array()
        .unwrap()
        .iter()
        .map(|a| (a["name"].as_str().unwrap(), a["login"].as_str().unwrap()))
        .skip(1)
        .collect();
    assert_eq!(named, [("李伟", "liwei"), ("李卫", "liwei"), ("李卫", "other")]);
}

#[test]
fn of_two_accounts_that_are_the_same_in_everything_the_id_says_which() {
    let town = Town::bare();
    town.ok(&["init", "--name", "柳河镇联络站", "--code", "03", "--person", "林晓"]);
    town.ok(&["accounts", "add", "--name", "李伟", "--os", "liwei", "--role", "clerk"]);
    town.ok(&["accounts", "add", "--name", "李卫", "--os", "liwei", "--role", "clerk"]);
    // As an older program let it happen.
    let raw = written_by_a_tool(&town);
    raw.execute("UPDATE account SET name = '李伟' WHERE name = '李卫'", [])
        .unwrap();
    drop(raw);
    let list = || -> Vec<Value> {
        let all: Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
        all.as_array().unwrap()[1..].to_vec()
    };
    let ids: Vec<String> = list().iter().map(|a| a["id"].as_str().unwrap().to_owned()).collect();
    let either = town.run(&["accounts", "change", "李伟", "--os", "liwei", "--role", "viewer"]);
    let said = String::from_utf8(either.stderr).unwrap();
    assert_eq!(either.status.code(), Some(64), "{said}");
    assert!(
        ids.iter().all(|id| said.contains(id)) && said.contains("编号"),
        "{said}"
    );
    // Nobody acts as one of two by chance either.
    town.ok(&[
        "accounts",
        "add",
        "--name",
        "林晓二",
        "--os",
        &login(),
        "--role",
        "head",
    ]);
    let raw = written_by_a_tool(&town);
    raw.execute("UPDATE account SET name = '林晓' WHERE name = '林晓二'", [])
        .unwrap();
    drop(raw);
    let mine = list()[2]["id"].as_str().unwrap().to_owned();
    for who in [&["accounts"][..], &["--account", "林晓", "accounts"]] {
        let out = town.run(&[who, &["change", "李伟", "--os", "liwei", "--role", "viewer"]].concat());
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(out.status.code() == Some(64) && said.contains(&mine), "{said}");
    }
    town.ok(&["--account", &mine, "accounts", "change", &ids[1], "--name", "李卫"]);
    assert_eq!(list()[1]["name"], "李卫");
    town.ok(&["--account", &mine, "accounts", "change", "李卫", "--active", "no"]);
}

/// The file, without our checks.
fn written_by_a_tool(town: &Town) -> Connection {
    Connection::open_with_flags(town.db(), OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

/// The login of whoever runs the tests.
fn login() -> String {
    let out = std::process::Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}
