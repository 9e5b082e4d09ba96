//! A desk in the middle of a reception day, a fake store that answers, and keys written as text.
#![allow(dead_code)] // each test binary uses a part
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

use uuid::Uuid;
use zhiban::app::ids::Ids;
use zhiban::app::{Effect, Failure, Input, State, action, update};
use zhiban::domain::code::{
    Agreement, AttendanceState, Level, OpinionState, Presence, Priority, Role, SessionKind, SessionState, StationKind,
    UnitKind, VisitState,
};
use zhiban::domain::command::{Command, Request};
use zhiban::domain::id::{AccountId, DeputyId, OpinionId, PromiseId, SessionId, StationId, UnitId, VisitId};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::{
    Account, Attendance, Deputy, DeputyProfile, Promise, Session, SessionPlan, Station, Touch, Unit, UnitProfile, Visit,
};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, FollowUp, OpinionRow, Outcome, Owed, Owing, Query, SessionRow, Snapshot};
use zhiban::i18n::Lang;
use zhiban::keys::{Chord, Keymap};

pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

pub fn day() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

pub fn at(hour: u16, minute: u16) -> Moment {
    TimeOfDay::new(hour, minute).unwrap().on(day())
}

pub fn account(n: u128, name: &str, role: Role) -> Account {
    Account {
        id: AccountId(id(n)),
        os_name: "desk".into(),
        name: name.into(),
        role,
        deputy: None,
        active: true,
        rev: 1,
    }
}

pub fn visit(n: u16, label: Option<&str>, state: VisitState) -> Visit {
    Visit {
        id: VisitId(id(1000 + u128::from(n))),
        n: i64::from(n),
        session: Some(SessionId(id(1))),
        day: day(),
        channel: zhiban::domain::code::Channel::Visit,
        ticket: Some(n),
        label: label.map(str::to_owned),
        first_words: None,
        heads: 1,
        head_informed: false,
        asked: None,
        priority: Priority::Normal,
        priority_reason: None,
        state,
        table: None,
        rank: i64::from(n),
        arrived_at: at(9, 24),
        first_called_at: None,
        called_at: None,
        calls: 0,
        talk_at: None,
        over_at: None,
        missed: 0,
        note: None,
        outcome_reason: None,
        unwritten: false,
        consult_only: false,
        after_close: false,
        carried_from: None,
        doubtful: false,
        opinions: 0,
        rev: 3,
        touch: Touch::default(),
    }
}

pub fn deputy_on_duty(n: u128, name: &str, state: AttendanceState) -> Attendance {
    Attendance {
        session: SessionId(id(1)),
        deputy: DeputyId(id(100 + n)),
        name: name.into(),
        agreed: Agreement::Yes,
        state,
        table: None,
        in_at: None,
        out_at: None,
        reason: None,
        stands_for: None,
        substituted_by: None,
    }
}

pub fn session(state: SessionState, day: Day) -> Session {
    Session {
        id: SessionId(id(1)),
        plan: SessionPlan {
            day,
            starts: TimeOfDay::new(9, 0).unwrap(),
            ends: TimeOfDay::new(11, 0).unwrap(),
            place: "柳河镇联络站".into(),
            kind: SessionKind::Regular,
            tables: 2,
            theme: None,
        },
        ordinal: state.is_open().then_some(12),
        state,
        presence: Presence::Deputies,
        opened_at: None,
        closed_at: None,
        rev: 4,
        touch: Touch::default(),
    }
}

fn owed(owing: Owing, n: u128, brief: &str, unit: &str, note: &str, person: &str, days: i64) -> FollowUp {
    FollowUp {
        owing,
        opinion: Some((OpinionId(id(2000 + n)), 5)),
        visit: None,
        draft: None,
        number: format!("03-2026-{n:04}"),
        brief: brief.into(),
        unit: Some(unit.into()),
        person: Some(person.into()),
        day: None,
        days,
        note: Some(note.into()),
    }
}

