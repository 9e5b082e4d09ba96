//! Which drafts were saved, remembered beside the file. What is typed and not filed is in no entry of the log, so the note of
//! its head does not miss it: a draft that lay in the `-wal` alone and went with it would be missed by nobody.
//!
//! The note names drafts and whose they are, and no word of them. It is written after the commit and is not waited for, so it
//! never claims more than was saved.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::chain::{hash, hex};
use super::desk::Desk;
use super::error::StoreError;
use super::{drafts, log, open, rows};
use crate::domain::lease::{Saved, Unsaved};

/// The file, behind the database's name.
const TAIL: &str = ".drafts";
/// Its first word: what it is, and how it is written.
const MARK: &str = "zhiban-drafts-1";
/// The newest are remembered.
const MOST: i64 = 500;

impl Desk {
    /// Saves words in their draft, see [`drafts::save`], and remembers it.
    pub fn save_draft(&mut self, words: &Unsaved) -> Result<Saved, StoreError> {
        let saved = self.write(|tx, vault, random| drafts::save(tx, vault, random, words))?;
        self.remember_drafts();
        Ok(saved)
    }

    /// Remembers beside the file which drafts were saved.
    pub fn remember_drafts(&self) {
        if let Some(file) = &self.standing {
            let _ = self.read(|conn, _| keep(conn, file.path()));
        }
    }

    /// Whose drafts were saved and are not there as they were.
    pub fn missed_drafts(&self) -> Result<Vec<Missed>, StoreError> {
        let file = self.standing.as_ref();
        file.map_or(Ok(Vec::new()), |file| self.read(|conn, _| missed(conn, file.path())))
    }
}

/// Whose drafts are not as they were saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// Whose they are, by name.
    pub whose: String,
    /// How many are not there.
    pub gone: usize,
    /// How many are as they were before.
    pub older: usize,
}

/// Where it is.
pub fn name(database: &Path) -> PathBuf {
    open::beside(database, TAIL)
}

/// A draft as it was saved: which, when last, and whose it is.
type Row = (String, i64, String);

fn all(conn: &Connection) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT id, saved_ms, account FROM draft ORDER BY saved_ms DESC LIMIT ?1";
    rows::all(conn, sql, [MOST], |c| {
        Ok((c.get("id")?, c.get("saved_ms")?, c.get("account")?))
    })
}

/// Remembers the drafts of a file as it is. A witness and not the record: where it cannot be written, nothing else fails.
fn keep(conn: &Connection, database: &Path) -> Result<(), StoreError> {
    use std::fmt::Write as _;
    let (all, path) = (all(conn)?, name(database));
    let Some(station) = log::station(conn)? else {
        return Ok(());
    };
    if all.is_empty() && path.symlink_metadata().is_err() {
        return Ok(());
    }
    let mut text = format!("{MARK} {}\n", station.id);
    for (id, saved, account) in all {
        let _ = writeln!(text, "{id} {saved} {account}");
    }
    let sum = hex(&hash(text.as_bytes()));
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true).mode(0o600);
    let mut file = open::plain(&path, &mut how)?;
    file.write_all(format!("{text}sum {sum}\n").as_bytes())?;
    Ok(())
}

/// What is remembered of the drafts of a station; nothing where the note is not whole, or is another's.
fn remembered(conn: &Connection, database: &Path) -> Result<Vec<Row>, StoreError> {
    let (Some(text), Some(station)) = (open::read_text(&name(database))?, log::station(conn)?) else {
        return Ok(Vec::new());
    };
    let read = || {
        let (said, sum) = text.rsplit_once("sum ")?;
        let lines = said.strip_prefix(&format!("{MARK} {}\n", station.id))?;
        let draft = |line: &str| {
            let mut words = line.split(' ');
            let (id, saved) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
            Some((id, saved, words.next().unwrap_or_default().to_owned()))
        };
        (sum.trim_end() == hex(&hash(said.as_bytes()))).then(|| lines.lines().filter_map(draft).collect())
    };
    Ok(read().unwrap_or_default())
}

/// The drafts that were saved and are not in the file, or not as they were saved last, by whose they are. One that ended in
/// whatever way is not missed.
fn missed(conn: &Connection, database: &Path) -> Result<Vec<Missed>, StoreError> {
    let mut out: Vec<Missed> = Vec::new();
    for (id, saved, account) in remembered(conn, database)? {
        let there = rows::one(conn, "SELECT saved_ms FROM draft WHERE id = ?1", [&id], |c| {
            c.get::<i64>("saved_ms")
        })?;
        let ended = "SELECT 1 FROM draft_end WHERE id = ?1 UNION ALL SELECT 1 FROM draft_deleted WHERE id = ?1";
        let is_older = match there {
            Some(at) if at >= saved => continue,
            Some(_) => true,
            None if conn.prepare_cached(ended)?.exists([&id])? => continue,
            None => false,
        };
        let named = rows::one(conn, "SELECT name FROM account WHERE id = ?1", [&account], |c| {
            c.get::<String>("name")
        })?;
        let whose = named.unwrap_or_default();
        let at = out.iter().position(|missed| missed.whose == whose);
        let of = Missed {
            whose,
            gone: 0,
            older: 0,
        };
        let at = at.unwrap_or_else(|| {
            out.push(of);
            out.len() - 1
        });
        if let Some(missed) = out.get_mut(at) {
            *if is_older { &mut missed.older } else { &mut missed.gone } += 1;
        }
    }
    Ok(out)
}
