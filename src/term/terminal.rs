//! The terminal as the runtime sees it: sleep until something happens, draw, ask for the size.
//!
//! All that has come is drained before anything is returned, so that a burst of keys costs one frame. Frames are never
//! queued: while the line is blocked [`Terminal::draw`] refuses, and [`Happened::redraw`] says when to try again.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use ratatui::Frame;

use super::caps::{Caps, Kind};
use super::charset;
use super::decode::Charset;
use super::distance::Distance;
use super::error::TermError;
use super::input::{Input, Report};
use super::paint::Painter;
use super::parse::Parser;
use super::probe::{self, Probe};
use super::signals::Signals;
use super::tty::{Got, NAME_KEYS, Tty};
use super::watch::{self, Waker, Want};
use super::wish::{Options, Wish, overruled};

/// Dragging a window sends sizes in bursts: the first is drawn at once, and the last when the window has rested for so long.
/// A single one is drawn twice, because terminals are not done themselves when they tell of it.
const RESIZE_MS: u64 = 80;
/// Who answers within this time is on this machine, or as good as.
const HERE_MS: u64 = 25;
/// No more than this is read before the desk gets to see it.
const READ_AT_ONCE: usize = 1 << 20;
/// To the far corner, and where is that? For a line that does not say how large it is.
const MEASURE: &str = "\x1b[999;999H\x1b[6n";
/// No screen is larger; whoever answers more has not understood.
const LARGEST: (u16, u16) = (500, 300);
/// What a screen is taken to be until it answers.
const USUAL: (u16, u16) = (80, 24);
/// An answer that takes longer than this is not waited for; whenever it comes, it is taken.
const PROBE_MS: u64 = 1500;
/// How long the way out waits for answers that would otherwise become keys of the shell.
const FAREWELL: Duration = Duration::from_millis(200);

/// Reads a variable of the environment.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What one call of [`Terminal::next`] brought.
#[derive(Debug, Default)]
pub struct Happened {
    /// Everything that came from the terminal, in order.
    pub inputs: Vec<Input>,
    /// A [`Waker`] was used.
    pub woken: bool,
    /// Which of the given descriptors are readable, by their place in the list.
    pub ready: Vec<usize>,
    /// A frame was refused and can be drawn now.
    pub redraw: bool,
}

impl Happened {
    fn is_empty(&self) -> bool {
        self.inputs.is_empty() && !self.woken && self.ready.is_empty() && !self.redraw
    }
}

/// The terminal as the desk uses it: raw, probed, painted, put back at the end.
#[derive(Debug)]
pub struct Terminal {
    // Dropped first: whatever follows, the terminal is put back.
    tty: Tty,
    stage: ratatui::Terminal<Painter>,
    parser: Parser,
    probe: Probe,
    signals: Signals,
    waker: Waker,
    options: Options,
    /// What was found out, and what is done about it with the options in mind.
    found: Caps,
    caps: Caps,
    size: (u16, u16),
    size_told: (Option<String>, Option<String>),
    resize_due: Option<u64>,
    /// The next answer about the cursor tells the size.
    is_measuring: bool,
    was_refused: bool,
    was_hangup_told: bool,
    /// When the probe counts as unanswered.
    probe_due: Option<u64>,
    start: Instant,
}

impl Terminal {
    /// Takes the terminal of this process.
    #[cfg(feature = "rings")]
    pub fn open(options: Options, env: Env<'_>) -> Result<Self, TermError> {
        Self::open_with(options, env, Waker::open()?)
    }

    /// Takes the terminal of this process, to be woken by those who hold the waker already.
    pub fn open_with(options: Options, env: Env<'_>, waker: Waker) -> Result<Self, TermError> {
        let found = Caps::from_env(env);
        let caps = overruled(found, options);
        let signals = Signals::open()?;
        let told = Tty::size(env);
        let is_measuring = options.probe && told.is_none();
        let asked = [
            if is_measuring { MEASURE } else { "" },
            if options.probe { probe::REQUEST } else { "" },
        ];
        let tty = Tty::open(&asked.concat())?;
        let (cols, rows) = told.unwrap_or(USUAL);
        let mut painter = Painter::new(caps);
        painter.resize(cols, rows);
        let Ok(stage) = ratatui::Terminal::new(painter);
        let mut parser = Parser::new(if caps.ssh { Distance::Far } else { Distance::Unknown });
        parser.set_charset(caps.charset);
        let mut probe = Probe::default();
        if options.probe {
            probe.open();
            parser.set_probing(true);
        }
        Ok(Self {
            tty,
            stage,
            parser,
            probe,
            signals,
            waker,
            options,
            found,
            caps,
            size: (cols, rows),
            size_told: (env("COLUMNS"), env("LINES")),
            resize_due: None,
            is_measuring,
            was_refused: false,
            was_hangup_told: false,
            probe_due: options.probe.then_some(PROBE_MS),
            start: Instant::now(),
        })
    }

