//! Words that were typed anywhere stand in no open body of the log.

use std::cell::RefCell;

use crate::common::{Bench, today};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::moment::{Moment, TimeOfDay};
use zhiban::domain::record::*;
use zhiban::store::{codec, log};

/// Hands out words nobody else would type, and remembers for what.
#[derive(Default)]
struct Planted(RefCell<Vec<(String, &'static str)>>);

impl Planted {
    fn word(&self, what: &'static str) -> String {
        let mut all = self.0.borrow_mut();
        let word = format!("话茬{:03}尾", all.len());
        all.push((word.clone(), what));
        word
    }

    #[expect(clippy::unnecessary_wraps, reason = "most words of a form may be left out")]
    fn said(&self, what: &'static str) -> Option<String> {
        Some(self.word(what))
    }
}

fn person(p: &Planted) -> CitizenDetails {
    CitizenDetails {
        name: p.said("name"),
        phone: p.said("phone"),
        reach_note: p.said("reach note"),
        address: p.said("address"),
        on_behalf_of: p.said("on behalf of"),
        ..CitizenDetails::default()
    }
}

fn people(b: &mut Bench, p: &Planted) {
    b.act(Command::AddDeputy(DeputyProfile {
        name: p.word("deputy"),
        pinyin: p.word("pinyin"),
        born: p.said("born"),
        party: p.said("party"),
        post: p.said("post"),
        constituency: p.said("constituency"),
        team: p.said("team"),
        speciality: p.said("speciality"),
        phone: p.said("deputy's phone"),
        note: p.said("roster note"),
        ..DeputyProfile::default()
    }));
    let unit = UnitProfile {
        contact: p.said("contact"),
        phone: p.said("unit's phone"),
        scope: p.said("scope"),
        via: p.said("via"),
        ..crate::common::unit("交通站", "交通站", UnitKind::TownOffice)
    };
    b.act(Command::AddUnit(unit));
    b.act(Command::AddAccount(AddAccount {
        os_name: p.word("login"),
        name: p.word("account"),
        role: Role::Clerk,
        deputy: None,
    }));
    let station = b.snapshot().station.unwrap();
    b.act(Command::ChangeStation(ChangeStation {
        rev: station.rev,
        name: "柳河镇联络站".into(),
        kind: StationKind::Station,
        hours: p.word("hours"),
        head_phone: p.said("head's phone"),
    }));
}

fn reception(b: &mut Bench, p: &Planted) {
    let plan = SessionPlan {
        place: p.word("place of the reception"),
        theme: p.said("theme"),
        ..b.plan(2)
    };
    let deputies = b.deputies.clone();
    let cancelled = b.act(Command::PlanSession(PlanSession {
        plan: plan.clone(),
        deputies: Vec::new(),
    }));
    let session = cancelled.session.unwrap();
    b.act(Command::CancelSession(CancelSession {
        session,
        rev: cancelled.rev(session.0).unwrap(),
        reason: p.word("why cancelled"),
    }));
    let planned = b.act(Command::PlanSession(PlanSession { plan, deputies }));
    let session = planned.session.unwrap();
    b.act(Command::OpenSession(OpenSession {
        session,
        rev: planned.rev(session.0).unwrap(),
        presence: Presence::StaffOnly,
    }));
    b.act(Command::TakeLeave(TakeLeave {
        session,
        deputy: b.deputies[0],
        reason: p.word("leave"),
    }));
    b.act(Command::Substitute(Substitute {
        session,
        absent: b.deputies[1],
        by: b.deputies[2],
        table: None,
        reason: p.word("why substituted"),
    }));
    let arrival = |why: &'static str| Arrival {
        label: p.said("label"),
        first_words: p.said("first words"),
        heads: 2,
        asked: None,
        priority: Priority::First,
        priority_reason: p.said(why),
    };
    let come = |b: &mut Bench| {
        let came = b.act(Command::TakeNumber(TakeNumber {
            session: Some(session),
            arrival: arrival("why first"),
        }));
        let visit = came.visit.unwrap();
        (visit, came.rev(visit.0).unwrap())
    };
    let (visit, rev) = come(b);
    let arrival = arrival("why first now");
    b.act(Command::ChangeVisit(ChangeVisit { visit, rev, arrival }));
    let called = b.act(Command::CallVisit(CallVisit {
        visit,
        rev: b.visit_rev(visit),
        table: 1,
    }));
    b.act(Command::MoveVisit(MoveVisit {
        visit,
        rev: called.rev(visit.0).unwrap(),
        to: 2,
        note: p.said("note at the move"),
    }));
    b.act(Command::FinishVisit(FinishVisit {
        visit,
        rev: b.visit_rev(visit),
        consult_only: true,
        unwritten: false,
        call_next: false,
    }));
    let (visit, rev) = come(b);
    b.act(Command::EndVisit(EndVisit {
        visit,
        rev,
        outcome: VisitState::Left,
        reason: p.said("why left"),
        guidance: None,
    }));
    let (visit, rev) = come(b);
    b.act(Command::VoidVisit(VoidVisit {
        visit,
        rev,
        reason: p.word("why void"),
    }));
    let (visit, rev) = come(b);
    b.act(Command::PromiseNext(PromiseNext {
        visit,
        rev,
        label: p.said("promised"),
        phone: p.said("phone to ring"),
        reason: p.said("why not received"),
    }));
    let promise = b.snapshot().promised[0].clone();
    b.act(Command::ChangePromise(ChangePromise {
        promise: promise.id,
        rev: promise.rev,
        label: p.said("promised again"),
        phone: p.said("another phone"),
    }));
    b.act(Command::CloseSession(CloseSession {
        session,
        note: p.said("closing note"),
    }));
}

fn matters(b: &mut Bench, p: &Planted) {
    let mut entry = b.entry(&p.word("words"), person(p));
    entry.details.summary = p.said("summary");
    entry.details.place = p.said("place");
    entry.details.papers = p.said("papers");
    entry.details.papers_at = p.said("where the papers are");
    entry.details.wants = p.said("what they want");
    entry.details.materials = p.said("what they brought");
    entry.details.may_relay = p.said("through whom they are told");
    entry.details.confidential = true;
    let Handling::HandOver(mut over) = b.hand_over(None) else {
        panic!()
    };
    (over.person, over.note) = (p.said("person there"), p.said("note to the unit"));
    entry.handling = Handling::HandOver(over);
    let filed = b.act(Command::FileOpinion(Box::new(entry)));
    let (opinion, citizen) = (filed.opinion.unwrap(), filed.citizen.unwrap());
    b.act(Command::Chase(Chase {
        opinion,
        rev: b.rev(opinion),
        unit: None,
        way: Way::Phone,
        person: p.said("person asked"),
        text: p.said("what they promised"),
        promised_for: Some(today()),
    }));
    b.act(Command::NoteNumber(NoteNumber {
        opinion,
        family: NumberFamily::Foreign,
        system: Some("12345".into()),
        number: p.word("foreign number"),
    }));
    b.act(Command::HandOn(HandOn {
        opinion,
        rev: b.rev(opinion),
        to: second_account(b),
        reason: p.said("why handed on"),
    }));
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion,
        rev: b.rev(opinion),
        unit: None,
        way: Way::Phone,
        person: p.said("person who answered"),
        text: p.word("answer"),
        class: "A".into(),
        class_date: None,
    }));
    b.act(Command::Tell(Tell {
        opinion,
        rev: b.rev(opinion),
        whom: None,
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: p.said("note of the telling"),
        grade: Some(Grade::Dissatisfied),
        said: p.said("what they said of it"),
        close: false,
    }));
    b.act(Command::Evaluate(Evaluate {
        opinion,
        rev: b.rev(opinion),
        evaluation: EvaluationEntry::of(Grade::Basically, Way::Phone, p.said("said later")),
    }));
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion,
        rev: b.rev(opinion),
        changes: vec![
            Change::Words(p.word("other words")),
            Change::Answer(p.word("other answer")),
            Change::PapersAt(p.said("where else")),
            Change::Urgency(Some(Urgency::Urgent)),
        ],
        reason: p.word("why corrected"),
    }));
    let Some(c) = b.opinion_file(opinion).citizen else {
        panic!()
    };
    b.act(Command::CorrectCitizen(CorrectCitizen {
        citizen,
        rev: c.rev,
        changes: vec![CitizenChange::Phone(p.said("right phone"))],
        reason: p.word("why the person was corrected"),
    }));
    let guided = Handling::Guide(GuideEntry {
        reason: "T1".into(),
        destination: p.said("destination"),
        phone: p.said("phone of the place"),
        told: true,
    });
    for handling in [guided, spot(p)] {
        let mut entry = b.entry(&p.word("words"), person(p));
        entry.handling = handling;
        b.file(entry);
    }
    let opinion = b.file(b.entry(
        "路灯不亮",
        CitizenDetails {
            anonymous: true,
            ..CitizenDetails::default()
        },
    ));
    b.act(Command::SplitOpinion(SplitOpinion {
        opinion,
        rev: b.rev(opinion),
        keep: p.word("kept words"),
        words: p.word("split words"),
        category: None,
    }));
    b.act(Command::MoveOpinion(MoveOpinion {
        opinion,
        rev: b.rev(opinion),
        visit: filed.visit.unwrap(),
        citizen: Some(citizen),
        reason: p.word("why moved"),
    }));
    b.act(Command::VoidOpinion(VoidOpinion {
        opinion,
        rev: b.rev(opinion),
        reason: p.word("why this is void"),
    }));
}

