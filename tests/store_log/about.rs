//! What is said beside an event: paper, for whom, where, late.

use crate::common::{Bench, person, today};
use uuid::Uuid;
use zhiban::domain::command::*;
use zhiban::domain::event::{About, Kind, NewEvent};
use zhiban::domain::id::PointId;
use zhiban::domain::moment::TimeOfDay;
use zhiban::store::codec::{self, Origin};
use zhiban::store::execute::file;
use zhiban::store::log;

/// What somebody may write where a number is asked for.
const PAPER: &str = "阎芳口述她丈夫打人那张纸";

fn late() -> Late {
    Late {
        happened: TimeOfDay(500).on(today()),
        paper_no: Some(PAPER.into()),
    }
}

fn bodies(b: &Bench) -> Vec<(String, String)> {
    let log = log::read(b.desk.conn(), 0, 100_000).unwrap();
    let body = |e: log::StoredEvent| (e.event.kind.clone(), String::from_utf8(e.event.body).unwrap());
    log.into_iter().map(body).collect()
}

fn erase(b: &mut Bench, owner: Uuid) {
    let now = b.now.0;
    b.desk
        .write(|tx, _, _| {
            zhiban::store::keys::forget(tx, &owner.to_string(), now)?;
            zhiban::store::apply::wipe(tx, owner)
        })
        .unwrap();
}

#[test]
fn a_late_entry_says_so_in_the_open_and_keeps_its_paper_with_the_words() {
    let mut b = Bench::new();
    b.late = Some(late());
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    b.late = None;
    let handling = b.hand_over(None);
    b.act(Command::Handle(Handle {
        opinion,
        rev: b.rev(opinion),
        category: None,
        handling,
    }));
    let said: Vec<serde_json::Value> = log::by_subject(b.desk.conn(), opinion.0, 0)
        .unwrap()
        .iter()
        .map(|e| serde_json::from_slice(&e.event.body).unwrap())
        .collect();
    assert_eq!(said[0]["late"], true);
    assert!(said[1].get("late").is_none());
    for (kind, open) in bodies(&b) {
        assert!(!open.contains("paper\"") && !open.contains("阎芳"), "{kind}: {open}");
    }
    let file = b.opinion_file(opinion);
    assert_eq!(file.opinion.paper_no.as_deref(), Some(PAPER));
    let about = |h: &zhiban::domain::event::Happened| (h.about.late, h.about.paper.clone());
    assert_eq!(
        file.history.iter().map(about).collect::<Vec<_>>(),
        [(true, Some(PAPER.to_owned())), (false, None)]
    );
    b.sound();
}

#[test]
fn the_paper_goes_with_whom_it_is_of_and_acts_may_still_be_entered_late() {
    let mut b = Bench::new();
    b.late = Some(late());
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    let citizen = b.opinion_file(opinion).citizen.unwrap().id;
    erase(&mut b, citizen.0);
    erase(&mut b, opinion.0);
    let file = b.opinion_file(opinion);
    assert_eq!(file.opinion.paper_no, None);
    assert!(file.history.iter().all(|h| h.about.paper.is_none()));
    // Nothing typed about somebody who is gone is kept, and what needs no words goes on.
    b.act(Command::Handle(Handle {
        opinion,
        rev: b.rev(opinion),
        category: None,
        handling: Handling::Reference,
    }));
    assert!(b.opinion_file(opinion).history.iter().all(|h| h.about.paper.is_none()));
    b.sound();
}

/// The first version wrote the number of the paper in the open; what stands there goes with its owner all the same.
#[test]
fn a_paper_that_stands_open_in_an_older_row_goes_with_its_owner() {
    let mut b = Bench::new();
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    let paper_of = |b: &Bench| {
        let mut stored = log::by_subject(b.desk.conn(), opinion.0, 0).unwrap().remove(0);
        stored.event.kind = "kept_for_reference".into();
        (stored.event.ver, stored.event.sealed) = (1, None);
        stored.event.body = format!(r#"{{"kind":"kept_for_reference","late":true,"paper":"{PAPER}"}}"#).into_bytes();
        let read = codec::read(&stored, b.desk.vault(), b.desk.conn()).unwrap();
        (read.about.late, read.about.paper, read.erased)
    };
    assert_eq!(paper_of(&b), (true, Some(PAPER.to_owned()), false));
    erase(&mut b, opinion.0);
    assert_eq!(paper_of(&b), (true, None, true));
}

#[test]
fn whom_somebody_acted_for_and_where_is_read_back() {
    let mut b = Bench::new();
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    let about = About {
        acting_for: b.account,
        point: Some(PointId(Uuid::from_u128(78))),
        ..About::default()
    };
    let origin = Origin {
        command: Uuid::from_u128(79),
        at: b.now,
        doubtful: false,
        day: today(),
        account: b.account,
        table: None,
    };
    let event = NewEvent {
        about: about.clone(),
        ..NewEvent::new(opinion.0, Kind::KeptForReference {})
    };
    let filed = file(&mut b.desk, &origin, &[event]).unwrap();
    let stored = log::by_command(b.desk.conn(), Uuid::from_u128(79)).unwrap();
    let read = codec::read(&stored[0], b.desk.vault(), b.desk.conn()).unwrap();
    assert_eq!((&read.about, &filed[0].about), (&about, &about));
    let body = String::from_utf8(stored[0].event.body.clone()).unwrap();
    assert!(body.contains("acting_for") && body.contains("point"), "{body}");
    b.sound();
}
