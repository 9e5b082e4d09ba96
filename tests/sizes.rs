//! Every screen at every size: nothing panics, no glyph is cut, the last column stays blank, the cursor stands somewhere,
//! the chrome holds nothing a terminal may draw wide or narrow, and a resize in the middle of a form changes no word.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // functions of tests

#[path = "support/everyscreen.rs"]
mod everyscreen;
#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use everyscreen::Data;
use fixture::press;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::num::NonZeroU16;
use zhiban::app::model::Layer;
use zhiban::app::{Input, State, is_typing, update};
use zhiban::cells::{self, Class, HIDDEN};
use zhiban::form::FormState;
use zhiban::i18n::Lang;
use zhiban::ui::draw;
use zhiban::ui::put::{doubtful, lines_of};
use zhiban::ui::theme::Theme;

type Caret = Option<(u16, u16)>;

/// Widths and heights at which something begins or ends to fit.
const WIDTHS: [u16; 7] = [0, 1, 2, 40, 60, 80, 250];
const HEIGHTS: [u16; 7] = [0, 1, 2, 12, 16, 24, 80];
const BESIDE: [(u16, u16); 8] = [
    (39, 12),
    (40, 11),
    (41, 13),
    (59, 15),
    (61, 17),
    (79, 23),
    (81, 25),
    (119, 35),
];

fn drawn(state: &mut State, (w, h): (u16, u16), theme: &Theme) -> (Buffer, Caret) {
    update(state, Input::Resized(w, h));
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, theme, &mut buf);
    (buf, caret)
}

/// What no screen may have, whatever its size and its data.
fn sound(name: &str, buf: &Buffer, caret: Caret) {
    let (w, h) = (buf.area.width, buf.area.height);
    let at = |x: u16, y: u16| buf[(x, y)].symbol();
    for y in 0..h {
        for x in 0..w {
            let here = format!("{name} {w}x{h}: column {x} of row {y}");
            let class = cells::class(at(x, y));
            match cells::of(at(x, y)) {
                2 => assert!(x + 1 < w && at(x + 1, y) == HIDDEN, "{here}: half a glyph"),
                0 => assert!(at(x, y) == HIDDEN, "{here}: {:?} draws nothing", at(x, y)),
                _ => {}
            }
            if at(x, y) == HIDDEN {
                assert!(x > 0 && cells::of(at(x - 1, y)) == 2, "{here}: hidden behind nothing");
            }
            let is_wide = matches!(class, Class::Ambiguous | Class::Uncertain);
            let forced = CellDiffOption::ForcedWidth(NonZeroU16::new(2).unwrap());
            assert_eq!(buf[(x, y)].diff_option == forced, is_wide, "{here}: forced width");
        }
        if w > 0 {
            assert_eq!(at(w - 1, y), " ", "{name} {w}x{h}: the last column of row {y}");
        }
    }
    if w > 0 && h > 0 {
        assert!(caret.is_some_and(|(x, y)| x < w && y < h), "{name} {w}x{h}: {caret:?}");
    }
}

fn at_every_corner(lang: Lang) {
    let theme = Theme::shipped("plain", false);
    let corners = WIDTHS.iter().flat_map(|w| HEIGHTS.map(|h| (*w, h)));
    let sizes: Vec<(u16, u16)> = corners.chain(BESIDE).collect();
    for (name, mut state) in Data::Odd.screens(lang) {
        for size in &sizes {
            let (buf, caret) = drawn(&mut state, *size, &theme);
            sound(&name, &buf, caret);
        }
    }
}

#[test]
fn every_screen_in_chinese_at_every_corner_with_odd_data() {
    at_every_corner(Lang::Zh);
}

#[test]
fn every_screen_in_english_at_every_corner_with_odd_data() {
    at_every_corner(Lang::En);
}

#[test]
fn any_screen_at_any_size() {
    let mut all = Data::Odd.screens(Lang::Zh);
    all.extend(Data::Plain.screens(Lang::En));
    let theme = Theme::shipped("mono", true);
    let mut runner = TestRunner::new(Config {
        cases: 800,
        failure_persistence: None,
        ..Config::default()
    });
    let cases = (0..all.len(), 0..=250_u16, 0..=80_u16);
    runner
        .run(&cases, |(which, w, h)| {
            let (name, state) = &all[which];
            let (buf, caret) = drawn(&mut state.clone(), (w, h), &theme);
            sound(name, &buf, caret);
            Ok(())
        })
        .unwrap();
}

/// Whoever adds a screen and its picture adds it here too.
#[test]
fn every_picture_is_among_the_screens() {
    let names: Vec<String> = Data::Plain.screens(Lang::Zh).into_iter().map(|s| s.0).collect();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    let mut pictures = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().file_name().to_string_lossy().into_owned();
        let Some(name) = file
            .strip_prefix("screens__")
            .or(file.strip_prefix("app_opinion_screens__"))
        else {
            continue;
        };
        let name = name.trim_end_matches(".snap");
        let name = name
            .split_once("_zh_")
            .or(name.split_once("_en_"))
            .map_or(name, |n| n.0);
        pictures += 1;
        // One picture shows three screens without colour.
        assert!(name == "mono" || names.iter().any(|n| n == name), "{name}");
    }
    assert!(pictures > 30, "{pictures}");
}

