//! A seat at the desk: the built binary in a pseudo-terminal, its keys counted, its screen read back; and a station
//! to sit in, made by the binary's own commands.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc
)]

pub mod line;
pub mod reception;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use line::{End, Line, Start};

/// The binary under test.
pub const ZHIBAN: &str = env!("CARGO_BIN_EXE_zhiban");

/// Long enough for a loaded machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// Sets up the station of the tests, for practice, so that its clock can be set.
pub const STATION: [&str; 8] = [
    "init",
    "--name",
    "柳河镇联络站",
    "--code",
    "03",
    "--person",
    "林晓",
    "--demo",
];

/// A station in a folder of its own.
pub struct Town {
    folder: tempfile::TempDir,
    /// Extra environment of everything started here.
    pub env: Vec<(String, String)>,
}

/// Says all of it and ends the input. Who ends at once does not wait for what is said to it.
pub fn say_all(child: &mut Child, said: &[u8]) {
    if let Err(e) = child.stdin.take().unwrap().write_all(said) {
        assert_eq!(e.kind(), std::io::ErrorKind::BrokenPipe);
    }
}

impl Town {
    /// An empty folder, nothing set up.
    pub fn bare() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            env: Vec::new(),
        }
    }

    /// A station with a clock that the test sets, a Monday morning, and nobody in it yet.
    pub fn empty() -> Self {
        let mut town = Self::bare();
        let clock = town.folder.path().join("clock");
        town.env.push(("ZHIBAN_NOW".into(), format!("@{}", clock.display())));
        town.clock("2026-11-23T08:50:00");
        town.ok(&STATION);
        town
    }

    /// The same with the real roster and units imported.
    pub fn new() -> Self {
        let town = Self::empty();
        town.ok(&["import", "deputies", &data("代表名册.xlsx"), "--yes"]);
        town.ok(&["import", "units", &data("承办单位.csv"), "--yes"]);
        town
    }

    /// Sets the clock of the station.
    pub fn clock(&self, moment: &str) {
        // Written aside and renamed, so that no reader meets half a moment.
        let aside = self.folder.path().join("clock.new");
        std::fs::write(&aside, moment).unwrap();
        std::fs::rename(aside, self.folder.path().join("clock")).unwrap();
    }

    /// The file.
    pub fn db(&self) -> PathBuf {
        self.folder.path().join("data").join("zhiban.db")
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command of the binary on this station.
    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut c = Command::new(ZHIBAN);
        c.arg("--db")
            .arg(self.db())
            .args(args)
            .env("LC_ALL", "zh_CN.UTF-8")
            .env_remove("ZHIBAN_DB");
        for (k, v) in &self.env {
            c.env(k, v);
        }
        c
    }

    /// The same with something on its input.
    pub fn run_with(&self, args: &[&str], input: &str) -> Output {
        let mut c = self.command(args);
        c.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = c.spawn().unwrap();
        say_all(&mut child, input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// The same, and it has to succeed; its output as text.
    pub fn ok(&self, args: &[&str]) -> String {
        let out = self.run(args);
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(
            out.status.success(),
            "{args:?}: {text}{}",
            String::from_utf8_lossy(&out.stderr)
        );
        text
    }

    /// `list ... --json` as a value.
    pub fn list(&self, args: &[&str]) -> Value {
        let mut all = vec!["list"];
        all.extend(args);
        all.push("--json");
        let text = self.ok(&all);
        serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"))
    }

    /// A second clerk at the same login, for scenarios with two people: 周敏 beside 林晓.
    pub fn second_clerk(&self) {
        let accounts: Value = serde_json::from_str(&self.ok(&["accounts", "list", "--json"])).unwrap();
        let login = accounts.pointer("/0/login").and_then(Value::as_str).unwrap().to_owned();
        self.ok(&["accounts", "add", "--name", "周敏", "--os", &login, "--role", "clerk"]);
    }

    /// 林晓 at table 1 and 周敏 at table 2.
    pub fn two_seats(&self) -> (Seat, Seat) {
        self.second_clerk();
        let sit = |name: &str, table: &str| {
            let seat = self.seat_with(&["--account", name, "--table", table], (80, 24));
            seat.wait(name);
            seat
        };
        (sit("林晓", "1"), sit("周敏", "2"))
    }

    /// What the log says of the visit with a number: kinds of events, oldest first.
    pub fn log_of(&self, ticket: u16) -> Vec<String> {
        let conn = zhiban::store::open::open(&self.db(), zhiban::store::open::Access::Reader).unwrap();
        let sql = "SELECT e.kind FROM event e JOIN visit v ON v.id = e.subject WHERE v.ticket = ?1 ORDER BY e.seq";
        let mut found = conn.prepare(sql).unwrap();
        let kinds = found.query_map([ticket], |row| row.get(0)).unwrap();
        kinds.map(Result::unwrap).collect()
    }

    /// The visit with a number, as `list today --json` says it.
    pub fn visit(&self, ticket: u16) -> Value {
        let all = self.list(&["today"]);
        let is = |v: &&Value| v.get("ticket").and_then(Value::as_u64) == Some(ticket.into());
        let found = all.as_array().unwrap().iter().find(is);
        found.unwrap_or_else(|| panic!("no {ticket} in {all}")).clone()
    }

    /// Sits down.
    pub fn seat(&self) -> Seat {
        self.seat_with(&[], (80, 24))
    }

    /// Sits down with arguments and a size.
    pub fn seat_with(&self, args: &[&str], size: (u16, u16)) -> Seat {
        Seat::at(&Start {
            size,
            ..self.start(args)
        })
    }

    /// How somebody sits down here, for a seat with something special about it.
    pub fn start(&self, args: &[&str]) -> Start {
        let mut argv = vec![ZHIBAN.into(), "--db".into(), self.db().into_os_string()];
        argv.extend(args.iter().map(Into::into));
        Start {
            argv,
            env: self.env.clone(),
            size: (80, 24),
            ..Start::default()
        }
    }
}

/// A file of `tests/data`.
pub fn data(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
        .display()
        .to_string()
}

/// One program at one keyboard.
pub struct Seat {
    /// The line to it.
    pub line: Line,
    /// Keys pressed since the last reset, text not counted.
    pub keys: usize,
}

impl Seat {
    /// Starts a program and sits down at it.
    pub fn at(start: &Start) -> Self {
        Self {
            line: Line::start(start),
            keys: 0,
        }
    }

    /// The screen as lines.
    pub fn screen(&self) -> String {
        self.line.parser.lock().unwrap().screen().contents()
    }

    /// Where the hardware cursor is: row, column.
    pub fn cursor(&self) -> (u16, u16) {
        self.line.parser.lock().unwrap().screen().cursor_position()
    }

    /// The line with the hardware cursor.
    pub fn cursor_line(&self) -> String {
        let (row, _) = self.cursor();
        self.screen().lines().nth(row.into()).unwrap_or_default().to_owned()
    }

    /// All bytes the program has sent so far.
    pub fn sent(&self) -> Vec<u8> {
        self.line.bytes.lock().unwrap().clone()
    }

    /// Waits until the screen shows something, and returns the screen.
    pub fn wait(&self, what: &str) -> String {
        self.until(&format!("{what:?} on"), |screen| screen.contains(what))
    }

    /// Waits until the screen no longer shows something.
    pub fn wait_gone(&self, what: &str) -> String {
        self.until(&format!("{what:?} gone from"), |screen| !screen.contains(what))
    }

    /// Waits until a test of the screen holds.
    pub fn until(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if holds(&screen) {
                return screen;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "waited in vain for {what} the screen:\n{screen}"
            );
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Goes from pane to pane until the marker is on a line with these words.
    pub fn tab_to(&mut self, words: &str) {
        for _ in 0..20 {
            if self.cursor_line().contains(words) {
                return;
            }
            self.press("Tab");
        }
        panic!("no line with {words} is reached:\n{}", self.screen());
    }

    /// Waits until nothing has come for a moment.
    pub fn settle(&self) -> String {
        let mut last = (self.line.bytes.lock().unwrap().len(), Instant::now());
        let start = Instant::now();
        while last.1.elapsed() < Duration::from_millis(120) && start.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(10));
            let n = self.line.bytes.lock().unwrap().len();
            if n != last.0 {
                last = (n, Instant::now());
            }
        }
        self.screen()
    }

    /// Presses keys by name, parted by blanks: `"F4 Enter 1"`. Each is sent alone and the screen is left to settle.
    pub fn press(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.raw(&bytes_of(name));
            self.keys += 1;
            self.settle();
        }
        self
    }

    /// Runs a command of the palette by its name.
    pub fn palette(&mut self, name: &str) -> &mut Self {
        self.press("Ctrl-p").text(name).press("Enter")
    }

    /// Sends a key and does not wait.
    pub fn tap(&mut self, name: &str) {
        self.raw(&bytes_of(name));
        self.keys += 1;
    }

    /// Types text as an input method commits it; not counted as keys.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.raw(text.as_bytes());
        self.settle();
        self
    }

    /// Pastes text with brackets.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.raw(format!("\x1b[200~{text}\x1b[201~").as_bytes());
        self.settle();
        self
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.line.send(bytes);
    }

    /// Another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        self.line.resize(cols, rows);
        self.settle();
    }

    /// kill -9, as a power cut does.
    pub fn cut_power(mut self) {
        self.line.kill();
    }

    /// Closes the terminal under the program, and says how long it took to go.
    pub fn hang_up(mut self) -> Duration {
        self.line.close();
        self.line.end().took
    }

    /// Waits for the end of the program; its exit code, or 1 when something killed it.
    pub fn ended(&mut self) -> u32 {
        let End { status, .. } = self.line.end();
        status.code().map_or(1, i32::cast_unsigned)
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.line.pid()
    }
}

