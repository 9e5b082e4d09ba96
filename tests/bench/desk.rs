//! Speed at ten thousand opinions: the store's questions and acts, the drawing of the real screens, and, before the
//! times, a table of what every kind of frame costs on the line. `cargo bench --bench desk`.
//!
//! Times are read, never asserted: a loaded machine is no fault of the program.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::print_stdout,
    missing_docs
)]

mod acts;
mod bytes;
mod crowd;
mod seat;

use divan::Bencher;
use zhiban::domain::view::Query;
use zhiban::term::{Caps, Painter};

use seat::{Seat, file, today};

fn main() {
    if crowd::sit_down() {
        return;
    }
    bytes::table();
    acts::table();
    crowd::table();
    divan::main();
}

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 36)];

#[divan::bench(sample_count = 200)]
fn snapshot(bencher: Bencher) {
    let seat = Seat::new(file(), SIZES[0]);
    bencher.bench_local(|| seat.ask(&Query::Snapshot { today: today() }));
}

#[divan::bench(sample_count = 200)]
fn page_of_opinions(bencher: Bencher) {
    let seat = Seat::new(file(), SIZES[0]);
    bencher.bench_local(|| seat.ask(&opinions("")));
}

fn opinions(matching: &str) -> Query {
    Query::Opinions {
        matching: matching.to_owned(),
        state: None,
        stretch: zhiban::domain::view::Stretch::Newest,
        limit: 200,
    }
}

/// One keystroke in the search field: common one and two characters, a longer phrase, a rare word, nothing found, letters.
#[divan::bench(args = ["路", "路灯", "路灯不亮", "凸面镜", "鲸鲨", "w", "wang"], sample_count = 200)]
fn search(bencher: Bencher, typed: &str) {
    let seat = Seat::new(file(), SIZES[0]);
    bencher.bench_local(|| seat.ask(&opinions(typed)));
}

/// Drawing and painting a frame that differs from the one before by one step of the marker.
#[divan::bench(args = SIZES, sample_count = 200)]
fn frame_down(bencher: Bencher, size: (u16, u16)) {
    let mut seat = Seat::new(file(), size);
    seat.key("2");
    let mut painter = Painter::new(Caps::default());
    bencher.bench_local(|| {
        seat.key("Down");
        let (buf, caret) = seat.frame();
        painter.paint(&buf, caret).len()
    });
}

#[divan::bench(args = SIZES, sample_count = 200)]
fn frame_unchanged(bencher: Bencher, size: (u16, u16)) {
    let seat = Seat::new(file(), size);
    let mut painter = Painter::new(Caps::default());
    bencher.bench_local(|| {
        let (buf, caret) = seat.frame();
        painter.paint(&buf, caret).len()
    });
}

#[divan::bench(args = SIZES, sample_count = 200)]
fn frame_full(bencher: Bencher, size: (u16, u16)) {
    let seat = Seat::new(file(), size);
    let mut painter = Painter::new(Caps::default());
    bencher.bench_local(|| {
        painter.invalidate();
        let (buf, caret) = seat.frame();
        painter.paint(&buf, caret).len()
    });
}

#[divan::bench(args = SIZES, sample_count = 100)]
fn frame_typed(bencher: Bencher, size: (u16, u16)) {
    let mut seat = Seat::new(file(), size);
    seat.key("F5");
    let mut painter = Painter::new(Caps::default());
    bencher.bench_local(|| {
        seat.text("路");
        let (buf, caret) = seat.frame();
        painter.paint(&buf, caret).len()
    });
}
