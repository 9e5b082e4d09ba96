//! Who is meant: an act is whole or not there at all, the refusal names the one who was quicker, and what one person knows or
//! said is that person's.

use crate::common::{Bench, person, today};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::deadline::Deadline;
use zhiban::domain::event::Kind;
use zhiban::domain::id::{AccountId, CitizenId, DeputyId, OpinionId};
use zhiban::domain::moment::Moment;
use zhiban::domain::record::{CitizenDetails, Opinion, Rev};
use zhiban::domain::refusal::{Missing, Refusal};
use zhiban::domain::view::{Answer, Outcome, Owing, Query};
use zhiban::i18n::refusal::sentence;
use zhiban::i18n::{Lang, history};
use zhiban::store::{ExecuteError, codec, log};

/// A second account of the desk, 周敏's.
fn colleague(b: &mut Bench) -> AccountId {
    b.act(Command::AddAccount(AddAccount {
        os_name: "zhou".into(),
        name: "周敏".into(),
        role: Role::Clerk,
        deputy: None,
    }));
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    all[1].id
}

/// What a colleague does between.
fn by(b: &mut Bench, who: AccountId, command: Command) {
    let me = b.account.replace(who);
    b.act(command);
    b.account = me;
}

fn why(b: &mut Bench, command: Command) -> Refusal {
    let refused = b.try_act(command);
    let Err(ExecuteError::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    why
}

fn unsorted(b: &mut Bench) -> OpinionId {
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.details.category = None;
    b.file(entry)
}

fn sorted_over(b: &Bench, opinion: OpinionId, rev: Rev) -> Command {
    Command::Handle(Handle {
        opinion,
        rev,
        category: Some("road".into()),
        handling: b.hand_over(None),
    })
}

#[test]
fn where_it_goes_and_its_category_are_one_act_or_none() {
    let mut b = Bench::new();
    let zhou = colleague(&mut b);
    let opinion = unsorted(&mut b);
    let seen = b.rev(opinion);
    let mine = sorted_over(&b, opinion, seen);
    let kept = Command::Handle(Handle {
        opinion,
        rev: seen,
        category: None,
        handling: Handling::Reference,
    });
    by(&mut b, zhou, kept);
    let now = b.rev(opinion);
    let said = sentence(Lang::Zh, &why(&mut b, mine), None);
    assert!(said.contains("已由 周敏"), "{said}");
    assert_eq!(b.rev(opinion), now, "nothing was written");
    assert_eq!(b.opinion_file(opinion).opinion.details.category, None);

    // Over a colleague's category it is refused too; over what is not at stake it goes.
    let opinion = unsorted(&mut b);
    let seen = b.rev(opinion);
    let correct = |change| {
        Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev: seen,
            changes: vec![change],
            reason: "记错了".into(),
        })
    };
    by(&mut b, zhou, correct(Change::Place(Some("村西".into()))));
    let mine = sorted_over(&b, opinion, seen);
    b.act(mine);
    let file = b.opinion_file(opinion);
    assert_eq!(file.opinion.state, OpinionState::HandedOver);
    assert_eq!(file.opinion.details.category.as_deref(), Some("road"));
    let events = log::by_subject(b.desk.conn(), opinion.0, seen).unwrap();
    let [_, sorted, over] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!(sorted.event.command, over.event.command, "one act");
    let kind = codec::read(sorted, b.desk.vault(), b.desk.conn()).unwrap().kind;
    assert!(matches!(kind, Kind::OpinionCorrected { .. }), "{kind:?}");
    let rules = crate::common::rules();
    let told: Vec<String> = file
        .history
        .iter()
        .map(|h| history::sentence(Lang::Zh, Some(&rules), &file, h))
        .collect();
    let sorted = told.iter().find(|t| t.contains("类别")).unwrap();
    assert!(sorted.contains("理由：定去处"), "{sorted}");

    // A code that the rules do not have writes nothing, nor does a hand-over that cannot be.
    let opinion = unsorted(&mut b);
    let rev = b.rev(opinion);
    let mut odd = sorted_over(&b, opinion, rev);
    if let Command::Handle(Handle { category, .. }) = &mut odd {
        *category = Some("none".into());
    }
    assert!(matches!(why(&mut b, odd), Refusal::UnknownCode { .. }));
    let Handling::HandOver(mut twice) = b.hand_over(None) else {
        panic!()
    };
    twice.further = vec![twice.lead.clone()];
    let twice = Command::Handle(Handle {
        opinion,
        rev,
        category: Some("road".into()),
        handling: Handling::HandOver(twice),
    });
    assert!(matches!(why(&mut b, twice), Refusal::GivenTwice { .. }));
    assert_eq!(b.rev(opinion), rev);
    b.sound();
}

