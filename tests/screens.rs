//! Every screen at three sizes, in both languages and without colour, from one fixture.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use zhiban::app::model::importing::{Counts, Entry, News, Plan, Remark, Table, TableFile, Written};
use zhiban::app::model::{Layer, Rows, Screen};
use zhiban::app::{Input, Pane, State, update};
use zhiban::domain::code::{SessionState, VisitState};
use zhiban::domain::column::{Column, How};
use zhiban::domain::command::{ChangeDeputy, Command};
use zhiban::domain::record::DeputyProfile;
use zhiban::domain::view::Owing;
use zhiban::i18n::Lang;
use zhiban::ui::draw;
use zhiban::ui::put::{doubtful, lines_of};
use zhiban::ui::theme::Theme;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (60, 16)];

/// The screen as text with its caret, checked for what no screen may have.
fn shot(state: &mut State, (w, h): (u16, u16)) -> String {
    update(state, Input::Resized(w, h));
    let theme = Theme::shipped("plain", false);
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, &theme, &mut buf);
    assert_eq!(
        doubtful(&buf),
        Vec::<String>::new(),
        "characters whose width terminals choose"
    );
    for y in 0..h {
        assert_eq!(buf[(w - 1, y)].symbol(), " ", "the last column stays blank");
    }
    assert!(caret.is_some_and(|(x, y)| x < w && y < h), "{caret:?}");
    let lines = lines_of(&buf).join("\n");
    // Without colour the same words stand in the same places.
    let mut mono = Buffer::empty(Rect::new(0, 0, w, h));
    draw(state, &Theme::shipped("mono", true), &mut mono);
    assert_eq!(lines_of(&mono).join("\n"), lines, "mono shows something else");
    let uncoloured = |c: &ratatui::buffer::Cell| {
        use ratatui::style::Color::Reset;
        (c.fg, c.bg) == (Reset, Reset)
    };
    assert!(mono.content().iter().all(uncoloured), "mono has a colour");
    format!("--- {w}x{h} {:?} caret {caret:?}\n{lines}\n", state.lang)
}

/// All sizes and languages of a screen made by `make`.
fn all(make: impl Fn(Lang) -> State) -> String {
    let mut out = String::new();
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            out.push_str(&shot(&mut make(lang), size));
        }
    }
    out
}

fn with(lang: Lang, keys: &str) -> State {
    let mut state = desk(lang);
    let effects = press(&mut state, keys);
    serve(&mut state, effects);
    state.toast = None;
    state
}

/// A desk that waits for two of the last time, one of them with a phone.
fn with_promises(lang: Lang) -> State {
    let mut s = desk(lang);
    let mut snap = snapshot();
    snap.promised = vec![
        promise(11, "周德旺", Some("征地"), Some("13700004410")),
        promise(12, "蓝布衫大姐", None, None),
    ];
    snap.owed.put(Owing::Promised, 2);
    let rows = snap.promised.iter().map(promised_line);
    snap.follow_up = rows.chain(snap.follow_up.clone()).collect();
    load(&mut s, snap);
    s
}

macro_rules! screen {
    ($name:ident, $make:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(stringify!($name), all($make));
        }
    };
}

screen!(desk_open, desk);
screen!(desk_quiet, quiet);
screen!(desk_broken_off, broken_off);
screen!(desk_owing_all, |l| owing_all(l, 6));
screen!(desk_duty_pane, |l| {
    let mut s = desk(l);
    s.focus = Pane::Duty;
    s
});
screen!(desk_masked, |l| with(l, "Ctrl-o"));
screen!(queue_menu, |l| with(l, "<Enter>"));
screen!(queue_number, |l| with(l, "F3"));
/// Bringing in a roster, as far as the work outside has told.
fn importing(lang: Lang, told: Vec<News>) -> State {
    let mut s = desk(lang);
    zhiban::app::importing::open(&mut s, Table::Deputies);
    for news in told {
        let ticket = zhiban::app::Ticket(s.last_ticket);
        let is_plan = matches!(news, News::Planned(_));
        update(&mut s, Input::Job { ticket, news });
        if is_plan {
            press(&mut s, "1");
        }
    }
    s
}

