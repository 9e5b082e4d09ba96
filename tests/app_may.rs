//! Who may do what: said before anything is opened, on every way to it, for every role; and while nothing can be written,
//! for everybody.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use uuid::Uuid;
use zhiban::app::action::{ACTIONS, Act, Scope};
use zhiban::app::available::{enter_word, hints};
use zhiban::app::model::form::Asking;
use zhiban::app::model::{Layer, Matter, Menu, Record, Target, Task};
use zhiban::app::queue::{number, promise_form};
use zhiban::app::session::plan;
use zhiban::app::station::{holidays, profile};
use zhiban::app::update::run;
use zhiban::app::{Effect, Input, Pane, State, asking, duty, opinion, people, start, update};
use zhiban::domain::code::Role;
use zhiban::domain::command::{CallNext, Command, ConfirmDay, CorrectOpinion, Request, SignIn, TakeLeave};
use zhiban::domain::deed::Deed;
use zhiban::domain::drafted;
use zhiban::domain::fields::Change;
use zhiban::domain::id::{AccountId, CommandId, VisitId};
use zhiban::domain::refusal::Subject;
use zhiban::domain::view::{Answer, Asker, Query};
use zhiban::i18n::Lang;
use zhiban::store::{drafts, execute, read};

/// A matter handed over, two in the queue, and somebody of this role at a keyboard of their own.
fn desk_of(role: Role) -> (Station, Keyboard) {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "1");
    s.palette(&mut k, "添单位");
    s.keys(&mut k, "'村建办 F9");
    s.keys(&mut k, "F3 '陈某 F9 F3 '李四 F9 F5 '路灯不亮 F9 1 Esc");
    s.is_clean();
    let mut other = keyboard(3);
    let effects = start(&mut other.state);
    s.serve(&mut other, effects);
    other.state.account = Some(s.add_account(k.state.now, "he", "何看", (role, None)));
    other.state.layers.clear();
    other.state.table = Some(1);
    let effect = other.state.ask_snapshot();
    s.serve(&mut other, vec![effect]);
    (s, other)
}

fn menu(state: &State) -> Option<&Menu> {
    match state.layers.last()? {
        Layer::Menu(menu) => Some(menu),
        Layer::Matter(matter) => match matter.as_ref() {
            Matter::Acts(acts) => Some(&acts.menu),
            _ => None,
        },
        _ => None,
    }
}

type Open = Box<dyn Fn(&mut State) -> Vec<Effect>>;

/// Every form of the desk, by how it is opened, with the write it ends in.
fn forms(s: &Station, k: &Keyboard) -> Vec<(Deed, Open)> {
    let ask = |query: Query| read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query).unwrap();
    let Answer::Deputies(deputies) = ask(Query::Deputies {
        matching: String::new(),
        limit: 9,
    }) else {
        panic!()
    };
    let Answer::Units(units) = ask(Query::Units {
        matching: String::new(),
        kind: None,
        limit: 9,
    }) else {
        panic!()
    };
    // Whoever keeps the accounts sees nobody who came.
    let visit = k.state.visits().next().map_or(VisitId(Uuid::from_u128(8)), |v| v.id);
    let session = k.state.open().unwrap().clone();
    let id = session.id;
    let deputy = deputies[0].clone();
    let unit = units[0].clone();
    let small = |asking: Asking| Box::new(move |s: &mut State| asking::open(s, asking)) as Open;
    let who = deputy.id;
    let mut all: Vec<(Deed, Open)> = vec![
        (Deed::TakeNumber, Box::new(number::open)),
        (Deed::ChangeVisit, Box::new(move |s| number::edit(s, visit))),
        (Deed::PromiseNext, Box::new(move |s| promise_form::open(s, visit))),
        (Deed::PlanSession, Box::new(plan::open)),
        (Deed::ChangePlan, Box::new(move |s| plan::change(s, &session))),
        (Deed::ChangeStation, Box::new(profile::open)),
        (Deed::AddDeputy, Box::new(people::deputy)),
        (Deed::ChangeDeputy, Box::new(move |s| people::edit_deputy(s, &deputy))),
        (Deed::AddUnit, Box::new(people::unit)),
        (Deed::ChangeUnit, Box::new(move |s| people::edit_unit(s, &unit))),
        (
            Deed::FileOpinion,
            Box::new(move |s| opinion::open(s, Target::Visit(visit))),
        ),
        (
            Deed::EnterVisit,
            Box::new(|s| opinion::open_task(s, Task::LateVisit(Vec::new()))),
        ),
        (
            Deed::EnterSession,
            Box::new(|s| opinion::open_task(s, Task::LateSession)),
        ),
        (Deed::TakeLeave, small(Asking::Leave(id, who))),
        (Deed::MoveVisit, small(Asking::Move(visit, 1, 2))),
        (Deed::VoidVisit, small(Asking::VoidVisit(visit, 1))),
        (Deed::CancelSession, small(Asking::Cancel(id, 1))),
        (Deed::PostponeSession, small(Asking::Postpone(id, 1))),
        (
            Deed::SetStandIn,
            small(Asking::StandIn(AccountId(Uuid::from_u128(9)), 1)),
        ),
        (
            Deed::HandOverAll,
            small(Asking::HandOver(AccountId(Uuid::from_u128(9)), 1)),
        ),
        (Deed::AdoptHolidays, Box::new(holidays::open)),
    ];
    for act in zhiban::app::model::MatterAct::ALL {
        let seen = zhiban::app::model::Seen {
            id: zhiban::domain::id::OpinionId(Uuid::from_u128(7)),
            rev: 1,
            number: "03-2026-0001".into(),
        };
        all.push((
            act.deed(),
            Box::new(move |s| opinion::open_task(s, Task::On(act, seen.clone()))),
        ));
    }
    all
}

