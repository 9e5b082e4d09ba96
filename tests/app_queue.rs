//! The queue at the keyboard: every key counted (design section 6), races told, words never lost.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use zhiban::app::model::Layer;
use zhiban::app::{Failure, Input, action, update};
use zhiban::domain::code::{AttendanceState, VisitState};
use zhiban::domain::command::{
    CallNext, CallVisit, Command, FinishVisit, MoveVisit, ReceiveNow, ReturnMissed, TakeNumber,
};
use zhiban::domain::id::VisitId;
use zhiban::domain::record::Touch;
use zhiban::domain::refusal::{Refusal, Subject};
use zhiban::i18n::Lang;

fn free_desk() -> zhiban::app::State {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.queue.retain(|v| v.state != VisitState::Talking);
    load(&mut state, snap);
    state
}

#[test]
fn a_number_takes_two_keys_and_nothing_has_to_be_filled() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F3 <Enter>");
    let [Command::TakeNumber(TakeNumber { arrival, session })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((arrival.heads, arrival.label.clone()), (1, None));
    assert!(session.is_some());
    ok(&mut state, &effects, |o| o.ticket = Some(9));
    assert!(state.layers.is_empty());
    assert_eq!(said(&state), "发出 009");
}

#[test]
fn f3_in_the_form_gives_the_number_too() {
    let mut state = desk(Lang::Zh);
    assert_eq!(commands(&press(&mut state, "F3 F3")).len(), 1);
}

#[test]
fn what_is_typed_at_the_queue_goes_with_the_number() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F3 红帽子大爷 <Enter> ２３ F9");
    let [Command::TakeNumber(TakeNumber { arrival, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(arrival.label.as_deref(), Some("红帽子大爷"));
    assert_eq!(arrival.heads, 23);
    // A group: the head's phone, and one key to note the call.
    ok(&mut state, &effects, |o| {
        (o.ticket, o.visit, o.heads) = (Some(9), Some(VisitId(id(1009))), 23);
    });
    let Some(Layer::Menu(m)) = state.layers.last() else {
        panic!()
    };
    assert!(m.text[1].contains("13700000001"), "{:?}", m.text);
    let told = press(&mut state, "1");
    assert!(matches!(commands(&told)[..], [Command::InformHead(..)]));
}

#[test]
fn a_refused_number_keeps_what_was_typed() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F3 红帽子大爷 F9");
    refuse(&mut state, &effects, Refusal::NumbersUsedUp { last: 999 });
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.text("label"), "红帽子大爷");
    assert!(said(&state).contains("999"));
    assert_eq!(commands(&press(&mut state, "F9")).len(), 1, "it can be sent again");
}

#[test]
fn call_next_is_one_key() {
    let mut state = free_desk();
    let effects = press(&mut state, "F4");
    assert!(matches!(
        commands(&effects)[..],
        [Command::CallNext(CallNext { table: 1, .. })]
    ));
    ok(&mut state, &effects, |o| o.ticket = Some(7));
    assert_eq!(said(&state), "请 007 到 1 桌");
}

#[test]
fn with_nobody_waiting_one_key_receives() {
    let mut state = quiet(Lang::Zh);
    let effects = press(&mut state, "F4");
    assert!(matches!(
        commands(&effects)[..],
        [Command::ReceiveNow(ReceiveNow { session: None, .. })]
    ));
}

#[test]
fn an_unset_table_is_asked_by_digit_and_the_call_goes_on() {
    let mut state = free_desk();
    state.table = None;
    assert!(commands(&press(&mut state, "F4")).is_empty());
    let effects = press(&mut state, "2");
    assert!(matches!(
        commands(&effects)[..],
        [Command::CallNext(CallNext { table: 2, .. })]
    ));
    assert_eq!(state.table, Some(2));
}

#[test]
fn a_busy_table_offers_to_stay_or_to_finish_and_call() {
    let mut state = desk(Lang::Zh);
    assert!(commands(&press(&mut state, "F4")).is_empty());
    let effects = press(&mut state, "2");
    assert!(matches!(
        commands(&effects)[..],
        [Command::FinishVisit(FinishVisit { call_next: true, .. })]
    ));
}

#[test]
fn finish_asks_only_when_nothing_was_filed() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F7");
    assert!(matches!(
        commands(&effects)[..],
        [Command::FinishVisit(FinishVisit {
            unwritten: false,
            consult_only: false,
            call_next: true,
            ..
        })]
    ));
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.queue[3].opinions = 0;
    load(&mut state, snap);
    assert!(commands(&press(&mut state, "F7")).is_empty());
    let effects = press(&mut state, "3");
    assert!(matches!(
        commands(&effects)[..],
        [Command::FinishVisit(FinishVisit { consult_only: true, .. })]
    ));
}

#[test]
fn the_loser_of_a_race_reads_who_and_the_next_is_offered_under_the_same_key() {
    let mut state = free_desk();
    let effects = press(&mut state, "<Enter> 1");
    let [Command::CallVisit(CallVisit { visit, rev: 3, .. })] = commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(visit, VisitId(id(1007)));
    let next = VisitId(id(1006));
    let after = refuse(
        &mut state,
        &effects,
        Refusal::Changed {
            subject: Subject::Visit,
            what: "007".into(),
            touch: Touch {
                by: "周".into(),
                account: None,
                table: Some(2),
                at: at(9, 41),
            },
            visit: Some(VisitState::Called),
            next: Some(next),
        },
    );
    assert_eq!(said(&state), "007 已由 周在 2 桌于 09:41:00 叫走；现选中 006");
    assert_eq!(after.len(), 1, "the list is asked for anew: {after:?}");
    let mut snap = snapshot();
    snap.queue.retain(|v| v.state != VisitState::Talking);
    snap.queue[0].state = VisitState::Called;
    snap.queue[0].table = Some(2);
    snap.queue.rotate_left(1);
    load(&mut state, snap);
    let effects = press(&mut state, "<Enter> 1");
    assert!(matches!(commands(&effects)[..], [Command::CallVisit(CallVisit { visit, .. })] if visit == next));
}