/// A matter of two people that is answered.
fn answered(b: &mut Bench) -> (OpinionId, [CitizenId; 2]) {
    let opinion = answered_of(b, vec![person("周德旺", "13712344411")]);
    let parties = b.opinion_file(opinion).opinion.parties;
    (opinion, [parties[0].citizen, parties[1].citizen])
}

fn answered_of(b: &mut Bench, representatives: Vec<CitizenDetails>) -> OpinionId {
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.representatives = representatives;
    entry.handling = b.hand_over(None);
    let opinion = b.file(entry);
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion,
        rev: b.rev(opinion),
        unit: None,
        way: Way::Phone,
        person: None,
        text: "修好了".into(),
        class: "A".into(),
        class_date: None,
    }));
    opinion
}

fn tell(b: &Bench, opinion: OpinionId, whom: Option<CitizenId>, grade: Option<Grade>) -> Command {
    Command::Tell(Tell {
        opinion,
        rev: b.rev(opinion),
        whom,
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: None,
        grade,
        said: grade.filter(|g| !g.settles()).map(|_| "灯还是不亮".into()),
        close: false,
    })
}

fn evaluate(b: &Bench, opinion: OpinionId, whom: Option<CitizenId>, grade: Grade) -> Command {
    Command::Evaluate(Evaluate {
        opinion,
        rev: b.rev(opinion),
        evaluation: EvaluationEntry {
            whom,
            ..EvaluationEntry::of(grade, Way::Phone, (!grade.settles()).then(|| "灯还是不亮".into()))
        },
    })
}

fn now(b: &Bench, opinion: OpinionId) -> Opinion {
    b.opinion_file(opinion).opinion
}

#[test]
fn of_several_it_has_to_be_said_whose_word_it_is() {
    let mut b = Bench::new();
    let (opinion, [first, second]) = answered(&mut b);
    let all = tell(&b, opinion, None, Some(Grade::Satisfied));
    assert_eq!(why(&mut b, all), Refusal::Missing(Missing::Whom));
    for (who, grade) in [(first, Some(Grade::Dissatisfied)), (second, None)] {
        let told = tell(&b, opinion, Some(who), grade);
        b.act(told);
    }
    let anybody = evaluate(&b, opinion, None, Grade::Satisfied);
    let refused = why(&mut b, anybody);
    assert_eq!(refused, Refusal::Missing(Missing::Whom));
    assert_eq!(sentence(Lang::Zh, &refused, None), "还缺哪一位");
    let hers = evaluate(&b, opinion, Some(second), Grade::Satisfied);
    b.act(hers);
    let o = now(&b, opinion);
    assert_eq!(o.grade, Some(Grade::Dissatisfied), "hers wipes nobody else's");
    let grades: Vec<_> = o.parties.iter().map(|p| p.grade).collect();
    assert_eq!(grades, [Some(Grade::Dissatisfied), Some(Grade::Satisfied)]);

    // With one person there is nobody to choose; told together without a word, nobody has to be named either.
    let (opinion, _) = answered(&mut b);
    let all = tell(&b, opinion, None, None);
    b.act(all);
    assert!(now(&b, opinion).is_known());
    b.sound();
}

