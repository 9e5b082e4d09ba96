//! What is owed, over the real store and the real rules: all of it at any length, by kind, and how late.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use real::*;
use uuid::Uuid;
use zhiban::app::model::{Rows, Screen};
use zhiban::app::{Input, Pane, State, update};
use zhiban::domain::code::{OpinionState, Reached, UnitKind, Way};
use zhiban::domain::command::{
    Arrival, CallNext, Chase, CloseOpinion, Command, FinishVisit, GuideEntry, HandOverEntry, Handling, OpinionEntry,
    PartEntry, RecordAnswer, Request, Speaker, TakeNumber, Tell, VisitRef,
};
use zhiban::domain::deadline::Deadline;
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::{CommandId, OpinionId, UnitId, VisitId};
use zhiban::domain::moment::{Day, TimeOfDay};
use zhiban::domain::record::{CitizenDetails, OpinionDetails, UnitProfile};
use zhiban::domain::view::{Answer, Asker, FollowUp, OpinionFile, Outcome, Owing, Query};
use zhiban::store::{execute, read};
use zhiban::ui::draw;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

fn of(month: u32, day: u32) -> Day {
    Day::from_ymd_opt(2026, month, day).unwrap()
}

/// What a keyboard shows at a size.
fn screen(k: &mut Keyboard, (w, h): (u16, u16)) -> Vec<String> {
    update(&mut k.state, Input::Resized(w, h));
    let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
    draw(&k.state, &Theme::shipped("plain", false), &mut buf);
    lines_of(&buf)
}

/// A station with a unit, and a keyboard at it.
struct Desk {
    s: Station,
    k: Keyboard,
    unit: UnitId,
}

impl Desk {
    fn new() -> Self {
        let (s, mut k) = open_station();
        k.state.layers.clear();
        let unit = UnitId(Uuid::nil());
        let mut desk = Self { s, k, unit };
        desk.act(Command::AddUnit(UnitProfile {
            name: "柳河供电所".into(),
            short: "供电所".into(),
            kind: UnitKind::Enterprise,
            contact: Some("熊所长".into()),
            phone: Some("0719-2222221".into()),
            ..UnitProfile::default()
        }));
        let Answer::Units(units) = desk.ask(&Query::Units {
            matching: String::new(),
            kind: None,
            limit: 1,
        }) else {
            panic!()
        };
        desk.unit = units[0].id;
        desk
    }

    fn ask(&self, query: &Query) -> Answer {
        read::answer(self.s.desk.conn(), self.s.desk.vault(), Asker::Program, query).unwrap()
    }

    fn act(&mut self, command: Command) -> Outcome {
        let request = Request {
            id: CommandId(self.s.supply.id()),
            account: self.k.state.account.as_ref().map(|a| a.id),
            table: None,
            late: None,
            draft: None,
            command,
        };
        let now = self.k.state.now;
        execute::execute(&mut self.s.desk, &request, now, false, &mut self.s.supply).unwrap()
    }

    fn file(&mut self, name: &str, handling: Handling) -> OpinionId {
        let entry = OpinionEntry {
            visit: VisitRef::Unqueued {
                session: None,
                heads: 1,
            },
            speaker: Speaker::New(Box::new(CitizenDetails {
                name: Some(name.into()),
                phone: Some("13700004410".into()),
                ..CitizenDetails::default()
            })),
            representatives: Vec::new(),
            details: OpinionDetails {
                words: format!("{name}门口的路灯坏了"),
                category: self.k.state.snap.rules.as_ref().map(|r| r.categories[0].code.clone()),
                ..OpinionDetails::default()
            },
            handling,
        };
        self.act(Command::FileOpinion(Box::new(entry))).opinion.unwrap()
    }

    /// Handed over to be answered by a day.
    fn due(&self, day: Day) -> Handling {
        Handling::HandOver(HandOverEntry {
            lead: PartEntry {
                due: Some(Deadline::on(day)),
                ..PartEntry::to(self.unit)
            },
            further: Vec::new(),
            way: Way::Phone,
            person: None,
            note: None,
        })
    }

    fn read(&self, id: OpinionId) -> OpinionFile {
        match self.ask(&Query::File(id)) {
            Answer::File(Some(file)) => *file,
            other => panic!("{other:?}"),
        }
    }

