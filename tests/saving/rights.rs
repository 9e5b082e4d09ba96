//! Who may do what to the file as a whole, and what a program that may not ends with.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

use super::seat::{Town, ZHIBAN};

const ACT: &str = "{\"act\":\"opinion.file\",\"words\":\"路灯不亮\",\"person\":\"王秀英\"}\n";

fn said(out: &Output) -> String {
    String::from_utf8([out.stdout.clone(), out.stderr.clone()].concat()).unwrap()
}

/// What a command ends with, and that it says all this.
fn ends(town: &Town, args: &[&str], code: i32, parts: &[&str]) {
    ends_with(town, args, "", code, parts);
}

fn ends_with(town: &Town, args: &[&str], input: &str, code: i32, parts: &[&str]) {
    let out = town.run_with(args, input);
    let said = said(&out);
    assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
    for part in parts {
        assert!(said.contains(part), "{args:?}: {part}: {said}");
    }
}

/// Who the system says runs the tests.
fn login(town: &Town) -> String {
    let all: serde_json::Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let head = all.as_array().unwrap().iter().find(|a| a["name"] == "林晓").unwrap();
    head["login"].as_str().unwrap().to_owned()
}

fn cut(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..3 * 4096]).unwrap();
}

#[test]
fn i5_only_those_who_say_who_works_here_put_back_a_backup_or_go_on_without_the_end() {
    let town = Town::empty();
    town.run_with(&["do"], ACT);
    for (name, role) in [
        ("看客", "viewer"),
        ("小何", "clerk"),
        ("张代表", "deputy"),
        ("管事", "administrator"),
    ] {
        town.ok(&["accounts", "add", "--name", name, "--os", "nobody-else", "--role", role]);
    }
    let copy = town.path("b.db").display().to_string();
    town.ok(&["backup", &copy]);
    let whole = fs::read(town.db()).unwrap();
    // The login of each in turn, as an account of this one.
    for (name, role, may_copy) in [
        ("看二", "viewer", false),
        ("张二", "deputy", false),
        ("何二", "clerk", true),
    ] {
        let mine = ["accounts", "add", "--name", name, "--role", role, "--os"];
        let login = login(&town);
        town.ok(&[&["--account", "林晓"], &mine[..], &[login.as_str()]].concat());
        let names = ["管事", "林晓", "什么都没动"];
        ends(&town, &["--account", name, "restore", &copy, "--yes"], 77, &names);
        ends(&town, &["--account", name, "restore", &copy], 77, &names);
        ends(&town, &["--account", name, "check", "--go-on"], 77, &names);
        let other = town.path(role).display().to_string();
        let code = if may_copy { 0 } else { 77 };
        ends(&town, &["--account", name, "backup", &other], code, &[]);
        assert_eq!(Path::new(&other).exists(), may_copy, "{role}");
    }
    ends(
        &town,
        &["--account", "没这人", "restore", &copy, "--yes"],
        77,
        &["没这人"],
    );
    assert!(fs::read(town.db()).unwrap().len() >= whole.len());
    ends(&town, &["--account", "林晓", "check", "--go-on"], 0, &["没有少东西"]);
    town.ok(&["--account", "林晓", "restore", &copy, "--yes"]);
}

#[test]
fn i5_a_login_without_an_account_is_told_who_may_and_an_unreadable_file_is_its_owners() {
    let town = Town::bare();
    town.ok(&[
        "init",
        "--name",
        "柳河",
        "--code",
        "03",
        "--person",
        "林晓",
        "--os",
        "lin-of-liuhe",
    ]);
    let copy = town.path("b.db").display().to_string();
    // Its owner has no account in it: a copy of all that is in it is none of theirs.
    for args in [
        &["backup", &copy][..],
        &["restore", &copy, "--yes"],
        &["check", "--go-on"],
    ] {
        ends(
            &town,
            args,
            77,
            &["没有账号", "林晓（登录名 lin-of-liuhe）", "什么都没动"],
        );
    }
    assert!(!Path::new(&copy).exists());
    // Kept from somewhere else; and a file that does not say who works there.
    fs::copy(town.db(), &copy).unwrap();
    cut(&town.db());
    for args in [&["restore", &copy][..], &["--lang", "en", "restore", &copy]] {
        let said = said(&town.run(args));
        assert!(!said.contains('{') && !said.contains('}'), "{said}");
    }
    ends(
        &town,
        &["restore", &copy, "--yes"],
        0,
        &["读不出账号", "主人", "可以换回备份", "已换回"],
    );
    town.ok(&["check", "--deep"]);
}

