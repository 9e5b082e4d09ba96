//! What is owed, over the real store and the real rules: all of it at any length, by kind, and how late.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/real.rs"]
mod real;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use real::*;
use uuid::Uuid;
use zhiban::app::model::{Layer, MatterAct, Rows, Screen, Seen, Task};
use zhiban::app::{Input, Pane, State, update};
use zhiban::domain::code::{Channel, Grade, OpinionState, Reached, UnitKind, Way};
use zhiban::domain::command::{
    Arrival, CallNext, Change, Chase, CloseOpinion, CloseSession, Command, ConfirmDay, CorrectOpinion, Evaluate,
    EvaluationEntry, FinishVisit, GuideEntry, HandOverEntry, Handle, Handling, Late, OpenSession, OpinionEntry,
    PartEntry, PromiseNext, RecordAnswer, Request, SignIn, Speaker, SpotEntry, TakeBackTelling, TakeNumber, Tell,
    VisitRef,
};
use zhiban::domain::deadline::Deadline;
use zhiban::domain::event::Happened;
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::{CitizenId, CommandId, OpinionId, UnitId, VisitId};
use zhiban::domain::moment::{Day, TimeOfDay};
use zhiban::domain::record::{CitizenDetails, DeputyProfile, OpinionDetails, UnitProfile};
use zhiban::domain::view::{Answer, Asker, FollowUp, OpinionFile, Outcome, Owing, Query, Stretch};
use zhiban::i18n::refusal::sentence;
use zhiban::i18n::{Lang, code};
use zhiban::store::execute::ExecuteError;
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
            ask_on: None,
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
    assert!(
        shown.contains("0全部171 1超期120 2待反馈40 8待处理1 办理中10"),
        "{shown}"
    );
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
fn d1_a_digit_shows_its_kind_however_often_it_is_pressed_and_zero_all_of_it_again() {
    let mut desk = much();
    desk.keys("9 2");
    let kinds = |desk: &Desk| -> BTreeSet<Owing> { Desk::lines(&desk.k.state).iter().map(|f| f.owing).collect() };
    desk.keys("2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]));
    let shown = desk.screen();
    assert!(shown.contains("待办  待反馈") && shown.contains("1-18/40"), "{shown}");
    assert!(shown.contains("待反馈晚11天"), "{shown}");
    // The screen remembers it, and the same keys show the same.
    desk.keys("2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]), "the same digit");
    desk.keys("Esc 9 2 2");
    assert_eq!(kinds(&desk), BTreeSet::from([Owing::ToTell]), "the same keys");
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
fn d1_no_promise_of_a_unit_hides_that_its_limit_is_past() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    let id = desk.file("甲", due);
    desk.promise(id, of(11, 25));
    // While the limit runs it is the promise that presses.
    desk.on(of(11, 25));
    assert_eq!(desk.kinds(), [Owing::AskToday]);
    desk.on(of(12, 7));
    assert_eq!(desk.kinds(), [Owing::Overdue]);
    let owed = &desk.k.state.snap.owed;
    assert_eq!((owed.of(Owing::Overdue), owed.of(Owing::AskToday)), (1, 0));
    let line = &desk.k.state.snap.follow_up[0];
    let said = zhiban::app::follow::line::note(Lang::Zh, line, of(12, 7));
    assert_eq!((line.days, said.as_str()), (7, "说好11月25日 周五派人"));
    let rules = desk.k.state.snap.rules.clone().unwrap();
    let standing = desk.read(id).opinion.standing(&rules, of(12, 7));
    assert_eq!(standing, Some((Owing::Overdue, 7)), "the record says the same");
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
    assert_eq!(desk.read(first).failed_tellings, 1);
    wait(&mut desk.k, 61);
    desk.call(first, Reached::NoAnswer);
    wait(&mut desk.k, 61);
    desk.call(first, Reached::NoAnswer);
    let file = desk.read(first);
    let (o, tries) = (file.opinion, file.failed_tellings);
    assert_eq!(tries, 3);
    // Three on one day close nothing.
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    assert!(!o.may_close(&limits));
    desk.on(of(11, 24));
    desk.call(first, Reached::NoAnswer);
    let file = desk.read(first);
    let (o, tries) = (file.opinion, file.failed_tellings);
    assert!(tries == 4 && o.may_close(&limits));
    desk.act(Command::CloseOpinion(CloseOpinion {
        opinion: first,
        rev: o.rev,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    }));
    assert_eq!(desk.read(first).opinion.state, OpinionState::Closed);
}

#[test]
fn d3_which_try_it_was_is_said_and_that_one_so_soon_is_still_the_same() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Follow;
    let said_of = |desk: &mut Desk, keys: &str| {
        desk.keys(keys);
        said(&desk.k)
    };
    assert!(
        said_of(&mut desk, "Home Ctrl-n").contains("没联系上，记作第1次"),
        "{}",
        said(&desk.k)
    );
    for _ in 0..2 {
        assert!(said_of(&mut desk, "Ctrl-n").contains("还算第1次"), "{}", said(&desk.k));
    }
    wait(&mut desk.k, 61);
    assert!(said_of(&mut desk, "Ctrl-n").contains("记作第2次"), "{}", said(&desk.k));
}

#[test]
fn c9_a_phone_that_stands_beside_somebody_known_with_their_second_matter_is_theirs() {
    let mut desk = Desk::new();
    let first = desk.file("钱十", Handling::Undecided);
    let (visit, citizen) = (
        desk.read(first).opinion.visit,
        desk.read(first).opinion.citizen.unwrap(),
    );
    let called = |phone: &str| CitizenDetails {
        phone: Some(phone.into()),
        ..CitizenDetails::default()
    };
    let more = |speaker: Speaker, words: &str| OpinionEntry {
        visit: VisitRef::Known(visit),
        speaker,
        representatives: Vec::new(),
        details: OpinionDetails {
            words: words.into(),
            ..OpinionDetails::default()
        },
        handling: Handling::Undecided,
    };
    // Whose number is known keeps it.
    let kept = more(Speaker::KnownMore(citizen, Box::new(called("13800001111"))), "水渠漏水");
    desk.act(Command::FileOpinion(Box::new(kept)));
    let phone = |desk: &Desk| desk.read(first).citizen.unwrap().details.phone;
    assert_eq!(phone(&desk).as_deref(), Some("13700004410"));
    let silent = OpinionEntry {
        speaker: Speaker::New(Box::new(CitizenDetails {
            name: Some("钱十一".into()),
            ..CitizenDetails::default()
        })),
        ..more(Speaker::Known(citizen), "路灯坏了")
    };
    let of = desk.act(Command::FileOpinion(Box::new(silent))).opinion.unwrap();
    let silent = desk.read(of).citizen.unwrap().id;
    let named = more(
        Speaker::KnownMore(silent, Box::new(called("13800001111"))),
        "水渠也漏水",
    );
    let second = desk.act(Command::FileOpinion(Box::new(named))).opinion.unwrap();
    for id in [of, second] {
        assert_eq!(
            desk.read(id).citizen.unwrap().details.phone.as_deref(),
            Some("13800001111")
        );
    }
    let mut state = desk.k.state.clone();
    state.masked = false;
    let lines = zhiban::app::opinion::facts::lines(&state, &desk.read(second), false);
    assert!(lines.iter().any(|l| l.text.contains("名单上写着电话")), "{lines:?}");
}

#[test]
fn b10_who_ends_a_reception_on_another_day_signs_the_deputies_out_as_it_was_planned() {
    let mut desk = Desk::new();
    let snap = &desk.k.state.snap;
    let session = snap.session.clone().or(snap.next_session.clone()).unwrap();
    let deputy = snap.attendance[1].deputy;
    if !session.state.is_open() {
        desk.act(Command::OpenSession(OpenSession {
            session: session.id,
            rev: session.rev,
            presence: session.presence,
        }));
    }
    desk.k.state.now = TimeOfDay::new(9, 30).unwrap().on(of(11, 23));
    desk.act(Command::SignIn(SignIn {
        session: session.id,
        deputy,
        late: false,
        table: None,
    }));
    desk.k.state.now = TimeOfDay::new(8, 15).unwrap().on(of(11, 24));
    desk.act(Command::CloseSession(CloseSession {
        session: session.id,
        note: None,
    }));
    let Answer::Attendance(all) = desk.ask(&Query::Attendance(session.id)) else {
        panic!()
    };
    let over = session.plan.ends.on(of(11, 23));
    let out = all.iter().find(|a| a.deputy == deputy).unwrap().out_at;
    assert_eq!(out, Some(over));
    let Answer::Sessions(sessions) = desk.ask(&Query::Sessions { state: None, limit: 9 }) else {
        panic!()
    };
    assert_eq!(
        sessions
            .iter()
            .find(|s| s.session.id == session.id)
            .unwrap()
            .session
            .closed_at,
        Some(over)
    );
}

#[test]
fn i2_the_key_that_is_said_to_bring_words_back_does() {
    let mut desk = Desk::new();
    desk.keys("F5 '水渠漏水三天了 Esc");
    assert!(said(&desk.k).contains("按两下 F5"), "{}", said(&desk.k));
    desk.keys("F5 F5");
    assert!(desk.screen().contains("水渠漏水三天了"), "{}", desk.screen());
    desk.keys("Esc");
    // Of a visit that is not at the table the key would begin something else, and it is not said.
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    let arrival = Arrival {
        label: Some("周德旺".into()),
        ..Arrival::default()
    };
    let visit = desk
        .act(Command::TakeNumber(TakeNumber { session, arrival }))
        .visit
        .unwrap();
    desk.on(of(11, 23));
    let effects = zhiban::app::opinion::open(&mut desk.k.state, zhiban::app::model::Target::Visit(visit));
    desk.s.serve(&mut desk.k, effects);
    desk.keys("'征地的事 Esc");
    assert!(said(&desk.k).contains("在待办里接着写"), "{}", said(&desk.k));
}

#[test]
fn d10_a_number_finds_its_matter_in_every_form_and_a_phone_its_deputy_and_its_unit() {
    let mut desk = Desk::new();
    for n in 0..13 {
        desk.file(&format!("甲{n}"), Handling::Undecided);
    }
    let id = desk.file("乙", Handling::Undecided);
    let number = desk.read(id).opinion.number;
    let [code, year, serial] = number.split('-').collect::<Vec<_>>()[..] else {
        panic!()
    };
    let (plain, code) = (serial.trim_start_matches('0'), code.to_owned());
    let found = |desk: &Desk, typed: &str| {
        let Answer::Opinions(rows, ..) = desk.ask(&Query::Opinions {
            matching: typed.into(),
            state: Some(OpinionState::Closed),
            stretch: Stretch::Newest,
            limit: 20,
        }) else {
            panic!()
        };
        rows.iter().any(|row| row.id == id)
    };
    for typed in [
        number.clone(),
        format!("{year}-{serial}"),
        format!("{year}-{plain}"),
        format!("{year}年{plain}号"),
        format!("{year}年第{serial}号"),
        format!("〔{year}〕{plain}号"),
        format!("{code}-{year}-{plain}"),
        format!("{code} {year} {serial}"),
        format!("{code}{year}{serial}"),
        format!("{year}{serial}"),
        serial.to_owned(),
        plain.to_owned(),
        format!("{plain}号"),
        format!("第{plain}号"),
        format!("／{year}/{plain}").replace('／', ""),
    ] {
        assert!(found(&desk, &typed), "{typed} of {number}");
    }
    for typed in [
        "2019年14号".to_owned(),
        format!("09-{year}-{serial}"),
        format!("{year}-0099"),
    ] {
        assert!(!found(&desk, &typed), "{typed} of {number}");
    }
    // A deputy and a unit by the end of their phone, however it is typed.
    let deputy = DeputyProfile {
        name: "何春花".into(),
        phone: Some("13712344411".into()),
        ..DeputyProfile::default()
    };
    desk.act(Command::AddDeputy(deputy));
    for typed in ["13712344411", "137 1234 4411", "4411", "１３７－１２３４－４４１１"] {
        let Answer::Deputies(found) = desk.ask(&Query::Deputies {
            matching: typed.into(),
            limit: 9,
        }) else {
            panic!()
        };
        assert_eq!(found.len(), 1, "{typed}");
    }
    for typed in ["0719-2222221", "07192222221", "2221", "熊所长"] {
        let Answer::Units(found) = desk.ask(&Query::Units {
            matching: typed.into(),
            kind: None,
            limit: 9,
        }) else {
            panic!()
        };
        assert_eq!(found.len(), 1, "{typed}");
    }
}

#[test]
fn d1_every_kind_has_a_key_and_f8_in_an_empty_list_calls_whoever_waits_longest() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    for n in 0..3 {
        let due = desk.due(of(12, 31));
        desk.file(&format!("乙{n}"), due);
    }
    desk.on(of(11, 23));
    desk.keys("9 2");
    let shown = desk.screen();
    let head = shown.lines().find(|line| line.contains("0全部")).unwrap().to_owned();
    let last = Owing::ALL.iter().position(|owing| *owing == Owing::InHand).unwrap();
    // Nine have a digit; an arrow leads to the others, past what there is nothing of.
    assert!(last >= 9 && head.contains(" 办理中3"), "{head}");
    let told = Owing::ALL.iter().position(|owing| *owing == Owing::ToTell).unwrap() + 1;
    desk.keys(&format!("{told} Right"));
    let lines = Desk::lines(&desk.k.state);
    assert!(
        lines.len() == 3 && lines.iter().all(|f| f.owing == Owing::InHand),
        "{lines:?}"
    );
    desk.keys("0");
    assert_eq!(Desk::lines(&desk.k.state).len(), 4);
    // Of a kind there is nothing of, no row is meant.
    desk.keys("1 F8");
    assert!(desk.screen().contains("反映：甲"), "{}", desk.screen());
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
    // The marker stands on what says of nobody that they were told.
    desk.keys("Esc F8 Enter");
    assert!(!desk.read(untold).opinion.told);
    desk.k.state.layers.clear();
    desk.keys("F8 2");
    let o = desk.read(untold).opinion;
    assert_eq!((o.state, o.told), (OpinionState::Guided, true));
    // The record says the place before the reason.
    desk.k.state.screen = Screen::Today;
    desk.keys(&format!("/ '{} Enter Enter", o.number));
    let shown = desk.screen();
    let line = shown.lines().find(|l| l.contains("指到")).unwrap_or(&shown).to_owned();
    let at = |text: &str| line.find(text).unwrap_or_else(|| panic!("{text}: {shown}"));
    assert!(at("指到") < at("镇便民服务大厅"), "{line}");
    desk.k.state.layers.clear();
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), [Owing::ToTell]);
    desk.call(news, Reached::Told);
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), []);
    assert_eq!(desk.read(told).opinion.state, OpinionState::Guided);
}

