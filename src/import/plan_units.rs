//! What a list of units would do to those that are there.

use super::plan::Step;
use super::units::UnitRow;
use crate::domain::record::{Unit, UnitProfile};
use crate::domain::text::name_key;

/// What each row would do, in the order of the rows. A unit is known by its name, or by one side's name being the
/// other's short form; where only the short forms agree the person decides.
pub fn plan_units(there: &[Unit], rows: &[UnitRow]) -> Vec<Step<UnitProfile>> {
    let keys: Vec<(String, String)> = there
        .iter()
        .map(|unit| (name_key(&unit.profile.name), name_key(&unit.profile.short)))
        .collect();
    rows.iter().map(|row| plan_unit(there, &keys, row)).collect()
}

fn plan_unit(there: &[Unit], keys: &[(String, String)], row: &UnitRow) -> Step<UnitProfile> {
    let (name, short) = (name_key(&row.profile.name), name_key(&row.profile.short));
    let find = |fits: &dyn Fn(&str, &str) -> bool| keys.iter().position(|(name, short)| fits(name, short));
    let known = find(&|known, _| known == name)
        .or_else(|| find(&|known, known_short| known_short == name || (!short.is_empty() && known == short)));
    let Some(id) = known else {
        let alike = |(_, (_, known)): &(usize, &(String, String))| !known.is_empty() && *known == short;
        let candidates: Vec<usize> = keys.iter().enumerate().filter(alike).map(|(id, _)| id).collect();
        return if candidates.is_empty() {
            Step::Add(merged(row, &UnitProfile::default()))
        } else {
            Step::Unsure { candidates }
        };
    };
    let before = there.get(id).map(|unit| unit.profile.clone()).unwrap_or_default();
    let after = merged(row, &before);
    if after.said() == before.said() {
        Step::Same(id)
    } else {
        Step::Update(id, after)
    }
}

/// What the row says over what is known. The short form that people say is not taken for the name.
fn merged(row: &UnitRow, before: &UnitProfile) -> UnitProfile {
    let mut said = row.profile.clone();
    said.kind = row.kind.unwrap_or(before.kind);
    let is_known = |known: &str| name_key(known) == name_key(&said.name);
    if is_known(&before.name) || is_known(&before.short) {
        said.name.clear();
    }
    said.over(before).made()
}
