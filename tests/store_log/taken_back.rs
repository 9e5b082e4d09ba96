//! A telling noted by mistake is taken back: what stood on it goes, the person is owed again, the history keeps both.

use crate::common::{Bench, person, rules, today};
use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::event::Kind;
use zhiban::domain::id::{AccountId, CitizenId, OpinionId};
use zhiban::domain::moment::Moment;
use zhiban::domain::refusal::{Missing, Refusal};
use zhiban::domain::rules::{Limit, LimitUnit};
use zhiban::domain::view::{Answer, FollowUp, Owing, Query, Stretch};
use zhiban::i18n::{Lang, code, history};
use zhiban::store::ExecuteError;

const DAY: i64 = 86_400_000;

fn handed(b: &mut Bench, several: bool, anonymous: bool) -> OpinionId {
    let mut speaker = person("王秀英", "13712344410");
    if anonymous {
        (speaker.name, speaker.anonymous) = (None, true);
    }
    let mut entry = b.entry("路灯不亮", speaker);
    if several {
        entry.representatives = vec![person("周德旺", "13712344411")];
    }
    entry.handling = b.hand_over(None);
    b.file(entry)
}

fn answered(b: &mut Bench, several: bool, anonymous: bool) -> OpinionId {
    let id = handed(b, several, anonymous);
    let rev = b.rev(id);
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion: id,
        rev,
        unit: None,
        way: Way::Phone,
        person: None,
        text: "换了灯".into(),
        class: "A".into(),
        class_date: None,
    }));
    id
}

fn tell(b: &mut Bench, id: OpinionId, whom: Option<CitizenId>, reached: Reached, grade: Option<Grade>) {
    let rev = b.rev(id);
    let is_over = b.opinion_file(id).opinion.is_over_with(whom, grade);
    b.act(Command::Tell(Tell {
        opinion: id,
        rev,
        whom,
        way: Way::Phone,
        reached,
        ask_on: None,
        note: None,
        grade,
        said: grade.filter(|g| !g.settles()).map(|_| "灯还是不亮".into()),
        close: grade.is_some() && is_over,
    }));
}

fn take_back(b: &mut Bench, id: OpinionId) -> Result<(), Refusal> {
    take_back_of(b, id, None)
}

fn take_back_of(b: &mut Bench, id: OpinionId, whom: Option<CitizenId>) -> Result<(), Refusal> {
    let rev = b.rev(id);
    let command = Command::TakeBackTelling(TakeBackTelling {
        opinion: id,
        rev,
        whom,
        reason: "点错了".into(),
    });
    match b.try_act(command) {
        Ok(_) => Ok(()),
        Err(ExecuteError::Refused(why)) => Err(why),
        Err(other) => panic!("{other:?}"),
    }
}

fn owed(b: &Bench, matching: &str, kind: Option<Owing>) -> Vec<FollowUp> {
    let (matching, stretch) = (matching.to_owned(), Stretch::Newest);
    let (today, limit) = (today(), 50);
    match b.ask(&Query::Owed {
        matching,
        called: code::owings(Lang::Zh),
        today,
        kind,
        stretch,
        limit,
    }) {
        Answer::Owed(lines, _) => lines,
        other => panic!("{other:?}"),
    }
}

/// What the matter says of itself but for the number of its last event.
fn as_it_is(b: &Bench, id: OpinionId) -> String {
    let mut o = b.opinion_file(id).opinion;
    o.rev = 0;
    format!("{o:?}")
}

