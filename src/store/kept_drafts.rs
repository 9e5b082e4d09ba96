//! Which drafts were saved, remembered beside the file. What is typed and not filed is in no entry of the log, so the note of
//! its head does not miss it: a draft that lay in the `-wal` alone and went with it would be missed by nobody.
//!
//! The note names drafts and whose they are, and no word of them. It is written after the commit, while the turn is held, as
//! another file that takes the place of the one before, so nobody ever reads half of one. It is not waited for: the commit
//! was, so a power cut takes no draft, and a note that it left as it was before misses none that is there. Unnoticed stays only
//! what went with the log in the seconds before a power cut, where the disk kept neither.
//!
//! What is missed is put down in the file itself by whoever opens it next, until whoever wrote it was told: the note
//! goes on to name it, should the log go once more.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};
use serde::{Deserialize, Serialize};

use super::chain::{hash, hex};
use super::desk::Desk;
use super::error::StoreError;
use super::half_restored::{self, CutShort};
use super::{drafts, log, open, rows, who};
use crate::domain::id::{AccountId, DraftId};
use crate::domain::lease::{Missed, Saved, Unsaved};
use crate::domain::moment::{Day, Moment};
use crate::domain::permit::{OfDraft, of_draft};

/// The file, behind the database's name.
const TAIL: &str = ".drafts";
/// The next one, until it takes its place.
const NEXT: &str = ".drafts.new";
/// Its first word: what it is, and how it is written.
const MARK: &str = "zhiban-drafts-1";
/// The newest are remembered.
const MOST: i64 = 500;
/// Small facts about the file that name what is missed begin so; the draft follows.
const MISSED: &str = "missed/";

/// What is known of a draft that is missed.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Known {
    /// When it was saved last.
    saved: i64,
    /// Whose it was, as its row said.
    account: String,
    older: bool,
    head: bool,
}

impl Desk {
    /// Saves words in their draft, see [`drafts::save`], and remembers it.
    pub fn save_draft(&mut self, words: &Unsaved) -> Result<Saved, StoreError> {
        let _turn = self.turn();
        let saved = self.write_in_turn(|tx, vault, random| drafts::save(tx, vault, random, words))?;
        self.remember_drafts();
        Ok(saved)
    }

    /// Remembers beside the file which drafts were saved. To be called while the turn is held.
    fn remember_drafts(&self) {
        if let Some(file) = &self.standing {
            let _ = self.read(|conn, _| keep(conn, file.path()));
        }
    }

    /// Puts down which drafts were saved and are not there as they were, and remembers those that are. Whatever the note says that
    /// cannot be put down stays in it.
    pub fn miss_drafts(&mut self) -> Result<(), StoreError> {
        let Some(path) = self.standing.as_ref().map(|file| file.path().to_owned()) else {
            return Ok(());
        };
        // Whoever opens the file waits for nobody where nothing is missed.
        if self.read(|conn, _| missed(conn, &path))?.is_empty() {
            return Ok(());
        }
        let _turn = self.turn();
        // What a restore that was cut short left to be done is not missed here.
        self.read(|conn, _| half_restored::finish(conn, &path))?;
        let missed = self.read(|conn, _| missed(conn, &path))?;
        if !missed.is_empty() {
            self.write_in_turn(|tx, _, _| missed.iter().try_for_each(|(id, known)| put(tx, id, known)))?;
        }
        self.remember_drafts();
        Ok(())
    }

    /// An account was told of these; the note names them no more either.
    pub(super) fn tell_missed(&mut self, account: AccountId, ids: &[DraftId], today: Day) -> Result<(), StoreError> {
        let _turn = self.turn();
        self.write_in_turn(|tx, _, _| told(tx, account, ids, today))?;
        self.remember_drafts();
        Ok(())
    }

    /// Drafts that were lost, of which an account was not told yet.
    pub fn missed_drafts(&self, account: AccountId, today: Day) -> Result<Vec<Missed>, StoreError> {
        self.read(|conn, _| {
            let who = drafts::acts(conn, account, today)?;
            let mut all = untold(conn)?;
            all.retain(|missed| of_draft(&who, &missed.author).hears_of_loss(missed.head_knows));
            Ok(all)
        })
    }
}

/// Where it is.
pub fn name(database: &Path) -> PathBuf {
    open::beside(database, TAIL)
}

/// A draft as it was saved: which, when last, and whose it is.
type Row = (String, i64, String);

fn all(conn: &Connection) -> Result<Vec<Row>, StoreError> {
    let sql = "SELECT id, max(saved_ms) AS saved_ms, account FROM (SELECT id, saved_ms, account FROM draft \
               UNION ALL SELECT substr(name, length(?2) + 1), json_extract(value, '$.saved'), \
               json_extract(value, '$.account') FROM meta WHERE name >= ?2 AND name < ?3) \
               GROUP BY id ORDER BY 2 DESC LIMIT ?1";
    rows::all(conn, sql, (MOST, MISSED, after_missed()), |c| {
        Ok((c.get("id")?, c.get("saved_ms")?, c.get("account")?))
    })
}

