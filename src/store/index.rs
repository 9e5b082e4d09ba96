//! The search indexes: which opinion holds which words and names. Written by one function from the rows as they stand, in
//! the transaction that changed them, and never by triggers.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::StoreError;
use super::integrity::{Fault, FaultKind};
use crate::domain::text::{search_query, search_tokens};

fn cut(text: Option<&String>) -> Option<String> {
    text.map(|t| search_tokens(t)).filter(|t| !t.is_empty())
}

struct Entry {
    n: i64,
    words: Option<String>,
    summary: Option<String>,
    place: Option<String>,
    name: Option<String>,
    pinyin: Option<String>,
}

/// Names are those of everybody the answer is owed to.
const ENTRY: &str = "SELECT o.n, o.words, o.summary, o.place, \
     (SELECT group_concat(c.name, ' ') FROM opinion_party p JOIN citizen c ON c.id = p.citizen WHERE p.opinion = o.id), \
     (SELECT group_concat(c.pinyin, ' ') FROM opinion_party p JOIN citizen c ON c.id = p.citizen WHERE p.opinion = o.id) \
     FROM opinion o";

fn entry(row: &rusqlite::Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        n: row.get(0)?,
        words: row.get(1)?,
        summary: row.get(2)?,
        place: row.get(3)?,
        name: row.get(4)?,
        pinyin: row.get(5)?,
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
    let [words, summary, place, name] = [&e.words, &e.summary, &e.place, &e.name].map(|t| cut(t.as_ref()));
    if words.is_some() || summary.is_some() || place.is_some() || name.is_some() {
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
pub(super) fn refresh(tx: &Connection, opinion: &str, fresh: bool) -> Result<(), StoreError> {
    let row = tx
        .prepare_cached(&format!("{ENTRY} WHERE o.id = ?1"))?
        .query_row([opinion], entry)
        .optional()?;
    let Some(row) = row else { return Ok(()) };
    if !fresh {
        remove(tx, row.n)?;
    }
    insert(tx, &row)
}

/// Brings the entries of every opinion of one person up to date.
pub(super) fn refresh_citizen(tx: &Connection, citizen: &str) -> Result<(), StoreError> {
    let mut rows = tx.prepare_cached("SELECT opinion FROM opinion_party WHERE citizen = ?1")?;
    let ids: Vec<String> = rows.query_map([citizen], |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.iter().try_for_each(|id| refresh(tx, id, false))
}

/// Empties both indexes and fills them from the rows; answers how many opinions were read.
pub fn rebuild(tx: &Connection) -> Result<u64, StoreError> {
    tx.execute_batch(
        "INSERT INTO opinion_index (opinion_index) VALUES ('delete-all'); \
         INSERT INTO name_index (name_index) VALUES ('delete-all');",
    )?;
    fill(tx, &mut |_, _| Ok(()))
}

/// Fills both indexes, which are empty, from the rows. `step` hears how many of how many opinions were read, now and then, and
/// may end it with an error.
pub(super) fn fill(
    tx: &Connection,
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
        insert(tx, &entry(row)?)?;
        count += 1;
    }
    Ok(count)
}

/// Rewrites both indexes in one piece each and without what was removed from them. Until then the pieces still hold its
/// words, so this belongs to every erasure of a person, before the log is folded in.
pub fn purge(tx: &Connection) -> Result<(), StoreError> {
    tx.execute_batch(
        "INSERT INTO opinion_index (opinion_index) VALUES ('optimize'); \
         INSERT INTO name_index (name_index) VALUES ('optimize');",
    )?;
    Ok(())
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

/// Compares the indexes with the rows: which opinions have an entry and should not, or the other way round, and whether
/// every `stride`th one is found by its own words.
pub fn compare(conn: &Connection, stride: u64) -> Result<Vec<Fault>, StoreError> {
    let fault = |n: i64, detail: &str| Fault {
        kind: FaultKind::FullText,
        table: "opinion_index".to_owned(),
        id: n.to_string(),
        detail: detail.to_owned(),
    };
    let mut faults = Vec::new();
    let mut extra = conn.prepare(
        "SELECT rowid FROM opinion_index WHERE rowid NOT IN (SELECT n FROM opinion) \
         UNION SELECT rowid FROM name_index WHERE rowid NOT IN (SELECT n FROM opinion) LIMIT 1000",
    )?;
    for n in extra.query_map([], |row| row.get::<_, i64>(0))? {
        faults.push(fault(n?, "an entry without its opinion"));
    }
    let mut there = conn.prepare("SELECT 1 FROM opinion_index WHERE rowid = ?1")?;
    let mut found = conn.prepare("SELECT 1 FROM opinion_index WHERE opinion_index MATCH ?1 AND rowid = ?2")?;
    let mut named = conn.prepare("SELECT 1 FROM name_index WHERE rowid = ?1")?;
    let mut rows = conn.prepare(ENTRY)?;
    let mut rows = rows.query([])?;
    let mut place = 0;
    while let Some(row) = rows.next()? {
        let e = entry(row)?;
        let texts = [&e.words, &e.summary, &e.place, &e.name];
        let wanted = texts.iter().any(|t| cut(t.as_ref()).is_some());
        if there.exists([e.n])? != wanted {
            faults.push(fault(e.n, "an entry is missing, or one too many"));
        }
        if named.exists([e.n])? != e.pinyin.as_ref().is_some_and(|p| !p.is_empty()) {
            faults.push(fault(e.n, "a name is missing, or one too many"));
        }
        place += 1;
        if place % stride.max(1) == 0 {
            for query in texts.iter().filter_map(|t| search_query(t.as_ref()?)) {
                if !found.exists(params![query, e.n])? {
                    faults.push(fault(e.n, "not found by its own words"));
                }
            }
        }
        if faults.len() > 1000 {
            break;
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::*;

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