/// A roster with one of each.
fn roster_plan(lang: Lang) -> Plan {
    let zh = lang.is_zh();
    let profile = |name: &str| DeputyProfile {
        name: name.into(),
        ..DeputyProfile::default()
    };
    let entry = |row, name: &str, detail: &str, command| Entry {
        sheet: "名册".into(),
        row,
        name: name.into(),
        detail: detail.into(),
        command,
    };
    let change = Command::ChangeDeputy(ChangeDeputy {
        deputy: zhiban::domain::id::DeputyId(uuid::Uuid::nil()),
        rev: 1,
        profile: profile("张建军"),
        active: true,
    });
    let why = if zh {
        "电话不对：只有10位，少了，先空着"
    } else {
        "wrong telephone number"
    };
    Plan {
        counts: Counts {
            add: 2,
            update: 1,
            same: 73,
            skipped: 1,
            taken: 76,
            no_data: 3,
            ..Counts::default()
        },
        columns: vec![
            Column {
                sheet: "名册".into(),
                at: 1,
                heading: "姓名".into(),
                samples: vec!["张建军".into(), "欧阳文静".into()],
                field: Some("name"),
                how: How::Known,
            },
            Column {
                sheet: "名册".into(),
                at: 4,
                heading: "值班电话".into(),
                samples: vec!["13744104410".into()],
                field: Some("phone"),
                how: How::Guessed,
            },
        ],
        fields: vec!["serial", "name", "phone"],
        shape: String::new(),
        missing: None,
        entries: vec![
            entry(4, "张建军", "137****4410 > 138****4411", change),
            entry(5, "欧阳文静", "镇农技站站长", Command::AddDeputy(profile("欧阳文静"))),
            entry(6, "何敏", "", Command::AddDeputy(profile("何敏"))),
        ],
        remarks: vec![Remark {
            sheet: "名册".into(),
            row: 36,
            column: "联系电话".into(),
            seen: "1374410441".into(),
            reason: why.into(),
            left_out: false,
        }],
    }
}

