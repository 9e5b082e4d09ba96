//! What `decide` needs to know. [`needs`] names it, `store` reads exactly that inside the transaction, and the same
//! structure can be filled from what a screen shows, so that one rule greys out, warns and has the final say.

use std::sync::Arc;

use super::code::{NumberFamily, Role};
use super::command::{Change, Command, Handling, Speaker, VisitRef};
use super::event::{About, Kind, NewEvent};
use super::id::{AccountId, CitizenId, DeputyId, OpinionId, PromiseId, SessionId, UnitId, VisitId};
use super::moment::{Day, Moment};
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
    /// Last ruleset.
    pub ruleset: u32,
    /// Last paper of the year in the series named.
    pub paper: u32,
}

/// Which records a command names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Reception.
    pub session: Option<SessionId>,
    /// Visit.
    pub visit: Option<VisitId>,
    /// Second visit.
    pub other_visit: Option<VisitId>,
    /// Whoever is at this table.
    pub table: Option<u8>,
    /// The queue, in order.
    pub queue: bool,
    /// Promise.
    pub promise: Option<PromiseId>,
    /// Opinions, with their rounds.
    pub opinions: Vec<OpinionId>,
    /// Citizen.
    pub citizen: Option<CitizenId>,
    /// Deputies.
    pub deputies: Vec<DeputyId>,
    /// Units.
    pub units: Vec<UnitId>,
    /// Account (not the actor).
    pub account: Option<AccountId>,
    /// The series a paper is numbered in.
    pub family: Option<NumberFamily>,
    /// Who must not be there twice.
    pub same_name: Option<SameName>,
}

/// Somebody there may be one of: asked whether another one is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SameName {
    /// A deputy or a unit called so.
    Called(String),
    /// A new account of a login.
    Account {
        /// The login.
        login: String,
        /// The person.
        name: String,
    },
    /// An account that is to be called so and keeps its login.
    Renamed {
        /// Which.
        account: AccountId,
        /// The person.
        name: String,
    },
}

/// Something that happened to a record after it was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// What.
    pub kind: Kind,
    /// Who and when.
    pub touch: Touch,
}

/// What is known. Absent means not named, or not there.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Station.
    pub station: Option<Station>,
    /// What happened to the record a command is about since its author saw it, oldest first.
    pub since: Vec<Since>,
    /// Lineage letter of this file; `A` until a restore.
    pub lineage: String,
    /// Rules in force.
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
    /// Its deputies.
    pub attendance: Vec<Attendance>,
    /// Visit named.
    pub visit: Option<Visit>,
    /// Second visit named.
    pub other_visit: Option<Visit>,
    /// Everybody known who came in that visit, in the order they were written down.
    pub other_people: Vec<CitizenId>,
    /// Open visit at the table named.
    pub at_table: Option<Visit>,
    /// Everybody waiting, missed, called or talking on the day an act of now belongs to, in queue order.
    pub queue: Vec<Visit>,
    /// Promise named.
    pub promise: Option<Promise>,
    /// Opinions named, with their rounds.
    pub opinions: Vec<Opinion>,
    /// Citizen named, or the one of the first opinion named.
    pub citizen: Option<Citizen>,
    /// Deputies named.
    pub deputies: Vec<Deputy>,
    /// Units named.
    pub units: Vec<Unit>,
    /// Account named.
    pub account: Option<Account>,
    /// Number of active heads and administrators: the last one cannot be withdrawn. Counted for whoever changes an account.
    pub administrators: u32,
    /// A record of the same name is there.
    pub same_name: bool,
    /// Counter rows.
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

/// Who acts, when.
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
    /// Ids and random numbers.
    pub supply: &'a mut dyn Supply,
}

impl Ctx<'_> {
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

