//! Every screen of the desk by name, in either language, with ordinary data or with data as odd as a station can hold.
//! The including test has `fixture` and `matters` beside it.
#![allow(dead_code)] // each test binary uses a part
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "screens_of_lists.rs"]
mod lists;

use super::fixture::{self, desk, id, load, press, quiet, snapshot};
use super::matters::{self, serve_with};
use zhiban::app::action::Act;
use zhiban::app::model::importing::{Counts, Entry, News, Plan, Remark, Table};
use zhiban::app::model::{Closing, Layer, Target, Task};
use zhiban::app::opinion::{open, open_task};
use zhiban::app::terminal::Facts;
use zhiban::app::update::run;
use zhiban::app::{Effect, Input, Pane, State, update};
use zhiban::domain::code::SessionState;
use zhiban::domain::command::Command;
use zhiban::domain::id::{CitizenId, OpinionId, VisitId};
use zhiban::domain::looks::Looks;
use zhiban::domain::record::DeputyProfile;
use zhiban::domain::view::{Answer, Query, Snapshot};
use zhiban::i18n::Lang;

/// What stands in the fields of the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// ASCII and Han.
    Plain,
    /// Everything a name can hold: ambiguous, uncertain, private, joined, cleaned away, nothing, far too long.
    Odd,
}

/// Names of every class of cells.
#[allow(clippy::unicode_not_nfc)]
pub const ODD: [&str; 16] = [
    "王“二”①",
    "阿依古丽·买买提",
    "𠮷㛃",
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十",
    "e\u{301}\u{200B}李",
    "\u{2EBF0}某",
    "👨\u{200D}👩\u{200D}👧一家",
    "\u{E815}\u{F0000}",
    "\u{4DC0}卦",
    "🇨🇳1\u{FE0F}\u{20E3}",
    "\u{1b}[31m红\u{9b}2J\u{7}",
    "上\t下\r\n左",
    "",
    "\u{202E}反\u{202C}\u{FEFF}",
    "…—×÷→±≥Ⅲ№℃",
    "supercalifragilisticexpialidocious supercalifragilisticexpialidocious",
];

impl Data {
    /// One of the texts, or the plain one given.
    fn text(self, n: usize, plain: &str) -> String {
        match self {
            Self::Plain => plain.to_owned(),
            Self::Odd => ODD[n % ODD.len()].to_owned(),
        }
    }

    fn some(self, n: usize, plain: Option<String>) -> Option<String> {
        match self {
            Self::Plain => plain,
            Self::Odd => Some(ODD[n % ODD.len()].to_owned()),
        }
    }