screen!(importing_files, |l| {
    let file = |path: &str| TableFile {
        path: path.into(),
        note: "2026-11-20 31 KB".into(),
    };
    importing(
        l,
        vec![News::Files(
            vec![file("/home/lin/代表名册.xlsx"), file("/data/承办单位.csv")],
            vec!["/data".into(), "/home/lin".into()],
        )],
    )
});
screen!(importing_preview, |l| {
    let mut s = importing(l, Vec::new());
    let ticket = zhiban::app::Ticket(s.last_ticket);
    let news = News::Planned(Box::new(roster_plan(l)));
    update(&mut s, Input::Job { ticket, news });
    s
});
screen!(importing_writing, |l| importing(
    l,
    vec![News::Planned(Box::new(roster_plan(l))), News::Going(2)]
));
screen!(importing_over, |l| {
    let written = Written {
        add: 1,
        update: 0,
        refused: vec![(0, "-".into())],
        left: 1,
        trouble: None,
    };
    let plan = News::Planned(Box::new(roster_plan(l)));
    importing(l, vec![plan, News::Written(Box::new(written))])
});
screen!(importing_failed, |l| importing(l, vec![News::Failed("-".into())]));
screen!(finish_menu, |l| {
    let mut s = desk(l);
    let mut snap = snapshot();
    snap.queue[3].opinions = 0;
    load(&mut s, snap);
    press(&mut s, "F7");
    s
});
screen!(opinions, |l| with(l, "2"));
screen!(opinions_marked, |l| {
    let mut state = with(l, "2");
    press(&mut state, "<Space> <Down> <Space>");
    state
});
screen!(deputies, |l| with(l, "3"));
screen!(sessions, |l| with(l, "4"));
screen!(roster, |l| {
    let mut s = with(l, "4");
    let effects = press(&mut s, "<Enter> <End> <Enter>");
    serve(&mut s, effects);
    s
});
screen!(units, |l| with(l, "5"));
screen!(accounts, |l| with(l, "9 1"));
screen!(owed, |l| with(l, "9 2"));
screen!(help, |l| with(l, "?"));
screen!(palette, |l| with(l, "Ctrl-p"));
screen!(figures, |l| with(l, "6"));
screen!(figures_terms, |l| {
    let mut s = with(l, "6");
    let effects = press(&mut s, "6");
    serve(&mut s, effects);
    s
});
screen!(closing, |l| {
    let mut s = desk(l);
    let mut snap = snapshot();
    snap.session.as_mut().unwrap().state = SessionState::Closing;
    load(&mut s, snap);
    s.layers.push(Layer::Closing(zhiban::app::model::Closing::default()));
    s
});
screen!(set_up, |l| {
    let mut s = desk(l);
    s.loaded = false;
    s.account = None;
    load(&mut s, zhiban::domain::view::Snapshot::default());
    s
});
screen!(plan, |l| {
    let mut s = quiet(l);
    let effects = zhiban::app::update::run(&mut s, zhiban::app::action::Act::SessionPlan);
    serve(&mut s, effects);
    s
});
screen!(pick_deputy, |l| {
    let mut s = desk(l);
    s.focus = Pane::Duty;
    let effects = press(&mut s, "<End> <Enter> 4");
    serve(&mut s, effects);
    s
});
screen!(deputy_add, |l| {
    let mut s = desk(l);
    zhiban::app::update::run(&mut s, zhiban::app::action::Act::DeputyAdd);
    s
});
screen!(unit_add, |l| {
    let mut s = desk(l);
    zhiban::app::update::run(&mut s, zhiban::app::action::Act::UnitAdd);
    s
});
screen!(station_edit, |l| {
    let mut s = desk(l);
    s.account.as_mut().unwrap().role = zhiban::domain::code::Role::Head;
    zhiban::app::station::profile::open(&mut s);
    s
});
screen!(group_without_a_phone, |l| {
    let mut s = desk(l);
    s.snap.station.as_mut().unwrap().head_phone = None;
    zhiban::app::queue::group::warning(&mut s, 23, Some(zhiban::domain::id::VisitId(id(1008))));
    s
});
screen!(promised_when_the_door_opens, |l| {
    let mut s = with_promises(l);
    press(&mut s, "Ctrl-y");
    s
});
screen!(promised_row, |l| {
    let mut s = with_promises(l);
    press(&mut s, "<Tab> <Tab> <Home> <Enter>");
    s
});
screen!(promise_form, |l| {
    let mut s = with_promises(l);
    press(&mut s, "<Tab> <Tab> <Home> <Enter> 5");
    s
});

/// Why they went first is known where they are rung from, in every size, and covered with the rest of the screen.
#[test]
fn why_somebody_promised_goes_first_is_said_where_they_are_rung_from() {
    for (lang, line) in [(Lang::Zh, "优先原因：孕妇"), (Lang::En, "Why first: 孕妇")] {
        for size in SIZES {
            for masked in [false, true] {
                let mut s = with_promises(lang);
                s.snap.promised[0].priority_reason = Some("孕妇".into());
                s.masked = masked;
                press(&mut s, "<Tab> <Tab> <Home> <Enter>");
                let shown = shot(&mut s, size);
                assert_eq!(shown.contains(line), !masked, "{shown}");
            }
        }
    }
}

/// What mono shows by reverse, bold and underline instead of colour.
#[test]
fn without_colour_nothing_is_lost() {
    let mut out = String::new();
    for keys in ["", "<Enter>", "F3"] {
        let mut state = with(Lang::Zh, keys);
        update(&mut state, Input::Resized(80, 24));
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(&state, &Theme::shipped("mono", true), &mut buf);
        for (y, line) in lines_of(&buf).iter().map(String::as_str).enumerate() {
            let mark = |x: u16| {
                let m = buf[(x, y as u16)].modifier;
                if m.contains(Modifier::REVERSED) {
                    'r'
                } else if m.contains(Modifier::BOLD) {
                    'b'
                } else if m.contains(Modifier::UNDERLINED) {
                    'u'
                } else if m.contains(Modifier::DIM) {
                    'd'
                } else {
                    '.'
                }
            };
            let marks: String = (0..79).map(mark).collect();
            out.extend([line, "\n", marks.trim_end_matches('.'), "\n"]);
        }
        assert!(buf.content().iter().all(|c| {
            use ratatui::style::Color::Reset;
            (c.fg, c.bg) == (Reset, Reset)
        }));
    }
    insta::assert_snapshot!("mono", out);
}

