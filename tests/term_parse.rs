//! Bytes into inputs: every dialect, every cut, every kind of rubbish.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;
use zhiban::term::{Attributes, Charset, Distance, Echo, Input, Parser, Report};

fn key(code: KeyCode) -> Input {
    Input::Key(code.into())
}

fn text(t: &str) -> Input {
    Input::Text(t.to_owned())
}

fn paste(t: &str) -> Input {
    Input::Paste(t.to_owned())
}

fn parse(bytes: &[u8]) -> Vec<Input> {
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.feed(bytes, 1000, &mut out);
    out
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

#[test]
fn every_dialect_of_every_key() {
    let table: &[(KeyCode, &[&str])] = &[
        (KeyCode::Up, &["\x1b[A", "\x1bOA"]),
        (KeyCode::Down, &["\x1b[B", "\x1bOB"]),
        (KeyCode::Right, &["\x1b[C", "\x1bOC"]),
        (KeyCode::Left, &["\x1b[D", "\x1bOD"]),
        (KeyCode::Home, &["\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"]),
        (KeyCode::End, &["\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"]),
        (KeyCode::Insert, &["\x1b[2~"]),
        (KeyCode::Delete, &["\x1b[3~"]),
        (KeyCode::PageUp, &["\x1b[5~"]),
        (KeyCode::PageDown, &["\x1b[6~"]),
        (KeyCode::F(1), &["\x1bOP", "\x1b[11~", "\x1b[[A", "\x1b[1;1P"]),
        (KeyCode::F(2), &["\x1bOQ", "\x1b[12~", "\x1b[[B", "\x1b[N"]),
        (KeyCode::F(3), &["\x1bOR", "\x1b[13~", "\x1b[[C"]),
        (KeyCode::F(4), &["\x1bOS", "\x1b[14~", "\x1b[[D", "\x1b[P"]),
        (KeyCode::F(5), &["\x1b[15~", "\x1b[[E", "\x1bOT", "\x1b[Q"]),
        (KeyCode::F(6), &["\x1b[17~", "\x1bOU", "\x1b[R"]),
        (KeyCode::F(7), &["\x1b[18~", "\x1bOV", "\x1b[S"]),
        (KeyCode::F(8), &["\x1b[19~", "\x1bOW", "\x1b[T"]),
        (KeyCode::F(9), &["\x1b[20~", "\x1bOX", "\x1b[U"]),
        (KeyCode::F(10), &["\x1b[21~", "\x1b[V"]),
        (KeyCode::F(11), &["\x1b[23~", "\x1b[W"]),
        (KeyCode::F(12), &["\x1b[24~", "\x1bO[", "\x1b[X"]),
        (KeyCode::F(13), &["\x1b[25~"]),
        (KeyCode::F(20), &["\x1b[34~"]),
        (
            KeyCode::Enter,
            &[
                "\r",
                "\n",
                "\r\n",
                "\x1bOM",
                "\x1b[13;2u",
                "\x1b[27;2;13~",
                "\x1b[13;5u",
            ],
        ),
        (KeyCode::BackTab, &["\x1b[Z", "\x1b[1;2Z", "\x1b[27;2;9~", "\x1b[9;2u"]),
        (KeyCode::Backspace, &["\x08", "\x7f", "\x1b[127;1u"]),
        (KeyCode::Tab, &["\t", "\x1bOI"]),
    ];
    for (code, dialects) in table {
        for bytes in *dialects {
            let got = parse(bytes.as_bytes());
            let Some(Input::Key(k)) = got.first() else {
                panic!("{bytes:?}: {got:?}")
            };
            assert_eq!(
                (
                    k.code,
                    got.len(),
                    k.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT)
                ),
                (*code, 1, KeyModifiers::NONE),
                "{bytes:?}"
            );
        }
    }
    for (n, c) in (b'p'..=b'y').zip('0'..) {
        assert_eq!(parse(&[0x1b, b'O', n]), [text(&c.to_string())]);
    }
    assert_eq!(parse(b"\x1bOk\x1bOm\x1bOn"), [text("+"), text("-"), text(".")]);
}

