//! The queue at the keyboard: every key counted (design section 6), races told, words never lost.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use zhiban::app::model::Layer;
use zhiban::app::{Failure, Input, update};
use zhiban::domain::code::{AttendanceState, VisitState};
use zhiban::domain::command::{CallNext, CallVisit, Command, FinishVisit, MoveVisit, ReceiveNow, TakeNumber};
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
    press(&mut state, "<Home> <Down> <Down> <Down> <Enter> 4 1");
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
    press(&mut state, "<Home> <Down> <Down> <Down> <Enter> 4 1");
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
