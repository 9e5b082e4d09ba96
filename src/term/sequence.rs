//! Whole escape sequences into keys and answers: the dialects of xterm, VTE, PuTTY, rxvt, SCO, the Linux console and the
//! VT terminals, all at once, because over SSH nobody knows which one sits at the other end.

use super::input::{Attributes, Code, Input, Key, Report};

/// What was held, in the numbering of xterm: one plus shift 1, alt 2, control 4.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    ctrl: bool,
    alt: bool,
    shift: bool,
}

impl Held {
    fn of(n: u16) -> Self {
        let bits = n.saturating_sub(1);
        Self {
            shift: bits & 1 != 0,
            alt: bits & 2 != 0,
            ctrl: bits & 4 != 0,
        }
    }

    fn with(self, code: Code) -> Input {
        let mut key = Key {
            code,
            ctrl: self.ctrl,
            alt: self.alt,
            shift: self.shift,
        };
        if code == Code::Tab && self.shift {
            key.code = Code::BackTab;
        }
        // Terminals disagree on these with modifiers, so nothing may depend on one.
        if matches!(key.code, Code::Enter | Code::Tab | Code::BackTab | Code::Backspace) {
            key.ctrl = false;
            key.shift = false;
        }
        Input::Key(key)
    }
}

/// The number of each parameter; what is missing is 0.
struct Params([u16; 4], usize);

impl Params {
    fn of(seq: &[u8]) -> Self {
        let mut list = [0; 4];
        let mut n = 0;
        for (part, slot) in seq.split(|b| *b == b';').zip(&mut list) {
            // `a:b` gives details of a; nothing we use.
            *slot = part
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .fold(0_u16, |n, b| n.saturating_mul(10).saturating_add(u16::from(b - b'0')));
            n += 1;
        }
        Self(list, if seq.is_empty() { 0 } else { n })
    }

    fn get(&self, i: usize) -> u16 {
        self.0.get(i).copied().unwrap_or(0)
    }
}

/// `ESC [ seq last`. With a probe open, `R` answers it; otherwise it is F3 with something held.
pub(super) fn csi(seq: &[u8], last: u8, meta: bool, is_probing: bool) -> Option<Input> {
    let (lead, rest) = match seq {
        [lead @ b'<'..=b'?', rest @ ..] => (*lead, rest),
        all => (0, all),
    };
    let params = Params::of(rest);
    match (lead, last) {
        (b'?', b'c') => {
            let all = rest.split(|b| *b == b';').take(Attributes::MOST);
            let attributes = Attributes::new(all.map(|one| Params::of(one).get(0)));
            return Some(Input::Report(Report::Primary(attributes)));
        }
        (b'>', b'c') => {
            let (kind, version) = (params.get(0), params.get(1));
            return Some(Input::Report(Report::Secondary { kind, version }));
        }
        (0, _) if rest.iter().all(|b| matches!(b, b'0'..=b';')) => {}
        _ => return None,
    }
    let mut held = Held::of(params.get(1));
    held.alt |= meta;
    let code = match last {
        b'a'..=b'd' => {
            held.shift = true;
            arrow(last - 32)?
        }
        b'R' if is_probing && params.1 == 2 => {
            let (row, col) = (params.get(0), params.get(1));
            return Some(Input::Report(Report::Cursor { row, col }));
        }
        // A late answer names another row, or column 1.
        b'R' if params.get(0) == 1 && matches!(params.get(1), 2..=16) => Code::F(3),
        // SCO, where F4 to F7 are letters that F1 to F4 have elsewhere, and there always with what is held. F1 and F3 stay
        // out: a mouse or a focus somebody else left switched on comes as `M` or `O`.
        b'N' if params.1 == 0 => Code::F(2),
        b'P'..=b'X' if params.1 == 0 => Code::F(last - b'M' + 1),
        b'P' => Code::F(1),
        b'Q' => Code::F(2),
        b'S' => Code::F(4),
        b'Z' => Code::BackTab,
        b'u' => return unicode(params.get(0), held),
        b'~' if params.get(0) == 27 && params.1 == 3 => return unicode(params.get(2), held),
        b'~' | b'^' | b'@' | b'$' => {
            // rxvt tells what is held by the last character.
            held.ctrl |= matches!(last, b'^' | b'@');
            held.shift |= matches!(last, b'$' | b'@');
            numbered(params.get(0))?
        }
        _ => arrow(last)?,
    };
    Some(held.with(code))
}

