//! Rosters of deputies, resident councillors and advisers.

use std::collections::HashMap;

use super::dictionary::{DeputyField as Field, Dictionary, UnitField, bare, outside_brackets};
use super::error::ImportError;
use super::level::level_stem;
use super::lines::{Line, no_header, walk};
use super::problem::{Parsed, Place, Problem, ProblemKind, in_order};
use super::section::after_ordinal;
use super::table::{Cell, Sheet};
use crate::domain::code::{Level, Sex};
use crate::domain::record::DeputyProfile;
use crate::domain::text::{is_han, name_key, squeeze};
use crate::domain::typed_date::{DateProblem, Lean, Typed, parse_date_leaning};
use chrono::{Datelike, NaiveDate};

/// Sex as rosters write it.
pub(super) fn sex(text: &str) -> Option<Sex> {
    match bare(text).as_str() {
        "男" | "男性" | "m" | "male" => Some(Sex::Male),
        "女" | "女性" | "f" | "female" => Some(Sex::Female),
        _ => None,
    }
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
}

/// Reads a roster. `reference` bounds dates of birth; nobody is born after it.
pub fn deputies(sheets: &[Sheet], words: &Dictionary, reference: NaiveDate) -> Result<Parsed<DeputyRow>, ImportError> {
    let fields = (Field::Name, Field::Serial);
    let mut parsed = walk(sheets, words, &words.deputies, fields, |line, rows| {
        read(line, rows, reference);
    })
    .map_err(|error| no_header(error, sheets, &words.units, UnitField::Name))?;
    settle_repeats(&mut parsed);
    in_order(&mut parsed.problems, sheets);
    Ok(parsed)
}

fn read(line: &mut Line<'_, Field>, rows: &mut Vec<DeputyRow>, reference: NaiveDate) {
    let (name_column, written) = line.label(Field::Name);
    let (name, remark) = name_and_remark(after_ordinal(&written));
    if name.is_empty() {
        let column = line.header.columns_of(Field::Name).first().copied();
        line.report(column, ProblemKind::NoName, "");
        return;
    }
    if !is_name(&name) {
        line.report(name_column, ProblemKind::NotAName, &written);
        return;
    }
    let (sex_column, sex_text) = line.label(Field::Sex);
    let stated = sex(&sex_text);
    if stated.is_none() && !sex_text.is_empty() {
        line.report(sex_column, ProblemKind::Sex, &sex_text);
    }
    let stated = stated.or_else(|| remark.iter().find_map(|word| sex(word)));
    let in_remark = || remark.iter().find(|word| word.ends_with('族')).cloned();
    let said = |text: String| (!text.is_empty()).then_some(text);
    let profile = DeputyProfile {
        name,
        sex: stated.map(|sex| sex.code().to_owned()),
        nation: said(line.label(Field::Nation).1).map(with_zu).or_else(in_remark),
        born: born(line, reference),
        party: said(line.label(Field::Party).1),
        post: said(line.prose(Field::Post)),
        levels: levels(line),
        constituency: said(line.label(Field::Constituency).1),
        team: said(line.label(Field::Group).1),
        speciality: said(line.label(Field::Speciality).1),
        phone: line.phone(Field::Phone).map(|phone| phone.canonical()),
        note: said(line.prose(Field::Note)),
        ..DeputyProfile::default()
    };
    let row = DeputyRow {
        at: line.place(),
        profile,
        namesake: false,
    };
    match rows.last_mut() {
        Some(before) if line.continues && before.at.sheet == row.at.sheet => before.absorb(&row),
        _ => rows.push(row),
    }
}

impl DeputyRow {
    /// Takes over what it does not know from another row about the same person.
    fn absorb(&mut self, other: &Self) {
        self.profile = std::mem::take(&mut self.profile).over(&other.profile);
        self.profile.levels.sort_unstable();
    }
}

