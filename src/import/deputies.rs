//! Rosters of deputies, resident councillors and advisers.

use std::collections::HashMap;

use super::dictionary::{DeputyField as Field, Dictionary, UnitField, bare, outside_brackets};
use super::error::ImportError;
use super::level::{Level, level_stem};
use super::lines::{Line, no_header, walk};
use super::problem::{Parsed, Place, Problem, ProblemKind, in_order};
use super::section::after_ordinal;
use super::table::{Cell, Sheet};
use crate::domain::phone::Phone;
use crate::domain::text::{is_han, name_key, squeeze};
use crate::domain::typed_date::{DateProblem, Lean, Typed, parse_date_leaning};
use chrono::{Datelike, NaiveDate};

/// Sex as rosters state it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// 男
    Male,
    /// 女
    Female,
}

impl Sex {
    /// The code that is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
        }
    }

    fn read(text: &str) -> Option<Self> {
        match bare(text).as_str() {
            "男" | "男性" | "m" | "male" => Some(Self::Male),
            "女" | "女性" | "f" | "female" => Some(Self::Female),
            _ => None,
        }
    }
}

/// One person of a roster. Empty texts say that the file says nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct DeputyRow {
    /// Where the row stands.
    pub at: Place,
    /// 姓名, closed up.
    pub name: String,
    /// 性别
    pub sex: Option<Sex>,
    /// 民族, with its `族`.
    pub nation: String,
    /// 出生年月: the year and, where it is said, the month.
    pub born: Option<(i32, Option<u32>)>,
    /// 党派
    pub party: String,
    /// 单位及职务
    pub post: String,
    /// 代表层级, in order and each once.
    pub levels: Vec<Level>,
    /// 选区
    pub constituency: String,
    /// 代表小组
    pub group: String,
    /// 专业小组
    pub speciality: String,
    /// 联系电话
    pub phone: Option<Phone>,
    /// 备注
    pub note: String,
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
    let sex = Sex::read(&sex_text);
    if sex.is_none() && !sex_text.is_empty() {
        line.report(sex_column, ProblemKind::Sex, &sex_text);
    }
    let nation = line.label(Field::Nation).1;
    let row = DeputyRow {
        at: line.place(),
        name,
        sex: sex.or_else(|| remark.iter().find_map(|word| Sex::read(word))),
        nation: if nation.is_empty() {
            remark
                .iter()
                .find(|word| word.ends_with('族'))
                .cloned()
                .unwrap_or_default()
        } else {
            with_zu(nation)
        },
        born: born(line, reference),
        party: line.label(Field::Party).1,
        post: line.prose(Field::Post),
        levels: levels(line),
        constituency: line.label(Field::Constituency).1,
        group: line.label(Field::Group).1,
        speciality: line.label(Field::Speciality).1,
        phone: line.phone(Field::Phone),
        note: line.prose(Field::Note),
        namesake: false,
    };
    match rows.last_mut() {
        Some(before) if line.continues && before.at.sheet == row.at.sheet => before.absorb(row),
        _ => rows.push(row),
    }
}

impl DeputyRow {
    /// Takes over what it does not know from another row about the same person.
    fn absorb(&mut self, other: Self) {
        self.levels.extend(other.levels);
        self.levels.sort_unstable();
        self.levels.dedup();
        self.sex = self.sex.or(other.sex);
        self.born = self.born.or(other.born);
        self.phone = self.phone.take().or(other.phone);
        for (mine, theirs) in [
            (&mut self.nation, other.nation),
            (&mut self.party, other.party),
            (&mut self.post, other.post),
            (&mut self.constituency, other.constituency),
            (&mut self.group, other.group),
            (&mut self.speciality, other.speciality),
            (&mut self.note, other.note),
        ] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
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

fn born(line: &mut Line<'_, Field>, reference: NaiveDate) -> Option<(i32, Option<u32>)> {
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
    Some((year, month))
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
        let (name, content) = (name_key(&row.name), row.content());
        let phone = row.phone.as_ref().map(|phone| (name.clone(), phone.canonical()));
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
            seen: row.name.clone(),
        });
        before.absorb(row);
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
    /// All it says, apart from where it stands.
    fn content(&self) -> String {
        let nowhere = Place {
            sheet: String::new(),
            row: 0,
        };
        format!(
            "{:?}",
            Self {
                at: nowhere,
                name: name_key(&self.name),
                ..self.clone()
            }
        )
    }
}