/// At every size there is a screen or a sentence, and never a panic.
#[test]
fn every_size_draws() {
    let made: [fn() -> State; 5] = [
        || desk(Lang::Zh),
        || quiet(Lang::En),
        || with(Lang::Zh, "F3"),
        || with(Lang::Zh, "<Enter>"),
        || with(Lang::En, "2"),
    ];
    for make in made {
        for (w, h) in (0..=130)
            .step_by(7)
            .flat_map(|w| (0..=40).step_by(3).map(move |h| (w, h)))
        {
            let mut state = make();
            update(&mut state, Input::Resized(w, h));
            let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
            draw(&state, &Theme::shipped("plain", false), &mut buf);
        }
    }
    let mut state = desk(Lang::Zh);
    let mut buf = Buffer::empty(Rect::new(0, 0, 40, 12));
    update(&mut state, Input::Resized(40, 12));
    draw(&state, &Theme::shipped("plain", false), &mut buf);
    assert!(lines_of(&buf)[0].contains("窗口太小"));
}

/// However much is owed and however narrow the desk: every kind that is named has its count, and what is not named is
/// in the sum, so that the numbers of the bar always add up to all that is owed.
#[test]
fn no_count_of_the_follow_up_is_ever_cut() {
    for lang in [Lang::Zh, Lang::En] {
        for (w, n) in (50..=130).flat_map(|w| [1, 6, 12, 99].map(|n| (w, n))) {
            let mut state = owing_all(lang, n);
            update(&mut state, Input::Resized(w, 24));
            let mut buf = Buffer::empty(Rect::new(0, 0, w, 24));
            draw(&state, &Theme::shipped("plain", false), &mut buf);
            let lines = lines_of(&buf);
            let title = lang.texts().desk.follow;
            let bar = lines.iter().find(|l| l.contains(title)).unwrap();
            // How much it is in all, and the key that shows it, stand at the right where there is room.
            let bar = bar.split("9-2").next().unwrap();
            assert!(!bar.contains(".."), "{w}: {bar}");
            let counts = bar.split(|c: char| !c.is_ascii_digit()).filter(|c| !c.is_empty());
            let sum: u32 = counts.map(|c| c.parse::<u32>().unwrap()).sum();
            assert_eq!(sum, 11 * n, "{w}: {bar}");
        }
        // More than are counted is said of the sum as of each.
        let mut state = owing_all(lang, 999);
        let mut buf = Buffer::empty(Rect::new(0, 0, 50, 24));
        update(&mut state, Input::Resized(50, 24));
        draw(&state, &Theme::shipped("plain", false), &mut buf);
        assert!(
            lines_of(&buf).iter().any(|l| l.trim_end().ends_with("999+")),
            "{:?}",
            lines_of(&buf)
        );
    }
}

/// Moving inside a page changes the two markers and the two titles only (design section 8).
#[test]
fn down_changes_few_cells() {
    let mut state = desk(Lang::Zh);
    update(&mut state, Input::Resized(80, 24));
    let theme = Theme::shipped("plain", false);
    let paint = |state: &State| {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(state, &theme, &mut buf);
        buf
    };
    let before = paint(&state);
    press(&mut state, "<Down>");
    let after = paint(&state);
    let rows: std::collections::BTreeSet<u16> = before.diff(&after).iter().map(|(_, y, _)| *y).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(state.selected_visit().unwrap().state, VisitState::Waiting);
}

/// A page key moves by the rows that are shown, so that nobody is passed over.
#[test]
fn a_page_down_shows_the_row_after_the_last_one_seen() {
    let mut state = with(Lang::Zh, "2");
    update(&mut state, Input::Resized(80, 24));
    let screen = |state: &State| {
        let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
        draw(state, &Theme::shipped("plain", false), &mut buf);
        lines_of(&buf)
    };
    let before = screen(&state);
    assert!(before[22].contains(" 0013 "), "{before:?}");
    press(&mut state, "<PageDown>");
    let after = screen(&state);
    assert!(after[5].starts_with("> 11-23 0012 "), "{after:?}");
}

