//! Five ways in which a terminal program loses keys, each at the built binary: a key that comes in two pieces, bytes in
//! another charset, a paste without an end, sequences nobody knows, the keypad. (The sixth, a line that is closed, has a
//! file of its own: `hangup`.)
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod seat;

use std::time::Duration;

use seat::{Seat, Town};

fn far() -> Town {
    let mut town = Town::new();
    town.env
        .push(("SSH_CONNECTION".into(), "10.0.0.9 50000 10.0.0.1 22".into()));
    town
}

fn typing(town: &Town, text: &str) -> Seat {
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.press("F5");
    seat.wait("照原话记");
    seat.text(text);
    seat
}

fn pause(ms: u64) {
    std::thread::sleep(Duration::from_millis(ms));
}

#[test]
fn a_key_that_comes_in_two_pieces_over_a_slow_line_is_one_key() {
    let town = far();
    let mut seat = typing(&town, "第一行");
    seat.press("Enter").text("第二行");
    let (row, _) = seat.cursor();
    seat.raw(b"\x1b");
    pause(120);
    seat.raw(b"[A");
    let screen = seat.settle();
    assert!(
        screen.contains("第一行") && screen.contains("第二行"),
        "the form is open:\n{screen}"
    );
    assert!(!screen.contains("[A"), "{screen}");
    assert_eq!(seat.cursor().0, row - 1, "it was the arrow");
    // Cut after each byte, and inside a character.
    for piece in [&b"\x1b"[..], b"[", b"1", b";", b"5", b"B", b"\xe7\x81", b"\xaf"] {
        seat.raw(piece);
        pause(60);
    }
    seat.wait("灯");
    // Escape alone is still Escape.
    seat.raw(b"\x1b");
    seat.wait("已存在没写完里");
}

#[test]
fn bytes_of_another_charset_are_never_dropped_without_a_word() {
    let town = Town::new();
    let mut seat = typing(&town, "村口");
    let (gbk, ..) = encoding_rs::GB18030.encode("中文");
    seat.raw(&gbk);
    let screen = seat.wait("终端编码不是");
    assert!(screen.contains("中文") && screen.contains("UTF-8"), "{screen}");
    // On another screen too, and what is right afterwards arrives.
    seat.text("弯道");
    seat.wait("村口");
    seat.wait("弯道");
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.raw(&gbk);
    seat.wait("终端编码不是");
    // What is no charset at all is said too.
    seat.press("3");
    seat.raw(b"\xff\xfe\xff");
    seat.wait("收到认不出的字节");
}

#[test]
fn a_paste_without_an_end_gives_its_text_and_the_keyboard_back() {
    let town = Town::new();
    let mut seat = typing(&town, "原话：");
    seat.raw("\x1b[200~老街路灯".as_bytes());
    pause(300);
    seat.raw("不亮".as_bytes());
    seat.wait("原话：老街路灯不亮");
    seat.text("，晚上");
    seat.wait("老街路灯不亮，晚上");
    seat.press("Esc");
    seat.wait("已存在没写完里");
}

#[test]
fn sequences_nobody_knows_are_swallowed_whole() {
    let town = Town::new();
    let mut seat = typing(&town, "路灯");
    let unknown: [&[u8]; 12] = [
        b"\x1b[99;99;99x",
        b"\x1b[>1;2;3~",
        b"\x1b[?1;2$y",
        b"\x1b[27;6;5000~",
        b"\x1b[57441;5u",
        b"\x1b[<0;10;10M",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b]11;rgb:0000/0000/0000\x07",
        b"\x1bP1+r544e\x1b\\",
        b"\x1b[1;2R",
        b"\x1b[25~",
    ];
    for sequence in unknown {
        seat.raw(sequence);
        pause(30);
    }
    seat.text("不亮");
    let screen = seat.wait("路灯不亮");
    assert!(
        screen.contains("照原话记") || screen.contains("反映内容"),
        "still in the form:\n{screen}"
    );
    for rest in ["99x", "rgb", "1+r", "5000", ";5", "[I", "[O"] {
        assert!(!screen.contains(rest), "{rest}:\n{screen}");
    }
}

#[test]
fn the_keypad_of_a_client_in_application_mode_types_digits() {
    let town = Town::new();
    let mut seat = typing(&town, "");
    // 0 to 9, comma, minus, point; then its Enter.
    seat.raw(b"\x1bOp\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv\x1bOw\x1bOx\x1bOy");
    seat.wait("0123456789");
    seat.raw(b"\x1bOl\x1bOm\x1bOn");
    seat.wait("0123456789,-.");
    let row = seat.cursor().0;
    seat.raw(b"\x1bOM");
    seat.settle();
    assert_eq!(seat.cursor().0, row + 1, "a new line of the same field");
    // In a menu its digits choose, and on the desk they go to screens.
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.raw(b"\x1bOs");
    seat.wait("谢志贵");
}

#[test]
fn every_client_s_home_end_and_function_keys_arrive() {
    let town = Town::new();
    let mut seat = typing(&town, "路灯");
    for (home, end) in [("[1~", "[4~"), ("[H", "[F"), ("[7~", "[8~"), ("OH", "OF")] {
        seat.raw(format!("\x1b{home}").as_bytes());
        seat.settle();
        let at_home = seat.cursor();
        seat.raw(format!("\x1b{end}").as_bytes());
        seat.settle();
        assert_eq!(seat.cursor().1, at_home.1 + 4, "{home} {end}");
    }
    // PuTTY and the Linux console send function keys of their own.
    for (key, shows) in [("\x1b[13~", "取号"), ("\x1b[[C", "取号"), ("\x1bOR", "取号")] {
        let mut seat = town.seat();
        seat.wait("林晓");
        seat.raw(key.as_bytes());
        seat.until("a form to give a number on", |s| s.contains(shows) && s.contains("Esc"));
    }
}
