//! The records of the desk as values: what a row of a state table says. `store` reads them, `decide` reasons over
//! them, screens show them. `rev` is the number of a record's last event; a command says which one its author saw.

use serde::{Deserialize, Serialize};

use super::code::{
    Agreement, AttendanceState, Channel, Grade, NumberFamily, OpinionState, Presence, Priority, Reached, SessionState,
    VisitState,
};
use super::deadline::Deadline;
pub use super::fields::{CitizenDetails, OpinionDetails};
use super::id::{AccountId, CitizenId, DeputyId, OpinionId, PromiseId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
pub use super::profile::{DeputyProfile, SessionFrame, SessionPlan, UnitProfile};
use super::rules::Limit;
pub use super::station::{Account, StandIn, Station};
pub use super::touch::{Rev, Touch};

/// A deputy (代表), councillor (议事员) or adviser (顾问).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    pub id: DeputyId,
    pub profile: DeputyProfile,
    pub active: bool,
    /// Number of its last event.
    pub rev: Rev,
}

/// A handling unit (承办单位) or village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub profile: UnitProfile,
    pub active: bool,
    /// Number of its last event.
    pub rev: Rev,
}

/// One reception (接待).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub plan: SessionPlan,
    /// The how-manieth reception of its year, given when it opens.
    pub ordinal: Option<u32>,
    pub state: SessionState,
    pub presence: Presence,
    /// When it really opened.
    pub opened_at: Option<Moment>,
    /// When it really closed.
    pub closed_at: Option<Moment>,
    /// Number of its last event.
    pub rev: Rev,
    pub touch: Touch,
}

/// A deputy's place in one reception: roster and reality (排班, 值班).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendance {
    pub session: SessionId,
    pub deputy: DeputyId,
    /// The deputy's name, for people.
    pub name: String,
    /// What they said beforehand.
    pub agreed: Agreement,
    pub state: AttendanceState,
    pub table: Option<u8>,
    pub in_at: Option<Moment>,
    pub out_at: Option<Moment>,
    pub reason: Option<String>,
    /// Whom this deputy substitutes.
    pub stands_for: Option<DeputyId>,
    /// Who substitutes this deputy.
    pub substituted_by: Option<DeputyId>,
}

impl Attendance {
    /// Sits at the reception now.
    pub const fn is_present(&self) -> bool {
        self.state.is_present()
    }

    /// Sat at the reception at some moment.
    pub fn was_present(&self, at: Moment) -> bool {
        self.in_at.is_some_and(|came| came <= at) && self.out_at.is_none_or(|went| went >= at)
    }
}

impl Visit {
    /// It waited over a night: how long says nothing about a reception.
    pub fn is_over_night(&self) -> bool {
        let seen = self.talk_at.or(self.over_at);
        seen.is_some_and(|at| at.day() != self.arrived_at.day())
    }

    /// Who of its reception sat with whoever came, then and not now: those at its table, or all where none has a table.
    /// Nobody yet while it waits.
    pub fn received_by<'a>(&self, roster: &'a [Attendance]) -> Vec<&'a Attendance> {
        let Some(at) = self.talk_at.or(self.called_at) else {
            return Vec::new();
        };
        let there = || roster.iter().filter(|a| a.was_present(at));
        let placed = there().any(|a| a.table.is_some());
        there().filter(|a| !placed || a.table == self.table).collect()
    }

    /// Whether anything is known of who came or why: a name, a mark, the first words, why they go first, a note to a table.
    pub fn says_who(&self) -> bool {
        let said = [&self.label, &self.first_words, &self.note, &self.priority_reason];
        said.iter().any(|said| said.is_some())
    }

    /// Whether a matter that came so can have been told in it: whoever calls while somebody sits at the table is nobody of
    /// that visit.
    pub const fn takes(&self, channel: Channel) -> bool {
        channel.is_in_person() || !self.channel.is_in_person()
    }
}

