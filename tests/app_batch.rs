//! Several matters handed over with one form, over the real store: what one keyboard marks, another may have handed over
//! meanwhile, and the writer may break in the middle.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use real::*;
use zhiban::app::model::form::Kind;
use zhiban::app::model::pending::request;
use zhiban::app::model::{Form, Layer, Marks, Screen, Target};
use zhiban::app::{Effect, Input, opinion, save_all, start, update};
use zhiban::domain::code::{OpinionState, Role, Urgency, Way};
use zhiban::domain::command::{Command, HandOverEntry, Handle, Handling, OpinionEntry, PartEntry, Speaker, VisitRef};
use zhiban::domain::id::{OpinionId, UnitId};
use zhiban::domain::record::OpinionDetails;
use zhiban::domain::view::{Answer, Asker, OpinionFile, Query, Stretch};
use zhiban::store::{drafts, read};

impl Station {
    fn answer(&self, query: &Query) -> Answer {
        read::answer(self.desk.conn(), self.desk.vault(), Asker::Program, query).unwrap()
    }

    /// The matters, the newest first.
    fn ids(&self) -> Vec<OpinionId> {
        let query = Query::Opinions {
            matching: String::new(),
            state: None,
            stretch: Stretch::Newest,
            limit: 50,
        };
        let Answer::Opinions(rows, ..) = self.answer(&query) else {
            panic!()
        };
        rows.iter().map(|row| row.id).collect()
    }

    fn files(&self) -> Vec<OpinionFile> {
        let Answer::Files(files, _) = self.answer(&Query::TheseFiles(self.ids())) else {
            panic!()
        };
        files
    }

    fn does(&mut self, k: &mut Keyboard, command: Command) {
        let request = request(&mut k.state, command, None);
        self.serve(k, vec![Effect::Execute(Box::new(request))]);
    }

    /// Somebody at another keyboard hands matters over.
    fn colleague(&mut self, those: &[usize]) {
        let mut k = self.again(9);
        let files = self.files();
        for at in those {
            let o = &files[*at].opinion;
            let handling = Handling::HandOver(HandOverEntry {
                lead: PartEntry::to(self.unit()),
                further: Vec::new(),
                way: Way::Phone,
                person: None,
                note: None,
            });
            let category = o.details.category.is_none().then(|| "road".to_owned());
            let (opinion, rev) = (o.id, o.rev);
            self.does(
                &mut k,
                Command::Handle(Handle {
                    opinion,
                    rev,
                    category,
                    handling,
                }),
            );
        }
        self.is_clean();
    }

    fn unit(&self) -> UnitId {
        let query = Query::Units {
            matching: String::new(),
            kind: None,
            limit: 9,
        };
        let Answer::Units(units) = self.answer(&query) else {
            panic!()
        };
        units[0].id
    }

    /// The same person at another keyboard.
    fn again(&mut self, n: u64) -> Keyboard {
        let mut k = keyboard(n);
        let effects = start(&mut k.state);
        self.serve(&mut k, effects);
        k
    }

    /// How often each matter was handed over.
    fn handed(&self) -> Vec<usize> {
        let times = |f: &OpinionFile| f.history.iter().filter(|h| h.kind.name() == "handed_over").count();
        self.files().iter().map(times).collect()
    }
}

/// Five matters, of which the newest is urgent and the one after it has no category, all of them marked.
fn marked() -> (Station, Keyboard) {
    let (mut s, mut k) = open_station();
    s.palette(&mut k, "添单位");
    s.keys(&mut k, "'村建办 F9");
    for n in 1..=5 {
        let details = OpinionDetails {
            words: format!("第{n}件事"),
            category: (n != 4).then(|| "road".to_owned()),
            urgency: (n == 5).then_some(Urgency::Urgent),
            ..OpinionDetails::default()
        };
        let entry = OpinionEntry {
            visit: VisitRef::Unqueued {
                session: None,
                heads: 1,
            },
            speaker: Speaker::New(Box::default()),
            representatives: Vec::new(),
            details,
            handling: Handling::Undecided,
        };
        s.does(&mut k, Command::FileOpinion(Box::new(entry)));
    }
    s.is_clean();
    k.state.layers.clear();
    s.keys(&mut k, "2 Space Space Space Space Space");
    assert_eq!(marks(&mut k).0.len(), 5);
    (s, k)
}

fn marks(k: &mut Keyboard) -> &mut Marks {
    k.state.opinion_marks()
}

