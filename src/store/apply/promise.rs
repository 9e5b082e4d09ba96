//! Promises of the next time: a row each, which knows the person only while it is open.

use rusqlite::Connection;
use uuid::Uuid;

use super::{Act, Col, Forgotten};
use crate::domain::code::Struck;
use crate::domain::event::Kind;
use crate::domain::fields::CitizenField;
use crate::store::error::StoreError;
use crate::store::rows;
use crate::store::sealing::{PRIVATE, Private, seal_all};

/// What is known of the person.
pub(super) fn wipe(tx: &Connection, id: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE promise SET label = NULL, first_words = NULL, priority_reason = NULL, private = NULL WHERE id = ?1",
    )?
    .execute([id])?;
    Ok(())
}

/// The phone as the column keeps it.
fn sealed(act: &Act<'_>, phone: Option<&String>) -> Result<Option<Vec<u8>>, StoreError> {
    let private = Private::of([CitizenField::Phone].into_iter(), |_| phone.cloned());
    seal_all(act.hand, &act.id, PRIVATE, &private)
}

pub(super) fn made(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::PromiseMade {
        visit,
        label,
        first_words,
        priority_reason,
        phone,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    act.create(
        "promise",
        &[
            ("visit", &visit.to_string()),
            ("state", &"open"),
            ("label", label),
            ("first_words", first_words),
            ("priority_reason", priority_reason),
            ("private", &sealed(act, phone.as_ref())?),
        ],
    )
}

pub(super) fn changed(act: &Act<'_>, label: Option<&String>, phone: Option<&String>) -> Result<(), StoreError> {
    act.change(
        "promise",
        "label = :label, private = :private",
        &[(":label", &label), (":private", &sealed(act, phone)?)],
    )
}

pub(super) fn kept(act: &Act<'_>) -> Result<Forgotten, StoreError> {
    settled(act, "state = 'kept'", &[])
}

pub(super) fn struck(act: &Act<'_>, why: Struck) -> Result<Forgotten, StoreError> {
    settled(act, "state = 'struck', why = :why", &[(":why", &why.code())])
}

/// Nobody is waited for any more.
fn settled(act: &Act<'_>, set: &str, params: &[Col<'_>]) -> Result<Forgotten, StoreError> {
    act.change("promise", set, params)?;
    wipe(act.tx, &act.id)?;
    Ok(Forgotten {
        forget: vec![act.ev.subject],
        ..Forgotten::default()
    })
}

/// The visit was entered by mistake, and so was its promise; whose key goes with it.
pub(super) fn void(act: &Act<'_>) -> Result<Option<Uuid>, StoreError> {
    let open = rows::one(
        act.tx,
        "SELECT id FROM promise WHERE visit = ?1 AND state = 'open'",
        [&act.id],
        |c| c.id("id", std::convert::identity),
    )?;
    if let Some(id) = open {
        let id = id.hyphenated().to_string();
        act.run(
            "UPDATE promise SET state = 'struck', touch_by = :by, touch_table = :by_table, touch_at = :at WHERE id = :id",
            &[
                (":by", &act.by),
                (":by_table", &act.by_table),
                (":at", &act.ev.at.0),
                (":id", &id),
            ],
        )?;
        wipe(act.tx, &id)?;
    }
    Ok(open)
}
