//! A matter from F5 to the person's verdict, driven by keys.

#![allow(clippy::panic)] // helpers of tests say what they found

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use fixture::{commands, desk, ok, press, quiet, refuse, requests, said};
use matters::{draft, serve, serve_with};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::layer::{Layer, Matter};
use zhiban::app::opinion::Sheet;
use zhiban::app::{Effect, Input, Pane, State, update};
use zhiban::domain::code::{Grade, Reach, Reached, Way};
use zhiban::domain::command::{Change, Command, Handling, OpinionEntry, Speaker, VisitRef};
use zhiban::domain::id::{CitizenId, OpinionId, VisitId};
use zhiban::domain::record::Touch;
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::domain::view::{Answer, Owing, Query};
use zhiban::i18n::Lang;
use zhiban::ui::draw::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

/// Presses keys and lets the store answer.
fn keys(state: &mut State, keys: &str) -> Vec<Effect> {
    let mut out = Vec::new();
    for word in keys.split_whitespace() {
        let effects = press(state, word);
        out.extend(serve(state, effects));
    }
    out
}

fn sheet(state: &State) -> &Sheet {
    match state.layers.last() {
        Some(Layer::Matter(m)) => match m.as_ref() {
            Matter::Sheet(s) => s,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?} {}", said(state)),
    }
}

fn entry(effects: &[Effect]) -> OpinionEntry {
    match commands(effects).pop() {
        Some(Command::FileOpinion(e)) => *e,
        other => panic!("{other:?}"),
    }
}

fn screen(state: &State, w: u16, h: u16, theme: &str) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, &Theme::shipped(theme, theme == "mono"), &mut buf);
    format!("{}\n{caret:?}", lines_of(&buf).join("\n"))
}

fn filed(state: &mut State, effects: &[Effect], number: &str) -> Vec<Effect> {
    let after = ok(state, effects, |o| {
        o.number = Some(number.into());
        o.visit = Some(VisitId(fixture::id(1005)));
        o.citizen = Some(CitizenId(fixture::id(401)));
        o.opinion = Some(OpinionId(fixture::id(2200)));
    });
    serve(state, after)
}

#[test]
fn only_words_are_needed_and_one_key_files() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5");
    assert_eq!(sheet(&state).form.text("words"), "村口弯道看不见");
    assert_eq!(sheet(&state).form.text("name"), "王秀英");
    let effects = keys(&mut state, "对面来车 F9");
    let e = entry(&effects);
    assert_eq!(e.details.words, "村口弯道看不见对面来车");
    assert_eq!(e.visit, VisitRef::Known(VisitId(fixture::id(1005))));
    assert_eq!(e.handling, Handling::Undecided);
    assert_eq!(e.details.deputies.len(), 1, "those at this table");
    assert!(requests(&effects)[0].draft.is_some(), "filing removes the draft");
}

#[test]
fn category_takes_two_keys_and_handing_over_three() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 对面来车");
    keys(&mut state, "<Tab> 1");
    assert!(sheet(&state).form.code("category").is_some(), "Tab and a digit");
    keys(&mut state, "<PageDown>");
    assert_eq!(sheet(&state).form.focus(), Some("handling"));
    let effects = keys(&mut state, "2 1 F9");
    let e = entry(&effects);
    let Handling::HandOver(h) = e.handling else {
        panic!("{:?}", e.handling)
    };
    assert_eq!(h.unit.0, fixture::id(302), "村建办 handles 弯道");
    assert_eq!(h.due.unwrap().to_string(), "2026-12-14");
    assert_eq!(h.person.as_deref(), Some("何主任"));
}

#[test]
fn a_unit_by_pinyin_takes_three_keys() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x <Tab> dl 1 <PageDown> 2");
    assert_eq!(sheet(&state).form.focus(), Some("unit"));
    keys(&mut state, "g d 1");
    assert_eq!(sheet(&state).form.text("unit"), "供电所");
}

#[test]
fn answered_on_the_spot_and_satisfied_is_two_keys_and_the_answer() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x <PageDown>");
    let effects = keys(&mut state, "1 1 已当面说明 F9");
    let Handling::OnSpot(s) = entry(&effects).handling else {
        panic!()
    };
    assert_eq!(
        (s.grade, s.answer.as_str(), s.class.as_str()),
        (Some(Grade::Satisfied), "已当面说明", "D")
    );
}

