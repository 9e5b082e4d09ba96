//! Rosters of deputies, resident councillors and advisers.

use std::collections::HashMap;

use serde_json::Value;

use super::born::born;
use super::dictionary::{Dictionary, bare};
use super::ends::End;
use super::error::ImportError;
use super::field::{DeputyField as Field, UnitField};
use super::header::{is_other_kind, no_header};
use super::level::level_stem;
use super::lines::{Line, walk};
use super::named::{is_name, people_in, without_marks, without_title};
use super::plan::is_born_otherwise;
use super::problem::{Parsed, Place, Problem, ProblemKind, in_order};
use super::section::after_ordinal;
use super::table::Sheet;
use crate::domain::code::{Level, Sex};
use crate::domain::phones::{Prefer, phones_among};
use crate::domain::record::DeputyProfile;
use crate::domain::shape::Class;
use crate::domain::text::{is_han, name_key};
use chrono::NaiveDate;

/// Sex as rosters write it.
pub(super) fn sex(text: &str) -> Option<Sex> {
    Sex::said(&bare(text))
}

/// One person of a roster.
#[derive(Clone, Debug, PartialEq)]
pub struct DeputyRow {
    /// Where the row stands.
    pub at: Place,
    /// What the row says; what it does not say is empty.
    pub profile: DeputyProfile,
    /// Whether another person of this file has the same name.
    pub namesake: bool,
    /// Whether it says that they are in office no more.
    pub departed: bool,
}

/// Reads a roster. `reference` bounds dates of birth; nobody is born after it.
pub fn deputies(sheets: &[Sheet], words: &Dictionary, reference: NaiveDate) -> Result<Parsed<DeputyRow>, ImportError> {
    let fields = (Field::Name, Field::Serial);
    if is_other_kind(sheets, (&words.deputies, Field::Name), (&words.units, UnitField::Name)) {
        return Err(ImportError::NoHeader {
            wanted: words.deputies.first_word(Field::Name),
            other_kind: true,
        });
    }
    let read = |line: &mut Line<'_, Field>, rows: &mut Vec<DeputyRow>| read(line, rows, reference);
    let mut parsed = walk(sheets, words, &words.deputies, fields, read)
        .map_err(|error| no_header(error, sheets, &words.units, UnitField::Name))?;
    settle_repeats(&mut parsed);
    in_order(&mut parsed.problems, sheets);
    Ok(parsed)
}

fn read(line: &mut Line<'_, Field>, rows: &mut Vec<DeputyRow>, reference: NaiveDate) -> End {
    let (column, written) = line.label(Field::Name);
    let column = column.or_else(|| line.header.columns_of(Field::Name).first().copied());
    let raw = line.cells(Field::Name).first().map(|(_, cell)| cell.shown());
    let raw = raw.unwrap_or_default();
    if line.words.is_no_person(after_ordinal(&raw)) {
        return line.leave_out(column, ProblemKind::NotAName, &written);
    }
    let mut named = people_in(after_ordinal(&raw), line.words);
    for (name, remark) in &mut named {
        if let Some((bare, title)) = without_title(name, line.words) {
            remark.push(title.to_owned());
            *name = bare.to_owned();
        }
    }
    let mut is_marked = false;
    for (name, _) in &mut named {
        let bare = without_marks(name);
        if bare.len() < name.len() && !bare.is_empty() {
            (is_marked, *name) = (true, bare.to_owned());
        }
    }
    if is_marked {
        line.report(column, ProblemKind::Marked, &written);
    }
    if named.iter().all(|(name, _)| name.is_empty()) {
        return line.leave_out(column, ProblemKind::NoName, &written);
    }
    let is_several = named.len() > 1;
    named.retain(|(name, _)| !line.words.is_vacant(name));
    if named.is_empty() {
        return line.leave_out(column, ProblemKind::Vacant, &written);
    }
    if line.is_alone && named.iter().any(|(name, _)| line.words.is_caption(name)) {
        return line.leave_out(column, ProblemKind::Caption, &written);
    }
    if !named.iter().all(|(name, _)| is_name(name)) {
        return line.leave_out(column, ProblemKind::NotAName, &written);
    }
    let departs = named
        .iter()
        .any(|(_, remark)| line.gone.is_some() || remark.iter().any(|word| line.words.has_departed(word)));
    if line.is_name_alone && !departs {
        return line.ask(column, ProblemKind::NameAlone, &written);
    }
    let mut common = profile(line, reference);
    if let Some(list) = line.gone {
        common.note = Some(match common.note.take() {
            Some(note) if line.words.says_departed(&note) => note,
            Some(note) => format!("{note}；{list}"),
            None => list.to_owned(),
        });
    }
    let mut phones = Vec::new();
    if is_several {
        // A number and a birthday are one person's; as many numbers as names are one each, in their order.
        common.born = None;
        let cells = line.cells(Field::Phone);
        let written_numbers = cells.iter().map(|(_, cell)| phones_among(&cell.shown()));
        phones = written_numbers
            .into_iter()
            .find(|all| all.len() == named.len())
            .unwrap_or_default();
        let kind = if phones.is_empty() {
            ProblemKind::SeveralNames
        } else {
            ProblemKind::OnePhoneEach
        };
        line.report(column, kind, &written);
    } else {
        let (phone, aside) = line.phone(Field::Phone, Prefer::Mobile);
        common.phone = phone.map(|phone| phone.canonical());
        if !aside.is_empty() {
            let note = common.note.take().into_iter().chain(aside);
            common.note = Some(note.collect::<Vec<_>>().join("；"));
        }
    }
    let mut end = End::Taken;
    let mut phones = phones.into_iter();
    for (name, mut remark) in named {
        let mut profile = DeputyProfile { name, ..common.clone() };
        profile.phone = phones.next().map(|phone| phone.canonical()).or(profile.phone);
        bracketed(&mut profile, &mut remark);
        let departed = line.gone.is_some()
            || remark.iter().any(|word| line.words.has_departed(word))
            || profile
                .note
                .as_deref()
                .is_some_and(|note| line.words.says_departed(note));
        if !remark.is_empty() {
            let remark = remark.join("，");
            if !departed {
                line.report(column, ProblemKind::Remark, &written);
            }
            let note = profile.note.take().filter(|note| *note != remark);
            profile.note = Some(note.map_or_else(|| remark.clone(), |note| format!("{note}；{remark}")));
        }
        let row = DeputyRow {
            at: line.place(),
            profile,
            namesake: false,
            departed,
        };
        match line.goes_on.and_then(|at| rows.get_mut(at)) {
            Some(before) => {
                let lost = not_kept(&before.profile.said(), &row.profile.said());
                if !lost.is_empty() {
                    let kind = ProblemKind::NotKept(before.at.clone());
                    line.report(None, kind, &[&row.profile.name, " ", &lost.join(" ")].concat());
                }
                before.absorb(&row);
                end = End::Together;
            }
            None => rows.push(row),
        }
    }
    end
}

