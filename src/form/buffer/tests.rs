use super::*;
use proptest::prelude::*;

fn area(text: &str) -> TextBuffer {
    let mut b = TextBuffer::new(Lines::Many, None);
    b.set(text);
    b
}

#[test]
fn a_mark_joins_the_letter_before_it() {
    let mut b = area("e");
    b.insert("\u{301}").unwrap();
    assert_eq!((b.len(), b.caret()), (1, 1));
    assert!(b.backspace());
    assert_eq!(b.text(), "");
    assert!(b.undo());
    assert_eq!(b.text(), "e\u{301}");
}

#[test]
fn a_selector_stays_with_its_character() {
    let mut b = area("葛\u{E0100}家");
    assert_eq!(b.len(), 2);
    b.home();
    b.delete();
    assert_eq!(b.text(), "家");
}

#[test]
fn beyond_the_limit_nothing_is_taken() {
    let mut b = TextBuffer::new(Lines::Single, Some(3));
    b.insert("石桥").unwrap();
    assert_eq!(b.insert("村口"), Err(TooLong { max: 3, wanted: 4 }));
    assert_eq!(b.text(), "石桥");
    b.insert("村").unwrap();
    assert_eq!(b.insert("\u{FE00}"), Ok(true), "a mark makes no grapheme more");
    b.set("五个字以上");
    assert!(b.backspace());
    assert!(b.insert("x").is_err());
}

#[test]
fn undo_goes_by_groups() {
    let mut b = area("");
    for c in "村口，路窄".chars() {
        b.insert(c.encode_utf8(&mut [0; 4])).unwrap();
    }
    b.paste("一整段").unwrap();
    b.undo();
    assert_eq!(b.text(), "村口，路窄");
    b.undo();
    assert_eq!(b.text(), "村口，");
    b.redo();
    b.backspace();
    b.backspace();
    assert_eq!(b.text(), "村口，");
    b.undo();
    assert_eq!((b.text(), b.caret()), ("村口，路窄", 5));
    b.insert("宽").unwrap();
    assert!(!b.redo(), "a new edit forgets what was undone");
}

#[test]
fn up_and_down_remember_their_column() {
    let mut b = area("一二三四\n五\n六七八九");
    b.go(3);
    assert!(b.down(20));
    assert_eq!(b.caret(), 6);
    assert!(b.down(20));
    assert_eq!(b.caret(), 10);
    assert!(!b.down(20));
    assert!(b.up(20) && b.up(20));
    assert_eq!(b.caret(), 3);
    assert!(!b.up(20));
    let mut b = area("一二三四五六");
    b.go(1);
    assert!(b.down(4));
    assert_eq!(b.caret(), 3);
}

#[test]
fn a_line_has_ends_and_goes_whole() {
    let mut b = area("一二\nab cd");
    assert!(b.home());
    assert_eq!(b.caret(), 3);
    b.go(0);
    b.kill_line();
    b.kill_line();
    assert_eq!(b.text(), "ab cd");
}

#[test]
fn a_long_paste_and_typing_into_it_are_quick() {
    let text = "村口弯道看不见对面来车，".repeat(64 * 1024 / 36);
    let mut b = area("头尾");
    b.go(1);
    b.paste(&text).unwrap();
    for _ in 0..200 {
        b.insert("字").unwrap();
    }
    assert_eq!(b.len(), cells::graphemes(b.text()).count());
    b.undo();
    b.undo();
    assert_eq!(b.text(), "头尾");
}

