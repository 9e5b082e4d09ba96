//! The store behind the line mode: one connection that reads and writes, one thing at a time.

use uuid::Uuid;

use super::clock::Clock;
use super::words;
use crate::domain::command::Request;
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Saved, Source, Spare, Unsaved};
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::domain::view::{Answer, Asker, Draft, Outcome, Query};
use crate::i18n::lease::said;
use crate::i18n::{Lang, fill};
use crate::plain::{Act, Failure, Kept, Port, Stored};
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, StoreError, drafts, execute, read};

/// A desk for one keyboard.
pub struct Keyboard {
    pub desk: Desk,
    pub clock: Clock,
    pub account: Account,
    /// The language of what goes wrong.
    pub lang: Lang,
}

impl Keyboard {
    fn sentence(&self, e: &StoreError) -> String {
        words::of_store(self.lang, e)
    }
}

impl Port for Keyboard {
    fn now(&mut self) -> Moment {
        self.clock.now().0
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, String> {
        let asker = Asker::Person(Some(self.account.id));
        let answer = read::answer(self.desk.conn(), self.desk.vault(), asker, query);
        answer.map_err(|e| self.sentence(&e))
    }

    fn execute(&mut self, act: &Act) -> Result<Outcome, Failure> {
        let request = Request {
            id: CommandId(Uuid::now_v7()),
            account: Some(self.account.id),
            table: act.table,
            late: act.late.clone(),
            draft: act.draft.map(|lease| Source {
                lease,
                ends: true,
                unsaved: None,
            }),
            command: act.command.clone(),
        };
        let (now, doubtful) = self.clock.now();
        let done = execute(&mut self.desk, &request, now, doubtful, &mut OsSupply);
        // Nothing runs between two lines, so what was forgotten is folded away at once. An error here is met again by the
        // next act, which says it.
        let _ = self.desk.fold_forgotten();
        done.map_err(|e| match e {
            ExecuteError::Refused(why) => Failure::Refused(why),
            ExecuteError::Store(e) => Failure::Failed(self.sentence(&e)),
        })
    }

    fn save_draft(&mut self, kept: &Kept) -> Result<Stored, String> {
        let lease = kept.lease.unwrap_or_else(|| Lease::first(DraftId(Uuid::now_v7())));
        let t = &self.lang.texts().lease;
        let words = Unsaved {
            draft: Draft {
                id: lease.draft,
                form: kept.form.clone(),
                target: kept.target.clone(),
                label: kept.label.clone(),
                body: kept.body.clone(),
                account: Some(self.account.id),
                saved_at: self.clock.now().0,
                generation: lease.generation,
            },
            spare: Spare {
                id: DraftId(Uuid::now_v7()),
                label: fill(t.label, &[("label", &kept.label)]),
            },
        };
        let saved = self
            .desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
        match saved.map_err(|e| self.sentence(&e))? {
            Saved::Kept => Ok(Stored {
                lease: Some(lease),
                said: None,
            }),
            Saved::Refused { why, aside } => {
                let said = said(self.lang, &why, aside.is_some());
                if let Lost::Anothers(_) = why {
                    // It stands in the draft all the same, which stays the one these words belong to.
                    return Ok(Stored {
                        lease: Some(aside.map_or(lease, Lease::first)),
                        said: Some(said),
                    });
                }
                Ok(Stored {
                    lease: aside.map(Lease::first),
                    said: Some(fill(t.go_on, &[("said", &said)])),
                })
            }
        }
    }

    fn take_draft(&mut self, id: DraftId) -> Result<Answer, String> {
        let account = self.account.id;
        let taken = self
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(account)));
        let taken = taken.map_err(|e| self.sentence(&e))?;
        Ok(Answer::Taken(taken.map(Box::new)))
    }
}