#[test]
fn i11_no_form_opens_for_a_role_that_may_not_file_it() {
    for role in Role::ALL.iter().copied() {
        let (s, k) = desk_of(role);
        for (deed, open) in forms(&s, &k) {
            let mut state = k.state.clone();
            open(&mut state);
            let opened = state.layers.iter().any(Layer::is_form);
            assert_eq!(opened, deed.may(Some(role)), "{role:?} {deed:?}");
            // What its draft would write is known from the draft alone where that is nobody's but theirs who may.
            if let Some(form) = state.layers.last().and_then(Layer::form) {
                let is_of_station = [Subject::Station, Subject::Account].contains(&deed.row().noun);
                let drafted = drafted::of_station(form.host.form.id(), &form.target());
                assert_eq!(drafted, Some(deed).filter(|_| is_of_station), "{deed:?}");
            }
            let said = state.toast.map(|t| t.text).unwrap_or_default();
            // Of somebody who came whoever keeps the accounts sees nothing to begin with.
            let is_hidden = role == Role::Administrator && said.is_empty();
            assert!(
                opened || is_hidden || said.contains("不能办这件事"),
                "{role:?} {deed:?} {said}"
            );
        }
    }
}

#[test]
fn a_record_that_is_withheld_offers_no_key_that_is_refused() {
    let (mut s, mut k) = desk_of(Role::Clerk);
    let id = k.state.snap.follow_up.iter().find_map(|line| line.opinion).unwrap().0;
    let effects = Record::open(&mut k.state, id);
    s.serve(&mut k, effects);
    let offered = |k: &Keyboard| {
        let acts = hints(&k.state);
        let all = [Act::ListOpen, Act::OpinionTell].map(|act| acts.contains(&act));
        (all, enter_word(&k.state).is_some())
    };
    assert_eq!(offered(&k), ([true, true], true));
    let Some(Layer::Record(record)) = k.state.layers.last_mut() else {
        panic!()
    };
    record.file.as_mut().unwrap().withheld = true;
    assert_eq!(offered(&k), ([false, false], false));
    s.keys(&mut k, "Space");
    assert!(said(&k).contains("保密"), "{}", said(&k));
}

#[test]
fn i11_a_viewer_finds_every_menu_greyed_with_the_reason_and_no_key_leads_into_a_form() {
    let (mut s, mut k) = desk_of(Role::Viewer);
    let mut greyed = 0;
    for start in ["", "2", "3", "4", "5"] {
        for pane in Pane::ALL {
            for row in ["", "Down", "Down Down"] {
                k.state.layers.clear();
                k.state.screen = zhiban::app::model::Screen::Today;
                s.keys(&mut k, start);
                k.state.focus = pane;
                s.keys(&mut k, &format!("{row} Enter"));
                assert!(!k.state.layers.iter().any(Layer::is_form), "{start} {pane:?}");
                if k.state.layers.is_empty() {
                    continue;
                }
                // Of a record and a page, what they lead to.
                s.keys(&mut k, "Enter");
                assert!(!k.state.layers.iter().any(Layer::is_form), "{start} {pane:?}");
                let Some(menu) = menu(&k.state) else { continue };
                let why = menu.items.iter().filter_map(|item| item.why_not.as_deref());
                greyed += why.filter(|why| why.contains("不能办这件事")).count();
                for digit in 1..=menu.items.len().min(9) {
                    let mut tried = Keyboard { state: k.state.clone() };
                    let before = s.refused.len();
                    s.keys(&mut tried, &digit.to_string());
                    assert!(
                        !tried.state.layers.iter().any(Layer::is_form),
                        "{start} {pane:?} {digit}"
                    );
                    assert_eq!(
                        s.refused.len(),
                        before,
                        "{start} {pane:?} {digit}: only the file said no"
                    );
                }
            }
        }
    }
    assert!(greyed > 10, "{greyed}");
    for act in ACTIONS.iter().filter(|a| a.scope == Scope::Desk).map(|a| a.act) {
        let mut state = k.state.clone();
        state.layers.clear();
        run(&mut state, act);
        assert!(!state.layers.iter().any(Layer::is_form), "{act:?}");
    }
    // Choosing a deputy ends in a write too, and an empty pane leads there.
    k.state.layers.clear();
    k.state.snap.attendance.clear();
    duty::menu(&mut k.state);
    assert!(k.state.layers.is_empty());
    assert!(said(&k).contains("不能办这件事"), "{}", said(&k));
}