#[test]
fn a_matter_moved_after_the_telling_is_told_again_before_it_says_it_was() {
    let mut b = Bench::new();
    let (opinion, _) = answered(&mut b);
    let all = tell(&b, opinion, None, None);
    b.act(all);
    let again = tell(&b, opinion, None, None);
    assert!(
        matches!(why(&mut b, again), Refusal::OpinionState { .. }),
        "everybody knows"
    );
    let other = b.act(Command::FileOpinion(Box::new(
        b.entry("别的事", person("赵六", "13700000009")),
    )));
    b.act(Command::MoveOpinion(MoveOpinion {
        opinion,
        rev: b.rev(opinion),
        visit: other.visit.unwrap(),
        citizen: other.citizen,
        reason: "记错人".into(),
    }));
    let close = |b: &Bench| {
        Command::CloseOpinion(CloseOpinion {
            opinion,
            rev: b.rev(opinion),
            class: "A".into(),
            class_date: None,
            upheld: None,
            reason: None,
        })
    };
    let o = now(&b, opinion);
    assert_eq!((o.state, o.is_known(), o.told), (OpinionState::Answered, false, false));
    assert_eq!(owed_as(&b, opinion), Some(Owing::ToTell));
    let untold = close(&b);
    assert!(matches!(why(&mut b, untold), Refusal::NotTold { .. }));

    // Attempts on several days that reach nobody close it as one that is not told.
    for _ in 0..3 {
        let untold = close(&b);
        assert!(matches!(why(&mut b, untold), Refusal::NotTold { .. }));
        let mut attempt = tell(&b, opinion, None, None);
        if let Command::Tell(Tell { reached, .. }) = &mut attempt {
            *reached = Reached::NoAnswer;
        }
        b.act(attempt);
        b.now = Moment(b.now.0 + 86_400_000);
    }
    let day = b.now.day();
    b.act(Command::ConfirmDay(ConfirmDay { day }));
    assert_eq!(closing(&mut b, opinion, close), Some(false));

    // Told, it says so.
    let (opinion, _) = answered(&mut b);
    let all = tell(&b, opinion, None, None);
    b.act(all);
    b.act(Command::MoveOpinion(MoveOpinion {
        opinion,
        rev: b.rev(opinion),
        visit: other.visit.unwrap(),
        citizen: other.citizen,
        reason: "记错人".into(),
    }));
    let told = tell(&b, opinion, other.citizen, Some(Grade::Satisfied));
    b.act(told);
    let o = now(&b, opinion);
    assert_eq!(o.state, OpinionState::Told);
    let close = |b: &Bench| {
        Command::CloseOpinion(CloseOpinion {
            opinion,
            rev: b.rev(opinion),
            class: "A".into(),
            class_date: None,
            upheld: None,
            reason: None,
        })
    };
    assert_eq!(closing(&mut b, opinion, close), Some(true));
    b.sound();
}

/// Under what a matter stands in the follow-up pane.
fn owed_as(b: &Bench, opinion: OpinionId) -> Option<Owing> {
    let Answer::Snapshot(snapshot) = b.ask(&Query::Snapshot { today: today() }) else {
        panic!()
    };
    let line = snapshot
        .follow_up
        .iter()
        .find(|f| f.opinion.is_some_and(|(id, _)| id == opinion));
    line.map(|f| f.owing)
}

