//! Confidential (要求保密): to whoever a matter is not for it is a number and a state, on every screen, in every list and
//! answer, by every search, and nothing is done to it; whoever it is for sees and finds it as any other.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)] // helpers of tests

#[path = "store_desk_common/mod.rs"]
mod common;
#[path = "support/real.rs"]
mod real;
#[path = "seat/mod.rs"]
mod seat;

use std::fmt::Write as _;
use std::ops::ControlFlow;

use common::{Bench, person, today, turned};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use zhiban::app::ids::Ids;
use zhiban::app::list::LISTED;
use zhiban::app::list::told::Asking;
use zhiban::app::model::Screen;
use zhiban::app::{Failure, Input, State, update};
use zhiban::domain::code::{NumberFamily, Reached, Role, Way};
use zhiban::domain::command::{
    AddAccount, CallNext, Change, Chase, Command, CorrectOpinion, HandOn, Handling, NoteNumber, PromiseNext,
    ReceivePromised, RecordAnswer, SetStandIn, StartTalk, Tell, VisitRef,
};
use zhiban::domain::id::{AccountId, OpinionId, VisitId};
use zhiban::domain::lease::{Lease, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::permit::Somebody;
use zhiban::domain::record::{Account, Promise};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Asker, Draft, Query, Sight, Stretch};
use zhiban::i18n::Lang;
use zhiban::plain::{Context, Reply, Wish};
use zhiban::runtime::lines::{Port, run};
use zhiban::store::{Desk, ExecuteError, drafts, read};
use zhiban::ui::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

/// What every planted word begins with.
const MARK: &str = "密记";
/// Whose matter it is; nobody else is called so.
const NAME: &str = "隗嚣辰";
const SOUNDS: [&str; 3] = ["weixiaochen", "wxc", "weixiao"];
const PHONE: &str = "13987650421";
const HOUSE: &str = "岭背后七号";

struct Words(u32);

impl Words {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("{MARK}{:03}号", self.0 + 700)
    }

    #[expect(clippy::unnecessary_wraps, reason = "most words of a form may be left out")]
    fn said(&mut self) -> Option<String> {
        Some(self.next())
    }
}

/// A station with one confidential matter that went through every act that takes words, a visit it was told in, and a draft.
struct Town {
    b: Bench,
    matter: OpinionId,
    visit: VisitId,
    planted: u32,
}

fn account(b: &Bench, name: &str) -> Account {
    let Answer::Accounts(all) = b.ask(&Query::Accounts { os_name: None }) else {
        panic!()
    };
    all.into_iter().find(|a| a.name == name).unwrap()
}

const KEEPER: &str = "何经办";
/// Everybody else, the deputy they are, and whether it is for them.
const OTHERS: [(&str, Role, Option<usize>, bool); 7] = [
    ("林站长", Role::Head, None, true),
    ("何副站", Role::DeputyHead, None, true),
    ("张代表", Role::Deputy, Some(0), true),
    ("李代表", Role::Deputy, Some(1), false),
    ("何旁人", Role::Clerk, None, false),
    ("镇大办", Role::Viewer, None, false),
    ("管机器", Role::Administrator, None, false),
];

