//! What is owed, and the acts that pay it.

use crate::fixture::{self, commands, desk, ok, press, refuse, requests, said};
use crate::matters::{self, serve_with};
use crate::{keys, screen, sheet};
use zhiban::app::Pane;
use zhiban::domain::code::{Grade, OpinionState, Reach, Reached, Role, Urgency, Way};
use zhiban::domain::command::{Chase, Command, Handle, Handling, RecordAnswer, Tell};
use zhiban::domain::id::OpinionId;
use zhiban::domain::moment::Moment;
use zhiban::domain::record::{Touch, Try};
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, Owing, Query};
use zhiban::i18n::Lang;

#[test]
fn the_list_of_owed_opens_acts_and_f8_tells_in_two_keys() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F8 1");
    let [
        Command::Tell(Tell {
            reached,
            grade,
            close,
            rev,
            ..
        }),
    ] = &commands(&effects)[..]
    else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (*reached, *grade, *close, *rev),
        (Reached::Told, Some(Grade::Satisfied), true, 5)
    );
    ok(&mut state, &effects, |o| o.opinion = Some(OpinionId(fixture::id(2107))));
    assert_eq!(said(&state), "03-2026-0107 已告诉本人");
    fixture::load(&mut state, fixture::snapshot());
    let effects = keys(&mut state, "F8 3");
    assert!(matches!(
        commands(&effects)[..],
        [Command::Tell(Tell {
            reached: Reached::NoAnswer,
            grade: None,
            ..
        })]
    ));
}

#[test]
fn the_third_failure_on_two_days_offers_another_way() {
    let mut state = desk(Lang::Zh);
    let store = |q: &Query| match q {
        Query::File(_) => {
            let mut f = matters::file(5);
            f.opinion.details.may_relay = Some("老伴".into());
            let first = f.opinion.tries[0];
            f.opinion.tries.push(Try {
                at: Moment(first.at.0 + 7_200_000),
                ..first
            });
            Some(Answer::File(Some(Box::new(f))))
        }
        q => matters::answer(q),
    };
    let effects = press(&mut state, "F8");
    serve_with(&mut state, effects, store);
    let effects = press(&mut state, "3");
    assert_eq!(commands(&effects).len(), 1);
    assert!(screen(&state, 80, 24, "plain").contains("几次没联系上，换个办法"));
    ok(&mut state, &effects, |_| {});
    keys(&mut state, "1");
    // Whom is all there is to say.
    let form = &sheet(&state).form;
    assert_eq!((form.code("reached"), form.focus()), (Some("through"), Some("relay")));
}

#[test]
fn i11_whoever_may_not_ring_sees_no_whole_phone() {
    let shown = |role| {
        let mut state = desk(Lang::Zh);
        state.account.as_mut().unwrap().role = role;
        state.focus = Pane::Follow;
        keys(&mut state, "<Home> <Enter>");
        screen(&state, 80, 24, "plain")
    };
    assert!(shown(Role::Clerk).contains("13700004410"));
    for role in [Role::Viewer, Role::Administrator] {
        let shown = shown(role);
        assert!(
            !shown.contains("13700004410") && shown.contains("137****4410 找"),
            "{shown}"
        );
    }
}

#[test]
fn d9_behind_the_phone_of_the_unit_stands_no_way_to_the_person() {
    let mut file = matters::file(5);
    file.opinion.state = OpinionState::HandedOver;
    file.unit_phone = Some("08165551234".into());
    file.citizen = Some(matters::citizen(1, Some("孙国芳")));
    file.citizen.as_mut().unwrap().details.reach = Some(Reach::Comes);
    let state = desk(Lang::Zh);
    let about = |file: &_| zhiban::app::opinion::menus::about(&state, file, None, false).join("\n");
    assert!(
        about(&file).contains("5551234") && !about(&file).contains("自己来问"),
        "{}",
        about(&file)
    );
    file.unit_phone = None;
    assert!(about(&file).contains("自己来问"));
}

#[test]
fn somebody_dissatisfied_is_written_down_first() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F8 6");
    assert_eq!(sheet(&state).form.focus(), Some("said"));
    // Words are asked for, if only that there were none.
    let effects = keys(&mut state, "F9");
    assert!(commands(&effects).is_empty(), "{effects:?}");
    assert_eq!(sheet(&state).form.focus(), Some("said"));
    let effects = keys(&mut state, "灯还是不亮 F9");
    let [Command::Tell(Tell { grade, said, close, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (*grade, said.as_deref(), *close),
        (Some(Grade::Dissatisfied), Some("灯还是不亮"), false)
    );
}

#[test]
fn chasing_notes_what_was_promised_for_when() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Follow;
    keys(&mut state, "<Down> <Enter> 1");
    let effects = keys(&mut state, "周五派人 <Tab> 11.27 <Tab> F9");
    let [
        Command::Chase(Chase {
            text,
            promised_for,
            way,
            rev,
            ..
        }),
    ] = &commands(&effects)[..]
    else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(
        (text.as_deref(), promised_for.unwrap().to_string().as_str()),
        (Some("周五派人"), "2026-11-27")
    );
    assert_eq!((*way, *rev), (Way::Phone, 5));
}

