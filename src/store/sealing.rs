//! Sealing what state tables may not hold in clear, in a way that a replay repeats to the byte.
//!
//! The base seals with random nonces, and then no replay would ever equal the live table. Here the nonce is a keyed digest
//! of owner, field and content: the same content gives the same bytes, another content another nonce, and who does not
//! have the file's look-up key learns nothing from it.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use super::chain;
use super::error::StoreError;
use super::keys::{Random, STANDING, Vault};
use crate::domain::fields::{CitizenField, OpinionField};
use crate::domain::phone::Phone;
use crate::domain::phones::numbers_said;
use crate::domain::shape::Class;

/// The keys at hand while events are applied or records read.
#[derive(Clone, Copy)]
pub struct Sealing<'a> {
    pub vault: &'a Vault,
    /// Where the keys stand: the database itself, or the live one while a replay fills another.
    pub keys: &'a Connection,
    /// Keep the search indexes too; a replay for comparing has no use for them.
    pub index: bool,
}

/// Bytes worked out beforehand, handed to the vault where it asks for random ones.
struct DerivedBytes([u8; 32]);

impl Random for DerivedBytes {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), StoreError> {
        for (to, from) in out.iter_mut().zip(self.0) {
            *to = from;
        }
        Ok(())
    }
}

fn aad(owner: &str, field: &str) -> Vec<u8> {
    ["zhiban state", owner, field].join("\u{0}").into_bytes()
}

impl Sealing<'_> {
    /// Seals a value for a column. None when the owner was erased: nothing is kept of them then.
    pub fn seal(&self, owner: &str, field: &str, plain: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let digest = chain::hex(&chain::hash(plain));
        let seed = self
            .vault
            .lookup(self.keys, "nonce", &[owner, field, &digest].join("\u{0}"))?;
        match self
            .vault
            .seal(self.keys, owner, &aad(owner, field), plain, &mut DerivedBytes(seed))
        {
            Ok(sealed) => Ok(Some(sealed)),
            Err(StoreError::Erased | StoreError::NoKey) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Opens what [`Sealing::seal`] made; none when the owner was erased.
    pub fn open(&self, owner: &str, field: &str, sealed: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        self.vault.open_or_gone(self.keys, owner, &aad(owner, field), sealed)
    }

    /// One text for a table that holds it in clear, or sealed when the matter is confidential.
    pub(super) fn put(
        &self,
        owner: &str,
        field: &str,
        text: Option<&str>,
        confidential: bool,
    ) -> Result<(Option<String>, Option<Vec<u8>>), StoreError> {
        match text {
            Some(text) if confidential => Ok((None, self.seal(owner, field, text.as_bytes())?)),
            text => Ok((text.map(str::to_owned), None)),
        }
    }

    /// Reads back what [`Sealing::put`] stored.
    pub(super) fn get(
        &self,
        owner: &str,
        field: &str,
        clear: Option<String>,
        sealed: Option<Vec<u8>>,
    ) -> Result<Option<String>, StoreError> {
        let Some(sealed) = sealed else { return Ok(clear) };
        let plain = self.open(owner, field, &sealed)?;
        plain
            .map(|bytes| String::from_utf8(bytes.to_vec()).map_err(|_| StoreError::Sealed))
            .transpose()
    }

    /// Whose key a text beside the others of a matter lies under: as in the log, the matter's own, or the one that stays
    /// where the log keeps it there. A matter of which nothing is kept has no key, and why it is void stays.
    fn owner<'a>(&self, opinion: &'a str, aside: Aside) -> Result<&'a str, StoreError> {
        let stays = aside.stays || !self.vault.has_had_key(self.keys, opinion)?;
        Ok(if stays { STANDING } else { opinion })
    }

    /// A text beside the others of a matter, as its two columns hold it.
    pub(super) fn put_aside(
        &self,
        opinion: &str,
        aside: Aside,
        text: Option<&str>,
        confidential: bool,
    ) -> Result<(Option<String>, Option<Vec<u8>>), StoreError> {
        match text {
            Some(text) if confidential => {
                let owner = self.owner(opinion, aside)?;
                self.put(owner, &aside.field(opinion), Some(text), true)
            }
            text => Ok((text.map(str::to_owned), None)),
        }
    }

    /// Reads back what [`Sealing::put_aside`] stored.
    pub(super) fn get_aside(
        &self,
        opinion: &str,
        aside: Aside,
        (clear, sealed): (Option<String>, Option<Vec<u8>>),
    ) -> Result<Option<String>, StoreError> {
        if sealed.is_none() {
            return Ok(clear);
        }
        self.get(self.owner(opinion, aside)?, &aside.field(opinion), clear, sealed)
    }

    /// The token by which a whole phone number is found.
    pub fn phone_token(&self, phone: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.vault.lookup(self.keys, "phone", phone)?.to_vec())
    }

    /// The token by which a whole number of another system is found, of its key, or of what is left of it without marks.
    pub fn number_token(&self, key: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.vault.lookup(self.keys, "number", key)?.to_vec())
    }

    /// The token by which the last four digits of a phone number are found.
    pub fn four_token(&self, four: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.vault.lookup(self.keys, "phone4", four)?.to_vec())
    }
}

