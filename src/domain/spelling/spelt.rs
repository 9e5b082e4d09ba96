//! What can be spelt in a line, and a line that is being read.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::domain::id::SessionId;
use crate::domain::refusal::Subject;
use crate::domain::touch::Rev;

/// How the names of writes end that change what a record says.
pub(super) const CHANGE: &str = ".change";

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Words, or a code of the rules in force.
    Text,
    /// A telephone number as people write it.
    Phone,
    /// A whole number that is not negative.
    Number,
    /// `true` or `false`.
    Flag,
    /// `2026-11-23`.
    Day,
    /// `09:30`.
    Time,
    /// `2026-11-23 09:30`, local time.
    Moment,
    /// `2026-12-14`, or `2026-12-14T17:00` where the time of day counts.
    Due,
    Code(&'static [&'static str]),
    /// A record by what people call it.
    Record(Subject),
    /// An object of its own, of this form.
    Object(&'static str),
    /// An object of its own, with these fields.
    Keys(&'static [&'static str]),
}

/// A field of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub key: &'static str,
    pub sort: Sort,
    /// A list of them.
    pub many: bool,
    /// Nothing can be done without it.
    pub needed: bool,
}

/// Why a line cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misspelt {
    /// No write is called so.
    NoAct(String),
    /// This field has to be said.
    Missing(String),
    /// This field takes something else.
    Wrong { key: String, sort: Sort, said: String },
    /// The write has no such fields.
    UnknownField(Vec<String>),
    /// Nothing in the file is called so.
    NotFound {
        /// What was looked for.
        subject: Subject,
        said: String,
    },
    /// Several records are called so.
    Several {
        /// What was looked for.
        subject: Subject,
        said: String,
        /// How many there are.
        count: usize,
    },
    /// What was said does not fit: a sign nobody sees, a line break where there is one line, or more characters than this.
    Unfit { key: String, most: usize },
    /// A number stands where a name is wanted.
    NumberAsName(String),
    /// Two fields that are not said together.
    Clash {
        key: &'static str,
        /// Where this one is said.
        with: &'static str,
    },
}

/// A record that was found by what people call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub id: Uuid,
    /// The number of its last event.
    pub rev: Rev,
    /// What it says now, spelt as the write that changes it is: a change may leave out what stays.
    pub stands: Map<String, Value>,
    /// Somebody may be asked for by this name; a withdrawn one is only changed.
    pub is_active: bool,
}

/// Whoever knows what records are called.
pub trait Names {
    /// The error of a file that cannot be read.
    type Error: From<Misspelt>;

    /// The record of this name. A person (反映人) is looked for in the matter or visit that was named before.
    fn find(&mut self, subject: Subject, said: &str) -> Result<Found, Self::Error>;

    /// The reception of the day, where none is named: the open one, or the one closed today. `planned` takes the next one
    /// planned where none is.
    fn reception(&mut self, planned: bool) -> Result<Option<SessionId>, Self::Error>;

    /// The table this keyboard works for.
    fn table(&self) -> u8;
}

/// A line that is being read: fields leave it as they are read, and what is left was not meant for this write.
pub struct Said<'a, N: Names> {
    /// What the write is called in the line.
    pub(super) act: &'a str,
    pub(super) values: Map<String, Value>,
    /// What the record that is changed says now.
    pub(super) stands: Map<String, Value>,
    /// The revision of the record named last.
    pub(super) rev: Option<Rev>,
    /// Characters that the field being read takes; what takes more than a line takes lines.
    pub(super) most: usize,
    pub(super) names: &'a mut N,
}

