//! What a frame costs on the line. The figures are those of the plan; `--nocapture` prints what is measured.

#![allow(clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use support::desk::Desk;
use zhiban::term::{Caps, Emission, Painter};

fn first(desk: &Desk, emission: Emission, is_typing: bool) -> (Painter, usize) {
    let mut painter = Painter::new(Caps {
        emission,
        ..Caps::default()
    });
    let (buffer, caret) = desk.draw(is_typing);
    let bytes = painter.paint(&buffer, Some(caret)).len();
    (painter, bytes)
}

fn next(painter: &mut Painter, desk: &Desk, is_typing: bool) -> String {
    let (buffer, caret) = desk.draw(is_typing);
    String::from_utf8(painter.paint(&buffer, Some(caret)).to_vec()).unwrap()
}

#[test]
fn an_unchanged_frame_costs_nothing() {
    let desk = Desk::new(80, 24);
    let (mut painter, _) = first(&desk, Emission::Universal, false);
    assert_eq!(next(&mut painter, &desk, false), "");
}

#[test]
fn typing_at_the_end_of_a_line_costs_the_character() {
    let mut desk = Desk::new(80, 24);
    let (mut painter, _) = first(&desk, Emission::Universal, true);
    desk.typed.push('。');
    assert_eq!(next(&mut painter, &desk, true), "。");
    desk.typed.push('“');
    assert_eq!(next(&mut painter, &desk, true), "  \x08\x08“\r\x1b[30C");
    desk.typed.pop();
    desk.typed.pop();
    assert_eq!(next(&mut painter, &desk, true), "\x08\x08\x08\x08\x1b[K");
}

#[test]
fn the_marker_moves_down_for_little() {
    let mut desk = Desk::new(80, 24);
    let (mut painter, _) = first(&desk, Emission::Universal, false);
    let mut worst = 0;
    for _ in 0..15 {
        desk.selected += 1;
        let bytes = next(&mut painter, &desk, false);
        println!("down: {} {bytes:?}", bytes.len());
        // Titles with an ambiguous glyph pay for it: about ten bytes for each one.
        if !bytes.contains('“') {
            worst = worst.max(bytes.len());
        }
    }
    assert!(worst <= 60, "{worst}");
}

#[test]
fn moving_down_with_page_turns_stays_within_the_plan() {
    for (cols, rows) in [(80, 24), (120, 36)] {
        let mut desk = Desk::new(cols, rows);
        let (mut painter, full) = first(&desk, Emission::Universal, false);
        let (mut all, mut worst) = (0, 0);
        for _ in 0..200 {
            desk.selected += 1;
            if desk.selected >= desk.top + desk.page() {
                desk.top = desk.selected;
            }
            let bytes = next(&mut painter, &desk, false).len();
            all += bytes;
            worst = worst.max(bytes);
        }
        println!("{cols}x{rows}: mean down {}, worst {worst}, full {full}", all / 200);
        assert!(all / 200 <= 460 && worst <= full);
    }
}

#[test]
fn pages_and_full_frames_stay_within_the_plan() {
    for (cols, rows, page, full) in [(80, 24, 1300, 3000), (120, 36, 4500, 5000)] {
        for emission in [Emission::Universal, Emission::Narrow, Emission::Substitute] {
            let mut desk = Desk::new(cols, rows);
            let (mut painter, all) = first(&desk, emission, false);
            desk.top += desk.page();
            desk.selected = desk.top;
            let turned = next(&mut painter, &desk, false).len();
            println!("{cols}x{rows} {emission:?}: full {all}, page {turned}");
            assert!(
                all <= full && turned <= page,
                "{cols}x{rows} {emission:?}: full {all}, page {turned}"
            );
        }
    }
}
