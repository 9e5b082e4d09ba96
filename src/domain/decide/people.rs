//! Deputies, units and villages.

use super::shared::{Decision, must};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::record::{DeputyProfile, UnitProfile};
use crate::domain::refusal::{Missing, Refusal, Subject};

/// Two deputies may share a name, so nothing is refused here; the import proposes who is who.
pub(in crate::domain) fn add_deputy(profile: &DeputyProfile, ctx: &mut Ctx<'_>) -> Decision {
    must(&profile.name, Missing::Name)?;
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::DeputyAdded {
            profile: Some(Box::new(profile.clone())),
        },
    )])
}

pub(in crate::domain) fn change_deputy(
    profile: &DeputyProfile,
    active: bool,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let deputy = facts.deputies.first().ok_or(Refusal::NotFound(Subject::Deputy))?;
    must(&profile.name, Missing::Name)?;
    if deputy.profile == *profile && deputy.active == active {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(
        deputy.id.0,
        Kind::DeputyChanged {
            profile: Some(Box::new(profile.clone())),
            active,
        },
    )])
}

pub(in crate::domain) fn add_unit(profile: &UnitProfile, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    must(&profile.name, Missing::Name)?;
    if facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Unit));
    }
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::UnitAdded {
            profile: Some(Box::new(profile.clone())),
        },
    )])
}

pub(in crate::domain) fn change_unit(profile: &UnitProfile, active: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let unit = facts.units.first().ok_or(Refusal::NotFound(Subject::Unit))?;
    must(&profile.name, Missing::Name)?;
    if unit.profile == *profile && unit.active == active {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(
        unit.id.0,
        Kind::UnitChanged {
            profile: Some(Box::new(profile.clone())),
            active,
        },
    )])
}
