//! The queue: one row per visit, and one per stretch of its time.

use rusqlite::Connection;

use super::{Act, Done, Told};
use crate::domain::code::Channel;
use crate::domain::event::{
    CallTakenBack, HeadInformed, TalkStarted, UnwrittenAgain, UnwrittenSettled, VisitArrived, VisitCalled,
    VisitCalledAgain, VisitChanged, VisitEnded, VisitEntered, VisitFinished, VisitMissed, VisitMoved, VisitReturned,
    VisitVoided, VisitWordsDropped,
};
use crate::domain::id::VisitId;
use crate::store::error::StoreError;

/// Distance between two neighbours in the queue, so that somebody can be put between them.
const STEP: i64 = 1_000_000;

/// What is known of a person only while the visit lasts.
pub(super) fn wipe(tx: &Connection, id: &str) -> Done {
    tx.prepare_cached(
        "UPDATE visit SET label = NULL, first_words = NULL, note = NULL, priority_reason = NULL WHERE id = ?1",
    )?
    .execute([id])?;
    Ok(())
}

/// Whether somebody left without ever having had a key, so that nothing more is kept of them.
pub(in crate::store) fn left_unkept(tx: &Connection, id: &str) -> Result<bool, StoreError> {
    let mut left = tx.prepare_cached(
        "SELECT 1 FROM visit WHERE id = ?1 AND unwritten = 0 AND state NOT IN ('waiting', 'called', 'talking', 'missed') \
         AND NOT EXISTS (SELECT 1 FROM key WHERE owner = ?1)",
    )?;
    Ok(left.exists([id])?)
}

