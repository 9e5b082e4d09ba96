//! The kinds of events.
//!
//! Each kind is one row of the write it is there for (`domain::write`): what it is about, its stored name, the version written
//! today, its fields with the class of each, and the parts of the record it moves. The class says where a field is kept: in the open body, under the key of the event's subject and gone with it,
//! or under the station's own key, which stays. What is typed in words is sealed unless its row says why not; nothing that
//! stands open in the log can ever be taken back.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::code::{
    Agreement, Channel, Grade, NumberFamily, Presence, Reached, Role, SecondCopy, Section, StationKind, Struck,
    VisitState, Way,
};
use crate::domain::deadline::{Deadline, SetBy};
use crate::domain::entry::{Arrival, GuideEntry, PartEntry, SpotEntry};
use crate::domain::fields::{CitizenDetails, CitizenField, OpinionDetails, across};
use crate::domain::id::{AccountId, CitizenId, DeputyId, OpinionId, SessionId, UnitId, VisitId};
use crate::domain::mask::without_numbers;
use crate::domain::moment::{Day, Moment};
use crate::domain::part::Part;
use crate::domain::record::{Asker, DeputyProfile, SessionFrame, UnitProfile};
use crate::domain::refusal::Subject;
use crate::domain::rules::{Code, Limit, Ruleset};
use crate::domain::shape::{Class, Shape};

/// A corrected field with both values as text: codes, ISO dates, ids.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field (`domain::change`).
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// Fields of an event of correction; of an erased one only that words were changed is known.
fn corrected(open: &[FieldChange], sealed: Option<&[FieldChange]>) -> Vec<Part> {
    let all = open.iter().chain(sealed.unwrap_or_default());
    all.map(|c| Part::field(&c.field)).collect()
}

/// All kinds, in rows: what it is about, which it is, its stored name and version, its fields, the record or what was said that
/// it says whole if it does, and what it moves, of which its fields may be named. Behind the sign stand those of a matter.
macro_rules! kinds {
    (kinds [($d:tt)
        $($(#[$meta:meta])* $noun:ident $variant:ident $name:literal $ver:literal {
            $($class:ident $($why:literal)? $field:ident : $ty:ty,)*
        } $(whole $said:ident : $entry:ident)? moves $moves:expr;)+
        @
        $($(#[$of_meta:meta])* $of_noun:ident $of_variant:ident $of_name:literal $of_ver:literal {
            $($of_class:ident $($of_why:literal)? $of_field:ident : $of_ty:ty,)*
        } $(whole $part:ident : $record:ident)? moves $of_moves:expr;)+
    ]) => {
        /// What kind of thing happened, with everything that was said. A sealed field is none where nothing was said, and
        /// where its key is gone.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind")]
        #[allow(clippy::large_enum_variant)] // a matter that is filed says most, and few events are at hand at once
        pub enum Kind {
            $($(#[$meta])* #[serde(rename = $name)] $variant {
                $($field: $ty,)*
                $(#[serde(flatten)] $said: $entry)?
            },)+
            $($(#[$of_meta])* #[serde(rename = $of_name)] $of_variant {
                $($of_field: $of_ty,)*
                $(#[serde(flatten)] $part: $record)?
            }),+
        }

        $($crate::domain::shape::payload! { $variant $($field: $ty)* $($said: $entry)? })+
        $($crate::domain::shape::payload! { $of_variant $($of_field: $of_ty)* $($part: $record)? })+

        /// Does with what an event says whatever is done with the payload of its kind, where `event` is in scope.
        macro_rules! with_payload {
            ($d kind:expr, $d payload:ident => $d done:expr) => {
                match $d kind {
                    $(event::Kind::$variant { $($field,)* $($said)? } => {
                        let $d payload = event::$variant { $($field,)* $($said)? };
                        $d done
                    })+
                    $(event::Kind::$of_variant { $($of_field,)* $($part)? } => {
                        let $d payload = event::$of_variant { $($of_field,)* $($part)? };
                        $d done
                    })+
                }
            };
        }

        pub(crate) use with_payload;

        /// What happened to a matter.
        #[derive(Clone, Copy)]
        #[allow(dead_code)] // of what it says each reads what it needs
        pub enum OfMatter<'k> {
            $($of_variant { $($of_field: &'k $of_ty,)* $($part: &'k $record)? }),+
        }

        impl Kind {
            /// Every kind there is, in the order of the rows.
            pub const ALL: &'static [&'static $crate::domain::shape::Shape] = &[
                $($crate::domain::shape::shape!($noun $name $ver [$($class $($why)? $field: $ty,)*] $($entry)?),)+
                $($crate::domain::shape::shape!($of_noun $of_name $of_ver [$($of_class $($of_why)? $of_field: $of_ty,)*] $($record)?)),+
            ];

            /// What is known of this kind beside its values.
            pub const fn shape(&self) -> &'static $crate::domain::shape::Shape {
                match self {
                    $(Self::$variant { .. } => $crate::domain::shape::shape!($noun $name $ver [$($class $($why)? $field: $ty,)*] $($entry)?),)+
                    $(Self::$of_variant { .. } => $crate::domain::shape::shape!($of_noun $of_name $of_ver [$($of_class $($of_why)? $of_field: $of_ty,)*] $($record)?)),+
                }
            }

            /// The parts of its record that it moves.
            #[allow(unused_variables)] // a row names of its fields what it needs
            pub fn moves(&self) -> Vec<$crate::domain::part::Part> {
                match self {
                    $(Self::$variant { $($field,)* $($said)? } => $moves.into(),)+
                    $(Self::$of_variant { $($of_field,)* $($part)? } => $of_moves.into()),+
                }
            }

            /// Itself where it happened to a matter.
            pub const fn of_matter(&self) -> Option<OfMatter<'_>> {
                match self {
                    $(Self::$variant { .. })|+ => None,
                    $(Self::$of_variant { $($of_field,)* $($part)? } => {
                        Some(OfMatter::$of_variant { $($of_field,)* $($part)? })
                    }),+
                }
            }
        }
    };
}

