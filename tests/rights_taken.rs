//! A desk that stays open while somebody takes from whoever sits there what they may know: nothing of it stays on their screen,
//! whatever was open, and what they had typed is kept as theirs.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "store_desk_common/mod.rs"]
mod common;
#[path = "support/real.rs"]
mod real;

use std::cell::RefCell;
use std::io::{self, BufRead, Read, Write};

use common::{Bench, person, turned};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use real::{Keyboard, Station, keyboard, said};
use uuid::Uuid;
use zhiban::app::ids::Ids;
use zhiban::app::model::{Layer, Matter};
use zhiban::app::{Input, State, update};
use zhiban::domain::code::Role;
use zhiban::domain::command::{
    AddAccount, ChangeAccount, Command, CorrectOpinion, EndStandIn, HandOn, Request, SetStandIn,
};
use zhiban::domain::id::{CommandId, DeputyId, OpinionId};
use zhiban::domain::moment::Moment;
use zhiban::domain::record::Account;
use zhiban::domain::view::{Answer, Asker, Query};
use zhiban::i18n::Lang;
use zhiban::plain::{Context, Reply, Stored, Wish};
use zhiban::runtime::lines::{Port, run};
use zhiban::runtime::words::of_store;
use zhiban::store::{drafts, execute, read};
use zhiban::ui::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

/// Words and name of the one matter that is looked at.
const SECRETS: [&str; 2] = ["密记七号", "隗嚣辰"];
const TYPED: &str = "我写的话";

const DAY: i64 = 24 * 3_600_000;

struct Town {
    s: Station,
    matter: OpinionId,
    deputies: Vec<DeputyId>,
    acts: u128,
}

impl Town {
    /// One matter, kept by 何经办 and received by the first deputy, and who sits around it.
    fn new(confidential: bool) -> Self {
        let mut b = Bench::new();
        b.open_session(1);
        let deputies = b.deputies.clone();
        for (name, role, deputy) in [
            ("何经办", Role::Clerk, None),
            ("周敏", Role::Clerk, None),
            ("张代表", Role::Deputy, Some(deputies[0])),
        ] {
            b.act(Command::AddAccount(AddAccount {
                os_name: "lin".into(),
                name: name.into(),
                role,
                deputy,
            }));
        }
        let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
            panic!()
        };
        b.account = all.iter().find(|a| a.name == "何经办").map(|a| a.id);
        let mut entry = b.entry(SECRETS[0], person(SECRETS[1], "13987650421"));
        entry.details.confidential = confidential;
        entry.details.deputies = vec![deputies[0]];
        entry.handling = b.hand_over(None);
        let matter = b.file(entry);
        let mut s = Station::new();
        s.desk = b.desk;
        Self {
            s,
            matter,
            deputies,
            acts: 70_000,
        }
    }

    fn account(&self, name: &str) -> Account {
        let all = Query::Accounts { os_name: None };
        match read::answer(self.s.desk.conn(), self.s.desk.vault(), Asker::Program, &all) {
            Ok(Answer::Accounts(all)) => all.into_iter().find(|a| a.name == name).unwrap(),
            other => panic!("{other:?}"),
        }
    }

    fn rev(&self) -> i64 {
        let file = Query::File(self.matter);
        match read::answer(self.s.desk.conn(), self.s.desk.vault(), Asker::Program, &file) {
            Ok(Answer::File(Some(file))) => file.opinion.rev,
            other => panic!("{other:?}"),
        }
    }

    fn act(&mut self, by: &str, now: Moment, command: Command) {
        self.acts += 1;
        let request = Request {
            id: CommandId(Uuid::from_u128(self.acts)),
            account: Some(self.account(by).id),
            table: None,
            late: None,
            draft: None,
            command,
        };
        execute(&mut self.s.desk, &request, now, false, &mut self.s.supply).unwrap();
    }

    fn sit(&mut self, name: &str) -> Keyboard {
        let mut k = keyboard(9);
        k.state.account = Some(self.account(name));
        k.state.table = Some(1);
        let effect = k.state.ask_snapshot();
        self.s.serve(&mut k, vec![effect]);
        k
    }

    fn hears(&mut self, k: &mut Keyboard) {
        let effects = update(&mut k.state, Input::ChangedElsewhere);
        self.s.serve(k, effects);
    }

    fn change(&mut self, name: &str, now: Moment, role: Role, deputy: Option<DeputyId>, active: bool) {
        let a = self.account(name);
        let change = ChangeAccount {
            account: a.id,
            rev: a.rev,
            name: a.name,
            role,
            deputy,
            active,
        };
        self.act("林站长", now, Command::ChangeAccount(change));
    }

    fn stands_in(&mut self, now: Moment) {
        let (away, by) = (self.account("何经办"), self.account("周敏"));
        let set = SetStandIn {
            account: away.id,
            rev: away.rev,
            by: by.id,
            from: None,
            until: now.day(),
        };
        self.act("何经办", now, Command::SetStandIn(set));
    }
}

