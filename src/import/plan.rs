//! What a roster would do to the people who are there; pure matching, nothing is written.

use std::collections::{HashMap, HashSet};

use super::deputies::{DeputyRow, sex, with_zu};
use super::namesakes::has_mark;
use super::problem::{Problem, ProblemKind};
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
    /// Something speaks for it and something against: only a person can tell, and nothing may be overwritten.
    Doubtful,
    /// Two people.
    Different,
}

/// Whether sex, nation or birth, which nobody changes, are said otherwise by both.
pub(super) fn is_born_otherwise(one: &DeputyProfile, other: &DeputyProfile) -> bool {
    let within = |(a, b): (&String, &String)| a.starts_with(b.as_str()) || b.starts_with(a.as_str());
    let born = one
        .born
        .as_ref()
        .zip(other.born.as_ref())
        .is_some_and(|both| !within(both));
    let sex = sex_of(one).zip(sex_of(other)).is_some_and(|(a, b)| a != b);
    let nation = |profile: &DeputyProfile| profile.nation.clone().map(with_zu);
    born || sex || nation(one).zip(nation(other)).is_some_and(|(a, b)| a != b)
}

/// A number of the desk and not of the pocket: many share it.
pub(super) fn is_shared(phone: &str) -> bool {
    phone.len() != 11 || !phone.starts_with('1')
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
    if merged(row, before).said() == before.said() {
        return Likeness::Same(ALL + likeness_points(phone, place, post, born));
    }
    let own = phone == Some(true) && !said.phone.as_deref().is_some_and(is_shared);
    let ties = [phone, place, post];
    let has = |said: bool| ties.contains(&Some(said));
    if is_born_otherwise(before, said) {
        return if has(true) || !has(false) {
            Likeness::Doubtful
        } else {
            Likeness::Different
        };
    }
    // 钱家栋（小） is not 钱家栋, though both live in one place, unless one number is theirs.
    let is_marked_so = row.marks.iter().any(|mark| has_mark(before, mark));
    if !own && place != Some(false) && !row.marks.is_empty() && !is_marked_so {
        return Likeness::Doubtful;
    }
    // A number of one's own says most; what a whole office answers says nothing where the person sits elsewhere.
    let office = phone == Some(true) && !own;
    let is_elsewhere = place == Some(false) || place.is_none() && post == Some(false) && born != Some(true);
    if own
        || is_marked_so && place != Some(false)
        || place == Some(true)
        || office && !is_elsewhere
        || post == Some(true) && (place.is_none() || born == Some(true))
    {
        return Likeness::Same(likeness_points(phone, place, post, born));
    }
    if office {
        return Likeness::Doubtful;
    }
    if place == Some(false) {
        return Likeness::Different;
    }
    // A name alone, where everything else is said otherwise, is no reason to overwrite everything.
    if phone == Some(false) && post == Some(false) && born != Some(true) {
        return Likeness::Doubtful;
    }
    Likeness::Open
}

/// What one number of both says: more than place, birth and post together.
const OWN: u32 = 10;
/// What it says that nothing would change.
const ALL: u32 = 100;

fn likeness_points(phone: Option<bool>, place: Option<bool>, post: Option<bool>, born: Option<bool>) -> u32 {
    [(phone, OWN), (place, 4), (born, 3), (post, 2)]
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
        let perhaps = group.first().and_then(|row| rows.get(*row)).map(|read| &read.perhaps);
        let meant = perhaps
            .into_iter()
            .flatten()
            .filter_map(|stem| there.get(&name_key(stem)));
        let candidates: Vec<usize> = meant.flatten().copied().collect();
        if known.is_empty() && !candidates.is_empty() {
            steps.extend(group.iter().map(|row| {
                (
                    *row,
                    Step::Unsure {
                        candidates: candidates.clone(),
                    },
                )
            }));
            continue;
        }
        steps.extend(plan_name(existing, rows, known, group));
    }
    steps.sort_by_key(|(row, _)| *row);
    steps.into_iter().map(|(_, step)| step).collect()
}

/// Rows that become another person of a name that is there already, to be looked at by somebody.
pub fn namesakes_there(existing: &[Deputy], rows: &[DeputyRow], steps: &[Step<DeputyProfile>]) -> Vec<Problem> {
    let there: HashSet<String> = existing.iter().map(|one| name_key(&one.profile.name)).collect();
    rows.iter()
        .zip(steps)
        .filter(|(row, step)| matches!(step, Step::Add(_)) && there.contains(&name_key(&row.profile.name)))
        .map(|(row, _)| Problem {
            at: row.at.clone(),
            column: String::new(),
            kind: ProblemKind::NamesakeThere,
            seen: row.profile.name.clone(),
        })
        .collect()
}

