//! One handling by several units: the matter follows the one that leads.

use crate::common::{Bench, person, today, unit};
use chrono::Datelike as _;
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::deadline::Deadline;
use zhiban::domain::id::UnitId;
use zhiban::domain::moment::TimeOfDay;
use zhiban::domain::record::Asker;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Query};
use zhiban::i18n::Lang;
use zhiban::i18n::refusal::sentence;
use zhiban::store::ExecuteError;

fn add(b: &mut Bench, name: &str) -> UnitId {
    b.act(Command::AddUnit(unit(name, name, UnitKind::County)));
    let Answer::Units(found) = b.ask(&Query::Units {
        matching: name.into(),
        kind: None,
        limit: 1,
    }) else {
        panic!()
    };
    found[0].id
}

fn answer(b: &mut Bench, opinion: zhiban::domain::id::OpinionId, unit: Option<UnitId>) {
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion,
        rev: b.rev(opinion),
        unit,
        way: Way::Phone,
        person: Some("小刘".into()),
        text: "办了".into(),
        class: "A".into(),
        class_date: None,
    }));
}

#[test]
fn the_matter_follows_the_unit_that_leads_and_every_unit_has_its_own_clock() {
    let mut b = Bench::new();
    let (help, office) = (add(&mut b, "县交通局"), add(&mut b, "县政府办"));
    let opinion = b.file(b.entry("路面塌了", person("王秀英", "13712344410")));
    let noon = Deadline {
        day: today().succ_opt().unwrap(),
        time: TimeOfDay::new(12, 0),
        provisional: false,
    };
    let handling = |further: Vec<PartEntry>| {
        Handling::HandOver(HandOverEntry {
            lead: PartEntry {
                due: Some(noon),
                ..PartEntry::to(b.unit)
            },
            further,
            way: Way::Paper,
            person: None,
            note: None,
        })
    };
    let handle = |b: &mut Bench, handling| {
        let rev = b.rev(opinion);
        b.try_act(Command::Handle(Handle {
            opinion,
            rev,
            category: None,
            handling,
        }))
    };
    let via = PartEntry {
        via: Some(office),
        counted_from: Some(today()),
        ..PartEntry::to(help)
    };
    let (twice, well) = (handling(vec![PartEntry::to(b.unit)]), handling(vec![via]));
    let by_itself = handling(vec![PartEntry {
        via: Some(help),
        ..PartEntry::to(help)
    }]);
    for (wrong, said) in [
        (twice, "供电所 写了两次：主办、协办只写一处"),
        (by_itself, "县交通局 不用经由自己：经由另选一个单位，或者空着"),
    ] {
        let Err(ExecuteError::Refused(why)) = handle(&mut b, wrong) else {
            panic!("{said}")
        };
        assert_eq!(sentence(Lang::Zh, &why, None), said);
    }
    handle(&mut b, well).unwrap();

    let o = b.opinion_file(opinion).opinion;
    let round = o.round().unwrap();
    assert_eq!((round.no, round.lead.unit, round.lead.due), (1, b.unit, Some(noon)));
    let [further] = &round.further[..] else {
        panic!("{round:?}")
    };
    assert_eq!(
        (further.unit, further.via, further.counted_from),
        (help, Some(office), Some(today()))
    );
    // Fifteen working days from Monday the 23rd, by the rules.
    assert_eq!(further.due.unwrap().to_string(), "2026-12-14");
    let due = b
        .desk
        .conn()
        .query_row("SELECT due || ' ' || due_time FROM opinion WHERE n = ?1", [o.n], |r| {
            r.get(0)
        });
    assert_eq!(
        due,
        Ok("2026-11-24 720".to_owned()),
        "the matter's is the leading unit's"
    );

    // The one that helps is asked and answers on its own row; the matter waits for the one that leads.
    let chased = b.act(Command::Chase(Chase {
        opinion,
        rev: o.rev,
        unit: Some(help),
        way: Way::Phone,
        person: None,
        text: None,
        promised_for: Some(today()),
    }));
    answer(&mut b, opinion, Some(help));
    let now = b.opinion_file(opinion).opinion;
    assert!(now.rev > chased.rev(opinion.0).unwrap());
    let round = now.round().unwrap();
    assert_eq!(now.state, OpinionState::HandedOver);
    assert_eq!(
        (round.further[0].promised_for, round.lead.promised_for),
        (Some(today()), None)
    );
    assert!(round.further[0].answered_at.is_some() && round.lead.answered_at.is_none());
    assert_eq!(
        (now.answer.as_deref(), round.further[0].answer.as_deref()),
        (None, Some("办了"))
    );
    answer(&mut b, opinion, None);
    let now = b.opinion_file(opinion).opinion;
    assert_eq!(
        (now.state, now.answer.as_deref()),
        (OpinionState::Answered, Some("办了"))
    );
    assert_eq!(
        b.count("SELECT count(*) FROM event WHERE kind = 'handed_over' AND ver = 3"),
        2
    );
    b.sound();
}