#[test]
fn guidance_brings_its_own_place_and_phone() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 x <PageDown> 3 1 F9");
    let Handling::Guide(g) = entry(&effects).handling else {
        panic!("{}", said(&state))
    };
    assert_eq!(
        (g.reason.as_str(), g.phone.as_deref(), g.told),
        ("T1", Some("12368"), true)
    );
    assert_eq!(g.destination, "县法院诉讼服务中心");
}

#[test]
fn an_accusation_is_asked_once_and_leaves_nothing_behind() {
    let mut state = desk(Lang::Zh);
    let mut effects = keys(&mut state, "F5 某干部吃拿卡要 <PageDown> 3 4");
    assert!(commands(&effects).is_empty());
    assert!(matches!(state.layers.last(), Some(Layer::Menu(m)) if m.modal));
    effects.extend(keys(&mut state, "1"));
    let [Command::CountAccusation { reason, .. }] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(reason, "T4");
    assert!(requests(&effects)[0].draft.is_some(), "an autosaved draft goes with it");
    let left = format!("{state:?}");
    assert!(!left.contains("吃拿卡要"), "nothing typed stays in the state");
    let after = ok(&mut state, &effects, |_| {});
    assert!(state.layers.is_empty(), "{after:?}");
    assert!(said(&state).contains("12388"));
}

#[test]
fn going_back_from_an_accusation_keeps_the_words() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 某干部 <PageDown> 3 4 2");
    assert!(sheet(&state).form.text("words").ends_with("某干部"));
    assert_eq!(sheet(&state).form.code("reason"), None);
}

#[test]
fn a_wrong_phone_never_blocks() {
    let mut state = quiet(Lang::Zh);
    keys(&mut state, "F5 路灯不亮 <PageDown> 王秀英 <Tab> 1370000441 <Tab>");
    assert!(sheet(&state).doubt.as_ref().unwrap().contains("少了1位"));
    let e = entry(&keys(&mut state, "F9"));
    let Speaker::New(c) = e.speaker else { panic!() };
    assert_eq!((c.phone, c.reach_note.as_deref()), (None, Some("电话原样：1370000441")));
    assert_eq!(
        e.visit,
        VisitRef::Unqueued {
            session: None,
            heads: 1
        }
    );
}

#[test]
fn earlier_matters_of_the_phone_show_without_stopping_the_typing() {
    let mut state = quiet(Lang::Zh);
    keys(&mut state, "F5 路灯不亮 <PageDown> 王秀英 <Tab> 13700004410");
    assert!(sheet(&state).earlier.is_empty());
    keys(&mut state, "<Tab>");
    assert_eq!(sheet(&state).earlier.len(), 1);
    assert_eq!(sheet(&state).form.focus(), Some("village"));
    assert!(screen(&state, 80, 24, "plain").contains("03-2026-0098 石桥村减速带 办理中（村建办）"));
}

#[test]
fn nobody_is_forced_to_invent_a_name() {
    let mut state = quiet(Lang::Zh);
    let effects = keys(&mut state, "F5 路灯不亮 F9");
    assert!(commands(&effects).is_empty());
    let effects = keys(&mut state, "1");
    let Speaker::New(c) = entry(&effects).speaker else {
        panic!()
    };
    assert!(c.anonymous && c.name.is_none());
    assert_eq!(c.reach, Some(Reach::Comes));
    let after = ok(&mut state, &effects, |o| {
        o.number = Some("03-2026-0114".into());
        o.visit = Some(VisitId(fixture::id(1099)));
        o.citizen = Some(CitizenId(fixture::id(402)));
        o.claim_code = Some("042137".into());
    });
    serve(&mut state, after);
    assert!(screen(&state, 80, 24, "plain").contains("042137"));
}

#[test]
fn several_matters_of_one_visit_need_one_identity() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 F9");
    filed(&mut state, &effects, "03-2026-0114");
    assert!(screen(&state, 80, 24, "plain").contains("03-2026-0114"));
    keys(&mut state, "1");
    assert!(sheet(&state).title.contains("第2件"), "{}", sheet(&state).title);
    assert!(!sheet(&state).form.is_visible("name"));
    assert_eq!(sheet(&state).form.text("words"), "");
    let effects = keys(&mut state, "路灯也不亮 F9");
    assert_eq!(entry(&effects).speaker, Speaker::Known(CitizenId(fixture::id(401))));
    filed(&mut state, &effects, "03-2026-0115");
    let page = screen(&state, 80, 24, "plain");
    assert!(
        page.contains("03-2026-0114") && page.contains("03-2026-0115") && page.contains("共2件"),
        "{page}"
    );
    keys(&mut state, "<Esc>");
    assert!(state.layers.is_empty());
}

