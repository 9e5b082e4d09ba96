//! The rules over facts built by hand: no database, no clock.

use uuid::Uuid;

use super::decide;
use crate::config::default_rules;
use crate::domain::code::*;
use crate::domain::command::*;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts, Supply};
use crate::domain::id::*;
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::record::*;
use crate::domain::refusal::{Missing, Refusal, Subject};

struct Count(u128);

impl Supply for Count {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
    fn below(&mut self, limit: u32) -> u32 {
        limit - 1
    }
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// Monday 23 November 2026, 09:00.
fn morning() -> Moment {
    TimeOfDay(540).on(today())
}

fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

fn session() -> Session {
    Session {
        id: SessionId(id(900)),
        plan: SessionPlan {
            day: today(),
            starts: TimeOfDay(540),
            ends: TimeOfDay(660),
            place: "站".into(),
            kind: SessionKind::Regular,
            tables: 2,
            theme: None,
        },
        ordinal: Some(12),
        state: SessionState::Open,
        presence: Presence::Deputies,
        opened_at: Some(morning()),
        closed_at: None,
        rev: 1,
        touch: Touch::default(),
    }
}

fn visit(n: u128, state: VisitState) -> Visit {
    Visit {
        id: VisitId(id(n)),
        n: n as i64,
        session: Some(SessionId(id(900))),
        day: today(),
        channel: Channel::Visit,
        ticket: Some(n as u16),
        label: None,
        first_words: None,
        heads: 1,
        head_informed: false,
        asked: None,
        priority: Priority::Normal,
        priority_reason: None,
        state,
        table: state.is_open().then_some(1),
        rank: n as i64 * 1_000_000,
        arrived_at: morning(),
        first_called_at: state.is_open().then(morning),
        called_at: state.is_open().then(morning),
        calls: u16::from(state.is_open()),
        talk_at: None,
        over_at: None,
        missed: 0,
        note: None,
        outcome_reason: None,
        unwritten: false,
        consult_only: false,
        after_close: false,
        carried_from: None,
        doubtful: false,
        opinions: 0,
        rev: 1,
        touch: Touch {
            by: "孙国芳".into(),
            table: Some(1),
            at: morning(),
        },
    }
}

fn opinion(state: OpinionState) -> Opinion {
    Opinion {
        id: OpinionId(id(800)),
        n: 800,
        number: "03-2026-0001".into(),
        visit: VisitId(id(7)),
        citizen: Some(CitizenId(id(700))),
        parties: Vec::new(),
        session: None,
        day: today(),
        details: OpinionDetails {
            words: "灯不亮".into(),
            category: Some("lamp".into()),
            ..OpinionDetails::default()
        },
        state,
        round: None,
        on_spot: false,
        class: None,
        class_date: None,
        answer: None,
        guidance: None,
        told: false,
        failed_tellings: 0,
        held: false,
        grade: None,
        void_reason: None,
        split_from: None,
        paper_no: None,
        filed_at: morning(),
        closed_at: None,
        rev: 1,
        touch: Touch::default(),
    }
}

fn desk() -> Facts {
    Facts {
        station: Some(Station {
            id: StationId(id(1)),
            code: "03".into(),
            name: "柳河镇联络站".into(),
            kind: StationKind::Station,
            hours: String::new(),
            head_phone: None,
            rev: 1,
            touch: Touch::default(),
        }),
        lineage: "A".into(),
        rules: Some(std::sync::Arc::new(default_rules().unwrap())),
        business_day: Some(today()),
        clock_day: Some(today()),
        open_session: Some(session()),
        session: Some(session()),
        ..Facts::default()
    }
}

fn act_at(command: &Command, facts: &Facts, now: Moment) -> Result<Vec<Kind>, Refusal> {
    let mut supply = Count(10_000);
    let mut ctx = Ctx {
        now,
        happened: now,
        is_late: false,
        paper_no: None,
        role: Some(Role::Head),
        supply: &mut supply,
    };
    Ok(decide(command, facts, &mut ctx)?.into_iter().map(|e| e.kind).collect())
}

fn act(command: &Command, facts: &Facts) -> Result<Vec<Kind>, Refusal> {
    act_at(command, facts, morning())
}

fn later(minutes: i64) -> Moment {
    Moment(morning().0 + minutes * 60_000)
}

#[test]
fn a_number_follows_the_last_one_and_the_band_ends() {
    let mut f = desk();
    f.counters.ticket = 6;
    let take = Command::TakeNumber {
        session: Some(session().id),
        arrival: Arrival::default(),
    };
    assert!(matches!(
        act(&take, &f).unwrap()[..],
        [Kind::VisitArrived {
            ticket: Some(7),
            heads: 1,
            ..
        }]
    ));
    f.counters.ticket = 999;
    assert_eq!(act(&take, &f), Err(Refusal::NumbersUsedUp { last: 999 }));
    // Nobody is sent away for want of a number.
    let sit_down = Command::ReceiveNow {
        session: Some(session().id),
        arrival: Arrival::default(),
        table: 1,
    };
    let events = act(&sit_down, &f).unwrap();
    assert!(matches!(events.first(), Some(Kind::VisitArrived { ticket: None, .. })));
}

#[test]
fn the_day_turns_by_itself_only_to_the_next_and_with_nobody_received() {
    let mut f = desk();
    // The counter read is that of the day the number will belong to.
    f.counters.ticket = 0;
    f.open_session = None;
    f.session = None;
    let take = Command::TakeNumber {
        session: None,
        arrival: Arrival::default(),
    };
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
        super::visit::next_for(1, Some(session().id), &f).map(|v| v.ticket),
        Some(Some(8))
    );
    assert_eq!(
        super::visit::next_for(2, Some(session().id), &f).map(|v| v.ticket),
        Some(Some(7))
    );
    // The deputy has gone: the person need not wait for ever.
    f.attendance[0].state = AttendanceState::Out;
    assert_eq!(
        super::visit::next_for(1, Some(session().id), &f).map(|v| v.ticket),
        Some(Some(7))
    );
    f.queue.clear();
    let call = Command::CallNext {
        session: Some(session().id),
        table: 1,
    };
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
    f.queue = vec![visit(13, VisitState::Waiting)];
    let call = Command::CallVisit {
        visit: VisitId(id(12)),
        rev: 1,
        table: 2,
    };
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
    let back = Command::TakeBackCall {
        visit: VisitId(id(17)),
        rev: 1,
    };
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
    let missed = Command::MarkMissed {
        visit: VisitId(id(9)),
        rev: 1,
    };
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
    let back = Command::ReturnMissed {
        visit: VisitId(id(9)),
        rev: 1,
    };
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
    let close = Command::CloseSession {
        session: session().id,
        note: None,
    };
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
    let take = Command::TakeNumber {
        session: Some(session().id),
        arrival: Arrival::default(),
    };
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
    let done = Command::FinishVisit {
        visit: VisitId(id(7)),
        rev: 1,
        consult_only: false,
        unwritten: true,
        call_next: true,
    };
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
    assert!(matches!(&events[0], Kind::CitizenRecorded { anonymous: true, claim_code: Some(c), .. } if c.len() == 6));
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
    let name = |reason: &str| Command::CorrectCitizen {
        citizen: CitizenId(id(700)),
        rev: 1,
        changes: vec![CitizenChange::Name(Some("王秀英".into()), None)],
        reason: reason.into(),
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
    let count = Command::CountAccusation {
        visit: VisitRef::Known(VisitId(id(7))),
        reason: "T4".into(),
        told: true,
    };
    let mut supply = Count(1);
    let mut ctx = Ctx {
        now: morning(),
        happened: morning(),
        is_late: false,
        paper_no: None,
        role: Some(Role::Clerk),
        supply: &mut supply,
    };
    let events = decide(&count, &f, &mut ctx).unwrap();
    assert!(events.iter().all(|e| e.secret.is_empty()));
    assert!(matches!(
        &events[0].kind,
        Kind::OpinionFiled {
            citizen: None,
            confidential: true,
            ..
        }
    ));
    let other = Command::CountAccusation {
        visit: VisitRef::Known(VisitId(id(7))),
        reason: "T1".into(),
        told: true,
    };
    assert!(act(&other, &f).is_err());
}

#[test]
fn a_hand_over_needs_unit_and_category_and_explains_its_date() {
    let mut f = desk();
    f.opinion = Some(opinion(OpinionState::Filed));
    let over = |unit: u128, due: Option<Day>| Command::Handle {
        opinion: OpinionId(id(800)),
        rev: 1,
        handling: Handling::HandOver(HandOverEntry {
            unit: UnitId(id(unit)),
            due,
            way: Way::Phone,
            person: None,
            note: None,
        }),
    };
    assert_eq!(act(&over(60, None), &f), Err(Refusal::NotFound(Subject::Unit)));
    f.unit = Some(Unit {
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
    });
    let events = act(&over(60, None), &f).unwrap();
    let [
        Kind::HandedOver {
            round: 1,
            due: Some(due),
            person: Some(person),
            ..
        },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((due.to_string().as_str(), person.as_str()), ("2026-12-14", "熊杰子"));
    assert_eq!(act(&over(60, today().pred_opt()), &f), Err(Refusal::EndsBeforeStart));
    if let Some(o) = f.opinion.as_mut() {
        o.details.category = None;
    }
    assert_eq!(act(&over(60, None), &f), Err(Refusal::Missing(Missing::Category)));
}

#[test]
fn told_and_satisfied_closes_but_a_plan_and_a_complaint_stay() {
    let mut f = desk();
    let tell = |grade| Command::Tell {
        opinion: OpinionId(id(800)),
        rev: 1,
        whom: None,
        way: Way::Phone,
        reached: Reached::Told,
        note: None,
        grade: Some(grade),
        said: None,
        close: true,
    };
    let closes = |f: &Facts, grade| {
        act(&tell(grade), f)
            .unwrap()
            .iter()
            .any(|k| matches!(k, Kind::OpinionClosed { told: true, .. }))
    };
    f.opinion = Some(Opinion {
        class: Some("A".into()),
        ..opinion(OpinionState::Answered)
    });
    assert!(closes(&f, Grade::Satisfied));
    assert!(!closes(&f, Grade::Dissatisfied));
    f.opinion = Some(Opinion {
        class: Some("C".into()),
        class_date: Some(today()),
        ..opinion(OpinionState::Answered)
    });
    assert!(!closes(&f, Grade::Satisfied));
    let close = Command::CloseOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        class: "A".into(),
        class_date: None,
    };
    assert_eq!(act(&close, &f), Err(Refusal::NotTold));
    if let Some(o) = f.opinion.as_mut() {
        o.failed_tellings = 3;
    }
    assert!(matches!(
        act(&close, &f).unwrap()[..],
        [Kind::OpinionClosed { told: false, .. }]
    ));
    let plan = Command::CloseOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        class: "B".into(),
        class_date: None,
    };
    if let Some(o) = f.opinion.as_mut() {
        o.class_date = None;
    }
    assert_eq!(act(&plan, &f), Err(Refusal::Missing(Missing::ClassDate)));
}

