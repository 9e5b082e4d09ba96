//! What a grid is made of: the states of a record, and what a write does in each.

use crate::domain::code::{OpinionState, SessionState, VisitState};
use crate::domain::record::{Handover, Opinion, Party, Session, Visit};

/// What a write does with the state of a record.
#[derive(Debug)]
pub enum Step<R: Stateful> {
    To(R::State),
    /// It leaves it where it is.
    Stay,
    /// It leads to one of these: which, is said in the act, or by the others it is about.
    Either(&'static [R::State]),
    /// As the step says, where the record is so; otherwise not.
    If(fn(&R) -> bool, &'static Step<R>, Why),
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
    Told,
    /// Said what they think of it.
    Heard,
}

/// How far a unit is with its part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// It was given the matter.
    Given,
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
pub struct Life {
    pub matter: Option<&'static [Step<Opinion>; OpinionState::ALL.len()]>,
    pub part: Option<&'static [Step<Handover>; 2]>,
    pub person: Option<&'static [Step<Party>; 3]>,
    pub visit: Option<&'static [Step<Visit>; VisitState::ALL.len()]>,
    pub session: Option<&'static [Step<Session>; SessionState::ALL.len()]>,
}

impl Life {
    /// What it does with a record as it stands; none where it has nothing to do with such records.
    pub fn step<R: Stateful>(&self, record: &R) -> Option<&'static Step<R>> {
        let row = R::row(self)?;
        let place = R::STATES.iter().position(|state| *state == record.state())?;
        row.get(place)
    }

    /// Why it is not possible with a record as it stands.
    pub fn why_not<R: Stateful>(&self, record: &R) -> Option<Why> {
        fn of<R: Stateful>(step: &Step<R>, record: &R) -> Option<Why> {
            match step {
                Step::To(_) | Step::Stay | Step::Either(_) => None,
                Step::If(is_so, then, _) if is_so(record) => of(then, record),
                Step::If(_, _, why) | Step::No(why) => Some(*why),
            }
        }
        of(self.step(record)?, record)
    }
}

/// Of what makes something new, or has no state.
pub(in crate::domain) const FREE: Life = Life {
    matter: None,
    part: None,
    person: None,
    visit: None,
    session: None,
};

/// Of a write about a matter.
pub(in crate::domain) const fn matter(row: &'static [Step<Opinion>; OpinionState::ALL.len()]) -> Life {
    Life {
        matter: Some(row),
        ..FREE
    }
}

/// Of a write about a visit.
pub(in crate::domain) const fn visit(row: &'static [Step<Visit>; VisitState::ALL.len()]) -> Life {
    Life {
        visit: Some(row),
        ..FREE
    }
}

/// Of a write about a reception.
pub(in crate::domain) const fn reception(row: &'static [Step<Session>; SessionState::ALL.len()]) -> Life {
    Life {
        session: Some(row),
        ..FREE
    }
}
