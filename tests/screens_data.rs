//! What data may do to a screen: odd characters, long names, no row, one row, many rows; and what screens may not share
//! or leave untranslated.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // functions of tests

#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;

use fixture::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::BTreeMap;
use zhiban::app::list::LISTED;
use zhiban::app::list::told::{Asking, Flow, Line};
use zhiban::app::{Input, State, update};
use zhiban::cells;
use zhiban::domain::code::VisitState;
use zhiban::domain::record::Visit;
use zhiban::domain::view::{Answer, Query, Sight};
use zhiban::i18n::Lang;
use zhiban::ui::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (60, 16)];

fn lines(state: &mut State, (w, h): (u16, u16)) -> Vec<String> {
    update(state, Input::Resized(w, h));
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    let caret = draw(state, &Theme::shipped("plain", false), &mut buf);
    assert!(caret.is_some_and(|(x, y)| x < w && y < h), "{caret:?}");
    for y in 0..h {
        assert_eq!(buf[(w - 1, y)].symbol(), " ", "the last column stays blank");
    }
    lines_of(&buf)
}

/// A desk whose queue is these visits.
fn queue_of(lang: Lang, visits: Vec<Visit>) -> State {
    let mut state = desk(lang);
    let mut snap = snapshot();
    snap.queue = visits;
    load(&mut state, snap);
    state
}

/// The cell at which a text begins on a line.
fn column(line: &str, text: &str) -> usize {
    let (before, _) = line.split_once(text).unwrap_or_else(|| panic!("no {text} in {line:?}"));
    cells::width(before)
}

const ODD: [&str; 6] = [
    "王“二”①",
    "阿依古丽·买买提",
    "𠮷㛃",
    "一二三四五六七八九十一二三四五六七八九十",
    "e\u{301}\u{200B}李",
    "\u{2EBF0}某",
];

#[test]
fn odd_names_keep_the_columns_straight() {
    for size in SIZES {
        let visits = (1u16..)
            .zip(ODD)
            .map(|(n, name)| visit(n, Some(name), VisitState::Waiting))
            .collect();
        let shown = lines(&mut queue_of(Lang::Zh, visits), size);
        let rows: Vec<&String> = (1..=ODD.len())
            .filter_map(|n| shown.iter().find(|l| l.contains(&format!(" 00{n} "))))
            .collect();
        assert!(rows.len() >= 3, "{size:?}: {shown:#?}");
        // Every row says its minutes in the same column, whatever stands before them.
        let ends: Vec<usize> = rows.iter().map(|l| column(l, "分")).collect();
        assert!(ends.windows(2).all(|p| p[0] == p[1]), "{size:?}: {ends:?} {rows:#?}");
        assert!(shown.iter().all(|l| cells::width(l) <= usize::from(size.0)), "{size:?}");
    }
}

#[test]
fn no_row_one_row_and_many_rows_each_say_so() {
    for size in SIZES {
        let of = |n: u16| {
            let visits = (1..=n).map(|n| visit(n, Some("陈某"), VisitState::Waiting)).collect();
            lines(&mut queue_of(Lang::Zh, visits), size).join("\n")
        };
        let (none, one, many) = (of(0), of(1), of(300));
        assert!(none.contains("等候 0") && !none.contains("陈某"), "{none}");
        assert!(one.contains("等候 1") && one.contains("001"), "{one}");
        assert!(
            many.contains("等候 300") && many.contains("001") && !many.contains(" 300 陈某"),
            "{many}"
        );
    }
}

#[test]
fn no_two_screens_are_equal() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots");
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let body = text.splitn(3, "---\n").nth(2).unwrap_or_default().to_owned();
        if let Some(other) = seen.insert(body, name.clone()) {
            panic!("{name} shows the same as {other}");
        }
    }
    assert!(seen.len() > 30, "only {}", seen.len());
}

