//! What is kept of a promise, and that a backup keeps whom the station waits for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "store_desk_common/mod.rs"]
mod common;

use common::Bench;
use zhiban::domain::code::{Owing, Struck};
use zhiban::domain::command::{
    Arrival, Command, CountAccusation, PromiseNext, StrikePromise, TakeNumber, VisitRef, VoidVisit,
};

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