#[test]
fn a_menu_of_a_visit_that_is_not_what_it_was_does_not_come_back() {
    // Nobody else waits. Every choice in the menu would be refused as well.
    for is_moved in [true, false] {
        let mut state = free_desk();
        let effects = press(&mut state, "<Enter> 1");
        let moved = Refusal::Changed {
            subject: Subject::Visit,
            what: "007".into(),
            touch: Touch::default(),
            visit: Some(VisitState::Called),
            next: None,
        };
        // What moved nothing leaves it as it was.
        let why = if is_moved { moved } else { Refusal::NumbersStopped };
        refuse(&mut state, &effects, why);
        assert!(!said(&state).is_empty());
        assert_eq!(state.layers.len(), usize::from(!is_moved), "{:?}", state.layers);
    }
}

#[test]
fn the_marker_follows_its_record_and_never_hits_the_neighbour() {
    let mut state = free_desk();
    press(&mut state, "<Down>");
    assert_eq!(state.selected_visit().unwrap().ticket, Some(6));
    let mut snap = snapshot();
    snap.queue.remove(0);
    load(&mut state, snap.clone());
    assert_eq!(state.selected_visit().unwrap().ticket, Some(6), "a row above went");
    snap.queue.remove(0);
    load(&mut state, snap);
    let effects = press(&mut state, "<Enter>");
    assert!(
        effects.is_empty() && state.layers.is_empty(),
        "the first key only says it"
    );
    assert!(said(&state).contains("已经不在"), "{}", said(&state));
}

#[test]
fn a_no_show_comes_back_in_two_keys() {
    let mut state = free_desk();
    press(&mut state, "<End>");
    let effects = press(&mut state, "<Enter> 1");
    assert!(matches!(commands(&effects)[..], [Command::ReturnMissed(..)]));
}

#[test]
fn too_few_calls_offer_to_call_again() {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.queue[3].state = VisitState::Called;
    load(&mut state, snap);
    let effects = press(&mut state, "F6");
    assert!(matches!(commands(&effects)[..], [Command::MarkMissed(..)]));
    refuse(
        &mut state,
        &effects,
        Refusal::CallAgainFirst {
            calls: 1,
            needed: 3,
            minutes: 2,
        },
    );
    assert!(matches!(
        commands(&press(&mut state, "1"))[..],
        [Command::CallAgain(..)]
    ));
}

#[test]
fn moving_takes_a_note_and_warns_of_an_empty_table() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "<Home> <Down> <Down> <Down> <Enter> 4 2");
    let effects = press(&mut state, "请看材料 F9");
    assert!(
        matches!(&commands(&effects)[..], [Command::MoveVisit(MoveVisit { to: 2, note: Some(n), .. })] if n == "请看材料"),
        "{effects:?} {:?}",
        state.layers
    );
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.attendance[1].state = AttendanceState::Out;
    load(&mut state, snap);
    press(&mut state, "<Home> <Down> <Down> <Down> <Enter> 4 2");
    let Some(Layer::Menu(m)) = state.layers.last() else {
        panic!()
    };
    assert_eq!(m.text, ["2 桌现在没有代表"]);
}

#[test]
fn a_clock_on_another_day_is_confirmed_with_one_enter_and_the_act_goes_on() {
    let mut state = free_desk();
    let effects = press(&mut state, "F4");
    refuse(
        &mut state,
        &effects,
        Refusal::DayUnconfirmed {
            was: Some(day().pred_opt().unwrap()),
            now: day(),
        },
    );
    let effects = press(&mut state, "<Enter>");
    assert!(matches!(commands(&effects)[..], [Command::ConfirmDay(..)]));
    let again = ok(&mut state, &effects, |_| {});
    assert!(matches!(commands(&again)[..], [Command::CallNext(..)]));
}

#[test]
fn a_form_whose_day_was_confirmed_waits_for_its_act_and_keeps_nothing_that_would_come_after_it() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F3 王秀英 F9");
    refuse(
        &mut state,
        &effects,
        Refusal::DayUnconfirmed {
            was: Some(day().pred_opt().unwrap()),
            now: day(),
        },
    );
    let effects = press(&mut state, "<Enter>");
    let again = ok(&mut state, &effects, |_| {});
    assert!(matches!(commands(&again)[..], [Command::TakeNumber(..)]));
    let Some(Layer::Form(form)) = state.layers.last() else {
        panic!("{:?}", state.layers)
    };
    assert!(form.host.busy.is_some());
    // A draft saved behind the act that ends it would be told to be filed elsewhere, and its words kept a second time.
    let later = zhiban::domain::moment::Moment(state.now.0 + 5_000);
    let saved = zhiban::app::update(&mut state, Input::Tick(later));
    assert!(
        !saved.iter().any(|e| matches!(e, zhiban::app::Effect::SaveDraft(_))),
        "{saved:?}"
    );
}

