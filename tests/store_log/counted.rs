//! An accusation is counted: whatever is done with it later, no words come to it and no key is made for it.

use crate::common::{Bench, person, rules, today};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::event::Kind;
use zhiban::domain::id::{OpinionId, VisitId};
use zhiban::domain::moment::TimeOfDay;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::rules::{Section, Wrong};
use zhiban::store::ExecuteError;

/// What nobody may write down.
const WORDS: &str = "李国强收钱";

fn counted(b: &mut Bench) -> OpinionId {
    let counted = b.act(Command::CountAccusation(CountAccusation {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        reason: "T4".into(),
        told: true,
    }));
    counted.opinion.unwrap()
}

fn keys(b: &Bench, opinion: OpinionId) -> i64 {
    b.count(&format!("SELECT count(*) FROM key WHERE owner = '{opinion}'"))
}

fn refused(b: &mut Bench, command: Command) {
    let text = format!("{command:?}");
    let Err(ExecuteError::Refused(refusal)) = b.try_act(command) else {
        panic!("{text} was not refused")
    };
    assert_eq!(refusal, Refusal::KeepsNothing, "{text}");
}

#[test]
fn no_words_come_to_an_accusation_and_it_never_has_a_key() {
    let mut b = Bench::new();
    let opinion = counted(&mut b);
    for system in [None, Some("12345".to_owned())] {
        refused(
            &mut b,
            Command::NoteNumber(NoteNumber {
                opinion,
                family: NumberFamily::Foreign,
                system,
                number: format!("12345-2026-{WORDS}举报1"),
            }),
        );
    }
    let said = || Some(WORDS.to_owned());
    for change in [
        Change::Words(WORDS.into()),
        Change::Summary(said()),
        Change::Place(said()),
        Change::Papers(said()),
        Change::PapersAt(said()),
        Change::Answer(WORDS.into()),
    ] {
        let rev = b.rev(opinion);
        refused(
            &mut b,
            Command::CorrectOpinion(CorrectOpinion {
                opinion,
                rev,
                changes: vec![change],
                reason: "补充".into(),
            }),
        );
    }
    assert_eq!(keys(&b, opinion), 0);
    b.sound();
}

#[test]
fn what_must_be_possible_with_an_accusation_stays_so_and_says_why_under_the_key_that_stays() {
    let mut b = Bench::new();
    let session = b.open_session(1);
    let to: VisitId = b.arrive(Some(session), "乙").visit.unwrap();
    let opinion = counted(&mut b);
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion,
        rev: b.rev(opinion),
        changes: vec![
            Change::Category(Some("misc".into())),
            Change::Urgency(Some(Urgency::Urgent)),
            Change::Channel(Some(Channel::Letter)),
            Change::Confidential(false),
        ],
        reason: "类别写错".into(),
    }));
    b.act(Command::MoveOpinion(MoveOpinion {
        opinion,
        rev: b.rev(opinion),
        visit: to,
        citizen: None,
        reason: "记错了人".into(),
    }));
    b.act(Command::VoidOpinion(VoidOpinion {
        opinion,
        rev: b.rev(opinion),
        reason: "多计了一次".into(),
    }));
    let file = b.opinion_file(opinion);
    let why = |kind: &Kind| match kind {
        Kind::OpinionCorrected { reason, .. }
        | Kind::OpinionMoved { reason, .. }
        | Kind::OpinionVoided { reason, .. } => reason.clone(),
        _ => None,
    };
    let reasons: Vec<String> = file.history.iter().filter_map(|h| why(&h.kind)).collect();
    // Of a letter nobody came, and of whoever came it was none: each moves the matter and corrects how it came.
    assert_eq!(reasons, ["类别写错", "类别写错", "记错了人", "记错了人", "多计了一次"]);
    assert_eq!(file.opinion.details.category.as_deref(), Some("misc"));
    assert_eq!(keys(&b, opinion), 0, "no key is made for a reason either");
    b.sound();
}

#[test]
fn an_accusation_from_paper_keeps_no_number_of_the_paper() {
    let mut b = Bench::new();
    b.late = Some(Late {
        happened: TimeOfDay(500).on(today()),
        paper_no: Some(format!("{WORDS}那张纸")),
    });
    let opinion = counted(&mut b);
    let file = b.opinion_file(opinion);
    assert_eq!(file.opinion.paper_no, None);
    assert!(file.history.iter().all(|h| h.about.late && h.about.paper.is_none()));
    assert_eq!(keys(&b, opinion), 0);
    b.sound();
}

/// Whether anything is kept of a matter was settled when it was filed: a later rule makes neither a key for one that has
/// none, nor leaves words of another under a key that is never erased.
#[test]
fn a_reason_that_matters_were_filed_under_keeps_what_it_kept() {
    let mut b = Bench::new();
    let turned = |code: &str| {
        let mut rules = rules();
        let reason = rules.reasons.iter_mut().find(|r| r.code == code).unwrap();
        reason.keeps_nothing = !reason.keeps_nothing;
        Box::new(rules)
    };
    let opinion = counted(&mut b);
    let mut entry = b.entry("邻居占了我家的地", person("王秀英", "13712344410"));
    entry.handling = Handling::Guide(GuideEntry {
        reason: "T1".into(),
        destination: Some("县法院".into()),
        phone: None,
        told: true,
    });
    b.file(entry);
    for code in ["T4", "T1"] {
        let rules = turned(code);
        let Err(ExecuteError::Refused(Refusal::BadRules(wrong))) =
            b.try_act(Command::AdoptRules(AdoptRules { seen: 1, rules }))
        else {
            panic!("{code} was turned")
        };
        let said: Vec<_> = wrong.iter().map(|p| (p.section, p.what.clone())).collect();
        assert_eq!(said, [(Section::Reason, Wrong::KeepsOtherwise(code.into(), 1))]);
    }
    // One that nobody was filed under may be turned, and from then on no more.
    let rules = turned("T2");
    b.act(Command::AdoptRules(AdoptRules { seen: 1, rules }));
    let rev = b.rev(opinion);
    refused(
        &mut b,
        Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev,
            changes: vec![Change::Words(WORDS.into())],
            reason: "补充".into(),
        }),
    );
    assert_eq!(keys(&b, opinion), 0);
    b.sound();
}

#[test]
fn what_is_entered_late_of_a_visit_that_never_had_a_key_makes_none() {
    let mut b = Bench::new();
    counted(&mut b);
    let visit: String = b
        .desk
        .conn()
        .query_row("SELECT id FROM visit", [], |row| row.get(0))
        .unwrap();
    b.late = Some(Late {
        happened: TimeOfDay(8 * 60).on(today()),
        paper_no: Some("纸-3".into()),
    });
    b.act(Command::InformHead(InformHead {
        visit: VisitId(visit.parse().unwrap()),
    }));
    assert_eq!(b.count(&format!("SELECT count(*) FROM key WHERE owner = '{visit}'")), 0);
    b.sound();
}
