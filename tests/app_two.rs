//! Two people at one record (S17): what each of them puts right stays; where both put the same thing right, whoever comes second
//! reads what the first has said beside their own words, and nothing is lost.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use uuid::Uuid;
use zhiban::app::model::{Form, Layer, MatterAct, Seen, Target, Task};
use zhiban::app::opinion::presence;
use zhiban::app::queue::{number, promise_form};
use zhiban::app::session::plan;
use zhiban::app::station::profile;
use zhiban::app::{Effect, Input, Pane, State, follow, opinion, people, start, update};
use zhiban::domain::code::{Role, Urgency};
use zhiban::domain::command::{
    AddAccount, Arrival, Change, ChangeVisit, Command, CorrectOpinion, FinishVisit, MoveVisit, Request, VoidVisit,
};
use zhiban::domain::id::{CommandId, DeputyId, DraftId, OpinionId, UnitId};
use zhiban::domain::lease::{Lost, Spare, Unsaved};
use zhiban::domain::moment::Moment;
use zhiban::domain::presence::{Doing, Here};
use zhiban::domain::record::{Deputy, DeputyProfile, OpinionDetails, Unit, UnitProfile};
use zhiban::domain::refusal::Refusal;
use zhiban::domain::view::{Answer, Asker, Query};
use zhiban::form::Value;
use zhiban::store::presence::{Sign, put};
use zhiban::store::{ExecuteError, execute, read};

fn details(s: &Station, id: OpinionId) -> OpinionDetails {
    match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &Query::File(id)).unwrap() {
        Answer::File(Some(file)) => file.opinion.details,
        other => panic!("{other:?}"),
    }
}

/// Two keyboards at one matter, each with the form that puts it right.
fn both() -> (Station, Keyboard, Keyboard, OpinionId) {
    let (mut s, mut k) = open_station();
    k.state.table = Some(1);
    s.keys(&mut k, "F4 Esc");
    k.state.layers.clear();
    s.keys(&mut k, "F5 '村口弯道看不见对面来车 Tab 1 PageDown '王秀英 F9 Esc");
    s.is_clean();
    let request = Request {
        id: CommandId(Uuid::from_u128(93_000)),
        account: k.state.account.as_ref().map(|a| a.id),
        table: None,
        late: None,
        draft: None,
        command: Command::AddAccount(AddAccount {
            os_name: "he".into(),
            name: "何敏".into(),
            role: Role::Clerk,
            deputy: None,
        }),
    };
    execute(&mut s.desk, &request, k.state.now, false, &mut s.supply).unwrap();
    let mut other = keyboard(3);
    let effects = start(&mut other.state);
    s.serve(&mut other, effects);
    let query = Query::Accounts { os_name: None };
    let Ok(Answer::Accounts(all)) = read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query) else {
        panic!()
    };
    other.state.account = all.into_iter().find(|a| a.name == "何敏");
    other.state.layers.clear();
    for keyboard in [&mut k, &mut other] {
        s.keys(keyboard, "2 Home Enter Enter");
        let Some(Layer::Matter(matter)) = keyboard.state.layers.last() else {
            panic!("{:?}", keyboard.state.layers)
        };
        let zhiban::app::model::Matter::Acts(acts) = matter.as_ref() else {
            panic!()
        };
        let at = acts
            .menu
            .items
            .iter()
            .position(|i| i.label.starts_with("更正"))
            .unwrap();
        s.keys(keyboard, &format!("{}", at + 1));
        assert!(
            keyboard.state.layers.last().is_some_and(Layer::is_form),
            "{:?}",
            keyboard.state.layers
        );
    }
    let Some(Layer::Record(record)) = k.state.layers.iter().find(|l| matches!(l, Layer::Record(_))) else {
        panic!()
    };
    let id = record.id;
    (s, k, other, id)
}

fn fill(k: &mut Keyboard, field: &'static str, text: &str) {
    let form = k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
    assert!(form.host.form.set_value(field, &Value::Text(text.into())).is_none());
}

