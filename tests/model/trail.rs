//! Who moved what, and whether what somebody saw is still so (S2). Whoever acts on what they saw is refused only when
//! somebody moved what their act stands on or writes.
//!
//! A record carries the number of the last command that touched it, which is the number in the command's own id: it stays
//! the same when other commands are dropped from a sequence. The store has numbers of events; [`super::observe`] says which
//! command an event belongs to, and [`super::run`] up to which event somebody saw.

use uuid::Uuid;
use zhiban::domain::command::{
    CallAgain, CallVisit, CancelSession, ChangeAccount, ChangeDeputy, ChangePlan, ChangePromise, ChangeStation,
    ChangeUnit, ChangeVisit, Chase, CloseOpinion, Command, CorrectCitizen, CorrectOpinion, EndStandIn, EndVisit,
    Evaluate, FinishVisit, HandOn, HandOverAll, Handle, MarkMissed, MarkNoticed, MoveOpinion, MoveVisit, OpenSession,
    PostponeSession, PromiseNext, ReceivePromised, RecordAnswer, ReturnMissed, SetOnePerson, SetStandIn, SplitOpinion,
    StartClosing, StartTalk, StrikePromise, TakeBackCall, TakeBackTelling, Tell, UnsettleUnwritten, VoidOpinion,
    VoidVisit,
};
use zhiban::domain::id::{AccountId, CitizenId, CommandId};
use zhiban::domain::record::{Rev, Touch};
use zhiban::domain::refusal::{Refusal, Subject};

use super::desk::{Act, Desk, Done};

/// What somebody's act may stand on. What no act stands on has no name here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    State,
    Plan,
    Arrival,
    Note,
    Table,
    Calls,
    Contact,
    Field(&'static str),
    /// What one unit that helps answered.
    Helped(u16),
    /// What one unit promised, or all of them.
    Promised(Option<u16>),
    /// One of those the answer is owed to, or all of them.
    Told(Option<CitizenId>),
    /// What one of them said of it, or all of them.
    Grade(Option<CitizenId>),
    /// Attempts that reached nobody.
    Tries,
    Visit,
    Keeper,
}

impl Part {
    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::Told(one), Self::Told(another)) => one.is_none() || another.is_none() || one == another,
            (Self::Grade(one), Self::Grade(another)) => one.is_none() || another.is_none() || one == another,
            (Self::Promised(one), Self::Promised(another)) => one.is_none() || another.is_none() || one == another,
            (one, another) => one == another,
        }
    }
}

/// That a command moved parts of a record.
#[derive(Clone, Debug)]
pub struct Mark {
    record: Uuid,
    at: usize,
    touch: Touch,
    parts: Vec<Part>,
}

impl Mark {
    pub fn moves(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    pub fn touch(&self) -> &Touch {
        &self.touch
    }
}

/// The number of a command.
pub fn number(id: CommandId) -> Rev {
    (id.0.as_u128() >> 64) as Rev
}

impl Desk {
    /// How many commands had been carried out after the one of this number; where it never was, after those before it.
    pub fn time_of(&self, number: Rev) -> usize {
        let there = self.acts.iter().rposition(|n| *n == number);
        let before = || self.acts.iter().rposition(|n| *n < number);
        there.or_else(before).map_or(0, |at| at + 1)
    }

    /// Notes what the act moves.
    pub fn moved(&mut self, record: Uuid, act: &Act, parts: &[Part]) {
        self.trail.push(Mark {
            record,
            at: self.acts.len() + 1,
            touch: act.touch(),
            parts: parts.to_vec(),
        });
    }

    /// The newest mark since that is on one of the parts.
    pub fn newest(&self, (record, seen): (Uuid, Rev), parts: &[Part]) -> Option<&Mark> {
        let seen = self.time_of(seen);
        let since = |m: &&Mark| m.record == record && m.at > seen;
        let met = |m: &&Mark| m.parts.iter().any(|moved| parts.iter().any(|p| p.meets(*moved)));
        self.trail.iter().rev().find(|m| since(m) && met(m))
    }

    /// Refuses when somebody moved one of the parts since.
    pub fn unmoved(&self, (record, seen): (Uuid, Rev), parts: &[Part], subject: Subject, what: &str) -> Done {
        match self.newest((record, seen), parts) {
            None => Ok(()),
            Some(mark) => Err(Refusal::Changed {
                subject,
                what: what.to_owned(),
                touch: self.introduced(&mark.touch),
                visit: None,
                next: None,
            }),
        }
    }

    /// Whether somebody touched the record since.
    pub fn touched_since(&self, record: Uuid, seen: Rev) -> bool {
        let seen = self.time_of(seen);
        self.trail.iter().any(|m| m.record == record && m.at > seen)
    }

