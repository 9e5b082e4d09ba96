//! Promises of the next time: a row each, which knows the person only while it is open.

use rusqlite::Connection;
use uuid::Uuid;

use super::{Act, Col, Done};
use crate::domain::event::{PromiseChanged, PromiseKept, PromiseMade, PromiseReopened, PromiseStruck};
use crate::domain::fields::CitizenField;
use crate::store::error::StoreError;
use crate::store::promises::taken_up;
use crate::store::rows;
use crate::store::sealing::{PRIVATE, Private, seal_all};

/// What is known of the person.
pub(super) fn wipe(tx: &Connection, id: &str) -> Done {
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

effects! { act;
    PromiseMade<'_>, Self { visit, label, first_words, priority_reason, phone } => {
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
    };

    PromiseChanged<'_>, e => {
        act.change(
            "promise",
            "label = :label, private = :private",
            &[(":label", e.label), (":private", &sealed(act, e.phone.as_ref())?)],
        )
    };

    // What was promised goes with whatever is known of that visit, which may be void before.
    PromiseKept<'_>, e => settled(act, "state = 'kept', taken_by = :visit", &[(":visit", &e.by.to_string())]);

    PromiseReopened, _ => act.change("promise", "state = 'open', taken_by = NULL", &[]), tells |_e, told| {
        told.outcome.promised_again = true;
        Ok(())
    };

    PromiseStruck<'_>, e => {
        settled(act, "state = 'struck', why = :why", &[(":why", &e.why.code())])?;
        wipe(act.tx, &act.id)?;
        act.forget(act.ev.subject);
        Ok(())
    };
}

/// Nobody is waited for any more, and nobody brings back the visit they were promised it in.
fn settled(act: &Act<'_>, set: &str, params: &[Col<'_>]) -> Done {
    act.change("promise", set, params)?;
    let visit = rows::one(act.tx, "SELECT visit FROM promise WHERE id = ?1", [&act.id], |c| {
        c.get::<Uuid>("visit")
    })?;
    if let Some(visit) = visit {
        act.forget(visit);
    }
    Ok(())
}

/// What whoever came in a visit was promised before goes with their words.
pub(super) fn drop_taken_up(act: &Act<'_>) -> Done {
    for promise in taken_up(act.tx, &act.id)? {
        act.forget(promise);
    }
    Ok(())
}

/// The visit was entered by mistake, and so was its promise; whose key goes with it.
pub(super) fn void(act: &Act<'_>) -> Result<Option<Uuid>, StoreError> {
    let open = rows::one(
        act.tx,
        "SELECT id FROM promise WHERE visit = ?1 AND state = 'open'",
        [&act.id],
        |c| c.get::<Uuid>("id"),
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
