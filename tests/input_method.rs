//! An input method at the built binary, as its bytes arrive: commits in bursts, in pieces, wrapped in pastes, with an
//! Enter behind them, in full width, and where no text is wanted. What is checked is the glass and the log.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;
mod town;

use std::time::Duration;

use seat::{Seat, Town};
use town::{only, open_day, opinions, today};
use zhiban::cells::{self, Class};

/// What stands left of the cursor in its line.
fn before_cursor(a: &Seat) -> String {
    let (_, col) = a.cursor();
    let line = a.cursor_line();
    let mut used = 0;
    let fits = |g: &&str| {
        // This terminal draws ambiguous marks narrow, with the blank of our layout behind them.
        used += match cells::class(g) {
            Class::Ambiguous => 1,
            _ => cells::of(g),
        };
        used <= usize::from(col)
    };
    cells::graphemes(&line).take_while(fits).collect()
}

/// Sends bytes and returns what came back until it was quiet.
fn answer(a: &mut Seat, bytes: &[u8]) -> Vec<u8> {
    let before = a.sent().len();
    a.raw(bytes);
    a.settle();
    a.sent().split_off(before)
}

/// The cursor stands right behind what was typed, and nobody hid it on the way there.
fn typed_before_cursor(a: &Seat, sent: &[u8], want: &str) {
    let got = before_cursor(a);
    assert!(
        got.ends_with(want),
        "{want:?} is not before the cursor: {got:?}\n{}",
        a.screen()
    );
    let text = String::from_utf8_lossy(sent);
    assert!(!text.contains("\x1b[?25"), "the cursor was hidden or shown: {text:?}");
}

/// A station whose clock runs, because drafts are kept by the clock.
fn running() -> Town {
    let mut town = Town::new();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
    town
}

/// The form for words, on a day without a reception.
fn words(town: &Town) -> Seat {
    let mut a = town.seat();
    a.wait("林晓");
    a.press("F5");
    a.wait("照原话记");
    a
}

#[test]
fn commits_arrive_whole_in_bursts_in_pieces_and_in_pastes() {
    let town = running();
    let mut a = words(&town);
    let sent = answer(&mut a, "村口弯道看不见".as_bytes());
    typed_before_cursor(&a, &sent, "村口弯道看不见");

    // One character in three reads: nothing is drawn before it is whole.
    for (n, byte) in "镜".bytes().enumerate() {
        let sent = answer(&mut a, &[byte]);
        std::thread::sleep(Duration::from_millis(250));
        if n == 2 {
            typed_before_cursor(&a, &sent, "看不见镜");
        } else {
            assert!(before_cursor(&a).ends_with("看不见"), "{}", a.screen());
        }
    }
    // Two characters cut in the middle of the second, and one of four bytes.
    answer(&mut a, "面𠮷".as_bytes().split_at(5).0);
    std::thread::sleep(Duration::from_millis(120));
    let sent = answer(&mut a, "面𠮷".as_bytes().split_at(5).1);
    typed_before_cursor(&a, &sent, "镜面𠮷");

    for commit in ["石桥村", "。", "１"] {
        let sent = answer(&mut a, format!("\x1b[200~{commit}\x1b[201~").as_bytes());
        typed_before_cursor(&a, &sent, commit);
    }
    // Ambiguous marks take two cells whatever the terminal draws, and the cursor is put behind them.
    answer(&mut a, "“甲”".as_bytes());
    let sent = answer(&mut a, "乙".as_bytes());
    typed_before_cursor(&a, &sent, "乙");
    // The draft that follows a moment later draws too, and leaves the cursor where it was.
    let place = a.cursor();
    a.wait("已存");
    assert_eq!(a.cursor(), place);
    a.press("F9 2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], "村口弯道看不见镜面𠮷石桥村。１“甲”乙");
}

#[test]
fn enter_right_behind_a_commit_files_nothing() {
    let town = running();
    let mut a = words(&town);
    for line in ["第一行\r", "第二行\r\r", "第三行\r"] {
        answer(&mut a, line.as_bytes());
    }
    a.press("Tab");
    // From here to the end of the form: every commit with its Enter in the same read.
    for _ in 0..30 {
        answer(&mut a, "甲\r".as_bytes());
    }
    a.wait("已存");
    assert_eq!(opinions(&town), Vec::<serde_json::Value>::new(), "{}", a.screen());
    // Nothing was lost either: the words are in the form or in its draft.
    a.press("Esc Esc Esc");
    a.wait("没写完");

    // The short form of the queue.
    let mut b = town.seat();
    b.wait("林晓");
    b.press("F3");
    b.wait("发号");
    for commit in ["陈某\r", "3\r", "路灯\r", "\r", "\r"] {
        answer(&mut b, commit.as_bytes());
        assert_eq!(today(&town), Vec::<serde_json::Value>::new(), "after {commit:?}");
    }
    b.press("Enter");
    b.wait("发出 001");
    assert_eq!(today(&town)[0]["label"], "陈某");
    assert_eq!(today(&town)[0]["heads"], 3);
}

#[test]
fn full_width_keys_are_keys_and_full_width_prose_is_prose() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    for (key, shows) in [("２", "意见"), ("３", "代表"), ("５", "单位")] {
        answer(&mut a, key.as_bytes());
        a.wait(shows);
        answer(&mut a, format!("\x1b[200~{}\x1b[201~", "１").as_bytes());
        a.wait("待办");
    }
    answer(&mut a, "？".as_bytes());
    a.wait("取号");
    a.press("Esc");
    answer(&mut a, "：".as_bytes());
    a.wait("打字筛选");
    a.press("Esc F5");
    a.wait("照原话记");
    let prose = "２０２６年（一）：Ａ、Ｂ。“甲”";
    answer(&mut a, prose.as_bytes());
    a.press("PageDown").text("王秀英").press("Tab");
    let sent = answer(&mut a, "１３７－００００－４４１０".as_bytes());
    typed_before_cursor(&a, &sent, "137-0000-4410");
    a.press("F9");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], prose);
    a.press("Esc");

    a.palette("安排接待");
    a.wait("日子");
    answer(&mut a, "２０２６－１２－１４".as_bytes());
    a.wait("12月14日周一");
}

