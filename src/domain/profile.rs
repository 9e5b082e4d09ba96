//! What an event carries whole of a deputy, a unit, a planned reception. They read for ever: whatever key an older one does
//! not have gets the default that stands here. Only the day of a plan has none.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::born::born_form;
use super::code::{Level, SessionKind, Sex, UnitKind};
use super::moment::{Day, TimeOfDay};
use super::pinyin::{search_key, unit_key};
use super::shape::Class;
use super::spelling::spelt::{Field, Names, Said, Spelt, entry, spelt};
use super::text::{name_key, squeeze};

/// A row of a profile: what is made from the others is not said.
macro_rules! row {
    (say Made $name:ident $value:expr) => {
        None
    };
    (say $class:ident $name:ident $value:expr, $told:ident) => {
        row!(say $told $name $value)
    };
    (say $class:ident $name:ident $value:expr) => {
        Some((
            stringify!($name),
            Class::$class,
            serde_json::to_value(&$value).unwrap_or_default(),
        ))
    };
    (fields Made $name:ident $ty:ty, $to:expr) => {};
    (fields $class:ident $name:ident $ty:ty, $to:expr) => {
        <$ty as Spelt>::fields(stringify!($name), $to);
    };
    (read Made $name:ident $from:expr $(, $most:ident)?) => {
        Default::default()
    };
    (over Made $new:expr, $before:expr) => {
        Default::default()
    };
    (over $class:ident $new:expr, $before:expr) => {
        Unsaid::or_before($new, &$before)
    };
    (read $class:ident $name:ident $from:expr $(, $most:ident)?) => {
        Spelt::read(stringify!($name), $from.room(spelt!(@most $($most)?)))?
    };
}

/// A value that may be left unsaid: what was known before then stays.
trait Unsaid: Sized {
    fn or_before(self, before: &Self) -> Self;

    /// As it was spelt before where it says the same.
    fn spelt_as(self, _: &Self) -> Self {
        self
    }
}

impl Unsaid for String {
    fn or_before(self, before: &Self) -> Self {
        if self.is_empty() { before.clone() } else { self }
    }

    fn spelt_as(self, before: &Self) -> Self {
        let same = name_key(&self) == name_key(before);
        if same { before.clone() } else { self }
    }
}

impl Unsaid for Option<String> {
    fn or_before(self, before: &Self) -> Self {
        self.or_else(|| before.clone())
    }

    fn spelt_as(self, before: &Self) -> Self {
        match (self, before) {
            (Some(new), Some(old)) => Some(new.spelt_as(old)),
            (new, _) => new,
        }
    }
}

/// One list names the town's deputies, another the county's: a level is added here and ended elsewhere.
impl Unsaid for Vec<Level> {
    fn or_before(self, before: &Self) -> Self {
        let new = self.into_iter().filter(|level| !before.contains(level));
        before.iter().copied().chain(new).collect()
    }
}

impl Unsaid for UnitKind {
    fn or_before(self, _: &Self) -> Self {
        self
    }
}

