//! One key press: its parts, its spelling, and the folding of what an input method sends instead.
//!
//! Spellings are those a person reads on the screen and writes in a keymap: `F3`, `Ctrl-k`, `Enter`, `?`. A chord is
//! kept in one normal form, because terminals cannot tell Ctrl-I from Tab or Ctrl-H from Backspace and binding
//! the two apart would work on one desk and not on the next.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with the modifiers held, in what every desk may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chord {
    /// The key; a character is shifted already: `A`, not Shift with `a`.
    pub code: KeyCode,
    /// Ctrl, Shift or both; never Shift with a letter or Tab, where the code says it.
    pub held: KeyModifiers,
}

/// Why a spelling is not a chord.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadChord {
    #[error("an empty key name")]
    Empty,
    /// Alt: on some terminals it opens a menu, on others it types a letter into the field.
    #[error("Alt does not arrive on every terminal")]
    Alt,
    /// No key of this name.
    #[error("no key is called {0}")]
    Unknown(String),
}

/// Key, the name in keymaps, the name on a Chinese screen.
const NAMES: &[(KeyCode, &str, &str)] = &[
    (KeyCode::Enter, "Enter", "回车"),
    (KeyCode::Tab, "Tab", "Tab"),
    (KeyCode::BackTab, "Shift-Tab", "Shift-Tab"),
    (KeyCode::Esc, "Esc", "Esc"),
    (KeyCode::Backspace, "Backspace", "退格"),
    (KeyCode::Delete, "Delete", "删除键"),
    (KeyCode::Up, "Up", "方向键上"),
    (KeyCode::Down, "Down", "方向键下"),
    (KeyCode::Left, "Left", "方向键左"),
    (KeyCode::Right, "Right", "方向键右"),
    (KeyCode::Home, "Home", "Home"),
    (KeyCode::End, "End", "End"),
    (KeyCode::PageUp, "PageUp", "PgUp"),
    (KeyCode::PageDown, "PageDown", "PgDn"),
    (KeyCode::Char(' '), "Space", "空格"),
];

impl Chord {
    /// A key with nothing held.
    pub const fn key(code: KeyCode) -> Self {
        Self {
            code,
            held: KeyModifiers::NONE,
        }
    }

    /// A key as it was pressed; none for those that no desk may rely on (Alt, Insert).
    pub fn pressed(key: KeyEvent) -> Option<Self> {
        let relied = !key.modifiers.contains(KeyModifiers::ALT) && key.code != KeyCode::Insert;
        relied.then(|| {
            Self {
                code: key.code,
                held: key.modifiers,
            }
            .normal()
        })
    }

    /// The key that sends this character, with nothing held.
    pub const fn char(c: char) -> Self {
        Self::key(KeyCode::Char(c))
    }

    /// Ctrl with a character.
    pub const fn ctrl(c: char) -> Self {
        Self {
            code: KeyCode::Char(c),
            held: KeyModifiers::CONTROL,
        }
    }

    /// Whether Ctrl is held with it.
    pub const fn is_ctrl(self) -> bool {
        self.held.contains(KeyModifiers::CONTROL)
    }

    /// Shift is held beside a key that does not say so itself.
    pub const fn is_shift(self) -> bool {
        self.held.contains(KeyModifiers::SHIFT)
    }

    /// The character, when the chord is text in a field rather than a command.
    pub fn text(self) -> Option<char> {
        self.code.as_char().filter(|_| !self.is_ctrl())
    }

    /// True when the chord is text in a field rather than a command.
    pub fn is_text(self) -> bool {
        self.text().is_some()
    }

    /// The one form of chords that terminals send alike.
    #[must_use]
    pub fn normal(self) -> Self {
        match (self.code, self.is_ctrl()) {
            (KeyCode::Char('h' | 'H'), true) => Self::key(KeyCode::Backspace),
            (KeyCode::Char('i' | 'I'), true) => Self::key(KeyCode::Tab),
            (KeyCode::Char('j' | 'J' | 'm' | 'M'), true) => Self::key(KeyCode::Enter),
            (KeyCode::Char('['), true) => Self::key(KeyCode::Esc),
            // Ctrl-/ reaches us as the byte 0x1F, which readers report as Ctrl-7 or Ctrl-_.
            (KeyCode::Char('/' | '7'), true) => Self::ctrl('_'),
            (KeyCode::Char(c), true) => Self {
                code: KeyCode::Char(c.to_ascii_lowercase()),
                ..self
            },
            (KeyCode::Char(c), false) if self.is_shift() && c != ' ' => Self::char(c.to_ascii_uppercase()),
            (KeyCode::Tab, false) if self.is_shift() => Self::key(KeyCode::BackTab),
            (KeyCode::BackTab, _) => Self::key(KeyCode::BackTab),
            // Shift-Enter is plain Enter on most terminals.
            (KeyCode::Enter | KeyCode::Esc | KeyCode::Backspace, _) => Self::key(self.code),
            _ => self,
        }
    }

