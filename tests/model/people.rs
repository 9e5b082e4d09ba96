//! Accounts, deputies and units in the model.

use zhiban::domain::code::Role;
use zhiban::domain::command::Command;
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::*;
use zhiban::domain::record::*;
use zhiban::domain::refusal::{Missing, Refusal, Subject};

use super::desk::{Act, Desk, Done, need, unseen};

impl Desk {
    pub fn accounts(&mut self, command: &Command, act: &mut Act) -> Done {
        match command {
            Command::AddAccount {
                os_name,
                name,
                role,
                deputy,
            } => {
                let named = need(name, Missing::Name)?;
                // Two people may share a login or a name; the same person twice at the same login is a slip.
                let taken = |a: &Account| a.os_name == os_name.trim() && a.name == named;
                if self.accounts.iter().any(taken) {
                    return Err(Refusal::AlreadyThere(Subject::Account));
                }
                self.known(deputy.as_slice())?;
                self.accounts.push(Account {
                    id: AccountId(act.births.id()),
                    os_name: os_name.trim().to_owned(),
                    name: named,
                    role: *role,
                    deputy: *deputy,
                    active: true,
                    rev: 1,
                });
            }
            Command::ChangeAccount {
                account,
                rev,
                name,
                role,
                deputy,
                active,
            } => {
                let at = self.accounts.iter().position(|a| a.id == *account);
                let at = at.ok_or(Refusal::NotFound(Subject::Account))?;
                let a = self.accounts[at].clone();
                unseen(*rev, a.rev, Subject::Account, &a.name, Touch::default())?;
                let name = need(name, Missing::Name)?;
                self.known(deputy.as_slice())?;
                self.accounts[at] = Account {
                    name,
                    role: *role,
                    deputy: *deputy,
                    active: *active,
                    rev: a.rev + 1,
                    ..a.clone()
                };
                // Somebody must be left who can give rights.
                let rules = |a: &&Account| a.active && matches!(a.role, Role::Head | Role::Administrator);
                if rules(&&a) && self.accounts.iter().filter(rules).count() == 0 {
                    return Err(Refusal::LastHead);
                }
            }
            _ => unreachable!(),
        }
        Ok(())
    }

    pub fn people(&mut self, command: &Command, act: &mut Act) -> Done {
        match command {
            Command::AddDeputy(profile) => {
                need(&profile.name, Missing::Name)?;
                self.deputies.push(Deputy {
                    id: DeputyId(act.births.id()),
                    profile: profile.clone(),
                    active: true,
                    rev: 1,
                });
            }
            Command::AddUnit(profile) => {
                need(&profile.name, Missing::Name)?;
                if self.units.iter().any(|u| u.profile.name == profile.name) {
                    return Err(Refusal::AlreadyThere(Subject::Unit));
                }
                self.units.push(Unit {
                    id: UnitId(act.births.id()),
                    profile: profile.clone(),
                    active: true,
                    rev: 1,
                });
            }
            Command::ChangeDeputy {
                deputy,
                rev,
                profile,
                active,
            } => {
                let d = self.deputies.iter_mut().find(|d| d.id == *deputy);
                let d = d.ok_or(Refusal::NotFound(Subject::Deputy))?;
                unseen(*rev, d.rev, Subject::Deputy, &d.profile.name, Touch::default())?;
                need(&profile.name, Missing::Name)?;
                if d.profile == *profile && d.active == *active {
                    return Err(Refusal::Missing(Missing::Change));
                }
                (d.profile, d.active, d.rev) = (profile.clone(), *active, d.rev + 1);
                for line in self.roster.iter_mut().filter(|a| a.deputy == *deputy) {
                    line.name.clone_from(&profile.name);
                }
            }
            Command::ChangeUnit {
                unit,
                rev,
                profile,
                active,
            } => {
                let u = self.units.iter_mut().find(|u| u.id == *unit);
                let u = u.ok_or(Refusal::NotFound(Subject::Unit))?;
                unseen(*rev, u.rev, Subject::Unit, &u.profile.name, Touch::default())?;
                need(&profile.name, Missing::Name)?;
                if u.profile == *profile && u.active == *active {
                    return Err(Refusal::Missing(Missing::Change));
                }
                (u.profile, u.active, u.rev) = (profile.clone(), *active, u.rev + 1);
            }
            _ => unreachable!(),
        }
        Ok(())
    }

    /// Every deputy named is in the station's list.
    pub fn known(&self, named: &[DeputyId]) -> Done {
        let there = |id: &DeputyId| self.deputies.iter().any(|d| d.id == *id);
        if named.iter().all(there) {
            Ok(())
        } else {
            Err(Refusal::NotFound(Subject::Deputy))
        }
    }
}