/// Attempts, grades (also of nobody named) and who was told are of those it was owed to before.
#[test]
fn what_was_said_of_a_matter_is_not_said_by_whoever_it_is_moved_to() {
    let mut b = Bench::new();
    let other = b.act(Command::FileOpinion(Box::new(
        b.entry("别的事", person("赵六", "13700000009")),
    )));
    let shy = b.act(Command::FileOpinion(Box::new(b.entry(
        "又一件",
        CitizenDetails {
            anonymous: true,
            ..CitizenDetails::default()
        },
    ))));
    let mut family = b.entry("一家人的事", person("钱一", "13700000001"));
    family.representatives = vec![person("钱二", "13700000002")];
    let several = b.act(Command::FileOpinion(Box::new(family)));
    let move_to = |b: &mut Bench, opinion, to: &Outcome| {
        b.act(Command::MoveOpinion(MoveOpinion {
            opinion,
            rev: b.rev(opinion),
            visit: to.visit.unwrap(),
            citizen: to.citizen,
            reason: "记错人".into(),
        }));
    };
    let opinion = answered_of(&mut b, Vec::new());
    let mut attempt = tell(&b, opinion, None, None);
    if let Command::Tell(Tell { reached, .. }) = &mut attempt {
        *reached = Reached::NoAnswer;
    }
    b.act(attempt);
    let told = tell(&b, opinion, None, Some(Grade::Dissatisfied));
    b.act(told);
    assert_eq!(owed_as(&b, opinion), Some(Owing::Dissatisfied));

    move_to(&mut b, opinion, &other);
    let o = now(&b, opinion);
    assert_eq!(
        (o.state, o.grade, o.tries.len(), o.held, o.parties[0].grade),
        (OpinionState::Answered, None, 0, false, None)
    );
    let told = tell(&b, opinion, None, None);
    b.act(told);
    assert_eq!(owed_as(&b, opinion), Some(Owing::ToClose));
    let said = Command::Evaluate(Evaluate {
        opinion,
        rev: b.rev(opinion),
        evaluation: EvaluationEntry::of(Grade::Satisfied, Way::Phone, None),
    });
    b.act(said);
    assert_eq!(now(&b, opinion).grade, Some(Grade::Satisfied));

    // To a visit of several, where nobody says to whom: it is owed to all of them.
    move_to(
        &mut b,
        opinion,
        &Outcome {
            citizen: None,
            ..several.clone()
        },
    );
    let o = now(&b, opinion);
    assert_eq!(
        (o.state, o.grade, o.is_known(), o.held, o.parties.len()),
        (OpinionState::Answered, None, false, false, 2)
    );
    assert_eq!(owed_as(&b, opinion), Some(Owing::ToTell));
    let rev = b.rev(opinion);
    let untold = Command::CloseOpinion(CloseOpinion {
        opinion,
        rev,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    });
    assert!(matches!(why(&mut b, untold), Refusal::NotTold { .. }));

    // To somebody without a name: the answer lies ready until they ask.
    move_to(&mut b, opinion, &shy);
    let o = now(&b, opinion);
    assert_eq!((o.state, o.grade, o.held), (OpinionState::Answered, None, true));
    assert_eq!(owed_as(&b, opinion), None);
    // What is struck off was told to somebody else too.
    let close = Command::CloseOpinion(CloseOpinion {
        opinion,
        rev: b.rev(opinion),
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    });
    b.act(close);
    move_to(&mut b, opinion, &other);
    let o = now(&b, opinion);
    assert_eq!(
        (o.state, o.told, o.closed_at, o.parties[0].grade),
        (OpinionState::Answered, false, None, None)
    );
    assert_eq!(owed_as(&b, opinion), Some(Owing::ToTell));

    // Answered at the desk, it was told to whoever stood there: only the name is put right.
    let mut entry = b.entry("办证要什么材料", person("王秀英", "13712344410"));
    entry.handling = Handling::OnSpot(SpotEntry {
        class: "A".into(),
        answer: Some("讲清楚了".into()),
        grade: Some(Grade::Satisfied),
        said: None,
    });
    let opinion = b.file(entry);
    move_to(&mut b, opinion, &other);
    let o = now(&b, opinion);
    assert_eq!(
        (o.state, o.is_known(), o.grade),
        (OpinionState::Closed, true, Some(Grade::Satisfied))
    );
    b.sound();
}

/// What the closing of a matter says of the telling.
fn closing(b: &mut Bench, opinion: OpinionId, close: impl Fn(&Bench) -> Command) -> Option<bool> {
    let rev = b.rev(opinion);
    let closed = close(b);
    b.act(closed);
    let events = log::by_subject(b.desk.conn(), opinion.0, rev).unwrap();
    let mut kinds = events
        .iter()
        .map(|e| codec::read(e, b.desk.vault(), b.desk.conn()).unwrap().kind);
    kinds.find_map(|kind| match kind {
        Kind::OpinionClosed { told, .. } => Some(told),
        _ => None,
    })
}

