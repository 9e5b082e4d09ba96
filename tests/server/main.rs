//! Several logins on one file, really: a machine is made the server of a station, people come in by `sudo` and by ssh, each
//! as who they are, and nothing else comes in with them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::print_stderr
)]

#[path = "../seat/mod.rs"]
mod seat;
mod world;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use seat::{Seat, Town, ZHIBAN};
use serde_json::Value;
use world::{Came, World};

const ACT: &str =
    "{\"act\":\"opinion.file\",\"words\":\"村口路灯不亮\",\"person\":\"王秀英\",\"phone\":\"13712344410\"}\n";
const SUDO: [&str; 5] = ["sudo", "-n", "-u", "zhiban-station", "/usr/local/bin/zhiban"];

/// A backup of a station whose head is somebody who is gone, made beside the machine.
fn station() -> (Town, PathBuf) {
    let town = Town::bare();
    town.ok(&[
        "init",
        "--name",
        "柳河镇联络站",
        "--code",
        "03",
        "--person",
        "老站长",
        "--os",
        "gone",
    ]);
    let path = town.path("station.db");
    // Whoever runs the tests has no account in it and copies it as a file that is closed.
    std::fs::copy(town.db(), &path).unwrap();
    (town, path)
}

fn refused(came: &Came, code: i32, parts: &[&str]) {
    assert_eq!(came.code, Some(code), "{}", came.said);
    for part in parts {
        assert!(came.said.contains(part), "{part}: {}", came.said);
    }
}

/// The desk of somebody, by the process that is it.
fn desk_of(world: &World, words: &str) -> u32 {
    // Other tests beside this one are in by an account of the same number, on machines of their own.
    let find = "exec pgrep --ns $$ --nslist mnt -u zhiban-station -f \"$0\"";
    let all = world.ok(&["sh", "-c", find, words]);
    all.lines().last().unwrap().trim().parse().unwrap()
}