    /// The form used to look up commands: normal, with full-width forms folded to ASCII.
    #[must_use]
    pub fn command(self) -> Self {
        match self.code {
            KeyCode::Char(c) => Self {
                code: KeyCode::Char(fold(c)),
                ..self
            }
            .normal(),
            _ => self.normal(),
        }
    }

    /// The name on the screen.
    pub fn label(self, chinese: bool) -> String {
        let name = NAMES
            .iter()
            .find(|(code, ..)| *code == self.code)
            .map(|(_, en, zh)| if chinese { *zh } else { *en });
        let mut out = String::new();
        if self.is_ctrl() {
            out.push_str("Ctrl-");
        }
        if self.is_shift() {
            out.push_str("Shift-");
        }
        match (name, self.code) {
            (Some(name), _) => out.push_str(name),
            (None, KeyCode::F(n)) => {
                out.push('F');
                out.push_str(&n.to_string());
            }
            (None, KeyCode::Char(c)) => out.push(c),
            (None, _) => {}
        }
        out
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label(false))
    }
}

/// The rest of a spelling after a modifier, whatever its case; a lone `Ctrl-` is not a modifier.
fn after<'a>(spelling: &'a str, modifier: &str) -> Option<&'a str> {
    let head = spelling.get(..modifier.len())?;
    let rest = spelling.get(modifier.len()..)?;
    (head.eq_ignore_ascii_case(modifier) && !rest.is_empty()).then_some(rest)
}

impl FromStr for Chord {
    type Err = BadChord;

    fn from_str(spelling: &str) -> Result<Self, BadChord> {
        let mut rest = if spelling == " " { spelling } else { spelling.trim() };
        let mut held = KeyModifiers::NONE;
        loop {
            if let Some(tail) = after(rest, "Ctrl-").or_else(|| after(rest, "Ctrl+")) {
                held |= KeyModifiers::CONTROL;
                rest = tail;
            } else if let Some(tail) = after(rest, "Shift-").or_else(|| after(rest, "Shift+")) {
                held |= KeyModifiers::SHIFT;
                rest = tail;
            } else if after(rest, "Alt-").or_else(|| after(rest, "Alt+")).is_some() {
                return Err(BadChord::Alt);
            } else {
                break;
            }
        }
        let unknown = || BadChord::Unknown(spelling.to_owned());
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (None, _) => return Err(BadChord::Empty),
            (Some(c), None) if !c.is_control() => KeyCode::Char(c),
            (Some('F' | 'f'), Some(_)) if rest.bytes().skip(1).all(|b| b.is_ascii_digit()) => {
                let n = rest.get(1..).and_then(|n| n.parse().ok()).ok_or_else(unknown)?;
                if !(1..=12).contains(&n) {
                    return Err(unknown());
                }
                KeyCode::F(n)
            }
            _ if rest.eq_ignore_ascii_case("BackTab") => KeyCode::BackTab,
            _ => NAMES
                .iter()
                .find(|(_, en, _)| en.eq_ignore_ascii_case(rest))
                .map(|(code, ..)| *code)
                .ok_or_else(unknown)?,
        };
        Ok(Self { code, held }.normal())
    }
}

/// What a Chinese input method sends instead of an ASCII key, back to that key.
///
/// For commands, numbers, dates and phones; never for prose, where `。` means `。`.
pub fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
        '\u{3000}' => ' ',
        '。' => '.',
        // The key in front of the right Shift sends this one: the find key, not a comma.
        '、' => '/',
        '￥' | '¥' => '$',
        '·' => '`',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '【' | '「' | '〔' => '[',
        '】' | '」' | '〕' => ']',
        '『' => '{',
        '』' => '}',
        '—' => '-',
        '…' => '^',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        _ => c,
    }
}