#[test]
fn chinese_on_a_command_screen_says_so_and_does_nothing() {
    let mut state = desk(Lang::Zh);
    assert!(press(&mut state, "叫号").is_empty());
    assert!(said(&state).contains("输入法"));
    assert!(state.layers.is_empty());
}

#[test]
fn full_width_keys_are_commands() {
    let mut state = desk(Lang::Zh);
    state.focus = zhiban::app::model::Pane::Queue;
    let mut snap = snapshot();
    snap.queue.retain(|v| v.state != VisitState::Talking);
    load(&mut state, snap);
    let effects = zhiban::app::update(&mut state, Input::Text("ｃ".into()));
    assert!(matches!(commands(&effects)[..], [Command::CallNext(..)]));
}

#[test]
fn ctrl_c_is_harmless() {
    let mut state = desk(Lang::Zh);
    assert!(press(&mut state, "F3 王秀英 Ctrl-c").is_empty());
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.text("label"), "王秀英");
}

#[test]
fn after_trouble_outside_the_same_number_is_asked_for_under_the_same_id() {
    let mut state = desk(Lang::Zh);
    let sent = press(&mut state, "F3 陈某 F9");
    let first = requests(&sent).pop().unwrap();
    let trouble = |id| Input::Executed {
        id,
        result: Err(Failure::Trouble("磁盘满了，没有存上".into())),
    };
    update(&mut state, trouble(first.id));
    assert!(said(&state).contains("磁盘满了"), "{}", said(&state));
    // Nobody knows whether the first sending was carried out: a second number would be one too many.
    let again = requests(&press(&mut state, "F9")).pop().unwrap();
    assert_eq!((again.id, &again.command), (first.id, &first.command));
    update(&mut state, trouble(again.id));
    // Other words are another wish.
    let other = requests(&press(&mut state, "<Up> <Up> <Up> <Up> 两人 F9"))
        .pop()
        .unwrap();
    assert_ne!((other.id, &other.command), (first.id, &first.command));
}

#[test]
fn in_a_short_form_too_a_digit_chooses_and_leads_on_and_what_is_wrong_is_said_with_its_name() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "F3 <Tab> <Tab> <Tab> <Tab> 2");
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.code("priority"), Some("first"));
    assert_eq!(f.host.form.focus(), Some("reason"));
    assert_eq!(commands(&press(&mut state, "F9")), []);
    assert!(said(&state).starts_with("理由："), "{}", said(&state));
}

fn screen(state: &zhiban::app::State, w: u16, h: u16) -> Vec<String> {
    let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, w, h));
    zhiban::ui::draw(state, &zhiban::ui::theme::Theme::shipped("mono", false), &mut buf);
    zhiban::ui::put::lines_of(&buf)
}

fn rows_of_menu(state: &zhiban::app::State) -> Vec<(String, String, bool)> {
    let Some(Layer::Menu(m)) = state.layers.last() else {
        panic!("no menu")
    };
    let row = |i: &zhiban::app::model::Item| (i.label.clone(), i.note.clone(), i.why_not.is_none());
    m.items.iter().map(row).collect()
}

#[test]
fn c1_nobody_is_sent_to_a_busy_table_and_only_its_own_keyboard_ends_a_talk() {
    // 005 talks at table 1, another at table 2: this keyboard works for table 2.
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    let mut other = visit(9, Some("吴桂兰"), VisitState::Talking);
    (other.table, other.opinions) = (Some(2), 1);
    snap.queue.push(other);
    load(&mut state, snap);
    state.table = Some(2);
    // Moving 009 to table 1 is shown and cannot be chosen: 王秀英 sits there.
    press(&mut state, "<End>");
    let at = state.visits().position(|v| v.ticket == Some(9)).unwrap();
    let ids = state.ids_of(zhiban::app::Pane::Queue);
    state.queue.put(at, &ids, false);
    press(&mut state, "<Enter>");
    let move_at = rows_of_menu(&state)
        .iter()
        .position(|(l, ..)| l.contains("转到"))
        .unwrap();
    press(&mut state, &(move_at + 1).to_string());
    let tables = rows_of_menu(&state);
    assert_eq!(tables.len(), 2, "{tables:?}");
    assert!(
        tables[0].0.contains("1 桌") && tables[0].1.contains("王秀英") && !tables[0].2,
        "{tables:?}"
    );
    let effects = press(&mut state, "1");
    assert_eq!(commands(&effects), []);
    assert!(said(&state).contains("还在接待"), "{}", said(&state));
    press(&mut state, "<Esc> <Esc>");
    // A refusal because the table was taken meanwhile offers no way to end the other's talk.
    let moving = MoveVisit {
        visit: VisitId(id(1009)),
        rev: 1,
        to: 1,
        note: None,
    };
    let choice = zhiban::app::model::Choice::Run(Box::new(moving.into()), zhiban::app::model::Then::Nothing);
    let sent = zhiban::app::update::perform(&mut state, choice);
    refuse(
        &mut state,
        &sent,
        Refusal::TableBusy {
            table: 1,
            visit: VisitId(id(1005)),
            ticket: Some(5),
        },
    );
    assert!(state.layers.is_empty(), "{:?}", state.layers);
    assert!(said(&state).contains("1 桌"), "{}", said(&state));
    // F7 on the other's row does not end it either, and says whose it is.
    state.table = Some(1);
    let mut snap = state.snap.clone();
    snap.queue.retain(|v| v.ticket != Some(5));
    load(&mut state, snap);
    let at = state.visits().position(|v| v.ticket == Some(9)).unwrap();
    let ids = state.ids_of(zhiban::app::Pane::Queue);
    state.queue.put(at, &ids, false);
    let effects = press(&mut state, "F7");
    assert_eq!(commands(&effects), []);
    assert!(said(&state).contains("在 2 桌"), "{}", said(&state));
}

