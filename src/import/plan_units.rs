//! What a list of units would do to those that are there.

use std::collections::HashMap;

use super::plan::Step;
use super::problem::Problem;
use super::units::UnitRow;
use crate::domain::record::{Unit, UnitProfile};
use crate::domain::text::name_key;

/// What each row would do, in the order of the rows. A unit is known by its name, or by one side's name being the
/// other's short form; where only the short forms agree the person decides. A second row for a unit is taken together with
/// the first, so that the two do not change it to and fro.
pub fn plan_units(there: &[Unit], rows: &[UnitRow]) -> Vec<Step<UnitProfile>> {
    let keys: Vec<(String, String)> = there
        .iter()
        .map(|unit| (name_key(&unit.profile.name), name_key(&unit.profile.short)))
        .collect();
    let known: Vec<Option<usize>> = rows.iter().map(|row| known(&keys, row)).collect();
    let mut first: HashMap<usize, usize> = HashMap::new();
    let mut whole = rows.to_vec();
    let mut with: HashMap<usize, Problem> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(unit) = known.get(at).copied().flatten() else {
            continue;
        };
        let earlier = *first.entry(unit).or_insert(at);
        if let Some(before) = whole.get_mut(earlier).filter(|_| earlier != at) {
            with.insert(at, before.take_in(row));
        }
    }
    let step = |(at, row): (usize, &UnitRow)| match (with.remove(&at), known.get(at).copied().flatten()) {
        (Some(problem), _) => Step::Together(problem),
        (None, Some(id)) => {
            let before = there.get(id).map(|unit| unit.profile.clone()).unwrap_or_default();
            let after = merged(row, &before);
            let closes = row.closed && there.get(id).is_some_and(|unit| unit.active);
            if after.said() == before.said() && !closes {
                Step::Same(id)
            } else {
                Step::Update(id, after)
            }
        }
        (None, None) => {
            let short = name_key(&row.profile.short);
            let alike = |(_, (_, known)): &(usize, &(String, String))| !known.is_empty() && *known == short;
            let candidates: Vec<usize> = keys.iter().enumerate().filter(alike).map(|(id, _)| id).collect();
            if candidates.is_empty() && row.closed {
                Step::Gone(row.profile.name.clone())
            } else if candidates.is_empty() {
                Step::Add(merged(row, &UnitProfile::default()))
            } else {
                Step::Unsure { candidates }
            }
        }
    };
    whole.iter().enumerate().map(step).collect()
}

/// Which of those who are there a row is about.
fn known(keys: &[(String, String)], row: &UnitRow) -> Option<usize> {
    let (name, short) = (name_key(&row.profile.name), name_key(&row.profile.short));
    let find = |fits: &dyn Fn(&str, &str) -> bool| keys.iter().position(|(name, short)| fits(name, short));
    find(&|known, _| known == name)
        .or_else(|| find(&|known, known_short| known_short == name || (!short.is_empty() && known == short)))
}

/// What the row says over what is known. The short form that people say is not taken for the name.
fn merged(row: &UnitRow, before: &UnitProfile) -> UnitProfile {
    let mut said = row.profile.clone();
    said.kind = row.kind.unwrap_or(before.kind);
    let is_known = |known: &str| name_key(known) == name_key(&said.name);
    if is_known(&before.name) || is_known(&before.short) {
        said.name.clear();
    }
    said.spelt_as(before).over(before).made()
}