/// All a row says of whoever it names.
fn profile(line: &mut Line<'_, Field>, reference: NaiveDate) -> DeputyProfile {
    let (sex_column, sex_text) = line.label(Field::Sex);
    let stated = sex(&sex_text);
    if stated.is_none() && !sex_text.is_empty() {
        line.report(sex_column, ProblemKind::Sex, &sex_text);
    }
    let said = |text: String| (!text.is_empty()).then_some(text);
    DeputyProfile {
        sex: stated.map(|sex| sex.code().to_owned()),
        nation: said(line.label(Field::Nation).1).map(with_zu),
        born: born(line, reference),
        party: said(line.label(Field::Party).1),
        post: said(line.texts(Field::Post).concat()),
        levels: levels(line),
        constituency: said(line.label(Field::Constituency).1),
        team: said(line.label(Field::Team).1),
        speciality: said(line.label(Field::Speciality).1),
        note: said(line.texts(Field::Note).join("；")),
        ..DeputyProfile::default()
    }
}

/// Takes what the bracket behind a name says of sex and nation, where no column does.
fn bracketed(profile: &mut DeputyProfile, remark: &mut Vec<String>) {
    let mut taken = |is: &dyn Fn(&String) -> bool| remark.iter().position(is).map(|at| remark.remove(at));
    let in_remark = taken(&|word| sex(word).is_some()).and_then(|word| sex(&word));
    let nation = taken(&|word| word.ends_with('族'));
    profile.sex = profile
        .sex
        .take()
        .or_else(|| in_remark.map(|sex| sex.code().to_owned()));
    profile.nation = profile.nation.take().or(nation);
}

impl DeputyRow {
    /// Takes over what it does not know from another row about the same person.
    fn absorb(&mut self, other: &Self) {
        self.profile = std::mem::take(&mut self.profile).over(&other.profile);
        self.profile.levels.sort_unstable();
        self.departed |= other.departed;
    }
}

/// A nation as it is kept: 回 is 回族.
pub(super) fn with_zu(nation: String) -> String {
    if nation.ends_with(['族', '人']) || !nation.chars().all(is_han) {
        return nation;
    }
    nation + "族"
}

/// Whether a cell says yes and nothing else.
fn is_tick(cell: &str) -> bool {
    matches!(
        cell.trim(),
        "√" | "✓" | "✔" | "☑" | "是" | "1" | "●" | "★" | "有" | "V" | "v"
    )
}

fn levels(line: &mut Line<'_, Field>) -> Vec<Level> {
    let (column, _) = line.label(Field::Levels);
    // A column of one level that a person said is one holds ticks too.
    let cells = line.cells(Field::Levels);
    let chosen: Vec<(&str, String)> = cells
        .iter()
        .map(|(column, cell)| (line.header.title(*column), cell.shown()))
        .collect();
    let texts = line.texts(Field::Levels).into_iter().filter(|text| !is_tick(text));
    let text = texts.collect::<Vec<_>>().join("、");
    let (mut levels, unknown) = line.words.read_levels(&text);
    for word in unknown {
        line.report(column, ProblemKind::Level, &word);
    }
    // A table may have one column for each level, with a tick.
    let ticked: Vec<Level> = line
        .others()
        .iter()
        .map(|(title, cell)| (*title, cell.clone()))
        .chain(chosen)
        .filter(|(_, cell)| is_tick(cell))
        .filter_map(|(title, _)| line.words.level(&level_stem(&bare(title))))
        .collect();
    levels.extend(ticked);
    if levels.is_empty() && text.is_empty() {
        levels = line.words.levels_of(line.section.words()).unwrap_or_default();
    }
    levels.sort_unstable();
    levels.dedup();
    levels
}

/// Drops rows that say the same as one above, takes rows about one person together, marks namesakes.
fn settle_repeats(parsed: &mut Parsed<DeputyRow>) {
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
    /// Whether sex, nation or the year of birth say that it is somebody else; a month may be a slip.
    fn is_another(&self, other: &Self) -> bool {
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
