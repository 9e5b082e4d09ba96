//! What may follow what: the life of everything that has a state, as small grids. A row says of one write what it does in
//! each state; `decide` refuses by it, menus and the line dialogue offer by it, a page of the handbook is written from it,
//! and a test walks every cell (design section 5).
//!
//! What else stands against an act (somebody at the table, a class that is not given) is said when it is tried.

/// Rows of a grid, which keep their columns under each other.
macro_rules! grid {
    ($row:ty: $($name:ident = $($cell:ident)+;)+) => {$(
        pub(super) const $name: $row = [$($cell),+];
    )+};
}

mod matter;
mod reception;
mod visit;

use super::code::{OpinionState, SessionState, VisitState};
use super::deed::Deed;
use super::record::{Handover, Opinion, Party, Session, Visit};

/// What a write does with the state of a record.
#[derive(Debug)]
pub enum Step<R: Stateful> {
    /// It leads there.
    To(R::State),
    /// It leaves it where it is.
    Stay,
    /// It leads to one of these: which, is said in the act, or by the others it is about.
    Either(&'static [R::State]),
    /// As the step says, where the record is so; otherwise not.
    If(fn(&R) -> bool, &'static Step<R>, Why),
    /// Not possible.
    No(Why),
}

/// Why a write is not possible in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has not come so far.
    NotYet,
    /// It is beyond that.
    Past,
    /// It is over: nothing more is owed to anybody.
    Over,
    /// Entered by mistake and void.
    Void,
}

/// Whose turn it is in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Whoever sits at the desk.
    Desk,
    /// The unit it is with.
    Unit,
    /// Nobody's.
    Nobody,
}

/// A record with a state.
pub trait Stateful: Sized + 'static {
    /// Its states.
    type State: Copy + PartialEq + std::fmt::Debug + 'static;
    /// All of them, in the order of the columns.
    const STATES: &'static [Self::State];

    /// The state it is in.
    fn state(&self) -> Self::State;

    /// Its row among what a write does.
    fn row(life: &Life) -> Option<&'static [Step<Self>]>;
}

/// Who has heard of a matter, of those the answer is owed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// Still to be told.
    ToTell,
    /// Told.
    Told,
    /// Said what they think of it.
    Heard,
}

/// How far a unit is with its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It was given the matter.
    Given,
    /// It answered.
    Answered,
}

macro_rules! stateful {
    ($($record:ident $state:ident $row:ident $states:expr, $of:expr;)+) => {$(
        impl Stateful for $record {
            type State = $state;
            const STATES: &'static [$state] = $states;

            fn state(&self) -> $state {
                let of: fn(&Self) -> $state = $of;
                of(self)
            }

            fn row(life: &Life) -> Option<&'static [Step<Self>]> {
                life.$row.map(|row| row.as_slice())
            }
        }
    )+};
}

stateful! {
    Opinion OpinionState matter OpinionState::ALL, |o| o.state;
    Handover PartState part &[PartState::Given, PartState::Answered],
        |part| if part.answered_at.is_some() { PartState::Answered } else { PartState::Given };
    Party Hearing person &[Hearing::ToTell, Hearing::Told, Hearing::Heard],
        |party| match party {
            Party { grade: Some(_), .. } => Hearing::Heard,
            Party { told: true, .. } => Hearing::Told,
            Party { .. } => Hearing::ToTell,
        };
    Visit VisitState visit VisitState::ALL, |v| v.state;
    Session SessionState session SessionState::ALL, |s| s.state;
}

/// What one write does, in the grid of each kind of record it is about. A row too short does not compile.
#[allow(missing_docs)] // the kinds of record
pub struct Life {
    pub matter: Option<&'static [Step<Opinion>; OpinionState::ALL.len()]>,
    pub part: Option<&'static [Step<Handover>; 2]>,
    pub person: Option<&'static [Step<Party>; 3]>,
    pub visit: Option<&'static [Step<Visit>; VisitState::ALL.len()]>,
    pub session: Option<&'static [Step<Session>; SessionState::ALL.len()]>,
}

/// Of what makes something new, or has no state.
const FREE: Life = Life {
    matter: None,
    part: None,
    person: None,
    visit: None,
    session: None,
};