#[test]
fn d5_who_has_waited_longest_to_be_told_comes_first_wherever_it_is_found_and_on_every_page() {
    let mut desk = Desk::new();
    let mut expected = Vec::new();
    // An answer one day, somebody shown the way the next, and so on: what is guided is filed in the same order as what is
    // answered, so that neither the number nor the kind tells who waits longest.
    let due = desk.due(of(12, 30));
    let handed: Vec<OpinionId> = (0..20).map(|n| desk.file(&format!("甲{n}"), due.clone())).collect();
    for (n, id) in (0..20).zip(handed) {
        let day = of(11, 23) + chrono::Days::new(n);
        desk.on(day);
        desk.act(Command::ConfirmDay(ConfirmDay { day }));
        if n % 2 == 0 {
            desk.answer(id);
            expected.push(id);
        } else {
            expected.push(desk.guide(&format!("乙{n}"), "T6", false));
        }
    }
    desk.on(of(12, 29));
    let numbers: Vec<String> = expected.iter().map(|id| desk.read(*id).opinion.number).collect();
    desk.keys("9 2");
    let walked = desk.walked();
    let to_tell: Vec<String> = walked
        .into_iter()
        .filter(|(owing, _)| *owing == Owing::ToTell)
        .map(|(_, no)| no)
        .collect();
    assert_eq!(to_tell, numbers);
    // From its end too, and a few at a time.
    for (stretch, expected) in [
        (Stretch::Before(-3), &numbers[3..8]),
        (Stretch::After(-8), &numbers[2..7]),
        (Stretch::Oldest, &numbers[15..]),
    ] {
        let Answer::Owed(lines, _) = desk.ask(&Query::Owed {
            matching: String::new(),
            called: code::owings(Lang::Zh),
            today: of(12, 29),
            kind: Some(Owing::ToTell),
            stretch,
            limit: 5,
        }) else {
            panic!()
        };
        let found: Vec<&str> = lines.iter().map(|f| f.number.as_str()).collect();
        assert_eq!(found, expected, "{stretch:?}");
    }
    // F8 without a row calls whoever waits longest.
    desk.k.state.screen = Screen::Today;
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(desk.screen().contains(&numbers[0]), "{}", desk.screen());
}