#[test]
fn i11_a_draft_of_the_days_before_is_not_opened_for_whoever_may_not_file_it_any_more() {
    let (mut s, mut k) = desk_of(Role::Clerk);
    s.keys(&mut k, "F5 '水渠塌了 Esc");
    let draft = k.state.snap.follow_up.iter().find_map(|f| f.draft).unwrap();
    if let Some(account) = &mut k.state.account {
        account.role = Role::Viewer;
    }
    let effects = opinion::open(&mut k.state, Target::Draft(draft));
    s.serve(&mut k, effects);
    assert!(!k.state.layers.iter().any(Layer::is_form));
    assert!(said(&k).contains("不能办这件事"), "{}", said(&k));
}

/// Somebody of each role, as a deputy who received the matter or another one, and whether they see its whole number.
const WHO_RINGS: [(&str, Role, Option<bool>, bool); 7] = [
    ("何一", Role::Head, None, true),
    ("何七", Role::DeputyHead, None, true),
    ("何二", Role::Clerk, None, true),
    ("何三", Role::Deputy, Some(true), true),
    ("何四", Role::Deputy, Some(false), false),
    ("何五", Role::Viewer, None, false),
    ("何六", Role::Administrator, None, false),
];

#[test]
fn a_whole_number_is_read_by_the_staff_and_by_the_deputy_who_received_it_and_by_nobody_else() {
    let until = real::day().and_hms_opt(1, 42, 0).unwrap().and_utc();
    let plan = zhiban::demo::Plan {
        opinions: 40,
        seed: 7,
        until: zhiban::domain::moment::Moment(until.timestamp_millis()),
        os_name: "lin".into(),
        rules: zhiban::config::default_rules().unwrap(),
    };
    let empty = zhiban::store::Desk::in_memory().unwrap();
    let (desk, _) = zhiban::demo::fill(empty, &plan, &mut |_| {}).unwrap();
    let mut s = Station::new();
    s.desk = desk;
    let all = Query::Files {
        matching: String::new(),
        stretch: zhiban::domain::view::Stretch::Newest,
        limit: 200,
    };
    let asked = |s: &Station, asker, query: &Query| read::answer(s.desk.conn(), s.desk.vault(), asker, query).unwrap();
    let Answer::Files(files, _) = asked(&s, Asker::Program, &all) else {
        panic!()
    };
    let phone = |file: &zhiban::domain::view::OpinionFile| file.citizen.as_ref()?.details.phone.clone();
    let is_mobile = |phone: &String| phone.len() == 11 && phone.starts_with('1');
    let file = files
        .iter()
        .find(|f| phone(f).is_some_and(|p| is_mobile(&p)) && !f.opinion.details.deputies.is_empty())
        .unwrap();
    let (id, number) = (file.opinion.id, phone(file).unwrap());
    let received = file.opinion.details.deputies.clone();
    let Answer::Deputies(deputies) = asked(
        &s,
        Asker::Program,
        &Query::Deputies {
            matching: String::new(),
            limit: 200,
        },
    ) else {
        panic!()
    };
    let other = deputies.iter().map(|d| d.id).find(|d| !received.contains(d)).unwrap();
    let query = Query::Accounts { os_name: None };
    let accounts = |s: &Station| {
        let Answer::Accounts(all) = asked(s, Asker::Program, &query) else {
            panic!()
        };
        all
    };
    let mut k = keyboard(3);
    k.state.now = plan.until;
    for (name, role, is_receiver, _) in WHO_RINGS {
        let deputy = is_receiver.map(|is| if is { received[0] } else { other });
        s.add_account(k.state.now, "he", name, (role, deputy));
    }
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    let ends = number.get(7..).unwrap();
    for (name, role, _, rings) in WHO_RINGS {
        let account = accounts(&s).into_iter().find(|a| a.name == name).unwrap();
        let asker = Asker::Person(Some(account.id), k.state.today());
        if role == Role::Administrator {
            // Not even that there is one.
            assert!(matches!(asked(&s, asker, &Query::File(id)), Answer::File(None)));
            assert!(matches!(asked(&s, asker, &all), Answer::Files(files, false) if files.is_empty()));
            continue;
        }
        // What the file gives out.
        let Answer::File(Some(read)) = asked(&s, asker, &Query::File(id)) else {
            panic!()
        };
        let read = phone(&read).unwrap();
        assert_eq!(read == number, rings, "{name} {role:?}: {read}");
        assert!(rings || read.ends_with(ends) && read.contains("****"), "{name}: {read}");
        let Answer::Files(read, _) = asked(&s, asker, &all) else {
            panic!()
        };
        for file in &read {
            let deputies = &file.opinion.details.deputies;
            let is_theirs = account.deputy.is_some_and(|own| deputies.contains(&own));
            let whole = phone(file).is_some_and(|p| !p.contains('*'));
            let is_kept = matches!(role, Role::Head | Role::DeputyHead | Role::Clerk) || is_theirs;
            assert!(is_kept || !whole, "{name} {role:?} {}", file.opinion.number);
        }
        let visit = Query::VisitFile(file.opinion.visit);
        let Answer::VisitFile(_, people, ..) = asked(&s, asker, &visit) else {
            panic!()
        };
        let is_whole = people.iter().any(|c| c.details.phone.as_ref() == Some(&number));
        assert_eq!(
            is_whole,
            matches!(role, Role::Head | Role::DeputyHead | Role::Clerk),
            "{name}"
        );
        // What the keys bring on the screen.
        k.state.layers.clear();
        k.state.account = Some(account);
        let effects = zhiban::app::model::Record::open(&mut k.state, id);
        s.serve(&mut k, effects);
        s.keys(&mut k, "Space");
        // Why is asked, and what is asked has no number.
        if rings {
            s.keys(&mut k, "1");
        }
        let screen = |k: &Keyboard| {
            let theme = zhiban::ui::theme::Theme::shipped("plain", false);
            let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 80, 24));
            zhiban::ui::draw(&k.state, &theme, &mut buf);
            zhiban::ui::put::lines_of(&buf).concat()
        };
        assert_eq!(screen(&k).contains(&number), rings, "{name}: {}", screen(&k));
        let why = |text: &str| text.contains("站长、工作人员") && text.contains("完整");
        assert!(rings || why(&said(&k)), "{name}: {}", said(&k));
        s.keys(&mut k, "Enter");
        let reveal = menu(&k.state)
            .unwrap()
            .items
            .iter()
            .find(|i| i.label.contains("电话"))
            .unwrap();
        assert_eq!(
            reveal.why_not.as_deref().is_some_and(why),
            !rings,
            "{name} {:?}",
            reveal.why_not
        );
        // Before a call.
        let about = opinion::menus::about(&k.state, file, None, true).concat();
        assert!(!about.contains(&number) || rings, "{name}: {about}");
    }
}

