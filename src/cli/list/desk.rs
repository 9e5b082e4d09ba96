//! Visits and receptions.

use serde_json::{Value, json};

use super::super::here::{Here, Reading};
use super::super::rows::Sink;
use super::people::all_deputies;
use super::values::{day, iso, phone};
use super::{Column, ENOUGH, column, keys, row, shown};
use crate::domain::id::VisitId;
use crate::domain::moment::Day;
use crate::domain::record::{Attendance, Promise, Visit};
use crate::domain::view::{Answer, Query, SessionRow, Snapshot};
use crate::error::Fail;

/// Everybody who is not done with; those left over from other days, then those promised the next time last.
pub fn queue(here: &Here, reading: &Reading, to: Sink<'_>) -> Result<(), Fail> {
    let snap = snapshot(here, reading)?;
    let kept = these(reading, snap.promised.iter().map(|p| p.visit))?;
    rows(
        reading,
        &snap,
        snap.queue.iter().chain(&snap.left_over).chain(&kept),
        to,
    )
}

/// Visits of a day, the desk's own when none is named.
pub fn visits(here: &Here, reading: &Reading, day: Option<Day>, to: Sink<'_>) -> Result<(), Fail> {
    let snap = snapshot(here, reading)?;
    let Some(day) = day.or(snap.day) else {
        return Ok(());
    };
    match reading.ask(&Query::Visits { day })? {
        Answer::Visits(all) => rows(reading, &snap, all.iter(), to),
        _ => Ok(()),
    }
}

fn snapshot(here: &Here, reading: &Reading) -> Result<Snapshot, Fail> {
    let today = reading.now(here)?.day();
    Ok(match reading.ask(&Query::Snapshot { today })? {
        Answer::Snapshot(snap) => *snap,
        _ => Snapshot::default(),
    })
}

fn these(reading: &Reading, ids: impl Iterator<Item = VisitId>) -> Result<Vec<Visit>, Fail> {
    Ok(match reading.ask(&Query::TheseVisits(ids.collect()))? {
        Answer::Visits(all) => all,
        _ => Vec::new(),
    })
}

fn rows<'a>(
    reading: &Reading,
    snap: &Snapshot,
    all: impl Iterator<Item = &'a Visit> + Clone,
    to: Sink<'_>,
) -> Result<(), Fail> {
    let deputies = all_deputies(reading, "")?;
    let earlier = these(reading, all.clone().filter_map(|v| v.carried_from))?;
    let line = |v: &Visit| Line {
        asked: deputies
            .iter()
            .find(|d| v.asked == Some(d.id))
            .map(|d| d.profile.name.clone()),
        promise: snap.promised.iter().find(|p| p.visit == v.id).cloned(),
        earlier: earlier
            .iter()
            .find(|e| v.carried_from == Some(e.id))
            .map(|e| (e.day, e.ticket)),
        visit: v.clone(),
    };
    let _ = all.map(|v| row(VISIT, &line(v))).try_for_each(to);
    Ok(())
}

/// A visit with what is known of it elsewhere.
struct Line {
    visit: Visit,
    /// Name of the deputy who was asked for.
    asked: Option<String>,
    /// Whoever is promised the next time is known by the promise; the visit itself has forgotten them.
    promise: Option<Promise>,
    /// The visit whose promise gave the number: its day and its own number.
    earlier: Option<(Day, Option<u16>)>,
}

impl Line {
    /// What the promise keeps of the person, or what the visit says itself.
    fn known(&self, kept: fn(&Promise) -> Option<&String>, own: Option<&String>) -> Value {
        json!(self.promise.as_ref().and_then(kept).or(own))
    }
}

