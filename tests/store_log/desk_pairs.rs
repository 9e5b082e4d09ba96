//! Two keyboards on one visit, one promise, one reception: every act after every other, both seen before either was done.
//!
//! What each act needs and moves stands here in words of its own, worked out from what people do, so that an entry that is
//! missing in the program shows.

use crate::common::{Bench, today};
use uuid::Uuid;
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::id::{PromiseId, SessionId, VisitId};
use zhiban::domain::record::Rev;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Query};
use zhiban::store::ExecuteError;

/// An act, what has to be as it was seen, and what is otherwise after it.
struct Row {
    name: &'static str,
    needs: &'static [&'static str],
    moves: &'static [&'static str],
    make: fn(Uuid, Rev) -> Command,
}

const fn row(
    name: &'static str,
    needs: &'static [&'static str],
    moves: &'static [&'static str],
    make: fn(Uuid, Rev) -> Command,
) -> Row {
    Row {
        name,
        needs,
        moves,
        make,
    }
}

fn is_called(b: &Bench, id: Uuid) -> bool {
    matches!(b.ask(&Query::VisitFile(VisitId(id))), Answer::VisitFile(Some(v), ..) if v.state == VisitState::Called)
}

fn arrival(label: &str) -> Arrival {
    Arrival {
        label: Some(label.into()),
        first_words: Some("路灯".into()),
        heads: 1,
        ..Arrival::default()
    }
}

fn end(v: Uuid, rev: Rev, outcome: VisitState) -> Command {
    Command::EndVisit(EndVisit {
        visit: VisitId(v),
        rev,
        outcome,
        reason: None,
        guidance: None,
    })
}

fn finish(v: Uuid, rev: Rev, (consult_only, unwritten): (bool, bool)) -> Command {
    Command::FinishVisit(FinishVisit {
        visit: VisitId(v),
        rev,
        consult_only,
        unwritten,
        call_next: false,
    })
}

fn moved(v: Uuid, rev: Rev, note: Option<&str>) -> Command {
    Command::MoveVisit(MoveVisit {
        visit: VisitId(v),
        rev,
        to: 2,
        note: note.map(str::to_owned),
    })
}

/// All that is typed of a visit goes with its end.
const TYPED: &[&str] = &["state", "table", "words", "note"];
const OVER: &[&str] = &["state", "words", "note"];
const CALL: &[&str] = &["state", "table", "calls"];

const VISIT: &[Row] = &[
    row("change", &["words"], &["words"], |v, rev| {
        Command::ChangeVisit(ChangeVisit {
            visit: VisitId(v),
            rev,
            arrival: arrival("蓝布衫大姐"),
        })
    }),
    row("call", &["state"], CALL, |v, rev| {
        Command::CallVisit(CallVisit {
            visit: VisitId(v),
            rev,
            table: 1,
        })
    }),
    row("call again", &["state", "calls"], &["calls"], |v, rev| {
        Command::CallAgain(CallAgain { visit: VisitId(v), rev })
    }),
    row("take back", CALL, CALL, |v, rev| {
        Command::TakeBackCall(TakeBackCall { visit: VisitId(v), rev })
    }),
    row("talk", &["state", "table"], &["state", "table"], |v, rev| {
        Command::StartTalk(StartTalk { visit: VisitId(v), rev })
    }),
    row("miss", &["state", "table"], &["state"], |v, rev| {
        Command::MarkMissed(MarkMissed { visit: VisitId(v), rev })
    }),
    row("return", &["state"], CALL, |v, rev| {
        Command::ReturnMissed(ReturnMissed { visit: VisitId(v), rev })
    }),
    row("move", &["state", "table"], &["table"], |v, rev| moved(v, rev, None)),
    row("move with a note", &["state", "table"], &["table", "note"], |v, rev| {
        moved(v, rev, Some("材料在我这"))
    }),
    row("finish, all written", TYPED, OVER, |v, rev| {
        finish(v, rev, (false, false))
    }),
    row("finish, only asked", TYPED, OVER, |v, rev| finish(v, rev, (true, true))),
    row("finish, to be written", &["state", "table"], OVER, |v, rev| {
        finish(v, rev, (false, true))
    }),
    row("left", TYPED, OVER, |v, rev| end(v, rev, VisitState::Left)),
    row("next time", TYPED, OVER, |v, rev| end(v, rev, VisitState::NextTime)),
    row("promise", TYPED, OVER, |v, rev| {
        Command::PromiseNext(PromiseNext {
            visit: VisitId(v),
            rev,
            label: Some("陈某".into()),
            phone: Some("13700004410".into()),
            reason: None,
        })
    }),
    row("void", TYPED, OVER, |v, rev| {
        Command::VoidVisit(VoidVisit {
            visit: VisitId(v),
            rev,
            reason: "点错".into(),
        })
    }),
    // These name nothing seen.
    row("tell the head", &[], &["head"], |v, _| {
        Command::InformHead(InformHead { visit: VisitId(v) })
    }),
    row("settle", &[], &["words", "note"], |v, _| {
        Command::SettleUnwritten(SettleUnwritten { visit: VisitId(v) })
    }),
    row("unsettle", &["state"], &[], |v, rev| {
        Command::UnsettleUnwritten(UnsettleUnwritten { visit: VisitId(v), rev })
    }),
    row("count an accusation", &[], &["words", "note"], |v, _| {
        Command::CountAccusation(CountAccusation {
            visit: VisitRef::Known(VisitId(v)),
            reason: "T4".into(),
            told: true,
        })
    }),
];

