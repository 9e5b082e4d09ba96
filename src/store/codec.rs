//! An event as bytes: body and sealed part on the way into the log, and back. Old versions of a body are brought up to
//! date here, on reading; bytes in the log are never touched.

use rusqlite::{Connection, Transaction};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::error::StoreError;
use super::keys::{Random, Vault};
use super::log::{RawEvent, StoredEvent};
use crate::domain::event::{Happened, Kind, NewEvent, Secret};
use crate::domain::moment::{Day, Moment};
use crate::domain::refusal::Subject;

/// Version of the bodies written today. A kind that changes its meaning gets its own number and a step in `upcast`.
pub const VERSION: u32 = 1;

/// Where the events of one command come from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The command.
    pub command: Uuid,
    /// When it was entered.
    pub at: Moment,
    /// The clock had jumped.
    pub doubtful: bool,
    /// Business day.
    pub day: Day,
    /// Name of the account.
    pub by: String,
    /// Table.
    pub table: Option<u8>,
}

/// What an event is about, which is also who owns its key.
pub fn noun(kind: &Kind) -> Subject {
    use Kind as K;
    match kind {
        K::StationFounded { .. }
        | K::StationChanged { .. }
        | K::RulesetAdopted { .. }
        | K::SectionAdopted { .. }
        | K::DayTurned { .. }
        | K::LineageBegun { .. } => Subject::Station,
        K::AccountAdded { .. } | K::AccountChanged { .. } => Subject::Account,
        K::DeputyAdded { .. } | K::DeputyChanged { .. } => Subject::Deputy,
        K::UnitAdded { .. } | K::UnitChanged { .. } => Subject::Unit,
        K::SessionPlanned { .. }
        | K::PlanChanged { .. }
        | K::SessionNoticed {}
        | K::SessionPostponed { .. }
        | K::SessionCancelled { .. }
        | K::SessionOpened { .. }
        | K::PresenceChanged { .. }
        | K::ClosingStarted {}
        | K::ClosingStopped {}
        | K::SessionClosed { .. }
        | K::SessionEntered { .. }
        | K::DeputyAssigned { .. }
        | K::DeputyUnassigned { .. }
        | K::DeputyAgreed { .. }
        | K::DeputySignedIn { .. }
        | K::DeputyOnLeave { .. }
        | K::DeputySubstituted { .. }
        | K::DeputySignedOut { .. } => Subject::Session,
        K::VisitArrived { .. }
        | K::VisitEntered { .. }
        | K::VisitChanged { .. }
        | K::HeadInformed {}
        | K::VisitWordsDropped {}
        | K::VisitCalled { .. }
        | K::VisitCalledAgain {}
        | K::CallTakenBack {}
        | K::TalkStarted { .. }
        | K::VisitMissed {}
        | K::VisitReturned { .. }
        | K::VisitMoved { .. }
        | K::VisitFinished { .. }
        | K::UnwrittenSettled {}
        | K::VisitEnded { .. }
        | K::VisitVoided { .. } => Subject::Visit,
        K::PromiseMade { .. } | K::PromiseChanged {} | K::PromiseKept { .. } | K::PromiseStruck { .. } => {
            Subject::Promise
        }
        K::CitizenRecorded { .. } | K::CitizenCorrected { .. } => Subject::Citizen,
        _ => Subject::Opinion,
    }
}

fn owner_kind(kind: &Kind) -> &'static str {
    match noun(kind) {
        Subject::Visit => "visit",
        Subject::Promise => "promise",
        Subject::Citizen => "citizen",
        Subject::Opinion => "opinion",
        _ => "other",
    }
}

/// What the sealed part is bound to, so that it opens at its own place in the log only.
fn aad(kind: &str, ver: u32, command: Uuid, ordinal: u32, subject: Uuid) -> Vec<u8> {
    format!("zhiban event\u{0}{kind}\u{0}{ver}\u{0}{command}\u{0}{ordinal}\u{0}{subject}").into_bytes()
}

fn no_json<T>(result: Result<T, serde_json::Error>, what: &str) -> Result<T, StoreError> {
    result.map_err(|_| StoreError::corrupt(what))
}

