//! Writes about deputies, units and villages.

use super::item::of;
use crate::domain::decide::people;
use crate::domain::facts::SameName;
use crate::domain::id::{DeputyId, UnitId};
use crate::domain::life::grid::FREE;
use crate::domain::record::{DeputyProfile, Rev, UnitProfile};
use crate::domain::refusal::Subject;
use crate::domain::stake::Part;

// Add a deputy.
write! {
    DeputyProfile:
    life FREE;
    names w, n => n.same_name = Some(SameName::Called(w.name.clone()));
    stake _, _ => None;
    rule w, _, ctx => people::add_deputy(w, ctx);
}

// Add a unit or village.
write! {
    UnitProfile:
    life FREE;
    names w, n => n.same_name = Some(SameName::Called(w.name.clone()));
    stake _, _ => None;
    rule w, facts, ctx => people::add_unit(w, facts, ctx);
}

writes! {
    /// Change a deputy.
    ChangeDeputy { deputy: DeputyId, rev: Rev, profile: DeputyProfile, active: bool }
    life FREE;
    names w, n => n.deputies.push(w.deputy);
    stake w, _ => of(Subject::Deputy, w.deputy.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => people::change_deputy(&w.profile, w.active, facts, ctx);

    /// Change a unit.
    ChangeUnit { unit: UnitId, rev: Rev, profile: UnitProfile, active: bool }
    life FREE;
    names w, n => n.units.push(w.unit);
    stake w, _ => of(Subject::Unit, w.unit.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => people::change_unit(&w.profile, w.active, facts, ctx);
}