fn plan_name(
    existing: &[Deputy],
    rows: &[DeputyRow],
    known: &[usize],
    group: &[usize],
) -> Vec<(usize, Step<DeputyProfile>)> {
    let mut same: Vec<(u32, usize, usize)> = Vec::new();
    let mut open: Vec<(usize, usize, bool)> = Vec::new();
    for &row in group {
        for &one in known {
            let (Some(there), Some(read)) = (existing.get(one), rows.get(row)) else {
                continue;
            };
            match likeness(&there.profile, read) {
                Likeness::Same(points) => same.push((points, row, one)),
                Likeness::Open => open.push((row, one, true)),
                Likeness::Doubtful => open.push((row, one, false)),
                Likeness::Different => {}
            }
        }
    }
    same.sort_by_key(|(points, row, one)| (std::cmp::Reverse(*points), *row, *one));
    let mut matched: HashMap<usize, usize> = HashMap::new();
    let mut taken: Vec<usize> = Vec::new();
    for (_, row, one) in &same {
        if !matched.contains_key(row) && !taken.contains(one) {
            matched.insert(*row, *one);
            taken.push(*one);
        }
    }
    // Where another of the name in the file may be them as well, and nobody's own number says who is, neither is.
    let own_number = |row: usize| {
        let phone = rows.get(row).and_then(|read| read.profile.phone.as_deref());
        let least = if phone.is_some_and(is_shared) { ALL } else { OWN };
        same.iter()
            .any(|(points, r, one)| *r == row && matched.get(&row) == Some(one) && *points >= least)
    };
    let is_rivalled = |row: usize, one: usize| {
        let points_of = |row: usize| {
            same.iter()
                .find(|(_, r, o)| (*r, *o) == (row, one))
                .map(|(points, ..)| *points)
        };
        let mut others = group
            .iter()
            .filter(|other| **other != row && !matched.contains_key(*other));
        !own_number(row)
            && others.any(|other| {
                let is_marked = rows.get(*other).is_some_and(|read| !read.marks.is_empty());
                points_of(*other).is_some_and(|points| Some(points) == points_of(row))
                    || is_marked && open.iter().any(|(r, o, _)| (r, o) == (other, &one))
            })
    };
    let rivalled: Vec<(usize, usize)> = matched
        .iter()
        .map(|(row, one)| (*row, *one))
        .filter(|(row, one)| is_rivalled(*row, *one))
        .collect();
    for (row, one) in rivalled {
        matched.remove(&row);
        taken.retain(|known| *known != one);
        open.push((row, one, false));
        open.extend(
            same.iter()
                .filter(|(_, r, o)| *r != row && *o == one)
                .map(|(_, r, o)| (*r, *o, false)),
        );
    }
    open.retain(|(row, one, _)| !matched.contains_key(row) && !taken.contains(one));
    // Where two who are there fit equally well, the first is as little meant as the other.
    let equals = |row: usize, one: usize| -> Vec<usize> {
        let of_row = || same.iter().filter(|(_, r, _)| *r == row);
        let points = of_row().find(|(_, _, o)| *o == one).map(|(points, ..)| *points);
        let alike = of_row().filter(|(p, _, o)| Some(*p) == points && (*o == one || !taken.contains(o)));
        alike.map(|(_, _, o)| *o).collect()
    };
    let step = |row: usize, read: &DeputyRow| {
        let only = matched.get(&row).copied().or_else(|| {
            let mut mine = open.iter().filter(|(r, ..)| *r == row);
            // Of several of a name in one file nobody is known by the name alone.
            let (_, one, is_open) = mine.next().filter(|_| mine.next().is_none() && !read.namesake)?;
            (*is_open && open.iter().filter(|(_, other, _)| other == one).count() == 1).then_some(*one)
        });
        if let Some((id, there)) = only.and_then(|one| Some((one, existing.get(one)?))) {
            let after = merged(read, &there.profile);
            return if after.said() == there.profile.said() && !(read.departed && there.active) {
                Step::Same(id)
            } else {
                let candidates = equals(row, id);
                if candidates.len() > 1 {
                    return Step::Unsure { candidates };
                }
                Step::Update(id, after)
            };
        }
        let candidates: Vec<usize> = open
            .iter()
            .filter(|(r, ..)| *r == row)
            .map(|(_, one, _)| *one)
            .collect();
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
