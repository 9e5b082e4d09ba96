//! A matter from its words to its closing.

use super::super::decide;
use super::{Count, act, desk, id, is_unsealed, morning, opinion, today, visit};
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::deadline::Deadline;
use crate::domain::event::{FieldChange, Kind};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::*;
use crate::domain::moment::{Day, Moment};
use crate::domain::record::*;
use crate::domain::refusal::{Missing, Refusal, Subject};

fn matter(handling: Handling) -> OpinionEntry {
    OpinionEntry {
        visit: VisitRef::Known(VisitId(id(7))),
        speaker: Speaker::New(Box::default()),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "村口弯道看不见车".into(),
            ..OpinionDetails::default()
        },
        handling,
    }
}

#[test]
fn only_the_words_are_compulsory() {
    let mut f = desk();
    f.visit = Some(visit(7, VisitState::Talking));
    f.counters.opinion = 112;
    let file = |e: OpinionEntry| Command::FileOpinion(Box::new(e));
    let events = act(&file(matter(Handling::Undecided)), &f).unwrap();
    let [
        Kind::CitizenRecorded { claim_code: None, .. },
        Kind::OpinionFiled { number, .. },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(number, "03-2026-0113");
    let mut empty = matter(Handling::Undecided);
    empty.details.words = "  ".into();
    assert_eq!(act(&file(empty), &f), Err(Refusal::Missing(Missing::Words)));
    f.lineage = "B".into();
    f.counters.opinion = 1112;
    let events = act(&file(matter(Handling::Undecided)), &f).unwrap();
    assert!(matches!(&events[1], Kind::OpinionFiled { number, .. } if number == "03-2026-B1113"));
}

#[test]
fn nobody_is_forced_to_invent_a_name() {
    let mut f = desk();
    f.visit = Some(visit(7, VisitState::Talking));
    let mut e = matter(Handling::Undecided);
    e.speaker = Speaker::New(Box::new(CitizenDetails {
        anonymous: true,
        ..CitizenDetails::default()
    }));
    let events = act(&Command::FileOpinion(Box::new(e)), &f).unwrap();
    assert!(
        matches!(&events[0], Kind::CitizenRecorded { details, claim_code: Some(c), .. } if details.anonymous && c.len() == 6)
    );
    // Naming them later needs a reason, and the act is logged.
    f.citizen = Some(Citizen {
        id: CitizenId(id(700)),
        visit: VisitId(id(7)),
        details: CitizenDetails {
            anonymous: true,
            ..CitizenDetails::default()
        },
        claim_code: Some("123456".into()),
        rev: 1,
    });
    let name = |reason: &str| {
        Command::CorrectCitizen(CorrectCitizen {
            citizen: CitizenId(id(700)),
            rev: 1,
            changes: vec![CitizenChange::Name(Some("王秀英".into()))],
            reason: reason.into(),
        })
    };
    assert_eq!(act(&name(""), &f), Err(Refusal::NamingNeedsReason));
    assert!(matches!(
        act(&name("本人要求补上"), &f).unwrap()[..],
        [Kind::CitizenCorrected { .. }]
    ));
}

#[test]
fn of_an_accusation_nothing_is_kept() {
    let mut f = desk();
    f.visit = Some(visit(7, VisitState::Talking));
    let guide = GuideEntry {
        reason: "T4".into(),
        ..GuideEntry::default()
    };
    let filed = Command::FileOpinion(Box::new(matter(Handling::Guide(guide))));
    assert_eq!(act(&filed, &f), Err(Refusal::KeepsNothing));
    let count = Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(VisitId(id(7))),
        reason: "T4".into(),
        told: true,
    });
    let mut supply = Count(1);
    let mut ctx = Ctx {
        now: morning(),
        happened: morning(),
        is_late: false,
        paper_no: None,
        role: Some(Role::Clerk),
        account: None,
        deputy: None,
        stands_for: Vec::new(),
        supply: &mut supply,
    };
    let events = decide(&count, &f, &mut ctx).unwrap();
    assert!(events.iter().all(|e| is_unsealed(&e.kind)));
    assert!(matches!(
        &events[0].kind,
        Kind::OpinionFiled { citizen: None, details, .. } if details.confidential
    ));
    let other = Command::CountAccusation(CountAccusation {
        visit: VisitRef::Known(VisitId(id(7))),
        reason: "T1".into(),
        told: true,
    });
    assert!(act(&other, &f).is_err());
}