fn alerts(state: &State) -> String {
    let form = state.layers.iter().rev().find_map(Layer::form).unwrap();
    let notes = form.host.form.notes().map(|(field, note)| format!("{field} {note}"));
    form.host
        .alerts
        .iter()
        .cloned()
        .chain(notes)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_two_people_put_right_of_different_fields_stays_both() {
    let (mut s, mut a, mut b, id) = both();
    for (k, field, text) in [(&mut a, "place", "石桥村口"), (&mut b, "summary", "弯道要装凸面镜")] {
        fill(k, field, text);
        fill(k, "why", "补上");
        s.keys(k, "F9");
        assert!(
            !k.state.layers.iter().any(Layer::is_form),
            "{} {}",
            said(k),
            alerts(&k.state)
        );
    }
    s.is_clean();
    let now = details(&s, id);
    assert_eq!(
        (now.place.as_deref(), now.summary.as_deref()),
        (Some("石桥村口"), Some("弯道要装凸面镜"))
    );
}

#[test]
fn where_both_put_the_same_field_right_the_second_reads_both_texts_and_chooses() {
    for hears_of_it in [false, true] {
        let (mut s, mut a, mut b, id) = both();
        fill(&mut a, "place", "石桥村口");
        fill(&mut a, "why", "补上");
        fill(&mut b, "place", "村委会门前");
        fill(&mut b, "why", "记错了");
        s.keys(&mut a, "F9");
        if hears_of_it {
            let effects = update(&mut b.state, Input::ChangedElsewhere);
            s.serve(&mut b, effects);
        }
        s.keys(&mut b, "F9");
        let form = b
            .state
            .layers
            .iter()
            .rev()
            .find_map(Layer::form)
            .expect("it stays open");
        assert_eq!(form.host.form.text("place"), "村委会门前", "not lost");
        assert!(alerts(&b.state).contains("石桥村口"), "{}", alerts(&b.state));
        assert_eq!(details(&s, id).place.as_deref(), Some("石桥村口"));
        s.keys(&mut b, "F9");
        assert!(!b.state.layers.iter().any(Layer::is_form), "{}", said(&b));
        assert_eq!(details(&s, id).place.as_deref(), Some("村委会门前"));
    }
}

#[test]
fn who_has_it_open_stands_in_the_lists_and_on_the_record_while_their_program_lives() {
    let (mut s, mut a, _, id) = both();
    let other = a.state.account.clone().unwrap();
    a.state.layers.clear();
    let mut sits = |sign: &Sign, here: Option<Here>| {
        let seated = (Some(other.id), Some(2));
        s.desk
            .write(|tx, _, _| put(tx, sign, seated, here, a.state.now))
            .unwrap();
        let effects = update(&mut a.state, Input::ChangedElsewhere);
        s.serve(&mut a, effects);
        let words = presence::marked(&a.state, Some(id.0), "弯道");
        (words, presence::open_elsewhere(&a.state, id.0))
    };
    let here = |doing| Some(Here { doing, target: id.0 });
    let name = format!("[{}]弯道", other.name);
    let said = |what: &str| Some(format!("{}{what}", other.name));
    assert_eq!(
        sits(&Sign::beside(2), here(Doing::Reading)),
        (name.clone(), said("正开着这件"))
    );
    assert_eq!(sits(&Sign::beside(2), here(Doing::Writing)), (name, said("正在办这件")));
    assert_eq!(sits(&Sign::beside(2), None), ("弯道".into(), None));
    // A program that was killed has nothing open, and nobody waits for that to be found out.
    assert_eq!(sits(&Sign::ended(3), here(Doing::Reading)), ("弯道".into(), None));
    // What is open here is no news to oneself.
    assert_eq!(sits(Sign::own(), here(Doing::Reading)), ("弯道".into(), None));
}

/// The same keyboard hears that something was written elsewhere.
fn hears(s: &mut Station, k: &mut Keyboard) {
    let effects = update(&mut k.state, Input::ChangedElsewhere);
    s.serve(k, effects);
}

/// The first choice for the draft that somebody began.
fn first_choice(s: &mut Station, k: &mut Keyboard) -> zhiban::app::model::Item {
    choices(s, k).remove(0)
}

/// All of them.
fn choices(s: &mut Station, k: &mut Keyboard) -> Vec<zhiban::app::model::Item> {
    k.state.layers.clear();
    hears(s, k);
    let row = k
        .state
        .snap
        .follow_up
        .iter()
        .find(|f| f.draft.is_some())
        .cloned()
        .unwrap();
    let effects = follow::open(&mut k.state, &row);
    s.serve(k, effects);
    let Some(Layer::Matter(matter)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    let zhiban::app::model::Matter::Acts(acts) = matter.as_ref() else {
        panic!()
    };
    acts.menu.items.clone()
}

#[test]
fn a_draft_whose_author_gives_no_sign_of_life_is_taken_over_with_a_reason_and_they_are_told() {
    let (mut s, mut a, mut b, _) = both();
    for k in [&mut a, &mut b] {
        k.state.layers.clear();
        s.keys(k, "1");
    }
    s.keys(&mut a, "F5 '排水沟堵了 '，没人管 '的");
    let lease = a.state.layers.last().and_then(Layer::form).unwrap().host.lease;
    b.state.now = a.state.now;
    wait(&mut b, 5);
    let item = first_choice(&mut s, &mut b);
    assert!(item.label.starts_with("接手"), "{}", item.label);
    assert!(item.why_not.unwrap().contains("还开着"), "their program lives");
    // It was killed, and the line with it.
    s.desk
        .write(|tx, _, _| Ok(tx.execute("UPDATE presence SET session = session || '0'", []).is_ok()))
        .unwrap();
    b.state.now = Moment(a.state.now.0 + 30_000);
    assert!(first_choice(&mut s, &mut b).why_not.unwrap().contains("75"), "too soon");
    b.state.now = Moment(a.state.now.0 + 80_000);
    assert_eq!(first_choice(&mut s, &mut b).why_not, None);
    // Without a reason nothing happens.
    s.keys(&mut b, "1 F9");
    assert_eq!(
        b.state.layers.last().and_then(Layer::form).unwrap().host.form.id(),
        "small"
    );
    s.keys(&mut b, "'断线了 F9");
    let form = b.state.layers.last().and_then(Layer::form).expect("their words");
    assert_eq!(form.host.lease.draft, lease.draft);
    assert!(
        form.host.form.text("words").contains("排水沟堵了"),
        "{}",
        form.host.form.text("words")
    );
    // Whoever comes back reads who has it and why, once; what is on their screen is to read only.
    hears(&mut s, &mut a);
    assert!(
        a.state
            .layers
            .iter()
            .filter_map(Layer::form)
            .all(|f| f.host.loss.is_some())
    );
    a.state.layers.clear();
    hears(&mut s, &mut a);
    assert!(said(&a).contains("何敏") && said(&a).contains("断线了"), "{}", said(&a));
    let mut again = keyboard(7);
    again.state.account = a.state.account.clone();
    again.state.now = b.state.now;
    let effect = again.state.ask_snapshot();
    s.serve(&mut again, vec![effect]);
    assert_eq!(again.state.snap.taken_over, []);
    // It is not theirs any more.
    let row = a
        .state
        .snap
        .follow_up
        .iter()
        .find(|f| f.draft == Some(lease.draft))
        .unwrap();
    assert_eq!(row.author.as_ref().unwrap().name, "何敏");
    s.is_clean();
}

/// The same as typed by the person.
fn types(s: &mut Station, k: &mut Keyboard, field: &'static str, text: &str) {
    let Some(Layer::Form(mut form)) = k.state.layers.pop() else {
        panic!()
    };
    let step = form.put(&mut k.state, field, &Value::Text(text.into()));
    k.state.layers.push(Layer::Form(form));
    s.serve(k, step.effects);
}

/// Whoever keeps the matter says that it is confidential.
fn becomes_confidential(s: &mut Station, k: &mut Keyboard, id: OpinionId) {
    let Ok(Answer::File(Some(file))) = read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &Query::File(id))
    else {
        panic!()
    };
    let request = Request {
        id: CommandId(Uuid::from_u128(93_100)),
        account: k.state.account.as_ref().map(|a| a.id),
        table: None,
        late: None,
        draft: None,
        command: Command::CorrectOpinion(CorrectOpinion {
            opinion: id,
            rev: file.opinion.rev,
            changes: vec![Change::Confidential(true)],
            reason: "本人要求".into(),
        }),
    };
    execute(&mut s.desk, &request, k.state.now, false, &mut s.supply).unwrap();
}

/// What the record says, in everything a keyboard holds on the screen, over it and in reach of a key.
fn holds(state: &State) -> Vec<&'static str> {
    let all = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        state.layers, state.laid, state.toast, state.snap, state.parted
    );
    ["村口弯道看不见", "王秀英"]
        .into_iter()
        .filter(|word| all.contains(word))
        .collect()
}

