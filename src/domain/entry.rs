//! What people say, as it travels inside a command: an arrival, a matter, where it goes, a correction.

pub use super::fields::{Change, CitizenChange};

use super::code::{Grade, Priority, Way};
use super::deadline::Deadline;
use super::id::{CitizenId, DeputyId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
use super::record::{Asker, CitizenDetails, OpinionDetails, SessionPlan};
use super::rules::Code;
use super::shape::{Field, fields};
use super::spelling::spelt::{entry, spelt};
use serde::{Deserialize, Serialize};

/// What is said in a write and stands in its event as it was said, in rows like those of the event: class, name, what programs
/// call it where that is another word, type, and how long it may be where that is more than a line.
macro_rules! said {
    ($(
        $(#[$meta:meta])* $entry:ident {
            $($(#[$doc:meta])* $class:ident $($why:literal)? $field:ident $($key:literal)? : $ty:ty $(as $most:ident)?,)+
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $entry { $($(#[$doc])* pub $field: $ty),+ }

        impl $entry {
            /// Its rows, where an event says it.
            pub const FIELDS: &'static [Field] = fields!($($class $($why)? $field: $ty,)+);
        }

        spelt! { $entry { $($field $($key)? $(as $most)?),+ } }
    )+};
}

said! {
    /// What the person at the queue says.
    #[derive(Default)]
    Arrival {
        Sealed label: Option<String>,
        Sealed first_words: Option<String> as WORDS,
        /// Heads; 0 and 1 are one person.
        Open heads: u32,
        /// Asked for this deputy.
        Open asked: Option<DeputyId>,
        Open priority: Priority,
        /// Why they go first; no other reason is kept.
        Sealed priority_reason: Option<String> as WORDS,
    }

    /// The words of a guidance elsewhere (指引).
    #[derive(Default)]
    GuideEntry {
        /// Reason code, `T1`..
        Open "a code of the rules" reason: Code,
        /// Where to go; the reason's own place when none is named.
        Kept destination "to": Option<String>,
        /// Phone of that place.
        Kept phone: Option<String>,
        /// The person was told.
        Open told: bool,
    }

    /// An answer given at the desk (当场答复): answered, told, class, and the grade if it was said. One act.
    #[derive(Default)]
    SpotEntry {
        Sealed answer "text": Option<String> as WORDS,
        Open "a code of the rules" class: Code,
        /// What the person said of it.
        Open grade: Option<Grade>,
        /// In their words.
        Sealed said: Option<String> as WORDS,
    }

    /// What is asked of one unit in a hand-over.
    PartEntry {
        Open unit: UnitId,
        /// By way of this one (经由).
        Open via: Option<UnitId>,
        /// The day its limit runs from; the day it happens when none is given.
        Open counted_from "count_from": Option<Day>,
        /// Answer due; the ruleset's limit when none is given.
        Open due: Option<Deadline>,
    }
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

entry! {
    /// What a person said of the outcome (评价), and how they were asked.
    #[derive(Clone, Debug, PartialEq, Eq)]
    EvaluationEntry {
        /// Which of a group; everybody when none is named.
        whom: Option<CitizenId>,
        grade: Grade,
        /// Of the attitude, where the rules ask for it apart.
        attitude: Option<Grade>,
        /// Of the result, where the rules ask for it apart.
        result: Option<Grade>,
        way: Way,
        /// Who asked, when not the one who writes it down.
        asked_by: Option<Asker>,
        said: Option<String> as WORDS,
    }
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
    /// The same, with what is known of them only now; it is theirs where nothing was known.
    KnownMore(CitizenId, Box<CitizenDetails>),
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

entry! {
    /// A matter to file (登记).
    #[derive(Clone, Debug, PartialEq, Eq)]
    OpinionEntry {
        visit: VisitRef,
        speaker: Speaker,
        /// Further representatives of a group; the answer is owed to each of them.
        representatives: Vec<CitizenDetails>,
        details: OpinionDetails,
        handling: Handling,
    }
}

entry! {
    /// A whole reception entered late from paper.
    #[derive(Clone, Debug, PartialEq, Eq)]
    LateSession {
        plan: SessionPlan,
        /// Deputies who sat there.
        deputies: Vec<DeputyId>,
        staff_only: bool,
        note: Option<String> as WORDS,
    }
}

entry! {
    /// A visit entered late from paper.
    #[derive(Clone, Debug, PartialEq, Eq)]
    LateVisit {
        /// The reception, if any.
        session: Option<SessionId>,
        /// The person or group.
        arrival: Arrival,
        /// Number on paper, if one was given.
        ticket: Option<u16>,
        table: u8,
        arrived: Moment,
        talked: Moment,
        done: Moment,
    }
}