#[test]
fn whatever_was_noted_is_undone_and_the_person_is_owed_as_before() {
    for (several, anonymous) in [(false, false), (true, false), (false, true)] {
        for (reached, grade) in [
            (Reached::Told, None),
            (Reached::Told, Some(Grade::Satisfied)),
            (Reached::Told, Some(Grade::Dissatisfied)),
            (Reached::Collected, None),
            (Reached::NoAnswer, None),
            (Reached::Wrong, None),
        ] {
            let mut b = Bench::new();
            let id = answered(&mut b, several, anonymous);
            let whom = b
                .opinion_file(id)
                .opinion
                .parties
                .last()
                .map(|p| p.citizen)
                .filter(|_| several);
            let before = as_it_is(&b, id);
            tell(&mut b, id, whom, reached, grade);
            let place = format!("{several} {anonymous} {reached:?} {grade:?}");
            assert_ne!(as_it_is(&b, id), before, "{place}");
            take_back(&mut b, id).unwrap();
            assert_eq!(as_it_is(&b, id), before, "{place}");
            assert_eq!(
                b.count("SELECT count(*) FROM telling") + b.count("SELECT count(*) FROM evaluation"),
                0
            );
            // Once more there is nothing to take back.
            assert!(
                matches!(take_back(&mut b, id), Err(Refusal::NothingTold { .. })),
                "{place}"
            );
            let file = b.opinion_file(id);
            let told = |kind: &Kind| matches!(kind, Kind::PersonTold { .. });
            assert_eq!(
                file.history.iter().filter(|h| told(&h.kind)).count(),
                1,
                "the history keeps it"
            );
            let said: Vec<String> = file
                .history
                .iter()
                .map(|h| history::sentence(Lang::Zh, None, &file, h))
                .collect();
            let said = said.into_iter().find(|line| line.contains("收回记错的回话")).unwrap();
            assert!(
                said.contains("点错了") && said.contains("连同评价") == grade.is_some(),
                "{said}"
            );
            b.sound();
        }
    }
}

#[test]
fn a_matter_struck_off_with_it_or_after_it_is_owed_again() {
    for with_it in [true, false] {
        let mut b = Bench::new();
        let id = answered(&mut b, false, false);
        tell(&mut b, id, None, Reached::Told, with_it.then_some(Grade::Satisfied));
        if !with_it {
            let rev = b.rev(id);
            b.act(Command::CloseOpinion(CloseOpinion {
                opinion: id,
                rev,
                class: "A".into(),
                class_date: None,
                upheld: None,
                reason: None,
            }));
        }
        assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Closed);
        take_back(&mut b, id).unwrap();
        let o = b.opinion_file(id).opinion;
        assert_eq!(
            (o.state, o.told, o.closed_at, o.grade),
            (OpinionState::Answered, false, None, None)
        );
        assert_eq!(owed(&b, "", Some(Owing::ToTell)).len(), 1);
        b.sound();
    }
}

#[test]
fn what_was_said_later_goes_too_and_what_others_said_stays() {
    let mut b = Bench::new();
    let id = answered(&mut b, true, false);
    let parties: Vec<CitizenId> = b.opinion_file(id).opinion.parties.iter().map(|p| p.citizen).collect();
    tell(&mut b, id, Some(parties[0]), Reached::Told, Some(Grade::Basically));
    tell(&mut b, id, Some(parties[1]), Reached::Told, None);
    let rev = b.rev(id);
    b.act(Command::Evaluate(Evaluate {
        opinion: id,
        rev,
        evaluation: EvaluationEntry {
            whom: Some(parties[1]),
            ..EvaluationEntry::of(Grade::Dissatisfied, Way::Phone, Some("灯还是不亮".into()))
        },
    }));
    assert_eq!(b.opinion_file(id).opinion.grade, Some(Grade::Dissatisfied));
    take_back_of(&mut b, id, Some(parties[1])).unwrap();
    let o = b.opinion_file(id).opinion;
    assert_eq!((o.state, o.grade), (OpinionState::Answered, Some(Grade::Basically)));
    let told: Vec<bool> = o.parties.iter().map(|p| p.told).collect();
    assert_eq!(told, [true, false]);
    b.sound();
}

