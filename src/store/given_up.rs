//! Drafts that are given up, deleted and had back, by whoever has the desk open.

use super::desk::Desk;
use super::drafts;
use super::error::StoreError;
use super::who;
use crate::domain::code::Role;
use crate::domain::id::{AccountId, DraftId};
use crate::domain::lease::Lost;
use crate::domain::moment::{Day, Moment};

impl Desk {
    /// As what an account acts in this station; none when it does not act.
    pub fn role(&self, account: AccountId) -> Result<Option<Role>, StoreError> {
        self.read(|conn, _| who::role(conn, account))
    }

    /// Gives a draft up; false when it was not there (any more).
    pub fn give_up(
        &mut self,
        id: DraftId,
        account: Option<AccountId>,
        now: Moment,
    ) -> Result<Result<bool, Lost>, StoreError> {
        let given_up = self.write(|tx, _, _| drafts::give_up(tx, id, account, now))?;
        self.left.forgot |= given_up == Ok(true);
        Ok(given_up)
    }

    /// Deletes a draft for somebody: see [`drafts::delete`].
    pub fn delete_draft(
        &mut self,
        id: DraftId,
        who: (AccountId, Option<&str>),
        now: Moment,
    ) -> Result<Result<bool, Lost>, StoreError> {
        self.write(|tx, vault, random| drafts::delete(tx, (vault, random), id, who, now))
    }

    /// Takes a deletion back.
    pub fn restore_draft(
        &mut self,
        id: DraftId,
        account: AccountId,
        today: Day,
    ) -> Result<Result<bool, Lost>, StoreError> {
        self.write(|tx, _, _| drafts::restore(tx, id, account, today))
    }
}
