//! 谁看过: whoever is shown a whole number leaves a trace, with a reason where none stands in what they do; the head is told of
//! more than the rules say.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use uuid::Uuid;
use zhiban::app::model::{Layer, Screen};
use zhiban::app::opinion::facts;
use zhiban::app::{Input, Pane, State, follow, start, update};
use zhiban::domain::code::{Role, Shown};
use zhiban::domain::command::{AddAccount, Command, PromiseNext, Request};
use zhiban::domain::id::{CommandId, OpinionId};
use zhiban::domain::moment::Moment;
use zhiban::domain::record::Account;
use zhiban::domain::trace::{On, Trace, Traced};
use zhiban::domain::view::{Answer, Asker, Owing, Query};
use zhiban::store::{execute, read, traces};

const PHONE: &str = "13700004410";

impl Station {
    fn looks(&self, asker: Asker, matching: &str) -> Vec<Traced> {
        let query = Query::Traces {
            matching: matching.to_owned(),
            today: day(),
            limit: 500,
        };
        match read::answer(self.desk.conn(), self.desk.vault(), asker, &query).unwrap() {
            Answer::Traces(all) => all,
            other => panic!("{other:?}"),
        }
    }

    fn all_looks(&self) -> Vec<Traced> {
        self.looks(Asker::Program, "")
    }

    fn account(&mut self, k: &Keyboard, name: &str, role: Role) -> Account {
        let request = Request {
            id: CommandId(Uuid::from_u128(93_000)),
            account: k.state.account.as_ref().map(|a| a.id),
            table: None,
            late: None,
            draft: None,
            command: Command::AddAccount(AddAccount {
                os_name: "he".into(),
                name: name.into(),
                role,
                deputy: None,
            }),
        };
        execute(&mut self.desk, &request, k.state.now, false, &mut self.supply).unwrap();
        let query = Query::Accounts { os_name: None };
        let all = read::answer(self.desk.conn(), self.desk.vault(), Asker::Program, &query);
        let Ok(Answer::Accounts(all)) = all else { panic!() };
        all.into_iter().find(|a| a.name == name).unwrap()
    }
}

/// A matter that is answered and owed to somebody with a number.
fn answered() -> (Station, Keyboard) {
    let (mut s, mut k) = open_station();
    s.palette(&mut k, "添单位");
    s.keys(&mut k, "'村建办 F9");
    k.state.table = Some(1);
    s.keys(&mut k, "F4 Esc");
    k.state.layers.clear();
    s.keys(
        &mut k,
        &format!("F5 '村口弯道看不见对面来车 Tab 1 PageDown '王秀英 Tab '{PHONE} PageDown 2 'cjb 1 F9 Esc"),
    );
    k.state.focus = Pane::Follow;
    s.keys(&mut k, "Home Enter 2 '已装凸面镜 Tab 1 F9");
    s.is_clean();
    (s, k)
}

fn opened(s: &mut Station, k: &mut Keyboard) {
    s.keys(k, "2 Home Enter");
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Record(_))),
        "{:?}",
        k.state.layers
    );
}