    fn answer(&mut self, id: OpinionId) {
        let rev = self.read(id).opinion.rev;
        self.act(Command::RecordAnswer(RecordAnswer {
            opinion: id,
            rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: "已经换了灯泡".into(),
            class: "A".into(),
            class_date: None,
        }));
    }

    /// One attempt to tell the person, by a command.
    fn call(&mut self, id: OpinionId, reached: Reached) {
        let rev = self.read(id).opinion.rev;
        self.act(Command::Tell(Tell {
            opinion: id,
            rev,
            whom: None,
            way: Way::Phone,
            reached,
            note: None,
            grade: None,
            said: None,
            close: false,
        }));
    }

    /// Shown the way for one of the reasons of the rules.
    fn guide(&mut self, name: &str, reason: &str, told: bool) -> OpinionId {
        let guide = GuideEntry {
            reason: reason.into(),
            told,
            ..GuideEntry::default()
        };
        self.file(name, Handling::Guide(guide))
    }

    fn kinds(&self) -> Vec<Owing> {
        let lines = self.k.state.snap.follow_up.iter();
        lines.map(|f| f.owing).collect()
    }

    fn promise(&mut self, id: OpinionId, day: Day) {
        let rev = self.read(id).opinion.rev;
        self.act(Command::Chase(Chase {
            opinion: id,
            rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: Some("周五派人".into()),
            promised_for: Some(day),
        }));
    }

    /// The clock goes on to another day, in the morning, and the desk looks again.
    fn on(&mut self, day: Day) {
        let now = TimeOfDay::new(9, 0).unwrap().on(day);
        let effects = update(&mut self.k.state, Input::Tick(now));
        self.s.serve(&mut self.k, effects);
        let effects = update(&mut self.k.state, Input::ChangedElsewhere);
        self.s.serve(&mut self.k, effects);
        // That the day is another than the desk's is asked by the first key.
        self.k.state.layers.clear();
    }

    fn keys(&mut self, keys: &str) {
        self.s.keys(&mut self.k, keys);
    }

    fn screen(&mut self) -> String {
        screen(&mut self.k, (80, 24)).join("\n")
    }

    fn lines(state: &State) -> &[FollowUp] {
        match &state.browse[&Screen::Owed].rows {
            Rows::Owed(lines) => lines,
            other => panic!("{other:?}"),
        }
    }

    /// Every line of what is owed that the list shows while it is walked through page by page.
    fn walked(&mut self) -> Vec<(Owing, String)> {
        let mut seen = Vec::new();
        self.keys("Home");
        loop {
            let b = &self.k.state.browse[&Screen::Owed];
            let at = b.cursor.at;
            let f = &Self::lines(&self.k.state)[at];
            seen.push((f.owing, f.number.clone()));
            let before = f.n;
            self.keys("Down");
            let b = &self.k.state.browse[&Screen::Owed];
            if Self::lines(&self.k.state)[b.cursor.at].n == before {
                return seen;
            }
        }
    }
}

/// 120 late, 40 to tell, five of them at once, and ten in hand.
fn much() -> Desk {
    let mut desk = Desk::new();
    for n in 0..120 {
        let due = desk.due(of(11, 26));
        desk.file(&format!("甲{n}"), due);
    }
    for n in 0..40 {
        let due = desk.due(of(12, 30));
        let id = desk.file(&format!("乙{n}"), due);
        desk.answer(id);
    }
    for n in 0..10 {
        let due = desk.due(of(12, 31));
        desk.file(&format!("丙{n}"), due);
    }
    desk.file("丁", Handling::Undecided);
    desk.on(of(12, 7));
    desk
}

