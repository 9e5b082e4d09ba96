//! The one road for every write: facts, decision, sealing, the log, the tables, all in one transaction.

use rusqlite::Transaction;
use uuid::Uuid;

use super::apply::apply;
use super::cleanup::Cleanup;
use super::codec::{self, Origin, Sealer};
use super::desk::{Desk, OsRandom};
use super::error::StoreError;
use super::keys::{self, Random, Vault};
use super::outcome::{first_outcome, outcome, taken};
use super::rules::RulesCache;
use super::sealing::Sealing;
use super::settle::settle;
use super::{again, drafts, log, presence, turn, unclean_end, who};
use super::{facts, forgetting};
use crate::domain::command::Request;
use crate::domain::decide::decide;
use crate::domain::event::{Happened, Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, Supply};
use crate::domain::id::AccountId;
use crate::domain::lease::Lost;
use crate::domain::moment::{Day, Moment};
use crate::domain::refusal::{Refusal, Subject};
use crate::domain::view::Outcome;

/// Why a command was not carried out.
#[derive(Debug)]
pub enum ExecuteError {
    /// The rules say no; nothing was written.
    Refused(Refusal),
    /// The file says no. Only [`StoreError::Unknown`] leaves open whether something was written.
    Store(StoreError),
}

impl From<StoreError> for ExecuteError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<rusqlite::Error> for ExecuteError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<Refusal> for ExecuteError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// What a transaction works with.
pub(super) struct Road<'a, 't> {
    pub tx: &'a Transaction<'t>,
    pub vault: &'a Vault,
    pub random: &'a mut dyn Random,
    pub rules: &'a mut RulesCache,
    /// What is left to do, if it is committed.
    pub left: &'a mut Cleanup,
}

/// What a road takes from the desk besides its transaction.
pub(super) struct Hands<'a> {
    vault: &'a Vault,
    random: &'a mut dyn Random,
    rules: &'a mut RulesCache,
    left: &'a mut Cleanup,
}

impl Hands<'_> {
    /// The road of a transaction.
    pub fn on<'a, 't>(&'a mut self, tx: &'a Transaction<'t>) -> Road<'a, 't> {
        Road {
            tx,
            vault: self.vault,
            random: self.random,
            rules: self.rules,
            left: self.left,
        }
    }
}

/// Begins a transaction of a desk; with it what its road takes.
pub(super) fn begin(desk: &mut Desk) -> Result<(Transaction<'_>, Hands<'_>), StoreError> {
    let tx = turn::begin(&mut desk.conn)?;
    let hands = Hands {
        vault: &desk.vault,
        random: &mut *desk.random,
        rules: &mut desk.rules,
        left: &mut desk.left,
    };
    Ok((tx, hands))
}

/// Carries out one command. `doubtful` says that the clock has jumped.
pub fn execute(
    desk: &mut Desk,
    request: &Request,
    now: Moment,
    doubtful: bool,
    supply: &mut dyn Supply,
) -> Result<Outcome, ExecuteError> {
    let turn = desk.turn();
    desk.may_file()?;
    let mut failed = false;
    let (tx, outcome) = loop {
        let (tx, mut hands) = begin(desk)?;
        let outcome = hands.on(&tx).go(request, now, doubtful, supply);
        match &outcome {
            Err(ExecuteError::Store(error)) if !failed && again::is_of_disk(error) => failed = true,
            _ => break (tx, outcome),
        }
    };
    if failed && outcome.is_ok() {
        again::stumble();
    }
    let outcome = match outcome {
        // The only thing written by then are the words that were kept aside.
        Err(ExecuteError::Refused(why @ Refusal::DraftLost { .. })) => {
            turn::commit(tx).map_err(|error| desk.settled(error))?;
            return Err(why.into());
        }
        other => other?,
    };
    let ended = if outcome.repeated {
        tx.rollback().map_err(StoreError::from)
    } else {
        turn::commit(tx)
    };
    if ended.is_ok() && !outcome.repeated {
        desk.remember();
    }
    drop(turn);
    match ended {
        Ok(()) => Ok(outcome),
        Err(StoreError::Unknown { cause }) => settle(desk, request, cause),
        Err(error) => Err(error.into()),
    }
}

