//! Forms of the desk, over the real store: what is typed into them is kept as a draft until they are filed or left, and
//! every one of them is gone on with after a cut.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use zhiban::app::model::form::Asking;
use zhiban::app::model::{Form, Layer, Target};
use zhiban::app::queue::{number, promise_form};
use zhiban::app::session::plan;
use zhiban::app::station::profile;
use zhiban::app::{Effect, Input, State, asking, opinion, people, save_all, start, update};
use zhiban::domain::moment::Moment;
use zhiban::domain::view::{Answer, Draft, Query};
use zhiban::store::{drafts, read};

fn form(state: &State) -> &Form {
    match state.layers.last() {
        Some(Layer::Form(f)) => f,
        other => panic!("{other:?} {:?}", state.toast),
    }
}

impl Station {
    fn drafts(&self) -> Vec<Draft> {
        drafts::list(self.desk.conn(), self.desk.vault(), None).unwrap()
    }

    fn labels(&self) -> Vec<String> {
        self.drafts().into_iter().map(|d| d.label).collect()
    }

    fn ask(&self, query: &Query) -> Answer {
        read::answer(
            self.desk.conn(),
            self.desk.vault(),
            zhiban::domain::view::Asker::Program,
            query,
        )
        .unwrap()
    }

    /// The line is cut: what is typed is saved, and nobody is there any more.
    fn cut(&mut self, mut k: Keyboard) {
        let effects = save_all(&mut k.state);
        self.serve(&mut k, effects);
    }

    /// The same person at another keyboard.
    fn again(&mut self, n: u64) -> Keyboard {
        let mut k = keyboard(n);
        let effects = start(&mut k.state);
        self.serve(&mut k, effects);
        k
    }

    fn resume_unsaved(&mut self, k: &mut Keyboard) {
        let id = k.state.snap.follow_up.iter().find_map(|f| f.draft).unwrap();
        let effects = opinion::open(&mut k.state, Target::Draft(id));
        self.serve(k, effects);
    }

    fn resume(&mut self, k: &mut Keyboard) {
        let id = self.drafts()[0].id;
        let effects = opinion::open(&mut k.state, Target::Draft(id));
        self.serve(k, effects);
    }
}

#[test]
fn a_number_half_written_is_there_after_the_line_was_cut() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '蓝布衫大姐");
    assert_eq!(s.labels(), Vec::<String>::new(), "a second has not passed");
    s.cut(k);
    assert_eq!(s.labels(), ["取号  蓝布衫大姐"]);
    let mut k = s.again(2);
    let owed = k.state.snap.follow_up.iter().find(|f| f.draft.is_some());
    assert_eq!(owed.unwrap().brief, "取号  蓝布衫大姐");
    s.resume(&mut k);
    assert_eq!(form(&k.state).host.form.text("label"), "蓝布衫大姐");
    let alerts = &form(&k.state).host.alerts;
    assert!(alerts.iter().any(|a| a.contains("接着")), "{alerts:?}");
    s.keys(&mut k, "F9");
    assert!(k.state.layers.is_empty(), "{}", said(&k));
    assert_eq!(k.state.visits().last().unwrap().label.as_deref(), Some("蓝布衫大姐"));
    assert_eq!(s.labels(), Vec::<String>::new(), "filed is filed");
    s.is_clean();
}

#[test]
fn it_is_saved_while_typing_and_goes_with_the_form() {
    let (mut s, mut k) = open_station();
    let wakes = |k: &Keyboard| zhiban::app::wake_at(&k.state).map(|at| at.0 - k.state.now.0);
    s.keys(&mut k, "F3");
    assert_eq!(wakes(&k), None, "nothing is typed, and nothing is to be drawn");
    s.keys(&mut k, "'陈某");
    assert_eq!(wakes(&k), Some(800));
    let later = Moment(k.state.now.0 + 800);
    let effects = update(&mut k.state, Input::Tick(later));
    assert!(matches!(effects[..], [Effect::SaveDraft(_)]), "{effects:?}");
    s.serve(&mut k, effects);
    assert_eq!(s.labels(), ["取号  陈某"]);
    // Left by Esc it was thought better of; the words stay within reach of one key.
    s.keys(&mut k, "Esc");
    assert_eq!(s.labels(), Vec::<String>::new());
    s.keys(&mut k, "F3 Ctrl-z");
    assert_eq!(form(&k.state).host.form.text("label"), "陈某");
    s.keys(&mut k, "Left F9");
    assert_eq!(k.state.visits().last().unwrap().label.as_deref(), Some("陈某"));
    assert_eq!(s.labels(), Vec::<String>::new());
    // A number for which nothing is typed leaves nothing behind, and asks the disk for nothing more.
    s.keys(&mut k, "F3");
    let sent = update(&mut k.state, Input::Key("Enter".parse().unwrap()));
    let [Effect::Execute(request)] = &sent[..] else {
        panic!("{sent:?}")
    };
    assert_eq!(request.draft, None);
    s.is_clean();
}

