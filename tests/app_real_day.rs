//! A whole day by keys alone, over the real store and the real rules: from the first run to the close.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/queue_rules.rs"]
mod queue_rules;
#[path = "support/real.rs"]
mod real;

use real::*;
use zhiban::app::model::Layer;
use zhiban::app::{Input, people, start, update};
use zhiban::domain::code::{AttendanceState, Presence, SessionState, VisitState};
use zhiban::domain::moment::{Day, TimeOfDay};
use zhiban::domain::view::{Answer, Asker, Query};
use zhiban::store::read;

#[test]
fn a_day_from_set_up_to_close() {
    let (mut s, mut k) = open_station();
    // Planned and asked at once who receives.
    assert!(matches!(k.state.layers.last(), Some(Layer::Menu(_))), "{}", said(&k));
    s.keys(&mut k, "1");
    s.is_clean();
    let open = k.state.snap.session.as_ref().unwrap();
    assert_eq!((open.state, open.presence), (SessionState::Open, Presence::OnTheWay));

    // The first deputy comes: Enter and a digit.
    s.keys(&mut k, "Shift-Tab Enter 1");
    s.is_clean();
    assert_eq!(k.state.snap.attendance[0].state, AttendanceState::In);
    assert_eq!(k.state.snap.session.as_ref().unwrap().presence, Presence::Deputies);
    // The second is on leave and the third comes instead.
    s.keys(&mut k, "Down Enter 3 'wh 1");
    s.is_clean();
    assert_eq!(k.state.snap.attendance.len(), 3, "{}", said(&k));

    // Three numbers, one of them with a name.
    s.keys(&mut k, "Tab F3 Enter F3 '蓝布衫大姐 F9 F3 Enter");
    s.is_clean();
    assert_eq!(k.state.waiting(), 3);

    // Two tables: which is asked once, then F4 calls.
    s.keys(&mut k, "F4 1");
    s.is_clean();
    assert_eq!(k.state.at_own_table().unwrap().ticket, Some(1));
    // Not there: called once is enough by the shipped rules.
    s.keys(&mut k, "F6");
    s.is_clean();
    s.keys(&mut k, "F4");
    assert_eq!(k.state.at_own_table().unwrap().ticket, Some(2), "{}", said(&k));
    // Talk, nothing filed: the one question, and the next is called.
    s.keys(&mut k, "F7 3");
    s.is_clean();
    assert_eq!(k.state.at_own_table().unwrap().ticket, Some(3), "{}", said(&k));
    // The no-show is back.
    wait(&mut k, 3);
    s.palette(&mut k, "过号的回来了");
    s.is_clean();
    assert_eq!(k.state.waiting(), 1, "{}", said(&k));

    // Closing: an outcome by digit, the talk ends, the deputies go, the figures, the end.
    s.palette(&mut k, "结束接待");
    s.keys(&mut k, "1");
    s.is_clean();
    assert!(matches!(k.state.layers.last(), Some(Layer::Closing(_))), "{}", said(&k));
    s.keys(&mut k, "1 Enter 5");
    s.is_clean();
    assert!(
        k.state
            .snap
            .queue
            .iter()
            .all(|v| v.state != VisitState::Waiting && !v.state.is_open()),
        "{:?}",
        k.state.snap.queue
    );
    s.keys(&mut k, "End Enter");
    assert!(matches!(k.state.layers.last(), Some(Layer::Page(_))), "{}", said(&k));
    s.keys(&mut k, "Enter");
    s.is_clean();
    assert!(k.state.open().is_none() && k.state.layers.is_empty(), "{}", said(&k));
    assert_eq!(said(&k), "接待结束，辛苦了");
}

#[test]
fn two_keyboards_choose_the_same_visitor() {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "2");
    s.keys(&mut a, "F3 Enter F3 Enter");
    let mut b = keyboard(2);
    let effects = start(&mut b.state);
    s.serve(&mut b, effects);
    b.state.table = Some(2);
    a.state.table = Some(1);
    s.is_clean();
    s.keys(&mut b, "Enter");
    s.keys(&mut a, "Enter 1");
    s.is_clean();
    s.keys(&mut b, "1");
    assert_eq!(s.refused.len(), 1);
    assert!(said(&b).starts_with("001 已由 lin在 1 桌于"), "{}", said(&b));
    assert!(said(&b).ends_with("现选中 002"), "{}", said(&b));
    s.keys(&mut b, "Enter 1");
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    assert_eq!(b.state.at_own_table().unwrap().ticket, Some(2));
}

