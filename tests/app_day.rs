//! The day from its first screen to its close: set-up, account, plan, opening, duty, closing.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::model::{Layer, Screen, Task};
use zhiban::app::{Effect, Input, Mood, Pane, State, opinion, start, update};
use zhiban::domain::code::{AttendanceState, Presence, Role, SessionState, VisitState};
use zhiban::domain::command::{
    CloseSession, Command, EndVisit, FoundStation, OpenSession, PlanSession, PromiseNext, SignIn, Substitute,
    TakeLeave, TakeNumber,
};
use zhiban::domain::id::VisitId;
use zhiban::domain::moment::Day;
use zhiban::domain::record::Account;
use zhiban::domain::view::{Answer, FollowUp, Owing, Query, Snapshot};
use zhiban::form::Problem;
use zhiban::i18n::Lang;
use zhiban::ui::draw::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn screen(state: &zhiban::app::State) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf).join("\n")
}

#[test]
fn the_first_run_is_five_questions_that_can_all_stand() {
    let mut state = desk(Lang::Zh);
    state.account = None;
    state.loaded = false;
    load(&mut state, Snapshot::default());
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.text("person"), "desk");
    press(&mut state, "<Esc>");
    assert_eq!(state.layers.len(), 1, "set-up cannot be left");
    let effects = press(&mut state, "<Enter> <Enter> <Enter> <Enter> <Enter> <Enter>");
    let [Command::FoundStation(FoundStation { code, person, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((code.as_str(), person.as_str()), ("01", "desk"));
    let after = ok(&mut state, &effects, |_| {});
    let asks_accounts = |e: &Effect| {
        matches!(
            e,
            Effect::Ask {
                query: Query::Accounts { .. },
                ..
            }
        )
    };
    assert!(after.iter().any(asks_accounts));
    assert!(state.layers.is_empty());
}

/// Who may sit here, in answer to the first questions.
fn came(state: &mut State, first: &[Effect], accounts: Vec<Account>) {
    let asked = |e: &Effect| match e {
        Effect::Ask {
            ticket,
            query: Query::Accounts { .. },
        } => Some(*ticket),
        _ => None,
    };
    let ticket = first.iter().find_map(asked).unwrap();
    let answer = Answer::Accounts(accounts);
    update(state, Input::Answered { ticket, answer });
}

#[test]
fn several_accounts_are_chosen_by_digit() {
    let mut state = desk(Lang::Zh);
    state.account = None;
    let effects = start(&mut state);
    let list = vec![account(50, "林", Role::Clerk), account(51, "周", Role::Head)];
    came(&mut state, &effects, list);
    press(&mut state, "F3 <Esc>");
    assert_eq!(state.layers.len(), 1, "who sits here comes first");
    press(&mut state, "2");
    assert_eq!(state.account.as_ref().unwrap().name, "周");
    assert!(state.layers.is_empty());
}

#[test]
fn a_deputy_signs_in_with_enter_and_a_digit() {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.attendance[2].state = AttendanceState::Expected;
    load(&mut state, snap);
    press(&mut state, "<Shift-Tab>");
    assert_eq!(state.focus, Pane::Duty);
    let effects = press(&mut state, "<End> <Enter> 4");
    assert!(matches!(
        commands(&effects)[..],
        [Command::SignIn(SignIn { late: false, .. })]
    ));
    ok(&mut state, &effects, |_| {});
    let snap = state.snap.clone();
    load(&mut state, snap);
    press(&mut state, "<Enter> 2");
    let effects = press(&mut state, "2");
    assert!(matches!(&commands(&effects)[..], [Command::TakeLeave(TakeLeave { reason, .. })] if reason == "出差"));
}

#[test]
fn a_substitute_takes_three_keys() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Duty;
    let effects = press(&mut state, "<End> <Enter> 3");
    serve(&mut state, effects);
    let effects = press(&mut state, "3");
    let [Command::Substitute(Substitute { by, absent, .. })] = commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((by.0, absent.0), (id(104), id(103)));
}

#[test]
fn a_picker_finds_by_initials() {
    let mut state = desk(Lang::Zh);
    state.focus = Pane::Duty;
    let effects = press(&mut state, "<End> <Enter> 5");
    serve(&mut state, effects);
    let effects = update(&mut state, Input::Text("wh".into()));
    serve(&mut state, effects);
    let effects = press(&mut state, "1");
    assert!(matches!(commands(&effects)[..], [Command::SignIn(SignIn { deputy, .. })] if deputy.0 == id(104)));
}

#[test]
fn a_plan_has_defaults_and_deputies_by_pinyin() {
    let mut state = quiet(Lang::Zh);
    let effects = update(&mut state, Input::Key("Ctrl-p".parse().unwrap()));
    assert!(effects.is_empty());
    update(&mut state, Input::Text("apjd".into()));
    press(&mut state, "<Enter>");
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!("{:?}", state.layers)
    };
    assert_eq!(f.host.form.text("deputy1"), "张建军");
    let effects = press(&mut state, "12月14日 F9");
    let [Command::PlanSession(PlanSession { plan, deputies })] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&state))
    };
    assert_eq!(plan.day.to_string(), "2026-12-14");
    assert_eq!((plan.tables, deputies.len()), (2, 3));
}

