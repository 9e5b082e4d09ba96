//! The parser: bytes and the time in, inputs out. A pure state machine; it reads no clock and no file.
//!
//! However the line cuts a byte string into reads, the same inputs come out. Runs of text may be cut; and where nothing is known
//! of a client, a read of very many lines or bytes is taken for a paste, by its nature. An escape and a key after it are
//! always Esc and that key: on a line that stood still both come in one read, and Alt, which some clients tell in the same
//! bytes, is nothing anybody relies on here. No byte is dropped unseen, no state lasts for
//! ever: [`Parser::deadline`] says when to call [`Parser::tick`]. Rules 15-19 of research `terminal_cjk.md` section 7.

use super::decode::{self, Charset, Decoder, Step};
use super::distance::{Distance, looks_pasted};
use super::echo::RecentBytes;
use super::input::Input;
use super::sequence;

/// What follows within this time came with the same press. A person is slower.
const BURST_MS: u64 = 20;
/// How long the rest of a sequence may take.
const SEQUENCE_MS: u64 = 1000;
/// How long an answer nobody asked for may pause; short, because what is typed meanwhile would be lost. It takes no longer
/// than a sequence in all: Alt and a bracket begin one too, and a person goes on typing.
const STRING_MS: u64 = 300;
/// How long the rest of a character may take.
const CHARACTER_MS: u64 = 2000;
/// How long bad bytes wait for more of their kind.
const BAD_MS: u64 = 100;
/// A paste that is silent for so long has lost its end.
const PASTE_MS: u64 = 2000;
/// No field takes more. Of a longer paste this much is delivered, to be refused; the rest is no typing of anybody's.
const PASTE_BYTES: usize = 1 << 20;
/// No sequence worth knowing is longer.
const LONGEST_SEQUENCE: usize = 64;

const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Ground,
    /// After an escape, received at this time.
    Escape(u64),
    Csi,
    /// After `ESC [ [`.
    Console,
    Ss3,
    /// After `ESC [ M`, at this time: so many bytes of a mouse somebody else left switched on are still to come.
    Mouse(u64, u8),
    /// Inside an answer that ends with `ESC \`: when it began, and whether the escape has come.
    Str(u64, bool),
    /// Inside a paste; how much of its end has come.
    Paste(usize),
}

/// Turns the bytes of a terminal into keys, text, pastes and answers, wherever they are cut.
#[derive(Debug)]
pub struct Parser {
    state: State,
    seq: Vec<u8>,
    text: String,
    paste: Vec<u8>,
    /// The paste under way was too long, and its beginning is delivered.
    is_overlong: bool,
    decoder: Decoder,
    /// When the last byte came.
    last_ms: u64,
    /// When a carriage return came, if it was the last thing.
    return_ms: Option<u64>,
    distance: Distance,
    is_probing: bool,
    /// The client tells Esc and whatever is held by sequences of their own (`CSI u`).
    is_explicit: bool,
    /// Whether very many lines mean a paste: as long as nothing says that the client marks its pastes.
    guesses: bool,
    /// Whether the read at hand is taken for a paste.
    is_guess: bool,
    tape: RecentBytes,
}

impl Parser {
    /// A parser at the end of a line.
    pub fn new(distance: Distance) -> Self {
        Self {
            state: State::Ground,
            seq: Vec::new(),
            text: String::new(),
            paste: Vec::new(),
            is_overlong: false,
            decoder: Decoder::default(),
            last_ms: 0,
            return_ms: None,
            distance,
            is_probing: false,
            is_explicit: false,
            guesses: true,
            is_guess: false,
            tape: RecentBytes::default(),
        }
    }

    /// Whether `ESC [ 1 ; n R` is an answer (a probe is open) or F3 with a modifier.
    pub fn set_probing(&mut self, is_probing: bool) {
        self.is_probing = is_probing;
    }

    /// What is now known about the line.
    pub fn set_distance(&mut self, distance: Distance) {
        self.distance = distance;
    }

    /// The client was told to send Esc, and keys with something held, as sequences of their own; the first function keys then
    /// have letters that elsewhere belong to others.
    pub fn set_explicit(&mut self, is_explicit: bool) {
        self.is_explicit = is_explicit;
    }

    /// Takes many lines in one read for a paste no more: the client marks them.
    pub fn stop_guessing(&mut self) {
        self.guesses = false;
    }

    /// The charset of what follows.
    pub fn set_charset(&mut self, charset: Charset) {
        self.decoder.charset = charset;
    }

    /// Whether each input is followed by its bytes. Runs of text then come one character at a time.
    pub fn set_echo(&mut self, is_on: bool) {
        self.tape.is_on = is_on;
    }

