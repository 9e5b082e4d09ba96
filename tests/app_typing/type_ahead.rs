//! What is typed before the last act has come back: into the form that stays, onto the new picture of the desk, or
//! dropped with a word.

use crate::fixture::*;
use crate::{keys, label, matter, matters, paste, sheet, text};
use zhiban::app::model::{Layer, Mood};
use zhiban::app::{Effect, Failure, Input, State, start, update};
use zhiban::domain::code::{Role, VisitState};
use zhiban::domain::command::Command;
use zhiban::domain::id::VisitId;
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Query, Snapshot};
use zhiban::i18n::Lang;

/// A form under way: `F3`, a name, filed and not answered yet.
fn filing() -> (State, Vec<Effect>) {
    let mut state = desk(Lang::Zh);
    text(&mut state, "");
    keys(&mut state, "F3");
    text(&mut state, "陈某");
    let sent = keys(&mut state, "F9");
    assert_eq!(commands(&sent).len(), 1);
    (state, sent)
}

fn busy_reason() -> Refusal {
    Refusal::CallAgainFirst {
        calls: 1,
        needed: 3,
        minutes: 2,
    }
}

#[test]
fn what_is_typed_while_filing_goes_into_the_form_that_stays() {
    let (mut state, sent) = filing();
    text(&mut state, "家的");
    keys(&mut state, "<Backspace> <Tab> 2");
    assert_eq!(label(&state), "陈某", "not before the answer");
    refuse(&mut state, &sent, busy_reason());
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert_eq!((f.host.form.text("label"), f.host.form.text("heads")), ("陈某家", "2"));
    // The refusal has not been read yet, so it still stands.
    assert!(
        !said(&state).is_empty() && !said(&state).contains("没有"),
        "{}",
        said(&state)
    );
}

#[test]
fn bytes_nobody_can_read_end_no_waiting() {
    let (mut state, sent) = filing();
    text(&mut state, "家的");
    update(&mut state, Input::Garbled("收到认不出的字节".to_owned()));
    assert_eq!(label(&state), "陈某", "not before the answer");
    assert!(said(&state).contains("认不出"));
    refuse(&mut state, &sent, busy_reason());
    assert_eq!(label(&state), "陈某家的");
}

#[test]
fn nothing_held_files_again() {
    for again in ["F9", "Ctrl-s", "F3"] {
        let (mut state, sent) = filing();
        assert_eq!(keys(&mut state, again), []);
        text(&mut state, "家");
        let after = refuse(&mut state, &sent, busy_reason());
        assert_eq!(commands(&after), [], "{again}");
        assert_eq!(label(&state), "陈某家");
        assert!(said(&state).contains("1 个键没有用上"), "{}", said(&state));
        assert_eq!(commands(&keys(&mut state, "F9")).len(), 1, "pressed again it files");
    }
}

#[test]
fn what_is_typed_while_filing_is_dropped_with_a_word_when_the_form_has_gone() {
    let (mut state, sent) = filing();
    text(&mut state, "凸面镜");
    assert_eq!(keys(&mut state, "F4 2"), []);
    let after = ok(&mut state, &sent, |o| o.ticket = Some(9));
    assert_eq!(commands(&after), [], "F4 would have called somebody nobody has seen");
    assert!(state.layers.is_empty());
    let toast = state.toast.clone().unwrap();
    assert!(
        toast.text.contains("发出 009") && toast.text.contains("「凸面镜2」没有记进去"),
        "{}",
        toast.text
    );
    assert_eq!(toast.mood, Mood::Warn);
    // Only keys: how many.
    let (mut state, sent) = filing();
    keys(&mut state, "F7 F7 F8");
    ok(&mut state, &sent, |o| o.ticket = Some(9));
    assert!(said(&state).contains("3 个键没有用上"), "{}", said(&state));
    // Nothing typed, nothing said.
    let (mut state, sent) = filing();
    ok(&mut state, &sent, |o| o.ticket = Some(9));
    assert_eq!(said(&state), "发出 009");
}

#[test]
fn a_matter_holds_what_is_typed_while_it_is_filed() {
    let filed = |state: &mut State| {
        keys(state, "F5");
        text(state, "村口弯道看不见");
        keys(state, "F9")
    };
    let mut state = desk(Lang::Zh);
    let sent = filed(&mut state);
    assert_eq!(commands(&sent).len(), 1);
    text(&mut state, "，装一面镜");
    assert_eq!(keys(&mut state, "F9 F7"), []);
    let request = requests(&sent).pop().unwrap();
    let trouble = Failure::Trouble("磁盘满了".into());
    let after = update(
        &mut state,
        Input::Executed {
            id: request.id,
            result: Err(trouble),
        },
    );
    assert_eq!(commands(&after), []);
    // The visit's first words stood there before.
    let words = sheet(&state).form.text("words");
    assert!(words.ends_with("看不见，装一面镜"), "{words}");
    assert!(said(&state).contains("磁盘满了"), "{}", said(&state));

    let mut state = desk(Lang::Zh);
    let sent = filed(&mut state);
    text(&mut state, "还有路灯");
    keys(&mut state, "F7");
    let after = ok(&mut state, &sent, |o| o.number = Some("03-2026-0114".into()));
    assert_eq!(commands(&after), []);
    assert!(said(&state).contains("「还有路灯」没有记进去"), "{}", said(&state));
}

