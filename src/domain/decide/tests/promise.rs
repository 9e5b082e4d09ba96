//! Promises of a next time, and the station itself.

use super::super::decide;
use super::{Count, act, desk, id, is_unsealed, morning, since, today, visit};
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::*;
use crate::domain::record::*;
use crate::domain::refusal::{Missing, Refusal, Subject};

fn promise(rev: Rev, open: bool) -> Promise {
    Promise {
        id: PromiseId(id(600)),
        visit: VisitId(id(7)),
        day: today(),
        ticket: Some(7),
        ordinal: Some(12),
        heads: 23,
        asked: Some(DeputyId(id(20))),
        label: Some("周德旺".into()),
        first_words: Some("征地".into()),
        priority_reason: None,
        phone: None,
        open,
        withheld: None,
        rev,
        touch: Touch {
            by: "周敏".into(),
            account: None,
            table: None,
            at: morning(),
        },
    }
}

#[test]
fn a_promise_takes_over_what_the_visit_forgets() {
    let mut f = desk();
    let mut v = visit(7, VisitState::Waiting);
    (v.label, v.first_words) = (Some("周德旺".into()), Some("征地".into()));
    v.priority_reason = Some("孕妇".into());
    f.visit = Some(v);
    let next = |label: Option<&str>| {
        Command::PromiseNext(PromiseNext {
            visit: VisitId(id(7)),
            rev: 1,
            label: label.map(str::to_owned),
            phone: Some(" 13700004410 ".into()),
            reason: Some("散会时没接到".into()),
        })
    };
    let events = |command: &Command, f: &Facts| {
        let mut supply = Count(10_000);
        let mut ctx = Ctx {
            now: morning(),
            happened: morning(),
            is_late: false,
            paper_no: None,
            role: Some(Role::Clerk),
            account: None,
            deputy: None,
            stands_for: Vec::new(),
            supply: &mut supply,
        };
        decide(command, f, &mut ctx)
    };
    let made = events(&next(None), &f).unwrap();
    let ended = Kind::VisitEnded {
        outcome: VisitState::NextTime,
        reason: Some("散会时没接到".into()),
    };
    assert_eq!((made[0].subject, &made[0].kind), (id(7), &ended));
    assert!(is_unsealed(&made[0].kind));
    assert_ne!(made[1].subject, id(7), "a key of its own");
    let promised = |label: &str| Kind::PromiseMade {
        visit: VisitId(id(7)),
        label: Some(label.into()),
        first_words: Some("征地".into()),
        priority_reason: Some("孕妇".into()),
        phone: Some("13700004410".into()),
    };
    assert_eq!(made[1].kind, promised("周德旺"));
    let named = events(&next(Some("周德旺的儿子")), &f).unwrap();
    assert_eq!(named[1].kind, promised("周德旺的儿子"));
    // The older command means the same.
    let end = Command::EndVisit(EndVisit {
        visit: VisitId(id(7)),
        rev: 1,
        outcome: VisitState::NextTime,
        reason: None,
        guidance: None,
    });
    assert!(matches!(
        act(&end, &f).unwrap()[..],
        [Kind::VisitEnded { .. }, Kind::PromiseMade { .. }]
    ));
    f.visit = Some(visit(7, VisitState::Talking));
    assert!(matches!(act(&next(None), &f), Err(Refusal::VisitState { .. })));
}

#[test]
fn who_was_promised_goes_first_and_is_settled_once() {
    let mut f = desk();
    f.counters.ticket = 3;
    f.promise = Some(promise(2, true));
    let receive = |rev, reason: &str| {
        Command::ReceivePromised(ReceivePromised {
            promise: PromiseId(id(600)),
            rev,
            session: Some(SessionId(id(900))),
            reason: reason.to_owned(),
        })
    };
    let events = act(&receive(2, "第12次接待留下"), &f).unwrap();
    let [
        Kind::VisitArrived {
            ticket: Some(4),
            arrival:
                Arrival {
                    heads: 23,
                    asked: Some(asked),
                    priority: Priority::First,
                    priority_reason: Some(why),
                    ..
                },
            carried_from: Some(from),
            ..
        },
        Kind::PromiseKept { .. },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((asked.0, why.as_str(), from.0), (id(20), "第12次接待留下", id(7)));
    // Why they went first the last time is why they go first now.
    let known = f.promise.clone();
    f.promise = known.clone().map(|p| Promise {
        priority_reason: Some("孕妇".into()),
        ..p
    });
    let events = act(&receive(2, "第12次接待留下"), &f).unwrap();
    let Kind::VisitArrived { arrival, .. } = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!(arrival.priority_reason.as_deref(), Some("孕妇"));
    f.promise = known;
    assert_eq!(
        act(&receive(2, " "), &f),
        Err(Refusal::Missing(Missing::Reason)),
        "why they go first is always said"
    );
    // Another clerk was quicker: who, and not a second number.
    let by = VisitId(id(8));
    f.since = since(Kind::PromiseKept { by }, "周敏");
    let Err(Refusal::Changed { touch, what, .. }) = act(&receive(1, "x"), &f) else {
        panic!()
    };
    assert_eq!((touch.by.as_str(), what.as_str()), ("周敏", "007"));
    f.since.clear();
    f.promise = Some(promise(2, false));
    assert_eq!(act(&receive(2, "x"), &f), Err(Refusal::NotFound(Subject::Promise)));
    f.promise = Some(promise(2, true));
    let strike = Command::StrikePromise(StrikePromise {
        promise: PromiseId(id(600)),
        rev: 2,
        why: Struck::Declined,
    });
    assert_eq!(
        act(&strike, &f),
        Ok(vec![Kind::PromiseStruck { why: Struck::Declined }])
    );
    // While closing no numbers are given, to them neither.
    f.session = f.session.map(|s| Session {
        state: SessionState::Closing,
        ..s
    });
    assert_eq!(act(&receive(2, "x"), &f), Err(Refusal::NumbersStopped));
}

#[test]
fn the_station_changes_but_not_its_code_and_not_by_a_clerk() {
    let mut f = desk();
    let change = |rev, name: &str, phone: Option<&str>| {
        Command::ChangeStation(ChangeStation {
            rev,
            name: name.into(),
            kind: StationKind::Station,
            hours: String::new(),
            head_phone: phone.map(str::to_owned),
        })
    };
    let events = act(&change(1, " 柳河镇联络站 ", Some("13700000001")), &f).unwrap();
    let [Kind::StationChanged { name, head_phone, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (name.as_str(), head_phone.as_deref()),
        ("柳河镇联络站", Some("13700000001"))
    );
    let nothing = act(&change(1, "柳河镇联络站", Some(" ")), &f);
    assert_eq!(nothing, Err(Refusal::Missing(Missing::Change)));
    assert_eq!(act(&change(1, " ", None), &f), Err(Refusal::Missing(Missing::Name)));
    f.since = since(events[0].clone(), "林晓");
    let stale = act(&change(7, "别的", None), &f);
    assert!(matches!(
        stale,
        Err(Refusal::Changed {
            subject: Subject::Station,
            ..
        })
    ));
    let deed = change(1, "x", None).deed();
    let allowed: Vec<Role> = Role::ALL.iter().copied().filter(|r| deed.may(Some(*r))).collect();
    assert_eq!(allowed, [Role::Head, Role::DeputyHead, Role::Administrator]);
}