#[test]
fn i5_somebody_elses_unreadable_file_is_not_put_back_by_whoever_may_write_it() {
    let town = Town::empty();
    let copy = town.path("b.db").display().to_string();
    town.ok(&["backup", &copy]);
    cut(&town.db());
    if !rustix::process::geteuid().is_root() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "this needs root");
        return;
    }
    let open = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let data = town.db().parent().unwrap().to_owned();
    open(data.parent().unwrap(), 0o755);
    open(&data, 0o777);
    open(&town.db(), 0o666);
    open(Path::new(&copy), 0o644);
    let binary = town.path("zhiban");
    fs::copy(ZHIBAN, &binary).unwrap();
    let before = fs::read(town.db()).unwrap();
    let out = Command::new("setpriv")
        .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
        .arg(&binary)
        .arg("--db")
        .arg(town.db())
        .args(["restore", &copy, "--yes"])
        .env("LC_ALL", "zh_CN.UTF-8")
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(77), "{}", said(&out));
    assert!(said(&out).contains("主人（root）"), "{}", said(&out));
    assert!(fs::read(town.db()).unwrap() == before);
}

#[test]
fn i8_what_a_command_ends_with_says_what_stood_in_the_way() {
    let town = Town::empty();
    town.ok(&[
        "accounts",
        "add",
        "--name",
        "看客",
        "--os",
        &login(&town),
        "--role",
        "viewer",
    ]);
    let act = |account: &str, code, parts: &[&str]| ends_with(&town, &["--account", account, "do"], ACT, code, parts);
    act("林晓", 0, &["03-2026-0001"]);
    // Where all lines say the same, so does the end; where they do not, it is the data.
    act("看客", 77, &["只看"]);
    let both = [ACT, "no object\n"].concat();
    ends_with(&town, &["--account", "看客", "do"], &both, 65, &[]);
    ends_with(&town, &["--account", "林晓", "do"], "no object\n", 65, &[]);
    // A copy that cannot be made there.
    let file = town.path("file");
    fs::write(&file, "").unwrap();
    let under = file.join("b.db").display().to_string();
    std::os::unix::fs::symlink("nowhere", town.path("link")).unwrap();
    for dest in [
        "/nodir/x",
        &under,
        "/proc/nodir/x",
        &town.path("link").display().to_string(),
    ] {
        ends(&town, &["--account", "林晓", "backup", dest], 73, &[dest]);
    }
    // Somebody else's program holds the file for longer than anybody waits.
    #[allow(clippy::disallowed_methods)] // a foreign program
    let holder = rusqlite::Connection::open(town.db()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    act("林晓", 69, &["正占着"]);
    holder.execute_batch("ROLLBACK").unwrap();
    act("林晓", 0, &["03-2026-0002"]);
}

#[test]
fn i6_who_else_may_read_a_file_is_not_said_to_write_it() {
    let town = Town::empty();
    for (mode, part) in [
        (0o644, "也能读（0644）"),
        (0o602, "也能改（0602）"),
        (0o646, "也能读写（0646）"),
    ] {
        fs::set_permissions(town.db(), fs::Permissions::from_mode(mode)).unwrap();
        ends(&town, &["list", "today"], 0, &[part]);
    }
}

#[test]
fn i9_a_code_that_numbers_cannot_carry_is_refused_before_there_is_a_file() {
    for code in [
        "a b",
        "-",
        "03-",
        "-03",
        "0--3",
        "03/4",
        "🙂",
        "1234567890123",
        "03.",
        "０３　４",
        "é",
        "柳河",
        "03_1",
        "2026",
        "03-2026",
        "\"",
    ] {
        let town = Town::bare();
        let code = ["init", "--name", "x", "--person", "y", "--code", code];
        let out = town.run(&code);
        assert!(matches!(out.status.code(), Some(64 | 65)), "{code:?}: {}", said(&out));
        assert!(!town.db().exists(), "{code:?}");
    }
    for (code, number) in [
        ("a", "A-2026-0001"),
        ("LH-03", "LH-03-2026-0001"),
        ("１２", "12-2026-0001"),
    ] {
        let mut town = Town::bare();
        town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
        town.ok(&["init", "--name", "x", "--person", "y", "--demo", "--code", code]);
        ends_with(&town, &["do"], ACT, 0, &[number]);
        let found = town.list(&["opinions", "--match", number]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{number}");
    }
}

#[test]
fn i8_what_could_not_be_opened_is_told_by_what_the_system_said() {
    let tried = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).output();
    if !tried.is_ok_and(|out| out.status.success()) {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "strace has to be here");
        return;
    }
    let town = Town::empty();
    let failing = |call: &str, error: &str, nth: usize| {
        let out = Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e"])
            .arg(format!("inject={call}:error={error}:when={nth}+"))
            .arg(ZHIBAN)
            .arg("--db")
            .arg(town.db())
            .args(["accounts"])
            // Where a test is run from, libraries are looked for in many places.
            .env_remove("LD_LIBRARY_PATH")
            .env("LC_ALL", "zh_CN.UTF-8")
            .output()
            .unwrap();
        (out.status.code(), said(&out))
    };
    // The map of the log, where the system says which it is.
    for (error, part) in [("EIO", "磁盘读写出错"), ("ENOSPC", "磁盘满了"), ("EDQUOT", "磁盘满了")] {
        let (code, said) = failing("pwrite64", error, 1);
        // On a full disk what is there can be read all the same.
        assert!(
            code == Some(74) && said.contains(part) || error != "EIO" && code == Some(0),
            "{error}: {code:?} {said}"
        );
        assert!(error == "EIO" || !said.contains("磁盘读写出错"), "{said}");
    }
    let mut met = 0;
    for nth in 1..24 {
        let (code, said) = failing("openat", "EMFILE", nth);
        if said.contains("系统读写出错") {
            met += 1;
            assert!(code == Some(74) && said.contains("打开的文件太多"), "{nth}: {said}");
        }
        assert!(!said.contains("权限"), "{nth}: {said}");
    }
    assert!(met > 0);
}

