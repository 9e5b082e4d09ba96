//! Bytes of another charset: recognised, told, never taken for what they are not.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

use crossterm::event::KeyCode;
use zhiban::term::{BadBytes, Charset, Distance, Input, Parser};

fn key(code: KeyCode) -> Input {
    Input::Key(code.into())
}

fn text(t: &str) -> Input {
    Input::Text(t.to_owned())
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
fn another_charset_is_recognised_and_read_when_asked() {
    let (gbk, ..) = encoding_rs::GB18030.encode("中文输入");
    let mut bytes = gbk.into_owned();
    bytes.push(b'\r');
    let bad = Input::BadBytes(BadBytes::Gb18030("中文输入".to_owned()));
    assert_eq!(parse(&bytes), [bad.clone(), key(KeyCode::Enter)]);
    // Alone, it is told soon.
    bytes.pop();
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.feed(&bytes, 0, &mut out);
    assert!(out.is_empty());
    parser.tick(parser.deadline().unwrap(), &mut out);
    assert_eq!(out, [bad]);

    parser.set_charset(Charset::Gb18030);
    let (all, ..) = encoding_rs::GB18030.encode("镕a㐀𠮷，9\r");
    let mut out = Vec::new();
    parser.feed(&all, 5000, &mut out);
    assert_eq!(out, [text("镕a㐀𠮷，9"), key(KeyCode::Enter)]);
    assert_eq!(
        parse(b"a\xffb"),
        [text("a"), Input::BadBytes(BadBytes::Unknown(1)), text("b")]
    );
    assert_eq!(
        parse(b"\xe4\xb8\r"),
        [Input::BadBytes(BadBytes::Unknown(2)), key(KeyCode::Enter)]
    );
}

#[test]
fn the_last_pair_of_a_gbk_word_is_no_cyrillic_letter() {
    let mut parser = Parser::new(Distance::Here);
    let mut out = Vec::new();
    parser.feed(&encoding_rs::GB18030.encode("王秀英").0, 0, &mut out);
    parser.tick(9_000, &mut out);
    assert_eq!(out, [Input::BadBytes(BadBytes::Gb18030("王秀英".into()))]);
    // Alone it is the letter; and after a byte the line has garbled, whole characters are still taken.
    out.clear();
    parser.feed("Ӣ".as_bytes(), 10_000, &mut out);
    parser.tick(parser.deadline().unwrap(), &mut out);
    assert_eq!(out, [Input::Text("Ӣ".into())]);
    out.clear();
    parser.feed(b"\xe6\xe6\x9d\x91", 20_000, &mut out);
    assert!(out.contains(&Input::Text("村".into())), "{out:?}");
}

#[test]
fn a_gbk_word_is_told_whole_wherever_it_looks_like_utf_8() {
    for word in [
        "石桥村口弯道看不见对面来车",
        "路",
        "号",
        "的",
        "钟",
        "请问王桥弯道",
        "阿依古丽·买买提",
    ] {
        let bytes = encoding_rs::GB18030.encode(word).0.into_owned();
        if std::str::from_utf8(&bytes).is_ok() {
            continue;
        }
        for cut in 0..bytes.len() {
            let (mut parser, mut out) = (Parser::new(Distance::Here), Vec::new());
            let (a, b) = bytes.split_at(cut);
            parser.feed(a, 0, &mut out);
            parser.feed(b, 5, &mut out);
            // Nobody waits long to hear of it.
            parser.tick(105, &mut out);
            assert_eq!(out, [Input::BadBytes(BadBytes::Gb18030(word.into()))], "{word} {cut}");
        }
    }
}

#[test]
fn a_dot_in_a_name_is_kept_whatever_the_line_does_around_it() {
    let mut bytes = "阿依古丽·".as_bytes().to_vec();
    let (mut parser, mut out) = (Parser::new(Distance::Far), Vec::new());
    parser.feed(&bytes, 0, &mut out);
    parser.tick(20, &mut out);
    assert_eq!(joined(out), [text("阿依古丽·")]);
    // A slow line may rest in the middle of the next character.
    let mut out = Vec::new();
    parser.feed(b"\xc2\xb7\xe4\xb9", 100, &mut out);
    parser.tick(1_500, &mut out);
    parser.feed(b"\xb0", 1_600, &mut out);
    parser.tick(1_700, &mut out);
    assert_eq!(joined(out), [text("·买")]);
    // And may garble it: what can be read is kept.
    bytes.extend(b"\xff\xfe\xc2\xb7\xe4\xb9\xb0");
    let mut out = Vec::new();
    parser.feed(&bytes, 2_000, &mut out);
    parser.tick(2_200, &mut out);
    let kept: String = out.iter().flat_map(Input::chars).collect();
    assert_eq!(kept, "阿依古丽··买");
    assert!(out.contains(&Input::BadBytes(BadBytes::Unknown(2))), "{out:?}");
}

#[test]
fn a_paste_in_another_charset_is_told_and_not_taken() {
    let gbk = encoding_rs::GB18030.encode("石桥村12号\r\n路灯不亮").0.into_owned();
    let bytes = [b"\x1b[200~", gbk.as_slice(), b"\x1b[201~"].concat();
    let bad = BadBytes::Gb18030("石桥村12号\r\n路灯不亮".into());
    assert_eq!(parse(&bytes), [Input::BadBytes(bad)]);
}
