//! Steps, refusals, races; data that would move the cursor.

use crate::{Fake, context, id, now, outcome, visit};
use zhiban::app::Failure;
use zhiban::cells::{Class, class_of};
use zhiban::domain::code::{Grade, NumberFamily, OpinionState, Reached, Role, UnitKind, VisitState, Way};
use zhiban::domain::command::{
    CallAgain, Command, Evaluate, FinishVisit, HandOn, Handle, Handling, MarkMissed, NoteNumber, StartTalk,
    TakeBackCall, Tell,
};
use zhiban::domain::id::{CitizenId, UnitId, VisitId};
use zhiban::domain::record::{OtherNumber, Touch, Unit, UnitProfile};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::i18n::Lang;

#[test]
fn what_does_not_fit_is_named_the_question_is_asked_again_and_nothing_is_remembered_of_it() {
    let mut f = Fake::new();
    // Full-width digits and a full-width question mark are what they look like; 0 goes back to the menu, then out.
    let out = f.say("42\n42\n42\n三\n？\n ２ \n0\n0\n");
    let lines: Vec<&str> = out.lines().collect();
    assert!(lines[0].starts_with("练习 值班台"), "{out}");
    let menu = lines.iter().position(|line| line.starts_with("菜单：")).unwrap();
    let question = lines[menu + 1];
    assert!(question.contains("1 到 9"), "{out}");
    for n in 0..3 {
        let said = &lines[menu + 2 + 2 * n..][..2];
        assert!(said[0].contains("42") && said[1] == question, "{out}");
    }
    assert!(lines[menu + 8].contains("要数字，没看懂：三"), "{out}");
    assert_eq!(lines[menu + 9], question);
    // An explanation says the menu again, and asks.
    let explained = &lines[menu + 10..][..4];
    assert_eq!((explained[2], explained[3]), (lines[menu], question));
    assert!(lines[menu + 15].starts_with("姓名或特征"), "{out}");
    assert_eq!(out.matches(question).count(), 7, "{out}");
    assert!(f.acts.is_empty());
}

#[test]
fn a_refusal_and_a_failure_are_said_and_the_conversation_goes_on() {
    let mut f = Fake::new();
    f.replies = vec![
        Err(Failure::Refused(Box::new(Refusal::SomebodyWaits { ticket: Some(8) }))),
        Err(Failure::Refused(Box::new(Refusal::NotPermitted {
            role: Role::Viewer,
            may: &[Role::Head, Role::Clerk],
        }))),
        Err(Failure::Trouble("磁盘满了，没有存上".into())),
    ];
    let out = f.say("3\n3\n3\n0\n");
    assert!(out.contains("008 已经在等"), "{out}");
    assert!(
        out.contains("不能办这件事") && out.contains("磁盘满了，没有存上"),
        "{out}"
    );
    assert!(out.ends_with("再见\n"));
    assert_eq!(f.acts.len(), 3);
    assert_eq!(f.acts[0].table, Some(1));
    f.locked = true;
    let out = f.say("1\n0\n");
    assert_eq!(out.matches("打不开，请再试").count(), 2, "{out}");
}

#[test]
fn what_files_itself_is_asked_about_once_it_was_refused() {
    let mut f = Fake::new();
    f.replies = vec![Err(Failure::Refused(Box::new(Refusal::NumbersStopped))), Ok(outcome())];
    let out = f.say("2\n甲\n\n\n\n\n1\n0\n");
    assert_eq!(f.acts.len(), 2, "{out}");
    assert!(out.contains("保存吗") && out.contains("发出 001"), "{out}");
    f.replies = vec![Err(Failure::Refused(Box::new(Refusal::NumbersStopped)))];
    let out = f.say("2\n甲\n\n\n\n\n");
    assert_eq!(f.acts.len(), 3, "{out}");
}

#[test]
fn a_choice_that_was_refused_is_asked_again_where_it_was_made() {
    let mut f = Fake::new();
    f.queue = vec![visit(5, VisitState::Called)];
    f.replies = vec![Err(Failure::Trouble("磁盘满了，没有存上".into())), Ok(outcome())];
    let out = f.say("1\n4\n1\n1\n1\n0\n0\n");
    let acts: Vec<_> = f.acts.iter().map(|act| act.command.clone()).collect();
    assert_eq!(acts.len(), 2, "{out}");
    assert_eq!(acts[0], acts[1], "{out}");
}

#[test]
fn data_never_moves_the_cursor_or_breaks_the_line() {
    let mut f = Fake::new();
    f.queue = vec![visit(5, VisitState::Called)];
    let out = f.say("1\n4\n1\n0\n0\n");
    assert!(!out.contains('\u{1b}'), "{out}");
    assert!(out.lines().any(|l| l.contains("已叫 005 王秀英[31m 第二行")), "{out}");
    let chrome = out.replace("[31m", "");
    let odd = chrome
        .chars()
        .find(|c| *c != '\n' && !matches!(class_of(*c), Class::One | Class::Wide));
    assert_eq!(odd, None, "every sign has the same width everywhere");
}

