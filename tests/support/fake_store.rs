//! What a desk asks of the outside, and a fake store that answers.
#![allow(dead_code)] // each test binary uses a part
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

use super::records::*;
use zhiban::app::{Effect, Failure, Input, State, update};
use zhiban::domain::code::{
    Agreement, AttendanceState, Level, OpinionState, Role, SessionState, Shown, UnitKind, VisitState,
};
use zhiban::domain::command::{Command, Request};
use zhiban::domain::id::{DeputyId, OpinionId, UnitId};
use zhiban::domain::moment::Day;
use zhiban::domain::record::{Attendance, Deputy, DeputyProfile, Unit, UnitProfile};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::rules::Label;
use zhiban::domain::trace::Traced;
use zhiban::domain::view::{Answer, OpinionRow, Outcome, Query, SessionRow};

fn agreed(n: u128, name: &str, agreed: Agreement) -> Attendance {
    Attendance {
        agreed,
        ..deputy_on_duty(n, name, AttendanceState::Expected)
    }
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
    let mut outcome = Outcome { ..Outcome::default() };
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
                    confidential: false,
                    withheld: false,
                    rev: 2,
                })
                .collect(),
            false,
            false,
        ),
        Query::Owed { kind, .. } => {
            let lines = super::snapshot().follow_up.into_iter();
            let mut lines: Vec<_> = lines.filter(|f| kind.is_none_or(|kind| kind == f.owing)).collect();
            for (f, place) in lines.iter_mut().zip(1..) {
                f.n = -place;
            }
            Answer::Owed(lines, false)
        }
        Query::Attendance(_) => Answer::Attendance(super::snapshot().attendance),
        Query::Sessions { .. } => Answer::Sessions(vec![
            SessionRow {
                session: session(SessionState::Planned, Day::from_ymd_opt(2026, 12, 7).unwrap()),
                attendance: vec![
                    agreed(1, "张建军", Agreement::Yes),
                    agreed(2, "李桂兰", Agreement::Unasked),
                ],
                received: 0,
                opinions: 0,
            },
            SessionRow {
                session: session(SessionState::Closed, Day::from_ymd_opt(2026, 11, 9).unwrap()),
                attendance: vec![agreed(1, "张建军", Agreement::Yes)],
                received: 7,
                opinions: 5,
            },
        ]),
        Query::Accounts { os_name: None } => {
            let mut gone = account(2, "何晓", Role::Viewer);
            gone.active = false;
            Answer::Accounts(vec![account(1, "林", Role::Head), gone])
        }
        Query::Backups { .. } => {
            let taken = |n: i64, ok| zhiban::domain::backups::Backup {
                n,
                touch: zhiban::domain::record::Touch {
                    by: "林晓".into(),
                    ..Default::default()
                },
                name: format!("zhiban-2026-11-23-08{n}.db"),
                folder: None,
                ok,
                upto: n - 1,
                bytes: 98_304,
                second: zhiban::domain::code::SecondCopy::Owed,
                gone: false,
                found: zhiban::domain::backups::Found::default(),
                second_found: zhiban::domain::backups::Found::default(),
            };
            Answer::Backups(vec![taken(50, true), taken(40, false)])
        }
        Query::Traces { .. } => Answer::Traces(vec![Traced {
            n: 1,
            at: at(9, 12),
            account: Some(account(1, "林", Role::Head).id),
            by: "林".into(),
            whom: None,
            table: Some(1),
            on: zhiban::domain::trace::On::Opinion(OpinionId(id(2107))),
            citizen: None,
            number: "03-2026-0107".into(),
            shown: Shown::Asked,
            reason: Some(("at_desk".into(), Label::default())),
            beyond: None,
        }]),
        Query::Figures { spans } => Answer::Figures(
            (0..)
                .zip(spans)
                .map(|(n, (from, to))| zhiban::domain::view::Figures {
                    from: *from,
                    to: *to,
                    sessions: 1,
                    batches: 5,
                    persons: 28,
                    groups: 1,
                    // Of this span and the year before the same, of its parts one more each.
                    opinions: 6 + u32::saturating_sub(n, 1),
                    on_spot: 3,
                    handed_over: 2,
                    guided: 1,
                    not_received: vec![(VisitState::NextTime, 2), (VisitState::Left, 1)],
                    mean_wait: Some(17),
                    doubtful: 1,
                    ..Default::default()
                })
                .collect(),
        ),
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
