//! Corrections as text: which field, what it said, what it says now, and whether that is personal. `decide` writes
//! these into events and `store::apply` reads them back, so both sides share this one file.

use super::event::FieldChange;
use super::fields::{Change, CitizenChange, CitizenField, Datum, OpinionField, ValueKind};
use super::mask::{mask_numbers, mask_phone, without_numbers};
use super::phone::parse_phone;
use super::pinyin;
use super::record::{CitizenDetails, Opinion};
use super::refusal::Refusal;
use super::shape::Class;
use super::text::called;

/// The reason of a correction that a split makes; screens say it in their language.
pub const SPLIT: &str = "split";
/// The reason of a correction that goes along when it is decided where a matter goes.
pub const SORTED: &str = "sorted";
/// The reason of a correction that a list of people makes: a phone stands there beside the name.
pub const LISTED: &str = "listed";
/// The reason of a correction that other rules made: the day was theirs.
pub const RECOUNTED: &str = "recounted";

impl Opinion {
    /// The value of a field as text, of what it says or of what came of it.
    pub fn text(&self, field: OpinionField) -> Option<String> {
        if field == OpinionField::Answer {
            self.answer.clone()
        } else if field == OpinionField::Class {
            self.class.clone()
        } else if field == OpinionField::Due {
            self.round()?.lead.due.as_ref().and_then(Datum::text)
        } else {
            self.details.text(field)
        }
    }
}

impl OpinionField {
    /// Those that are words.
    pub fn texts() -> impl Iterator<Item = Self> {
        let all = Self::ALL.iter().chain(Self::BESIDE).copied();
        all.filter(|field| field.class() == Class::Sealed)
    }

    /// Those that are one value in the open: not texts, and not deputies, who are records of their own.
    pub fn plain() -> impl Iterator<Item = Self> {
        let is_plain = |field: &Self| field.class() == Class::Open && field.kind() != ValueKind::Ids;
        Self::ALL.iter().copied().filter(is_plain)
    }

    /// Whether every filed matter says it: it is changed, and never emptied.
    pub fn is_needed(self) -> bool {
        [Self::Urgency, Self::Channel].contains(&self)
    }
}

impl CitizenField {
    /// Those that are a column each of the table.
    pub fn columns() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|field| field.class() != Class::Private)
    }

    /// Whether it is their name, as it is written or as it is heard.
    pub fn is_name(self) -> bool {
        [Self::Name, Self::Pinyin].contains(&self)
    }

    /// Whether somebody is called so.
    pub fn is_called(self) -> bool {
        [Self::Name, Self::OnBehalfOf].contains(&self)
    }

    /// The value of it as whoever may not read whole numbers reads it: of by what somebody is reached, how it begins and ends.
    pub fn without_numbers(self, text: &str) -> String {
        if self == Self::Phone {
            mask_phone(text)
        } else if self == Self::ReachNote {
            mask_numbers(text)
        } else {
            without_numbers(self.class(), text)
        }
    }

    /// Whether it says by what somebody is reached.
    pub fn reaches(self) -> bool {
        [Self::Phone, Self::ReachNote].contains(&self)
    }

    /// Whether it follows from another field and is corrected with that: nobody types a search key.
    pub fn follows(self) -> bool {
        [Self::Pinyin, Self::Anonymous].contains(&self)
    }
}

/// A change of an opinion with its old value; true when the value is personal and must be sealed.
pub fn opinion_change(to: &Change, o: &Opinion) -> (FieldChange, bool) {
    let field = to.field();
    // Words are corrected to what is left of them without blanks at their ends.
    let new = if let Change::Words(new) = to {
        Some(new.trim().to_owned())
    } else {
        to.text()
    };
    let change = FieldChange {
        field: field.key().to_owned(),
        old: o.text(field),
        new,
    };
    (change, field.class() != Class::Open)
}

/// A change of a person's particulars with its old value; true when the value is personal and must be sealed.
pub fn citizen_change(to: &CitizenChange, d: &CitizenDetails) -> (FieldChange, bool) {
    let field = to.field();
    let change = FieldChange {
        field: field.key().to_owned(),
        old: d.text(field),
        new: to.text().map(|text| match called(Some(&text)) {
            Some(name) if field.is_called() => name,
            _ => text,
        }),
    };
    (change, field.class() != Class::Open)
}

/// What somebody or something is called, where it is known; a telephone number is nobody's name.
pub fn may_be_called(name: Option<&String>) -> Result<Option<String>, Refusal> {
    let is_a_phone = |name: &String| parse_phone(name).is_ok_and(|phone| phone.is_mobile() || phone.area().is_some());
    if name.is_some_and(is_a_phone) {
        return Err(Refusal::NumberForName);
    }
    Ok(called(name))
}

impl CitizenDetails {
    /// As they are kept: without blanks around what was typed in words, and names in the one form they have.
    pub fn kept(&self) -> Result<Self, Refusal> {
        let mut kept = self.trimmed();
        for field in CitizenField::ALL.iter().filter(|field| field.is_called()) {
            // A text holds whatever is text.
            let _ = kept.set(*field, may_be_called(self.text(*field).as_ref())?.as_deref());
        }
        Ok(kept)
    }
}

/// The pinyin of a corrected name, for the search column; made from the name so that it can never disagree.
pub fn pinyin_of(name: Option<&str>) -> Option<String> {
    name.map(pinyin::search_key)
}