#[test]
fn what_is_not_written_yet_says_whose_it_is_and_since_when_and_the_oldest_comes_first() {
    let mut desk = Desk::new();
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    desk.act(Command::TakeNumber(TakeNumber {
        session,
        arrival: Arrival {
            label: Some("周德旺".into()),
            ..Arrival::default()
        },
    }));
    let due = desk.due(of(12, 30));
    let matter = desk.file("甲", due);
    desk.on(of(11, 23));
    desk.keys("F4");
    desk.keys("F5 '征地的事还没说完 Esc");
    desk.k.state.screen = Screen::Today;
    desk.k.state.layers.clear();
    // A correction of a matter is about that matter.
    desk.k.state.focus = Pane::Queue;
    let number = desk.read(matter).opinion.number;
    desk.keys(&format!("/ '{number} Enter Enter Enter"));
    let digit = digit_of(&desk.screen(), "催办");
    desk.keys(&format!("{digit} '说周五派人来修路灯杆 Esc Esc Esc 1"));
    desk.on(of(11, 25));
    let unwritten: Vec<(String, Option<String>, String)> = (desk.k.state.snap.follow_up.iter())
        .filter(|f| f.owing == Owing::Unwritten)
        .map(|f| {
            (
                f.number.clone(),
                f.person.clone(),
                zhiban::app::follow::line::note(Lang::Zh, f, of(11, 25)),
            )
        })
        .collect();
    assert_eq!(
        unwritten,
        [
            ("001".to_owned(), Some("周德旺".to_owned()), "11月23日存的".to_owned()),
            (number, Some("甲".to_owned()), "11月23日存的".to_owned()),
        ],
        "{}",
        desk.screen()
    );
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
fn d7_esc_goes_back_from_an_accusation_with_the_words_kept_and_its_place_taken_back() {
    let mut desk = Desk::new();
    desk.keys("F5 '某某收了钱 Tab PageDown '王秀英 PageDown 3 4");
    assert!(desk.screen().contains("检举控告"), "{}", desk.screen());
    desk.keys("Esc");
    let form = |desk: &Desk, field| {
        let form = desk.k.state.layers.last().and_then(zhiban::app::model::Layer::form);
        form.unwrap().host.form.text(field).to_owned()
    };
    let stands = ["words", "name", "where", "where_phone"].map(|field| form(&desk, field));
    assert_eq!(stands, ["某某收了钱", "王秀英", "", ""]);
    let shown = desk.screen();
    assert!(!shown.contains("内容不会保留") && !shown.contains("12388"), "{shown}");
    let Answer::Opinions(all, ..) = desk.ask(&Query::Opinions {
        matching: String::new(),
        state: None,
        stretch: Stretch::Newest,
        limit: 9,
    }) else {
        panic!()
    };
    assert!(all.is_empty(), "{all:?}");
}

#[test]
fn what_clerks_call_an_act_finds_it_among_the_commands() {
    let mut desk = Desk::new();
    let t = &Lang::Zh.texts().action;
    for (typed, wanted) in [
        ("换桌子", t.table_switch),
        ("查人", t.app_find),
        ("手机号", t.app_find),
        ("代表请假", t.duty_substitute),
        ("迟到", t.duty_sign_in),
        ("来信", t.opinion_new),
        ("匿名", t.opinion_new),
        ("群众来访", t.queue_number),
        ("集体", t.queue_number),
        ("取消", t.queue_left),
        ("插队", t.queue_promised),
    ] {
        desk.keys(&format!("Ctrl-p '{typed}"));
        let shown = desk.screen();
        assert!(shown.contains(wanted), "{typed}: {shown}");
        desk.k.state.layers.clear();
    }
}

#[test]
fn whoever_may_not_tell_reads_that_and_not_what_else_stands_in_the_way() {
    let mut desk = Desk::new();
    desk.guide("乙", "T6", false);
    desk.on(of(12, 1));
    desk.k.state.account.as_mut().unwrap().role = zhiban::domain::code::Role::Viewer;
    for digit in ["1", "2", "3"] {
        desk.k.state.layers.clear();
        desk.keys(&format!("9 2 Home Enter {digit}"));
        let said = said(&desk.k);
        assert!(said.contains("不能办这件事"), "{digit}: {said} {}", desk.screen());
    }
}

#[test]
fn a_wrong_number_is_said_to_be_one_with_what_puts_it_right() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 30));
    let matter = desk.file("甲", due);
    desk.answer(matter);
    desk.on(of(11, 23));
    desk.keys("F8 4");
    let said = said(&desk.k);
    assert!(said.contains("号码不对") && said.contains("更正反映人"), "{said}");
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

/// The digit before a line of a menu.
fn digit_of(shown: &str, line: &str) -> String {
    let before = shown.split(line).next().unwrap().trim_end();
    before.chars().last().unwrap().to_string()
}

/// What is sent by hand as done at a moment, with what a refusal says.
fn entered(desk: &mut Desk, command: Command, happened: zhiban::domain::moment::Moment) -> Result<(), String> {
    let request = Request {
        id: CommandId(desk.s.supply.id()),
        account: desk.k.state.account.as_ref().map(|a| a.id),
        table: None,
        late: Some(Late {
            happened,
            paper_no: None,
        }),
        draft: None,
        command,
    };
    let now = desk.k.state.now;
    match execute::execute(&mut desk.s.desk, &request, now, false, &mut desk.s.supply) {
        Ok(_) => Ok(()),
        Err(ExecuteError::Refused(why)) => Err(sentence(Lang::Zh, &why, None)),
        other => panic!("{other:?}"),
    }
}

fn refused(desk: &mut Desk, command: Command, happened: zhiban::domain::moment::Moment) -> String {
    entered(desk, command, happened).unwrap_err()
}

#[test]
fn a_matter_is_not_answered_chased_or_told_before_it_was_taken_in() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    let filed = desk.read(id).opinion.filed_at;
    desk.on(of(11, 25));
    let rev = desk.read(id).opinion.rev;
    let answer = |text: &str| RecordAnswer {
        opinion: id,
        rev,
        unit: None,
        way: Way::Phone,
        person: None,
        text: text.into(),
        class: "A".into(),
        class_date: None,
    };
    let chase = Command::Chase(Chase {
        opinion: id,
        rev,
        unit: None,
        way: Way::Phone,
        person: None,
        text: None,
        promised_for: None,
    });
    let day_before = TimeOfDay::new(15, 0).unwrap().on(of(11, 20));
    for (command, at) in [(Command::RecordAnswer(answer("换了")), day_before), (chase, day_before)] {
        let said = refused(&mut desk, command, at);
        assert!(said.contains("在它之前") && said.contains("没有登记"), "{said}");
    }
    assert_eq!(desk.read(id).opinion.state, OpinionState::HandedOver);
    // On the day itself what was done first and what was written down first are two things.
    let same_day = zhiban::domain::moment::Moment(filed.0 - 60_000);
    entered(&mut desk, Command::RecordAnswer(answer("当时就换了")), same_day).unwrap();
    assert_eq!(desk.read(id).opinion.state, OpinionState::Answered);
}

#[test]
fn a_unit_is_not_asked_before_it_was_given_the_matter_and_nobody_told_an_answer_before_it_came() {
    let mut desk = Desk::new();
    let id = desk.file("甲", Handling::Undecided);
    let at = |day| TimeOfDay::new(15, 0).unwrap().on(of(11, day));
    desk.on(of(11, 25));
    let (rev, handling) = (desk.read(id).opinion.rev, desk.due(of(12, 31)));
    let given = Handle {
        opinion: id,
        rev,
        category: None,
        handling,
    };
    desk.act(Command::Handle(given));
    desk.on(of(11, 27));
    let rev = desk.read(id).opinion.rev;
    let chase = || {
        Command::Chase(Chase {
            opinion: id,
            rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: None,
            promised_for: None,
        })
    };
    let answer = |text: &str| {
        Command::RecordAnswer(RecordAnswer {
            opinion: id,
            rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: text.into(),
            class: "A".into(),
            class_date: None,
        })
    };
    for command in [chase(), answer("换了")] {
        let said = refused(&mut desk, command, at(24));
        assert!(said.contains("才交给供电所") && said.contains("没有登记"), "{said}");
    }
    entered(&mut desk, answer("换了"), at(26)).unwrap();
    let rev = desk.read(id).opinion.rev;
    let tell = || {
        Command::Tell(Tell {
            opinion: id,
            rev,
            whom: None,
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: false,
        })
    };
    let said = refused(&mut desk, tell(), at(25));
    assert!(said.contains("才答复") && said.contains("没有登记"), "{said}");
    entered(&mut desk, tell(), at(26)).unwrap();
    assert!(desk.read(id).opinion.told);
}

#[test]
fn d8_the_second_matter_of_whoever_gave_no_name_is_filed_with_their_code() {
    let mut desk = Desk::new();
    let entry = |visit, speaker, words: &str| {
        Command::FileOpinion(Box::new(OpinionEntry {
            visit,
            speaker,
            representatives: Vec::new(),
            details: OpinionDetails {
                words: words.into(),
                ..OpinionDetails::default()
            },
            handling: Handling::Undecided,
        }))
    };
    let nobody = CitizenDetails {
        anonymous: true,
        ..CitizenDetails::default()
    };
    let unqueued = VisitRef::Unqueued {
        session: None,
        heads: 1,
    };
    let first = desk.act(entry(unqueued, Speaker::New(Box::new(nobody)), "有人倒垃圾"));
    let visit = VisitRef::Known(first.visit.unwrap());
    let known = Speaker::Known(first.citizen.unwrap());
    let second = desk.act(entry(visit, known, "水沟也堵了"));
    assert_eq!(first.claim_code.as_ref().unwrap().len(), 6);
    assert_eq!(second.claim_code, first.claim_code);
    // Whoever gave a name has none.
    let named = desk.file("甲", Handling::Undecided);
    assert!(desk.read(named).citizen.unwrap().claim_code.is_none());
    // What is put right of the person is put right for both, and the form says so.
    assert_eq!(desk.read(second.opinion.unwrap()).of_person, 2);
    desk.on(of(11, 24));
    let target = zhiban::app::model::Target::Filed(second.opinion.unwrap());
    let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
    desk.s.serve(&mut desk.k, effects);
    desk.keys("Enter");
    let shown = desk.screen();
    let digit = digit_of(&shown, "更正反映人");
    desk.keys(&digit);
    assert!(desk.screen().contains("此人名下有2件意见"), "{}", desk.screen());
}

