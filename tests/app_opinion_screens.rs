//! What the form, the read-back, the acts and the record look like at every size and in both languages.

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use fixture::{desk, ok, press};
use matters::{lose, serve};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::model::Target;
use zhiban::app::opinion::open;
use zhiban::app::{Effect, Input, State, update};
use zhiban::domain::id::{CitizenId, OpinionId, VisitId};
use zhiban::domain::lease::Lost;
use zhiban::i18n::Lang;
use zhiban::ui::draw::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn keys(state: &mut State, keys: &str) -> Vec<Effect> {
    let mut out = Vec::new();
    for word in keys.split_whitespace() {
        let effects = press(state, word);
        out.extend(serve(state, effects));
    }
    out
}

fn screen(state: &State, theme: &str) -> String {
    let (w, h) = state.size;
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, &Theme::shipped(theme, theme == "mono"), &mut buf);
    assert!(caret.is_some(), "the cursor is always somewhere");
    format!("{}\n{caret:?}", lines_of(&buf).join("\n"))
}

fn fresh(lang: Lang, size: (u16, u16)) -> State {
    let mut state = desk(lang);
    state.size = size;
    state
}

/// Every screen of a matter, by name.
fn screens(lang: Lang, size: (u16, u16)) -> Vec<(&'static str, State)> {
    let mut out = Vec::new();
    let mut state = fresh(lang, size);
    keys(&mut state, "F5 对面来车，“凸面镜”①也碎了，𠀋家门口一样。 <Tab>");
    out.push(("form", state.clone()));
    let mut read_only = state.clone();
    lose(&mut read_only, Lost::Taken);
    out.push(("read_only", read_only));
    keys(&mut state, "dl 1 <PageDown> 2 1");
    out.push(("handing_over", state.clone()));
    keys(&mut state, "<Up> <Up> <Up> <Up> <Up> 1370000441 <Tab>");
    out.push(("odd_phone", state.clone()));
    let effects = keys(&mut state, "F9");
    let after = ok(&mut state, &effects, |o| {
        o.number = Some("03-2026-0114".into());
        o.visit = Some(VisitId(fixture::id(1005)));
        o.citizen = Some(CitizenId(fixture::id(401)));
    });
    serve(&mut state, after);
    out.push(("read_back", state));
    let mut state = fresh(lang, size);
    keys(&mut state, "2 <Space> <Space> <Space> <Enter>");
    out.push(("marked", state.clone()));
    keys(&mut state, "1 dl 1 cjb 1");
    out.push(("marked_form", state));
    let mut state = fresh(lang, size);
    keys(&mut state, "F8");
    out.push(("tell", state.clone()));
    keys(&mut state, "6");
    out.push(("dissatisfied", state));
    let mut state = fresh(lang, size);
    let effects = open(&mut state, Target::Filed(OpinionId(fixture::id(2107))));
    serve(&mut state, effects);
    out.push(("record", state.clone()));
    state.masked = true;
    out.push(("record_masked", state.clone()));
    state.masked = false;
    keys(&mut state, "<Enter> 3");
    out.push(("correct", state));
    let mut state = fresh(lang, size);
    keys(&mut state, "F5 x <PageDown> 3 4");
    out.push(("accusation", state));
    out
}

#[test]
fn screens_in_chinese() {
    for (w, h) in [(80, 24), (120, 36), (60, 16)] {
        for (name, state) in screens(Lang::Zh, (w, h)) {
            insta::assert_snapshot!(format!("{name}_zh_{w}x{h}"), screen(&state, "plain"));
        }
    }
}

#[test]
fn screens_in_english() {
    for (name, state) in screens(Lang::En, (80, 24)) {
        insta::assert_snapshot!(format!("{name}_en_80x24"), screen(&state, "plain"));
    }
}

