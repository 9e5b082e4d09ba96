//! What is owed to people: the kinds, how much there is of each, and who is still to be told of a matter and to be asked.

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
pub struct Owed {
    /// 待告站长.
    pub tell_head: u32,
    /// 下次优先.
    pub promised: u32,
    /// 待反馈.
    pub to_tell: u32,
    /// 今天该再问的.
    pub ask_today: u32,
    /// 超期.
    pub overdue: u32,
    /// 将到期.
    pub due_soon: u32,
    /// 不满意.
    pub dissatisfied: u32,
    /// 没写完.
    pub unwritten: u32,
    /// 待处理: filed and nowhere yet.
    pub unhandled: u32,
    /// 待销号: told, and only the closing is left.
    pub to_close: u32,
}

impl Owed {
    /// What there is any of, in the order of the pane: the most urgent first.
    pub fn kinds(&self) -> Vec<(Owing, u32)> {
        let all = [
            (Owing::TellHead, self.tell_head),
            (Owing::Promised, self.promised),
            (Owing::ToTell, self.to_tell),
            (Owing::AskToday, self.ask_today),
            (Owing::Overdue, self.overdue),
            (Owing::DueSoon, self.due_soon),
            (Owing::Dissatisfied, self.dissatisfied),
            (Owing::Unwritten, self.unwritten),
            (Owing::Unhandled, self.unhandled),
            (Owing::ToClose, self.to_close),
        ];
        all.into_iter().filter(|(_, n)| *n > 0).collect()
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

/// Why something is in the follow-up pane, in the order of the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owing {
    /// 待告站长: a large group came and the station head has not been told (S10).
    TellHead,
    /// 下次优先: was not received and is promised to go first next time.
    Promised,
    /// 待反馈: the person has to be told.
    ToTell,
    /// 今天该再问: a promise falls due today or is past.
    AskToday,
    /// 超期: the unit is late.
    Overdue,
    /// 将到期.
    DueSoon,
    /// 不满意.
    Dissatisfied,
    /// 没写完: a draft, or a visit with something unwritten.
    Unwritten,
    /// 待处理.
    Unhandled,
    /// 待销号.
    ToClose,
    /// With the unit, nothing due.
    InHand,
}
