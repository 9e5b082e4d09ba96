//! What a kind of event is made of: the classes of its fields.

use super::refusal::Subject;

/// Where a field of an event is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// In the open body: readable for ever without any key, also in a copy at the county.
    Open,
    /// Sealed under the key of the event's subject; erasing the subject erases it.
    Sealed,
    /// As [`Class::Sealed`], and sealed in the tables too: nobody searches or lists it by what it says.
    Private,
    /// As [`Class::Sealed`]; on a matter of which nothing said may be kept, and which therefore has no key, under the key
    /// that stays: what was done there, and why, is asked of such a matter too.
    OwnOrKept,
    /// Sealed under the station's own key, which is never erased: what has to outlive the subject's key.
    Kept,
}

impl Class {
    /// Goes with the key of the event's subject, where that has one.
    pub const fn is_own(self) -> bool {
        match self {
            Self::Sealed | Self::Private | Self::OwnOrKept => true,
            Self::Open | Self::Kept => false,
        }
    }

    /// Goes with that key wherever it stands: of a subject without one nothing of it may be said.
    pub const fn is_only_own(self) -> bool {
        match self {
            Self::Sealed | Self::Private => true,
            Self::Open | Self::OwnOrKept | Self::Kept => false,
        }
    }
}

/// A field of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key in the stored JSON.
    pub name: &'static str,
    /// Where it is kept.
    pub class: Class,
    /// Its type, as written in the row.
    pub ty: &'static str,
    /// Why text stands open.
    pub why: Option<&'static str>,
}

/// What is known of a kind beside its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub name: &'static str,
    /// Version of the bodies written today; older ones are brought up to it by [`super::upcast`].
    pub ver: u32,
    /// What it is about, which is also whose key seals it.
    pub noun: Subject,
    own: &'static [Field],
    /// Those of the record it says whole.
    record: &'static [Field],
}

impl Shape {
    /// As a row says it.
    pub(super) const fn of(
        (name, ver): (&'static str, u32),
        noun: Subject,
        own: &'static [Field],
        record: &'static [Field],
    ) -> Self {
        Self {
            name,
            ver,
            noun,
            own,
            record,
        }
    }

    /// Its fields.
    pub fn fields(&self) -> impl Iterator<Item = &'static Field> {
        self.own.iter().chain(self.record)
    }

    /// Whether what it is about has a key of its own; what is sealed beside a kind that has none stands under the key
    /// that stays.
    pub const fn has_own_key(&self) -> bool {
        match self.noun {
            Subject::Visit | Subject::Promise | Subject::Citizen | Subject::Opinion => true,
            Subject::Station | Subject::Account | Subject::Deputy | Subject::Unit | Subject::Session => false,
        }
    }
}

/// The first of the reasons given, where one is.
pub const fn reason(given: &[&'static str]) -> Option<&'static str> {
    match given {
        [] => None,
        [why, ..] => Some(why),
    }
}

/// Rows of fields, of a kind or of the envelope: class, why if it is said, name and type.
macro_rules! fields {
    ($($class:ident $($why:literal)? $field:ident : $ty:ty,)*) => {
        &[$($crate::domain::shape::Field {
            name: stringify!($field),
            class: $crate::domain::shape::Class::$class,
            ty: stringify!($ty),
            why: $crate::domain::shape::reason(&[$($why)?]),
        }),*]
    };
}

/// The fields of a record that a kind says whole, if it does.
macro_rules! whole {
    () => {
        &[]
    };
    ($record:ty) => {
        <$record>::FIELDS
    };
}

macro_rules! shape {
    ($noun:ident $name:literal $ver:literal [$($row:tt)*] $($record:ty)?) => {{
        const SHAPE: $crate::domain::shape::Shape = $crate::domain::shape::Shape::of(
            ($name, $ver),
            $crate::domain::refusal::Subject::$noun,
            $crate::domain::shape::fields!($($row)*),
            $crate::domain::shape::whole!($($record)?),
        );
        &SHAPE
    }};
}

/// What may be said beside any kind, in rows like those of the kinds.
macro_rules! envelope {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$field_meta:meta])* $class:ident $($why:literal)? $field:ident : $ty:ty,)*
    }) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[$field_meta])* pub $field: $ty),*
        }

        impl $name {
            /// Its rows.
            pub const FIELDS: &'static [$crate::domain::shape::Field] =
                $crate::domain::shape::fields!($($class $($why)? $field: $ty,)*);
        }
    };
}

/// What an event of a kind says, as a type of its own.
macro_rules! payload {
    ($kind:ident) => {
        #[doc = concat!("What is said in `Kind::", stringify!($kind), "`.")]
        #[derive(Clone, Copy, Debug)]
        pub struct $kind;
    };
    ($kind:ident $($field:ident: $ty:ty)+) => {
        #[doc = concat!("What is said in `Kind::", stringify!($kind), "`.")]
        #[derive(Clone, Copy, Debug)]
        #[allow(dead_code)] // of what it says each reads what it needs
        pub struct $kind<'k> { $(pub $field: &'k $ty),+ }
    };
}

pub(crate) use {envelope, fields, payload, shape, whole};