#[test]
fn a_correction_keeps_the_old_value_and_seals_what_is_personal() {
    let mut f = desk();
    f.opinion = Some(opinion(OpinionState::Closed));
    let correct = Command::CorrectOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        changes: vec![
            Change::Words("灯全不亮".into()),
            Change::Category(Some("power".into())),
            Change::Confidential(false),
        ],
        reason: "记错了".into(),
    };
    let mut supply = Count(1);
    let mut ctx = Ctx {
        now: morning(),
        happened: morning(),
        is_late: false,
        paper_no: None,
        role: Some(Role::Clerk),
        supply: &mut supply,
    };
    let events = decide(&correct, &f, &mut ctx).unwrap();
    let Kind::OpinionCorrected { changes, .. } = &events[0].kind else {
        panic!("{events:?}")
    };
    assert_eq!(changes.len(), 1, "what did not change is not in the event");
    assert_eq!(changes[0].old.as_deref(), Some("lamp"));
    assert_eq!(events[0].secret.changes[0].old.as_deref(), Some("灯不亮"));
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
fn of_a_group_everybody_is_told_before_it_is_done_with() {
    let mut f = desk();
    let party = |n: u128, told| Party {
        citizen: CitizenId(id(n)),
        name: None,
        told,
    };
    f.opinion = Some(Opinion {
        class: Some("A".into()),
        parties: vec![party(700, false), party(701, false)],
        ..opinion(OpinionState::Answered)
    });
    let tell = |whom: Option<u128>| Command::Tell {
        opinion: OpinionId(id(800)),
        rev: 1,
        whom: whom.map(|n| CitizenId(id(n))),
        way: Way::Phone,
        reached: Reached::Told,
        note: None,
        grade: None,
        said: None,
        close: true,
    };
    let closes = |f: &Facts, whom| {
        act(&tell(whom), f)
            .unwrap()
            .iter()
            .any(|k| matches!(k, Kind::OpinionClosed { .. }))
    };
    assert!(!closes(&f, Some(700)));
    assert!(closes(&f, None), "told all at once, at a meeting");
    if let Some(o) = f.opinion.as_mut() {
        o.parties[1].told = true;
    }
    assert!(closes(&f, Some(700)));
    assert_eq!(act(&tell(Some(999)), &f), Err(Refusal::NotFound(Subject::Citizen)));

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
    f.opinion = Some(Opinion {
        citizen: None,
        guidance: Some("T4".into()),
        ..opinion(OpinionState::Guided)
    });
    f.other_visit = Some(visit(9, VisitState::Done));
    let correct = |changes| Command::CorrectOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        changes,
        reason: "补充".into(),
    };
    let words = correct(vec![Change::Words("某某收了钱".into())]);
    assert_eq!(act(&words, &f), Err(Refusal::KeepsNothing));
    assert!(act(&correct(vec![Change::Channel(Channel::Letter)]), &f).is_ok());
    let move_to = |citizen| Command::MoveOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        visit: VisitId(id(9)),
        citizen,
        reason: "记错人".into(),
    };
    assert_eq!(act(&move_to(Some(CitizenId(id(700)))), &f), Err(Refusal::KeepsNothing));
    assert!(act(&move_to(None), &f).is_ok());
}