#[test]
fn a_form_that_is_open_when_its_matter_becomes_confidential_keeps_what_was_typed_and_nothing_of_the_record() {
    let (mut s, mut a, mut b, id) = both();
    types(&mut s, &mut b, "words", "村口弯道看不见对面来车，晚上更险");
    types(&mut s, &mut b, "place", "石桥村口");
    types(&mut s, &mut b, "why", "又说了一遍");
    s.keys(&mut b, "Tab");
    assert_eq!(holds(&b.state).len(), 2, "it is on the screen");
    becomes_confidential(&mut s, &mut a, id);
    hears(&mut s, &mut b);
    assert_eq!(holds(&b.state), [""; 0]);
    let form = b
        .state
        .layers
        .iter()
        .rev()
        .find_map(Layer::form)
        .expect("it stays open");
    assert_eq!(form.host.form.text("why"), "又说了一遍");
    assert_eq!(form.host.form.text("place"), "石桥村口");
    assert!(
        form.host.loss.as_ref().unwrap().said.contains("保密"),
        "{:?}",
        form.host.loss
    );
    // Nothing more is typed into it, and taking back brings nothing back.
    s.keys(&mut b, "'x Ctrl+z F9");
    assert_eq!(holds(&b.state), [""; 0]);
    s.keys(&mut b, "Esc Esc Esc");
    hears(&mut s, &mut b);
    let line = b
        .state
        .snap
        .follow_up
        .iter()
        .find(|f| f.draft.is_some())
        .cloned()
        .expect("it is a draft");
    assert!(line.brief.contains("更正"), "{line:?}");
    let all = read::answer(
        s.desk.conn(),
        s.desk.vault(),
        Asker::Program,
        &Query::Drafts { account: None },
    );
    let Ok(Answer::Drafts(all)) = all else { panic!() };
    assert!(
        all[0].body.contains("晚上更险"),
        "whoever may know it again finds it: {}",
        all[0].body
    );
    // Going on with it shows what is theirs.
    b.state.focus = zhiban::app::Pane::Follow;
    let effects = follow::open(&mut b.state, &line);
    s.serve(&mut b, effects);
    s.keys(&mut b, "1");
    let form = b.state.layers.iter().rev().find_map(Layer::form).expect("it opens");
    assert_eq!(form.host.form.text("why"), "又说了一遍");
    assert_eq!(form.host.form.text("words"), "");
    assert!(alerts(&b.state).contains("要求保密"), "{}", alerts(&b.state));
    assert_eq!(holds(&b.state), [""; 0]);
    // Whoever may know it sees all of their own.
    assert_eq!(holds(&a.state).len(), 2);
    hears(&mut s, &mut a);
    assert_eq!(holds(&a.state).len(), 2);
    let form = a.state.layers.iter().rev().find_map(Layer::form).unwrap();
    assert!(form.host.loss.is_none());
}

#[test]
fn what_lies_over_a_matter_that_becomes_confidential_goes() {
    let (mut s, mut a, mut b, id) = both();
    b.state.layers.clear();
    b.state.focus = zhiban::app::Pane::Follow;
    b.state.screen = zhiban::app::model::Screen::Today;
    s.keys(&mut b, "Home Enter");
    assert!(
        matches!(b.state.layers.last(), Some(Layer::Matter(_))),
        "{:?}",
        b.state.layers
    );
    assert_eq!(holds(&b.state).len(), 2);
    becomes_confidential(&mut s, &mut a, id);
    hears(&mut s, &mut b);
    assert_eq!(holds(&b.state), [""; 0]);
    assert!(b.state.layers.is_empty());
    assert!(said(&b).contains("保密"), "{}", said(&b));
}

#[test]
fn a_draft_holds_no_word_of_the_record_that_nobody_changed() {
    let (mut s, _, mut b, id) = both();
    types(&mut s, &mut b, "why", "又说了一遍");
    s.keys(&mut b, "Tab Esc Esc Esc Esc");
    let all = read::answer(
        s.desk.conn(),
        s.desk.vault(),
        Asker::Program,
        &Query::Drafts { account: None },
    );
    let Ok(Answer::Drafts(all)) = all else { panic!() };
    let draft = all.iter().find(|d| d.target == id.to_string()).unwrap();
    assert!(draft.body.contains("又说了一遍"), "{draft:?}");
    assert!(!format!("{draft:?}").contains("弯道"), "{draft:?}");
    // It is filled from the record as that is now.
    b.state.layers.clear();
    hears(&mut s, &mut b);
    let line = b
        .state
        .snap
        .follow_up
        .iter()
        .find(|f| f.draft.is_some())
        .cloned()
        .unwrap();
    let effects = follow::open(&mut b.state, &line);
    s.serve(&mut b, effects);
    s.keys(&mut b, "1");
    let form = b.state.layers.iter().rev().find_map(Layer::form).unwrap();
    assert_eq!(form.host.form.text("words"), "村口弯道看不见对面来车");
    assert_eq!(form.host.form.text("why"), "又说了一遍");
}

#[test]
fn what_somebody_is_writing_is_deleted_by_nobody_else_before_they_give_no_sign_of_life() {
    let (mut s, mut head, mut clerk, _) = both();
    for k in [&mut head, &mut clerk] {
        k.state.layers.clear();
        s.keys(k, "1");
    }
    s.keys(&mut clerk, "F5 '排水沟堵了 '，没人管");
    let lease = clerk.state.layers.last().and_then(Layer::form).unwrap().host.lease;
    let effects = zhiban::app::save_all(&mut clerk.state);
    s.serve(&mut clerk, effects);
    let account = head.state.account.as_ref().unwrap().id;
    let delete = |s: &mut Station, now| {
        s.desk
            .delete_draft(lease.draft, (account, Some("重复了")), now)
            .unwrap()
    };
    head.state.now = clerk.state.now;
    wait(&mut head, 5);
    let why = choices(&mut s, &mut head)[1].why_not.clone().unwrap();
    assert!(why.contains("还开着") && why.contains("75秒后才能删"), "{why}");
    assert!(matches!(delete(&mut s, head.state.now), Err(Lost::StillWritten(_, 75))));
    s.desk
        .write(|tx, _, _| Ok(tx.execute("UPDATE presence SET session = session || '0'", []).is_ok()))
        .unwrap();
    let later = |seconds: i64| Moment(clerk.state.now.0 + seconds * 1000);
    assert!(delete(&mut s, later(60)).is_err(), "too soon");
    head.state.now = later(80);
    assert_eq!(choices(&mut s, &mut head)[1].why_not, None);
    assert_eq!(delete(&mut s, later(80)), Ok(true));
}

fn drawn(k: &mut Keyboard) -> String {
    let (w, h) = (160, 50);
    update(&mut k.state, Input::Resized(w, h));
    let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, w, h));
    let theme = zhiban::ui::theme::Theme::shipped("plain", false);
    zhiban::ui::draw(&k.state, &theme, &mut buf);
    zhiban::ui::put::lines_of(&buf).join("\n")
}

#[test]
fn the_first_screen_says_who_has_open_what_is_owed_and_who_writes_down_what_is_said_at_this_table() {
    let (mut s, mut a, b, id) = both();
    a.state.layers.clear();
    s.keys(&mut a, "1");
    s.keys(&mut a, "F3 '蓝布衫 F9 F4");
    a.state.layers.clear();
    let visit = a.state.at_own_table().unwrap().id;
    let other = b.state.account.unwrap();
    let mut opens = |a: &mut Keyboard, target| {
        let here = Here {
            doing: Doing::Writing,
            target,
        };
        let seated = (Some(other.id), Some(1));
        s.desk
            .write(|tx, _, _| put(tx, &Sign::beside(2), seated, Some(here), a.state.now))
            .unwrap();
        let effects = update(&mut a.state, Input::ChangedElsewhere);
        s.serve(a, effects);
        drawn(a)
    };
    assert!(
        a.state
            .snap
            .follow_up
            .iter()
            .any(|f| f.opinion.is_some_and(|(own, _)| own == id))
    );
    let name = &other.name;
    let owed = opens(&mut a, id.0);
    assert!(owed.contains(&format!("[{name}]")), "{owed}");
    let said = opens(&mut a, visit.0);
    assert!(
        said.contains(&format!("{name}正在办这件")) && !said.contains(&format!("[{name}]村口")),
        "{said}"
    );
}

