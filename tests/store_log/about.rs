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

#[test]
fn a_late_entry_says_so_in_the_open_with_its_paper() {
    let mut b = Bench::new();
    b.late = Some(Late {
        happened: TimeOfDay(500).on(today()),
        paper_no: Some("17".into()),
    });
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    b.late = None;
    let handling = b.hand_over(None);
    b.act(Command::Handle {
        opinion,
        rev: b.rev(opinion),
        handling,
    });
    let bodies: Vec<serde_json::Value> = log::by_subject(b.desk.conn(), opinion.0, 0)
        .unwrap()
        .iter()
        .map(|e| serde_json::from_slice(&e.event.body).unwrap())
        .collect();
    assert_eq!((&bodies[0]["late"], &bodies[0]["paper"]), (&true.into(), &"17".into()));
    assert!(bodies[1].get("late").is_none() && bodies[1].get("paper").is_none());
    let file = b.opinion_file(opinion);
    assert_eq!(file.opinion.paper_no.as_deref(), Some("17"));
    assert_eq!(
        file.history.iter().map(|h| h.about.late).collect::<Vec<_>>(),
        [true, false]
    );
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
    let filed = file(&mut b.desk, &origin, vec![event]).unwrap();
    let stored = log::by_command(b.desk.conn(), Uuid::from_u128(79)).unwrap();
    let read = codec::read(&stored[0], b.desk.vault(), b.desk.conn()).unwrap();
    assert_eq!((&read.about, &filed[0].about), (&about, &about));
    let body = String::from_utf8(stored[0].event.body.clone()).unwrap();
    assert!(body.contains("acting_for") && body.contains("point"), "{body}");
    b.sound();
}