#[test]
fn modifiers_of_every_dialect() {
    use KeyModifiers as Held;
    let held = |code, held| Input::Key(KeyEvent::new(code, held));
    let ctrl = |c| held(KeyCode::Char(c), Held::CONTROL);
    assert_eq!(parse(b"\x1b[1;2A"), [held(KeyCode::Up, Held::SHIFT)]);
    assert_eq!(parse(b"\x1b[1;5C"), [held(KeyCode::Right, Held::CONTROL)]);
    assert_eq!(parse(b"\x1b[a"), [held(KeyCode::Up, Held::SHIFT)]);
    assert_eq!(parse(b"\x1bOd"), [held(KeyCode::Left, Held::CONTROL)]);
    // What some clients make of Alt is also Esc and the next key, come at once from a line that stood still.
    assert_eq!(parse(b"\x1b\x1b[A"), [key(KeyCode::Esc), key(KeyCode::Up)]);
    assert_eq!(parse(b"\x1b[1;3A"), [held(KeyCode::Up, Held::ALT)]);
    assert_eq!(parse(b"\x1b[3$"), [held(KeyCode::Delete, Held::SHIFT)]);
    assert_eq!(parse(b"\x1b[5^"), [held(KeyCode::PageUp, Held::CONTROL)]);
    assert_eq!(parse(b"\x1b[1;2R"), [held(KeyCode::F(3), Held::SHIFT)]);
    assert_eq!(parse(b"\x1bO2P"), [held(KeyCode::F(1), Held::SHIFT)]);
    assert_eq!(parse(b"\x1bO1;5Q"), [held(KeyCode::F(2), Held::CONTROL)]);
    assert_eq!(parse(b"\x1b[15;2~"), [held(KeyCode::F(5), Held::SHIFT)]);
    assert_eq!(parse(b"\x1bf"), [key(KeyCode::Esc), text("f")]);
    assert_eq!(parse(b"\x1b[102;3u"), [held(KeyCode::Char('f'), Held::ALT)]);
    assert_eq!(parse(b"\x13\x18"), [ctrl('s'), ctrl('x')]);
    assert_eq!(parse(b"\x00\x1c\x1f"), [' ', '\\', '_'].map(ctrl));
    assert_eq!(parse(b"\x1b[27;5;115~"), [ctrl('s')]);
}

#[test]
fn answers_are_keys_only_when_nobody_asked() {
    let (mut parser, mut out) = (Parser::new(Distance::Here), Vec::new());
    parser.set_probing(true);
    parser.feed(b"\x1b[1;2R\x1b[>41;379;0c\x1b[?64;1c", 0, &mut out);
    parser.set_probing(false);
    parser.feed(b"\x1b[1;1R\x1b[4;2R", 0, &mut out);
    assert_eq!(
        out,
        [
            Input::Report(Report::Cursor { row: 1, col: 2 }),
            Input::Report(Report::Secondary { kind: 41, version: 379 }),
            Input::Report(Report::Primary(Attributes::new([64, 1]))),
        ]
    );
}

#[test]
fn what_is_not_known_is_swallowed_whole() {
    for bytes in [
        "\x1b[?2026;2$y",
        "\x1b[I",
        "\x1b[<0;3;4M",
        "\x1b]11;rgb:00/00/00\x07",
        "\x1b]11;rgb:0/0/0\x1b\\",
        "\x1bP>|XTerm(379)\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[57441u",
        "\x1bOE",
        "\x1b[201~",
        "\x1b[99;99;99;99;99;99;99;99;99~",
        "\x1b[0n",
        "\x1b[1 q",
    ] {
        assert_eq!(parse(format!("{bytes}石").as_bytes()), [text("石")], "{bytes:?}");
    }
    // A sequence that breaks off does not take the next key with it.
    assert_eq!(parse(b"\x1b[12\r"), [key(KeyCode::Enter)]);
    assert_eq!(parse(b"\x1b]0;title\r"), [key(KeyCode::Enter)]);
    assert_eq!(parse(b"\x1b[1;\x1b[A"), [key(KeyCode::Up)]);
}

