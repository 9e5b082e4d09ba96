//! What a list of units would do to those that are there.

use std::collections::HashMap;

use super::named::name_and_remark;
use super::plan::{Step, is_shared};
use super::problem::Problem;
use super::units::UnitRow;
use crate::domain::code::UnitKind;
use crate::domain::record::{Unit, UnitProfile};
use crate::domain::text::name_key;

/// Whom of those who are there a row is about.
#[derive(Clone)]
enum Known {
    Nobody,
    One(usize),
    /// It may be one of these, and the person decides.
    Perhaps(Vec<usize>),
}

impl Known {
    fn one(&self) -> Option<usize> {
        match self {
            Self::One(id) => Some(*id),
            Self::Nobody | Self::Perhaps(_) => None,
        }
    }
}

/// What each row would do, in the order of the rows. A unit is known by its name, or by one side's name being the
/// other's short form; where only the short forms agree, two villages differ by 村委会 alone, the kind is another one, or the
/// unit is no more, the person decides. A second row for a unit is taken together with
/// the first, so that the two do not change it to and fro.
pub fn plan_units(there: &[Unit], rows: &[UnitRow]) -> Vec<Step<UnitProfile>> {
    let keys: Vec<(String, String)> = there
        .iter()
        .map(|unit| (name_key(&unit.profile.name), name_key(&unit.profile.short)))
        .collect();
    let known: Vec<Known> = rows.iter().map(|row| known(there, &keys, row)).collect();
    let mut first: HashMap<usize, usize> = HashMap::new();
    let mut whole = rows.to_vec();
    let mut with: HashMap<usize, Problem> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        let Some(unit) = known.get(at).and_then(Known::one) else {
            continue;
        };
        let earlier = *first.entry(unit).or_insert(at);
        if let Some(before) = whole.get_mut(earlier).filter(|_| earlier != at) {
            with.insert(at, before.take_in(row));
        }
    }
    let step = |(at, row): (usize, &UnitRow)| match (with.remove(&at), known.get(at).unwrap_or(&Known::Nobody)) {
        (Some(problem), _) => Step::Together(problem),
        (None, &Known::One(id)) => {
            let before = there.get(id).map(|unit| unit.profile.clone()).unwrap_or_default();
            let after = merged(row, &before);
            let closes = row.closed && there.get(id).is_some_and(|unit| unit.active);
            if after.said() == before.said() && !closes {
                Step::Same(id)
            } else if !row.closed && there.get(id).is_some_and(|unit| !unit.active) || is_anothers(row, &before) {
                Step::Unsure { candidates: vec![id] }
            } else {
                Step::Update(id, after)
            }
        }
        (None, Known::Perhaps(candidates)) => Step::Unsure {
            candidates: candidates.clone(),
        },
        (None, Known::Nobody) if row.closed => Step::Gone(row.profile.name.clone()),
        (None, Known::Nobody) => Step::Add(merged(row, &UnitProfile::default())),
    };
    whole.iter().enumerate().map(step).collect()
}

fn known(there: &[Unit], keys: &[(String, String)], row: &UnitRow) -> Known {
    let (name, short) = (name_key(&row.profile.name), name_key(&row.profile.short));
    let find = |fits: &dyn Fn(&str, &str) -> bool| -> Vec<usize> {
        let all = keys.iter().enumerate();
        all.filter(|(_, (name, short))| fits(name, short))
            .map(|(at, _)| at)
            .collect()
    };
    let is_short = |known: &str| !short.is_empty() && known == short;
    let mut found = find(&|known, _| known == name);
    if found.is_empty() {
        found = find(&|known, known_short| known_short == name || is_short(known));
    }
    let is_of_kind = |one: &usize| {
        let before = there.get(*one).map(|unit| unit.profile.kind);
        let said = before.filter(|kind| *kind != UnitKind::Other).zip(row.kind);
        said.is_none_or(|(before, kind)| before == kind)
    };
    if let [one] = found.as_slice()
        && is_of_kind(one)
    {
        return Known::One(*one);
    }
    if found.is_empty() {
        found = find(&|known, known_short| is_short(known_short) || is_one_village(known, &name));
    }
    if found.is_empty() {
        Known::Nobody
    } else {
        Known::Perhaps(found)
    }
}

/// Whether two names differ by nothing but what a village is called behind its own name: 石桥村, 石桥村委会, 石桥.
pub(super) fn is_one_village(one: &str, other: &str) -> bool {
    let ((one, sort), (other, other_sort)) = (village(one), village(other));
    let is_sort = match (sort, other_sort) {
        (None, None) => false,
        (Some(one), Some(other)) => one == other,
        (Some(_), None) | (None, Some(_)) => true,
    };
    is_sort && one == other && one.chars().nth(1).is_some()
}

/// A name without what villages and quarters are called behind it.
pub(super) fn village_stem(name: &str) -> &str {
    village(name).0
}

/// A village or a quarter of a town.
#[derive(PartialEq)]
enum Sort {
    Village,
    Quarter,
}

fn village(name: &str) -> (&str, Option<Sort>) {
    let cut = |endings: &[&str]| endings.iter().find_map(|ending| name.strip_suffix(ending));
    match (
        cut(&["村民委员会", "村委会", "村"]),
        cut(&["社区居委会", "居民委员会", "居委会", "社区"]),
    ) {
        (Some(stem), _) => (stem, Some(Sort::Village)),
        (None, Some(stem)) => (stem, Some(Sort::Quarter)),
        (None, None) => (name, None),
    }
}

/// Whether the number there would become somebody else's of the name, or the other way round: 钱家栋（小） is not 钱家栋 unless
/// one number is theirs.
fn is_anothers(row: &UnitRow, before: &UnitProfile) -> bool {
    let (Some(known), Some(said)) = (&before.contact, &row.profile.contact) else {
        return false;
    };
    let stem = |name: &str| name_key(&name_and_remark(name).0);
    let is_one_name = row
        .contact_stem
        .as_ref()
        .is_some_and(|bare| name_key(bare) == stem(known))
        || name_and_remark(known).1.len() == 1 && stem(known) == name_key(said);
    let is_one_number = before.phone.is_some() && before.phone == row.profile.phone;
    // Whoever comes after another, and of whom no number is said, has not the other's in their pocket.
    let is_left = row.profile.phone.is_none() && before.phone.as_deref().is_some_and(|phone| !is_shared(phone));
    (is_one_name || is_left) && name_key(known) != name_key(said) && !is_one_number
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
