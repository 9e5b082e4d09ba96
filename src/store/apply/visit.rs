//! The queue: one row per visit, and one per stretch of its time.

use rusqlite::Connection;
use uuid::Uuid;

use super::{Act, Forgotten};
use crate::domain::code::{Channel, VisitState};
use crate::domain::event::Kind;
use crate::store::error::StoreError;

/// Distance between two neighbours in the queue, so that somebody can be put between them.
const STEP: i64 = 1_000_000;

/// What is known of a person only while the visit lasts.
pub(super) fn wipe(tx: &Connection, id: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE visit SET label = NULL, first_words = NULL, note = NULL, priority_reason = NULL WHERE id = ?1",
    )?
    .execute([id])?;
    Ok(())
}

/// Ends the stretch of time that runs.
fn end_span(act: &Act<'_>) -> Result<(), StoreError> {
    act.run(
        "UPDATE visit_span SET to_at = :at, doubtful = max(doubtful, :doubtful) WHERE visit = :id AND to_at IS NULL",
        &[
            (":at", &act.ev.happened.0),
            (":doubtful", &act.ev.doubtful),
            (":id", &act.id),
        ],
    )?;
    Ok(())
}

fn span(act: &Act<'_>, part: u8, kind: &str, table: Option<u8>, from: i64, to: Option<i64>) -> Result<(), StoreError> {
    act.insert(
        "visit_span",
        &[
            ("n", &act.ev.seq),
            ("part", &part),
            ("visit", &act.id),
            ("kind", &kind),
            ("table_no", &table),
            ("from_at", &from),
            ("to_at", &to),
            ("doubtful", &act.ev.doubtful),
        ],
    )
}

/// Ends what runs and begins another stretch.
fn next_span(act: &Act<'_>, kind: &str, table: Option<u8>) -> Result<(), StoreError> {
    end_span(act)?;
    span(act, 0, kind, table, act.ev.happened.0, None)
}

