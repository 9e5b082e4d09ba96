//! Lists of units; villages are units too.

use std::collections::HashMap;

use super::dictionary::{DeputyField, Dictionary, UnitField as Field};
use super::error::ImportError;
use super::lines::{Line, no_header, walk};
use super::problem::{Parsed, Place, Problem, ProblemKind, in_order};
use super::section::after_ordinal;
use super::table::Sheet;
use crate::domain::code::UnitKind;
use crate::domain::record::UnitProfile;
use crate::domain::text::{is_han, name_key};

/// One unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitRow {
    /// Where the row stands.
    pub at: Place,
    /// What the row says, but for the kind; what it does not say is empty.
    pub profile: UnitProfile,
    /// 类别; none where the file does not say and the name does not tell.
    pub kind: Option<UnitKind>,
}

/// Reads a list of units.
pub fn units(sheets: &[Sheet], words: &Dictionary) -> Result<Parsed<UnitRow>, ImportError> {
    let fields = (Field::Name, Field::Serial);
    let mut parsed = walk(sheets, words, &words.units, fields, read)
        .map_err(|error| no_header(error, sheets, &words.deputies, DeputyField::Name))?;
    settle_repeats(&mut parsed);
    in_order(&mut parsed.problems, sheets);
    Ok(parsed)
}

fn read(line: &mut Line<'_, Field>, rows: &mut Vec<UnitRow>) {
    let (name_column, written) = line.label(Field::Name);
    let name = after_ordinal(&written).to_owned();
    if name.is_empty() {
        let column = line.header.columns_of(Field::Name).first().copied();
        line.report(column, ProblemKind::NoName, "");
        return;
    }
    if !name.chars().any(|c| c.is_alphabetic() || is_han(c)) || name.chars().count() > 60 {
        line.report(name_column, ProblemKind::NotAName, &name);
        return;
    }
    let (kind_column, label) = line.label(Field::Kind);
    let said = line.words.unit_kind(&label);
    if said.is_none() && !label.is_empty() {
        line.report(kind_column, ProblemKind::UnitKind, &label);
    }
    let text = |text: String| (!text.is_empty()).then_some(text);
    let row = UnitRow {
        at: line.place(),
        kind: said.or_else(|| kind_by_name(line, &name)),
        profile: UnitProfile {
            name,
            short: line.label(Field::Short).1,
            contact: text(line.label(Field::Contact).1),
            phone: line.phone(Field::Phone).map(|phone| phone.canonical()),
            scope: text(line.list(Field::Scope)),
            via: text(line.label(Field::Via).1),
            ..UnitProfile::default()
        },
    };
    match rows.last_mut() {
        Some(before) if line.continues && before.at.sheet == row.at.sheet => before.absorb(&row),
        _ => rows.push(row),
    }
}

/// Where the row does not say: the ending of a village's name, or the heading above.
fn kind_by_name(line: &Line<'_, Field>, name: &str) -> Option<UnitKind> {
    if line.words.is_village(name) {
        return Some(UnitKind::Village);
    }
    line.words.unit_kind(line.section.words())
}

impl UnitRow {
    fn absorb(&mut self, other: &Self) {
        self.kind = self.kind.or(other.kind);
        self.profile = std::mem::take(&mut self.profile).over(&other.profile);
    }
}

/// One name is one unit: a second row with it is dropped when it says the same, else taken together with the first.
fn settle_repeats(parsed: &mut Parsed<UnitRow>) {
    let mut kept: Vec<UnitRow> = Vec::with_capacity(parsed.rows.len());
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for row in std::mem::take(&mut parsed.rows) {
        let index = *by_name.entry(name_key(&row.profile.name)).or_insert(kept.len());
        let Some(before) = kept.get_mut(index) else {
            kept.push(row);
            continue;
        };
        let spelt_alike = UnitProfile {
            name: row.profile.name.clone(),
            ..before.profile.clone()
        };
        let same = spelt_alike == row.profile && before.kind == row.kind;
        let first = before.at.clone();
        let kind = if same {
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
    }
    parsed.rows = kept;
}
