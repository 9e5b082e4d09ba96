//! What is kept of a promise, and that a backup keeps whom the station waits for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::Bench;
use zhiban::domain::code::{Owing, Struck, VisitState};
use zhiban::domain::command::{
    Arrival, CallNext, CallVisit, Command, CountAccusation, EndVisit, FinishVisit, PromiseNext, ReceivePromised,
    ReturnMissed, StrikePromise, TakeBackCall, TakeNumber, VisitRef, VoidVisit,
};
use zhiban::domain::id::VisitId;
use zhiban::domain::moment::Moment;
use zhiban::domain::record::Promise;
use zhiban::domain::view::Outcome;

#[test]
fn of_an_accusation_no_word_outlives_the_visit_in_a_promise() {
    let mut b = Bench::new();
    let arrival = Arrival {
        label: Some("周德旺".into()),
        first_words: Some("举报某某".into()),
        ..Arrival::default()
    };
    let took = Command::TakeNumber(TakeNumber { session: None, arrival });
    let visit = b.act(took).visit.unwrap();
    b.act(Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(visit),
        reason: "T4".into(),
        told: true,
    }));
    b.act(Command::PromiseNext(PromiseNext {
        visit,
        rev: b.visit_rev(visit),
        label: None,
        phone: Some("13700004410".into()),
        reason: None,
    }));
    let p = b.snapshot().promised.remove(0);
    assert_eq!((p.label, p.first_words, p.ticket), (None, None, Some(1)));
    assert_eq!(p.phone.as_deref(), Some("13700004410"));
    let left = "SELECT count(*) FROM key k JOIN visit v ON v.id = k.owner WHERE k.wrapped IS NOT NULL";
    assert_eq!(
        b.count(left),
        0,
        "what was said at the queue opens with nothing any more"
    );
    // The phone stands nowhere in clear, and opens with nothing once nobody is waited for.
    let clear =
        "SELECT count(*) FROM event WHERE instr(body, '13700004410') OR instr(coalesce(sealed, ''), '13700004410')";
    assert_eq!(b.count(clear), 0);
    b.act(Command::StrikePromise(StrikePromise {
        promise: p.id,
        rev: p.rev,
        why: Struck::Unreachable,
    }));
    assert_eq!(b.snapshot().promised, []);
    assert_eq!(b.snapshot().owed.of(Owing::Promised), 0);
    let keys = "SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL";
    assert_eq!(b.count(keys), 0);
    b.sound();
}

#[test]
fn a_void_visit_takes_its_promise_with_it() {
    let mut b = Bench::new();
    let arrival = Arrival {
        label: Some("周德旺".into()),
        ..Arrival::default()
    };
    let visit = b
        .act(Command::TakeNumber(TakeNumber { session: None, arrival }))
        .visit
        .unwrap();
    b.act(Command::PromiseNext(PromiseNext {
        visit,
        rev: b.visit_rev(visit),
        label: None,
        phone: None,
        reason: None,
    }));
    assert_eq!(b.snapshot().promised.len(), 1);
    b.act(Command::VoidVisit(VoidVisit {
        visit,
        rev: b.visit_rev(visit),
        reason: "点错".into(),
    }));
    assert_eq!(b.snapshot().promised, []);
    assert_eq!(b.count("SELECT count(*) FROM promise WHERE label IS NOT NULL"), 0);
    b.sound();
}

/// What happens to a number before it is void.
type Road = fn(&mut Bench, VisitId);

const PHONE: &str = "13700004410";

/// Somebody who was not received, and is promised the next time.
fn promised(b: &mut Bench, name: &str, words: &str) -> Promise {
    let arrival = Arrival {
        label: Some(name.into()),
        first_words: Some(words.into()),
        ..Arrival::default()
    };
    let visit = b
        .act(Command::TakeNumber(TakeNumber { session: None, arrival }))
        .visit
        .unwrap();
    b.act(Command::PromiseNext(PromiseNext {
        visit,
        rev: b.visit_rev(visit),
        label: None,
        phone: Some(PHONE.into()),
        reason: None,
    }));
    b.snapshot().promised.into_iter().find(|p| p.visit == visit).unwrap()
}

/// The number they are given.
fn received(b: &mut Bench, p: &Promise) -> VisitId {
    let rev = b.snapshot().promised.iter().find(|o| o.id == p.id).unwrap().rev;
    b.act(Command::ReceivePromised(ReceivePromised {
        promise: p.id,
        rev,
        session: None,
        reason: "上次没接到".into(),
    }))
    .visit
    .unwrap()
}

fn void(b: &mut Bench, visit: VisitId) -> Outcome {
    b.act(Command::VoidVisit(VoidVisit {
        visit,
        rev: b.visit_rev(visit),
        reason: "给错了人".into(),
    }))
}

fn end(b: &mut Bench, visit: VisitId, outcome: VisitState) {
    b.act(Command::EndVisit(EndVisit {
        visit,
        rev: b.visit_rev(visit),
        outcome,
        reason: None,
        guidance: None,
    }));
}

fn call(b: &mut Bench, visit: VisitId) {
    b.act(Command::CallVisit(CallVisit {
        visit,
        rev: b.visit_rev(visit),
        table: 1,
    }));
}

fn finish(b: &mut Bench, visit: VisitId) {
    b.act(Command::FinishVisit(FinishVisit {
        visit,
        rev: b.visit_rev(visit),
        consult_only: true,
        unwritten: false,
        call_next: false,
    }));
}