/// `ESC O seq last`: cursor and function keys, and the keypad in application mode.
pub(super) fn ss3(seq: &[u8], last: u8, meta: bool) -> Option<Input> {
    let params = Params::of(seq);
    let mut held = Held::of(params.get(params.1.saturating_sub(1)));
    held.alt |= meta;
    let text = |c: u8| Some(Input::Text(char::from(c).to_string()));
    let code = match last {
        b'a'..=b'd' => {
            held.ctrl = true;
            arrow(last - 32)?
        }
        b'M' => Code::Enter,
        b'I' => Code::Tab,
        b'P'..=b'Z' => Code::F(last - b'P' + 1),
        b'[' => Code::F(12),
        b'j'..=b'y' => return text(last - b'j' + b'*'),
        b' ' => return text(b' '),
        _ => arrow(last)?,
    };
    Some(held.with(code))
}

/// `ESC [ [ last`: the first five function keys of the Linux console.
pub(super) fn console(last: u8, meta: bool) -> Option<Input> {
    let held = Held {
        alt: meta,
        ..Held::default()
    };
    matches!(last, b'A'..=b'E').then(|| held.with(Code::F(last - b'A' + 1)))
}

/// A control character as a key; `None` for those that are nothing.
pub(super) fn control(b: u8, meta: bool) -> Option<Input> {
    let mut held = Held {
        alt: meta,
        ..Held::default()
    };
    let code = match b {
        0x08 | 0x7F => Code::Backspace,
        b'\t' => Code::Tab,
        b'\r' | b'\n' => Code::Enter,
        0x1B => Code::Esc,
        0x01..=0x1A => {
            held.ctrl = true;
            Code::Char(char::from(b - 1 + b'a'))
        }
        0x00 => {
            held.ctrl = true;
            Code::Char(' ')
        }
        0x1C..=0x1F => {
            held.ctrl = true;
            Code::Char(char::from(b - 0x1C + b'\\'))
        }
        _ => return None,
    };
    Some(held.with(code))
}

/// Alt and a printable character.
pub(super) fn alt(b: u8) -> Input {
    Input::Key(Key {
        alt: true,
        ..Key::plain(Code::Char(char::from(b)))
    })
}

/// The keys that end in a letter in both families.
fn arrow(last: u8) -> Option<Code> {
    Some(match last {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        _ => return None,
    })
}

/// The keys that have a number.
fn numbered(n: u16) -> Option<Code> {
    Some(match n {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F(n as u8 - 10),
        17..=21 => Code::F(n as u8 - 11),
        23..=26 => Code::F(n as u8 - 12),
        28 | 29 => Code::F(n as u8 - 13),
        31..=34 => Code::F(n as u8 - 14),
        _ => return None,
    })
}

/// A key told by its character (`modifyOtherKeys`, `CSI u`).
fn unicode(n: u16, held: Held) -> Option<Input> {
    if n < 32 || n == 127 {
        return match n {
            8 | 9 | 13 | 27 | 127 => {
                let Some(Input::Key(key)) = control(n as u8, false) else {
                    return None;
                };
                Some(held.with(key.code))
            }
            _ => None,
        };
    }
    let c = char::from_u32(u32::from(n)).filter(|c| !c.is_control() && !matches!(c, '\u{E000}'..='\u{F8FF}'))?;
    if held.ctrl || held.alt {
        return Some(Held { shift: false, ..held }.with(Code::Char(c.to_ascii_lowercase())));
    }
    Some(Input::Text(c.to_string()))
}