/// Somebody promised the next time, two weeks ago.
pub fn promise(n: u16, label: &str, words: Option<&str>, phone: Option<&str>) -> Promise {
    Promise {
        id: PromiseId(id(3000 + u128::from(n))),
        visit: VisitId(id(1000 + u128::from(n))),
        day: Day::from_ymd_opt(2026, 11, 9).unwrap(),
        ticket: Some(n),
        ordinal: Some(11),
        heads: 1,
        asked: None,
        label: Some(label.into()),
        first_words: words.map(str::to_owned),
        phone: phone.map(str::to_owned),
        open: true,
        rev: 1,
        touch: Touch::default(),
    }
}

/// The line of 待办 that owes it.
pub fn promised_line(p: &Promise) -> FollowUp {
    FollowUp {
        opinion: None,
        visit: Some((p.visit, 2)),
        number: p.ticket.map(|n| format!("{n:03}")).unwrap_or_default(),
        unit: None,
        person: p.label.clone(),
        day: Some(p.day),
        note: None,
        ..owed(
            Owing::Promised,
            0,
            p.first_words.as_deref().unwrap_or_default(),
            "",
            "",
            "",
            0,
        )
    }
}

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
        seq: 900,
        station: Some(Station {
            id: StationId(id(9)),
            code: "03".into(),
            name: "柳河镇联络站".into(),
            kind: StationKind::Station,
            hours: "工作日 8:30-17:30".into(),
            head_phone: Some("13700000001".into()),
            rev: 1,
            touch: Touch::default(),
        }),
        rules: Some(std::sync::Arc::new(zhiban::config::default_rules().unwrap())),
        business_day: Some(day()),
        day: Some(day()),
        left_over: Vec::new(),
        session: Some(session(SessionState::Open, day())),
        next_session: None,
        closed_today: None,
        attendance: vec![zhang, li, zhao],
        queue: vec![blue, lamp, group, talking, missed],
        promised: Vec::new(),
        reception_days: Vec::new(),
        received: 5,
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
        owed: Owed {
            to_tell: 3,
            ask_today: 1,
            overdue: 2,
            due_soon: 4,
            ..Owed::default()
        },
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

