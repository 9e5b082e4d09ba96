//! Between the words of a table and the profiles we keep.

use crate::app::layer::page::mask_phone;
use crate::domain::code::{Level, UnitKind};
use crate::domain::pinyin;
use crate::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use crate::i18n::{Lang, code};
use crate::import::{self as reader, DeputyRow, UnitRow};

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn text(of: Option<&String>) -> String {
    of.cloned().unwrap_or_default()
}

/// `1982` or `1982-11`.
fn born_text(born: Option<(i32, Option<u32>)>) -> Option<String> {
    born.map(|(year, month)| month.map_or_else(|| year.to_string(), |m| format!("{year}-{m:02}")))
}

fn born_of(text: &str) -> Option<(i32, Option<u32>)> {
    let (year, month) = text.split_once('-').map_or((text, None), |(y, m)| (y, m.parse().ok()));
    Some((year.parse().ok()?, month))
}

fn reader_level(l: Level) -> Option<reader::Level> {
    use reader::Level as R;
    let all = [
        R::National,
        R::Province,
        R::City,
        R::County,
        R::Town,
        R::Councillor,
        R::Adviser,
    ];
    all.into_iter().find(|r| r.code() == l.code())
}

fn reader_sex(text: Option<&String>) -> Option<reader::Sex> {
    let all = [reader::Sex::Male, reader::Sex::Female];
    text.and_then(|t| all.into_iter().find(|s| s.code() == t))
}

fn reader_kind(kind: UnitKind) -> Option<reader::UnitKind> {
    use reader::UnitKind as R;
    let all = [R::TownOffice, R::Village, R::County, R::Upper, R::Enterprise, R::Other];
    all.into_iter().find(|r| r.code() == kind.code())
}

/// A deputy who is there, as the planner compares one.
pub(super) fn deputy(id: usize, d: &Deputy) -> reader::ExistingDeputy<usize> {
    let p = &d.profile;
    reader::ExistingDeputy {
        id,
        name: p.name.clone(),
        sex: reader_sex(p.sex.as_ref()),
        nation: text(p.nation.as_ref()),
        born: p.born.as_deref().and_then(born_of),
        party: text(p.party.as_ref()),
        post: text(p.post.as_ref()),
        levels: p.levels.iter().filter_map(|l| reader_level(*l)).collect(),
        constituency: text(p.constituency.as_ref()),
        group: text(p.team.as_ref()),
        speciality: text(p.speciality.as_ref()),
        phone: text(p.phone.as_ref()),
        note: text(p.note.as_ref()),
    }
}

/// The row's words; what it leaves empty stays as it was.
pub(super) fn of_deputy(row: &DeputyRow, old: Option<&DeputyProfile>) -> DeputyProfile {
    let base = old.cloned().unwrap_or_default();
    let mut levels = base.levels;
    // One file lists the town's deputies, another the county's: a level is added here and ended elsewhere.
    for level in row.levels.iter().filter_map(|l| Level::from_code(l.code())) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    // A month that is known is not lost to a year alone.
    let born = born_text(row.born).filter(|new| !base.born.as_ref().is_some_and(|old| old.starts_with(new.as_str())));
    DeputyProfile {
        pinyin: pinyin::search_key(&row.name),
        name: row.name.clone(),
        levels,
        sex: row.sex.map(|s| s.code().to_owned()).or(base.sex),
        nation: said(&row.nation).or(base.nation),
        born: born.or(base.born),
        party: said(&row.party).or(base.party),
        post: said(&row.post).or(base.post),
        constituency: said(&row.constituency).or(base.constituency),
        team: said(&row.group).or(base.team),
        speciality: said(&row.speciality).or(base.speciality),
        phone: row
            .phone
            .as_ref()
            .map(crate::domain::phone::Phone::canonical)
            .or(base.phone),
        note: said(&row.note).or(base.note),
    }
}

/// A unit that is there, as the planner compares one.
pub(super) fn unit(id: usize, u: &Unit) -> reader::ExistingUnit<usize> {
    let p = &u.profile;
    reader::ExistingUnit {
        id,
        name: p.name.clone(),
        short: p.short.clone(),
        kind: reader_kind(p.kind),
        contact: text(p.contact.as_ref()),
        phone: text(p.phone.as_ref()),
        scope: text(p.scope.as_ref()),
        via: text(p.via.as_ref()),
    }
}

