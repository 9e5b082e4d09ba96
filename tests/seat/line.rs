//! The line between a keyboard and a program: a pseudo-terminal that can really be closed, and a program that is really
//! killed.
//!
//! Every descriptor of the other end is in our hands, so that closing it is what sshd does when a client goes away.

use std::ffi::OsString;
use std::os::fd::{AsFd as _, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::pty::{OpenptFlags, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use super::PATIENCE;

/// So long for what a program that is over has still to be read.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What a program learns when its line is closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bond {
    /// The line is its terminal: it gets SIGHUP and then nothing but ends and errors.
    #[default]
    Own,
    /// It is its terminal, and SIGHUP never arrives.
    Deaf,
    /// It is nobody's terminal: no signal at all, only ends and errors.
    Loose,
}

/// What is started at the end of a line.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Program and arguments.
    pub argv: Vec<OsString>,
    /// Environment besides the usual.
    pub env: Vec<(String, String)>,
    /// Columns and rows; 0x0 as some lines say.
    pub size: (u16, u16),
    /// What it learns.
    pub bond: Bond,
}

/// How a program ended.
#[derive(Clone, Copy, Debug)]
pub struct End {
    /// Its status.
    pub status: ExitStatus,
    /// From the question on.
    pub took: Duration,
    /// Processor time of its whole life.
    pub cpu: Duration,
}

/// A program at the end of a line, and what it has sent.
pub struct Line {
    master: Option<Arc<OwnedFd>>,
    stop: Option<UnixStream>,
    reader: Option<JoinHandle<()>>,
    child: Child,
    /// The screen.
    pub parser: Arc<Mutex<vt100::Parser>>,
    /// All of it.
    pub bytes: Arc<Mutex<Vec<u8>>>,
}