#[test]
fn of_several_whoever_is_named_is_untold_and_nobody_else() {
    for at in 0..2 {
        let mut b = Bench::new();
        let id = answered(&mut b, true, false);
        let parties: Vec<CitizenId> = b.opinion_file(id).opinion.parties.iter().map(|p| p.citizen).collect();
        for (whom, grade) in parties.iter().zip([Grade::Basically, Grade::Dissatisfied]) {
            tell(&mut b, id, Some(*whom), Reached::NoAnswer, None);
            b.now = Moment(b.now.0 + DAY / 12);
            tell(&mut b, id, Some(*whom), Reached::Told, Some(grade));
        }
        // Nobody named is anybody's of them.
        assert_eq!(take_back(&mut b, id), Err(Refusal::Missing(Missing::Whom)));
        take_back_of(&mut b, id, Some(parties[at])).unwrap();
        let o = b.opinion_file(id).opinion;
        let left = [Grade::Dissatisfied, Grade::Basically][at];
        assert_eq!((o.state, o.grade), (OpinionState::Answered, Some(left)));
        let told: Vec<bool> = o.parties.iter().map(|p| p.told).collect();
        assert_eq!(told, [at == 1, at == 0]);
        assert_eq!(o.tries.len(), 3);
        let file = b.opinion_file(id);
        let back = file
            .history
            .last()
            .map(|h| history::sentence(Lang::Zh, None, &file, h))
            .unwrap();
        assert!(back.contains(["王秀英", "周德旺"][at]), "{back}");
        // The attempt before it is theirs too, and the next to go.
        take_back_of(&mut b, id, Some(parties[at])).unwrap();
        assert_eq!(b.opinion_file(id).opinion.tries.len(), 2);
        assert!(matches!(
            take_back_of(&mut b, id, Some(parties[at])),
            Err(Refusal::NothingTold { .. })
        ));
        b.sound();
    }
}

#[test]
fn told_as_they_were_shown_the_way_is_taken_back_and_owed() {
    for representatives in [vec![], vec![person("周德旺", "13712344411")]] {
        let mut b = Bench::new();
        let mut entry = b.entry("医保在哪里办", person("郑海", "13712344412"));
        entry.representatives = representatives;
        entry.handling = Handling::Guide(GuideEntry {
            reason: rules()
                .reasons
                .iter()
                .find(|r| !r.keeps_nothing && !r.promises_news)
                .unwrap()
                .code
                .clone(),
            destination: Some("镇便民服务中心".into()),
            phone: None,
            told: true,
        });
        let id = b.file(entry);
        assert!(b.opinion_file(id).opinion.told);
        assert_eq!(owed(&b, "", Some(Owing::ToTell)).len(), 0);
        take_back(&mut b, id).unwrap();
        let o = b.opinion_file(id).opinion;
        assert_eq!(
            (o.state, o.told, o.tell_by),
            (OpinionState::Guided, false, Some(rules().limits.tell))
        );
        assert!(o.parties.iter().all(|p| !p.told));
        assert_eq!(owed(&b, "", Some(Owing::ToTell)).len(), 1);
        assert!(matches!(take_back(&mut b, id), Err(Refusal::NothingTold { .. })));
        // Told after all, it is a telling like any other.
        tell(&mut b, id, None, Reached::Told, None);
        assert!(b.opinion_file(id).opinion.told);
        take_back(&mut b, id).unwrap();
        assert!(!b.opinion_file(id).opinion.told);
        b.sound();
    }
}

#[test]
fn it_is_whoever_noted_it_that_day_and_afterwards_the_head() {
    let mut b = Bench::new();
    let head = b.account;
    b.act(Command::AddAccount(AddAccount {
        os_name: "zhou".into(),
        name: "周敏".into(),
        role: Role::Clerk,
        deputy: None,
    }));
    let Answer::Accounts(all) = b.ask(&Query::Accounts {
        os_name: Some("zhou".into()),
    }) else {
        panic!()
    };
    let clerk: Option<AccountId> = all.first().map(|a| a.id);
    let id = answered(&mut b, false, false);
    // Another's, the same day.
    tell(&mut b, id, None, Reached::Told, None);
    b.account = clerk;
    assert!(matches!(take_back(&mut b, id), Err(Refusal::NotedByAnother { by, .. }) if by == "林站长"));
    // One's own, the same day.
    b.account = head;
    take_back(&mut b, id).unwrap();
    b.account = clerk;
    tell(&mut b, id, None, Reached::Told, None);
    take_back(&mut b, id).unwrap();
    // One's own, the day after: the head's.
    tell(&mut b, id, None, Reached::Told, None);
    b.now = Moment(b.now.0 + DAY);
    assert!(matches!(take_back(&mut b, id), Err(Refusal::NotedByAnother { by, .. }) if by == "周敏"));
    b.account = head;
    take_back(&mut b, id).unwrap();
    b.sound();
}