#[test]
fn each_act_on_a_visit_is_bound_to_what_was_read_out() {
    let mut f = Fake::new();
    f.queue = vec![visit(5, VisitState::Called)];
    f.say("4\n1\n1\n2\n3\n4\n0\n0\n");
    let visit = VisitId(id(5));
    let commands: Vec<_> = f.acts.iter().map(|a| a.command.clone()).collect();
    assert_eq!(
        commands,
        [
            Command::StartTalk(StartTalk { visit, rev: 3 }),
            Command::CallAgain(CallAgain { visit, rev: 3 }),
            Command::MarkMissed(MarkMissed { visit, rev: 3 }),
            Command::TakeBackCall(TakeBackCall { visit, rev: 3 }),
        ]
    );
    let finished = |consult_only, unwritten, call_next| {
        Command::FinishVisit(FinishVisit {
            visit,
            rev: 3,
            consult_only,
            unwritten,
            call_next,
        })
    };
    // What becomes of the words is asked, of the end of a talk and of the one that calls the next.
    let mut f = Fake::new();
    f.queue = vec![self::visit(5, VisitState::Talking)];
    let out = f.say("4\n1\n2\n1\n2\n3\n3\n1\n3\n2\n0\n0\n");
    let commands: Vec<_> = f.acts.iter().map(|a| a.command.clone()).collect();
    assert_eq!(
        commands,
        [
            finished(false, true, true),
            finished(true, false, true),
            finished(false, true, false),
            finished(false, false, false),
        ],
        "{out}"
    );
}

#[test]
fn a_matter_is_taken_over_and_numbered_in_the_line_mode_too() {
    let mut f = Fake::new();
    f.opinion.numbers = vec![OtherNumber {
        family: NumberFamily::Foreign,
        system: Some("petition".into()),
        number: "XF77".into(),
    }];
    let out = f.say("6\n0113\n8\n1\nW12345-2026-00078\n1\n9\n0\n0\n");
    assert!(out.contains("信访系统 XF77"), "{out}");
    assert!(out.contains("记别处编号") && out.contains("由我经办"), "{out}");
    let commands: Vec<_> = f.acts.iter().map(|a| a.command.clone()).collect();
    let opinion = f.opinion.id;
    assert_eq!(
        commands,
        [
            Command::NoteNumber(NoteNumber {
                opinion,
                family: NumberFamily::Foreign,
                system: Some("12345".into()),
                number: "W12345-2026-00078".into()
            }),
            Command::HandOn(HandOn {
                opinion,
                rev: f.opinion.rev,
                to: context(Lang::Zh).account.id,
                reason: None
            }),
        ]
    );
    f.keeper = Some("李伟".into());
    let out = f.say("6\n0113\n0\n0\n");
    assert!(out.contains("经办：李伟"), "{out}");
}

#[test]
fn a_race_over_a_matter_keeps_what_was_typed() {
    let mut f = Fake::new();
    let lost = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0113".into(),
        touch: Touch {
            by: "何".into(),
            account: None,
            table: None,
            at: now(),
        },
        visit: None,
        next: None,
    };
    f.replies = vec![Err(Failure::Refused(Box::new(lost))), Ok(outcome())];
    // Told and dissatisfied is written down; the record is read again, and filing it is asked once more.
    let out = f.say("6\n0113\n1\n6\n\n灯还是暗\n.\n\n\n\n\n1\n1\n0\n0\n");
    assert!(out.contains("已告诉 1/2"), "{out}");
    assert!(out.contains("由 何于"), "{out}");
    assert!(out.contains("你写的都在"), "{out}");
    let told: Vec<_> = f
        .acts
        .iter()
        .map(|a| match &a.command {
            Command::Tell(Tell {
                whom,
                reached,
                said,
                way,
                close,
                ..
            }) => (*whom, *reached, said.clone().unwrap(), *way, *close),
            other => panic!("{other:?}"),
        })
        .collect();
    let same = (
        Some(CitizenId(id(61))),
        Reached::Told,
        "灯还是暗".to_owned(),
        Way::Phone,
        false,
    );
    assert_eq!(told, [same.clone(), same]);
}

#[test]
fn a_matter_without_a_category_is_sorted_and_handed_over_in_one_act() {
    let mut f = Fake::new();
    f.opinion = crate::opinion(OpinionState::Filed);
    // Whoever goes back at the unit has given it no category.
    f.say("6\n0113\n1\n1\n2\n0\n0\n0\n0\n0\n");
    assert!(f.acts.is_empty(), "{:?}", f.acts);
    f.units = vec![Unit {
        id: UnitId(id(70)),
        profile: UnitProfile {
            name: "柳河供电所".into(),
            short: "供电所".into(),
            pinyin: String::new(),
            kind: UnitKind::Enterprise,
            contact: None,
            phone: None,
            scope: None,
            via: None,
        },
        active: true,
        rev: 1,
    }];
    let out = f.say("6\n0113\n1\n农田水利\n2\n供电\n\n\n\n\n1\n0\n0\n");
    let [
        Command::Handle(Handle {
            rev: 7,
            category,
            handling: Handling::HandOver(_),
            ..
        }),
    ] = &f.acts.iter().map(|a| a.command.clone()).collect::<Vec<_>>()[..]
    else {
        panic!("{out} {:#?}", f.acts)
    };
    assert_eq!(category.as_deref(), Some("water"));
}

#[test]
fn of_several_it_is_asked_whose_word_it_is() {
    let mut f = Fake::new();
    f.opinion = crate::opinion(OpinionState::Told);
    f.opinion.parties.iter_mut().for_each(|p| p.told = true);
    f.opinion.parties[0].grade = Some(Grade::Dissatisfied);
    // Whoever has said nothing yet is the usual one.
    let out = f.say("6\n0113\n2\n\n1\n\n\n1\n0\n0\n");
    assert!(out.contains("空行=何平"), "{out}");
    let [Command::Evaluate(Evaluate { evaluation, .. })] =
        &f.acts.iter().map(|a| a.command.clone()).collect::<Vec<_>>()[..]
    else {
        panic!("{out} {:?}", f.acts)
    };
    assert_eq!(
        (evaluation.whom, evaluation.grade),
        (Some(CitizenId(id(61))), Grade::Satisfied)
    );
}
