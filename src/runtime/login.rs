//! Who the operating system says is at the keyboard.

use std::io;
use std::time::Duration;

use rustix::process::getuid;

const TRIES: u8 = 3;
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// The login of the caller's uid, by the password file, and the number where that does not know it. Of somebody who became root
/// by `sudo` it is who they were: root may do anything, and it is known who it is. No other variable says who somebody is.
///
/// # Errors
/// The password file is there and cannot be read: a number would then pass for somebody who has no account.
pub fn os_name(var: &dyn Fn(&str) -> Option<String>) -> io::Result<String> {
    let sudo = || var("SUDO_UID").and_then(|uid| uid.parse().ok());
    Ok(who(&passwords()?, getuid().as_raw(), sudo))
}

/// Read again a few times: it may be for want of a descriptor, and for a moment.
fn passwords() -> io::Result<String> {
    let mut tries = 0;
    loop {
        match std::fs::read("/etc/passwd") {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
            Err(_) if tries < TRIES => tries += 1,
            // A name in some other charset spoils its own line alone.
            read => return Ok(String::from_utf8_lossy(&read?).into_owned()),
        }
        std::thread::sleep(TRY_AGAIN);
    }
}

/// The login of a number, or the number.
pub fn name_of_number(uid: u32) -> String {
    who(&passwords().unwrap_or_default(), uid, || None)
}

fn who(passwd: &str, uid: u32, sudo: impl Fn() -> Option<u32>) -> String {
    let uid = if uid == 0 { sudo().unwrap_or(0) } else { uid };
    name_of(passwd, uid).unwrap_or_else(|| uid.to_string())
}

fn name_of(passwd: &str, uid: u32) -> Option<String> {
    passwd.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next()?;
        (parts.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::who;

    #[test]
    fn g11_the_uid_says_who_it_is_and_behind_sudo_the_one_who_called_it() {
        let file = "root:x:0:0::/root:/bin/sh\n坏行\nlin:x:1001:1001:林:/home/lin:/bin/sh\n";
        assert_eq!(who(file, 1001, || None), "lin");
        assert_eq!(who(file, 0, || Some(1001)), "lin");
        assert_eq!(who(file, 0, || None), "root");
        // In a container nobody has a name: the number stands for them, whatever variables say.
        assert_eq!(who(file, 4711, || Some(1001)), "4711");
        assert_eq!(who("", 0, || Some(1002)), "1002");
    }
}