type Open = Box<dyn Fn(&mut State) -> Vec<Effect>>;

/// Every form of the desk that keeps what is typed, by how it is opened, with the field that takes words.
fn all_forms(s: &mut Station, k: &mut Keyboard) -> Vec<(&'static str, Open)> {
    s.keys(k, "F3 '陈某 F9 F3 '李四 F9");
    let visits: Vec<_> = k.state.visits().cloned().collect();
    let session = k.state.snap.next_session.clone().unwrap();
    let deputy = k.state.snap.attendance[0].deputy;
    s.palette(k, "添单位");
    s.keys(k, "'村建办 F9");
    let rev = visits[0].rev;
    let Answer::Deputies(deputies) = s.ask(&Query::Deputies {
        matching: "zjj".into(),
        limit: 9,
    }) else {
        panic!()
    };
    let Answer::Units(units) = s.ask(&Query::Units {
        matching: String::new(),
        kind: None,
        limit: 9,
    }) else {
        panic!()
    };
    let small = |asking| Box::new(move |state: &mut State| asking::open(state, asking)) as Open;
    let (first, second) = (visits[0].id, visits[1].id);
    let (a_session, a_deputy, a_unit) = (session.clone(), deputies[0].clone(), units[0].clone());
    vec![
        ("label", Box::new(number::open)),
        ("label", Box::new(move |state| number::edit(state, first))),
        ("place", Box::new(plan::open)),
        ("place", Box::new(plan::today)),
        ("place", Box::new(move |state| plan::change(state, &a_session))),
        ("text", small(Asking::Leave(session.id, deputy))),
        ("text", small(Asking::Move(first, rev, 2))),
        ("text", small(Asking::VoidVisit(first, rev))),
        ("text", small(Asking::Cancel(session.id, session.rev))),
        ("day", small(Asking::Postpone(session.id, session.rev))),
        ("label", Box::new(move |state| promise_form::open(state, second))),
        ("hours", Box::new(profile::open)),
        ("name", Box::new(people::deputy)),
        ("name", Box::new(move |state| people::edit_deputy(state, &a_deputy))),
        ("name", Box::new(people::unit)),
        ("name", Box::new(move |state| people::edit_unit(state, &a_unit))),
    ]
}

#[test]
fn every_form_is_gone_on_with_where_it_was() {
    let (mut s, mut k) = open_station();
    let forms = all_forms(&mut s, &mut k);
    for (n, (field, open)) in (10..).zip(forms) {
        let mut k = s.again(n);
        let effects = open(&mut k.state);
        s.serve(&mut k, effects);
        let target = form(&k.state).target();
        let id = form(&k.state).host.form.id();
        while form(&k.state).host.form.focus() != Some(field) {
            s.keys(&mut k, "Tab");
        }
        s.keys(&mut k, "'甲乙丙");
        let typed = form(&k.state).host.form.text(field).to_owned();
        assert!(typed.contains("甲乙丙"), "{id} {field} {typed:?}");
        s.cut(k);
        assert_eq!(s.drafts().len(), 1, "{id} {target}");
        let mut k = s.again(n + 100);
        s.resume(&mut k);
        let resumed = form(&k.state);
        assert_eq!((resumed.host.form.id(), resumed.target()), (id, target), "{field}");
        assert_eq!(resumed.host.form.text(field), typed, "{id}");
        // Looked at and left it stays what it was: something not finished.
        s.keys(&mut k, "Esc");
        assert_eq!(s.drafts().len(), 1, "{id}");
        let given_up = Effect::DropDraft(s.drafts()[0].id);
        s.serve(&mut k, vec![given_up]);
        assert_eq!(s.drafts().len(), 0);
    }
    s.is_clean();
}

