//! The search indexes: which opinion holds which words and names. Written by one function from the rows as they stand, in
//! the transaction that changed them, and never by triggers.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher as _};

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::error::StoreError;
use super::integrity::{Fault, FaultKind};
use super::keys::Vault;
use super::named::{self, name};
use super::secret_names::Tokens;
use super::{gaps, open};
use crate::domain::pinyin::search_key;
use crate::domain::text::{search_tokens, squeeze};

fn cut(text: Option<String>) -> Option<String> {
    text.map(|t| search_tokens(&t)).filter(|t| !t.is_empty())
}

/// What the indexes hold of an opinion, cut into the words they hold it by.
struct Entry {
    n: i64,
    words: Option<String>,
    summary: Option<String>,
    place: Option<String>,
    name: Option<String>,
    pinyin: Option<String>,
}

/// Names are those of everybody the answer is owed to.
const ENTRY: &str = concat!(
    "SELECT o.n, o.words, o.summary, o.place, (SELECT group_concat(",
    name!("c"),
    ", char(10)) FROM opinion_party p JOIN citizen c ON c.id = p.citizen WHERE p.opinion = o.id) AS names, o.confidential \
     FROM opinion o"
);

/// How names are written and heard is worked out here, so that a name of an older record, apart by blanks, is found as a new one is.
fn entry(row: &rusqlite::Row<'_>, hand: Tokens<'_>) -> Result<Entry, StoreError> {
    let names: Option<String> = row.get("names")?;
    let names = named::lines((hand.vault, hand.keys), names.as_deref())?;
    let is_confidential: bool = row.get("confidential")?;
    let (name, pinyin) = match names {
        Some(names) if is_confidential => (Some(hand.written(&names)?), Some(hand.heard(&names)?)),
        Some(names) => {
            let written = names.lines().map(squeeze).collect::<Vec<_>>().join("\n");
            let heard = names.lines().map(search_key).collect::<Vec<_>>().join(" ");
            (cut(Some(written)), Some(heard))
        }
        None => (None, None),
    };
    Ok(Entry {
        n: row.get("n")?,
        words: cut(row.get("words")?),
        summary: cut(row.get("summary")?),
        place: cut(row.get("place")?),
        name,
        pinyin,
    })
}

fn remove(tx: &Connection, n: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM opinion_index WHERE rowid = ?1")?
        .execute([n])?;
    tx.prepare_cached("DELETE FROM name_index WHERE rowid = ?1")?
        .execute([n])?;
    Ok(())
}

