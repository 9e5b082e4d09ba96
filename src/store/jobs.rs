//! What the writer is asked to do, what came of it, and what it does when nobody asks.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use super::cleanup::Folding;
use super::desk::Desk;
use super::error::StoreError;
use super::execute::ExecuteError;
use super::turn::REST;
use crate::domain::beside::Beside;
use crate::domain::command::Request;
use crate::domain::id::{AccountId, CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Saved, Unsaved};
use crate::domain::looks::{Looks, Seat};
use crate::domain::view::{Draft, Outcome};

/// Who sits at a keyboard, and the table it works for.
pub type Seated = (Option<AccountId>, Option<u8>);

/// Something the writer is asked to do.
pub(super) enum Job {
    Execute(Box<Request>),
    SaveDraft(Box<Unsaved>),
    TakeDraft(u64, DraftId, Option<AccountId>),
    DropDraft(DraftId, Option<AccountId>),
    DeleteDraft(DraftId, AccountId, Option<String>),
    RestoreDraft(DraftId, AccountId),
    SaveLooks(Seat, Looks),
    /// Something beside the log.
    Beside(Seated, Beside),
    /// See whether the file can be written.
    Probe,
}

/// What became of something sent to the writer.
#[derive(Debug)]
pub enum Written {
    Executed(CommandId, Box<Result<Outcome, ExecuteError>>),
    /// Words were saved in their draft, or kept aside because it was lost.
    DraftSaved(Lease, Result<Saved, StoreError>),
    /// A draft was taken to go on with, under the ticket it was asked for.
    DraftTaken(u64, Result<Result<Draft, Option<Lost>>, StoreError>),
    /// A draft was thrown away.
    DraftDropped(Result<Result<bool, Lost>, StoreError>),
    /// A draft was deleted in reach of an undo.
    DraftDeleted(Result<Result<bool, Lost>, StoreError>),
    /// A deletion was taken back.
    DraftRestored(Result<Result<bool, Lost>, StoreError>),
    /// A choice of how the desk is drawn was kept.
    LooksSaved(Result<(), StoreError>),
    /// Something was written down beside the log. What may be lost is not missed.
    Beside(Result<(), StoreError>),
    /// Whether the file can be written now.
    Probed(Result<(), StoreError>),
    /// What became of a command of which that was not known: what it did, if it was carried out.
    LookedUp(CommandId, Option<Box<Outcome>>),
}

/// Words that had to go still stand in the pieces of the search indexes until these are rewritten, and in the write-ahead
/// log until it is folded into the file.
#[derive(Default)]
pub(super) struct Checkpoint {
    /// What is to be folded, and the attempts left: somebody who reads stands in the way of one.
    due: Option<(Folding, u8)>,
}

impl Checkpoint {
    /// How long the writer has to be idle before it folds. Nobody waits for it, and nobody is woken without need.
    const fn idle(how: Folding) -> Duration {
        match how {
            Folding::Soon => Duration::from_millis(300),
            Folding::AtLeisure => Duration::from_secs(5),
        }
    }

    /// Whoever reads for longer than this many pauses leaves the rest to the next erasure.
    const TRIES: u8 = 20;

    /// The next job; folds when none comes for a while. None at the end.
    pub(super) fn next(&mut self, inbox: &Receiver<Job>, desk: &mut Desk) -> Option<Job> {
        if let Some(how) = desk.has_forgotten() {
            let sooner = self.due.map_or(how, |(before, _)| before.max(how));
            self.due = Some((sooner, Self::TRIES));
        }
        let mut is_purging = false;
        while let Some((how, tries)) = self.due {
            let pause = if is_purging { REST } else { Self::idle(how) };
            match inbox.recv_timeout(pause) {
                Ok(job) => return Some(job),
                Err(RecvTimeoutError::Disconnected) => {
                    self.due = None;
                    let _ = desk.fold();
                    return None;
                }
                Err(RecvTimeoutError::Timeout) => {
                    // A step at a time, so that an act that comes waits for one of them and no longer.
                    is_purging = matches!(desk.purge(), Ok(false));
                    if !is_purging {
                        // An error here is met again by the next act, which says it.
                        let is_over = desk.fold().unwrap_or(false) || tries <= 1;
                        self.due = (!is_over).then_some((how, tries - 1));
                    }
                }
            }
        }
        inbox.recv().ok()
    }
}