#[test]
fn a_line_cut_while_a_matter_is_filed_keeps_what_was_typed_meanwhile_as_a_draft_of_its_own() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5");
    text(&mut state, "村口弯道看不见");
    let sent = keys(&mut state, "F9");
    let filing = requests(&sent).pop().unwrap().draft.unwrap();
    text(&mut state, "还有");
    keys(&mut state, "<Left> F7");
    paste(&mut state, "老街的路灯");
    let saved = zhiban::app::save_all(&mut state);
    let [Effect::SaveDraft(words)] = &saved[..] else {
        panic!("{saved:?}")
    };
    assert_ne!(words.draft.id, filing.lease.draft, "which the command ends");
    assert_eq!((words.draft.form.as_str(), words.draft.generation), ("opinion", 1));
    assert_eq!(words.draft.label, "另存：还有老街的路灯");
    assert!(words.draft.body.contains("还有老街的路灯") && !words.draft.body.contains("看不见"));
    // Once is enough, and nothing is put into a form that nobody sees any more.
    assert_eq!(zhiban::app::save_all(&mut state), []);
    let after = ok(&mut state, &sent, |o| o.number = Some("03-2026-0114".into()));
    assert_eq!(commands(&after), []);
    assert!(!said(&state).contains("没有记进去"), "{}", said(&state));

    // With the focus where no words go they stand where they do.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5");
    text(&mut state, "村口");
    keys(&mut state, "<PageDown> <PageDown>");
    keys(&mut state, "F9");
    text(&mut state, "还有路灯");
    let saved = zhiban::app::save_all(&mut state);
    assert!(
        matches!(&saved[..], [Effect::SaveDraft(w)] if w.draft.body.contains("\"words\":{\"text\":\"还有路灯\"}")),
        "{saved:?}"
    );
    // Keys alone are nobody's words.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5");
    text(&mut state, "村口");
    keys(&mut state, "F9 F7 <Left>");
    assert_eq!(zhiban::app::save_all(&mut state), []);
}

#[test]
fn keys_that_change_nothing_pass_while_filing() {
    let (mut state, _) = filing();
    assert_eq!(keys(&mut state, "Ctrl-l"), [Effect::Redraw]);
    keys(&mut state, "Ctrl-c");
    assert!(said(&state).contains("Ctrl-c"));
    // A disk that hangs must not hold the person.
    keys(&mut state, "<Esc>");
    assert!(state.layers.is_empty());
}

#[test]
fn a_key_that_hangs_is_not_remembered_for_ever() {
    let (mut state, sent) = filing();
    for _ in 0..1000 {
        keys(&mut state, "<Left>");
    }
    ok(&mut state, &sent, |o| o.ticket = Some(9));
    assert!(said(&state).contains("1000 个键"), "{}", said(&state));
}

#[test]
fn keys_before_the_first_screen_do_nothing() {
    let mut state = desk(Lang::Zh);
    state.loaded = false;
    state.account = None;
    state.snap = zhiban::domain::view::Snapshot::default();
    for key in "F3 F4 F5 F6 F7 F8 F9 1 2 7 8 n c <Enter> Ctrl-n".split(' ') {
        let effects = press(&mut state, key);
        assert_eq!(commands(&effects), [], "{key}");
    }
}

/// A desk with a free table, where F4 has called 006 and the answer is on its way.
fn calling() -> (State, Vec<Effect>) {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.queue.retain(|v| v.state != VisitState::Talking);
    load(&mut state, snap);
    let sent = keys(&mut state, "F4");
    assert!(matches!(commands(&sent)[..], [Command::CallNext(..)]));
    (state, sent)
}

/// The picture after the call: 006 sits at this keyboard's table.
fn called() -> Snapshot {
    let mut snap = snapshot();
    snap.queue.retain(|v| v.state != VisitState::Talking);
    let lamp = &mut snap.queue[1];
    (lamp.state, lamp.table, lamp.opinions, lamp.rev) = (VisitState::Talking, Some(1), 1, 4);
    snap
}

fn answered(state: &mut State, sent: &[Effect], snap: Snapshot) -> Vec<Effect> {
    let mut effects = ok(state, sent, |o| o.ticket = Some(6));
    effects.extend(load(state, snap));
    matters::serve(state, effects)
}

