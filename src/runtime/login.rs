//! Who the operating system says is at the keyboard.

use rustix::process::getuid;

/// The login of the caller's uid, by the password file, and the number where that does not know it. Of somebody who became root
/// by `sudo` it is who they were: root may do anything, and it is known who it is. No other variable says who somebody is.
pub fn os_name(var: &dyn Fn(&str) -> Option<String>) -> String {
    let sudo = || var("SUDO_UID").and_then(|uid| uid.parse().ok());
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    who(&passwd, getuid().as_raw(), sudo)
}

/// The login of a number, or the number.
pub fn name_of_number(uid: u32) -> String {
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    who(&passwd, uid, || None)
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