#[test]
fn d1_f8_finds_whom_to_tell_however_much_is_late_before_them() {
    let mut desk = Desk::new();
    for n in 0..70 {
        let due = desk.due(of(11, 26));
        desk.file(&format!("甲{n}"), due);
    }
    for n in 0..20 {
        let due = desk.due(of(12, 31));
        let id = desk.file(&format!("乙{n}"), due);
        desk.answer(id);
    }
    desk.on(of(12, 7));
    assert!(desk.k.state.snap.follow_up.iter().all(|f| f.owing == Owing::Overdue));
    for name in ["乙0", "乙1", "乙2"] {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        let shown = desk.screen();
        assert!(shown.contains(&format!("反映：{name}门口")), "{name}: {shown}");
        desk.keys("3");
    }
    // More were called than are known here: the list, and not that all of them were.
    for _ in 3..8 {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8 3");
    }
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert_eq!(desk.k.state.screen, Screen::Owed, "{}", said(&desk.k));
}

#[test]
fn d4_the_unit_line_and_the_form_for_asking_say_how_late_it_is() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    let id = desk.file("甲", due);
    desk.on(of(12, 1));
    desk.keys("9 2 Enter");
    let shown = desk.screen();
    assert!(shown.contains("找 供电所 熊所长  超期3工作日"), "{shown}");
    desk.keys("1");
    assert!(desk.screen().contains("熊所长  超期3工作日"), "{}", desk.screen());
    desk.keys("Esc Esc");
    let target = zhiban::app::model::Target::Filed(id);
    let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
    desk.s.serve(&mut desk.k, effects);
    let shown = desk.screen();
    // A narrow page goes on in the next line.
    let words: String = shown.split_whitespace().collect();
    assert!(
        words.contains("第1次办理2026年11月26日周四前答复超期3工作日"),
        "{shown}"
    );
}

#[test]
fn d4_a_late_row_of_the_list_has_the_colour_and_the_words_it_has_in_the_pane() {
    let mut desk = Desk::new();
    let due = desk.due(of(11, 26));
    desk.file("甲", due);
    let due = desk.due(of(12, 31));
    desk.file("乙", due);
    desk.on(of(12, 1));
    desk.keys("9 2");
    let theme = Theme::shipped("dark", true);
    update(&mut desk.k.state, Input::Resized(80, 24));
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    draw(&desk.k.state, &theme, &mut buf);
    let lines = lines_of(&buf);
    let style_of = |word: &str| {
        let y = lines
            .iter()
            .rposition(|line| line.starts_with(&format!("  {word}")) || line.starts_with(&format!("> {word}")));
        buf[(2, y.unwrap_or_else(|| panic!("{lines:?}")) as u16)].style()
    };
    assert_ne!(style_of("超期3工作日"), style_of("办理中"), "{lines:?}");
}

#[test]
fn i2_what_is_on_no_disk_stands_at_the_head_of_the_list_of_what_is_owed_until_it_is() {
    let mut desk = much();
    desk.keys("F5 '水渠漏水");
    desk.s.cannot_save = Some("磁盘满了".into());
    desk.keys("'三天了 Esc");
    desk.keys("9 2 Home");
    let first = |desk: &Desk| Desk::lines(&desk.k.state)[0].clone();
    assert_eq!(first(&desk).brief, "水渠漏水三天了");
    assert!(desk.screen().contains("未存"), "{}", desk.screen());
    // With the kind it is of, and with no other.
    desk.keys("1");
    assert_eq!(first(&desk).owing, Owing::Overdue);
    desk.keys("0");
    // Far below and back again, once.
    desk.keys("End Home");
    let there = Desk::lines(&desk.k.state).iter().filter(|f| f.n == 0).count();
    assert_eq!((there, first(&desk).brief.as_str()), (1, "水渠漏水三天了"));
    // Enter goes on with it.
    desk.keys("Enter 1");
    assert!(desk.screen().contains("水渠漏水三天了"), "{}", desk.screen());
    desk.s.cannot_save = None;
    desk.keys("'。 Esc");
    desk.on(of(12, 8));
    assert!(Desk::lines(&desk.k.state).iter().all(|f| f.n < 0));
}

#[test]
fn whatever_lies_on_top_is_covered_when_the_screen_is_covered_with_it_open() {
    let mut desk = Desk::new();
    let session = desk.k.state.snap.session.as_ref().map(|s| s.id);
    let took = desk.act(Command::TakeNumber(TakeNumber {
        session,
        arrival: Arrival {
            label: Some("周德旺".into()),
            first_words: Some("征地的事".into()),
            ..Arrival::default()
        },
    }));
    let visit = took.visit.unwrap();
    desk.on(of(11, 23));
    let secret = ["周德旺", "征地的事", "13700004410", "137 0000 4410", "4410"];
    let opened = |desk: &mut Desk, keys: &str, shows: &str| {
        desk.keys(keys);
        let shown = desk.screen();
        assert!(shown.contains(shows), "{keys}: {shown}");
        desk.keys("Ctrl-o");
        let shown = desk.screen();
        for word in secret {
            assert!(!shown.contains(word), "{keys}, {word}: {shown}");
        }
        desk.keys("Ctrl-o");
        assert!(desk.screen().contains(shows), "{keys}: {}", desk.screen());
    };
    // The acts of a row, and the form on somebody who waits.
    desk.k.state.focus = Pane::Queue;
    opened(&mut desk, "Enter", "周德旺");
    desk.keys("Esc");
    let rev = desk.k.state.snap.queue[0].rev;
    desk.act(Command::PromiseNext(PromiseNext {
        visit,
        rev,
        label: Some("周德旺".into()),
        phone: Some("13700004410".into()),
        reason: Some("散会".into()),
    }));
    desk.on(of(11, 23));
    // Whom the last reception did not get to: the list, who is not to be waited for, and why not.
    opened(&mut desk, "Ctrl-y", "4410");
    opened(&mut desk, "2", "周德旺");
    opened(&mut desk, "1", "周德旺");
    desk.keys("Esc Esc Esc Esc");
    // One of them, and the form for their phone.
    desk.k.state.focus = Pane::Follow;
    opened(&mut desk, "Home Enter", "4410");
    let shown = desk.screen();
    let digit = digit_of(&shown, "改称呼");
    opened(&mut desk, &digit, "周德旺");
    desk.keys("Esc Esc");
    // A form with words just typed, the caret in them.
    opened(&mut desk, "F5 '周德旺说征地的事", "周德旺说征地的事");
    // And in a line that is typed on while covered nothing is lost.
    desk.keys("Ctrl-o '还有水渠 Ctrl-o");
    assert!(desk.screen().contains("周德旺说征地的事还有水渠"), "{}", desk.screen());
}

/// What the person says of a matter that was told to them.
fn evaluate(desk: &mut Desk, id: OpinionId, whom: Option<CitizenId>, grade: Grade) {
    let rev = desk.read(id).opinion.rev;
    let evaluation = EvaluationEntry {
        whom,
        ..EvaluationEntry::of(grade, Way::Phone, Some("灯还是不亮".into()))
    };
    desk.act(Command::Evaluate(Evaluate {
        opinion: id,
        rev,
        evaluation,
    }));
    desk.on(of(11, 23));
}

/// Answered at the desk to whoever stood there.
fn on_spot(desk: &mut Desk, name: &str, grade: Option<Grade>) -> OpinionId {
    let id = desk.file(
        name,
        Handling::OnSpot(SpotEntry {
            answer: Some("已经换了灯泡".into()),
            class: "A".into(),
            grade,
            said: grade.filter(|g| !g.settles()).map(|_| "灯还是不亮".into()),
        }),
    );
    desk.on(of(11, 23));
    id
}

fn stands(desk: &Desk, id: OpinionId) -> Option<Owing> {
    let lines = &desk.k.state.snap.follow_up;
    let line = lines.iter().find(|f| f.opinion.is_some_and(|(of, _)| of == id));
    line.map(|f| f.owing)
}

