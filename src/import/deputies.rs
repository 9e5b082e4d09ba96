//! Rosters of deputies, resident councillors and advisers.

use std::collections::HashMap;

use serde_json::Value;

use super::dictionary::{DeputyField as Field, Dictionary, UnitField, bare, outside_brackets};
use super::ends::End;
use super::error::ImportError;
use super::level::level_stem;
use super::lines::{Line, is_other_kind, no_header, walk};
use super::problem::{Parsed, Place, Problem, ProblemKind, in_order};
use super::section::after_ordinal;
use super::table::{Cell, Sheet};
use crate::domain::code::{Level, Sex};
use crate::domain::pinyin::is_compound_surname;
use crate::domain::record::DeputyProfile;
use crate::domain::shape::Class;
use crate::domain::text::{fold, is_han, name_key, squeeze};
use crate::domain::typed_date::{DateProblem, Lean, Typed, from_serial, parse_date_leaning};
use chrono::{Datelike, Months, NaiveDate};

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
    let mut named = people_in(after_ordinal(&raw.unwrap_or_default()));
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
    let mut common = profile(line, reference);
    if is_several {
        line.report(column, ProblemKind::SeveralNames, &written);
        // A number and a birthday are one person's.
        (common.phone, common.born) = (None, None);
    }
    let mut end = End::Taken;
    for (name, mut remark) in named {
        let mut profile = DeputyProfile { name, ..common.clone() };
        bracketed(&mut profile, &mut remark);
        let departed = remark.iter().any(|word| line.words.has_departed(word))
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
        match rows.last_mut() {
            Some(before) if line.continues && before.at.sheet == row.at.sheet && before.at.row != row.at.row => {
                let lost = not_kept(&before.profile.said(), &row.profile.said());
                if !lost.is_empty() {
                    let kind = ProblemKind::NotKept(before.at.clone());
                    line.report(None, kind, &[&row.profile.name, " ", &lost.join(" ")].concat());
                }
                before.absorb(&row);
                end = End::Together;
            }
            _ => rows.push(row),
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
        post: said(line.prose(Field::Post)),
        levels: levels(line),
        constituency: said(line.label(Field::Constituency).1),
        team: said(line.label(Field::Team).1),
        speciality: said(line.label(Field::Speciality).1),
        phone: line.phone(Field::Phone).map(|phone| phone.canonical()),
        note: said(line.prose(Field::Note)),
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

/// A name without the marks beside it: `★张三`, `*李四`.
pub(super) fn without_marks(name: &str) -> &str {
    name.trim_matches(|c: char| {
        !c.is_alphanumeric() && !is_han(c) && !matches!(c, '(' | ')' | '（' | '）' | '\u{E000}'..='\u{F8FF}')
    })
}

/// Whom a cell names, each with what stands in the bracket beside: on lines of their own, listed, or apart by blanks. One name that
/// was spread out or a surname of two characters before a blank is one person.
fn people_in(cell: &str) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for part in split_outside(cell, listed) {
        let mut words: Vec<(String, Vec<String>)> = Vec::new();
        for word in split_outside(part, char::is_whitespace) {
            let (name, remark) = name_and_remark(word);
            match words.last_mut() {
                Some((_, before)) if without_marks(&name).is_empty() => before.extend(remark),
                _ => words.push((name, remark)),
            }
        }
        let short = |(name, _): &(String, Vec<String>)| {
            let name = without_marks(name);
            name.chars().all(is_han) && (2..=3).contains(&name.chars().count())
        };
        let surname_apart = words.len() == 2 && words.first().is_some_and(|(word, _)| is_compound_surname(word));
        if words.len() > 1 && words.iter().all(short) && !surname_apart {
            all.extend(words);
        } else if !words.is_empty() {
            let remark = words.into_iter().flat_map(|(_, remark)| remark).collect();
            all.push((squeeze(&outside_brackets(part)), remark));
        }
    }
    all
}

/// Whether names are listed here.
pub(super) fn listed(c: char) -> bool {
    matches!(c, '、' | ',' | '，' | ';' | '；' | '/')
}

/// The parts of a text between separators that stand in no bracket, without the empty ones.
pub(super) fn split_outside(text: &str, separates: impl Fn(char) -> bool) -> Vec<&str> {
    let mut depth = 0usize;
    let parts = text.split(move |c: char| {
        if OPEN.contains(&c) {
            depth += 1;
        } else if CLOSE.contains(&c) {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && separates(c)
    });
    parts.filter(|part| !part.trim().is_empty()).collect()
}

const OPEN: [char; 6] = ['(', '（', '[', '［', '【', '〔'];
const CLOSE: [char; 6] = [')', '）', ']', '］', '】', '〕'];

impl DeputyRow {
    /// Takes over what it does not know from another row about the same person.
    fn absorb(&mut self, other: &Self) {
        self.profile = std::mem::take(&mut self.profile).over(&other.profile);
        self.profile.levels.sort_unstable();
    }
}

/// `李梅（女，回族）` is a name and two remarks, `（女）李梅` a name and one.
pub(super) fn name_and_remark(written: &str) -> (String, Vec<String>) {
    let mut inside = String::new();
    let mut depth = 0usize;
    for c in written.chars() {
        if OPEN.contains(&c) {
            depth += 1;
            inside.push('，');
        } else if CLOSE.contains(&c) {
            depth = depth.saturating_sub(1);
        } else if depth > 0 {
            inside.push(c);
        }
    }
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let remark = inside.split(apart).filter(|word| !word.is_empty()).map(str::to_owned);
    (squeeze(&outside_brackets(written)), remark.collect())
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
        // A day that is only kept as its number counts from where the workbook counts.
        Cell::Number(serial) if line.sheet.from_1904 && *serial > 9_999.0 && text.len() == 5 => {
            from_serial(serial + DAYS_1904)
                .map(Typed::Day)
                .ok_or(DateProblem::NotADate)
        }
        _ if !says_year(&text) => {
            line.report(Some(column), ProblemKind::NoYear, &text);
            return None;
        }
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
    // A program that was given no year writes this one: no deputy is younger than eighteen.
    let youngest = reference
        .with_day(1)
        .and_then(|first| first.checked_sub_months(Months::new(18 * 12)));
    if year < 1900 || begins.is_none_or(|begins| youngest.is_none_or(|youngest| begins > youngest)) {
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

/// Between the two ways of counting days.
pub(super) const DAYS_1904: f64 = 1462.0;

/// Whether a date says its year: `3月8日`, `12.5` and `0308` do not, and what is no date at all is told elsewhere.
fn says_year(text: &str) -> bool {
    let text = fold(text);
    let groups: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|g| !g.is_empty())
        .collect();
    let is_year = |group: &&str| match group.len() {
        4 => group.starts_with("19") || group.starts_with("20"),
        5.. => true,
        _ => false,
    };
    // Two groups of a digit or two, or four digits together, are a day of some year.
    let is_day = matches!(groups.as_slice(), [a, b] if a.len() <= 2 && b.len() <= 2)
        || matches!(groups.as_slice(), [one] if one.len() == 4);
    let is_day = is_day || text.contains('月');
    !is_day || text.contains('年') || groups.iter().any(is_year)
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
    let differ = pairs.filter_map(|((_, _, kept), (_, _, other))| {
        let (kept, other) = (kept.as_str()?, other.as_str()?);
        let differ = !kept.is_empty() && !other.is_empty() && name_key(kept) != name_key(other);
        differ.then(|| other.to_owned())
    });
    differ.collect()
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
