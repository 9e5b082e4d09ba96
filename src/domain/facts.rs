//! What `decide` needs to know. [`Needs`] is what a write names, `store` reads exactly that inside the transaction, and the same
//! structure can be filled from what a screen shows, so that one rule greys out, warns and has the final say.

use std::sync::Arc;

use super::code::{NumberFamily, Role};
use super::event::{About, Kind, NewEvent};
use super::id::{AccountId, CitizenId, DeputyId, OpinionId, PromiseId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
use super::noted::Noted;
use super::permit::Somebody;
use super::presence::Held;
use super::record::{Account, Attendance, Citizen, Deputy, Opinion, Promise, Session, Station, Touch, Unit, Visit};
use super::rules::{InUse, Ruleset};
use uuid::Uuid;

/// Last values of the counter rows that number things for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Last ticket of the day an act of now belongs to ([`day_of`]): a day may come a second time.
    pub ticket: u16,
    /// Last opinion of the year.
    pub opinion: u32,
    /// Last reception of the year.
    pub session: u32,
    pub ruleset: u32,
    /// Last paper of the year in the series named.
    pub paper: u32,
}

/// Which records a command names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// The day its reception is counted on; the desk's own when none is named.
    pub held_on: Option<Day>,
    /// Numbered on the desk's day also where it is entered late.
    pub numbered_now: bool,
    pub session: Option<SessionId>,
    pub visit: Option<VisitId>,
    /// Whether who came in that visit was wiped.
    pub forgotten: bool,
    /// The promise that gave the visit named its number.
    pub taken_up: bool,
    /// The visit the first opinion named was told in.
    pub its_visit: bool,
    /// What can be taken back of the tellings of the first opinion named.
    pub tellings: bool,
    /// Who works for the villages the first opinion named is about.
    pub cadres: bool,
    pub other_visit: Option<VisitId>,
    /// Whoever is at this table.
    pub table: Option<u8>,
    /// Whether another keyboard still works for the table the visit is at: the write ends or changes what goes on there.
    pub sits: bool,
    /// The queue, in order.
    pub queue: bool,
    pub promise: Option<PromiseId>,
    /// Opinions, with their rounds.
    pub opinions: Vec<OpinionId>,
    pub citizen: Option<CitizenId>,
    pub deputies: Vec<DeputyId>,
    pub units: Vec<UnitId>,
    /// Account (not the actor).
    pub account: Option<AccountId>,
    /// Another one, which gets something.
    pub other_account: Option<AccountId>,
    /// All that is not over of what this account looks after.
    pub kept_by: Option<AccountId>,
    /// How many clerks there are.
    pub clerks: bool,
    /// The series a paper is numbered in.
    pub family: Option<NumberFamily>,
    /// Who must not be there twice.
    pub same_name: Option<SameName>,
}

/// What there may be one of: asked whether another one is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SameName {
    /// A visit with this number on its day.
    Numbered(Day, u16),
    /// A deputy or a unit called so.
    Called(String),
    /// A new account of a login.
    Account { login: String, name: String },
    /// An account that is to be called so and keeps its login.
    Renamed { account: AccountId, name: String },
}

/// Something that happened to a record after it was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    pub kind: Kind,
    pub touch: Touch,
}

