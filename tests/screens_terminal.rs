//! 终端自检 at every size, in both languages and without colour; what its digits and its keys do.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use zhiban::app::model::{Layer, Page};
use zhiban::app::terminal::{Client, Drawn, Facts};
use zhiban::app::{Effect, Input, State, update};
use zhiban::cells;
use zhiban::domain::looks::Looks;
use zhiban::domain::view::{Answer, Query, Snapshot};
use zhiban::i18n::Lang;
use zhiban::i18n::selftest::{MARKS, NAMES, SIGNS};
use zhiban::ui::draw;
use zhiban::ui::put::{doubtful, lines_of};
use zhiban::ui::theme::Theme;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (60, 16)];

fn putty() -> Facts {
    Facts {
        known: true,
        answered: true,
        term: "xterm-256color".into(),
        da1: vec![6],
        da2: Some((0, 136)),
        wide: Some(false),
        utf8: Some(true),
        remote: true,
        drawn: Drawn::Narrow,
        colours: true,
        sent: 4622,
        ..Facts::default()
    }
}

fn gbk() -> Facts {
    Facts {
        utf8: Some(false),
        wide: Some(true),
        drawn: Drawn::Universal,
        da2: Some((9, 1)),
        ..putty()
    }
}

/// The store answers that this was chosen.
fn chosen(state: &mut State, facts: Facts, looks: &Looks) -> Vec<Effect> {
    let mut out = Vec::new();
    for effect in update(state, Input::Terminal(Box::new(facts))) {
        match effect {
            Effect::Ask {
                ticket,
                query: Query::Looks(_),
            } => {
                let answer = Answer::Looks(looks.clone());
                out.extend(update(state, Input::Answered { ticket, answer }));
            }
            other => out.push(other),
        }
    }
    out
}

fn at(lang: Lang, facts: Facts) -> State {
    let mut state = desk(lang);
    chosen(&mut state, facts, &Looks::default());
    state
}

fn testing(lang: Lang, facts: Facts, keys: &str) -> State {
    let mut state = at(lang, facts);
    state.layers.clear();
    update(&mut state, Input::Key("Ctrl-p".parse().unwrap()));
    update(&mut state, Input::Text("selftest".into()));
    press(&mut state, "<Enter>");
    assert!(matches!(state.layers.last(), Some(Layer::SelfTest(_))));
    press(&mut state, keys);
    for (name, bytes) in [
        ("Home", b"\x1b[1~".as_slice()),
        ("F5", b"\x1b[15~"),
        ("中", "中".as_bytes()),
        ("", b"\x1b[9;9~"),
    ] {
        let (name, bytes, of) = (name.to_owned(), bytes.to_vec(), bytes.len());
        update(&mut state, Input::Echo { name, bytes, of });
    }
    state
}

/// The screen as text with its caret, checked for what no screen may have; the samples may have it.
fn shot(state: &mut State, (w, h): (u16, u16)) -> String {
    update(state, Input::Resized(w, h));
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, &Theme::shipped("plain", false), &mut buf);
    let samples: String = [MARKS, SIGNS, NAMES].concat();
    let odd: Vec<String> = doubtful(&buf).into_iter().filter(|g| !samples.contains(g)).collect();
    assert_eq!(odd, Vec::<String>::new(), "characters whose width terminals choose");
    for y in 0..h {
        assert_eq!(buf[(w - 1, y)].symbol(), " ", "the last column stays blank");
    }
    assert!(caret.is_some_and(|(x, y)| x < w && y < h), "{caret:?}");
    let lines = lines_of(&buf).join("\n");
    let mut mono = Buffer::empty(Rect::new(0, 0, w, h));
    draw(state, &Theme::shipped("mono", true), &mut mono);
    assert_eq!(lines_of(&mono).join("\n"), lines, "mono shows something else");
    assert!(
        mono.content()
            .iter()
            .all(|c| (c.fg, c.bg) == (Color::Reset, Color::Reset))
    );
    format!("--- {w}x{h} {:?} caret {caret:?}\n{lines}\n", state.lang)
}

