//! A list of a hundred thousand matters: every page is right wherever one is, and no more than a few pages are at hand.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/fixture.rs"]
mod fixture;

use fixture::*;
use uuid::Uuid;
use zhiban::app::model::{Browse, Rows, Screen};
use zhiban::app::{Effect, Input, State, update};
use zhiban::domain::code::OpinionState;
use zhiban::domain::id::OpinionId;
use zhiban::domain::moment::Day;
use zhiban::domain::view::{Answer, OpinionRow, Query, Snapshot, Stretch};
use zhiban::i18n::Lang;

/// Matters number 1 to this one; the newest comes first.
const ALL: i64 = 100_000;

fn row(n: i64) -> OpinionRow {
    OpinionRow {
        id: OpinionId(Uuid::from_u128(n as u128)),
        n,
        number: format!("03-2026-{:04}", n % 10_000),
        day: Day::from_ymd_opt(2026, 11, 23).unwrap(),
        brief: format!("第{n}件"),
        person: None,
        village: None,
        unit: None,
        category: None,
        state: OpinionState::Filed,
        due: None,
        confidential: false,
        withheld: false,
        rev: 1,
    }
}

fn rows(all: i64, stretch: Stretch, limit: i64) -> Answer {
    let (newest, oldest) = match stretch {
        Stretch::Newest => (all, all - limit + 1),
        Stretch::Before(n) => (n - 1, n - limit),
        Stretch::After(n) => (n + limit, n + 1),
        Stretch::Oldest => (limit, 1),
    };
    let rows: Vec<OpinionRow> = (oldest.max(1)..=newest.min(all)).rev().map(row).collect();
    let more = match stretch {
        Stretch::Newest | Stretch::Before(_) => oldest > 1,
        Stretch::After(_) | Stretch::Oldest => newest < all,
    };
    Answer::Opinions(rows, more, false)
}

struct Desk {
    state: State,
    all: i64,
    asked: Vec<i64>,
}

impl Desk {
    fn open(all: i64) -> Self {
        let mut desk = Self {
            state: desk(Lang::Zh),
            all,
            asked: Vec::new(),
        };
        desk.state.size = (80, 24);
        let effects = press(&mut desk.state, "2");
        desk.serve(effects);
        desk
    }

    fn serve(&mut self, effects: Vec<Effect>) {
        let mut waiting = effects;
        while let Some(effect) = waiting.pop() {
            if let Effect::Ask {
                ticket,
                query: Query::Opinions { stretch, limit, .. },
            } = effect
            {
                self.asked.push(i64::from(limit));
                let answer = rows(self.all, stretch, i64::from(limit));
                waiting.extend(update(&mut self.state, Input::Answered { ticket, answer }));
            }
        }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        let effects = press(&mut self.state, keys);
        self.serve(effects);
        self
    }

    fn browse(&self) -> &Browse {
        &self.state.browse[&Screen::Opinions]
    }

    /// The matter under the marker.
    fn at(&self) -> i64 {
        let b = self.browse();
        let Rows::Opinions(rows) = &b.rows else { panic!() };
        assert_eq!(b.cursor.id, Some(rows[b.cursor.at].id.0));
        assert!(rows.len() <= 18 * 16, "{} rows at hand", rows.len());
        assert!(rows.windows(2).all(|two| two[0].n == two[1].n + 1), "rows are missing");
        rows[b.cursor.at].n
    }

    /// First and last matter of the page, and what the title says of it.
    fn page(&self) -> (i64, i64, String) {
        let b = self.browse();
        let Rows::Opinions(rows) = &b.rows else { panic!() };
        let top = b.leaf(18).top;
        assert!((top..top + 18).contains(&b.cursor.at));
        let lines = screen(&self.state);
        let said = lines[2].rsplit(' ').find(|w| !w.is_empty()).unwrap().to_owned();
        let last = rows[(top + 17).min(rows.len() - 1)].n;
        assert!(lines[5].contains(&rows[top].brief), "{lines:#?}");
        (rows[top].n, last, said)
    }
}

fn screen(state: &State) -> Vec<String> {
    use ratatui::{buffer::Buffer, layout::Rect};
    let mut buf = Buffer::empty(Rect::new(0, 0, state.size.0, state.size.1));
    zhiban::ui::draw(state, &zhiban::ui::theme::Theme::shipped("mono", false), &mut buf);
    zhiban::ui::put::lines_of(&buf)
}

