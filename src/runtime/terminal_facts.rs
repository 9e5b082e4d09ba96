//! Between the terminal and what the desk knows of it: facts one way, wishes the other, and keys with their names.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::terminal::{Drawn, Facts};
use crate::app::{self, Input, State};
use crate::i18n::{Texts, fill};
use crate::keys::Chord;
use crate::term::{self, Ambiguous, BadBytes, Charset, Colours, Emission, Terminal, Wish};

/// What is known about the terminal by now.
pub(super) fn facts(terminal: &Terminal) -> Input {
    let caps = terminal.caps();
    Input::Terminal(Box::new(Facts {
        known: true,
        answered: caps.answered,
        term: std::env::var("TERM").unwrap_or_default(),
        da1: caps.da1.list().to_vec(),
        da2: caps.da2,
        wide: match caps.ambiguous {
            Ambiguous::Unknown => None,
            Ambiguous::Narrow => Some(false),
            Ambiguous::Wide => Some(true),
        },
        utf8: caps.utf8,
        mux: caps.mux,
        remote: caps.ssh,
        gb18030: caps.charset == Charset::Gb18030,
        drawn: match caps.emission {
            Emission::Universal => Drawn::Universal,
            Emission::Narrow => Drawn::Narrow,
            Emission::Substitute => Drawn::Substitute,
        },
        colours: caps.colours != Colours::Mono,
        sent: terminal.bytes_sent(),
    }))
}

/// Gives the terminal what the desk wishes of it. The facts anew, when that changes them or somebody is looking at them.
pub(super) fn tune(terminal: &mut Terminal, state: &State) -> Option<Input> {
    let shows_keys = app::shows_keys(state);
    terminal.set_echo(shows_keys);
    let looks = &state.terminal.looks;
    let wish = Wish {
        emission: looks
            .substitute
            .map(|on| if on { Emission::Substitute } else { Emission::Universal }),
        charset: state
            .terminal
            .gb18030()
            .map(|gb| if gb { Charset::Gb18030 } else { Charset::Utf8 }),
    };
    (terminal.wish(wish) || (shows_keys && state.terminal.facts.known)).then(|| facts(terminal))
}

/// The names of what came, until their bytes follow.
#[derive(Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    /// Notes the name of a key, where keys are shown.
    pub(super) fn hear(&mut self, input: &term::Input, state: &State) {
        if app::shows_keys(state) {
            self.0.extend(name(input, state));
        }
    }

    /// The names noted so far, with the bytes that brought them.
    pub(super) fn take(&mut self, echo: term::Echo) -> Input {
        let name = self.0.join(" ");
        self.0.clear();
        Input::Echo {
            name,
            bytes: echo.bytes,
            of: echo.of,
        }
    }
}

/// What people call it.
fn name(input: &term::Input, state: &State) -> Option<String> {
    let texts: &Texts = state.texts();
    let t = &texts.selftest;
    Some(match input {
        // A name nobody can see is none.
        term::Input::Text(text) if text == " " => Chord::char(' ').label(state.lang.is_zh()),
        term::Input::Text(text) if text == "\u{3000}" => t.wide_blank.to_owned(),
        term::Input::Text(text) => text.clone(),
        term::Input::Paste(text) => fill(t.pasted, &[("text", text)]),
        term::Input::BadBytes(BadBytes::Gb18030(text)) => fill(t.meant, &[("text", text)]),
        term::Input::BadBytes(BadBytes::Unknown(_)) => t.not_utf8.to_owned(),
        term::Input::Key(key) => {
            let is_alt = key.modifiers.contains(KeyModifiers::ALT);
            let code = if key.code == KeyCode::Insert {
                t.insert.to_owned()
            } else {
                let bare = KeyEvent::new(key.code, key.modifiers - KeyModifiers::ALT);
                Chord::pressed(bare)?.label(state.lang.is_zh())
            };
            if is_alt { fill(t.alt, &[("key", &code)]) } else { code }
        }
        _ => return None,
    })
}
