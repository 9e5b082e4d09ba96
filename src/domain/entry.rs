//! What people say, as it travels inside a command: an arrival, a matter, where it goes, a correction.

pub use super::fields::{Change, CitizenChange};

use super::code::{Grade, Priority, Way};
use super::deadline::Deadline;
use super::id::{CitizenId, DeputyId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
use super::record::{Asker, CitizenDetails, OpinionDetails, SessionPlan};

/// What the person at the queue says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    pub label: Option<String>,
    pub first_words: Option<String>,
    /// Heads; 0 and 1 are one person.
    pub heads: u32,
    /// Asked for this deputy.
    pub asked: Option<DeputyId>,
    /// Goes first, and why.
    pub priority: Option<(Priority, String)>,
}

/// The words of a guidance elsewhere (指引).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideEntry {
    /// Reason code, `T1`..
    pub reason: String,
    /// Where to go; the reason's own place when empty.
    pub destination: String,
    /// Phone of that place.
    pub phone: Option<String>,
    /// The person was told.
    pub told: bool,
}

/// What is asked of one unit in a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEntry {
    pub unit: UnitId,
    /// By way of this one (经由).
    pub via: Option<UnitId>,
    /// The day its limit runs from; the day it happens when none is given.
    pub counted_from: Option<Day>,
    /// Answer due; the ruleset's limit when none is given.
    pub due: Option<Deadline>,
}

impl PartEntry {
    /// Straight to a unit, by the rules.
    pub const fn to(unit: UnitId) -> Self {
        Self {
            unit,
            via: None,
            counted_from: None,
            due: None,
        }
    }
}

/// The words of a hand-over (交办).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverEntry {
    /// The unit that leads (主办).
    pub lead: PartEntry,
    /// Units that help (协办).
    pub further: Vec<PartEntry>,
    pub way: Way,
    pub person: Option<String>,
    pub note: Option<String>,
}

impl HandOverEntry {
    /// Every unit's part, the leading one first.
    pub fn parts(&self) -> impl Iterator<Item = &PartEntry> {
        std::iter::once(&self.lead).chain(&self.further)
    }
}

/// An answer given at the desk (当场答复): answered, told, class, and the grade if it was said. One act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpotEntry {
    pub answer: String,
    pub class: String,
    /// What the person said of it.
    pub grade: Option<Grade>,
}

/// What a person said of the outcome (评价), and how they were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationEntry {
    /// Which of a group; everybody when none is named.
    pub whom: Option<CitizenId>,
    pub grade: Grade,
    /// Of the attitude, where the rules ask for it apart.
    pub attitude: Option<Grade>,
    /// Of the result, where the rules ask for it apart.
    pub result: Option<Grade>,
    pub way: Way,
    /// Who asked, when not the one who writes it down.
    pub asked_by: Option<Asker>,
    pub said: Option<String>,
}

impl EvaluationEntry {
    /// Asked by whoever writes it down, as one grade.
    pub const fn of(grade: Grade, way: Way, said: Option<String>) -> Self {
        Self {
            whom: None,
            grade,
            attitude: None,
            result: None,
            way,
            asked_by: None,
            said,
        }
    }
}

/// Where a matter goes (处理).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Handling {
    /// Not decided yet (待处理).
    #[default]
    Undecided,
    /// 当场.
    OnSpot(SpotEntry),
    /// 交办.
    HandOver(HandOverEntry),
    /// 指引.
    Guide(GuideEntry),
    /// 参考.
    Reference,
}

/// Who says it: somebody new, somebody of the visit, nobody by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Somebody new in this visit.
    New(Box<CitizenDetails>),
    /// Somebody already written down in this visit.
    Known(CitizenId),
}

/// In which visit it was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitRef {
    /// A visit that is already there.
    Known(VisitId),
    /// None yet: a letter, a call, somebody at the door on a quiet day. A visit is made and is done at once.
    Unqueued {
        /// The reception it belongs to, if one is open.
        session: Option<SessionId>,
        heads: u32,
    },
}

/// A matter to file (登记).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionEntry {
    pub visit: VisitRef,
    pub speaker: Speaker,
    /// Further representatives of a group; the answer is owed to each of them.
    pub representatives: Vec<CitizenDetails>,
    pub details: OpinionDetails,
    pub handling: Handling,
}

/// A whole reception entered late from paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateSession {
    pub plan: SessionPlan,
    /// Deputies who sat there.
    pub deputies: Vec<DeputyId>,
    pub staff_only: bool,
    pub note: Option<String>,
}

/// A visit entered late from paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateVisit {
    /// The reception, if any.
    pub session: Option<SessionId>,
    /// The person or group.
    pub arrival: Arrival,
    /// Number on paper, if one was given.
    pub ticket: Option<u16>,
    pub table: u8,
    pub arrived: Moment,
    pub talked: Moment,
    pub done: Moment,
}