#[test]
fn on_the_desk_a_form_opens_for_the_one_who_was_just_called() {
    let (mut state, sent) = calling();
    assert_eq!(keys(&mut state, "F5"), []);
    text(&mut state, "路灯不亮");
    assert!(state.layers.is_empty(), "nobody sits at the table of the old picture");
    let after = answered(&mut state, &sent, called());
    assert_eq!(commands(&after), []);
    let visit = VisitId(id(1006));
    assert_eq!(matter(&state).task.visit(), Some(visit));
    assert!(sheet(&state).form.text("words").ends_with("路灯不亮"));
}

#[test]
fn on_the_desk_nobody_unseen_is_called_finished_or_passed_over() {
    for again in ["F4", "F6", "F7", "F4 F7 F4", "Ctrl-n"] {
        let (mut state, sent) = calling();
        assert_eq!(keys(&mut state, again), [], "{again}");
        let after = answered(&mut state, &sent, called());
        assert_eq!(commands(&after), [], "{again}");
        let n = again.split(' ').count();
        assert!(
            said(&state).contains("请 006 到 1 桌") && said(&state).contains(&format!("{n} 个键没有用上")),
            "{again}: {}",
            said(&state)
        );
        // Pressed again, at the picture that is there now, it works.
        let effects = keys(&mut state, "F7");
        assert!(
            matches!(commands(&effects)[..], [Command::FinishVisit(..)]),
            "{effects:?}"
        );
    }
    // The letter of a call is one too.
    let (mut state, sent) = calling();
    assert_eq!(text(&mut state, "c"), []);
    assert_eq!(commands(&answered(&mut state, &sent, called())), []);
}

#[test]
fn on_the_desk_a_refusal_that_asks_is_not_answered_by_what_was_typed_before() {
    let (mut state, sent) = calling();
    text(&mut state, "1");
    let day = day();
    let after = refuse(
        &mut state,
        &sent,
        Refusal::DayUnconfirmed {
            was: day.pred_opt(),
            now: day,
        },
    );
    let after = matters::serve(&mut state, after);
    assert_eq!(commands(&after), []);
    load(&mut state, snapshot());
    assert!(matches!(state.layers.last(), Some(Layer::Menu(_))));
    assert!(said(&state).contains("没有"), "{}", said(&state));
    assert!(matches!(
        commands(&keys(&mut state, "1"))[..],
        [Command::ConfirmDay(..)]
    ));
}

#[test]
fn what_is_typed_before_the_first_picture_is_not_lost() {
    let starting = || {
        let mut state = desk(Lang::Zh);
        (state.loaded, state.account) = (false, None);
        let asked = start(&mut state);
        keys(&mut state, "F3");
        text(&mut state, "陈某");
        assert!(state.layers.is_empty(), "nobody has seen the desk yet");
        (state, asked)
    };
    let who = |list| move |q: &Query| matches!(q, Query::Accounts { .. }).then(|| Answer::Accounts(list));
    let answer = |state: &mut State, asked: Vec<Effect>, who: &dyn Fn(&Query) -> Option<Answer>| {
        for effect in asked {
            let Effect::Ask { ticket, query } = effect else {
                continue;
            };
            let picture = || Answer::Snapshot(Box::new(snapshot()));
            let answer = who(&query).unwrap_or_else(picture);
            update(state, Input::Answered { ticket, answer });
        }
    };
    let one = || vec![account(50, "林", Role::Clerk)];
    let (mut state, asked) = starting();
    answer(&mut state, asked, &|q| who(one())(q));
    assert_eq!(label(&state), "陈某");
    // Where the desk first asks who sits there, none of it answers that.
    let (mut state, asked) = starting();
    answer(&mut state, asked, &|q| who([one(), one()].concat())(q));
    assert!(matches!(state.layers[..], [Layer::Menu(_)]));
    assert!(said(&state).contains("「陈某」没有记进去"), "{}", said(&state));
}

#[test]
fn moving_about_never_waits_and_esc_gives_up_what_is_held() {
    let (mut state, sent) = calling();
    let at = state.queue.at;
    keys(&mut state, "<Down> <Tab> <Shift-Tab>");
    assert_ne!(state.queue.at, at);
    keys(&mut state, "F5 <Esc>");
    assert!(said(&state).contains("1 个键没有用上"), "{}", said(&state));
    answered(&mut state, &sent, called());
    assert!(state.layers.is_empty(), "given up");
    // When something outside breaks, nothing is waited for.
    let (mut state, _) = calling();
    keys(&mut state, "F3");
    assert!(state.layers.is_empty());
    update(&mut state, Input::Failed("后台线程停了".into()));
    assert!(matches!(state.layers.last(), Some(Layer::Form(_))));
    assert!(said(&state).contains("后台线程停了"), "{}", said(&state));
}

#[test]
fn what_others_change_holds_no_key() {
    let mut state = desk(Lang::Zh);
    update(&mut state, Input::ChangedElsewhere);
    assert!(state.snapshot_ticket.is_some());
    keys(&mut state, "F3");
    assert!(matches!(state.layers.last(), Some(Layer::Form(_))));
}
