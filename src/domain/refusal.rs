//! Why a command was not carried out: data, which `i18n` turns into a sentence that says what happened, what was
//! kept and what to do next. Nothing is written when a command is refused.

use super::code::{Channel, OpinionState, Role, SessionState, VisitState};
use super::id::{DraftId, VisitId};
use super::lease::Lost;
use super::moment::Day;
use super::presence::Held;
use super::rules::Problem;
use super::touch::Touch;
use super::typed_date::TimeProblem;

/// A kind of record, for sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    Station,
    Account,
    Deputy,
    Unit,
    Session,
    Visit,
    Promise,
    Citizen,
    Opinion,
}

/// What a late entry said to have happened before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// The matter was taken in.
    Taken { number: String },
    /// It was handed to the unit.
    Handed { unit: String },
    /// The unit answered.
    Answered { unit: String },
}

/// Something a person still has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    Name,
    Reason,
    Words,
    Category,
    Class,
    /// Date of the plan.
    ClassDate,
    Answer,
    Destination,
    /// Code of the station.
    Code,
    /// A number that another system gave.
    Number,
    Change,
    /// Who of several said it.
    Whom,
    /// What somebody says who is not content.
    Complaint,
    /// What was tried to reach somebody.
    Tried,
    /// Who was asked to tell them.
    Relay,
    /// Who agreed that a matter is confidential no more, and how.
    Consent,
}

/// What is not one's own, where a right goes no further than that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOwn {
    /// A table where others receive.
    Table { table: u8, by: Vec<String> },
    /// Another deputy's line of the roster.
    Line,
    /// A matter that somebody else receives.
    Matter,
    /// Another's account.
    Account,
}

/// Why nobody stands in for somebody, or takes over what they leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStandIn {
    /// For themself.
    Oneself,
    /// Where one person does all of the work, there is no second clerk.
    OnePerson,
    /// Nobody comes in as a clerk while a clerk has the rights of the head.
    ComesIn,
    /// An account of a role that looks after nothing.
    KeepsNone(Role),
    /// Nobody stands in (any more).
    Nobody,
    /// The last day has gone by.
    Over(Day),
}

