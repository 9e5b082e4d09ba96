//! Who acts in whose place in the model: for some days, for good, and in a station of one person.

use zhiban::domain::code::Role;
use zhiban::domain::command::{Command, EndStandIn, HandOverAll, SetOnePerson, SetStandIn};
use zhiban::domain::id::*;
use zhiban::domain::life::Turn;
use zhiban::domain::moment::Day;
use zhiban::domain::record::*;
use zhiban::domain::refusal::{Missing, NoStandIn, Refusal, Subject};

use super::desk::{Act, Desk, Done, need};
use super::trail::Part;

/// Who acts in whose place; for good where there are no days.
#[derive(Clone, Copy, Debug)]
pub struct InPlace {
    pub of: AccountId,
    pub by: AccountId,
    pub days: Option<(Day, Day)>,
}

fn keeps(a: &Account) -> Done {
    match a.role {
        Role::Head | Role::DeputyHead | Role::Clerk => Ok(()),
        role @ (Role::Deputy | Role::Viewer | Role::Administrator) => {
            Err(Refusal::NoStandIn(NoStandIn::KeepsNone(role)))
        }
    }
}

impl Desk {
    /// Whether somebody acts in another's place now.
    pub fn acts_for(&self, by: AccountId, of: AccountId) -> bool {
        let today = self
            .day
            .map(|(day, _)| day)
            .max(self.clock)
            .expect("a station has a day");
        let now = |p: &&InPlace| p.days.is_none_or(|(from, until)| from <= today && today <= until);
        self.in_place.iter().filter(now).any(|p| p.by == by && p.of == of)
    }

    /// The day by which stand-ins are counted: the clock's, and never one before the desk's own.
    fn counted_day(&self, act: &Act) -> Day {
        let clock = act.now.day();
        self.day.map_or(clock, |(day, _)| day.max(clock))
    }

    fn clerks(&self) -> usize {
        self.accounts
            .iter()
            .filter(|a| a.active && a.role == Role::Clerk)
            .count()
    }

    fn found_account(&self, id: AccountId, rev: Rev) -> Result<Account, Refusal> {
        let a = self.accounts.iter().find(|a| a.id == id).cloned();
        let a = a.ok_or(Refusal::NotFound(Subject::Account))?;
        self.unmoved((id.0, rev), &[Part::Whole], Subject::Account, &a.name)?;
        Ok(a)
    }

    fn other(&self, id: AccountId, than: AccountId) -> Result<Account, Refusal> {
        let a = self.accounts.iter().find(|a| a.id == id && a.active).cloned();
        let a = a.ok_or(Refusal::NotFound(Subject::Account))?;
        if id == than {
            return Err(Refusal::NoStandIn(NoStandIn::Oneself));
        }
        keeps(&a)?;
        Ok(a)
    }

    fn touched(&mut self, id: AccountId, act: &Act) {
        if let Some(a) = self.accounts.iter_mut().find(|a| a.id == id) {
            a.rev = act.number;
        }
        self.moved(id.0, act, &[Part::Whole]);
    }

    /// A clerk arranges it for themself only.
    pub fn is_own_account(&self, who: Option<&Account>, command: &Command) -> Done {
        let of = match command {
            Command::SetStandIn(SetStandIn { account, .. }) | Command::EndStandIn(EndStandIn { account, .. }) => {
                *account
            }
            _ => return Ok(()),
        };
        let is_clerk = who.is_some_and(|a| a.role == Role::Clerk && a.id != of);
        if is_clerk {
            return Err(Refusal::NotOwn(zhiban::domain::refusal::NotOwn::Account));
        }
        Ok(())
    }

    pub fn standing(&mut self, command: &Command, act: &mut Act) -> Done {
        match command {
            Command::SetStandIn(SetStandIn {
                account,
                rev,
                by,
                from,
                until,
            }) => {
                let a = self.found_account(*account, *rev)?;
                self.other(*by, *account)?;
                keeps(&a)?;
                if !a.active {
                    return Err(Refusal::NotFound(Subject::Account));
                }
                let today = self.counted_day(act);
                if *until < today {
                    return Err(Refusal::NoStandIn(NoStandIn::Over(*until)));
                }
                let from = from.unwrap_or(today);
                if *until < from {
                    return Err(Refusal::EndsBeforeStart);
                }
                self.in_place.retain(|p| p.of != *account || p.days.is_none());
                self.in_place.push(InPlace {
                    of: *account,
                    by: *by,
                    days: Some((from, *until)),
                });
                self.touched(*account, act);
            }
            Command::EndStandIn(EndStandIn { account, rev }) => {
                self.found_account(*account, *rev)?;
                let today = self.counted_day(act);
                let is = |p: &InPlace| p.of == *account && p.days.is_some_and(|(_, until)| until >= today);
                if !self.in_place.iter().any(is) {
                    return Err(Refusal::NoStandIn(NoStandIn::Nobody));
                }
                self.in_place.retain(|p| p.of != *account || p.days.is_none());
                self.touched(*account, act);
            }
            Command::HandOverAll(HandOverAll {
                account,
                rev,
                to,
                reason,
            }) => {
                let a = self.found_account(*account, *rev)?;
                self.other(*to, *account)?;
                need(reason, Missing::Reason)?;
                let heads = self.accounts.iter().filter(|a| a.active && a.role == Role::Head);
                if a.active && a.role == Role::Head {
                    if heads.count() <= 1 {
                        return Err(Refusal::LastHead);
                    }
                    if let Some(role) = self.acts_as(act).filter(|own| *own != Role::Head) {
                        let may = [Role::Head].as_slice();
                        return Err(Refusal::NotPermitted { role, may });
                    }
                }
                let theirs = self.opinions.iter().filter(|o| o.keeper == Some(*account));
                let theirs = theirs.filter(|o| o.state.turn() != Turn::Nobody).map(|o| o.id);
                for o in theirs.collect::<Vec<_>>() {
                    self.change_opinion(o, act, &[Part::Keeper], |o| o.keeper = Some(*to));
                }
                self.in_place
                    .retain(|p| p.days.is_none() || p.of != *account && p.by != *account);
                let inherited = self
                    .in_place
                    .iter()
                    .filter(|p| p.by == *account && p.of != *to)
                    .copied();
                let inherited: Vec<_> = inherited.map(|p| InPlace { by: *to, ..p }).collect();
                self.in_place.extend(inherited);
                self.in_place.push(InPlace {
                    of: *account,
                    by: *to,
                    days: None,
                });
                if let Some(a) = self.accounts.iter_mut().find(|a| a.id == *account) {
                    a.active = false;
                }
                self.touched(*account, act);
            }
            Command::SetOnePerson(SetOnePerson { rev, on }) => {
                let was = self.station.clone().expect("a station");
                self.unmoved((was.id.0, *rev), &[Part::Whole], Subject::Station, &was.name)?;
                if was.one_person == *on {
                    return Err(Refusal::Missing(Missing::Change));
                }
                if *on && self.clerks() > 1 {
                    return Err(Refusal::NoStandIn(NoStandIn::OnePerson));
                }
                let (rev, touch, one_person) = (act.number, act.touch(), *on);
                self.moved(was.id.0, act, &[Part::Whole]);
                self.station = Some(Station {
                    rev,
                    touch,
                    one_person,
                    ..was
                });
            }
            _ => unreachable!(),
        }
        Ok(())
    }
}