#[test]
fn an_english_screen_has_no_chinese_but_the_data() {
    // Everything the fixture puts on a screen, and the labels of the rules.
    let queries = [
        zhiban::domain::view::Query::Opinions {
            matching: String::new(),
            state: None,
            stretch: zhiban::domain::view::Stretch::Newest,
            limit: 200,
        },
        zhiban::domain::view::Query::Deputies {
            matching: String::new(),
            limit: 200,
        },
        zhiban::domain::view::Query::Units {
            matching: String::new(),
            kind: None,
            limit: 200,
        },
        zhiban::domain::view::Query::Sessions {
            state: None,
            limit: 200,
        },
    ];
    let answers: Vec<_> = queries.iter().map(|q| format!("{:?}", answer_of(q))).collect();
    let data = format!(
        "{:?} {answers:?} {:?}",
        snapshot(),
        account(1, "林晓", zhiban::domain::code::Role::Head)
    );
    for keys in ["", "<Enter>", "F3", "2", "3", "4", "5", "?", "Ctrl-p"] {
        let mut state = desk(Lang::En);
        let effects = press(&mut state, keys);
        serve(&mut state, effects);
        state.toast = None;
        for line in lines(&mut state, (120, 36)) {
            let mut runs = line
                .split(|c: char| !zhiban::domain::text::is_han(c))
                .filter(|r| !r.is_empty());
            let stray = runs.find(|run| !data.contains(run) && !account_names(&state).contains(run));
            assert_eq!(stray, None, "after {keys:?}: {line}");
        }
    }
}

/// Names of whoever may sit here, which are data too.
fn account_names(state: &State) -> String {
    state.account.as_ref().map(|a| a.name.clone()).unwrap_or_default()
}

/// Words of somebody, and numbers to ring somebody up by, that the lists of the fake store hold.
const TOLD: [&str; 8] = [
    "村口弯道",
    "王秀英",
    "137****",
    "柳河镇联络站",
    "老街38号",
    "买买提",
    "已清淤",
    "路灯坏了",
];

#[test]
fn with_the_gate_closed_no_word_that_somebody_said_leaves_by_a_screen_or_a_page() {
    for (keys, words) in [
        ("2", vec!["村口弯道", "王秀英"]),
        ("3", vec!["137****"]),
        ("3 <Enter>", vec!["137****"]),
        ("4", vec![]),
    ] {
        for sight in [Sight::All, Sight::Open] {
            let mut state = desk(Lang::Zh);
            state.sight = sight;
            for key in keys.split(' ') {
                let effects = press(&mut state, key);
                serve(&mut state, effects);
            }
            let drawn = lines(&mut state, (120, 36)).concat();
            for word in &words {
                assert_eq!(drawn.contains(word), sight == Sight::All, "{keys}: {word} in {drawn}");
            }
        }
    }
}

#[test]
fn with_the_gate_closed_no_word_that_somebody_said_leaves_for_a_program() {
    let mut visit = fixture::visit(6, Some("王秀英"), VisitState::Done);
    visit.first_words = Some("路灯坏了".into());
    let mut snap = snapshot();
    snap.promised = vec![fixture::promise(11, "周德旺", Some("村口弯道"), Some("13700004410"))];
    snap.promised[0].visit = visit.id;
    snap.queue = vec![visit.clone()];
    let ask = |query: &Query| match query {
        Query::Snapshot { .. } => Some(Answer::Snapshot(Box::new(snap.clone()))),
        Query::Visits { .. } => Some(Answer::Visits(vec![visit.clone()])),
        Query::Files { .. } => Some(Answer::Files(vec![matters::file(5)], false)),
        Query::Owed { .. } => {
            let mut line = snap.follow_up[0].clone();
            line.brief = "村口弯道".into();
            Some(Answer::Owed(vec![line], false))
        }
        other => fixture::answer_of(other),
    };
    let told = |sight: Sight| {
        let asking = Asking {
            matching: "",
            today: snap.day.unwrap(),
            day: None,
            lang: Lang::Zh,
            coded: true,
            sight,
            ask: &ask,
        };
        let mut out = Vec::new();
        for list in LISTED {
            for lines in [list.brief, list.whole] {
                let mut rows = Vec::new();
                lines.each(&asking, &mut |row| {
                    rows.push(row);
                    Flow::Continue(())
                });
                assert!(!rows.is_empty(), "{}", list.name);
                out.push((list.name, rows));
            }
        }
        out
    };
    let text = |rows: &[Line]| format!("{rows:?}");
    for ((list, all), (_, open)) in told(Sight::All).iter().zip(&told(Sight::Open)) {
        let keys = |rows: &[Line]| rows.iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(keys(all), keys(open), "{list} loses no key");
        let (all, open) = (text(all), text(open));
        assert!(
            // An office and its number are nobody's personal data, nor is a copy of the file; who looked tells no word of what
            // was seen.
            ["sessions", "units", "backups", "looks"].contains(list) || TOLD.iter().any(|word| all.contains(word)),
            "{list}: {all}"
        );
        for word in TOLD {
            assert!(!open.contains(word), "{list}: {open}");
        }
    }
}
