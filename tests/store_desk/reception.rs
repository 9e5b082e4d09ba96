//! A reception from plan to close.

use crate::common::{Bench, today};
use zhiban::domain::code::{Priority, SessionState, VisitState};
use zhiban::domain::command::{
    Arrival, CallNext, CloseSession, Command, EndVisit, FinishVisit, InformHead, MoveVisit, SettleUnwritten, StartTalk,
    TakeBackCall, TakeNumber,
};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, Owing, Query};
use zhiban::store::{ExecuteError, migrate, tables};

#[test]
fn every_table_is_listed_once() {
    let b = Bench::new();
    let lists = [tables::STATE, tables::WORKING].concat();
    assert_eq!(
        migrate::unlisted_tables(b.desk.conn(), &lists).unwrap(),
        [] as [&str; 0]
    );
    b.desk
        .conn()
        .execute_batch("CREATE TABLE stray (x INTEGER) STRICT")
        .unwrap();
    assert_eq!(migrate::unlisted_tables(b.desk.conn(), &lists).unwrap(), ["stray"]);
}

#[test]
fn a_reception_from_plan_to_close() {
    let mut b = Bench::new();
    let session = b.open_session(2);
    assert_eq!(b.snapshot().session.unwrap().ordinal, Some(1));
    let first = b.arrive(Some(session), "王秀英");
    assert_eq!(first.ticket, Some(1));
    let second = b.arrive(Some(session), "周德旺");
    let urgent = b.act(Command::TakeNumber(TakeNumber {
        session: Some(session),
        arrival: Arrival {
            label: Some("老人".into()),
            heads: 7,
            priority: Priority::First,
            priority_reason: Some("八十岁".into()),
            ..Arrival::default()
        },
    }));
    let queue: Vec<_> = b.snapshot().queue.iter().map(|v| v.ticket.unwrap()).collect();
    assert_eq!(queue, [3, 1, 2], "who goes first, then who came first");
    assert_eq!(b.snapshot().owed.of(Owing::TellHead), 1);
    assert_eq!(b.snapshot().follow_up[0].owing, Owing::TellHead);
    b.act(Command::InformHead(InformHead {
        visit: urgent.visit.unwrap(),
    }));

    b.table = Some(1);
    let called = b.act(Command::CallNext(CallNext {
        session: Some(session),
        table: 1,
    }));
    assert_eq!((called.called, called.ticket), (urgent.visit, Some(3)));
    let visit = called.called.unwrap();
    let as_called = called.rev(visit.0).unwrap();
    let busy = b.try_act(Command::CallNext(CallNext {
        session: Some(session),
        table: 1,
    }));
    assert!(matches!(busy, Err(ExecuteError::Refused(Refusal::TableBusy { .. }))));
    b.act(Command::StartTalk(StartTalk {
        visit,
        rev: b.visit_rev(visit),
    }));
    b.act(Command::MoveVisit(MoveVisit {
        visit,
        rev: b.visit_rev(visit),
        to: 2,
        note: Some("转给李代表".into()),
    }));
    assert_eq!(
        b.count("SELECT count(*) FROM visit_span WHERE kind = 'talking'"),
        2,
        "the talk before the move and the talk after it stay apart"
    );
    assert_eq!(b.snapshot().received, 1);
    let stale = b.try_act(Command::FinishVisit(FinishVisit {
        visit,
        rev: as_called,
        consult_only: false,
        unwritten: false,
        call_next: false,
    }));
    let Err(ExecuteError::Refused(Refusal::Changed { touch, subject, .. })) = stale else {
        panic!("{stale:?}")
    };
    assert_eq!(
        (touch.by.as_str(), touch.table, subject),
        ("林站长", Some(1), Subject::Visit)
    );
    let done = b.act(Command::FinishVisit(FinishVisit {
        visit,
        rev: b.visit_rev(visit),
        consult_only: false,
        unwritten: true,
        call_next: true,
    }));
    assert_eq!(
        (done.visit, done.called, done.ticket),
        (Some(visit), first.visit, Some(1))
    );
    assert_eq!(b.snapshot().owed.of(Owing::Unwritten), 1);
    assert_eq!(
        b.count("SELECT count(*) FROM visit WHERE state = 'done' AND label = '老人' AND note IS NOT NULL"),
        1,
        "still needed while something is unwritten"
    );
    b.act(Command::SettleUnwritten(SettleUnwritten { visit }));
    assert_eq!(
        b.count("SELECT count(*) FROM visit WHERE label = '老人' AND note IS NOT NULL AND state = 'done'"),
        1,
        "it may be taken back as long as the day lasts"
    );
    assert_eq!(
        b.count("SELECT count(*) FROM key WHERE kind = 'visit' AND wrapped IS NULL"),
        0
    );

    let one = first.visit.unwrap();
    b.act(Command::TakeBackCall(TakeBackCall {
        visit: one,
        rev: b.visit_rev(one),
    }));
    for visit in [one, second.visit.unwrap()] {
        b.act(Command::EndVisit(EndVisit {
            visit,
            rev: b.visit_rev(visit),
            outcome: VisitState::NextTime,
            reason: Some("到点了".into()),
            guidance: None,
        }));
    }
    b.act(Command::CloseSession(CloseSession { session, note: None }));
    let Answer::Sessions(list) = b.ask(&Query::Sessions { state: None, limit: 9 }) else {
        panic!()
    };
    assert_eq!((list[0].session.state, list[0].received), (SessionState::Closed, 1));
    let Answer::Attendance(roster) = b.ask(&Query::Attendance(session)) else {
        panic!()
    };
    assert!(roster[0].out_at.is_some(), "signed out by the closing");
    let Answer::Figures(f) = b.ask(&Query::Figures {
        spans: vec![(today(), today())],
    }) else {
        panic!()
    };
    let f = &f[0];
    assert_eq!((f.sessions, f.batches, f.persons, f.groups), (1, 1, 7, 1));
    assert_eq!(f.not_received, [(VisitState::NextTime, 2)]);
    assert_eq!(f.mean_wait, Some(2));
    b.sound();
}