#[test]
fn whoever_finds_a_matter_over_reads_who_ended_it() {
    let mut b = Bench::new();
    let zhou = colleague(&mut b);
    let opinion = unsorted(&mut b);
    let rev = b.rev(opinion);
    let correct = |rev| {
        Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev,
            changes: vec![Change::Place(Some("村西".into()))],
            reason: "记错了".into(),
        })
    };
    let (seen_before, void) = (
        correct(rev),
        Command::VoidOpinion(VoidOpinion {
            opinion,
            rev,
            reason: "误登".into(),
        }),
    );
    b.table = Some(2);
    by(&mut b, zhou, void);
    let said = sentence(Lang::Zh, &why(&mut b, seen_before), None);
    assert!(said.contains("已由 周敏在 2 桌于 08:39:00 改过，这件已作废"), "{said}");
    // Whoever has seen it void is told so and no more.
    let seen = correct(b.rev(opinion));
    let said = sentence(Lang::Zh, &why(&mut b, seen), None);
    assert!(
        said.ends_with("这件已作废，不能这样办") && !said.contains("周敏"),
        "{said}"
    );
    b.sound();
}

#[test]
fn an_account_that_was_withdrawn_reads_that_it_was() {
    let mut b = Bench::new();
    let zhou = colleague(&mut b);
    let opinion = unsorted(&mut b);
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    b.act(Command::ChangeAccount(ChangeAccount {
        account: zhou,
        rev: all[1].rev,
        name: "周敏".into(),
        role: Role::Clerk,
        deputy: None,
        active: false,
    }));
    b.account = Some(zhou);
    let void = Command::VoidOpinion(VoidOpinion {
        opinion,
        rev: b.rev(opinion),
        reason: "误登".into(),
    });
    let refused = why(&mut b, void);
    assert_eq!(refused, Refusal::Withdrawn);
    assert!(sentence(Lang::Zh, &refused, None).starts_with("这个账号已停用"));
}

#[test]
fn at_the_desk_several_say_it_together_and_afterwards_each_for_themselves() {
    let mut b = Bench::new();
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.representatives = vec![person("周德旺", "13712344411")];
    entry.handling = Handling::OnSpot(SpotEntry {
        class: "A".into(),
        grade: Some(Grade::Satisfied),
        said: None,
        answer: Some("当场修好".into()),
    });
    let opinion = b.file(entry);
    let sentences = |b: &Bench| {
        let file = b.opinion_file(opinion);
        let said = |h| history::sentence(Lang::Zh, None, &file, h);
        (
            file.history.iter().map(said).collect::<Vec<_>>(),
            history::verdict(Lang::Zh, &file.opinion),
        )
    };
    let (said, verdict) = sentences(&b);
    assert!(said.last().unwrap().contains("满意（几位一起）：当场修好"), "{said:?}");
    assert_eq!(verdict, "满意（几位一起）");
    // Told one by one, it says who was.
    let (opinion, [_, second]) = answered(&mut b);
    let told = tell(&b, opinion, Some(second), Some(Grade::Satisfied));
    b.act(told);
    let file = b.opinion_file(opinion);
    let said: Vec<_> = file
        .history
        .iter()
        .map(|h| history::sentence(Lang::Zh, None, &file, h))
        .collect();
    assert!(
        said.ends_with(&[
            "告诉了反映人，电话（周德旺）".to_owned(),
            "评价：满意（周德旺）".to_owned()
        ]),
        "{said:?}"
    );
}

#[test]
fn who_spoke_last_goes_on_and_not_the_newest_of_those_named_with_a_group() {
    let mut b = Bench::new();
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.representatives = vec![person("周德旺", "13712344411"), person("李四", "13712344412")];
    let filed = b.act(Command::FileOpinion(Box::new(entry)));
    let last = |b: &Bench| {
        let Answer::VisitFile(_, people, ..) = b.ask(&Query::VisitFile(filed.visit.unwrap())) else {
            panic!()
        };
        people.last().unwrap().details.name.clone().unwrap()
    };
    assert_eq!(last(&b), "王秀英");
}

#[test]
fn what_is_owed_names_who_is_still_to_be_told_and_who_is_not_content() {
    let mut b = Bench::new();
    let (opinion, [first, second]) = answered(&mut b);
    let named = |b: &Bench| {
        let Answer::Snapshot(snapshot) = b.ask(&Query::Snapshot { today: today() }) else {
            panic!()
        };
        let mut lines = snapshot.follow_up.iter();
        let line = lines.find(|f| f.opinion.is_some_and(|(id, _)| id == opinion)).unwrap();
        (line.owing, line.person.clone().unwrap())
    };
    assert_eq!(named(&b), (Owing::ToTell, "王秀英".to_owned()));
    let told = tell(&b, opinion, Some(first), Some(Grade::Satisfied));
    b.act(told);
    assert_eq!(named(&b), (Owing::ToTell, "周德旺".to_owned()));
    let told = tell(&b, opinion, Some(second), Some(Grade::Dissatisfied));
    b.act(told);
    assert_eq!(named(&b), (Owing::Dissatisfied, "周德旺".to_owned()));
}

