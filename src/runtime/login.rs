//! Who the operating system says is at the keyboard.

use std::fs::File;
use std::io;
use std::time::Duration;

use nix::unistd::{Uid, User};
use rustix::process::getuid;

use super::service::nobody;

const TRIES: u8 = 3;
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// Somebody by the operating system: the number, and the login that goes with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub uid: u32,
    /// The number where nobody knows a login of it.
    pub login: String,
}

/// Whoever runs this process, and behind the rule of a server whoever that rule let in. No variable says who somebody is:
/// the one the rule sets counts only for the account of the server, which nobody but root and the rule can become. None where
/// this account was not come by that way.
///
/// # Errors
/// The names cannot be asked for: a number would then pass for somebody who has no account.
pub fn caller(is_inside: bool, var: &dyn Fn(&str) -> Option<String>) -> io::Result<Option<Caller>> {
    let Some(uid) = uid_of(is_inside, getuid().as_raw(), var) else {
        return Ok(None);
    };
    let login = name(uid)?.unwrap_or_else(|| uid.to_string());
    Ok(Some(Caller { uid, login }))
}

fn uid_of(is_inside: bool, mine: u32, var: &dyn Fn(&str) -> Option<String>) -> Option<u32> {
    if is_inside {
        return var("SUDO_UID")?.parse().ok().filter(|uid| *uid != mine);
    }
    Some(mine)
}

/// The file of logins on this machine. What asks several places for a name passes over one that it cannot read.
const PASSWORDS: &str = "/etc/passwd";

/// Asked again a few times: it may be for want of a descriptor, and for a moment.
fn name(uid: u32) -> io::Result<Option<String>> {
    let mut tries = 0;
    loop {
        match User::from_uid(Uid::from_raw(uid)).or_else(nobody).and_then(sure) {
            Ok(found) => return Ok(found.map(|user| user.name)),
            Err(_) if tries < TRIES => tries += 1,
            Err(e) => return Err(e),
        }
        std::thread::sleep(TRY_AGAIN);
    }
}

/// Nobody knows the number, which counts where everybody who might could be asked.
fn sure(found: Option<User>) -> io::Result<Option<User>> {
    if found.is_some() {
        return Ok(found);
    }
    match File::open(PASSWORDS) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(None),
    }
}

/// The login of a number, or the number.
pub fn name_of_number(uid: u32) -> String {
    name(uid).ok().flatten().unwrap_or_else(|| uid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g11_the_uid_says_who_it_is_and_a_variable_only_behind_the_rule() {
        let fake = |name: &str| {
            let known = ["SUDO_UID", "USER", "LOGNAME", "SUDO_USER", "ZHIBAN_ACCOUNT"];
            known.contains(&name).then(|| "1001".to_owned())
        };
        for mine in [0, 1000, 4711] {
            assert_eq!(uid_of(false, mine, &fake), Some(mine));
        }
        assert_eq!(uid_of(true, 998, &fake), Some(1001));
        // The account itself is nobody, and so is whoever came by it in another way.
        assert_eq!(uid_of(true, 1001, &fake), None);
        assert_eq!(uid_of(true, 998, &|_| None), None);
        assert_eq!(uid_of(true, 998, &|_| Some("root".to_owned())), None);
    }

    #[test]
    fn a_number_without_a_name_stands_for_itself() {
        assert_eq!(name_of_number(0), "root");
        assert_eq!(name_of_number(3_999_999_999), "3999999999");
    }
}