#[test]
fn numbers_in_what_was_remarked_are_covered_at_the_gate_for_whoever_may_not_ring() {
    const NUMBERS: [&str; 4] = ["13712344499", "137-1234-4498", "137.1234.4497", "13712344496"];
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '陈某13712344499 Tab Tab '路灯，回137-1234-4498 F9");
    s.keys(&mut k, "F5 '路灯不亮，打13712344496 F9 1 Esc");
    s.is_clean();
    let file = |s: &Station, asker| {
        let query = Query::Files {
            matching: String::new(),
            stretch: zhiban::domain::view::Stretch::Newest,
            limit: 9,
        };
        match read::answer(s.desk.conn(), s.desk.vault(), asker, &query) {
            Ok(Answer::Files(mut files, _)) => files.remove(0),
            _ => panic!(),
        }
    };
    let matter = file(&s, Asker::Program).opinion;
    let head = k.state.account.as_ref().map(|a| a.id);
    let mut n = 94_000;
    let mut run = |s: &mut Station, command| {
        n += 1;
        let request = Request {
            id: CommandId(Uuid::from_u128(n)),
            account: head,
            table: None,
            late: None,
            draft: None,
            command,
        };
        execute(&mut s.desk, &request, k.state.now, false, &mut s.supply).unwrap();
    };
    let role_of = |name: &str| WHO_RINGS.iter().find(|who| who.0 == name).unwrap().1;
    for (name, role, ..) in WHO_RINGS {
        s.add_account(k.state.now, "he", name, (role, None));
    }
    run(
        &mut s,
        Command::CorrectOpinion(CorrectOpinion {
            opinion: matter.id,
            rev: matter.rev,
            changes: vec![Change::Place(Some("门口，问137.1234.4497".into()))],
            reason: "他说打13712344496".into(),
        }),
    );
    let query = Query::Accounts { os_name: None };
    let Ok(Answer::Accounts(all)) = read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query) else {
        panic!()
    };
    let told = |asker| {
        let today = k.state.today();
        let queries = [Query::Snapshot { today }, Query::Visits { day: today }];
        let answers = queries.map(|q| format!("{:?}", read::answer(s.desk.conn(), s.desk.vault(), asker, &q).unwrap()));
        (answers.concat(), format!("{:?}", file(&s, asker)))
    };
    for account in all.iter().filter(|a| WHO_RINGS.iter().any(|who| who.0 == a.name)) {
        let role = role_of(&account.name);
        if role == Role::Administrator {
            continue;
        }
        let (desk, record) = told(Asker::Person(Some(account.id), k.state.today()));
        let staff = matches!(role, Role::Head | Role::DeputyHead | Role::Clerk);
        // None of them has received this one.
        assert_eq!(desk.contains(NUMBERS[0]), staff, "{role:?} {desk}");
        assert_eq!(desk.contains(NUMBERS[1]), staff, "{role:?} {desk}");
        assert_eq!(record.contains(NUMBERS[2]), staff, "{role:?} {record}");
        assert_eq!(record.contains(NUMBERS[3]), staff, "{role:?} {record}");
        assert!(
            staff || record.contains("137****4496") && record.contains("137****4497"),
            "{record}"
        );
    }
}

