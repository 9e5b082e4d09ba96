//! Numbers, calls, closing: the rules of the queue.

use super::{act, act_at, as_role, desk, id, later, session, since, visit};
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::deed::Deed;
use crate::domain::event::Kind;
use crate::domain::id::*;
use crate::domain::record::*;
use crate::domain::refusal::Refusal;
use crate::domain::rules::Ruleset;

#[test]
fn a_number_follows_the_last_one_and_the_band_ends() {
    let mut f = desk();
    f.counters.ticket = 6;
    let take = Command::TakeNumber(TakeNumber {
        session: Some(session().id),
        arrival: Arrival::default(),
    });
    assert!(matches!(
        act(&take, &f).unwrap()[..],
        [Kind::VisitArrived {
            ticket: Some(7),
            arrival: Arrival { heads: 1, .. },
            ..
        }]
    ));
    f.counters.ticket = 999;
    assert_eq!(act(&take, &f), Err(Refusal::NumbersUsedUp { last: 999 }));
    // Nobody is sent away for want of a number.
    let sit_down = Command::ReceiveNow(ReceiveNow {
        session: Some(session().id),
        arrival: Arrival::default(),
        table: 1,
    });
    let events = act(&sit_down, &f).unwrap();
    assert!(matches!(events.first(), Some(Kind::VisitArrived { ticket: None, .. })));
    // Seen with nobody waiting, but somebody has taken a number since.
    f.queue = vec![visit(7, VisitState::Waiting)];
    assert_eq!(act(&sit_down, &f), Err(Refusal::SomebodyWaits { ticket: Some(7) }));
}

#[test]
fn the_day_turns_by_itself_only_to_the_next_and_with_nobody_received() {
    let mut f = desk();
    // The counter read is that of the day the number will belong to.
    f.counters.ticket = 0;
    f.open_session = None;
    f.session = None;
    let take = Command::TakeNumber(TakeNumber {
        session: None,
        arrival: Arrival::default(),
    });
    let tomorrow = later(24 * 60);
    let events = act_at(&take, &f, tomorrow).unwrap();
    assert!(matches!(
        events[..],
        [
            Kind::DayTurned { confirmed: false, .. },
            Kind::VisitArrived { ticket: Some(1), .. }
        ]
    ));
    // The clock had been set back and that was confirmed: this day has given numbers before.
    f.counters.ticket = 31;
    assert!(matches!(
        act_at(&take, &f, tomorrow).unwrap()[..],
        [Kind::DayTurned { .. }, Kind::VisitArrived { ticket: Some(32), .. }]
    ));
    for days in [2, -1] {
        let refused = act_at(&take, &f, later(days * 24 * 60));
        assert!(matches!(refused, Err(Refusal::DayUnconfirmed { .. })), "{days}");
    }
    f.open_session = Some(session());
    assert!(matches!(
        act_at(&take, &f, tomorrow),
        Err(Refusal::DayUnconfirmed { .. })
    ));
    // Confirmed against that clock, the desk stays on its day.
    f.clock_day = Some(tomorrow.day());
    assert!(matches!(
        act_at(&take, &f, tomorrow).unwrap()[..],
        [Kind::VisitArrived { ticket: Some(32), .. }]
    ));
}

#[test]
fn the_next_one_is_for_this_table_in_queue_order() {
    let mut f = desk();
    let asked = DeputyId(id(50));
    let mut first = visit(7, VisitState::Waiting);
    first.asked = Some(asked);
    f.queue = vec![first, visit(8, VisitState::Waiting)];
    f.attendance = vec![Attendance {
        session: session().id,
        deputy: asked,
        name: "张建军".into(),
        agreed: Agreement::Yes,
        state: AttendanceState::In,
        table: Some(2),
        in_at: None,
        out_at: None,
        reason: None,
        stands_for: None,
        substituted_by: None,
    }];
    assert_eq!(
        crate::domain::write::next_for(1, Some(session().id), &f).map(|v| v.ticket),
        Some(Some(8))
    );
    assert_eq!(
        crate::domain::write::next_for(2, Some(session().id), &f).map(|v| v.ticket),
        Some(Some(7))
    );
    // The deputy has gone: the person need not wait for ever.
    f.attendance[0].state = AttendanceState::Out;
    assert_eq!(
        crate::domain::write::next_for(1, Some(session().id), &f).map(|v| v.ticket),
        Some(Some(7))
    );
    f.queue.clear();
    let call = Command::CallNext(CallNext {
        session: Some(session().id),
        table: 1,
    });
    assert_eq!(act(&call, &f), Err(Refusal::NobodyWaits));
    f.at_table = Some(visit(15, VisitState::Talking));
    assert!(matches!(
        act(&call, &f),
        Err(Refusal::TableBusy { ticket: Some(15), .. })
    ));
}

