//! The line mode of the built binary: through a pipe, on a terminal that can do nothing, and told to go.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use seat::{Seat, Town, ZHIBAN};

fn start(town: &Town, args: &[&str]) -> Child {
    let mut c = Command::new(ZHIBAN);
    c.arg("--db").arg(town.db()).arg("--plain").args(args);
    c.env("LC_ALL", "zh_CN.UTF-8");
    for (k, v) in &town.env {
        c.env(k, v);
    }
    let piped = c.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().unwrap()
}

/// A whole conversation; what was said, the exit code and the complaint.
fn talk(town: &Town, args: &[&str], script: &str) -> (String, Option<i32>, String) {
    let mut child = start(town, args);
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(out.stdout), out.status.code(), text(out.stderr))
}

fn has(said: &str, parts: &[&str]) {
    for part in parts {
        assert!(said.contains(part), "{part} is not in:\n{said}");
    }
}

#[test]
fn a_matter_goes_in_through_a_pipe_and_the_lists_show_it() {
    let town = Town::new();
    // A number for somebody of this name about this; the rest stays empty.
    let (said, code, complaint) = talk(&town, &[], "2\n王秀英\n\n路灯不亮\n\n\n\n1\n0\n");
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "{said}");
    has(&said, &["练习", "柳河镇联络站", "发出 001", "等候 001 王秀英", "再见"]);
    assert!(!said.contains('\u{1b}') && !said.contains('\r'), "{said}");
    let queue = town.list(&["queue"]);
    assert_eq!(queue[0]["label"], "王秀英");
    assert_eq!(queue[0]["ticket"], 1);
    let (said, code, _) = talk(&town, &["--lang", "en"], "1\n0\n");
    assert_eq!(code, Some(0));
    has(&said, &["1 waiting", "Goodbye"]);
}

#[test]
fn what_was_typed_stays_when_the_system_asks_it_to_go() {
    for signal in [Signal::TERM, Signal::HUP] {
        let town = Town::new();
        let mut child = start(&town, &[]);
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all("5\n2\n路灯不亮三个晚上了\n".as_bytes()).unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        while !line.contains("反映内容") {
            line.clear();
            assert!(out.read_line(&mut line).unwrap() > 0, "ended too soon");
        }
        // The line is in the pipe; that it has been read is not to be seen, so it gets a moment.
        std::thread::sleep(std::time::Duration::from_millis(500));
        kill_process(Pid::from_child(&child), signal).unwrap();
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{signal:?}: {rest}");
        has(&rest, &["输入结束，再见"]);
        drop(stdin);
        let (said, ..) = talk(&town, &[], "5\n0\n0\n");
        has(&said, &["没写完", "接着写：路灯不亮三个晚上了"]);
        assert_eq!(town.list(&["opinions"]), serde_json::json!([]));
    }
}

#[test]
fn several_accounts_are_told_apart_first() {
    let town = Town::new();
    let login =
        serde_json::from_str::<serde_json::Value>(&town.ok(&["accounts", "list", "--json"])).unwrap()[0]["login"]
            .as_str()
            .unwrap()
            .to_owned();
    town.ok(&["accounts", "add", "--name", "何敏", "--os", &login, "--role", "viewer"]);
    // A viewer may not take numbers.
    let (said, code, _) = talk(&town, &[], "3\n２\n2\n王秀英\n\n\n\n\n\n0\n0\n");
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["您是哪一位", "1 林晓 站长", "2 何敏", "没有 3 这一项"]);
    assert_eq!(town.list(&["queue"]), serde_json::json!([]), "{said}");
    let (said, ..) = talk(&town, &["--account", "林晓"], "2\n王秀英\n\n\n\n\n\n0\n0\n");
    assert!(!said.contains("您是哪一位"), "{said}");
    assert_eq!(town.list(&["queue"]).as_array().unwrap().len(), 1, "{said}");
    let (said, code, _) = talk(&town, &[], "");
    assert_eq!(code, Some(0), "{said}");
    has(&said, &["输入结束"]);
    let (_, code, complaint) = talk(&town, &["--account", "没有"], "0\n");
    assert_eq!(code, Some(77));
    has(&complaint, &["没有"]);
}

#[test]
fn without_a_station_it_says_how_to_make_one() {
    let (said, code, complaint) = talk(&Town::bare(), &[], "1\n");
    assert_eq!((code, said.as_str()), (Some(69), ""));
    has(&complaint, &["init"]);
    assert_eq!(complaint.lines().count(), 1);
}

#[test]
fn a_terminal_that_can_do_nothing_gets_lines() {
    let mut town = Town::new();
    town.env.push(("TERM".into(), "dumb".into()));
    let mut seat: Seat = town.seat();
    seat.wait("0 退出");
    assert!(
        !seat.sent().contains(&0x1b),
        "{:?}",
        String::from_utf8_lossy(&seat.sent())
    );
    seat.text("1\n");
    seat.wait("没有排班");
    seat.raw(b"0\n");
    assert_eq!(seat.ended(), 0);
    let seat = town.seat();
    seat.wait("0 退出");
    // A cut line ends it.
    assert!(seat.hang_up() < std::time::Duration::from_secs(2));
}