#[test]
fn a_morning_on_another_day_is_confirmed_and_goes_on() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "2");
    k.state.now = TimeOfDay::new(9, 0)
        .unwrap()
        .on(Day::from_ymd_opt(2026, 11, 26).unwrap());
    let effects = update(&mut k.state, Input::ChangedElsewhere);
    s.serve(&mut k, effects);
    // It is still the reception of three days ago: going on with it is said first.
    s.keys(&mut k, "F3 2 Enter");
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    s.keys(&mut k, "Enter");
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    assert_eq!(k.state.waiting(), 1, "{}", said(&k));
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
}

#[test]
fn what_is_no_telephone_number_of_a_deputy_is_said_and_not_cut_to_its_digits() {
    let (mut s, mut k) = open_station();
    let deputy = |s: &Station| {
        let query = Query::Deputies {
            matching: "田七".into(),
            limit: 9,
        };
        match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query).unwrap() {
            Answer::Deputies(found) => found.first().cloned(),
            other => panic!("{other:?}"),
        }
    };
    // Digits with words around them: neither dropped nor glued together.
    s.palette(&mut k, "添代表");
    s.keys(&mut k, "'田七 Enter 4 Tab '问小王 F9");
    assert!(k.state.layers.iter().any(Layer::is_form), "{}", said(&k));
    assert_eq!(deputy(&s), None);
    s.keys(&mut k, "Backspace Backspace Backspace '0719-3584331转8 F9");
    let known = deputy(&s).unwrap();
    assert_eq!(known.profile.phone.as_deref(), Some("07193584331x8"), "{}", said(&k));
    assert_eq!(known.profile.pinyin, zhiban::domain::pinyin::search_key("田七"));
    // Changed in another field, the extension stays one.
    let effects = people::edit_deputy(&mut k.state, &known);
    s.serve(&mut k, effects);
    s.keys(&mut k, "Tab Tab Tab '石桥村支书 F9");
    let known = deputy(&s).unwrap();
    assert_eq!(known.profile.post.as_deref(), Some("石桥村支书"), "{}", said(&k));
    assert_eq!(known.profile.phone.as_deref(), Some("07193584331x8"));
}

/// Two keyboards at two tables of one station, pressing what they like in turns that the seed gives; each learns what the other
/// did at once, later or not before its own next act.
#[test]
fn c1_to_c5_two_hundred_interleavings_of_two_keyboards() {
    const KEYS: [&str; 18] = [
        "F3", "F3", "F4", "F4", "F5", "F6", "F7", "Enter", "Enter", "1", "2", "6", "Esc", "Down", "Up", "Ctrl-k", "F9",
        "'路灯",
    ];
    let (mut s, a) = open_station();
    let mut b = keyboard(2);
    let effects = start(&mut b.state);
    s.serve(&mut b, effects);
    let mut seats = [a, b];
    for (table, seat) in (1..).zip(&mut seats) {
        seat.state.layers.clear();
        seat.state.table = Some(table);
    }
    let mut dice = 77_u64;
    let mut roll = |of: usize| {
        dice = dice
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % of
    };
    let mut called = [0, 0];
    for _ in 0..200 {
        for _ in 0..8 {
            let who = roll(2);
            s.keys(&mut seats[who], KEYS[roll(KEYS.len())]);
            let hears = roll(3);
            if hears < 2 {
                let effects = update(&mut seats[hears].state, Input::ChangedElsewhere);
                s.serve(&mut seats[hears], effects);
            }
            called[who] += usize::from(seats[who].state.at_own_table().is_some());
        }
        queue_rules::holds(s.desk.conn());
        for seat in &mut seats {
            let effects = update(&mut seat.state, Input::ChangedElsewhere);
            s.serve(seat, effects);
        }
    }
    assert!(
        queue_rules::holds(s.desk.conn()) > 250 && called.iter().all(|n| *n > 100),
        "{called:?}"
    );
}
