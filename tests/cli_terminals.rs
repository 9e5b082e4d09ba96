//! What the program does on a terminal that cannot show it, on none at all, and as somebody's login shell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod seat;

use std::os::unix::process::CommandExt as _;
use std::process::Command;

use seat::line::Start;
use seat::{Seat, Town, ZHIBAN};

fn town_on(term: &str) -> Town {
    let mut town = Town::new();
    town.env.push(("TERM".into(), term.into()));
    town
}

#[test]
fn the_kernel_console_is_told_in_ascii_first_and_then_in_chinese() {
    let town = town_on("linux");
    let mut seat = town.seat();
    assert_eq!(seat.ended(), 64);
    seat.settle();
    let sent = String::from_utf8(seat.sent()).unwrap();
    let lines: Vec<&str> = sent.lines().collect();
    assert_eq!(lines.len(), 2, "{sent}");
    assert!(
        lines[0].is_ascii() && lines[0].contains("TERM=linux") && lines[0].contains("--console"),
        "{sent}"
    );
    assert!(lines[1].contains("显示不了汉字"), "{sent}");
    assert!(!sent.contains('\x1b'), "nothing was drawn");
    let mut seat = town.seat_with(&["--lang", "en"], (80, 24));
    assert_eq!(seat.ended(), 64);
    seat.settle();
    assert!(seat.sent().is_ascii());
}

#[test]
fn a_console_that_does_show_chinese_is_believed() {
    let town = town_on("linux");
    town.seat_with(&["--console"], (80, 24)).wait("林晓");
    // A screen reader there gets lines.
    town.seat_with(&["--plain"], (80, 24)).wait("0 退出");
    // Commands that draw nothing do not care.
    town.ok(&["list", "opinions"]);
}

#[test]
fn a_terminal_nobody_knows_gets_lines() {
    for term in ["dumb", "unknown", ""] {
        let town = town_on(term);
        let mut seat = town.seat();
        seat.wait("0 退出");
        assert!(!seat.sent().contains(&0x1b), "{term:?}");
        seat.raw(b"0\n");
        assert_eq!(seat.ended(), 0, "{term:?}");
    }
}

#[test]
fn without_a_terminal_it_says_how_to_get_one() {
    let town = Town::new();
    let out = town.run(&[]);
    assert_eq!(out.status.code(), Some(64));
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(
        said.lines().count() == 1 && said.contains("ssh") && said.contains("-t"),
        "{said}"
    );
    assert!(out.stdout.is_empty());
}

#[test]
fn as_a_login_shell_it_opens_the_desk_and_runs_nothing_else() {
    let town = Town::new();
    // The way login and sshd start a shell: the name begins with a dash and nothing else is said.
    let mut start = Start {
        argv: ["bash", "-c", "exec -a -zhiban \"$0\"", ZHIBAN]
            .map(Into::into)
            .to_vec(),
        ..town.start(&[])
    };
    start.env.push(("ZHIBAN_DB".into(), town.db().display().to_string()));
    Seat::at(&start).wait("林晓");
    // The way sshd asks a shell for a command, a copy of files, a forced command.
    for asked in ["ls", "scp -t /tmp", "/usr/lib/openssh/sftp-server", ""] {
        let out = Command::new(ZHIBAN)
            .arg0("-zhiban")
            .args(["-c", asked])
            .env("ZHIBAN_DB", town.db())
            .env("LC_ALL", "zh_CN.UTF-8")
            .env("SSH_ORIGINAL_COMMAND", asked)
            .output()
            .unwrap();
        assert_eq!(out.status.code(), Some(64), "{asked}");
        let said = String::from_utf8(out.stderr).unwrap();
        assert!(said.lines().count() == 1 && said.contains("ssh -t"), "{said}");
        assert!(out.stdout.is_empty(), "a copy of files would read this as its protocol");
    }
}