/// Asks what each account sees, by name.
fn seen_by(s: &Station, query: &Query) -> Vec<(String, Role, String)> {
    let accounts = Query::Accounts { os_name: None };
    let Ok(Answer::Accounts(all)) = read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &accounts) else {
        panic!()
    };
    let asked = |account: zhiban::domain::record::Account| {
        let asker = Asker::Person(Some(account.id), zhiban::domain::moment::Moment(0).day());
        let answer = read::answer(s.desk.conn(), s.desk.vault(), asker, query).unwrap();
        (account.name, account.role, format!("{answer:?}"))
    };
    all.into_iter().map(asked).collect()
}

/// Lets the head write.
fn head_writes(s: &mut Station, k: &Keyboard, n: u128, command: Command) {
    let request = Request {
        id: CommandId(Uuid::from_u128(n)),
        account: k.state.account.as_ref().map(|a| a.id),
        table: None,
        late: None,
        draft: None,
        command,
    };
    execute(&mut s.desk, &request, k.state.now, false, &mut s.supply).unwrap();
}

#[test]
fn a_deputy_sees_the_numbers_in_what_is_said_of_whoever_sits_at_their_own_table() {
    const NUMBERS: [&str; 2] = ["13712344401", "13712344409"];
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "1 F3 '刘大爷13712344401 Tab Tab '路坏13712344409 F9");
    let table = 1;
    let [own, other] = [0, 1].map(|n: usize| k.state.snap.attendance[n].deputy);
    let session = k.state.snap.session.as_ref().unwrap().id;
    for (n, (deputy, table)) in (95_000..).zip([(own, table), (other, 3 - table)]) {
        let (table, late) = (Some(table), false);
        head_writes(
            &mut s,
            &k,
            n,
            Command::SignIn(SignIn {
                session,
                deputy,
                table,
                late,
            }),
        );
    }
    for (name, deputy) in [("何一", own), ("何二", other)] {
        s.add_account(k.state.now, "he", name, (Role::Deputy, Some(deputy)));
    }
    let snapshot = Query::Snapshot { today: k.state.today() };
    let sees = |s: &Station, wanted: &[&str]| {
        for (name, role, seen) in seen_by(s, &snapshot) {
            let whole = role != Role::Deputy || wanted.contains(&name.as_str());
            for number in NUMBERS {
                assert_eq!(seen.contains(number), whole, "{name} {wanted:?} {seen}");
            }
        }
    };
    sees(&s, &[]);
    let session = Some(session);
    head_writes(&mut s, &k, 96_100, Command::CallNext(CallNext { session, table }));
    sees(&s, &["何一"]);
}

/// Wherever a roster stands in an answer: also beside a visit.
#[test]
fn numbers_in_why_a_deputy_is_away_are_covered_wherever_the_roster_stands() {
    const NUMBER: &str = "13712344407";
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "1 F3 '陈某 F9");
    let session = k.state.snap.session.as_ref().unwrap().id;
    let deputy = k.state.snap.attendance[0].deputy;
    let visit = k.state.snap.queue[0].id;
    let reason = format!("孩子病了，找他打{NUMBER}");
    let leave = TakeLeave {
        session,
        deputy,
        reason,
    };
    head_writes(&mut s, &k, 97_000, Command::TakeLeave(leave));
    for role in [Role::Viewer, Role::Deputy] {
        s.add_account(k.state.now, "he", role.code(), (role, None));
    }
    for query in [
        Query::Snapshot { today: k.state.today() },
        Query::Attendance(session),
        Query::Sessions { state: None, limit: 9 },
        Query::VisitFile(visit),
    ] {
        for (name, role, seen) in seen_by(&s, &query) {
            let staff = matches!(role, Role::Head | Role::DeputyHead | Role::Clerk);
            assert_eq!(seen.contains(NUMBER), staff, "{name} {query:?}: {seen}");
        }
    }
}