#[test]
fn the_loser_of_a_race_reads_who_won_and_is_offered_the_next() {
    let mut f = desk();
    let mut taken = visit(12, VisitState::Called);
    taken.rev = 2;
    f.visit = Some(taken);
    f.since = since(Kind::VisitCalled { table: 1 }, "孙国芳");
    f.queue = vec![visit(13, VisitState::Waiting)];
    let call = Command::CallVisit(CallVisit {
        visit: VisitId(id(12)),
        rev: 1,
        table: 2,
    });
    let Err(Refusal::Changed {
        what,
        touch,
        visit,
        next,
        ..
    }) = act(&call, &f)
    else {
        panic!("not refused")
    };
    assert_eq!(
        (what.as_str(), touch.by.as_str(), visit),
        ("012", "孙国芳", Some(VisitState::Called))
    );
    assert_eq!(next, Some(VisitId(id(13))));
}

#[test]
fn a_call_is_taken_back_only_for_a_few_minutes() {
    let mut f = desk();
    f.visit = Some(visit(17, VisitState::Called));
    let back = Command::TakeBackCall(TakeBackCall {
        visit: VisitId(id(17)),
        rev: 1,
    });
    assert_eq!(act_at(&back, &f, later(5)).unwrap(), [Kind::CallTakenBack {}]);
    assert_eq!(
        act_at(&back, &f, later(6)),
        Err(Refusal::TooLateToTakeBack { minutes: 5 })
    );
}

#[test]
fn a_no_show_needs_its_calls_and_comes_back_behind_two() {
    let mut f = desk();
    f.visit = Some(visit(9, VisitState::Called));
    let missed = Command::MarkMissed(MarkMissed {
        visit: VisitId(id(9)),
        rev: 1,
    });
    assert_eq!(act(&missed, &f).unwrap(), [Kind::VisitMissed {}]);
    if let Some(r) = f.rules.as_mut().map(std::sync::Arc::make_mut) {
        r.queue.calls_before_missed = 2;
        r.queue.pause_minutes = 3;
    }
    assert_eq!(
        act(&missed, &f),
        Err(Refusal::CallAgainFirst {
            calls: 1,
            needed: 2,
            minutes: 3
        })
    );

    f.visit = Some(visit(9, VisitState::Missed));
    f.queue = (10..14).map(|n| visit(n, VisitState::Waiting)).collect();
    let back = Command::ReturnMissed(ReturnMissed {
        visit: VisitId(id(9)),
        rev: 1,
    });
    assert_eq!(act(&back, &f).unwrap(), [Kind::VisitReturned { rank: 11_000_001 }]);
}

#[test]
fn closing_waits_for_an_outcome_for_everybody() {
    let mut f = desk();
    f.queue = vec![
        visit(1, VisitState::Waiting),
        visit(2, VisitState::Talking),
        visit(3, VisitState::Missed),
    ];
    let close = Command::CloseSession(CloseSession {
        session: session().id,
        note: None,
    });
    assert_eq!(act(&close, &f), Err(Refusal::PeopleLeft { waiting: 1, talking: 1 }));
    f.queue.retain(|v| v.state == VisitState::Missed);
    let events = act(&close, &f).unwrap();
    assert!(matches!(
        events[..],
        [
            Kind::VisitEnded {
                outcome: VisitState::Left,
                ..
            },
            Kind::SessionClosed { .. }
        ]
    ));
    f.session = Some(Session {
        state: SessionState::Closing,
        ..session()
    });
    let take = Command::TakeNumber(TakeNumber {
        session: Some(session().id),
        arrival: Arrival::default(),
    });
    assert_eq!(act(&take, &f), Err(Refusal::NumbersStopped));
    f.session = Some(Session {
        state: SessionState::Closed,
        ..session()
    });
    assert!(matches!(
        act(&take, &f).unwrap()[..],
        [Kind::VisitArrived { after_close: true, .. }]
    ));
}

#[test]
fn finishing_calls_the_next_one_and_never_waits_for_text() {
    let mut f = desk();
    f.visit = Some(visit(7, VisitState::Talking));
    f.queue = vec![visit(8, VisitState::Waiting)];
    let done = Command::FinishVisit(FinishVisit {
        visit: VisitId(id(7)),
        rev: 1,
        consult_only: false,
        unwritten: true,
        call_next: true,
    });
    assert_eq!(
        act(&done, &f).unwrap(),
        [
            Kind::VisitFinished {
                consult_only: false,
                unwritten: true
            },
            Kind::VisitCalled { table: 1 }
        ]
    );
    f.queue.clear();
    assert_eq!(act(&done, &f).unwrap().len(), 1);
}

