//! What a new clerk meets at the counter: answers that are typed over, the acts in the line of digits, changes of a plan
//! and of a roster, numbers again while closing, and people who come when the reception is over.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::model::Layer;
use zhiban::app::{Input, State, update};
use zhiban::domain::code::{SessionState, StationKind, VisitState};
use zhiban::domain::command::{CallVisit, ChangeDeputy, ChangePlan, ChangeUnit, Command, FoundStation, TakeNumber};
use zhiban::domain::view::Snapshot;
use zhiban::i18n::Lang;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn type_in(state: &mut State, text: &str) {
    update(state, Input::Text(text.into()));
}

fn screen(state: &mut State, w: u16, h: u16) -> Vec<String> {
    update(state, Input::Resized(w, h));
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    zhiban::ui::draw(state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf)
}

fn first_run() -> State {
    let mut s = desk(Lang::Zh);
    s.loaded = false;
    s.account = None;
    s.os_name = "root".into();
    s.default_rules = snapshot().rules.map(|r| Box::new((*r).clone()));
    load(&mut s, Snapshot::default());
    s
}

#[test]
fn typing_over_a_ready_answer_replaces_it_and_enter_keeps_it() {
    let mut s = first_run();
    type_in(&mut s, "柳河镇");
    type_in(&mut s, "联络站");
    press(&mut s, "<Enter>");
    type_in(&mut s, "03");
    press(&mut s, "<Enter> <Enter> <Enter>");
    type_in(&mut s, "林秀");
    let effects = press(&mut s, "F9");
    let [
        Command::FoundStation(FoundStation {
            code,
            name,
            kind,
            hours,
            person,
            ..
        }),
    ] = &commands(&effects)[..]
    else {
        panic!("{effects:?} {}", said(&s))
    };
    assert_eq!((code.as_str(), name.as_str()), ("03", "柳河镇联络站"));
    assert_eq!((*kind, person.as_str()), (StationKind::Station, "林秀"));
    assert_eq!(hours, "工作日 8:30-17:30", "what was not typed over stands");
}

#[test]
fn a_ready_answer_can_be_mended_at_its_end_and_comes_back_when_a_key_is_refused() {
    let mut s = first_run();
    press(&mut s, "<Backspace>");
    type_in(&mut s, "点");
    let Some(Layer::Form(f)) = s.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.text("name"), "人大代表联络点");
    let mut s = quiet(Lang::Zh);
    press(&mut s, "8 <Tab> <Tab> <Tab>");
    type_in(&mut s, "张");
    let Some(Layer::Form(f)) = s.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.focus(), Some("tables"));
    assert_eq!(f.host.form.text("tables"), "2", "a refused key takes nothing away");
    type_in(&mut s, "3");
    let Some(Layer::Form(f)) = s.layers.last() else {
        panic!()
    };
    assert_eq!(f.host.form.text("tables"), "3");
}

#[test]
fn the_line_of_digits_shows_how_a_reception_begins_and_ends() {
    let mut s = quiet(Lang::Zh);
    let lines = screen(&mut s, 80, 24);
    assert!(lines[1].ends_with("7开始接待  8安排接待  9命令"), "{}", lines[1]);
    press(&mut s, "8");
    assert!(matches!(s.layers.last(), Some(Layer::Form(_))));
    let mut s = desk(Lang::En);
    let lines = screen(&mut s, 80, 24);
    assert!(
        lines[1].contains("7close") && lines[1].contains("8plan"),
        "{}",
        lines[1]
    );
    press(&mut s, "7");
    assert!(matches!(s.layers.last(), Some(Layer::Menu(_))));
}

/// Everything there is, by name, for whoever knows no key: by its digit from the desk, by its row from help.
#[test]
fn the_list_of_commands_is_reached_by_digits_and_arrows_alone() {
    for keys in ["9", "? 2"] {
        let mut s = quiet(Lang::Zh);
        press(&mut s, keys);
        assert!(
            matches!(s.layers.last(), Some(Layer::Palette(_))),
            "{keys}: {:?}",
            s.layers
        );
        assert!(screen(&mut s, 80, 24).iter().any(|l| l.contains("取号")));
        press(&mut s, "<Down> <Down> <Down> <Down> <Down> <Up> <Enter>");
        assert!(
            matches!(s.layers.last(), Some(Layer::Form(_))),
            "{keys}: the first act of them"
        );
    }
    // The screens that have no digit of their own are its first rows.
    let mut s = quiet(Lang::Zh);
    press(&mut s, "9 1");
    assert!(s.layers.is_empty() && s.screen == zhiban::app::model::Screen::Accounts);
    // A digit that leads nowhere does nothing behind the help.
    let mut s = quiet(Lang::Zh);
    press(&mut s, "? 3");
    assert!(matches!(s.layers.last(), Some(Layer::Help(_))) && s.layers.len() == 1);
}

#[test]
fn the_counts_stay_in_the_bar_at_the_top_however_long_the_name_is() {
    for (lang, counts) in [(Lang::Zh, "已接5批 等候3"), (Lang::En, "5 received Waiting 3")] {
        for name in ["柳河镇联络站", &"柳河镇第一选区人大代表联络站".repeat(2)] {
            let mut s = desk(lang);
            let mut snap = s.snap.clone();
            snap.station.as_mut().unwrap().name = name.to_owned();
            load(&mut s, snap);
            for (w, h) in [(80, 24), (60, 16), (120, 36)] {
                let top = screen(&mut s, w, h).remove(0);
                let waiting = s.waiting().to_string();
                let counts = counts
                    .replace(" 3", &format!(" {waiting}"))
                    .replace("候3", &format!("候{waiting}"));
                let counts = counts.replace('5', &s.snap.received.to_string());
                assert!(top.contains(&counts), "{w}: {top}");
            }
        }
    }
}