/// The screen at a size, without looking at anything else.
fn lines_at(state: &mut State, (w, h): (u16, u16)) -> Vec<String> {
    update(state, Input::Resized(w, h));
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    draw(state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf)
}

#[test]
fn g3_what_is_done_with_a_record_is_listed_with_why_not_now() {
    for (typed, label) in [
        ("更正", "更正反映人"),
        ("zf", "作废"),
        ("拆", "拆成两件"),
        ("xh", "销号"),
    ] {
        let mut state = desk(Lang::Zh);
        press(&mut state, &format!(": {typed}"));
        let seen = lines_at(&mut state, (80, 24));
        let row = seen
            .iter()
            .find(|l| l.contains(label))
            .unwrap_or_else(|| panic!("{typed}: {seen:?}"));
        assert!(row.contains("先打开那一件"), "{row}");
        press(&mut state, "<Enter>");
        let seen = lines_at(&mut state, (80, 24));
        assert!(
            seen[23].contains("先打开那一件") && seen.iter().any(|l| l.contains(label)),
            "{seen:?}"
        );
    }
    // Where there is more than fits, it is said how much.
    let mut state = desk(Lang::Zh);
    press(&mut state, ":");
    let Some(Layer::Palette(p)) = state.layers.last() else {
        panic!()
    };
    let all = p.found.len();
    let bar = |state: &mut State| lines_at(state, (80, 24)).join("\n");
    assert!(bar(&mut state).contains(&format!("1/{all}")), "{}", bar(&mut state));
    press(&mut state, "<PageDown>");
    assert!(bar(&mut state).contains(&format!("10/{all}")), "{}", bar(&mut state));
}

#[test]
fn g5_a_problem_takes_the_room_of_the_form_and_not_of_its_field() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "F3 <Tab>");
    update(&mut state, Input::Text("0".to_owned()));
    press(&mut state, "F9");
    for size in SIZES {
        let seen = lines_at(&mut state, size);
        assert!(
            seen.iter().any(|l| l.contains("要在 1 到") && l.contains("之间")),
            "{seen:?}"
        );
    }
}

#[test]
fn g6_the_next_page_is_offered_only_where_there_is_one_and_the_place_is_said() {
    let mut state = with(Lang::Zh, "?");
    let seen = lines_at(&mut state, (80, 24));
    assert!(seen[1].contains("第1/") && seen[23].contains("PgDn下一页"), "{seen:?}");
    press(&mut state, "<End>");
    let seen = lines_at(&mut state, (80, 24));
    let place = seen[1].split('第').nth(1).unwrap().split('页').next().unwrap();
    let (page, pages) = place.split_once('/').unwrap();
    assert_eq!(page, pages, "{seen:?}");
    assert!(!seen[23].contains("PgDn"), "{seen:?}");
    // A page that is seen whole has neither.
    let seen = lines_at(&mut state, (120, 120));
    assert!(!seen[1].contains('第') && !seen[119].contains("PgDn"), "{seen:?}");
}

#[test]
fn g6_the_bottom_line_says_of_enter_what_the_box_says() {
    for (keys, said) in [("<Enter>", "Enter选"), (":", "Enter选")] {
        let mut state = with(Lang::Zh, keys);
        let seen = lines_at(&mut state, (80, 24));
        let said = said.trim_start_matches("Enter");
        assert!(
            seen[23].contains(said) && !seen[23].contains("打开"),
            "{keys}: {seen:?}"
        );
    }
}

#[test]
fn g8_no_line_of_help_is_without_a_way_and_the_way_leads_there() {
    let mut state = with(Lang::Zh, "?");
    let Some(Layer::Help(help)) = state.layers.last() else {
        panic!()
    };
    let rows = help.rows.clone();
    // What takes more than a line goes on below it.
    assert!(rows.iter().all(|r| r.label.is_empty() || !r.keys.trim().is_empty()));
    let by_name: Vec<_> = rows
        .iter()
        .filter(|r| r.keys.starts_with("9-") && !r.keys.contains(' '))
        .collect();
    assert!(by_name.len() > 5, "{by_name:?}");
    for row in by_name {
        let letters = row.keys.trim_start_matches("9-");
        if letters.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        let mut state = desk(Lang::Zh);
        press(&mut state, &format!("9 {letters}"));
        let seen = lines_at(&mut state, (80, 24));
        assert!(seen.iter().any(|l| l.contains(&row.label)), "{row:?} {seen:?}");
    }
    state.layers.clear();
}