/// What a command needs to know.
pub fn needs(command: &Command) -> Needs {
    use Command as C;
    let mut n = Needs::default();
    match command {
        C::FoundStation { .. } | C::ChangeStation { .. } | C::AdoptRules { .. } | C::ConfirmDay { .. } => {}
        C::AddAccount {
            os_name, name, deputy, ..
        } => {
            n.same_name = Some(SameName::Account {
                login: os_name.clone(),
                name: name.clone(),
            });
            n.deputies.extend(*deputy);
        }
        C::ChangeAccount {
            account, name, deputy, ..
        } => {
            n.account = Some(*account);
            n.same_name = Some(SameName::Renamed {
                account: *account,
                name: name.clone(),
            });
            n.deputies.extend(*deputy);
        }
        C::AddDeputy(p) => n.same_name = Some(SameName::Called(p.name.clone())),
        C::ChangeDeputy { deputy, .. } => n.deputies.push(*deputy),
        C::AddUnit(p) => n.same_name = Some(SameName::Called(p.name.clone())),
        C::ChangeUnit { unit, .. } => n.units.push(*unit),
        C::PlanSession { deputies, .. } => n.deputies.clone_from(deputies),
        C::EnterSession(s) => n.deputies.clone_from(&s.deputies),
        C::ChangePlan { session, .. }
        | C::MarkNoticed { session, .. }
        | C::PostponeSession { session, .. }
        | C::CancelSession { session, .. }
        | C::SetPresence { session, .. }
        | C::OpenSession { session, .. } => n.session = Some(*session),
        C::StartClosing { session, .. } | C::StopClosing { session } | C::CloseSession { session, .. } => {
            n.session = Some(*session);
            n.queue = true;
        }
        C::AssignDeputy { session, deputy }
        | C::UnassignDeputy { session, deputy }
        | C::NoteAgreement { session, deputy, .. }
        | C::SignIn { session, deputy, .. }
        | C::TakeLeave { session, deputy, .. }
        | C::SignOut { session, deputy } => {
            n.session = Some(*session);
            n.deputies.push(*deputy);
        }
        C::Substitute {
            session, absent, by, ..
        } => {
            n.session = Some(*session);
            n.deputies.extend([*absent, *by]);
        }
        C::TakeNumber { session, arrival } => {
            n.session = *session;
            n.queue = true;
            n.deputies.extend(arrival.asked);
        }
        C::ReceiveNow {
            session,
            arrival,
            table,
        } => {
            n.session = *session;
            n.queue = true;
            n.table = Some(*table);
            n.deputies.extend(arrival.asked);
        }
        C::EnterVisit(v) => {
            n.session = v.session;
            n.deputies.extend(v.arrival.asked);
        }
        C::CallNext { session, table } => {
            n.session = *session;
            n.table = Some(*table);
            n.queue = true;
        }
        C::CallVisit { visit, table, .. } => {
            n.visit = Some(*visit);
            n.table = Some(*table);
            n.queue = true;
        }
        C::MoveVisit { visit, to, .. } => {
            n.visit = Some(*visit);
            n.table = Some(*to);
        }
        C::ChangeVisit { visit, arrival, .. } => {
            n.visit = Some(*visit);
            n.deputies.extend(arrival.asked);
        }
        C::FinishVisit { visit, .. } | C::ReturnMissed { visit, .. } | C::MarkMissed { visit, .. } => {
            n.visit = Some(*visit);
            n.queue = true;
        }
        C::InformHead { visit }
        | C::CallAgain { visit, .. }
        | C::TakeBackCall { visit, .. }
        | C::StartTalk { visit, .. }
        | C::SettleUnwritten { visit }
        | C::EndVisit { visit, .. }
        | C::PromiseNext { visit, .. }
        | C::VoidVisit { visit, .. } => n.visit = Some(*visit),
        C::ChangePromise { promise, .. } | C::StrikePromise { promise, .. } => n.promise = Some(*promise),
        C::ReceivePromised { promise, session, .. } => {
            n.promise = Some(*promise);
            n.session = *session;
        }
        C::FileOpinion(e) => {
            visit_of(&e.visit, &mut n);
            if let Speaker::Known(c) = &e.speaker {
                n.citizen = Some(*c);
            }
            n.deputies.clone_from(&e.details.deputies);
            unit_of(&e.handling, &mut n);
        }
        C::CountAccusation { visit, .. } => visit_of(visit, &mut n),
        C::Handle { opinion, handling, .. } => {
            n.opinions.push(*opinion);
            unit_of(handling, &mut n);
        }
        C::CorrectOpinion { opinion, changes, .. } => {
            n.opinions.push(*opinion);
            for change in changes {
                if let Change::Deputies(deputies) = change {
                    n.deputies.extend(deputies);
                }
            }
        }
        C::Chase { opinion, .. }
        | C::RecordAnswer { opinion, .. }
        | C::Tell { opinion, .. }
        | C::Evaluate { opinion, .. }
        | C::CloseOpinion { opinion, .. }
        | C::VoidOpinion { opinion, .. }
        | C::SplitOpinion { opinion, .. }
        | C::NoteNumber { opinion, .. } => n.opinions.push(*opinion),
        C::NumberPaper {
            opinions, unit, family, ..
        } => {
            n.opinions.clone_from(opinions);
            n.units.extend(*unit);
            n.family = Some(*family);
        }
        C::HandOn { opinion, to, .. } => {
            n.opinions.push(*opinion);
            n.account = Some(*to);
        }
        C::MoveOpinion {
            opinion,
            visit,
            citizen,
            ..
        } => {
            n.opinions.push(*opinion);
            n.other_visit = Some(*visit);
            n.citizen = *citizen;
        }
        C::CorrectCitizen { citizen, .. } => n.citizen = Some(*citizen),
    }
    n
}

fn visit_of(visit: &VisitRef, n: &mut Needs) {
    match visit {
        VisitRef::Known(v) => n.visit = Some(*v),
        VisitRef::Unqueued { session, .. } => n.session = *session,
    }
}

fn unit_of(handling: &Handling, n: &mut Needs) {
    if let Handling::HandOver(h) = handling {
        n.units
            .extend(h.parts().flat_map(|p| std::iter::once(p.unit).chain(p.via)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_names_the_deputies_it_brings_in() {
        let (opinion, deputy) = (OpinionId(Uuid::from_u128(1)), DeputyId(Uuid::from_u128(2)));
        let correct = Command::CorrectOpinion {
            opinion,
            rev: 1,
            changes: vec![Change::Confidential(true), Change::Deputies(vec![deputy])],
            reason: String::new(),
        };
        assert_eq!(needs(&correct).deputies, [deputy]);
    }
}
