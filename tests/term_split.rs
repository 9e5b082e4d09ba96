//! Bytes that come apart: every sequence and every character cut at every place, with every pause a line may make, gives
//! what it gives whole. And what the terminals people use really send for their keys.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use crossterm::event::{KeyCode, KeyModifiers};
use zhiban::term::{Distance, Input, Parser};

fn key(code: KeyCode) -> Input {
    Input::Key(code.into())
}

fn text(t: &str) -> Input {
    Input::Text(t.to_owned())
}

/// Runs of text may be cut anywhere.
fn joined(inputs: Vec<Input>) -> Vec<Input> {
    let mut out: Vec<Input> = Vec::new();
    for input in inputs {
        match (out.last_mut(), input) {
            (Some(Input::Text(run)), Input::Text(more)) => run.push_str(&more),
            (_, input) => out.push(input),
        }
    }
    out
}

/// Feeds parts with pauses between them, waking whenever the parser asks for it, and then lets everything end.
fn fed(parts: &[&[u8]], pause_ms: u64, distance: Distance) -> Vec<Input> {
    let (mut parser, mut out, mut now) = (Parser::new(distance), Vec::new(), 10_000);
    for part in parts.iter().filter(|p| !p.is_empty()) {
        parser.feed(part, now, &mut out);
        let next = now + pause_ms;
        while let Some(due) = parser.deadline().filter(|due| *due <= next) {
            parser.tick(due, &mut out);
        }
        now = next;
    }
    while let Some(due) = parser.deadline() {
        parser.tick(due, &mut out);
    }
    joined(out)
}

/// What arrives in one piece on a good line.
const WHOLE: [&str; 38] = [
    "\x1b3",
    "\x1b石",
    "\x1b\x1b[A",
    "\x1b[27u",
    "\x1b[A",
    "\x1bOB",
    "\x1b[1;5C",
    "\x1b[3~",
    "\x1b[15~",
    "\x1b[[A",
    "\x1bOM",
    "\x1bOr",
    "\x1b[Z",
    "\x1b[27;5;115~",
    "\x1b[13;2u",
    "\x1b[200~石桥\r\n村\x1b[201~",
    "\x1b[200~\x1b[20\x1b[201~x",
    "村口弯道",
    "𠮷㐀é①",
    "\x1b[A石\x1b[B",
    "石\x1b[20~",
    "\x1b[?64;1;2c",
    "\x1b[>41;379;0c",
    "\x1b[<0;3;4M",
    "\x1b[1;1R",
    "\x1b[?2026;2$y",
    "王\t137",
    "1\x7f2",
    "\x1b[1~\x1b[4~",
    "\x1b[7~\x1b[8~",
    "\x1bOH\x1bOF",
    "\x1b[24~",
    "\x1bO2P",
    "\x1b[3$",
    "\x1b[5^",
    "\x1b[a",
    "\x03\x11",
    "１２３。",
];

#[test]
fn every_cut_at_every_place_with_every_pause_gives_the_same() {
    for whole in WHOLE {
        let bytes = whole.as_bytes();
        let want = fed(&[bytes], 0, Distance::Far);
        for pause in [0, 15, 60, 140] {
            for a in 0..=bytes.len() {
                for b in a..=bytes.len() {
                    let parts = [&bytes[..a], &bytes[a..b], &bytes[b..]];
                    assert_eq!(
                        fed(&parts, pause, Distance::Far),
                        want,
                        "{whole:?} cut at {a} and {b}, {pause} ms"
                    );
                }
            }
            let single: Vec<&[u8]> = bytes.chunks(1).collect();
            assert_eq!(
                fed(&single, pause, Distance::Far),
                want,
                "{whole:?} byte by byte, {pause} ms"
            );
        }
        // On this machine an escape waits less, and nothing comes apart for longer.
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        for distance in [Distance::Unknown, Distance::Here] {
            let pause = distance.patience() - 1;
            assert_eq!(
                fed(&single, pause, distance),
                want,
                "{whole:?} byte by byte, {distance:?}"
            );
        }
    }
}

#[test]
fn a_pause_that_is_too_long_loses_no_character_and_makes_no_key() {
    // The rest of an arrow after the sequence was given up is text, never another key; the next key is whole.
    let got = fed(&[b"\x1b[", b"A\x1b[B"], 1500, Distance::Far);
    assert_eq!(got, [text("A"), key(KeyCode::Down)]);
    // Half a character is told as such, the next is whole.
    let got = fed(&["村".as_bytes().split_at(2).0, "口".as_bytes()], 3000, Distance::Far);
    assert!(
        matches!(&got[..], [Input::BadBytes(_), Input::Text(t)] if t == "口"),
        "{got:?}"
    );
    // A paste that pauses inside is one paste as long as it is not silent for two seconds.
    let got = fed(
        &["\x1b[200~石".as_bytes(), "桥".as_bytes(), b"\x1b[201~"],
        1900,
        Distance::Far,
    );
    assert_eq!(got, [Input::Paste("石桥".to_owned())]);
}