#[test]
fn what_was_struck_off_because_nobody_could_be_reached_stays_so() {
    let mut b = Bench::new();
    let id = answered(&mut b, false, false);
    for _ in 0..3 {
        tell(&mut b, id, None, Reached::NoAnswer, None);
        b.now = Moment(b.now.0 + DAY);
    }
    let rev = b.rev(id);
    b.act(Command::CloseOpinion(CloseOpinion {
        opinion: id,
        rev,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    }));
    assert!(matches!(take_back(&mut b, id), Err(Refusal::OpinionState { .. })));
}

#[test]
fn a_wrong_number_is_no_try_towards_three() {
    let mut b = Bench::new();
    let id = answered(&mut b, false, false);
    for reached in [Reached::Wrong, Reached::NoAnswer, Reached::Wrong, Reached::Wrong] {
        tell(&mut b, id, None, reached, None);
        b.now = Moment(b.now.0 + DAY);
    }
    let file = b.opinion_file(id);
    let (o, limits) = (file.opinion, rules().limits);
    assert_eq!((file.failed_tellings, o.attempts(&limits, None)), (1, 1));
    assert!(!o.is_unreachable(&limits, None, Some(b.now)) && !o.may_close(&limits));
    // Nor is the next call of the same hour one more because of it.
    tell(&mut b, id, None, Reached::Wrong, None);
    tell(&mut b, id, None, Reached::NoAnswer, None);
    assert_eq!(b.opinion_file(id).failed_tellings, 2);
    b.sound();
}

#[test]
fn the_limit_of_telling_is_that_of_the_day_it_became_owed() {
    let mut b = Bench::new();
    let early = answered(&mut b, false, false);
    let mut entry = b.entry("医保在哪里办", person("郑海", "13712344412"));
    let guide = GuideEntry {
        reason: rules().reasons.iter().find(|r| !r.keeps_nothing).unwrap().code.clone(),
        destination: Some("医保局".into()),
        told: false,
        ..GuideEntry::default()
    };
    entry.handling = Handling::Guide(guide);
    let guided = b.file(entry);
    let due = |b: &Bench, id: OpinionId| {
        let lines = owed(b, "", Some(Owing::ToTell)).into_iter();
        let mut own = lines.filter(|f| f.opinion.is_some_and(|(o, _)| o == id));
        own.next().and_then(|f| f.day).unwrap()
    };
    let before = [due(&b, early), due(&b, guided)];
    let mut other = rules();
    other.limits.tell = Limit {
        count: 40,
        unit: LimitUnit::WorkingDays,
    };
    b.act(Command::AdoptRules(AdoptRules {
        rules: Box::new(other),
        seen: 1,
    }));
    let late = answered(&mut b, false, false);
    assert_eq!([due(&b, early), due(&b, guided)], before);
    assert!(due(&b, late).day > before[0].day);
    b.sound();
}

#[test]
fn what_is_owed_is_looked_through_by_name_number_unit_and_words() {
    let mut b = Bench::new();
    let lamp = answered(&mut b, false, false);
    let mut entry = b.entry(
        "村口弯道看不见对面来车，今年已经摔了三起，一直说要装凸面镜，到现在也没有人来看过一眼",
        person("孙国芳", "13712344419"),
    );
    entry.handling = b.hand_over(None);
    let mirror = b.file(entry);
    let found = |b: &Bench, typed: &str| -> Vec<OpinionId> {
        owed(b, typed, None)
            .into_iter()
            .filter_map(|f| Some(f.opinion?.0))
            .collect()
    };
    let number = b.opinion_file(mirror).opinion.number;
    for typed in ["孙国芳", "sgf", "国芳", "凸面镜", "一眼", number.as_str(), "弯道 国芳"] {
        assert_eq!(found(&b, typed), [mirror], "{typed}");
    }
    assert_eq!(found(&b, "换了灯"), [lamp], "what was answered");
    assert_eq!(found(&b, "供电所").len(), 2);
    assert_eq!(found(&b, "水渠"), []);
    assert_eq!(found(&b, "弯道 秀英"), []);
    assert_eq!(found(&b, " ").len(), 2, "nothing typed is all");
}

