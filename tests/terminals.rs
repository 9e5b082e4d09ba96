//! The built binary at terminals of several kinds: one that reads GB18030, one set up right, one that answers nothing;
//! what a person sees there, what is filed from there, and what is remembered the next time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod emulator;
mod seat;

use emulator::{Emulator, Kind, PUTTY, PUTTY_GBK, SILENT, XTERM};
use seat::Town;

const OFFER: &str = "Set terminal charset to UTF-8";

fn sit(town: &Town, kind: Kind, args: &[&str]) -> Emulator {
    Emulator::sit(kind, &town.db(), args, &town.env)
}

/// Opens the self-test by its name.
fn self_test(g: &mut Emulator) {
    g.raw(b":").text("selftest").raw(b"\r");
}

#[test]
fn a_gbk_terminal_is_offered_gb18030_and_then_everything_is_right() {
    let town = Town::new();
    let mut g = sit(&town, PUTTY_GBK, &[]);
    let garbled = g.wait(OFFER);
    assert!(!garbled.contains("等候"), "nothing can be read yet:\n{garbled}");
    g.raw(b"1");
    let screen = g.wait("GB18030 on");
    assert!(screen.contains("柳河镇联络站") && screen.contains("等候"), "{screen}");

    // Two bytes, four bytes, marks a terminal may draw wide; typed, pasted, and a character cut in the middle.
    g.raw(b"\x1bOS");
    g.wait("照原话记");
    g.text("王家坝的“路灯”①不亮").text("，𠮷先生家");
    let cut = encoding_rs::GB18030.encode("门口𬀩也是").0.into_owned();
    for byte in cut.chunks(1) {
        g.raw(byte);
    }
    g.raw(
        &[
            b"\x1b[200~".as_slice(),
            &encoding_rs::GB18030.encode("，粘贴的话。").0,
            b"\x1b[201~",
        ]
        .concat(),
    );
    let screen = g.settle();
    assert!(
        screen.contains("王家坝的“路灯") || screen.contains("王家坝的“ 路灯"),
        "{screen}"
    );
    assert!(screen.contains("𠮷"), "{screen}");
    g.raw(b"\t1\x1b[6~")
        .text("阿依古丽·买买提")
        .raw(b"\x1b[6~")
        .raw(b"4")
        .raw(b"\x1b[20~");
    g.wait("03-2026-0001");
    let all = town.list(&["opinions"]);
    let words = all[0]["words"].as_str().unwrap();
    assert_eq!(words, "王家坝的“路灯”①不亮，𠮷先生家门口𬀩也是，粘贴的话。");
    assert_eq!(all[0]["person"], "阿依古丽·买买提");
    drop(g);

    // The next time at this kind of terminal it is right at once, and nobody is asked.
    let g = sit(&town, PUTTY_GBK, &[]);
    let screen = g.wait("林晓");
    g.settle();
    assert!(!screen.contains(OFFER) && !g.screen().contains(OFFER), "{screen}");
    assert!(g.screen().contains("等候"), "{}", g.screen());
    drop(g);

    // The same client set up as it should be, and another one, are spoken to in UTF-8.
    for kind in [PUTTY, XTERM] {
        let g = sit(&town, kind, &[]);
        let screen = g.wait("林晓");
        assert!(screen.contains("等候") && !screen.contains(OFFER), "{screen}");
    }
}

#[test]
fn without_transcoding_gbk_bytes_are_not_taken_and_the_reason_is_readable() {
    let town = Town::new();
    let mut g = sit(&town, PUTTY_GBK, &[]);
    g.wait(OFFER);
    g.raw(b"2");
    g.until("the offer gone", |s| !s.contains(OFFER));
    g.raw(b"\x1bOR").text("王秀英");
    let screen = g.wait(OFFER);
    g.raw(b"\x1b[20~");
    g.until("the number", |_| town.list(&["today"]).as_array().unwrap().len() == 1);
    let visit = &town.list(&["today"])[0];
    assert!(visit["label"].is_null() || visit["label"] == "", "{visit} {screen}");
    drop(g);
    // Nothing was promised, so the next time it is offered again.
    let g = sit(&town, PUTTY_GBK, &[]);
    g.wait(OFFER);
}