#[test]
fn a_result_class_is_corrected_only_where_there_is_one() {
    let mut f = desk();
    f.opinion = Some(opinion(OpinionState::Filed));
    let correct = Command::CorrectOpinion {
        opinion: OpinionId(id(800)),
        rev: 1,
        changes: vec![Change::Class("A".into())],
        reason: "写错".into(),
    };
    assert!(matches!(act(&correct, &f), Err(Refusal::OpinionState { .. })));
    f.opinion = Some(Opinion {
        class: Some("D".into()),
        ..opinion(OpinionState::Answered)
    });
    assert!(act(&correct, &f).is_ok());
}

fn promise(rev: u32, open: bool) -> Promise {
    Promise {
        id: PromiseId(id(600)),
        visit: VisitId(id(7)),
        day: today(),
        ticket: Some(7),
        ordinal: Some(12),
        heads: 23,
        asked: Some(DeputyId(id(20))),
        label: Some("周德旺".into()),
        first_words: Some("征地".into()),
        phone: None,
        open,
        rev,
        touch: Touch {
            by: "周敏".into(),
            table: None,
            at: morning(),
        },
    }
}

#[test]
fn a_promise_takes_over_what_the_visit_forgets() {
    let mut f = desk();
    let mut v = visit(7, VisitState::Waiting);
    (v.label, v.first_words) = (Some("周德旺".into()), Some("征地".into()));
    f.visit = Some(v);
    let next = |label: Option<&str>| Command::PromiseNext {
        visit: VisitId(id(7)),
        rev: 1,
        label: label.map(str::to_owned),
        phone: Some(" 13700004410 ".into()),
        reason: Some("散会时没接到".into()),
    };
    let events = |command: &Command, f: &Facts| {
        let mut supply = Count(10_000);
        let mut ctx = Ctx {
            now: morning(),
            happened: morning(),
            is_late: false,
            paper_no: None,
            role: Some(Role::Clerk),
            supply: &mut supply,
        };
        decide(command, f, &mut ctx)
    };
    let made = events(&next(None), &f).unwrap();
    let ended = Kind::VisitEnded {
        outcome: VisitState::NextTime,
        reason: Some("散会时没接到".into()),
    };
    assert_eq!((made[0].subject, &made[0].kind), (id(7), &ended));
    assert!(made[0].secret.is_empty());
    assert_eq!(made[1].kind, Kind::PromiseMade { visit: VisitId(id(7)) });
    assert_ne!(made[1].subject, id(7), "a key of its own");
    let secret = &made[1].secret;
    assert_eq!(secret.name.as_deref(), Some("周德旺"));
    assert_eq!(secret.words.as_deref(), Some("征地"));
    assert_eq!(secret.phone.as_deref(), Some("13700004410"));
    let named = events(&next(Some("周德旺的儿子")), &f).unwrap();
    assert_eq!(named[1].secret.name.as_deref(), Some("周德旺的儿子"));
    // The older command means the same.
    let end = Command::EndVisit {
        visit: VisitId(id(7)),
        rev: 1,
        outcome: VisitState::NextTime,
        reason: None,
    };
    assert!(matches!(
        act(&end, &f).unwrap()[..],
        [Kind::VisitEnded { .. }, Kind::PromiseMade { .. }]
    ));
    f.visit = Some(visit(7, VisitState::Talking));
    assert!(matches!(act(&next(None), &f), Err(Refusal::VisitState { .. })));
}

