//! What an input method, a slow line and a fast hand do to a screen: text where keys are meant, keys where text is
//! meant, Enter once too often, and everything typed before the answer came.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // functions of tests

#[path = "../support/fixture.rs"]
mod fixture;
#[path = "../support/matters.rs"]
mod matters;
mod type_ahead;

use crossterm::event::KeyCode;
use fixture::*;
use proptest::prelude::*;

use zhiban::app::action::{self, ACTIONS, Act};
use zhiban::app::model::{Host, Layer, Sheet, Task};
use zhiban::app::opinion::open_task;
use zhiban::app::update::run;
use zhiban::app::{Effect, Input, State, is_typing, update};
use zhiban::domain::command::Command;
use zhiban::form::FormState;
use zhiban::form::fold::{Lines, clean};
use zhiban::i18n::Lang;
use zhiban::keys::{Chord, Keymap};

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

fn sheet(state: &State) -> &Host {
    match state.layers.last() {
        Some(Layer::Form(f)) => &f.host,
        other => panic!("{other:?}"),
    }
}

fn matter(state: &State) -> &Sheet {
    let sheet = state.layers.last().and_then(|l| l.form()?.sheet());
    sheet.unwrap_or_else(|| panic!("{:?}", state.layers))
}

fn label(state: &State) -> &str {
    match state.layers.last() {
        Some(Layer::Form(f)) => f.host.form.text("label"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_no_key_sends_is_said_and_changes_nothing() {
    for screen in ["", "<Enter>", "2", "2 <Enter>", "3", "4", "5", "?", "F8"] {
        for commit in ["取", "登记", "3石", "𠮷", "か", "①", "é"] {
            for is_paste in [false, true] {
                // Keys and words that arrive together are keys and words; only a paste is one text.
                if commit == "3石" && !is_paste {
                    continue;
                }
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
        assert_eq!(state.screen, zhiban::app::model::Screen::Opinions, "{two}");
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
    assert!(f.host.at_end);
    assert!(matches!(
        commands(&keys(&mut state, "<Enter>"))[..],
        [Command::TakeNumber(..)]
    ));
    // A question of one field.
    let mut state = desk(Lang::Zh);
    keys(&mut state, "<Home> <Down> <Down> <Down> <Enter> 4 2");
    text(&mut state, "请看材料");
    assert_eq!(keys(&mut state, "<Enter>"), []);
    assert!(matches!(
        commands(&keys(&mut state, "<Enter>"))[..],
        [Command::MoveVisit(..)]
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
    for task in [Task::file(None), Task::LateVisit(Vec::new())] {
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
        Layer::Form(f) => &mut f.host.form,
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
    assert_eq!(f.host.form.text("heads"), "23");
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
        KeyCode::Char(c_) => !c_.is_alphabetic() || (c.is_ctrl() && !"abqw".contains(c_)),
        KeyCode::F(n) => (3..=9).contains(&n),
        _ => true,
    };
    for a in ACTIONS {
        let by_key = map.rows().any(|(_, chord, id)| id == a.id && passes(&chord));
        assert!(by_key || a.palette, "{}", a.id);
    }
    // The list of commands opens with the colon an input method sends, and the arrows lead to every one in it.
    let mut state = desk(Lang::Zh);
    text(&mut state, "：");
    let offered = ACTIONS.iter().filter(|a| a.palette).count();
    keys(&mut state, &"<Down> ".repeat(offered + 5));
    let Some(Layer::Palette(p)) = state.layers.last() else {
        panic!()
    };
    assert_eq!((p.found.len(), p.at), (offered, offered - 1));
}

/// What the form on top says of words that can be had back.
fn laid(state: &State) -> Option<String> {
    match state.layers.last() {
        Some(Layer::Form(f)) => f.laid_note(state),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_short_form_left_by_esc_keeps_its_words_within_reach() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F3");
    assert_eq!(laid(&state), None);
    text(&mut state, "陈某");
    keys(&mut state, "<Esc>");
    assert!(state.layers.is_empty());
    assert!(said(&state).contains("Ctrl-z"), "{}", said(&state));
    // The next one at the counter is somebody else.
    keys(&mut state, "F3");
    assert_eq!(label(&state), "");
    assert!(laid(&state).unwrap().contains("Ctrl-z"));
    // Left untouched it forgets nothing, and another form has nothing to do with it.
    keys(&mut state, "<Esc>");
    run(&mut state, Act::UnitAdd);
    assert_eq!(laid(&state), None);
    keys(&mut state, "<Esc> F3 Ctrl-z");
    assert_eq!((label(&state), laid(&state)), ("陈某", None));
    // Left again, it is there again; once another is filed the words have had their chance.
    keys(&mut state, "<Esc> F3");
    text(&mut state, "李四");
    assert_eq!(laid(&state), None, "something new is typed");
    let sent = keys(&mut state, "F9");
    ok(&mut state, &sent, |o| o.ticket = Some(9));
    load(&mut state, snapshot());
    keys(&mut state, "F3");
    assert_eq!(laid(&state), None);
}

#[test]
fn a_paste_that_has_no_room_says_that_nothing_of_it_was_entered() {
    let mut state = desk(Lang::Zh);
    keys(&mut state, "F3");
    text(&mut state, "陈");
    paste(&mut state, &"某".repeat(30));
    assert_eq!(label(&state), "陈");
    assert!(
        said(&state).contains("没有录入：要 31 个字，最多 20 个"),
        "{}",
        said(&state)
    );
}