#[test]
fn a_hand_over_needs_unit_and_category_and_explains_its_date() {
    let mut f = desk();
    f.opinions = vec![opinion(OpinionState::Filed)];
    let over = |unit: u128, due: Option<Day>| {
        Command::Handle(Handle {
            opinion: OpinionId(id(800)),
            rev: 1,
            category: None,
            handling: Handling::HandOver(HandOverEntry {
                lead: PartEntry {
                    due: due.map(Deadline::on),
                    ..PartEntry::to(UnitId(id(unit)))
                },
                further: Vec::new(),
                way: Way::Phone,
                person: None,
                note: None,
            }),
        })
    };
    assert_eq!(act(&over(60, None), &f), Err(Refusal::NotFound(Subject::Unit)));
    f.units = vec![Unit {
        id: UnitId(id(60)),
        profile: UnitProfile {
            name: "镇供电所".into(),
            short: "供电所".into(),
            pinyin: String::new(),
            kind: UnitKind::Enterprise,
            contact: Some("熊杰子".into()),
            phone: None,
            scope: None,
            via: None,
        },
        active: true,
        rev: 1,
    }];
    let events = act(&over(60, None), &f).unwrap();
    let [
        Kind::HandedOver {
            round: 1,
            to: PartEntry { due: Some(due), .. },
            person: Some(person),
            ..
        },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((due.to_string().as_str(), person.as_str()), ("2026-12-14", "熊杰子"));
    assert!(matches!(
        act(&over(60, today().pred_opt()), &f),
        Err(Refusal::DueBefore { .. })
    ));
    if let Some(o) = f.opinions.first_mut() {
        o.details.category = None;
    }
    assert_eq!(act(&over(60, None), &f), Err(Refusal::Missing(Missing::Category)));
}

#[test]
fn told_and_satisfied_closes_but_a_plan_and_a_complaint_stay() {
    let mut f = desk();
    let tell = |grade| {
        Command::Tell(Tell {
            opinion: OpinionId(id(800)),
            rev: 1,
            whom: None,
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: Some(grade),
            said: None,
            close: true,
        })
    };
    let closes = |f: &Facts, grade| {
        act(&tell(grade), f)
            .unwrap()
            .iter()
            .any(|k| matches!(k, Kind::OpinionClosed { told: true, .. }))
    };
    f.opinions = vec![Opinion {
        class: Some("A".into()),
        ..opinion(OpinionState::Answered)
    }];
    assert!(closes(&f, Grade::Satisfied));
    assert_eq!(act(&tell(Grade::Dissatisfied), &f), Err(Refusal::NotContent));
    f.opinions = vec![Opinion {
        class: Some("C".into()),
        class_date: Some(today()),
        ..opinion(OpinionState::Answered)
    }];
    let plan = act(&tell(Grade::Satisfied), &f);
    assert!(matches!(plan, Err(Refusal::PlanStays { .. })), "{plan:?}");
    let close = Command::CloseOpinion(CloseOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    });
    assert!(matches!(act(&close, &f), Err(Refusal::NotTold { .. })));
    let at = |ms| Try {
        seq: 0,
        citizen: None,
        at: Moment(ms),
        reached: Reached::NoAnswer,
    };
    // All on one day are no proof that somebody cannot be reached.
    if let Some(o) = f.opinions.first_mut() {
        o.tries = vec![at(0), at(7_200_000), at(14_400_000)];
    }
    assert!(matches!(act(&close, &f), Err(Refusal::NotTold { .. })));
    if let Some(o) = f.opinions.first_mut() {
        o.tries = vec![at(0), at(7_200_000), at(90_000_000)];
    }
    assert!(matches!(
        act(&close, &f).unwrap()[..],
        [Kind::OpinionClosed { told: false, .. }]
    ));
    let plan = Command::CloseOpinion(CloseOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        class: "B".into(),
        class_date: None,
        upheld: None,
        reason: None,
    });
    if let Some(o) = f.opinions.first_mut() {
        o.class_date = None;
    }
    assert_eq!(act(&plan, &f), Err(Refusal::Missing(Missing::ClassDate)));
}

