//! 更正: what a form holds against what was filed. Only what the person changed is sent, so that two people who
//! correct different fields do not undo each other.

use super::entry::{self, said};
use super::spec::needs_date;
use crate::domain::code::{Channel, Reach, Scope, Urgency};
use crate::domain::command::{Change, CitizenChange};
use crate::domain::deadline::Deadline;
use crate::domain::moment::Day;
use crate::domain::pinyin;
use crate::domain::record::Citizen;
use crate::domain::rules::Ruleset;
use crate::domain::typed_date::Lean;
use crate::domain::view::OpinionFile;
use crate::form::{FieldId, Pick, Value, Values};
use crate::i18n::Lang;

/// What the fields of 更正 hold before anything is changed.
pub fn values(lang: Lang, rules: Option<&Ruleset>, file: &OpinionFile) -> Vec<(FieldId, Value)> {
    let (o, d) = (&file.opinion, &file.opinion.details);
    let text = |t: Option<&String>| t.map_or(Value::Empty, |t| Value::Text(t.clone()));
    let code = |c: Option<&str>| c.map_or(Value::Empty, |c| Value::Pick(Pick::of(c, "")));
    let category = d.category.as_deref().map(|c| {
        let found = rules.and_then(|r| r.category(c));
        Pick::of(c, found.map_or(c, |c| crate::i18n::history::label(lang, &c.label)))
    });
    let due = o.round().and_then(|r| r.lead.due).map(|d| d.day.to_string());
    let mark = |there: bool| {
        if there {
            Value::Text("1".to_owned())
        } else {
            Value::Empty
        }
    };
    let names = d.deputies.iter().zip(&file.deputies);
    vec![
        ("words", Value::Text(d.words.clone())),
        ("summary", text(d.summary.as_ref())),
        ("category", category.map_or(Value::Empty, Value::Pick)),
        ("place", text(d.place.as_ref())),
        ("urgency", code(d.urgency.map(Urgency::code))),
        ("channel", code(d.channel.map(Channel::code))),
        ("affected", text(d.affected.map(|n| n.to_string()).as_ref())),
        ("scope", code(d.scope.map(Scope::code))),
        (
            "deputies",
            Value::Picks(names.map(|(id, name)| Pick::of(id.to_string(), name)).collect()),
        ),
        ("confidential", Value::Flag(d.confidential)),
        ("papers", text(d.papers.as_ref())),
        ("papers_at", text(d.papers_at.as_ref())),
        ("answer", text(o.answer.as_ref())),
        ("class", code(o.class.as_deref())),
        ("due", text(due.as_ref())),
        ("may_say", mark(!is_only_counted(rules, file))),
        ("had_answer", mark(o.answer.is_some())),
        ("had_class", mark(o.class.is_some())),
        ("had_due", mark(o.round().is_some())),
    ]
}

/// What the fields of a person hold before anything is changed.
pub fn person_values(citizen: &Citizen, village: Option<&String>) -> Vec<(FieldId, Value)> {
    let d = &citizen.details;
    let text = |t: Option<&String>| t.map_or(Value::Empty, |t| Value::Text(t.clone()));
    let village = d
        .village
        .map(|v| Pick::of(v.to_string(), village.map_or("", String::as_str)));
    vec![
        ("name", text(d.name.as_ref())),
        ("phone", text(d.phone.as_ref())),
        ("village", village.map_or(Value::Empty, Value::Pick)),
        (
            "reach",
            d.reach.map_or(Value::Empty, |r| Value::Pick(Pick::of(r.code(), ""))),
        ),
        ("reach_note", text(d.reach_note.as_ref())),
        ("address", text(d.address.as_ref())),
        ("behalf", text(d.on_behalf_of.as_ref())),
        ("cannot_read", Value::Flag(d.cannot_read)),
        ("privacy", Value::Flag(d.privacy_told)),
    ]
}

