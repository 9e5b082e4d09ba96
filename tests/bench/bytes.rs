//! What a frame costs on the line: ours beside the stock backend, on the same frames of the same real screens.

use ratatui::backend::Backend as _;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui_crossterm::CrosstermBackend;
use zhiban::term::{Caps, Painter};

use super::seat::{Seat, file};

type Frame = (Buffer, Option<(u16, u16)>);

/// What the stock terminal of ratatui sends for a frame: what differs, then the cursor.
fn stock(before: &Buffer, after: &Frame) -> usize {
    let mut out = Vec::new();
    let mut backend = CrosstermBackend::new(&mut out);
    backend.draw(before.diff(&after.0).into_iter()).unwrap();
    match after.1 {
        Some((x, y)) => {
            backend.show_cursor().unwrap();
            backend.set_cursor_position(Position { x, y }).unwrap();
        }
        None => backend.hide_cursor().unwrap(),
    }
    out.len()
}

/// A line of the table: what was done, how often, ours, theirs.
struct Line {
    what: &'static str,
    times: usize,
    ours: Vec<usize>,
    theirs: Vec<usize>,
}

/// Does something over and over and counts what each frame after it costs.
fn count(seat: &mut Seat, what: &'static str, times: usize, mut act: impl FnMut(&mut Seat, usize)) -> Line {
    let mut painter = Painter::new(Caps::default());
    let mut last = seat.frame();
    painter.paint(&last.0, last.1);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for n in 0..times {
        act(seat, n);
        let next = seat.frame();
        ours.push(painter.paint(&next.0, next.1).len());
        theirs.push(stock(&last.0, &next));
        last = next;
    }
    Line {
        what,
        times,
        ours,
        theirs,
    }
}

fn mean(of: &[usize]) -> f64 {
    of.iter().sum::<usize>() as f64 / of.len().max(1) as f64
}

/// Bytes of the visible text itself, the limit of a full frame.
fn visible(buf: &Buffer) -> usize {
    zhiban::ui::put::lines_of(buf).iter().map(|l| l.trim_end().len()).sum()
}

fn all(size: (u16, u16)) -> Vec<Line> {
    let mut seat = Seat::new(file(), size);
    let mut lines = Vec::new();
    lines.push(count(&mut seat, "first screen, nothing changed", 3, |_, _| {}));
    let full = |seat: &Seat, what| {
        let next = seat.frame();
        let mut painter = Painter::new(Caps::default());
        let ours = painter.paint(&next.0, next.1).len();
        let theirs = stock(&Buffer::empty(next.0.area), &next);
        println!(
            "{:>4}x{:<3} {what}: visible text {} bytes",
            size.0,
            size.1,
            visible(&next.0)
        );
        Line {
            what,
            times: 1,
            ours: vec![ours],
            theirs: vec![theirs],
        }
    };
    lines.push(full(&seat, "first screen, full repaint"));
    seat.key("2");
    lines.push(full(&seat, "list, full repaint"));
    let page = usize::from(size.1) - 5;
    lines.push(count(&mut seat, "list, Down inside the page", page - 2, |s, _| {
        s.key("Down");
    }));
    seat.key("Home");
    lines.push(count(&mut seat, "list, 200 Down with page turns", 200, |s, _| {
        s.key("Down");
    }));
    seat.key("Home");
    lines.push(count(&mut seat, "list, Down turning the page", 12, |s, _| {
        s.key("PageDown");
        s.key("Up");
        s.key("Down");
    }));
    seat.key("Home");
    lines.push(count(&mut seat, "list, page down", 50, |s, _| s.key("PageDown")));
    seat.key("1");
    seat.key("F5");
    lines.push(full(&seat, "form, full repaint"));
    let han = ["村", "口", "弯", "道", "看", "不", "见", "对", "面", "车"];
    lines.push(count(&mut seat, "form, a Han character typed", 10, |s, n| {
        s.text(han[n]);
    }));
    lines
}

/// Prints the table.
pub fn table() {
    println!("bytes of a frame, mean (most): ours, the stock crossterm backend, ratio");
    for size in [(80, 24), (120, 36)] {
        for l in all(size) {
            let most = |of: &[usize]| of.iter().copied().max().unwrap_or_default();
            let (a, b) = (mean(&l.ours), mean(&l.theirs));
            println!(
                "{:>4}x{:<3} {:<34} x{:<4} {a:>8.1} ({:>5}) {b:>9.1} ({:>6})  1:{:.1}",
                size.0,
                size.1,
                l.what,
                l.times,
                most(&l.ours),
                most(&l.theirs),
                b / a.max(1.0)
            );
        }
    }
}