#[test]
fn c2_the_digit_in_a_list_of_tables_is_the_table() {
    let mut state = desk(Lang::Zh);
    state.snap.session.as_mut().unwrap().plan.tables = 3;
    state.table = None;
    press(&mut state, "F4");
    let tables = rows_of_menu(&state);
    let labels: Vec<&str> = tables.iter().map(|t| t.0.as_str()).collect();
    assert_eq!(labels, ["1 桌", "2 桌", "3 桌"]);
    assert!(
        tables[0].1.contains("张建军") && tables[0].1.contains("王秀英"),
        "{tables:?}"
    );
    assert!(tables[1].1.contains("李桂兰"), "{tables:?}");
    press(&mut state, "2");
    assert_eq!(state.table, Some(2));
    // Also where somebody is moved: one's own is there, and says so.
    state.table = Some(1);
    state.layers.clear();
    state.pending.clear();
    let at = state.visits().position(|v| v.ticket == Some(5)).unwrap();
    let ids = state.ids_of(zhiban::app::Pane::Queue);
    state.queue.put(at, &ids, false);
    press(&mut state, "<Enter>");
    let move_at = rows_of_menu(&state)
        .iter()
        .position(|(l, ..)| l.contains("转到"))
        .unwrap();
    press(&mut state, &(move_at + 1).to_string());
    let open: Vec<bool> = rows_of_menu(&state).iter().map(|t| t.2).collect();
    assert_eq!(open, [false, true, true]);
}

#[test]
fn c3_who_is_talking_is_no_no_show_and_f6_says_so() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F6");
    assert_eq!(commands(&effects), []);
    assert!(said(&state).contains("005 王秀英 已经坐下谈了"), "{}", said(&state));
    // F5 on somebody who was called is the beginning of the talk.
    let mut snap = snapshot();
    for v in &mut snap.queue {
        if v.ticket == Some(5) {
            v.state = VisitState::Called;
        }
    }
    load(&mut state, snap);
    let effects = press(&mut state, "F5");
    assert!(
        matches!(&commands(&effects)[..], [Command::StartTalk(w)] if w.visit == VisitId(id(1005))),
        "{effects:?}"
    );
}

#[test]
fn c4_f4_says_whom_it_passes_over() {
    let mut state = free_desk();
    let mut snap = state.snap.clone();
    // 蓝布衫大姐 is first and asks for the deputy of table 2.
    snap.queue[0].asked = Some(snap.attendance[1].deputy);
    load(&mut state, snap);
    let effects = press(&mut state, "F4");
    assert!(matches!(commands(&effects)[..], [Command::CallNext(_)]), "{effects:?}");
    ok(&mut state, &effects, |o| {
        (o.ticket, o.visit, o.called) = (Some(6), Some(VisitId(id(1006))), Some(VisitId(id(1006))));
    });
    assert_eq!(said(&state), "请 006 到 1 桌；007 蓝布衫大姐 找别桌的代表，先不叫");
}

#[test]
fn c4_f7_and_f4_say_for_whom_everybody_waits_who_is_not_called() {
    let mut state = desk(Lang::Zh);
    let mut snap = state.snap.clone();
    snap.queue
        .retain(|v| v.state != VisitState::Waiting || matches!(v.ticket, Some(6 | 7)));
    for v in &mut snap.queue {
        v.asked = (v.state == VisitState::Waiting).then_some(snap.attendance[1].deputy);
    }
    load(&mut state, snap.clone());
    let effects = press(&mut state, "F7");
    assert!(
        matches!(commands(&effects)[..], [Command::FinishVisit(_)]),
        "{effects:?}"
    );
    ok(&mut state, &effects, |_| {});
    assert_eq!(
        said(&state),
        "谈完；在等的都找别桌的代表：007 蓝布衫大姐找李桂兰、006 陈某找李桂兰"
    );
    // At an empty table the same is said before somebody is called all the same.
    snap.queue.retain(|v| v.state == VisitState::Waiting);
    load(&mut state, snap);
    press(&mut state, "F4");
    let Some(Layer::Menu(m)) = state.layers.last() else {
        panic!()
    };
    assert!(m.text[0].contains("007 蓝布衫大姐找李桂兰"), "{:?}", m.text);
    // With nobody waiting nothing of the kind is said.
    let mut state = desk(Lang::Zh);
    state.snap.queue.retain(|v| v.state != VisitState::Waiting);
    let effects = press(&mut state, "F7");
    ok(&mut state, &effects, |_| {});
    assert_eq!(said(&state), "谈完；没有人在等");
}

#[test]
fn b10_nobody_is_said_to_have_waited_through_the_night() {
    let mut state = desk(Lang::Zh);
    let shown = screen(&state, 80, 24).join("\n");
    assert!(shown.contains("最久"), "{shown}");
    state.now = zhiban::domain::moment::Moment(state.now.0 + 86_400_000);
    let shown = screen(&state, 80, 24).join("\n");
    assert!(!shown.contains("最久") && !shown.contains("时"), "{shown}");
    assert!(shown.contains("昨日"), "{shown}");
}

