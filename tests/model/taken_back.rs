//! Tellings noted by mistake and taken back, in the model.

use zhiban::domain::code::*;
use zhiban::domain::command::TakeBackTelling;
use zhiban::domain::id::{AccountId, CitizenId, OpinionId};
use zhiban::domain::moment::Day;
use zhiban::domain::record::{Citizen, Opinion};
use zhiban::domain::refusal::{Missing, Refusal};

use super::desk::{Act, Desk, Done, need};
use super::matter::wrong;
use super::trail::Part;

/// A telling as it was noted.
#[derive(Clone, Debug)]
pub struct Noted {
    pub opinion: OpinionId,
    whom: Option<CitizenId>,
    reached: Reached,
    account: Option<AccountId>,
    day: Day,
    /// What had been said until then.
    judged: usize,
}

fn is_told(reached: Reached) -> bool {
    matches!(reached, Reached::Told | Reached::Collected)
}

impl Desk {
    pub fn note_telling(&mut self, opinion: OpinionId, what: (Option<CitizenId>, Reached), act: &Act) {
        let (whom, reached) = what;
        self.tellings.push(Noted {
            opinion,
            whom,
            reached,
            account: act.account,
            day: act.now.day(),
            judged: self.judgements.len(),
        });
    }

    /// What was told of it before does not hold any more.
    pub fn forget_tellings(&mut self, opinion: OpinionId) {
        self.tellings.retain(|t| t.opinion != opinion);
    }

    pub fn take_back(&mut self, said: &TakeBackTelling, act: &Act) -> Done {
        let stands_on = [
            Part::State,
            Part::Told(None),
            Part::Tries,
            Part::Grade(None),
            Part::Visit,
        ];
        let o = self.opinion(said.opinion, said.rev, &stands_on)?;
        let may = match o.state {
            OpinionState::Answered | OpinionState::Told | OpinionState::Guided => true,
            OpinionState::Closed => o.told,
            OpinionState::Filed | OpinionState::HandedOver | OpinionState::Reference | OpinionState::Void => false,
        };
        if !may {
            return Err(wrong(&o));
        }
        // Of each it is owed to the newest, alone or with the others.
        let several = o.parties.len() > 1;
        let whose: Vec<Option<CitizenId>> = match several {
            true => o.parties.iter().map(|p| Some(p.citizen)).collect(),
            false => vec![None],
        };
        let is_of = |t: &Noted, whom: Option<CitizenId>| t.whom.is_none() || t.whom == whom;
        let newest = |whom: &Option<CitizenId>| {
            let theirs = |t: &Noted| t.opinion == o.id && (whom.is_none() || is_of(t, *whom));
            self.tellings.iter().rposition(theirs)
        };
        let mut found: Vec<usize> = whose.iter().filter_map(newest).collect();
        found.sort();
        found.dedup();
        if said.whom.is_none() && found.len() > 1 {
            return Err(Refusal::Missing(Missing::Whom));
        }
        let named = |at: &usize| said.whom.is_none() || is_of(&self.tellings[*at], said.whom);
        // Whoever was shown the way was told in the same act.
        if found.is_empty() && o.state == OpinionState::Guided && o.told && o.citizen.is_some() {
            return self.untell_guided(&o, said, act);
        }
        let Some(at) = found.into_iter().rfind(named) else {
            return Err(Refusal::NothingTold { number: o.number });
        };
        let nth = self.tellings[..at].iter().filter(|t| t.opinion == o.id).count();
        let told = self.tellings[at].clone();
        self.may_take_back((told.account, told.day), act)?;
        need(&said.reason, Missing::Reason)?;
        self.tellings.remove(at);
        if !is_told(told.reached) {
            self.change_opinion(o.id, act, &[Part::Tries], |o| {
                o.tries.remove(nth);
            });
            return Ok(());
        }
        let mut parties = o.parties.clone();
        for p in &mut parties {
            let theirs = |t: &Noted| t.opinion == o.id && t.whom.is_none_or(|w| w == p.citizen);
            p.told = self.tellings.iter().any(|t| is_told(t.reached) && theirs(t));
        }
        // What was said since by whoever does not know.
        let knows = |whom: Option<CitizenId>| parties.iter().any(|p| p.told && whom.is_none_or(|w| w == p.citizen));
        let mut at = 0;
        self.judgements.retain(|(opinion, whom, _)| {
            at += 1;
            at <= told.judged || *opinion != o.id || knows(*whom)
        });
        parties.iter_mut().for_each(|p| p.grade = self.judged(o.id, p.citizen));
        let grade = [Grade::Dissatisfied, Grade::Basically, Grade::Satisfied, Grade::Declined]
            .into_iter()
            .find(|g| parties.iter().any(|p| p.grade == Some(*g)));
        let owed = parties.iter().any(|p| !p.told);
        let moved = [
            Part::State,
            Part::Told(told.whom),
            Part::Grade(told.whom),
            Part::Field("class"),
        ];
        let said = self.answered.get(&o.id).cloned().unwrap_or_default();
        self.change_opinion(o.id, act, &moved, |o| {
            (o.parties, o.grade) = (parties, grade);
            o.tries.remove(nth);
            if owed {
                if matches!(o.state, OpinionState::Told | OpinionState::Closed) {
                    o.state = OpinionState::Answered;
                }
                (o.told, o.closed_at) = (false, None);
                (o.class, o.class_date) = said;
            }
        });
        let nameless = |c: &Citizen| Some(c.id) == o.citizen && c.details.anonymous;
        if o.state != OpinionState::Guided && self.citizens.iter().any(nameless) {
            self.change_opinion(o.id, act, &[], |o| o.held = true);
        }
        Ok(())
    }

    /// On its day whoever noted it, afterwards the head.
    fn may_take_back(&self, noted: (Option<AccountId>, Day), act: &Act) -> Done {
        let account = |id: Option<AccountId>| self.accounts.iter().find(|a| Some(a.id) == id);
        let is_own = noted.0.is_some() && noted.0 == act.account && noted.1 == act.now.day();
        let alone = self.station.as_ref().is_some_and(|s| s.one_person);
        let leads = |a: &zhiban::domain::record::Account| match a.role {
            Role::Head | Role::DeputyHead => true,
            Role::Clerk => alone,
            Role::Deputy | Role::Viewer | Role::Administrator => false,
        };
        if !is_own && !account(act.account).is_some_and(leads) {
            return Err(Refusal::NotedByAnother {
                by: noted.0.map(|id| self.called(id)).unwrap_or_default(),
                day: noted.1,
            });
        }
        Ok(())
    }

    fn untell_guided(&mut self, o: &Opinion, said: &TakeBackTelling, act: &Act) -> Done {
        self.may_take_back(self.guided_by[&o.id], act)?;
        need(&said.reason, Missing::Reason)?;
        let tell = self.rules().limits.tell;
        let moved = [Part::State, Part::Told(None), Part::Grade(None), Part::Field("class")];
        self.change_opinion(o.id, act, &moved, |o| {
            o.parties.iter_mut().for_each(|p| p.told = false);
            (o.told, o.tell_by) = (false, Some(tell));
        });
        Ok(())
    }
}