/// Why an act is not done, with what a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The role may not do this; these may.
    NotPermitted {
        role: Role,
        may: &'static [Role],
    },
    /// The role may do this at its own table and with what it receives itself.
    NotOwn(NotOwn),
    /// The account at the keyboard is not one that acts any more.
    Withdrawn,
    /// No station has been set up in this file.
    NoStation,
    /// The file already holds a station.
    StationExists,
    /// A code of a station that numbers cannot carry.
    BadCode {
        /// Characters it may have.
        most: usize,
    },
    NotFound(Subject),
    /// A call or a letter was not told in the visit of whoever came.
    NotInVisit {
        channel: Channel,
        ticket: Option<u16>,
    },
    /// A record with this name is already there.
    AlreadyThere(Subject),
    /// The head was told of this group before.
    HeadInformed,
    /// The matter has this number of this system already, however it was written.
    NumberKnown,
    /// Somebody changed the record since it was seen.
    Changed {
        subject: Subject,
        /// Its number or name for people.
        what: String,
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
    Missing(Missing),
    /// A code that the ruleset does not have.
    UnknownCode {
        code: String,
    },
    /// The day has to be confirmed first: the clock says another day than the desk's.
    DayUnconfirmed {
        was: Option<Day>,
        now: Day,
    },
    /// A real time later than now.
    InFuture,
    /// Said to have happened before what it follows.
    BeforeThat {
        what: Earlier,
        /// The day of that.
        day: Day,
        /// The day that was said.
        said: Day,
    },
    /// Other rules than the ones seen are in force.
    RulesMoved {
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
    /// A limit ends before it begins.
    DueBefore {
        /// The day it begins.
        day: Day,
    },
    /// Opening hours with a time that cannot be.
    BadHours {
        /// The words it stands in.
        what: String,
        why: TimeProblem,
    },
    /// The reception is in a state that does not allow it.
    SessionState {
        state: SessionState,
    },
    /// Another reception is open.
    AnotherOpen,
    /// The reception is planned for another day.
    NotToday {
        day: Day,
    },
    /// There is nothing to confirm about another day while the desk and its clock are at one.
    NotThatDay {
        day: Day,
    },
    /// A reception is planned for no day gone by.
    GoneBy {
        day: Day,
    },
    /// A reception is put off to a later day than its own.
    NotAfter {
        /// Its own.
        day: Day,
    },
    /// Another visit of the day has the number.
    TicketTaken {
        day: Day,
        ticket: u16,
        /// That day is today.
        today: bool,
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
        table: u8,
        visit: VisitId,
        /// Their number for people.
        ticket: Option<u16>,
    },
    /// Another keyboard works for the table the visit is at, or has only just gone.
    TableHeld(Box<Held>),
    /// Nobody waits for this table.
    NobodyWaits,
    /// Somebody waits who was here before whoever was to be received at once.
    SomebodyWaits {
        /// Their number for people.
        ticket: Option<u16>,
    },
    /// All numbers of the day are given.
    NumbersUsedUp {
        last: u16,
    },
    /// The reception is closing: no new numbers.
    NumbersStopped,
    /// The visit is in a state that does not allow it.
    VisitState {
        ticket: Option<u16>,
        state: VisitState,
    },
    /// Nobody who was not received goes so.
    NotAnOutcome {
        outcome: VisitState,
    },
    /// Who it was is wiped: nothing goes on with the visit.
    VisitWiped {
        ticket: Option<u16>,
    },
    /// A no-show may not be marked yet.
    CallAgainFirst {
        calls: u16,
        needed: u16,
        /// Whole minutes still to wait.
        minutes: i64,
    },
    /// Too late to take the call back.
    TooLateToTakeBack {
        minutes: u16,
    },
    /// The visit has opinions; they go first.
    HasOpinions {
        count: u32,
    },
    /// Whose matter is written down was there: no no-show.
    HasSpoken {
        /// Their number for people.
        ticket: Option<u16>,
    },
    /// A table that is to go is still in use.
    TableInUse {
        table: u8,
        /// The number of who sits there.
        ticket: Option<u16>,
    },
    /// Nobody stands in for them, or takes over what they leave.
    NoStandIn(NoStandIn),
    /// The last head stays, whoever else keeps accounts.
    LastHead,
    /// Nobody gives their own account a role that may read more.
    OwnRole,
    /// Whoever gives a role that may read more than their own gives it to no login of their own kind.
    LoginOf {
        /// The login.
        login: String,
        /// Whose it is.
        role: Role,
    },
    /// People still wait, are called or are talking.
    PeopleLeft {
        waiting: u32,
        talking: u32,
    },
    /// The deputy is not in the roster of this reception.
    NotOnRoster,
    /// The deputy's attendance does not allow it: already in, on leave, or out.
    AttendanceState {
        name: String,
        state: super::code::AttendanceState,
    },
    /// The opinion is in a state that does not allow it.
    OpinionState {
        number: String,
        state: OpinionState,
        /// Who brought it there and when, if that was after it was seen.
        touch: Option<Touch>,
    },
    /// The unit has answered its part.
    UnitAnswered {
        unit: String,
    },
    /// A unit cannot be reached by way of itself.
    ViaItself {
        unit: String,
    },
    /// One unit is given two parts of a handling.
    GivenTwice {
        unit: String,
    },
    /// Closing needs a telling, or a recorded failure to reach; who is left, by name where they gave one.
    NotTold {
        left: Vec<Option<String>>,
    },
    /// Struck off in the act that tells one of several, with others left who do not know.
    OthersUntold {
        number: String,
        left: Vec<Option<String>>,
    },
    /// Nothing reaches somebody, it is said, whose number nobody found wrong.
    CallFirst {
        number: String,
    },
    /// Struck off in the act that notes somebody is not content.
    NotContent,
    /// Struck off with somebody not content, and no reason of the rules said.
    NotUpheld {
        number: String,
    },
    /// A reason to strike off all the same, of what nobody is discontent with.
    NobodyUnhappy {
        number: String,
    },
    /// Struck off in the act that tells of a plan.
    PlanStays {
        number: String,
    },
    /// Nobody is tried in vain who was told.
    KnowsAlready {
        number: String,
    },
    /// No telling of the handling that goes on is noted, so there is none to take back.
    NothingTold {
        number: String,
    },
    /// A telling is taken back on its day by whoever noted it, afterwards by the head.
    NotedByAnother {
        by: String,
        day: Day,
    },
    /// The matter is confidential and not for whoever acts.
    Withheld {
        number: String,
    },
    /// Nobody else is asked to tell them.
    NoRelay {
        why: Unasked,
    },
    /// Of this matter nothing may be kept; it is guided elsewhere by its own command.
    KeepsNothing,
    /// An anonymous person is named only with a reason.
    NamingNeedsReason,
    /// A telephone number stands where somebody's or something's name belongs.
    NumberForName,
}

/// Why nobody else is asked to tell somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// They named nobody.
    Unnamed,
    /// They asked that it stay between them.
    Confidential,
    /// The matter is about a village, and whoever is named works for it.
    Cadre,
}

impl Unasked {
    const ALL: [Self; 3] = [Self::Unnamed, Self::Confidential, Self::Cadre];

    /// As a form marks it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unnamed => "1",
            Self::Confidential => "2",
            Self::Cadre => "3",
        }
    }

    /// The one of a mark; that nobody was named where the mark is none of them.
    pub fn of_code(code: &str) -> Self {
        let found = Self::ALL.into_iter().find(|why| why.code() == code);
        found.unwrap_or(Self::Unnamed)
    }
}

impl Refusal {
    /// It is of a matter as its author saw it, which is another now and is read anew before they try again.
    pub const fn is_of_before(&self) -> bool {
        matches!(
            self,
            // A colleague did something else with it, heard a complaint of another of the group, or took a telling back.
            Self::Changed { .. } | Self::OpinionState { .. } | Self::OthersUntold { .. } | Self::NotContent
        )
    }

    /// The same with nobody's name in it, for a covered screen.
    #[must_use]
    pub fn without_names(mut self) -> Self {
        if let Self::NotTold { left } | Self::OthersUntold { left, .. } = &mut self {
            left.clear();
        }
        self
    }
}