#[test]
fn what_somebody_is_not_content_with_is_struck_off_for_a_reason_that_is_kept() {
    let mut f = desk();
    let told = |grade| Opinion {
        told: true,
        grade,
        ..opinion(OpinionState::Told)
    };
    let close = |upheld: Option<&str>, reason: Option<&str>| {
        Command::CloseOpinion(CloseOpinion {
            opinion: OpinionId(id(800)),
            rev: 1,
            class: "A".into(),
            class_date: None,
            upheld: upheld.map(str::to_owned),
            reason: reason.map(str::to_owned),
        })
    };
    let number = || "03-2026-0001".to_owned();
    let kept = |f: &Facts, upheld, reason| match &act(&close(upheld, reason), f)?[..] {
        [Kind::OpinionClosed { upheld, reason, .. }] => Ok((upheld.clone(), reason.clone())),
        other => panic!("{other:?}"),
    };
    f.opinions = vec![told(Some(Grade::Dissatisfied))];
    let refused = || Err(Refusal::NotUpheld { number: number() });
    assert_eq!(kept(&f, None, None), refused());
    assert_eq!(
        kept(&f, None, Some("上门讲过")),
        refused(),
        "the rules have reasons to choose from"
    );
    let code = "no such".to_owned();
    assert_eq!(kept(&f, Some("no such"), None), Err(Refusal::UnknownCode { code }));
    let said = Some("上门讲过".to_owned());
    let explained = Some("explained".to_owned());
    assert_eq!(
        kept(&f, Some("explained"), Some(" 上门讲过 ")),
        Ok((explained.clone(), said.clone()))
    );
    assert_eq!(kept(&f, Some("explained"), None), Ok((explained, None)));
    // Nobody else is asked for it, and whoever says it all the same is told.
    for grade in [None, Some(Grade::Satisfied), Some(Grade::Declined)] {
        f.opinions = vec![told(grade)];
        assert_eq!(kept(&f, None, None), Ok((None, None)));
        let unhappy = Refusal::NobodyUnhappy { number: number() };
        assert_eq!(kept(&f, Some("explained"), None), Err(unhappy));
    }
    // A station whose rules have no such reasons says it in words.
    let mut rules = f.rules.as_deref().cloned().unwrap();
    rules.upholds.clear();
    f.rules = Some(std::sync::Arc::new(rules));
    f.opinions = vec![told(Some(Grade::Dissatisfied))];
    assert_eq!(kept(&f, None, None), refused());
    assert_eq!(kept(&f, None, Some("上门讲过")), Ok((None, said)));
}

#[test]
fn a_correction_keeps_the_old_value_and_seals_what_is_personal() {
    let mut f = desk();
    f.opinions = vec![opinion(OpinionState::Closed)];
    let correct = Command::CorrectOpinion(CorrectOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        changes: vec![
            Change::Words("灯全不亮".into()),
            Change::Category(Some("power".into())),
            Change::Confidential(false),
        ],
        reason: "记错了".into(),
    });
    let mut supply = Count(1);
    let mut ctx = Ctx {
        now: morning(),
        happened: morning(),
        is_late: false,
        paper_no: None,
        role: Some(Role::Clerk),
        account: None,
        deputy: None,
        stands_for: Vec::new(),
        supply: &mut supply,
    };
    let events = decide(&correct, &f, &mut ctx).unwrap();
    let Kind::OpinionCorrected {
        changes,
        sealed_changes: Some(sealed),
        ..
    } = &events[0].kind
    else {
        panic!("{events:?}")
    };
    assert_eq!(changes.len(), 1, "what did not change is not in the event");
    assert_eq!(changes[0].old.as_deref(), Some("lamp"));
    assert_eq!(sealed[0].old.as_deref(), Some("灯不亮"));
}