#[test]
fn i5_a_backup_goes_where_there_is_a_folder_and_to_the_life_it_was_made_of() {
    let town = Town::bare();
    let demo = |name: &str, now: &str| {
        let path = town.path(name).display().to_string();
        let out = Command::new(ZHIBAN)
            .args(["--db", &path, "demo", "--opinions", "3", "--seed", "7", "--no-open"])
            .env("ZHIBAN_NOW", now)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", said(&out));
        path
    };
    let (one, other) = (
        demo("one.db", "2026-11-23T09:00:00"),
        demo("other.db", "2026-10-19T09:00:00"),
    );
    let run = |args: &[&str]| {
        let out = Command::new(ZHIBAN)
            .args(args)
            .env("LC_ALL", "zh_CN.UTF-8")
            .output()
            .unwrap();
        (out.status.code(), said(&out))
    };
    let copy = town.path("b.db").display().to_string();
    assert_eq!(run(&["--db", &other, "backup", &copy]).0, Some(0));
    // Two lives of one seed bear the same number and are two stations all the same.
    let before = fs::read(&one).unwrap();
    let (code, said) = run(&["--db", &one, "restore", &copy, "--yes"]);
    assert!(code == Some(65) && said.contains("--other-station"), "{said}");
    assert!(fs::read(&one).unwrap() == before);
    assert_eq!(run(&["--db", &other, "restore", &copy, "--yes"]).0, Some(0));
    let (code, said) = run(&["--db", "/nodir/z.db", "restore", &copy, "--yes"]);
    assert!(code == Some(73) && said.contains("/nodir/z.db"), "{said}");
    assert!(!Path::new("/nodir").exists());
}

/// A file in a folder in which nothing can be made is whole; it is the folder that has to be opened.
#[test]
fn a_folder_without_rights_is_named_and_not_the_file_in_it() {
    if !rustix::process::geteuid().is_root() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "this needs root");
        return;
    }
    let town = Town::empty();
    let open = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let data = town.db().parent().unwrap().to_owned();
    let binary = town.path("zhiban");
    fs::copy(ZHIBAN, &binary).unwrap();
    open(data.parent().unwrap(), 0o755);
    for entry in fs::read_dir(&data).unwrap() {
        std::os::unix::fs::chown(entry.unwrap().path(), Some(65534), Some(65534)).unwrap();
    }
    std::os::unix::fs::chown(&data, Some(65534), Some(65534)).unwrap();
    for mode in [0o500, 0o400, 0o000] {
        open(&data, mode);
        for args in [&["list", "today"][..], &["do"], &["check"]] {
            let out = Command::new("setpriv")
                .args(["--reuid", "65534", "--regid", "65534", "--clear-groups"])
                .arg(&binary)
                .arg("--db")
                .arg(town.db())
                .args(args)
                .env("LC_ALL", "zh_CN.UTF-8")
                .stdin(std::process::Stdio::null())
                .output()
                .unwrap();
            assert_eq!(out.status.code(), Some(77), "{mode:o} {args:?}: {}", said(&out));
            let named = format!("没有读写的权限：文件夹 {}", data.display());
            assert!(said(&out).contains(&named), "{mode:o} {args:?}: {}", said(&out));
        }
    }
    open(&data, 0o700);
}