#[test]
fn a_mouse_somebody_left_switched_on_types_nothing() {
    // Both ways clients tell of one, a click in the upper left corner and one far from it; and what is typed after it.
    for click in ["\x1b[M !!", "\x1b[M#~}", "\x1b[<0;1;1M\x1b[<0;1;1m"] {
        assert_eq!(parse(format!("{click}字").as_bytes()), [text("字")], "{click:?}");
    }
    // Alone it is a key nobody relies on, and takes nothing with it.
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.feed(b"\x1b[M", 0, &mut out);
    parser.tick(20, &mut out);
    parser.feed(b"abc", 100, &mut out);
    assert_eq!(out, [text("abc")]);
}

#[test]
fn alt_and_a_bracket_swallow_no_more_than_a_moment_of_typing() {
    for began in [b"\x1b]", b"\x1bP", b"\x1b_"] {
        let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
        parser.feed(began, 0, &mut out);
        // Ten characters a second, and never a pause.
        for now in (100..3_000).step_by(100) {
            parser.tick(now, &mut out);
            parser.feed("字".as_bytes(), now, &mut out);
        }
        let kept = out.iter().flat_map(Input::chars).count();
        assert!(kept >= 20, "{began:?}: {kept} of 29");
    }
}

#[test]
fn an_arrow_that_comes_apart_stays_an_arrow() {
    for distance in [Distance::Far, Distance::Unknown, Distance::Here] {
        let (mut parser, mut out) = (Parser::new(distance), Vec::new());
        let gap = distance.patience() - 1;
        parser.feed(b"\x1b", 0, &mut out);
        parser.tick(gap, &mut out);
        parser.feed(b"[", gap, &mut out);
        parser.tick(gap + 900, &mut out);
        parser.feed(b"A", gap + 900, &mut out);
        assert_eq!(out, [key(KeyCode::Up)], "{distance:?}");
    }
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.feed(b"\x1b", 0, &mut out);
    assert_eq!(parser.deadline(), Some(150));
    parser.tick(150, &mut out);
    parser.feed(b"j", 151, &mut out);
    assert_eq!((out, parser.deadline()), (vec![key(KeyCode::Esc), text("j")], None));
    // Escape and then a letter by hand is not Alt, though the time of a sequence is not over.
    let mut out = Vec::new();
    parser.feed(b"\x1b", 200, &mut out);
    parser.feed(b"3", 290, &mut out);
    parser.feed(b"\x1b", 400, &mut out);
    parser.feed(b"\x1b", 450, &mut out);
    parser.tick(700, &mut out);
    assert_eq!(
        out,
        [key(KeyCode::Esc), text("3"), key(KeyCode::Esc), key(KeyCode::Esc)]
    );
}

#[test]
fn pastes_begin_and_end() {
    assert_eq!(
        parse("\x1b[200~一\r\n二\r三\x1b[31m\x07\x1b[201~x".as_bytes()),
        [paste("一\n二\n三[31m"), text("x")]
    );
    assert_eq!(parse(b"\x1b[200~a\x1b[20\x1b[201~b"), [paste("a[20"), text("b")]);
    assert_eq!(parse(b"\x1b[200~\x1b[201~"), []);
}

#[test]
fn a_paste_without_its_end_is_delivered() {
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.feed("\x1b[200~丢了结尾\x1b[2".as_bytes(), 0, &mut out);
    parser.tick(1999, &mut out);
    assert_eq!((out.len(), parser.deadline()), (0, Some(2000)));
    parser.tick(2000, &mut out);
    parser.feed(b"x\x1b[201~", 2500, &mut out);
    assert_eq!(out, [paste("丢了结尾[2"), text("x")]);
}

#[test]
fn of_a_paste_that_no_field_takes_the_beginning_is_told_and_the_rest_is_no_typing() {
    for n in [1, 2, 3] {
        let long = "村".repeat(n * 400_000);
        let bytes = [b"\x1b[200~", long.as_bytes(), b"\nq\x1b[201~a"].concat();
        let mut parser = Parser::new(Distance::Here);
        let mut out = Vec::new();
        parser.feed(&bytes, 0, &mut out);
        let [Input::Paste(told), Input::Text(after)] = &out[..] else {
            panic!("{} inputs", out.len())
        };
        assert!(told.len() >= 1 << 20 && long.starts_with(told.as_str()));
        assert_eq!(after, "a");
        // The next one is another.
        out.clear();
        parser.feed(b"\x1b[200~b\x1b[201~", 1, &mut out);
        assert_eq!(out, [paste("b")]);
    }
}