/// What a list says of a visit.
const VISIT: &[Column<Line>] = &[
    column("day", |l| day(Some(l.visit.day))),
    shown("ticket", |l| json!(l.visit.ticket)),
    shown("state", |l| json!(l.visit.state)),
    shown("label", |l| l.known(|p| p.label.as_ref(), l.visit.label.as_ref())),
    column("first_words", |l| {
        l.known(|p| p.first_words.as_ref(), l.visit.first_words.as_ref())
    }),
    shown("heads", |l| json!(l.visit.heads)),
    shown("table", |l| json!(l.visit.table)),
    column("channel", |l| json!(l.visit.channel)),
    column("asked", |l| json!(l.asked)),
    column("priority", |l| json!(l.visit.priority)),
    column("priority_reason", |l| {
        l.known(|p| p.priority_reason.as_ref(), l.visit.priority_reason.as_ref())
    }),
    shown("arrived_at", |l| iso(Some(l.visit.arrived_at))),
    column("called_at", |l| iso(l.visit.called_at)),
    column("calls", |l| json!(l.visit.calls)),
    column("talk_at", |l| iso(l.visit.talk_at)),
    shown("over_at", |l| iso(l.visit.over_at)),
    column("missed", |l| json!(l.visit.missed)),
    column("after_close", |l| json!(l.visit.after_close)),
    column("consult_only", |l| json!(l.visit.consult_only)),
    column("unwritten", |l| json!(l.visit.unwritten)),
    shown("opinions", |l| json!(l.visit.opinions)),
    column("outcome_reason", |l| json!(l.visit.outcome_reason)),
    column("promised", |l| json!(l.promise.is_some())),
    column("phone", |l| phone(l.promise.as_ref().and_then(|p| p.phone.as_deref()))),
    column("carried_from", |l| {
        l.earlier.map_or(
            Value::Null,
            |(of, ticket)| json!({ "day": day(Some(of)), "ticket": ticket }),
        )
    }),
    column("head_informed", |l| json!(l.visit.head_informed)),
    column("doubtful", |l| json!(l.visit.doubtful)),
    column("note", |l| json!(l.visit.note)),
    column("by", |l| json!(l.visit.touch.by)),
    column("rev", |l| json!(l.visit.rev)),
    column("id", |l| json!(l.visit.id)),
];

/// The keys of a visit, those for people alone where that is asked.
pub fn visit_keys(only_shown: bool) -> Vec<&'static str> {
    keys(VISIT, only_shown)
}

/// Receptions, newest first.
pub fn sessions(reading: &Reading, to: Sink<'_>) -> Result<(), Fail> {
    let query = Query::Sessions {
        state: None,
        limit: ENOUGH,
    };
    if let Answer::Sessions(all) = reading.ask(&query)? {
        let _ = all.iter().map(|s| row(SESSION, s)).try_for_each(to);
    }
    Ok(())
}

/// What a list says of a reception and of who sat there.
const SESSION: &[Column<SessionRow>] = &[
    shown("day", |s| day(Some(s.session.plan.day))),
    shown("ordinal", |s| json!(s.session.ordinal)),
    shown("state", |s| json!(s.session.state)),
    column("kind", |s| json!(s.session.plan.kind)),
    column("starts", |s| json!(s.session.plan.starts.to_string())),
    column("ends", |s| json!(s.session.plan.ends.to_string())),
    shown("place", |s| json!(s.session.plan.place)),
    column("tables", |s| json!(s.session.plan.tables)),
    column("theme", |s| json!(s.session.plan.theme)),
    column("presence", |s| json!(s.session.presence)),
    column("opened_at", |s| iso(s.session.opened_at)),
    column("closed_at", |s| iso(s.session.closed_at)),
    shown("deputies", |s| {
        s.attendance.iter().map(|a| attendance(a, &s.attendance)).collect()
    }),
    shown("received", |s| json!(s.received)),
    shown("opinions", |s| json!(s.opinions)),
    column("rev", |s| json!(s.session.rev)),
    column("id", |s| json!(s.session.id)),
];

/// The keys of a reception, those for people alone where that is asked.
pub fn session_keys(only_shown: bool) -> Vec<&'static str> {
    keys(SESSION, only_shown)
}

fn attendance(a: &Attendance, all: &[Attendance]) -> Value {
    let name = |id: Option<crate::domain::id::DeputyId>| {
        id.and_then(|id| all.iter().find(|b| b.deputy == id))
            .map(|b| b.name.clone())
    };
    json!({
        "name": a.name,
        "state": a.state,
        "agreed": a.agreed,
        "table": a.table,
        "in_at": iso(a.in_at),
        "out_at": iso(a.out_at),
        "reason": a.reason,
        "stands_for": name(a.stands_for),
        "substituted_by": name(a.substituted_by),
    })
}