/// What stands on the record on top.
fn page(state: &State) -> String {
    let Some(Layer::Record(r)) = state.layers.last() else {
        panic!("{:?}", state.layers)
    };
    let lines = facts::lines(state, r.file.as_ref().unwrap(), r.revealed);
    let lines = lines.iter().map(|l| format!("{} {}", l.label, l.text));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_number_on_the_record_is_shown_for_a_reason_that_stands_there_afterwards() {
    let (mut s, mut k) = answered();
    opened(&mut s, &mut k);
    let before = s.all_looks().len();
    s.keys(&mut k, "Space");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    let rules = k.state.snap.rules.clone().unwrap();
    let labels: Vec<&str> = rules.offered_reveals().map(|r| r.label.zh.as_str()).collect();
    assert_eq!(menu.items.iter().map(|i| i.label.as_str()).collect::<Vec<_>>(), labels);
    // Whoever thinks better of it has seen nothing.
    s.keys(&mut k, "Esc");
    assert!(
        !page(&k.state).contains("4410 ") && !page(&k.state).contains(PHONE),
        "{}",
        page(&k.state)
    );
    assert_eq!(s.all_looks().len(), before);
    s.keys(&mut k, "Space 2");
    assert!(page(&k.state).replace(' ', "").contains(PHONE), "{}", page(&k.state));
    let looks = s.all_looks();
    let own = k.state.account.clone().unwrap();
    let said = (looks[0].by.as_str(), looks[0].account, looks[0].table, looks[0].shown);
    assert_eq!(said, (own.name.as_str(), Some(own.id), Some(1), Shown::Asked));
    let (code, label) = looks[0].reason.clone().unwrap();
    assert_eq!((code.as_str(), label.zh.as_str()), ("ask_more", labels[1]));
    assert!(looks[0].number.ends_with("-0001"), "{}", looks[0].number);
    // It stands below what happened, once the record is read anew.
    s.keys(&mut k, "Esc Enter");
    assert!(
        page(&k.state).contains(&format!("{}  {}", own.name, labels[1])),
        "{}",
        page(&k.state)
    );
    // Covering asks nothing; each look is one.
    s.keys(&mut k, "Space 1 Space");
    assert!(matches!(k.state.layers.last(), Some(Layer::Record(r)) if !r.revealed));
    assert_eq!(s.all_looks().len(), before + 2);
    s.is_clean();
}

#[test]
fn telling_and_putting_right_are_reasons_and_ask_nothing() {
    let (mut s, mut k) = answered();
    assert!(s.all_looks().is_empty(), "{:?}", s.all_looks());
    s.keys(&mut k, "F8");
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Matter(_))),
        "{:?}",
        k.state.layers
    );
    let looks = s.all_looks();
    assert_eq!(
        looks.iter().map(|l| (l.shown, l.reason.is_some())).collect::<Vec<_>>(),
        [(Shown::Telling, false)]
    );
    assert!(looks[0].citizen.is_some());
    // Once more in the same while is the same look, later it is another.
    s.keys(&mut k, "Esc F8 Esc");
    assert_eq!(s.all_looks().len(), 1);
    wait(&mut k, 11);
    s.keys(&mut k, "F8 Esc");
    assert_eq!(s.all_looks().len(), 2);
    // Under the cover nothing was shown.
    wait(&mut k, 11);
    s.palette(&mut k, "遮住");
    s.keys(&mut k, "F8 Esc");
    assert_eq!(s.all_looks().len(), 2);
    s.palette(&mut k, "遮住");
    // The form that puts the person right shows the number too.
    opened(&mut s, &mut k);
    s.keys(&mut k, "Enter");
    let Some(Layer::Matter(matter)) = k.state.layers.last() else {
        panic!()
    };
    let zhiban::app::model::Matter::Acts(acts) = matter.as_ref() else {
        panic!()
    };
    let at = acts.menu.items.iter().position(|i| i.label.contains("反映人")).unwrap();
    s.keys(&mut k, &format!("{}", at + 1));
    assert!(k.state.layers.last().is_some_and(Layer::is_form));
    assert_eq!(s.all_looks()[0].shown, Shown::Correcting, "{:?}", s.all_looks());
    s.is_clean();
}