/// What comes after every name that begins so.
fn after_missed() -> String {
    MISSED.replace('/', "0")
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
    let next = open::beside(database, NEXT);
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true).mode(0o600);
    let mut file = open::plain(&next, &mut how)?;
    file.write_all(format!("{text}sum {sum}\n").as_bytes())?;
    std::fs::rename(&next, &path).map_err(open::at(&path))
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
            let mut words = line.splitn(3, ' ');
            let (id, saved) = (words.next()?.to_owned(), words.next()?.parse().ok()?);
            Some((id, saved, words.next().unwrap_or_default().to_owned()))
        };
        (sum.trim_end() == hex(&hash(said.as_bytes()))).then(|| lines.lines().filter_map(draft).collect())
    };
    Ok(read().unwrap_or_default())
}

/// The drafts that were saved and are not in the file, or not as they were saved last, as far as that is not put down yet. One
/// that ended in whatever way is not missed.
fn missed(conn: &Connection, database: &Path) -> Result<Vec<(String, Known)>, StoreError> {
    let mut out = Vec::new();
    for (id, saved, account) in remembered(conn, database)? {
        let there = rows::one(conn, "SELECT saved_ms FROM draft WHERE id = ?1", [&id], |c| {
            c.get::<i64>("saved_ms")
        })?;
        let ended = "SELECT 1 FROM draft_end WHERE id = ?1 UNION ALL SELECT 1 FROM draft_deleted WHERE id = ?1";
        let older = match there {
            Some(at) if at >= saved => continue,
            Some(_) => true,
            None if conn.prepare_cached(ended)?.exists([&id])? => continue,
            None => false,
        };
        if known(conn, &id)?.is_some_and(|known| known.saved >= saved) {
            continue;
        }
        let head = false;
        out.push((
            id,
            Known {
                saved,
                account,
                older,
                head,
            },
        ));
    }
    Ok(out)
}

/// The same, as people know them.
pub(super) fn missing(conn: &Connection, database: &Path) -> Result<Vec<Missed>, StoreError> {
    let missed = missed(conn, database)?;
    let all = missed.iter().map(|(id, known)| of(conn, id, known));
    Ok(all.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn fact(id: &str) -> String {
    [MISSED, id].concat()
}

fn known(conn: &Connection, id: &str) -> Result<Option<Known>, StoreError> {
    let text = log::meta(conn, &fact(id))?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

fn put(tx: &Transaction<'_>, id: &str, known: &Known) -> Result<(), StoreError> {
    let text = serde_json::to_string(known).map_err(|_| StoreError::corrupt("a missed draft that is no JSON"))?;
    log::set_meta(tx, &fact(id), &text)
}

/// As people know it; none where the fact is no such fact.
fn of(conn: &Connection, id: &str, known: &Known) -> Result<Option<Missed>, StoreError> {
    let Ok(id) = id.parse() else { return Ok(None) };
    Ok(Some(Missed {
        id: DraftId(id),
        author: who::author_of(conn, &known.account, Moment(known.saved))?,
        is_older: known.older,
        head_knows: known.head,
    }))
}

/// What is put down as missed, and whoever wrote it was not told of yet, the oldest first.
pub(super) fn untold(conn: &Connection) -> Result<Vec<Missed>, StoreError> {
    let sql = "SELECT name, value FROM meta WHERE name >= ?1 AND name < ?2";
    let found = rows::all(conn, sql, (MISSED, after_missed()), |c| {
        let (name, text): (String, String) = (c.get("name")?, c.get("value")?);
        let Ok(known) = serde_json::from_str(&text) else {
            return Ok(None);
        };
        of(conn, name.trim_start_matches(MISSED), &known)
    })?;
    let mut all: Vec<Missed> = found.into_iter().flatten().collect();
    all.sort_by_key(|missed| (missed.author.saved, missed.id));
    Ok(all)
}

/// What is missed of a file that is only looked at, as long as neither whoever wrote it nor the head was told.
pub(super) fn unheard(conn: &Connection, database: &Path) -> Result<Vec<Missed>, StoreError> {
    let mut all = untold(conn)?;
    all.retain(|missed| !missed.head_knows);
    // Those of a file that was put aside lie there.
    if !matches!(half_restored::cut_short(conn, database)?, Some(CutShort::After { .. })) {
        all.extend(missing(conn, database)?);
    }
    Ok(all)
}

/// An account was told of these. The head was, too, and whoever wrote them is told all the same, as long as they can be.
fn told(tx: &Transaction<'_>, account: AccountId, ids: &[DraftId], today: Day) -> Result<(), StoreError> {
    let me = drafts::acts(tx, account, today)?;
    for id in ids.iter().map(ToString::to_string) {
        let Some(known) = known(tx, &id)? else { continue };
        let author = who::author_of(tx, &known.account, Moment(known.saved))?;
        match of_draft(&me, &author) {
            OfDraft::Own | OfDraft::Left => {
                tx.execute("DELETE FROM meta WHERE name = ?1", [fact(&id)])?;
            }
            OfDraft::Overseen => put(tx, &id, &Known { head: true, ..known })?,
            OfDraft::Anothers | OfDraft::Hidden | OfDraft::Unseen => {}
        }
    }
    Ok(())
}