/// Whom the station waits for: by name, words and phone.
fn waited_for(b: &Bench) -> Vec<(Option<String>, Option<String>, Option<String>)> {
    let promised = b.snapshot().promised;
    assert_eq!(
        b.snapshot().owed.of(Owing::Promised),
        u32::try_from(promised.len()).unwrap()
    );
    promised
        .into_iter()
        .map(|p| (p.label, p.first_words, p.phone))
        .collect()
}

fn as_before(name: &str, words: &str) -> (Option<String>, Option<String>, Option<String>) {
    (Some(name.into()), Some(words.into()), Some(PHONE.into()))
}

#[test]
fn a_promise_whose_number_turns_out_to_be_a_mistake_is_open_again_with_all_that_was_known() {
    let at_once = |_: &mut Bench, _: VisitId| {};
    let called = |b: &mut Bench, visit: VisitId| call(b, visit);
    let taken_back = |b: &mut Bench, visit: VisitId| {
        call(b, visit);
        let rev = b.visit_rev(visit);
        b.act(Command::TakeBackCall(TakeBackCall { visit, rev }));
    };
    let finished = |b: &mut Bench, visit: VisitId| {
        call(b, visit);
        finish(b, visit);
    };
    let let_go = |b: &mut Bench, visit: VisitId| end(b, visit, VisitState::Left);
    let brought_back = |b: &mut Bench, visit: VisitId| {
        end(b, visit, VisitState::Left);
        let rev = b.visit_rev(visit);
        b.act(Command::ReturnMissed(ReturnMissed { visit, rev }));
    };
    let promised_anew = |b: &mut Bench, visit: VisitId| end(b, visit, VisitState::NextTime);
    let next_day = |b: &mut Bench, _: VisitId| b.now = Moment(b.now.0 + 86_400_000);
    let roads: [(&str, Road); 8] = [
        ("at once", at_once),
        ("called", called),
        ("taken back", taken_back),
        ("finished", finished),
        ("let go", let_go),
        ("brought back", brought_back),
        ("promised anew", promised_anew),
        ("the next day", next_day),
    ];
    for (road, go) in roads {
        let mut b = Bench::new();
        let p = promised(&mut b, "周德旺", "征地");
        let visit = received(&mut b, &p);
        assert_eq!(waited_for(&b), [], "{road}");
        b.sound();
        go(&mut b, visit);
        b.sound();
        assert!(void(&mut b, visit).promised_again, "{road}");
        assert_eq!(waited_for(&b), [as_before("周德旺", "征地")], "{road}");
        b.sound();
        // Once more, and this time they come.
        let visit = received(&mut b, &p);
        call(&mut b, visit);
        finish(&mut b, visit);
        b.sound();
        assert_eq!(waited_for(&b), [], "{road}");
    }
}

#[test]
fn of_two_promises_of_one_phone_the_void_number_opens_its_own() {
    let mut b = Bench::new();
    let (first, second) = (
        promised(&mut b, "周德旺", "征地"),
        promised(&mut b, "周德旺的儿子", "低保"),
    );
    let (one, other) = (received(&mut b, &first), received(&mut b, &second));
    void(&mut b, other);
    assert_eq!(waited_for(&b), [as_before("周德旺的儿子", "低保")]);
    b.sound();
    void(&mut b, one);
    assert_eq!(
        waited_for(&b),
        [as_before("周德旺", "征地"), as_before("周德旺的儿子", "低保")]
    );
    b.sound();
    // Struck off afterwards it is over for good.
    let rev = b.snapshot().promised[0].rev;
    b.act(Command::StrikePromise(StrikePromise {
        promise: first.id,
        rev,
        why: Struck::Declined,
    }));
    assert_eq!(waited_for(&b), [as_before("周德旺的儿子", "低保")]);
    b.sound();
}

#[test]
fn what_was_promised_is_forgotten_with_whoever_came_and_not_before() {
    let mut b = Bench::new();
    let p = promised(&mut b, "周德旺", "征地");
    let visit = received(&mut b, &p);
    b.act(Command::CallNext(CallNext {
        session: None,
        table: 1,
    }));
    finish(&mut b, visit);
    let keys = "SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL";
    assert_eq!(b.count(keys), 1, "the number may turn out to be a mistake today");
    b.now = Moment(b.now.0 + 86_400_000);
    b.act(Command::TakeNumber(TakeNumber {
        session: None,
        arrival: Arrival::default(),
    }));
    assert_eq!(b.count(keys), 0);
    assert_eq!(
        b.count("SELECT count(*) FROM promise WHERE coalesce(label, first_words, private) IS NOT NULL"),
        0
    );
    b.sound();
    assert!(
        !void(&mut b, visit).promised_again,
        "nobody knows any more whom to wait for"
    );
    assert_eq!(waited_for(&b), []);
    b.sound();
}

#[test]
fn whoever_is_not_received_a_second_time_either_is_rung_as_before() {
    let mut b = Bench::new();
    let p = promised(&mut b, "周德旺", "征地");
    let visit = received(&mut b, &p);
    end(&mut b, visit, VisitState::NextTime);
    assert_eq!(waited_for(&b), [as_before("周德旺", "征地")]);
    b.sound();
    // The visit in which they were promised it the first time was a mistake, and so was what came of it.
    void(&mut b, p.visit);
    assert!(!void(&mut b, visit).promised_again);
    assert_eq!(waited_for(&b), []);
    b.sound();
}