/// Files events that were decided elsewhere, with all that belongs to filing: what the store itself has found out, and what
/// tests make up. Whoever calls it answers for the rules.
pub fn file(desk: &mut Desk, origin: &Origin, events: &[NewEvent]) -> Result<Vec<Happened>, StoreError> {
    let _turn = desk.turn();
    desk.may_file()?;
    let mut failed = false;
    loop {
        let (tx, mut hands) = begin(desk)?;
        let filed = hands.on(&tx).file_alone(origin, events.to_vec());
        match filed {
            Err(error) if !failed && again::is_of_disk(&error) => failed = true,
            Err(error) => return Err(error),
            Ok(filed) => {
                turn::commit(tx)?;
                desk.remember();
                if failed {
                    again::stumble();
                }
                return Ok(filed);
            }
        }
    }
}

/// Opinions skip this many numbers after a restore: more than a station files in the days a backup may be old.
pub(super) const SKIPPED_OPINIONS: u32 = 1_000;
/// Tickets skip fewer, because a day has only so many.
pub(super) const SKIPPED_TICKETS: u32 = 100;

/// The first event of a restored file: it says so, and lets the counters jump, so that no number in somebody's hand is
/// given twice. For [`super::backup::Hooks::renumber`].
pub fn begin_lineage(tx: &Transaction<'_>, station: &log::Station, now: Moment) -> Result<(), StoreError> {
    let vault = Vault::unlock(tx, None)?;
    let begun = Kind::LineageBegun {
        lineage: station.lineage.clone(),
        opinions: SKIPPED_OPINIONS,
        tickets: SKIPPED_TICKETS,
    };
    let origin = Origin {
        command: Uuid::now_v7(),
        at: now,
        doubtful: false,
        day: now.day(),
        account: None,
        table: None,
    };
    Road {
        tx,
        vault: &vault,
        random: &mut OsRandom,
        rules: &mut RulesCache::default(),
        // Nobody is forgotten by it.
        left: &mut Cleanup::default(),
    }
    .file_alone(&origin, vec![NewEvent::new(station.id, begun)])?;
    Ok(())
}

impl Road<'_, '_> {
    /// Carries out a command, but for the commit.
    pub fn go(
        &mut self,
        request: &Request,
        now: Moment,
        doubtful: bool,
        supply: &mut dyn Supply,
    ) -> Result<Outcome, ExecuteError> {
        if let Some(outcome) = first_outcome(self.tx, self.vault, request)? {
            return Ok(outcome);
        }
        self.holds(request)?;
        let station = log::station(self.tx)?;
        self.own_keys(station.as_ref(), now)?;
        forgetting::wipe_due(self.tx, self.rules, self.left, (now, doubtful))?;
        let actor = match request.account {
            Some(account) => who::somebody(self.tx, account, now.day())?,
            None => None,
        };
        let actor = actor.unwrap_or_default();
        let hand = Sealing {
            vault: self.vault,
            keys: self.tx,
            index: true,
        };
        let needs = request.command.needs();
        let facts = facts::load(self.tx, request, &needs, now, station.as_ref(), &hand, self.rules)?;
        let mut ctx = Ctx {
            now,
            happened: request.late.as_ref().map_or(now, |l| l.happened),
            is_late: request.late.is_some(),
            paper_no: request.late.as_ref().and_then(|l| l.paper_no.clone()),
            role: actor.role,
            account: actor.account,
            deputy: actor.deputy,
            stands_for: actor.stands_for,
            supply,
        };
        let events = decide(&request.command, &facts, &mut ctx)?;
        // A matter is filed of which nothing is kept.
        let counts = events.iter().any(|e| e.keyless) && facts.opinions.is_empty();
        let origin = Origin {
            command: request.id.0,
            at: now,
            doubtful,
            day: day_of(&events, &facts, now),
            account: actor.account.or_else(|| founder(&events)),
            table: request.table,
        };
        let filed = self.file(&origin, station.clone(), events).map_err(taken)?;
        forgetting::wipe_due(self.tx, self.rules, self.left, (now, doubtful))?;
        let unseen = facts::seen(request, station.as_ref()).filter(|_| !facts.since.is_empty());
        if let (Some(account), Some(table)) = (actor.account, request.table) {
            // Whoever received somebody is in, also where nothing else is open: nobody takes over from them meanwhile.
            presence::sign_in(self.tx, account, Some(table), now)?;
        }
        let mut outcome = outcome(self.tx, self.vault, &filed)?;
        outcome.unseen(unseen);
        if let Some(source) = request.draft.as_ref().filter(|s| s.ends) {
            let how = if counts {
                Lost::Counted
            } else {
                Lost::Filed {
                    number: outcome.number.clone(),
                }
            };
            drafts::end(self.tx, source.lease.draft, &how, now)?;
            self.left.forgot |= counts;
            self.left.filed = true;
        }
        Ok(outcome)
    }