#[test]
fn a_matter_stays_confidential_until_it_is_said_who_agreed_and_how() {
    let mut f = desk();
    let mut secret = opinion(OpinionState::Filed);
    secret.details.confidential = true;
    f.opinions = vec![secret];
    let correct = |changes: &[Change]| {
        let correct = Command::CorrectOpinion(CorrectOpinion {
            opinion: OpinionId(id(800)),
            rev: 1,
            changes: changes.to_vec(),
            reason: "本人说不用保密了".into(),
        });
        act(&correct, &f)
    };
    let (off, by) = (Change::Confidential(false), Change::OpenedBy(Some("本人".into())));
    let way = Change::OpenedWay(Some(Way::Phone));
    let nobody = Change::OpenedBy(Some("  ".into()));
    for short in [
        vec![off.clone()],
        vec![off.clone(), by.clone()],
        vec![off.clone(), way.clone()],
        vec![off.clone(), nobody, way.clone()],
    ] {
        assert_eq!(correct(&short), Err(Refusal::Missing(Missing::Consent)), "{short:?}");
    }
    let tomorrow = Change::OpenedOn(morning().day().succ_opt());
    assert_eq!(
        correct(&[off.clone(), by.clone(), way.clone(), tomorrow]),
        Err(Refusal::InFuture)
    );
    let events = correct(&[off, by, way]).unwrap();
    let Kind::OpinionCorrected {
        changes,
        sealed_changes,
        ..
    } = &events[0]
    else {
        panic!("{events:?}")
    };
    let new = |field: &str| {
        let all = changes.iter().chain(sealed_changes.iter().flatten());
        all.filter(|c| c.field == field).find_map(|c| c.new.clone())
    };
    assert_eq!(new("confidential").as_deref(), Some("0"));
    assert_eq!(new("opened_by").as_deref(), Some("本人"));
    assert_eq!(new("opened_way").as_deref(), Some("phone"));
    assert_eq!(
        new("opened_on"),
        Some(morning().day().to_string()),
        "the day it was said on"
    );
}

#[test]
fn nobody_is_told_through_another_but_by_whom_they_named_and_of_a_confidential_matter_by_nobody() {
    let mut o = opinion(OpinionState::Answered);
    assert_eq!(o.relay(), None);
    o.details.may_relay = Some("老伴".into());
    assert_eq!(o.relay(), Some("老伴"));
    o.details.confidential = true;
    assert_eq!(o.relay(), None);
}

#[test]
fn what_was_agreed_once_is_gone_when_a_matter_is_confidential_again() {
    let mut f = desk();
    let mut open = opinion(OpinionState::Filed);
    (open.details.opened_by, open.details.opened_way) = (Some("本人".into()), Some(Way::Phone));
    f.opinions = vec![open];
    let correct = Command::CorrectOpinion(CorrectOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        changes: vec![Change::Confidential(true), Change::OpenedBy(Some("别人".into()))],
        reason: "本人又要求保密".into(),
    });
    let events = act(&correct, &f).unwrap();
    let Kind::OpinionCorrected {
        changes,
        sealed_changes,
        ..
    } = &events[0]
    else {
        panic!("{events:?}")
    };
    let gone = |c: &&FieldChange| c.field.starts_with("opened") && c.new.is_none();
    assert_eq!(
        changes
            .iter()
            .chain(sealed_changes.iter().flatten())
            .filter(gone)
            .count(),
        2
    );
}

#[test]
fn a_kind_is_named_by_its_tag() {
    assert_eq!(Kind::VisitMissed {}.name(), "visit_missed");
    assert_eq!(
        Kind::DeputySignedOut {
            deputy: DeputyId(id(1))
        }
        .name(),
        "deputy_signed_out"
    );
}

#[test]
fn whoever_is_not_content_is_written_down_in_their_words() {
    let mut f = desk();
    let tell = |said: Option<&str>| {
        Command::Tell(Tell {
            opinion: OpinionId(id(800)),
            rev: 1,
            whom: None,
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: Some(Grade::Dissatisfied),
            said: said.map(str::to_owned),
            close: false,
        })
    };
    let evaluate = |said: Option<&str>| {
        Command::Evaluate(Evaluate {
            opinion: OpinionId(id(800)),
            rev: 1,
            evaluation: EvaluationEntry::of(Grade::Dissatisfied, Way::Phone, said.map(str::to_owned)),
        })
    };
    for state in [OpinionState::Answered, OpinionState::Told] {
        f.opinions = vec![Opinion {
            class: Some("A".into()),
            ..opinion(state)
        }];
        let noted = |said| {
            let is_told = state == OpinionState::Told;
            act(&if is_told { evaluate(said) } else { tell(said) }, &f)
        };
        for said in [None, Some("  ")] {
            assert_eq!(noted(said), Err(Refusal::Missing(Missing::Complaint)), "{state:?}");
        }
        assert!(noted(Some("没说什么")).is_ok(), "{state:?}");
    }
}

