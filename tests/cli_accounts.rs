//! Accounts from the command line: two of one name are never guessed between.
#![allow(clippy::unwrap_used, clippy::panic)]

mod seat;

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