/// A client that answers no question and reads GB18030, at a place whose locale says so.
const SILENT_GBK: Kind = Kind {
    charset: encoding_rs::GB18030,
    da: None,
};

fn in_gbk_locale(town: &Town) -> Vec<(String, String)> {
    let mut env = town.env.clone();
    env.push(("LC_ALL".into(), String::new()));
    env.push(("LANG".into(), "zh_CN.GBK".into()));
    env
}

#[test]
fn where_the_locale_says_gb18030_a_terminal_that_never_answers_is_spoken_to_so_from_the_start() {
    let town = Town::new();
    let mut g = Emulator::sit(SILENT_GBK, &town.db(), &[], &in_gbk_locale(&town));
    let screen = g.wait("林晓");
    assert!(screen.contains("柳河镇联络站") && screen.contains("等候"), "{screen}");
    g.raw(b"\x1bOR").text("王秀英").raw(b"\x1b[20~");
    g.until("the number", |_| town.list(&["today"]).as_array().unwrap().len() == 1);
    assert_eq!(town.list(&["today"])[0]["label"], "王秀英");
    // Nobody is asked, and the self-test says why it is so.
    self_test(&mut g);
    g.wait("样张 1/");
    g.raw(b"1");
    let screen = g.wait("没有回答");
    assert!(screen.contains("GB18030") && !screen.contains(OFFER), "{screen}");
    drop(g);
    // The first frame already: not one Han character of the station's name went out in UTF-8.
    let g = Emulator::sit(SILENT_GBK, &town.db(), &[], &in_gbk_locale(&town));
    g.wait("林晓");
    let sent = g.sent();
    assert!(!sent.windows(6).any(|w| w == "柳河".as_bytes()), "{sent:?}");
    drop(g);
    // Said on the line it is UTF-8 all the same.
    let g = Emulator::sit(SILENT, &town.db(), &["--charset", "utf8"], &in_gbk_locale(&town));
    g.wait("林晓");
    assert!(g.screen().contains("等候"), "{}", g.screen());
}

#[test]
fn a_terminal_that_answers_knows_better_than_the_locale() {
    let town = Town::new();
    // The locale is wrong: it reads UTF-8.
    let g = Emulator::sit(XTERM, &town.db(), &[], &in_gbk_locale(&town));
    let screen = g.wait("林晓");
    assert!(screen.contains("等候") && !screen.contains(OFFER), "{screen}");
    drop(g);
    // Both say GB18030: nobody has to be asked.
    let g = Emulator::sit(PUTTY_GBK, &town.db(), &[], &in_gbk_locale(&town));
    g.wait("林晓");
    let screen = g.settle();
    assert!(screen.contains("等候") && !screen.contains(OFFER), "{screen}");
}

#[test]
fn before_there_is_a_station_a_gbk_terminal_is_offered_the_same() {
    let town = Town::bare();
    let mut g = sit(&town, PUTTY_GBK, &[]);
    g.wait(OFFER);
    g.raw(b"1");
    let screen = g.wait("GB18030 on");
    assert!(screen.contains("人大代表联络站"), "{screen}");
    drop(g);
    let g = sit(&town, PUTTY_GBK, &[]);
    g.wait("人大代表联络站");
    assert!(!g.screen().contains(OFFER), "{}", g.screen());
}

