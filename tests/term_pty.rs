//! The terminal on a real pty: taking it, giving it back whatever happens, hang-ups, signals, sleeping without waking.
//!
//! The child is this very test binary, running `the_child` below with its orders in the environment.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use zhiban::term::{Emission, Input, Options, TermError, Terminal};

const SIZE: PtySize = PtySize {
    rows: 24,
    cols: 80,
    pixel_width: 0,
    pixel_height: 0,
};

/// Echoes what it gets on the first row and writes every input to a file.
#[test]
#[ignore = "the child of the other tests"]
fn the_child() {
    let Ok(log) = std::env::var("TERM_LOG") else { return };
    let env = |name: &str| std::env::var(name).ok();
    let options = Options {
        probe: env("TERM_PROBE").is_some(),
        ..Options::default()
    };
    let mut terminal = Terminal::open(options, &env).unwrap();
    assert!(matches!(Terminal::open(options, &env), Err(TermError::InUse)));
    let note = |text: &str| {
        let mut file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .unwrap();
        writeln!(file, "{text}").unwrap();
    };
    let waker = terminal.waker();
    let mut row = String::new();
    note(&format!("open {}", std::process::id()));
    loop {
        terminal.draw(|frame| {
            let cols = usize::from(frame.area().width);
            let text = row.replace('石', "s");
            let end = frame
                .buffer_mut()
                .set_stringn(0, 0, text, cols, ratatui::style::Style::new());
            frame.set_cursor_position(end);
        });
        let happened = terminal.next(None, &[]);
        if happened.woken {
            note("woken");
        }
        for input in happened.inputs {
            note(&format!("{input:?}"));
            match input {
                Input::Hangup | Input::Terminate => return,
                Input::Probed => note(&format!("{:?}", terminal.caps())),
                Input::Text(text) if text == "q" => return,
                Input::Text(text) if text == "!" => panic!("as asked"),
                Input::Text(text) if text == "w" => {
                    let waker = waker.clone();
                    std::thread::spawn(move || waker.wake());
                }
                Input::Text(text) => row.push_str(&text),
                Input::Key(KeyEvent {
                    code: KeyCode::Enter, ..
                }) => {
                    // A burst of frames nobody reads.
                    let mut taken = 0;
                    for n in 0..2000 {
                        taken += usize::from(terminal.draw(|frame| {
                            frame.buffer_mut().content.iter_mut().for_each(|c| {
                                c.set_char(if n % 2 == 0 { '#' } else { '-' });
                            });
                        }));
                    }
                    note(&format!("taken {taken}"));
                }
                _ => {}
            }
        }
    }
}

struct Desk {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn std::io::Write + Send>,
    bytes: Receiver<Vec<u8>>,
    seen: String,
    log: PathBuf,
    dir: Option<tempfile::TempDir>,
}

impl Desk {
    fn open(vars: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let mut desk = Self::open_with(dir.path().join("log"), vars);
        desk.dir = Some(dir);
        desk
    }

