//! Rows of a roster about one person: taken together, told apart, or said.

use std::collections::HashMap;

use serde_json::Value;

use super::deputies::DeputyRow;
use super::ends::End;
use super::plan::is_born_otherwise;
use super::problem::{Parsed, Problem, ProblemKind};
use crate::domain::record::DeputyProfile;
use crate::domain::shape::Class;
use crate::domain::text::name_key;

/// Drops rows that say the same as one above, takes rows about one person together, marks namesakes.
pub(super) fn settle_repeats(parsed: &mut Parsed<DeputyRow>) {
    let mut kept: Vec<DeputyRow> = Vec::with_capacity(parsed.rows.len());
    let mut by_content: HashMap<String, usize> = HashMap::new();
    let mut by_phone: HashMap<(String, String), Vec<usize>> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_place: HashMap<String, usize> = HashMap::new();
    for row in std::mem::take(&mut parsed.rows) {
        let (name, content) = (name_key(&row.profile.name), row.content());
        let phone = row.profile.phone.clone().map(|phone| (name.clone(), phone));
        let twin = by_content.get(&content).copied();
        let of_place = row.places_born();
        let beside = |key: &String| {
            let at = by_place.get(key).copied();
            at.filter(|at| kept.get(*at).is_some_and(|before| before.is_born_beside(&row)))
        };
        // A number that a whole office answers, or a slip of the pen in one, makes no man a woman.
        let of_phone = phone.as_ref().and_then(|phone| by_phone.get(phone));
        let is_another = |at: &usize| kept.get(*at).is_none_or(|before| before.is_another(&row));
        let same = twin
            .or_else(|| of_phone.and_then(|all| all.iter().find(|at| !is_another(at))).copied())
            .or_else(|| of_place.iter().skip(1).find_map(beside).filter(|at| !is_another(at)));
        let apart = of_phone.and_then(|all| all.first()).filter(|_| same.is_none());
        let month = of_place.first().and_then(beside).filter(|_| same.is_none());
        let of_name = by_name.get(&name).into_iter().flatten().filter_map(|at| kept.get(*at));
        let mut perhaps = of_name.filter(|before| same.is_none() && before.is_apart_by_phone(&row));
        let kind = match (apart.and_then(|at| kept.get(*at)), month.and_then(|at| kept.get(at))) {
            (Some(other), _) => Some(ProblemKind::Apart(other.at.clone())),
            (None, Some(other)) => Some(ProblemKind::Namesake(other.at.clone())),
            (None, None) => perhaps.next().map(|other| ProblemKind::OtherPhone(other.at.clone())),
        };
        if let Some(kind) = kind {
            parsed.problems.push(Problem {
                at: row.at.clone(),
                column: String::new(),
                kind,
                seen: row.profile.name.clone(),
            });
        }
        let Some((index, before)) = same.and_then(|i| kept.get_mut(i).map(|row| (i, row))) else {
            by_content.insert(content, kept.len());
            if let Some(phone) = phone {
                by_phone.entry(phone).or_default().push(kept.len());
            }
            by_name.entry(name).or_default().push(kept.len());
            for key in of_place {
                by_place.entry(key).or_insert(kept.len());
            }
            kept.push(row);
            continue;
        };
        // A year with its month says more than the year alone.
        let says_more = |(year, month): (&String, &String)| month.starts_with(year.as_str());
        if before
            .profile
            .born
            .as_ref()
            .zip(row.profile.born.as_ref())
            .is_some_and(says_more)
        {
            before.profile.born.clone_from(&row.profile.born);
        }
        let (first, lost) = (before.at.clone(), not_kept(&before.profile.said(), &row.profile.said()));
        let kind = match (twin.is_some(), lost.is_empty()) {
            (true, _) => ProblemKind::Duplicate(first),
            (false, true) => ProblemKind::SameAs(first),
            (false, false) => ProblemKind::NotKept(first),
        };
        let seen = [row.profile.name.clone()]
            .into_iter()
            .chain(lost)
            .collect::<Vec<_>>()
            .join(" ");
        parsed.problems.push(Problem {
            at: row.at.clone(),
            column: String::new(),
            kind,
            seen,
        });
        parsed.ends.change(&row.at, End::Together);
        before.absorb(&row);
        by_content.entry(content).or_insert(index);
    }
    for index in by_name.values().filter(|rows| rows.len() > 1).flatten() {
        if let Some(row) = kept.get_mut(*index) {
            row.namesake = true;
        }
    }
    parsed.rows = kept;
}

