//! The store behind the line mode: one connection that reads and writes, one thing at a time.

use uuid::Uuid;

use super::clock::Clock;
use super::words;
use crate::domain::command::Request;
use crate::domain::id::{CommandId, DraftId};
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::domain::view::{Answer, Draft, Outcome, Query};
use crate::i18n::Lang;
use crate::plain::{Act, Failure, Kept, Port};
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, StoreError, drafts, execute, read};

/// A desk for one keyboard.
pub struct Keyboard {
    /// The file.
    pub desk: Desk,
    /// The time.
    pub clock: Clock,
    /// Who types.
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
        read::answer(self.desk.conn(), self.desk.vault(), query).map_err(|e| self.sentence(&e))
    }

    fn execute(&mut self, act: &Act) -> Result<Outcome, Failure> {
        let request = Request {
            id: CommandId(Uuid::now_v7()),
            account: Some(self.account.id),
            table: act.table,
            late: act.late.clone(),
            draft: act.draft,
            command: act.command.clone(),
        };
        let (now, doubtful) = self.clock.now();
        execute(&mut self.desk, &request, now, doubtful, &mut OsSupply).map_err(|e| match e {
            ExecuteError::Refused(why) => Failure::Refused(why),
            ExecuteError::Store(e) => Failure::Failed(self.sentence(&e)),
        })
    }

    fn save_draft(&mut self, kept: &Kept) -> Result<DraftId, String> {
        let id = kept.id.unwrap_or_else(|| DraftId(Uuid::now_v7()));
        let draft = Draft {
            id,
            form: kept.form.clone(),
            target: kept.target.clone(),
            label: kept.label.clone(),
            body: kept.body.clone(),
            account: self.account.name.clone(),
            saved_at: self.clock.now().0,
        };
        let saved = self
            .desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, &draft));
        saved.map(|()| id).map_err(|e| self.sentence(&e))
    }
}