    /// What people call an account: of two with one name the login is said too.
    pub fn called(&self, id: AccountId) -> String {
        let Some(a) = self.accounts.iter().find(|a| a.id == id) else {
            return String::new();
        };
        if self.accounts.iter().any(|b| b.id != id && b.name == a.name) {
            return format!("{}（{}）", a.name, a.os_name);
        }
        a.name.clone()
    }

    /// Who it was, as they are called now.
    pub fn introduced(&self, touch: &Touch) -> Touch {
        Touch {
            by: touch.account.map(|id| self.called(id)).unwrap_or_default(),
            ..touch.clone()
        }
    }
}

/// The revision a command names.
pub fn rev_of(command: &mut Command) -> Option<&mut Rev> {
    use Command as C;
    match command {
        C::ChangeStation(ChangeStation { rev, .. })
        | C::SetStandIn(SetStandIn { rev, .. })
        | C::EndStandIn(EndStandIn { rev, .. })
        | C::HandOverAll(HandOverAll { rev, .. })
        | C::SetOnePerson(SetOnePerson { rev, .. })
        | C::ChangeAccount(ChangeAccount { rev, .. })
        | C::ChangeDeputy(ChangeDeputy { rev, .. })
        | C::ChangeUnit(ChangeUnit { rev, .. })
        | C::ChangePlan(ChangePlan { rev, .. })
        | C::MarkNoticed(MarkNoticed { rev, .. })
        | C::PostponeSession(PostponeSession { rev, .. })
        | C::CancelSession(CancelSession { rev, .. })
        | C::OpenSession(OpenSession { rev, .. })
        | C::StartClosing(StartClosing { rev, .. })
        | C::ChangeVisit(ChangeVisit { rev, .. })
        | C::CallVisit(CallVisit { rev, .. })
        | C::CallAgain(CallAgain { rev, .. })
        | C::TakeBackCall(TakeBackCall { rev, .. })
        | C::StartTalk(StartTalk { rev, .. })
        | C::MarkMissed(MarkMissed { rev, .. })
        | C::ReturnMissed(ReturnMissed { rev, .. })
        | C::MoveVisit(MoveVisit { rev, .. })
        | C::FinishVisit(FinishVisit { rev, .. })
        | C::UnsettleUnwritten(UnsettleUnwritten { rev, .. })
        | C::EndVisit(EndVisit { rev, .. })
        | C::PromiseNext(PromiseNext { rev, .. })
        | C::ChangePromise(ChangePromise { rev, .. })
        | C::ReceivePromised(ReceivePromised { rev, .. })
        | C::StrikePromise(StrikePromise { rev, .. })
        | C::VoidVisit(VoidVisit { rev, .. })
        | C::Handle(Handle { rev, .. })
        | C::Chase(Chase { rev, .. })
        | C::RecordAnswer(RecordAnswer { rev, .. })
        | C::Tell(Tell { rev, .. })
        | C::TakeBackTelling(TakeBackTelling { rev, .. })
        | C::Evaluate(Evaluate { rev, .. })
        | C::CloseOpinion(CloseOpinion { rev, .. })
        | C::HandOn(HandOn { rev, .. })
        | C::CorrectOpinion(CorrectOpinion { rev, .. })
        | C::CorrectCitizen(CorrectCitizen { rev, .. })
        | C::VoidOpinion(VoidOpinion { rev, .. })
        | C::SplitOpinion(SplitOpinion { rev, .. })
        | C::MoveOpinion(MoveOpinion { rev, .. }) => Some(rev),
        C::FoundStation(..)
        | C::AdoptRules(..)
        | C::AdoptHolidays(..)
        | C::AddAccount(..)
        | C::ConfirmDay(..)
        | C::AddDeputy(_)
        | C::AddUnit(_)
        | C::PlanSession(..)
        | C::AssignDeputy(..)
        | C::UnassignDeputy(..)
        | C::NoteAgreement(..)
        | C::SetPresence(..)
        | C::SignIn(..)
        | C::TakeLeave(..)
        | C::Substitute(..)
        | C::SignOut(..)
        | C::TakeBackAttendance(..)
        | C::SeatDeputy(..)
        | C::StopClosing(..)
        | C::CloseSession(..)
        | C::EnterSession(_)
        | C::TakeNumber(..)
        | C::InformHead(..)
        | C::CallNext(..)
        | C::ReceiveNow(..)
        | C::SettleUnwritten(..)
        | C::EnterVisit(_)
        | C::FileOpinion(_)
        | C::CountAccusation(..)
        | C::NumberPaper(..)
        | C::NoteNumber(..) => None,
    }
}