#[test]
fn what_is_typed_is_kept_within_a_second_and_offered_again() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 对面来车");
    let due = zhiban::app::wake_at(&state).unwrap();
    assert_eq!(due.0 - state.now.0, 800);
    let effects = update(&mut state, Input::Tick(due));
    let [
        Effect::SaveDraft {
            id, form, target, body, ..
        },
    ] = &effects[..]
    else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (form.as_str(), target.as_str()),
        ("opinion", fixture::id(1005).to_string().as_str())
    );
    assert!(screen(&state, 80, 24, "plain").contains("未存"));
    update(&mut state, Input::DraftSaved { id: *id, saved: true });
    assert!(screen(&state, 80, 24, "plain").contains("已存 09:42"));
    let effects = keys(&mut state, "<Esc>");
    assert!(
        !effects.iter().any(|e| matches!(e, Effect::SaveDraft { .. })),
        "saved already"
    );
    assert!(state.layers.is_empty() && said(&state).contains("没写完"));
    // Again F5: the old words are offered, and a second F5 takes them.
    let old = draft("opinion", target, body);
    let with_draft = |q: &Query| match q {
        Query::Drafts { .. } => Some(Answer::Drafts(vec![old.clone()])),
        q => matters::answer(q),
    };
    let effects = press(&mut state, "F5");
    serve_with(&mut state, effects, with_draft);
    assert!(screen(&state, 80, 24, "plain").contains("没写完：09:31"));
    press(&mut state, "F5");
    assert_eq!(sheet(&state).form.text("words"), "村口弯道看不见对面来车");
    let effects = press(&mut state, "F9");
    assert_eq!(requests(&effects)[0].draft.unwrap().0, fixture::id(700));
}

#[test]
fn a_refusal_loses_nothing_and_the_next_key_files() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 对面来车 F9");
    refuse(&mut state, &effects, Refusal::NotFound(Subject::Deputy));
    assert!(!said(&state).is_empty());
    assert_eq!(sheet(&state).form.text("words"), "村口弯道看不见对面来车");
    assert_eq!(commands(&keys(&mut state, "F9")).len(), 1);
}

#[test]
fn after_trouble_the_same_words_go_out_under_the_same_id() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F5 F9");
    let id = requests(&effects)[0].id;
    let result = Err(zhiban::app::Failure::Trouble("磁盘满了".into()));
    update(&mut state, Input::Executed { id, result });
    assert_eq!(requests(&keys(&mut state, "F9"))[0].id, id);
}

#[test]
fn the_list_of_owed_opens_acts_and_f8_tells_in_two_keys() {
    let mut state = desk(Lang::Zh);
    let effects = keys(&mut state, "F8 1");
    let [
        Command::Tell {
            reached,
            grade,
            close,
            rev,
            ..
        },
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
    let effects = keys(&mut state, "F8 3");
    assert!(matches!(
        commands(&effects)[..],
        [Command::Tell {
            reached: Reached::NoAnswer,
            grade: None,
            ..
        }]
    ));
}

#[test]
fn the_third_failure_on_two_days_offers_another_way() {
    let mut state = desk(Lang::Zh);
    let store = |q: &Query| match q {
        Query::File(_) => {
            let mut f = matters::file(5);
            f.opinion.failed_tellings = 2;
            Some(Answer::File(Some(Box::new(f))))
        }
        q => matters::answer(q),
    };
    let effects = press(&mut state, "F8");
    serve_with(&mut state, effects, store);
    let effects = press(&mut state, "3");
    assert_eq!(commands(&effects).len(), 1);
    assert!(screen(&state, 80, 24, "plain").contains("3次没联系上"));
    keys(&mut state, "1");
    assert_eq!(sheet(&state).form.code("way"), Some("message"));
}

#[test]
fn somebody_dissatisfied_is_written_down_first() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F8 6");
    assert_eq!(sheet(&state).form.focus(), Some("said"));
    let effects = keys(&mut state, "灯还是不亮 F9");
    let [Command::Tell { grade, said, close, .. }] = &commands(&effects)[..] else {
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
        Command::Chase {
            text,
            promised_for,
            way,
            rev,
            ..
        },
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
    keys(&mut state, "2027-03-01 Ctrl-e 8:50");
    let effects = keys(&mut state, "F9");
    let request = &requests(&effects)[0];
    let late = request.late.as_ref().unwrap();
    assert_eq!(late.happened.clock(), "08:50");
    let Command::RecordAnswer { class, class_date, .. } = &request.command else {
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
    assert!(
        matches!(commands(&effects)[..], [Command::CorrectOpinion { rev: 5, .. }]),
        "{}",
        said(&state)
    );
    let after = ok(&mut state, &effects, |_| {});
    assert!(matches!(commands(&after)[..], [Command::Handle { rev: 6, .. }]));
    ok(&mut state, &after, |_| {});
    assert!(state.layers.is_empty());
}

fn record(state: &mut State) {
    let effects = zhiban::app::opinion::open(state, zhiban::app::opinion::Target::Filed(OpinionId(fixture::id(2107))));
    serve(state, effects);
}

#[test]
fn a_record_covers_the_phone_until_a_key_shows_it() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    assert!(screen(&state, 80, 24, "plain").contains("137****4410"));
    keys(&mut state, "<Space>");
    assert!(screen(&state, 80, 24, "plain").contains("13700004410"));
}

#[test]
fn only_changed_fields_are_corrected_and_a_reason_is_asked() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> 3");
    assert_eq!(sheet(&state).form.text("place"), "老街38号");
    let effects = keys(&mut state, "<Tab> <Tab> <Tab> 东头 F9");
    assert!(commands(&effects).is_empty(), "a reason is needed");
    let effects = keys(&mut state, "记错门牌 F9");
    let [
        Command::CorrectOpinion {
            changes,
            reason,
            rev: 5,
            ..
        },
    ] = &commands(&effects)[..]
    else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(changes, &[Change::Place(Some("老街38号东头".into()))]);
    assert_eq!(reason, "记错门牌");
}

