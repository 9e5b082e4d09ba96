//! Station and its particulars, rules, accounts and the business day.

use super::shared::{Decision, all_known, day_turned, must, said, station};
use crate::domain::code::Role;
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::write::said::{ChangeAccount, ChangeStation, FoundStation};

/// First set-up: station, rules and the first account in one act, so a file is never half a station.
pub(in crate::domain) fn found(act: &FoundStation, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let FoundStation {
        code,
        name,
        kind,
        hours,
        head_phone,
        rules,
        os_name,
        person,
    } = act;
    if facts.station.is_some() {
        return Err(Refusal::StationExists);
    }
    let (code, name) = (must(code, Missing::Code)?, must(name, Missing::Name)?);
    let person = must(person, Missing::Name)?;
    let id = ctx.supply.id();
    let founded = Kind::StationFounded {
        code,
        name,
        station_kind: *kind,
        hours: said(Some(hours)),
        head_phone: said(head_phone.as_ref()),
    };
    let account = Kind::AccountAdded {
        os_name: Some(os_name.clone()),
        name: Some(person),
        role: Role::Head,
        deputy: None,
    };
    let day = ctx.now.day();
    let account_id = ctx.supply.id();
    Ok(vec![
        ctx.event(id, founded),
        ctx.event(
            id,
            Kind::RulesetAdopted {
                version: 1,
                rules: rules.clone(),
            },
        ),
        ctx.event(account_id, account),
        ctx.event(
            id,
            Kind::DayTurned {
                day,
                clock: day,
                confirmed: false,
            },
        ),
    ])
}

pub(in crate::domain) fn change_station(act: &ChangeStation, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let ChangeStation {
        name,
        kind,
        hours,
        head_phone,
        ..
    } = act;
    let s = station(facts)?;
    let name = must(name, Missing::Name)?;
    let (hours, head_phone) = (hours.trim().to_owned(), said(head_phone.as_ref()));
    if (&name, *kind, &hours, &head_phone) == (&s.name, s.kind, &s.hours, &s.head_phone) {
        return Err(Refusal::Missing(Missing::Change));
    }
    let changed = Kind::StationChanged {
        name,
        station_kind: *kind,
        hours: said(Some(&hours)),
        head_phone,
    };
    Ok(vec![ctx.event(s.id.0, changed)])
}

pub(in crate::domain) fn add_account(
    os_name: &str,
    name: &str,
    (role, deputy): (Role, Option<crate::domain::id::DeputyId>),
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    let name = must(name, Missing::Name)?;
    if facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Account));
    }
    all_known(facts, deputy.as_slice())?;
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::AccountAdded {
            os_name: Some(os_name.trim().to_owned()),
            name: Some(name),
            role,
            deputy,
        },
    )])
}

pub(in crate::domain) fn change_account(act: &ChangeAccount, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let ChangeAccount {
        name,
        role,
        deputy,
        active,
        ..
    } = act;
    let account = facts.account.as_ref().ok_or(Refusal::NotFound(Subject::Account))?;
    let name = must(name, Missing::Name)?;
    // Two that are the same in everything cannot be told apart any more. Those there are of old may still be withdrawn.
    let takes_it = name != account.name || (*active && !account.active);
    if takes_it && facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Account));
    }
    all_known(facts, deputy.as_slice())?;
    let rules_now = |role: Role, active: bool| active && matches!(role, Role::Head | Role::Administrator);
    if rules_now(account.role, account.active) && !rules_now(*role, *active) && facts.administrators <= 1 {
        return Err(Refusal::LastHead);
    }
    let kind = Kind::AccountChanged {
        name: Some(name),
        role: *role,
        deputy: *deputy,
        active: *active,
    };
    Ok(vec![ctx.event(account.id.0, kind)])
}

/// The clock's day is right, or the desk stays on its own day in spite of the clock.
pub(in crate::domain) fn confirm_day(day: crate::domain::moment::Day, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let clock = ctx.now.day();
    if day != clock && facts.business_day != Some(day) {
        return Err(Refusal::DayUnconfirmed {
            was: facts.business_day,
            now: clock,
        });
    }
    let turned: NewEvent = day_turned(facts, day, clock, true)?;
    Ok(vec![turned])
}
