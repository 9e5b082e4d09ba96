//! Lists of units; villages are units too.

use std::collections::HashMap;

use super::dictionary::Dictionary;
use super::ends::End;
use super::error::ImportError;
use super::field::{DeputyField, UnitField as Field};
use super::header::{is_other_kind, no_header};
use super::line::Line;
use super::lines::walk;
use super::named::{listed, name_and_remark, split_outside, without_marks};
use super::plan_units::{is_one_village, village_stem};
use super::problem::{Parsed, Place, Problem, ProblemKind, in_order};
use super::same::not_kept;
use super::section::after_ordinal;
use super::table::Sheet;
use crate::domain::code::UnitKind;
use crate::domain::phones::Prefer;
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
    /// Whom the contact's name means without the mark that tells them from another of the name: 钱家栋 of 钱家栋（小）.
    pub contact_stem: Option<String>,
    /// Whether it says that the unit is no more.
    pub closed: bool,
}

/// Reads a list of units.
pub fn units(sheets: &[Sheet], words: &Dictionary) -> Result<Parsed<UnitRow>, ImportError> {
    let fields = (Field::Name, Field::Serial);
    if is_other_kind(
        sheets,
        (&words.units, Field::Name),
        (&words.deputies, DeputyField::Name),
    ) {
        return Err(ImportError::NoHeader {
            wanted: words.units.first_word(Field::Name),
            other_kind: true,
        });
    }
    let mut parsed = walk(sheets, words, &words.units, fields, read)
        .map_err(|error| no_header(error, sheets, &words.deputies, DeputyField::Name))?;
    settle_repeats(&mut parsed);
    in_order(&mut parsed.problems, sheets);
    Ok(parsed)
}

fn read(line: &mut Line<'_, Field>, rows: &mut Vec<UnitRow>) -> End {
    let (column, written) = line.label(Field::Name);
    let column = column.or_else(|| line.header.columns_of(Field::Name).first().copied());
    if line.words.is_no_unit(after_ordinal(&written)) {
        return line.leave_out(column, ProblemKind::NotAName, &written);
    }
    let numbered = after_ordinal(&written);
    let name = without_marks(numbered).to_owned();
    if name.len() < numbered.len() && !name.is_empty() {
        line.report(column, ProblemKind::Marked, &written);
    }
    if name.is_empty() {
        return line.leave_out(column, ProblemKind::NoName, &written);
    }
    if line.words.is_vacant(&name) {
        return line.leave_out(column, ProblemKind::Vacant, &written);
    }
    if !name.chars().any(|c| c.is_alphabetic() || is_han(c)) || name.chars().count() > 60 {
        return line.leave_out(column, ProblemKind::NotAName, &name);
    }
    let shown = line.cells(Field::Name).first().map(|(_, cell)| cell.shown());
    if are_several(line.words, after_ordinal(&shown.unwrap_or_default())) {
        return line.ask(column, ProblemKind::UnitsTogether, &written);
    }
    let (name, mut closed) = open_name(line.words, name);
    closed |= line.gone.is_some() || line.others().iter().any(|(_, text)| line.words.says_closed(text));
    if line.is_struck(column) && !closed {
        return line.ask(column, ProblemKind::StruckName, &written);
    }
    if line.is_name_alone && !closed {
        return line.ask(column, ProblemKind::NameAlone, &written);
    }
    let (kind_column, label) = line.label(Field::Kind);
    let said = line.words.unit_kind(&label);
    if line.words.says_closed(&label) {
        closed = true;
    } else if said.is_none() && !label.is_empty() {
        line.report(kind_column, ProblemKind::UnitKind, &label);
    }
    let text = |text: String| (!text.is_empty()).then_some(text);
    let contact = contact(line);
    let row = UnitRow {
        at: line.place(),
        closed,
        contact_stem: line.words.stem(&contact),
        kind: said.or_else(|| kind_by_name(line, &name)),
        profile: UnitProfile {
            name,
            short: line.label(Field::Short).1,
            contact: text(contact),
            phone: line.phone(Field::Phone, Prefer::First).0.map(|phone| phone.canonical()),
            scope: text(line.list(Field::Scope)),
            via: text(line.label(Field::Via).1),
            ..UnitProfile::default()
        },
    };
    let parts: Vec<&str> = split_outside(&row.profile.name, listed)
        .into_iter()
        .map(str::trim)
        .collect();
    if parts.len() > 1 && parts.iter().all(|part| line.words.is_village(part)) {
        line.report(column, ProblemKind::SeveralUnits, &written);
        let village = |part: &&str| UnitRow {
            profile: UnitProfile {
                name: (*part).to_owned(),
                short: String::new(),
                contact: None,
                phone: None,
                ..row.profile.clone()
            },
            kind: row.kind.or(Some(UnitKind::Village)),
            contact_stem: None,
            closed: row.closed,
            at: row.at.clone(),
        };
        rows.extend(parts.iter().map(village));
        return End::Taken;
    }
    if let Some(before) = line.goes_on.and_then(|at| rows.get_mut(at)) {
        let report = before.take_in(&row);
        if let ProblemKind::NotKept(_) = &report.kind {
            line.report(None, report.kind, &report.seen);
        }
        End::Together
    } else {
        rows.push(row);
        End::Taken
    }
}

