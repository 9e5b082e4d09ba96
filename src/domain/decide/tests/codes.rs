//! A code stands open in the log for ever, so none is filed that is not of its list: otherwise it would be words.

use std::collections::BTreeSet;

use super::{act, desk, id, opinion};
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::event::Kind;
use crate::domain::id::*;
use crate::domain::record::*;
use crate::domain::refusal::Refusal;

const WORDS: &str = "阎芳家的事";

fn filing(category: Option<&str>, handling: Handling) -> Command {
    Command::FileOpinion(Box::new(OpinionEntry {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        speaker: Speaker::New(Box::default()),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "路灯不亮".into(),
            category: category.map(str::to_owned),
            ..OpinionDetails::default()
        },
        handling,
    }))
}

/// For each field that holds a code, a matter in a state and every act that would write words there.
fn acts() -> Vec<(&'static str, OpinionState, Command)> {
    use OpinionState as S;
    let (opinion, rev, code) = (OpinionId(id(800)), 1, || WORDS.to_owned());
    let correct = |change| {
        Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev,
            changes: vec![change],
            reason: "写错".into(),
        })
    };
    let split = Command::SplitOpinion(SplitOpinion {
        opinion,
        rev,
        keep: "路灯".into(),
        words: "水沟".into(),
        category: Some(code()),
    });
    let spot = Handling::OnSpot(SpotEntry {
        answer: Some("已答".into()),
        class: code(),
        grade: None,
        said: None,
    });
    let guide = Handling::Guide(GuideEntry {
        reason: code(),
        destination: Some("法院".into()),
        phone: None,
        told: true,
    });
    let counted = Command::CountAccusation(CountAccusation {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        reason: code(),
        told: true,
    });
    let answer = Command::RecordAnswer(RecordAnswer {
        opinion,
        rev,
        unit: None,
        way: Way::Phone,
        person: None,
        text: "已修".into(),
        class: code(),
        class_date: None,
    });
    let close = Command::CloseOpinion(CloseOpinion {
        opinion,
        rev,
        class: code(),
        class_date: None,
        upheld: None,
        reason: None,
    });
    let upheld = Command::CloseOpinion(CloseOpinion {
        opinion,
        rev,
        class: "A".into(),
        class_date: None,
        upheld: Some(code()),
        reason: None,
    });
    let number = Command::NoteNumber(NoteNumber {
        opinion,
        family: NumberFamily::Foreign,
        system: Some(code()),
        number: "1".into(),
    });
    vec![
        (
            "opinion_filed.category",
            S::Filed,
            filing(Some(WORDS), Handling::Undecided),
        ),
        ("opinion_filed.category", S::Filed, split),
        (
            "opinion_corrected.changes",
            S::Filed,
            correct(Change::Category(Some(code()))),
        ),
        ("opinion_corrected.changes", S::Told, correct(Change::Class(code()))),
        ("answered_on_spot.class", S::Filed, filing(None, spot)),
        ("guided_elsewhere.reason", S::Filed, filing(None, guide)),
        ("guided_elsewhere.reason", S::Filed, counted),
        ("answered.class", S::HandedOver, answer),
        ("opinion_closed.class", S::Told, close),
        ("opinion_closed.upheld", S::Told, upheld),
        ("number_noted.system", S::Filed, number),
    ]
}

#[test]
fn no_code_is_filed_that_is_not_of_its_list() {
    let part = Handover {
        part: 1,
        lead: true,
        unit: UnitId(id(20)),
        unit_name: "村建办".into(),
        via: None,
        handed_at: super::morning(),
        counted_from: None,
        due: None,
        counted_by: None,
        person: None,
        promised_for: None,
        answered_at: None,
        class: None,
        answer: None,
    };
    for (field, state, command) in acts() {
        let mut f = desk();
        f.opinions = vec![Opinion {
            class: Some("A".into()),
            told: true,
            rounds: vec![Round {
                no: 1,
                lead: part.clone(),
                further: Vec::new(),
            }],
            ..opinion(state)
        }];
        let unknown = Refusal::UnknownCode { code: WORDS.into() };
        assert_eq!(act(&command, &f), Err(unknown), "{field}: {command:?}");
    }
    // Every field that is a code has its act here.
    let met: BTreeSet<String> = acts().iter().map(|(field, ..)| (*field).to_owned()).collect();
    for shape in Kind::ALL {
        for field in shape.fields().filter(|f| f.ty.contains("Code")) {
            let place = format!("{}.{}", shape.name, field.name);
            assert!(met.contains(&place), "{place} is checked by nobody");
        }
    }
}
