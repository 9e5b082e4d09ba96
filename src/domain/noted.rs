//! A telling as it was noted: the one that is taken back is the newest.

use super::code::{Reached, Role};
use super::event::{Happened, Kind};
use super::id::{AccountId, CitizenId};
use super::moment::{Day, Moment};
use super::part::Part;
use super::refusal::Refusal;

/// A telling, or an attempt at one, as it was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
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
    pub fn newest(history: &[Happened]) -> Option<Self> {
        let mut all: Vec<Self> = Vec::new();
        for h in history {
            if owes_anew(&h.kind) {
                all.clear();
            } else if let Some((citizen, reached, another)) = h.told() {
                all.push(Self {
                    citizen,
                    reached,
                    another,
                    verdict: false,
                    account: h.account,
                    by: h.by.clone(),
                    at: h.at,
                });
            } else if h.takes_back() {
                all.pop();
            } else if let Some((citizen, _)) = h.judged() {
                let theirs =
                    |noted: &&mut Self| citizen.is_none() || noted.citizen.is_none() || noted.citizen == citizen;
                for noted in all.iter_mut().filter(theirs) {
                    noted.verdict = noted.reached.is_told();
                }
            }
        }
        let mut newest = all.pop()?;
        // Who knows it by another telling said it all the same.
        let knows = |n: &Self| n.reached.is_told() && (n.citizen.is_none() || n.citizen == newest.citizen);
        newest.verdict &= !all.iter().any(knows);
        Some(newest)
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

/// What was told and said before does not hold from this on: the matter is with a unit anew, or somebody else's.
fn owes_anew(kind: &Kind) -> bool {
    let moved = kind.moves();
    moved.contains(&Part::Visit) || moved.contains(&Part::Units) && moved.contains(&Part::Tries)
}
