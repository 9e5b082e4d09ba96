//! kill -9 while somebody types: what is lost is at most the last second of typing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod seat;

use std::time::{Duration, Instant};

use seat::{STATION, Town};
use zhiban::store::{Desk, drafts};

/// A second of typing (design 6), and what a loaded machine may add between a key and the disk.
const SECOND: Duration = Duration::from_secs(1);
const SLACK: Duration = Duration::from_millis(500);

/// Types a character every so often until the plug is pulled after `life`; returns the characters with their times
/// before the end.
fn typed_and_killed(town: &Town, every: Duration, life: Duration) -> (Vec<char>, Vec<Duration>) {
    let mut seat = town.seat();
    seat.wait("林晓");
    seat.press("F5");
    seat.wait("照原话记");
    let (start, mut chars, mut times) = (Instant::now(), Vec::new(), Vec::new());
    while start.elapsed() < life {
        let c = char::from_u32(0x4e00 + chars.len() as u32).unwrap();
        times.push(start.elapsed());
        chars.push(c);
        seat.raw(c.to_string().as_bytes());
        std::thread::sleep(every);
    }
    let end = start.elapsed();
    seat.cut_power();
    (chars, times.into_iter().map(|t| end.saturating_sub(t)).collect())
}

/// Types into a station of its own, pulls the plug, looks at what is there; how old the oldest lost character was.
fn lost(every: u64, life: u64) -> Duration {
    // The clock runs, as saving by time needs.
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T08:50:00".into()));
    town.ok(&STATION);
    let (chars, ages) = typed_and_killed(&town, Duration::from_millis(every), Duration::from_millis(life));
    let desk = Desk::open(&town.db(), None).unwrap();
    let kept = drafts::list(desk.conn(), desk.vault(), None).unwrap();
    let body: String = kept.into_iter().map(|d| d.body).collect();
    // What is there is a beginning of what was typed, in its order.
    let there = chars.iter().take_while(|c| body.contains(**c)).count();
    assert!(chars.iter().skip(there).all(|c| !body.contains(*c)), "a hole: {body}");
    assert!(body.contains(&chars.iter().take(there).collect::<String>()), "{body}");
    assert!(there > 0 || life < 2000, "nothing was kept of {life} ms");
    let lost = ages.get(there).copied().unwrap_or_default();
    println!(
        "a key each {every} ms for {life} ms: {} typed, {there} kept, the oldest lost {lost:?} old",
        chars.len()
    );
    lost
}

#[test]
fn a_power_cut_costs_at_most_a_second_of_typing() {
    let lives = [(30, 500), (30, 1500), (30, 1990), (90, 2600), (150, 3100), (400, 2900)];
    let all: Vec<Duration> = std::thread::scope(|scope| {
        let running = lives.map(|(every, life)| scope.spawn(move || lost(every, life)));
        running.into_iter().map(|r| r.join().unwrap()).collect()
    });
    let worst = all.into_iter().max().unwrap();
    println!("at most {worst:?} of typing was lost");
    assert!(worst <= SECOND + SLACK, "{worst:?}");
}