#[test]
fn of_a_group_everybody_is_told_before_it_is_done_with() {
    let mut f = desk();
    let party = |n: u128, told| Party {
        citizen: CitizenId(id(n)),
        name: None,
        told,
        grade: None,
    };
    f.opinions = vec![Opinion {
        class: Some("A".into()),
        parties: vec![party(700, false), party(701, false)],
        ..opinion(OpinionState::Answered)
    }];
    let tell = |whom: Option<u128>| {
        Command::Tell(Tell {
            opinion: OpinionId(id(800)),
            rev: 1,
            whom: whom.map(|n| CitizenId(id(n))),
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: true,
        })
    };
    let closes = |f: &Facts, whom| {
        act(&tell(whom), f)
            .unwrap()
            .iter()
            .any(|k| matches!(k, Kind::OpinionClosed { .. }))
    };
    let early = act(&tell(Some(700)), &f);
    assert!(matches!(early, Err(Refusal::OthersUntold { .. })), "{early:?}");
    assert!(closes(&f, None), "told all at once, at a meeting");
    if let Some(o) = f.opinions.first_mut() {
        o.parties[1].told = true;
    }
    assert!(closes(&f, Some(700)));
    assert_eq!(act(&tell(Some(999)), &f), Err(Refusal::NotFound(Subject::Citizen)));
    // Whoever knows was reached.
    let in_vain = |whom: u128| {
        Command::Tell(Tell {
            opinion: OpinionId(id(800)),
            rev: 1,
            whom: Some(CitizenId(id(whom))),
            way: Way::Phone,
            reached: Reached::NoAnswer,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: false,
        })
    };
    let knows = act(&in_vain(701), &f);
    assert!(matches!(knows, Err(Refusal::KnowsAlready { .. })), "{knows:?}");
    assert!(act(&in_vain(700), &f).is_ok());

    f.visit = Some(Visit {
        heads: 23,
        ..visit(7, VisitState::Talking)
    });
    let mut e = matter(Handling::Undecided);
    e.representatives = vec![
        CitizenDetails {
            name: Some("周德旺".into()),
            ..CitizenDetails::default()
        };
        4
    ];
    let events = act(&Command::FileOpinion(Box::new(e)), &f).unwrap();
    assert!(matches!(&events[5], Kind::OpinionFiled { representatives, .. } if representatives.len() == 4));
}

#[test]
fn to_an_accusation_neither_words_nor_a_person_come_later() {
    let mut f = desk();
    f.opinions = vec![Opinion {
        citizen: None,
        guidance: Some("T4".into()),
        ..opinion(OpinionState::Guided)
    }];
    f.other_visit = Some(visit(9, VisitState::Done));
    let correct = |changes| {
        Command::CorrectOpinion(CorrectOpinion {
            opinion: OpinionId(id(800)),
            rev: 1,
            changes,
            reason: "补充".into(),
        })
    };
    let words = correct(vec![Change::Words("某某收了钱".into())]);
    assert_eq!(act(&words, &f), Err(Refusal::KeepsNothing));
    let where_it_lies = correct(vec![Change::PapersAt(Some("李国强的举报信在柜里".into()))]);
    assert_eq!(act(&where_it_lies, &f), Err(Refusal::KeepsNothing));
    let number = Command::NoteNumber(NoteNumber {
        opinion: OpinionId(id(800)),
        family: NumberFamily::Foreign,
        system: Some("12345".into()),
        number: "12345-2026-李国强举报1".into(),
    });
    assert_eq!(act(&number, &f), Err(Refusal::KeepsNothing));
    assert!(act(&correct(vec![Change::Channel(Some(Channel::Letter))]), &f).is_ok());
    let move_to = |citizen| {
        Command::MoveOpinion(MoveOpinion {
            opinion: OpinionId(id(800)),
            rev: 1,
            visit: VisitId(id(9)),
            citizen,
            reason: "记错人".into(),
        })
    };
    assert_eq!(act(&move_to(Some(CitizenId(id(700)))), &f), Err(Refusal::KeepsNothing));
    assert!(act(&move_to(None), &f).is_ok());
}