/// Fields of a record whose texts are sealed as one.
pub(super) trait SealedAsOne: Copy + Ord + 'static {
    /// Which, in the order they are sealed in.
    fn together() -> impl Iterator<Item = Self>;

    /// Those that files of before name even where they say nothing; never one more. A field that came since is left out
    /// then, so that what was sealed before it came stays the same to the byte.
    const FIRST: &'static [&'static str];

    /// The name each is sealed under.
    fn name(self) -> &'static str;
}

impl SealedAsOne for OpinionField {
    const FIRST: &'static [&'static str] = &["words", "summary", "place", "papers", "answer"];

    // Where the original lies has a column of its own, so that what files of before sealed of the others stays the same to
    // the byte.
    fn together() -> impl Iterator<Item = Self> {
        Self::texts().filter(|field| *field != Self::PapersAt)
    }

    fn name(self) -> &'static str {
        self.key()
    }
}

impl SealedAsOne for CitizenField {
    const FIRST: &'static [&'static str] = &["phone", "address", "reach_note", "on_behalf_of"];

    fn together() -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(|field| field.class() == Class::Private)
    }

    fn name(self) -> &'static str {
        self.key()
    }
}

/// Texts of a record, by field: sealed as one, or in a clear column each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group<F: Ord>(BTreeMap<F, String>);

/// The texts of a matter.
pub(super) type Texts = Group<OpinionField>;
/// What is sealed of a person.
pub(super) type Private = Group<CitizenField>;

impl<F: Ord> Default for Group<F> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<F: SealedAsOne> Group<F> {
    /// What some fields say; a text of nothing says nothing.
    pub fn of(fields: impl Iterator<Item = F>, text: impl Fn(F) -> Option<String>) -> Self {
        let said = fields.map(|field| (field, text(field).filter(|text| !text.is_empty())));
        Self(said.filter_map(|(field, text)| Some((field, text?))).collect())
    }

    /// The text of a field; none where it was empty or may not be read.
    pub fn get(&self, field: F) -> Option<&String> {
        self.0.get(&field)
    }

    /// Says one of them, or takes it back.
    pub fn set(&mut self, field: F, text: Option<String>) {
        match text {
            Some(text) => self.0.insert(field, text),
            None => self.0.remove(&field),
        };
    }

    /// Takes one of them out.
    pub fn take(&mut self, field: F) -> Option<String> {
        self.0.remove(&field)
    }
}

impl<F: SealedAsOne> Serialize for Group<F> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let said = F::together().map(|field| (field.name(), self.get(field)));
        to.collect_map(said.filter(|(name, text)| text.is_some() || F::FIRST.contains(name)))
    }
}

