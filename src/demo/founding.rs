//! The beginning: the station, who sits at its keyboards, deputies, units and villages.

use super::words::{DEPUTIES, HOURS, STATION, UNITS, VILLAGES};
use super::world::World;
use super::{Door, Plan};
use crate::domain::code::{Role, Sex, StationKind, UnitKind};
use crate::domain::command::{AddAccount, Command, FoundStation};
use crate::domain::pinyin;
use crate::domain::record::{DeputyProfile, UnitProfile};
use crate::domain::view::{Answer, Query};

/// Name of the first clerk.
pub const CLERK: &str = "林晓";
const HEAD: &str = "周站长";
/// Everybody else: name, role, whether the account is one of the deputies.
const OTHERS: &[(&str, Role, bool)] = &[
    (CLERK, Role::Clerk, false),
    ("何敏", Role::Clerk, false),
    ("张建军", Role::Deputy, true),
    ("镇人大办", Role::Viewer, false),
    ("系统管理", Role::Administrator, false),
];

/// Founds the station on the day the life begins.
pub fn found<D: Door>(w: &mut World<'_, D>, plan: &Plan) -> Result<(), D::Error> {
    let first = super::days::first_day(plan);
    w.at(crate::domain::moment::TimeOfDay(8 * 60).on(first));
    w.act(Command::FoundStation(FoundStation {
        code: "03".to_owned(),
        name: STATION.to_owned(),
        kind: StationKind::Station,
        hours: HOURS.to_owned(),
        head_phone: Some("13700006688".to_owned()),
        rules: Box::new(plan.rules.clone()),
        os_name: plan.os_name.clone(),
        person: HEAD.to_owned(),
    }))?;
    w.who = head(w)?;
    add_deputies(w)?;
    add_units(w)?;
    for (name, role, is_deputy) in OTHERS {
        w.wait(5, 20);
        let deputy = if *is_deputy { w.deputies.first().copied() } else { None };
        w.act(Command::AddAccount(AddAccount {
            os_name: plan.os_name.clone(),
            name: (*name).to_owned(),
            role: *role,
            deputy,
        }))?;
    }
    if let Answer::Accounts(all) = w.door.ask(&Query::Accounts { os_name: None })? {
        w.accounts = all.into_iter().map(|a| (a.role, a.id)).collect();
    }
    Ok(())
}

fn head<D: Door>(w: &mut World<'_, D>) -> Result<Option<crate::domain::id::AccountId>, D::Error> {
    Ok(match w.door.ask(&Query::Accounts { os_name: None })? {
        Answer::Accounts(all) => all.first().map(|a| a.id),
        _ => None,
    })
}

fn add_deputies<D: Door>(w: &mut World<'_, D>) -> Result<(), D::Error> {
    for (i, (name, levels, sex, post, speciality)) in DEPUTIES.iter().enumerate() {
        w.wait(1, 3);
        let profile = DeputyProfile {
            name: (*name).to_owned(),
            pinyin: pinyin::search_key(name),
            levels: levels.to_vec(),
            sex: Some(Sex::code_of((*sex).to_owned())),
            nation: Some(if i == 6 { "回族" } else { "汉族" }.to_owned()),
            born: Some(format!("{}", 1958 + (i * 7) % 34)),
            party: Some(if i % 3 == 0 { "群众" } else { "中共党员" }.to_owned()),
            post: Some((*post).to_owned()),
            constituency: Some(format!("第{}选区", i + 1)),
            team: Some(format!("第{}代表小组", i % 4 + 1)),
            speciality: Some((*speciality).to_owned()),
            phone: Some(format!("1380000{:04}", 1001 + i * 37)),
            note: None,
        };
        w.act(Command::AddDeputy(profile))?;
    }
    let all = Query::Deputies {
        matching: String::new(),
        limit: 500,
    };
    if let Answer::Deputies(found) = w.door.ask(&all)? {
        let id_of = |name: &str| found.iter().find(|d| d.profile.name == name).map(|d| d.id);
        w.deputies = DEPUTIES.iter().filter_map(|row| id_of(row.0)).collect();
    }
    Ok(())
}

fn add_units<D: Door>(w: &mut World<'_, D>) -> Result<(), D::Error> {
    for (i, (name, short, kind, contact, scope, _)) in UNITS.iter().enumerate() {
        w.wait(1, 3);
        w.act(Command::AddUnit(UnitProfile {
            name: (*name).to_owned(),
            short: (*short).to_owned(),
            pinyin: pinyin::unit_key(name, short),
            kind: *kind,
            contact: Some((*contact).to_owned()),
            phone: Some(format!("0719358{:04}", 2100 + i * 11)),
            scope: Some((*scope).to_owned()),
            via: (*kind == UnitKind::County).then(|| "镇党政综合办公室".to_owned()),
        }))?;
    }
    for (i, name) in VILLAGES.iter().enumerate() {
        w.wait(1, 3);
        w.act(Command::AddUnit(UnitProfile {
            name: (*name).to_owned(),
            short: (*name).to_owned(),
            pinyin: pinyin::search_key(name),
            kind: UnitKind::Village,
            contact: None,
            phone: Some(format!("1390000{:04}", 3100 + i * 13)),
            scope: None,
            via: None,
        }))?;
    }
    let all = Query::Units {
        matching: String::new(),
        kind: None,
        limit: 500,
    };
    if let Answer::Units(found) = w.door.ask(&all)? {
        let id_of = |name: &str| found.iter().find(|u| u.profile.name == name).map(|u| u.id);
        w.units = UNITS.iter().filter_map(|row| Some((id_of(row.0)?, row.5))).collect();
        w.villages = VILLAGES.iter().filter_map(|name| id_of(name)).collect();
    }
    Ok(())
}