#[test]
fn a_commit_where_keys_are_meant_says_so_and_does_nothing() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    for screen in ["", "2", "?", "3"] {
        for name in screen.split_whitespace() {
            a.press(name);
        }
        let upper = |s: &str| s.lines().take(23).map(str::to_owned).collect::<Vec<_>>();
        let before = (upper(&a.screen()), a.cursor());
        for commit in ["取号", "石", "路灯"] {
            answer(&mut a, commit.as_bytes());
            let shown = a.wait("输入法开着");
            assert_eq!((upper(&shown), a.cursor()), before, "{commit} after {screen:?}");
        }
        a.press("Esc Esc");
    }
    assert_eq!(today(&town), Vec::<serde_json::Value>::new());
    a.press("F3 Enter");
    a.wait("发出 001");
}

#[test]
fn several_lines_without_paste_marks_file_nothing_and_lose_nothing() {
    let town = Town::new();
    let mut a = words(&town);
    let text: Vec<String> = (1..=90).map(|n| format!("第{n}行，村口弯道看不见对面来车")).collect();
    let mut bytes = text.join("\r").into_bytes();
    let tail = bytes.split_off(3000);
    answer(&mut a, &bytes);
    answer(&mut a, &tail);
    a.until("the last line", |s| s.contains("第90行"));
    assert_eq!(opinions(&town).len(), 0);
    // A paste that loses its end is delivered after a silence, and does not swallow what follows for ever.
    a.raw("\x1b[200~丢了结尾".as_bytes());
    a.wait("丢了结尾");
    a.press("F9 2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], format!("{}丢了结尾", text.join("\n")));
    // A client that has marked one paste marks them all: from now on a line end is the key.
    a.press("Esc");
    let mut a = town.seat();
    a.wait("林晓");

    // A few lines are what fingers type while a line stands still: each goes where it would have gone alone.
    a.press("F3");
    a.wait("发号");
    answer(&mut a, "陈某\r3\r路灯的事".as_bytes());
    a.wait("路灯的事");
    a.press("F9");
    a.wait("发出 001");
    let all = today(&town);
    let visit = all.iter().find(|v| v["ticket"] == 1).unwrap();
    assert_eq!(
        (visit["label"].as_str(), visit["heads"].as_u64()),
        (Some("陈某"), Some(3))
    );
    assert_eq!(visit["first_words"], "路灯的事");
    // Very many where keys are meant are nobody's keys.
    answer(&mut a, "nnn\r".repeat(12).as_bytes());
    a.wait("粘贴的字放不到这里");
    assert_eq!(today(&town).len(), all.len(), "{}", a.screen());
}

#[test]
fn keypads_and_old_terminals_type_and_choose() {
    let town = Town::new();
    let mut a = town.seat();
    a.wait("林晓");
    // The keypad in application mode, as digits on a screen of commands and as text in a field.
    answer(&mut a, b"\x1bOr");
    a.wait("意见");
    answer(&mut a, b"\x1bOq");
    a.wait("待办");
    for f3 in ["\x1bOR", "\x1b[13~", "\x1b[[C"] {
        answer(&mut a, f3.as_bytes());
        a.wait("发号");
        a.press("Esc");
        a.wait_gone("发号");
    }
    a.press("F3").text("王海");
    answer(&mut a, b"\x1bOt\x1bOu\x08");
    assert!(before_cursor(&a).ends_with("王海4"), "{}", a.screen());
    // Home and End of every dialect.
    let end = a.cursor();
    for (home, to_end) in [
        ("\x1b[1~", "\x1b[4~"),
        ("\x1b[7~", "\x1b[8~"),
        ("\x1bOH", "\x1bOF"),
        ("\x1b[H", "\x1b[F"),
    ] {
        answer(&mut a, home.as_bytes());
        assert!(a.cursor().1 < end.1);
        answer(&mut a, to_end.as_bytes());
        assert_eq!(a.cursor(), end);
    }
    // Shift-Enter of UOS is Enter; a line feed is one too.
    answer(&mut a, b"\x1bOM");
    let second = a.cursor();
    assert!(second.0 > end.0, "it moved on to the next field");
    answer(&mut a, b"\n");
    assert!(a.cursor().0 > second.0);
    // Ctrl-C says what it does not do, Ctrl-Q and what no terminal should send do nothing at all.
    a.press("Ctrl-c");
    a.wait("不退出");
    a.settle();
    for bytes in [&b"\x11"[..], b"\x1b[57441u", b"\x1b]0;x\x07", b"\x1bOE"] {
        let before = a.screen();
        answer(&mut a, bytes);
        let shown = a.screen();
        let body = |s: &str| s.lines().take(23).collect::<Vec<_>>().join("\n");
        assert_eq!(body(&shown), body(&before), "{bytes:?}");
    }
    assert_eq!(today(&town).len(), 0);
    a.press("F9");
    a.wait("发出 001");
    assert_eq!(today(&town)[0]["label"], "王海4");
}

/// What a key itself asks, fingers know: whether the line stood still between the two makes no difference.
#[test]
fn a1_a_digit_behind_the_key_that_asks_answers_it_as_it_would_alone() {
    let town = Town::new();
    let mut a = words(&town);
    a.text("路灯不亮");
    // Without a name the form asks; its second choice would file.
    answer(&mut a, b"\x1b[20~2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], "路灯不亮");
}

#[test]
fn a_window_dragged_in_the_middle_of_a_form_changes_no_word() {
    let town = Town::new();
    let mut a = words(&town);
    a.text("村口弯道看不见").press("Left Left");
    for (cols, rows) in [(60, 16), (20, 5), (120, 36), (41, 12), (80, 24)] {
        a.resize(cols, rows);
        std::thread::sleep(Duration::from_millis(150));
        a.settle();
    }
    let sent = answer(&mut a, "都".as_bytes());
    typed_before_cursor(&a, &sent, "村口弯道看都");
    a.press("F9 2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], "村口弯道看都不见");
}

/// Inside tmux nobody knows how wide “ is drawn: what stands for it is the same everywhere, the words are not touched.
#[test]
fn inside_a_multiplexer_the_picture_changes_and_the_words_do_not() {
    let mut town = Town::new();
    town.env.push(("TMUX".into(), "/tmp/tmux-0/default,1,0".into()));
    let mut a = words(&town);
    let sent = answer(&mut a, "“甲”①…乙".as_bytes());
    typed_before_cursor(&a, &sent, "＂甲＂1)..乙");
    a.press("F9 2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], "“甲”①…乙");
}

/// What is pressed before an act has come back, all in one read, does what it does one by one.
#[test]
fn a1_keys_pressed_before_the_answer_wait_for_it() {
    let town = Town::new();
    let mut a = words(&town);
    a.text("路灯不亮").press("PageDown").text("王秀英");
    // F9, out of the page it leads to, and a number for the next with a name.
    answer(&mut a, "\x1b[20~\x1b\x1bOR还有一位\x1b[20~".as_bytes());
    a.wait("发出 001");
    assert_eq!(only(&town)["words"], "路灯不亮");
    assert!(today(&town).iter().any(|v| v["label"] == "还有一位"));
}

/// F4 and F5 in one read: what is written down belongs to the one who was called, not to nobody.
#[test]
fn what_opens_before_the_call_came_back_opens_for_the_one_who_was_called() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    for n in ["001", "002"] {
        a.press("F3 Enter");
        a.wait(&format!("发出 {n}"));
    }
    answer(&mut a, "\x1bOS\x1b[15~路灯不亮".as_bytes());
    a.wait("照原话记");
    a.wait("路灯不亮");
    a.press("F9 2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["ticket"], 1, "{:#?}", only(&town));
}

/// A client that is not set to UTF-8: what could not be taken is said, also when text that could follows in the same read,
/// and nothing of it is put into the words for something else.
#[test]
fn a_word_in_another_charset_is_said_and_not_taken_for_letters() {
    let town = Town::new();
    let mut a = words(&town);
    a.text("村口");
    // In GBK: 号 before letters; and 石桥, which begins like a letter of UTF-8.
    let bytes = [0xBA, 0xC5, b'a', b'b', 0xCA, 0xAF, 0xC7, 0xC5, b'c'];
    answer(&mut a, &bytes);
    let shown = a.wait("没收到：号石桥");
    assert!(shown.contains("村口abc"), "{shown}");
    a.press("F9 2");
    a.wait("03-2026-0001");
    assert_eq!(only(&town)["words"], "村口abc");
}

/// A slow line brings Esc and the key after it in one piece, which is also what Alt looks like: it is Esc and the key.
#[test]
fn a1_esc_and_a_key_in_one_piece_are_esc_and_the_key() {
    let town = Town::new();
    let mut a = words(&town);
    a.text("路灯不亮");
    answer(&mut a, b"\x1b3");
    a.wait("哪一级");
    answer(&mut a, b"1\x1b\x1b[15~");
    a.wait("照原话记");
}