families! { kinds [($)
    /// A backup was restored: numbers of this file go on beyond any that the lost one may have given.
    Station LineageBegun "lineage_begun" 1 {
        Open "a letter" lineage: String,
        Open opinions: u32,
        Open tickets: u32,
    } moves [];
    /// A copy of the file was made and read back whole, or could not be. The store says it, which has looked: no program can.
    Station BackupTaken "backup_taken" 1 {
        Kept name: Option<String>,
        Kept folder: Option<String>,
        Open ok: bool,
        Open named: bool,
        Open upto: i64,
        Open bytes: i64,
        Open "a hash of the copy" sum: String,
        Open second: SecondCopy,
        Open dropped: Vec<i64>,
    } moves [];
] kinds }

impl Kind {
    /// The stored name of the kind.
    pub const fn name(&self) -> &'static str {
        self.shape().name
    }

    /// What it is about, which is also who owns its key.
    pub const fn noun(&self) -> Subject {
        self.shape().noun
    }

    /// Whether it says anything that is kept under its subject's own key and nowhere else.
    pub fn has_words(&self) -> bool {
        let Ok(Value::Object(said)) = serde_json::to_value(self) else {
            return true;
        };
        let mut sealed = self.shape().fields().filter(|field| field.class.is_only_own());
        sealed.any(|field| said.get(field.name).is_some_and(|value| !value.is_null()))
    }

    /// The same with a sign in the place of every text that does not stand open for ever, and of every field that a covered
    /// screen does not show; none where it cannot be said so.
    pub fn covered(&self, sign: &str) -> Option<Self> {
        let mut said = serde_json::to_value(self).ok()?;
        for field in self.shape().fields() {
            let Some(value) = said.get_mut(field.name) else {
                continue;
            };
            if field.class != Class::Open {
                retell(value, None, &|_, _| sign.to_owned());
            } else if is_hidden(field.name) {
                // A code or a number has no place for a sign.
                value.take();
            } else {
                cover_changes(value, sign);
            }
        }
        serde_json::from_value(said).ok()
    }

    /// The same as whoever may not read whole numbers reads it; none where it cannot be said so.
    pub fn without_numbers(&self) -> Option<Self> {
        let mut said = serde_json::to_value(self).ok()?;
        for field in self.shape().fields().filter(|field| field.class != Class::Open) {
            let told = |key: Option<&str>, text: &str| match key.and_then(CitizenField::of_key) {
                Some(of) => of.without_numbers(text),
                None => without_numbers(field.class, text),
            };
            if let Some(value) = said.get_mut(field.name) {
                retell(value, Some(field.name), &told);
            }
        }
        serde_json::from_value(said).ok()
    }

    /// What is known of the kind of a stored name; none when this program does not know it.
    pub fn named(name: &str) -> Option<&'static Shape> {
        Self::ALL.iter().find(|shape| shape.name == name).copied()
    }
}

