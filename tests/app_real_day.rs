//! A whole day by keys alone, over the real store and the real rules: from the first run to the close.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

use uuid::Uuid;
use zhiban::app::ids::Ids;
use zhiban::app::layer::Layer;
use zhiban::app::{Effect, Failure, Input, State, action, start, update};
use zhiban::domain::code::{AttendanceState, Presence, SessionState, VisitState};
use zhiban::domain::facts::Supply;
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::i18n::Lang;
use zhiban::keys::{Chord, Keymap};
use zhiban::store::{Desk, ExecuteError, execute, read};

struct Count(u128);

impl Supply for Count {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }

    fn below(&mut self, limit: u32) -> u32 {
        (self.0 as u32) % limit
    }
}

/// A keyboard at a store; two of them may share one file's worth of records by sharing the store.
struct Keyboard {
    state: State,
}

struct Station {
    desk: Desk,
    supply: Count,
    /// Commands refused so far, for looking at.
    refused: Vec<String>,
}

fn day() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

fn keyboard(n: u64) -> Keyboard {
    let (keymap, _) = Keymap::shipped(&action::ids());
    let now = TimeOfDay::new(8, 50).unwrap().on(day());
    let mut state = State::new(Lang::Zh, keymap, Ids::new([n, n]), now);
    state.os_name = "lin".into();
    state.default_rules = Some(Box::new(zhiban::config::default_rules().unwrap()));
    Keyboard { state }
}

impl Station {
    fn new() -> Self {
        Self {
            desk: Desk::in_memory().unwrap(),
            supply: Count(1000),
            refused: Vec::new(),
        }
    }

    /// Carries out wishes until there are none left.
    fn serve(&mut self, k: &mut Keyboard, effects: Vec<Effect>) {
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let input = match effect {
                Effect::Execute(request) => {
                    let done = execute::execute(&mut self.desk, &request, k.state.now, false, &mut self.supply);
                    let result = done.map_err(|e| match e {
                        ExecuteError::Refused(why) => {
                            self.refused.push(format!("{why:?}"));
                            Failure::Refused(Box::new(why))
                        }
                        ExecuteError::Store(e) => panic!("{e:?}"),
                    });
                    Input::Executed { id: request.id, result }
                }
                Effect::Ask { ticket, query } => {
                    let answer = read::answer(self.desk.conn(), self.desk.vault(), &query).unwrap();
                    Input::Answered { ticket, answer }
                }
                _ => continue,
            };
            queue.extend(update(&mut k.state, input));
        }
    }

    /// Presses keys: names in a keymap's spelling, `'text` for text typed in one go.
    fn keys(&mut self, k: &mut Keyboard, keys: &str) {
        for word in keys.split_whitespace() {
            let now = Moment(k.state.now.0 + 1000);
            let effects = update(&mut k.state, Input::Tick(now));
            self.serve(k, effects);
            let input = match word.strip_prefix('\'') {
                Some(text) => Input::Text(text.to_owned()),
                None => Input::Key(word.parse::<Chord>().unwrap()),
            };
            let effects = update(&mut k.state, input);
            self.serve(k, effects);
        }
    }

    fn palette(&mut self, k: &mut Keyboard, name: &str) {
        self.keys(k, &format!("Ctrl-p '{name} Enter"));
    }

    fn is_clean(&self) {
        assert_eq!(self.refused, Vec::<String>::new());
    }
}

fn said(k: &Keyboard) -> String {
    k.state.toast.as_ref().map(|t| t.text.clone()).unwrap_or_default()
}

fn wait(k: &mut Keyboard, minutes: i64) {
    k.state.now = Moment(k.state.now.0 + minutes * 60_000);
}

/// Set-up, two deputies by hand, a reception for today, opened with a deputy signed in.
fn open_station() -> (Station, Keyboard) {
    let mut s = Station::new();
    let mut k = keyboard(1);
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Form(_))),
        "the first run asks"
    );
    s.keys(&mut k, "F9");
    s.is_clean();
    assert_eq!(k.state.account.as_ref().unwrap().name, "lin");
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
    for name in ["张建军", "李桂兰", "王海"] {
        s.palette(&mut k, "添代表");
        s.keys(&mut k, &format!("'{name} Enter 4 F9"));
    }
    s.is_clean();
    s.palette(&mut k, "开始接待");
    assert!(matches!(k.state.layers.last(), Some(Layer::Form(_))), "today's plan");
    s.keys(&mut k, "Tab Tab Tab Delete Backspace '2 Tab Tab Tab 'zjj 1 'lgl 1 F9");
    s.is_clean();
    assert_eq!(k.state.snap.attendance.len(), 2, "{}", said(&k));
    (s, k)
}