#[test]
fn numbers_in_what_lists_say_of_deputies_and_units_are_covered_as_their_own_are() {
    const NUMBERS: [&str; 3] = ["13712344411", "13712344412", "13712344413"];
    let (mut s, k) = open_station();
    let roles = [
        ("何一", Role::Clerk),
        ("何二", Role::Deputy),
        ("何三", Role::Viewer),
        ("何四", Role::Administrator),
    ];
    for (name, role) in roles {
        s.add_account(k.state.now, "he", name, (role, None));
    }
    let deputy = zhiban::domain::record::DeputyProfile {
        name: "周平".into(),
        post: Some("书记13712344411".into()),
        phone: Some("13712344412".into()),
        ..Default::default()
    };
    let unit = zhiban::domain::record::UnitProfile {
        name: "供电所".into(),
        contact: Some("李主任13712344411".into()),
        scope: Some("停电打13712344413".into()),
        ..Default::default()
    };
    for said in [deputy.said(), unit.said()] {
        let told = said.iter().map(|(_, class, value)| {
            let text = value.as_str().unwrap_or_default();
            zhiban::domain::mask::without_numbers(*class, text)
        });
        let told = told.collect::<Vec<_>>().concat();
        assert!(!NUMBERS.iter().any(|number| told.contains(number)), "{told}");
    }
    head_writes(&mut s, &k, 97_100, Command::AddDeputy(deputy));
    head_writes(&mut s, &k, 97_101, Command::AddUnit(unit));
    let all = |matching: &str| {
        let matching = matching.to_owned();
        [
            Query::Deputies {
                matching: matching.clone(),
                limit: 99,
            },
            Query::Units {
                matching,
                kind: None,
                limit: 99,
            },
        ]
    };
    for query in all("") {
        for (name, role, seen) in seen_by(&s, &query) {
            let covered = matches!(role, Role::Deputy | Role::Viewer);
            let whole = NUMBERS.iter().any(|number| seen.contains(number));
            assert_eq!(whole, !covered, "{name} {role:?} {seen}");
        }
    }
    // What is not shown is not found.
    for query in all("13712344413") {
        for (name, role, seen) in seen_by(&s, &query) {
            let found = matches!(query, Query::Units { .. }) && !matches!(role, Role::Deputy | Role::Viewer);
            assert_eq!(seen.contains("供电所"), found, "{name} {role:?} {seen}");
        }
    }
}

#[test]
fn i4_while_nothing_can_be_written_the_title_says_so_and_nothing_opens_until_it_can() {
    let (mut s, mut k) = desk_of(Role::Head);
    update(&mut k.state, Input::CannotWrite(Some("只能看：没有写入权限".into())));
    let title = |k: &Keyboard| {
        let theme = zhiban::ui::theme::Theme::shipped("plain", false);
        let area = ratatui::layout::Rect::new(0, 0, 80, 24);
        let mut buf = ratatui::buffer::Buffer::empty(area);
        zhiban::ui::draw(&k.state, &theme, &mut buf);
        zhiban::ui::put::lines_of(&buf)[0].clone()
    };
    assert!(title(&k).contains("只能看"), "{}", title(&k));
    for (_, open) in forms(&s, &k) {
        let mut state = k.state.clone();
        open(&mut state);
        assert!(!state.layers.iter().any(Layer::is_form));
        assert!(state.toast.unwrap().text.contains("只能看"));
    }
    for act in [Act::QueueNumber, Act::OpinionNew, Act::QueueCall] {
        run(&mut k.state, act);
        assert!(
            k.state.layers.is_empty() && said(&k).contains("只能看"),
            "{act:?} {}",
            said(&k)
        );
    }
    // Looking goes on.
    s.keys(&mut k, "2 Enter");
    assert!(matches!(k.state.layers.last(), Some(Layer::Record(_))));
    s.keys(&mut k, "Esc 1");
    update(&mut k.state, Input::CannotWrite(None));
    assert!(!title(&k).contains("只能看"));
    s.keys(&mut k, "F5");
    assert!(k.state.layers.iter().any(Layer::is_form));
}

#[test]
fn i14_the_question_about_the_clock_shows_the_year() {
    let day = |y| zhiban::domain::moment::Day::from_ymd_opt(y, 11, 23);
    for (lang, was, now) in [
        (Lang::Zh, "2026年11月23日", "2062年11月23日"),
        (Lang::En, "23 Nov 2026", "23 Nov 2062"),
    ] {
        let why = zhiban::domain::refusal::Refusal::DayUnconfirmed {
            was: day(2026),
            now: day(2062).unwrap(),
        };
        let said = zhiban::i18n::refusal::sentence(lang, &why, None);
        assert!(said.contains(was) && said.contains(now), "{said}");
    }
}

impl Station {
    fn labels(&self) -> Vec<String> {
        let all = drafts::list(self.desk.conn(), self.desk.vault(), None).unwrap();
        all.into_iter().map(|d| d.label).collect()
    }

