//! Why a command was not carried out: data, which `i18n` turns into a sentence that says what happened, what was
//! kept and what to do next. Nothing is written when a command is refused.

use super::code::{OpinionState, Role, SessionState, VisitState};
use super::id::{DraftId, VisitId};
use super::lease::Lost;
use super::moment::Day;
use super::rules::Problem;
use super::touch::Touch;

/// A kind of record, for sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// Station.
    Station,
    /// Account.
    Account,
    /// Deputy.
    Deputy,
    /// Unit.
    Unit,
    /// Reception.
    Session,
    /// Visit.
    Visit,
    /// Promise.
    Promise,
    /// Citizen.
    Citizen,
    /// Opinion.
    Opinion,
}

/// Something a person still has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// Name.
    Name,
    /// Reason.
    Reason,
    /// The person's words.
    Words,
    /// Category.
    Category,
    /// Result class.
    Class,
    /// Date of the plan.
    ClassDate,
    /// Answer.
    Answer,
    /// Place to go.
    Destination,
    /// Code of the station.
    Code,
    /// A number that another system gave.
    Number,
    /// A change.
    Change,
    /// Who of several said it.
    Whom,
}

/// Why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may not do this.
    NotPermitted {
        /// The role.
        role: Role,
    },
    /// The account at the keyboard is not one that acts any more.
    Withdrawn,
    /// No station has been set up in this file.
    NoStation,
    /// The file already holds a station.
    StationExists,
    /// No such record.
    NotFound(Subject),
    /// A record with this name is already there.
    AlreadyThere(Subject),
    /// The matter has this number of this system already, however it was written.
    NumberKnown,
    /// Somebody changed the record since it was seen.
    Changed {
        /// What kind.
        subject: Subject,
        /// Its number or name for people.
        what: String,
        /// Who and when.
        touch: Touch,
        /// State of a visit now, so that the sentence can say what was done.
        visit: Option<VisitState>,
        /// The one to offer instead under the same key.
        next: Option<VisitId>,
    },
    /// The draft it is made of is held elsewhere, or has ended.
    DraftLost {
        /// How it was lost.
        why: Lost,
        /// What the words not saved before are kept as.
        aside: Option<DraftId>,
    },
    /// Something is missing.
    Missing(Missing),
    /// A code that the ruleset does not have.
    UnknownCode {
        /// The code.
        code: String,
    },
    /// The day has to be confirmed first: the clock says another day than the desk's.
    DayUnconfirmed {
        /// The desk's day.
        was: Option<Day>,
        /// The clock's day.
        now: Day,
    },
    /// A real time later than now.
    InFuture,
    /// Other rules than the ones seen are in force.
    RulesMoved {
        /// The version seen.
        seen: u32,
        /// The version in force.
        now: u32,
        /// Who adopted it, and when.
        touch: Touch,
    },
    /// The rules are not fit to be adopted.
    BadRules(Vec<Problem>),
    /// Ends before it starts.
    EndsBeforeStart,
    /// The reception is in a state that does not allow it.
    SessionState {
        /// The state.
        state: SessionState,
    },
    /// Another reception is open.
    AnotherOpen,
    /// The reception is planned for another day.
    NotToday {
        /// Planned for.
        day: Day,
    },
    /// The table does not exist in this reception.
    NoSuchTable {
        /// The table asked for.
        table: u8,
        /// How many there are.
        tables: u8,
    },
    /// Somebody is at the table.
    TableBusy {
        /// The table.
        table: u8,
        /// Who is there.
        visit: VisitId,
        /// Their number for people.
        ticket: Option<u16>,
    },
    /// Nobody waits for this table.
    NobodyWaits,
    /// Somebody waits who was here before whoever was to be received at once.
    SomebodyWaits {
        /// Their number for people.
        ticket: Option<u16>,
    },
    /// All numbers of the day are given.
    NumbersUsedUp {
        /// The last number.
        last: u16,
    },
    /// The reception is closing: no new numbers.
    NumbersStopped,
    /// The visit is in a state that does not allow it.
    VisitState {
        /// Number for people.
        ticket: Option<u16>,
        /// The state.
        state: VisitState,
    },
    /// A no-show may not be marked yet.
    CallAgainFirst {
        /// Calls so far.
        calls: u16,
        /// Calls needed.
        needed: u16,
        /// Whole minutes still to wait.
        minutes: i64,
    },
    /// Too late to take the call back.
    TooLateToTakeBack {
        /// Minutes allowed.
        minutes: u16,
    },
    /// The visit has opinions; they go first.
    HasOpinions {
        /// How many.
        count: u32,
    },
    /// The last head or administrator cannot be withdrawn.
    LastHead,
    /// People still wait, are called or are talking.
    PeopleLeft {
        /// Without an outcome.
        waiting: u32,
        /// At a table.
        talking: u32,
    },
    /// The deputy is not in the roster of this reception.
    NotOnRoster,
    /// The deputy's attendance does not allow it: already in, on leave, or out.
    AttendanceState {
        /// Name.
        name: String,
        /// State code.
        state: super::code::AttendanceState,
    },
    /// The opinion is in a state that does not allow it.
    OpinionState {
        /// Number.
        number: String,
        /// The state.
        state: OpinionState,
        /// Who brought it there and when, if that was after it was seen.
        touch: Option<Touch>,
    },
    /// The unit has answered its part.
    UnitAnswered {
        /// Its short name.
        unit: String,
    },
    /// A unit cannot be reached by way of itself.
    ViaItself {
        /// Its short name.
        unit: String,
    },
    /// One unit is given two parts of a handling.
    GivenTwice {
        /// Its short name.
        unit: String,
    },
    /// Closing needs a telling, or a recorded failure to reach.
    NotTold,
    /// Of this matter nothing may be kept; it is guided elsewhere by its own command.
    KeepsNothing,
    /// An anonymous person is named only with a reason.
    NamingNeedsReason,
}
