//! What happened, turned into the state tables: the only writer of [`super::tables::STATE`]. Reads the event and the
//! tables, never a clock, a file or a setting, so that replaying the log gives the same tables.
//!
//! An erased owner's events come without their secret; every column made from a secret is then empty, which is
//! exactly what [`wipe`] leaves behind in a live file.

mod corrected;
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

use super::codec::noun;
use super::error::StoreError;
use super::hand::Hand;
use crate::domain::event::{Happened, Secret};
use crate::domain::refusal::Subject;

/// What is left to do after an event was applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aftermath {
    /// Owners whose keys are to be forgotten: visits that are over, promises that are settled.
    pub forget: Vec<Uuid>,
}

/// A column and its value.
type Col<'a> = (&'a str, &'a dyn ToSql);

/// One event on its way into the tables.
struct Act<'a> {
    tx: &'a Connection,
    ev: &'a Happened,
    hand: &'a Hand<'a>,
    id: String,
    by_table: Option<u8>,
}

impl Act<'_> {
    /// The secret, empty when it was erased.
    fn secret(&self) -> Secret {
        self.ev.secret.clone().unwrap_or_default()
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
            ("rev", &1),
            ("touch_by", &self.ev.by),
            ("touch_table", &self.by_table),
            ("touch_at", &self.ev.at.0),
        ];
        whole.extend_from_slice(columns);
        self.insert(table, &whole)
    }

    /// A change of the subject's record: `set` with named parameters, revision and touch besides.
    fn change(&self, table: &str, set: &str, params: &[Col<'_>]) -> Result<(), StoreError> {
        let sql = format!(
            "UPDATE {table} SET {set}, rev = rev + 1, touch_by = :by, touch_table = :by_table, touch_at = :by_at WHERE id = :id"
        );
        let mut whole: Vec<Col<'_>> = vec![
            (":by", &self.ev.by),
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

/// Applies one event, in the transaction that filed it.
pub fn apply(tx: &Transaction<'_>, ev: &Happened, hand: &Hand<'_>) -> Result<Aftermath, StoreError> {
    let act = Act {
        tx,
        ev,
        hand,
        id: ev.subject.hyphenated().to_string(),
        by_table: ev.table,
    };
    match noun(&ev.kind) {
        Subject::Station | Subject::Account => station::apply(&act)?,
        Subject::Deputy | Subject::Unit => people::apply(&act)?,
        Subject::Session => session::apply(&act)?,
        Subject::Visit => return visit::apply(&act),
        Subject::Promise => return promise::apply(&act),
        Subject::Citizen => people::citizen(&act)?,
        Subject::Opinion => opinion::apply(&act)?,
    }
    Ok(Aftermath::default())
}

/// Removes what state tables hold in clear of an erased owner, of whatever kind it is, so that they say the same as a
/// replay without the key. Called in the transaction that forgets the key.
pub fn wipe(tx: &Transaction<'_>, owner: Uuid) -> Result<(), StoreError> {
    let id = owner.hyphenated().to_string();
    visit::wipe(tx, &id)?;
    promise::wipe(tx, &id)?;
    tx.prepare_cached(
        "UPDATE citizen SET name = NULL, pinyin = NULL, private = NULL, phone_mac = NULL, four_mac = NULL WHERE id = ?1",
    )?
    .execute([&id])?;
    tx.prepare_cached(
        "UPDATE opinion SET words = NULL, summary = NULL, place = NULL, papers = NULL, answer = NULL, sealed = NULL \
         WHERE id = ?1",
    )?
    .execute([&id])?;
    for sql in [
        "UPDATE round SET note = NULL, note_sealed = NULL, answer = NULL, answer_sealed = NULL WHERE opinion = ?1",
        "UPDATE chase SET text = NULL, text_sealed = NULL WHERE opinion = ?1",
        "UPDATE telling SET text = NULL, text_sealed = NULL WHERE opinion = ?1",
        "UPDATE evaluation SET text = NULL, text_sealed = NULL WHERE opinion = ?1",
    ] {
        tx.prepare_cached(sql)?.execute([&id])?;
    }
    super::index::refresh(tx, &id, false)?;
    super::index::refresh_citizen(tx, &id)
}