fn town() -> Town {
    let (mut b, mut w) = (Bench::new(), Words(0));
    let session = b.open_session(2);
    let add = |b: &mut Bench, name: &str, role, deputy: Option<usize>| {
        b.act(Command::AddAccount(AddAccount {
            os_name: "lin".into(),
            name: name.into(),
            role,
            deputy: deputy.map(|n| b.deputies[n]),
        }));
    };
    add(&mut b, KEEPER, Role::Clerk, None);
    for (name, role, deputy, _) in &OTHERS[1..] {
        add(&mut b, name, *role, *deputy);
    }
    b.account = Some(account(&b, KEEPER).id);
    b.table = Some(1);
    let visit = b.arrive(Some(session), &w.next()).visit.unwrap();
    b.act(Command::CallNext(CallNext {
        session: Some(session),
        table: 1,
    }));
    b.act(Command::StartTalk(StartTalk {
        visit,
        rev: b.visit_rev(visit),
    }));
    let mut who = person(NAME, PHONE);
    who.village = Some(b.village);
    who.address = Some(HOUSE.into());
    (who.reach_note, who.on_behalf_of) = (w.said(), w.said());
    let mut entry = b.entry(&w.next(), who);
    entry.visit = VisitRef::Known(visit);
    entry.details.summary = w.said();
    entry.details.place = w.said();
    entry.details.papers = w.said();
    entry.details.papers_at = w.said();
    entry.details.wants = w.said();
    entry.details.materials = w.said();
    entry.details.may_relay = w.said();
    entry.details.confidential = true;
    let Handling::HandOver(mut over) = b.hand_over(None) else {
        panic!()
    };
    (over.person, over.note) = (w.said(), w.said());
    entry.handling = Handling::HandOver(over);
    let matter = b.file(entry);
    b.act(Command::NoteNumber(NoteNumber {
        opinion: matter,
        family: NumberFamily::Foreign,
        system: Some("12345".into()),
        number: "WZ-8831-772".into(),
    }));
    for _ in 0..12 {
        b.act(Command::Chase(Chase {
            opinion: matter,
            rev: b.rev(matter),
            unit: None,
            way: Way::Phone,
            person: w.said(),
            text: w.said(),
            promised_for: Some(today()),
        }));
    }
    b.act(Command::RecordAnswer(RecordAnswer {
        opinion: matter,
        rev: b.rev(matter),
        unit: None,
        way: Way::Phone,
        person: w.said(),
        text: w.next(),
        class: "A".into(),
        class_date: None,
    }));
    b.act(Command::Tell(Tell {
        opinion: matter,
        rev: b.rev(matter),
        whom: None,
        way: Way::Phone,
        reached: Reached::NoAnswer,
        ask_on: None,
        note: w.said(),
        grade: None,
        said: None,
        close: false,
    }));
    b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: matter,
        rev: b.rev(matter),
        changes: vec![Change::Summary(w.said())],
        reason: w.next(),
    }));
    let draft = Draft {
        id: zhiban::domain::id::DraftId(uuid::Uuid::from_u128(77)),
        form: "chase".into(),
        target: matter.to_string(),
        label: w.next(),
        body: format!("{{\"words\":\"{}\"}}", w.next()),
        account: b.account,
        saved_at: b.now,
        generation: 1,
    };
    let words = Unsaved {
        spare: Spare {
            id: zhiban::domain::id::DraftId(uuid::Uuid::from_u128(78)),
            label: draft.label.clone(),
        },
        draft,
    };
    let saved = b
        .desk
        .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
    saved.unwrap();
    Town {
        b,
        matter,
        visit,
        planted: w.0,
    }
}

/// What must not be seen: words, name, pinyin, phone, house, number elsewhere.
fn secrets() -> Vec<String> {
    let mut all = vec![MARK.to_owned(), NAME.to_owned(), HOUSE.to_owned(), "8831".to_owned()];
    all.push(PHONE.to_owned());
    all.push(PHONE[7..].to_owned());
    all.extend(SOUNDS[..1].iter().map(|s| (*s).to_owned()));
    all
}

fn found(text: &str) -> Vec<String> {
    secrets().into_iter().filter(|s| text.contains(s.as_str())).collect()
}

impl Town {
    fn ask(&self, who: &Account, query: &Query) -> Answer {
        let asker = Asker::Person(Some(who.id), self.b.now.day());
        read::answer(self.b.desk.conn(), self.b.desk.vault(), asker, query).unwrap()
    }