/// What undoes a striking off.
type Undone = fn(&mut Bench, OpinionId);

fn closed(b: &mut Bench, id: OpinionId, class: &str, upheld: Option<&str>) {
    let rev = b.rev(id);
    b.act(Command::CloseOpinion(CloseOpinion {
        opinion: id,
        rev,
        class: class.into(),
        class_date: None,
        upheld: upheld.map(str::to_owned),
        reason: None,
    }));
}

#[test]
fn what_undoes_a_striking_off_leads_back_to_what_the_answer_says() {
    let roads: [(&str, Undone); 3] = [
        ("taken back", |b, id| take_back(b, id).unwrap()),
        ("not content", |b, id| {
            let rev = b.rev(id);
            b.act(Command::Evaluate(Evaluate {
                opinion: id,
                rev,
                evaluation: EvaluationEntry::of(Grade::Dissatisfied, Way::Phone, Some("灯还是不亮".into())),
            }));
        }),
        ("moved", |b, id| {
            let entry = b.entry("路不平", person("赵明", "13712344412"));
            let other = b.act(Command::FileOpinion(Box::new(entry)));
            let rev = b.rev(id);
            b.act(Command::MoveOpinion(MoveOpinion {
                opinion: id,
                rev,
                visit: other.visit.unwrap(),
                citizen: other.citizen,
                reason: "记错人".into(),
            }));
        }),
    ];
    for (road, undo) in roads {
        let mut b = Bench::new();
        let id = handed(&mut b, false, false);
        let rev = b.rev(id);
        b.act(Command::RecordAnswer(RecordAnswer {
            opinion: id,
            rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: "下月换".into(),
            class: "B".into(),
            class_date: Some(today()),
        }));
        tell(&mut b, id, None, Reached::Told, None);
        closed(&mut b, id, "A", None);
        let said = |b: &Bench| {
            let o = b.opinion_file(id).opinion;
            (o.class, o.class_date)
        };
        assert_eq!(said(&b), (Some("A".into()), None), "{road}");
        undo(&mut b, id);
        assert_eq!(said(&b), (Some("B".into()), Some(today())), "{road}");
        b.sound();
    }
}

#[test]
fn a_matter_set_apart_goes_on_with_its_tellings() {
    let mut b = Bench::new();
    let id = answered(&mut b, false, false);
    tell(&mut b, id, None, Reached::NoAnswer, None);
    b.now = Moment(b.now.0 + DAY);
    tell(&mut b, id, None, Reached::NoAnswer, None);
    let before = b.opinion_file(id).opinion.tries;
    let rev = b.rev(id);
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev,
        changes: vec![Change::Channel(Some(Channel::Phone))],
        reason: "是打电话来的".into(),
    }));
    let file = b.opinion_file(id);
    assert_eq!((file.failed_tellings, &file.opinion.tries), (2, &before));
    b.now = Moment(b.now.0 + DAY);
    tell(&mut b, id, None, Reached::NoAnswer, None);
    assert!(b.opinion_file(id).opinion.may_close(&rules().limits));
    // And the newest of them is still the one that is taken back.
    take_back(&mut b, id).unwrap();
    take_back(&mut b, id).unwrap();
    assert_eq!(b.opinion_file(id).opinion.tries, before[..1]);
    b.sound();
}