/// A desk that owes something of every kind.
pub fn owing_all(lang: Lang, n: u32) -> State {
    let mut s = quiet(lang);
    s.focus = zhiban::app::Pane::Follow;
    let o = &mut s.snap.owed;
    for count in [
        &mut o.tell_head,
        &mut o.promised,
        &mut o.to_tell,
        &mut o.ask_today,
        &mut o.overdue,
        &mut o.due_soon,
        &mut o.dissatisfied,
        &mut o.unwritten,
        &mut o.unhandled,
        &mut o.to_close,
    ] {
        *count = n;
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

/// The commands among effects.
pub fn commands(effects: &[Effect]) -> Vec<Command> {
    requests(effects).into_iter().map(|r| r.command).collect()
}

pub fn requests(effects: &[Effect]) -> Vec<Request> {
    let found = effects.iter().filter_map(|e| match e {
        Effect::Execute(r) => Some((**r).clone()),
        _ => None,
    });
    found.collect()
}

/// Carries the last command out with this outcome.
pub fn ok(state: &mut State, effects: &[Effect], change: impl Fn(&mut Outcome)) -> Vec<Effect> {
    let request = requests(effects).pop().expect("a command");
    let mut outcome = Outcome {
        seq: 901,
        repeated: false,
        visit: None,
        opinion: None,
        other_opinion: None,
        citizen: None,
        session: None,
        ticket: None,
        number: None,
        claim_code: None,
        called: None,
    };
    change(&mut outcome);
    update(
        state,
        Input::Executed {
            id: request.id,
            result: Ok(outcome),
        },
    )
}

/// Refuses the last command.
pub fn refuse(state: &mut State, effects: &[Effect], why: Refusal) -> Vec<Effect> {
    let request = requests(effects).pop().expect("a command");
    update(
        state,
        Input::Executed {
            id: request.id,
            result: Err(Failure::Refused(Box::new(why))),
        },
    )
}

pub fn said(state: &State) -> String {
    state.toast.as_ref().map(|t| t.text.clone()).unwrap_or_default()
}

fn deputy(n: u128, name: &str, level: Level, post: &str) -> Deputy {
    Deputy {
        id: DeputyId(id(100 + n)),
        profile: DeputyProfile {
            name: name.into(),
            pinyin: zhiban::domain::pinyin::search_key(name),
            levels: vec![level],
            post: Some(post.into()),
            phone: Some("13700001234".into()),
            team: Some("第一小组".into()),
            ..DeputyProfile::default()
        },
        active: true,
        rev: 1,
    }
}

/// What the fake store answers to a question.
pub fn answer_of(query: &Query) -> Option<Answer> {
    Some(match query {
        Query::Deputies { matching, .. } => {
            let all = [
                deputy(1, "张建军", Level::County, "石桥村党支部书记"),
                deputy(2, "李桂兰", Level::Town, "镇中心小学教师"),
                deputy(4, "王海", Level::Town, "个体运输户"),
            ];
            let fits = |d: &Deputy| zhiban::domain::pinyin::matches(matching, &d.profile.name, &d.profile.pinyin);
            Answer::Deputies(all.into_iter().filter(fits).collect())
        }
        Query::Units { .. } => Answer::Units(vec![Unit {
            id: UnitId(id(301)),
            profile: UnitProfile {
                name: "柳河镇综合执法队".into(),
                short: "执法队".into(),
                pinyin: "zhifadui".into(),
                kind: UnitKind::TownOffice,
                contact: Some("熊伟".into()),
                phone: Some("0813-5550101".into()),
                scope: Some("占道 排水".into()),
                via: None,
            },
            active: true,
            rev: 1,
        }]),
        Query::Opinions { .. } => Answer::Opinions(
            (1..=30)
                .rev()
                .map(|n| OpinionRow {
                    id: OpinionId(id(2000 + n)),
                    n: n as i64,
                    number: format!("03-2026-{n:04}"),
                    day: day(),
                    brief: "村口弯道看不见对面来车".into(),
                    person: Some("王秀英".into()),
                    village: Some("石桥村".into()),
                    unit: Some("村建办".into()),
                    category: Some("road".into()),
                    state: OpinionState::HandedOver,
                    due: None,
                    rev: 2,
                })
                .collect(),
            false,
        ),
        Query::Sessions { .. } => Answer::Sessions(vec![
            SessionRow {
                session: session(SessionState::Planned, Day::from_ymd_opt(2026, 12, 7).unwrap()),
                deputies: vec!["张建军".into(), "李桂兰".into()],
                agreed: 1,
                received: 0,
                opinions: 0,
            },
            SessionRow {
                session: session(SessionState::Closed, Day::from_ymd_opt(2026, 11, 9).unwrap()),
                deputies: vec!["张建军".into()],
                agreed: 1,
                received: 7,
                opinions: 5,
            },
        ]),
        Query::Figures { from, to } => Answer::Figures(zhiban::domain::view::Figures {
            from: *from,
            to: *to,
            sessions: 1,
            batches: 5,
            persons: 28,
            groups: 1,
            opinions: 6,
            on_spot: 3,
            handed_over: 2,
            guided: 1,
            not_received: vec![(VisitState::NextTime, 2), (VisitState::Left, 1)],
            mean_wait: Some(17),
            doubtful: 1,
            ..Default::default()
        }),
        _ => return None,
    })
}

/// Answers every question among effects from the fake store, and the questions that follow.
pub fn serve(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let mut left = Vec::new();
    let mut queue = effects;
    while let Some(effect) = queue.pop() {
        match effect {
            Effect::Ask { ticket, query } => {
                if let Some(answer) = answer_of(&query) {
                    queue.extend(update(state, Input::Answered { ticket, answer }));
                }
            }
            other => left.push(other),
        }
    }
    left
}
