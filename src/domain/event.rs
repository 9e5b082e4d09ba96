//! What happened (办理经过): the only thing ever stored for good. State tables are made from events by `store::apply`.
//!
//! An event has an open body and, where it says something personal, a [`Secret`] that is sealed under the key of the
//! event's subject (citizen, visit or opinion). Forgetting the key erases the secret from every copy of the log.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::code::{
    Agreement, Channel, Grade, Presence, Priority, Reach, Reached, Role, Scope, Section, StationKind, Struck, Urgency,
    VisitState, Way,
};
use super::id::{CitizenId, DeputyId, OpinionId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
use super::record::{DeputyProfile, SessionPlan, UnitProfile};
use super::rules::Ruleset;
pub use super::secret::{FieldChange, Secret};

/// What kind of thing happened, with its open part. Struct-like so that new fields can be added with a default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)] // the variant and field names are the domain's words; section 2 of the plan explains them
pub enum Kind {
    // station
    StationFounded {
        code: String,
        name: String,
        station_kind: StationKind,
        hours: String,
        head_phone: Option<String>,
    },
    /// Its particulars were changed; the code stays, because numbers in people's hands carry it.
    StationChanged {
        name: String,
        station_kind: StationKind,
        hours: String,
        head_phone: Option<String>,
    },
    RulesetAdopted {
        version: u32,
        rules: Box<Ruleset>,
    },
    /// One section of the rules, whole, as it stands in a file.
    SectionAdopted {
        section: Section,
        version: u32,
        body: serde_json::Value,
    },
    AccountAdded {
        os_name: String,
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
    },
    AccountChanged {
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
        active: bool,
    },
    DayTurned {
        day: Day,
        clock: Day,
        confirmed: bool,
    },
    /// A backup was restored: numbers of this file go on beyond any that the lost one may have given.
    LineageBegun {
        lineage: String,
        opinions: u32,
        tickets: u32,
    },
    // people
    DeputyAdded {
        profile: DeputyProfile,
    },
    DeputyChanged {
        profile: DeputyProfile,
        active: bool,
    },
    UnitAdded {
        profile: UnitProfile,
    },
    UnitChanged {
        profile: UnitProfile,
        active: bool,
    },
    // reception; the subject is the session
    SessionPlanned {
        plan: SessionPlan,
    },
    PlanChanged {
        plan: SessionPlan,
    },
    SessionNoticed {},
    SessionPostponed {
        to: SessionId,
    },
    SessionCancelled {
        reason: String,
    },
    SessionOpened {
        year: i32,
        ordinal: u32,
        presence: Presence,
    },
    PresenceChanged {
        presence: Presence,
    },
    ClosingStarted {},
    ClosingStopped {},
    SessionClosed {
        note: Option<String>,
    },
    SessionEntered {
        plan: SessionPlan,
        year: i32,
        ordinal: u32,
        presence: Presence,
        deputies: Vec<DeputyId>,
        opened: Moment,
        closed: Moment,
        note: Option<String>,
    },
    DeputyAssigned {
        deputy: DeputyId,
    },
    DeputyUnassigned {
        deputy: DeputyId,
    },
    DeputyAgreed {
        deputy: DeputyId,
        agreed: Agreement,
    },
    DeputySignedIn {
        deputy: DeputyId,
        table: Option<u8>,
        late: bool,
    },
    DeputyOnLeave {
        deputy: DeputyId,
        reason: String,
    },
    DeputySubstituted {
        absent: DeputyId,
        by: DeputyId,
        table: Option<u8>,
        reason: String,
    },
    DeputySignedOut {
        deputy: DeputyId,
    },
    // visit; secret: name (the mark), words (first words), text (note)
    VisitArrived {
        session: Option<SessionId>,
        ticket: Option<u16>,
        day: Day,
        heads: u32,
        asked: Option<DeputyId>,
        priority: Priority,
        priority_reason: Option<String>,
        after_close: bool,
        rank: Option<i64>,
        /// The earlier visit whose promise gave this number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        carried_from: Option<VisitId>,
    },
    VisitEntered {
        /// The number on the paper, when one was given.
        #[serde(default)]
        ticket: Option<u16>,
        session: Option<SessionId>,
        day: Day,
        channel: Channel,
        heads: u32,
        asked: Option<DeputyId>,
        table: Option<u8>,
        arrived: Moment,
        talked: Option<Moment>,
        done: Moment,
        after_close: bool,
    },
    VisitChanged {
        heads: u32,
        asked: Option<DeputyId>,
        priority: Priority,
        priority_reason: Option<String>,
    },
    HeadInformed {},
    VisitWordsDropped {},
    VisitCalled {
        table: u8,
    },
    VisitCalledAgain {},
    CallTakenBack {},
    TalkStarted {
        table: u8,
    },
    VisitMissed {},
    VisitReturned {
        rank: i64,
    },
    VisitMoved {
        from: Option<u8>,
        to: u8,
    },
    VisitFinished {
        consult_only: bool,
        unwritten: bool,
    },
    UnwrittenSettled {},
    VisitEnded {
        outcome: VisitState,
        reason: Option<String>,
    },
    VisitVoided {
        reason: String,
    },
    // promise; secret: name (or the mark), words (first words), phone
    PromiseMade {
        visit: VisitId,
    },
    PromiseChanged {},
    /// They came and got this visit's number.
    PromiseKept {
        by: VisitId,
    },
    PromiseStruck {
        why: Struck,
    },
    // citizen; secret: name, pinyin, phone, address, reach_note, on_behalf_of
    CitizenRecorded {
        visit: VisitId,
        anonymous: bool,
        claim_code: Option<String>,
        reach: Option<Reach>,
        village: Option<UnitId>,
        cannot_read: bool,
        privacy_told: bool,
    },
    CitizenCorrected {
        reason: String,
        changes: Vec<FieldChange>,
    },
    // opinion; secret: words, summary, place, papers, text
    OpinionFiled {
        number: String,
        year: i32,
        serial: u32,
        visit: VisitId,
        citizen: Option<CitizenId>,
        #[serde(default)]
        representatives: Vec<CitizenId>,
        session: Option<SessionId>,
        day: Day,
        channel: Channel,
        category: Option<String>,
        affected: Option<u32>,
        scope: Option<Scope>,
        urgency: Urgency,
        deputies: Vec<DeputyId>,
        confidential: bool,
        papers_at: Option<String>,
        split_from: Option<OpinionId>,
        paper_no: Option<String>,
    },
    AnsweredOnSpot {
        class: String,
        grade: Option<Grade>,
    },
    GuidedElsewhere {
        reason: String,
        destination: String,
        phone: Option<String>,
        told: bool,
    },
    KeptForReference {},
    HandedOver {
        round: u16,
        unit: UnitId,
        unit_name: String,
        due: Option<Day>,
        provisional: bool,
        way: Way,
        person: Option<String>,
    },
    Chased {
        round: u16,
        way: Way,
        person: Option<String>,
        promised_for: Option<Day>,
    },
    Answered {
        round: u16,
        way: Way,
        person: Option<String>,
        class: String,
        class_date: Option<Day>,
    },
    HeldForCollection {},
    PersonTold {
        citizen: Option<CitizenId>,
        way: Way,
        reached: Reached,
    },
    Evaluated {
        grade: Grade,
        way: Option<Way>,
    },
    OpinionClosed {
        class: String,
        class_date: Option<Day>,
        told: bool,
    },
    OpinionCorrected {
        reason: String,
        changes: Vec<FieldChange>,
    },
    OpinionVoided {
        reason: String,
    },
    OpinionSplit {
        into: OpinionId,
    },
    OpinionMoved {
        visit: VisitId,
        citizen: Option<CitizenId>,
        reason: String,
    },
}

impl Kind {
    /// The stored name of the kind: its serde tag.
    pub fn name(&self) -> String {
        // The tag is the one source of the name, so a rename cannot make table and body disagree.
        match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(map)) => map
                .get("kind")
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            _ => String::new(),
        }
    }
}