/// What is known. Absent means not named, or not there.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub station: Option<Station>,
    /// What happened to the record a command is about since its author saw it, oldest first.
    pub since: Vec<Since>,
    /// Lineage letter of this file; `A` until a restore.
    pub lineage: String,
    pub rules: Option<Arc<Ruleset>>,
    /// Who adopted them, and when; only for whoever adopts others.
    pub rules_by: Touch,
    /// Matters that use codes which would be gone, or would keep them otherwise.
    pub in_use: InUse,
    /// The desk's business day.
    pub business_day: Option<Day>,
    /// What the clock said when that day was opened or confirmed.
    pub clock_day: Option<Day>,
    /// Any reception that is open now.
    pub open_session: Option<Session>,
    /// The reception named, or that of the visit named.
    pub session: Option<Session>,
    pub attendance: Vec<Attendance>,
    pub visit: Option<Visit>,
    /// Who came in it was wiped; only for whoever asks.
    pub forgotten: bool,
    /// The keyboard its talk is not taken from yet; only for whoever asks.
    pub held: Option<Held>,
    pub other_visit: Option<Visit>,
    /// Everybody known who came in that visit, in the order they were written down.
    pub other_people: Vec<CitizenId>,
    /// Open visit at the table named.
    pub at_table: Option<Visit>,
    /// Everybody waiting, missed, called or talking on the day an act of now belongs to, in queue order.
    pub queue: Vec<Visit>,
    /// The promise named, or the one that gave the visit named its number, as long as it is known whom it was given to.
    pub promise: Option<Promise>,
    /// Opinions named, with their rounds.
    pub opinions: Vec<Opinion>,
    /// The tellings that can be taken back, where they are asked for.
    pub tellings: Vec<Noted>,
    /// Who works for the villages it is about, where that is asked for.
    pub cadres: Vec<String>,
    /// Citizen named, or the one of the first opinion named.
    pub citizen: Option<Citizen>,
    pub deputies: Vec<Deputy>,
    pub units: Vec<Unit>,
    pub account: Option<Account>,
    /// The other one named.
    pub other_account: Option<Account>,
    /// Somebody stands in for the account named, or is going to.
    pub stood_in: bool,
    /// Number of active clerks, for whoever changes the station's setting.
    pub clerks: u32,
    /// Number of active heads: the last one stays. Counted for whoever adds or changes an account.
    pub heads: u32,
    /// A record of the same name is there.
    pub same_name: bool,
    /// As what else the login of the account named comes in, withdrawn or not, for whoever adds or changes one.
    pub login_as: Vec<Role>,
    pub counters: Counters,
}

/// The day an act of this moment belongs to: the desk's own while the clock says what it said when that day was opened or
/// confirmed, and the clock's once it has moved on by one day with nobody being received. None when somebody has to say
/// first which day it is: a wrong clock must not open a second one (S6).
pub fn day_of(business: Option<(Day, Day)>, clock: Day, receiving: bool) -> Option<Day> {
    let Some((day, seen)) = business else {
        return Some(clock);
    };
    if seen == clock {
        return Some(day);
    }
    (day == seen && seen.succ_opt() == Some(clock) && !receiving).then_some(clock)
}

impl Facts {
    /// The opinion named; the first where several are.
    pub fn opinion(&self) -> Option<&Opinion> {
        self.opinions.first()
    }

    /// A unit named.
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }
}

/// Where fresh ids and random numbers come from.
pub trait Supply {
    /// A fresh UUIDv7.
    fn id(&mut self) -> Uuid;
    /// A random number below `limit`.
    fn below(&mut self, limit: u32) -> u32;
}

/// Who acts, when, and where fresh ids come from.
pub struct Ctx<'a> {
    /// Now, as the clock says.
    pub now: Moment,
    /// When it happened: now, or the real time of a late entry.
    pub happened: Moment,
    /// It is a late entry.
    pub is_late: bool,
    /// Paper number of a late entry.
    pub paper_no: Option<String>,
    /// The role at the keyboard; none before the first account exists.
    pub role: Option<Role>,
    /// The account at the keyboard.
    pub account: Option<AccountId>,
    /// The deputy it is.
    pub deputy: Option<DeputyId>,
    /// Whom it stands in for.
    pub stands_for: Vec<AccountId>,
    /// Ids and random numbers.
    pub supply: &'a mut dyn Supply,
}

impl Ctx<'_> {
    /// Whoever acts, as far as rights ask.
    pub fn who(&self) -> Somebody {
        Somebody {
            account: self.account,
            role: self.role,
            deputy: self.deputy,
            stands_for: self.stands_for.clone(),
        }
    }

    /// An event at the time of the command.
    pub fn event(&self, subject: Uuid, kind: Kind) -> NewEvent {
        NewEvent {
            happened: self.is_late.then_some(self.happened),
            about: About {
                paper: self.paper_no.clone(),
                late: self.is_late,
                ..About::default()
            },
            ..NewEvent::new(subject, kind)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::command::{Change, Command, CorrectOpinion};

    #[test]
    fn a_correction_names_the_deputies_it_brings_in() {
        let (opinion, deputy) = (OpinionId(Uuid::from_u128(1)), DeputyId(Uuid::from_u128(2)));
        let correct = Command::CorrectOpinion(CorrectOpinion {
            opinion,
            rev: 1,
            changes: vec![Change::Confidential(true), Change::Deputies(vec![deputy])],
            reason: String::new(),
        });
        assert_eq!(correct.needs().deputies, [deputy]);
    }
}
