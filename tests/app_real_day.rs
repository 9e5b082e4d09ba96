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
use zhiban::domain::view::{Answer, Asker, Owing, Query};
use zhiban::form::Value;
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
    let events = queue_rules::holds(s.desk.conn());
    assert!(events > 200 && called.iter().all(|n| *n > 100), "{called:?} {events}");
}

/// One more keyboard, at this table.
fn another(s: &mut Station, n: u64, table: u8) -> Keyboard {
    let mut k = keyboard(n);
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    k.state.table = Some(table);
    k
}

/// What others did is on the screen.
fn sees(s: &mut Station, k: &mut Keyboard) {
    let effects = update(&mut k.state, Input::ChangedElsewhere);
    s.serve(k, effects);
}

fn at_table(k: &Keyboard) -> Option<u16> {
    k.state.at_own_table().and_then(|v| v.ticket)
}

#[test]
fn what_a_page_or_a_menu_offers_for_a_visit_is_done_with_that_visit_or_not_at_all() {
    for (opened, pressed) in [
        ("F5 '门口积水 F9 2", "2"),
        ("F5 '门口积水 F9 2", "F7"),
        ("Home Enter", "F7"),
        ("Home Enter", "F6"),
        ("F7", "1"),
    ] {
        let (mut s, mut a) = open_station();
        s.keys(&mut a, "2");
        a.state.table = Some(1);
        s.keys(&mut a, "F3 Enter F3 Enter F3 Enter F4");
        let mut b = another(&mut s, 2, 1);
        assert_eq!((at_table(&a), at_table(&b)), (Some(1), Some(1)));
        if pressed == "F7" {
            // Whose talk is to be ended sits there.
            s.keys(&mut b, "F5 Esc");
        }
        if opened.starts_with("Home") {
            let at = b.state.visits().position(|v| v.ticket == Some(1)).unwrap();
            b.state.queue.put(at, &b.state.ids_of(zhiban::app::Pane::Queue), false);
            s.keys(&mut b, "Enter");
        } else {
            s.keys(&mut b, opened);
        }
        sees(&mut s, &mut a);
        s.keys(&mut a, "F7");
        if !a.state.layers.is_empty() {
            s.keys(&mut a, "2");
        }
        s.is_clean();
        assert_eq!(at_table(&a), Some(2), "{}", said(&a));
        sees(&mut s, &mut b);
        s.keys(&mut b, pressed);
        sees(&mut s, &mut a);
        assert_eq!(
            at_table(&a),
            Some(2),
            "{opened} {pressed}: {} stays at the table",
            said(&b)
        );
        assert!(said(&b).contains("001"), "{opened} {pressed}: {}", said(&b));
    }
}

#[test]
fn an_act_of_the_desk_leaves_the_question_that_stands_over_it() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "2");
    k.state.table = Some(1);
    s.keys(&mut k, "F3 '周德旺等23人");
    let Some(Layer::Form(form)) = k.state.layers.last() else {
        panic!()
    };
    assert_eq!(
        form.host.form.text("heads"),
        "23",
        "the number is seen and can be changed"
    );
    s.keys(&mut k, "F9");
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Menu(_))),
        "the head is to be told: {}",
        said(&k)
    );
    s.keys(&mut k, "F4");
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
    assert_eq!(at_table(&k), Some(1));
    // Their own number stands; who says another is believed.
    s.keys(&mut k, "F3 '李四一家5口 Tab '4 F9");
    let heads: Vec<u32> = k.state.snap.queue.iter().map(|v| v.heads).collect();
    assert!(heads.contains(&23) && heads.contains(&4), "{heads:?}");
    // The menu of a visit goes with what its key opens.
    let at = k.state.visits().position(|v| v.ticket == Some(1)).unwrap();
    k.state.queue.put(at, &k.state.ids_of(zhiban::app::Pane::Queue), false);
    s.keys(&mut k, "Esc Enter F5 Esc");
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
}

