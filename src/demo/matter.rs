//! A matter from its handling to its striking off, as it goes at a station: promptly, slowly, and now and then wrong.

use super::Door;
use super::filing::{WAYS, grade, hand_over, with_the_unit, words};
use super::matters;
use super::matters::MATTERS;
use super::words::{COMPLAINTS, CORRECTIONS, PROMISES, VILLAGES};
use super::world::{Task, World};
use crate::domain::code::{Grade, Reached, Way};
use crate::domain::command::{
    Change, Chase, CitizenChange, CloseOpinion, Command, CorrectCitizen, CorrectOpinion, Evaluate, EvaluationEntry,
    Handle, MoveOpinion, RecordAnswer, SplitOpinion, Tell, VoidOpinion,
};
use crate::domain::id::{CitizenId, OpinionId, VisitId};
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::view::{Answer, Query};

/// What the town remembers of a matter.
#[derive(Clone, Debug)]
pub struct Matter {
    pub opinion: OpinionId,
    pub citizen: Option<CitizenId>,
    pub row: usize,
    pub anonymous: bool,
    /// Several people speak for a group: they are told together, and nobody asks them one by one.
    pub group: bool,
    /// Which one it is, counted from 1.
    pub nth: u32,
    pub chased: u8,
    /// The class of its answer.
    pub class: &'static str,
}

impl Matter {
    /// The answer promises a day.
    fn is_dated(&self) -> bool {
        matches!(self.class, "B" | "C")
    }
}

/// How far a matter has come, as far as later steps depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Open, or with a unit.
    #[default]
    Open,
    Answered,
    /// Nothing more is owed.
    Over,
    Void,
}

/// The next step of a matter.
pub fn go_on<D: Door>(w: &mut World<'_, D>, task: Task) -> Result<(), D::Error> {
    match task {
        Task::Handle(m) => decide(w, m),
        Task::Chase(m) => chase(w, m),
        Task::Answer(m) => answer(w, m),
        Task::Tell(m, attempt) => tell(w, m, attempt),
        Task::Evaluate(m) => {
            let Some((opinion, rev)) = seen(w, &m)? else {
                return Ok(());
            };
            let grade = grade(w);
            let said = complaint(w, grade);
            if !m.group {
                w.act(Command::Evaluate(Evaluate {
                    opinion,
                    rev,
                    evaluation: EvaluationEntry::of(grade, Way::Phone, said),
                }))?;
            }
            if grade != Grade::Dissatisfied {
                let at = w.office_hour(w.now.day(), 1);
                w.later(at, Task::Close(m));
            }
            Ok(())
        }
        Task::Close(m) => {
            let Some((opinion, rev)) = seen(w, &m)?.filter(|_| stage(w, &m) != Stage::Over) else {
                return Ok(());
            };
            w.stage.insert(opinion, Stage::Over);
            // What was promised was kept as a rule; what was answered otherwise ends as it was answered.
            let kept = w.dice.chance(85) && m.is_dated();
            let class = if kept { "A" } else { m.class }.to_owned();
            let Answer::File(file) = w.door.ask(&Query::File(opinion))? else {
                return Ok(());
            };
            let unhappy = file.and_then(|f| f.opinion.grade).is_some_and(|grade| !grade.settles());
            w.act(Command::CloseOpinion(CloseOpinion {
                opinion,
                rev,
                class,
                class_date: None,
                upheld: unhappy.then(|| "explained".to_owned()),
                reason: None,
            }))?;
            Ok(())
        }
        Task::Correct(m) => {
            let Some((opinion, rev)) = seen(w, &m)? else {
                return Ok(());
            };
            let change = match m.nth % 3 {
                0 => Change::Words(words(w, m.row)),
                1 => Change::Place(Some([w.dice.word(VILLAGES), "西头"].concat())),
                _ => Change::Place(Some([w.dice.word(VILLAGES), "东头"].concat())),
            };
            let reason = w.dice.word(CORRECTIONS).to_owned();
            w.act(Command::CorrectOpinion(CorrectOpinion {
                opinion,
                rev,
                changes: vec![change, Change::PapersAt(Some("二号柜".to_owned()))],
                reason,
            }))?;
            Ok(())
        }
        Task::CorrectCitizen(m) => {
            let Some(citizen) = m.citizen else { return Ok(()) };
            let rev = w.rev(Subject::Citizen, citizen.0)?;
            let phone = format!("1590000{:04}", w.dice.below(10_000));
            let reason = w.dice.word(CORRECTIONS).to_owned();
            w.act(Command::CorrectCitizen(CorrectCitizen {
                citizen,
                rev,
                changes: vec![CitizenChange::Phone(Some(phone))],
                reason,
            }))?;
            Ok(())
        }
        Task::Void(m) => {
            let Some((opinion, rev)) = seen(w, &m)? else {
                return Ok(());
            };
            let reason = "同一件事重复登记".to_owned();
            w.stage.insert(opinion, Stage::Void);
            w.act(Command::VoidOpinion(VoidOpinion { opinion, rev, reason }))?;
            Ok(())
        }
        Task::Split(m) => split(w, &m),
        _ => Ok(()),
    }
}