    /// On the line of the draft in the pane of what is owed.
    fn on_draft(&mut self, k: &mut Keyboard) {
        k.state.layers.clear();
        k.state.screen = zhiban::app::model::Screen::Today;
        let effect = k.state.ask_snapshot();
        self.serve(k, vec![effect]);
        k.state.focus = Pane::Follow;
        k.state.follow.put(0, &[], false);
        let at = k.state.snap.follow_up.iter().position(|f| f.draft.is_some()).unwrap();
        self.keys(k, &format!("Home {}", "Down ".repeat(at)));
    }

    fn days_later(&mut self, k: &mut Keyboard, days: i64) {
        wait(k, days * 24 * 60);
        let now = k.state.now;
        let request = Request {
            id: CommandId(Uuid::from_u128(77_000 + u128::from(days.unsigned_abs()))),
            account: k.state.account.as_ref().map(|a| a.id),
            table: None,
            late: None,
            draft: None,
            command: Command::ConfirmDay(ConfirmDay { day: now.day() }),
        };
        execute(&mut self.desk, &request, now, false, &mut self.supply).unwrap();
    }
}

/// The clerk who sat here first, with a draft of theirs, and a second person of this role.
fn with_draft(role: Role) -> (Station, Keyboard, Keyboard) {
    let (mut s, mut k) = desk_of(role);
    let mut own = keyboard(5);
    let effects = start(&mut own.state);
    s.serve(&mut own, effects);
    let query = Query::Accounts { os_name: None };
    let Ok(Answer::Accounts(all)) = read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query) else {
        panic!()
    };
    own.state.account = all.into_iter().find(|a| a.name == "lin");
    own.state.layers.clear();
    s.keys(&mut own, "F5 '水渠塌了三处 Esc");
    assert_eq!(s.labels(), ["水渠塌了三处"]);
    s.on_draft(&mut k);
    (s, own, k)
}

#[test]
fn a3_a_draft_that_is_deleted_can_be_had_back_for_seven_days_and_then_is_wiped() {
    let (mut s, mut own, _) = with_draft(Role::Clerk);
    s.on_draft(&mut own);
    s.keys(&mut own, "Enter 2");
    assert!(said(&own).contains("7天里找得回来"), "{}", said(&own));
    assert_eq!(s.labels(), Vec::<String>::new());
    assert!(!own.state.snap.follow_up.iter().any(|f| f.draft.is_some()));
    s.days_later(&mut own, 6);
    run_and_serve(&mut s, &mut own, Act::DraftBack);
    let shown = menu(&own.state).unwrap().items[0].clone();
    assert!(shown.label == "水渠塌了三处" && shown.note.contains("lin"), "{shown:?}");
    s.keys(&mut own, "1");
    assert!(said(&own).contains("找回来了"), "{}", said(&own));
    assert_eq!(s.labels(), ["水渠塌了三处"]);
    s.on_draft(&mut own);
    s.keys(&mut own, "Enter 1");
    let form = own.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.form.text("words"), "水渠塌了三处");
    s.keys(&mut own, "Esc");
    s.on_draft(&mut own);
    s.keys(&mut own, "Enter 2");
    s.days_later(&mut own, 8);
    run_and_serve(&mut s, &mut own, Act::DraftBack);
    let empty = menu(&own.state).unwrap();
    assert!(
        empty.items.is_empty() && empty.text[0].contains("没有刚删的草稿"),
        "nothing to choose is no choice"
    );
    let keys: i64 = s
        .desk
        .conn()
        .query_row("SELECT count(*) FROM key WHERE kind = 'draft'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(keys, 0, "the key went with the words");
    let by: String = s
        .desk
        .conn()
        .query_row("SELECT ended_by FROM draft_end WHERE how = 'dropped'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(
        by,
        own.state.account.as_ref().unwrap().id.to_string(),
        "who it was stays"
    );
}

#[test]
fn the_words_of_a_confidential_draft_are_its_authors_and_the_heads() {
    let hidden = [Role::Clerk, Role::Deputy, Role::Viewer];
    for role in [Role::Head, Role::DeputyHead].into_iter().chain(hidden) {
        let (mut s, mut own, mut k) = with_draft(role);
        let read = |k: &Keyboard| {
            let line = k.state.snap.follow_up.iter().find(|f| f.draft.is_some()).unwrap();
            assert_eq!(line.author.as_ref().unwrap().name, "lin", "whose it is stays");
            k.state.brief(line).contains("水渠")
        };
        assert_eq!(
            read(&k),
            matches!(role, Role::Head | Role::DeputyHead | Role::Clerk),
            "{role:?}"
        );
        s.on_draft(&mut own);
        s.keys(&mut own, "Enter 1");
        let form = own.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        form.host
            .form
            .set_value("confidential", &zhiban::form::Value::Flag(true));
        s.keys(&mut own, "'了 Esc");
        s.on_draft(&mut k);
        s.on_draft(&mut own);
        let leads = [Role::Head, Role::DeputyHead].contains(&role);
        assert_eq!((read(&own), read(&k)), (true, leads), "{role:?}");
    }
}

