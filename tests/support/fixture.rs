//! A desk in the middle of a reception day, a fake store that answers, and keys written as text.
#![allow(dead_code, unused_imports)] // each test binary uses a part
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "blank.rs"]
pub mod blank;
#[path = "fake_store.rs"]
mod fake_store;
#[path = "records.rs"]
mod records;

use zhiban::app::ids::Ids;
use zhiban::app::{Effect, Input, State, action, update};
use zhiban::domain::code::{AttendanceState, Priority, Role, SessionState, StationKind, VisitState};
use zhiban::domain::id::StationId;
use zhiban::domain::moment::Day;
use zhiban::domain::record::{Station, Touch};
use zhiban::domain::view::{Answer, Owing, Snapshot};
use zhiban::i18n::Lang;
use zhiban::keys::{Chord, Keymap};

pub use fake_store::*;
pub use records::*;

pub fn snapshot() -> Snapshot {
    let mut zhang = deputy_on_duty(1, "张建军", AttendanceState::In);
    (zhang.table, zhang.in_at) = (Some(1), Some(at(8, 52)));
    let mut li = deputy_on_duty(2, "李桂兰", AttendanceState::Late);
    (li.table, li.in_at) = (Some(2), Some(at(9, 3)));
    let mut zhao = deputy_on_duty(3, "赵明", AttendanceState::Leave);
    zhao.reason = Some("出差".into());
    let mut group = visit(8, Some("周德旺"), VisitState::Waiting);
    (group.heads, group.first_words, group.arrived_at) = (23, Some("征地".into()), at(9, 33));
    let mut lamp = visit(6, Some("陈某"), VisitState::Waiting);
    lamp.first_words = Some("路灯".into());
    let mut blue = visit(7, Some("蓝布衫大姐"), VisitState::Waiting);
    (blue.priority, blue.arrived_at) = (Priority::First, at(9, 30));
    let mut talking = visit(5, Some("王秀英"), VisitState::Talking);
    (talking.table, talking.first_words, talking.opinions) = (Some(1), Some("村口弯道看不见".into()), 1);
    let mut missed = visit(4, None, VisitState::Missed);
    missed.missed = 1;
    Snapshot {
        beyond: Vec::new(),
        present: Vec::new(),
        sitting: Vec::new(),
        taken_over: Vec::new(),
        missed: Vec::new(),
        station: Some(Station {
            id: StationId(id(9)),
            code: "03".into(),
            name: "柳河镇联络站".into(),
            kind: StationKind::Station,
            hours: "工作日 8:30-17:30".into(),
            head_phone: Some("13700000001".into()),
            one_person: false,
            rev: 1,
            touch: Touch::default(),
        }),
        rules: Some(std::sync::Arc::new(zhiban::config::default_rules().unwrap())),
        business_day: Some(day()),
        day: Some(day()),
        left_over: Vec::new(),
        ended: Vec::new(),
        session: Some(session(SessionState::Open, day())),
        next_session: None,
        closed_today: None,
        attendance: vec![zhang, li, zhao],
        queue: vec![blue, lamp, group, talking, missed],
        promised: Vec::new(),
        standing: Vec::new(),
        who: zhiban::domain::permit::Somebody::default(),
        upto: 0,
        reception_days: Vec::new(),
        received: 5,
        broken_off: Vec::new(),
        unwritten_beyond: Vec::new(),
        backup: None,
        to_tell_beyond: Vec::new(),
        follow_up: vec![
            owed(Owing::ToTell, 107, "排水沟淤堵", "执法队", "3天前答复", "孙国芳", 3),
            owed(
                Owing::Overdue,
                113,
                "老街路灯不亮",
                "供电所",
                "熊所长说周五派人",
                "刘桂花",
                2,
            ),
            owed(Owing::DueSoon, 98, "石桥村减速带", "村建办", "", "杨文清", 2),
        ],
        owed: counts(&[
            (Owing::ToTell, 3),
            (Owing::AskToday, 1),
            (Owing::Overdue, 2),
            (Owing::DueSoon, 4),
        ]),
    }
}

/// A desk in the middle of a reception: two tables, this keyboard works for the first.
pub fn desk(lang: Lang) -> State {
    let (keymap, warnings) = Keymap::shipped(&action::ids());
    assert_eq!(warnings, []);
    let mut state = State::new(lang, keymap, Ids::new([7, 7]), at(9, 42));
    state.os_name = "desk".into();
    state.account = Some(account(50, "林", Role::Clerk));
    state.table = Some(1);
    state.default_rules = Some(Box::new(zhiban::config::default_rules().unwrap()));
    load(&mut state, snapshot());
    state
}

/// A desk on a day without a reception.
pub fn quiet(lang: Lang) -> State {
    let mut state = desk(lang);
    let mut snap = snapshot();
    snap.session = None;
    snap.next_session = Some(session(SessionState::Planned, Day::from_ymd_opt(2026, 12, 7).unwrap()));
    snap.queue = Vec::new();
    for a in &mut snap.attendance {
        a.state = AttendanceState::Expected;
        a.table = None;
        a.reason = None;
    }
    load(&mut state, snap);
    state
}

/// A desk after power went while 005 was being received.
pub fn broken_off(lang: Lang) -> State {
    let mut s = desk(lang);
    s.snap.broken_off = vec![zhiban::domain::id::VisitId(id(1005))];
    s
}

/// A desk that owes something of every kind.
pub fn owing_all(lang: Lang, n: u32) -> State {
    let mut s = quiet(lang);
    s.focus = zhiban::app::model::Pane::Follow;
    for kind in Owing::ALL.iter().filter(|kind| **kind != Owing::InHand) {
        s.snap.owed.put(*kind, n);
    }
    s
}

/// Answers the question for the first screen.
pub fn load(state: &mut State, snap: Snapshot) -> Vec<Effect> {
    let ask = state.ask_snapshot();
    let Effect::Ask { ticket, .. } = ask else { panic!() };
    update(
        state,
        Input::Answered {
            ticket,
            answer: Answer::Snapshot(Box::new(snap)),
        },
    )
}

/// Presses keys written as text: `F3 <Enter>` is two keys, `wxy` after a blank is text in one commit.
pub fn press(state: &mut State, keys: &str) -> Vec<Effect> {
    let mut out = Vec::new();
    for word in keys.split_whitespace() {
        let name = word.trim_start_matches('<').trim_end_matches('>');
        let input = match name.parse::<Chord>() {
            Ok(chord) => Input::Key(chord),
            Err(_) => Input::Text(word.to_owned()),
        };
        out.extend(update(state, input));
    }
    out
}
