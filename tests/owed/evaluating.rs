//! What people say of it, and what follows where they are not content.

use super::*;

#[test]
fn whoever_is_not_content_with_what_was_struck_off_stands_in_what_is_owed_until_something_is_done() {
    let mut desk = Desk::new();
    // Over since it was answered at the desk, and somebody comes back angry.
    let angry = on_spot(&mut desk, "甲", None);
    assert_eq!(
        (stands(&desk, angry), desk.read(angry).opinion.state),
        (None, OpinionState::Closed)
    );
    evaluate(&mut desk, angry, None, Grade::Dissatisfied);
    assert_eq!(stands(&desk, angry), Some(Owing::Dissatisfied));
    let file = desk.read(angry);
    assert_eq!((file.opinion.state, file.opinion.closed_at), (OpinionState::Told, None));
    let last = file.history.last().unwrap();
    assert!(sentence_of(&desk, &file, last).contains("列进待办"));
    // Angry while it was answered.
    let at_once = on_spot(&mut desk, "乙", Some(Grade::Dissatisfied));
    assert_eq!(stands(&desk, at_once), Some(Owing::Dissatisfied));
    // Struck off after it was explained, and angry once more.
    for _ in 0..2 {
        let rev = desk.read(angry).opinion.rev;
        desk.act(Command::CloseOpinion(CloseOpinion {
            opinion: angry,
            rev,
            class: "D".into(),
            class_date: None,
            upheld: Some("explained".into()),
            reason: None,
        }));
        desk.on(of(11, 23));
        assert_eq!(stands(&desk, angry), None, "something was done about it");
        evaluate(&mut desk, angry, None, Grade::Dissatisfied);
        assert_eq!(stands(&desk, angry), Some(Owing::Dissatisfied));
    }
    // Told by telephone, struck off, and not content a week later; a second matter of another person is left alone.
    let due = desk.due(of(12, 31));
    let told = desk.file("丙", due);
    desk.answer(told);
    desk.act(Command::Tell(Tell {
        grade: Some(Grade::Satisfied),
        close: true,
        ..desk.telling(told)
    }));
    assert_eq!(desk.read(told).opinion.state, OpinionState::Closed);
    evaluate(&mut desk, told, None, Grade::Dissatisfied);
    assert_eq!(stands(&desk, told), Some(Owing::Dissatisfied));
    let content = on_spot(&mut desk, "丁", Some(Grade::Satisfied));
    evaluate(&mut desk, content, None, Grade::Basically);
    assert_eq!(desk.read(content).opinion.state, OpinionState::Closed);
}

#[test]
fn whoever_is_not_content_is_struck_off_only_for_a_reason_that_the_history_keeps() {
    let mut desk = Desk::new();
    let id = on_spot(&mut desk, "甲", Some(Grade::Dissatisfied));
    desk.k.state.focus = Pane::Follow;
    desk.keys("Home Enter");
    let shown = desk.screen();
    let digit = digit_of(&shown, "不再办了");
    desk.keys(&digit);
    assert!(desk.screen().contains("仍销号"), "{}", desk.screen());
    // Without one nothing is struck off.
    desk.keys("F9");
    assert_eq!(stands(&desk, id), Some(Owing::Dissatisfied), "{}", desk.screen());
    desk.keys("1 F9");
    desk.on(of(11, 23));
    let file = desk.read(id);
    assert_eq!((file.opinion.state, stands(&desk, id)), (OpinionState::Closed, None));
    assert_eq!(file.opinion.grade, Some(Grade::Dissatisfied), "what they said stays");
    let last = sentence_of(&desk, &file, file.history.last().unwrap());
    assert!(last.contains("本人不满意，仍销号：已当面解释清楚"), "{last}");
    // Of whoever is content nothing of it is asked.
    let content = on_spot(&mut desk, "乙", None);
    evaluate(&mut desk, content, None, Grade::Dissatisfied);
    evaluate(&mut desk, content, None, Grade::Satisfied);
    assert_eq!(stands(&desk, content), Some(Owing::ToClose));
    desk.k.state.focus = Pane::Follow;
    desk.keys("Home Enter 1");
    assert!(!desk.screen().contains("仍销号"), "{}", desk.screen());
    desk.keys("F9");
    assert_eq!(desk.read(content).opinion.state, OpinionState::Closed);
}

#[test]
fn a_verdict_noted_by_a_slip_is_noted_anew_and_the_old_one_stays_in_the_history() {
    let mut desk = Desk::new();
    let slip = on_spot(&mut desk, "甲", Some(Grade::Satisfied));
    for grade in [Grade::Dissatisfied, Grade::Satisfied, Grade::Declined] {
        assert!(MatterAct::Evaluate.is_possible(&desk.read(slip).opinion), "{grade:?}");
        evaluate(&mut desk, slip, None, grade);
        assert_eq!(desk.read(slip).opinion.grade, Some(grade));
    }
    assert_eq!(
        stands(&desk, slip),
        Some(Owing::ToClose),
        "and only the striking off is left"
    );
    let file = desk.read(slip);
    let said: Vec<String> = file.history.iter().map(|h| sentence_of(&desk, &file, h)).collect();
    for word in ["不满意", "评价：满意", "不愿评价"] {
        assert!(said.iter().any(|line| line.contains(word)), "{word}: {said:?}");
    }
}

