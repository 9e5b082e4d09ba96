//! How a write is spelt for other programs (`zhiban do`): one object, its fields named as in the items of [`super::write`]
//! and the tables of [`super::fields`], records named as people name them. Pure: whoever reads a line lends a [`Names`] that
//! knows the file.
//!
//! A write is spelt by its own item: [`Spelt`] of each of its fields, in order. What `zhiban do --acts` and the page for
//! programs say of a write is made from the same items.

mod entries;
pub(super) mod spelt;
mod values;

use serde_json::{Map, Value};

use super::deed::{Command, Deed};
use super::moment::Moment;
use super::text::LINE;
use spelt::CHANGE;

pub use spelt::{Field, Found, Misspelt, Names, Said, Sort, Spelt};

/// Who spoke. Where a matter is moved to another visit it is said who of them, if only that it is nobody (`null`).
const SPEAKER: &str = "citizen";

/// A name in a line that stands for a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// What it is called.
    pub id: &'static str,
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

    /// The one of this name.
    pub fn of(id: &str) -> Option<Self> {
        Self::all().find(|act| act.id == id)
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
        for field in &mut fields {
            field.needed |= self.deed == Deed::MoveOpinion && field.key == SPEAKER;
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
    let deed = Act::of(act).ok_or_else(|| Misspelt::NoAct(act.to_owned()))?.deed;
    if deed == Deed::MoveOpinion && !values.contains_key(SPEAKER) {
        // That nobody of the other visit said it is said too, as `null`.
        return Err(Misspelt::Missing(SPEAKER.to_owned()).into());
    }
    let is_next = deed == Deed::CallVisit && !values.contains_key("visit");
    let deed = if is_next { Deed::CallNext } else { deed };
    let mut said = Said {
        act,
        values,
        stands: Map::new(),
        rev: None,
        most: LINE,
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