#[test]
fn a_form_for_whoever_sits_at_a_table_is_told_to_the_others() {
    let (mut s, mut a, ..) = both();
    a.state.layers.clear();
    s.keys(&mut a, "1 F3 '蓝布衫 F9 F4");
    let visit = a.state.at_own_table().unwrap().id;
    a.state.layers.clear();
    s.keys(&mut a, "F5");
    let here = a.state.here.unwrap();
    assert_eq!((here.doing, here.target), (Doing::Writing, visit.0));
    a.state.layers.clear();
    s.keys(&mut a, "2");
    assert_eq!(a.state.here, None);
}

fn deputy(s: &Station, name: &str) -> zhiban::domain::record::Deputy {
    let all = Query::Deputies {
        matching: String::new(),
        limit: 99,
    };
    match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &all).unwrap() {
        Answer::Deputies(all) => all.into_iter().find(|d| d.profile.name == name).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn of_a_roster_too_different_fields_stay_both_and_of_the_same_one_the_second_reads_the_first() {
    let (mut s, mut a, mut b, _) = both();
    let known = deputy(&s, "张建军");
    for k in [&mut a, &mut b] {
        k.state.layers.clear();
        let effects = zhiban::app::people::edit_deputy(&mut k.state, &known);
        s.serve(k, effects);
    }
    fill(&mut a, "post", "村支书");
    fill(&mut b, "team", "第一组");
    s.keys(&mut a, "F9");
    s.keys(&mut b, "F9");
    assert_eq!(deputy(&s, "张建军").profile.team, None, "refused, and read anew");
    assert!(alerts(&b.state).contains("你写的都在"), "{}", alerts(&b.state));
    s.keys(&mut b, "F9");
    assert!(!b.state.layers.iter().any(Layer::is_form), "{}", said(&b));
    let now = deputy(&s, "张建军");
    assert_eq!(
        (now.profile.post.as_deref(), now.profile.team.as_deref()),
        (Some("村支书"), Some("第一组"))
    );
    for k in [&mut a, &mut b] {
        k.state.layers.clear();
        let effects = zhiban::app::people::edit_deputy(&mut k.state, &now);
        s.serve(k, effects);
    }
    fill(&mut a, "team", "第二组");
    fill(&mut b, "team", "第三组");
    s.keys(&mut a, "F9");
    s.keys(&mut b, "F9");
    assert!(alerts(&b.state).contains("已被改成：第二组"), "{}", alerts(&b.state));
    let form = b.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.form.text("team"), "第三组", "one's own stays");
    s.keys(&mut b, "F9");
    assert_eq!(deputy(&s, "张建军").profile.team.as_deref(), Some("第三组"));
}

#[test]
fn of_whoever_waits_too_different_fields_stay_both() {
    let (mut s, mut a, mut b, _) = both();
    a.state.layers.clear();
    s.keys(&mut a, "1 F3 '蓝布衫 F9");
    let visit = a
        .state
        .snap
        .queue
        .iter()
        .find(|v| v.label.as_deref() == Some("蓝布衫"))
        .unwrap()
        .id;
    b.state.layers.clear();
    hears(&mut s, &mut b);
    for k in [&mut a, &mut b] {
        k.state.layers.clear();
        let effects = zhiban::app::queue::number::edit(&mut k.state, visit);
        s.serve(k, effects);
    }
    fill(&mut a, "label", "王秀英");
    fill(&mut b, "first_words", "路灯");
    s.keys(&mut a, "F9");
    s.keys(&mut b, "F9");
    let form = b.state.layers.last().and_then(Layer::form).expect("it stays open");
    assert_eq!(
        (form.host.form.text("label"), form.host.form.text("first_words")),
        ("王秀英", "路灯")
    );
    s.keys(&mut b, "F9");
    let v = b.state.snap.queue.iter().find(|v| v.id == visit).unwrap();
    assert_eq!(
        (v.label.as_deref(), v.first_words.as_deref()),
        (Some("王秀英"), Some("路灯"))
    );
}

#[test]
fn one_more_matter_of_whoever_told_something_confidential_is_written_down_without_their_name() {
    let (mut s, mut a, mut b, id) = both();
    b.state.layers.clear();
    b.state.table = Some(1);
    s.keys(&mut b, "F5");
    types(&mut s, &mut b, "words", "还有一件别的事");
    assert!(!holds(&b.state).is_empty(), "who came is offered");
    becomes_confidential(&mut s, &mut a, id);
    hears(&mut s, &mut b);
    assert_eq!(holds(&b.state), [""; 0]);
    let form = b.state.layers.last().and_then(Layer::form).expect("it stays");
    assert!(form.host.loss.is_none(), "{:?}", form.host.loss);
    assert_eq!(form.host.form.text("words"), "还有一件别的事");
    hears(&mut s, &mut b);
    s.keys(&mut b, "Tab");
    assert!(b.state.layers.last().is_some_and(Layer::is_form));
}

#[test]
fn of_a_reception_too_different_fields_stay_both() {
    let (mut s, mut a, mut b, _) = both();
    let session = |s: &Station| {
        let all = Query::Sessions { state: None, limit: 9 };
        match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &all).unwrap() {
            Answer::Sessions(all) => all[0].session.clone(),
            other => panic!("{other:?}"),
        }
    };
    let known = session(&s);
    for k in [&mut a, &mut b] {
        k.state.layers.clear();
        let effects = zhiban::app::session::plan::change(&mut k.state, &known);
        s.serve(k, effects);
    }
    fill(&mut a, "place", "村委会");
    fill(&mut b, "theme", "农田水利");
    s.keys(&mut a, "F9");
    s.keys(&mut b, "F9");
    assert!(alerts(&b.state).contains("你写的都在"), "{}", alerts(&b.state));
    s.keys(&mut b, "F9");
    assert!(!b.state.layers.iter().any(Layer::is_form), "{}", said(&b));
    let plan = session(&s).plan;
    assert_eq!(
        (plan.place.as_str(), plan.theme.as_deref()),
        ("村委会", Some("农田水利"))
    );
}

/// Leaves the form that is on top, and opens the draft it has become.
fn leaves_and_goes_on(s: &mut Station, k: &mut Keyboard, between: impl FnOnce(&mut Station)) {
    s.keys(k, "Left Right Esc");
    k.state.layers.clear();
    let all = zhiban::store::drafts::list(s.desk.conn(), s.desk.vault(), None).unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
    between(s);
    let effects = opinion::open(&mut k.state, Target::Draft(all[0].id));
    s.serve(k, effects);
    assert!(k.state.layers.last().is_some_and(Layer::is_form), "{}", said(k));
}

/// The form of an act on a matter.
fn opens(s: &mut Station, k: &mut Keyboard, act: MatterAct, id: OpinionId) {
    let seen = Seen {
        id,
        rev: 0,
        number: String::new(),
    };
    let effects = opinion::open_task(&mut k.state, Task::On(act, seen));
    s.serve(k, effects);
}

