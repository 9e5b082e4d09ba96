//! Writes about deputies, units and villages.

use super::item::of;
use crate::domain::decide::shared::{Decision, must_be_called};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts, SameName};
use crate::domain::id::{DeputyId, UnitId};
use crate::domain::life::grid::FREE;
use crate::domain::record::{DeputyProfile, Rev, UnitProfile};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::stake::Part;
use crate::domain::text::squeeze;

writes! { ($) roster_rows
    /// Add a deputy.
    Deputy "deputy.add" AddDeputy(DeputyProfile) by Head Clerk Administrator;
    life FREE;
    names w, n => n.same_name = Some(SameName::Called(squeeze(&w.name)));
    stake _, _ => None;
    rule w, _, ctx => add_deputy(w, ctx);
    makes {
        Deputy DeputyAdded "deputy_added" 2 {
            Kept profile: Option<Box<DeputyProfile>>,
        } moves [Part::Whole];
    }

    /// Change a deputy.
    Deputy "deputy.change" ChangeDeputy {
        deputy: DeputyId,
        rev: Rev,
        profile: DeputyProfile,
        active: bool,
    } by Head Clerk Administrator;
    life FREE;
    names w, n => n.deputies.push(w.deputy);
    stake w, _ => of(Subject::Deputy, w.deputy.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => change_deputy(&w.profile, w.active, facts, ctx);
    makes {
        Deputy DeputyChanged "deputy_changed" 2 {
            Kept profile: Option<Box<DeputyProfile>>,
            Open active: bool,
        } moves [Part::Whole];
    }

    /// Add a unit or village.
    Unit "unit.add" AddUnit(UnitProfile) by Head Clerk Administrator;
    life FREE;
    names w, n => n.same_name = Some(SameName::Called(squeeze(&w.name)));
    stake _, _ => None;
    rule w, facts, ctx => add_unit(w, facts, ctx);
    makes {
        Unit UnitAdded "unit_added" 2 {
            Kept profile: Option<Box<UnitProfile>>,
        } moves [Part::Whole];
    }

    /// Change a unit.
    Unit "unit.change" ChangeUnit {
        unit: UnitId,
        rev: Rev,
        profile: UnitProfile,
        active: bool,
    } by Head Clerk Administrator;
    life FREE;
    names w, n => n.units.push(w.unit);
    stake w, _ => of(Subject::Unit, w.unit.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => change_unit(&w.profile, w.active, facts, ctx);
    makes {
        Unit UnitChanged "unit_changed" 2 {
            Kept profile: Option<Box<UnitProfile>>,
            Open active: bool,
        } moves [Part::Whole];
    }
}

/// A profile with its name in the one form that is kept, and what is made of that.
macro_rules! kept {
    ($said:expr) => {
        if squeeze(&$said.name) == $said.name {
            $said.clone()
        } else {
            $said.clone().made()
        }
    };
}

/// Two deputies may share a name, so nothing is refused here; the import proposes who is who.
fn add_deputy(said: &DeputyProfile, ctx: &mut Ctx<'_>) -> Decision {
    must_be_called(&said.name)?;
    let profile = kept!(said);
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::DeputyAdded {
            profile: Some(Box::new(profile)),
        },
    )])
}

fn change_deputy(said: &DeputyProfile, active: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let deputy = facts.deputies.first().ok_or(Refusal::NotFound(Subject::Deputy))?;
    must_be_called(&said.name)?;
    let profile = kept!(said);
    if deputy.profile == profile && deputy.active == active {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(
        deputy.id.0,
        Kind::DeputyChanged {
            profile: Some(Box::new(profile)),
            active,
        },
    )])
}

fn add_unit(said: &UnitProfile, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    must_be_called(&said.name)?;
    let profile = kept!(said);
    if facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Unit));
    }
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::UnitAdded {
            profile: Some(Box::new(profile)),
        },
    )])
}

fn change_unit(said: &UnitProfile, active: bool, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let unit = facts.units.first().ok_or(Refusal::NotFound(Subject::Unit))?;
    must_be_called(&said.name)?;
    let profile = kept!(said);
    if unit.profile == profile && unit.active == active {
        return Err(Refusal::Missing(Missing::Change));
    }
    Ok(vec![ctx.event(
        unit.id.0,
        Kind::UnitChanged {
            profile: Some(Box::new(profile)),
            active,
        },
    )])
}
