//! What is owed to people: the kinds, how much there is of each, and who is still to be told of a matter and to be asked.

pub use super::code::Owing;

use super::code::OpinionState;
use super::id::CitizenId;
use super::record::Opinion;

/// Counting what is owed of a kind stops here: it says that there are at least so many.
pub const MANY: u32 = 1_000;

/// A count of what is owed as it is shown.
pub fn counted(n: u32) -> String {
    if n < MANY {
        n.to_string()
    } else {
        format!("{}+", MANY - 1)
    }
}

/// How much is owed, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owed([u32; Owing::ALL.len()]);

impl Owed {
    /// How much of a kind.
    pub fn of(&self, owing: Owing) -> u32 {
        let counted = Owing::ALL.iter().zip(self.0);
        counted
            .into_iter()
            .find(|(kind, _)| **kind == owing)
            .map_or(0, |(_, n)| n)
    }

    /// Notes how much there is of a kind.
    pub fn put(&mut self, owing: Owing, n: u32) {
        for (kind, slot) in Owing::ALL.iter().zip(&mut self.0) {
            if *kind == owing {
                *slot = n;
            }
        }
    }

    /// All of it, with what a unit has in hand.
    pub fn all(&self) -> u32 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// What there is any of, in order. What a unit has in hand and is not late with is owed by nobody yet.
    pub fn kinds(&self) -> Vec<(Owing, u32)> {
        let counted = Owing::ALL.iter().copied().zip(self.0);
        counted.filter(|(kind, n)| *kind != Owing::InHand && *n > 0).collect()
    }
}

impl OpinionState {
    /// Whether the answer to a matter in this state is owed anew once it is moved to somebody else. What was answered at the
    /// desk was told to whoever stood there, and only their name was wrong.
    pub const fn owes_anew(self, on_spot: bool) -> bool {
        match self {
            Self::Answered | Self::Told => true,
            Self::Closed => !on_spot,
            Self::Filed | Self::HandedOver | Self::Guided | Self::Reference | Self::Void => false,
        }
    }
}

impl Opinion {
    /// Everybody it is owed to knows the answer. One that was moved after the telling is owed to somebody who does not.
    pub fn is_known(&self) -> bool {
        if self.parties.is_empty() {
            return self.told;
        }
        self.parties.iter().all(|p| p.told)
    }

    /// It may be struck off: everybody was told, or it was tried and the answer waits for them.
    pub fn may_close(&self) -> bool {
        self.is_known() || self.held || self.failed_tellings > 0
    }

    /// It is owed to several people, so what one of them says is noted of that one only.
    pub fn is_of_several(&self) -> bool {
        self.parties.len() > 1
    }

    /// What this one says of it may still be noted; with nobody named, what any of them says. Once it is closed each is asked
    /// once, of a group also after another was.
    pub fn may_hear(&self, whom: Option<CitizenId>) -> bool {
        let by_people = self.parties.iter().any(|p| p.grade.is_some());
        let mut asked = self.parties.iter().filter(|p| whom.is_none_or(|w| w == p.citizen));
        match self.state {
            OpinionState::Closed if by_people => asked.any(|p| p.grade.is_none()),
            OpinionState::Closed => self.grade.is_none(),
            OpinionState::Filed
            | OpinionState::HandedOver
            | OpinionState::Answered
            | OpinionState::Told
            | OpinionState::Guided
            | OpinionState::Reference
            | OpinionState::Void => true,
        }
    }
}
