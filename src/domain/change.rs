//! Corrections as text: which field, what it said, what it says now, and whether that is personal. `decide` writes
//! these into events and `store::apply` reads them back, so both sides share this one file.

use super::command::{Change, CitizenChange};
use super::event::FieldChange;
use super::pinyin;
use super::record::{CitizenDetails, Opinion};

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

/// A change of an opinion with its old value; true when the value is personal and must be sealed.
pub fn opinion_change(to: &Change, o: &Opinion) -> (FieldChange, bool) {
    let d = &o.details;
    let number = |n: Option<u32>| n.map(|n| n.to_string());
    match to {
        Change::Words(new) => (
            change("words", Some(d.words.clone()), Some(new.trim().to_owned())),
            true,
        ),
        Change::Summary(new) => (change("summary", d.summary.clone(), new.clone()), true),
        Change::Place(new) => (change("place", d.place.clone(), new.clone()), true),
        Change::Papers(new) => (change("papers", d.papers.clone(), new.clone()), true),
        Change::Answer(new) => (change("answer", o.answer.clone(), Some(new.clone())), true),
        Change::Category(new) => (change("category", d.category.clone(), new.clone()), false),
        Change::Affected(new) => (change("affected", number(d.affected), number(*new)), false),
        Change::Urgency(new) => (
            change(
                "urgency",
                d.urgency.map(|u| u.code().to_owned()),
                Some(new.code().to_owned()),
            ),
            false,
        ),
        Change::Scope(new) => {
            let code = |s: Option<super::code::Scope>| s.map(|s| s.code().to_owned());
            (change("scope", code(d.scope), code(*new)), false)
        }
        Change::Deputies(new) => (change("deputies", list(&d.deputies), list(new)), false),
        Change::Confidential(new) => (
            change("confidential", Some(flag(d.confidential)), Some(flag(*new))),
            false,
        ),
        Change::PapersAt(new) => (change("papers_at", d.papers_at.clone(), new.clone()), false),
        Change::Channel(new) => (
            change(
                "channel",
                d.channel.map(|c| c.code().to_owned()),
                Some(new.code().to_owned()),
            ),
            false,
        ),
        Change::Due(new) => {
            let old = o.round.as_ref().and_then(|r| r.due).map(|d| d.to_string());
            (change("due", old, Some(new.to_string())), false)
        }
        Change::Class(new) => (change("class", o.class.clone(), Some(new.clone())), false),
    }
}

/// A change of a person's particulars with its old value; true when the value is personal and must be sealed.
pub fn citizen_change(to: &CitizenChange, d: &CitizenDetails) -> (FieldChange, bool) {
    match to {
        CitizenChange::Name(new, _) => (change("name", d.name.clone(), new.clone()), true),
        CitizenChange::Phone(new) => (change("phone", d.phone.clone(), new.clone()), true),
        CitizenChange::ReachNote(new) => (change("reach_note", d.reach_note.clone(), new.clone()), true),
        CitizenChange::Address(new) => (change("address", d.address.clone(), new.clone()), true),
        CitizenChange::OnBehalfOf(new) => (change("on_behalf_of", d.on_behalf_of.clone(), new.clone()), true),
        CitizenChange::Reach(new) => {
            let code = |r: Option<super::code::Reach>| r.map(|r| r.code().to_owned());
            (change("reach", code(d.reach), code(*new)), false)
        }
        CitizenChange::Village(new) => (
            change("village", d.village.map(|v| v.to_string()), new.map(|v| v.to_string())),
            false,
        ),
        CitizenChange::CannotRead(new) => (
            change("cannot_read", Some(flag(d.cannot_read)), Some(flag(*new))),
            false,
        ),
        CitizenChange::PrivacyTold(new) => (
            change("privacy_told", Some(flag(d.privacy_told)), Some(flag(*new))),
            false,
        ),
    }
}

/// The pinyin of a corrected name, for the search column; made from the name so that it can never disagree.
pub fn pinyin_of(name: Option<&str>) -> Option<String> {
    name.map(pinyin::search_key)
}
