//! What an input method, a slow line and a fast hand do to a screen: text where keys are meant, keys where text is
//! meant, Enter once too often, and everything typed before the answer came.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // functions of tests

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use fixture::*;
use proptest::prelude::*;
use zhiban::app::action::{self, Act};
use zhiban::app::layer::Layer;
use zhiban::app::opinion::{Matter, Sheet, Task, open_task};
use zhiban::app::state::Mood;
use zhiban::app::update::run;
use zhiban::app::{Effect, Failure, Input, State, is_typing, update};
use zhiban::domain::command::Command;
use zhiban::domain::refusal::Refusal;
use zhiban::form::FormState;
use zhiban::form::fold::{Lines, clean};
use zhiban::i18n::Lang;
use zhiban::keys::{Chord, Code, Keymap};

fn keys(state: &mut State, keys: &str) -> Vec<Effect> {
    let mut out = Vec::new();
    for word in keys.split_whitespace() {
        let effects = press(state, word);
        out.extend(matters::serve(state, effects));
    }
    out
}

fn text(state: &mut State, text: &str) -> Vec<Effect> {
    let effects = update(state, Input::Text(text.into()));
    matters::serve(state, effects)
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let effects = update(state, Input::Paste(text.into()));
    matters::serve(state, effects)
}

fn sheet(state: &State) -> &Sheet {
    match state.layers.last() {
        Some(Layer::Matter(m)) => match m.as_ref() {
            Matter::Sheet(s) => s,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn label(state: &State) -> &str {
    match state.layers.last() {
        Some(Layer::Form(f)) => f.form.text("label"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_no_key_sends_is_said_and_changes_nothing() {
    for screen in ["", "<Enter>", "2", "2 <Enter>", "3", "4", "5", "?", "F8"] {
        for commit in ["取", "登记", "3石", "𠮷", "か", "①", "é"] {
            for is_paste in [false, true] {
                let mut state = desk(Lang::Zh);
                keys(&mut state, screen);
                assert!(!is_typing(&state), "{screen}");
                let before = format!("{:?} {:?}", state.layers, state.screen);
                let effects = if is_paste {
                    paste(&mut state, commit)
                } else {
                    text(&mut state, commit)
                };
                assert_eq!(effects, [], "{commit} on {screen}");
                assert!(said(&state).contains("输入法"), "{commit} on {screen}");
                assert_eq!(format!("{:?} {:?}", state.layers, state.screen), before);
            }
        }
    }
}

#[test]
fn a_pasted_character_is_a_key_and_a_pasted_text_is_none() {
    for two in ["2", "２"] {
        let mut state = desk(Lang::Zh);
        paste(&mut state, two);
        assert_eq!(state.screen, zhiban::app::screen::Screen::Opinions, "{two}");
    }
    let mut state = desk(Lang::Zh);
    assert_eq!(paste(&mut state, "c\nc\n"), []);
    assert!(said(&state).contains("粘贴"), "{}", said(&state));
    assert!(state.layers.is_empty());
    // In a field of choices one pasted digit chooses and goes on, as the typed one does.
    for (is_paste, digits) in [(true, "2"), (true, "２"), (false, "2"), (false, "２")] {
        let mut state = desk(Lang::Zh);
        keys(&mut state, "F5 x <PageDown>");
        assert_eq!(sheet(&state).form.focus(), Some("handling"));
        if is_paste {
            paste(&mut state, digits);
        } else {
            text(&mut state, digits);
        }
        assert_eq!(sheet(&state).form.focus(), Some("unit"), "{digits} {is_paste}");
    }
    // And several full-width ones do what several plain ones do.
    let mut focus = Vec::new();
    for digits in ["21", "２１"] {
        let mut state = desk(Lang::Zh);
        keys(&mut state, "F5 村道弯道 <PageDown>");
        text(&mut state, digits);
        focus.push((
            sheet(&state).form.text("unit").to_owned(),
            sheet(&state).form.focus().map(str::to_owned),
        ));
    }
    assert_eq!(focus[0], focus[1]);
    assert!(!focus[0].0.is_empty(), "{focus:?}");
}

#[test]
fn enter_after_a_commit_never_files() {
    // The short form of the queue: field by field to the filing row, and only there Enter gives the number.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F3");
    for commit in ["陈某", "3", "路灯", "", ""] {
        text(&mut state, commit);
        assert_eq!(keys(&mut state, "<Enter>"), [], "after {commit:?}");
    }
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert!(f.at_end);
    assert!(matches!(
        commands(&keys(&mut state, "<Enter>"))[..],
        [Command::TakeNumber { .. }]
    ));
    // A question of one field.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "<Home> <Down> <Down> <Down> <Enter> 4 1");
    text(&mut state, "请看材料");
    assert_eq!(keys(&mut state, "<Enter>"), []);
    assert!(matches!(
        commands(&keys(&mut state, "<Enter>"))[..],
        [Command::MoveVisit { .. }]
    ));
    // The form of a matter: Enter breaks lines in the words and moves on elsewhere.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5");
    for _ in 0..40 {
        text(&mut state, "石桥村");
        let effects = keys(&mut state, "<Enter>");
        assert_eq!(commands(&effects), [], "{:?}", sheet(&state).form.focus());
        if matches!(state.layers.last(), Some(Layer::Menu(_))) {
            break;
        }
    }
    assert!(sheet(&state).form.text("words").contains('\n'));
}

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
    assert_eq!((f.form.text("label"), f.form.text("heads")), ("陈某家", "2"));
    // The refusal has not been read yet, so it still stands.
    assert!(
        !said(&state).is_empty() && !said(&state).contains("没有"),
        "{}",
        said(&state)
    );
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

#[test]
fn an_act_binds_to_what_was_shown_when_the_key_was_pressed() {
    // Twice in a row before the answer: both name the same visit at the same revision, and the second loses by rule.
    let mut state = desk(Lang::Zh);
    let first = requests(&press(&mut state, "F7")).pop().unwrap().command;
    let second = requests(&press(&mut state, "F7")).pop().unwrap().command;
    assert_eq!(first, second);
    assert!(matches!(first, Command::FinishVisit { .. }), "{first:?}");
}

/// Every field of every form that holds a person's words keeps them as they were typed.
fn prose_fields(form: &FormState) -> Vec<&'static str> {
    form.visible_fields()
        .into_iter()
        .filter(|f| {
            matches!(
                *f,
                "words"
                    | "summary"
                    | "name"
                    | "place"
                    | "label"
                    | "first_words"
                    | "reason"
                    | "answer"
                    | "text"
                    | "note"
                    | "theme"
            )
        })
        .filter(|f| form.options(f).is_none())
        .collect()
}

fn forms() -> Vec<State> {
    let mut out = Vec::new();
    let mut number = desk(Lang::Zh);
    press(&mut number, "F3");
    out.push(number);
    for task in [Task::File { visit: None }, Task::LateVisit] {
        let mut state = desk(Lang::Zh);
        let effects = open_task(&mut state, task);
        matters::serve(&mut state, effects);
        out.push(state);
    }
    let mut plan = quiet(Lang::Zh);
    let effects = run(&mut plan, Act::SessionPlan);
    matters::serve(&mut plan, effects);
    out.push(plan);
    out
}

fn form_mut(state: &mut State) -> &mut FormState {
    match state.layers.last_mut().unwrap() {
        Layer::Form(f) => &mut f.form,
        Layer::Matter(m) => match m.as_mut() {
            Matter::Sheet(s) => &mut s.form,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn folding_never_touches_prose(
        typed in "[ａ-ｚＡ-Ｚ０-９！-／：-＠。，、；：？！（）【】《》“”‘’…—￥·　 0-9a-z石桥é①]{1,12}",
        is_paste in any::<bool>(),
    ) {
        let mut seen = 0;
        for mut state in forms() {
            let fields = prose_fields(form_mut(&mut state));
            for field in fields {
                let mut state = state.clone();
                if !form_mut(&mut state).focus_on(field) {
                    continue;
                }
                let before = form_mut(&mut state).text(field).to_owned();
                let input = if is_paste { Input::Paste(typed.clone()) } else { Input::Text(typed.clone()) };
                update(&mut state, input);
                let after = form_mut(&mut state).text(field).to_owned();
                // What was proposed gives way to what is typed.
                let want = clean(&typed, Lines::Single);
                prop_assert!(after == format!("{before}{want}") || after == want, "{field}: {after:?} of {typed:?}");
                seen += 1;
            }
        }
        prop_assert!(seen >= 6, "only {} fields", seen);
    }
}

/// The fields that do fold, with what a full-width hand types into them.
#[test]
fn numbers_phones_and_dates_fold() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F3 <Tab>");
    text(&mut state, "２３");
    let Some(Layer::Form(f)) = state.layers.last() else {
        panic!()
    };
    assert_eq!(f.form.text("heads"), "23");
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F5 x");
    assert!(form_mut(&mut state).focus_on("phone"));
    text(&mut state, "１３７－００００－４４１０（转８）");
    assert_eq!(sheet(&state).form.text("phone"), "137-0000-4410(转8)");
    let mut state = quiet(Lang::Zh);
    run(&mut state, Act::SessionPlan);
    assert!(form_mut(&mut state).focus_on("day"));
    text(&mut state, "２０２６－１２－１４");
    let day = form_mut(&mut state).text("day").to_owned();
    assert_eq!(day, "2026-12-14");
}

/// With an input method on, letters start a composition and some keys belong to the terminal. Nothing may depend on them.
#[test]
fn every_action_has_a_way_that_an_input_method_lets_through() {
    let (map, _) = Keymap::shipped(&action::ids());
    let passes = |c: &Chord| match c.code {
        Code::Char(c_) => !c_.is_alphabetic() || (c.ctrl && !"abqw".contains(c_)),
        Code::F(n) => (3..=9).contains(&n),
        _ => true,
    };
    for a in action::ACTIONS {
        let by_key = map.rows().any(|(_, chord, id)| id == a.id && passes(&chord));
        assert!(by_key || a.palette, "{}", a.id);
    }
    // The list of commands opens with the colon an input method sends, and the arrows lead to every one in it.
    let mut state = desk(Lang::Zh);
    text(&mut state, "：");
    let offered = action::ACTIONS.iter().filter(|a| a.palette).count();
    keys(&mut state, &"<Down> ".repeat(offered + 5));
    let Some(Layer::Palette(p)) = state.layers.last() else {
        panic!()
    };
    assert_eq!((p.found.len(), p.at), (offered, offered - 1));
}