/// True when text arriving on a command screen can only be an input method at work, so that the screen says so
/// instead of doing something: it holds a character that no key sends, in full width or not.
pub fn is_commit(text: &str) -> bool {
    text.chars().any(|c| !fold(c).is_ascii())
}

/// What comes first of what arrived together where keys are meant, with what follows it: one key, or all that an input method
/// committed up to the next key. What follows meets the screen as that left it, as it would have alone.
pub fn first_of(text: &str) -> (&str, &str) {
    let is_key = |c: char| fold(c).is_ascii();
    let first = text.chars().next().filter(|c| is_key(*c));
    let end = first.map_or_else(|| text.find(is_key), |c| Some(c.len_utf8()));
    text.split_at(end.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chord(s: &str) -> Chord {
        s.parse().unwrap()
    }

    #[test]
    fn spelling_and_printing_agree() {
        for s in [
            "F3",
            "?",
            "Enter",
            "Ctrl-k",
            "Shift-Tab",
            "Space",
            "PageDown",
            "/",
            "A",
            "Ctrl--",
            "Ctrl-Space",
            "Shift-F4",
        ] {
            assert_eq!(chord(s).to_string(), s);
        }
        assert_eq!(chord("ctrl+K").to_string(), "Ctrl-k");
        assert_eq!(chord("f12"), Chord::key(KeyCode::F(12)));
        assert_eq!(chord("-"), Chord::char('-'));
        assert_eq!(chord("Shift-a"), Chord::char('A'));
    }

    #[test]
    fn chords_no_terminal_tells_apart_are_one() {
        assert_eq!(chord("Ctrl-i"), chord("Tab"));
        assert_eq!(chord("Ctrl-h"), chord("Backspace"));
        assert_eq!(chord("Ctrl-M"), chord("Enter"));
        assert_eq!(chord("Ctrl-["), chord("Esc"));
        assert_eq!(chord("Shift-Enter"), chord("Enter"));
        assert_eq!(chord("BackTab"), chord("Shift-Tab"));
        assert_eq!(chord("Ctrl-/"), chord("Ctrl-_"));
    }

    #[test]
    fn bad_spellings_say_why() {
        assert_eq!("Alt-x".parse::<Chord>(), Err(BadChord::Alt));
        assert_eq!("".parse::<Chord>(), Err(BadChord::Empty));
        assert_eq!("F13".parse::<Chord>(), Err(BadChord::Unknown("F13".into())));
        assert!("Ctrl-".parse::<Chord>().is_err());
        assert!("取号".parse::<Chord>().is_err());
        assert!("Ct".parse::<Chord>().is_err());
    }

    #[test]
    fn chinese_names_only_where_they_help() {
        assert_eq!(chord("Enter").label(true), "回车");
        assert_eq!(chord("F3").label(true), "F3");
        assert_eq!(chord("Ctrl-Space").label(true), "Ctrl-空格");
    }

    #[test]
    fn full_width_keys_are_the_same_keys() {
        assert_eq!(Chord::char('？').command(), chord("?"));
        assert_eq!(Chord::char('：').command(), chord(":"));
        assert_eq!(Chord::char('、').command(), chord("/"));
        assert_eq!(Chord::char('１').command(), chord("1"));
        assert_eq!(fold('\u{3000}'), ' ');
        assert_eq!(fold('王'), '王');
        let folded: String = "。，；！（）【】《》￥·—…“‘".chars().map(fold).collect();
        assert_eq!(folded, ".,;!()[]<>$`-^\"'");
    }

    #[test]
    fn a1_what_arrives_together_is_taken_key_by_key() {
        assert_eq!(first_of("2/曾秀英"), ("2", "/曾秀英"));
        assert_eq!(first_of("？2"), ("？", "2"));
        assert_eq!(first_of("曾秀英2王"), ("曾秀英", "2王"));
        assert_eq!(first_of("石桥"), ("石桥", ""));
        assert_eq!(first_of(""), ("", ""));
    }

    #[test]
    fn what_no_key_sends_means_the_input_method() {
        for text in ["街", "k街", "𠮷", "〇", "か", "é", "①"] {
            assert!(is_commit(text), "{text}");
        }
        for text in ["？", "12", "１２", "：", "……", "\u{3000}"] {
            assert!(!is_commit(text), "{text}");
        }
    }
}