/// What is known of somebody or something on a list, one row a field: class, name, type. The whole profile travels in the event;
/// lists, what other programs say and read, and what a change leaves as it is go through the rows.
macro_rules! profiles {
    ($(
        $(#[$meta:meta])* $profile:ident $keys:ident { $($(#[$doc:meta])* $class:ident $name:ident: $ty:ty $(as $most:ident)? $(=> $told:ident)?,)+ }
        made $make:expr;
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $profile {
            $($(#[$doc])* pub $name: $ty),+
        }

        /// What its fields are called wherever they are named: a name that is none does not compile.
        #[derive(Clone, Copy, Debug)]
        #[allow(dead_code, reason = "a form asks for some of them")]
        pub struct $keys {
            $($(#[$doc])* pub $name: &'static str),+
        }

        impl $profile {
            /// What its fields are called.
            pub const KEYS: $keys = $keys { $($name: stringify!($name)),+ };

            /// What it says: name, class and value of each field, in order. A row may name behind its type another class to
            /// tell it by than it is kept in.
            pub fn said(&self) -> Vec<(&'static str, Class, Value)> {
                let rows = [$(row!(say $class $name self.$name $(, $told)?)),+];
                rows.into_iter().flatten().collect()
            }

            /// This over what was known before: what it leaves unsaid stays as it was. What is made from the rest is
            /// to be made anew.
            #[must_use]
            pub fn over(self, before: &Self) -> Self {
                Self { $($name: row!(over $class self.$name, before.$name)),+ }
            }

            /// This where a text that is only spelt otherwise than what was known before is spelt as it was.
            #[must_use]
            pub fn spelt_as(self, before: &Self) -> Self {
                Self { $($name: self.$name.spelt_as(&before.$name)),+ }
            }

            /// It with these fields said otherwise, and said no more where a value is null; one that is none of its field's
            /// is an error.
            pub fn with(&self, said: impl IntoIterator<Item = (&'static str, Value)>) -> Result<Self, serde_json::Error> {
                let mut all: BTreeMap<String, Value> = serde_json::from_value(serde_json::to_value(self)?)?;
                all.extend(said.into_iter().map(|(key, value)| (key.to_owned(), value)));
                all.retain(|_, value| !value.is_null());
                Ok(serde_json::from_value::<Self>(serde_json::to_value(all)?)?.made())
            }

            /// Makes what follows from the rest, such as the key it is searched by.
            #[must_use]
            pub fn made(mut self) -> Self {
                let make: fn(&mut Self) = $make;
                make(&mut self);
                self
            }
        }

        impl Spelt for $profile {
            fn fields(_: &'static str, to: &mut Vec<Field>) {
                $(row!(fields $class $name $ty, to);)+
            }

            fn read<N: Names>(_: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
                Ok(Self { $($name: row!(read $class $name from $(, $most)?)),+ }.made())
            }
        }
    )+};
}

profiles! {
    /// What the roster says of a deputy.
    DeputyProfile DeputyKeys {
        /// Name; may repeat among deputies.
        Open name: String,
        /// Search key in pinyin (`domain::pinyin`).
        Made pinyin: String,
        /// Every congress the person belongs to.
        Open levels: Vec<Level>,
        /// The code of [`Sex`]; what older files say otherwise is read as that.
        Open sex: Option<String>,
        /// Nationality as written.
        Open nation: Option<String>,
        /// `1982` or `1982-11`.
        Open born: Option<String>,
        /// Party as written.
        Open party: Option<String>,
        /// Work unit and post.
        Open post: Option<String> => Sealed,
        /// Constituency.
        Open constituency: Option<String> => Sealed,
        /// Deputies' group.
        Open team: Option<String> => Sealed,
        /// Professional group; routes matters.
        Open speciality: Option<String> => Sealed,
        /// Digits only.
        Private phone: Option<String>,
        /// Note of the roster.
        Open note: Option<String> as WORDS => Sealed,
    }
    made |deputy| {
        deputy.name = squeeze(&deputy.name);
        deputy.pinyin = search_key(&deputy.name);
        deputy.sex = deputy.sex.take().map(Sex::code_of);
        deputy.born = deputy.born.take().map(|born| born_form(&born).unwrap_or(born));
    };

    /// What the list of units says of one; without a short name people say the whole one.
    UnitProfile UnitKeys {
        /// Full name.
        Open name: String,
        /// Short name, what people say.
        Open short: String,
        /// Search key in pinyin of both names.
        Made pinyin: String,
        /// What kind.
        Open kind: UnitKind,
        /// Contact person.
        Open contact: Option<String> => Sealed,
        /// Digits only; an office's number is nobody's personal data.
        Open phone: Option<String>,
        /// What it handles, as keywords.
        Open scope: Option<String> => Sealed,
        /// Reached by way of another unit (经由), by name.
        Open via: Option<String> => Sealed,
    }
    made |unit| {
        unit.name = squeeze(&unit.name);
        unit.short = squeeze(&unit.short);
        if unit.short.is_empty() {
            unit.short.clone_from(&unit.name);
        }
        unit.pinyin = unit_key(&unit.name, &unit.short);
    };
}

entry! {
    /// The plan of a reception.
    #[derive(Clone, Debug, PartialEq, Eq)]
    SessionPlan {
        day: Day,
        starts: TimeOfDay,
        ends: TimeOfDay,
        place: String,
        kind: SessionKind,
        /// Number of reception tables, 1 or more.
        tables: u8,
        theme: Option<String>,
    }
}

impl SessionPlan {
    /// What of it is no words.
    pub const fn frame(&self) -> SessionFrame {
        SessionFrame {
            day: self.day,
            starts: self.starts,
            ends: self.ends,
            kind: self.kind,
            tables: self.tables,
        }
    }
}

/// What of a plan an event says openly; place and theme are words and stand apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "FrameRead")]
pub struct SessionFrame {
    pub day: Day,
    pub starts: TimeOfDay,
    pub ends: TimeOfDay,
    pub kind: SessionKind,
    /// Number of reception tables, 1 or more.
    pub tables: u8,
}

/// A frame as it is written: all but the day has a default.
#[derive(Deserialize)]
struct FrameRead {
    day: Day,
    starts: Option<TimeOfDay>,
    ends: Option<TimeOfDay>,
    kind: Option<SessionKind>,
    tables: Option<u8>,
}

impl From<FrameRead> for SessionFrame {
    fn from(read: FrameRead) -> Self {
        Self {
            day: read.day,
            starts: read.starts.unwrap_or(TimeOfDay(9 * 60)),
            ends: read.ends.unwrap_or(TimeOfDay(11 * 60)),
            kind: read.kind.unwrap_or(SessionKind::Regular),
            tables: read.tables.unwrap_or(1),
        }
    }
}
