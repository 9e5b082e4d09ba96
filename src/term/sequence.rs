//! Whole escape sequences into keys and answers: the dialects of xterm, VTE, PuTTY, rxvt, SCO, the Linux console and the
//! VT terminals, all at once, because over SSH nobody knows which one sits at the other end.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::input::{Attributes, Input, Report};

/// What was held, in the numbering of xterm: one plus shift 1, alt 2, control 4.
fn held_by(n: u16) -> KeyModifiers {
    let bits = n.saturating_sub(1);
    [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
    ]
    .into_iter()
    .filter(|(bit, _)| bits & bit != 0)
    .map(|(_, held)| held)
    .collect()
}

/// A key and what was held with it.
fn key(mut code: KeyCode, mut held: KeyModifiers) -> Input {
    if code == KeyCode::Tab && held.contains(KeyModifiers::SHIFT) {
        code = KeyCode::BackTab;
    }
    // Terminals disagree on these with modifiers, so nothing may depend on one.
    if matches!(
        code,
        KeyCode::Enter | KeyCode::Tab | KeyCode::BackTab | KeyCode::Backspace
    ) {
        held &= KeyModifiers::ALT;
    }
    Input::Key(KeyEvent::new(code, held))
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

/// `ESC [ seq last`. With a probe open, `R` answers it; otherwise it is F3 with something held. A client that names every key
/// (`is_explicit`) has letters for its first function keys.
pub(super) fn csi(seq: &[u8], last: u8, is_probing: bool, is_explicit: bool) -> Option<Input> {
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
        (b'?', b'u') => return Some(Input::Report(Report::Explicit)),
        (0, _) if rest.iter().all(|b| matches!(b, b'0'..=b';')) => {}
        _ => return None,
    }
    let mut held = held_by(params.get(1));
    let code = match last {
        b'a'..=b'd' => {
            held |= KeyModifiers::SHIFT;
            arrow(last - 32)?
        }
        b'R' if is_probing && params.1 == 2 => {
            let (row, col) = (params.get(0), params.get(1));
            return Some(Input::Report(Report::Cursor { row, col }));
        }
        // A late answer names another row, or column 1.
        b'R' if params.get(0) == 1 && matches!(params.get(1), 2..=16) => KeyCode::F(3),
        b'P' | b'Q' | b'S' if is_explicit => KeyCode::F(last - b'P' + 1),
        // SCO, where F4 to F7 are letters that F1 to F4 have elsewhere, and there always with what is held. F1 and F3 stay
        // out: a mouse or a focus somebody else left switched on comes as `M` or `O`.
        b'N' if params.1 == 0 => KeyCode::F(2),
        b'P'..=b'X' if params.1 == 0 => KeyCode::F(last - b'M' + 1),
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        b'Z' => KeyCode::BackTab,
        b'u' => return unicode(params.get(0), held),
        b'~' if params.get(0) == 27 && params.1 == 3 => return unicode(params.get(2), held),
        b'~' | b'^' | b'@' | b'$' => {
            // rxvt tells what is held by the last character.
            held |= match last {
                b'^' => KeyModifiers::CONTROL,
                b'$' => KeyModifiers::SHIFT,
                b'@' => KeyModifiers::CONTROL | KeyModifiers::SHIFT,
                _ => KeyModifiers::NONE,
            };
            numbered(params.get(0))?
        }
        _ => arrow(last)?,
    };
    Some(key(code, held))
}

/// `ESC O seq last`: cursor and function keys, and the keypad in application mode.
pub(super) fn ss3(seq: &[u8], last: u8) -> Option<Input> {
    let params = Params::of(seq);
    let mut held = held_by(params.get(params.1.saturating_sub(1)));
    let text = |c: u8| Some(Input::Text(char::from(c).to_string()));
    let code = match last {
        b'a'..=b'd' => {
            held |= KeyModifiers::CONTROL;
            arrow(last - 32)?
        }
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'P'..=b'Z' => KeyCode::F(last - b'P' + 1),
        b'[' => KeyCode::F(12),
        b'j'..=b'y' => return text(last - b'j' + b'*'),
        b' ' => return text(b' '),
        _ => arrow(last)?,
    };
    Some(key(code, held))
}

/// `ESC [ [ last`: the first five function keys of the Linux console.
pub(super) fn console(last: u8) -> Option<Input> {
    matches!(last, b'A'..=b'E').then(|| key(KeyCode::F(last - b'A' + 1), KeyModifiers::NONE))
}

/// A control character as a key; `None` for those that are nothing.
pub(super) fn control(b: u8) -> Option<Input> {
    let mut held = KeyModifiers::NONE;
    let code = match b {
        0x08 | 0x7F => KeyCode::Backspace,
        b'\t' => KeyCode::Tab,
        b'\r' | b'\n' => KeyCode::Enter,
        0x1B => KeyCode::Esc,
        0x01..=0x1A => {
            held |= KeyModifiers::CONTROL;
            KeyCode::Char(char::from(b - 1 + b'a'))
        }
        0x00 => {
            held |= KeyModifiers::CONTROL;
            KeyCode::Char(' ')
        }
        0x1C..=0x1F => {
            held |= KeyModifiers::CONTROL;
            KeyCode::Char(char::from(b - 0x1C + b'\\'))
        }
        _ => return None,
    };
    Some(key(code, held))
}

/// The keys that end in a letter in both families.
fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        _ => return None,
    })
}

/// The keys that have a number.
fn numbered(n: u16) -> Option<KeyCode> {
    Some(match n {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(n as u8 - 10),
        17..=21 => KeyCode::F(n as u8 - 11),
        23..=26 => KeyCode::F(n as u8 - 12),
        28 | 29 => KeyCode::F(n as u8 - 13),
        31..=34 => KeyCode::F(n as u8 - 14),
        _ => return None,
    })
}

/// A key told by its character (`modifyOtherKeys`, `CSI u`).
fn unicode(n: u16, held: KeyModifiers) -> Option<Input> {
    if n < 32 || n == 127 {
        return match n {
            8 | 9 | 13 | 27 | 127 => {
                let Some(Input::Key(plain)) = control(n as u8) else {
                    return None;
                };
                Some(key(plain.code, held))
            }
            _ => None,
        };
    }
    if let Some(code) = keypad(n) {
        return Some(key(code, held));
    }
    if let 57_399..=57_413 = n {
        // The digits of the keypad and what lies around them.
        let c = b"0123456789./*-+".get(usize::from(n - 57_399))?;
        return Some(Input::Text(char::from(*c).to_string()));
    }
    let c = char::from_u32(u32::from(n)).filter(|c| !c.is_control() && !matches!(c, '\u{E000}'..='\u{F8FF}'))?;
    let held = held - KeyModifiers::SHIFT;
    if !held.is_empty() {
        return Some(key(KeyCode::Char(c.to_ascii_lowercase()), held));
    }
    Some(Input::Text(c.to_string()))
}

/// The keys of the keypad that type nothing, as clients that name every key number them.
fn keypad(n: u16) -> Option<KeyCode> {
    Some(match n {
        57_414 => KeyCode::Enter,
        57_417 => KeyCode::Left,
        57_418 => KeyCode::Right,
        57_419 => KeyCode::Up,
        57_420 => KeyCode::Down,
        57_421 => KeyCode::PageUp,
        57_422 => KeyCode::PageDown,
        57_423 => KeyCode::Home,
        57_424 => KeyCode::End,
        57_425 => KeyCode::Insert,
        57_426 => KeyCode::Delete,
        _ => return None,
    })
}