#[test]
fn of_several_what_one_said_is_put_right_while_others_are_still_to_be_told() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let parties: Vec<CitizenId> = desk.read(id).opinion.parties.iter().map(|p| p.citizen).collect();
    assert!(
        !MatterAct::Evaluate.is_possible(&desk.read(id).opinion),
        "nobody knows yet"
    );
    desk.act(Command::Tell(Tell {
        whom: Some(parties[0]),
        grade: Some(Grade::Dissatisfied),
        said: Some("灯还是不亮".into()),
        ..desk.telling(id)
    }));
    assert!(MatterAct::Evaluate.is_possible(&desk.read(id).opinion));
    evaluate(&mut desk, id, Some(parties[0]), Grade::Satisfied);
    let o = desk.read(id).opinion;
    assert_eq!((o.state, o.grade), (OpinionState::Answered, Some(Grade::Satisfied)));
    assert_eq!(
        stands(&desk, id),
        Some(Owing::ToTell),
        "the others are still to be told"
    );
}

#[test]
fn whoever_is_not_content_is_handed_over_once_more_with_a_clock_of_its_own() {
    for from_record in [false, true] {
        let mut desk = Desk::new();
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        desk.answer(id);
        desk.on(of(11, 23));
        desk.k.state.focus = Pane::Follow;
        desk.keys("Home F8 6 '灯还是不亮 F9");
        assert_eq!(stands(&desk, id), Some(Owing::Dissatisfied), "{}", said(&desk.k));
        desk.k.state.layers.clear();
        if from_record {
            let effects = zhiban::app::opinion::open(&mut desk.k.state, zhiban::app::model::Target::Filed(id));
            desk.s.serve(&mut desk.k, effects);
            desk.keys("Enter");
        } else {
            desk.k.state.focus = Pane::Follow;
            desk.keys("Home Enter");
        }
        let digit = digit_of(&desk.screen(), "再次交办（另起期限）");
        desk.keys(&digit);
        let shown = desk.screen();
        assert!(shown.contains("再次交办（另起期限） 01-2026-0001"), "{shown}");
        // To whoever had it, by the limit of the rules from today; nothing else is a handling of it.
        assert!(shown.contains("供电所") && !shown.contains("3指引"), "{shown}");
        desk.keys("F9");
        let file = desk.read(id);
        let o = &file.opinion;
        assert_eq!(
            (o.state, o.told, o.grade, o.class.as_deref()),
            (OpinionState::HandedOver, false, None, None),
            "{}",
            said(&desk.k)
        );
        assert_eq!(o.rounds.len(), 2);
        let round = o.round().unwrap();
        assert_eq!((round.no, round.lead.due.map(|due| due.day)), (2, Some(of(12, 14))));
        assert!(o.parties.iter().all(|p| !p.told && p.grade.is_none()) && o.tries.is_empty());
        let last = sentence_of(&desk, &file, file.history.last().unwrap());
        assert!(last.contains("第2次"), "{last}");
        assert!(
            file.history
                .iter()
                .any(|h| sentence_of(&desk, &file, h).contains("灯还是不亮"))
        );
        // It goes its way again to the end.
        desk.answer(id);
        desk.on(of(11, 24));
        desk.k.state.focus = Pane::Follow;
        desk.keys("Home F8 1");
        assert_eq!(desk.read(id).opinion.state, OpinionState::Closed, "{}", said(&desk.k));
    }
}

#[test]
fn what_was_answered_at_the_desk_goes_to_a_unit_where_they_are_not_content() {
    let mut desk = Desk::new();
    let id = on_spot(&mut desk, "甲", Some(Grade::Dissatisfied));
    assert_eq!(stands(&desk, id), Some(Owing::Dissatisfied));
    let rev = desk.read(id).opinion.rev;
    // Content or not, nothing but a unit's answer is owed now.
    let keep = Command::Handle(Handle {
        opinion: id,
        rev,
        category: None,
        handling: Handling::Reference,
    });
    let now = zhiban::domain::moment::TimeOfDay::new(9, 0).unwrap().on(of(11, 23));
    assert!(refused(&mut desk, keep, now).contains("已反馈"));
    let handling = desk.due(of(12, 31));
    desk.act(Command::Handle(Handle {
        opinion: id,
        rev,
        category: desk.k.state.snap.rules.as_ref().map(|r| r.categories[0].code.clone()),
        handling,
    }));
    let o = desk.read(id).opinion;
    assert_eq!(
        (o.state, o.on_spot, o.told, o.grade),
        (OpinionState::HandedOver, false, false, None)
    );
    assert_eq!((o.answer.as_deref(), o.round().map(|r| r.no)), (None, Some(1)));
    assert!(o.parties.iter().all(|p| !p.told));
    desk.answer(id);
    desk.on(of(11, 24));
    assert_eq!(stands(&desk, id), Some(Owing::ToTell));
}
