//! Why something was done, in free words: it goes with whom it is about.

use crate::common::{Bench, person};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::event::Kind;
use zhiban::domain::id::VisitId;
use zhiban::domain::record::Visit;
use zhiban::domain::view::{Answer, Query};

const WHY: &str = "孕妇阎芳";

fn visit(b: &Bench, id: VisitId) -> Visit {
    let Answer::VisitFile(Some(visit), ..) = b.ask(&Query::VisitFile(id)) else {
        panic!()
    };
    visit
}

/// Somebody who goes first, and for a reason.
fn first(b: &mut Bench) -> VisitId {
    let session = b.open_session(1);
    let arrival = Arrival {
        label: None,
        priority: Priority::First,
        priority_reason: Some(WHY.into()),
        ..Arrival::default()
    };
    let came = b.act(Command::TakeNumber(TakeNumber {
        session: Some(session),
        arrival,
    }));
    let visit = came.visit.unwrap();
    b.act(Command::CallVisit(CallVisit {
        visit,
        rev: b.visit_rev(visit),
        table: 1,
    }));
    visit
}

/// Nobody can be brought back any more.
fn next_day(b: &mut Bench) {
    b.now = zhiban::domain::moment::Moment(b.now.0 + 86_400_000);
    b.act(Command::ConfirmDay(ConfirmDay { day: b.now.day() }));
}

fn everything_stored(b: &Bench) -> String {
    let columns = "SELECT group_concat(coalesce(priority_reason, '')) FROM visit";
    b.desk.conn().query_row(columns, [], |row| row.get(0)).unwrap()
}

#[test]
fn why_somebody_goes_first_is_known_while_they_are_here_and_no_longer() {
    let mut b = Bench::new();
    let id = first(&mut b);
    assert_eq!(visit(&b, id).priority_reason.as_deref(), Some(WHY));
    b.act(Command::FinishVisit(FinishVisit {
        visit: id,
        rev: b.visit_rev(id),
        consult_only: true,
        unwritten: false,
        call_next: false,
    }));
    assert_eq!(
        visit(&b, id).priority_reason.as_deref(),
        Some(WHY),
        "as long as they can be brought back"
    );
    next_day(&mut b);
    let after = visit(&b, id);
    assert_eq!((after.priority, after.priority_reason), (Priority::First, None));
    for stored in zhiban::store::log::read(b.desk.conn(), 0, 1_000).unwrap() {
        let event = zhiban::store::codec::read(&stored, b.desk.vault(), b.desk.conn()).unwrap();
        assert!(!format!("{event:?}").contains(WHY), "{event:?}");
    }
    b.sound();
}

#[test]
fn why_somebody_goes_first_is_dropped_when_it_turns_out_an_accusation() {
    let mut b = Bench::new();
    let id = first(&mut b);
    b.act(Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(id),
        reason: "T4".into(),
        told: true,
    }));
    assert!(!visit(&b, id).state.is_over(), "they still sit there");
    assert_eq!(visit(&b, id).priority_reason, None);
    assert!(!everything_stored(&b).contains(WHY));
    b.sound();
}

#[test]
fn why_a_matter_is_void_goes_with_the_matter() {
    let mut b = Bench::new();
    let id = b.file(b.entry("想问离婚的事", person("阎芳", "13712344410")));
    b.act(Command::VoidOpinion(VoidOpinion {
        opinion: id,
        rev: b.rev(id),
        reason: "阎芳反悔了".into(),
    }));
    let said = |b: &Bench| {
        let history = b.opinion_file(id).history;
        let words = |kind: &Kind| match kind {
            Kind::OpinionVoided { reason } => reason.clone(),
            _ => None,
        };
        let words: Vec<_> = history.iter().filter_map(|h| words(&h.kind)).collect();
        (words, b.opinion_file(id).opinion.void_reason)
    };
    let why = "阎芳反悔了".to_owned();
    assert_eq!(said(&b), (vec![why.clone()], Some(why)));
    let now = b.now.0;
    b.desk
        .write(|tx, _, _| {
            zhiban::store::keys::forget(tx, &id.to_string(), now)?;
            zhiban::store::apply::wipe(tx, id.0)
        })
        .unwrap();
    assert_eq!(said(&b), (Vec::new(), None));
    assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Void);
    b.sound();
}

/// The visit forgets why they went first when it ends; whoever is promised the next time goes first for the same reason.
#[test]
fn why_somebody_goes_first_lives_on_with_the_promise_and_no_longer() {
    let mut b = Bench::new();
    let id = first(&mut b);
    b.act(Command::PromiseNext(PromiseNext {
        visit: id,
        rev: b.visit_rev(id),
        label: None,
        phone: None,
        reason: None,
    }));
    next_day(&mut b);
    assert_eq!(visit(&b, id).priority_reason, None);
    let p = b.snapshot().promised.remove(0);
    assert_eq!(p.priority_reason.as_deref(), Some(WHY));
    b.sound();
    let changed = b.act(Command::ChangePromise(ChangePromise {
        promise: p.id,
        rev: p.rev,
        label: None,
        phone: Some("13700004410".into()),
    }));
    assert_eq!(b.snapshot().promised[0].priority_reason.as_deref(), Some(WHY));
    let came = b.act(Command::ReceivePromised(ReceivePromised {
        promise: p.id,
        rev: changed.rev(p.id.0).unwrap(),
        session: None,
        reason: "第1次接待留下".into(),
    }));
    let now = visit(&b, came.visit.unwrap());
    assert_eq!(
        (now.carried_from, now.priority_reason.as_deref()),
        (Some(id), Some(WHY))
    );
    let left = "SELECT count(*) FROM promise WHERE coalesce(label, first_words, priority_reason, private) IS NOT NULL";
    assert_eq!(b.count(left), 1, "their number may be a mistake");
    b.sound();
    let visit = came.visit.unwrap();
    b.act(Command::EndVisit(EndVisit {
        visit,
        rev: b.visit_rev(visit),
        outcome: VisitState::Left,
        reason: None,
        guidance: None,
    }));
    next_day(&mut b);
    assert_eq!(b.count(left), 0, "they came, and that is over");
    b.sound();
    // It stands in no open body.
    for stored in zhiban::store::log::read(b.desk.conn(), 0, 1_000).unwrap() {
        assert!(
            !String::from_utf8(stored.event.body).unwrap().contains(WHY),
            "{}",
            stored.event.kind
        );
    }
}
