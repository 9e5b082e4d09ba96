//! Confidential matters (要求保密) by the words in them, which stand in no index: those that whoever asks may know of are opened
//! and compared, by the rule by which an index finds the others.

use rusqlite::{Connection, params};
use uuid::Uuid;

use super::gate::Seen;
use super::matching::{Matching, folded, matching};
use crate::domain::fields::OpinionField;
use crate::domain::text::{Sought, squeeze};
use crate::store::error::StoreError;
use crate::store::named::{self, name};
use crate::store::rows;
use crate::store::sealing::{Sealing, TEXTS, Texts, open_all};

/// So many are opened with a key, those in which something happened last: what a person does not notice between two keys, and
/// more than stations have.
pub(super) const MOST: usize = 500;

/// So many are at hand at once; between two lots the question can be given up.
const AT_ONCE: usize = MOST;

/// Matters in which the words are, by their places in the list.
#[derive(Default)]
pub(super) struct Secret {
    pub places: Vec<i64>,
    /// There are others, which were not opened.
    pub is_cut: bool,
}

/// Whoever is named by one is found together with its words, as in an index.
const SEALED: &str = concat!(
    "SELECT o.id, o.n, o.rev, o.sealed, (SELECT group_concat(",
    name!("c"),
    ", char(10)) FROM opinion_party p CROSS JOIN citizen c ON c.id = p.citizen WHERE p.opinion = o.id) AS names \
     FROM opinion o INDEXED BY opinion_confidential WHERE o.confidential = 1 AND o.rev < ?1"
);

struct Row {
    id: String,
    n: i64,
    rev: i64,
    sealed: Option<Vec<u8>>,
    names: Option<String>,
}

/// The confidential matters that hold what was typed, as far as whoever asks may know of them; at most so many are opened.
/// Nothing is asked where words are not meant, or where they may know of none.
pub(super) fn holding(
    conn: &Connection,
    hand: &Sealing<'_>,
    seen: &Seen,
    typed: &str,
    most: Option<usize>,
) -> Result<Secret, StoreError> {
    let mut secret = Secret::default();
    let (true, Matching::Words(_)) = (seen.may_know(), matching(typed)) else {
        return Ok(secret);
    };
    let sought = Sought::of(&folded(typed));
    let known = seen.is_withheld().map(|is| format!(" AND NOT {is}"));
    let sql = format!("{SEALED}{} ORDER BY o.rev DESC LIMIT ?2", known.unwrap_or_default());
    let (mut before, mut opened) = (i64::MAX, 0);
    loop {
        let lot = rows::all(conn, &sql, params![before, AT_ONCE as i64 + 1], |c| {
            Ok::<_, StoreError>(Row {
                id: c.get("id")?,
                n: c.get("n")?,
                rev: c.get("rev")?,
                sealed: c.get("sealed")?,
                names: c.get("names")?,
            })
        })?;
        let is_last = lot.len() <= AT_ONCE;
        let names = lot
            .iter()
            .flat_map(|row| row.names.iter().flat_map(|names| names.lines()));
        let owners = names.filter_map(|name| named::owner(Some(name)));
        let owners = owners.chain(lot.iter().filter_map(|row| Uuid::parse_str(&row.id).ok()));
        let vault = hand.vault.with(conn, owners)?;
        let hand = Sealing { vault: &vault, ..*hand };
        for row in lot.iter().take(AT_ONCE) {
            if row.holds(&hand, &sought)? {
                secret.places.push(row.n);
            }
            before = row.rev;
            opened += 1;
        }
        secret.is_cut = !is_last && most.is_some_and(|most| opened >= most);
        if is_last || secret.is_cut {
            return Ok(secret);
        }
    }
}

impl Row {
    fn holds(&self, hand: &Sealing<'_>, sought: &Sought) -> Result<bool, StoreError> {
        let texts: Texts = open_all(hand, &self.id, TEXTS, self.sealed.as_deref())?;
        let names = named::lines((hand.vault, hand.keys), self.names.as_deref())?;
        let names: Vec<String> = names.iter().flat_map(|names| names.lines()).map(squeeze).collect();
        let texts = OpinionField::SEARCHED.into_iter().filter_map(|field| texts.get(field));
        Ok(sought.is_in(texts.chain(&names).map(String::as_str)))
    }
}
