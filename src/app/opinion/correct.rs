//! 更正: what a form holds against what was filed. Only what the person changed is sent, so that two people who
//! correct different fields do not undo each other.

use crate::app::model::form::Changed;
use crate::app::model::{MatterAct, Task};
use crate::app::opinion::entry;
use crate::app::opinion::further::{self, RELAY_TO};
use crate::app::opinion::spec::needs_date;
use crate::domain::deadline::Deadline;
use crate::domain::event::Happened;
use crate::domain::fields::{Change, CitizenChange, CitizenField, Datum, OpinionField, ValueKind};
use crate::domain::id::CitizenId;
use crate::domain::moment::Day;
use crate::domain::part::Part;
use crate::domain::record::Citizen;
use crate::domain::rules::Ruleset;
use crate::domain::view::OpinionFile;
use crate::form::{FieldId, Pick, Value, Values};
use crate::i18n::Lang;
use std::collections::BTreeSet;

/// What the fields of 更正 hold before anything is changed.
pub fn values(lang: Lang, rules: Option<&Ruleset>, file: &OpinionFile) -> Vec<(FieldId, Value)> {
    let o = &file.opinion;
    let mark = |there: bool| {
        if there {
            Value::Text("1".to_owned())
        } else {
            Value::Empty
        }
    };
    let all = OpinionField::ALL.iter().chain(OpinionField::BESIDE);
    let mut out: Vec<_> = all
        .filter(|field| **field != OpinionField::MayRelay)
        .map(|field| (field.key(), value(lang, rules, file, *field)))
        .collect();
    out.extend(further::relay_values(o.details.may_relay.as_deref()));
    out.extend([
        ("may_say", mark(!is_only_counted(rules, file))),
        ("had_answer", mark(o.answer.is_some())),
        ("had_class", mark(o.class.is_some())),
        ("had_due", mark(o.round().is_some())),
        ("was_confidential", mark(o.details.confidential)),
    ]);
    out
}

fn value(lang: Lang, rules: Option<&Ruleset>, file: &OpinionFile, field: OpinionField) -> Value {
    let Some(text) = file.opinion.text(field) else {
        return Value::Empty;
    };
    match field.kind() {
        ValueKind::Ids => {
            let named = file.opinion.details.deputies.iter().zip(&file.deputies);
            Value::Picks(named.map(|(id, name)| Pick::of(id.to_string(), name)).collect())
        }
        ValueKind::Code if field == OpinionField::Category => {
            let label = crate::i18n::history::category(lang, rules, &text).to_owned();
            Value::Pick(Pick::of(text, label))
        }
        ValueKind::Due => Value::Text(certain(&text).map_or(text, |due| due.to_string().replace('T', " "))),
        ValueKind::Flag => Value::Flag(bool::read(Some(&text)) == Some(true)),
        ValueKind::Code => Value::Pick(Pick::of(text, "")),
        ValueKind::Text | ValueKind::Number => Value::Text(text),
    }
}

/// Who put a field of a form right last, as it stands on the record now, and when.
pub fn changed_by(task: &Task, file: &OpinionFile, whom: Option<CitizenId>, field: FieldId) -> Changed {
    let Task::On(act, _) = task else { return None };
    let of_person = CALLED
        .iter()
        .find(|(_, id)| *id == field)
        .map_or(field, |(own, _)| own.key());
    let (subject, key) = if *act == MatterAct::Correct {
        (file.opinion.id.0, field)
    } else if *act == MatterAct::Person {
        (whom.or(file.opinion.citizen)?.0, of_person)
    } else {
        return None;
    };
    let part = Part::field(key);
    let did = |h: &&Happened| h.subject == subject && h.kind.moves().contains(&part);
    let last = file.history.iter().rev().find(did)?;
    Some((last.by.clone(), last.at))
}

/// Fields of a person that forms, and drafts of before, call otherwise.
const CALLED: [(CitizenField, FieldId); 2] = [
    (CitizenField::OnBehalfOf, "behalf"),
    (CitizenField::PrivacyTold, "privacy"),
];

