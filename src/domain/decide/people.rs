//! Deputies, units and villages.

use super::{Decision, fresh, must};
use crate::domain::command::Command;
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::record::{DeputyProfile, Touch, UnitProfile};
use crate::domain::refusal::{Missing, Refusal, Subject};

pub(super) fn decide(command: &Command, facts: &Facts, ctx: &mut Ctx<'_>) -> Option<Decision> {
    Some(match command {
        Command::AddDeputy(profile) => add_deputy(profile, ctx),
        Command::ChangeDeputy {
            rev, profile, active, ..
        } => change_deputy(*rev, profile, *active, facts, ctx),
        Command::AddUnit(profile) => add_unit(profile, facts, ctx),
        Command::ChangeUnit {
            rev, profile, active, ..
        } => change_unit(*rev, profile, *active, facts, ctx),
        _ => return None,
    })
}

/// Two deputies may share a name, so nothing is refused here; the import proposes who is who.
fn add_deputy(profile: &DeputyProfile, ctx: &mut Ctx<'_>) -> Decision {
    must(&profile.name, Missing::Name)?;
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::DeputyAdded {
            profile: profile.clone(),
        },
    )])
}

fn change_deputy(rev: u32, profile: &DeputyProfile, active: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let deputy = facts.deputies.first().ok_or(Refusal::NotFound(Subject::Deputy))?;
    fresh(
        rev,
        deputy.rev,
        Subject::Deputy,
        &deputy.profile.name,
        &Touch::default(),
    )?;
    must(&profile.name, Missing::Name)?;
    if deputy.profile == *profile && deputy.active == active {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(
        deputy.id.0,
        Kind::DeputyChanged {
            profile: profile.clone(),
            active,
        },
    )])
}

fn add_unit(profile: &UnitProfile, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    must(&profile.name, Missing::Name)?;
    if facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Unit));
    }
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::UnitAdded {
            profile: profile.clone(),
        },
    )])
}

fn change_unit(rev: u32, profile: &UnitProfile, active: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let unit = facts.unit.as_ref().ok_or(Refusal::NotFound(Subject::Unit))?;
    fresh(rev, unit.rev, Subject::Unit, &unit.profile.name, &Touch::default())?;
    must(&profile.name, Missing::Name)?;
    if unit.profile == *profile && unit.active == active {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(
        unit.id.0,
        Kind::UnitChanged {
            profile: profile.clone(),
            active,
        },
    )])
}