#[test]
fn who_was_promised_goes_first_and_is_settled_once() {
    let mut f = desk();
    f.counters.ticket = 3;
    f.promise = Some(promise(2, true));
    let receive = |rev, reason: &str| Command::ReceivePromised {
        promise: PromiseId(id(600)),
        rev,
        session: Some(SessionId(id(900))),
        reason: reason.to_owned(),
    };
    let events = act(&receive(2, "第12次接待留下"), &f).unwrap();
    let [
        Kind::VisitArrived {
            ticket: Some(4),
            heads: 23,
            asked: Some(asked),
            priority: Priority::First,
            priority_reason: Some(why),
            carried_from: Some(from),
            ..
        },
        Kind::PromiseKept { .. },
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!((asked.0, why.as_str(), from.0), (id(20), "第12次接待留下", id(7)));
    assert_eq!(
        act(&receive(2, " "), &f),
        Err(Refusal::Missing(Missing::Reason)),
        "why they go first is always said"
    );
    // Another clerk was quicker: who, and not a second number.
    let Err(Refusal::Changed { touch, what, .. }) = act(&receive(1, "x"), &f) else {
        panic!()
    };
    assert_eq!((touch.by.as_str(), what.as_str()), ("周敏", "007"));
    f.promise = Some(promise(2, false));
    assert_eq!(act(&receive(2, "x"), &f), Err(Refusal::NotFound(Subject::Promise)));
    f.promise = Some(promise(2, true));
    let strike = Command::StrikePromise {
        promise: PromiseId(id(600)),
        rev: 2,
        why: Struck::Declined,
    };
    assert_eq!(
        act(&strike, &f),
        Ok(vec![Kind::PromiseStruck { why: Struck::Declined }])
    );
    // While closing no numbers are given, to them neither.
    f.session = f.session.map(|s| Session {
        state: SessionState::Closing,
        ..s
    });
    assert_eq!(act(&receive(2, "x"), &f), Err(Refusal::NumbersStopped));
}

#[test]
fn the_station_changes_but_not_its_code_and_not_by_a_clerk() {
    let f = desk();
    let change = |rev, name: &str, phone: Option<&str>| Command::ChangeStation {
        rev,
        name: name.into(),
        kind: StationKind::Station,
        hours: String::new(),
        head_phone: phone.map(str::to_owned),
    };
    let events = act(&change(1, " 柳河镇联络站 ", Some("13700000001")), &f).unwrap();
    let [Kind::StationChanged { name, head_phone, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(
        (name.as_str(), head_phone.as_deref()),
        ("柳河镇联络站", Some("13700000001"))
    );
    let nothing = act(&change(1, "柳河镇联络站", Some(" ")), &f);
    assert_eq!(nothing, Err(Refusal::Missing(Missing::Change)));
    assert_eq!(act(&change(1, " ", None), &f), Err(Refusal::Missing(Missing::Name)));
    let stale = act(&change(7, "别的", None), &f);
    assert!(matches!(
        stale,
        Err(Refusal::Changed {
            subject: Subject::Station,
            ..
        })
    ));
    let may = |role| crate::domain::permit::may(Some(role), &change(1, "x", None));
    let allowed: Vec<Role> = Role::ALL.iter().copied().filter(|r| may(*r)).collect();
    assert_eq!(allowed, [Role::Head, Role::Administrator]);
}
