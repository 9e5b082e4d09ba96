//! Many commands in one transaction: imports, what is made up, what is only tried.

use uuid::Uuid;

use super::desk::Desk;
use super::error::StoreError;
use super::execute::{self, ExecuteError, Road};
use super::outcome::{begins, done};
use super::rules::RulesCache;
use super::{again, turn};
use crate::domain::command::Request;
use crate::domain::facts::Supply;
use crate::domain::id::CommandId;
use crate::domain::moment::Moment;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::view::{Answer, Asker, Outcome, Query};

/// Many commands in one transaction, for imports and demonstrations.
pub struct Batch<'a, 't> {
    road: Road<'a, 't>,
    /// The disk may have failed at one of them. SQLite writes no more then before all of it is undone.
    failed: bool,
}

impl Batch<'_, '_> {
    /// Carries out one of them. A refusal writes nothing and does not end the batch; any other error should.
    pub fn execute(
        &mut self,
        request: &Request,
        now: Moment,
        doubtful: bool,
        supply: &mut dyn Supply,
    ) -> Result<Outcome, ExecuteError> {
        let done = self.road.go(request, now, doubtful, supply);
        self.failed |= matches!(&done, Err(ExecuteError::Store(error)) if again::is_of_disk(error));
        done
    }

    /// See [`done`].
    pub fn done(&self, id: CommandId) -> Result<Option<Outcome>, StoreError> {
        again::twice(|| done(self.road.tx, self.road.vault, id))
    }

    /// See [`begins`].
    pub fn begins(&self, half: &str) -> Result<Option<Uuid>, StoreError> {
        again::twice(|| begins(self.road.tx, half))
    }

    /// Answers a question from inside the transaction.
    pub fn answer(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
        super::read::answer(self.road.tx, self.road.vault, asker, query)
    }

    /// The revision of a record, for a command that changes what this batch has just made.
    pub fn rev(&self, subject: Subject, id: Uuid) -> Result<Rev, StoreError> {
        let sql = match subject {
            Subject::Station => "SELECT rev FROM station WHERE id = ?1",
            Subject::Account => "SELECT rev FROM account WHERE id = ?1",
            Subject::Deputy => "SELECT rev FROM deputy WHERE id = ?1",
            Subject::Unit => "SELECT rev FROM unit WHERE id = ?1",
            Subject::Session => "SELECT rev FROM session WHERE id = ?1",
            Subject::Visit => "SELECT rev FROM visit WHERE id = ?1",
            Subject::Promise => "SELECT rev FROM promise WHERE id = ?1",
            Subject::Citizen => "SELECT rev FROM citizen WHERE id = ?1",
            Subject::Opinion => "SELECT rev FROM opinion WHERE id = ?1",
        };
        let mut found = self.road.tx.prepare_cached(sql)?;
        Ok(found.query_row([id.hyphenated().to_string()], |row| row.get(0))?)
    }
}

/// Runs `work` with a [`Batch`] and commits what it did; an error from it undoes all of it. Where the disk failed it is run once
/// more.
pub fn execute_many<T, E: From<StoreError>>(
    desk: &mut Desk,
    mut work: impl FnMut(&mut Batch<'_, '_>) -> Result<T, E>,
) -> Result<T, E> {
    let _turn = desk.turn();
    desk.may_file()?;
    let mut failed = false;
    loop {
        let (tx, mut hands) = execute::begin(desk)?;
        let mut batch = Batch {
            road: hands.on(&tx),
            failed: false,
        };
        let (out, may_be_disk) = (work(&mut batch), batch.failed);
        match out {
            Ok(out) => {
                turn::commit(tx).map_err(|error| desk.settled(error))?;
                desk.remember();
                if failed {
                    again::stumble();
                }
                return Ok(out);
            }
            Err(error) => {
                drop(tx);
                // The cache may hold rules that were never adopted.
                desk.rules = RulesCache::default();
                if failed || !may_be_disk {
                    return Err(error);
                }
                failed = true;
            }
        }
    }
}

/// Runs `work` with a [`Batch`] and undoes all of it.
pub fn try_many<T>(desk: &mut Desk, work: impl FnOnce(&mut Batch<'_, '_>) -> T) -> Result<T, StoreError> {
    let _turn = desk.turn();
    desk.may_file()?;
    let (tx, mut hands) = execute::begin(desk)?;
    let out = work(&mut Batch {
        road: hands.on(&tx),
        failed: false,
    });
    drop(tx);
    // The cache may hold rules that were never adopted.
    desk.rules = RulesCache::default();
    Ok(out)
}
