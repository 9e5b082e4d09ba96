//! Tellings as they were noted: of each person the newest can be taken back.

use std::cmp::Reverse;

use super::code::{Grade, Reached, Role};
use super::event::Happened;
use super::id::{AccountId, CitizenId};
use super::moment::{Day, Moment};
use super::record::{Opinion, Try};
use super::refusal::{Missing, Refusal};

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
    /// What was said of it, with it or since, that goes with it: the last of it, with the words.
    pub verdict: Option<(Grade, Option<String>)>,
    pub account: Option<AccountId>,
    pub by: String,
    /// When it was entered.
    pub at: Moment,
}

impl Noted {
    /// What can be taken back of the handling that goes on, the newest first: of each the matter is owed to what was noted
    /// last, for them alone or with the others.
    pub fn all(o: &Opinion, history: &[Happened]) -> Vec<Self> {
        let people: Vec<Option<CitizenId>> = if o.is_of_several() {
            o.parties.iter().map(|p| Some(p.citizen)).collect()
        } else {
            vec![None]
        };
        let newest = |whom: Option<CitizenId>| o.tries.iter().rfind(|t| whom.is_none() || is_of(t.citizen, whom));
        let mut found: Vec<&Try> = people.into_iter().filter_map(newest).collect();
        found.sort_by_key(|t| Reverse(t.seq));
        found.dedup_by_key(|t| t.seq);
        let mut noted: Vec<Self> = found.into_iter().filter_map(|t| Self::of(t, o, history)).collect();
        if noted.is_empty() && o.is_told_with_guidance() {
            // Told as they were shown the way, which a form says by itself.
            noted.extend(history.iter().rev().find_map(Self::with_guidance));
        }
        noted
    }

    fn with_guidance(this: &Happened) -> Option<Self> {
        this.is_guidance().then(|| Self {
            seq: this.seq,
            citizen: None,
            reached: Reached::Told,
            another: true,
            verdict: None,
            account: this.account,
            by: this.by.clone(),
            at: this.at,
        })
    }

    fn of(this: &Try, o: &Opinion, history: &[Happened]) -> Option<Self> {
        let noted = history.iter().find(|h| h.seq == this.seq)?;
        let (citizen, reached, another) = noted.told()?;
        // Who knows it by another telling said it all the same.
        let knows = |t: &Try| t.seq != this.seq && t.reached.is_told() && (t.citizen.is_none() || t.citizen == citizen);
        let goes = reached.is_told() && !o.tries.iter().any(knows);
        let since = history.iter().filter(|h| goes && h.seq > this.seq);
        let said = since.filter_map(Happened::judged);
        let mut theirs = said.filter(|(whom, ..)| whom.is_none() || citizen.is_none() || *whom == citizen);
        Some(Self {
            seq: this.seq,
            citizen,
            reached,
            another,
            verdict: theirs.next_back().map(|(_, grade, words)| (grade, words.cloned())),
            account: noted.account,
            by: noted.by.clone(),
            at: noted.at,
        })
    }

    /// The one that is meant: that of whoever is named, or the only one there is.
    ///
    /// # Errors
    /// Nothing is noted of them; or nobody is named, and there are several.
    pub fn meant<'n>(all: &'n [Self], whom: Option<CitizenId>, number: &str) -> Result<&'n Self, Refusal> {
        match (whom, all) {
            (None, [_, _, ..]) => return Err(Refusal::Missing(Missing::Whom)),
            (None, all) => all.first(),
            (whom, all) => all.iter().find(|noted| is_of(noted.citizen, whom)),
        }
        .ok_or_else(|| Refusal::NothingTold {
            number: number.to_owned(),
        })
    }

    /// Why it is not this one's to take back: on its day it is whoever noted it, afterwards the head's.
    ///
    /// # Errors
    /// Who noted it, and on which day.
    pub fn may_take_back(&self, account: Option<AccountId>, role: Option<Role>, today: Day) -> Result<(), Refusal> {
        let is_own = self.account.is_some() && self.account == account && self.at.day() == today;
        if is_own || role.is_some_and(Role::leads) {
            return Ok(());
        }
        Err(Refusal::NotedByAnother {
            by: self.by.clone(),
            day: self.at.day(),
        })
    }
}

/// What was noted of one of several, or of all of them, is this one's.
fn is_of(noted: Option<CitizenId>, whom: Option<CitizenId>) -> bool {
    noted.is_none() || noted == whom
}