#[test]
fn a_lookup_field_offers_deputies_under_it() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F3 <Tab> <Tab> <Tab>");
    serve(&mut state, effects);
    let effects = update(&mut state, Input::Text("lgl".into()));
    serve(&mut state, effects);
    press(&mut state, "1");
    let effects = press(&mut state, "F9");
    let [Command::TakeNumber(TakeNumber { arrival, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(arrival.asked.unwrap().0, id(102));
}

#[test]
fn opening_with_nobody_there_offers_the_two_ways() {
    let mut state = quiet(Lang::Zh);
    let mut snap = state.snap.clone();
    snap.next_session.as_mut().unwrap().plan.day = day();
    load(&mut state, snap);
    update(&mut state, Input::Key("Ctrl-p".parse().unwrap()));
    update(&mut state, Input::Text("kaishi".into()));
    press(&mut state, "<Enter>");
    let effects = press(&mut state, "1");
    assert!(matches!(
        commands(&effects)[..],
        [Command::OpenSession(OpenSession {
            presence: Presence::OnTheWay,
            ..
        })]
    ));
}

#[test]
fn closing_gives_everybody_an_outcome_and_ends_with_the_figures() {
    let mut state = desk(Lang::Zh);
    let run = |state: &mut zhiban::app::State| {
        update(state, Input::Key("Ctrl-p".parse().unwrap()));
        update(state, Input::Text("jsj".into()));
        press(state, "<Enter>")
    };
    run(&mut state);
    let effects = press(&mut state, "1");
    assert!(matches!(commands(&effects)[..], [Command::StartClosing(..)]));
    ok(&mut state, &effects, |_| {});
    let mut snap = snapshot();
    snap.session.as_mut().unwrap().state = SessionState::Closing;
    load(&mut state, snap.clone());
    assert!(
        matches!(state.layers.last(), Some(Layer::Closing(_))),
        "{:?}",
        state.layers
    );
    // Whoever is still to be rung is asked for a phone and stays owed; that nothing is owed has to be chosen.
    let effects = press(&mut state, "2");
    assert!(commands(&effects).is_empty());
    let shown = screen(&state);
    for words in ["打过电话了吗", "没有人记得要打给他", "1 还没打：留电话，记进待办"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let effects = press(&mut state, "1 <Tab> 13700004410 F9");
    let [Command::PromiseNext(PromiseNext { phone, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(phone.as_deref(), Some("13700004410"));
    ok(&mut state, &effects, |_| {});
    load(&mut state, snap.clone());
    let effects = press(&mut state, "2 2");
    assert!(matches!(
        commands(&effects)[..],
        [Command::EndVisit(EndVisit {
            outcome: VisitState::ByPhone,
            ..
        })]
    ));
    // Whoever is promised the next time is asked how to be found; Enter at once is enough, a wrong number is not taken.
    let effects = press(&mut state, "1 <Tab> 137 F9");
    assert!(commands(&effects).is_empty());
    let effects = press(&mut state, "00004410 F9");
    let [Command::PromiseNext(PromiseNext { phone, label, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(
        (phone.as_deref(), label.as_deref()),
        (Some("13700004410"), Some("蓝布衫大姐"))
    );
    ok(&mut state, &effects, |_| {});
    let effects = press(&mut state, "1 <Enter>");
    assert!(matches!(
        commands(&effects)[..],
        [Command::PromiseNext(PromiseNext { phone: None, .. })]
    ));
    ok(&mut state, &effects, |_| {});
    assert!(
        commands(&press(&mut state, "<End> <Enter>")).is_empty(),
        "somebody still waits"
    );
    snap.queue.clear();
    load(&mut state, snap);
    let effects = press(&mut state, "<End> <Enter>");
    serve(&mut state, effects);
    let effects = press(&mut state, "<Enter>");
    assert!(
        matches!(commands(&effects)[..], [Command::CloseSession(..)]),
        "{:?}",
        state.layers
    );
    ok(&mut state, &effects, |_| {});
    assert!(state.layers.is_empty());
}

#[test]
fn nobody_came_closes_in_one_digit() {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    (snap.queue, snap.received) = (Vec::new(), 0);
    load(&mut state, snap);
    update(&mut state, Input::Key("Ctrl-p".parse().unwrap()));
    update(&mut state, Input::Text("结束接待".into()));
    press(&mut state, "<Enter>");
    let effects = press(&mut state, "1");
    assert!(
        matches!(&commands(&effects)[..], [Command::CloseSession(CloseSession { note: Some(n), .. })] if n == "无人来访")
    );
}

#[test]
fn digits_show_screens_and_esc_comes_home() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "2");
    serve(&mut state, effects);
    assert_eq!(state.screen, Screen::Opinions);
    press(&mut state, "<PageDown>");
    assert!(state.browse[&Screen::Opinions].cursor.at > 10);
    let effects = press(&mut state, "/ 路灯");
    assert!(matches!(
        &effects[..],
        [Effect::Ask { query: Query::Opinions { matching, .. }, .. }] if matching == "路灯"
    ));
    press(&mut state, "<Esc> <Esc> <Esc>");
    assert_eq!(state.screen, Screen::Today);
}

#[test]
fn a_viewer_is_told_why_not() {
    let mut state = desk(Lang::Zh);
    state.account = Some(account(60, "客", Role::Viewer));
    assert!(press(&mut state, "F3").is_empty());
    assert!(said(&state).starts_with("只看"), "{}", said(&state));
}

#[test]
fn after_a_broken_line_the_keyboard_is_back_at_its_table() {
    let mut state = desk(Lang::Zh);
    (state.account, state.table, state.loaded) = (None, None, false);
    let mut snap = snapshot();
    snap.queue[3].touch.account = Some(account(50, "林", Role::Clerk).id);
    load(&mut state, snap);
    let effects = start(&mut state);
    came(&mut state, &effects, vec![account(50, "林", Role::Clerk)]);
    assert_eq!(state.table, Some(1));
    assert!(said(&state).contains("005"), "{}", said(&state));
}

#[test]
fn what_the_first_answers_say_does_not_depend_on_which_comes_first() {
    let first_screen = |accounts: &[_], is_account_first: bool| {
        let mut state = desk(Lang::Zh);
        (state.account, state.table, state.loaded) = (None, None, false);
        state.snap = Snapshot::default();
        let effects = start(&mut state);
        let mut snap = snapshot();
        snap.queue[3].touch.account = Some(account(50, "林", Role::Clerk).id);
        if is_account_first {
            came(&mut state, &effects, accounts.to_vec());
            assert_eq!(said(&state), "", "nothing is known of the station yet");
        }
        load(&mut state, snap);
        if !is_account_first {
            came(&mut state, &effects, accounts.to_vec());
        }
        (said(&state), state.table, state.layers.len())
    };
    for (accounts, what) in [
        (&[][..], "账号"),
        (&[account(50, "林", Role::Clerk)][..], "005"),
        (&[account(50, "林", Role::Clerk), account(51, "周", Role::Head)][..], ""),
    ] {
        let (early, late) = (first_screen(accounts, true), first_screen(accounts, false));
        assert_eq!(early, late);
        assert!(
            early.0.contains(what) && early.0.is_empty() == what.is_empty(),
            "{early:?}"
        );
    }
}

#[test]
fn news_waits_while_a_field_has_the_caret() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "F3");
    // Nothing but whether whoever sits at one's own table still does is asked for.
    let asked = update(&mut state, Input::ChangedElsewhere);
    let is_of_table = |e: &Effect| {
        matches!(
            e,
            Effect::Ask {
                query: Query::TheseVisits(_),
                ..
            }
        )
    };
    assert!(asked.len() == 1 && asked.iter().all(is_of_table), "{asked:?}");
    assert!(press(&mut state, "<Tab>").is_empty());
    assert_eq!(press(&mut state, "<Esc>").len(), 1, "asked for once the field is left");
    assert_eq!(update(&mut state, Input::ChangedElsewhere).len(), 2);
}

#[test]
fn figures_show_this_year_at_once_and_a_digit_shows_another_span_in_its_place() {
    let mut state = desk(Lang::Zh);
    let span = |state: &State| match state.layers.last() {
        Some(Layer::Page(p)) => p.title.clone(),
        other => panic!("{other:?}"),
    };
    for (keys, title) in [
        ("6", "2026年1月1日周四 到 2026年11月23日周一"),
        ("1", "2026年11月1日周日 到 2026年11月23日周一"),
        ("2", "2026年10月1日周四 到 2026年11月23日周一"),
        ("4", "2025年1月1日周三 到 2025年12月31日周三"),
        ("3", "2026年1月1日周四 到 2026年11月23日周一"),
        // A digit that leads nowhere leaves the page as it is: the digits are its own.
        ("9", "2026年1月1日周四 到 2026年11月23日周一"),
    ] {
        let effects = press(&mut state, keys);
        serve(&mut state, effects);
        assert_eq!((span(&state).as_str(), state.layers.len()), (title, 1), "{keys}");
    }
    // Days of one's own are asked for over the page and shown in its place.
    press(&mut state, "5");
    assert!(matches!(state.layers.last(), Some(Layer::Form(_))));
    update(&mut state, Input::Text("2026-03-02".into()));
    press(&mut state, "<Tab>");
    update(&mut state, Input::Text("2026-05-01".into()));
    let effects = press(&mut state, "F9");
    serve(&mut state, effects);
    assert_eq!(span(&state), "2026年3月2日周一 到 2026年5月1日周五");
    assert_eq!(state.layers.len(), 1);
    // What each counts lies over it and leads back.
    press(&mut state, "6");
    let Some(Layer::Page(p)) = state.layers.last() else {
        panic!()
    };
    let said = |label: &str| p.lines.iter().find(|l| l.label == label).map(|l| l.text.as_str());
    assert_eq!(said("接待人次"), Some("28    谈过的人数合计"), "{p:?}");
    press(&mut state, "<Esc>");
    assert_eq!(
        (span(&state), state.layers.len()),
        ("2026年3月2日周一 到 2026年5月1日周五".into(), 1)
    );
    press(&mut state, "<Esc>");
    assert!(state.layers.is_empty());
}

/// What is to be said of the session before waits until somebody sits there, and takes nothing else's place.
#[test]
fn a_note_of_the_last_session_is_said_once_beside_what_is_said_at_the_start() {
    let note = || Input::Noted(Mood::Good, "核对过".into());
    let mut s = desk(Lang::Zh);
    s.account = None;
    s.toast = None;
    update(&mut s, note());
    assert!(s.toast.is_none(), "nobody sits here yet");
    s.table = None;
    s.snap.queue[3].touch.account = Some(account(50, "林", Role::Clerk).id);
    zhiban::app::station::start::sit(&mut s, account(50, "林", Role::Clerk));
    assert!(
        said(&s).starts_with("接着在 1 桌接待 005 王秀英；核对过"),
        "{}",
        said(&s)
    );
    press(&mut s, "<Down>");
    assert!(s.toast.is_none());
    // What went wrong is not hidden behind something good.
    let mut s = desk(Lang::Zh);
    s.toast = None;
    update(&mut s, Input::Noted(Mood::Bad, "不对".into()));
    assert_eq!(
        s.toast.as_ref().map(|t| (t.mood, t.text.as_str())),
        Some((Mood::Bad, "不对"))
    );
    // Where somebody types it waits for the key that leaves the field.
    let mut s = desk(Lang::Zh);
    press(&mut s, "F5");
    update(&mut s, note());
    assert!(s.toast.is_none());
    press(&mut s, "<Esc>");
    assert_eq!(said(&s), "核对过");
}

#[test]
fn hours_are_read_as_they_are_typed_and_what_is_wrong_is_said_when_the_field_is_left() {
    let hours = |state: &zhiban::app::State| match state.layers.last() {
        Some(Layer::Form(f)) => (
            f.host.form.text("hours").to_owned(),
            f.host.form.problem("hours").cloned(),
        ),
        other => panic!("{other:?}"),
    };
    for (typed, understood) in [
        ("９点半到１１点", "09:30-11:00"),
        ("下午2点-4点半", "14:00-16:30"),
        ("900-1030", "09:00-10:30"),
        ("8:15-8:45", "08:15-08:45"),
    ] {
        let mut state = quiet(Lang::Zh);
        press(&mut state, "8 <Tab>");
        update(&mut state, Input::Text(typed.into()));
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(&state, &Theme::shipped("plain", false), &mut buf);
        let screen = lines_of(&buf).join("\n");
        // What says it in the same figures needs no echo.
        assert_eq!(screen.contains(understood), typed != "8:15-8:45", "{typed}\n{screen}");
        press(&mut state, "<Tab>");
        assert_eq!(hours(&state).1, None, "{typed}");
        let effects = press(&mut state, "F9");
        let [Command::PlanSession(PlanSession { plan, .. })] = &commands(&effects)[..] else {
            panic!("{effects:?} {}", said(&state))
        };
        let read = format!("{}-{}", plan.starts, plan.ends);
        assert_eq!(read, understood, "{typed}");
    }
    for (typed, why) in [("11:00-9:00", "结束早于开始"), ("上午", "认不出这个时间")] {
        let mut state = quiet(Lang::Zh);
        press(&mut state, "8 <Tab>");
        update(&mut state, Input::Text(typed.into()));
        press(&mut state, "<Tab>");
        let (text, problem) = hours(&state);
        assert_eq!(text, typed, "what was typed stays to be put right");
        let Some(Problem::Text(words)) = problem else {
            panic!("{typed}")
        };
        assert!(words.contains(why), "{typed} {words}");
    }
}

#[test]
fn a_time_of_day_from_paper_is_read_in_every_way_people_write_one() {
    for typed in ["9", "900", "0900", "9:00", "９：００", "9点", "上午九点"] {
        let mut state = desk(Lang::Zh);
        let effects = opinion::open_task(&mut state, Task::LateVisit(Vec::new()));
        serve(&mut state, effects);
        update(&mut state, Input::Text("11-20".into()));
        press(&mut state, "<Tab> <Tab> <Tab> <Tab>");
        update(&mut state, Input::Text(typed.into()));
        let effects = press(&mut state, "F9");
        let [Command::EnterVisit(visit)] = &commands(&effects)[..] else {
            panic!("{typed} {}", said(&state))
        };
        assert_eq!(visit.arrived.clock(), "09:00", "{typed}");
    }
}

/// The deputies of a plan stand a row each: 张建军, 李桂兰, 赵明, and an empty one.
#[test]
fn a_row_that_is_emptied_takes_none_below_it_away_and_backspace_takes_it_out() {
    let planned = |state: &mut zhiban::app::State| {
        let effects = press(state, "F9");
        match &commands(&effects)[..] {
            [Command::PlanSession(PlanSession { deputies, .. })] => deputies.iter().map(|d| d.0).collect::<Vec<_>>(),
            _ => panic!("{effects:?} {}", said(state)),
        }
    };
    let rows = |state: &zhiban::app::State| match state.layers.last() {
        Some(Layer::Form(f)) => {
            let fields = f
                .host
                .form
                .visible_fields()
                .into_iter()
                .filter(|f| f.starts_with("deputy"));
            fields.map(|id| f.host.form.text(id).to_owned()).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let at_second = |state: &mut zhiban::app::State| {
        let effects = press(state, "8 <Tab> <Tab> <Tab> <Tab> <Tab> <Tab> <Tab> <Home> Ctrl-k");
        serve(state, effects);
    };
    let mut state = quiet(Lang::Zh);
    at_second(&mut state);
    assert_eq!(rows(&state), ["张建军", "", "赵明", ""]);
    assert_eq!(planned(&mut state), [id(101), id(103)]);
    let mut state = quiet(Lang::Zh);
    at_second(&mut state);
    press(&mut state, "<Backspace>");
    assert_eq!(rows(&state), ["张建军", "赵明", ""]);
    // In the last one it leads back, and takes nothing away.
    press(&mut state, "<Tab> <Backspace>");
    assert_eq!(rows(&state), ["张建军", "赵明", ""]);
    // One more is added where the last one stood.
    let effects = press(&mut state, "<Tab>");
    serve(&mut state, effects);
    update(&mut state, Input::Text("wh".into()));
    press(&mut state, "<Enter>");
    assert_eq!(rows(&state), ["张建军", "赵明", "王海", ""]);
    assert_eq!(planned(&mut state), [id(101), id(103), id(104)]);
}

#[test]
fn whoever_was_let_go_at_closing_is_brought_back_by_a_digit_while_it_closes_and_after() {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.session.as_mut().unwrap().state = SessionState::Closing;
    let at = snap.queue.iter().position(|v| v.state == VisitState::Waiting).unwrap();
    let mut left = snap.queue.remove(at);
    left.state = VisitState::Left;
    left.over_at = Some(state.now);
    let mut done = left.clone();
    (done.id, done.state) = (zhiban::domain::id::VisitId(id(5_001)), VisitState::Done);
    snap.queue.clear();
    snap.ended = vec![left.clone(), done.clone()];
    let named = |state: &mut zhiban::app::State, typed: &str| {
        update(state, Input::Key("Ctrl-p".parse().unwrap()));
        update(state, Input::Text(typed.into()));
        press(state, "<Enter>")
    };
    load(&mut state, snap.clone());
    named(&mut state, "jsj");
    assert!(
        matches!(state.layers.last(), Some(Layer::Closing(_))),
        "{:?}",
        state.layers
    );
    named(&mut state, "放错了");
    let Some(Layer::Menu(menu)) = state.layers.last() else {
        panic!("{:?}", state.layers)
    };
    assert_eq!(menu.items.len(), 2, "{menu:?}");
    let effects = press(&mut state, "1");
    let [Command::ReturnMissed(back)] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((back.visit, back.rev), (left.id, left.rev));
    ok(&mut state, &effects, |_| {});

    // From anywhere, also when the reception is over; who was heard is unwritten again.
    state.layers.clear();
    snap.closed_today = snap.session.take();
    load(&mut state, snap.clone());
    named(&mut state, "放错了");
    let effects = press(&mut state, "2");
    let [Command::UnsettleUnwritten(back)] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((back.visit, back.rev), (done.id, done.rev));
    ok(&mut state, &effects, |_| {});

    // Where nobody can be brought back, it says so.
    snap.ended.clear();
    load(&mut state, snap);
    let effects = named(&mut state, "放错了");
    assert!(commands(&effects).is_empty());
}

#[test]
fn what_other_receptions_left_unwritten_is_no_part_of_closing_this_one() {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    let unwritten = |n: u128, label: &str, came| FollowUp {
        opinion: None,
        visit: Some((VisitId(id(5000 + n)), 0)),
        came: Some(came),
        number: "005".into(),
        ..owed(Owing::Unwritten, n, "", "", "", label, 0)
    };
    let last_year = Day::from_ymd_opt(2025, 11, 18).unwrap();
    snap.follow_up = vec![unwritten(1, "骑三轮来的", last_year), unwritten(2, "戴草帽的", day())];
    snap.session.as_mut().unwrap().state = SessionState::Closing;
    load(&mut state, snap);
    let lines = zhiban::app::session::closing::lines(&state);
    let said: Vec<String> = lines
        .into_iter()
        .map(|line| zhiban::app::session::closing::said(&state, line).concat())
        .collect();
    assert!(said.iter().any(|line| line.contains("戴草帽的")), "{said:?}");
    assert!(!said.iter().any(|line| line.contains("骑三轮来的")), "{said:?}");
}