fn all(make: impl Fn(Lang) -> State) -> String {
    let mut out = String::new();
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            out.push_str(&shot(&mut make(lang), size));
        }
    }
    out
}

macro_rules! screen {
    ($name:ident, $make:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), all($make));
        }
    };
}

screen!(selftest_samples, |l| testing(l, putty(), ""));
screen!(selftest_found, |l| testing(
    l,
    putty(),
    if l.is_zh() { "1" } else { "1 1" }
));
screen!(selftest_change, |l| testing(l, gbk(), "<Esc>"));
screen!(selftest_others, |l| testing(l, putty(), "1 1 1 1"));
screen!(charset_offer, |l| at(l, gbk()));

/// Every page from the first to the last, as text.
fn pages(state: &mut State, size: (u16, u16)) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    loop {
        let page = shot(state, size);
        if out.first() == Some(&page) {
            return out;
        }
        assert!(out.len() < 99);
        out.push(page);
        press(state, "1");
    }
}

#[test]
fn the_mark_stands_in_one_column_at_every_size() {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let pages = pages(&mut testing(lang, putty(), ""), size).join("\n");
            let marks: Vec<usize> = pages
                .lines()
                .filter_map(|l| l.strip_suffix('|'))
                .map(cells::width)
                .collect();
            assert_eq!(marks.len(), 7, "{pages}");
            assert!(marks.iter().all(|m| *m == marks[0]), "{marks:?}\n{pages}");
        }
    }
}