impl Line {
    /// Starts a program at a line of its own.
    pub fn start(start: &Start) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let master = openpt(flags).unwrap();
        unlockpt(&master).unwrap();
        let slave = ioctl_tiocgptpeer(&master, flags).unwrap();
        let (cols, rows) = start.size;
        tcsetwinsize(&slave, winsize(cols, rows)).unwrap();
        let child = command(start, &slave).spawn().unwrap();
        drop(slave);
        let (cols, rows) = if cols == 0 || rows == 0 { (80, 24) } else { (cols, rows) };
        let screen = vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0);
        let mut line = Self {
            master: Some(Arc::new(master)),
            stop: None,
            reader: None,
            child,
            parser: Arc::new(Mutex::new(screen)),
            bytes: Arc::default(),
        };
        line.listen();
        line
    }

    /// Reads what comes from now on.
    pub fn listen(&mut self) {
        let (Some(master), None) = (&self.master, &self.reader) else {
            return;
        };
        let (stop, stopped) = UnixStream::pair().unwrap();
        let (master, parser, bytes) = (Arc::clone(master), Arc::clone(&self.parser), Arc::clone(&self.bytes));
        self.stop = Some(stop);
        self.reader = Some(std::thread::spawn(move || {
            read_all(&master, &stopped, |read| {
                parser.lock().unwrap().process(read);
                bytes.lock().unwrap().extend_from_slice(read);
            });
        }));
    }

    /// Reads nothing more, as a client that stands still.
    pub fn stop_listening(&mut self) {
        drop(self.stop.take());
        if let Some(reader) = self.reader.take() {
            reader.join().unwrap();
        }
    }

    /// Sends bytes.
    pub fn send(&mut self, mut bytes: &[u8]) {
        let master = self.master.as_ref().expect("the line is open");
        while !bytes.is_empty() {
            let n = rustix::io::write(master, bytes).unwrap();
            bytes = bytes.get(n..).unwrap_or_default();
        }
    }

    /// Tells another size.
    pub fn resize(&self, cols: u16, rows: u16) {
        if cols > 0 && rows > 0 {
            let mut parser = self.parser.lock().unwrap();
            let (rows, cols) = (rows.try_into().unwrap(), cols.try_into().unwrap());
            parser.screen_mut().set_size(rows, cols);
        }
        self.claim(cols, rows);
    }

    /// The line says that it has another size; the screen keeps the one it has.
    pub fn claim(&self, cols: u16, rows: u16) {
        let master = self.master.as_ref().expect("the line is open");
        tcsetwinsize(master, winsize(cols, rows)).unwrap();
    }

    /// Whether the line edits and echoes, as a shell wants it.
    pub fn is_cooked(&self) -> bool {
        let master = self.master.as_ref().expect("the line is open");
        let modes = tcgetattr(master).unwrap().local_modes;
        modes.contains(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG)
    }

    /// The end of the line where the program is, for somebody else there.
    pub fn their_end(&self) -> OwnedFd {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        ioctl_tiocgptpeer(self.master.as_ref().expect("the line is open"), flags).unwrap()
    }

    /// Closes the line: the last descriptor of the other end is gone when this returns.
    pub fn close(&mut self) {
        self.stop_listening();
        let master = self.master.take().expect("the line is open");
        drop(Arc::into_inner(master).expect("nobody else holds the line"));
    }

    /// kill -9, and nothing gentler before it.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().unwrap()
    }

    /// Reads the last words of a program that is over; whoever else holds its end of the line is not waited for long.
    fn hear_out(&self) {
        let start = Instant::now();
        let is_reading = || self.reader.as_ref().is_some_and(|reader| !reader.is_finished());
        while is_reading() && start.elapsed() < LAST_WORDS {
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Waits for its end.
    pub fn end(&mut self) -> End {
        let start = Instant::now();
        let pid = self.pid();
        loop {
            // What is over and not yet collected still tells what it has used.
            if let Some((b'Z', cpu)) = process(pid) {
                let took = start.elapsed();
                let status = self.child.wait().unwrap();
                self.hear_out();
                return End { status, took, cpu };
            }
            let said = self.parser.lock().unwrap().screen().contents();
            assert!(start.elapsed() < PATIENCE, "the program does not end:\n{said}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        drop(self.stop.take());
    }
}

/// State and processor time of a process; none when there is no such process.
pub fn process(pid: u32) -> Option<(u8, Duration)> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name stands in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(") ")?;
    let words: Vec<&str> = rest.split(' ').collect();
    let ticks = |at: usize| words.get(at).and_then(|w| w.parse::<u64>().ok());
    let state = *rest.as_bytes().first()?;
    Some((state, Duration::from_millis((ticks(11)? + ticks(12)?) * 10)))
}

/// The new session and its terminal are made by `setsid`, the deafness by `env`: each becomes the next, so the process is
/// the program itself.
fn command(start: &Start, slave: &OwnedFd) -> Command {
    let mut command = Command::new("setsid");
    match start.bond {
        Bond::Own => command.arg("-c"),
        Bond::Deaf => command.args(["-c", "env", "--block-signal=HUP"]),
        Bond::Loose => &mut command,
    };
    command.args(&start.argv);
    command.env("TERM", "xterm-256color").env("LC_ALL", "zh_CN.UTF-8");
    for name in [
        "TMUX",
        "STY",
        "SSH_CONNECTION",
        "SSH_TTY",
        "NO_COLOR",
        "ZHIBAN_DB",
        "LINES",
        "COLUMNS",
    ] {
        command.env_remove(name);
    }
    command.envs(start.env.iter().map(|(k, v)| (k, v)));
    let end = || Stdio::from(slave.try_clone().unwrap());
    command.stdin(end()).stdout(end()).stderr(end());
    command
}

fn winsize(cols: u16, rows: u16) -> Winsize {
    Winsize {
        ws_row: rows,
        ws_col: cols,
        ws_xpixel: 0,
        ws_ypixel: 0,
    }
}

/// Until the program is gone or reading is stopped.
fn read_all(master: &OwnedFd, stopped: &UnixStream, mut take: impl FnMut(&[u8])) {
    let mut room = [0; 4096];
    loop {
        let mut both = [
            PollFd::from_borrowed_fd(master.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(stopped.as_fd(), PollFlags::IN),
        ];
        if poll(&mut both, None).is_err() {
            continue;
        }
        let [line, stop] = both;
        if !line.revents().is_empty() {
            match rustix::io::read(master, &mut room) {
                Ok(n) if n > 0 => take(room.get(..n).unwrap_or_default()),
                _ => return,
            }
        } else if !stop.revents().is_empty() {
            return;
        }
    }
}
