//! What acts left behind of what had to go, and how it goes when nobody waits for the writer: out of the pieces of the search
//! indexes, out of the gaps of pages, and out of the write-ahead log.

use uuid::Uuid;

use super::desk::Desk;
use super::error::StoreError;
use super::gaps::Gaps;
use super::turn::{self, REST};
use super::{index, keys, open};

/// What acts left to do until nothing stands anywhere of what had to go.
#[derive(Debug, Default)]
pub(super) struct Cleanup {
    /// Something was forgotten that may still stand in the write-ahead log.
    pub forgot: bool,
    /// A draft was filed: its words are in a record now, and the log may still hold them as they were typed.
    pub filed: bool,
    /// Words left the search indexes that may still stand in their pieces.
    pub unindexed: bool,
    /// The pieces are being rewritten.
    pub rewriting: bool,
    /// Gaps of pages are being emptied of copies of what had to go.
    pub gaps: Option<Gaps>,
    /// Whose keys were forgotten since the list beside the copies was told, where the act was committed.
    pub gone: Vec<Uuid>,
}

/// How soon the write-ahead log is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Folding {
    /// When nobody is about to go on: an act that follows a fold waits for the disk twice, because it begins the log anew.
    AtLeisure,
    /// As soon as nobody waits for the writer.
    Soon,
}

impl Desk {
    /// One step of rewriting the search indexes without what was taken out of them, and then of emptying the gaps of pages, in
    /// turn like any write; true when nothing is left to do. A large file takes many, and between two of them everybody else
    /// writes.
    pub(super) fn purge(&mut self) -> Result<bool, StoreError> {
        let begins = self.left.unindexed;
        if begins || self.left.rewriting {
            self.left.rewriting = self.write(|tx, _, _| index::purge_some(tx, begins))?;
            self.left.unindexed = false;
        } else if let Some(mut gaps) = self.left.gaps.take() {
            let more = self.write(|tx, _, _| gaps.step(tx));
            self.left.gaps = (!matches!(more, Ok(false))).then_some(gaps);
            more?;
        }
        Ok(!self.left.rewriting && self.left.gaps.is_none())
    }

    /// Folds the write-ahead log into the file, in turn like any write; false when somebody was reading. Whoever was
    /// forgotten is put on the list beside the copies, so that none of them brings anybody back. Where there are no copies
    /// yet, the first one lists everybody. What left the search indexes goes from their pieces before.
    pub(super) fn fold(&mut self) -> Result<bool, StoreError> {
        while !self.purge()? {
            std::thread::sleep(REST);
        }
        let folded = {
            let _turn = self.turn();
            // Never into a file that somebody copied over this one.
            if let Some(file) = &mut self.standing {
                file.is_unchanged(&self.conn)?;
            }
            let folded = turn::fold(&self.conn)?;
            // It was written just now, and is looked at while nobody waits for that; the next act meets whatever is wrong.
            let _ = self.standing.as_mut().map(|file| file.is_unchanged(&self.conn));
            folded
        };
        let file = self.standing.as_ref();
        let beside = file.map(|file| file.path().with_file_name(open::COPIES));
        if let Some(copies) = beside.map(|folder| open::copies_made(&folder)).transpose()?.flatten() {
            keys::note_gone(&self.conn, &copies, &self.left.gone)?;
        }
        // Only now: whoever could not be put on the list is put there by the next attempt.
        self.left.gone.clear();
        Ok(folded)
    }

    /// Whether something was forgotten since this was asked last, so that the write-ahead log has to be folded, and how soon.
    pub(super) fn has_forgotten(&mut self) -> Option<Folding> {
        let (forgot, filed) = (
            std::mem::take(&mut self.left.forgot),
            std::mem::take(&mut self.left.filed),
        );
        self.left.gaps = forgot.then(Gaps::default).or(self.left.gaps.take());
        if forgot {
            Some(Folding::Soon)
        } else {
            filed.then_some(Folding::AtLeisure)
        }
    }

    const fn owe(&mut self, how: Folding, owes: bool) {
        match how {
            Folding::Soon => self.left.forgot = owes,
            Folding::AtLeisure => self.left.filed = owes,
        }
    }

    /// Folds the write-ahead log if it may hold what was forgotten: for a desk whose acts are not followed by a writer's
    /// idle moments. Whoever reads for long leaves it to the next act.
    pub fn fold_forgotten(&mut self) -> Result<(), StoreError> {
        if let Some(how) = self.has_forgotten() {
            // Tried again where it fails, or somebody reads.
            self.owe(how, true);
            let folded = self.fold()?;
            self.owe(how, !folded);
        }
        Ok(())
    }
}