fn numbers(k: &mut Keyboard) -> Vec<String> {
    marks(k).0.iter().map(|mark| mark.label.clone()).collect()
}

fn form(k: &Keyboard) -> &Form {
    match k.state.layers.last() {
        Some(Layer::Form(f)) if matches!(f.kind, Kind::Batch(_)) => f,
        other => panic!("{other:?} {:?}", k.state.toast),
    }
}

/// Everything the form asks for: the category of the one that has none, the unit.
const FILLED: &str = "'道路 1 'cjb 1";

#[test]
fn one_a_colleague_was_quicker_with_stays_marked_and_is_named_and_the_others_go() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, "Enter");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!()
    };
    let labels: Vec<&str> = menu.items.iter().map(|item| item.label.as_str()).collect();
    assert_eq!(labels, ["交办已标的 5件", "去掉标记", "打开"]);
    s.keys(&mut k, "1");
    assert_eq!(form(&k).host.title, "交办已标的 5件");
    let all = numbers(&mut k);
    let intro = form(&k).host.intro.join("\n");
    assert!(all.iter().all(|number| intro.contains(number)), "{intro}");
    s.colleague(&[2]);
    s.keys(&mut k, &format!("{FILLED} F9"));
    assert_eq!(s.handed(), [1, 1, 1, 1, 1]);
    assert_eq!(s.refused.len(), 1, "{:?}", s.refused);
    assert_eq!(said(&k), "交办了4件");
    assert_eq!(numbers(&mut k), [all[2].clone()]);
    let Some(Layer::Page(page)) = k.state.layers.last() else {
        panic!("{}", said(&k))
    };
    assert_eq!(page.title, "交办了4件；1件没有交办");
    let why = &page.lines[0].text;
    assert!(
        why.contains(&all[2]) && why.contains("lin") && page.lines.len() == 1,
        "{why}"
    );
    s.keys(&mut k, "Esc");
    assert!(k.state.layers.is_empty() && k.state.screen == Screen::Opinions);
    // The day is each matter's own, and the category went to the one that had none.
    let files = s.files();
    let due: Vec<String> = files
        .iter()
        .map(|f| f.opinion.round().unwrap().lead.due.unwrap().day.to_string())
        .collect();
    assert_eq!([&due[0], &due[1], &due[3]], ["2026-11-26", "2026-12-14", "2026-12-14"]);
    let category = |at: usize| files[at].opinion.details.category.clone().unwrap();
    assert_eq!((category(0).as_str(), category(1).as_str()), ("road", "road"));
    assert!(files.iter().all(|f| f.opinion.state == OpinionState::HandedOver));
}

#[test]
fn what_was_not_answered_when_the_writer_broke_stays_and_a_second_try_repeats_nothing() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, &format!("Enter 1 {FILLED}"));
    s.breaks_after = Some(2);
    s.keys(&mut k, "F9");
    assert_eq!(said(&k), "没有回音");
    assert_eq!(marks(&mut k).0.len(), 3, "two were answered");
    assert_eq!(form(&k).host.form.code("unit"), Some(s.unit().to_string().as_str()));
    assert_eq!(form(&k).host.busy, None);
    let intro = form(&k).host.intro.join("\n");
    assert_eq!(intro.matches("2026-").count(), 3, "{intro}");
    assert_eq!(
        s.handed(),
        [1, 1, 1, 0, 0],
        "the third went through, but nobody was told"
    );
    s.breaks_after = None;
    s.keys(&mut k, "F9");
    s.is_clean();
    assert_eq!(s.handed(), [1, 1, 1, 1, 1]);
    assert_eq!((said(&k).as_str(), k.state.layers.len()), ("交办了5件", 0));
    assert_eq!(*marks(&mut k), Marks::default());
}

#[test]
fn where_none_went_the_form_stays_with_what_was_typed_and_knows_what_can_still_go() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, "Down Up Esc Home Space Down Down Space Enter 1 'cjb 1");
    let all = numbers(&mut k);
    s.colleague(&[0, 3]);
    s.keys(&mut k, "F9");
    assert_eq!(s.refused.len(), 2, "{:?}", s.refused);
    assert!(said(&k).contains(&all[0]), "{}", said(&k));
    assert_eq!(form(&k).host.form.text("unit"), "村建办");
    let intro = form(&k).host.intro.join("\n");
    assert!(
        intro.starts_with("这些不能交办：") && all.iter().all(|n| intro.contains(n)),
        "{intro}"
    );
    s.keys(&mut k, "F9");
    assert_eq!(said(&k), "标上的没有一件能交办");
    assert_eq!(s.refused.len(), 2, "nothing was sent");
    assert_eq!(numbers(&mut k), all);
}

