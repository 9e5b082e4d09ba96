//! Gaps of pages, emptied of what once lay in them.
//!
//! `secure_delete` overwrites what is taken out of a page. What SQLite moves to another page, to make room or to fill one up, is
//! not taken out of its old place: it stays behind in the gap before the content of that page, as a copy, also of what is erased
//! in its new place later. So after every erasure the pages of the file are looked through and their gaps are emptied, a step
//! at a time. A gap is nobody's: to empty it changes nothing that is read.
//!
//! Whoever asks for pages as such opens the tables that are nobody else's too, so the log is folded of the file alone, by its name.
//!
//! Of the log nothing is ever taken out, so its pages are left alone.

use std::ops::Range;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::error::StoreError;

/// Pages looked at in one step: some milliseconds.
const STEP: usize = 256;

/// Where each tree begins that something may be taken out of, the smallest first as a rule. The tree of names of tables itself,
/// on the first page, holds nothing of anybody.
const ROOTS: &str =
    "SELECT rootpage FROM sqlite_schema WHERE rootpage > 1 AND tbl_name <> 'event' ORDER BY rootpage DESC";

/// How far the pages of a file are looked through.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    /// Trees that are left; none before the first step.
    roots: Option<Vec<u32>>,
    /// The tree that is being looked through.
    tree: Option<u32>,
    /// Its pages that are left, as long as nobody wrote.
    pages: Vec<u32>,
    /// The file as it was left by the last step: what others wrote, and what was written here.
    seen: Option<(i64, u64)>,
}

impl Gaps {
    /// One step, in a transaction that writes; false when nothing is left to do. Where something was written since the last
    /// one, the tree it was at is begun again: its pages may have another meaning now.
    pub fn step(&mut self, tx: &Connection) -> Result<bool, StoreError> {
        let roots = match &mut self.roots {
            Some(roots) => roots,
            none => none.insert(
                tx.prepare(ROOTS)?
                    .query_map([], |row| row.get(0))?
                    .collect::<Result<_, _>>()?,
            ),
        };
        if self.seen.take() != Some(now(tx)?) {
            self.pages = self.tree.into_iter().collect();
        }
        for _ in 0..STEP {
            if self.pages.is_empty() {
                self.tree = roots.pop();
                self.pages.extend(self.tree);
            }
            let Some(page) = self.pages.pop() else {
                return Ok(false);
            };
            empty(tx, page, &mut self.pages)?;
        }
        self.seen = Some(now(tx)?);
        Ok(true)
    }
}

/// Everything in one go, for a file nobody else is at.
pub(super) fn empty_all(tx: &Connection) -> Result<(), StoreError> {
    let mut gaps = Gaps::default();
    while gaps.step(tx)? {}
    Ok(())
}

fn now(tx: &Connection) -> Result<(i64, u64), StoreError> {
    let others = tx
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?;
    Ok((others, tx.total_changes()))
}

/// Empties the gap of one page, and adds what hangs below it.
fn empty(tx: &Connection, page: u32, below: &mut Vec<u32>) -> Result<(), StoreError> {
    let mut read = tx.prepare_cached("SELECT data FROM sqlite_dbpage WHERE pgno = ?1")?;
    let mut rows = read.query([page])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let data = row.get_ref(0)?.as_blob().unwrap_or_default();
    // What is no page of a tree is damage, which `check` names; here it is left as it is.
    let Some(gap) = parts(data, below) else { return Ok(()) };
    if data
        .get(gap.clone())
        .is_none_or(|gap| gap.iter().all(|byte| *byte == 0))
    {
        return Ok(());
    }
    let mut clean = data.to_vec();
    if let Some(gap) = clean.get_mut(gap) {
        gap.fill(0);
    }
    drop(rows);
    // Pages are written by nobody but here.
    tx.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    let written = tx
        .prepare_cached("UPDATE sqlite_dbpage SET data = ?2 WHERE pgno = ?1")
        .and_then(|mut write| write.execute((page, clean)));
    tx.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    written?;
    Ok(())
}

/// Where the gap of a page of a tree lies: between the places of its cells and the first of them. What hangs below is added.
fn parts(page: &[u8], below: &mut Vec<u32>) -> Option<Range<usize>> {
    let two = |at: usize| {
        page.get(at..at + 2)?
            .try_into()
            .ok()
            .map(|two| usize::from(u16::from_be_bytes(two)))
    };
    let four = |at: usize| page.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let (head, has_below) = match page.first()? {
        2 | 5 => (12, true),
        10 | 13 => (8, false),
        _ => return None,
    };
    let cells = two(3)?;
    if has_below {
        below.extend(four(8));
        below.extend((0..cells).filter_map(|cell| four(two(head + 2 * cell)?)));
    }
    // Of the largest pages the end has no number of its own.
    let content = two(5).map(|content| if content == 0 { 1 << 16 } else { content })?;
    let places = head + 2 * cells;
    (places <= content && content <= page.len()).then_some(places..content)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open::open_in_memory;

    /// Pages of a tree and how many bytes stand in their gaps.
    fn filled(conn: &Connection) -> usize {
        let mut pages: Vec<u32> = conn
            .prepare(ROOTS)
            .and_then(|mut all| all.query_map([], |row| row.get(0))?.collect())
            .unwrap();
        let mut filled = 0;
        while let Some(page) = pages.pop() {
            let sql = "SELECT data FROM sqlite_dbpage WHERE pgno = ?1";
            let data: Vec<u8> = conn.query_row(sql, [page], |row| row.get(0)).unwrap();
            let gap = parts(&data, &mut pages).unwrap();
            filled += data.get(gap).unwrap().iter().filter(|byte| **byte != 0).count();
        }
        filled
    }

    fn write(conn: &Connection, from: i64, many: i64) {
        let sql = "WITH RECURSIVE n(n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM n WHERE n < ?1 + ?2) \
                   INSERT INTO meta (name, value) SELECT hex(randomblob(8)) || n, hex(randomblob(20 + n % 90)) FROM n";
        conn.execute(sql, (from, many)).unwrap();
    }

    #[test]
    fn what_moved_to_another_page_leaves_no_copy_behind_and_nothing_is_read_otherwise() {
        let mut conn = open_in_memory().unwrap();
        write(&conn, 0, 3_000);
        assert!(filled(&conn) > 0, "SQLite leaves copies behind");
        let all = |conn: &Connection| -> Vec<(String, String)> {
            let mut all = conn.prepare("SELECT name, value FROM meta").unwrap();
            let all = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            all.collect::<Result<_, _>>().unwrap()
        };
        let before = all(&conn);
        let tx = conn.transaction().unwrap();
        empty_all(&tx).unwrap();
        tx.commit().unwrap();
        assert_eq!(filled(&conn), 0);
        assert_eq!(all(&conn), before);
        let whole: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(whole, "ok");
        assert!(
            conn.execute("UPDATE sqlite_dbpage SET data = data WHERE pgno = 2", [])
                .is_err(),
            "pages are written by nobody else"
        );
    }

    #[test]
    fn a_tree_that_changed_between_two_steps_is_begun_again() {
        let conn = open_in_memory().unwrap();
        write(&conn, 0, 60_000);
        let (mut gaps, mut steps) = (Gaps::default(), 0);
        while gaps.step(&conn).unwrap() {
            steps += 1;
            if steps % 4 == 0 && steps < 20 {
                conn.execute("DELETE FROM meta WHERE length(value) % 7 = ?1", [steps % 7])
                    .unwrap();
            }
            assert!(steps < 500, "it never ends");
        }
        assert!(steps > 4, "{steps}");
        assert_eq!(filled(&conn), 0);
    }
}