/// `李梅（女，回族）` is a name and two remarks.
fn name_and_remark(written: &str) -> (String, Vec<String>) {
    let name = squeeze(&outside_brackets(written));
    let inside = written.split_once('(').map(|(_, inside)| inside).unwrap_or_default();
    let remark = inside
        .split([',', '，', '、', ')', ' ', ';'])
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    (name, remark)
}

fn is_name(name: &str) -> bool {
    let fine = |c: char| c.is_alphabetic() || is_han(c) || matches!(c, '·' | ' ' | '-' | '\'' | '.');
    name.chars().any(|c| c.is_alphabetic() || is_han(c)) && name.chars().all(fine) && name.chars().count() <= 30
}

fn with_zu(nation: String) -> String {
    if nation.ends_with(['族', '人']) || !nation.chars().all(is_han) {
        return nation;
    }
    nation + "族"
}

/// `1982` or `1982-11`.
fn born(line: &mut Line<'_, Field>, reference: NaiveDate) -> Option<String> {
    let (column, cell) = line.cells(Field::Born).into_iter().next()?;
    let text = cell.shown();
    let read = match &cell {
        Cell::Date(day) => Ok(Typed::Day(*day)),
        _ => parse_date_leaning(&text, reference, Lean::Past),
    };
    let (year, mut month) = match read {
        Ok(typed) => typed.month(),
        Err(problem) => {
            line.report(Some(column), ProblemKind::Date(problem), &text);
            return None;
        }
    };
    let begins = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), 1);
    if year < 1900 || begins.is_none_or(|begins| begins > reference) || year > reference.year() {
        line.report(Some(column), ProblemKind::Date(DateProblem::OutOfRange), &text);
        return None;
    }
    // As a number, October has lost its zero.
    if matches!(cell, Cell::Number(_)) && text.ends_with(".1") {
        line.report(Some(column), ProblemKind::DoubtfulMonth, &text);
        month = None;
    }
    Some(month.map_or_else(|| year.to_string(), |month| format!("{year}-{month:02}")))
}

fn levels(line: &mut Line<'_, Field>) -> Vec<Level> {
    let (column, text) = line.label(Field::Levels);
    let (mut levels, unknown) = line.words.read_levels(&text);
    for word in unknown {
        line.report(column, ProblemKind::Level, &word);
    }
    // A table may have one column for each level, with a tick.
    let ticked: Vec<Level> = line
        .others()
        .iter()
        .filter(|(_, cell)| {
            matches!(
                cell.trim(),
                "√" | "✓" | "✔" | "☑" | "是" | "1" | "●" | "★" | "有" | "V" | "v"
            )
        })
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
    let mut by_phone: HashMap<(String, String), usize> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for row in std::mem::take(&mut parsed.rows) {
        let (name, content) = (name_key(&row.profile.name), row.content());
        let phone = row.profile.phone.clone().map(|phone| (name.clone(), phone));
        let twin = by_content.get(&content);
        let same = twin.or_else(|| phone.as_ref().and_then(|phone| by_phone.get(phone)));
        let Some((index, before)) = same.and_then(|i| kept.get_mut(*i).map(|row| (*i, row))) else {
            by_content.insert(content, kept.len());
            by_phone.extend(phone.map(|phone| (phone, kept.len())));
            by_name.entry(name).or_default().push(kept.len());
            kept.push(row);
            continue;
        };
        let first = before.at.clone();
        let kind = if twin.is_some() {
            ProblemKind::Duplicate(first)
        } else {
            ProblemKind::SameAs(first)
        };
        parsed.problems.push(Problem {
            at: row.at.clone(),
            column: String::new(),
            kind,
            seen: row.profile.name.clone(),
        });
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

impl DeputyRow {
    /// All it says, however its name is spaced.
    fn content(&self) -> String {
        let profile = DeputyProfile {
            name: name_key(&self.profile.name),
            ..self.profile.clone()
        };
        format!("{profile:?}")
    }
}
