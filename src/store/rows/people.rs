//! The station, whoever works there, receptions, and whoever comes.

use rusqlite::Connection;

use super::{Cols, all, listed};
use crate::domain::code::{
    Agreement, AttendanceState, Channel, Presence, Priority, Role, SessionKind, SessionState, StationKind, VisitState,
};
use crate::domain::fields::CitizenField;
use crate::domain::id::{AccountId, CitizenId, DeputyId, SessionId, StationId, UnitId, VisitId};
use crate::domain::moment::TimeOfDay;
use crate::domain::record::{
    Account, Attendance, Citizen, CitizenDetails, Deputy, Session, SessionPlan, Station, Unit, Visit,
};
use crate::store::error::StoreError;
use crate::store::sealing::{PRIVATE, Private, SealedAsOne as _, Sealing, open_all};

pub(in crate::store) fn station(c: &Cols<'_, '_>) -> Result<Station, StoreError> {
    Ok(Station {
        id: c.id("id", StationId)?,
        code: c.get("code")?,
        name: c.get("name")?,
        kind: c.code("kind", StationKind::from_code)?,
        hours: c.get("hours")?,
        head_phone: c.get("head_phone")?,
        rev: c.get("rev")?,
        touch: c.touch()?,
    })
}

pub(in crate::store) fn account(c: &Cols<'_, '_>) -> Result<Account, StoreError> {
    Ok(Account {
        id: c.id("id", AccountId)?,
        os_name: c.get("os_name")?,
        name: c.get("name")?,
        role: c.code("role", Role::from_code)?,
        deputy: c.opt_id("deputy", DeputyId)?,
        active: c.get("active")?,
        rev: c.get("rev")?,
    })
}

fn json<T: for<'de> serde::Deserialize<'de>>(c: &Cols<'_, '_>, name: &str) -> Result<T, StoreError> {
    let value = c.value(name)?;
    let text = value.as_str().map_err(|_| Cols::odd(name))?;
    serde_json::from_str(text).map_err(|_| Cols::odd(name))
}

pub(in crate::store) fn deputy(c: &Cols<'_, '_>) -> Result<Deputy, StoreError> {
    Ok(Deputy {
        id: c.id("id", DeputyId)?,
        profile: json(c, "profile")?,
        active: c.get("active")?,
        rev: c.get("rev")?,
    })
}

pub(in crate::store) fn unit(c: &Cols<'_, '_>) -> Result<Unit, StoreError> {
    Ok(Unit {
        id: c.id("id", UnitId)?,
        profile: json(c, "profile")?,
        active: c.get("active")?,
        rev: c.get("rev")?,
    })
}

pub(in crate::store) fn session(c: &Cols<'_, '_>) -> Result<Session, StoreError> {
    Ok(Session {
        id: c.id("id", SessionId)?,
        plan: SessionPlan {
            day: c.day("day")?,
            starts: TimeOfDay(c.get("starts")?),
            ends: TimeOfDay(c.get("ends")?),
            place: c.get("place")?,
            kind: c.code("kind", SessionKind::from_code)?,
            tables: c.get("tables")?,
            theme: c.get("theme")?,
        },
        ordinal: c.get("ordinal")?,
        state: c.code("state", SessionState::from_code)?,
        presence: c.code("presence", Presence::from_code)?,
        opened_at: c.opt_moment("opened_at")?,
        closed_at: c.opt_moment("closed_at")?,
        rev: c.get("rev")?,
        touch: c.touch()?,
    })
}

/// The deputies of some receptions, in the order they were put on each roster.
pub(in crate::store) fn attendance(conn: &Connection, sessions: &[SessionId]) -> Result<Vec<Attendance>, StoreError> {
    all(
        conn,
        "SELECT a.*, d.name FROM attendance a JOIN deputy d ON d.id = a.deputy \
         WHERE a.session IN (SELECT value FROM json_each(?1)) ORDER BY a.n, a.place",
        [listed(sessions.iter())],
        |c| {
            Ok(Attendance {
                session: c.id("session", SessionId)?,
                deputy: c.id("deputy", DeputyId)?,
                name: c.get("name")?,
                agreed: c.code("agreed", Agreement::from_code)?,
                state: c.code("state", AttendanceState::from_code)?,
                table: c.get("table_no")?,
                in_at: c.opt_moment("in_at")?,
                out_at: c.opt_moment("out_at")?,
                reason: c.get("reason")?,
                stands_for: c.opt_id("stands_for", DeputyId)?,
                substituted_by: c.opt_id("substituted_by", DeputyId)?,
            })
        },
    )
}

pub(in crate::store) fn visit(c: &Cols<'_, '_>) -> Result<Visit, StoreError> {
    Ok(Visit {
        n: c.get("n")?,
        id: c.id("id", VisitId)?,
        session: c.opt_id("session", SessionId)?,
        day: c.day("day")?,
        channel: c.code("channel", Channel::from_code)?,
        ticket: c.get("ticket")?,
        carried_from: c.opt_id("carried_from", VisitId)?,
        label: c.get("label")?,
        first_words: c.get("first_words")?,
        note: c.get("note")?,
        heads: c.get("heads")?,
        head_informed: c.get("head_informed")?,
        asked: c.opt_id("asked", DeputyId)?,
        priority: c.code("priority", Priority::from_code)?,
        priority_reason: c.get("priority_reason")?,
        state: c.code("state", VisitState::from_code)?,
        table: c.get("table_no")?,
        rank: c.get("rank")?,
        arrived_at: c.moment("arrived_at")?,
        first_called_at: c.opt_moment("first_called_at")?,
        called_at: c.opt_moment("called_at")?,
        calls: c.get("calls")?,
        talk_at: c.opt_moment("talk_at")?,
        over_at: c.opt_moment("over_at")?,
        missed: c.get("missed")?,
        outcome_reason: c.get("outcome_reason")?,
        unwritten: c.get("unwritten")?,
        consult_only: c.get("consult_only")?,
        after_close: c.get("after_close")?,
        doubtful: c.get("doubtful")?,
        opinions: c.get("opinions")?,
        rev: c.get("rev")?,
        touch: c.touch()?,
    })
}

pub(in crate::store) fn citizen(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Citizen, StoreError> {
    let (id, visit) = (c.id("id", CitizenId)?, c.id("visit", VisitId)?);
    let mut details = CitizenDetails::default();
    let mut say = |field: CitizenField, text: Option<&str>| {
        let known = details.set(field, text);
        known.then_some(()).ok_or_else(|| Cols::odd(field.key()))
    };
    for field in CitizenField::columns() {
        say(field, c.text(field.key())?.as_deref())?;
    }
    let private: Option<Vec<u8>> = c.get("private")?;
    let private: Private = open_all(hand, &id.to_string(), PRIVATE, private.as_deref())?;
    for field in CitizenField::together() {
        say(field, private.get(field).map(String::as_str))?;
    }
    // Somebody who gave a name later is not anonymous any more. Worked out here and not stored, because the table must not
    // tell after an erasure that there was a name.
    details.anonymous &= details.name.is_none();
    Ok(Citizen {
        id,
        visit,
        details,
        claim_code: c.get("claim_code")?,
        rev: c.get("rev")?,
    })
}
