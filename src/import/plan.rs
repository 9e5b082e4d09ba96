//! What a roster would do to the people who are there; pure matching, nothing is written.

use std::collections::HashMap;

use super::deputies::{DeputyRow, sex};
use super::problem::Problem;
use crate::domain::code::Sex;
use crate::domain::record::{Deputy, DeputyProfile};
use crate::domain::text::name_key;

/// What one row would do. Who is there is named by the place in the list of those who are.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<P> {
    /// Nobody there is meant: this becomes another.
    Add(P),
    /// A known one becomes this.
    Update(usize, P),
    /// A known one, nothing to do.
    Same(usize),
    /// It may be one of these and the file does not tell; nothing is done and the person decides.
    Unsure {
        /// Who it may be.
        candidates: Vec<usize>,
    },
    /// It is about the same one as an earlier row, with which it is taken together.
    Together(Problem),
    /// In office no more, or a unit that is no more, and none there is meant: who it is, and what is said of them.
    Gone(String),
}

/// What the row says over what is known.
fn merged(row: &DeputyRow, before: &DeputyProfile) -> DeputyProfile {
    let mut said = row.profile.clone();
    if name_key(&said.name) == name_key(&before.name) {
        said.name.clear();
    }
    // A year does not overwrite a year with its month.
    let is_part = |(old, new): (&String, &String)| old.starts_with(new.as_str());
    if before.born.as_ref().zip(said.born.as_ref()).is_some_and(is_part) {
        said.born = None;
    }
    // However it was written.
    if sex_of(&said) == sex_of(before) {
        said.sex = None;
    }
    said.spelt_as(before).over(before).made()
}

fn sex_of(profile: &DeputyProfile) -> Option<Sex> {
    profile.sex.as_deref().and_then(sex)
}

/// How two records of one name compare.
enum Likeness {
    /// The same person; the larger, the surer.
    Same(u32),
    /// Nothing speaks for or against it.
    Open,
    /// Two people.
    Different,
}

fn likeness(before: &DeputyProfile, row: &DeputyRow) -> Likeness {
    let said = &row.profile;
    let both =
        |a: &Option<String>, b: &Option<String>| a.as_ref().zip(b.as_ref()).map(|(a, b)| name_key(a) == name_key(b));
    let phone = both(&before.phone, &said.phone);
    let place = both(&before.constituency, &said.constituency);
    let post = both(&before.post, &said.post);
    let within = |(a, b): (&String, &String)| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    let born = before.born.as_ref().zip(said.born.as_ref()).map(within);
    let sex = sex_of(before).zip(sex_of(said)).map(|(a, b)| a == b);
    if merged(row, before).said() == before.said() {
        return Likeness::Same(100 + likeness_points(phone, place, post, born));
    }
    let otherwise_fine = born != Some(false) && sex != Some(false);
    // A number of one's own says most; offices share numbers, so birth and sex may still say no.
    if phone == Some(true) && (otherwise_fine || place == Some(true))
        || place == Some(true) && (otherwise_fine || post == Some(true))
        || post == Some(true) && otherwise_fine && place.is_none()
        || born == Some(true) && post == Some(true) && sex != Some(false)
    {
        return Likeness::Same(likeness_points(phone, place, post, born));
    }
    if otherwise_fine && place != Some(false) {
        return Likeness::Open;
    }
    Likeness::Different
}

fn likeness_points(phone: Option<bool>, place: Option<bool>, post: Option<bool>, born: Option<bool>) -> u32 {
    [(phone, 8), (place, 4), (born, 3), (post, 2)]
        .iter()
        .filter(|(said, _)| *said == Some(true))
        .map(|(_, points)| points)
        .sum()
}

/// What each row would do, in the order of the rows. A person is known by name together with telephone,
/// constituency or post; of two people of one name neither is taken for the other.
pub fn plan_deputies(existing: &[Deputy], rows: &[DeputyRow]) -> Vec<Step<DeputyProfile>> {
    let mut there: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, one) in existing.iter().enumerate() {
        there.entry(name_key(&one.profile.name)).or_default().push(index);
    }
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(name_key(&row.profile.name)).or_default().push(index);
    }
    let mut steps: Vec<(usize, Step<DeputyProfile>)> = Vec::with_capacity(rows.len());
    for (name, group) in &groups {
        let known = there.get(name).map(Vec::as_slice).unwrap_or_default();
        steps.extend(plan_name(existing, rows, known, group));
    }
    steps.sort_by_key(|(row, _)| *row);
    steps.into_iter().map(|(_, step)| step).collect()
}

fn plan_name(
    existing: &[Deputy],
    rows: &[DeputyRow],
    known: &[usize],
    group: &[usize],
) -> Vec<(usize, Step<DeputyProfile>)> {
    let mut same: Vec<(u32, usize, usize)> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for &row in group {
        for &one in known {
            let (Some(there), Some(read)) = (existing.get(one), rows.get(row)) else {
                continue;
            };
            match likeness(&there.profile, read) {
                Likeness::Same(points) => same.push((points, row, one)),
                Likeness::Open => open.push((row, one)),
                Likeness::Different => {}
            }
        }
    }
    same.sort_by_key(|(points, row, one)| (std::cmp::Reverse(*points), *row, *one));
    let mut matched: HashMap<usize, usize> = HashMap::new();
    let mut taken: Vec<usize> = Vec::new();
    for (_, row, one) in same {
        if !matched.contains_key(&row) && !taken.contains(&one) {
            matched.insert(row, one);
            taken.push(one);
        }
    }
    open.retain(|(row, one)| !matched.contains_key(row) && !taken.contains(one));
    let step = |row: usize, read: &DeputyRow| {
        let only = matched.get(&row).copied().or_else(|| {
            let mut mine = open.iter().filter(|(r, _)| *r == row).map(|(_, one)| *one);
            // Of several of a name in one file nobody is known by the name alone.
            let one = mine.next().filter(|_| mine.next().is_none() && !read.namesake)?;
            (open.iter().filter(|(_, other)| *other == one).count() == 1).then_some(one)
        });
        if let Some((id, there)) = only.and_then(|one| Some((one, existing.get(one)?))) {
            let after = merged(read, &there.profile);
            return if after.said() == there.profile.said() && !(read.departed && there.active) {
                Step::Same(id)
            } else {
                Step::Update(id, after)
            };
        }
        let candidates: Vec<usize> = open.iter().filter(|(r, _)| *r == row).map(|(_, one)| *one).collect();
        if candidates.is_empty() && read.departed {
            let note = read.profile.note.as_deref().unwrap_or_default();
            Step::Gone(format!("{}（{note}）", read.profile.name))
        } else if candidates.is_empty() {
            Step::Add(merged(read, &DeputyProfile::default()))
        } else {
            Step::Unsure { candidates }
        }
    };
    let read = group.iter().filter_map(|row| Some((*row, rows.get(*row)?)));
    read.map(|(row, read)| (row, step(row, read))).collect()
}