#[test]
fn the_loser_of_a_race_sees_what_changed_and_files_on_top_of_it() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    let effects = keys(
        &mut state,
        "<Enter> 3 <Tab> <Tab> <Tab> 东头 <PageDown> <PageDown> <PageDown> <PageDown> <PageDown> 记错了 F9",
    );
    let touch = Touch {
        by: "周".into(),
        table: Some(2),
        at: fixture::at(9, 41),
    };
    let why = Refusal::Changed {
        subject: Subject::Opinion,
        what: "03-2026-0107".into(),
        touch,
        visit: None,
        next: None,
    };
    let after = refuse(&mut state, &effects, why);
    let store = |q: &Query| match q {
        Query::File(_) => Some(Answer::File(Some(Box::new(matters::file_corrected(6))))),
        q => matters::answer(q),
    };
    serve_with(&mut state, after, store);
    let s = sheet(&state);
    assert_eq!(s.form.text("place"), "老街38号东头", "one's own words stay");
    assert_eq!(s.form.text("affected"), "15", "untouched fields merge");
    assert!(s.alerts.iter().any(|a| a.contains("老街40号")), "{:?}", s.alerts);
    assert!(s.alerts.iter().any(|a| a.contains("周 09:41")), "{:?}", s.alerts);
    let effects = keys(&mut state, "F9");
    assert!(matches!(&commands(&effects)[..], [Command::CorrectOpinion { rev: 6, changes, .. }] if changes.len() == 1));
}

#[test]
fn a_matter_moves_to_another_visitor_of_the_day() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> 6 1");
    let effects = keys(&mut state, "写错人了 F9");
    let [Command::MoveOpinion { visit, .. }] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(visit.0, fixture::id(1006));
}

#[test]
fn two_matters_written_as_one_are_split() {
    let mut state = desk(Lang::Zh);
    record(&mut state);
    keys(&mut state, "<Enter> 5");
    assert!(sheet(&state).form.text("old_words").contains("排水沟"));
    let effects = keys(&mut state, "<Tab> 路灯不亮 F9");
    assert!(matches!(&commands(&effects)[..], [Command::SplitOpinion { words, .. }] if words == "路灯不亮"));
}

#[test]
fn drafts_of_any_form_open_again_from_the_pane() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Follow;
    let old = draft(
        "chase",
        &fixture::id(2107).to_string(),
        r#"{"form":"chase","schema":1,"fields":{"promise":{"text":"周五派人"}}}"#,
    );
    state.snap.follow_up[0].owing = Owing::Unwritten;
    state.snap.follow_up[0].opinion = None;
    state.snap.follow_up[0].draft = Some(old.id);
    let with_draft = |q: &Query| match q {
        Query::Drafts { .. } => Some(Answer::Drafts(vec![old.clone()])),
        q => matters::answer(q),
    };
    let effects = press(&mut state, "<Enter> 1");
    serve_with(&mut state, effects, with_draft);
    assert_eq!(sheet(&state).form.text("promise"), "周五派人");
    let effects = keys(&mut state, "F9");
    assert!(
        matches!(commands(&effects)[..], [Command::Chase { rev: 5, .. }]),
        "{}",
        said(&state)
    );
}