impl<'de, F: SealedAsOne> Deserialize<'de> for Group<F> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut said: BTreeMap<String, Option<String>> = Deserialize::deserialize(from)?;
        let known = |field: F| Some((field, said.remove(field.name())??));
        Ok(Self(F::together().filter_map(known).collect()))
    }
}

impl Private {
    /// The numbers somebody may be found by: their own, and those among what was said of how to reach them.
    pub fn numbers(&self) -> Vec<Phone> {
        let reaching = CitizenField::together().filter(|field| field.reaches());
        let texts = reaching.filter_map(|field| self.get(field));
        texts.flat_map(|text| numbers_said(text)).collect()
    }
}

impl Texts {
    /// The summary, or else the words.
    pub fn brief(&self) -> Option<&String> {
        self.get(OpinionField::Summary)
            .or_else(|| self.get(OpinionField::Words))
    }
}

/// Seals a group of values as one; nothing when all of them are absent.
pub(super) fn seal_all<T: Serialize + Default + PartialEq>(
    hand: &Sealing<'_>,
    owner: &str,
    field: &str,
    value: &T,
) -> Result<Option<Vec<u8>>, StoreError> {
    if *value == T::default() {
        return Ok(None);
    }
    let plain = Zeroizing::new(serde_json::to_vec(value).map_err(|_| StoreError::corrupt("a value that is no JSON"))?);
    hand.seal(owner, field, &plain)
}

/// Opens what [`seal_all`] made; the empty group when nothing is there or the owner was erased.
pub(super) fn open_all<T: for<'de> Deserialize<'de> + Default>(
    hand: &Sealing<'_>,
    owner: &str,
    field: &str,
    sealed: Option<&[u8]>,
) -> Result<T, StoreError> {
    let Some(sealed) = sealed else {
        return Ok(T::default());
    };
    match hand.open(owner, field, sealed)? {
        Some(plain) => serde_json::from_slice(&plain).map_err(|_| StoreError::Sealed),
        None => Ok(T::default()),
    }
}

/// A text of a matter that has columns of its own beside those of [`Texts`]: one in clear, and one of the same name ending
/// in `_sealed` for when the matter is confidential.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aside {
    pub column: &'static str,
    /// The log keeps it under the key that stays.
    stays: bool,
}

impl Aside {
    /// Why the matter is void.
    pub const VOID_REASON: Self = Self::of("void_reason");
    /// The number of the paper it was entered from.
    pub const PAPER_NO: Self = Self::of("paper_no");
    /// Where the person was sent.
    pub const GUIDE_DESTINATION: Self = Self::kept("guide_destination");
    /// The phone of the place the person was sent to.
    pub const GUIDE_PHONE: Self = Self::kept("guide_phone");
    /// Every text that is sealed beside the fields of a matter.
    pub const ALL: [Self; 4] = [
        Self::VOID_REASON,
        Self::PAPER_NO,
        Self::GUIDE_DESTINATION,
        Self::GUIDE_PHONE,
    ];

    const fn of(column: &'static str) -> Self {
        Self { column, stays: false }
    }

    const fn kept(column: &'static str) -> Self {
        Self { column, stays: true }
    }

    /// Its name in the associated data; the key that stays holds those of all matters.
    fn field(self, opinion: &str) -> String {
        format!("opinion.{opinion}.{}", self.column)
    }
}

/// Name of the sealed column of a person in the associated data.
pub(super) const PRIVATE: &str = "private";
/// Name of the sealed column of a matter in the associated data.
pub(super) const TEXTS: &str = "texts";
/// Name of the sealed column of where the original of a matter lies in the associated data.
pub(super) const PAPERS_AT: &str = "papers_at";

/// Name of the sealed column of a number of another system in the associated data.
pub(super) fn number_field(n: i64) -> String {
    format!("number.{n}.number")
}