#[test]
fn a_draft_gone_on_with_keeps_what_somebody_else_put_right_and_shows_what_both_did() {
    for same_too in [false, true] {
        let (mut s, mut a, mut b, id) = both();
        types(&mut s, &mut a, "words", "村口弯道看不见对面来车，晚上更险");
        types(&mut s, &mut a, "why", "又说了一遍");
        leaves_and_goes_on(&mut s, &mut a, |s| {
            fill(&mut b, "place", "石桥村口");
            let urgent = Value::Text("urgent".into());
            let form = b.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
            assert_eq!(form.host.form.set_value("urgency", &urgent), None);
            if same_too {
                fill(&mut b, "words", "村口弯道要装镜子");
            }
            fill(&mut b, "why", "补上");
            s.keys(&mut b, "F9");
            assert!(!b.state.layers.iter().any(Layer::is_form), "{}", said(&b));
        });
        let form = &a.state.layers.last().and_then(Layer::form).unwrap().host.form;
        assert_eq!(
            (form.text("place"), form.code("urgency"), form.text("words")),
            ("石桥村口", Some("urgent"), "村口弯道看不见对面来车，晚上更险")
        );
        let told = alerts(&a.state);
        let by = b.state.account.as_ref().unwrap().name.clone();
        assert_eq!(
            told.contains(&format!("{by} 在 08:50 改成：村口弯道要装镜子")),
            same_too,
            "{told}"
        );
        assert!(!told.contains("改成：石桥村口"), "nobody else wrote there: {told}");
        s.keys(&mut a, "F9");
        s.is_clean();
        let now = details(&s, id);
        assert_eq!(
            (now.place.as_deref(), now.urgency.map(Urgency::code), now.words.as_str()),
            (Some("石桥村口"), Some("urgent"), "村口弯道看不见对面来车，晚上更险")
        );
    }
}

#[test]
fn what_was_taken_out_stays_out_of_a_draft_gone_on_with() {
    let (mut s, mut a, mut b, id) = both();
    fill(&mut b, "place", "石桥村口");
    fill(&mut b, "why", "补上");
    s.keys(&mut b, "F9");
    a.state.layers.clear();
    opens(&mut s, &mut a, MatterAct::Correct, id);
    types(&mut s, &mut a, "place", "");
    types(&mut s, &mut a, "why", "不在那里");
    leaves_and_goes_on(&mut s, &mut a, |_| ());
    s.keys(&mut a, "F9");
    s.is_clean();
    assert_eq!(details(&s, id).place, None, "{}", said(&a));
}

/// Keeps a draft as the release before did: every field of the form in it, and nothing of what the record said then.
fn as_before(s: &mut Station, fields: &[(&str, Value)]) -> DraftId {
    let mut old = zhiban::store::drafts::list(s.desk.conn(), s.desk.vault(), None)
        .unwrap()
        .remove(0);
    let mut body: serde_json::Value = serde_json::from_str(&old.body).unwrap();
    let form = body.as_object_mut().unwrap();
    assert!(form.remove("base").is_some() && form.remove("of_record").is_some());
    for (field, value) in fields {
        form["fields"][field] = serde_json::to_value(value).unwrap();
    }
    old.body = body.to_string();
    let draft = old.id;
    let spare = Spare {
        id: DraftId(Uuid::from_u128(93_200)),
        label: String::new(),
    };
    let words = Unsaved { draft: old, spare };
    s.desk
        .write(|tx, vault, random| zhiban::store::drafts::save(tx, vault, random, &words))
        .unwrap();
    draft
}

/// What is asked on top of the screen.
fn asked(k: &Keyboard) -> &zhiban::app::model::Menu {
    match k.state.layers.last() {
        Some(Layer::Menu(menu)) => menu,
        other => panic!("{other:?} {}", said(k)),
    }
}

#[test]
fn of_a_draft_of_before_no_field_undoes_a_colleague_without_being_asked_about() {
    let words = "村口弯道看不见对面来车，晚上更险";
    for takes_own in [false, true] {
        let (mut s, mut a, mut b, id) = both();
        types(&mut s, &mut a, "words", words);
        types(&mut s, &mut a, "why", "又说了一遍");
        s.keys(&mut a, "Left Right Esc");
        a.state.layers.clear();
        // What nobody typed stands in it as the record said then.
        let stood = [
            ("place", Value::Empty),
            ("summary", Value::Text("弯道".into())),
            ("urgency", Value::Empty),
            ("had_due", Value::Text("1".into())),
        ];
        for (field, text) in [("summary", "弯道要装凸面镜"), ("place", "石桥村口"), ("why", "补上")] {
            fill(&mut b, field, text);
        }
        s.keys(&mut b, "F9");
        let draft = as_before(&mut s, &stood);
        let effects = opinion::open(&mut a.state, Target::Draft(draft));
        s.serve(&mut a, effects);
        let form = &a.state.layers.last().and_then(Layer::form).unwrap().host.form;
        assert_eq!(
            (form.text("words"), form.text("place")),
            (words, "石桥村口"),
            "what is blank is the record's"
        );
        let told = alerts(&a.state);
        assert!(!told.contains("改成"), "{told}");
        assert!(!told.contains("\n地点"), "{told}");
        assert!(
            told.contains("反映内容 现在登记着的：村口弯道看不见对面来车\n"),
            "{told}"
        );
        assert!(told.contains("现在登记着的：弯道要装凸面镜"), "{told}");
        // Kept anew meanwhile it is still not known.
        types(&mut s, &mut a, "papers", "照片");
        s.keys(&mut a, "Left Right Esc");
        a.state.layers.clear();
        let effects = opinion::open(&mut a.state, Target::Draft(draft));
        s.serve(&mut a, effects);
        s.keys(&mut a, "F9");
        assert!(asked(&a).title.contains("反映内容"), "{:?}", asked(&a));
        let text = asked(&a).text.join("\n");
        assert!(
            text.contains(words) && text.contains("现在登记着的：村口弯道看不见对面来车"),
            "{text}"
        );
        // Going back files nothing.
        s.keys(&mut a, "Esc");
        assert_eq!(details(&s, id).summary.as_deref(), Some("弯道要装凸面镜"));
        s.keys(&mut a, "F9 2");
        assert!(asked(&a).title.contains("摘要"), "{:?}", asked(&a));
        s.keys(&mut a, if takes_own { "2" } else { "1" });
        s.is_clean();
        assert!(!a.state.layers.iter().any(Layer::is_form), "{}", said(&a));
        let now = details(&s, id);
        let summary = if takes_own { "弯道" } else { "弯道要装凸面镜" };
        assert_eq!(
            (now.words.as_str(), now.summary.as_deref(), now.place.as_deref()),
            (words, Some(summary), Some("石桥村口"))
        );
    }
}