    /// Sleeps until something happens or `timeout` is over, and returns all of it. `extra` are descriptors to watch
    /// besides (an inotify, say). Without a timeout and with nothing happening it never wakes up.
    pub fn next(&mut self, timeout: Option<Duration>, extra: &[BorrowedFd<'_>]) -> Happened {
        let until = timeout.map(|t| self.now().saturating_add(t.as_millis() as u64));
        let mut happened = Happened::default();
        loop {
            self.look(until, extra, &mut happened);
            if self.tty.is_gone() && !self.was_hangup_told {
                self.parser.close(&mut happened.inputs);
                happened.inputs.push(Input::Hangup);
                self.was_hangup_told = true;
            }
            self.take_reports(&mut happened.inputs);
            if !happened.is_empty() || until.is_some_and(|until| self.now() >= until) {
                return happened;
            }
        }
    }

    /// Draws a frame that ends with the cursor where `render` sets it. False when nothing was drawn: the line is blocked
    /// (a later [`Happened::redraw`] says when it is free) or gone.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame<'_>)) -> bool {
        if !self.tty.writable() {
            self.tty.flush();
        }
        if !self.tty.writable() {
            self.was_refused = true;
            return false;
        }
        let Ok(_) = self.stage.draw(render);
        let bytes = self.stage.backend().bytes();
        match self.caps.charset {
            Charset::Utf8 => self.tty.write_frame(bytes),
            // A frame is cut by the line, if at all, after it has been put into bytes: no character is ever torn.
            Charset::Gb18030 => self.tty.write_frame(&charset::encode(bytes)),
        }
        true
    }

    /// What the screen shows is in doubt: the next frame is a full one (Ctrl+L).
    pub fn redraw(&mut self) {
        self.stage.backend_mut().invalidate();
    }