#[test]
fn a1_lines_that_come_at_once_are_keys_unless_nobody_could_have_typed_them() {
    let enter = || key(KeyCode::Enter);
    assert_eq!(
        parse("石桥村\r弯道\r".as_bytes()),
        [text("石桥村"), enter(), text("弯道"), enter()]
    );
    assert_eq!(parse(b"3\r137****\r"), [text("3"), enter(), text("137****"), enter()]);
    // A form typed while the line stood still, with far more than two lines.
    let form = "赵六\r12\r修路的事\r王二\r3\r石桥村口\r13712344410\r老街\r";
    assert_eq!(parse(form.as_bytes()).len(), 16);
    // Twelve lines of words in one read are a paste, and so are two thousand bytes of lines; one other key among them and
    // they are none.
    let many = "村口弯道看不见\r".repeat(12);
    assert_eq!(parse(many.as_bytes()), [paste(&many.replace('\r', "\n"))]);
    assert_eq!(parse(format!("{many}\x1b[B").as_bytes()).len(), 25);
    let long = format!("{}\r{}", "村".repeat(400), "口".repeat(400));
    assert_eq!(parse(long.as_bytes()), [paste(&long.replace('\r', "\n"))]);
    // One who marks pastes is taken at the word, and so is one who has said what it is.
    for marks in [true, false] {
        let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
        if marks {
            parser.feed(b"\x1b[200~a\x1b[201~", 0, &mut out);
        } else {
            parser.stop_guessing();
        }
        out.clear();
        parser.feed(many.as_bytes(), 0, &mut out);
        assert_eq!(out.len(), 24, "{marks}");
    }
}

#[test]
fn a1_keys_that_clients_name_are_those_that_were_pressed() {
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.set_explicit(true);
    parser.feed(
        b"\x1b[27u\x1b[27;129u\x1b[P\x1b[Q\x1b[13~\x1b[S\x1b[57401u\x1b[57414u\x1b[115;5u",
        0,
        &mut out,
    );
    let codes: Vec<KeyCode> = out
        .iter()
        .filter_map(|i| match i {
            Input::Key(k) => Some(k.code),
            _ => None,
        })
        .collect();
    let esc = KeyCode::Esc;
    assert_eq!(
        codes,
        [
            esc,
            esc,
            KeyCode::F(1),
            KeyCode::F(2),
            KeyCode::F(3),
            KeyCode::F(4),
            KeyCode::Enter,
            KeyCode::Char('s')
        ]
    );
    assert!(out.contains(&text("2")) && parser.deadline().is_none(), "{out:?}");
    // Nobody named: the letters are those of another dialect.
    assert_eq!(parse(b"\x1b[P"), [key(KeyCode::F(4))]);
}

fn realistic() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<&[u8]> = vec![
        b"\x1b",
        b"\x1b[A",
        b"\x1bOM",
        b"[",
        b"O",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\r",
        b"\n",
        b"a",
        b"~",
        b";",
        b"1;2R",
        b"\x1b[1;5C",
        b"\x1b]0;x\x07",
        b"\x1bP1\x1b\\",
        b"\\",
        "石桥".as_bytes(),
        "𠮷“".as_bytes(),
        b"\xd6\xd0\xce\xc4",
        b"\x80",
        b"\xff",
        b"\xe4\xb8",
        b"\x00",
        b"\x08",
        b"\x7f",
        b"\x1b[[",
        b"\x1b[3$",
        b"$",
        b"\xc2\x85",
        b"\x1b\x1b",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|v| v.concat())
}

