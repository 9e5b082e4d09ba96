//! The painter as the backend of ratatui's `Terminal`: what ratatui leaves out because it did not change costs nothing and
//! changes nothing. Frame for frame the bytes are those of a painter that is shown the whole buffer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // functions of tests

#[path = "support/everyscreen.rs"]
mod everyscreen;
#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use everyscreen::Data;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::{Backend as _, ClearType};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};
use zhiban::app::{Input, update};
use zhiban::i18n::Lang;
use zhiban::term::{Caps, Colours, Emission, Painter};
use zhiban::ui;
use zhiban::ui::theme::Theme;

type Caret = Option<(u16, u16)>;

/// One painter behind ratatui, one that is shown every frame whole.
struct Pair {
    stage: Terminal<Painter>,
    whole: Painter,
}

impl Pair {
    fn new(cols: u16, rows: u16, caps: Caps) -> Self {
        let painter = |caps| {
            let mut painter = Painter::new(caps);
            painter.resize(cols, rows);
            painter
        };
        let Ok(stage) = Terminal::new(painter(caps));
        let whole = painter(caps);
        Self { stage, whole }
    }

    /// Both draw the same; the bytes they send.
    fn draw(&mut self, buffer: &Buffer, caret: Caret) -> String {
        let want = String::from_utf8(self.whole.paint(buffer, caret).to_vec()).unwrap();
        let Ok(_) = self.stage.draw(|frame| {
            assert_eq!(frame.area(), buffer.area);
            frame.buffer_mut().clone_from(buffer);
            if let Some(caret) = caret {
                frame.set_cursor_position(caret);
            }
        });
        let got = String::from_utf8(self.stage.backend().bytes().to_vec()).unwrap();
        assert_eq!(got, want);
        got
    }

    fn both(&mut self, act: impl Fn(&mut Painter)) {
        act(self.stage.backend_mut());
        act(&mut self.whole);
    }
}

#[test]
fn every_screen_after_every_other_costs_the_same_bytes_as_a_whole_frame() {
    let theme = Theme::shipped("plain", false);
    for (cols, rows) in [(80, 24), (120, 36), (60, 16)] {
        let mut pair = Pair::new(cols, rows, Caps::default());
        let mut frames = 0;
        for data in [Data::Odd, Data::Plain] {
            for (_, mut state) in data.screens(Lang::Zh) {
                update(&mut state, Input::Resized(cols, rows));
                let mut buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
                let caret = ui::draw(&state, &theme, &mut buffer);
                pair.draw(&buffer, caret);
                assert_eq!(pair.draw(&buffer, caret), "", "the same frame again");
                frames += 1;
            }
        }
        assert!(frames > 40, "{frames}");
    }
}

/// What is put where, in which of three looks.
type Stroke = (u16, u16, usize, String);

fn style(n: usize) -> Style {
    [
        Style::new(),
        Style::new().add_modifier(Modifier::REVERSED),
        Style::new().bg(Color::Blue).fg(Color::White),
    ][n % 3]
}

fn strokes() -> impl Strategy<Value = Vec<Stroke>> {
    let glyph = prop::sample::select(vec![
        "a",
        " ",
        "石",
        "，",
        "“",
        "①",
        "—",
        "·",
        "😀",
        "𠮷",
        "\u{2EBF0}",
        "e\u{301}",
        "\u{E815}",
        "1\u{FE0F}\u{20E3}",
    ]);
    let text = prop::collection::vec(glyph, 1..12).prop_map(|glyphs| glyphs.concat());
    prop::collection::vec((0..30_u16, 0..4_u16, 0..3_usize, text), 0..5)
}

/// What happens between two frames besides drawing.
#[derive(Clone, Copy, Debug)]
enum Event {
    Nothing,
    Lost,
    Sized(u16, u16),
    Learnt(Emission),
    Cleared,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => Just(Event::Nothing),
        1 => Just(Event::Lost),
        1 => (1..34_u16, 1..6_u16).prop_map(|(cols, rows)| Event::Sized(cols, rows)),
        1 => prop::sample::select(vec![Emission::Universal, Emission::Narrow, Emission::Substitute]).prop_map(Event::Learnt),
        1 => Just(Event::Cleared),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_over_any_other_costs_the_same_bytes_as_a_whole_frame(
        frames in prop::collection::vec((event(), any::<bool>(), strokes(), prop::option::of((0..32_u16, 0..5_u16))), 1..12)
    ) {
        let mut pair = Pair::new(30, 4, Caps::default());
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 4));
        for (event, is_new, strokes, caret) in frames {
            match event {
                Event::Nothing => {}
                Event::Lost => pair.both(Painter::invalidate),
                Event::Sized(cols, rows) => {
                    pair.both(|p| p.resize(cols, rows));
                    buffer = Buffer::empty(Rect::new(0, 0, cols, rows));
                }
                Event::Learnt(emission) => {
                    let caps = Caps { emission, colours: Colours::Sixteen, ..Caps::default() };
                    pair.both(|p| p.set_caps(caps));
                }
                Event::Cleared => {
                    let Ok(()) = pair.stage.clear();
                }
            }
            if is_new {
                buffer.reset();
            }
            for (x, y, look, text) in strokes {
                ui::put::put(&mut buffer, x, y, &text, style(look), 40);
            }
            pair.draw(&buffer, caret);
        }
    }
}

#[test]
fn the_terminal_is_never_asked_where_its_cursor_is() {
    let mut painter = Painter::new(Caps::default());
    painter.resize(10, 3);
    painter.set_cursor_position((4, 1)).unwrap();
    assert_eq!(painter.get_cursor_position().unwrap(), Position::new(4, 1));
    assert_eq!(painter.size().unwrap(), (10, 3).into());
    assert_eq!(painter.window_size().unwrap().columns_rows, (10, 3).into());
    assert_eq!(painter.bytes(), b"", "nothing is sent before a frame is finished");
}

#[test]
fn a_region_is_cleared_from_and_to_the_cursor() {
    let rows_after = |region: ClearType| -> Vec<String> {
        let mut painter = Painter::new(Caps::default());
        let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 3));
        for y in 0..3 {
            ui::put::put(&mut buffer, 0, y, "abcde", Style::new(), 6);
        }
        painter.paint(&buffer, Some((2, 1)));
        painter.clear_region(region).unwrap();
        painter.invalidate();
        painter.flush().unwrap();
        let mut screen = vt100::Parser::new(3.try_into().unwrap(), 6.try_into().unwrap(), 0);
        screen.process(painter.bytes());
        screen
            .screen()
            .rows(0, 6)
            .map(|row| row.trim_end().to_owned())
            .collect()
    };
    assert_eq!(rows_after(ClearType::All), ["", "", ""]);
    assert_eq!(rows_after(ClearType::AfterCursor), ["abcde", "ab", ""]);
    assert_eq!(rows_after(ClearType::BeforeCursor), ["", "   de", "abcde"]);
    assert_eq!(rows_after(ClearType::CurrentLine), ["abcde", "", "abcde"]);
    assert_eq!(rows_after(ClearType::UntilNewLine), ["abcde", "ab", "abcde"]);
}