const PROMISE: &[Row] = &[
    row("change", &["contact"], &["contact"], |p, rev| {
        Command::ChangePromise(ChangePromise {
            promise: PromiseId(p),
            rev,
            label: Some(format!("周德旺{rev}")),
            phone: Some("13700004411".into()),
        })
    }),
    row("receive", &["state"], &["state", "contact"], |p, rev| {
        Command::ReceivePromised(ReceivePromised {
            promise: PromiseId(p),
            rev,
            session: None,
            reason: "上次没接到".into(),
        })
    }),
    row("strike", &["state", "contact"], &["state", "contact"], |p, rev| {
        Command::StrikePromise(StrikePromise {
            promise: PromiseId(p),
            rev,
            why: Struck::Unreachable,
        })
    }),
];

const SESSION: &[Row] = &[
    row("change the plan", &["plan"], &["plan"], |s, rev| {
        Command::ChangePlan(ChangePlan {
            session: SessionId(s),
            rev,
            plan: zhiban::domain::record::SessionPlan {
                place: format!("村部{rev}"),
                ..plan()
            },
        })
    }),
    row("notice", &["state", "plan"], &["state"], |s, rev| {
        Command::MarkNoticed(MarkNoticed {
            session: SessionId(s),
            rev,
        })
    }),
    row("postpone", &["state", "plan"], &["state"], |s, rev| {
        Command::PostponeSession(PostponeSession {
            session: SessionId(s),
            rev,
            day: today().succ_opt().unwrap(),
        })
    }),
    row("cancel", &["state"], &["state"], |s, rev| {
        Command::CancelSession(CancelSession {
            session: SessionId(s),
            rev,
            reason: "下雪".into(),
        })
    }),
    row("open", &["state"], &["state", "presence"], |s, rev| {
        Command::OpenSession(OpenSession {
            session: SessionId(s),
            rev,
            presence: Presence::Deputies,
        })
    }),
    row("start closing", &["state"], &["state"], |s, rev| {
        Command::StartClosing(StartClosing {
            session: SessionId(s),
            rev,
        })
    }),
    row("go on", &[], &["state"], |s, _| {
        Command::StopClosing(StopClosing { session: SessionId(s) })
    }),
    row("close", &[], &["state"], |s, _| {
        Command::CloseSession(CloseSession {
            session: SessionId(s),
            note: None,
        })
    }),
    row("staff receive", &[], &["presence"], |s, _| {
        Command::SetPresence(SetPresence {
            session: SessionId(s),
            presence: Presence::StaffOnly,
        })
    }),
];

fn plan() -> zhiban::domain::record::SessionPlan {
    zhiban::domain::record::SessionPlan {
        day: today(),
        starts: zhiban::domain::moment::TimeOfDay(540),
        ends: zhiban::domain::moment::TimeOfDay(660),
        place: "站里".into(),
        kind: SessionKind::Regular,
        tables: 4,
        theme: None,
    }
}

/// A record brought to where the steps lead, and its revision.
type Bring = fn(&mut Bench, &[&str]) -> (Uuid, Rev);

fn go(b: &mut Bench, rows: &[Row], id: Uuid, mut rev: Rev, steps: &[&str]) -> (Uuid, Rev) {
    for step in steps {
        let row = rows.iter().find(|r| r.name == *step).unwrap();
        rev = b.act((row.make)(id, rev)).rev(id).unwrap();
    }
    (id, rev)
}

fn visit(b: &mut Bench, steps: &[&str]) -> (Uuid, Rev) {
    let came = b.arrive(None, "陈某");
    let id = came.visit.unwrap().0;
    go(b, VISIT, id, came.rev(id).unwrap(), steps)
}