/// What happens to somebody before they came shows a clock that was set back, whichever program noticed it.
fn change(act: &Act<'_>, set: &str, params: &[super::Col<'_>]) -> Result<(), StoreError> {
    let times: [super::Col<'_>; 2] = [(":doubtful", &act.ev.doubtful), (":now", &act.ev.happened.0)];
    act.change(
        "visit",
        &format!("{set}, doubtful = max(doubtful, :doubtful, :now < arrived_at)"),
        &[params, &times].concat(),
    )
}

/// The visit is over: what was known of the person only while it lasted goes, and its key with it.
fn over(act: &Act<'_>, mut forget: Vec<Uuid>) -> Result<Forgotten, StoreError> {
    wipe(act.tx, &act.id)?;
    forget.push(act.ev.subject);
    Ok(Forgotten {
        forget,
        ..Forgotten::default()
    })
}

pub(super) fn changed(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::VisitChanged {
        heads,
        asked,
        priority,
        label,
        first_words,
        priority_reason,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    change(
        act,
        "heads = :heads, asked = :asked, priority = :priority, priority_reason = :reason, label = :label, \
         first_words = :words",
        &[
            (":heads", heads),
            (":asked", &asked.map(|d| d.to_string())),
            (":priority", &priority.code()),
            (":reason", priority_reason),
            (":label", label),
            (":words", first_words),
        ],
    )
}

pub(super) fn head_informed(act: &Act<'_>) -> Result<(), StoreError> {
    change(act, "head_informed = 1", &[])
}

/// The key stays until the visit ends: whoever still sits there may be moved with a note.
pub(super) fn words_dropped(act: &Act<'_>) -> Result<Forgotten, StoreError> {
    change(
        act,
        "label = NULL, first_words = NULL, note = NULL, priority_reason = NULL",
        &[],
    )?;
    Ok(Forgotten {
        dropped: true,
        ..Forgotten::default()
    })
}

pub(super) fn called(act: &Act<'_>, table: u8) -> Result<(), StoreError> {
    next_span(act, "called", Some(table))?;
    change(
        act,
        "state = 'called', table_no = :table, called_at = :at, first_called_at = :at, calls = calls + 1",
        &[(":table", &table), (":at", &act.ev.happened.0)],
    )
}

pub(super) fn called_again(act: &Act<'_>) -> Result<(), StoreError> {
    change(
        act,
        "called_at = :at, calls = calls + 1",
        &[(":at", &act.ev.happened.0)],
    )
}

pub(super) fn taken_back(act: &Act<'_>) -> Result<(), StoreError> {
    next_span(act, "waiting", None)?;
    change(
        act,
        "state = 'waiting', table_no = NULL, called_at = NULL, first_called_at = NULL, calls = 0",
        &[],
    )
}

pub(super) fn talk_started(act: &Act<'_>, table: u8) -> Result<(), StoreError> {
    next_span(act, "talking", Some(table))?;
    change(
        act,
        "state = 'talking', table_no = :table, talk_at = coalesce(talk_at, :at)",
        &[(":table", &table), (":at", &act.ev.happened.0)],
    )
}

pub(super) fn missed(act: &Act<'_>) -> Result<(), StoreError> {
    end_span(act)?;
    change(act, "state = 'missed', missed = missed + 1", &[])
}

pub(super) fn returned(act: &Act<'_>, rank: i64) -> Result<(), StoreError> {
    next_span(act, "waiting", None)?;
    change(
        act,
        "state = 'waiting', rank = :rank, table_no = NULL, called_at = NULL, first_called_at = NULL, calls = 0",
        &[(":rank", &rank)],
    )
}

pub(super) fn finished(act: &Act<'_>, consult_only: bool, unwritten: bool) -> Result<Forgotten, StoreError> {
    end_span(act)?;
    // Finished straight from the call: they talked from then on, as nobody pressed a key in between.
    change(
        act,
        "state = 'done', over_at = :at, consult_only = :consult, unwritten = :unwritten, \
         talk_at = coalesce(talk_at, called_at, :at)",
        &[
            (":at", &act.ev.happened.0),
            (":consult", &consult_only),
            (":unwritten", &unwritten),
        ],
    )?;
    if unwritten {
        return Ok(Forgotten::default());
    }
    over(act, Vec::new())
}

pub(super) fn settled(act: &Act<'_>) -> Result<Forgotten, StoreError> {
    change(act, "unwritten = 0", &[])?;
    over(act, Vec::new())
}

pub(super) fn ended(act: &Act<'_>, outcome: VisitState, reason: Option<&String>) -> Result<Forgotten, StoreError> {
    end_span(act)?;
    change(
        act,
        "state = :state, over_at = :at, outcome_reason = :reason",
        &[
            (":state", &outcome.code()),
            (":at", &act.ev.happened.0),
            (":reason", &reason),
        ],
    )?;
    over(act, Vec::new())
}

pub(super) fn voided(act: &Act<'_>, reason: Option<&String>) -> Result<Forgotten, StoreError> {
    end_span(act)?;
    change(
        act,
        "state = 'void', over_at = coalesce(over_at, :at), outcome_reason = :reason, unwritten = 0",
        &[(":at", &act.ev.happened.0), (":reason", &reason)],
    )?;
    over(act, super::promise::void(act)?.into_iter().collect())
}

pub(super) fn arrived(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::VisitArrived {
        session,
        ticket,
        day,
        heads,
        asked,
        priority,
        after_close,
        rank,
        carried_from,
        label,
        first_words,
        note,
        priority_reason,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    if let Some(ticket) = ticket {
        act.count("ticket", &day.to_string(), i64::from(*ticket))?;
    }
    act.create(
        "visit",
        &[
            ("session", &session.map(|s| s.to_string())),
            ("day", &day.to_string()),
            ("channel", &Channel::Visit.code()),
            ("ticket", ticket),
            ("label", label),
            ("first_words", first_words),
            ("note", note),
            ("heads", heads),
            ("head_informed", &false),
            ("asked", &asked.map(|d| d.to_string())),
            ("priority", &priority.code()),
            ("priority_reason", priority_reason),
            ("state", &"waiting"),
            ("carried_from", &carried_from.map(|v| v.to_string())),
            ("rank", &rank.unwrap_or(act.ev.seq * STEP)),
            ("arrived_at", &act.ev.happened.0),
            ("calls", &0),
            ("missed", &0),
            ("unwritten", &false),
            ("consult_only", &false),
            ("after_close", after_close),
            ("doubtful", &act.ev.doubtful),
            ("opinions", &0),
        ],
    )?;
    span(act, 0, "waiting", None, act.ev.happened.0, None)
}

/// A visit nobody queued for: a letter, a call, or one from paper with its three times.
pub(super) fn entered(act: &Act<'_>) -> Result<Forgotten, StoreError> {
    let Kind::VisitEntered {
        ticket,
        session,
        day,
        channel,
        heads,
        asked,
        table,
        arrived,
        talked,
        done,
        after_close,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    if let Some(ticket) = ticket {
        act.count("ticket", &day.to_string(), i64::from(*ticket))?;
    }
    act.create(
        "visit",
        &[
            ("session", &session.map(|s| s.to_string())),
            ("day", &day.to_string()),
            ("ticket", ticket),
            ("channel", &channel.code()),
            ("heads", heads),
            ("head_informed", &false),
            ("asked", &asked.map(|d| d.to_string())),
            ("priority", &"normal"),
            ("state", &"done"),
            ("table_no", table),
            ("rank", &(act.ev.seq * STEP)),
            ("arrived_at", &arrived.0),
            ("calls", &0),
            ("talk_at", &talked.map(|t| t.0)),
            ("over_at", &done.0),
            ("missed", &0),
            ("unwritten", &false),
            ("consult_only", &false),
            ("after_close", after_close),
            ("doubtful", &act.ev.doubtful),
            ("opinions", &0),
        ],
    )?;
    if let Some(talked) = talked {
        span(act, 0, "waiting", None, arrived.0, Some(talked.0))?;
        span(act, 1, "talking", *table, talked.0, Some(done.0))?;
    }
    over(act, Vec::new())
}

/// The stretch at the old table ends and one of the same kind begins at the new one.
pub(super) fn moved(act: &Act<'_>, to: u8, note: Option<&String>) -> Result<(), StoreError> {
    let kind = crate::store::rows::one(
        act.tx,
        "SELECT kind FROM visit_span WHERE visit = ?1 AND to_at IS NULL",
        [&act.id],
        |c| c.get::<String>("kind"),
    )?;
    if let Some(kind) = kind {
        next_span(act, &kind, Some(to))?;
    }
    change(
        act,
        "table_no = :to, note = coalesce(:note, note)",
        &[(":to", &to), (":note", &note)],
    )
}
