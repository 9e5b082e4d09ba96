//! What a roster would do to the people who are there; pure matching, nothing is written.

use std::collections::HashMap;

use super::deputies::{DeputyRow, Sex};
use super::dictionary::DeputyField as Field;
use super::level::Level;
use crate::domain::text::name_key;

/// One field that would change. Values are codes and canonical forms, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change<F> {
    pub field: F,
    pub old: String,
    /// What the file says.
    pub new: String,
}

/// What one row would do. `row` is its place in the parsed rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<I, F> {
    Add {
        row: usize,
    },
    /// A known one, with changes.
    Update {
        row: usize,
        id: I,
        /// What changes; never empty.
        changes: Vec<Change<F>>,
    },
    /// A known one, nothing to do.
    Same {
        row: usize,
        id: I,
    },
    /// It may be one of these and the file does not tell; nothing is done and the person decides.
    Unsure {
        row: usize,
        /// Who it may be.
        candidates: Vec<I>,
    },
}

/// A deputy who is there already.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ExistingDeputy<I> {
    pub id: I,
    /// 姓名
    pub name: String,
    /// 性别
    pub sex: Option<Sex>,
    /// 民族
    pub nation: String,
    /// 出生年月
    pub born: Option<(i32, Option<u32>)>,
    /// 党派
    pub party: String,
    /// 单位及职务
    pub post: String,
    /// 代表层级
    pub levels: Vec<Level>,
    /// 选区
    pub constituency: String,
    /// 代表小组
    pub group: String,
    /// 专业小组
    pub speciality: String,
    /// 联系电话, canonical; empty for none.
    pub phone: String,
    /// 备注
    pub note: String,
}

fn levels_text(levels: &[Level]) -> String {
    let mut levels = levels.to_vec();
    levels.sort_unstable();
    levels.dedup();
    levels.iter().map(|level| level.code()).collect::<Vec<_>>().join(",")
}

fn born_text(born: Option<(i32, Option<u32>)>) -> String {
    match born {
        Some((year, Some(month))) => format!("{year}-{month:02}"),
        Some((year, None)) => year.to_string(),
        None => String::new(),
    }
}

fn sex_text(sex: Option<Sex>) -> String {
    sex.map(Sex::code).unwrap_or_default().to_owned()
}

fn phone_text(row: &DeputyRow) -> String {
    row.phone
        .as_ref()
        .map(crate::domain::phone::Phone::canonical)
        .unwrap_or_default()
}

/// The changes among pairs of a field's old and new text: what the file leaves empty stays as it is.
pub(super) fn changes<F>(fields: Vec<(F, String, String)>) -> Vec<Change<F>> {
    fields
        .into_iter()
        .filter(|(_, old, new)| !new.is_empty() && old != new)
        .map(|(field, old, new)| Change { field, old, new })
        .collect()
}

fn deputy_changes<I>(there: &ExistingDeputy<I>, row: &DeputyRow) -> Vec<Change<Field>> {
    // One file lists the town's deputies, another the county's: levels are added here and ended elsewhere.
    let levels: Vec<Level> = there.levels.iter().chain(&row.levels).copied().collect();
    let mut all = vec![
        (Field::Sex, sex_text(there.sex), sex_text(row.sex)),
        (Field::Born, born_text(there.born), born_text(row.born)),
        (Field::Levels, levels_text(&there.levels), levels_text(&levels)),
        (Field::Phone, there.phone.clone(), phone_text(row)),
    ];
    for (field, old, new) in [
        (Field::Nation, &there.nation, &row.nation),
        (Field::Party, &there.party, &row.party),
        (Field::Post, &there.post, &row.post),
        (Field::Constituency, &there.constituency, &row.constituency),
        (Field::Group, &there.group, &row.group),
        (Field::Speciality, &there.speciality, &row.speciality),
        (Field::Note, &there.note, &row.note),
    ] {
        all.push((field, old.clone(), new.clone()));
    }
    // A year does not overwrite a year with its month.
    if let (Some((old, Some(_))), Some((new, None))) = (there.born, row.born)
        && old == new
    {
        all.retain(|(field, ..)| *field != Field::Born);
    }
    changes(all)
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

fn likeness<I>(there: &ExistingDeputy<I>, row: &DeputyRow) -> Likeness {
    let both = |a: &str, b: &str| (!a.is_empty() && !b.is_empty()).then_some(a == b);
    let phone = both(&there.phone, &phone_text(row));
    let place = both(&there.constituency, &row.constituency);
    let post = both(&there.post, &row.post);
    let born = match (there.born, row.born) {
        (Some((a, month_a)), Some((b, month_b))) => Some(a == b && month_a.zip(month_b).is_none_or(|(a, b)| a == b)),
        _ => None,
    };
    let sex = there.sex.zip(row.sex).map(|(a, b)| a == b);
    if deputy_changes(there, row).is_empty() {
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
pub fn plan_deputies<I: Clone>(existing: &[ExistingDeputy<I>], rows: &[DeputyRow]) -> Vec<Step<I, Field>> {
    let mut there: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, one) in existing.iter().enumerate() {
        there.entry(name_key(&one.name)).or_default().push(index);
    }
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        groups.entry(name_key(&row.name)).or_default().push(index);
    }
    let mut steps: Vec<(usize, Step<I, Field>)> = Vec::with_capacity(rows.len());
    for (name, group) in &groups {
        let known = there.get(name).map(Vec::as_slice).unwrap_or_default();
        steps.extend(plan_name(existing, rows, known, group));
    }
    steps.sort_by_key(|(row, _)| *row);
    steps.into_iter().map(|(_, step)| step).collect()
}

fn plan_name<I: Clone>(
    existing: &[ExistingDeputy<I>],
    rows: &[DeputyRow],
    known: &[usize],
    group: &[usize],
) -> Vec<(usize, Step<I, Field>)> {
    let mut same: Vec<(u32, usize, usize)> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for &row in group {
        for &one in known {
            let (Some(there), Some(read)) = (existing.get(one), rows.get(row)) else {
                continue;
            };
            match likeness(there, read) {
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
    let step = |row: usize| {
        let only = if let Some(one) = matched.get(&row) {
            Some(*one)
        } else {
            let mine: Vec<usize> = open.iter().filter(|(r, _)| *r == row).map(|(_, one)| *one).collect();
            match mine.as_slice() {
                [] => return Step::Add { row },
                [one] if open.iter().filter(|(_, other)| other == one).count() == 1 => Some(*one),
                many => {
                    let candidates = many.iter().filter_map(|one| existing.get(*one));
                    let candidates = candidates.map(|one| one.id.clone()).collect();
                    return Step::Unsure { row, candidates };
                }
            }
        };
        let pair = only.and_then(|one| existing.get(one)).zip(rows.get(row));
        let Some((there, read)) = pair else {
            return Step::Add { row };
        };
        let (id, changes) = (there.id.clone(), deputy_changes(there, read));
        if changes.is_empty() {
            Step::Same { row, id }
        } else {
            Step::Update { row, id, changes }
        }
    };
    group.iter().map(|&row| (row, step(row))).collect()
}