    fn open_with(log: PathBuf, vars: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(SIZE).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args(["--exact", "the_child", "--ignored", "--nocapture", "--test-threads=1"]);
        for name in ["TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "NO_COLOR"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm");
        command.env("TERM_LOG", &log);
        for (name, value) in vars {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, bytes) = mpsc::channel();
        std::thread::spawn(move || {
            let mut chunk = vec![0; 65536];
            while let Ok(n @ 1..) = reader.read(&mut chunk) {
                if send.send(chunk.get(..n).unwrap().to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let mut desk = Self {
            child,
            master: pair.master,
            writer,
            bytes,
            seen: String::new(),
            log,
            dir: None,
        };
        desk.wait_log("open");
        desk
    }

    fn type_in(&mut self, bytes: &str) {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    fn wait_log(&mut self, what: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.log().contains(what) {
            assert!(
                Instant::now() < end,
                "{what} never came: {}\n{:?}",
                self.log(),
                self.screen()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn wait_screen(&mut self, what: &str) {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.screen().contains(what) {
            assert!(
                Instant::now() < end,
                "{what:?} never came: {:?}\n{}",
                self.seen,
                self.log()
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn screen(&mut self) -> &str {
        while let Ok(bytes) = self.bytes.try_recv() {
            write!(self.seen, "{}", String::from_utf8_lossy(&bytes)).unwrap();
        }
        &self.seen
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    fn wait_exit(&mut self) {
        let end = Instant::now() + Duration::from_secs(20);
        while self.child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "it does not end: {}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether the line edits and echoes, as a shell wants it.
    fn is_cooked(&self) -> bool {
        let flags = format!("{:?}", self.master.get_termios().unwrap().local_flags);
        flags.contains("ICANON") && flags.contains("ECHO |")
    }
}

const LEAVE: &str = "\u{1b}[m\u{1b}[?2004l\u{1b}[?7h\u{1b}[?25h\u{1b}[2J\u{1b}[999H\u{1b}[?1049l";

#[test]
fn it_takes_the_terminal_and_gives_it_back() {
    let mut desk = Desk::open(&[]);
    desk.wait_screen("\x1b[?1049h\x1b[?2004h\x1b[?7l\x1b[m");
    assert!(!desk.is_cooked());
    desk.type_in("石桥");
    desk.type_in("\x1b[A");
    desk.wait_log("Up");
    desk.type_in("w");
    desk.wait_log("woken");
    desk.type_in("q");
    desk.wait_exit();
    desk.wait_screen(LEAVE);
    assert!(desk.is_cooked());
    assert!(desk.log().contains("Text(\"石桥\")"), "{}", desk.log());
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let mut desk = Desk::open(&[]);
    desk.type_in("!");
    desk.wait_exit();
    desk.wait_screen("as asked");
    let screen = desk.screen();
    assert!(screen.find(LEAVE).unwrap() < screen.find("as asked").unwrap());
    assert_eq!(screen.matches(LEAVE).count(), 1);
}

#[test]
fn signals_come_as_inputs() {
    for signal in [Signal::TERM, Signal::INT, Signal::QUIT] {
        let mut desk = Desk::open(&[]);
        desk.signal(Signal::TSTP);
        desk.signal(signal);
        desk.wait_exit();
        desk.wait_screen(LEAVE);
        assert!(desk.log().contains("Terminate"));
    }
    let mut desk = Desk::open(&[]);
    desk.master
        .resize(PtySize {
            rows: 40,
            cols: 100,
            ..SIZE
        })
        .unwrap();
    desk.wait_log("Resize { cols: 100, rows: 40 }");
    desk.signal(Signal::CONT);
    desk.wait_log("Resumed");
    desk.signal(Signal::HUP);
    desk.wait_exit();
    assert!(desk.log().contains("Hangup"));
}

/// Holds the other end of the line, as sshd does, until it is killed.
#[test]
#[ignore = "the child of the next test"]
fn the_holder() {
    let Ok(log) = std::env::var("HOLDER_LOG") else { return };
    let mut desk = Desk::open_with(log.into(), &[]);
    desk.type_in("石");
    desk.wait_log("Text");
    desk.type_in("\x1b[200~没写完");
    std::thread::sleep(Duration::from_mins(1));
}

#[test]
fn a_line_that_is_gone_ends_it_once() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log");
    let mut holder = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_holder", "--ignored"])
        .env("HOLDER_LOG", &log)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let read = || std::fs::read_to_string(&log).unwrap_or_default();
    let wait = |is_so: &dyn Fn() -> bool| {
        let end = Instant::now() + Duration::from_secs(20);
        while !is_so() {
            assert!(Instant::now() < end, "{}", read());
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    wait(&|| read().contains("Text"));
    std::thread::sleep(Duration::from_millis(100));
    holder.kill().unwrap();
    holder.wait().unwrap();
    wait(&|| read().contains("Hangup"));
    let text = read();
    let pid = text.lines().find_map(|l| l.strip_prefix("open ")).unwrap();
    // Nobody may be there to collect it.
    wait(&|| {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        status.is_empty() || status.contains("State:\tZ")
    });
    let text = read();
    assert_eq!(text.matches("Hangup").count(), 1, "{text}");
    assert!(text.contains("Paste(\"没写完"), "{text}");
}

#[test]
fn answers_are_kept_and_never_become_keys() {
    let mut desk = Desk::open(&[("TERM_PROBE", "1")]);
    desk.wait_screen("\x1b[c");
    desk.type_in("a\x1b[1;2R\x1b[1;2R\x1b[1;2R");
    desk.type_in("b\x1b[1;5R\x1b[>0;136;0c\x1b[?6c");
    desk.wait_log("Caps {");
    let log = desk.log();
    assert!(
        log.contains(&format!("emission: {:?}", Emission::Narrow)) && !log.contains("Report"),
        "{log}"
    );
    desk.type_in("\x1b[1;2R");
    desk.wait_log("F(3)");
    desk.type_in("q");
    desk.wait_exit();
}

#[test]
fn an_idle_terminal_never_wakes_up() {
    let mut desk = Desk::open(&[]);
    desk.type_in("a");
    desk.wait_log("Text");
    std::thread::sleep(Duration::from_millis(300));
    let switches = || {
        let pid = desk.child.process_id().unwrap();
        let mut all = 0_u64;
        for task in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
            let status = std::fs::read_to_string(task.unwrap().path().join("status")).unwrap();
            all += status
                .lines()
                .filter_map(|l| l.strip_prefix("voluntary_ctxt_switches:"))
                .filter_map(|n| n.trim().parse::<u64>().ok())
                .sum::<u64>();
        }
        all
    };
    let before = switches();
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(switches(), before);
}

#[test]
fn frames_are_refused_not_queued_while_nobody_reads() {
    let mut desk = Desk::open(&[]);
    desk.type_in("\r");
    desk.wait_log("taken");
    let log = desk.log();
    let taken: usize = log
        .lines()
        .find_map(|l| l.strip_prefix("taken "))
        .unwrap()
        .parse()
        .unwrap();
    println!("{taken} of 2000 frames taken");
    desk.type_in("x");
    desk.wait_log("Text(\"x\")");
    desk.type_in("y");
    desk.wait_log("Text(\"y\")");
    // Whatever was refused, what arrived is whole, and the last frame is on the glass.
    let end = Instant::now() + Duration::from_secs(20);
    loop {
        let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        screen.process(desk.screen().as_bytes());
        let shown = screen.screen().contents();
        if shown.trim_end() == "xy" {
            break;
        }
        assert!(Instant::now() < end, "{shown}");
        std::thread::sleep(Duration::from_millis(20));
    }
    desk.type_in("q");
    desk.wait_exit();
    desk.wait_screen(LEAVE);
}
