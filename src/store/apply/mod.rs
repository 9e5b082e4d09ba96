//! What happened, turned into the state tables: the only writer of [`super::tables::STATE`]. Reads the event and the
//! tables, never a clock, a file or a setting, so that replaying the log gives the same tables.
//!
//! An erased owner's events come without their secret; every column made from a secret is then empty, which is
//! exactly what [`wipe`] leaves behind in a live file.

/// What events do to the tables: of each kind what is said in it, what it does, and what is told of it to whoever asked for
/// it, beside which records it touched.
macro_rules! effects {
    ($act:ident; $(
        $kind:ty, $said:pat_param => $effect:expr $(, tells |$e:ident, $told:ident| $tell:expr)?;
    )+) => {$(
        impl super::Apply for $kind {
            fn apply(&self, $act: &Act<'_>) -> Done {
                let $said = *self;
                $effect
            }

            $(fn tell(&self, $told: &mut super::Told<'_>) -> Done {
                let $e = *self;
                $tell
            })?
        }
    )+};
}

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
mod taken_back;
mod texts;
mod visit;

pub(super) use visit::left_unkept;

use std::cell::RefCell;

use rusqlite::{Connection, ToSql, Transaction};
use uuid::Uuid;

use super::error::StoreError;
use super::keys::Vault;
use super::sealing::Sealing;
use super::{rows, who};
use crate::domain::event::{self, Happened, with_payload};
use crate::domain::view::Outcome;

/// What is left to do after an event was applied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Owners whose keys are to be forgotten at once: visits that are void, promises that are settled.
    pub forget: Vec<Uuid>,
    /// A visit that is over: what is known of the person goes once nobody can bring it back.
    pub over: Option<Uuid>,
    /// A visit that goes on after all.
    pub back: Option<Uuid>,
    /// A visit whose words were taken out of the tables, although the key they lie under in the log stays until it is over.
    pub dropped: Option<Uuid>,
    /// Words were taken out of the search indexes, whose pieces hold them until they are rewritten.
    pub unindexed: bool,
}

impl Forgotten {
    /// Whether what had to go still stands in older pages of the file until these are overwritten.
    pub(super) fn leaves_words(&self) -> bool {
        self.dropped.is_some() || self.unindexed
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
    left: &'a RefCell<Forgotten>,
}

impl Act<'_> {
    /// Something that has to be said in every event of its kind.
    fn there<'v, T>(&self, value: Option<&'v T>) -> Result<&'v T, StoreError> {
        value.ok_or_else(|| StoreError::corrupt(format!("event {}: it does not say all it has to", self.ev.seq)))
    }

    /// The key of an owner is to be forgotten.
    fn forget(&self, owner: Uuid) {
        self.left.borrow_mut().forget.push(owner);
    }

    fn missing(&self, table: &str) -> StoreError {
        StoreError::corrupt(format!("event {}: no such {table}", self.ev.seq))
    }

    fn run(&self, sql: &str, params: &[Col<'_>]) -> Result<usize, StoreError> {
        Ok(self.tx.prepare_cached(sql)?.execute(params)?)
    }

    fn insert(&self, table: &str, columns: &[Col<'_>]) -> Done {
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
    fn create(&self, table: &str, columns: &[Col<'_>]) -> Done {
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
    fn change(&self, table: &str, set: &str, params: &[Col<'_>]) -> Done {
        let sql = format!(
            "UPDATE {table} SET {set}, rev = :seq, touch_by = :touch_by, touch_table = :touch_table, touch_at = :touch_at \
             WHERE id = :id"
        );
        let mut whole: Vec<Col<'_>> = vec![
            (":seq", &self.ev.seq),
            (":touch_by", &self.by),
            (":touch_table", &self.by_table),
            (":touch_at", &self.ev.at.0),
            (":id", &self.id),
        ];
        whole.extend_from_slice(params);
        match self.run(&sql, &whole)? {
            1 => Ok(()),
            _ => Err(self.missing(table)),
        }
    }

    /// Moves a counter up; it never goes down, so no number is given twice.
    fn count(&self, kind: &str, scope: &str, last: i64) -> Done {
        self.run(
            "INSERT INTO counter (kind, scope, last) VALUES (:kind, :scope, :last) \
             ON CONFLICT (kind, scope) DO UPDATE SET last = max(last, :last)",
            &[(":kind", &kind), (":scope", &scope), (":last", &last)],
        )?;
        Ok(())
    }

    /// Moves every counter of a kind up by a step.
    fn jump(&self, kind: &str, by: i64) -> Done {
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

/// What becomes of the tables.
type Done = Result<(), StoreError>;

/// What an event does to the tables. Every kind says it, so that a new one is asked for it.
trait Apply {
    fn apply(&self, act: &Act<'_>) -> Done;

    fn tell(&self, _: &mut Told<'_>) -> Done {
        Ok(())
    }
}

/// What is told of an event to whoever asked for it.
struct Told<'a> {
    conn: &'a Connection,
    vault: &'a Vault,
    subject: Uuid,
    outcome: &'a mut Outcome,
}

impl Told<'_> {
    /// A column of a record as it is now.
    fn column<T: rows::Held>(&self, table: &str, id: Uuid, column: &str) -> Result<Option<T>, StoreError> {
        let sql = format!("SELECT {column} FROM {table} WHERE id = ?1");
        Ok(rows::one(self.conn, &sql, [id.hyphenated().to_string()], |c| c.get(column))?.flatten())
    }
}

/// Tells what one event of a command did, in an outcome that says which records it touched.
pub fn tell(conn: &Connection, vault: &Vault, ev: &Happened, outcome: &mut Outcome) -> Done {
    let mut told = Told {
        conn,
        vault,
        subject: ev.subject,
        outcome,
    };
    with_payload!(&ev.kind, payload => payload.tell(&mut told))
}

/// Applies one event, in the transaction that filed it.
pub fn apply(tx: &Transaction<'_>, ev: &Happened, hand: &Sealing<'_>) -> Result<Forgotten, StoreError> {
    let left = RefCell::default();
    let act = Act {
        tx,
        ev,
        hand,
        id: ev.subject.hyphenated().to_string(),
        by: who::account(tx, ev)?.map_or_else(|| ev.by.clone(), |id| id.to_string()),
        by_table: ev.table,
        left: &left,
    };
    with_payload!(&ev.kind, payload => payload.apply(&act))?;
    Ok(left.take())
}

/// Removes what state tables hold in clear of an erased owner, of whatever kind it is, so that they say the same as a
/// replay without the key. Called in the transaction that forgets the key.
pub fn wipe(tx: &Transaction<'_>, owner: Uuid) -> Done {
    let id = owner.hyphenated().to_string();
    visit::wipe(tx, &id)?;
    promise::wipe(tx, &id)?;
    tx.prepare_cached(
        "UPDATE citizen SET name = NULL, pinyin = NULL, called = NULL, name_mac = NULL, private = NULL, claim_code = NULL WHERE id = ?1",
    )?
    .execute([&id])?;
    tx.prepare_cached("DELETE FROM citizen_number WHERE citizen = ?1")?
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
    let vault = Vault::unlock(tx, None)?;
    super::index::refresh(tx, &vault, &id, false)?;
    super::index::refresh_citizen(tx, &vault, &id)
}