    /// Every question there is. One that is added is asked here too, or this does not compile.
    fn questions(&self, typed: &str) -> Vec<Query> {
        let (stretch, limit, today) = (Stretch::Newest, 50, today());
        let matching = typed.to_owned();
        let all = vec![
            Query::Snapshot { today },
            Query::Accounts { os_name: None },
            Query::Opinions {
                matching: matching.clone(),
                state: None,
                stretch,
                limit,
            },
            Query::Owed {
                matching: matching.clone(),
                called: zhiban::i18n::code::owings(zhiban::i18n::Lang::Zh),
                today,
                kind: None,
                stretch,
                limit,
            },
            Query::File(self.matter),
            Query::Files {
                matching: matching.clone(),
                stretch,
                limit,
            },
            Query::TheseFiles(vec![self.matter]),
            Query::KeptBy(account(&self.b, KEEPER).id),
            Query::Rights { since: 0 },
            Query::Deputies {
                matching: matching.clone(),
                limit,
            },
            Query::Units {
                matching,
                kind: None,
                limit,
            },
            Query::Sessions { state: None, limit },
            Query::Attendance(zhiban::domain::id::SessionId(uuid::Uuid::nil())),
            Query::Visits { day: today },
            Query::TheseVisits(vec![self.visit]),
            Query::Came { day: today },
            Query::VisitFile(self.visit),
            Query::Earlier {
                phone: Some(PHONE.into()),
                name: Some(NAME.into()),
                village: Some(self.b.village),
            },
            Query::Drafts { account: None },
            Query::DeletedDrafts,
            Query::Leases(vec![Lease::first(zhiban::domain::id::DraftId(uuid::Uuid::from_u128(
                77,
            )))]),
            Query::Figures {
                spans: vec![(today, today)],
            },
            Query::Looks(zhiban::domain::looks::Seat {
                login: "lin".into(),
                account: None,
                client: String::new(),
            }),
            Query::Limits,
            Query::Backups { limit: 9 },
            Query::Traces {
                matching: String::new(),
                today,
                limit,
            },
        ];
        for query in &all {
            match query {
                Query::Snapshot { .. }
                | Query::Accounts { .. }
                | Query::Opinions { .. }
                | Query::Owed { .. }
                | Query::File(_)
                | Query::Files { .. }
                | Query::TheseFiles(_)
                | Query::KeptBy(_)
                | Query::Rights { .. }
                | Query::Deputies { .. }
                | Query::Units { .. }
                | Query::Sessions { .. }
                | Query::Attendance(_)
                | Query::Visits { .. }
                | Query::TheseVisits(_)
                | Query::Came { .. }
                | Query::VisitFile(_)
                | Query::Earlier { .. }
                | Query::Drafts { .. }
                | Query::DeletedDrafts
                | Query::Leases(_)
                | Query::Figures { .. }
                | Query::Looks(_)
                | Query::Limits
                | Query::Backups { .. }
                | Query::Withheld(_)
                | Query::Traces { .. } => {}
            }
        }
        all
    }

    /// Whether a search finds it, in any list that is searched.
    fn finds(&self, who: &Account, typed: &str) -> bool {
        let is_it = |id: OpinionId| id == self.matter;
        self.questions(typed).iter().any(|query| match self.ask(who, query) {
            // What somebody looks after is asked for by who they are.
            Answer::Opinions(rows, ..) if !matches!(query, Query::KeptBy(_)) => rows.iter().any(|r| is_it(r.id)),
            Answer::Owed(lines, _) => lines.iter().any(|l| l.opinion.is_some_and(|(id, _)| is_it(id))),
            Answer::Files(files, _) if !matches!(query, Query::TheseFiles(_)) => {
                files.iter().any(|f| is_it(f.opinion.id))
            }
            Answer::Earlier(all) => all.iter().any(|e| is_it(e.row.id)),
            _ => false,
        })
    }

    /// What `list --json` tells of every list.
    fn listed(&self, who: &Account, typed: &str) -> String {
        let mut out = String::new();
        for list in LISTED {
            let asking = Asking {
                matching: typed,
                today: today(),
                day: None,
                lang: Lang::Zh,
                coded: true,
                sight: Sight::default(),
                ask: &|query: &Query| Some(self.ask(who, query)),
            };
            for lines in [list.whole, list.brief] {
                lines.each(&asking, &mut |line| {
                    writeln!(out, "{line:?}").unwrap();
                    ControlFlow::Continue(())
                });
            }
        }
        out
    }
}

/// The line mode of somebody who only reads: whatever they ask is answered, and nothing is done.
struct Lines<'t> {
    t: &'t Town,
    who: &'t Account,
}