fn screen(state: &mut State) -> String {
    let mut all = String::new();
    for (w, h) in [(80, 24), (160, 50)] {
        update(state, Input::Resized(w, h));
        let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
        draw(state, &Theme::shipped("plain", false), &mut buf);
        all.push_str(&lines_of(&buf).join("\n"));
    }
    all
}

/// What may be open, and whether all of it stands there before.
const VIEWS: [(&str, bool); 9] = [
    ("", false),
    ("2", true),
    ("2 Home Enter", true),
    ("2 Home Enter Enter", true),
    ("2 Home Enter Enter 更正", true),
    ("2 Home Enter 1", true),
    ("9 2", true),
    ("9 2 Home Enter", false),
    ("Ctrl-p '账号", false),
];

fn open(t: &mut Town, k: &mut Keyboard, view: &str) {
    for keys in view.split(' ').filter(|keys| !keys.is_empty()) {
        if keys != "更正" {
            t.s.keys(k, keys);
            continue;
        }
        let Some(Layer::Matter(matter)) = k.state.layers.last() else {
            panic!("{:?}", k.state.layers)
        };
        let Matter::Acts(acts) = matter.as_ref() else { panic!() };
        let at = acts.menu.items.iter().position(|i| i.label.starts_with("更正"));
        let Some(at) = at.filter(|at| *at < 9) else {
            panic!("{:?}", acts.menu.items)
        };
        t.s.keys(k, &format!("{}", at + 1));
        t.s.keys(k, &format!("'{TYPED}"));
    }
}

/// What is taken from whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taken {
    Closed,
    Demoted,
    Rebound,
    StandInEnded,
    DayOver,
    Confidential,
    HandedOn,
}

const ALL: [(Taken, &str); 7] = [
    (Taken::Closed, "何经办"),
    (Taken::Demoted, "何经办"),
    (Taken::Rebound, "张代表"),
    (Taken::StandInEnded, "周敏"),
    (Taken::DayOver, "周敏"),
    (Taken::Confidential, "周敏"),
    (Taken::HandedOn, "何经办"),
];

fn take(t: &mut Town, k: &mut Keyboard, what: Taken) {
    let now = k.state.now;
    match what {
        Taken::Closed => t.change("何经办", now, Role::Clerk, None, false),
        Taken::Demoted => t.change("何经办", now, Role::Viewer, None, true),
        Taken::Rebound => t.change("张代表", now, Role::Deputy, Some(t.deputies[1]), true),
        Taken::StandInEnded => {
            let away = t.account("何经办");
            let (account, rev) = (away.id, away.rev);
            t.act("林站长", now, Command::EndStandIn(EndStandIn { account, rev }));
        }
        Taken::DayOver => {
            let effects = update(&mut k.state, Input::Tick(Moment(now.0 + DAY)));
            t.s.serve(k, effects);
            return;
        }
        Taken::Confidential => {
            let correct = CorrectOpinion {
                opinion: t.matter,
                rev: t.rev(),
                changes: turned(true),
                reason: "本人要求".into(),
            };
            t.act("何经办", now, Command::CorrectOpinion(correct));
        }
        Taken::HandedOn => {
            let hand_on = HandOn {
                opinion: t.matter,
                rev: t.rev(),
                to: t.account("林站长").id,
                reason: None,
            };
            t.act("林站长", now, Command::HandOn(hand_on));
        }
    }
    t.hears(k);
}