#[test]
fn what_is_added_to_what_was_not_finished_is_kept_when_it_is_left_at_once() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '陈某");
    s.cut(k);
    let mut k = s.again(2);
    s.resume(&mut k);
    s.keys(&mut k, "End '和老伴");
    assert_eq!(s.labels(), ["取号  陈某"], "a second has not passed");
    s.keys(&mut k, "Esc");
    assert_eq!(s.labels(), ["取号  陈某和老伴"]);
}

#[test]
fn what_a_form_was_about_may_be_gone_and_the_words_stay() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '陈某 F9");
    let visit = k.state.visits().last().unwrap().id;
    let effects = promise_form::open(&mut k.state, visit);
    s.serve(&mut k, effects);
    s.keys(&mut k, "'老陈");
    s.cut(k);
    let mut k = s.again(2);
    // Somebody else has received them meanwhile, and a day has gone by.
    k.state.snap.session = None;
    k.state.snap.queue.clear();
    s.resume(&mut k);
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
    assert_ne!(said(&k), "");
    assert_eq!(s.drafts().len(), 1);
}

#[test]
fn two_programs_with_one_number_file_it_once_and_lose_nothing() {
    let (mut s, mut a) = open_station();
    s.keys(&mut a, "F3 '蓝布衫大姐 Left");
    assert_eq!(s.labels(), ["取号  蓝布衫大姐"]);
    let mut b = s.again(2);
    s.resume(&mut b);
    s.keys(&mut b, "End '路灯 F9");
    let visits = |s: &Station| match s.ask(&Query::Visits { day: day() }) {
        Answer::Visits(all) => all.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(visits(&s), 1);
    // The first one writes on: its words are kept aside, it is told, and nothing more is typed into what is gone.
    s.keys(&mut a, "End '修路 Left");
    let loss = form(&a.state).host.loss.clone().unwrap();
    assert!(loss.said.contains("另存"), "{}", loss.said);
    assert!(s.labels().iter().any(|l| l.contains("修路")), "{:?}", s.labels());
    assert_eq!(visits(&s), 1, "no second number by itself");
    s.keys(&mut a, "'！ F9");
    assert_eq!(form(&a.state).host.form.text("label"), "蓝布衫大姐修路");
    assert_eq!(visits(&s), 1, "{}", said(&a));
    // One key goes on with what was kept, and that is another person's number.
    s.keys(&mut a, "F5 End '家 F9");
    assert!(!a.state.layers.iter().any(Layer::is_form), "{}", said(&a));
    assert_eq!(
        a.state.visits().last().unwrap().label.as_deref(),
        Some("蓝布衫大姐修路家")
    );
    assert_eq!(visits(&s), 2);
    assert_eq!(s.labels(), Vec::<String>::new());
}

#[test]
fn what_is_typed_while_a_number_is_on_its_way_is_kept_when_the_line_is_cut() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '蓝布衫大姐");
    let sent = update(&mut k.state, Input::Key("F9".parse().unwrap()));
    assert!(matches!(sent[..], [Effect::Execute(_)]), "{sent:?}");
    update(&mut k.state, Input::Text("等一下".to_owned()));
    s.cut(k);
    assert_eq!(s.labels(), ["另存：取号  等一下"]);
}

fn leave(s: &mut Station, k: &mut Keyboard) -> Vec<Effect> {
    let effects = zhiban::app::update::run(&mut k.state, zhiban::app::action::Act::AppQuit);
    s.serve(k, effects);
    update(&mut k.state, Input::Key("1".parse().unwrap()))
}

fn menu(k: &Keyboard) -> String {
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!("{:?}", k.state.layers.last())
    };
    let labels = menu.items.iter().map(|i| i.label.as_str());
    let all = std::iter::once(menu.title.as_str()).chain(menu.text.iter().map(String::as_str));
    all.chain(labels).collect::<Vec<_>>().join("|")
}

fn owed(k: &Keyboard) -> Vec<(String, Option<String>)> {
    let drafts = k.state.snap.follow_up.iter().filter(|f| f.draft.is_some());
    drafts.map(|f| (f.brief.clone(), f.note.clone())).collect()
}

const FULL: &str = "磁盘满了";

