//! How a write is spelt for other programs (`zhiban do`): one object, its fields named as in the items of [`super::write`]
//! and the tables of [`super::fields`], records named as people name them. Pure: whoever reads a line lends a [`Names`] that
//! knows the file.
//!
//! A write is spelt by its own item: [`Spelt`] of each of its fields, in order. What `zhiban do --acts` and the page for
//! programs say of a write is made from the same items.

mod entries;
mod values;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::deed::{Command, Deed};
use super::id::SessionId;
use super::moment::Moment;
use super::record::Rev;
use super::refusal::Subject;

/// How the names of writes end that change what a record says.
const CHANGE: &str = ".change";

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
    /// One of these.
    Code(&'static [&'static str]),
    /// A record by what people call it.
    Record(Subject),
    /// An object of its own, with these fields.
    Object(&'static str),
}

/// A field of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub key: &'static str,
    /// What it takes.
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
    Wrong {
        /// The field.
        key: String,
        /// What it takes.
        sort: Sort,
        /// What was said.
        said: String,
    },
    /// The write has no such fields.
    UnknownField(Vec<String>),
    /// Nothing in the file is called so.
    NotFound {
        /// What was looked for.
        subject: Subject,
        /// By this name.
        said: String,
    },
    /// Several records are called so.
    Several {
        /// What was looked for.
        subject: Subject,
        /// By this name.
        said: String,
        /// How many there are.
        count: usize,
    },
}

/// A record that was found by what people call it.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its identity.
    pub id: Uuid,
    /// The number of its last event.
    pub rev: Rev,
    /// What it says now, spelt as the write that changes it is: a change may leave out what stays.
    pub stands: Map<String, Value>,
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
    act: &'a str,
    values: Map<String, Value>,
    /// What the record that is changed says now.
    stands: Map<String, Value>,
    /// The revision of the record named last.
    rev: Option<Rev>,
    names: &'a mut N,
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
    /// A field, out of the line; what stands now where the line leaves it out. `null` is nothing said.
    fn take(&mut self, key: &str) -> Option<Value> {
        let said = self.values.remove(key);
        let stood = self.stands.remove(key);
        said.or(stood).filter(|value| !value.is_null())
    }

    /// Whether the line itself says something of a field, if only that it is nothing.
    fn says(&self, key: &str) -> bool {
        self.values.contains_key(key)
    }

    /// Finds a record by name. A write that changes it takes from it what the line leaves out.
    fn find(&mut self, subject: Subject, said: &str) -> Result<Uuid, N::Error> {
        let found = self.names.find(subject, said)?;
        self.rev = Some(found.rev);
        if self.act.ends_with(CHANGE) && self.stands.is_empty() {
            self.stands = found.stands;
        }
        Ok(found.id)
    }

    /// Reads an object of its own within the line, all of it.
    fn within<T>(
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
            names: &mut *self.names,
        };
        let read = read(&mut inner)?;
        inner.ended()?;
        Ok(read)
    }

    /// Everything in it was read.
    fn ended(&self) -> Result<(), N::Error> {
        if self.values.is_empty() {
            return Ok(());
        }
        Err(Misspelt::UnknownField(self.values.keys().cloned().collect()).into())
    }
}

/// A name in a line that stands for a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// What it is called.
    pub id: &'static str,
    /// The write.
    pub deed: Deed,
}

impl Act {
    /// All that somebody with an account may ask for, in the order of the table of writes. Where a matter goes is one write and
    /// four words.
    pub fn all() -> impl Iterator<Item = Self> {
        let rows = Deed::ALL.iter().filter(|deed| !deed.row().roles.is_empty());
        rows.flat_map(|deed| {
            let (own, four) = if *deed == Deed::Handle {
                (None, entries::HANDLINGS.as_slice())
            } else {
                (Some(deed.row().id), [].as_slice())
            };
            own.into_iter()
                .chain(four.iter().copied())
                .map(|id| Self { id, deed: *deed })
        })
    }

    /// Its fields.
    pub fn fields(self) -> Vec<Field> {
        let mut fields = self.deed.fields();
        if self.id.ends_with(CHANGE) {
            // What a change leaves out stays as it is.
            for field in fields.iter_mut().skip(1) {
                field.needed = false;
            }
        }
        if let Some(at) = fields.iter().position(|field| field.key == entries::HANDLING) {
            // The word says which of them is meant.
            if self.deed == Deed::Handle {
                fields.remove(at);
                fields.extend(entries::fields_of_handling(self.id));
            }
        }
        fields
    }
}

/// Fields that stand beside those of the write in every line.
pub const BESIDE: &[Field] = &[
    Field {
        key: "id",
        sort: Sort::Text,
        many: false,
        needed: false,
    },
    Field {
        key: "happened",
        sort: Sort::Moment,
        many: false,
        needed: false,
    },
    Field {
        key: "paper_no",
        sort: Sort::Text,
        many: false,
        needed: false,
    },
];

/// Reads the fields of a write. `queue.call` that names nobody calls the next one.
///
/// # Errors
/// What is wrong with the line, or that the file cannot be read.
pub fn read<N: Names>(act: &str, values: Map<String, Value>, names: &mut N) -> Result<Command, N::Error> {
    let found = Act::all().find(|known| known.id == act);
    let deed = found.ok_or_else(|| Misspelt::NoAct(act.to_owned()))?.deed;
    let is_next = deed == Deed::CallVisit && !values.contains_key("visit");
    let deed = if is_next { Deed::CallNext } else { deed };
    let mut said = Said {
        act,
        values,
        stands: Map::new(),
        rev: None,
        names,
    };
    let command = deed.read(&mut said)?;
    said.ended()?;
    Ok(command)
}

/// Reads a local time in the form of [`Sort::Moment`]; seconds may be left out and count nothing.
pub fn moment(said: &str) -> Option<Moment> {
    values::moment(said)
}