/// A reception that is closing, three of whom wait.
fn closing() -> (Station, Keyboard, Keyboard) {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "2");
    a.state.table = Some(1);
    s.keys(&mut a, "F3 '甲 F9 F3 '乙 F9 F3 '丙 F9");
    s.palette(&mut a, "结束接待");
    s.keys(&mut a, "1");
    s.is_clean();
    assert!(matches!(a.state.layers.last(), Some(Layer::Closing(_))), "{}", said(&a));
    let b = another(&mut s, 2, 2);
    (s, a, b)
}

fn states(k: &Keyboard) -> Vec<Option<u16>> {
    k.state.snap.queue.iter().map(|v| v.ticket).collect()
}

#[test]
fn how_somebody_goes_at_closing_is_asked_before_their_name_is_wiped() {
    let (mut s, mut a, _) = closing();
    s.keys(&mut a, "4");
    assert_eq!(states(&a).len(), 3, "one key ends nothing");
    s.keys(&mut a, "Esc 3");
    let Some(Layer::Menu(menu)) = a.state.layers.last() else {
        panic!("{}", said(&a))
    };
    assert!(menu.title.contains("001 甲"), "{}", menu.title);
    assert!(
        menu.items.len() > 3 && !menu.items[0].note.is_empty(),
        "where to is said: {:?}",
        menu.items
    );
    s.keys(&mut a, "1");
    s.is_clean();
    assert_eq!(states(&a), [Some(2), Some(3)]);
    s.keys(&mut a, "4 1 2 2");
    s.is_clean();
    assert_eq!(states(&a), Vec::<Option<u16>>::new(), "{}", said(&a));
    // With nobody left a digit is no screen.
    s.keys(&mut a, "2 3");
    assert!(matches!(a.state.layers.last(), Some(Layer::Closing(_))));
    assert_eq!(a.state.screen, zhiban::app::model::Screen::Today);
}

#[test]
fn a_digit_at_closing_means_whom_the_marker_was_on_though_another_keyboard_was_quicker() {
    let (mut s, mut a, mut b) = closing();
    s.keys(&mut b, "Enter");
    let Some(Layer::Menu(menu)) = b.state.layers.last() else {
        panic!("{}", said(&b))
    };
    let left = menu.items.iter().position(|item| item.label == "走了").unwrap() + 1;
    s.keys(&mut b, &format!("{left} 1"));
    s.is_clean();
    sees(&mut s, &mut a);
    s.keys(&mut a, "4");
    assert!(
        said(&a).contains("已经不在了") && said(&a).contains("002"),
        "{}",
        said(&a)
    );
    assert!(
        matches!(a.state.layers.last(), Some(Layer::Closing(_))),
        "{:?}",
        a.state.layers
    );
    s.keys(&mut a, "4");
    let Some(Layer::Menu(menu)) = a.state.layers.last() else {
        panic!("{}", said(&a))
    };
    assert!(menu.title.contains("002 乙"), "{}", menu.title);
}

#[test]
fn nobody_ends_a_closing_by_the_two_keys_of_a_number_and_whoever_closes_sees_it_end() {
    let (mut s, mut a, mut b) = closing();
    s.keys(&mut b, "F3 Enter");
    assert_eq!(b.state.open().unwrap().state, SessionState::Closing, "{}", said(&b));
    s.keys(&mut b, "F3 1");
    sees(&mut s, &mut a);
    assert_eq!(a.state.open().unwrap().state, SessionState::Open);
    assert!(a.state.layers.is_empty(), "{:?}", a.state.layers);
    assert!(said(&a).contains("收尾停了"), "{}", said(&a));
}

#[test]
fn signing_in_the_first_deputy_at_the_door_opens_it() {
    let (mut s, mut k) = open_station();
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!()
    };
    assert_eq!(menu.items.len(), 3);
    s.keys(&mut k, "3 'zjj 1");
    s.is_clean();
    let open = k.state.open().map(|s| (s.state, s.presence));
    assert_eq!(
        open,
        Some((SessionState::Open, Presence::Deputies)),
        "{} {:?}",
        said(&k),
        k.state.layers
    );
}