#[test]
fn more_than_the_rules_say_is_told_to_the_head_and_to_nobody_else() {
    let (mut s, mut k) = answered();
    let clerk = s.account(&k, "何敏", Role::Clerk);
    let most = k.state.snap.rules.as_ref().unwrap().limits.looks_an_hour;
    let now = k.state.now;
    let mut look = |n: u16, at: Moment| {
        let trace = Trace {
            on: On::Opinion(OpinionId(Uuid::from_u128(u128::from(n)))),
            citizen: None,
            shown: Shown::Asked,
            reason: Some("head".into()),
        };
        s.desk
            .write(|tx, _, _| traces::note(tx, (Some(clerk.id), None), &trace, at))
            .unwrap();
    };
    for n in 1..=most {
        look(n, now);
    }
    // The same ones again, and one after an hour, are no more than the rules say.
    look(1, now);
    look(most + 1, Moment(now.0 + 3_600_001));
    let refresh = |s: &mut Station, k: &mut Keyboard| {
        let effect = k.state.ask_snapshot();
        s.serve(k, vec![effect]);
    };
    refresh(&mut s, &mut k);
    assert_eq!(k.state.snap.beyond, []);
    let trace = Trace {
        on: On::Opinion(OpinionId(Uuid::from_u128(9_999))),
        citizen: None,
        shown: Shown::Telling,
        reason: None,
    };
    s.desk
        .write(|tx, _, _| traces::note(tx, (Some(clerk.id), None), &trace, now))
        .unwrap();
    refresh(&mut s, &mut k);
    let beyond = &k.state.snap.beyond;
    assert_eq!(
        (beyond.len(), beyond[0].by.as_str(), beyond[0].matters),
        (1, "何敏", u32::from(most) + 1)
    );
    let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, 160, 50));
    let title = |state: &State, buf: &mut ratatui::buffer::Buffer| {
        zhiban::ui::draw(state, &zhiban::ui::theme::Theme::shipped("plain", false), buf);
        zhiban::ui::put::lines_of(buf)[0].clone()
    };
    assert!(title(&k.state, &mut buf).contains(&format!("何敏一小时看{}件电话", most + 1)));
    let mut other = keyboard(3);
    let effects = start(&mut other.state);
    s.serve(&mut other, effects);
    other.state.account = Some(clerk.clone());
    other.state.layers.clear();
    refresh(&mut s, &mut other);
    assert_eq!(other.state.snap.beyond, []);
    assert!(!title(&other.state, &mut buf).contains("件电话"));
    // Whoever is no head sees what they looked at themselves.
    s.keys(&mut k, "F8 Esc");
    let today = k.state.today();
    let own = |a: &Account| Asker::Person(Some(a.id), today);
    let head = k.state.account.clone().unwrap();
    let all = s.looks(own(&head), "");
    assert!(all.iter().any(|l| l.by == "何敏") && all.iter().any(|l| l.by == head.name));
    assert!(s.looks(own(&clerk), "").iter().all(|l| l.by == "何敏"));
    // By person, by record, by day.
    assert!(!s.looks(own(&head), "何敏").is_empty() && s.looks(own(&head), "何敏").iter().all(|l| l.by == "何敏"));
    let number = all.iter().find(|l| l.by == head.name).unwrap().number.clone();
    assert!(s.looks(own(&head), &number).iter().all(|l| l.number == number));
    assert_eq!(s.looks(own(&head), &number).len(), 1);
    assert_eq!(s.looks(own(&head), "11-23").len(), all.len());
    assert_eq!(s.looks(own(&head), "11-22").len(), 0);
    // And on their screen, from which Enter leads to the record.
    s.palette(&mut k, "看过的记录");
    assert_eq!(
        (k.state.screen, k.state.browse[&Screen::Traces].rows.len()),
        (Screen::Traces, all.len())
    );
    s.keys(&mut k, "Home Enter");
    assert!(matches!(k.state.layers.last(), Some(Layer::Record(_))));
}