/// The fields of a matter that differ from what was filed.
pub fn opinion(file: &OpinionFile, v: &Values, today: Day) -> Vec<Change> {
    let (o, d) = (&file.opinion, &file.opinion.details);
    let mut out = Vec::new();
    let words = v.text("words").trim();
    if words != d.words {
        out.push(Change::Words(words.to_owned()));
    }
    let mut line = |field, old: &Option<String>, make: fn(Option<String>) -> Change| {
        let new = said(v, field);
        if new != *old && v.get(field).is_some() {
            out.push(make(new));
        }
    };
    line("summary", &d.summary, Change::Summary);
    line("place", &d.place, Change::Place);
    line("papers", &d.papers, Change::Papers);
    line("papers_at", &d.papers_at, Change::PapersAt);
    let category = v.code("category").map(str::to_owned);
    if category != d.category {
        out.push(Change::Category(category));
    }
    let urgency = entry::coded(v, "urgency", Urgency::from_code);
    out.extend(urgency.filter(|u| Some(*u) != d.urgency).map(Change::Urgency));
    let channel = entry::coded(v, "channel", Channel::from_code);
    out.extend(channel.filter(|c| Some(*c) != d.channel).map(Change::Channel));
    let affected = v.number("affected").and_then(|n| n.try_into().ok());
    if affected != d.affected {
        out.push(Change::Affected(affected));
    }
    let scope = entry::coded(v, "scope", Scope::from_code);
    if scope != d.scope {
        out.push(Change::Scope(scope));
    }
    let deputies = entry::deputies(v);
    let same = deputies.len() == d.deputies.len() && deputies.iter().all(|x| d.deputies.contains(x));
    if !same {
        out.push(Change::Deputies(deputies));
    }
    if v.flag("confidential") != d.confidential {
        out.push(Change::Confidential(v.flag("confidential")));
    }
    let answer = said(v, "answer").filter(|a| o.answer.is_some() && Some(a) != o.answer.as_ref());
    out.extend(answer.map(Change::Answer));
    let class = v
        .code("class")
        .filter(|c| o.class.is_some() && Some(*c) != o.class.as_deref());
    out.extend(class.map(|c| Change::Class(c.to_owned())));
    let due = entry::day(v, "due", today, Lean::Nearest);
    let old_due = o.round().and_then(|r| r.lead.due).map(|d| d.day);
    out.extend(
        due.filter(|d| o.round().is_some() && Some(*d) != old_due)
            .map(|d| Change::Due(Deadline::on(d))),
    );
    out
}

/// The particulars of a person that differ from what was filed.
pub fn citizen(lang: Lang, c: &Citizen, v: &Values) -> Vec<CitizenChange> {
    let d = &c.details;
    let mut out = Vec::new();
    let name = said(v, "name");
    if name != d.name {
        let key = name.as_deref().map(pinyin::search_key);
        out.push(CitizenChange::Name(name, key));
    }
    let (phone, odd) = entry::phone(lang, v.text("phone"));
    let note = odd.or_else(|| said(v, "reach_note"));
    if phone != d.phone {
        out.push(CitizenChange::Phone(phone));
    }
    if note != d.reach_note {
        out.push(CitizenChange::ReachNote(note));
    }
    let reach = entry::coded(v, "reach", Reach::from_code);
    if reach != d.reach {
        out.push(CitizenChange::Reach(reach));
    }
    let village = entry::unit(v, "village");
    if village != d.village {
        out.push(CitizenChange::Village(village));
    }
    let address = said(v, "address");
    if address != d.address {
        out.push(CitizenChange::Address(address));
    }
    let behalf = said(v, "behalf");
    if behalf != d.on_behalf_of {
        out.push(CitizenChange::OnBehalfOf(behalf));
    }
    if v.flag("cannot_read") != d.cannot_read {
        out.push(CitizenChange::CannotRead(v.flag("cannot_read")));
    }
    if v.flag("privacy") != d.privacy_told {
        out.push(CitizenChange::PrivacyTold(v.flag("privacy")));
    }
    out
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
