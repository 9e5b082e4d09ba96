//! Who the operating system says is at the keyboard.

/// The login of the caller's uid, by the password file; `$USER` only when the file does not know the number.
pub fn os_name(var: &dyn Fn(&str) -> Option<String>) -> String {
    let uid = rustix::process::getuid().as_raw();
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_of(&passwd, uid)
        .or_else(|| var("USER"))
        .unwrap_or_else(|| uid.to_string())
}

/// The login of a number, or the number.
pub fn name_of_number(uid: u32) -> String {
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    name_of(&passwd, uid).unwrap_or_else(|| uid.to_string())
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
    use super::name_of;

    #[test]
    fn the_password_file_names_a_number() {
        let file = "root:x:0:0::/root:/bin/sh\n坏行\nlin:x:1001:1001:林:/home/lin:/bin/sh\n";
        assert_eq!(name_of(file, 1001).as_deref(), Some("lin"));
        assert_eq!(name_of(file, 7), None);
    }
}