/// Whether a covered screen does not show a field of a matter or of a person.
fn is_hidden(key: &str) -> bool {
    across(key).is_some_and(|class| class != Class::Open)
}

/// Of corrections that stand open, covers those of fields that a covered screen does not show.
fn cover_changes(value: &mut Value, sign: &str) {
    for change in value.as_array_mut().into_iter().flatten() {
        if change.get("field").and_then(Value::as_str).is_some_and(is_hidden) {
            retell(change, None, &|_, _| sign.to_owned());
        }
    }
}

/// Says every text otherwise, by the field that it is of; which field a correction is of stays.
fn retell(value: &mut Value, key: Option<&str>, say: &dyn Fn(Option<&str>, &str) -> String) {
    match value {
        Value::String(text) => *text = say(key, text),
        Value::Array(items) => items.iter_mut().for_each(|item| retell(item, key, say)),
        Value::Object(fields) => {
            let of = fields.get("field").and_then(Value::as_str).map(str::to_owned);
            for (name, value) in fields.iter_mut().filter(|(name, _)| *name != "field") {
                retell(value, of.as_deref().or(Some(name)), say);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::event::About;
    use crate::domain::shape::Field;

    /// What cannot hold words. A type that is not here has to say why it stands open, whatever it is called.
    const PLAIN: &[&str] = &[
        "bool",
        "u8",
        "u16",
        "u32",
        "i32",
        "i64",
        "Day",
        "Moment",
        "Deadline",
        "SetBy",
        "AccountId",
        "CitizenId",
        "DeputyId",
        "OpinionId",
        "PointId",
        "SessionId",
        "UnitId",
        "VisitId",
        "Agreement",
        "Asker",
        "Channel",
        "Consent",
        "Grade",
        "Limit",
        "NumberFamily",
        "Presence",
        "Priority",
        "Reach",
        "Reached",
        "Role",
        "Scope",
        "SecondCopy",
        "Section",
        "Sex",
        "StationKind",
        "Struck",
        "Urgency",
        "VisitState",
        "Way",
    ];

    fn is_plain(ty: &str) -> bool {
        let ty = ty.replace(' ', "");
        let inner = |ty: &str| {
            let inside = ty.strip_prefix("Option<").or_else(|| ty.strip_prefix("Vec<"))?;
            inside.strip_suffix('>').map(str::to_owned)
        };
        inner(&ty).map_or_else(|| PLAIN.contains(&ty.as_str()), |ty| is_plain(&ty))
    }

    #[test]
    fn every_field_says_where_it_is_kept_and_open_words_say_why() {
        let mut names = BTreeSet::new();
        let check = |place: &str, field: &Field| match field.class {
            Class::Open => assert_eq!(
                is_plain(field.ty),
                field.why.is_none(),
                "{place} stands open: {}",
                field.ty
            ),
            Class::Sealed | Class::Private | Class::OwnOrKept | Class::Kept => assert!(
                // A text of a record that is said whole reads as empty.
                field.ty.starts_with("Option") || field.ty == "String" && place.starts_with("opinion_filed."),
                "{place} must read as none without its key"
            ),
        };
        for field in About::FIELDS {
            check(&format!("beside.{}", field.name), field);
        }
        for shape in Kind::ALL {
            assert!(names.insert(shape.name), "{} stands twice", shape.name);
            assert!(shape.ver >= 1);
            for field in shape.fields() {
                let place = format!("{}.{}", shape.name, field.name);
                let beside = About::FIELDS.iter().any(|other| other.name == field.name);
                assert!(field.name != "kind" && !beside, "{place}");
                check(&place, field);
                assert!(
                    !field.class.is_own() || shape.has_own_key(),
                    "{place}: a {:?} has no key of its own",
                    shape.noun
                );
                assert!(
                    field.class != Class::OwnOrKept || shape.noun == Subject::Opinion,
                    "{place}: only a matter may be one of which nothing is kept"
                );
            }
        }
        assert!(names.len() > 45);
    }

    #[test]
    fn a_kind_is_found_by_its_stored_name_and_tells_its_own() {
        let kind = Kind::VisitCalled { table: 2 };
        assert_eq!(kind.name(), "visit_called");
        assert_eq!(Kind::named(kind.name()), Some(kind.shape()));
        assert_eq!(serde_json::to_value(&kind).unwrap()["kind"], "visit_called");
        assert_eq!(Kind::named("from_a_later_year"), None);
    }
}