#[test]
fn who_came_after_closing_yesterday_is_finished_and_whoever_waits_today_is_called() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "2");
    k.state.table = Some(1);
    s.palette(&mut k, "结束接待");
    s.keys(&mut k, "1");
    assert!(k.state.open().is_none(), "{} {:?}", said(&k), k.state.layers);
    s.keys(&mut k, "F4 Esc");
    assert_eq!(at_table(&k), Some(1), "{}", said(&k));
    // The next morning somebody comes.
    k.state.now = TimeOfDay::new(9, 0).unwrap().on(day().succ_opt().unwrap());
    sees(&mut s, &mut k);
    s.keys(&mut k, "F3 Enter");
    s.is_clean();
    assert_eq!(k.state.waiting(), 1, "{} {:?}", said(&k), k.state.layers);
    let rows: Vec<String> = k
        .state
        .visits()
        .map(|v| zhiban::app::queue::visits::who(&k.state, v))
        .collect();
    assert!(
        rows.contains(&"昨日 001".to_owned()) && rows.contains(&"001".to_owned()),
        "{rows:?}"
    );
    s.keys(&mut k, "F4 2");
    s.is_clean();
    let v = k.state.at_own_table().unwrap();
    assert_eq!((v.ticket, v.day), (Some(1), day().succ_opt().unwrap()), "{}", said(&k));
    assert!(said(&k).contains("请 001 到 1 桌"), "{}", said(&k));
}

#[test]
fn somebody_at_another_table_is_moved_by_that_tables_keyboard_and_by_another_only_with_a_reason() {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "2");
    a.state.table = Some(1);
    let mut b = another(&mut s, 2, 2);
    s.keys(&mut b, "F3 '李四 F9 F4");
    assert_eq!(at_table(&b), Some(1), "{}", said(&b));
    sees(&mut s, &mut a);
    let at = a.state.visits().position(|v| v.ticket == Some(1)).unwrap();
    a.state.queue.put(at, &a.state.ids_of(zhiban::app::Pane::Queue), false);
    s.palette(&mut a, "转到别桌");
    // No other keyboard gives a sign of life here; where one does, this is greyed (`live`).
    s.keys(&mut a, "F9");
    let form = a.state.layers.last().and_then(Layer::form).expect("it asks why");
    assert!(form.host.title.contains("001 李四"), "{}", form.host.title);
    assert!(form.host.form.problem("text").is_some(), "{}", said(&a));
    assert!(a.state.at_table(2).is_some() && at_table(&a).is_none());
    s.keys(&mut a, "Esc");
    // Their own keyboard says whom it moves, at each step.
    s.palette(&mut b, "转到别桌");
    let Some(Layer::Menu(menu)) = b.state.layers.last() else {
        panic!("{}", said(&b))
    };
    assert!(menu.title.contains("001 李四"), "{}", menu.title);
    s.keys(&mut b, "1");
    if let Some(Layer::Menu(_)) = b.state.layers.last() {
        s.keys(&mut b, "2");
    }
    let Some(Layer::Form(form)) = b.state.layers.last() else {
        panic!("{} {:?}", said(&b), b.state.layers)
    };
    assert!(form.host.title.contains("001 李四"), "{}", form.host.title);
}