#[test]
fn every_field_that_both_changed_says_under_itself_by_whom_when_and_to_what() {
    let (mut s, mut a, mut b, _) = both();
    let fields = ["words", "summary", "place", "papers", "papers_at", "outcome"];
    let fields: Vec<&'static str> = {
        let form = &a.state.layers.last().and_then(Layer::form).unwrap().host.form;
        fields.into_iter().filter(|f| form.is_visible(f)).collect()
    };
    assert!(fields.len() > 4, "{fields:?}");
    for (nth, field) in fields.iter().enumerate() {
        fill(&mut a, field, &format!("甲{nth}"));
        fill(&mut b, field, &format!("乙{nth}"));
    }
    for k in [&mut a, &mut b] {
        fill(k, "why", "补上");
    }
    s.keys(&mut b, "F9");
    s.keys(&mut a, "F9");
    let by = b.state.account.as_ref().unwrap().name.clone();
    let form = &a.state.layers.last().and_then(Layer::form).unwrap().host.form;
    let notes: Vec<&str> = form.notes().map(|(_, note)| note).collect();
    for (nth, field) in fields.iter().enumerate() {
        let wanted = |note: &&&str| note.starts_with(&by) && note.ends_with(&format!("改成：乙{nth}"));
        assert_eq!(notes.iter().filter(wanted).count(), 1, "{field} {notes:?}");
    }
    assert_eq!(notes.len(), fields.len());
    // On the smallest screen each comes into sight with its field.
    for (nth, field) in fields.iter().enumerate() {
        let size = (80, 24);
        update(&mut a.state, Input::Resized(size.0, size.1));
        let form = a.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        assert!(form.host.form.focus_on(field));
        let mut buf = ratatui::buffer::Buffer::empty(ratatui::layout::Rect::new(0, 0, size.0, size.1));
        let theme = zhiban::ui::theme::Theme::shipped("plain", false);
        zhiban::ui::draw(&a.state, &theme, &mut buf);
        let drawn = zhiban::ui::put::lines_of(&buf).join("\n");
        assert!(drawn.contains(&format!("改成：乙{nth}")), "{field}\n{drawn}");
    }
    s.keys(&mut a, "F9");
    assert!(!a.state.layers.iter().any(Layer::is_form), "{}", said(&a));
}

/// Every form of the desk over something that is there already.
fn over_records(k: &mut Keyboard) -> Vec<(&'static str, Form)> {
    let state = &mut k.state;
    let deputy = Deputy {
        id: DeputyId(Uuid::from_u128(1)),
        profile: DeputyProfile {
            name: "张建军".into(),
            phone: Some("13700004410".into()),
            post: Some("主任".into()),
            sex: Some("male".into()),
            ..DeputyProfile::default()
        },
        active: true,
        rev: 1,
    };
    let unit = Unit {
        id: UnitId(Uuid::from_u128(2)),
        profile: UnitProfile {
            name: "村镇建设办".into(),
            short: "村建办".into(),
            phone: Some("62340001".into()),
            ..UnitProfile::default()
        },
        active: true,
        rev: 1,
    };
    let visit = state.visits().next().unwrap().id;
    let session = state.snap.session.clone().unwrap();
    let mut all = Vec::new();
    for (name, open) in [
        (
            "deputy",
            Box::new(|s: &mut State| people::edit_deputy(s, &deputy)) as Box<dyn Fn(&mut State) -> Vec<Effect>>,
        ),
        ("unit", Box::new(|s: &mut State| people::edit_unit(s, &unit))),
        ("number", Box::new(|s: &mut State| number::edit(s, visit))),
        ("plan", Box::new(|s: &mut State| plan::change(s, &session))),
        ("station", Box::new(profile::open)),
        ("promise", Box::new(|s: &mut State| promise_form::open(s, visit))),
    ] {
        state.layers.clear();
        open(state);
        let form = state.layers.pop().and_then(Layer::into_form);
        all.push((name, form.unwrap_or_else(|| panic!("{name}"))));
    }
    all
}

#[test]
fn no_draft_takes_what_a_record_says_for_what_was_typed() {
    let (mut s, mut k) = open_station();
    k.state.table = Some(1);
    if k.state.open().is_none() {
        s.palette(&mut k, "开始接待");
        s.keys(&mut k, "1");
    }
    k.state.layers.clear();
    s.keys(&mut k, "F3 '周德旺等23人 F9");
    s.is_clean();
    for (name, form) in over_records(&mut k) {
        assert_eq!(form.host.form.id(), name);
        let mut kept = form.host.form.snapshot().fields;
        kept.retain(|_, value| value.get("text").is_none_or(|text| text != ""));
        assert!(kept.is_empty(), "{name} {kept:?}");
    }
}

#[test]
fn what_is_taken_back_into_a_form_keeps_what_somebody_else_changed_meanwhile() {
    let (mut s, mut k) = open_station();
    let unit = |phone: &str, contact: &str, rev| Unit {
        id: UnitId(Uuid::from_u128(2)),
        profile: UnitProfile {
            name: "村镇建设办".into(),
            short: "村建办".into(),
            phone: Some(phone.into()),
            contact: Some(contact.into()),
            ..UnitProfile::default()
        },
        active: true,
        rev,
    };
    k.state.layers.clear();
    people::edit_unit(&mut k.state, &unit("62340001", "刘主任", 1));
    types(&mut s, &mut k, "contact", "陈主任");
    s.keys(&mut k, "Esc");
    assert!(k.state.layers.is_empty());
    people::edit_unit(&mut k.state, &unit("62349999", "赵主任", 2));
    s.keys(&mut k, "Ctrl-z");
    let form = &k.state.layers.last().and_then(Layer::form).unwrap().host.form;
    assert_eq!((form.text("contact"), form.text("phone")), ("陈主任", "62349999"));
    assert!(alerts(&k.state).contains("已被改成：赵主任"), "{}", alerts(&k.state));
    assert!(!alerts(&k.state).contains("62349999"), "nobody else typed there");
}

#[test]
fn a_form_in_which_nothing_was_typed_leaves_no_draft() {
    let (mut s, mut a, _, id) = both();
    a.state.layers.clear();
    let drafts = |s: &Station| zhiban::store::drafts::list(s.desk.conn(), s.desk.vault(), None).unwrap();
    opens(&mut s, &mut a, MatterAct::Handle, id);
    s.keys(&mut a, "Tab 2 Up Up Left Right Esc Esc");
    assert!(!a.state.layers.iter().any(Layer::is_form));
    assert_eq!(drafts(&s), []);
    // What was begun before is offered.
    opens(&mut s, &mut a, MatterAct::Handle, id);
    types(&mut s, &mut a, "note", "等村建办回来再交");
    s.keys(&mut a, "Left Right Esc");
    assert_eq!(drafts(&s).len(), 1, "{:?}", a.state.layers);
    opens(&mut s, &mut a, MatterAct::Handle, id);
    let form = a.state.layers.last().and_then(Layer::form).unwrap();
    assert_eq!(form.host.leftover.as_ref().map(|d| d.id), Some(drafts(&s)[0].id));
}

/// What the menu of the talk at table 1 has of taking it over: its digit, and why not.
fn over(s: &mut Station, k: &mut Keyboard) -> (usize, Option<String>) {
    k.state.layers.clear();
    hears(s, k);
    k.state.focus = Pane::Queue;
    let at = k.state.visits().position(|v| v.table == Some(1)).unwrap();
    let ids = k.state.ids_of(Pane::Queue);
    k.state.queue.put(at, &ids, false);
    s.keys(k, "Enter");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers)
    };
    let place = menu.items.iter().position(|i| i.label.contains("接手到本桌"));
    let place = place.unwrap_or_else(|| panic!("{:?}", menu.items));
    (place + 1, menu.items[place].why_not.clone())
}