#[test]
fn g3_the_words_a_clerk_says_find_the_act_they_mean() {
    use zhiban::app::action::ACTIONS;
    let found = |typed: &str| {
        let mut state = desk(Lang::Zh);
        press(&mut state, "Ctrl-p");
        zhiban::app::update(&mut state, zhiban::app::Input::Text(typed.to_owned()));
        let Some(Layer::Palette(p)) = state.layers.last() else {
            panic!()
        };
        p.found.iter().map(|found| found.label(&state)).collect::<Vec<_>>()
    };
    for (typed, act) in [
        ("没写完", "待办"),
        ("草稿", "刚删的草稿"),
        ("几桌", "换桌"),
        ("jizhuo", "换桌"),
        ("排队", "取号"),
        ("打电话", "回话"),
        ("下班", "结束接待"),
        ("统计", "数字"),
        ("超期", "待办"),
        ("关掉", "退出"),
        ("exit", "退出"),
        ("隐私", "遮住"),
        ("放假", "明年放假安排"),
        ("催单位", "催办"),
        ("写错了", "更正"),
    ] {
        assert!(found(typed).contains(&act), "{typed}: {:?}", found(typed));
    }
    assert_eq!(found("凸面镜"), Vec::<&str>::new());
    // None of them is what the act is called itself, and none is offered where the palette never looks.
    for (act, t) in ACTIONS.iter().zip(std::iter::repeat(Lang::Zh.texts())) {
        let (own, also) = ((act.label)(t), (act.also)(t));
        assert!(also.is_empty() || act.palette, "{}", act.id);
        assert!(also.split(' ').all(|word| word != own), "{}", act.id);
    }
}

#[test]
fn c5_the_marker_stays_with_its_row_and_when_that_is_gone_is_on_the_next() {
    let mut state = free_desk();
    let ids = state.ids_of(zhiban::app::Pane::Queue);
    // On 008, and 007 is called.
    state.queue.put(2, &ids, false);
    let effects = press(&mut state, "F4");
    ok(&mut state, &effects, |o| o.ticket = Some(7));
    let mut snap = state.snap.clone();
    let called = snap.queue.remove(0);
    snap.queue.push(called);
    load(&mut state, snap.clone());
    assert_eq!(state.selected_visit().unwrap().ticket, Some(8));
    // It goes by one's own act, and somebody before it with it: the next is 004, whatever place it has now.
    snap.queue.retain(|v| !matches!(v.ticket, Some(6 | 8)));
    load(&mut state, snap.clone());
    assert_eq!(state.selected_visit().unwrap().ticket, Some(4));
    // The last goes: the one before it.
    snap.queue.retain(|v| v.ticket == Some(7));
    load(&mut state, snap);
    assert_eq!(state.selected_visit().unwrap().ticket, Some(7));
}

#[test]
fn c6_a_wrong_signing_in_is_taken_back_and_who_is_here_gets_a_table() {
    let mut state = desk(Lang::Zh);
    state.focus = zhiban::app::Pane::Duty;
    press(&mut state, "<Enter>");
    let rows: Vec<String> = rows_of_menu(&state).into_iter().map(|r| r.0).collect();
    assert!(
        rows.iter().any(|r| r == "签到记错了，人没来") && rows.iter().any(|r| r == "坐到哪张桌"),
        "{rows:?}"
    );
    assert!(!rows.iter().any(|r| r.contains("迟到")), "{rows:?}");
    let seat = rows.iter().position(|r| r == "坐到哪张桌").unwrap();
    press(&mut state, &(seat + 1).to_string());
    let effects = press(&mut state, "2");
    assert!(
        matches!(&commands(&effects)[..], [Command::SeatDeputy(w)] if w.table == 2),
        "{effects:?}"
    );
    state.layers.clear();
    state.pending.clear();
    // Who has gone by mistake is back by one digit.
    let mut snap = snapshot();
    snap.attendance[0].state = AttendanceState::Out;
    load(&mut state, snap.clone());
    press(&mut state, "<Enter>");
    assert_eq!(rows_of_menu(&state)[0].0, "签退记错了，人还在");
    let effects = press(&mut state, "1");
    assert!(
        matches!(commands(&effects)[..], [Command::TakeBackAttendance(_)]),
        "{effects:?}"
    );
    state.layers.clear();
    state.pending.clear();
    // The clock knows who is late: at 09:42 that stands first, in time behind it; before nine only signing in.
    snap.attendance[0].state = AttendanceState::Expected;
    load(&mut state, snap);
    press(&mut state, "<Enter>");
    let rows: Vec<String> = rows_of_menu(&state).into_iter().take(4).map(|r| r.0).collect();
    assert_eq!(rows, ["迟到，现在到了", "请假", "来不了，换人", "准时到的，补签到"]);
    state.layers.clear();
    state.pending.clear();
    state.now = at(8, 50);
    press(&mut state, "<Enter>");
    assert!(!rows_of_menu(&state).iter().any(|r| r.0.contains("迟到")));
}

