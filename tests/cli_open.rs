//! From the command line into the desk and out again.
#![allow(clippy::unwrap_used)]

mod seat;

use seat::Town;

#[test]
fn a_made_up_station_opens_as_its_clerk_and_says_that_it_is_practice() {
    let mut town = Town::bare();
    town.env.push(("ZHIBAN_NOW".into(), "2026-11-23T09:42:00".into()));
    let mut seat = town.seat_with(&["demo", "--opinions", "30"], (80, 24));
    let screen = seat.wait("值班台 练习 柳河镇联络站");
    assert!(screen.contains("林"), "{screen}");
    let pid = rustix::process::Pid::from_raw(i32::try_from(seat.pid()).unwrap()).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
    let asked = std::time::Instant::now();
    assert_eq!(seat.ended(), 0);
    assert!(asked.elapsed().as_secs() < 2, "{:?}", asked.elapsed());
    town.ok(&["check", "--deep"]);
}

#[test]
fn the_first_start_asks_for_the_station() {
    let town = Town::bare();
    let seat = town.seat();
    let screen = seat.until("questions on", |s| s.contains("站"));
    assert!(!screen.contains("练习"), "{screen}");
}

#[test]
fn a_theme_nobody_knows_is_said_before_the_screen_opens() {
    let town = Town::new();
    let mut seat = town.seat_with(&["--theme", "rainbow"], (80, 24));
    assert_eq!(seat.ended(), 64);
    assert!(seat.screen().contains("rainbow"));
    // Nor is it passed over where nothing is drawn.
    for line in [&["list", "today"][..], &["due", "2026-11-23", "5wd"]] {
        let out = town.run(&[line, &["--theme", "rainbow"]].concat());
        let said = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(
            out.status.code() == Some(64) && said.contains("rainbow"),
            "{line:?}: {said}"
        );
    }
}

#[test]
fn the_language_of_the_screen_follows_the_option() {
    let town = Town::new();
    let seat = town.seat_with(&["--lang", "en", "--account", "林晓"], (80, 24));
    seat.wait("PRACTICE");
}