/// One person or group that came (来访), with its ticket (号).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    /// Creation order; newest is largest.
    pub n: i64,
    /// The reception, or none on a quiet day.
    pub session: Option<SessionId>,
    /// Business day the ticket belongs to.
    pub day: Day,
    /// How it reached the station; a letter or a call is a visit nobody queued for.
    pub channel: Channel,
    /// Displayed number on that day; none when somebody was received without one.
    pub ticket: Option<u16>,
    /// Name or a mark like 蓝布衫大姐; wiped when the visit ends.
    pub label: Option<String>,
    /// First words; wiped when the visit ends.
    pub first_words: Option<String>,
    /// Heads in the group, 1 for one person.
    pub heads: u32,
    /// The station head was told of a large group.
    pub head_informed: bool,
    /// Asked for this deputy.
    pub asked: Option<DeputyId>,
    pub priority: Priority,
    pub priority_reason: Option<String>,
    pub state: VisitState,
    /// Table, while called or talking, and the last one afterwards.
    pub table: Option<u8>,
    /// Place in the queue; smaller is earlier.
    pub rank: i64,
    pub arrived_at: Moment,
    /// First called since it last waited: a pause before a no-show and the time to take a call back run from it.
    pub first_called_at: Option<Moment>,
    pub called_at: Option<Moment>,
    /// Times called since it last waited.
    pub calls: u16,
    pub talk_at: Option<Moment>,
    /// Talk ended, or the visit ended otherwise.
    pub over_at: Option<Moment>,
    pub missed: u16,
    /// Note left at a move.
    pub note: Option<String>,
    /// Why it was not received, as said at closing.
    pub outcome_reason: Option<String>,
    /// Something said is still unwritten (没写完).
    pub unwritten: bool,
    /// Only asked something, no matter (只咨询).
    pub consult_only: bool,
    /// Came after closing (结束后来访).
    pub after_close: bool,
    /// The earlier visit whose promise gave this number.
    pub carried_from: Option<VisitId>,
    /// A clock jump touched one of its times.
    pub doubtful: bool,
    /// Opinions filed in this visit.
    pub opinions: u32,
    /// Number of its last event.
    pub rev: Rev,
    pub touch: Touch,
}

/// Somebody who was not received and goes first next time (下次优先). The visit is over and forgotten; what identifies
/// the person stays here until they are struck off, or as long as the visit is known that they came in, and no longer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub id: PromiseId,
    /// The visit that was not received.
    pub visit: VisitId,
    pub day: Day,
    pub ticket: Option<u16>,
    /// The how-manieth reception of its year it was; none on a quiet day.
    pub ordinal: Option<u32>,
    /// Heads in the group, 1 for one person.
    pub heads: u32,
    /// Asked for this deputy.
    pub asked: Option<DeputyId>,
    pub label: Option<String>,
    /// What they came about.
    pub first_words: Option<String>,
    /// Why they went before the others, besides being promised; of promises from before this was kept, none.
    pub priority_reason: Option<String>,
    /// Phone to ring before the next reception.
    pub phone: Option<String>,
    /// Neither come nor struck off.
    pub open: bool,
    /// The confidential matter they told, where whoever reads may know no more of them than that somebody is promised.
    pub withheld: Option<String>,
    /// Number of its last event.
    pub rev: Rev,
    pub touch: Touch,
}

/// One person in one visit, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citizen {
    pub id: CitizenId,
    pub visit: VisitId,
    pub details: CitizenDetails,
    /// Code by which an anonymous person asks later.
    pub claim_code: Option<String>,
    /// Number of its last event.
    pub rev: Rev,
}

/// One unit's part in a handling (交办): its own clock, its own answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// 1, 2, ... within its round, in the order they were given.
    pub part: u16,
    /// The unit that leads (主办), whose answer and due day are the matter's; the others help (协办).
    pub lead: bool,
    pub unit: UnitId,
    /// The unit's short name.
    pub unit_name: String,
    /// By way of this unit (经由).
    pub via: Option<UnitId>,
    pub handed_at: Moment,
    /// The day its limit runs from, when not the day it was handed over.
    pub counted_from: Option<Day>,
    pub due: Option<Deadline>,
    /// The limit its due day was counted by; none where somebody set it by their own word.
    pub counted_by: Option<Limit>,
    pub person: Option<String>,
    /// Promised for, by the newest chase.
    pub promised_for: Option<Day>,
    pub answered_at: Option<Moment>,
    /// Class of the answer.
    pub class: Option<String>,
    pub answer: Option<String>,
}