fn stage<D: Door>(w: &World<'_, D>, m: &Matter) -> Stage {
    w.stage.get(&m.opinion).copied().unwrap_or_default()
}

/// A matter and its revision; none once it is void.
fn seen<D: Door>(w: &mut World<'_, D>, m: &Matter) -> Result<Option<(OpinionId, Rev)>, D::Error> {
    if stage(w, m) == Stage::Void {
        return Ok(None);
    }
    Ok(Some((m.opinion, w.rev(Subject::Opinion, m.opinion.0)?)))
}

/// What somebody says who is not content.
pub fn complaint<D: Door>(w: &mut World<'_, D>, grade: Grade) -> Option<String> {
    (grade == Grade::Dissatisfied).then(|| w.dice.word(COMPLAINTS).to_owned())
}

fn decide<D: Door>(w: &mut World<'_, D>, m: Matter) -> Result<(), D::Error> {
    let Some((opinion, mut rev)) = seen(w, &m)? else {
        return Ok(());
    };
    let category = MATTERS.get(m.row).map_or("misc", |row| row.0);
    if m.nth % 12 == 5 {
        w.act(Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev,
            changes: vec![Change::Category(Some(category.to_owned()))],
            reason: "交办时补类别".to_owned(),
        }))?;
        w.wait(5, 20);
        rev = w.rev(Subject::Opinion, opinion.0)?;
    }
    let handling = hand_over(w, category);
    w.act(Command::Handle(Handle {
        opinion,
        rev,
        category: None,
        handling,
    }))?;
    with_the_unit(w, m);
    Ok(())
}

fn chase<D: Door>(w: &mut World<'_, D>, mut m: Matter) -> Result<(), D::Error> {
    let Some((opinion, rev)) = seen(w, &m)?.filter(|_| stage(w, &m) == Stage::Open) else {
        return Ok(());
    };
    m.chased += 1;
    let ahead = w.dice.between(2, 5);
    let promised = w.dice.chance(60).then(|| w.office_hour(w.now.day(), ahead).day());
    let (way, text) = (w.dice.of(WAYS, Way::Phone), w.dice.word(PROMISES).to_owned());
    w.act(Command::Chase(Chase {
        opinion,
        rev,
        unit: None,
        way,
        person: None,
        text: Some(text),
        promised_for: promised,
    }))?;
    if m.chased < 4 {
        let days = w.dice.between(3, 8);
        let at = w.office_hour(w.now.day(), days);
        w.later(at, Task::Chase(m));
    }
    Ok(())
}