#[test]
fn whoever_is_not_content_with_what_was_struck_off_stands_in_what_is_owed_until_something_is_done() {
    let mut desk = Desk::new();
    // Over since it was answered at the desk, and somebody comes back angry.
    let angry = on_spot(&mut desk, "甲", None);
    assert_eq!(
        (stands(&desk, angry), desk.read(angry).opinion.state),
        (None, OpinionState::Closed)
    );
    evaluate(&mut desk, angry, None, Grade::Dissatisfied);
    assert_eq!(stands(&desk, angry), Some(Owing::Dissatisfied));
    let file = desk.read(angry);
    assert_eq!((file.opinion.state, file.opinion.closed_at), (OpinionState::Told, None));
    let last = file.history.last().unwrap();
    assert!(sentence_of(&desk, &file, last).contains("列进待办"));
    // Angry while it was answered.
    let at_once = on_spot(&mut desk, "乙", Some(Grade::Dissatisfied));
    assert_eq!(stands(&desk, at_once), Some(Owing::Dissatisfied));
    // Struck off after it was explained, and angry once more.
    for _ in 0..2 {
        let rev = desk.read(angry).opinion.rev;
        desk.act(Command::CloseOpinion(CloseOpinion {
            opinion: angry,
            rev,
            class: "D".into(),
            class_date: None,
            upheld: Some("explained".into()),
            reason: None,
        }));
        desk.on(of(11, 23));
        assert_eq!(stands(&desk, angry), None, "something was done about it");
        evaluate(&mut desk, angry, None, Grade::Dissatisfied);
        assert_eq!(stands(&desk, angry), Some(Owing::Dissatisfied));
    }
    // Told by telephone, struck off, and not content a week later; a second matter of another person is left alone.
    let due = desk.due(of(12, 31));
    let told = desk.file("丙", due);
    desk.answer(told);
    let rev = desk.read(told).opinion.rev;
    desk.act(Command::Tell(Tell {
        opinion: told,
        rev,
        whom: None,
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: None,
        grade: Some(Grade::Satisfied),
        said: None,
        close: true,
    }));
    assert_eq!(desk.read(told).opinion.state, OpinionState::Closed);
    evaluate(&mut desk, told, None, Grade::Dissatisfied);
    assert_eq!(stands(&desk, told), Some(Owing::Dissatisfied));
    let content = on_spot(&mut desk, "丁", Some(Grade::Satisfied));
    evaluate(&mut desk, content, None, Grade::Basically);
    assert_eq!(desk.read(content).opinion.state, OpinionState::Closed);
}

#[test]
fn whoever_is_not_content_is_struck_off_only_for_a_reason_that_the_history_keeps() {
    let mut desk = Desk::new();
    let id = on_spot(&mut desk, "甲", Some(Grade::Dissatisfied));
    desk.k.state.focus = Pane::Follow;
    desk.keys("Home Enter");
    let shown = desk.screen();
    let digit = digit_of(&shown, "不再办了");
    desk.keys(&digit);
    assert!(desk.screen().contains("仍销号"), "{}", desk.screen());
    // Without one nothing is struck off.
    desk.keys("F9");
    assert_eq!(stands(&desk, id), Some(Owing::Dissatisfied), "{}", desk.screen());
    desk.keys("1 F9");
    desk.on(of(11, 23));
    let file = desk.read(id);
    assert_eq!((file.opinion.state, stands(&desk, id)), (OpinionState::Closed, None));
    assert_eq!(file.opinion.grade, Some(Grade::Dissatisfied), "what they said stays");
    let last = sentence_of(&desk, &file, file.history.last().unwrap());
    assert!(last.contains("本人不满意，仍销号：已当面解释清楚"), "{last}");
    // Of whoever is content nothing of it is asked.
    let content = on_spot(&mut desk, "乙", None);
    evaluate(&mut desk, content, None, Grade::Dissatisfied);
    evaluate(&mut desk, content, None, Grade::Satisfied);
    assert_eq!(stands(&desk, content), Some(Owing::ToClose));
    desk.k.state.focus = Pane::Follow;
    desk.keys("Home Enter 1");
    assert!(!desk.screen().contains("仍销号"), "{}", desk.screen());
    desk.keys("F9");
    assert_eq!(desk.read(content).opinion.state, OpinionState::Closed);
}

#[test]
fn a_verdict_noted_by_a_slip_is_noted_anew_and_the_old_one_stays_in_the_history() {
    let mut desk = Desk::new();
    let slip = on_spot(&mut desk, "甲", Some(Grade::Satisfied));
    for grade in [Grade::Dissatisfied, Grade::Satisfied, Grade::Declined] {
        assert!(MatterAct::Evaluate.is_possible(&desk.read(slip).opinion), "{grade:?}");
        evaluate(&mut desk, slip, None, grade);
        assert_eq!(desk.read(slip).opinion.grade, Some(grade));
    }
    assert_eq!(
        stands(&desk, slip),
        Some(Owing::ToClose),
        "and only the striking off is left"
    );
    let file = desk.read(slip);
    let said: Vec<String> = file.history.iter().map(|h| sentence_of(&desk, &file, h)).collect();
    for word in ["不满意", "评价：满意", "不愿评价"] {
        assert!(said.iter().any(|line| line.contains(word)), "{word}: {said:?}");
    }
}

fn sentence_of(desk: &Desk, file: &OpinionFile, h: &Happened) -> String {
    zhiban::i18n::history::sentence(Lang::Zh, desk.k.state.snap.rules.as_deref(), file, h)
}

/// A matter that three people brought, the second of them without a name, answered.
fn of_three(desk: &mut Desk) -> OpinionId {
    let called = |name: Option<&str>, phone: &str| CitizenDetails {
        name: name.map(str::to_owned),
        phone: Some(phone.into()),
        ..CitizenDetails::default()
    };
    let handling = desk.due(of(12, 31));
    let entry = OpinionEntry {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 3,
        },
        speaker: Speaker::New(Box::new(called(Some("甲"), "13700004410"))),
        representatives: vec![called(None, "13566660000"), called(Some("丙"), "13800001111")],
        details: OpinionDetails {
            words: "水渠塌了一段".into(),
            category: desk.k.state.snap.rules.as_ref().map(|r| r.categories[0].code.clone()),
            ..OpinionDetails::default()
        },
        handling,
    };
    let id = desk.act(Command::FileOpinion(Box::new(entry))).opinion.unwrap();
    desk.answer(id);
    desk.on(of(11, 23));
    id
}

#[test]
fn d3_of_several_f8_goes_on_to_whoever_was_not_tried_and_counts_each_for_themselves() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let offered = |desk: &mut Desk| {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        desk.screen()
    };
    let shown = offered(&mut desk);
    assert!(
        shown.contains("现在告诉 甲") && shown.contains("打 13700004410 找 甲"),
        "{shown}"
    );
    desk.keys("3");
    // Who gave no name is called by none, and of whom nobody tried nothing is said.
    let shown = offered(&mut desk);
    assert!(shown.contains("现在告诉 没留名字（已告诉 0/3 位）"), "{shown}");
    assert!(
        shown.contains("打 13566660000") && !shown.contains("13566660000 找"),
        "{shown}"
    );
    assert!(!shown.contains("次没联系上"), "{shown}");
    desk.keys("3");
    let shown = offered(&mut desk);
    assert!(shown.contains("现在告诉 丙"), "{shown}");
    desk.keys("3");
    assert_eq!(desk.read(id).opinion.tries.len(), 3);
    offered(&mut desk);
    assert!(said(&desk.k).contains("刚打过"), "{}", said(&desk.k));
    // An hour later whoever was tried the longest ago.
    wait(&mut desk.k, 61);
    let shown = offered(&mut desk);
    assert!(
        shown.contains("现在告诉 甲") && shown.contains("前面 1 次没联系上"),
        "{shown}"
    );
    // Three attempts of three people are one of each: nobody is given up.
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    let o = desk.read(id).opinion;
    assert!(o.attempts(&limits, None) == 3 && o.parties.iter().all(|p| o.attempts(&limits, Some(p.citizen)) == 1));
    desk.on(of(11, 24));
    let parties: Vec<CitizenId> = desk.read(id).opinion.parties.iter().map(|p| p.citizen).collect();
    let try_one = |desk: &mut Desk, whom: CitizenId| {
        let rev = desk.read(id).opinion.rev;
        desk.act(Command::Tell(Tell {
            opinion: id,
            rev,
            whom: Some(whom),
            way: Way::Phone,
            reached: Reached::NoAnswer,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: false,
        }));
        wait(&mut desk.k, 61);
    };
    for _ in 0..2 {
        try_one(&mut desk, parties[0]);
        try_one(&mut desk, parties[1]);
    }
    assert!(!desk.read(id).opinion.may_close(&limits), "丙 was tried once");
    for _ in 0..2 {
        try_one(&mut desk, parties[2]);
    }
    assert!(desk.read(id).opinion.may_close(&limits));
}

#[test]
fn the_code_is_offered_to_whoever_was_given_one_and_a_try_so_soon_is_said_to_be_none() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(!desk.screen().contains("凭码来问"), "{}", desk.screen());
    desk.keys("0");
    assert!(!desk.read(id).opinion.told);
    desk.k.state.layers.clear();
    desk.call(id, Reached::NoAnswer);
    desk.call(id, Reached::NoAnswer);
    let file = desk.read(id);
    let said_of: Vec<String> = file.history.iter().map(|h| sentence_of(&desk, &file, h)).collect();
    let again = said_of.iter().filter(|line| line.contains("不另算一次")).count();
    assert_eq!(again, 1, "{said_of:?}");
    // Told and content, it is struck off in the same act, and both are said.
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Follow;
    desk.keys("Home F8 1");
    assert!(said(&desk.k).contains("已告诉本人，已销号"), "{}", said(&desk.k));
}

#[test]
fn of_several_what_one_said_is_put_right_while_others_are_still_to_be_told() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let parties: Vec<CitizenId> = desk.read(id).opinion.parties.iter().map(|p| p.citizen).collect();
    assert!(
        !MatterAct::Evaluate.is_possible(&desk.read(id).opinion),
        "nobody knows yet"
    );
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::Tell(Tell {
        opinion: id,
        rev,
        whom: Some(parties[0]),
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: None,
        grade: Some(Grade::Dissatisfied),
        said: Some("灯还是不亮".into()),
        close: false,
    }));
    assert!(MatterAct::Evaluate.is_possible(&desk.read(id).opinion));
    evaluate(&mut desk, id, Some(parties[0]), Grade::Satisfied);
    let o = desk.read(id).opinion;
    assert_eq!((o.state, o.grade), (OpinionState::Answered, Some(Grade::Satisfied)));
    assert_eq!(
        stands(&desk, id),
        Some(Owing::ToTell),
        "the others are still to be told"
    );
}

