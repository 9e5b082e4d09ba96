//! What happened, turned into the state tables: the only writer of [`super::tables::STATE`]. Reads the event and the
//! tables, never a clock, a file or a setting, so that replaying the log gives the same tables.
//!
//! An erased owner's events come without their secret; every column made from a secret is then empty, which is
//! exactly what [`wipe`] leaves behind in a live file.

mod attendance;
mod corrected;
mod handover;
mod number;
mod opinion;
mod people;
mod promise;
mod rules;
mod session;
mod station;
mod texts;
mod visit;

use rusqlite::{Connection, ToSql, Transaction};
use uuid::Uuid;

use super::error::StoreError;
use super::sealing::Sealing;
use super::who;
use crate::domain::code::{OpinionState, SessionState};
use crate::domain::event::{Happened, Kind};

/// What is left to do after an event was applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Owners whose keys are to be forgotten: visits that are over, promises that are settled.
    pub forget: Vec<Uuid>,
    /// Words were taken out of the tables, although the key they lie under in the log stays for now.
    pub dropped: bool,
    /// Words were taken out of the search indexes, whose pieces hold them until they are rewritten.
    pub unindexed: bool,
}

impl Forgotten {
    /// Whether what had to go still stands in older pages of the file until these are overwritten.
    pub(super) fn leaves_words(&self) -> bool {
        self.dropped || self.unindexed || !self.forget.is_empty()
    }
}

/// A column and its value.
type Col<'a> = (&'a str, &'a dyn ToSql);

/// One event on its way into the tables.
struct Act<'a> {
    tx: &'a Connection,
    ev: &'a Happened,
    hand: &'a Sealing<'a>,
    id: String,
    /// The account as the tables name it: its id, or the name an old row holds that several bore.
    by: String,
    by_table: Option<u8>,
}

impl Act<'_> {
    /// Something that has to be said in every event of its kind.
    fn there<'v, T>(&self, value: Option<&'v T>) -> Result<&'v T, StoreError> {
        value.ok_or_else(|| StoreError::corrupt(format!("event {}: it does not say all it has to", self.ev.seq)))
    }

    /// An event that was sent to the arm of another kind.
    fn foreign(&self) -> StoreError {
        StoreError::corrupt(format!(
            "event {}: {} is applied as another kind",
            self.ev.seq,
            self.ev.kind.name()
        ))
    }

    fn missing(&self, table: &str) -> StoreError {
        StoreError::corrupt(format!("event {}: no such {table}", self.ev.seq))
    }

    fn run(&self, sql: &str, params: &[Col<'_>]) -> Result<usize, StoreError> {
        Ok(self.tx.prepare_cached(sql)?.execute(params)?)
    }

    fn insert(&self, table: &str, columns: &[Col<'_>]) -> Result<(), StoreError> {
        let names: Vec<&str> = columns.iter().map(|c| c.0).collect();
        let marks: Vec<String> = (1..=names.len()).map(|i| format!("?{i}")).collect();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES ({})",
            names.join(", "),
            marks.join(", ")
        );
        self.tx
            .prepare_cached(&sql)?
            .execute(rusqlite::params_from_iter(columns.iter().map(|c| c.1)))?;
        Ok(())
    }

    /// A new record with number, id, revision and touch.
    fn create(&self, table: &str, columns: &[Col<'_>]) -> Result<(), StoreError> {
        let mut whole: Vec<Col<'_>> = vec![
            ("n", &self.ev.seq),
            ("id", &self.id),
            ("rev", &self.ev.seq),
            ("touch_by", &self.by),
            ("touch_table", &self.by_table),
            ("touch_at", &self.ev.at.0),
        ];
        whole.extend_from_slice(columns);
        self.insert(table, &whole)
    }

    /// A change of the subject's record: `set` with named parameters, revision and touch besides.
    fn change(&self, table: &str, set: &str, params: &[Col<'_>]) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE {table} SET {set}, rev = :seq, touch_by = :by, touch_table = :by_table, touch_at = :by_at WHERE id = :id"
        );
        let mut whole: Vec<Col<'_>> = vec![
            (":seq", &self.ev.seq),
            (":by", &self.by),
            (":by_table", &self.by_table),
            (":by_at", &self.ev.at.0),
            (":id", &self.id),
        ];
        whole.extend_from_slice(params);
        match self.run(&sql, &whole)? {
            1 => Ok(()),
            _ => Err(self.missing(table)),
        }
    }

    /// Moves a counter up; it never goes down, so no number is given twice.
    fn count(&self, kind: &str, scope: &str, last: i64) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO counter (kind, scope, last) VALUES (:kind, :scope, :last) \
             ON CONFLICT (kind, scope) DO UPDATE SET last = max(last, :last)",
            &[(":kind", &kind), (":scope", &scope), (":last", &last)],
        )?;
        Ok(())
    }

    /// Moves every counter of a kind up by a step.
    fn jump(&self, kind: &str, by: i64) -> Result<(), StoreError> {
        self.run(
            "UPDATE counter SET last = last + :by WHERE kind = :kind",
            &[(":kind", &kind), (":by", &by)],
        )?;
        Ok(())
    }

    fn json(&self, value: &impl serde::Serialize) -> Result<String, StoreError> {
        serde_json::to_string(value).map_err(|_| StoreError::corrupt(format!("event {}: no JSON", self.ev.seq)))
    }
}