#[test]
fn chrome_has_nothing_whose_width_a_terminal_chooses() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, mut state) in Data::Plain.screens(lang) {
            for size in [(80, 24), (120, 36), (60, 16), (40, 12), (20, 6)] {
                for theme in ["plain", "contrast", "mono"] {
                    let (buf, caret) = drawn(&mut state, size, &Theme::shipped(theme, theme == "mono"));
                    assert_eq!(doubtful(&buf), Vec::<String>::new(), "{name} {lang:?} {size:?} {theme}");
                    sound(&name, &buf, caret);
                }
            }
        }
    }
}

/// The data of the other tests does reach the glass, or they would show nothing.
#[test]
fn odd_data_is_on_the_screens() {
    let theme = Theme::shipped("plain", false);
    let mut shown = 0;
    for (_, mut state) in Data::Odd.screens(Lang::Zh) {
        let (buf, _) = drawn(&mut state, (120, 36), &theme);
        shown += usize::from(!doubtful(&buf).is_empty());
    }
    assert!(shown > 30, "only {shown} screens show any of it");
}

/// The input method draws what is being composed over the cells right of the cursor.
#[test]
fn an_empty_field_leaves_room_for_what_is_being_composed() {
    let theme = Theme::shipped("plain", false);
    let mut seen = 0;
    for (name, mut state) in Data::Plain.screens(Lang::Zh) {
        let (_, caret) = drawn(&mut state, (80, 24), &theme);
        let Some((x, _)) = caret.filter(|_| is_typing(&state)) else {
            continue;
        };
        if focused_text(&state).is_some_and(|t| !t.is_empty()) {
            continue;
        }
        seen += 1;
        assert!(x + 12 < 80, "{name}: the cursor at column {x}");
    }
    assert!(seen > 8, "only {seen} empty fields");
}

/// A question gives way to its choices: whom to call and what can be said of the call are never pushed off the screen.
#[test]
fn a_long_story_leaves_the_choices_on_the_screen() {
    let theme = Theme::shipped("plain", false);
    let (first, looks) = ("  1 ", "> 9 ");
    for (size, choices) in [((80, 24), vec![first, "  6 ", looks]), ((60, 16), vec![looks])] {
        let (_, mut state) = Data::Odd.screens(Lang::Zh).into_iter().find(|s| s.0 == "tell").unwrap();
        let (buf, _) = drawn(&mut state, size, &theme);
        let text = lines_of(&buf).join("\n");
        for what in ["13700004410", ".."].into_iter().chain(choices) {
            assert!(text.contains(what), "{what} at {size:?}:\n{text}");
        }
    }
}

fn form_of(state: &State) -> Option<&FormState> {
    match state.layers.last()? {
        Layer::Form(f) if !f.host.at_end => Some(&f.host.form),
        _ => None,
    }
}

fn focused_text(state: &State) -> Option<&str> {
    let form = form_of(state)?;
    Some(form.text(form.focus()?))
}

/// The line with the caret, and its column.
fn line_at((buf, caret): &(Buffer, Caret)) -> Option<(String, u16)> {
    let (x, y) = (*caret)?;
    Some((lines_of(buf)[usize::from(y)].clone(), x))
}

#[test]
fn a_resize_in_the_middle_of_a_form_keeps_text_and_caret() {
    let forms: Vec<(String, State)> = Data::Odd
        .screens(Lang::Zh)
        .into_iter()
        .filter(|(_, s)| focused_text(s).is_some())
        .collect();
    assert!(forms.len() > 12, "{}", forms.len());
    let theme = Theme::shipped("plain", false);
    let sizes = prop::collection::vec((0..=250_u16, 0..=80_u16), 1..6);
    let mut runner = TestRunner::new(Config {
        cases: 200,
        failure_persistence: None,
        ..Config::default()
    });
    runner
        .run(&(0..forms.len(), sizes, 0..9_usize), |(which, sizes, back)| {
            let (name, state) = &forms[which];
            let typed = |state: &mut State| {
                update(state, Input::Text("石桥“甲”村，路口".into()));
                press(state, &"<Left> ".repeat(back));
            };
            let mut calm = state.clone();
            typed(&mut calm);
            let mut shaken = state.clone();
            typed(&mut shaken);
            let before = drawn(&mut calm, (80, 24), &theme);
            for size in sizes.iter().chain(&[(0, 0), (80, 24)]) {
                drawn(&mut shaken, *size, &theme);
                prop_assert_eq!(focused_text(&shaken), focused_text(&calm), "{} at {:?}", name, size);
            }
            // The form may have scrolled; the caret stands at the same place of the same line.
            let after = drawn(&mut shaken, (80, 24), &theme);
            prop_assert_eq!(line_at(&after), line_at(&before), "{}: the caret", name);
            for state in [&mut calm, &mut shaken] {
                update(state, Input::Text("口".into()));
            }
            prop_assert_eq!(focused_text(&shaken), focused_text(&calm), "{} typed on", name);
            Ok(())
        })
        .unwrap();
}