#[test]
fn the_hundredth_page_is_like_the_first() {
    let mut d = Desk::open(ALL);
    assert_eq!(d.at(), ALL);
    assert_eq!(d.page(), (ALL, ALL - 17, "1-18+".to_owned()));
    for page in 1..=300 {
        d.press("<PageDown>");
        assert_eq!(d.at(), ALL - 18 * page);
        let span = format!("{}-{}+", 18 * page + 1, 18 * page + 18);
        assert_eq!(d.page(), (ALL - 18 * page, ALL - 18 * page - 17, span));
    }
    for page in (150..300).rev() {
        d.press("<PageUp>");
        assert_eq!(d.page().0, ALL - 18 * page);
        assert_eq!(d.at(), ALL - 18 * page);
    }
    for step in 1..=40 {
        d.press("<Up>");
        assert_eq!(d.at(), ALL - 18 * 150 + step);
    }
    assert!(d.asked.iter().all(|n| *n <= 3 * 18), "{:?}", d.asked);
    d.press("<Home>");
    assert_eq!((d.at(), d.page().2.as_str()), (ALL, "1-18+"));
}

#[test]
fn the_last_row_is_the_oldest_matter_and_one_walks_back_from_it() {
    let mut d = Desk::open(ALL);
    d.press("<End>");
    assert_eq!(d.at(), 1);
    assert_eq!(d.page(), (18, 1, "倒数18-1".to_owned()));
    for page in 1..=40 {
        d.press("<PageUp>");
        assert_eq!(d.at(), 1 + 18 * page);
        let span = format!("倒数{}-{}", 18 * page + 18, 18 * page + 1);
        assert_eq!(d.page(), (18 * page + 18, 18 * page + 1, span));
    }
    d.press("<End>");
    assert_eq!(d.at(), 1);
    d.press("<Down> <PageDown>");
    assert_eq!(d.at(), 1);
}

#[test]
fn a_list_walked_through_from_its_end_is_counted_from_its_top_again() {
    let mut d = Desk::open(200);
    d.press("<End>");
    assert_eq!(d.at(), 1);
    for _ in 0..11 {
        d.press("<PageUp>");
    }
    assert_eq!((d.at(), d.page().2.as_str()), (199, "1-18/200"));
    d.press("<PageUp>");
    assert_eq!((d.at(), d.page()), (200, (200, 183, "1-18/200".to_owned())));
}

#[test]
fn keys_faster_than_rows_are_owed_and_not_lost() {
    let mut d = Desk::open(ALL);
    // All of them before the first answer comes.
    let mut effects = Vec::new();
    for _ in 0..40 {
        effects.extend(press(&mut d.state, "<PageDown>"));
    }
    d.serve(effects);
    assert_eq!(d.at(), ALL - 18 * 40);
    let mut effects = Vec::new();
    for _ in 0..30 {
        effects.extend(press(&mut d.state, "<PageUp>"));
    }
    d.serve(effects);
    assert_eq!(d.at(), ALL - 18 * 10);
    // Whoever turns round no longer wants what was owed.
    let mut effects = Vec::new();
    for _ in 0..20 {
        effects.extend(press(&mut d.state, "<PageDown>"));
    }
    let at = d.at();
    effects.extend(press(&mut d.state, "<Up>"));
    d.serve(effects);
    assert_eq!(d.at(), at + 1);
}

#[test]
fn news_from_elsewhere_leave_the_page_where_it_is() {
    let mut d = Desk::open(ALL);
    for _ in 0..100 {
        d.press("<PageDown>");
    }
    let at = d.at();
    d.all += 3;
    let effects = update(&mut d.state, Input::ChangedElsewhere);
    d.serve(effects);
    assert_eq!(d.at(), at);
    d.press("<Down>");
    assert_eq!(d.at(), at - 1);
    d.press("<Home>");
    assert_eq!(d.at(), ALL + 3);
}

#[test]
fn looking_for_something_begins_at_the_top() {
    let mut d = Desk::open(ALL);
    for _ in 0..100 {
        d.press("<PageDown>");
    }
    d.all = 50;
    d.asked.clear();
    d.press("/");
    let effects = update(&mut d.state, Input::Text("路".into()));
    d.serve(effects);
    assert_eq!(d.at(), 50);
    assert_eq!(
        d.asked[0], 18,
        "one page first: nobody waits for what is not on the screen"
    );
    assert_eq!((d.asked.len(), d.page().2.as_str()), (1, "1-18+"));
    d.press("<Down>");
    assert_eq!((d.at(), d.page().2.as_str()), (49, "1-18/50"));
}