#[test]
fn d1_all_that_is_owed_is_reached_at_any_length_and_the_overdue_come_first() {
    let mut desk = much();
    assert_eq!(desk.k.state.snap.owed.of(Owing::Overdue), 120);
    desk.keys("9 2");
    assert_eq!(desk.k.state.screen, Screen::Owed);
    let shown = desk.screen();
    assert!(shown.contains("0全部171 1超期120 2待反馈40 8待处理1 在办10"), "{shown}");
    assert!(shown.contains("1-18/171"), "{shown}");
    assert!(shown.matches("超期7工作日").count() >= 17, "{shown}");
    let walked = desk.walked();
    assert_eq!(walked.len(), 171);
    let numbers: BTreeSet<&String> = walked.iter().map(|(_, number)| number).collect();
    assert_eq!(numbers.len(), 171, "each once");
    let kinds: Vec<Owing> = walked.iter().map(|(owing, _)| *owing).collect();
    assert!(kinds.is_sorted(), "kind by kind");
    assert_eq!(kinds[0], Owing::Overdue);
    // From its end as from its top.
    desk.keys("Home End");
    let shown = desk.screen();
    assert!(shown.contains("丙9"), "{shown}");
    desk.keys("Up Up PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp PageUp");
    let b = &desk.k.state.browse[&Screen::Owed];
    assert_eq!(Desk::lines(&desk.k.state)[b.cursor.at].owing, Owing::Overdue);
}

#[test]
fn d1_a_digit_shows_one_kind_and_zero_or_the_same_digit_all_of_it_again() {
    let mut desk = much();
    desk.keys("9 2");
    let kinds = |desk: &Desk| -> BTreeSet<Owing> { Desk::lines(&desk.k.state).iter().map(|f| f.owing).collect() };
    desk.keys("2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]));
    let shown = desk.screen();
    assert!(shown.contains("待办  待反馈") && shown.contains("1-18/40"), "{shown}");
    assert!(shown.contains("待反馈晚11天"), "{shown}");
    desk.keys("2");
    assert!(kinds(&desk).contains(&Owing::Overdue), "the same digit");
    desk.keys("8");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::Unhandled]));
    assert!(desk.screen().contains("待处理14天"), "{}", desk.screen());
    desk.keys("0");
    assert!(kinds(&desk).contains(&Owing::Overdue), "zero");
    // A kind of which there is none is empty and not everything.
    desk.keys("4");
    assert_eq!(kinds(&desk), BTreeSet::new());
    assert!(desk.screen().contains("没有待办"), "{}", desk.screen());
    // What has no digit is reached by going round.
    desk.keys("0 Right Right Right Right");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::InHand]));
    // Elsewhere the digits are the screens again.
    desk.keys("Esc 2");
    assert_eq!(desk.k.state.screen, Screen::Opinions);
}

#[test]
fn d1_the_pane_shows_the_head_of_it_and_leads_to_the_rest() {
    let mut desk = much();
    desk.k.state.focus = Pane::Follow;
    let shown = desk.screen();
    assert!(shown.contains("9-2 全部171"), "{shown}");
    assert!(shown.contains("超期7工作日"), "{shown}");
    desk.keys("End");
    let shown = desk.screen();
    assert!(shown.contains("还有139件：回车看全部"), "{shown}");
    desk.keys("Enter");
    assert_eq!(desk.k.state.screen, Screen::Owed);
    desk.keys("Esc");
    assert_eq!(desk.k.state.screen, Screen::Today);
    desk.keys("Home d");
    assert_eq!(desk.k.state.screen, Screen::Owed, "by its key");
    // Enter on a line is what Enter in the pane is.
    desk.keys("Enter");
    assert!(desk.screen().contains("1 催办"), "{}", desk.screen());
}

#[test]
fn d1_what_is_not_written_yet_is_known_however_much_else_is_owed() {
    let mut desk = Desk::new();
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    let mut visits = Vec::new();
    for _ in 0..3 {
        desk.act(Command::TakeNumber(TakeNumber {
            session,
            arrival: Arrival::default(),
        }));
        let called = desk.act(Command::CallNext(CallNext { session, table: 1 }));
        let visit = called.called.unwrap();
        let Answer::VisitFile(Some(seen), ..) = desk.ask(&Query::VisitFile(visit)) else {
            panic!()
        };
        desk.act(Command::FinishVisit(FinishVisit {
            visit,
            rev: seen.rev,
            consult_only: false,
            unwritten: true,
            call_next: false,
        }));
        visits.push(visit);
    }
    let mut late = 0;
    // Before them on the page, on it as the last, and none of them on it.
    for more in [1, 29, 31, 40] {
        while late < more {
            let due = desk.due(of(11, 26));
            desk.file(&format!("甲{late}"), due);
            late += 1;
        }
        desk.on(of(12, 7));
        let snap = &desk.k.state.snap;
        let unwritten = snap.unwritten().filter_map(|f| f.visit.map(|(visit, _)| visit));
        assert_eq!(unwritten.collect::<Vec<VisitId>>(), visits, "{more} late");
        assert_eq!(snap.owed.of(Owing::Unwritten), 3);
        desk.on(of(11, 23));
    }
    assert!(desk.k.state.snap.follow_up.iter().all(|f| f.visit.is_none()));
}