#[test]
fn a_talk_at_another_table_is_ended_at_closing_only_after_a_question_that_names_it() {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "2");
    a.state.table = Some(1);
    let mut b = another(&mut s, 2, 2);
    s.keys(&mut b, "F3 '甲 F9 F4 F5");
    s.is_clean();
    assert_eq!(at_table(&b), Some(1), "{}", said(&b));
    sees(&mut s, &mut a);
    s.palette(&mut a, "结束接待");
    s.keys(&mut a, "1");
    let lines = zhiban::app::session::closing::lines(&a.state);
    let line = zhiban::app::session::closing::said(&a.state, lines[0]).concat();
    assert!(line.contains("001 甲") && line.contains("2 桌"), "{line}");
    // Neither Enter nor Enter again ends it.
    for keys in ["Enter", "Enter", "Enter"] {
        s.keys(&mut a, keys);
        assert!(a.state.at_table(2).is_some(), "{keys} {}", said(&a));
    }
    let Some(Layer::Menu(menu)) = a.state.layers.last() else {
        panic!("{:?}", a.state.layers)
    };
    assert!(menu.text[0].contains("2 桌"), "{menu:?}");
    // There somebody is in the middle of a sentence.
    s.keys(&mut b, "'路灯不");
    s.keys(&mut a, "2");
    s.is_clean();
    assert!(a.state.at_table(2).is_none(), "{}", said(&a));
    sees(&mut s, &mut b);
    assert_eq!(said(&b), "", "nothing is drawn into it");
    s.keys(&mut b, "'亮");
    let told = said(&b);
    assert!(
        told.contains("001 已由") && told.contains("在 1 桌") && told.contains("你写的都在"),
        "{told}"
    );
    let Some(form) = b.state.layers.iter().find_map(Layer::form) else {
        panic!("{:?}", b.state.layers)
    };
    assert_eq!(form.host.form.text("words"), "路灯不亮");
    // Once it was said it is not said again.
    sees(&mut s, &mut b);
    assert_eq!((&b.state.talk_ended, at_table(&b)), (&None, None));
}

#[test]
fn who_was_called_in_vain_is_named_on_the_last_page_and_counted_alike_before_and_after() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "2");
    k.state.table = Some(1);
    s.keys(&mut k, "F3 '甲 F9 F4 F6");
    s.palette(&mut k, "结束接待");
    s.keys(&mut k, "1 End Enter");
    s.is_clean();
    let not_received = |s: &Station| {
        let query = Query::Figures {
            spans: vec![(day(), day())],
        };
        match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query).unwrap() {
            Answer::Figures(f) => f[0].not_received.clone(),
            other => panic!("{other:?}"),
        }
    };
    let Some(Layer::Page(page)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    let last = page.lines.last().unwrap();
    assert_eq!(last.text, "001 甲", "{page:?}");
    assert_eq!(not_received(&s), [(VisitState::Missed, 1)]);
    s.keys(&mut k, "Enter");
    s.is_clean();
    assert!(k.state.open().is_none(), "{}", said(&k));
    assert_eq!(not_received(&s), [(VisitState::Missed, 1)]);
}

#[test]
fn who_was_received_before_the_reception_was_opened_is_counted_in_it() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "Esc F3 '甲 F9 F4 F5");
    s.is_clean();
    assert_eq!(at_table(&k), Some(1), "{}", said(&k));
    k.state.layers.clear();
    s.keys(&mut k, "F7 3");
    s.is_clean();
    wait(&mut k, 5);
    s.palette(&mut k, "开始接待");
    s.keys(&mut k, "2");
    s.is_clean();
    assert!(k.state.open().is_some(), "{}", said(&k));
    assert_eq!(k.state.snap.received, 1);
    s.palette(&mut k, "结束接待");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    assert!(
        menu.items.iter().all(|item| !item.label.contains("无人来访")),
        "{menu:?}"
    );
}

#[test]
fn a_visit_that_is_being_written_stands_once_among_what_is_unwritten() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "2");
    k.state.table = Some(1);
    s.keys(&mut k, "F3 '李四 F9 F4 F5 '门口积水 Esc");
    s.keys(&mut k, "F7 1");
    s.is_clean();
    let there = |k: &Keyboard| (k.state.snap.unwritten().count(), k.state.snap.owed.of(Owing::Unwritten));
    assert_eq!(there(&k), (1, 1), "the draft: {}", said(&k));
    s.palette(&mut k, "刚放走的人");
    s.keys(&mut k, "1");
    s.is_clean();
    assert!(said(&k).contains("回到没写完"), "{}", said(&k));
    assert_eq!(there(&k), (1, 1), "what was begun is what is to be gone on with");
}