/// What can be spelt in a line.
pub trait Spelt: Sized {
    /// Its fields; `key` is what the write calls it.
    fn fields(key: &'static str, to: &mut Vec<Field>);

    /// Reads it.
    ///
    /// # Errors
    /// The [`Misspelt`] as an error of `N`, or that the file cannot be read.
    fn read<N: Names>(key: &'static str, from: &mut Said<'_, N>) -> Result<Self, N::Error>;
}

impl<N: Names> Said<'_, N> {
    /// A field that may be empty, out of the line; what stands now where the line leaves it out. `null`, or nothing but
    /// blanks, empties it.
    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        let said = self.values.remove(key);
        let stood = self.stands.remove(key);
        let is_blank = |value: &Value| value.as_str().is_some_and(|text| text.trim().is_empty());
        said.or(stood).filter(|value| !value.is_null() && !is_blank(value))
    }

    /// A field that cannot be empty: `null` leaves it as it stands.
    pub(super) fn take_kept(&mut self, key: &str) -> Option<Value> {
        let said = self.values.remove(key).filter(|value| !value.is_null());
        let stood = self.stands.remove(key).filter(|value| !value.is_null());
        said.or(stood)
    }

    /// What is read next takes so many characters.
    pub(in crate::domain) const fn room(&mut self, most: usize) -> &mut Self {
        self.most = most;
        self
    }

    /// Whether the line itself says something of a field, if only that it is nothing.
    pub(super) fn says(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Whether the line itself says something of a field in words.
    pub(super) fn says_words(&self, key: &str) -> bool {
        let said = self.values.get(key).and_then(Value::as_str);
        said.is_some_and(|text| !text.trim().is_empty())
    }

    /// Finds a record by name. A write that changes it takes from it what the line leaves out.
    pub(super) fn find(&mut self, subject: Subject, said: &str) -> Result<Uuid, N::Error> {
        let found = self.names.find(subject, said)?;
        self.rev = Some(found.rev);
        let is_change = self.act.ends_with(CHANGE);
        if !is_change && !found.is_active {
            let said = said.to_owned();
            return Err(Misspelt::NotFound { subject, said }.into());
        }
        if is_change && self.stands.is_empty() {
            self.stands = found.stands;
        }
        Ok(found.id)
    }

    /// Reads an object of its own within the line, all of it.
    pub(super) fn within<T>(
        &mut self,
        act: &str,
        values: Map<String, Value>,
        read: impl FnOnce(&mut Said<'_, N>) -> Result<T, N::Error>,
    ) -> Result<T, N::Error> {
        let mut inner = Said {
            act,
            values,
            stands: Map::new(),
            rev: self.rev,
            most: self.most,
            names: &mut *self.names,
        };
        let read = read(&mut inner)?;
        inner.ended()?;
        Ok(read)
    }

    /// Two fields that are not said together.
    pub(super) fn apart(&self, key: &'static str, with: &'static str) -> Result<(), N::Error> {
        if self.says(key) && self.says(with) {
            return Err(Misspelt::Clash { key, with }.into());
        }
        Ok(())
    }

    /// Everything in it was read.
    pub(super) fn ended(&self) -> Result<(), N::Error> {
        if self.values.is_empty() {
            return Ok(());
        }
        Err(Misspelt::UnknownField(self.values.keys().cloned().collect()).into())
    }
}

/// Whether what a field holds can be spelt; for macros that know its name alone.
pub(in crate::domain) fn fields_of<I, T: Spelt>(_: fn(&I) -> &T, key: &'static str, to: &mut Vec<Field>) {
    T::fields(key, to);
}

/// Spells an item field by field, by their own names or by the one given.
macro_rules! spelt {
    (@name $field:ident) => {
        stringify!($field)
    };
    (@name $field:ident $key:literal) => {
        $key
    };
    (@most) => {
        $crate::domain::text::LINE
    };
    (@most $most:ident) => {
        $crate::domain::text::$most
    };
    ($item:ident { $($field:ident $($key:literal)? $(as $most:ident)?),* $(,)? }) => {
        impl $crate::domain::spelling::spelt::Spelt for $item {
            fn fields(_: &'static str, to: &mut Vec<$crate::domain::spelling::spelt::Field>) {
                $($crate::domain::spelling::spelt::fields_of(
                    |item: &Self| &item.$field,
                    $crate::domain::spelling::spelt::spelt!(@name $field $($key)?),
                    to,
                );)*
            }

            fn read<N: $crate::domain::spelling::spelt::Names>(
                _: &'static str,
                from: &mut $crate::domain::spelling::spelt::Said<'_, N>,
            ) -> Result<Self, N::Error> {
                Ok(Self {$(
                    $field: $crate::domain::spelling::spelt::Spelt::read(
                        $crate::domain::spelling::spelt::spelt!(@name $field $($key)?),
                        from.room($crate::domain::spelling::spelt::spelt!(@most $($most)?)),
                    )?
                ),*})
            }
        }
    };
}

/// An item that is spelt field by field: name, what programs call it where that is another word, type, and how long it may be
/// where that is more than a line.
macro_rules! entry {
    ($(#[$meta:meta])* $item:ident { $($(#[$doc:meta])* $field:ident $($key:literal)? : $ty:ty $(as $most:ident)?),* $(,)? }) => {
        $(#[$meta])*
        pub struct $item { $($(#[$doc])* pub $field: $ty),* }

        $crate::domain::spelling::spelt::spelt! { $item { $($field $($key)? $(as $most)?),* } }
    };
}

pub(in crate::domain) use {entry, spelt};