/// Ends the stretch of time that runs.
fn end_span(act: &Act<'_>) -> Done {
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

fn span(act: &Act<'_>, part: u8, kind: &str, table: Option<u8>, from: i64, to: Option<i64>) -> Done {
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
fn next_span(act: &Act<'_>, kind: &str, table: Option<u8>) -> Done {
    end_span(act)?;
    span(act, 0, kind, table, act.ev.happened.0, None)
}

/// What happens to somebody before they came shows a clock that was set back, whichever program noticed it.
fn change(act: &Act<'_>, set: &str, params: &[super::Col<'_>]) -> Done {
    let times: [super::Col<'_>; 2] = [(":doubtful", &act.ev.doubtful), (":now", &act.ev.happened.0)];
    act.change(
        "visit",
        &format!("{set}, doubtful = max(doubtful, :doubtful, :now < arrived_at)"),
        &[params, &times].concat(),
    )
}

/// The visit is over: what was known of the person goes with its key, once the time is over in which it can be brought back.
fn over(act: &Act<'_>) {
    act.left.borrow_mut().over = Some(act.ev.subject);
}

/// The visit goes on.
fn back(act: &Act<'_>) {
    act.left.borrow_mut().back = Some(act.ev.subject);
}

/// By which number a visit is called.
fn tell_ticket(told: &mut Told<'_>) -> Done {
    told.outcome.ticket = told.column("visit", told.subject, "ticket")?;
    Ok(())
}

effects! { act;
    VisitChanged<'_>, Self { arrival } => {
        change(
            act,
            "heads = :heads, asked = :asked, priority = :priority, priority_reason = :reason, label = :label, \
             first_words = :words",
            &[
                (":heads", &arrival.heads),
                (":asked", &arrival.asked.map(|d| d.to_string())),
                (":priority", &arrival.priority.code()),
                (":reason", &arrival.priority_reason),
                (":label", &arrival.label),
                (":words", &arrival.first_words),
            ],
        )
    };

    HeadInformed, _ => change(act, "head_informed = 1", &[]);

    // The key stays until the visit ends: whoever still sits there may be moved with a note.
    VisitWordsDropped, _ => {
        change(
            act,
            "label = NULL, first_words = NULL, note = NULL, priority_reason = NULL",
            &[],
        )?;
        act.left.borrow_mut().dropped = Some(act.ev.subject);
        super::promise::drop_taken_up(act)
    };

    VisitCalled<'_>, e => {
        next_span(act, "called", Some(*e.table))?;
        change(
            act,
            "state = 'called', table_no = :table, called_at = :at, first_called_at = :at, calls = calls + 1",
            &[(":table", e.table), (":at", &act.ev.happened.0)],
        )
    }, tells |_e, told| {
        told.outcome.called = Some(VisitId(told.subject));
        tell_ticket(told)
    };

    VisitCalledAgain, _ => {
        change(
            act,
            "called_at = :at, calls = calls + 1",
            &[(":at", &act.ev.happened.0)],
        )
    };

    CallTakenBack, _ => {
        next_span(act, "waiting", None)?;
        change(
            act,
            "state = 'waiting', table_no = NULL, called_at = NULL, first_called_at = NULL, calls = 0",
            &[],
        )
    };

    TalkStarted<'_>, e => {
        next_span(act, "talking", Some(*e.table))?;
        change(
            act,
            "state = 'talking', table_no = :table, talk_at = coalesce(talk_at, :at)",
            &[(":table", e.table), (":at", &act.ev.happened.0)],
        )
    };

    VisitMissed, _ => {
        end_span(act)?;
        change(act, "state = 'missed', missed = missed + 1", &[])
    };

    VisitReturned<'_>, e => {
        next_span(act, "waiting", None)?;
        change(
            act,
            "state = 'waiting', rank = :rank, table_no = NULL, called_at = NULL, first_called_at = NULL, calls = 0, \
             over_at = NULL, outcome_reason = NULL",
            &[(":rank", e.rank)],
        )?;
        // Whoever is here needs no promise of the next time.
        if let Some(promise) = super::promise::void(act)? {
            act.forget(promise);
        }
        back(act);
        Ok(())
    }, tells |_e, told| tell_ticket(told);

    VisitFinished<'_>, e => {
        end_span(act)?;
        // Finished straight from the call: they talked from then on, as nobody pressed a key in between.
        change(
            act,
            "state = 'done', over_at = :at, consult_only = :consult, unwritten = :unwritten, \
             talk_at = coalesce(talk_at, called_at, :at)",
            &[
                (":at", &act.ev.happened.0),
                (":consult", e.consult_only),
                (":unwritten", e.unwritten),
            ],
        )?;
        if *e.unwritten {
            return Ok(());
        }
        over(act);
        Ok(())
    };

    UnwrittenSettled, _ => {
        change(act, "unwritten = 0", &[])?;
        over(act);
        Ok(())
    };

    UnwrittenAgain, _ => {
        change(act, "unwritten = 1, consult_only = 0", &[])?;
        back(act);
        Ok(())
    }, tells |_e, told| tell_ticket(told);

    VisitEnded<'_>, e => {
        end_span(act)?;
        change(
            act,
            "state = :state, over_at = :at, outcome_reason = :reason",
            &[
                (":state", &e.outcome.code()),
                (":at", &act.ev.happened.0),
                (":reason", e.reason),
            ],
        )?;
        over(act);
        Ok(())
    };

    VisitVoided<'_>, e => {
        end_span(act)?;
        change(
            act,
            "state = 'void', over_at = coalesce(over_at, :at), outcome_reason = :reason, unwritten = 0",
            &[(":at", &act.ev.happened.0), (":reason", e.reason)],
        )?;
        if let Some(promise) = super::promise::void(act)? {
            act.forget(promise);
        }
        // Nobody was there.
        wipe(act.tx, &act.id)?;
        act.forget(act.ev.subject);
        Ok(())
    };

    VisitArrived<'_>, Self { session, ticket, day, after_close, rank, carried_from, note, arrival } => {
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
                ("label", &arrival.label),
                ("first_words", &arrival.first_words),
                ("note", note),
                ("heads", &arrival.heads),
                ("head_informed", &false),
                ("asked", &arrival.asked.map(|d| d.to_string())),
                ("priority", &arrival.priority.code()),
                ("priority_reason", &arrival.priority_reason),
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
    }, tells |e, told| {
        (told.outcome.ticket, told.outcome.heads) = (*e.ticket, e.arrival.heads);
        Ok(())
    };

    // A visit nobody queued for: a letter, a call, or one from paper with its three times.
    VisitEntered<'_>, Self {
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
    } => {
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
        // Nothing was noted at the door that could be needed again.
        act.forget(act.ev.subject);
        Ok(())
    };

    // The stretch at the old table ends and one of the same kind begins at the new one.
    VisitMoved<'_>, e => {
        let kind = crate::store::rows::one(
            act.tx,
            "SELECT kind FROM visit_span WHERE visit = ?1 AND to_at IS NULL",
            [&act.id],
            |c| c.get::<String>("kind"),
        )?;
        if let Some(kind) = kind {
            next_span(act, &kind, Some(*e.to))?;
        }
        change(
            act,
            "table_no = :to, note = coalesce(:note, note)",
            &[(":to", e.to), (":note", e.note)],
        )
    };
}