impl Port for Lines<'_> {
    fn now(&mut self) -> Moment {
        self.t.b.now
    }

    fn carry_out(&mut self, wish: &Wish) -> Reply {
        let not = || "nothing is kept here".to_owned();
        match wish {
            Wish::Ask(query) => Reply::Answer(Ok(self.t.ask(self.who, query))),
            Wish::Take(_) => Reply::Answer(Err(not())),
            Wish::Do(_) => Reply::Outcome(Err(Failure::Trouble(not()))),
            Wish::Keep(_) => Reply::Stored(Err(not())),
            Wish::GiveUp(_) | Wish::Delete(..) | Wish::Restore(_) => Reply::Changed(Err(not())),
            Wish::Beside(..) => Reply::Changed(Ok(true)),
            Wish::LookUp(_) => Reply::LookedUp(None),
        }
    }
}

impl Town {
    /// What is said to somebody who types these lines and goes back from wherever they are.
    fn talk(&self, who: &Account, typed: &[&str]) -> String {
        let context = Context {
            lang: Lang::Zh,
            account: who.clone(),
            table: 1,
            practice: false,
            ids: Ids::new([5, 7]),
            charset: "UTF-8",
        };
        let script = typed.join("\n") + "\n0\n0\n0\n0\n0\n";
        let (mut out, t) = (Vec::new(), self);
        run(&mut script.as_bytes(), &mut out, context, &mut Lines { t, who }).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Every road of digits into the menu and what lies below it, and everything that can be typed to find something, with the
    /// roads from there.
    fn roads(&self) -> Vec<Vec<String>> {
        let digits = || (1..=9).map(|n: u8| n.to_string());
        let mut roads: Vec<Vec<String>> = digits()
            .flat_map(|a| digits().map(move |b| vec![a.clone(), b]))
            .flat_map(|road| digits().map(move |c| [road.clone(), vec![c]].concat()))
            .filter(|road| road[2] == "1" || ["1", "4", "7"].contains(&road[0].as_str()))
            .collect();
        let planted = (701..=700 + self.planted).map(|n| format!("{MARK}{n}号"));
        let numbers = ["0001", "03-2026-0001", "WZ-8831-772", "石桥村", "路灯", ""].map(str::to_owned);
        let sounds = SOUNDS.map(str::to_owned);
        let all: Vec<String> = secrets()
            .into_iter()
            .chain(planted)
            .chain(sounds)
            .chain(numbers)
            .collect();
        for typed in all {
            let found = vec!["6".to_owned(), typed];
            roads.extend(digits().map(|next| [found.clone(), vec![next]].concat()));
        }
        roads
    }
}

#[test]
fn the_line_mode_says_nothing_of_a_confidential_matter_to_whoever_it_is_not_for() {
    let t = town();
    let roads = t.roads();
    assert!(roads.len() > 600, "{}", roads.len());
    for name in others(false) {
        let who = account(&t.b, name);
        for road in &roads {
            let typed: Vec<&str> = road.iter().map(String::as_str).collect();
            let said = t.talk(&who, &typed);
            // What was typed is said again where nothing is found.
            let said = typed
                .iter()
                .fold(said, |said, typed| said.replace(&format!("“{typed}”"), ""));
            let found: Vec<String> = found(&said)
                .into_iter()
                .filter(|s| !typed.iter().any(|t| t.contains(s.as_str())))
                .collect();
            assert_eq!(found, Vec::<String>::new(), "{name} {road:?}: {said}");
        }
    }
    for name in others(true).chain([KEEPER]) {
        let who = account(&t.b, name);
        let record = t.talk(&who, &["6", "0001"]);
        assert!(record.contains(MARK) && record.contains(NAME), "{name}: {record}");
    }
    for query in t.questions("") {
        let asker = Asker::Person(None, t.b.now.day());
        let answer = read::answer(t.b.desk.conn(), t.b.desk.vault(), asker, &query).unwrap();
        assert_eq!(found(&format!("{answer:?}")), Vec::<String>::new(), "{query:?}");
    }
}

fn others(for_them: bool) -> impl Iterator<Item = &'static str> {
    let of = OTHERS.iter().filter(move |who| who.3 == for_them);
    of.map(|who| who.0)
}