#[test]
fn on_a_quiet_day_the_selected_matter_stands_below_the_list() {
    let mut s = quiet(Lang::Zh);
    assert!(screen(&mut s, 80, 24).iter().any(|l| l.contains("按 Tab 换到待办")));
    press(&mut s, "<Tab> <Tab>");
    let lines = screen(&mut s, 80, 24);
    let first = s.snap.follow_up[0].clone();
    let bar = lines.iter().position(|l| l.contains(&first.number)).expect("its bar");
    assert!(lines[bar + 1].contains(&first.brief), "{}", lines[bar + 1]);
    assert!(lines.iter().any(|l| l.contains("回车：办这件")));
    press(&mut s, "<Down>");
    let second = s.snap.follow_up[1].clone();
    assert!(screen(&mut s, 80, 24).iter().any(|l| l.contains(&second.number)));
    // A reception day has no room for it.
    assert!(
        !screen(&mut desk(Lang::Zh), 80, 24)
            .iter()
            .any(|l| l.contains("回车：办这件"))
    );
}

#[test]
fn a_plan_is_changed_from_the_list_of_receptions() {
    let mut s = quiet(Lang::Zh);
    let effects = press(&mut s, "4");
    serve(&mut s, effects);
    let at = match &s.browse[&s.screen].rows {
        zhiban::app::model::Rows::Sessions(r) => r
            .iter()
            .position(|r| r.session.state == SessionState::Planned)
            .expect("a planned one"),
        _ => panic!(),
    };
    for _ in 0..at {
        press(&mut s, "<Down>");
    }
    press(&mut s, "<Enter> 1 <Tab>");
    type_in(&mut s, "14:00-16:30");
    let effects = press(&mut s, "F9");
    let [Command::ChangePlan(ChangePlan { plan, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&s))
    };
    assert_eq!(format!("{}-{}", plan.starts, plan.ends), "14:00-16:30");
    assert!(!plan.place.is_empty() && plan.tables > 0);
}

#[test]
fn a_deputy_and_a_unit_are_changed_from_their_lists() {
    let mut s = desk(Lang::Zh);
    let effects = press(&mut s, "3");
    serve(&mut s, effects);
    press(&mut s, "<Enter>");
    assert!(screen(&mut s, 80, 24)[1].contains("修改"));
    press(&mut s, "<Enter> <Tab> <Tab>");
    press(&mut s, &"<Backspace> ".repeat(11));
    type_in(&mut s, "13900001111");
    let effects = press(&mut s, "F9");
    let [Command::ChangeDeputy(ChangeDeputy { profile, active, .. })] = &commands(&effects)[..] else {
        panic!("{effects:?} {}", said(&s))
    };
    assert_eq!((profile.name.as_str(), *active), ("张建军", true));
    assert_eq!(profile.phone.as_deref(), Some("13900001111"));
    assert!(profile.post.is_some(), "what was not touched stays");

    let mut s = desk(Lang::Zh);
    let effects = press(&mut s, "5");
    serve(&mut s, effects);
    press(&mut s, "<Enter> <Enter> <Tab>");
    let effects = press(&mut s, "F9");
    assert!(
        matches!(
            &commands(&effects)[..],
            [Command::ChangeUnit(ChangeUnit { active: true, .. })]
        ),
        "{effects:?} {}",
        said(&s)
    );
}

#[test]
fn somebody_who_comes_while_closing_can_have_a_number_after_all() {
    let mut s = desk(Lang::Zh);
    let mut snap = s.snap.clone();
    snap.session.as_mut().unwrap().state = SessionState::Closing;
    load(&mut s, snap);
    assert!(commands(&press(&mut s, "F3")).is_empty());
    let effects = press(&mut s, "1");
    assert!(matches!(commands(&effects)[..], [Command::StopClosing(..)]));
}

#[test]
fn after_closing_people_are_received_as_late_comers() {
    let mut s = quiet(Lang::Zh);
    let mut snap = s.snap.clone();
    snap.closed_today = Some(session(SessionState::Closed, day()));
    load(&mut s, snap.clone());
    assert!(screen(&mut s, 80, 24).iter().any(|l| l.contains("结束后来访")));
    let closed = snap.closed_today.as_ref().map(|c| c.id);
    let effects = press(&mut s, "F3 F9");
    let [Command::TakeNumber(TakeNumber { session, .. })] = commands(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!(session, closed);
    // The one who waits is called by name: a closed reception has no next one.
    let mut s = quiet(Lang::Zh);
    let mut late = visit(9, Some("老周"), VisitState::Waiting);
    late.after_close = true;
    snap.queue = vec![late];
    load(&mut s, snap);
    assert!(screen(&mut s, 80, 24).iter().any(|l| l.contains("老周 结束后来")));
    let effects = press(&mut s, "F4");
    assert!(
        matches!(commands(&effects)[..], [Command::CallVisit(CallVisit { table: 1, .. })]),
        "{effects:?}"
    );
}