    /// Refuses what is made of a draft that somebody else went on with, filed or gave up; its words are kept aside.
    fn holds(&mut self, request: &Request) -> Result<(), ExecuteError> {
        let Some(source) = &request.draft else { return Ok(()) };
        let Some(why) = drafts::lost(self.tx, source.lease)? else {
            return Ok(());
        };
        let aside = match &source.unsaved {
            Some(words) => drafts::set_aside(self.tx, self.vault, self.random, &why, words)?,
            None => None,
        };
        Err(Refusal::DraftLost { why, aside }.into())
    }

    /// Files what no command asked for; a command looks for the file's keys before it asks the rules.
    fn file_alone(mut self, origin: &Origin, events: Vec<NewEvent>) -> Result<Vec<Happened>, StoreError> {
        let station = log::station(self.tx)?;
        self.own_keys(station.as_ref(), origin.at)?;
        self.file(origin, station, events)
    }

    fn file(
        &mut self,
        origin: &Origin,
        station: Option<log::Station>,
        events: Vec<NewEvent>,
    ) -> Result<Vec<Happened>, StoreError> {
        let station = match station {
            Some(station) => station,
            None => self.found(&events)?,
        };
        // How long somebody was served who was broken off, nobody knows.
        let broken_off = unclean_end::broken_off(self.tx)?;
        let mut filed = Vec::with_capacity(events.len());
        let mut forget = Vec::new();
        for (ordinal, event) in (0u32..).zip(events) {
            let origin = Origin {
                doubtful: origin.doubtful || broken_off.iter().any(|v| v.0 == event.subject),
                ..origin.clone()
            };
            let mut sealer = Sealer {
                tx: self.tx,
                vault: self.vault,
                random: self.random,
                at: origin.at,
            };
            let (raw, mut happened) = codec::seal(&mut sealer, &origin, ordinal, event)?;
            happened.seq = log::append(self.tx, &station, &raw)?;
            let hand = Sealing {
                vault: self.vault,
                keys: self.tx,
                index: true,
            };
            let left = apply(self.tx, &happened, &hand)?;
            self.left.forgot |= left.leaves_words();
            self.left.unindexed |= left.unindexed;
            let kept = left.over.is_some() && self.keeps_who_left(origin.at)?;
            forget.extend(forgetting::put_off(self.tx, &left, origin.at, kept)?);
            filed.push(happened);
        }
        for owner in forget {
            let gone = forgetting::forget(self.tx, owner, origin.at)?;
            self.left.forgot |= !gone.is_empty();
            self.left.gone.extend(gone);
        }
        Ok(filed)
    }

    /// Whether who came can be brought back after they are gone.
    fn keeps_who_left(&mut self, now: Moment) -> Result<bool, StoreError> {
        let rules = self.rules.get(self.tx)?;
        Ok(rules.is_none_or(|rules| rules.limits.ended_kept_since(now.day()) <= now))
    }

    /// The keys of the file are made with its station, in the same transaction. One that is not there later was lost, and
    /// another in its place would be the end of what lies under it.
    fn own_keys(&mut self, station: Option<&log::Station>, now: Moment) -> Result<(), StoreError> {
        if station.is_some() {
            return keys::present(self.tx);
        }
        self.vault.prepare(self.tx, now.0, self.random)
    }

    /// The first event of a file says whose it is.
    fn found(&self, events: &[NewEvent]) -> Result<log::Station, StoreError> {
        let founded = events.iter().find(|e| e.is_founding());
        let station = log::Station {
            id: founded
                .ok_or_else(|| StoreError::corrupt("a log without its station"))?
                .subject,
            lineage: "A".to_owned(),
        };
        log::set_station(self.tx, &station)?;
        Ok(station)
    }
}

/// The business day the events belong to: the one turned to in the same act, else the desk's, else the clock's.
fn day_of(events: &[NewEvent], facts: &Facts, now: Moment) -> Day {
    let turned = events.iter().find_map(|e| {
        if let Kind::DayTurned { day, .. } = e.kind {
            return Some(day);
        }
        None
    });
    turned.or(facts.business_day).unwrap_or_else(|| now.day())
}

/// Who sets up a station: the account the same act makes.
fn founder(events: &[NewEvent]) -> Option<AccountId> {
    let is_founded = events.iter().any(NewEvent::is_founding);
    let made = events.iter().find(|e| e.kind.noun() == Subject::Account);
    made.filter(|_| is_founded).map(|e| AccountId(e.subject))
}