#[test]
fn no_answer_and_no_list_tells_more_of_a_confidential_matter_than_a_number_and_a_state() {
    let t = town();
    assert!(t.planted > 40, "{}", t.planted);
    for name in others(false) {
        let who = account(&t.b, name);
        for query in t.questions("") {
            let answer = format!("{:?}", t.ask(&who, &query));
            assert_eq!(found(&answer), Vec::<String>::new(), "{name} {query:?}: {answer}");
        }
        let listed = t.listed(&who, "");
        assert_eq!(found(&listed), Vec::<String>::new(), "{name}: {listed}");
        let Answer::Opinions(rows, ..) = t.ask(&who, &t.questions("")[2]) else {
            panic!()
        };
        let row = rows.iter().find(|r| r.id == t.matter);
        assert_eq!(row.is_none(), who.role == Role::Administrator, "{name}");
        let Some(row) = row else { continue };
        assert!(row.withheld && row.number.starts_with("03-2026-"), "{name}: {row:?}");
    }
    for name in others(true).chain([KEEPER]) {
        let who = account(&t.b, name);
        let all: Vec<String> = t
            .questions("")
            .iter()
            .map(|q| format!("{:?}", t.ask(&who, q)))
            .collect();
        let all = all.concat();
        let seen = found(&all);
        for secret in [MARK, NAME, PHONE, HOUSE] {
            assert!(seen.iter().any(|s| s == secret), "{name} {secret}: {seen:?}");
        }
        let listed = t.listed(&who, "");
        assert!(listed.contains(NAME) && listed.contains(MARK), "{name}: {listed}");
    }
}

#[test]
fn no_search_finds_a_confidential_matter_for_whoever_it_is_not_for_but_by_its_number() {
    let t = town();
    let mut typed: Vec<String> = secrets();
    typed.extend((701..=700 + t.planted).map(|n| format!("{MARK}{n}号")));
    typed.extend(SOUNDS.map(str::to_owned));
    typed.extend((0..PHONE.len() - 1).map(|at| PHONE[at..].to_owned()));
    typed.extend(["139", "密", "隗", "WZ-8831-772", "8831772", "记", "石桥村", "熊"].map(str::to_owned));
    for name in others(false) {
        let who = account(&t.b, name);
        for typed in &typed {
            assert!(!t.finds(&who, typed), "{name} {typed}");
            assert_eq!(found(&t.listed(&who, typed)), Vec::<String>::new(), "{name} {typed}");
        }
        // Whoever keeps the accounts does not even know that there is one.
        let knows_number = who.role != Role::Administrator;
        for number in ["0001", "03-2026-0001"] {
            assert_eq!(t.finds(&who, number), knows_number, "{name}: its number is no secret");
        }
    }
    for name in others(true).chain([KEEPER]) {
        let who = account(&t.b, name);
        for typed in [
            NAME,
            "隗",
            SOUNDS[0],
            SOUNDS[1],
            SOUNDS[2],
            PHONE,
            &PHONE[7..],
            "WZ-8831-772",
            "0001",
        ] {
            assert!(t.finds(&who, typed), "{name} {typed}");
        }
    }
}