fn spot(p: &Planted) -> Handling {
    Handling::OnSpot(SpotEntry {
        answer: p.said("answer on the spot"),
        class: "A".into(),
        grade: Some(Grade::Satisfied),
        said: p.said("what they said at the desk"),
    })
}

fn second_account(b: &Bench) -> zhiban::domain::id::AccountId {
    let zhiban::domain::view::Answer::Accounts(all) = b.ask(&zhiban::domain::view::Query::Accounts { os_name: None })
    else {
        panic!()
    };
    all.last().unwrap().id
}

fn paper(b: &mut Bench, p: &Planted) {
    let late = |paper_no| Late {
        happened: TimeOfDay(500).on(today()),
        paper_no,
    };
    b.late = Some(late(p.said("paper of the matter")));
    let opinion = b.file(b.entry("路灯不亮", CitizenDetails::default()));
    b.late = Some(late(p.said("paper of the hand-over")));
    let handling = b.hand_over(None);
    b.act(Command::Handle(Handle {
        opinion,
        rev: b.rev(opinion),
        category: None,
        handling,
    }));
    b.late = Some(late(p.said("paper of the reception")));
    b.act(Command::EnterSession(LateSession {
        plan: SessionPlan {
            day: today().pred_opt().unwrap(),
            place: p.word("place on paper"),
            theme: p.said("theme on paper"),
            ..b.plan(1)
        },
        deputies: Vec::new(),
        staff_only: true,
        note: p.said("note on paper"),
    }));
    b.late = Some(late(p.said("paper of the visit")));
    let at = |minute| TimeOfDay(minute).on(today().pred_opt().unwrap());
    let [arrived, talked, done]: [Moment; 3] = [at(560), at(565), at(580)];
    b.act(Command::EnterVisit(LateVisit {
        session: None,
        arrival: Arrival {
            label: p.said("label on paper"),
            ..Arrival::default()
        },
        ticket: None,
        table: 1,
        arrived,
        talked,
        done,
    }));
}