    /// Another screen is to be seen: whatever somebody else wrote over this one goes with it.
    pub fn doubt(&mut self) {
        self.stage.backend_mut().doubt();
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Wakes [`Terminal::next`] from other threads.
    #[cfg(feature = "rings")]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Bytes sent since the start.
    pub fn bytes_sent(&self) -> u64 {
        self.tty.sent()
    }

    /// What is known about the terminal by now.
    pub fn caps(&self) -> Caps {
        self.caps
    }

    /// Draws by these wishes from now on; true when they are other ones than before.
    pub fn wish(&mut self, wish: Wish) -> bool {
        let is_new = wish != self.options.wish;
        if is_new {
            self.options.wish = wish;
            // The same spots are sent in other bytes now.
            self.stage.backend_mut().invalidate();
            self.settle();
        }
        is_new
    }

    /// Whether each input is followed by an [`Input::Echo`] with its bytes.
    pub fn set_echo(&mut self, is_on: bool) {
        self.parser.set_echo(is_on);
    }

    fn now(&self) -> u64 {
        self.start.elapsed().as_millis() as u64
    }

    /// One sleep and what it brought.
    fn look(&mut self, until: Option<u64>, extra: &[BorrowedFd<'_>], happened: &mut Happened) {
        let due = [until, self.parser.deadline(), self.resize_due, self.probe_due]
            .into_iter()
            .flatten()
            .min();
        // Rounded up by one: the clock counts whole milliseconds, and waking early would mean waking twice.
        let left = due.map(|due| match due.saturating_sub(self.now()) {
            0 => Duration::ZERO,
            ms => Duration::from_millis(ms + 1),
        });
        let is_gone = self.tty.is_gone();
        let input = if is_gone { Want::Nothing } else { Want::Read };
        let output = if is_gone || self.tty.writable() && !self.was_refused {
            Want::Nothing
        } else {
            Want::Write
        };
        let mut wants = vec![
            (Tty::input(), input),
            (self.tty.output(), output),
            (self.signals.fd(), Want::Read),
            (self.waker.fd(), Want::Read),
        ];
        wants.extend(extra.iter().map(|fd| (*fd, Want::Read)));
        let ready = watch::wait(&wants, left);
        let mut ready = ready.into_iter();
        let mut next = || ready.next().unwrap_or_default();
        let (input, output, signals, waker) = (next(), next(), next(), next());
        happened.ready = ready.enumerate().filter(|(_, r)| r.is_any()).map(|(i, _)| i).collect();

        if signals.is_any() {
            self.take_signals(&mut happened.inputs);
        }
        if input.is_any() {
            self.drain(&mut happened.inputs);
        }
        let now = self.now();
        self.parser.tick(now, &mut happened.inputs);
        if self.resize_due.take_if(|due| now >= *due).is_some() {
            self.resize(&mut happened.inputs);
        }
        if output.is_any() {
            self.tty.flush();
            if self.tty.writable() {
                happened.redraw = std::mem::take(&mut self.was_refused);
            }
        }
        happened.woken = waker.is_any() && self.waker.take();
    }

    /// Reads all there is.
    fn drain(&mut self, inputs: &mut Vec<Input>) {
        let mut bytes = [0; 4096];
        let mut all = 0;
        while all < READ_AT_ONCE {
            match self.tty.read(&mut bytes) {
                Got::Bytes(n) => {
                    let now = self.now();
                    self.parser.feed(bytes.get(..n).unwrap_or_default(), now, inputs);
                    all += n;
                }
                Got::Nothing | Got::Gone => return,
            }
            let more = watch::wait(&[(Tty::input(), Want::Read)], Some(Duration::ZERO));
            if more.first().is_none_or(|r| !r.is_any()) {
                return;
            }
        }
    }

    fn take_signals(&mut self, inputs: &mut Vec<Input>) {
        let asked = self.signals.take();
        if asked.hangup {
            self.tty.lose();
        }
        if asked.terminate {
            inputs.push(Input::Terminate);
        }
        if asked.resumed {
            // Whoever had the terminal meanwhile has left it in their own modes.
            let names_keys = if self.caps.names_keys { NAME_KEYS } else { "" };
            if self.tty.take_hold(names_keys).is_err() {
                self.tty.lose();
            }
            self.stage.backend_mut().invalidate();
            inputs.push(Input::Resumed);
        }
        if asked.resized || asked.resumed {
            if asked.resumed || self.resize_due.is_none() {
                self.resize(inputs);
            }
            self.resize_due = asked.resized.then(|| self.now() + RESIZE_MS);
        }
    }

    fn resize(&mut self, inputs: &mut Vec<Input>) {
        let told = &self.size_told;
        let size = Tty::size(&|name| {
            if name == "LINES" {
                told.1.clone()
            } else {
                told.0.clone()
            }
        });
        // A line that no longer says keeps the size it had.
        self.become_sized(size.unwrap_or(self.size), inputs);
    }

    /// Even the same size again: terminals reflow and leave rubbish.
    fn become_sized(&mut self, (cols, rows): (u16, u16), inputs: &mut Vec<Input>) {
        self.size = (cols, rows);
        self.stage.backend_mut().resize(cols, rows);
        inputs.push(Input::Resize { cols, rows });
    }

    /// Keeps the answers of the terminal; of all of them the desk sees one notice.
    fn take_reports(&mut self, inputs: &mut Vec<Input>) {
        let mut is_settled = false;
        let mut measured = None;
        inputs.retain(|input| {
            match input {
                Input::Report(Report::Cursor { row, col }) if self.is_measuring => {
                    self.is_measuring = false;
                    measured = Some((*col, *row)).filter(|(col, row)| *col <= LARGEST.0 && *row <= LARGEST.1);
                }
                Input::Report(report) => is_settled |= self.probe.take(*report, &mut self.found),
                _ => {}
            }
            !matches!(input, Input::Report(_))
        });
        if let Some(size) = measured {
            self.become_sized(size, inputs);
        }
        let is_late = self.probe_due.is_some_and(|due| self.now() >= due);
        if is_settled {
            self.is_measuring = false;
            self.parser.set_probing(false);
            self.learn();
            self.settle();
        }
        if is_settled || is_late {
            self.probe_due = None;
            inputs.push(Input::Probed);
        }
    }

    /// What the answers say about the keys that will come.
    fn learn(&mut self) {
        // Every terminal that says what it is marks its pastes, but for the console of the kernel.
        if self.found.kind == Kind::Screen {
            self.parser.stop_guessing();
        }
        if !self.found.ssh && self.now() <= HERE_MS {
            self.parser.set_distance(Distance::Here);
        } else if self.now() > 2 * HERE_MS {
            self.parser.set_distance(Distance::Far);
        }
        if self.found.names_keys {
            self.tty.name_keys();
            self.parser.set_explicit(true);
        }
    }

    fn settle(&mut self) {
        let before = self.caps.charset;
        self.caps = overruled(self.found, self.options);
        self.stage.backend_mut().set_caps(self.caps);
        self.parser.set_charset(self.caps.charset);
        if self.caps.charset != before {
            // What has been sent so far was read as something else.
            self.stage.backend_mut().invalidate();
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let end = Instant::now() + FAREWELL;
        while self.probe.is_open() && !self.tty.is_gone() {
            let left = end.saturating_duration_since(Instant::now());
            let ready = watch::wait(&[(Tty::input(), Want::Read)], Some(left));
            if left.is_zero() || ready.first().is_none_or(|r| !r.is_any()) {
                return;
            }
            let mut inputs = Vec::new();
            self.drain(&mut inputs);
            for input in inputs {
                if let Input::Report(Report::Primary(_)) = input {
                    return;
                }
            }
        }
    }
}