#[test]
fn whoever_may_know_a_confidential_matter_finds_it_by_its_words_once_and_nobody_else_does() {
    let mut t = town();
    // One more that is not confidential has the same words, so that both roads find something.
    let open = t.b.entry("密记704号有人也提过", person("赵四", ""));
    let open = t.b.file(open);
    let number_of = |t: &Town| {
        let Answer::File(Some(file)) = t.b.ask(&Query::File(t.matter)) else {
            panic!()
        };
        (
            file.opinion.details.words.clone(),
            file.opinion.details.place.clone().unwrap(),
        )
    };
    let (words, place) = number_of(&t);
    assert!("密记704号有人也提过".contains(&words), "{words}");
    let searched = |t: &Town, who: &Account, typed: &str, stretch| {
        let query = Query::Opinions {
            matching: typed.into(),
            state: None,
            stretch,
            limit: 30,
        };
        let Answer::Opinions(rows, more, is_cut) = t.ask(who, &query) else {
            panic!()
        };
        assert!(!more && !is_cut);
        let of_all: Vec<OpinionId> = rows.iter().map(|row| row.id).collect();
        let query = Query::Files {
            matching: typed.into(),
            stretch,
            limit: 30,
        };
        let Answer::Files(files, _) = t.ask(who, &query) else {
            panic!()
        };
        let whole: Vec<OpinionId> = files.iter().map(|file| file.opinion.id).collect();
        assert_eq!(of_all, whole, "{typed}");
        (of_all, rows)
    };
    let both = vec![open, t.matter];
    let is_theirs = |t: &Town, name: &str| {
        let who = account(&t.b, name);
        for stretch in [Stretch::Newest, Stretch::Oldest] {
            assert_eq!(searched(t, &who, &words, stretch).0, both, "{name}");
        }
        for typed in [
            &place,
            &format!("{words} {place}"),
            &format!("{NAME} {words}"),
            &words[..6],
        ] {
            let (found, rows) = searched(t, &who, typed, Stretch::Newest);
            assert_eq!(found.iter().filter(|id| **id == t.matter).count(), 1, "{name} {typed}");
            let row = rows.iter().find(|row| row.id == t.matter).unwrap();
            assert!(row.brief.contains(MARK) && !row.withheld, "{name} {row:?}");
        }
        assert_eq!(searched(t, &who, &format!("{words} 没有的"), Stretch::Newest).0, []);
    };
    let is_not_theirs = |t: &Town, name: &str| {
        let who = account(&t.b, name);
        assert_eq!(searched(t, &who, &words, Stretch::Newest).0, [open], "{name}");
        assert_eq!(searched(t, &who, &place, Stretch::Newest).0, [], "{name}");
    };
    for name in others(true).chain([KEEPER]) {
        is_theirs(&t, name);
    }
    for name in ["李代表", "何旁人", "镇大办"] {
        is_not_theirs(&t, name);
    }
    // Whoever stands in knows what whom they stand in for knows.
    t.b.account = Some(account(&t.b, "林站长").id);
    let (of, to) = (account(&t.b, KEEPER), account(&t.b, "何旁人"));
    t.b.act(Command::SetStandIn(SetStandIn {
        account: of.id,
        rev: of.rev,
        by: to.id,
        from: None,
        until: today(),
    }));
    is_theirs(&t, "何旁人");
    // Once it is open an index has its words, and it is found there alone.
    t.b.account = Some(of.id);
    t.b.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: t.matter,
        rev: t.b.rev(t.matter),
        changes: turned(false),
        reason: "本人说的".into(),
    }));
    for name in ["李代表", "林站长", KEEPER] {
        is_theirs(&t, name);
    }
    t.b.sound();
}

#[test]
fn a_matter_is_withheld_from_the_act_that_makes_it_confidential_until_the_one_that_takes_it_back() {
    let mut t = town();
    let (keeper, clerk) = (account(&t.b, KEEPER), account(&t.b, "何旁人"));
    let seen =
        |t: &Town| !found(&format!("{:?}", t.ask(&clerk, &Query::File(t.matter)))).is_empty() && t.finds(&clerk, NAME);
    assert!(!seen(&t));
    for on in [false, true, false] {
        t.b.account = Some(keeper.id);
        t.b.act(Command::CorrectOpinion(CorrectOpinion {
            opinion: t.matter,
            rev: t.b.rev(t.matter),
            changes: turned(on),
            reason: "本人说的".into(),
        }));
        assert_eq!(seen(&t), !on);
    }
    t.b.sound();
}

