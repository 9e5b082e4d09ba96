//! Accounts, deputies and units in the model.

use zhiban::domain::code::Role;
use zhiban::domain::command::{AddAccount, ChangeAccount, ChangeDeputy, ChangeUnit, Command};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::*;
use zhiban::domain::record::*;
use zhiban::domain::refusal::{Missing, NoStandIn, Refusal, Subject};

use super::desk::{Act, Desk, Done, need};
use super::trail::Part;

const fn role_leads(role: Role) -> bool {
    matches!(role, Role::Head | Role::DeputyHead)
}

impl Desk {
    pub fn accounts(&mut self, command: &Command, act: &mut Act) -> Done {
        match command {
            Command::AddAccount(AddAccount {
                os_name,
                name,
                role,
                deputy,
            }) => {
                let named = need(name, Missing::Name)?;
                // Two people may share a login or a name; the same person twice at the same login is a slip.
                let taken = |a: &Account| a.os_name == os_name.trim() && a.name == named;
                if self.accounts.iter().any(taken) {
                    return Err(Refusal::AlreadyThere(Subject::Account));
                }
                self.known(deputy.as_slice())?;
                let logins = |a: &&Account| a.os_name == os_name.trim();
                let login_as: Vec<Role> = self.accounts.iter().filter(logins).map(|a| a.role).collect();
                self.gives(*role, (os_name.trim(), &login_as), act)?;
                self.accounts.push(Account {
                    id: AccountId(act.births.id()),
                    os_name: os_name.trim().to_owned(),
                    name: named,
                    role: *role,
                    deputy: *deputy,
                    active: true,
                    rev: act.number,
                });
            }
            Command::ChangeAccount(ChangeAccount {
                account,
                rev,
                name,
                role,
                deputy,
                active,
            }) => {
                let at = self.accounts.iter().position(|a| a.id == *account);
                let at = at.ok_or(Refusal::NotFound(Subject::Account))?;
                let a = self.accounts[at].clone();
                self.unmoved((account.0, *rev), &[Part::Whole], Subject::Account, &a.name)?;
                let name = need(name, Missing::Name)?;
                self.known(deputy.as_slice())?;
                if *active && (!a.active || a.role != *role) {
                    let own = act.account == Some(a.id);
                    // Of those who keep accounts, a clerk who does all of the work has the rights of the head, and is none.
                    let rises = match a.role {
                        Role::Administrator => *role != Role::Administrator,
                        Role::Clerk => role_leads(*role),
                        _ => false,
                    };
                    if own && rises {
                        return Err(Refusal::OwnRole);
                    }
                    let logins = |o: &&Account| o.id != a.id && o.os_name == a.os_name;
                    let login_as: Vec<Role> = self.accounts.iter().filter(logins).map(|a| a.role).collect();
                    self.gives(*role, (&a.os_name, &login_as), act)?;
                }
                let acting = self.acts_as(act);
                self.accounts[at] = Account {
                    name,
                    role: *role,
                    deputy: *deputy,
                    active: *active,
                    rev: act.number,
                    ..a.clone()
                };
                // A station has a head.
                let rules = |a: &&Account| a.active && a.role == Role::Head;
                if rules(&&a) && self.accounts.iter().filter(rules).count() == 0 {
                    return Err(Refusal::LastHead);
                }
                let is_unheaded = a.active && a.role == Role::Head && !(*active && *role == Role::Head);
                if let Some(role) = acting.filter(|own| is_unheaded && *own != Role::Head) {
                    let may = [Role::Head].as_slice();
                    return Err(Refusal::NotPermitted { role, may });
                }
                self.moved(account.0, act, &[Part::Whole]);
                if *active {
                    self.in_place.retain(|p| p.of != *account || p.days.is_some());
                }
            }
            _ => unreachable!(),
        }
        Ok(())
    }

    /// As what whoever acts does so: in a station of one person its clerk as the head.
    pub fn acts_as(&self, act: &Act) -> Option<Role> {
        let own = self.accounts.iter().find(|a| Some(a.id) == act.account).map(|a| a.role);
        let alone = self.station.as_ref().is_some_and(|s| s.one_person);
        own.map(|own| if alone && own == Role::Clerk { Role::Head } else { own })
    }

    /// A head is made by a head, a deputy head by either, while there is a head; who looks after the machine gives their own login
    /// nothing that reads matters; where one person does all of it nobody else comes.
    fn gives(&self, role: Role, (login, login_as): (&str, &[Role]), act: &Act) -> Done {
        let Some(own) = self.acts_as(act) else { return Ok(()) };
        let is_headed = self.accounts.iter().any(|a| a.active && a.role == Role::Head);
        let may_not = match role {
            Role::Head => own != Role::Head,
            Role::DeputyHead => own == Role::Administrator,
            _ => false,
        };
        if may_not && is_headed {
            let may = [Role::Head].as_slice();
            return Err(Refusal::NotPermitted { role: own, may });
        }
        let is_theirs = own == Role::Administrator && login_as.contains(&Role::Administrator);
        if is_theirs && role != Role::Administrator {
            let login = login.to_owned();
            return Err(Refusal::LoginOf { login, role: own });
        }
        let alone = self.station.as_ref().is_some_and(|s| s.one_person);
        if alone && role == Role::Clerk {
            return Err(Refusal::NoStandIn(NoStandIn::ComesIn));
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
                    rev: act.number,
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
                    rev: act.number,
                });
            }
            Command::ChangeDeputy(ChangeDeputy {
                deputy,
                rev,
                profile,
                active,
            }) => {
                let at = self.deputies.iter().position(|d| d.id == *deputy);
                let at = at.ok_or(Refusal::NotFound(Subject::Deputy))?;
                let name = &self.deputies[at].profile.name;
                self.unmoved((deputy.0, *rev), &[Part::Whole], Subject::Deputy, name)?;
                self.moved(deputy.0, act, &[Part::Whole]);
                let d = &mut self.deputies[at];
                need(&profile.name, Missing::Name)?;
                if d.profile == *profile && d.active == *active {
                    return Err(Refusal::Missing(Missing::Change));
                }
                (d.profile, d.active, d.rev) = (profile.clone(), *active, act.number);
                for line in self.roster.iter_mut().filter(|a| a.deputy == *deputy) {
                    line.name.clone_from(&profile.name);
                }
            }
            Command::ChangeUnit(ChangeUnit {
                unit,
                rev,
                profile,
                active,
            }) => {
                let at = self.units.iter().position(|u| u.id == *unit);
                let at = at.ok_or(Refusal::NotFound(Subject::Unit))?;
                let name = &self.units[at].profile.name;
                self.unmoved((unit.0, *rev), &[Part::Whole], Subject::Unit, name)?;
                self.moved(unit.0, act, &[Part::Whole]);
                let u = &mut self.units[at];
                need(&profile.name, Missing::Name)?;
                if u.profile == *profile && u.active == *active {
                    return Err(Refusal::Missing(Missing::Change));
                }
                (u.profile, u.active, u.rev) = (profile.clone(), *active, act.number);
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