#[test]
fn g9_what_only_looks_is_not_saved_and_what_is_owed_is_not_done() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "6");
    let seen = lines_at(&mut state, (80, 24)).join("\n");
    assert!(!seen.contains("F9保存"), "{seen}");
    // The shortest words for what is owed are of what is to come.
    let mut state = owing_all(Lang::Zh, 46);
    let bars = (50..=130).map(|w| lines_at(&mut state, (w, 24)).join("\n"));
    assert!(
        bars.into_iter()
            .all(|seen| !seen.contains("销号46") || seen.contains("待销号46"))
    );
    // Rows that are out of view are said in words.
    let mut state = desk(Lang::Zh);
    press(&mut state, "F5");
    update(&mut state, Input::Text("村口的路灯坏了很久。".repeat(80)));
    let seen = lines_at(&mut state, (80, 24)).join("\n");
    assert!(seen.contains("上面还有") && !seen.contains("/+"), "{seen}");
}

#[test]
fn g6_the_list_of_commands_keeps_its_place_on_the_narrowest_bar() {
    for lang in [Lang::Zh, Lang::En] {
        for w in 60..=90 {
            let mut state = desk(lang);
            let seen = lines_at(&mut state, (w, 16));
            let label = lang.texts().action.app_palette;
            assert!(seen[1].contains(&format!("9{label}")), "{w}: {}", seen[1]);
        }
    }
}

#[test]
fn g6_a_page_key_in_a_form_of_one_part_stays_where_it_is() {
    let mut state = desk(Lang::Zh);
    press(&mut state, "F3");
    let focus = |state: &State| match state.layers.last() {
        Some(Layer::Form(f)) => f.host.form.focus(),
        other => panic!("{other:?}"),
    };
    let first = focus(&state);
    press(&mut state, "<PageDown>");
    assert_eq!(focus(&state), first);
}

/// What keeps people to their roles stands where it is shown who sits there, and nothing of the bar gives way for it.
#[test]
fn the_level_stands_beside_who_sits_there_while_there_is_room() {
    use zhiban::domain::level::Level;
    let bar = |level: Option<Level>, lang, width| {
        let mut state = desk(lang);
        state.level = level;
        let shot = shot(&mut state, (width, 24));
        shot.lines().nth(1).unwrap().to_owned()
    };
    for (level, zh, en) in [
        (Level::Alone, "单机 ", "alone "),
        (Level::Shared, "共用 ", "shared "),
        (Level::Service, "专用 ", "service "),
    ] {
        for (lang, word) in [(Lang::Zh, zh), (Lang::En, en)] {
            let (without, with) = (bar(None, lang, 140), bar(Some(level), lang, 140));
            assert!(with.contains(word) && !without.contains(word), "{with}");
            let words = |bar: &str| bar.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let others: Vec<String> = words(&with).into_iter().filter(|w| *w != word.trim()).collect();
            assert_eq!(others, words(&without));
        }
    }
    let narrow = (60..140).find(|width| bar(Some(Level::Service), Lang::Zh, *width).contains("专用"));
    for width in 60..narrow.unwrap() {
        assert_eq!(
            bar(Some(Level::Service), Lang::Zh, width),
            bar(None, Lang::Zh, width),
            "{width}"
        );
    }
}

/// Words of as many characters as a sentence of the counter has.
const SAID: &str = "村口那个弯道看不见对面来车，上个月又有一辆三轮车翻进了沟里，镜子碎了一年没有人管，请派人来看看";

/// How many characters of it a line shows.
fn seen_of(line: &str) -> usize {
    let shown = (1..=SAID.chars().count()).rev();
    let start = |n: usize| SAID.chars().take(n).collect::<String>();
    shown.into_iter().find(|n| line.contains(&start(*n))).unwrap_or(0)
}

