//! What the list of opinions costs on the line, with the matters of a made-up life, and what the clock of the first screen
//! does: bytes, which no load of the machine changes.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // functions of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::{Effect, Input, State, update};
use zhiban::demo::{Plan, fill};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::view::Query;
use zhiban::i18n::Lang;
use zhiban::store::Desk;
use zhiban::store::read::answer;
use zhiban::term::{Caps, Painter};
use zhiban::ui::draw;
use zhiban::ui::theme::Theme;

fn lived() -> Desk {
    let day: Day = "2026-11-23".parse().unwrap();
    let plan = Plan {
        opinions: 400,
        seed: 1,
        until: TimeOfDay(9 * 60 + 42).on(day),
        os_name: "clerk".to_owned(),
        rules: zhiban::config::default_rules().unwrap(),
    };
    fill(Desk::in_memory().unwrap(), &plan, &mut |_| {})
        .unwrap_or_else(|e| panic!("{e}"))
        .0
}

struct Seat<'a> {
    life: &'a Desk,
    state: State,
    painter: Painter,
}

impl Seat<'_> {
    fn key(&mut self, key: &str) -> usize {
        let mut waiting = press(&mut self.state, key);
        while let Some(effect) = waiting.pop() {
            if let Effect::Ask { ticket, query } = effect
                && matches!(query, Query::Opinions { .. })
            {
                let answer = answer(
                    self.life.conn(),
                    self.life.vault(),
                    zhiban::domain::view::Asker::Program,
                    &query,
                )
                .unwrap();
                waiting.extend(update(&mut self.state, Input::Answered { ticket, answer }));
            }
        }
        self.frame()
    }

    /// The bytes of a frame.
    fn frame(&mut self) -> usize {
        let (w, h) = self.state.size;
        let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
        let caret = draw(&self.state, &Theme::shipped("plain", false), &mut buf);
        self.painter.paint(&buf, caret).len()
    }

    fn mean(&mut self, key: &str, times: usize) -> usize {
        (0..times).map(|_| self.key(key)).sum::<usize>() / times
    }
}

#[test]
fn the_list_stays_within_its_bytes() {
    let life = lived();
    // The words of a page are most of it: eighteen rows of as many characters as there is room for.
    for ((w, h), page, step, mean) in [((80, 24), 1_900, 60, 460), ((120, 36), 4_500, 60, 460)] {
        let mut seat = Seat {
            life: &life,
            state: desk(Lang::Zh),
            painter: Painter::new(Caps::default()),
        };
        update(&mut seat.state, Input::Resized(w, h));
        let full = seat.key("2");
        let inside = seat.mean("<Down>", 15);
        seat.key("<Home>");
        let walked = seat.mean("<Down>", 200);
        seat.key("<Home>");
        let turned = seat.mean("<PageDown>", 10);
        seat.key("<End>");
        let upwards = seat.mean("<PageUp>", 10);
        println!("{w}x{h}: full {full}, inside {inside}, walked {walked}, page down {turned}, page up {upwards}");
        assert!(
            turned <= page && upwards <= page,
            "{w}x{h}: page down {turned}, page up {upwards}"
        );
        assert!(
            inside <= step && walked <= mean,
            "{w}x{h}: Down {inside}, with page turns {walked}"
        );
    }
}

/// The clock in the bar, the longest wait over the queue, the wait of each who is in it: all turn with the minute.
#[test]
fn a_minute_on_the_first_screen_stays_within_its_bytes() {
    let life = lived();
    for (w, h) in [(80, 24), (120, 36)] {
        let mut seat = Seat {
            life: &life,
            state: desk(Lang::Zh),
            painter: Painter::new(Caps::default()),
        };
        update(&mut seat.state, Input::Resized(w, h));
        seat.frame();
        let start = seat.state.now.0;
        let minutes = 30;
        let bytes: Vec<usize> = (1..=minutes)
            .map(|n| {
                update(&mut seat.state, Input::Tick(Moment(start + n * 60_000)));
                seat.frame()
            })
            .collect();
        let (all, most) = (bytes.iter().sum::<usize>(), bytes.iter().max().copied().unwrap());
        let waiting = seat.state.waiting();
        println!("{w}x{h}: {waiting} wait, {all} bytes in {minutes} minutes, {most} at most");
        // Clock, bar and the way back; then a step and a digit or two for everybody who waits.
        assert!(waiting > 0 && most <= 30 + 6 * waiting, "{w}x{h}: {bytes:?}");
    }
}
