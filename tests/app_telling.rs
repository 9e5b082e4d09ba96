//! A telling chosen before the record has come: it waits for it, because only the record says whom of a group is told and
//! whether another way is to be offered.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use fixture::{commands, desk, id, load, press, said, snapshot};
use matters::serve_with;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::{Effect, State};
use zhiban::domain::code::{OpinionState, Reached};
use zhiban::domain::command::{Command, Tell};
use zhiban::domain::id::{CitizenId, OpinionId};
use zhiban::domain::record::Party;
use zhiban::domain::view::{Answer, OpinionFile, Owing, Query};
use zhiban::i18n::Lang;
use zhiban::ui::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn party(n: u128, name: &str, told: bool) -> Party {
    Party {
        citizen: CitizenId(id(n)),
        name: Some(name.into()),
        told,
        grade: None,
    }
}

/// The matter of three, of whom the first knows.
fn of_three() -> OpinionFile {
    let mut f = matters::file(5);
    f.opinion.parties = vec![
        party(401, "孙国芳", true),
        party(402, "李春生", false),
        party(403, "何玉兰", false),
    ];
    f
}

fn screen(state: &State) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf).join("\n")
}

/// Lets the record come.
fn comes(state: &mut State, effects: Vec<Effect>, file: Option<&OpinionFile>) -> Vec<Effect> {
    serve_with(state, effects, |q| match q {
        Query::File(_) => Some(Answer::File(file.cloned().map(Box::new))),
        q => matters::answer(q),
    })
}

fn told(effects: &[Effect]) -> Vec<(Option<CitizenId>, Reached)> {
    let all = commands(effects);
    let of = |c: &Command| match c {
        Command::Tell(Tell { whom, reached, .. }) => (*whom, *reached),
        c => panic!("{c:?}"),
    };
    all.iter().map(of).collect()
}

#[test]
fn of_a_group_a_quick_hand_tells_the_next_one_and_not_everybody() {
    let mut state = desk(Lang::Zh);
    // F8 and 1 arrive together; the answer of the store comes after both.
    let effects = press(&mut state, "F8 1");
    assert_eq!(told(&effects), [], "not before it is known whom");
    let effects = comes(&mut state, effects, Some(&of_three()));
    assert_eq!(told(&effects), [(Some(CitizenId(id(402))), Reached::Told)]);
    assert!(state.layers.is_empty(), "the menu goes with its choice");
}

#[test]
fn of_a_group_the_number_is_that_of_the_one_who_is_told_now() {
    let mut state = desk(Lang::Zh);
    let mut file = of_three();
    let phone = |n: &str| Some(n.to_owned());
    file.citizen.as_mut().unwrap().details.phone = phone("13712340001");
    let mut next = file.citizen.clone().unwrap();
    next.details.name = Some("李春生".into());
    next.details.phone = phone("13712340002");
    file.next = Some(next);
    let effects = press(&mut state, "F8");
    comes(&mut state, effects, Some(&file));
    let shown = screen(&state);
    assert!(shown.contains("打 13712340002 找 李春生"), "{shown}");
    assert!(!shown.contains("13712340001"), "{shown}");
}

#[test]
fn the_first_choice_counts_and_esc_takes_it_back() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8 3 1");
    let effects = comes(&mut state, effects, Some(&of_three()));
    assert_eq!(told(&effects), [(Some(CitizenId(id(402))), Reached::NoAnswer)]);
    let effects = press(&mut state, "F8 1 <Esc>");
    let effects = comes(&mut state, effects, Some(&of_three()));
    assert_eq!(told(&effects), []);
    assert!(state.layers.is_empty());
}

#[test]
fn a_matter_that_is_gone_is_not_told() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "F8 1");
    let effects = comes(&mut state, effects, None);
    assert_eq!(told(&effects), []);
    assert!(!said(&state).is_empty());
}

/// A desk where one waits to be told.
fn one_owed() -> State {
    let mut state = desk(Lang::Zh);
    let mut snap = snapshot();
    snap.follow_up.retain(|f| f.owing == Owing::ToTell);
    load(&mut state, snap);
    state
}

#[test]
fn one_key_for_nobody_answered_offers_another_way_after_the_third_on_two_days() {
    let mut failed = matters::file(5);
    failed.opinion.failed_tellings = 2;
    let mut state = one_owed();
    let effects = press(&mut state, "Ctrl-n");
    let effects = comes(&mut state, effects, Some(&failed));
    assert_eq!(told(&effects), [(None, Reached::NoAnswer)]);
    let menu = format!("{:?}", state.layers.last());
    assert!(menu.contains("3次没联系上"), "{menu}");

    // The first failure offers nothing yet.
    let mut fresh = matters::file(5);
    fresh.opinion.failed_tellings = 0;
    let mut state = one_owed();
    let effects = press(&mut state, "Ctrl-n");
    let effects = comes(&mut state, effects, Some(&fresh));
    assert_eq!(told(&effects), [(None, Reached::NoAnswer)]);
    assert!(state.layers.is_empty(), "{:?}", state.layers);
}

#[test]
fn d1_a_row_of_another_kind_is_not_called_for_and_the_count_is_said() {
    let mut state = desk(Lang::Zh);
    state.focus = zhiban::app::Pane::Follow;
    let effects = press(&mut state, "<Down> Ctrl-n");
    assert_eq!(told(&effects), []);
    assert!(said(&state).contains("待反馈的有 3 件"), "{}", said(&state));
}

#[test]
fn what_needs_no_record_does_not_wait() {
    let mut state = desk(Lang::Zh);
    // 9 is the record itself.
    let effects = press(&mut state, "F8 9");
    let asked = |e: &Effect| matches!(e, Effect::Ask { query: Query::File(o), .. } if *o == OpinionId(id(2107)));
    assert_eq!(effects.iter().filter(|e| asked(e)).count(), 2, "{effects:?}");
    assert_eq!(matters::file(5).opinion.state, OpinionState::Answered);
}