fn run_and_serve(s: &mut Station, k: &mut Keyboard, act: Act) {
    k.state.layers.clear();
    let effects = run(&mut k.state, act);
    s.serve(k, effects);
}

#[test]
fn a3_nobody_but_its_author_and_the_head_deletes_a_draft_or_has_it_back() {
    for role in [Role::Clerk, Role::Deputy, Role::Viewer] {
        let (mut s, mut own, mut k) = with_draft(role);
        s.keys(&mut k, "Enter");
        let at_once = said(&k);
        s.keys(&mut k, "2");
        assert_eq!(s.labels(), ["水渠塌了三处"], "{role:?}");
        let all = [at_once, said(&k)].concat();
        assert!(all.contains("由本人接着写"), "{role:?} {all}");
        // Not past the menus either.
        let id = own.state.snap.follow_up.iter().find_map(|f| f.draft).unwrap();
        s.serve(
            &mut k,
            vec![Effect::DeleteDraft {
                id,
                reason: Some("乱删".into()),
            }],
        );
        assert_eq!(s.labels(), ["水渠塌了三处"], "{role:?}");
        s.on_draft(&mut own);
        s.keys(&mut own, "Enter 2");
        run_and_serve(&mut s, &mut k, Act::DraftBack);
        assert!(menu(&k.state).unwrap().text[0].contains("没有"), "{role:?}");
        s.serve(&mut k, vec![Effect::RestoreDraft(id)]);
        assert_eq!(s.labels(), Vec::<String>::new(), "{role:?}");
    }
}

/// No keyboard but this one gives a sign of life any more, for as long as it takes.
fn falls_silent(s: &mut Station, k: &mut Keyboard) {
    let gone = "UPDATE presence SET session = session || '0'";
    s.desk.write(|tx, _, _| Ok(tx.execute(gone, []).is_ok())).unwrap();
    k.state.now = zhiban::domain::moment::Moment(k.state.now.0 + 80_000);
    s.on_draft(k);
}

#[test]
fn a3_the_head_deletes_a_colleagues_draft_with_a_reason_that_the_author_reads() {
    let (mut s, mut own, mut k) = with_draft(Role::Head);
    falls_silent(&mut s, &mut k);
    s.keys(&mut k, "Enter 2");
    let form = k
        .state
        .layers
        .last()
        .and_then(Layer::form)
        .expect("the reason is asked");
    assert_eq!(form.host.form.text("text"), "");
    s.keys(&mut k, "F9");
    assert_eq!(s.labels(), ["水渠塌了三处"], "without a reason nothing goes");
    s.keys(&mut k, "'重复记了 F9");
    assert_eq!(s.labels(), Vec::<String>::new(), "{}", said(&k));
    run_and_serve(&mut s, &mut own, Act::DraftBack);
    let note = menu(&own.state).unwrap().items[0].note.clone();
    assert!(note.contains("何看") && note.contains("重复记了"), "{note}");
    s.keys(&mut own, "1");
    assert_eq!(s.labels(), ["水渠塌了三处"]);
}

#[test]
fn a3_a_form_still_open_on_a_deleted_draft_says_so_and_loses_no_word() {
    let (mut s, mut own, mut k) = with_draft(Role::Head);
    s.on_draft(&mut own);
    s.keys(&mut own, "Enter 1 '，水进了院子");
    falls_silent(&mut s, &mut k);
    s.keys(&mut k, "Enter 2 '重复记了 F9");
    s.keys(&mut own, "1");
    let effects = update(&mut own.state, Input::ChangedElsewhere);
    s.serve(&mut own, effects);
    let form = own.state.layers.last().and_then(Layer::form).unwrap();
    assert!(form.host.loss.is_some(), "it is one to read only");
    assert!(form.host.form.text("words").contains("水进了院子"));
}

#[test]
fn h6_two_accounts_of_one_name_have_each_their_own_drafts() {
    let (mut s, own, mut k) = with_draft(Role::Clerk);
    k.state.account = Some(s.add_account(k.state.now, "other", "lin", (Role::Clerk, None)));
    s.on_draft(&mut k);
    s.keys(&mut k, "Enter 2");
    assert_eq!(s.labels(), ["水渠塌了三处"], "a namesake's");
    assert!(said(&k).contains("由本人接着写"), "{}", said(&k));
    let own_only = |account| drafts::list(s.desk.conn(), s.desk.vault(), account).unwrap().len();
    assert_eq!(
        (
            own_only(k.state.account.as_ref().map(|a| a.id)),
            own_only(own.state.account.as_ref().map(|a| a.id))
        ),
        (0, 1)
    );
}