/// Every write has its line, so that a new one is asked for here.
pub const fn life(deed: Deed) -> Life {
    use Deed as D;
    match deed {
        D::FoundStation
        | D::ChangeStation
        | D::AdoptRules
        | D::ConfirmDay
        | D::AddAccount
        | D::ChangeAccount
        | D::AddDeputy
        | D::ChangeDeputy
        | D::AddUnit
        | D::ChangeUnit
        | D::PlanSession
        | D::EnterSession
        // Who comes now is received in an open reception, after it, or on a quiet day: a rule of the queue.
        | D::TakeNumber
        | D::ReceiveNow
        | D::EnterVisit
        // A promise is open or it is not there.
        | D::ChangePromise
        | D::ReceivePromised
        | D::StrikePromise
        | D::CorrectCitizen => FREE,

        D::ChangePlan
        | D::AssignDeputy
        | D::UnassignDeputy
        | D::NoteAgreement
        | D::SignIn
        | D::TakeLeave
        | D::Substitute
        | D::SignOut => reception(&reception::LIVE),
        D::MarkNoticed => reception(&reception::NOTICE),
        D::PostponeSession => reception(&reception::POSTPONE),
        D::CancelSession => reception(&reception::CANCEL),
        D::OpenSession => reception(&reception::OPEN),
        D::SetPresence | D::CallNext => reception(&reception::RUNNING),
        D::StartClosing => reception(&reception::START_CLOSING),
        D::StopClosing => reception(&reception::GO_ON),
        D::CloseSession => reception(&reception::CLOSE),

        D::ChangeVisit => visit(&visit::CHANGE),
        D::InformHead => visit(&visit::ANY),
        D::CallVisit => visit(&visit::CALL),
        D::CallAgain => visit(&visit::CALL_AGAIN),
        D::TakeBackCall => visit(&visit::TAKE_BACK),
        D::StartTalk => visit(&visit::SIT),
        D::MarkMissed => visit(&visit::MISS),
        D::ReturnMissed => visit(&visit::COME_BACK),
        D::MoveVisit => visit(&visit::MOVE),
        D::FinishVisit => visit(&visit::FINISH),
        D::SettleUnwritten => visit(&visit::SETTLE),
        D::EndVisit => visit(&visit::END),
        D::PromiseNext => visit(&visit::PROMISE),
        D::VoidVisit => visit(&visit::VOID),
        D::FileOpinion | D::CountAccusation => visit(&visit::NOT_VOID),

        D::Handle => matter(&matter::HANDLE),
        D::Chase => Life {
            part: Some(&matter::CHASE_PART),
            ..matter(&matter::CHASE)
        },
        D::RecordAnswer => Life {
            part: Some(&matter::ANSWER_PART),
            ..matter(&matter::ANSWER)
        },
        D::Tell => Life {
            person: Some(&matter::TELL_PERSON),
            ..matter(&matter::TELL)
        },
        D::Evaluate => Life {
            person: Some(&matter::HEAR_PERSON),
            ..matter(&matter::HEAR)
        },
        D::CloseOpinion => matter(&matter::CLOSE),
        D::HandOn | D::SplitOpinion => matter(&matter::NOT_OVER),
        D::NumberPaper | D::NoteNumber | D::CorrectOpinion => matter(&matter::NOT_VOID),
        D::MoveOpinion => matter(&matter::MOVE),
        D::VoidOpinion => matter(&matter::VOID),
    }
}

const fn matter(row: &'static [Step<Opinion>; OpinionState::ALL.len()]) -> Life {
    Life {
        matter: Some(row),
        ..FREE
    }
}

const fn visit(row: &'static [Step<Visit>; VisitState::ALL.len()]) -> Life {
    Life {
        visit: Some(row),
        ..FREE
    }
}

const fn reception(row: &'static [Step<Session>; SessionState::ALL.len()]) -> Life {
    Life {
        session: Some(row),
        ..FREE
    }
}

/// What a write does with a record as it stands; none where it has nothing to do with such records.
pub fn step<R: Stateful>(deed: Deed, record: &R) -> Option<&'static Step<R>> {
    let row = R::row(&life(deed))?;
    let place = R::STATES.iter().position(|state| *state == record.state())?;
    row.get(place)
}

/// Why a write is not possible with a record as it stands.
pub fn why_not<R: Stateful>(deed: Deed, record: &R) -> Option<Why> {
    fn of<R: Stateful>(step: &Step<R>, record: &R) -> Option<Why> {
        match step {
            Step::To(_) | Step::Stay | Step::Either(_) => None,
            Step::If(is_so, then, _) if is_so(record) => of(then, record),
            Step::If(_, _, why) | Step::No(why) => Some(*why),
        }
    }
    of(step(deed, record)?, record)
}

/// Whether a write is possible with a record as it stands.
pub fn may<R: Stateful>(deed: Deed, record: &R) -> bool {
    why_not(deed, record).is_none()
}

#[cfg(test)]
mod tests;