fn check(bytes: &[u8], cuts: &[usize], charset: Charset) {
    let now = 50;
    let run = |parts: &[&[u8]]| {
        let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
        parser.set_charset(charset);
        parser.stop_guessing();
        for part in parts {
            parser.feed(part, now, &mut out);
        }
        // Everything half received ends by itself.
        let mut rounds = 0;
        while let Some(due) = parser.deadline() {
            parser.tick(due, &mut out);
            rounds += 1;
            assert!(rounds < 4, "the parser hangs");
        }
        joined(out)
    };
    let whole = run(&[bytes]);
    let mut at: Vec<usize> = cuts.iter().map(|c| c % (bytes.len() + 1)).collect();
    at.extend([0, bytes.len()]);
    at.sort_unstable();
    let parts: Vec<&[u8]> = at.windows(2).map(|w| bytes.get(w[0]..w[1]).unwrap()).collect();
    assert_eq!(run(&parts), whole);
    let single: Vec<&[u8]> = bytes.chunks(1).collect();
    assert_eq!(run(&single), whole);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_of_realistic_bytes_gives_the_same(bytes in realistic(), cuts in prop::collection::vec(any::<usize>(), 0..6)) {
        check(&bytes, &cuts, Charset::Utf8);
        check(&bytes, &cuts, Charset::Gb18030);
    }

    #[test]
    fn any_cut_of_random_bytes_gives_the_same(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        cuts in prop::collection::vec(any::<usize>(), 0..6),
    ) {
        check(&bytes, &cuts, Charset::Utf8);
        check(&bytes, &cuts, Charset::Gb18030);
    }

    #[test]
    fn guessing_never_panics_or_loses_text(typed in "[a-z石桥\r\n]{0,40}") {
        let got: String = parse(typed.as_bytes())
            .iter()
            .map(|i| match i {
                Input::Text(t) | Input::Paste(t) => t.replace('\n', ""),
                _ => String::new(),
            })
            .collect();
        assert_eq!(got, typed.replace(['\r', '\n'], ""));
    }
}

#[test]
fn bytes_follow_what_they_became_however_the_line_cuts_them() {
    let bytes = b"\x1b[15~\x1bOHa\xe4\xb8\xad\x1b[99;9~\x1b[200~p\x1b[201~\xff\x1b[1;5C\r";
    let inputs = |cut: usize| {
        let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
        parser.set_echo(true);
        let (a, b) = bytes.split_at(cut);
        parser.feed(a, 0, &mut out);
        parser.feed(b, 1, &mut out);
        parser.tick(9_000, &mut out);
        out
    };
    let whole = inputs(0);
    for cut in 1..bytes.len() {
        assert_eq!(inputs(cut), whole, "{cut}");
    }
    let echoes: Vec<&Echo> = whole
        .iter()
        .filter_map(|i| match i {
            Input::Echo(echo) => Some(echo),
            _ => None,
        })
        .collect();
    let all: Vec<u8> = echoes.iter().flat_map(|e| e.bytes.clone()).collect();
    assert_eq!(all, bytes, "no byte is told twice or not at all");
    assert_eq!(whole[0], Input::Key(KeyCode::F(5).into()));
    assert_eq!(echoes[0].bytes, b"\x1b[15~");
    assert!(
        whole
            .windows(2)
            .any(|w| matches!(w, [Input::Echo(_), Input::Echo(e)] if e.bytes == b"\x1b[99;9~")),
        "what nobody knows has bytes and no name: {whole:?}"
    );
}

#[test]
fn a_lone_escape_and_a_long_paste_are_told_by_their_bytes() {
    let (mut parser, mut out) = (Parser::new(Distance::Here), Vec::new());
    parser.set_echo(true);
    parser.feed(b"\x1b", 0, &mut out);
    assert_eq!(out, []);
    parser.tick(40, &mut out);
    let esc = Echo {
        bytes: vec![0x1b],
        of: 1,
    };
    assert_eq!(out, [Input::Key(KeyCode::Esc.into()), Input::Echo(esc)]);
    out.clear();
    let paste = [b"\x1b[200~".as_slice(), &[b'x'; 5000], b"\x1b[201~"].concat();
    parser.feed(&paste, 100, &mut out);
    assert!(matches!(&out[..], [Input::Paste(_), Input::Echo(e)] if e.of == 5012 && e.bytes.len() < 100));
    // Answers of the terminal are no keys.
    out.clear();
    parser.set_probing(true);
    parser.feed(b"\x1b[1;2R", 200, &mut out);
    assert!(matches!(&out[..], [Input::Report(_)]), "{out:?}");
    // Off, nothing is told.
    out.clear();
    parser.set_echo(false);
    parser.feed(b"\x1b[15~", 300, &mut out);
    assert_eq!(out.len(), 1);
}
