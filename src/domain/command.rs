//! Every write there is. A command says what a person wants and what they saw (`rev`); `decide` says what happens.

use super::code::{Agreement, Channel, Grade, Presence, Priority, Reached, Role, StationKind, VisitState, Way};
use super::id::{AccountId, CitizenId, CommandId, DeputyId, DraftId, OpinionId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
use super::record::{CitizenDetails, DeputyProfile, OpinionDetails, SessionPlan, UnitProfile};
use super::rules::Ruleset;

/// A command on its way to the writer.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Made at the keyboard; a repeat returns the first outcome.
    pub id: CommandId,
    /// Who sits at the keyboard; none only before the first account exists.
    pub account: Option<AccountId>,
    /// The table the keyboard works for at the moment.
    pub table: Option<u8>,
    /// Entered later than it happened (补录).
    pub late: Option<Late>,
    /// A draft that this command files; removed in the same transaction.
    pub draft: Option<DraftId>,
    /// What to do.
    pub command: Command,
}

/// Real time and paper number of something entered late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    /// When it really happened.
    pub happened: Moment,
    /// Number of the paper it was written on.
    pub paper_no: Option<String>,
}

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

/// Every write.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // made once per key press; a box would only hide the words
pub enum Command {
    // ---- station ----
    /// First set-up of a file: the station, the default rules and the first account (the head or an administrator).
    FoundStation {
        /// Short label in numbers.
        code: String,
        /// Full name.
        name: String,
        /// Kind.
        kind: StationKind,
        /// Opening hours.
        hours: String,
        /// Phone of the head.
        head_phone: Option<String>,
        /// Rules to start with.
        rules: Box<Ruleset>,
        /// The first account's login.
        os_name: String,
        /// The first account's name.
        person: String,
    },
    /// Adopt a whole ruleset.
    AdoptRules(Box<Ruleset>),
    /// Add an account.
    AddAccount {
        /// Login.
        os_name: String,
        /// Name.
        name: String,
        /// Role.
        role: Role,
        /// The deputy they are.
        deputy: Option<DeputyId>,
    },
    /// Change an account.
    ChangeAccount {
        /// Which.
        account: AccountId,
        /// As seen.
        rev: u32,
        /// Name.
        name: String,
        /// Role.
        role: Role,
        /// The deputy they are.
        deputy: Option<DeputyId>,
        /// False withdraws it.
        active: bool,
    },
    /// Confirm the business day the clock says.
    ConfirmDay {
        /// The day.
        day: Day,
    },
    // ---- people ----
    /// Add a deputy.
    AddDeputy(DeputyProfile),
    /// Change a deputy.
    ChangeDeputy {
        /// Which.
        deputy: DeputyId,
        /// As seen.
        rev: u32,
        /// The whole new profile.
        profile: DeputyProfile,
        /// False when they left.
        active: bool,
    },
    /// Add a unit or village.
    AddUnit(UnitProfile),
    /// Change a unit.
    ChangeUnit {
        /// Which.
        unit: UnitId,
        /// As seen.
        rev: u32,
        /// The whole new profile.
        profile: UnitProfile,
        /// False when it is gone.
        active: bool,
    },
    // ---- reception ----
    /// Plan a reception.
    PlanSession {
        /// Plan.
        plan: SessionPlan,
        /// Deputies.
        deputies: Vec<DeputyId>,
    },
    /// Change the plan before it closes.
    ChangePlan {
        /// Which.
        session: SessionId,
        /// As seen.
        rev: u32,
        /// The new plan.
        plan: SessionPlan,
    },
    /// The notice is posted.
    MarkNoticed {
        /// Which.
        session: SessionId,
        /// As seen.
        rev: u32,
    },
    /// Postpone to another day; a new planned reception is linked.
    PostponeSession {
        /// Which.
        session: SessionId,
        /// As seen.
        rev: u32,
        /// To.
        day: Day,
    },
    /// Cancel with a reason.
    CancelSession {
        /// Which.
        session: SessionId,
        /// As seen.
        rev: u32,
        /// Why.
        reason: String,
    },
    /// Put a deputy on the roster.
    AssignDeputy {
        /// Reception.
        session: SessionId,
        /// Deputy.
        deputy: DeputyId,
    },
    /// Take a deputy off the roster.
    UnassignDeputy {
        /// Reception.
        session: SessionId,
        /// Deputy.
        deputy: DeputyId,
    },
    /// Note what a deputy said.
    NoteAgreement {
        /// Reception.
        session: SessionId,
        /// Deputy.
        deputy: DeputyId,
        /// What they said.
        agreed: Agreement,
    },
    /// Open the door.
    OpenSession {
        /// Which.
        session: SessionId,
        /// As seen.
        rev: u32,
        /// Who receives.
        presence: Presence,
    },
    /// Change who receives.
    SetPresence {
        /// Which.
        session: SessionId,
        /// Who receives.
        presence: Presence,
    },
    /// A deputy came.
    SignIn {
        /// Reception.
        session: SessionId,
        /// Deputy; put on the roster when not there.
        deputy: DeputyId,
        /// Table.
        table: Option<u8>,
        /// Came late.
        late: bool,
    },
    /// A deputy asks leave.
    TakeLeave {
        /// Reception.
        session: SessionId,
        /// Deputy.
        deputy: DeputyId,
        /// Why.
        reason: String,
    },
    /// Another deputy comes instead.
    Substitute {
        /// Reception.
        session: SessionId,
        /// Who does not come.
        absent: DeputyId,
        /// Who comes.
        by: DeputyId,
        /// Table.
        table: Option<u8>,
        /// Why.
        reason: String,
    },
    /// A deputy goes.
    SignOut {
        /// Reception.
        session: SessionId,
        /// Deputy.
        deputy: DeputyId,
    },
    /// No new numbers from now on.
    StartClosing {
        /// Which.
        session: SessionId,
        /// As seen.
        rev: u32,
    },
    /// Go on after all.
    StopClosing {
        /// Which.
        session: SessionId,
    },
    /// Close the day.
    CloseSession {
        /// Which.
        session: SessionId,
        /// Note.
        note: Option<String>,
    },
    /// A whole reception from paper.
    EnterSession(LateSession),
    // ---- queue ----
    /// Take a number.
    TakeNumber {
        /// Reception; none on a quiet day.
        session: Option<SessionId>,
        /// The person.
        arrival: Arrival,
    },
    /// Change what is known of a waiting visit.
    ChangeVisit {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
        /// The whole new arrival.
        arrival: Arrival,
    },
    /// The station head was told of a large group.
    InformHead {
        /// Which.
        visit: VisitId,
    },
    /// Call the next one for a table.
    CallNext {
        /// Reception; none on a quiet day.
        session: Option<SessionId>,
        /// Table.
        table: u8,
    },
    /// Call a chosen one.
    CallVisit {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
        /// Table.
        table: u8,
    },
    /// Call the same one again.
    CallAgain {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
    },
    /// Take a wrong call back.
    TakeBackCall {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
    },
    /// The person sat down.
    StartTalk {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
    },
    /// Number, call and talk in one, when nobody waits.
    ReceiveNow {
        /// Reception; none on a quiet day.
        session: Option<SessionId>,
        /// The person.
        arrival: Arrival,
        /// Table.
        table: u8,
    },
    /// Did not come when called (过号).
    MarkMissed {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
    },
    /// Came back.
    ReturnMissed {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
    },
    /// To another table, with a note.
    MoveVisit {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
        /// Table.
        to: u8,
        /// Note for the other table.
        note: Option<String>,
    },
    /// Talk is over (谈完); never waits for text.
    FinishVisit {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
        /// Only asked something (只咨询).
        consult_only: bool,
        /// Something said is still unwritten.
        unwritten: bool,
        /// Call the next one at the same table.
        call_next: bool,
    },
    /// What was unwritten is written, or needs no writing.
    SettleUnwritten {
        /// Which.
        visit: VisitId,
    },
    /// The person left, or gets a named outcome at closing.
    EndVisit {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
        /// `Left`, `NextTime`, `ByPhone` or `Guided`.
        outcome: VisitState,
        /// Why not received.
        reason: Option<String>,
    },
    /// Entered by mistake.
    VoidVisit {
        /// Which.
        visit: VisitId,
        /// As seen.
        rev: u32,
        /// Why.
        reason: String,
    },
    /// A visit from paper.
    EnterVisit(LateVisit),
    // ---- opinion ----
    /// File a matter.
    FileOpinion(Box<OpinionEntry>),
    /// One accusation was guided elsewhere (T4): nothing said is kept.
    CountAccusation {
        /// The visit, if any.
        visit: VisitRef,
        /// Reason code; must be one that keeps nothing.
        reason: String,
        /// The person was told where to go.
        told: bool,
    },
    /// Decide where a filed matter goes.
    Handle {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// Where it goes.
        handling: Handling,
    },
    /// Asked the unit.
    Chase {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// By what way.
        way: Way,
        /// The person there.
        person: Option<String>,
        /// What was promised.
        text: Option<String>,
        /// For when.
        promised_for: Option<Day>,
    },
    /// The unit answered.
    RecordAnswer {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// By what way.
        way: Way,
        /// The person there.
        person: Option<String>,
        /// The answer.
        text: String,
        /// Result class.
        class: String,
        /// Date of a plan class.
        class_date: Option<Day>,
    },
    /// One attempt to tell the person, with what they said of it.
    Tell {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// By what way.
        way: Way,
        /// What came of it.
        reached: Reached,
        /// Note.
        note: Option<String>,
        /// What the person said of it.
        grade: Option<Grade>,
        /// In their words.
        said: Option<String>,
        /// Strike it off in the same act.
        close: bool,
    },
    /// What the person said of it, later.
    Evaluate {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// Grade.
        grade: Grade,
        /// In their words.
        said: Option<String>,
        /// How it was asked.
        way: Way,
    },
    /// Strike off (销号).
    CloseOpinion {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// Result class.
        class: String,
        /// Date of a plan class.
        class_date: Option<Day>,
    },
    /// Correct filed fields (更正).
    CorrectOpinion {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// Changes.
        changes: Vec<Change>,
        /// Why.
        reason: String,
    },
    /// Correct a person's particulars.
    CorrectCitizen {
        /// Which.
        citizen: CitizenId,
        /// As seen.
        rev: u32,
        /// Changes.
        changes: Vec<CitizenChange>,
        /// Why.
        reason: String,
    },
    /// Void a matter (作废); its number stays visible.
    VoidOpinion {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// Why.
        reason: String,
    },
    /// Two matters were written as one.
    SplitOpinion {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// Words that stay.
        keep: String,
        /// The new matter's words.
        words: String,
        /// The new matter's category.
        category: Option<String>,
    },
    /// It was written to the wrong visitor.
    MoveOpinion {
        /// Which.
        opinion: OpinionId,
        /// As seen.
        rev: u32,
        /// The right visit.
        visit: VisitId,
        /// The right person in it, if written down.
        citizen: Option<CitizenId>,
        /// Why.
        reason: String,
    },
}