#[test]
fn a_day_without_a_reception_has_the_tables_the_rules_say() {
    let mut f = desk();
    f.session = None;
    f.open_session = None;
    std::sync::Arc::make_mut(f.rules.as_mut().unwrap()).queue.tables = 3;
    let at = |table| {
        Command::ReceiveNow(ReceiveNow {
            session: None,
            arrival: Arrival::default(),
            table,
        })
    };
    assert!(act(&at(3), &f).is_ok());
    assert_eq!(act(&at(4), &f), Err(Refusal::NoSuchTable { table: 4, tables: 3 }));
    // No more are planned; what was planned before may stay.
    let mut plan = session().plan;
    plan.tables = 4;
    let new = Command::PlanSession(PlanSession {
        plan: plan.clone(),
        deputies: Vec::new(),
    });
    assert_eq!(act(&new, &f), Err(Refusal::NoSuchTable { table: 4, tables: 3 }));
}

#[test]
fn c11_fewer_tables_are_adopted_when_nobody_is_at_one_of_those_that_go() {
    let mut f = desk();
    f.session = None;
    f.open_session = None;
    let mut fewer = f.rules.as_deref().cloned().unwrap();
    fewer.queue.tables = 3;
    let adopt = |rules: &Ruleset| {
        Command::AdoptRules(AdoptRules {
            seen: f.counters.ruleset,
            rules: Box::new(rules.clone()),
        })
    };
    let talks = Visit {
        session: None,
        table: Some(5),
        ..visit(15, VisitState::Talking)
    };
    let act_with = |queue: Vec<Visit>, command: &Command| {
        let mut f = f.clone();
        f.queue = queue;
        act(command, &f)
    };
    let refused = Err(Refusal::TableInUse {
        table: 5,
        ticket: talks.ticket,
    });
    assert_eq!(act_with(vec![talks.clone()], &adopt(&fewer)), refused);
    // Who has gone, or is at a table that stays, bars nothing; nor does one of a reception, which keeps its tables.
    let mut gone = talks.clone();
    gone.state = VisitState::Done;
    let mut low = talks.clone();
    low.table = Some(3);
    let mut planned = talks;
    planned.session = Some(session().id);
    assert!(act_with(vec![gone, low, planned], &adopt(&fewer)).is_ok());
}

#[test]
fn whoever_is_shown_the_way_with_an_accusation_is_kept_nowhere_however_the_reason_is_said() {
    let mut known = desk();
    let mut waits = visit(7, VisitState::Waiting);
    (waits.label, waits.first_words) = (Some("周德旺".into()), Some("举报".into()));
    known.visit = Some(waits);
    let end = |outcome, reason: Option<&str>, guidance: Option<&str>| {
        Command::EndVisit(EndVisit {
            visit: VisitId(id(7)),
            rev: 1,
            outcome,
            reason: reason.map(str::to_owned),
            guidance: guidance.map(str::to_owned),
        })
    };
    let (guided, left) = (VisitState::Guided, VisitState::Left);
    for (command, wiped, kept) in [
        (end(guided, None, Some("T4")), true, None),
        (end(guided, Some("他举报村长"), Some("T4")), true, None),
        (end(guided, Some("检举控告 县纪委监委信访室"), None), true, None),
        (end(left, None, Some("T4")), true, None),
        (end(guided, Some("去了县里"), Some("T1")), false, Some("去了县里")),
        (end(left, Some("有事先走"), None), false, Some("有事先走")),
    ] {
        let events = act(&command, &known).unwrap();
        let drops = events.iter().any(|e| matches!(e, Kind::VisitWordsDropped {}));
        assert_eq!(drops, wiped, "{command:?}");
        let Some(Kind::VisitEnded { reason, .. }) = events.last() else {
            panic!("{events:?}")
        };
        assert_eq!(reason.as_deref(), kept, "{command:?}");
    }
    let events = act(&end(guided, None, Some("T1")), &known).unwrap();
    let said = known.rules.as_ref().unwrap().reason("T1").unwrap().label.zh.clone();
    let is_said = |kind: &Kind| matches!(kind, Kind::VisitEnded { reason: Some(r), .. } if r.starts_with(&said));
    assert!(events.iter().any(is_said), "{events:?}");
    let unknown = Err(Refusal::UnknownCode { code: "T99".into() });
    assert_eq!(act(&end(guided, None, Some("T99")), &known), unknown);
}

#[test]
fn whoever_may_not_strike_a_promise_does_not_strike_it_by_bringing_its_visit_back() {
    let back = Command::ReturnMissed(ReturnMissed {
        visit: VisitId(id(7)),
        rev: 1,
    });
    for (state, role, may) in [
        (VisitState::NextTime, Role::Deputy, false),
        (VisitState::NextTime, Role::DeputyHead, true),
        (VisitState::NextTime, Role::Clerk, true),
        (VisitState::Left, Role::Deputy, true),
    ] {
        let mut known = desk();
        known.visit = Some(visit(7, state));
        let done = as_role(role, &back, &known);
        let refused = matches!(done, Err(Refusal::NotPermitted { may, .. }) if may == Deed::StrikePromise.row().roles);
        assert_eq!((done.is_ok(), refused), (may, !may), "{state:?} {role:?}");
    }
}
