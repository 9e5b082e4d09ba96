//! A terminal made for the tests, of the kind a station may have: it reads UTF-8 or GB18030, draws what it read on a
//! model screen, and answers from that screen what the program asks, so that nothing about its answers is made up.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc
)]

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use encoding_rs::{Decoder, Encoding, GB18030, UTF_8};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Long enough for a loaded machine; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(15);

const COLS: u16 = 80;
const ROWS: u16 = 24;

/// What kind of terminal it is.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The charset it reads and sends.
    pub charset: &'static Encoding,
    /// Its device attributes; one without any answers nothing.
    pub da: Option<(&'static str, &'static str)>,
}

/// PuTTY as it leaves its box in an office whose servers speak GBK.
pub const PUTTY_GBK: Kind = Kind {
    charset: GB18030,
    da: Some(("?6", ">0;136;0")),
};

/// PuTTY set up as it should be.
pub const PUTTY: Kind = Kind {
    charset: UTF_8,
    da: Some(("?6", ">0;136;0")),
};

/// Another client.
pub const XTERM: Kind = Kind {
    charset: UTF_8,
    da: Some(("?64;1;9;15", ">41;379;0")),
};

/// A client that answers no question.
pub const SILENT: Kind = Kind {
    charset: UTF_8,
    da: None,
};

type Line = Arc<Mutex<Box<dyn Write + Send>>>;

/// The program at such a terminal.
pub struct Emulator {
    kind: Kind,
    line: Line,
    child: Box<dyn Child + Send + Sync>,
    model: Arc<Mutex<vt100::Parser>>,
    bytes: Arc<Mutex<Vec<u8>>>,
    _master: Box<dyn MasterPty + Send>,
}

/// Questions a terminal answers, longest first where one begins with another.
const QUESTIONS: [&[u8]; 3] = [b"\x1b[6n", b"\x1b[>c", b"\x1b[c"];

struct Wire {
    kind: Kind,
    decoder: Decoder,
    model: Arc<Mutex<vt100::Parser>>,
    line: Line,
    rest: Vec<u8>,
}

impl Wire {
    /// Draws what came and answers what was asked, in order.
    fn take(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        loop {
            let asked = QUESTIONS
                .iter()
                .filter_map(|q| Some((self.rest.windows(q.len()).position(|w| w == *q)?, *q)))
                .min();
            let Some((at, question)) = asked else { break };
            let before: Vec<u8> = self.rest.drain(..at + question.len()).collect();
            self.draw(before.get(..at).unwrap_or_default());
            self.answer(question);
        }
        // A question may be cut by the line: what follows the last escape waits until it is whole.
        let escape = self.rest.iter().rposition(|b| *b == 0x1b);
        let tail = escape.filter(|at| self.rest.len() - at < 4).unwrap_or(self.rest.len());
        let whole: Vec<u8> = self.rest.drain(..tail).collect();
        self.draw(&whole);
    }

    fn draw(&mut self, bytes: &[u8]) {
        let mut text = String::with_capacity(bytes.len() * 3 + 16);
        let (_, read, _) = self.decoder.decode_to_string(bytes, &mut text, false);
        assert_eq!(read, bytes.len());
        self.model.lock().unwrap().process(text.as_bytes());
    }

    fn answer(&mut self, question: &[u8]) {
        let Some((da1, da2)) = self.kind.da else { return };
        let (row, col) = self.model.lock().unwrap().screen().cursor_position();
        let said = match question {
            b"\x1b[6n" => format!("\x1b[{};{}R", row + 1, col + 1),
            b"\x1b[>c" => format!("\x1b[{da2}c"),
            _ => format!("\x1b[{da1}c"),
        };
        let _ = self.line.lock().unwrap().write_all(said.as_bytes());
    }
}

impl Emulator {
    /// Starts the program on a file.
    pub fn sit(kind: Kind, db: &Path, args: &[&str], env: &[(String, String)]) -> Self {
        let size = PtySize {
            rows: ROWS,
            cols: COLS,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_zhiban"));
        command.arg("--db");
        command.arg(db);
        command.args(args);
        for name in ["TMUX", "STY", "SSH_CONNECTION", "SSH_TTY", "NO_COLOR", "ZHIBAN_DB"] {
            command.env_remove(name);
        }
        command.env("TERM", "xterm");
        command.env("LC_ALL", "zh_CN.UTF-8");
        for (k, v) in env {
            command.env(k, v);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let model = Arc::new(Mutex::new(vt100::Parser::new(
            ROWS.try_into().unwrap(),
            COLS.try_into().unwrap(),
            0,
        )));
        let bytes = Arc::new(Mutex::new(Vec::new()));
        let line: Line = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let mut wire = Wire {
            kind,
            decoder: kind.charset.new_decoder_without_bom_handling(),
            model: Arc::clone(&model),
            line: Arc::clone(&line),
            rest: Vec::new(),
        };
        let mut reader = pair.master.try_clone_reader().unwrap();
        let raw = Arc::clone(&bytes);
        std::thread::spawn(move || {
            // An odd number, so that characters are cut between reads.
            let mut room = [0; 1021];
            while let Ok(n @ 1..) = reader.read(&mut room) {
                let read = room.get(..n).unwrap_or_default();
                wire.take(read);
                raw.lock().unwrap().extend_from_slice(read);
            }
        });
        Self {
            kind,
            line,
            child,
            model,
            bytes,
            _master: pair.master,
        }
    }

    /// What a person sees.
    pub fn screen(&self) -> String {
        self.model.lock().unwrap().screen().contents()
    }

    /// Everything sent so far.
    pub fn sent(&self) -> Vec<u8> {
        self.bytes.lock().unwrap().clone()
    }

    /// Waits until the screen shows something.
    pub fn wait(&self, what: &str) -> String {
        self.until(what, |screen| screen.contains(what))
    }

    /// Waits until a test of the screen holds.
    pub fn until(&self, what: &str, holds: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if holds(&screen) {
                return screen;
            }
            assert!(start.elapsed() < PATIENCE, "waited in vain for {what}:\n{screen}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until nothing has come for a moment.
    pub fn settle(&self) -> String {
        let (start, mut last) = (Instant::now(), (0, Instant::now()));
        while last.1.elapsed() < Duration::from_millis(150) && start.elapsed() < PATIENCE {
            let n = self.bytes.lock().unwrap().len();
            if n != last.0 {
                last = (n, Instant::now());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.screen()
    }

    /// Types text in the terminal's charset.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let bytes = self.kind.charset.encode(text).0.into_owned();
        self.raw(&bytes)
    }

    /// Sends bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.line.lock().unwrap().write_all(bytes).unwrap();
        self.settle();
        self
    }

    /// Leaves by the palette and waits for the end.
    pub fn leave(mut self) {
        self.raw(b"\x10").text("app.quit").raw(b"\r");
        let start = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            let shown = self.screen();
            if shown.contains("离开值班台") || shown.contains("1 ") {
                self.raw(b"1");
            }
        }
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