/// A word of ours that was cut: letters, and the sign that there is more of it.
fn cut_words(lines: &[String]) -> Vec<String> {
    let is_cut = |line: &&String| {
        let chars: Vec<char> = line.chars().collect();
        let cut = |w: &[char]| w[0].is_ascii_alphabetic() && w[1] == '.' && w[2] == '.';
        chars.windows(3).any(cut)
    };
    lines.iter().filter(is_cut).cloned().collect()
}

#[test]
fn no_word_of_the_english_screens_is_cut_at_eighty_columns() {
    let theme = Theme::shipped("plain", false);
    let mut all = std::collections::BTreeSet::new();
    for (name, mut state) in Data::Plain.screens(Lang::En) {
        for page in 0..6 {
            if page > 0 {
                press(&mut state, "<PageDown>");
            }
            let (buf, _) = drawn(&mut state, (80, 24), &theme);
            let cut = cut_words(&lines_of(&buf));
            all.extend(cut.into_iter().map(|line| format!("{name}, page {page}: {line}")));
        }
    }
    let all: Vec<String> = all.into_iter().collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// Titles, headings, menus and labels are whole at 80x24, also of a reception with many tables: where the words of the data
/// are Chinese, whatever is cut behind a Latin letter is a word of ours, and in Chinese nothing of such data is cut in a bar.
#[test]
fn no_word_of_ours_is_cut() {
    let theme = Theme::shipped("plain", false);
    let mut cut = Vec::new();
    for lang in [Lang::En, Lang::Zh] {
        for (name, mut state) in Data::Plain.screens(lang) {
            if let Some(session) = &mut state.snap.session {
                session.plan.tables = 6;
            }
            let (buf, _) = drawn(&mut state, (80, 24), &theme);
            let is_bar = |y: usize| buf[(1, y as u16)].modifier.contains(Modifier::REVERSED);
            for (y, line) in lines_of(&buf).into_iter().enumerate() {
                let chars: Vec<char> = line.chars().collect();
                let is_ours = |c: char| c.is_ascii_alphanumeric() || lang.is_zh() && is_bar(y);
                if chars.windows(3).any(|w| is_ours(w[0]) && w[1] == '.' && w[2] == '.') {
                    cut.push(format!("{lang:?} {name}: {line}"));
                }
            }
        }
    }
    assert!(cut.is_empty(), "{}", cut.join("\n"));
}

/// Help over a form says what belongs in its fields, the one with the focus first; over a menu what its choices do.
#[test]
fn help_over_a_form_or_a_menu_is_of_it() {
    for lang in [Lang::Zh, Lang::En] {
        for (name, mut state) in Data::Plain.screens(lang) {
            let form = state
                .layers
                .last()
                .and_then(Layer::form)
                .map(|form| form.host.form.clone());
            let Some(form) = form else { continue };
            let help = |id| {
                form.spec(id)
                    .map(|field| field.help.clone())
                    .filter(|help| !help.is_empty())
            };
            press(&mut state, "F1");
            let Some(Layer::Help(page)) = state.layers.last() else {
                panic!("{name}: no help")
            };
            if let Some(said) = form.focus().and_then(help) {
                let label = form.focus().and_then(|id| form.label(id)).unwrap();
                assert_eq!(page.rows[0].label, label, "{name}");
                assert!(said.starts_with(&page.rows[0].does), "{name}: {said}");
            }
            let all: String = page.rows.iter().map(|row| row.does.as_str()).collect();
            for said in form.visible_fields().into_iter().filter_map(help) {
                let squeezed = |text: &str| text.replace(' ', "");
                assert!(squeezed(&all).contains(&squeezed(&said)), "{name}: {said}");
            }
            assert!(page.rows.iter().all(|row| cells::width(&row.does) < 60), "{name}");
            press(&mut state, "<Esc>");
            assert!(
                state.layers.last().and_then(Layer::form).is_some(),
                "{name}: back in the form"
            );
        }
        let mut state = fixture::desk(lang);
        press(&mut state, "<Enter>");
        let Some(Layer::Menu(menu)) = state.layers.last().cloned() else {
            panic!("no menu")
        };
        press(&mut state, "F1");
        let Some(Layer::Help(page)) = state.layers.last() else {
            panic!("no help")
        };
        let labels: Vec<&str> = page
            .rows
            .iter()
            .map(|row| row.label.as_str())
            .filter(|l| !l.is_empty())
            .collect();
        let items: Vec<&str> = menu.words(true).items.iter().map(|item| item.label.as_str()).collect();
        assert_eq!(labels[..items.len()], items);
    }
}
