//! A telling as it was noted: the one that is taken back is the newest.

use super::code::{Reached, Role};
use super::event::Happened;
use super::id::{AccountId, CitizenId};
use super::moment::{Day, Moment};
use super::record::{Opinion, Try};
use super::refusal::Refusal;

/// A telling, or an attempt at one, as it was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The number of its event.
    pub seq: i64,
    /// Whom of several; none is all of them.
    pub citizen: Option<CitizenId>,
    pub reached: Reached,
    /// It counts as one more attempt.
    pub another: bool,
    /// What was said of it was noted with it or since.
    pub verdict: bool,
    pub account: Option<AccountId>,
    pub by: String,
    /// When it was entered.
    pub at: Moment,
}

impl Noted {
    /// The newest of the handling that goes on, of whoever it is owed to now.
    pub fn newest(o: &Opinion, history: &[Happened]) -> Option<Self> {
        let (newest, before) = o.tries.split_last()?;
        let noted = history.iter().find(|h| h.seq == newest.seq)?;
        let (citizen, reached, another) = noted.told()?;
        // Who knows it by another telling said it all the same.
        let knows = |t: &Try| t.reached.is_told() && (t.citizen.is_none() || t.citizen == citizen);
        let theirs = |whom: Option<CitizenId>| whom.is_none() || citizen.is_none() || whom == citizen;
        let is_said = |h: &Happened| h.seq > newest.seq && h.judged().is_some_and(|(whom, _)| theirs(whom));
        Some(Self {
            seq: newest.seq,
            citizen,
            reached,
            another,
            verdict: reached.is_told() && !before.iter().any(knows) && history.iter().any(is_said),
            account: noted.account,
            by: noted.by.clone(),
            at: noted.at,
        })
    }

    /// Why it is not this one's to take back: on its day it is whoever noted it, afterwards the head's.
    ///
    /// # Errors
    /// Who noted it, and on which day.
    pub fn may_take_back(&self, account: Option<AccountId>, role: Option<Role>, today: Day) -> Result<(), Refusal> {
        let is_own = self.account.is_some() && self.account == account && self.at.day() == today;
        if is_own || role == Some(Role::Head) {
            return Ok(());
        }
        Err(Refusal::NotedByAnother {
            by: self.by.clone(),
            day: self.at.day(),
        })
    }
}