#[test]
fn i2_words_that_cannot_be_saved_are_never_called_saved_and_stand_in_what_is_owed_until_they_are() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "Esc");
    s.keys(&mut k, "F5 '路灯不亮");
    s.cannot_save = Some(FULL.into());
    s.keys(&mut k, "'三个晚上了 Esc");
    assert!(
        said(&k).contains("没存上") && !said(&k).contains("已存"),
        "{}",
        said(&k)
    );
    assert!(k.state.layers.is_empty(), "{}", menu(&k));
    assert_eq!(owed(&k), [("路灯不亮三个晚上了".to_owned(), Some("未存".to_owned()))]);
    // It is tried again, and that is not said anew each time.
    s.keys(&mut k, "1 2 1");
    assert_eq!((s.labels(), said(&k).as_str()), (vec![], ""));
    assert_eq!(owed(&k).len(), 1, "and another picture does not forget it");
    // Gone on with, it is the same form, and says why.
    s.resume_unsaved(&mut k);
    assert_eq!(form(&k.state).host.form.text("words"), "路灯不亮三个晚上了");
    let below = form(&k.state).below(200).join("");
    assert!(below.contains("还没存上") && below.contains(FULL), "{below}");
    s.keys(&mut k, "'。 Esc");
    assert!(said(&k).contains("没存上"), "{}", said(&k));
    s.cannot_save = None;
    s.keys(&mut k, "1 1");
    assert_eq!(s.labels(), ["路灯不亮三个晚上了。"]);
    assert_eq!(owed(&k), [("路灯不亮三个晚上了。".to_owned(), None)]);
    assert!(k.state.parted.is_empty());
}

#[test]
fn i2_what_is_saved_when_a_form_is_left_is_said_when_the_disk_has_said_so() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F5 '路灯不亮");
    let effects = update(&mut k.state, Input::Key("Esc".parse().unwrap()));
    assert_eq!(said(&k), "", "nothing is known yet");
    s.serve(&mut k, effects);
    assert!(said(&k).contains("已存在没写完里"), "{}", said(&k));
    // After another key it is no answer to that key.
    s.keys(&mut k, "F5 '水渠");
    let mut effects = update(&mut k.state, Input::Key("Esc".parse().unwrap()));
    effects.extend(update(&mut k.state, Input::Key("F3".parse().unwrap())));
    s.serve(&mut k, effects);
    assert_eq!(said(&k), "");
    assert_eq!(s.labels().len(), 2);
}

#[test]
fn i2_that_words_are_not_saved_is_said_no_longer_once_they_are_filed() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F5 '路灯不亮");
    let id = form(&k.state).host.lease.draft;
    let mut effects = update(&mut k.state, Input::Key("F9".parse().unwrap()));
    effects.extend(update(&mut k.state, Input::Text("1".into())));
    let result = Err(FULL.into());
    update(&mut k.state, Input::DraftSaved { id, result });
    assert!(said(&k).contains("没存上"), "{}", said(&k));
    assert!(effects.iter().any(|e| matches!(e, Effect::Execute(_))), "{effects:?}");
    s.serve(&mut k, effects);
    assert!(!said(&k).contains("没存上"), "{}", said(&k));
}

/// What the disk answers while nothing can be saved, and of an act nobody knows whether it was carried out.
fn unknown(k: &mut Keyboard, effects: Vec<Effect>) -> bool {
    let mut effects = std::collections::VecDeque::from(effects);
    let mut was_sent = false;
    while let Some(effect) = effects.pop_front() {
        let input = match effect {
            Effect::Execute(request) => {
                was_sent = true;
                let said = k.state.texts().trouble.unknown.to_owned();
                Input::Executed {
                    id: request.id,
                    result: Err(zhiban::app::Failure::Unknown(said)),
                }
            }
            Effect::SaveDraft(words) => Input::DraftSaved {
                id: words.draft.id,
                result: Err(FULL.into()),
            },
            _ => continue,
        };
        effects.extend(update(&mut k.state, input));
    }
    was_sent
}

/// All that is said of saving on the screen.
fn said_of_saving(k: &Keyboard) -> String {
    let forms = k.state.layers.iter().filter_map(|layer| match layer {
        Layer::Form(form) => form.host.trouble.clone(),
        _ => None,
    });
    let parted = k.state.parted.iter().filter_map(|p| p.form.host.trouble.clone());
    let menu = match k.state.layers.last() {
        Some(Layer::Menu(menu)) => [vec![menu.title.clone()], menu.text.clone()].concat().join("\n"),
        _ => String::new(),
    };
    let all: Vec<String> = forms.chain(parted).chain([said(k), menu]).collect();
    all.join("\n")
}

