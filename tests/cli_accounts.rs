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

#[test]
fn a_login_without_an_account_reads_nothing_of_people_and_matters_by_any_command() {
    let act = "{\"act\":\"opinion.file\",\"words\":\"路灯不亮\",\"person\":\"王秀英\",\"phone\":\"13700004410\"}\n";
    let sheet = "姓名,级别\n刘某某,县\n";
    let others = [
        "UPDATE account SET os_name = 'another'",
        "UPDATE account SET active = 0",
    ];
    for now_others in others {
        let town = Town::empty();
        assert!(town.run_with(&["do"], act).status.success());
        std::fs::write(town.path("d.csv"), sheet).unwrap();
        written_by_a_tool(&town).execute(now_others, []).unwrap();
        let refused = |args: &[&str], input: &str| {
            let out = town.run_with(args, input);
            let said = String::from_utf8([out.stdout.clone(), out.stderr].concat()).unwrap();
            assert_eq!(out.status.code(), Some(77), "{args:?}: {said}");
            assert!(out.stdout.is_empty(), "{args:?}: {said}");
            assert!(said.contains(&login()) && said.contains("没有账号"), "{args:?}: {said}");
            assert!(
                said.contains("站长或管理员") && said.contains("zhiban accounts add"),
                "{said}"
            );
            for secret in ["王秀英", "路灯", "林晓", "4410", "0001"] {
                assert!(!said.contains(secret), "{args:?}: {said}");
            }
        };
        for list in ["today", "queue", "sessions", "opinions", "owed", "deputies", "units"] {
            for form in [&[][..], &["--json"], &["--csv"]] {
                refused(&[&["list", list], form].concat(), "");
                refused(&[&["--account", "林晓", "list", list], form].concat(), "");
            }
        }
        let sheet = town.path("d.csv").display().to_string();
        for args in [
            &["accounts"][..],
            &["accounts", "list", "--json"],
            &["accounts", "add", "--name", "自己", "--os", "me", "--role", "head"],
            &["accounts", "change", "林晓", "--role", "viewer"],
            &["config", "show", "--station"],
            &["config", "offer"],
            &["config", "offer", "--json"],
            &["config", "adopt", "--shipped"],
            &["import", "deputies", &sheet, "--dry-run"],
            &["--plain"],
            &["--account", "林晓", "--plain"],
            &[],
            &["--account", "林晓"],
        ] {
            refused(args, "1\n1\n0\n");
        }
        refused(&["do"], act);
        refused(&["do", "--dry-run"], act);
        refused(&["do", "--dry-run", "--json"], act);
        // What says nothing of them goes on.
        for args in [
            &["check"][..],
            &["config", "show"],
            &["due", "2026-11-23", "5wd"],
            &["do", "--acts"],
            &["list", "--help"],
            &["completions", "bash"],
        ] {
            town.ok(args);
        }
        // The account is not as its history says: how much is wrong is said, and not with whom. Of a file in which nobody acts
        // its owner is told all.
        let forms: &[&[&str]] = if now_others.contains("active") {
            &[]
        } else {
            &[&[], &["--json"]]
        };
        for form in forms {
            let out = town.run(&[&["check", "--deep"], *form].concat());
            let said = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
            assert_eq!(out.status.code(), Some(65), "{said}");
            assert!(said.contains("有账号的人查才会说"), "{said}");
            let row = ["账号 3", "\"id\":\"3\""];
            assert!(row.iter().all(|row| !said.contains(row)), "{said}");
        }
        // With an account again all of it is said.
        let login = login();
        written_by_a_tool(&town)
            .execute("UPDATE account SET os_name = ?1, active = 1, name = '王晓'", [&login])
            .unwrap();
        let out = town.run(&["check", "--deep"]);
        let said = String::from_utf8([out.stdout, out.stderr].concat()).unwrap();
        assert!(
            said.contains("账号 3") && !said.contains("有账号的人查才会说"),
            "{said}"
        );
        assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 1);
    }
}

#[test]
fn a_day_of_the_lists_is_said_as_people_say_one() {
    let town = Town::empty();
    let act = "{\"act\":\"queue.number\",\"label\":\"王秀英\"}\n";
    let out = town.run_with(&["do"], act);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
    town.clock("2026-11-25T09:00:00");
    for day in ["2026-11-23", "前天", "11.23", "11-23", "11月23日", "23号"] {
        let found = town.list(&["today", "--day", day]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{day}");
    }
    for day in ["昨天", "今天", "11月22日"] {
        assert_eq!(town.list(&["today", "--day", day]), serde_json::json!([]), "{day}");
    }
    for day in ["2026-02-30", "哪天", ""] {
        let out = town.run(&["list", "today", "--day", day]);
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(out.status.code() == Some(64) && said.contains("昨天"), "{day}: {said}");
    }
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
