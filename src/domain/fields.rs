//! Fields of records, one row each: class, variant, name, type, and the class on a covered screen where that is another. From a row come the field of the record, its key in events,
//! tables, forms and lists, how its value stands there as text, and its correction. Rules read typed fields; whatever goes
//! through all of them goes by [`OpinionField`] and [`CitizenField`].

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::code::{Channel, Consent, Reach, Scope, Sex, Urgency, Way};
use super::deadline::Deadline;
use super::id::{DeputyId, UnitId};
use super::moment::Day;
use super::rules::Code;
use super::shape::{Class, Field};
use super::spelling::spelt::{Names, Said, Spelt, spelt};

/// What kind of value a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Text,
    /// One of some codes.
    Code,
    Number,
    Flag,
    Ids,
    /// A day, perhaps with a time.
    Due,
}

impl ValueKind {
    /// As it is with the class it is kept in: words never stand open, so text that does is a code of the rules.
    const fn kept(self, class: Class) -> Self {
        match (self, class) {
            (Self::Text, Class::Open) => Self::Code,
            (kind, _) => kind,
        }
    }
}

/// A value of a field, as text where it stands in an event.
pub trait Datum: Sized {
    /// What kind it is of.
    const KIND: ValueKind;

    /// As text; none where nothing is said.
    fn text(&self) -> Option<String>;

    /// Back from text; none when it is none of this kind.
    fn read(text: Option<&str>) -> Option<Self>;

    /// Nothing is said, and nothing is written of it.
    fn is_unsaid(&self) -> bool {
        self.text().is_none()
    }
}

impl Datum for String {
    const KIND: ValueKind = ValueKind::Text;

    fn text(&self) -> Option<String> {
        Some(self.clone())
    }

    fn read(text: Option<&str>) -> Option<Self> {
        Some(text.unwrap_or_default().to_owned())
    }

    fn is_unsaid(&self) -> bool {
        self.is_empty()
    }
}

impl Datum for bool {
    const KIND: ValueKind = ValueKind::Flag;

    fn text(&self) -> Option<String> {
        Some(if *self { "1" } else { "0" }.to_owned())
    }

    fn read(text: Option<&str>) -> Option<Self> {
        Some(matches!(text, Some("1" | "true")))
    }
}

impl Datum for Vec<DeputyId> {
    const KIND: ValueKind = ValueKind::Ids;

    fn text(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
    }

    fn read(text: Option<&str>) -> Option<Self> {
        let ids = text.unwrap_or_default().split(',').filter(|id| !id.is_empty());
        ids.map(|id| Uuid::parse_str(id).ok().map(DeputyId)).collect()
    }

    // That nobody received it is said too.
    fn is_unsaid(&self) -> bool {
        false
    }
}

impl Datum for Deadline {
    const KIND: ValueKind = ValueKind::Due;

