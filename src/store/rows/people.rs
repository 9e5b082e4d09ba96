//! The station, whoever works there, receptions, and whoever comes.

use rusqlite::Connection;

use super::{Cols, all, listed, record};
use crate::domain::code::Sex;
use crate::domain::fields::CitizenField;
use crate::domain::id::{CitizenId, SessionId};
use crate::domain::record::{
    Account, Attendance, Citizen, CitizenDetails, Deputy, DeputyProfile, Session, SessionPlan, Station, Unit, Visit,
};
use crate::store::error::StoreError;
use crate::store::named::Called;
use crate::store::sealing::{PRIVATE, Private, SealedAsOne as _, Sealing, open_all};

pub(in crate::store) fn station(c: &Cols<'_, '_>) -> Result<Station, StoreError> {
    Ok(record!(
        c,
        Station {
            id,
            code,
            name,
            kind,
            hours,
            head_phone,
            one_person,
            rev,
            touch: c.touch()?,
        }
    ))
}

pub(in crate::store) fn account(c: &Cols<'_, '_>) -> Result<Account, StoreError> {
    Ok(record!(
        c,
        Account {
            id,
            os_name,
            name,
            role,
            deputy,
            active,
            rev,
        }
    ))
}

fn json<T: for<'de> serde::Deserialize<'de>>(c: &Cols<'_, '_>, name: &str) -> Result<T, StoreError> {
    let value = c.value(name)?;
    let text = value.as_str().map_err(|_| Cols::odd(name))?;
    serde_json::from_str(text).map_err(|_| Cols::odd(name))
}

/// What files of before keep as it was typed.
fn one_sex(mut profile: DeputyProfile) -> DeputyProfile {
    profile.sex = profile.sex.take().map(Sex::code_of);
    profile
}

pub(in crate::store) fn deputy(c: &Cols<'_, '_>) -> Result<Deputy, StoreError> {
    Ok(record!(
        c,
        Deputy {
            id,
            profile: one_sex(json(c, "profile")?),
            active,
            rev,
        }
    ))
}

pub(in crate::store) fn unit(c: &Cols<'_, '_>) -> Result<Unit, StoreError> {
    Ok(record!(
        c,
        Unit {
            id,
            profile: json(c, "profile")?,
            active,
            rev,
        }
    ))
}

pub(in crate::store) fn session(c: &Cols<'_, '_>) -> Result<Session, StoreError> {
    Ok(record!(
        c,
        Session {
            id,
            plan: record!(
                c,
                SessionPlan {
                    day,
                    starts,
                    ends,
                    place,
                    kind,
                    tables,
                    theme,
                }
            ),
            ordinal,
            state,
            presence,
            opened_at,
            closed_at,
            rev,
            touch: c.touch()?,
        }
    ))
}

/// The deputies of some receptions, in the order they were put on each roster.
pub(in crate::store) fn attendance(conn: &Connection, sessions: &[SessionId]) -> Result<Vec<Attendance>, StoreError> {
    all(
        conn,
        "SELECT a.*, d.name FROM attendance a JOIN deputy d ON d.id = a.deputy \
         WHERE a.session IN (SELECT value FROM json_each(?1)) ORDER BY a.n, a.place",
        [listed(sessions.iter())],
        |c| {
            Ok(record!(
                c,
                Attendance {
                    session,
                    deputy,
                    name,
                    agreed,
                    state,
                    table: c.get("table_no")?,
                    in_at,
                    out_at,
                    reason,
                    stands_for,
                    substituted_by,
                }
            ))
        },
    )
}

pub(in crate::store) fn visit(c: &Cols<'_, '_>) -> Result<Visit, StoreError> {
    Ok(record!(
        c,
        Visit {
            n,
            id,
            session,
            day,
            channel,
            ticket,
            carried_from,
            label,
            first_words,
            note,
            heads,
            head_informed,
            asked,
            priority,
            priority_reason,
            state,
            table: c.get("table_no")?,
            rank,
            arrived_at,
            first_called_at,
            called_at,
            calls,
            talk_at,
            over_at,
            missed,
            outcome_reason,
            unwritten,
            consult_only,
            after_close,
            doubtful,
            opinions,
            rev,
            touch: c.touch()?,
        }
    ))
}

pub(in crate::store) fn citizen(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Citizen, StoreError> {
    let (id, visit): (CitizenId, _) = (c.get("id")?, c.get("visit")?);
    let mut details = CitizenDetails::default();
    let mut say = |field: CitizenField, text: Option<&str>| {
        let known = details.set(field, text);
        known.then_some(()).ok_or_else(|| Cols::odd(field.key()))
    };
    for field in CitizenField::columns().filter(|field| !field.is_name()) {
        say(field, c.text(field.key())?.as_deref())?;
    }
    let called = Called::of(c, hand, &id.to_string())?;
    say(CitizenField::Name, called.name.as_deref())?;
    say(CitizenField::Pinyin, called.pinyin.as_deref())?;
    let private: Option<Vec<u8>> = c.get("private")?;
    let private: Private = open_all(hand, &id.to_string(), PRIVATE, private.as_deref())?;
    for field in CitizenField::together() {
        say(field, private.get(field).map(String::as_str))?;
    }
    // Somebody who gave a name later is not anonymous any more. Worked out here and not stored, because the table must not
    // tell after an erasure that there was a name.
    details.anonymous &= details.name.is_none();
    Ok(record!(
        c,
        Citizen {
            id: id,
            visit: visit,
            details: details,
            claim_code,
            rev,
        }
    ))
}