#[derive(Clone, Debug)]
enum Act {
    Insert(String),
    Backspace,
    Delete,
    Left,
    Right,
    Home,
    End,
    Go(usize),
    Kill,
    Undo,
    Redo,
    Up(usize),
    Down(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let piece = prop_oneof![
        "[a-z \n]{1,3}",
        "[路灯村。，]{1,3}",
        Just("\u{301}".to_owned()),
        Just("\u{200D}".to_owned()),
        Just("👩".to_owned()),
        Just("🇨".to_owned()),
        Just("🇳🇨".to_owned()),
        Just("\u{0600}".to_owned()),
        Just("क्".to_owned()),
        Just("ष".to_owned()),
        Just("ᄀ".to_owned()),
        Just("ᅡ".to_owned()),
        Just("\u{E0100}".to_owned()),
        Just("\u{1b}\t\r\n".to_owned()),
    ];
    prop_oneof![
        4 => piece.prop_map(Act::Insert),
        1 => Just(Act::Backspace),
        1 => Just(Act::Delete),
        1 => Just(Act::Left),
        1 => Just(Act::Right),
        1 => Just(Act::Home),
        1 => Just(Act::End),
        2 => (0usize..40).prop_map(Act::Go),
        1 => Just(Act::Kill),
        1 => Just(Act::Undo),
        1 => Just(Act::Redo),
        1 => (0usize..9).prop_map(Act::Up),
        1 => (0usize..9).prop_map(Act::Down),
    ]
}

/// The plain model: the graphemes of the whole text, cut anew after each edit.
#[derive(Default)]
struct Model {
    g: Vec<String>,
    caret: usize,
}

impl Model {
    fn replace(&mut self, from: usize, to: usize, with: &str) {
        let to = to.min(self.g.len());
        let head = self.g[..from].concat() + with;
        let end = head.len();
        let text = head + &self.g[to..].concat();
        self.g = cells::graphemes(&text).map(str::to_owned).collect();
        let (mut at, mut caret) = (0, 0);
        while at < end {
            at += self.g[caret].len();
            caret += 1;
        }
        self.caret = caret;
    }
}

proptest! {
    #[test]
    fn the_buffer_agrees_with_the_plain_model(acts in proptest::collection::vec(act(), 0..60)) {
        let (mut b, mut m) = (TextBuffer::new(Lines::Many, None), Model::default());
        for a in acts {
            let mut follow = false;
            match a {
                Act::Insert(s) => {
                    b.insert(&s).unwrap();
                    let s = clean(&s, Lines::Many);
                    m.replace(m.caret, m.caret, &s);
                }
                Act::Backspace => {
                    b.backspace();
                    if m.caret > 0 { m.replace(m.caret - 1, m.caret, ""); }
                }
                Act::Delete => {
                    b.delete();
                    if m.caret < m.g.len() { m.replace(m.caret, m.caret + 1, ""); }
                }
                Act::Left => { b.left(); m.caret = m.caret.saturating_sub(1); }
                Act::Right => { b.right(); m.caret = (m.caret + 1).min(m.g.len()); }
                Act::Home => {
                    b.home();
                    while m.caret > 0 && m.g[m.caret - 1] != "\n" { m.caret -= 1; }
                }
                Act::End => {
                    b.end();
                    while m.caret < m.g.len() && m.g[m.caret] != "\n" { m.caret += 1; }
                }
                Act::Go(i) => { b.go(i); m.caret = i.min(m.g.len()); }
                Act::Kill => {
                    b.kill_line();
                    let n = m.g[m.caret..].iter().take_while(|g| *g != "\n").count().max(1);
                    if m.caret < m.g.len() { m.replace(m.caret, m.caret + n, ""); }
                }
                Act::Undo => { follow = b.undo(); }
                Act::Redo => { follow = b.redo(); }
                Act::Up(w) => { b.up(w); m.caret = b.caret(); }
                Act::Down(w) => { b.down(w); m.caret = b.caret(); }
            }
            if follow {
                m.g = cells::graphemes(b.text()).map(str::to_owned).collect();
                m.caret = b.caret();
            }
            prop_assert_eq!(b.text(), m.g.concat());
            prop_assert_eq!(b.caret(), m.caret);
            let mine: Vec<&str> = (0..b.len()).map(|i| b.grapheme(i)).collect();
            prop_assert_eq!(mine, m.g.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }

    #[test]
    fn undoing_everything_and_redoing_it_gives_the_text_back(acts in proptest::collection::vec(act(), 0..40)) {
        let mut b = TextBuffer::new(Lines::Many, None);
        for a in acts {
            match a {
                Act::Insert(s) => { b.insert(&s).unwrap(); }
                Act::Backspace => { b.backspace(); }
                Act::Delete => { b.delete(); }
                Act::Go(i) => { b.go(i); }
                Act::Kill => { b.kill_line(); }
                _ => {}
            }
        }
        let text = b.text().to_owned();
        while b.undo() {}
        prop_assert_eq!(b.text(), "");
        while b.redo() {}
        prop_assert_eq!(b.text(), text);
    }
}