#[test]
fn a_day_from_set_up_to_close() {
    let (mut s, mut k) = open_station();
    // Planned and asked at once who receives.
    assert!(matches!(k.state.layers.last(), Some(Layer::Menu(_))), "{}", said(&k));
    s.keys(&mut k, "1");
    s.is_clean();
    let open = k.state.snap.session.as_ref().unwrap();
    assert_eq!((open.state, open.presence), (SessionState::Open, Presence::OnTheWay));

    // The first deputy comes: Enter and a digit.
    s.keys(&mut k, "Shift-Tab Enter 1");
    s.is_clean();
    assert_eq!(k.state.snap.attendance[0].state, AttendanceState::In);
    assert_eq!(k.state.snap.session.as_ref().unwrap().presence, Presence::Deputies);
    // The second is on leave and the third comes instead.
    s.keys(&mut k, "Down Enter 4 'wh 1");
    s.is_clean();
    assert_eq!(k.state.snap.attendance.len(), 3, "{}", said(&k));

    // Three numbers, one of them with a name.
    s.keys(&mut k, "Tab F3 Enter F3 '蓝布衫大姐 F9 F3 Enter");
    s.is_clean();
    assert_eq!(k.state.waiting(), 3);

    // Two tables: which is asked once, then F4 calls.
    s.keys(&mut k, "F4 1");
    s.is_clean();
    assert_eq!(k.state.at_own_table().unwrap().ticket, Some(1));
    // Not there: called once is enough by the shipped rules.
    s.keys(&mut k, "F6");
    s.is_clean();
    s.keys(&mut k, "F4");
    assert_eq!(k.state.at_own_table().unwrap().ticket, Some(2), "{}", said(&k));
    // Talk, nothing filed: the one question, and the next is called.
    s.keys(&mut k, "F7 3");
    s.is_clean();
    assert_eq!(k.state.at_own_table().unwrap().ticket, Some(3), "{}", said(&k));
    // The no-show is back.
    wait(&mut k, 3);
    s.palette(&mut k, "过号的回来了");
    s.is_clean();
    assert_eq!(k.state.waiting(), 1, "{}", said(&k));

    // Closing: an outcome by digit, the talk ends, the deputies go, the figures, the end.
    s.palette(&mut k, "结束接待");
    s.keys(&mut k, "1");
    s.is_clean();
    assert!(matches!(k.state.layers.last(), Some(Layer::Closing(_))), "{}", said(&k));
    s.keys(&mut k, "1 Enter");
    s.is_clean();
    assert!(
        k.state
            .snap
            .queue
            .iter()
            .all(|v| v.state != VisitState::Waiting && !v.state.is_open()),
        "{:?}",
        k.state.snap.queue
    );
    s.keys(&mut k, "End Enter");
    assert!(matches!(k.state.layers.last(), Some(Layer::Page(_))), "{}", said(&k));
    s.keys(&mut k, "Enter");
    s.is_clean();
    assert!(k.state.open().is_none() && k.state.layers.is_empty(), "{}", said(&k));
    assert_eq!(said(&k), "接待结束，辛苦了");
}

#[test]
fn two_keyboards_choose_the_same_visitor() {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "2");
    s.keys(&mut a, "F3 Enter F3 Enter");
    let mut b = keyboard(2);
    let effects = start(&mut b.state);
    s.serve(&mut b, effects);
    b.state.table = Some(2);
    a.state.table = Some(1);
    s.is_clean();
    s.keys(&mut b, "Enter");
    s.keys(&mut a, "Enter 1");
    s.is_clean();
    s.keys(&mut b, "1");
    assert_eq!(s.refused.len(), 1);
    assert!(said(&b).starts_with("001 已由 lin在 1 桌于"), "{}", said(&b));
    assert!(said(&b).ends_with("现选中 002"), "{}", said(&b));
    s.keys(&mut b, "Enter 1");
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    assert_eq!(b.state.at_own_table().unwrap().ticket, Some(2));
}

#[test]
fn a_morning_on_another_day_is_confirmed_and_goes_on() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "2");
    k.state.now = TimeOfDay::new(9, 0)
        .unwrap()
        .on(Day::from_ymd_opt(2026, 11, 26).unwrap());
    let effects = update(&mut k.state, Input::ChangedElsewhere);
    s.serve(&mut k, effects);
    s.keys(&mut k, "F3 Enter");
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    s.keys(&mut k, "Enter");
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    assert_eq!(k.state.waiting(), 1, "{}", said(&k));
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
}