/// Neither that it is saved nor that it is not: of every form, on it, when it is left and when the desk is, and of an act of one key.
#[test]
fn i3_of_an_act_nobody_knows_of_nothing_is_said_before_it_is_known() {
    let (mut s, mut k) = open_station();
    let forms = all_forms(&mut s, &mut k);
    let mut sent = 0;
    let key = |k: &mut Keyboard, key: &str| update(&mut k.state, Input::Key(key.parse().unwrap()));
    let untrue = |k: &Keyboard, what: &str| {
        let said = said_of_saving(k);
        for word in ["没存上", "没登记", "没有存上", "没有保存", "已存在"] {
            assert!(!said.contains(word), "{what}: {word}: {said}");
        }
        said
    };
    for (n, (field, open)) in (300..).zip(forms) {
        let mut k = s.again(n);
        let effects = open(&mut k.state);
        s.serve(&mut k, effects);
        let id = form(&k.state).host.form.id();
        while form(&k.state).host.form.focus() != Some(field) {
            s.keys(&mut k, "Tab");
        }
        update(&mut k.state, Input::Text("甲乙丙".into()));
        let effects = key(&mut k, "F9");
        if !unknown(&mut k, effects) {
            continue;
        }
        sent += 1;
        assert!(k.state.is_unsure(), "{id}");
        assert!(
            untrue(&k, id).contains("不知道这一步存上没有"),
            "{id}: {}",
            said_of_saving(&k)
        );
        let later = Moment(k.state.now.0 + 20_000);
        let effects = update(&mut k.state, Input::Tick(later));
        unknown(&mut k, effects);
        untrue(&k, id);
        let effects = key(&mut k, "Esc");
        unknown(&mut k, effects);
        untrue(&k, id);
        let effects = zhiban::app::update::run(&mut k.state, zhiban::app::action::Act::AppQuit);
        unknown(&mut k, effects);
        assert!(
            untrue(&k, id).contains("有一步不知道存上没有"),
            "{id}: {}",
            said_of_saving(&k)
        );
        let effects = key(&mut k, "1");
        unknown(&mut k, effects);
        untrue(&k, id);
        // Once it is known there is nothing to hold back.
        let t = k.state.texts().trouble;
        let mut effects = Vec::new();
        for act in k.state.unsure.clone() {
            assert!(k.state.is_unsure(), "one that is known says nothing of another");
            let news = Input::LookedUp(act, zhiban::app::Mood::Bad, t.looked_up_not.into());
            effects.extend(update(&mut k.state, news));
        }
        assert!(!k.state.is_unsure());
        unknown(&mut k, effects);
    }
    assert!(sent > 7, "{sent}");
    // An act of one key: a call.
    let mut k = s.again(400);
    let effects = key(&mut k, "F4");
    assert!(unknown(&mut k, effects));
    assert!(untrue(&k, "F4").contains("不知道这一步存上没有"));
    // What was carried out meanwhile says nothing about it; the same again does.
    let effects = key(&mut k, "F3");
    s.serve(&mut k, effects);
    s.keys(&mut k, "'陈某 F9");
    assert!(k.state.is_unsure());
    // Another of which it is not known forgets the first no more than that.
    let effects = zhiban::app::update::run(&mut k.state, zhiban::app::action::Act::QueueCall);
    assert!(unknown(&mut k, effects));
    let (t, both) = (k.state.texts().trouble, k.state.unsure.clone());
    assert_eq!(both.len(), 2);
    for (act, is_unsure) in both.into_iter().zip([true, false]) {
        let news = Input::LookedUp(act, zhiban::app::Mood::Bad, t.looked_up_not.into());
        update(&mut k.state, news);
        assert_eq!(k.state.is_unsure(), is_unsure);
    }
}