/// Makes the row of an event: open part as JSON, secret part sealed under its subject's key, which is made when it is the
/// first time. Returns what [`read`] will give for it, without its number.
pub fn seal(
    tx: &Transaction<'_>,
    vault: &Vault,
    random: &mut dyn Random,
    origin: &Origin,
    ordinal: u32,
    event: NewEvent,
) -> Result<(RawEvent, Happened), StoreError> {
    let NewEvent {
        subject,
        kind,
        secret,
        happened,
        paper,
    } = event;
    let mut body = no_json(serde_json::to_value(&kind), "a body that is no JSON")?;
    let name = body
        .get("kind")
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| StoreError::corrupt("a body without its kind"))?;
    if let (Some(paper), Some(map)) = (&paper, body.as_object_mut()) {
        map.insert("paper".to_owned(), paper.clone().into());
    }
    let sealed = if secret.is_empty() {
        None
    } else {
        let owner = subject.hyphenated().to_string();
        vault.ensure(tx, &owner, owner_kind(&kind), origin.at.0, random)?;
        let plain = Zeroizing::new(no_json(serde_json::to_vec(&secret), "a secret that is no JSON")?);
        let bound = aad(&name, VERSION, origin.command, ordinal, subject);
        Some(vault.seal(tx, &owner, &bound, &plain, random)?)
    };
    let happened = happened.unwrap_or(origin.at);
    let raw = RawEvent {
        at_ms: origin.at.0,
        happened_ms: happened.0,
        clock_flag: origin.doubtful,
        day: origin.day.to_string(),
        account: Some(origin.by.clone()),
        table_no: origin.table.map(i64::from),
        command: origin.command,
        ordinal,
        kind: name,
        ver: VERSION,
        subject,
        body: no_json(serde_json::to_vec(&body), "a body that is no JSON")?,
        sealed,
    };
    let read = Happened {
        seq: 0,
        at: origin.at,
        happened,
        paper,
        doubtful: origin.doubtful,
        by: origin.by.clone(),
        table: origin.table,
        subject,
        kind,
        secret: Some(secret),
    };
    Ok((raw, read))
}

/// Reads an event back. The secret is none once its owner was erased, and empty where there never was one.
pub fn read(stored: &StoredEvent, vault: &Vault, keys: &Connection) -> Result<Happened, StoreError> {
    let event = &stored.event;
    let odd = || {
        StoreError::corrupt(format!(
            "event {}: the body does not read as {}",
            stored.seq, event.kind
        ))
    };
    let body: serde_json::Value = serde_json::from_slice(&event.body).map_err(|_| odd())?;
    let body = upcast(&event.kind, event.ver, body)
        .ok_or_else(|| StoreError::corrupt(format!("event {}: a body of version {}", stored.seq, event.ver)))?;
    let paper = body.get("paper").and_then(serde_json::Value::as_str).map(str::to_owned);
    let kind: Kind = serde_json::from_value(body).map_err(|_| odd())?;
    let secret = match &event.sealed {
        None => Some(Secret::default()),
        Some(sealed) => {
            let owner = event.subject.hyphenated().to_string();
            let bound = aad(&event.kind, event.ver, event.command, event.ordinal, event.subject);
            match vault.open_or_gone(keys, &owner, &bound, sealed)? {
                Some(plain) => Some(serde_json::from_slice(&plain).map_err(|_| odd())?),
                None => None,
            }
        }
    };
    Ok(Happened {
        seq: stored.seq,
        at: Moment(event.at_ms),
        happened: Moment(event.happened_ms),
        paper,
        doubtful: event.clock_flag,
        by: event.account.clone().unwrap_or_default(),
        table: event.table_no.and_then(|t| u8::try_from(t).ok()),
        subject: event.subject,
        kind,
        secret,
    })
}

/// A body of an older version as today's; none when the version is from a newer program.
fn upcast(_kind: &str, ver: u32, body: serde_json::Value) -> Option<serde_json::Value> {
    (ver == VERSION).then_some(body)
}