/// What the second of two rows of one says otherwise than the first, which is kept.
pub(super) fn not_kept(kept: &[(&str, Class, Value)], other: &[(&str, Class, Value)]) -> Vec<String> {
    let pairs = kept.iter().zip(other);
    let differ = pairs.filter_map(|((key, _, kept), (_, _, other))| {
        let (kept, other) = (kept.as_str()?, other.as_str()?);
        let is_part = *key == "born" && kept.starts_with(other);
        let differ = !kept.is_empty() && !other.is_empty() && !is_part && name_key(kept) != name_key(other);
        differ.then(|| other.to_owned())
    });
    differ.collect()
}

impl DeputyRow {
    /// Whether marks, sex, nation or the year of birth say that it is somebody else; a month may be a slip.
    fn is_another(&self, other: &Self) -> bool {
        let is_marked_so = |mark: &String| other.marks.iter().any(|said| name_key(said) == name_key(mark));
        if !self.marks.is_empty() && !other.marks.is_empty() && !self.marks.iter().any(is_marked_so) {
            return true;
        }
        let year = |row: &Self| DeputyProfile {
            born: row
                .profile
                .born
                .as_deref()
                .and_then(|born| born.split('-').next())
                .map(str::to_owned),
            ..row.profile.clone()
        };
        is_born_otherwise(&year(self), &year(other))
    }

    /// Whether the number alone tells another of the name apart: where they live and what they are born as does not.
    fn is_apart_by_phone(&self, other: &Self) -> bool {
        let (one, two) = (&self.profile, &other.profile);
        let differ = |one: &Option<String>, two: &Option<String>| {
            one.as_ref()
                .zip(two.as_ref())
                .is_some_and(|(one, two)| name_key(one) != name_key(two))
        };
        differ(&one.phone, &two.phone) && !differ(&one.constituency, &two.constituency) && !is_born_otherwise(one, two)
    }

    /// Whether nothing but the month of birth tells another of the name apart, where both say it.
    fn is_born_beside(&self, other: &Self) -> bool {
        let mut alike = other.profile.clone();
        let (Some(born), Some(said)) = (&self.profile.born, &alike.born) else {
            return false;
        };
        let year = |born: &str| born.split('-').next().map(str::to_owned);
        if year(born) != year(said) {
            return false;
        }
        alike.born.clone_from(&self.profile.born);
        not_kept(&self.profile.said(), &alike.said()).is_empty()
    }

    /// The name with the year of birth, and these with the constituency and with the post: where one of the latter two is the
    /// same, it is one person. None where no year is said.
    fn places_born(&self) -> Vec<String> {
        let profile = &self.profile;
        let Some(year) = profile.born.as_deref().and_then(|born| born.split('-').next()) else {
            return Vec::new();
        };
        let named = [&name_key(&profile.name), " ", year].concat();
        let places = [("区", &profile.constituency), ("职", &profile.post)];
        let of = |(kind, place): (&str, &Option<String>)| {
            Some([named.as_str(), " ", kind, &name_key(place.as_ref()?)].concat())
        };
        let of_places: Vec<String> = places.into_iter().filter_map(of).collect();
        std::iter::once(named).chain(of_places).collect()
    }

    /// All it says, however its name is spaced.
    fn content(&self) -> String {
        let profile = DeputyProfile {
            name: name_key(&self.profile.name),
            ..self.profile.clone()
        };
        format!("{profile:?}")
    }
}