#[test]
fn after_a_telling_it_is_said_how_many_are_left_and_where_the_discontent_stand() {
    let mut desk = Desk::new();
    of_three(&mut desk);
    desk.k.state.focus = Pane::Follow;
    for left in [2, 1] {
        desk.keys("Home F8 2");
        assert!(
            said(&desk.k).contains(&format!("还有{left}位没告诉")),
            "{}",
            said(&desk.k)
        );
        wait(&mut desk.k, 61);
    }
    desk.keys("Home F8 6 '灯还是不亮 F9");
    assert!(said(&desk.k).contains("不满意，在待办的不满意里"), "{}", said(&desk.k));
}

#[test]
fn what_a_kind_is_called_finds_its_lines_in_the_list_and_on_the_command_line() {
    let mut desk = much();
    desk.keys("9 2 /");
    desk.keys("'待反馈");
    let found = |desk: &Desk| -> Vec<Owing> { Desk::lines(&desk.k.state).iter().map(|f| f.owing).collect() };
    assert!(!found(&desk).is_empty());
    assert_eq!(BTreeSet::from_iter(found(&desk)), BTreeSet::from([Owing::ToTell]));
    // As `list owed --match` asks, which a program may call by its code, too.
    let asked = |typed: &str, lang: Lang| -> Vec<(Owing, String)> {
        let Answer::Owed(lines, _) = desk.ask(&Query::Owed {
            matching: typed.to_owned(),
            called: code::owings(lang),
            today: of(12, 7),
            kind: None,
            stretch: Stretch::Newest,
            limit: 500,
        }) else {
            panic!()
        };
        lines.into_iter().map(|f| (f.owing, f.brief)).collect()
    };
    for (typed, lang, kind, many) in [
        ("待反馈", Lang::Zh, Owing::ToTell, 40),
        ("超期", Lang::Zh, Owing::Overdue, 120),
        ("overdue", Lang::En, Owing::Overdue, 120),
        ("to_tell", Lang::Zh, Owing::ToTell, 40),
        ("in hand", Lang::En, Owing::InHand, 10),
    ] {
        let found = asked(typed, lang);
        assert_eq!(found.len(), many, "{typed}");
        assert!(found.iter().all(|(owing, _)| *owing == kind), "{typed}");
    }
    let found = asked("超期 甲77", Lang::Zh);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(asked("待处理 甲77", Lang::Zh), []);
}

/// The page of taking back a telling of a matter, from its record.
fn taking_back(desk: &mut Desk, id: OpinionId) -> String {
    desk.k.state.layers.clear();
    let effects = zhiban::app::opinion::open(&mut desk.k.state, zhiban::app::model::Target::Filed(id));
    desk.s.serve(&mut desk.k, effects);
    // It is seldom wanted, and stands on the second page.
    desk.keys("Enter PageDown");
    let digit = digit_of(&desk.screen(), "收回记错的回话");
    desk.keys(&digit);
    desk.screen()
}

#[test]
fn of_several_the_page_says_whose_telling_is_taken_back_and_a_digit_chooses() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let parties: Vec<CitizenId> = desk.read(id).opinion.parties.iter().map(|p| p.citizen).collect();
    for (whom, grade) in parties
        .iter()
        .zip([Grade::Satisfied, Grade::Satisfied, Grade::Dissatisfied])
    {
        let rev = desk.read(id).opinion.rev;
        desk.act(Command::Tell(Tell {
            opinion: id,
            rev,
            whom: Some(*whom),
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: Some(grade),
            said: (!grade.settles()).then(|| "水还是进屋".into()),
            close: false,
        }));
    }
    let shown = taking_back(&mut desk, id);
    assert!(!shown.contains("现在告诉"), "nobody is told now: {shown}");
    for line in [
        "丙：告诉了，不满意（水还是进屋）",
        "没留名字：告诉了，满意",
        "甲：告诉了，满意",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    // The newest has the first digit; whose it is has to be said.
    desk.keys("F9");
    assert!(desk.read(id).opinion.parties.iter().all(|p| p.told));
    desk.keys("3");
    let shown = desk.screen();
    assert!(shown.contains("收回 甲 的回话：告诉了，满意"), "{shown}");
    assert!(!shown.contains("水还是进屋"), "{shown}");
    desk.keys("'点错了 F9");
    let o = desk.read(id).opinion;
    assert_eq!(
        o.parties.iter().map(|p| p.told).collect::<Vec<_>>(),
        [false, true, true]
    );
    assert_eq!(o.grade, Some(Grade::Dissatisfied), "what another said stays");
    // The one who is left to tell is offered, and of the others it is said again whose.
    let shown = taking_back(&mut desk, id);
    assert!(shown.contains("丙：") && !shown.contains("甲："), "{shown}");
    desk.keys("1");
    let shown = desk.screen();
    assert!(
        shown.contains("收回 丙 的回话：告诉了，不满意（水还是进屋）"),
        "{shown}"
    );
    assert!(shown.contains("评价一起收回"), "{shown}");
}

#[test]
fn whoever_was_sent_word_stays_owed_and_is_asked_on_a_day_until_they_are_told() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev: desk.read(id).opinion.rev,
        changes: vec![Change::MayRelay(Some("邻居李嫂".into()))],
        reason: "当时说过".into(),
    }));
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8 4");
    let digit = digit_of(&desk.screen(), "托人转告");
    desk.keys(&digit);
    // Whom is asked for: one key notes nothing.
    desk.keys("F9");
    assert_eq!(desk.read(id).opinion.tries.len(), 1, "the wrong number alone");
    desk.keys("'邻居李嫂 F9");
    assert!(said(&desk.k).contains("不算告诉了本人"), "{}", said(&desk.k));
    let file = desk.read(id);
    let o = &file.opinion;
    assert_eq!((o.state, o.told), (OpinionState::Answered, false));
    assert_eq!(o.tries.last().unwrap().reached, Reached::Through);
    assert_eq!(stands(&desk, id), Some(Owing::ToTell));
    let last = sentence_of(&desk, &file, file.history.last().unwrap());
    assert!(last.contains("托人转告") && last.contains("邻居李嫂"), "{last}");
    // The day is three working days on, as for telling; until then nobody is rung for it.
    desk.k.state.layers.clear();
    wait(&mut desk.k, 61);
    assert!(desk.screen().contains("11月26日周四再问"), "{}", desk.screen());
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(said(&desk.k).contains("没到再问的日子"), "{}", said(&desk.k));
    desk.on(of(11, 26));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    let shown = desk.screen();
    assert!(shown.contains("托人转告") && shown.contains("邻居李嫂"), "{shown}");
    // A letter is as little.
    desk.keys("4");
    let digit = digit_of(&desk.screen(), "寄信");
    desk.keys(&format!("{digit} F9"));
    let o = desk.read(id).opinion;
    assert_eq!((o.told, o.tries.last().unwrap().reached), (false, Reached::Sent));
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    assert!(!o.may_close(&limits), "word on its way reached nobody yet");
    // What came of a visit to them is said, not taken for granted.
    wait(&mut desk.k, 61);
    desk.on(of(12, 1));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8 4");
    let digit = digit_of(&desk.screen(), "上门告诉");
    desk.keys(&format!("{digit} F9"));
    assert!(!desk.read(id).opinion.told);
    desk.keys("1 F9");
    assert!(desk.read(id).opinion.told, "{}", said(&desk.k));
}

#[test]
fn whoever_is_not_content_is_handed_over_once_more_with_a_clock_of_its_own() {
    for from_record in [false, true] {
        let mut desk = Desk::new();
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        desk.answer(id);
        desk.on(of(11, 23));
        desk.k.state.focus = Pane::Follow;
        desk.keys("Home F8 6 '灯还是不亮 F9");
        assert_eq!(stands(&desk, id), Some(Owing::Dissatisfied), "{}", said(&desk.k));
        desk.k.state.layers.clear();
        if from_record {
            let effects = zhiban::app::opinion::open(&mut desk.k.state, zhiban::app::model::Target::Filed(id));
            desk.s.serve(&mut desk.k, effects);
            desk.keys("Enter");
        } else {
            desk.k.state.focus = Pane::Follow;
            desk.keys("Home Enter");
        }
        let digit = digit_of(&desk.screen(), "再次交办（另起期限）");
        desk.keys(&digit);
        let shown = desk.screen();
        assert!(shown.contains("再次交办（另起期限） 01-2026-0001"), "{shown}");
        // To whoever had it, by the limit of the rules from today; nothing else is a handling of it.
        assert!(shown.contains("供电所") && !shown.contains("3指引"), "{shown}");
        desk.keys("F9");
        let file = desk.read(id);
        let o = &file.opinion;
        assert_eq!(
            (o.state, o.told, o.grade, o.class.as_deref()),
            (OpinionState::HandedOver, false, None, None),
            "{}",
            said(&desk.k)
        );
        assert_eq!(o.rounds.len(), 2);
        let round = o.round().unwrap();
        assert_eq!((round.no, round.lead.due.map(|due| due.day)), (2, Some(of(12, 14))));
        assert!(o.parties.iter().all(|p| !p.told && p.grade.is_none()) && o.tries.is_empty());
        let last = sentence_of(&desk, &file, file.history.last().unwrap());
        assert!(last.contains("第2次"), "{last}");
        assert!(
            file.history
                .iter()
                .any(|h| sentence_of(&desk, &file, h).contains("灯还是不亮"))
        );
        // It goes its way again to the end.
        desk.answer(id);
        desk.on(of(11, 24));
        desk.k.state.focus = Pane::Follow;
        desk.keys("Home F8 1");
        assert_eq!(desk.read(id).opinion.state, OpinionState::Closed, "{}", said(&desk.k));
    }
}

