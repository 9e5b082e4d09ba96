//! Numbers beside a matter's own, found like its own.

use rusqlite::{Connection, params};

use super::opinion::touched;
use super::texts;
use super::{Act, Done, Told};
use crate::domain::event::{NumberGiven, NumberNoted};
use crate::domain::text::{bare_number, number_key};
use crate::store::error::StoreError;
use crate::store::rows;
use crate::store::sealing::{Sealing, number_field};

/// Numbers of other systems lead to a person there; those on papers of the station do not.
pub(super) fn wipe(tx: &Connection, id: &str) -> Done {
    tx.prepare_cached(
        "UPDATE number SET number = NULL, number_sealed = NULL, key = NULL, token = NULL, bare_token = NULL WHERE opinion = ?1 AND serial IS NULL",
    )?
        .execute([id])?;
    Ok(())
}

effects! { act;
    NumberGiven<'_>, Self { family, year, serial, number, unit } => {
        act.count(family.code(), &year.to_string(), i64::from(*serial))?;
        touched(act)?;
        act.insert(
            "number",
            &[
                ("n", &act.ev.seq),
                ("opinion", &act.id),
                ("family", &family.code()),
                ("year", year),
                ("serial", serial),
                ("number", number),
                ("key", &number_key(number)),
                ("unit", &unit.map(|u| u.to_string())),
            ],
        )
    }, tells |e, told| {
        told.outcome.number = Some(e.number.clone());
        Ok(())
    };

    NumberNoted<'_>, e => {
        touched(act)?;
        let kept = Kept::of(act, act.ev.seq, e.number.as_deref(), texts::confidential(act)?)?;
        act.insert(
            "number",
            &[
                ("n", &act.ev.seq),
                ("opinion", &act.id),
                ("family", &e.family.code()),
                ("system", e.system),
                ("number", &kept.clear),
                ("number_sealed", &kept.sealed),
                ("key", &kept.key),
                ("token", &kept.token),
                ("bare_token", &kept.bare_token),
            ],
        )
    }, tells |e, told| {
        told.outcome.also = same_number(told, &e)?;
        Ok(())
    };
}

/// The other matters that have a number of the same system, oldest first: who noted it is told.
fn same_number(told: &Told<'_>, noted: &NumberNoted<'_>) -> Result<Vec<String>, StoreError> {
    let Some(key) = noted.number.as_deref().map(number_key) else {
        return Ok(Vec::new());
    };
    let hand = Sealing {
        vault: told.vault,
        keys: told.conn,
        index: false,
    };
    let mut found = rows::all(
        told.conn,
        "SELECT o.number AS own FROM number y CROSS JOIN opinion o ON o.id = y.opinion \
         WHERE (y.key = ?1 OR y.token = ?5) AND y.family = ?2 AND y.system IS ?3 AND y.opinion <> ?4 AND o.state <> 'void' ORDER BY o.n",
        params![
            key,
            noted.family.code(),
            noted.system,
            told.subject.to_string(),
            hand.number_token(&key)?
        ],
        |c| c.get::<String>("own"),
    )?;
    found.dedup();
    Ok(found)
}

/// A number of another system as its row holds it: in clear and found by any part, or sealed and found whole.
struct Kept {
    clear: Option<String>,
    sealed: Option<Vec<u8>>,
    key: Option<String>,
    token: Option<Vec<u8>>,
    bare_token: Option<Vec<u8>>,
}

impl Kept {
    fn of(act: &Act<'_>, n: i64, number: Option<&str>, confidential: bool) -> Result<Self, StoreError> {
        let (clear, sealed) = act.hand.put(&act.id, &number_field(n), number, confidential)?;
        // Whoever was erased is found by nothing.
        let is_found = clear.is_some() || sealed.is_some();
        let key = number.filter(|_| is_found).map(number_key);
        let whole = key.as_deref().filter(|_| confidential);
        Ok(Self {
            token: whole.map(|key| act.hand.number_token(key)).transpose()?,
            bare_token: whole.map(|key| act.hand.number_token(&bare_number(key))).transpose()?,
            key: key.filter(|_| !confidential),
            clear,
            sealed,
        })
    }
}

/// Moves the numbers that other systems gave a matter from the clear into the sealed columns, or back.
pub(super) fn turn_confidential(act: &Act<'_>, on: bool) -> Done {
    let sql = "SELECT n, number, number_sealed FROM number WHERE opinion = ?1 AND serial IS NULL";
    let found = rows::all(act.tx, sql, [&act.id], |c| {
        Ok((c.get::<i64>("n")?, rows::number(c, act.hand, &act.id)?))
    })?;
    for (n, number) in found {
        let kept = Kept::of(act, n, number.as_deref(), on)?;
        act.run(
            "UPDATE number SET number = :number, number_sealed = :sealed, key = :key, token = :token, \
             bare_token = :bare WHERE n = :n",
            &[
                (":number", &kept.clear),
                (":sealed", &kept.sealed),
                (":key", &kept.key),
                (":token", &kept.token),
                (":bare", &kept.bare_token),
                (":n", &n),
            ],
        )?;
    }
    Ok(())
}