#[test]
fn whoever_only_looks_is_not_offered_it() {
    let (mut s, mut k) = marked();
    k.state.account.as_mut().unwrap().role = Role::Viewer;
    s.keys(&mut k, "Enter");
    let Some(Layer::Menu(menu)) = k.state.layers.last() else {
        panic!()
    };
    assert!(menu.items[0].why_not.is_some() && menu.items[2].why_not.is_none());
    s.keys(&mut k, "1 Esc");
    s.palette(&mut k, "交办已标的");
    assert!(!k.state.layers.iter().any(Layer::is_form));
    assert_eq!(s.handed(), [0, 0, 0, 0, 0]);
}

#[test]
fn without_marks_the_act_says_how_to_mark_and_the_menu_takes_them_away() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, "Enter 2");
    assert!(k.state.layers.is_empty() && marks(&mut k).0.is_empty());
    s.palette(&mut k, "交办已标的");
    assert_eq!(said(&k), "还没有标上哪一件：在意见单子里按 空格");
    s.keys(&mut k, "Home Space Enter 3");
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Record(_))),
        "the row opens as ever"
    );
}

#[test]
fn a_draft_of_it_is_gone_on_with_for_what_can_still_go() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, "Enter 1 Tab Tab Tab Tab Tab '周五前碰头");
    let all = numbers(&mut k);
    let effects = save_all(&mut k.state);
    s.serve(&mut k, effects);
    let draft = drafts::list(s.desk.conn(), s.desk.vault(), None).unwrap().remove(0);
    assert!(
        draft.label.contains("交办已标的 5件") && draft.label.contains("周五前碰头"),
        "{}",
        draft.label
    );
    s.colleague(&[4]);
    let mut k = s.again(2);
    let effects = opinion::open(&mut k.state, Target::Draft(draft.id));
    s.serve(&mut k, effects);
    assert_eq!(form(&k).host.form.text("note"), "周五前碰头");
    assert_eq!(numbers(&mut k), all[..4]);
    assert!(form(&k).host.intro[1].contains(&all[4]), "{:?}", form(&k).host.intro);
    k.state
        .layers
        .last_mut()
        .and_then(Layer::form_mut)
        .unwrap()
        .host
        .form
        .focus_on("category");
    s.keys(&mut k, &format!("{FILLED} F9"));
    s.is_clean();
    assert_eq!(s.handed(), [1, 1, 1, 1, 1]);
    assert_eq!(drafts::list(s.desk.conn(), s.desk.vault(), None).unwrap(), []);
    let Some(Layer::Page(page)) = k.state.layers.last() else {
        panic!("{}", said(&k))
    };
    assert_eq!(page.title, "交办了4件；1件没有交办");
}

#[test]
fn while_they_are_under_way_the_form_is_busy_and_says_how_far_it_is() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, &format!("Enter 1 {FILLED}"));
    let effects = update(&mut k.state, Input::Key("F9".parse().unwrap()));
    let sent = effects.iter().filter(|e| matches!(e, Effect::Execute(_))).count();
    assert_eq!((sent, form(&k).kind.noun().progress()), (1, Some((1, 5))));
    assert!(form(&k).host.busy.is_some());
    assert_eq!(update(&mut k.state, Input::Key("F9".parse().unwrap())).len(), 0);
    s.serve(&mut k, effects);
    assert_eq!(s.handed(), [1, 1, 1, 1, 1]);
    s.is_clean();
}

#[test]
fn a_draft_taken_elsewhere_hands_nothing_over_here() {
    let (mut s, mut k) = marked();
    s.keys(&mut k, &format!("Enter 1 {FILLED}"));
    let effects = save_all(&mut k.state);
    s.serve(&mut k, effects);
    let draft = drafts::list(s.desk.conn(), s.desk.vault(), None).unwrap().remove(0);
    let mut there = s.again(2);
    let effects = opinion::open(&mut there.state, Target::Draft(draft.id));
    s.serve(&mut there, effects);
    s.keys(&mut k, "F9");
    assert!(form(&k).host.loss.is_some(), "{}", said(&k));
    assert_eq!((s.handed(), s.refused.len()), (vec![0; 5], 1));
    s.keys(&mut there, "F9");
    assert_eq!((s.handed(), said(&there).as_str()), (vec![1; 5], "交办了5件"));
}