#[test]
fn an_answer_of_a_plan_asks_for_its_date_and_may_be_late() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Follow;
    keys(&mut state, "<Down> <Enter> 2 明年改造 <Tab> 3");
    assert_eq!(
        sheet(&state).form.focus(),
        Some("class_date"),
        "列入计划 needs its date"
    );
    keys(&mut state, "2027-03-01 Ctrl-e Tab 8:50");
    let effects = keys(&mut state, "F9");
    let request = &requests(&effects)[0];
    let late = request.late.as_ref().unwrap();
    assert_eq!(late.happened.clock(), "08:50");
    let Command::RecordAnswer(RecordAnswer { class, class_date, .. }) = &request.command else {
        panic!()
    };
    assert_eq!(
        (class.as_str(), class_date.unwrap().to_string().as_str()),
        ("C", "2027-03-01")
    );
}

#[test]
fn a_matter_without_a_category_gets_one_on_its_way() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Follow;
    state.snap.follow_up[0].owing = Owing::Unhandled;
    let store = |q: &Query| match q {
        Query::File(_) => {
            let mut f = matters::file(5);
            f.opinion.details.category = None;
            Some(Answer::File(Some(Box::new(f))))
        }
        q => matters::answer(q),
    };
    let effects = press(&mut state, "<Enter> 1");
    serve_with(&mut state, effects, store);
    keys(&mut state, "<Tab> 2");
    keys(&mut state, "1");
    assert!(commands(&keys(&mut state, "F9")).is_empty(), "the category is missing");
    assert_eq!(sheet(&state).form.focus(), Some("category"));
    let effects = keys(&mut state, "gs 1 F9");
    // One act: it goes with its category or not at all.
    let [Command::Handle(Handle { rev: 5, category, .. })] = &commands(&effects)[..] else {
        panic!("{} {effects:?}", said(&state))
    };
    assert_eq!(category.as_deref(), Some("drain"));
    ok(&mut state, &effects, |_| {});
    assert!(state.layers.is_empty());
}

#[test]
fn a_hand_over_with_its_category_is_refused_over_a_colleague_s_correction_and_then_goes() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Follow;
    state.snap.follow_up[0].owing = Owing::Unhandled;
    let store = |q: &Query, category: Option<&str>, urgency, rev| match q {
        Query::File(_) => {
            let mut f = matters::file(rev);
            f.opinion.details.category = category.map(str::to_owned);
            f.opinion.details.urgency = Some(urgency);
            Some(Answer::File(Some(Box::new(f))))
        }
        q => matters::answer(q),
    };
    let effects = press(&mut state, "<Enter> 1");
    serve_with(&mut state, effects, |q| store(q, None, Urgency::Normal, 5));
    keys(&mut state, "<Tab> 2");
    keys(&mut state, "1");
    keys(&mut state, "F9");
    let effects = keys(&mut state, "gs 1 F9");
    let before = sheet(&state).form.text("due").to_owned();
    assert!(matches!(
        commands(&effects)[..],
        [Command::Handle(Handle { rev: 5, .. })]
    ));
    let why = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0107".into(),
        touch: Touch {
            by: "周".into(),
            at: fixture::at(9, 41),
            ..Touch::default()
        },
        visit: None,
        next: None,
    };
    let asked = refuse(&mut state, &effects, why);
    assert!(said(&state).contains("周"), "the colleague: {}", said(&state));
    serve_with(&mut state, asked, |q| store(q, Some("water"), Urgency::Critical, 18));
    assert_ne!(sheet(&state).form.text("due"), before, "the day of what it is now");
    let again = keys(&mut state, "F9");
    let [
        Command::Handle(Handle {
            rev: 18,
            category: None,
            handling,
            ..
        }),
    ] = &commands(&again)[..]
    else {
        panic!("{} {again:?}", said(&state))
    };
    assert!(matches!(handling, Handling::HandOver(_)), "it has its category by now");
    ok(&mut state, &again, |_| {});
    assert!(state.layers.is_empty());
}