#[test]
fn d4_how_late_it_is_stands_in_days_wherever_it_is_owed() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 27));
    desk.file("甲", due);
    let due = desk.due(of(12, 31));
    let told = desk.file("乙", due.clone());
    desk.answer(told);
    let asked = desk.file("丙", due);
    desk.promise(asked, of(11, 25));
    let due = desk.due(of(12, 2));
    desk.file("丁", due);
    // Friday's is late on Saturday, before a working day has passed.
    desk.on(of(11, 28));
    desk.keys("9 2");
    let shown = desk.screen();
    for text in ["刚超期", "待反馈晚2天", "再问晚3天", "还剩3工作日"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    desk.on(of(12, 1));
    let shown = desk.screen();
    for text in ["超期2工作日", "待反馈晚5天", "再问晚6天", "还剩1工作日"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
}

#[test]
fn d2_f8_on_what_cannot_be_told_says_what_it_is_and_offers_what_comes_next() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let told = desk.file("甲", due.clone());
    desk.answer(told);
    desk.call(told, Reached::Told);
    desk.file("乙", due);
    desk.file("丙", Handling::Undecided);
    desk.on(of(11, 24));
    // Among what is owed.
    desk.keys("9 2");
    for (name, says, offers) in [
        ("丙", "还没有定去处", "定去处"),
        ("甲", "已经告诉反映人了", "销号"),
        ("乙", "还没有答复，先催办或记答复", "催办"),
    ] {
        desk.keys("Home");
        while !desk.k.state.owing_here().line().unwrap().brief.starts_with(name) {
            desk.keys("Down");
        }
        desk.keys("F8");
        let shown = desk.screen();
        assert!(shown.contains(says) && shown.contains(offers), "{name}: {shown}");
        desk.keys("Esc");
    }
    // In the list of opinions, and in the record.
    desk.keys("Esc 2 End F8");
    let shown = desk.screen();
    assert!(shown.contains("0001 已经告诉反映人了"), "{shown}");
    desk.keys("F8");
    let shown = desk.screen();
    assert!(
        shown.contains("已经告诉反映人了") && shown.contains("1 销号"),
        "{shown}"
    );
}

#[test]
fn d3_f8_goes_on_to_the_next_person_and_a_try_within_the_hour_is_not_another() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let first = desk.file("甲", due.clone());
    let second = desk.file("乙", due);
    desk.answer(first);
    desk.answer(second);
    desk.on(of(11, 23));
    let offered = |desk: &mut Desk| {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        let shown = desk.screen();
        let who = ["甲", "乙"]
            .into_iter()
            .find(|who| shown.contains(&format!("反映：{who}")));
        who.map(str::to_owned)
    };
    assert_eq!(offered(&mut desk).as_deref(), Some("甲"));
    desk.keys("3");
    assert_eq!(offered(&mut desk).as_deref(), Some("乙"), "the next one");
    desk.keys("3");
    assert_eq!(offered(&mut desk), None);
    assert!(said(&desk.k).contains("2位刚打过"), "{}", said(&desk.k));
    // Whoever is chosen is called again, and it is the same attempt still.
    for _ in 0..3 {
        desk.call(first, Reached::NoAnswer);
    }
    assert_eq!(desk.read(first).opinion.failed_tellings, 1);
    wait(&mut desk.k, 61);
    desk.call(first, Reached::NoAnswer);
    wait(&mut desk.k, 61);
    desk.call(first, Reached::NoAnswer);
    let o = desk.read(first).opinion;
    assert_eq!(o.failed_tellings, 3);
    // Three on one day close nothing.
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    assert!(!o.may_close(&limits));
    desk.on(of(11, 24));
    desk.call(first, Reached::NoAnswer);
    let o = desk.read(first).opinion;
    assert!(o.failed_tellings == 4 && o.may_close(&limits));
    desk.act(Command::CloseOpinion(CloseOpinion {
        opinion: first,
        rev: o.rev,
        class: "A".into(),
        class_date: None,
    }));
    assert_eq!(desk.read(first).opinion.state, OpinionState::Closed);
}