fn answer<D: Door>(w: &mut World<'_, D>, mut m: Matter) -> Result<(), D::Error> {
    let Some((opinion, rev)) = seen(w, &m)? else {
        return Ok(());
    };
    let class = match w.dice.weighted(&[62, 10, 10, 12, 6]) {
        0 => "A",
        1 => "B",
        2 => "C",
        3 => "D",
        _ => "E",
    };
    let months = w.dice.between(20, 90);
    m.class = class;
    let class_date = m.is_dated().then(|| w.office_hour(w.now.day(), months).day());
    w.stage.insert(opinion, Stage::Answered);
    let way = w.dice.of(WAYS, Way::Phone);
    w.act(Command::RecordAnswer(RecordAnswer {
        opinion,
        rev,
        unit: None,
        way,
        person: None,
        text: matters::answer(m.row, class, m.nth).to_owned(),
        class: class.to_owned(),
        class_date,
    }))?;
    let days = w.dice.between(0, 5);
    let at = w.office_hour(w.now.day(), days);
    // One in forty waits for ever: the pane of what is owed must not be empty.
    if m.nth % 40 != 13 {
        w.later(at.max(w.now), Task::Tell(m, 1));
    }
    Ok(())
}

fn tell<D: Door>(w: &mut World<'_, D>, m: Matter, attempt: u8) -> Result<(), D::Error> {
    let Some((opinion, rev)) = seen(w, &m)? else {
        return Ok(());
    };
    let reached = if m.anonymous {
        Reached::Collected
    } else if attempt < 4 {
        match w.dice.weighted(&[74, 22, 4]) {
            0 => Reached::Told,
            1 => Reached::NoAnswer,
            _ => Reached::Wrong,
        }
    } else {
        Reached::Told
    };
    let known = matches!(reached, Reached::Told | Reached::Collected);
    let grade = (known && w.dice.chance(80)).then(|| grade(w)).filter(|_| !m.group);
    let close = grade.is_some_and(Grade::settles) && !m.is_dated() && m.nth % 9 != 4;
    let command = Command::Tell(Tell {
        opinion,
        rev,
        whom: None,
        way: if m.anonymous {
            Way::InPerson
        } else {
            w.dice.of(WAYS, Way::Phone)
        },
        reached,
        ask_on: None,
        note: (!known).then(|| "打了两遍".to_owned()),
        grade,
        said: grade.and_then(|g| complaint(w, g)),
        close,
    });
    w.act(command)?;
    if close {
        w.stage.insert(opinion, Stage::Over);
    }
    let days = w.dice.between(1, 3);
    let at = w.office_hour(w.now.day(), days);
    match (known, grade) {
        (false, _) => w.later(at, Task::Tell(m, attempt + 1)),
        (true, None) if w.dice.chance(50) => w.later(at, Task::Evaluate(m)),
        (true, _) if m.is_dated() && w.dice.chance(60) => {
            let at = w.office_hour(w.now.day(), 25);
            w.later(at, Task::Close(m));
        }
        _ => {}
    }
    Ok(())
}

/// Splits a matter that is still open and was heard as one.
fn split<D: Door>(w: &mut World<'_, D>, m: &Matter) -> Result<(), D::Error> {
    if !w.may_file() || stage(w, m) == Stage::Over {
        return Ok(());
    }
    let Some((opinion, rev)) = seen(w, m)? else {
        return Ok(());
    };
    let (keep, other) = (words(w, m.row), w.dice.below(MATTERS.len() as u64) as usize);
    let words = words(w, other);
    let category = MATTERS.get(other).map(|row| row.0.to_owned());
    let outcome = w.act(Command::SplitOpinion(SplitOpinion {
        opinion,
        rev,
        keep,
        words,
        category,
    }))?;
    if let Some(new) = outcome.other_opinion {
        let at = w.office_hour(w.now.day(), 1);
        let new = Matter {
            opinion: new,
            row: other,
            nth: 0,
            chased: 0,
            class: "A",
            ..m.clone()
        };
        w.later(at, Task::Handle(new));
    }
    Ok(())
}

/// The visit a matter was said in, for moving one that was written to the wrong visitor.
pub fn move_to<D: Door>(w: &mut World<'_, D>, opinion: OpinionId, visit: VisitId) -> Result<(), D::Error> {
    let rev = w.rev(Subject::Opinion, opinion.0)?;
    w.act(Command::MoveOpinion(MoveOpinion {
        opinion,
        rev,
        visit,
        citizen: None,
        reason: "记到前一位名下了".to_owned(),
    }))?;
    Ok(())
}
