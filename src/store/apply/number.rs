//! Numbers beside a matter's own, found like its own.

use rusqlite::Connection;

use super::Act;
use super::opinion::touched;
use crate::domain::code::NumberFamily;
use crate::domain::event::Kind;
use crate::domain::text::number_key;
use crate::store::error::StoreError;

/// Numbers of other systems lead to a person there; those on papers of the station do not.
pub(super) fn wipe(tx: &Connection, id: &str) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE number SET number = NULL, key = NULL WHERE opinion = ?1 AND serial IS NULL")?
        .execute([id])?;
    Ok(())
}

pub(super) fn given(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::NumberGiven {
        family,
        year,
        serial,
        number,
        unit,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
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
}

pub(super) fn noted(
    act: &Act<'_>,
    family: NumberFamily,
    system: Option<&String>,
    number: Option<&String>,
) -> Result<(), StoreError> {
    touched(act)?;
    act.insert(
        "number",
        &[
            ("n", &act.ev.seq),
            ("opinion", &act.id),
            ("family", &family.code()),
            ("system", &system),
            ("number", &number),
            ("key", &number.map(|n| number_key(n))),
        ],
    )
}