/// One handling (第n次办理) by one unit or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub no: u16,
    /// The part of the unit that leads.
    pub lead: Handover,
    /// The parts of those that help.
    pub further: Vec<Handover>,
}

impl Round {
    /// Every part, the leading one first.
    pub fn parts(&self) -> impl Iterator<Item = &Handover> {
        std::iter::once(&self.lead).chain(&self.further)
    }
}

/// A number of a matter beside its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherNumber {
    pub family: NumberFamily,
    /// Which system gave it, by a code of the rules.
    pub system: Option<String>,
    /// As people write it.
    pub number: String,
}

/// Who asked a person what they think of the outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asker {
    /// Somebody of the station.
    Account(AccountId),
    Deputy(DeputyId),
    /// The unit that handled it, whose asking counts for less.
    Unit(UnitId),
}

/// Somebody an answer is owed to: who spoke, or one representative of a group (S10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub citizen: CitizenId,
    pub name: Option<String>,
    pub told: bool,
    /// What they said of the current handling, alone or with the others.
    pub grade: Option<Grade>,
}

/// An attempt to tell somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Try {
    /// The number of the event that noted it.
    pub seq: i64,
    /// One of several; none where it was meant for all of them.
    pub citizen: Option<CitizenId>,
    pub at: Moment,
    /// What came of it.
    pub reached: Reached,
}

/// One matter (意见), as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opinion {
    pub id: OpinionId,
    /// Creation order; newest is largest.
    pub n: i64,
    /// Number for people, `03-2026-0113`.
    pub number: String,
    /// The visit it came in.
    pub visit: VisitId,
    /// Who said it; none for an accusation (T4), of which nothing is kept.
    pub citizen: Option<CitizenId>,
    /// Everybody the answer is owed to, who spoke first.
    pub parties: Vec<Party>,
    /// The reception, if any.
    pub session: Option<SessionId>,
    /// Business day it was filed.
    pub day: Day,
    pub details: OpinionDetails,
    pub state: OpinionState,
    /// Every handling so far, the current one last; none before it was handed over.
    pub rounds: Vec<Round>,
    /// Numbers beside its own, oldest first.
    pub numbers: Vec<OtherNumber>,
    /// The account that looks after it (经办): who filed it, until handed on.
    pub keeper: Option<AccountId>,
    /// Answered at the desk, to whoever was there.
    pub on_spot: bool,
    /// When it was answered, be it by a unit or by the station.
    pub answered_at: Option<Moment>,
    pub class: Option<String>,
    /// Date the plan class promises.
    pub class_date: Option<Day>,
    /// Answer, of the desk or the unit.
    pub answer: Option<String>,
    /// Reason code of a guidance elsewhere.
    pub guidance: Option<String>,
    pub told: bool,
    /// The limit by which the person is to be told, once that is owed.
    pub tell_by: Option<Limit>,
    /// Every attempt of this handling, oldest first, also those that reached the person.
    pub tries: Vec<Try>,
    /// The answer is held until the person asks (anonymous).
    pub held: bool,
    /// What the person said of it; of a group the gravest that one of them says.
    pub grade: Option<Grade>,
    /// Why it is void.
    pub void_reason: Option<String>,
    /// Split from this one.
    pub split_from: Option<OpinionId>,
    /// Number of the paper it was first written on.
    pub paper_no: Option<String>,
    pub filed_at: Moment,
    pub closed_at: Option<Moment>,
    /// Number of its last event.
    pub rev: Rev,
}

impl Opinion {
    /// Through whom they may be told: whom they named themselves, and of a confidential matter nobody.
    pub fn relay(&self) -> Option<&str> {
        let named = self.details.may_relay.as_deref().filter(|_| !self.details.confidential);
        named.map(str::trim).filter(|named| !named.is_empty())
    }

    /// The current handling, once handed over.
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
    }
}