#[test]
fn d3_another_way_is_offered_at_the_third_on_two_days_and_not_before() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.on(of(11, 23));
    let tried = |desk: &mut Desk| {
        desk.keys("F8 3");
        desk.screen().contains("换个办法")
    };
    assert!(!tried(&mut desk));
    for _ in 0..2 {
        wait(&mut desk.k, 61);
        assert!(!tried(&mut desk), "all on one day");
    }
    desk.on(of(11, 24));
    assert!(tried(&mut desk), "{}", desk.screen());
}

#[test]
fn d5_whoever_was_guided_elsewhere_and_not_told_stays_owed_and_so_does_promised_news() {
    let mut desk = Desk::new();
    let told = desk.guide("甲", "T6", true);
    desk.on(of(11, 23));
    assert_eq!(desk.kinds(), [], "who stood there knows");
    let untold = desk.guide("乙", "T6", false);
    let news = desk.guide("丙", "T9", true);
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), [Owing::ToTell, Owing::ToTell]);
    desk.keys("9 2");
    let shown = desk.screen();
    assert!(
        shown.contains("待反馈晚5天") && shown.contains("镇便民服务大厅"),
        "{shown}"
    );
    // The words to say stand with it, and no verdict is asked for.
    desk.keys("F8");
    let shown = desk.screen();
    assert!(shown.contains("这样说：个人的事由主管单位办"), "{shown}");
    desk.keys("1");
    assert!(said(&desk.k).contains("不问满意不满意"), "{}", said(&desk.k));
    desk.keys("2");
    let o = desk.read(untold).opinion;
    assert_eq!((o.state, o.told), (OpinionState::Guided, true));
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), [Owing::ToTell]);
    desk.call(news, Reached::Told);
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), []);
    assert_eq!(desk.read(told).opinion.state, OpinionState::Guided);
}

#[test]
fn d4_the_record_says_how_late_it_is() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    let late = desk.file("甲", due);
    let due = desk.due(of(12, 31));
    let told = desk.file("乙", due);
    desk.answer(told);
    desk.on(of(12, 1));
    let title = |desk: &mut Desk, id| {
        let target = zhiban::app::model::Target::Filed(id);
        let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
        desk.s.serve(&mut desk.k, effects);
        screen(&mut desk.k, (80, 24))[1].clone()
    };
    let shown = title(&mut desk, late);
    assert!(shown.contains("0001  办理中  超期3工作日"), "{shown}");
    let shown = title(&mut desk, told);
    assert!(shown.contains("0002  待反馈晚5天"), "{shown}");
}

#[test]
fn d6_the_words_to_say_stand_on_the_form_and_on_the_page_that_is_read_back() {
    let mut desk = Desk::new();
    desk.keys("F5 '要办低保 Tab PageDown '王秀英 PageDown 3 6");
    let shown = desk.screen();
    assert!(shown.contains("这样说：个人的事由主管单位办"), "{shown}");
    desk.keys("F9");
    let shown = desk.screen();
    assert!(
        shown.contains("登记好了") && shown.contains("个人的事由主管单位办"),
        "{shown}"
    );
    desk.s.is_clean();
}

#[test]
fn d7_an_accusation_ends_with_a_page_to_read_out_without_its_words() {
    let mut desk = Desk::new();
    desk.keys("F5 '某某收了钱 Tab PageDown '王秀英 PageDown 3 4");
    let shown = desk.screen();
    assert!(shown.contains("检举控告"), "{shown}");
    desk.keys("1");
    let shown = desk.screen();
    for text in ["01-2026-0001", "县纪委监委信访室 12388", "身份会受保护", "登记好了"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    for gone in ["某某", "王秀英", "反映内容"] {
        assert!(!shown.contains(gone), "{gone}: {shown}");
    }
    desk.s.is_clean();
}

#[test]
fn d9_who_asks_a_unit_sees_its_number_with_its_hyphen() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    desk.file("甲", due);
    desk.on(of(12, 1));
    desk.keys("9 2 Enter");
    let shown = desk.screen();
    assert!(shown.contains("打 0719-2222221 找 供电所"), "{shown}");
    desk.keys("1");
    let shown = desk.screen();
    assert!(shown.contains("打 0719-2222221 找 供电所"), "{shown}");
}