    /// Takes the bytes of one read.
    pub fn feed(&mut self, bytes: &[u8], now_ms: u64, out: &mut Vec<Input>) {
        if bytes.is_empty() {
            return;
        }
        self.last_ms = now_ms;
        self.is_guess = self.guesses && self.state == State::Ground && looks_pasted(bytes);
        self.tape.begin(out.len());
        for b in bytes {
            self.tape.take(*b);
            self.byte(*b, now_ms, out);
            if self.tape.is_on && !self.is_guess {
                self.flush(out);
                self.tell_bytes(out);
            }
        }
        self.flush(out);
        self.is_guess = false;
        self.tell_bytes(out);
    }

    /// When [`Parser::tick`] is due: something half received will then be given up.
    pub fn deadline(&self) -> Option<u64> {
        let state = match self.state {
            State::Ground => None,
            State::Mouse(at, _) => Some(at + BURST_MS),
            State::Escape(at) if self.is_explicit => Some(at + Distance::Far.patience()),
            State::Escape(at) => Some(at + self.distance.patience()),
            State::Csi | State::Console | State::Ss3 => Some(self.last_ms + SEQUENCE_MS),
            State::Str(began, _) => Some((self.last_ms + STRING_MS).min(began + SEQUENCE_MS)),
            State::Paste(_) => Some(self.last_ms + PASTE_MS),
        };
        let decoder = match (self.decoder.has_bad(), self.decoder.is_open(), self.decoder.has_run()) {
            (true, ..) => Some(BAD_MS),
            (false, true, _) => Some(CHARACTER_MS),
            (false, false, true) => Some(BURST_MS),
            _ => None,
        };
        state.into_iter().chain(decoder.map(|ms| self.last_ms + ms)).min()
    }

    /// Gives up what has waited too long.
    pub fn tick(&mut self, now_ms: u64, out: &mut Vec<Input>) {
        if self.deadline().is_none_or(|due| now_ms < due) {
            return;
        }
        self.tape.begin(out.len());
        match self.state {
            State::Ground => {}
            State::Escape(_) => self.escape_alone(out),
            State::Paste(matched) => {
                self.paste.extend(PASTE_END.get(1..matched).unwrap_or_default());
                self.deliver_paste(out);
                self.state = State::Ground;
            }
            State::Csi | State::Console | State::Ss3 | State::Mouse(..) | State::Str(..) => self.rest(),
        }
        self.decoder.give_up();
        self.flush_bad(out);
        self.flush(out);
        self.tell_bytes(out);
    }

    fn tell_bytes(&mut self, out: &mut Vec<Input>) {
        let is_over = self.state == State::Ground && !self.decoder.is_open() && !self.decoder.has_run();
        self.tape.tell(is_over, out);
    }

    /// The line is gone: what was half pasted still counts.
    pub fn close(&mut self, out: &mut Vec<Input>) {
        if let State::Paste(_) = self.state {
            self.deliver_paste(out);
        }
        self.rest();
        self.decoder.give_up();
        self.flush_bad(out);
        self.flush(out);
    }

    fn rest(&mut self) {
        self.state = State::Ground;
        self.seq.clear();
    }

    fn byte(&mut self, b: u8, now: u64, out: &mut Vec<Input>) {
        match self.state {
            State::Ground => self.ground(b, now, out),
            State::Escape(at) => self.escape(b, at, now, out),
            State::Csi => self.csi(b, now, out),
            State::Ss3 => self.ss3(b, now, out),
            State::Console => {
                let key = sequence::console(b);
                self.rest();
                match key {
                    Some(key) => out.push(key),
                    None => self.ground(b, now, out),
                }
            }
            State::Mouse(at, left) if b >= 0x20 && now.saturating_sub(at) <= BURST_MS => match left {
                0..=1 => self.rest(),
                _ => self.state = State::Mouse(at, left - 1),
            },
            State::Mouse(..) => {
                self.rest();
                self.ground(b, now, out);
            }
            State::Str(began, is_escaped) => self.string(b, (began, is_escaped), now, out),
            State::Paste(matched) => self.pasted(b, matched, out),
        }
    }

    fn ground(&mut self, b: u8, now: u64, out: &mut Vec<Input>) {
        if b >= 0x80 || self.decoder.is_open() {
            if b >= 0x80 {
                self.return_ms = None;
            }
            match self.decoder.push(b) {
                Step::Char(c) => {
                    self.flush_bad(out);
                    if !c.is_control() {
                        self.text.push(c);
                    }
                    return;
                }
                Step::Kept => {
                    if self.decoder.is_full() {
                        self.flush_bad(out);
                    }
                    return;
                }
                Step::Refused if b >= 0x80 => return self.ground(b, now, out),
                Step::Refused => {}
            }
        }
        self.flush_bad(out);
        let after_return = self
            .return_ms
            .take()
            .is_some_and(|at| now.saturating_sub(at) <= BURST_MS);
        match b {
            0x20..=0x7E => self.text.push(char::from(b)),
            // One press of a client that sends both.
            b'\n' if after_return => {}
            b'\r' | b'\n' if self.is_guess => {
                self.text.push('\n');
                self.return_ms = (b == b'\r').then_some(now);
            }
            b'\t' if self.is_guess => self.text.push('\t'),
            0x1B => {
                self.flush(out);
                self.state = State::Escape(now);
            }
            _ => {
                self.flush(out);
                self.return_ms = (b == b'\r').then_some(now);
                out.extend(sequence::control(b));
            }
        }
    }