#[test]
fn a_matter_moved_to_a_visit_nobody_was_written_down_in_is_owed_to_somebody() {
    let mut b = Bench::new();
    let visit = |b: &mut Bench, label: &str| {
        let arrival = Arrival {
            label: Some(label.into()),
            ..Arrival::default()
        };
        b.act(Command::TakeNumber(TakeNumber { session: None, arrival }))
            .visit
            .unwrap()
    };
    for (label, name) in [("蓝布衫大姐", None), ("周德旺", Some("周德旺"))] {
        let opinion = answered_of(&mut b, Vec::new());
        let to = visit(&mut b, label);
        b.act(Command::MoveOpinion(MoveOpinion {
            opinion,
            rev: b.rev(opinion),
            visit: to,
            citizen: None,
            reason: "记错人".into(),
        }));
        let file = b.opinion_file(opinion);
        assert_eq!(file.opinion.parties.len(), 1, "{label}");
        assert_eq!(file.citizen.as_ref().unwrap().details.name.as_deref(), name);
        let said = history::sentence(Lang::Zh, None, &file, file.history.last().unwrap());
        let whose = name.map_or("（现在是001，原来是王秀英）".to_owned(), |n| {
            format!("（现在是{n}，原来是王秀英）")
        });
        assert!(said.contains(&whose), "{said}");
        // Who it was is told apart by name, or by what they brought.
        let Answer::Came(came) = b.ask(&Query::Came { day: today() }) else {
            panic!()
        };
        let row = came.iter().find(|c| c.visit.id == to).unwrap();
        assert_eq!(row.name.as_deref(), Some(label));
        assert_eq!(row.number.as_deref(), Some(file.opinion.number.as_str()));
        // Whoever it is can be named, and told.
        let named = Command::CorrectCitizen(CorrectCitizen {
            citizen: file.citizen.as_ref().unwrap().id,
            rev: file.citizen.as_ref().unwrap().rev,
            changes: vec![CitizenChange::Name(Some("赵大姐".into()))],
            reason: "问到了".into(),
        });
        b.act(named);
        let told = tell(&b, opinion, None, Some(Grade::Satisfied));
        b.act(told);
    }
    b.sound();
}

#[test]
fn a_due_date_is_not_before_the_matter_was_handed_over() {
    let mut b = Bench::new();
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.handling = b.hand_over(None);
    let opinion = b.file(entry);
    let correct = |b: &Bench, day| {
        Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev: b.rev(opinion),
            changes: vec![Change::Due(Deadline::on(day))],
            reason: "写错了".into(),
        })
    };
    let before = correct(&b, today().pred_opt().unwrap());
    assert_eq!(why(&mut b, before), Refusal::DueBefore { day: today() });
    let same_day = correct(&b, today());
    b.act(same_day);
}

#[test]
fn the_history_names_the_deputies_and_villages_that_were_put_right() {
    let mut b = Bench::new();
    let (one, two) = (b.deputies[0], b.deputies[1]);
    let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
    entry.details.deputies = vec![one];
    let opinion = b.file(entry);
    let name = |b: &Bench, id: DeputyId| {
        let sql = format!("SELECT name FROM deputy WHERE id = '{id}'");
        b.desk
            .conn()
            .query_row(&sql, [], |row| row.get::<_, String>(0))
            .unwrap()
    };
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion,
        rev: b.rev(opinion),
        changes: vec![Change::Deputies(vec![two, one])],
        reason: "漏了一位".into(),
    }));
    let file = b.opinion_file(opinion);
    let said = history::sentence(Lang::Zh, None, &file, file.history.last().unwrap());
    let (one, two) = (name(&b, one), name(&b, two));
    assert!(said.contains(&format!("{one} 改为 {two} {one}")), "{said}");
}
