//! Names of those whose matter is confidential (要求保密), as the search indexes hold them: in clear they stand in none. A name
//! is there by tokens of all its pieces, under the key of the file that phones are found by; whoever may know of the matter
//! finds it by the tokens of what they typed.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::chain;
use super::error::StoreError;
use super::keys::Vault;
use crate::domain::fold::alike;
use crate::domain::pinyin::search_key;
use crate::domain::text::squeeze;

/// Signs of the longest piece: a longer one is found by all pieces of this length in it.
const LONGEST: usize = 4;

/// Signs of a token: enough that two of a station are hardly ever the same.
const SIGNS: usize = 10;

/// What no word that anybody types begins with.
const FIRST: char = '\u{F8F0}';

/// Makes tokens.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'t> {
    pub vault: &'t Vault,
    /// Where the keys stand.
    pub keys: &'t Connection,
}

impl Tokens<'_> {
    fn token(self, kind: &str, piece: &str) -> Result<String, StoreError> {
        let mac = self.vault.lookup(self.keys, kind, piece)?;
        let short: String = chain::hex(&mac).chars().take(SIGNS).collect();
        Ok(format!("{FIRST}{short}"))
    }

    fn all(self, kind: &str, pieces: &BTreeSet<String>) -> Result<String, StoreError> {
        let tokens: Result<Vec<String>, StoreError> = pieces.iter().map(|piece| self.token(kind, piece)).collect();
        Ok(tokens?.join(" "))
    }

    /// Names, one a line, as they are written.
    pub(super) fn written(self, names: &str) -> Result<String, StoreError> {
        let mut pieces = BTreeSet::new();
        for name in names.lines() {
            let name: Vec<char> = alike(&squeeze(name)).chars().collect();
            let lengths = 1..=LONGEST.min(name.len());
            pieces.extend(lengths.flat_map(|length| name.windows(length).map(String::from_iter)));
        }
        self.all("name", &pieces)
    }

    /// Names, one a line, as they are heard: every beginning of whatever they are typed by.
    pub(super) fn heard(self, names: &str) -> Result<String, StoreError> {
        let mut pieces = BTreeSet::new();
        for name in names.lines() {
            for word in search_key(name).split(' ') {
                let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
                pieces.extend(ends.filter_map(|end| word.get(..end)).map(str::to_owned));
            }
        }
        self.all("sound", &pieces)
    }

    /// The expression that finds names by how they are written; none where nothing was typed.
    pub(super) fn by_writing(self, typed: &str) -> Result<Option<String>, StoreError> {
        let mut found = Vec::new();
        for word in alike(typed).split_whitespace() {
            let word: Vec<char> = word.chars().collect();
            for piece in word.windows(LONGEST.min(word.len())) {
                found.push(format!("\"{}\"", self.token("name", &String::from_iter(piece))?));
            }
        }
        Ok((!found.is_empty()).then(|| found.join(" AND ")))
    }

    /// The expression that finds by tokens what one of beginnings (`"wang" *`) finds in clear.
    pub(super) fn by_sound(self, query: &str) -> Result<String, StoreError> {
        let mut out = String::new();
        for (at, part) in query.split('"').enumerate() {
            if at % 2 == 0 {
                out.push_str(&part.replace('*', ""));
            } else {
                out.extend(["\"", &self.token("sound", part)?, "\""]);
            }
        }
        Ok(out)
    }
}