#[test]
fn a_unit_that_helps_owes_its_answer_until_the_matter_is_done_with() {
    let mut b = Bench::new();
    let help = add(&mut b, "县交通局");
    let tell = |b: &Bench, opinion| {
        Command::Tell(Tell {
            opinion,
            rev: b.rev(opinion),
            whom: None,
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: false,
        })
    };
    let chase = |b: &Bench, opinion, unit| {
        Command::Chase(Chase {
            opinion,
            rev: b.rev(opinion),
            unit,
            way: Way::Phone,
            person: None,
            text: None,
            promised_for: Some(today()),
        })
    };
    let mut opinions = Vec::new();
    for _ in 0..2 {
        let opinion = b.file(b.entry("路面塌了", person("王秀英", "13712344410")));
        let Handling::HandOver(mut over) = b.hand_over(None) else {
            panic!()
        };
        over.further = vec![PartEntry::to(help)];
        let (rev, handling) = (b.rev(opinion), Handling::HandOver(over));
        b.act(Command::Handle(Handle {
            opinion,
            rev,
            category: None,
            handling,
        }));
        answer(&mut b, opinion, None);
        let told = tell(&b, opinion);
        b.act(told);
        opinions.push(opinion);
    }
    let [open, over] = opinions[..] else { panic!() };

    let asked = chase(&b, open, Some(help));
    b.act(asked);
    answer(&mut b, open, Some(help));
    let o = b.opinion_file(open).opinion;
    let helped = &o.round().unwrap().further[0];
    assert_eq!((o.state, helped.answered_at.is_some()), (OpinionState::Told, true));
    let (again, led) = (chase(&b, open, Some(help)), chase(&b, open, None));
    let refused = b.try_act(again);
    let ExecuteError::Refused(why) = refused.unwrap_err() else {
        panic!()
    };
    let said = sentence(Lang::Zh, &why, None);
    assert_eq!(said, "县交通局 已经答复了");
    assert!(matches!(
        b.try_act(led),
        Err(ExecuteError::Refused(Refusal::OpinionState { .. }))
    ));

    let rev = b.rev(over);
    b.act(Command::CloseOpinion(CloseOpinion {
        opinion: over,
        rev,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    }));
    let late = chase(&b, over, Some(help));
    assert!(matches!(
        b.try_act(late),
        Err(ExecuteError::Refused(Refusal::OpinionState { .. }))
    ));
    b.sound();
}

#[test]
fn an_evaluation_says_whose_it_is_and_who_asked() {
    let mut b = Bench::new();
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.handling = b.hand_over(None);
    let opinion = b.file(entry);
    answer(&mut b, opinion, None);
    let whom = b.opinion_file(opinion).opinion.parties[0].citizen;
    b.act(Command::Tell(Tell {
        opinion,
        rev: b.rev(opinion),
        whom: Some(whom),
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: None,
        grade: None,
        said: None,
        close: false,
    }));
    let evaluation = EvaluationEntry {
        whom: Some(whom),
        attitude: Some(Grade::Satisfied),
        result: Some(Grade::Dissatisfied),
        asked_by: Some(Asker::Unit(b.unit)),
        ..EvaluationEntry::of(Grade::Dissatisfied, Way::Message, Some("态度好，灯还是不亮".into()))
    };
    let rev = b.rev(opinion);
    b.act(Command::Evaluate(Evaluate {
        opinion,
        rev,
        evaluation,
    }));
    let found: String = b
        .desk
        .conn()
        .query_row(
            "SELECT citizen || ' ' || grade || ' ' || attitude || ' ' || result || ' ' || way || ' ' || asked_by || ' ' || text \
             FROM evaluation",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let unit = b.unit;
    assert_eq!(
        found,
        format!(r#"{whom} dissatisfied satisfied dissatisfied message {{"unit":"{unit}"}} 态度好，灯还是不亮"#)
    );
    b.sound();
}

#[test]
fn a_due_date_counted_over_an_unpublished_year_says_so_also_when_a_form_sends_it() {
    let mut b = Bench::new();
    // In the last days of a year whose successor is not published yet.
    let day = today()
        .with_day(30)
        .unwrap()
        .checked_add_months(chrono::Months::new(1))
        .unwrap();
    b.now = TimeOfDay(540).on(day);
    b.act(Command::ConfirmDay(ConfirmDay { day }));
    let opinion = b.file(b.entry("路灯不亮", person("王秀英", "13712344410")));
    let Handling::HandOver(mut over) = b.hand_over(None) else {
        panic!()
    };
    let by_rule = zhiban::domain::due::due(
        &crate::common::rules(),
        day,
        crate::common::rules().answer_limit(Urgency::Normal),
    );
    assert!(by_rule.provisional);
    let ahead = HandOverEntry {
        lead: PartEntry {
            counted_from: day.succ_opt(),
            ..over.lead.clone()
        },
        ..over.clone()
    };
    let rev = b.rev(opinion);
    let handling = Handling::HandOver(ahead);
    let ahead = b.try_act(Command::Handle(Handle {
        opinion,
        rev,
        category: None,
        handling,
    }));
    assert!(matches!(ahead, Err(ExecuteError::Refused(Refusal::InFuture))));
    over.lead.due = Some(Deadline::on(by_rule.day));
    b.act(Command::Handle(Handle {
        opinion,
        rev: b.rev(opinion),
        category: None,
        handling: Handling::HandOver(over),
    }));
    let o = b.opinion_file(opinion).opinion;
    let due = o.round().unwrap().lead.due.unwrap();
    assert_eq!((due.day, due.provisional), (by_rule.day, true));
    // A day somebody sets is as certain as they are.
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion,
        rev: o.rev,
        changes: vec![Change::Due(Deadline::on(by_rule.day.succ_opt().unwrap()))],
        reason: "站长定的".into(),
    }));
    let due = b.opinion_file(opinion).opinion.round().unwrap().lead.due.unwrap();
    assert_eq!((due.day, due.provisional), (by_rule.day.succ_opt().unwrap(), false));
    b.sound();
}