#[test]
fn whoever_is_to_be_rung_after_the_closing_is_asked_for_a_number_first() {
    let (mut s, mut k, _) = closing();
    let owed = |k: &Keyboard| k.state.snap.promised.len();
    let before = owed(&k);
    s.keys(&mut k, "2 1");
    let Some(Layer::Form(form)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    assert!(!form.host.form.is_filled("phone"));
    s.keys(&mut k, "F9");
    let form = k
        .state
        .layers
        .last()
        .and_then(Layer::form)
        .expect("it asks for the number");
    assert_eq!(form.host.form.focus(), Some("phone"));
    let problem = format!("{:?}", form.host.form.problem("phone"));
    assert!(problem.contains("号码"), "{problem}");
    assert_eq!(owed(&k), before);
    s.keys(&mut k, "'13987650421 F9");
    assert!(!k.state.layers.last().is_some_and(Layer::is_form), "{}", said(&k));
    assert_eq!(owed(&k), before + 1);
    assert_eq!(
        k.state.snap.promised.last().unwrap().phone.as_deref(),
        Some("13987650421")
    );
}

#[test]
fn words_typed_where_a_verdict_is_to_be_chosen_stand_in_the_answer() {
    let (mut s, mut k) = open_station();
    k.state.table = Some(1);
    s.keys(&mut k, "F4 Esc");
    k.state.layers.clear();
    s.keys(&mut k, "F5 '路灯不亮 Tab 1 PageDown '王秀英 PageDown 1");
    let focus = |k: &Keyboard| k.state.layers.last().and_then(Layer::form).unwrap().host.form.focus();
    assert_eq!(focus(&k), Some("grade"), "the verdict comes first: two keys");
    s.keys(&mut k, "'已经换了灯泡");
    let form = k.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.form.text("answer"), "已经换了灯泡");
    assert_eq!(focus(&k), Some("answer"));
    assert!(said(&k).contains("答复"), "{}", said(&k));
    // A digit chooses as before.
    s.keys(&mut k, "Shift-Tab 1");
    let form = k.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.form.code("grade"), Some("satisfied"));
    s.keys(&mut k, "F9");
    s.is_clean();
}

#[test]
fn what_may_not_be_told_through_another_is_greyed_in_the_choice() {
    for (named, refused) in [("", true), ("老伴", false)] {
        let (mut s, mut k) = open_station();
        s.palette(&mut k, "添单位");
        s.keys(&mut k, "'村建办 F9");
        k.state.table = Some(1);
        s.keys(&mut k, "F4 Esc");
        k.state.layers.clear();
        s.keys(&mut k, "F5 '村口弯道看不见 Tab 1 PageDown '王秀英 PageDown 2 'cjb 1");
        let form = k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        form.host.form.set_value("may_relay", &Value::Text(named.into()));
        s.keys(&mut k, "F9 Esc");
        k.state.focus = zhiban::app::Pane::Follow;
        s.keys(&mut k, "Home Enter 2 '已装凸面镜 Tab 1 F9");
        s.is_clean();
        s.keys(&mut k, "F8 8");
        let form = k
            .state
            .layers
            .last_mut()
            .and_then(Layer::form_mut)
            .expect("the form in full");
        form.host.form.focus_on("reached");
        let at = form
            .host
            .form
            .options("reached")
            .unwrap()
            .iter()
            .position(|o| o.code == "through")
            .unwrap();
        s.keys(&mut k, &format!("{}", at + 1));
        let form = k.state.layers.last().and_then(Layer::form).unwrap();
        let through = &form.host.form.options("reached").unwrap()[at];
        assert_eq!(through.why_not.is_some(), refused, "{named}");
        let chosen = match form.host.form.value("reached") {
            Some(Value::Pick(pick)) => pick.code.clone(),
            _ => None,
        };
        assert_eq!(chosen.as_deref() == Some("through"), !refused, "{named}: {chosen:?}");
    }
}
