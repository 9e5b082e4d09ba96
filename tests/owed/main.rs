//! What is owed, over the real store and the real rules, and what is done about it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "../support/real.rs"]
mod real;

mod back;
mod counter;
mod evaluating;
mod listed;
mod telling;

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use real::*;
use uuid::Uuid;
use zhiban::app::model::{Layer, MatterAct, Rows, Screen, Seen, Task};
use zhiban::app::{Input, Pane, State, update};
use zhiban::domain::code::{Channel, Grade, OpinionState, Reach, Reached, UnitKind, Way};
use zhiban::domain::command::{
    Arrival, CallNext, Change, Chase, CitizenChange, CloseOpinion, CloseSession, Command, ConfirmDay, CorrectCitizen,
    CorrectOpinion, Evaluate, EvaluationEntry, FinishVisit, GuideEntry, HandOverEntry, Handle, Handling, Late,
    OpenSession, OpinionEntry, PartEntry, PromiseNext, RecordAnswer, Request, SignIn, Speaker, SpotEntry,
    TakeBackTelling, TakeNumber, Tell, VisitRef,
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
        let answer = self.answering(id);
        self.act(Command::RecordAnswer(answer));
    }

    /// An answer of the unit.
    fn answering(&self, id: OpinionId) -> RecordAnswer {
        RecordAnswer {
            opinion: id,
            rev: self.read(id).opinion.rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: "已经换了灯泡".into(),
            class: "A".into(),
            class_date: None,
        }
    }

    /// The unit is asked, and says nothing yet.
    fn chasing(&self, id: OpinionId) -> Chase {
        Chase {
            opinion: id,
            rev: self.read(id).opinion.rev,
            unit: None,
            way: Way::Phone,
            person: None,
            text: None,
            promised_for: None,
        }
    }

    /// Told by telephone, with nothing said of it.
    fn telling(&self, id: OpinionId) -> Tell {
        Tell {
            opinion: id,
            rev: self.read(id).opinion.rev,
            whom: None,
            way: Way::Phone,
            reached: Reached::Told,
            ask_on: None,
            note: None,
            grade: None,
            said: None,
            close: false,
        }
    }

    /// One attempt to tell the person, by a command.
    fn call(&mut self, id: OpinionId, reached: Reached) {
        let tell = Tell {
            reached,
            ..self.telling(id)
        };
        self.act(Command::Tell(tell));
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
        let chase = Chase {
            text: Some("周五派人".into()),
            promised_for: Some(day),
            ..self.chasing(id)
        };
        self.act(Command::Chase(chase));
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
    desk.act(Command::Tell(Tell {
        whom: Some(whom),
        grade: Some(Grade::Satisfied),
        ..desk.telling(id)
    }));
}

fn parties(desk: &Desk, id: OpinionId) -> Vec<(CitizenId, bool, Option<Grade>)> {
    let o = desk.read(id).opinion;
    o.parties.iter().map(|p| (p.citizen, p.told, p.grade)).collect()
}

fn fill_in(desk: &mut Desk, field: &'static str, text: &str) {
    let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
    let value = zhiban::form::Value::Text(text.into());
    assert_eq!(form.host.form.set_value(field, &value), None);
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