#[test]
fn without_colour_nothing_is_missing_and_no_size_panics() {
    for (name, state) in screens(Lang::Zh, (80, 24)) {
        assert_eq!(screen(&state, "mono"), screen(&state, "plain"), "{name}");
    }
    for size in [(40, 12), (41, 13), (60, 16), (79, 23), (200, 60), (20, 5), (1, 1)] {
        // A window with room for one sentence takes no commands, so the way to each screen is gone in a larger one.
        for (_, mut state) in screens(Lang::En, (size.0.max(50), size.1.max(14))) {
            update(&mut state, Input::Resized(size.0, size.1));
            let mut buf = Buffer::empty(Rect::new(0, 0, size.0, size.1));
            draw(&state, &Theme::shipped("plain", false), &mut buf);
        }
    }
}

#[test]
fn g6_the_read_back_says_what_is_below_its_fold_and_leads_there() {
    let mut state = fresh(Lang::Zh, (80, 24));
    keys(&mut state, "F5");
    update(
        &mut state,
        Input::Text("村口的弯道看不见对面来车，已经摔了好几起。".repeat(40)),
    );
    keys(
        &mut state,
        "<Tab> dl 1 <PageDown> 2 1 <Up> <Up> <Up> <Up> <Up> 1370000441 <Tab>",
    );
    let effects = keys(&mut state, "F9");
    let after = ok(&mut state, &effects, |o| {
        o.number = Some("03-2026-0114".into());
        o.visit = Some(VisitId(fixture::id(1005)));
        o.citizen = Some(CitizenId(fixture::id(401)));
    });
    serve(&mut state, after);
    let seen = screen(&state, "plain");
    assert!(seen.contains("下面还有") && !seen.contains("找谁问"), "{seen}");
    keys(&mut state, &"<PageDown> ".repeat(12));
    let seen = screen(&state, "plain");
    assert!(
        seen.contains("去处") && seen.contains("找谁问") && seen.contains("上面还有"),
        "{seen}"
    );
    // One key back moves, however often one turned on at the end.
    keys(&mut state, "<PageUp>");
    assert!(
        screen(&state, "plain").contains("下面还有"),
        "{}",
        screen(&state, "plain")
    );
}

#[test]
fn g6_enter_on_a_record_is_called_the_same_at_both_ends_of_it() {
    let mut state = fresh(Lang::Zh, (80, 24));
    let effects = open(&mut state, Target::Filed(OpinionId(fixture::id(2107))));
    serve(&mut state, effects);
    let seen = screen(&state, "plain");
    assert!(
        seen.contains("回车 办理") && seen.contains("回车办理") && !seen.contains("回车打开"),
        "{seen}"
    );
}

#[test]
fn g3_with_the_record_open_its_acts_start_from_the_list_of_commands() {
    let mut state = fresh(Lang::Zh, (80, 24));
    let effects = open(&mut state, Target::Filed(OpinionId(fixture::id(2107))));
    serve(&mut state, effects);
    keys(&mut state, ": 作废 <Enter>");
    let seen = screen(&state, "plain");
    assert!(seen.contains("作废 03-2026-0107"), "{seen}");
    keys(&mut state, "<Esc>");
    // What its state does not allow is said, and the list stays.
    keys(&mut state, ": 记答复 <Enter>");
    let seen = screen(&state, "plain");
    assert!(seen.contains("03-2026-0107") && seen.contains("命令"), "{seen}");
}

#[test]
fn under_the_cover_the_number_stands_over_telling_and_space_is_not_remembered() {
    let mut state = fresh(Lang::Zh, (80, 24));
    keys(&mut state, "F8");
    state.masked = true;
    let seen = screen(&state, "plain");
    let number = seen.split("回话 03-2026-").nth(1).unwrap_or_else(|| panic!("{seen}"));
    assert!(number.chars().take(4).all(|c| c.is_ascii_digit()), "{seen}");
    let mut state = fresh(Lang::Zh, (80, 24));
    let effects = open(&mut state, Target::Filed(OpinionId(fixture::id(2107))));
    serve(&mut state, effects);
    state.masked = true;
    keys(&mut state, "<Space>");
    assert!(
        screen(&state, "plain").contains("屏幕正遮着"),
        "{}",
        screen(&state, "plain")
    );
    state.masked = false;
    state.toast = None;
    assert!(
        screen(&state, "plain").contains("137****4410"),
        "{}",
        screen(&state, "plain")
    );
}