#[test]
fn nothing_stays_on_the_screen_of_what_is_taken_from_whoever_sits_there() {
    for (what, who) in ALL {
        for (view, is_there) in VIEWS {
            let mut t = Town::new(what != Taken::Confidential);
            let now = keyboard(9).state.now;
            if who == "周敏" && what != Taken::Confidential {
                t.stands_in(now);
            }
            // A deputy corrects nothing.
            if who == "张代表" && view.ends_with("更正") {
                continue;
            }
            let mut k = t.sit(who);
            open(&mut t, &mut k, view);
            let before = screen(&mut k.state);
            let is_shown = |text: &str| SECRETS.iter().any(|secret| text.contains(secret));
            assert!(!is_there || is_shown(&before), "{what:?} {view}: {before}");
            take(&mut t, &mut k, what);
            let after = screen(&mut k.state);
            assert!(!is_shown(&after), "{what:?} {view}:\n{after}");
            let held = format!("{:?} {:?}", k.state.layers, k.state.laid);
            assert!(!SECRETS.iter().any(|s| held.contains(s)), "{what:?} {view}: {held}");
            if view.ends_with("更正") {
                let kept = drafts::list(t.s.desk.conn(), t.s.desk.vault(), None).unwrap();
                let own = t.account(who).id;
                let theirs = kept.iter().filter(|d| d.account == Some(own));
                assert!(
                    theirs.map(|d| &d.body).any(|body| body.contains(TYPED)),
                    "{what:?}: {kept:?}"
                );
            }
            if what == Taken::Closed {
                assert!(after.contains("您的账号停用了"), "{after}");
                // And nothing comes of any key but leaving.
                for keys in ["2", "F5", "F8", "Esc", "9", "Ctrl-p", "?", "Tab"] {
                    t.s.keys(&mut k, keys);
                    assert!(!is_shown(&screen(&mut k.state)), "{keys}");
                }
                k.state.layers.truncate(1);
                // Whoever is let in again goes on.
                t.change("何经办", now, Role::Clerk, None, true);
                t.hears(&mut k);
                assert!(k.state.layers.is_empty());
                t.s.keys(&mut k, "2");
                assert!(is_shown(&screen(&mut k.state)));
            } else {
                let told = said(&k);
                assert!(view != "2 Home Enter Enter" || !told.is_empty(), "{what:?}");
                t.s.keys(&mut k, "1 2 Home Enter");
                assert!(!is_shown(&screen(&mut k.state)), "{what:?} {view}");
            }
        }
    }
}

/// Lines that are typed, with what happens elsewhere before one of them.
struct Script<'t> {
    lines: Vec<String>,
    town: &'t RefCell<Town>,
    /// Before this line, that is taken.
    before: (usize, Taken),
    out: &'t RefCell<Vec<u8>>,
    said: usize,
    at: usize,
    used: usize,
}

impl Read for Script<'_> {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        unreachable!("lines are read")
    }
}

impl BufRead for Script<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.before.0 && self.said == 0 {
            self.said = self.out.borrow().len();
            let mut k = keyboard(5);
            take(&mut self.town.borrow_mut(), &mut k, self.before.1);
        }
        Ok(self
            .lines
            .get(self.at)
            .map_or(&[], |line| &line.as_bytes()[self.used..]))
    }

    fn consume(&mut self, amount: usize) {
        self.used += amount;
        if self.lines.get(self.at).is_some_and(|line| self.used >= line.len()) {
            (self.at, self.used) = (self.at + 1, 0);
        }
    }
}