/// What a kind does to the tables. Every kind has its arm, so that a new one is asked for here.
fn carry_out(act: &Act<'_>) -> Result<Forgotten, StoreError> {
    use Kind as K;
    let done = match &act.ev.kind {
        K::StationFounded { .. } => station::founded(act),
        K::StationChanged { .. } => station::changed(act),
        K::RulesetAdopted { version, rules } => rules::whole(act, *version, rules),
        K::SectionAdopted { section, version, body } => rules::section(act, *section, *version, body),
        K::LineageBegun { opinions, tickets, .. } => station::lineage(act, *opinions, *tickets),
        K::DayTurned { day, clock, confirmed } => station::day(act, *day, *clock, *confirmed),
        K::AccountAdded { .. } => station::account_added(act),
        K::AccountChanged { .. } => station::account_changed(act),
        K::DeputyAdded { profile } => people::deputy_added(act, act.there(profile.as_deref())?),
        K::DeputyChanged { profile, active } => people::deputy_changed(act, act.there(profile.as_deref())?, *active),
        K::UnitAdded { profile } => people::unit_added(act, act.there(profile.as_deref())?),
        K::UnitChanged { profile, active } => people::unit_changed(act, act.there(profile.as_deref())?, *active),
        K::SessionPlanned { plan, place, theme } => session::planned(act, plan, place.as_ref(), theme.as_ref()),
        K::PlanChanged { plan, place, theme } => session::plan_changed(act, plan, place.as_ref(), theme.as_ref()),
        K::SessionNoticed {} => session::state(act, SessionState::Noticed),
        K::SessionPostponed { to } => session::postponed(act, *to),
        K::SessionCancelled { reason } => session::cancelled(act, reason.as_ref()),
        K::SessionOpened {
            year,
            ordinal,
            presence,
        } => session::opened(act, *year, *ordinal, *presence),
        K::PresenceChanged { presence } => session::presence(act, *presence),
        K::ClosingStarted {} => session::state(act, SessionState::Closing),
        K::ClosingStopped {} => session::state(act, SessionState::Open),
        K::SessionClosed { note } => session::closed(act, note.as_ref()),
        K::SessionEntered { .. } => session::entered(act),
        K::DeputyAssigned { deputy } => attendance::assigned(act, *deputy),
        K::DeputyUnassigned { deputy } => attendance::unassigned(act, *deputy),
        K::DeputyAgreed { deputy, agreed } => attendance::agreed(act, *deputy, *agreed),
        K::DeputySignedIn {
            deputy,
            table,
            came_late,
        } => attendance::signed_in(act, *deputy, *table, *came_late),
        K::DeputyOnLeave { deputy, reason } => attendance::on_leave(act, *deputy, reason.as_ref()),
        K::DeputySubstituted { .. } => attendance::substituted(act),
        K::DeputySignedOut { deputy } => attendance::signed_out(act, *deputy),
        K::VisitArrived { .. } => visit::arrived(act),
        K::VisitEntered { .. } => return visit::entered(act),
        K::VisitChanged { .. } => visit::changed(act),
        K::HeadInformed {} => visit::head_informed(act),
        K::VisitWordsDropped {} => return visit::words_dropped(act),
        K::VisitCalled { table } => visit::called(act, *table),
        K::VisitCalledAgain {} => visit::called_again(act),
        K::CallTakenBack {} => visit::taken_back(act),
        K::TalkStarted { table } => visit::talk_started(act, *table),
        K::VisitMissed {} => visit::missed(act),
        K::VisitReturned { rank } => visit::returned(act, *rank),
        K::VisitMoved { to, note, .. } => visit::moved(act, *to, note.as_ref()),
        K::VisitFinished {
            consult_only,
            unwritten,
        } => return visit::finished(act, *consult_only, *unwritten),
        K::UnwrittenSettled {} => return visit::settled(act),
        K::VisitEnded { outcome, reason } => return visit::ended(act, *outcome, reason.as_ref()),
        K::VisitVoided { reason } => return visit::voided(act, reason.as_ref()),
        K::PromiseMade { .. } => promise::made(act),
        K::PromiseChanged { label, phone } => promise::changed(act, label.as_ref(), phone.as_ref()),
        K::PromiseKept { .. } => return promise::kept(act),
        K::PromiseStruck { why } => return promise::struck(act, *why),
        K::CitizenRecorded { .. } => people::citizen_recorded(act),
        K::CitizenCorrected {
            changes,
            sealed_changes,
            ..
        } => return people::citizen_corrected(act, changes, sealed_changes.as_deref()),
        K::OpinionFiled { .. } => opinion::filed(act),
        K::AnsweredOnSpot { class, grade, answer } => opinion::answered_on_spot(act, class, *grade, answer.as_ref()),
        K::GuidedElsewhere { .. } => opinion::guided(act),
        K::KeptForReference {} => opinion::state(act, OpinionState::Reference),
        K::HandedOver { .. } => handover::handed_over(act),
        K::Chased { .. } => handover::chased(act),
        K::Answered { .. } => handover::answered(act),
        K::HeldForCollection {} => opinion::held(act),
        K::PersonTold { .. } => opinion::person_told(act),
        K::Evaluated { .. } => opinion::evaluated(act),
        K::OpinionClosed {
            class,
            class_date,
            told,
        } => opinion::closed(act, class, *class_date, *told),
        K::OpinionCorrected {
            changes,
            sealed_changes,
            ..
        } => return opinion::corrected(act, changes, sealed_changes.as_deref()),
        K::OpinionVoided { reason } => opinion::voided(act, reason.as_ref()),
        K::OpinionSplit { .. } => opinion::touched(act),
        K::OpinionMoved { .. } => opinion::moved(act),
        K::NumberGiven { .. } => number::given(act),
        K::NumberNoted { family, system, number } => number::noted(act, *family, system.as_ref(), number.as_ref()),
        K::KeeperChanged { to, .. } => opinion::keeper(act, *to),
    };
    done.map(|()| Forgotten::default())
}

