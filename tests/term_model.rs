//! The painter against a model terminal, in every combination of widths real terminals have.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use support::desk::{Desk, put};
use support::model::{Habits, Model, Shown, compare};
use zhiban::cells::{self, Class};
use zhiban::term::{Caps, Charset, Colours, Emission, Painter};

const GLYPHS: &[&str] = &[
    "a",
    "Z",
    " ",
    " ",
    " ",
    "7",
    ">",
    "石",
    "桥",
    "村",
    "，",
    "）",
    "“",
    "”",
    "①",
    "—",
    "·",
    "Ж",
    "ǎ",
    "😀",
    "✅",
    "e\u{301}",
    "葛\u{E0100}",
    "\u{E815}",
    "❤\u{FE0F}",
    "𠮷",
    "\u{2EBF0}",
    "1\u{FE0F}\u{20E3}",
    "👨\u{200D}👩",
    "¥",
    "〓",
    "\u{1b}",
    "\u{200B}",
    cells::HIDDEN,
];

/// What somebody else leaves on a screen: other glyphs in another look, cut otherwise than ours, and the cursor elsewhere.
fn scribble(cols: u16, rows: u16) -> String {
    let row = "石".repeat(usize::from(cols.saturating_sub(1) / 2));
    let rows = (1..=rows).map(|y| format!("\x1b[{y};2H{row}"));
    format!("\x1b[1;7m{}\x1b[1;1H\x1b[4m", rows.collect::<String>())
}

/// One stroke: where, how, which glyphs.
type Stroke = (u16, u16, usize, Vec<usize>);

#[derive(Clone, Debug)]
struct Frame {
    is_new: bool,
    is_lost: bool,
    is_scribbled: bool,
    strokes: Vec<Stroke>,
    caret: Option<(u16, u16)>,
}

fn style(n: usize) -> Style {
    [
        Style::new(),
        Style::new(),
        Style::new().add_modifier(Modifier::REVERSED),
        Style::new().add_modifier(Modifier::BOLD).fg(Color::Yellow),
        Style::new().bg(Color::LightBlue).fg(Color::White),
        Style::new().add_modifier(Modifier::UNDERLINED | Modifier::DIM | Modifier::ITALIC),
        Style::new()
            .add_modifier(Modifier::REVERSED)
            .fg(Color::Red)
            .bg(Color::Rgb(1, 2, 3)),
    ][n % 7]
}

fn stroke(cols: u16, rows: u16) -> impl Strategy<Value = Stroke> {
    (
        0..cols,
        0..rows,
        0..7_usize,
        prop::collection::vec(0..GLYPHS.len(), 1..usize::from(cols)),
    )
}

fn frame(cols: u16, rows: u16) -> impl Strategy<Value = Frame> {
    (
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.15),
        prop::collection::vec(stroke(cols, rows), 0..6),
        prop::option::weighted(0.9, (0..cols + 1, 0..rows + 1)),
    )
        .prop_map(|(is_new, is_lost, is_scribbled, strokes, caret)| Frame {
            is_new,
            is_lost,
            is_scribbled,
            strokes,
            caret,
        })
}

/// Writes glyphs as the screen does: the second cell of a two-cell glyph holds the sentinel. Strokes may cut what
/// is below them in half, on purpose.
fn draw(buffer: &mut Buffer, stroke: &Stroke) {
    let (mut x, y, look, glyphs) = (stroke.0, stroke.1, stroke.2, &stroke.3);
    for g in glyphs {
        let g = GLYPHS[*g];
        for symbol in std::iter::once(g).chain((cells::of(g) == 2).then_some(cells::HIDDEN)) {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_symbol(symbol).set_style(style(look));
            }
            x += 1;
        }
    }
}

fn run(cols: u16, rows: u16, frames: &[Frame], caps: Caps, habits: Habits) {
    let area = Rect::new(0, 0, cols, rows);
    let mut painter = Painter::new(caps);
    let mut model = Model::new(usize::from(cols), usize::from(rows), habits);
    let mut buffer = Buffer::empty(area);
    for frame in frames {
        if frame.is_new {
            buffer = Buffer::empty(area);
        }
        if frame.is_lost {
            painter.invalidate();
        }
        if frame.is_scribbled {
            model.feed(scribble(cols, rows).as_bytes());
            painter.doubt();
        }
        for stroke in &frame.strokes {
            draw(&mut buffer, stroke);
        }
        model.feed(painter.paint(&buffer, frame.caret));
        compare(&model, &buffer, &caps, habits);
        assert_eq!(model.is_visible, frame.caret.is_some());
        if let Some((x, y)) = frame.caret {
            assert_eq!(
                (model.x, model.y),
                (usize::from(x.min(cols - 1)), usize::from(y.min(rows - 1)))
            );
        }
        assert_eq!(
            painter.paint(&buffer, frame.caret),
            b"",
            "the same frame again costs nothing"
        );
    }
}