    /// What is typed into a field.
    pub const fn typed(self) -> &'static str {
        match self {
            Self::Plain => "对面来车，凸面镜也碎了。",
            Self::Odd => "对面来车，“凸面镜”①也碎了，𠀋家·门口…一样。",
        }
    }

    /// What the first screen shows.
    pub fn snapshot(self) -> Snapshot {
        let mut snap = snapshot();
        for (n, v) in snap.queue.iter_mut().enumerate() {
            v.label = self.some(n, v.label.take());
            v.first_words = self.some(n + 3, v.first_words.take());
        }
        for (n, a) in snap.attendance.iter_mut().enumerate() {
            a.name = self.text(n + 4, &a.name);
            a.reason = self.some(n + 6, a.reason.take());
        }
        for (n, f) in snap.follow_up.iter_mut().enumerate() {
            f.brief = self.text(n + 6, &f.brief);
            f.unit = self.some(n + 9, f.unit.take());
            f.person = self.some(n + 12, f.person.take());
            f.note = self.some(n + 14, f.note.take());
        }
        if let (Self::Odd, Some(s)) = (self, &mut snap.station) {
            s.name = ODD[1].repeat(3);
        }
        snap
    }

    /// What the store answers.
    pub fn answer(self, query: &Query) -> Option<Answer> {
        let mut answer = matters::answer(query)?;
        match &mut answer {
            Answer::Deputies(list) => {
                for (n, d) in list.iter_mut().enumerate() {
                    d.profile.name = self.text(n, &d.profile.name);
                    d.profile.post = self.some(n + 3, d.profile.post.take());
                }
            }
            Answer::Attendance(list) => {
                for (n, a) in list.iter_mut().enumerate() {
                    a.name = self.text(n, &a.name);
                    a.reason = self.some(n + 4, a.reason.take());
                }
            }
            Answer::Units(list) => {
                for (n, u) in list.iter_mut().enumerate() {
                    u.profile.short = self.text(n + 1, &u.profile.short);
                    u.profile.contact = self.some(n + 5, u.profile.contact.take());
                    u.profile.scope = self.some(n + 8, u.profile.scope.take());
                }
            }
            Answer::Opinions(list, ..) => {
                for (n, o) in list.iter_mut().enumerate() {
                    o.brief = self.text(n, &o.brief);
                    o.person = self.some(n + 5, o.person.take());
                    o.village = self.some(n + 7, o.village.take());
                    o.unit = self.some(n + 9, o.unit.take());
                }
            }
            Answer::Owed(list, _) => {
                for (n, f) in list.iter_mut().enumerate() {
                    f.brief = self.text(n, &f.brief);
                    f.person = self.some(n + 5, f.person.take());
                    f.unit = self.some(n + 7, f.unit.take());
                    f.note = self.some(n + 9, f.note.take());
                }
            }
            Answer::File(Some(file)) => {
                let plain = "门口排水沟堵了，一下雨就进水。";
                let odd = ODD.concat();
                file.opinion.details.words = if self == Self::Plain { plain.into() } else { odd.clone() };
                let person = file.citizen.as_mut().unwrap();
                person.details.name = Some(if self == Self::Plain { "孙国芳".into() } else { odd });
            }
            _ => {}
        }
        Some(answer)
    }

    fn desk(self, lang: Lang) -> State {
        let mut state = desk(lang);
        load(&mut state, self.snapshot());
        state
    }

    /// Presses keys and answers what they ask.
    pub fn keys(self, state: &mut State, keys: &str) -> Vec<Effect> {
        let mut out = Vec::new();
        for word in keys.split(' ').filter(|w| !w.is_empty()) {
            let effects = press(state, word);
            out.extend(serve_with(state, effects, |q| self.answer(q)));
        }
        out
    }

    fn with(self, lang: Lang, keys: &str) -> State {
        let mut state = self.desk(lang);
        self.keys(&mut state, keys);
        state
    }

    fn typing(self, lang: Lang, keys: &str) -> State {
        let mut state = self.with(lang, keys);
        update(&mut state, Input::Text(self.typed().into()));
        state
    }

    fn importing(self, lang: Lang, told: Vec<News>) -> State {
        let mut state = self.desk(lang);
        zhiban::app::importing::open(&mut state, Table::Deputies);
        for news in told {
            let ticket = zhiban::app::Ticket(state.last_ticket);
            let is_plan = matches!(news, News::Planned(_));
            update(&mut state, Input::Job { ticket, news });
            if is_plan {
                press(&mut state, "1");
            }
        }
        state
    }

    fn plan(self) -> Plan {
        let profile = DeputyProfile {
            name: self.text(1, "张建军"),
            ..DeputyProfile::default()
        };
        let entry = Entry {
            sheet: self.text(2, "名册"),
            row: 4,
            name: self.text(3, "张建军"),
            detail: self.text(0, "137****4410"),
            command: Command::AddDeputy(profile),
        };
        let remark = Remark {
            sheet: self.text(4, "名册"),
            row: 36,
            column: self.text(6, "联系电话"),
            seen: self.text(8, "1374410441"),
            reason: self.text(9, "10"),
            left_out: true,
        };
        Plan {
            counts: Counts {
                add: 2,
                update: 1,
                same: 73,
                unsure: 2,
                skipped: 1,
                ..Counts::default()
            },
            entries: vec![entry; 3],
            remarks: vec![remark; 40],
            ..Plan::default()
        }
    }

    fn after_filing(self, lang: Lang) -> State {
        let mut state = self.typing(lang, "F5");
        let mut effects = self.keys(&mut state, "F9");
        if fixture::requests(&effects).is_empty() {
            // Somebody whose name cannot be read is asked about first: without a name.
            effects = self.keys(&mut state, "1");
        }
        fixture::ok(&mut state, &effects, |o| {
            o.number = Some("03-2026-0114".into());
            o.visit = Some(VisitId(id(1005)));
            o.citizen = Some(CitizenId(id(401)));
        });
        state
    }

    fn record(self, lang: Lang) -> State {
        let mut state = self.desk(lang);
        let effects = open(&mut state, Target::Filed(OpinionId(id(2107))));
        serve_with(&mut state, effects, |q| self.answer(q));
        state
    }

    fn task(self, lang: Lang, task: Task) -> State {
        let mut state = self.desk(lang);
        let effects = open_task(&mut state, task);
        serve_with(&mut state, effects, |q| self.answer(q));
        state
    }

    fn run(self, mut state: State, act: Act) -> State {
        let effects = run(&mut state, act);
        serve_with(&mut state, effects, |q| self.answer(q));
        state
    }

    /// Every screen, by the name its picture has where it has one.
    pub fn screens(self, lang: Lang) -> Vec<(String, State)> {
        let mut out = self.of_the_day(lang);
        out.extend(self.of_lists(lang));
        out.extend(self.of_promises(lang));
        out.extend(self.of_matters(lang));
        out.extend(self.of_the_terminal(lang));
        out.into_iter().map(|(name, state)| (name.to_owned(), state)).collect()
    }

    /// 终端自检, whose samples are as odd as data can be, and what a terminal that does not read UTF-8 is offered.
    fn of_the_terminal(self, lang: Lang) -> Vec<(&'static str, State)> {
        let mut offer = self.desk(lang);
        let facts = Facts {
            known: true,
            answered: true,
            utf8: Some(false),
            ..Facts::default()
        };
        for effect in update(&mut offer, Input::Terminal(Box::new(facts))) {
            if let Effect::Ask { ticket, .. } = effect {
                let answer = Answer::Looks(Looks::default());
                update(&mut offer, Input::Answered { ticket, answer });
            }
        }
        assert!(matches!(offer.layers.last(), Some(Layer::Menu(_))), "the offer");
        let mut out = vec![("charset_offer", offer.clone())];
        if self == Self::Odd {
            for page in 0..3 {
                let mut test = self.run(offer.clone(), Act::AppSelfTest);
                press(&mut test, &"1 ".repeat(page));
                for name in ODD {
                    let (name, bytes) = (name.to_owned(), name.as_bytes().to_vec());
                    let of = bytes.len();
                    update(&mut test, Input::Echo { name, bytes, of });
                }
                out.push(("selftest", test));
            }
        }
        out
    }

    fn of_the_day(self, lang: Lang) -> Vec<(&'static str, State)> {
        let mut duty = self.desk(lang);
        duty.focus = Pane::Duty;
        let mut finish = self.desk(lang);
        let mut snap = self.snapshot();
        snap.queue[3].opinions = 0;
        load(&mut finish, snap);
        press(&mut finish, "F7");
        let mut closing = self.desk(lang);
        let mut snap = self.snapshot();
        snap.session.as_mut().unwrap().state = SessionState::Closing;
        load(&mut closing, snap);
        closing.layers.push(Layer::Closing(Closing::default()));
        let mut set_up = desk(lang);
        set_up.loaded = false;
        set_up.account = None;
        load(&mut set_up, Snapshot::default());
        let mut pick = duty.clone();
        self.keys(&mut pick, "<End> <Enter> 4");
        let mut many = self.desk(lang);
        let mut snap = self.snapshot();
        let kind = snap.queue[0].clone();
        snap.queue = (1..=300)
            .map(|n| zhiban::domain::record::Visit {
                id: VisitId(id(9000 + n)),
                ticket: Some(n as u16),
                label: self.some(n as usize, kind.label.clone()),
                ..kind.clone()
            })
            .collect();
        load(&mut many, snap);
        vec![
            ("desk_open", self.desk(lang)),
            ("desk_many", many),
            ("desk_quiet", quiet(lang)),
            ("desk_duty_pane", duty),
            ("desk_broken_off", fixture::broken_off(lang)),
            ("desk_owing_all", fixture::owing_all(lang, 999)),
            ("desk_masked", self.with(lang, "Ctrl-o")),
            ("queue_menu", self.with(lang, "<Enter>")),
            ("queue_number", self.with(lang, "F3")),
            ("queue_number_typed", self.typing(lang, "F3")),
            ("finish_menu", finish),
            ("closing", closing),
            ("set_up", set_up),
            ("plan", self.run(quiet(lang), Act::SessionPlan)),
            ("pick_deputy", pick),
            ("deputy_add", self.run(self.desk(lang), Act::DeputyAdd)),
            ("unit_add", self.run(self.desk(lang), Act::UnitAdd)),
            ("help", self.with(lang, "?")),
            ("palette", self.with(lang, "Ctrl-p")),
        ]
    }
}