fn promise(b: &mut Bench, steps: &[&str]) -> (Uuid, Rev) {
    visit(b, &["promise"]);
    let p = b.snapshot().promised.pop().unwrap();
    go(b, PROMISE, p.id.0, p.rev, steps)
}

fn session(b: &mut Bench, steps: &[&str]) -> (Uuid, Rev) {
    let planned = b.act(Command::PlanSession(PlanSession {
        plan: plan(),
        deputies: Vec::new(),
    }));
    let id = planned.session.unwrap().0;
    go(b, SESSION, id, planned.rev(id).unwrap(), steps)
}

/// Every act by a colleague, then every other by whoever saw the record before: (pairs, refused).
fn walk(rows: &[Row], bring: Bring, roads: &[&[&str]]) -> (u32, u32) {
    let (mut pairs, mut refused) = (0, 0);
    for road in roads {
        for first in rows {
            for second in rows {
                let mut b = Bench::new();
                b.act(Command::AddAccount(AddAccount {
                    os_name: "zhou".into(),
                    name: "周敏".into(),
                    role: Role::Clerk,
                    deputy: None,
                }));
                let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
                    panic!()
                };
                let (me, colleague) = (b.account, all[1].id);
                let (id, rev) = bring(&mut b, road);
                // Whose words are written down has sat down.
                let sat_down = first.name == "count an accusation" && is_called(&b, id);
                let sitting: &[&str] = if sat_down { &["state", "table"] } else { &[] };
                b.account = Some(colleague);
                if b.try_act((first.make)(id, rev)).is_err() {
                    break;
                }
                b.account = me;
                let result = b.try_act((second.make)(id, rev));
                let changed = match &result {
                    Err(ExecuteError::Refused(Refusal::Changed { touch, .. })) => {
                        assert_eq!(touch.by, "周敏");
                        true
                    }
                    Err(ExecuteError::Refused(_)) | Ok(_) => false,
                    Err(other) => panic!("{other:?}"),
                };
                let moves = [first.moves, sitting].concat();
                let meets = second.needs.iter().any(|part| moves.contains(part));
                assert_eq!(
                    changed, meets,
                    "{road:?}: {} after {}: {result:?}",
                    second.name, first.name
                );
                pairs += 1;
                refused += u32::from(changed);
            }
        }
    }
    (pairs, refused)
}

#[test]
fn nobody_ends_or_seats_a_visit_over_what_a_colleague_just_did_with_it() {
    let roads: [&[&str]; 5] = [
        &[],
        &["call"],
        &["call", "talk"],
        &["call", "call again", "call again", "miss"],
        &["call", "finish, to be written"],
    ];
    let (pairs, refused) = walk(VISIT, visit, &roads);
    assert!(pairs > 400 && refused > 200, "{pairs} {refused}");
}

#[test]
fn a_promise_is_struck_off_only_with_its_phone_as_seen_and_kept_whatever_it_is() {
    assert_eq!(walk(PROMISE, promise, &[&[], &["change"]]), (18, 16));
}

#[test]
fn a_reception_is_announced_only_by_the_plan_that_was_seen() {
    let roads: [&[&str]; 4] = [&[], &["notice"], &["open"], &["open", "start closing"]];
    let (pairs, refused) = walk(SESSION, session, &roads);
    assert!(pairs > 100 && refused > 40, "{pairs} {refused}");
}

#[test]
fn what_a_colleague_wrote_of_somebody_goes_on_with_the_promise() {
    let mut b = Bench::new();
    let (id, seen) = visit(&mut b, &[]);
    let promise = |rev, label: Option<&str>| {
        Command::PromiseNext(PromiseNext {
            visit: VisitId(id),
            rev,
            label: label.map(str::to_owned),
            phone: None,
            reason: None,
        })
    };
    let changed = b.act(Command::ChangeVisit(ChangeVisit {
        visit: VisitId(id),
        rev: seen,
        arrival: arrival("王秀英，石桥村"),
    }));
    // The form was opened before, and shows who it was then.
    let refused = b.try_act(promise(seen, Some("陈某")));
    let Err(ExecuteError::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    let said = zhiban::i18n::refusal::sentence(zhiban::i18n::Lang::Zh, &why, None);
    assert!(said.ends_with("改过，请看清再办"), "{said}");
    b.act(promise(changed.rev(id).unwrap(), None));
    let promised = b.snapshot().promised.remove(0);
    assert_eq!(promised.label.as_deref(), Some("王秀英，石桥村"));
    b.sound();
}