/// An event as `decide` makes it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// What it is about: one subject per event, and the owner of the sealing key.
    pub subject: Uuid,
    /// Open part.
    pub kind: Kind,
    /// Sealed part.
    pub secret: Secret,
    /// When it happened, if not when it was entered (补录).
    pub happened: Option<Moment>,
    /// Number of the paper it was first written on; stored with the open part.
    pub paper: Option<String>,
}

impl NewEvent {
    /// An event without a secret, happening now.
    pub fn new(subject: Uuid, kind: Kind) -> Self {
        Self {
            subject,
            kind,
            secret: Secret::default(),
            happened: None,
            paper: None,
        }
    }

    /// The same with a secret.
    #[must_use]
    pub fn sealed(self, secret: Secret) -> Self {
        Self { secret, ..self }
    }

    /// The same at its real time.
    #[must_use]
    pub fn at(self, happened: Option<Moment>) -> Self {
        Self { happened, ..self }
    }
}

/// An event as it is read back for `apply` and for histories.
#[derive(Clone, Debug, PartialEq)]
pub struct Happened {
    /// Place in the log.
    pub seq: i64,
    /// When it was entered.
    pub at: Moment,
    /// When it happened.
    pub happened: Moment,
    /// Number of the paper it was first written on.
    pub paper: Option<String>,
    /// The clock had jumped.
    pub doubtful: bool,
    /// Name of the account that entered it.
    pub by: String,
    /// Table it was entered for.
    pub table: Option<u8>,
    /// What it is about.
    pub subject: Uuid,
    /// Open part.
    pub kind: Kind,
    /// Sealed part; none once erased.
    pub secret: Option<Secret>,
}