/// The row's words; what it leaves empty stays as it was.
pub(super) fn of_unit(row: &UnitRow, old: Option<&UnitProfile>) -> UnitProfile {
    let kind = row.kind.and_then(|k| UnitKind::from_code(k.code()));
    let short = said(&row.short)
        .or_else(|| old.map(|o| o.short.clone()))
        .unwrap_or_else(|| row.name.clone());
    let kept = |f: fn(&UnitProfile) -> &Option<String>| old.and_then(|o| f(o).clone());
    UnitProfile {
        pinyin: pinyin::unit_key(&row.name, &short),
        name: row.name.clone(),
        short,
        kind: kind.or_else(|| old.map(|o| o.kind)).unwrap_or(UnitKind::Other),
        contact: said(&row.contact).or_else(|| kept(|o| &o.contact)),
        phone: row
            .phone
            .as_ref()
            .map(crate::domain::phone::Phone::canonical)
            .or_else(|| kept(|o| &o.phone)),
        scope: said(&row.scope).or_else(|| kept(|o| &o.scope)),
        via: said(&row.via).or_else(|| kept(|o| &o.via)),
    }
}

/// What tells a new one apart, or which fields of a known one become what.
fn detail(new: bool, apart: Option<&String>, fields: &[(&str, Option<String>, Option<String>)]) -> String {
    if new {
        return text(apart);
    }
    let changed = fields.iter().filter(|(_, old, new)| old != new);
    let said: Vec<String> = changed
        .map(|(label, old, new)| match (old, new) {
            (Some(old), Some(new)) => format!("{label} {old} > {new}"),
            (_, new) => format!("{label} {}", text(new.as_ref())),
        })
        .collect();
    said.join("  ")
}

fn phone_shown(phone: Option<&String>) -> Option<String> {
    phone.map(|p| mask_phone(p, false))
}

pub(super) fn deputy_detail(lang: Lang, old: Option<&DeputyProfile>, new: &DeputyProfile) -> String {
    let t = &lang.texts().ask;
    let f = &lang.texts().field;
    let none = DeputyProfile::default();
    let was = old.unwrap_or(&none);
    let levels = |p: &DeputyProfile| said(&p.levels.iter().map(|l| code::level_short(lang, *l)).collect::<String>());
    let field = |label, of: fn(&DeputyProfile) -> &Option<String>| (label, of(was).clone(), of(new).clone());
    let fields = [
        (
            t.phone,
            phone_shown(was.phone.as_ref()),
            phone_shown(new.phone.as_ref()),
        ),
        (t.levels, levels(was), levels(new)),
        field(t.post, |p| &p.post),
        field(t.constituency, |p| &p.constituency),
        field(t.team, |p| &p.team),
        field(t.speciality, |p| &p.speciality),
        field(f.sex, |p| &p.sex),
        field(f.nation, |p| &p.nation),
        field(f.born, |p| &p.born),
        field(f.party, |p| &p.party),
        field(t.note, |p| &p.note),
    ];
    detail(old.is_none(), new.post.as_ref().or(new.constituency.as_ref()), &fields)
}

pub(super) fn unit_detail(lang: Lang, old: Option<&UnitProfile>, new: &UnitProfile) -> String {
    let t = &lang.texts().ask;
    let kind = |p: &UnitProfile| Some(code::unit_kind(lang, p.kind).to_owned());
    let was = old.unwrap_or(new);
    let field = |label, of: fn(&UnitProfile) -> &Option<String>| (label, of(was).clone(), of(new).clone());
    let fields = [
        (
            t.phone,
            phone_shown(was.phone.as_ref()),
            phone_shown(new.phone.as_ref()),
        ),
        (t.unit_name, Some(was.name.clone()), Some(new.name.clone())),
        (t.unit_short, Some(was.short.clone()), Some(new.short.clone())),
        (t.kind, kind(was), kind(new)),
        field(t.contact, |p| &p.contact),
        field(t.scope, |p| &p.scope),
        field(t.via, |p| &p.via),
    ];
    detail(old.is_none(), kind(new).as_ref(), &fields)
}