#[test]
fn marks_are_of_the_matter_and_stay_while_the_list_is_turned_narrowed_and_left() {
    let mut d = Desk::open(ALL);
    let marked = |d: &Desk| -> Vec<String> { d.browse().marks.0.iter().map(|m| m.label.clone()).collect() };
    // The full-width space of an input method is the same key.
    d.press("<Space>");
    let effects = update(&mut d.state, Input::Text("\u{3000}".into()));
    d.serve(effects);
    assert_eq!(d.at(), ALL - 2, "a mark moves on");
    d.press("<PageDown> <Space>");
    let three = ["0000", "9999", "9980"];
    assert_eq!(marked(&d), three);
    d.press("<Home> / 3 <Enter> <Esc>");
    let lines = screen(&d.state);
    assert!(lines[2].contains("意见  全部  已标3"), "{lines:#?}");
    let signs: Vec<&str> = lines[5..8].iter().map(|l| l.get(..2).unwrap()).collect();
    assert_eq!(signs, [">*", " *", "  "], "{lines:#?}");
    d.press("<Esc>");
    assert_eq!(
        marked(&d),
        Vec::<String>::new(),
        "first the filter's text, then the marks"
    );
    assert_eq!(d.state.screen, Screen::Opinions);
    d.press("<Space> <Up> <Space>");
    assert_eq!(marked(&d), Vec::<String>::new(), "the second time it is taken away");
    d.press("<Space> 1 2");
    assert_eq!(marked(&d).len(), 1, "it is still there when one comes back");
    d.press("<Esc> <Esc>");
    assert_eq!(d.state.screen, Screen::Today);
}

#[test]
fn a_list_with_nothing_to_do_for_all_marked_takes_no_marks() {
    let mut state = desk(Lang::Zh);
    let effects = press(&mut state, "3");
    let effects = serve(&mut state, effects);
    assert!(effects.is_empty());
    press(&mut state, "<Space>");
    assert!(!state.is_marked(Screen::Deputies));
    assert!(screen(&state)[2].starts_with(" 代表  全部"), "{:?}", screen(&state)[2]);
}

#[test]
fn what_a_list_does_not_do_is_not_offered_under_it() {
    let mut state = desk(Lang::Zh);
    state.size = (80, 24);
    let mut hints = |keys: &str| {
        press(&mut state, keys);
        screen(&state).pop().unwrap()
    };
    for (keys, finds, narrows, marks) in [
        ("2", true, true, true),
        ("3", true, false, false),
        ("4", false, true, false),
        ("5", true, false, false),
        ("91", false, false, false),
    ] {
        let line = hints(keys);
        assert_eq!(line.contains("空格标记"), marks, "{keys}: {line}");
        assert_eq!(line.contains("查找"), finds, "{keys}: {line}");
        assert_eq!(line.contains("按状态看"), narrows, "{keys}: {line}");
    }
}

/// A desk whose first picture could not be read shows nothing that would be believed: no empty queue, nothing owed, no
/// reception. It says so for as long as it is so, and reads anew when it is told to.
#[test]
fn what_could_not_be_read_is_never_shown_as_nothing() {
    let mut state = desk(Lang::Zh);
    (state.loaded, state.snap) = (false, Snapshot::default());
    state.size = (80, 24);
    let asked = |effects: &[Effect]| {
        let ask = effects.iter().find_map(|e| match e {
            Effect::Ask {
                ticket,
                query: Query::Snapshot { .. },
            } => Some(*ticket),
            _ => None,
        });
        ask.expect("the first picture is asked for")
    };
    let ticket = asked(&zhiban::app::start(&mut state));
    update(&mut state, Input::Unread(ticket, "数据读不出来".into()));
    for keys in ["", "<Down>", "<F5>", "2"] {
        press(&mut state, keys);
        let shown = screen(&state).join("\n");
        assert!(shown.contains("数据读不出来"), "{keys}: {shown}");
        for nothing in ["没有来访", "没有待办", "还没有安排", "等候 0", "正在读取"] {
            assert!(!shown.contains(nothing), "{keys}: {shown}");
        }
    }
    let ticket = asked(&press(&mut state, "Ctrl-l"));
    let answer = Answer::Snapshot(Box::new(snapshot()));
    update(&mut state, Input::Answered { ticket, answer });
    assert!(!screen(&state).join("\n").contains("数据读不出来"));
}
