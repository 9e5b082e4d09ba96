//! The file a desk has open: whether it still lies under its name, and still holds what was filed in it.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::again;
use super::chain::{self, stored_digest};
use super::error::StoreError;
use super::log::{self, Head};
use super::open;
use super::read_only::FileId;

/// What is known of an open file.
#[derive(Debug)]
pub(super) struct Standing {
    path: PathBuf,
    /// The file and its log as they were opened, by their names.
    opened: Vec<(PathBuf, FileId)>,
    /// The last event that was seen in the log, which is there for ever.
    seen: Option<Head>,
    /// When the file itself was written last, and the last event that stood in it then, without the log beside it.
    itself: Option<(SystemTime, i64)>,
}

/// A file and its log, which lies beside it as long as anybody has it open.
fn opened(path: &Path) -> Vec<(PathBuf, FileId)> {
    let both = [path.to_owned(), open::beside(path, "-wal")];
    let known = both.into_iter().filter_map(|path| {
        let file = FileId::of(&path).ok()?;
        Some((path, file))
    });
    known.collect()
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.symlink_metadata().ok()?.modified().ok()
}

/// The last event in the file itself, without the log beside it; none where that cannot be told. Halfway through a fold, or after
/// one that was broken off, pages of two moments lie in it: what does not follow from the event before it was not read well.
pub(super) fn head_itself(path: &Path) -> Option<Head> {
    let conn = open::open_still(path).ok()?;
    let head = log::head(&conn).ok()?;
    let follows = || chain::verify(&conn, head.seq).is_ok_and(|faults| faults.is_empty());
    (head.seq == 0 || follows()).then_some(head)
}

impl Standing {
    /// A file that was just opened.
    pub(super) fn of(path: &Path, conn: &Connection) -> Self {
        Self {
            path: path.to_owned(),
            opened: opened(path),
            seen: again::twice(|| log::head(conn)).ok(),
            itself: None,
        }
    }

    /// Where it lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether anything was ever filed in it.
    pub(super) fn has_events(&self) -> bool {
        self.seen.is_some_and(|seen| seen.seq > 0)
    }

    /// Whether it was written since it was looked at.
    pub(super) fn is_touched(&self) -> bool {
        modified(&self.path) != self.itself.map(|(modified, _)| modified)
    }

    /// Refuses to write where nobody would find it again: into a file that was deleted, moved or exchanged while it was open,
    /// or whose log was.
    pub(super) fn stands(&self) -> Result<(), StoreError> {
        let moved = |(path, file): &&(PathBuf, FileId)| !file.is_at(path).unwrap_or(false);
        match self.opened.iter().find(moved) {
            Some((path, _)) => Err(StoreError::replaced(path)),
            None => Ok(()),
        }
    }

    /// As [`Self::stands`], and that nobody copied another one over it, under its name and its number. The log beside it would
    /// hide that, as far as it goes; so once the file itself was written it is looked at without. To be asked while the
    /// turn is held, when nobody folds a log.
    pub(super) fn is_unchanged(&mut self, conn: &Connection) -> Result<(), StoreError> {
        self.stands()?;
        let now = modified(&self.path);
        if now != self.itself.map(|(modified, _)| modified) {
            // By a fold of the log, or by somebody else; what is held of it in memory may not be what it says.
            conn.execute_batch("PRAGMA shrink_memory")?;
            let before = self.itself.map_or(0, |(_, seq)| seq);
            // One that cannot be read so, for instance because a fold was broken off, is no proof of anything.
            if let Some(head) = head_itself(&self.path) {
                let is_ours = head.seq == 0 || stored_digest(conn, head.seq)? == Some(head.digest);
                if head.seq < before || !is_ours {
                    return Err(self.was_replaced(conn));
                }
                self.itself = now.map(|now| (now, head.seq));
            }
        }
        if let Some(seen) = self.seen.filter(|seen| seen.seq > 0)
            && stored_digest(conn, seen.seq)? != Some(seen.digest)
        {
            return Err(self.was_replaced(conn));
        }
        Ok(())
    }

    /// The log beside it belongs to what was there, and is not folded into what is.
    fn was_replaced(&self, conn: &Connection) -> StoreError {
        let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        StoreError::replaced(&self.path)
    }

    /// How far the file itself went when it was looked at last, without the log beside it.
    pub(super) fn folded(&self) -> i64 {
        self.itself.map_or(0, |(_, seq)| seq)
    }

    /// Something was filed.
    pub(super) fn filed(&mut self, conn: &Connection) {
        self.seen = again::twice(|| log::head(conn)).ok();
    }

    /// It was opened anew. Another file that was put there in order is known from then on.
    pub(super) fn reopened(&mut self, conn: &Connection) {
        let now = opened(&self.path);
        if self.opened.first() != now.first() {
            (self.seen, self.itself) = (again::twice(|| log::head(conn)).ok(), None);
        }
        self.opened = now;
    }
}