#[test]
fn what_people_type_stands_in_no_open_body_and_is_read_with_its_key() {
    let (mut b, planted) = (Bench::new(), Planted::default());
    people(&mut b, &planted);
    reception(&mut b, &planted);
    matters(&mut b, &planted);
    paper(&mut b, &planted);
    let planted = planted.0.into_inner();
    assert!(planted.len() >= 60, "{}", planted.len());

    let (mut said, mut codes) = (String::new(), Vec::new());
    for stored in log::read(b.desk.conn(), 0, 100_000).unwrap() {
        let open = String::from_utf8(stored.event.body.clone()).unwrap();
        for (word, what) in &planted {
            assert!(
                !open.contains(word),
                "{what} stands open in {}: {open}",
                stored.event.kind
            );
        }
        assert!(!open.contains("话茬"), "{open}");
        assert!(!open.contains("claim_code"), "{open}");
        let event = codec::read(&stored, b.desk.vault(), b.desk.conn()).unwrap();
        let whole = serde_json::to_value(&event.kind).unwrap();
        said.push_str(&serde_json::to_string(&event.about).unwrap());
        codes.extend(whole["claim_code"].as_str().map(str::to_owned));
        said.push_str(&whole.to_string());
    }
    assert_eq!(codes.len(), 1, "one person gave no name");
    // What was known of a visitor only while the visit lasted is gone with its key; nobody reads a late visitor's mark.
    let gone = [
        "label",
        "first words",
        "note at the move",
        "why first",
        "why first now",
        "label on paper",
        "paper of the visit",
    ];
    for (word, what) in planted.iter().filter(|(_, what)| !gone.contains(what)) {
        assert!(said.contains(word), "{what} was lost");
    }
    b.sound();
}