#[test]
fn a_visit_and_a_reception_from_paper() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "Ctrl-p bllf <Enter>");
    keys(&mut state, "<Tab> 刘桂花 <Tab> <Tab> <Tab> 8:40 <Tab> 8:50 <Tab> 9:10");
    let effects = keys(&mut state, "F9");
    let request = &requests(&effects)[0];
    let Command::EnterVisit(v) = &request.command else {
        panic!("{}", said(&state))
    };
    assert_eq!(
        (v.arrived.clock(), v.done.clock()),
        ("08:40".to_owned(), "09:10".to_owned())
    );
    assert!(request.late.is_some());
    let mut state = desk(Lang::Zh);
    keys(&mut state, "Ctrl-p bljd <Enter>");
    let effects = keys(&mut state, "11.9 <Tab> 9:00-11:00 <Tab> <Tab> <Tab> <Tab> zjj 1 F9");
    let [Command::EnterSession(s)] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!((s.plan.day.to_string().as_str(), s.deputies.len()), ("2026-11-09", 1));
}

#[test]
fn of_a_group_every_representative_is_written_down_and_told() {
    let mut state = desk(Lang::Zh);
    state.snap.queue.iter_mut().find(|v| v.ticket == Some(5)).unwrap().heads = 23;
    keys(&mut state, "F5 征地 <Tab> <Tab> <Tab> <Tab> <Tab> <Tab> <Tab>");
    assert_eq!(sheet(&state).form.focus(), Some("representatives"));
    let effects = update(&mut state, Input::Paste("李四 13700004411\n王五".into()));
    assert!(effects.is_empty());
    let e = entry(&keys(&mut state, "F9"));
    let names: Vec<_> = e
        .representatives
        .iter()
        .map(|c| (c.name.as_deref(), c.phone.is_some()))
        .collect();
    assert_eq!(names, [(Some("李四"), true), (Some("王五"), false)]);
    assert_eq!(e.details.affected, Some(23));
    // Told one after the other: the menu names whose turn it is.
    let mut state = desk(Lang::Zh);
    let store = |q: &Query| match q {
        Query::File(_) => {
            let mut f = matters::file(5);
            let mut second = f.opinion.parties[0].clone();
            f.opinion.parties[0].told = true;
            second.citizen = CitizenId(fixture::id(409));
            f.opinion.parties.push(second);
            Some(Answer::File(Some(Box::new(f))))
        }
        q => matters::answer(q),
    };
    let effects = press(&mut state, "F8");
    serve_with(&mut state, effects, store);
    let effects = press(&mut state, "1");
    let [Command::Tell { whom, .. }] = commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(whom, Some(CitizenId(fixture::id(409))));
}

#[test]
fn keys_that_arrive_together_are_taken_one_by_one() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x <Tab> dl1 <PageDown>");
    assert_eq!(sheet(&state).form.code("category"), Some("road"));
    let effects = update(&mut state, Input::Text("2gd1".into()));
    serve(&mut state, effects);
    assert_eq!(sheet(&state).form.text("unit"), "供电所");
}

#[test]
fn the_viewer_reads_and_is_told_why_nothing_else() {
    let mut state = desk(Lang::Zh);
    state.account.as_mut().unwrap().role = zhiban::domain::code::Role::Viewer;
    state.focus = Pane::Follow;
    keys(&mut state, "<Down> <Enter>");
    let effects = keys(&mut state, "1");
    assert!(commands(&effects).is_empty() && !said(&state).is_empty());
    assert!(matches!(state.layers.last(), Some(Layer::Matter(_))));
}

#[test]
fn f8_in_the_list_of_opinions_means_the_row_under_the_marker() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "2 F8");
    assert!(said(&state).contains("还没有答复"), "{}", said(&state));
    assert!(state.layers.is_empty());
}

#[test]
fn one_key_covers_names_and_words_in_every_layer() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F8");
    assert!(screen(&state, 80, 24, "plain").contains("孙国芳"));
    keys(&mut state, "Ctrl-o");
    let covered = screen(&state, 80, 24, "plain");
    assert!(
        !covered.contains("孙国芳") && !covered.contains("13700004410"),
        "{covered}"
    );
    keys(&mut state, "6");
    let covered = screen(&state, 80, 24, "plain");
    assert!(
        !covered.contains("买买提") && !covered.contains("13700004410"),
        "{covered}"
    );
}