/// The program at table 1, as it stands in the file.
fn at_one(s: &mut Station, sign: &Sign, a: &Keyboard) {
    let (who, now) = (a.state.account.as_ref().map(|a| a.id), a.state.now);
    s.desk
        .write(|tx, _, _| {
            tx.execute("DELETE FROM presence", [])?;
            put(tx, sign, (who, Some(1)), None, now)
        })
        .unwrap();
}

#[test]
fn a_talk_is_ended_and_changed_from_no_other_table_while_its_own_keyboard_is_there() {
    let (mut s, mut a, b, _) = both();
    a.state.layers.clear();
    s.keys(&mut a, "1");
    let visit = a.state.at_own_table().unwrap().clone();
    let (id, rev) = (visit.id, visit.rev);
    let acts = [
        Command::ChangeVisit(ChangeVisit {
            visit: id,
            rev,
            arrival: Arrival {
                heads: 1,
                label: Some("别人".into()),
                ..Arrival::default()
            },
        }),
        Command::VoidVisit(VoidVisit {
            visit: id,
            rev,
            reason: "写错了".into(),
        }),
        Command::FinishVisit(FinishVisit {
            visit: id,
            rev,
            consult_only: true,
            unwritten: false,
            call_next: false,
        }),
    ];
    let go = |s: &mut Station, n: u128, table: Option<u8>, command: &Command| {
        let request = Request {
            id: CommandId(Uuid::from_u128(n)),
            account: b.state.account.as_ref().map(|a| a.id),
            table,
            late: None,
            draft: None,
            command: command.clone(),
        };
        execute(&mut s.desk, &request, a.state.now, false, &mut s.supply)
    };
    at_one(&mut s, &Sign::beside(2), &a);
    for (n, table) in [(0, None), (10, Some(2))] {
        for (at, act) in acts.iter().enumerate() {
            let refused = go(&mut s, 94_000 + n + at as u128, table, act);
            assert!(
                matches!(&refused, Err(ExecuteError::Refused(Refusal::TableHeld(held))) if held.by.table == 1),
                "{refused:?}"
            );
        }
    }
    // Whose keyboard is gone has nobody who could end it there.
    at_one(&mut s, &Sign::ended(3), &a);
    go(&mut s, 94_100, None, &acts[2]).unwrap();
    // Over, it is nobody's table any more.
    at_one(&mut s, &Sign::beside(2), &a);
    let rev = 0;
    let void = VoidVisit {
        visit: id,
        rev,
        reason: "写错了".into(),
    };
    let void = go(&mut s, 94_101, Some(2), &Command::VoidVisit(void));
    assert!(
        !matches!(&void, Err(ExecuteError::Refused(Refusal::TableHeld(_)))),
        "{void:?}"
    );
}

#[test]
fn a_talk_whose_keyboard_gives_no_sign_of_life_is_taken_over_with_a_reason_and_they_are_told() {
    let (mut s, mut a, mut b, _) = both();
    b.state.table = Some(2);
    b.state.now = a.state.now;
    for k in [&mut a, &mut b] {
        k.state.layers.clear();
        s.keys(k, "1");
    }
    let visit = a.state.at_own_table().unwrap().clone();
    s.keys(&mut a, "F5 '排水沟堵了");
    let take = |s: &mut Station, b: &Keyboard, n: u128| {
        let request = Request {
            id: CommandId(Uuid::from_u128(n)),
            account: b.state.account.as_ref().map(|a| a.id),
            table: Some(2),
            late: None,
            draft: None,
            command: Command::MoveVisit(MoveVisit {
                visit: visit.id,
                rev: visit.rev,
                to: 2,
                note: Some("也断线了".into()),
            }),
        };
        execute(&mut s.desk, &request, b.state.now, false, &mut s.supply)
    };
    // Whoever sits there is asked, however long nothing was written.
    at_one(&mut s, &Sign::beside(2), &a);
    wait(&mut b, 5);
    let (_, why) = over(&mut s, &mut b);
    let why = why.unwrap();
    assert!(why.contains("lin的值班台还开着") && why.contains("75秒"), "{why}");
    let refused = take(&mut s, &b, 93_200);
    assert!(
        matches!(&refused, Err(ExecuteError::Refused(Refusal::TableHeld(held))) if held.by.is_in),
        "{refused:?}"
    );
    // It was killed: not before the time of the rules is over.
    at_one(&mut s, &Sign::ended(3), &a);
    b.state.now = Moment(a.state.now.0 + 70_000);
    let why = over(&mut s, &mut b).1.unwrap();
    assert!(why.contains("lin刚有过动静") && why.contains("75秒"), "{why}");
    assert!(matches!(
        take(&mut s, &b, 93_201),
        Err(ExecuteError::Refused(Refusal::TableHeld(_)))
    ));
    b.state.now = Moment(a.state.now.0 + 75_000);
    let (digit, why) = over(&mut s, &mut b);
    assert_eq!(why, None);
    // Without a reason nothing happens.
    s.keys(&mut b, &format!("{digit} F9"));
    assert!(b.state.layers.last().is_some_and(Layer::is_form));
    assert_eq!(b.state.at_own_table(), None);
    s.keys(&mut b, "'断线了 F9");
    s.is_clean();
    let there = b.state.at_own_table().unwrap();
    assert_eq!((there.id, there.note.as_deref()), (visit.id, Some("断线了")));
    // Whoever would have taken it over too hears that somebody was quicker.
    let second = take(&mut s, &b, 93_202);
    assert!(
        matches!(second, Err(ExecuteError::Refused(Refusal::Changed { .. }))),
        "{second:?}"
    );
    // The sleeper wakes: told by whom and why, and what is half typed is on the screen and can be filed.
    hears(&mut s, &mut a);
    s.keys(&mut a, "'了");
    let told = said(&a);
    for part in ["何敏", "2 桌", "断线了", "你写的都在"] {
        assert!(told.contains(part), "{told}");
    }
    let form = a.state.layers.last().and_then(Layer::form).unwrap();
    assert!(form.host.form.text("words").contains("排水沟堵了"));
    assert_eq!(a.state.at_own_table(), None);
    s.keys(&mut a, "F9");
    s.is_clean();
    assert!(
        a.state
            .snap
            .queue
            .iter()
            .any(|v| v.id == visit.id && v.table == Some(2))
    );
}