#[test]
fn what_was_answered_at_the_desk_goes_to_a_unit_where_they_are_not_content() {
    let mut desk = Desk::new();
    let id = on_spot(&mut desk, "甲", Some(Grade::Dissatisfied));
    assert_eq!(stands(&desk, id), Some(Owing::Dissatisfied));
    let rev = desk.read(id).opinion.rev;
    // Content or not, nothing but a unit's answer is owed now.
    let keep = Command::Handle(Handle {
        opinion: id,
        rev,
        category: None,
        handling: Handling::Reference,
    });
    let now = zhiban::domain::moment::TimeOfDay::new(9, 0).unwrap().on(of(11, 23));
    assert!(refused(&mut desk, keep, now).contains("已反馈"));
    let handling = desk.due(of(12, 31));
    desk.act(Command::Handle(Handle {
        opinion: id,
        rev,
        category: desk.k.state.snap.rules.as_ref().map(|r| r.categories[0].code.clone()),
        handling,
    }));
    let o = desk.read(id).opinion;
    assert_eq!(
        (o.state, o.on_spot, o.told, o.grade),
        (OpinionState::HandedOver, false, false, None)
    );
    assert_eq!((o.answer.as_deref(), o.round().map(|r| r.no)), (None, Some(1)));
    assert!(o.parties.iter().all(|p| !p.told));
    desk.answer(id);
    desk.on(of(11, 24));
    assert_eq!(stands(&desk, id), Some(Owing::ToTell));
}

/// A form about a matter, as it is opened from its menu.
fn opens(desk: &mut Desk, id: OpinionId, act: MatterAct) {
    let seen = Seen {
        id,
        rev: desk.read(id).opinion.rev,
        number: desk.read(id).opinion.number,
    };
    let effects = zhiban::app::opinion::open_task(&mut desk.k.state, Task::On(act, seen));
    desk.s.serve(&mut desk.k, effects);
}

/// Whom the form on top is about.
fn is_about(desk: &Desk) -> Option<String> {
    let form = desk.k.state.layers.iter().rev().find_map(Layer::form)?;
    form.host.form.code("whom").map(str::to_owned)
}

/// Somebody else tells one of them meanwhile.
fn tells(desk: &mut Desk, id: OpinionId, whom: CitizenId) {
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::Tell(Tell {
        opinion: id,
        rev,
        whom: Some(whom),
        way: Way::Phone,
        reached: Reached::Told,
        ask_on: None,
        note: None,
        grade: Some(Grade::Satisfied),
        said: None,
        close: false,
    }));
}

fn parties(desk: &Desk, id: OpinionId) -> Vec<(CitizenId, bool, Option<Grade>)> {
    let o = desk.read(id).opinion;
    o.parties.iter().map(|p| (p.citizen, p.told, p.grade)).collect()
}

#[test]
fn words_about_one_of_several_stay_theirs_whoever_is_next_after_a_refusal() {
    for act in [MatterAct::Tell, MatterAct::Evaluate] {
        let mut desk = Desk::new();
        let id = of_three(&mut desk);
        let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
        let first = Some(all[0].to_string());
        if act == MatterAct::Tell {
            desk.k.state.focus = Pane::Queue;
            desk.keys("F8");
            desk.keys("6");
        } else {
            for whom in &all {
                let rev = desk.read(id).opinion.rev;
                desk.act(Command::Tell(Tell {
                    opinion: id,
                    rev,
                    whom: Some(*whom),
                    way: Way::Phone,
                    reached: Reached::Told,
                    ask_on: None,
                    note: None,
                    grade: None,
                    said: None,
                    close: false,
                }));
            }
            opens(&mut desk, id, act);
            desk.keys("Tab 3 '甲说水渠又塌了");
        }
        assert_eq!(is_about(&desk), first);
        if act == MatterAct::Tell {
            desk.keys("'甲说水渠又塌了");
            tells(&mut desk, id, all[0]);
        } else {
            let rev = desk.read(id).opinion.rev;
            desk.act(Command::Evaluate(Evaluate {
                opinion: id,
                rev,
                evaluation: EvaluationEntry {
                    whom: Some(all[0]),
                    ..EvaluationEntry::of(Grade::Satisfied, Way::Phone, None)
                },
            }));
        }
        desk.keys("F9");
        assert_eq!(is_about(&desk), first, "{}", desk.screen());
        assert!(desk.screen().contains("改过"), "{}", desk.screen());
        desk.keys("F9");
        if act == MatterAct::Tell {
            // Whoever is told a second time is asked about once more.
            let shown = desk.screen();
            assert!(shown.contains("又告诉了一次"), "{shown}");
            let digit = digit_of(&shown, "又告诉了一次，登记");
            desk.keys(&digit);
        }
        assert_eq!(is_about(&desk), None, "filed: {}", desk.screen());
        let now = parties(&desk, id);
        assert_eq!(now[0].2, Some(Grade::Dissatisfied));
        assert!(now[1..].iter().all(|p| p.2.is_none()), "{now:?}");
        assert_eq!(now[1].1, act == MatterAct::Evaluate, "nobody called the second");
    }
}

#[test]
fn words_go_with_somebody_else_only_when_that_was_asked() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    desk.keys("6");
    desk.keys("'水渠又塌了");
    assert!(desk.screen().contains("打 13700004410 找 甲"), "{}", desk.screen());
    let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
    form.host.form.focus_on("whom");
    desk.keys("3");
    // The head goes with whom it is about.
    let shown = desk.screen();
    assert!(
        shown.contains("打 13800001111 找 丙") && !shown.contains("13700004410"),
        "{shown}"
    );
    desk.keys("F9");
    let shown = desk.screen();
    assert!(shown.contains("写这些话时选的是甲，现在选的是丙"), "{shown}");
    assert!(parties(&desk, id).iter().all(|p| !p.1));
    let digit = digit_of(&shown, "是丙说的");
    desk.keys(&digit);
    let now = parties(&desk, id);
    assert_eq!(
        (now[2].0, now[2].1, now[2].2),
        (all[2], true, Some(Grade::Dissatisfied))
    );
    assert!(!now[0].1 && !now[1].1);
}

#[test]
fn a_telling_that_another_took_back_is_not_replaced_by_somebody_elses() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
    tells(&mut desk, id, all[0]);
    tells(&mut desk, id, all[2]);
    opens(&mut desk, id, MatterAct::TakeBack);
    // The newest is the first of the list.
    desk.keys("1");
    desk.keys("Tab '记错了人");
    assert_eq!(is_about(&desk), Some(all[2].to_string()), "{}", desk.screen());
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::TakeBackTelling(TakeBackTelling {
        opinion: id,
        rev,
        whom: Some(all[2]),
        reason: "点错了".into(),
    }));
    for _ in 0..3 {
        desk.keys("F9");
        assert_eq!(is_about(&desk), Some(all[2].to_string()), "{}", desk.screen());
    }
    let now = parties(&desk, id);
    assert_eq!((now[0].1, now[0].2), (true, Some(Grade::Satisfied)), "甲's stays");
    // Nobody was chosen before: it is to be said whose.
    desk.k.state.layers.clear();
    tells(&mut desk, id, all[2]);
    opens(&mut desk, id, MatterAct::TakeBack);
    fill_in(&mut desk, "why", "记错了人");
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::TakeBackTelling(TakeBackTelling {
        opinion: id,
        rev,
        whom: Some(all[2]),
        reason: "点错了".into(),
    }));
    desk.keys("F9");
    desk.keys("F9");
    assert_eq!(parties(&desk, id)[0].2, Some(Grade::Satisfied));
}

fn fill_in(desk: &mut Desk, field: &'static str, text: &str) {
    let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
    let value = zhiban::form::Value::Text(text.into());
    assert_eq!(form.host.form.set_value(field, &value), None);
}