fn until_nobody_is_in(world: &World) {
    let start = Instant::now();
    while world.root(&["pgrep", "-u", "zhiban-station"]).code == Some(0) {
        // Other tests beside this one are in by the same account.
        assert!(start.elapsed() < Duration::from_mins(1), "somebody stays");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_preview_says_every_file_and_does_nothing_and_nobody_but_root_does_it() {
    let Some(world) = World::new() else { return };
    let said = world.ok(&[ZHIBAN, "server", "install", "--dry-run"]);
    for part in [
        "useradd --system",
        "/etc/sudoers.d/zhiban（root，0440）",
        "%zhiban ALL = (zhiban-station) NOPASSWD:NOEXEC: ZHIBAN",
        "ForceCommand /usr/local/bin/zhiban",
        "/var/lib/zhiban（zhiban-station，0700）",
        "/etc/zhiban/server.toml（root，0644）",
        "什么都没做",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    for path in [
        "/etc/zhiban",
        "/etc/sudoers.d/zhiban",
        "/usr/local/bin/zhiban",
        "/var/lib/zhiban",
    ] {
        assert!(!world.has(path), "{path}");
    }
    world.ok(&["useradd", "--no-create-home", "passerby"]);
    world.ok(&["cp", ZHIBAN, "/usr/local/bin/other"]);
    let other = ["/usr/local/bin/other", "server", "install"];
    refused(&world.by("passerby", &other, ""), 77, &["root", "什么都没做"]);
    refused(
        &world.root(&[ZHIBAN, "server", "add", "lin", "--name", "林晓", "--role", "head"]),
        69,
        &["server install"],
    );
    // A rule that `sudo` would choke on is not put there, and nor are settings for ssh that nobody reads.
    world.ok(&["sh", "-c", "sed -i '/^Include/d' /etc/ssh/sshd_config"]);
    refused(
        &world.root(&[ZHIBAN, "server", "install"]),
        78,
        &["Include", "什么都没做"],
    );
    assert!(!world.has("/etc/zhiban"));
}

#[test]
fn two_logins_open_one_file_and_each_is_who_the_system_says() {
    let (_town, backup) = station();
    let Some(world) = World::with_station(&backup) else {
        return;
    };
    let stat = |path: &str| world.ok(&["stat", "-c", "%U %G %a", path]).trim().to_owned();
    assert_eq!(stat("/var/lib/zhiban"), "zhiban-station zhiban-station 700");
    assert_eq!(stat("/var/lib/zhiban/zhiban.db"), "zhiban-station zhiban-station 600");
    assert_eq!(stat("/etc/zhiban/server.toml"), "root root 644");
    assert_eq!(stat("/etc/sudoers.d/zhiban"), "root root 440");
    assert_eq!(stat("/usr/local/bin/zhiban"), "root root 755");
    assert_eq!(stat("/etc/zhiban/home"), "root root 755");
    world.ok(&["visudo", "-c", "-q"]);
    // Once more is an update and changes nothing else.
    world.ok(&[ZHIBAN, "server", "install"]);

    // Each is who they are, whatever variables say.
    let lies = [
        "env",
        "SUDO_UID=0",
        "SUDO_USER=lin",
        "USER=lin",
        "LOGNAME=lin",
        "ZHIBAN_ACCOUNT=林晓",
    ];
    let filed = world.by("zhou", &[&lies[..], &["zhiban", "do", "-"]].concat(), ACT);
    assert!(
        filed.code == Some(0) && filed.said.contains("03-2026-0001") || filed.said.contains("03-"),
        "{filed:?}"
    );
    let no = world.by("kan", &[&lies[..], &["zhiban", "do", "-"]].concat(), ACT);
    refused(&no, 77, &[]);
    let seen = world.by("lin", &["zhiban", "list", "opinions", "--json"], "");
    let seen: Value = serde_json::from_str(&seen.said).unwrap();
    assert_eq!(
        (seen[0]["words"].as_str(), seen[0]["keeper"].as_str()),
        (Some("村口路灯不亮"), Some("周敏")),
        "{seen}"
    );
    refused(
        &world.by(
            "zhou",
            &[&lies[..], &["zhiban", "accounts", "change", "看客", "--role", "head"]].concat(),
            "",
        ),
        77,
        &[],
    );
    assert_eq!(
        world
            .by(
                "lin",
                &[
                    "zhiban", "accounts", "change", "看客", "--role", "viewer", "--name", "老看"
                ],
                ""
            )
            .code,
        Some(0)
    );
    let check = world.by("zhou", &["zhiban", "check", "--deep"], "");
    refused(&check, 0, &["级别：专用账号", "zhiban-station", "完好"]);
    // Root looks at it as the account does, so nothing of root's is left there.
    refused(&world.root(&["zhiban", "check"]), 0, &["专用账号"]);
    assert_eq!(
        world.ok(&["find", "/var/lib/zhiban", "!", "-user", "zhiban-station"]),
        ""
    );

    // Somebody else is told whom to ask; the file is nobody's to read.
    refused(
        &world.by("passerby", &["zhiban"], ""),
        77,
        &["passerby", "server add passerby"],
    );
    for login in ["zhou", "passerby"] {
        assert_ne!(world.by(login, &["cat", "/var/lib/zhiban/zhiban.db"], "").code, Some(0));
        let direct = ["zhiban", "--db", "/var/lib/zhiban/zhiban.db", "list", "today"];
        refused(
            &world.by(login, &direct, ""),
            77,
            &["它是 zhiban-station 的", login, "直接打 zhiban"],
        );
        let set = ["env", "ZHIBAN_DB=/var/lib/zhiban/zhiban.db", "zhiban", "check"];
        refused(&world.by(login, &set, ""), 77, &["它是 zhiban-station 的"]);
    }

    // Two at one file: what one does the other sees; a restore by one leaves the other in.
    let mut zhou = world.seat("zhou", &["zhiban"]);
    zhou.wait("专用 周敏");
    let mut lin = world.seat("lin", &["zhiban", "--table", "2"]);
    lin.wait("专用 林晓");
    zhou.press("F3").press("F9");
    zhou.wait("001");
    lin.wait("001");
    refused(
        &world.by("zhou", &["zhiban", "backup", "a.db"], ""),
        0,
        &["/var/lib/zhiban/backups/a.db"],
    );
    refused(
        &world.by("zhou", &["zhiban", "backup"], ""),
        0,
        &["/var/lib/zhiban/backups/zhiban-2"],
    );
    lin.press("F3").press("F9");
    zhou.wait("002");
    // Whoever restores waits for the others, who are left in.
    let restore = || world.by("lin", &["zhiban", "restore", "a.db", "--yes"], "");
    refused(&restore(), 69, &["别的值班台"]);
    zhou.press("F3").press("F9");
    lin.wait("003");

    // Taken down only when nobody is in; the data stays.
    // Other tests beside this one are in by the same account and may be counted too.
    refused(
        &world.root(&["zhiban", "server", "remove"]),
        69,
        &["还有人开着值班台", "什么都没动"],
    );
    for seat in [zhou, lin] {
        let _: Duration = Seat::hang_up(seat);
    }
    until_nobody_is_in(&world);
    refused(&restore(), 0, &["已换回"]);
    let today = world.by("zhou", &["zhiban", "list", "today", "--json"], "");
    let today: Value = serde_json::from_str(&today.said).unwrap();
    assert_eq!(
        today.as_array().unwrap().len(),
        2,
        "as it was when the copy was made: {today}"
    );
    refused(&world.root(&["zhiban", "server", "dismiss", "kan"]), 64, &["--account"]);
    refused(
        &world.root(&["zhiban", "--account", "林晓", "server", "dismiss", "kan"]),
        0,
        &["老看", "停用"],
    );
    assert_ne!(world.root(&["id", "kan"]).code, Some(0));
    // By a program that goes with it, nobody is told to call it.
    let removed = loop {
        let came = world.root(&["zhiban", "server", "remove"]);
        if came.code != Some(69) {
            break came;
        }
        until_nobody_is_in(&world);
    };
    refused(&removed, 0, &["程序 /usr/local/bin/zhiban 也去掉了", "再拷到这台机器"]);
    assert!(!removed.said.contains("接着用：zhiban"), "{removed:?}");
    for path in [
        "/etc/zhiban",
        "/etc/sudoers.d/zhiban",
        "/usr/local/bin/zhiban",
        "/etc/ssh/sshd_config.d/zhiban.conf",
    ] {
        assert!(!world.has(path), "{path}");
    }
    for login in ["lin", "zhou", "zhiban-station"] {
        assert_ne!(world.root(&["id", login]).code, Some(0), "{login}");
    }
    assert_ne!(world.root(&["getent", "group", "zhiban"]).code, Some(0));
    assert_eq!(stat("/var/lib/zhiban/zhiban.db"), "root root 600");
    refused(
        &world.root(&[ZHIBAN, "--db", "/var/lib/zhiban/zhiban.db", "check"]),
        0,
        &["级别：单机"],
    );
}

#[test]
fn no_path_and_no_other_command_comes_in_by_the_rule() {
    let (_town, backup) = station();
    let Some(world) = World::with_station(&backup) else {
        return;
    };
    let before = world.ok(&["sh", "-c", "cd /var/lib/zhiban && find . | sort"]);
    let by_rule = |words: &[&str]| world.by("zhou", &[&SUDO[..], words].concat(), "");
    // What the rule does not name, `sudo` itself refuses.
    for words in [
        &["init", "--name", "x", "--code", "04"][..],
        &["demo"],
        &["import", "units", "/etc/passwd"],
        &["--db", "/tmp/x.db"],
        &["--db=/tmp/x.db", "list", "today"],
        &["server", "dismiss", "lin"],
        &["server", "remove"],
        &["completions", "bash"],
        &["due", "2026-11-23", "5wd"],
    ] {
        let came = by_rule(words);
        assert!(
            came.code == Some(1) && came.said.contains("sudo:"),
            "{words:?}: {came:?}"
        );
    }
    for words in [
        &["sudo", "-n", "-u", "zhiban-station", "/bin/sh", "-c", "id"][..],
        &["sudo", "-n", "/usr/local/bin/zhiban"],
        &["sudo", "-n", "-u", "root", "/usr/local/bin/zhiban"],
        &["sudo", "-n", "-u", "lin", "/usr/local/bin/zhiban"],
        &[
            "sudo",
            "-n",
            "-u",
            "zhiban-station",
            "SUDO_UID=0",
            "/usr/local/bin/zhiban",
            "check",
        ],
        &[
            "sudo",
            "-n",
            "-E",
            "-u",
            "zhiban-station",
            "/usr/local/bin/zhiban",
            "check",
        ],
        &["sudo", "-n", "-u", "zhiban-station", "-e", "/var/lib/zhiban/zhiban.db"],
    ] {
        let came = world.by("zhou", words, "");
        assert!(
            came.code == Some(1) && came.said.contains("sudo:"),
            "{words:?}: {came:?}"
        );
    }
    // What gets past its stars the program refuses.
    for words in [
        &["--plain", "--db", "/etc/passwd"][..],
        &["--plain", "init", "--name", "x", "--code", "04"],
        &["--lang", "zh", "demo"],
        &["--account", "周敏", "server", "dismiss", "lin"],
        &["list", "today", "--db", "/tmp/x.db"],
        &["check", "--db=/tmp/x.db"],
        &["backup", "/tmp/x.db"],
        &["backup", "../x.db"],
        &["backup", "/var/lib/zhiban/backups/../../x.db"],
        &["restore", "/etc/passwd", "--yes"],
        &["restore", "../zhiban.db", "--yes"],
        &["do", "/etc/shadow"],
        &["do", "/dev/stdin"],
        &["config", "adopt", "/etc/passwd"],
    ] {
        let came = by_rule(words);
        refused(&came, 77, &[]);
        assert!(!came.said.contains("root:"), "{words:?}: {came:?}");
    }
    // The same said to the program itself, before it asks for the rule.
    for words in [
        &["zhiban", "import", "units", "/etc/passwd"][..],
        &["zhiban", "do", "/etc/shadow"],
    ] {
        refused(&world.by("zhou", words, ""), 77, &["什么都没做"]);
    }
    // A variable that got past: root is the only one who could.
    let as_service = [
        "setpriv",
        "--reuid",
        "zhiban-station",
        "--regid",
        "zhiban-station",
        "--clear-groups",
    ];
    let by_hand = |more: &[&str]| world.root(&[&as_service[..], &["env"], more, &["zhiban", "list", "today"]].concat());
    refused(&by_hand(&["SUDO_UID=0", "ZHIBAN_DB=/tmp/x.db"]), 77, &["ZHIBAN_DB"]);
    refused(
        &by_hand(&["SUDO_UID=0", "ZHIBAN_NOW=2026-01-01T00:00:00"]),
        77,
        &["ZHIBAN_NOW"],
    );
    refused(&by_hand(&[]), 77, &["看不出您是谁"]);
    assert_eq!(world.ok(&["sh", "-c", "cd /var/lib/zhiban && find . | sort"]), before);
    // A file that somebody else could write is believed by nobody.
    world.ok(&["chmod", "666", "/etc/zhiban/server.toml"]);
    refused(
        &world.by("zhou", &["zhiban"], ""),
        78,
        &["/etc/zhiban/server.toml", "什么都没做"],
    );
    world.ok(&["chmod", "644", "/etc/zhiban/server.toml"]);

    // The desk has given up what it does not need.
    let desk = world.seat(
        "zhou",
        &[
            "env",
            "LD_PRELOAD=/tmp/none.so",
            "SECRET=1",
            "TZ=America/New_York",
            "zhiban",
        ],
    );
    desk.wait("专用 周敏");
    let pid = desk_of(&world, "^/usr/local/bin/zhiban");
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    for line in ["NoNewPrivs:\t1", "Seccomp:\t2"] {
        assert!(status.contains(line), "{line}: {status}");
    }
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");
    let owner = std::fs::metadata(format!("/proc/{pid}/environ")).unwrap();
    assert_eq!(
        std::os::unix::fs::MetadataExt::uid(&owner),
        0,
        "another process of the account may read it"
    );
    let around = std::fs::read(format!("/proc/{pid}/environ")).unwrap();
    let around = String::from_utf8_lossy(&around);
    for name in ["SECRET", "TZ=", "/tmp/none.so"] {
        assert!(!around.contains(name), "{around}");
    }
}

#[test]
fn over_the_line_there_is_the_desk_and_nothing_else() {
    let (_town, backup) = station();
    let Some(world) = World::with_station(&backup) else {
        return;
    };
    // Somebody who had a login of their own before, with everything in their home that could run first.
    world.ok(&["useradd", "--create-home", "--shell", "/bin/bash", "old"]);
    let traps = "cd /home/old; mkdir .ssh; for f in .bashrc .profile .bash_profile .bash_login .ssh/rc; do \
                 echo 'touch /tmp/zhiban-escaped-'$$ > $f; done; chmod +x .ssh/rc; \
                 printf 'ZHIBAN_DB DEFAULT=/tmp/x.db\\nSUDO_UID DEFAULT=0\\nENV DEFAULT=/home/old/.bashrc\\nBASH_ENV DEFAULT=/home/old/.bashrc\\n' > .pam_environment; \
                 printf 'ZHIBAN_DB=/tmp/x.db\\n' > .ssh/environment; chown -R old: .; echo $$";
    let mark = format!("/tmp/zhiban-escaped-{}", world.ok(&["sh", "-c", traps]).trim());
    // They would run, were it a shell that is logged in to.
    world.by("old", &["env", "HOME=/home/old", "bash", "-lc", "true"], "");
    assert!(world.has(&mark));
    world.ok(&["rm", &mark]);
    let add = ["server", "add", "old", "--name", "老王", "--role", "clerk"];
    world.ok(&[&["zhiban", "--account", "老站长"][..], &add].concat());
    world.serve(&["lin", "zhou", "old"]);

    // What people may ask for.
    let filed = world.ssh("zhou", &[], &["zhiban", "do", "-"], ACT);
    assert_eq!(filed.code, Some(0), "{filed:?}");
    let seen = world.ssh("lin", &[], &["list", "opinions", "--json"], "");
    let seen: Value = serde_json::from_str(&seen.said).unwrap_or_else(|_| panic!("{seen:?}"));
    assert_eq!(seen[0]["keeper"], "周敏", "{seen}");
    refused(&world.ssh("old", &[], &["check"], ""), 0, &["专用账号"]);

    // What they may not.
    for (login, options, words) in [
        ("zhou", &[][..], &["id"][..]),
        ("zhou", &[], &["/bin/sh", "-c", "id"]),
        ("zhou", &["-tt"], &["/bin/bash"]),
        ("zhou", &[], &["list", "today;", "id"]),
        ("zhou", &[], &["$(id)"]),
        ("zhou", &[], &["zhiban", "--db", "/etc/passwd", "list", "today"]),
        ("zhou", &[], &["demo"]),
        ("zhou", &["-s"], &["sftp"]),
        ("zhou", &[], &["scp", "-t", "."]),
        ("zhou", &["-o", "SendEnv=ZHIBAN_DB"], &["ls"]),
        ("old", &[], &["id"]),
        ("old", &["-tt"], &["bash", "-i"]),
        ("old", &["-s"], &["sftp"]),
    ] {
        let came = world.ssh(login, options, words, "id\nexit\n");
        assert!(matches!(came.code, Some(64 | 77)), "{words:?}: {came:?}");
        assert!(
            !came.said.contains("uid=") && !came.said.contains("root:"),
            "{words:?}: {came:?}"
        );
    }
    // No way through the machine to elsewhere.
    let listening = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let through = listening.local_addr().unwrap().to_string();
    let came = world.ssh("zhou", &["-W", &through], &[], "");
    assert_eq!(came.code, Some(255), "{came:?}");
    let back = ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"];
    assert_eq!(world.ssh("zhou", &back, &[], "").code, Some(255));
    listening.set_nonblocking(true).unwrap();
    assert!(listening.accept().is_err(), "nothing came through");

    // The desk, whatever is set or sent before it is there.
    let mut desk = world.log_in(
        "old",
        &[("LANG", "$(touch /tmp/zhiban-escaped)")],
        &["-o", "SendEnv=LANG LC_ALL"],
    );
    desk.wait("专用 老王");
    desk.press("F3").press("F9");
    desk.wait("001");
    let mut desk = world.log_in(
        "zhou",
        &[("TERM", "../../../tmp/x"), ("LC_ALL", "zh_CN.UTF-8")],
        &["-o", "SendEnv=LC_ALL"],
    );
    desk.raw(b"\x1a\x03\x1c");
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(20));
        desk.raw(b"\x1a\x03");
    }
    // Whether it came up or was broken off: what is there is the desk, or nobody.
    std::thread::sleep(Duration::from_millis(500));
    for login in ["zhou", "zhiban-station"] {
        let all = world.root(&["pgrep", "-u", login, "-a"]).said;
        let is_ours = |line: &&str| {
            let name = line.split(' ').nth(1).unwrap_or_default();
            ["sshd:", "[sshd]", "zhiban", "/usr/local/bin/zhiban", "[zhiban]"].contains(&name)
        };
        let others: Vec<&str> = all.lines().filter(|line| !is_ours(line)).collect();
        assert_eq!(others, [""; 0], "{login}: {all}");
    }
    desk.line.kill();
    assert!(
        !world.has(&mark) && !world.has("/tmp/zhiban-escaped"),
        "something ran before the desk"
    );
    assert!(!world.has("/tmp/x.db"));

    // Whoever is dismissed is out at once, and their shell is what it was.
    world.ok(&["zhiban", "--account", "老站长", "server", "dismiss", "old"]);
    assert_eq!(world.ssh("old", &[], &["check"], "").code, Some(255));
    assert!(world.read("/etc/passwd").contains("/home/old:/bin/bash"));
}

#[test]
fn whoever_is_let_in_first_sets_up_the_station() {
    let Some(world) = World::new() else { return };
    world.ok(&[ZHIBAN, "server", "install"]);
    let add = |login: &str, name: &str, role: &str| {
        world.root(&["zhiban", "server", "add", login, "--name", name, "--role", role])
    };
    refused(&add("zhou", "周敏", "clerk"), 64, &["先加站长"]);
    assert_ne!(world.root(&["id", "zhou"]).code, Some(0));
    refused(&add("daemon", "林晓", "head"), 64, &["daemon", "系统"]);
    refused(&add("zhiban-station", "林晓", "head"), 64, &["系统"]);
    refused(&add("lin", "林晓", "head"), 0, &["passwd lin", "建站", "林晓"]);
    // The head is let in and has not been there: nobody is told to let one in once more.
    for (login, name, role) in [("zhou", "周敏", "clerk"), ("zhou", "周敏", "head")] {
        refused(&add(login, name, role), 64, &["站长已经加好了（lin）", "什么都没做"]);
    }
    assert_ne!(world.root(&["id", "zhou"]).code, Some(0));
    refused(&add("lin", "林晓梅", "head"), 0, &["林晓梅"]);
    world.serve(&["lin"]);
    let mut lin = world.log_in("lin", &[], &[]);
    lin.wait("站名");
    lin.text("柳河镇联络站")
        .press("Enter")
        .text("03")
        .press("Enter Enter Enter");
    // What they are called was said as they were let in.
    lin.press("F9");
    let seen = lin.wait("建好了");
    assert!(seen.contains("林晓梅"), "{seen}");
    refused(&add("zhou", "周敏", "clerk"), 0, &["周敏", "工作人员"]);
    refused(&add("zhou", "周敏", "clerk"), 0, &["没有改动"]);
    refused(&world.by("zhou", &["zhiban", "list", "today"], ""), 0, &[]);
    assert_eq!(
        world.ok(&["find", "/var/lib/zhiban", "!", "-user", "zhiban-station"]),
        ""
    );
    assert!(!world.has("/var/lib/zhiban/founder"));
}

#[test]
fn a_copy_taken_at_the_desk_is_put_back_by_the_head_while_the_others_wait() {
    let (_town, backup) = station();
    let Some(world) = World::with_station(&backup) else {
        return;
    };
    let count = || {
        let said = world.by("zhou", &["zhiban", "list", "today", "--json"], "");
        let all: Value = serde_json::from_str(&said.said).unwrap();
        all.as_array().unwrap().len()
    };
    let mut zhou = world.seat("zhou", &["zhiban"]);
    zhou.wait("专用 周敏");
    zhou.press("F3").press("F9");
    zhou.wait("001");
    zhou.press(":").text("备份").press("Enter");
    zhou.wait("现在备份");
    zhou.press("1");
    zhou.wait("备份好了");
    let all = world.by("lin", &["zhiban", "list", "backups", "--json"], "");
    let all: Value = serde_json::from_str(&all.said).unwrap();
    let name = all[0]["file"].as_str().unwrap();
    assert_eq!((&all[0]["ok"], &all[0]["by"]), (&true.into(), &"周敏".into()), "{all}");
    let mut lin = world.seat("lin", &["zhiban", "--table", "2"]);
    lin.wait("专用 林晓");
    lin.press("F3").press("F9");
    zhou.wait("002");
    // Whoever may not, may not; and while anybody is in, nothing is touched and they work on.
    refused(
        &world.by("zhou", &["zhiban", "restore", name, "--yes"], ""),
        77,
        &["林晓"],
    );
    let restore = || world.by("lin", &["zhiban", "restore", name, "--yes"], "");
    refused(&restore(), 69, &["别的值班台"]);
    zhou.press("F3").press("F9");
    lin.wait("003");
    assert_eq!(count(), 3);
    for seat in [zhou, lin] {
        let _: Duration = Seat::hang_up(seat);
    }
    let until = Instant::now() + Duration::from_secs(20);
    while world.by("lin", &["zhiban", "restore", name], "").code == Some(69) && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    // Without --yes it is only looked at, and what it says is so.
    let seen = world.by("lin", &["zhiban", "restore", name], "");
    refused(&seen, 64, &[name, "来访2批", "什么都没动", "--yes"]);
    assert_eq!(count(), 3);
    let done = restore();
    refused(&done, 0, &["已换回", "原来的文件在 /var/lib/zhiban/zhiban.db.aside-"]);
    assert_eq!(count(), 1);
    // The old file lies where it was said, and the number that is given next was given to nobody.
    let aside = done.said.split("原来的文件在 ").nth(1).unwrap();
    assert!(world.has(aside.lines().next().unwrap().trim()), "{done:?}");
    let mut zhou = world.seat("zhou", &["zhiban"]);
    zhou.wait("专用 周敏");
    zhou.press("F3").press("F9");
    zhou.wait("发出 1");
    let today = world.by("zhou", &["zhiban", "list", "today", "--json"], "").said;
    assert!(
        !today.contains("\"ticket\":2,") && !today.contains("\"ticket\":3,"),
        "{today}"
    );
}

/// What an undoing has to bring back: every path and every login.
fn all_there_is(world: &World) -> String {
    let files = "find /etc /usr/local /var/lib -xdev ! -name '*-' ! -name .pwd.lock | sort";
    let names = "cat /etc/passwd /etc/group /etc/shadow /etc/gshadow /etc/subuid";
    world.ok(&["sh", "-c", &format!("{files}; {names}; ls /run")])
}

#[test]
fn what_stops_by_half_says_so_is_gone_on_with_and_is_undone_to_the_last_file() {
    let Some(world) = World::new() else { return };
    world.ok(&["rmdir", "/run/sshd"]);
    let before = all_there_is(&world);
    let shell = |line: &str| world.ok(&["sh", "-c", line]);
    let installed = || world.root(&[ZHIBAN, "server", "install"]);
    // Other tests beside this one are in by an account of the same number.
    let removed = || {
        let start = Instant::now();
        loop {
            let came = world.root(&[ZHIBAN, "server", "remove"]);
            let is_used = ["还有人开着", "currently used"]
                .iter()
                .any(|words| came.said.contains(words));
            if !is_used || start.elapsed() > Duration::from_mins(1) {
                return came;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    // What is there whose place is taken, where there is no room, and what others wrote that is no good.
    for (breaks, mends, step) in [
        ("echo 1 > /etc/group.lock", "rm /etc/group.lock", "groupadd"),
        ("echo 1 > /etc/passwd.lock", "rm /etc/passwd.lock", "useradd"),
        ("touch /var/lib/zhiban", "rm /var/lib/zhiban", "/var/lib/zhiban"),
        (
            "mount -t tmpfs -o size=1m full /usr/local/bin",
            "umount /usr/local/bin",
            "/usr/local/bin/zhiban",
        ),
        (
            "echo 'none(' > /etc/sudoers.d/aa",
            "rm /etc/sudoers.d/aa",
            "/etc/sudoers.d/zhiban",
        ),
        (
            "echo None yes >> /etc/ssh/sshd_config",
            "sed -i '/^None/d' /etc/ssh/sshd_config",
            "sshd_config.d/zhiban.conf",
        ),
    ] {
        shell(breaks);
        refused(
            &installed(),
            74,
            &[step, "前面做好的都在", "再运行一遍", "server remove"],
        );
        assert!(!all_there_is(&world).contains(".new\n"), "{breaks}");
        shell(mends);
        // Either way that was named leads on.
        refused(&removed(), 0, &["没有建过站"]);
        assert_eq!(all_there_is(&world), before, "{breaks}");
        refused(&removed(), 69, &["还没有装成服务器", "什么都没做"]);
        shell(breaks);
        assert_eq!(installed().code, Some(74));
        shell(mends);
        refused(&installed(), 0, &["装好了"]);
        // What was good stays where what is new would not be.
        let rules = ["/etc/sudoers.d/zhiban", "/etc/ssh/sshd_config.d/zhiban.conf"].map(|path| world.read(path));
        if breaks.contains("none(") || breaks.contains("None") {
            shell(breaks);
            assert_eq!(installed().code, Some(74));
            shell(mends);
            let still = ["/etc/sudoers.d/zhiban", "/etc/ssh/sshd_config.d/zhiban.conf"].map(|path| world.read(path));
            assert_eq!(still, rules);
        }
        // An undoing that stops goes on as well, from wherever it did.
        shell("echo 1 > /etc/passwd.lock");
        let stopped = removed();
        refused(&stopped, 74, &["userdel", "把这条命令再运行一遍"]);
        assert!(!stopped.said.contains("全部撤掉"), "{stopped:?}");
        shell("rm /etc/passwd.lock");
        refused(&removed(), 0, &["没有建过站"]);
        assert_eq!(all_there_is(&world), before, "{breaks}");
    }
    // Whatever lies among the data is somebody's.
    refused(&installed(), 0, &["装好了"]);
    shell("touch /var/lib/zhiban/tables/table.csv");
    refused(&removed(), 0, &["还没有建过站", "/var/lib/zhiban 里有别的文件，都留着"]);
    assert_eq!(
        shell("find /var/lib/zhiban -type f"),
        "/var/lib/zhiban/tables/table.csv\n"
    );
}

#[test]
fn whoever_could_not_be_let_in_is_as_they_were_and_whoever_could_not_be_let_out_still_comes_in() {
    let (_town, backup) = station();
    let Some(world) = World::with_station(&backup) else {
        return;
    };
    let shell = |line: &str| world.ok(&["sh", "-c", line]);
    let add = |login: &str| {
        let add = [
            "--account",
            "老站长",
            "server",
            "add",
            login,
            "--name",
            "吴六",
            "--role",
            "clerk",
        ];
        world.root(&[&["zhiban"][..], &add].concat())
    };
    let dismiss = |login: &str, by: &[&str]| world.root(&[&["zhiban"], by, &["server", "dismiss", login]].concat());
    let head = ["--account", "老站长"];
    for login in ["wu", "passerby"] {
        shell("echo 1 > /etc/passwd.lock");
        let failed = add(login);
        refused(&failed, 74, &["人没有加上，登录名和原来一样", "再运行一遍"]);
        assert!(!failed.said.contains("remove"), "{failed:?}");
        shell("rm /etc/passwd.lock");
        refused(
            &dismiss(login, &head),
            64,
            &["不是用 zhiban server add 加的", "什么都没动"],
        );
    }
    // No room for what is noted: nothing is noted by half.
    shell("mount -t tmpfs -o size=4k full /etc/zhiban/logins; yes > /etc/zhiban/logins/full; true");
    assert_ne!(add("wu").code, Some(0));
    assert!(!world.has("/etc/zhiban/logins/wu") && !world.has("/etc/zhiban/logins/wu.new"));
    shell("umount /etc/zhiban/logins");
    // Made by other hands in the meantime, it is nothing of ours to delete.
    world.ok(&["useradd", "--no-create-home", "--shell", "/bin/bash", "wu"]);
    refused(&add("wu"), 0, &["登录名 wu 原来就有", "吴六"]);
    refused(&dismiss("wu", &[]), 64, &["--account", "什么都没做，TA 还进得来"]);
    refused(&world.by("wu", &["zhiban", "list", "today"], ""), 0, &[]);
    shell("echo 1 > /etc/passwd.lock");
    let stopped = dismiss("wu", &head);
    refused(&stopped, 74, &["usermod", "把这条命令再运行一遍"]);
    assert!(!stopped.said.contains("去掉了"), "{stopped:?}");
    shell("rm /etc/passwd.lock");
    refused(&dismiss("wu", &head), 0, &["wu 去掉了"]);
    assert!(world.read("/etc/passwd").contains(":/bin/bash"), "as it was");
    assert!(
        world
            .read("/etc/passwd")
            .lines()
            .any(|line| line.starts_with("wu:") && line.ends_with("/bin/bash"))
    );
    refused(&add("nobody"), 64, &["系统"]);
}
