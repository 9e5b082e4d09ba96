//! What people are called, as the table of people holds it: in clear as long as a matter of theirs is not confidential, and
//! else sealed under their key, with a token by which whoever knows the name finds them.

use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::StoreError;
use super::keys::Vault;
use super::rows::{self, Cols};
use super::sealing::{Sealing, open_all, seal_all};
use crate::domain::text::squeeze;

/// Name of the sealed column in the associated data.
const CALLED: &str = "called";

/// What a sealed name begins with where a statement hands it on: no name has such a sign.
const SEALED: char = '\u{1}';

/// Signs of an id.
const ID: usize = 36;

/// SQL of the name of a person by the alias of their row, in clear or as [`read`] opens it.
macro_rules! name {
    ($row:literal) => {
        concat!(
            "CASE WHEN ",
            $row,
            ".called IS NULL THEN ",
            $row,
            ".name ELSE char(1) || ",
            $row,
            ".id || hex(",
            $row,
            ".called) END"
        )
    };
}
pub(super) use name;

/// SQL of whether a person (`?1`) is named by a matter that is not confidential.
const IS_OPEN: &str = "SELECT EXISTS (SELECT 1 FROM opinion_party p JOIN opinion o ON o.id = p.opinion \
                       WHERE p.citizen = ?1 AND o.confidential = 0) AS open";

/// A name and its search key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Called {
    pub name: Option<String>,
    pub pinyin: Option<String>,
}

impl Called {
    /// As a row of people has it.
    pub fn of(c: &Cols<'_, '_>, hand: &Sealing<'_>, id: &str) -> Result<Self, StoreError> {
        match c.get::<Option<Vec<u8>>>("called")? {
            Some(sealed) => open_all(hand, id, CALLED, Some(&sealed)),
            None => Ok(Self {
                name: c.get("name")?,
                pinyin: c.get("pinyin")?,
            }),
        }
    }

    /// Writes it down for a person, as it may stand there now.
    pub fn put(&self, hand: &Sealing<'_>, conn: &Connection, id: &str) -> Result<(), StoreError> {
        let is_open = is_open(conn, id)?;
        let nobody = Self::default();
        let clear = if is_open { self } else { &nobody };
        let sealed = (!is_open)
            .then(|| seal_all(hand, id, CALLED, self))
            .transpose()?
            .flatten();
        let found_by = self.name.as_deref().filter(|_| sealed.is_some());
        let found_by = found_by.map(|name| token(hand, name)).transpose()?;
        conn.prepare_cached("UPDATE citizen SET name = ?2, pinyin = ?3, called = ?4, name_mac = ?5 WHERE id = ?1")?
            .execute(params![id, clear.name, clear.pinyin, sealed, found_by])?;
        Ok(())
    }
}

/// Brings what stands of somebody's name up to the matters there are of them now.
pub(super) fn settle(hand: &Sealing<'_>, conn: &Connection, id: &str) -> Result<(), StoreError> {
    let sql = "SELECT name, pinyin, called FROM citizen WHERE id = ?1";
    let found = rows::one(conn, sql, [id], |c| {
        let is_sealed = c.get::<Option<Vec<u8>>>("called")?.is_some();
        Ok((Called::of(c, hand, id)?, is_sealed))
    })?;
    match found {
        Some((called, is_sealed)) if called != Called::default() && is_sealed == is_open(conn, id)? => {
            called.put(hand, conn, id)
        }
        Some(_) | None => Ok(()),
    }
}

fn is_open(conn: &Connection, id: &str) -> Result<bool, StoreError> {
    Ok(rows::one(conn, IS_OPEN, [id], |c| c.get("open"))?.unwrap_or(false))
}

/// The token by which a whole name is found where it is sealed.
pub(super) fn token(hand: &Sealing<'_>, name: &str) -> Result<Vec<u8>, StoreError> {
    Ok(hand.vault.lookup(hand.keys, "called", &squeeze(name))?.to_vec())
}

/// Whose key opens a name out of a statement that asked by [`name!`]; nobody's where it is in clear.
pub(super) fn owner(text: Option<&str>) -> Option<Uuid> {
    let sealed = text?.strip_prefix(SEALED)?;
    Uuid::parse_str(sealed.get(..ID)?).ok()
}

/// A name out of a statement that asked by [`name!`]; none where it was erased.
pub(super) fn read(hand: &Sealing<'_>, text: Option<String>) -> Result<Option<String>, StoreError> {
    let Some(sealed) = text.as_deref().and_then(|text| text.strip_prefix(SEALED)) else {
        return Ok(text);
    };
    let (id, called) = sealed.split_at_checked(ID).ok_or(StoreError::Sealed)?;
    let bytes: Option<Vec<u8>> = called.as_bytes().chunks(2).map(byte).collect();
    let called: Called = open_all(hand, id, CALLED, Some(&bytes.ok_or(StoreError::Sealed)?))?;
    Ok(called.name)
}

/// The same of names, one a line.
pub(super) fn lines((vault, keys): (&Vault, &Connection), names: Option<&str>) -> Result<Option<String>, StoreError> {
    let index = true;
    let hand = Sealing { vault, keys, index };
    let each = names.iter().flat_map(|names| names.lines());
    let each = each.map(|name| read(&hand, Some(name.to_owned())));
    let names: Vec<String> = each.filter_map(Result::transpose).collect::<Result<_, _>>()?;
    Ok(Some(names.join("\n")).filter(|names| !names.is_empty()))
}

fn byte(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