#[test]
fn a_result_class_is_corrected_only_where_there_is_one() {
    let mut f = desk();
    f.opinions = vec![opinion(OpinionState::Filed)];
    let correct = Command::CorrectOpinion(CorrectOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        changes: vec![Change::Class("A".into())],
        reason: "写错".into(),
    });
    assert!(matches!(act(&correct, &f), Err(Refusal::OpinionState { .. })));
    f.opinions = vec![Opinion {
        class: Some("D".into()),
        ..opinion(OpinionState::Answered)
    }];
    assert!(act(&correct, &f).is_ok());
}

#[test]
fn the_consent_of_an_opening_stands_with_the_opening_and_never_ahead() {
    let correct = |o: &Opinion, changes: &[Change]| {
        let mut f = desk();
        f.opinions = vec![o.clone()];
        let correct = Command::CorrectOpinion(CorrectOpinion {
            opinion: OpinionId(id(800)),
            rev: 1,
            changes: changes.to_vec(),
            reason: "记错了".into(),
        });
        act(&correct, &f).map(|_| ())
    };
    let by = Change::OpenedBy(Some("本人".into()));
    let way = Change::OpenedWay(Some(Way::Phone));
    let on = |day| Change::OpenedOn(Some(day));
    let (now, tomorrow) = (morning().day(), morning().day().succ_opt().unwrap());
    let plain = opinion(OpinionState::Filed);
    let mut secret = plain.clone();
    secret.details.confidential = true;
    // Nothing was opened.
    for o in [&plain, &secret] {
        for changes in [vec![by.clone()], vec![on(now)], vec![by.clone(), way.clone(), on(now)]] {
            assert_eq!(
                correct(o, &changes),
                Err(Refusal::Missing(Missing::Consent)),
                "{changes:?}"
            );
        }
    }
    let mut opened = plain;
    opened.details.opened_by = Some("本人".into());
    opened.details.opened_way = Some(Way::Phone);
    opened.details.opened_on = Some(now);
    assert_eq!(correct(&opened, &[on(tomorrow)]), Err(Refusal::InFuture));
    for less in [Change::OpenedWay(None), Change::OpenedBy(Some(" ".into()))] {
        let came = correct(&opened, std::slice::from_ref(&less));
        assert_eq!(came, Err(Refusal::Missing(Missing::Consent)), "{less:?}");
    }
    assert_eq!(correct(&opened, &[on(now.pred_opt().unwrap())]), Ok(()));
    assert_eq!(correct(&opened, &[Change::OpenedWay(Some(Way::InPerson))]), Ok(()));
    // Nor is it filed with a matter.
    let mut f = desk();
    f.visit = Some(visit(7, VisitState::Talking));
    let mut filed = matter(Handling::Undecided);
    filed.details.opened_on = Some(now);
    let file = Command::FileOpinion(Box::new(filed));
    assert_eq!(act(&file, &f), Err(Refusal::Missing(Missing::Consent)));
}

#[test]
fn what_is_promised_or_asked_for_later_lies_not_before_it_was_said() {
    let (now, before) = (morning().day(), morning().day().pred_opt().unwrap());
    let mut f = desk();
    f.opinions = vec![Opinion {
        class: Some("A".into()),
        ..opinion(OpinionState::Answered)
    }];
    let sent = |ask_on| {
        Command::Tell(Tell {
            opinion: OpinionId(id(800)),
            rev: 1,
            whom: None,
            way: Way::Paper,
            reached: Reached::Sent,
            ask_on: Some(ask_on),
            note: None,
            grade: None,
            said: None,
            close: false,
        })
    };
    assert_eq!(act(&sent(before), &f), Err(Refusal::DueBefore { day: now }));
    assert!(act(&sent(now), &f).is_ok());
}
