//! Every write there is. A command says what a person wants and what they saw (`rev`); `decide` says what happens.

use super::code::{Agreement, Grade, NumberFamily, Presence, Reached, Role, StationKind, Struck, VisitState, Way};
pub use super::entry::*;
use super::id::{AccountId, CitizenId, CommandId, DeputyId, OpinionId, PromiseId, SessionId, UnitId, VisitId};
use super::lease::Source;
use super::moment::{Day, Moment};
use super::record::{DeputyProfile, Rev, SessionPlan, UnitProfile};
use super::rules::{Code, Ruleset};

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
    /// The draft that this command files; it ends in the same transaction, and a lost one refuses the command.
    pub draft: Option<Source>,
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

/// Every write. Ids name the record, `rev` is its revision as the author saw it; the other fields are what was said.
#[allow(missing_docs)] // field names are the plan's words, and each variant says what it does
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // made once per key press; a box would only hide the words
pub enum Command {
    // ---- station ----
    /// First set-up of a file: the station, the default rules and the first account (the head or an administrator).
    FoundStation {
        code: String,
        name: String,
        kind: StationKind,
        hours: String,
        head_phone: Option<String>,
        rules: Box<Ruleset>,
        os_name: String,
        person: String,
    },
    /// Change what the station says of itself. Its code stays: numbers carry it.
    ChangeStation {
        rev: Rev,
        name: String,
        kind: StationKind,
        hours: String,
        head_phone: Option<String>,
    },
    /// Adopt these rules in the place of the version that was seen.
    AdoptRules { seen: u32, rules: Box<Ruleset> },
    /// Add an account.
    AddAccount {
        os_name: String,
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
    },
    /// Change an account.
    ChangeAccount {
        account: AccountId,
        rev: Rev,
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
        active: bool,
    },
    /// Confirm the business day the clock says.
    ConfirmDay { day: Day },
    // ---- people ----
    /// Add a deputy.
    AddDeputy(DeputyProfile),
    /// Change a deputy.
    ChangeDeputy {
        deputy: DeputyId,
        rev: Rev,
        profile: DeputyProfile,
        active: bool,
    },
    /// Add a unit or village.
    AddUnit(UnitProfile),
    /// Change a unit.
    ChangeUnit {
        unit: UnitId,
        rev: Rev,
        profile: UnitProfile,
        active: bool,
    },
    // ---- reception ----
    /// Plan a reception.
    PlanSession { plan: SessionPlan, deputies: Vec<DeputyId> },
    /// Change the plan before it closes.
    ChangePlan {
        session: SessionId,
        rev: Rev,
        plan: SessionPlan,
    },
    /// The notice is posted.
    MarkNoticed { session: SessionId, rev: Rev },
    /// Postpone to another day; a new planned reception is linked.
    PostponeSession { session: SessionId, rev: Rev, day: Day },
    /// Cancel with a reason.
    CancelSession {
        session: SessionId,
        rev: Rev,
        reason: String,
    },
    /// Put a deputy on the roster.
    AssignDeputy { session: SessionId, deputy: DeputyId },
    /// Take a deputy off the roster.
    UnassignDeputy { session: SessionId, deputy: DeputyId },
    /// Note what a deputy said.
    NoteAgreement {
        session: SessionId,
        deputy: DeputyId,
        agreed: Agreement,
    },
    /// Open the door.
    OpenSession {
        session: SessionId,
        rev: Rev,
        presence: Presence,
    },
    /// Change who receives.
    SetPresence { session: SessionId, presence: Presence },
    /// A deputy came.
    SignIn {
        session: SessionId,
        deputy: DeputyId,
        table: Option<u8>,
        late: bool,
    },
    /// A deputy asks leave.
    TakeLeave {
        session: SessionId,
        deputy: DeputyId,
        reason: String,
    },
    /// Another deputy comes instead.
    Substitute {
        session: SessionId,
        absent: DeputyId,
        by: DeputyId,
        table: Option<u8>,
        reason: String,
    },
    /// A deputy goes.
    SignOut { session: SessionId, deputy: DeputyId },
    /// No new numbers from now on.
    StartClosing { session: SessionId, rev: Rev },
    /// Go on after all.
    StopClosing { session: SessionId },
    /// Close the day.
    CloseSession { session: SessionId, note: Option<String> },
    /// A whole reception from paper.
    EnterSession(LateSession),
    // ---- queue ----
    /// Take a number.
    TakeNumber {
        session: Option<SessionId>,
        arrival: Arrival,
    },
    /// Change what is known of a waiting visit.
    ChangeVisit { visit: VisitId, rev: Rev, arrival: Arrival },
    /// The station head was told of a large group.
    InformHead { visit: VisitId },
    /// Call the next one for a table.
    CallNext { session: Option<SessionId>, table: u8 },
    /// Call a chosen one.
    CallVisit { visit: VisitId, rev: Rev, table: u8 },
    /// Call the same one again.
    CallAgain { visit: VisitId, rev: Rev },
    /// Take a wrong call back.
    TakeBackCall { visit: VisitId, rev: Rev },
    /// The person sat down.
    StartTalk { visit: VisitId, rev: Rev },
    /// Number, call and talk in one, when nobody waits.
    ReceiveNow {
        session: Option<SessionId>,
        arrival: Arrival,
        table: u8,
    },
    /// Did not come when called (过号).
    MarkMissed { visit: VisitId, rev: Rev },
    /// Came back.
    ReturnMissed { visit: VisitId, rev: Rev },
    /// To another table, with a note.
    MoveVisit {
        visit: VisitId,
        rev: Rev,
        to: u8,
        note: Option<String>,
    },
    /// Talk is over (谈完); never waits for text.
    FinishVisit {
        visit: VisitId,
        rev: Rev,
        consult_only: bool,
        unwritten: bool,
        call_next: bool,
    },
    /// What was unwritten is written, or needs no writing.
    SettleUnwritten { visit: VisitId },
    /// The person left, or gets a named outcome at closing.
    EndVisit {
        visit: VisitId,
        rev: Rev,
        outcome: VisitState,
        reason: Option<String>,
    },
    /// Not received now and first next time (下次优先), with what it takes to ring the person before.
    PromiseNext {
        visit: VisitId,
        rev: Rev,
        label: Option<String>,
        phone: Option<String>,
        reason: Option<String>,
    },
    /// Another name, mark or phone of somebody promised.
    ChangePromise {
        promise: PromiseId,
        rev: Rev,
        label: Option<String>,
        phone: Option<String>,
    },
    /// Somebody promised has come: a number with priority, linked to the earlier visit.
    ReceivePromised {
        promise: PromiseId,
        rev: Rev,
        session: Option<SessionId>,
        reason: String,
    },
    /// Off the list of those promised, with the reason.
    StrikePromise { promise: PromiseId, rev: Rev, why: Struck },
    /// Entered by mistake.
    VoidVisit { visit: VisitId, rev: Rev, reason: String },
    /// A visit from paper.
    EnterVisit(LateVisit),
    // ---- opinion ----
    /// File a matter.
    FileOpinion(Box<OpinionEntry>),
    /// One accusation was guided elsewhere (T4): nothing said is kept.
    CountAccusation {
        visit: VisitRef,
        reason: String,
        told: bool,
    },
    /// Decide where a filed matter goes; one that has no category gets it along with it.
    Handle {
        opinion: OpinionId,
        rev: Rev,
        category: Option<Code>,
        handling: Handling,
    },
    /// Asked a unit; the leading one when none is named.
    Chase {
        opinion: OpinionId,
        rev: Rev,
        unit: Option<UnitId>,
        way: Way,
        person: Option<String>,
        text: Option<String>,
        promised_for: Option<Day>,
    },
    /// A unit answered; the leading one when none is named.
    RecordAnswer {
        opinion: OpinionId,
        rev: Rev,
        unit: Option<UnitId>,
        way: Way,
        person: Option<String>,
        text: String,
        class: String,
        class_date: Option<Day>,
    },
    /// One attempt to tell the person, or with `whom` one representative of a group; with what they said of it.
    Tell {
        opinion: OpinionId,
        rev: Rev,
        whom: Option<CitizenId>,
        way: Way,
        reached: Reached,
        note: Option<String>,
        grade: Option<Grade>,
        said: Option<String>,
        close: bool,
    },
    /// What the person said of it, later.
    Evaluate {
        opinion: OpinionId,
        rev: Rev,
        evaluation: EvaluationEntry,
    },
    /// Strike off (销号).
    CloseOpinion {
        opinion: OpinionId,
        rev: Rev,
        class: String,
        class_date: Option<Day>,
    },
    /// Another account looks after it from now on (经办).
    HandOn {
        opinion: OpinionId,
        rev: Rev,
        to: AccountId,
        reason: Option<String>,
    },
    /// A paper of the station about these matters gets the next number of its series.
    NumberPaper {
        opinions: Vec<OpinionId>,
        family: NumberFamily,
        unit: Option<UnitId>,
    },
    /// A matter has this number elsewhere, or had it in an older book (别处编号).
    NoteNumber {
        opinion: OpinionId,
        family: NumberFamily,
        system: Option<Code>,
        number: String,
    },
    /// Correct filed fields (更正).
    CorrectOpinion {
        opinion: OpinionId,
        rev: Rev,
        changes: Vec<Change>,
        reason: String,
    },
    /// Correct a person's particulars.
    CorrectCitizen {
        citizen: CitizenId,
        rev: Rev,
        changes: Vec<CitizenChange>,
        reason: String,
    },
    /// Void a matter (作废); its number stays visible.
    VoidOpinion {
        opinion: OpinionId,
        rev: Rev,
        reason: String,
    },
    /// Two matters were written as one.
    SplitOpinion {
        opinion: OpinionId,
        rev: Rev,
        keep: String,
        words: String,
        category: Option<String>,
    },
    /// It was written to the wrong visitor.
    MoveOpinion {
        opinion: OpinionId,
        rev: Rev,
        visit: VisitId,
        citizen: Option<CitizenId>,
        reason: String,
    },
}