#[test]
fn i2_of_two_saves_on_their_way_both_have_to_arrive() {
    let (_, mut k) = open_station();
    let mut saves = update(&mut k.state, Input::Key("F5".parse().unwrap()));
    saves.clear();
    saves.extend(update(&mut k.state, Input::Text("路灯".into())));
    let later = Moment(k.state.now.0 + 900);
    saves.extend(update(&mut k.state, Input::Tick(later)));
    saves.extend(update(&mut k.state, Input::Text("不亮".into())));
    saves.extend(update(&mut k.state, Input::Key("Esc".parse().unwrap())));
    saves.retain(|e| matches!(e, Effect::SaveDraft(_)));
    let [Effect::SaveDraft(first), Effect::SaveDraft(_)] = &saves[..] else {
        panic!("{saves:?}")
    };
    let answer = |result| Input::DraftSaved {
        id: first.draft.id,
        result,
    };
    update(&mut k.state, answer(Ok(())));
    assert_eq!(
        (k.state.parted.len(), said(&k).as_str()),
        (1, ""),
        "the second is not back"
    );
    update(&mut k.state, answer(Err(FULL.into())));
    assert!(said(&k).contains("没存上"), "{}", said(&k));
}

#[test]
fn i2_leaving_waits_for_the_disk_and_asks_about_what_it_does_not_take() {
    for opens in ["F5", "F3"] {
        let (mut s, mut k) = open_station();
        s.keys(&mut k, &format!("{opens} '路灯不亮"));
        let effects = leave(&mut s, &mut k);
        assert!(matches!(effects[..], [Effect::SaveDraft(_)]), "{opens} {effects:?}");
        assert!(said(&k).contains("正在存"), "{}", said(&k));
        let [Effect::SaveDraft(words)] = &effects[..] else {
            panic!()
        };
        let id = words.draft.id;
        let refused = update(
            &mut k.state,
            Input::DraftSaved {
                id,
                result: Err(FULL.into()),
            },
        );
        assert_eq!(refused, [], "{opens}: nobody is sent away");
        let asked = menu(&k);
        for part in ["没存上", "路灯不亮", FULL, "再存一次", "抄下来", "不要了", "不退出"] {
            assert!(asked.contains(part), "{part}: {asked}");
        }
        // Tried again, it goes, and so does the person.
        let again = update(&mut k.state, Input::Key("1".parse().unwrap()));
        let [Effect::SaveDraft(_)] = &again[..] else {
            panic!("{again:?}")
        };
        let gone = update(&mut k.state, Input::DraftSaved { id, result: Ok(()) });
        assert!(gone.contains(&Effect::Quit), "{opens} {gone:?}");
    }
}

#[test]
fn i2_whoever_leaves_all_the_same_has_the_words_said_or_gives_them_up() {
    for (digit, says) in [("2", true), ("3", false)] {
        let (mut s, mut k) = open_station();
        s.cannot_save = Some(FULL.into());
        s.keys(&mut k, "F5 '路灯不亮 Esc");
        let effects = leave(&mut s, &mut k);
        s.serve(&mut k, effects);
        let effects = update(&mut k.state, Input::Key(digit.parse().unwrap()));
        assert_eq!((effects, k.state.says_unsaved), (vec![Effect::Quit], says));
        let words = zhiban::app::unsaved(&mut k.state);
        assert!(words.iter().any(|line| line.contains("路灯不亮")), "{words:?}");
    }
    // What was left by Esc and kept nowhere is named before it goes with the desk.
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '蓝布衫大姐 Esc");
    let effects = zhiban::app::update::run(&mut k.state, zhiban::app::action::Act::AppQuit);
    s.serve(&mut k, effects);
    assert!(menu(&k).contains("蓝布衫大姐"), "{}", menu(&k));
    assert_eq!(update(&mut k.state, Input::Key("1".parse().unwrap())), [Effect::Quit]);
}

#[test]
fn i2_a_command_under_way_is_waited_for_before_the_desk_closes() {
    let (mut s, mut k) = open_station();
    s.keys(&mut k, "F3 '陈某");
    let sent = update(&mut k.state, Input::Key("F9".parse().unwrap()));
    assert!(leave(&mut s, &mut k).iter().all(|e| *e != Effect::Quit));
    let mut all = Vec::new();
    for effect in sent {
        let Effect::Execute(request) = effect else { continue };
        let result = Err(zhiban::app::Failure::Trouble(FULL.into()));
        all.extend(update(&mut k.state, Input::Executed { id: request.id, result }));
    }
    assert!(all.iter().any(|e| matches!(e, Effect::SaveDraft(_))), "{all:?}");
    assert!(!all.contains(&Effect::Quit));
}