#[test]
fn c7_who_comes_back_is_queued_by_one_key_from_anywhere() {
    let mut state = desk(Lang::Zh);
    for pane in zhiban::app::Pane::ALL {
        state.focus = pane;
        let effects = press(&mut state, "Ctrl-k");
        assert!(
            matches!(&commands(&effects)[..], [Command::ReturnMissed(ReturnMissed { visit, .. })] if *visit == VisitId(id(1004))),
            "{pane:?} {effects:?}"
        );
        state.pending.clear();
    }
    // Of two, by digit.
    let mut snap = snapshot();
    let mut second = visit(3, Some("孙国芳"), VisitState::Missed);
    second.missed = 1;
    snap.queue.push(second);
    load(&mut state, snap.clone());
    state.focus = zhiban::app::Pane::Follow;
    assert_eq!(commands(&press(&mut state, "Ctrl-k")), []);
    let rows: Vec<String> = rows_of_menu(&state).into_iter().map(|r| r.0).collect();
    assert_eq!(rows, ["004", "003 孙国芳"]);
    assert!(
        matches!(&commands(&press(&mut state, "2"))[..], [Command::ReturnMissed(w)] if w.visit == VisitId(id(1003)))
    );
    // F6 with nobody called offers the same.
    state.pending.clear();
    snap.queue.retain(|v| v.state == VisitState::Missed);
    load(&mut state, snap);
    press(&mut state, "F6");
    assert_eq!(rows_of_menu(&state).len(), 2);
}

#[test]
fn c8_the_first_words_stand_beside_the_form_and_go_in_by_one_key() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "F5");
    let words = |state: &zhiban::app::State| {
        let Some(Layer::Form(f)) = state.layers.last() else {
            panic!()
        };
        (f.host.form.text("words").to_owned(), f.host.intro.join(" "))
    };
    let (typed, beside) = words(&state);
    assert_eq!(typed, "", "nothing is filed that nobody said here");
    assert!(beside.contains("村口弯道看不见") && beside.contains("Ctrl"), "{beside}");
    press(&mut state, "Ctrl-z");
    assert_eq!(words(&state).0, "村口弯道看不见");
    // What is typed already is not written over.
    state.layers.clear();
    state.pending.clear();
    press(&mut state, "F5 路灯不亮 Ctrl-z Ctrl-z");
    assert!(!words(&state).0.contains("村口弯道看不见路灯"), "{}", words(&state).0);
}

#[test]
fn c10_a_closing_reception_is_seen_at_every_keyboard_and_names_who_is_left() {
    use zhiban::domain::code::SessionState;
    let mut state = desk(Lang::Zh);
    state.snap.session.as_mut().unwrap().state = SessionState::Closing;
    let shown = screen(&state, 80, 24);
    assert!(shown[0].contains("收尾中"), "{}", shown[0]);
    press(&mut state, "7 <End> <Enter>");
    let said = said(&state);
    assert!(said.contains("007 蓝布衫大姐") && said.contains("005 王秀英"), "{said}");
}

#[test]
fn b10_a_reception_of_yesterday_is_asked_about_before_anybody_is_counted_in_it() {
    let mut state = desk(Lang::Zh);
    state.now = zhiban::domain::moment::Moment(state.now.0 + 86_400_000);
    let shown = screen(&state, 80, 24);
    assert!(shown[0].contains("还是11月23日"), "{}", shown[0]);
    for keys in ["F3", "F4", "F5", "F7"] {
        let effects = press(&mut state, keys);
        assert_eq!(commands(&effects), [], "{keys}");
        let Some(Layer::Menu(m)) = state.layers.last() else {
            panic!("{keys}")
        };
        assert_eq!(m.text, ["昨天的接待还没结束"], "{keys}");
        press(&mut state, "<Esc>");
    }
    // Going on is said once a day at a keyboard, and the act follows.
    press(&mut state, "F3 2");
    assert!(matches!(state.layers.last(), Some(Layer::Form(_))));
    press(&mut state, "<Esc>");
    press(&mut state, "F3");
    assert!(matches!(state.layers.last(), Some(Layer::Form(_))));
    press(&mut state, "<Esc>");
    // The day after it is asked again, by its date; closing is one digit.
    state.now = zhiban::domain::moment::Moment(state.now.0 + 86_400_000);
    press(&mut state, "F4");
    let Some(Layer::Menu(m)) = state.layers.last() else {
        panic!()
    };
    assert!(m.text[0].starts_with("11月23日"), "{:?}", m.text);
    press(&mut state, "1");
    let Some(Layer::Menu(m)) = state.layers.last() else {
        panic!()
    };
    assert!(m.items[0].label.contains("收尾"), "{:?}", m.items);
}

#[test]
fn g1_in_a_field_help_is_not_said_to_be_under_a_key_that_types() {
    let mut state = desk(Lang::Zh);
    let bottom = |state: &zhiban::app::State| screen(state, 80, 24).last().unwrap().clone();
    assert!(bottom(&state).contains("?帮助"), "{}", bottom(&state));
    press(&mut state, "F3");
    assert!(
        bottom(&state).contains("F1帮助") && !bottom(&state).contains("?帮助"),
        "{}",
        bottom(&state)
    );
}

#[test]
fn g2_tab_takes_the_match_that_is_marked() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F3 <Tab> <Tab> <Tab>");
    serve(&mut state, effects);
    let effects = press(&mut state, "张");
    serve(&mut state, effects);
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    let offered = f.host.form.focus();
    press(&mut state, "<Tab>");
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert!(
        f.host.form.code("deputy").is_some(),
        "{offered:?} {}",
        f.host.form.text("deputy")
    );
}

#[test]
fn g3_the_list_of_commands_says_when_nothing_is_called_so() {
    let mut state = desk(Lang::Zh);
    press(&mut state, ": 没这回事");
    assert!(screen(&state, 80, 24).join("\n").contains("没有这样的命令"));
}

