//! Pages that are only read stay as new as the file: what somebody writes at another keyboard stands on them without a key, and
//! whoever reads one is not moved by it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use zhiban::app::action::Screen;
use zhiban::app::model::page::Source;
use zhiban::app::model::{Layer, Page};
use zhiban::app::session::{figures, roster};
use zhiban::app::station::standing;
use zhiban::app::{Input, list, start, update};
use zhiban::domain::code::UnitKind;
use zhiban::domain::command::{ChangeAccount, ChangeDeputy, ChangeUnit, Command, Request, SignIn, SignOut};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::{CommandId, SessionId};
use zhiban::domain::record::{Account, Deputy, Unit, UnitProfile};
use zhiban::domain::view::{Answer, Asker, Query};
use zhiban::store::{execute, read};

/// A reception that is on, whoever sits at its first table, and somebody who reads at another keyboard.
struct Two {
    s: Station,
    a: Keyboard,
    b: Keyboard,
}

impl Two {
    fn new() -> Self {
        let (mut s, mut a) = open_station();
        a.state.table = Some(1);
        let mut b = keyboard(3);
        let effects = start(&mut b.state);
        s.serve(&mut b, effects);
        b.state.layers.clear();
        let mut two = Self { s, a, b };
        for (name, short) in [("石桥村委会", "石桥村"), ("石门村委会", "石门村")] {
            two.act(Command::AddUnit(UnitProfile {
                name: name.into(),
                short: short.into(),
                kind: UnitKind::Village,
                ..UnitProfile::default()
            }));
        }
        two.hears();
        two
    }

    fn ask(&self, query: &Query) -> Answer {
        read::answer(self.s.desk.conn(), self.s.desk.vault(), Asker::Program, query).unwrap()
    }

    fn act(&mut self, command: Command) {
        let request = Request {
            id: CommandId(self.s.supply.id()),
            account: self.a.state.account.as_ref().map(|a| a.id),
            table: None,
            late: None,
            draft: None,
            command,
        };
        execute::execute(&mut self.s.desk, &request, self.a.state.now, false, &mut self.s.supply).unwrap();
    }

    /// The other keyboard is told that something was written.
    fn hears(&mut self) {
        let effects = update(&mut self.b.state, Input::ChangedElsewhere);
        self.s.serve(&mut self.b, effects);
    }

    /// The reception begins, and its first deputy is there.
    fn receive(&mut self) -> SessionId {
        self.s.keys(&mut self.a, "1");
        self.s.is_clean();
        let session = self.a.state.open_id().unwrap();
        let deputy = self.deputy("张建军").id;
        self.act(Command::SignIn(SignIn {
            session,
            deputy,
            table: Some(1),
            late: false,
        }));
        self.hears();
        session
    }

    fn file(&mut self) {
        let filing = "F5 '村口弯道看不见对面来车 Tab 1 PageDown '王秀英 F9 Esc";
        self.s.keys(&mut self.a, filing);
        self.s.is_clean();
    }

    fn unit(&self, name: &str) -> Unit {
        let query = Query::Units {
            matching: name.into(),
            kind: None,
            limit: 9,
        };
        let Answer::Units(all) = self.ask(&query) else { panic!() };
        all.into_iter().find(|one| one.profile.name == name).unwrap()
    }

    fn deputy(&self, name: &str) -> Deputy {
        let query = Query::Deputies {
            matching: name.into(),
            limit: 9,
        };
        let Answer::Deputies(all) = self.ask(&query) else {
            panic!()
        };
        all.into_iter().find(|one| one.profile.name == name).unwrap()
    }

    fn account(&self) -> Account {
        let Answer::Accounts(all) = self.ask(&Query::Accounts { os_name: None }) else {
            panic!()
        };
        all.into_iter().next().unwrap()
    }
}

fn page(k: &Keyboard) -> &Page {
    match k.state.layers.last() {
        Some(Layer::Page(page)) => page,
        other => panic!("{other:?}"),
    }
}

fn said_by(page: &Page) -> String {
    let mut all = vec![page.title.clone()];
    all.extend(page.lines.iter().map(|line| format!("{} {}", line.label, line.text)));
    all.extend(page.table.rows.iter().map(|row| row.join(" ")));
    all.join("\n")
}

/// The page of a row of a list, on which what is looked for matters or not.
fn opened(two: &mut Two, screen: Screen, sought: Option<&str>, name: &str) {
    let effects = list::show(&mut two.b.state, screen);
    two.s.serve(&mut two.b, effects);
    if let Some(sought) = sought {
        two.s.keys(&mut two.b, &format!("/ '{sought} Enter"));
    }
    two.s.keys(&mut two.b, "Home");
    for _ in 0..20 {
        two.s.keys(&mut two.b, "Enter");
        if page(&two.b).title == name {
            return;
        }
        two.s.keys(&mut two.b, "Esc Down");
    }
    panic!("no row {name}");
}

type Opens = fn(&mut Two);
type Acts = fn(&mut Two);