fn refused(b: &mut Bench, command: Command) -> Refusal {
    match b.try_act(command) {
        Err(ExecuteError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn whom_nothing_reaches_is_noted_with_what_was_tried_and_struck_off() {
    let mut b = Bench::new();
    let id = answered(&mut b, false, false);
    let no_way = |b: &Bench, note: Option<&str>| {
        Command::Tell(Tell {
            opinion: id,
            rev: b.rev(id),
            whom: None,
            way: Way::Phone,
            reached: Reached::NoWay,
            ask_on: None,
            note: note.map(str::to_owned),
            grade: None,
            said: None,
            close: false,
        })
    };
    // There is a number, and nobody called it.
    let early = no_way(&b, Some("没有别的电话"));
    assert!(matches!(refused(&mut b, early), Refusal::CallFirst { .. }));
    tell(&mut b, id, None, Reached::Wrong, None);
    let silent = no_way(&b, Some(" "));
    assert_eq!(refused(&mut b, silent), Refusal::Missing(Missing::Tried));
    assert!(!b.opinion_file(id).opinion.may_close(&rules().limits));
    let noted = no_way(&b, Some("问过邻居和村里，没有别的电话"));
    b.act(noted);
    let file = b.opinion_file(id);
    assert_eq!(file.opinion.state, OpinionState::Answered);
    let last = history::sentence(Lang::Zh, None, &file, file.history.last().unwrap());
    assert!(
        last.contains("没有办法联系上") && last.contains("问过邻居和村里"),
        "{last}"
    );
    closed(&mut b, id, "A", None);
    let o = b.opinion_file(id).opinion;
    assert_eq!((o.state, o.told), (OpinionState::Closed, false));
    b.sound();
}

#[test]
fn of_several_nothing_is_struck_off_while_somebody_is_left_and_who_is_said() {
    let mut b = Bench::new();
    let id = answered(&mut b, true, false);
    let parties: Vec<CitizenId> = b.opinion_file(id).opinion.parties.iter().map(|p| p.citizen).collect();
    let rev = b.rev(id);
    let tell_one = |whom, rev, close| {
        Command::Tell(Tell {
            opinion: id,
            rev,
            whom: Some(whom),
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: Some(Grade::Satisfied),
            said: None,
            close,
        })
    };
    let why = refused(&mut b, tell_one(parties[0], rev, true));
    let said = zhiban::i18n::refusal::sentence(Lang::Zh, &why, None);
    assert!(said.contains("还没告诉周德旺") && !said.contains("王秀英"), "{said}");
    assert_eq!(b.rev(id), rev, "nothing was noted");
    b.act(tell_one(parties[0], rev, false));
    let rev = b.rev(id);
    let close = Command::CloseOpinion(CloseOpinion {
        opinion: id,
        rev,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    });
    let why = refused(&mut b, close);
    let left = vec![Some("周德旺".to_owned())];
    assert_eq!(why, Refusal::NotTold { left });
    b.act(tell_one(parties[1], rev, true));
    assert_eq!(b.opinion_file(id).opinion.state, OpinionState::Closed);
    b.sound();
}

#[test]
fn whoever_is_not_content_at_the_desk_says_with_what() {
    let mut b = Bench::new();
    let on_spot = |b: &Bench, said: Option<&str>| {
        let mut entry = b.entry("路灯不亮", person("王秀英", "13712344410"));
        entry.handling = Handling::OnSpot(SpotEntry {
            answer: Some("讲清楚了".into()),
            class: "A".into(),
            grade: Some(Grade::Dissatisfied),
            said: said.map(str::to_owned),
        });
        Command::FileOpinion(Box::new(entry))
    };
    for said in [None, Some(" ")] {
        let command = on_spot(&b, said);
        assert_eq!(refused(&mut b, command), Refusal::Missing(Missing::Complaint));
    }
    let command = on_spot(&b, Some("灯还是不亮"));
    let id = b.act(command).opinion.unwrap();
    let file = b.opinion_file(id);
    let said: Vec<String> = file
        .history
        .iter()
        .map(|h| history::sentence(Lang::Zh, None, &file, h))
        .collect();
    assert!(
        said.iter().any(|line| line.contains("不满意（灯还是不亮）")),
        "{said:?}"
    );
    assert_eq!(owed(&b, "", Some(Owing::Dissatisfied)).len(), 1);
    b.sound();
}