#[test]
fn an_act_at_a_table_says_that_its_keyboard_is_there() {
    let (mut s, k, _, _) = both();
    let rows = |s: &mut Station| {
        s.desk
            .read(|conn, _| {
                let sql = "SELECT count(*), sum(table_no), max(seen_ms) FROM presence";
                Ok(conn.query_row(sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?)
            })
            .unwrap()
    };
    let (count, table, seen): (i64, Option<i64>, i64) = rows(&mut s);
    assert_eq!((count, table), (1, Some(1)));
    assert!(seen <= k.state.now.0);
}

/// A command of somebody's.
fn acts(s: &mut Station, k: &Keyboard, n: u128, command: Command) {
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

fn account_of(s: &Station, name: &str) -> zhiban::domain::record::Account {
    let query = Query::Accounts { os_name: None };
    match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &query).unwrap() {
        Answer::Accounts(all) => all.into_iter().find(|a| a.name == name).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_somebody_was_writing_when_they_left_is_whose_it_went_to_and_everybody_is_told_so() {
    let (mut s, mut head, mut leaver, _) = both();
    for (n, name) in [(93_400, "周敏"), (93_401, "李强")] {
        let add = AddAccount {
            os_name: "zhou".into(),
            name: name.into(),
            role: Role::Clerk,
            deputy: None,
        };
        acts(&mut s, &head, n, Command::AddAccount(add));
    }
    let mut sits = |n: u64, name: &str| {
        let mut k = keyboard(n);
        k.state.account = Some(account_of(&s, name));
        k.state.now = head.state.now;
        let effect = k.state.ask_snapshot();
        s.serve(&mut k, vec![effect]);
        k
    };
    let (mut heir, mut third) = (sits(5, "周敏"), sits(6, "李强"));
    leaver.state.layers.clear();
    s.keys(&mut leaver, "1 F5 '排水沟堵了 '，没人管");
    let effects = zhiban::app::save_all(&mut leaver.state);
    s.serve(&mut leaver, effects);
    let lease = leaver.state.layers.last().and_then(Layer::form).unwrap().host.lease;
    let left = account_of(&s, "何敏");
    let hand_over = zhiban::domain::command::HandOverAll {
        account: left.id,
        rev: left.rev,
        to: account_of(&s, "周敏").id,
        reason: "调到县里".into(),
    };
    acts(&mut s, &head, 93_402, Command::HandOverAll(hand_over));
    // Whoever left reads to whom it went, and a word that was still on its way stays in it.
    types(&mut s, &mut leaver, "place", "石桥村口");
    hears(&mut s, &mut leaver);
    let said = asked(&leaver).text.join("\n");
    assert!(said.contains("移交给了周敏") && said.contains("归周敏接着办"), "{said}");
    assert!(!said.contains("还是您的"), "{said}");
    let kept = zhiban::store::drafts::list(s.desk.conn(), s.desk.vault(), Some(account_of(&s, "周敏").id)).unwrap();
    assert_eq!(kept.len(), 1);
    assert!(
        kept[0].id == lease.draft && kept[0].body.contains("石桥村口"),
        "{kept:?}"
    );
    // A third clerk reads whose it is by now and who may; the same is said by the file.
    for k in [&mut head, &mut third, &mut heir] {
        k.state.layers.clear();
        s.keys(k, "1");
        k.state.now = Moment(leaver.state.now.0 + 200_000);
    }
    let whose = "这是何敏写的，已移交给周敏，由周敏接着写、删掉；站长写明原因也能接手";
    let items = choices(&mut s, &mut third);
    assert!(items[0].label.starts_with("接手"), "{items:?}");
    let row = third.state.snap.follow_up.iter().find(|f| f.draft.is_some()).unwrap();
    assert_eq!(third.state.not_theirs(row).as_deref(), Some(whose));
    assert!(zhiban::app::follow::line::holder(zhiban::i18n::Lang::Zh, row).contains("何敏写的，归周敏"));
    let day = head.state.now.day();
    let takes = |s: &mut Station, k: &Keyboard| {
        let account = k.state.account.as_ref().map(|a| a.id);
        s.desk
            .write(|tx, vault, _| zhiban::store::drafts::take(tx, vault, lease.draft, account, day))
            .unwrap()
    };
    for k in [&third, &head] {
        let refused = takes(&mut s, k).unwrap_err().unwrap();
        assert_eq!(zhiban::i18n::lease::what(zhiban::i18n::Lang::Zh, &refused), whose);
    }
    // The head is asked why, as of any other draft; the heir goes on with it as with their own.
    let item = first_choice(&mut s, &mut head);
    assert!(item.label.starts_with("接手"), "{}", item.label);
    assert_eq!(item.why_not, None);
    s.keys(&mut head, "1 F9");
    assert_eq!(
        head.state.layers.last().and_then(Layer::form).unwrap().host.form.id(),
        "small"
    );
    let item = first_choice(&mut s, &mut heir);
    assert!(item.label.starts_with("接着写"), "{}", item.label);
    s.keys(&mut heir, "1");
    let form = heir.state.layers.last().and_then(Layer::form).expect("it opens");
    assert_eq!(form.host.form.text("words"), "排水沟堵了，没人管");
    // Taken over for a reason it is the head's, and the heir is told.
    heir.state.layers.clear();
    s.desk
        .write(|tx, _, _| Ok(tx.execute("UPDATE presence SET session = session || '0'", []).is_ok()))
        .unwrap();
    head.state.now = Moment(head.state.now.0 + 200_000);
    assert_eq!(first_choice(&mut s, &mut head).why_not, None);
    s.keys(&mut head, "1 '请假了 F9");
    assert_eq!(
        head.state.layers.last().and_then(Layer::form).unwrap().host.lease.draft,
        lease.draft
    );
    hears(&mut s, &mut heir);
    let told = real::said(&heir);
    assert!(told.contains("请假了"), "{told}");
    s.is_clean();
}

#[test]
fn the_words_that_were_begun_in_a_talk_that_was_taken_over_are_asked_about_where_they_are_to_be_written() {
    for key in ["F5", "F7"] {
        let (mut s, mut a, mut b, _) = both();
        b.state.table = Some(2);
        b.state.now = a.state.now;
        for k in [&mut a, &mut b] {
            k.state.layers.clear();
            s.keys(k, "1");
        }
        s.keys(&mut a, "F5 '排水沟堵了 '，没人管 '的");
        at_one(&mut s, &Sign::ended(3), &a);
        b.state.now = Moment(a.state.now.0 + 80_000);
        let (digit, _) = over(&mut s, &mut b);
        s.keys(&mut b, &format!("{digit} '断线了 F9"));
        s.is_clean();
        assert_eq!(b.state.at_own_table().and_then(|v| v.table), Some(2));
        b.state.layers.clear();
        s.keys(&mut b, key);
        let Some(Layer::Menu(menu)) = b.state.layers.last() else {
            panic!("{key}: {:?}", b.state.layers)
        };
        let place = menu.items.iter().position(|i| i.label.starts_with("接手来写")).unwrap();
        assert_eq!(menu.items[place].why_not, None);
        if key == "F5" {
            assert!(menu.text[0].contains("lin写了一部分"), "{:?}", menu.text);
            // Whoever writes it anew may: nothing of the other is lost.
            s.keys(&mut b, "2");
            let form = b.state.layers.last().and_then(Layer::form).unwrap();
            assert_eq!(form.host.form.text("words"), "");
            s.keys(&mut b, "Esc F5");
        }
        s.keys(&mut b, &format!("{} '断线了 F9", place + 1));
        let form = b.state.layers.last().and_then(Layer::form).unwrap();
        assert!(form.host.form.text("words").contains("排水沟堵了"), "{key}");
        // It is written down that it was taken over, for whoever began it.
        let sql = "SELECT count(*) FROM draft_taken";
        let taken: i64 = s
            .desk
            .read(|conn, _| Ok(conn.query_row(sql, [], |r| r.get(0))?))
            .unwrap();
        assert_eq!(taken, 1, "{key}");
    }
}