/// Each page there is, what is done at the other keyboard, and what it says then.
const PAGES: [(&str, Opens, Acts, &str); 8] = [
    (
        "a unit",
        |two| opened(two, Screen::Units, None, "石桥村委会"),
        |two| change_unit(two, |profile| profile.scope = Some("修路补桥".into())),
        "修路补桥",
    ),
    (
        "a unit that is not what is looked for any more",
        |two| opened(two, Screen::Units, Some("石桥"), "石桥村委会"),
        |two| {
            change_unit(two, |profile| {
                (profile.name, profile.short) = ("柳溪村委会".into(), "柳溪村".into());
            });
        },
        "柳溪村委会",
    ),
    (
        "a deputy",
        |two| opened(two, Screen::Deputies, None, "李桂兰"),
        |two| {
            let d = two.deputy("李桂兰");
            let mut profile = d.profile.clone();
            profile.team = Some("第三小组".into());
            two.act(Command::ChangeDeputy(ChangeDeputy {
                deputy: d.id,
                rev: d.rev,
                profile,
                active: true,
            }));
        },
        "第三小组",
    ),
    (
        "an account",
        |two| {
            let name = two.account().name;
            opened(two, Screen::Accounts, None, &name);
        },
        |two| {
            let a = two.account();
            two.act(Command::ChangeAccount(ChangeAccount {
                account: a.id,
                rev: a.rev,
                name: "林晓".into(),
                role: a.role,
                deputy: a.deputy,
                active: true,
            }));
        },
        "林晓",
    ),
    (
        "what somebody looks after who leaves",
        |two| {
            let account = two.account();
            let effects = standing::leaving(&mut two.b.state, &account);
            two.s.serve(&mut two.b, effects);
        },
        Two::file,
        "村口弯道看不见对面来车",
    ),
    (
        "the deputies of a reception",
        |two| {
            let session = two.receive();
            let effects = roster::show(&mut two.b.state, session, day());
            two.s.serve(&mut two.b, effects);
        },
        |two| {
            let session = two.b.state.open_id().unwrap();
            let deputy = two.deputy("张建军").id;
            two.act(Command::SignOut(SignOut { session, deputy }));
        },
        "-08:5",
    ),
    (
        "figures of a span",
        |two| {
            let effects = figures::show(&mut two.b.state, day(), day());
            two.s.serve(&mut two.b, effects);
        },
        Two::file,
        "1     ",
    ),
    (
        "the last page of a reception",
        |two| {
            let session = two.receive();
            let effects = figures::last_page(&mut two.b.state, session);
            two.s.serve(&mut two.b, effects);
        },
        |two| two.s.keys(&mut two.a, "F3 '甲 F9 F4 F6"),
        "001",
    ),
];

fn change_unit(two: &mut Two, change: fn(&mut UnitProfile)) {
    let u = two.unit("石桥村委会");
    let mut profile = u.profile.clone();
    change(&mut profile);
    two.act(Command::ChangeUnit(ChangeUnit {
        unit: u.id,
        rev: u.rev,
        profile,
        active: true,
    }));
}

#[test]
fn every_page_says_what_was_written_elsewhere_and_does_not_move_whoever_reads_it() {
    for (what, open, act, says) in PAGES {
        let mut two = Two::new();
        open(&mut two);
        assert!(!matches!(page(&two.b).source, Source::Said), "{what}");
        let before = said_by(page(&two.b));
        if let Some(Layer::Page(page)) = two.b.state.layers.last_mut() {
            page.top = 1;
        }
        act(&mut two);
        let (layers, leads) = (two.b.state.layers.len(), page(&two.b).leads().is_some());
        // Until the answer is there it says what it said, and leads where it led.
        let effects = update(&mut two.b.state, Input::ChangedElsewhere);
        assert_eq!(said_by(page(&two.b)), before, "{what}");
        assert_eq!(page(&two.b).leads().is_some(), leads, "{what}");
        two.s.serve(&mut two.b, effects);
        let now = said_by(page(&two.b));
        assert!(now.contains(says), "{what}: {now}");
        assert_ne!(now, before, "{what}");
        two.hears();
        assert_eq!(said_by(page(&two.b)), now, "{what}: said once");
        let page = page(&two.b);
        assert_eq!((page.top, page.ticket), (1, None), "{what}");
        assert_eq!(two.b.state.layers.len(), layers, "{what}");
    }
}

/// What Enter opens is of the record as it stands: what is put right next is not refused for what was done meanwhile.
#[test]
fn what_a_page_leads_to_is_of_the_record_as_it_is_by_now() {
    let mut two = Two::new();
    opened(&mut two, Screen::Units, Some("石桥"), "石桥村委会");
    change_unit(&mut two, |profile| profile.name = "柳溪村委会".into());
    two.hears();
    two.s.keys(&mut two.b, "Enter");
    let form = two.b.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.form.text("name"), "柳溪村委会");
    two.s.keys(&mut two.b, "F9");
    two.s.is_clean();
}

/// With nothing of a row on the screen a list asks what it asked, and no more.
#[test]
fn a_list_alone_asks_one_question() {
    let mut two = Two::new();
    let effects = list::show(&mut two.b.state, Screen::Units);
    two.s.serve(&mut two.b, effects);
    let asked = |two: &mut Two| update(&mut two.b.state, Input::ChangedElsewhere).len();
    let alone = asked(&mut two);
    opened(&mut two, Screen::Units, None, "石桥村委会");
    assert_eq!(asked(&mut two), alone, "its page comes with the list");
}