    fn escape(&mut self, b: u8, at: u64, now: u64, out: &mut Vec<Input>) {
        let is_burst = now.saturating_sub(at) <= BURST_MS;
        match b {
            b'[' => self.state = State::Csi,
            b'O' => self.state = State::Ss3,
            b'P' | b']' | b'_' | b'^' | b'X' if is_burst => self.state = State::Str(now, false),
            _ => {
                self.escape_alone(out);
                self.ground(b, now, out);
            }
        }
    }

    fn escape_alone(&mut self, out: &mut Vec<Input>) {
        out.extend(sequence::control(0x1B));
        self.rest();
    }

    fn csi(&mut self, b: u8, now: u64, out: &mut Vec<Input>) {
        match b {
            b'[' if self.seq.is_empty() => self.state = State::Console,
            // rxvt ends with a dollar when Shift is held; everywhere else more follows one.
            b'$' if self.seq.first().is_some_and(u8::is_ascii_digit) => self.whole_csi(b, out),
            0x20..=0x3F => {
                if self.seq.len() < LONGEST_SEQUENCE {
                    self.seq.push(b);
                }
            }
            b'M' if self.seq.is_empty() => self.state = State::Mouse(now, 3),
            0x40..=0x7E => self.whole_csi(b, out),
            _ => {
                self.rest();
                self.ground(b, now, out);
            }
        }
    }

    fn whole_csi(&mut self, last: u8, out: &mut Vec<Input>) {
        let seq = std::mem::take(&mut self.seq);
        let is_known = seq.len() < LONGEST_SEQUENCE;
        match (seq.as_slice(), last) {
            (b"200", b'~') => {
                self.rest();
                self.guesses = false;
                self.state = State::Paste(0);
                return;
            }
            _ if is_known => out.extend(sequence::csi(&seq, last, self.is_probing, self.is_explicit)),
            _ => {}
        }
        self.rest();
    }

    fn ss3(&mut self, b: u8, now: u64, out: &mut Vec<Input>) {
        match b {
            b'0'..=b'9' | b';' => {
                if self.seq.len() < LONGEST_SEQUENCE {
                    self.seq.push(b);
                }
            }
            0x20..=0x7E => {
                out.extend(sequence::ss3(&self.seq, b));
                self.rest();
            }
            _ => {
                self.rest();
                self.ground(b, now, out);
            }
        }
    }

    fn string(&mut self, b: u8, (began, is_escaped): (u64, bool), now: u64, out: &mut Vec<Input>) {
        match b {
            b'\\' if is_escaped => self.rest(),
            0x07 if !is_escaped => self.rest(),
            0x1B if !is_escaped => self.state = State::Str(began, true),
            // Another sequence, or a key: the answer has no end, but what follows is not lost with it.
            _ if is_escaped => {
                self.rest();
                self.state = State::Escape(now);
                self.escape(b, now, now, out);
            }
            0x00..=0x1F => {
                self.rest();
                self.ground(b, now, out);
            }
            _ => {}
        }
    }

    fn pasted(&mut self, b: u8, matched: usize, out: &mut Vec<Input>) {
        if PASTE_END.get(matched) == Some(&b) {
            self.state = State::Paste(matched + 1);
            if matched + 1 == PASTE_END.len() {
                self.deliver_paste(out);
                self.state = State::Ground;
            }
            return;
        }
        // It was not the end: the escape goes, the rest stays.
        self.paste.extend(PASTE_END.get(1..matched).unwrap_or_default());
        if b == 0x1B {
            self.state = State::Paste(1);
            return;
        }
        self.state = State::Paste(0);
        // Cut between characters, and not inside a line end.
        if self.paste.len() >= PASTE_BYTES && !(0x80..0xC0).contains(&b) && b != b'\n' {
            self.deliver_paste(out);
            self.is_overlong = true;
        }
        self.paste.push(b);
    }

    fn deliver_paste(&mut self, out: &mut Vec<Input>) {
        let paste = std::mem::take(&mut self.paste);
        if !std::mem::take(&mut self.is_overlong) {
            let (raw, bad) = decode::text(paste, self.decoder.charset);
            out.extend(bad.map(Input::BadBytes));
            let text = decode::lines(&raw);
            out.extend((!text.is_empty()).then_some(Input::Paste(text)));
        }
    }

    fn flush(&mut self, out: &mut Vec<Input>) {
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text);
        out.push(if self.is_guess {
            Input::Paste(text)
        } else {
            Input::Text(text)
        });
    }

    fn flush_bad(&mut self, out: &mut Vec<Input>) {
        let Some(judged) = self.decoder.judge() else { return };
        self.text.push_str(&judged.text);
        if let Some(bad) = judged.bad {
            self.flush(out);
            out.push(Input::BadBytes(bad));
        }
    }
}