#[test]
fn what_was_written_down_is_never_changed_and_holds_no_number() {
    let (mut s, mut k) = answered();
    s.keys(&mut k, "F8 Esc");
    for sql in ["UPDATE look SET account = NULL", "DELETE FROM look"] {
        let done = s.desk.write(|tx, _, _| Ok(tx.execute(sql, []).is_err()));
        assert!(done.unwrap(), "{sql}");
    }
    let kept: String = s
        .desk
        .conn()
        .query_row(
            "SELECT group_concat(concat_ws('|', account, opinion, citizen, shown, reason)) FROM look",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert!(
        !kept.is_empty() && !kept.contains("4410") && !kept.contains("王秀英"),
        "{kept}"
    );
}

/// Somebody who waits and is promised the next reception, with a number.
fn promised(s: &mut Station, k: &mut Keyboard) -> zhiban::domain::id::VisitId {
    k.state.layers.clear();
    s.keys(k, "F3 '蓝布衫大姐 F9");
    k.state.layers.clear();
    let v = k
        .state
        .snap
        .queue
        .iter()
        .find(|v| v.label.as_deref() == Some("蓝布衫大姐"))
        .unwrap()
        .clone();
    let request = Request {
        id: CommandId(Uuid::from_u128(93_200)),
        account: k.state.account.as_ref().map(|a| a.id),
        table: None,
        late: None,
        draft: None,
        command: Command::PromiseNext(PromiseNext {
            visit: v.id,
            rev: v.rev,
            label: v.label.clone(),
            phone: Some("13987650421".into()),
            reason: None,
        }),
    };
    execute(&mut s.desk, &request, k.state.now, false, &mut s.supply).unwrap();
    let effect = k.state.ask_snapshot();
    s.serve(k, vec![effect]);
    v.id
}

#[test]
fn ringing_somebody_who_was_promised_the_next_reception_shows_their_number_alone_and_leaves_a_trace() {
    let (mut s, mut k) = answered();
    let visit = promised(&mut s, &mut k);
    let before = s.all_looks().len();
    let shows = |k: &Keyboard| {
        format!("{:?}", k.state.layers)
            .replace(' ', "")
            .contains("139-8765-0421")
            || format!("{:?}", k.state.layers).replace(' ', "").contains("13987650421")
    };
    // Among all of them a number is only there to tell them apart by.
    s.palette(&mut k, "下次优先");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    assert!(menu.items[0].note.contains("139****0421"), "{:?}", menu.items[0].note);
    assert!(!shows(&k));
    assert_eq!(s.all_looks().len(), before);
    s.keys(&mut k, "Esc");
    let row = k
        .state
        .snap
        .follow_up
        .iter()
        .find(|f| f.owing == Owing::Promised)
        .cloned()
        .unwrap();
    let open = |s: &mut Station, k: &mut Keyboard| {
        k.state.layers.clear();
        let effects = follow::open(&mut k.state, &row);
        s.serve(k, effects);
        // What the screen shows by then is written down with the next input.
        let then = Moment(k.state.now.0 + 1000);
        let effects = update(&mut k.state, Input::Tick(then));
        s.serve(k, effects);
    };
    open(&mut s, &mut k);
    assert!(shows(&k), "whoever rings dials it");
    let looks = s.all_looks();
    let own = k.state.account.clone().unwrap();
    assert_eq!(looks.len(), before + 1);
    assert_eq!(
        (looks[0].on, looks[0].shown, looks[0].account),
        (On::Visit(visit), Shown::Calling, Some(own.id))
    );
    assert_eq!(looks[0].number, "2026-11-23/002");
    // Once more in the same while is the same look; covered it is none.
    open(&mut s, &mut k);
    assert_eq!(s.all_looks().len(), before + 1);
    k.state.now = Moment(k.state.now.0 + 601_000);
    k.state.masked = true;
    open(&mut s, &mut k);
    assert_eq!(s.all_looks().len(), before + 1);
    k.state.masked = false;
    // The form that puts it right holds it too.
    let last = {
        open(&mut s, &mut k);
        let Some(Layer::Menu(menu)) = k.state.layers.last() else {
            panic!()
        };
        menu.items.len()
    };
    s.keys(&mut k, &format!("{last} F1 Esc"));
    assert!(
        s.all_looks()
            .iter()
            .any(|l| l.shown == Shown::Correcting && l.on == On::Visit(visit))
    );
    // Found by its number, its day, and by whoever looked; in the list with the time of day, at every width.
    let head = Asker::Person(Some(own.id), k.state.today());
    assert!(s.looks(head, "11-23/002").iter().all(|l| l.on == On::Visit(visit)));
    assert!(!s.looks(head, "11-23/002").is_empty());
    k.state.layers.clear();
    s.palette(&mut k, "看过的记录");
    for size in [(80u16, 24u16), (120, 36)] {
        k.state.size = size;
        let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
        zhiban::ui::draw(&k.state, &zhiban::ui::theme::Theme::shipped("plain", false), &mut buf);
        let lines = zhiban::ui::put::lines_of(&buf);
        let row = lines
            .iter()
            .find(|l| l.contains("11-23/002"))
            .unwrap_or_else(|| panic!("{lines:#?}"));
        let shown = s.all_looks();
        assert!(shown.iter().any(|l| row.contains(&l.at.clock())), "{row}");
    }
    // There is no record to open, and that is said.
    s.keys(&mut k, "Home Enter");
    assert!(k.state.layers.is_empty() && said(&k).contains("没有件"), "{}", said(&k));
    s.is_clean();
}

#[test]
fn looks_of_before_stay_when_a_look_may_name_a_visit() {
    let conn = rusqlite::Connection::open_in_memory().unwrap();
    conn.execute_batch(include_str!("../src/store/sql/0007_looks.sql"))
        .unwrap();
    let id = Uuid::from_u128(7).to_string();
    conn.execute(
        "INSERT INTO look VALUES (5, 1000, NULL, 2, ?1, NULL, 'asked', 'head', 31)",
        [&id],
    )
    .unwrap();
    conn.execute_batch(include_str!("../src/store/sql/0009_looks_of_visits.sql"))
        .unwrap();
    let row: (i64, i64, i64, String, Option<String>, String, String, i64) = conn
        .query_row(
            "SELECT n, at_ms, table_no, opinion, visit, shown, reason, beyond FROM look",
            [],
            |r| {
                Ok((
                    r.get(0)?,
                    r.get(1)?,
                    r.get(2)?,
                    r.get(3)?,
                    r.get(4)?,
                    r.get(5)?,
                    r.get(6)?,
                    r.get(7)?,
                ))
            },
        )
        .unwrap();
    assert_eq!(row, (5, 1000, 2, id.clone(), None, "asked".into(), "head".into(), 31));
    for sql in [
        "DELETE FROM look",
        "UPDATE look SET at_ms = 1",
        "INSERT INTO look (at_ms, shown) VALUES (1, 'asked')",
    ] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
    let both = "INSERT INTO look (at_ms, shown, opinion, visit) VALUES (1, 'asked', ?1, ?1)";
    assert!(conn.execute(both, [&id]).is_err());
}
