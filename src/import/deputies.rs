//! Rosters of deputies, resident councillors and advisers.

use super::born::born;
use super::dictionary::{Dictionary, bare};
use super::ends::End;
use super::error::ImportError;
use super::field::{DeputyField as Field, UnitField};
use super::header::{is_other_kind, no_header};
use super::level::level_stem;
use super::line::Line;
use super::lines::walk;
use super::named::{is_name, is_sex_or_name, people_in, without_marks, without_title};
use super::office::{Office, office};
use super::problem::{Parsed, Place, ProblemKind, in_order};
use super::same::{not_kept, settle_repeats};
use super::section::after_ordinal;
use super::table::Sheet;
use crate::domain::code::{Level, Sex};
use crate::domain::guess::describes;
use crate::domain::phones::{Prefer, phones_among};
use crate::domain::record::DeputyProfile;
use crate::domain::text::is_han;
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
    /// What stands beside the name to tell them from others who bear it: 小, 2, 石桥村.
    pub marks: Vec<String>,
    /// Whom the name may mean that a mark without a bracket was written into: 钱家栋小.
    pub perhaps: Vec<String>,
    /// Whether it says that they are in office no more.
    pub departed: bool,
}

/// Reads a roster. `reference` bounds dates of birth; nobody is born after it.
pub fn deputies(sheets: &[Sheet], words: &Dictionary, reference: NaiveDate) -> Result<Parsed<DeputyRow>, ImportError> {
    let (words, fields) = (&words.on(reference), (Field::Name, Field::Serial));
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
    let words = line.words;
    let whole = after_ordinal(&raw);
    // Signatures have a colon, and no bracket.
    let is_signed = whole.contains([':', '：']);
    let led = words.led(whole).filter(|_| !line.is_alone || !is_signed);
    if let Some((label, _)) = led.filter(|(label, _)| is_signed && words.is_signature(label)) {
        // Who signs below a list has a telephone too, and no number of the list.
        let is_numbered = !line.cells(Field::Serial).is_empty();
        if !words.is_role(label) {
            return line.leave_out(column, ProblemKind::NotAName, &written);
        }
        if !is_numbered {
            return line.ask(column, ProblemKind::Led, &written);
        }
    }
    let (label, whole) = led.map_or((None, whole), |(label, who)| (Some(label), who));
    if words.is_no_person(whole) {
        return line.leave_out(column, ProblemKind::NotAName, &written);
    }
    if is_sex_or_name(whole) && line.label(Field::Sex).1.is_empty() {
        return line.ask(column, ProblemKind::SexOrName, &written);
    }
    let mut named = people_in(whole, words);
    for (name, remark) in &mut named {
        if let Some((bare, title)) = without_title(name, line.words) {
            remark.push(title.to_owned());
            *name = bare.to_owned();
        }
    }
    let mut is_marked = false;
    for (name, remark) in &mut named {
        let bare = without_marks(name);
        if bare.len() < name.len() && !bare.is_empty() {
            (is_marked, *name) = (true, bare.to_owned());
        }
        if let Some((bare, mark)) = words.mark_behind(name) {
            remark.insert(0, mark.to_owned());
            *name = bare.to_owned();
        }
    }
    if is_marked {
        line.report(column, ProblemKind::Marked, &written);
    }
    if named.iter().all(|(name, _)| name.is_empty()) {
        let is_vacant = named
            .iter()
            .flat_map(|(_, remark)| remark)
            .any(|word| line.words.is_vacant(word));
        let kind = if is_vacant {
            ProblemKind::Vacant
        } else {
            ProblemKind::NoName
        };
        return line.leave_out(column, kind, &written);
    }
    let is_several = named.len() > 1;
    named.retain(|(name, _)| !line.words.is_vacant(name));
    if named.is_empty() {
        return line.leave_out(column, ProblemKind::Vacant, &written);
    }
    if line.is_alone && named.iter().any(|(name, _)| line.words.is_caption(name)) {
        return line.leave_out(column, ProblemKind::Caption, &written);
    }
    // What somebody is, or looks like, is nobody's name: 组长, 穿红衣服的.
    if !named
        .iter()
        .all(|(name, _)| is_name(name) && !line.words.is_post(name) && !describes(name))
    {
        return line.leave_out(column, ProblemKind::NotAName, &written);
    }
    let office = office(line);
    let departs = line.gone.is_some()
        || matches!(office, Office::Gone(_))
        || named
            .iter()
            .any(|(_, remark)| remark.iter().any(|word| line.words.has_departed(word)));
    let may_depart = named
        .iter()
        .flat_map(|(_, remark)| remark)
        .any(|word| line.words.may_depart(word));
    if may_depart && !departs {
        return line.ask(column, ProblemKind::OfficeUnclear, &written);
    }
    if let (Office::Unclear(column, text), false) = (&office, departs) {
        return line.ask(
            Some(*column),
            ProblemKind::OfficeUnclear,
            &[&written, " ", text].concat(),
        );
    }
    if line.is_struck(column) && !departs {
        return line.ask(column, ProblemKind::StruckName, &written);
    }
    if line.former.is_some() && !departs {
        return line.ask(column, ProblemKind::FormerList, &written);
    }
    if line.is_name_alone && !departs {
        return line.ask(column, ProblemKind::NameAlone, &written);
    }
    let mut common = profile(line, reference);
    if let Some(label) = label {
        match common.post {
            None => common.post = Some(label.to_owned()),
            Some(_) => named.iter_mut().for_each(|(_, remark)| remark.push(label.to_owned())),
        }
    }
    let said_gone = match &office {
        Office::Gone(text) => Some(text.as_str()),
        Office::In | Office::Later(..) | Office::Unclear(..) => line.gone,
    };
    if let Some(said) = said_gone {
        common.note = Some(match common.note.take() {
            Some(note) if line.words.says_departed(&note) => note,
            Some(note) => format!("{note}；{said}"),
            None => said.to_owned(),
        });
    }
    if let (Office::Later(at, said, is_apart), false) = (&office, departs) {
        line.report(Some(*at), ProblemKind::LeavesLater, said);
        let note = common.note.take();
        common.note = if *is_apart {
            Some(note.map_or_else(|| said.clone(), |note| format!("{note}；{said}")))
        } else {
            note
        };
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
        let (mut phone, mut aside) = line.phone(Field::Phone, Prefer::Mobile);
        let remarks = named.iter().flat_map(|(_, remark)| remark.iter().cloned());
        let said: Vec<String> = line.texts(Field::Note).into_iter().chain(remarks).collect();
        if let (Some(number), Some(said)) = (&phone, said.iter().find(|text| words.lends_number(text))) {
            line.report(
                line.header.columns_of(Field::Phone).first().copied(),
                ProblemKind::NotTheirs,
                said,
            );
            aside.push(number.to_string());
            phone = None;
        }
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
        let is_mark = |word: &&String| line.words.tells_apart(word);
        let marks: Vec<String> = remark.iter().filter(is_mark).cloned().collect();
        let perhaps = line.words.perhaps_marked(&profile.name);
        bracketed(&mut profile, &mut remark);
        let departed = said_gone.is_some()
            || remark.iter().any(|word| line.words.has_departed(word))
            || profile
                .note
                .as_deref()
                .is_some_and(|note| line.words.says_departed(note));
        if !departed
            && profile
                .note
                .as_deref()
                .is_some_and(|note| line.words.has_departed(note))
        {
            line.report(
                None,
                ProblemKind::StaysInOffice,
                profile.note.as_deref().unwrap_or_default(),
            );
        }
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
            marks,
            perhaps,
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
        team: said(line.label(Field::Team).1).or_else(|| line.team.map(str::to_owned)),
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
    pub(super) fn absorb(&mut self, other: &Self) {
        self.profile = std::mem::take(&mut self.profile).over(&other.profile);
        self.profile.levels.sort_unstable();
        self.marks.extend(other.marks.iter().cloned());
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
pub(super) fn is_tick(cell: &str) -> bool {
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
