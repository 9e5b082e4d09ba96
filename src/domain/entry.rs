//! What people say, as it travels inside a command: an arrival, a matter, where it goes, a correction.

use super::code::{Channel, Grade, Priority, Way};
use super::id::{CitizenId, DeputyId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
use super::record::{CitizenDetails, OpinionDetails, SessionPlan};

/// What the person at the queue says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Name or mark.
    pub label: Option<String>,
    /// First words.
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

/// The words of a hand-over (交办).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandOverEntry {
    /// Which unit.
    pub unit: UnitId,
    /// Answer due; the ruleset's limit when none is given.
    pub due: Option<Day>,
    /// By what way.
    pub way: Way,
    /// The person there.
    pub person: Option<String>,
    /// Note.
    pub note: Option<String>,
}

/// An answer given at the desk (当场答复): answered, told, class, and the grade if it was said. One act.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpotEntry {
    /// What was answered.
    pub answer: String,
    /// Result class.
    pub class: String,
    /// What the person said of it.
    pub grade: Option<Grade>,
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

/// Who says it.
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
        /// Heads.
        heads: u32,
    },
}

/// A matter to file (登记).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionEntry {
    /// In which visit.
    pub visit: VisitRef,
    /// Who.
    pub speaker: Speaker,
    /// Further representatives of a group; the answer is owed to each of them.
    pub representatives: Vec<CitizenDetails>,
    /// What.
    pub details: OpinionDetails,
    /// Where it goes.
    pub handling: Handling,
}

/// A whole reception entered late from paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateSession {
    /// Day, hours, place.
    pub plan: SessionPlan,
    /// Deputies who sat there.
    pub deputies: Vec<DeputyId>,
    /// Staff only.
    pub staff_only: bool,
    /// Note.
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
    /// Table.
    pub table: u8,
    /// Came.
    pub arrived: Moment,
    /// Sat down.
    pub talked: Moment,
    /// Done.
    pub done: Moment,
}

/// A change to a filed field, typed; `None` empties it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // each variant is the field of `OpinionDetails` or `CitizenDetails` of the same name
pub enum Change {
    Words(String),
    Summary(Option<String>),
    Category(Option<String>),
    Place(Option<String>),
    Affected(Option<u32>),
    Urgency(super::code::Urgency),
    Scope(Option<super::code::Scope>),
    Deputies(Vec<DeputyId>),
    Confidential(bool),
    Papers(Option<String>),
    PapersAt(Option<String>),
    Channel(Channel),
    Due(Day),
    Class(String),
    Answer(String),
}

/// A change to a person's particulars.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum CitizenChange {
    Name(Option<String>, Option<String>),
    Phone(Option<String>),
    Reach(Option<super::code::Reach>),
    ReachNote(Option<String>),
    Village(Option<UnitId>),
    Address(Option<String>),
    OnBehalfOf(Option<String>),
    CannotRead(bool),
    PrivacyTold(bool),
}