#[test]
fn what_follows_a_wrong_number_of_one_of_several_is_about_them() {
    for (choice, reached) in [
        ("更正反映人", None),
        ("寄信", Some("sent")),
        ("没有别的办法", Some("no_way")),
        ("上门", None),
    ] {
        let mut desk = Desk::new();
        let id = of_three(&mut desk);
        let first = parties(&desk, id)[0].0.to_string();
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        desk.keys("4");
        let digit = digit_of(&desk.screen(), choice);
        desk.keys(&digit);
        let shown = desk.screen();
        assert_eq!(is_about(&desk).as_ref(), Some(&first), "{choice}: {shown}");
        let form = desk.k.state.layers.iter().rev().find_map(Layer::form).unwrap();
        assert_eq!(form.host.form.code("reached"), reached);
        let way = form.host.form.code("way");
        assert!(reached != Some("sent") || way == Some("paper"), "{way:?}");
    }
}

#[test]
fn nobody_else_is_offered_to_tell_them_where_nobody_was_named_or_it_is_confidential() {
    for (is_confidential, named, why) in [
        (false, None, Some("本人没说过可以托")),
        (true, Some("邻居李嫂"), Some("这件要求保密，不托人转告")),
        (false, Some("邻居李嫂"), None),
    ] {
        let mut desk = Desk::new();
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        desk.answer(id);
        desk.act(Command::CorrectOpinion(CorrectOpinion {
            opinion: id,
            rev: desk.read(id).opinion.rev,
            changes: vec![
                Change::MayRelay(named.map(str::to_owned)),
                Change::Confidential(is_confidential),
                Change::Place(Some("村口".into())),
            ],
            reason: "当时说过".into(),
        }));
        desk.on(of(11, 23));
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8 8");
        let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        form.host.form.focus_on("reached");
        let shown = desk.screen();
        assert!(why.is_none_or(|why| shown.contains(why)), "{shown}");
        assert!(
            why.is_some() || !shown.contains("托人转告；") && !shown.contains("不托人转告"),
            "{shown}"
        );
        let digit = digit_of(&shown, "托人转告");
        desk.keys(&digit);
        let form = desk.k.state.layers.last().and_then(Layer::form).unwrap();
        let is_chosen = form.host.form.code("reached") == Some("through");
        assert_eq!(is_chosen, why.is_none(), "{}", desk.screen());
        // The arrows pass it by.
        for _ in 0..9 {
            desk.keys("Left");
        }
        for _ in 0..9 {
            let form = desk.k.state.layers.last().and_then(Layer::form).unwrap();
            let is_chosen = form.host.form.code("reached") == Some("through");
            assert!(!is_chosen || why.is_none());
            desk.keys("Right");
        }
    }
}

#[test]
fn the_number_of_one_of_several_is_put_right_whoever_is_next_by_then() {
    for is_told_meanwhile in [false, true] {
        let mut desk = Desk::new();
        let id = of_three(&mut desk);
        let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
        tells(&mut desk, id, all[0]);
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        desk.keys("4");
        let shown = desk.screen();
        assert_eq!(digit_of(&shown, "更正反映人"), "1", "as for who spoke: {shown}");
        desk.keys("1");
        assert_eq!(is_about(&desk), Some(all[1].to_string()));
        let shown = desk.screen();
        assert!(
            shown.contains("13566660000") && !shown.contains("13700004410"),
            "{shown}"
        );
        assert!(desk.read(id).wrong_since(Some(all[1])).is_some());
        fill_in(&mut desk, "phone", "13566661111");
        fill_in(&mut desk, "why", "本人来说的");
        if is_told_meanwhile {
            tells(&mut desk, id, all[1]);
        }
        desk.keys("F9");
        if is_about(&desk).is_some() {
            desk.keys("F9");
        }
        let file = desk.read(id);
        let phone = |at: usize| file.person(Some(all[at])).unwrap().details.phone.clone().unwrap();
        assert_eq!(phone(0), "13700004410", "{}", desk.screen());
        assert_eq!(phone(1), "13566661111", "{}", desk.screen());
        assert_eq!(phone(2), "13800001111");
        assert_eq!(file.wrong_since(Some(all[1])), None);
        assert!(
            file.history.iter().any(|h| h.subject == all[1].0),
            "it stands in the history"
        );
    }
}

#[test]
fn each_of_several_is_put_right_from_the_record() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let third = parties(&desk, id)[2].0;
    let target = zhiban::app::model::Target::Filed(id);
    let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
    desk.s.serve(&mut desk.k, effects);
    desk.keys("Enter");
    let Some(Layer::Matter(matter)) = desk.k.state.layers.last() else {
        panic!("{}", desk.screen())
    };
    let zhiban::app::model::Matter::Acts(acts) = matter.as_ref() else {
        panic!("{}", desk.screen())
    };
    let at = acts.menu.items.iter().position(|i| i.label.contains("更正丙的信息"));
    for _ in 0..at.unwrap() {
        desk.keys("Down");
    }
    desk.keys("Enter");
    assert_eq!(is_about(&desk), Some(third.to_string()), "{}", desk.screen());
    let shown = desk.screen();
    assert!(shown.contains("更正的是丙") && shown.contains("13800001111"), "{shown}");
    fill_in(&mut desk, "name", "丙丁");
    fill_in(&mut desk, "why", "写错了一个字");
    desk.keys("F9");
    let file = desk.read(id);
    assert_eq!(file.person(Some(third)).unwrap().details.name.as_deref(), Some("丙丁"));
    assert_eq!(file.citizen.unwrap().details.name.as_deref(), Some("甲"));
}

#[test]
fn the_one_key_for_nobody_answered_notes_only_who_stood_on_the_screen() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let noted = |desk: &Desk| desk.read(id).opinion.tries.len();
    desk.k.state.focus = Pane::Queue;
    desk.keys("Ctrl-n");
    assert_eq!(noted(&desk), 0, "nobody was seen: {}", desk.screen());
    assert!(desk.screen().contains("现在告诉 甲"), "{}", desk.screen());
    for _ in 0..3 {
        desk.keys("Ctrl-n");
    }
    assert_eq!(noted(&desk), 1);
    assert!(said(&desk.k).contains("接下来是另一位"), "{}", said(&desk.k));
    // The digit that fell twice is not the desk's.
    wait(&mut desk.k, 1);
    desk.keys("F8");
    desk.keys("3");
    let screen = desk.k.state.screen;
    let word = said(&desk.k);
    assert!(word.contains("没联系上"), "{word}");
    let again = |desk: &mut Desk| {
        let effects = update(&mut desk.k.state, Input::Key("3".parse().unwrap()));
        desk.s.serve(&mut desk.k, effects);
        (desk.k.state.screen, said(&desk.k))
    };
    assert_eq!(again(&mut desk), (screen, word));
    let later = desk.k.state.now.0 + 1_000;
    update(&mut desk.k.state, Input::Tick(zhiban::domain::moment::Moment(later)));
    assert_ne!(again(&mut desk).0, screen, "a key of its own");
    assert_eq!(noted(&desk), 2);
}

/// Came by letter and was answered at once, with what was said of it.
fn by_letter(desk: &mut Desk, channel: Channel, grade: Option<Grade>) -> OpinionId {
    let entry = OpinionEntry {
        visit: VisitRef::Unqueued {
            session: None,
            heads: 1,
        },
        speaker: Speaker::New(Box::new(CitizenDetails {
            name: Some("戊".into()),
            phone: Some("13700004410".into()),
            ..CitizenDetails::default()
        })),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "问路灯什么时候修".into(),
            channel: Some(channel),
            ..OpinionDetails::default()
        },
        handling: Handling::OnSpot(SpotEntry {
            answer: Some("下周修".into()),
            class: "A".into(),
            grade,
            said: None,
        }),
    };
    desk.act(Command::FileOpinion(Box::new(entry))).opinion.unwrap()
}

#[test]
fn an_answer_that_nobody_was_there_to_hear_is_owed_until_they_are_told() {
    for (channel, hears) in [
        (Channel::Visit, true),
        (Channel::Phone, true),
        (Channel::Outreach, true),
        (Channel::Letter, false),
        (Channel::ViaDeputy, false),
        (Channel::Online, false),
    ] {
        let mut desk = Desk::new();
        let id = by_letter(&mut desk, channel, None);
        let o = desk.read(id).opinion;
        let wanted = if hears {
            OpinionState::Closed
        } else {
            OpinionState::Answered
        };
        assert_eq!((o.state, o.told, o.on_spot), (wanted, hears, hears), "{channel:?}");
        assert_eq!((o.class.as_deref(), o.answer.as_deref()), (Some("A"), Some("下周修")));
        desk.on(of(11, 23));
        assert_eq!(
            desk.k.state.snap.owed.of(Owing::ToTell),
            u32::from(!hears),
            "{channel:?}"
        );
        if !hears {
            let (owing, _) = o
                .standing(desk.k.state.snap.rules.as_deref().unwrap(), of(11, 23))
                .unwrap();
            assert_eq!(owing, Owing::ToTell);
            // Told and content it is over, as any other.
            desk.k.state.focus = Pane::Queue;
            desk.keys("F8");
            desk.keys("1");
            let o = desk.read(id).opinion;
            assert_eq!((o.state, o.told), (OpinionState::Closed, true), "{}", said(&desk.k));
        }
        // Whoever said what they think of it has heard it.
        let id = by_letter(&mut desk, channel, Some(Grade::Satisfied));
        let o = desk.read(id).opinion;
        assert_eq!((o.state, o.told), (OpinionState::Closed, true), "{channel:?}");
    }
}