/// Keys as the terminals of the offices send them: by default, with the keypad and the cursor keys in application mode,
/// and in the modes their menus offer.
#[test]
fn what_real_terminals_send_for_their_keys() {
    use KeyCode::{BackTab, Backspace, Delete, Down, End, Enter, F, Home, Insert, Left, PageDown, PageUp, Right, Up};
    type Keys = &'static [(&'static str, KeyCode)];
    const PUTTY: Keys = &[
        ("\x1b[1~", Home),
        ("\x1b[4~", End),
        ("\x1b[11~", F(1)),
        ("\x1b[12~", F(2)),
        ("\x1b[13~", F(3)),
        ("\x1b[14~", F(4)),
        ("\x1b[15~", F(5)),
        ("\x1b[17~", F(6)),
        ("\x1b[18~", F(7)),
        ("\x1b[19~", F(8)),
        ("\x1b[20~", F(9)),
        ("\x1b[Z", BackTab),
        ("\x7f", Backspace),
        ("\x08", Backspace),
        ("\x1bOA", Up),
        ("\x1bOD", Left),
        ("\x1b[5~", PageUp),
        ("\x1b[3~", Delete),
    ];
    const PUTTY_VT100_PLUS: Keys = &[
        ("\x1bOP", F(1)),
        ("\x1bOQ", F(2)),
        ("\x1bOR", F(3)),
        ("\x1bOS", F(4)),
        ("\x1bOT", F(5)),
        ("\x1bOU", F(6)),
        ("\x1bOV", F(7)),
        ("\x1bOW", F(8)),
        ("\x1bOX", F(9)),
        ("\x1bOY", F(10)),
        ("\x1bOZ", F(11)),
        ("\x1bO[", F(12)),
    ];
    const XTERM_VTE_KONSOLE: Keys = &[
        ("\x1b[H", Home),
        ("\x1b[F", End),
        ("\x1bOP", F(1)),
        ("\x1bOS", F(4)),
        ("\x1b[15~", F(5)),
        ("\x1b[20~", F(9)),
        ("\x1b[2~", Insert),
        ("\x1b[6~", PageDown),
        ("\x1b[A", Up),
        ("\x1b[B", Down),
        ("\x1b[C", Right),
        ("\x1b[D", Left),
        ("\r", Enter),
    ];
    const UOS_DEEPIN: Keys = &[("\x1bOM", Enter), ("\x1b[H", Home), ("\x1bOF", End), ("\x1bOR", F(3))];
    const LINUX_CONSOLE: Keys = &[
        ("\x1b[[A", F(1)),
        ("\x1b[[B", F(2)),
        ("\x1b[[C", F(3)),
        ("\x1b[[D", F(4)),
        ("\x1b[[E", F(5)),
        ("\x1b[17~", F(6)),
        ("\x1b[1~", Home),
        ("\x1b[4~", End),
        ("\x7f", Backspace),
    ];
    const RXVT: Keys = &[
        ("\x1b[7~", Home),
        ("\x1b[8~", End),
        ("\x1b[11~", F(1)),
        ("\x1b[14~", F(4)),
        ("\x1bOa", Up),
        ("\x1b[Z", BackTab),
    ];
    const SECURECRT_XSHELL: Keys = &[
        ("\x1bOH", Home),
        ("\x1b[1~", Home),
        ("\x1b[4~", End),
        ("\x1bOP", F(1)),
        ("\x1b[13~", F(3)),
        ("\x08", Backspace),
        ("\n", Enter),
    ];
    let all = [
        ("PuTTY", PUTTY),
        ("PuTTY, VT100+", PUTTY_VT100_PLUS),
        ("xterm, VTE, Konsole, Windows Terminal", XTERM_VTE_KONSOLE),
        ("UOS", UOS_DEEPIN),
        ("the Linux console", LINUX_CONSOLE),
        ("rxvt", RXVT),
        ("SecureCRT, Xshell", SECURECRT_XSHELL),
    ];
    for (terminal, keys) in all {
        for (bytes, code) in keys {
            let got = fed(&[bytes.as_bytes()], 0, Distance::Far);
            assert!(
                matches!(&got[..], [Input::Key(k)] if k.code == *code && !k.modifiers.contains(KeyModifiers::ALT)),
                "{terminal}: {bytes:?} {got:?}"
            );
        }
    }
    // The keypad in application mode types what is printed on it; in numeric mode it sends just that.
    let keypad = "\x1bOp\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv\x1bOw\x1bOx\x1bOy\x1bOn\x1bOm\x1bOk\x1bOj\x1bOo";
    assert_eq!(fed(&[keypad.as_bytes()], 0, Distance::Far), [text("0123456789.-+*/")]);
}