/// Applies one event, in the transaction that filed it.
pub fn apply(tx: &Transaction<'_>, ev: &Happened, hand: &Sealing<'_>) -> Result<Forgotten, StoreError> {
    carry_out(&Act {
        tx,
        ev,
        hand,
        id: ev.subject.hyphenated().to_string(),
        by: who::account(tx, ev)?.map_or_else(|| ev.by.clone(), |id| id.to_string()),
        by_table: ev.table,
    })
}

/// Removes what state tables hold in clear of an erased owner, of whatever kind it is, so that they say the same as a
/// replay without the key. Called in the transaction that forgets the key.
pub fn wipe(tx: &Transaction<'_>, owner: Uuid) -> Result<(), StoreError> {
    let id = owner.hyphenated().to_string();
    visit::wipe(tx, &id)?;
    promise::wipe(tx, &id)?;
    tx.prepare_cached(
        "UPDATE citizen SET name = NULL, pinyin = NULL, private = NULL, phone_mac = NULL, four_mac = NULL, claim_code = NULL \
         WHERE id = ?1",
    )?
    .execute([&id])?;
    tx.prepare_cached(&texts::FORGET)?.execute([&id])?;
    number::wipe(tx, &id)?;
    for sql in [
        "UPDATE handover SET note = NULL, note_sealed = NULL, answer = NULL, answer_sealed = NULL, person = NULL, \
         person_sealed = NULL, answered_person = NULL, answered_person_sealed = NULL WHERE opinion = ?1",
        "UPDATE chase SET text = NULL, text_sealed = NULL, person = NULL, person_sealed = NULL WHERE opinion = ?1",
        "UPDATE telling SET text = NULL, text_sealed = NULL WHERE opinion = ?1",
        "UPDATE evaluation SET text = NULL, text_sealed = NULL WHERE opinion = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([&id])?;
    }
    super::index::refresh(tx, &id, false)?;
    super::index::refresh_citizen(tx, &id)
}