#[test]
fn every_client_has_its_menus_on_some_page_and_nothing_is_cut() {
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            for facts in [putty(), gbk()] {
                let own = Client::of(&facts);
                let pages = pages(&mut testing(lang, facts, ""), size);
                // Between the bar and the line of digits.
                let rows = |page: &String| -> String {
                    let rows = page.lines().skip(3).take_while(|l| !l.starts_with(" 1"));
                    rows.flat_map(str::split_whitespace).collect()
                };
                let squeezed: String = pages.iter().map(rows).collect();
                for client in Client::ALL.into_iter().filter(|c| *c != own) {
                    let m = client.menus(lang.texts());
                    for text in [m.name, m.charset, m.width, m.keys] {
                        let text: String = text.split_whitespace().collect();
                        assert!(squeezed.contains(&text), "{size:?} {text}\n{squeezed}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_key_does_anything_but_digits_and_esc_twice() {
    let mut s = testing(Lang::Zh, putty(), "");
    let layers = s.layers.len();
    for key in [
        "F1",
        "F3",
        "F4",
        "F5",
        "F6",
        "F7",
        "F8",
        "F9",
        "Ctrl-c",
        "Ctrl-p",
        "Ctrl-f",
        "Ctrl-l",
        "Ctrl-o",
        "Ctrl-s",
        "Ctrl-n",
        "Ctrl-g",
        "Tab",
        "<Enter>",
        "<Up>",
        "<PageDown>",
        "<Home>",
        "<Backspace>",
        "?",
        ":",
        "/",
        "q",
        "7",
        "<Esc>",
        "8",
    ] {
        let effects = press(&mut s, key);
        assert_eq!(effects, [], "{key}");
        assert_eq!((s.layers.len(), said(&s)), (layers, String::new()), "{key}");
        assert!(zhiban::app::shows_keys(&s), "{key}");
    }
    update(&mut s, Input::Text("中文输入".into()));
    update(&mut s, Input::Paste("00".into()));
    assert!(zhiban::app::shows_keys(&s), "a text that is pasted never chooses");
    assert!(
        update(&mut s, Input::ChangedElsewhere).is_empty(),
        "nothing draws under it"
    );
    press(&mut s, "<Esc> <Esc>");
    assert!(!zhiban::app::shows_keys(&s));
    let mut s = testing(Lang::Zh, putty(), "０");
    s.layers.retain(|l| matches!(l, Layer::SelfTest(_)));
    assert!(s.layers.is_empty(), "a full-width digit chooses too");
}

fn saved(effects: &[Effect]) -> Looks {
    match effects {
        [Effect::SaveLooks { looks, seat }] => {
            assert_eq!(seat.client, "0;136 xterm-256color");
            assert!(seat.account.is_some());
            looks.clone()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn choices_take_effect_at_once_and_are_kept() {
    let mut s = testing(Lang::Zh, putty(), "");
    for (key, substitute) in [("2", Some(true)), ("2", Some(false)), ("2", None)] {
        assert_eq!(saved(&press(&mut s, key)).substitute, substitute);
    }
    for theme in ["contrast", "mono", "plain"] {
        assert_eq!(saved(&press(&mut s, "3")).theme.as_deref(), Some(theme));
        assert_eq!(s.theme, theme);
    }
    assert_eq!(press(&mut s, "4"), [], "it reads UTF-8");
    let silent = Facts {
        answered: false,
        utf8: None,
        ..putty()
    };
    let mut s = testing(Lang::Zh, silent, "");
    assert_eq!(saved(&press(&mut s, "4")).gb18030, Some(true));
    assert_eq!(saved(&press(&mut s, "4")).gb18030, Some(false));
}

#[test]
fn what_was_chosen_before_counts_unless_the_command_line_or_this_sitting_says_otherwise() {
    let looks = Looks {
        theme: Some("mono".into()),
        substitute: Some(true),
        gb18030: None,
    };
    let mut s = desk(Lang::Zh);
    chosen(&mut s, putty(), &looks);
    assert_eq!((s.theme.as_str(), s.terminal.looks.substitute), ("mono", Some(true)));
    let mut s = desk(Lang::Zh);
    s.theme = "contrast".into();
    s.terminal.theme_fixed = true;
    chosen(&mut s, putty(), &looks);
    assert_eq!(
        (s.theme.as_str(), s.terminal.looks.substitute),
        ("contrast", Some(true))
    );
    // A theme of a newer program is nobody's.
    let mut s = desk(Lang::Zh);
    let odd = Looks {
        theme: Some("neon".into()),
        ..Looks::default()
    };
    chosen(&mut s, putty(), &odd);
    assert_eq!(s.theme, "plain");
    // Chosen before anybody sat down: kept for whoever sits down then.
    let mut s = testing(Lang::Zh, putty(), "3");
    s.terminal.facts.known = false;
    let effects = update(&mut s, Input::Terminal(Box::new(putty())));
    assert_eq!(saved(&effects).theme.as_deref(), Some("contrast"));
}

#[test]
fn gb18030_is_offered_once_and_never_under_somebody_who_types() {
    let mut s = at(Lang::Zh, gbk());
    assert!(matches!(s.layers.last(), Some(Layer::Menu(_))));
    let effects = press(&mut s, "1");
    assert!(matches!(&effects[..], [Effect::SaveLooks { looks, .. }] if looks.gb18030 == Some(true)));
    assert!(said(&s).starts_with("GB18030 on"), "{}", said(&s));
    // Said no to, or chosen before: no menu.
    for (gb18030, hint) in [(Some(true), false), (Some(false), true)] {
        let mut s = desk(Lang::Zh);
        let looks = Looks {
            gb18030,
            ..Looks::default()
        };
        chosen(&mut s, gbk(), &looks);
        assert!(s.layers.is_empty());
        assert_eq!(said(&s).starts_with("Set terminal charset to UTF-8"), hint);
    }
    // A form with the caret keeps it; the line below says what is wrong, in ASCII first.
    let mut s = desk(Lang::Zh);
    press(&mut s, "F5");
    let layers = s.layers.len();
    chosen(&mut s, gbk(), &Looks::default());
    assert_eq!(s.layers.len(), layers);
    assert!(said(&s).starts_with("Set terminal charset to UTF-8"), "{}", said(&s));
}

#[test]
fn the_first_questions_wait_for_the_offer_until_one_is_answered() {
    for (typed, offered) in [("", true), ("柳河镇", false)] {
        let mut s = desk(Lang::Zh);
        s.loaded = false;
        s.account = None;
        s.default_rules = snapshot().rules.map(|r| Box::new((*r).clone()));
        load(&mut s, Snapshot::default());
        assert!(s.layers.last().is_some_and(Layer::is_modal), "the set-up");
        if !typed.is_empty() {
            update(&mut s, Input::Text(typed.into()));
        }
        chosen(&mut s, gbk(), &Looks::default());
        assert_eq!(matches!(s.layers.last(), Some(Layer::Menu(_))), offered, "{typed}");
        assert_eq!(said(&s).is_empty(), offered, "{}", said(&s));
    }
}

#[test]
fn a_deputy_with_a_rare_name_has_its_code_point_on_the_page() {
    let query = Query::Deputies {
        matching: String::new(),
        limit: 1,
    };
    let Some(Answer::Deputies(mut all)) = answer_of(&query) else {
        panic!()
    };
    let mut s = desk(Lang::Zh);
    let mut shown = |name: &str, s: &mut State| {
        all[0].profile.name = name.into();
        let page = Page::deputy(s, &all[0]);
        page.lines.iter().any(|l| l.text.contains("U+31350"))
    };
    assert!(shown("王\u{31350}", &mut s));
    assert!(!shown("王𰻞", &mut s));
}

#[test]
fn the_bar_says_when_glyphs_are_replaced() {
    let facts = Facts {
        mux: true,
        drawn: Drawn::Substitute,
        ..putty()
    };
    for size in SIZES {
        assert!(
            shot(&mut at(Lang::Zh, facts.clone()), size)
                .lines()
                .nth(1)
                .unwrap()
                .contains("代用")
        );
        assert!(!shot(&mut at(Lang::Zh, putty()), size).contains("代用字符"));
    }
}

/// Somebody at an old client reads all of the screen: no word of it needs four bytes.
#[test]
fn every_word_of_the_screen_has_its_two_bytes_in_gbk() {
    let rules = include_str!("../config/rules.toml");
    let texts = zhiban::i18n::all().map(|(group, name, zh, _)| (format!("{group}.{name}"), zh));
    for (name, text) in texts.chain([("rules".to_owned(), rules)]) {
        for c in text.chars() {
            let bytes = encoding_rs::GB18030.encode(c.encode_utf8(&mut [0; 4])).0.len();
            assert!(bytes <= 2, "{name}: {c}");
        }
    }
}

#[test]
fn any_size_is_drawn() {
    for (w, h) in (0..=130)
        .map(|w| (w, w / 3))
        .chain([(50, 14), (51, 15), (250, 80), (80, 1), (1, 80)])
    {
        for facts in [putty(), gbk(), Facts::default()] {
            let mut s = testing(Lang::Zh, facts, "1 1 1");
            update(&mut s, Input::Resized(w, h));
            let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
            draw(&s, &Theme::shipped("plain", false), &mut buf);
        }
    }
}

/// Where a terminal says nothing of its charset, trying the other one may garble the screen: what leads back is in ASCII, at the
/// bottom, and the same key leads there.
#[test]
fn g10_trying_a_charset_on_a_silent_terminal_leaves_a_line_in_ascii_that_leads_back() {
    let silent = Facts {
        utf8: None,
        answered: false,
        ..putty()
    };
    let bottom = |state: &mut State| {
        shot(state, (80, 24))
            .lines()
            .rfind(|l| !l.is_empty())
            .unwrap()
            .to_owned()
    };
    let mut state = testing(Lang::Zh, silent, "4");
    let said = bottom(&mut state);
    assert!(said.is_ascii() && said.contains("Press 4 again for UTF-8"), "{said}");
    press(&mut state, "<Esc>");
    assert!(bottom(&mut state).is_ascii());
    press(&mut state, "4");
    let said = bottom(&mut state);
    assert!(said.is_ascii() && said.contains("UTF-8 is sent now"), "{said}");
    // One that said what it reads needs no such line.
    assert!(!bottom(&mut testing(Lang::Zh, gbk(), "4")).is_ascii());
}
