//! Corrections as text: which field, what it said, what it says now, and whether that is personal. `decide` writes
//! these into events and `store::apply` reads them back, so both sides share this one file.

use super::command::{Change, CitizenChange};
use super::event::FieldChange;
use super::pinyin;
use super::record::{CitizenDetails, Opinion};

/// The reason of a correction that a split makes; screens say it in their language.
pub const SPLIT: &str = "split";
/// The reason of a correction that goes along when it is decided where a matter goes.
pub const SORTED: &str = "sorted";

fn change(field: &str, old: Option<String>, new: Option<String>) -> FieldChange {
    FieldChange {
        field: field.to_owned(),
        old,
        new,
    }
}

fn list<T: ToString>(items: &[T]) -> Option<String> {
    (!items.is_empty()).then(|| items.iter().map(T::to_string).collect::<Vec<_>>().join(","))
}

fn flag(on: bool) -> String {
    if on { "1" } else { "0" }.to_owned()
}

/// Which field a change is of, by its code.
pub const fn opinion_field(to: &Change) -> &'static str {
    match to {
        Change::Words(_) => "words",
        Change::Summary(_) => "summary",
        Change::Place(_) => "place",
        Change::Papers(_) => "papers",
        Change::PapersAt(_) => "papers_at",
        Change::Answer(_) => "answer",
        Change::Category(_) => "category",
        Change::Affected(_) => "affected",
        Change::Urgency(_) => "urgency",
        Change::Scope(_) => "scope",
        Change::Deputies(_) => "deputies",
        Change::Confidential(_) => "confidential",
        Change::Channel(_) => "channel",
        Change::Due(_) => "due",
        Change::Class(_) => "class",
    }
}

/// Which field a change of a person is of, by its code.
pub const fn citizen_field(to: &CitizenChange) -> &'static str {
    match to {
        CitizenChange::Name(..) => "name",
        CitizenChange::Phone(_) => "phone",
        CitizenChange::Reach(_) => "reach",
        CitizenChange::ReachNote(_) => "reach_note",
        CitizenChange::Village(_) => "village",
        CitizenChange::Address(_) => "address",
        CitizenChange::OnBehalfOf(_) => "on_behalf_of",
        CitizenChange::CannotRead(_) => "cannot_read",
        CitizenChange::PrivacyTold(_) => "privacy_told",
    }
}

/// A change of an opinion with its old value; true when the value is personal and must be sealed.
pub fn opinion_change(to: &Change, o: &Opinion) -> (FieldChange, bool) {
    let d = &o.details;
    let number = |n: Option<u32>| n.map(|n| n.to_string());
    let code_of_scope = |s: Option<super::code::Scope>| s.map(|s| s.code().to_owned());
    let (old, new, personal) = match to {
        Change::Words(new) => (Some(d.words.clone()), Some(new.trim().to_owned()), true),
        Change::Summary(new) => (d.summary.clone(), new.clone(), true),
        Change::Place(new) => (d.place.clone(), new.clone(), true),
        Change::Papers(new) => (d.papers.clone(), new.clone(), true),
        Change::PapersAt(new) => (d.papers_at.clone(), new.clone(), true),
        Change::Answer(new) => (o.answer.clone(), Some(new.clone()), true),
        Change::Category(new) => (d.category.clone(), new.clone(), false),
        Change::Affected(new) => (number(d.affected), number(*new), false),
        Change::Urgency(new) => (
            d.urgency.map(|u| u.code().to_owned()),
            Some(new.code().to_owned()),
            false,
        ),
        Change::Scope(new) => (code_of_scope(d.scope), code_of_scope(*new), false),
        Change::Deputies(new) => (list(&d.deputies), list(new), false),
        Change::Confidential(new) => (Some(flag(d.confidential)), Some(flag(*new)), false),
        Change::Channel(new) => (
            d.channel.map(|c| c.code().to_owned()),
            Some(new.code().to_owned()),
            false,
        ),
        Change::Due(new) => {
            let old = o.round().and_then(|r| r.lead.due).map(|d| d.to_string());
            (old, Some(new.to_string()), false)
        }
        Change::Class(new) => (o.class.clone(), Some(new.clone()), false),
    };
    (change(opinion_field(to), old, new), personal)
}

/// A change of a person's particulars with its old value; true when the value is personal and must be sealed.
pub fn citizen_change(to: &CitizenChange, d: &CitizenDetails) -> (FieldChange, bool) {
    let code_of_reach = |r: Option<super::code::Reach>| r.map(|r| r.code().to_owned());
    let (old, new, personal) = match to {
        CitizenChange::Name(new, _) => (d.name.clone(), new.clone(), true),
        CitizenChange::Phone(new) => (d.phone.clone(), new.clone(), true),
        CitizenChange::ReachNote(new) => (d.reach_note.clone(), new.clone(), true),
        CitizenChange::Address(new) => (d.address.clone(), new.clone(), true),
        CitizenChange::OnBehalfOf(new) => (d.on_behalf_of.clone(), new.clone(), true),
        CitizenChange::Reach(new) => (code_of_reach(d.reach), code_of_reach(*new), false),
        CitizenChange::Village(new) => (d.village.map(|v| v.to_string()), new.map(|v| v.to_string()), false),
        CitizenChange::CannotRead(new) => (Some(flag(d.cannot_read)), Some(flag(*new)), false),
        CitizenChange::PrivacyTold(new) => (Some(flag(d.privacy_told)), Some(flag(*new)), false),
    };
    (change(citizen_field(to), old, new), personal)
}

/// The pinyin of a corrected name, for the search column; made from the name so that it can never disagree.
pub fn pinyin_of(name: Option<&str>) -> Option<String> {
    name.map(pinyin::search_key)
}