#[test]
fn g4_a_number_committed_with_its_unit_is_a_number() {
    let mut state = desk(Lang::Zh);
    for (typed, number) in [("23人", "23"), ("约12户", "12"), ("１５位", "15"), ("三人", "")] {
        state.layers.clear();
        press(&mut state, "F3 <Tab>");
        update(&mut state, Input::Text(typed.to_owned()));
        let Some(Layer::Form(f)) = state.layers.last() else {
            panic!()
        };
        assert_eq!(f.host.form.text("heads"), number, "{typed}");
    }
}

#[test]
fn g7_keys_are_called_as_keyboards_print_them() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "2");
    let shown = screen(&state, 80, 24).join("\n");
    assert!(shown.contains("方向键右"), "{shown}");
    press(&mut state, "?");
    let help = screen(&state, 120, 60).join("\n");
    assert!(help.contains("PgDn") && !help.contains("下页键"), "{help}");
}

#[test]
fn c2_the_sentence_names_the_table_a_deputy_was_seated_at() {
    use zhiban::app::model::{Choice, Then};
    use zhiban::domain::command::SeatDeputy;
    use zhiban::domain::id::DeputyId;
    let mut state = desk(Lang::Zh);
    state.table = Some(1);
    let seat = SeatDeputy {
        session: state.open_id().unwrap(),
        deputy: state.snap.attendance[0].deputy,
        table: 3,
    };
    assert_eq!(seat.deputy, DeputyId(id(101)));
    let sent = zhiban::app::update::perform(&mut state, Choice::Run(Box::new(seat.into()), Then::Nothing));
    ok(&mut state, &sent, |_| {});
    assert_eq!(said(&state), "张建军 坐到 3 桌");
}