fn insert(tx: &Connection, e: &Entry) -> Result<(), StoreError> {
    let texts = [&e.words, &e.summary, &e.place, &e.name];
    if texts.iter().any(|text| text.is_some()) {
        let [words, summary, place, name] = texts;
        tx.prepare_cached(
            "INSERT INTO opinion_index (rowid, words, summary, place, name) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![e.n, words, summary, place, name])?;
    }
    if let Some(pinyin) = e.pinyin.as_ref().filter(|p| !p.is_empty()) {
        tx.prepare_cached("INSERT INTO name_index (rowid, pinyin) VALUES (?1, ?2)")?
            .execute(params![e.n, pinyin])?;
    }
    Ok(())
}

/// Brings the entry of one opinion up to its row. `fresh` says that there is no entry yet.
pub(super) fn refresh(tx: &Connection, vault: &Vault, opinion: &str, fresh: bool) -> Result<(), StoreError> {
    let mut asked = tx.prepare_cached(&format!("{ENTRY} WHERE o.id = ?1"))?;
    let mut rows = asked.query([opinion])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let e = entry(row, Tokens { vault, keys: tx })?;
    if !fresh {
        remove(tx, e.n)?;
    }
    insert(tx, &e)
}

/// Brings the entries of every opinion of one person up to date.
pub(super) fn refresh_citizen(tx: &Connection, vault: &Vault, citizen: &str) -> Result<(), StoreError> {
    let mut rows = tx.prepare_cached("SELECT opinion FROM opinion_party WHERE citizen = ?1")?;
    let ids: Vec<String> = rows.query_map([citizen], |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.iter().try_for_each(|id| refresh(tx, vault, id, false))
}

/// Empties both indexes and fills them from the rows; answers how many opinions were read.
#[cfg(any(test, feature = "rings"))]
pub fn rebuild(tx: &Connection, vault: &Vault) -> Result<u64, StoreError> {
    tx.execute_batch(
        "INSERT INTO opinion_index (opinion_index) VALUES ('delete-all'); \
         INSERT INTO name_index (name_index) VALUES ('delete-all');",
    )?;
    fill(tx, vault, &mut |_, _| Ok(()))
}

/// Fills both indexes, which are empty, from the rows. `step` hears how many of how many opinions were read, now and then, and
/// may end it with an error.
pub(super) fn fill(
    tx: &Connection,
    vault: &Vault,
    step: &mut dyn FnMut(u64, u64) -> Result<(), StoreError>,
) -> Result<u64, StoreError> {
    let total: i64 = tx.query_row("SELECT count(*) FROM opinion", [], |row| row.get(0))?;
    let mut rows = tx.prepare(ENTRY)?;
    let mut rows = rows.query([])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        if count % 256 == 0 {
            step(count, total as u64)?;
        }
        insert(tx, &entry(row, Tokens { vault, keys: tx })?)?;
        count += 1;
    }
    Ok(count)
}

/// Rewrites both indexes in one piece each and without what was removed from them, and leaves no copy of anything in a gap
/// of a page. Until then the pieces still hold its words, so this belongs to every erasure of a person, before the log is
/// folded in.
pub fn purge(tx: &Connection) -> Result<(), StoreError> {
    tx.execute_batch(
        "INSERT INTO opinion_index (opinion_index) VALUES ('optimize'); \
         INSERT INTO name_index (name_index) VALUES ('optimize');",
    )?;
    gaps::empty_all(tx)
}

/// Pages of an index rewritten in one step: some milliseconds.
const STEP: i64 = 128;

/// One step of [`purge`], for a file in which others are at work; false when nothing is left to do. The first one takes all
/// pieces there are together, and those after it go on with them: to begin again at each would never come to an end while
/// somebody files.
pub(super) fn purge_some(tx: &Connection, begins: bool) -> Result<bool, StoreError> {
    let pages = if begins { -STEP } else { STEP };
    let mut more = false;
    for index in ["opinion_index", "name_index"] {
        let before = tx.total_changes();
        tx.prepare_cached(&format!("INSERT INTO {index} ({index}, rank) VALUES ('merge', ?1)"))?
            .execute([pages])?;
        // One change is the command itself.
        more |= tx.total_changes() - before >= 2;
    }
    Ok(more)
}

/// What an index keeps beside whole words: beginnings of so many signs, as `state.sql` has it.
struct Index {
    table: &'static str,
    beginnings: &'static [usize],
}

const WORDS: Index = Index {
    table: "opinion_index",
    beginnings: &[1],
};
const NAMES: Index = Index {
    table: "name_index",
    beginnings: &[1, 2, 3, 4],
};

/// Everything one index says, or has to: of each opinion a sum over its words and their places, of each beginning of a word,
/// also behind a sign of another kind, a sum over the opinions it leads to. Equal sums are equal entries, in whatever order
/// they are met.
#[derive(Debug, Default)]
struct Entries {
    by_row: BTreeMap<i64, u64>,
    by_beginning: BTreeMap<String, u64>,
}

fn sum(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

impl Entries {
    fn word(&mut self, n: i64, (column, place): (&str, i64), word: &str) {
        let all = self.by_row.entry(n).or_default();
        *all = all.wrapping_add(sum((column, place, word)));
    }

    /// What the texts of an opinion put into an index.
    fn texts(&mut self, n: i64, texts: &[(&str, Option<String>)], index: &Index) {
        // Also where no text has a word.
        self.by_row.entry(n).or_default();
        let mut beginnings = BTreeSet::new();
        for (column, text) in texts {
            let text = text.as_deref().unwrap_or_default().to_ascii_lowercase();
            let words = text.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
            let mut end: Option<char> = None;
            for (place, word) in (0..).zip(words.filter(|word| !word.is_empty())) {
                self.word(n, (column, place), word);
                let of_length = index.beginnings.iter();
                let of_length = of_length.filter_map(|length| word.char_indices().nth(length - 1));
                let all = of_length.filter_map(|(at, c)| word.get(..at + c.len_utf8()));
                beginnings.extend(all.map(str::to_owned));
                // Where a digit follows a character people type on over the end of a run.
                let first = word.chars().next();
                let turns = |(end, first): &(char, char)| end.is_ascii() != first.is_ascii();
                let over = end.zip(first).filter(turns);
                beginnings.extend(over.map(|(end, first)| format!("{end} {first}")));
                end = first.filter(|c| c.len_utf8() == word.len());
            }
        }
        for beginning in beginnings {
            let all = self.by_beginning.entry(beginning).or_default();
            *all = all.wrapping_add(sum(n));
        }
    }

    /// What an index says, read whole.
    fn of(conn: &Connection, table: &str, step: &mut dyn FnMut(i64) -> bool) -> Result<Self, StoreError> {
        conn.execute_batch(&format!(
            "CREATE VIRTUAL TABLE temp.said USING fts5vocab(main, {table}, instance)"
        ))?;
        let mut read = || -> Result<Self, StoreError> {
            let (mut said, mut met) = (Self::default(), 0_u64);
            let mut rows = conn.prepare("SELECT doc, col, offset, term FROM temp.said")?;
            let mut rows = rows.query([])?;
            while let Some(row) = rows.next()? {
                met += 1;
                let n = row.get(0)?;
                if met % PAUSE == 0 && !step(n) {
                    return Err(StoreError::Cancelled);
                }
                // A term of a damaged page may be anything; it is then no word of any opinion.
                let term = String::from_utf8_lossy(row.get_ref(3)?.as_bytes().unwrap_or_default()).into_owned();
                let column = row.get_ref(1)?.as_str().unwrap_or_default();
                said.word(n, (column, row.get(2)?), &term);
            }
            Ok(said)
        };
        let said = read();
        conn.execute_batch("DROP TABLE temp.said")?;
        said
    }

    /// Where an index says something else than it has to.
    fn compare(
        &self,
        conn: &Connection,
        table: &str,
        step: &mut dyn FnMut(i64) -> bool,
    ) -> Result<Vec<Fault>, StoreError> {
        let said = Self::of(conn, table, step)?;
        let mut there = conn.prepare(&format!("SELECT rowid FROM {table}"))?;
        let there: BTreeSet<i64> = there.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let rows = self.by_row.keys().chain(said.by_row.keys()).chain(&there).copied();
        let wrong = |n: &i64| match self.by_row.get(n).copied() {
            None => true,
            Some(wanted) => {
                wanted != said.by_row.get(n).copied().unwrap_or_default() || (wanted != 0 && !there.contains(n))
            }
        };
        let detail = "the entry is not what the opinion says";
        let wrong = rows.collect::<BTreeSet<i64>>().into_iter().filter(wrong).take(MOST);
        let mut faults: Vec<Fault> = wrong.map(|n| fault(table, Some(n), detail)).collect();
        let mut found = conn.prepare(&format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1"))?;
        for (beginning, wanted) in &self.by_beginning {
            let rows = found.query_map([format!("\"{beginning}\" *")], |row| row.get::<_, i64>(0))?;
            let (mut leads_to, mut last) = (0_u64, 0);
            for n in rows {
                last = n?;
                leads_to = leads_to.wrapping_add(sum(last));
            }
            if leads_to != *wanted {
                let detail = "the beginning of a word leads to other opinions than hold it";
                faults.push(fault(table, None, detail));
                break;
            }
            if !step(last) {
                return Err(StoreError::Cancelled);
            }
        }
        Ok(faults)
    }
}

/// Whether every entry can be taken out again: tried on a copy, because what an index notes of where a row's words lie is
/// met by nothing else, and whoever turns a matter confidential must not leave them behind.
fn left_behind(conn: &Connection, table: &str, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
    let copy = open::open_scratch()?;
    let made: String = conn.query_row("SELECT sql FROM sqlite_master WHERE name = ?1", [table], |row| {
        row.get(0)
    })?;
    copy.execute_batch(&format!("{made}; BEGIN"))?;
    for part in ["data", "idx", "docsize", "config"] {
        let mut rows = conn.prepare(&format!("SELECT * FROM {table}_{part}"))?;
        let width = rows.column_count();
        let places = vec!["?"; width].join(", ");
        let mut put = copy.prepare(&format!("REPLACE INTO {table}_{part} VALUES ({places})"))?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let values: Vec<Value> = (0..width).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            put.execute(params_from_iter(values))?;
        }
    }
    // FTS5 remembers what it read until an act is undone.
    copy.execute_batch(&format!(
        "COMMIT; BEGIN; DELETE FROM {table} WHERE rowid = -1; ROLLBACK; BEGIN"
    ))?;
    let mut all = copy.prepare(&format!("SELECT id FROM {table}_docsize"))?;
    let all: Vec<i64> = all.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut remove = copy.prepare(&format!("DELETE FROM {table} WHERE rowid = ?1"))?;
    for n in all {
        remove.execute([n])?;
        if !step(n) {
            return Err(StoreError::Cancelled);
        }
    }
    let left = Entries::of(&copy, table, step)?;
    let detail = "taken out, the entry would leave words behind";
    Ok(left
        .by_row
        .keys()
        .take(MOST)
        .map(|n| fault(table, Some(*n), detail))
        .collect())
}

/// Words read between two looks at whether to go on.
const PAUSE: u64 = 8_192;
/// Faults of one kind reported at most.
const MOST: usize = 1_000;

fn fault(table: &str, n: Option<i64>, detail: &str) -> Fault {
    Fault {
        kind: FaultKind::FullText,
        table: table.to_owned(),
        id: n.map_or_else(String::new, |n| n.to_string()),
        detail: detail.to_owned(),
    }
}

/// Compares the indexes with the rows, word by word: nothing else in the file knows what they have to hold, and a page of
/// theirs that was changed is no page out of order. `step` hears numbers of opinions on the way and may call it off.
pub fn compare(conn: &Connection, vault: &Vault, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    // One after the other: each is as large as the words of the file.
    for index in [&WORDS, &NAMES] {
        let mut entries = Entries::default();
        let mut rows = conn.prepare(ENTRY)?;
        let mut rows = rows.query([])?;
        while let Some(row) = rows.next()? {
            let e = entry(row, Tokens { vault, keys: conn })?;
            if index.table == WORDS.table {
                let texts = [
                    ("words", e.words),
                    ("summary", e.summary),
                    ("place", e.place),
                    ("name", e.name),
                ];
                entries.texts(e.n, &texts, index);
            } else {
                entries.texts(e.n, &[("pinyin", e.pinyin)], index);
            }
        }
        faults.extend(entries.compare(conn, index.table, step)?);
        drop(entries);
        faults.extend(left_behind(conn, index.table, step)?);
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginnings_that_are_compared_are_those_that_are_kept() {
        let conn = super::super::open::open_in_memory().unwrap();
        for index in [WORDS, NAMES] {
            let made: String = conn
                .query_row("SELECT sql FROM sqlite_master WHERE name = ?1", [index.table], |row| {
                    row.get(0)
                })
                .unwrap();
            let kept = made
                .split("prefix = '")
                .nth(1)
                .and_then(|rest| rest.split('\'').next())
                .unwrap();
            let kept: Vec<usize> = kept.split(' ').map(|length| length.parse().unwrap()).collect();
            assert_eq!(kept, index.beginnings, "{}", index.table);
        }
    }

    /// Words that are in no other row, enough for an index of several steps.
    fn put(conn: &Connection, n: u32) {
        let words = (0..80).map(|i| char::from_u32(0x4E00 + (n * 7 + i * i * 31) % 8_000));
        let words: Vec<String> = words.map(|c| format!("{n}{}", c.unwrap_or('路'))).collect();
        conn.prepare_cached("INSERT INTO opinion_index (rowid, words) VALUES (?1, ?2)")
            .and_then(|mut put| put.execute(params![n, words.join(" ")]))
            .unwrap();
    }

    #[test]
    fn an_index_is_rewritten_step_by_step_while_others_file() {
        let mut conn = super::super::open::open_in_memory().unwrap();
        let tx = conn.transaction().unwrap();
        (1..=3_000).for_each(|n| put(&tx, n));
        tx.execute(
            "INSERT INTO opinion_index (rowid, words) VALUES (9000, '\u{20BB7}野')",
            [],
        )
        .unwrap();
        tx.commit().unwrap();
        conn.execute("DELETE FROM opinion_index WHERE rowid = 9000", [])
            .unwrap();
        let traces = |conn: &Connection| -> i64 {
            let sql = "SELECT count(*) FROM opinion_index_data WHERE instr(block, CAST('\u{20BB7}' AS BLOB))";
            conn.query_row(sql, [], |row| row.get(0)).unwrap()
        };
        assert!(traces(&conn) > 0);
        let mut steps = 0;
        while purge_some(&conn, steps == 0).unwrap() {
            steps += 1;
            put(&conn, 10_000 + steps);
            assert!(steps < 100, "it never ends");
        }
        assert!(steps > 2, "{steps}");
        assert_eq!(traces(&conn), 0);
        let found: i64 = conn
            .query_row("SELECT count(*) FROM opinion_index", [], |row| row.get(0))
            .unwrap();
        assert_eq!(found, 3_000 + i64::from(steps));
    }
}