/// The line dialogue of one account.
struct Line<'t>(&'t RefCell<Town>, Account);

impl Port for Line<'_> {
    fn now(&mut self) -> Moment {
        keyboard(5).state.now
    }

    fn carry_out(&mut self, wish: &Wish) -> Reply {
        let now = self.now();
        match wish {
            Wish::Ask(query) => {
                let town = self.0.borrow();
                let asker = Asker::Person(Some(self.1.id), now.day());
                let answer = read::answer(town.s.desk.conn(), town.s.desk.vault(), asker, query);
                Reply::Answer(answer.map_err(|e| of_store(Lang::Zh, &e)))
            }
            Wish::Keep(words) => {
                let mut town = self.0.borrow_mut();
                let desk = &mut town.s.desk;
                desk.write(|tx, vault, random| drafts::save(tx, vault, random, words))
                    .unwrap();
                Reply::Stored(Ok(Stored {
                    lease: words.draft.lease(),
                    said: None,
                }))
            }
            Wish::Beside(..) => Reply::Changed(Ok(true)),
            other => panic!("{other:?}"),
        }
    }
}

struct Out<'t>(&'t RefCell<Vec<u8>>);

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn the_line_dialogue_says_nothing_any_more_of_what_is_taken_while_somebody_thinks() {
    for (what, who) in ALL.into_iter().filter(|(what, _)| *what != Taken::DayOver) {
        for before in [2, 3] {
            let mut t = Town::new(what != Taken::Confidential);
            if what == Taken::StandInEnded {
                t.stands_in(keyboard(5).state.now);
            }
            let account = t.account(who);
            let (town, out) = (RefCell::new(t), RefCell::new(Vec::new()));
            let typed = [
                "6", "0001", "1", "1", TYPED, "0", "0", "6", "0001", "1", "7", "1", "0", "0",
            ];
            let mut script = Script {
                lines: typed.iter().map(|line| format!("{line}\n")).collect(),
                town: &town,
                before: (before, what),
                out: &out,
                said: 0,
                at: 0,
                used: 0,
            };
            let context = Context {
                lang: Lang::Zh,
                account: account.clone(),
                table: 1,
                practice: false,
                ids: Ids::new([3, 3]),
                charset: "UTF-8",
            };
            run(&mut script, &mut Out(&out), context, &mut Line(&town, account)).unwrap();
            let (out, at) = (out.borrow(), script.said);
            let (before, after) = (String::from_utf8_lossy(&out[..at]), String::from_utf8_lossy(&out[at..]));
            let is_shown = |text: &str| SECRETS.iter().any(|secret| text.contains(secret));
            assert!(is_shown(&before), "{what:?} {before}");
            assert!(!is_shown(&after), "{what:?}:\n{before}\n-----\n{after}");
            if script.before.0 == 3 && who != "张代表" {
                assert!(before.contains("为什么改") || before.contains("更正"), "{before}");
                assert!(
                    after.contains("收起") || after.contains("停用") || after.contains("变少"),
                    "{after}"
                );
            }
        }
    }
}

#[test]
fn whoever_gets_more_to_see_keeps_what_they_are_typing() {
    let mut t = Town::new(true);
    let mut k = t.sit("周敏");
    let now = k.state.now;
    t.s.keys(&mut k, &format!("F5 '{TYPED}"));
    t.stands_in(now);
    t.hears(&mut k);
    let form = k.state.layers.last().and_then(Layer::form).expect("it stays");
    assert_eq!(form.host.form.text("words"), TYPED);
    k.state.layers.clear();
    t.s.keys(&mut k, "2");
    assert!(screen(&mut k.state).contains(SECRETS[0]));
}