#[test]
fn c10_who_was_called_and_never_sat_down_gets_an_outcome_at_closing_and_is_not_received() {
    use zhiban::domain::code::SessionState;
    use zhiban::domain::command::{EndVisit, MarkMissed};
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.session.as_mut().unwrap().state = SessionState::Closing;
    let mut called = visit(9, Some("吴桂兰"), VisitState::Called);
    called.table = Some(2);
    snap.queue = vec![called];
    load(&mut state, snap);
    press(&mut state, "7");
    let shown = screen(&state, 80, 24).join("\n");
    assert!(
        shown.contains("叫到2桌，没坐下") && !shown.contains("还在谈"),
        "{shown}"
    );
    assert_eq!(commands(&press(&mut state, "<Enter>")), [], "Enter ends nothing");
    assert!(said(&state).contains("5没来"), "{}", said(&state));
    let effects = press(&mut state, "5");
    assert!(
        matches!(commands(&effects)[..], [Command::MarkMissed(MarkMissed { visit, .. })] if visit == VisitId(id(1009)))
    );
    state.pending.clear();
    let effects = press(&mut state, "4 1");
    let [Command::EndVisit(EndVisit { outcome, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(*outcome, VisitState::Left);
}

#[test]
fn a1_keys_and_words_that_arrive_together_do_what_they_do_one_by_one() {
    let typed = |runs: &[&str]| {
        let mut state = desk(Lang::Zh);
        for run in runs {
            update(&mut state, Input::Text((*run).to_owned()));
        }
        state
    };
    let found = |state: &zhiban::app::State| {
        let browse = &state.browse[&state.screen];
        (state.screen, browse.typing, browse.find.text().to_owned())
    };
    let apart = found(&typed(&["2", "/", "曾秀英"]));
    assert_eq!((apart.1, apart.2.as_str()), (true, "曾秀英"));
    for runs in [
        &["2/曾秀英"][..],
        &["2/", "曾秀英"],
        &["2", "/曾秀英"],
        &["2/曾", "秀英"],
    ] {
        assert_eq!(found(&typed(runs)), apart, "{runs:?}");
    }
    let numbered = typed(&["n王二"]);
    let Some(Layer::Form(f)) = numbered.layers.last() else {
        panic!("{:?}", numbered.layers)
    };
    assert_eq!(f.host.form.text("label"), "王二");
    // Nothing is typed into there, so the words say so, and a key behind them is a key.
    assert!(said(&typed(&["3路"])).contains("输入法"));
    assert_eq!(typed(&["路3"]).screen, typed(&["3"]).screen);
}

/// Something of every kind that lies over the screen and takes no text.
fn laid_over() -> Vec<(&'static str, zhiban::app::State)> {
    let over = |keys: &str| {
        let mut state = desk(Lang::Zh);
        let effects = press(&mut state, keys);
        serve(&mut state, effects);
        let layer = state.layers.last().map_or("", Layer::name);
        assert!(!layer.is_empty(), "{keys}");
        (layer, state)
    };
    [
        over("<Enter>"),
        over("F8"),
        over("?"),
        over("<Tab> <Tab> <Down> <Enter>"),
    ]
    .into()
}

#[test]
fn what_a_key_starts_takes_the_next_one_and_nothing_opens_behind_what_is_seen() {
    let kinds: std::collections::BTreeSet<_> = laid_over().into_iter().map(|(layer, _)| layer).collect();
    assert!(kinds.len() >= 3, "{kinds:?}");
    for at in 0..laid_over().len() {
        for act in action::ids() {
            let (layer, mut state) = laid_over().remove(at);
            let (before, below) = (state.screen, state.layers.len());
            let act = action::Act::of_id(act).unwrap();
            zhiban::app::update::run(&mut state, act);
            let typing = state.browse.get(&state.screen).is_some_and(|b| b.typing);
            let left = state.layers.len();
            // Whoever types sees where it goes; another screen is not covered by what lay over the one before.
            assert!(!typing || left == 0, "{act:?} over {layer}");
            assert!(state.screen == before || left < below, "{act:?} over {layer}");
        }
    }
}

#[test]
fn a_search_closes_the_menu_that_would_take_what_is_typed() {
    for (layer, mut state) in laid_over() {
        let effects = press(&mut state, "/ 0136");
        assert_eq!(commands(&effects), Vec::<Command>::new(), "{layer}");
        assert!(state.layers.is_empty(), "{layer}: {:?}", state.layers);
        assert_eq!(state.browse[&state.screen].find.text(), "0136", "{layer}");
    }
}

#[test]
fn a_search_begins_anew_and_goes_on_where_somebody_moves_in_it() {
    let mut state = desk(Lang::Zh);
    let found = |state: &zhiban::app::State| state.browse[&state.screen].find.text().to_owned();
    press(&mut state, "/ 0001 <Enter> / 0029");
    assert_eq!(found(&state), "0029");
    // What was looked for stands until something is typed.
    press(&mut state, "<Enter> / <Enter>");
    assert_eq!(found(&state), "0029");
    press(&mut state, "/ <Left> 7");
    assert_eq!(found(&state), "00279");
    press(&mut state, "<Enter> / <Backspace>");
    assert_eq!(found(&state), "");
}

#[test]
fn how_many_somebody_came_with_is_said_once() {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    let group = snap.queue.iter_mut().find(|v| v.heads == 23).unwrap();
    group.label = Some("周德旺等23人".into());
    let group = group.clone();
    load(&mut state, snap);
    assert_eq!(
        zhiban::app::queue::visits::full_name(&state, &group),
        "008 周德旺等23人"
    );
}

#[test]
fn a_call_beside_a_visit_is_told_to_no_deputy_who_talks() {
    let told = |mut state: zhiban::app::State, key: &str| {
        press(&mut state, key);
        let form = state.layers.last().and_then(Layer::form).unwrap();
        match form.host.form.value("deputies") {
            Some(zhiban::form::Value::Picks(picks)) => picks.len(),
            _ => 0,
        }
    };
    assert_eq!(told(desk(Lang::Zh), "Ctrl-x"), 0);
    assert_eq!(told(desk(Lang::Zh), "F5"), 1, "whose visitor it is");
    assert_eq!(told(free_desk(), "F5"), 1, "nobody talks there");
}

#[test]
fn the_letters_that_help_says_for_an_act_find_that_act_first() {
    use zhiban::app::model::Help;
    for lang in [Lang::Zh, Lang::En] {
        let of_help = desk(lang);
        let mut codes = 0;
        for row in Help::new(&of_help).rows {
            // Screens without a digit of their own are numbered there.
            let code = row
                .keys
                .strip_prefix("9-")
                .filter(|code| code.chars().all(|c| c.is_ascii_lowercase()));
            let Some(code) = code else { continue };
            codes += 1;
            let mut state = desk(lang);
            press(&mut state, "9");
            for c in code.chars() {
                zhiban::app::update(&mut state, zhiban::app::Input::Text(c.to_string()));
            }
            let Some(Layer::Palette(p)) = state.layers.last() else {
                panic!("{code}: {:?}", state.layers)
            };
            let first = p.found.first().map(|found| found.label(&state));
            assert_eq!(first, Some(row.label.as_str()), "{code}");
        }
        assert!(codes > 20, "{codes}");
    }
}

#[test]
fn whoever_was_promised_a_number_first_and_gives_their_name_is_asked_whether_they_are_the_one() {
    let promised = |state: &mut zhiban::app::State| {
        state.snap.promised = vec![
            promise(3, "贾秀英", Some("路灯"), Some("13700004410")),
            promise(9, "周德旺等23人", None, None),
        ];
    };
    // By name, by the name in a mark, by phone; said yes to by one key, with the form or after it is filed.
    for typed in ["贾秀英", "贾秀英等2人", "13700004410"] {
        let mut state = desk(Lang::Zh);
        promised(&mut state);
        press(&mut state, &format!("F3 {typed}"));
        let shown = screen(&state, 80, 24).join("\n");
        assert!(
            shown.contains("上次答应过优先") && shown.contains("003 贾秀英"),
            "{shown}"
        );
        assert!(
            commands(&press(&mut state, "F9")).is_empty(),
            "{typed}: it is asked first"
        );
        let effects = press(&mut state, "1");
        let [Command::ReceivePromised(given)] = &commands(&effects)[..] else {
            panic!("{typed}: {effects:?}")
        };
        assert_eq!(given.promise, state.snap.promised[0].id);
        ok(&mut state, &effects, |o| o.ticket = Some(12));
        assert!(state.layers.is_empty(), "{:?}", state.layers);
    }
    // Somebody else of that name gets a number like any other.
    let mut state = desk(Lang::Zh);
    promised(&mut state);
    let effects = press(&mut state, "F3 贾秀英 F9 2");
    let [Command::TakeNumber(TakeNumber { arrival, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(arrival.label.as_deref(), Some("贾秀英"));
    // Whoever is called otherwise is not asked.
    let mut state = desk(Lang::Zh);
    promised(&mut state);
    assert_eq!(commands(&press(&mut state, "F3 贾秀兰 F9")).len(), 1);
}