    fn text(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn read(text: Option<&str>) -> Option<Self> {
        text?.parse().ok()
    }
}

/// Values that may be missing, by how one of them stands as text.
macro_rules! optional {
    ($($ty:ty: $kind:ident, $text:expr, $read:expr;)+) => {$(
        impl Datum for Option<$ty> {
            const KIND: ValueKind = ValueKind::$kind;

            fn text(&self) -> Option<String> {
                let text: fn(&$ty) -> String = $text;
                self.as_ref().map(text)
            }

            fn read(text: Option<&str>) -> Option<Self> {
                let read: fn(&str) -> Option<$ty> = $read;
                text.map_or(Some(None), |text| read(text).map(Some))
            }
        }
    )+};
}

optional! {
    String: Text, Clone::clone, |text| Some(text.to_owned());
    u32: Number, ToString::to_string, |text| text.parse().ok();
    Scope: Code, |code| code.code().to_owned(), Scope::from_code;
    Urgency: Code, |code| code.code().to_owned(), Urgency::from_code;
    Channel: Code, |code| code.code().to_owned(), Channel::from_code;
    Reach: Code, |code| code.code().to_owned(), Reach::from_code;
    Consent: Code, |code| code.code().to_owned(), Consent::from_code;
    Sex: Code, |code| code.code().to_owned(), Sex::from_code;
    Way: Code, |code| code.code().to_owned(), Way::from_code;
    Day: Due, ToString::to_string, |day| day.parse().ok();
    UnitId: Ids, ToString::to_string, |id| Uuid::parse_str(id).ok().map(UnitId);
}

/// The class by which the cover goes: the one a row names for it, or the one it is kept in.
macro_rules! across {
    ($class:ident) => {
        Class::$class
    };
    ($class:ident $across:ident) => {
        Class::$across
    };
}

macro_rules! records {
    ($(
        $(#[$meta:meta])* $record:ident $field:ident $change:ident {
            $($(#[$doc:meta])* $class:ident $($why:literal)? $variant:ident $name:ident : $ty:ty $(as $most:ident)? $(=> $across:ident)?,)+
        }
        $(#[$beside:meta])* beside {
            $($bclass:ident $bvariant:ident $bname:ident : $bty:ty $(as $bmost:ident)?,)*
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $record {
            $($(#[$doc])* #[serde(skip_serializing_if = "Datum::is_unsaid")] pub $name: $ty),+
        }

        #[doc = concat!("A field of [`", stringify!($record), "`], or one that is corrected beside them.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $field { $($variant,)+ $($bvariant),* }

        impl $field {
            /// Those of the record, in the order of its rows.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Those that are corrected beside them.
            pub const BESIDE: &'static [Self] = &[$(Self::$bvariant),*];

            /// The names of all of them.
            pub const KEYS: &'static [&'static str] = &[$(stringify!($name),)+ $(stringify!($bname)),*];

            /// Its name in events, tables and lists. Never reused.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($name),)+
                    $(Self::$bvariant => stringify!($bname)),*
                }
            }

            /// The field of a key.
            pub fn of_key(key: &str) -> Option<Self> {
                Self::ALL.iter().chain(Self::BESIDE).find(|field| field.key() == key).copied()
            }

            /// Where it is kept in an event.
            pub const fn class(self) -> Class {
                match self {
                    $(Self::$variant => Class::$class,)+
                    $(Self::$bvariant => Class::$bclass),*
                }
            }

            /// The class by which a covered screen goes, whatever shows it there.
            pub const fn across(self) -> Class {
                match self {
                    $(Self::$variant => across!($class $($across)?),)+
                    $(Self::$bvariant => Class::$bclass),*
                }
            }

            /// What kind of value it holds.
            pub const fn kind(self) -> ValueKind {
                match self {
                    $(Self::$variant => <$ty as Datum>::KIND.kept(Class::$class),)+
                    $(Self::$bvariant => <$bty as Datum>::KIND.kept(Class::$bclass)),*
                }
            }
        }

        #[doc = concat!("A change to a field of [`", stringify!($record), "`], or to one beside them; none empties it.")]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $change { $($variant($ty),)+ $($bvariant($bty)),* }

        impl $change {
            /// Which field it is of.
            pub const fn field(&self) -> $field {
                match self {
                    $(Self::$variant(_) => $field::$variant,)+
                    $(Self::$bvariant(_) => $field::$bvariant),*
                }
            }

            /// The new value as text.
            pub fn text(&self) -> Option<String> {
                match self {
                    $(Self::$variant(new) => new.text(),)+
                    $(Self::$bvariant(new) => new.text()),*
                }
            }

            /// A change from text; none when the field holds no such value.
            pub fn read(field: $field, text: Option<&str>) -> Option<Self> {
                Some(match field {
                    $($field::$variant => Self::$variant(Datum::read(text)?),)+
                    $($field::$bvariant => Self::$bvariant(Datum::read(text)?)),*
                })
            }
        }

        spelt! { $record { $($name $(as $most)?),+ } }

        impl $change {
            /// A change of a field as a program spells it.
            pub(in crate::domain) fn spelt<N: Names>(field: $field, from: &mut Said<'_, N>) -> Result<Self, N::Error> {
                Ok(match field {
                    $($field::$variant => {
                        Self::$variant(Spelt::read(stringify!($name), from.room(spelt!(@most $($most)?)))?)
                    })+
                    $($field::$bvariant => {
                        Self::$bvariant(Spelt::read(stringify!($bname), from.room(spelt!(@most $($bmost)?)))?)
                    }),*
                })
            }
        }

        impl $record {
            /// Its rows, where an event says it whole.
            pub const FIELDS: &'static [Field] = crate::domain::shape::fields!($($class $($why)? $name: $ty,)+);

            /// The value of a field as text; none where nothing is said, and of fields beside it.
            pub fn text(&self, field: $field) -> Option<String> {
                match field {
                    $($field::$variant => self.$name.text(),)+
                    $($field::$bvariant => None),*
                }
            }

            /// Without blanks around what was typed in words; a text of blanks says nothing.
            #[must_use]
            pub fn trimmed(&self) -> Self {
                let mut trimmed = self.clone();
                for field in $field::ALL.iter().filter(|field| field.kind() == ValueKind::Text) {
                    let text = self.text(*field);
                    let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
                    // A text holds whatever is text.
                    let _ = trimmed.set(*field, text);
                }
                trimmed
            }

            /// Makes a change; what is beside it stays.
            pub fn change(&mut self, to: $change) {
                match to {
                    $($change::$variant(new) => self.$name = new,)+
                    $($change::$bvariant(_) => {}),*
                }
            }

            /// Sets a field from text; false when it holds no such value.
            #[must_use]
            pub fn set(&mut self, field: $field, text: Option<&str>) -> bool {
                $change::read(field, text).map(|change| self.change(change)).is_some()
            }
        }
    )+};
}

// Whoever stands across the desk reads a covered screen. In a small town a village, or how many a thing touches, tells with a
// surname who somebody is, though it stands open in the log: such a row names behind its type the class the cover goes by.
records! {
    /// What a matter says (research `domain.md` 4.5).
    OpinionDetails OpinionField Change {
        /// How it came.
        Open Channel channel: Option<Channel>,
        /// Category code; none is 待分类.
        Open "a code of the rules" Category category: Option<Code>,
        /// How many people it touches.
        Open Affected affected: Option<u32> => Sealed,
        /// How broad.
        Open Scope scope: Option<Scope> => Sealed,
        /// How urgent.
        Open Urgency urgency: Option<Urgency>,
        /// Deputies who received it.
        Open Deputies deputies: Vec<DeputyId>,
        /// The person asked for secrecy.
        Open Confidential confidential: bool,
        /// In the person's own words (反映内容).
        Sealed Words words: String as WORDS,
        /// Edited summary (摘要).
        Sealed Summary summary: Option<String> as WORDS,
        /// Place in words.
        Sealed Place place: Option<String>,
        /// Papers left.
        Sealed Papers papers: Option<String> as WORDS,
        /// Where the original lies.
        Sealed PapersAt papers_at: Option<String>,
        /// What they want done (希望怎么办).
        Sealed Wants wants: Option<String> as WORDS,
        /// What they brought along (带来的材料).
        Sealed Materials materials: Option<String> as WORDS,
        /// Through whom they may be told (可托人转告), where they said so themselves.
        Sealed MayRelay may_relay: Option<String>,
        /// A unit may have their phone (PIPL art. 23).
        Open ConsentPhone consent_phone: Option<Consent>,
        /// What came of it may be published.
        Open ConsentPublish consent_publish: Option<Consent>,
        /// Who agreed that it is confidential no more (解保密): asked whenever it is turned so, and gone when it is turned back.
        Sealed OpenedBy opened_by: Option<String>,
        /// How they said so.
        Open OpenedWay opened_way: Option<Way>,
        /// On which day.
        Open OpenedOn opened_on: Option<Day>,
    }
    /// What came of it.
    beside {
        Sealed Answer answer: String as WORDS,
        Open Class class: String,
        Open Due due: Deadline,
    }

    /// Who they are, as told (research `domain.md` 4.4). All of it is personal.
    CitizenDetails CitizenField CitizenChange {
        /// Gave no name and asked for none to be kept.
        Open Anonymous anonymous: bool,
        /// How to reach them.
        Open Reach reach: Option<Reach>,
        /// Village, a unit.
        Open Village village: Option<UnitId> => Sealed,
        /// Man or woman, where it was said.
        Open Sex sex: Option<Sex> => Sealed,
        /// Cannot read: an answer must be said aloud.
        Open CannotRead cannot_read: bool,
        /// Was told how personal data is handled (PIPL art. 17).
        Open PrivacyTold privacy_told: bool,
        /// Name.
        Sealed Name name: Option<String>,
        /// Search key in pinyin, made from the name.
        Sealed Pinyin pinyin: Option<String>,
        /// Digits only.
        Private Phone phone: Option<String>,
        /// Address.
        Private Address address: Option<String>,
        /// Through whom, or when.
        Private ReachNote reach_note: Option<String>,
        /// On whose behalf they speak.
        Private OnBehalfOf on_behalf_of: Option<String>,
    }
    beside {}
}

impl CitizenField {
    /// What somebody is rung by.
    pub const RUNG: Self = Self::Phone;
}

/// The class by which a covered screen goes, of a field of a matter or of a person by its key; none of whatever else is
/// called something.
pub fn across(key: &str) -> Option<Class> {
    let of_person = || CitizenField::of_key(key).map(CitizenField::across);
    OpinionField::of_key(key).map(OpinionField::across).or_else(of_person)
}

impl OpinionField {
    /// Those whose words a matter is searched by.
    pub const SEARCHED: [Self; 3] = [Self::Words, Self::Summary, Self::Place];
}