#[test]
fn nobody_acts_on_a_confidential_matter_that_is_not_for_them() {
    let mut t = town();
    let (keeper, clerk) = (account(&t.b, KEEPER), account(&t.b, "何旁人"));
    let take = |t: &mut Town, by: AccountId, to: AccountId| {
        t.b.account = Some(by);
        let rev = t.b.rev(t.matter);
        t.b.try_act(Command::HandOn(HandOn {
            opinion: t.matter,
            rev,
            to,
            reason: None,
        }))
    };
    let refused = take(&mut t, clerk.id, clerk.id);
    let Err(ExecuteError::Refused(Refusal::Withheld { number })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(number, "03-2026-0001");
    // Its keeper gives it out of their hands, and knows it no more.
    take(&mut t, keeper.id, clerk.id).unwrap();
    assert!(t.finds(&clerk, NAME) && !t.finds(&keeper, NAME));
    assert!(take(&mut t, keeper.id, keeper.id).is_err());
    // What is known by the rule is known by the question, and the other way round.
    let file = t.b.opinion_file(t.matter).opinion;
    for name in OTHERS.map(|who| who.0).into_iter().chain([KEEPER]) {
        let who = account(&t.b, name);
        let Answer::File(Some(read)) = t.ask(&who, &Query::File(t.matter)) else {
            assert_eq!(who.role, Role::Administrator);
            continue;
        };
        assert_eq!(Somebody::from(&who).knows(&file), !read.withheld, "{name}");
    }
}

/// Everything on the screen, at two sizes.
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

#[test]
fn no_screen_menu_or_page_shows_a_confidential_matter_to_whoever_it_is_not_for() {
    let t = town();
    let now = t.b.now;
    let accounts: Vec<(Account, bool)> = OTHERS.iter().map(|who| (account(&t.b, who.0), who.3)).collect();
    let mut s = real::Station::new();
    s.desk = t.b.desk;
    for (n, (account, is_for)) in (1..).zip(accounts) {
        let mut k = real::keyboard(n);
        k.state.now = now;
        k.state.account = Some(account.clone());
        k.state.table = Some(1);
        let effect = k.state.ask_snapshot();
        s.serve(&mut k, vec![effect]);
        let (mut seen, mut said) = (Vec::new(), false);
        let mut step = |s: &mut real::Station, k: &mut real::Keyboard, keys: &str| {
            s.keys(k, keys);
            let text = screen(&mut k.state);
            said |= text.contains("要求保密，只有经办");
            seen.extend(found(&text).into_iter().map(|secret| format!("{keys}: {secret}")));
        };
        step(&mut s, &mut k, "F8");
        for start in ["", "1", "2", "3", "4", "5", "9 1", "9 2"] {
            k.state.layers.clear();
            k.state.screen = Screen::Today;
            step(&mut s, &mut k, start);
            for row in ["Home", "Down"] {
                for digit in ["", "1", "9"] {
                    for keys in [row, "Enter", digit, "PageDown", "Enter", "Space", "F8"] {
                        step(&mut s, &mut k, keys);
                    }
                    k.state.layers.clear();
                }
            }
        }
        for _ in 0..4 {
            k.state.layers.clear();
            k.state.screen = Screen::Today;
            for keys in ["Tab", "Enter", "1", "Enter", "Esc", "Esc", "End", "Enter", "2"] {
                step(&mut s, &mut k, keys);
            }
        }
        if is_for {
            assert!(!seen.is_empty(), "{}: it is there to be seen", account.name);
        } else {
            assert_eq!(seen, Vec::<String>::new(), "{}", account.name);
            let is_told = account.role != Role::Administrator;
            assert_eq!(said, is_told, "{}: it says why", account.name);
        }
    }
}

#[test]
fn an_empty_file_withholds_nothing() {
    let desk = Desk::in_memory().unwrap();
    let query = Query::Opinions {
        matching: String::new(),
        state: None,
        stretch: Stretch::Newest,
        limit: 9,
    };
    let Answer::Opinions(rows, more, _) =
        read::answer(desk.conn(), desk.vault(), Asker::Person(None, today()), &query).unwrap()
    else {
        panic!()
    };
    assert!(rows.is_empty() && !more);
}

#[test]
fn the_first_picture_of_every_desk_is_for_whoever_sits_down_at_it() {
    let town = seat::Town::new();
    town.second_clerk();
    let accounts: serde_json::Value = serde_json::from_str(&town.ok(&["accounts", "list", "--json"])).unwrap();
    let login = accounts
        .pointer("/0/login")
        .and_then(|l| l.as_str())
        .unwrap()
        .to_owned();
    for (name, role) in [("镇大办", "viewer"), ("管机器", "administrator")] {
        town.ok(&[
            "--account",
            "林晓",
            "accounts",
            "add",
            "--name",
            name,
            "--os",
            &login,
            "--role",
            role,
        ]);
    }
    let filed = [
        format!(
            r#"{{"act":"opinion.file","words":"{MARK}举报","person":"{NAME}","phone":"{PHONE}","confidential":true,"category":"road","channel":"phone","id":"it"}}"#
        ),
        r#"{"act":"opinion.hand_over","opinion":"@it","unit":"村建办","way":"paper"}"#.into(),
        format!(
            r#"{{"act":"opinion.answer","opinion":"@it","unit":"村建办","way":"phone","person":"熊","text":"{MARK}查了","class":"A"}}"#
        ),
    ];
    let done = town.run_with(&["--account", "周敏", "do", "-"], &filed.join("\n"));
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    // Whoever sees no matter at all sees no line of them either, and nobody does before they have said who they are.
    let bytes_until_owed = |seat: &seat::Seat, name: &str, sees_lines: bool| {
        seat.wait(name);
        if sees_lines {
            seat.wait("待反馈");
        }
        seat.settle();
        String::from_utf8_lossy(&seat.sent()).into_owned()
    };
    for (name, is_for_them) in [("周敏", true), ("林晓", true), ("镇大办", false), ("管机器", false)] {
        let seat = town.seat_with(&["--account", name], (120, 36));
        let sent = bytes_until_owed(&seat, name, name != "管机器");
        assert_eq!(!found(&sent).is_empty(), is_for_them, "{name}: {}", seat.screen());
    }
    // Of several accounts none is known before one is chosen; whoever is chosen sees what is theirs.
    for (digit, name, is_for_them) in [("1", "林晓", true), ("3", "镇大办", false)] {
        let mut seat = town.seat_with(&[], (120, 36));
        seat.wait(name);
        let before = bytes_until_owed(&seat, name, false);
        assert_eq!(found(&before), [""; 0], "before {name} is chosen");
        seat.press(digit);
        let sent = bytes_until_owed(&seat, name, true);
        assert_eq!(!found(&sent).is_empty(), is_for_them, "{name}: {}", seat.screen());
    }
}

/// What was promised to whoever told it is theirs who know the matter; to others it is a date, and gives nobody's name away.
#[test]
fn a_promise_to_whoever_told_it_is_carried_out_by_those_who_know_it() {
    let mut town = town();
    let visit = town.b.arrive(None, "留言").visit.unwrap();
    let mut entry = town.b.entry("又是那件", person(NAME, PHONE));
    entry.visit = VisitRef::Known(visit);
    entry.details.confidential = true;
    let number = {
        let of = town.b.file(entry);
        town.b.opinion_file(of).opinion.number
    };
    town.b.act(Command::PromiseNext(PromiseNext {
        visit,
        rev: town.b.visit_rev(visit),
        label: Some(NAME.into()),
        phone: Some(PHONE.into()),
        reason: None,
    }));
    let promised = |town: &Town, who: &Account| {
        let Answer::Snapshot(snap) = town.ask(who, &Query::Snapshot { today: today() }) else {
            panic!()
        };
        snap.promised.into_iter().find(|p| p.visit == visit).unwrap()
    };
    let (other, head) = (account(&town.b, "何旁人"), account(&town.b, "林站长"));
    let hidden = promised(&town, &other);
    assert_eq!(hidden.withheld.as_ref(), Some(&number));
    assert_eq!(found(&format!("{hidden:?}")), [""; 0]);
    let receive = |p: &Promise| {
        Command::ReceivePromised(ReceivePromised {
            promise: p.id,
            rev: p.rev,
            session: None,
            reason: "上次没轮到".into(),
        })
    };
    town.b.account = Some(other.id);
    let refused = town.b.try_act(receive(&hidden));
    let Err(ExecuteError::Refused(Refusal::Withheld { number: said })) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(said, number);
    let known = promised(&town, &head);
    assert_eq!((known.withheld.as_ref(), known.label.as_deref()), (None, Some(NAME)));
    town.b.account = Some(head.id);
    town.b.act(receive(&known));
}