/// What a field of a person is called in forms.
fn of_person(field: CitizenField) -> FieldId {
    let called = CALLED.iter().find(|(other, _)| *other == field);
    called.map_or(field.key(), |(_, id)| id)
}

/// The particulars of a person that a form holds as they are kept.
fn particulars() -> impl Iterator<Item = CitizenField> {
    CitizenField::ALL.iter().copied().filter(|field| !field.follows())
}

/// What the fields of a person hold before anything is changed.
pub fn person_values(citizen: &Citizen, village: Option<&String>) -> Vec<(FieldId, Value)> {
    let value = |field: CitizenField| {
        let text = citizen.details.text(field)?;
        Some(match field.kind() {
            ValueKind::Ids => Value::Pick(Pick::of(text, village.map_or("", String::as_str))),
            ValueKind::Code => Value::Pick(Pick::of(text, "")),
            ValueKind::Flag => Value::Flag(bool::read(Some(&text)) == Some(true)),
            ValueKind::Text | ValueKind::Number | ValueKind::Due => Value::Text(text),
        })
    };
    particulars()
        .map(|field| (of_person(field), value(field).unwrap_or(Value::Empty)))
        .collect()
}

/// The fields of a matter that differ from what was filed.
pub fn opinion(lang: Lang, file: &OpinionFile, v: &Values, today: Day) -> Vec<Change> {
    let o = &file.opinion;
    let all = OpinionField::ALL.iter().chain(OpinionField::BESIDE).copied();
    // Who may be told instead of them is chosen, and named only where that is somebody.
    let is_chosen = |field| field == OpinionField::MayRelay && v.get(RELAY_TO).is_some();
    let on_form = all.filter(|field| v.get(field.key()).is_some() || is_chosen(*field));
    let change = |field: OpinionField| {
        let new = if is_chosen(field) {
            entry::relay(lang, v)
        } else {
            entry::typed(v, field.key(), field.kind(), today)
        };
        let is_same = match field.kind() {
            ValueKind::Ids => sorted(new.as_deref()) == sorted(o.text(field).as_deref()),
            // Nobody types a doubt.
            ValueKind::Due => new.as_deref().and_then(certain) == o.text(field).as_deref().and_then(certain),
            ValueKind::Text | ValueKind::Code | ValueKind::Number | ValueKind::Flag => new == o.text(field),
        };
        let may_be_empty = !field.is_needed() && !OpinionField::BESIDE.contains(&field);
        if is_same || (new.is_none() && !may_be_empty) {
            return None;
        }
        Change::read(field, new.as_deref())
    };
    on_form.filter_map(change).collect()
}

fn sorted(ids: Option<&str>) -> BTreeSet<&str> {
    ids.into_iter().flat_map(|ids| ids.split(',')).collect()
}

/// A due day without the doubt about it.
fn certain(due: &str) -> Option<Deadline> {
    let due: Deadline = due.parse().ok()?;
    let provisional = false;
    Some(Deadline { provisional, ..due })
}

/// The particulars of a person that differ from what was filed.
pub fn citizen(lang: Lang, c: &Citizen, v: &Values, today: Day) -> Vec<CitizenChange> {
    let (phone, odd) = entry::phone(lang, v.text("phone"));
    let change = |field: CitizenField| {
        let typed = || entry::typed(v, of_person(field), field.kind(), today);
        let new = if field == CitizenField::Phone {
            phone.clone()
        } else if field == CitizenField::ReachNote {
            odd.clone().or_else(typed)
        } else {
            typed()
        };
        (new != c.details.text(field)).then(|| CitizenChange::read(field, new.as_deref()))?
    };
    particulars().filter_map(change).collect()
}

/// Nothing that was said may be kept of it: what is asked for is only how it was counted.
pub fn is_only_counted(rules: Option<&Ruleset>, file: &OpinionFile) -> bool {
    let reason = file
        .opinion
        .guidance
        .as_deref()
        .zip(rules)
        .and_then(|(code, r)| r.reason(code));
    reason.is_some_and(|r| r.keeps_nothing)
}

/// Whether the class in a form needs the day that was planned.
pub fn is_dated(rules: Option<&Ruleset>, code: Option<&str>) -> bool {
    code.is_some_and(|c| needs_date(rules, c))
}