/// Who is spoken to, without what they are where it stands before: 负责人（王五）.
fn contact(line: &Line<'_, Field>) -> String {
    let (_, written) = line.label(Field::Contact);
    line.words
        .led(&written)
        .map_or(written.clone(), |(_, who)| who.to_owned())
}

/// Whether a cell names several units, each with the whole of a name: listed, on lines of their own, with a word between them,
/// or apart by blanks and called alike. A blank alone may as well stand between a unit and the one it belongs to. Villages are
/// told apart.
fn are_several(words: &Dictionary, cell: &str) -> bool {
    let whole = |parts: &[&str]| {
        let long = |part: &&str| part.chars().filter(|c| is_han(*c)).count() > 2 && words.is_unit_named(part);
        let villages = || parts.iter().all(|part| words.is_village(part));
        parts.len() > 1 && parts.iter().all(long) && !villages()
    };
    let beside = |separates: fn(char) -> bool| -> Vec<&str> {
        let parts = split_outside(cell, separates).into_iter();
        parts.map(str::trim).collect()
    };
    let ends = |part: &&str| part.chars().last();
    let blank = beside(char::is_whitespace);
    let alike = blank.iter().all(|part| ends(part) == blank.first().and_then(ends));
    whole(&beside(|c| listed(c) || matches!(c, '\n' | '\r')))
        || whole(&beside(|c| matches!(c, '和' | '与' | '及')))
        || (alike && whole(&blank))
}

/// A name without what is said behind it that the unit is no more, and whether that was said.
fn open_name(words: &Dictionary, name: String) -> (String, bool) {
    if let Some((head, _)) = words.closed_behind(&name) {
        return (head.to_owned(), true);
    }
    let (bare, remark) = name_and_remark(&name);
    if remark.iter().any(|word| words.has_closed(word)) && !bare.is_empty() {
        return (bare, true);
    }
    (name, false)
}

/// Where the row does not say: the ending of a village's name, or the heading above.
fn kind_by_name(line: &Line<'_, Field>, name: &str) -> Option<UnitKind> {
    if line.words.is_village(name) {
        return Some(UnitKind::Village);
    }
    line.words.unit_kind(line.section.words())
}

impl UnitRow {
    /// Takes over what it does not know from another row about the same unit, and says what of that row is not kept.
    pub(super) fn take_in(&mut self, other: &Self) -> Problem {
        let spelt_alike = UnitProfile {
            name: other.profile.name.clone(),
            ..self.profile.clone()
        };
        let first = self.at.clone();
        let lost = not_kept(&spelt_alike.said(), &other.profile.said());
        let kind = if spelt_alike == other.profile && self.kind == other.kind {
            ProblemKind::Duplicate(first)
        } else if lost.is_empty() {
            ProblemKind::SameAs(first)
        } else {
            ProblemKind::NotKept(first)
        };
        self.kind = self.kind.or(other.kind);
        self.closed |= other.closed;
        self.profile = std::mem::take(&mut self.profile).over(&other.profile);
        Problem {
            at: other.at.clone(),
            column: String::new(),
            kind,
            seen: [other.profile.name.clone()]
                .into_iter()
                .chain(lost)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}

/// One name is one unit, whole or short: a second row with it is taken together with the first. Where the kind differs, or a
/// village only by what is called behind its name, it is left to the person.
fn settle_repeats(parsed: &mut Parsed<UnitRow>) {
    let mut kept: Vec<UnitRow> = Vec::with_capacity(parsed.rows.len());
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
    for row in std::mem::take(&mut parsed.rows) {
        let (name, short) = (name_key(&row.profile.name), name_key(&row.profile.short));
        let mut report = |kind: ProblemKind| {
            parsed.problems.push(Problem {
                at: row.at.clone(),
                column: String::new(),
                kind,
                seen: row.profile.name.clone(),
            });
        };
        let known = by_name.get(&name).copied();
        let before = known.and_then(|at| kept.get(at));
        let is_village = |before: &&UnitRow| is_one_village(&name_key(&before.profile.name), &name);
        let of_stem = by_stem.get(village_stem(&name)).into_iter().flatten();
        let question = match before {
            Some(before) => before
                .kind
                .zip(row.kind)
                .is_some_and(|(one, other)| one != other)
                .then(|| ProblemKind::OtherKind(before.at.clone())),
            None => of_stem
                .filter_map(|at| kept.get(*at))
                .find(is_village)
                .map(|before| ProblemKind::OneVillage(before.at.clone())),
        };
        if let Some(question) = question {
            report(question);
            parsed.ends.change(&row.at, End::Unsure);
            continue;
        }
        if before.is_none()
            && let Some(other) = by_name.get(&short).and_then(|at| kept.get(*at))
        {
            report(ProblemKind::OneShort(other.at.clone()));
        }
        let index = known.unwrap_or(kept.len());
        by_stem.entry(village_stem(&name).to_owned()).or_default().push(index);
        for key in [name, short].into_iter().filter(|key| !key.is_empty()) {
            by_name.entry(key).or_insert(index);
        }
        if let Some(before) = kept.get_mut(index) {
            parsed.ends.change(&row.at, End::Together);
            parsed.problems.push(before.take_in(&row));
        } else {
            kept.push(row);
        }
    }
    parsed.rows = kept;
}