/// What a terminal sends for a key.
pub fn bytes_of(name: &str) -> Vec<u8> {
    let fixed: &[u8] = match name {
        "Enter" => b"\r",
        "Tab" => b"\t",
        "BackTab" => b"\x1b[Z",
        "Esc" => b"\x1b",
        "Backspace" => b"\x7f",
        "Delete" => b"\x1b[3~",
        "Up" => b"\x1b[A",
        "Down" => b"\x1b[B",
        "Right" => b"\x1b[C",
        "Left" => b"\x1b[D",
        "Home" => b"\x1b[H",
        "End" => b"\x1b[F",
        "PageUp" => b"\x1b[5~",
        "PageDown" => b"\x1b[6~",
        "Space" => b" ",
        "F1" => b"\x1bOP",
        "F2" => b"\x1bOQ",
        "F3" => b"\x1bOR",
        "F4" => b"\x1bOS",
        "F5" => b"\x1b[15~",
        "F6" => b"\x1b[17~",
        "F7" => b"\x1b[18~",
        "F8" => b"\x1b[19~",
        "F9" => b"\x1b[20~",
        _ => b"",
    };
    if !fixed.is_empty() {
        return fixed.to_vec();
    }
    if let Some(letter) = name.strip_prefix("Ctrl-").and_then(|n| n.bytes().next()) {
        return vec![letter.to_ascii_lowercase() & 0x1f];
    }
    name.as_bytes().to_vec()
}