#[test]
fn the_self_test_shows_keys_as_they_come_and_none_of_them_does_anything() {
    let town = Town::new();
    let mut g = sit(&town, PUTTY, &[]);
    g.wait("林晓");
    self_test(&mut g);
    g.wait("样张 1/");
    g.raw(b"\x1b[15~");
    g.wait("F5                        1b 5b 31 35 7e");
    for home in [b"\x1b[H".as_slice(), b"\x1bOH", b"\x1b[1~", b"\x1b[7~"] {
        g.raw(home);
    }
    let screen = g.wait("1b 5b 37 7e");
    assert_eq!(screen.matches("Home  ").count(), 4, "{screen}");
    g.text("中");
    g.wait("e4 b8 ad");
    g.raw(b"\x1b[200~\xe6\x9d\x91\xe5\x8f\xa3\r\n\xe5\xbc\xaf\x1b[201~");
    g.wait("粘贴 村口");
    g.raw(b"\x1b[99;9~");
    g.wait("认不出");
    g.raw(b"\xd6\xd0");
    g.wait("不是 UTF-8，像是 中");
    for key in [
        b"\x10".as_slice(),
        b"\x03",
        b"?",
        b"\x1b[20~",
        b"\x1bOR",
        b"\x1bOS",
        b"\r",
        b"\x1b[B",
        b"\x0c",
    ] {
        g.raw(key);
    }
    let screen = g.screen();
    assert!(screen.contains("终端自检") && screen.contains("Ctrl-l"), "{screen}");
    assert_eq!(
        town.list(&["today"]).as_array().unwrap().len(),
        0,
        "no number was given"
    );
    // Findings.
    g.raw(b"1");
    let screen = g.wait("查到的 2/");
    for said in ["像是 PuTTY", "DA1 6", "DA2 0;136", "读 UTF-8", "80x24", "TERM=xterm"] {
        assert!(screen.contains(said), "{said}:\n{screen}");
    }
    // One Esc is only a key; the second leaves, and then keys work again.
    g.raw(b"\x1b");
    g.wait("再按一次 Esc");
    g.raw(b"x").raw(b"\x1b");
    g.wait("再按一次 Esc");
    g.raw(b"\x1b");
    g.until("the desk", |s| !s.contains("终端自检"));
    g.raw(b"\x1bOR");
    g.wait("取号");
}

#[test]
fn help_leads_to_the_self_test_by_a_digit_even_before_there_is_a_station() {
    let town = Town::bare();
    let mut g = sit(&town, XTERM, &[]);
    g.wait("人大代表联络站");
    g.raw(b"\x1bOP");
    g.wait("1 终端自检");
    g.raw(b"1");
    g.wait("样张 1/");
    g.raw(b"1");
    let screen = g.wait("查到的");
    assert!(screen.contains("像是 xterm"), "{screen}");
    g.raw(b"\x1b").raw(b"\x1b");
    g.until("the set-up again", |s| {
        !s.contains("终端自检") && s.contains("人大代表联络站")
    });
}

#[test]
fn choices_are_kept_for_this_kind_of_terminal_and_the_command_line_wins() {
    let town = Town::new();
    // The ground of its bars is a colour the plain theme never uses.
    let contrast = |g: &Emulator| g.sent().windows(5).any(|w| w == b"\x1b[103");
    let mut g = sit(&town, PUTTY, &[]);
    g.wait("林晓");
    assert!(!contrast(&g));
    self_test(&mut g);
    g.wait("样张 1/");
    g.raw(b"3");
    g.wait("配色:高对比");
    g.raw(b"2");
    let screen = g.wait("替代显示:开");
    assert!(screen.contains("1)") && !screen.contains('①'), "{screen}");
    g.raw(b"0");
    town.ok(&["check", "--deep"]);
    let screen = g.until("the desk", |s| !s.contains("终端自检"));
    assert!(
        screen.contains("代用字符 林晓"),
        "what is shown is not what is kept:\n{screen}"
    );
    drop(g);

    let g = sit(&town, PUTTY, &[]);
    g.wait("代用字符 林晓");
    let screen = g.settle();
    assert!(contrast(&g), "{screen}");
    drop(g);
    // Another client is another emulator.
    let g = sit(&town, XTERM, &[]);
    g.wait("林晓");
    let screen = g.settle();
    assert!(!contrast(&g) && !screen.contains("代用字符 林晓"), "{screen}");
    drop(g);
    let g = sit(&town, PUTTY, &["--theme", "plain"]);
    g.wait("代用字符 林晓");
    g.settle();
    assert!(!contrast(&g), "--theme wins");
}

#[test]
fn a_terminal_that_answers_nothing_is_said_to_and_its_choices_are_kept_too() {
    let town = Town::new();
    let mut g = sit(&town, SILENT, &[]);
    g.wait("林晓");
    self_test(&mut g);
    g.wait("样张 1/");
    g.raw(b"1");
    let screen = g.wait("没有回答");
    assert!(screen.contains("不知道"), "{screen}");
    g.raw(b"2").raw(b"0");
    drop(g);
    let g = sit(&town, SILENT, &[]);
    g.wait("代用字符 林晓");
}