#[test]
fn the_words_of_a_row_get_what_its_other_columns_leave() {
    for (width, in_list, in_owed) in [(80, 17, 11), (110, 28, 18), (160, 37, 37)] {
        let mut state = with(Lang::Zh, "2");
        let rows = &mut state.browse.get_mut(&Screen::Opinions).unwrap().rows;
        let Rows::Opinions(rows) = rows else { panic!() };
        for (n, row) in rows.iter_mut().enumerate() {
            row.brief = SAID.to_owned();
            // Of another year the number says which.
            row.number = format!("03-{}-{n:04}", 2026 - n / 20);
        }
        let listed = lines_at(&mut state, (width, 36));
        let row = listed.iter().find(|l| l.contains(" 0003 ")).unwrap();
        assert!(seen_of(row) >= in_list, "{width}: {row}");
        assert!(
            row.contains("王秀英") && row.contains("村建办") && !row.contains("03-2026"),
            "{row}"
        );
        assert!(listed.iter().any(|l| l.contains("2025-0020")), "{listed:?}");
        assert_eq!(listed.iter().any(|l| l.contains("石桥村")), width > 80, "{listed:?}");
        // What is owed says more of each, and the pane says it as the list does.
        let mut state = desk(Lang::Zh);
        let mut snap = snapshot();
        for line in &mut snap.follow_up {
            line.brief = SAID.to_owned();
            line.note = Some("已经派人看过，等材料到了就修".into());
        }
        load(&mut state, snap);
        let pane = lines_at(&mut state, (width, 24));
        let row = pane.iter().find(|l| l.contains(" 0107 ")).unwrap();
        // A sentence of the words comes before the whole of what was said last, and that before the rest of the words.
        let said = if width > 80 {
            "已经派人看过，等材料到了就修"
        } else {
            "已经派人"
        };
        assert!(seen_of(row) >= in_owed && row.contains(said), "{width}: {row}");
    }
}

#[test]
fn a_column_that_is_empty_or_that_the_filter_says_takes_no_room() {
    let mut state = with(Lang::Zh, "2");
    let head = |state: &mut State| lines_at(state, (80, 24))[4].clone();
    assert!(head(&mut state).contains("状态") && head(&mut state).contains("承办"));
    let effects = press(&mut state, "<Right>");
    serve(&mut state, effects);
    let Rows::Opinions(rows) = &mut state.browse.get_mut(&Screen::Opinions).unwrap().rows else {
        panic!()
    };
    for row in rows.iter_mut() {
        row.unit = None;
    }
    let seen = head(&mut state);
    assert!(
        !seen.contains("状态") && !seen.contains("承办") && seen.contains("事由"),
        "{seen}"
    );
}

/// Rows that nobody needs in one pane are another's: at 120x36 what is owed is seen whole while few wait.
#[test]
fn the_panes_of_the_first_screen_share_its_rows_by_what_they_hold() {
    let owed = |state: &mut State, size| {
        let seen = lines_at(state, size);
        seen.iter().filter(|l| l.contains("排水沟淤堵")).count()
    };
    let with_queue = |waiting: usize| {
        let mut state = desk(Lang::Zh);
        let mut snap = snapshot();
        let (visit, line) = (snap.queue[0].clone(), snap.follow_up[0].clone());
        snap.queue = (0..waiting as u128)
            .map(|n| zhiban::domain::record::Visit {
                id: zhiban::domain::id::VisitId(id(1100 + n)),
                ..visit.clone()
            })
            .collect();
        snap.follow_up = vec![line; 16];
        load(&mut state, snap);
        state
    };
    assert_eq!(owed(&mut with_queue(0), (120, 36)), 16);
    assert_eq!(owed(&mut with_queue(4), (120, 36)), 16);
    let busy = owed(&mut with_queue(40), (120, 36));
    assert!((9..=11).contains(&busy), "{busy}");
    // Whoever comes moves nothing below them but now and then.
    let tops: std::collections::BTreeSet<usize> = (9..=12).map(|n| owed(&mut with_queue(n), (120, 36))).collect();
    assert_eq!(tops.len(), 1, "{tops:?}");
    assert!(owed(&mut with_queue(40), (80, 24)) >= 6);
}