fn caps(emission: Emission, colours: Colours) -> Caps {
    Caps {
        emission,
        colours,
        ..Caps::default()
    }
}

fn in_gb18030(emission: Emission) -> Caps {
    Caps {
        charset: Charset::Gb18030,
        ..caps(emission, Colours::Sixteen)
    }
}

fn every_habit() -> impl Iterator<Item = Habits> {
    [(1, 1), (1, 2), (2, 1), (2, 2)]
        .into_iter()
        .flat_map(|(ambiguous, uncertain)| {
            [false, true].map(|lags_at_margin| Habits {
                ambiguous,
                uncertain,
                lags_at_margin,
            })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn small_frames_are_right_on_every_terminal(
        frames in prop::collection::vec(frame(14, 4), 1..7),
    ) {
        for habits in every_habit() {
            run(14, 4, &frames, caps(Emission::Universal, Colours::Sixteen), habits);
            run(14, 4, &frames, caps(Emission::Universal, Colours::Mono), habits);
            run(14, 4, &frames, caps(Emission::Substitute, Colours::Sixteen), habits);
            run(14, 4, &frames, in_gb18030(Emission::Universal), habits);
            if habits.ambiguous == 1 {
                run(14, 4, &frames, caps(Emission::Narrow, Colours::Sixteen), habits);
            }
        }
    }

    #[test]
    fn frames_of_a_real_size_are_right(frames in prop::collection::vec(frame(80, 24), 1..4)) {
        for habits in every_habit().filter(|h| h.lags_at_margin) {
            run(80, 24, &frames, caps(Emission::Universal, Colours::Sixteen), habits);
        }
    }
}

/// The first, the middle and the last character of every run of one class: every row of the pinned table.
fn every_class() -> Vec<char> {
    let mut runs: Vec<Vec<char>> = Vec::new();
    for c in (' '..=char::MAX).filter(|c| cells::class_of(*c) != Class::Zero) {
        match runs.last_mut() {
            Some(run)
                if cells::class_of(run[0]) == cells::class_of(c)
                    && u32::from(run[run.len() - 1]) + 1 == u32::from(c) =>
            {
                run.push(c);
            }
            _ => runs.push(vec![c]),
        }
    }
    let mut out: Vec<char> = runs
        .iter()
        .flat_map(|r| [r[0], r[r.len() / 2], r[r.len() - 1]])
        .collect();
    out.dedup();
    out
}

/// Frames in which every character stands, moves by one cell, gives way to narrow text and comes back at the margin.
fn every_class_in_frames(cols: u16, rows: u16) -> Vec<Buffer> {
    let area = Rect::new(0, 0, cols, rows);
    let per_frame = usize::from(cols / 3 - 1) * usize::from(rows);
    let mut out = Vec::new();
    for part in every_class().chunks(per_frame) {
        for shift in [0, 1] {
            let mut buffer = Buffer::empty(area);
            for (row, y) in part.chunks(usize::from(cols / 3 - 1)).zip(0..) {
                let line: String = row.iter().flat_map(|c| [*c, '|']).collect();
                put(&mut buffer, shift, y, &line, style(usize::from(y)));
            }
            out.push(buffer);
        }
        let mut narrow = Buffer::empty(area);
        for y in 0..rows {
            put(&mut narrow, 1, y, &"ab".repeat(usize::from(cols) / 2), Style::new());
        }
        out.push(narrow);
        let mut margin = Buffer::empty(area);
        for (c, y) in part.iter().zip(0..rows) {
            put(&mut margin, cols - 2, y, &c.to_string(), style(2));
        }
        out.push(margin);
    }
    out
}

#[test]
fn every_class_of_the_table_keeps_its_columns_on_every_terminal() {
    let all = every_class();
    for class in [Class::One, Class::Wide, Class::Ambiguous, Class::Uncertain] {
        assert!(
            all.iter().filter(|c| cells::class_of(**c) == class).count() > 20,
            "{class:?}"
        );
    }
    let (cols, rows) = (80, 24);
    let frames = every_class_in_frames(cols, rows);
    let run = |caps: Caps, habits: Habits| -> Vec<Vec<Shown>> {
        let mut painter = Painter::new(caps);
        let mut model = Model::new(usize::from(cols), usize::from(rows), habits);
        let mut seen = Vec::new();
        for buffer in &frames {
            model.feed(painter.paint(buffer, Some((0, 0))));
            compare(&model, buffer, &caps, habits);
            let cells = (0..model.rows).flat_map(|y| (0..model.cols).map(move |x| (x, y)));
            seen.push(cells.map(|(x, y)| model.at(x, y)).collect());
        }
        seen
    };
    let mut substituted = Vec::new();
    for habits in every_habit() {
        run(caps(Emission::Universal, Colours::Sixteen), habits);
        if habits.ambiguous == 1 {
            run(caps(Emission::Narrow, Colours::Sixteen), habits);
        }
        substituted.push(run(caps(Emission::Substitute, Colours::Sixteen), habits));
    }
    // What stands for disputed glyphs is drawn alike by every terminal: nothing of it is disputed.
    assert!(substituted.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn one_column_and_one_row_do_not_hurt() {
    for (cols, rows) in [(1, 1), (1, 5), (2, 1), (3, 3)] {
        let strokes = vec![(0, 0, 2, vec![7, 12, 0]), (0, rows - 1, 0, vec![12, 7])];
        let frame = Frame {
            is_new: true,
            is_lost: false,
            is_scribbled: false,
            strokes,
            caret: Some((0, 0)),
        };
        for habits in every_habit() {
            run(
                cols,
                rows,
                std::slice::from_ref(&frame),
                caps(Emission::Universal, Colours::Sixteen),
                habits,
            );
        }
    }
    assert_eq!(
        Painter::new(Caps::default()).paint(&Buffer::empty(Rect::ZERO), None),
        b""
    );
}

/// The model shares our reading of the standards; this crate does not.
#[test]
fn another_terminal_emulator_shows_the_same() {
    let mut desk = Desk::new(80, 24);
    let mut painter = Painter::new(Caps::default());
    let mut screen = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
    for step in 0..90_usize {
        match step % 9 {
            4 => desk.typed.push(['石', 'a', '“'][step % 3]),
            7 => {
                desk.typed.pop();
            }
            _ => desk.selected += 1,
        }
        if desk.selected >= desk.top + desk.page() {
            desk.top = desk.selected;
        }
        let (buffer, caret) = desk.draw(step % 9 == 4);
        screen.process(painter.paint(&buffer, Some(caret)));
        for (y, got) in (0..24_u16).zip(screen.screen().rows(0, 80)) {
            let want: String = (0..80)
                .map(|x| {
                    let symbol = buffer[(x, y)].symbol();
                    let lead = if x == 0 { "" } else { buffer[(x - 1, y)].symbol() };
                    match (symbol == cells::HIDDEN, cells::class(lead)) {
                        (true, Class::Ambiguous) => " ",
                        (true, _) => "",
                        _ => symbol,
                    }
                })
                .collect();
            assert_eq!(got.trim_end(), want.trim_end(), "step {step}, row {y}");
            for x in 0..80 {
                if screen.screen().cell(y, x).unwrap().is_wide_continuation() {
                    continue;
                }
                let is_reverse = buffer[(x, y)].modifier.contains(Modifier::REVERSED);
                assert_eq!(
                    screen.screen().cell(y, x).unwrap().inverse(),
                    is_reverse,
                    "step {step}, {x} of row {y}"
                );
            }
        }
        assert_eq!(screen.screen().cursor_position(), (caret.1, caret.0));
    }
}

/// Not a measurement, only a guard against something quadratic: `--nocapture` prints the times.
#[test]
fn painting_takes_no_noticeable_time() {
    let mut desk = Desk::new(120, 36);
    let mut painter = Painter::new(Caps::default());
    let frames: Vec<_> = (0..64)
        .map(|i| {
            desk.selected = i;
            desk.draw(false)
        })
        .collect();
    let start = std::time::Instant::now();
    let bytes: usize = frames
        .iter()
        .map(|(buffer, caret)| painter.paint(buffer, Some(*caret)).len())
        .sum();
    println!(
        "{bytes} bytes in {} frames, {:?} each",
        frames.len(),
        start.elapsed() / 64
    );
    assert!(bytes > 0);
}

#[test]
fn what_gbk_has_no_two_bytes_for_never_decides_where_the_next_glyph_stands() {
    let painted = |caps: Caps| {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        zhiban::ui::put::put(&mut buffer, 0, 0, "中𠮷文\u{E5E5}x", Style::new(), 19);
        let mut painter = Painter::new(caps);
        String::from_utf8(painter.paint(&buffer, None).to_vec()).unwrap()
    };
    let utf8 = painted(caps(Emission::Universal, Colours::Sixteen));
    assert!(utf8.contains("中𠮷文"), "{utf8:?}");
    // Cleared, stepped back, drawn; what follows finds its column from the margin.
    let gb = painted(in_gb18030(Emission::Universal));
    assert!(gb.contains("中  \u{8}\u{8}𠮷\r\u{1b}[4C文〓x"), "{gb:?}");
    // A client that stops at GBK is helped by replacing.
    let replaced = painted(in_gb18030(Emission::Substitute));
    assert!(replaced.contains("中〓文〓x"), "{replaced:?}");
    let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
    zhiban::ui::put::put(&mut buffer, 0, 0, "丽·买", Style::new(), 19);
    let mut painter = Painter::new(in_gb18030(Emission::Substitute));
    let dotted = String::from_utf8(painter.paint(&buffer, None).to_vec()).unwrap();
    assert!(dotted.contains("丽. 买"), "{dotted:?}");
}
